"""The shape of a verifiable presentation: who holds it and what stands in it; verifies nothing.

VC Data Model 2.0 §4.13 and 1.1 §4.10. A credential that is a token stands in an envelope, an object whose id
is a ``data:`` URL (VC-DM 2.0 §4.13.1), or, in a token of VC 1.1, as the text itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from ..errors import InputError, UnsupportedError
from .document import VC_CONTEXT_1, VC_CONTEXT_2, is_version_1
from .values import COMPACT_JWS, URI, Fault, Value, describe

PRESENTATION = "VerifiablePresentation"
CREDENTIAL = "VerifiableCredential"
ENVELOPED_CREDENTIAL = "EnvelopedVerifiableCredential"
ENVELOPED_PRESENTATION = "EnvelopedVerifiablePresentation"

# type of the envelope -> what it may hold, the usual media type first
_MEDIA_TYPES = {
    ENVELOPED_CREDENTIAL: ("application/vc+jwt", "application/jwt"),
    ENVELOPED_PRESENTATION: ("application/vp+jwt",),
}
_LONGEST_MEDIA_TYPE = 60
_PLACE = "/verifiableCredential"
_CODE = "MALFORMED_VALUE"
_SPEC, _SPEC_1 = "VC-DM 2.0 §4.13", "VC 1.1 §4.10"


def holder_of(data: Mapping[str, Any]) -> str:
    """Return the holder's id, "" where the presentation names none."""
    holder = data.get("holder")
    if isinstance(holder, dict):
        holder = holder.get("id")
    return holder if isinstance(holder, str) else ""


def members_of(data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return JSON pointer and value of whatever is presented, in order."""
    if "verifiableCredential" not in data:
        return []
    value = data["verifiableCredential"]
    if isinstance(value, list):
        return [(f"{_PLACE}/{place}", item) for place, item in enumerate(value)]
    return [(_PLACE, value)]


def envelope_kind(value: Any) -> str:
    """Return which envelope a value is, by its type; "" where it is none."""
    types = _types(value)
    return next((kind for kind in _MEDIA_TYPES if kind in types), "")


def enveloped(token: str) -> dict[str, Any]:
    """Return the envelope of a credential that is a token (VC-DM 2.0 §4.13.1)."""
    media_type = _MEDIA_TYPES[ENVELOPED_CREDENTIAL][0]
    return {"@context": VC_CONTEXT_2, "id": f"data:{media_type},{token}", "type": ENVELOPED_CREDENTIAL}


def token_in(envelope: Mapping[str, Any]) -> str:
    """Return the token in an envelope.

    Raises:
        InputError: it is no envelope, has not the base context, or its id is no ``data:`` URL.
        UnsupportedError: what it holds is of a media type that is not read here.
    """
    kind = envelope_kind(envelope)
    if not kind:
        raise InputError("this is no enveloped credential or presentation", pointer="/type", spec=_SPEC)
    if VC_CONTEXT_2 not in _listed(envelope.get("@context")):
        raise InputError(
            "the envelope does not name the context of VC 2.0, which defines it",
            code="CONTEXT_ORDER",
            pointer="/@context",
            hint=f"give it the @context {VC_CONTEXT_2}",
            spec=_SPEC,
        )
    address = envelope.get("id")
    if not isinstance(address, str) or address[:5].lower() != "data:" or "," not in address:
        raise InputError(
            "the envelope's id is no data: URL with a comma before the token",
            pointer="/id",
            hint=f"write data:{_MEDIA_TYPES[kind][0]},TOKEN",
            spec="RFC 2397 §3",
        )
    media_type, _, token = address[5:].partition(",")
    if media_type.lower() not in _MEDIA_TYPES[kind]:
        raise UnsupportedError(
            f"the envelope holds {media_type[:_LONGEST_MEDIA_TYPE]!r}, which is not read here",
            pointer="/id",
            hint=f"ask for {' or '.join(_MEDIA_TYPES[kind])}",
        )
    return token


def presentation_errors(data: dict[str, Any], *, token: bool, most: int) -> tuple[InputError, ...]:
    """Return what keeps a parsed document from being a presentation of the data model, empty for nothing.

    Args:
        data: the presentation.
        token: whether it was read from a token, where VC 1.1 lets tokens stand as texts.
        most: findings to return at most.
    """
    return tuple(islice(_errors(data, token=token), most))


def _errors(data: dict[str, Any], *, token: bool) -> Iterator[InputError]:
    old = is_version_1(data)
    spec = _SPEC_1 if old else _SPEC
    yield from _frame_errors(data, spec)
    if "id" in data:
        yield from _fault(URI, data["id"], "/id", spec)
    if "holder" in data:
        yield from _holder_errors(data["holder"], spec)
    if data.get("verifiableCredential", ()) == []:
        yield InputError("an empty array presents nothing", pointer=_PLACE, hint="omit it", spec=spec)
    for pointer, value in members_of(data):
        fault = _member_fault(value, old=old, text_allowed=old and token)
        if fault is not None:
            yield InputError(fault.message, code=fault.code, pointer=pointer, hint=fault.hint, spec=spec)


def _frame_errors(data: dict[str, Any], spec: str) -> Iterator[InputError]:
    contexts = data.get("@context")
    if not isinstance(contexts, list) or contexts[:1] not in ([VC_CONTEXT_2], [VC_CONTEXT_1]):
        yield InputError(
            "@context is no array that begins with the context of VC 2.0 or VC 1.1",
            code="CONTEXT_ORDER",
            pointer="/@context",
            hint=f"list {VC_CONTEXT_2} first",
            spec=spec,
        )
    types = _types(data)
    if PRESENTATION not in types:
        yield InputError(f"the type is not {PRESENTATION}", pointer="/type", spec=spec)
    if CREDENTIAL in types:
        yield InputError("it says to be a presentation and a credential at once", pointer="/type", spec=spec)


def _holder_errors(holder: Any, spec: str) -> Iterator[InputError]:
    if isinstance(holder, dict):
        yield from _fault(URI, holder.get("id"), "/holder/id", spec)
    else:
        yield from _fault(URI, holder, "/holder", spec)


def _fault(kind: Value, value: Any, pointer: str, spec: str) -> Iterator[InputError]:
    fault = kind.fault(value)
    if fault is not None:
        name = pointer.removeprefix("/")
        yield InputError(f"{name}: {fault.message}", pointer=pointer, hint=fault.hint, spec=spec)


def _member_fault(value: Any, *, old: bool, text_allowed: bool) -> Fault | None:
    """Return what is wrong with one presented value, as far as its outside shows."""
    if isinstance(value, dict):
        types = _types(value)
        if PRESENTATION in types or ENVELOPED_PRESENTATION in types:
            return Fault(_CODE, "a presentation inside a presentation", "present the credentials themselves")
        if old and ENVELOPED_CREDENTIAL in types:
            return Fault(_CODE, "an envelope of VC 2.0 in a presentation of VC 1.1", "use one version")
        return None
    if isinstance(value, str) and COMPACT_JWS.fault(value) is None:
        if text_allowed:
            return None
        return Fault(_CODE, "a token stands here as text", f"put it into an {ENVELOPED_CREDENTIAL}")
    return Fault(_CODE, f"expected a credential, found {describe(value)}")


def _types(value: Any) -> list[Any]:
    return _listed(value.get("type")) if isinstance(value, dict) else []


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
