from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from urllib3.util import connection

from qualitybadge.errors import FetchError, UnsafeTargetError
from qualitybadge.fetcher import Fetcher, Response, obtain
from qualitybadge.limits import Limits
from qualitybadge.net import pinned
from qualitybadge.net.cache import FetchCache
from qualitybadge.net.https import HttpsFetcher, _decoded
from support.localtls import LOOPBACK, answer, serving

pytestmark = [pytest.mark.loopback, pytest.mark.allow_hosts([LOOPBACK, "::1"])]

JSON = {"Content_Type": "application/json"}
HOME = "https://issuer.example/"


def get(fetcher, url, *, accept="*/*", max_bytes=10_000):
    return fetcher.get(url, accept=accept, max_bytes=max_bytes)


def refused(fetcher, url, **settings) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(fetcher, url, **settings)
    return caught.value


# --- one hop


def test_an_answer_comes_back_with_status_headers_and_body():
    with serving({"/badge?v=1": answer(b"{}", **JSON)}) as server:
        response = get(server.fetcher(), server.url("/badge?v=1"))
        assert (response.status, response.media_type, response.body) == (200, "application/json", b"{}")
        assert response.url is None
    assert isinstance(HttpsFetcher(), Fetcher)


def test_the_request_says_little_and_nothing_about_the_caller(monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine issuer.test login ada password secret\n")
    for name, value in {
        "NETRC": str(netrc),
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9",
        "REQUESTS_CA_BUNDLE": str(netrc),
        "SSLKEYLOGFILE": str(tmp_path / "keys"),
    }.items():
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(name.lower(), value)
    with serving({"/": answer(b"{}", Set_Cookie="a=b; Path=/")}) as server:
        fetcher = server.fetcher()
        get(fetcher, server.url("/"), accept="application/json")
        get(fetcher, server.url("/"), accept="application/json")
        expected = [
            "GET / HTTP/1.1",
            "Accept-Encoding: gzip",
            "Accept: application/json",
            "Connection: close",
            f"Host: issuer.test:{server.port}",
            "User-Agent: qualitybadge (Open Badges verifier)",
        ]
        for head in server.requests:
            first, *headers = head.strip().split("\r\n")
            assert [first, *sorted(headers)] == expected
        assert len(server.requests) == 2
    assert not (tmp_path / "keys").exists()


def test_fragments_are_not_sent_and_hosts_are_lower_case():
    with serving({"/a": answer(b"{}")}) as server:
        get(server.fetcher(), f"HTTPS://Issuer.TEST:{server.port}/a#key-1")
        assert server.requests[0].startswith("GET /a HTTP/1.1\r\n")
        assert f"Host: issuer.test:{server.port}\r\n" in server.requests[0]


@pytest.mark.parametrize("status", [204, 301, 404, 410, 500])
def test_every_status_is_an_answer(status):
    with serving({"/": answer(b"", status=status, Location="/next")}) as server:
        assert get(server.fetcher(), server.url()).status == status
        assert len(server.requests) == 1


def test_redirects_are_followed_by_obtain_with_each_hop_checked():
    with serving({"/a": answer(status=302, Location="/b"), "/b": answer(b"{}")}) as server:
        assert obtain(server.fetcher(), server.url("/a")).url == server.url("/b")
        assert [head.split(" ")[1] for head in server.requests] == ["/a", "/b"]


def test_a_body_may_come_in_chunks_or_end_with_the_connection():
    chunked = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n4;x=y\r\na":1\r\n1\r\n}\r\n0\r\nT: r\r\n\r\n'
    with serving({"/chunked": chunked, "/close": b"HTTP/1.0 200 OK\r\n\r\n{}"}) as server:
        assert get(server.fetcher(), server.url("/chunked")).body == b'{"a":1}'
        assert get(server.fetcher(), server.url("/close")).body == b"{}"


def test_one_fetcher_serves_many_threads():
    routes = {f"/{n}": answer(b"%d" % n) for n in range(8)}
    with serving(routes) as server, ThreadPoolExecutor(8) as threads:
        fetcher = server.fetcher()
        answers = threads.map(lambda n: get(fetcher, server.url(f"/{n % 8}")).body, range(24))
        assert list(answers) == [b"%d" % (n % 8) for n in range(24)]


def test_answers_are_remembered_in_the_cache_given():
    with serving({"/": answer(b"{}", Cache_Control="max-age=60")}) as server:
        fetcher = server.fetcher(cache=FetchCache())
        assert get(fetcher, server.url()) == get(fetcher, server.url("/#fragment"))
        assert len(server.requests) == 1
        with pytest.raises(UnsafeTargetError):
            get(fetcher, "https://127.0.0.1/")


def test_a_shared_cache_lends_nobody_the_permission_of_another():
    with serving({"/": answer(b"{}", Cache_Control="max-age=60")}, plain=True) as server:
        plain, cache = server.url(scheme="http"), FetchCache()
        assert get(server.fetcher(cache=cache, allow_http=True), plain).body == b"{}"
        assert refused(server.fetcher(cache=cache), plain).code == "INSECURE_TRANSPORT"


# --- TLS


@pytest.mark.parametrize("certified", ["other.test", LOOPBACK])
def test_the_certificate_must_be_for_the_name_not_for_the_address(certified):
    with serving({"/": answer(b"{}")}, certified=certified) as server:
        error = refused(server.fetcher(), server.url())
        assert error.code == "FETCH"
        assert "certificate" in error.message
        assert server.requests == []


def test_an_unknown_authority_is_refused():
    with serving({"/": answer(b"{}")}) as server:
        fetcher = HttpsFetcher(
            limits=Limits(fetch_seconds=5),
            resolve=lambda *_: [LOOPBACK],
            exempt_addresses=frozenset({LOOPBACK}),
        )
        assert "certificate" in refused(fetcher, server.url()).message
        assert server.requests == []


def test_a_file_of_authorities_replaces_the_built_in_ones():
    with serving({"/": answer(b"{}")}) as server:
        fetcher = server.fetcher()
        get(fetcher, server.url())
        assert len(fetcher._tls.get_ca_certs()) == 1


def test_a_file_of_authorities_must_be_readable(tmp_path):
    with serving({"/": answer(b"{}")}) as server:
        assert refused(server.fetcher(ca_file=str(tmp_path / "none.pem")), server.url()).code == "FETCH"
        (tmp_path / "bad.pem").write_text("no certificate")
        assert (
            "cannot be read"
            in refused(server.fetcher(ca_file=str(tmp_path / "bad.pem")), server.url()).message
        )


def test_plain_text_where_tls_belongs_is_refused():
    with serving({"/": answer(b"{}")}, plain=True) as server:
        assert refused(server.fetcher(), server.url()).code == "FETCH"


def test_http_is_asked_only_where_it_is_allowed():
    with serving({"/": answer(b"{}")}, plain=True) as server:
        plain = server.url(scheme="http")
        assert refused(server.fetcher(), plain).code == "INSECURE_TRANSPORT"
        assert server.requests == []
        assert get(server.fetcher(allow_http=True), plain).body == b"{}"
        assert obtain(server.fetcher(allow_http=True), plain, allow_http=True).body == b"{}"


# --- addresses


def test_the_next_address_is_tried_when_one_refuses():
    with serving({"/": answer(b"{}")}) as server:
        fetcher = server.fetcher(addresses=["::1", LOOPBACK])
        fetcher._exempt = frozenset({"::1", LOOPBACK})
        assert get(fetcher, server.url()).body == b"{}"


def test_nobody_listens():
    with serving({}) as server:
        url, fetcher = server.url(), server.fetcher()
    error = refused(fetcher, url)
    assert error.code == "FETCH"
    assert error.message == "no connection to issuer.test: it refused the connection or broke it off"


def test_ipv6_addresses_are_written_in_brackets():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 here")
    with serving({"/": answer(b"{}")}, family=socket.AF_INET6) as server:
        assert get(server.fetcher(), server.url()).body == b"{}"
        assert f"Host: issuer.test:{server.port}\r\n" in server.requests[0]


@pytest.mark.parametrize(("pause", "limit"), [(0.3, 0.5), (0.4, 0.3)])
def test_connecting_and_securing_share_one_time(monkeypatch, pause, limit):
    connect = connection.create_connection

    def slowly(*args, **settings):
        time.sleep(pause)
        return connect(*args, **settings)

    monkeypatch.setattr(connection, "create_connection", slowly)
    with serving({}, instead=lambda talk: talk.stopped.wait(5)) as server:
        start = time.monotonic()
        assert refused(server.fetcher(limits=Limits(fetch_seconds=limit)), server.url()).code == "LIMIT"
        assert time.monotonic() - start < pause + limit - 0.05


def test_the_resolver_of_the_system_is_asked_once(monkeypatch):
    asked = []

    def getaddrinfo(host, port, **settings):
        asked.append((host, port))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert refused(HttpsFetcher(), HOME).code == "UNSAFE_TARGET"
    assert asked == [("issuer.example", 443)]


@pytest.mark.parametrize(
    "error", [socket.gaierror("no such name"), UnicodeError("label too long"), ValueError("x")]
)
def test_a_name_that_does_not_resolve_cannot_be_asked(error):
    def fail(host, port):
        raise error

    refusal = refused(HttpsFetcher(resolve=fail), HOME)
    assert (refusal.code, refusal.message) == ("FETCH", "the name issuer.example cannot be resolved")


def test_a_name_without_addresses_cannot_be_asked():
    assert refused(HttpsFetcher(resolve=lambda *_: []), HOME).code == "FETCH"


def test_a_resolver_that_hangs_is_left_behind():
    free = threading.Event()

    def hang(host, port):
        free.wait(5)
        return ["127.0.0.1"]

    error = refused(HttpsFetcher(resolve=hang, limits=Limits(fetch_seconds=0.05)), HOME)
    free.set()
    assert error.code == "LIMIT"


# --- what arrives


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)  # the same bytes in every process: they name the tests


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", _gzip(b'{"a":1}')),
        ("X-GZip ", _gzip(b'{"a":1}')),
        ("deflate", zlib.compress(b'{"a":1}')),
        ("identity", b'{"a":1}'),
        ("", b'{"a":1}'),
    ],
)
def test_known_encodings_are_undone(encoding, body):
    with serving({"/": answer(body, Content_Encoding=encoding)}) as server:
        assert get(server.fetcher(), server.url(), max_bytes=100).body == b'{"a":1}'


