"""Writes a label down as a credential: for Open Badges 3.0, for a wallet, and for 2.0. Signs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ...errors import IssueError
from ...issue.draft import complete, plain
from ...issue.endorsement import Endorsed, EndorsementDetails
from ...issue.endorsement import build as build_endorsement
from ...wire import timestamps
from .facts import ALL_BADGES, EXTENSION, LABEL_TYPE
from .review import GRANTED
from .steps import LABEL_SCHEMA

if TYPE_CHECKING:
    from ...issue.issuer import Issuer
    from .application import Application
    from .evaluation import Figures
    from .logchain import LogHead
    from .review import Decision
    from .scheme import LabelScheme

CONTEXT = "https://qualitybadge.example/contexts/quality/1.json"
CONTEXT_2_0 = "https://qualitybadge.example/contexts/quality/ob2/1.json"
V2 = "https://w3id.org/openbadges/v2"
SUBJECT_TYPE = "QualityLabelSubject"
_OFFICIAL = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"
_VALIDATOR = "1EdTechJsonSchemaValidator2019"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the authority says of one label beyond what the record says.

    Attributes:
        id: id of the credential.
        start: when it begins to hold.
        end: when it ends.
        scope: ``all-badges``, or the ids of the achievements that it covers.
        comment: what the authority says of the holder, in Markdown.
        status: the entry of its status.
        catalogue: id and version of the rule set.
        log: how far the log went at the decision.
        renewal_of: id of the label that it renews; "" for a first one.
    """

    id: str
    start: datetime
    end: datetime
    scope: tuple[str, ...]
    comment: str
    status: Mapping[str, Any]
    catalogue: tuple[str, str]
    log: LogHead
    renewal_of: str = ""


def label_draft(
    issuer: Issuer,
    scheme: LabelScheme,
    application: Application,
    decision: Decision,
    figures: Figures,
    terms: Terms,
) -> dict[str, Any]:
    """Return the unsigned label as an EndorsementCredential of 3.0 about the issuer profile of the holder."""
    organisation = application.organisation
    details: EndorsementDetails = {
        "id": terms.id,
        "name": scheme.name,
        "valid_from": terms.start,
        "valid_until": terms.end,
        "awarded_date": terms.start,
        "credential_status": dict(terms.status),
        "credential_schema": [
            {"id": _OFFICIAL, "type": _VALIDATOR},
            {"id": LABEL_SCHEMA, "type": _VALIDATOR},
        ],
        "contexts": [CONTEXT],
    }
    target = Endorsed(organisation.id, organisation.name or organisation.id)
    draft = build_endorsement(profile_of(issuer), target, terms.comment, details, now=terms.start)
    draft["type"] = [*draft["type"], LABEL_TYPE]
    subject = draft["credentialSubject"]
    subject["type"] = [*subject["type"], SUBJECT_TYPE]
    subject["labelScheme"] = {"id": scheme.id, "version": scheme.version, "name": scheme.name}
    subject |= _said(scheme, application, decision, figures, terms)
    return draft


def _said(
    scheme: LabelScheme, application: Application, decision: Decision, figures: Figures, terms: Terms
) -> dict[str, Any]:
    """Return what both versions say in the same words; what is not known is left out."""
    catalogue, version = terms.catalogue
    said: dict[str, Any] = {
        "scope": terms.scope[0] if terms.scope == (ALL_BADGES,) else list(terms.scope),
        "decision": GRANTED,
        "decisionDate": decision.day.isoformat() if decision.day is not None else None,
        "formalCriteriaMet": figures.formal_criteria_met,
        "indicatorShare": figures.indicator_share,
        "indicatorThreshold": scheme.indicator_share,
        "minimumAnswerLevel": scheme.minimum_level,
        "reviewerCount": figures.reviewers,
        "renewalOf": terms.renewal_of or None,
        "shortenedEvaluation": True if decision.shortened else None,
        "catalogue": {"id": catalogue, "version": version},
        "evidenceDigest": evidence_digests(application),
        "logHead": str(terms.log),
    }
    return {name: value for name, value in said.items() if value is not None}


def evidence_digests(application: Application) -> list[str]:
    """Return the digests of what the label rests on: the application and each file in it; no contents."""
    files = [evidence.digest for answer in application.answers for evidence in answer.evidence]
    badges = [one.badge.digest for one in application.samples]
    badges += [one.badge.digest for one in application.training]
    return list(dict.fromkeys(filter(None, (application.digest, *files, *badges))))


def certificate_achievement(scheme: LabelScheme, authority: Mapping[str, Any]) -> dict[str, Any]:
    """Return the achievement that a holder's wallet shows: a QualityAssuranceCredential."""
    return {
        "id": scheme.id,
        "type": ["Achievement"],
        "achievementType": "QualityAssuranceCredential",
        "name": scheme.name,
        "description": f"The organisation was evaluated by {scheme.name}, version {scheme.version}.",
        "criteria": {"narrative": _criteria(scheme)},
        "creator": {name: authority[name] for name in ("id", "type", "name") if name in authority},
        "version": scheme.version,
    }


def _criteria(scheme: LabelScheme) -> str:
    rows = [one.title for one in scheme.formal] + [one.title for one in scheme.quality]
    return "\n".join(f"- {row}" for row in rows or [scheme.name])


def ob2_document(label: Mapping[str, Any], *, profile: str, hosted_at: str, subject: str) -> dict[str, Any]:
    """Return a label as an Endorsement of Open Badges 2.0, hosted by the authority.

    Args:
        label: the credential of 3.0.
        profile: address of the authority's Profile of 2.0.
        hosted_at: the https address at which it will be hosted.
        subject: id of the labelled issuer's Profile of 2.0.
    """
    said = label["credentialSubject"]
    apart = {"id", "type", "endorsementComment", "labelScheme"}
    extension = {
        "@context": CONTEXT_2_0,
        "type": ["Extension", EXTENSION],
        "scheme": said["labelScheme"]["id"],
        "version": said["labelScheme"]["version"],
        "name": said["labelScheme"]["name"],
        "validUntil": label["validUntil"],
        **{name: plain(value) for name, value in said.items() if name not in apart},
        "endorsementCredential": label["id"],
    }
    return {
        "@context": V2,
        "type": "Endorsement",
        "id": hosted_at,
        "issuer": profile,
        "issuedOn": label["validFrom"],
        "claim": {
            "id": subject,
            "endorsementComment": said["endorsementComment"],
            EXTENSION: extension,
        },
        "verification": {"type": "HostedBadge"},
    }


def profile_of(issuer: Issuer) -> dict[str, Any]:
    """Return the issuer's Profile as it stands in its credentials."""
    own = {"name": issuer.profile} if isinstance(issuer.profile, str) else plain(issuer.profile)
    profile: dict[str, Any] = complete(own | {"id": issuer.id}, "issuer")
    return profile


def end_of(start: datetime, years: int) -> datetime:
    """Return the moment so many years later; of 29 February the last day of that month.

    Raises:
        IssueError: that is beyond the year 9999 (RANGE).
    """
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        if start.month == 2 and start.day == 29:  # noqa: PLR2004 - the leap day
            return start.replace(year=start.year + years, day=28)
        raise IssueError("the label would hold beyond the year 9999", code="RANGE") from None


def moment_of(label: Mapping[str, Any], name: str) -> datetime:
    """Return a moment that a label names.

    Raises:
        InputError: it is malformed.
    """
    return timestamps.parse(label[name], pointer=f"/{name}")
