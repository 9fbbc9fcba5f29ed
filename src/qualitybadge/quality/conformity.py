"""What a draft has against the standard: its data model and its vocabulary, offline. Verifies no proof.

What a draft cannot have yet (its id, its date, how it is verified) is not held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..conformance import class_errors, conformance_errors
from ..errors import InputError, QualityBadgeError
from ..jsonld.compaction_parts import is_extension, listed, step
from ..limits import Limits
from ..model.document import Kind, kind_of
from .subject import many

if TYPE_CHECKING:
    from ..jsonld.compaction import Compacted
    from ..model.ob2_versions import Upgraded
    from .subject import Subject

_ACHIEVED_LEVEL = re.compile(r"/credentialSubject(?:/([0-9]{1,9}))?/result/([0-9]{1,9})/achievedLevel")
_NOT_YET = frozenset({"/id", "/validFrom", "/issuedOn", "/verification", "/proof"})


@dataclass(frozen=True)
class Conformity:
    """A document of one version, as far as its own text tells.

    Attributes:
        data: the whole document.
        version: ``2.0`` or ``3.0``.
        class_name: ``""`` for a badge of 3.0, else the class of the document.
        limits: how much is read.
    """

    data: dict[str, Any]
    version: str
    class_name: str
    limits: Limits

    @cached_property
    def faults(self) -> tuple[QualityBadgeError, ...]:
        """What keeps it from conforming to the data model."""
        if self.version == "2.0":
            found = self._faults_of_2()
        else:
            found = tuple(one for one in self._faults_of_3() if not _names_a_level(self.data, one.pointer))
        return tuple(fault for fault in found if not self._is_not_yet(fault.pointer))

    @cached_property
    def losses(self) -> tuple[QualityBadgeError, ...]:
        """The members that mean nothing to JSON-LD; a context that is not known is the last one."""
        if self.version == "2.0":
            return tuple(self._losses_of_2())
        from ..jsonld import to_quads, vocabulary_errors

        if self.class_name:
            return ()  # an achievement alone has no context yet
        unsecured = {name: value for name, value in self.data.items() if name != "proof"}
        try:
            to_quads(unsecured, limits=self.limits)
        except QualityBadgeError:  # the walk stops at the first fault: list them all
            return tuple(vocabulary_errors(unsecured, limits=self.limits))
        return ()

    def _is_not_yet(self, pointer: str) -> bool:
        return pointer in _NOT_YET and pointer[1:] not in self.data

    def _faults_of_3(self) -> tuple[QualityBadgeError, ...]:
        if not self.class_name or kind_of(self.data) is Kind.ACHIEVEMENT:
            return conformance_errors(self.data, limits=self.limits)
        from ..model.classtable import class_table

        return class_errors(class_table().shapes[self.class_name], self.data, limits=self.limits)

    def _faults_of_2(self) -> tuple[QualityBadgeError, ...]:
        from ..conformance_ob2 import class_errors as class_errors_2

        if isinstance(self._read, QualityBadgeError):
            return () if self._read.undetermined else (self._read,)
        upgraded, compacted = self._read
        errors = class_errors_2(compacted.data, self.class_name, limits=self.limits)
        return (*compacted.faults, *upgraded.findings(errors))

    def _losses_of_2(self) -> Iterator[QualityBadgeError]:
        if isinstance(self._read, QualityBadgeError):
            yield self._read
            return
        upgraded, compacted = self._read
        if upgraded.version == "2.0":
            yield from lost_members(self.data, compacted.data)

    @cached_property
    def _read(self) -> tuple[Upgraded, Compacted] | QualityBadgeError:
        """What it says in the words of 2.0, or why it cannot be read; either is found out once."""
        from ..jsonld.compaction import compact
        from ..model.ob2_versions import CONTEXT_2, upgrade

        # What stands alone is going to stand in a badge, which names the context.
        alone = self.class_name == "BadgeClass" and "@context" not in self.data
        data = {"@context": CONTEXT_2, **self.data} if alone else self.data
        try:
            upgraded = upgrade(data, class_name=self.class_name)
            return upgraded, compact(upgraded.data, limits=self.limits)
        except QualityBadgeError as error:
            return error


def conformity_of(subject: Subject) -> Conformity:
    """Return how a draft stands to the standard: the badge, or the achievement where there is no more."""
    whole, name = subject.badge, "Assertion" if subject.version == "2.0" else ""
    if not whole.present:
        whole, name = subject.achievement, "BadgeClass" if subject.version == "2.0" else "Achievement"
    return Conformity(dict(whole.data), subject.version, name, subject.limits)


IN_EXTENSION = "in an extension"
"""The hint of a loss that concerns an extension only."""


def lost_members(original: Any, kept: Any, at: str = "", *, extension: bool = False) -> Iterator[InputError]:
    """Yield a fault for each member of a document that its compacted form lacks.

    A member of an extension may be kept under its IRI, which ends as the member is called.
    """
    if isinstance(original, list):
        held = listed(kept)
        pairs = zip(original, held, strict=True) if len(held) == len(original) else ()
        for index, pair in enumerate(pairs):
            yield from lost_members(*pair, f"{at}/{index}", extension=extension)
    elif isinstance(original, dict) and isinstance(kept, dict):
        yield from _lost_in_object(original, kept, at, extension=extension or is_extension(kept))


def _lost_in_object(
    original: dict[str, Any], kept: dict[str, Any], at: str, *, extension: bool
) -> Iterator[InputError]:
    names = _kept_names(original, kept)
    for name, value in original.items():
        pointer = f"{at}/{step(name)}"
        if name in names:
            yield from lost_members(value, kept[names[name]], pointer, extension=extension)
        elif _says_something(name, value):
            message, hint = f"{name} means nothing: no context defines it", IN_EXTENSION if extension else ""
            yield InputError(message, code="DATA_LOSS", pointer=pointer, hint=hint)


def _kept_names(original: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, str]:
    """Return under which name each member was kept."""
    names = {name: name for name in original if name in kept}
    free = [name for name in kept if name not in names]
    for name in original:
        if name not in names:
            endings = (f"#{name}", f"/{name}", f":{name}")
            named = [one for one in free if one.endswith(endings)]
            alias = [one for one in free if kept[one] == original[name]]  # such as ``url`` for ``id``
            found = next(iter([*named, *alias]), None)
            if found is not None:
                names[name] = found
                free.remove(found)
    return names


def _says_something(name: str, value: Any) -> bool:
    # A name with a colon is an IRI, which always means something.
    return not name.startswith("@") and ":" not in name and value is not None and value != []


def _names_a_level(badge: Mapping[str, Any], pointer: str) -> bool:
    """Tell whether a place of 3.0 is a result's level that some result description of the achievement has.

    The text wants a level of the very description that the result names; the complete example of the standard
    takes one of another, and no schema asks. Which level it is decides `QL-OUT-09`.
    """
    place = _ACHIEVED_LEVEL.fullmatch(pointer)
    if place is None:
        return False
    awards = _objects([badge], "credentialSubject")[: int(place[1] or 0) + 1]
    results = _objects(awards[-1:], "result")
    level = results[int(place[2])].get("achievedLevel") if int(place[2]) < len(results) else None
    described = _objects(_objects(awards[-1:], "achievement"), "resultDescription")
    known = [one.get("id") for one in _objects(described, "rubricCriterionLevel")]
    return isinstance(level, str) and level in known


def _objects(holders: Sequence[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    return [one for holder in holders for one in many(holder.get(name)) if isinstance(one, dict)]
