"""What the commands of an authority share: who it is, its log, the documents of an evaluation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..report.inert import inert
from .faults import naming
from .files import READABLE, WRITABLE, json_object, json_option, read
from .keys import read_pair
from .label_options import scheme_option
from .terminal import say

if TYPE_CHECKING:
    from ..issue.issuer import Issuer
    from ..issue.keyhistory import KeyHistory
    from ..keys import Signer
    from ..quality.label.authority import LabelAuthority
    from ..quality.label.evaluation import Evaluation
    from ..quality.label.evaluationlog import EvaluationLog
    from ..quality.label.review import Decision, Review

SCHEME_FILE = click.option("--scheme", required=True, metavar="NAME|FILE", help="The scheme of the label.")
KEY = click.option("--key", required=True, type=READABLE, help="The authority's private key: PEM or JWK.")
PROFILE = click.option("--profile", required=True, type=READABLE, help="The authority's Profile as JSON.")
METHOD = click.option("--method", help="Verification method URL, such as did:web:label.example#key-1.")
HISTORY = click.option(
    "--history", type=READABLE, help="The history of keys that `publish` keeps, once the key was changed."
)
STORE = click.option("--store", required=True, type=WRITABLE, help="The SQLite file with the status lists.")
LOG = click.option("--log", "log_file", required=True, type=WRITABLE, help="The log of this application.")
REVIEWS = click.option(
    "--review", "reviews", multiple=True, required=True, type=READABLE, help="A review; once for each."
)
_Made = TypeVar("_Made")


def issuer_from(options: dict[str, Any], key: Signer | None = None) -> Issuer:
    """Return the authority as an issuer, with the key that `--key` names unless another is given.

    Raises:
        InputError: profile and key do not fit.
    """
    from ..issue.issuer import Issuer

    profile = json_option("--profile", options["profile"])
    key = key or read_pair(options["key"])
    with naming():
        return Issuer(profile, key, method=options["method"])


def authority_from(options: dict[str, Any], status_list: str, key: Signer | None = None) -> LabelAuthority:
    """Return the authority with its scheme and status lists, and the key as for `issuer_from`.

    Raises:
        InputError: an option cannot be used.
        IssueError: the scheme does not name this issuer as its authority.
    """
    from ..issue.statuses import StatusLists
    from ..issue.statusfile import SqliteStatusStore
    from ..quality.label.authority import LabelAuthority

    return LabelAuthority(
        issuer_from(options, key),
        scheme=scheme_option(options["scheme"]),
        statuses=StatusLists(SqliteStatusStore(options["store"])),
        status_list=status_list,
        history=history_from(options),
    )


def history_from(options: dict[str, Any]) -> KeyHistory | None:
    """Return the history of the authority's keys; None where none is named.

    Raises:
        InputError: the file is none.
    """
    path = options["history"]
    if path is None:
        return None
    from ..issue.keyhistory import KeyHistory

    with naming(f"--history {path}"):
        return KeyHistory.from_json(read(path))


def log_from(path: Path, issuer: Issuer, history: KeyHistory | None) -> EvaluationLog:
    """Return the log in a file, which the authority's keys signed; a compromised one counts for nothing."""
    from ..quality.label.evaluationlog import EvaluationLog

    own = issuer.key.public_key
    earlier = () if history is None else history.trusted
    keys = (own, *[entry.key for entry in earlier if entry.key != own])
    return EvaluationLog(path, keys, clock=issuer.clock)


def document(path: Path, make: Callable[[str | bytes], _Made]) -> _Made:
    """Return what a file holds.

    Raises:
        InputError: it holds something else.
    """
    with naming(path.name):
        return make(read(path))


def reviews_from(paths: tuple[Path, ...]) -> tuple[Review, ...]:
    """Return the reviews in these files.

    Raises:
        InputError: one holds none.
    """
    from ..quality.label.review import Review

    return tuple(document(path, Review.from_json) for path in paths)


def decision_from(path: Path) -> Decision:
    """Return the decision in a file.

    Raises:
        InputError: it holds none.
    """
    from ..quality.label.review import Decision

    return document(path, Decision.from_json)


def label_from(path: Path) -> dict[str, Any] | str:
    """Return the label in a file, JSON or token, as it was signed; it is not verified here.

    Raises:
        InputError: the file holds none.
    """
    content = read(path).strip()
    if content.startswith(b"{"):
        return json_object(content, path)
    return content.decode("utf-8", "replace")


def status_list_of(label: dict[str, Any] | str, path: Path) -> str:
    """Return the URL of the status list that a label names; "" where it names none.

    Raises:
        InputError: it is no token.
    """
    from ..proofs import jws, vcjwt

    if isinstance(label, str):
        with naming(path.name):
            label = vcjwt.read(jws.parse(label.encode("utf-8"))).document
    status = label.get("credentialStatus")
    url = status.get("statusListCredential") if isinstance(status, dict) else ""
    return url if isinstance(url, str) else ""


def tell(evaluation: Evaluation) -> None:
    """Say what an evaluation comes to: the figures, what is missing, what to improve, what else is known."""
    figures = evaluation.figures
    share = "not known" if figures.indicator_share is None else f"{figures.indicator_share:.0%}"
    say(f"indicators  {share}\nlevel       {figures.minimum_level}\nreviewers   {figures.reviewers}\n")
    if evaluation.due is not None:
        say(f"due         {evaluation.due}\n")
    sides = (
        ("missing", evaluation.missing),
        ("improve", evaluation.to_improve),
        ("note", evaluation.remarks),
    )
    for name, notes in sides:
        for one in notes:
            say(f"{name:<11} {inert(one.message)}\n")
