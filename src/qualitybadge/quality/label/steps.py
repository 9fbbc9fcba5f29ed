"""The steps by which a label is held against a badge, a row each, in their order. Fetches no label itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from ...did.web import document_url
from ...errors import QualityBadgeError
from ...fetcher import Fetcher, obtain, require_text
from ...jsonschemas import schema_errors
from ...limits import DEFAULT_LIMITS
from ...model.document import Kind
from ...model.equality import same_id
from ...outcome import Check, Outcome, Trust, Verdict, check_from_error
from ...spec import read_schema
from ...urls import is_web, shown
from ...verify.checks import failed, passed, skipped, unknown
from ...verify.digests import promise_of
from ...verify.result import Report
from ...wire import jcs, strictjson
from ...wire.timestamps import moment_or_none
from .facts import ALL_BADGES, BadgeFacts, LabelFacts, aliases_of
from .trusted import TrustedLabelIssuer, trust_rows

LABEL_SCHEMA = "https://qualitybadge.example/schemas/quality/label/1.json"

_APART = frozenset({"status", "validity"})
_SAYS_WHOSE = frozenset({"syntax", "key", "proof", "binding", "hosted", "linked", "scope"})
_DONE = frozenset({"REVOKED", "SUSPENDED"})


class Case(NamedTuple):
    """A label and a badge, and what is needed to hold one against the other.

    Attributes:
        badge: the report of the badge.
        said: what the badge says.
        label: the report of the label.
        facts: what the label says; None where it is no label.
        references: what the badge or the caller says of labels elsewhere.
        trusted: whom the caller trusts.
        fetcher: how further documents are obtained.
        now: the moment of verification.
    """

    badge: Report
    said: BadgeFacts
    label: Report
    facts: LabelFacts | None
    references: tuple[Mapping[str, Any], ...]
    trusted: tuple[TrustedLabelIssuer, ...]
    fetcher: Fetcher
    now: datetime


def rows_of(case: Case) -> Iterator[Check]:
    """Yield the rows; what an unproved label says is not looked at."""
    withdrawn = _withdrawn(case.label)
    badge = badge_row(case.badge)
    if case.facts is None:
        yield badge
        yield withdrawn or _no_label(case.label)
        return
    yield badge
    form, proof = _form(case), _proof(case)
    yield form
    yield proof
    if withdrawn is not None:
        yield withdrawn
        return
    if proof.outcome is not Outcome.PASSED:
        yield skipped("status", "not looked at, for the label is not proved", required=True)
        return
    yield key_row(case.label)
    for step in _STEPS:
        yield from _guarded(step, case, case.facts)
    start = moment_or_none(case.facts.start)
    yield from trust_rows(case.facts, case.trusted, case.label.keys, start=start, now=case.now)
    for step in _LAST_STEPS:
        yield from _guarded(step, case, case.facts)


Step = Callable[[Case, LabelFacts], Check | None]


def _guarded(step: Step, case: Case, facts: LabelFacts) -> Iterator[Check]:
    """Turn what the library raises into the row of the step."""
    try:
        row = step(case, facts)
    except QualityBadgeError as error:
        row = check_from_error(step.__name__.removeprefix("_"), error)
    if row is not None:
        yield row


def badge_row(badge: Report) -> Check:
    """Return whether the badge shows whose it is; its verdict is said and decides nothing."""
    wrong = next((row for row in badge.checks if row.id in _SAYS_WHOSE and _stops(row)), None)
    if not badge.proved or badge.trust is Trust.NONE or wrong is not None:
        why = wrong.message if wrong is not None else "nobody vouches for the key that signed it"
        return failed("badge", "LABEL_BADGE", f"the badge does not show who issued it: {why}")
    if badge.verdict is not Verdict.VALID:
        message = f"the issuer signed the badge, but the badge itself is {badge.verdict.name}"
        row = failed("badge", "NOT_VALID", message)
        return replace(
            row, required=False, advice="the label says nothing of that: see the badge's own report"
        )
    return passed("badge", "the badge is authentic, and so is the name of its issuer")


def _stops(row: Check) -> bool:
    return row.outcome is Outcome.FAILED or (row.required and row.outcome is not Outcome.PASSED)


def _no_label(label: Report) -> Check:
    if label.document is None:
        first = next((row for row in label.checks if row.outcome is not Outcome.PASSED), None)
        if first is not None and first.outcome is not Outcome.FAILED:
            return unknown("label", "LABEL_REFERENCE", f"no label could be obtained: {first.message}")
        return failed(
            "label", "LABEL_FORM", f"no label could be read: {first.message if first else 'nothing'}"
        )
    return failed("label", "LABEL_FORM", f"this is {label.kind.value}, which is no label credential")


def _withdrawn(label: Report) -> Check | None:
    """Return the row of a label that its authority revoked or suspended."""
    for row in label.checks:
        if row.outcome is Outcome.FAILED and row.code in _DONE:
            return replace(row, id="status", required=True)
    return None


def _form(case: Case) -> Check:
    """The label is one, and is written as one is."""
    label = case.label
    if label.kind is Kind.OB2_ENDORSEMENT:
        return passed("schema", "an Endorsement of Open Badges 2.0 with a label in its claim")
    if label.kind is not Kind.ENDORSEMENT or label.document is None:
        return failed("schema", "LABEL_FORM", f"a label is an endorsement, and this is {label.kind.value}")
    errors = schema_errors(read_schema(LABEL_SCHEMA), label.document.data)
    if errors:
        return failed("schema", "LABEL_FORM", errors[0].message, pointer=errors[0].pointer)
    if case.facts is not None and case.facts.decision != "granted":
        place = "/credentialSubject/decision"
        return failed("schema", "LABEL_FORM", "its decision was not to grant the label", pointer=place)
    return passed("schema", "written as a label is")


def _proof(case: Case) -> Check:
    """Everything about the label as a credential that neither its status nor its dates decide."""
    label = case.label
    wrong = _first_wrong(row for row in label.checks if row.id not in _APART and row.code not in _DONE)
    if wrong is not None:
        message = f"the label does not verify: {wrong.id}: {wrong.message}"
        return replace(wrong, id="proof", message=message, relaxation="", required=True)
    hosted = label.kind is Kind.OB2_ENDORSEMENT and label.trust is not Trust.NONE
    if not label.proved and not hosted:
        return failed("proof", "PROOF_MISSING", "nobody signed or hosts the label")
    return passed("proof", f"the label is authentic: {label.form or 'hosted'}")


def _first_wrong(rows: Iterable[Check]) -> Check | None:
    """Return the required row that did not pass, one that failed before one that is open; None for none."""
    wrong = [row for row in rows if row.required and row.outcome is not Outcome.PASSED]
    wrong.sort(key=lambda row: row.outcome is not Outcome.FAILED)
    return wrong[0] if wrong else None


def key_row(label: Report) -> Check:
    """Return whose word it is that the key is the authority's."""
    if label.trust is Trust.NONE:
        return failed("key", "CONTROLLER_MISMATCH", "nobody vouches that the key is the authority's")
    return passed("key", f"the key is the authority's: {label.trust.value}")


