"""The keys by which an issuer's badges may be signed: those its hosted profile links; verifies no signature.

What a badge says about keys only chooses among them. Badges of 1.x name their key themselves: it counts where
the issuer's hosted badges would count, and only for an issuer of before 2.0 whose profile links none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ...errors import FetchError, InputError, LimitError
from ...fetcher import Response, require_ok
from ...jsonld.compaction_parts import listed
from ...keys import PublicKey
from ...model.ob2_versions import CONTEXT_2
from ...urls import WebUrl, is_web, parse_url, shown
from .graph import GONE
from .hosted import out_of_scope
from .nodes import HOSTED, Node
from .state import Ob2Examination

_KEY_SPEC = "OB 2.0 §CryptographicKey"
_SIGNED_SPEC = "OB 2.0 §SignedBadge Verification"


class Link(NamedTuple):
    """A key that may have signed a badge.

    Attributes:
        name: its id, which is its address; "" for one that is embedded without an id.
        embedded: the key, where it stands in the issuer's profile.
        of_badge: whether the badge alone names it, as those of 1.x do.
    """

    name: str
    embedded: dict[str, Any] | None = None
    of_badge: bool = False


def possible_keys(exam: Ob2Examination, subject: Node, issuer: Node) -> tuple[Link, ...]:
    """Return the keys that may have signed a badge: the one that it names, else all that its issuer links.

    Raises:
        InputError: the issuer links no key, or not the one that the badge names (METHOD_NOT_FOUND); its
            profile is not the hosted one (CONTROLLER_MISMATCH).
        FetchError: another host serves its profile (REDIRECT).
        LimitError: the issuer links more keys than the limits allow.
    """
    if issuer.origin != HOSTED:
        message = "the issuer's profile is not the hosted one, so its keys count for nothing"
        raise InputError(message, code="CONTROLLER_MISMATCH", spec=_SIGNED_SPEC)
    links = tuple(_links(issuer))
    if issuer.passed_on:
        own, served = shown(issuer.hosted_id), shown(issuer.url)
        message = f"the address of the issuer's profile, {own}, passes on to another host, {served}"
        raise FetchError(f"{message}: whose keys it links is not known", code="REDIRECT")
    if not links and subject.upgraded.key_url and issuer.version != "2.0":
        return (Link(subject.upgraded.key_url, of_badge=True),)
    if not links:
        message = f"the issuer's profile {shown(issuer.id)} links no key, so nobody can sign for the issuer"
        raise InputError(message, code="METHOD_NOT_FOUND", spec=_SIGNED_SPEC)
    chosen = _chosen(subject, links)
    if len(chosen) > exam.policy.limits.verification_methods:
        raise LimitError(f"the issuer's profile links {len(chosen)} keys (limit verification_methods)")
    return chosen


def _links(issuer: Node) -> list[Link]:
    found = []
    for given in listed(issuer.data.get("publicKey", [])):
        if isinstance(given, str):
            found.append(Link(given))
        elif isinstance(given, dict):
            name = given.get("id")
            name = name if isinstance(name, str) else ""
            found.append(Link(name, given if "publicKeyPem" in given else None))
    return found


def _chosen(subject: Node, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return the linked key that the badge names as its creator, all of them where it names none.

    Raises:
        InputError: the issuer does not link the key (METHOD_NOT_FOUND).
    """
    said = subject.data.get("verification")
    if not isinstance(said, dict) or "creator" not in said:
        return links
    creator = _id_of(said["creator"])
    chosen = tuple(link for link in links if link.name and link.name == creator)
    if chosen:
        return chosen[:1]
    named = f", {shown(creator)}," if isinstance(creator, str) else ""
    message = f"the key that the badge names{named} is none that the issuer's profile links"
    raise InputError(message, code="METHOD_NOT_FOUND", pointer="/verification/creator", spec=_SIGNED_SPEC)


