"""Family D: what a badge may make a verifier contact. Everything here stays on the loopback address."""

from __future__ import annotations

import gzip
import time

import pytest

from qualitybadge.errors import FetchError, UnsafeTargetError
from qualitybadge.fetcher import Response, StaticFetcher, obtain, require_ok, require_text
from qualitybadge.limits import Limits
from qualitybadge.net.https import HttpsFetcher
from qualitybadge.outcome import Outcome, check_from_error
from support.localtls import LOOPBACK, answer, serving

loopback = [pytest.mark.loopback, pytest.mark.allow_hosts([LOOPBACK])]

HOME = "https://issuer.example/"


class Everything:
    """Answer every URL, so that only the rules above the fetcher can refuse."""

    def __init__(self):
        self.calls = []

    def get(self, url, *, accept, max_bytes):
        self.calls.append(url)
        return Response(body=b"{}")


def refused(call) -> FetchError:
    """Run what must be refused, and check that the report will say UNKNOWN, not FAILED."""
    with pytest.raises(FetchError) as caught:
        call()
    assert check_from_error("x", caught.value).outcome is Outcome.UNKNOWN
    return caught.value


# --- D01 addresses


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "127.0.0.1:8443",
        "127.1",
        "2130706433",
        "017700000001",
        "0177.0.0.1",
        "0x7f.1",
        "0x7f000001",
        "127.0.0.1.",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0",
        "0.0.0.0",  # noqa: S104 - a target, not a binding
        "[::1]",
        "[::]:8443",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fd00::1]",
        "[fe80::1%25eth0]",
        "1.1.1.1",
        "[2606:4700::1111]",
        "a.localhost",
    ],
)
def test_d01_hosts_written_as_addresses_or_local_names_are_not_asked(host):
    everything = Everything()
    asked = []
    network = HttpsFetcher(resolve=lambda host, _: asked.append(host) or ["1.1.1.1"])
    for fetcher in (everything, network):
        assert isinstance(refused(lambda f=fetcher: obtain(f, f"https://{host}/badge")), UnsafeTargetError)
    assert isinstance(
        refused(lambda: network.get(f"https://{host}/badge", accept="*/*", max_bytes=9)), UnsafeTargetError
    )
    assert everything.calls == asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "0.0.0.0",  # noqa: S104 - a target, not a binding
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::",
        "2001:0:a00:1::",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_d01_names_that_resolve_to_special_addresses_are_not_contacted(address):
    # Sockets are blocked in this test: a connection would be another error.
    fetcher = HttpsFetcher(resolve=lambda *_: [address])
    error = refused(lambda: obtain(fetcher, HOME))
    assert isinstance(error, UnsafeTargetError)
    assert "issuer.example is not contacted" in error.message


# --- D02 rebinding


@pytest.mark.parametrize(
    "answers", [["1.1.1.1", "127.0.0.1"], ["127.0.0.1", "1.1.1.1"], ["2606:4700::1111", "::ffff:a00:1"]]
)
def test_d02_one_bad_address_refuses_the_host(answers):
    assert isinstance(
        refused(lambda: obtain(HttpsFetcher(resolve=lambda *_: answers), HOME)), UnsafeTargetError
    )


class TestRebinding:
    pytestmark = loopback

    def test_d02_the_connection_goes_to_the_address_that_was_checked(self, monkeypatch):
        asked = []
        with serving({"/": answer(b"{}")}) as server:
            fetcher = server.fetcher()

            def rebind(host, port):
                asked.append(host)
                return [LOOPBACK] if len(asked) == 1 else ["10.0.0.1"]

            fetcher._resolve = rebind
            assert obtain(fetcher, server.url()).body == b"{}"
            assert asked == ["issuer.test"]
            assert isinstance(refused(lambda: obtain(fetcher, server.url())), UnsafeTargetError)
            assert len(server.requests) == 1

    def test_d02_each_hop_of_a_redirect_is_resolved_and_checked_again(self):
        with serving({"/": answer(status=302, Location="/b"), "/b": answer(b"{}")}) as server:
            fetcher = server.fetcher()
            answers = iter([[LOOPBACK], ["192.168.0.1"]])
            fetcher._resolve = lambda *_: next(answers)
            assert isinstance(refused(lambda: obtain(fetcher, server.url())), UnsafeTargetError)
            assert len(server.requests) == 1


