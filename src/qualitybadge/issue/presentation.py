"""A signed presentation as its holder hands it over: immutable, ready to send. Signs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import IssueError
from ..wire import strictjson


@dataclass(frozen=True, slots=True)
class Presentation:
    """Credentials, presented by their holder in one of two forms.

    Attributes:
        presentation: as it was signed, without proof.
        document: with its Data Integrity proof; None where it is a token.
        token: as a token; None where it is a document.
    """

    presentation: dict[str, Any]
    document: dict[str, Any] | None = None
    token: str | None = None

    @property
    def id(self) -> str:
        """The presentation's id."""
        value: str = self.presentation["id"]
        return value

    def to_json(self) -> str:
        """Return the document with its proof as JSON text.

        Raises:
            IssueError: it was signed as a token.
        """
        if self.document is None:
            raise IssueError(
                "this presentation has no Data Integrity proof: it was signed as a token",
                hint="present with a cryptosuite such as eddsa-rdfc-2022, or use to_jwt()",
            )
        return strictjson.dumps(self.document).decode("utf-8")

    def to_jwt(self) -> str:
        """Return the compact token.

        Raises:
            IssueError: it was signed with a Data Integrity proof.
        """
        if self.token is None:
            raise IssueError("this presentation is no token", hint="present with proof='vp-jwt'")
        return self.token
