from __future__ import annotations

import pytest

from qualitybadge.errors import FetchError, UnsafeTargetError
from qualitybadge.urls import MAX_URL_CHARACTERS, parse_location, parse_url, shown


@pytest.mark.parametrize(
    ("url", "origin", "target"),
    [
        ("https://example.org", ("https", "example.org", 443), "/"),
        ("https://example.org?a=1", ("https", "example.org", 443), "/?a=1"),
        ("https://example.org/badges/1.json", ("https", "example.org", 443), "/badges/1.json"),
        ("HTTPS://Example.ORG:443/A?b=C&d[]=%C3%A4", ("https", "example.org", 443), "/A?b=C&d[]=%C3%A4"),
        ("https://example.org:1024/", ("https", "example.org", 1024), "/"),
        ("https://example.org:65535/", ("https", "example.org", 65535), "/"),
        ("https://xn--bcher-kva.example/", ("https", "xn--bcher-kva.example", 443), "/"),
        ("https://a_b.example/", ("https", "a_b.example", 443), "/"),
        ("https://1.example/@me/a:b", ("https", "1.example", 443), "/@me/a:b"),
        (
            "https://4u.0x.example/..a/.well-known/a..b/",
            ("https", "4u.0x.example", 443),
            "/..a/.well-known/a..b/",
        ),
        ("https://example.org/a?/../b", ("https", "example.org", 443), "/a?/../b"),
    ],
)
def test_a_url_that_may_be_asked_for_is_split(url, origin, target):
    parsed = parse_url(url)
    assert (parsed.text, parsed.origin, parsed.target) == (url, origin, target)


def test_the_fragment_is_no_part_of_what_is_asked_for():
    parsed = parse_url("https://example.org/keys?v=1#key-1")
    assert (parsed.text, parsed.target) == ("https://example.org/keys?v=1", "/keys?v=1")


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://example.org/", "example.org"),
        ("https://example.org:443/", "example.org"),
        ("https://example.org:8443/", "example.org:8443"),
        ("http://example.org:80/", "example.org"),
    ],
)
def test_the_host_header_leaves_the_default_port_out(url, authority):
    assert parse_url(url, allow_http=True).authority == authority


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "/badge.json",
        "//example.org/badge.json",
        "https:example.org",
        "https:/example.org",
        "https://",
        "https:///badge.json",
        "https://?x",
        "urn:uuid:3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "did:web:example.org",
        "ftp://example.org/",
        "file:///etc/passwd",
        "file://example.org/etc/passwd",
        "data:application/json,{}",
        "javascript:alert(1)",
        "gopher://example.org:6379/_x",
        "https+unix://example.org/",
        # hosts
        "https://localhost/",
        "https://intranet/",
        "https://example.org./",
        "https://.example.org/",
        "https://a..example/",
        "https://-a.example/",
        "https://a-.example/",
        "https://ex%61mple.org/",
        "https://exa!mple.org/",
        "https://a.localhost/",
        "https://printer.local/",
        "https://vault.internal/",
        "https://nas.home.arpa/",
        "https://abc.onion/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 126 + "org/",
        # ports
        "https://example.org:/",
        "https://example.org:0/",
        "https://example.org:0443/",
        "https://example.org:80/",
        "https://example.org:22/",
        "https://example.org:1023/",
        "https://example.org:65536/",
        "https://example.org:443443/",
        "https://example.org:4a/",
        "https://example.org:443:443/",
        "https://example.org:+443/",
        # one text, two readings
        "https://example.org\\@evil.example/",
        "https://example.org/\\..\\x",
        " https://example.org/",
        "https://example.org/\n",
        "https://exam\tple.org/",
        "https://example.org/a b",
        "https://example.org/\x00",
        "https://example.org/%",
        "https://example.org/%2",
        "https://example.org/%zz",
        "https://example.org/ä",
        "https://exämple.org/",
        "https://example。org/",
        "https://ⓔxample.org/",
        "https://example.org/<x>",
        "https://example.org/\ud800",
        # dot segments
        "https://example.org/a/../b",
        "https://example.org/./b",
        "https://example.org/a/..",
        "https://example.org/a/%2e%2E/b",
        "https://example.org/a/.%2e?x",
    ],
)
def test_everything_else_is_refused(url):
    for allow_http in (False, True):
        with pytest.raises(UnsafeTargetError) as caught:
            parse_url(url, allow_http=allow_http)
        assert caught.value.code == "UNSAFE_TARGET"


