"""The status lists of an issuer: give badges an entry, suspend, revoke, publish. Keeps nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypedDict, Unpack

from ..errors import IssueError
from ..status.bitstring import MINIMUM_ENTRIES
from ..verify.verifier import Clock, system_clock
from .badge import Badge
from .issuer import Issuer
from .keyhistory import KeyHistory
from .listfolder import write_list
from .signingkey import require_active
from .statusentry import entry_names
from .statuslist import (
    REVOCATION,
    SUSPENSION,
    Action,
    EntryStatus,
    StatusChange,
    StatusPlan,
    StatusSnapshot,
)
from .statusstore import StatusStore, unknown_list

_ATTEMPTS = 20
_NEEDED = {
    SUSPENSION: "to suspend a badge, issue it with an entry of a list whose purpose is suspension",
    REVOCATION: "give such an entry its value instead",
}


class PublishTerms(TypedDict, total=False):
    """How a list is published; all optional."""

    proof: str | tuple[str, ...] | None
    """As for `Issuer.issue`: a cryptosuite, ``vc-jwt``, or both."""
    valid_for: timedelta | None
    """How long the list is good unless published again; None: no end."""
    ttl: timedelta | None
    """How long a verifier may keep it; None: it decides."""
    history: KeyHistory | None
    """Every key of the issuer: one that is compromised, or signs no longer, is then refused."""
    overwrite: bool
    """Take the list over from another issuer, and replace files that others made."""


@dataclass(frozen=True, slots=True)
class StatusLists:
    """What an issuer does with status lists; the store remembers it.

    Wherever an entry is asked for, the badge itself will do, its credential, its ``credentialStatus``, or
    the id of the entry, ``URL#index``.

    Attributes:
        store: where the lists are kept, such as `SqliteStatusStore`.
        clock: returns the current time, aware.

    Raises:
        TypeError: `store` is no StatusStore.
    """

    store: StatusStore
    clock: Clock = field(default=system_clock, kw_only=True)

    def __post_init__(self) -> None:
        if isinstance(self.store, type) or not isinstance(self.store, StatusStore):
            raise TypeError("store must be a StatusStore, such as SqliteStatusStore(Path('status.db'))")

    def create(
        self,
        url: str,
        purpose: str | tuple[str, ...] = REVOCATION,
        *,
        entries: int = MINIMUM_ENTRIES,
        size: int = 1,
        messages: tuple[str, ...] = (),
    ) -> StatusPlan:
        """Begin a list; see `StatusPlan` for what the arguments mean.

        Raises:
            IssueError: no such list could be published, or there is one with this URL.
        """
        purposes = (purpose,) if isinstance(purpose, str) else purpose
        plan = StatusPlan(url, purposes, entries, size, messages)
        self.store.create(plan)
        return plan

    def allocate(self, url: str, *, purpose: str | None = None) -> dict[str, Any]:
        """Return the ``credentialStatus`` for one new badge, for ``issue(…, credential_status=…)``.

        Args:
            url: the list.
            purpose: what the entry is to say; None: the list's only purpose.

        Raises:
            IssueError: the list is unknown or full, or has not that purpose.
        """
        return self.allocate_many(url, 1, purpose=purpose)[0]

    def allocate_many(
        self, url: str, count: int, *, purpose: str | None = None
    ) -> tuple[dict[str, Any], ...]:
        """Return the ``credentialStatus`` of many new badges; one call is much faster than many.

        Raises:
            IssueError: as for `allocate`; then none was allocated.
        """
        plan = self.plan(url)
        purpose = plan.purpose(purpose)
        return tuple(plan.entry(index, purpose) for index in self.store.allocate(url, count, purpose=purpose))

    def plan(self, url: str) -> StatusPlan:
        """Return what a list is.

        Raises:
            IssueError: the list is unknown.
        """
        found = [plan for plan in self.store.plans() if plan.url == url]
        if not found:
            raise unknown_list(url)
        return found[0]

    def status(self, target: object) -> tuple[EntryStatus, ...]:
        """Return how the entries of a badge stand, each as the store remembers it.

        Raises:
            IssueError: it names no entry, or one that is not in the store.
        """
        return tuple(self.store.get(name.url, name.index) for name in entry_names(target))

    def set(self, target: object, value: int, *, reason: str = "") -> EntryStatus:
        """Give one entry a value. On a list of revocation that revokes, on one of suspension it suspends.

        Raises:
            IssueError: it names none or several entries, the value does not fit, or the entry was revoked.
        """
        statuses = self.status(target)
        if len(statuses) != 1:
            raise IssueError("there are several entries", hint="name one by its id: URL#index")
        (status,) = statuses
        action = Action.SET
        if status.purpose == SUSPENSION:
            action = Action.SUSPEND if value else Action.UNSUSPEND
        elif status.purpose == REVOCATION and value:
            action = Action.REVOKE
        return self._changed(status, value, action, reason)

    def suspend(self, target: object, *, reason: str = "") -> tuple[EntryStatus, ...]:
        """Suspend a badge until further notice; it needs an entry of purpose suspension.

        Raises:
            IssueError: it has none, or was revoked.
        """
        found = self._of_purposes(target, SUSPENSION)
        return tuple(self._changed(status, 1, Action.SUSPEND, reason) for status in found)

    def unsuspend(self, target: object, *, reason: str = "") -> tuple[EntryStatus, ...]:
        """End a suspension.

        Raises:
            IssueError: it has no entry of purpose suspension, or was revoked.
        """
        found = self._of_purposes(target, SUSPENSION)
        return tuple(self._changed(status, 0, Action.UNSUSPEND, reason) for status in found)

    def revoke(self, target: object, *, reason: str = "") -> tuple[EntryStatus, ...]:
        """Revoke a badge for good: each of its entries that can say so does, and stays that way.

        Revoking again adds another reason.

        Raises:
            IssueError: it has no entry of purpose revocation or suspension.
        """
        found = self._of_purposes(target, REVOCATION, SUSPENSION, may_be_revoked=True)
        return tuple(self._changed(status, 1, Action.REVOKE, reason) for status in found)

    def _of_purposes(
        self, target: object, *purposes: str, may_be_revoked: bool = False
    ) -> tuple[EntryStatus, ...]:
        """Return the entries of a badge with these purposes, in the order of the purposes."""
        statuses = self.status(target)
        found = sorted(
            (s for s in statuses if s.purpose in purposes), key=lambda s: purposes.index(s.purpose)
        )
        if not found:
            raise IssueError(
                f"there is no entry of purpose {' or '.join(purposes)}",
                hint=f"its purpose is {', '.join(s.purpose for s in statuses)}: {_NEEDED[purposes[0]]}",
            )
        revoked = [status for status in statuses if status.revoked]
        if revoked and not may_be_revoked:
            raise IssueError(
                f"{revoked[0].name} was revoked, which is final",
                hint="issue a new badge if the revocation was a mistake",
            )
        return tuple(found)

    def _changed(self, status: EntryStatus, value: int, action: Action, reason: str) -> EntryStatus:
        name = status.name
        self.store.set(name.url, StatusChange(name.index, value, self.clock(), action, reason))
        return self.store.get(name.url, name.index)

    def publish(self, url: str, issuer: Issuer, **terms: Unpack[PublishTerms]) -> Badge:
        """Return the list as a signed credential, verified before it is handed out (Bitstring §2.2).

        The store remembers who published a list first, for badges name the list of their own issuer.

        Args:
            url: the list.
            issuer: signs it: the one who signs the badges. Its gate, which judges badges, is not asked.
            terms: see `PublishTerms`.

        Raises:
            IssueError: the list is unknown or another issuer's, the key is not an active one of the history,
                a duration cannot be, or the signed list does not verify.
            TypeError: `issuer` is no Issuer, or there is no such term.
        """
        _require_terms(issuer, terms)
        return self._claimed(_signed(self.store.snapshot(url), issuer, terms), terms)

    def publish_into(
        self, folder: Path, url: str, issuer: Issuer, **terms: Unpack[PublishTerms]
    ) -> tuple[Path, ...]:
        """Write the signed list where a web server finds it: the path of its URL, below `folder`.

        The file is replaced as a whole. What changes in the meantime is in it, whoever else publishes.
        Where both forms are asked for, the token stands beside the document, with ``.jwt`` appended.
        The folder's ``hosting.json`` names the files, as those of `Issuer.publish`, which leaves them there.

        Returns:
            The files written.

        Raises:
            IssueError: as for `publish`, no file can answer at this URL, something else stands there or in
                ``hosting.json``, or it cannot be written.
            TypeError: as for `publish`.
        """
        _require_terms(issuer, terms)
        snapshot = self.store.snapshot(url)
        for _ in range(_ATTEMPTS):
            badge = self._claimed(_signed(snapshot, issuer, terms), terms)
            files = write_list(Path(folder), url, badge, overwrite=terms.get("overwrite", False))
            # Another process may have written a newer list meanwhile, which this one just replaced.
            newest = self.store.snapshot(url)
            if newest.revision == snapshot.revision:
                return files
            snapshot = newest
        raise IssueError(f"{url} changes faster than it can be signed", hint="publish again")

    def _claimed(self, badge: Badge, terms: PublishTerms) -> Badge:
        """Return the signed list, unless it is another issuer's."""
        url, issuer = badge.id, str(badge.credential["issuer"])
        owner = self.store.claim(url, issuer, anew=terms.get("overwrite", False))
        if owner != issuer:
            raise IssueError(
                f"{url} is the list of {owner}: signed by {issuer} it would be of no use to its badges",
                code="CONTROLLER_MISMATCH",
                hint="sign with the key of the issuer of the badges, or publish with overwrite=True",
            )
        return badge


def _require_terms(issuer: Issuer, terms: PublishTerms) -> None:
    """Refuse terms that there are not, and a key that the history knows as void."""
    if not isinstance(issuer, Issuer):
        raise TypeError(f"issuer must be an Issuer, not {type(issuer).__name__}")
    unknown = set(terms) - set(PublishTerms.__annotations__)
    if unknown:
        raise TypeError(f"there is nothing named {min(unknown)!r} to say about a publication")
    if not isinstance(terms.get("valid_for"), timedelta | None):
        raise TypeError("valid_for must be a timedelta")
    history = terms.get("history")
    if history is not None:
        require_active(history, issuer.verification_method, issuer.key.public_key)


def _signed(snapshot: StatusSnapshot, issuer: Issuer, terms: PublishTerms) -> Badge:
    now = issuer.clock()
    valid_for = terms.get("valid_for")
    try:
        until = None if valid_for is None else now + valid_for
    except OverflowError:
        raise IssueError("the list would be valid beyond the year 9999", code="RANGE") from None
    document = snapshot.credential(issuer.id, valid_from=now, valid_until=until, ttl=terms.get("ttl"))
    return replace(issuer, gate=None).sign(document, proof=terms.get("proof"))
