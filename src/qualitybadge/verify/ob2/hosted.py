"""A hosted badge is what its address serves: obtain that copy, and see that it lies in the issuer's scope.

Whatever was handed in only names the address (OB 2.0 §HostedBadge Verification).
"""

from __future__ import annotations

from typing import Any

from ...errors import FetchError, QualityBadgeError
from ...jsonld.compaction_parts import listed
from ...model.document import Kind
from ...outcome import Check, Outcome, Trust, check_from_error
from ...urls import WebUrl, is_plain_http, is_web, parse_url, shown
from ..checks import failed, for_http, passed, remarked, skipped, unknown
from ..result import DIFFERS_IN
from .nodes import Node
from .state import NAMES, Ob2Examination, Rows, failed_before, says_only_revoked

HOSTED, SCOPE = "hosted", "scope"
_SPEC = "OB 2.0 §HostedBadge Verification"
_LONGEST_LIST = 5
_CLASS = {Kind.OB2_ENDORSEMENT: "Endorsement"}


def hosted(exam: Ob2Examination) -> Rows:
    """Obtain the hosted copy; a signed badge is its own copy."""
    if exam.jws is not None:
        exam.subject = exam.submitted
        return (skipped(HOSTED, "a signed badge carries its own copy", spec="OB 2.0 §SignedBadge"),)
    address = exam.address
    if not is_web(address) and _only_signed(exam.submitted):
        return (_unsigned(),)
    if not is_web(address):
        message = "a hosted badge has the address of its hosted copy as id, and this one names none"
        return (failed(HOSTED, "NOT_HOSTED", message, pointer="/id"),)
    try:
        node = exam.graph.fetch(address, _CLASS.get(exam.kind, "Assertion"))
    except QualityBadgeError as error:
        return (not_obtained(error, address),)
    exam.subject = node
    if _only_signed(node):
        return (_unsigned(),)
    message = f"the copy at {shown(node.url)} is what counts{unencrypted(address, node.url)}"
    moved = [move for move in exam.graph.moved if move.asked == address]
    if moved:
        message += f"; {shown(address)} declares {shown(moved[0].declared)} as its own address"
    different = _differences(exam.submitted, node)
    further = passing_on(HOSTED, node)
    if not different:
        return (passed(HOSTED, message, spec=_SPEC), *further)
    return (remarked(HOSTED, "HOSTED_DIFFERS", f"{message}; {DIFFERS_IN}{different}"), *further)


def passing_on(check_id: str, *nodes: Node) -> list[Check]:
    """Return a row for each object whose own address redirects to another host, which serves it."""
    return [
        remarked(
            check_id,
            "SERVED_ELSEWHERE",
            f"the {NAMES[node.class_name]}: {shown(node.hosted_id)} redirects to {shown(node.url)}, so whose "
            "word it is cannot be told",
        )
        for node in nodes
        if node.passed_on
    ]


def ways(node: Node) -> frozenset[str]:
    """Return how a badge says that it is to be verified: ``HostedBadge``, ``SignedBadge``."""
    said = node.data.get("verification")
    return frozenset(_texts(said.get("type"))) if isinstance(said, dict) else frozenset()


def _only_signed(node: Node | None) -> bool:
    """Tell whether a badge says that a signature secures it, and nothing else does."""
    said = ways(node) if node is not None else frozenset()
    return "SignedBadge" in said and "HostedBadge" not in said


def _unsigned() -> Check:
    message = "the badge says that a signature secures it, and it came without one"
    return failed(HOSTED, "PROOF_MISSING", message, pointer="/verification/type")


def unencrypted(*addresses: str) -> str:
    """Return what is to be added about addresses that were asked without encryption, "" for others."""
    plain = any(is_plain_http(address) for address in addresses)
    return "; asked for without encryption, which the policy accepts" if plain else ""


def not_obtained(error: QualityBadgeError, address: str) -> Check:
    """Return the row of a hosted object that was not obtained."""
    if error.code == "REVOKED":  # withdrawn: it is known what became of it
        return check_from_error("status", error)
    return check_from_error(HOSTED, error, relaxation=for_http(error, address))


def _differences(submitted: Node | None, node: Node) -> str:
    """Name the members in which what was handed in differs from the hosted copy, "" for none."""
    if submitted is None or submitted.raw == node.raw:
        return ""
    names = submitted.data.keys() | node.data.keys()
    found = sorted(name for name in names if submitted.data.get(name) != node.data.get(name))
    return ", ".join(found[:_LONGEST_LIST]) + (" and more" if len(found) > _LONGEST_LIST else "")


