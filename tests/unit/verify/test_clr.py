"""A learner record: valid only with all that it vouches for, and what it does not know it names."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.outcome import Check
from qualitybadge.verify.parts import rows_of
from support.credentials import DATA_INTEGRITY, VC2, badge
from support.speakers import ACHIEVEMENT_ID, BADGE_ID, CITY, did, endorses, endorses_by_token, record, signed
from support.world import ACADEMY_METHOD, COMPATIBLE, KEY, changed, claims_of, proved, token, verify, web

PLACE = "/credentialSubject/verifiableCredential"
LENIENT = qb.Policy(allow_conformance_findings=True)
LICENCE = {
    "@context": [VC2, DATA_INTEGRITY],
    "id": "urn:x:licence",
    "type": ["VerifiableCredential"],
    "issuer": did(),
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:ada"},
}


def rows(report, name="nested"):
    return [row for row in report.checks if row.id == name]


def codes(report, name="nested"):
    return [(row.problem and row.problem.code, row.outcome.value) for row in rows(report, name)]


def association(source=BADGE_ID, target=ACHIEVEMENT_ID):
    return {
        "type": "Association",
        "associationType": "isRelatedTo",
        "sourceId": source,
        "targetId": target,
    }


def test_a_record_of_valid_credentials_is_valid():
    other = changed(badge(id="urn:x:2"), "credentialSubject/achievement/id", "urn:x:a2")
    report = verify(proved(record(proved(), proved(other), endorses(BADGE_ID))))
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    assert report.kind is qb.Kind.CLR
    assert [member.kind.name for member in report.members] == ["BADGE", "BADGE", "ENDORSEMENT"]
    assert [member.verdict for member in report.members] == [qb.Verdict.VALID] * 3
    assert [member.pointer for member in report.members] == [f"{PLACE}/{place}" for place in range(3)]
    assert [row.message for row in rows(report)] == [
        f"credential {place} of the record is valid" for place in (1, 2, 3)
    ]
    assert all(row.required and row.pointer for row in rows(report))
    assert rows(report, "associations") == []
    assert report.to_dict()["members"][0]["pointer"] == f"{PLACE}/0"


def test_only_a_record_has_members():
    report = verify(proved())
    assert rows(report) == []
    assert report.members == ()


def test_a_record_within_a_record():
    inner = proved(record(proved(), id="urn:x:inner"))
    report = verify(proved(record(inner)))
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    assert report.members[0].members[0].kind is qb.Kind.BADGE


BAD = {
    "unsigned": (badge(), "invalid", "not signed"),
    "altered": (changed(proved(), "name", "Other"), "invalid", "the signature does not match"),
    "expired": (proved(badge(validUntil="2026-02-02T00:00:00Z")), "invalid", "expired"),
    "key not found": (
        signed(badge(issuer="did:web:city.example"), CITY, "did:web:city.example#key-1"),
        "indeterminate",
        "",
    ),
    "no credential": (
        {"id": "urn:x:1", "type": ["Profile"], "name": "Guild"},
        "indeterminate",
        "never signed",
    ),
    "no document": ({"a": 1}, "invalid", "not a badge"),
}


@pytest.mark.parametrize("policy", [qb.Policy(), COMPATIBLE], ids=["strict", "compatible"])
@pytest.mark.parametrize("case", BAD)
def test_what_a_record_vouches_for_decides(case, policy):
    made, verdict, why = BAD[case]
    # A token is covered byte by byte, whatever stands in it.
    document = record(proved(badge(id="urn:x:good")), made)
    report = verify(token(claims_of(document) | {"exp": 1863163800}), policy)
    assert report.members[0].verdict is qb.Verdict.VALID
    assert report.members[1].verdict.value == verdict
    expected = {"failed"} if verdict == "invalid" else {"unknown", "skipped"}
    found = {row.outcome.value for row in rows(report)[1:] if row.required}
    assert found
    assert found <= expected
    assert why in rows(report)[1].message
    assert report.verdict is not qb.Verdict.VALID
    assert rows(report)[0].outcome is qb.Outcome.PASSED


def test_a_fault_in_a_member_makes_the_record_invalid_and_names_it():
    report = verify(proved(record(proved(badge(validUntil="2026-02-02T00:00:00Z")))))
    assert report.verdict is qb.Verdict.INVALID
    assert codes(report) == [("MEMBER", "failed")]
    assert rows(report)[0].message == "credential 1 of the record is invalid: expired at 2026-02-02T00:00:00Z"
    assert rows(report)[0].pointer == f"{PLACE}/0"
    assert "ask the holder" in rows(report)[0].advice


def test_the_relaxations_of_members_are_those_of_the_record():
    host = "https://city.example/issuer"
    subject = {"type": ["AchievementSubject"], "achievement": badge()["credentialSubject"]["achievement"]}
    loose = signed(
        badge(issuer=host, credentialSubject=subject), CITY, f"{host}#{CITY.public_key.to_multikey()}"
    )
    document = proved(record(loose, proved(badge(id="urn:x:2"))))
    report = verify(document)
    assert report.verdict is qb.Verdict.INVALID
    assert report.relaxations == ("allow_conformance_findings", "allow_fragment_keys")
    assert [row.relaxation for row in rows(report)] == [*report.relaxations, ""]
    accepted = qb.Policy(**dict.fromkeys(report.relaxations, True))
    assert verify(document, accepted).verdict is qb.Verdict.VALID


# --- other types ---


def test_another_type_is_named_and_verified_as_far_as_all_are_alike():
    document = proved(record(signed(dict(LICENCE)), proved()))
    strict = verify(document)
    (licence, _) = strict.members
    assert licence.verdict is qb.Verdict.INDETERMINATE
    assert strict.verdict is qb.Verdict.INDETERMINATE
    assert codes(strict)[0] == (None, "skipped")
    assert "data model is not known here" in rows(strict)[0].message
    assert strict.relaxations == ("allow_conformance_findings",)
    lenient = verify(document, LENIENT)
    assert lenient.verdict is qb.Verdict.VALID
    assert lenient.members[0].verdict is qb.Verdict.VALID
    assert codes(lenient)[0] == (None, "skipped")
    assert "valid as far as could be checked: it is a verifiable credential of another type" in (
        rows(lenient)[0].message
    )


@pytest.mark.parametrize("policy", [qb.Policy(), COMPATIBLE], ids=["strict", "compatible"])
def test_a_forged_credential_of_another_type_makes_the_record_invalid(policy):
    forged = changed(signed(dict(LICENCE)), "validFrom", "2026-01-02T00:00:00Z")
    report = verify(proved(record(forged)), policy)
    assert report.members[0].verdict is qb.Verdict.INVALID
    assert report.verdict is qb.Verdict.INVALID
    assert codes(report) == [("MEMBER", "failed")]


# --- forms ---


def test_tokens_bare_and_enveloped_are_members_too():
    made = token()
    envelope = {
        "@context": VC2,
        "id": f"data:application/vc+jwt,{made}",
        "type": "EnvelopedVerifiableCredential",
    }
    payload = claims_of(record(made, envelope))
    report = verify(token(payload), COMPATIBLE)
    assert [member.form for member in report.members] == ["VC-JWT EdDSA"] * 2
    assert [member.verdict for member in report.members] == [qb.Verdict.VALID] * 2


def test_a_single_credential_needs_no_array():
    document = changed(record(), "credentialSubject/verifiableCredential", proved())
    report = verify(proved(document), COMPATIBLE)
    assert report.members[0].pointer == PLACE
    assert report.verdict is qb.Verdict.VALID


@pytest.mark.parametrize("value", [7, None, True, ["x"]])
def test_what_is_neither_object_nor_token_is_no_member(value):
    report = verify(token(claims_of(record(value))), COMPATIBLE)
    assert report.verdict is qb.Verdict.INVALID
    assert codes(report) == [("MEMBER", "failed")]
    assert "neither an object nor a token" in rows(report)[0].message


def test_an_empty_record_vouches_for_nothing():
    document = changed(record(), "credentialSubject/verifiableCredential", ...)
    report = verify(proved(document), COMPATIBLE)
    assert codes(report) == [(None, "skipped")]
    assert not rows(report)[0].required
    assert verify(proved(document)).verdict is qb.Verdict.INVALID


def test_a_record_in_a_token_stands_in_a_vc_claim():
    issuer = qb.Issuer({"id": "did:web:academy.example", "name": "Academy"}, KEY, method=ACADEMY_METHOD)
    document = record(proved(), issuer={"id": "did:web:academy.example", "type": ["Profile"]})
    made = issuer.sign(document, proof="vc-jwt")
    report = verify(made.to_jwt())
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    assert report.carrier == "jwt"
    assert report.members[0].verdict is qb.Verdict.VALID


# --- the outer signature, limits ---


def test_nothing_is_verified_before_the_outer_signature_stands():
    member = signed(badge(issuer="did:web:city.example"), CITY, "did:web:city.example#key-1")
    forged = changed(proved(record(member, proved())), "name", "Forged")
    fetcher = qb.StaticFetcher(web())
    report = verify(forged, fetcher=fetcher)
    assert report.members == ()
    assert codes(report) == [(None, "skipped")]
    assert rows(report)[0].required
    assert "2 credentials" in rows(report)[0].message
    assert not any("city.example" in url for url in fetcher.calls)


def test_too_many_members_leave_it_open():
    members = [proved(badge(id=f"urn:x:{number}")) for number in range(4)]
    document = proved(record(*members, subject={"association": [association()]}))
    report = verify(document, qb.Policy(limits=qb.Limits(nested=3)))
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert len(report.members) == 3
    assert codes(report)[-1] == ("LIMIT", "unknown")
    assert rows(report)[-1].message.startswith("1 credential not verified: ")
    assert rows(report, "associations") == []


# --- whose record ---


def test_a_credential_about_somebody_else_is_marked():
    other = proved(changed(badge(), "credentialSubject/id", "did:example:bob"))
    report = verify(proved(record(other)))
    assert report.verdict is qb.Verdict.VALID
    assert codes(report) == [("MEMBER_SUBJECT", "passed")]
    assert "names another learner" in rows(report)[0].message


def test_a_credential_without_subject_id_is_not_marked():
    identity = [
        {"type": "IdentityObject", "hashed": False, "identityHash": "ada", "identityType": "accountId"}
    ]
    subject = {**badge()["credentialSubject"], "identifier": identity}
    del subject["id"]
    report = verify(proved(record(proved(badge(credentialSubject=subject)))))
    assert codes(report) == [(None, "passed")]


# --- associations ---


def test_associations_within_the_record():
    listed = {
        "id": "urn:x:listed",
        "type": ["Achievement"],
        "name": "Listed",
        "description": "Said by the record alone.",
        "criteria": {"narrative": "None."},
    }
    inner = proved(record(proved(badge(id="urn:x:deep")), id="urn:x:inner"))
    related = [
        association(),
        association("urn:x:listed", "urn:x:inner"),
        association("urn:x:deep", ACHIEVEMENT_ID.replace("welding", "w%65lding")),
    ]
    subject = {"achievement": [listed], "association": related}
    report = verify(proved(record(proved(), inner, subject=subject)))
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    assert codes(report, "associations") == [(None, "passed")]
    assert rows(report, "associations")[0].message.endswith("3 in number")


def test_an_association_that_leads_out_of_the_record():
    related = [association(), association("urn:x:nowhere"), association(target="urn:x:nowhere")]
    document = proved(record(proved(), subject={"association": related}))
    report = verify(document)
    assert report.verdict is qb.Verdict.INVALID
    found = rows(report, "associations")
    assert [row.pointer for row in found] == [
        "/credentialSubject/association/1/sourceId",
        "/credentialSubject/association/2/targetId",
    ]
    assert codes(report, "associations") == [("CONFORMANCE", "failed")] * 2
    assert report.relaxations == ("allow_conformance_findings",)
    assert verify(document, LENIENT).verdict is qb.Verdict.VALID


def test_many_dangling_associations_are_counted():
    related = [association(f"urn:x:no{number}") for number in range(5)]
    document = proved(record(proved(), subject={"association": related}))
    found = rows(verify(document, qb.Policy(limits=qb.Limits(findings=3))), "associations")
    assert len(found) == 4
    assert found[-1].message.startswith("2 more ends")


def test_a_malformed_association_is_the_matter_of_conformance():
    related = [association(), 7, association(source=["x"])]
    report = verify(token(claims_of(record(proved(), subject={"association": related}))), COMPATIBLE)
    assert codes(report, "associations") == [(None, "passed")]


# --- rows of parts ---


def test_a_verdict_without_a_reason_still_has_a_row():
    whole = verify(proved())
    odd = qb.Report(qb.Verdict.INDETERMINATE, whole.trust, (), whole.kind, "", "json", whole.verified_at)
    (row,) = rows_of("nested", odd, "it", code="MEMBER", required=True)
    assert isinstance(row, Check)
    assert (row.outcome, row.message) == (
        qb.Outcome.UNKNOWN,
        "it is indeterminate: a check that decides is missing",
    )


def test_d05_too_many_values_that_are_no_members_end_it():
    policy = qb.Policy(limits=qb.Limits(findings=3), allow_conformance_findings=True)
    report = verify(token(claims_of(record(*[1] * 10))), policy)
    assert codes(report) == [("MEMBER", "failed")] * 3 + [("LIMIT", "unknown")]
    assert rows(report)[-1].message == "7 credentials not looked at"


@pytest.mark.parametrize("by_token", [False, True])
def test_f09_what_members_enclose_is_bounded_in_all(by_token):
    endorsed = endorses_by_token(BADGE_ID) if by_token else endorses(BADGE_ID)
    member = "endorsementJwt" if by_token else "endorsement"
    whole = proved(record(proved(badge(**{member: [endorsed]})), proved(badge(id="urn:x:2"))))
    for most, found in ((0, 0), (10_000, 1)):
        report = verify(whole, qb.Policy(limits=qb.Limits(nested_values=most)))
        assert report.verdict is qb.Verdict.VALID, qb.render(report)
        assert len(report.members) == 2  # which are enclosed in what was handed in
        assert len(report.members[0].endorsements) == found
    (row,) = rows(verify(whole, qb.Policy(limits=qb.Limits(nested_values=0))).members[0], "endorsements")
    assert (row.problem.code, row.outcome) == ("LIMIT", qb.Outcome.UNKNOWN)
    assert "at most 0 values" in row.message
