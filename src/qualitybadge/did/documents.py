"""Controller documents (CID §2, DID Core §5): find a method and check its use; fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ..errors import InputError, LimitError, QualityBadgeError
from ..keys import PublicKey
from ..limits import Limits
from .method import read_key

RELATIONSHIPS = (
    "assertionMethod",
    "authentication",
    "capabilityDelegation",
    "capabilityInvocation",
    "keyAgreement",
)


def check_identity(document: Any, identifier: str, limits: Limits) -> Mapping[str, Any]:
    """Return the document if it is the one that `identifier` asked for.

    Raises:
        InputError: no object, another id, deactivated, or its lists are malformed.
        LimitError: more methods than `limits.verification_methods`.
    """
    if not isinstance(document, dict):
        raise _malformed("it is no JSON object")
    if document.get("id") != identifier:
        raise _malformed("its id is not the address or DID that was asked for")
    if document.get("deactivated", False) is not False:
        raise _malformed("it is deactivated")
    count = sum(len(_listed(document, name)) for name in ("verificationMethod", *RELATIONSHIPS))
    if count > limits.verification_methods:
        raise LimitError(f"the controller document lists more than {limits.verification_methods} methods")
    return document


def find(document: Mapping[str, Any], url: str, relationship: str, at: datetime) -> PublicKey:
    """Return the key of the method `url` (CID §3.3, retrieve verification method).

    Raises:
        InputError: not there, not authorised, ambiguous, or see `read_key`.
        UnsupportedError: a type of method or key that this library does not know.
    """
    identifier = document["id"]
    entries = [entry for entry in _entries(document) if _absolute(entry.get("id"), identifier) == url]
    if not entries:
        raise InputError("the controller document does not list the method", code="METHOD_NOT_FOUND")
    keys = {read_key(entry, identifier, at) for entry in entries}  # "revoked" says more than "not listed"
    check_authorised(document, url, relationship)
    if len(keys) > 1:
        raise _malformed("it gives one name to different keys")
    return keys.pop()


def check_authorised(document: Mapping[str, Any], url: str, relationship: str) -> None:
    """Check that the document lists the method under the relationship.

    Raises:
        InputError: it does not.
    """
    identifier = document["id"]
    for item in _listed(document, relationship):
        name = item.get("id") if isinstance(item, dict) else item
        if _absolute(name, identifier) == url:
            return
    raise InputError(
        f"the controller document does not list the method under {relationship}", code="INVALID_RELATIONSHIP"
    )


def usable(document: Mapping[str, Any], relationship: str, at: datetime) -> Iterator[tuple[str, PublicKey]]:
    """Yield name and key of every method of the relationship that could be used now; pass over the others.

    Raises:
        InputError: a method carries a private key.
    """
    listed = _listed(document, relationship)
    names = [_absolute(item.get("id") if isinstance(item, dict) else item, document["id"]) for item in listed]
    for name in dict.fromkeys(names):  # each once: a name listed again must not cost again
        try:
            yield name, find(document, name, relationship, at)
        except QualityBadgeError as error:
            if error.code == "PRIVATE_KEY_EXPOSED":
                raise


def names_method(document: Mapping[str, Any], url: str) -> bool:
    """Return whether the document describes the method itself, beside naming it."""
    return any(_absolute(entry.get("id"), document["id"]) == url for entry in _entries(document))


def _entries(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every described method, those embedded in a relationship too."""
    for name in ("verificationMethod", *RELATIONSHIPS):
        for item in _listed(document, name):
            if isinstance(item, dict):
                yield item


def _listed(document: Mapping[str, Any], name: str) -> list[Any]:
    value = document.get(name, [])
    if isinstance(value, str | dict):  # JSON-LD writes a list of one like this
        return [value]
    if not isinstance(value, list):
        raise _malformed(f"its {name} is no list")
    return value


def _absolute(name: Any, identifier: str) -> str:
    """Return the absolute URL of a method's name; what is no name gives one that equals nothing."""
    if not isinstance(name, str):
        return ""
    return identifier + name if name.startswith("#") else name


def _malformed(why: str) -> InputError:
    return InputError(
        f"the controller document cannot be used: {why}", code="INVALID_CONTROLLER_DOCUMENT", spec="CID §3.3"
    )
