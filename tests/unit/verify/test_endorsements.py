"""Who speaks for a badge: each endorsement is verified for itself and for what it is attached to."""

from __future__ import annotations

import copy
import json

import pytest

import qualitybadge as qb
from qualitybadge.verify.endorsements import attached
from support.credentials import badge
from support.keyring import pair
from support.speakers import (
    ACHIEVEMENT_ID,
    BADGE_ID,
    CITY,
    ISSUER_ID,
    did,
    endorsed_badge,
    endorsement,
    endorses,
    endorses_by_token,
    record,
    signed,
)
from support.world import (
    ACADEMY_METHOD,
    COMPATIBLE,
    KEY,
    STRICT,
    changed,
    claims_of,
    proved,
    token,
    verify,
    web,
)

DEMANDING = qb.Policy(require_endorsements_valid=True)
CREATOR = {"id": "https://guild.example/welders", "type": ["Profile"], "name": "Guild"}
PARENT = {"id": "https://academy.example/parent", "type": ["Profile"], "name": "Trust"}


def rows(report):
    return [row for row in report.checks if row.id == "endorsements"]


def codes(report):
    return [(row.problem and row.problem.code, row.outcome.value) for row in rows(report)]


def whole():
    """Return a badge with every place that can carry an endorsement."""
    document = badge()
    document["issuer"]["parentOrg"] = copy.deepcopy(PARENT)
    subject = document["credentialSubject"]
    subject["source"] = copy.deepcopy(CREATOR) | {"id": "https://guild.example/examiner"}
    subject["achievement"]["creator"] = copy.deepcopy(CREATOR)
    return document


PLACES = {
    "": (BADGE_ID, "credential"),
    "/issuer": (ISSUER_ID, "issuer"),
    "/issuer/parentOrg": (PARENT["id"], "parent organisation"),
    "/credentialSubject/source": ("https://guild.example/examiner", "source of the assessment"),
    "/credentialSubject/achievement": (ACHIEVEMENT_ID, "achievement"),
    "/credentialSubject/achievement/creator": (CREATOR["id"], "creator of the achievement"),
}


@pytest.mark.parametrize("form", ["endorsement", "endorsementJwt"])
@pytest.mark.parametrize("place", PLACES)
def test_an_endorsement_is_found_wherever_it_stands(place, form):
    entity, name = PLACES[place]
    made = endorses(entity) if form == "endorsement" else endorses_by_token(entity)
    document = proved(changed(whole(), f"{place[1:]}/{form}".lstrip("/"), [made]))
    report = verify(document)
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    (found,) = report.endorsements
    assert found.verdict is qb.Verdict.VALID
    assert found.trust is qb.Trust.SELF_ASSERTED
    assert found.kind is qb.Kind.ENDORSEMENT
    assert found.pointer == f"{place}/{form}/0"
    (row,) = rows(report)
    assert (row.outcome, row.required, row.pointer) == (qb.Outcome.PASSED, False, found.pointer)
    assert row.message == f"the endorsement of the {name} by {did()} is valid"
    assert report.to_dict()["endorsements"][0]["pointer"] == found.pointer


def test_all_of_them_at_once_with_one_row_that_counts():
    document = whole()
    for place, (entity, _) in PLACES.items():
        document = changed(document, f"{place[1:]}/endorsement".lstrip("/"), [endorses(entity)])
    document["endorsement"] += [
        endorses("urn:x:other"),
        signed(endorsement(BADGE_ID, pair("P-256", "x")), CITY),
    ]
    report = verify(proved(document))
    assert [found.pointer for found in report.endorsements[:3]] == [f"/endorsement/{n}" for n in range(3)]
    first, *others = rows(report)
    assert first.message == "8 endorsements: 6 valid, 2 invalid"
    assert (first.outcome, first.required, len(others)) == (qb.Outcome.SKIPPED, False, 8)
    assert report.verdict is qb.Verdict.VALID


def test_a_single_value_needs_no_array():
    document = proved(badge(endorsement=endorses(BADGE_ID), endorsementJwt=endorses_by_token(BADGE_ID)))
    report = verify(document, COMPATIBLE)
    assert [found.pointer for found in report.endorsements] == ["/endorsement", "/endorsementJwt"]
    assert [found.verdict for found in report.endorsements] == [qb.Verdict.VALID] * 2
    assert rows(report)[0].message == "2 endorsements: 2 valid"
    assert rows(report)[0].outcome is qb.Outcome.PASSED


