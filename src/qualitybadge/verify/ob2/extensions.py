"""Extensions of a badge follow the JSON Schemas that their contexts name (OB 2.0 §Extensions).

The official schemas and our own are shipped and applied without a request, under the types that their pages
document. A schema that only a context of the caller's names is asked for once the badge stands.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from ... import spec
from ...errors import InputError, QualityBadgeError, UnsupportedError
from ...fetcher import require_text
from ...jsonld.compaction_parts import Extension, listed
from ...jsonld.ob2_terms import iri
from ...limits import Limits
from ...outcome import Check
from ...urls import shown
from ...wire import strictjson
from ..checks import passed, skipped, unknown
from .nodes import EMBEDDED, SIGNED, Node
from .state import NAMES, Ob2Examination, Rows, row_of

SCHEMA = "schema"
_SPEC = "OB 2.0 §Extension Validation"
_ACCEPT = "application/schema+json, application/json, text/plain;q=0.5"
_NONE = (skipped(SCHEMA, "there is no extension", spec="OB 2.0 §Extensions"),)
_EXTENSION = "https://w3id.org/openbadges#Extension"
_VALIDATION = ("obi:validation", "validation", "https://w3id.org/openbadges#validation")
_DRAFT = 4  # of the official schemas that name their draft, nearly all
_MOST_BYTES = 512 * 1024
_MOST_SCHEMA_VALUES = 20_000
_MOST_VALUES = 10_000  # of all extensions together: each takes some 20 µs to compact
_NESTED_SHARE = 50
_APART = frozenset({"endorsement", "publicKey", "revocationList", "owner", "creator"})
"""Members that hold documents of their own."""


class Named(NamedTuple):
    """A schema that a context names for a type.

    Attributes:
        type: the IRI of the type that it describes.
        schema: id of the shipped schema, or address of one that is not.
        shipped: whether it is shipped.
    """

    type: str
    schema: str
    shipped: bool


class Held(NamedTuple):
    """An extension and the object of the badge in which it stands."""

    node: Node
    extension: Extension


def schema(exam: Ob2Examination) -> Rows:
    """Return a row for each extension that follows its schema, and one for each fault of the others."""
    found = [
        Held(node, extension)
        for node in exam.objects
        if not _is_held(exam, node)
        for extension in node.compacted.extensions
        if _counts(exam, extension.pointer)
    ]
    if not found:
        return _NONE
    limits = _share(exam.policy.limits, len(found), nested=exam.depth > 0)
    values = _MOST_VALUES // (_NESTED_SHARE if exam.depth else 1)
    rows: list[Check] = []
    for one in found:
        extension = one.extension
        values -= _size([extension.source, extension.context, *extension.outer], values)
        if values <= 0 or len(rows) >= limits.findings:
            message = "this extension and those after it are not looked at"
            rows.append(unknown(SCHEMA, "LIMIT", message, pointer=extension.pointer))
            break
        rows.extend(_judged(exam, one, limits))
    return rows


def _is_held(exam: Ob2Examination, node: Node) -> bool:
    """Tell whether an object stands inside another one of the badge, and was read as it stands there.

    Its extensions lost their contexts on the way; they are found in the object around it.
    """
    return node is not exam.subject and node.origin in (EMBEDDED, SIGNED)


def _counts(exam: Ob2Examination, pointer: str) -> bool:
    """Tell whether an extension is part of what is judged, and not of a copy that does not count."""
    for step in pointer.split("/")[1:]:
        inner = {"badge": exam.badge, "issuer": exam.issuer}.get(step)
        if step in _APART or (inner is not None and not _is_held(exam, inner)):
            return False
    return True


def _share(limits: Limits, extensions: int, *, nested: bool) -> Limits:
    """Return the limits of one extension: the schemas of all together cost what one may.

    There may be many endorsements, so what they carry gets a small part of that.
    """
    share = _NESTED_SHARE if nested else 1
    return replace(
        limits,
        json_bytes=min(limits.json_bytes, _MOST_BYTES),
        json_nodes=min(limits.json_nodes, _MOST_SCHEMA_VALUES),
        schema_steps=limits.schema_steps // extensions // share,
        findings=-(-limits.findings // share),
    )


def _size(value: Any, most: int) -> int:
    """Return how many values there are in a value, or more than `most`."""
    count, pending = 0, [value]
    while pending and count <= most:
        count += 1
        item = pending.pop()
        if isinstance(item, dict):
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
    return count


def _judged(exam: Ob2Examination, one: Held, limits: Limits) -> Iterator[Check]:
    """Yield the rows of one extension: a schema for each of its types that has one."""
    extension = one.extension
    named = tuple(dict.fromkeys(named_schemas(extension)))
    if not named:
        types = ", ".join(shown(name) for name in sorted(extension.types - {_EXTENSION})) or "no other type"
        message = f"not checked: no context of the extension names a schema for its types ({types})"
        yield replace(skipped(SCHEMA, _in(one.node, message), spec=_SPEC), pointer=extension.pointer)
        return
    try:
        data = extension.data(exam.fetcher.budget)
    except QualityBadgeError as error:
        yield row_of(SCHEMA, _placed(error, extension.pointer), one.node)
        return
    for row in named:
        yield from _by_schema(exam, one, row, data, limits)


def named_schemas(extension: Extension) -> Iterator[Named]:
    """Yield the schemas that the contexts of an extension name for its types."""
    contexts = (url for context in (*extension.outer, extension.context) for url in listed(context))
    for url in contexts:
        if not isinstance(url, str):
            continue
        shipped = _shipped().contexts.get(url)
        rows = shipped or _validations(extension.contexts.extra.get(url))
        yield from (row for row in rows if row.type in extension.types)


class _Shipped(NamedTuple):
    """The extensions whose schemas are shipped, by the address of the context and by that of the schema."""

    contexts: dict[str, list[Named]]
    schemas: dict[str, str]


@functools.cache
def _shipped() -> _Shipped:
    official, own = spec.read_table("extensions/official"), spec.read_table("extensions/own")
    contexts: dict[str, list[Named]] = {}
    for row in (*official, *own):
        for url in row["contexts"]:
            contexts.setdefault(url, []).append(Named(row["type"], row["schema"], shipped=True))
    schemas = {row["published"]["schema"]: row["schema"] for row in official}
    return _Shipped(contexts, {**schemas, **{row["schema"]: row["schema"] for row in own}})


def _validations(document: dict[str, Any] | None) -> list[Named]:
    """Return what a context document of the caller's says about schemas (OB 2.0 §TypeValidation)."""
    if document is None:
        return []
    said = [entry for name in _VALIDATION for entry in listed(document.get(name, []))]
    rows = []
    for entry in said:
        kind, address = _member(entry, "validatesType"), _member(entry, "validationSchema")
        if isinstance(kind, str) and isinstance(address, str):
            shipped = _shipped().schemas.get(address)
            rows.append(Named(iri(kind), shipped or address, shipped is not None))
    return rows


