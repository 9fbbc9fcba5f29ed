"""DidResolver: from the URL of a verification method to a key that its controller authorised.

One row a scheme: did:key, did:jwk, did:web, https. Whether the controller is the badge's issuer is the
verifier's question. Documents come through the `Fetcher` only.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..errors import FetchError, InputError, LimitError, QualityBadgeError, UnsupportedError
from ..fetcher import Fetcher, Response, obtain, require_text
from ..keys import PublicKey
from ..limits import DEFAULT_LIMITS, Limits
from ..outcome import Trust
from ..urls import parse_url, shown
from ..wire import strictjson
from . import documents, jwk, key, keysets, web
from .method import PUBLIC_MATERIAL, VerificationMethod, read_key

__all__ = ["DidResolver", "VerificationMethod", "fragment_key"]

_MAX_URL_CHARACTERS = 8192
_REMEMBERED_DOCUMENTS = 64
_REMEMBERED_BYTES = 64 * 1024  # a longer document is obtained anew: memory must stay bounded
_NAMES_KEYS = frozenset({"verificationMethod", *documents.RELATIONSHIPS})
_SIGNING = frozenset(documents.RELATIONSHIPS) - {"keyAgreement"}


class DidResolver:
    """Resolve verification methods; make one a verification, for it remembers the documents it obtained.

    Args:
        fetcher: how documents are obtained.
        limits: ceilings; `verification_methods`, `fetch_*`, `redirects` and `json_*` are used.
    """

    def __init__(self, fetcher: Fetcher, limits: Limits = DEFAULT_LIMITS) -> None:
        self._fetcher = fetcher
        self._limits = limits
        self._lock = threading.Lock()
        self._documents: dict[str, Any] = {}
        self._failures: dict[str, FetchError] = {}
        self._asked = 0

    def resolve(
        self, method_url: str, *, relationship: str = "assertionMethod", at: datetime
    ) -> VerificationMethod:
        """Return the method that the URL names, if its controller authorised it for the relationship.

        Args:
            method_url: ``did:key:…``, ``did:jwk:…``, ``did:web:…#…`` or an https URL of a method or JWK.
            relationship: the verification relationship (CID §2.3) that lists the method; not keyAgreement.
            at: the moment at which the method must be in force; aware.

        Raises:
            InputError: malformed, not found, not authorised, of another controller, revoked, expired, weak.
            FetchError: a document could not be obtained.
            UnsupportedError: a DID method, URL scheme, method type or key type that we do not know.
        """
        _check_form(method_url)
        if relationship not in _SIGNING:
            raise InputError("no signature is made under this relationship", code="INVALID_RELATIONSHIP")
        if method_url.startswith("did:key:"):
            return key.resolve(method_url)
        if method_url.startswith("did:jwk:"):
            return jwk.resolve(method_url)
        if method_url.startswith("did:web:"):
            return self._in_did_document(method_url, relationship, at)
        if method_url.startswith("https:"):
            return self._on_the_web(method_url, relationship, at)
        raise _unknown_scheme(method_url)

    def published_keys(self, issuer_id: str, *, at: datetime) -> tuple[VerificationMethod, ...]:
        """Return the keys that the issuer publishes for signing badges (OB 3.0 guide, key provenance).

        For a DID those that its document lists under ``assertionMethod``; for an https issuer those of
        ``https://{authority}/.well-known/jwks.json`` and of its own controller document, if it has one.

        Raises:
            InputError: a document is malformed, another's, or exposes a private key.
            FetchError: nothing could be obtained.
            UnsupportedError: an issuer whose keys cannot be looked up.
        """
        _check_form(issuer_id)
        if issuer_id.startswith(("did:key:", "did:jwk:")):
            return (self.resolve(issuer_id, at=at),)
        if issuer_id.startswith("did:web:"):
            return self._listed(issuer_id, web.document_url(issuer_id), at)
        if not issuer_id.startswith(("https:", "http:")):
            raise _unknown_scheme(issuer_id)
        address = f"https://{parse_url(issuer_id).authority}/.well-known/jwks.json"
        try:
            key_set = _object(self._document(address))
        except FetchError as error:
            return self._own_document(issuer_id, at, error)
        published = tuple(keysets.published(key_set, address, issuer_id, self._limits))
        return published + self._own_document(issuer_id, at, None)

    def _own_document(
        self, issuer_id: str, at: datetime, failure: FetchError | None
    ) -> tuple[VerificationMethod, ...]:
        """Return what the https issuer's own document lists; a profile that is none lists nothing."""
        try:
            return self._listed(issuer_id, issuer_id.partition("#")[0], at)
        except QualityBadgeError as error:
            if error.code == "PRIVATE_KEY_EXPOSED":
                raise
            if failure is not None:
                raise failure from error
            return ()

    def _listed(self, identifier: str, address: str, at: datetime) -> tuple[VerificationMethod, ...]:
        document = documents.check_identity(self._document(address), identifier, self._limits)
        return tuple(
            VerificationMethod(name, identifier, public, Trust.DOMAIN, address)
            for name, public in documents.usable(document, "assertionMethod", at)
        )

    def _in_did_document(self, url: str, relationship: str, at: datetime) -> VerificationMethod:
        did, hash_sign, _ = url.partition("#")
        address = web.document_url(did)
        if not hash_sign:
            raise _malformed("a did:web names a document: the fragment that names the key is missing")
        document = documents.check_identity(self._document(address), did, self._limits)
        public = documents.find(document, url, relationship, at)
        return VerificationMethod(url, did, public, Trust.DOMAIN, address)

    def _on_the_web(self, url: str, relationship: str, at: datetime) -> VerificationMethod:
        """Return the method at an https URL: in a controller document, alone, or as a JWK (OB 3.0 §8)."""
        address = url.partition("#")[0]
        document = _object(self._document(address))
        if "kty" in document or "keys" in document:
            return keysets.find(document, url, self._limits)
        if not PUBLIC_MATERIAL.isdisjoint(document):
            return self._standing_alone(document, url, relationship, at)
        if _NAMES_KEYS.isdisjoint(document):  # a profile or a page of facts: no statement about keys at all
            raise FetchError(f"{shown(address)} names no keys", code="INVALID_CONTROLLER_DOCUMENT")
        own = documents.check_identity(document, address, self._limits)
        public = documents.find(own, url, relationship, at)
        return VerificationMethod(url, address, public, Trust.DOMAIN, address)

    def _standing_alone(
        self, entry: Mapping[str, Any], url: str, relationship: str, at: datetime
    ) -> VerificationMethod:
        """Return a method that is a document of its own, once its controller lists it (CID §3.3)."""
        address = url.partition("#")[0]
        if entry.get("id") != url:
            raise _malformed("the document found there has another id")
        controller = entry.get("controller")
        if not isinstance(controller, str):
            raise InputError("the verification method names no controller", code="CONTROLLER_MISMATCH")
        public = read_key(entry, controller, at)
        self._confirm(controller, url, public, relationship, at)
        return VerificationMethod(url, controller, public, Trust.DOMAIN, address)

    def _confirm(self, controller: str, url: str, public: PublicKey, relationship: str, at: datetime) -> None:
        """Ask the controller's own document, and no further one, whether the method is the controller's."""
        if controller.startswith("did:web:"):
            address = web.document_url(controller)
        elif controller.startswith("https:"):
            address = controller
        else:
            raise InputError("the method's controller publishes no document", code="CONTROLLER_MISMATCH")
        document = documents.check_identity(self._document(address), controller, self._limits)
        documents.check_authorised(document, url, relationship)
        if documents.names_method(document, url) and (
            documents.find(document, url, relationship, at) != public
        ):
            raise InputError(
                "the controller's document has another key under this name",
                code="INVALID_CONTROLLER_DOCUMENT",
            )

    def _document(self, address: str) -> Any:
        """Return the parsed document at the address; not to be changed, others may read it too."""
        with self._lock:
            if address in self._documents:
                return self._documents[address]
            if address in self._failures:
                raise self._failures[address]
            self._asked += 1
        response = self._obtained(address)
        document = self._parsed(response, address)
        with self._lock:
            if len(self._documents) < _REMEMBERED_DOCUMENTS and len(response.body) <= _REMEMBERED_BYTES:
                self._documents[address] = document
        return document

    def _obtained(self, address: str) -> Response:
        """Ask for a document, once in a verification, whatever the answer."""
        if self._asked > self._limits.fetches:
            raise FetchError(
                f"more than {self._limits.fetches} documents would have to be asked for", code="LIMIT"
            )
        try:
            return require_text(obtain(self._fetcher, address, limits=self._limits))
        except FetchError as error:
            with self._lock:
                self._failures[address] = error
            raise

    def _parsed(self, response: Response, address: str) -> Any:
        try:
            return strictjson.loads(response.body, limits=self._limits)
        except LimitError:
            raise
        except InputError as error:
            if response.media_type.endswith("json"):
                raise InputError(
                    f"{shown(address)} is malformed: {error.message}", code="INVALID_CONTROLLER_DOCUMENT"
                ) from error
            raise FetchError(f"{shown(address)} answered with something that is no JSON") from error


