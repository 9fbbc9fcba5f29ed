"""One object of a badge's graph: as it was served, read as 2.0, compacted, and judged by its class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ...conformance_ob2 import class_errors
from ...errors import InputError
from ...jsonld import Contexts
from ...jsonld.budget import Budget
from ...jsonld.compaction import Compacted, compact
from ...limits import Limits
from ...model.ob2_versions import CONTEXT_2, Upgraded, Version, upgrade
from ...urls import is_web, parse_url
from ...wire import strictjson

HOSTED, EMBEDDED, SIGNED, SUBMITTED = "hosted", "embedded", "signed", "submitted"


class Node(NamedTuple):
    """One object of the graph.

    Attributes:
        id: its own id, "" where it has none.
        class_name: what it is judged as: ``Assertion``, ``BadgeClass``, ``Issuer``, ``Profile``,
            ``CryptographicKey``, ``RevocationList`` or ``Endorsement``.
        data: the object in the words of 2.0; not to be changed.
        upgraded: how it was read: version, notes, faults of the older version.
        compacted: its extensions, and words that are no IRI.
        faults: words that are no IRI where one belongs.
        findings: what else keeps it from conforming to its class, and to the rules of its own version.
        origin: where it came from: ``hosted``, ``embedded``, ``signed`` or ``submitted``.
        url: the address that served it; "" for an object that was not fetched.
        raw: the bytes that it was read from; those of what it is embedded in.
    """

    id: str
    class_name: str
    data: dict[str, Any]
    upgraded: Upgraded
    compacted: Compacted
    faults: tuple[InputError, ...]
    findings: tuple[InputError, ...]
    origin: str
    url: str
    raw: bytes

    @property
    def version(self) -> Version:
        """The version that it was written for."""
        return self.upgraded.version

    @property
    def hosted_id(self) -> str:
        """The address that it names as its own, "" where it names none.

        Its id as JSON-LD reads it, which is the one that is shown, and not the member that is called so:
        whose object it is must not depend on who asks. An assertion of 1.x may name its address beside it.
        """
        if is_web(self.id):
            return self.id
        beside = self.class_name == "Assertion" and self.version != "2.0"
        return self.upgraded.hosted_url if beside else ""

    @property
    def passed_on(self) -> bool:
        """Whether its own address redirected to another host, which serves it.

        Open redirects lead anywhere, so this shows no more than that the address answers like this.
        """
        own = self.hosted_id
        if not own or not self.url or own == self.url:
            return False
        return parse_url(own, allow_http=True).authority != parse_url(self.url, allow_http=True).authority


class Reader(NamedTuple):
    """What every object of a badge is read with.

    Attributes:
        contexts: what they may name.
        limits: what each may hold.
        budget: what all of them may take together; None: each as much as one badge may.
    """

    contexts: Contexts
    limits: Limits
    budget: Budget | None = None

    def read(
        self,
        original: dict[str, Any],
        class_name: str,
        *,
        origin: str,
        asked: str = "",
        url: str = "",
        raw: bytes = b"",
    ) -> Node:
        """Read one object of any version as an object of 2.0 and judge it by its class.

        Args:
            original: the object.
            class_name: what it is judged as.
            origin: where it came from.
            asked: the address under which it was asked for, by which an object of 1.0 is known.
            url: the address that served it, after redirects.
            raw: the bytes that it was read from.

        Raises:
            InputError: it is no JSON-LD at all.
            LimitError: it is too deep or too large, or names too many contexts.
            UnsupportedError: a context is not known (CONTEXT_UNKNOWN).
        """
        upgraded = upgrade(original, url=asked or None, class_name=class_name)
        return self._judged(upgraded, class_name, origin=origin, url=url, raw=raw)

    def held(self, holder: Node, member: str, class_name: str, *, origin: str) -> Node:
        """Read an object that stands inside another one, by the rules of the version of that one.

        Raises:
            InputError, LimitError, UnsupportedError: as `read`.
        """
        data = {"@context": CONTEXT_2, **holder.data[member]}
        outer = holder.upgraded
        inner = replace(
            outer,
            data=data,
            notes=(),
            faults=(),
            hosted_url="",
            key_url="",
            excused=_below(outer.excused, f"/{member}"),
            moved=_below(outer.moved, f"/{member}"),
        )
        return self._judged(inner, class_name, origin=origin, raw=holder.raw)

    def pay(self, units: int) -> None:
        """Take what an object costs that was read before.

        Raises:
            UndeterminedError: there is not enough left (LIMIT).
        """
        if self.budget is not None:
            self.budget.spend(units)

    def _judged(
        self, upgraded: Upgraded, class_name: str, *, origin: str, url: str = "", raw: bytes = b""
    ) -> Node:
        """Compact an object and judge it by its class.

        Raises:
            InputError: it is no JSON-LD at all.
            LimitError: it is too deep or too large, or names too many contexts.
            UnsupportedError: a context is not known (CONTEXT_UNKNOWN).
        """
        compacted = compact(upgraded.data, contexts=self.contexts, limits=self.limits, budget=self.budget)
        # What is embedded is a node of its own and judged as such.
        errors = class_errors(compacted.data, class_name, limits=self.limits, embedded=False)
        said = {error.pointer for error in compacted.faults}
        identifier = compacted.data.get("id")
        return Node(
            id=identifier if isinstance(identifier, str) else "",
            class_name=class_name,
            data=compacted.data,
            upgraded=upgraded,
            compacted=compacted,
            faults=compacted.faults,
            findings=upgraded.findings(error for error in errors if error.pointer not in said),
            origin=origin,
            url=url,
            raw=raw,
        )

    def parse(self, body: bytes, class_name: str, *, asked: str, url: str) -> Node:
        """Read the hosted object in an answer's body; a byte order mark before it is passed over.

        Arguments are those of `read`.

        Raises:
            InputError, LimitError, UnsupportedError: as `read`, or the body is no JSON object.
        """
        original = strictjson.loads(body.removeprefix(b"\xef\xbb\xbf"), limits=self.limits)
        if not isinstance(original, dict):
            raise InputError(
                "the document there is no JSON object", code="NOT_A_BADGE", spec="OB 2.0 §Data Model"
            )
        return self.read(original, class_name, origin=HOSTED, asked=asked, url=url, raw=body)


def _below(places: Mapping[str, str], pointer: str) -> dict[str, str]:
    """Return what is said of places below another one, as places of the object that stands there."""
    return {
        place.removeprefix(pointer): said for place, said in places.items() if place.startswith(f"{pointer}/")
    }
