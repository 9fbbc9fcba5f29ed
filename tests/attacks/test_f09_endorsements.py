"""F09: endorsements of something else, endorsements in circles, endorsements without number."""

from __future__ import annotations

import json

import pytest

import qualitybadge as qb
from qualitybadge.proofs import dataintegrity, vcjwt
from support.cost import MEMORY, SECONDS, cpu_seconds, peak_bytes
from support.credentials import NOW, badge
from support.keyring import pair
from support.speakers import (
    ACHIEVEMENT_ID,
    BADGE_ID,
    CITY,
    did,
    endorsement,
    endorses,
    endorses_by_token,
    record,
)
from support.world import ACADEMY, COMPATIBLE, STRICT, changed, proved, verify, web

GUILD = pair("Ed25519", "guild")
POLICIES = [STRICT, COMPATIBLE]


def outcomes(report):
    return [row.outcome.value for row in report.checks if row.id == "endorsements"]


@pytest.mark.parametrize("policy", POLICIES, ids=["strict", "compatible"])
@pytest.mark.parametrize("form", ["endorsement", "endorsementJwt"])
@pytest.mark.parametrize("place", ["", "credentialSubject/achievement/", "issuer/"])
def test_f09_an_endorsement_of_another_subject_counts_for_nothing(place, form, policy):
    """A genuine endorsement of one badge, lifted and attached to another."""
    other = "urn:uuid:00000000-0000-4000-8000-000000000001"
    made = endorses(other) if form == "endorsement" else endorses_by_token(other)
    report = verify(proved(changed(badge(), f"{place}{form}", [made])), policy)
    assert report.verdict is qb.Verdict.VALID
    assert [found.verdict for found in report.endorsements] == [qb.Verdict.INVALID]
    assert outcomes(report) == ["failed"]
    assert "VALID" not in qb.render(report.endorsements[0]).split("\n", maxsplit=1)[0].split("INVALID")


def test_f09_an_endorsement_of_one_part_does_not_count_for_another():
    """One of the credential may speak of a part of it; one of a part speaks of that part alone."""
    report = verify(proved(changed(badge(), "issuer/endorsement", [endorses(ACHIEVEMENT_ID)])))
    assert outcomes(report) == ["failed"]
    assert "not of the issuer" in report.endorsements[0].checks[-1].message
    report = verify(
        proved(changed(badge(), "credentialSubject/achievement/endorsement", [endorses(BADGE_ID)]))
    )
    assert outcomes(report) == ["failed"]
    earner = badge()["credentialSubject"]["id"]
    assert outcomes(verify(proved(badge(endorsement=[endorses(earner)])))) == ["failed"]


@pytest.mark.parametrize("part", [ACHIEVEMENT_ID, ACADEMY, "https://academy.example/creator"])
def test_an_endorsement_of_the_credential_may_speak_of_a_part_of_it(part):
    creator = {"id": "https://academy.example/creator", "type": ["Profile"]}
    whole = changed(badge(endorsement=[endorses(part)]), "credentialSubject/achievement/creator", creator)
    report = verify(proved(whole))
    assert [found.verdict for found in report.endorsements] == [qb.Verdict.VALID]
    assert "achievement or a profile" in report.endorsements[0].checks[-1].message


@pytest.mark.parametrize("near", [BADGE_ID.upper(), f"{BADGE_ID}#", f"{BADGE_ID}/", f"{BADGE_ID}%00", " "])
def test_f09_an_id_that_is_nearly_the_same_is_another(near):
    report = verify(proved(badge(endorsementJwt=[endorses_by_token(near)])), COMPATIBLE)
    assert [found.verdict for found in report.endorsements] == [qb.Verdict.INVALID]


def test_f09_an_altered_comment_does_not_survive():
    made = changed(endorses(BADGE_ID), "credentialSubject/endorsementComment", "The best of all.")
    report = verify(proved(badge(endorsement=[made])))
    assert [found.verdict for found in report.endorsements] == [qb.Verdict.INVALID]


def test_f09_an_endorsement_cannot_be_slipped_in_afterwards():
    document = proved() | {"endorsement": [endorses(BADGE_ID)]}
    report = verify(document)
    assert report.verdict is qb.Verdict.INVALID
    assert report.endorsements == ()


def test_f09_a_badge_is_no_endorsement_of_itself():
    """What is attached as an endorsement must be one, whatever else it is."""
    types = ["VerifiableCredential", "EndorsementCredential", "OpenBadgeCredential"]
    made = endorses(BADGE_ID, type=types)
    report = verify(proved(badge(endorsement=[made])), COMPATIBLE)
    assert [found.verdict for found in report.endorsements] == [qb.Verdict.INVALID]


def circle(depth):
    """Return an endorsement by the city, endorsed by the guild, endorsed by the city, and so on."""
    keys = [CITY, GUILD]
    made = None
    for level in range(depth, -1, -1):
        key, other = keys[level % 2], keys[(level + 1) % 2]
        issuer = {"id": did(key), "type": ["Profile"]}
        if made is not None:
            issuer["endorsement"] = [made]
        of = BADGE_ID if level == 0 else did(other)
        made = endorses(of, key, issuer=issuer, id=f"urn:x:level-{level}")
    return made


def test_f09_a_circle_of_endorsers_ends_at_the_limit():
    report = verify(proved(badge(endorsement=[circle(7)])))
    assert report.verdict is qb.Verdict.VALID
    levels, inner = 0, report
    while inner.endorsements:
        levels, inner = levels + 1, inner.endorsements[0]
        assert inner.verdict is qb.Verdict.VALID
    assert levels == qb.Limits().nesting
    (row,) = [row for row in inner.checks if row.id == "endorsements"]
    assert (row.problem.code, row.outcome, row.required) == ("LIMIT", qb.Outcome.UNKNOWN, False)


