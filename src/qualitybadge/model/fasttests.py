"""Makes the fast tests of the class table: each answers "surely conforms" or "look closer", and says no more.

Something false or a TypeError means "look closer".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .breach import Rule
from .document import is_version_1
from .values import EXTENSION, Value, compiled

if TYPE_CHECKING:
    from .classtable import Member

Accepts = Callable[[Any], object]
"""A fast test: something true means that the value conforms, something false means "look closer"."""

# The instants that need no calendar: UTC, whole seconds, days that every month has.
_PLAIN_INSTANT = (
    "[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
)


def object_test(
    tests: dict[str, Accepts], required: list[str], rules: tuple[Rule, ...], *, closed: bool
) -> Accepts:
    """Return the test of a class; `tests` and `required` may be filled later."""
    test_of = tests.get
    unknown: Accepts = _nothing if closed else _anything

    def test(data: Any) -> bool:
        if type(data) is not dict:
            return False
        for name in required:
            if name not in data:
                return False
        for name, value in data.items():
            accepts = test_of(name, unknown)
            if accepts is str:  # any text: the commonest case, spared a call
                if type(value) is not str:
                    return False
            elif not accepts(value):
                return False
        return not rules or not any([rule(data) for rule in rules])  # noqa: C419 - a list is faster here

    return test


def _anything(_value: Any) -> bool:
    return True


def _nothing(_value: Any) -> bool:
    return False


def member_test(member: Member) -> Accepts:
    """Return the test of all that a member holds."""
    plural = member.plural
    if plural is None or plural.most == 1:  # an array of one is rare enough to be looked at closer
        return item_test(member)
    if plural.holds:
        return _types_test(plural.holds, item_test(member))
    if plural.first:
        return _contexts_test([_value_test(kind) for kind in plural.first], item_test(member))
    many = many_test(item_test(member), plural.least)
    return one_or_many_test(many, item_test(member)) if plural.single else many


def item_test(member: Member) -> Accepts:
    """Return the test of one value of a member."""
    if not member.classes:
        return _text_or_object_test(*[_value_test(kind) for kind in member.values])
    newer = member.classes[0].accepts
    if member.values:
        text = _value_test(member.values[0])
        return lambda value: text(value) if type(value) is str else newer(value)
    if len(member.classes) == 1:
        return newer
    older = member.classes[1].accepts
    return lambda value: type(value) is dict and (older if is_version_1(value) else newer)(value)


def _text_or_object_test(text: Accepts, *objects: Accepts) -> Accepts:
    """Return the test of a simple value; with two kinds, the second is for objects."""
    if not objects:
        return text
    return lambda value: objects[-1](value) if type(value) is dict else type(value) is str and text(value)


def _value_test(kind: Value) -> Accepts:
    """Return the test of a simple kind; ``str`` itself where any text will do."""
    if kind.pattern:
        return compiled(kind.pattern).fullmatch
    if kind.form in ("instant", "local"):
        return compiled(_PLAIN_INSTANT).fullmatch
    if kind.form == "iso":
        plain = compiled(_PLAIN_INSTANT).fullmatch
        return lambda value: plain(value) or kind.fault(value) is None
    if kind.words:
        return _word_test(frozenset(kind.words), is_open=kind.open)
    if kind.form == "text":
        return str
    return lambda value: kind.fault(value) is None


def _word_test(words: frozenset[str], *, is_open: bool) -> Accepts:
    extension = compiled(EXTENSION).fullmatch
    return (lambda value: value in words or extension(value)) if is_open else words.__contains__


def many_test(item: Accepts, least: int) -> Accepts:
    """Return the test of an array whose items pass a test."""
    if item is str:
        return many_test(lambda value: type(value) is str, least)

    def test(values: Any) -> bool:
        if type(values) is not list or len(values) < least:
            return False
        for value in values:  # noqa: SIM110 - faster than a generator, and nearly all lists are short
            if not item(value):
                return False
        return True

    return test


def one_or_many_test(many: Accepts, item: Accepts) -> Accepts:
    """Return the test of an array or of a value alone."""
    if item is str:
        return lambda value: type(value) is str or (type(value) is list and many(value))
    return lambda value: many(value) if type(value) is list else item(value)


def _types_test(groups: tuple[tuple[str, ...], ...], item: Accepts) -> Accepts:
    usual = [group[0] for group in groups]  # compared first, because nearly every object has just this
    alone = frozenset(groups[0]).intersection(*groups)  # and in Open Badges 2.0 one of these

    def test(value: Any) -> bool:
        if value == usual or (type(value) is str and value in alone):
            return True
        words = value if type(value) is list else [value]
        return all(type(word) is str and item(word) for word in words) and all(
            any(word in words for word in group) for group in groups
        )

    return test


def _contexts_test(first: list[Accepts], item: Accepts) -> Accepts:
    def test(contexts: Any) -> bool:
        if type(contexts) is not list or len(contexts) < len(first):
            return False
        for accepts, url in zip(first, contexts, strict=False):
            if not accepts(url):
                return False
        return all(map(item, contexts[len(first) :]))

    return test
