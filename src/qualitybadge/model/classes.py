"""Which model stands for which kind of document in which version of the envelope; no rule of its own."""

from __future__ import annotations

from .clr import ClrCredential, ClrCredentialV1
from .document import Kind
from .node import Node
from .ob3 import (
    Achievement,
    AchievementCredential,
    AchievementCredentialV1,
    EndorsementCredential,
    EndorsementCredentialV1,
    Profile,
)
from .vc import VerifiableCredentialV1, VerifiableCredentialV2

CLASSES: dict[Kind, tuple[type[Node], type[Node]]] = {
    # kind: (VC 2.0, VC 1.1); the same where there is no envelope
    Kind.BADGE: (AchievementCredential, AchievementCredentialV1),
    Kind.ENDORSEMENT: (EndorsementCredential, EndorsementCredentialV1),
    Kind.CLR: (ClrCredential, ClrCredentialV1),
    Kind.STATUS_LIST: (VerifiableCredentialV2, VerifiableCredentialV1),
    Kind.CREDENTIAL: (VerifiableCredentialV2, VerifiableCredentialV1),
    Kind.PROFILE: (Profile, Profile),
    Kind.ACHIEVEMENT: (Achievement, Achievement),
}
