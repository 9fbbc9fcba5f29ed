"""The mendings that are mechanical and safe: they change the form of a draft, never what it says.

Each takes a draft that is a copy already and changes it in place; what it did is returned, in the order done.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..issue.draft import EXTENSIONS_CONTEXT, OB_CONTEXT, VC_CONTEXT, complete, further_contexts
from ..model.document import VC_CONTEXT_1
from ..model.enumerations import ACHIEVEMENT_TYPES
from ..model.identity import Recipient
from .rules.privacy import tracks
from .subject import Subject, escaped, many, texts
from .terms import Terms

SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}
_OB2_CONTEXT = "https://w3id.org/openbadges/v2"
_URL = re.compile(r"https?://\S+\Z")
_TAG = re.compile(r"[A-Za-z]{2,3}(_[A-Za-z0-9]{2,8})+\Z")
_DEEPEST = 40
_BADGE_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})


class Mending(NamedTuple):
    """One thing that was mended.

    Attributes:
        rule: id of the rule that it serves.
        pointer: JSON pointer to the place in the mended draft.
        what: what was done, for a person.
    """

    rule: str
    pointer: str
    what: str


class Bench(NamedTuple):
    """A draft on the bench: its parts, each a dict inside the draft, {} where there is none."""

    draft: dict[str, Any]
    award: dict[str, Any]
    award_at: str
    achievement: dict[str, Any]
    achievement_at: str
    issuer: dict[str, Any]
    issuer_at: str
    terms: Terms
    is_3: bool


_Mender = Callable[[Bench], Iterator[Mending]]


def bench_of(draft: dict[str, Any], subject: Subject) -> Bench:
    """Return the parts of a copy of what was assessed."""
    award, achievement, issuer = subject.award, subject.achievement, subject.issuer
    return Bench(
        draft,
        _inside(draft, award.at) if award.present else {},
        award.at,
        _inside(draft, achievement.at),
        achievement.at,
        _inside(draft, issuer.at) if issuer.present else {},
        issuer.at,
        subject.terms,
        is_3=subject.version == "3.0",
    )


def _inside(draft: Any, pointer: str) -> dict[str, Any]:
    """Return the object at a pointer, {} where there is none."""
    for name in pointer.split("/")[1:]:
        if isinstance(draft, list | tuple):
            draft = draft[int(name)] if name.isdecimal() and int(name) < len(draft) else None
        else:
            draft = draft.get(name) if isinstance(draft, dict) else None
    return draft if isinstance(draft, dict) else {}


def trimmed(bench: Bench) -> Iterator[Mending]:
    """Take white space away around names and descriptions."""
    for part, at in ((bench.achievement, bench.achievement_at), (bench.issuer, bench.issuer_at)):
        for name in ("name", "description"):
            value = part.get(name)
            if isinstance(value, str) and value != value.strip():
                part[name] = value.strip()
                rule = "QL-DSC-01" if part is bench.achievement else "QL-ISS-02"
                yield Mending(rule, f"{at}/{name}", "white space around the text was taken away")


def untracked(bench: Bench) -> Iterator[Mending]:
    """Take tracking parameters out of addresses; the ids of badge, achievement and issuer stay."""
    kept = {part.get("id") for part in (bench.draft, bench.achievement, bench.issuer) if _has_id(part)}
    yield from _untracked(bench.draft, "", kept, bench.terms, 0)


def _has_id(part: dict[str, Any]) -> bool:
    return isinstance(part.get("id"), str)


def _untracked(value: Any, at: str, kept: set[Any], terms: Terms, depth: int) -> Iterator[Mending]:
    if depth > _DEEPEST:
        return
    for key, item in _members(value):
        place = f"{at}/{escaped(key)}"
        if not isinstance(item, str):
            yield from _untracked(item, place, kept, terms, depth + 1)
        elif item not in kept and (clean := _without_tracking(item, terms)) != item:
            value[key] = clean
            yield Mending("QL-PRV-07", place, "tracking parameters were taken out of the address")


def _members(value: Any) -> list[tuple[Any, Any]]:
    """Return the members of an object or list, without the contexts."""
    if isinstance(value, dict):
        return [(key, item) for key, item in value.items() if key != "@context"]
    return list(enumerate(value)) if isinstance(value, list) else []


def _without_tracking(url: str, terms: Terms) -> str:
    if not _URL.match(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.query:
        return url
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    left = [(name, value) for name, value in pairs if not tracks(name, terms.tracking_parameters)]
    return (
        url
        if len(left) == len(pairs)
        else urlunsplit(parts._replace(query=urlencode(left, errors="surrogatepass")))
    )


def tagged(bench: Bench) -> Iterator[Mending]:
    """Write language tags with hyphens; take a language that stands under another version's name."""
    part, at = bench.achievement, bench.achievement_at
    right, wrong = ("inLanguage", "@language") if bench.is_3 else ("@language", "inLanguage")
    if right not in part and isinstance(part.get(wrong), str):
        part[right] = part.pop(wrong)
        yield Mending(
            "QL-LNG-01", f"{at}/{right}", f"the language stood under {wrong}, where nobody reads it"
        )
    value = part.get(right)
    if isinstance(value, str) and _TAG.match(value):
        part[right] = value.replace("_", "-")
        yield Mending("QL-LNG-02", f"{at}/{right}", f"the language tag {value} is written with hyphens")


