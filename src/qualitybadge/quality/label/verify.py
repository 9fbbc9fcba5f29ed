"""Does the issuer of a badge hold a label of somebody whom the caller trusts? Changes no badge's report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from ...fetcher import Fetcher
from ...model.document import Kind
from ...outcome import Check, Outcome
from ...urls import is_web, shown
from ...verify.checks import failed, unknown
from ...verify.fetching import Allowance, GuardedFetcher
from ...verify.policy import Policy
from ...verify.result import Report
from ...verify.verifier import Verifier, system_clock
from .facts import BadgeFacts, badge_facts, facts_of, is_label, is_reference
from .report import LabelReport, LabelState, state_of, together
from .steps import Case, badge_row, rows_of
from .trusted import TrustedLabelIssuer, trusted_from

_STRICT = Policy()
_MOST = 20  # labels looked at for one badge


def verify_label(
    label: Any,
    report: Report,
    trusted: Iterable[TrustedLabelIssuer | str] = (),
    *,
    fetcher: Fetcher | None = None,
    now: datetime | None = None,
) -> LabelReport:
    """Tell whether a label speaks for the issuer of a badge, and whether that holds.

    Args:
        label: the label credential in any form that `verify` takes, a reference to one, the report of a
            presentation in which it stands beside the badge, several of them in a list, or None: then only
            what the badge itself embeds or names.
        report: what `verify` said of the badge. It stays as it is.
        trusted: whose labels count: ids, or `TrustedLabelIssuer` with terms. None is built in, so with none
            given no label counts.
        fetcher: how keys and status are obtained, as for `verify`; only with one given here is a label
            fetched that the badge merely names.
        now: the moment to verify at, aware; None: the system clock.

    Returns:
        A report, whatever the label: never an exception for what is in it.

    Raises:
        InputError: an entry of `trusted` names nobody (USAGE).
        TypeError: `report` is no Report, `label` of a type that carries none, or `now` has no time zone.
    """
    if not isinstance(report, Report):
        raise TypeError(f"report must be what verify(…) returned for the badge, not {type(report).__name__}")
    if now is not None and (not isinstance(now, datetime) or now.tzinfo is None):
        raise TypeError("now must be an aware datetime, such as datetime.now(UTC)")
    moment = (now or system_clock()).astimezone(UTC)
    look = _Look(report, trusted_from(trusted), fetcher, moment)
    return look.at(_several(label))


class _Look:
    """One badge, whom the caller trusts, and how to ask."""

    def __init__(
        self,
        badge: Report,
        trusted: tuple[TrustedLabelIssuer, ...],
        fetcher: Fetcher | None,
        now: datetime,
    ) -> None:
        self.badge, self.trusted, self.now = badge, trusted, now
        self.said: BadgeFacts = badge_facts(badge)
        self.may_fetch_labels = fetcher is not None
        # Whatever is looked at for one badge is paid from one purse.
        self.fetcher: Fetcher = Allowance(fetcher or GuardedFetcher(_STRICT), _STRICT.limits)
        self.verifier = Verifier(_STRICT, fetcher=self.fetcher, clock=lambda: now)

    def at(self, given: list[Any]) -> LabelReport:
        """Return the report of what was given, or else of what the badge carries or names."""
        found = given or [*self.said.embedded, *self.said.references]
        references = [item for item in found if is_reference(item)]
        row = badge_row(self.badge)
        if self._decides(row, carried=bool(found) and not given, named=bool(references)):
            return self._report(state_of((row,)), (row,))
        labels = [item for item in found if not is_reference(item)]
        reports = self._of(labels, references, unread=0 if given else self.said.unread)
        return together(reports) if reports else self._report(LabelState.NONE, ())

    def _of(
        self, labels: list[Any], references: list[Mapping[str, Any]], *, unread: int
    ) -> list[LabelReport]:
        """Return a report of each label, there or named, as far as there are not too many."""
        reports = [self._label(item, references) for item in labels[:_MOST]]
        stapled = [one.facts.id for one in reports if one.facts is not None]
        named = [one for one in references if one.get("id") not in stapled]
        reports += [self._reference(one) for one in named[:_MOST]]
        return reports + self._left_over(len(labels[_MOST:]) + len(named[_MOST:]) + unread)

    def _left_over(self, number: int) -> list[LabelReport]:
        """Return the report of what was not looked at; [] for nothing."""
        if not number:
            return []
        row = unknown("label", "LIMIT", f"{number} more were not looked at: {_MOST} labels for one badge")
        return [self._report(LabelState.NOT_CHECKED, (row,))]

    def _decides(self, row: Check, *, carried: bool, named: bool) -> bool:
        """Tell whether the row of the badge decides alone."""
        if not row.required or row.outcome is Outcome.PASSED:
            return False
        if self.badge.document is None and row.outcome is not Outcome.FAILED:
            return True  # a badge that was not obtained says nothing that a label could be held against
        # What an unproved badge carries or names is anybody's word: nobody is asked for it.
        return carried or named

    def _label(self, item: Any, references: list[Mapping[str, Any]]) -> LabelReport:
        return self._judged(self.verifier.verify(item), references)

    def _judged(self, label: Report, references: list[Mapping[str, Any]]) -> LabelReport:
        facts = facts_of(label)
        case = Case(
            badge=self.badge,
            said=self.said,
            label=label,
            facts=facts,
            references=(*self.said.references, *references),
            trusted=self.trusted,
            fetcher=self.fetcher,
            now=self.now,
        )
        rows = tuple(rows_of(case))
        return LabelReport(state_of(rows), rows, self.now, self.badge.verdict, facts, label)

    def _reference(self, reference: Mapping[str, Any]) -> LabelReport:
        """Fetch a label that is only named, where the caller lets labels be fetched."""
        address = reference.get("id")
        if not isinstance(address, str) or not is_web(address) or not self.may_fetch_labels:
            return self._unfetched(address)
        if not self.trusted:
            row = failed(
                "trusted", "LABEL_UNTRUSTED", f"not asked for {shown(address)}: you trust nobody's label"
            )
            return self._report(LabelState.UNTRUSTED, (badge_row(self.badge), row))
        label = self.verifier.verify(address)
        if label.document is None and not _is_withdrawn(label):
            message = f"the label at {shown(address)} could not be obtained: {label.summary}"
            row = unknown("label", "LABEL_REFERENCE", message)
            return self._report(LabelState.NOT_CHECKED, (row, badge_row(self.badge)))
        found = self._judged(label, [reference])
        if found.facts is not None and found.facts.id != address:
            message = f"at {shown(address)} there is another label, {shown(found.facts.id)}"
            row = failed("label", "LABEL_REFERENCE", message)
            return self._report(LabelState.UNVERIFIABLE, (row, *found.checks))
        return found

    def _unfetched(self, address: object) -> LabelReport:
        what = shown(address) if isinstance(address, str) else "nothing that has an id"
        why = "it has no address" if self.may_fetch_labels else "labels are not fetched unless asked to"
        row = unknown("label", "LABEL_REFERENCE", f"only a reference was found, to {what}: {why}")
        return self._report(LabelState.NOT_CHECKED, (row, badge_row(self.badge)))

    def _report(self, state: LabelState, rows: tuple[Check, ...]) -> LabelReport:
        return LabelReport(state, rows, self.now, self.badge.verdict)


def _several(label: Any) -> list[Any]:
    """Return the labels of an argument that may be none, one or several, or a presentation's report."""
    if label is None:
        return []
    if isinstance(label, Report):
        if label.kind is not Kind.PRESENTATION:
            raise TypeError("label must be the label itself, not the report of its verification")
        documents = [member.document for member in label.members if member.document is not None]
        carried = [one for one in documents if is_label(one.data)]
        return [one.raw if one.media == "jwt" else one.data for one in carried]
    return list(label) if isinstance(label, list | tuple) else [label]


def _is_withdrawn(label: Report) -> bool:
    return any(row.outcome is Outcome.FAILED and row.code == "REVOKED" for row in label.checks)