@pytest.mark.parametrize("entry", [BADGE_ID.replace("-", "%2D"), f" {BADGE_ID}"])
def test_ids_are_compared_decoded_and_trimmed(entry):
    token = endorses_by_token(entry)
    report = verify(proved(badge(endorsementJwt=[token])))
    assert "subject" in [row.id for row in report.endorsements[0].checks if row.outcome is qb.Outcome.PASSED]


def test_no_endorsement_is_no_finding():
    for document in (proved(), proved(badge(description='It is no "endorsement".'))):
        (row,) = rows(verify(document))
        assert (row.outcome, row.required) == (qb.Outcome.SKIPPED, False)
        assert "no endorsement" in row.message


def test_an_escaped_name_is_found_too():
    text = json.dumps(endorsed_badge(endorses(BADGE_ID))).replace('"endorsement"', '"\\u0065ndorsement"')
    assert len(verify(text).endorsements) == 1


def test_an_escape_alone_is_no_endorsement():
    assert "no endorsement" in rows(verify(json.dumps(proved(badge(description="é")))))[0].message


@pytest.mark.parametrize("name", ["proof", "@context"])
def test_what_is_no_content_is_not_looked_into(name):
    assert attached({"id": "urn:x:1", name: {"endorsement": [endorses(BADGE_ID)]}}) == []


def test_the_place_is_a_json_pointer():
    (found,) = attached({"a/b~c": [{"x": 1}, [{"endorsement": [1]}]]})
    assert (found.pointer, found.name) == ("/a~1b~0c/1/0/endorsement/0", "entity")


# --- what makes an endorsement count for nothing ---


BAD = {
    "unsigned": (endorsement(BADGE_ID), "PROOF_MISSING"),
    "altered": (changed(endorses(BADGE_ID), "name", "Other"), "PROOF_VERIFICATION"),
    "expired": (endorses(BADGE_ID, validUntil="2026-02-02T00:00:00Z"), "EXPIRED"),
    "in another's name": (signed(endorsement(BADGE_ID, pair("Ed25519", "x"))), "CONTROLLER_MISMATCH"),
    "of another subject": (endorses("urn:x:other"), "ENDORSEMENT_SUBJECT"),
    "without a subject": (
        endorses(BADGE_ID, credentialSubject={"type": ["EndorsementSubject"]}),
        "ENDORSEMENT_SUBJECT",
    ),
    "another credential": (proved(badge(id="urn:x:badge")), "ENDORSEMENT"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_endorsement_is_shown_and_does_not_touch_the_badge(case):
    made, code = BAD[case]
    document = proved(badge(endorsement=[made]))
    report = verify(document, COMPATIBLE)
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    (found,) = report.endorsements
    assert found.verdict is qb.Verdict.INVALID
    assert code in {row.problem.code for row in found.checks if row.outcome is qb.Outcome.FAILED}
    assert codes(report) == [("ENDORSEMENT", "failed")]
    (row,) = rows(report)
    assert not row.required
    assert "is invalid: " in row.message
    demanding = verify(document, qb.Policy.compatible(require_endorsements_valid=True))
    assert demanding.verdict is qb.Verdict.INVALID
    assert rows(demanding)[0].required


def test_the_row_names_both_things_where_the_subject_is_another():
    report = verify(endorsed_badge(endorses("urn:x:other")))
    assert f"it speaks of urn:x:other, not of the credential that it is attached to, {BADGE_ID}" in (
        rows(report)[0].message
    )
    assert f"in the name of {did()}" in rows(report)[0].message


def test_an_endorsement_without_subject_says_so():
    made = endorses(BADGE_ID, credentialSubject=["did:example:ada"])
    report = verify(proved(badge(endorsement=[made])), COMPATIBLE)
    assert "it speaks of nothing that has an id" in report.endorsements[0].checks[-1].message


def test_what_has_no_id_cannot_be_endorsed():
    document = changed(badge(), "credentialSubject/source", {"type": ["Profile"], "name": "Examiner"})
    document = changed(document, "credentialSubject/source/endorsement", [endorses("urn:x:examiner")])
    report = verify(proved(document), COMPATIBLE)
    assert report.endorsements[0].verdict is qb.Verdict.INVALID
    assert "has no id" in rows(report)[0].message


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("endorsement", "e30.e30.c2ln"),
        ("endorsement", 7),
        ("endorsementJwt", endorses(BADGE_ID)),
        ("endorsementJwt", None),
    ],
)
def test_a_value_of_the_wrong_form_is_refused_unread(member, value):
    document = badge() | {member: [value]}
    document |= {"proof": proved()["proof"]}
    (row,) = rows(verify(document))
    assert row.outcome is qb.Outcome.SKIPPED  # the outer proof does not stand: nothing is looked at
    # A token is covered byte by byte, whatever stands in it.
    report = verify(token(claims_of(badge() | {member: [value]})), COMPATIBLE)
    assert report.endorsements == ()
    assert codes(report) == [("ENDORSEMENT", "failed")]
    assert rows(report)[0].pointer == f"/{member}/0"