def _member(entry: Any, name: str) -> Any:
    return entry.get(f"obi:{name}", entry.get(name)) if isinstance(entry, dict) else None


def _by_schema(
    exam: Ob2Examination, one: Held, named: Named, data: dict[str, Any], limits: Limits
) -> Iterator[Check]:
    """Yield what one schema says of an extension."""
    from ...jsonschemas import schema_errors

    pointer, called = one.extension.pointer, shown(named.type)
    if not named.shipped and not exam.stands:
        message = f"{shown(named.schema)} is not asked for: what nobody vouches for chooses no addresses"
        row = skipped(SCHEMA, _in(one.node, message), required=True, spec=_SPEC)
        yield replace(row, pointer=pointer)
        return
    try:
        rules = spec.read_schema(named.schema) if named.shipped else _foreign(exam, named.schema, limits)
        errors = schema_errors(rules, data, draft=_DRAFT, address=named.schema, limits=limits)
    except QualityBadgeError as error:
        # Whoever wrote the schema is at fault, not the badge: it may follow what nobody could read.
        message = _in(one.node, f"the schema of {called} could not be applied: {error.message}")
        relaxation = "allow_http_hosted" if error.code == "INSECURE_TRANSPORT" else ""
        yield unknown(SCHEMA, error.code, message, pointer=pointer, relaxation=relaxation)
        return
    for misfit in errors:
        yield row_of(SCHEMA, _placed(misfit, f"{pointer}{misfit.pointer}"), one.node)
    if not errors:
        row = passed(SCHEMA, _in(one.node, f"the extension follows the schema of {called}"), spec=_SPEC)
        yield replace(row, pointer=pointer)


def _foreign(exam: Ob2Examination, address: str, limits: Limits) -> Any:
    """Return the schema at an address.

    Raises:
        FetchError: it was not obtained.
        InputError: it is no JSON, or larger than allowed.
        UnsupportedError: it is JSON but no schema.
    """
    body = require_text(exam.graph.answer(address, accept=_ACCEPT)).body
    value = strictjson.loads(body, limits=limits)
    if not isinstance(value, dict):
        raise UnsupportedError("the answer is JSON but no schema")
    return value


def _placed(error: QualityBadgeError, pointer: str) -> QualityBadgeError:
    """Return an error with its place in the object in which the extension stands."""
    kind = UnsupportedError if error.undetermined else InputError
    return kind(error.message, code=error.code, pointer=pointer, hint=error.hint, spec=_SPEC)


def _in(node: Node, message: str) -> str:
    return message if node.class_name == "Assertion" else f"{NAMES[node.class_name]}: {message}"
