"""DidResolver: every kind of URL to its row, documents obtained once, and fragments that are keys only by name."""

from __future__ import annotations

import threading

import pytest

from qualitybadge.did import DidResolver, fragment_key
from qualitybadge.errors import FetchError, InputError, InvalidKeyError, LimitError, UnsupportedError
from qualitybadge.fetcher import NoNetwork, Response, StaticFetcher
from qualitybadge.limits import Limits
from qualitybadge.outcome import Trust
from support.controllers import (
    DID,
    DID_URL,
    ISSUER,
    NOW,
    document,
    json_response,
    method,
    resolve,
    resolver,
)  # fmt: skip
from support.keyring import WITH_MULTIKEY, pair

KEY = f"{ISSUER}#key-1"
ALONE = "https://academy.example/keys/1"
JWKS = "https://academy.example/.well-known/jwks.json"


# -- which row ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        None,
        1,
        b"did:key:z",
        ["did:key:z"],
        "",
        "#key-1",
        "key-1",
        "/etc/passwd",
        "../../key",
        "z6Mk",
        "x" * 9000 + ":",
    ],
)
def test_what_is_no_absolute_url_is_refused(url):
    for ask in (
        lambda: resolve(url),
        lambda: resolver().published_keys(url, at=NOW),
        lambda: fragment_key(url),
    ):
        with pytest.raises(InputError) as caught:
            ask()
        assert caught.value.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize(
    ("url", "name"),
    [("did:example:1#k", "did:example:"), ("did:velocity:v2:0x4:1#key-1", "did:velocity:"), ("did:", "did::"), ("urn:uuid:1", "urn:"),
     ("javascript:alert(1)", "javascript:"), ("xxx:z6Mk", "xxx:"), ("HTTPS://a.example/", "HTTPS:"), ("did:KEY:z6Mk", "did:KEY:")],
)  # fmt: skip
def test_schemes_and_did_methods_we_do_not_know_are_unsupported_by_name(url, name):
    for ask in (lambda: resolve(url), lambda: resolver().published_keys(url, at=NOW)):
        with pytest.raises(UnsupportedError, match="not looked up by") as caught:
            ask()
        assert caught.value.message == f"keys are not looked up by {name}"
        assert "did:web" in caught.value.hint


def test_a_url_of_the_longest_length_is_looked_at():
    for length, code in ((8192, "UNSUPPORTED"), (8193, "INVALID_VERIFICATION_METHOD")):
        with pytest.raises((InputError, UnsupportedError)) as caught:
            resolve("urn:".ljust(length, "x"))
        assert caught.value.code == code


def test_plain_http_is_not_asked():
    for ask in (
        lambda: resolve("http://academy.example/1#key-1"),
        lambda: resolver().published_keys("http://academy.example/1", at=NOW),
    ):
        with pytest.raises(FetchError) as caught:
            ask()
        assert caught.value.code == "INSECURE_TRANSPORT"


def test_a_did_web_without_fragment_names_no_key():
    with pytest.raises(InputError, match="names a document"):
        resolve(DID, {DID_URL: document(DID)})


# -- obtaining ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [KEY, f"{DID}#key-1"])
def test_what_cannot_be_obtained_is_undetermined(url):
    with pytest.raises(FetchError):
        resolve(url)
    with pytest.raises(FetchError) as caught:
        DidResolver(NoNetwork()).resolve(url, at=NOW)
    assert caught.value.code == "NO_NETWORK"


@pytest.mark.parametrize("status", [204, 301, 400, 401, 403, 404, 410, 429, 500, 503])
def test_d06_another_status_is_undetermined(status):
    answer = json_response("{}", status=status)
    for url, address in ((KEY, ISSUER), (f"{DID}#key-1", DID_URL)):
        with pytest.raises(FetchError):
            resolve(url, {address: answer})


