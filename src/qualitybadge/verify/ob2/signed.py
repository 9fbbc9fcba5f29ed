"""The signature of a signed badge, by keys that the issuer's hosted profile links and by no others.

Obtains no key itself: see `issuer_keys`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ...errors import InputError, QualityBadgeError
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


class Attempt(NamedTuple):
    """What became of one key: `error` is about the signature where there is a key, else about the key."""

    link: Link
    key: PublicKey | None
    error: QualityBadgeError | None


def proof(exam: Ob2Examination) -> Rows:
    """Verify the signature of a signed badge (OB 2.0 §SignedBadge Verification)."""
    token = exam.jws
    if token is None:
        return ()
    algorithm = token.header.get("alg")
    known = isinstance(algorithm, str) and algorithm in jws.ALGORITHMS
    exam.forms.append(f"JWS {algorithm}" if known else "JWS")
    refusal = _refusal(exam, token)
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
    return _tried(exam, token, issuer, links)


def _refusal(exam: Ob2Examination, token: jws.CompactJws) -> Check | None:
    """Return the row of a token that no key could help, None for any other."""
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
    attempts = []
    for link in links:
        attempt = _attempt(exam, token, issuer, link)
        if attempt.key is not None and attempt.error is None:
            exam.trust.append(Trust.NONE if exam.graph.insecure else Trust.DOMAIN)
            exam.keys.append(attempt.key)
            message = f"{attempt.key.jose_algorithm} signature over the token"
            return (_found(link), passed(PROOF, message, spec=_SPEC))
        attempts.append(attempt)
    best = max(attempts, key=_says)
    return _refused(best, len(attempts))


def _attempt(exam: Ob2Examination, token: jws.CompactJws, issuer: Node, link: Link) -> Attempt:
    key = None
    try:
        key = load_key(exam, issuer, link)
        jws.verify(token, key)
    except QualityBadgeError as error:
        return Attempt(link, key, error)
    return Attempt(link, key, None)


def _says(attempt: Attempt) -> tuple[bool, bool, bool]:
    """Rank what failed: a key that was not obtained may be the right one; then the nearest miss."""
    error = attempt.error
    missed = error is not None and error.code == "PROOF_VERIFICATION"
    return error is not None and error.undetermined, missed, attempt.key is not None


def _refused(attempt: Attempt, tried: int) -> Rows:
    error = attempt.error
    if error is None:  # pragma: no cover - an attempt without error is no refusal
        return ()
    among = f"none of {tried} keys fits; " if tried > 1 else ""
    if attempt.key is not None:
        row = check_from_error(PROOF, error)
        return (_found(attempt.link), replace(row, message=f"{among}{row.message}"))
    relaxation = "allow_http_hosted" if error.code == "INSECURE_TRANSPORT" else ""
    row = check_from_error(KEY, error, relaxation=relaxation)
    row = replace(row, message=f"{among}{_called(attempt.link)}: {row.message}")
    if not error.undetermined:
        return (row, _proves_nothing())
    message = "the key could not be obtained, so the signature could not be checked"
    return (row, unknown(PROOF, error.code, message, relaxation=relaxation))


def _proves_nothing() -> Check:
    message = "there is no key of the issuer's, so the signature proves nothing"
    return failed(PROOF, "PROOF_VERIFICATION", message)


def _found(link: Link) -> Check:
    how = "which the badge names, lies where the issuer's badges may lie"
    how = how if link.of_badge else "is linked by the issuer's hosted profile"
    return passed(KEY, f"{_called(link)}{',' if link.of_badge else ''} {how}", spec=_SPEC)


def _called(link: Link) -> str:
    return f"the key {shown(link.name)}" if link.name else "the key in the issuer's profile"
