"""Examine one document: the steps for what it is, then the report; nested documents come back in here.

Fetches nothing itself and holds no rule of a badge: see `ob3` for those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ..did.resolver import DidResolver
from ..errors import InputError, QualityBadgeError
from ..jsonld import Contexts
from ..model.document import Document, Kind, kind_of
from ..model.identity import Recipient
from ..model.presentation import ENVELOPED_PRESENTATION, envelope_kind, token_in
from ..outcome import TRUST_ORDER, Check, Outcome, Trust, Verdict, check_from_error, verdict_of
from ..proofs import jws, vcjwt, vpjwt
from ..proofs.dataintegrity import SecuredDocument
from ..urls import is_plain_http
from ..wire import strictjson
from . import ob3, presentation
from .checks import Examination, Part, Step, failed, passed, run, skipped, unknown
from .contents import older_contexts, read_as_of_old, several_contents
from .fetching import Allowance
from .intake import Taken, take_part
from .lists import VerifiedLists
from .ob2.known import KnownNodes
from .policy import Policy
from .result import Report
from .statuses import require_few_values
from .truststore import TrustStore

if TYPE_CHECKING:
    from .ob2.state import Ob2Examination

_NESTABLE = frozenset({Kind.BADGE, Kind.ENDORSEMENT, Kind.CLR, Kind.CREDENTIAL, Kind.STATUS_LIST})
_VERIFIABLE = _NESTABLE | {Kind.PRESENTATION}
_UNSIGNED = frozenset({Kind.PROFILE, Kind.ACHIEVEMENT})
_NESTED_CANON_STEPS = 2_000
_NESTED_PROOFS = 4
_LOOKED_UP = frozenset({Part.STATUS_LIST, Part.RECOGNITION})
_KINDS_OF: Mapping[Part | None, frozenset[Kind]] = {
    None: _VERIFIABLE,
    Part.STATUS_LIST: frozenset({Kind.STATUS_LIST}),
    Part.RECOGNITION: frozenset({Kind.CREDENTIAL}),
}
Algorithm = tuple[Sequence[tuple[str, Step]], frozenset[str]]
"""The steps for a document, and the rows that must have passed."""

_STEPS_OF: Mapping[Part | None, Algorithm] = {
    Part.STATUS_LIST: (ob3.LIST_STEPS, ob3.DECISIVE),
    # No Open Badges class describes a list of recognised entities.
    Part.RECOGNITION: (ob3.LIST_STEPS[1:], ob3.DECISIVE - {"conformance"}),
}


class Circumstances(NamedTuple):
    """Everything that a document and all that is nested in it are examined under."""

    policy: Policy
    now: datetime
    contexts: Contexts
    fetcher: Allowance
    resolver: DidResolver
    lists: VerifiedLists
    known: KnownNodes
    trust_store: TrustStore | None
    recipient: Recipient | None
    part: Part | None = None
    """What a nested document is verified as; None for the document that the caller handed in."""
    depth: int = 0


class Reading(NamedTuple):
    """What was read: the document, and the token that it is, if it is one."""

    document: Document
    kind: Kind
    carrier: str
    url: str
    token: vcjwt.VcJwt | None
    jws: jws.CompactJws | None
    syntax: Check


def examine(taken: Taken, how: Circumstances) -> Report:
    """Return the report of one document.

    Raises:
        QualityBadgeError: it could not be read at all.
    """
    if how.part is None:
        of_2_0 = _of_2_0(taken, how)
        if of_2_0 is not None:
            return of_2_0
    read = _read(taken, how)
    if read.kind not in _KINDS_OF.get(how.part, _NESTABLE):
        return _not_signed(read, how)
    if how.part is Part.STATUS_LIST:
        require_few_values(read.document.data)
    report = _examined(read, how)
    older = older_contexts(read.document.data, how.contexts) if _may_be_old(report, how.part) else None
    if older is None or not _verifies(read, how._replace(contexts=older)):
        return report
    return read_as_of_old(_examined(read, how._replace(contexts=older)))


def _may_be_old(report: Report, part: Part | None) -> bool:
    """Tell whether another content of a context could matter: what a signature covers did not fit."""
    codes = {"PROOF_VERIFICATION", "DATA_LOSS", "MALFORMED_VALUE"}
    return not (report.proved or part in _LOOKED_UP) and any(
        row.id in ("proof", "vocabulary") and row.code in codes for row in report.checks
    )


def _verifies(read: Reading, how: Circumstances) -> bool:
    """Tell whether the signature fits, before anything that the document names is asked for."""
    examination = _examination(read, how)
    run([step for step in ob3.STEPS if step[0] in ("vocabulary", "proof")], examination)
    return bool(examination.trust)


def _of_2_0(taken: Taken, how: Circumstances) -> Report | None:
    """Return the report of something of Open Badges 2.0 or before, None for anything else."""
    data = taken.data if taken.token is None else _assertion_in(taken.token, how)
    kind = Kind.UNKNOWN if data is None else kind_of(data)
    if kind is Kind.UNKNOWN and (taken.hosted or _only_revoked(taken)):  # an address, and nothing else
        data, kind = None, Kind.OB2_ASSERTION
    if not kind.is_older:
        return None
    from .ob2 import examine as older  # loaded with the first such badge

    return older.examine(taken, data, kind, how)


def _only_revoked(taken: Taken) -> bool:
    """Tell whether an address says no more than that what it served was revoked (OB 2.0 §HostedBadge)."""
    return bool(taken.url) and taken.data is not None and taken.data.get("revoked") is True


def _assertion_in(token: jws.CompactJws, how: Circumstances) -> dict[str, Any] | None:
    """Return the assertion that a token carries, None for a token of anything else."""
    if b'"badge"' not in token.payload or b'"credentialSubject"' in token.payload:
        return None
    data = strictjson.loads(token.payload, limits=how.policy.limits)
    return data if isinstance(data, dict) else None


def _read(taken: Taken, how: Circumstances) -> Reading:
    """Return the document in what was taken, out of its token or envelope."""
    envelope = envelope_kind(taken.data)
    syntax = SYNTAX[taken.carrier]
    if envelope:
        syntax, taken = _around(taken, syntax), _opened(taken, how)
    token = _token_of(taken, how)
    data = taken.data if token is None else token.document
    if data is None:  # pragma: no cover - whatever was taken is a token or an object
        raise InputError("there is no document in the input", code="PARSING")
    kind = kind_of(data)
    _check_content(envelope, kind)
    document = Document(data, taken.raw, "jwt" if token is not None else "json")
    return Reading(document, kind, taken.carrier, taken.url or "", token, taken.token, syntax)


def _around(taken: Taken, syntax: Check) -> Check:
    """Say of an envelope that what stands beside its token was not read: nobody signed it."""
    beside = sorted((taken.data or {}).keys() - {"@context", "id", "type"})
    if not beside:
        return syntax
    names = ", ".join(name[:40] for name in beside[:5])
    return replace(syntax, message=f"{syntax.message}; not read, for nobody signed it: {names!a}")


def _opened(taken: Taken, how: Circumstances) -> Taken:
    """Return the token in an envelope as what was taken (VC-DM 2.0 §4.13)."""
    text = token_in(taken.data or {})
    token = jws.parse(text, limits=how.policy.limits)
    return replace(taken, data=None, token=token, raw=text.encode("ascii"))


def _check_content(envelope: str, kind: Kind) -> None:
    """Refuse an envelope that says to hold something else than it does.

    Raises:
        InputError: a credential stands where a presentation is announced, or the other way round.
    """
    if envelope and (envelope == ENVELOPED_PRESENTATION) is not (kind is Kind.PRESENTATION):
        raise InputError(f"an {envelope} holds {kind.value}", code="TOKEN_TYPE", pointer="/type")


def _token_of(taken: Taken, how: Circumstances) -> vcjwt.VcJwt | None:
    if taken.token is None:
        return None
    token = vcjwt.read(taken.token, limits=how.policy.limits)
    return vpjwt.read(token) if vpjwt.carries(token) else token


def unreadable(row: Check, now: datetime) -> Report:
    """Return the report of an input in which no document was found."""
    verdict = Verdict.INVALID if row.outcome is Outcome.FAILED else Verdict.INDETERMINATE
    withdrawn = row.code == "REVOKED"
    return Report(verdict, Trust.NONE, (row,), Kind.WITHDRAWN if withdrawn else Kind.UNREADABLE, "", "", now)


def _examined(read: Reading, how: Circumstances) -> Report:
    examination = _examination(read, how)
    steps, decisive = _steps_of(read.kind, how.part)
    checks = tuple(run(steps, examination))
    proved = bool(examination.trust)
    report = Report(
        verdict=verdict_of(checks, decisive),
        trust=_trust(examination, read),
        checks=checks,
        kind=read.kind,
        form=" + ".join(examination.forms),
        carrier=read.carrier,
        verified_at=how.now,
        document=read.document,
        endorsements=tuple(examination.endorsements),
        members=tuple(examination.members),
        contexts=several_contents(read.document.data, how.contexts) if proved else (),
        proved=proved,
        keys=tuple(examination.keys),
    )
    return _in_place_of(report, examination.replacement[0]) if examination.replacement else report


def _examination(read: Reading, how: Circumstances) -> Examination:
    policy = how.policy
    data = read.document.data
    return Examination(
        policy=policy,
        now=how.now,
        contexts=how.contexts,
        fetcher=how.fetcher,
        resolver=how.resolver,
        lists=how.lists,
        trust_store=how.trust_store,
        door=partial(open_nested, how),
        depth=how.depth,
        kind=read.kind,
        data=data,
        raw=read.document.raw,
        secured=SecuredDocument(
            data, contexts=how.contexts, limits=policy.limits, skew_seconds=policy.clock_skew_seconds
        ),
        token=read.token,
        jws=read.jws,
        recipient=how.recipient,
        trust=[],
        ceiling=[],
        keys=[],
        forms=[],
        findings=[],
        rows=[read.syntax],
        endorsements=[],
        members=[],
        replacement=[],
    )


def _steps_of(kind: Kind, part: Part | None) -> Algorithm:
    if kind is Kind.PRESENTATION:
        return presentation.STEPS, presentation.DECISIVE
    return _STEPS_OF.get(part, (ob3.STEPS, ob3.DECISIVE))


def _in_place_of(report: Report, newer: Report) -> Report:
    """Return the report of the issuer's newer copy, with what became of the one handed in."""
    row = next(check for check in report.checks if check.id == "refresh")
    checks = tuple(row if check.id == "refresh" else check for check in newer.checks)
    return replace(newer, checks=checks, carrier=report.carrier, original=report)


