"""The rules of the group privacy: what a badge tells about people, and whom its links tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...status.entries import REVOCATION_LIST
from ...urls import is_web, shown
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, asks, fails, not_checked, partly
from ..subject import Subject, escaped, many, texts
from .recipient import identities_of, is_hashed, is_mail

_WORST = ("fail", "partial", "pass")
_STRONG = ("sha256$", "sha384$", "sha512$")
_FEW_CHARACTERS = 5
_LIST_ADDRESSES = ("statusListCredential", "revocationListCredential")
_ELSEWHERE = frozenset({"achievement", "badge", "proof", "@context"})
_NOT_READ = frozenset({"proof", "@context"})
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]++", re.IGNORECASE)
_PARAMETER = re.compile(r"[?&;#]([^=&;#?/]{1,64})=")
_MAIL = re.compile(r"[\w.+-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,63}(?!\w)")
_HOMES = ("address", "streetaddress", "postaladdress", "homeaddress")
_OF_PERSONS = frozenset({"givenName", "familyName", "identity"})

_Way = tuple["_Way", str | int] | None


def no_plain_mail_in_public(subject: Subject) -> Found:
    """No e-mail address of the recipient is readable in a badge that is hosted for anybody to read.

    That is one of 2.0 that is verified by its hosted copy, and any that was fetched from a web address. The
    id of a badge of 3.0 says nothing about where it lies.
    """
    mails = [one for one in identities_of(subject) if is_mail(one[0])]
    plain = [pointer for identity, pointer in mails if not is_hashed(identity)]
    own = subject.award.text("id").lower() if subject.version == "3.0" else ""
    if own.startswith("mailto:"):
        plain.append(subject.award.pointer("id"))
    if plain:
        return fails(plain[0]) if _is_hosted(subject) else partly(plain[0])
    return PASSES if mails or own.startswith("did:") else NOT_APPLICABLE


def hash_is_salted_and_strong(subject: Subject) -> Found:
    """Each hashed identity has a long random salt and a hash of the family SHA-2."""
    hashed = [one for one in identities_of(subject) if one[0].get("hashed") is True or is_hashed(one[0])]
    judged = [_strength(identity, pointer, subject.terms.salt_shortest) for identity, pointer in hashed]
    return min(judged, key=lambda one: _WORST.index(one.outcome.value), default=NOT_APPLICABLE)


def no_excessive_personal_data(subject: Subject) -> Found:
    """The badge holds no birth date, identity number, home address or the like of a person."""
    unwanted = subject.terms.personal_members
    found = next(_personal(subject, unwanted), None)
    if found is None:
        return PASSES
    name, pointer = found
    checked = "with identity verification" in subject.metadata.supervision
    stated = checked and bool(_notices(subject)) and name not in _HOMES
    return partly(pointer, name, case="stated" if stated else "")


def evidence_exposes_nobody(subject: Subject) -> Found:
    """Evidence shows no people who did not agree to it; only a person can tell."""
    evidence = many(subject.badge.data.get("evidence"))
    if not evidence:
        return NOT_APPLICABLE
    pointer = subject.badge.pointer("evidence")
    for one in evidence:
        address = one.get("id") if isinstance(one, dict) else one
        if isinstance(address, str) and _is_media(address, subject):
            return asks(pointer, shown(address), case="media")
    return asks(pointer)


def status_check_does_not_track(subject: Subject) -> Found:
    """Whoever asks whether the badge still holds asks for a list, not for this one badge."""
    return _asks_of_2(subject) if subject.version == "2.0" else _asks_of_3(subject)


def privacy_notice_is_linked(subject: Subject) -> Found:
    """A privacy notice or terms of use are linked over https."""
    notices = _notices(subject)
    pointer = subject.place("privacy_policy")
    if any(address.lower().startswith("https://") for address in notices):
        return PASSES
    return fails(pointer, shown(notices[0]), case="address") if notices else fails(pointer)


def links_do_not_track(subject: Subject) -> Found:
    """No address in the badge holds an e-mail address or a parameter that tracks."""
    tracked: Found | None = None
    names = subject.terms.tracking_parameters
    for text, part_at, way in _suspicious(subject):
        for address in _ADDRESS.findall(text):
            if _MAIL.search(address):
                return fails(part_at + _pointer(way), shown(address))
            if tracked is None and any(tracks(name, names) for name in _PARAMETER.findall(address)):
                tracked = partly(part_at + _pointer(way), shown(address))
    return tracked or PASSES


def _strength(identity: dict[str, Any], pointer: str, shortest: int) -> Found:
    """Judge one hashed identity."""
    value, salt = identity.get("identityHash"), identity.get("salt")
    if not isinstance(value, str) or not value.lower().startswith(_STRONG):
        return fails(pointer, case="weak")
    if not isinstance(salt, str) or not salt:
        return fails(f"{pointer}/salt")
    if len(salt) < shortest or len(set(salt)) < _FEW_CHARACTERS:
        return partly(f"{pointer}/salt", salt)
    return PASSES


def _is_hosted(subject: Subject) -> bool:
    return subject.public or (subject.version == "2.0" and is_hosted_2(subject))


def is_hosted_2(subject: Subject) -> bool:
    """Tell whether a badge of 2.0 is verified by its hosted copy, as far as it says."""
    return any("hosted" in kind.lower() for kind in _verification_types(subject))


def is_signed_2(subject: Subject) -> bool:
    """Tell whether a badge of 2.0 is verified by its signature, as far as it says."""
    return any("signed" in kind.lower() for kind in _verification_types(subject))


def _verification_types(subject: Subject) -> list[str]:
    badge = subject.badge
    return texts((badge.object("verification") or badge.object("verify")).get("type"))


def _personal(subject: Subject, unwanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each member of a person that a badge can do without: its name and its pointer."""
    award, issuer = subject.award, subject.issuer
    yield from ((word, award.pointer(name)) for name, word in _words(award.data) if word in _HOMES)
    if _may_tell(award.data, unwanted, subject.limits.json_nodes):
        for parent, name, value, way in _members(award.data, subject.limits.json_nodes, _ELSEWHERE):
            word = _plain(value if name == "identityType" and isinstance(value, str) else name)
            if word in unwanted or (word in _HOMES and not _OF_PERSONS.isdisjoint(parent)):
                yield word, award.at + _pointer(way)
    yield from ((word, issuer.pointer(name)) for name, word in _words(issuer.data) if word in unwanted)


