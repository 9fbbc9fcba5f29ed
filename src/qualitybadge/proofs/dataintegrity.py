"""Data Integrity (VC-DI 1.0): verify the proofs of a document with given keys, and add one.

Finds no key and trusts none. A proof covers a document only as far as known contexts define its members,
so whatever a signature would not cover is refused before the signature counts for anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Unpack

from ..errors import InputError, LimitError, ProofError, QualityBadgeError, UnsupportedError
from ..jsonld import PINNED, Contexts, canonicalize, to_quads
from ..jsonld.canon import HashName, canonical_map
from ..jsonld.merging import refuse_merged_nodes
from ..jsonld.quadset import Quads
from ..keys import PublicKey, Signer
from ..keys.table import KEY_TYPES
from ..limits import DEFAULT_LIMITS, Limits
from ..wire import jcs, multibase
from .newproof import ProofMembers, new_options, suite_for
from .proof import Proof, proofs_of
from .signature import signature_of
from .suites import HASHES, Suite

__all__ = ["Proof", "ProofMembers", "SecuredDocument", "sign"]

_CONTEXT = "@context"


class SecuredDocument:
    """A parsed document with its proofs; what several proofs need of it is computed once.

    Safe to share between threads: two may compute the same value twice, never a different one.

    Args:
        document: the parsed document; never changed, and not to be changed while this lives.
        contexts: the JSON-LD contexts it may use.
        limits: ceilings for the work.
        skew_seconds: tolerance for the dates of proofs.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        *,
        contexts: Contexts = PINNED,
        limits: Limits = DEFAULT_LIMITS,
        skew_seconds: int = 0,
    ) -> None:
        self._document = document
        self._contexts = contexts
        self._limits = limits
        self._skew = timedelta(seconds=skew_seconds)
        self._proofs: tuple[Proof, ...] | None = None
        self._unsecured: dict[str, Any] | None = None
        self._quads: Quads | None = None
        self._hashes: dict[tuple[str, HashName], bytes] = {}
        self._canonical: dict[int, str] | None = None
        self._prepared_again = 0
        self._derived: dict[str, int] = {}

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The proofs in their order, () where there are none.

        Raises:
            LimitError: more than `limits.proofs`.
            InputError: ``proof`` is no object and no list of objects, or empty.
        """
        if self._proofs is None:
            self._proofs = proofs_of(self._document, self._limits)
        return self._proofs

    def check_vocabulary(self) -> None:
        """Refuse a document that has more in it than a proof would cover (VC-DI §2.4.1).

        Raises:
            InputError, LimitError, UnsupportedError: as `qualitybadge.jsonld.to_quads`.
        """
        self._walk()

    def verify(
        self,
        proof: Proof,
        key: PublicKey,
        *,
        at: datetime,
        purpose: str = "assertionMethod",
        domain: str | None = None,
        challenge: str | None = None,
    ) -> None:
        """Verify one of the document's proofs with the key of its verification method (VC-DI §4.2).

        Args:
            proof: one of `proofs`.
            key: the resolved key; whether it is the issuer's is the caller's question.
            at: the time to verify at, aware.
            purpose: the purpose that the proof must state.
            domain: the domain that it must be bound to; None: whatever it says.
            challenge: the challenge that it must answer; None: whatever it says.

        Raises:
            ProofError: purpose, period, domain, challenge, key type or signature do not fit.
            InputError: a member of the proof is malformed, or the document has more in it than the proof
                covers.
            LimitError: the work would exceed the limits.
            UnsupportedError: the suite or a context is not known here.
        """
        suite = proof.require_supported()
        proof.check_purpose(purpose)
        proof.check_period(at, self._skew)
        proof.check_binding(domain, challenge)
        if key.type not in suite.key_types:
            raise ProofError(
                f"a proof by {suite.name} needs a key of type {' or '.join(suite.key_types)}, not {key.type}",
                code="ALGORITHM",
                pointer=proof.pointer,
            )
        if suite.transform == "sd":
            self._verify_derived(proof, key)
            return
        signature = proof.signature(KEY_TYPES[key.type].signature_bytes)
        if not key.verify(signature, self.hash_data(proof, suite, HASHES[key.type])):
            raise ProofError("the signature does not match the document", pointer=proof.pointer)

    def _verify_derived(self, proof: Proof, key: PublicKey) -> None:
        """Verify a proof of selective disclosure over the document as it is here (VC-DI ECDSA §3.5.8)."""
        from . import selective
        from .sdvalues import DerivedProof

        if "previousProof" in proof.options:
            raise UnsupportedError("chains end before a selective disclosure", pointer=proof.pointer)
        derived = DerivedProof.read(proof.value, pointer=proof.pointer)
        self._derived[proof.pointer] = len(derived.signatures)  # they add up over the proofs of a document
        selective.require_few(sum(self._derived.values()), self._limits)
        if len(self._derived) * len(self._walk()) > self._limits.json_nodes:
            raise _too_often()
        if self._canonical is None:
            self._canonical = canonical_map(self._walk(), limits=self._limits)
        selective.check_derived(
            derived, key, self.options_hash(proof), self._walk(), self._canonical, pointer=proof.pointer
        )

    def options_hash(self, proof: Proof, hash_name: HashName = "sha256") -> bytes:
        """Return the hash of a proof's options as canonical RDF (VC-DI EdDSA §3.2.5).

        Raises:
            InputError, LimitError, ProofError, UnsupportedError: as `option_quads`.
        """
        form = canonicalize(self.option_quads(proof), hash_name=hash_name, limits=self._limits)
        return _digest(form, hash_name)

    def hash_data(self, proof: Proof, suite: Suite, hash_name: HashName) -> bytes:
        """Return the bytes under a proof's signature: the hash of its options, then that of the document.

        Raises:
            InputError, LimitError, UnsupportedError: as `verify`, for what concerns the document.
        """
        previous = self._previous(proof)
        self._walk()  # also for JCS: a signature over JSON says nothing about what the names in it mean
        if suite.transform == "jcs":
            options = jcs.canonicalize(proof.options, limits=self._limits)
            document = self._jcs_hash(self._signed_context(proof), previous, hash_name)
            return _digest(options, hash_name) + document
        return self.options_hash(proof, hash_name) + self._rdf_hash(previous, hash_name)

    def option_quads(self, proof: Proof) -> Quads:
        """Return a proof's options as RDF, read with the document's own contexts (VC-DI EdDSA §3.2.5).

        Raises:
            ProofError: the proof has another ``@context`` than the document (PROOF_TRANSFORMATION).
            InputError, LimitError, UnsupportedError: as `qualitybadge.jsonld.to_quads`.
        """
        context = self._document.get(_CONTEXT)
        if proof.options.get(_CONTEXT, context) != context:
            raise _foreign_context(proof, "differs from the document's")
        options = {**proof.options, _CONTEXT: context}
        try:
            return to_quads(options, contexts=self._contexts, limits=self._limits)
        except QualityBadgeError as error:
            error.pointer = proof.pointer + error.pointer
            raise

    def _without_proof(self) -> dict[str, Any]:
        if self._unsecured is None:
            self._unsecured = {name: value for name, value in self._document.items() if name != "proof"}
        return self._unsecured

    def _walk(self) -> Quads:
        if self._quads is None:
            document = self._without_proof()
            quads = to_quads(document, contexts=self._contexts, limits=self._limits)
            refuse_merged_nodes(document, quads)
            self._quads = quads
        return self._quads

    def _rdf_hash(self, previous: Sequence[Proof], hash_name: HashName) -> bytes:
        if previous:
            self._prepare_again()
            quads = to_quads(self._with(previous), contexts=self._contexts, limits=self._limits)
            return _digest(canonicalize(quads, hash_name=hash_name, limits=self._limits), hash_name)
        known = self._hashes.get(("rdfc", hash_name))
        if known is None:
            form = canonicalize(self._walk(), hash_name=hash_name, limits=self._limits)
            known = self._hashes["rdfc", hash_name] = _digest(form, hash_name)
        return known

    def _jcs_hash(self, context: Any, previous: Sequence[Proof], hash_name: HashName) -> bytes:
        whole = context == self._document.get(_CONTEXT)
        if whole and not previous:
            known = self._hashes.get(("jcs", hash_name))
            if known is None:
                form = jcs.canonicalize(self._without_proof(), limits=self._limits)
                known = self._hashes["jcs", hash_name] = _digest(form, hash_name)
            return known
        self._prepare_again()
        document = self._with(previous) if previous else self._without_proof()
        signed = document if whole else {**document, _CONTEXT: context}
        return _digest(jcs.canonicalize(signed, limits=self._limits), hash_name)

    def _signed_context(self, proof: Proof) -> Any:
        """Return the contexts that a JCS proof covers: its own, which must begin the document's (§3.3.2)."""
        context = self._document.get(_CONTEXT)
        if _CONTEXT not in proof.options:
            return context
        own = proof.options[_CONTEXT]
        if _as_list(own) != _as_list(context)[: len(_as_list(own))]:
            raise _foreign_context(proof, "is not how the document's begins")
        return own

    def _prepare_again(self) -> None:
        """Refuse a large document if its proofs each need another form of it: a chain, or own contexts."""
        self._prepared_again += len(self._walk())
        if self._prepared_again > self._limits.json_nodes:
            raise _too_often()

    def _with(self, previous: Sequence[Proof]) -> dict[str, Any]:
        return {**self._without_proof(), "proof": [_whole(proof) for proof in previous]}

    def _previous(self, proof: Proof) -> tuple[Proof, ...]:
        """Return the proofs that this one covers, in the order of the document (VC-DI §4.5)."""
        if "previousProof" not in proof.options:
            return ()
        self._refuse_cycle(proof)
        return self._named(proof)

    def _named(self, proof: Proof) -> tuple[Proof, ...]:
        ids = proof.previous(len(self.proofs))
        found = tuple(other for other in self.proofs if other.options.get("id") in ids)
        if len(found) != len(set(ids)):
            raise ProofError(
                "previousProof names a proof that the document does not have exactly once",
                pointer=f"{proof.pointer}/previousProof",
                spec="VC-DI §4.5",
            )
        return found

    def _refuse_cycle(self, proof: Proof) -> None:
        seen: set[str] = set()
        pending = [proof]
        while pending:
            for other in self._named(pending.pop()):
                if other.pointer == proof.pointer:
                    raise ProofError(
                        "the chain of previous proofs leads back to its beginning",
                        pointer=f"{proof.pointer}/previousProof",
                        spec="VC-DI §4.5",
                    )
                if other.pointer not in seen:
                    seen.add(other.pointer)
                    pending.append(other)


