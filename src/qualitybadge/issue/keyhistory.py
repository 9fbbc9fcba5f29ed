"""The history of an issuer's keys: an immutable value of public keys only; writes and publishes nothing."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..did import web
from ..errors import InputError, IssueError, QualityBadgeError
from ..keys import PublicKey, Signer
from ..limits import DEFAULT_LIMITS
from ..urls import parse_url
from ..wire import strictjson, timestamps

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_NUMBER = re.compile(r"[0-9]{1,9}$")
MOST_KEYS = DEFAULT_LIMITS.verification_methods // 2
"""Each key stands twice in a document: described, and under a relationship."""

_MOMENTS = ("since", "retired", "compromised")
_MEMBERS = frozenset({"method", "publicKeyJwk", *_MOMENTS})


class KeyState(enum.Enum):
    """What a key of the history is good for."""

    ACTIVE = "active"
    """It signs, and what it signed is valid."""
    RETIRED = "retired"
    """It signs no longer; what it signed stays valid."""
    COMPROMISED = "compromised"
    """Others can sign with it: nothing that it ever signed is valid."""


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """One key of an issuer and what became of it; moments are kept in UTC and whole seconds.

    Attributes:
        method: absolute URL of the verification method.
        key: the public key.
        since: when it began to sign; None where nobody knows.
        retired: when it ceased to sign; None while it signs.
        compromised: since when others may have it; None for a key that can be trusted.

    Raises:
        IssueError: a moment has no time zone, or the key retires before it begins.
        TypeError: the method is no text, the key no `PublicKey`, or a moment no datetime.
    """

    method: str
    key: PublicKey
    since: datetime | None = None
    retired: datetime | None = None
    compromised: datetime | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.method, str):
            raise TypeError(f"method must be the URL of a key as text, not {type(self.method).__name__}")
        if not isinstance(self.key, PublicKey):
            raise TypeError(f"key must be a PublicKey, not {type(self.key).__name__}")
        for name in _MOMENTS:
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, _moment(value, name))
        if self.since is not None and self.retired is not None and self.retired < self.since:
            raise IssueError(f"the key {self.method} would retire before it begins to sign", code="RANGE")

    @property
    def state(self) -> KeyState:
        """What the key is good for."""
        if self.compromised is not None:
            return KeyState.COMPROMISED
        return KeyState.ACTIVE if self.retired is None else KeyState.RETIRED


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """Every key that an issuer ever signed with, oldest first; each change returns a new history.

    A key is never taken out and its name never given to another one: old badges name it.

    Attributes:
        controller: the issuer's id, a did:web or https URL.
        keys: the keys, oldest first.

    Raises:
        IssueError: no keys or more than `MOST_KEYS`, a name or key that occurs twice, a method that is not
            the controller's, or a controller that is itself the key (did:key, did:jwk).
        InputError: the did:web is malformed.
    """

    controller: str
    keys: tuple[IssuerKey, ...]

    def __post_init__(self) -> None:
        origin_of(self.controller)
        if not self.keys:
            raise IssueError("a history of keys begins with a key", hint="KeyHistory.start(method, key)")
        if len(self.keys) > MOST_KEYS:
            raise IssueError(
                f"a history has at most {MOST_KEYS} keys: no verifier reads endless documents", code="LIMIT"
            )
        for place, entry in enumerate(self.keys):
            _require_method(self.controller, entry.method)
            before = self.keys[:place]
            if any(other.method == entry.method for other in before):
                raise IssueError(
                    f"the name {entry.method} was given to a key already",
                    hint="give the new key another name: badges are signed under the old one",
                )
            if any(other.key == entry.key for other in before):
                raise IssueError(
                    f"the key of {entry.method} stands in the history already, under another name",
                    hint="make a new key pair; a rotation that was kept already needs no second one",
                )

    @classmethod
    def start(
        cls,
        method: str,
        key: PublicKey | Signer,
        *,
        controller: str | None = None,
        at: datetime | None = None,
    ) -> KeyHistory:
        """Return the history of an issuer with one key.

        Args:
            method: the verification method: ``{controller}#name``, or an https URL of the key's own at the
                controller's host.
            key: the key; of a pair only the public half is kept.
            controller: the issuer's id; without it what stands before the method's ``#``.
            at: when the key begins to sign.

        Raises:
            IssueError, InputError, TypeError: see the class and `IssuerKey`.
        """
        entry = IssuerKey(method, _public(key), at)
        return cls(controller or method.partition("#")[0], (entry,))

    @property
    def active(self) -> tuple[IssuerKey, ...]:
        """The keys that sign."""
        return tuple(entry for entry in self.keys if entry.state is KeyState.ACTIVE)

    @property
    def trusted(self) -> tuple[IssuerKey, ...]:
        """The keys whose badges are valid: all but the compromised ones."""
        return tuple(entry for entry in self.keys if entry.state is not KeyState.COMPROMISED)

    def find(self, method: str) -> IssuerKey:
        """Return the key of that name.

        Raises:
            IssueError: the history has none.
        """
        for entry in self.keys:
            if entry.method == method:
                return entry
        known = ", ".join(entry.method for entry in self.keys)
        raise IssueError(
            f"the history has no key named {method[:200]!r}", code="METHOD_NOT_FOUND", hint=f"it has {known}"
        )

    def add(self, key: PublicKey | Signer, *, at: datetime, method: str | None = None) -> KeyHistory:
        """Return the history with one more key that signs beside the others, such as RSA for tokens.

        Args:
            key: the new key; of a pair only the public half is kept.
            at: when it begins to sign.
            method: its name; without it the newest key's name with the next free number.

        Raises:
            IssueError, InputError, TypeError: see the class and `IssuerKey`.
        """
        new = IssuerKey(method or self._next_name(), _public(key), at)
        return replace(self, keys=(*self.keys, new))

    def rotate(self, key: PublicKey | Signer, *, at: datetime, method: str | None = None) -> KeyHistory:
        """Return the history in which the key signs from now on, and every other one has retired.

        Raises:
            IssueError, InputError, TypeError: as `add`.
        """
        retired = self
        for entry in self.active:
            retired = retired.retire(entry.method, at=at)
        return retired.add(key, at=at, method=method)

    def retire(self, method: str, *, at: datetime) -> KeyHistory:
        """Return the history in which the key signs no longer; what it signed stays valid.

        Raises:
            IssueError: there is no such key, or it signs no longer already.
            TypeError: the moment is no datetime.
        """
        entry = self.find(method)
        if entry.state is not KeyState.ACTIVE:
            raise IssueError(f"the key {method} is {entry.state.value} already")
        return self._with(replace(entry, retired=at))

    def compromise(self, method: str, *, since: datetime) -> KeyHistory:
        """Return the history in which nothing that the key ever signed is valid.

        Badges from before `since` fall with it: whoever has the key can date a forgery back. A key that
        is known as compromised keeps the earlier moment.

        Raises:
            IssueError: there is no such key, or the moment has no time zone.
            TypeError: the moment is no datetime.
        """
        entry = self.find(method)
        moment = _moment(since, "since")
        return self._with(replace(entry, compromised=min(moment, entry.compromised or moment)))

    def to_json(self) -> str:
        """Return the history as JSON text to keep in a file; `from_json` reads it back."""
        value = {"controller": self.controller, "keys": [_entry_to_dict(entry) for entry in self.keys]}
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> KeyHistory:
        """Read what `to_json` wrote.

        Raises:
            InputError: no JSON, or not of this form; a private key in it is refused and never shown.
            IssueError: see the class.
        """
        value = strictjson.loads(text, limits=DEFAULT_LIMITS)
        if not isinstance(value, dict) or set(value) != {"controller", "keys"}:
            raise _malformed("its members are controller and keys")
        if not isinstance(value["controller"], str) or not isinstance(value["keys"], list):
            raise _malformed("controller is a text and keys a list")
        entries = [_entry_from_dict(entry, f"/keys/{place}") for place, entry in enumerate(value["keys"])]
        return cls(value["controller"], tuple(entries))

    def _with(self, changed: IssuerKey) -> KeyHistory:
        entries = (changed if entry.method == changed.method else entry for entry in self.keys)
        return replace(self, keys=tuple(entries))

    def _next_name(self) -> str:
        """Return the newest key's name with the next number that no key ever had."""
        used = {entry.method for entry in self.keys}
        newest = self.keys[-1].method
        ending = ".json" if newest.endswith(".json") else ""
        stem = newest.removesuffix(ending)
        number = _NUMBER.search(stem)
        stem, count = (stem[: number.start()], int(number[0])) if number else (f"{stem}-", 1)
        while f"{stem}{count + 1}{ending}" in used:
            count += 1
        return f"{stem}{count + 1}{ending}"


