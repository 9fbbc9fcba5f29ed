"""What one verification knows, and the small pieces that every check uses; contains no rule of a badge."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from ..did.resolver import DidResolver
from ..errors import InputError, QualityBadgeError
from ..jsonld import Contexts
from ..keys import PublicKey
from ..model.document import Kind
from ..model.identity import Recipient
from ..outcome import Check, Outcome, Trust, check_from_error
from ..problems import PROBLEMS
from ..proofs.dataintegrity import SecuredDocument
from ..proofs.jws import CompactJws
from ..proofs.vcjwt import VcJwt
from ..urls import is_plain_http
from .fetching import Allowance
from .lists import VerifiedLists
from .policy import Policy

if TYPE_CHECKING:
    from .result import Report
    from .truststore import TrustStore


class Part(enum.Enum):
    """What a nested document is verified as: it decides which steps and which policy apply."""

    STATUS_LIST = "status list"
    ENDORSEMENT = "endorsement"
    MEMBER = "credential"
    REFRESHED = "newer copy"
    RECOGNITION = "list of recognised entities"


class Examination(NamedTuple):
    """One document under one policy at one moment; its lists collect what the steps find out."""

    policy: Policy
    now: datetime
    contexts: Contexts
    fetcher: Allowance
    """How everything of one verification is fetched, nested parts included."""
    resolver: DidResolver
    lists: VerifiedLists
    """Status lists that were verified, shared by all verifications of a verifier."""
    trust_store: TrustStore | None
    """Whom the caller trusts; None: nobody was named."""
    door: Callable[[Examination, dict[str, Any] | str | bytes, Part], Report]
    """The verifier's way in for nested documents; steps call `nested`."""
    depth: int
    """0 for the document that the caller handed in."""
    kind: Kind
    data: dict[str, Any]
    raw: bytes
    secured: SecuredDocument
    token: VcJwt | None
    jws: CompactJws | None
    recipient: Recipient | None
    trust: list[Trust]
    """Trust of each proof that passed."""
    ceiling: list[Trust]
    """The most that the trust may be, for each status list that clears the document and is worth less."""
    keys: list[PublicKey]
    """The key of each proof that passed."""
    forms: list[str]
    """Name of each proof's form, in order."""
    findings: list[InputError]
    """What conformance found."""
    rows: list[Check]
    """The rows of the steps that ran before, in order."""
    endorsements: list[Report]
    """A report of each endorsement, wherever it stands."""
    members: list[Report]
    """A report of each credential that the document encloses."""
    replacement: list[Report]
    """The report of the issuer's newer copy, once one was accepted."""

    def nested(self, source: dict[str, Any] | str | bytes, part: Part) -> Report:
        """Verify a document inside this one, or one that it names: a report, whatever the input.

        Args:
            source: an embedded object, or the text of a token or of fetched JSON.
            part: what it is verified as.
        """
        return self.door(self, source, part)

    @property
    def signed(self) -> bool:
        """Whether the signature stands, or would under relaxations that its rows name.

        What a document asks to be fetched is fetched only then: a stranger must not choose addresses.
        """
        decisive = [row for row in self.rows if row.id in _SIGNATURE and row.required]
        return any(row.id == "proof" for row in self.rows) and all(
            row.outcome is Outcome.PASSED or row.relaxation for row in decisive
        )

    @property
    def issuer_id(self) -> str:
        """The issuer's id, "" where the document names none."""
        issuer = self.data.get("issuer")
        if isinstance(issuer, dict):
            issuer = issuer.get("id")
        return issuer if isinstance(issuer, str) else ""

    @property
    def subject(self) -> dict[str, Any]:
        """The credentialSubject, {} where it is no single object (which conformance reports)."""
        subject = self.data.get("credentialSubject")
        return subject if isinstance(subject, dict) else {}


_NEVER_DECIDE = frozenset({"refresh", "trust"})
_SIGNATURE = frozenset({"key", "proof", "binding"})

Rows = Sequence[Check]
Step = Callable[[Examination], Rows]


def passed(check_id: str, message: str, *, spec: str = "") -> Check:
    """Return the row of a check that passed."""
    return Check(check_id, Outcome.PASSED, message=message, spec=spec)


def remarked(check_id: str, code: str, message: str, *, required: bool = True) -> Check:
    """Return the row of a check that found what it asks for, and something worth a remark."""
    problem = PROBLEMS[code]
    return Check(
        check_id,
        Outcome.PASSED,
        required=required,
        message=message,
        problem=problem,
        spec=problem.spec,
        advice=problem.advice,
    )


def skipped(check_id: str, message: str, *, required: bool = False, spec: str = "") -> Check:
    """Return the row of a check that did not run, with the reason."""
    return Check(check_id, Outcome.SKIPPED, required=required, message=message, spec=spec)


def failed(check_id: str, code: str, message: str, *, pointer: str = "", relaxation: str = "") -> Check:
    """Return the row of a check that failed."""
    return check_from_error(check_id, InputError(message, code=code, pointer=pointer), relaxation=relaxation)


def unknown(
    check_id: str, code: str, message: str, *, pointer: str = "", required: bool = True, relaxation: str = ""
) -> Check:
    """Return the row of a check that could not be determined."""
    problem = PROBLEMS[code]
    return Check(
        check_id,
        Outcome.UNKNOWN,
        required=required,
        message=message,
        problem=problem,
        pointer=pointer,
        spec=problem.spec,
        advice=problem.advice,
        relaxation=relaxation,
    )


def for_http(error: QualityBadgeError, address: str) -> str:
    """Return the relaxation under which a plain http address is asked, "" where something else is wrong.

    No relaxation lets an https address redirect to http.
    """
    asked = error.code == "INSECURE_TRANSPORT" and is_plain_http(address)
    return "allow_http_hosted" if asked else ""


class Examined(Protocol):
    """What the steps of any examination write to."""

    @property
    def rows(self) -> list[Check]:
        """The rows of the steps so far."""

    @property
    def replacement(self) -> Sequence[Report]:
        """The report of what took the document's place, once there is one."""


Exam = TypeVar("Exam", bound=Examined)


def run(steps: Iterable[tuple[str, Callable[[Exam], Rows]]], examination: Exam) -> list[Check]:
    """Run every step and return all rows; a failed step does not stop the later ones.

    An exception that is not ours is a fault of this library: the check could not be determined.
    """
    rows = examination.rows
    for check_id, step in steps:
        try:
            rows.extend(step(examination))
        except QualityBadgeError as error:
            rows.append(check_from_error(check_id, error))
        except Exception as error:  # noqa: BLE001 - promise 2: no foreign exception, whatever the input
            message = f"this check stopped with {type(error).__name__}"
            rows.append(unknown(check_id, "INTERNAL", message, required=check_id not in _NEVER_DECIDE))
        if examination.replacement:  # the newer copy's own report says the rest
            break
    return rows
