"""F12: one application gives one label, on badges that the authority saw itself, and nothing undoes a revocation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError, IssueError
from qualitybadge.quality.label.awards import Awards
from qualitybadge.quality.label.evaluation import due_of, evaluate
from qualitybadge.quality.label.evaluationlog import EvaluationLog
from qualitybadge.quality.label.paper import digest_of_bytes
from qualitybadge.quality.label.record import require_record
from support.labels import (
    APPLICATION,
    COMMITTEE,
    LIST,
    NOW,
    SCHEME,
    Network,
    application,
    awarded_badge,
    decision,
    review,
    reviews,
)
from support.world import ACADEMY_DOCUMENT, did_document

WEB = qb.StaticFetcher({ACADEMY_DOCUMENT: did_document()})
SAMPLE = awarded_badge().to_json()
FORGED = SAMPLE.replace("Academy of Invention", "Academy of Invective")


def award(network, log, of=APPLICATION, given=None, **terms):
    given = reviews(of) if given is None else given
    return network.authority.award(of, given, decision(of), log=log, **terms)


def allocated(network):
    return network.statuses.store.snapshot(LIST).allocated


@pytest.fixture
def network(tmp_path):
    return Network(tmp_path)


# One application, one label


@pytest.mark.parametrize("terms", [{}, {"scope": ["https://academy.example/a/1"]}, {"id": "urn:x:another"}])
def test_f12_a_copy_of_the_log_awards_nothing_more(network, tmp_path, terms):
    log = network.decided()
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(log.path.read_bytes())
    label = award(network, log)
    with pytest.raises(IssueError, match=f"awarded already: {label.id}"):
        award(network, EvaluationLog(copy, log.keys), **terms)
    assert allocated(network) == 1


def test_f12_a_log_without_the_line_of_its_award_awards_nothing_more(network):
    log = network.decided()
    before = log.path.read_bytes()
    award(network, log)
    log.path.write_bytes(before)
    with pytest.raises(IssueError, match="awarded already"):
        award(network, log, scope=["https://academy.example/a/1"])
    assert allocated(network) == 1


def test_f12_a_second_log_of_the_same_application_awards_nothing_more(network):
    award(network, network.decided(name="one.jsonl"))
    again = network.decided(name="two.jsonl", reasons=("Decided again.",))
    with pytest.raises(IssueError, match="awarded already"):
        network.authority.award(APPLICATION, reviews(), decision(reasons=("Decided again.",)), log=again)


def test_f12_two_applications_cannot_have_a_label_of_one_id(network):
    award(network, network.decided(name="one.jsonl"), id="urn:x:label")
    other = application(submitted=date(2025, 11, 21))
    with pytest.raises(IssueError, match="that of another label"):
        award(network, network.decided(other, "two.jsonl"), other, id="urn:x:label")
    assert allocated(network) == 1


def test_f12_of_two_awards_at_the_same_time_one_counts(network):
    label = network.label()
    awards = Awards(network.statuses.store, network.issuer.id)
    awards.keep(APPLICATION, label, "")  # the same again is no other
    other = replace(label, credential=label.credential | {"name": "Another"})
    with pytest.raises(IssueError, match="meanwhile"):
        awards.keep(APPLICATION, other, "")
    with pytest.raises(IssueError, match="that of another label"):
        awards.keep(application(submitted=date(2025, 11, 21)), label, "")
    assert awards.label_on(APPLICATION) == label


def test_what_somebody_else_wrote_into_the_store_is_no_label(network):
    awards = Awards(network.statuses.store, network.issuer.id)
    network.statuses.store.keep({awards.occasion(APPLICATION): "{}"})
    for asked in (awards.label_on, awards.require_none_on):
        with pytest.raises(IssueError, match="no label can be"):
            asked(APPLICATION)


def test_f12_the_id_of_a_label_is_that_of_its_application(tmp_path):
    one, two = Network(tmp_path / "one"), Network(tmp_path / "two")
    for network in (one, two):
        network.folder.mkdir()
    assert one.label().id == two.label().id  # though the logs have ids of their own


def test_an_award_that_failed_takes_nothing(network):
    first = application(submitted=date(2025, 11, 21))
    with pytest.raises(IssueError):
        award(network, network.decided(first, "one.jsonl"), first, id="urn:x:mine", proof="no-such-suite")
    assert (
        award(
            network,
            network.decided(application(submitted=date(2025, 11, 22)), "two.jsonl"),
            application(submitted=date(2025, 11, 22)),
            id="urn:x:mine",
        ).id
        == "urn:x:mine"
    )


# What was awarded is not lost


def test_a_label_whose_award_was_not_logged_is_handed_out_again(network, monkeypatch):
    log = network.decided()

    def full(*args, **kwargs):
        raise IssueError("no space left on device", code="FILE")

    with monkeypatch.context() as patch:
        patch.setattr(EvaluationLog, "append_after", full)
        with pytest.raises(IssueError, match="no space"):
            award(network, log)
    with pytest.raises(IssueError, match="awarded already") as caught:
        award(network, log)
    assert "LabelAuthority.awarded" in caught.value.hint
    label = network.authority.awarded(APPLICATION, log=log)
    require_record(log, label)
    assert [entry.kind for entry in log.entries()][-1] == "award"
    assert network.authority.awarded(APPLICATION, log=log) == label  # and again, and nothing is written
    assert [entry.kind for entry in log.entries()].count("award") == 1
    assert qb.verify(label, fetcher=network.fetcher(), now=NOW).verdict is qb.Verdict.VALID


def test_a_token_is_handed_out_again_as_it_was(network):
    log = network.decided()
    label = award(network, log, proof="vc-jwt")
    assert network.authority.awarded(APPLICATION, log=log) == label


def test_only_what_was_awarded_is_handed_out_again(network, tmp_path):
    log = network.decided()
    with pytest.raises(IssueError, match="no label was awarded"):
        network.authority.awarded(APPLICATION, log=log)
    award(network, log)
    other = application(submitted=date(2025, 11, 21))
    with pytest.raises(IssueError, match="another application"):
        network.authority.awarded(APPLICATION, log=network.decided(other, "two.jsonl"))
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(b"".join(lines[:-2]))
    with pytest.raises(InputError, match="it was cut"):
        network.authority.awarded(APPLICATION, log=log)


def test_f12_the_log_knows_the_label_by_its_digest(network):
    log = network.decided()
    label = award(network, log)
    require_record(log, label)
    require_record(log, label.to_dict())
    for changed in (
        label.credential | {"validUntil": "2099-01-01T00:00:00Z"},
        label.credential | {"id": "urn:x:other"},
    ):
        with pytest.raises(InputError, match="does not follow") as caught:
            require_record(log, changed)
        assert caught.value.code == "LOG_ALTERED"
    with pytest.raises(TypeError):
        require_record(log, label.to_json())


# A renewal undoes nothing


def renewal(network, label, name="renewal.jsonl", **changes):
    again = application(renewal_of=label.id, **changes)
    log = network.decided(again, name)
    return network.authority.renew(label, again, reviews(again), decision(again), log=log)


def test_f12_a_revoked_label_is_not_renewed(network):
    label = network.label()
    network.authority.revoke(label)
    with pytest.raises(IssueError, match="revoked") as caught:
        renewal(network, label)
    assert caught.value.code == "REVOKED"


def test_f12_a_suspended_label_is_renewed_after_its_suspension_only(tmp_path):
    network = Network(tmp_path, purpose="suspension")
    label = network.label()
    network.authority.suspend(label)
    with pytest.raises(IssueError, match="suspended") as caught:
        renewal(network, label)
    assert caught.value.code == "SUSPENDED"
    network.authority.unsuspend(label)
    made = renewal(network, label, "second.jsonl")
    assert made.credential["credentialSubject"]["renewalOf"] == label.id


def test_f12_a_label_is_renewed_once(network):
    label = network.label()
    renewal(network, label)
    with pytest.raises(IssueError, match="renewed already"):
        renewal(network, label, "second.jsonl", submitted=date(2025, 11, 21))


# The authority sees the badges itself


def with_badges(sample=SAMPLE, training=None, **said):
    """Return an application with badges, of which it says what the arguments say."""
    made = application(submitted=None).with_sample(SAMPLE, file="sample.json", fetcher=WEB, now=NOW)
    made = made.with_training(
        training or awarded_badge().to_json(), SCHEME, answers="M-3", file="staff.json", fetcher=WEB, now=NOW
    )
    one = made.samples[0]
    shown = replace(one.badge, digest=digest_of_bytes(sample.encode()), **said)
    made = replace(made, samples=(replace(one, badge=shown),))
    return made.with_submitted(APPLICATION.submitted)


def decided(network, of, check, name="badges.jsonl"):
    log = network.authority.open_log(network.folder / name, of)
    for one in reviews(of):
        network.authority.record_review(log, one)
    network.authority.decide(log, of, reviews(of), decision(of), check=check)
    return log


TRAINING = awarded_badge().to_json()
HANDED_IN = {"sample.json": SAMPLE.encode(), "staff.json": TRAINING.encode()}


def checked(of, files, fetcher=WEB):
    return of.check(SCHEME, now=NOW, files=files, fetcher=fetcher)


def test_badges_that_the_authority_saw_are_awarded_upon(network):
    of = with_badges(training=TRAINING)
    log = decided(network, of, checked(of, HANDED_IN))
    seen = log.entries()[-1].body["badges"]
    assert seen == sorted(digest_of_bytes(content) for content in HANDED_IN.values())
    assert award(network, log, of).id


@pytest.mark.parametrize(
    ("files", "fetcher", "said"),
    [
        (None, WEB, "only the applicant says"),
        ({}, WEB, "only the applicant says"),
        ({"sample.json": SAMPLE.encode()}, WEB, "only the applicant says"),
        (HANDED_IN | {"sample.json": FORGED.encode()}, WEB, "is not what the digest promises"),
        (HANDED_IN, qb.StaticFetcher({}), "could not be determined whether it is authentic"),
    ],
    ids=["no files", "an empty folder", "one is missing", "another file", "no key to be had"],
)
def test_f12_badges_that_nobody_saw_decide_nothing(network, files, fetcher, said):
    of = with_badges(training=TRAINING)
    with pytest.raises(IssueError, match=said) as caught:
        decided(network, of, checked(of, files, fetcher))
    assert caught.value.code == "EVALUATION_INCOMPLETE"


def test_f12_without_a_check_nobody_saw_them(network):
    of = with_badges(training=TRAINING)
    with pytest.raises(IssueError, match="only the applicant says"):
        decided(network, of, None)


def test_f12_a_forged_badge_is_not_what_the_application_says(network):
    of = with_badges(sample=FORGED, training=TRAINING)
    with pytest.raises(IssueError, match="the verifier says invalid"):
        decided(network, of, checked(of, HANDED_IN | {"sample.json": FORGED.encode()}))


def test_f12_a_forged_training_badge_is_not_what_the_application_says(network):
    of = with_badges(training=TRAINING)
    forged = TRAINING.replace("Academy of Invention", "Academy of Invective").encode()
    shown = of.training[0]
    shown = replace(shown, badge=replace(shown.badge, digest=digest_of_bytes(forged)))
    of = replace(of, training=(shown,))
    with pytest.raises(IssueError, match="a training badge that is valid"):
        decided(network, of, checked(of, HANDED_IN | {"staff.json": forged}))


@pytest.mark.parametrize("member", ["badge", "achievement", "issuer", "name"])
def test_f12_an_application_cannot_describe_another_badge(network, member):
    of = with_badges(training=TRAINING, **{member: "https://academy.example/"})
    with pytest.raises(IssueError, match="is not what the file holds"):
        decided(network, of, checked(of, HANDED_IN))


def test_f12_a_sample_cannot_be_called_ready(network):
    of = with_badges(training=TRAINING)
    ready = replace(of.samples[0], readiness="ready")
    of = replace(of, samples=(ready,))
    found = checked(of, HANDED_IN)
    assert [one.code for one in found.inconsistent] == ["inconsistent.readiness"]
    assert found.figures.samples_ready == 0
    older = replace(of, samples=(replace(ready, rule_set_version="0.9"),))
    found = checked(older, HANDED_IN)  # by other rules it may have been ready: a person looks
    assert not found.inconsistent
    assert "needs-human.sample.readiness" in [one.code for one in found.open_items]
    with pytest.raises(IssueError, match=r"Assess sample\.json again"):
        decided(network, of, checked(of, HANDED_IN))


def test_a_profile_of_the_applicants_own_leaves_the_readiness_open():
    of = with_badges(training=TRAINING)
    of = replace(of, samples=(replace(of.samples[0], readiness="ready", profile="our own"),))
    found = checked(of, HANDED_IN)
    assert "needs-human.sample.readiness" in [one.code for one in found.open_items]
    assert found.figures.samples_ready == 0


def test_a_file_that_holds_no_badge_is_none():
    of = with_badges(sample="{}", training=TRAINING)
    found = checked(of, HANDED_IN | {"sample.json": b"{}"})
    assert "inconsistent.altered" in [one.code for one in found.inconsistent]


def test_a_badge_without_a_file_name_is_found_by_its_digest():
    of = with_badges(training=TRAINING, file="")
    assert len(checked(of, HANDED_IN).badges) == 2
    found = checked(of, {"staff.json": TRAINING.encode()})
    assert [(one.code, one.pointer) for one in found.missing] == [("missing.file", "/samples/0/badge")]


def test_f12_the_check_of_another_application_is_none(network):
    of = with_badges(training=TRAINING)
    with pytest.raises(IssueError, match="the check is of another application"):
        decided(network, of, checked(application(), HANDED_IN))


def test_f12_what_the_log_did_not_see_is_not_awarded_upon(network):
    of = with_badges(training=TRAINING)
    log = network.authority.open_log(network.folder / "own.jsonl", of)
    for one in reviews(of):
        network.authority.record_review(log, one)
    body = {"decision": decision(of).to_dict(), "outcome": "granted", "toImprove": []}
    for badges in ({}, {"badges": None}, {"badges": [1, "zQm"]}):
        log.append(network.issuer.key, "decision", body | badges, role="committee")
        with pytest.raises(IssueError, match="only the applicant says"):
            award(network, log, of)


# Who reviews, and when


def test_f12_one_reviewer_under_two_spellings_is_one():
    first = review(1)
    second = review(2, reviewer=replace(first.reviewer, id="  REVIEWER   1 "))
    notes = evaluate(SCHEME, APPLICATION, (first, second)).missing
    assert "two reviews are by the same reviewer" in [note.message for note in notes]


def test_who_reviews_and_decides_is_said():
    both = (*COMMITTEE[:2], replace(COMMITTEE[2], id="Reviewer 1"))
    found = evaluate(SCHEME, APPLICATION, reviews(), decision(committee=both))
    assert [note.message for note in found.remarks] == [
        "Reviewer 1 reviewed the application and sits on the committee, too"
    ]
    assert found.awardable


@pytest.mark.parametrize("day", [date.max, date(9999, 12, 30), date.min])
def test_a_day_at_the_end_of_the_calendar_is_a_finding(day):
    of = application(submitted=day)
    assert due_of(SCHEME, of) is not None
    found = of.check(SCHEME, now=datetime(9999, 12, 31, 23, tzinfo=UTC))
    assert found.findings is not None
    assert evaluate(SCHEME, of, reviews(of), today=date.max).due is not None
    assert evaluate(SCHEME, of, reviews(of)).notes is not None


def test_f12_an_application_from_the_future_is_not_decided_upon(network):
    of = application(submitted=date(9999, 12, 31))
    given = tuple(replace(one, day=of.submitted) for one in reviews(of))
    log = network.authority.open_log(network.folder / "late.jsonl", of)
    with pytest.raises(IssueError, match="the application is dated in the future"):
        network.authority.decide(log, of, given, decision(of, given, day=of.submitted))


def test_a_review_is_recorded_once(network):
    log = network.authority.open_log(network.folder / "log.jsonl", APPLICATION)
    network.authority.record_review(log, review(1))
    with pytest.raises(IssueError, match="recorded already"):
        network.authority.record_review(log, review(1))
    with pytest.raises(IssueError, match="another application"):
        network.authority.record_review(log, review(1, application="zOther"))
