"""Makes the `Subject` of whatever is handed in: a draft, a badge of either version, or a report."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..errors import InputError, LimitError, QualityBadgeError, UndeterminedError
from ..fetcher import Fetcher
from ..limits import DEFAULT_LIMITS, Limits
from ..model.document import Document, Kind, kind_of
from ..outcome import Outcome, Trust
from ..urls import is_web
from ..verify.result import Report
from .demands import NO_DEMANDS, Demands
from .subject import Part, Subject, many, texts
from .terms import Terms
from .written import as_written, original_of

if TYPE_CHECKING:
    from ..verify.verifier import Verifier
    from .label.report import LabelReport

_ASSERTIONS = frozenset({Kind.OB2_ASSERTION, Kind.OB1_ASSERTION})
_CLASSES = frozenset({Kind.OB2_BADGE_CLASS, Kind.OB1_BADGE_CLASS})
_ANY_CREDENTIAL = frozenset({"VerifiableCredential"})
_Parts = tuple[Part, Part, Part, Part]
_ABSENT = Part({}, "", present=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller handed in; see `Assessor.assess`."""

    item: Any
    draft: bool | None
    files: Mapping[str, bytes]
    siblings: Container[str]
    activity_text: str
    labels: tuple[LabelReport, ...] = ()
    demands: Demands = NO_DEMANDS


def subject_of(
    given: Given,
    terms: Terms,
    now: datetime,
    *,
    verifier: Verifier,
    fetcher: Fetcher | None = None,
) -> Subject:
    """Return what the rules look at; the verifier reports on what is no draft.

    Raises:
        InputError: it is no badge, draft, achievement or badge class, or a name in a draft is no text.
        LimitError: a draft is nested deeper, or has more values than allowed, or holds itself.
        UndeterminedError: it could not be obtained.
        TypeError: it is of a type that cannot carry one, or the time is not aware.
    """
    if now.tzinfo is None:
        raise TypeError("now must be an aware datetime")
    document, report = _read(given, verifier)
    kind = kind_of(document) if report is None else report.kind
    badge, award, achievement, issuer = _parts(kind, document, report)
    return Subject(
        version="2.0" if kind.is_older else "3.0",
        badge=badge,
        award=award,
        achievement=achievement,
        issuer=issuer,
        draft=report is None,
        now=now,
        terms=terms,
        report=report,
        fetcher=fetcher,
        files=given.files,
        siblings=given.siblings,
        activity_text=given.activity_text,
        labels=given.labels,
        demands=given.demands,
        public=isinstance(given.item, str) and is_web(given.item.strip()),
        recognised=None if verifier.trust is None or report is None else report.trust is Trust.ANCHORED,
    )


def _read(given: Given, verifier: Verifier) -> tuple[dict[str, Any], Report | None]:
    """Return the document, and the report of its verification unless it is a draft."""
    item = given.item
    if isinstance(item, Mapping) and _taken_as_draft(given, item):
        draft = dict(item)
        _refuse_endless(draft)
        return draft, None
    report = item if isinstance(item, Report) else verifier.verify(item)
    if report.document is None:
        raise _not_read(report)
    document = report.document.data
    if given.draft or _is_unjudged_draft(given, report.document):
        return original_of(report.document) or document, None
    # What the verifier obtained stands in the graph; what it did not obtain is read as it was handed in.
    return (document if report.graph else as_written(report.document)), report


def _is_unjudged_draft(given: Given, document: Document) -> bool:
    """Tell whether what was read is a draft; neither a token is one, nor what has a report already."""
    if isinstance(given.item, Report) or document.media == "jwt":
        return False
    return _taken_as_draft(given, document.data)


def _refuse_endless(draft: dict[str, Any], limits: Limits = DEFAULT_LIMITS) -> None:
    """Refuse a draft of a shape that no JSON text could have; what came as a text was looked at when read.

    Raises:
        LimitError: it is nested deeper, or has more values than allowed; so is one that holds itself.
        InputError: a name in it is no text.
    """
    level: list[Any] = [draft]
    number = 0
    for _ in range(limits.json_depth):
        inner: list[Any] = []
        for value in level:
            inner += _held(value)
            if number + len(inner) > limits.json_nodes:
                raise LimitError(f"the draft has more than {limits.json_nodes} values")
        if not inner:
            return
        number += len(inner)
        level = inner
    raise LimitError(f"the draft nests deeper than {limits.json_depth} levels, or holds itself")


