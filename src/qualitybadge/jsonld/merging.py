"""Refuse a document that describes its credential or status a second time elsewhere; knows no signature.

In RDF two objects with one id are one node, so a member may move from one to the other and the signed
statements stay the same. Whoever reads the JSON then misses the date or the status that was moved away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from .quadset import MANY, Quads

_NAMES = ("id", "@id")
# What these hold is a graph of its own, so its nodes merge with none outside.
_OWN_GRAPH = frozenset({"proof", "verifiableCredential"})
_DECISIVE = ("credentialStatus", "refreshService", "credentialSchema")
_NAMED = frozenset({"id", "type", "@id", "@type"})
_ENDORSED = frozenset({"id", "type", "endorsementComment"})
_ENDORSED_TYPES: tuple[Any, ...] = ("EndorsementSubject", ["EndorsementSubject"])


def refuse_merged_nodes(document: Mapping[str, Any], quads: Quads) -> None:
    """Refuse a second description of the credential, its status, schema or refresh service.

    A repetition that adds nothing is harmless, a type alone moves nothing that decides (the address of a
    credential may also be that of its refresh service), and the subject of an embedded endorsement may name
    the credential, with its comment and nothing else.

    Args:
        document: the document without its proofs.
        quads: what it says in RDF.

    Raises:
        InputError: something is said of such a node where readers do not look for it (DATA_LOSS).
    """
    first = _decisive_nodes(document)
    if not _pointed_at(first, document, quads):
        return
    pending: list[tuple[Any, str]] = [(document, "")]
    while pending:
        node, member = pending.pop()
        if isinstance(node, list):
            pending += [(item, member) for item in node if isinstance(item, dict | list)]
        else:
            if _is_merged(node, first, member):
                raise _refusal(_pointer_to(node, document, ""))
            inner = [name for name, value in node.items() if isinstance(value, dict | list)]
            pending += [(node[name], name) for name in inner if name not in _OWN_GRAPH]


def _decisive_nodes(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return id -> the object that a reader looks at, for each node that a credential's worth hangs on."""
    nodes = [document]
    for name in _DECISIVE:
        value = document.get(name)
        nodes += [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]
    return {
        node[name]: node for node in reversed(nodes) for name in _NAMES if isinstance(node.get(name), str)
    }


def _pointed_at(first: dict[str, Mapping[str, Any]], document: Mapping[str, Any], quads: Quads) -> bool:
    """Tell whether one of these nodes is the value of more properties than a reader follows to it.

    Hardly any document has such a node, and only those need the walk.
    """
    lines = quads.lines
    followed = {f"<{identifier}>": 0 if node is document else 1 for identifier, node in first.items()}
    for start in range(0, len(lines), MANY):  # in portions, for the lines of a large document take much room
        text = "".join(lines[start : start + MANY])
        for term in followed:
            followed[term] -= text.count(f" {term} ")
    objects = [quad[2] for quad in quads.blank]
    return any(left < objects.count(term) for term, left in followed.items())


def _is_merged(node: dict[str, Any], first: dict[str, Mapping[str, Any]], member: str) -> bool:
    """Tell whether an object, the value of this member, says more of a node that stands elsewhere."""
    for name in _NAMES:
        identifier = node.get(name)
        read = first.get(identifier) if isinstance(identifier, str) else None
        if (
            read is not None
            and read is not node
            and not (_adds_nothing(node, read) or _endorses(node, member))
        ):
            return True
    return False


def _refusal(pointer: str) -> InputError:
    return InputError(
        "an object here says more of the credential, its status, schema or refresh service",
        code="DATA_LOSS",
        pointer=pointer,
        hint="refer to it by its id alone; what a proof covers must stand where readers look for it",
        spec="VC-DI §4.2",
    )


def _pointer_to(wanted: object, value: Any, pointer: str) -> str:
    """Return the JSON pointer to an object in a document, "" for one that is not in it."""
    if value is wanted:
        return pointer
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return next(filter(None, (_pointer_to(wanted, item, f"{pointer}/{name}") for name, item in inner)), "")


def _adds_nothing(node: dict[str, Any], read: Mapping[str, Any]) -> bool:
    return node.keys() <= _NAMED or all(name in read and read[name] == value for name, value in node.items())


def _endorses(node: dict[str, Any], member: str) -> bool:
    return member == "credentialSubject" and node.get("type") in _ENDORSED_TYPES and node.keys() <= _ENDORSED
