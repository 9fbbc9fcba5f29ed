"""What a profile asks of the values of a badge, beyond the levels of its rules. Judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Demands:
    """Stricter conditions and limits of a framework; every one of them can only make a rule harder to pass.

    Attributes:
        evidence: the badge carries evidence, whatever its type and criteria say (`QL-ASM-03`).
        assessed: that nobody was assessed is no method of assessment (`QL-ASM-01`).
        result: the badge states a result (`QL-OUT-09`).
        hours: least and most hours of workload (`QL-WRK-01`); None for any.
        ects: least and most ECTS points (`QL-WRK-02`); None for any.
        eqf: levels of the European Qualifications Framework (`QL-WRK-04`); () for any.
    """

    evidence: bool = False
    assessed: bool = False
    result: bool = False
    hours: tuple[float, float] | None = None
    ects: tuple[float, float] | None = None
    eqf: tuple[int, ...] = ()

    def joined(self, row: Mapping[str, Any]) -> Demands:
        """Return these demands with those of a TOML table; what either asks for is asked for.

        Limits of the table that would let in what these keep out are drawn in.
        """
        return Demands(
            evidence=self.evidence or row.get("evidence", False),
            assessed=self.assessed or row.get("assessed", False),
            result=self.result or row.get("result", False),
            hours=_narrower(self.hours, row.get("hours")),
            ects=_narrower(self.ects, row.get("ects")),
            eqf=_levels_of_both(self.eqf, row.get("eqf", ())),
        )


NO_DEMANDS = Demands()


def _narrower(one: tuple[float, float] | None, other: Any) -> tuple[float, float] | None:
    if other is None:
        return one
    least, most = other
    return (least, most) if one is None else (max(one[0], least), min(one[1], most))


def _levels_of_both(one: tuple[int, ...], other: Any) -> tuple[int, ...]:
    if not one or not other:
        return one or tuple(other)
    return tuple(level for level in one if level in other)
