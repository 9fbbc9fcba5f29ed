"""The rules of the house that no linter of ours knows: sizes, words, and who may do what."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import qualitybadge

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "qualitybadge"
TREES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_bytes())
    for path in sorted(PACKAGE.rglob("*.py"))
}

BANNED = [
    "Manager",
    "Handler",
    "Processor",
    "Engine",
    "Service",
    "Factory",
    "Plugin",
    "Probe",
    "Task",
    "Registry",
    "Utils",
    "Helper",
    "Helpers",
    "Common",
    "Core",
    "Base",
]
HEAVY = ["click", "cryptography", "jinja2", "jsonschema", "nacl", "pydantic", "pyld", "requests", "rich"]
NETWORK = {"aiohttp", "http", "httpx", "requests", "socket", "ssl", "urllib3"}
Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)


def _nodes(*kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of these kinds in the package, with the file it stands in."""
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                yield name, node


def _functions() -> Iterator[tuple[str, Function]]:
    for name, node in _nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        yield f"{name}:{node.lineno} {node.name}", node


def _python(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout  # noqa: S603


def test_layers_are_kept():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603
    assert done.returncode == 0, done.stdout


def test_files_fit_400_lines():
    sizes = {name: len((PACKAGE / name).read_text(encoding="utf-8").splitlines()) for name in TREES}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_functions_fit_50_lines():
    def body(node: Function) -> int:
        first = node.body[0]
        docstring = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) else 0
        return node.end_lineno - node.lineno + 1 - docstring

    assert [where for where, node in _functions() if body(node) > 50] == []


def test_functions_nest_at_most_three_blocks():
    def depth(node: ast.AST, level: int = 0) -> int:
        deepest = level
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                continue
            elif_ = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
            deepest = max(deepest, depth(child, level + (isinstance(child, BLOCKS) and not elif_)))
        return deepest

    assert [where for where, node in _functions() if depth(node) > 3] == []


def test_functions_take_at_most_six_parameters():
    def count(node: Function) -> int:
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        return len([argument for argument in given if argument.arg not in ("self", "cls")])

    assert [where for where, node in _functions() if count(node) > 6] == []


def test_at_most_twelve_exception_classes():
    bases = {node.name: {ast.unparse(base) for base in node.bases} for _, node in _nodes(ast.ClassDef)}
    exceptions = {
        "Exception",
        "BaseException",
        "ValueError",
        "KeyError",
        "RuntimeError",
        "OSError",
        "TypeError",
    }
    while more := {name for name, over in bases.items() if over & exceptions} - exceptions:
        exceptions |= more
    assert len(exceptions & set(bases)) <= 12


def test_at_most_two_broad_excepts():
    broad = []
    for name, node in _nodes(ast.ExceptHandler):
        caught = (
            {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)}
            if node.type
            else {"BaseException"}
        )
        if caught & {"Exception", "BaseException"}:
            broad.append(f"{name}:{node.lineno}")
    assert len(broad) <= 2, broad


def test_no_assert_and_nothing_left_to_do():
    assert [f"{name}:{node.lineno}" for name, node in _nodes(ast.Assert)] == []
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b")
    assert [name for name in TREES if marks.search((PACKAGE / name).read_text(encoding="utf-8"))] == []


def test_type_ignores_are_few_and_name_their_rule():
    lines = [line for name in TREES for line in (PACKAGE / name).read_text(encoding="utf-8").splitlines()]
    ignores = [line for line in lines if "type: ignore" in line]
    assert len(ignores) <= 5
    assert all(re.search(r"type: ignore\[[\w-]+\]", line) for line in ignores)


def test_banned_words_name_nothing():
    banned = re.compile(
        rf"(?<![A-Za-z])({'|'.join(BANNED)})(?![a-z0-9])|(?<=[a-z])({'|'.join(BANNED)})(?![a-z0-9])"
    )
    named = [(name, node.name) for name, node in _nodes(ast.ClassDef)]
    named += [(name, node.name.title()) for name, node in _nodes(ast.FunctionDef, ast.AsyncFunctionDef)]
    named += [(name, part.title()) for name in TREES for part in re.split(r"[/._]", name)]
    kept = {"IssuerRegistry", "_Registry_Entries", "_registry_entries"}  # what the field itself calls so
    found = [pair for pair in named if banned.search(pair[1].replace("_", " "))]
    assert [pair for pair in found if pair[1] not in kept] == []


def _imported() -> Iterator[tuple[str, str]]:
    for name, node in _nodes(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((name, alias.name) for alias in node.names)
        elif not node.level:
            yield name, node.module or ""


def test_only_net_opens_sockets():
    users = {
        name for name, module in _imported() if module.split(".")[0] in NETWORK or module == "urllib.request"
    }
    assert {name for name in users if not name.startswith("net/")} == set()


def test_only_cli_touches_the_terminal():
    calls = [(name, ast.unparse(node.func)) for name, node in _nodes(ast.Call)]
    found = {name for name, called in calls if called in ("print", "input", "exit", "quit")}
    attributes = [(name, ast.unparse(node)) for name, node in _nodes(ast.Attribute)]
    terminal = {"sys.argv", "sys.stdout", "sys.stderr", "sys.stdin", "sys.exit"}
    found |= {name for name, used in attributes if used in terminal}
    assert {name for name in found if not name.startswith("cli/")} == set()


def test_nothing_reads_the_environment():
    attributes = [(name, ast.unparse(node)) for name, node in _nodes(ast.Attribute)]
    assert [name for name, used in attributes if used in ("os.environ", "os.getenv", "os.putenv")] == []


def test_everything_public_is_documented():
    missing = [name for name, tree in TREES.items() if not ast.get_docstring(tree)]
    for name, tree in TREES.items():
        holders = [
            tree,
            *(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_"),
        ]
        for holder in holders:
            for node in holder.body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_":
                    missing += [] if ast.get_docstring(node) else [f"{name}:{node.lineno} {node.name}"]
    assert missing == []


def test_public_dataclasses_are_frozen():
    loose = []
    for name, node in _nodes(ast.ClassDef):
        decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
        if node.name[0] != "_" and any(
            "dataclass" in text and "frozen=True" not in text for text in decorators
        ):
            loose.append(f"{name}:{node.lineno} {node.name}")
    assert loose == []


def test_at_most_thirty_public_names_and_each_loads():
    assert len(qualitybadge.__all__) <= 30
    for name in qualitybadge.__all__:
        assert getattr(qualitybadge, name) is not None
    assert set(qualitybadge.__all__) <= set(dir(qualitybadge))
    with pytest.raises(AttributeError):
        importlib.import_module("qualitybadge").no_such_name  # noqa: B018 - the access is the test


def test_the_version_stands_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert qualitybadge.__version__ == project["version"]


def test_importing_the_package_loads_nothing_heavy():
    loaded = _python(f"import sys, qualitybadge; print(*(name for name in {HEAVY} if name in sys.modules))")
    assert loaded.split() == []


@pytest.mark.parametrize("room", ["jsonld", "proofs", "spec", "wire"])
def test_cold_rooms_load_nothing_heavy(room):
    files = [name for name in TREES if name.split("/")[0].removesuffix(".py") == room]
    modules = [
        f"qualitybadge.{name.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__")
        for name in files
    ]
    assert modules
    loaded = _python(
        f"import sys, {', '.join(modules)}; print(*(name for name in {HEAVY} if name in sys.modules))"
    )
    assert loaded.split() == []