def _status(case: Case, facts: LabelFacts) -> Check | None:
    """The authority neither revoked nor suspended it; `rows_of` knows already where it did."""
    if not facts.has_status:
        message = "the label names no status, so nobody could tell whether it was revoked"
        return failed("status", "LABEL_FORM", message, pointer="/credentialStatus")
    wrong = _first_wrong(row for row in case.label.checks if row.id == "status")
    return wrong or passed("status", "neither revoked nor suspended")


def _validity(case: Case, facts: LabelFacts) -> Check:
    """The label has begun, and has an end that is not past."""
    for row in case.label.checks:
        if row.id == "validity" and row.required and row.outcome is not Outcome.PASSED:
            return row
    start, end = moment_or_none(facts.start), moment_or_none(facts.end)
    if start is None or end is None:
        return failed(
            "validity", "LABEL_FORM", "a label says from when until when it holds", pointer="/validUntil"
        )
    if start > case.now:
        return failed("validity", "NOT_YET_VALID", f"not valid before {facts.start}", pointer="/validFrom")
    if end < case.now:
        return failed("validity", "EXPIRED", f"expired at {facts.end}", pointer="/validUntil")
    return passed("validity", f"valid until {facts.end}")


def _subject(case: Case, facts: LabelFacts) -> Check:
    """The label speaks of the issuer of the badge, by its id or by an alias that both sides confirm."""
    issuer, subject = case.said.issuer, facts.subject
    if same_id(issuer, subject):
        return passed("subject", f"speaks of the issuer of the badge, {shown(issuer)}")
    place = "/credentialSubject/id"
    if not any(same_id(alias, subject) for alias in case.said.aliases):
        message = f"it speaks of {shown(subject)}, not of the issuer of the badge, {shown(issuer)}"
        return failed("subject", "LABEL_SUBJECT", message, pointer=place)
    address = _document_address(subject)
    if not address:
        message = f"the badge's issuer calls itself {shown(subject)}, which publishes nothing to confirm it"
        return failed("subject", "LABEL_SUBJECT", message, pointer=place)
    body = require_text(obtain(case.fetcher, address, limits=DEFAULT_LIMITS)).body
    document = strictjson.loads(body)
    own = isinstance(document, dict) and document.get("id") == subject
    if own and any(same_id(alias, issuer) for alias in aliases_of(document)):
        return passed("subject", f"speaks of {shown(subject)}, which is the issuer of the badge: both say so")
    message = f"the badge's issuer calls itself {shown(subject)}, and {shown(address)} does not confirm it"
    return failed("subject", "LABEL_SUBJECT", message, pointer=place)


