"""Writes JSON scalars and value objects as finished N-Quads literals (JSON-LD 1.1 API §8.6); nothing else."""

from __future__ import annotations

import re
from typing import Any

from qualitybadge.errors import InputError

from .members import literal_end
from .quadset import escape
from .refusals import lost, quoted
from .terms import RDF, XSD, match_language
from .vocabulary import ActiveContext

_LARGEST = 2**53 - 1
_DOUBLE_FROM = 1e21  # from here on an integer is written as a double
_DOUBLE = f"{XSD}double"
_LONGEST_TAG = 255
_trim_double = re.compile(r"(\d)0*E\+?(-)?0*(\d)").sub
_VALUE_OBJECTS = ({"@value"}, {"@type", "@value"}, {"@language", "@value"})


def scalar(value: object, datatype: str) -> str:
    """Return the literal of a number or boolean, with its native datatype where none is given ("").

    Raises:
        InputError: it is neither, or the literal would not tell it from another number.
    """
    if value is None:
        raise lost("null carries nothing")
    if isinstance(value, bool):
        text, native = ("true" if value else "false"), "boolean"
    elif isinstance(value, int):
        text, native = _integer(value, datatype)
    elif isinstance(value, float):
        text, native = _real(value, datatype)
    elif isinstance(value, list):
        raise InputError("an array stands directly inside an array", spec="VC-DM 2.0 §6.2")
    else:
        raise InputError(f"a value of type {type(value).__name__} is not JSON")
    return f'"{text}"^^<{XSD}{native}>' if not datatype else f'"{text}{_end(datatype)}'


def json_literal(value: object) -> str:
    """Return the JSON literal of any JSON value, in its canonical form (RFC 8785).

    Raises:
        InputError: the value is not I-JSON.
    """
    from qualitybadge.wire.jcs import canonicalize

    return f'"{escape(canonicalize(value).decode())}"^^<{RDF}JSON>'


def value_object(value: dict[str, Any], context: ActiveContext) -> str:
    """Return the literal of a value object (JSON-LD 1.1 §9.5).

    Raises:
        InputError: it has other members, or members that exclude each other.
    """
    aliases = context.aliases
    members = {aliases.get(key, key): item for key, item in value.items()}
    if len(members) < len(value) or members.keys() not in _VALUE_OBJECTS:
        raise InputError("a value object has @value and at most one of @type and @language")
    content = members["@value"]
    if "@language" in members:
        return f'"{_string(content)}"@{language_tag(members["@language"])}'
    wanted = members.get("@type", "")
    if "@type" not in members:
        return typed_value(content, "")
    if not isinstance(wanted, str):
        raise InputError("the @type of a value object is not a string")
    if wanted == "@json":
        return json_literal(content)
    return typed_value(content, context.iri_of(wanted, "datatype"))


def typed_value(content: object, datatype: str) -> str:
    """Return the literal of a scalar with a datatype, "" for its native one.

    Raises:
        InputError: the literal would not tell it from another value.
    """
    if not isinstance(content, str):
        return scalar(content, datatype)
    if datatype == _DOUBLE and content != _canonical(content):
        raise lost(f"{quoted(content)} is not the canonical form of an xsd:double")
    return f'"{escape(content)}{_end(datatype)}'


def language_map(value: dict[str, Any], context: ActiveContext) -> list[str]:
    """Return the literals of a language map (JSON-LD 1.1 §9.8).

    Raises:
        InputError: a key is no language tag, or a value no text.
    """
    if not value:
        raise lost("an empty map carries nothing")
    literals = []
    for tag, texts in value.items():
        end = '"' if tag == "@none" else f'"@{language_tag(tag)}'
        if tag in context.terms and context.terms[tag].iri == "@none":
            raise InputError(f"{quoted(tag)} stands where @none belongs")
        if texts == []:
            raise lost("an empty list carries nothing")
        literals += [f'"{_string(text)}{end}' for text in (texts if isinstance(texts, list) else [texts])]
    return literals


def _string(value: object) -> str:
    if value is None:
        raise lost("null carries nothing")
    if not isinstance(value, str):
        raise InputError("only text has a language")
    return escape(value)


def language_tag(tag: object) -> str:
    """Return a well-formed language tag in lower case.

    Raises:
        InputError: it is none.
    """
    if not isinstance(tag, str) or len(tag) > _LONGEST_TAG or not match_language(tag):
        raise InputError(f"{quoted(tag)} is not a language tag", spec="BCP 47 §2.2.9")
    return tag.lower()


def _end(datatype: str) -> str:
    if not datatype:
        return '"'
    return f'"^^<{_DOUBLE}>' if datatype == _DOUBLE else literal_end(datatype)


def _integer(value: int, datatype: str) -> tuple[str, str]:
    if not -_LARGEST <= value <= _LARGEST:
        raise InputError(
            "an integer is beyond 2^53 - 1, where software begins to round", spec="RFC 8785 §3.2.2.3"
        )
    return (_double(float(value)), "double") if datatype == _DOUBLE else (str(value), "integer")


def _real(value: float, datatype: str) -> tuple[str, str]:
    if value - value != 0:
        raise InputError("a number is infinite or not a number")
    if value.is_integer() and abs(value) < _DOUBLE_FROM and datatype != _DOUBLE:
        return str(int(value)), "integer"
    text = _double(value)
    if float(text) != value:
        raise lost(f"{value!r} has more digits than its literal {text} keeps")
    return text, "double"


def _double(value: float) -> str:
    """Return the canonical form of an xsd:double: 16 digits at most (JSON-LD 1.1 API §8.6)."""
    return _trim_double(r"\1E\2\3", f"{value:1.15E}")


def _canonical(text: str) -> str:
    try:
        return _double(float(text))
    except ValueError:
        return ""
