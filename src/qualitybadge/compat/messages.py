"""The rows of a report as messages under the task names of the package ``openbadges``; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..model.document import Kind
from ..outcome import Check, Outcome, Trust, Verdict
from ..verify.ob2.reports import ASSERTIONS
from ..verify.ob2.state import NAMES
from ..verify.result import Report

_WEB = ("https:", "http:")
_BAKED = frozenset({"png", "svg"})
_CARRIERS: Mapping[str, str] = MappingProxyType({
    "jwt": "PROCESS_JWS_INPUT",
    "png": "PROCESS_BAKED_RESOURCE",
    "svg": "PROCESS_BAKED_RESOURCE",
})  # fmt: skip
_NAMES: Mapping[str, str] = MappingProxyType({
    "hosted": "FETCH_HTTP_NODE",
    "linked": "FETCH_HTTP_NODE",
    "vocabulary": "JSONLD_COMPACT_DATA",
    "schema": "VALIDATE_EXTENSION_NODE",
    "scope": "HOSTED_ID_IN_VERIFICATION_SCOPE",
    "key": "VERIFY_KEY_OWNERSHIP",
    "proof": "VERIFY_JWS",
    "validity": "ASSERTION_TIMESTAMP_CHECKS",
    "recipient": "VERIFY_RECIPIENT_IDENTIFIER",
    "resources": "IMAGE_VALIDATION",
    "endorsements": "VALIDATE_EXPECTED_NODE_CLASS",
})  # fmt: skip
"""Check -> the task with the same meaning; a check without one keeps its own name."""
_OF_IMAGES: Mapping[str, str] = MappingProxyType({
    "NO_CREDENTIAL": "PROCESS_BAKED_RESOURCE",
    "AMBIGUOUS_CREDENTIAL": "PROCESS_BAKED_RESOURCE",
    "FETCH": "FETCH_HTTP_NODE",
    "INSECURE_TRANSPORT": "FETCH_HTTP_NODE",
    "REDIRECT": "FETCH_HTTP_NODE",
    "UNSAFE_TARGET": "FETCH_HTTP_NODE",
})  # fmt: skip
_OF_MEMBERS: Mapping[str, str] = MappingProxyType({
    "type": "VALIDATE_RDF_TYPE_PROPERTY",
    "image": "IMAGE_VALIDATION",
    "revokedAssertions": "VALIDATE_REVOCATIONLIST_ENTRIES",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a report.

    Attributes:
        name: the task.
        level: ERROR, WARNING or INFO.
        success: whether what was looked at is as it should be.
        result: what was found, for a person.
        node_id: the object concerned.
        path: the way to the place in it.
        code: the problem's stable code; "" where nothing is wrong.
    """

    name: str
    level: str
    success: bool
    result: str
    node_id: str | None = None
    path: tuple[str, ...] = ()
    code: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the message as data."""
        return {
            "name": self.name,
            "messageLevel": self.level,
            "success": self.success,
            "result": self.result,
            "node_id": self.node_id,
            "node_path": [self.node_id, *self.path] if self.node_id is not None else None,
            "prop_name": self.path[0] if self.path else None,
            "code": self.code or None,
        }


def messages_of(report: Report) -> list[Message]:
    """Return what did not pass as it should; a report that is not VALID has an ERROR at least.

    A badge for which nobody vouches has an INFO: in this shape nothing else says so.
    """
    rows = [row for row in report.checks if _said(row)]
    if any(_revokes(row) for row in rows):
        rows = [row for row in rows if not _follows(row, report)]
    messages = [_message(row, report) for row in rows]
    if report.verdict is not Verdict.VALID:
        said = any(message.level == "ERROR" for message in messages)
        return messages if said else [*messages, _summary(report, "ERROR")]
    return [*messages, _summary(report, "INFO")] if _is_unvouched(report) else messages


def _is_unvouched(report: Report) -> bool:
    return report.proved and report.trust is Trust.NONE


def _summary(report: Report, level: str) -> Message:
    return Message("REPORT_MESSAGE", level, success=level != "ERROR", result=report.summary)


def moved(report: Report, asked: str) -> list[Message]:
    """Return a warning for each object that names another address as its own than the one it was found at.

    Args:
        report: the report.
        asked: the address that was handed in; "" for none. An image there is not the badge in it.
    """
    objects = [document.data for document in report.graph]
    if not objects and report.document is not None:
        objects = [report.document.data]
    first = "" if report.carrier in _BAKED else asked
    named = [
        first,
        *(data.get(member) for data, member in zip(objects, links(report.kind), strict=False)),
    ]
    pairs = zip(named, (data.get("id") for data in objects), strict=False)
    return [
        Message(
            "JSONLD_COMPACT_DATA",
            "WARNING",
            success=True,
            result=f"The object at {address} declares {own} as its own address, which is what counts.",
            node_id=own,
            path=("id",),
        )
        for address, own in pairs
        if _is_web(address) and _is_web(own) and address != own
    ]


def links(kind: Kind) -> tuple[str, ...]:
    """Return the members by which the objects of a report name each other, from the first one on."""
    if kind in ASSERTIONS:
        return ("badge", "issuer")
    return ("owner",) if kind is Kind.OB2_KEY else ("issuer",)


def _is_web(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(_WEB)


def _said(row: Check) -> bool:
    """Tell whether a row says anything beyond "as it should be" or "nobody asked"."""
    if row.outcome is Outcome.PASSED:
        return row.problem is not None
    return row.required or row.outcome is not Outcome.SKIPPED


def _revokes(row: Check) -> bool:
    code = row.code
    return row.required and row.outcome is Outcome.FAILED and code == "REVOKED"


def _follows(row: Check, report: Report) -> bool:
    """Tell whether a row says no more than follows from a revocation: what was not looked at for it.

    A copy that says that it is revoked and nothing else differs, of course, from what was handed in.
    """
    if row.outcome is Outcome.SKIPPED:
        return True
    code = row.code
    return code == "HOSTED_DIFFERS" and report.document is not None and "badge" not in report.document.data


def _message(row: Check, report: Report) -> Message:
    path = tuple(_unescaped(step) for step in row.pointer.split("/")[1:])
    success = row.outcome is Outcome.PASSED
    return Message(
        _name_for(row, report, path),
        "WARNING" if success or not row.required else "ERROR",
        success,
        row.message,
        _node_id(row, report),
        path,
        row.code,
    )


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _name_for(row: Check, report: Report, path: tuple[str, ...]) -> str:
    code = row.code
    if row.id == "syntax":
        return _CARRIERS.get(report.carrier) or _OF_IMAGES.get(code, "DETECT_INPUT_TYPE")
    if row.id == "status":
        signed = report.document is not None and report.document.media == "jwt"
        return "VERIFY_SIGNED_ASSERTION_NOT_REVOKED" if signed else "VERIFY_HOSTED_ASSERTION_NOT_REVOKED"
    if row.id == "conformance":
        return _OF_MEMBERS.get(path[-1] if path else "", "VALIDATE_PROPERTY")
    return _NAMES.get(row.id, row.id.upper())


def _node_id(row: Check, report: Report) -> str | None:
    """Return the id of the object that a row is about: its message begins with what the object is."""
    place = 0
    for index, class_name in enumerate(("Assertion", "BadgeClass", "Issuer")):
        if row.message.startswith(f"{NAMES[class_name]}: "):
            place = index
    objects = [document.data for document in report.graph]
    if not objects and report.document is not None:
        objects = [report.document.data]
    found = objects[place].get("id") if place < len(objects) else None
    return found if isinstance(found, str) else None
