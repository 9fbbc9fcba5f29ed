"""Put a label, or a reference to it, into the draft of a badge of its holder. Signs and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...errors import IssueError
from ...issue.badge import Badge
from ...issue.draft import plain
from ...issue.usage import require_object
from ...jsonld.compaction_parts import listed
from ...jsonschemas import schema_errors
from ...model.equality import same_id
from ...spec import read_schema
from ...wire import timestamps
from .credential import CONTEXT, CONTEXT_2_0
from .facts import EXTENSION, REFERENCE_TYPE, is_label
from .paper import digest_of_bytes, digest_of_data
from .steps import LABEL_SCHEMA

PROFILE_TYPE = "QualityProfile"


def reference(label: Badge | Mapping[str, Any]) -> dict[str, Any]:
    """Return what a badge says of a label that stands elsewhere: its id, scheme, end and digest.

    The digest is that of the label's canonical JSON (RFC 8785) with its proof, or of the text of a token.

    Args:
        label: the label as it was awarded.

    Raises:
        IssueError: it is no label.
        InputError, LimitError: it is no JSON data.
        TypeError: it is neither a `Badge` nor a mapping.
    """
    data, digest = _signed(label)
    return {
        "id": data["id"],
        "type": [REFERENCE_TYPE],
        "scheme": data["credentialSubject"]["labelScheme"]["id"],
        "validUntil": data["validUntil"],
        "digestMultibase": digest,
    }


def reference_ob2(label: Badge | Mapping[str, Any], *, hosted_at: str = "") -> dict[str, Any]:
    """Return the reference as an extension for a Profile of Open Badges 2.0.

    Args:
        label: the label as it was awarded.
        hosted_at: the address of its form for 2.0; then that is referred to, without a digest.

    Raises:
        IssueError, InputError, LimitError, TypeError: as for `reference`.
    """
    said = reference(label)
    if hosted_at:
        said = {**said, "id": hosted_at}
        del said["digestMultibase"]
    return {**said, "@context": CONTEXT_2_0, "type": ["Extension", EXTENSION]}


def with_reference(draft: Mapping[str, Any], label: Badge | Mapping[str, Any]) -> dict[str, Any]:
    """Return the draft of a badge of 3.0 whose issuer's profile refers to the label.

    Raises:
        IssueError: it is no label, the label is another issuer's, or the draft names its issuer by id alone.
        InputError, LimitError: the label is no JSON data.
        TypeError: an argument is of a type that cannot do.
    """
    data, _ = _signed(label)
    result = _fresh(draft)
    profile = _profile(result, data)
    types = listed(profile.get("type", []))
    profile["type"] = [*types, *([] if PROFILE_TYPE in types else [PROFILE_TYPE])]
    others = [one for one in listed(profile.get("qualityLabel", [])) if not _names(one, data["id"])]
    mine = reference(label)
    profile["qualityLabel"] = [*others, mine] if others else mine
    contexts = listed(result.get("@context", []))
    result["@context"] = contexts if CONTEXT in contexts else [*contexts, CONTEXT]
    return result


def embed(draft: Mapping[str, Any], label: Badge | Mapping[str, Any]) -> dict[str, Any]:
    """Return the draft of a badge with the whole label in its issuer's profile, if it outlives the badge.

    An embedded endorsement that has expired is a fatal fault for some validators, wherever it stands. So a
    label that ends before the badge would break the badge, and is refused: refer to it instead.

    Raises:
        IssueError: the label ends before the badge, or the badge has no end; it is no signed label, or
            another issuer's.
        InputError, LimitError: the label is no JSON data, or the draft's end is no moment.
        TypeError: an argument is of a type that cannot do.
    """
    data, _ = _signed(label)
    result = _fresh(draft)
    profile = _profile(result, data)
    end, last = _moment(result, "validUntil"), _moment(data, "validUntil")
    if end is None or last is None or last < end:
        when = "has no end" if end is None else f"holds until {result['validUntil']}"
        raise IssueError(
            f"the label ends at {data.get('validUntil')}, and the badge {when}: expired, it would break it",
            code="LABEL_PERIOD",
            pointer="/issuer/endorsement",
            hint="refer to the label by id and digest, or let the badge end no later than the label",
        )
    if isinstance(label, Badge) and label.document is None:
        profile["endorsementJwt"] = [*listed(profile.get("endorsementJwt", [])), label.to_jwt()]
    else:
        whole = label.to_dict() if isinstance(label, Badge) else plain(label)
        profile["endorsement"] = [*listed(profile.get("endorsement", [])), whole]
    return result


def _fresh(draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return the draft as data that is nobody else's."""
    require_object(draft, "draft", "pass the draft of a badge, such as one from draft()")
    fresh: dict[str, Any] = plain(draft)
    return fresh


def _names(reference_: object, identity: str) -> bool:
    return isinstance(reference_, dict) and same_id(reference_.get("id"), identity)


def _signed(label: Badge | Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Return what a label says, and its digest.

    Raises:
        IssueError: it is no label, or nobody signed it.
        InputError, LimitError: it is no JSON data.
        TypeError: it is neither a `Badge` nor a mapping.
    """
    if not isinstance(label, Badge | Mapping):
        raise TypeError(f"label must be a Badge or its credential, not {type(label).__name__}")
    if isinstance(label, Badge):
        data = label.credential
        form: Any = label.document
        token = label.token
    else:
        data = form = plain(label)
        token = None
    _require_label(data)
    if form is not None and "proof" in form:
        return data, digest_of_data(form)
    if token is not None:
        return data, digest_of_bytes(token.encode("ascii"))
    raise IssueError("nobody signed this label", code="LABEL_FORM", hint="pass the label as it was awarded")


def _require_label(data: Mapping[str, Any]) -> None:
    """Refuse what is not written as a label is: what is read from it here must be there."""
    hint = "pass the label as it was awarded"
    if not is_label(data):
        raise IssueError("this is no label", code="LABEL_FORM", hint=hint)
    for fault in schema_errors(read_schema(LABEL_SCHEMA), dict(data)):
        raise IssueError(
            f"this is no label: {fault.message}", code="LABEL_FORM", pointer=fault.pointer, hint=hint
        )
    for name in ("id", "validUntil"):
        if not isinstance(data.get(name), str):
            raise IssueError(
                f"this is no label: it has no {name}", code="LABEL_FORM", pointer=f"/{name}", hint=hint
            )


def _profile(draft: dict[str, Any], label: Mapping[str, Any]) -> dict[str, Any]:
    profile = draft.get("issuer")
    if not isinstance(profile, dict):
        raise IssueError(
            "the draft names its issuer by id alone, and a label stands in the profile",
            pointer="/issuer",
            hint="give the issuer a name, so that the badge carries its profile",
        )
    if not same_id(profile.get("id"), label["credentialSubject"].get("id")):
        raise IssueError(
            "the label speaks of another issuer than that of the badge",
            code="LABEL_SUBJECT",
            pointer="/issuer/id",
            hint="attach the label to badges of its holder",
        )
    return profile


def _moment(data: Mapping[str, Any], name: str) -> datetime | None:
    value = data.get(name)
    return timestamps.parse(value, pointer=f"/{name}") if isinstance(value, str) else None
