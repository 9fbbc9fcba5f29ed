"""The rules of the group integrity: standard, contexts, proof, key. Reads what the verifier found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ...errors import QualityBadgeError
from ...outcome import Check, Outcome, Trust
from ...spec import context_urls, official_context
from ...verify.schemas import OFFICIAL
from ..conformity import IN_EXTENSION, lost_members
from ..extensions import extension_faults, extensions_of, originals, places_of_2
from ..rule import NOT_APPLICABLE, PASSES, Found, Judge, RuleOutcome, fails, not_checked, partly
from ..subject import Part, Subject, many, texts

if TYPE_CHECKING:
    from ...verify.result import Report

_VC = ("https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1")
_OB3 = ("https://purl.imsglobal.org/spec/ob/v3p0/", "https://w3id.org/openbadges/v3")
_OB2 = "https://w3id.org/openbadges/v"
_SELF_NAMED = frozenset({"INLINE_KEY", "FRAGMENT_KEY"})
_WEAK = frozenset({"ALGORITHM", "KEY_REFUSED", "PRIVATE_KEY_EXPOSED"})
_LEGACY = (
    "eddsa-2022",
    "ecdsa-2019",
    "Ed25519Signature",
    "RsaSignature",
    "JsonWebSignature",
    "EcdsaSecp256k1",
)
"""How the names of suites begin that a current one replaced."""
_UNNAMED = frozenset({"", "VC-JWT", "JWS", "unknown suite"})
_STANDING = {"badge class: ": "/badge", "issuer profile: ": "/badge/issuer"}
_STABLE = ("https://", "urn:uuid:")
_CLOSED = {
    "IdentityObject": frozenset({"type", "hashed", "identityHash", "identityType", "salt"}),
    "Image": frozenset({"id", "type", "caption"}),
    "IdentifierEntry": frozenset({"type", "identifier", "identifierType"}),
}
_CLOSED_AT = (
    ("award", "identifier", "IdentityObject"),
    ("badge", "image", "Image"),
    ("achievement", "image", "Image"),
    ("issuer", "image", "Image"),
    ("achievement", "otherIdentifier", "IdentifierEntry"),
    ("issuer", "otherIdentifier", "IdentifierEntry"),
)


def conforms_to_the_standard(subject: Subject) -> Found:
    """The badge follows the data model of its version."""
    if subject.report is None:
        faults = subject.conformity.faults
        return fails(faults[0].pointer, faults[0].message) if faults else PASSES
    return _of_rows(_rows(subject, "conformance", "linked"), subject)


def known_contexts_in_order(subject: Subject) -> Found:
    """The contexts of the standard stand first, and every other one is known."""
    said = subject.badge.data.get("@context")
    contexts = many(said)

    def place(index: int) -> str:
        several = isinstance(said, list) and index < len(contexts)
        return subject.badge.pointer("@context", *([index] if several else []))

    wrong = _wrong_context(contexts, subject.version)
    if wrong is not None:
        return fails(place(wrong), _shown(contexts, wrong))
    if subject.report is not None and _all_passed(subject, "vocabulary"):
        return PASSES  # the verifier read each of them, also those that the caller gave
    unknown = next((index for index, context in enumerate(contexts) if not _is_known(context)), None)
    if unknown is not None:
        return partly(place(unknown), _shown(contexts, unknown))
    return _extensions_are_known(subject) if subject.version == "2.0" else PASSES


def _is_known(context: Any) -> bool:
    return isinstance(context, str) and official_context(context) in context_urls()


def _extensions_are_known(subject: Subject) -> Found:
    unknown = [one for one in extensions_of(subject) if not one.known]
    return partly(unknown[0].pointer, unknown[0].address) if unknown else PASSES


def _wrong_context(contexts: list[Any], version: str) -> int | None:
    """Return the place of the first context of the standard that is missing or out of order."""
    if version == "2.0":
        named = [text for text in texts(contexts) if official_context(text).startswith(_OB2)]
        return None if named else 0
    if not contexts or contexts[0] not in _VC:
        return 0
    second = contexts[1] if contexts[1:] else ""
    return None if isinstance(second, str) and second.startswith(_OB3) else 1


def _shown(contexts: list[Any], index: int) -> str:
    return contexts[index] if index < len(contexts) and isinstance(contexts[index], str) else ""


def proof_verifies(subject: Subject) -> Found:
    """The signature verifies, or the hosted copy lies where the issuer's badges may lie."""
    report = subject.report
    if report is None:
        return NOT_APPLICABLE
    names = ("hosted", "scope") if _is_hosted(subject) else ("proof", "binding")
    rows = [row for row in report.checks if row.id in names]
    others = [row for row in rows if not _signed_all_the_same(row)]
    return _of_rows(others, subject, unless_empty=bool(rows))


def _signed_all_the_same(row: Check) -> bool:
    """Tell whether the signature verified, and only whose key or which suite it is decides elsewhere."""
    code = row.code
    return code == "DRAFT_SUITE" or (code in _SELF_NAMED and bool(row.relaxation))


