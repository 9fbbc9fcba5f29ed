"""Controller documents: whose they are, what they list, and for what."""

from __future__ import annotations

import pytest

from qualitybadge.errors import InputError, InvalidKeyError, LimitError, UnsupportedError
from qualitybadge.limits import Limits
from qualitybadge.outcome import Trust
from support.controllers import DID, DID_URL, ISSUER, NOW, document, method, resolve, resolver
from support.keyring import pair

KEY = f"{ISSUER}#key-1"
OTHER = pair("Ed25519", "bob").public_key


def found(**more):
    return resolve(KEY, {ISSUER: document(**more)})


def refused(code, error=InputError, **more):
    with pytest.raises(error) as caught:
        found(**more)
    assert caught.value.code == code
    return caught.value.message


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"assertionMethod": [KEY]},
        {"assertionMethod": KEY},
        {"assertionMethod": "#key-1"},
        {"verificationMethod": [method(KEY)]},
        {"verificationMethod": method()},
        {"verificationMethod": [], "assertionMethod": [method()]},
        {"verificationMethod": ..., "assertionMethod": method(KEY)},
        {"verificationMethod": [method()], "assertionMethod": [method(KEY)]},
        {"verificationMethod": [method("#key-2", key=OTHER), method()], "assertionMethod": ["#key-2", KEY]},
        {"verificationMethod": [7, None, "#key-1", method()], "assertionMethod": [7, None, {}, KEY]},
        {"authentication": ["#key-1"], "deactivated": False, "type": ["Profile"], "controller": ISSUER},
        {"verificationMethod": [method(), method("#broken", publicKeyMultibase="z")]},
    ],
)
def test_a_method_is_found_however_it_is_listed(more):
    answer = found(**more)
    assert (answer.id, answer.controller, answer.document_url) == (KEY, ISSUER, ISSUER)
    assert (answer.key, answer.trust) == (pair().public_key, Trust.DOMAIN)


def test_a_did_web_is_found_in_its_document():
    answer = resolve(f"{DID}#key-1", {DID_URL: document(DID)})
    assert (answer.id, answer.controller, answer.document_url) == (f"{DID}#key-1", DID, DID_URL)
    assert (answer.key, answer.trust) == (pair().public_key, Trust.DOMAIN)


@pytest.mark.parametrize(
    "identifier", [..., None, "", 1, ISSUER + "/", ISSUER + "#", KEY, DID, [ISSUER], "https://evil.example/"]
)
def test_a_document_of_another_id_is_refused(identifier):
    assert "its id is not" in refused("INVALID_CONTROLLER_DOCUMENT", id=identifier)


@pytest.mark.parametrize("value", [[], "text", 1, None, True])
def test_a_document_that_is_no_object_is_refused(value):
    from support.controllers import json_response

    body = json_response(__import__("json").dumps(value))
    for url, address in ((KEY, ISSUER), (f"{DID}#key-1", DID_URL)):
        with pytest.raises(InputError, match="no JSON object") as caught:
            resolve(url, {address: body})
        assert caught.value.code == "INVALID_CONTROLLER_DOCUMENT"


@pytest.mark.parametrize("value", [True, None, "false", 0, 1])
def test_a_deactivated_document_is_refused(value):
    assert "deactivated" in refused("INVALID_CONTROLLER_DOCUMENT", deactivated=value)


@pytest.mark.parametrize("name", ["verificationMethod", "assertionMethod", "authentication", "keyAgreement"])
@pytest.mark.parametrize("value", [None, 1, True])
def test_lists_that_are_none_are_refused(name, value):
    assert f"its {name} is no list" in refused("INVALID_CONTROLLER_DOCUMENT", **{name: value})


@pytest.mark.parametrize(
    "more",
    [
        {"verificationMethod": []},
        {"verificationMethod": [], "assertionMethod": []},
        {"verificationMethod": [method("#key-2")]},
        {"verificationMethod": [method("key-1")]},
        {"verificationMethod": [method("https://evil.example/#key-1")]},
        {"verificationMethod": [method(...)]},
        {"verificationMethod": [method(7)]},
    ],
)
def test_a_method_that_is_not_described_is_not_found(more):
    refused("METHOD_NOT_FOUND", **more)


@pytest.mark.parametrize(
    "value", [..., [], "#key-2", ["#key-2"], ["key-1"], [ISSUER], [{}], [{"id": 7}], [method("#key-2")]]
)
def test_a_method_without_the_relationship_is_refused(value):
    message = refused("INVALID_RELATIONSHIP", assertionMethod=value, authentication=["#key-1"])
    assert "under assertionMethod" in message


def test_the_relationship_asked_for_is_the_one_that_counts():
    web = {ISSUER: document(assertionMethod=..., authentication=["#key-1"])}
    assert resolve(KEY, web, relationship="authentication").key == pair().public_key
    with pytest.raises(InputError) as caught:
        resolve(KEY, web, relationship="capabilityInvocation")
    assert caught.value.code == "INVALID_RELATIONSHIP"


def test_a_method_embedded_in_another_relationship_is_for_that_one_only():
    web = {ISSUER: document(verificationMethod=[], assertionMethod=[], authentication=[method()])}
    assert resolve(KEY, web, relationship="authentication").key == pair().public_key
    with pytest.raises(InputError) as caught:
        resolve(KEY, web)
    assert caught.value.code == "INVALID_RELATIONSHIP"


@pytest.mark.parametrize("place", ["verificationMethod", "assertionMethod", "authentication"])
def test_one_name_for_two_keys_is_refused(place):
    listed = document()[place] if place != "authentication" else []
    assert "one name" in refused("INVALID_CONTROLLER_DOCUMENT", **{place: [*listed, method(KEY, key=OTHER)]})


def test_one_name_twice_for_one_key_is_fine_unless_one_of_them_is_revoked():
    found(verificationMethod=[method(), method(KEY)])
    refused(
        "INVALID_VERIFICATION_METHOD",
        verificationMethod=[method(), method(KEY, revoked="2020-01-01T00:00:00Z")],
    )


def test_what_is_wrong_with_the_method_is_said():
    refused("CONTROLLER_MISMATCH", verificationMethod=[method(controller="https://evil.example/")])
    refused("PRIVATE_KEY_EXPOSED", InvalidKeyError, verificationMethod=[method(secretKeyMultibase="z")])
    refused("UNSUPPORTED", UnsupportedError, verificationMethod=[method(type="Unheard")])


def test_the_number_of_methods_is_limited():
    limits = Limits(verification_methods=5)
    few = document(
        verificationMethod=[method(), method("#a"), method("#b")], assertionMethod=["#key-1", "#a"]
    )
    assert resolver({ISSUER: few}, limits).resolve(KEY, at=NOW)
    many = {**few, "authentication": ["#b"]}
    with pytest.raises(LimitError, match="more than 5 methods"):
        resolver({ISSUER: many}, limits).resolve(KEY, at=NOW)


def test_the_document_is_not_changed():
    import copy

    from qualitybadge.did import documents

    given = document(verificationMethod=method(), assertionMethod="#key-1")
    before = copy.deepcopy(given)
    documents.find(given, KEY, "assertionMethod", NOW)
    assert given == before
