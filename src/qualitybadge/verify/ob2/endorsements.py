"""Endorsements of an assertion, badge class or issuer, each a report of its own (OB 2.0 §Endorsement).

What a badge links must be there and be an endorsement: that is part of its data. Whether the endorsement is
good is a question of its own and decides nothing, unless the policy says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from ...jsonld.compaction_parts import listed
from ...model.document import Kind
from ...model.equality import same_id
from ...outcome import Check, Outcome, Verdict
from ...problems import PROBLEMS
from ...urls import shown
from ..checks import failed, passed, run, skipped, unknown
from ..endorsements import own_word
from ..parts import rows_of
from ..result import Report
from .nodes import Node
from .reports import report_of
from .state import NAMES, Given, Ob2Examination, Rows

ENDORSEMENTS = "endorsements"
DECISIVE = frozenset({"hosted", "linked", "vocabulary", "conformance", "scope", "status", "validity"})
_SPEC = "OB 2.0 §Endorsement"
_NONE = (skipped(ENDORSEMENTS, "there is no endorsement", spec=_SPEC),)
_OF_THE_DATA = frozenset({"hosted", "linked", "vocabulary", "conformance"})
"""Checks of an endorsement that are checks of the data of what links it (OB 2.0 §Data Validation)."""


class Attached(NamedTuple):
    """An endorsement where it is named.

    Attributes:
        pointer: the place in the object that names it.
        value: its address, or a copy of it.
        node: the object that names it, and so is endorsed.
    """

    pointer: str
    value: str | dict[str, Any]
    node: Node

    @property
    def name(self) -> str:
        """What is endorsed, in words."""
        return NAMES[self.node.class_name]

    @property
    def address(self) -> str:
        """The address of the endorsement, "" where it has none."""
        address = self.value.get("id") if isinstance(self.value, dict) else self.value
        return address if isinstance(address, str) else ""


def endorsements(exam: Ob2Examination) -> Rows:
    """Verify every endorsement; an assertion's, its class's and its issuer's."""
    found = list(_attached(exam))
    if not found:
        return _NONE
    required = exam.policy.require_endorsements_valid
    if not exam.stands:
        message = f"not verified, for nobody vouches that they belong here: {len(found)}"
        return (skipped(ENDORSEMENTS, message, required=required, spec=_SPEC),)
    rows: list[Check] = []
    limits = exam.policy.limits
    for place, one in enumerate(found):
        if exam.depth >= limits.nesting or not exam.fetcher.enter():
            message = (
                f"{len(found) - place} not verified: at most {limits.nested}, {limits.nesting} levels deep"
            )
            rows.append(unknown(ENDORSEMENTS, "LIMIT", message, pointer=one.pointer, required=required))
            break
        report, own = _verified(exam, one)
        exam.endorsements.append(report)
        rows += _rows(report, one, own, required=required)
    return rows


def _attached(exam: Ob2Examination) -> Iterator[Attached]:
    """Yield the endorsements of a badge's objects; of an endorsement its own, and not those of its issuer."""
    for node in exam.objects if exam.depth == 0 else exam.objects[:1]:
        held = node.data.get("endorsement", [])
        for place, value in enumerate(listed(held)):
            if isinstance(value, str | dict):  # conformance speaks of the rest
                pointer = f"/endorsement/{place}" if isinstance(held, list) else "/endorsement"
                yield Attached(pointer, value, node)


def _verified(exam: Ob2Examination, one: Attached) -> tuple[Report, Check | None]:
    """Return the report of one endorsement, and the row that says that nobody else speaks there."""
    given = Given(
        policy=exam.policy,
        now=exam.now,
        graph=exam.graph,
        recipient=None,
        trust_store=exam.trust_store,
        kind=Kind.OB2_ENDORSEMENT,
        address=one.address,
        submitted=None,
        jws=None,
        door=exam.given.door,
    )
    inner = Ob2Examination(given, depth=exam.depth + 1)
    run(steps(), inner)
    inner.rows.extend(_placed(inner, one))
    own = _own_word(exam, inner, one)
    inner.rows.extend([own] if own else [])
    report = report_of(inner, DECISIVE, carrier="json", proved=bool(inner.trust), pointer=one.pointer)
    return report, own


