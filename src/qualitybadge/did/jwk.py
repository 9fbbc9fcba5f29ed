"""did:jwk: the DID is a JWK in base64url; nothing is fetched."""

from __future__ import annotations

import functools

from ..errors import InputError, LimitError
from ..keys import PublicKey
from ..outcome import Trust
from ..wire import multibase, strictjson
from .method import VerificationMethod

_PREFIX = "did:jwk:"
_MAX_CHARACTERS = 4096  # an RSA key of 8192 bits takes 1900


# Pure, and only answers are kept: 256 of at most 4 KiB.
@functools.lru_cache(maxsize=256)
def resolve(url: str) -> VerificationMethod:
    """Return the one method of ``did:jwk:X#0``; the bare ``did:jwk:X`` names it as well.

    Raises:
        InputError: malformed, another fragment, a private or symmetric key, or one not meant for signing.
        UnsupportedError: a key type that this library does not know.
    """
    did, hash_sign, fragment = url.partition("#")
    if hash_sign and fragment != "0":
        raise InputError("the only method of a did:jwk is #0", code="METHOD_NOT_FOUND", spec="did:jwk")
    text = did.removeprefix(_PREFIX)
    if len(text) > _MAX_CHARACTERS:
        raise LimitError(f"a did:jwk has at most {_MAX_CHARACTERS} characters here")
    try:
        jwk = strictjson.loads(multibase.b64url_decode(text))
    except InputError:
        # The decoder's message may quote the text, which may hold a secret.
        raise InputError(
            "the did:jwk is not a JWK in base64url", code="INVALID_VERIFICATION_METHOD", spec="did:jwk"
        ) from None
    return VerificationMethod(f"{did}#0", did, PublicKey.from_jwk(jwk), Trust.SELF_ASSERTED)