def open_nested(
    how: Circumstances, outer: Examination | Ob2Examination, source: dict[str, Any] | str | bytes, part: Part
) -> Report:
    """Return the report of a document inside another one, or one that it names, whatever the input."""
    limits = how.policy.limits
    if outer.depth >= limits.nesting or not outer.fetcher.enter():
        message = (
            f"not verified: at most {limits.nested} credentials inside one, {limits.nesting} levels deep"
        )
        return unreadable(unknown("syntax", "LIMIT", message), how.now)
    if part is not Part.REFRESHED:
        how = how._replace(policy=_inner_policy(how.policy, part), recipient=None)
    try:
        return examine(take_part(source, limits=limits), how._replace(part=part, depth=outer.depth + 1))
    except QualityBadgeError as error:
        return unreadable(check_from_error("syntax", error), how.now)


@lru_cache(maxsize=64)
def _inner_policy(policy: Policy, part: Part) -> Policy:
    """Return what holds for a nested document: what binds the outer proof to its audience is not its matter.

    There may be many nested documents, so each gets a smaller budget of work; a badge needs a quarter of it.
    """
    steps = min(policy.limits.canon_steps, _NESTED_CANON_STEPS)
    proofs = min(policy.limits.proofs, _NESTED_PROOFS)
    return replace(
        policy,
        domain=None,
        challenge=None,
        proof_purpose="assertionMethod",
        limits=replace(policy.limits, canon_steps=steps, proofs=proofs),
        # Lists are tokens of VC-JOSE-COSE, which may have this type and name their key by a hint.
        allow_bare_kid=policy.allow_bare_kid or part in _LOOKED_UP,
        allow_vc_jwt_type=policy.allow_vc_jwt_type or part in _LOOKED_UP,
    )


