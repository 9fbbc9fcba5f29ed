"""Build the documents of an Open Badges 2.0 badge from what an issuer says; signs and writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from ..errors import FetchError, IssueError
from ..jsonld.compaction_parts import listed
from ..jsonld.ob2_terms import CONTEXT
from ..keys import PublicKey
from ..model.equality import same_id
from ..model.identity import Recipient
from ..urls import parse_url
from .draft import plain
from .usage import require_details

_LONGEST_ID = 60  # of a did:key whole, of a did:jwk the beginning
_NAME_CHARACTERS = 16  # of a key's thumbprint: 96 bits are nobody else's


class Ob2Details(TypedDict, total=False):
    """Everything about one award beyond badge class and recipient; all optional.

    Objects are mappings with the members of their class of 2.0, or models. Moments are aware datetimes.
    """

    id: str
    """IRI of a signed badge; a fresh ``urn:uuid`` unless given. A hosted badge is named by its address."""
    issued_on: datetime
    """When it was awarded; the clock's time unless given."""
    expires: datetime
    """When it expires; without it the badge does not expire."""
    evidence: Any
    """Evidence of the achievement: one or several, each an address or an Evidence with id or narrative."""
    narrative: str
    """How the achievement was earned, in Markdown."""
    image: Any
    """Image of this very badge: an address or an Image; the badge class has its own."""
    endorsements: Any
    """One or several endorsements of the award: addresses, or Endorsements of 2.0 with the address as id.

    Nobody else can determine the badge before each is hosted at its address."""
    members: Mapping[str, Any]
    """Further members, such as ``related``, ``version`` or an extension with a context of its own."""
    contexts: list[str]
    """Further JSON-LD contexts, after that of 2.0."""
    embed: bool
    """Whether a signed badge carries its badge class; otherwise it does only where that has no address."""
    algorithm: str
    """JOSE name of the signature; RS256 unless given, for that is what verifiers of 2.0 know."""


_SETTLED = frozenset({"@context", "id", "recipient", "badge", "verification", "issuedOn"})
_OF_ASSERTION = {
    "expires": "expires",
    "image": "image",
    "evidence": "evidence",
    "narrative": "narrative",
    "endorsements": "endorsement",
}


def require_ob2_details(details: Mapping[str, Any]) -> None:
    """Refuse details that could not mean what they say.

    Raises:
        IssueError: see `qualitybadge.issue.usage.require_details`; or `members` holds what says itself how
            the badge is secured or whose it is.
    """
    require_details(details, Ob2Details.__annotations__)
    settled = sorted(_SETTLED & set(details.get("members", {})))
    if settled:
        raise IssueError(
            f"members cannot set {settled[0]}: it follows from the other arguments", pointer=f"/{settled[0]}"
        )


def profile_of(given: Any) -> dict[str, Any]:
    """Return an issuer's Profile of 2.0 (OB 2.0 §Profile).

    Raises:
        IssueError: its id is no https address at which it can be hosted.
    """
    profile = _document(plain(given), "Issuer")
    if "id" not in profile:
        raise IssueError(
            "the Profile has no id",
            pointer="/badge/issuer/id",
            hint="give it the https address where it will be hosted, such as https://academy.example/issuer",
        )
    require_address(profile["id"], "/badge/issuer/id")
    return profile


def require_own_address(identity: str) -> None:
    """Refuse an issuer of 3.0 that has no https id as one of 2.0.

    Raises:
        IssueError: it is known by something else, such as its key.
    """
    if not is_web(identity):
        raise IssueError(
            f"an issuer of Open Badges 2.0 is its Profile's https address, and not {_brief(identity)}",
            code="USAGE",
            pointer="/badge/issuer/id",
            hint="use issuer.ob2(profile) with a Profile of 2.0 that has an https id",
        )


def _brief(identity: str) -> str:
    return identity if len(identity) <= _LONGEST_ID else f"{identity[:_LONGEST_ID]}…"


def require_own_place(hosted_at: str | None, issuer: str, badge_class: Mapping[str, Any]) -> None:
    """Refuse to host a badge where its Profile or class stands, or the class where the Profile does.

    Raises:
        IssueError: it would be so (USAGE).
    """
    rows = (
        ("/badge/id", badge_class["id"], issuer, "the Profile's", "the badge class"),
        ("/id", hosted_at, issuer, "the Profile's", "the badge"),
        ("/id", hosted_at, badge_class["id"], "the badge class's", "the badge"),
    )
    for pointer, url, taken, whose, what in rows:
        if same_id(url, taken):
            raise IssueError(
                f"this address is {whose}: {_brief(taken)}",
                code="USAGE",
                pointer=pointer,
                hint=f"give {what} one of its own",
            )


def badge_class_of(given: Any, issuer: str, *, signed: bool) -> dict[str, Any]:
    """Return a BadgeClass that links its issuer (OB 2.0 §BadgeClass).

    Raises:
        IssueError: another issuer's, or its id is no https address and the badge is hosted.
    """
    data = _document(plain(given), "BadgeClass")
    named = data.get("issuer", issuer)
    named = named.get("id") if isinstance(named, dict) else named
    if named != issuer:
        raise IssueError(f"the badge class names another issuer than {issuer}", pointer="/badge/issuer")
    data["issuer"] = issuer
    if signed and "id" not in data:
        data["id"] = f"urn:uuid:{uuid.uuid4()}"
    if not signed or is_web(data["id"]):
        require_address(data.get("id"), "/badge/id")
    return data