def test_no_body_needs_no_decoding():
    with serving({"/": answer(b"", Content_Encoding="gzip")}) as server:
        assert get(server.fetcher(), server.url()).body == b""


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("br", b"{}"),
        ("gzip, gzip", _gzip(_gzip(b"{}"))),
        ("gzip", b"{}"),
        ("gzip", _gzip(b"{}")[:-4]),
        ("gzip", _gzip(b"{}") + b"tail"),
        ("gzip", _gzip(b"{}") + _gzip(b"{}")),
        ("deflate", _gzip(b"{}")),
    ],
)
def test_unknown_encodings_and_damaged_bodies_are_refused(encoding, body):
    with serving({"/": answer(body, Content_Encoding=encoding)}) as server:
        assert refused(server.fetcher(), server.url()).code == "FETCH"


def test_the_limit_is_met_exactly_before_and_after_decompression():
    body = b"x" * 5000
    with serving({"/raw": answer(body), "/gzip": answer(_gzip(body), Content_Encoding="gzip")}) as server:
        for path in ("/raw", "/gzip"):
            assert get(server.fetcher(), server.url(path), max_bytes=5000).body == body
            assert refused(server.fetcher(), server.url(path), max_bytes=4999).code == "LIMIT"


def test_a_bomb_is_defused_not_just_measured():
    bomb = Response(headers={"Content-Encoding": "gzip"}, body=_gzip(b"\0" * 20_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(FetchError):
            _decoded(bomb, 50_000, HOME)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"HTTP/1.1",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n{}",
    ],
    ids=range(9),
)
def test_a_broken_answer_is_no_answer(reply):
    with serving({"/": reply}) as server:
        assert refused(server.fetcher(), server.url()).code == "FETCH"


def test_a_request_that_cannot_be_made_is_a_fetch_error(monkeypatch):
    def fail(*args, **settings):
        raise pinned.HTTPError("x")

    monkeypatch.setattr(pinned.HTTPAdapter, "send", fail)
    fetcher = HttpsFetcher(resolve=lambda *_: ["1.1.1.1", "9.9.9.9"])
    assert refused(fetcher, HOME).code == "FETCH"


def test_the_fetcher_is_cheap_until_it_is_used():
    code = "import sys; from qualitybadge.net.https import HttpsFetcher; HttpsFetcher(); print(*(n for n in ('requests', 'ssl', 'socket', 'ipaddress') if n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == []
