"""One Data Integrity proof as it stands in a document: read and judged, its signature not yet verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..errors import InputError, LimitError, ProofError, UnsupportedError
from ..limits import Limits
from ..wire import multibase, timestamps
from .suites import DATA_INTEGRITY, Suite, suite_of

_LONGEST_FORM = 60
_SIGNATURE_BYTES = 96  # the longest signature of a suite here: P-384


@dataclass(frozen=True, slots=True)
class Proof:
    """A member of a document's proof set.

    Attributes:
        options: the proof without its ``proofValue``; treat it as immutable.
        value: the ``proofValue`` as found, whatever it is.
        pointer: where the proof stands in the document.
        suite: the row of its suite; None where it names none that is known here.
        verification_method: URL of the key that it says signed it; "" where it says none.
    """

    options: dict[str, Any]
    value: object
    pointer: str
    suite: Suite | None
    verification_method: str

    @property
    def form(self) -> str:
        """What to call the proof: its suite, or whatever it calls itself."""
        if self.suite is not None:
            return self.suite.name
        kind = self.options.get("type")
        name = self.options.get("cryptosuite") if kind == DATA_INTEGRITY else kind
        return name if isinstance(name, str) and len(name) <= _LONGEST_FORM else "unknown"

    @property
    def is_draft(self) -> bool:
        """Whether its suite is a draft."""
        return self.suite is not None and self.suite.draft

    def require_supported(self) -> Suite:
        """Return the suite of a proof that has all it needs to be verified (VC-DI §2.1).

        Raises:
            UnsupportedError: the suite is not known here (CRYPTOSUITE_UNSUPPORTED).
            InputError: type, cryptosuite, verificationMethod, proofPurpose or proofValue is missing or no
                text.
        """
        suite = self.suite or suite_of(self.options, pointer=self.pointer)
        for name, value in (
            ("verificationMethod", self.verification_method),
            ("proofPurpose", self.options.get("proofPurpose")),
            ("proofValue", self.value),
        ):
            if not isinstance(value, str) or not value:
                raise InputError(
                    f"the proof's {name} is missing or no text",
                    pointer=f"{self.pointer}/{name}",
                    spec="VC-DI §2.1",
                )
        return suite

    def check_purpose(self, purpose: str) -> None:
        """Refuse a proof made for another purpose (VC-DI §4.2).

        Raises:
            ProofError: PROOF_PURPOSE.
        """
        if self.options.get("proofPurpose") != purpose:
            raise ProofError(
                f"the proof's purpose is not {purpose}",
                code="PROOF_PURPOSE",
                pointer=f"{self.pointer}/proofPurpose",
            )

    def check_period(self, at: datetime, skew: timedelta) -> None:
        """Refuse a proof from the future or expired, or with dates that are no points in time (VC-DI §2.1).

        Raises:
            ProofError: PROOF_EXPIRED.
            InputError: a date is malformed, has no time zone, or is missing where the suite needs it.
        """
        created, expires = self._moment("created"), self._moment("expires")
        if created is None and self.suite is not None and self.suite.created_required:
            raise InputError(
                "the proof does not say when it was created",
                pointer=f"{self.pointer}/created",
                spec="VC-DI §2.1",
            )
        if created is not None and created - at > skew:
            raise self._out_of_period("created", f"was made in the future, at {timestamps.render(created)}")
        if expires is not None and at - expires > skew:
            raise self._out_of_period("expires", f"expired at {timestamps.render(expires)}")

    def check_binding(self, domain: str | None, challenge: str | None) -> None:
        """Refuse a proof that is not bound to the domain and challenge expected of it (VC-DI §4.2).

        Raises:
            ProofError: INVALID_DOMAIN or INVALID_CHALLENGE.
            InputError: domain, challenge or nonce is of the wrong type.
        """
        domains = self._texts("domain")
        for name in ("challenge", "nonce"):
            if not isinstance(self.options.get(name, ""), str):
                raise InputError(f"the proof's {name} is no text", pointer=f"{self.pointer}/{name}")
        if domain is not None and domain not in domains:
            raise ProofError(
                "the proof was made for another domain",
                code="INVALID_DOMAIN",
                pointer=f"{self.pointer}/domain",
            )
        if challenge is not None and self.options.get("challenge") != challenge:
            raise ProofError(
                "the proof does not answer the challenge",
                code="INVALID_CHALLENGE",
                pointer=f"{self.pointer}/challenge",
            )

    def signature(self, size: int) -> bytes:
        """Return the bytes of the ``proofValue`` (VC-DI EdDSA §3.2, ECDSA §3.2).

        Args:
            size: length of a signature by the key.

        Raises:
            ProofError: not multibase base58btc, or of another length.
        """
        text = self.value if isinstance(self.value, str) else ""
        pointer = f"{self.pointer}/proofValue"
        if not text.startswith("z"):
            raise ProofError("the proofValue is not base58btc: it does not start with z", pointer=pointer)
        try:
            signature = multibase.base58btc_decode(text[1:], max_bytes=_SIGNATURE_BYTES)
        except InputError as error:
            raise ProofError(f"the proofValue is no signature: {error.message}", pointer=pointer) from None
        if len(signature) != size:
            raise ProofError(
                f"the proofValue has {len(signature)} bytes, a signature by this key {size}", pointer=pointer
            )
        return signature

    def previous(self, most: int) -> tuple[str, ...]:
        """Return the ids of the proofs that this one covers (VC-DI §2.1.2).

        Raises:
            InputError: ``previousProof`` is neither a text nor a list of texts.
            ProofError: it names more than `most`.
        """
        value = self.options.get("previousProof")
        if isinstance(value, list) and len(value) > most:
            raise ProofError(
                "previousProof names more proofs than the document has",
                pointer=f"{self.pointer}/previousProof",
            )
        return self._texts("previousProof")

    def _texts(self, name: str) -> tuple[str, ...]:
        """Return a member that may be one text or a list of them; () where it is absent."""
        value = self.options.get(name, [])
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise InputError(
                f"the proof's {name} is neither a text nor a list of texts",
                pointer=f"{self.pointer}/{name}",
                spec="VC-DI §2.1",
            )
        return tuple(texts)

    def _moment(self, name: str) -> datetime | None:
        if name not in self.options:
            return None
        return timestamps.parse(self.options[name], pointer=f"{self.pointer}/{name}")

    def _out_of_period(self, name: str, what: str) -> ProofError:
        return ProofError(f"the proof {what}", code="PROOF_EXPIRED", pointer=f"{self.pointer}/{name}")


def proofs_of(document: Mapping[str, Any], limits: Limits) -> tuple[Proof, ...]:
    """Return the proofs of a document in their order; () where it has none (VC-DI §2.1.1).

    Raises:
        LimitError: more than `limits.proofs`.
        InputError: ``proof`` is no object and no list of objects, or empty.
    """
    if "proof" not in document:
        return ()
    member = document["proof"]
    if isinstance(member, dict):
        return (_read(member, "/proof"),)
    if not isinstance(member, list) or not member:
        raise InputError(
            "proof is neither an object nor a list of objects", pointer="/proof", spec="VC-DI §2.1"
        )
    if len(member) > limits.proofs:
        raise LimitError(
            f"the document has {len(member)} proofs, proofs allows {limits.proofs}", pointer="/proof"
        )
    return tuple(_read(item, f"/proof/{index}") for index, item in enumerate(member))


def _read(member: object, pointer: str) -> Proof:
    if not isinstance(member, dict):
        raise InputError("a proof is a JSON object", pointer=pointer, spec="VC-DI §2.1")
    options = {name: value for name, value in member.items() if name != "proofValue"}
    try:
        suite = suite_of(options)
    except (InputError, UnsupportedError):
        suite = None
    method = options.get("verificationMethod")
    return Proof(options, member.get("proofValue"), pointer, suite, method if isinstance(method, str) else "")
