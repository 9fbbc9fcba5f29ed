"""Which label was awarded on which application: once for ever, whatever became of the log. Signs nothing.

A log is a file, and a copy of it knows nothing of what the other one records. No authority can do without
the store of its status lists, so the labels that it awarded are kept there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import IssueError
from ...issue.badge import Badge
from ...wire import strictjson

if TYPE_CHECKING:
    from ...issue.statusstore import StatusStore
    from .application import Application

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

    def take(self, application: Application, label: str, renewal_of: str) -> None:
        """Give an application an id for its label and the renewal of a label; both are its own for ever.

        Raises:
            IssueError: they are those of another application (USAGE), or the store cannot be used.
        """
        taken = {f"label {label}": f"the id {label!r:.200} is that of another label"}
        if renewal_of:
            taken[f"renewal of label {renewal_of}"] = "the label was renewed already, on another application"
        for occasion, message in taken.items():
            if self.store.keep(occasion, application.digest) != application.digest:
                raise IssueError(message, code="USAGE", hint="one application gives one label")

    def keep(self, application: Application, label: Badge) -> None:
        """Keep a label as the one on an application.

        Raises:
            IssueError: another process awarded one meanwhile.
        """
        text = _text(label)
        if self.store.keep(self.occasion(application), text) != text:
            raise IssueError("on this application a label was awarded meanwhile", code="USAGE", hint=_AGAIN)

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


def _text(label: Badge) -> str:
    whole = {"credential": label.credential, "document": label.document, "token": label.token}
    return strictjson.dumps(whole).decode("utf-8")  # in the order of members in which it was signed


def _badge(text: str) -> Badge:
    return Badge(**strictjson.loads(text))
