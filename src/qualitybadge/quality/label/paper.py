"""What the documents of an application have in common: strict reading, days, digests. Knows no scheme."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from ...errors import InputError
from ...jsonschemas import schema_errors
from ...spec import read_schema
from ...wire import jcs, multibase, strictjson
from ...wire.files import content_of

_SHA256 = b"\x12\x20"
_NOT_ALLOWED = "no value is allowed here"  # what a schema says of a member that it does not know


class Paper(ABC):
    """A document of an application or its evaluation: strict JSON in, JSON out, and a digest."""

    __slots__ = ()

    @classmethod
    @abstractmethod
    def from_dict(cls, data: Any) -> Self:
        """Return the document that JSON data holds.

        Raises:
            InputError: a member is missing, unknown or of another type, or a day does not exist.
        """

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data, in the shape of its published schema."""

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the document that a JSON text holds.

        Raises:
            InputError: as `from_dict`, or it is no JSON.
        """
        return cls.from_dict(strictjson.loads(text))

    def to_json(self) -> str:
        """Return `to_dict()` as indented JSON text; the same document gives the same text."""
        return json_of(self.to_dict())

    @property
    def digest(self) -> str:
        """The SHA-256 of its canonical JSON as ``digestMultibase``: by this other documents name it."""
        return digest_of_data(self.to_dict())


def require_form(data: Any, schema_id: str) -> dict[str, Any]:
    """Return the data where it follows one of our schemas to the letter.

    Raises:
        InputError: a member is missing, unknown or of another type (SCHEMA_MISMATCH); the pointer says which.
    """
    for fault in schema_errors(read_schema(schema_id), data):
        unknown = fault.message.startswith(_NOT_ALLOWED)
        raise InputError(
            "there is no such member" if unknown else fault.message,
            code="SCHEMA_MISMATCH",
            pointer=fault.pointer,
            hint=f"its form is described by {schema_id}",
        )
    found: dict[str, Any] = data
    return found


def digest_of_bytes(content: bytes) -> str:
    """Return the SHA-256 of a content as a multihash in multibase (``digestMultibase``)."""
    return multibase.encode(_SHA256 + hashlib.sha256(content).digest())


def digest_of_data(data: Any) -> str:
    """Return the ``digestMultibase`` of the canonical JSON of a value."""
    return digest_of_bytes(jcs.canonicalize(data))


def json_of(data: Mapping[str, Any]) -> str:
    """Return indented JSON text; the same data gives the same text."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def day_of(text: str, pointer: str) -> date | None:
    """Return the day that a member names, None for "".

    Raises:
        InputError: there is no such day.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r:.40} is no day", pointer=pointer, hint="write it as 2026-11-20") from None


def text_of(day: date | None) -> str:
    """Return how a day is written, "" for None."""
    return "" if day is None else day.isoformat()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that shows that an answer holds: a web address, a file by its digest, or both.

    Attributes:
        title: what it is.
        url: where it stands.
        file: the name of the file.
        digest: ``digestMultibase`` of the file's bytes (SHA-256).
    """

    title: str = ""
    url: str = ""
    file: str = ""
    digest: str = ""

    @classmethod
    def of_file(cls, path: Path, title: str = "") -> Evidence:
        """Return a file as evidence: its name and digest; its content stays where it is.

        Raises:
            LimitError: it is too large.
            UndeterminedError: it cannot be read.
            TypeError: it is no `pathlib.Path`.
        """
        digest = digest_of_bytes(content_of(path))
        return cls(title or path.name, file=path.name, digest=digest)

    @classmethod
    def from_dict(cls, data: Mapping[str, str]) -> Evidence:
        """Return the evidence that a checked document holds."""
        return cls(**data)

    @property
    def given(self) -> bool:
        """Whether it leads anywhere."""
        return bool(self.url or self.digest)

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON data."""
        return {"title": self.title, "url": self.url, "file": self.file, "digest": self.digest}


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who applies.

    Attributes:
        name: what it is called.
        id: the id of its issuer profile, as its badges name it.
        aliases: other ids that its badges name: ``alsoKnownAs``.
        country: ISO 3166-1 alpha-2 code.
        languages: BCP 47 tags of the languages that it works in.
        url: its web address.
    """

    name: str = ""
    id: str = ""
    aliases: tuple[str, ...] = ()
    country: str = ""
    languages: tuple[str, ...] = ()
    url: str = ""

    @property
    def ids(self) -> frozenset[str]:
        """Every id that its badges may name as their issuer."""
        return frozenset(filter(None, (self.id, *self.aliases)))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Organisation:
        """Return the organisation that a checked document holds."""
        return cls(
            name=data["name"],
            id=data["id"],
            aliases=tuple(data["aliases"]),
            country=data["country"],
            languages=tuple(data["languages"]),
            url=data["url"],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            "name": self.name,
            "id": self.id,
            "aliases": list(self.aliases),
            "country": self.country,
            "languages": list(self.languages),
            "url": self.url,
        }
