"""The tool that pins contexts, on invented ones."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[3] / "tools" / "pin_context.py"
URL = "https://academy.example/context/v1"


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "manifest.json").write_text('{"contexts": []}', encoding="utf-8")
    return tmp_path


def _pin(
    folder: Path, context: object, *, name: str = "academy", url: str = URL, variant: str = "", indent=None
):
    published = folder / "published"
    published.write_text(json.dumps({"@context": context}, indent=indent), encoding="utf-8")
    command = [sys.executable, str(TOOL), str(published), "--url", url, "--name", name, "--into", str(folder)]
    command += ["--variant", variant, "--source", "invented"]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own tool


def _rows(folder: Path) -> list[dict]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["contexts"]


def _pinned(folder: Path, context: object, **given: str) -> object:
    done = _pin(folder, context, **given)
    assert done.returncode == 0, done.stderr
    name = given.get("name", "academy")
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["@context"]


def test_settles_what_the_context_settles_itself(folder):
    context = {
        "@protected": True,
        "id": "@id",
        "ac": "https://academy.example/terms#",
        "Course": "ac:Course",
        "Lesson": "Course",
        "hours": {"@type": "xsd:float", "@id": "ac:hours", "@container": ["@set"]},
        "taughtIn": {"@reverse": "ac:teaches", "@protected": False},
        "Teacher": {"@id": "ac:Teacher", "@context": {"ac2": "ac:two#", "x": {"@id": "ac2:x"}, "y": "ac:y"}},
        "ac:direct": {"@type": "@id"},
    }
    assert _pinned(folder, context) == {
        "@protected": True,
        "Course": {"@id": "https://academy.example/terms#Course"},
        "Lesson": {"@id": "https://academy.example/terms#Course"},
        "Teacher": {
            "@context": {
                "ac2": {"@id": "ac:two#", "@prefix": True},
                "x": {"@id": "ac:two#x"},
                "y": {"@id": "ac:y"},
            },
            "@id": "https://academy.example/terms#Teacher",
        },
        "ac": {"@id": "https://academy.example/terms#", "@prefix": True},
        "ac:direct": {"@type": "@id"},
        "hours": {"@container": "@set", "@id": "https://academy.example/terms#hours", "@type": "xsd:float"},
        "id": {"@id": "@id"},
        "taughtIn": {"@protected": False, "@reverse": "https://academy.example/terms#teaches"},
    }


def test_an_object_without_the_flag_is_no_prefix(folder):
    context = {"ac": {"@id": "https://academy.example/terms#"}, "Course": "ac:Course"}
    assert _pinned(folder, context)["Course"] == {"@id": "ac:Course"}


def test_later_parts_see_earlier_ones_and_named_contexts(folder):
    _pinned(folder, {"ac": "https://academy.example/terms#"})
    parts = [URL, {"b": "ac:b"}, None, {"c": "ac:c"}, {"@vocab": "urn:v:", "d": "d0"}]
    assert _pinned(folder, parts, name="parts", url=URL + "/parts") == [
        URL,
        {"b": {"@id": "https://academy.example/terms#b"}},
        None,
        {"c": {"@id": "ac:c"}},
        {"@vocab": "urn:v:", "d": {"@id": "urn:v:d0"}},
    ]


def test_the_row_says_what_was_published(folder):
    done = _pin(folder, {"name": "https://schema.org/name"})
    published = (folder / "published").read_bytes()
    own = (folder / "academy.json").read_bytes()
    assert own == b'{\n "@context": {\n  "name": {"@id": "https://schema.org/name"}\n }\n}\n'
    assert (
        _rows(folder)
        == [json.loads(done.stdout)]
        == [
            {
                "file": "academy.json",
                "urls": [URL],
                "variant": "",
                "source": "invented",
                "sha256": hashlib.sha256(own).hexdigest(),
                "content": hashlib.sha256(b'{"@context":{"name":"https://schema.org/name"}}').hexdigest(),
                "published": [hashlib.sha256(published).hexdigest()],
            }
        ]
    )


def test_other_bytes_of_the_same_content_add_their_hash(folder):
    _pin(folder, {"name": "https://schema.org/name"})
    _pin(folder, {"name": "https://schema.org/name"}, indent=4)
    (row,) = _rows(folder)
    assert len(row["published"]) == 2


def test_another_content_needs_a_file_of_its_own(folder):
    _pin(folder, {"name": "https://schema.org/name"}, variant="2024")
    refused = _pin(folder, {"name": "https://schema.org/title"}, variant="2026")
    assert refused.returncode != 0
    assert "academy.json is pinned with another content" in refused.stderr
    assert len(_rows(folder)) == 1
    _pin(folder, {"name": "https://schema.org/title"}, variant="2026", name="academy-2026")
    assert [row["variant"] for row in _rows(folder)] == ["2026", "2024"]  # the latest first


@pytest.mark.parametrize(
    "context",
    [
        {"@import": URL},
        {"@base": URL},
        {"a": None},
        {"a": {"@id": None}},
        {"a": 1},
        {"a": {"@idx": "urn:a:b"}},
    ],
)
def test_refuses_what_no_pinned_context_has_used(context, folder):
    refused = _pin(folder, context)
    assert "UnclearContextError" in refused.stderr
    assert _rows(folder) == []
    assert not (folder / "academy.json").exists()