def key_is_the_issuers(subject: Subject) -> Found:
    """The key that signed belongs to the issuer."""
    report = subject.report
    if report is None or _is_hosted(subject):
        return NOT_APPLICABLE
    rows = [row for row in report.checks if row.id == "key"]
    named = [row for row in rows if row.code in _SELF_NAMED]
    found = _of_rows([row for row in rows if row not in named], subject, unless_empty=bool(named))
    if found is not PASSES:
        return found
    if named:
        return partly(_pointer(named[0], subject), report.form)
    # A policy may let such a key pass; nobody vouches for it all the same.
    return partly("", report.form) if report.proved and report.trust is Trust.NONE else PASSES


def algorithm_is_accepted(subject: Subject) -> Found:
    """The signature uses a suite and a key that verifiers accept."""
    report = subject.report
    if report is None or _is_hosted(subject):
        return NOT_APPLICABLE
    rows = _rows(subject, "proof", "key")
    weak = next((row for row in rows if row.code in _WEAK), None)
    if weak is not None:
        return fails(_pointer(weak, subject), report.form, case="2.0" if subject.version == "2.0" else "")
    return _of_suite(subject, report, rows)


def _of_suite(subject: Subject, report: Report, rows: list[Check]) -> Found:
    """Return what becomes of a suite that is not weak: an older one, none, or one that few verifiers know."""
    names = (report.form, *_proof_names(report))
    if older := next((name for name in names if name.startswith(_LEGACY)), ""):
        return partly("/proof", older)
    if report.form in _UNNAMED:
        return _unnamed(rows, subject)
    usual = subject.version == "3.0" or report.form == "JWS RS256"
    return PASSES if usual else partly("", report.form, case="interop")


def _proof_names(report: Report) -> Iterator[str]:
    """Yield the names of suites that the proofs of a credential give."""
    proofs = many(report.document.data.get("proof")) if report.document is not None else []
    for proof in proofs:
        if isinstance(proof, dict):
            yield from texts([proof.get("cryptosuite"), proof.get("type")])


def _unnamed(rows: list[Check], subject: Subject) -> Found:
    """Return what becomes of a proof whose algorithm is none that is known, or that is not there."""
    failed = [row for row in rows if row.outcome is Outcome.FAILED]
    return fails(_pointer(failed[0], subject), case="none") if failed else not_checked("/proof")


def no_term_is_lost(subject: Subject) -> Found:
    """Every member means something to JSON-LD, so that the proof covers it."""
    if subject.report is None:
        return _of_losses(subject.conformity.losses)
    found = _of_vocabulary(subject, _rows(subject, "vocabulary"))
    if found is not PASSES or subject.version == "3.0":
        return found
    return _of_losses(_losses_of_graph(subject))


def _of_vocabulary(subject: Subject, rows: list[Check]) -> Found:
    """Return what the verifier found of the words; a context that nobody knows is met in part."""
    unknown = [row for row in rows if row.code == "CONTEXT_UNKNOWN"]
    others = [row for row in rows if row not in unknown]
    found = _of_rows(others, subject, unless_empty=bool(unknown))
    if found.outcome is RuleOutcome.NOT_CHECKED and not any(row.code == "LIMIT" for row in others):
        return found._replace(case="unobtained")
    if found is PASSES and unknown:
        return partly(_pointer(unknown[0], subject), unknown[0].message)
    return found


def _of_losses(losses: Iterable[QualityBadgeError]) -> Found:
    soft: QualityBadgeError | None = None
    for loss in losses:
        if loss.code == "LIMIT":
            return not_checked(loss.pointer, loss.message)
        if loss.code != "CONTEXT_UNKNOWN" and loss.hint != IN_EXTENSION:
            return fails(loss.pointer, loss.message)
        soft = soft or loss
    return PASSES if soft is None else partly(soft.pointer, soft.message)


def _losses_of_graph(subject: Subject) -> Iterator[QualityBadgeError]:
    """Yield what the objects of a badge of 2.0 lost on their way from the bytes that were verified."""
    report = subject.report
    if report is None or not report.graph or report.kind.name.startswith("OB1"):
        return
    kept = dict(zip(places_of_2(subject), report.graph, strict=False))
    for one in originals(subject):
        yield from lost_members(one.value, kept[one.at].data, one.at)


def extension_files_are_consistent(subject: Subject) -> Found:
    """The contexts and schemas of extensions are JSON, say nothing of a misspelt host, and differ in id."""
    named = [one for one in extensions_of(subject) if not one.official]
    if not named:
        return NOT_APPLICABLE
    foreign = [one for one in named if not one.known]
    found = extension_faults(foreign, subject.fetcher, subject.limits)
    broken = [fault for fault in found if fault.kind == "broken"]
    if broken:
        return fails(broken[0].pointer, broken[0].value)
    if found and found[0].kind != "unread":
        return partly(found[0].pointer, found[0].value, case=found[0].kind)
    return not_checked(found[0].pointer, found[0].value) if found else PASSES


