"""The rules of the group recipient: whose the badge is, under which id, and since when."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from ...wire.timestamps import moment_or_none
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, fails, partly
from ..subject import Part, Subject, many

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:[^\s<>\"{}|\\^`]++")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HASH = re.compile(r"[a-z0-9]{2,10}\$[0-9a-fA-F]{8,128}")
_MAIL = re.compile(r"(?:mailto:)?[^\s@]{1,64}@[^\s@]{1,255}", re.IGNORECASE)
_OPAQUE = ("urn:", "_:", "data:")


def recipient_is_identifiable(subject: Subject) -> Found:
    """The recipient is identified, and every identity is well-formed."""
    if subject.version == "2.0":
        return _identity_of_2(subject.award)
    return _identities_of_3(subject.award)


def award_date_is_valid(subject: Subject) -> Found:
    """The date of award is a point in time with its zone, and not in the future."""
    badge = subject.badge
    places = _award_dates(subject)
    if not places:
        return fails(badge.pointer("issuedOn" if subject.version == "2.0" else "validFrom"))
    moments = [(name, moment_of(badge, name)) for name in places]
    for name, moment in moments:
        if moment is None:
            return fails(badge.pointer(name), badge.data[name], case="malformed")
    name, awarded = moments[-1]
    skew = timedelta(seconds=subject.terms.clock_skew_seconds)
    if awarded is not None and awarded > subject.now + skew:
        return fails(badge.pointer(name), badge.data[name], case="future")
    return PASSES


def credential_id_is_unique(subject: Subject) -> Found:
    """The badge has an absolute id that no other badge of the batch has."""
    pointer = subject.badge.pointer("id")
    if "id" not in subject.badge.data:
        return NOT_APPLICABLE if subject.draft else fails(pointer)
    given = subject.badge.text("id")
    if not is_iri(given):
        return fails(pointer, given, case="relative")
    if given[:9].lower() == "urn:uuid:" and not _UUID.fullmatch(given):
        return partly(pointer, given, case="uuid")
    return partly(pointer, given) if given in subject.siblings else PASSES


def original_award_date_is_kept(subject: Subject) -> Found:
    """The date of the award stands beside the date from which this copy is valid."""
    return PASSES if subject.badge.text("awardedDate") else partly(subject.badge.pointer("awardedDate"))


def earner_tells_their_story(subject: Subject) -> Found:
    """The earner's own account of the achievement, or their role in it, is there."""
    if subject.award.text("narrative") or (subject.version == "3.0" and subject.award.text("role")):
        return PASSES
    return fails(subject.award.pointer("narrative"))


