"""The table of Data Integrity suites: which proofs we know, by name; makes and verifies none itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from ..errors import InputError, UnsupportedError
from ..jsonld.canon import HashName

DATA_INTEGRITY = "DataIntegrityProof"


class Suite(NamedTuple):
    """One kind of proof.

    Attributes:
        name: what a person calls it: the cryptosuite, or the type where that says it all.
        type: the proof's ``type``.
        transform: how document and proof options become bytes: RDF canonicalisation or JCS; sd signs each
            statement of the RDF by itself, and its value differs between holder and verifier.
        key_types: keys it signs with.
        created_required: whether the proof must say when it was made.
        draft: superseded before it was finished; verified on request, never made.
    """

    name: str
    type: str
    transform: Literal["rdfc", "jcs", "sd"]
    key_types: tuple[str, ...]
    created_required: bool = False
    draft: bool = False


_NIST = ("P-256", "P-384")

SUITES: dict[str, Suite] = {
    row.name: row
    for row in (
        Suite("eddsa-rdfc-2022", DATA_INTEGRITY, "rdfc", ("Ed25519",)),
        Suite("eddsa-jcs-2022", DATA_INTEGRITY, "jcs", ("Ed25519",)),
        Suite("ecdsa-rdfc-2019", DATA_INTEGRITY, "rdfc", _NIST),
        Suite("ecdsa-jcs-2019", DATA_INTEGRITY, "jcs", _NIST),
        Suite("ecdsa-sd-2023", DATA_INTEGRITY, "sd", ("P-256",)),
        Suite("Ed25519Signature2020", "Ed25519Signature2020", "rdfc", ("Ed25519",), created_required=True),
        Suite("eddsa-2022", DATA_INTEGRITY, "rdfc", ("Ed25519",), draft=True),
    )
}

KNOWN_ELSEWHERE = frozenset(
    {
        "BbsBlsSignature2020",
        "EcdsaSecp256k1RecoverySignature2020",
        "EcdsaSecp256k1Signature2019",
        "Ed25519Signature2018",
        "JsonWebSignature2020",
        "RsaSignature2018",
        "bbs-2023",
        "ecdsa-2019",
        "ecdsa-xi-2023",
    }
)
"""Names that are no mistake: such a proof may be sound, it only cannot be decided here."""

HASHES: dict[str, HashName] = {"Ed25519": "sha256", "P-256": "sha256", "P-384": "sha384"}
"""Key type -> hash of document and options, and inside RDF canonicalisation (VC-DI ECDSA §3.2.3)."""


def suite_named(name: str) -> Suite:
    """Return the row of a suite.

    Raises:
        UnsupportedError: the name is not in the table.
    """
    row = SUITES.get(name)
    if row is None:
        raise _unsupported(name, "")
    return row


def suite_of(proof: Mapping[str, Any], *, pointer: str = "") -> Suite:
    """Return the row that a proof's ``type`` and ``cryptosuite`` name (VC-DI §4.2).

    Raises:
        InputError: one of the two is missing or no text.
        UnsupportedError: together they name no row of the table.
    """
    kind = _text(proof, "type", pointer)
    name = _text(proof, "cryptosuite", pointer) if kind == DATA_INTEGRITY else kind
    row = SUITES.get(name)
    if row is None or row.type != kind:
        raise _unsupported(name, pointer)
    return row


def _text(proof: Mapping[str, Any], name: str, pointer: str) -> str:
    value = proof.get(name)
    if isinstance(value, str) and value:
        return value
    what = "is no text" if name in proof else "is missing"
    raise InputError(f"the proof's {name} {what}", pointer=f"{pointer}/{name}", spec="VC-DI §2.1")


def _unsupported(name: str, pointer: str) -> UnsupportedError:
    shown = f"the suite {name}" if name in KNOWN_ELSEWHERE else f"a suite named {name[:60]!r}"
    return UnsupportedError(
        f"{shown} is not supported",
        code="CRYPTOSUITE_UNSUPPORTED",
        pointer=pointer,
        hint=f"supported are {', '.join(SUITES)}",
    )
