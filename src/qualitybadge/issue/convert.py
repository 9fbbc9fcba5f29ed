"""Bring a verified badge of Open Badges 2.0 or before forward to 3.0; verifies nothing itself.

Who vouches for the new badge is whoever signs it. Signed by another party than the original issuer it is that
party's statement, and names the original issuer where it belongs: as the creator of the achievement and in
the evidence. It does not stand as `source`, which is who assessed *on behalf of* the issuer (OB 3.0 §B):
nobody gave such an order.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from ..conformance import conformance_errors
from ..errors import InputError, IssueError, QualityBadgeError
from ..jsonld import vocabulary_errors
from ..model.document import Document
from ..model.equality import same_id
from ..outcome import Trust, Verdict
from ..verify.ob2.originals import original_version
from ..verify.result import Report, is_served_elsewhere
from ..wire import timestamps
from .badge import Badge
from .convert_asked import Signing, require_assertion, signer_of
from .convert_classes import REASONS, achievement, evidence, identified, picture, profile
from .convert_endorsements import PLACES, endorsing, reports_by_place
from .convert_extensions import carry_extensions
from .convert_parts import Account, Loss, Source
from .draft import OB_CONTEXT, VC_CONTEXT, complete, further_contexts, plain
from .issuer import Issuer
from .ob2 import Ob2Issuer

_WEB = ("https:", "http:")
_OBJECTS = 3  # assertion, badge class, issuer

__all__ = ["Loss", "Upgrade", "upgrade"]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A badge of 2.0 or before in the words of 3.0.

    Attributes:
        credential: the credential without proof.
        losses: what could not be carried.
        notes: what was carried and reads differently, or what a reader should know of it.
        badge: the signed badge; None for a draft.
    """

    credential: dict[str, Any]
    losses: tuple[Loss, ...]
    notes: tuple[Loss, ...]
    badge: Badge | None = None


class _Original(NamedTuple):
    """The verified badge."""

    report: Report
    assertion: dict[str, Any]
    badge: dict[str, Any]
    issuer: dict[str, Any]
    document: Document

    @property
    def signed(self) -> bool:
        return self.document.media == "jwt"

    @property
    def id(self) -> str:
        """Its address, or a name made of its bytes: what it is found by."""
        identity = self.assertion.get("id")
        hosted = isinstance(identity, str) and identity.startswith(_WEB) and not self.signed
        return str(identity) if hosted else _named_by_digest(self.document.raw)

    @property
    def issuer_id(self) -> str:
        """The original issuer's id as the verifier knows it; what it says elsewhere, nobody compared."""
        value = self.issuer.get("id")
        return value if isinstance(value, str) and not value.startswith("_:") else _name_of(self.id, "issuer")

    @property
    def badge_id(self) -> str:
        """The id of the badge class as a URI."""
        value = self.badge.get("id")
        return value if isinstance(value, str) and not value.startswith("_:") else _name_of(self.id, "badge")


def upgrade(
    report: Report,
    *,
    issuer: Issuer | Ob2Issuer | None = None,
    proof: str | tuple[str, ...] | None = None,
    members: Mapping[str, Any] | None = None,
) -> Upgrade:
    """Bring a badge of 2.0 or before forward to 3.0.

    Args:
        report: its verification, which must be VALID: verify it just before.
        issuer: who signs the new badge; the original issuer (the same id) issues it again, any other party
            vouches for it. What `Issuer.ob2` made of an issuer says by it that the Profile of 2.0 is its own:
            what that Profile issued is issued again. None: an unsigned draft in the original issuer's name.
        proof: as for `Issuer.issue`.
        members: further members of the credential, such as ``credentialStatus``.

    Raises:
        IssueError: the report is of something else or not VALID; the issuer would issue again what nobody
            vouches for; the badge has expired since; 3.0 cannot say who received it; an issuer of 2.0 is
            none of 3.0; or as for `Issuer.sign`.
        TypeError: `report` is no Report, `issuer` no Issuer, or as for `Issuer.sign`.
    """
    original = _verified(report)
    by = signer_of(issuer)
    account = Account()
    credential = _credential(original, by, account)
    _add(credential, members or {})
    finished: dict[str, Any] = complete(credential)
    finished["@context"] += further_contexts(finished, [])
    _refuse_faults(finished)
    badge = None if by.issuer is None else by.issuer.sign(finished, proof=proof)
    return Upgrade(finished, tuple(account.losses), tuple(account.notes), badge)


