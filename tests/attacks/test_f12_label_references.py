"""F12: what an unproved badge, an untrusted label or an unlikely badge may cause and come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qualitybadge as qb
from qualitybadge.errors import IssueError, QualityBadgeError
from qualitybadge.quality.label.carrying import embed, reference, reference_ob2, with_reference
from qualitybadge.quality.label.holders import holders, recognized_entities
from qualitybadge.quality.label.report import LabelState
from qualitybadge.quality.label.steps import _party
from qualitybadge.quality.label.verify import verify_label
from qualitybadge.verify.truststore import RECOGNIZED_ENTITIES_DRAFT
from support.labels import (
    AUTHORITY,
    AWARDED,
    LABEL_KEY,
    LIST,
    METHOD,
    NOW,
    Network,
    Stage,
    academy,
    awarded_badge,
)
from support.world import ACADEMY, changed

MILL = "did:web:mill.example"
SPY = "https://spy.example/label.json"
ALIAS = "https://spy.example/alias.json"


class Asked:
    """A fetcher that remembers what it was asked for."""

    def __init__(self, answers):
        self.answers, self.urls = qb.StaticFetcher(answers), []

    def get(self, url, *, accept, max_bytes):
        self.urls.append(url)
        return self.answers.get(url, accept=accept, max_bytes=max_bytes)


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return Stage(tmp_path_factory.mktemp("network"))


def look(network, report, label=None, trusted=(AUTHORITY,), **served):
    fetcher = Asked(network.answers | served)
    return verify_label(label, report, trusted, fetcher=fetcher, now=NOW), fetcher.urls


def referring(**profile):
    """Return the draft of a badge whose issuer says more of itself."""
    achievement = awarded_badge().credential["credentialSubject"]["achievement"]
    draft = academy().draft(achievement, qb.Recipient.did("did:example:ada"))
    draft["issuer"] |= profile
    return draft


REFERENCE = {"id": SPY, "type": ["QualityLabelReference"]}


# Who is asked


def test_f12_nobody_is_asked_for_what_an_unproved_badge_names(network):
    named = referring(qualityLabel=[{**REFERENCE, "id": f"{SPY}?{n}"} for n in range(30)])
    report = network.verified(
        changed(academy().sign(with_reference(named, network.given)).to_dict(), "name", "Forged")
    )
    found, asked = look(network, report)
    assert (found.state, asked) == (LabelState.UNVERIFIABLE, [])
    unsigned, asked = look(network, network.verified(named))
    assert (unsigned.state, asked) == (LabelState.UNVERIFIABLE, [])
    given, asked = look(network, report, dict(REFERENCE))
    assert (given.state, asked) == (LabelState.UNVERIFIABLE, [])


def test_f12_no_alias_is_asked_for_an_untrusted_label(network):
    told = academy(alsoKnownAs=[ALIAS], otherIdentifier=[])
    badge = told.sign(
        referring(
            otherIdentifier=[{"type": "IdentifierEntry", "identifier": ALIAS, "identifierType": "identifier"}]
        )
    )
    label = relabelled(network, subject=ALIAS)
    report = network.verified(badge)
    found, asked = look(network, report, label, trusted=["did:web:somebody.example"])
    assert found.state is not LabelState.LABELLED
    assert ALIAS not in asked
    found, asked = look(network, report, label)
    assert ALIAS in asked  # of a label that is trusted it is
    assert found.state is not LabelState.LABELLED


def test_f12_no_named_label_is_fetched_for_whoever_trusts_nobody(network):
    draft = with_reference(referring(), network.given)
    draft["issuer"]["qualityLabel"]["id"] = SPY
    report = network.verified(academy().sign(draft))
    found, asked = look(network, report, trusted=())
    assert (found.state, asked) == (LabelState.UNTRUSTED, [])
    found, asked = look(network, report)
    assert (found.state, asked) == (LabelState.NOT_CHECKED, [SPY])


def relabelled(network, *, subject):
    """Return a label of the same authority about somebody else."""
    draft = dict(network.given.credential)
    draft["credentialSubject"] = {**draft["credentialSubject"], "id": subject}
    draft["id"] = "urn:x:relabelled"
    return network.issuer.sign(draft)


def test_f12_all_labels_of_a_badge_share_one_purse(network):
    entries = [{**REFERENCE, "id": f"{SPY}?{n}"} for n in range(60)]
    report = network.verified(network.badge)
    found, asked = look(network, report, entries)
    assert len(asked) <= 20
    assert found.state is LabelState.NOT_CHECKED


def test_f12_more_labels_than_are_looked_at_are_said(network):
    found, _ = look(
        network, network.report, [network.given] + [dict(network.given.to_dict()) for _ in range(20)]
    )
    assert found.state is LabelState.LABELLED
    (left,) = [one for one in found.others if one.checks[0].code == "LIMIT"]
    assert left.state is LabelState.NOT_CHECKED
    assert "1 more" in left.reason


# What the badge must be


def test_f12_a_badge_whose_key_could_not_be_had_is_not_checked(network):
    report = qb.verify(network.badge, fetcher=qb.StaticFetcher({}), now=NOW)
    assert report.verdict is qb.Verdict.INDETERMINATE
    found, _ = look(network, report, network.given)
    assert found.state is LabelState.NOT_CHECKED
    forged = network.verified(changed(network.badge.to_dict(), "name", "Forged"))
    assert look(network, forged, network.given)[0].state is LabelState.UNVERIFIABLE


def test_f12_an_endorsement_is_no_badge(network):
    report = network.verified(network.given)
    assert report.verdict is qb.Verdict.VALID
    found, _ = look(network, report, network.given)
    assert found.state is LabelState.UNVERIFIABLE
    assert found.checks[0].code == "NOT_A_BADGE"


@pytest.mark.parametrize(
    ("ahead", "state"), [(timedelta(minutes=5), "labelled"), (timedelta(minutes=6), "unverifiable")]
)
def test_f12_a_badge_awarded_in_the_future_is_not_labelled(network, ahead, state):
    late = awarded_badge(valid_from=NOW, awarded_date=NOW + ahead)
    found, _ = look(network, network.verified(late), network.given)
    assert found.state.value == state


# Whose word it is


@pytest.mark.parametrize(
    "alias",
    [ACADEMY, "did:web:ACADEMY.example", "did:web:academy.example#key-1", " did:web:academy%2Eexample"],
)
def test_f12_an_authority_that_is_the_issuer_by_another_name(network, alias):
    profile = {"id": AUTHORITY, "name": "Label Network", "otherIdentifier": []}
    profile["otherIdentifier"] = [
        {"type": "IdentifierEntry", "identifier": alias, "identifierType": "identifier"}
    ]
    posing = qb.Issuer(profile, LABEL_KEY, method=METHOD, clock=lambda: AWARDED)
    draft = network.given.credential | {
        "issuer": network.given.credential["issuer"] | profile,
        "id": "urn:x:p",
    }
    found, _ = look(network, network.report, posing.sign(draft))
    assert found.state is LabelState.UNTRUSTED
    assert [row.code for row in found.checks if row.id == "independent"] == ["LABEL_OWN_WORD"]


@pytest.mark.parametrize("name", ["did:web:LABEL.example", "https://Label.example/x/", "did:key:zAbc"])
def test_parties_are_compared_by_what_they_name(name):
    spelt = {
        "did:web:LABEL.example": "did:web:label.example#k",
        "https://Label.example/x/": "HTTPS://label.example/x",
    }
    assert _party(name) == _party(spelt.get(name, name))
    assert _party("did:key:zAbc") != _party("did:key:zabc")
    assert _party("https://label.example/x") != _party("https://label.example/X")


# Labels that are embedded


def test_f12_an_embedded_token_is_a_label_too(tmp_path):
    made = Network(tmp_path)
    label = made.label(proof="vc-jwt")
    made.answers = made.web()
    end = AWARDED.replace(year=2027)
    draft = embed(referring() | {"validUntil": end.isoformat().replace("+00:00", "Z")}, label)
    assert isinstance(draft["issuer"]["endorsementJwt"], list)
    report = made.verified(academy().sign(draft))
    found, _ = look(made, report)
    assert found.state is LabelState.LABELLED
    draft["issuer"]["endorsementJwt"] = ["ey.no.token", 7, {}]
    assert look(made, made.verified(draft))[0].state is not LabelState.LABELLED


# Labels of 2.0


@pytest.mark.parametrize("member", ["decision", "decisionDate", "scope", "scheme", "version", "validUntil"])
def test_f12_a_label_of_2_0_says_what_one_of_3_0_must_say(network, member):
    hosted, profile = (
        "https://label.example/ob2/labels/1.json",
        {
            "id": "https://label.example/ob2/profile.json",
            "name": "Label Network",
            "url": "https://label.example/",
            "email": "post@label.example",
        },
    )
    documents = network.authority.ob2(network.given, hosted_at=hosted, profile=profile)
    found, _ = look(network, network.report, hosted, [profile["id"]], **documents)
    assert found.state is LabelState.LABELLED
    del documents[hosted]["claim"]["extensions:QualityLabel"][member]
    found, _ = look(network, network.report, hosted, [profile["id"]], **documents)
    assert found.state is LabelState.UNVERIFIABLE
    assert [row.code for row in found.checks if row.id == "schema"] == ["LABEL_FORM"]


# Lists of holders


def test_f12_a_label_that_nobody_signed_holds_nothing(network):
    forged = changed(network.given.to_dict(), "credentialSubject/id", MILL)
    for label in (forged, network.given.credential):
        with pytest.raises(IssueError) as caught:
            holders(network.authority, [label])
        assert caught.value.code == "PROOF_VERIFICATION"
    assert holders(network.authority, [network.given]).holders[0].id == ACADEMY


def test_f12_recognised_entities_say_no_more_than_the_label(tmp_path):
    network = Network(tmp_path)
    label = network.label(scope=["https://academy.example/a/1"])
    listed = holders(network.authority, [label])
    assert listed.to_dict()["holders"][0]["scope"] == ["https://academy.example/a/1"]
    url = "https://label.example/holders.json"
    with pytest.raises(IssueError, match="for all badges"):
        recognized_entities(listed, network.issuer, url=url, version=RECOGNIZED_ENTITIES_DRAFT)
    both = replace(
        listed, holders=(*listed.holders, replace(listed.holders[0], id=MILL, scope=("all-badges",)))
    )
    text = recognized_entities(both, network.issuer, url=url, version=RECOGNIZED_ENTITIES_DRAFT)
    assert ACADEMY not in text
    assert MILL in text


def test_f12_a_label_does_not_begin_in_a_far_year(tmp_path):
    with pytest.raises(IssueError, match="more than a year") as caught:
        Network(tmp_path).label(valid_from=AWARDED + timedelta(days=367))
    assert (caught.value.code, caught.value.pointer) == ("RANGE", "/validFrom")


def test_f12_a_refused_award_takes_no_entry(tmp_path):
    network = Network(tmp_path)
    with pytest.raises(IssueError):
        network.label(scope=["no uri"])
    assert network.statuses.store.snapshot(LIST).allocated == 0


# Nothing foreign


def test_a_signed_label_does_not_change_with_the_dict_that_it_gave(network):
    given = network.given.to_dict()
    given["credentialSubject"]["id"] = MILL
    assert network.given.document["credentialSubject"]["id"] == ACADEMY


def cyclic():
    made = {"type": ["EndorsementCredential", "QualityLabelCredential"]}
    made["credentialSubject"] = made
    return made


def deep():
    made = inner = {"type": ["QualityLabelCredential"], "credentialSubject": {}}
    for _ in range(5000):
        inner["credentialSubject"] = inner = {}
    return made


JUNK = st.one_of(
    st.none(), st.integers(), st.text(max_size=8), st.lists(st.integers(), max_size=2), st.builds(dict)
)


def paths(value, at=()):
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in rows:
        yield (*at, name)
        yield from paths(item, (*at, name))


def put(value, path, junk):
    if not path:
        return junk
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = put(copied[path[0]], path[1:], junk)
    return copied


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_label_raises_anything_foreign(network, data):
    whole = network.given.to_dict()
    path = data.draw(st.sampled_from(list(paths(whole))))
    tried(network, put(whole, path, data.draw(JUNK)))


@pytest.mark.parametrize(
    "make", [cyclic, deep, dict, list, str, lambda: b"x", lambda: 7, lambda: {"type": 7}]
)
def test_no_junk_raises_anything_foreign(network, make):
    tried(network, make())


def tried(network, label):
    draft = referring()
    for action in (
        lambda: verify_label(label, network.report, [AUTHORITY], fetcher=network.fetcher(), now=NOW),
        lambda: verify_label([label], network.report, [AUTHORITY], fetcher=network.fetcher(), now=NOW),
        lambda: holders(network.authority, [label]),
        lambda: reference(label),
        lambda: reference_ob2(label),
        lambda: with_reference(draft, label),
        lambda: embed(draft, label),
        lambda: network.authority.certificate(label),
    ):
        message = complaint(action)
        assert "argument" not in message
        assert "object is not" not in message


def complaint(action):
    try:
        action()
    except (QualityBadgeError, TypeError) as error:
        return str(error)
    return ""
