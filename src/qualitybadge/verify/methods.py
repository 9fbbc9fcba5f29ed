"""Find the key that a proof names and decide whether it is the issuer's; verifies no signature.

A fragment is a name, never a key, and a key inside a token is a claim: both count only under their
named relaxation, and then for integrity alone (`Trust.NONE`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..did import VerificationMethod, fragment_key, web
from ..errors import InputError, QualityBadgeError, UndeterminedError
from ..keys import PublicKey
from ..outcome import Check, Outcome, Trust, check_from_error
from ..urls import parse_url, shown
from .checks import Examination, failed, passed, unknown

KEY = "key"


@dataclass(frozen=True, slots=True)
class FoundKey:
    """The answer: the row, and the key to try the signature with, if there is one at all.

    Attributes:
        row: the ``key`` row of the report.
        key: the key; also given when the row did not pass, so that the report can say more.
        trust: what the key's origin is worth once the signature verifies.
    """

    row: Check
    key: PublicKey | None
    trust: Trust = Trust.NONE

    @property
    def outcome(self) -> Outcome:
        """Outcome of the row."""
        return self.row.outcome


def key_of_proof(exam: Examination, method_url: str, pointer: str) -> FoundKey:
    """Resolve the verification method of a Data Integrity proof and bind it to the issuer (VC-DI §4.3)."""
    return _resolved(exam, method_url, pointer, exam.policy.proof_purpose)


def key_of_token(exam: Examination, header: dict[str, Any]) -> FoundKey:
    """Find the key of a VC-JWT by ``kid`` or ``jwk`` (OB 3.0 §8.2.4)."""
    kid, jwk = header.get("kid"), header.get("jwk")
    if kid is None:
        return _inline(exam, jwk)
    found = _resolved(exam, kid, "/kid", "assertionMethod") if ":" in kid else _hinted(exam, kid)
    if jwk is None:
        return found
    if found.key is None:
        return found if found.outcome is Outcome.FAILED else _inline(exam, jwk)
    return _same_key(found, jwk)


def _same_key(found: FoundKey, jwk: Any) -> FoundKey:
    """Refuse a token whose ``kid`` and ``jwk`` are different keys (attack B12)."""
    try:
        same = PublicKey.from_jwk(jwk) == found.key
    except QualityBadgeError as error:
        return FoundKey(_at(check_from_error(KEY, error), "/jwk"), None)
    if not same:
        return FoundKey(failed(KEY, "JOSE_HEADER", "kid and jwk name different keys", pointer="/jwk"), None)
    return found


def _resolved(exam: Examination, method_url: str, pointer: str, relationship: str) -> FoundKey:
    did = method_url.partition("#")[0]
    if did.startswith("did:web:") and did != exam.issuer_id:  # its document could only speak for itself
        message = f"the key {shown(method_url)} is not the issuer's: it belongs to {shown(did)}"
        return FoundKey(failed(KEY, "CONTROLLER_MISMATCH", message, pointer=pointer), None)
    if method_url.startswith("https:") and not same_authority(method_url, exam.issuer_id):
        message = f"the key {shown(method_url)} is of another host than the issuer"
        return FoundKey(failed(KEY, "CONTROLLER_MISMATCH", message, pointer=pointer), None)
    try:
        method = exam.resolver.resolve(method_url, relationship=relationship, at=exam.now)
    except UndeterminedError as error:
        return _fragment(exam, method_url, pointer, error)
    except QualityBadgeError as error:
        return FoundKey(_at(check_from_error(KEY, error), pointer), None)
    if method.from_key_set:
        return _published(exam, method.key, pointer)
    return _bound(exam, method, pointer)


def _bound(exam: Examination, method: VerificationMethod, pointer: str) -> FoundKey:
    issuer = exam.issuer_id
    if method.controller == issuer:
        return FoundKey(
            passed(KEY, f"{method.key.type} key of the issuer: {method.id}", spec="CID §3.3"),
            method.key,
            method.trust,
        )
    message = (
        f"the key {method.id} is not the issuer's: it belongs to {method.controller or _authority(method.id)}"
    )
    if issuer.startswith("urn:") and method.id.startswith("did:key:"):
        if exam.policy.allow_urn_issuer:
            return FoundKey(
                passed(
                    KEY, f"{method.key.type} key {method.id} of an issuer named by a urn", spec="CID §3.3"
                ),
                method.key,
            )
        row = failed(KEY, "CONTROLLER_MISMATCH", message, pointer=pointer, relaxation="allow_urn_issuer")
        return FoundKey(row, method.key)
    return FoundKey(failed(KEY, "CONTROLLER_MISMATCH", message, pointer=pointer), method.key)


def _fragment(exam: Examination, method_url: str, pointer: str, error: UndeterminedError) -> FoundKey:
    """Decide about a key that was not obtained, but that the method's own name spells out."""
    unresolved = _at(check_from_error(KEY, error), pointer)
    try:
        claimed = PublicKey.from_multikey(method_url.partition("#")[2])
    except QualityBadgeError:
        return FoundKey(unresolved, None)
    try:
        method = fragment_key(method_url)
    except InputError:  # of a DID: the name can betray a forgery, it can never vouch for a signature
        return FoundKey(unresolved, claimed)
    if method.controller != exam.issuer_id:
        message = f"the key in the fragment of {method.controller} is not the issuer's"
        return FoundKey(failed(KEY, "CONTROLLER_MISMATCH", message, pointer=pointer), claimed)
    if exam.policy.allow_fragment_keys:
        return FoundKey(
            passed(KEY, "the key stands only in the fragment of the issuer's URL", spec="CID §3.3"), claimed
        )
    row = unknown(
        KEY,
        "FRAGMENT_KEY",
        f"the key stands only in the fragment of the issuer's URL, which served no document: {error.message}",
        pointer=pointer,
        relaxation="allow_fragment_keys",
    )
    return FoundKey(row, claimed)


