"""Laws of fetching: whatever the text, the answer is the library's own; whatever passes has one reading."""

from __future__ import annotations

from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url as parse_by_urllib3

from qualitybadge.errors import FetchError
from qualitybadge.fetcher import Response, obtain, require_text
from qualitybadge.net.https import HttpsFetcher
from qualitybadge.urls import parse_url

PIECES = st.sampled_from([
    "https", "http", "file", "data", ":", "//", "/", "\\", "@", "?", "#", "[", "]", "%", "%2e", "%2F", "%00", "..",
    ".", "example.org", "localhost", "127.0.0.1", "2130706433", "0x7f", "::1", "xn--a", "-", "_", ":443", ":80",
    ":8443", ":99999", "a", "Z", "1", "ä", "。", "\t", "\n", "\x00", " ", "\ud800", "&", "=", "+", ";", "user:pw@",
])  # fmt: skip
URLS = st.one_of(
    st.text(),
    st.lists(PIECES).map("".join),
    st.lists(PIECES).map(lambda pieces: "https://" + "".join(pieces)),
)


def refusal(call) -> str:
    """What the library says against it, "" where it says nothing; any other exception fails the test."""
    try:
        call()
    except FetchError as error:
        return error.message
    return ""


class Everything:
    def get(self, url, *, accept, max_bytes):
        return Response(body=b"{}")


@given(URLS, st.booleans())
def test_law_any_text_is_answered_or_refused_in_our_own_words(url, allow_http):
    network = HttpsFetcher(allow_http=allow_http, resolve=lambda *_: [])
    for fetcher in (Everything(), network):
        assert refusal(lambda f=fetcher: obtain(f, url, allow_http=allow_http)).isprintable()


@given(URLS)
def test_law_what_passes_reads_the_same_to_every_parser(url):
    try:
        mine = parse_url(url, allow_http=True)
    except FetchError:
        return
    for other in (urlsplit(mine.text), parse_by_urllib3(mine.text)):
        assert (other.scheme, (other.hostname or "").lower(), other.port or mine.port) == mine.origin
    assert urlsplit(mine.text).username is None
    assert parse_by_urllib3(mine.text).auth is None
    assert parse_url(mine.text, allow_http=True) == mine


@given(
    st.builds(
        Response,
        st.sampled_from([200, 301, 404]),
        st.dictionaries(st.sampled_from(["Location", "Content-Type"]), URLS),
        st.binary(),
    )
)
def test_law_any_answer_is_taken_or_refused_in_our_own_words(response):
    class Same:
        def get(self, url, *, accept, max_bytes):
            return response

    assert refusal(
        lambda: require_text(obtain(Same(), "https://issuer.example/", cross_origin=True))
    ).isprintable()
