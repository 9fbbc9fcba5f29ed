"""`qualitybadge publish`: the folder that an issuer hosts, and the history of its keys; shows no secret."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ..issue.keyhistory import KeyHistory
from ..issue.publication import Publication, plan
from .faults import naming
from .files import READABLE, WRITABLE, json_option, read, write_new
from .keys import read_public
from .terminal import note, say

_LISTS = (
    "Status lists that this key signed are void, and no badge that names one is VALID: publish each of them"
    " again now, with a key that signs: qualitybadge status publish"
)
_NEW = ("key", "rotate", "add")
_DATES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"]


@click.command("publish")
@click.option("--profile", required=True, type=READABLE, help="The issuer's Profile as JSON.")
@click.option(
    "--history",
    required=True,
    type=WRITABLE,
    help="File that keeps the issuer's public keys; made if missing.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write: the root of the issuer's host.",
)
@click.option(
    "--key", type=READABLE, metavar="KEYFILE", help="The key that signs: begins the history. PEM or JWK."
)
@click.option("--rotate", type=READABLE, metavar="KEYFILE", help="Sign with this key instead from now on.")
@click.option("--add", type=READABLE, metavar="KEYFILE", help="Sign with this key, too.")
@click.option("--method", help="Name of the new key, such as did:web:academy.example#key-2.")
@click.option(
    "--compromised", metavar="METHOD", help="Others may have this key: none of its badges is valid."
)
@click.option("--since", type=click.DateTime(_DATES), help="When that happened, UTC; default: now.")
@click.option("--force", is_flag=True, help="Replace files in the folder that others made or changed.")
@click.option("--forget-keys", is_flag=True, help="Publish although old badges lose or regain their key.")
def command(**options: Any) -> int:
    """Write did.json or the controller document, the key set, the Profile and the keys into a folder.

    Whatever a private key file is read for, only its public half is kept.
    """
    _require_apart(options)
    profile = json_option("--profile", options["profile"])
    history = _changed(options, profile.get("id"))
    publication = plan(
        profile,
        history,
        options["out"],
        overwrite=options["force"],
        forget_keys=options["forget_keys"],
    )
    # The history first: whatever happens to the folder, no key is forgotten and no name used twice.
    write_new(options["history"], history.to_json().encode(), force=True)
    _tell(publication.write(), history)
    if options["compromised"] is not None:
        note(_LISTS)
    return 0


def _require_apart(options: dict[str, Any]) -> None:
    """Refuse what contradicts itself, and a key file that everybody could read.

    Raises:
        click.UsageError: options that do not go together, or a key file in the folder.
    """
    given = [name for name in _NEW if options[name] is not None]
    if len(given) > 1:
        raise click.UsageError(f"--{given[0]} and --{given[1]} contradict each other; publish twice")
    new = options[given[0]] if given else None
    if options["method"] is not None and new is None:
        raise click.UsageError("--method names a new key: add --key, --rotate or --add with its file")
    if options["since"] is not None and options["compromised"] is None:
        raise click.UsageError("--since belongs to --compromised METHOD")
    if new is not None and new.resolve().is_relative_to(options["out"].resolve()):
        raise click.UsageError(
            f"the key file {new} lies in the folder that everybody can read; move it first"
        )


def _changed(options: dict[str, Any], identity: Any) -> KeyHistory:
    """Return the history after what the options say happened.

    Raises:
        click.UsageError: there is no history and no key to begin one with, or both.
        InputError: the file is no history, the key file no key, or the history does not let it happen.
    """
    now = datetime.now(UTC)
    if options["history"].exists():
        with naming(f"--history {options['history']}"):
            history = KeyHistory.from_json(read(options["history"]))
        history = _grown(history, options, now)
    else:
        history = _begun(options, identity, now)
    if options["compromised"] is None:
        return history
    since = now if options["since"] is None else options["since"].replace(tzinfo=UTC)
    with naming("--compromised"):
        return history.compromise(options["compromised"], since=since)


def _grown(history: KeyHistory, options: dict[str, Any], now: datetime) -> KeyHistory:
    if options["key"] is not None:
        with naming("--key"):
            key = read_public(options["key"])
        if all(entry.key != key for entry in history.active):
            raise click.UsageError(
                f"the history {str(options['history'])!r} has another key already: let this one take"
                " over with --rotate, or sign beside it with --add"
            )
    for name, change in (("rotate", history.rotate), ("add", history.add)):
        if options[name] is not None:
            with naming(f"--{name}"):
                return change(read_public(options[name]), at=now, method=options["method"])
    return history


def _begun(options: dict[str, Any], identity: Any, now: datetime) -> KeyHistory:
    if options["key"] is None:
        raise click.UsageError(
            f"there is no history {str(options['history'])!r}; begin one with --key KEYFILE"
        )
    if not isinstance(identity, str):
        raise click.UsageError("the profile has no id: say in it who the issuer is, such as a did:web")
    method = options["method"] or f"{identity}#key-1"
    with naming("--key"):
        return KeyHistory.start(method, read_public(options["key"]), controller=identity, at=now)


def _tell(publication: Publication, history: KeyHistory) -> None:
    for file in publication.files:
        if file.path in publication.written:
            say(f"{file.path}\t{file.media_type}\t{file.url}\n")
    for path in publication.removed:
        note(f"Removed {path}")
    note(
        f"{len(publication.written)} files written to {publication.folder}; hosting.json in it says which"
        " answers where."
    )
    for entry in history.active:
        note(f"Signs: {entry.method}")
    if not history.active:
        note("No key signs now: make one with qualitybadge keys new, and publish it with --rotate.")
