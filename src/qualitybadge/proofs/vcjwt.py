"""VC-JWT: a credential as a token, in the form of VC 2.0 (the payload) or VC 1.1 (its ``vc`` claim).

Reads, writes and compares the claims with the credential (OB 3.0 §8.2); signatures are `jws`, and a
claim that is merely missing is named here and judged by the verifier's policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeGuard

from ..errors import InputError
from ..keys import Signer
from ..limits import DEFAULT_LIMITS, Limits
from ..model.document import VC_CONTEXT_1, VC_CONTEXT_2, Kind, is_version_1, kind_of
from ..wire import strictjson, timestamps
from . import jws
from .jws import CompactJws

Model = Literal["1.1", "2.0"]

REGISTERED_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})
"""RFC 7519 §4.1: members of the payload that are the token's own and not the credential's."""

# A list of words reads as a list of words.
# fmt: off
_CREDENTIAL_MEMBERS = frozenset((
    "@context", "id", "type", "name", "description", "image", "issuer", "validFrom", "validUntil",
    "issuanceDate", "expirationDate", "issued", "awardedDate", "credentialSubject", "credentialSchema",
    "credentialStatus", "refreshService", "termsOfUse", "evidence", "endorsement", "endorsementJwt",
    "proof", "verifiableCredential", "holder", "vp",
))
# fmt: on

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_FIRST, _LAST = -62_135_596_800, 253_402_300_799  # the years 0001 and 9999
_SPEC = "OB 3.0 §8.2.4"


@dataclass(frozen=True, slots=True)
class VcJwt:
    """A token's credential and claims, read and not verified.

    Attributes:
        document: the credential; treat it as immutable.
        claims: the registered claims.
        model: version of the VC data model that names the members to compare with.
    """

    document: dict[str, Any]
    claims: dict[str, Any]
    model: Model

    @property
    def expires(self) -> datetime | None:
        """The moment of ``exp``, which also ends a credential that names no end of its own; None without."""
        return self.moment("exp")

    def moment(self, claim: str) -> datetime | None:
        """Return the moment that a claim names; None where it is missing or no moment."""
        value = self.claims.get(claim)
        return _EPOCH + timedelta(seconds=value) if _is_moment(value) else None

    def claim_errors(self) -> tuple[InputError, ...]:
        """Return every claim that is missing, malformed or differs from the credential (OB 3.0 §8.2.4).

        A claim whose member the credential lacks stands for it, as in VC 1.1 §6.3.1, and is no fault; so is
        a missing ``sub`` where the subject has no id. Codes: CLAIM_MISSING, CLAIM_MISMATCH,
        MALFORMED_VALUE, RANGE.
        """
        document = self.document
        start, end = (
            ("issuanceDate", "expirationDate") if self.model == "1.1" else ("validFrom", "validUntil")
        )
        found = (
            self._text_error("iss", _id_of(document.get("issuer")), "/issuer"),
            self._text_error("jti", document.get("id"), "/id"),
            self._text_error("sub", _subject_id(document), "/credentialSubject/id"),
            self._date_error("nbf", start, required=True),
            self._date_error("exp", end, required=end in document),
        )
        return tuple(error for error in found if error is not None)

    def _text_error(self, claim: str, member: object, place: str) -> InputError | None:
        if claim not in self.claims:
            return None if claim == "sub" and member is None else _missing(claim, place)
        value = self.claims[claim]
        if not isinstance(value, str):
            return _malformed(claim, "is not a text")
        if member is not None and value != member:
            return _mismatch(claim, place)
        return None

    def _date_error(self, claim: str, name: str, *, required: bool) -> InputError | None:
        if claim not in self.claims:
            return _missing(claim, f"/{name}") if required else None
        value = self.claims[claim]
        if not _is_moment(value):
            return not_a_moment(claim, value)
        member = self.document.get(name)
        if member is None:
            return None
        try:
            moment = timestamps.parse(member, pointer=f"/{name}")
        except InputError as error:
            return error
        # NumericDates of credentials have whole seconds; what is finer cannot be said in the token.
        return None if (moment - _EPOCH) // _SECOND == value else _mismatch(claim, f"/{name}")


def read(token: CompactJws, *, limits: Limits = DEFAULT_LIMITS) -> VcJwt:
    """Read the credential of a token, in either form (OB 3.0 §8.2.2).

    Raises:
        LimitError: the payload is larger or deeper than the limits allow.
        InputError: PARSING or MALFORMED_VALUE where it is no strict JSON object, has credential members
            beside a ``vc`` claim, or a ``vc`` claim that is no object; CONTEXT_ORDER where the credential
            in a ``vc`` claim follows neither VC 1.1 nor is a learner record.
    """
    payload = strictjson.loads(token.payload, limits=limits)
    if not isinstance(payload, dict):
        raise InputError("the payload is not a JSON object", spec="RFC 7519 §7.2")
    claims = {name: payload[name] for name in payload if name in REGISTERED_CLAIMS}
    if "vc" in payload:
        document = _inner_credential(payload)
    else:
        document = {name: value for name, value in payload.items() if name not in REGISTERED_CLAIMS}
    return VcJwt(document, claims, "1.1" if is_version_1(document) else "2.0")


def sign(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    kid: str | None = None,
    jwk: Mapping[str, Any] | None = None,
    typ: str | None = "JWT",
) -> str:
    """Return the credential as a signed token, its claims made from its members (OB 3.0 §8.2.3).

    Args:
        document: the credential; one of VC 1.1 and every learner record go into a ``vc`` claim.
        signer: whose key signs.
        kid: URL of the key, which a verifier resolves.
        jwk: the public key itself, for verifiers that accept an inline key.
        typ: header ``typ``; None leaves it out.

    Raises:
        InputError: no issuer, id or start of validity to make a claim from, a member with the name of a
            claim, a malformed date, or neither ``kid`` nor ``jwk``.
        InvalidKeyError: the signer's answer cannot be a signature of its key.
    """
    credential = dict(document)
    for name in credential:
        if name in REGISTERED_CLAIMS or name == "vc":
            raise InputError(f"the credential has a member {name!r}, which is a claim", pointer=f"/{name}")
    claims = _claims_of(credential)
    in_claim = is_version_1(credential) or kind_of(credential) is Kind.CLR
    payload = {**claims, "vc": credential} if in_claim else {**credential, **claims}
    header = {"kid": kid, "jwk": dict(jwk) if jwk is not None else None, "typ": typ}
    return jws.sign(
        strictjson.dumps(payload),
        signer,
        header={name: value for name, value in header.items() if value is not None},
    )


def _inner_credential(payload: dict[str, Any]) -> dict[str, Any]:
    twice = sorted(_CREDENTIAL_MEMBERS.intersection(payload))
    if twice:
        raise InputError(
            f"the token has a vc claim and {twice[0]!r} beside it: two credentials in one",
            pointer=f"/{twice[0]}",
            spec="OB 3.0 §8.2.2",
        )
    credential = payload["vc"]
    if not isinstance(credential, dict):
        raise InputError("the vc claim is not a JSON object", pointer="/vc", spec="VC 1.1 §6.3.1")
    contexts = credential.get("@context")
    first = contexts[0] if isinstance(contexts, list) and contexts else contexts
    if first != VC_CONTEXT_1 and (first != VC_CONTEXT_2 or kind_of(credential) is not Kind.CLR):
        raise InputError(
            "a vc claim is the form of VC 1.1, and the credential in it does not have that context first",
            code="CONTEXT_ORDER",
            pointer="/vc/@context",
            spec="OB 3.0 §8.2.2",
        )
    return credential


def _claims_of(credential: dict[str, Any]) -> dict[str, Any]:
    """Make the claims in the order of the specification's table."""
    old = is_version_1(credential)
    start, end = ("issuanceDate", "expirationDate") if old else ("validFrom", "validUntil")
    claims: dict[str, Any] = {
        "iss": _required(_id_of(credential.get("issuer")), "iss", "/issuer"),
        "jti": _required(credential.get("id"), "jti", "/id"),
        "nbf": _numeric(_required(credential.get(start), "nbf", f"/{start}"), start),
    }
    subject = _subject_id(credential)
    if subject is not None:
        claims["sub"] = _required(subject, "sub", "/credentialSubject/id")
    if end in credential:
        claims["exp"] = _numeric(_required(credential[end], "exp", f"/{end}"), end)
    return claims


