"""A badge of Open Badges 2.0 as its issuer hands it out: immutable, ready to publish. Signs nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..errors import IssueError
from ..jsonld.compaction_parts import listed
from ..wire import image as images
from ..wire import strictjson
from .ob2_draft import is_web

_VERSION = "2.0"


@dataclass(frozen=True, slots=True)
class Ob2Badge:
    """One award with what it links.

    Attributes:
        assertion: the Assertion.
        badge_class: the BadgeClass that it is for.
        profile: the issuer's Profile as it must stand at its address, with the keys that signed.
        token: the assertion as a compact JWS; None for a hosted badge.
        key: the CryptographicKey of a signed badge; None for a hosted one.
        revocation_list: a first, empty RevocationList of a signed badge; None for a hosted one.
    """

    assertion: dict[str, Any]
    badge_class: dict[str, Any]
    profile: dict[str, Any]
    token: str | None = field(default=None, kw_only=True)
    key: dict[str, Any] | None = field(default=None, kw_only=True)
    revocation_list: dict[str, Any] | None = field(default=None, kw_only=True)

    def __repr__(self) -> str:
        """Return name, id and form, and nothing that it says of a person."""
        form = "signed" if self.signed else "hosted"
        return f"<Ob2Badge {self.badge_class.get('name')!r} {self.id} {form}>"

    @property
    def id(self) -> str:
        """The assertion's id: of a hosted badge its address."""
        value: str = self.assertion["id"]
        return value

    @property
    def signed(self) -> bool:
        """Whether a signature secures it; otherwise it is its address that does."""
        return self.key is not None

    @property
    def documents(self) -> dict[str, dict[str, Any]]:
        """What must stand at which address so that others can verify it, in the order to publish it."""
        found = [self.profile, self.key, self.revocation_list, self.badge_class]
        if not self.signed:
            found.append(self.assertion)
        return {document["id"]: document for document in found if document and is_web(document["id"])}

    @property
    def endorsements(self) -> tuple[str, ...]:
        """Addresses of the endorsements that badge, class and Profile link.

        Others host them, and nobody can determine the badge before each stands at its address.
        """
        holders = (self.assertion, self.badge_class, self.profile)
        held = [item for holder in holders for item in listed(holder.get("endorsement", []))]
        named: list[Any] = [item.get("id") if isinstance(item, dict) else item for item in held]
        return tuple(dict.fromkeys(address for address in named if is_web(address)))

    def to_json(self) -> str:
        """Return the hosted assertion as JSON text.

        Raises:
            IssueError: the badge is a signed one; its JSON alone would prove nothing.
        """
        if self.signed:
            raise IssueError("this badge is signed, and its JSON alone proves nothing", hint="use to_jws()")
        return strictjson.dumps(self.assertion).decode("utf-8")

    def to_jws(self) -> str:
        """Return the signed badge as a compact JWS.

        Raises:
            IssueError: the badge is a hosted one.
        """
        if self.token is None:
            raise IssueError("this badge is hosted and has no signature", hint="use to_json() or its id")
        return self.token

    def bake(self, image: images.Image) -> bytes:
        """Return the image with this badge inside; an earlier one is replaced (OB 2.0 Baking).

        Args:
            image: bytes of a PNG or SVG, or the `pathlib.Path` of its file.

        Raises:
            InputError: the image is neither PNG nor SVG, or malformed.
            LimitError: the image is larger than the limits allow.
            UndeterminedError: the file could not be read.
            TypeError: the image is neither bytes nor a Path.
        """
        content = self.to_jws() if self.signed else self.to_json()
        return images.bake(image, content, version=_VERSION)
