"""Which label was awarded on which application: once for ever, whatever became of the log. Signs nothing.

A log is a file, and a copy of it knows nothing of what the other one records. No authority can do without
the store of its status lists, so the labels that it awarded are kept there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import InputError, IssueError
from ...issue.badge import Badge
from ...wire import strictjson

if TYPE_CHECKING:
    from ...issue.statusstore import StatusStore
    from .application import Application

_ONE = "one application gives one label"
_AGAIN = "to hand it out once more use LabelAuthority.awarded"


@dataclass(frozen=True, slots=True)
class Awards:
    """What an authority awarded.

    Attributes:
        store: where it is kept.
        authority: id of the authority.
    """

    store: StatusStore
    authority: str

    def require_none_on(self, application: Application) -> None:
        """Refuse a second label on an application.

        Raises:
            IssueError: there is one (USAGE), or the store cannot be used.
        """
        kept = self.store.kept(self.occasion(application))
        if kept:
            raise IssueError(
                f"on this application the label was awarded already: {_badge(kept).id}",
                code="USAGE",
                hint=_AGAIN,
            )

    def require_free(self, application: Application, label: str, renewal_of: str) -> None:
        """Refuse an id, or the renewal of a label, that belongs to another application; nothing is kept.

        Raises:
            IssueError: it does (USAGE), or the store cannot be used.
        """
        for occasion, message in _taken(label, renewal_of).items():
            if self.store.kept(occasion) not in ("", application.digest):
                raise IssueError(message, code="USAGE", hint=_ONE)

    def keep(self, application: Application, label: Badge, renewal_of: str) -> None:
        """Keep a label as the one on an application; its id, and what it renews, are never another's.

        Raises:
            IssueError: another process awarded one meanwhile (USAGE), or the store cannot be used.
        """
        taken, own = _taken(label.id, renewal_of), self.occasion(application)
        others = self.store.keep({own: _text(label), **dict.fromkeys(taken, application.digest)})
        if own in others:
            raise IssueError("on this application a label was awarded meanwhile", code="USAGE", hint=_AGAIN)
        for occasion in others:
            raise IssueError(taken[occasion], code="USAGE", hint=_ONE)

    def label_on(self, application: Application) -> Badge:
        """Return the label that was awarded on an application, as it was signed.

        Raises:
            IssueError: there is none.
        """
        kept = self.store.kept(self.occasion(application))
        if not kept:
            raise IssueError("no label was awarded on this application", code="USAGE", hint="award it")
        return _badge(kept)

    def occasion(self, application: Application) -> str:
        """Return what happens once only: that this authority labels this application."""
        return f"label of {self.authority} on application {application.digest}"


def _taken(label: str, renewal_of: str) -> dict[str, str]:
    """Return what an award takes for ever, and what to say where another application has it."""
    taken = {f"label {label}": f"the id {label!r:.200} is that of another label"}
    if renewal_of:
        taken[f"renewal of label {renewal_of}"] = "the label was renewed already, on another application"
    return taken


def _text(label: Badge) -> str:
    whole = {"credential": label.credential, "document": label.document, "token": label.token}
    return strictjson.dumps(whole).decode("utf-8")  # in the order of members in which it was signed


def _badge(text: str) -> Badge:
    try:
        return Badge(**strictjson.loads(text))
    except (InputError, TypeError):
        raise IssueError(
            "the store holds what no label can be", code="FILE", hint="restore it from a copy"
        ) from None
