"""A09: wrong shapes are refused with a pointer, and nothing but a finding comes out of them."""

from __future__ import annotations

import pytest

from qualitybadge.conformance import conformance_errors, structural_errors
from qualitybadge.errors import InputError
from support.badges import JUNK, badge, badge_1, endorsement, places


def _pointers(data) -> list[str]:
    errors = conformance_errors(data)
    assert all(type(error) is InputError for error in errors)
    return [error.pointer for error in errors]


@pytest.mark.parametrize("root", [[], [badge()], "x", "", 7, 1.5, True, None])
def test_a09_the_root_is_no_object(root):
    assert _pointers(root) == [""]
    assert structural_errors(root)


@pytest.mark.parametrize(
    "issuer", [None, [], {}, "", 7, True, [{"id": "did:key:zA"}], {"id": None}, {"id": []}]
)
def test_a09_the_issuer_is_null_or_worse(issuer):
    pointers = _pointers({**badge(), "issuer": issuer})
    assert pointers[0] in ("/issuer", "/issuer/id")
    assert structural_errors({**badge(), "issuer": issuer})


@pytest.mark.parametrize("subject", [None, [], "did:key:zA", 7, [badge()["credentialSubject"]]])
def test_a09_the_subject_is_no_object(subject):
    assert _pointers({**badge(), "credentialSubject": subject}) == ["/credentialSubject"]
    assert structural_errors({**badge(), "credentialSubject": subject})


def test_a09_an_empty_subject():
    assert set(_pointers({**badge(), "credentialSubject": {}})) == {
        "/credentialSubject",
        "/credentialSubject/type",
        "/credentialSubject/achievement",
    }


@pytest.mark.parametrize("value", [True, False, "2", None, [2], float("nan"), float("inf")])
def test_a09_a_number_is_no_boolean_and_no_text(value):
    data = badge()
    data["credentialSubject"]["creditsEarned"] = value
    assert _pointers(data) == ["/credentialSubject/creditsEarned"]


@pytest.mark.parametrize("value", [0, 1, "true", None, []])
def test_a09_a_boolean_is_no_number_and_no_text(value):
    data = badge()
    data["credentialSubject"]["identifier"][0]["hashed"] = value
    assert _pointers(data) == ["/credentialSubject/identifier/0/hashed"]


@pytest.mark.parametrize("name", ["evidence", "endorsement", "endorsementJwt"])
@pytest.mark.parametrize("value", ["text", {}, 7, True, None])
def test_a09_one_value_is_no_list(name, value):
    assert _pointers({**badge(), name: value}) == [f"/{name}"]


@pytest.mark.parametrize("name", ["id", "name", "description", "validFrom", "credentialStatus", "image"])
def test_a09_a_list_is_no_single_value(name):
    data = badge()
    assert _pointers({**data, name: [data.get(name, "x")]}) == [f"/{name}"]


@pytest.mark.parametrize("make", [badge, badge_1, endorsement])
def test_a09_any_junk_in_any_place_gives_findings_or_nothing_never_another_error(make):
    for number in range(len(places(make()))):
        for junk in JUNK:
            data = make()
            container, key = places(data)[number]
            container[key] = junk
            for error in (*conformance_errors(data), *structural_errors(data)):
                assert isinstance(error, InputError)
                assert error.message
