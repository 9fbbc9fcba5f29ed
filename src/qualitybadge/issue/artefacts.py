"""The documents that an issuer must publish so that others find its keys; writes and fetches nothing.

Whatever is said of a key is said alike in each document that names it: a trusted key is authorised, a
compromised one is ``revoked``, under no relationship and in no key set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..did import web
from ..errors import IssueError
from ..wire import timestamps
from .draft import OB_CONTEXT, VC_CONTEXT
from .keyhistory import IssuerKey, KeyHistory, KeyState, origin_of

_CID = "https://www.w3.org/ns/cid/v1"
_DID = "https://www.w3.org/ns/did/v1"
_MULTIKEY = "https://w3id.org/security/multikey/v1"
_JWK = "https://w3id.org/security/jwk/v1"
_WELL_KNOWN = "/.well-known/"

DID_TYPE = "application/did+json"
JWK_TYPE = "application/jwk+json"
KEY_SET_TYPE = "application/jwk-set+json"
LINKED_DATA_TYPE = "application/ld+json"


class Artefact(NamedTuple):
    """One document to publish.

    Attributes:
        url: where it must stand.
        document: what must stand there, as JSON data.
        media_type: what the server should call it.
    """

    url: str
    document: dict[str, Any]
    media_type: str


def trust_artefacts(profile: Mapping[str, Any], history: KeyHistory) -> tuple[Artefact, ...]:
    """Return every document by which others find the issuer, its keys, and what became of them.

    A did:web gets its ``did.json`` (DID Core) and beside it the Profile; an https issuer a Profile that is
    its controller document too (CID §2). Both get the key set of the host (OB 3.0 guide, key provenance)
    and for each key its JWK alone, which the ``kid`` of a token may name (OB 3.0 §8.2.1); a key with an
    address of its own gets the document that stands there (CID §2.2).

    Args:
        profile: the issuer's Profile as it stands in its badges.
        history: the issuer's keys.

    Raises:
        IssueError: the profile is another issuer's, or two documents would need one address.
    """
    issuer = history.controller
    if profile.get("id") != issuer:
        raise IssueError(
            f"the profile's id {profile.get('id')!r} is not the controller of the keys, {issuer}",
            code="CONTROLLER_MISMATCH",
            pointer="/id",
        )
    found = [*_described(profile, history), _key_set(history)]
    for entry in history.keys:
        if "#" not in entry.method:
            document = _standing_alone(entry, entry.method, issuer)
            found.append(Artefact(entry.method, document, LINKED_DATA_TYPE))
        if "?" not in issuer:  # below such an address nothing can stand
            found.append(_alone_as_jwk(entry, issuer))
    addresses = [artefact.url for artefact in found]
    for place, url in enumerate(addresses):
        if url in addresses[:place]:
            raise IssueError(
                f"two documents would have to stand at {url}", hint="give one of the keys another name"
            )
    return tuple(found)


def key_set_url(controller: str) -> str:
    """Return the address of the host's key set.

    Raises:
        IssueError, InputError: as `origin_of`.
    """
    return f"{origin_of(controller)}{_WELL_KNOWN}jwks.json"


def jwk_url(method: str, controller: str) -> str:
    """Return the address at which the key's JWK stands alone, for the ``kid`` of tokens (OB 3.0 §8.2.1).

    Raises:
        IssueError, InputError: as `origin_of`; or the controller has a query, and nothing can stand below it.
    """
    if "?" in controller:
        raise IssueError(
            f"no JWK can stand below {controller}", hint="use an id without a query, or no jwk_kid"
        )
    address, _, name = method.partition("#")
    if not name:
        return f"{address.removesuffix('.json')}-jwk.json"
    if controller.startswith("did:web:"):
        return f"{_folder(controller)}keys/{name}.json"
    home = f"{controller}/" if controller == origin_of(controller) else controller
    folder = f"{home}keys" if home.endswith("/") else f"{home.removesuffix('.json')}-keys"
    return f"{folder}/{name}.json"


def _folder(did: str) -> str:
    """Return the address of the folder that is the DID's own: its document's, or the root of the host."""
    folder = web.document_url(did).removesuffix("did.json")
    return folder.removesuffix(_WELL_KNOWN.lstrip("/"))


def _described(profile: Mapping[str, Any], history: KeyHistory) -> list[Artefact]:
    """Return what speaks of the issuer itself: Profile and controller document, which may be one."""
    issuer = history.controller
    keys = {
        "verificationMethod": [_method(entry, entry.method, issuer) for entry in history.keys],
        "assertionMethod": [entry.method for entry in history.trusted],
    }
    facts = {name: value for name, value in profile.items() if name not in ("@context", *keys)}
    if not issuer.startswith("did:web:"):
        document = {"@context": [*_contexts(profile), _CID], **facts, **keys}
        return [Artefact(issuer, document, LINKED_DATA_TYPE)]
    contexts = [_DID, _MULTIKEY]
    if any(entry.key.type == "RSA" for entry in history.keys):
        contexts.append(_JWK)
    return [
        Artefact(web.document_url(issuer), {"@context": contexts, "id": issuer, **keys}, DID_TYPE),
        Artefact(
            f"{_folder(issuer)}profile.json", {"@context": _contexts(profile), **facts}, LINKED_DATA_TYPE
        ),
    ]


def _contexts(profile: Mapping[str, Any]) -> list[Any]:
    """Return the contexts of a Profile that stands alone: the two of OB 3.0, then its own further ones."""
    given = profile.get("@context", [])
    listed = given if isinstance(given, list) else [given]
    return [VC_CONTEXT, OB_CONTEXT, *(url for url in listed if url not in (VC_CONTEXT, OB_CONTEXT, _CID))]


def _key_set(history: KeyHistory) -> Artefact:
    keys = [_jwk(entry, entry.method, history.controller) for entry in history.trusted]
    return Artefact(key_set_url(history.controller), {"keys": keys}, KEY_SET_TYPE)


def _alone_as_jwk(entry: IssuerKey, issuer: str) -> Artefact:
    """Return the key as a JWK at its own address.

    A JWK cannot say that it was revoked, and to find nothing would only mean "ask again": so a
    compromised key leaves there a method that is no JWK and says so.
    """
    url = jwk_url(entry.method, issuer)
    if entry.state is KeyState.COMPROMISED:
        return Artefact(url, _standing_alone(entry, url, issuer), LINKED_DATA_TYPE)
    return Artefact(url, _jwk(entry, url, issuer), JWK_TYPE)


def _jwk(entry: IssuerKey, kid: str, issuer: str) -> dict[str, Any]:
    return {
        **entry.key.to_jwk(),
        "kid": kid,
        "alg": entry.key.jose_algorithm,
        "use": "sig",
        "iss": issuer,
    }


def _standing_alone(entry: IssuerKey, name: str, issuer: str) -> dict[str, Any]:
    return {"@context": [_CID], **_method(entry, name, issuer)}


def _method(entry: IssuerKey, name: str, issuer: str) -> dict[str, Any]:
    """Return the verification method (CID §2.2); RSA has no Multikey."""
    method: dict[str, Any] = {"id": name, "type": "Multikey", "controller": issuer}
    if entry.key.type == "RSA":
        method |= {"type": "JsonWebKey", "publicKeyJwk": entry.key.to_jwk()}
    else:
        method["publicKeyMultibase"] = entry.key.to_multikey()
    if entry.compromised is not None:
        method["revoked"] = timestamps.render(entry.compromised)
    return method
