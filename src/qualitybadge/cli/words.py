"""Say in options and commands what the library says in Python; the only place that knows both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..verify.result import Report

_DATED = "write it with its time zone, such as 2030-01-01T00:00:00Z"
_LIBRARY = "; a program of your own can be given it"

# What the library says -> what to type. In order: the whole of a hint before the parts of one.
_ROWS = (
    (r"Badge\.from_holder_copy\(…\)\.disclose\(\[…\]\)", "qualitybadge disclose"),
    (r", or use Badge\.from_holder_copy\(…\)", ", or name the holder's copy of it"),
    (r"begin a status list first|^create it first", "begin it with qualitybadge status new"),
    (r"create another list, under another URL", "begin another list with qualitybadge status new"),
    (r"name the file of a store", "name the file that qualitybadge status new made"),
    (r"keep the file as KeyHistory\.to_json wrote it", "name the file that publish --history made"),
    (r"KeyHistory\.start\(method, key\)", "begin it with qualitybadge publish --key KEYFILE"),
    (r"(publish|revoke) with overwrite=True", "add --force"),
    (r"or publish with forget_keys=True", "or use qualitybadge ob2 publish --forget-keys"),
    (r"with forget_keys=True", "with --forget-keys"),
    (r"pass an aware datetime, such as datetime\(.*?\)$|pass .*datetime\.now\(UTC\)", _DATED),
    (r"pass hosted_at='https://…', or signed=True", "add --hosted-at https://… or --key KEYFILE"),
    (r"pass key=KeyPair\(…\)", "add --key KEYFILE"),
    (r"or pass algorithm='([^']*)'", r"or add --algorithm \1"),
    (r"use issuer\.ob2\(profile\) with", "give"),
    (r"use issue_ob2\(…\) or .*", "use qualitybadge ob2 issue"),
    (r"pass a dict$", "write a JSON object"),
    (r"use LabelAuthority\.awarded", "add --again"),
    (r"verify the badge itself and pass its report", "name the badge itself"),
    (r"use to_jws\(\)", "it is handed out as a token"),
    (r"use to_json\(\) or its id", "name its file or its id"),
    (r", with host='[^']*' …", ""),
    (r", such as Recipient\.email\(…\)", ", such as an email address"),
    (r"Recipient\.did or Recipient\.identifier", "a DID or TYPE=ID"),
    (r"\bsay version='?([^' ]*)'?", r'write version = "\1"'),
    (r"\bpass (method|proof|version)='([^']*)'", r"add --\1 \2"),
    (r"\b(method|proof|version)='?([^' ,]*)'?", r"--\1 \2"),
    (r", or use to_jwt\(\)", ""),
    (r"leave `?(of|mandatory)`? out", r"leave --\1 out"),
    (r"leave out jwk_kid|, or no jwk_kid", ""),
    (r"let your own server answer with Issuer\.trust_artefacts\(\)", "let a server of your own answer"),
    (r"in Policy\(limits=Limits\(\.\.\.\)\)", "in a program of your own"),
    (r"raise limits\.(\w+)", "raise the limit in a program of your own"),
    (r", then pass it(:| as) .*contexts=\{url: document\}\)?", _LIBRARY),
    (r"^remove (it|the context) from contexts=\.\.\.: ", ""),
    (r"^sign\(message\) returns .*", ""),
    (r"\bPolicy\((\w+)=True\)", r"--accept \1"),
    (r"for a web address also a fetcher", "for a web address add --fetch"),
    (r"for your own pass Profile or its file", "for your own name its TOML file"),
    (r"\bread report\.checks", "read the checks"),
)


def in_words(hint: str) -> str:
    """Return a hint of the library as one for the command line; "" where nothing is left to do."""
    for said, typed in _ROWS:
        hint = re.sub(said, typed, hint)
    return hint


def spoken(report: Report) -> Report:
    """Return the report whose advice is for the command line."""
    rows = tuple(replace(row, advice=in_words(row.advice)) for row in report.checks)
    return replace(report, checks=rows)


def accepting(fields: Sequence[str]) -> str:
    """Return the options that switch relaxations on."""
    return " ".join(f"--accept {field}" for field in fields)
