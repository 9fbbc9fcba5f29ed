"""Selective disclosure, ecdsa-sd-2023: base proofs, what a holder derives from them, and its verification.

Each statement (a canonical N-Quad) that is not mandatory has a signature of its own by a key made for this
document alone; the issuer signs that key, the proof's options and the mandatory statements. Blank nodes get
labels from an HMAC, so that what is left out does not show in those of what is disclosed (VC-DI ECDSA §3.5).
Nothing here is fetched, and whether the issuer's key is the issuer's is the caller's question.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ..errors import InputError, LimitError, ProofError
from ..jsonld import PINNED, Contexts, Quads
from ..jsonld.canon import canonical_map
from ..jsonld.traced import Place, Traced, traced_quads
from ..keys import KeyPair, PublicKey, Signer
from ..keys.table import KEY_TYPES
from ..limits import DEFAULT_LIMITS, Limits
from ..wire import multibase, strictjson
from .proof import Proof, proofs_of
from .sdframe import select
from .sdvalues import HMAC_KEY_BYTES, DerivedProof, HolderProof
from .signature import signature_of

SUITE = "ecdsa-sd-2023"

_KEY_TYPE = "P-256"
_MULTIKEY = KEY_TYPES[_KEY_TYPE].header
_CANONICAL = "c14n"
_SPEC = "VC-DI ECDSA §3.5"


class Secrets(NamedTuple):
    """What is made afresh for each document that gets a base proof.

    Attributes:
        key: the ephemeral key, forgotten once the statements are signed.
        hmac_key: makes the labels; the holder gets it, others do not.
    """

    key: KeyPair
    hmac_key: bytes

    @classmethod
    def fresh(cls) -> Secrets:
        """Return new ones."""
        return cls(KeyPair.generate(_KEY_TYPE), secrets.token_bytes(HMAC_KEY_BYTES))


class Group(NamedTuple):
    """A part of a document and its statements.

    Attributes:
        document: the part.
        indexes: positions of its statements among those of the whole, ascending.
        labels: number of each blank node of the part's own dataset -> its label among the statements.
        quads: that dataset.
    """

    document: dict[str, Any]
    indexes: tuple[int, ...]
    labels: dict[int, str]
    quads: Quads


class Whole:
    """A document without proofs, ready to be taken apart.

    Args:
        document: the document; it is copied.
        hmac_key: makes the labels of its blank nodes.
        contexts: the contexts it may use.
        limits: ceilings for the work.

    Raises:
        InputError, LimitError, UnsupportedError: as `traced_quads`.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        hmac_key: bytes,
        *,
        contexts: Contexts = PINNED,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        # A copy, since a part is known by the objects it shares with the whole: none may stand there twice.
        self.document: dict[str, Any] = strictjson.from_python(_without_proof(document), limits=limits)
        self._contexts = contexts
        self._limits = limits
        self._traced = traced_quads(self.document, contexts=contexts, limits=limits)
        canonical = canonical_map(self._traced.quads, limits=limits)
        self.labels = {number: _secret_label(name, hmac_key) for number, name in canonical.items()}

    @cached_property
    def statements(self) -> list[str]:
        """All statements, labelled, in their order."""
        return labelled_statements(self._traced.quads, self.labels)

    @cached_property
    def _position(self) -> dict[str, int]:
        return {line: index for index, line in enumerate(self.statements)}

    def group(self, pointers: Sequence[str]) -> Group:
        """Return the part that the pointers select, empty for none.

        Raises:
            InputError: a pointer is malformed or points at nothing; or it selects a part of something that
                only makes sense whole, such as an ordered list (USAGE).
            LimitError, UnsupportedError: as `traced_quads`.
        """
        if not pointers:
            return Group({}, (), {}, Quads())
        document, origins = select(self.document, pointers)
        part = traced_quads(document, contexts=self._contexts, limits=self._limits)
        labels = self._labels_of(part, origins)
        position = self._position
        lines = labelled_statements(part.quads, labels)
        if any(line not in position for line in lines):
            raise _indivisible()
        return Group(document, tuple(position[line] for line in lines), labels, part.quads)

    def _labels_of(self, part: Traced, origins: Mapping[int, int]) -> dict[int, str]:
        labels = {}
        for place, number in part.places.items():
            source = self._traced.places.get(_in_whole(place, origins))
            if source is None:
                raise _indivisible()
            labels[number] = self.labels[source]
        if len(labels) != part.quads.count:  # a list that is no array leaves no trace of where it stands
            raise _indivisible()
        return labels


