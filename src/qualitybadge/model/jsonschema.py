"""Export the models as JSON Schemas, of one version of the envelope or of both, in two families.

Of a rule over several members it says what a schema can say: what conforms to the models is never refused,
what a schema accepts the models may still refuse. Writes no file itself; see tools/export_schemas.py.
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import textwrap
from collections.abc import Iterable
from typing import Any, NamedTuple

from .document import VC_CONTEXT_1, VC_CONTEXT_2
from .export import lines, values_of
from .members import Member, members_of
from .node import Node
from .ob3 import (
    AchievementCredential,
    AchievementCredentialV1,
    EndorsementCredential,
    EndorsementCredentialV1,
    Profile,
)
from .values import EXTENSION, Plural, Value

BASE = "https://qualitybadge.example/schemas/openbadges/"
DIALECT = "https://json-schema.org/draft/2019-09/schema"

Schema = dict[str, Any]


class Family(NamedTuple):
    """A binding of the data model to JSON.

    Attributes:
        name: in the address of the schema.
        single: whether a type, a proof and the like may stand without an array.
        phrase: what it is for, in a title.
    """

    name: str
    single: bool
    phrase: str


STRICT = Family("strict", single=False, phrase="every plural member is an array")
COMPACTED = Family("compacted", single=True, phrase="one type, proof, schema or term may stand alone")

_SUBJECTS: tuple[tuple[str, str, tuple[type[Node], ...]], ...] = (
    # name in the address, words of the title, the classes of which a document may be one
    ("achievement-credential-vc2", "An Open Badges 3.0 credential in VC 2.0", (AchievementCredential,)),
    ("achievement-credential-vc1", "An Open Badges 3.0 credential in VC 1.1", (AchievementCredentialV1,)),
    (
        "achievement-credential",
        "An Open Badges 3.0 credential in VC 2.0 or 1.1",
        (AchievementCredential, AchievementCredentialV1),
    ),
    ("endorsement-credential-vc2", "An endorsement in VC 2.0", (EndorsementCredential,)),
    ("endorsement-credential-vc1", "An endorsement in VC 1.1", (EndorsementCredentialV1,)),
    (
        "endorsement-credential",
        "An endorsement in VC 2.0 or 1.1",
        (EndorsementCredential, EndorsementCredentialV1),
    ),
    ("profile", "An Open Badges 3.0 profile", (Profile,)),
)

_TEXT: Schema = {"type": "string"}
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?"
_ZONE = "(?:Z|[+-][0-9]{2}:[0-9]{2})"
# `format` only annotates, so the shape is a pattern too. A time without a zone is no date-time of RFC 3339.
_FORMS: dict[str, Schema] = {
    "text": _TEXT,
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "object": {"type": "object"},
    "date": {"type": "string", "format": "date", "pattern": f"^{_DAY}$"},
    "instant": {"type": "string", "format": "date-time", "pattern": f"^{_DAY}T{_TIME}{_ZONE}$"},
    "local": {"type": "string", "pattern": f"^{_DAY}T{_TIME}{_ZONE}?$"},
}
_HASHES = "^(?:sha256\\$[0-9a-fA-F]{64}|md5\\$[0-9a-fA-F]{32})$"
# What a schema can say of a rule; of the others it can say nothing.
_RULES: dict[str, Schema] = {
    "subject_identified": {
        "anyOf": [
            {"required": ["id"]},
            {"required": ["identifier"], "properties": {"identifier": {"minItems": 1}}},
        ]
    },
    "identity_hashed": {
        "if": {"properties": {"hashed": {"const": True}}},
        "then": {"properties": {"identityHash": {"pattern": _HASHES}}},
    },
    "only_version_2": {
        "properties": {
            "issuanceDate": False,
            "expirationDate": False,
            "@context": {"not": {"contains": {"const": VC_CONTEXT_1}}},
        }
    },
    "only_version_1": {
        "properties": {
            "validFrom": False,
            "validUntil": False,
            "@context": {"not": {"contains": {"const": VC_CONTEXT_2}}},
        }
    },
    "criteria_told": {
        "anyOf": [
            {"required": ["id"]},
            {"required": ["narrative"], "properties": {"narrative": {"minLength": 1}}},
        ]
    },
    "evidence_elsewhere": {"properties": {"evidence": False}},
    "levels_known": {"dependentRequired": {"requiredLevel": ["rubricCriterionLevel"]}},
}


def schemas() -> dict[str, Schema]:
    """Return every schema by the name of its file."""
    return {
        f"{name}-{family.name}.schema.json": _schema(f"{name}-{family.name}", title, classes, family)
        for name, title, classes in _SUBJECTS
        for family in (STRICT, COMPACTED)
    }


def schema_texts() -> dict[str, str]:
    """Return the committed JSON text of every schema, a member a line, by the name of its file."""
    return {name: f"{lines(schema, 4)}\n" for name, schema in schemas().items()}


def _schema(name: str, title: str, classes: tuple[type[Node], ...], family: Family) -> Schema:
    found: dict[str, type[Node]] = {}
    for cls in classes:
        _collect(cls, found)
    references = [_reference(cls) for cls in classes]
    return {
        "$schema": DIALECT,
        "$id": f"{BASE}{name}.schema.json",
        "title": f"{title}: {family.phrase}",
        **(references[0] if len(references) == 1 else {"oneOf": references}),
        "$defs": _definitions(found, family),
    }


def _collect(cls: type[Node], found: dict[str, type[Node]]) -> None:
    if cls.__name__ not in found:
        found[cls.__name__] = cls
        for member in members_of(cls):
            for kind in _classes(member):
                _collect(kind, found)


def _definitions(classes: dict[str, type[Node]], family: Family) -> dict[str, Schema]:
    kinds = {kind.name: kind for cls in classes.values() for kind in values_of(cls) if _is_shared(kind)}
    texts = {name: _value(kinds[name]) for name in sorted(kinds)}
    return {**{name: _class(classes[name], family) for name in sorted(classes)}, **texts}


def _classes(member: Member) -> list[type[Node]]:
    return [kind for kind in member.kinds if not isinstance(kind, Value)]


def _reference(cls: type[Node]) -> Schema:
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _class(cls: type[Node], family: Family) -> Schema:
    texts = _texts(cls)
    members = members_of(cls)
    schema: Schema = {
        "description": texts[""],
        "type": "object",
        "required": [member.name for member in members if member.required],
        "properties": {
            member.name: {"description": texts[member.attribute], **_member(member, family)}
            for member in members
        },
    }
    if cls.closed:
        schema["additionalProperties"] = False
    said = [_RULES[rule.__name__] for rule in cls.rules if rule.__name__ in _RULES]
    if said:
        schema["allOf"] = said
    return schema


def _member(member: Member, family: Family) -> Schema:
    item = _either([*map(_kind, member.kinds)])
    plural = member.plural
    if plural is None:
        return item
    if plural.first:
        return _contexts(plural, item)
    if plural.holds:
        return _types(plural, item, family)
    array = {"type": "array", "items": item} | ({"minItems": plural.least} if plural.least else {})
    return _either([item, array]) if family.single and plural.single else array


def _types(plural: Plural, item: Schema, family: Family) -> Schema:
    array = {
        "type": "array",
        "items": item,
        "minItems": 1,
        "allOf": [{"contains": _words(group)} for group in plural.holds],
    }
    # One word alone is enough only where it stands for every group.
    alone = set(plural.holds[0]).intersection(*plural.holds)
    return _either([_words(sorted(alone)), array]) if family.single and alone else array


def _contexts(plural: Plural, item: Schema) -> Schema:
    return {
        "type": "array",
        "minItems": len(plural.first),
        "items": [_kind(kind) for kind in plural.first],
        "additionalItems": item,
    }


def _either(schemas: list[Schema]) -> Schema:
    return schemas[0] if len(schemas) == 1 else {"oneOf": schemas}


def _words(words: Iterable[str]) -> Schema:
    given = list(words)
    return {"const": given[0]} if len(given) == 1 else {"enum": given}


def _kind(kind: Value | type[Node]) -> Schema:
    if not isinstance(kind, Value):
        return _reference(kind)
    return {"$ref": f"#/$defs/{kind.name}"} if _is_shared(kind) else _value(kind)


def _is_shared(kind: Value) -> bool:
    """Tell whether a kind of value says enough to be defined once, under its name."""
    return bool(kind.pattern) or len(kind.words) > 1 or "pattern" in _FORMS[kind.form]


def _value(kind: Value) -> Schema:
    if kind.words:
        words = _words(kind.words)
        return {"anyOf": [words, {"type": "string", "pattern": f"^{EXTENSION}$"}]} if kind.open else words
    if kind.pattern:
        return {"type": "string", "pattern": f"^(?:{kind.pattern})$"}
    return _FORMS[kind.form]


def _texts(cls: type[Node]) -> dict[str, str]:
    """Return the first sentences of the documentation of a class, under "", and of its members."""
    texts: dict[str, str] = {}
    for parent in reversed(cls.__mro__):
        if issubclass(parent, Node):
            texts.update(_own_texts(parent))
    return texts


@functools.cache
def _own_texts(cls: type[Node]) -> dict[str, str]:
    """Read the documentation of a class out of its source, the only place where members have theirs."""
    [definition] = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    texts = {"": _sentence(cls.__doc__)}
    for statement, following in itertools.pairwise(body):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            text = _text_of(following)
            if text:
                texts[statement.target.id] = _sentence(text)
    return texts


def _text_of(statement: ast.stmt) -> str | None:
    """Return the text that a statement consists of; None for any other statement."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _sentence(text: str | None) -> str:
    """Return the first paragraph of a documentation in one line."""
    return " ".join((text or "").partition("\n\n")[0].split())