@pytest.mark.parametrize("text", ["e30.e30.c2ln", "e30.e30", ""])
def test_a_token_that_is_none_is_an_invalid_endorsement(text):
    report = verify(token(claims_of(badge(endorsementJwt=[text]))), COMPATIBLE)
    (found,) = report.endorsements
    assert found.verdict is qb.Verdict.INVALID
    assert found.pointer == "/endorsementJwt/0"
    assert report.verdict is qb.Verdict.VALID
    assert "the endorsement of the credential is invalid: " in rows(report)[0].message


def test_an_endorser_who_cannot_be_found_is_unknown():
    city = "did:web:city.example"
    made = endorsement(BADGE_ID, issuer=city)
    document = endorsed_badge(signed(made, CITY, f"{city}#key-1"))
    report = verify(document)
    assert report.verdict is qb.Verdict.VALID
    assert report.endorsements[0].verdict is qb.Verdict.INDETERMINATE
    assert codes(report) == [("ENDORSEMENT", "unknown")]
    demanding = verify(document, DEMANDING)
    assert demanding.verdict is qb.Verdict.INDETERMINATE
    assert demanding.relaxations == ()


def test_a_demand_names_the_relaxations_that_its_endorsements_need():
    host = "https://city.example/issuer"
    made = endorsement(BADGE_ID, issuer=host, name=None)
    made = signed(made, CITY, f"{host}#{CITY.public_key.to_multikey()}")
    document = proved(badge(endorsement=[made]))
    policy = qb.Policy(require_endorsements_valid=True, allow_conformance_findings=True)
    report = verify(document, policy)
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert report.relaxations == ("allow_fragment_keys",)
    strict = verify(document, DEMANDING)
    assert strict.relaxations == ("allow_conformance_findings", "allow_fragment_keys")
    accepted = qb.Policy(
        require_endorsements_valid=True, allow_conformance_findings=True, allow_fragment_keys=True
    )
    assert verify(document, accepted).verdict is qb.Verdict.VALID


def test_a_demand_is_met_by_valid_ones_and_by_none():
    assert verify(endorsed_badge(endorses(BADGE_ID)), DEMANDING).verdict is qb.Verdict.VALID
    assert verify(proved(), DEMANDING).verdict is qb.Verdict.VALID


def test_nothing_is_verified_before_the_outer_signature_stands():
    city = "did:web:city.example"
    made = signed(endorsement(BADGE_ID, issuer=city), CITY, f"{city}#key-1")
    forged = changed(endorsed_badge(made), "name", "Forged")
    fetcher = qb.StaticFetcher(web())
    report = verify(forged, fetcher=fetcher)
    assert report.verdict is qb.Verdict.INVALID
    assert report.endorsements == ()
    assert codes(report) == [(None, "skipped")]
    assert "nobody signed that they belong here: 1 endorsement" in rows(report)[0].message
    assert not any("city.example" in url for url in fetcher.calls)
    assert rows(verify(forged, DEMANDING))[0].required


# --- whose word it is ---


def marked(report):
    return [row.problem.code for row in rows(report) if row.problem is not None]


def test_the_issuers_own_endorsement_is_marked_and_valid():
    made = signed(endorsement(BADGE_ID, issuer={"id": ISSUER_ID, "type": ["Profile"]}), KEY, ACADEMY_METHOD)
    report = verify(endorsed_badge(made), DEMANDING)
    assert report.verdict is qb.Verdict.VALID
    assert marked(report) == ["SELF_ENDORSEMENT"]
    assert "the endorser is the issuer" in rows(report)[0].message
    assert rows(report)[0].outcome is qb.Outcome.PASSED
    (row,) = [row for row in report.endorsements[0].checks if row.id == "endorser"]
    assert (row.outcome, row.required, row.problem.code) == (qb.Outcome.PASSED, False, "SELF_ENDORSEMENT")


