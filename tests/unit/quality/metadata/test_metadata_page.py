"""The page on metadata says where each field stands in either version, and names what is shipped."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from qualitybadge import spec
from qualitybadge.quality.metadata.foreign import _TERMS_3, _VALUES_2
from qualitybadge.quality.metadata.model import Metadata
from qualitybadge.quality.metadata.terms import CONTEXT_OB2, CONTEXT_OB3, SCHEMA_OB2, SCHEMA_OB3
from support.metadata import subject_2, subject_3

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "metadata.md").read_text(encoding="utf-8")


def test_the_page_says_where_each_field_stands():
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$", PAGE, re.MULTILINE)
    two = subject_2({"badge": {"issuer": {}}})
    three = subject_3({"credentialSubject": {"achievement": {}}, "issuer": {}})
    names = [field.name for field in fields(Metadata)]
    assert rows == [(name, two.place(name), three.place(name)) for name in names]


def test_the_page_names_what_is_shipped_and_what_is_read():
    for url in (CONTEXT_OB2, CONTEXT_OB3):
        assert url in PAGE
        assert spec.read_context(url)
    for schema in (SCHEMA_OB2, SCHEMA_OB3):
        assert schema in PAGE
        assert spec.read_schema(schema)
    for name in (*_VALUES_2, *_TERMS_3):
        assert name in PAGE