def _required(value: object, claim: str, place: str) -> str:
    if isinstance(value, str) and value:
        return value
    raise InputError(f"there is no text to make the claim {claim} from", code="CLAIM_MISSING", pointer=place)


def _numeric(text: str, name: str) -> int:
    return numeric_date(timestamps.parse(text, pointer=f"/{name}"))


def numeric_date(moment: datetime) -> int:
    """Return a moment as a token names it: in whole seconds (RFC 7519 §2)."""
    return (moment - _EPOCH) // _SECOND


def _id_of(value: object) -> object:
    return value.get("id") if isinstance(value, dict) else value


def _subject_id(document: dict[str, Any]) -> object:
    subject = document.get("credentialSubject")
    if isinstance(subject, list) and len(subject) == 1:
        subject = subject[0]
    return subject.get("id") if isinstance(subject, dict) else None


def _is_moment(value: object) -> TypeGuard[int]:
    # RFC 7519 §2 knows fractions too, but no date of a credential is compared in fractions of a second here,
    # and True is an int only to Python.
    return type(value) is int and _FIRST <= value <= _LAST


def not_a_moment(claim: str, value: object) -> InputError:
    """Return the error for a claim whose value is no moment (RFC 7519 §2)."""
    if type(value) is int:
        message = f"the claim {claim} is outside the years 0001 to 9999"
        return InputError(message, code="RANGE", pointer=f"/{claim}", spec="RFC 7519 §2")
    return _malformed(claim, "is not a whole number of seconds since 1970")


def _malformed(claim: str, what: str) -> InputError:
    return InputError(f"the claim {claim} {what}", pointer=f"/{claim}", spec="RFC 7519 §4.1")


def _missing(claim: str, place: str) -> InputError:
    message = f"the claim {claim} is missing; it repeats {place}"
    return InputError(message, code="CLAIM_MISSING", pointer=f"/{claim}", spec=_SPEC)


def _mismatch(claim: str, place: str) -> InputError:
    message = f"the claim {claim} differs from {place} of the credential"
    return InputError(message, code="CLAIM_MISMATCH", pointer=f"/{claim}", spec=_SPEC)
