"""One pass over an SVG: where its root tag ends and which credential elements it has; judges and writes none.

Namespaces are resolved here and not by expat, which copies the namespace once for each prefixed
attribute: one megabyte of hostile SVG would cost seconds and gigabytes. Element names cannot be written
with character references, so where the bytes of a name no longer occur there is no such element, and
expat runs on without calling back.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import NamedTuple
from xml.parsers import expat

from ..errors import InputError, LimitError
from ..limits import Limits
from .carrier import CARRIERS, SPEC, Carrier

CHILD = 2
"""Depth of an element directly below the root."""

_MOST = 16  # credential elements; no honest file has two
_MOST_DECLARED = 256  # namespace declarations in force at once
_SVG = "http://www.w3.org/2000/svg"
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_ROWS = MappingProxyType({(row.namespace, row.element): row for row in CARRIERS})
_CARRIER_WORDS = tuple({row.element.encode() for row in CARRIERS})
_WORDS = (*_CARRIER_WORDS, b"include")
_LOCAL_NAMES = frozenset(word.decode() for word in _WORDS)

# Comments and instructions before the root; atomic, so that hostile prologs cost one pass.
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?+(?>[ \t\r\n]++|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)
_ROOT = re.compile(rb"<(?:[^\s<>/:\"'=&!?]++:)?+svg[ \t\r\n/>]")
_DOCTYPE = re.compile(rb"<!DOCTYPE[ \t\r\n]++(?:[^\s<>/:\"'=&]++:)?+svg[ \t\r\n>\[]")
# The one DTD reference that old editors write; it declares nothing by itself and is never fetched.
_W3C_DOCTYPE = re.compile(
    rb"<!DOCTYPE[ \t\r\n]++svg[ \t\r\n]++PUBLIC[ \t\r\n]++([\"'])-//W3C//DTD SVG [^\"'<>&%]*+\1[ \t\r\n]++"
    rb"([\"'])https?://www\.w3\.org/[^\"'<>&%]*+\2[ \t\r\n]*+>"
)
_TAG = re.compile(rb"<(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\0\0")


class Found(NamedTuple):
    """A credential element as it stands.

    Attributes:
        row: which kind of credential.
        depth: 2 directly below the root.
        start: byte where its start tag begins.
        end: byte after its end tag.
        verify: the attribute; None where it is absent.
        text: its character data; "" where texts were not asked for.
        markup: whether elements, comments or instructions stand in it.
    """

    row: Carrier
    depth: int
    start: int
    end: int
    verify: str | None
    text: str
    markup: bool


class Seen(NamedTuple):
    """What one pass saw.

    Attributes:
        root_name: name of the root tag as written.
        root_end: byte after the root's start tag.
        root_empty: whether the root is one self-closing tag.
        found: credential elements in document order, none inside another.
        stranger: namespace of an element that is only named like one; None where there is none.
    """

    root_name: str
    root_end: int
    root_empty: bool
    found: tuple[Found, ...]
    stranger: str | None


def begins_as_svg(data: bytes) -> bool:
    """Say whether the first tag, or the document type before it, is ``svg``."""
    start = _root_at(data)
    return bool(_ROOT.match(data, start) or _DOCTYPE.match(data, start))


def names_a_credential(data: bytes) -> bool:
    """Say whether the name of a credential element occurs at all."""
    return any(word in data for word in _CARRIER_WORDS)


def screen(data: bytes, limits: Limits) -> bytes:
    """Refuse what must not reach the parser; return what may, at the same byte positions.

    Raises:
        InputError: not an SVG or not UTF-8 (PARSING), or it has a DTD (MALFORMED_VALUE).
        LimitError: larger, or with more tags or attributes, than allowed.
    """
    _check_size(data, limits)
    if data.startswith(_OTHER_ENCODINGS):
        raise _unreadable("it is not UTF-8", hint="save it as UTF-8")
    start = _root_at(data)
    if data.startswith(b"<!DOCTYPE", start):
        known = _W3C_DOCTYPE.match(data, start)
        if known is None:
            _refuse_doctype()
        else:
            # Blanked, so that to expat every entity but the predefined five is an error.
            data = b"%b%*b%b" % (data[:start], known.end() - start, b"", data[known.end() :])
            start = _root_at(data)
    if not _ROOT.match(data, start):
        raise _unreadable("its first tag is not svg")
    return data


def scan(data: bytes, limits: Limits, *, texts: bool) -> Seen:
    """Parse a screened SVG to its end.

    Raises:
        InputError: not well-formed, not UTF-8, not an SVG (PARSING), or with XInclude (MALFORMED_VALUE).
        LimitError: a credential element has more text than `limits.json_bytes`.
    """
    return _Scan(data, limits, texts=texts).run()


class _Scan:
    """The state of one pass; used once."""

    def __init__(self, data: bytes, limits: Limits, *, texts: bool) -> None:
        self._parser = expat.ParserCreate("UTF-8")  # overrides what the document declares
        self._data = data
        self._limits = limits
        self._texts = texts
        self._last_word = max(data.rfind(word) for word in _WORDS)
        self._depth = 0
        self._namespaces: dict[str, list[str]] = {}  # prefix -> namespaces, the innermost last
        self._declared: list[tuple[int, str]] = []  # depth and prefix, to be undone at its end tag
        self._root = ("", 0)
        self._found: list[Found] = []
        self._stranger: str | None = None
        self._open: Found | None = None
        self._pieces: list[str] = []
        self._length = 0
        self._markup = False

    def run(self) -> Seen:
        parser = self._parser
        parser.buffer_text = True
        parser.XmlDeclHandler = _check_encoding
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        try:
            parser.Parse(self._data, True)
        except expat.ExpatError as error:
            where = f"line {error.lineno}, column {error.offset}"
            raise _unreadable(f"{expat.ErrorString(error.code)} ({where})") from None
        finally:
            del self._parser  # it holds this object and this object it
        name, end = self._root
        return Seen(name, end, self._data[end - 2] == ord("/"), tuple(self._found), self._stranger)

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._open is not None:
            self._markup = True
            return
        for attribute, value in attributes.items():
            if attribute.startswith("xmlns"):
                self._declare(attribute, value)
        prefix, colon, local = name.partition(":")
        if not colon:
            prefix, local = "", name
        if self._depth == 1:
            self._enter_root(name, self._namespace(prefix))
        elif local in _LOCAL_NAMES:
            self._meet(self._namespace(prefix), local, attributes.get("verify"))

    def _on_end(self, _name: str) -> None:
        if self._open is not None and self._open.depth == self._depth:
            self._leave(self._open)
        while self._declared and self._declared[-1][0] == self._depth:
            self._namespaces[self._declared.pop()[1]].pop()
        self._depth -= 1

    def _on_text(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
        if self._length > self._limits.json_bytes:
            raise LimitError(f"the credential is longer than json_bytes allows ({self._limits.json_bytes})")

    def _on_markup(self, *_: str) -> None:
        self._markup = True

    def _declare(self, attribute: str, namespace: str) -> None:
        name, _, prefix = attribute.partition(":")
        if name == "xmlns":
            self._namespaces.setdefault(prefix, []).append(namespace)
            self._declared.append((self._depth, prefix))
        if len(self._declared) > _MOST_DECLARED:
            raise LimitError(
                f"the SVG has more than {_MOST_DECLARED} namespace declarations in force at once"
            )

    def _namespace(self, prefix: str) -> str:
        namespaces = self._namespaces.get(prefix)
        return namespaces[-1] if namespaces else ""

    def _enter_root(self, name: str, namespace: str) -> None:
        # Files that relied on the DTD for their namespace have none; readers take them as SVG.
        if namespace not in {_SVG, ""}:
            raise _unreadable(f"its first tag is svg of another namespace, {namespace[:80]!r}")
        self._root = (name, self._tag_end(self._parser.CurrentByteIndex))
        self._stop_after(self._root[1])

    def _meet(self, namespace: str, local: str, verify: str | None) -> None:
        if namespace == _XINCLUDE:
            raise InputError("the SVG has XInclude elements, which are never followed", spec=SPEC)
        row = _ROWS.get((namespace, local))
        if row is None:
            if local != "include":
                self._stranger = namespace
            return
        if len(self._found) == _MOST:
            raise InputError(
                f"the SVG has more than {_MOST} credential elements", code="AMBIGUOUS_CREDENTIAL", spec=SPEC
            )
        self._open = Found(row, self._depth, self._parser.CurrentByteIndex, 0, verify, "", markup=False)
        if self._texts:
            self._parser.CharacterDataHandler = self._on_text
        self._parser.CommentHandler = self._on_markup
        self._parser.ProcessingInstructionHandler = self._on_markup

    def _leave(self, opened: Found) -> None:
        end = self._tag_end(opened.start)
        if self._data[end - 2] != ord("/"):
            end = self._tag_end(self._parser.CurrentByteIndex)
        text = "".join(self._pieces)
        self._found.append(opened._replace(end=end, text=text, markup=self._markup))
        self._open, self._pieces, self._length, self._markup = None, [], 0, False
        self._parser.CharacterDataHandler = None
        self._parser.CommentHandler = None
        self._parser.ProcessingInstructionHandler = None
        self._stop_after(end)

    def _tag_end(self, start: int) -> int:
        """Return the byte after the tag that begins at `start`, where expat has just seen one."""
        return next(_TAG.finditer(self._data, start)).end()

    def _stop_after(self, position: int) -> None:
        """Stop calling back where no name that matters occurs any more."""
        if position > self._last_word:
            self._parser.StartElementHandler = None
            self._parser.EndElementHandler = None


def _root_at(data: bytes) -> int:
    """Return where the root or its document type begins; the pattern matches every input."""
    return next(_PROLOG.finditer(data)).end()


def _check_size(data: bytes, limits: Limits) -> None:
    for what, number, name, most in (
        ("bytes", len(data), "svg_bytes", limits.svg_bytes),
        ("tags", data.count(b"<"), "svg_tags", limits.svg_tags),
        ("attributes", data.count(b"="), "svg_attributes", limits.svg_attributes),
    ):
        if number > most:
            raise LimitError(f"the SVG has {number} {what}, {name} allows {most}")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() != "utf-8":
        raise _unreadable(f"it declares the encoding {encoding[:40]!r}", hint="save it as UTF-8")


def _refuse_doctype(*_: object) -> None:
    raise InputError("the SVG has a DTD, which may define entities", hint="save it as plain SVG", spec=SPEC)


def _unreadable(what: str, *, hint: str = "") -> InputError:
    return InputError(f"not an SVG that can be read: {what}", code="PARSING", hint=hint, spec=SPEC)