def test_f09_a_circle_of_tokens_ends_at_the_limit():
    made = None
    for level in range(7, -1, -1):
        key, other = (CITY, GUILD) if level % 2 == 0 else (GUILD, CITY)
        issuer = {"id": did(key), "type": ["Profile"]}
        if made is not None:
            issuer["endorsementJwt"] = [made]
        made = endorses_by_token(did(other) if level else BADGE_ID, key, issuer=issuer, id=f"urn:x:{level}")
    report = verify(proved(badge(endorsementJwt=[made])))
    assert report.verdict is qb.Verdict.VALID
    levels, inner = 0, report
    while inner.endorsements:
        levels, inner = levels + 1, inner.endorsements[0]
    assert levels == qb.Limits().nesting


@pytest.fixture(scope="module")
def thousand_tokens():
    return json.dumps(proved(badge(endorsementJwt=[endorses_by_token(BADGE_ID)] * 1000)))


@pytest.fixture(scope="module")
def thousand_embedded():
    made = endorses(BADGE_ID)
    several = [made | {"id": f"urn:x:{number}"} for number in range(1000)]
    return json.dumps(proved(badge(endorsement=several)))


@pytest.mark.parametrize("policy", POLICIES, ids=["strict", "compatible"])
def test_f09_a_thousand_endorsements_are_limited_and_cost_little(thousand_tokens, policy):
    report = verify(thousand_tokens, policy)
    assert report.verdict is qb.Verdict.VALID
    assert len(report.endorsements) == qb.Limits().nested
    last = [row for row in report.checks if row.id == "endorsements"][-1]
    assert last.problem.code == "LIMIT"
    assert "900 endorsements not verified" in last.message
    assert cpu_seconds(lambda: verify(thousand_tokens, policy)) < SECONDS


def test_f09_a_thousand_embedded_ones_cost_little_too(thousand_embedded):
    assert cpu_seconds(lambda: verify(thousand_embedded)) < SECONDS
    assert peak_bytes(lambda: verify(thousand_embedded)) < MEMORY
    report = verify(thousand_embedded)
    assert len(report.endorsements) == qb.Limits().nested
    assert {found.verdict for found in report.endorsements} == {qb.Verdict.INVALID}  # their ids were changed


def test_f09_a_hundred_endorsements_with_many_slow_proofs_cost_little():
    slow = pair("P-384", "city")
    made = dataintegrity.sign(
        endorsement(BADGE_ID, slow),
        slow,
        suite="ecdsa-rdfc-2019",
        verification_method=slow.did_key_method,
        created=NOW,
    )
    tokens = []
    for count in (4, 16):
        several = made | {"proof": [made["proof"]] * count}
        tokens += [vcjwt.sign(several, slow, kid=slow.did_key_method)] * 50
    document = proved(badge(endorsementJwt=tokens))
    report = verify(document)
    assert [found.verdict.value for found in report.endorsements] == ["valid"] * 50 + ["invalid"] * 50
    assert cpu_seconds(lambda: verify(document)) < SECONDS


def test_f09_a_demand_is_not_met_by_what_was_not_looked_at(thousand_tokens):
    demanding = qb.Policy(require_endorsements_valid=True)
    assert verify(thousand_tokens, demanding).verdict is qb.Verdict.INDETERMINATE


def test_f09_endorsements_in_a_record_share_one_allowance():
    member = proved(badge(endorsement=[endorses(BADGE_ID, id=f"urn:x:{n}") for n in range(9)]))
    others = [changed(member, "id", f"urn:x:member-{n}") for n in range(30)]
    report = verify(proved(record(member, *others)))
    verified = len(report.members) + sum(len(found.endorsements) for found in report.members)
    assert verified <= qb.Limits().nested
    assert report.verdict is not qb.Verdict.VALID


def test_f09_each_level_costs_requests_of_one_allowance():
    """A stranger's endorsers cannot make a verifier ask a hundred hosts."""
    hosts = [f"did:web:host{number}.example" for number in range(60)]
    several = [vcjwt.sign(endorsement(BADGE_ID, issuer=host), CITY, kid=f"{host}#key-1") for host in hosts]
    fetcher = qb.StaticFetcher(web())
    report = verify(proved(badge(endorsementJwt=several)), fetcher=fetcher)
    assert 2 < len(fetcher.calls) <= qb.Limits().fetches
    assert outcomes(report)[1:] == ["unknown"] * 60
    assert "LIMIT" in {row.problem.code for row in report.endorsements[-1].checks if row.problem}


HOSTILE = "<script>alert(1)</script> **x** [a](javascript:b) [red]\u202e\x1b]8;;file:///etc\x1b\\"


@pytest.mark.parametrize("form", ["text", "markdown", "html", "html-fragment"])
def test_f06_f09_an_endorsers_words_are_inert_on_every_page(form):
    issuer = {"id": did(), "type": ["Profile"], "name": HOSTILE}
    subject = {"id": BADGE_ID, "type": ["EndorsementSubject"], "endorsementComment": HOSTILE}
    made = vcjwt.sign(
        endorsement(BADGE_ID, issuer=issuer, credentialSubject=subject), CITY, kid=CITY.did_key_method
    )
    report = verify(proved(badge(endorsementJwt=[made])))
    assert [found.verdict for found in report.endorsements] == [qb.Verdict.VALID]
    page = qb.render(report, form)
    assert "alert" in page
    assert not {"\u202e", "\x1b"} & set(page)
    assert form == "text" or "<script>" not in page
    assert form != "markdown" or "\\*\\*x" in page
