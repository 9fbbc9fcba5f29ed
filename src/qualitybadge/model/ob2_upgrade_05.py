"""What only badges of Open Badges 0.5 have: a text as recipient, embedded objects without ids, an origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .ob2_changes import Changes
from .ob2_upgrade_values import hash_name, host_of, is_path, origin_of


def identity(text: str, out: dict[str, Any], changes: Changes) -> dict[str, Any]:
    """Return the recipient of a 0.5 badge, an email address or its hash, as an object."""
    for name in ("identity", "hashed", "type"):
        changes.moved[f"/recipient/{name}"] = "/recipient"
    changes.moved["/recipient/salt"] = "/salt"
    identity = {"type": "email", "hashed": bool(hash_name(text)), "identity": text}
    if "salt" in out:
        identity["salt"] = out.pop("salt")
    changes.note("/recipient", "a text is the email address of the recipient, or its hash")
    return identity


def forget_id(out: dict[str, Any], changes: Changes, at: str) -> None:
    """Take out the id of what a badge of 0.5 embeds: nobody would ask whether that is its own."""
    if changes.version != "0.5" or not at:
        return
    for name in ("id", "@id"):
        if name in out:
            del out[name]
            changes.note(f"{at}/{name}", "in 0.5 nothing that is embedded has an id")


def organisation(out: dict[str, Any], changes: Changes, at: str) -> None:
    """Give the issuer of a 0.5 badge the members of a profile, and its origin as the scope of its badges."""
    name, organisation = out.get("name"), out.pop("org", None)
    if isinstance(name, str) and isinstance(organisation, str) and organisation not in {"", name}:
        out["name"] = f"{name}, {organisation}"
        changes.note(f"{at}/org", "org is part of the name since 1.0")
    given = out.pop("origin", None)
    origin = origin_of(given, changes.url)
    contact = out.pop("contact", None)
    if "email" not in out:
        changes.moved[f"{at}/email"] = f"{at}/contact"
        if contact:
            out["email"] = contact
            changes.note(f"{at}/contact", "contact is email since 1.0")
    changes.moved[f"{at}/url"] = f"{at}/origin"
    out.pop("url", None)
    if origin:
        # The one thing that is compared with where the badge lies, so the issuer is known by nothing else.
        out["id"] = out["url"] = origin
        changes.note(f"{at}/origin", "origin is url since 1.0, and what the issuer is known by")
        # What 0.5 asks of an origin, that it is the assertion's too, in the words of 2.0.
        out["verification"] = {
            "type": "VerificationObject",
            "startsWith": f"{origin}/",
            "allowedOrigins": host_of(origin),
        }
    elif given is not None:
        changes.fault(f"{at}/origin", "the origin is no address such as https://issuer.example", "Issuer")
    else:
        changes.fault(f"{at}/origin", "the issuer names no origin", "Issuer")


def named_origin(badge: Any, changes: Changes) -> str:
    """Return the origin that the issuer of an embedded badge names, "" where there is none."""
    issuer = badge.get("issuer") if isinstance(badge, Mapping) else None
    return origin_of(issuer.get("origin"), changes.url) if isinstance(issuer, dict) else ""


def resolve(out: dict[str, Any], names: tuple[str, ...], origin: str, changes: Changes, at: str) -> None:
    """Make paths absolute: in 0.5 they start at the issuer's origin."""
    for name in names:
        if origin and is_path(out.get(name)):
            out[name] = origin + out[name]
            changes.note(f"{at}/{name}", "is a path from the issuer's origin")
