"""Who a badge must belong to: the identities of one person, compared with a badge's subject (OB 3.0 §8.3).

The recipient's salt is hashed here. Comparison is exact, with no folding of case or Unicode forms: a hash
covers the very bytes that the issuer had. A near miss is named in `RecipientMatch.hint`, never accepted.
Verifies no badge, imports no pydantic, and shows no identity in a repr or a message.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..errors import InputError
from .enumerations import IDENTIFIER_TYPES

_SALT_BYTES = 16
_WEAK = frozenset({"md5", "sha1"})
# Only sha256 is made; the others are read: md5 everywhere (OB 3.0 §B, IdentityHash), the rest before 2.0.
_HASHES: dict[str, Callable[[bytes], str]] = {
    "sha256": lambda data: hashlib.sha256(data).hexdigest(),
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "sha1": lambda data: hashlib.sha1(data, usedforsecurity=False).hexdigest(),
    "sha512": lambda data: hashlib.sha512(data).hexdigest(),
}
_CURRENT, _EVER = frozenset({"sha256", "md5"}), frozenset(_HASHES)
_LONGEST_NAME = 20
# One type under several spellings: of Open Badges 2.0 on the left, of 3.0 on the right.
_SPELLINGS = {"email": "emailAddress", "telephone": "ext:telephone", "phone": "ext:telephone"}
_OLDER_SPELLINGS = {"emailAddress": "email", "ext:telephone": "telephone"}
# Identities that are URIs already, so that one of them is the subject's id; and how others become one.
_URI_TYPES = ("id", "url")
_SCHEMES = {"id": "", "url": "", "emailAddress": "mailto:", "ext:telephone": "tel:"}
_NEAR: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("letter case", str.lower),
    ("Unicode form", lambda text: unicodedata.normalize("NFC", text)),
    ("surrounding white space", str.strip),
)


@dataclass(frozen=True, slots=True)
class RecipientMatch:
    """What comparing a recipient with a subject gave.

    Attributes:
        matched: one identity of the recipient is one of the subject.
        comparable: the subject names an identity of a kind that the recipient has too.
        weak_hash: the identity that matched is hashed with md5 or sha1.
        pointer: where in the subject the identity stands that matched, else "".
        hint: in what the nearest miss differs, such as ``letter case``; "" where nothing is near.
        hash_name: how the identity that matched is hashed, "" for a plain one. Where nothing is comparable,
            the algorithm of an identity that cannot be compared because of it, as it is written there.
    """

    matched: bool
    comparable: bool
    weak_hash: bool = False
    pointer: str = ""
    hint: str = ""
    hash_name: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity of a person.

    Attributes:
        type: ``id`` or ``url`` for what stands in a subject's id, else an identifier type of OB 3.0.
        value: the identity, exactly as the issuer has it.
    """

    type: str
    value: str = field(repr=False)


