"""Say whether the caller recognises the issuer, and by whose word; never part of authenticity.

Each source gives one row: recognised (PASSED), not known there (FAILED), or could not be checked (UNKNOWN).
None of the rows is required, so none decides the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import FetchError, InputError, QualityBadgeError
from ..fetcher import Fetcher, Response, obtain, require_text
from ..jsonld import Contexts
from ..keys import PublicKey
from ..model.document import kind_of
from ..outcome import Check, Outcome, Trust, check_from_error
from ..urls import shown
from ..wire import strictjson, timestamps
from .checks import Examination, Part, Rows, failed, passed, skipped, unknown
from .policy import Policy
from .truststore import Anchor, IssuerRegistry, RecognizedEntities, Remembered, TrustStore

if TYPE_CHECKING:
    from .result import Report

TRUST = "trust"
_NOT_ASKED = (skipped(TRUST, "no trust store was given: whether the issuer is recognised was not asked"),)
_NOT_PROVED = (skipped(TRUST, "no proof passed, so there is no issuer to recognise"),)
_ORIGINS = frozenset({Trust.DOMAIN, Trust.SELF_ASSERTED})


class Recognisable(Protocol):
    """What the sources of a trust store are asked about: a document of any version under examination."""

    @property
    def policy(self) -> Policy:
        """What must hold."""

    @property
    def now(self) -> datetime:
        """The moment of verification."""

    @property
    def contexts(self) -> Contexts:
        """The contexts that a source's own document may name."""

    @property
    def fetcher(self) -> Fetcher:
        """How sources are asked."""

    @property
    def trust_store(self) -> TrustStore | None:
        """Whom the caller trusts."""

    @property
    def trust(self) -> list[Trust]:
        """What vouches for the document; ANCHORED is added for an issuer that is recognised."""

    @property
    def keys(self) -> list[PublicKey]:
        """The keys whose signatures passed."""

    @property
    def issuer_id(self) -> str:
        """The issuer's id, "" where there is none."""

    def nested(self, source: dict[str, Any] | str | bytes, part: Part) -> Report:
        """Verify a document that a source answers with."""


def trust(exam: Examination) -> Rows:
    """Return what each source of the caller's trust store says about the issuer."""
    return recognised(exam, _issued_at(exam))


def recognised(exam: Recognisable, issued: datetime | None) -> Rows:
    """Return what each source of the caller's trust store says about the issuer of a document.

    Args:
        exam: the document; `Recognisable.trust` gets one entry more where its issuer is recognised.
        issued: when it was issued; None where it does not say.
    """
    store = exam.trust_store
    if store is None:
        return _NOT_ASKED
    if not exam.trust:
        return _NOT_PROVED
    rows: list[Check] = []
    if store.issuers:
        rows.append(_anchored(exam, store.anchors_of(exam.issuer_id), issued))
    rows += [_guarded(exam, store, registry, _registered) for registry in store.registries]
    rows += [_guarded(exam, store, listed, _recognized) for listed in store.recognized_entities]
    if any(row.outcome.value == "passed" for row in rows):
        exam.trust.append(Trust.ANCHORED)
    return [replace(row, required=False) for row in rows]


def _anchored(exam: Recognisable, anchors: tuple[Anchor, ...], issued: datetime | None) -> Check:
    if not anchors:
        return _not_known(f"{shown(exam.issuer_id)} is not among the issuers you anchored")
    in_time = [] if issued is None else [anchor for anchor in anchors if anchor.covers(issued)]
    if not in_time:
        return _not_known("you anchored the issuer for another time than the badge was issued in")
    for anchor in in_time:
        pinned = any(key in anchor.keys for key in exam.keys)
        if pinned or (not anchor.keys and _origin_shown(exam)):
            return passed(TRUST, _as_anchored(anchor, pinned=pinned))
    return _not_known("you anchored the issuer, but not with the key that signed")


def _as_anchored(anchor: Anchor, *, pinned: bool) -> str:
    called = f" as {anchor.name!r}" if anchor.name else ""
    return f"you anchored the issuer{called}" + (", with the key that signed" if pinned else "")


def _origin_shown(exam: Recognisable) -> bool:
    """Whether the key is known to be the issuer's: what only the badge itself says shows no origin."""
    return any(trust in _ORIGINS for trust in exam.trust)


def _issued_at(exam: Examination) -> datetime | None:
    start = exam.data.get("validFrom", exam.data.get("issuanceDate"))
    try:
        return timestamps.parse(start) if isinstance(start, str) else None
    except InputError:
        return None


def _guarded(exam: Recognisable, store: TrustStore, source: Any, look: Any) -> Check:
    """Return what one source says; one that cannot be asked says nothing about the issuer."""
    name = source.name or shown(source.url)
    if not _origin_shown(exam):
        return _not_known("the key is not shown to be the issuer's, so no register speaks for it")
    try:
        row: Check = look(exam, store.remembered, source, name)
    except QualityBadgeError as error:
        row = check_from_error(TRUST, error)
        row = unknown(TRUST, "TRUST_NOT_CHECKED", f"{name} could not be asked: {row.message}")
    return row


