"""By which names others find the key that an issuer signs with; signs nothing and publishes nothing."""

from __future__ import annotations

from typing import Any

from ..errors import IssueError
from ..fetcher import Response
from ..keys import PublicKey
from ..wire import strictjson
from .artefacts import jwk_url, trust_artefacts
from .keyhistory import KeyHistory, KeyState


def own_method(key: PublicKey) -> str:
    """Return the verification method of a key that names itself: did:key, or did:jwk for RSA."""
    if key.type == "RSA":
        return f"{key.to_did_jwk()}#0"
    did = key.to_did_key()
    return f"{did}#{did.removeprefix('did:key:')}"


def first_history(identity: object, method: str, key: PublicKey, *, named: bool) -> KeyHistory | None:
    """Return the history of an issuer with one key, None where the key names itself.

    Args:
        identity: the profile's id.
        method: the verification method that signs.
        key: its public key.
        named: whether the caller named the method; it decides which advice helps.

    Raises:
        IssueError: the profile's id is not the controller of the key, so that nobody would accept its
            badges, or the method is of a kind that nobody could resolve.
        InputError: the did:web is malformed.
    """
    controller = method.partition("#")[0]
    own = controller.startswith(("did:key:", "did:jwk:"))
    if identity == controller:
        return None if own else KeyHistory.start(method, key)
    if not own and isinstance(identity, str) and "#" not in method:  # a key with an address of its own
        return KeyHistory.start(method, key, controller=identity)
    hint = f"give the profile the id {controller!r}, or use a verification method of the profile's id"
    if not named and isinstance(identity, str) and identity.startswith(("did:web:", "https://")):
        hint = f"pass method='{identity}#key-1', the address under which you publish the key; or {hint}"
    raise IssueError(
        f"the profile's id {identity!r} does not control the key {method!r}",
        code="CONTROLLER_MISMATCH",
        pointer="/issuer/id",
        hint=hint,
    )


def kid_of(history: KeyHistory | None, method: str) -> str:
    """Return the address of the key's JWK, for the ``kid`` of tokens (OB 3.0 §8.2.1).

    Raises:
        IssueError: the key names itself, or nothing can stand below the issuer's id.
    """
    if history is None:
        raise IssueError(
            "the key names itself, so its JWK stands nowhere", code="USAGE", hint="leave out jwk_kid"
        )
    return jwk_url(method, history.controller)


def require_active(history: KeyHistory, method: str, key: PublicKey) -> KeyHistory:
    """Return the history if it knows the key that signs.

    Raises:
        IssueError: it does not, or as one that signs no longer.
        TypeError: it is no history.
    """
    if not isinstance(history, KeyHistory):
        raise TypeError(f"history must be a KeyHistory, not {type(history).__name__}: KeyHistory.start(…)")
    entry = history.find(method)
    if entry.key != key or entry.state is not KeyState.ACTIVE:
        what = (
            f"is {entry.state.value} in the history" if entry.key == key else "is another one in the history"
        )
        raise IssueError(
            f"the key {method} {what}, so nobody would accept what it signs",
            hint="sign with a key that the history has as active, or rotate the history to this one first",
        )
    return history


def served(profile: dict[str, Any], history: KeyHistory | None) -> dict[str, Response]:
    """Return the answers of the web that the issuer is about to publish."""
    found = () if history is None else trust_artefacts(profile, history)
    return {
        url: Response(headers={"Content-Type": media_type}, body=strictjson.dumps(document))
        for url, document, media_type in found
    }