@pytest.mark.parametrize(
    ("body", "media_type"),
    [("<!DOCTYPE html><p>hello", "text/html"), ("<html>", "application/json"), ("{}", "text/html"), ("{}", "image/png"),
     ("hello", "text/plain"), ("", ""), ("\x00\x01", "application/octet-stream")],
)  # fmt: skip
def test_d06_a_page_or_another_media_type_is_undetermined(body, media_type):
    with pytest.raises(FetchError):
        resolve(KEY, {ISSUER: json_response(body, media_type)})


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json; charset=utf-8",
        "application/did+ld+json",
        "application/jwk-set+json",
        "application/ld+json",
        "",
        "text/plain",
    ],
)
def test_every_json_media_type_is_read(media_type):
    import json

    web = {ISSUER: json_response(json.dumps(document()), media_type)}
    assert resolve(KEY, web).key == pair().public_key


@pytest.mark.parametrize("body", ["{", '{"id":1,"id":2}', "NaN", "nothing", "\ufeff{}"])
def test_json_that_is_broken_is_refused(body):
    with pytest.raises(InputError) as caught:
        resolve(KEY, {ISSUER: json_response(body)})
    assert caught.value.code == "INVALID_CONTROLLER_DOCUMENT"


@pytest.mark.parametrize("media_type", ["application/json", "text/plain"])
def test_json_beyond_the_limits_is_a_limit(media_type):
    with pytest.raises(LimitError):
        resolve(KEY, {ISSUER: json_response("[" * 1000 + "]" * 1000, media_type)})


def test_a_body_beyond_the_limit_is_undetermined():
    with pytest.raises(FetchError) as caught:
        resolver({ISSUER: document()}, Limits(fetch_bytes=10)).resolve(KEY, at=NOW)
    assert caught.value.code == "LIMIT"


def test_a_redirect_inside_the_origin_is_followed_and_the_id_stays_the_one_asked_for():
    there = "https://academy.example/there"
    moved = Response(302, {"Location": "/there"})
    assert resolve(KEY, {ISSUER: moved, there: document()}).document_url == ISSUER
    with pytest.raises(InputError, match="its id"):
        resolve(KEY, {ISSUER: moved, there: document(there)})
    with pytest.raises(FetchError) as caught:
        resolve(
            KEY,
            {
                ISSUER: Response(302, {"Location": "https://evil.example/"}),
                "https://evil.example/": document(),
            },
        )
    assert caught.value.code == "REDIRECT"


def test_a_document_is_obtained_once():
    fetcher = StaticFetcher({ISSUER: document(), DID_URL: document(DID)})
    shared = DidResolver(fetcher)
    for _ in range(3):
        shared.resolve(KEY, at=NOW)
        shared.resolve(f"{DID}#key-1", at=NOW)
        shared.published_keys(DID, at=NOW)
    assert sorted(fetcher.calls) == sorted([ISSUER, DID_URL])


def test_what_was_not_obtained_is_asked_for_once_in_a_verification():
    fetcher = StaticFetcher({ISSUER: json_response("no", status=503)})
    shared = DidResolver(fetcher)
    for _ in range(2):
        with pytest.raises(FetchError):
            shared.resolve(KEY, at=NOW)
    assert len(fetcher.calls) == 1


def test_the_date_is_asked_anew_of_a_remembered_document():
    from datetime import timedelta

    shared = resolver({ISSUER: document(verificationMethod=[method(expires="2026-11-23T12:00:30Z")])})
    assert shared.resolve(KEY, at=NOW)
    with pytest.raises(InputError, match="expired"):
        shared.resolve(KEY, at=NOW + timedelta(minutes=1))


def test_only_so_many_documents_are_asked_for():
    fetcher = StaticFetcher({})
    shared = DidResolver(fetcher, Limits(fetches=3))
    for number in range(5):
        with pytest.raises(FetchError) as caught:
            shared.resolve(f"https://host{number}.example/#key-1", at=NOW)
    assert len(fetcher.calls) == 3
    assert caught.value.code == "LIMIT"


