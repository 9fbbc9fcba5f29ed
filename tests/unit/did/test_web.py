"""did:web: the address that a DID stands for."""

from __future__ import annotations

import pytest

from qualitybadge.did.web import document_url
from qualitybadge.errors import InputError

ADDRESSES = {
    "did:web:w3c-ccg.github.io": "https://w3c-ccg.github.io/.well-known/did.json",
    "did:web:w3c-ccg.github.io:user:alice": "https://w3c-ccg.github.io/user/alice/did.json",
    "did:web:example.com%3A3000": "https://example.com:3000/.well-known/did.json",
    "did:web:example.com%3A3000:user:alice": "https://example.com:3000/user/alice/did.json",
    "did:web:example.com:3000": "https://example.com/3000/did.json",
    "did:web:example.com:User_1.x-y": "https://example.com/User_1.x-y/did.json",
    "did:web:example.com:%40ada": "https://example.com/%40ada/did.json",
    "did:web:example.com:caf%C3%A9": "https://example.com/caf%C3%A9/did.json",
    "did:web:xn--bcher-kva.example": "https://xn--bcher-kva.example/.well-known/did.json",
    "did:web:localhost%3A65535": "https://localhost:65535/.well-known/did.json",
    "did:web:a.b.c.d.example": "https://a.b.c.d.example/.well-known/did.json",
    "did:web:example.com:%21": "https://example.com/%21/did.json",
    "did:web:" + "a." * 123 + "example": "https://" + "a." * 123 + "example/.well-known/did.json",
    "did:web:example.com:...": "https://example.com/.../did.json",
    "did:web:" + "a" * 63 + ".example": "https://" + "a" * 63 + ".example/.well-known/did.json",
}


@pytest.mark.parametrize("did", ADDRESSES)
def test_the_address_is_that_of_the_method_specification(did):
    assert document_url(did) == ADDRESSES[did]


HOSTS = [
    "", "Example.com", "EXAMPLE.COM", "example..com", ".example.com", "example.com.", "-a.example", "a-.example",
    "exa_mple.com", "exämple.com", "example.com/path", "example.com?query", "example.com;a=b", "user@example.com",
    "example.com%2Fpath", "example.com%2fpath", "%65xample.com", "example.com%00", "example.com\\@x", "127.0.0.1",
    "1.2.3", "10", "example.com ", " example.com", "example.com\n", "a" * 64 + ".example",
    ".".join(["a" * 60] * 5), "a." * 123 + "examples",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_other_hosts_are_refused(host):
    with pytest.raises(InputError, match="did:web is malformed: its host") as caught:
        document_url(f"did:web:{host}")
    assert caught.value.code == "INVALID_VERIFICATION_METHOD"


@pytest.mark.parametrize(
    "port",
    [
        "%3A",
        "%3A0",
        "%3A080",
        "%3A65536",
        "%3A99999",
        "%3A100000",
        "%3a443",
        "%3Ahttp",
        "%253A443",
        "%3A443%3A80",
        "%3A-1",
        "%3A4 3",
    ],
)
def test_other_ports_are_refused(port):
    with pytest.raises(InputError, match="did:web is malformed"):
        document_url(f"did:web:example.com{port}")


PATHS = [
    "", "a:", ":a", "a::b", ".", "..", "a:..:b", "%2e%2e", "%2E%2E", "%2E.", "a%2Fb", "a%2fb", "a%5Cb", "a%25b",
    "a%3Fb", "a%23b", "a%3Ab", "a%00b", "a%0Ab", "a%20b", "a%7Fb", "%61", "%7E", "%2D", "a%", "a%4", "a%GG", "%c3%a9",
    "a/b", "a?b", "a b", "a\\b", "ä", "a@b", "a;b",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_other_paths_are_refused(path):
    with pytest.raises(InputError, match="did:web is malformed: a segment"):
        document_url(f"did:web:example.com:{path}")


@pytest.mark.parametrize(
    "did", ["did:key:example.com", "did:WEB:example.com", "DID:web:example.com", "example.com", ""]
)
def test_other_methods_are_refused(did):
    with pytest.raises(InputError, match="does not begin with did:web:"):
        document_url(did)
