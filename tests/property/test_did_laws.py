"""Laws of the resolver: what resolves is what was published, and nothing brings a foreign exception."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.did import DidResolver, fragment_key
from qualitybadge.did.web import document_url
from qualitybadge.errors import InputError, QualityBadgeError
from qualitybadge.fetcher import NoNetwork, StaticFetcher
from qualitybadge.outcome import Trust
from qualitybadge.urls import parse_url
from support.controllers import DID, DID_URL, ISSUER, NOW, document, method, resolver
from support.keyring import TYPES, WITH_MULTIKEY, pair

UNTIMED = settings(deadline=None)  # a busy computer is no fault of the code
KEY = f"{ISSUER}#key-1"
JWKS = "https://academy.example/.well-known/jwks.json"
heads = st.sampled_from(
    [
        "did:key:",
        "did:jwk:",
        "did:web:",
        "did:",
        "https://",
        "https:",
        "http://",
        "#",
        "",
        "did:web:academy.example",
    ]
)
tails = st.text(max_size=40) | st.text("abcxyzABCXYZ0123456789:%.#/?@[]_-~\\ ", max_size=40)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.text(max_size=8)
    | st.sampled_from([KEY, "#key-1", ISSUER]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
members = st.sampled_from(
    ["id", "controller", "verificationMethod", "assertionMethod", "authentication", "keyAgreement", "deactivated", "keys", "kty",
     "type", "publicKeyMultibase", "publicKeyJwk", "revoked", "expires", "kid", "iss", "crv", "x"]
)  # fmt: skip


@UNTIMED
@given(heads, tails)
def test_no_url_brings_a_foreign_exception(head, tail):
    url = head + tail
    for ask in (
        lambda: DidResolver(NoNetwork()).resolve(url, at=NOW),
        lambda: DidResolver(NoNetwork()).published_keys(url, at=NOW),
        lambda: document_url(url),
        lambda: fragment_key(url),
    ):
        with suppress(QualityBadgeError):
            ask()


@UNTIMED
@given(st.dictionaries(members, values, max_size=6), st.dictionaries(members, values, max_size=6))
def test_no_document_brings_a_foreign_exception(changes, entry_changes):
    entry = {**method(), **entry_changes}
    for base in (
        document(verificationMethod=[entry]),
        document(verificationMethod=[method(), entry]),
        entry,
        {},
    ):
        served = {**base, **changes}
        for web in ({ISSUER: served}, {ISSUER: served, JWKS: {"keys": [served]}}, {JWKS: served}):
            with suppress(QualityBadgeError):
                resolver(web).resolve(KEY, at=NOW)
            with suppress(QualityBadgeError):
                resolver(web).published_keys(ISSUER, at=NOW)


@UNTIMED
@given(st.binary(max_size=60), st.sampled_from(["application/json", "text/plain", "text/html", ""]))
def test_no_body_brings_a_foreign_exception(body, media_type):
    from qualitybadge.fetcher import Response

    fetcher = StaticFetcher({ISSUER: Response(200, {"Content-Type": media_type}, body)})
    with suppress(QualityBadgeError):
        DidResolver(fetcher).resolve(KEY, at=NOW)


@UNTIMED
@given(st.sampled_from(["did:web:", "did:web:a.example:"]), tails)
def test_an_accepted_did_web_has_one_address_inside_its_host(head, tail):
    did = head + tail
    try:
        address = document_url(did)
    except InputError:
        return
    host, *path = did.removeprefix("did:web:").split(":")
    folder = "/".join(path) or ".well-known"
    assert address == f"https://{host.replace('%3A', ':')}/{folder}/did.json"
    assert "/../" not in address
    with suppress(QualityBadgeError):
        assert parse_url(address).host == host.partition("%3A")[0]


@UNTIMED
@given(
    st.sampled_from(TYPES),
    st.sampled_from(TYPES),
    st.text(st.characters(codec="ascii", exclude_characters="#"), min_size=1, max_size=9),
)
def test_the_document_decides_which_key_a_name_stands_for(first, second, name):
    def entry(fragment, key_type, who):
        return {
            "id": f"#{fragment}",
            "type": "JsonWebKey",
            "controller": DID,
            "publicKeyJwk": pair(key_type, who).to_jwk(),
        }

    listed = [entry(name, first, "ada"), entry(f"{name}.", second, "bob")]
    web = {DID_URL: document(DID, verificationMethod=listed, assertionMethod=[f"#{name}", f"#{name}."])}
    shared = resolver(web)
    assert shared.resolve(f"{DID}#{name}", at=NOW).key == pair(first).public_key
    assert shared.resolve(f"{DID}#{name}.", at=NOW).key == pair(second, "bob").public_key
    assert [m.key for m in shared.published_keys(DID, at=NOW)] == [
        pair(first).public_key,
        pair(second, "bob").public_key,
    ]


@UNTIMED
@given(st.sampled_from(WITH_MULTIKEY), st.text(min_size=1, max_size=12))
def test_a_did_key_has_no_second_name(key_type, more):
    did = pair(key_type).did
    for url in (did + more, f"{did}#{more}", more + did):
        with suppress(QualityBadgeError):
            answer = DidResolver(NoNetwork()).resolve(url, at=NOW)
            assert url in {did, answer.id}
            assert answer.trust is Trust.SELF_ASSERTED