def hashed(bench: Bench) -> Iterator[Mending]:
    """Hash e-mail addresses, salted, with SHA-256: whoever knows the address can still tell."""
    if not bench.is_3:
        recipient = bench.award.get("recipient")
        if isinstance(recipient, dict) and _is_plain_mail(recipient, "type", "identity"):
            fresh = Recipient.email(recipient["identity"], hashed=True).to_identity_object()
            bench.award["recipient"] = {**recipient, **fresh}
            yield Mending("QL-PRV-01", "/recipient/identity", "the address was replaced by its salted hash")
        return
    for index, entry in enumerate(many(bench.award.get("identifier"))):
        if isinstance(entry, dict) and _is_plain_mail(entry, "identityType", "identityHash"):
            fresh = Recipient.email(entry["identityHash"], hashed=True).to_subject()["identifier"][0]
            entry.update(fresh)
            place = f"{bench.award_at}/identifier/{index}/identityHash"
            yield Mending("QL-PRV-01", place, "the address was replaced by its salted hash")


def _is_plain_mail(entry: dict[str, Any], kind: str, member: str) -> bool:
    said = entry.get(member)
    return (
        entry.get("hashed") in (False, None)
        and entry.get(kind) in ("email", "emailAddress", "schema:email")
        and isinstance(said, str)
        and "@" in said
        and "$" not in said
    )


def moved(bench: Bench) -> Iterator[Mending]:
    """Put evidence where the data model has it: at the top of the credential (OB 3.0 §B.1)."""
    if bench.is_3 and bench.award and "evidence" in bench.award:
        found = many(bench.award.pop("evidence"))
        bench.draft["evidence"] = [*many(bench.draft.get("evidence")), *found]
        yield Mending("QL-ASM-03", "/evidence", "evidence stood under credentialSubject")


def prefixed(bench: Bench) -> Iterator[Mending]:
    """Mark an achievement type of one's own with ``ext:`` (OB 3.0 §B, AchievementType)."""
    kind = bench.achievement.get("achievementType")
    if not bench.is_3 or not isinstance(kind, str) or kind in ACHIEVEMENT_TYPES or kind.startswith("ext:"):
        return
    if re.fullmatch(r"[A-Za-z0-9._-]+", kind):
        bench.achievement["achievementType"] = f"ext:{kind}"
        place = f"{bench.achievement_at}/achievementType"
        yield Mending("QL-DSC-06", place, f"{kind} is no term of the standard, so it gets the prefix ext:")


def pictured(bench: Bench) -> Iterator[Mending]:
    """Write an image as the object that the data model asks for (OB 3.0 §B, Image)."""
    if not bench.is_3:
        return
    for part, at in (
        (bench.achievement, bench.achievement_at),
        (bench.issuer, bench.issuer_at),
        (bench.draft, ""),
    ):
        if isinstance(part.get("image"), str):
            part["image"] = {"id": part["image"], "type": "Image"}
            yield Mending("QL-IMG-01", f"{at}/image", "an image is an object with id and type")