def _registered(exam: Recognisable, known: Remembered, registry: IssuerRegistry, name: str) -> Check:
    key = (registry, exam.policy, exam.contexts)
    entries = known.get(key, exam.now)
    if entries is None:
        entries = _registry_entries(_fetched(exam, registry.url), registry.url)
        known.put(key, exam.now, entries)
    if exam.issuer_id not in entries:
        return _not_known(f"{name} does not list the issuer")
    return passed(TRUST, f"registered in {name}{_called(entries[exam.issuer_id])}")


def _called(entry: Any) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return f" as {name[:100]!r}" if isinstance(name, str) and name else ""


def _registry_entries(response: Response, url: str) -> Mapping[str, Any]:
    document = strictjson.loads(response.body)
    entries = None
    if isinstance(document, dict):
        entries = document.get("registry", document.get("entries"))
    if not isinstance(entries, dict):
        raise FetchError(f"{shown(url)} answered with no registry of issuers")
    return entries


def _recognized(exam: Recognisable, known: Remembered, listed: RecognizedEntities, name: str) -> Check:
    key = (listed, exam.policy, exam.contexts)
    entries = known.get(key, exam.now)
    if entries is None:
        entries = _verified_entities(exam, listed)
        known.put(key, exam.now, entries)
    if exam.issuer_id not in entries:
        return _not_known(f"{name} does not list the issuer")
    return _of_entity(exam, entries[exam.issuer_id], name)


def _verified_entities(exam: Recognisable, listed: RecognizedEntities) -> Mapping[str, Any]:
    data = _proved_list(exam.nested(_fetched(exam, listed.url).body, Part.RECOGNITION))
    issuer = data.get("issuer")
    if (issuer.get("id") if isinstance(issuer, dict) else issuer) != listed.issuer:
        raise FetchError(f"the list was not signed by {shown(listed.issuer)}")
    if "credentialStatus" in data:
        raise FetchError("the list can be revoked, and whether it was is not looked up")
    if "RecognizedEntityCredential" not in _each(data.get("type")):
        raise FetchError(f"this is {kind_of(data).value}, not a RecognizedEntityCredential")
    entities = [entity for entity in _each(data.get("credentialSubject")) if isinstance(entity, dict)]
    return {entity["id"]: entity for entity in entities if isinstance(entity.get("id"), str)}


def _proved_list(report: Report) -> dict[str, Any]:
    """Return what a list says.

    Raises:
        FetchError: it does not verify, or nobody vouches for the key that signed it.
    """
    wrong = next((row for row in report.checks if _stops(row)), None)
    if wrong is not None or report.document is None or not report.proved:
        raise FetchError(f"the list does not verify: {wrong.message if wrong else report.summary}")
    if report.trust is Trust.NONE:
        raise FetchError("the list is signed with a key for which nobody vouches")
    return report.document.data


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _stops(row: Check) -> bool:
    """Whether a row keeps a list from counting; a token of VC-JOSE-COSE repeats nothing in claims."""
    code = row.code
    return row.required and row.outcome is not Outcome.PASSED and code != "CLAIM_MISSING"


def _of_entity(exam: Recognisable, entity: Mapping[str, Any], name: str) -> Check:
    """Return what a listed entity is recognised to do: with no action named, it is recognised as it is."""
    said = _called(entity)
    actions = entity.get("recognizedTo")
    if actions is None:
        return passed(TRUST, f"recognised in {name}{said}")
    open_question = False
    for action in _issuing(actions):
        if not _in_force(action, exam):
            continue
        if "outputValidation" not in action:
            return passed(TRUST, f"recognised in {name}{said} to issue credentials")
        open_question = True
    if open_question:
        message = f"{name} recognises the issuer for credentials of certain schemas, which are not compared"
        return unknown(TRUST, "TRUST_NOT_CHECKED", message)
    return _not_known(f"{name} lists the issuer, but not as one who issues credentials now")


def _issuing(actions: Any) -> Iterator[Mapping[str, Any]]:
    for action in _each(actions):
        if isinstance(action, dict) and action.get("action") == "issue":
            yield action


def _in_force(action: Mapping[str, Any], exam: Recognisable) -> bool:
    start, end = action.get("validFrom"), action.get("validUntil")
    after = start is None or timestamps.parse(start) <= exam.now
    return after and (end is None or exam.now <= timestamps.parse(end))


def _fetched(exam: Recognisable, url: str) -> Response:
    return require_text(obtain(exam.fetcher, url, limits=exam.policy.limits))


def _not_known(message: str) -> Check:
    return failed(TRUST, "ISSUER_NOT_RECOGNISED", message)
