"""Every class of Open Badges 3.0 in one place; the definitions stand in the ob3_* modules and in vc."""

from __future__ import annotations

from .ob3_achievement import (
    Achievement,
    Alignment,
    Criteria,
    Related,
    ResultDescription,
    RubricCriterionLevel,
)
from .ob3_credential import (
    AchievementCredential,
    AchievementCredentialV1,
    AchievementSubject,
    Evidence,
    IdentityObject,
    Result,
)
from .ob3_profile import (
    Address,
    EndorsementCredential,
    EndorsementCredentialV1,
    EndorsementSubject,
    GeoCoordinates,
    IdentifierEntry,
    Image,
    Profile,
)
from .vc import CredentialSchema, CredentialStatus, Proof, Refresh, TermsOfUse

OpenBadgeCredential = AchievementCredential
OpenBadgeCredentialV1 = AchievementCredentialV1

__all__ = [
    "Achievement",
    "AchievementCredential",
    "AchievementCredentialV1",
    "AchievementSubject",
    "Address",
    "Alignment",
    "CredentialSchema",
    "CredentialStatus",
    "Criteria",
    "EndorsementCredential",
    "EndorsementCredentialV1",
    "EndorsementSubject",
    "Evidence",
    "GeoCoordinates",
    "IdentifierEntry",
    "IdentityObject",
    "Image",
    "OpenBadgeCredential",
    "OpenBadgeCredentialV1",
    "Profile",
    "Proof",
    "Refresh",
    "Related",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "TermsOfUse",
]