# --- D03 redirects


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("https://169.254.169.254/latest/meta-data", "UNSAFE_TARGET"),
        ("https://localhost/", "UNSAFE_TARGET"),
        ("//[::1]/", "UNSAFE_TARGET"),
        ("file:///etc/passwd", "UNSAFE_TARGET"),
        ("data:application/json,{}", "UNSAFE_TARGET"),
        ("https://ada:secret@issuer.example/", "UNSAFE_TARGET"),
        ("/\\evil.example/", "UNSAFE_TARGET"),
        ("ht\ntps://evil.example/", "UNSAFE_TARGET"),
        ("http://issuer.example/b", "INSECURE_TRANSPORT"),
        ("https://evil.example/", "REDIRECT"),
        ("//evil.example/", "REDIRECT"),
        ("https://issuer.example:8443/", "REDIRECT"),
        ("https://issuer.example.evil.example/", "REDIRECT"),
        ("/", "REDIRECT"),
        ("", "REDIRECT"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_d03_redirects_that_are_refused(location, code, status):
    fetcher = Everything()
    table = StaticFetcher({HOME: Response(status, {"Location": location})})
    fetcher.get = table.get
    assert refused(lambda: obtain(fetcher, HOME)).code == code
    assert table.calls == (HOME,)


def test_d03_a_hosted_badge_may_cross_origins_over_https_and_nothing_else():
    table = StaticFetcher(
        {
            HOME: Response(302, {"Location": "https://cdn.example/b"}),
            "https://cdn.example/b": Response(302, {"Location": "http://cdn.example/c"}),
            HOME + "2": Response(302, {"Location": "https://cdn.example/d"}),
            "https://cdn.example/d": b"{}",
        }
    )
    assert obtain(table, HOME + "2", cross_origin=True).url == "https://cdn.example/d"
    error = refused(lambda: obtain(table, HOME, cross_origin=True, allow_http=True))
    assert error.code == "INSECURE_TRANSPORT"


def test_d03_an_endless_chain_ends():
    class Chain:
        calls = 0

        def get(self, url, *, accept, max_bytes):
            self.calls += 1
            return Response(302, {"Location": f"/{self.calls}"})

    chain = Chain()
    assert refused(lambda: obtain(chain, HOME)).code == "REDIRECT"
    assert chain.calls == 4


class TestRedirects:
    pytestmark = loopback

    def test_d03_the_transport_itself_never_follows(self):
        with serving({"/": answer(status=302, Location="/b"), "/b": answer(b"{}")}) as server:
            assert server.fetcher().get(server.url(), accept="*/*", max_bytes=9).status == 302
            assert len(server.requests) == 1


# --- D04 forms of URLs


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "data:application/json;base64,e30=",
        "ftp://issuer.example/",
        "gopher://issuer.example:70/",
        "jar:https://issuer.example!/",
        "https://ada:secret@issuer.example/",
        "https://issuer.example@evil.example/",
        "https://issuer.example:443@evil.example/",
        "https://issuer.example:22/",
        "https://issuer.example:25/",
        "https://issuer.example:0/",
        "https://issuer.example\\@evil.example/",
        "https:\\\\issuer.example\\",
        "https://issuer.example\x00.evil.example/",
        "https://issuer.example\r\nX: y/",
        "https://issuer.example%2eevil.example/",
        "https://issuer%00.example/",
        "https://іssuer.example/",  # noqa: RUF001 - a Cyrillic letter is the attack
        "https://issuer。example/",
        "https://issuer.example／@evil.example/",  # noqa: RUF001 - so is a full-width slash
        "https://①②⑦.⓪.⓪.①/",
    ],
)
def test_d04_urls_with_two_readings_are_not_asked_for(url):
    fetcher = Everything()
    assert isinstance(
        refused(lambda: obtain(fetcher, url, allow_http=True, cross_origin=True)), UnsafeTargetError
    )
    assert fetcher.calls == []


# --- D05 size and time


