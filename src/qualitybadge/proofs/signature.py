"""One signature from a signer, its shape checked; it verifies nothing and chooses no algorithm."""

from __future__ import annotations

from ..errors import InvalidKeyError
from ..keys import Signer
from ..keys.table import KEY_TYPES


def signature_of(signer: Signer, message: bytes) -> bytes:
    """Return what the signer makes of the message.

    Raises:
        InvalidKeyError: it has not the length of a signature of that key; HSMs like to answer DER for ECDSA.
    """
    row = KEY_TYPES[signer.public_key.type]
    signature = signer.sign(message)
    if row.signature_bytes and len(signature) != row.signature_bytes:
        raise InvalidKeyError(
            f"the signer returned {len(signature)} bytes, a {row.name} signature has {row.signature_bytes}",
            hint="an ECDSA signature is r and s side by side, not DER",
        )
    return signature
