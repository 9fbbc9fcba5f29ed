"""The report: three answers kept apart, nothing hidden, nothing that could be taken for a yes."""

from __future__ import annotations

import dataclasses
import json

import pytest

import qualitybadge as qb
from support.credentials import badge
from support.world import COMPATIBLE, changed, claims_of, proved, token, verify

SIGNED = proved()


def test_a_report_is_not_a_yes():
    report = verify(SIGNED)
    with pytest.raises(TypeError, match="not a yes"):
        bool(report)
    report.raise_for_verdict()
    with pytest.raises(qb.errors.VerdictError, match="INVALID"):
        verify(badge()).raise_for_verdict()
    with pytest.raises(qb.errors.VerdictError, match="INDETERMINATE"):
        verify(SIGNED, served={}).raise_for_verdict()


def test_a_report_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        verify(SIGNED).verdict = qb.Verdict.VALID


def test_the_same_input_gives_the_same_report():
    for source in (SIGNED, token(), badge(), b"junk"):
        assert verify(source).to_json() == verify(source).to_json()


def test_the_credential_is_typed_and_made_from_the_verified_document():
    report = verify(SIGNED)
    assert report.credential.credential_subject.achievement.name == "Welding, first course"
    assert report.credential.to_dict() == report.document.data
    assert json.loads(report.document.raw) == report.document.data
    assert verify(token()).document.raw == token().encode()


@pytest.mark.parametrize("source", [badge(), changed(SIGNED, "name", "Forged"), b"junk"])
def test_there_is_no_credential_unless_a_proof_passed(source):
    report = verify(source)
    assert report.credential is None
    assert report.to_dict()["credential"] is None


def test_a_failed_date_does_not_hide_a_credential_that_was_proved():
    report = verify(proved(badge(validUntil="2026-02-01T00:00:00Z")))
    assert report.verdict is qb.Verdict.INVALID
    assert report.credential is not None


def test_all_faults_at_once():
    document = changed(
        badge(validUntil="2026-02-01T00:00:00Z"), "credentialSubject/achievement/criteria", ...
    )
    report = verify(token(changed(claims_of(document), "sub", "did:example:eve")))
    failed = {row.id for row in report.checks if row.outcome is qb.Outcome.FAILED}
    assert {"conformance", "binding", "validity"} <= failed


def test_the_report_says_what_was_not_checked():
    status = {
        "id": "https://academy.example/status/1#4",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "4",
        "statusListCredential": "https://academy.example/status/1",
    }
    report = verify(proved(badge(credentialStatus=status)))
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert [row.id for row in report.unchecked if row.outcome is qb.Outcome.UNKNOWN] == ["status"]
    assert report.relaxations == ()
    assert {"recipient", "endorsements"} <= {row.id for row in report.unchecked}


@pytest.mark.parametrize(
    ("member", "value", "row", "verdict"),
    [
        (
            "credentialSchema",
            [{"id": "https://schemas.example/x.json", "type": "JsonSchema"}],
            "schema",
            qb.Verdict.INDETERMINATE,
        ),
        (
            "refreshService",
            {"id": "https://academy.example/refresh", "type": "1EdTechCredentialRefresh"},
            "refresh",
            qb.Verdict.VALID,
        ),
    ],
)
def test_what_this_version_does_not_check_is_unknown_never_passed(member, value, row, verdict):
    context = [*badge()["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    for source in (
        proved(badge(**{"@context": context, member: value})),
        token(claims_of(badge(**{"@context": context, member: value}))),
    ):
        report = verify(source)
        assert {c.id: c.outcome for c in report.checks}[row] is qb.Outcome.UNKNOWN
        assert report.verdict is verdict, qb.render(report)


def test_endorsements_hidden_by_escapes_are_still_seen():
    text = json.dumps(proved(badge(endorsementJwt=["e30.e30.c2ln"]))).replace(
        '"endorsementJwt"', '"\\u0065ndorsementJwt"'
    )
    report = verify(text)
    assert {c.id: c.outcome for c in report.checks}["endorsements"] is qb.Outcome.FAILED


def test_the_relaxations_of_a_report_make_it_valid():
    source = token(
        changed(claims_of(badge()), "sub", ...),
        header={"alg": "EdDSA", "kid": "did:web:academy.example#key-1", "typ": "vc+jwt"},
    )
    report = verify(source)
    assert report.verdict is qb.Verdict.INVALID
    assert report.relaxations == ("allow_missing_sub", "allow_vc_jwt_type")
    relaxed = qb.Policy(**dict.fromkeys(report.relaxations, True))
    assert verify(source, relaxed).verdict is qb.Verdict.VALID
    assert verify(source, qb.Policy(allow_missing_sub=True)).verdict is qb.Verdict.INVALID
    assert "VALID if you accept" in report.summary


def test_conformance_findings_are_warnings_only_where_the_policy_says_so():
    document = changed(badge(), "credentialSubject/id", ...)
    strict = verify(proved(document))
    assert strict.verdict is qb.Verdict.INVALID
    assert strict.relaxations == ("allow_conformance_findings",)
    compatible = verify(proved(document), COMPATIBLE)
    assert compatible.verdict is qb.Verdict.VALID
    finding = next(row for row in compatible.checks if row.id == "conformance")
    assert (finding.outcome, finding.required) == (qb.Outcome.FAILED, False)


def test_to_json_is_data_with_every_row():
    report = verify(SIGNED)
    data = json.loads(report.to_json())
    assert [row["id"] for row in data["checks"]] == [row.id for row in report.checks]
    assert data["verdict"] == "valid"
    assert data["verifiedAt"] == "2026-03-01T12:00:00Z"