class _Claim(NamedTuple):
    """One identity that a subject names; `hash_name` is "" for a plain one."""

    type: str
    text: str
    hash_name: str
    salt: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person or organisation that a badge is given to or must belong to.

    Attributes:
        identities: who it is; several where one person is known by several.
        hashed: whether `to_subject` hashes the identities.
        salt: what is appended before hashing; None: fresh and random for each identity.
    """

    identities: tuple[Identity, ...]
    hashed: bool = False
    salt: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.identities, tuple) or not all(
            isinstance(i, Identity) for i in self.identities
        ):
            raise TypeError("identities are a tuple of Identity: use Recipient.email(…) or Recipient.did(…)")
        if not self.identities:
            raise InputError("a recipient needs an identity", hint="give an email address, a DID or another")
        for identity in self.identities:
            if not isinstance(identity.value, str) or not identity.value:
                raise InputError(f"the recipient's {identity.type} is no text, or an empty one")

    @classmethod
    def email(cls, value: str, *, hashed: bool = False, salt: str | None = None) -> Recipient:
        """Return the recipient known by an email address.

        Raises:
            InputError: the value is no text, or no address: one @ with text on either side.
        """
        if isinstance(value, str):
            name, at, host = value.rpartition("@")
            if not (at and name.strip() and host.strip()) or "@" in name:
                raise InputError(
                    "the recipient's email address is none: it has one @ with text on either side",
                    code="USAGE",
                    hint="for another kind of identity use Recipient.did or Recipient.identifier",
                )
        return cls.identifier(value, type="emailAddress", hashed=hashed, salt=salt)

    @classmethod
    def did(cls, value: str) -> Recipient:
        """Return the recipient known by a DID, or by another URI that is the subject's id.

        Raises:
            InputError: the value is no text, or no URI.
        """
        if isinstance(value, str) and ":" not in value:
            raise InputError(
                f"{value!r} is no DID and no other URI",
                code="USAGE",
                hint="an email address or a name is an identity of another kind",
            )
        return cls((Identity("id", value),))

    @classmethod
    def identifier(
        cls,
        value: str,
        *,
        type: str,  # noqa: A002 - the specification's word
        hashed: bool = False,
        salt: str | None = None,
    ) -> Recipient:
        """Return the recipient known by an identifier of a type of OB 3.0, or of an ``ext:`` type.

        Raises:
            InputError: the value is no text, or an empty one.
        """
        return cls((Identity(_SPELLINGS.get(type, type), value),), hashed=hashed, salt=salt)

    @classmethod
    def from_profile(cls, profile: Mapping[str, Any]) -> Recipient:
        """Return the recipient known by every identity that a profile has.

        Read are ``id``, ``url``, ``email``, ``telephone``, ``phone`` and the identifier types of OB 3.0
        (``ext:`` ones too) except ``name``, each with one text or several; the rest tells nobody apart. What
        is empty or None is passed over, as a person may lack a telephone.

        Raises:
            InputError: the profile has no identity, or one that is no text.
            TypeError: the profile is no mapping.
        """
        if not isinstance(profile, Mapping):
            raise TypeError(f"a profile must be a mapping, not {type(profile).__name__}")
        known = {*_SPELLINGS, *_URI_TYPES, *IDENTIFIER_TYPES} - {"name"}
        identities = [
            Identity(_SPELLINGS.get(name, name), value)
            for name, given in profile.items()
            if name in known or name.startswith("ext:")
            for value in (given if isinstance(given, list | tuple) else (given,))
            if value not in (None, "")
        ]
        return cls(tuple(identities))

    def matches(self, subject: Mapping[str, Any], *, older: bool = False) -> RecipientMatch:
        """Compare with a ``credentialSubject``: its id and each identifier of a type the recipient has.

        Every pair is compared, each in constant time; a strong match is preferred to one by a weak hash.

        Args:
            subject: whose identities are compared.
            older: whether sha1 and sha512 count, as they do before Open Badges 2.0.
        """
        known = _EVER if older else _CURRENT
        claims = [
            (claim, identity)
            for claim in _claims(subject, known)
            for identity in self.identities
            if _comparable(identity, claim)
        ]
        pairs = [
            (claim, _written(identity, claim))
            for claim, identity in claims
            if claim.hash_name in {"", *known}
        ]
        matched = [claim for claim, text in pairs if _equal(claim, text)]
        if not matched:
            hints = (_nearness(claim, text) for claim, text in pairs)
            hint = next(filter(None, hints), "")
            name = claims[0][0].hash_name if claims and not pairs else ""
            return RecipientMatch(matched=False, comparable=bool(pairs), hint=hint, hash_name=name)
        best = min(matched, key=lambda claim: claim.hash_name in _WEAK)
        return RecipientMatch(
            matched=True,
            comparable=True,
            weak_hash=best.hash_name in _WEAK,
            pointer=best.pointer,
            hash_name=best.hash_name,
        )

    def to_subject(self) -> dict[str, Any]:
        """Return the members that identify this recipient in a ``credentialSubject``.

        Raises:
            InputError: more than one identity would have to be the subject's id.
        """
        ids = [identity.value for identity in self.identities if identity.type in _URI_TYPES]
        if len(ids) > 1:
            raise InputError("a subject has one id", hint="name the recipient by one DID or URL")
        others = [identity for identity in self.identities if identity.type not in _URI_TYPES]
        subject: dict[str, Any] = {"id": ids[0]} if ids else {}
        return subject | ({"identifier": [self._identity_object(i) for i in others]} if others else {})

    def to_identity_object(self) -> dict[str, Any]:
        """Return the one identity as a badge of 2.0 names its recipient (OB 2.0 §IdentityObject).

        Raises:
            InputError: there are several identities.
        """
        if len(self.identities) > 1:
            raise InputError(
                "a badge of Open Badges 2.0 names one identity of its recipient",
                pointer="/recipient",
                hint="name the recipient by one of them, such as Recipient.email(…)",
            )
        (identity,) = self.identities
        text, salt = self._hidden(identity)
        kind = _OLDER_SPELLINGS.get(identity.type, identity.type)
        return {"type": kind, "hashed": self.hashed, "identity": text} | salt

    def _identity_object(self, identity: Identity) -> dict[str, Any]:
        """Return an IdentityObject (OB 3.0 §B, IdentityObject)."""
        text, salt = self._hidden(identity)
        plain = {"type": "IdentityObject", "hashed": self.hashed, "identityType": identity.type}
        return plain | {"identityHash": text} | salt

    def _hidden(self, identity: Identity) -> tuple[str, dict[str, str]]:
        """Return the text to write, a salted SHA-256 hash where asked for, and the member with its salt."""
        if not self.hashed:
            return identity.value, {}
        salt = _fresh_salt() if self.salt is None else self.salt
        return f"sha256${_digest('sha256', identity.value, salt)}", {"salt": salt}


def _fresh_salt() -> str:
    import secrets  # only issuing needs it

    return secrets.token_urlsafe(_SALT_BYTES)


def _claims(subject: Mapping[str, Any], known: frozenset[str]) -> Iterator[_Claim]:
    """Yield the identities that a subject names; what is malformed names nobody."""
    if isinstance(subject.get("id"), str):
        yield _Claim("id", subject["id"], "", "", "/id")
    given = subject.get("identifier")
    entries = given if isinstance(given, list) else [given]
    for place, entry in enumerate(entries):
        claim = _claim(entry, known) if isinstance(entry, dict) else None
        if claim is not None:
            yield claim._replace(pointer=f"/identifier/{place}" if entries is given else "/identifier")


def _claim(entry: dict[str, Any], known: frozenset[str]) -> _Claim | None:
    """Read an IdentityObject; without a usable ``hashed`` the form of the text decides."""
    kind, text, salt = entry.get("identityType"), entry.get("identityHash"), entry.get("salt", "")
    if not isinstance(kind, str) or not isinstance(text, str) or not isinstance(salt, str):
        return None
    hash_name, dollar, digest = text.partition("$")
    if known is _EVER:
        hash_name = hash_name.lower()
    hashed = entry.get("hashed")
    if not isinstance(hashed, bool):
        hashed = hash_name in known
    if not hashed:
        return _Claim(_SPELLINGS.get(kind, kind), text, "", "", "")
    if not dollar or not hash_name:
        return None
    hash_name = hash_name[:_LONGEST_NAME]  # one that is not known can be compared with nothing
    return _Claim(_SPELLINGS.get(kind, kind), digest.lower(), hash_name, salt, "")


def _comparable(identity: Identity, claim: _Claim) -> bool:
    """Tell whether the two are of one kind; ids are where they have the same URI scheme."""
    if claim.type != "id":
        return identity.type == claim.type
    if claim.hash_name:
        return identity.type in _URI_TYPES  # a hash shows no scheme
    mine = _written(identity, claim).partition(":")[0]
    return identity.type in _SCHEMES and mine.lower() == claim.text.partition(":")[0].lower()


def _written(identity: Identity, claim: _Claim) -> str:
    """Return the identity as it would stand in the claim: in a subject's id it is a URI."""
    return (_SCHEMES.get(identity.type, "") if claim.type == "id" else "") + identity.value


def _equal(claim: _Claim, text: str) -> bool:
    found = _digest(claim.hash_name, text, claim.salt) if claim.hash_name else text
    return hmac.compare_digest(_utf8(found), _utf8(claim.text))


def _nearness(claim: _Claim, text: str) -> str:
    """Return in what an identity differs that would match if only that were the same."""
    for words, fold in _NEAR:
        plain = claim if claim.hash_name else claim._replace(text=fold(claim.text))
        if _equal(plain, fold(text)):
            return words
    return ""


def _digest(hash_name: str, text: str, salt: str) -> str:
    """Return the hexadecimal hash over UTF-8(identity || salt)."""
    return _HASHES[hash_name](_utf8(text + salt))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # a lone surrogate equals only itself
