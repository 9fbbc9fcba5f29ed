"""Bring the classes of Open Badges 0.5, 1.0 and 1.1 into the shape of 2.0; tells no versions apart.

What a class of 2.0 would refuse anyway stays as it is, so that its rules can say so; a fault is noted here
only where the older version has a rule of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ..errors import InputError
from .ob2_changes import Changes
from .ob2_upgrade_05 import forget_id, identity, named_origin, organisation, resolve
from .ob2_upgrade_values import (
    date_of,
    is_web_address,
    only_older_hash,
    same_address,
)

_VERIFICATION = MappingProxyType({
    "hosted": "HostedBadge",
    "signed": "SignedBadge",
    "HostedBadge": "HostedBadge",
    "SignedBadge": "SignedBadge",
})  # fmt: skip
_ALIGNMENT = (("name", "targetName"), ("url", "targetUrl"), ("description", "targetDescription"))
_KEYWORDS = frozenset({"@context", "@id", "@type", "id", "type"})


def assertion(data: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    """Return an assertion in the shape of 2.0."""
    out = _present(data)
    if changes.version != "1.1":
        out.setdefault("type", "Assertion")
    verification = _verification(out, changes)
    _identify(out, changes, verification)
    _recipient(out, changes)
    _dates(out, changes)
    badge = out.get("badge")
    if isinstance(badge, dict):
        out["badge"] = badge_class(badge, changes, "/badge")
    if changes.version == "0.5":
        resolve(out, ("evidence", "image"), named_origin(badge, changes), changes, "")
    return out


def badge_class(data: Mapping[str, Any], changes: Changes, at: str = "") -> dict[str, Any]:
    """Return a badge class in the shape of 2.0; `at` points to it where it is embedded."""
    out = _present(data)
    forget_id(out, changes, at)
    _name_it(out, changes, at, "BadgeClass", "_:badge")
    if "alignment" in out:
        out["alignment"] = _alignments(out["alignment"], changes, f"{at}/alignment")
    issuer = out.get("issuer")
    if isinstance(issuer, dict):
        out["issuer"] = profile(issuer, changes, f"{at}/issuer")
    if changes.version == "0.5":
        resolve(out, ("image", "criteria"), named_origin(data, changes), changes, at)
    return out


def profile(data: Mapping[str, Any], changes: Changes, at: str = "") -> dict[str, Any]:
    """Return an issuer in the shape of 2.0; `at` points to it where it is embedded."""
    out = _present(data)
    forget_id(out, changes, at)
    _name_it(out, changes, at, "Issuer", "_:issuer")
    if changes.version == "0.5":
        organisation(out, changes, at)
    if "email" not in out:
        changes.excused[f"{at}/email"] = "an issuer needs no email address before 2.0"
    return out


def revocation_list(data: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    """Return a list of revoked badges in the shape of 2.0; before, it mapped a uid or id to the reason."""
    if "revokedAssertions" in data:
        return _present(data)
    named = {name: data[name] for name in _KEYWORDS if name in data} if "@context" in data else {}
    out = _present(named)
    out["type"] = "RevocationList"
    out.setdefault("id", changes.url or "_:revocations")
    entries: list[dict[str, str]] = []
    for uid, reason in data.items():
        if uid in named:
            continue
        place = f"/{uid.replace('~', '~0').replace('/', '~1')}"
        changes.moved[f"/revokedAssertions/{len(entries)}"] = place
        entries.append(_revoked(uid, reason, changes, place))
    out["revokedAssertions"] = entries
    changes.note("", f"read as a list that maps {len(entries)} badges to the reason of their revocation")
    return out


def other(data: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    """Return a document of a class that the older versions have not, or have as 2.0 has it."""
    del changes
    return _present(data)


UPGRADES: Mapping[str, Callable[[Mapping[str, Any], Changes], dict[str, Any]]] = MappingProxyType({
    "Assertion": assertion,
    "BadgeClass": badge_class,
    "Profile": profile,
    "RevocationList": revocation_list,
})  # fmt: skip


def _present(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy without context, which is replaced, and without nulls, which say nothing in JSON-LD."""
    return {name: value for name, value in data.items() if value is not None and name != "@context"}


def _name_it(out: dict[str, Any], changes: Changes, at: str, class_type: str, blank: str) -> None:
    """Give a class or issuer the type and the id that it has by its place."""
    if changes.version != "1.1":
        out.setdefault("type", class_type)
    _rename_type(out, changes, at)
    if "id" in out or "@id" in out:
        return
    served = "" if at else changes.url
    out["id"] = served or blank
    if served:
        changes.note(at, "its id is the address at which it is published")


def _rename_type(out: dict[str, Any], changes: Changes, at: str) -> None:
    given = out.get("type")
    types = given if isinstance(given, list) else [given]
    if "IssuerOrg" in types:
        renamed = ["Issuer" if name == "IssuerOrg" else name for name in types]
        out["type"] = renamed if types is given else renamed[0]
        changes.note(f"{at}/type", "IssuerOrg is Issuer since 2.0")