def test_the_issuers_key_under_another_name_is_marked():
    report = verify(endorsed_badge(endorses(BADGE_ID, KEY)))
    assert report.endorsements[0].verdict is qb.Verdict.VALID
    assert marked(report) == ["SELF_ENDORSEMENT"]
    assert "signed with the issuer's key" in rows(report)[0].message


def test_the_endorsed_speaking_of_itself_is_marked():
    creator = copy.deepcopy(CREATOR) | {"id": did(), "endorsement": [endorses(did())]}
    report = verify(proved(changed(badge(), "credentialSubject/achievement/creator", creator)))
    assert marked(report) == ["SELF_ENDORSEMENT"]
    assert "the endorser is the creator of the achievement that it endorses" in rows(report)[0].message


def test_a_name_that_nobody_proved_marks_nothing():
    made = endorsement(BADGE_ID, issuer={"id": ISSUER_ID, "type": ["Profile"]})
    report = verify(endorsed_badge(signed(made, CITY, CITY.did_key_method)))
    assert marked(report) == ["ENDORSEMENT"]
    assert "endorser" not in [row.id for row in report.endorsements[0].checks]


def test_an_own_endorsement_that_is_not_valid_keeps_its_fault():
    made = endorsement("urn:x:other", issuer={"id": ISSUER_ID, "type": ["Profile"]})
    report = verify(endorsed_badge(signed(made, KEY, ACADEMY_METHOD)))
    assert marked(report) == ["ENDORSEMENT"]
    assert "endorser" in [row.id for row in report.endorsements[0].checks]


# --- endorsements of endorsers ---


def test_an_endorsers_own_endorsements_stand_in_its_report():
    state = pair("Ed25519", "state")
    inner = endorses(did(), state, id="urn:x:inner")
    issuer = {"id": did(), "type": ["Profile"], "endorsement": [inner]}
    report = verify(endorsed_badge(endorses(BADGE_ID, issuer=issuer)))
    (outer,) = report.endorsements
    (innermost,) = outer.endorsements
    assert innermost.verdict is qb.Verdict.VALID
    assert innermost.pointer == "/issuer/endorsement/0"
    assert len(rows(report)) == 1


def test_the_members_of_a_record_keep_their_endorsements():
    member = endorsed_badge(endorses(BADGE_ID))
    document = record(member)
    document["endorsement"] = [endorses(document["id"])]
    report = verify(proved(document))
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    assert [found.pointer for found in report.endorsements] == ["/endorsement/0"]
    assert [found.pointer for found in report.members[0].endorsements] == ["/endorsement/0"]


def test_a_limit_ends_it_in_one_row():
    many = [endorses(BADGE_ID, id=f"urn:x:{number}") for number in range(5)]
    policy = qb.Policy(limits=qb.Limits(nested=2))
    report = verify(endorsed_badge(*many), policy)
    assert len(report.endorsements) == 2
    assert codes(report)[-1] == ("LIMIT", "unknown")
    assert rows(report)[-1].message.startswith("3 endorsements not verified: ")
    assert rows(report)[0].message == "5 endorsements: 2 valid, 3 not verified"
    assert report.verdict is qb.Verdict.VALID
    strict = qb.Policy(limits=qb.Limits(nested=2), require_endorsements_valid=True)
    assert verify(endorsed_badge(*many), strict).verdict is qb.Verdict.INDETERMINATE


def test_the_report_is_the_same_whenever_it_is_made():
    document = endorsed_badge(endorses(BADGE_ID), endorses("urn:x:other"))
    before = copy.deepcopy(document)
    assert verify(document, STRICT).to_json() == verify(document, STRICT).to_json()
    assert document == before


def test_f09_too_many_values_that_are_no_endorsements_end_it():
    policy = qb.Policy(limits=qb.Limits(findings=3), allow_conformance_findings=True)
    report = verify(token(claims_of(badge(endorsementJwt=[1] * 10))), policy)
    assert codes(report)[1:] == [("ENDORSEMENT", "failed")] * 3 + [("LIMIT", "unknown")]
    assert rows(report)[-1].message == "7 endorsements not looked at, for too many are none"
    assert rows(report)[-1].pointer == "/endorsementJwt/3"
