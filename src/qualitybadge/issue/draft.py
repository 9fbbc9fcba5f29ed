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
from .badge import Badge
from .usage import require_details

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
    """Everything about one award beyond achievement and recipient; all optional.

    Objects are mappings with the members of their OB 3.0 class, or models. Where several may stand, one
    alone may be given without a list. Moments are aware datetimes.
    """

    id: str
    """URI of the credential; a fresh ``urn:uuid`` unless given."""
    name: str
    """Name of the credential; the achievement's unless given."""
    description: str
    """What the credential is about, beside the achievement's own description."""
    image: Any
    """Image of the credential, an Image with its address in ``id``; the achievement has its own."""
    valid_from: datetime
    """Start of validity; the clock's time unless given."""
    valid_until: datetime
    """End of validity; without it the badge does not expire."""
    awarded_date: datetime
    """When the achievement was awarded, if that was before validity starts."""
    evidence: Any
    """Evidence of the achievement: one or several Evidence, each with ``id`` (its address) or narrative."""
    results: Any
    """One or several Results; each ``resultDescription`` is the id of one of the achievement's."""
    narrative: str
    """How the achievement was earned, in Markdown."""
    credits_earned: float
    """Number of credits earned."""
    activity_start_date: datetime | date
    """When the activity began that led to the achievement; a plain day begins at midnight UTC."""
    activity_end_date: datetime | date
    """When that activity ended; a plain day counts from midnight UTC."""
    license_number: str
    """Number of the licence or certificate that was issued with the badge."""
    role: str
    """Role in which the recipient achieved it, such as "author"."""
    source: Any
    """Who assessed the achievement, a Profile, where that is not the issuer."""
    term: str
    """Academic term in which it was earned."""
    credential_status: Any
    """Where its revocation can be looked up: an object with ``id`` and ``type``, or several."""
    credential_schema: Any
    """JSON Schemas that it follows: objects with ``id`` and ``type``."""
    refresh_service: Any
    """Where a current copy can be had: an object with ``id`` and ``type``."""
    terms_of_use: Any
    """Terms under which it is issued: objects with ``type``."""
    endorsements: Any
    """One or several signed endorsements about it: each a `Badge` from `Issuer.endorse`, the document or the
    token. They name the credential's id, so it has to be given too."""
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
        IssueError: a detail's name is unknown, it has not its form, or a value cannot be written as JSON.
    """
    require_details(details, Details.__annotations__)
    subject: dict[str, Any] = {"type": ["AchievementSubject"], **recipient.to_subject()}
    subject["achievement"] = plain(achievement)
    credential: dict[str, Any] = {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        "id": details.get("id") or f"urn:uuid:{uuid.uuid4()}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": details.get("name") or subject["achievement"].get("name"),
        "issuer": plain(profile),
        # A token's dates have whole seconds; the credential must not say more than the token can.
        "validFrom": (details.get("valid_from") or now).replace(microsecond=0),
    }
    values: Mapping[str, Any] = details
    if isinstance(details.get("valid_until"), datetime):
        values = details | {"valid_until": details["valid_until"].replace(microsecond=0)}
    credential |= {member: plain(values[name]) for name, member in _OF_CREDENTIAL.items() if name in values}
    subject |= {member: plain(values[name]) for name, member in _OF_SUBJECT.items() if name in values}
    credential |= _endorsing(details.get("endorsements"))
    credential["credentialSubject"] = subject
    credential |= plain(details.get("members", {}))
    finished: dict[str, Any] = complete(credential)
    finished["@context"] += further_contexts(finished, details.get("contexts", []))
    return finished


def _endorsing(given: Any) -> dict[str, Any]:
    """Return the members that hold endorsements: documents in one, tokens in the other."""
    several = given if isinstance(given, list | tuple) else [given]
    forms = [item.token if isinstance(item, Badge) and item.document is None else item for item in several]
    return {
        "endorsement": [plain(form) for form in forms if not isinstance(form, str | None)],
        "endorsementJwt": [form for form in forms if isinstance(form, str)],
    }


def plain(value: Any) -> Any:
    """Return a model, mapping, date or sequence as fresh JSON data.

    Raises:
        IssueError: a value cannot be written as JSON, or contains itself.
    """
    try:
        return _plain(value)
    except RecursionError:
        raise IssueError("a value contains itself, or is nested too deep", code="LIMIT") from None


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is dict:
        return {key if type(key) is str else _name(key): _plain(item) for key, item in value.items()}
    if kind is list:
        return [_plain(item) for item in value]
    return _plain_of_other(value)


def _name(key: Any) -> str:
    if not isinstance(key, str):
        raise IssueError(f"a member's name is a text, not {type(key).__name__}")
    return str.__str__(key)


def _plain_of_other(value: Any) -> Any:
    """Return what is no JSON type itself, but has a reading as one."""
    if isinstance(value, str):
        return str.__str__(value)  # an enumeration's value, whatever it prints itself as
    if isinstance(value, int | float):
        return int(value) if isinstance(value, int) else float(value)
    if isinstance(value, date):
        return _instant(value)
    if isinstance(value, Mapping):
        return {_name(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    to_dict = getattr(value, "to_dict", None)
    if callable(to_dict):
        return _plain(to_dict())
    raise IssueError(f"a value of type {type(value).__name__} cannot stand in a credential")


def _instant(value: date) -> str:
    if not isinstance(value, datetime):
        return timestamps.render(datetime(value.year, value.month, value.day, tzinfo=UTC))
    if value.tzinfo is None:
        raise IssueError(f"the date {value.isoformat()} has no time zone", hint="pass an aware datetime")
    try:
        return timestamps.render(value.astimezone(UTC))
    except OverflowError:
        raise IssueError(
            f"the date {value.isoformat()} lies beyond the year 9999 in UTC", code="RANGE"
        ) from None


def complete(value: Any, place: str = "") -> Any:
    """Return the value with arrays where they belong, types filled in and empty members left out.

    A document of its own inside it, such as an endorsement, may be signed: it stays as it is.
    """
    if isinstance(value, dict) and (not place or "@context" not in value):
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
        return not _is_single_type(item) and (place in _TYPE_OF_PLACE or place in ("", "credentialSubject"))
    if key == "identifier" and place == "otherIdentifier":
        return False  # an IdentifierEntry has one, as a text
    return key in _PLURAL or (key == "resultDescription" and place == "achievement")


def _is_single_type(item: Any) -> bool:
    return isinstance(item, str) and item in _SINGLE_TYPE


def further_contexts(credential: dict[str, Any], asked: list[str]) -> list[str]:
    """Return the contexts to add: those asked for, and that of types which only the extensions define."""
    further = list(asked)
    named = [
        kind
        for name in ("credentialSchema", "credentialStatus", "refreshService")
        for entry in _entries(credential.get(name))
        for kind in _listed(entry.get("type"))
    ]
    if any(kind in named for kind in _EXTENSION_TYPES) and EXTENSIONS_CONTEXT not in further:
        further.insert(0, EXTENSIONS_CONTEXT)
    return further


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _entries(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in _listed(value) if isinstance(entry, dict)]
