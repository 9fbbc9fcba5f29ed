"""Look up the lists that status entries name, and judge the entries by them (Bitstring §3.2).

Only a whole list is ever asked for, never anything that names the credential. What cannot be obtained is
UNKNOWN and never fine; what is obtained and is not what it should be is FAILED. A list that would stand under
relaxations is read all the same: what one would accept with them must be known.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ..errors import FetchError, InputError, LimitError, QualityBadgeError, UndeterminedError
from ..fetcher import Response, obtain, require_text
from ..model.document import Document, Kind
from ..outcome import TRUST_ORDER, Check, Outcome, Trust, check_from_error
from ..problems import PROBLEMS
from ..proofs import jws, vcjwt
from ..status.bitstring import MINIMUM_ENTRIES
from ..status.entries import Entry, WholeList, read_entries
from ..status.listing import StatusList, read_list
from ..status.revocation import RevocationList, read_revocations
from ..urls import shown
from ..wire import strictjson
from .checks import Examination, Part, Rows, failed, passed, unknown
from .lists import KnownList, fresh_until
from .result import Report
from .statuses import STATUS

ACCEPT = (
    "application/vc+jwt, application/vc, application/json, application/vc+ld+json;q=0.9,"
    " application/ld+json;q=0.9, application/jwt;q=0.9, text/plain;q=0.5"
)

_SPEC = "Bitstring §3.2"
# purpose -> the words for a value of 0
_CLEAR = {
    "revocation": "not revoked",
    "suspension": "not suspended",
    "refresh": "no newer version was announced",
}
# purpose -> the code, the words for any other value, and those for what is said about whom
_SET = {
    "revocation": ("REVOKED", "revoked", ""),
    "suspension": ("SUSPENDED", "suspended", " for the time being"),
}
_NOT_SHOWN = "which is not shown to be the issuer's"
_INFORMING = frozenset({"message", "refresh"})
_MORE_NODES = 2  # a plain list of ids has more values than a document of its size, and they are small
_LONGEST_MESSAGE = 200
_NO_SKEW = timedelta()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Known = KnownList | tuple[Check, ...]


def status_rows(exam: Examination) -> Rows:
    """Return the rows of every status entry of a badge whose signature stands."""
    asked: dict[str, Known] = {}
    found = read_entries(exam.data["credentialStatus"], limits=exam.policy.limits)
    if len(found) == 1:
        return _rows_of(exam, found[0], asked)
    return [row for entry in found for row in _rows_of(exam, entry, asked)]


def _rows_of(
    exam: Examination, entry: Entry | WholeList | QualityBadgeError, asked: dict[str, Known]
) -> Rows:
    if isinstance(entry, Entry):
        known = exam.lists.get(entry.url, exam.contexts, exam.now) or asked.get(entry.url)
        if known is None:
            known = asked[entry.url] = _looked_up(exam, entry.url)
        if not isinstance(known, KnownList):
            return [_at(row, entry) for row in known]
        if known.faults:
            return [*(_at(row, entry) for row in known.faults), *_judged(exam, entry, known)]
        return _judged(exam, entry, known)
    if isinstance(entry, WholeList):
        return _listed(exam, entry)
    return (check_from_error(STATUS, entry),)


def _at(row: Check, entry: Entry) -> Check:
    """Point a row about a list at the entry that names it, which may be one that only informs."""
    return replace(
        row, pointer=f"{entry.place}/statusListCredential", required=entry.purpose not in _INFORMING
    )


# One list, whoever names it


def _looked_up(exam: Examination, url: str) -> Known:
    """Obtain, verify and read the list at an address; the rows that say why not, where that fails."""
    try:
        response = _obtained(exam, url)
    except FetchError as error:
        return (check_from_error(STATUS, _not_obtained(error)),)
    report = exam.nested(response.body, Part.STATUS_LIST)
    faults = _faults_of(report, url)
    if not all(fault.relaxation for fault in faults):
        return faults
    try:
        listing = _read(exam, report.document, url)
        _admit(exam, len(listing.bits.data), url)
    except FetchError as error:
        return (*faults, check_from_error(STATUS, error))
    except InputError as error:
        return (*faults, _unread(error, url))
    known = KnownList(
        listing,
        {purpose: (_clear_row(purpose, url),) for purpose in listing.purposes},
        exam.now,
        fresh_until(listing, response.header("Cache-Control"), exam.now),
        report.trust,
        faults,
    )
    if not faults:
        exam.lists.keep(url, exam.contexts, known)
    return known


def _obtained(exam: Examination, url: str) -> Response:
    response = require_text(obtain(exam.fetcher, url, accept=ACCEPT, limits=exam.policy.limits))
    _admit(exam, len(response.body), url)
    return response


def _admit(exam: Examination, size: int, url: str) -> None:
    """Count what is read as lists for one badge, packed and inflated, before more is made of it."""
    if not exam.fetcher.admit(size):
        most = exam.policy.limits.status_bytes
        message = f"the lists of one badge have more than {most} bytes together (limit status_bytes)"
        raise FetchError(f"{shown(url)} is not read: {message}", code="LIMIT")


def _not_obtained(error: FetchError) -> UndeterminedError:
    message = f"the status could not be obtained, so it is not known whether it was revoked: {error.message}"
    hint = error.hint or PROBLEMS[error.code].advice
    return UndeterminedError(message, code="STATUS_RETRIEVAL_ERROR", hint=hint, spec=_SPEC)


def _faults_of(report: Report, url: str) -> tuple[Check, ...]:
    """Return why the list credential does not stand: one row for each outcome and relaxation."""
    found: dict[tuple[Outcome, str], Check] = {}
    for row in report.checks:
        if row.required and row.outcome is not Outcome.PASSED and not _immaterial(row):
            fault = _fault(row, url)
            found.setdefault((fault.outcome, fault.relaxation), fault)
    rows = list(found.values())
    if report.kind is not Kind.STATUS_LIST and report.document is not None:
        message = f"at {shown(url)} there is {report.kind.value}, not a status list credential"
        rows = [failed(STATUS, "STATUS_VERIFICATION_ERROR", message)]
    return tuple(rows)


def _immaterial(row: Check) -> bool:
    """Whether a row of the list's report is settled elsewhere: its period, and claims it need not repeat.

    The period is asked for at each use. A token of VC-JOSE-COSE, as lists are, repeats nothing in claims.
    """
    code = row.code
    return row.id == "validity" or (row.id == "binding" and code == "CLAIM_MISSING")


def _fault(row: Check, url: str) -> Check:
    message = f"the status list {shown(url)} does not stand: {row.message}"
    if row.code == "LIMIT":  # ours, and no fault of the list
        return unknown(STATUS, "LIMIT", message, relaxation=row.relaxation)
    if row.outcome is Outcome.FAILED:
        return failed(STATUS, "STATUS_VERIFICATION_ERROR", message, relaxation=row.relaxation)
    open_row = unknown(STATUS, "STATUS_VERIFICATION_ERROR", message, relaxation=row.relaxation)
    return replace(open_row, advice=row.advice) if row.advice else open_row


def _unread(error: InputError, url: str) -> Check:
    message = f"the status list {shown(url)}: {error.message}"
    if isinstance(error, LimitError):
        return unknown(STATUS, "LIMIT", message)
    return check_from_error(STATUS, InputError(message, code=error.code, spec=error.spec))


def _read(exam: Examination, document: Document | None, url: str) -> StatusList:
    if document is None:  # pragma: no cover - a report without a document has a row that did not pass
        raise InputError(f"nothing was read at {shown(url)}", code="STATUS_RETRIEVAL_ERROR")
    listing = read_list(document.data, limits=exam.policy.limits)
    if document.media != "jwt" or (listing.valid_from and listing.valid_until):
        return listing
    return _with_claims(listing, vcjwt.read(jws.parse(document.raw, limits=exam.policy.limits)).claims)


def _with_claims(listing: StatusList, claims: dict[str, Any]) -> StatusList:
    """Let the claims of a token say the period where the credential does not (their form was checked)."""
    starts, ends = claims.get("nbf"), claims.get("exp")
    start = _EPOCH + timedelta(seconds=starts) if starts is not None else None
    end = _EPOCH + timedelta(seconds=ends) if ends is not None else None
    return replace(listing, valid_from=listing.valid_from or start, valid_until=listing.valid_until or end)


# One entry in a list that stands


def _judged(exam: Examination, entry: Entry, known: KnownList) -> Rows:
    rows = _as_listed(exam, entry, known)
    if entry.purpose in _INFORMING:  # such a purpose says nothing about validity, so neither do its faults
        return [replace(row, required=False) for row in rows]
    return rows


def _as_listed(exam: Examination, entry: Entry, known: KnownList) -> Rows:
    listing = known.listing
    misfit = _misfit(exam, entry, listing)
    if misfit:
        message = f"the status list {shown(entry.url)} cannot be used: {misfit}"
        return (_list_fault(entry, message),)
    own = listing.issuer == exam.issuer_id
    foreign = () if own and listing.id == entry.url else _foreign(exam, entry, listing.issuer, listing.id)
    try:
        value = listing.entries(entry.size).value(entry.number)
    except InputError as error:
        return (*foreign, failed(STATUS, "RANGE", error.message, pointer=f"{entry.place}/statusListIndex"))
    if value or entry.purpose == "message":
        shown_own = own and not known.faults
        return (*foreign, _set_row(entry, value) if shown_own else _said_elsewhere(entry))
    return _clear(exam, entry, known, foreign)


def _clear(exam: Examination, entry: Entry, known: KnownList, foreign: tuple[Check, ...]) -> Rows:
    """Return the rows of an entry that a list has nothing against: whether and at what cost it clears it."""
    if known.listing.is_short(entry.size) and not exam.policy.allow_short_status_lists:
        return (*foreign, _short(entry, known.listing))
    rows = known.clear[entry.purpose]
    if not foreign and exam.trust == [known.trust]:  # nearly every badge
        return rows
    if foreign and not exam.policy.allow_foreign_status_lists:
        return foreign  # what a stranger's list has nothing against is not cleared by it
    worth = Trust.NONE if foreign else known.trust
    lowered = _lowered(exam, worth) if entry.purpose in _SET else ""
    return [*foreign, *(replace(row, message=row.message + lowered) for row in rows)]


def _lowered(exam: Examination, worth: Trust) -> str:
    """Let the trust in a badge be no more than the list that clears it is worth; say so if that is less."""
    best = max(exam.trust, key=TRUST_ORDER.index, default=worth)
    if TRUST_ORDER.index(worth) >= TRUST_ORDER.index(best):
        return ""
    exam.ceiling.append(worth)
    return f"; the trust in the badge is no more than in that list: {worth.value}"


def _misfit(exam: Examination, entry: Entry, listing: StatusList) -> str:
    """Say why a list cannot speak about the entry at all, "" where it can."""
    if listing.form is not entry.form:
        return f"it is a {listing.form.credential_type}, not the {entry.form.credential_type} of the entry"
    if entry.purpose not in listing.purposes:
        return f"it is for {_quoted(', '.join(listing.purposes))}, not for {_quoted(entry.purpose)}"
    skew = exam.policy.clock_skew_seconds
    return listing.why_not_in_force(exam.now, timedelta(seconds=skew) if skew else _NO_SKEW)


def _foreign(exam: Examination, entry: Entry | WholeList, issuer: str, own_id: str) -> tuple[Check, ...]:
    """Return the row of a list of another issuer, of another address or of none, () for the issuer's own."""
    outcome = Outcome.FAILED
    if issuer and issuer != exam.issuer_id:
        what = f"the status list {shown(entry.url)} is of another issuer, {shown(issuer)}"
    elif own_id and own_id != entry.url:
        what = f"the status list at {shown(entry.url)} says that its address is {shown(own_id)}"
    elif isinstance(entry, Entry) and not own_id:  # it need not have one (Bitstring §2.2): nothing is wrong
        what = (
            f"the status list at {shown(entry.url)} has no id, so nothing signed says that it belongs there"
        )
        outcome = Outcome.UNKNOWN
    else:
        return ()
    if exam.policy.allow_foreign_status_lists:
        return (passed(STATUS, f"{what}, which the policy accepts", spec=_SPEC),)
    fault = _list_fault(entry, what, relaxation="allow_foreign_status_lists")
    return (replace(fault, outcome=outcome),)


