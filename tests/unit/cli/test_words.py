"""No hint at the command line speaks the library's language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import qualitybadge
from qualitybadge import errors
from qualitybadge.cli import terminal
from qualitybadge.cli.faults import naming
from qualitybadge.cli.words import accepting, in_words
from qualitybadge.problems import PROBLEMS, SAYS_NOTHING

PACKAGE = Path(qualitybadge.__file__).parent
PYTHON = re.compile(r"[A-Za-z]\(|\w=|\(\.\.\.|\b[a-z]+_[a-z]+|\b[A-Z]\w+\.[a-z]|`[a-z]+`")
NOT_PYTHON = re.compile(
    r"--accept \w+|\[\[\w+\]\]|TYPE=ID"
)  # names of fields and sections, to be typed as they are


def texts(node: ast.expr) -> Iterator[str]:
    """Every text that an expression may give, with 'X' for what is only known later."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "'X'" for part in node.values)
    elif isinstance(node, ast.BoolOp | ast.IfExp):
        for part in node.values if isinstance(node, ast.BoolOp) else (node.body, node.orelse):
            yield from texts(part)


def hints() -> set[str]:
    found = {problem.advice for problem in PROBLEMS.values()}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            named = isinstance(node, ast.keyword) and node.arg == "hint"
            plain = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("hint", "todo")
            if named or plain:
                found.update(texts(node.value))
    return found


def test_every_hint_is_put_into_words():
    found = hints()
    assert len(found) > 150
    python = {hint for hint in found if PYTHON.search(hint)}
    assert len(python) > 20, "the pattern finds what the library says in Python"
    left = {hint: in_words(hint) for hint in found if PYTHON.search(NOT_PYTHON.sub("", in_words(hint)))}
    assert left == {}


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        (
            "look at it, then publish with overwrite=True to replace it",
            "look at it, then add --force to replace it",
        ),
        ("allow the loss with forget_keys=True", "allow the loss with --forget-keys"),
        ("pass method='did:web:a.example#key-1', or …", "add --method did:web:a.example#key-1, or …"),
        ("issue it with proof='vc-jwt'", "issue it with --proof vc-jwt"),
        (PROBLEMS["BASE_PROOF"].advice, "ask the holder for a part: qualitybadge disclose"),
        (PROBLEMS["FRAGMENT_KEY"].advice, "accept integrity only with --accept allow_fragment_keys"),
        ("keep the file as KeyHistory.to_json wrote it", "name the file that publish --history made"),
        ("ask the issuer", "ask the issuer"),
    ],
)
def test_the_words(said, typed):
    assert in_words(said) == typed


def test_several_deviations_are_several_options():
    assert accepting(["a", "b"]) == "--accept a --accept b"


def test_a_hint_that_adds_nothing_is_not_said(capfd):
    assert {problem.advice for problem in PROBLEMS.values()} >= SAYS_NOTHING
    terminal.complain(errors.UnsupportedError("what it is"))
    assert capfd.readouterr().err == "Error: what it is [UNSUPPORTED]\n"
    terminal.complain(errors.InputError("wrong", hint="do better"))
    assert capfd.readouterr().err == "Error: wrong [MALFORMED_VALUE]\nHint: do better\n"


@pytest.mark.parametrize(("code", "turned"), [("KEY_REFUSED", "USAGE"), ("INTERNAL", "INTERNAL")])
def test_a_fault_of_an_option_names_it(code, turned):
    with pytest.raises(errors.InputError) as caught, naming("--key"):
        raise errors.UnsupportedError("weak", code=code, pointer="/kty")
    error = caught.value
    assert (error.message, error.code, error.pointer) == ("--key: weak", turned, "/kty")
    assert error.hint == PROBLEMS[code].advice
