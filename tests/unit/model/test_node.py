from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from qualitybadge.errors import InputError
from qualitybadge.model.node import One, Timestamp
from qualitybadge.model.ob3 import (
    Achievement,
    AchievementCredential,
    Criteria,
    IdentityObject,
    Image,
    Profile,
    Proof,
)
from qualitybadge.model.vc import Party
from support.badges import SHA256, badge


def _achievement(**more):
    return Achievement(
        id="urn:x:1", type="Achievement", name="N", description="D", criteria=Criteria(narrative="do"), **more
    )


def test_members_have_python_names_and_json_names():
    read = AchievementCredential.model_validate(badge())
    assert read.credential_subject.achievement.achievement_type == "Badge"
    assert read.to_dict()["credentialSubject"]["achievement"]["achievementType"] == "Badge"
    assert read.context[0] == "https://www.w3.org/ns/credentials/v2"
    assert read.model_dump(by_alias=True, exclude_unset=True) == badge()


def test_a_document_has_json_names_only():
    data = {"id": "urn:x:1", "type": "Profile", "family_name": 7}
    read = Profile.model_validate(data)
    assert read.family_name is None
    assert read.to_dict() == data
    both = {**data, "familyName": "Lovelace"}
    assert Profile.model_validate(both).family_name == "Lovelace"
    assert Profile.model_validate(both).to_dict() == both


def test_a_model_is_built_with_python_names():
    built = _achievement(achievement_type="Badge", tag=["a", "b"])
    assert built.to_dict() == {
        "id": "urn:x:1",
        "type": "Achievement",
        "name": "N",
        "description": "D",
        "criteria": {"narrative": "do"},
        "achievementType": "Badge",
        "tag": ["a", "b"],
    }
    with pytest.raises(ValidationError):
        _achievement(achievement_type="Program")


def test_models_are_frozen_and_plural_members_are_tuples():
    built = _achievement(tag=["a"])
    assert built.tag == ("a",)
    assert built.alignment == ()
    with pytest.raises(ValidationError):
        built.name = "other"


def test_a_single_value_stays_single():
    single = Party.model_validate({"id": "urn:x:1", "more": 1})
    assert single.to_dict() == {"id": "urn:x:1", "more": 1}
    one = Profile.model_validate({"id": "urn:x:1", "type": "Profile"})
    many = Profile.model_validate({"id": "urn:x:1", "type": ["Profile"]})
    assert one.type == many.type == ("Profile",)
    assert isinstance(one.type, One)
    assert (one.to_dict()["type"], many.to_dict()["type"]) == ("Profile", ["Profile"])
    assert Profile(id="urn:x:2", type=one.type).to_dict()["type"] == "Profile"


def test_dates_are_aware_and_keep_their_text():
    text = "2026-01-31T10:00:00.50+01:00"
    read = Proof.model_validate({"type": "P", "created": text})
    assert read.created == datetime(2026, 1, 31, 9, 0, 0, 500_000, tzinfo=UTC)
    assert read.created.utcoffset() == timedelta()
    assert read.to_dict()["created"] == text
    for clone in (copy.deepcopy(read), pickle.loads(pickle.dumps(read))):  # noqa: S301 - our own pickle
        assert clone == read
        assert clone.to_dict() == read.to_dict()


def test_a_date_without_zone_is_read_as_utc_where_the_class_allows_it():
    assert Timestamp.read("2026-01-31T09:00:00") == datetime(2026, 1, 31, 9, tzinfo=UTC)
    with pytest.raises(InputError):
        Timestamp.read("soon")