def _list_fault(entry: Entry | WholeList, message: str, *, relaxation: str = "") -> Check:
    pointer = f"{entry.place}/{'statusListCredential' if isinstance(entry, Entry) else 'id'}"
    return failed(STATUS, "STATUS_VERIFICATION_ERROR", message, pointer=pointer, relaxation=relaxation)


def _short(entry: Entry, listing: StatusList) -> Check:
    message = (
        f"the status list {shown(entry.url)} has {listing.entries(entry.size).length} entries where at least"
        f" {MINIMUM_ENTRIES} hide whose status is asked for; the entry is clear"
    )
    place = f"{entry.place}/statusListCredential"
    return unknown(
        STATUS, "STATUS_LIST_LENGTH_ERROR", message, pointer=place, relaxation="allow_short_status_lists"
    )


def _set_row(entry: Entry, value: int) -> Check:
    """Return the row of an entry that says something (Bitstring §2.1, statusPurpose)."""
    says = _meaning(entry, value)
    if entry.purpose in _SET:
        code, word, how_long = _SET[entry.purpose]
        message = f"the issuer {word} the credential{how_long}{says}"
        return failed(STATUS, code, message, pointer=entry.place)
    if entry.purpose == "message":
        says = says or (": set" if value else ": unset")
        return _remark(entry, f"the issuer's message about the credential{says}")
    if entry.purpose == "refresh":
        return _remark(entry, f"the issuer announced a newer version of the credential{says}")
    return _of_unknown_purpose(entry, says)


