"""Who holds the label of a scheme now: a plain list, and one in a draft of the W3C. Publishes nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ...errors import InputError, IssueError
from ...issue.badge import Badge
from ...issue.draft import VC_CONTEXT
from ...issue.statuslist import REVOCATION
from ...proofs import dataintegrity, vcjwt
from ...verify.truststore import RECOGNIZED_ENTITIES_DRAFT
from ...wire import timestamps
from .credential import moment_of
from .facts import ALL_BADGES
from .standing import standing_label

if TYPE_CHECKING:
    from ...issue.issuer import Issuer
    from .authority import LabelAuthority

_UNDEFINED_TERMS = "https://www.w3.org/ns/credentials/undefined-terms/v2"
HOLDS, SUSPENDED, REVOKED, EXPIRED = "holds", "suspended", "revoked", "expired"


@dataclass(frozen=True, slots=True)
class Holder:
    """One holder of a label.

    Attributes:
        id: id of the issuer that holds it.
        label: id of the label.
        state: ``holds``, ``suspended``, ``revoked`` or ``expired``.
        start: when it began to hold.
        end: when it ends.
        scope: what it covers.
        renewal_of: id of the label that it renews; "" for a first one.
    """

    id: str
    label: str
    state: str
    start: datetime
    end: datetime
    scope: tuple[str, ...]
    renewal_of: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            "id": self.id,
            "label": self.label,
            "state": self.state,
            "validFrom": timestamps.render(self.start),
            "validUntil": timestamps.render(self.end),
            "scope": list(self.scope),
            "renewalOf": self.renewal_of,
        }


@dataclass(frozen=True, slots=True)
class HolderList:
    """The holders of one label at one moment, in the order of their ids.

    Attributes:
        authority: id of the authority.
        scheme: IRI of the scheme.
        scheme_version: its version.
        name: what the label is called.
        made_at: the moment.
        holders: a row for each label, also for those that hold no longer.
    """

    authority: str
    scheme: str
    scheme_version: str
    name: str
    made_at: datetime
    holders: tuple[Holder, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the plain list as JSON data."""
        return {
            "authority": self.authority,
            "scheme": {"id": self.scheme, "version": self.scheme_version, "name": self.name},
            "madeAt": timestamps.render(self.made_at),
            "holders": [holder.to_dict() for holder in self.holders],
        }

    def to_json(self) -> str:
        """Return `to_dict()` as indented JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"


def holders(authority: LabelAuthority, labels: Iterable[Badge | Mapping[str, Any] | str]) -> HolderList:
    """Return how the labels of an authority stand, by the store of its status lists.

    Args:
        authority: who awarded them.
        labels: every label that it awarded: `Badge`s, their credentials with proof, or tokens.

    Raises:
        IssueError: one is no label, another authority's, without a proof of the authority that stands, or
            its entry is not in the store.
        TypeError: the labels are one instead of several, or the authority is none.
    """
    from .authority import LabelAuthority  # it loads all that awards labels

    if not isinstance(authority, LabelAuthority):
        raise TypeError(f"authority must be a LabelAuthority, not {type(authority).__name__}")
    if isinstance(labels, str | bytes | Mapping | Badge) or not isinstance(labels, Iterable):
        raise TypeError("labels must be several labels, such as [label]")
    now, scheme = authority.issuer.clock(), authority.scheme
    rows = [_holder(authority, label, now) for label in labels]
    rows.sort(key=lambda row: (row.id, row.start))
    return HolderList(authority.issuer.id, scheme.id, scheme.version, scheme.name, now, tuple(rows))


def _holder(authority: LabelAuthority, label: Badge | Mapping[str, Any] | str, now: datetime) -> Holder:
    data = standing_label(label, authority.issuer, authority.scheme.id, authority.history)
    subject, end = data["credentialSubject"], moment_of(data, "validUntil")
    statuses = authority.statuses.status(data)
    state = HOLDS if now <= end else EXPIRED
    for status in statuses:
        if status.value:
            state = REVOKED if status.revoked or status.purpose == REVOCATION else SUSPENDED
    scope = subject["scope"]
    return Holder(
        id=subject["id"],
        label=data["id"],
        state=state,
        start=moment_of(data, "validFrom"),
        end=end,
        scope=tuple([scope] if isinstance(scope, str) else scope),
        renewal_of=subject.get("renewalOf", ""),
    )


def recognized_entities(listed: HolderList, issuer: Issuer, *, url: str, version: str) -> str:
    """Return the holders as a signed list of W3C Recognized Entities: JSON, or a token for an RSA key.

    The draft has no word for a label that covers some achievements only: its holder is left out, because the
    list would say more than the label does. The plain list has it with its scope.

    The format is a working draft that calls itself experimental, so the caller says which draft is meant. It
    lists who holds the label now, each recognised to issue until the label ends.

    Args:
        listed: who holds it.
        issuer: the authority.
        url: the https address at which the list will be hosted.
        version: ``WD-2026-08-02``, the only draft that is written.

    Raises:
        InputError: another version (UNSUPPORTED), or the address is no https address (USAGE).
        IssueError: the list is another authority's, or nobody is to be listed.
        TypeError: it is no list of `holders`.
    """
    _require_listable(listed, issuer, url, version)
    held = [one for one in listed.holders if one.state == HOLDS and ALL_BADGES in one.scope]
    if not held:
        raise IssueError(
            "nobody holds the label for all badges now, and a list of nobody cannot be signed", code="USAGE"
        )
    document = {
        # The draft has no pinned context; the W3C's own one for undefined terms gives its words a meaning.
        "@context": [VC_CONTEXT, _UNDEFINED_TERMS],
        "id": f"{url}#{uuid.uuid4()}",
        "type": ["VerifiableCredential", "RecognizedEntityCredential"],
        "name": f"Holders of {listed.name}",
        "issuer": issuer.id,
        "validFrom": timestamps.render(listed.made_at.replace(microsecond=0)),
        "credentialSubject": [_entity(holder) for holder in held],
    }
    if issuer.key.public_key.type == "RSA":
        return vcjwt.sign(document, issuer.key, kid=issuer.verification_method)
    suite = "eddsa-rdfc-2022" if issuer.key.public_key.type == "Ed25519" else "ecdsa-rdfc-2019"
    proved = dataintegrity.sign(
        document,
        issuer.key,
        suite=suite,
        verification_method=issuer.verification_method,
        created=listed.made_at.replace(microsecond=0),
    )
    return json.dumps(proved, ensure_ascii=False, indent=2) + "\n"


def _require_listable(listed: object, issuer: Issuer, url: object, version: str) -> None:
    """Refuse what cannot be listed, or not in this way; see `recognized_entities`."""
    if not isinstance(listed, HolderList):
        raise TypeError(f"listed must be what holders(…) returned, not {type(listed).__name__}")
    if version != RECOGNIZED_ENTITIES_DRAFT:
        raise InputError(
            f"Recognized Entities {version!r:.60} is not written: the format is a draft that changes",
            code="UNSUPPORTED",
            hint=f"say {RECOGNIZED_ENTITIES_DRAFT} if that draft will do",
        )
    if not isinstance(url, str) or not url.startswith("https://"):
        raise InputError(
            f"{url!r:.100} is no https address", code="USAGE", hint="say where it will be hosted"
        )
    if listed.authority != issuer.id:
        raise IssueError("the list is another authority's", code="CONTROLLER_MISMATCH")


def _entity(holder: Holder) -> dict[str, Any]:
    action = {
        "type": "RecognizedAction",
        "action": "issue",
        "validFrom": timestamps.render(holder.start),
        "validUntil": timestamps.render(holder.end),
    }
    return {"id": holder.id, "type": "RecognizedEntity", "recognizedTo": action}
