"""The rules of the group issuer: who issues, and how anybody can tell. Trusts and looks up nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from ..metadata.identifiers import is_country_code
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, asks, fails, not_checked, partly
from ..subject import Part, Subject, texts
from .words import all_generic, is_address, is_placeholder, same_text, weighted_length

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_STABLE = re.compile(r"https://[^\s/?#]+\S*|did:[a-z0-9]+:\S+")
_EMAIL = re.compile(r"[^@\s<>,;]+@([^@\s<>,;]+\.[^@\s<>,;.]{2,})")
_PHONE = re.compile(
    r"(?:tel:)?\+?(?:[\s().\-/]*[0-9]){5,15}(?:[\s,;]*(?:ext(?:ension)?[.:=]?|x)\s*[0-9]{1,7})?",
    re.IGNORECASE,
)
_WEB = re.compile(r"https?://([^\s/?#:@]+\.[^\s/?#:@.]+)(?::[0-9]+)?(?:[/?#]\S*)?", re.IGNORECASE)
_IMAGE_DATA = re.compile(r"data:image/(?:png|svg\+xml)[;,]", re.IGNORECASE)
_IMAGE_NAME = re.compile(r"[^?#]*\.([A-Za-z0-9]{2,5})(?:[?#].*)?", re.DOTALL)
_PROFILES = frozenset({"Profile", "Issuer"})
_DRAWN = frozenset({"png", "svg"})
_ACCREDITATIONS = ("accreditations", "extensions:IssuerAccreditation", "extensions:issuerAccreditation")
_CREATORS = ("extensions:OriginalCreator", "extensions:originalCreator")
_LABELS_OF_A_DOMAIN = 2


def described_with_a_stable_id(subject: Subject) -> Found:
    """The issuer is an object with an https or DID id and the type of a profile."""
    issuer = subject.issuer
    if not issuer.data:
        found = partly if _URI.fullmatch(issuer.link) else fails
        return found(issuer.at, issuer.link)
    said = issuer.text("id")
    if not _URI.fullmatch(said):
        return fails(issuer.pointer("id"), said)
    if not _STABLE.fullmatch(said):
        return partly(issuer.pointer("id"), said, case="id")
    if _PROFILES.isdisjoint(texts(issuer.data.get("type"))):
        return partly(issuer.pointer("type"), case="type")
    return PASSES


def named(subject: Subject) -> Found:
    """The issuer has a name that is a name."""
    name, at = subject.issuer.text("name"), subject.issuer.pointer("name")
    if not name:
        return fails(at)
    if is_address(name):
        return partly(at, name, case="address")
    terms = subject.terms
    if all_generic(name, terms.generic_names) or is_placeholder(name, terms.placeholders):
        return partly(at, name)
    return PASSES


def has_a_web_address(subject: Subject) -> Found:
    """The issuer has an https address."""
    url, at = subject.issuer.text("url"), subject.issuer.pointer("url")
    if not _WEB.fullmatch(url):
        return fails(at, url, case="no-address" if url else "")
    return PASSES if url.lower().startswith("https:") else partly(at, url)


def can_be_contacted(subject: Subject) -> Found:
    """The issuer gives an e-mail address of its own, or a telephone number."""
    issuer = subject.issuer
    if any(_PHONE.fullmatch(issuer.text(name)) for name in ("phone", "telephone")):
        return PASSES
    email = issuer.text("email").removeprefix("mailto:")
    address = _EMAIL.fullmatch(email)
    if address is None:
        return fails(issuer.pointer("email"), email, case="no-address" if email else "")
    if address[1].lower() in subject.terms.personal_mail_hosts:
        return partly(issuer.pointer("email"), email)
    return PASSES


def describes_itself(subject: Subject) -> Found:
    """The issuer says about itself more than its name."""
    said, at = subject.issuer.text("description"), subject.issuer.pointer("description")
    if not said:
        return fails(at)
    if same_text(said, subject.issuer.text("name")):
        return partly(at, said, case="name")
    enough = weighted_length(said) >= subject.terms.issuer_description_enough
    return PASSES if enough else partly(at, said)


def in_a_country(subject: Subject) -> Found:
    """The issuer's country is given by its code, which is none that users may give themselves."""
    country = subject.metadata.country
    if is_country_code(country):
        return PASSES
    if country:
        return partly(subject.place("country"), country)
    for part in (subject.issuer, _inner(subject.issuer, "parentOrg")):
        address = _inner(part, "address")
        for name in ("addressCountry", "addressRegion"):
            if free := address.text(name):
                return partly(address.pointer(name), free)
    return fails(subject.place("country"))


def has_an_official_identifier(subject: Subject) -> Found:
    """A register that is known by name has the issuer."""
    identifiers = subject.metadata.organisation_identifiers
    if not identifiers:
        return fails(subject.place("organisation_identifiers"))
    known = subject.terms.identifier_schemes
    if any(entry.scheme.casefold() in known for entry in identifiers):
        return PASSES
    return partly(subject.place("organisation_identifiers"), identifiers[0].scheme)


