"""Build the unsigned Open Badges 3.0 credential from what an issuer says; signs and checks nothing.

Plural properties become arrays, empty members are left out (OB 3.0 §7: null and empty arrays are omitted).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, TypedDict

from ..errors import IssueError
from ..model.identity import Recipient
from ..wire import timestamps

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

# Types that only the extensions context defines (OB 3.0 context.md).
_EXTENSION_TYPES = frozenset(
    {"1EdTechJsonSchemaValidator2019", "1EdTechRevocationList", "1EdTechCredentialRefresh"}
)

# Properties that are arrays in every class that has them (OB 3.0 §7); `resultDescription` is plural in an
# Achievement and a single URI in a Result, so it stands with its class below.
_PLURAL = frozenset(
    {
        "alignment",
        "allowedValue",
        "endorsement",
        "endorsementJwt",
        "evidence",
        "identifier",
        "otherIdentifier",
        "related",
        "result",
        "rubricCriterionLevel",
        "tag",
    }
)
# Where an object of a known class stands and its type is not said, the type follows from the place.
_TYPE_OF_PLACE = {
    "achievement": "Achievement",
    "address": "Address",
    "alignment": "Alignment",
    "creator": "Profile",
    "criteria": "Criteria",
    "evidence": "Evidence",
    "geo": "GeoCoordinates",
    "identifier": "IdentityObject",
    "image": "Image",
    "issuer": "Profile",
    "otherIdentifier": "IdentifierEntry",
    "parentOrg": "Profile",
    "related": "Related",
    "result": "Result",
    "resultDescription": "ResultDescription",
    "rubricCriterionLevel": "RubricCriterionLevel",
    "source": "Profile",
}
_SINGLE_TYPE = frozenset({"IdentityObject", "IdentifierEntry", "Image", "GeoCoordinates", "Criteria"})
_UNTYPED = frozenset({"Criteria"})


class Details(TypedDict, total=False):
    """Everything about one award beyond achievement and recipient; all optional."""

    id: str
    """URI of the credential; a fresh ``urn:uuid`` unless given."""
    name: str
    """Name of the credential; the achievement's unless given."""
    description: str
    image: Any
    valid_from: datetime
    """Start of validity; the clock's time unless given."""
    valid_until: datetime
    awarded_date: datetime
    """When the achievement was awarded, if that was before validity starts."""
    evidence: Any
    results: Any
    narrative: str
    credits_earned: float
    activity_start_date: datetime | date
    activity_end_date: datetime | date
    license_number: str
    role: str
    source: Any
    term: str
    credential_status: Any
    credential_schema: Any
    refresh_service: Any
    terms_of_use: Any
    endorsements: Any
    members: Mapping[str, Any]
    """Further top-level members; their terms must be defined by `contexts`."""
    contexts: list[str]
    """Further JSON-LD contexts, after those of VC and Open Badges."""


_ATOMS = frozenset({str, bool, int, float, type(None)})

# Details that are members of the credential itself, and of its subject.
_OF_CREDENTIAL = {
    "description": "description",
    "image": "image",
    "valid_until": "validUntil",
    "awarded_date": "awardedDate",
    "evidence": "evidence",
    "credential_status": "credentialStatus",
    "credential_schema": "credentialSchema",
    "refresh_service": "refreshService",
    "terms_of_use": "termsOfUse",
    "endorsements": "endorsement",
}
_OF_SUBJECT = {
    "activity_start_date": "activityStartDate",
    "activity_end_date": "activityEndDate",
    "credits_earned": "creditsEarned",
    "license_number": "licenseNumber",
    "narrative": "narrative",
    "results": "result",
    "role": "role",
    "source": "source",
    "term": "term",
}


def build(
    profile: Mapping[str, Any],
    achievement: Any,
    recipient: Recipient,
    details: Details,
    *,
    now: datetime,
) -> dict[str, Any]:
    """Return the unsigned credential (OB 3.0 §B.1, VC-DM 2.0).

    Raises:
        IssueError: a detail's name is unknown or a value cannot be written as JSON.
    """
    unknown = set(details) - set(Details.__annotations__)
    if unknown:
        raise IssueError(
            f"unknown detail {min(unknown)!r}", hint=f"one of {', '.join(Details.__annotations__)}"
        )
    subject: dict[str, Any] = {"type": ["AchievementSubject"], **recipient.to_subject()}
    subject["achievement"] = plain(achievement)
    credential: dict[str, Any] = {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        "id": details.get("id") or f"urn:uuid:{uuid.uuid4()}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": details.get("name") or subject["achievement"].get("name"),
        "issuer": plain(profile),
        "validFrom": details.get("valid_from") or now,
    }
    values: Mapping[str, Any] = details
    credential |= {member: plain(values[name]) for name, member in _OF_CREDENTIAL.items() if name in values}
    subject |= {member: plain(values[name]) for name, member in _OF_SUBJECT.items() if name in values}
    credential["credentialSubject"] = subject
    credential |= plain(details.get("members", {}))
    finished: dict[str, Any] = complete(credential)
    finished["@context"] += _further_contexts(finished, details.get("contexts", []))
    return finished


def plain(value: Any) -> Any:
    """Return a model, mapping, date or sequence as fresh JSON data.

    Raises:
        IssueError: a value cannot be written as JSON.
    """
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is dict:
        return {key: plain(item) for key, item in value.items()}
    if kind is list:
        return [plain(item) for item in value]
    return _plain_of_other(value)


def _plain_of_other(value: Any) -> Any:
    """Return what is no JSON type itself, but has a reading as one."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise IssueError(f"the date {value.isoformat()} has no time zone", hint="pass an aware datetime")
        return timestamps.render(value.astimezone(UTC))
    if isinstance(value, date):
        return timestamps.render(datetime(value.year, value.month, value.day, tzinfo=UTC))
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    to_dict = getattr(value, "to_dict", None)
    if callable(to_dict):
        return plain(to_dict())
    raise IssueError(f"a value of type {type(value).__name__} cannot stand in a credential")


def complete(value: Any, place: str = "") -> Any:
    """Return the value with arrays where they belong, types filled in and empty members left out."""
    if isinstance(value, dict):
        return _complete_object(value, place)
    if isinstance(value, list):
        return [complete(item, place) for item in value]
    return plain(value)


def _complete_object(value: dict[str, Any], place: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if "type" not in value and "@context" not in value and place in _TYPE_OF_PLACE:
        name = _TYPE_OF_PLACE[place]
        if name not in _UNTYPED:
            result["type"] = name if name in _SINGLE_TYPE else [name]
    for key, item in value.items():
        finished = complete([item] if _is_plural(key, item, place) else item, key)
        if finished is not None and finished not in ({}, []):
            result[key] = finished
    return result


def _is_plural(key: str, item: Any, place: str) -> bool:
    """Whether the member must be an array and is not one yet."""
    if isinstance(item, list | tuple) or item is None:
        return False
    if key == "type":
        return item not in _SINGLE_TYPE and (place in _TYPE_OF_PLACE or place in ("", "credentialSubject"))
    return key in _PLURAL or (key == "resultDescription" and place == "achievement")


def _further_contexts(credential: dict[str, Any], asked: list[str]) -> list[str]:
    further = list(asked)
    types = {
        entry.get("type")
        for name in ("credentialSchema", "credentialStatus", "refreshService")
        for entry in _entries(credential.get(name))
    }
    if types & _EXTENSION_TYPES and EXTENSIONS_CONTEXT not in further:
        further.insert(0, EXTENSIONS_CONTEXT)
    return further


def _entries(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict)]
