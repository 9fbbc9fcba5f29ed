"""F12: what could not be obtained, ids that only look like two parties, and what programs hand in by mistake."""

from __future__ import annotations

from datetime import timedelta

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError, IssueError, QualityBadgeError
from qualitybadge.quality.label.carrying import embed, reference, reference_ob2, with_reference
from qualitybadge.quality.label.holders import holders, recognized_entities
from qualitybadge.quality.label.report import LabelState
from qualitybadge.quality.label.steps import _party
from qualitybadge.quality.label.verify import verify_label
from qualitybadge.verify.truststore import RECOGNIZED_ENTITIES_DRAFT
from support.labels import AUTHORITY, AWARDED, NOW, Network, Stage, academy, awarded_badge

URL = "https://label.example/holders.json"


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return Stage(tmp_path_factory.mktemp("network"))


def look(network, report, label=None):
    fetcher = qb.StaticFetcher(network.answers)
    return verify_label(label, report, [AUTHORITY], fetcher=fetcher, now=NOW)


def draft():
    achievement = awarded_badge().credential["credentialSubject"]["achievement"]
    return academy().draft(achievement, qb.Recipient.did("did:example:ada"))


# What could not be determined is not what is wrong


def test_f12_a_badge_that_could_not_be_obtained_is_not_checked(network):
    report = network.verified("https://academy.example/badges/1.json")
    assert report.verdict is qb.Verdict.INDETERMINATE
    for label in (network.given, None, {"type": ["QualityLabelReference"], "id": URL}):
        found = look(network, report, label)
        assert (found.state, [row.id for row in found.checks]) == (LabelState.NOT_CHECKED, ["badge"])


def test_f12_no_label_of_what_is_no_badge_is_none(network):
    assert look(network, network.verified(b"no badge")).state is LabelState.NONE


@pytest.mark.parametrize("badge", [b"no badge", b"{}", b'{"type": "Profile"}'])
def test_f12_what_is_no_badge_is_wrong(network, badge):
    found = look(network, network.verified(badge), network.given)
    assert found.state is LabelState.UNVERIFIABLE


@pytest.mark.parametrize("identity", [[], {}, 7, None, "https://[", "urn:x:1", "\ud800"])
def test_f12_a_reference_that_leads_nowhere_is_not_checked(network, identity):
    named = {"type": ["QualityLabelReference"], "id": identity}
    found = look(network, network.report, named)
    assert found.state is LabelState.NOT_CHECKED
    both = look(network, network.report, [network.given, named])
    assert [both.state, both.others[0].state] == [LabelState.LABELLED, LabelState.NOT_CHECKED]


def test_f12_endorsements_beyond_the_limit_are_said(tmp_path):
    made = Network(tmp_path)
    token = made.label(proof="vc-jwt").to_jwt()
    made.answers = made.web()
    said = {}
    for number in (20, 21, 101):
        whole = draft()
        whole["issuer"]["endorsementJwt"] = [token] * number
        found = look(made, made.verified(academy().sign(whole)))
        assert found.state is LabelState.LABELLED
        said[number] = [one.reason for one in found.others if "not looked at" in one.reason]
    assert said[20] == []
    assert [said[21][0][:6], said[101][0][:7]] == ["1 more", "81 more"]


# Parties


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://badges.example/issuer?id=1", "https://badges.example/issuer?id=2", False),
        ("https://badges.example/issuer?id=1", "https://BADGES.example:443/issuer?id=1#it", True),
        ("https://badges.example:8443/issuer", "https://badges.example/issuer", False),
        ("did:web:badges.example?versionId=1", "did:web:Badges.example/", True),
        ("did:web:badges.example:a", "did:web:badges.example:A", False),
        ("did:web:badges.example:a", "did:web:badges.example:b", False),
    ],
)
def test_f12_two_issuers_of_one_host_are_two_and_two_spellings_are_one(one, other, same):
    assert (_party(one) == _party(other)) is same


# Terms


