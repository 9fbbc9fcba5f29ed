"""A signed badge as its issuer hands it out: immutable, ready to store, send or bake. Signs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from ..errors import IssueError
from ..wire import image as images
from ..wire import strictjson

Form = Literal["json", "jwt"]


@dataclass(frozen=True, slots=True)
class Badge:
    """One credential, signed in one or both forms.

    Attributes:
        credential: the credential as it was signed, without proof.
        document: the credential with its Data Integrity proof; None where only a token was made.
        token: the credential as a VC-JWT; None where only a proof was made.
    """

    credential: dict[str, Any]
    document: dict[str, Any] | None = None
    token: str | None = None

    @property
    def id(self) -> str:
        """The credential's id."""
        value = self.credential["id"]
        return value if isinstance(value, str) else ""

    def to_json(self) -> str:
        """Return the document with its proof as JSON text.

        Raises:
            IssueError: the badge was signed as a token only.
        """
        return strictjson.dumps(self.to_dict()).decode("utf-8")

    def to_dict(self) -> dict[str, Any]:
        """Return the document with its proof, as it stands in a credential that carries it.

        Raises:
            IssueError: the badge was signed as a token only.
        """
        if self.document is None:
            raise IssueError(
                "this badge has no Data Integrity proof: it was signed as a token only",
                hint="issue it with a cryptosuite such as eddsa-rdfc-2022 (an RSA key signs tokens only)",
            )
        return self.document

    def to_jwt(self) -> str:
        """Return the compact token.

        Raises:
            IssueError: the badge was signed with a Data Integrity proof only.
        """
        if self.token is None:
            raise IssueError("this badge is no token", hint="issue it with proof='vc-jwt'")
        return self.token

    def bake(self, image: images.Image, *, form: Form | None = None) -> bytes:
        """Return the image with this badge inside; an earlier credential is replaced (OB 3.0 §5.3).

        Args:
            image: bytes of a PNG or SVG, or the `pathlib.Path` of its file.
            form: ``json`` or ``jwt``; None takes the document where there is one, else the token.

        Raises:
            IssueError: the badge has not the form asked for, or there is no such form.
            InputError: the image is neither PNG nor SVG, or malformed.
            LimitError: the image is larger than the limits allow.
            UndeterminedError: the file could not be read.
            TypeError: the image is neither bytes nor a Path.
        """
        if form is not None and form not in get_args(Form):
            raise IssueError(f"form is json or jwt, not {form!r}", code="USAGE", hint="form is json or jwt")
        if form is None:
            form = "json" if self.document is not None else "jwt"
        content = self.to_json() if form == "json" else self.to_jwt()
        return images.bake(image, content)
