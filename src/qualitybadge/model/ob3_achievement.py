"""Open Badges 3.0: what can be achieved, and how results are described (OB 3.0 §B)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from . import rules, values
from .breach import Rule
from .node import As, CompactJws, Language, Many, Maybe, Node, Number, Text, Uri, types
from .ob3_profile import Endorsement, IdentifierEntry, Image, Profile
from .results import levels_known


class Criteria(Node):
    """What has to be done to earn the achievement: told by a narrative, by the page of the id, or by both."""

    rules: ClassVar[tuple[Rule, ...]] = (rules.criteria_told,)
    id: Maybe[Uri] = None
    """Address of a page with the criteria."""
    narrative: Maybe[Text] = None
    """The criteria, in Markdown."""


class Alignment(Node):
    """A node of a framework that the achievement, result or level corresponds to."""

    type: Annotated[tuple[Text, ...], types("Alignment")]
    """The types, Alignment among them."""
    target_code: Maybe[Text] = None
    """Short code of the node in its framework."""
    target_description: Maybe[Text] = None
    """What the node means."""
    target_name: Text
    """Name of the node."""
    target_framework: Maybe[Text] = None
    """Name of the framework."""
    target_type: Maybe[Annotated[str, As(values.TARGET_TYPE)]] = None
    """Kind of the node."""
    target_url: Uri
    """Address of the node."""


class Related(Node):
    """Another achievement that belongs with this one."""

    id: Uri
    """Identifies the other achievement."""
    type: Annotated[tuple[Text, ...], types("Related")]
    """The types, Related among them."""
    in_language: Maybe[Language] = None
    """Language of the other achievement."""
    version: Maybe[Text] = None
    """Version of the other achievement."""


class RubricCriterionLevel(Node):
    """One level of a rubric."""

    id: Uri
    """Identifies the level; a result points to it by achievedLevel."""
    type: Annotated[tuple[Text, ...], types("RubricCriterionLevel")]
    """The types, RubricCriterionLevel among them."""
    alignment: Many[Alignment] = ()
    """Nodes of frameworks it corresponds to."""
    description: Maybe[Text] = None
    """What the level means."""
    level: Maybe[Text] = None
    """Rank of the level in words."""
    name: Text
    """Name of the level."""
    points: Maybe[Text] = None
    """Points for the level."""


class ResultDescription(Node):
    """A kind of result that a holder may have."""

    rules: ClassVar[tuple[Rule, ...]] = (levels_known,)
    id: Uri
    """Identifies the description; a result points to it by resultDescription."""
    type: Annotated[tuple[Text, ...], types("ResultDescription")]
    """The types, ResultDescription among them."""
    alignment: Many[Alignment] = ()
    """Nodes of frameworks it corresponds to."""
    allowed_value: Many[Text] = ()
    """Possible values, from low to high."""
    name: Text
    """Name of the result."""
    required_level: Maybe[Uri] = None
    """Level that has to be reached."""
    required_value: Maybe[Text] = None
    """Value that has to be reached."""
    result_type: Annotated[str, As(values.RESULT_TYPE)]
    """What kind of result it is."""
    rubric_criterion_level: Many[RubricCriterionLevel] = ()
    """Levels of the rubric."""
    value_max: Maybe[Text] = None
    """Largest possible value."""
    value_min: Maybe[Text] = None
    """Smallest possible value."""


class Achievement(Node):
    """What the badge stands for: its name, criteria, alignments and results."""

    rules: ClassVar[tuple[Rule, ...]] = (rules.evidence_elsewhere,)
    id: Uri
    """Identifies the achievement."""
    type: Annotated[tuple[Text, ...], types("Achievement")]
    """The types, Achievement among them."""
    alignment: Many[Alignment] = ()
    """Nodes of frameworks it corresponds to."""
    achievement_type: Maybe[Annotated[str, As(values.ACHIEVEMENT_TYPE)]] = None
    """What kind of achievement it is."""
    creator: Maybe[Profile] = None
    """Who defined it."""
    credits_available: Maybe[Number] = None
    """Credits that can be earned."""
    criteria: Criteria
    """What has to be done."""
    description: Text
    """What it is, in a few words."""
    endorsement: Many[Endorsement] = ()
    """Endorsements by others, with embedded proofs."""
    endorsement_jwt: Many[CompactJws] = ()
    """Endorsements by others, as tokens."""
    field_of_study: Maybe[Text] = None
    """Subject area."""
    human_code: Maybe[Text] = None
    """Code that people use for it."""
    image: Maybe[Image] = None
    """The picture of the badge."""
    in_language: Maybe[Language] = None
    """Language it is written in."""
    name: Text
    """Name of the achievement."""
    other_identifier: Many[IdentifierEntry] = ()
    """Further identifiers."""
    related: Many[Related] = ()
    """Achievements that belong with it."""
    result_description: Many[ResultDescription] = ()
    """Results a holder may have."""
    specialization: Maybe[Text] = None
    """Major or focus within the field."""
    tag: Many[Text] = ()
    """Keywords."""
    version: Maybe[Text] = None
    """Version of the definition."""
