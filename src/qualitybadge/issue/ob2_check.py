"""Whether a badge of Open Badges 2.0 may be handed out: conforms, loses nothing, verifies; makes no badge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ..errors import InputError, IssueError, QualityBadgeError
from ..fetcher import Fetcher, Response
from ..jsonld import Contexts
from ..jsonld.compaction import compact
from ..jsonld.compaction_parts import listed, step
from ..limits import DEFAULT_LIMITS
from ..outcome import Check, Outcome
from ..verify.ob2.nodes import SUBMITTED, Reader
from ..verify.ob2.state import NAMES
from ..verify.verifier import Verifier
from ..wire import strictjson, timestamps
from .ob2_badge import Ob2Badge
from .ob2_draft import revocation_list
from .usage import together

_UNDEFINED = "undefined:"
# What others host, or what time alone changes, does not block issuing while nothing speaks against it.
_NOT_OURS = frozenset({"resources", "endorsements", "schema", "trust", "recipient"})
_PLACES = {"Assertion": "", "BadgeClass": "/badge", "Issuer": "/badge/issuer"}
_NAMES = {
    "Assertion": "the assertion",
    "BadgeClass": "the badge class",
    "Issuer": "the issuer's profile",
    "RevocationList": "the revocation list",
}


def faults_of(badge: Ob2Badge, contexts: Contexts) -> list[QualityBadgeError]:
    """Return everything that keeps the documents of a badge from conforming to 2.0.

    Pointers are those of one document in which the assertion carries its badge class, and that its issuer.
    """
    documents = {"Assertion": badge.assertion, "BadgeClass": badge.badge_class, "Issuer": badge.profile}
    return [
        _moved(fault, _PLACES[name])
        for name, document in documents.items()
        for fault in document_faults(document, name, contexts)
    ]


def document_faults(document: dict[str, Any], class_name: str, contexts: Contexts) -> list[QualityBadgeError]:
    """Return what keeps one document from conforming to its class, and each member that means nothing."""
    faults: list[QualityBadgeError]
    try:
        node = Reader(contexts, DEFAULT_LIMITS).read(document, class_name, origin=SUBMITTED)
        faults = [*node.faults, *node.findings, *_undefined(document, contexts)]
    except QualityBadgeError as error:
        faults = [error]
    name = _NAMES[class_name]
    return [_moved(fault, "", said=f"{name}: {fault.message}") for fault in faults]


def require_listable(identity: str, contexts: Contexts) -> None:
    """Refuse a text that is no id which a list of revoked badges could hold.

    Raises:
        IssueError: it is so, such as a badge's token (USAGE).
    """
    entry = [{"id": identity}]
    if not document_faults(revocation_list(_SOME, _SOME, entry), "RevocationList", contexts):
        return
    cut = identity.startswith("urn:")
    raise IssueError(
        f"{_brief(identity)} is no id of a badge",
        code="USAGE",
        hint=f"write the whole id, such as {_ID}" if cut else f"pass the Ob2Badge or its id, such as {_ID}",
    )


_SOME, _ID = "https://academy.example/", "urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72"


def _brief(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


_SHOWN = 40


def unfit(faults: Sequence[QualityBadgeError]) -> IssueError:
    """Return the one error for all faults of the documents that an issuer publishes."""
    found = together(faults)
    todo = found.hint or "correct the profile, or the list that stands in the folder"
    return IssueError(found.message, code=found.code, pointer=found.pointer, hint=todo)


def _moved(error: QualityBadgeError, place: str, *, said: str = "") -> QualityBadgeError:
    """Return the fault with its place in the whole badge."""
    return type(error)(
        said or error.message,
        code=error.code,
        pointer=place + error.pointer,
        hint=error.hint,
        spec=error.spec,
    )


def _undefined(document: dict[str, Any], contexts: Contexts) -> Iterator[InputError]:
    """Yield a fault for each member that no context defines: a reader would never see it.

    Under a vocabulary for everything that is undefined otherwise, such members survive and show.
    """
    surrounding = [{"@vocab": _UNDEFINED}, *listed(document["@context"])]
    seen = compact({**document, "@context": surrounding}, contexts=contexts).data
    for pointer, name in _marked(seen, ""):
        yield InputError(
            f"the member {name!r} is defined by no context, so nobody would see it",
            code="DATA_LOSS",
            pointer=pointer,
            hint="remove it, or add a context that defines it",
            spec="OB 2.0 §JSON-LD",
        )


def _marked(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            plain = name.removeprefix(_UNDEFINED)
            place = f"{pointer}/{step(plain)}"
            if plain != name:
                yield place, plain
            else:
                yield from _marked(item, place)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _marked(item, f"{pointer}/{number}")


def require_verified(
    badge: Ob2Badge, web: Fetcher, *, contexts: Mapping[str, dict[str, Any]], now: datetime
) -> None:
    """Verify a badge with the strict policy, as everybody will.

    Args:
        badge: the badge.
        web: answers with what will be published.
        contexts: further contexts by URL.
        now: the moment; a badge that begins later is verified when it begins.

    Raises:
        IssueError: it does not verify.
    """
    moment = max(now, _begin(badge, now))
    verifier = Verifier(fetcher=web, clock=lambda: moment, contexts=contexts)
    report = verifier.verify(badge.token if badge.token is not None else badge.id)
    wrong = next((row for row in report.checks if _speaks_against(row)), None)
    if wrong is not None:
        raise IssueError(
            f"the badge does not verify: {wrong.id}: {wrong.message}",
            code=wrong.code,
            pointer=_place_of(wrong) + wrong.pointer,
            hint=_HINTS.get(wrong.id, ""),
        )


def _place_of(row: Check) -> str:
    """Return where the object stands of which a row speaks; its message names it."""
    if row.id not in _OF_SEVERAL:
        return ""
    named = (place for name, place in _PLACES.items() if row.message.startswith(f"{NAMES[name]}: "))
    return next(named, "")


_OF_SEVERAL = frozenset({"schema", "vocabulary", "conformance"})


_HINTS = {
    "scope": "host it beside the issuer's profile, or let the profile's verification name the place"
    " (startsWith, allowedOrigins)",
    "status": "a revoked badge stays revoked: issue another one",
    "schema": "correct the extension as its schema wants it, or leave it out",
}


def _begin(badge: Ob2Badge, now: datetime) -> datetime:
    try:
        return timestamps.parse_iso(badge.assertion["issuedOn"])
    except InputError:
        return now  # the verifier says what is wrong with it


def _speaks_against(row: Check) -> bool:
    if not row.required or row.outcome is Outcome.PASSED or row.id == "validity":
        return False
    return row.outcome is Outcome.FAILED or row.id not in _NOT_OURS


def answers(documents: Mapping[str, dict[str, Any]]) -> dict[str, Response]:
    """Return what the web answers when these documents are published."""
    headers = {"Content-Type": "application/ld+json"}
    return {
        url: Response(headers=headers, body=strictjson.dumps(document)) for url, document in documents.items()
    }