def _said_elsewhere(entry: Entry) -> Check:
    """Return the row of an entry that is set in a list not shown to be the issuer's: its words stay there."""
    whose = f"the status list {shown(entry.url)}, {_NOT_SHOWN}"
    if entry.purpose in _SET:
        code, word, how_long = _SET[entry.purpose]
        return failed(STATUS, code, f"the credential was {word}{how_long}, says {whose}", pointer=entry.place)
    if entry.purpose in _INFORMING:
        return _remark(entry, f"not passed on: what {whose}, says about the credential")
    return _of_unknown_purpose(entry, "")


def _of_unknown_purpose(entry: Entry, says: str) -> Check:
    message = f"the status {_quoted(entry.purpose)} is set, which is a purpose not known here{says}"
    return unknown(STATUS, "UNSUPPORTED", message, pointer=f"{entry.place}/statusPurpose")


def _meaning(entry: Entry, value: int) -> str:
    if entry.messages is None:
        return ""
    where = f" (explained at {shown(entry.references[0])})" if entry.references else ""
    return f": {_quoted(entry.messages[value])}{where}"


def _remark(entry: Entry, message: str) -> Check:
    return Check(STATUS, Outcome.PASSED, message=message, pointer=entry.place, spec="Bitstring §2.1")


def _clear_row(purpose: str, url: str) -> Check:
    said = f"says the status list {shown(url)}"
    if purpose in _CLEAR:
        return passed(STATUS, f"{_CLEAR[purpose]}, {said}", spec=_SPEC)
    message = f"the status {_quoted(purpose)} is not set, {said}; what that purpose means is not known here"
    return replace(passed(STATUS, message, spec=_SPEC), required=False)


