"""What an SVG may do besides drawing: scripts, handlers, what it loads from elsewhere. Alters nothing.

An SVG is shown by strangers' pages, so whatever is not known to be harmless counts as harmful. Nothing is
followed; entities and document types of one's own are refused before anything is parsed.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

from ..errors import InputError, LimitError
from ..limits import DEFAULT_LIMITS, Limits
from ..wire.svgscan import screen

_ACTIVE = frozenset({
    "script", "foreignobject", "handler", "listener", "iframe", "frame", "object", "embed", "applet", "video",
    "audio", "canvas", "form", "input", "button", "meta", "link", "base", "img", "html", "body",
})  # fmt: skip
_PICTURES = frozenset({"image", "feimage"})
_STARTS = ("javascript:", "vbscript:", "data:")
_STYLED = re.compile(r"expression\s*+\(|-moz-binding|javascript:|behavior\s*+:")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_IMPORT = re.compile(r"@import[^;]*+;?")
_NAMESPACE = re.compile(r"@namespace[^;]*+;?")
_FONT = re.compile(r"@font-face[^{}]*+(?:\{[^}]*+\}?)?")
_ELSEWHERE = re.compile(
    r"url\(\s*+[\"']?+\s*+(?!#|data:(?:image|font)/|data:application/(?:x-)?font|[\"']?\))"
    r"|(?<!url\()[\"']\s*+(?:https?:)?//"
)
_LAST_CHARACTER = 0x10FFFF
_LENGTH = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})\s*([a-z]{0,3}|%)\s*")
_BOX = 4


class Drawing(NamedTuple):
    """What an SVG says of itself; a text is "" where there is nothing of its kind.

    Attributes:
        size: width and height, in whatever unit both have; None where it does not say.
        active: the first thing in it that acts: a script, an event handler, a foreign object.
        external: the first thing that it loads from, or leads to, elsewhere.
        font: the first font or style sheet that it loads.
        refused: why it was not read: ``dtd``, ``large`` or ``unreadable``.
    """

    size: tuple[float, float] | None = None
    active: str = ""
    external: str = ""
    font: str = ""
    refused: str = ""


def examine(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Drawing:
    """Look through an SVG; whatever the bytes are, there is an answer."""
    reader = _Reader()
    try:
        reader.read(screen(data, limits))
    except LimitError:
        return Drawing(refused="large")
    except InputError as error:
        return Drawing(refused="unreadable" if error.code == "PARSING" else "dtd")
    return Drawing(reader.size, reader.active, reader.external, reader.font)


class _Reader:
    """The state of one pass; used once."""

    def __init__(self) -> None:
        self.size: tuple[float, float] | None = None
        self.active = self.external = self.font = ""
        self._root = True
        self._style: list[str] | None = None

    def read(self, data: bytes) -> None:
        """Parse a screened SVG to its end.

        Raises:
            InputError: it is not well-formed, or not in UTF-8 (PARSING).
        """
        parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = True
        parser.XmlDeclHandler = _check_encoding
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self._on_text
        parser.ProcessingInstructionHandler = self._on_instruction
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise InputError(expat.ErrorString(error.code), code="PARSING") from None

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        if self._root:
            self.size, self._root = _size(attributes), False
        element = name.rpartition(":")[2].lower()
        if element in _ACTIVE:
            self._acts(name)
        if element == "style":
            self._style = []
        for attribute, value in attributes.items():
            self._meet(element, attribute, value)

    def _on_end(self, name: str) -> None:
        if self._style is not None and name.rpartition(":")[2].lower() == "style":
            self._read_style("".join(self._style))
            self._style = None

    def _on_text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _on_instruction(self, target: str, _content: str) -> None:
        if target.lower() == "xml-stylesheet":
            self._leads(target)

    def _meet(self, element: str, attribute: str, value: str) -> None:
        if attribute == "xmlns" or attribute.startswith("xmlns:"):
            return
        word = attribute.rpartition(":")[2].lower()
        if attribute.lower().startswith("on"):
            self._acts(attribute)
        elif word in {"href", "src"}:
            self._follow(element, value)
        elif word == "attributename" and value.strip().lower().rpartition(":")[2].startswith(("href", "on")):
            self._acts(f"{element} {value}")
        elif attribute == "xml:base":
            self._leads(value)
        elif "(" in value or "\\" in value:
            self._read_style(value)

    def _follow(self, element: str, value: str) -> None:
        """Judge an address by its form; blanks and controls in it are ignored by browsers, so by us."""
        address = "".join(character for character in value if character > " ").lower()
        if not address or address.startswith("#"):
            return
        if not address.startswith(_STARTS):
            self._leads(value)
        elif not address.startswith("data:image/") or (
            address.startswith("data:image/svg") and element not in _PICTURES
        ):
            self._acts(value)

    def _read_style(self, written: str) -> None:
        text = _COMMENT.sub("", written)
        if "\\" in text:
            text = _COMMENT.sub("", _ESCAPE.sub(_unescaped, text))
        text = text.lower()
        if _STYLED.search(text):
            self._acts(written)
        if "@" in text:
            text = self._without_rules(text)
        if _ELSEWHERE.search(text):
            self._leads(written)

    def _without_rules(self, text: str) -> str:
        """Note what a style sheet imports and which fonts it loads; return the rest of it."""
        text = _NAMESPACE.sub("", text)
        imported = _IMPORT.search(text)
        if imported:
            self._loads(imported[0])
            text = _IMPORT.sub("", text)
        for face in _FONT.findall(text):
            if _ELSEWHERE.search(face):
                self._loads(face)
        return _FONT.sub("", text)

    def _acts(self, what: str) -> None:
        self.active = self.active or what

    def _leads(self, where: str) -> None:
        self.external = self.external or where

    def _loads(self, what: str) -> None:
        self.font = self.font or what


def _unescaped(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[2]
    number = int(escape[1], 16)
    return chr(number) if 0 < number <= _LAST_CHARACTER else "\ufffd"


def _size(attributes: dict[str, str]) -> tuple[float, float] | None:
    """Return width and height of a root, or those of its view box (SVG 2 §8.2)."""
    width = _LENGTH.fullmatch(attributes.get("width", ""))
    height = _LENGTH.fullmatch(attributes.get("height", ""))
    if width and height and width[2] == height[2] != "%":
        return float(width[1]), float(height[1])
    box = attributes.get("viewBox", "")[:100].replace(",", " ").split()
    try:
        return (float(box[2]), float(box[3])) if len(box) == _BOX else None
    except ValueError:
        return None


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in {"utf-8", "us-ascii"}:
        raise InputError("it declares another encoding than UTF-8", code="PARSING")
