"""The published vectors of RFC 8785: documents byte for byte, and the doubles of its appendix B."""

from __future__ import annotations

import json
import struct

from qualitybadge.wire import jcs, strictjson


def test_documents(vectors, record_property):
    folder = vectors / "w3c" / "jcs" / "testdata"
    names = sorted(path.name for path in (folder / "input").iterdir())
    record_property("cases", len(names))
    assert len(names) == 6
    for name in names:
        canonical = jcs.canonicalize(strictjson.loads((folder / "input" / name).read_bytes()))
        assert canonical == (folder / "output" / name).read_bytes().rstrip(b"\n"), name
        outhex = (folder / "outhex" / name).with_suffix(".txt").read_text()
        assert canonical == bytes.fromhex(outhex), name
        assert jcs.canonicalize(strictjson.loads(canonical)) == canonical, name


def test_numbers(vectors, record_property):
    rows = json.loads((vectors / "w3c" / "jcs" / "rfc8785-appendix-b.json").read_text())
    record_property("cases", len(rows))
    assert len(rows) == 24
    for row in rows:
        (number,) = struct.unpack(">d", bytes.fromhex(row["ieee754"]))
        assert jcs.canonicalize(number).decode() == row["json"], row
