"""`qualitybadge status`: keep and publish the status lists of an issuer. Reads nobody else's list."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from ..errors import IssueError
from ..issue.keyhistory import KeyHistory
from ..issue.statuses import StatusLists
from ..issue.statusfile import SqliteStatusStore
from ..issue.statuslist import EntryStatus, StatusChange
from ..issue.usage import PROOFS
from ..report.inert import inert
from ..status.bitstring import MINIMUM_ENTRIES
from ..wire import image as images
from ..wire import png, svg
from .faults import naming
from .files import READABLE, WRITABLE, json_option, read
from .keys import read_pair
from .terminal import note, say

_FOLDER = click.Path(file_okay=False, path_type=Path)
_STORE = click.option("--store", required=True, type=WRITABLE, help="The SQLite file with the lists.")
_REASON = click.option("--reason", default="", help="Why; kept in the store and not published.")


@click.group("status")
def command() -> None:
    """Keep status lists: give badges an entry, suspend, revoke, publish.

    BADGE is the file of a badge (JSON, JWT, PNG or SVG) or the id of its status entry, URL#INDEX.
    """


@command.command("new")
@click.argument("url")
@_STORE
@click.option("--purpose", multiple=True, help="revocation (default), suspension, refresh, message …")
@click.option("--message", "messages", multiple=True, help="What a value means; 2, 4, 8 … times, 0 first.")
@click.option("--entries", default=MINIMUM_ENTRIES, show_default=True, help="Badges it has room for.")
def new(url: str, *, store: Path, purpose: tuple[str, ...], messages: tuple[str, ...], entries: int) -> int:
    """Begin a list that will be published at URL; the file is made where there is none."""
    size = max(1, (len(messages) - 1).bit_length())
    plan = _lists(store).create(url, purpose or "revocation", entries=entries, size=size, messages=messages)
    say(f"{plan.url}\n")
    note(f"Room for {plan.entries} badges, kept in {store}.")
    note("Publish it before the first badge is handed out: qualitybadge status publish")
    return 0


@command.command("allocate")
@click.argument("url")
@_STORE
@click.option("--purpose", help="Default: the list's only one.")
@click.option("--count", default=1, show_default=True, type=click.IntRange(1), help="How many badges.")
def allocate(url: str, *, store: Path, purpose: str | None, count: int) -> int:
    """Take entries for new badges; each line printed is a file for `issue --details`."""
    for entry in _lists(store).allocate_many(url, count, purpose=purpose):
        say(json.dumps({"credential_status": entry}) + "\n")
    return 0


@command.command("set")
@click.argument("badge")
@click.argument("value", type=int)
@_STORE
@_REASON
def set_value(badge: str, value: int, *, store: Path, reason: str) -> int:
    """Give the entry of BADGE a VALUE; for lists of messages."""
    _report((_lists(store).set(_target(badge), value, reason=reason),))
    return 0


@command.command("suspend")
@click.argument("badge")
@_STORE
@_REASON
def suspend(badge: str, *, store: Path, reason: str) -> int:
    """Suspend BADGE until further notice."""
    return _change(_lists(store).suspend, badge, reason)


@command.command("unsuspend")
@click.argument("badge")
@_STORE
@_REASON
def unsuspend(badge: str, *, store: Path, reason: str) -> int:
    """End the suspension of BADGE."""
    return _change(_lists(store).unsuspend, badge, reason)


@command.command("revoke")
@click.argument("badge")
@_STORE
@_REASON
def revoke(badge: str, *, store: Path, reason: str) -> int:
    """Revoke BADGE for good."""
    return _change(_lists(store).revoke, badge, reason)


@command.command("publish")
@click.argument("url")
@_STORE
@click.option("--key", required=True, type=READABLE, help="Private key: PEM or JWK.")
@click.option("--profile", required=True, type=READABLE, help="The issuer's Profile as JSON.")
@click.option("--method", help="Verification method URL, such as did:web:academy.example#key-1.")
@click.option("--proof", type=click.Choice(PROOFS), help="Default: what fits the key.")
@click.option("--days", type=click.IntRange(1, 36_500), help="How long it is good; default: no end.")
@click.option("--ttl", type=click.IntRange(1), help="Seconds that a verifier may keep it.")
@click.option("--folder", type=_FOLDER, help="Root folder of the web server; default: print the list.")
@click.option(
    "--history", type=READABLE, help="The issuer's keys, as publish keeps them: refuses a void one."
)
@click.option("--force", is_flag=True, help="Take over another issuer's list, and replace foreign files.")
def publish(url: str, **options: Any) -> int:
    """Sign the list of URL, verify it, and print it or put it where a web server finds it."""
    from ..issue.issuer import Issuer

    profile = json_option("--profile", options["profile"])
    key = read_pair(options["key"])
    with naming():
        issuer = Issuer(profile, key, method=options["method"])
    days, seconds, folder = options["days"], options["ttl"], options["folder"]
    terms: dict[str, Any] = {
        "history": _history_of_keys(options["history"]),
        "overwrite": options["force"],
        "proof": options["proof"],
        "valid_for": timedelta(days=days) if days else None,
        "ttl": timedelta(seconds=seconds) if seconds else None,
    }
    lists = _lists(options["store"])
    if folder is None:
        badge = lists.publish(url, issuer, **terms)
        say((badge.token or badge.to_json()) + "\n")
        return 0
    for file in lists.publish_into(folder, url, issuer, **terms):
        say(f"{file}\n")
    note(f"It must answer at {url}")
    return 0


def _history_of_keys(file: Path | None) -> KeyHistory | None:
    if file is None:
        return None
    with naming(f"--history {file}"):
        return KeyHistory.from_json(read(file))


@command.command("show")
@click.argument("badge", required=False, metavar="[URL|BADGE]")
@_STORE
def show(badge: str | None, *, store: Path) -> int:
    """Show all lists, the list of a URL, or how BADGE stands and why."""
    kept = SqliteStatusStore(store)
    plans = kept.plans()
    urls = [plan.url for plan in plans]
    if badge is not None and badge not in urls:
        statuses = StatusLists(kept).status(_target(badge))
        _report(statuses)
        for status in statuses:
            _history(kept.history(status.name.url, status.name.index))
        return 0
    for url in urls if badge is None else [badge]:
        now = kept.snapshot(url)
        say(f"{url}\n  purpose    {inert(', '.join(now.plan.purposes))}\n")
        say(f"  allocated  {now.allocated} of {now.plan.entries}\n")
        say(f"  set        {len(now.bits.set_indexes())}\n")
        for value, text in enumerate(now.plan.messages):
            say(f"  {value:<10} {inert(text)}\n")
    return 0


def _lists(store: Path) -> StatusLists:
    return StatusLists(SqliteStatusStore(store))


def _change(do: Callable[..., tuple[EntryStatus, ...]], badge: str, reason: str) -> int:
    _report(do(_target(badge), reason=reason))
    note("Verifiers see it when the list is published: qualitybadge status publish")
    return 0


def _report(statuses: tuple[EntryStatus, ...]) -> None:
    for status in statuses:
        final = ", revoked for good" if status.revoked else ""
        say(f"{status.name}  {inert(status.purpose)}: {status.value} ({inert(status.meaning)}){final}\n")


def _history(changes: tuple[StatusChange, ...]) -> None:
    for change in changes:
        reason = f": {inert(change.reason)}" if change.reason else ""
        say(f"  {change.at:%Y-%m-%d %H:%M:%S}Z  {change.action.value} to {change.value}{reason}\n")


def _target(badge: str) -> object:
    """Return the id of an entry as it is, else the credential in a file, unverified: the store knows its own.

    Raises:
        IssueError: it is neither.
        InputError: the file holds no credential.
    """
    if badge.startswith("https://"):
        return badge
    path = Path(badge)
    if not path.is_file():
        raise IssueError(
            f"there is no file {badge!r:.200}",
            code="FILE",
            hint="name a badge's file, or its entry: URL#INDEX",
        )
    content = read(path)
    is_image = png.is_png(content) or svg.is_svg(content)
    text = images.unbake(content).content if is_image else content.decode("utf-8", "replace")
    document = images.document_in(text)
    return document.get("vc", document) if isinstance(document, dict) else document
