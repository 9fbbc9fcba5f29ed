"""A signed badge as its issuer hands it out: immutable, ready to store, send or bake. Signs nothing."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from ..errors import InputError, IssueError
from ..jsonld import PINNED, Contexts
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
        holder_copy: the credential with its base proof for selective disclosure, for the holder alone; None
            where none was made. A proof in `document` is then the one that discloses everything.
        contexts: the JSON-LD contexts by URL that its issuer added.
    """

    credential: dict[str, Any]
    document: dict[str, Any] | None = None
    token: str | None = None
    holder_copy: dict[str, Any] | None = None
    contexts: Mapping[str, dict[str, Any]] = field(default_factory=dict, repr=False, compare=False)

    def __repr__(self) -> str:
        """Return name, id and forms: neither what it says of a person, nor what only its holder may have."""
        forms = [str(proof.get("cryptosuite") or proof.get("type")) for proof in _proofs(self.document)]
        forms += ["vc-jwt"] if self.token is not None else []
        return f"<Badge {self.credential.get('name')!r} {self.id} {', '.join(forms)}>"

    @classmethod
    def from_holder_copy(
        cls, source: str | bytes | Mapping[str, Any], *, contexts: Mapping[str, dict[str, Any]] | None = None
    ) -> Badge:
        """Return the badge of a document with a base proof, as its issuer gave it to the holder.

        Nothing is verified: what is disclosed from a forged document does not verify either.

        Args:
            source: the document, or its JSON text.
            contexts: further JSON-LD contexts by URL, where the badge uses some.

        Raises:
            InputError: it is no JSON object, or has no good base proof.
            LimitError: it is larger than the limits allow.
            UnsupportedError: a context is not known.
            TypeError: the source is neither text nor a mapping.
        """
        if not isinstance(source, str | bytes | Mapping):
            raise TypeError(
                f"source must be JSON text or a mapping, not {type(source).__name__}: pass path.read_bytes()"
            )
        from .disclosure import with_whole

        base = strictjson.loads(source) if isinstance(source, str | bytes) else dict(source)
        if not isinstance(base, dict):
            raise InputError("the document is not a JSON object", code="PARSING")
        credential = _without_proof(base)
        document = with_whole(credential, base, contexts=_compiled(contexts))
        return cls(credential, document, holder_copy=base, contexts=contexts or {})

    def disclose(self, pointers: Iterable[str]) -> Badge:
        """Return a badge that shows a part of this one: what the pointers select and what is mandatory.

        What the data model requires of an object comes with any part of it. The new badge verifies like any
        other, and nothing can be put back into it.

        Args:
            pointers: JSON pointers (RFC 6901) such as ``/credentialSubject/result/0``; none for what is
                mandatory alone, "" for everything.

        Raises:
            IssueError: the badge has no base proof, or the part would not conform to the data model.
            InputError: a pointer is malformed, or points at nothing or at what cannot be taken apart.
            TypeError: the pointers are one text instead of several.
        """
        if isinstance(pointers, str | bytes) or not isinstance(pointers, Iterable):
            raise TypeError("pointers must be several texts, such as ['/credentialSubject/result/0']")
        from .disclosure import disclosed

        document = disclosed(self._copy(), pointers, contexts=_compiled(self.contexts))
        return Badge(_without_proof(document), document, contexts=self.contexts)

    def to_holder_copy(self) -> str:
        """Return the document with the base proof as JSON text: for the holder, who discloses from it.

        Raises:
            IssueError: the badge has no base proof.
        """
        return strictjson.dumps(self._copy()).decode("utf-8")

    def _copy(self) -> dict[str, Any]:
        if self.holder_copy is None:
            raise IssueError(
                "this badge has no base proof, so no part of it can be disclosed",
                code="USAGE",
                hint="issue it with proof='ecdsa-sd-2023', or use Badge.from_holder_copy(…)",
            )
        return self.holder_copy

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
        return strictjson.dumps(self._document()).decode("utf-8")

    def to_dict(self) -> dict[str, Any]:
        """Return the document with its proof, as it stands in a credential that carries it.

        Raises:
            IssueError: the badge was signed as a token only.
        """
        return copy.deepcopy(self._document())  # a badge stays as signed, whatever becomes of the dict

    def _document(self) -> dict[str, Any]:
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


def _proofs(document: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    found = (document or {}).get("proof", [])
    return [proof for proof in (found if isinstance(found, list) else [found]) if isinstance(proof, dict)]


def _without_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "proof"}


def _compiled(contexts: Mapping[str, dict[str, Any]] | None) -> Contexts:
    return Contexts(contexts) if contexts else PINNED