def sign(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    suite: str = "eddsa-rdfc-2022",
    verification_method: str,
    created: datetime | None,
    contexts: Contexts = PINNED,
    **members: Unpack[ProofMembers],
) -> dict[str, Any]:
    """Return the document with one proof more; the document itself is left as it is (VC-DI §4.1, §4.3).

    Args:
        document: the document; its proofs stay, and the new one joins them in a list.
        signer: whose key signs.
        suite: name in the table of suites.
        verification_method: URL of the key, which a verifier resolves.
        created: when the proof is made, aware; None leaves it out where the suite allows that.
        contexts: the JSON-LD contexts that the document may use.
        members: see `ProofMembers`; ``purpose`` is assertionMethod unless given.

    Raises:
        InputError: the document has more in it than the proof would cover, its contexts do not define the
            proof, or the key does not fit the suite.
        InvalidKeyError: the signer's answer cannot be a signature of its key.
        LimitError: the document is larger than the limits allow.
        UnsupportedError: the suite is not known, or a draft that is only verified.
    """
    row = suite_for(suite, signer.public_key)
    options = new_options(row, verification_method, created, members)
    if row.transform == "jcs" and _CONTEXT in document:
        context = document[_CONTEXT]  # copied: two names for one list would change together
        options[_CONTEXT] = list(context) if isinstance(context, list) else context
    proofs = proofs_of(document, DEFAULT_LIMITS)
    pointer = f"/proof/{len(proofs)}" if proofs else "/proof"
    proof = Proof(options, "", pointer, row, verification_method)
    secured = SecuredDocument(document, contexts=contexts)
    data = _to_sign(secured, proof, row, HASHES[signer.public_key.type])
    if row.transform == "sd":
        from .selective import holder_value

        mandatory = members.get("mandatory", ())
        value = holder_value(document, data, signer, mandatory=mandatory, contexts=contexts)
    else:
        value = multibase.encode(signature_of(signer, data))
    whole = {**options, "proofValue": value}
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    return {**unsecured, "proof": [*_as_list(document["proof"]), whole] if proofs else whole}


