"""Write the JSON Schemas of schemas/openbadges from the models; then run seal_schemas.py.

With --check it changes nothing and fails where a committed schema is stale, missing or left over.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from qualitybadge.model.jsonschema import schema_texts

FOLDER = Path(__file__).resolve().parent.parent / "schemas" / "openbadges"


def stale(folder: Path, texts: dict[str, str]) -> list[str]:
    """Return the names of files that are missing, differ, or belong to no class any more."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.schema.json")}
    return sorted(name for name in committed.keys() | texts.keys() if committed.get(name) != texts.get(name))


def write(folder: Path, texts: dict[str, str]) -> None:
    """Write every schema and delete those left over."""
    for path in folder.glob("*.schema.json"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def main() -> None:
    """Write or check the schemas."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing, fail where one is stale")
    texts = schema_texts()
    if not parser.parse_args().check:
        write(FOLDER, texts)
    elif found := stale(FOLDER, texts):
        todo = "run python tools/export_schemas.py, then tools/seal_schemas.py"
        sys.exit(f"stale: {', '.join(found)}: {todo}")


if __name__ == "__main__":
    main()
