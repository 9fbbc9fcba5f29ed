"""Verify what secures a presentation: the holder's proofs, the token around it, and whose keys they are.

A holder authenticates: the key must stand under ``authentication``, and a proof made for another purpose,
such as a credential's, proves nothing here. No relaxation lets an unknown key speak for a holder.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..did import VerificationMethod
from ..errors import InputError, QualityBadgeError
from ..keys import PublicKey
from ..model.presentation import holder_of
from ..outcome import Check, Outcome, check_from_error
from ..proofs import jws, vpjwt
from ..proofs.dataintegrity import Proof
from .checks import Examination, Rows, failed, passed, unknown
from .methods import KEY, FoundKey, same_authority
from .proofcheck import PROOF

_PURPOSE = "authentication"
# The problem table speaks to whoever holds a badge; these rows speak of its holder.
_ADVICE = {
    "CONTROLLER_MISMATCH": "somebody else signed it: do not accept it",
    "INVALID_RELATIONSHIP": "the holder must list the key under authentication",
    "JOSE_HEADER": "ask for a token with alg, typ and kid only",
    "PROOF_EXPIRED": "ask for a fresh presentation",
    "PROOF_MISSING": "ask the holder to sign the presentation, or verify each credential alone",
    "PROOF_PURPOSE": "a presentation is signed with proofPurpose authentication",
    "PROOF_VERIFICATION": "it was altered or signed with another key: do not accept it",
    "TOKEN_TYPE": "a presentation has typ vp+jwt (VC 2.0) or JWT (VC 1.1)",
}


def holder_id(exam: Examination) -> str:
    """Return whom the presentation or its token names as the holder; "" where neither does."""
    token = exam.token
    return token.holder if isinstance(token, vpjwt.VpJwt) else holder_of(exam.data)


def is_signed_at_all(exam: Examination) -> bool:
    """Whether anything secures the presentation, be it good or bad."""
    return exam.jws is not None or "proof" in exam.data


def proof_rows(exam: Examination) -> Rows:
    """Return the ``key`` and ``proof`` rows of the token and of every proof: all of them must hold."""
    if not is_signed_at_all(exam):
        message = "no holder signed the presentation: it is no more than its credentials, each judged alone"
        return [_worded(failed(PROOF, "PROOF_MISSING", message))]
    rows: list[Check] = []
    if isinstance(exam.token, vpjwt.VpJwt) and exam.jws is not None:
        rows.extend(_token_rows(exam, exam.token, exam.jws))
    try:
        for proof in exam.secured.proofs:
            rows.extend(_proof_rows(exam, proof))
    except QualityBadgeError as error:
        rows.append(check_from_error(PROOF, error))
    return [_worded(row) for row in rows]


def _proof_rows(exam: Examination, proof: Proof) -> Rows:
    exam.forms.append(proof.form if proof.suite is not None else "unknown suite")
    policy = exam.policy
    try:
        proof.require_supported()
        proof.check_purpose(_PURPOSE)  # before any key is asked for
    except QualityBadgeError as error:
        return [check_from_error(PROOF, error)]
    found = _key(exam, proof.verification_method, f"{proof.pointer}/verificationMethod")
    key = _usable(exam, found)
    if isinstance(key, Check):
        return [found.row, replace(key, pointer=proof.pointer)]
    try:
        exam.secured.verify(
            proof, key, at=exam.now, purpose=_PURPOSE, domain=policy.domain, challenge=policy.challenge
        )
    except QualityBadgeError as error:
        return [found.row, _at(check_from_error(PROOF, error), proof.pointer)]
    if proof.is_draft and not policy.allow_draft_suites:
        message = (
            f"the signature verifies, but {proof.form} is a draft suite that this policy does not decide"
        )
        row = unknown(PROOF, "DRAFT_SUITE", message, pointer=proof.pointer, relaxation="allow_draft_suites")
        return [found.row, row]
    return [found.row, _accepted(exam, found, key, f"{proof.form} proof by {proof.verification_method}")]


def _token_rows(exam: Examination, token: vpjwt.VpJwt, compact: jws.CompactJws) -> Rows:
    algorithm = compact.header.get("alg")
    known = isinstance(algorithm, str) and algorithm in jws.ALGORITHMS
    exam.forms.append(f"VP-JWT {algorithm}" if known else "VP-JWT")
    try:
        vpjwt.check_header(compact, token.model)
    except QualityBadgeError as error:
        return [check_from_error(PROOF, error)]
    found = _key_of_token(exam, compact.header)
    key = _usable(exam, found)
    if isinstance(key, Check):
        return [found.row, key]
    try:
        jws.verify(compact, key)
    except QualityBadgeError as error:
        return [found.row, check_from_error(PROOF, error)]
    return [found.row, _accepted(exam, found, key, f"{key.jose_algorithm} signature over the token")]


def _accepted(exam: Examination, found: FoundKey, key: PublicKey, message: str) -> Check:
    exam.trust.append(found.trust)
    exam.keys.append(key)
    return passed(PROOF, message, spec="VC-DM 2.0 §4.12")


def _usable(exam: Examination, found: FoundKey) -> PublicKey | Check:
    """Return the key to verify with, or the ``proof`` row that says why there is none."""
    if found.outcome is Outcome.FAILED:
        return failed(PROOF, "PROOF_VERIFICATION", "no acceptable key, so the signature proves nothing")
    if found.key is None:
        code = found.row.code or "UNDETERMINED"
        return unknown(PROOF, code, "the key could not be obtained, so the signature could not be checked")
    if found.key.jose_algorithm not in exam.policy.algorithms:
        return failed(PROOF, "ALGORITHM", f"the policy does not allow {found.key.jose_algorithm}")
    return found.key


def _key_of_token(exam: Examination, header: dict[str, Any]) -> FoundKey:
    """Find the key of a token by ``kid``, or by ``jwk`` where the holder is that very key."""
    kid, jwk = header.get("kid"), header.get("jwk")
    holder = holder_id(exam)
    if kid is None and not holder.startswith(("did:key:", "did:jwk:")):
        message = "the token brings its own key, and nothing shows that it is the holder's"
        return FoundKey(unknown(KEY, "INLINE_KEY", message, pointer="/jwk"), None)
    found = _key(exam, holder, "/iss") if kid is None else _key(exam, kid, "/kid")
    if jwk is None or found.key is None:
        return found
    try:
        same = PublicKey.from_jwk(jwk) == found.key
    except QualityBadgeError as error:
        return FoundKey(_at(check_from_error(KEY, error), "/jwk"), None)
    if same:
        return found
    code, what = (
        ("CONTROLLER_MISMATCH", "the holder's") if kid is None else ("JOSE_HEADER", "that of the kid")
    )
    return FoundKey(failed(KEY, code, f"the key in the header is not {what}", pointer="/jwk"), None)


def _key(exam: Examination, method_url: str, pointer: str) -> FoundKey:
    """Resolve a verification method and bind it to the holder (VC-DI §4.3, CID §2.3.2)."""
    holder = holder_id(exam)
    foreign = holder and not _may_be_of(method_url, holder)
    if foreign:  # nobody's document is asked for that could not speak for the holder
        return _not_the_holders(method_url, pointer)
    try:
        method = exam.resolver.resolve(method_url, relationship=_PURPOSE, at=exam.now)
    except QualityBadgeError as error:
        return FoundKey(_at(check_from_error(KEY, error), pointer, always=True), None)
    return _bound(method, holder, pointer)


def _bound(method: VerificationMethod, holder: str, pointer: str) -> FoundKey:
    if method.from_key_set or method.controller is None:
        message = "a key set does not say whom its keys may authenticate"
        return FoundKey(failed(KEY, "INVALID_RELATIONSHIP", message, pointer=pointer), None)
    if holder and method.controller != holder:
        return _not_the_holders(method.id, pointer)
    whose = "of the holder" if holder else f"of {method.controller}; the presentation names no holder"
    message = f"{method.key.type} key {whose}: {method.id}"
    return FoundKey(passed(KEY, message, spec="CID §2.3.2"), method.key, method.trust)


def _may_be_of(method_url: str, holder: str) -> bool:
    did = method_url.partition("#")[0]
    if did.startswith("did:"):
        return did == holder or not did.startswith("did:web:")
    return not did.startswith("https:") or same_authority(method_url, holder)


def _not_the_holders(method_url: str, pointer: str) -> FoundKey:
    message = f"the key {method_url} is not the holder's"
    return FoundKey(failed(KEY, "CONTROLLER_MISMATCH", message, pointer=pointer), None)


def _at(row: Check, pointer: str, *, always: bool = False) -> Check:
    return row if row.pointer and not always else replace(row, pointer=pointer)


def _worded(row: Check) -> Check:
    """Let the advice of a row speak of the holder, unless it has advice of its own."""
    if row.problem is None or row.advice != row.problem.advice:
        return row
    return replace(row, advice=_ADVICE.get(row.problem.code, row.advice))


def contradiction(error: InputError) -> Check:
    """Return the row of a claim or member that contradicts the presentation."""
    return _worded(check_from_error("binding", error))
