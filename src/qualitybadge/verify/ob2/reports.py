"""The report of one examination of a 2.0 object: takes the verdict from its rows, adds none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ...model.document import Document, Kind
from ...outcome import Check, Outcome, Trust, verdict_of
from ..result import Report
from .nodes import SIGNED, Node
from .state import Ob2Examination

ASSERTIONS = frozenset({Kind.OB2_ASSERTION, Kind.OB1_ASSERTION})
_OBTAINED, _FOR_HTTP = frozenset({"hosted", "linked"}), "allow_http_hosted"
_BAKING = "OB 2.0 §Baking"
_CLAUSES = {
    "syntax": "OB 2.0 §Data Model",
    "conformance": "OB 2.0 §Data Model",
    "linked": "OB 2.0 §Data Validation",
    "hosted": "OB 2.0 §HostedBadge Verification",
    "key": "OB 2.0 §CryptographicKey",
    "proof": "OB 2.0 §SignedBadge Verification",
    "status": "OB 2.0 §Revocation",
    "validity": "OB 2.0 §Assertion",
    "recipient": "OB 2.0 §IdentityObject",
}
_SECRET, _NOT_SHOWN = "PRIVATE KEY-----", "(a private key: not shown)"
_TRUST_ORDER = (Trust.NONE, Trust.SELF_ASSERTED, Trust.DOMAIN, Trust.ANCHORED)


def report_of(
    exam: Ob2Examination, decisive: Iterable[str], *, carrier: str, proved: bool, pointer: str = ""
) -> Report:
    """Return the report of an examination whose steps have run.

    Args:
        exam: the examination.
        decisive: ids of the rows that must have passed.
        carrier: what the object came in.
        proved: whether the report may show the object as what was verified.
        pointer: its place in the object that names it.
    """
    judged = exam.subject or exam.submitted
    checks = _with_what_follows(map(_in_terms_of_2_0, exam.rows))
    return Report(
        verdict=verdict_of(checks, decisive),
        trust=max(exam.trust, key=_TRUST_ORDER.index, default=Trust.NONE),
        checks=checks,
        kind=_kind(exam),
        form=" + ".join(exam.forms),
        carrier=carrier,
        verified_at=exam.now,
        document=None if judged is None else _document(judged),
        endorsements=tuple(exam.endorsements),
        pointer=pointer,
        graph=tuple(_document(_without_secrets(node)) for node in exam.objects),
        proved=proved,
        keys=tuple(exam.keys),
    )


def _in_terms_of_2_0(row: Check) -> Check:
    """Return a row with the clause of 2.0 where the problem table knows that of 3.0."""
    if not row.spec.startswith("OB 3.0"):
        return row
    clause = _BAKING if row.spec.startswith("OB 3.0 §5.3") else _CLAUSES.get(row.id, row.spec)
    return replace(row, spec=clause)


def _with_what_follows(rows: Iterable[Check]) -> tuple[Check, ...]:
    """Return the rows; what could not be looked at for want of an address is open under the same terms."""
    checks = tuple(rows)
    wanting = {row.relaxation for row in checks if row.id in _OBTAINED and row.outcome is Outcome.UNKNOWN}
    if wanting != {_FOR_HTTP}:
        return checks
    return tuple(
        replace(row, relaxation=_FOR_HTTP) if row.required and row.outcome is Outcome.SKIPPED else row
        for row in checks
    )


def _kind(exam: Ob2Examination) -> Kind:
    """Return what was judged: an address serves a badge of whichever version."""
    if exam.kind not in ASSERTIONS or exam.subject is None:
        return exam.kind
    return Kind.OB2_ASSERTION if exam.subject.version == "2.0" else Kind.OB1_ASSERTION


def _without_secrets(node: Node) -> Node:
    """Return an object as it may be shown: a private key that somebody published is not spread further."""
    if b"PRIVATE" not in node.raw and b"\\u" not in node.raw:
        return node
    shown = _blotted(node.data)
    return node if shown == node.data else node._replace(data=shown, raw=b"")


def _blotted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _blotted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_blotted(item) for item in value]
    return _NOT_SHOWN if isinstance(value, str) and _SECRET in value else value


def _document(node: Node) -> Document:
    return Document(node.data, node.raw, "jwt" if node.origin == SIGNED and not node.url else "json")
