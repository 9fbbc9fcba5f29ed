"""did:key: the method's own text is its key; nothing is fetched."""

from __future__ import annotations

import functools

from ..errors import InputError
from ..keys import PublicKey
from ..outcome import Trust
from .method import VerificationMethod

_PREFIX = "did:key:"


# Pure, and only answers are kept: a did:key that resolves has fewer than 200 characters.
@functools.lru_cache(maxsize=1024)
def resolve(url: str) -> VerificationMethod:
    """Return the one method of ``did:key:X#X``; the bare ``did:key:X`` names it as well.

    Raises:
        InputError: the fragment is not the DID's own key, or the key is malformed or refused.
        UnsupportedError: a key type that this library does not know.
    """
    did, hash_sign, fragment = url.partition("#")
    text = did.removeprefix(_PREFIX)
    key = PublicKey.from_multikey(text)
    if hash_sign and fragment != text:
        raise InputError(
            "the fragment is not the key of the did:key: a fragment is a name, never a key",
            code="METHOD_NOT_FOUND",
            spec="did:key",
        )
    return VerificationMethod(f"{did}#{text}", did, key, Trust.SELF_ASSERTED)
