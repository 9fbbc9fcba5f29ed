"""The rules of the group endorsement: who speaks for a badge or its issuer. Verifies nothing itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ...model.equality import same_id
from ...outcome import Verdict
from ...verify.endorsements import speaks_of_part
from ...wire.timestamps import moment_or_none
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, RuleOutcome, fails, not_checked, partly
from ..speakers import Endorsement, LabelClaim
from ..subject import Subject, many
from .recipient import is_iri
from .words import weighted_length

if TYPE_CHECKING:
    from ..label.report import LabelReport

_HOST = re.compile(r"(?:did:web:|https?://)([^/?#:%@]+)", re.IGNORECASE)
_WORST_FIRST = (RuleOutcome.FAIL, RuleOutcome.PARTIAL, RuleOutcome.NOT_CHECKED, RuleOutcome.PASS)
_ORDER = {outcome: place for place, outcome in enumerate(_WORST_FIRST)}
_HELD = frozenset({"labelled", "labelled-at-issue-but-lapsed"})
_ENDED = frozenset({"revoked", "suspended"})
_LABEL_STATES: dict[str, Callable[..., Found]] = {
    "labelled": lambda _pointer, _value: PASSES,
    "labelled-at-issue-but-lapsed": lambda _pointer, _value: PASSES,
    "untrusted-label-issuer": partly,
    "revoked": lambda pointer, value: fails(pointer, value, case="ended"),
    "suspended": lambda pointer, value: fails(pointer, value, case="ended"),
    "unverifiable": lambda pointer, value: fails(pointer, value, case="refused"),
}


def endorsed_by_a_third_party(subject: Subject) -> Found:
    """Somebody else endorses the badge, its achievement or its issuer, and that verifies."""
    places = {part.at for part in (subject.badge, subject.achievement, subject.issuer)}
    found = [one for one in subject.endorsements if one.pointer.rpartition("/endorsement")[0] in places]
    names = _names_of_issuer(subject)
    others = [one for one in found if not _is_own_word(one, names)]
    if any(one.report is not None and one.report.verdict is Verdict.VALID for one in others):
        return PASSES
    if others:
        return partly(others[0].pointer)
    return fails(found[0].pointer, found[0].issuer, case="own-word") if found else _unendorsed(subject)


def _unendorsed(subject: Subject) -> Found:
    if subject.version == "2.0" and subject.issuer.link:
        return not_checked(subject.issuer.at, subject.issuer.link, case="linked")
    return fails(subject.achievement.pointer("endorsement"))


def endorses_this_entity(subject: Subject) -> Found:
    """Each endorsement names what it is attached to; one of the badge may name a part of it."""
    return _worst(subject.endorsements, lambda one: _names_what_carries_it(subject, one))


def _names_what_carries_it(subject: Subject, one: Endorsement) -> Found:
    named = one.claim.get("id")
    if same_id(named, one.entity):
        return PASSES
    of_badge = one.pointer.startswith("/endorsement")
    if of_badge and speaks_of_part(named, subject.badge.data):
        return PASSES
    name = "claim" if "claim" in one.data else "credentialSubject"
    case = "" if isinstance(one.entity, str) else "no-id"
    return fails(one.place(name, "id"), named if isinstance(named, str) else "", case=case)


def endorser_is_not_the_issuer(subject: Subject) -> Found:
    """Each endorser is somebody else than the issuer of the badge."""
    issuer = subject.issuer.text("id") or subject.issuer.link
    if not subject.endorsements or not (issuer or subject.issuer.present):
        return NOT_APPLICABLE
    names = _names_of_issuer(subject)
    family = [entry for held in many(subject.issuer.data.get("parentOrg")) for entry in _ids(held)]

    def judge(one: Endorsement) -> Found:
        if not issuer:
            return not_checked(subject.issuer.pointer("id"))
        if _is_own_word(one, names):
            return fails(one.place("issuer"), one.issuer)
        if any(same_id(one.issuer, name) for name in family) or _same_family(
            one.issuer, issuer, subject.terms.platform_hosts
        ):
            return partly(one.place("issuer"), one.issuer)
        return PASSES if one.issuer else fails(one.place("issuer"), case="nobody")

    return _worst(subject.endorsements, judge)


def _names_of_issuer(subject: Subject) -> list[str]:
    """Return the id of the issuer, and the other ones that its profile claims."""
    entries = subject.issuer.objects("otherIdentifier")
    claimed = [*many(subject.issuer.data.get("alsoKnownAs")), *[entry.get("identifier") for entry in entries]]
    own = subject.issuer.text("id") or subject.issuer.link
    return [name for name in (own, *claimed) if isinstance(name, str)]


def _ids(value: Any) -> list[str]:
    named = value.get("id") if isinstance(value, dict) else value
    return [named] if isinstance(named, str) else []


def _is_own_word(one: Endorsement, names: list[str]) -> bool:
    """Tell whether endorser and issuer are the same: by their ids or, as the verifier found, by their key."""
    if any(same_id(one.issuer, name) for name in names):
        return True
    return one.report is not None and any(row.id == "endorser" for row in one.report.checks)


def _same_family(one: str, other: str, platforms: tuple[str, ...]) -> bool:
    """Tell whether two ids lie on one host, or one host in the domain that is the other."""
    hosts = [match[1].lower().removeprefix("www.") for match in map(_HOST.match, (one, other)) if match]
    if len(hosts) < len((one, other)):
        return False
    if any(host == own or host.endswith(f".{own}") for host in hosts for own in platforms):
        return False  # many live there, and know nothing of each other
    return hosts[0] == hosts[1] or hosts[0].endswith(f".{hosts[1]}") or hosts[1].endswith(f".{hosts[0]}")


def endorsement_says_something(subject: Subject) -> Found:
    """Each endorsement has a comment that is more than a word."""
    enough = subject.terms.comment_enough

    def judge(one: Endorsement) -> Found:
        comment = one.claim.get("endorsementComment")
        said = comment.strip() if isinstance(comment, str) else ""
        name = "claim" if "claim" in one.data else "credentialSubject"
        pointer = one.place(name, "endorsementComment")
        if not said:
            return fails(pointer)
        return PASSES if weighted_length(said) >= enough else partly(pointer, said)

    return _worst(subject.endorsements, judge)


def only_real_credentials(subject: Subject) -> Found:
    """Whatever stands under ``endorsement``, at any depth, is an endorsement."""
    if not subject.endorsements:
        return NOT_APPLICABLE
    misplaced = [one for one in subject.endorsements if not one.real and not one.link]
    if misplaced:
        return fails(misplaced[0].pointer)
    unread = [one for one in subject.endorsements if one.link]
    return not_checked(unread[0].pointer, unread[0].link, case="linked") if unread else PASSES


def outlives_the_badge(subject: Subject) -> Found:
    """No embedded endorsement expires before the badge that carries it."""
    embedded = _embedded(subject)
    if not embedded and any(one.link for one in subject.endorsements):
        return PASSES  # what is only linked does not end with the badge
    ends = subject.badge.text("validUntil" if subject.version == "3.0" else "expires")
    if subject.draft and not ends and _any_ends(embedded):
        return NOT_APPLICABLE  # when the badge ends is said when it is issued
    near = timedelta(days=subject.terms.endorsement_days_close)
    return _worst(embedded, lambda one: _outlives(one, moment_or_none(ends), near))


def _embedded(subject: Subject) -> list[Endorsement]:
    plain = subject.version == "2.0"
    return [one for one in subject.endorsements if one.real and (one.plain or not plain)]


def _any_ends(endorsements: Iterable[Endorsement]) -> bool:
    return any(_end_of(one)[0] for one in endorsements)


def _outlives(one: Endorsement, end: datetime | None, near: timedelta) -> Found:
    said, pointer = _end_of(one)
    own = moment_or_none(said)
    if own is None or (end is not None and own >= end):
        return PASSES
    nearly = end is not None and end - own <= near
    return partly(pointer, said) if nearly else fails(pointer, said, case="" if end else "no-end")


def _end_of(one: Endorsement) -> tuple[str, str]:
    """Return when an endorsement ends, as written, and where it says so."""
    label = one.claim.get("extensions:QualityLabel")
    for data, way in (
        (one.data, ("validUntil",)),
        (one.data, ("expires",)),
        (label, ("claim", "extensions:QualityLabel", "validUntil")),
    ):
        said = data.get(way[-1]) if isinstance(data, dict) else None
        if isinstance(said, str):
            return said, one.place(*way)
    return "", one.place("validUntil")


def label_is_verifiable(subject: Subject) -> Found:
    """A label that the badge claims was verified, and comes from whom the caller trusts for it."""
    return _worst_claim(subject, lambda claim: _worth(subject, claim))


def _worth(subject: Subject, claim: LabelClaim) -> Found:
    for state, judge in _LABEL_STATES.items():
        if any(label.state.value == state for label in _labels_for(subject, claim)):
            return judge(claim.pointer, claim.id)
    if claim.traceable and (not claim.id or is_iri(claim.id)):
        return not_checked(claim.pointer, claim.id)
    return fails(claim.pointer, claim.id)


def label_covered_the_award(subject: Subject) -> Found:
    """A label that the badge claims was valid when the badge was awarded."""
    return _worst_claim(subject, lambda claim: _covers(subject, claim))


def _covers(subject: Subject, claim: LabelClaim) -> Found:
    labels = _labels_for(subject, claim)
    states = {label.state.value for label in labels}
    if states & _HELD:
        return PASSES
    vouched = [label for label in labels if label.report is not None and label.report.proved]
    if not vouched:
        return not_checked(claim.pointer, claim.id)
    if states & _ENDED:
        return fails(claim.pointer, claim.id, case="ended")
    return min(
        (_period(subject, claim, label) for label in vouched), key=lambda found: -_ORDER[found.outcome]
    )


def _period(subject: Subject, claim: LabelClaim, label: LabelReport) -> Found:
    """Compare the period of one label with the date of the award, and with now."""
    facts = label.facts
    start, end = (
        (moment_or_none(facts.start), moment_or_none(facts.end)) if facts is not None else (None, None)
    )
    names = ("awardedDate", "validFrom", "issuanceDate", "issuedOn")
    awarded = next((moment for name in names if (moment := moment_or_none(subject.badge.text(name)))), None)
    if start is None or awarded is None:
        return fails(claim.pointer, claim.id)
    if _within(awarded, start, end):
        return PASSES
    return (partly if _within(subject.now, start, end) else fails)(claim.pointer, claim.id)


def _within(moment: datetime, start: datetime, end: datetime | None) -> bool:
    return start <= moment and (end is None or moment <= end)


def _labels_for(subject: Subject, claim: LabelClaim) -> list[LabelReport]:
    """Return the labels given that may be the one claimed: of this issuer, and of that id."""
    names = _names_of_issuer(subject)
    flat = [label for given in subject.labels for label in (given, *given.others)]
    return [
        label
        for label in flat
        if (facts := label.facts) is not None
        and (not claim.id or same_id(facts.id, claim.id))
        and any(same_id(facts.subject, name) for name in names)
    ]


def recognition_is_stated(subject: Subject) -> Found:
    """The badge says who recognises it, and what they give for it."""
    named = [one for one in subject.metadata.recognised_by if one.name or one.url]
    if not named:
        return fails(subject.place("recognised_by"))
    if any(one.how for one in named):
        return PASSES
    return fails(subject.place("recognised_by"), named[0].name or named[0].url, case="how")


def _worst_claim(subject: Subject, judge: Callable[[LabelClaim], Found]) -> Found:
    claims = subject.label_claims
    return min(map(judge, claims), key=lambda found: _ORDER[found.outcome]) if claims else NOT_APPLICABLE


def _worst(endorsements: Iterable[Endorsement], judge: Callable[[Endorsement], Found]) -> Found:
    """Return the worst that is found of real endorsements; what is only linked was not looked at."""
    found = [
        not_checked(one.pointer, one.link, case="linked") if one.link else judge(one)
        for one in endorsements
        if one.real or one.link
    ]
    return min(found, key=lambda one: _ORDER[one.outcome]) if found else NOT_APPLICABLE


JUDGES: dict[str, Judge] = {
    "QL-END-01": endorsed_by_a_third_party,
    "QL-END-02": endorses_this_entity,
    "QL-END-03": endorser_is_not_the_issuer,
    "QL-END-04": endorsement_says_something,
    "QL-END-05": only_real_credentials,
    "QL-END-06": outlives_the_badge,
    "QL-END-07": label_is_verifiable,
    "QL-END-08": label_covered_the_award,
    "QL-END-09": recognition_is_stated,
}
