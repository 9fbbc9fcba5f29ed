"""Laws of the neutral metadata: nothing is lost between the versions, and nothing that is read raises."""

from __future__ import annotations

import copy
from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from qualitybadge.quality.metadata import ob2 as metadata_ob2
from qualitybadge.quality.metadata import ob3 as metadata_ob3
from qualitybadge.quality.metadata.model import Metadata
from qualitybadge.quality.metadata.terms import (
    BADGE_TERMS,
    BADGE_TERMS_2,
    EXTENSION,
    ISSUER_TERMS,
    ISSUER_TERMS_2,
)
from support.metadata import METADATA, subject_2, subject_3
from support.rule_cases.badges import GOOD_2, GOOD_3

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["hours", "name", "targetType", "targetName", "id", "value", "address", "odd"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
PLACES_3 = [*metadata_ob3.NATIVE, *BADGE_TERMS, "alignment"]
ISSUER_3 = [*ISSUER_TERMS, "address", "parentOrg", "otherIdentifier"]
PLACES_2 = [*metadata_ob2.NATIVE, "alignment", EXTENSION]
EXTENDED_2 = [*BADGE_TERMS, *BADGE_TERMS_2, *ISSUER_TERMS, *ISSUER_TERMS_2]


def normal(metadata: Metadata) -> Metadata:
    """Return metadata as it is read: what an issuer says stands for what its badge does not say."""
    return replace(
        metadata,
        quality_assurance=metadata.quality_assurance or metadata.issuer_quality_assurance,
        privacy_policy=metadata.privacy_policy or metadata.issuer_privacy_policy,
    )


def through_3(metadata: Metadata) -> Metadata:
    achievement = metadata_ob3.write_achievement({"type": ["Achievement"]}, metadata)
    issuer = metadata_ob3.write_issuer({"id": "did:web:academy.example"}, metadata)
    assert (*achievement.dropped, *issuer.dropped) == ()
    return metadata_ob3.read_objects(achievement.document, issuer.document)


def through_2(metadata: Metadata) -> Metadata:
    badge = {"type": "BadgeClass", "issuer": {"id": "https://academy.example/"}}
    written = metadata_ob2.write_badge_class(badge, metadata)
    assert written.dropped == ()
    return metadata_ob2.read_objects(written.document, written.document["issuer"])


@given(METADATA)
def test_nothing_is_lost_between_the_versions(metadata):
    expected = normal(metadata)
    assert through_3(metadata) == expected
    assert through_2(metadata) == expected
    assert through_2(through_3(metadata)) == expected
    assert through_3(through_2(metadata)) == expected


ODD = st.text(max_size=8) | st.sampled_from(["en", "https://a.example/", "2026-02-30", "not a link", "ext:A"])


@given(st.builds(Metadata, **{
    field.name: ODD for field in fields(Metadata) if field.type == "str"
}))  # fmt: skip
def test_what_is_not_read_back_was_said_to_be_dropped(metadata):
    for write, read in (
        (metadata_ob3.write_achievement, metadata_ob3.read_objects),
        (metadata_ob2.write_badge_class, metadata_ob2.read_objects),
    ):
        document = {"issuer": {}}
        written = write(document, metadata)
        issuer = {}
        lost = {one.field for one in written.dropped}
        if read is metadata_ob3.read_objects:
            more = metadata_ob3.write_issuer({}, metadata)
            issuer, lost = more.document, lost | {one.field for one in more.dropped}
        else:
            issuer = written.document["issuer"]
        back = read(written.document, issuer)
        assert document == {"issuer": {}}
        for field in fields(Metadata):
            said = getattr(metadata, field.name)
            if isinstance(said, str) and said.strip() and field.name not in lost:
                assert getattr(back, field.name) == said.strip()


@given(st.sampled_from(PLACES_3), st.sampled_from(ISSUER_3), JSON, JSON)
def test_any_json_is_read_from_a_badge_of_3_0(name, of_issuer, one, other):
    document = copy.deepcopy(GOOD_3)
    document["credentialSubject"]["achievement"][name] = one
    document["issuer"][of_issuer] = other
    subject = subject_3(document)
    assert isinstance(subject.metadata, Metadata)
    assert subject.place("workload") == "/credentialSubject/achievement/workload"


@given(st.sampled_from(PLACES_2), st.sampled_from(EXTENDED_2), JSON, JSON)
def test_any_json_is_read_from_a_badge_of_2_0(name, extended, one, other):
    document = copy.deepcopy(GOOD_2)
    document["badge"][EXTENSION][extended] = other
    document["badge"]["issuer"][EXTENSION][extended] = other
    document["badge"][name] = one
    subject = subject_2(document)
    assert isinstance(subject.metadata, Metadata)
    assert subject.place("workload") == f"/badge/{EXTENSION}/workload"