def origin_of(controller: str) -> str:
    """Return ``https://host`` of an issuer whose keys are looked up on the web.

    Raises:
        IssueError: its keys are not looked up there.
        InputError: the did:web is malformed.
        TypeError: the id is no text.
    """
    if not isinstance(controller, str):
        raise TypeError(f"controller must be the issuer's id as text, not {type(controller).__name__}")
    if controller.startswith("did:web:"):
        return "/".join(web.document_url(controller).split("/")[:3])
    if controller.startswith(("did:key:", "did:jwk:")):
        raise IssueError(
            f"{controller[:60]} has no history: it is the key itself, and another key is another issuer",
            hint="use a did:web or an https URL for an issuer that can change its key",
        )
    try:
        if "#" not in controller:
            return f"https://{parse_url(controller).authority}"
    except QualityBadgeError:
        pass  # the one message below says what would do
    raise IssueError(
        f"nobody could resolve the keys of {controller[:200]!r}",
        hint="use did:key, did:jwk, did:web or an https URL",
    )


def _require_method(controller: str, method: str) -> None:
    address, hash_sign, name = method.partition("#")
    if address == controller:
        if _NAME.fullmatch(name):
            return
        raise IssueError(
            f"the verification method {method[:200]!r} names no key"
            if not name
            else f"the name of the key {name[:100]!r} cannot stand in an address and a file name",
            hint="add a fragment such as #key-1, of letters, digits, and . _ -",
        )
    if not hash_sign and method.startswith("https:") and origin_of(method) == origin_of(controller):
        if "?" not in method and not method.endswith("/"):
            return
        raise IssueError(
            f"the address of the key {method[:200]!r} ends like no file",
            hint="name it like https://academy.example/keys/1",
        )
    raise IssueError(
        f"the verification method {method[:200]!r} is not one of {controller[:200]}",
        code="CONTROLLER_MISMATCH",
        hint=f"name it {controller}#key-1, or give it an https address of the same host",
    )


