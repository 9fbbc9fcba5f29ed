"""did:key: one DID, one key, one method."""

from __future__ import annotations

import pytest

from qualitybadge.did import key
from qualitybadge.errors import InputError, InvalidKeyError, UnsupportedError
from qualitybadge.outcome import Trust
from support.controllers import NOW, resolve, resolver
from support.keyring import WITH_MULTIKEY, pair


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
def test_the_did_names_its_key(key_type):
    signer = pair(key_type)
    method = resolve(signer.did_key_method)
    assert (method.id, method.controller) == (signer.did_key_method, signer.did)
    assert (method.key, method.trust) == (signer.public_key, Trust.SELF_ASSERTED)
    assert method.document_url is None


def test_the_bare_did_names_its_only_method():
    assert resolve(pair().did) == resolve(pair().did_key_method)


def test_no_request_is_made():
    from qualitybadge.fetcher import StaticFetcher

    fetcher = StaticFetcher({})
    from qualitybadge.did import DidResolver

    DidResolver(fetcher).resolve(pair().did, at=NOW)
    assert fetcher.calls == ()


@pytest.mark.parametrize(
    "relationship", ["assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation"]
)
def test_every_signing_relationship_holds(relationship):
    assert resolve(pair().did, relationship=relationship).key == pair().public_key


@pytest.mark.parametrize("relationship", ["keyAgreement", "", "assertionmethod", "verificationMethod"])
def test_no_other_relationship_holds(relationship):
    with pytest.raises(InputError) as caught:
        resolve(pair().did, relationship=relationship)
    assert caught.value.code == "INVALID_RELATIONSHIP"


@pytest.mark.parametrize("fragment", ["", "key-1", "0", "z6Mk"])
def test_another_fragment_names_nothing(fragment):
    with pytest.raises(InputError, match="fragment is a name") as caught:
        resolve(f"{pair().did}#{fragment}")
    assert caught.value.code == "METHOD_NOT_FOUND"


@pytest.mark.parametrize("tail", ["?versionId=1", "/path", ";a=b", ":x", " ", "\n"])
def test_nothing_may_follow_the_key(tail):
    with pytest.raises(InvalidKeyError):
        resolve(pair().did + tail)


def test_kinds_we_do_not_know_are_refused_by_name():
    with pytest.raises(UnsupportedError, match="secp256k1"):
        resolve("did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme")


def test_answers_are_remembered_and_refusals_are_not():
    did = pair("Ed25519", "remembered did").did
    resolve(did)
    before = key.resolve.cache_info()
    resolve(did)
    for _ in range(2):
        with pytest.raises(InputError):
            resolve("did:key:z6Mk")
    after = key.resolve.cache_info()
    assert (after.hits, after.currsize) == (before.hits + 1, before.currsize)


def test_the_issuers_published_key_is_the_dids_own():
    (method,) = resolver().published_keys(pair().did, at=NOW)
    assert method.key == pair().public_key
