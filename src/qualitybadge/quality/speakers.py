"""The endorsements and label claims that a badge carries, of either version. Verifies and judges nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import QualityBadgeError
from ..urls import is_web
from ..verify.endorsements import attached
from .subject import many, texts

if TYPE_CHECKING:
    from ..verify.result import Report
    from .subject import Part, Subject

LABEL_TYPE = "QualityLabelCredential"
LABEL_EXTENSION = "extensions:QualityLabel"
_TYPES = {"3.0": "EndorsementCredential", "2.0": "Endorsement"}
_NOTHING: Mapping[str, Any] = {}


class Endorsement(NamedTuple):
    """What stands where an endorsement belongs.

    Attributes:
        pointer: its place.
        data: the endorsement; {} where it is none, cannot be read or is only linked.
        entity: id of what carries it, and so is endorsed; of any type.
        link: its address where it is only linked and was not obtained, or that nobody looked at it; else "".
        plain: whether it stands there itself, neither as a token nor as a link.
        report: what the verifier found; None where it was not asked.
        real: whether it is of the class of an endorsement.
        label: whether it is a label.
    """

    pointer: str
    data: Mapping[str, Any]
    entity: Any
    link: str = ""
    plain: bool = False
    report: Report | None = None
    real: bool = False
    label: bool = False

    @property
    def claim(self) -> Mapping[str, Any]:
        """What it says of whom, in the words of either version; {} where it says nothing."""
        name = "claim" if "claim" in self.data else "credentialSubject"
        said = self.data.get(name)
        return said if isinstance(said, dict) else _NOTHING

    @property
    def issuer(self) -> str:
        """Id of the endorser, "" for none."""
        issuer = self.data.get("issuer")
        if isinstance(issuer, dict):
            issuer = issuer.get("id")
        return issuer if isinstance(issuer, str) else ""

    def place(self, *names: str) -> str:
        """Return the pointer to something in it; to itself where it is a token or was linked."""
        return "/".join((self.pointer, *names)) if self.plain else self.pointer


class LabelClaim(NamedTuple):
    """That a badge says its issuer holds a label: worth nothing by itself.

    Attributes:
        pointer: where it says so.
        id: id of the label credential, "" where it names none.
        traceable: whether the label could be found or recognised: by its id, digest, or because it is there.
    """

    pointer: str
    id: str
    traceable: bool


def endorsements_of(subject: Subject) -> tuple[Endorsement, ...]:
    """Return the endorsements of a badge, in its order; those in other endorsements are not looked at.

    They are as many as the verifier would verify, `Limits.nested`; where there are more, the last one stands
    for them and says so in its `link`, so that no rule passes for what nobody looked at.
    """
    if not _mentions_any(subject):
        return ()
    return tuple(_of_2_0(subject) if subject.version == "2.0" else _of_3_0(subject))


def _mentions_any(subject: Subject) -> bool:
    """Tell whether a badge may carry an endorsement: the text of most shows at once that it does not."""
    document = None if subject.report is None else subject.report.document
    if document is None or document.media == "jwt" or subject.version == "2.0":
        return True
    return b"endorsement" in document.raw or b"\\u" in document.raw  # a name may be written in escapes


def _further(pointer: str, number: int) -> Endorsement:
    said = f"{number} more endorsements, which nobody looked at"
    return Endorsement(pointer, _NOTHING, None, link=said, plain=True, real=True)


def _of_3_0(subject: Subject) -> Iterator[Endorsement]:
    whole = subject.badge if subject.badge.present else subject.achievement
    reports = {} if subject.report is None else {one.pointer: one for one in subject.report.endorsements}
    found, most = attached(dict(whole.data)), subject.limits.nested
    for one in found[:most]:
        report = reports.get(one.pointer)
        plain = one.member == "endorsement"
        data = _read(one.value, plain, report, subject)
        yield _endorsement(one.pointer, data, one.entity.get("id"), report, plain=plain, version="3.0")
    if found[most:]:
        yield _further(found[most].pointer, len(found) - most)


def _read(value: Any, plain: bool, report: Report | None, subject: Subject) -> Mapping[str, Any]:  # noqa: FBT001
    if plain:
        return value if isinstance(value, dict) else _NOTHING
    if report is not None and report.document is not None:
        return report.document.data
    return _of_token(value, subject) if isinstance(value, str) else _NOTHING


def _of_token(token: str, subject: Subject) -> Mapping[str, Any]:
    """Return the credential in a token, unverified; {} where there is none."""
    from ..proofs import jws, vcjwt

    try:
        return vcjwt.read(jws.parse(token, limits=subject.limits), limits=subject.limits).document
    except QualityBadgeError:
        return _NOTHING


def _of_2_0(subject: Subject) -> Iterator[Endorsement]:
    """Yield the endorsements of assertion, badge class and issuer; the verifier keeps their order."""
    parts = (subject.badge, subject.achievement, subject.issuer)
    places = [
        (
            part,
            f"{part.at}/endorsement/{index}" if isinstance(held, list) else f"{part.at}/endorsement",
            value,
        )
        for part in parts
        if (held := part.data.get("endorsement")) is not None
        for index, value in enumerate(many(held))
    ]
    reports = iter(subject.report.endorsements if subject.report is not None else ())
    most = subject.limits.nested
    for part, pointer, value in places[:most]:
        report = next(reports, None) if isinstance(value, str | dict) else None
        yield _linked_or_there(part, pointer, value, report)
    if places[most:]:
        yield _further(places[most][1], len(places) - most)


def _linked_or_there(part: Part, pointer: str, value: Any, report: Report | None) -> Endorsement:
    entity = part.data.get("id")
    if isinstance(value, dict):
        return _endorsement(pointer, value, entity, report, plain=True, version="2.0")
    if report is not None and report.document is not None:
        return _endorsement(pointer, report.document.data, entity, report, plain=False, version="2.0")
    return Endorsement(pointer, _NOTHING, entity, link=value if is_web(value) else "", report=report)


def _endorsement(
    pointer: str, data: Mapping[str, Any], entity: Any, report: Report | None, *, plain: bool, version: str
) -> Endorsement:
    kinds = texts(data.get("type"))
    claim = data.get("claim")
    label = LABEL_TYPE in kinds or (isinstance(claim, dict) and LABEL_EXTENSION in claim)
    real = _TYPES[version] in kinds
    return Endorsement(pointer, data, entity, plain=plain, report=report, real=real, label=label)


def label_claims_of(subject: Subject) -> tuple[LabelClaim, ...]:
    """Return every place where a badge says that its issuer holds a label."""
    found = [
        LabelClaim(one.pointer, _text(one.data.get("id")), traceable=True)
        for one in subject.endorsements
        if one.label
    ]
    reference = subject.metadata.quality_label
    if reference is not None:
        traceable = bool(reference.id or reference.digest)
        found.append(LabelClaim(subject.place("quality_label"), reference.id, traceable))
    for index, said in enumerate(many(subject.issuer.data.get(LABEL_EXTENSION))):
        data = said if isinstance(said, dict) else _NOTHING
        several = isinstance(subject.issuer.data[LABEL_EXTENSION], list)
        pointer = subject.issuer.pointer(LABEL_EXTENSION, *([index] if several else []))
        label_id = _text(data.get("id"))
        found.append(LabelClaim(pointer, label_id, bool(label_id or data.get("digestMultibase"))))
    return tuple(found)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
