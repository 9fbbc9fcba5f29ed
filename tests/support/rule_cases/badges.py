"""A good draft of either version: every rule that applies to a draft passes, or needs a person."""

from __future__ import annotations

from typing import Any

PNG = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIyMDAiIGhlaWdodD0iMjAwIj48Y2lyY2xlIGN4PSIxMDAiIGN5PSIxMDAiIHI9IjkwIi8+PC9zdmc+"
_NAME = "Tide Reading for Small Harbours"
_DESCRIPTION = (
    "Recognises people who plan moorings for small vessels: they read tide tables, judge wind and current, and "
    "explain their plan to the crew. Earned in a course of six evenings at the harbour of an invented town."
)
_NARRATIVE = (
    "To earn it:\n\n- plan three moorings from the published tables\n- carry one of them out on the water\n"
    "- explain each plan to two harbour pilots, who fill in the rubric"
)
_TASKS = [
    {
        "description": "Plan three moorings",
        "required": True,
        "evidence": "Three written plans",
        "verifiedBy": "organiser",
    },
    {"description": "Show a plan to a class", "required": False, "evidence": "Slides", "verifiedBy": "peer"},
]
_SKILL: dict[str, Any] = {
    "targetName": "perform mooring operations",
    "targetUrl": "http://data.europa.eu/esco/skill/0a3b4cb4-8d3c-4a9e-9a3b-6a5b6f1e2d3c",
    "targetFramework": "ESCO",
    "targetCode": "0a3b4cb4-8d3c-4a9e-9a3b-6a5b6f1e2d3c",
}
EXTENSION: dict[str, Any] = {
    "learningType": "non-formal",
    "learningContext": "Six evenings at the harbour of Fjordby",
    "learningOutcome": ["Plans a safe mooring from tide tables"],
    "assessmentMethod": "observation",
    "verifiedBy": "organiser",
    "participationForm": "onsite",
    "supervision": "supervised onsite with identity verification",
    "workload": {"hours": 28, "ects": 1},
    "creditSystem": "ECTS",
    "task": _TASKS,
    "prerequisite": ["none"],
    "opportunity": ["Entry to the harbour pilots' summer school"],
    "recognisedBy": [{"name": "Fjordby Harbour Office", "how": "counts as the mooring briefing"}],
    "partOf": ["https://academy.example/pathways/harbour"],
    "stackability": "One of four badges of the pathway Harbour Hand",
    "qualityAssurance": {
        "name": "Coastal Learning Council",
        "url": "https://council.example/",
        "description": "External visit every two years",
        "reviewProcess": "Criteria are reviewed every year with two employers",
        "date": "2026-01-15",
    },
    "languageOfLearning": "da",
    "validityPolicy": "no expiry",
    "renewal": "Not needed",
    "definitionStatus": "active",
    "reviewedOn": "2026-05-01",
    "nextReview": "2028-05-01",
    "privacyPolicy": "https://academy.example/privacy",
    "moreInformation": "https://academy.example/tide-reading",
}

GOOD_3: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        "https://qualitybadge.example/contexts/quality/1.json",
    ],
    "id": "urn:uuid:5b0b8a1e-6a52-4a4b-9df5-0d7f2f7f3c11",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": _NAME,
    "issuer": {
        "id": "did:web:academy.example",
        "type": ["Profile"],
        "name": "Harbour City Learning Academy",
        "url": "https://academy.example/",
        "email": "badges@academy.example",
        "description": "An invented academy that teaches what people need in a small harbour.",
        "image": {"id": PNG, "type": "Image", "caption": "An anchor"},
        "address": {"type": ["Address"], "addressCountryCode": "DK"},
        "otherIdentifier": [
            {
                "type": "IdentifierEntry",
                "identifier": "https://ror.org/012345678",
                "identifierType": "ext:ROR",
            }
        ],
    },
    "validFrom": "2026-11-01T09:00:00Z",
    "awardedDate": "2026-11-01T09:00:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "id": "did:example:ada",
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": "Ada Example", "identityType": "name"}
        ],
        "narrative": "I planned the mooring of the rescue boat.",
        "activityStartDate": "2026-09-01T17:00:00Z",
        "activityEndDate": "2026-10-15T20:00:00Z",
        "achievement": {
            "id": "https://academy.example/achievements/tide-reading/2",
            "type": ["Achievement", "QualityAchievement"],
            "achievementType": "MicroCredential",
            "name": _NAME,
            "description": _DESCRIPTION,
            "criteria": {"id": "https://academy.example/criteria/tide-reading", "narrative": _NARRATIVE},
            "image": {"id": PNG, "type": "Image", "caption": "A tide gauge at high water"},
            "inLanguage": "en",
            "version": "2",
            "tag": ["tides", "mooring"],
            "fieldOfStudy": "Water transport",
            "creditsAvailable": 1,
            "creator": {
                "id": "did:web:academy.example",
                "type": ["Profile"],
                "name": "Harbour City Learning Academy",
            },
            "alignment": [
                {"type": ["Alignment"], "targetType": "ext:ESCOSkill", **_SKILL},
                {
                    "type": ["Alignment"],
                    "targetName": "EQF level 4",
                    "targetUrl": "http://data.europa.eu/snb/eqf/4",
                    "targetFramework": "European Qualifications Framework",
                    "targetCode": "4",
                    "targetType": "ext:EQFLevel",
                },
            ],
            "resultDescription": [
                {
                    "id": "urn:uuid:c1e9d7b0-58a9-4c39-9c68-5f0f6f5f0001",
                    "type": ["ResultDescription"],
                    "name": "Mooring plans",
                    "resultType": "Status",
                    "allowedValue": ["Completed"],
                    "requiredValue": "Completed",
                }
            ],
            "related": [
                {
                    "id": "https://academy.example/achievements/tide-reading/1",
                    "type": ["Related"],
                    "version": "1",
                },
                {
                    "id": "https://academy.example/achievements/tide-reading/2/da",
                    "type": ["Related"],
                    "inLanguage": "da",
                },
            ],
            **EXTENSION,
        },
    },
    "evidence": [
        {
            "id": "https://academy.example/evidence/1842",
            "type": ["Evidence"],
            "name": "Three mooring plans",
            "narrative": "Plans for spring tide, neap tide and storm",
            "digestMultibase": "uEiDEBNxptVwGkjZuPyjm2LwuUGvtvU9RlkSttYAlANgzMQ",
        }
    ],
    "credentialSchema": [
        {
            "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019",
        }
    ],
    "termsOfUse": [{"id": "https://academy.example/terms", "type": "ext:Terms"}],
}

