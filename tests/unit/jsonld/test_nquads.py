"""Reading N-Quads: exact about what a quad is, exact about where lines end."""

from __future__ import annotations

import pytest

from qualitybadge.errors import InputError
from qualitybadge.jsonld.nquads import parse_labelled, parse_nquads


def test_quads_without_blank_nodes_become_finished_lines() -> None:
    quads = parse_nquads(
        "<a:s>\t<a:p> <a:o>.\n"
        '  <a:s><a:p>"x"@en-GB  <a:g> . # comment\n'
        "\n# only a comment\r\n"
        '<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\r'
        '<a:s> <a:p> "x"^^<http://www.w3.org/2001/XMLSchema#string> .'
    )
    assert quads.lines == [
        "<a:s> <a:p> <a:o> .\n",
        '<a:s> <a:p> "x"@en-GB <a:g> .\n',
        '<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
        '<a:s> <a:p> "x" .\n',
    ]
    assert (quads.blank, quads.count) == ([], 0)


def test_blank_nodes_are_numbered_by_first_appearance() -> None:
    quads, labels = parse_labelled(
        "_:b <a:p> _:a .\n_:a <a:p> <a:o> _:g.1 .\n_:b <a:p> <a:o> .\n<a:s> <a:p> _:b ."
    )
    assert labels == ["b", "a", "g.1"]
    assert quads.blank == [
        (0, "<a:p>", 1, ""),
        (1, "<a:p>", "<a:o>", 2),
        (0, "<a:p>", "<a:o>", ""),
        ("<a:s>", "<a:p>", 0, ""),
    ]
    assert quads.count == 3


def test_line_separators_of_unicode_do_not_end_a_quad() -> None:
    (line,) = parse_nquads('<a:s> <a:p> "a\u2028b\u0085c\x0bd" .\n').lines
    assert line == '<a:s> <a:p> "a\u2028b\u0085c\\u000Bd" .\n'


def test_escapes_are_resolved_and_written_canonically() -> None:
    (line,) = parse_nquads(r"""<a:\u0065> <a:\U0001F303> "\u0009\\n\'\"\U0000007f" .""").lines
    assert line == '<a:e> <a:🌃> "\\t\\\\n\'\\"\\u007F" .\n'


@pytest.mark.parametrize(
    "line",
    [
        "<a:s> <a:p> <a:o>",
        "<a:s> <a:p> .",
        '"text" <a:p> <a:o> .',
        "<a:s> _:p <a:o> .",
        '<a:s> <a:p> <a:o> "graph" .',
        "<a b> <a:p> <a:o> .",
        '<a:s> <a:p> "a"b" .',
        '<a:s> <a:p> "\\x" .',
        '<a:s> <a:p> "x"@ .',
        "<a:s> <a:p> _:. .",
        "<a:s> <a:p> <a:o> . <a:s>",
        r'<a:s> <a:p> "\uD800" .',
        r'<a:s> <a:p> "\U00110000" .',
        r"<a:s> <a:p> <a:\u003E> .",
        r"<a:s> <a:p> <a:\u0020> .",
    ],
)
def test_anything_else_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(InputError, match="line 3") as caught:
        parse_nquads(f"<a:s> <a:p> <a:o> .\n\n{line}\n")
    assert caught.value.code == "PARSING"
