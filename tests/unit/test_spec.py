"""What spec hands out, and that it never hands out a file that was altered."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qualitybadge import spec
from qualitybadge.errors import QualityBadgeError, UnsupportedError

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"
MANIFEST = json.loads((SCHEMAS / "contexts" / "manifest.json").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = MANIFEST["contexts"]
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
VC2 = "https://www.w3.org/ns/credentials/v2"

SETTLED_BY_SURROUNDINGS = {"xsd", "sec", "endorsement"}
"""The only prefixes that published contexts use without defining them (as prefixes) in the same place."""


@pytest.fixture
def forget() -> Iterator[None]:
    """Empty the caches before and after, so that files are read again."""
    caches = (spec._read, spec._contexts, spec._files)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.fixture
def copy(tmp_path, monkeypatch, forget) -> Path:
    """A copy of schemas/ that spec reads instead."""
    target = tmp_path / "schemas"
    shutil.copytree(SCHEMAS, target)
    monkeypatch.setattr(spec, "_SCHEMAS", str(target))
    return target


def test_reads_the_latest_context_and_named_variants():
    assert spec.context_variants(OB3) == ("2026", "2024")
    latest = spec.read_context(OB3)["@context"]
    assert latest == spec.read_context(OB3, variant="2026")["@context"]
    older = spec.read_context(OB3, variant="2024")["@context"]
    assert set(latest) - set(older) == {"endorsementJwt", "jti"}
    assert {term: latest[term] for term in older} == older


def test_reads_each_file_once():
    assert spec.read_context(VC2) is spec.read_context(VC2, variant=None)
    assert spec.read_context(VC2) is spec.read_context(VC2, variant="")


def test_an_alias_is_the_same_context():
    base = "https://purl.imsglobal.org/spec/ob/v3p0/"
    assert spec.read_context(base + "context/ob_v3p0.jsonld") is spec.read_context(base + "context.json")


@pytest.mark.parametrize("url", ["https://example.org/context", VC2 + "/", VC2.upper(), ""])
def test_refuses_an_unknown_context(url):
    for ask in (spec.read_context, spec.context_variants, spec.context_digests):
        with pytest.raises(UnsupportedError) as caught:
            ask(url)
        assert caught.value.code == "CONTEXT_UNKNOWN"


@pytest.mark.parametrize(("url", "known"), [(OB3, "2026, 2024"), (VC2, "one content only")])
def test_refuses_an_unknown_variant(url, known):
    with pytest.raises(UnsupportedError, match="no variant '1999'") as caught:
        spec.read_context(url, variant="1999")
    assert known in caught.value.hint


def test_digests_tell_the_published_contents_apart():
    assert list(spec.context_digests(OB3).values()) == ["2026", "2024"]
    assert all(len(digest) == 64 for url in spec.context_urls() for digest in spec.context_digests(url))


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_each_file_is_the_one_of_the_manifest(row):
    data = (SCHEMAS / "contexts" / row["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == row["sha256"]
    for url in row["urls"]:
        assert spec.read_context(url, variant=row["variant"]) == json.loads(data)
    assert row["published"] == sorted(set(row["published"]))
    assert row["source"]


def test_manifest_lists_every_file_once():
    files = [row["file"] for row in ROWS]
    assert sorted([*files, "manifest.json"]) == sorted(path.name for path in (SCHEMAS / "contexts").iterdir())
    pairs = [(url, row["variant"]) for row in ROWS for url in row["urls"]]
    assert len(pairs) == len(set(pairs))
    assert spec.context_urls() == {url for url, _ in pairs}


def _definitions(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for term, member in value.items():
            if not term.startswith("@"):
                yield term, member
            if isinstance(member, dict) or term == "@context":
                yield from _definitions(member)
    elif isinstance(value, list):
        for item in value:
            yield from _definitions(item)


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_every_term_is_an_explicit_definition(row):
    document = json.loads((SCHEMAS / "contexts" / row["file"]).read_bytes())
    assert list(document) == ["@context"]
    for term, definition in _definitions(document["@context"]):
        assert isinstance(definition, dict), term
        assert list(definition) == sorted(definition)
        for reference in (definition.get("@id", definition.get("@reverse")), definition.get("@type", "@id")):
            assert (
                reference.startswith("@")
                or "://" in reference
                or reference.split(":")[0] in SETTLED_BY_SURROUNDINGS
            )


def test_contexts_refer_only_to_pinned_contexts():
    for url in spec.context_urls():
        context = spec.read_context(url)["@context"]
        named = [item for item in context if isinstance(item, str)] if isinstance(context, list) else []
        assert spec.context_urls() >= set(named)


def test_an_altered_context_is_never_handed_out(copy):
    path = copy / "contexts" / "ob-3.0.3.json"
    path.write_bytes(path.read_bytes().replace(b"#Achievement", b"#Achievemenu"))
    for _ in range(2):  # nothing unverified is cached
        with pytest.raises(
            QualityBadgeError, match=r"installation is damaged: schemas/contexts/ob-3\.0\.3\.json"
        ) as caught:
            spec.read_context(OB3)
        assert caught.value.code == "INTERNAL"
    assert spec.read_context(VC2)


def test_a_missing_context_is_a_damaged_installation(copy):
    (copy / "contexts" / "ob-3.0.3.json").unlink()
    with pytest.raises(QualityBadgeError, match="damaged"):
        spec.read_context(OB3)


@pytest.mark.parametrize("name", ["contexts/manifest.json", "manifest.json"])
def test_a_broken_manifest_is_a_damaged_installation(name, copy):
    (copy / name).write_text("{", encoding="utf-8")
    with pytest.raises(QualityBadgeError, match=f"damaged: schemas/{name}"):
        spec.read_context(OB3) if "contexts" in name else spec.read_table("any")


def test_schemas_by_id_and_tables_by_name(copy):
    schema = {"$id": "https://example.org/schema", "type": "object"}
    (copy / "one").mkdir()
    (copy / "one" / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (copy / "one" / "table.json").write_text("[1, 2]", encoding="utf-8")
    files = {
        f"one/{name}.json": {
            "sha256": hashlib.sha256((copy / "one" / f"{name}.json").read_bytes()).hexdigest()
        }
        for name in ("schema", "table")
    }
    files["one/schema.json"]["id"] = schema["$id"]
    (copy / "manifest.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    assert spec.read_schema("https://example.org/schema") == schema
    assert spec.read_table("one/table") == [1, 2]
    with pytest.raises(UnsupportedError, match="other"):
        spec.read_schema("https://example.org/other")
    with pytest.raises(UnsupportedError, match="one/other"):
        spec.read_table("one/other")


def test_an_altered_table_is_never_handed_out(copy):
    (copy / "table.json").write_text("[1]", encoding="utf-8")
    (copy / "manifest.json").write_text('{"files": {"table.json": {"sha256": "00"}}}', encoding="utf-8")
    with pytest.raises(QualityBadgeError, match="damaged"):
        spec.read_table("table")


def test_the_manifest_of_schemas_is_fresh():
    check = [sys.executable, str(ROOT / "tools" / "seal_schemas.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True, check=False)  # noqa: S603 - our own tool
    assert done.returncode == 0, done.stderr
