"""The official JSON Schemas of the vectors, as validators of whole documents and of single classes.

They describe VC 2.0 in the strict family. For VC 1.1 the names of that version are put in; for the json-ld
binding the four members that it lets stand alone.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft201909Validator

from support.badges import VC_1

CREDENTIALS = ("AchievementCredential", "EndorsementCredential")
_SINGLE = ("proof", "credentialSchema", "termsOfUse")


@cache
def validator(path: Path, *, first: bool = False, single: bool = True, cls: str = "") -> Draft201909Validator:
    """Return the validator of a file, or of one of its classes.

    Args:
        path: of the official schema.
        first: for VC 1.1 rather than 2.0.
        single: with single values where the json-ld binding allows them.
        cls: name of the class; "" for the document that the file describes.
    """
    schema = json.loads(path.read_text(encoding="utf-8"))
    if first:
        for name in CREDENTIALS:
            as_version_1(schema["$defs"].get(name, schema))
    for row in [schema, *schema["$defs"].values()] if single else []:
        _allow_single(row.get("properties", {}))
    if cls in schema["$defs"]:
        schema = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{cls}"}
    return Draft201909Validator(schema)


def _allow_single(members: dict[str, Any]) -> None:
    for name, row in members.items():
        if name in _SINGLE:
            members[name] = {"oneOf": [row["items"], row]}
        elif name == "type" and "contains" in row:
            members[name] = {"anyOf": [{"enum": row["contains"]["enum"]}, row]}


def as_version_1(cls: dict[str, Any]) -> None:
    """Turn the class of a credential in VC 2.0 into the one of VC 1.1."""
    members = cls["properties"]
    members["@context"] = copy.deepcopy(members["@context"])
    members["@context"]["items"][0] = {"enum": [VC_1]}
    members["issuanceDate"], members["expirationDate"] = members.pop("validFrom"), members.pop("validUntil")
    members["issuer"] = {"$ref": "#/$defs/Profile"}
    cls["required"] = sorted({*cls["required"], "issuanceDate", "name"} - {"validFrom"})