class TestSizeAndTime:
    pytestmark = loopback

    LIMITS = Limits(fetch_seconds=0.4, fetch_bytes=50_000)

    def expect_limit(self, routes, limits=LIMITS, **settings):
        with serving(routes, **settings) as server:
            start = time.monotonic()
            error = refused(lambda: obtain(server.fetcher(limits=limits), server.url(), limits=limits))
            assert time.monotonic() - start < 2 * limits.fetch_seconds + 0.5
        assert error.code == "LIMIT"

    def test_d05_a_body_that_drips(self):
        def drip(talk):
            talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
            talk.drip([b"x"] * 1000, 0.02)

        self.expect_limit({"/": drip})

    def test_d05_a_body_that_drips_in_chunks(self):
        def drip(talk):
            talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            talk.drip([b"1\r\nx\r\n"] * 1000, 0.02)

        self.expect_limit({"/": drip})

    def test_d05_headers_that_drip(self):
        def drip(talk):
            talk.send(b"HTTP/1.1 200 OK\r\nA: ")
            talk.drip([b"x"] * 1000, 0.02)

        self.expect_limit({"/": drip})

    def test_d05_a_server_that_says_nothing(self):
        self.expect_limit({"/": lambda talk: talk.stopped.wait(5)})

    def test_d05_a_handshake_that_never_comes_or_drips(self):
        record = b"\x16\x03\x03\x40\x00\x02" + b"\x00" * 1000
        self.expect_limit({}, instead=lambda talk: talk.stopped.wait(5))
        self.expect_limit({}, instead=lambda talk: talk.drip([record[n : n + 1] for n in range(900)], 0.02))

    def test_d05_an_endless_body(self):
        def pour(talk):
            talk.send(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                talk.send(b"x" * 10_000)

        self.expect_limit({"/": pour}, Limits(fetch_seconds=5, fetch_bytes=50_000))

    def test_d05_endless_headers_and_interim_answers(self):
        def pour(piece):
            def endlessly(talk):
                talk.send(b"HTTP/1.1 200 OK\r\n" if piece.startswith(b"A") else b"")
                while True:
                    talk.send(piece)

            return endlessly

        limits = Limits(fetch_seconds=5, fetch_bytes=50_000)
        self.expect_limit({"/": pour(b"HTTP/1.1 100 Continue\r\n\r\n")}, limits)
        self.expect_limit({"/": pour(b"A: " + b"x" * 60_000 + b"\r\n")}, limits)

    def test_d05_a_body_in_crumbs_costs_no_time_to_speak_of(self):
        crumbs = (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 30_000 + b"0\r\n\r\n"
        )
        start = time.process_time()
        self.expect_limit({"/": crumbs}, Limits(fetch_seconds=5))
        assert time.process_time() - start < 1

    def test_d05_chunks_that_are_mostly_framing(self):
        framed = b"1;" + b"x" * 4000 + b"\r\nx\r\n"
        body = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + framed * 100 + b"0\r\n\r\n"
        self.expect_limit({"/": body}, Limits(fetch_seconds=5, fetch_bytes=50_000))

    def test_d05_a_huge_body_is_not_read_to_its_end(self):
        sent = []

        def pour(talk):
            talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
            while True:
                talk.send(b"x" * 10_000)
                sent.append(10_000)

        self.expect_limit({"/": pour}, Limits(fetch_seconds=5, fetch_bytes=50_000))
        assert sum(sent) < 30_000_000

    def test_d05_a_bomb_in_gzip(self):
        bomb = gzip.compress(b"\0" * 20_000_000)
        assert len(bomb) < 50_000
        self.expect_limit(
            {"/": answer(bomb, Content_Encoding="gzip")}, Limits(fetch_seconds=5, fetch_bytes=50_000)
        )


# --- D06 answers that are no documents


@pytest.mark.parametrize("status", [204, 206, 304, 400, 401, 403, 404, 410, 429, 500, 502, 503])
def test_d06_other_statuses_are_undetermined_and_keep_their_number(status):
    response = obtain(StaticFetcher({HOME: Response(status, body=b"{}")}), HOME)
    assert response.status == status
    assert refused(lambda: require_ok(response)).code == "FETCH"


@pytest.mark.parametrize(
    "response",
    [
        Response(headers={"Content-Type": "text/html"}, body=b"<p>Not here any more"),
        Response(headers={"Content-Type": "application/json"}, body=b"<!doctype html><title>Log in</title>"),
        Response(body=b"\n<HTML><body>Not found"),
        Response(headers={"Content-Type": "image/png"}, body=b"\x89PNG"),
        Response(headers={"Content-Type": "application/pdf"}, body=b"%PDF"),
    ],
)
def test_d06_pages_and_other_media_types_are_undetermined(response):
    assert refused(lambda: require_text(obtain(StaticFetcher({HOME: response}), HOME))).code == "FETCH"
