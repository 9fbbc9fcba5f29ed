"""Each class of Open Badges 2.0 in the words of 3.0; knows no credential, no key and no signature.

What has no place in 3.0, or no form that its data model accepts, is listed in the account of the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ..model.ob2_values import TEXT_OR_NUMBER
from ..model.values import EMAIL, LANGUAGE
from .convert_extensions import carry_extensions
from .convert_parts import Account, Source, uri

_KEYS = "a badge of 3.0 names its key in the proof"
_HOSTING = "a badge of 3.0 is verified by its proof, not by the place where it is hosted"
_LANGUAGE = "3.0 names the language of the achievement only"
_OF_PROFILE: Mapping[str, str] = MappingProxyType({
    "@language": _LANGUAGE,
    "publicKey": _KEYS,
    "revocationList": "it lists badges of 2.0; a badge of 3.0 names a status list of its own",
    "verification": _HOSTING,
})  # fmt: skip
REASONS: Mapping[str, str] = MappingProxyType({
    "@language": _LANGUAGE,
    "revoked": "the status of a badge of 3.0 is looked up in a status list",
    "uid": "3.0 names a badge by its id alone",
    "verification": _HOSTING,
})  # fmt: skip
"""Why members of an assertion are not carried."""

_IDENTIFIERS: Mapping[str, str] = MappingProxyType({
    "email": "emailAddress",
    "id": "ext:id",
    "telephone": "ext:telephone",
    "url": "ext:url",
})  # fmt: skip
_URI_TYPES = frozenset({"id", "url"})
_NOT_IN_EXT = re.compile(r"[^A-Za-z0-9._-]+")
Convert = Callable[[Any, str, Account], dict[str, Any] | None]
"""Makes an object of 3.0 of a value of 2.0 at a place."""

_HASH = re.compile(r"sha256\$[0-9a-fA-F]{64}|md5\$[0-9a-fA-F]{32}")


def achievement(source: Source, identity: str, creator: dict[str, Any]) -> dict[str, Any]:
    """Return a BadgeClass as an Achievement (OB 3.0 §B).

    Args:
        source: the badge class.
        identity: its id as a URI.
        creator: who made it, as a Profile: the issuer of the badge class.
    """
    source.identified(identity)
    source.take("issuer")
    types = source.types(frozenset({"BadgeClass"}))
    result = {
        "id": identity,
        "type": ["Achievement", *types],
        "name": source.text("name"),
        "description": source.text("description"),
        "criteria": _first(source, "criteria", _criteria),
        "image": picture(source, "image"),
        "creator": creator,
        "alignment": _all(source, "alignment", _alignment),
        "tag": [tag for tag in map(_tag(source), source.items("tags")) if tag is not None],
        "related": _all(source, "related", _related),
        **_displayed(source),
    }
    carry_extensions(source, result, "Achievement")
    source.close({})
    return result


def profile(source: Source, identity: str) -> dict[str, Any]:
    """Return a Profile of 2.0 as one of 3.0 (OB 3.0 §B)."""
    source.identified(identity)
    types = source.types(frozenset({"Issuer", "Profile"}))
    result = {
        "id": identity,
        "type": ["Profile", *types],
        "name": source.text("name"),
        "url": source.uri("url"),
        "phone": source.text("telephone"),
        "description": source.text("description"),
        "image": picture(source, "image"),
        "email": source.text("email", EMAIL),
    }
    carry_extensions(source, result, "Profile")
    source.close(_OF_PROFILE)
    return result


def identified(source: Source) -> dict[str, Any]:
    """Return an IdentityObject of 2.0 as members of a subject: its id or an identifier (OB 3.0 §B).

    An empty result says that 3.0 cannot express this identity; the account says why.
    """
    kind, identity = source.text("type") or "", source.text("identity")
    said, salt = source.take("hashed"), source.text("salt")
    source.close({})
    if not isinstance(said, bool | None):
        source.account.lose(
            source.at("hashed"), "it says neither that the identity is hashed nor that it is not"
        )
        return {}
    hashed = said is True
    if not identity:
        return {}
    if kind in _URI_TYPES and not hashed:
        if salt is not None:
            source.account.lose(source.at("salt"), "nothing is hashed with it")
        address = uri(identity, source.at("identity"), source.account)
        return {} if address is None else {"id": address}
    if hashed and not _HASH.fullmatch(identity):
        source.account.lose(source.at("identity"), "3.0 knows md5 and sha256 only")
        return {}
    _remark(source, kind, hashed=hashed, identity=identity)
    return {
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": hashed,
                "identityHash": identity,
                "identityType": _identifier_type(kind),
                "salt": salt,
            }
        ]
    }


def _remark(source: Source, kind: str, *, hashed: bool, identity: str) -> None:
    """Say what a reader of the new badge should know about the identity in it."""
    if hashed and identity.startswith("md5$"):
        source.account.note(source.at("identity"), "kept as it is: hashed with md5, which is weak")
    named = _identifier_type(kind)
    if named.startswith("ext:"):
        source.account.note(source.at("type"), f"{kind} is called {named} in 3.0")


def _identifier_type(kind: str) -> str:
    if kind in _IDENTIFIERS:
        return _IDENTIFIERS[kind]
    return "ext:" + (_NOT_IN_EXT.sub("-", kind).strip("-") or "identity")


def evidence(value: Any, pointer: str, account: Account) -> dict[str, Any] | None:
    """Return one piece of evidence (OB 3.0 §B); None, and a loss, for what is none."""
    if not isinstance(value, dict):
        address = uri(value, pointer, account)
        return None if address is None else {"id": address, "type": ["Evidence"]}
    source = Source(value, pointer, account)
    result = {
        "id": source.uri("id"),
        "type": ["Evidence", *source.types(frozenset({"Evidence"}))],
        **{name: source.text(name) for name in ("narrative", "name", "description", "genre", "audience")},
    }
    source.close({})
    return result


def picture(source: Source, name: str) -> dict[str, Any] | None:
    """Return an image, an address or an object in 2.0, as an Image (OB 3.0 §B)."""
    return _first(source, name, _image)


def _image(value: Any, pointer: str, account: Account) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        address = uri(value, pointer, account)
        return None if address is None else {"id": address, "type": "Image"}
    source = Source(value, pointer, account)
    address, caption = source.uri("id"), source.text("caption")
    source.types(frozenset({"schema:ImageObject", "Image"}), kept=False)
    source.close({"author": "an Image of 3.0 names no author"})
    if address is None and caption is not None:
        account.lose(f"{pointer}/caption", "it is the caption of an image that is not carried")
    return None if address is None else {"id": address, "type": "Image", "caption": caption}


def _criteria(value: Any, pointer: str, account: Account) -> dict[str, Any]:
    if not isinstance(value, dict):
        return {"id": uri(value, pointer, account)}
    source = Source(value, pointer, account)
    result = {"id": source.uri("id"), "narrative": source.text("narrative")}
    source.types(frozenset({"Criteria"}), kept=False)
    source.close({})
    return result


def _alignment(value: Any, pointer: str, account: Account) -> dict[str, Any] | None:
    source = Source(value if isinstance(value, dict) else {}, pointer, account)
    named, address = source.text("targetName"), source.uri("targetUrl")
    if named is None or address is None:
        account.lose(pointer, "an alignment of 3.0 has a name and an address")
        return None
    result = {
        "type": ["Alignment", *source.types(frozenset({"AlignmentObject"}))],
        "targetName": named,
        "targetUrl": address,
        **{name: source.text(name) for name in ("targetDescription", "targetFramework", "targetCode")},
    }
    source.close({})
    return result


def _related(value: Any, pointer: str, account: Account) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        address = uri(value, pointer, account)
        return None if address is None else {"id": address, "type": ["Related"]}
    source = Source(value, pointer, account)
    address = source.uri("id")
    if address is None:
        account.lose(pointer, "what is related has an id in 3.0")
        return None
    types = source.types(frozenset({"BadgeClass"}))
    result = {"id": address, "type": ["Related", *types], **_displayed(source)}
    source.close({})
    return result


def _displayed(source: Source) -> dict[str, Any]:
    """Return language and version."""
    version, language = source.take("version"), source.take("@language")
    result: dict[str, Any] = {}
    if version is not None and TEXT_OR_NUMBER.fault(version) is None:
        result["version"] = str(version)
    elif version is not None:
        source.account.lose(source.at("version"), "a version is a text")
    if language is not None:
        result["inLanguage"] = _language(language)
        if result["inLanguage"] is None:
            reason = "this language has no form in 3.0, which takes such as de or de-AT"
            source.account.lose(source.at("@language"), reason)
    return result


def _language(given: Any) -> str | None:
    """Return a language in the letter case of 3.0; case means nothing in BCP 47."""
    first, *rest = given.split("-") if isinstance(given, str) else [""]
    parts = [first.lower(), *(part.title() if len(part) == len("Latn") else part.upper() for part in rest)]
    tag = "-".join(parts)
    return tag if LANGUAGE.fault(tag) is None else None


def _tag(source: Source) -> Any:
    def tag(item: tuple[Any, str]) -> str | None:
        value, pointer = item
        if isinstance(value, str):
            return value
        source.account.lose(pointer, "a tag is a text")
        return None

    return tag


def _all(source: Source, name: str, convert: Convert) -> list[dict[str, Any]]:
    made = [convert(value, pointer, source.account) for value, pointer in source.items(name)]
    return [item for item in made if item is not None]


def _first(source: Source, name: str, convert: Convert) -> dict[str, Any] | None:
    """Return what a member that holds one value becomes; more than one are lost."""
    result = None
    for place, (value, pointer) in enumerate(source.items(name)):
        if place:
            source.account.lose(pointer, "3.0 takes one only")
        else:
            result = convert(value, pointer, source.account)
    return result