def test_a_document_that_names_no_keys_leaves_the_key_undetermined():
    profile = {"id": ISSUER, "type": ["Profile"], "name": "Academy"}
    with pytest.raises(FetchError, match="names no keys"):
        resolve(KEY, {ISSUER: profile})


def test_only_so_many_documents_are_remembered():
    addresses = [f"https://academy.example/issuers/{number}" for number in range(70)]
    fetcher = StaticFetcher({address: document(address) for address in addresses})
    shared = DidResolver(fetcher, Limits(fetches=200))
    for address in addresses * 2:
        shared.resolve(f"{address}#key-1", at=NOW)
    assert len(fetcher.calls) == 70 + 6


def test_long_documents_are_not_remembered():
    fetcher = StaticFetcher({ISSUER: document(description="x" * 70_000)})
    shared = DidResolver(fetcher)
    for _ in range(2):
        shared.resolve(KEY, at=NOW)
    assert len(fetcher.calls) == 2


def test_threads_share_a_resolver():
    shared = resolver(
        {
            f"https://academy.example/{number}": document(f"https://academy.example/{number}")
            for number in range(4)
        }
    )
    answers = []

    def work(number):
        answers.extend(
            shared.resolve(f"https://academy.example/{(number + step) % 4}#key-1", at=NOW).key
            for step in range(40)
        )

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [pair().public_key] * 320


# -- a method that is a document of its own ----------------------------------------------------------------


def alone(web=None, **more):
    entry = {"@context": "https://w3id.org/security/multikey/v1", **method(ALONE, **more)}
    return {ALONE: entry, ISSUER: document(verificationMethod=..., assertionMethod=[ALONE]), **(web or {})}


def test_a_method_of_its_own_counts_once_its_controller_lists_it():
    answer = resolve(ALONE, alone())
    assert (answer.id, answer.controller, answer.document_url) == (ALONE, ISSUER, ALONE)
    assert (answer.key, answer.trust) == (pair().public_key, Trust.DOMAIN)


def test_a_method_of_its_own_may_bear_a_fragment():
    url = f"{ALONE}#key"
    entry = method("#key", controller=ISSUER)
    with pytest.raises(InputError, match="another id"):
        resolve(url, {ALONE: entry, ISSUER: document(assertionMethod=[url])})
    entry = method(url, controller=ISSUER)
    assert resolve(url, {ALONE: entry, ISSUER: document(assertionMethod=[url])}).controller == ISSUER


def test_its_controller_may_be_a_did_web():
    web = {ALONE: method(ALONE, controller=DID), DID_URL: document(DID, assertionMethod=[ALONE])}
    assert resolve(ALONE, web).controller == DID


def test_its_controller_may_describe_it_too_with_the_same_key_only():
    same = document(verificationMethod=[method(ALONE)], assertionMethod=[ALONE])
    assert resolve(ALONE, alone({ISSUER: same})).key == pair().public_key
    other = document(
        verificationMethod=[method(ALONE, key=pair("P-256").public_key)], assertionMethod=[ALONE]
    )
    with pytest.raises(InputError, match="another key under this name") as caught:
        resolve(ALONE, alone({ISSUER: other}))
    assert caught.value.code == "INVALID_CONTROLLER_DOCUMENT"
    revoked = document(
        verificationMethod=[method(ALONE, revoked="2020-01-01T00:00:00Z")], assertionMethod=[ALONE]
    )
    with pytest.raises(InputError, match="was revoked"):
        resolve(ALONE, alone({ISSUER: revoked}))


