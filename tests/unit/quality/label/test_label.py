"""What an authority does: award, renew, carry, list; and what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError, IssueError
from qualitybadge.quality.label.authority import LabelAuthority
from qualitybadge.quality.label.carrying import embed, reference, reference_ob2, with_reference
from qualitybadge.quality.label.credential import end_of
from qualitybadge.quality.label.holders import holders, recognized_entities
from qualitybadge.quality.label.report import LabelState
from qualitybadge.quality.label.verify import verify_label
from qualitybadge.verify.truststore import RECOGNIZED_ENTITIES_DRAFT, RecognizedEntities, TrustStore
from support.labels import (
    APPLICATION,
    AUTHORITY,
    AWARDED,
    LIST,
    NOW,
    SCHEME,
    Network,
    academy,
    application,
    awarded_badge,
    decision,
    review,
    reviews,
    scheme,
)
from support.world import ACADEMY

OB2 = {
    "id": "https://label.example/ob2/profile.json",
    "name": "Label Network",
    "url": "https://label.example/",
    "email": "post@label.example",
}
HOSTED = "https://label.example/ob2/labels/1.json"


@pytest.fixture
def network(tmp_path):
    return Network(tmp_path)


def award(network, **terms):
    return network.authority.award(APPLICATION, reviews(), decision(), log=network.decided(), **terms)


def test_a_label_is_an_endorsement_that_verifies_and_names_no_person(network):
    label = network.label(comment="Good work.")
    report = qb.verify(label, fetcher=network.fetcher(), now=NOW)
    assert (report.verdict, report.kind) == (qb.Verdict.VALID, qb.Kind.ENDORSEMENT)
    subject = label.credential["credentialSubject"]
    assert subject["endorsementComment"] == "Good work."
    assert (subject["indicatorShare"], subject["reviewerCount"]) == (0.75, 2)
    assert "renewalOf" not in subject
    text = label.to_json()
    assert not any(word in text for word in ("reviewer 1", "member 1", "lead", "Handbook"))


@pytest.mark.parametrize("proof", ["vc-jwt", ("eddsa-rdfc-2022", "vc-jwt")])
def test_a_label_as_a_token(network, proof):
    label = network.label(proof=proof)
    report = qb.verify(awarded_badge(), fetcher=network.fetcher(), now=NOW)
    found = verify_label(label.to_jwt(), report, [AUTHORITY], fetcher=network.fetcher(), now=NOW)
    assert found.state is LabelState.LABELLED


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"valid_until": AWARDED + timedelta(days=1097)}, "RANGE"),
        ({"valid_until": AWARDED}, "RANGE"),
        ({"valid_from": datetime(2026, 1, 1, tzinfo=UTC)}, "RANGE"),
        ({"valid_from": datetime(2026, 2, 1)}, "USAGE"),  # noqa: DTZ001 - what is refused
        ({"scope": ()}, "USAGE"),
        ({"scope": "some badges"}, "USAGE"),
    ],
)
def test_terms_beyond_the_scheme_are_refused(network, terms, code):
    with pytest.raises(IssueError) as caught:
        award(network, **terms)
    assert caught.value.code == code


def test_a_term_that_there_is_not(network):
    with pytest.raises(TypeError, match="colour"):
        award(network, colour="gold")


def test_a_scheme_that_does_not_say_how_long_its_label_holds(network):
    table = SCHEME.to_dict()
    table["figures"] = {name: row for name, row in table["figures"].items() if name != "validity_years"}
    endless = scheme(figures=table["figures"])
    with pytest.raises(IssueError, match="how long"):
        replace(network.authority, scheme=endless).award(
            APPLICATION, reviews(), decision(), log=network.decided()
        )
    own = replace(network.authority, scheme=endless)
    log = network.decided(name="second.jsonl")
    with pytest.raises(IssueError, match="after it begins"):
        own.award(APPLICATION, reviews(), decision(), log=log, valid_until=AWARDED)
    label = own.award(APPLICATION, reviews(), decision(), log=log, valid_until=AWARDED + timedelta(days=9))
    assert label.credential["validUntil"] == "2026-01-19T12:00:00Z"


def test_the_end_of_a_label_of_a_leap_day():
    assert end_of(datetime(2028, 2, 29, tzinfo=UTC), 3) == datetime(2031, 2, 28, tzinfo=UTC)
    with pytest.raises(IssueError):
        end_of(datetime(9998, 1, 1, tzinfo=UTC), 3)


def test_what_is_not_granted_or_not_complete_is_not_awarded(network):
    low = (review(1), review(2, indicators=("I1",)))
    refusal = decision(given=low, outcome="not-yet-issued")
    log = network.authority.open_log(network.folder / "low.jsonl", APPLICATION)
    for one in low:
        network.authority.record_review(log, one)
    found = network.authority.decide(log, APPLICATION, low, refusal)
    assert [note.about for note in found.to_improve] == ["indicators", "I2", "I3", "I4"]
    with pytest.raises(IssueError, match="not yet issued"):
        network.authority.award(APPLICATION, low, refusal, log=log)
    with pytest.raises(IssueError, match="not complete"):
        network.authority.award(APPLICATION, reviews()[:1], decision(), log=log)
    with pytest.raises(IssueError, match="future"):
        network.authority.decide(log, APPLICATION, low, replace(refusal, day=date(2026, 1, 30)))


def test_a_refusal_that_grants_nothing_although_all_is_met(network):
    log = network.decided(outcome="not-yet-issued")
    with pytest.raises(IssueError, match="not to grant"):
        network.authority.award(APPLICATION, reviews(), decision(outcome="not-yet-issued"), log=log)


def test_the_authority_labels_not_itself_and_logs_what_is_its_own(network):
    own = application(
        self_assessment=replace(
            APPLICATION.self_assessment, organisation=replace(APPLICATION.organisation, aliases=(AUTHORITY,))
        )
    )
    with pytest.raises(IssueError) as caught:
        network.authority.open_log(network.folder / "own.jsonl", own)
    assert caught.value.code == "LABEL_OWN_WORD"
    with pytest.raises(IssueError, match="another scheme"):
        replace(network.authority, scheme=scheme(version="2")).open_log(
            network.folder / "a.jsonl", APPLICATION
        )
    log = network.decided()
    with pytest.raises(IssueError, match="recorded already"):
        network.authority.record_review(log, review(1))
    with pytest.raises(IssueError, match="another application"):
        network.authority.record_review(log, review(1, application="zOther"))


@pytest.mark.parametrize("name", ["issuer", "scheme", "statuses"])
def test_wrong_types_are_named(network, name):
    own = network.authority
    parts = {"issuer": own.issuer, "scheme": own.scheme, "statuses": own.statuses, "status_list": LIST} | {
        name: None
    }
    with pytest.raises(TypeError, match=name):
        LabelAuthority(**parts)


def test_a_renewed_label_names_the_one_before(network):
    first = network.label()
    again = application(renewal_of=first.id)
    log = network.decided(again, "again.jsonl")
    with pytest.raises(IssueError, match="renew"):
        network.authority.award(again, reviews(again), decision(again), log=log)
    second = network.authority.renew(first, again, reviews(again), decision(again), log=log)
    subject = second.credential["credentialSubject"]
    assert (subject["renewalOf"], subject["id"]) == (first.id, ACADEMY)
    assert second.id != first.id
    foreign = replace(again, renewal_of="urn:uuid:other")
    with pytest.raises(IssueError, match="does not name"):
        network.authority.renew(first, foreign, reviews(foreign), decision(foreign), log=log)
    moved = first.credential | {"credentialSubject": subject | {"id": "did:web:other.example"}}
    with pytest.raises(IssueError) as caught:
        network.authority.renew(moved, again, reviews(again), decision(again), log=log)
    assert caught.value.code == "PROOF_VERIFICATION"


@pytest.mark.parametrize("label", [{}, None, {"type": ["QualityLabelCredential"]}, awarded_badge()])
def test_only_its_own_labels(network, label):
    with pytest.raises(IssueError) as caught:
        network.authority.revoke(label)
    assert caught.value.code == "LABEL_FORM"


def test_another_authoritys_label_is_left_alone(network):
    label = network.label().credential
    for other in (
        label | {"issuer": "did:web:other.example"},
        label | {"credentialSubject": {"labelScheme": {}}},
    ):
        with pytest.raises(IssueError) as caught:
            network.authority.suspend(other)
        assert caught.value.code == "CONTROLLER_MISMATCH"


def test_a_label_of_2_0(network):
    label = network.label()
    documents = network.authority.ob2(label, hosted_at=HOSTED, profile=OB2)
    fetcher = network.fetcher(**documents)
    report = qb.verify(awarded_badge(), fetcher=fetcher, now=NOW)
    found = verify_label(HOSTED, report, [OB2["id"]], fetcher=fetcher, now=NOW)
    assert (found.state, found.facts.scheme, found.facts.scheme_name) == (
        LabelState.LABELLED,
        SCHEME.id,
        SCHEME.name,
    )
    late = verify_label(HOSTED, report, [OB2["id"]], fetcher=fetcher, now=datetime(2029, 6, 1, tzinfo=UTC))
    assert late.state is LabelState.LAPSED
    gone = network.fetcher(**documents | {HOSTED: qb.Response(410)})
    revoked = verify_label(documents[HOSTED], report, [OB2["id"]], fetcher=gone, now=NOW)
    assert revoked.state is LabelState.REVOKED
    bare = verify_label(HOSTED, report, [OB2["id"]], fetcher=gone, now=NOW)
    assert bare.state is LabelState.REVOKED
    with pytest.raises(IssueError, match="does not verify"):
        network.authority.ob2(label, hosted_at="https://elsewhere.example/1.json", profile=OB2)


# Carrying


def draft(**details):
    achievement = awarded_badge().credential["credentialSubject"]["achievement"]
    return academy().draft(achievement, qb.Recipient.did("did:example:ada"), **details)


def test_a_badge_refers_to_the_label(network):
    label = network.label(proof=("eddsa-rdfc-2022", "vc-jwt"))
    named = with_reference(with_reference(draft(), label), label)
    assert named["issuer"]["qualityLabel"] == reference(label)
    badge = academy().sign(named)
    report = qb.verify(badge, fetcher=network.fetcher(), now=NOW)
    assert report.verdict is qb.Verdict.VALID
    fetcher = network.fetcher()
    assert verify_label(None, report, [AUTHORITY], fetcher=fetcher, now=NOW).state is LabelState.NOT_CHECKED
    found = verify_label([label, reference(label)], report, [AUTHORITY], fetcher=fetcher, now=NOW)
    assert found.state is LabelState.LABELLED
    assert any(row.id == "reference" for row in found.checks)
    older = with_reference(named | {"issuer": named["issuer"] | {"qualityLabel": {"id": "urn:x"}}}, label)
    assert len(older["issuer"]["qualityLabel"]) == 2


def test_a_reference_for_2_0(network):
    label = network.label()
    assert reference_ob2(label)["digestMultibase"] == reference(label)["digestMultibase"]
    hosted = reference_ob2(label, hosted_at=HOSTED)
    assert (hosted["id"], "digestMultibase" in hosted, hosted["type"][0]) == (HOSTED, False, "Extension")


def test_a_label_with_an_address_is_fetched_where_that_is_wanted(network):
    url = "https://label.example/labels/1.json"
    label = network.label(id=url)
    badge = academy().sign(with_reference(draft(), label))
    report = qb.verify(badge, fetcher=network.fetcher(), now=NOW)
    served = network.fetcher(**{url: label.to_dict()})
    assert verify_label([], report, [AUTHORITY], fetcher=served, now=NOW).state is LabelState.LABELLED
    assert verify_label([], report, [AUTHORITY], now=NOW).state is LabelState.NOT_CHECKED
    nothing = verify_label([], report, [AUTHORITY], fetcher=network.fetcher(), now=NOW)
    assert nothing.state is LabelState.NOT_CHECKED
    other = network.fetcher(**{url: network.issuer.sign(label.credential | {"id": "urn:uuid:9"}).to_dict()})
    assert verify_label([], report, [AUTHORITY], fetcher=other, now=NOW).state is LabelState.UNVERIFIABLE


def test_a_label_is_embedded_only_where_it_outlives_the_badge(network):
    label = network.label()
    for end in (None, AWARDED + timedelta(days=2000)):
        with pytest.raises(IssueError) as caught:
            embed(draft(**({"valid_until": end} if end else {})), label)
        assert caught.value.code == "LABEL_PERIOD"
    for form in (label, label.to_dict()):
        badge = academy().sign(embed(draft(valid_until=NOW + timedelta(days=90)), form))
        report = qb.verify(badge, fetcher=network.fetcher(), now=NOW)
        found = verify_label(None, report, [AUTHORITY], fetcher=network.fetcher(), now=NOW)
        assert (report.verdict, found.state) == (qb.Verdict.VALID, LabelState.LABELLED)


def test_a_token_is_embedded_as_one(network):
    label = network.label(proof="vc-jwt")
    held = embed(draft(valid_until=NOW), label)
    assert held["issuer"]["endorsementJwt"] == [label.to_jwt()]
    assert reference(label)["digestMultibase"].startswith("z")


def test_what_cannot_carry_a_label(network):
    label = network.label()
    for target, given, code in (
        (draft() | {"issuer": ACADEMY}, label, "ISSUE_REFUSED"),
        (draft() | {"issuer": {"id": "did:web:other.example"}}, label, "LABEL_SUBJECT"),
        (draft(), label.credential, "LABEL_FORM"),
        (draft(), {"type": []}, "LABEL_FORM"),
    ):
        with pytest.raises(IssueError) as caught:
            with_reference(target, given)
        assert caught.value.code == code


# Holders


def test_the_holders_as_they_stand(network):
    label = network.label()
    (row,) = holders(network.authority, [label]).holders
    assert (row.id, row.state, row.scope) == (ACADEMY, "holds", ("all-badges",))
    later = replace(
        network.authority, issuer=replace(network.issuer, clock=lambda: datetime(2030, 1, 1, tzinfo=UTC))
    )
    assert holders(later, [label]).holders[0].state == "expired"
    network.authority.revoke(label)
    assert json.loads(holders(network.authority, [label]).to_json())["holders"][0]["state"] == "revoked"


def test_a_suspended_holder(tmp_path):
    network = Network(tmp_path, purpose="suspension")
    label = network.label(scope=["https://academy.example/badges/welding"])
    network.authority.suspend(label)
    assert holders(network.authority, [label]).holders[0].state == "suspended"


@pytest.mark.parametrize("key_type", ["Ed25519", "P-256", "RSA"])
def test_recognised_entities_behind_a_version(network, key_type):
    listed = holders(network.authority, [network.label()])
    url = "https://label.example/holders.json"
    key = network.issuer.key if key_type == "Ed25519" else qb.KeyPair.generate(key_type)
    signer = replace(network.issuer, key=key)
    text = recognized_entities(listed, signer, url=url, version=RECOGNIZED_ENTITIES_DRAFT)
    store = TrustStore(recognized_entities=[RecognizedEntities(url, AUTHORITY, RECOGNIZED_ENTITIES_DRAFT)])
    fetcher = network.fetcher(**signer.trust_artefacts(), **{url: text.encode()})
    assert qb.verify(awarded_badge(), fetcher=fetcher, now=NOW, trust=store).trust is qb.Trust.ANCHORED
    with pytest.raises(InputError):
        recognized_entities(listed, signer, url=url, version="1.0")
    with pytest.raises(IssueError):
        recognized_entities(
            replace(listed, authority="did:web:x.example"), signer, url=url, version=RECOGNIZED_ENTITIES_DRAFT
        )


def test_nothing_is_built_upon_a_label_that_the_authority_did_not_sign(network):
    label = network.label()
    forged = label.credential | {
        "credentialSubject": label.credential["credentialSubject"] | {"id": "did:web:evil.example"}
    }
    altered = label.to_dict() | {"validUntil": "2099-01-01T00:00:00Z"}
    for bad in (forged, altered, label.credential):
        for use in (network.authority.certificate, network.authority.revoke):
            with pytest.raises(IssueError) as caught:
                use(bad)
            assert caught.value.code == "PROOF_VERIFICATION"
    assert network.authority.certificate(label).credential["credentialSubject"]
