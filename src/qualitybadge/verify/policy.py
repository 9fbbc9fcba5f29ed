"""What a verifier accepts: a frozen value whose every relaxation is one named field; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..limits import DEFAULT_LIMITS, Limits

JOSE_ALGORITHMS = frozenset({"EdDSA", "ES256", "ES384", "RS256"})

RELAXATIONS = {
    "allow_bare_kid": "a token that names its key without an address",
    "allow_conformance_findings": "deviations from the data model",
    "allow_draft_suites": "a draft cryptosuite",
    "allow_foreign_status_lists": "a status list of another issuer or address",
    "allow_fragment_keys": "a self-asserted key (in the fragment of the issuer's URL)",
    "allow_http_hosted": "an address without encryption",
    "allow_inline_jwk": "a self-asserted key (inside the token)",
    "allow_missing_sub": "a token without recipient id (sub)",
    "allow_short_status_lists": "a status list too short to protect its members",
    "allow_urn_issuer": "an issuer without an address, known by its key alone",
    "allow_vc_jwt_type": "a token of type vc+jwt",
    "any_valid_proof": "one good proof of several",
}
"""Policy field -> what one accepts with it, as `Report.relaxations` words it."""

_SWITCHES = (*RELAXATIONS, "require_endorsements_valid", "require_holder_is_subject")
_LONGEST_SKEW = 86_400  # a day: what differs by more is no clock that runs wrong


@dataclass(frozen=True, slots=True)
class Policy:
    """What must hold for VALID. ``Policy()`` is strict: what the specifications demand, nothing less.

    Every field that weakens it is off by default and says what is given up.

    Raises:
        TypeError: a field is of another type than it says.
        ValueError: the tolerance is below zero or above a day.
    """

    limits: Limits = DEFAULT_LIMITS
    """Ceilings for hostile input."""
    algorithms: frozenset[str] = JOSE_ALGORITHMS
    """JOSE names of the key algorithms accepted in any proof; an empty set accepts none."""
    proof_purpose: str = "assertionMethod"
    """Purpose that every Data Integrity proof must state (VC-DI §4.2)."""
    domain: str | None = None
    """Domain that the proof must be bound to; None: whatever it says (VC-DI §4.2)."""
    challenge: str | None = None
    """Challenge that the proof must answer; None: whatever it says (VC-DI §4.2)."""
    clock_skew_seconds: int = 0
    """Tolerance for validFrom, validUntil and the dates of proofs."""
    require_endorsements_valid: bool = False
    """Every endorsement that a badge carries must be valid for the badge to be VALID: a demand."""
    require_holder_is_subject: bool = False
    """Every credential in a presentation must be about its holder, named by the same id: a demand."""

    allow_bare_kid: bool = False
    """A token's ``kid`` may be a bare name, looked up among the keys that the issuer publishes."""
    allow_conformance_findings: bool = False
    """Deviations from the OB 3.0 data model are warnings; only the structural minimum decides."""
    allow_draft_suites: bool = False
    """Verify the draft suite ``eddsa-2022``; the finished ``eddsa-rdfc-2022`` replaced it."""
    allow_foreign_status_lists: bool = False
    """Status lists that another issuer signed, or that name another address as theirs."""
    allow_fragment_keys: bool = False
    """Take the key from the fragment of an https issuer URL: integrity only, `Trust.NONE`."""
    allow_http_hosted: bool = False
    """Fetch badges over plain http: anybody on the way may have changed them, `Trust.NONE`."""
    allow_inline_jwk: bool = False
    """Take the key from the token's own ``jwk`` header: integrity only, `Trust.NONE`."""
    allow_missing_sub: bool = False
    """A VC-JWT may lack ``sub`` although the subject has an id."""
    allow_short_status_lists: bool = False
    """Status lists below 131,072 entries: they reveal whose status is asked for."""
    allow_urn_issuer: bool = False
    """An issuer named by a ``urn:`` may sign with a did:key: nobody can find out who it is."""
    allow_vc_jwt_type: bool = False
    """A VC-JWT may have ``typ: vc+jwt`` instead of ``JWT``."""
    any_valid_proof: bool = False
    """One valid proof of several suffices (OB 3.0's own rule) instead of all; a bad one lowers trust."""

    def __post_init__(self) -> None:
        self._require_types()
        if not 0 <= self.clock_skew_seconds <= _LONGEST_SKEW:
            raise ValueError(f"clock_skew_seconds must be between 0 and {_LONGEST_SKEW}")

    def _require_types(self) -> None:
        if not isinstance(self.limits, Limits):
            raise TypeError("limits must be Limits(…)")
        names = self.algorithms
        if not isinstance(names, frozenset | set) or not all(isinstance(name, str) for name in names):
            raise TypeError("algorithms must be a frozenset of JOSE names, such as frozenset({'EdDSA'})")
        if not isinstance(self.clock_skew_seconds, int | float):
            raise TypeError("clock_skew_seconds must be a number of seconds")
        for name in ("domain", "challenge"):
            if not isinstance(getattr(self, name), str | None):
                raise TypeError(f"{name} must be a text or None")
        for name in _SWITCHES:
            if not isinstance(getattr(self, name), bool):
                raise TypeError(f"{name} must be True or False")

    @classmethod
    def compatible(cls, **changes: Any) -> Policy:
        """Return the profile that accepts what really circulates, close to the 1EdTech validator.

        Every relaxation is on; what it costs shows in `Report.trust`.
        """
        relaxed: dict[str, Any] = dict.fromkeys(RELAXATIONS, True)
        return cls(**(relaxed | changes))
