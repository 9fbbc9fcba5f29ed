"""The algorithm of each key type as a row of functions; holds no key and reads no encoding."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from . import ecdsa, ed25519, rsa


class Algorithm(NamedTuple):
    """What can be done with a key of one type.

    Attributes:
        load_public: raw public key -> checked object that `verify` takes.
        verify: (object, signature, message) -> whether it fits.
        generate: fresh raw secret key.
        load_secret: raw secret key -> (object that `sign` takes, raw public key).
        sign: (object, message) -> signature.
    """

    load_public: Callable[[bytes], Any]
    verify: Callable[[Any, bytes, bytes], bool]
    generate: Callable[[], bytes]
    load_secret: Callable[[bytes], tuple[Any, bytes]]
    sign: Callable[[Any, bytes], bytes]


def _ecdsa(name: str) -> Algorithm:
    return Algorithm(
        partial(ecdsa.load_public, name),
        partial(ecdsa.verify, name),
        partial(ecdsa.generate, name),
        partial(ecdsa.load_secret, name),
        partial(ecdsa.sign, name),
    )


ALGORITHMS: dict[str, Algorithm] = {
    "Ed25519": Algorithm(
        ed25519.load_public, ed25519.verify, ed25519.generate, ed25519.load_secret, ed25519.sign
    ),
    "P-256": _ecdsa("P-256"),
    "P-384": _ecdsa("P-384"),
    "RSA": Algorithm(rsa.load_public, rsa.verify, rsa.generate, rsa.load_secret, rsa.sign),
}
