"""Text made harmless: what steers is spelt out, what people write stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitybadge.report.inert import LONGEST, inert


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Welding, first course", "Welding, first course"),
        ("Zoë 徽章 العربية 👩", "Zoë 徽章 العربية 👩"),
        ("two\nlines\tand more", "two lines and more"),
        ("a\u00a0b", "a\u00a0b"),
        ("\x1b[2J", "\\u{1b}[2J"),
        ("\u202eexe", "\\u{202e}exe"),
        ("a\ud800b", "a\\u{d800}b"),
        ("\u2028", "\\u{2028}"),
        (7, "7"),
        (None, "None"),
    ],
)
def test_what_is_shown(text, shown):
    assert inert(text) == shown


@pytest.mark.parametrize("text", ["\u0645\u06cc\u200c\u062e", "क्\u200dष", "👩\u200d🏭"])
def test_a_joiner_stays_where_a_script_needs_it(text):
    assert inert(text) == text


@pytest.mark.parametrize("text", ["a\u200db", "\u200dب", "ب\u200d", "ب\u200c\u200cب", "ب\u200da", "\u200c"])
def test_a_joiner_that_hides_is_shown(text):
    assert "\u200c" not in inert(text)
    assert "\u200d" not in inert(text)
    assert "\\u{200" in inert(text)


def test_long_text_is_cut_where_the_caller_says():
    assert inert("a" * LONGEST) == "a" * LONGEST
    assert inert("a" * (LONGEST + 1)) == "a" * (LONGEST - 1) + "…"
    assert inert("a" * 50, longest=10) == "a" * 9 + "…"


@given(st.text())
def test_the_result_never_steers_and_is_stable(text):
    once = inert(text)
    assert not any(c < " " or "\x7f" <= c <= "\x9f" for c in once)
    if len(once) <= LONGEST:
        assert inert(once) == once