def steps() -> tuple[tuple[str, Any], ...]:
    """Return the checks of an endorsement, in order."""
    from .extensions import schema
    from .hosted import hosted, scope
    from .linked import linked
    from .recognition import trust
    from .revocation import status
    from .steps import conformance, validity, vocabulary  # which know this module

    return (
        ("hosted", hosted),
        ("linked", linked),
        ("vocabulary", vocabulary),
        ("conformance", conformance),
        ("scope", scope),
        ("schema", schema),
        ("status", status),
        ("validity", validity),
        (ENDORSEMENTS, endorsements),
        ("trust", trust),
    )


def _placed(inner: Ob2Examination, one: Attached) -> Rows:
    """Return the row that says whether an endorsement speaks of what names it."""
    if inner.subject is None:
        return ()
    claim = inner.subject.data.get("claim")
    named = claim.get("id") if isinstance(claim, dict) else claim
    entity = one.node.id or one.node.url
    if same_id(named, entity):
        return (passed("subject", f"endorses the {one.name} that names it", spec=_SPEC),)
    if inner.subject.data.get("revoked") is True and named is None:
        return (skipped("subject", "a revoked endorsement need not say what it endorsed", spec=_SPEC),)
    speaks_of = shown(named) if isinstance(named, str) else "nothing that has an id"
    message = f"it speaks of {speaks_of}, not of the {one.name} that names it, {shown(entity)}"
    return (failed("subject", "ENDORSEMENT_SUBJECT", message, pointer="/claim/id"),)


def _own_word(exam: Ob2Examination, inner: Ob2Examination, one: Attached) -> Check | None:
    """Return the row of an endorsement by the issuer or by the endorsed itself, None for anybody else's."""
    if not inner.trust or not same_id(inner.issuer_id, exam.issuer_id):
        return None
    itself = (
        f"the {one.name} that it endorses" if one.node is exam.issuer else "the issuer of what it endorses"
    )
    return own_word(f"the endorser is {itself}: nobody else speaks here")


def _rows(report: Report, one: Attached, own: Check | None, *, required: bool) -> list[Check]:
    whose = _endorser(report)
    what = f"the endorsement of the {one.name}{whose}"
    broken = _broken(report)
    if broken is not None:
        message = f"{what} is {report.verdict.value}: {broken.message}"
        return [replace(broken, id=ENDORSEMENTS, message=message, pointer=one.pointer)]
    rows = rows_of(ENDORSEMENTS, report, what, code="ENDORSEMENT", required=required)
    rows = [replace(row, spec=_SPEC) for row in rows]
    if own is None or report.verdict is not Verdict.VALID:
        return rows
    return [
        replace(row, message=f"{row.message}; {own.message}", problem=own.problem, advice=own.advice)
        for row in rows
    ]


def _broken(report: Report) -> Check | None:
    """Return the row of an endorsement that says that it is none, or that it was not obtained.

    What our own limits left unread is no fault of the badge.
    """
    rows = [
        row
        for row in report.checks
        if row.id in _OF_THE_DATA
        and row.required
        and row.outcome in (Outcome.FAILED, Outcome.UNKNOWN)
        and row.problem is not PROBLEMS["LIMIT"]
    ]
    return next(iter([*(row for row in rows if row.outcome is Outcome.FAILED), *rows]), None)


def _endorser(report: Report) -> str:
    """Return whose it is: the address where the profile of the endorser lies, and else whom it names."""
    valid = report.verdict is Verdict.VALID
    named = report.graph[1].data.get("id") if valid else None
    if not valid and report.document is not None:
        named = report.document.data.get("issuer")
        named = named.get("id") if isinstance(named, dict) else named
    if not isinstance(named, str):
        return ""
    return f" {'by' if valid else 'in the name of'} {shown(named)}"
