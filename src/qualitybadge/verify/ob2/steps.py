"""The verification of Open Badges 2.0 as one ordered list of checks (OB 2.0 §Verification).

A failed step does not stop the later ones: all faults at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ...errors import InputError
from ...model.identity import RecipientMatch
from ...model.ob2_versions import Version
from ...outcome import Check
from ...wire import timestamps
from ..checks import failed, passed, remarked, skipped, unknown
from .endorsements import endorsements
from .extensions import schema
from .hosted import hosted, scope
from .images import resources
from .linked import linked
from .recognition import trust
from .revocation import status
from .signed import proof
from .state import Ob2Examination, Rows, Step, row_of, says_only_revoked

_CONFORMS = (
    passed("conformance", "conforms to the data model of Open Badges 2.0", spec="OB 2.0 §Data Model"),
)
_DEFINED = (passed("vocabulary", "every link is an address or an IRI", spec="OB 2.0 §Data Validation"),)
_IN_FORCE = (passed("validity", "issued and not expired", spec="OB 2.0 §Verification"),)
_BELONGS = passed("recipient", "belongs to the recipient", spec="OB 2.0 §IdentityObject")
_NOBODY = (skipped("recipient", "no recipient was given to compare with", spec="OB 2.0 §IdentityObject"),)
_NOT_OBTAINED = "the badge was not obtained, so there is nothing to compare with"
_NOTHING = "nothing was obtained that could be judged"


def vocabulary(exam: Ob2Examination) -> Rows:
    """Words stand for IRIs where IRIs belong (OB 2.0 §JSON-LD)."""
    if not exam.objects:
        return (skipped("vocabulary", _NOTHING, required=True),)
    rows = [row_of("vocabulary", error, node) for node in exam.objects for error in node.faults]
    return rows or _DEFINED


def conformance(exam: Ob2Examination) -> Rows:
    """Each object has what its class requires, of the types that it names (OB 2.0 §Data Model)."""
    if not exam.objects:
        return (skipped("conformance", _NOTHING, required=True),)
    rows = [row_of("conformance", error, node) for node in exam.objects for error in node.findings]
    return rows or _CONFORMS


def validity(exam: Ob2Examination) -> Rows:
    """Issued by now and not expired (OB 2.0 §Assertion)."""
    if exam.subject is None:
        return (skipped("validity", _NOTHING, required=True),)
    data = exam.subject.data
    if data.get("revoked") is True and "issuedOn" not in data:
        return (skipped("validity", "a revoked badge need not say when it was issued"),)
    skew = timedelta(seconds=exam.policy.clock_skew_seconds)
    issued, expires = _moment(data, "issuedOn"), _moment(data, "expires")
    if issued is None:
        return (
            failed("validity", "MALFORMED_VALUE", "no date says when it was issued", pointer="/issuedOn"),
        )
    if issued > exam.now + skew:
        message = f"not issued before {timestamps.render(issued)}"
        return (failed("validity", "NOT_YET_VALID", message, pointer="/issuedOn"),)
    if expires is not None and expires < exam.now - skew:
        message = f"expired at {timestamps.render(expires)}"
        return (failed("validity", "EXPIRED", message, pointer="/expires"),)
    return _IN_FORCE


def _moment(data: dict[str, Any], name: str) -> datetime | None:
    if name not in data:
        return None
    value = data[name]
    if not isinstance(value, str):
        raise InputError(f"{name} is not a date", pointer=f"/{name}", spec="OB 2.0 §DateTime")
    return timestamps.parse_iso(value, pointer=f"/{name}")


def recipient(exam: Ob2Examination) -> Rows:
    """The badge belongs to the person the caller named (OB 2.0 §IdentityObject)."""
    if exam.recipient is None:
        return _NOBODY
    if exam.subject is None:
        return (skipped("recipient", _NOT_OBTAINED, required=True, spec="OB 2.0 §IdentityObject"),)
    if says_only_revoked(exam.subject):
        message = "a revoked badge need not say whose it is"
        return (skipped("recipient", message, required=True, spec="OB 2.0 §IdentityObject"),)
    identity = exam.subject.data.get("recipient")
    if not isinstance(identity, dict):
        message = "names no identity that could be compared with the recipient given"
        return (unknown("recipient", "RECIPIENT_UNKNOWN", message, pointer="/recipient"),)
    claim = {
        "identityType": identity.get("type"),
        "identityHash": identity.get("identity"),
        "hashed": identity.get("hashed"),
        "salt": identity.get("salt", ""),
    }
    version = exam.subject.version
    return (_compared(exam.recipient.matches({"identifier": [claim]}, older=version != "2.0"), version),)


def _compared(match: RecipientMatch, version: Version) -> Check:
    if match.matched and match.weak_hash:
        message = f"belongs to the recipient; the identity is hashed with {match.hash_name}"
        return remarked("recipient", "RECIPIENT_WEAK_HASH", message)
    if match.matched:
        return _BELONGS
    if match.comparable:
        near = f", though only {match.hint} differs" if match.hint else ""
        message = f"belongs to somebody else than the recipient given{near}"
        return failed("recipient", "RECIPIENT_MISMATCH", message, pointer="/recipient")
    message = "names an identity of another kind than the recipient given"
    if match.hash_name:
        message = (
            f"whose it is cannot be told: the identity is hashed with {ascii(match.hash_name)[1:-1]}, "
            f"which Open Badges {version} does not know"
        )
    return unknown("recipient", "RECIPIENT_UNKNOWN", message, pointer="/recipient")


STEPS: tuple[tuple[str, Step], ...] = (
    ("hosted", hosted),
    ("linked", linked),
    ("vocabulary", vocabulary),
    ("conformance", conformance),
    ("scope", scope),
    ("proof", proof),
    ("schema", schema),  # after what vouches for the badge: it may name schemas to ask for
    ("status", status),
    ("validity", validity),
    ("recipient", recipient),
    ("resources", resources),
    ("endorsements", endorsements),
    ("trust", trust),
)

_ALWAYS = frozenset({"syntax", "linked", "vocabulary", "conformance", "status", "validity"})
DECISIVE_HOSTED = _ALWAYS | {"hosted", "scope"}
DECISIVE_SIGNED = _ALWAYS | {"key", "proof"}
