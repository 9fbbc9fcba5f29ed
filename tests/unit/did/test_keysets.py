"""JWKs and JWK Sets at https addresses: one kid, one key."""

from __future__ import annotations

import pytest

from qualitybadge.errors import InputError, InvalidKeyError, LimitError, UnsupportedError
from qualitybadge.keys.table import PRIVATE_MEMBERS
from qualitybadge.limits import Limits
from qualitybadge.outcome import Trust
from support.controllers import NOW, resolve, resolver
from support.keyring import TYPES, pair

ADDRESS = "https://academy.example/.well-known/jwks.json"
ISSUER = "https://academy.example/issuers/1"


def jwk(
    name: str | None = None, key_type: str = "Ed25519", who: str = "ada", **more: object
) -> dict[str, object]:
    return {**pair(key_type, who).to_jwk(), **({"kid": name} if name else {}), **more}


def key_set(*keys: object) -> dict[str, object]:
    return {"keys": list(keys)}


@pytest.mark.parametrize("key_type", TYPES)
def test_a_jwk_stands_at_its_own_address(key_type):
    url = "https://academy.example/keys/1"
    for name in (None, "anything", url):
        method = resolve(url, {url: jwk(name, key_type)})
        assert (method.id, method.controller, method.document_url) == (url, None, url)
        assert (method.key, method.trust) == (pair(key_type).public_key, Trust.DOMAIN)


@pytest.mark.parametrize("name", ["key-1", f"{ADDRESS}#key-1"])
def test_a_kid_names_one_key_of_a_set(name):
    keys = key_set(jwk("key-2", who="bob"), jwk(name), jwk(), jwk("key-3", "RSA"))
    method = resolve(f"{ADDRESS}#key-1", {ADDRESS: keys})
    assert (method.key, method.document_url) == (pair().public_key, ADDRESS)
    alone = resolve(f"{ADDRESS}#key-1", {ADDRESS: jwk(name)})
    assert alone.key == method.key


def test_a_set_without_fragment_is_searched_for_the_whole_address():
    assert (
        resolve(ADDRESS, {ADDRESS: key_set(jwk(ADDRESS), jwk("key-2", who="bob"))}).key == pair().public_key
    )
    with pytest.raises(InputError) as caught:
        resolve(ADDRESS, {ADDRESS: key_set(jwk("key-1"))})
    assert caught.value.code == "METHOD_NOT_FOUND"


@pytest.mark.parametrize("name", [None, "", "key-2", "#key-1", "KEY-1", ADDRESS])
def test_a_kid_that_is_not_there_is_not_found(name):
    for published in (key_set(jwk(name)), jwk(name), key_set()):
        with pytest.raises(InputError) as caught:
            resolve(f"{ADDRESS}#key-1", {ADDRESS: published})
        assert caught.value.code == "METHOD_NOT_FOUND"


@pytest.mark.parametrize("kid", [1, None, ["key-1"], {"key-1": 1}, True])
def test_a_kid_that_is_no_text_names_nothing(kid):
    with pytest.raises(InputError) as caught:
        resolve(f"{ADDRESS}#key-1", {ADDRESS: key_set(jwk(kid=kid))})
    assert caught.value.code == "METHOD_NOT_FOUND"


@pytest.mark.parametrize(
    "second", [jwk("key-1", who="bob"), jwk("key-1"), jwk(f"{ADDRESS}#key-1", "P-256"), jwk("key-1", "RSA")]
)
def test_b11_a_kid_of_two_keys_is_refused(second):
    with pytest.raises(InvalidKeyError, match="several keys") as caught:
        resolve(f"{ADDRESS}#key-1", {ADDRESS: key_set(jwk("key-1"), second)})
    assert caught.value.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize("member", PRIVATE_MEMBERS)
def test_b08_a_set_with_a_private_key_is_refused_whole(member):
    keys = key_set(jwk("key-1"), jwk("key-2", who="bob", **{member: "c2VjcmV0"}))
    for ask in (
        lambda r: r.resolve(f"{ADDRESS}#key-1", at=NOW),
        lambda r: r.published_keys(ISSUER, at=NOW),
    ):
        with pytest.raises(InvalidKeyError) as caught:
            ask(resolver({ADDRESS: keys}))
        assert caught.value.code == "PRIVATE_KEY_EXPOSED"
        assert "c2VjcmV0" not in str(caught.value)