def _public(key: object) -> PublicKey:
    public = getattr(key, "public_key", key)
    if isinstance(public, PublicKey):
        return public
    raise TypeError(f"key must be a PublicKey, a KeyPair or another Signer, not {type(key).__name__}")


def _moment(value: object, name: str) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError(f"{name} must be an aware datetime, not {type(value).__name__}")
    try:
        return timestamps.parse(timestamps.render(value.replace(microsecond=0)))
    except InputError as error:
        raise IssueError(
            f"the moment {name} is no point in time: {error.message}",
            code=error.code,
            hint="pass an aware datetime, such as datetime.now(UTC)",
        ) from None


def _entry_to_dict(entry: IssuerKey) -> dict[str, Any]:
    moments = {name: getattr(entry, name) for name in _MOMENTS}
    return {
        "method": entry.method,
        "publicKeyJwk": entry.key.to_jwk(),
        **{name: timestamps.render(value) for name, value in moments.items() if value is not None},
    }


def _entry_from_dict(value: Any, pointer: str) -> IssuerKey:
    if not isinstance(value, Mapping) or not {"method", "publicKeyJwk"} <= set(value) <= _MEMBERS:
        raise _malformed(f"the members of a key are {', '.join(sorted(_MEMBERS))}", pointer)
    if not isinstance(value["method"], str):
        raise _malformed("the method is a text", f"{pointer}/method")
    moments = {
        name: timestamps.parse(value[name], pointer=f"{pointer}/{name}") for name in _MOMENTS if name in value
    }
    return IssuerKey(value["method"], PublicKey.from_jwk(value["publicKeyJwk"]), **moments)


def _malformed(why: str, pointer: str = "") -> InputError:
    return InputError(
        f"this is no history of keys: {why}",
        pointer=pointer,
        hint="keep the file as KeyHistory.to_json wrote it",
    )
