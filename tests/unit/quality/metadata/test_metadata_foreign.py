"""What the extensions of Edubadges and 1EdTech say in either version, and that ours comes first."""

from __future__ import annotations

import pytest

from qualitybadge.quality.metadata import ob2 as metadata_ob2
from qualitybadge.quality.metadata import ob3 as metadata_ob3
from qualitybadge.quality.metadata.model import (
    Metadata,
    OrganisationIdentifier,
    QualificationLevel,
    QualityAssurance,
    Skill,
    Workload,
)
from qualitybadge.quality.metadata.terms import EXTENSION
from support.metadata import subject_2, subject_3

BODY = {"name": "Council", "url": "https://council.example/", "accreditationDate": "20260115"}
ACCREDITED = QualityAssurance("Council", "https://council.example/", date="2026-01-15")


def extension(kind, **members):
    return {"@context": "https://x.example/", "type": ["Extension", f"extensions:{kind}"], **members}


@pytest.mark.parametrize(
    ("name", "members", "field", "expected"),
    [
        ("ECTSExtension", {"ECTS": 2.5}, "workload", Workload(None, 2.5)),
        ("ECTS", {"ECTS": 2.5}, "workload", Workload(None, 2.5)),
        ("ECTSExtension", {"ECTS": "2.5"}, "workload", None),
        ("EQFExtension", {"EQF": 6}, "level", QualificationLevel("EQF", "6")),
        ("EQFExtension", {}, "level", None),
        ("StudyLoadExtension", {"StudyLoad": 240}, "workload", Workload(240)),
        ("StudyLoadExtension", {"StudyLoad": None}, "workload", None),
        ("TimeInvestmentExtension", {"TimeInvestment": 13}, "workload", Workload(13)),
        ("LearningOutcomeExtension", {"LearningOutcome": "Moors"}, "learning_outcomes", ("Moors",)),
        ("LanguageExtension", {"Language": "nl_NL"}, "language_of_learning", "nl_NL"),
        ("InstitutionCountryExtension", {"InstitutionCountry": "NL"}, "country", "NL"),
        (
            "InstitutionIdentifierExtension",
            {"InstitutionIdentifier": "21PB"},
            "organisation_identifiers",
            (OrganisationIdentifier("", "21PB"),),
        ),
        ("InstitutionIdentifierExtension", {}, "organisation_identifiers", ()),
        ("GradingTableExtension", {"GradingTable": "https://x.example/"}, "field_of_study", ""),
    ],
)
def test_each_extension_of_edubadges_in_2_0(name, members, field, expected):
    badge = {f"extensions:{name}": extension(name, **members)}
    assert getattr(metadata_ob2.read_objects(badge), field) == expected
    assert getattr(metadata_ob2.read_objects({}, badge), field) == expected


def test_hours_and_points_of_two_extensions_make_one_workload():
    badge = {
        "extensions:ECTSExtension": extension("ECTSExtension", ECTS=2),
        "extensions:StudyLoadExtension": extension("StudyLoadExtension", StudyLoad=56),
        "extensions:TimeInvestmentExtension": extension("TimeInvestmentExtension", TimeInvestment=99),
    }
    subject = subject_2({"badge": {**badge, "issuer": {}}})
    assert subject.metadata.workload == Workload(56, 2)
    assert subject.place("workload") == "/badge/extensions:ECTSExtension"


def test_ours_comes_first():
    badge = {
        EXTENSION: {"workload": {"hours": 10}, "languageOfLearning": "da"},
        "extensions:ECTSExtension": extension("ECTSExtension", ECTS=2),
        "extensions:LanguageExtension": extension("LanguageExtension", Language="nl"),
    }
    metadata = metadata_ob2.read_objects(badge)
    assert metadata.workload == Workload(10, 2)
    assert metadata.language_of_learning == "da"


@pytest.mark.parametrize("value", [None, 1, "x", [], [1], {}, {"type": 3}, {"type": ["extensions:ECTS"]}])
def test_odd_extensions_say_nothing(value):
    assert metadata_ob2.read_objects({"extensions:ECTSExtension": value}) == Metadata()


def test_the_accreditation_of_the_issuer_in_both_versions():
    issuer = {"extensions:IssuerAccreditation": extension("IssuerAccreditation", **BODY)}
    subject = subject_2({"badge": {"issuer": issuer}})
    assert subject.metadata.issuer_quality_assurance == subject.metadata.quality_assurance == ACCREDITED
    assert subject.place("issuer_quality_assurance") == "/badge/issuer/extensions:IssuerAccreditation"
    profile = {"accreditations": [{}, {"type": ["Profile", "AccreditationProfile"], **BODY}]}
    subject = subject_3({"credentialSubject": {"achievement": {}}, "issuer": profile})
    assert subject.metadata.issuer_quality_assurance == ACCREDITED
    assert subject.place("issuer_quality_assurance") == "/issuer/accreditations"
    assert metadata_ob3.read_objects({}, {"accreditations": [{}, 1]}) == Metadata()


@pytest.mark.parametrize(
    ("kind", "method"),
    [("Exam", "testing"), ("Performance", "application of a skill"), ("Artifact", "Artifact"), (3, "")],
)
def test_the_assessment_of_1edtech_in_both_versions(kind, method):
    several = extension("AssessmentExtension", assessments=[{}, {"type": kind}])
    for value in (several, [several]):
        badge = {"extensions:AssessmentExtension": value}
        assert metadata_ob2.read_objects(badge).assessment_method == method
    described = {"type": ["ResultDescription", "AssessmentResultDescription"], "assessmentType": kind}
    other = {"type": ["ResultDescription"], "assessmentType": "Exam"}
    achievement = {"resultDescription": [other, described]}
    subject = subject_3({"credentialSubject": {"achievement": achievement}, "issuer": {}})
    assert subject.metadata.assessment_method == method


@pytest.mark.parametrize("kind", ["EducredentialAchievement", "EdubadgesAchievement"])
def test_the_terms_of_edubadges_in_3_0(kind):
    quality = {
        "targetType": "ext:QualityAssurance",
        "targetName": "NVAO",
        "targetUrl": "https://qa.example/",
        "targetDescription": "A visit",
    }
    skill = {"targetName": "x", "targetUrl": "https://x.example/"}
    level = {"targetType": "ext:EQF", "targetName": "EQF level 4", "targetCode": "4"}
    achievement = {
        "type": ["Achievement", kind],
        "ECTS": 3.5,
        "SBU": 240,
        "participationType": "online",
        "assessmentType": "testing",
        "supervisionType": "onsite with identity verification",
        "alignment": [level, quality, skill],
    }
    metadata = metadata_ob3.read_objects(achievement)
    assert metadata == Metadata(
        workload=Workload(240, 3.5),
        participation_form="online",
        assessment_method="testing",
        supervision="supervised onsite with identity verification",
        quality_assurance=QualityAssurance("NVAO", "https://qa.example/", "A visit"),
        level=QualificationLevel("EQF", "4"),
        skills=(Skill("x", "https://x.example/"),),
    )
    assert metadata_ob3.read_objects({**achievement, "alignment": [quality]}).skills == ()
    assert metadata_ob3.read_objects({**achievement, "type": "Achievement"}).participation_form == ""