def holder_value(
    document: Mapping[str, Any],
    options_hash: bytes,
    signer: Signer,
    *,
    mandatory: Sequence[str] = (),
    contexts: Contexts = PINNED,
    fresh: Secrets | None = None,
) -> str:
    """Return the ``proofValue`` of a base proof (VC-DI ECDSA §3.5.2).

    Args:
        document: the document; its proofs do not count.
        options_hash: SHA-256 of the canonical proof options.
        signer: the issuer's P-256 key.
        mandatory: JSON pointers to what nobody may leave out.
        contexts: the contexts that the document may use.
        fresh: the secrets of this one document; made unless given, and never to be used again.

    Raises:
        InputError: a pointer selects nothing or what cannot be selected (USAGE); as `Whole`.
        InvalidKeyError: the signer's answer cannot be a signature of its key.
        LimitError: more statements than `limits.statements`; as `Whole`.
        UnsupportedError: as `Whole`.
    """
    fresh = fresh or Secrets.fresh()
    whole = Whole(document, fresh.hmac_key, contexts=contexts)
    required = frozenset(whole.group(mandatory).indexes)
    lines = whole.statements
    optional = [line for index, line in enumerate(lines) if index not in required]
    require_few(len(optional), DEFAULT_LIMITS)
    public_key = _MULTIKEY + fresh.key.public_key.raw
    data = signed_data(options_hash, public_key, [lines[index] for index in sorted(required)])
    return HolderProof(
        signature=signature_of(signer, data),
        public_key=public_key,
        hmac_key=fresh.hmac_key,
        signatures=tuple([fresh.key.sign(line.encode()) for line in optional]),
        pointers=tuple(mandatory),
    ).write()


def derive(
    document: Mapping[str, Any],
    pointers: Iterable[str],
    *,
    contexts: Contexts = PINNED,
    limits: Limits = DEFAULT_LIMITS,
) -> dict[str, Any]:
    """Return the part of a document that a holder discloses, with the proof derived for it (§3.5.3).

    The result has what is mandatory, what the pointers select, and one proof; proofs beside the base proof
    cover the whole document and are left out. Nothing is verified: whoever gets the result does that.

    Args:
        document: the document with its base proof, as the issuer handed it out.
        pointers: JSON pointers to what is disclosed beside what is mandatory; "" for everything.
        contexts: the contexts that the document may use.
        limits: ceilings for the work.

    Raises:
        InputError: the document has no base proof, or as `Whole.group` (USAGE).
        ProofError: the base proof is malformed or not of this document.
        LimitError, UnsupportedError: as `Whole`.
    """
    proof = holder_proof_of(document, limits)
    base = HolderProof.read(proof.value, pointer=proof.pointer)
    whole = Whole(document, base.hmac_key, contexts=contexts, limits=limits)
    required = _mandatory(whole, base, proof.pointer)
    shown = whole.group((*base.pointers, *pointers))
    if not shown.indexes:
        raise InputError("nothing is mandatory and nothing was selected", code="USAGE", spec=_SPEC)
    optional = [index for index in range(len(whole.statements)) if index not in required]
    signatures = dict(zip(optional, base.signatures, strict=True))
    derived = DerivedProof(
        signature=base.signature,
        public_key=base.public_key,
        signatures=tuple([signatures[index] for index in shown.indexes if index not in required]),
        labels=_disclosed_labels(shown, limits),
        mandatory=tuple([place for place, index in enumerate(shown.indexes) if index in required]),
    )
    return {**shown.document, "proof": {**proof.options, "proofValue": derived.write()}}


def check_derived(
    derived: DerivedProof,
    key: PublicKey,
    options_hash: bytes,
    quads: Quads,
    canonical: Mapping[int, str],
    *,
    pointer: str = "/proof",
) -> None:
    """Verify a derived proof over the dataset of the document as it was handed in (VC-DI ECDSA §3.5.8).

    Args:
        derived: the parts of its ``proofValue``.
        key: the issuer's key.
        options_hash: SHA-256 of the canonical proof options.
        quads: the document's dataset, without proofs.
        canonical: blank node -> canonical label.
        pointer: where the proof stands.

    Raises:
        ProofError: a signature does not fit, or the document has more or less in it than the proof is for.
    """
    lines = labelled_statements(quads, _signed_labels(derived, canonical, pointer))
    mandatory = frozenset(derived.mandatory)
    if mandatory and max(mandatory) >= len(lines):
        raise _not_this(pointer, "a mandatory statement is missing")
    required = [line for place, line in enumerate(lines) if place in mandatory]
    optional = [line for place, line in enumerate(lines) if place not in mandatory]
    if len(optional) != len(derived.signatures):
        raise _not_this(
            pointer, f"it has {len(derived.signatures)} signatures for {len(optional)} statements"
        )
    if not derived.public_key.startswith(_MULTIKEY):
        raise ProofError("the proof's own key is no P-256 key", pointer=pointer, spec=_SPEC)
    if not key.verify(derived.signature, signed_data(options_hash, derived.public_key, required)):
        raise ProofError("the signature does not match the document", pointer=pointer)
    ephemeral = PublicKey(_KEY_TYPE, derived.public_key.removeprefix(_MULTIKEY))
    for line, signature in zip(optional, derived.signatures, strict=True):
        if not ephemeral.verify(signature, line.encode()):
            raise _not_this(pointer, "the issuer did not sign one of its statements")


