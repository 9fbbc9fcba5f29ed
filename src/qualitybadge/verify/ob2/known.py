"""Objects of 2.0 badges that were read before, by their very bytes; fetches and judges nothing."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from ...jsonld import Contexts

if TYPE_CHECKING:
    from .nodes import Node, Reader

_MOST_KNOWN = 512
_LONGEST_KNOWN = 64 * 1024  # a longer document is read anew: memory must stay bounded


class KnownNodes:
    """Objects that were read before, by their very bytes; bounded, shared between threads.

    A thousand badges of one class bring the same class and issuer: reading them is a pure function of their
    bytes, their address, what they are taken for, the contexts and the limits, so it is done once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nodes: OrderedDict[tuple[Any, ...], tuple[Contexts, Node]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._nodes)

    def read(self, body: bytes, class_name: str, *, url: str, reader: Reader) -> Node:
        """Return the hosted object in an answer's body.

        Raises:
            InputError, LimitError, UnsupportedError: as `Reader.parse`.
        """
        if len(body) > _LONGEST_KNOWN:
            return reader.parse(body, class_name, url)
        key = (hashlib.sha256(body).digest(), url, class_name, id(reader.contexts), reader.limits)
        with self._lock:
            found = self._nodes.get(key)
            if found is not None:
                self._nodes.move_to_end(key)
                return found[1]
        node = reader.parse(body, class_name, url)
        with self._lock:
            self._nodes[key] = (reader.contexts, node)  # held, so that its id is no other's
            while len(self._nodes) > _MOST_KNOWN:
                self._nodes.popitem(last=False)
        return node
