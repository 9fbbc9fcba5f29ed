"""The committed tables are what the models export, and each name in them means one thing."""

from __future__ import annotations

import json
from pathlib import Path

from qualitybadge.model.classes import CLASSES
from qualitybadge.model.classtable import class_table as linked_table
from qualitybadge.model.export import class_table, table_text
from qualitybadge.model.members import members_of
from qualitybadge.model.rules import RULES
from qualitybadge.model.values import Value

ROOT = Path(__file__).resolve().parents[2]


def test_the_class_table_is_fresh():
    committed = (ROOT / "schemas" / "openbadges" / "classes.json").read_text(encoding="utf-8")
    assert committed == table_text(), "run python tools/export_classes.py, then python tools/seal_schemas.py"
    assert json.loads(committed) == class_table()


def test_each_name_in_the_table_means_one_thing():
    classes, values = {}, {}
    pending = [cls for pair in CLASSES.values() for cls in pair]
    while pending:
        cls = pending.pop()
        assert classes.setdefault(cls.__name__, cls) is cls
        for member in members_of(cls):
            for kind in [*member.kinds, *(member.plural.first if member.plural else ())]:
                if isinstance(kind, Value):
                    assert values.setdefault(kind.name, kind) == kind
                elif kind not in classes.values():
                    pending.append(kind)
    assert not set(classes) & set(values)
    assert set(class_table()["classes"]) == set(classes)
    assert set(class_table()["values"]) == set(values)


def test_the_linked_table_has_lost_nothing():
    table, linked = class_table(), linked_table()
    for name, row in table["classes"].items():
        shape = linked.shapes[name]
        assert shape.closed == row.get("closed", False)
        assert [RULES[rule] for rule in row.get("rules", [])] == list(shape.rules)
        assert list(shape.members) == list(row["members"])
        assert shape.required == [m for m, r in row["members"].items() if r.get("required")]
        for member, entry in row["members"].items():
            kinds = [*shape.members[member].values, *shape.members[member].classes]
            assert len(kinds) == len(entry["is"])
            assert (shape.members[member].plural is not None) == ("many" in entry)
    assert {kind: [s.name for s in pair] for kind, pair in linked.documents.items()}.keys() == table[
        "documents"
    ].keys()
