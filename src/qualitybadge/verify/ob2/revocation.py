"""Whether a badge was revoked: by its hosted copy, or by the issuer's list (OB 2.0 §Revocation).

That the address of a hosted badge answers 410 Gone is seen in `hosted`. Lists speak about signed badges only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from ...errors import FetchError, InputError, QualityBadgeError
from ...jsonld.compaction_parts import listed
from ...model.ob2_versions import CONTEXT_2
from ...outcome import Check, Trust
from ...urls import is_web, parse_url, shown
from ..checks import failed, passed, skipped, unknown
from .nodes import Node
from .state import Ob2Examination, Rows, failed_before

STATUS = "status"
_SPEC = "OB 2.0 §RevocationList"
_LONGEST_REASON = 200
_UUID = "urn:uuid:"
_has_one_spelling = re.compile(r"https?://[a-z0-9.-]+/[^%#]*").fullmatch
"""An address as parsing it would give it back: lists are long, and most of their names are such."""
_OLDEST = ("0.5", "1.0")
_NOT_READ = frozenset({"LIMIT", "REVOKED"})
"""Why a list that is there was not read; REVOKED is what 410 Gone means to a badge, not to a list."""


def status(exam: Ob2Examination) -> Rows:
    """Return what the hosted copy, or for a signed badge the issuer's list, says."""
    if any(row.id == STATUS for row in exam.rows):  # the hosted copy was withdrawn
        return ()
    subject, issuer = exam.subject, exam.issuer
    if subject is None:
        message = "the badge was not obtained, so it is not known whether it was revoked"
        return (skipped(STATUS, message, required=True, spec=_SPEC),)
    own = _own_word(subject)
    if own is not None:
        return (own,)
    if not exam.signed:
        message = "its hosted copy stands; lists of revoked badges speak about signed ones and are not asked"
        return (passed(STATUS, message, spec="OB 2.0 §Revocation"),)
    if failed_before(exam, "key", "proof"):
        message = "not asked for: nothing shows that the issuer signed the badge"
        return (skipped(STATUS, message, required=True, spec=_SPEC),)
    if issuer is None:
        message = "the issuer's profile was not obtained, so it is not known which badges were revoked"
        return (skipped(STATUS, message, required=True, spec=_SPEC),)
    return _by_issuer(exam, subject, issuer)


def _own_word(subject: Node) -> Check | None:
    """Return the row of what a badge says about itself, None where it says nothing against it.

    What the context calls revokedAssertions is the same property, of a value that is no boolean.
    """
    revoked = subject.data.get("revoked", False)
    if revoked is True:
        message = f"revoked by its issuer{_because(subject.data)}"
        return failed(STATUS, "REVOKED", message, pointer="/revoked")
    if revoked is False and not listed(subject.data.get("revokedAssertions", [])):
        return None
    message = "whether it is revoked is said by something that is neither true nor false"
    return unknown(STATUS, "STATUS_VERIFICATION_ERROR", message, pointer="/revoked")


def _by_issuer(exam: Ob2Examination, subject: Node, issuer: Node) -> Rows:
    lists = listed(issuer.data.get("revocationList", []))
    if not lists:
        return (passed(STATUS, "the issuer's profile names no list of revoked badges", spec=_SPEC),)
    most = exam.policy.limits.status_entries
    rows = [row for given in lists[:most] for row in _by_list(exam, subject, issuer, given)]
    if len(lists) > most:
        message = (
            f"the issuer's profile names {len(lists)} lists of revoked badges, and {most} were looked at"
        )
        rows.append(unknown(STATUS, "LIMIT", message))
    if exam.graph.insecure:  # a list that came over plain http may have been altered on its way
        exam.trust[:] = [Trust.NONE] * len(exam.trust)
    return rows


def _by_list(exam: Ob2Examination, subject: Node, issuer: Node, given: Any) -> Iterator[Check]:
    """Yield what one list says, and what is wrong with it: what it revokes is revoked all the same."""
    try:
        node = _obtained(exam, issuer, given)
    except QualityBadgeError as error:
        yield _not_read(error)
        return
    called = f"the list of revoked badges {shown(node.url)}".rstrip()
    names = _names(subject)
    if not names:
        message = "the badge has no id by which a list could name it"
        yield unknown(STATUS, "STATUS_VERIFICATION_ERROR", message, pointer="/id")
        return
    entries = _entries_of(node, names)
    revoking = [entry for entry in entries if entry.get("revoked") is not False]
    faults = tuple(_faults(subject, issuer, node))
    for message, relaxation in faults:
        yield _fault(exam, f"{called}: {message}", relaxation)
    if revoking:
        yield failed(STATUS, "REVOKED", f"revoked by its issuer{_because(revoking[0])}")
    elif entries:
        message = f"{called} names the badge and says that it is not revoked: which is meant is not known"
        yield unknown(STATUS, "STATUS_VERIFICATION_ERROR", message)
    elif not faults or _accepted(exam, faults):
        yield passed(STATUS, f"not in {called}", spec=_SPEC)


