"""Examine one object of Open Badges 2.0 or before: the steps for what it is, then the report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ...errors import QualityBadgeError
from ...model.document import Document, Kind
from ...model.ob2_versions import upgrade
from ...outcome import Trust, verdict_of
from ..checks import run
from ..intake import Taken
from ..result import Report
from .alone import DECISIVE_ALONE, STEPS_ALONE
from .graph import Graph
from .nodes import SIGNED, SUBMITTED, Node, Reader
from .state import Given, Ob2Examination
from .steps import DECISIVE_HOSTED, DECISIVE_SIGNED, STEPS

if TYPE_CHECKING:
    from ..examine import Circumstances

CLASS_OF_KIND = {
    Kind.OB2_ASSERTION: "Assertion",
    Kind.OB1_ASSERTION: "Assertion",
    Kind.OB2_BADGE_CLASS: "BadgeClass",
    Kind.OB1_BADGE_CLASS: "BadgeClass",
    Kind.OB2_ISSUER: "Profile",
    Kind.OB1_ISSUER: "Profile",
    Kind.OB2_ENDORSEMENT: "Endorsement",
    Kind.OB2_KEY: "CryptographicKey",
    Kind.OB2_REVOCATION_LIST: "RevocationList",
}
_ASSERTIONS = frozenset({Kind.OB2_ASSERTION, Kind.OB1_ASSERTION})
_TRUST_ORDER = (Trust.NONE, Trust.SELF_ASSERTED, Trust.DOMAIN, Trust.ANCHORED)


def examine(taken: Taken, data: dict[str, Any] | None, kind: Kind, how: Circumstances) -> Report:
    """Return the report of one object of 2.0 or before.

    Args:
        taken: what was handed in.
        data: the parsed object; None where only an address was.
        kind: what it is.
        how: the circumstances of the verification.

    Raises:
        QualityBadgeError: it could not be read at all.
    """
    from ..examine import SYNTAX, open_nested

    reader = Reader(how.contexts, how.policy.limits)
    graph = Graph(how.fetcher, reader, how.known, allow_http=how.policy.allow_http_hosted)
    if taken.url and taken.carrier == "json":
        graph.seed(taken.url, taken.raw)
    node, address = _submitted(taken, data, kind, reader)
    exam = Ob2Examination(
        Given(
            policy=how.policy,
            now=how.now,
            graph=graph,
            recipient=how.recipient,
            trust_store=how.trust_store,
            kind=kind,
            address=taken.hosted or taken.url or address,
            submitted=node,
            jws=taken.token,
            door=partial(open_nested, how),
        ),
        SYNTAX[taken.carrier],
    )
    if kind in _ASSERTIONS:
        checks = tuple(run(STEPS, exam))
        decisive = DECISIVE_HOSTED if exam.jws is None else DECISIVE_SIGNED
    else:
        checks = tuple(run(STEPS_ALONE, exam))
        decisive = DECISIVE_ALONE
    judged = exam.subject or node
    return Report(
        verdict=verdict_of(checks, decisive),
        trust=max(exam.trust, key=_TRUST_ORDER.index, default=Trust.NONE),
        checks=checks,
        kind=_kind(exam),
        form=" + ".join(exam.forms),
        carrier=taken.carrier,
        verified_at=exam.now,
        document=None if judged is None else _document(judged),
        endorsements=tuple(exam.endorsements),
        graph=tuple(map(_document, exam.objects)),
        proved=bool(exam.trust) and kind in _ASSERTIONS,
        keys=tuple(exam.keys),
    )


def _submitted(
    taken: Taken, data: dict[str, Any] | None, kind: Kind, reader: Reader
) -> tuple[Node | None, str]:
    """Return what was handed in, read, and the address of the hosted copy that it names.

    A copy that cannot be read may still name its address: the hosted one counts.
    """
    if data is None:
        return None, ""
    class_name = CLASS_OF_KIND[kind]
    try:
        origin = SUBMITTED if taken.token is None else SIGNED
        node = reader.read(data, class_name, origin=origin, raw=taken.raw)
    except QualityBadgeError:
        address = upgrade(data, class_name=class_name).hosted_url
        if not address or taken.token is not None:
            raise
        return None, address
    return node, node.hosted_id


def _kind(exam: Ob2Examination) -> Kind:
    """Return what was judged: an address serves a badge of whichever version."""
    if exam.kind not in _ASSERTIONS or exam.subject is None:
        return exam.kind
    return Kind.OB2_ASSERTION if exam.subject.version == "2.0" else Kind.OB1_ASSERTION


def _document(node: Node) -> Document:
    return Document(node.data, node.raw, "jwt" if node.origin == SIGNED and not node.url else "json")
