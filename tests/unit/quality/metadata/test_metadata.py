"""Where metadata is read and written in either version, what is dropped, and that nothing is changed in place."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import fields, replace

import pytest

from qualitybadge.errors import InputError
from qualitybadge.jsonschemas import schema_errors
from qualitybadge.quality.metadata import ob2 as metadata_ob2
from qualitybadge.quality.metadata import ob3 as metadata_ob3
from qualitybadge.quality.metadata.model import (
    Credits,
    LabelReference,
    LearningStep,
    Metadata,
    OrganisationIdentifier,
    QualificationLevel,
    QualityAssurance,
    Recognition,
    Skill,
    Workload,
)
from qualitybadge.quality.metadata.terms import (
    BADGE_TERMS,
    BADGE_TERMS_2,
    CONTEXT_OB3,
    EXTENSION,
    ISSUER_TERMS,
    ISSUER_TERMS_2,
    SCHEMA_OB2,
    SCHEMA_OB3,
)
from qualitybadge.spec import read_schema
from support.metadata import FULL, subject_2, subject_3
from support.rule_cases.badges import GOOD_2, GOOD_3

ACHIEVEMENT = "/credentialSubject/achievement"
CLASS = {"type": "BadgeClass", "name": "x", "issuer": {"id": "https://academy.example/"}}
DRAFT = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "issuer": "did:web:academy.example",
    "credentialSubject": {"achievement": {"type": "Achievement"}},
}


def resolved(document, pointer):
    for step in pointer.split("/")[1:]:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


@pytest.mark.parametrize(("subject", "good"), [(subject_3, GOOD_3), (subject_2, GOOD_2)])
def test_the_good_badges_are_read_and_each_place_is_where_it_was_read(subject, good):
    seen = subject(good)
    assert seen.metadata.learning_outcomes == ("Plans a safe mooring from tide tables",)
    assert seen.metadata.workload == Workload(28, 1)
    assert seen.metadata.level.value == "4"
    assert seen.metadata.country == "DK"
    assert seen.metadata.organisation_identifiers == (
        OrganisationIdentifier("ROR", "https://ror.org/012345678"),
    )
    assert seen.metadata.credits.system == "ECTS"
    for field in fields(Metadata):
        if getattr(seen.metadata, field.name):
            assert resolved(good, seen.place(field.name))


def test_what_is_absent_has_the_place_where_it_would_stand():
    bare_3 = {"credentialSubject": {"achievement": {}}, "issuer": {}}
    bare_2 = {"badge": {"issuer": {}}}
    for field in fields(Metadata):
        assert subject_3(bare_3).place(field.name).startswith((f"{ACHIEVEMENT}/", "/issuer/"))
        assert subject_2(bare_2).place(field.name).startswith("/badge/")
    assert subject_3(bare_3).metadata == subject_2(bare_2).metadata == Metadata()
    assert subject_3(bare_3).place("country") == "/issuer/address/addressCountryCode"
    assert subject_2(bare_2).place("country") == f"/badge/issuer/{EXTENSION}/country"


@pytest.mark.parametrize(
    ("member", "value", "field", "expected"),
    [
        ("workload", {"hours": 28}, "workload", Workload(28)),
        ("workload", [{"hours": "28"}, {"ects": 0.5}], "workload", Workload(None, 0.5)),
        ("workload", 28, "workload", None),
        ("workload", {"hours": True}, "workload", None),
        ("creditsAvailable", "3", "credits", None),
        ("learningOutcome", " one ", "learning_outcomes", ("one",)),
        ("learningOutcome", ["one", 2, None, " "], "learning_outcomes", ("one",)),
        ("task", "Plan", "tasks", (LearningStep("Plan"),)),
        ("task", [{"required": False}, {}, 3], "tasks", (LearningStep(required=False),)),
        ("recognisedBy", ["Office"], "recognised_by", (Recognition("Office"),)),
        ("qualityAssurance", "A visit", "quality_assurance", QualityAssurance(description="A visit")),
        ("qualityAssurance", [{}], "quality_assurance", None),
        ("version", 2, "version", "2"),
        ("version", True, "version", ""),
        ("inLanguage", ["en"], "language", ""),
        ("level", {"value": 4}, "level", QualificationLevel("", "4")),
        ("alignment", {"targetName": "x"}, "skills", (Skill("x"),)),
        ("alignment", [1, {}, {"targetCode": 7}], "skills", (Skill(code="7"),)),
        (
            "alignment",
            {"targetName": "EQF 5", "targetFramework": "EQF"},
            "level",
            QualificationLevel("EQF", "EQF 5"),
        ),
        (
            "alignment",
            [{"targetType": "ext:QFEHEALevel", "targetCode": "2"}],
            "level",
            QualificationLevel("QF-EHEA", "2"),
        ),
        (
            "alignment",
            [{"targetType": "ext:QualificationLevel", "targetCode": "3", "targetFramework": "LTKS"}],
            "level",
            QualificationLevel("LTKS", "3"),
        ),
    ],
)
def test_odd_values_are_read_as_what_they_say_or_as_nothing(member, value, field, expected):
    assert getattr(metadata_ob3.read_objects({member: value}), field) == expected


def test_the_extension_states_the_level_and_the_alignments_stay_skills():
    alignment = {"targetType": "ext:EQFLevel", "targetName": "EQF 5", "targetUrl": "https://x.example/"}
    achievement = {"level": {"framework": "NQF", "value": "4"}, "alignment": [alignment]}
    subject = subject_3({"credentialSubject": {"achievement": achievement}, "issuer": {}})
    assert subject.metadata.level == QualificationLevel("NQF", "4")
    assert [skill.kind for skill in subject.metadata.skills] == ["ext:EQFLevel"]
    assert subject.place("level") == f"{ACHIEVEMENT}/level"


def test_the_system_alone_makes_credits_and_has_a_place():
    subject = subject_3({"credentialSubject": {"achievement": {"creditSystem": "ECTS"}}, "issuer": {}})
    assert subject.metadata.credits == Credits(None, "ECTS")
    assert subject.place("credits") == f"{ACHIEVEMENT}/creditSystem"


def test_the_issuer_speaks_for_a_badge_that_says_nothing():
    issuer = {"qualityAssurance": {"name": "Council"}, "privacyPolicy": "https://x.example/"}
    document = {"credentialSubject": {"achievement": {}}, "issuer": issuer}
    subject = subject_3(document)
    assert subject.metadata.quality_assurance == QualityAssurance("Council")
    assert subject.place("quality_assurance") == "/issuer/qualityAssurance"
    document["credentialSubject"]["achievement"]["qualityAssurance"] = {"name": "Board"}
    subject = subject_3(document)
    assert subject.metadata.quality_assurance == QualityAssurance("Board")
    assert subject.metadata.issuer_quality_assurance == QualityAssurance("Council")
    assert subject.place("quality_assurance") == f"{ACHIEVEMENT}/qualityAssurance"


def test_the_organisation_above_speaks_for_a_department():
    parent = {
        "address": {"addressCountryCode": "LT"},
        "otherIdentifier": [{"identifier": "9", "identifierType": "identifier"}],
    }
    subject = subject_3(
        {"credentialSubject": {"achievement": {}}, "issuer": {"address": [], "parentOrg": parent}}
    )
    assert subject.metadata.country == "LT"
    assert subject.metadata.organisation_identifiers == (OrganisationIdentifier("", "9"),)
    assert subject.place("country") == "/issuer/parentOrg/address/addressCountryCode"
    assert subject.place("organisation_identifiers") == "/issuer/parentOrg/otherIdentifier"


def test_a_credential_says_everything_and_the_draft_is_not_changed():
    draft = copy.deepcopy(DRAFT)
    written = metadata_ob3.write_credential(draft, FULL)
    assert draft == DRAFT
    assert written.dropped == ()
    achievement = written.document["credentialSubject"]["achievement"]
    assert achievement["type"] == ["Achievement", "QualityAchievement"]
    assert written.document["issuer"]["type"] == ["Profile", "QualityProfile"]
    assert written.document["issuer"]["id"] == "did:web:academy.example"
    assert written.document["@context"][-1] == CONTEXT_OB3
    assert [one["id"] for one in written.document["credentialSchema"]] == [SCHEMA_OB3]
    assert metadata_ob3.read_objects(achievement, written.document["issuer"]) == FULL
    assert schema_errors(read_schema(SCHEMA_OB3), written.document) == ()
    again = metadata_ob3.write_credential(written.document, FULL)
    assert again.document == written.document


def test_native_properties_alone_name_no_extension():
    written = metadata_ob3.write_credential(DRAFT, Metadata(language="en", version="2"))
    achievement = {"type": "Achievement", "inLanguage": "en", "version": "2"}
    assert written.document == {**DRAFT, "credentialSubject": {"achievement": achievement}}


def test_a_list_of_subjects_and_achievements_is_written_in_its_first():
    draft = {"credentialSubject": [{"achievement": [{"type": ["Achievement"]}]}], "issuer": {"id": "did:x:y"}}
    written = metadata_ob3.write_credential(
        draft, Metadata(skills=(Skill("x", "https://x.example/", level="B2"),))
    )
    achievement = written.document["credentialSubject"][0]["achievement"][0]
    assert achievement["alignment"][0]["type"] == ["Alignment", "QualityAlignment"]
    assert written.document["@context"][-1] == CONTEXT_OB3


@pytest.mark.parametrize(
    "draft", [{}, {"credentialSubject": {}}, {"credentialSubject": {"achievement": "x"}}]
)
def test_a_credential_without_an_achievement_is_refused(draft):
    with pytest.raises(InputError, match="no achievement"):
        metadata_ob3.write_credential(draft, FULL)


def test_an_assertion_whose_class_is_linked_is_refused():
    with pytest.raises(InputError, match="no badge class"):
        metadata_ob2.write_assertion({"badge": "https://academy.example/class.json"}, FULL)


def test_an_assertion_says_everything_and_is_not_changed():
    assertion = {"badge": copy.deepcopy(CLASS)}
    written = metadata_ob2.write_assertion(assertion, FULL)
    assert assertion == {"badge": CLASS}
    assert written.dropped == ()
    badge = written.document["badge"]
    assert metadata_ob2.read_objects(badge, badge["issuer"]) == FULL
    for one in (badge[EXTENSION], badge["issuer"][EXTENSION], badge["alignment"][0][EXTENSION]):
        assert schema_errors(read_schema(SCHEMA_OB2), one) == ()
    empty = Metadata(workload=Workload(), level=QualificationLevel(""), quality_assurance=QualityAssurance())
    assert metadata_ob2.write_badge_class(CLASS, empty).document == CLASS
    linked = {**CLASS, "issuer": "https://academy.example/"}
    assert metadata_ob2.write_badge_class(linked, Metadata(country="DK")).document == linked
    again = metadata_ob2.write_assertion(written.document, FULL)
    assert again.document == written.document


def test_what_is_said_of_a_linked_issuer_is_dropped_in_words():
    written = metadata_ob2.write_badge_class({**CLASS, "issuer": "https://academy.example/"}, FULL)
    assert {one.field for one in written.dropped} == {
        "country",
        "organisation_identifiers",
        "issuer_quality_assurance",
        "issuer_privacy_policy",
        "quality_label",
    }
    assert all("only linked" in one.reason for one in written.dropped)


SKILL = Skill("x", "https://x.example/")


@pytest.mark.parametrize(
    ("metadata", "field", "reason"),
    [
        (Metadata(skills=(Skill("x"),)), "skills", "needs the address"),
        (Metadata(skills=(Skill(url="https://x.example/"),)), "skills", "needs a name"),
        (Metadata(skills=(Skill("x", "no address"),)), "skills", "expected"),
        (Metadata(language="english please"), "language", "inLanguage|@language"),
        (Metadata(reviewed_on="last May"), "reviewed_on", "does not match|pattern"),
        (Metadata(workload=Workload(-1)), "workload", "minimum|less|least"),
        (Metadata(workload=Workload(float("inf"))), "workload", "no such number"),
        (
            Metadata(quality_assurance=QualityAssurance("C", date="soon")),
            "quality_assurance",
            "match|pattern",
        ),
    ],
)
def test_what_neither_version_can_carry_is_dropped_with_a_reason(metadata, field, reason):
    for written in (
        metadata_ob3.write_achievement({"type": ["Achievement"]}, metadata),
        metadata_ob2.write_badge_class(CLASS, metadata),
    ):
        (one,) = written.dropped
        assert one.field == field
        assert re.search(reason, one.reason), one
        json.dumps(written.document, allow_nan=False)


@pytest.mark.parametrize(
    ("metadata", "field"),
    [
        (Metadata(achievement_type="Own"), "achievement_type"),
        (Metadata(skills=(replace(SKILL, kind="ESCO:Skill"),)), "skills"),
        (Metadata(language="x-own"), "language"),
    ],
)
def test_what_only_2_0_can_carry_is_dropped_by_3_0(metadata, field):
    written = metadata_ob3.write_achievement({"type": ["Achievement"]}, metadata)
    assert [one.field for one in written.dropped] == [field]
    assert metadata_ob2.write_badge_class(CLASS, metadata).dropped == ()


def test_a_skill_loses_its_kind_alone():
    written = metadata_ob3.write_achievement({}, Metadata(skills=(replace(SKILL, kind="ESCO:Skill"),)))
    assert metadata_ob3.read_objects(written.document).skills == (SKILL,)


def test_what_only_3_0_can_carry_is_dropped_by_2_0():
    metadata = Metadata(skills=(Skill("x", "urn:uuid:1"),))
    assert metadata_ob3.write_achievement({}, metadata).dropped == ()
    assert [one.field for one in metadata_ob2.write_badge_class(CLASS, metadata).dropped] == ["skills"]


@pytest.mark.parametrize("write", [metadata_ob3.write_issuer, metadata_ob2.write_issuer])
def test_a_label_is_referred_to_by_id_and_a_digest_that_is_one(write):
    label = LabelReference("urn:uuid:1", digest="short")
    written = write({"id": "x"}, Metadata(quality_label=label))
    assert [one.field for one in written.dropped] == ["quality_label"]
    holder = written.document.get(EXTENSION, written.document)
    assert holder["qualityLabel"] == {"type": "QualityLabelReference", "id": "urn:uuid:1"}
    nameless = write({"id": "x"}, Metadata(quality_label=LabelReference(scheme="https://x.example/")))
    assert [one.field for one in nameless.dropped] == ["quality_label"]
    assert "qualityLabel" not in nameless.document.get(EXTENSION, nameless.document)


@pytest.mark.parametrize(
    ("metadata", "field"),
    [
        (Metadata(country="Denmark"), "country"),
        (
            Metadata(organisation_identifiers=(OrganisationIdentifier("VAT no", "1"),)),
            "organisation_identifiers",
        ),
    ],
)
def test_what_the_profile_of_3_0_cannot_carry_is_dropped(metadata, field):
    written = metadata_ob3.write_issuer({"id": "did:x:y", "address": "x"}, metadata)
    assert [one.field for one in written.dropped] == [field]
    assert written.document == {"id": "did:x:y", "address": "x"}
    nothing = Metadata(organisation_identifiers=(OrganisationIdentifier("VAT"),), workload=Workload())
    assert metadata_ob3.write_issuer({"id": "did:x:y"}, nothing).document == {"id": "did:x:y"}


def test_an_address_keeps_what_it_says_besides_the_country():
    profile = {"address": {"type": ["Address"], "addressLocality": "Fjordby"}}
    written = metadata_ob3.write_issuer(profile, Metadata(country="DK"))
    assert written.document["address"] == {
        "type": ["Address"],
        "addressLocality": "Fjordby",
        "addressCountryCode": "DK",
    }


@pytest.mark.parametrize(
    ("level", "native"),
    [
        (QualificationLevel("EQF", "4", "https://x.example/4"), True),
        (QualificationLevel("NQF", "4", "https://x.example/4"), True),
        (QualificationLevel("", "4", "https://x.example/4"), True),
        (QualificationLevel("EQF", "4"), False),
        (QualificationLevel("EQF", "4", "no address"), False),
        (QualificationLevel("eqf", "4", "https://x.example/4"), False),
        (QualificationLevel("EQF", "", "https://x.example/4"), False),
    ],
)
def test_a_level_is_an_alignment_where_it_has_an_address(level, native):
    written = metadata_ob3.write_achievement({}, Metadata(level=level))
    assert ("alignment" in written.document) is native
    assert ("level" in written.document) is not native
    assert metadata_ob3.read_objects(written.document).level == level


def test_each_term_fills_one_field_and_each_field_has_a_place_in_both_versions():
    special = {"credit_amount", "credit_system"}
    names = {field.name for field in fields(Metadata)} - {"credits"} | special
    two = [*metadata_ob2.NATIVE.values(), *BADGE_TERMS.values(), *BADGE_TERMS_2.values()]
    two += [*ISSUER_TERMS.values(), *ISSUER_TERMS_2.values()]
    assert sorted(term.field for term in two) == sorted(names - {"skills"})
    three = [*metadata_ob3.NATIVE.values(), *BADGE_TERMS.values(), *ISSUER_TERMS.values()]
    assert {term.field for term in three} == names - {"skills", "country", "organisation_identifiers"}
