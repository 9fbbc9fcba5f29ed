"""Write schemas/openbadges/classes.json from the models; then run seal_schemas.py.

With --check it changes nothing and fails where the committed table is stale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from qualitybadge.model.export import table_text

TARGET = Path(__file__).resolve().parent.parent / "schemas" / "openbadges" / "classes.json"


def main() -> None:
    """Write or check the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing, fail where it is stale")
    text = table_text()
    if not parser.parse_args().check:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(text, encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
        sys.exit(f"{TARGET.name} is stale: run python tools/export_classes.py, then tools/seal_schemas.py")


if __name__ == "__main__":
    main()