def _quoted(text: str) -> str:
    """Return a stranger's text for a message: printable and of bounded length."""
    return f"{text[:_LONGEST_MESSAGE]!r}{'…' if len(text) > _LONGEST_MESSAGE else ''}"


# A plain list of revoked ids


def _listed(exam: Examination, entry: WholeList) -> Rows:
    """Return the rows of a 1EdTechRevocationList, which is fetched whole and signed by nobody (VCRL 1.0)."""
    own = exam.data.get("id")
    if not isinstance(own, str) or not own:
        message = "the credential has no id, by which a list of revoked credentials could name it"
        return (unknown(STATUS, "STATUS_VERIFICATION_ERROR", message, pointer="/id"),)
    revoked = _revocations(exam, entry)
    if isinstance(revoked, Check):
        return (revoked,)
    foreign = _foreign(exam, entry, revoked.issuer, revoked.id)
    reason = revoked.reason(own)
    if reason is not None:
        says = f": {_quoted(reason)}" if reason else ""
        message = f"the issuer revoked the credential{says}"
        if foreign:
            message = f"the credential was revoked, says the list {shown(entry.url)}, {_NOT_SHOWN}"
        return (*foreign, failed(STATUS, "REVOKED", message, pointer=entry.place))
    message = f"not in the list of revoked credentials {shown(entry.url)}, which is not signed"
    if foreign and not exam.policy.allow_foreign_status_lists:
        return foreign
    lowered = _lowered(exam, Trust.NONE) if foreign else ""
    return (*foreign, passed(STATUS, message + lowered, spec="VCRL 1.0"))


def _revocations(exam: Examination, entry: WholeList) -> RevocationList | Check:
    """Return the list at an address, or the row that says why it could not be read."""
    limits = exam.policy.limits
    try:
        body = _obtained(exam, entry.url).body
        more = replace(limits, json_nodes=_MORE_NODES * limits.json_nodes)
        return read_revocations(strictjson.loads(body, limits=more))
    except FetchError as error:
        return replace(check_from_error(STATUS, _not_obtained(error)), pointer=f"{entry.place}/id")
    except InputError as error:  # nobody signed it: what is wrong with it may not be the issuer's doing
        code = "LIMIT" if isinstance(error, LimitError) else "STATUS_VERIFICATION_ERROR"
        message = f"the list {shown(entry.url)} cannot be read: {error.message}"
        return unknown(STATUS, code, message, pointer=f"{entry.place}/id")