def _may_tell(whole: Mapping[str, Any], unwanted: tuple[str, ...], most: int) -> bool:
    """Tell quickly whether a name anywhere inside needs a closer look: most badges have none."""
    names: set[Any] = set()
    waiting: list[Any] = [value for name, value in whole.items() if name not in _ELSEWHERE]
    for value in waiting:  # which grows on the way
        if type(value) is dict:
            names.update(value)
            names.update(texts(value.get("identityType")))
            waiting.extend(value.values())
        elif type(value) is list:
            waiting.extend(value)
        if len(waiting) > most:
            return True
    words = {_plain(name) for name in (*names, *whole) if type(name) is str}
    return not words.isdisjoint(unwanted) or not words.isdisjoint(_HOMES)


def _words(whole: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the names of the members, each as written and as compared."""
    return [(name, _plain(name)) for name in whole if isinstance(name, str)]


def _plain(name: str) -> str:
    return name.rpartition(":")[2].replace("_", "").replace("-", "").lower()


def _is_media(address: str, subject: Subject) -> bool:
    if not is_web(address):
        return False
    lowered = address.lower().partition("#")[0].partition("?")[0]
    if lowered.endswith(subject.terms.media_endings):
        return True
    host = lowered.partition("//")[2].partition("/")[0].rpartition("@")[2]
    return any(host == known or host.endswith(f".{known}") for known in subject.terms.media_hosts)


def _asks_of_3(subject: Subject) -> Found:
    entries = many(subject.badge.data.get("credentialStatus"))
    judged = [_asks_by(entry, subject) for entry in entries]
    return min(judged, key=lambda one: _WORST.index(one.outcome.value), default=NOT_APPLICABLE)


def _asks_by(entry: Any, subject: Subject) -> Found:
    """Judge one status entry of 3.0."""
    pointer = subject.badge.pointer("credentialStatus")
    if not isinstance(entry, dict):
        return partly(pointer)
    address = next((entry[name] for name in _LIST_ADDRESSES if isinstance(entry.get(name), str)), "")
    own = entry.get("id")
    asked = address or (own if isinstance(own, str) else "")
    if _names_badge(asked, subject):
        return fails(pointer, shown(asked))
    listed = address or REVOCATION_LIST in texts(entry.get("type"))
    return PASSES if listed else partly(pointer, shown(asked))


def _asks_of_2(subject: Subject) -> Found:
    if is_hosted_2(subject):
        return partly(subject.badge.pointer("verification"), case="hosted")
    if not is_signed_2(subject):
        return NOT_APPLICABLE
    if subject.issuer.link:
        return not_checked(subject.issuer.at, subject.issuer.link, case="linked")
    pointer = subject.issuer.pointer("revocationList")
    lists = many(subject.issuer.data.get("revocationList"))
    addresses = [one.get("id") if isinstance(one, dict) else one for one in lists]
    for address in addresses:
        if isinstance(address, str) and _names_badge(address, subject):
            return fails(pointer, shown(address))
    return PASSES if lists else NOT_APPLICABLE


def _names_badge(address: str, subject: Subject) -> bool:
    """Tell whether an address names this badge or its holder."""
    for name in (subject.badge.text("id"), subject.award.text("id")):
        uuid = _UUID.search(name)
        if name and (name in address or (uuid is not None and uuid[0].lower() in address.lower())):
            return True
    return False


def _notices(subject: Subject) -> list[str]:
    terms = [
        one.get("id") if isinstance(one, dict) else one for one in many(subject.badge.data.get("termsOfUse"))
    ]
    if subject.version == "2.0":
        terms = []
    metadata = subject.metadata
    said = [*terms, metadata.privacy_policy, metadata.issuer_privacy_policy]
    return [address for address in said if isinstance(address, str) and is_web(address)]


def _suspicious(subject: Subject) -> Iterator[tuple[str, str, _Way]]:
    """Yield each text that has an address with more than a path in it, where it begins and the way to it."""
    whole, of_2 = subject.badge, subject.version == "2.0"
    parts = [whole] if whole.present else []
    if not whole.present or (of_2 and not whole.object("badge")):
        parts.append(subject.achievement)
    if of_2 and not subject.achievement.object("issuer"):
        parts.append(subject.issuer)
    for part in parts:
        for text, way in _texts(part.data, subject.limits.json_nodes):
            yield text, part.at, way


def _texts(whole: Mapping[str, Any], most: int) -> Iterator[tuple[str, _Way]]:
    if _may_track(whole, most):
        for _parent, _name, value, way in _members(whole, most, _NOT_READ):
            if type(value) is str and _is_suspicious(value):
                yield value, way


def _may_track(whole: Mapping[str, Any], most: int) -> bool:
    """Tell quickly whether any text inside needs a closer look: most badges have none."""
    waiting: list[Any] = list(whole.values())
    for value in waiting:  # which grows on the way
        kind = type(value)
        if kind is str:
            if "//" in value and _is_suspicious(value):
                return True
        elif kind is dict:
            waiting.extend(value.values())
        elif kind is list:
            waiting.extend(value)
        if len(waiting) > most:
            return True
    return False


def _is_suspicious(text: str) -> bool:
    return "://" in text and ("=" in text or "@" in text or "%40" in text)


def _members(
    whole: Mapping[str, Any], most: int, skipped: frozenset[str]
) -> Iterator[tuple[Mapping[str, Any], str, Any, _Way]]:
    """Yield each plain value or member: the object it stands in, its name, itself and the way to it."""
    waiting: list[tuple[Any, _Way]] = [(whole, None)]
    left = most
    while waiting and left > 0:
        holder, way = waiting.pop()
        parent = holder if isinstance(holder, Mapping) else {}
        steps: Any = holder.items() if parent is holder else enumerate(holder)
        for name, value in steps:
            left -= 1
            if name in skipped:
                continue
            here = (way, name)
            if isinstance(value, dict | list):
                waiting.append((value, here))
            yield parent, str(name), value, here


def _pointer(way: _Way) -> str:
    names: list[str] = []
    while way is not None:
        way, name = way
        names.append(escaped(name))
    return "".join(f"/{name}" for name in reversed(names))


def tracks(name: str, known: tuple[str, ...]) -> bool:
    """Tell whether a parameter of an address is one of those that track; ``*`` takes any ending."""
    lowered = name.lower()
    return any(lowered == word or (word.endswith("*") and lowered.startswith(word[:-1])) for word in known)


JUDGES: dict[str, Judge] = {
    "QL-PRV-01": no_plain_mail_in_public,
    "QL-PRV-02": hash_is_salted_and_strong,
    "QL-PRV-03": no_excessive_personal_data,
    "QL-PRV-04": evidence_exposes_nobody,
    "QL-PRV-05": status_check_does_not_track,
    "QL-PRV-06": privacy_notice_is_linked,
    "QL-PRV-07": links_do_not_track,
}
