"""Reads what a label, a reference to one and a badge say that matters between them. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...errors import QualityBadgeError
from ...jsonld.compaction_parts import listed
from ...limits import DEFAULT_LIMITS
from ...model.document import Kind
from ...proofs import jws, vcjwt
from ...verify.result import Report

LABEL_TYPE = "QualityLabelCredential"
REFERENCE_TYPE = "QualityLabelReference"
EXTENSION = "extensions:QualityLabel"
ALL_BADGES = "all-badges"

# An extension of 2.0 is read in expanded words, whatever its author called them.
_WORDS = ("https://qualitybadge.example/vocab/quality#", "https://www.w3.org/2018/credentials#")


class LabelFacts(NamedTuple):
    """What a label says, in the words of neither version; "" where it is silent.

    Attributes:
        id: id of the credential.
        authority: id of who issued it.
        authority_name: what the authority calls itself.
        authority_aliases: further ids that the authority's profile claims.
        subject: id of the labelled issuer.
        scheme: IRI of the scheme.
        scheme_version: its version.
        scheme_name: what the label is called.
        scope: ``all-badges``, or the ids of the achievements that it covers; () for neither.
        decision: ``granted`` for a label.
        catalogue: id of the rule set.
        catalogue_version: its version.
        start: when it begins to hold, as written.
        end: when it ends.
        has_status: whether its revocation can be looked up.
        renewal_of: id of the label that it renews.
    """

    id: str
    authority: str
    authority_name: str
    authority_aliases: frozenset[str]
    subject: str
    scheme: str
    scheme_version: str
    scheme_name: str
    scope: tuple[str, ...]
    decision: str
    catalogue: str
    catalogue_version: str
    start: str
    end: str
    has_status: bool
    renewal_of: str


class BadgeFacts(NamedTuple):
    """What a badge says that a label is compared with; "" where it is silent.

    Attributes:
        issuer: id of its issuer.
        aliases: further ids that its issuer's profile claims.
        achievement: id of the achievement, or badge class.
        awarded: when it was awarded, as written.
        awarded_at: JSON pointer to that.
        profile: the issuer's profile.
        embedded: labels that stand whole in the profile, as documents or tokens.
        unread: how many endorsements in the profile were not looked at, being too many.
        references: what the profile says of labels elsewhere.
    """

    issuer: str
    aliases: frozenset[str]
    achievement: str
    awarded: str
    awarded_at: str
    profile: Mapping[str, Any]
    embedded: tuple[Any, ...]
    unread: int
    references: tuple[Mapping[str, Any], ...]


def is_label(data: Mapping[str, Any]) -> bool:
    """Tell whether a document says that it is a label: a credential of 3.0, or an Endorsement of 2.0."""
    claim = data.get("claim")
    return LABEL_TYPE in listed(data.get("type")) or (isinstance(claim, Mapping) and EXTENSION in claim)


def is_reference(value: object) -> bool:
    """Tell whether a value only refers to a label."""
    if not isinstance(value, Mapping):
        return False
    named = REFERENCE_TYPE in listed(value.get("type")) or EXTENSION in listed(value.get("type"))
    return named and not is_label(value)


def facts_of(report: Report) -> LabelFacts | None:
    """Return what a label says; None where the document is none."""
    data = report.document.data if report.document is not None else {}
    if not isinstance(data, dict) or not is_label(data):
        return None
    return _of_2_0(report, data) if report.kind is Kind.OB2_ENDORSEMENT else _of_3_0(data)


def _of_3_0(data: dict[str, Any]) -> LabelFacts:
    subject, issuer = _object(data, "credentialSubject"), data.get("issuer")
    profile = issuer if isinstance(issuer, dict) else {"id": issuer}
    return LabelFacts(
        id=_text(data, "id"),
        authority=_text(profile, "id"),
        authority_name=_text(profile, "name"),
        authority_aliases=frozenset(aliases_of(profile)),
        subject=_text(subject, "id"),
        start=_text(data, "validFrom"),
        end=_text(data, "validUntil"),
        has_status=bool(data.get("credentialStatus")),
        **_terms(subject, "labelScheme"),
    )


def _of_2_0(report: Report, data: dict[str, Any]) -> LabelFacts:
    claim = _object(data, "claim")
    extension = extension_of(data)
    profile = report.graph[1].data if len(report.graph) > 1 else {}
    return LabelFacts(
        id=_text(data, "id"),
        authority=_text(profile, "id"),
        authority_name=_text(profile, "name"),
        authority_aliases=frozenset(aliases_of(profile)),
        subject=_text(claim, "id"),
        start=_text(data, "issuedOn"),
        end=_text(extension, "validUntil"),
        has_status=True,  # whoever hosts it can withdraw it at its address
        **_terms(extension, "labelScheme"),
    )


def extension_of(endorsement: Mapping[str, Any]) -> dict[str, Any]:
    """Return the label in the claim of an Endorsement of 2.0, in the words of our context; {} for none."""
    found: dict[str, Any] = _in_short(_object(_object(endorsement, "claim"), EXTENSION))
    return found


def _terms(subject: Mapping[str, Any], member: str) -> dict[str, Any]:
    """Return what both versions say in the same words."""
    scheme, catalogue = _object(subject, member), _object(subject, "catalogue")
    if not scheme:  # in 2.0 the members of the scheme stand beside it
        scheme = {"id": subject.get("scheme"), **{name: subject.get(name) for name in ("version", "name")}}
    return {
        "scheme": _text(scheme, "id"),
        "scheme_version": _text(scheme, "version"),
        "scheme_name": _text(scheme, "name"),
        "scope": tuple(item for item in listed(subject.get("scope", [])) if isinstance(item, str)),
        "decision": _text(subject, "decision"),
        "catalogue": _text(catalogue, "id"),
        "catalogue_version": _text(catalogue, "version"),
        "renewal_of": _text(subject, "renewalOf"),
    }


def badge_facts(report: Report) -> BadgeFacts:
    """Return what a badge says."""
    data: dict[str, Any] = report.document.data if report.document is not None else {}
    if report.kind.is_older:
        nodes = [document.data for document in report.graph]
        badge_class, profile = (nodes[1], nodes[-1]) if len(nodes) > 2 else ({}, {})  # noqa: PLR2004 - all three
        achievement, awarded = _text(badge_class, "id"), "issuedOn"
    else:
        issuer = data.get("issuer")
        profile = issuer if isinstance(issuer, dict) else {"id": issuer}
        achievement = _text(_object(_object(data, "credentialSubject"), "achievement"), "id")
        awarded = next((name for name in ("awardedDate", "validFrom") if name in data), "issuanceDate")
    return BadgeFacts(
        issuer=_text(profile, "id"),
        aliases=frozenset(aliases_of(profile)),
        achievement=achievement,
        awarded=_text(data, awarded),
        awarded_at=f"/{awarded}",
        profile=profile,
        embedded=tuple(_embedded(profile)),
        unread=max(0, len(_endorsements(profile)) - DEFAULT_LIMITS.nested),
        references=tuple(_references(profile)),
    )


def aliases_of(profile: Mapping[str, Any]) -> list[str]:
    """Return the further ids that a profile or DID document claims for itself."""
    entries = [entry for entry in listed(profile.get("otherIdentifier", [])) if isinstance(entry, dict)]
    named = [entry.get("identifier") for entry in entries]
    return [item for item in (*listed(profile.get("alsoKnownAs", [])), *named) if isinstance(item, str)]


def _endorsements(profile: Mapping[str, Any]) -> list[Any]:
    return [*listed(profile.get("endorsement", [])), *listed(profile.get("endorsementJwt", []))]


def _embedded(profile: Mapping[str, Any]) -> list[Any]:
    """Return the endorsements that call themselves labels; nobody has verified them yet."""
    found = _endorsements(profile)[: DEFAULT_LIMITS.nested]
    return [item for item in found if is_label(_document_of(item))]


def _document_of(item: object) -> Mapping[str, Any]:
    """Return a credential, or what its token holds; {} for neither."""
    if isinstance(item, str):
        try:
            return vcjwt.read(jws.parse(item.encode("utf-8", "surrogatepass"))).document
        except QualityBadgeError:
            return {}
    return item if isinstance(item, dict) else {}


def _references(profile: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = (*listed(profile.get("qualityLabel", [])), *listed(profile.get(EXTENSION, [])))
    return [item for item in found if isinstance(item, dict)]


def _in_short(value: Any) -> Any:
    """Return an expanded extension in the words of its context."""
    if isinstance(value, list):
        return [_in_short(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        return value["@value"]
    if value.keys() in ({"id"}, {"@id"}):  # a link, which the words of our context write as a text
        return next(iter(value.values()))
    return {_word(name): _in_short(item) for name, item in value.items()}


def _word(name: str) -> str:
    for start in _WORDS:
        if name.startswith(start):
            return name.removeprefix(start)
    return name


def _object(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
