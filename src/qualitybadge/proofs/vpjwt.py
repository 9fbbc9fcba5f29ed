"""VP-JWT: a presentation as a token, in the form of VC 2.0 (the payload) or VC 1.1 (its ``vp`` claim).

Reads, writes and compares the claims with the presentation (VC-JOSE-COSE §3.1.2, VC 1.1 §6.3.1); signatures
are `jws`, and what stands inside the presentation is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict, Unpack

from ..errors import InputError
from ..keys import Signer
from ..model.document import VC_CONTEXT_1, Kind, is_version_1, kind_of
from ..model.presentation import holder_of
from ..wire import strictjson
from . import jws
from .jws import CompactJws
from .vcjwt import REGISTERED_CLAIMS, Model, VcJwt, not_a_moment, numeric_date

TYP: dict[Model, str] = {"2.0": "vp+jwt", "1.1": "JWT"}
"""Version of the data model -> the header's ``typ``."""

_CONTENT_TYPE = "vp"
_OWN_CLAIMS = REGISTERED_CLAIMS | {"nonce"}
_MOMENTS = ("exp", "nbf", "iat")
_MEMBERS = frozenset({"@context", "id", "type", "holder", "verifiableCredential", "proof", "termsOfUse"})
_SPEC: dict[Model, str] = {"2.0": "VC-JOSE-COSE §3.1.3", "1.1": "VC 1.1 §6.3.1"}


class Binding(TypedDict, total=False):
    """What a presentation is bound to, in the words of Data Integrity; a token says ``aud`` and ``nonce``."""

    domain: str
    challenge: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class VpJwt(VcJwt):
    """A token's presentation and claims, read and not verified.

    Attributes:
        document: the presentation; treat it as immutable.
        claims: the registered claims and ``nonce``.
        model: version of the VC data model.
    """

    @property
    def holder(self) -> str:
        """The holder that presentation or ``iss`` names; "" where neither does."""
        issuer = self.claims.get("iss")
        return holder_of(self.document) or (issuer if isinstance(issuer, str) else "")

    def claim_errors(self) -> tuple[InputError, ...]:
        """Return every claim that is malformed or differs from the presentation.

        VC 1.1 demands that ``iss`` and ``jti`` repeat holder and id; in 2.0 they may be missing. Codes:
        CLAIM_MISSING, CLAIM_MISMATCH, MALFORMED_VALUE, RANGE.
        """
        found = [
            self._repeats("iss", holder_of(self.document), "/holder"),
            self._repeats("jti", self.document.get("id"), "/id"),
        ]
        given = [claim for claim in _MOMENTS if claim in self.claims]
        found += [not_a_moment(claim, self.claims[claim]) for claim in given if self.moment(claim) is None]
        if not isinstance(self.claims.get("nonce", ""), str):
            found.append(self._malformed("nonce", "is not a text"))
        if self._audience() is None:
            found.append(self._malformed("aud", "is neither a text nor a list of texts"))
        return tuple(error for error in found if error is not None)

    def binding_errors(self, *, domain: str | None, challenge: str | None) -> tuple[InputError, ...]:
        """Return why the token is not bound to the domain and challenge expected of it.

        Args:
            domain: must be the ``aud``, or one of them; None: whatever it says.
            challenge: must be the ``nonce``; None: whatever it says.
        """
        errors = []
        if domain is not None and domain not in (self._audience() or ()):
            message = "the presentation was made for another audience, or for none"
            errors.append(InputError(message, code="INVALID_DOMAIN", pointer="/aud", spec="RFC 7519 §4.1.3"))
        if challenge is not None and self.claims.get("nonce") != challenge:
            message = "the presentation does not answer the challenge"
            errors.append(InputError(message, code="INVALID_CHALLENGE", pointer="/nonce"))
        return tuple(errors)

    def _repeats(self, claim: str, member: object, place: str) -> InputError | None:
        """Compare a claim with the member that it repeats; either alone stands for both."""
        named = bool(member) or claim == "iss"
        if claim not in self.claims:
            if self.model == "2.0" or not named:
                return None
            message = f"the claim {claim} is missing; it repeats {place}"
            return InputError(message, code="CLAIM_MISSING", pointer=f"/{claim}", spec=_SPEC[self.model])
        value = self.claims[claim]
        if not isinstance(value, str):
            return self._malformed(claim, "is not a text")
        if not member or value == member:
            return None
        message = f"the claim {claim} differs from {place} of the presentation"
        return InputError(message, code="CLAIM_MISMATCH", pointer=f"/{claim}", spec=_SPEC[self.model])

    def _audience(self) -> list[str] | None:
        """Return whom the token is for, [] where it does not say; None where that is malformed."""
        value = self.claims.get("aud", [])
        texts = [value] if isinstance(value, str) else value
        return texts if isinstance(texts, list) and all(isinstance(text, str) for text in texts) else None

    def _malformed(self, claim: str, what: str) -> InputError:
        return InputError(f"the claim {claim} {what}", pointer=f"/{claim}", spec="RFC 7519 §4.1")


