"""Which URLs may be asked for, judged by their form alone; resolves no name and opens no connection.

The rule is short because it accepts only what has one reading: an absolute ``https`` URL in the
characters of RFC 3986 whose host is a DNS name. Whatever clients and servers read differently (user
names, backslashes, numbers as hosts, dot segments, escapes in the host) is refused, not repaired.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import FetchError, UnsafeTargetError

MAX_URL_CHARACTERS = 4096

_SHOWN_CHARACTERS = 300
_DEFAULT_PORTS = {"https": 443, "http": 80}
_FIRST_UNPRIVILEGED_PORT = 1024
_LAST_PORT = 65535
_MAX_HOST_CHARACTERS = 253

_FOREIGN = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")
_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(//[^/?#]*)?([^?#]*)(\?[^#]*)?(?:#.*)?")
_USER_INFO = re.compile(r"//[^/?#]*@")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_DNS_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PORT = re.compile(r"[1-9][0-9]{0,4}")
# Also as servers read it that decode twice, take a backslash for a slash, or cut a segment at a semicolon.
_SLASH, _DOT = r"(?:/|%(?:25)*(?:2f|5c))", r"(?:\.|%(?:25)*2e)"
_DOT_SEGMENT = re.compile(rf"{_SLASH}{_DOT}{{1,2}}(?={_SLASH}|;|%(?:25)*3b|$)", re.IGNORECASE)

# Names that mean this computer, this network or another network than DNS (RFC 6761, 6762, 7686, 8375, 9476).
_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa", ".onion", ".alt")


@dataclass(frozen=True, slots=True)
class WebUrl:
    """A URL that may be asked for, in its parts.

    Attributes:
        text: the URL as written, without its fragment.
        scheme: ``https``, or ``http`` where the caller allowed it.
        host: DNS name in lower case.
        port: TCP port, the scheme's own where none is written.
        target: path and query as they are sent.
    """

    text: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what RFC 6454 compares."""
        return (self.scheme, self.host, self.port)

    @property
    def authority(self) -> str:
        """Host and port as a Host header carries them."""
        return self.host if self.port == _DEFAULT_PORTS[self.scheme] else f"{self.host}:{self.port}"


def parse_url(url: str, *, allow_http: bool = False) -> WebUrl:
    """Split a URL that may be asked for.

    The host must be a DNS name of two labels or more; addresses are refused, in every notation, and so
    are names of the local network. The port must be the scheme's own or above 1023: did:web documents
    live on such ports, mail and shell servers do not.

    Raises:
        UnsafeTargetError: the URL must not be asked for (code UNSAFE_TARGET).
        FetchError: it is ``http`` and not allowed (INSECURE_TRANSPORT), or too long (LIMIT).
    """
    if not isinstance(url, str):
        raise UnsafeTargetError(f"an address must be text, not {type(url).__name__}")
    if len(url) > MAX_URL_CHARACTERS:
        raise FetchError(f"{shown(url)} is longer than {MAX_URL_CHARACTERS} characters", code="LIMIT")
    if _FOREIGN.search(url):
        raise _refused(
            url,
            "it has a character that no URL has",
            hint="write paths with percent escapes and international host names in their xn-- form",
        )
    parts = _PARTS.fullmatch(url)
    if parts is None or not parts[2]:
        raise _refused(url, "it is not an absolute https URL")
    scheme = _checked_scheme(url, parts[1].lower(), allow_http=allow_http)
    host, port = _checked_authority(url, parts[2][2:], scheme)
    path = parts[3] or "/"
    if _DOT_SEGMENT.search(path):
        raise _refused(url, "its path has dot segments")
    return WebUrl(url.partition("#")[0], scheme, host, port, path + (parts[4] or ""))


def parse_location(current: WebUrl, location: str) -> WebUrl:
    """Split the address to which `current` redirects; it may be relative, and never leads from https to http.

    Raises:
        UnsafeTargetError: the new address must not be asked for (UNSAFE_TARGET).
        FetchError: it is ``http`` behind ``https`` (INSECURE_TRANSPORT), or too long (LIMIT).
    """
    # urljoin drops tabs and line ends and strips blanks: look at the text before it does.
    if _FOREIGN.search(location):
        return parse_url(location)
    from urllib.parse import urljoin  # costs 10 ms, and redirects are rare

    try:
        joined = urljoin(current.text, location)
    except ValueError as error:
        raise _refused(location, "it is not a URL") from error
    return parse_url(joined, allow_http=current.scheme == "http")


def is_web(address: object) -> bool:
    """Tell whether a text begins as an http or https address does; schemes know no case (RFC 3986 §3.1)."""
    return isinstance(address, str) and address[: len("https:")].lower().startswith(("https:", "http:"))


def is_inline(address: str) -> bool:
    """Tell whether an address holds its content itself (RFC 2397)."""
    return address[: len("data:")].lower() == "data:"


def is_plain_http(url: str) -> bool:
    """Tell whether an address is one that anybody on the way may alter the answers of."""
    return url[: len("http:")].lower() == "http:"


def shown(url: str) -> str:
    """Return the URL for a message: printable, of bounded length, without user name and password."""
    text = _USER_INFO.sub("//...@", ascii(url[:_SHOWN_CHARACTERS])[1:-1])
    return text if len(url) <= _SHOWN_CHARACTERS else f"{text}..."


def _checked_scheme(url: str, scheme: str, *, allow_http: bool) -> str:
    if scheme == "http" and not allow_http:
        raise FetchError(f"{shown(url)} is not asked for: it uses http", code="INSECURE_TRANSPORT")
    if scheme not in _DEFAULT_PORTS:
        raise _refused(url, "it is not an https URL")
    return scheme


def _checked_authority(url: str, authority: str, scheme: str) -> tuple[str, int]:
    if "@" in authority:
        raise _refused(url, "it carries a user name or password")
    if authority.startswith("["):
        raise _refused(url, "its host is an address, not a name")
    host, colon, port_text = authority.lower().partition(":")
    _check_host(url, host)
    if not colon:
        return host, _DEFAULT_PORTS[scheme]
    port = int(port_text) if _PORT.fullmatch(port_text) else 0
    if port != _DEFAULT_PORTS[scheme] and not _FIRST_UNPRIVILEGED_PORT <= port <= _LAST_PORT:
        raise _refused(url, "its port is not one on which badges are published")
    return host, port


def _check_host(url: str, host: str) -> None:
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        raise _refused(url, "its host is an address, not a name")
    if len(host) > _MAX_HOST_CHARACTERS or not _DNS_NAME.fullmatch(host):
        raise _refused(url, "its host is not a public DNS name")
    if host.endswith(_LOCAL_ENDINGS):
        raise _refused(url, "its host is a name of the local network")


def _refused(url: str, why: str, *, hint: str = "") -> UnsafeTargetError:
    return UnsafeTargetError(f"{shown(url)} is not asked for: {why}", hint=hint)
