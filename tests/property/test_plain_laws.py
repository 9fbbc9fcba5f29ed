"""What is recognised as plain has no undefined term: the shortcut and the walk never disagree."""

from __future__ import annotations

import copy
import json
from random import Random

import pytest

from qualitybadge.jsonld import vocabulary_errors
from qualitybadge.model.classes import CLASSES
from qualitybadge.model.classtable import class_table
from qualitybadge.model.document import Kind
from qualitybadge.model.plain import is_plain, plainly_conforms
from support.badges import OB, VC_2, badge, conforming, endorsement, mutant
from support.credentials import badge as small_badge

MEMBERS = {name for shape in class_table().shapes.values() for name in shape.members}
OPEN = {"credentialStatus", "credentialSchema", "refreshService", "termsOfUse", "proof", "endorsement"}


def _pared(value):
    """Return the value without members the standard does not know or leaves open, and without empty lists."""
    if isinstance(value, dict):
        kept = {
            name: _pared(inner) for name, inner in value.items() if name in MEMBERS - OPEN and inner != []
        }
        return {name: inner for name, inner in kept.items() if inner not in ([], {})}
    return [_pared(item) for item in value] if isinstance(value, list) else value


def _surely_conforms(document):
    try:
        return bool(class_table().documents["BADGE"][0].accepts(document))
    except TypeError:
        return False


def _documents(seed, count):
    rnd = Random(seed)  # noqa: S311 - documents, not secrets
    for _ in range(count):
        document = conforming(CLASSES[Kind.BADGE][0], rnd)
        if rnd.random() < 0.7:
            document = _pared(document)
        if rnd.random() < 0.3:
            document = mutant(document, rnd)
        if isinstance(document, dict):
            yield document | {"@context": [VC_2, OB]}


@pytest.mark.parametrize("seed", range(3))
def test_a_plain_badge_has_no_undefined_term(seed):
    plain = 0
    for document in _documents(seed, 700):
        # One pass tells the same as the two of which it takes the place.
        assert plainly_conforms(document) == (is_plain(document) and _surely_conforms(document))
        if is_plain(document):
            plain += 1
            errors = [error for error in vocabulary_errors(document) if error.code == "DATA_LOSS"]
            assert errors == [], (errors, json.dumps(document))
    assert plain > 40


def test_ordinary_badges_are_plain():
    assert is_plain(small_badge())
    document = badge()
    assert not is_plain(document)  # it has a member of its own
    for name in (*OPEN, "x-note"):
        document.pop(name, None)
    document["credentialStatus"] = {
        "id": "https://academy.example/status/1#4",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "4",
        "statusListCredential": "https://academy.example/status/1",
    }
    assert is_plain(document)
    assert plainly_conforms(document)
    for name, value in (("statusPurpose", 7), ("statusListCredential", "no URL"), ("id", "")):
        altered = document | {"credentialStatus": document["credentialStatus"] | {name: value}}
        assert not is_plain(altered)
        assert not plainly_conforms(altered)


def test_conforming_and_plain_are_two_questions():
    document = small_badge()
    assert plainly_conforms(document)
    for changed in (
        document | {"validFrom": "soon"},
        document | {"evidence": [{"type": ["Evidence"], "name": 7}]},
    ):
        assert is_plain(changed)
        assert not plainly_conforms(changed)
    deep = inner = small_badge()
    for _ in range(3000):
        inner["issuer"] = inner["parentOrg"] = {"id": "urn:x:1", "type": ["Profile"]}
        inner = inner["issuer"]
    assert not plainly_conforms(deep)


def _everywhere(value, change):
    """Yield a copy of the document for each of its objects, changed there."""
    places = []

    def visit(item, path):
        if isinstance(item, dict):
            places.append(path)
            for name, inner in item.items():
                visit(inner, (*path, name))
        elif isinstance(item, list):
            for number, inner in enumerate(item):
                visit(inner, (*path, number))

    visit(value, ())
    for path in places:
        result = copy.deepcopy(value)
        place = result
        for step in path:
            place = place[step]
        change(place)
        yield path, result


def test_one_unknown_member_anywhere_is_not_plain():
    for path, document in _everywhere(small_badge(), lambda place: place.update(unknown="x")):
        assert not is_plain(document), path
        assert not plainly_conforms(document), path


def test_one_unknown_type_anywhere_is_not_plain():
    def add(place):
        if isinstance(place.get("type"), list):
            place["type"] = [*place["type"], "Unknown"]
        else:
            place["type"] = "Unknown"

    for path, document in _everywhere(small_badge(), add):
        assert not is_plain(document), path
        assert not plainly_conforms(document), path


@pytest.mark.parametrize(
    "context", [None, VC_2, [VC_2], [OB, VC_2], [VC_2, OB, "https://x.example/c"], [VC_2, {}]]
)
def test_other_contexts_are_not_plain(context):
    document = small_badge() | {"@context": context}
    assert not is_plain(document)
    assert not plainly_conforms(document)
    inside = small_badge() | {"endorsement": [endorsement()]}
    assert is_plain(inside)
    assert plainly_conforms(inside)
    inside["endorsement"][0]["@context"] = context  # it could give the words another meaning
    assert not is_plain(inside)
    assert not plainly_conforms(inside)


@pytest.mark.parametrize("value", [None, {}, [], [[]], [None], {"a": 1}])
@pytest.mark.parametrize(
    "member", ["name", "evidence", "credentialSubject", "credentialStatus", "type", "issuer"]
)
def test_odd_values_are_not_plain(member, value):
    assert not is_plain(small_badge() | {member: value})
    assert not plainly_conforms(small_badge() | {member: value})
