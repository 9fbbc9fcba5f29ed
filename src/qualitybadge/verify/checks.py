"""What one verification knows, and the small pieces that every check uses; contains no rule of a badge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ..did.resolver import DidResolver
from ..errors import InputError, QualityBadgeError
from ..jsonld import Contexts
from ..model.document import Kind
from ..model.identity import Recipient
from ..outcome import Check, Outcome, Trust, check_from_error
from ..problems import PROBLEMS
from ..proofs.dataintegrity import SecuredDocument
from ..proofs.jws import CompactJws
from ..proofs.vcjwt import VcJwt
from .policy import Policy


class Examination(NamedTuple):
    """One document under one policy at one moment; its lists collect what the steps find out."""

    policy: Policy
    now: datetime
    contexts: Contexts
    resolver: DidResolver
    kind: Kind
    data: dict[str, Any]
    raw: bytes
    secured: SecuredDocument
    token: VcJwt | None
    jws: CompactJws | None
    recipient: Recipient | None
    trust: list[Trust]
    """Trust of each proof that passed."""
    forms: list[str]
    """Name of each proof's form, in order."""
    findings: list[InputError]
    """What conformance found."""

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


Rows = Sequence[Check]
Step = Callable[[Examination], Rows]


def passed(check_id: str, message: str, *, spec: str = "") -> Check:
    """Return the row of a check that passed."""
    return Check(check_id, Outcome.PASSED, message=message, spec=spec)


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


def run(steps: Iterable[tuple[str, Step]], examination: Examination) -> list[Check]:
    """Run every step and return all rows; a failed step does not stop the later ones.

    An exception that is not ours is a fault of this library: the check could not be determined.
    """
    rows: list[Check] = []
    for check_id, step in steps:
        try:
            rows.extend(step(examination))
        except QualityBadgeError as error:
            rows.append(check_from_error(check_id, error))
        except Exception as error:  # noqa: BLE001 - promise 2: no foreign exception, whatever the input
            rows.append(unknown(check_id, "INTERNAL", f"this check stopped with {type(error).__name__}"))
    return rows
