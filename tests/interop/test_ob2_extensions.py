"""Our schemas of the official 2.0 extensions beside the published ones, and the vectors' cases of what is linked."""

from __future__ import annotations

import copy
import hashlib
import json
from random import Random
from typing import Any

import pytest
from jsonschema import Draft201909Validator
from jsonschema.validators import validator_for

import qualitybadge as qb
from conftest import VECTORS
from qualitybadge import spec
from qualitybadge.jsonschemas import schema_errors
from support.ob2_cases import cases, policy_of, verify

TABLE = spec.read_table("extensions/official")
IDS = [row["schema"].rpartition("/")[2].removesuffix(".schema.json") for row in TABLE]
DRAWN = 400
UUID = "0a6c2d2c-7b1a-4f7e-8b36-0f3d5d8c1f11"
TEXTS = [
    "a text",
    "",
    "CC-BY",
    "cc-by",
    UUID,
    UUID.upper(),
    "Exam",
    "TextQuestion",
    "2020-02-28",
    "20200228",
    "2020-0228",
]
ODD = [None, True, 0, 1.5, [], {}, ["a text"], [1], {"latitude": 1}]


def published(folder, row):
    """Return the published schema with this row's hash; its required members where they belong."""
    for path in (folder / "ob2" / "contexts" / "extensions").glob("*/schema.json"):
        body = path.read_bytes()
        if hashlib.sha256(body).hexdigest() == row["published"]["sha256"]:
            return json.loads(body)
    return pytest.fail(f"no published schema has the hash that is recorded for {row['schema']}")


class Values:
    """Draws values after a schema: mostly what it asks for, sometimes something else."""

    def __init__(self, schema: dict[str, Any], seed: int) -> None:
        self._whole, self._random = schema, Random(seed)  # noqa: S311 - chance for a test

    def value(self, schema: dict[str, Any]) -> Any:
        random = self._random
        if random.random() < 0.04:
            return random.choice([*ODD, *TEXTS])
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self.value(self._whole.get("$defs", self._whole.get("definitions"))[name])
        if "anyOf" in schema or "oneOf" in schema:
            return self.value(random.choice(schema.get("anyOf") or schema["oneOf"]))
        if "enum" in schema:
            return random.choice(schema["enum"])
        return getattr(self, f"_{schema['type']}")(schema)

    def _object(self, schema: dict[str, Any]) -> dict[str, Any]:
        members = schema.get("properties", {})
        needed = schema.get("required", [])
        names = [name for name in members if self._random.random() < (0.97 if name in needed else 0.5)]
        return {name: self.value(members[name]) for name in names}

    def _array(self, schema: dict[str, Any]) -> list[Any]:
        return [self.value(schema["items"]) for _ in range(self._random.randint(0, 2))]

    def _string(self, schema: dict[str, Any]) -> str:
        fitting = {"^CC-": "CC-BY", "^[0-9a-f]{8}": UUID, "^[0-9]{4}(": "2020-02-28"}
        for start, text in fitting.items():
            if schema.get("pattern", "").startswith(start) and self._random.random() < 0.9:
                return text
        return self._random.choice(TEXTS)

    def _number(self, _schema: dict[str, Any]) -> Any:
        return self._random.choice([0, 1, -2.5])

    def _boolean(self, _schema: dict[str, Any]) -> bool:
        return self._random.random() < 0.5


@pytest.mark.parametrize("row", TABLE, ids=IDS)
def test_ours_says_what_the_published_schema_says(row, vectors, record_property):
    theirs, ours = published(vectors, row), spec.read_schema(row["schema"])
    if row["type"].endswith("#Accessibility"):
        # Where the published one was meant to be read, with one text or several everywhere.
        del theirs["properties"]["required"]
        for name in (
            "accessibilityAPI",
            "accessibilityControl",
            "accessibilityFeature",
            "accessibilityHazard",
        ):
            theirs["properties"][name] = ours["properties"][name]
    judge = validator_for(theirs)(theirs)
    second = Draft201909Validator(ours)
    values = Values(ours, seed=len(ours["title"]))
    accepted = 0
    for _ in range(DRAWN):
        value = values.value(ours)
        expected = judge.is_valid(value)
        accepted += expected
        assert second.is_valid(value) is expected, value
        assert (schema_errors(ours, value) == ()) is expected, value
    assert DRAWN // 20 < accepted < DRAWN
    record_property("cases", 1)


@pytest.mark.parametrize("row", TABLE, ids=IDS)
def test_what_the_table_says_of_the_published_context_stands_there(row, vectors):
    for path in (vectors / "ob2" / "contexts" / "extensions").glob("*/context.json"):
        said = json.loads(path.read_bytes())["obi:validation"][0]
        if said["obi:validationSchema"] == row["published"]["schema"]:
            assert said["obi:validatesType"] == row["published"]["validatesType"]
            differs = said["obi:validatesType"] != row["type"].replace(
                "https://w3id.org/openbadges/extensions#", "extensions:"
            )
            assert differs is ("repaired" in row or said["obi:validatesType"] == "endorsement")
            return
    pytest.fail("no published context names this schema")


MINE = [case for case in cases() if case["id"].startswith(("x_", "n_", "g_", "z_")) or case["id"] == "h025"]


@pytest.mark.skipif(VECTORS is None, reason="QUALITYBADGE_VECTORS is not set")
@pytest.mark.parametrize("case", MINE, ids=[case["id"] for case in MINE])
def test_case(case, vectors):
    case = unanswered(case) if case["id"] == "x_noctx" else case
    report = verify(case, vectors / "ob2")
    expected = case["expect"].get("valid")
    if expected is not None:
        assert (report.verdict is qb.Verdict.VALID) is expected, qb.render(report, "text")
    if case["id"] == "n_revoked":
        assert report.endorsements[0].verdict is qb.Verdict.INVALID


def unanswered(case: dict[str, Any]) -> dict[str, Any]:
    """Return the case with an extension context that nobody can read.

    The one it names is pinned here, so that whether its address answers makes no difference.
    """
    whole = json.dumps(case).replace("extensions/exampleExtension/", "extensions/unpublishedExtension/")
    return copy.deepcopy(json.loads(whole))


@pytest.mark.skipif(VECTORS is None, reason="QUALITYBADGE_VECTORS is not set")
def test_no_case_needs_a_context_or_an_official_schema_from_the_network(vectors):
    for case in MINE:
        web = {
            url: row
            for url, row in case["http"].items()
            if "w3id.org" not in url and "openbadgespec" not in url
        }
        offline = verify({**case, "http": web}, vectors / "ob2", policy_of(case))
        assert offline.verdict is verify(case, vectors / "ob2").verdict