def scope(exam: Ob2Examination) -> Rows:
    """See that the hosted copy lies where the issuer's badges may lie (OB 2.0 §VerificationObject)."""
    if exam.jws is not None:
        return ()
    subject, issuer = exam.subject, exam.issuer
    if subject is not None and says_only_revoked(subject):
        return (skipped(SCOPE, "a revoked badge need not say whose it is", spec=_SPEC),)
    if subject is None or issuer is None:
        message = (
            "the badge or its issuer was not obtained, so nothing says where the issuer's badges may lie"
        )
        return (skipped(SCOPE, message, required=True, spec=_SPEC),)
    if failed_before(exam, HOSTED):
        return (skipped(SCOPE, "the badge is not a hosted one", required=True, spec=_SPEC),)
    return (_placed(exam, subject, issuer),)


def _placed(exam: Ob2Examination, subject: Node, issuer: Node) -> Check:
    """Return the row that says whether a badge lies where the issuer's may, and who vouches for it."""
    address = subject.hosted_id or subject.url
    allow_http = exam.policy.allow_http_hosted
    place = parse_url(address, allow_http=allow_http)
    fault = out_of_scope(place, issuer, allow_http=allow_http)
    if fault:
        return failed(SCOPE, "HOSTED_SCOPE", f"{shown(address)} {fault}", pointer="/id")
    led_away = not subject.passed_on and _leads_out(subject, issuer, allow_http=allow_http)
    exam.trust.append(Trust.NONE if exam.graph.insecure or led_away else Trust.DOMAIN)
    exam.forms.append("hosted")
    message = f"{place.host} is where badges of this issuer may lie"
    if led_away:
        message += f", and {shown(subject.url)}, to which that address redirects, is not"
        return remarked(SCOPE, "SERVED_ELSEWHERE", message)
    return passed(SCOPE, message, spec=_SPEC)


def _leads_out(subject: Node, issuer: Node, *, allow_http: bool) -> bool:
    """Tell whether the address of a badge redirects to where the issuer's badges may not lie."""
    if not subject.url or subject.url == subject.hosted_id:
        return False
    return bool(out_of_scope(parse_url(subject.url, allow_http=allow_http), issuer, allow_http=allow_http))


def out_of_scope(place: WebUrl, issuer: Node, *, allow_http: bool) -> str:
    """Say why an address is not in the issuer's scope, "" where it is."""
    home = _home(issuer, allow_http=allow_http)
    if home is None:  # whatever it allows itself: nobody can tell who says so
        return "cannot be compared with the address of the issuer, who has none"
    starts = _rules(issuer, "startsWith")
    if starts and not any(_begins(place, start, allow_http=allow_http) for start in starts):
        return "begins with none of the addresses that the issuer's badges begin with"
    names = {origin.lower() for origin in _rules(issuer, "allowedOrigins")}
    if names:
        allowed = place.host in names and _is_usual(place, home)
        return "" if allowed else "lies on a host that the issuer does not allow for its badges"
    return "" if place.authority == home.authority else f"lies on another host than the issuer's, {home.host}"


def _rules(issuer: Node, name: str) -> list[str]:
    rules = issuer.data.get("verification")
    return _texts(rules.get(name)) if isinstance(rules, dict) else []


def _is_usual(place: WebUrl, home: WebUrl) -> bool:
    """Tell whether a port is the usual one or the issuer's own: at others somebody else may serve."""
    return place.authority == place.host or place.port == home.port


def _home(issuer: Node, *, allow_http: bool) -> WebUrl | None:
    """Return the address whose origin is the default scope: the issuer's id, which in 0.5 is its origin."""
    if not is_web(issuer.id):
        return None
    # Only compared, never asked: an issuer whose profile came over http is compared all the same.
    return parse_url(issuer.id, allow_http=allow_http or is_plain_http(issuer.id))


def _begins(place: WebUrl, start: str, *, allow_http: bool) -> bool:
    """Tell whether an address begins with another one, of which the host must be complete."""
    try:
        beginning = parse_url(start, allow_http=allow_http)
    except FetchError:
        return False
    return place.origin == beginning.origin and place.target.startswith(beginning.target)


def _texts(value: Any) -> list[str]:
    return [text for text in listed(value) if isinstance(text, str)]


def unreachable(what: str, error: QualityBadgeError, address: str) -> Check:
    """Return the row of a linked object that was not obtained."""
    row = check_from_error("linked", error)
    message = f"the {what} could not be obtained: {row.message}"
    if error.code == "REVOKED":  # withdrawn, which says nothing of the badge but that it cannot be judged
        return failed("linked", "FETCH", message)
    if row.outcome is Outcome.UNKNOWN:
        return unknown("linked", error.code, message, relaxation=for_http(error, address))
    return failed("linked", error.code, message)
