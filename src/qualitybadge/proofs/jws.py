"""Compact JWS (RFC 7515): parse, judge the header, verify with a given key, sign; knows no credential.

The key chooses the algorithm and the header only has to agree: what a token says about itself never
decides how it is verified.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import InputError, LimitError, ProofError, UnsupportedError
from ..keys import PublicKey, Signer
from ..keys.table import KEY_TYPES, PRIVATE_MEMBERS
from ..limits import DEFAULT_LIMITS, Limits
from ..wire import multibase, strictjson
from .signature import signature_of

ALLOWED_HEADERS = ("alg", "kid", "jwk", "typ")
"""All that OB 3.0 §8.2.1 lets a header have."""

ALGORITHMS = frozenset(row.jose_algorithm for row in KEY_TYPES.values())
"""The values of ``alg`` that a key of ours can agree with."""

_OTHER_SIGNATURES = frozenset(
    {"RS384", "RS512", "PS256", "PS384", "PS512", "ES512", "ES256K", "Ed25519", "Ed448", "ESP256", "ESP384"}
)
"""Registered public-key signatures that are sound and just not supported here."""

_HEADER_RULE = "OB 3.0 §8.2.1"
_LONGEST_NAME = 40
_PARTS = 3
_REMEMBERED_BYTES = 2048


@dataclass(frozen=True, slots=True)
class CompactJws:
    """A token taken apart and not verified.

    Attributes:
        header: the JOSE header; treat it as immutable.
        payload: the payload's bytes, decoded from base64url and nothing else.
        signing_input: the bytes under the signature, exactly as received.
        signature: the signature's bytes.
    """

    header: dict[str, Any]
    payload: bytes
    signing_input: bytes
    signature: bytes


def parse(token: str | bytes, *, limits: Limits = DEFAULT_LIMITS) -> CompactJws:
    """Take a compact token apart (RFC 7515 §7.1); nothing about it is trusted yet.

    Raises:
        LimitError: longer than `limits.json_bytes`, or a header longer than `limits.jose_header_bytes`.
        InputError: PARSING where it is no compact token, MALFORMED_VALUE where a part is not base64url, the
            header is not strict JSON or not an object, or a part is empty.
    """
    raw = _as_bytes(token)
    if len(raw) > limits.json_bytes:
        raise LimitError(f"the token has {len(raw)} bytes, json_bytes allows {limits.json_bytes}")
    parts = raw.split(b".", _PARTS)
    if len(parts) != _PARTS:
        raise _not_compact(raw)
    header, payload, signature = parts
    if not (header and payload and signature):
        raise _empty_part(header, payload)
    if len(header) > limits.jose_header_bytes:
        raise LimitError(
            f"the JOSE header is longer than jose_header_bytes allows ({limits.jose_header_bytes})"
        )
    remembered = limits is DEFAULT_LIMITS and len(header) <= _REMEMBERED_BYTES
    members: dict[str, Any] = _copied(_remembered_header(header)) if remembered else _header(header, limits)
    return CompactJws(
        members, _decoded(payload, "payload"), raw[: -len(signature) - 1], _decoded(signature, "signature")
    )


def _header(header: bytes, limits: Limits) -> dict[str, Any]:
    members = strictjson.loads(_decoded(header, "header"), limits=limits)
    if not isinstance(members, dict):
        raise InputError("the JOSE header is not a JSON object", code="JOSE_HEADER", spec="RFC 7515 §4")
    return members


# All tokens of one key have one header. Pure: the same bytes always give the same members, and a header
# that is refused is not kept. Callers get copies, so that nobody can change it for the next token.
@functools.lru_cache(maxsize=256)
def _remembered_header(header: bytes) -> dict[str, Any]:
    return _header(header, DEFAULT_LIMITS)


def _copied(value: Any) -> Any:
    if type(value) is dict:
        return {name: _copied(member) for name, member in value.items()}
    return [_copied(item) for item in value] if type(value) is list else value


def check_header(jws: CompactJws, *, allow_types: tuple[str, ...] = ("JWT",)) -> None:
    """Refuse a header that is not exactly what OB 3.0 §8.2.1 describes.

    Whether ``kid`` and ``jwk`` name the same key cannot be told from the header: whoever resolves compares.

    Args:
        jws: the token.
        allow_types: values that ``typ`` may have; it may also be absent.

    Raises:
        InputError: ALGORITHM for a missing, unsecured or symmetric ``alg``; JOSE_HEADER for ``crit``, any
            other further member, a wrong ``typ``, or no key; PRIVATE_KEY_EXPOSED for a private ``jwk``.
        UnsupportedError: ``alg`` is a registered public-key signature that is not supported here.
    """
    header = jws.header
    for name in header:
        if name not in ALLOWED_HEADERS:
            raise _foreign_member(name)
    _check_algorithm(header.get("alg"))
    if "typ" in header and header["typ"] not in allow_types:
        raise InputError(
            "the token's typ is not " + " or ".join(allow_types),
            code="TOKEN_TYPE",
            pointer="/typ",
            spec=_HEADER_RULE,
        )
    _check_key(header)


def check_open_header(jws: CompactJws) -> None:
    """Refuse a header that asks for what is not understood; members that ask for nothing are passed over.

    For tokens whose specification leaves the header to RFC 7515, as that of Open Badges 2.0 does. Keys and
    addresses of keys in the header are never used.

    Raises:
        InputError: ALGORITHM for a missing, unsecured or symmetric ``alg``; JOSE_HEADER for ``crit`` or
            ``b64``, or a ``jwk`` that is none; PRIVATE_KEY_EXPOSED for a private ``jwk``.
        UnsupportedError: ``alg`` is a registered public-key signature that is not supported here.
    """
    for name in ("crit", "b64"):
        if name in jws.header:
            raise _foreign_member(name)
    _check_algorithm(jws.header.get("alg"))
    if "jwk" in jws.header:
        _check_jwk(jws.header["jwk"])


def verify(jws: CompactJws, key: PublicKey) -> None:
    """Verify the signature over the bytes as received; the key alone says by which algorithm (RFC 7515 §5.2).

    Raises:
        ProofError: ALGORITHM where the header names another algorithm than the key's, PROOF_VERIFICATION
            where the signature does not fit.
    """
    algorithm = key.jose_algorithm
    if jws.header.get("alg") != algorithm:
        raise ProofError(
            f"the token's alg does not fit the key, which signs {algorithm}",
            code="ALGORITHM",
            pointer="/alg",
            spec="RFC 8725 §3.1",
        )
    if not key.verify(jws.signature, jws.signing_input):
        raise ProofError("the signature does not match the token", spec="RFC 7515 §5.2")


def sign(payload: bytes, signer: Signer, *, header: Mapping[str, Any]) -> str:
    """Return the compact token of a payload; ``alg`` comes from the signer's key.

    Args:
        payload: the bytes to sign.
        signer: whose key signs.
        header: further header members: ``kid`` or ``jwk``, and ``typ``.

    Raises:
        InputError: the header breaks a rule of `check_header`, or names another ``alg`` than the key's.
        InvalidKeyError: the signer's answer cannot be a signature of its key.
    """
    algorithm = signer.public_key.jose_algorithm
    members = {"alg": algorithm, **header}
    typ = members.get("typ", "JWT")
    check_header(CompactJws(members, payload, b"", b""), allow_types=(typ,) if isinstance(typ, str) else ())
    if members["alg"] != algorithm:
        raise InputError(
            f"a {signer.public_key.type} key signs {algorithm}", code="ALGORITHM", pointer="/alg"
        )
    head = multibase.b64url_encode(strictjson.dumps(members))
    signing_input = f"{head}.{multibase.b64url_encode(payload)}"
    signature = signature_of(signer, signing_input.encode("ascii"))
    return f"{signing_input}.{multibase.b64url_encode(signature)}"


def _as_bytes(token: str | bytes) -> bytes:
    if isinstance(token, bytes):
        return token
    try:
        return token.encode("ascii")
    except UnicodeEncodeError:
        raise InputError("a compact token has ASCII characters only", code="PARSING") from None


def _decoded(part: bytes, name: str) -> bytes:
    try:
        return multibase.b64url_decode(part)
    except InputError as error:
        raise InputError(f"the token's {name}: {error.message}", spec="RFC 7515 §2") from None


def _not_compact(raw: bytes) -> InputError:
    if raw.lstrip()[:1] == b"{":
        message, hint = "the token is in JSON serialization", "ask the issuer for the compact form"
    elif raw.count(b".") == _PARTS + 1:
        message, hint = "five parts make an encrypted token, a signed one has three", "decrypt it first"
    else:
        message, hint = f"a signed token has three parts, this one {raw.count(b'.') + 1}", ""
    return InputError(message, code="PARSING", hint=hint, spec="RFC 7515 §7.1")


def _empty_part(header: bytes, payload: bytes) -> InputError:
    if not header:
        return InputError("the token has no header", code="PARSING", spec="RFC 7515 §7.1")
    if not payload:
        return InputError("the token's payload is detached", code="PARSING", spec="RFC 7515 §F")
    return InputError(
        "the token is not signed: its signature is empty", code="ALGORITHM", spec="RFC 8725 §3.2"
    )


def _foreign_member(name: str) -> InputError:
    if name == "crit":
        message = "the JOSE header has crit, and no extension is understood here"
        return InputError(message, code="JOSE_HEADER", pointer="/crit", spec="RFC 7515 §4.1.11")
    if name == "b64":
        message = "the JOSE header has b64: a payload outside base64url is not allowed"
        return InputError(message, code="JOSE_HEADER", pointer="/b64", spec="RFC 7797 §6")
    plain = len(name) <= _LONGEST_NAME and name.isascii() and name.isprintable()
    shown = repr(name) if plain else "a member with a strange name"
    pointer = "/" + name.replace("~", "~0").replace("/", "~1") if plain else ""
    return InputError(
        f"the JOSE header has {shown}, only alg, kid, jwk and typ are allowed",
        code="JOSE_HEADER",
        pointer=pointer,
        spec=_HEADER_RULE,
    )


def _check_algorithm(algorithm: object) -> None:
    pointer = "/alg"
    if not isinstance(algorithm, str):
        message = "the JOSE header names no alg" if algorithm is None else "alg is not a text"
        raise InputError(message, code="ALGORITHM", pointer=pointer, spec="RFC 7515 §4.1.1")
    if algorithm in ALGORITHMS:
        return
    if algorithm in _OTHER_SIGNATURES:
        raise UnsupportedError(f"{algorithm} is not supported", code="ALGORITHM", pointer=pointer)
    if algorithm.lower() == "none":
        message = "alg says none: the token is not signed"
    elif algorithm.upper().startswith("HS"):
        message = "alg is symmetric: whoever can verify it could have made it"
    else:
        message = "alg is no registered signature algorithm"
    raise InputError(message, code="ALGORITHM", pointer=pointer, spec="RFC 8725 §3.2")


def _check_key(header: dict[str, Any]) -> None:
    if "kid" not in header and "jwk" not in header:
        raise InputError(
            "the JOSE header names no key: neither kid nor jwk", code="JOSE_HEADER", spec=_HEADER_RULE
        )
    if "kid" in header and not (isinstance(header["kid"], str) and header["kid"]):
        raise InputError("kid is not a text", code="JOSE_HEADER", pointer="/kid", spec="RFC 7515 §4.1.4")
    if "jwk" in header:
        _check_jwk(header["jwk"])


def _check_jwk(jwk: object) -> None:
    if not isinstance(jwk, dict):
        raise InputError(
            "jwk is not a JSON object", code="JOSE_HEADER", pointer="/jwk", spec="RFC 7515 §4.1.3"
        )
    exposed = [name for name in PRIVATE_MEMBERS if name in jwk]
    if exposed:  # the name only: the value is a secret
        raise InputError(
            f"the key in the JOSE header carries the private member {exposed[0]!r}",
            code="PRIVATE_KEY_EXPOSED",
            pointer="/jwk",
        )
