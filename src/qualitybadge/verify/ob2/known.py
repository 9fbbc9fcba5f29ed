"""Objects of 2.0 badges that were read before, by their very bytes; fetches and judges nothing."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from ...jsonld import Contexts

if TYPE_CHECKING:
    from .nodes import Node, Reader

_LONGEST = 16 * 1024  # a longer document is read anew
_MOST_WEIGHT = 16 * 1024 * 1024  # about the bytes that all of them take
_BYTE_WEIGHT, _VALUE_WEIGHT = 8, 256  # the text as read and as it is held; what is made of a value
_KEPT = frozenset({"BadgeClass", "Issuer", "Profile"})
"""What many badges have in common."""


class KnownNodes:
    """Objects that were read before, by their very bytes; bounded, shared between threads.

    A thousand badges of one class bring the same class and issuer: reading them is a pure function of their
    bytes, their address, what they are taken for, the contexts and the limits, so it is done once. What is
    handed out is a copy, for reports show it and their readers may change it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nodes: OrderedDict[tuple[Any, ...], tuple[Contexts, Node]] = OrderedDict()
        self._weight = 0

    def __len__(self) -> int:
        return len(self._nodes)

    def read(self, body: bytes, class_name: str, *, asked: str, url: str, reader: Reader) -> Node:
        """Return the hosted object in an answer's body; `url` gave it when `asked` was asked.

        One that was read before is paid for as one that is read now: what a badge may cost does not depend
        on those before it.

        Raises:
            InputError, LimitError, UndeterminedError: as `Reader.parse`.
        """
        if class_name not in _KEPT or len(body) > _LONGEST:
            return reader.parse(body, class_name, asked=asked, url=url)
        key = (hashlib.sha256(body).digest(), asked, url, class_name, id(reader.contexts), reader.limits)
        with self._lock:
            found = self._nodes.get(key)
            if found is not None:
                self._nodes.move_to_end(key)
        if found is None:
            node = reader.parse(body, class_name, asked=asked, url=url)
            self._keep(key, reader.contexts, node)
        else:
            node = found[1]
            reader.pay(node.compacted.units)
        return node._replace(data=_copied(node.data))

    def _keep(self, key: tuple[Any, ...], contexts: Contexts, node: Node) -> None:
        with self._lock:
            if key in self._nodes:  # by another thread, meanwhile
                return
            self._nodes[key] = (contexts, node)  # held, so that its id is no other's
            self._weight += _weight(node)
            while self._weight > _MOST_WEIGHT:
                _, (_, oldest) = self._nodes.popitem(last=False)
                self._weight -= _weight(oldest)


def most_values(text: bytes) -> int:
    """Return how many values a JSON text has at most: commas in texts and empty containers count, too."""
    return 1 + text.count(b",") + text.count(b"{") + text.count(b"[")


def _weight(node: Node) -> int:
    return _BYTE_WEIGHT * len(node.raw) + _VALUE_WEIGHT * most_values(node.raw)


def _copied(value: Any) -> Any:
    if value.__class__ is dict:
        return {key: _copied(item) for key, item in value.items()}
    if value.__class__ is list:
        return [_copied(item) for item in value]
    return value
