"""Verify who speaks for a credential, and say so beside its verdict (OB 3.0 §8.1 step 6).

An endorsement is a signed statement of its own: embedded, it is part of what the outer proof covers and
has its own contexts and proof; as a token it is a text there. Each is verified as it would be alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ..model.document import Kind, kind_of
from ..model.equality import same_id
from ..outcome import Check, Outcome, Verdict
from ..urls import shown
from ..wire.ways import Way, last_name, pointer_of
from .checks import Examination, Part, Rows, failed, passed, remarked, skipped, unknown
from .parts import beyond_limits, report_of, rows_of
from .result import Report

ENDORSEMENTS = "endorsements"
_NONE = (skipped(ENDORSEMENTS, "the credential carries no endorsement", spec="OB 3.0 §8.1"),)
_EMBEDDED, _TOKENS = "endorsement", "endorsementJwt"
_MENTIONED = tuple(f'"{name}"'.encode() for name in (_EMBEDDED, _TOKENS))
_APART = frozenset({"@context", "proof", _EMBEDDED, _TOKENS})
_HOLDERS = frozenset({dict, list})
_NAMES = {
    "": "credential",
    "achievement": "achievement",
    "creator": "creator of the achievement",
    "issuer": "issuer",
    "parentOrg": "parent organisation",
    "source": "source of the assessment",
}
_ENDORSES = {
    name: passed("subject", f"endorses the {name} that it is attached to", spec="OB 3.0 §B")
    for name in (*_NAMES.values(), "entity")
}

_ENDORSES_PART = passed(
    "subject",
    "endorses the achievement or a profile in the credential that it is attached to",
    spec="OB 3.0 §B",
)


class Attached(NamedTuple):
    """An endorsement where it stands.

    Attributes:
        way: the way to it; most are never written out as a pointer.
        value: what stands there: an object, a token, or what is neither.
        member: name of the member that holds it.
        entity: what carries the member, and so is endorsed.
        name: the entity in words.
    """

    way: Way
    value: Any
    member: str
    entity: dict[str, Any]
    name: str

    @property
    def pointer(self) -> str:
        """The place, as a JSON pointer."""
        return pointer_of(self.way)


def endorsements(exam: Examination) -> Rows:
    """Verify every endorsement; none decides whether the badge is authentic, unless the policy says so."""
    text = exam.raw if exam.jws is None else exam.jws.payload
    if not any(word in text for word in _MENTIONED) and b"\\u" not in text:
        return _NONE
    found = attached(exam.data)
    if not found:
        return _NONE
    required = exam.policy.require_endorsements_valid
    if not exam.signed:
        message = f"not verified, for nobody signed that they belong here: {_counted(len(found))}"
        return (skipped(ENDORSEMENTS, message, required=required, spec="OB 3.0 §8.1"),)
    rows = _verified(exam, found, required=required)
    return rows if len(found) == 1 else [_summary(exam, len(found)), *rows]


def attached(data: dict[str, Any]) -> list[Attached]:
    """Return every endorsement in a document's own tree, in its order.

    Those inside other endorsements, and inside the credentials of a record, are found when that is verified.
    """
    apart = _members_of(data)
    found: list[Attached] = []
    pending: list[tuple[Any, Way]] = [(data, None)]
    while pending:
        value, way = pending.pop()
        if type(value) is list:
            pending += [
                (item, (way, place))
                for place, item in reversed(list(enumerate(value)))
                if type(item) in _HOLDERS
            ]
            continue
        if _EMBEDDED in value or _TOKENS in value:
            found += _carried_by(value, way)
        pending += [
            (item, (way, key))
            for key, item in reversed(value.items())
            if type(item) in _HOLDERS and key not in _APART and item is not apart
        ]
    return found


def _members_of(data: dict[str, Any]) -> object:
    """Return what a record encloses; None for any other document."""
    subject = data.get("credentialSubject")
    if kind_of(data) is not Kind.CLR or not isinstance(subject, dict):
        return None
    return subject.get("verifiableCredential")


def subject_of(document: dict[str, Any]) -> object:
    """Return the id of what an endorsement speaks of, None where it says none."""
    subject = document.get("credentialSubject")
    return subject.get("id") if isinstance(subject, dict) else None


def speaks_of_part(named: object, credential: Mapping[str, Any]) -> bool:
    """Tell whether an id is that of the achievement or of a profile of a badge.

    An endorsement of the credential as a whole may speak of these, too (OB 3.0, AchievementCredential).
    """
    subject = credential.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    achievements = achievement if isinstance(achievement, list) else [achievement]
    creators = [one.get("creator") for one in achievements if isinstance(one, dict)]
    return any(same_id(named, _id_of(part)) for part in (*achievements, *creators, credential.get("issuer")))


def _id_of(part: object) -> object:
    return part.get("id") if isinstance(part, dict) else part


def _carried_by(entity: dict[str, Any], way: Way) -> Iterable[Attached]:
    name = _NAMES.get(last_name(way), "entity")
    for member in (_EMBEDDED, _TOKENS):
        held = entity.get(member, [])
        inside = (way, member)
        if isinstance(held, list):
            yield from (Attached((inside, at), value, member, entity, name) for at, value in enumerate(held))
        else:
            yield Attached(inside, held, member, entity, name)


def _verified(exam: Examination, found: list[Attached], *, required: bool) -> list[Check]:
    rows: list[Check] = []
    misplaced = 0
    for place, one in enumerate(found):
        if not isinstance(one.value, dict if one.member == _EMBEDDED else str):
            misplaced += 1
            if misplaced > exam.policy.limits.findings:
                message = f"{_counted(len(found) - place)} not looked at, for too many are none"
                rows.append(unknown(ENDORSEMENTS, "LIMIT", message, pointer=one.pointer, required=required))
                break
            row = failed(ENDORSEMENTS, "ENDORSEMENT", _misplaced(one), pointer=one.pointer)
            rows.append(replace(row, required=required))
            continue
        report = report_of(exam, one.value, Part.ENDORSEMENT)
        if beyond_limits(report):
            (reason, *_) = report.checks
            message = f"{_counted(len(found) - place)} {reason.message}"
            rows.append(unknown(ENDORSEMENTS, "LIMIT", message, pointer=one.pointer, required=required))
            break
        report = _of_the_entity(report, one)
        own = _own_word(exam, report, one)
        exam.endorsements.append(replace(report, checks=(*report.checks, own)) if own else report)
        rows += _rows(report, one, own, required=required)
    return rows


def _of_the_entity(report: Report, one: Attached) -> Report:
    """Return the report with what it lacks: whether this is an endorsement, and of what it stands in."""
    added = _placed(report, one)
    verdict = Verdict.INVALID if any(row.outcome is Outcome.FAILED for row in added) else report.verdict
    return replace(report, checks=(*report.checks, *added), verdict=verdict, pointer=one.pointer)


def _placed(report: Report, one: Attached) -> list[Check]:
    if report.document is None:
        return []
    if report.kind is not Kind.ENDORSEMENT:
        message = f"this is {report.kind.value}, not an endorsement credential"
        return [failed("subject", "ENDORSEMENT", message, pointer="/type")]
    named, entity = subject_of(report.document.data), one.entity.get("id")
    if same_id(named, entity):
        return [_ENDORSES[one.name]]
    if one.name == _NAMES[""] and speaks_of_part(named, one.entity):
        return [_ENDORSES_PART]
    pointer = "/credentialSubject/id"
    if not isinstance(entity, str):
        message = f"the {one.name} that it is attached to has no id, so nothing says what is endorsed"
    else:
        speaks_of = shown(named) if isinstance(named, str) else "nothing that has an id"
        message = f"it speaks of {speaks_of}, not of the {one.name} that it is attached to, {shown(entity)}"
    return [failed("subject", "ENDORSEMENT_SUBJECT", message, pointer=pointer)]


def _own_word(exam: Examination, report: Report, one: Attached) -> Check | None:
    """Return the row of an endorsement by the issuer or by the endorsed itself, None for anybody else's."""
    issuer = _issuer_of(report)
    if not report.proved:
        return None
    if same_id(issuer, exam.issuer_id):
        message = "the endorser is the issuer of what it endorses: nobody else speaks here"
    elif same_id(issuer, one.entity.get("id")):
        message = f"the endorser is the {one.name} that it endorses: nobody else speaks here"
    elif set(report.keys) & set(exam.keys):
        message = "the endorsement is signed with the issuer's key: nobody else speaks here"
    else:
        return None
    return own_word(message)


