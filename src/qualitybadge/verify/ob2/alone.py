"""A profile, badge class, key, revocation list or endorsement given by itself, checked as itself.

None of them is awarded to anybody, so no report of one shows a credential. Obtained from its address, its
host vouches for it; handed in, nobody does, and VALID says no more than that it is well made.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from ...errors import QualityBadgeError
from ...jsonld.compaction_parts import listed
from ...keys import PublicKey
from ...model.document import Kind
from ...outcome import Check, Trust, check_from_error
from ...urls import is_web, parse_url, shown
from ..checks import failed, passed, skipped
from . import endorsements
from .extensions import schema
from .hosted import HOSTED, not_obtained, out_of_scope, passing_on, unencrypted
from .images import resources
from .linked import LINKED, linked, obtained
from .nodes import Node
from .state import Ob2Examination, Rows, Step
from .steps import conformance, vocabulary

CLASS_OF_KIND = {
    Kind.OB2_ASSERTION: "Assertion",
    Kind.OB1_ASSERTION: "Assertion",
    Kind.OB2_BADGE_CLASS: "BadgeClass",
    Kind.OB1_BADGE_CLASS: "BadgeClass",
    Kind.OB2_ISSUER: "Profile",
    Kind.OB1_ISSUER: "Issuer",
    Kind.OB2_ENDORSEMENT: "Endorsement",
    Kind.OB2_KEY: "CryptographicKey",
    Kind.OB2_REVOCATION_LIST: "RevocationList",
}
_KEY_SPEC = "OB 2.0 §CryptographicKey"
_DATA_SPEC = "OB 2.0 §Data Validation"
_PROFILES = frozenset({Kind.OB2_ISSUER, Kind.OB1_ISSUER})
_LINKED_AS = {"CryptographicKey": "publicKey", "RevocationList": "revocationList"}


def class_of(kind: Kind, data: dict[str, Any]) -> str:
    """Return what an object is judged as: a profile that calls itself an issuer must be able to issue."""
    if kind is Kind.OB2_ISSUER and "Issuer" in listed(data.get("type")):
        return "Issuer"
    return CLASS_OF_KIND[kind]


def as_itself(exam: Ob2Examination) -> Rows:
    """Take the copy that its address serves, or else what was handed in."""
    given = exam.submitted
    if given is None or not exam.given.url:
        exam.subject = given
        message = "judged as it was handed in: nobody vouches for it, and its address was not asked"
        return (skipped(HOSTED, message, spec=_DATA_SPEC),)
    try:
        node = exam.subject = exam.graph.fetch(exam.given.url, given.class_name)
    except QualityBadgeError as error:
        return (not_obtained(error, exam.given.url),)
    exam.trust.append(Trust.NONE)  # until it shows whose host that is
    exam.forms.append("hosted")
    message = f"the copy at {shown(node.url)} is what counts{unencrypted(exam.given.url, node.url)}"
    return (passed(HOSTED, message, spec=_DATA_SPEC), *passing_on(HOSTED, node))


def belonging(exam: Ob2Examination, member: str) -> Rows:
    """Obtain the profile to which a key or a list says that it belongs; none need be named."""
    subject = exam.subject
    if subject is None or member not in subject.data:
        return (skipped(LINKED, "it names nobody to whom it belongs", spec=_DATA_SPEC),)
    rows: list[Check] = []
    exam.issuer = obtained(exam, subject, member, "Profile", rows)
    return rows or (passed(LINKED, "the profile of whom it belongs to was obtained", spec=_DATA_SPEC),)


def not_asked(exam: Ob2Examination) -> Rows:
    """Say what a profile links that is looked at only where a badge calls for it."""
    data = exam.subject.data if exam.subject is not None else {}
    named = [word for word in ("publicKey", "revocationList") if word in data]
    if not named:
        return ()
    message = f"asked for only where a badge calls for it: {', '.join(named)}"
    return (skipped(LINKED, message, spec=_DATA_SPEC),)


def key(exam: Ob2Examination) -> Rows:
    """A key is a public one that can be used, and its owner's profile links it (OB 2.0 §CryptographicKey)."""
    if exam.subject is None:
        return ()
    pem = exam.subject.data.get("publicKeyPem")
    if not isinstance(pem, str):
        message = "there is no publicKeyPem, so nobody can verify a signature with it"
        return (failed("key", "KEY_REFUSED", message, pointer="/publicKeyPem"),)
    try:
        public = PublicKey.from_pem(pem)
    except QualityBadgeError as error:
        return (check_from_error("key", error),)
    return (passed("key", f"a public key of type {public.type}", spec=_KEY_SPEC), *_linked_back(exam))