def _verified(report: object) -> _Original:
    """Return the badge that a report says is valid.

    Raises:
        IssueError, TypeError: there is none.
    """
    if not isinstance(report, Report):
        raise TypeError(f"report must be the Report of a verification, not {type(report).__name__}")
    require_assertion(report)
    if report.verdict is not Verdict.VALID or report.document is None or len(report.graph) != _OBJECTS:
        raise IssueError(
            f"what is not VALID is not upgraded: {report.summary}",
            code="NOT_VALID",
            hint="upgrade what you verified as VALID, under the policy that you stand for",
        )
    assertion, badge, profile_of_issuer = (document.data for document in report.graph)
    return _Original(report, assertion, badge, profile_of_issuer, report.document)


def _credential(original: _Original, by: Signing, account: Account) -> dict[str, Any]:
    issuer = by.issuer
    objects = (original.assertion, original.badge, original.issuer)
    sources = [Source(data, place, account) for data, place in zip(objects, PLACES, strict=True)]
    reports = reports_by_place(original.report)
    endorsements = [item for one in sources for item in endorsing(one, reports)]
    source, of_badge, of_issuer = sources
    author = profile(of_issuer, original.issuer_id)
    goal = achievement(of_badge, original.badge_id, author)
    source.identified(str(original.assertion.get("id")))
    source.types(frozenset({"Assertion"}), kept=False)
    source.take("badge")
    again = _is_issued_again(original, by, account)
    signer = author if issuer is None else _profile_of(issuer)
    if original.report.trust is Trust.NONE:
        account.note("", _unvouched(original.report))
    subject = {"type": ["AchievementSubject"], **_recipient(source), "achievement": goal}
    subject["narrative"] = source.text("narrative")
    proofs_of_work = [evidence(value, at, account) for value, at in source.items("evidence")]
    credential = {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        "id": _name_of(original.id, str(signer["id"])),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": goal["name"],
        "description": None if again else _statement(original, goal["name"]),
        "image": picture(source, "image"),
        "issuer": signer,
        **_dates(source, issuer, again=again),
        "credentialSubject": subject,
        "evidence": [
            _reference(original),
            *(item for item in proofs_of_work if item is not None),
            *endorsements,
        ],
    }
    carry_extensions(source, credential, "OpenBadgeCredential")
    source.close(REASONS)
    return credential


def _is_issued_again(original: _Original, by: Signing, account: Account) -> bool:
    """Tell whether the original issuer signs, or nobody yet; by the caller's word it may have another id.

    Raises:
        IssueError: the original issuer would sign what nobody vouches for (NOT_VALID).
    """
    if by.issuer is None:
        return True
    same = same_id(by.issuer.id, original.issuer_id)
    if not same and not same_id(by.profile_id, original.issuer_id):
        return False
    if original.report.trust is Trust.NONE:
        raise IssueError(
            f"the issuer does not issue again what may not be its own: {_unvouched(original.report)}",
            code="NOT_VALID",
            hint="look it up in your records and issue it anew; an unsigned draft shows what it holds",
        )
    if not same:
        reason = f"the new badge is issued by {by.issuer.id}, by the caller's word the same issuer"
        account.note("/badge/issuer/id", reason)
    return True


def _unvouched(report: Report) -> str:
    """Return why nobody vouches for a badge that is VALID."""
    elsewhere = "an address redirects to another place, which serves the badge in its name"
    plainly = "it came over a connection without encryption"
    return f"nobody vouches for the original: {elsewhere if is_served_elsewhere(report) else plainly}"


def _profile_of(issuer: Issuer) -> dict[str, Any]:
    """Return the profile as it stands in all badges of an issuer."""
    given = {"name": issuer.profile} if isinstance(issuer.profile, str) else plain(issuer.profile)
    document: dict[str, Any] = complete({"id": issuer.id, **given}, "issuer")
    return document


def _recipient(source: Source) -> dict[str, Any]:
    """Return who received it.

    Raises:
        IssueError: 3.0 has no words for it.
    """
    given = source.take("recipient")
    subject = identified(Source(given if isinstance(given, dict) else {}, "/recipient", source.account))
    if not subject:
        reasons = [loss.reason for loss in source.account.losses if loss.pointer.startswith("/recipient")]
        said = ": " + "; ".join(reasons) if reasons else ""
        raise IssueError(
            f"a badge of 3.0 cannot say who received this one{said}",
            code="SUBJECT_UNIDENTIFIED",
            pointer="/recipient",
            hint="only the original issuer knows the person and can issue a new badge",
        )
    return subject


