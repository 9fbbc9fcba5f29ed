"""Obtain what a badge links or embeds: its badge class and the profile of the issuer; judges neither."""

from __future__ import annotations

from typing import Any

from ...errors import FetchError, QualityBadgeError
from ...outcome import Check
from ...urls import is_web, parse_url, shown
from ..checks import failed, passed, skipped
from .hosted import passing_on, unencrypted, unreachable
from .nodes import EMBEDDED, SIGNED, Node
from .signed import refused
from .state import NAMES, Ob2Examination, Rows, says_only_revoked

LINKED = "linked"
_SPEC = "OB 2.0 §Data Validation"
_PROFILES = frozenset({"Issuer", "Profile"})


def linked(exam: Ob2Examination) -> Rows:
    """Obtain badge class and issuer; an endorsement has an issuer only."""
    subject = exam.subject
    if subject is None:
        message = "the badge was not obtained, so it is not known what it links"
        return (skipped(LINKED, message, required=True, spec=_SPEC),)
    if says_only_revoked(subject):
        return (skipped(LINKED, "a revoked badge need not say more than that", spec=_SPEC),)
    if refused(exam) is not None:
        message = "not asked for: no key could make this token one of the issuer's"
        return (skipped(LINKED, message, required=True, spec=_SPEC),)
    rows: list[Check] = []
    holder: Node | None = subject
    if subject.class_name == "Assertion":
        exam.badge = holder = obtained(exam, subject, "badge", "BadgeClass", rows)
    if holder is not None:
        exam.issuer = obtained(exam, holder, "issuer", "Issuer", rows)
    if exam.issuer is not None:
        rows += _everything(exam)
    return rows


def _everything(exam: Ob2Examination) -> list[Check]:
    fetched = [node for node in (exam.badge, exam.issuer) if node is not None and node.url]
    plainly = unencrypted(*(address for node in fetched for address in (node.url, node.hosted_id)))
    row = passed(LINKED, f"everything that the badge requires was obtained{plainly}", spec=_SPEC)
    return [row, *passing_on(LINKED, *fetched)]


def obtained(
    exam: Ob2Examination, holder: Node, member: str, class_name: str, rows: list[Check]
) -> Node | None:
    """Return the object that a member names or embeds; None, and a row, where there is none."""
    value: Any = holder.data.get(member)
    what = NAMES[class_name]
    if not isinstance(value, str | dict):
        lacking = f"the {NAMES[holder.class_name]} names no {what}"
        rows.append(failed(LINKED, "CONFORMANCE", lacking, pointer=f"/{member}"))
        return None
    address = value if isinstance(value, str) else value.get("id")
    try:
        if isinstance(value, dict) and _counts_as_it_stands(exam, holder, address, class_name):
            origin = SIGNED if exam.signed else EMBEDDED
            return exam.graph.held(holder, member, class_name, origin=origin)
        if not isinstance(address, str) or not is_web(address):
            message = f"the {what} has no address from which it could be obtained"
            rows.append(failed(LINKED, "CONFORMANCE", message, pointer=f"/{member}"))
            return None
        node = exam.graph.fetch(address, class_name)
    except QualityBadgeError as error:
        rows.append(unreachable(what, error, str(address)))
        return None
    return None if _is_nobody(node, member, rows) else node


def _is_nobody(node: Node, member: str, rows: list[Check]) -> bool:
    """Tell of a profile, with a row, whether no address is its own, so that it cannot be anybody's."""
    if node.class_name not in _PROFILES or is_web(node.id):
        return False
    message = (
        f"the profile at {shown(node.url)} calls itself {shown(node.id)}, which is no address of its own"
    )
    rows.append(failed(LINKED, "CONTROLLER_MISMATCH", message, pointer=f"/{member}"))
    return True


def _counts_as_it_stands(exam: Ob2Examination, holder: Node, address: Any, class_name: str) -> bool:
    """Tell whether an embedded object is taken as embedded (OB 2.0 §Embedded objects).

    A signed badge may carry its badge class as it was when it was issued; of the issuer only the hosted
    profile counts, for a badge must not bring its own keys. Before 1.0 everything was embedded, and what has
    no address of its own can only be taken as it stands.
    """
    on_the_web = is_web(address)
    if exam.signed:  # a class on somebody else's host is somebody else's to describe
        return class_name != "Issuer" and not (on_the_web and _is_anothers(holder, address))
    return not on_the_web or holder.version == "0.5"


def _is_anothers(holder: Node, address: str) -> bool:
    """Tell whether a badge class carried by a badge has its address on another host than its issuer."""
    carried = holder.data["badge"]
    issuer = carried.get("issuer")
    issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(issuer, str):
        return True
    try:
        hosts = [parse_url(one, allow_http=True).authority for one in (address, issuer)]
    except FetchError:
        return True
    return hosts[0] != hosts[1]
