"""Is this a label that its authority signed? What anybody could have written is not built upon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import IssueError
from ...fetcher import StaticFetcher
from ...issue.badge import Badge
from ...issue.statuslist import REVOCATION
from ...outcome import Outcome
from ...verify.verifier import Verifier
from .terms import own_label

if TYPE_CHECKING:
    from ...issue.issuer import Issuer
    from ...issue.keyhistory import KeyHistory
    from ...issue.statuslist import EntryStatus

_LATER = ("status", "validity")  # a label that was revoked or has ended is a label nevertheless


def standing_label(
    label: object, issuer: Issuer, scheme: str, history: KeyHistory | None = None
) -> dict[str, Any]:
    """Return the credential of a label of this authority and scheme, without its proof.

    Args:
        label: a `Badge`, the credential with its proof, or its token.
        issuer: the authority.
        scheme: IRI of the scheme.
        history: every key of the authority, so that labels of earlier keys stand; None: it has the one key.

    Raises:
        IssueError: it is no label, another authority's or scheme's, or does not carry a proof of the
            authority that stands.
    """
    if not isinstance(label, str):
        own_label(label, issuer.id, scheme)  # says in words what is no label at all
    signed: Any = (label.document or label.token) if isinstance(label, Badge) else label
    fetcher = StaticFetcher(issuer.trust_artefacts(history))
    report = Verifier(fetcher=fetcher, clock=issuer.clock).verify(signed)
    failed = any(row.outcome is Outcome.FAILED and row.id not in _LATER for row in report.checks)
    if failed or not report.proved or report.document is None:
        raise IssueError(
            f"the label does not carry a proof of the authority that stands: {report.summary}",
            code="PROOF_VERIFICATION",
            hint="pass it as it was awarded, with its proof; after a change of keys give the history of keys",
        )
    own = own_label(report.document.data, issuer.id, scheme)
    return _without_proof(own)


def require_unhindered(statuses: Iterable[EntryStatus]) -> None:
    """Refuse to renew a label that was taken away: a renewal would undo that.

    Raises:
        IssueError: it was revoked or suspended.
    """
    for status in statuses:
        if status.value:
            ended = status.revoked or status.purpose == REVOCATION
            raise IssueError(
                f"the label was {'revoked' if ended else 'suspended'}, and cannot be renewed",
                code="REVOKED" if ended else "SUSPENDED",
                hint="award a new one on a first application" if ended else "end its suspension first",
            )


def _without_proof(credential: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in credential.items() if name != "proof"}
