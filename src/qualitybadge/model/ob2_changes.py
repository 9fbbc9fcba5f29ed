"""What an upgrade of an older badge gathers while it walks: what was changed, and what breaks a rule."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import InputError


class Note(NamedTuple):
    """One thing that was read differently from how it is written.

    Attributes:
        pointer: where it stands in the original.
        text: what was done, for a person.
    """

    pointer: str
    text: str


class Changes:
    """What one upgrade gathers while it walks; used once.

    Attributes:
        version: the version upgraded from.
        url: where the document was served, "" where that is not known.
        notes: what was changed.
        faults: what breaks a rule of the older version, with pointers into the original.
        moved: pointer in the result -> pointer in the original, where they differ.
        excused: pointer in the result -> why the older version allows what 2.0 does not.
        hosted_url: address that the document names as its hosted copy.
        key_url: address of the key that a signed assertion of 1.x names itself.
    """

    def __init__(self, version: str, url: str) -> None:
        self.version = version
        self.url = url
        self.notes: list[Note] = []
        self.faults: list[InputError] = []
        self.moved: dict[str, str] = {}
        self.excused: dict[str, str] = {}
        self.hosted_url = ""
        self.key_url = ""

    def note(self, pointer: str, text: str) -> None:
        """Say what was changed."""
        self.notes.append(Note(pointer, text))

    def fault(self, pointer: str, message: str, section: str, *, hint: str = "") -> None:
        """Say which rule of the older version is broken."""
        self.faults.append(InputError(message, pointer=pointer, hint=hint, spec=self.spec(section)))

    def spec(self, section: str) -> str:
        """Return the tag of a clause of the older version."""
        return f"OB {self.version} §{section}"
