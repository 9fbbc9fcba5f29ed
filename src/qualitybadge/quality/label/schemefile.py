"""Reads a label scheme from its TOML and writes it again; refuses one that contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ...errors import InputError
from ..tomlfile import read_toml
from . import scheme as schemes
from .paper import require_form
from .schemeparts import (
    Condition,
    Demand,
    Figure,
    FormalCriterion,
    Indicator,
    Item,
    Mark,
    Origin,
    QualityCriterion,
    Renewal,
    Role,
    Step,
    Training,
)
from .tomltext import toml_text

_OF_ORIGIN = ("source", "mark", "note")
# Table of the file -> what a row becomes, and the attribute of `LabelScheme` that holds the rows.
_ROWS: dict[str, tuple[type[Any], str]] = {
    "step": (Step, "steps"),
    "formal": (FormalCriterion, "formal"),
    "quality": (QualityCriterion, "quality"),
    "item": (Item, "items"),
    "indicator": (Indicator, "indicators"),
    "training": (Training, "training"),
    "condition": (Condition, "conditions"),
    "role": (Role, "roles"),
}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "item": {"criteria": [], "checked_by": "", "answered_by": "applicant"},
    "training": {"achievements": [], "issuers": []},
}
_PAIRS = (
    ("scale_lowest", "scale_highest"),
    ("committee_least", "committee_most"),
    ("local_reviewers", "reviewers"),
)


def read_scheme(path: Path) -> schemes.LabelScheme:
    """Return the scheme in a file.

    Raises:
        InputError: it is no TOML, breaks the published schema, or contradicts itself.
        UndeterminedError: it could not be read.
    """
    return _scheme(read_toml(path, schemes.SCHEMA_ID))


def scheme_from(table: Mapping[str, Any]) -> schemes.LabelScheme:
    """Return the scheme that a table describes.

    Raises:
        InputError: it breaks the published schema, or contradicts itself.
    """
    return _scheme(require_form(dict(table), schemes.SCHEMA_ID))


def table_of(scheme: schemes.LabelScheme) -> dict[str, Any]:
    """Return the scheme in the shape of the file."""
    table: dict[str, Any] = {
        "schema": schemes.SCHEMA_ID,
        "id": scheme.id,
        "version": scheme.version,
        "name": scheme.name,
        "authorities": list(scheme.authorities),
        "origins": {name: _said(origin) for name, origin in scheme.origins.items()},
        "sources": dict(scheme.sources),
        "unknown": dict(scheme.unknown),
        "figures": {
            name: {"value": figure.value, **_said(figure.origin)} for name, figure in scheme.figures.items()
        },
    }
    if scheme.renewal is not None:
        table["renewal"] = _row_of(scheme.renewal)
    for name, (_kind, attribute) in _ROWS.items():
        table[name] = [_row_of(row) for row in getattr(scheme, attribute)]
    return table


def toml_of(scheme: schemes.LabelScheme) -> str:
    """Return the scheme as the text of a TOML file."""
    return toml_text(table_of(scheme))


def _scheme(table: dict[str, Any]) -> schemes.LabelScheme:
    rows = {
        attribute: tuple(_part(kind, name, row) for row in table.get(name, []))
        for name, (kind, attribute) in _ROWS.items()
    }
    figures = table.get("figures", {})
    found = schemes.LabelScheme(
        id=table["id"],
        version=table["version"],
        name=table["name"],
        authorities=tuple(table["authorities"]),
        origins={name: _origin(row) for name, row in table["origins"].items()},
        sources=table["sources"],
        unknown=table.get("unknown", {}),
        figures={name: Figure(row["value"], _origin(row)) for name, row in figures.items()},
        renewal=_part(Renewal, "renewal", {"items": [], **table["renewal"]}) if "renewal" in table else None,
        **rows,
    )
    _require_sources(found, table)
    _require_references(found)
    _require_figures(found)
    return found


def _origin(row: Mapping[str, Any]) -> Origin:
    return Origin(row["source"], Mark(row["mark"]), row.get("note", ""))


def _part(kind: type[Any], name: str, row: Mapping[str, Any]) -> Any:
    values = _DEFAULTS.get(name, {}) | {key: value for key, value in row.items() if key not in _OF_ORIGIN}
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    if "demand" in values and kind is Item:
        values["demand"] = Demand(values["demand"])
    return kind(**values, origin=_origin(row))


def _said(origin: Origin) -> dict[str, Any]:
    note = {"note": origin.note} if origin.note else {}
    return {"source": origin.source, "mark": origin.mark.value, **note}


def _row_of(part: Any) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in part.__slots__:
        value = getattr(part, name)
        if name == "origin" or value is None:
            continue
        row[name] = list(value) if isinstance(value, tuple) else value
    if isinstance(part, Item):
        row["demand"] = part.demand.value
    return row | _said(part.origin)


def _require_sources(scheme: schemes.LabelScheme, table: Mapping[str, Any]) -> None:
    """Refuse a value whose source is not in the table of sources.

    Raises:
        InputError: one names a source that is not there.
    """
    for pointer, row in _origins_in(table):
        for key in row["source"].split("; "):
            if key not in scheme.sources:
                raise InputError(
                    f"there is no source {key!r:.80}",
                    pointer=f"{pointer}/source",
                    hint="add it with its address to the table [sources]",
                )


def _origins_in(table: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for group in ("origins", "figures"):
        for name, row in table.get(group, {}).items():
            yield f"/{group}/{name}", row
    if "renewal" in table:
        yield "/renewal", table["renewal"]
    for name in _ROWS:
        for place, row in enumerate(table.get(name, [])):
            yield f"/{name}/{place}", row


def _require_references(scheme: schemes.LabelScheme) -> None:
    """Refuse ids that stand there twice, and names of what is not there.

    Raises:
        InputError: there is one.
    """
    ids = {name: [row.id for row in getattr(scheme, attribute)] for name, (_, attribute) in _ROWS.items()}
    for name, found in ids.items():
        for place, one in enumerate(found):
            if one in found[:place]:
                raise InputError(f"the id {one} stands there twice", pointer=f"/{name}/{place}/id")
    criteria = {*ids["formal"], *ids["quality"]}
    for place, item in enumerate(scheme.items):
        _require_known(item.criteria, criteria, f"/item/{place}/criteria")
    for place, indicator in enumerate(scheme.indicators):
        _require_known((indicator.criterion,), criteria, f"/indicator/{place}/criterion")
    for place, training in enumerate(scheme.training):
        _require_known((training.item,), set(ids["item"]), f"/training/{place}/item")
    if scheme.renewal is not None:
        _require_known(scheme.renewal.items, set(ids["item"]), "/renewal/items")


def _require_known(names: Iterable[str], known: set[str], pointer: str) -> None:
    for name in names:
        if name not in known:
            raise InputError(
                f"there is no {name!r:.80} in the scheme",
                pointer=pointer,
                hint=f"known: {', '.join(sorted(known)) or 'none'}",
            )


def _require_figures(scheme: schemes.LabelScheme) -> None:
    """Refuse figures that cannot hold together, and what is said although it is listed as unknown.

    Raises:
        InputError: there is such a thing.
    """
    for name, figure in scheme.figures.items():
        if name in scheme.unknown and figure.origin.mark is not Mark.PROPOSAL:
            raise _contradiction(f"{name} is listed as unknown and stated at the same time", name)
    if "indicators" in scheme.unknown and scheme.indicators:
        raise _contradiction(
            "the indicators are listed as unknown and stated at the same time", "", "/indicator"
        )
    for low, high in _PAIRS:
        _require_order(scheme, low, high)
    level, scale = scheme.minimum_level, scheme.scale
    if level is not None and scale is not None and not scale[0] <= level <= scale[1]:
        raise _contradiction(f"the level {level} is not on the scale", "minimum_level")


def _require_order(scheme: schemes.LabelScheme, low: str, high: str) -> None:
    least, most = scheme.figures.get(low), scheme.figures.get(high)
    if least is not None and most is not None and least.value > most.value:
        raise _contradiction(f"{low} is larger than {high}", low)


def _contradiction(message: str, figure: str, pointer: str = "") -> InputError:
    return InputError(
        message,
        pointer=pointer or f"/figures/{figure}",
        hint="state what the scheme's documents state; list the rest in [unknown]",
    )
