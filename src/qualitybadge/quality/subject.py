"""The badge under assessment: one view of both versions, with the place of everything. Judges nothing."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ..limits import DEFAULT_LIMITS, Limits
from .demands import NO_DEMANDS, Demands
from .metadata.model import Metadata
from .terms import Terms

if TYPE_CHECKING:
    from ..fetcher import Fetcher
    from ..verify.result import Report
    from .conformity import Conformity
    from .extensions import Placed
    from .images import Picture
    from .label.report import LabelReport
    from .rules.outcomes import Alignment
    from .speakers import Endorsement, LabelClaim

Version = Literal["2.0", "3.0"]


@dataclass(frozen=True, slots=True)
class Part:
    """One object of a badge and where it stands.

    Attributes:
        data: the object; {} where it is absent or only linked.
        at: JSON pointer to it.
        link: its address where the badge only names it and it was not obtained; else "".
        present: whether there is an object.
    """

    data: Mapping[str, Any]
    at: str
    link: str = ""
    present: bool = True

    def text(self, name: str) -> str:
        """Return the member where it is a text, without white space around it; else ""."""
        value = self.data.get(name)
        return value.strip() if isinstance(value, str) else ""

    def object(self, name: str) -> dict[str, Any]:
        """Return the member where it is an object, or the first object of a list; else {}."""
        return next(iter(self.objects(name)), {})

    def objects(self, name: str) -> list[dict[str, Any]]:
        """Return the objects of a member, one or several."""
        return [item for item in many(self.data.get(name)) if isinstance(item, dict)]

    def pointer(self, *names: str | int) -> str:
        """Return the JSON pointer to something in this object."""
        return self.at + "".join(f"/{escaped(name)}" for name in names)


def escaped(name: str | int) -> str:
    """Return a name as a step of a JSON pointer (RFC 6901 §3)."""
    return str(name).replace("~", "~0").replace("/", "~1")


def many(value: Any) -> list[Any]:
    """Return a member as a list: JSON-LD takes one and [one] alike; [] for nothing."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def texts(value: Any) -> list[str]:
    """Return the texts of a member, one or several."""
    return [item for item in many(value) if isinstance(item, str)]


@dataclass(frozen=True)
class Subject:
    """What the rules look at; the same words for both versions of Open Badges.

    Attributes:
        version: ``2.0`` or ``3.0``.
        badge: the whole: the credential, or the assertion.
        award: what is said of this earner: ``credentialSubject``, or the assertion.
        achievement: the Achievement, or the BadgeClass.
        issuer: the issuer's Profile.
        draft: whether it is not signed or hosted yet.
        now: the time of the assessment, aware.
        terms: limits and word lists.
        report: what the verifier found; None for a draft.
        fetcher: how the network may be asked; None: not at all.
        files: images by address, that the caller handed in.
        siblings: ids of badges assessed before in the same batch.
        activity_text: the description of the activity, where the caller gave it.
        public: whether it was fetched from its address, where others read it, too.
        recognised: whether the caller's trust list knows the issuer; None where none was given.
        labels: what became of labels of the issuer, as `verify_label` reports it.
        demands: stricter conditions and limits of the profile.
    """

    version: Version
    badge: Part
    award: Part
    achievement: Part
    issuer: Part
    draft: bool
    now: datetime
    terms: Terms
    report: Report | None = None
    fetcher: Fetcher | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    siblings: Container[str] = frozenset()
    activity_text: str = ""
    public: bool = False
    recognised: bool | None = None
    labels: tuple[LabelReport, ...] = ()
    demands: Demands = NO_DEMANDS
    limits: Limits = DEFAULT_LIMITS

    def part(self, name: str) -> Part:
        """Return a part by the name that rules use: ``badge``, ``award``, ``achievement`` or ``issuer``."""
        part: Part = getattr(self, name)
        return part

    @cached_property
    def metadata(self) -> Metadata:
        """What the badge says about learning, read once."""
        return self._reading[0]

    @cached_property
    def picture(self) -> Picture:
        """The image of the achievement, obtained once."""
        from .images import picture_of  # a badge without image needs none of it

        return picture_of(self)

    @cached_property
    def endorsements(self) -> tuple[Endorsement, ...]:
        """The endorsements that the badge carries, found once."""
        from .speakers import endorsements_of

        return endorsements_of(self)

    @cached_property
    def label_claims(self) -> tuple[LabelClaim, ...]:
        """Where the badge says that its issuer holds a label, found once."""
        from .speakers import label_claims_of

        return label_claims_of(self)

    @cached_property
    def extensions(self) -> tuple[Placed, ...]:
        """The extensions of a badge of 2.0, found once."""
        from .extensions import extension_objects

        return tuple(extension_objects(self))

    @cached_property
    def alignments(self) -> tuple[Alignment, ...]:
        """What the achievement is aligned to, without levels of qualifications, read once."""
        from .rules.outcomes import alignments_of

        return alignments_of(self)

    @cached_property
    def conformity(self) -> Conformity:
        """What a draft has against the standard, asked once."""
        from .conformity import conformity_of

        return conformity_of(self)

    def place(self, name: str) -> str:
        """Return the JSON pointer to where a field of the metadata was read, or would be written."""
        return self._reading[1].get(name) or self.achievement.at

    @cached_property
    def _reading(self) -> tuple[Metadata, Mapping[str, str]]:
        if self.version == "3.0":
            from .metadata.ob3 import read
        else:
            from .metadata.ob2 import read
        return read(self)
