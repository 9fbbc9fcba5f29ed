"""Pin a published JSON-LD context: write it in our own normal form and record where it comes from.

It reads one file that you downloaded yourself and never the network. Run it again with other bytes of
the same content and only their hash is added to the manifest.

    python tools/pin_context.py FILE --url URL [--url ALIAS] --name ob-3.0.3 [--variant 2024] --source TEXT

Normal form: every term is an object, its members sorted, IRIs absolute wherever the context itself
settles them. A reference that the context leaves to its surroundings ("xsd:dateTime" without a prefix
"xsd" of its own, or a prefix that an outer context defines) is kept as written, because it means
whatever stands around it at the time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rfc8785

CONTEXTS = Path(__file__).resolve().parent.parent / "schemas" / "contexts"
MANIFEST = "manifest.json"

_CONTEXT_KEYWORDS = {"@version", "@protected", "@propagate", "@vocab", "@language", "@direction"}
_TERM_KEYWORDS = {
    "@container", "@context", "@direction", "@id", "@index", "@language",
    "@nest", "@prefix", "@protected", "@reverse", "@type",
}  # fmt: skip
_KEYWORD = re.compile(r"@[a-zA-Z]+")
_GENERIC_DELIMITERS = tuple(":/?#[]@")  # RFC 3986 §2.2

Prefixes = dict[str, tuple[str, bool]]
"""What is known of earlier terms: name -> (IRI, usable as a prefix)."""


class UnclearContextError(ValueError):
    """The context says something that this tool does not know how to keep."""


def normalise(context: Any, earlier: Prefixes, pinned: Mapping[str, Any]) -> Any:
    """Return the normal form of the value of an @context member.

    Args:
        context: the value as published.
        earlier: terms in force before it; extended by the terms it defines.
        pinned: URL -> context documents that it may name.

    Raises:
        UnclearContextError: it uses something that no pinned context has used so far.
    """
    if context is None:
        earlier.clear()
        return None
    if isinstance(context, str):
        normalise(pinned[context]["@context"], earlier, pinned)
        return context
    if isinstance(context, list):
        return [normalise(item, earlier, pinned) for item in context]
    _refuse_unclear(context)
    scope = _Scope(context, earlier)
    result = {key: _entry(key, value, scope, pinned) for key, value in context.items()}
    earlier.update({term: scope.term(term) for term in context if not _KEYWORD.fullmatch(term)})
    return {key: result[key] for key in sorted(result)}


class _Scope:
    """Resolves references inside one context object: its own terms first, then the earlier ones."""

    def __init__(self, context: Mapping[str, Any], earlier: Prefixes) -> None:
        self._context = context
        self._earlier = earlier
        self._vocab: str = context.get("@vocab") or ""

    def term(self, name: str) -> tuple[str, bool]:
        """Return the IRI of a term and whether it can be a prefix."""
        if name not in self._context:
            return self._earlier[name]
        value = self._context[name]
        if isinstance(value, str):
            iri = self.resolve(value)
            return iri, ":" not in name and "/" not in name and iri.endswith(_GENERIC_DELIMITERS)
        iri = self.resolve(value.get("@id") or value.get("@reverse") or name, myself=name)
        return iri, bool(value.get("@prefix"))

    def resolve(self, reference: str, *, myself: str = "") -> str:
        """Return the absolute IRI, or the reference itself where the surroundings decide."""
        if _KEYWORD.fullmatch(reference):
            return reference
        if reference != myself and self._knows(reference):
            return self.term(reference)[0]
        prefix, colon, suffix = reference.partition(":")
        if not colon:
            return self._vocab + reference
        if suffix.startswith("//") or not self._knows(prefix):
            return reference
        iri, is_prefix = self.term(prefix)
        return iri + suffix if is_prefix else reference

    def _knows(self, name: str) -> bool:
        return name in self._context or name in self._earlier


def _refuse_unclear(context: Mapping[str, Any]) -> None:
    for key, value in context.items():
        if _KEYWORD.fullmatch(key):
            clear = key in _CONTEXT_KEYWORDS
        elif isinstance(value, dict):
            clear = not value.keys() - _TERM_KEYWORDS and value.get("@id", "") is not None
        else:
            clear = isinstance(value, str)
        if not clear:
            raise UnclearContextError(f"{key}: {value!r}")


def _entry(key: str, value: Any, scope: _Scope, pinned: Mapping[str, Any]) -> Any:
    if _KEYWORD.fullmatch(key):
        return value
    if isinstance(value, str):
        iri, is_prefix = scope.term(key)
        return {"@id": iri, "@prefix": True} if is_prefix else {"@id": iri}
    return {member: _member(key, member, value[member], scope, pinned) for member in sorted(value)}


def _member(term: str, member: str, value: Any, scope: _Scope, pinned: Mapping[str, Any]) -> Any:
    if member in ("@id", "@reverse"):
        return scope.resolve(value, myself=term)
    if member == "@type":
        return scope.resolve(value)
    if member == "@context":  # what an outer term means there is settled when the term is used
        return normalise(value, {}, pinned)
    if member == "@container" and isinstance(value, list):
        return value[0] if len(value) == 1 else sorted(value)
    return value


def render(value: Any, indent: str = "") -> str:
    """Return JSON with one line for each object that holds no other object."""
    if isinstance(value, dict) and any(isinstance(item, dict | list) for item in value.values()):
        inner = indent + " "
        lines = (f"{inner}{json.dumps(key)}: {render(item, inner)}" for key, item in value.items())
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        inner = indent + " "
        return "[\n" + ",\n".join(inner + render(item, inner) for item in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)


def pin(published: bytes, row: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Write the normal form into the folder and return its manifest row.

    Args:
        published: the bytes as published.
        row: `file`, `urls`, `variant` and `source` of the new row.
        folder: where the normal form and the manifest are.

    Raises:
        UnclearContextError: the file of that name holds another content, or is not understood.
    """
    document = json.loads(published)
    rows = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["contexts"]
    pinned = {
        url: json.loads((folder / known["file"]).read_text(encoding="utf-8"))
        for known in reversed(rows)
        for url in known["urls"]
    }
    text = render({"@context": normalise(document["@context"], {}, pinned)}) + "\n"
    content = hashlib.sha256(rfc8785.dumps(document)).hexdigest()
    digests = {hashlib.sha256(published).hexdigest()}
    for known in rows:
        if known["file"] == row["file"]:
            if known["content"] != content:
                raise UnclearContextError(f"{row['file']} is pinned with another content: name a new file")
            digests.update(known["published"])
    (folder / row["file"]).write_text(text, encoding="utf-8")
    return {
        **row,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "content": content,
        "published": sorted(digests),
    }


def record(row: dict[str, Any], folder: Path) -> None:
    """Put a row into the manifest: sorted by URL, the latest variant first."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    rows = manifest["contexts"]
    files = [known["file"] for known in rows]
    if row["file"] in files:
        rows[files.index(row["file"])] = row
    else:
        rows.append(row)
    rows.sort(key=lambda known: known["variant"], reverse=True)
    rows.sort(key=lambda known: known["urls"][0])
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line, pin one file and print its row."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="the context as published, downloaded by you")
    parser.add_argument("--url", action="append", required=True, help="address; repeat it for an alias")
    parser.add_argument("--name", required=True, help="name of our file, without .json")
    parser.add_argument(
        "--variant",
        default="",
        help="year, where one URL had several contents; the latest is read by default",
    )
    parser.add_argument("--source", required=True, help="specification and version")
    parser.add_argument("--into", type=Path, default=CONTEXTS, help="folder of the manifest")
    given = parser.parse_args()
    wanted = {
        "file": f"{given.name}.json",
        "urls": given.url,
        "variant": given.variant,
        "source": given.source,
    }
    row = pin(given.file.read_bytes(), wanted, given.into)
    record(row, given.into)
    print(json.dumps(row, indent=1))


if __name__ == "__main__":
    main()
