"""did:jwk: the DID is the JWK."""

from __future__ import annotations

import json

import pytest

from qualitybadge.errors import InputError, InvalidKeyError, LimitError, UnsupportedError
from qualitybadge.outcome import Trust
from qualitybadge.wire.multibase import b64url_encode
from support.controllers import NOW, resolve, resolver
from support.keyring import TYPES, pair


def did_of(jwk: object) -> str:
    text = jwk if isinstance(jwk, str) else json.dumps(jwk)
    return f"did:jwk:{b64url_encode(text.encode())}"


@pytest.mark.parametrize("key_type", TYPES)
def test_the_did_names_its_key(key_type):
    key = pair(key_type).public_key
    did = key.to_did_jwk()
    method = resolve(f"{did}#0")
    assert (method.id, method.controller, method.key) == (f"{did}#0", did, key)
    assert (method.trust, method.document_url) == (Trust.SELF_ASSERTED, None)
    assert resolve(did) == method
    assert resolver().published_keys(did, at=NOW) == (method,)


def test_the_example_of_the_method_specification():
    did = (
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5"
        "IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
    )
    assert resolve(f"{did}#0").key.type == "P-256"


@pytest.mark.parametrize("fragment", ["", "1", "00", "key-1", "z6Mk"])
def test_the_only_fragment_is_0(fragment):
    with pytest.raises(InputError, match="#0") as caught:
        resolve(f"{pair().public_key.to_did_jwk()}#{fragment}")
    assert caught.value.code == "METHOD_NOT_FOUND"


@pytest.mark.parametrize("text", ["", "{", "nothing", '{"kty":"OKP","kty":"OKP"}', "NaN"])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(InputError, match="not a JWK in base64url") as caught:
        resolve(did_of(text))
    assert caught.value.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize("text", ["===", "a b", "+/", "AB", "?x"])
def test_what_is_no_base64url_is_refused(text):
    with pytest.raises(InputError, match="not a JWK in base64url"):
        resolve(f"did:jwk:{text}")


@pytest.mark.parametrize("value", ["[]", "1", "null", '"text"'])
def test_what_is_no_object_is_refused(value):
    with pytest.raises(InvalidKeyError, match="JSON object"):
        resolve(did_of(value))


def test_kinds_we_do_not_know_are_refused_by_name():
    with pytest.raises(UnsupportedError, match="P-521"):
        resolve(did_of({"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"}))


def test_a_did_of_the_longest_length_is_read():
    text = json.dumps({**pair().to_jwk(), "kid": ""})
    padding = 3072 - len(text)
    for more, error in ((0, None), (1, LimitError)):
        did = did_of({**pair().to_jwk(), "kid": "x" * (padding + more)})
        if error is None:
            assert len(did) == 8 + 4096
            assert resolve(did).key == pair().public_key
        else:
            with pytest.raises(error):
                resolve(did)


def test_endless_dids_are_refused():
    with pytest.raises(LimitError, match="4096 characters"):
        resolve(did_of({"kty": "OKP", "x": "A" * 4000}))