def test_dates_may_be_given_as_python_dates():
    vienna = timezone(timedelta(hours=1))
    built = Proof(type="P", created=datetime(2026, 1, 31, 10, tzinfo=vienna))
    assert built.to_dict()["created"] == "2026-01-31T09:00:00Z"
    later = Proof(type="P", created=built.created + timedelta(hours=1))
    assert later.to_dict()["created"] == "2026-01-31T10:00:00Z"
    born = Profile(id="urn:x:1", type="Profile", date_of_birth=date(1815, 12, 10))
    assert born.to_dict()["dateOfBirth"] == "1815-12-10"
    assert Profile.model_validate(born.to_dict()).date_of_birth == date(1815, 12, 10)
    without_zone = datetime(2026, 1, 31)  # noqa: DTZ001 - that is what must be refused
    for wrong in (without_zone, date(2026, 1, 31)):
        with pytest.raises(ValidationError):
            Proof(type="P", created=wrong)
    with pytest.raises(ValidationError):
        Profile(id="urn:x:1", type="Profile", date_of_birth=datetime(1815, 12, 10, tzinfo=UTC))


def test_null_is_refused_and_absence_is_none():
    with pytest.raises(ValidationError, match="null is not allowed"):
        Profile.model_validate({"id": "urn:x:1", "type": "Profile", "name": None})
    assert Profile.model_validate({"id": "urn:x:1", "type": "Profile"}).name is None


def test_closed_classes_refuse_what_they_do_not_know():
    with pytest.raises(ValidationError, match="closed, but a member is named the text 'alt'"):
        Image.model_validate({"id": "urn:x:1", "type": "Image", "alt": "x"})
    read = Criteria.model_validate({"type": "Criteria", "narrative": "Do it."})
    assert read.model_extra == {"type": "Criteria"}


def test_rules_over_members_hold_for_built_models_too():
    common = {"type": "IdentityObject", "hashed": True, "identity_type": "emailAddress"}
    assert IdentityObject(**common, identity_hash=SHA256)
    with pytest.raises(ValidationError, match="sha256"):
        IdentityObject(**common, identity_hash="ada@academy.example")


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"issuer": {"id": "x", "type": "Profile"}}, "/issuer/id", "MALFORMED_VALUE"),
        ({"issuer": 7}, "/issuer", "CONFORMANCE"),
        ({"name": None}, "/name", "CONFORMANCE"),
        ({"evidence": {}}, "/evidence", "CONFORMANCE"),
        ({"image": {"id": "urn:x:1", "type": "Image", "alt": 1}}, "/image", "CONFORMANCE"),
        ({"proof": {"type": 3}}, "/proof/type", "CONFORMANCE"),
        ({"proof": [{"type": "P"}, {}]}, "/proof/1/type", "CONFORMANCE"),
        ({"@context": ["https://www.w3.org/ns/credentials/v2"]}, "/@context", "CONTEXT_ORDER"),
        ({"endorsement": [{"a/b~c": 1}]}, "/endorsement/0/@context", "CONFORMANCE"),
        (
            {"credentialSubject": {"type": "AchievementSubject"}},
            "/credentialSubject/achievement",
            "CONFORMANCE",
        ),
        ({"validUntil": "1999-01-01T00:00:00Z"}, "", "CONFORMANCE"),
        ({"name": "{braces}", "description": 1}, "/description", "CONFORMANCE"),
    ],
)
def test_from_dict_names_the_place(change, pointer, code):
    with pytest.raises(InputError) as caught:
        AchievementCredential.from_dict({**badge(), **change})
    assert (caught.value.pointer, caught.value.code) == (pointer, code)


def test_from_dict_reads_what_conforms_and_mutates_nothing():
    data = badge()
    assert AchievementCredential.from_dict(data).to_dict() == badge()
    assert data == badge()


def test_pointers_are_escaped():
    with pytest.raises(InputError) as caught:
        AchievementCredential.from_dict({**badge(), "evidence": [{"type": ["Evidence"], "id": "a/b"}]})
    assert caught.value.pointer == "/evidence/0/id"


def test_a_message_with_braces_stays_as_it_is():
    with pytest.raises(InputError) as caught:
        Party.from_dict({"id": "{x}"})
    assert "found the text '{x}'" in caught.value.message