def holder_proof_of(document: Mapping[str, Any], limits: Limits = DEFAULT_LIMITS) -> Proof:
    """Return the first ecdsa-sd-2023 proof of a document.

    Raises:
        InputError: it has none (USAGE), or its proofs are malformed.
        LimitError: it has too many proofs.
    """
    for proof in proofs_of(document, limits):
        if proof.suite is not None and proof.suite.name == SUITE:
            return proof
    raise InputError(
        f"the document has no proof by {SUITE}, so no part of it can be disclosed",
        code="USAGE",
        hint=f"ask the issuer to sign with {SUITE}; any other proof covers the whole document",
    )


def signed_data(options_hash: bytes, public_key: bytes, mandatory: Iterable[str]) -> bytes:
    """Return what the issuer signs (VC-DI ECDSA §3.4)."""
    return options_hash + public_key + hashlib.sha256("".join(mandatory).encode()).digest()


def labelled_statements(quads: Quads, labels: Mapping[int, str]) -> list[str]:
    """Return the statements of a dataset with these labels, each once, in code point order."""
    lines = set(quads.lines)
    for s, p, o, g in quads.blank:
        subject, value, graph = (labels[term] if isinstance(term, int) else term for term in (s, o, g))
        lines.add(f"{subject} {p} {value} {graph} .\n" if graph else f"{subject} {p} {value} .\n")
    return sorted(lines)


def require_few(statements: int, limits: Limits) -> None:
    """Bound the signatures to make or verify: each takes as long as all the rest of a badge.

    Raises:
        LimitError: more than `limits.statements`.
    """
    if statements > limits.statements:
        raise LimitError(
            f"{statements} statements are signed one by one, statements allows {limits.statements}",
            pointer="/proof",
        )


def _without_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "proof"}


def _secret_label(canonical: str, hmac_key: bytes) -> str:
    return _label(hmac.digest(hmac_key, canonical.encode(), "sha256"))


def _label(secret: bytes) -> str:
    return f"_:{multibase.encode(secret, 'u')}"


def _in_whole(place: Place, origins: Mapping[int, int]) -> Place:
    """Return where a place of a part is in the whole."""
    kind, source, index = place
    return (kind, origins.get(source, source), index) if isinstance(source, int) else place


def _mandatory(whole: Whole, base: HolderProof, pointer: str) -> frozenset[int]:
    """Return the positions of the mandatory statements, once they fit the proof."""
    try:
        required = frozenset(whole.group(base.pointers).indexes)
    except InputError as error:
        raise _not_this(pointer, f"what it calls mandatory is not there: {error.message}") from None
    if len(required) + len(base.signatures) != len(whole.statements):
        raise _not_this(pointer, "it has not one signature for each statement")
    return required


def _disclosed_labels(shown: Group, limits: Limits) -> dict[int, bytes]:
    """Return canonical number in the part -> label that the issuer signed, ascending."""
    canonical = canonical_map(shown.quads, limits=limits)
    numbers = {_canonical_number(name): shown.labels[number] for number, name in canonical.items()}
    return {number: multibase.decode(label.removeprefix("_:")) for number, label in sorted(numbers.items())}


def _signed_labels(derived: DerivedProof, canonical: Mapping[int, str], pointer: str) -> dict[int, str]:
    """Return blank node -> label that the issuer signed."""
    numbers = {node: _canonical_number(name) for node, name in canonical.items()}
    if derived.labels.keys() != set(numbers.values()):
        raise _not_this(pointer, "its labels are for other blank nodes")
    return {node: _label(derived.labels[number]) for node, number in numbers.items()}


def _canonical_number(name: str) -> int:
    return int(name.removeprefix(_CANONICAL))


def _not_this(pointer: str, why: str) -> ProofError:
    return ProofError(f"the proof is not for this document: {why}", pointer=pointer, spec=_SPEC)


def _indivisible() -> InputError:
    return InputError(
        "a pointer selects a part of what only makes sense whole",
        code="USAGE",
        hint="disclose ordered lists such as allowedValue, literals and own graphs as a whole",
        spec=_SPEC,
    )
