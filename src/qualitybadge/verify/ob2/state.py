"""What one verification of a 2.0 badge knows and finds out; contains no rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ...errors import QualityBadgeError
from ...jsonld import Contexts
from ...keys import PublicKey
from ...model.document import Kind
from ...model.identity import Recipient
from ...outcome import Check, Outcome, Trust, check_from_error
from ...proofs.jws import CompactJws
from ..checks import Part
from ..fetching import Allowance
from ..policy import Policy
from ..result import Report
from ..truststore import TrustStore
from .graph import Graph
from .nodes import Node


class Given(NamedTuple):
    """What a verification begins with.

    Attributes:
        policy: what must hold.
        now: the moment of verification, UTC.
        graph: how linked objects are obtained.
        recipient: who it must belong to; None: not compared.
        trust_store: whom the caller trusts; None: nobody was named.
        kind: what was handed in.
        address: of the hosted copy; "" where nothing names one.
        submitted: what was handed in, read; None for an address alone.
        jws: the token it was handed in as; None for anything else.
        door: the verifier's way in for nested documents.
        url: the address that the caller gave for it; "" for what was handed in.
    """

    policy: Policy
    now: datetime
    graph: Graph
    recipient: Recipient | None
    trust_store: TrustStore | None
    kind: Kind
    address: str
    submitted: Node | None
    jws: CompactJws | None
    door: Callable[[Any, dict[str, Any] | str | bytes, Part], Report]
    url: str = ""


class Ob2Examination:
    """One object of 2.0 or before, and what its steps find out.

    Attributes:
        given: what it began with; its members are members of the examination, too.
        subject: the object that is judged: the hosted copy of a hosted badge; None until it was obtained.
        badge: its badge class; None until it was obtained.
        issuer: the profile of its issuer; None until it was obtained.
        rows: the rows so far, in order.
        trust: whose word each thing is that vouches for the badge: a hosting domain or a key.
        keys: the keys whose signatures passed.
        forms: how it is secured.
        endorsements: a report of each endorsement.
        replacement: always empty: nothing takes the place of a 2.0 badge.
        depth: 0 for what the caller handed in, 1 for its endorsements, and so on.
    """

    def __init__(self, given: Given, *rows: Check, depth: int = 0) -> None:
        self.given = given
        self.policy, self.now, self.graph = given.policy, given.now, given.graph
        self.recipient, self.trust_store = given.recipient, given.trust_store
        self.kind, self.address = given.kind, given.address
        self.submitted, self.jws = given.submitted, given.jws
        self.subject: Node | None = None
        self.badge: Node | None = None
        self.issuer: Node | None = None
        self.depth = depth
        self.rows: list[Check] = list(rows)
        self.trust: list[Trust] = []
        self.keys: list[PublicKey] = []
        self.forms: list[str] = []
        self.endorsements: list[Report] = []
        self.replacement: tuple[Report, ...] = ()

    @property
    def contexts(self) -> Contexts:
        """The contexts that every object of the badge may name."""
        return self.graph.reader.contexts

    @property
    def fetcher(self) -> Allowance:
        """How everything of one verification is fetched."""
        return self.graph.fetcher

    def nested(self, source: dict[str, Any] | str | bytes, part: Part) -> Report:
        """Verify a document of 3.0 that this one names."""
        return self.given.door(self, source, part)

    @property
    def issuer_id(self) -> str:
        """The issuer's id as far as it is shown: the address where its profile lies; "" for none.

        An embedded profile may call itself what it likes; that of 0.5 is known by its origin.
        """
        issuer = self.issuer
        if issuer is None:
            return ""
        if issuer.url:
            return issuer.hosted_id or issuer.url
        return issuer.id if issuer.version == "0.5" else ""

    @property
    def signed(self) -> bool:
        """Whether the badge is one that a signature secures."""
        return self.jws is not None

    @property
    def objects(self) -> tuple[Node, ...]:
        """The objects that make up the badge, as far as they were obtained."""
        return tuple(node for node in (self.subject, self.badge, self.issuer) if node is not None)

    @property
    def stands(self) -> bool:
        """Whether what vouches for the badge passed, so that what it names may be asked for."""
        return bool(self.trust)


Rows = Sequence[Check]
Step = Callable[[Ob2Examination], Rows]

NAMES = {
    "Assertion": "assertion",
    "BadgeClass": "badge class",
    "Issuer": "issuer profile",
    "Profile": "profile",
    "CryptographicKey": "key",
    "RevocationList": "revocation list",
    "Endorsement": "endorsement",
}
"""Class -> what a person calls it."""


def row_of(check_id: str, error: QualityBadgeError, node: Node, *, required: bool = True) -> Check:
    """Return the row of what is wrong with one of several objects, which the message names."""
    row = check_from_error(check_id, error, required=required)
    if node.class_name == "Assertion":
        return row
    return Check(
        row.id,
        row.outcome,
        row.required,
        f"{NAMES[node.class_name]}: {row.message}",
        row.problem,
        row.pointer,
        row.spec,
        row.advice,
        row.relaxation,
    )


def says_only_revoked(subject: Node) -> bool:
    """Tell whether a badge says that it is revoked and not whose it was, as it may (OB 2.0 §Revocation)."""
    data = subject.data
    return data.get("revoked") is True and "badge" not in data and "issuer" not in data


def failed_before(exam: Ob2Examination, *check_ids: str) -> bool:
    """Tell whether one of these checks failed."""
    return any(row.id in check_ids and row.outcome is Outcome.FAILED for row in exam.rows)
