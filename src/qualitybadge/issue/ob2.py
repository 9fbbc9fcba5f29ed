"""The issuer of Open Badges 2.0: hosted and signed badges, published and revoked; opens no connection."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack, cast

from ..errors import IssueError, QualityBadgeError
from ..fetcher import StaticFetcher
from ..jsonld import PINNED, Contexts
from ..keys import KEY_TYPES, Signer
from ..model.identity import Recipient
from ..proofs import jws
from ..verify.verifier import Clock, system_clock
from ..wire import strictjson
from . import ob2_draft as drafts
from .draft import plain
from .ob2_badge import Ob2Badge
from .ob2_check import answers, faults_of, require_listable, require_verified
from .ob2_draft import Ob2Details
from .usage import (
    CheckedSigner,
    objections_of,
    refusal,
    require_object,
    require_recipient,
    require_signer,
)

if TYPE_CHECKING:
    from .issuer import Issuer
    from .ob2_publication import Site
    from .publication import Publication

__all__ = ["ALGORITHMS", "USUAL", "Ob2Badge", "Ob2Details", "Ob2Issuer"]

USUAL = "RS256"
"""The one signature that every verifier of 2.0 knows (OB 2.0 §SignedBadge)."""
ALGORITHMS = (USUAL, *sorted({row.jose_algorithm for row in KEY_TYPES.values()} - {USUAL}))
"""JOSE names of the signatures that a key of ours can make."""


@dataclass(frozen=True)
class Ob2Issuer:
    """Somebody who issues badges of 2.0, known by the https address of a Profile.

    Attributes:
        profile: the Profile of 2.0, a mapping or a model, with ``id``, ``name``, ``url`` and ``email``.
        key: a `KeyPair` or another `Signer` for signed badges; hosted ones need none. It is published,
            whatever its type.
        key_at: address of that key's document; without it an address beside the Profile.
        gate: looks at every assertion, with badge class and Profile embedded, before it is issued; its
            objections refuse the badge.
        contexts: further JSON-LD contexts by URL, for extensions.
        clock: returns the current time, aware.
        self_check: verify every badge with the strict policy before it is handed out or published.
        issuer: who this is in Open Badges 3.0, set by `qualitybadge.Issuer.ob2`; None: nobody.

    Raises:
        IssueError: the Profile or the key has no address at which it could be hosted.
        TypeError: an argument is of a type that cannot do; the message says what to pass.
    """

    profile: Any
    key: Signer | None = None
    key_at: str | None = field(default=None, kw_only=True)
    gate: Callable[[dict[str, Any]], Iterable[str] | None] | None = field(default=None, kw_only=True)
    contexts: Mapping[str, dict[str, Any]] = field(default_factory=dict, kw_only=True)
    clock: Clock = field(default=system_clock, kw_only=True)
    self_check: bool = field(default=True, kw_only=True)
    issuer: Issuer | None = field(default=None, kw_only=True, repr=False)

    document: dict[str, Any] = field(init=False, repr=False, compare=False)
    """The Profile as a document of 2.0, without what only signed badges need."""
    key_document: dict[str, Any] | None = field(init=False, repr=False, compare=False)
    """The CryptographicKey of the key; None without a key."""
    compiled: Contexts = field(init=False, repr=False, compare=False)
    """The contexts, read."""

    def __post_init__(self) -> None:
        require_object(self.profile, "profile", "pass a Profile of 2.0 with id, name, url and email")
        document = drafts.profile_of(self.profile)
        object.__setattr__(self, "document", document)
        object.__setattr__(self, "key_document", self._described_key())
        object.__setattr__(self, "compiled", Contexts(self.contexts) if self.contexts else PINNED)
        drafts.require_address(self.revocation_list, "/badge/issuer/revocationList")

    @classmethod
    def of(cls, issuer: Issuer, profile: Any = None) -> Ob2Issuer:
        """Return an issuer of 3.0 as one of 2.0: same key, gate, contexts and clock.

        Args:
            issuer: the issuer of 3.0.
            profile: its Profile of 2.0; None: that of 3.0.

        Raises:
            IssueError: the Profile has no https address.
            TypeError: it is no mapping or model.
        """
        if profile is None:
            drafts.require_own_address(issuer.id)
            own = {"name": issuer.profile} if isinstance(issuer.profile, str) else plain(issuer.profile)
            profile = {"id": issuer.id, **own}
        return cls(
            profile,
            issuer.key,
            gate=issuer.gate,
            contexts=issuer.contexts,
            clock=issuer.clock,
            self_check=issuer.self_check,
            issuer=issuer,
        )

    @property
    def id(self) -> str:
        """The address of the Profile."""
        value: str = self.document["id"]
        return value

    @property
    def revocation_list(self) -> str:
        """The address of the list of signed badges that were revoked."""
        given = self.document.get("revocationList")
        return given if isinstance(given, str) else drafts.list_address(self.id)

    def issue(
        self,
        badge_class: Any,
        recipient: Recipient,
        *,
        hosted_at: str | None = None,
        signed: bool = False,
        **details: Unpack[Ob2Details],
    ) -> Ob2Badge:
        """Award a badge to a recipient, hosted or signed (OB 2.0 §Assertion).

        Args:
            badge_class: a BadgeClass of 2.0: a mapping or a model; its issuer is filled in.
            recipient: who it is for, by one identity; ``hashed=True`` keeps it private.
            hosted_at: the https address at which the assertion will be hosted.
            signed: sign it with the issuer's key instead.
            details: see `Ob2Details`.

        Raises:
            IssueError: the badge does not conform, has members that no context defines, is refused by the
                gate, or does not verify. The message lists every fault with its place.
            TypeError: an argument is of a type that cannot do; the message says what to pass.
        """
        require_object(badge_class, "badge_class", "pass what the badge is for")
        require_recipient(recipient)
        drafts.require_ob2_details(details)
        self._require_one_way(hosted_at, details, signed=signed)
        badge = self._drafted(badge_class, recipient, details, hosted_at)
        self._refuse_faults(badge)
        if signed:
            badge = replace(badge, token=self._token(badge))
        if self.self_check:
            web = StaticFetcher(answers(badge.documents))
            require_verified(badge, web, contexts=self.contexts, now=self.clock())
        return badge

    def publish(
        self,
        folder: str | os.PathLike[str],
        badges: Iterable[Ob2Badge] | Ob2Badge = (),
        *,
        host: str | None = None,
        overwrite: bool = False,
        forget_keys: bool = False,
    ) -> Publication:
        """Write what others need to verify the badges into a folder that any web server can host.

        That is the Profile, the badge classes, hosted assertions, and for signed badges the key and the list
        of revoked ones. The issuer's own key is published even without a badge. Keys and revocations that
        stand in the folder stay in force.

        Args:
            folder: the root of one host; what else stands in it stays as it is.
            badges: one badge or several.
            host: which host the folder is of; needed only where the documents are of several.
            overwrite: replace files that others made, or that were changed since they were published.
            forget_keys: take keys out of the Profile that are neither the issuer's own, nor in `profile`, nor
                used by the badges: what they signed verifies no longer.

        Raises:
            IssueError: a badge is another issuer's, was revoked, or would not verify; a document of ours does
                not conform, or see `qualitybadge.issue.ob2_publication`.
            TypeError: what is given is no badge of 2.0.
        """
        given = _each(badges)
        return self._site(folder, host, overwrite=overwrite).publish(given, forget_keys=forget_keys).write()

    def revoke(
        self,
        folder: str | os.PathLike[str],
        badge: Ob2Badge | str,
        *,
        reason: str = "",
        signed: bool | None = None,
        overwrite: bool = False,
    ) -> Publication:
        """Revoke a badge for good, in the folder that hosts it (OB 2.0 §Revocation).

        A hosted assertion gives way to one that says no more than that it was revoked, and ``hosting.json``
        asks the server to answer 410 there. A signed one is listed by its id in the revocation list.

        Args:
            folder: the folder into which it was published, or for a signed badge that of the list.
            badge: the badge, or its id: the address of a hosted badge, the ``urn:`` of a signed one.
            reason: why; everybody can read it.
            signed: whether an id is that of a signed badge; None: it is unless it is an address.
            overwrite: revoke although nothing was published there, or a file of somebody else's.

        Raises:
            IssueError: the badge is another issuer's, the id is none, the folder is another host's, or this
                issuer published nothing into it, or see `qualitybadge.issue.ob2_publication`.
            TypeError: the badge is neither, or the reason no text.
        """
        if not isinstance(reason, str):
            raise TypeError(f"reason must be a text, not {type(reason).__name__}")
        identity, by_list = self._named(badge, signed=signed)
        address = self.revocation_list if by_list else drafts.require_address(identity, "/id")
        if by_list:
            site = self._site(folder, drafts.origin_of(address), overwrite=overwrite)
            return site.list_revoked(identity, reason).write()
        from .ob2_withdrawal import withdrawal

        known = isinstance(badge, Ob2Badge)
        return withdrawal(self.id, Path(folder), address, reason, known=known, overwrite=overwrite).write()

    def _named(self, badge: object, *, signed: bool | None) -> tuple[str, bool]:
        """Return the id of the badge to revoke, and whether a list does it.

        Raises:
            IssueError: the badge is another issuer's, or the id could stand in no list (USAGE).
            TypeError: it is neither badge nor id.
        """
        if isinstance(badge, Ob2Badge):
            if badge.profile["id"] != self.id:
                raise IssueError(
                    f"{badge.id[:200]} is a badge of another issuer",
                    code="USAGE",
                    hint="revoke it as that issuer",
                )
            return badge.id, badge.signed
        if not isinstance(badge, str):
            raise TypeError(f"badge must be an Ob2Badge or its id, not {type(badge).__name__}")
        by_list = not drafts.is_web(badge) if signed is None else signed
        if by_list:
            require_listable(badge, self.compiled)
        return badge, by_list

    def _described_key(self) -> dict[str, Any] | None:
        if self.key is None:
            return None
        require_signer(self.key)
        url = self.key_at or drafts.key_address(self.id, self.key.public_key)
        drafts.require_address(url, "/verification/creator")
        return drafts.key_document(url, self.key.public_key, self.id)

    def _site(self, folder: str | os.PathLike[str], host: str | None, *, overwrite: bool) -> Site:
        from .ob2_publication import Site

        return Site(self, folder, host, overwrite=overwrite)

    def _require_one_way(self, hosted_at: str | None, details: Ob2Details, *, signed: bool) -> None:
        """Refuse what is neither hosted nor signed, or both, and a key that verifiers do not expect.

        Raises:
            IssueError: it is so (USAGE, ALGORITHM).
        """
        if (hosted_at is not None) == signed:
            raise IssueError(
                "a badge of Open Badges 2.0 is either hosted or signed",
                code="USAGE",
                hint="pass hosted_at='https://…', or signed=True",
            )
        if not signed:
            drafts.require_address(hosted_at, "/id")
            misplaced = sorted({"id", "embed", "algorithm"} & set(details))
            if misplaced:
                raise IssueError(f"{misplaced[0]} is for signed badges only", code="USAGE")
            return
        self.require_algorithm(details.get("algorithm", USUAL))

    def require_algorithm(self, asked: str) -> None:
        """Refuse to sign otherwise than asked for, before any badge is made.

        Args:
            asked: JOSE name of the signature that the caller expects; `USUAL` is what verifiers of 2.0 know.

        Raises:
            IssueError: there is no key (USAGE), no such algorithm, or the key signs another way (ALGORITHM).
        """
        if self.key is None:
            raise IssueError("there is no key to sign with", code="USAGE", hint="pass key=KeyPair(…)")
        if asked not in ALGORITHMS:
            raise IssueError(
                f"there is no algorithm {asked!r:.60} to sign with",
                code="ALGORITHM",
                hint=f"one of {', '.join(ALGORITHMS)}; RS256 needs no mention",
            )
        own = self.key.public_key.jose_algorithm
        if asked != own:
            raise IssueError(
                f"the key signs {own} and not {asked}, which is asked for",
                code="ALGORITHM",
                hint="verifiers of Open Badges 2.0 know RS256: use an RSA key, or pass"
                f" algorithm={own!r} where every verifier that matters to you knows it",
            )

    def _drafted(
        self, badge_class: Any, recipient: Recipient, details: Ob2Details, hosted_at: str | None
    ) -> Ob2Badge:
        """Return the badge, unsigned."""
        signed = hosted_at is None
        key = self.key_document if signed else None
        described = drafts.badge_class_of(badge_class, self.id, signed=signed)
        drafts.require_own_place(hosted_at, self.id, described)
        creator = key["id"] if key else ""
        try:
            assertion = drafts.assertion_of(
                described, recipient, details, hosted_at=hosted_at, creator=creator, now=self.clock()
            )
        except QualityBadgeError as error:
            raise refusal([error]) from error
        if key is None:
            return Ob2Badge(assertion, described, self.document)
        profile = drafts.with_signing(self.document, [creator], self.revocation_list)
        revoked = drafts.revocation_list(self.revocation_list, self.id, [])
        return Ob2Badge(assertion, described, profile, key=key, revocation_list=revoked)

    def _refuse_faults(self, badge: Ob2Badge) -> None:
        faults = faults_of(badge, self.compiled)
        if not faults and self.gate is not None:
            whole = badge.assertion | {"badge": badge.badge_class | {"issuer": badge.profile}}
            objections = objections_of(self.gate(plain(whole)))
            faults += [IssueError(f"the gate objects: {objection}") for objection in objections]
        if faults:
            raise refusal(faults)

    def _token(self, badge: Ob2Badge) -> str:
        signer = CheckedSigner(cast("Signer", self.key))
        kid = badge.assertion["verification"]["creator"]
        try:
            return jws.sign(strictjson.dumps(badge.assertion), signer, header={"kid": kid})
        except QualityBadgeError as error:
            raise refusal([error]) from error


def _each(badges: object) -> list[Ob2Badge]:
    """Return the badges of an argument that may be one or several.

    Raises:
        TypeError: something in it is none.
    """
    several = isinstance(badges, Iterable) and not isinstance(badges, str | bytes)
    given = list(cast("Iterable[object]", badges)) if several else [badges]
    for badge in given:
        if not isinstance(badge, Ob2Badge):
            raise TypeError(
                f"badges must be of Open Badges 2.0, as issue(…) of this issuer returns them,"
                f" not {type(badge).__name__}"
            )
    return cast("list[Ob2Badge]", given)
