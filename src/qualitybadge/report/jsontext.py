"""A report as JSON text that is safe to print: the data of `Report.to_json`, nothing added or left out."""

from __future__ import annotations

import json

from ..verify.result import Report


def to_json(report: Report) -> str:
    """Return the JSON text with every character escaped that could steer a terminal or turn its text around.

    It parses to the same data as `Report.to_json()`: such characters stand in strings only.
    """
    text = report.to_json()
    if text.replace("\n", "").isprintable():
        return text
    return "".join([c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text])
