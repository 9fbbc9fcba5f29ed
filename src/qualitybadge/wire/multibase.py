"""Base64url, base58btc and their multibase forms, strict: one text for one value; knows no key format.

Padding, white space, foreign letters and stray bits are refused, because a second spelling of a signature
or key would be a second document with the same meaning (RFC 7515 §2, CID §2.4).
"""

from __future__ import annotations

import binascii
import re

from qualitybadge.errors import InputError, LimitError

MAX_BASE58_BYTES = 1024
"""Default ceiling of a base58btc value: the largest key here has 526 bytes, and the work is quadratic."""

_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_NOT_BASE64URL = re.compile(r"[^A-Za-z0-9_-]")
# The last letter of an incomplete group carries bits that belong to no byte; they must be zero.
_LAST_LETTERS = {2: frozenset(_BASE64URL[::16]), 3: frozenset(_BASE64URL[::4])}

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_NOT_BASE58 = re.compile(f"[^{_BASE58}]")
_LETTERS = bytes.maketrans(bytes(range(58)), _BASE58.encode())
_DIGITS = bytes(max(_BASE58.find(chr(code)), 0) for code in range(256))
# Five letters at a time keep most of the arithmetic in machine words.
_BLOCK = 5
_BLOCK_VALUE = 58**_BLOCK


def b64url_decode(text: str | bytes) -> bytes:
    """Decode base64url without padding.

    Raises:
        InputError: padding, white space, ``+`` or ``/``, a foreign letter, an impossible length or stray
            bits at the end.
    """
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    elif not isinstance(text, str):
        raise _not_text(text)
    # The binary decoder below knows the plain alphabet and padding: those must not slip through.
    if "+" in text or "/" in text or "=" in text:
        raise _not_base64url(text)
    surplus = len(text) % 4
    if surplus and text[-1] not in _LAST_LETTERS.get(surplus, ()):
        raise _not_base64url(text)
    plain = text.replace("-", "+").replace("_", "/") + "==="[: -surplus % 4]
    try:
        return binascii.a2b_base64(plain, strict_mode=True)
    except ValueError:
        raise _not_base64url(text) from None


def b64url_encode(data: bytes) -> str:
    """Encode as base64url without padding."""
    plain = binascii.b2a_base64(data, newline=False).decode("ascii").rstrip("=")
    return plain.replace("+", "-").replace("/", "_")


def base58btc_decode(text: str, *, max_bytes: int = MAX_BASE58_BYTES) -> bytes:
    """Decode base58btc; the bound on the result is checked before the work.

    Raises:
        LimitError: the text stands for more than ``max_bytes`` bytes.
        InputError: a letter outside the alphabet.
    """
    if not isinstance(text, str):
        raise _not_text(text)
    # No byte takes more than log(256)/log(58) = 1.366 letters.
    if len(text) > max_bytes * 1.366 + 1:
        raise _too_long(max_bytes)
    foreign = _NOT_BASE58.search(text)
    if foreign:
        raise InputError(f"character {foreign.start()} is no base58btc letter", spec="CID §2.4")
    significant = text.lstrip("1")
    number = _number(significant.encode("ascii").translate(_DIGITS))
    zeros = len(text) - len(significant)
    size = zeros + (number.bit_length() + 7) // 8
    if size > max_bytes:
        raise _too_long(max_bytes)
    return number.to_bytes(size, "big")


def base58btc_encode(data: bytes) -> str:
    """Encode as base58btc; meant for keys and signatures, the work is quadratic."""
    significant = data.lstrip(b"\0")
    number = int.from_bytes(significant, "big")
    digits = bytearray()  # least significant first
    while number:
        number, block = divmod(number, _BLOCK_VALUE)
        for _ in range(_BLOCK):
            block, digit = divmod(block, 58)
            digits.append(digit)
    letters = digits[::-1].lstrip(b"\0").translate(_LETTERS).decode("ascii")
    return "1" * (len(data) - len(significant)) + letters


def decode(text: str, *, max_bytes: int = MAX_BASE58_BYTES) -> bytes:
    """Decode a multibase value: ``z`` base58btc or ``u`` base64url without padding.

    ``max_bytes`` bounds base58btc only.

    Raises:
        LimitError: as `base58btc_decode`.
        InputError: another prefix or no text at all; as `base58btc_decode` and `b64url_decode`.
    """
    if not isinstance(text, str):
        raise _not_text(text)
    if text.startswith("z"):
        return base58btc_decode(text[1:], max_bytes=max_bytes)
    if text.startswith("u"):
        return b64url_decode(text[1:])
    raise InputError("a multibase value starts with z (base58btc) or u (base64url)", spec="CID §2.4")


def encode(data: bytes, prefix: str = "z") -> str:
    """Encode as multibase with the prefix ``z`` or ``u``.

    Raises:
        InputError: another prefix.
    """
    if prefix == "z":
        return "z" + base58btc_encode(data)
    if prefix == "u":
        return "u" + b64url_encode(data)
    raise InputError("only the multibase prefixes z and u are written", spec="CID §2.4")


def _number(digits: bytes) -> int:
    """Read base-58 digits, most significant first."""
    whole = len(digits) % _BLOCK
    number = 0
    for digit in digits[:whole]:
        number = number * 58 + digit
    rest = iter(digits[whole:])
    for a, b, c, d, e in zip(rest, rest, rest, rest, rest, strict=True):
        number = number * _BLOCK_VALUE + (((a * 58 + b) * 58 + c) * 58 + d) * 58 + e
    return number


def _not_text(value: object) -> InputError:
    return InputError(f"expected a text, found {type(value).__name__}")


def _too_long(max_bytes: int) -> LimitError:
    return LimitError(f"a base58btc value of more than {max_bytes} bytes")


def _not_base64url(text: str) -> InputError:
    """Say which of the rules the text breaks."""
    foreign = _NOT_BASE64URL.search(text)
    if foreign and foreign[0] == "=":
        reason = "base64url must not be padded"
    elif foreign:
        reason = f"character {foreign.start()} is no base64url letter"
    elif len(text) % 4 == 1:
        reason = f"no base64url text has {len(text)} letters"
    else:
        reason = "the last letter of the base64url text has stray bits"
    return InputError(reason, spec="RFC 7515 §2")
