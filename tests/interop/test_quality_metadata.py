"""Metadata of foreign examples is read; ours survives signing, hosting and the strict verifier in both versions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

import qualitybadge as qb
from qualitybadge.issue.draft import EXTENSIONS_CONTEXT
from qualitybadge.quality.metadata import ob2 as metadata_ob2
from qualitybadge.quality.metadata import ob3 as metadata_ob3
from qualitybadge.quality.metadata.model import LabelReference, Workload
from qualitybadge.quality.metadata.terms import CONTEXT_OB3, SCHEMA_OB3
from support.credentials import badge
from support.keyring import pair
from support.metadata import DIGEST, FULL
from support.ob2_issuing import ADA, AT, NOW, PROFILE, TIDE, issuer
from support.world import proved, web

ACHIEVEMENT = {
    "id": "urn:uuid:5b0b8a1e-6a52-4a4b-9df5-0d7f2f7f3c11",
    "name": "Tide Reading",
    "description": "Reads tide tables.",
    "criteria": {"narrative": "Planned three moorings."},
}
METHODS = {"testing", "application of a skill"}


@pytest.mark.parametrize("proof", ["eddsa-rdfc-2022", "vc-jwt"])
@pytest.mark.parametrize(
    "label_id", ["urn:uuid:8a1e5b0b-6a52-4a4b-9df5-0d7f2f7f3c12", "https://label.example/1"]
)
def test_a_signed_badge_of_3_0_is_valid_and_says_everything(proof, label_id, tmp_path):
    did = "did:web:academy.example"
    academy = qb.Issuer(
        {"id": did, "type": ["Profile"], "name": "Academy"},
        pair("Ed25519", "metadata"),
        method=f"{did}#key-1",
        clock=lambda: NOW,
    )
    label = LabelReference(label_id, "https://label.example/scheme", "2029-01-10T00:00:00Z", DIGEST)
    metadata = replace(FULL, quality_label=label)
    draft = academy.draft(ACHIEVEMENT, qb.Recipient.did("did:example:ada"))
    written = metadata_ob3.write_credential(draft, metadata)
    signed = academy.sign(written.document, proof=proof)
    academy.publish(tmp_path)
    document = (tmp_path / ".well-known" / "did.json").read_bytes()
    fetcher = qb.StaticFetcher({"https://academy.example/.well-known/did.json": document})
    report = qb.verify(signed.to_json() if signed.token is None else signed.token, fetcher=fetcher, now=NOW)
    assert report.verdict is qb.Verdict.VALID, qb.render(report, "text")
    rows = [row.message for row in report.checks if row.id == "schema"]
    assert any("metadata-ob3" in message for message in rows)
    data = report.document.data
    achievement = data["credentialSubject"]["achievement"]
    assert metadata_ob3.read_objects(achievement, data["issuer"]) == metadata


@pytest.mark.parametrize("how", [{"hosted_at": AT}, {"signed": True}])
def test_a_badge_of_2_0_is_valid_and_says_everything(how):
    profile = metadata_ob2.write_issuer(PROFILE, FULL).document
    written = metadata_ob2.write_badge_class(TIDE, FULL)
    badge = issuer(profile=profile).issue(written.document, ADA, **how)
    answers = {url: qb.Response(body=json.dumps(one).encode()) for url, one in badge.documents.items()}
    report = qb.verify(
        badge.token if badge.signed else badge.assertion["id"],
        fetcher=qb.StaticFetcher(answers),
        now=NOW + timedelta(hours=1),
    )
    assert report.verdict is qb.Verdict.VALID, qb.render(report, "text")
    rows = [row for row in report.checks if row.id == "schema"]
    assert [row.outcome.value for row in rows] == ["passed"] * 3
    assert metadata_ob2.read_objects(badge.badge_class, badge.profile) == FULL


def test_a_badge_of_2_0_against_its_schema_is_invalid():
    written = metadata_ob2.write_badge_class(TIDE, FULL).document
    written["extensions:qualityMetadata"]["workload"] = {"hours": "many"}
    badge = issuer().issue(TIDE, ADA, hosted_at=AT)
    documents = {**badge.documents, TIDE["id"]: {**badge.badge_class, **written}}
    answers = {url: qb.Response(body=json.dumps(one).encode()) for url, one in documents.items()}
    report = qb.verify(AT, fetcher=qb.StaticFetcher(answers), now=NOW)
    assert report.verdict is qb.Verdict.INVALID
    assert [row.id for row in report.checks if row.outcome is qb.Outcome.FAILED] == ["schema"]


def named(entry, **learning):
    achievement = {**badge()["credentialSubject"]["achievement"], **learning}
    achievement["type"] = ["Achievement", "QualityAchievement"]
    draft = badge(credentialSubject={**badge()["credentialSubject"], "achievement": achievement})
    draft["@context"] += [EXTENSIONS_CONTEXT, CONTEXT_OB3]
    draft["credentialSchema"] = {"type": "1EdTechJsonSchemaValidator2019", **entry}
    return proved(draft)


def test_our_schema_is_applied_without_a_request():
    fetcher = qb.StaticFetcher(web())
    followed = qb.verify(named({"id": SCHEMA_OB3}, workload={"hours": 2.5}), fetcher=fetcher, now=NOW)
    assert followed.verdict is qb.Verdict.VALID, qb.render(followed, "text")
    assert [url for url in fetcher.calls if "qualitybadge" in url] == []
    broken = qb.verify(named({"id": SCHEMA_OB3}, learningType=""), fetcher=fetcher, now=NOW)
    assert broken.verdict is qb.Verdict.INVALID
    (row,) = [row for row in broken.checks if row.id == "schema"]
    assert row.pointer == "/credentialSubject/achievement/learningType"
    assert [url for url in fetcher.calls if "qualitybadge" in url] == []


def test_a_digest_of_our_schema_is_said_to_be_uncompared():
    entry = {"id": SCHEMA_OB3, "digestMultibase": DIGEST}
    report = qb.verify(named(entry, learningType="formal"), fetcher=qb.StaticFetcher(web()), now=NOW)
    (row,) = [row for row in report.checks if row.id == "schema"]
    assert row.message.endswith("its digest was not compared")


def test_a_schema_that_is_not_ours_is_asked_for_wherever_it_says_it_is():
    fetcher = qb.StaticFetcher(web())
    address = "https://qualitybadge.example/schemas/quality/no-such/1.json"
    report = qb.verify(named({"id": address}, learningType="formal"), fetcher=fetcher, now=NOW)
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert address in fetcher.calls


def test_every_example_of_edubadges_is_read(vectors, record_property):
    files = sorted((vectors / "ob3/files/edubadges-examples").glob("*.json"))
    record_property("cases", len(files))
    assert len(files) == 20
    found = {}
    for path in files:
        document = json.loads(path.read_bytes())
        issued_by = document["issuer"] if isinstance(document["issuer"], dict) else {}
        found[path.stem] = metadata_ob3.read_objects(document["credentialSubject"]["achievement"], issued_by)
    full = [one for name, one in found.items() if name.endswith(("full_mbo", "full_ho", "full", "full_2"))]
    assert len(full) == 15
    assert {one.assessment_method for one in full} == METHODS
    assert all(one.workload and one.level and one.level.framework == "EQF" and one.country for one in full)
    assert found["uvh_at_microcredential_full_2"].workload == Workload(None, 3.5)
    for one in found.values():
        written = metadata_ob3.write_achievement({"type": ["Achievement"]}, one)
        assert metadata_ob3.read_objects(written.document).workload == one.workload


def test_every_badge_of_the_vectors_is_read(vectors, record_property):
    cases = 0
    for path in sorted((vectors / "ob3/files").rglob("*.json")):
        try:
            document = json.loads(path.read_bytes())
        except ValueError:
            continue
        subject = document.get("credentialSubject") if isinstance(document, dict) else None
        if isinstance(subject, dict) and isinstance(subject.get("achievement"), dict):
            issued_by = document.get("issuer")
            metadata_ob3.read_objects(
                subject["achievement"], issued_by if isinstance(issued_by, dict) else {}
            )
            cases += 1
    assert cases > 30
    record_property("cases", cases)
