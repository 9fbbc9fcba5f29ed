"""Take objects of 2.0 apart so that nothing is lost silently: what nobody takes is listed; builds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from ..jsonld.compaction import iri
from ..jsonld.compaction_parts import listed, step
from ..model.values import TEXT, URI, Value

_EXCLUDED = re.compile(r"[\x00-\x20\x7f<>\x22{}|\\^`]")
_NO_PLACE = "a badge of 3.0 has no member for it"
_NO_FORM = "its value has no form in 3.0"


class Loss(NamedTuple):
    """One thing that a conversion could not carry, or carried in another form.

    Attributes:
        pointer: where it stands in the original, read as one document: the badge class under ``/badge``, the
            profile of its issuer under ``/badge/issuer``.
        reason: why, for a person.
    """

    pointer: str
    reason: str


class Account:
    """What one conversion could not carry, and what reads differently; used once."""

    def __init__(self) -> None:
        self.losses: list[Loss] = []
        self.notes: list[Loss] = []

    def lose(self, pointer: str, reason: str = _NO_PLACE) -> None:
        """List what is not carried."""
        self.losses.append(Loss(pointer, reason))

    def note(self, pointer: str, reason: str) -> None:
        """Say how something is carried that reads differently."""
        self.notes.append(Loss(pointer, reason))


class Source:
    """One object of 2.0, whose members are taken one by one; `close` lists the rest.

    Args:
        data: the compacted object; it is not changed.
        pointer: where it stands.
        account: where losses are listed.
    """

    def __init__(self, data: Mapping[str, Any], pointer: str, account: Account) -> None:
        self.pointer = pointer
        self.account = account
        self._left = {name: value for name, value in data.items() if name != "@context"}

    def at(self, name: str) -> str:
        """Return the pointer to a member."""
        return f"{self.pointer}/{step(name)}"

    def take(self, name: str) -> Any:
        """Return a member, None where there is none; it counts as carried."""
        return self._left.pop(name, None)

    def items(self, name: str) -> Iterator[tuple[Any, str]]:
        """Yield each value of a member and the pointer to it."""
        if name not in self._left:
            return
        value = self.take(name)
        for place, item in enumerate(listed(value)):
            yield item, f"{self.at(name)}/{place}" if isinstance(value, list) else self.at(name)

    def text(self, name: str, kind: Value = TEXT) -> str | None:
        """Return a member that is a text of a kind of 3.0; None, and a loss, for any other value."""
        if name not in self._left:
            return None
        value = self.take(name)
        if isinstance(value, str) and kind.fault(value) is None:
            return value
        self.account.lose(self.at(name), _NO_FORM)
        return None

    def uri(self, name: str) -> str | None:
        """Return a member that is an address; None, and a loss, for any other value."""
        return uri(self.take(name), self.at(name), self.account) if name in self._left else None

    def identified(self, identity: str) -> None:
        """Take the id, which the new object has, too; a blank one names nothing."""
        for value, pointer in self.items("id"):
            if value != identity and not (isinstance(value, str) and value.startswith("_:")):
                self.account.lose(pointer, "it is no id of 3.0")

    def types(self, own: frozenset[str], *, kept: bool = True) -> list[str]:
        """Return the IRIs of the types beyond those that 2.0 itself gives the class.

        Args:
            own: the words of 2.0 that a type of 3.0 stands for.
            kept: whether further types have a place in the class of 3.0; else they are lost.
        """
        result = []
        for word, pointer in self.items("type"):
            if isinstance(word, str) and word in own:
                continue
            if kept and isinstance(word, str) and URI.fault(iri(word)) is None:
                result.append(iri(word))
            else:
                self.account.lose(pointer, "this class of 3.0 has no place for such a type")
        return result

    def left(self) -> Mapping[str, Any]:
        """Return what nobody took yet."""
        return self._left

    def close(self, reasons: Mapping[str, str]) -> None:
        """List every member that nobody took.

        Args:
            reasons: why, by name; for the others there is no member in 3.0.
        """
        for name in self._left:
            for pointer in self._each(name):
                self.account.lose(pointer, reasons.get(name, _NO_PLACE))
        self._left = {}

    def _each(self, name: str) -> list[str]:
        value = self._left[name]
        several = isinstance(value, list) and value
        return [f"{self.at(name)}/{place}" for place in range(len(value))] if several else [self.at(name)]


def uri(value: Any, pointer: str, account: Account) -> str | None:
    """Return an address with what no URI may hold written in percent encoding.

    None, and a loss, where it is none even so.
    """
    if isinstance(value, str):
        written = _EXCLUDED.sub(lambda found: quote(found[0], safe=""), value)
        if URI.fault(written) is None:
            if written != value:
                account.note(pointer, "written in percent encoding, as a URI must be")
            return written
    account.lose(pointer, "it is no URI, as 3.0 asks for here")
    return None