def _obtained(exam: Ob2Examination, issuer: Node, given: Any) -> Node:
    """Return a list that the issuer's profile links or embeds.

    Raises:
        QualityBadgeError: there is none, or it was not obtained.
    """
    address = given.get("id") if isinstance(given, dict) else given
    if isinstance(address, str) and is_web(address):
        return exam.graph.fetch(address, "RevocationList")
    if isinstance(given, dict):
        document = {"@context": CONTEXT_2, **given}
        return exam.graph.embedded(document, "RevocationList", raw=issuer.raw)
    raise InputError("it has no address from which it could be obtained", spec=_SPEC)


def _not_read(error: QualityBadgeError) -> Check:
    message = f"the issuer's list of revoked badges: {error.message}"
    if not error.undetermined and error.code not in _NOT_READ:
        return failed(STATUS, "STATUS_VERIFICATION_ERROR", message)
    relaxation = "allow_http_hosted" if error.code == "INSECURE_TRANSPORT" else ""
    message = f"{message}; so it is not known whether the badge was revoked"
    return unknown(STATUS, "STATUS_RETRIEVAL_ERROR", message, relaxation=relaxation)


def _faults(subject: Node, issuer: Node, node: Node) -> Iterator[tuple[str, str]]:
    """Yield why a list cannot clear the badge, each with the relaxation that would let it."""
    for error in (*node.faults, *node.findings):
        where = f" at {error.pointer}" if error.pointer else ""
        yield f"{error.message}{where}", ""
    if node.version in _OLDEST and subject.version == issuer.version == "2.0":
        yield "it does not say that it is a RevocationList, as lists of 2.0 do", ""
    owner = node.data.get("issuer")
    owner = owner.get("id") if isinstance(owner, dict) else owner
    if isinstance(owner, str) and owner not in (issuer.id, issuer.url):
        yield f"it is of another issuer, {shown(owner)}", "allow_foreign_status_lists"


def _accepted(exam: Ob2Examination, faults: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether the policy overlooks every fault."""
    return all(relaxation and getattr(exam.policy, relaxation) for _, relaxation in faults)


def _fault(exam: Ob2Examination, message: str, relaxation: str) -> Check:
    if relaxation and getattr(exam.policy, relaxation):
        return passed(STATUS, f"{message}, which the policy accepts", spec=_SPEC)
    return failed(STATUS, "STATUS_VERIFICATION_ERROR", message, relaxation=relaxation)


def _names(subject: Node) -> frozenset[str]:
    """Return the names under which a list may have the badge: its id and, of old, its uid."""
    given = (subject.id, subject.data.get("uid"))
    return frozenset(
        _name(text) for text in given if isinstance(text, str) and text and not text.startswith("_:")
    )


def _entries_of(node: Node, names: frozenset[str]) -> list[dict[str, Any]]:
    """Return the entries of a list that name the badge, by id or uid, as text or object."""
    found: list[dict[str, Any]] = []
    for entry in listed(node.data.get("revokedAssertions", [])):
        if isinstance(entry, str):
            entry = {"id": entry}  # noqa: PLW2901 - a text is short for it
        if isinstance(entry, dict) and not names.isdisjoint(map(_name, (entry.get("id"), entry.get("uid")))):
            found.append(entry)
    return found


def _name(text: Any) -> str:
    """Return a name as it is compared: not letter by letter, for a name written otherwise revokes, too.

    The letters of a UUID mean the same in either case (RFC 9562 §4); so do the spellings of an address with
    escapes, capitals in the host or the usual port (RFC 3986 §6.2).
    """
    if not isinstance(text, str):
        return ""
    if text[: len(_UUID)].lower() == _UUID:
        return text.lower()
    if not is_web(text) or _has_one_spelling(text):
        return text
    try:
        address = parse_url(text, allow_http=True)
    except FetchError:
        return text
    return f"{address.scheme}://{address.authority}{unquote(address.target)}"


def _because(data: dict[str, Any]) -> str:
    """Return the reason of a revocation for a message: printable and of bounded length."""
    reason = data.get("revocationReason")
    if not isinstance(reason, str):
        return ""
    return f": {reason[:_LONGEST_REASON]!r}{'…' if len(reason) > _LONGEST_REASON else ''}"