@pytest.mark.parametrize(
    ("web", "code"),
    [
        ({ISSUER: document()}, "INVALID_RELATIONSHIP"),
        ({ISSUER: document(assertionMethod=..., authentication=[ALONE])}, "INVALID_RELATIONSHIP"),
        ({ISSUER: document("https://academy.example/issuers/2", assertionMethod=[ALONE])}, "INVALID_CONTROLLER_DOCUMENT"),
        ({ISSUER: {"type": "Profile", "id": ISSUER}}, "INVALID_RELATIONSHIP"),
        ({ISSUER: json_response("gone", status=404)}, "FETCH"),
    ],
)  # fmt: skip
def test_c14_a_controller_that_does_not_list_it_does_not_control_it(web, code):
    with pytest.raises((InputError, FetchError)) as caught:
        resolve(ALONE, alone(web))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "controller",
    [
        ...,
        None,
        7,
        [ISSUER],
        "",
        "did:key:z6Mk",
        "did:jwk:e30",
        "http://academy.example/",
        "urn:uuid:1",
        "academy",
    ],
)
def test_c14_a_controller_that_cannot_be_asked_is_refused(controller):
    with pytest.raises(InputError) as caught:
        resolve(ALONE, alone(controller=controller))
    assert caught.value.code == "CONTROLLER_MISMATCH"


@pytest.mark.parametrize("name", [..., None, KEY, ALONE + "/", "#key-1", 7])
def test_a_method_of_another_id_is_refused(name):
    entry = {**method(ALONE), "id": name}
    if name is ...:
        del entry["id"]
    with pytest.raises(InputError, match="another id"):
        resolve(ALONE, alone({ALONE: entry}))


@pytest.mark.parametrize(
    "more",
    [
        {"revoked": "2020-01-01T00:00:00Z"},
        {"type": "Ed25519VerificationKey2018"},
        {"secretKeyMultibase": "z"},
    ],
)
def test_a_method_of_its_own_is_checked_like_any_other(more):
    with pytest.raises(InputError):
        resolve(ALONE, alone(**more))


def test_d09_a_method_that_controls_itself_ends_at_once():
    fetcher = StaticFetcher({ALONE: method(ALONE, controller=ALONE)})
    with pytest.raises(InputError) as caught:
        DidResolver(fetcher).resolve(ALONE, at=NOW)
    assert caught.value.code == "INVALID_RELATIONSHIP"
    assert fetcher.calls == (ALONE,)
    listed = {ALONE: {**method(ALONE, controller=ALONE), "assertionMethod": [ALONE]}}
    assert resolve(ALONE, listed).controller == ALONE


# -- what an issuer publishes ------------------------------------------------------------------------------


def test_a_did_web_publishes_what_it_lists_under_assertion_method():
    entries = [
        method("#a", DID, key=pair("P-256").public_key),
        method("#b", DID, pair("P-384").public_key),
        method("#gone", DID, revoked="2020-01-01T00:00:00Z"),
        method("#odd", DID, type="Unheard"),
    ]
    listed = ["#a", method("#c", DID), "#gone", "#odd", "#absent", 7, {"id": []}]
    web = {DID_URL: document(DID, verificationMethod=entries, assertionMethod=listed, authentication=["#b"])}
    methods = resolver(web).published_keys(DID, at=NOW)
    assert [(m.id, m.key.type, m.controller) for m in methods] == [
        (f"{DID}#a", "P-256", DID),
        (f"{DID}#c", "Ed25519", DID),
    ]
    assert {(m.trust, m.document_url) for m in methods} == {(Trust.DOMAIN, DID_URL)}


def test_a_did_web_that_exposes_a_secret_publishes_nothing():
    web = {DID_URL: document(DID, verificationMethod=[method("#key-1", DID, privateKeyBase58="x")])}
    with pytest.raises(InvalidKeyError):
        resolver(web).published_keys(DID, at=NOW)


@pytest.mark.parametrize("web", [{}, {DID_URL: json_response("", status=500)}])
def test_a_did_web_that_cannot_be_obtained_is_undetermined(web):
    with pytest.raises(FetchError):
        resolver(web).published_keys(DID, at=NOW)