def _to_sign(secured: SecuredDocument, proof: Proof, suite: Suite, hash_name: HashName) -> bytes:
    """Return what the signature is over, once everybody else can read document and proof as JSON-LD.

    That is options and document; of selective disclosure the options alone.
    """
    proof.check_binding(None, None)
    secured.check_vocabulary()
    try:
        if suite.transform == "jcs":
            secured.option_quads(proof)
        if suite.transform == "sd":
            return secured.options_hash(proof)
        return secured.hash_data(proof, suite, hash_name)
    except InputError as error:
        raise _undefined_proof(error) if error.code == "DATA_LOSS" else error from None


def _undefined_proof(error: InputError) -> InputError:
    return InputError(
        f"the document's contexts do not define the proof: {error.message}",
        code="DATA_LOSS",
        pointer=error.pointer,
        hint="a VC 1.1 credential needs https://w3id.org/security/data-integrity/v2 (or, for"
        " Ed25519Signature2020, https://w3id.org/security/suites/ed25519-2020/v1) in its @context",
    )


def _whole(proof: Proof) -> dict[str, Any]:
    return {**proof.options, "proofValue": proof.value}


def _digest(form: bytes, hash_name: HashName) -> bytes:
    return hashlib.sha384(form).digest() if hash_name == "sha384" else hashlib.sha256(form).digest()


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _too_often() -> LimitError:
    return LimitError("the proofs need so large a document prepared too often", pointer="/proof")


def _foreign_context(proof: Proof, how: str) -> ProofError:
    return ProofError(
        f"the proof's own @context {how}",
        code="PROOF_TRANSFORMATION",
        pointer=f"{proof.pointer}/@context",
        spec="VC-DI EdDSA §3.3",
    )
