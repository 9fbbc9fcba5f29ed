"""A label scheme as data: steps, criteria, figures, roles, and what is unknown. Awards and judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ...errors import InputError
from .paper import digest_of_data
from .schemeparts import (
    Condition,
    Figure,
    FormalCriterion,
    Indicator,
    Item,
    Origin,
    QualityCriterion,
    Renewal,
    Role,
    SchemeReference,
    Step,
    Training,
)

SCHEMA_ID = "https://qualitybadge.example/schemas/quality/scheme/1.json"
_HERE = Path(__file__).parent / "schemes"


@dataclass(frozen=True, slots=True)
class LabelScheme:
    """The rules of a label, as its network wrote them down.

    What is not known stands in `unknown` and nowhere else: a figure that is not known is None, never a guess.

    Attributes:
        id: IRI of the scheme.
        version: version of this description.
        name: what the label is called.
        authorities: ids of those who may award the label; empty: nobody that is known here.
        origins: where id, version, name and authorities come from.
        sources: address of each source by its key.
        unknown: what is not known, by a short name.
        steps: the way to the label.
        formal: the formal criteria.
        quality: the quality criteria.
        items: the statements of the self-assessment.
        indicators: the indicators of which a share is needed; see `indicators_known`.
        training: the trainings that are asked for.
        conditions: what must hold for an award.
        roles: who takes part.
        figures: the numbers, by name.
        renewal: how the label is renewed; None where that is not said.
    """

    id: str
    version: str
    name: str
    authorities: tuple[str, ...]
    origins: Mapping[str, Origin] = field(repr=False)
    sources: Mapping[str, str] = field(repr=False)
    unknown: Mapping[str, str] = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False)
    formal: tuple[FormalCriterion, ...] = field(repr=False)
    quality: tuple[QualityCriterion, ...] = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)
    indicators: tuple[Indicator, ...] = field(repr=False)
    training: tuple[Training, ...] = field(repr=False)
    conditions: tuple[Condition, ...] = field(repr=False)
    roles: tuple[Role, ...] = field(repr=False)
    figures: Mapping[str, Figure] = field(repr=False)
    renewal: Renewal | None = field(default=None, repr=False)

    @staticmethod
    def load(source: str | Path) -> LabelScheme:
        """Return a built-in scheme by its name, or the one in a TOML file by its path.

        Args:
            source: a name of `scheme_names`, or the `pathlib.Path` of a file that follows
                ``schemas/quality/scheme.schema.json``.

        Raises:
            InputError: there is no such scheme, or the file breaks its form; the pointer says where.
            UndeterminedError: the file could not be read.
            TypeError: it is neither a text nor a path.
        """
        if isinstance(source, Path):
            from .schemefile import read_scheme

            return read_scheme(source)
        if not isinstance(source, str):
            raise TypeError(f"a scheme is a name or a pathlib.Path, not {type(source).__name__}")
        return _built_in(source)

    @staticmethod
    def from_dict(table: Mapping[str, Any]) -> LabelScheme:
        """Return the scheme that a table describes, in the shape of the TOML file.

        Raises:
            InputError: the table breaks the published schema, or contradicts itself.
        """
        from .schemefile import scheme_from

        return scheme_from(table)

    @staticmethod
    def template() -> str:
        """Return the TOML text of a small scheme to begin one's own with."""
        return (_HERE / "template.toml").read_text(encoding="utf-8")

    def to_dict(self) -> dict[str, Any]:
        """Return the scheme as JSON data in the shape of the TOML file."""
        from .schemefile import table_of

        return table_of(self)

    def to_toml(self) -> str:
        """Return the scheme as the text of a TOML file."""
        from .schemefile import toml_of

        return toml_of(self)

    @property
    def digest(self) -> str:
        """The SHA-256 of the scheme's canonical JSON as ``digestMultibase``."""
        return digest_of_data(self.to_dict())

    @property
    def reference(self) -> SchemeReference:
        """The scheme's id and version."""
        return SchemeReference(self.id, self.version)

    @property
    def indicators_known(self) -> bool:
        """Whether the list of indicators is known; where it is not, no share can be computed."""
        return "indicators" not in self.unknown

    def may_award(self, authority: str) -> bool:
        """Tell whether somebody may award this label: only whom the scheme names."""
        return authority in self.authorities

    def item(self, item_id: str) -> Item:
        """Return the item of this id.

        Raises:
            InputError: there is none.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise InputError(
            f"the scheme {self.name} has no item {item_id!r:.80}",
            code="USAGE",
            hint=f"known: {', '.join(item.id for item in self.items)}",
        )

    @property
    def asked(self) -> tuple[Item, ...]:
        """The items that an applicant answers."""
        return tuple(item for item in self.items if item.asked)

    @property
    def indicator_share(self) -> float | None:
        """Least share of the indicators, 0 to 1."""
        return self._figure("indicator_share")

    @property
    def minimum_level(self) -> int | None:
        """Least level that each answer must reach."""
        return self._whole("minimum_level")

    @property
    def scale(self) -> tuple[int, int] | None:
        """Lowest and highest level of the reviewers' scale; see its origin: it may be a proposal."""
        lowest, highest = self._whole("scale_lowest"), self._whole("scale_highest")
        return None if lowest is None or highest is None else (lowest, highest)

    @property
    def reviewers(self) -> int | None:
        """How many reviewers read an application."""
        return self._whole("reviewers")

    @property
    def local_reviewers(self) -> int | None:
        """How many of them at least come from the applicant's country or speak its language."""
        return self._whole("local_reviewers")

    @property
    def committee(self) -> tuple[int, int] | None:
        """Least and most members of the committee."""
        least, most = self._whole("committee_least"), self._whole("committee_most")
        return None if least is None or most is None else (least, most)

    @property
    def decision_days(self) -> int | None:
        """Within how many days an applicant hears the decision."""
        return self._whole("decision_days")

    @property
    def validity_years(self) -> int | None:
        """How long the label is valid."""
        return self._whole("validity_years")

    @property
    def plan_years(self) -> int | None:
        """How many years the plan must cover."""
        return self._whole("plan_years")

    @property
    def months_of_use(self) -> int | None:
        """For how many months badges must have been used before applying."""
        return self._whole("months_of_use")

    @property
    def samples_least(self) -> int | None:
        """How many sample badges are asked for."""
        return self._whole("samples_least")

    def _figure(self, name: str) -> float | None:
        figure = self.figures.get(name)
        return None if figure is None else figure.value

    def _whole(self, name: str) -> int | None:
        value = self._figure(name)
        return None if value is None else int(value)


def scheme_names() -> tuple[str, ...]:
    """Return the names of the built-in schemes."""
    return tuple(sorted(path.stem for path in _HERE.glob("*.toml") if path.stem != "template"))


@cache
def _built_in(name: str) -> LabelScheme:
    from .schemefile import read_scheme

    if name not in scheme_names():
        raise InputError(
            f"there is no scheme {name!r:.80}",
            code="USAGE",
            hint=f"known: {', '.join(scheme_names())}; name the file of another with a pathlib.Path",
        )
    return read_scheme(_HERE / f"{name}.toml")
