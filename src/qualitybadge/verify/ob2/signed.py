"""The signature of a signed badge, by keys that the issuer's hosted profile links and by no others.

Obtains no key itself: see `issuer_keys`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ...errors import InputError, QualityBadgeError, UndeterminedError
from ...keys import PublicKey
from ...outcome import Check, Trust, check_from_error
from ...proofs import jws
from ...urls import shown
from ..checks import failed, passed, skipped, unknown
from .hosted import ways
from .issuer_keys import Link, load_key, possible_keys
from .nodes import Node
from .state import Ob2Examination, Rows

KEY, PROOF = "key", "proof"
_SPEC = "OB 2.0 §SignedBadge Verification"


class Miss(NamedTuple):
    """Why one key did not do: `error` is about the signature where there is a key, else about the key."""

    link: Link
    key: PublicKey | None
    error: QualityBadgeError


def proof(exam: Ob2Examination) -> Rows:
    """Verify the signature of a signed badge (OB 2.0 §SignedBadge Verification)."""
    token = exam.jws
    if token is None:
        return ()
    algorithm = token.header.get("alg")
    known = isinstance(algorithm, str) and algorithm in jws.ALGORITHMS
    exam.forms.append(f"JWS {algorithm}" if known else "JWS")
    refusal = refused(exam)
    if refusal is not None:
        return (refusal,)
    subject, issuer = exam.subject, exam.issuer
    if subject is None or issuer is None:
        message = "the issuer's profile was not obtained, so it is not known which keys are the issuer's"
        return (
            skipped(KEY, message, required=True, spec=_SPEC),
            skipped(PROOF, "there is no key to check it with", required=True, spec=_SPEC),
        )
    try:
        links = possible_keys(exam, subject, issuer)
    except InputError as error:
        return (check_from_error(KEY, error), _proves_nothing())
    except UndeterminedError as error:
        message = "it is not known which keys are the issuer's"
        return (check_from_error(KEY, error), unknown(PROOF, error.code, message))
    return _tried(exam, token, issuer, links)


def refused(exam: Ob2Examination) -> Check | None:
    """Return the row of a token that no key could help, None for any other and for what is no token."""
    token = exam.jws
    if token is None:
        return None
    try:
        jws.check_open_header(token)
    except QualityBadgeError as error:
        return check_from_error(PROOF, error)
    algorithm = token.header["alg"]
    if algorithm not in exam.policy.algorithms:
        return failed(PROOF, "ALGORITHM", f"the policy does not allow {algorithm}", pointer="/alg")
    if exam.subject is not None and "SignedBadge" not in ways(exam.subject):
        message = "the badge came as a token, and does not say that its signature secures it"
        return failed(PROOF, "SECURED_OTHERWISE", message, pointer="/verification/type")
    return None


def _tried(exam: Ob2Examination, token: jws.CompactJws, issuer: Node, links: tuple[Link, ...]) -> Rows:
    """Return the rows of the first key whose signature it is, else those of the key that says most."""
    misses = []
    for link in links:
        found = _signer(exam, token, issuer, link)
        if isinstance(found, PublicKey):
            exam.trust.append(Trust.NONE if exam.graph.insecure else Trust.DOMAIN)
            exam.keys.append(found)
            return (
                _found(link),
                passed(PROOF, f"{found.jose_algorithm} signature over the token", spec=_SPEC),
            )
        misses.append(found)
    return _missed(max(misses, key=_says), len(misses))


def _signer(exam: Ob2Examination, token: jws.CompactJws, issuer: Node, link: Link) -> PublicKey | Miss:
    """Return the key of a link where it signed the token, else why it is not said to have."""
    key = None
    try:
        key = load_key(exam, issuer, link)
        jws.verify(token, key)
    except QualityBadgeError as error:
        return Miss(link, key, error)
    return key


def _says(miss: Miss) -> tuple[bool, bool, bool]:
    """Rank what failed: a key that was not obtained may be the right one; then the nearest miss."""
    return miss.error.undetermined, miss.error.code == "PROOF_VERIFICATION", miss.key is not None


def _missed(miss: Miss, tried: int) -> Rows:
    error = miss.error
    among = f"none of {tried} keys fits; " if tried > 1 else ""
    if miss.key is not None:
        row = check_from_error(PROOF, error)
        return (_found(miss.link), replace(row, message=f"{among}{row.message}"))
    relaxation = "allow_http_hosted" if error.code == "INSECURE_TRANSPORT" else ""
    row = check_from_error(KEY, error, relaxation=relaxation)
    row = replace(row, message=f"{among}{_called(miss.link)}: {row.message}")
    if not error.undetermined:
        return (row, _proves_nothing())
    message = "the key could not be obtained, so the signature could not be checked"
    return (row, unknown(PROOF, error.code, message, relaxation=relaxation))


def _proves_nothing() -> Check:
    message = "there is no key of the issuer's, so the signature proves nothing"
    return failed(PROOF, "PROOF_VERIFICATION", message)


def _found(link: Link) -> Check:
    if link.of_badge:
        message = f"{_called(link)}, which the badge names, lies where the issuer's badges may lie"
    else:
        message = f"{_called(link)} is linked by the issuer's hosted profile"
    return passed(KEY, message, spec=_SPEC)


def _called(link: Link) -> str:
    return f"the key {shown(link.name)}" if link.name else "the key in the issuer's profile"