def _dates(source: Source, issuer: Issuer | None, *, again: bool) -> dict[str, str]:
    """Return the dates: it was awarded when it was issued, and another party vouches from now on.

    Raises:
        IssueError: it has expired, or no date says when it was issued.
    """
    issued, expires = _moment(source, "issuedOn"), _moment(source, "expires")
    if issued is None:
        raise IssueError("no date says when the badge was issued", pointer="/issuedOn")
    now = None if issuer is None else issuer.clock()
    start = issued if again or now is None else now
    dates = {"validFrom": _second(start), "awardedDate": timestamps.render(issued)}
    if expires is not None:
        _require_unexpired(expires, now)
        dates["validUntil"] = _second(expires)
    return dates


def _require_unexpired(expires: datetime, now: datetime | None) -> None:
    """Refuse what has expired since it was verified.

    Raises:
        IssueError: it has.
    """
    if now is not None and expires < now:
        raise IssueError(
            f"it expired at {timestamps.render(expires)}, after it was verified",
            code="EXPIRED",
            pointer="/expires",
            hint="verify it just before it is upgraded",
        )


def _moment(source: Source, name: str) -> datetime | None:
    """Return a date.

    Raises:
        IssueError: it is none; an end of validity must not get lost.
    """
    value, pointer = source.take(name), source.at(name)
    if value is None:
        return None
    try:
        moment = timestamps.parse_iso(value, pointer=pointer)
    except InputError as error:
        raise IssueError(f"{name}: {error.message}", code=error.code, pointer=pointer) from error
    if moment.microsecond:
        source.account.note(pointer, "validity is stated in whole seconds")
    return moment


def _second(moment: datetime) -> str:
    """Return a moment as a token can say it, too: in whole seconds."""
    return timestamps.render(moment.replace(microsecond=0))


def _reference(original: _Original) -> dict[str, Any]:
    """Return the original as evidence, so that whoever reads the new badge finds and compares it."""
    version = original_version(original.document)
    way = "signed" if original.signed else "hosted"
    digest = hashlib.sha256(original.document.raw).hexdigest()
    what = "the signed token" if original.signed else "the document at this address, as it was then"
    return {
        "id": original.id,
        "type": ["Evidence"],
        "name": f"The original badge, of Open Badges {version}",
        "genre": f"Open Badges {version} {way} badge",
        "description": (
            f"The badge {original.assertion.get('id')}, issued by {_issuer_name(original)} and verified at "
            f"{_second(original.report.verified_at)}. SHA-256 of {what}: {digest}"
        ),
    }


def _statement(original: _Original, name: Any) -> str:
    return (
        f"Vouches for the badge {name} that {_issuer_name(original)} issued in an earlier version of Open "
        "Badges; the evidence names the original."
    )


def _issuer_name(original: _Original) -> str:
    name = original.issuer.get("name")
    return f"{name} ({original.issuer_id})" if name else original.issuer_id


def _add(credential: dict[str, Any], members: Mapping[str, Any]) -> None:
    """Add what the caller wants beside what was carried.

    Raises:
        IssueError: it would replace what was carried.
    """
    taken = sorted(name for name in members if credential.get(name) is not None)
    if taken:
        raise IssueError(f"the original says what {taken[0]} is", code="USAGE", pointer=f"/{taken[0]}")
    credential |= plain(members)


def _refuse_faults(credential: dict[str, Any]) -> None:
    """Refuse what is no badge of 3.0.

    Raises:
        IssueError: it is so.
    """
    faults: list[QualityBadgeError] = [*conformance_errors(credential)]
    faults += vocabulary_errors(credential) if not faults else []
    if faults:
        said = "; ".join(f"{fault.message} at {fault.pointer}" for fault in faults)
        raise IssueError(
            f"this makes no badge of 3.0: {said}", code=faults[0].code, pointer=faults[0].pointer
        )


def _named_by_digest(content: bytes) -> str:
    """Return the name of bytes (RFC 6920)."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
    return f"ni:///sha-256;{digest.decode('ascii')}"


def _name_of(original: str, part: str) -> str:
    """Return a name that is the same whenever the same badge is upgraded by the same party."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{original} {part}").urn