def test_a_refusal_says_why():
    for url, why in {
        "https://ada@example.org/": "user name or password",
        "https://127.0.0.1/": "an address, not a name",
        "https://[::1]/": "an address, not a name",
        "https://localhost/": "not a public DNS name",
        "https://a.local/": "a name of the local network",
        "https://example.org:22/": "port",
        "https://example.org/../": "dot segments",
        "https://example.org/ä": "a character that no URL has",
        "ftp://example.org/": "not an https URL",
    }.items():
        with pytest.raises(UnsafeTargetError, match=why):
            parse_url(url)


@pytest.mark.parametrize("url", [None, 1, b"https://example.org/", ["https://example.org/"]])
def test_what_is_no_text_is_refused(url):
    with pytest.raises(UnsafeTargetError, match="must be text"):
        parse_url(url)


def test_a_url_has_a_greatest_length():
    longest = "https://example.org/".ljust(MAX_URL_CHARACTERS, "a")
    assert parse_url(longest).text == longest
    with pytest.raises(FetchError) as caught:
        parse_url(longest + "a")
    assert caught.value.code == "LIMIT"
    assert len(caught.value.message) < 400


def test_http_is_an_answer_of_its_own_and_needs_permission():
    with pytest.raises(FetchError) as caught:
        parse_url("http://example.org/")
    assert caught.value.code == "INSECURE_TRANSPORT"
    assert parse_url("http://example.org/", allow_http=True).port == 80
    with pytest.raises(UnsafeTargetError):
        parse_url("http://example.org:443/", allow_http=True)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", "https://example.org/b"),
        ("b?x=1#f", "https://example.org/dir/b?x=1"),
        ("../b", "https://example.org/b"),
        ("?x", "https://example.org/dir/a?x"),
        ("https://other.example/b", "https://other.example/b"),
        ("//other.example/b", "https://other.example/b"),
    ],
)
def test_a_location_is_relative_to_the_url_that_named_it(location, target):
    assert parse_location(parse_url("https://example.org/dir/a"), location).text == target


@pytest.mark.parametrize(
    "location",
    [
        "https://127.0.0.1/",
        "//[::1]/",
        "//[::1",
        "file:///etc/passwd",
        "/b c",
        "java\nscript:x",
        "/\\evil.example",
        "https://user:secret@example.org/",
    ],
)
def test_a_location_meets_the_same_rules(location):
    with pytest.raises(UnsafeTargetError):
        parse_location(parse_url("https://example.org/a"), location)


def test_a_location_may_not_make_a_url_too_long():
    with pytest.raises(FetchError) as caught:
        parse_location(parse_url("https://example.org/a"), "a" * 1_000_000)
    assert caught.value.code == "LIMIT"


def test_http_leads_to_http_and_https_but_https_never_back():
    plain = parse_url("http://example.org/a", allow_http=True)
    assert parse_location(plain, "/b").text == "http://example.org/b"
    assert parse_location(plain, "https://example.org/b").scheme == "https"
    with pytest.raises(FetchError) as caught:
        parse_location(parse_url("https://example.org/a", allow_http=True), "http://example.org/b")
    assert caught.value.code == "INSECURE_TRANSPORT"


def test_a_message_shows_no_secret_and_no_control_character():
    with pytest.raises(UnsafeTargetError) as caught:
        parse_url("https://ada:secret@example.org/\x1b[31m")
    assert "secret" not in str(caught.value)
    assert caught.value.message.isprintable()
    assert shown("https://ada:secret@example.org/ä") == "https://...@example.org/\\xe4"
    assert shown("a" * 300) == "a" * 300
    assert shown("a" * 301) == "a" * 300 + "..."
