"""Apply the schemas that a credential names itself (OB 3.0 §8.1 step 1); the keywords are judged elsewhere.

The official schemas are answered by our models, and our own are shipped: neither is asked for. A foreign one
is, after the signature, over https, once, and it is applied in a bounded number of steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .. import spec
from ..errors import QualityBadgeError, UnsupportedError
from ..fetcher import obtain, require_text
from ..limits import Limits
from ..model.document import Kind
from ..outcome import Check, Outcome, check_from_error
from ..urls import shown
from ..wire import strictjson
from . import digests
from .checks import Examination, Rows, failed, passed, skipped, unknown

_SPEC = "VC-DM 2.0 §4.11"
_LENIENT = "allow_conformance_findings"
_ACCEPT = "application/schema+json, application/json, text/plain;q=0.5"
_NONE = (skipped("schema", "the credential carries no schema of its own", spec="OB 3.0 §8.1"),)

# What a JSON Schema without $schema is taken for: VCCS 1.0 is bound to one draft, the W3C's type to none.
_DRAFTS = {"1EdTechJsonSchemaValidator2019": 2019, "JsonSchema": 0}

_MOST_BYTES = 512 * 1024
_MOST_VALUES = 20_000  # the official schema of a badge has 1,200
_NESTED_SHARE = 20  # as many requests as one verification may make: together they cost what one schema may

_OURS = "https://qualitybadge.example/schemas/"
_OB3 = "//purl.imsglobal.org/spec/ob/v3p0/schema/"
_CLR2 = "//purl.imsglobal.org/spec/clr/v2p0/schema/"
_NAMED = (
    (_OB3, "ob_v3p0_", "achievementcredential", Kind.BADGE),
    (_OB3, "ob_v3p0_", "endorsementcredential", Kind.ENDORSEMENT),
    (_OB3, "ob_v3p0_", "profile", Kind.PROFILE),
    (_CLR2, "clr_v2p0_", "clrcredential", Kind.CLR),
)
OFFICIAL: dict[str, Kind] = {
    # As the specifications published them, in both families and for either version of VC …
    **{
        f"{place}{family}/{prefix}{either}{name}{ending}": kind
        for place, prefix, name, kind in _NAMED
        for family in ("json", "json-ld")
        for either in ("", "any")
        for ending in ("_schema.json", "-jsonschema1.json")
    },
    # … and as examples named them before the addresses were settled.
    **{f"{place}{name}.json": kind for place, _prefix, name, kind in _NAMED},
    "//purl.imsglobal.org/AchievementCredential.json": Kind.BADGE,
    "//purl.imsglobal.org/EndorsementCredential.json": Kind.ENDORSEMENT,
    "//purl.imsglobal.org/ClrCredential.json": Kind.CLR,
}
"""Address of an official schema without its scheme -> what it describes."""


def schema(exam: Examination) -> Rows:
    """Return the rows of every schema that the credential names."""
    if "credentialSchema" not in exam.data:
        return _NONE
    named = exam.data["credentialSchema"]
    several = isinstance(named, list)
    entries = named if several else [named]
    limits = _share(exam, max(len(entries), 1))
    rows: list[Check] = []
    for index, entry in enumerate(entries):
        pointer = f"/credentialSchema/{index}" if several else "/credentialSchema"
        rows.extend(_rows_of(exam, entry, pointer, limits))
        if len(rows) >= exam.policy.limits.findings and index + 1 < len(entries):
            rows.append(unknown("schema", "LIMIT", "further schemas are not looked at", pointer=pointer))
            break
    return rows or (unknown("schema", "MALFORMED_VALUE", "the list of schemas is empty"),)


def _share(exam: Examination, entries: int) -> Limits:
    """Return the limits of one entry: all schemas of a document together cost what one may."""
    limits = exam.policy.limits
    return replace(
        limits,
        fetch_bytes=min(limits.fetch_bytes, _MOST_BYTES),
        json_nodes=min(limits.json_nodes, _MOST_VALUES),
        schema_steps=limits.schema_steps // entries // (_NESTED_SHARE if exam.depth else 1),
    )


def _rows_of(exam: Examination, entry: Any, pointer: str, limits: Limits) -> Rows:
    address = entry.get("id") if isinstance(entry, dict) else None
    kind = entry.get("type") if isinstance(entry, dict) else None
    if not isinstance(address, str) or not isinstance(kind, str):
        message = "the entry has no id and type, so nobody can tell which schema is meant"
        return (_open(exam, unknown("schema", "MALFORMED_VALUE", message, pointer=pointer)),)
    if kind not in _DRAFTS:
        message = f"the schema is of type {kind[:100]!a}, which is not known here"
        return (_open(exam, unknown("schema", "UNSUPPORTED", message, pointer=pointer)),)
    official = OFFICIAL.get(address.removeprefix("https:").removeprefix("http:"))
    if official is not None:
        return (_uncompared(_by_models(exam, official, address, pointer), entry),)
    own = _own(address)
    if own is not None:
        judged = _judged(exam, entry, lambda: own, pointer, limits)
        return [_open(exam, _uncompared(row, entry)) for row in judged]
    if not exam.signed:
        message = f"{shown(address)} is not asked for: what an unproved credential names is not fetched"
        return (skipped("schema", message, required=True, spec=_SPEC),)
    return _applied(exam, entry, pointer, limits)


def _own(address: str) -> Any:
    """Return the schema of ours with this id, None where it is not ours."""
    if not address.startswith(_OURS):
        return None
    try:
        return spec.read_schema(address)
    except UnsupportedError:
        return None


def _uncompared(row: Check, entry: dict[str, Any]) -> Check:
    """Return the row of a schema that was not asked for: nobody knows what a digest of it would be."""
    if not any(name in entry for name in digests.MEMBERS):
        return row
    return replace(row, message=f"{row.message}; its digest was not compared")


def _by_models(exam: Examination, official: Kind, address: str, pointer: str) -> Check:
    """Answer an official schema: conformance has said all that it could say, without a request."""
    if exam.kind is not official:
        message = f"this is {exam.kind.value}, but the schema it names describes {official.value}"
        return _open(exam, failed("schema", "SCHEMA_MISMATCH", message, pointer=pointer))
    if exam.findings:
        message = "does not conform to the official schema it names: see the findings of conformance"
        return _open(exam, failed("schema", "SCHEMA_MISMATCH", message, pointer=pointer))
    message = f"conforms to the official schema {shown(address)}: answered by the models, no request"
    return passed("schema", message, spec=_SPEC)


def _applied(exam: Examination, entry: dict[str, Any], pointer: str, limits: Limits) -> Rows:
    """Obtain a foreign schema, compare its digests and apply it."""
    address = entry["id"]
    try:
        promises = [digests.promise_of(entry, name, pointer) for name in digests.MEMBERS if name in entry]
        body = require_text(obtain(exam.fetcher, address, accept=_ACCEPT, limits=limits)).body
    except QualityBadgeError as error:
        row = check_from_error("schema", error)
        return (_open(exam, row if row.pointer else replace(row, pointer=pointer)),)
    broken = [promise.pointer for promise in promises if not promise.is_kept_by(body)]
    if broken:
        message = f"{shown(address)} has another content than the digest promises"
        return [failed("schema", "DIGEST_MISMATCH", message, pointer=place) for place in broken]
    judged = _judged(exam, entry, lambda: _read(body, limits), pointer, limits)
    return [_open(exam, row) for row in judged]


def _judged(
    exam: Examination, entry: dict[str, Any], read: Callable[[], Any], pointer: str, limits: Limits
) -> Rows:
    """Return what a schema says of the credential."""
    from ..jsonschemas import schema_errors

    address, draft = entry["id"], _DRAFTS[entry["type"]]
    try:
        errors = schema_errors(read(), exam.data, draft=draft, address=address, limits=limits)
    except QualityBadgeError as error:
        # Whoever wrote the schema is at fault, not the badge: it may follow what nobody could read.
        message = f"{shown(address)} could not be applied: {error.message}"
        row = unknown("schema", error.code, message, pointer=pointer)
        return (replace(row, advice=error.hint or row.advice),)
    if not errors:
        return (passed("schema", f"follows the schema {shown(address)}", spec=_SPEC),)
    return [check_from_error("schema", error) for error in errors]


def _read(body: bytes, limits: Limits) -> Any:
    value = strictjson.loads(body, limits=limits)
    if not isinstance(value, dict | bool):
        raise UnsupportedError("the answer is JSON but no schema")
    return value


def _open(exam: Examination, row: Check) -> Check:
    """Return the row as the policy lets it decide: a schema is a question of form, as conformance is."""
    if row.outcome is Outcome.PASSED:
        return row
    return replace(row, required=not exam.policy.allow_conformance_findings, relaxation=_LENIENT)
