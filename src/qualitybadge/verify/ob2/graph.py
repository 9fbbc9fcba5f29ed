"""The objects that a badge of 2.0 or before is made of: fetched or embedded, each read once; judges none."""

from __future__ import annotations

from typing import Any, NamedTuple

from ...errors import FetchError, InputError, QualityBadgeError, UndeterminedError
from ...fetcher import Response, obtain, require_ok
from ...urls import is_plain_http, shown
from ..fetching import Allowance
from .known import KnownNodes, most_values
from .nodes import EMBEDDED, Node, Reader

ACCEPT = "application/ld+json, application/json;q=0.9, text/plain;q=0.5, */*;q=0.1"
IMAGE_ACCEPT = "image/png, image/svg+xml, */*;q=0.1"
GONE = 410
_MOST_MOVES = 2
_PLAIN_UNIT = 8  # values of any object that cost as much as a unit of the budget
_OF_ONE_ORIGIN = frozenset({"CryptographicKey", "RevocationList"})
"""What speaks with the issuer's authority, so that no redirect may lead to another host's."""


class Moved(NamedTuple):
    """An object that names another address as its own than the one it was asked for at."""

    asked: str
    declared: str


class Graph:
    """What one verification of a 2.0 badge obtained; made for one verification and not shared.

    Args:
        fetcher: how addresses are asked; counts the requests.
        reader: the contexts that objects may name, and the limits; `linked_bytes` is the most that all
            answers together may hold.
        known: objects that other verifications read before.
        allow_http: whether plain http is asked.
    """

    def __init__(
        self,
        fetcher: Allowance,
        reader: Reader,
        known: KnownNodes,
        *,
        allow_http: bool = False,
    ) -> None:
        self.fetcher = fetcher
        self.reader = reader
        self.limits = reader.limits
        self._known = known
        self._allow_http = allow_http
        self._bytes = 0
        self._values = 0
        self._answers: dict[tuple[str, bool], Response | QualityBadgeError] = {}
        self._nodes: dict[tuple[str, str], Node] = {}
        self.moved: list[Moved] = []
        self.insecure = False
        """Whether an answer came over plain http, or an object from another host than its own: then nobody
        vouches for it."""

    def fetch(self, url: str, class_name: str) -> Node:
        """Return the hosted object that an address names, from the address that it calls its own.

        Raises:
            FetchError: it was not obtained, or not with an eventual 200 (OB 2.0 §Data Validation).
            InputError: what is there is no JSON-LD object, or was withdrawn (REVOKED).
            LimitError: it is larger or deeper than the limits allow.
            UnsupportedError: a context is not known.
        """
        known = self._nodes.get((url, class_name))
        if known is not None:
            return known
        node = self._read(url, class_name)
        asked = url
        for _ in range(_MOST_MOVES):
            declared = node.hosted_id
            if not declared or declared in (asked, node.url):
                break
            self.moved.append(Moved(asked, declared))
            asked = declared
            node = self._read(declared, class_name)
        else:
            message = f"{shown(url)} leads from one declared address to the next without end"
            raise FetchError(message, code="REDIRECT")
        self.insecure = self.insecure or node.passed_on
        self._nodes[url, class_name] = node
        return node

    def embedded(self, original: Any, class_name: str, *, origin: str = EMBEDDED, raw: bytes = b"") -> Node:
        """Return an object that stands inside another one of 2.0.

        Raises:
            InputError, LimitError, UnsupportedError: as `Reader.read`.
        """
        return self.reader.read(original, class_name, origin=origin, raw=raw)

    def held(self, holder: Node, member: str, class_name: str, *, origin: str = EMBEDDED) -> Node:
        """Return the object that a member of another one holds, by the rules of the version of that one.

        Raises:
            InputError, LimitError, UnsupportedError: as `Reader.read`.
        """
        return self.reader.held(holder, member, class_name, origin=origin)

    def seed(self, url: str, body: bytes) -> None:
        """Take an answer that was obtained already, when the input itself was an address."""
        self._answers[url, True] = Response(body=body, url=url)
        self.insecure = self.insecure or is_plain_http(url)

    def image(self, url: str) -> Response:
        """Return the answer at the address of an image.

        Raises:
            FetchError: it was not obtained with an eventual 200.
        """
        return require_ok(self.answer(url, accept=IMAGE_ACCEPT))

    def answer(self, url: str, *, accept: str = ACCEPT, cross_origin: bool = True) -> Response:
        """Return the answer of an address, asked once whatever it says; a status is an answer, too.

        Args:
            url: the address.
            accept: value of the Accept header.
            cross_origin: whether it may redirect to another host.

        Raises:
            FetchError: no answer was obtained.
            LimitError: all answers together are larger than the limits allow.
        """
        found = self._answers.get((url, cross_origin))
        if found is None:
            found = self._answers[url, cross_origin] = self._asked(url, accept, cross_origin=cross_origin)
        if isinstance(found, QualityBadgeError):
            raise found
        return found

    def _asked(self, url: str, accept: str, *, cross_origin: bool) -> Response | QualityBadgeError:
        try:
            response = obtain(
                self.fetcher,
                url,
                accept=accept,
                limits=self.limits,
                cross_origin=cross_origin,
                allow_http=self._allow_http,
            )
        except QualityBadgeError as error:
            return error
        self._bytes += len(response.body)
        if self._bytes > self.limits.linked_bytes:
            message = f"the objects of one badge are larger than {self.limits.linked_bytes} bytes together"
            return FetchError(message, code="LIMIT")
        if is_plain_http(url):  # wherever it then led: a redirect can be put in on the way, too
            self.insecure = True
        return response

    def _count_values(self, response: Response) -> None:
        """Count what is about to be read: all objects of one badge together are as much work as one may be.

        Raises:
            UndeterminedError: it is too much (LIMIT).
        """
        values = most_values(response.body)
        self._values += values
        if self._values > self.limits.json_nodes:
            message = f"the objects of one badge hold more than {self.limits.json_nodes} values together"
            raise FetchError(message, code="LIMIT")
        self.reader.pay(values // _PLAIN_UNIT)

    def _read(self, url: str, class_name: str) -> Node:
        response = self.answer(url, cross_origin=class_name not in _OF_ONE_ORIGIN)
        if response.status == GONE:
            raise InputError(
                f"{shown(url)} answers 410 Gone: it was withdrawn",
                code="REVOKED",
                spec="OB 2.0 §HostedBadge Verification",
            )
        self._count_values(require_ok(response))
        address = response.url or url
        try:
            return self._known.read(response.body, class_name, asked=url, url=address, reader=self.reader)
        except UndeterminedError:
            raise
        except QualityBadgeError as error:
            where = f"{shown(url)}{error.pointer and ' at '}{error.pointer}"
            raise InputError(
                f"{where}: {error.message}", code=error.code, hint=error.hint, spec=error.spec
            ) from error