def names_the_schema(subject: Subject) -> Found:
    """The credential names the JSON Schema of Open Badges."""
    at = subject.badge.pointer("credentialSchema")
    named = [
        entry.get("id") if isinstance(entry, dict) else entry
        for entry in many(subject.badge.data.get("credentialSchema"))
    ]
    if not named:
        return fails(at)
    official = any(isinstance(name, str) and name.partition(":")[2] in OFFICIAL for name in named)
    return PASSES if official else partly(at, named[0] if isinstance(named[0], str) else "")


def hosted_where_it_says(subject: Subject) -> Found:
    """A hosted badge lies at its own address, which its issuer allows for badges."""
    if subject.report is None or not _is_hosted(subject):
        return NOT_APPLICABLE
    rows = [row for row in subject.report.checks if row.id in ("hosted", "scope")]
    return _of_rows(rows, subject)


def achievement_has_a_stable_id(subject: Subject) -> Found:
    """The achievement has an id of its own, which all awards share."""
    said, at = subject.achievement.text("id"), subject.achievement.pointer("id")
    if not said.lower().startswith(_STABLE):
        return fails(at, said)
    own = subject.badge.text("id")
    same = bool(own) and (said == own or said.startswith(f"{own}#"))
    return fails(at, said, case="award") if same else PASSES


def nothing_in_forbidden_places(subject: Subject) -> Found:
    """Classes that the standard closes carry no further members, and extensions have their form."""
    return _forbidden_of_2(subject) if subject.version == "2.0" else _forbidden_of_3(subject)


def _forbidden_of_3(subject: Subject) -> Found:
    found = list(_closed_objects(subject))
    for entry, pointer, class_name in found:
        foreign = next((name for name in entry if name not in _CLOSED[class_name]), None)
        if foreign is not None:
            return fails(Part(entry, pointer).pointer(foreign), class_name)
    return PASSES if found else NOT_APPLICABLE


def _closed_objects(subject: Subject) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield each object of a closed class with its place."""
    for part_name, member, class_name in _CLOSED_AT:
        part = subject.part(part_name)
        held = part.data.get(member)
        for index, entry in enumerate(many(held)):
            if isinstance(entry, dict):
                yield entry, part.pointer(member, *([index] if isinstance(held, list) else [])), class_name


def _forbidden_of_2(subject: Subject) -> Found:
    if subject.report is not None and not subject.report.graph:
        return not_checked("")  # what was handed in is not what counts: that lies where nobody answered
    seen = False
    for one in subject.extensions:
        seen = True
        if not isinstance(one.value, dict):
            return fails(one.at)
        for member, good in (("@context", True), ("type", "Extension" in texts(one.value.get("type")))):
            if member not in one.value or not good:
                return fails(f"{one.at}/{member}")
    return PASSES if seen else NOT_APPLICABLE


def _is_hosted(subject: Subject) -> bool:
    """Tell whether a badge of 2.0 is vouched for by the place where it lies, and not by a signature."""
    if subject.version != "2.0" or subject.report is None:
        return False
    return not any(row.id in ("proof", "key") for row in subject.report.checks)


def _of_rows(rows: list[Check], subject: Subject, *, unless_empty: bool = False) -> Found:
    """Return what rows come to: one that failed decides; what was not decided is not checked."""
    failed = [row for row in rows if row.outcome is Outcome.FAILED]
    if failed:
        return fails(_pointer(failed[0], subject), failed[0].message)
    undecided = [row for row in rows if row.outcome is Outcome.UNKNOWN or _is_skipped(row)]
    if undecided:
        return not_checked(_pointer(undecided[0], subject), undecided[0].message)
    return PASSES if rows or unless_empty else not_checked("")


def _is_skipped(row: Check) -> bool:
    return row.outcome is Outcome.SKIPPED and row.required


def _rows(subject: Subject, *names: str) -> list[Check]:
    return [] if subject.report is None else [row for row in subject.report.checks if row.id in names]


def _all_passed(subject: Subject, *names: str) -> bool:
    rows = _rows(subject, *names)
    return bool(rows) and all(row.outcome is Outcome.PASSED for row in rows)


def _pointer(row: Check, subject: Subject) -> str:
    """Return the place of a row in the badge; those of 2.0 count from the object that the row speaks of."""
    if subject.version == "3.0":
        return row.pointer
    if row.id == "key":  # whose pointer is one into the document of the key
        return subject.issuer.pointer("publicKey")
    base = next((at for words, at in _STANDING.items() if row.message.startswith(words)), "")
    return f"{base}{row.pointer}"


JUDGES: dict[str, Judge] = {
    "QL-INT-01": conforms_to_the_standard,
    "QL-INT-02": known_contexts_in_order,
    "QL-INT-03": proof_verifies,
    "QL-INT-04": key_is_the_issuers,
    "QL-INT-05": algorithm_is_accepted,
    "QL-INT-06": no_term_is_lost,
    "QL-INT-07": extension_files_are_consistent,
    "QL-INT-08": names_the_schema,
    "QL-INT-09": hosted_where_it_says,
    "QL-INT-10": achievement_has_a_stable_id,
    "QL-INT-11": nothing_in_forbidden_places,
}