def own_word(message: str) -> Check:
    """Return the row that says that endorser and endorsed are the same; it decides nothing."""
    return remarked("endorser", "SELF_ENDORSEMENT", message, required=False)


def _rows(report: Report, one: Attached, own: Check | None, *, required: bool) -> list[Check]:
    issuer = _issuer_of(report)
    manner = "by" if report.verdict is Verdict.VALID else "in the name of"
    whose = f" {manner} {shown(issuer)}" if issuer else ""
    rows = rows_of(
        ENDORSEMENTS,
        report,
        f"the endorsement of the {one.name}{whose}",
        code="ENDORSEMENT",
        required=required,
    )
    if own is None or report.verdict is not Verdict.VALID:
        return rows
    return [
        replace(row, message=f"{row.message}; {own.message}", problem=own.problem, advice=own.advice)
        for row in rows
    ]


def _issuer_of(report: Report) -> str:
    issuer = report.document.data.get("issuer") if report.document is not None else None
    if isinstance(issuer, dict):
        issuer = issuer.get("id")
    return issuer if isinstance(issuer, str) else ""


def _summary(exam: Examination, count: int) -> Check:
    """Return the row that counts; it decides nothing, for each endorsement has a row of its own."""
    verdicts = Counter(report.verdict for report in exam.endorsements)
    parts = [f"{verdicts[verdict]} {verdict.value}" for verdict in Verdict if verdicts[verdict]]
    unread = count - verdicts.total()
    parts += [f"{unread} not verified"] if unread else []
    message = f"{_counted(count)}: {', '.join(parts)}"
    if verdicts[Verdict.VALID] == count:
        return replace(passed(ENDORSEMENTS, message, spec="OB 3.0 §8.1"), required=False)
    return skipped(ENDORSEMENTS, message, spec="OB 3.0 §8.1")


def _counted(count: int) -> str:
    return f"{count} endorsements" if count > 1 else "1 endorsement"


def _misplaced(one: Attached) -> str:
    if one.member == _EMBEDDED:
        return "endorsement holds whole endorsement credentials; a token stands in endorsementJwt"
    return "endorsementJwt holds tokens; an embedded credential stands in endorsement"