def load_key(exam: Ob2Examination, issuer: Node, link: Link) -> PublicKey:
    """Obtain one key and see that it is the issuer's.

    Raises:
        InputError: it is malformed (KEY_REFUSED, CONFORMANCE …), secret (PRIVATE_KEY_EXPOSED), withdrawn
            (INVALID_VERIFICATION_METHOD) or another's (CONTROLLER_MISMATCH).
        UndeterminedError: it was not obtained, or is of a kind that this library does not know.
    """
    if link.of_badge:
        return PublicKey.from_pem(_nothing_else(_named_by_badge(exam, issuer, link.name)))
    if link.embedded is not None:
        document = {"@context": CONTEXT_2, **link.embedded}
        node = exam.graph.embedded(document, "CryptographicKey", raw=issuer.raw)
    else:
        node = _fetched(exam, link.name)
    for error in (*node.faults, *node.findings)[:1]:  # a new one: the node is shared by verifications
        raise InputError(
            error.message, code=error.code, pointer=error.pointer, hint=error.hint, spec=error.spec
        )
    _check_owner(node, issuer)
    pem = node.data.get("publicKeyPem")
    if not isinstance(pem, str):
        raise InputError("it has no publicKeyPem", code="KEY_REFUSED", spec=_KEY_SPEC)
    return PublicKey.from_pem(pem)


def _fetched(exam: Ob2Examination, address: str) -> Node:
    if not is_web(address):
        message = "it has no address from which it could be obtained"
        raise InputError(message, code="CONFORMANCE", spec=_SIGNED_SPEC)
    _check_not_withdrawn(exam.graph.answer(address, cross_origin=False))
    return exam.graph.fetch(address, "CryptographicKey")


def _check_not_withdrawn(response: Response) -> None:
    if response.status == GONE:
        message = "it was withdrawn: its address answers 410 Gone"
        raise InputError(message, code="INVALID_VERIFICATION_METHOD", spec=_SIGNED_SPEC)


def _check_owner(node: Node, issuer: Node) -> None:
    """Refuse the key of another; one that names no owner is the issuer's, whose profile links it.

    The link in both directions is advice of the specification; a contradiction is no link at all.
    """
    owner = _id_of(node.data.get("owner"))
    if owner is None or owner in (issuer.id, issuer.url):
        return
    message = f"it says that it belongs to {shown(owner)}, and not to the issuer {shown(issuer.id)}"
    raise InputError(message, code="CONTROLLER_MISMATCH", pointer="/owner", spec=_KEY_SPEC)


def _id_of(value: Any) -> Any:
    """Return the id of what is linked or embedded."""
    return value.get("id") if isinstance(value, dict) else value


def _named_by_badge(exam: Ob2Examination, issuer: Node, address: str) -> bytes:
    """Return the key that a badge of 1.x names itself, from an address that is the issuer's.

    An address that is not, is not asked.
    """
    _check_tied(exam, issuer, address)
    response = exam.graph.answer(address, cross_origin=False)
    _check_not_withdrawn(response)
    _check_tied(exam, issuer, response.url or address)
    return require_ok(response).body


def _nothing_else(body: bytes) -> bytes:
    """Return a key in PEM that stands alone: an upload that only contains one is no key of the issuer's.

    Raises:
        InputError: there is something else (KEY_REFUSED).
    """
    pem = body.strip()
    if pem.startswith(b"-----BEGIN ") and pem.endswith(b"-----") and pem.count(b"-----BEGIN ") == 1:
        return pem
    raise InputError("what its address serves is not a key in PEM and nothing else", code="KEY_REFUSED")


def _check_tied(exam: Ob2Examination, issuer: Node, address: str) -> None:
    """Refuse an address at which the issuer's own badges might not lie, and which is not below its site."""
    allow_http = exam.policy.allow_http_hosted
    place = parse_url(address, allow_http=allow_http)
    fault = out_of_scope(place, issuer, allow_http=allow_http)
    if not fault:
        return
    if "verification" not in issuer.data and _is_below_site(place, issuer, allow_http=allow_http):
        return
    message = f"only the badge names it, and {shown(address)} {fault}"
    raise InputError(message, code="CONTROLLER_MISMATCH", pointer="/verify/url", spec="OB 1.1 §Assertion")


def _is_below_site(place: WebUrl, issuer: Node, *, allow_http: bool) -> bool:
    """Tell whether an address begins with that of the issuer's site, path included."""
    site = issuer.data.get("url")
    try:
        home = parse_url(site if isinstance(site, str) else "", allow_http=allow_http)
    except FetchError:
        return False
    return place.origin == home.origin and place.target.startswith(f"{home.target.rstrip('/')}/")