def test_a_label_may_begin_within_a_year(tmp_path):
    label = Network(tmp_path).label(valid_from=AWARDED + timedelta(days=365))
    assert label.credential["validFrom"].startswith("2027-01-10")


# What programs hand in


def deep():
    made = inner = {}
    for _ in range(5000):
        inner["a"] = inner = {}
    return made


def cyclic():
    made = {}
    made["a"] = made
    return made


NO_DRAFTS = [None, 7, "{}", b"{}", [], {}, {"issuer": 7}, {1: 2}, {"issuer": {"id": []}}, deep(), cyclic()]


@pytest.mark.parametrize("write", [with_reference, embed])
@pytest.mark.parametrize("wrong", NO_DRAFTS, ids=range(len(NO_DRAFTS)))
def test_what_is_no_draft_is_refused_in_words(network, write, wrong):
    with pytest.raises((QualityBadgeError, TypeError)) as caught:
        write(wrong, network.given)
    assert not isinstance(caught.value, TypeError) or "draft must be" in str(caught.value)


def test_a_draft_stays_as_it_was_and_what_else_it_names(network):
    given = draft()
    given["issuer"]["qualityLabel"] = ["https://other.example/label.json"]
    made = with_reference(given, network.given)
    assert given["issuer"]["qualityLabel"] == ["https://other.example/label.json"]
    assert [made["issuer"]["qualityLabel"][0], made["issuer"]["qualityLabel"][1]["id"]] == [
        "https://other.example/label.json",
        network.given.id,
    ]


@pytest.mark.parametrize("value", [{1, 2}, object(), b"x", float("nan"), "\ud800", deep(), cyclic()])
def test_a_label_that_is_no_json_is_refused_in_words(network, value):
    label = network.given.to_dict()
    for place, holder in (("scope", label["credentialSubject"]), ("name", label), ("id", label)):
        before, holder[place] = holder[place], value
        for write in (reference, reference_ob2, lambda one: embed(draft(), one)):
            with pytest.raises(QualityBadgeError):
                write(label)
        with pytest.raises(QualityBadgeError):
            holders(network.authority, [label])
        holder[place] = before
    assert reference(label)["id"] == network.given.id


@pytest.mark.parametrize("wrong", [None, 7, "token", {}, b""])
def test_the_arguments_of_a_list_of_holders_are_named(network, wrong):
    with pytest.raises(TypeError, match="labels must be several"):
        holders(network.authority, wrong)
    with pytest.raises(TypeError, match="authority must be a LabelAuthority"):
        holders(wrong, [network.given])
    with pytest.raises(TypeError, match="listed must be"):
        recognized_entities(wrong, network.issuer, url=URL, version=RECOGNIZED_ENTITIES_DRAFT)


@pytest.mark.parametrize("url", [None, 7, "", "http://label.example/holders.json", "holders.json"])
def test_a_list_is_hosted_at_an_https_address(network, url):
    listed = holders(network.authority, [network.given])
    with pytest.raises(InputError, match="no https address"):
        recognized_entities(listed, network.issuer, url=url, version=RECOGNIZED_ENTITIES_DRAFT)
    assert URL in recognized_entities(listed, network.issuer, url=URL, version=RECOGNIZED_ENTITIES_DRAFT)


def test_the_public_key_is_enough_to_list_and_not_to_sign(network):
    class Public:
        public_key = network.issuer.key.public_key

        def sign(self, message):
            raise InputError("no private key", code="USAGE")

    reader = qb.Issuer(
        network.issuer.profile,
        Public(),
        method=network.issuer.verification_method,
        clock=network.issuer.clock,
    )
    authority = qb.LabelAuthority(
        reader,
        scheme=network.authority.scheme,
        statuses=network.statuses,
        status_list=network.authority.status_list,
    )
    listed = holders(authority, [network.given])
    assert listed == holders(network.authority, [network.given])
    with pytest.raises((InputError, IssueError)):
        recognized_entities(listed, reader, url=URL, version=RECOGNIZED_ENTITIES_DRAFT)
