"""What a profile asks of the values of a badge, beyond the levels of its rules. Judges nothing."""

from __future__ import annotations

import math
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
        hours: least and most hours of workload (`QL-WRK-01`); None for any. With limits of ECTS points,
            too, either will do.
        ects: least and most ECTS points (`QL-WRK-01`, `QL-WRK-02`); None for any.
        eqf: levels of the European Qualifications Framework (`QL-WRK-04`); None for any.
        eqf_with_ects: levels that do besides, where ECTS points are stated.
    """

    evidence: bool = False
    assessed: bool = False
    result: bool = False
    hours: tuple[float, float] | None = None
    ects: tuple[float, float] | None = None
    eqf: tuple[int, ...] | None = None
    eqf_with_ects: tuple[int, ...] = ()

    def joined(self, row: Mapping[str, Any]) -> Demands:
        """Return these demands with those of a TOML table; what either asks for is asked for.

        Limits of the table that would let in what these keep out are drawn in.
        """
        eqf, with_ects = self._levels(row.get("eqf"), tuple(row.get("eqf_with_ects", ())))
        return Demands(
            evidence=self.evidence or row.get("evidence", False),
            assessed=self.assessed or row.get("assessed", False),
            result=self.result or row.get("result", False),
            hours=_narrower(self.hours, row.get("hours")),
            ects=_narrower(self.ects, row.get("ects")),
            eqf=eqf,
            eqf_with_ects=with_ects,
        )

    def _levels(self, eqf: Any, with_ects: tuple[int, ...]) -> tuple[tuple[int, ...] | None, tuple[int, ...]]:
        """Return the levels that both take, alone and with ECTS points."""
        if self.eqf is None or eqf is None:
            return (self.eqf, self.eqf_with_ects) if eqf is None else (tuple(eqf), with_ects)
        both = tuple([level for level in self.eqf if level in eqf])
        own, other = (*self.eqf, *self.eqf_with_ects), (*eqf, *with_ects)
        return both, tuple([level for level in own if level in other and level not in both])


NO_DEMANDS = Demands()


def _narrower(one: tuple[float, float] | None, other: Any) -> tuple[float, float] | None:
    if other is None:
        return one
    least, most = other[0], other[1] if other[1:] else math.inf
    return (least, most) if one is None else (max(one[0], least), min(one[1], most))