def _held(value: Any) -> Iterable[Any]:
    """Return what stands directly in an object or list."""
    if not isinstance(value, dict):
        return value if isinstance(value, list | tuple) else ()
    if not all(isinstance(name, str) for name in value):
        raise InputError("a name in the draft is no text", hint="pass plain data, as in JSON")
    return value.values()


def _taken_as_draft(given: Given, document: Mapping[str, Any]) -> bool:
    """Tell whether the caller calls it a draft, or says nothing and it looks like one."""
    return _is_draft(document) if given.draft is None else given.draft


def _is_draft(document: Mapping[str, Any]) -> bool:
    """Tell whether a document is neither signed nor hosted, as far as it says itself."""
    kind = kind_of(document)
    if kind in _ASSERTIONS:
        return not ("id" in document and ("verification" in document or "verify" in document))
    return "proof" not in document


def _not_read(report: Report) -> QualityBadgeError:
    row = next((row for row in report.checks if row.outcome is not Outcome.PASSED), None)
    said = row.message if row is not None else report.kind.value
    if row is not None and row.outcome is Outcome.UNKNOWN:
        return UndeterminedError(f"this could not be assessed: {said}", code=row.code, hint=row.advice)
    return InputError(
        f"this cannot be assessed: {said}",
        code="NOT_A_BADGE",
        hint="pass a badge, a draft, an achievement or a badge class; for a web address also a fetcher",
    )


def _parts(kind: Kind, document: dict[str, Any], report: Report | None) -> _Parts:
    """Return the four parts of a document: badge, award, achievement and issuer.

    Raises:
        InputError: the document is of no kind that can be assessed.
    """
    if kind is Kind.BADGE or (report is None and _lacks_its_type(kind, document)):
        return _parts_of_3(document)
    if kind is Kind.ACHIEVEMENT or (kind is Kind.UNKNOWN and {"criteria", "name"} <= document.keys()):
        return _ABSENT, _ABSENT, Part(document, ""), _ABSENT
    if kind in _CLASSES or kind in _ASSERTIONS:
        return _parts_of_2(kind, document, report)
    raise InputError(
        f"this is {kind.value}, which has no quality to assess",
        code="NOT_A_BADGE",
        hint="pass a badge, a draft of one, an achievement or a badge class",
    )


def _lacks_its_type(kind: Kind, document: dict[str, Any]) -> bool:
    """Tell whether a draft says of no type that it is one, and has what only a badge of 3.0 has."""
    if kind not in (Kind.CREDENTIAL, Kind.UNKNOWN) or set(texts(document.get("type"))) - _ANY_CREDENTIAL:
        return False
    award, _ = _first(document.get("credentialSubject"), "")
    return bool(_first(award.get("achievement"), "")[0])


def _parts_of_3(document: dict[str, Any]) -> _Parts:
    award, award_at = _first(document.get("credentialSubject"), "/credentialSubject")
    achievement, achievement_at = _first(award.get("achievement"), f"{award_at}/achievement")
    issuer = document.get("issuer")
    described = Part(issuer, "/issuer") if isinstance(issuer, dict) else Part({}, "/issuer", _link(issuer))
    return Part(document, ""), Part(award, award_at), Part(achievement, achievement_at), described


def _parts_of_2(kind: Kind, document: dict[str, Any], report: Report | None) -> _Parts:
    """Return the parts of a badge of 2.0; what the verifier obtained stands for what the badge links."""
    obtained = [as_written(one) for one in report.graph] if report is not None and report.kind is kind else []
    if kind in _CLASSES:
        badge, root = _linked(document, "", obtained[:1]), _ABSENT
        issuer = _linked(badge.data.get("issuer"), "/issuer", obtained[1:2])
    else:
        root = _linked(document, "", obtained[:1])
        badge = _linked(root.data.get("badge"), "/badge", obtained[1:2])
        issuer = _linked(badge.data.get("issuer"), "/badge/issuer", obtained[2:3], behind=badge.link)
    return root, root, badge, issuer


def _linked(value: Any, at: str, obtained: list[dict[str, Any]], *, behind: str = "") -> Part:
    """Return an object that stands there, was obtained, or is only linked, perhaps behind another link."""
    if obtained:
        return Part(obtained[0], at)
    if isinstance(value, dict):
        return Part(value, at)
    return Part({}, at, _link(value) or behind)


def _first(value: Any, at: str) -> tuple[dict[str, Any], str]:
    """Return an object, or the first of several, and where it stands."""
    found = many(value)
    if found and isinstance(found[0], dict):
        return found[0], f"{at}/0" if isinstance(value, list | tuple) else at
    return {}, at


def _link(value: Any) -> str:
    return value if isinstance(value, str) else ""