def key_document(url: str, key: PublicKey, owner: str) -> dict[str, Any]:
    """Return the CryptographicKey that the issuer's Profile links (OB 2.0 §CryptographicKey)."""
    pem = key.to_pem().decode("ascii")
    return {"@context": CONTEXT, "type": "CryptographicKey", "id": url, "owner": owner, "publicKeyPem": pem}


def revocation_list(url: str, issuer: str, entries: list[Any]) -> dict[str, Any]:
    """Return the list of the signed badges that were revoked (OB 2.0 §RevocationList)."""
    return {
        "@context": CONTEXT,
        "type": "RevocationList",
        "id": url,
        "issuer": issuer,
        "revokedAssertions": entries,
    }


def revoked_copy(url: str, reason: str) -> dict[str, Any]:
    """Return what stands at the address of a hosted badge after it was revoked: nobody's data but why."""
    body = {"@context": CONTEXT, "type": "Assertion", "id": url, "revoked": True}
    return body | ({"revocationReason": reason} if reason else {})


def with_signing(profile: Mapping[str, Any], keys: list[Any], list_url: str) -> dict[str, Any]:
    """Return the Profile with keys and revocation list; what stands in it already stays."""
    links: list[Any] = []
    for key in (*listed(profile.get("publicKey", [])), *keys):
        links += [] if key in links else [key]
    finished = dict(profile)
    if links:
        finished["publicKey"] = links[0] if len(links) == 1 else links
    return finished | ({"revocationList": list_url} if list_url else {})


def assertion_of(
    badge_class: Mapping[str, Any],
    recipient: Recipient,
    details: Ob2Details,
    *,
    hosted_at: str | None,
    creator: str,
    now: datetime,
) -> dict[str, Any]:
    """Return the Assertion, unsigned (OB 2.0 §Assertion).

    Args:
        badge_class: what it is for.
        recipient: who it is for.
        details: the rest.
        hosted_at: its address; None for a signed badge.
        creator: address of the key of a signed badge.
        now: when it is issued.

    Raises:
        IssueError: a value cannot be written as JSON.
        InputError: the recipient has several identities.
    """
    hosted = hosted_at is not None
    proof = {"type": "HostedBadge"} if hosted else {"type": "SignedBadge", "creator": creator}
    values: Mapping[str, Any] = details
    assertion = {
        "@context": _contexts(details.get("contexts", [])),
        "type": "Assertion",
        "id": hosted_at if hosted else details.get("id") or f"urn:uuid:{uuid.uuid4()}",
        "recipient": recipient.to_identity_object(),
        "badge": _linked(badge_class, embed=not hosted and details.get("embed", False)),
        "verification": proof,
        "issuedOn": plain((details.get("issued_on") or now).replace(microsecond=0)),
        **{member: plain(values[name]) for name, member in _OF_ASSERTION.items() if name in values},
        **plain(details.get("members", {})),
    }
    finished: dict[str, Any] = _filled(assertion)
    return finished


def _linked(badge_class: Mapping[str, Any], *, embed: bool) -> Any:
    """Return the address of a badge class, or the class where it has none or is to be carried."""
    if is_web(badge_class["id"]) and not embed:
        return badge_class["id"]
    return {name: value for name, value in badge_class.items() if name != "@context" or value != CONTEXT}


def is_web(identity: Any) -> bool:
    """Tell whether an id is an address."""
    return isinstance(identity, str) and identity.startswith(("https:", "http:"))


def require_address(url: Any, pointer: str) -> str:
    """Return an address at which a document can be hosted so that everybody accepts it.

    Raises:
        IssueError: it is no https address, or has a fragment.
    """
    hint = "give it an https address of your host, such as https://academy.example/badges/1.json"
    if not isinstance(url, str):
        raise IssueError("there is no address at which it could be hosted", pointer=pointer, hint=hint)
    try:
        parse_url(url)
    except FetchError as error:
        raise IssueError(f"nobody would fetch it: {error.message}", pointer=pointer, hint=hint) from None
    if "#" in url:
        raise IssueError(f"no file can answer {url[:200]}: it has a fragment", pointer=pointer, hint=hint)
    return url


def origin_of(url: str) -> str:
    """Return ``https://host`` of an address that `require_address` accepted."""
    return f"https://{parse_url(url).authority}"


def key_address(issuer: str, key: PublicKey) -> str:
    """Return where a key stands: its own thumbprint names it, so that no key ever takes another's place."""
    return f"{_stem(issuer)}keys/{key.thumbprint()[:_NAME_CHARACTERS]}.json"


def list_address(issuer: str) -> str:
    """Return where the revocation list stands unless the Profile says otherwise."""
    return f"{_stem(issuer)}revoked.json"


def _stem(issuer: str) -> str:
    if issuer.endswith("/"):
        return issuer
    return f"{issuer}/" if issuer == origin_of(issuer) else f"{issuer.removesuffix('.json')}-"


def _document(given: Any, class_name: str) -> dict[str, Any]:
    """Return an object as a document of its own."""
    filled: dict[str, Any] = _filled(given)
    return {"@context": _contexts(listed(filled.pop("@context", []))), "type": class_name} | filled


def _contexts(further: list[Any]) -> Any:
    others = [context for context in further if context != CONTEXT]
    return [CONTEXT, *others] if others else CONTEXT


def _filled(value: Any) -> Any:
    """Return JSON data without empty members: nothing is said by them."""
    if isinstance(value, dict):
        members = ((name, _filled(item)) for name, item in value.items())
        return {name: item for name, item in members if item is not None and item not in ({}, [])}
    return [_filled(item) for item in value] if isinstance(value, list) else value