def _inline(exam: Examination, jwk: Any) -> FoundKey:
    """Decide about a key that the token itself carries (OB 3.0 implementation guide, key provenance)."""
    try:
        key = PublicKey.from_jwk(jwk)
    except QualityBadgeError as error:
        return FoundKey(_at(check_from_error(KEY, error), "/jwk"), None)
    return _published(exam, key, "/jwk")


def _hinted(exam: Examination, kid: str) -> FoundKey:
    """Decide about a key id that is a bare name: the issuer may publish a key under it."""
    name = kid.removeprefix("#")
    try:
        published = exam.resolver.published_keys(exam.issuer_id, at=exam.now)
    except QualityBadgeError as error:
        return FoundKey(_at(check_from_error(KEY, error), "/kid"), None)
    named = [method for method in published if method.id.rpartition("#")[2] == name]
    if len(named) != 1:
        found = "publishes no key" if not named else "publishes several keys"
        message = f"the issuer {found} under the name {shown(name)}"
        return FoundKey(failed(KEY, "METHOD_NOT_FOUND", message, pointer="/kid"), None)
    (method,) = named
    if exam.policy.allow_bare_kid:
        message = f"{method.key.type} key of the issuer, by a bare name: {method.id}"
        return FoundKey(passed(KEY, message, spec="CID §3.3"), method.key, method.trust)
    message = "the key id is a bare name, and it must be a URI"
    row = failed(KEY, "JOSE_HEADER", message, pointer="/kid", relaxation="allow_bare_kid")
    return FoundKey(row, method.key)


def _published(exam: Examination, key: PublicKey, pointer: str) -> FoundKey:
    """Decide about a key that nobody authorised where it was found: the issuer has to publish it."""
    try:
        published = exam.resolver.published_keys(exam.issuer_id, at=exam.now)
    except UndeterminedError as error:
        if exam.policy.allow_inline_jwk:
            message = "a key that the issuer was not seen to publish; nobody vouches for it"
            return FoundKey(passed(KEY, message, spec="OB 3.0 §8.2.4"), key)
        row = unknown(
            KEY,
            "INLINE_KEY",
            f"nothing shows that this is the issuer's key: its keys could not be obtained: {error.message}",
            pointer=pointer,
            relaxation="allow_inline_jwk",
        )
        return FoundKey(row, key)
    except QualityBadgeError as error:
        return FoundKey(_at(check_from_error(KEY, error), pointer), key)
    for method in published:
        if method.key == key:
            message = f"{key.type} key published by the issuer: {method.id}"
            return FoundKey(passed(KEY, message, spec="CID §3.3"), key, method.trust)
    message = "the key is not among those that the issuer publishes"
    return FoundKey(failed(KEY, "CONTROLLER_MISMATCH", message, pointer=pointer), key)


def _authority(url: str) -> str:
    """Return the host and port that speak for an https or did:web identifier, "" for any other."""
    try:
        if url.startswith("did:web:"):
            url = web.document_url(url.partition("#")[0])
        return parse_url(url).authority
    except QualityBadgeError:
        return ""


def same_authority(method_url: str, issuer: str) -> bool:
    """Tell whether a verification method is of the host that speaks for an https or did:web identifier."""
    authority = _authority(method_url)
    return bool(authority) and authority == _authority(issuer)


def _at(row: Check, pointer: str) -> Check:
    """Point a row that came from a fetched document at the member of the badge that named it."""
    return Check(
        row.id,
        row.outcome,
        row.required,
        row.message,
        row.problem,
        pointer,
        row.spec,
        row.advice,
        row.relaxation,
    )
