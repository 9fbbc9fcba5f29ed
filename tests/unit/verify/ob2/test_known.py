"""Objects that were read before: two threads that read one at once keep it once."""

from __future__ import annotations

import json

from qualitybadge.jsonld import PINNED
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.verify.ob2.known import KnownNodes
from qualitybadge.verify.ob2.nodes import Reader
from support.world2 import ISSUER, issuer

BODY = json.dumps(issuer()).encode()


class Interrupted(Reader):
    """A reader during whose work another thread reads the same object."""

    __slots__ = ()

    def parse(self, body, class_name, *, asked, url):
        plain = Reader(self.contexts, self.limits)
        known.read(body, class_name, asked=asked, url=url, reader=plain)
        return plain.parse(body, class_name, asked=asked, url=url)


known = KnownNodes()


def test_what_two_threads_read_at_once_is_kept_once():
    node = known.read(BODY, "Issuer", asked=ISSUER, url=ISSUER, reader=Interrupted(PINNED, DEFAULT_LIMITS))
    assert len(known) == 1
    again = known.read(BODY, "Issuer", asked=ISSUER, url=ISSUER, reader=Reader(PINNED, DEFAULT_LIMITS))
    assert again == node
    assert again.data is not node.data