def id_belongs_to_its_domain(subject: Subject) -> Found:
    """The host of the id is that of the web address; without a list of public suffixes, so by its labels."""
    issuer = subject.issuer
    said, own = issuer.text("id"), _host(issuer.text("url"))
    if not own or not said:
        return NOT_APPLICABLE
    host, at = _host(said), issuer.pointer("id")
    if not host:
        return fails(at, said, case="no-domain")
    if _within(host, own) or _within(own, host):
        return PASSES
    if _within_any(host, subject.terms.platform_hosts) or host in _allowed_hosts(issuer):
        return partly(at, host)
    return partly(at, host, case="sibling") if _siblings(host, own) else fails(at, host)


def roles_are_told_apart(subject: Subject) -> Found:
    """Somebody is named who made the definition, or who assessed; that it is the issuer is not assumed."""
    achievement, award = subject.achievement, subject.award
    if subject.version == "3.0":
        stated = [achievement.data.get("creator"), award.data.get("source")]
        at = achievement.pointer("creator")
    else:
        stated = [part.data.get(name) for part in (achievement, award) for name in _CREATORS]
        at = achievement.pointer(_CREATORS[0])
    return PASSES if any(_names_somebody(one) for one in stated) else asks(at)


def quality_is_assured(subject: Subject) -> Found:
    """A body that accredits or assures quality is named, with a link and a date."""
    issuer = subject.issuer
    assurance = subject.metadata.quality_assurance
    rows: list[tuple[str, str, str]] = []
    at = subject.place("quality_assurance")
    for name in _ACCREDITATIONS:
        for row in map(_accreditation, issuer.objects(name)):
            rows.append(row)
            at = issuer.pointer(name)
    if assurance is not None:
        rows.append((assurance.name, assurance.url, assurance.date))
    if any(all(row) for row in rows):
        return PASSES
    said = next(
        (word for row in rows for word in row[:2] if word), assurance.description if assurance else ""
    )
    return partly(at, said) if said else fails(at)


def has_a_logo(subject: Subject) -> Found:
    """The issuer has a picture in PNG or SVG."""
    issuer = subject.issuer
    image = issuer.object("image")
    address = issuer.text("image") or Part(image, "").text("id")
    at = issuer.pointer("image", "id") if image else issuer.pointer("image")
    if not address:
        return fails(at)
    drawn = _is_drawn(address, subject.files.get(address))
    if drawn is None:
        return not_checked(at, address)
    return PASSES if drawn else partly(at, address[:80])


def is_recognised(subject: Subject) -> Found:
    """The caller's trust list knows the issuer: says whom the caller trusts, and never fails."""
    at, said = subject.issuer.pointer("id"), subject.issuer.text("id")
    if subject.recognised is None:
        return not_checked(at, said)
    return PASSES if subject.recognised else partly(at, said)


def _inner(part: Part, name: str) -> Part:
    return Part(part.object(name), part.pointer(name))


def _host(address: str) -> str:
    """Return the host of a web address or of a did:web, in lower case without ``www.``; "" for none."""
    if address.startswith("did:web:"):
        address = "https://" + unquote(address.removeprefix("did:web:").partition(":")[0])
    web = _WEB.match(address)
    return web[1].lower().removeprefix("www.") if web else ""


def _within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _within_any(host: str, domains: tuple[str, ...]) -> bool:
    return any(_within(host, domain) for domain in domains)


def _siblings(host: str, other: str) -> bool:
    """Tell whether two hosts end alike in two labels: perhaps one organisation, perhaps a public suffix."""
    return host.split(".")[-_LABELS_OF_A_DOMAIN:] == other.split(".")[-_LABELS_OF_A_DOMAIN:]


def _allowed_hosts(issuer: Part) -> list[str]:
    """Return the hosts where the issuer says that its badges are hosted (OB 2.0 §VerificationObject)."""
    verification = issuer.object("verification")
    origins = texts(verification.get("allowedOrigins"))
    return [_host(entry if "://" in entry else f"https://{entry}") for entry in origins]


def _names_somebody(value: Any) -> bool:
    part = Part(value, "") if isinstance(value, dict) else Part({"id": value}, "")
    return any(part.text(name) for name in ("id", "name", "url"))


def _accreditation(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return name, link and date of an accreditation, as either version of the 1EdTech extension has it."""
    part = Part(row, "")
    return part.text("name"), part.text("url") or part.text("id"), part.text("accreditationDate")


def _is_drawn(address: str, content: bytes | None) -> bool | None:
    """Tell whether a picture is PNG or SVG: by its content, else by its address; None where neither tells."""
    if content is not None:
        return content.startswith(b"\x89PNG\r\n\x1a\n") or b"<svg" in content[:1024]
    if address.startswith("data:"):
        return _IMAGE_DATA.match(address) is not None
    ending = _IMAGE_NAME.fullmatch(address.rpartition("/")[2])
    return None if ending is None else ending[1].lower() in _DRAWN


JUDGES: dict[str, Judge] = {
    "QL-ISS-01": described_with_a_stable_id,
    "QL-ISS-02": named,
    "QL-ISS-03": has_a_web_address,
    "QL-ISS-04": can_be_contacted,
    "QL-ISS-05": describes_itself,
    "QL-ISS-06": in_a_country,
    "QL-ISS-07": has_an_official_identifier,
    "QL-ISS-08": id_belongs_to_its_domain,
    "QL-ISS-09": roles_are_told_apart,
    "QL-ISS-10": quality_is_assured,
    "QL-ISS-11": has_a_logo,
    "QL-ISS-12": is_recognised,
}
