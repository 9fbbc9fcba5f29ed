"""The published accept and reject lists of the primitive types, and the documents of the case collection."""

from __future__ import annotations

import base64
import json
import re

import pytest

from qualitybadge.conformance_ob2 import class_errors
from qualitybadge.model.ob2_values import PRIMITIVES

LISTED = {
    "BOOLEAN",
    "COMPACT_IRI",
    "DATA_URI",
    "DATA_URI_OR_URL",
    "DATETIME",
    "EMAIL",
    "IRI",
    "TELEPHONE",
    "TEXT",
    "URL",
    "URL_AUTHORITY",
}
# Faulty cases that a rule over the properties of one object decides; the others need a fetch, a clock or a context.
FAMILIES = re.compile("r_|d_|i_|g_|c_|e_|l_|t_|p_|n_|j_|v_notype$|v_origurl$|v_unknown$")
ELSEWHERE = {"d_future", "d_expired", "g_jpeg", "g_404", "n_type", "j_redefine"}
CLASSES = (
    "Assertion",
    "BadgeClass",
    "Issuer",
    "Profile",
    "Endorsement",
    "RevocationList",
    "CryptographicKey",
)
CANONICAL = {
    "@id": "id",
    "@type": "type",
    "verify": "verification",
    "hosted": "HostedBadge",
    "signed": "SignedBadge",
}


def test_every_listed_value_is_judged_as_published(vectors, record_property):
    lists = json.loads((vectors / "ob2" / "rules" / "primitives.json").read_bytes())
    del lists["_notes"]
    assert set(lists) == LISTED
    cases = [
        (name, verdict, value)
        for name, rows in lists.items()
        for verdict in ("accept", "reject")
        for value in rows[verdict]
    ]
    record_property("cases", len(cases))
    assert len(cases) >= 126
    wrong = [case for case in cases if (PRIMITIVES[case[0]].fault(case[2]) is None) != (case[1] == "accept")]
    assert wrong == []


def test_documents_of_decided_cases_have_findings_where_a_property_is_at_fault(vectors, record_property):
    lines = (vectors / "ob2" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    cases = {case["id"]: case for case in map(json.loads, lines)}
    decided, seen = 0, 0
    for name, case in cases.items():
        documents = [(node, cls) for node in _documents(case) for cls in _classes(node, name)]
        errors = [error for node, cls in documents for error in class_errors(_compacted(node), cls)]
        seen += len(documents)
        if case["expect"]["valid"] is True:
            assert errors == [], name
            decided += 1
        elif case["expect"]["valid"] is False and FAMILIES.match(name) and name not in ELSEWHERE:
            assert errors, name
            decided += 1
    assert seen > 500
    record_property("cases", decided)


def _documents(case):
    """Yield the objects that a case serves or hands in."""
    for answer in case["http"].values():
        if isinstance(answer.get("json"), dict):
            yield answer["json"]
    value = case["input"].get("value")
    if case["input"]["kind"] == "jws":
        payload = value.split(".")[1]
        value = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    if case["input"]["kind"] in ("json", "jws"):
        try:
            node = value if isinstance(value, dict) else json.loads(value)
        except ValueError:
            return
        if isinstance(node, dict):
            yield node


def _classes(node, name):
    """Yield the class to judge an object by: its type, or what the case is about where it has none."""
    contexts = node.get("@context")
    if not any(
        "openbadges/v2" in str(url) for url in (contexts if isinstance(contexts, list) else [contexts])
    ):
        return
    types = node.get("type", node.get("@type"))
    if types is None:
        untyped = {"r_b_type": ("criteria", "BadgeClass"), "r_p_type": ("email", "Issuer")}.get(name)
        if untyped and untyped[0] in node:
            yield untyped[1]
        return
    known = [cls for cls in CLASSES if cls in (types if isinstance(types, list) else [types])]
    yield from ("Issuer" if cls == "Profile" else cls for cls in known[:1])


def _compacted(value):
    """Return an object with the terms of the context of 2.0, as far as the cases use others."""
    if isinstance(value, list):
        return [_compacted(item) for item in value if item is not None]
    if not isinstance(value, dict):
        return CANONICAL.get(value, value) if isinstance(value, str) else value
    return {CANONICAL.get(key, key): _compacted(item) for key, item in value.items() if item is not None}


@pytest.mark.parametrize("name", sorted(LISTED))
def test_every_list_has_both_sides(vectors, name):
    rows = json.loads((vectors / "ob2" / "rules" / "primitives.json").read_bytes())[name]
    assert rows["accept"]
    assert rows["reject"]
