"""Writes the expanded form of a document in the words of Open Badges 2.0 and notes which IRIs are none.

Nothing is read from a context here: keys and types are compared by IRI, so that it does not matter how the
document spelled them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualitybadge.errors import InputError, UnsupportedError
from qualitybadge.limits import Limits

from .compaction_parts import Compacted, Extension, is_extension, step
from .compaction_pyld import MARK, Guarded, Seen, without_marks
from .contexts import Contexts
from .iri import is_iri
from .ob2_terms import CONTEXT, REVOKED, SENTINEL, XSD, iri, is_absolute, is_undefined, types, word, words
from .refusals import quoted

_SPEC = "OB 2.0 §Linked Data"
_HINT = "write the whole IRI, or the word that the context defines"


def write(expanded: list[dict[str, Any]], guarded: Guarded, contexts: Contexts, limits: Limits) -> Compacted:
    """Return the compacted document, with at most `limits.findings` faults.

    Raises:
        InputError: the document describes several things at once, or a list is something else too.
    """
    if len(expanded) > 1:
        raise InputError("the document describes several things; one object is expected", pointer="/@graph")
    writer = _Writer(guarded, contexts, limits.findings)
    data = writer.node(expanded[0], "", guarded.seen[-1]) if expanded else {}
    extensions = sorted(writer.extensions, key=lambda extension: extension.pointer)
    return Compacted({"@context": CONTEXT, **data}, tuple(writer.faults), tuple(extensions), guarded.units)


class _Writer:
    """What is found while writing."""

    __slots__ = ("_contexts", "_guarded", "_most_faults", "extensions", "faults")

    def __init__(self, guarded: Guarded, contexts: Contexts, most_faults: int) -> None:
        self._guarded = guarded
        self._contexts = contexts
        self._most_faults = most_faults
        self.faults: list[InputError] = []
        self.extensions: list[Extension] = []

    def node(self, node: Mapping[str, Any], pointer: str, seen: Seen) -> dict[str, Any]:
        """Return a compacted node.

        Args:
            node: the expanded node.
            pointer: its place in the compacted data.
            seen: the nearest marked object around it.
        """
        own = self._seen(node.get(MARK))
        seen = own or seen
        result: dict[str, Any] = {}
        known = self._types(node.get("@type", []), pointer)
        if known:
            self._put("type", known, result)
        extension = is_extension(result)
        if "@id" in node:
            defined = extension and _defines(seen.contexts[-1:], node["@id"], self._contexts)
            result["id"] = self._iri(node["@id"], f"{pointer}/id", defined=defined)
        if "@language" in node:
            language = node["@language"]
            result["@language"] = self._guarded.languages.get(language, language)
        for key, values in _members(node).items():
            self._put(key, self._values(key, values, f"{pointer}/{step(key)}", seen), result)
        if extension:
            self._note(node, result, pointer, seen, marked=own is not None)
        return result

    def _seen(self, mark: Any) -> Seen | None:
        """Return the marked object that a node was."""
        return self._guarded.seen[mark[0]["@value"]] if mark else None

    def _put(self, key: str, values: list[Any], result: dict[str, Any]) -> None:
        result[key] = values[0] if len(values) == 1 else values

    def _types(self, values: list[Any], pointer: str) -> list[str]:
        result = []
        for index, value in enumerate(values):
            if value == "@id" or (isinstance(value, str) and _is_type(value)):
                result.append(word(value))
            else:
                where = f"{pointer}/type/{index}" if len(values) > 1 else f"{pointer}/type"
                self._fault(
                    f"the type {quoted(_given(value))} is not defined by the document's contexts", where
                )
        return result

    def _iri(self, value: Any, pointer: str, *, defined: bool = False) -> Any:
        given = _given(value)
        if not defined and not is_absolute(value):
            self._fault(f"{quoted(given)} is not an absolute IRI", pointer)
        return given

    def _fault(self, message: str, pointer: str) -> None:
        if len(self.faults) < self._most_faults:
            self.faults.append(InputError(message, pointer=pointer, spec=_SPEC, hint=_HINT))

    def _values(self, key: str, values: list[Any], pointer: str, seen: Seen) -> list[Any]:
        if len(values) == 1:
            return [self._value(key, values[0], pointer, seen)]
        return [self._value(key, value, f"{pointer}/{index}", seen) for index, value in enumerate(values)]

    def _value(self, key: str, value: Mapping[str, Any], pointer: str, seen: Seen) -> Any:
        link = key in words().links
        if "@value" in value:
            return _literal(value, link=link)
        if "@list" in value:
            if value.keys() - {"@index", "@list"}:
                raise InputError("a list has other members", pointer=pointer)
            return {"@list": self._values(key, value["@list"], f"{pointer}/@list", seen)}
        if link and "@id" in value and len(value) - (MARK in value) == 1:
            return self._iri(value["@id"], pointer)
        return self.node(value, pointer, seen)

    def _note(
        self, node: Mapping[str, Any], compacted: dict[str, Any], pointer: str, seen: Seen, *, marked: bool
    ) -> None:
        outer = seen.contexts[:-1] if marked and seen.own else seen.contexts
        source = dict(seen.source) if marked or not pointer else dict(node)
        context = seen.contexts[-1] if seen.contexts else None
        self.extensions.append(Extension(pointer, types(compacted), context, source, outer, self._contexts))


def _members(node: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the properties of a node under their words; what has no word of its own keeps its IRI."""
    members: dict[str, list[Any]] = {}
    for key, values in node.items():
        if key.startswith("@") or key == MARK:
            continue
        # v0 uses a prefix that it does not define; nobody gains anything where an expiry is not seen
        meaning = iri(key) if is_undefined(key) else key
        if meaning == REVOKED:
            _split(values, members)
        else:
            members.setdefault(word(meaning), []).extend(values)
    return members


def _split(values: list[Any], members: dict[str, list[Any]]) -> None:
    """Tell a badge's ``revoked`` from a list's ``revokedAssertions``: the context has one IRI for both."""
    if not values:
        members["revokedAssertions"] = []
    for value in values:
        literal = value.get("@value")
        boolean = isinstance(literal, bool) or value.get("@type") == f"{XSD}boolean"
        members.setdefault("revoked" if boolean else "revokedAssertions", []).append(value)


def _literal(value: Mapping[str, Any], *, link: bool) -> Any:
    """Return a literal as JSON; one that no string, number or boolean of 2.0 can be stays an object."""
    literal, datatype = value["@value"], value.get("@type", "")
    if datatype and not datatype.startswith(XSD):
        return {"@type": datatype, "@value": without_marks(literal)}
    if link and isinstance(literal, str) and datatype != f"{XSD}anyURI":
        return {"@value": literal}
    return literal


def _given(value: Any) -> Any:
    """Return a relative IRI as the document has it, as far as resolving left it."""
    if not isinstance(value, str) or not value.startswith(SENTINEL):
        return value
    rest = value.removeprefix(SENTINEL)
    return rest.removeprefix("///")


def _is_type(value: str) -> bool:
    return is_iri(value) and is_absolute(value) and not is_undefined(value)


def _defines(context: Any, value: Any, contexts: Contexts) -> bool:
    """Tell whether a relative id is a term, as the licences of an official extension are."""
    if isinstance(context, list | tuple):
        return any(_defines(item, value, contexts) for item in context)
    if isinstance(context, str):
        try:
            return _defines(contexts.read(context), value, contexts)
        except (InputError, UnsupportedError):
            return False  # PyLD read it at another address
    return isinstance(context, Mapping) and _given(value) in context
