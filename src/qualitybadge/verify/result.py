"""The report of a verification: a frozen value that says what was checked, found and left open."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..errors import VerdictError
from ..keys import PublicKey
from ..model.document import Document, Kind
from ..outcome import Check, Outcome, Trust, Verdict
from ..wire import timestamps
from .policy import RELAXATIONS

if TYPE_CHECKING:
    from ..model.ob2 import Assertion, Endorsement
    from ..model.vc import VerifiableCredential

_REPR_CHARACTERS = 300
SCHEMA_ID = "https://qualitybadge.example/schemas/quality/report/1.json"


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found.

    A report is not a yes: ``bool(report)`` raises TypeError. Ask `verdict`, or call `raise_for_verdict()`.

    Attributes:
        verdict: VALID, INVALID or INDETERMINATE; decided by the required checks alone.
        trust: who vouches for the key that made the proof; never part of the verdict.
        checks: every row, in the order of the specification's algorithm.
        kind: what the document is.
        form: how it is secured, such as ``eddsa-rdfc-2022`` or ``VC-JWT EdDSA``; "" where it is not.
        carrier: what it came in: ``json``, ``jwt``, ``png`` or ``svg``.
        verified_at: the clock's time of this verification, UTC.
        document: the parsed document with the bytes it was read from; None when nothing could be parsed.
        endorsements: reports of the endorsements, each of its own.
        members: reports of the credentials inside a learner record or presentation, in order.
        pointer: JSON pointer to the place in the enclosing document; "" for a document of its own.
        contexts: address and name of the content that was read, for each context that had several.
        original: the report of what was handed in, where the issuer's newer copy took its place.
        graph: the objects that a 2.0 badge is made of: assertion, badge class, issuer, as far as obtained.
        proved: whether a proof passed, so that the document may be looked at.
        keys: the keys whose signatures passed.
    """

    verdict: Verdict
    trust: Trust
    checks: tuple[Check, ...]
    kind: Kind
    form: str
    carrier: str
    verified_at: datetime
    document: Document | None = None
    endorsements: tuple[Report, ...] = ()
    members: tuple[Report, ...] = ()
    pointer: str = ""
    contexts: tuple[tuple[str, str], ...] = ()
    original: Report | None = None
    graph: tuple[Document, ...] = ()
    proved: bool = False
    keys: tuple[PublicKey, ...] = ()

    def __bool__(self) -> bool:
        raise TypeError("a report is not a yes: compare report.verdict, or call report.raise_for_verdict()")

    @property
    def credential(self) -> VerifiableCredential | Assertion | Endorsement | None:
        """The typed view of the verified document; None unless a proof passed, and for a presentation.

        It is made from the verified bytes on each call; the document itself is what was verified.
        """
        if not self.proved or self.document is None or self.kind is Kind.PRESENTATION:
            return None
        from ..model.view import view_of

        return view_of(self.document)

    @property
    def relaxations(self) -> tuple[str, ...]:
        """The policy fields that, taken together, would make this report VALID; empty if none would.

        What an address without encryption serves is not known before it is asked, so `allow_http_hosted` says
        that nothing else is known to stand in the way.
        """
        open_rows = [c for c in self.checks if c.required and c.outcome is not Outcome.PASSED]
        if not open_rows or not all(row.relaxation for row in open_rows):
            return ()
        names = {row.relaxation for row in open_rows}
        if any(row.id == "refresh" and row.relaxation in names for row in self.checks):
            return ()  # with it the issuer's newer copy would be accepted, and it decides
        return tuple(sorted(names))

    @property
    def unchecked(self) -> tuple[Check, ...]:
        """The rows that were not decided: UNKNOWN and SKIPPED."""
        return tuple(c for c in self.checks if c.outcome in (Outcome.UNKNOWN, Outcome.SKIPPED))

    @property
    def summary(self) -> str:
        """One line for a person: the verdict, its first reason and what one would have to accept."""
        first = next((c for c in self.checks if _decides(c, self.verdict)), None)
        line = f"{self.verdict.name}: {self.kind.value}"
        if first is not None:
            line += f"; {first.message}"
        elif self.verdict is Verdict.VALID:
            whose = "holder" if self.kind is Kind.PRESENTATION else "issuer"
            by_place = self.kind.is_older and not self.form.startswith("JWS")
            words = _HOSTED_WORDS if by_place else _TRUST_WORDS
            line += f"; {words.get(self.trust, _TRUST_WORDS[self.trust]).replace('issuer', whose)}"
            line += f"; {differs}" if (differs := difference(self)) else ""
        if self.relaxations:
            line += "; VALID if you accept: " + ", ".join(RELAXATIONS[name] for name in self.relaxations)
        return line

    def raise_for_verdict(self) -> None:
        """Do nothing for VALID.

        Raises:
            VerdictError: the verdict is INVALID or INDETERMINATE; the message is the summary.
        """
        if self.verdict is not Verdict.VALID:
            raise VerdictError(self.summary)

    def __repr__(self) -> str:
        """Return the verdict and what decided it, not every row."""
        return f"<Report {ascii(self.summary[:_REPR_CHARACTERS])[1:-1]}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON data; its shape is ``schemas/quality/report.schema.json``."""
        return {
            "schema": SCHEMA_ID,
            "verdict": self.verdict.value,
            "trust": self.trust.value,
            "kind": self.kind.value,
            "summary": self.summary,
            "form": self.form,
            "carrier": self.carrier,
            "verifiedAt": timestamps.render(self.verified_at),
            "relaxations": list(self.relaxations),
            "checks": [_check_dict(check) for check in self.checks],
            "endorsements": [report.to_dict() for report in self.endorsements],
            "members": [report.to_dict() for report in self.members],
            "pointer": self.pointer,
            "contexts": dict(self.contexts),
            "original": None if self.original is None else self.original.to_dict(),
            "graph": [copy.deepcopy(document.data) for document in self.graph],
            "credential": copy.deepcopy(self.document.data) if self.proved and self.document else None,
        }

    def to_json(self) -> str:
        """Return `to_dict()` as indented JSON text; the same input gives the same text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def _repr_html_(self) -> str:
        # Rendering is a room above this one: the package's face knows the way to it.
        import qualitybadge

        return qualitybadge.render(self, "html-fragment")


DIFFERS_IN = "what was handed in differs from it in "
"""How the row of a hosted copy says so; the names of the members follow."""


def difference(report: Report) -> str:
    """Return that what was handed in is not the hosted copy, and where they differ; "" where it is."""
    for row in report.checks:
        if row.code == "HOSTED_DIFFERS":
            names = row.message.partition(DIFFERS_IN)[2]
            return f"what was handed in differs from the hosted copy ({names}): only the copy counts"
    return ""


def is_served_elsewhere(report: Report) -> bool:
    """Tell whether an address of what was verified redirects to another place, which serves it."""
    return any(row.code == "SERVED_ELSEWHERE" for row in report.checks)


_HOSTED_WORDS = {
    Trust.DOMAIN: "the issuer's own domain serves it",
    Trust.NONE: "nobody vouches for it",
}
_TRUST_WORDS = {
    Trust.ANCHORED: "the issuer stands in your trust store",
    Trust.DOMAIN: "the key was published by the issuer's own domain",
    Trust.SELF_ASSERTED: "the issuer is known by its key alone: nobody vouches for who that is",
    Trust.NONE: "nobody vouches for the key: this shows integrity, not origin",
}


def _decides(check: Check, verdict: Verdict) -> bool:
    if not check.required:
        return False
    if verdict is Verdict.INVALID:
        return check.outcome is Outcome.FAILED
    return check.outcome in (Outcome.UNKNOWN, Outcome.SKIPPED)


def _check_dict(check: Check) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": check.id,
        "outcome": check.outcome.value,
        "required": check.required,
        "message": check.message,
    }
    if check.problem is not None:
        row["problem"] = {
            "type": check.problem.type,
            "code": check.problem.code,
            "title": check.problem.title,
        }
    for name in ("pointer", "spec", "advice", "relaxation"):
        value = getattr(check, name)
        if value:
            row[name] = value
    return row