def _verification(out: dict[str, Any], changes: Changes) -> str:
    """Put what says how to verify under its name of 2.0; return the type, "" where it cannot be told."""
    name = "verify" if "verify" in out else "verification"
    if name == "verify" and "verification" in out:
        changes.fault(
            "/verification", "verification stands beside verify; one of them says how to verify", "Assertion"
        )
    given = out.pop(name, None)
    changes.moved["/verification"] = f"/{name}"
    if given is None and changes.version == "0.5":
        changes.note("", "a badge of 0.5 is hosted")
        given = {"type": "hosted"}
    if given is None:
        return ""
    out["verification"] = given
    if not isinstance(given, dict):
        changes.fault(f"/{name}", f"{name} is no object with a type and a url", "VerificationObject")
        return ""
    written = given.get("type")
    kind = _VERIFICATION.get(written, "") if isinstance(written, str) else ""
    if not kind:
        changes.fault(
            f"/{name}/type", "the type of verification is neither hosted nor signed", "VerificationObject"
        )
        return ""
    # The address is no member of 2.0; a key that the assertion names is none that the issuer's Profile links.
    out["verification"] = {**_present(given), "type": kind}
    out["verification"].pop("url", None)
    _take_address(given.get("url"), kind, name, out, changes)
    return kind


def _take_address(url: Any, kind: str, name: str, out: Mapping[str, Any], changes: Changes) -> None:
    """Keep the address of the hosted copy, or of the key, for the verifier."""
    pointer = f"/{name}/url"
    if is_web_address(url):
        if kind == "SignedBadge":
            changes.key_url = url
            changes.note(pointer, "names the key itself: before 2.0 the issuer's profile links none")
        else:
            changes.hosted_url = url
    elif url is not None:
        changes.fault(pointer, "the url is no http or https address", "VerificationObject")
    elif kind == "SignedBadge":
        changes.fault(pointer, "the url is missing: it names the key of a signed badge", "VerificationObject")
    elif "id" not in out and changes.version != "0.5":
        changes.fault(pointer, "the url is missing: it names the hosted badge", "VerificationObject")


def _identify(out: dict[str, Any], changes: Changes, verification: str) -> None:
    """Give the assertion its id: its own, else the address it names or was served at, else a blank one."""
    own = out.get("id", out.get("@id"))
    if own is None:
        if "uid" not in out and changes.version != "0.5":
            changes.fault("/uid", "the assertion has neither uid nor id", "Assertion")
        published = "" if verification == "SignedBadge" else changes.hosted_url or changes.url
        out["id"] = published or "_:assertion"
        if published:
            changes.note("", "its id is the address at which it is published")
    elif is_web_address(own) and verification == "HostedBadge":
        _compare_addresses(own, out, changes)


def _compare_addresses(own: str, out: dict[str, Any], changes: Changes) -> None:
    """Take the id for the address of the hosted copy; `verify` may not name another one."""
    named = changes.hosted_url
    if named and not same_address(own, named):
        pointer = f"{changes.moved['/verification']}/url"
        changes.fault(pointer, "the url is another address than the id of the hosted badge", "Assertion")
    elif named.startswith("https:"):  # publishers moved to https, and not every id with them
        if own != named:
            changes.note("/id", "is read as the https address that verify names")
        out["id"] = named
        out.pop("@id", None)
        return
    changes.hosted_url = own


def _recipient(out: dict[str, Any], changes: Changes) -> None:
    given = out.get("recipient")
    if changes.version == "0.5" and isinstance(given, str):
        given = out["recipient"] = identity(given, out, changes)
    elif isinstance(given, str):
        changes.fault(
            "/recipient", "the recipient is no object: only badges of 0.5 have a text here", "IdentityObject"
        )
    if not isinstance(given, dict) or given.get("hashed") is not True:
        return
    older = only_older_hash(given.get("identity"))
    if older:
        changes.excused["/recipient/identity"] = f"{older} is a hash of {changes.version}"


def _dates(out: dict[str, Any], changes: Changes) -> None:
    if "issued_on" in out:
        older = out.pop("issued_on")
        if "issuedOn" not in out:
            out["issuedOn"] = older
            changes.moved["/issuedOn"] = "/issued_on"
            changes.note("/issued_on", "is issuedOn since 1.0")
    elif "issuedOn" not in out and changes.version == "0.5":
        changes.excused["/issuedOn"] = "a badge of 0.5 needs no date of issue"
    for name in ("issuedOn", "expires"):
        if name not in out:
            continue
        pointer = changes.moved.get(f"/{name}", f"/{name}")
        try:
            moment = date_of(out[name], pointer=pointer, spec=changes.spec("DateTime"))
        except InputError as error:
            changes.faults.append(error)
            continue
        if moment != out[name]:
            changes.note(pointer, f"is the point in time {moment}")
            out[name] = moment


def _alignments(given: Any, changes: Changes, at: str) -> Any:
    if not isinstance(given, list):
        return _alignment(given, changes, at)
    return [_alignment(entry, changes, f"{at}/{place}") for place, entry in enumerate(given)]


def _alignment(entry: Any, changes: Changes, at: str) -> Any:
    if not isinstance(entry, dict):
        return entry  # the rules of 2.0 refuse it
    out = dict(entry)
    renamed = [(old, new) for old, new in _ALIGNMENT if old in out and new not in out]
    for old, new in renamed:
        out[new] = out.pop(old)
    for old, new in _ALIGNMENT:
        if new not in entry:
            changes.moved[f"{at}/{new}"] = f"{at}/{old}"
    if renamed:
        said = ", ".join(f"{old} is {new}" for old, new in renamed)
        changes.note(at, f"{said} since 2.0")
    return out


def _revoked(uid: str, reason: Any, changes: Changes, place: str) -> dict[str, str]:
    """Return one entry; whatever stands as its reason, the badge is revoked."""
    entry = {"uid": uid}
    if is_web_address(uid) or uid.startswith("urn:"):
        entry["id"] = uid
    if isinstance(reason, str):
        entry["revocationReason"] = reason
    elif reason is not None:
        changes.fault(place, "the reason of a revocation is a text", "RevocationList")
    return entry