def fragment_key(method_url: str) -> VerificationMethod:
    """Return the key that is written into the fragment of an https URL; nobody vouches for it.

    For the relaxation `Policy.allow_fragment_keys` only, and never for a DID: there a fragment is a name.

    Raises:
        InputError: no https URL, or its fragment is no usable Multikey.
    """
    _check_form(method_url)
    address, _, fragment = method_url.partition("#")
    try:
        parse_url(address)  # which is https, and never a DID
        return VerificationMethod(method_url, address, PublicKey.from_multikey(fragment), Trust.NONE)
    except QualityBadgeError as error:
        raise _malformed(f"there is no key in its fragment: {error.message}") from error


def _check_form(url: object) -> None:
    if not isinstance(url, str):
        raise _malformed("it is no text")
    if len(url) > _MAX_URL_CHARACTERS:
        raise _malformed(f"it has more than {_MAX_URL_CHARACTERS} characters")
    if ":" not in url:
        raise _malformed("it is no absolute URL")


def _object(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise InputError("the document is no JSON object", code="INVALID_CONTROLLER_DOCUMENT")
    return document


def _unknown_scheme(url: str) -> QualityBadgeError:
    if url.startswith("http:"):
        return FetchError(f"{shown(url)} is not asked for: it uses http", code="INSECURE_TRANSPORT")
    what = ":".join(url.split(":")[: 2 if url.startswith("did:") else 1])
    return UnsupportedError(
        f"keys are not looked up by {shown(what)}:", hint="use did:key, did:jwk, did:web or an https URL"
    )


def _malformed(why: str) -> InputError:
    return InputError(
        f"the verification method is no usable URL: {why}",
        code="INVALID_VERIFICATION_METHOD",
        spec="CID §3.3",
    )
