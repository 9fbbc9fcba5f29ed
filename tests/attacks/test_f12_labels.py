"""F12: labels that do not hold for a badge, and decision logs that are not what was decided."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qualitybadge as qb
from qualitybadge.errors import InputError, IssueError
from qualitybadge.issue.issuer import Issuer
from qualitybadge.issue.ob2 import Ob2Issuer
from qualitybadge.issue.statuses import StatusLists
from qualitybadge.issue.statusstore import MemoryStatusStore
from qualitybadge.quality.label.authority import LabelAuthority
from qualitybadge.quality.label.carrying import reference, with_reference
from qualitybadge.quality.label.evaluationlog import EvaluationLog
from qualitybadge.quality.label.record import require_record
from qualitybadge.quality.label.report import LabelState
from qualitybadge.quality.label.trusted import TrustedLabelIssuer
from qualitybadge.quality.label.verify import verify_label
from support.labels import (
    APPLICATION,
    AUTHORITY,
    LABEL_KEY,
    LIST,
    NOW,
    SCHEME,
    Network,
    Stage,
    academy,
    application,
    awarded_badge,
    decision,
    review,
    reviews,
    scheme,
)
from support.world import ACADEMY, ATTACKER, KEY, changed, did_document

LATER = datetime(2029, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return Stage(tmp_path_factory.mktemp("network"))


def look(network, label=..., report=None, trusted=(AUTHORITY,), *, now=NOW, **served):
    label = network.given if label is ... else label
    fetcher = qb.StaticFetcher(network.answers | served)
    badge = network.report if report is None else report
    before = badge.to_json()
    found = verify_label(label, badge, trusted, fetcher=fetcher, now=now)
    assert badge.to_json() == before, "the badge's own report never changes"
    return found


def codes(found):
    return {row.problem.code for row in found.checks if row.problem is not None}


def signed(network, path, value, by=None):
    """The label with one member changed, signed anew by the authority itself or somebody else."""
    return (by or network.issuer).sign(changed(network.given.credential, path, value))


def test_a_label_that_holds_is_labelled(network):
    assert look(network).state is LabelState.LABELLED


def test_f12_a_label_of_another_badges_issuer(network):
    other = signed(network, "credentialSubject/id", "did:web:other.example")
    found = look(network, other)
    assert (found.state, codes(found)) == (LabelState.UNVERIFIABLE, {"LABEL_SUBJECT"})


def test_f12_an_older_version_than_the_digest_that_the_badge_refers_to(network):
    older = signed(network, "credentialSubject/endorsementComment", "An older text.")
    draft = academy().draft(
        network.badge.credential["credentialSubject"]["achievement"], qb.Recipient.did("did:example:a")
    )
    badge = academy().sign(with_reference(draft, network.given))
    report = qb.verify(badge, fetcher=qb.StaticFetcher(network.answers), now=NOW)
    assert look(network, report=report).state is LabelState.LABELLED
    found = look(network, older, report)
    assert (found.state, codes(found)) == (LabelState.UNVERIFIABLE, {"DIGEST_MISMATCH"})


@pytest.mark.parametrize("digest", ["zQm", "uXYZ", 7, "no multibase"])
def test_f12_a_reference_with_a_digest_that_is_none(network, digest):
    named = reference(network.given) | {"digestMultibase": digest}
    found = look(network, [network.given, named])
    assert found.state is LabelState.UNVERIFIABLE


@pytest.mark.parametrize(
    "terms",
    [
        {"withdrawn": ("1",)},
        {"versions": ("2",)},
        {"scheme_versions": ("2",)},
        {"max_age": timedelta(days=10)},
        {"keys": (ATTACKER.public_key,)},
    ],
    ids=lambda terms: next(iter(terms)),
)
def test_f12_a_withdrawn_rule_set_and_other_terms(network, terms):
    found = look(network, trusted=[TrustedLabelIssuer(AUTHORITY, **terms)])
    assert found.state is LabelState.UNTRUSTED
    assert codes(found) <= {"LABEL_RULE_SET", "LABEL_PERIOD", "LABEL_UNTRUSTED"}


def test_f12_a_label_issued_by_the_issuer_itself(network):
    own = academy().sign(
        changed(
            network.given.credential,
            "issuer",
            {"id": ACADEMY, "type": ["Profile"], "name": "Academy of Invention"},
        )
    )
    lists = network.statuses.store.snapshot(LIST).credential(ACADEMY, valid_from=NOW)
    served = {LIST: academy().sign(lists).to_dict()}
    found = look(network, own, trusted=[AUTHORITY, ACADEMY], **served)
    assert found.state is LabelState.UNTRUSTED
    assert "LABEL_OWN_WORD" in codes(found)


def test_f12_a_label_signed_with_the_key_of_the_badge(network):
    method = f"{AUTHORITY}#key-1"
    posing = Issuer(
        {"id": AUTHORITY, "name": "Label Network"}, KEY, method=method, clock=network.issuer.clock
    )
    network_of_two = network.answers | posing.trust_artefacts()
    lists = posing.sign(network.statuses.store.snapshot(LIST).credential(AUTHORITY, valid_from=NOW))
    label = posing.sign(network.given.credential)
    fetcher = qb.StaticFetcher(network_of_two | {LIST: lists.to_dict()})
    found = verify_label(label, network.report, [AUTHORITY], fetcher=fetcher, now=NOW)
    assert (found.state, codes(found)) == (LabelState.UNTRUSTED, {"LABEL_OWN_WORD"})


def test_f12_an_expired_label_was_one_at_issue(network):
    report = qb.verify(network.badge, fetcher=qb.StaticFetcher(network.answers), now=LATER)
    found = look(network, report=report, now=LATER)
    assert (found.state, codes(found)) == (LabelState.LAPSED, {"EXPIRED"})


def test_f12_an_expired_label_that_was_none_at_issue_either(network):
    late = Issuer({"id": ACADEMY, "name": "Academy"}, KEY, method=f"{ACADEMY}#key-1", clock=lambda: LATER)
    report = qb.verify(awarded_badge(late), fetcher=qb.StaticFetcher(network.answers), now=LATER)
    found = look(network, report=report, now=LATER)
    assert (found.state, codes(found)) == (LabelState.UNVERIFIABLE, {"EXPIRED", "LABEL_PERIOD"})


def test_f12_a_label_that_does_not_hold_yet(network):
    found = look(network, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert found.state in (LabelState.UNVERIFIABLE, LabelState.NOT_CHECKED)


def test_f12_a_label_awarded_after_the_badge(network):
    early = Issuer(
        {"id": ACADEMY, "name": "Academy"},
        KEY,
        method=f"{ACADEMY}#key-1",
        clock=lambda: datetime(2026, 1, 1, tzinfo=UTC),
    )
    report = qb.verify(awarded_badge(early), fetcher=qb.StaticFetcher(network.answers), now=NOW)
    found = look(network, report=report)
    assert (found.state, codes(found)) == (LabelState.UNVERIFIABLE, {"LABEL_PERIOD"})


@pytest.mark.parametrize(("purpose", "state"), [("revocation", "revoked"), ("suspension", "suspended")])
def test_f12_revoked_and_suspended(tmp_path, network, purpose, state):
    own = Network(tmp_path, purpose=purpose)
    label, log = own.label(), EvaluationLog(tmp_path / "log.jsonl", (LABEL_KEY.public_key,))
    (own.authority.revoke if purpose == "revocation" else own.authority.suspend)(
        label, reason="complaint", log=log
    )
    found = verify_label(label, network.report, [AUTHORITY], fetcher=own.fetcher(), now=NOW)
    assert found.state.value == state
    assert log.entries()[-1].kind == purpose
    if purpose == "suspension":
        own.authority.unsuspend(label)
        found = verify_label(label, network.report, [AUTHORITY], fetcher=own.fetcher(), now=NOW)
        assert found.state is LabelState.LABELLED


@pytest.mark.parametrize(
    "trusted",
    [
        (),
        ["did:web:other.example"],
        [AUTHORITY.upper()],
        [TrustedLabelIssuer(AUTHORITY, "https://other.example/scheme")],
    ],
    ids=["nobody", "another", "almost", "another scheme"],
)
def test_f12_an_untrusted_authority_or_scheme(network, trusted):
    found = look(network, trusted=trusted)
    assert (found.state, codes(found)) == (LabelState.UNTRUSTED, {"LABEL_UNTRUSTED"})


def test_f12_an_attacker_who_names_the_authority(network):
    forged = Issuer(
        {"id": AUTHORITY, "name": "Label Network"},
        ATTACKER,
        method=f"{AUTHORITY}#key-1",
        clock=network.issuer.clock,
    ).sign(network.given.credential)
    found = look(network, forged)
    assert found.state is LabelState.UNVERIFIABLE


def test_f12_another_scope(network):
    label = signed(network, "credentialSubject/scope", ["https://academy.example/badges/other"])
    found = look(network, label)
    assert (found.state, codes(found)) == (LabelState.UNVERIFIABLE, {"LABEL_SCOPE"})
    label = signed(network, "credentialSubject/scope", ["https://academy.example/badges/welding"])
    assert look(network, label).state is LabelState.LABELLED


@pytest.mark.parametrize("missing", ["credentialStatus", "validUntil"])
def test_f12_a_label_that_could_not_be_withdrawn(network, missing):
    found = look(network, signed(network, missing, ...))
    assert (found.state, "LABEL_FORM" in codes(found)) == (LabelState.UNVERIFIABLE, True)


def test_f12_plain_praise_is_no_label(network):
    praise = network.issuer.endorse(ACADEMY, "We like them.", of="issuer")
    found = look(network, praise)
    assert (found.state, codes(found)) == (LabelState.UNVERIFIABLE, {"LABEL_FORM"})


def test_f12_a_certificate_of_the_wallet_is_no_label(network):
    found = look(network, network.authority.certificate(network.given))
    assert found.state is LabelState.UNVERIFIABLE


def test_f12_a_label_for_a_badge_whose_issuer_is_not_shown(network):
    forged = changed(network.badge.to_dict(), "name", "Forged")
    report = qb.verify(forged, fetcher=qb.StaticFetcher(network.answers), now=NOW)
    found = look(network, report=report)
    assert found.state is LabelState.UNVERIFIABLE
    assert "LABEL_BADGE" in codes(found)


def test_f12_a_badge_that_the_attacker_signed_in_the_academys_name(network):
    posing = Issuer(
        {"id": ACADEMY, "name": "Academy"}, ATTACKER, method=f"{ACADEMY}#key-1", clock=lambda: NOW
    )
    report = qb.verify(awarded_badge(posing), fetcher=qb.StaticFetcher(network.answers), now=NOW)
    assert look(network, report=report).state is LabelState.UNVERIFIABLE


def test_f12_an_issuer_who_only_claims_to_be_the_labelled_one(network):
    liar = qb.Issuer({"name": "Liar", "otherIdentifier": [_alias(ACADEMY)]}, ATTACKER, clock=lambda: NOW)
    report = qb.verify(awarded_badge(liar), fetcher=qb.StaticFetcher(network.answers), now=NOW)
    assert report.verdict is qb.Verdict.VALID
    found = look(network, report=report)
    assert (found.state, codes(found)) == (LabelState.UNVERIFIABLE, {"LABEL_SUBJECT"})


def test_an_alias_counts_where_both_sides_say_so(network):
    other = qb.Issuer({"name": "Academy", "otherIdentifier": [_alias(ACADEMY)]}, ATTACKER, clock=lambda: NOW)
    report = qb.verify(awarded_badge(other), fetcher=qb.StaticFetcher(network.answers), now=NOW)
    document = did_document(alsoKnownAs=[other.id])
    found = look(network, report=report, **{"https://academy.example/.well-known/did.json": document})
    assert found.state is LabelState.LABELLED


def _alias(identity):
    return {"type": "IdentifierEntry", "identifier": identity, "identifierType": "identifier"}


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_f12_one_changed_byte_is_never_labelled(network, data):
    content = bytearray(network.given.to_json().encode())
    place = data.draw(st.integers(0, len(content) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    content[place] = value
    same = _same_json(bytes(content), network.given.to_dict())
    assert same or look(network, bytes(content)).state is not LabelState.LABELLED


def _same_json(content, meant):
    """Tell whether the byte changed nothing that JSON knows, such as one kind of white space for another."""
    try:
        return json.loads(content) == meant
    except ValueError:
        return False


# The log of the decision


def logged(tmp_path):
    return Network(tmp_path), (tmp_path / "log.jsonl")


def award(network, log, of=APPLICATION, **changes):
    return network.authority.award(of, reviews(of), decision(of), log=log, **changes)


def test_f12_a_decision_gives_one_label(tmp_path):
    network, _ = logged(tmp_path)
    log = network.decided()
    label = award(network, log)
    require_record(log, label.credential)
    with pytest.raises(IssueError, match="awarded already"):
        award(network, log)


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_f12_a_truncated_log_awards_nothing(tmp_path, cut):
    network, path = logged(tmp_path)
    log = network.decided()
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-cut]))
    with pytest.raises(IssueError) as caught:
        award(network, log)
    assert caught.value.code == "EVALUATION_INCOMPLETE"


def test_f12_a_log_cut_after_the_award_shows_against_the_label(tmp_path):
    network, path = logged(tmp_path)
    log = network.decided()
    label = award(network, log)
    lines = path.read_bytes().splitlines(keepends=True)
    for kept in (lines[:-1], lines[:-2]):
        path.write_bytes(b"".join(kept))
        with pytest.raises(InputError) as caught:
            require_record(log, label.credential)
        assert caught.value.code == "LOG_ALTERED"


def test_f12_a_reordered_or_forged_log_awards_nothing(tmp_path):
    network, path = logged(tmp_path)
    log = network.decided()
    lines = path.read_bytes().splitlines(keepends=True)
    for made in (
        [lines[0], lines[2], lines[1], lines[3]],
        [*lines[:3], lines[3].replace(b"granted", b"grant3d")],
    ):
        path.write_bytes(b"".join(made))
        with pytest.raises(InputError) as caught:
            award(network, log)
        assert caught.value.code == "LOG_ALTERED"


def test_f12_the_log_of_another_application_awards_nothing(tmp_path):
    network, _ = logged(tmp_path)
    other = application(renewal_of="", samples=()).with_adherence(
        "We do.", day=APPLICATION.submitted, role="lead"
    )
    with pytest.raises(IssueError) as caught:
        award(network, network.decided(), other)
    assert caught.value.code == "LOG_ALTERED"


def test_f12_the_log_of_another_authority_awards_nothing(tmp_path):
    network, _ = logged(tmp_path)
    foreign = EvaluationLog.begin(
        tmp_path / "foreign.jsonl",
        ATTACKER,
        authority=AUTHORITY,
        scheme={"id": SCHEME.id, "version": SCHEME.version},
        application=APPLICATION.digest,
    )
    for name, one in (("review", reviews()[0]), ("review", reviews()[1]), ("decision", decision())):
        foreign.append(ATTACKER, name, {name: one.to_dict()}, role="a")
    with pytest.raises(IssueError) as caught:
        award(network, foreign)
    assert caught.value.code == "KEY_REFUSED"


def test_f12_a_review_in_the_log_cannot_be_left_out(tmp_path):
    network, _ = logged(tmp_path)
    log = network.authority.open_log(tmp_path / "log.jsonl", APPLICATION)
    bad = review(2, levels=tuple(replace(one, level=1) for one in review(2).levels))
    for one in (*reviews(), bad):
        network.authority.record_review(log, one)
    network.authority.decide(log, APPLICATION, reviews(), decision())
    with pytest.raises(IssueError, match="other reviews"):
        award(network, log)


@pytest.mark.parametrize("authorities", [[AUTHORITY], []], ids=["another's", "nobody's"])
def test_f12_nobody_awards_anothers_label(authorities):
    statuses = StatusLists(MemoryStatusStore())
    statuses.create(LIST)
    with pytest.raises(IssueError) as caught:
        LabelAuthority(academy(), scheme=scheme(authorities=authorities), statuses=statuses, status_list=LIST)
    assert caught.value.code == "CONTROLLER_MISMATCH"


def test_a_label_beside_a_badge_of_2_0(network):
    profile = {
        "id": "https://academy.example/ob2/issuer.json",
        "name": "Academy of Invention",
        "url": "https://academy.example/",
        "email": "post@academy.example",
    }
    tide = {
        "id": "https://academy.example/ob2/tide.json",
        "name": "Tide Reading",
        "description": "Reads tide tables.",
        "image": "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=",
        "criteria": {"narrative": "Planned three moorings."},
    }
    ada = qb.Recipient.email("ada@example.org", hashed=True)
    at = "https://academy.example/ob2/badges/1.json"
    badge = Ob2Issuer(profile, clock=lambda: NOW).issue(tide, ada, hosted_at=at)
    report = qb.verify(at, fetcher=qb.StaticFetcher(badge.documents), now=NOW)
    assert report.verdict is qb.Verdict.VALID
    for scope, state in (("all-badges", "labelled"), ([tide["id"]], "labelled"), (["urn:x"], "unverifiable")):
        label = changed(
            signed(network, "credentialSubject/scope", scope).credential,
            "credentialSubject/id",
            profile["id"],
        )
        assert look(network, network.issuer.sign(label), report).state.value == state
    assert look(network, report=report).state is LabelState.UNVERIFIABLE