def _linked_back(exam: Ob2Examination) -> Rows:
    if exam.subject is None or exam.issuer is None:
        return ()
    if _links(exam.issuer, exam.subject):
        return (passed("key", "the profile of its owner links it", spec=_KEY_SPEC),)
    message = (
        f"the profile of its owner, {shown(exam.issuer_id)}, does not link it: it is not the owner's key"
    )
    return (failed("key", "CONTROLLER_MISMATCH", message, pointer="/owner"),)


def vouched_for(exam: Ob2Examination) -> Rows:
    """Say whether its host speaks for whom it names: badges may lie there, or the profile links it."""
    subject = exam.subject
    if subject is None or not exam.trust or exam.graph.insecure:
        return ()
    issuer = exam.issuer
    if issuer is None:
        named = any(member in subject.data for member in ("issuer", "owner"))
        its_own = is_web(subject.id) if exam.kind in _PROFILES else not named
    else:
        its_own = _links(issuer, subject) or _in_scope(exam, issuer)
    if its_own:
        exam.trust.append(Trust.DOMAIN)
    return ()


def _links(issuer: Node, subject: Node) -> bool:
    member = _LINKED_AS.get(subject.class_name)
    links = listed(issuer.data.get(member, [])) if member else ()
    names = {link.get("id") if isinstance(link, dict) else link for link in links}
    return (subject.hosted_id or subject.url) in names


def _in_scope(exam: Ob2Examination, issuer: Node) -> bool:
    """Tell whether a badge class lies where the issuer's badges may; a key or a list must be linked."""
    subject = exam.subject
    if subject is None or subject.class_name != "BadgeClass":
        return False
    allow_http = exam.policy.allow_http_hosted
    place = parse_url(subject.hosted_id or subject.url, allow_http=allow_http)
    return not out_of_scope(place, issuer, allow_http=allow_http)


def awarded_to_nobody(exam: Ob2Examination) -> Rows:
    """Say that what was given is nobody's badge, where the caller asked whose it is."""
    if exam.recipient is None:
        return ()
    message = f"{exam.kind.value} is awarded to nobody, so it is not known to be the recipient's"
    return (skipped("recipient", message, required=True, spec="OB 2.0 §IdentityObject"),)


_JUDGED: tuple[tuple[str, Step], ...] = (("vocabulary", vocabulary), ("conformance", conformance))
_CARRIED: tuple[tuple[str, Step], ...] = (
    ("schema", schema),
    ("resources", resources),
    ("endorsements", endorsements.endorsements),
)
_AS_ITSELF: tuple[tuple[str, Step], ...] = ((HOSTED, as_itself),)
_WELL_MADE = frozenset({"syntax", "vocabulary", "conformance"})

_VOUCHED: tuple[tuple[str, Step], ...] = ((HOSTED, vouched_for),)
_PROFILE = (*_AS_ITSELF, (LINKED, not_asked), *_VOUCHED, *_JUDGED, *_CARRIED)
_STEPS: dict[str, tuple[tuple[str, Step], ...]] = {
    "Profile": _PROFILE,
    "Issuer": _PROFILE,
    "BadgeClass": (*_AS_ITSELF, (LINKED, linked), *_VOUCHED, *_JUDGED, *_CARRIED),
    "CryptographicKey": (
        *_AS_ITSELF,
        (LINKED, partial(belonging, member="owner")),
        *_VOUCHED,
        *_JUDGED,
        ("key", key),
    ),
    "RevocationList": (*_AS_ITSELF, (LINKED, partial(belonging, member="issuer")), *_VOUCHED, *_JUDGED),
}
_DECISIVE = {
    "BadgeClass": _WELL_MADE | {LINKED},
    "CryptographicKey": _WELL_MADE | {"key"},
    "Endorsement": endorsements.DECISIVE | {"syntax"},
}


def algorithm(kind: Kind) -> tuple[tuple[tuple[str, Step], ...], frozenset[str]]:
    """Return the checks of what was given by itself, in order, and the rows that must have passed."""
    name = CLASS_OF_KIND[kind]
    # An endorsement is hosted, so that it is verified as a badge is.
    steps = endorsements.steps() if name == "Endorsement" else _STEPS[name]
    return (*steps, ("recipient", awarded_to_nobody)), _DECISIVE.get(name, _WELL_MADE)