def test_an_https_issuer_publishes_a_key_set_and_its_own_document():
    keys = {"keys": [{**pair("RSA").to_jwk(), "kid": "key-9"}]}
    fetcher = StaticFetcher({JWKS: keys, ISSUER: document()})
    methods = DidResolver(fetcher).published_keys(ISSUER, at=NOW)
    assert [(m.id, m.controller) for m in methods] == [(f"{JWKS}#key-9", None), (KEY, ISSUER)]
    assert fetcher.calls == (JWKS, ISSUER)


@pytest.mark.parametrize(
    "own", [{"type": "Profile", "id": ISSUER}, {"id": "https://evil.example/"}, json_response("<html>", "text/html"), json_response("{")]
)  # fmt: skip
def test_an_issuer_whose_own_document_lists_no_key_has_its_key_set(own):
    keys = {"keys": [pair("RSA").to_jwk()]}
    methods = resolver({JWKS: keys, ISSUER: own}).published_keys(ISSUER, at=NOW)
    assert [m.key for m in methods] == [pair("RSA").public_key]


def test_an_issuer_without_key_set_has_its_own_document():
    methods = resolver({ISSUER: document()}).published_keys(ISSUER, at=NOW)
    assert [m.id for m in methods] == [KEY]


@pytest.mark.parametrize("own", [None, json_response("{"), {"id": "https://evil.example/"}])
def test_an_issuer_without_both_is_undetermined(own):
    web = {} if own is None else {ISSUER: own}
    with pytest.raises(FetchError, match=r"jwks\.json"):
        resolver(web).published_keys(ISSUER, at=NOW)


def test_an_issuer_whose_own_document_exposes_a_secret_publishes_nothing():
    own = document(verificationMethod=[method(secretKeyMultibase="z")])
    for web in ({ISSUER: own}, {ISSUER: own, JWKS: {"keys": []}}):
        with pytest.raises(InvalidKeyError) as caught:
            resolver(web).published_keys(ISSUER, at=NOW)
        assert caught.value.code == "PRIVATE_KEY_EXPOSED"


@pytest.mark.parametrize("keys", [[], {"keys": None}, {"keys": {}}, {}])
def test_a_broken_key_set_is_refused(keys):
    with pytest.raises(InputError) as caught:
        resolver({JWKS: keys, ISSUER: document()}).published_keys(ISSUER, at=NOW)
    assert caught.value.code == "INVALID_CONTROLLER_DOCUMENT"


def test_an_issuer_url_that_must_not_be_asked_is_undetermined():
    for issuer in ("https://127.0.0.1/", "https://a@academy.example/", "https:", "https://"):
        with pytest.raises(FetchError):
            resolver().published_keys(issuer, at=NOW)


# -- fragments ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key_type", WITH_MULTIKEY)
def test_a_fragment_key_is_worth_nothing_but_can_be_read(key_type):
    key = pair(key_type).public_key
    answer = fragment_key(f"{ISSUER}#{key.to_multikey()}")
    assert (answer.key, answer.controller, answer.trust) == (key, ISSUER, Trust.NONE)
    assert (answer.id, answer.document_url) == (f"{ISSUER}#{key.to_multikey()}", None)


@pytest.mark.parametrize(
    "fragment",
    ["", "key-1", "z6Mk", "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", pair().to_secret_multikey()],
)
def test_a_fragment_that_is_no_key_is_refused(fragment):
    with pytest.raises(InputError) as caught:
        fragment_key(f"{ISSUER}#{fragment}")
    assert caught.value.code == "INVALID_VERIFICATION_METHOD"
    assert len(fragment) < 8 or fragment not in caught.value.message


@pytest.mark.parametrize(
    "base",
    [
        "did:web:academy.example",
        "did:key:z6Mk",
        pair().did,
        "http://academy.example/",
        "urn:x",
        "https://127.0.0.1/",
        "https://u@a.example/",
    ],
)
def test_c14_only_an_https_url_may_carry_a_key(base):
    with pytest.raises(InputError):
        fragment_key(f"{base}#{pair().public_key.to_multikey()}")