def test_b08_a_private_jwk_is_refused():
    with pytest.raises(InvalidKeyError) as caught:
        resolve(ADDRESS, {ADDRESS: pair().to_jwk(private=True)})
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"


@pytest.mark.parametrize("keys", [None, {}, "keys", 1, [1], ["key"], [jwk("key-1"), None]])
def test_a_set_that_is_no_list_of_objects_is_refused(keys):
    with pytest.raises(InputError, match="list of objects") as caught:
        resolve(f"{ADDRESS}#key-1", {ADDRESS: {"keys": keys}})
    assert caught.value.code == "INVALID_CONTROLLER_DOCUMENT"


def test_the_number_of_keys_is_limited():
    limits = Limits(verification_methods=3)
    keys = [jwk("key-1"), jwk("key-2", who="bob"), jwk("key-3", who="eve")]
    assert resolver({ADDRESS: key_set(*keys)}, limits).resolve(f"{ADDRESS}#key-1", at=NOW)
    with pytest.raises(LimitError, match="more than 3 keys"):
        resolver({ADDRESS: key_set(*keys, jwk())}, limits).resolve(f"{ADDRESS}#key-1", at=NOW)


def test_the_named_key_must_be_usable_itself():
    with pytest.raises(UnsupportedError, match="P-521"):
        resolve(
            f"{ADDRESS}#a", {ADDRESS: key_set({"kid": "a", "kty": "EC", "crv": "P-521", "x": "", "y": ""})}
        )
    with pytest.raises(InvalidKeyError, match="use"):
        resolve(f"{ADDRESS}#a", {ADDRESS: key_set(jwk("a", use="enc"))})


@pytest.mark.parametrize(
    "issuer",
    [
        ISSUER,
        "https://academy.example",
        "https://ACADEMY.example:443/x",
        "did:web:academy.example",
        "did:web:academy.example:issuers:1",
    ],
)
def test_a_key_may_name_an_issuer_of_its_own_authority(issuer):
    method = resolve(f"{ADDRESS}#key-1", {ADDRESS: key_set(jwk("key-1", iss=issuer))})
    assert method.controller == issuer


@pytest.mark.parametrize(
    "issuer",
    ["https://victim.example/1", "http://academy.example/", "https://academy.example:8443/", "https://academy.example@victim.example/",
     "did:web:victim.example", "did:web:academy.example%3A8443", "did:web:..", "did:key:z6Mk", "urn:x", "", 7, [ISSUER], {}],
)  # fmt: skip
def test_a_key_cannot_speak_for_another_authority(issuer):
    with pytest.raises(InputError) as caught:
        resolve(f"{ADDRESS}#key-1", {ADDRESS: key_set(jwk("key-1", iss=issuer))})
    assert caught.value.code == "CONTROLLER_MISMATCH"


def published(*keys: object, issuer: str = ISSUER):
    return resolver({ADDRESS: key_set(*keys)}).published_keys(issuer, at=NOW)


def test_the_published_keys_are_those_that_can_be_used():
    methods = published(
        jwk("key-1"),
        jwk(None, "RSA"),
        jwk("key-3", "P-256", iss=ISSUER),
        jwk("key-4", "P-384", iss="https://academy.example/issuers/2"),
        jwk("key-5", who="eve", iss="https://victim.example/"),
        jwk("key-6", who="eve", use="enc"),
        {"kty": "EC", "crv": "P-521"},
        {"kty": "unheard"},
    )
    assert [(method.id, method.key.type, method.controller) for method in methods] == [
        (f"{ADDRESS}#key-1", "Ed25519", None),
        (ADDRESS, "RSA", None),
        (f"{ADDRESS}#key-3", "P-256", ISSUER),
    ]
    assert {(method.trust, method.document_url) for method in methods} == {(Trust.DOMAIN, ADDRESS)}


def test_an_empty_set_publishes_nothing():
    assert published() == ()