GOOD_2: dict[str, Any] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "recipient": {
        "type": "email",
        "hashed": True,
        "salt": "b5f1c0d2e3a4957f6a7b8c9d",
        "identity": "sha256$" + "3" * 64,
    },
    "extensions:recipientProfile": {
        "@context": "https://openbadgespec.org/extensions/recipientProfile/context.json",
        "type": ["Extension", "extensions:RecipientProfile"],
        "name": "Ada Example",
    },
    "issuedOn": "2026-11-01T09:00:00Z",
    "narrative": "I planned the mooring of the rescue boat.",
    "evidence": [
        {
            "id": "https://academy.example/evidence/1842",
            "name": "Three mooring plans",
            "narrative": "Plans for spring tide, neap tide and storm",
        }
    ],
    "badge": {
        "id": "https://academy.example/ob2/tide-reading.json",
        "type": "BadgeClass",
        "@language": "en",
        "version": "2",
        "name": _NAME,
        "description": _DESCRIPTION,
        "image": {"id": PNG, "caption": "A tide gauge at high water"},
        "criteria": {"id": "https://academy.example/criteria/tide-reading", "narrative": _NARRATIVE},
        "tags": ["tides", "mooring"],
        "alignment": [dict(_SKILL)],
        "extensions:Accessibility": {
            "@context": "https://w3id.org/openbadges/extensions/accessibilityExtension/context.json",
            "type": ["Extension", "extensions:Accessibility"],
            "accessibilityFeature": ["transcript", "largePrint"],
            "url": "https://academy.example/access",
        },
        "related": [{"id": "https://academy.example/ob2/tide-reading.da.json", "@language": "da"}],
        "extensions:AssessmentExtension": {
            "@context": "https://w3id.org/openbadges/extensions/assessmentExtension/context.json",
            "type": ["Extension", "extensions:AssessmentExtension"],
            "description": "One assessment on the water",
            "assessments": [
                {
                    "description": "Three plans are made, and one is carried out",
                    "type": "Performance",
                    "assessmentOutput": "Three mooring plans",
                    "hasGroupParticipation": False,
                    "hasGroupEvaluation": False,
                    "evaluationMethod": "Two pilots score each plan from 0 to 4; 3 is enough",
                }
            ],
        },
        "extensions:qualityMetadata": {
            "@context": "https://qualitybadge.example/contexts/quality/ob2/1.json",
            "type": ["Extension", "extensions:QualityMetadata"],
            "achievementType": "MicroCredential",
            "level": {"framework": "EQF", "value": "4"},
            **EXTENSION,
        },
        "issuer": {
            "id": "https://academy.example/ob2/issuer.json",
            "type": "Profile",
            "name": "Harbour City Learning Academy",
            "url": "https://academy.example/",
            "email": "badges@academy.example",
            "description": "An invented academy that teaches what people need in a small harbour.",
            "image": {"id": PNG, "caption": "An anchor"},
            "extensions:qualityMetadata": {
                "@context": "https://qualitybadge.example/contexts/quality/ob2/1.json",
                "type": ["Extension", "extensions:QualityMetadata"],
                "country": "DK",
                "organisationIdentifier": [{"scheme": "ROR", "value": "https://ror.org/012345678"}],
            },
        },
    },
}