def recipient_is_readable(subject: Subject) -> Found:
    """A person can tell whose the badge is: a name, an address or a DID, not only a hash."""
    if subject.version == "2.0":
        return _readable_of_2(subject.award)
    return _readable_of_3(subject.award)


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI."""
    return _IRI.fullmatch(text) is not None


def moment_of(part: Part, name: str) -> datetime | None:
    """Return the point in time that a member holds; None where it holds none."""
    return moment_or_none(part.data.get(name))


def identities_of(subject: Subject) -> list[tuple[dict[str, Any], str]]:
    """Return the identity objects of the recipient, in the words of 3.0, each with its pointer."""
    award = subject.award
    if subject.version == "2.0":
        given = award.object("recipient")
        words = {
            "identityType": given.get("type"),
            "identityHash": given.get("identity"),
            "hashed": given.get("hashed"),
            "salt": given.get("salt"),
        }
        return [(words, award.pointer("recipient"))] if given else []
    found = award.data.get("identifier")
    if isinstance(found, list):
        return [
            (one, award.pointer("identifier", place))
            for place, one in enumerate(found)
            if isinstance(one, dict)
        ]
    return [(found, award.pointer("identifier"))] if isinstance(found, dict) else []


def is_mail(identity: dict[str, Any]) -> bool:
    """Tell whether an identity is an e-mail address, hashed or not."""
    kind, value = identity.get("identityType"), identity.get("identityHash")
    if not isinstance(value, str) or not value.strip():
        return False
    named = isinstance(kind, str) and kind.lower() in {"email", "emailaddress", "schema:email"}
    return named or _MAIL.fullmatch(value) is not None


def is_hashed(identity: dict[str, Any]) -> bool:
    """Tell whether the value of an identity is a hash: by its form, or by its own word if no address."""
    value = identity.get("identityHash")
    if not isinstance(value, str) or _MAIL.fullmatch(value):
        return False
    return identity.get("hashed") is True or _HASH.fullmatch(value) is not None


def _award_dates(subject: Subject) -> list[str]:
    """Return the members that date the award, the one that counts last."""
    if subject.version == "2.0":
        names = ["issuedOn"]
    else:
        names = ["validFrom" if "validFrom" in subject.badge.data else "issuanceDate", "awardedDate"]
        if names[0] not in subject.badge.data:
            return []
    return [name for name in names if name in subject.badge.data]


def _identity_of_2(award: Part) -> Found:
    recipient = award.object("recipient")
    if not recipient:
        return fails(award.pointer("recipient"))
    kind, identity, hashed = (recipient.get(name) for name in ("type", "identity", "hashed"))
    if not isinstance(identity, str) or not identity.strip():
        return fails(award.pointer("recipient", "identity"), case="malformed")
    if not many(kind):
        return fails(award.pointer("recipient", "type"), case="malformed")
    if not _agrees(identity, kind, hashed, default=False):
        return fails(award.pointer("recipient", "identity"), identity, case="malformed")
    return PASSES


def _identities_of_3(award: Part) -> Found:
    own = award.data.get("id")
    if own is not None and not (isinstance(own, str) and is_iri(own.strip())):
        return fails(award.pointer("id"), own, case="malformed")
    identifiers = many(award.data.get("identifier"))
    if own is None and not identifiers:
        return fails(award.pointer("id"))
    wrong = next((place for place, one in enumerate(identifiers) if not _is_identity(one)), None)
    return PASSES if wrong is None else fails(award.pointer("identifier", wrong), case="malformed")


def _is_identity(given: Any) -> bool:
    """Tell whether an IdentityObject of 3.0 has what it needs and is what it says."""
    if not isinstance(given, dict):
        return False
    value, kind = given.get("identityHash"), given.get("identityType")
    if not isinstance(value, str) or not value.strip() or not isinstance(kind, str):
        return False
    return _agrees(value, kind, given.get("hashed"), default=None)


def _agrees(value: str, kind: Any, hashed: Any, *, default: bool | None) -> bool:
    """Tell whether an identity is what it says of itself: a hash, or a plain value such as an address."""
    says = default if hashed is None else hashed
    if not isinstance(says, bool):
        return False
    if says:
        return _HASH.fullmatch(value) is not None
    mail = isinstance(kind, str) and kind.lower() in {"email", "emailaddress"}
    return not mail or _MAIL.fullmatch(value) is not None


def _readable_of_2(award: Part) -> Found:
    recipient = award.object("recipient")
    profile = next((award.object(name) for name in award.data if _is_profile(name)), {})
    names = many(profile.get("name"))
    if any(isinstance(name, str) and name.strip() for name in names):
        return PASSES
    identity = recipient.get("identity")
    if not isinstance(identity, str) or not identity.strip():
        return fails(award.pointer("recipient"))
    if is_hashed({"identityHash": identity, "hashed": recipient.get("hashed")}):
        return partly(award.pointer("recipient", "identity"))
    return PASSES


def _is_profile(name: object) -> bool:
    return isinstance(name, str) and name.rpartition(":")[2].lower() == "recipientprofile"


def _readable_of_3(award: Part) -> Found:
    own = award.text("id")
    if own and not own.lower().startswith(_OPAQUE):
        return PASSES
    given = [one for one in award.objects("identifier") if isinstance(one.get("identityHash"), str)]
    secret = [is_hashed(one) for one in given if one["identityHash"].strip()]
    if not all(secret):
        return PASSES
    return partly(award.pointer("identifier")) if secret else fails(award.pointer("identifier"))


JUDGES: dict[str, Judge] = {
    "QL-REC-01": recipient_is_identifiable,
    "QL-REC-02": award_date_is_valid,
    "QL-REC-03": credential_id_is_unique,
    "QL-REC-04": original_award_date_is_kept,
    "QL-REC-05": earner_tells_their_story,
    "QL-REC-06": recipient_is_readable,
}
