"""The suite and the options of a proof about to be made (VC-DI §2.1); signs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from ..errors import InputError, UnsupportedError
from ..keys import PublicKey
from ..wire import timestamps
from .suites import DATA_INTEGRITY, Suite, suite_named


class ProofMembers(TypedDict, total=False):
    """Members of a new proof that most proofs do without (VC-DI §2.1)."""

    id: str
    purpose: str
    expires: datetime
    domain: str | list[str]
    challenge: str
    nonce: str
    previous_proof: str | list[str]
    mandatory: Sequence[str]
    """JSON pointers to what no holder may leave out; for ecdsa-sd-2023 only, and no member of the proof."""


def suite_for(name: str, key: PublicKey) -> Suite:
    """Return the row of a suite that the key can sign with.

    Raises:
        InputError: the key does not fit the suite (ALGORITHM).
        UnsupportedError: the suite is not known, or a draft that is only verified.
    """
    row = suite_named(name)
    if row.draft:
        raise UnsupportedError(f"{name} is a draft that is only verified", code="DRAFT_SUITE")
    if key.type not in row.key_types:
        raise InputError(
            f"{name} signs with a key of type {' or '.join(row.key_types)}, not {key.type}", code="ALGORITHM"
        )
    return row


def new_options(
    row: Suite, verification_method: str, created: datetime | None, members: ProofMembers
) -> dict[str, Any]:
    """Return the options of a new proof, its members in the order of the specification's examples.

    Raises:
        InputError: a member is missing or has no place in a proof by this suite (USAGE).
    """
    for name, fits in (("mandatory", row.transform == "sd"), ("previous_proof", row.transform != "sd")):
        if members.get(name) and not fits:
            raise InputError(f"a proof by {row.name} cannot have {name}", code="USAGE")
    if created is None and row.created_required:
        raise InputError(f"a proof by {row.name} says when it was created", code="USAGE")
    expires = members.get("expires")
    options = {
        "type": row.type,
        "id": members.get("id"),
        "cryptosuite": row.name if row.type == DATA_INTEGRITY else None,
        "created": None if created is None else timestamps.render(created),
        "expires": None if expires is None else timestamps.render(expires),
        "verificationMethod": verification_method,
        "proofPurpose": members.get("purpose", "assertionMethod"),
        "domain": members.get("domain"),
        "challenge": members.get("challenge"),
        "nonce": members.get("nonce"),
        "previousProof": members.get("previous_proof"),
    }
    return {name: value for name, value in options.items() if value is not None}