_LOOKS_LIKE = (("criteria", "a badge class", "BadgeClass"), ("url", "a Profile", "Profile"))


def _hint_for(data: dict[str, Any]) -> str:
    """Say what an object of 2.0 lacks that does not say what it is, "" for one that looks like none."""
    if "name" not in data or not data.keys().isdisjoint(("@context", "type")):
        return ""
    from ..model.ob2_versions import CONTEXT_2  # loaded with the first badge of 2.0

    for member, what, class_name in _LOOKS_LIKE:
        if member in data:
            context = f'"@context": "{CONTEXT_2}"'
            return f'it has no @context and type; for {what} of 2.0 add {context} and "type": "{class_name}"'
    return ""


SYNTAX = {
    "json": passed("syntax", "well-formed JSON", spec="OB 3.0 §5"),
    "jwt": passed("syntax", "well-formed compact token", spec="RFC 7515 §7.1"),
    "png": passed("syntax", "one credential in a PNG image", spec="OB 3.0 §5.3"),
    "svg": passed("syntax", "one credential in an SVG image", spec="OB 3.0 §5.3"),
}


def _trust(examination: Examination, read: Reading) -> Trust:
    """The best of the proofs that passed, as far as what cleared it; nothing over plain http."""
    if not examination.trust or is_plain_http(read.url):
        return Trust.NONE
    best = max(examination.trust, key=TRUST_ORDER.index)
    return min([best, *examination.ceiling], key=TRUST_ORDER.index)


def _not_signed(read: Reading, how: Circumstances) -> Report:
    """Report a document that the OB 3.0 algorithm does not apply to, or that is not the part it should be."""
    kind = read.kind
    syntax = SYNTAX[read.carrier]
    if how.part is not None and how.part in _LOOKED_UP:
        row = failed("kind", "NOT_A_BADGE", f"this is {kind.value}, not a {how.part.value}")
        verdict = Verdict.INVALID
    elif kind in _UNSIGNED:
        row = skipped(
            "proof",
            f"this is {kind.value}, which is never signed itself: verify a badge that names it",
            required=True,
        )
        verdict = Verdict.INDETERMINATE
    else:
        message = f"this is {kind.value}, not a badge, endorsement, profile or credential"
        hint = _hint_for(read.document.data)
        row = check_from_error("kind", InputError(message, code="NOT_A_BADGE", hint=hint))
        verdict = Verdict.INVALID
    return Report(verdict, Trust.NONE, (syntax, row), kind, "", read.carrier, how.now, read.document)