def typed(bench: Bench) -> Iterator[Mending]:
    """Add the types that credential, subject, achievement and issuer have to say (OB 3.0 §B)."""
    if not bench.is_3:
        return
    whole = bench.draft if bench.award else {}
    known = _BADGE_TYPES & set(texts(whole.get("type")))
    wanted = ("VerifiableCredential",) if known else ("VerifiableCredential", "OpenBadgeCredential")
    for part, at, names in (
        (whole, "", wanted),
        (bench.award, bench.award_at, ("AchievementSubject",)),
        (bench.achievement, bench.achievement_at, ("Achievement",)),
        (bench.issuer, bench.issuer_at, ("Profile",)),
    ):
        said = many(part.get("type"))
        missing = [name for name in names if name not in said]
        if part and missing:
            part["type"] = [*missing, *said]
            yield Mending("QL-INT-01", f"{at}/type", f"the type {' and '.join(missing)} was missing")


def listed(bench: Bench) -> Iterator[Mending]:
    """Write lists where the data model has lists, and the types that follow from the place."""
    if not bench.is_3:
        yield from _listed_2(bench)
        return
    before = dict(bench.draft)
    place = "achievement" if bench.draft is bench.achievement else ""
    done = complete(bench.draft, place)
    if done != before:
        bench.draft.clear()
        bench.draft.update(done)
        yield Mending("QL-INT-01", "", "arrays and types were written as the data model asks")


def _listed_2(bench: Bench) -> Iterator[Mending]:
    for part, name, kind in (
        (bench.draft if bench.award else {}, "type", "Assertion"),
        (bench.achievement, "type", "BadgeClass"),
        (bench.issuer, "type", "Profile"),
    ):
        if part and name not in part:
            part[name] = kind
            yield Mending("QL-INT-01", "", f"the type {kind} was missing")
    for name in ("alignment", "tags"):
        value = bench.achievement.get(name)
        if value is not None and not isinstance(value, list):
            bench.achievement[name] = [value]
            yield Mending("QL-INT-01", f"{bench.achievement_at}/{name}", "one value became a list of one")


def contextual(bench: Bench) -> Iterator[Mending]:
    """Put the contexts in the order that the standard asks for, and add those that are missing."""
    if not bench.award:
        return
    found = many(bench.draft.get("@context"))
    if not bench.is_3:
        if not found:
            bench.draft["@context"] = _OB2_CONTEXT
            yield Mending("QL-INT-02", "/@context", "the context of Open Badges 2.0 was missing")
    elif VC_CONTEXT_1 not in found:  # a credential of the older data model: its dates have other names
        wanted = _contexts_of_3(found)
        wanted += [url for url in further_contexts(bench.draft, []) if url not in wanted]
        if wanted != found:
            bench.draft["@context"] = wanted
            yield Mending("QL-INT-02", "/@context", "the contexts stand in the order of the standard")


def _contexts_of_3(found: list[Any]) -> list[Any]:
    """Return the contexts with that of VC 2.0 first and one of Open Badges 3.0 second."""
    badges = [url for url in texts(found) if "/spec/ob/v3p0/context" in url] or [OB_CONTEXT]
    return [VC_CONTEXT, *badges, *[url for url in found if url != VC_CONTEXT and url not in badges]]


def described_by_schema(bench: Bench) -> Iterator[Mending]:
    """Name the JSON Schema of the standard, so that a validator finds it."""
    if not bench.is_3 or not bench.award:
        return
    schemas = many(bench.draft.get("credentialSchema"))
    if any(isinstance(one, dict) and "/spec/ob/v3p0/schema/" in str(one.get("id")) for one in schemas):
        return
    bench.draft["credentialSchema"] = [*schemas, dict(SCHEMA)]
    contexts = many(bench.draft.get("@context"))
    if EXTENSIONS_CONTEXT not in contexts:
        bench.draft["@context"] = [*contexts, EXTENSIONS_CONTEXT]
    yield Mending("QL-INT-08", "/credentialSchema", "the schema of the standard is named")


def identified(bench: Bench) -> Iterator[Mending]:
    """Give the credential an id of its own; what is no id, a person has to replace."""
    if bench.is_3 and bench.award and bench.draft.get("id") is None:
        bench.draft["id"] = f"urn:uuid:{uuid.uuid4()}"
        yield Mending("QL-REC-03", "/id", "the credential has an id now")


MENDERS: tuple[_Mender, ...] = (
    trimmed,
    untracked,
    tagged,
    hashed,
    moved,
    prefixed,
    pictured,
    identified,
    typed,
    listed,
    described_by_schema,
    contextual,
)
"""The mendings in the order in which they are made."""
