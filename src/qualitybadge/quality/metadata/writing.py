"""What both writers of metadata share: the members of our extension, and what could not be written and why.

It knows no place: `metadata_ob3` and `metadata_ob2` put what it makes where their version has it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from ...errors import InputError, QualityBadgeError
from ...spec import read_schema
from .model import Metadata, Skill
from .terms import Term

_SHOWN = 80


class Dropped(NamedTuple):
    """Something that a version cannot carry, or not so.

    Attributes:
        field: the field of `Metadata`.
        value: what was not written, shortened.
        reason: why, in words for a person.
    """

    field: str
    value: str
    reason: str


class Written(NamedTuple):
    """A document with metadata, and what of it could not be written.

    Attributes:
        document: a new document; what was handed in is not changed.
        dropped: what the document does not say although the metadata does.
    """

    document: dict[str, Any]
    dropped: tuple[Dropped, ...]


def fresh(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy as plain JSON data.

    Raises:
        IssueError: it is no JSON.
    """
    from ...issue.draft import plain  # only who writes needs the room of issuing

    result: dict[str, Any] = plain(document)
    return result


def dropped(field: str, value: object, reason: str) -> Dropped:
    """Return what was dropped, its value shortened."""
    text = str(value)
    return Dropped(field, text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…", reason)


def value_of(metadata: Metadata, field: str) -> Any:
    """Return the value of a field; credits are two terms and one field."""
    if field in ("credit_amount", "credit_system"):
        credit = metadata.credits
        if credit is None:
            return None
        return credit.amount if field == "credit_amount" else credit.system
    return getattr(metadata, field)


def members_of(
    metadata: Metadata, terms: Mapping[str, Term], schema: Mapping[str, Any], lost: list[Dropped]
) -> dict[str, Any]:
    """Return the members of our extension that say what is in the metadata, as the schema wants them.

    Args:
        metadata: what is to be said.
        terms: the terms to write.
        schema: what the members must follow; what does not is added to `lost`.
        lost: gets what could not be written.
    """
    members: dict[str, Any] = {}
    for name, term in terms.items():
        value = value_of(metadata, term.field)
        if value is None or value in ("", ()):
            continue
        written = term.form.write(value)
        if written == {}:
            continue
        if not _is_finite(written):
            lost.append(dropped(term.field, written, "JSON has no such number"))
        elif name == "qualityLabel":
            members[name] = _reference(written, lost)
        else:
            members[name] = written
    return following(members, terms, schema, lost)


def _reference(label: dict[str, Any], lost: list[Dropped]) -> dict[str, Any]:
    """Return the reference to a label, with its type and without a digest that is none."""
    from ...verify.digests import promise_of

    result = {"type": "QualityLabelReference", **label}
    for name in {"digestMultibase"} & label.keys():
        try:
            promise_of(label, name, "")
        except QualityBadgeError as error:
            lost.append(dropped("quality_label", result.pop(name), error.message))
    return result


def following(
    members: dict[str, Any], terms: Mapping[str, Term], schema: Mapping[str, Any], lost: list[Dropped]
) -> dict[str, Any]:
    """Return the members that follow a schema; the others, and their parts, are added to `lost`."""
    from ...jsonschemas import schema_errors

    while errors := schema_errors(schema, members):
        error = errors[0]
        name = error.pointer.split("/")[1]
        lost.append(dropped(terms[name].field, _cut(members, error), error.message))
    return members


def _is_finite(value: Any) -> bool:
    """Tell whether each number in a value is one of JSON."""
    if isinstance(value, float):
        return math.isfinite(value)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(_is_finite(item) for item in inner)


def _cut(members: dict[str, Any], error: InputError) -> Any:
    """Take away what an error points at, and what would be empty then; return it."""
    steps = error.pointer.split("/")[1:]
    holders: list[Any] = [members]
    for step in steps[:-1]:
        holders.append(holders[-1][_index(holders[-1], step)])
    if steps[-1] not in holders[-1] and not isinstance(holders[-1], list):
        holders.pop()  # something is missing there: the whole object goes
        steps.pop()
    found = holders[-1].pop(_index(holders[-1], steps[-1]))
    for holder, step in zip(reversed(holders[:-1]), reversed(steps[:-1]), strict=True):
        if not holder[_index(holder, step)]:
            holder.pop(_index(holder, step))
    return found


def _index(holder: Any, step: str) -> Any:
    return int(step) if isinstance(holder, list) else step


@functools.cache
def schema_part(schema_id: str, name: str) -> dict[str, Any]:
    """Return the part of a shipped schema that describes one object."""
    schema = read_schema(schema_id)
    return {"$schema": schema["$schema"], "$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}


def nameable(skill: Skill) -> str:
    """Return why a skill is no alignment: "" where it can be one."""
    if not skill.name:
        return "an alignment needs a name"
    return "" if skill.url else "an alignment needs the address of what it names"


def typed(holder: dict[str, Any], *types: str) -> None:
    """Add types to an object; what it has stays first."""
    present = holder.get("type", [])
    listed = list(present) if isinstance(present, list) else [present]
    holder["type"] = [*listed, *(name for name in types if name not in listed)]
