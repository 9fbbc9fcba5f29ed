"""JSON Web Keys (RFC 7517, 7518, 8037): members <-> raw bytes; refuses what contradicts itself.

No message ever quotes a member's value: the value may be a secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError, InvalidKeyError, QualityBadgeError, UnsupportedError
from ..wire import multibase
from . import ecdsa, rsa
from .table import (
    AGREEMENT_CURVES,
    KEY_TYPES,
    PRIVATE_MEMBERS,
    RSA_BITS,
    RSA_EXPONENT_BITS,
    UNSUPPORTED_CURVES,
    KeyType,
)

_CURVES = {(row.kty, row.crv): row for row in KEY_TYPES.values()}
_RSA_SECRETS = ("d", "p", "q", "dp", "dq", "qi")


def read_public(jwk: object) -> tuple[str, bytes, Any]:
    """Return key type, raw key and, where reading already made it, the checked object.

    Raises:
        InvalidKeyError: malformed, symmetric, private, weak, or contradicting itself.
        UnsupportedError: a key type or curve that this library does not know.
    """
    members = _members(jwk)
    _refuse_symmetric(members)
    for name in PRIVATE_MEMBERS:
        if name in members:
            raise InvalidKeyError(
                f"the public key carries the private member {name!r}",
                code="PRIVATE_KEY_EXPOSED",
            )
    row = _row(members)
    _check_purpose(members, row, "verify")
    return row.name, *_public_parts(members, row)


def read_secret(jwk: object) -> tuple[str, bytes, bytes]:
    """Return key type, raw secret key and the raw public key that came with it.

    Raises:
        InvalidKeyError: malformed, symmetric, public only, weak, mismatched, or contradicting itself.
        UnsupportedError: a key type or curve that this library does not know.
    """
    members = _members(jwk)
    _refuse_symmetric(members)
    row = _row(members)
    _check_purpose(members, row, "sign")
    public, _ = _public_parts(members, row)
    if row.kty == "RSA":
        if "oth" in members:
            raise UnsupportedError("RSA keys with more than two primes are not supported")
        numbers = {name: int.from_bytes(_text(members, name), "big") for name in ("n", "e", *_RSA_SECRETS)}
        return row.name, rsa.secret_from_numbers(numbers), public
    return row.name, _octets(members, "d", row.secret_bytes), public


def write_public(key_type: str, backend: Any) -> dict[str, Any]:
    """Return the required members (RFC 7638 §3.2), in the order in which a thumbprint takes them."""
    row = KEY_TYPES[key_type]
    if row.kty == "RSA":
        numbers = backend.public_numbers()
        return {"e": _encode(numbers.e), "kty": "RSA", "n": _encode(numbers.n)}
    if row.kty == "OKP":
        return {"crv": row.crv, "kty": row.kty, "x": multibase.b64url_encode(backend)}
    point = backend.public_numbers()
    x, y = (_encode(value, row.secret_bytes) for value in (point.x, point.y))
    return {"crv": row.crv, "kty": row.kty, "x": x, "y": y}


def write_secret(key_type: str, secret: bytes, backend: Any) -> dict[str, str]:
    """Return the private members."""
    if key_type == "RSA":
        return {name: _encode(value) for name, value in rsa.secret_numbers(backend).items()}
    return {"d": multibase.b64url_encode(secret)}


def _members(jwk: object) -> Mapping[str, Any]:
    if not isinstance(jwk, Mapping):
        raise InvalidKeyError("a JWK is a JSON object", spec="RFC 7517 §4")
    return jwk


def _refuse_symmetric(members: Mapping[str, Any]) -> None:
    if members.get("kty") == "oct":
        raise InvalidKeyError(
            "a symmetric key ('oct') proves nothing about who signed",
            code="PRIVATE_KEY_EXPOSED" if "k" in members else "",
        )


def _row(members: Mapping[str, Any]) -> KeyType:
    kty, crv = members.get("kty"), members.get("crv", "")
    if not isinstance(kty, str) or not isinstance(crv, str):
        raise InvalidKeyError("kty and crv of a JWK are text", spec="RFC 7517 §4.1")
    row = _CURVES.get((kty, crv))
    if row is not None:
        return row
    raise _refused(kty, crv)


def _refused(kty: str, crv: str) -> QualityBadgeError:
    if crv in AGREEMENT_CURVES:
        return InvalidKeyError(f"{crv} is not supported: such a key agrees on secrets and cannot sign")
    if crv in UNSUPPORTED_CURVES:
        return UnsupportedError(f"{crv} is not supported", hint=_hint())
    if kty in {"EC", "OKP", "RSA"} and any(crv == row.crv for row in KEY_TYPES.values()):
        return InvalidKeyError("kty and crv of the JWK contradict each other")
    return UnsupportedError("the key type or curve of the JWK is not supported", hint=_hint())


def _hint() -> str:
    return f"use {', '.join(KEY_TYPES)}"


def _check_purpose(members: Mapping[str, Any], row: KeyType, operation: str) -> None:
    """Refuse a key whose own members say that it is for something else (RFC 7517 §4.2 to 4.4)."""
    algorithm = members.get("alg")
    if "alg" in members and (not isinstance(algorithm, str) or algorithm not in row.jwk_algorithms):
        raise InvalidKeyError(
            f"the JWK's alg does not fit a key of type {row.name}, which signs {row.jose_algorithm}",
            code="ALGORITHM",
        )
    if "use" in members and members["use"] != "sig":
        raise InvalidKeyError("the JWK's use is not 'sig'", spec="RFC 7517 §4.2")
    operations = members.get("key_ops", [operation])
    if not isinstance(operations, list) or operation not in operations:
        raise InvalidKeyError(
            f"the JWK's key_ops do not allow {operation!r}",
            spec="RFC 7517 §4.3",
        )


def _public_parts(members: Mapping[str, Any], row: KeyType) -> tuple[bytes, Any]:
    if row.kty == "OKP":
        return _octets(members, "x", row.public_bytes), None
    if row.kty == "EC":
        x, y = (_octets(members, name, row.secret_bytes) for name in ("x", "y"))
        point = ecdsa.load_coordinates(row.name, x, y)
        return ecdsa.compress(point), point
    n = _number(members, "n", RSA_BITS[1])
    e = _number(members, "e", RSA_EXPONENT_BITS[1])
    key = rsa.from_numbers(n, e)
    return rsa.raw_of(key), key


def _text(members: Mapping[str, Any], name: str) -> bytes:
    value = members.get(name)
    if not isinstance(value, str):
        raise InvalidKeyError(f"the JWK's member {name!r} is missing or no text")
    try:
        return multibase.b64url_decode(value)
    except InputError:
        raise InvalidKeyError(f"the JWK's member {name!r} is not base64url") from None


def _octets(members: Mapping[str, Any], name: str, size: int) -> bytes:
    data = _text(members, name)
    if len(data) != size:
        raise InvalidKeyError(f"the JWK's member {name!r} has {size} bytes, not {len(data)}")
    return data


def _number(members: Mapping[str, Any], name: str, bits: int) -> int:
    data = _text(members, name)
    if data[:1] in {b"", b"\x00"}:
        raise InvalidKeyError(f"the JWK's member {name!r} is not in its shortest form", spec="RFC 7518 §2")
    if len(data) > bits // 8:
        raise InvalidKeyError(f"the JWK's member {name!r} is too large")
    return int.from_bytes(data, "big")


def _encode(value: int, size: int = 0) -> str:
    return multibase.b64url_encode(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))