def carries(token: VcJwt) -> bool:
    """Tell whether a token that was read is a presentation's."""
    return "vp" in token.document or kind_of(token.document) is Kind.PRESENTATION


def read(token: VcJwt) -> VpJwt:
    """Read the presentation of a token, in either form.

    Raises:
        InputError: it has presentation members beside a ``vp`` claim, a ``vp`` claim that is no object, or a
            presentation of the other version than its form says (CONTEXT_ORDER).
    """
    document = {name: value for name, value in token.document.items() if name not in _OWN_CLAIMS}
    claims = token.claims
    if "nonce" in token.document:
        claims = {**claims, "nonce": token.document["nonce"]}
    if "vp" in document:
        return VpJwt(_inner(document), claims, "1.1")
    if is_version_1(document):
        raise InputError(
            "a presentation of VC 1.1 stands in the vp claim of its token, not beside it",
            code="CONTEXT_ORDER",
            pointer="/@context",
            spec=_SPEC["1.1"],
        )
    return VpJwt(document, claims, "2.0")


def check_header(token: CompactJws, model: Model) -> None:
    """Refuse a header that does not fit a presentation: of another type, or with members of no use here.

    Raises:
        InputError, UnsupportedError: as `jws.check_header`; TOKEN_TYPE also for another ``cty`` than vp.
    """
    header = token.header
    if model == "2.0" and "cty" in header:
        if header["cty"] != _CONTENT_TYPE:
            raise InputError(
                f"the token's cty is not {_CONTENT_TYPE}",
                code="TOKEN_TYPE",
                pointer="/cty",
                spec=_SPEC[model],
            )
        header = {name: value for name, value in header.items() if name != "cty"}
    jws.check_header(replace(token, header=header), allow_types=(TYP[model],))


def sign(
    presentation: Mapping[str, Any],
    signer: Signer,
    *,
    kid: str,
    issued: datetime,
    **binding: Unpack[Binding],
) -> str:
    """Return the presentation as a signed token, in the form of its version.

    Args:
        presentation: the presentation; one of VC 1.1 goes into a ``vp`` claim.
        signer: the holder's key.
        kid: URL of the key, which a verifier resolves.
        issued: when it is made, aware.
        binding: what it is bound to.

    Raises:
        InputError: a member of the presentation has the name of a claim.
        InvalidKeyError: the signer's answer cannot be a signature of its key.
    """
    document = dict(presentation)
    for name in document:
        if name in _OWN_CLAIMS or name in ("vp", "vc"):
            raise InputError(f"the presentation has a member {name!r}, which is a claim", pointer=f"/{name}")
    model: Model = "1.1" if is_version_1(document) else "2.0"
    said: dict[str, Any] = {
        "iss": holder_of(document),
        "jti": document.get("id"),
        "aud": binding.get("domain"),
        "nonce": binding.get("challenge"),
        "iat": numeric_date(issued),
        "exp": numeric_date(binding["expires"]) if "expires" in binding else None,
    }
    said = {name: value for name, value in said.items() if value is not None}
    payload = {**said, "vp": document} if model == "1.1" else {**document, **said}
    return jws.sign(strictjson.dumps(payload), signer, header={"kid": kid, "typ": TYP[model]})


def _inner(payload: dict[str, Any]) -> dict[str, Any]:
    twice = sorted(_MEMBERS.intersection(payload))
    if twice:
        raise InputError(
            f"the token has a vp claim and {twice[0]!r} beside it: two presentations in one",
            pointer=f"/{twice[0]}",
            spec=_SPEC["1.1"],
        )
    presentation = payload["vp"]
    if not isinstance(presentation, dict):
        raise InputError("the vp claim is not a JSON object", pointer="/vp", spec=_SPEC["1.1"])
    contexts = presentation.get("@context")
    first = contexts[0] if isinstance(contexts, list) and contexts else contexts
    if first != VC_CONTEXT_1:
        raise InputError(
            "a vp claim is the form of VC 1.1, and the presentation in it does not have that context first",
            code="CONTEXT_ORDER",
            pointer="/vp/@context",
            spec=_SPEC["1.1"],
        )
    return presentation
