"""The steps by which a label is held against a badge, a row each, in their order. Fetches no label itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import unquote

from ...did.web import document_url
from ...errors import FetchError, QualityBadgeError
from ...fetcher import Fetcher, Response, obtain, require_text
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
from .facts import ALL_BADGES, EXTENSION, BadgeFacts, LabelFacts, aliases_of, extension_of
from .trusted import TrustedLabelIssuer, trust_rows

LABEL_SCHEMA = "https://qualitybadge.example/schemas/quality/label/1.json"
LABEL_SCHEMA_2_0 = "https://qualitybadge.example/schemas/quality/label-ob2/1.json"

_APART = frozenset({"status", "validity"})
_SAYS_WHOSE = frozenset({"syntax", "key", "proof", "binding", "hosted", "linked", "scope"})
_BADGES = frozenset({Kind.BADGE, Kind.OB2_ASSERTION, Kind.OB1_ASSERTION})
_CLOCKS_DIFFER = timedelta(minutes=5)  # so far apart may the clocks of issuer and verifier be
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
    badge, facts = badge_row(case.badge), case.facts
    yield badge
    if facts is None:
        yield withdrawn or _no_label(case.label)
        return
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
    start = moment_or_none(facts.start)
    trust = trust_rows(facts, case.trusted, case.label.keys, start=start, now=case.now)
    if any(row.required and row.outcome is not Outcome.PASSED for row in (badge, form, *trust)):
        # Nobody is asked on behalf of a badge that anybody made, or of a label that counts for nothing.
        case = case._replace(fetcher=_Nobody())
    for step in _STEPS:
        yield from _guarded(step, case, facts)
    yield from trust
    for step in _LAST_STEPS:
        yield from _guarded(step, case, facts)


class _Nobody:
    """Who is asked where the answer would decide nothing any more."""

    def get(self, url: str, *, accept: str, max_bytes: int) -> Response:  # noqa: ARG002 - protocol
        message = f"not asked for {shown(url)}: the badge is not proved, or nobody whom you trust vouches"
        raise FetchError(message, code="NO_NETWORK", hint="see the rows that failed")


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
    if badge.kind not in _BADGES and badge.kind is not Kind.UNREADABLE:  # whether it is one may be open
        return failed("badge", "NOT_A_BADGE", f"this is {badge.kind.value}, and a label speaks for a badge")
    wrong = [row for row in badge.checks if row.id in _SAYS_WHOSE and _stops(row)]
    if wrong:
        return _not_shown(min(wrong, key=lambda row: row.outcome is not Outcome.FAILED))
    if not badge.proved or badge.trust is Trust.NONE:
        message = "the badge does not show who issued it: nobody vouches for the key that signed it"
        return failed("badge", "LABEL_BADGE", message)
    if badge.verdict is not Verdict.VALID:
        message = f"the issuer signed the badge, but the badge itself is {badge.verdict.name}"
        row = failed("badge", "NOT_VALID", message)
        return replace(
            row, required=False, advice="the label says nothing of that: see the badge's own report"
        )
    return passed("badge", "the badge is authentic, and so is the name of its issuer")


def _not_shown(row: Check) -> Check:
    """Return that the badge does not show whose it is, or that this is open, as the row says."""
    if row.outcome is Outcome.FAILED:
        return failed("badge", "LABEL_BADGE", f"the badge does not show who issued it: {row.message}")
    message = f"whether the badge shows who issued it could not be determined: {row.message}"
    return unknown("badge", "LABEL_BADGE", message)


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
    if label.kind is Kind.OB2_ENDORSEMENT and label.document is not None:
        return _form_of_2_0(label.document.data)
    if label.kind is not Kind.ENDORSEMENT or label.document is None:
        return failed("schema", "LABEL_FORM", f"a label is an endorsement, and this is {label.kind.value}")
    errors = schema_errors(read_schema(LABEL_SCHEMA), label.document.data)
    if errors:
        return failed("schema", "LABEL_FORM", errors[0].message, pointer=errors[0].pointer)
    if case.facts is not None and case.facts.decision != "granted":
        place = "/credentialSubject/decision"
        return failed("schema", "LABEL_FORM", "its decision was not to grant the label", pointer=place)
    return passed("schema", "written as a label is")


def _form_of_2_0(endorsement: Mapping[str, Any]) -> Check:
    """The claim holds a label with everything that one of 3.0 must say."""
    errors = schema_errors(read_schema(LABEL_SCHEMA_2_0), extension_of(endorsement))
    if errors:
        place = f"/claim/{EXTENSION}{errors[0].pointer}"
        return failed("schema", "LABEL_FORM", errors[0].message, pointer=place)
    return passed("schema", "an Endorsement of Open Badges 2.0 with a label in its claim")


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
    itself = {_party(one) for one in (case.said.issuer, facts.subject, *case.said.aliases)}
    if itself & {_party(one) for one in (facts.authority, *facts.authority_aliases)}:
        message = "the authority is the issuer itself: nobody else speaks here"
        return failed("independent", "LABEL_OWN_WORD", message, pointer="/issuer")
    if set(case.label.keys) & set(case.badge.keys):
        message = "the label is signed with the key of the badge: nobody else speaks here"
        return failed("independent", "LABEL_OWN_WORD", message, pointer="/proof")
    return passed("independent", "the authority is somebody else than the issuer")


def _party(identity: str) -> str:
    """Return an id as it is compared where two spellings of it must not pass for two parties."""
    text = unquote(identity).strip().partition("#")[0].rstrip("/")
    scheme, colon, rest = text.partition(":")
    if scheme.lower() == "did":
        method, _, name = rest.partition("?")[0].rstrip("/").partition(":")
        host, more, path = name.partition(":")
        web = method.lower() == "web"  # the one method whose ids are names of hosts
        return f"did:{method.lower()}:{host.lower() if web else host}{more}{path}"
    # The query of an address stays: platforms tell their issuers apart by it.
    authority, slash, path = rest.removeprefix("//").partition("/")
    host = authority.lower().removesuffix(":443")
    return f"{scheme.lower()}{colon}{host}{slash}{path}" if colon else text


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
    if awarded is not None and awarded > case.now + _CLOCKS_DIFFER:
        message = f"the badge says that it was awarded at {case.said.awarded}, which has not come yet"
        return failed("period", "LABEL_PERIOD", message, pointer=case.said.awarded_at)
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