def _document_address(identity: str) -> str:
    """Return where a DID document or profile lies; "" where the id has none."""
    if identity.startswith("did:web:"):
        return document_url(identity)
    return identity if is_web(identity) and identity.startswith("https:") else ""


def _reference(case: Case, facts: LabelFacts) -> Check | None:
    """The label is the one that the badge refers to, in the version that it refers to."""
    document = case.label.document
    for reference in case.references:
        if document is None or not same_id(reference.get("id"), facts.id):
            continue
        if "digestMultibase" not in reference:
            return passed("reference", "the badge refers to this label, without a digest")
        forms = [document.raw] if document.media == "jwt" else [document.raw, jcs.canonicalize(document.data)]
        promise = promise_of(dict(reference), "digestMultibase", "/issuer/qualityLabel")
        if not any(promise.is_kept_by(form) for form in forms):
            message = "the badge refers to this label with another digest: it is another version"
            return failed("reference", "DIGEST_MISMATCH", message, pointer=promise.pointer)
        return passed("reference", "the badge refers to this label, by id and digest")
    return None


def _independent(case: Case, facts: LabelFacts) -> Check:
    """The authority is somebody else than the issuer."""
    itself = (case.said.issuer, facts.subject, *case.said.aliases)
    if any(same_id(facts.authority, one) for one in itself):
        message = "the authority is the issuer itself: nobody else speaks here"
        return failed("independent", "LABEL_OWN_WORD", message, pointer="/issuer")
    if set(case.label.keys) & set(case.badge.keys):
        message = "the label is signed with the key of the badge: nobody else speaks here"
        return failed("independent", "LABEL_OWN_WORD", message, pointer="/proof")
    return passed("independent", "the authority is somebody else than the issuer")


def _scope(case: Case, facts: LabelFacts) -> Check:
    """The label covers this badge."""
    if ALL_BADGES in facts.scope:
        return passed("scope", "covers all badges of the issuer")
    place = "/credentialSubject/scope"
    if any(same_id(covered, case.said.achievement) for covered in facts.scope):
        return passed("scope", f"covers {shown(case.said.achievement)}")
    what = shown(case.said.achievement) if case.said.achievement else "an achievement without an id"
    return failed("scope", "LABEL_SCOPE", f"does not cover {what}", pointer=place)


def _period(case: Case, facts: LabelFacts) -> Check:
    """The label held on the day of the award."""
    awarded = moment_or_none(case.said.awarded)
    start, end = moment_or_none(facts.start), moment_or_none(facts.end)
    if awarded is None:
        return failed(
            "period",
            "LABEL_PERIOD",
            "the badge does not say when it was awarded",
            pointer=case.said.awarded_at,
        )
    if start is None or end is None or not start <= awarded <= end:
        message = (
            f"it holds from {facts.start} to {facts.end}, and the badge was awarded at {case.said.awarded}"
        )
        return failed("period", "LABEL_PERIOD", message, pointer=case.said.awarded_at)
    return passed("period", "held when the badge was awarded")


_STEPS: tuple[Step, ...] = (_status, _validity, _subject, _reference)
_LAST_STEPS: tuple[Step, ...] = (_independent, _scope, _period)
