"""The dataset that walk and canonicaliser share, and the text of literals."""

from __future__ import annotations

import pytest

from qualitybadge.jsonld.quadset import Quads, escape


def test_a_new_dataset_is_empty_and_shares_nothing() -> None:
    first, second = Quads(), Quads()
    first.lines.append("<s> <p> <o> .\n")
    first.blank.append((0, "<p>", "<o>", ""))
    assert (len(first), len(second)) == (2, 0)
    assert repr(first) == "Quads(1 finished, 1 with 0 blank nodes)"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain ünïcödé 🌃", "plain ünïcödé 🌃"),
        ("\b\t\n\f\r", "\\b\\t\\n\\f\\r"),
        ('say "\\n"', 'say \\"\\\\n\\"'),
        ("\x00\x07\x0b\x0e\x1f", "\\u0000\\u0007\\u000B\\u000E\\u001F"),
        ("\x7f", "\\u007F"),
        ("\x80\x85\u2028\ufeff\ufffd", "\x80\x85\u2028\ufeff\ufffd"),
        ("\ufffe\uffff", "\\uFFFE\\uFFFF"),
        ("\ud800", "\\uD800"),
    ],
)
def test_literals_are_escaped_as_canonical_nquads_ask(text: str, written: str) -> None:
    assert escape(text) == written
