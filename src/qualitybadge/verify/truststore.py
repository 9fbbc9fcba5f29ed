"""TrustStore: whom the caller trusts as issuers, by name, by registry or by list; fetches nothing itself.

Trust is never part of authenticity: a badge of an issuer whom nobody recognises is as genuine as any other.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from ..errors import InputError
from ..keys import PublicKey
from ..limits import DEFAULT_LIMITS
from ..urls import parse_url
from ..wire import strictjson, timestamps
from ..wire.files import read_bounded

RECOGNIZED_ENTITIES_DRAFT = "WD-2026-08-02"
"""The draft of W3C Recognized Entities v1.0 that is understood; it calls itself experimental."""

_NEEDED = {"version": f'write version = "{RECOGNIZED_ENTITIES_DRAFT}" if the list follows that draft'}

_REMEMBERED = 64
_MEMBERS = {  # of an entry of each section: what it must have, what it may have
    "issuer": (("id",), ("name", "keys", "valid_from", "valid_until")),
    "registry": (("url",), ("name",)),
    "recognized_entities": (("url", "issuer", "version"), ("name",)),
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """One issuer whom the caller trusts.

    Attributes:
        issuer: id as it stands in the badge: a DID or an https URL.
        name: what the caller calls it; shown instead of the name that the badge claims.
        keys: the only keys accepted; empty: whichever key the issuer authorises.
        valid_from: badges that say they are older are not anchored; aware; None: no such end.
        valid_until: badges that say they are younger are not anchored; aware; None: no such end.
    """

    issuer: str
    name: str = ""
    keys: tuple[PublicKey, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.issuer, str) or ":" not in self.issuer:
            raise InputError(f"{self.issuer!r} names no issuer: give a DID or an https URL", code="USAGE")
        self._require_window()
        if not isinstance(self.keys, tuple) or not all(isinstance(key, PublicKey) for key in self.keys):
            raise InputError(f"the keys of {self.issuer} are no tuple of PublicKeys", code="USAGE")

    def _require_window(self) -> None:
        for moment in (self.valid_from, self.valid_until):
            if moment is not None and (not isinstance(moment, datetime) or moment.tzinfo is None):
                message = f"the window of {self.issuer} is not made of datetimes with a time zone"
                raise InputError(message, code="USAGE")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise InputError(f"the window of {self.issuer} ends before it begins", code="USAGE")

    def covers(self, moment: datetime) -> bool:
        """Tell whether a badge issued at this moment falls into the window."""
        after_start = self.valid_from is None or moment >= self.valid_from
        return after_start and (self.valid_until is None or moment <= self.valid_until)


@dataclass(frozen=True, slots=True)
class IssuerRegistry:
    """A published dictionary of issuers, as the Digital Credentials Consortium keeps them.

    Attributes:
        url: https address of its JSON; whoever answers there is believed.
        name: what it is called in reports.
    """

    url: str
    name: str = ""

    def __post_init__(self) -> None:
        parse_url(self.url)


@dataclass(frozen=True, slots=True)
class RecognizedEntities:
    """A signed list of recognised entities (W3C Recognized Entities v1.0, a working draft).

    Attributes:
        url: https address of the `RecognizedEntityCredential`.
        issuer: who must have signed it: a DID or an https URL.
        version: the draft that the caller knows it follows; only `RECOGNIZED_ENTITIES_DRAFT` is understood.
        name: what it is called in reports.
    """

    url: str
    issuer: str
    version: str
    name: str = ""

    def __post_init__(self) -> None:
        parse_url(self.url)
        if self.version != RECOGNIZED_ENTITIES_DRAFT:
            raise InputError(
                f"Recognized Entities {self.version!r} is not understood: the format is a draft that changes",
                code="UNSUPPORTED",
                hint=f"say version={RECOGNIZED_ENTITIES_DRAFT!r} if the list follows that draft",
            )


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Issuers whom the caller trusts; frozen and shared between threads.

    It remembers what registries and lists said for five minutes, and nothing that was not verified.

    Attributes:
        issuers: anchors, or ids of issuers trusted without further terms.
        registries: asked in this order; the first is the most authoritative.
        recognized_entities: signed lists, behind the version of a draft.

    Raises:
        InputError: an issuer, address or version cannot be used (USAGE, UNSAFE_TARGET, UNSUPPORTED).
    """

    issuers: tuple[Anchor, ...] = ()
    registries: tuple[IssuerRegistry, ...] = ()
    recognized_entities: tuple[RecognizedEntities, ...] = ()
    remembered: Remembered = field(init=False, repr=False, compare=False)

    def __init__(
        self,
        issuers: Iterable[Anchor | str] = (),
        *,
        registries: Iterable[IssuerRegistry] = (),
        recognized_entities: Iterable[RecognizedEntities] = (),
    ) -> None:
        if isinstance(issuers, str | bytes) or not isinstance(issuers, Iterable):
            raise InputError("issuers must be several, such as ['did:web:academy.example']", code="USAGE")
        anchors = tuple(one if isinstance(one, Anchor) else Anchor(one) for one in issuers)
        object.__setattr__(self, "issuers", anchors)
        object.__setattr__(self, "registries", _all_of(IssuerRegistry, registries))
        object.__setattr__(self, "recognized_entities", _all_of(RecognizedEntities, recognized_entities))
        object.__setattr__(self, "remembered", Remembered())

    def anchors_of(self, issuer_id: str) -> tuple[Anchor, ...]:
        """Return the anchors of an issuer; ids are compared letter by letter."""
        return tuple(anchor for anchor in self.issuers if anchor.issuer == issuer_id)

    @classmethod
    def load(cls, path: Path) -> TrustStore:
        """Read a store from a TOML or JSON file; `docs/trust.md` shows one.

        Raises:
            InputError: the file is malformed or says something unknown (USAGE, PARSING).
            UndeterminedError: it could not be read.
        """
        if not isinstance(path, Path):
            raise TypeError(f"path must be a pathlib.Path, not {type(path).__name__}")
        return _from_data(_parsed(path))


