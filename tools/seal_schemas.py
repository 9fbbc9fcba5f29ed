"""Write schemas/manifest.json: the hash of every shipped JSON file outside schemas/contexts.

Run it after a schema or table under schemas/ changed; with --check it changes nothing and fails where the
manifest is stale. Contexts have their own manifest, written by pin_context.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"


def manifest(schemas: Path) -> str:
    """Return the text of the manifest for what is in the folder."""
    files = {}
    for path in sorted(schemas.rglob("*.json")):
        name = path.relative_to(schemas).as_posix()
        if name == "manifest.json" or name.startswith("contexts/"):
            continue
        data = path.read_bytes()
        document = json.loads(data)
        row = {"sha256": hashlib.sha256(data).hexdigest()}
        if isinstance(document, dict) and "$id" in document:
            row["id"] = document["$id"]
        files[name] = row
    return json.dumps({"files": files}, indent=1) + "\n"


def main() -> None:
    """Write or check the manifest."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing, fail where it is stale")
    given = parser.parse_args()
    target = SCHEMAS / "manifest.json"
    text = manifest(SCHEMAS)
    if not given.check:
        target.write_text(text, encoding="utf-8")
    elif not target.exists() or target.read_text(encoding="utf-8") != text:
        sys.exit("schemas/manifest.json is stale: run python tools/seal_schemas.py")


if __name__ == "__main__":
    main()
