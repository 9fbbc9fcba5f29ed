"""TOML as strangers write it: bounded before it is parsed, and nothing in it that JSON does not have."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualitybadge.errors import InputError, LimitError, QualityBadgeError
from qualitybadge.wire import stricttoml

GOOD = b"""# a comment with dots: a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s
name = "harbour"  # [[[[
oid = "1.2.840.113549.1.9.16.1.4.1.2.3.4.5.6.7.8"
text = '''a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s = [[['''
more = \"\"\"he said \\"a.b\\" and "so"\"\"\"\"
hours = [100, 150.5]
[levels]
"QL-ISS-01" = "essential"
a.b.c = { d = true, e.f = ["x"] }
"""


def test_a_good_text_is_read_as_the_parser_of_python_reads_it():
    assert stricttoml.loads(GOOD) == tomllib.loads(GOOD.decode())
    assert stricttoml.loads(b"") == {}


@pytest.mark.parametrize(
    "value",
    ["2026-11-20", "10:00:00", "2026-11-20T10:00:00", "2026-11-20T10:00:00Z", "inf", "-inf", "nan",
     "9007199254740993", "0x" + "f" * 9_000, "1e999"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["x = {}", "[a]\nb = [{{ x = {} }}]"])
def test_a_value_that_json_does_not_have_is_refused_with_its_place(value, place):
    with pytest.raises(InputError) as caught:
        stricttoml.loads(place.format(value).encode())
    assert caught.value.pointer == ("/x" if place[0] == "x" else "/a/b/0/x")
    assert "quotes" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [b"\xff", b"name = ", b"a = 1\na = 2", b"x = " + b"1" * 5_000, b"x = " + b"[" * 20, b"\x00", b"a..b = 1",
     b'x = """', b"x = '''a"],
)  # fmt: skip
def test_what_is_no_toml_is_refused(text):
    with pytest.raises(InputError, match="no TOML"):
        stricttoml.loads(text)


def _chain(parts: int, part: str = "a") -> str:
    return ".".join([part] * parts)


COSTLY = {
    "size": "#" * (stricttoml.MOST_BYTES + 1),
    "dotted": f"{_chain(50_000)} = 1",
    "one part too many": f"{_chain(stricttoml.MOST_PARTS + 1)} = 1",
    "spaced": f"{' . '.join('a' * 1_000)} = 1",
    "quoted": f"""{_chain(1_000, '"a"')} = 1""",
    "header": f"[{_chain(1_000)}]",
    "inline": f"x = {{ {_chain(1_000)} = 1 }}",
    "behind a text": f'x = {{ s = """a"""", {_chain(1_000)} = 1 }}',
    "behind an escape": f'x = {{ s = "\\\\", {_chain(1_000)} = 1 }}',
    "brackets": "x = " + "[" * 100_000,
    "braces": "x = " + "{a=" * 50_000,
    "closed brackets": "x = " + "[" * 40 + "]" * 40,
}


@pytest.mark.parametrize("name", COSTLY)
def test_what_would_cost_much_never_reaches_the_parser(name, monkeypatch):
    monkeypatch.setattr(tomllib, "loads", lambda _: pytest.fail("the parser was asked"))
    with pytest.raises(LimitError):
        stricttoml.loads(COSTLY[name].encode())


def test_the_longest_key_and_the_deepest_nesting_that_are_allowed():
    assert stricttoml.loads(f"{_chain(stricttoml.MOST_PARTS)} = 1".encode())
    levels = stricttoml.MOST_LEVELS
    assert stricttoml.loads(b"x = " + b"[" * levels + b"]" * levels)


@pytest.mark.parametrize(
    "text",
    ['\\"""\n', '"""', "a", "a ", "'''", '"', "\\", '"\\', "a.", "#", '""""'],
)
def test_looking_at_it_first_costs_little_whatever_it_is(text):
    whole = text * ((stricttoml.MOST_BYTES // len(text)) - 1)
    with pytest.raises(InputError):  # what is asked here is that it ends: squares would take hours
        stricttoml.loads(whole.encode() + b"\n=")


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    try:
        assert isinstance(stricttoml.loads(data), dict)
    except QualityBadgeError as error:
        assert error.message  # noqa: PT017 - whatever is refused says why


@given(st.data())
def test_a_good_text_that_was_tampered_with_is_read_or_refused(data):
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 20)))
    junk = data.draw(st.sampled_from([b"", b"2026-01-01", b"inf", b"[", b"]]", b'"""', b"a.b.", b"=", b"\n"]))
    try:
        stricttoml.loads(GOOD[:start] + junk + GOOD[end:])
    except QualityBadgeError as error:
        assert error.message  # noqa: PT017 - whatever is refused says why
