"""Rules about meaning: the type of every nested object, open word lists, places of members, one of each version."""

from __future__ import annotations

import copy

import pytest

from qualitybadge.conformance import conformance_errors
from qualitybadge.model.members import members_of
from qualitybadge.model.ob3 import (
    AchievementCredential,
    AchievementCredentialV1,
    EndorsementCredential,
    Profile,
)
from qualitybadge.model.values import Value
from support.badges import VC_1, VC_2, badge, badge_1, endorsement
from support.mutations import classes_of, fullest

OWN_TYPE = ("Proof", "CredentialSchema", "CredentialStatus", "Refresh", "TermsOfUse")
"""Classes whose type the standard leaves to the method they describe."""


def _full(cls=AchievementCredential):
    return fullest(cls, 6)


def _nested(cls, data, pointer=""):
    """Yield each object of a document that is of a class with prescribed types: class, object and pointer."""
    yield cls, data, pointer
    for member in members_of(cls):
        classes = [kind for kind in member.kinds if not isinstance(kind, Value)]
        value = data.get(member.name)
        many = value if isinstance(value, list) else [value]
        for place, item in enumerate(many):
            if classes and isinstance(item, dict):
                step = f"/{member.name}/{place}" if isinstance(value, list) else f"/{member.name}"
                inner = classes[-1] if VC_1 in item.get("@context", ()) else classes[0]
                yield from _nested(inner, item, pointer + step)


def _pointers(data):
    return {error.pointer for error in conformance_errors(data)}


def test_a_full_badge_conforms_and_has_every_class():
    for cls in (AchievementCredential, AchievementCredentialV1):
        data = _full(cls)
        assert [str(error) for error in conformance_errors(data)] == []
        found = {inner.__name__.removesuffix("V1") for inner, _data, _pointer in _nested(cls, data)}
        assert {inner.__name__.removesuffix("V1") for inner in classes_of(cls)} == found


@pytest.mark.parametrize("wrong", [["Thing"], "Thing", [], None, 7, ["ext:Thing", "Other"]])
def test_every_nested_object_is_of_its_type(wrong):
    seen = set()
    original = _full()
    for cls, inner, pointer in _nested(AchievementCredential, original):
        if cls.__name__ in OWN_TYPE or cls in seen or "type" not in inner or not pointer:
            continue
        seen.add(cls)
        data = copy.deepcopy(original)
        place = data
        for step in pointer.split("/")[1:]:
            place = place[int(step) if step.isdigit() else step]
        place["type"] = wrong
        assert any(found.startswith(f"{pointer}/type") for found in _pointers(data)), pointer
        del place["type"]
        assert f"{pointer}/type" in _pointers(data)
    assert {cls.__name__.removesuffix("V1") for cls in seen} >= {
        "AchievementSubject", "Achievement", "Result", "ResultDescription", "RubricCriterionLevel", "Alignment",
        "Profile", "IdentityObject", "IdentifierEntry", "Address", "GeoCoordinates", "Image", "Related",
        "Evidence", "EndorsementCredential", "EndorsementSubject",
    }  # fmt: skip


@pytest.mark.parametrize("place", ["issuer", "creator", "source", "parentOrg"])
def test_every_profile_is_one(place):
    data = _full()
    subject = data["credentialSubject"]
    holders = {
        "issuer": (data, "/issuer"),
        "creator": (subject["achievement"], "/credentialSubject/achievement/creator"),
        "source": (subject, "/credentialSubject/source"),
        "parentOrg": (data["issuer"], "/issuer/parentOrg"),
    }
    holder, pointer = holders[place]
    holder[place]["type"] = ["Organization"]
    assert _pointers(data) == {f"{pointer}/type"}


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("achievementType", ("credentialSubject", "achievement")),
        ("identifierType", ("issuer", "otherIdentifier", 0)),
        ("identityType", ("credentialSubject", "identifier", 0)),
        ("resultType", ("credentialSubject", "achievement", "resultDescription", 0)),
        ("targetType", ("credentialSubject", "achievement", "alignment", 0)),
    ],
)
def test_an_unknown_word_needs_the_prefix_of_extensions(name, steps):
    data = _full()
    holder = data
    for step in steps:
        holder = holder[step]
    pointer = "/" + "/".join(map(str, (*steps, name)))
    for word in ("Unheard-of", "EXT:x", "ext:", "my ext:x", "ext:a|b", ""):
        holder[name] = word
        [error] = conformance_errors(data)
        assert (error.code, error.pointer) == ("CONFORMANCE", pointer)
        assert "ext:" in error.hint
    holder[name] = "ext:Unheard-of"
    assert conformance_errors(data) == ()


@pytest.mark.parametrize(
    "steps",
    [("credentialSubject",), ("credentialSubject", "achievement"), ("credentialSubject", "result", 0)],
)
def test_evidence_stands_on_the_credential(steps):
    data = _full()
    holder = data
    for step in steps:
        holder = holder[step]
    holder["evidence"] = data["evidence"]
    [error] = conformance_errors(data)
    assert error.pointer == "/" + "/".join(map(str, (*steps, "evidence")))
    assert error.hint == "move it to the credential itself, beside credentialSubject"


@pytest.mark.parametrize("criteria", [{}, {"narrative": ""}, {"type": "Criteria"}])
def test_criteria_tell_something(criteria):
    data = badge()
    data["credentialSubject"]["achievement"]["criteria"] = criteria
    [error] = conformance_errors(data)
    assert (error.code, error.pointer) == ("CONFORMANCE", "/credentialSubject/achievement/criteria")
    assert error.spec == "OB 3.0 §B, Criteria"


def test_results_follow_their_descriptions():
    def found(change):
        data = _full()
        subject = data["credentialSubject"]
        change(subject["result"][0], subject["achievement"]["resultDescription"][0])
        return _pointers(data)

    result = "/credentialSubject/result/0"
    described = "/credentialSubject/achievement/resultDescription/0"
    assert found(lambda result, _described: result.update(resultDescription="urn:x:none")) == {
        f"{result}/resultDescription"
    }
    assert found(lambda result, _described: result.update(achievedLevel="urn:x:none")) == {
        f"{result}/achievedLevel"
    }
    assert found(lambda result, _described: result.pop("status")) == {f"{result}/status"}
    assert found(lambda _result, described: described.update(requiredLevel="urn:x:none")) == {
        f"{described}/requiredLevel"
    }
    assert found(lambda result, described: (result.update(value="5"), described.update(valueMax="4"))) == {
        f"{result}/value"
    }


def test_the_contexts_of_two_versions_are_not_mixed():
    for make, foreign in ((badge, VC_1), (badge_1, VC_2), (endorsement, VC_1)):
        data = make()
        data["@context"].append(foreign)
        [error] = conformance_errors(data)
        assert (error.code, error.pointer) == ("CONTEXT_ORDER", "/@context/2")


def test_a_bare_issuer_and_a_missing_name_are_of_version_2_only():
    for data in (badge(), badge_1()):
        data["issuer"] = "https://academy.example/issuer"
        data.pop("name", None)
        first = VC_1 in data["@context"]
        assert _pointers(data) == ({"/issuer", "/name"} if first else set())


def test_profiles_and_endorsements_alone_are_judged_too():
    for cls in (Profile, EndorsementCredential):
        data = _full(cls)
        assert conformance_errors(data) == ()
        holder = data if cls is Profile else data["issuer"]
        holder["address"]["geo"]["type"] = "Point"
        [error] = conformance_errors(data)
        assert error.pointer.endswith("/address/geo/type")