Source = TypeVar("Source", IssuerRegistry, RecognizedEntities)


class Remembered:
    """What registries and lists said, for as long as it is fresh; bounded, shared between threads."""

    _FRESH = timedelta(minutes=5)

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: dict[Hashable, tuple[datetime, Mapping[str, Any]]] = {}

    def get(self, key: Hashable, now: datetime) -> Mapping[str, Any] | None:
        """Return what a source said, None where that is too old, of the future or not known.

        Args:
            key: the source and everything its answer was judged by.
            now: the clock of the verification.
        """
        with self._lock:
            found = self._answers.get(key)
        if found is None or not found[0] <= now <= found[0] + self._FRESH:
            return None
        return found[1]

    def put(self, key: Hashable, now: datetime, entries: Mapping[str, Any]) -> None:
        """Remember what a source said."""
        with self._lock:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[key] = (now, entries)


def _all_of(kind: type[Source], given: Iterable[Source]) -> tuple[Source, ...]:
    sources = tuple(given)
    if not all(isinstance(source, kind) for source in sources):
        name = kind.__name__
        raise InputError(f"every one of them must be made with {name}(…)", code="USAGE")
    return sources


def _parsed(path: Path) -> dict[str, Any]:
    content = read_bounded(path, DEFAULT_LIMITS)
    if path.suffix.lower() == ".json":
        data = strictjson.loads(content)
    else:
        from ..wire import stricttoml  # only here: who has no such file does not wait for it

        data = stricttoml.parsed(content, most_bytes=DEFAULT_LIMITS.json_bytes)
    if not isinstance(data, dict):
        raise InputError(f"{path.name} holds no table of issuers", code="USAGE")
    return data


def _from_data(data: Mapping[str, Any]) -> TrustStore:
    rows: dict[str, list[Any]] = {"issuer": [], "registry": [], "recognized_entities": []}
    for section, entries in data.items():
        if section not in rows or not isinstance(entries, list):
            raise InputError(
                f"a trust store has no section {section!r}",
                code="USAGE",
                hint="write [[issuer]], [[registry]] or [[recognized_entities]]",
            )
        for place, entry in enumerate(entries):
            rows[section].append(_entry(section, place, entry))
    return TrustStore(
        rows["issuer"], registries=rows["registry"], recognized_entities=rows["recognized_entities"]
    )


def _entry(section: str, place: int, entry: Any) -> Anchor | IssuerRegistry | RecognizedEntities:
    pointer = f"/{section}/{place}"
    if not isinstance(entry, dict):
        raise InputError(f"{section} {place + 1} is no table", code="USAGE", pointer=pointer)
    try:
        _require_members(section, entry)
        if section == "issuer":
            return _anchor(dict(entry))
        kind = IssuerRegistry if section == "registry" else RecognizedEntities
        return kind(**_texts(entry))
    except InputError as error:
        message = f"{section} {place + 1}: {error.message}"
        raise InputError(message, code=error.code, pointer=pointer, hint=error.hint) from None


def _require_members(section: str, entry: Mapping[str, Any]) -> None:
    needed, further = _MEMBERS[section]
    for name in needed:
        if name not in entry:
            raise InputError(f"{name} is missing", code="USAGE", hint=_NEEDED.get(name, ""))
    unknown = set(entry) - {*needed, *further}
    if unknown:
        known = ", ".join((*needed, *further))
        raise InputError(f"there is no member {min(unknown)!r}", code="USAGE", hint=f"use {known}")


def _texts(entry: Mapping[str, Any]) -> dict[str, str]:
    if not all(isinstance(value, str) for value in entry.values()):
        raise InputError("every value must be a text", code="USAGE")
    return dict(entry)


def _anchor(entry: dict[str, Any]) -> Anchor:
    keys = entry.pop("keys", [])
    if not isinstance(keys, list):
        raise InputError("keys must be a list of Multikeys or JWKs", code="USAGE")
    members = {"issuer": entry.pop("id", None), "name": entry.pop("name", "")}
    for name in ("valid_from", "valid_until"):
        if name in entry:
            members[name] = _moment(name, entry.pop(name))
    return Anchor(keys=tuple(_key(key) for key in keys), **members, **entry)


def _moment(name: str, value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str):
        return timestamps.parse(value)
    raise InputError(f"{name} must be a date with time and zone", code="USAGE")


def _key(key: Any) -> PublicKey:
    return PublicKey.from_jwk(key) if isinstance(key, dict) else PublicKey.from_multikey(key)
