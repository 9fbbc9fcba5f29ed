"""RSA (PKCS #1 v1.5 with SHA-256) by cryptography: check, verify, sign; reads no JWK or Multikey.

The raw public form is the DER of RSAPublicKey (RFC 8017 §A.1.1), the raw secret form that of PKCS #8.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import InvalidKeyError
from .table import RSA_BITS, RSA_EXPONENT_BITS

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import rsa

_SMALL_FACTORS = math.prod((2, *range(3, 752, 2)))
_DEFAULT_BITS = 3072
_MAX_DER_BYTES = RSA_BITS[1] // 8 + RSA_EXPONENT_BITS[1] // 8 + 16


def check_numbers(n: int, e: int) -> None:
    """Check modulus and exponent (NIST SP 800-131A, SP 800-89 §5.3.3, FIPS 186-5 §A.1.1).

    Raises:
        InvalidKeyError: the modulus is too short, too long or has a small factor; the exponent is even, too
            small or too large.
    """
    low, high = RSA_BITS
    if not low <= n.bit_length() <= high:
        raise InvalidKeyError(f"an RSA key has {low} to {high} bits, this one {n.bit_length()}")
    if math.gcd(n, _SMALL_FACTORS) != 1:
        raise InvalidKeyError("the RSA modulus has a small factor: anybody could sign for it")
    least, most = RSA_EXPONENT_BITS
    if e % 2 == 0 or not least <= e.bit_length() <= most:
        raise InvalidKeyError("the RSA exponent must be odd and lie between 2^16 and 2^256")


def from_numbers(n: int, e: int) -> rsa.RSAPublicKey:
    """Return the key.

    Raises:
        InvalidKeyError: see `check_numbers`.
    """
    from cryptography.hazmat.primitives.asymmetric import rsa

    check_numbers(n, e)
    return rsa.RSAPublicNumbers(e, n).public_key()


def raw_of(key: rsa.RSAPublicKey) -> bytes:
    """Return the DER of RSAPublicKey."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.DER, PublicFormat.PKCS1)


def load_public(raw: bytes) -> rsa.RSAPublicKey:
    """Return the key of its DER form.

    Raises:
        InvalidKeyError: not the one DER encoding of an RSA key, or see `check_numbers`.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    if len(raw) > _MAX_DER_BYTES:
        raise InvalidKeyError(f"an RSA public key has at most {_MAX_DER_BYTES} bytes, this one {len(raw)}")
    try:
        key = load_der_public_key(raw)
    except (ValueError, UnsupportedAlgorithm):
        raise InvalidKeyError("not the DER form of an RSA public key") from None
    if not isinstance(key, rsa.RSAPublicKey) or raw_of(key) != raw:
        raise InvalidKeyError("not the DER form of an RSA public key")
    numbers = key.public_numbers()
    check_numbers(numbers.n, numbers.e)
    return key


def verify(public: rsa.RSAPublicKey, signature: bytes, message: bytes) -> bool:
    """Return whether the signature fits; its length must be that of the modulus."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    if len(signature) != (public.key_size + 7) // 8:
        return False
    try:
        public.verify(signature, message, PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def generate() -> bytes:
    """Return the PKCS #8 DER of a fresh key."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return secret_of(rsa.generate_private_key(65537, _DEFAULT_BITS))


def secret_of(key: rsa.RSAPrivateKey) -> bytes:
    """Return the PKCS #8 DER."""
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def load_secret(secret: bytes) -> tuple[rsa.RSAPrivateKey, bytes]:
    """Return what `sign` needs and the raw public key.

    Raises:
        InvalidKeyError: not an RSA key in PKCS #8, inconsistent, or see `check_numbers`.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    try:
        key = load_der_private_key(secret, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InvalidKeyError("not the PKCS #8 form of an RSA secret key") from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise InvalidKeyError("not the PKCS #8 form of an RSA secret key")
    public = key.public_key()
    numbers = public.public_numbers()
    check_numbers(numbers.n, numbers.e)
    return key, raw_of(public)


def secret_from_numbers(numbers: Mapping[str, int]) -> bytes:
    """Return the PKCS #8 DER of the members n, e, d, p, q, dp, dq, qi (RFC 7518 §6.3).

    Raises:
        InvalidKeyError: the numbers do not belong together, or see `check_numbers`.
    """
    from cryptography.hazmat.primitives.asymmetric import rsa

    check_numbers(numbers["n"], numbers["e"])
    try:
        key = rsa.RSAPrivateNumbers(
            p=numbers["p"],
            q=numbers["q"],
            d=numbers["d"],
            dmp1=numbers["dp"],
            dmq1=numbers["dq"],
            iqmp=numbers["qi"],
            public_numbers=rsa.RSAPublicNumbers(numbers["e"], numbers["n"]),
        ).private_key()
    except ValueError:
        raise InvalidKeyError("the members of the RSA key do not belong together") from None
    return secret_of(key)


def secret_numbers(key: rsa.RSAPrivateKey) -> dict[str, int]:
    """Return the secret members d, p, q, dp, dq, qi (RFC 7518 §6.3.2)."""
    n = key.private_numbers()
    return {"d": n.d, "p": n.p, "q": n.q, "dp": n.dmp1, "dq": n.dmq1, "qi": n.iqmp}


def sign(key: rsa.RSAPrivateKey, message: bytes) -> bytes:
    """Return the signature, as long as the modulus."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    return key.sign(message, PKCS1v15(), hashes.SHA256())
