"""Examine one object of Open Badges 2.0 or before: the steps for what it is, then the report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ...errors import QualityBadgeError
from ...model.document import Kind
from ...model.ob2_versions import upgrade
from ..checks import run
from ..intake import Taken
from ..result import Report
from . import alone
from .graph import Graph
from .nodes import SIGNED, SUBMITTED, Node, Reader
from .reports import ASSERTIONS, report_of
from .state import Given, Ob2Examination, Step
from .steps import DECISIVE_HOSTED, DECISIVE_SIGNED, STEPS

if TYPE_CHECKING:
    from ..examine import Circumstances


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

    reader = Reader(how.contexts, how.policy.limits, how.fetcher.budget)
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
            address=taken.hosted or (taken.url if taken.carrier == "json" else "") or address,
            submitted=node,
            jws=taken.token,
            door=partial(open_nested, how),
            url=(taken.url or "") if taken.carrier == "json" else "",
        ),
        SYNTAX[taken.carrier],
    )
    steps, decisive = _algorithm(kind, signed=exam.jws is not None)
    run(steps, exam)
    proved = bool(exam.trust) and kind in ASSERTIONS
    return report_of(exam, decisive, carrier=taken.carrier, proved=proved)


def _algorithm(kind: Kind, *, signed: bool) -> tuple[tuple[tuple[str, Step], ...], frozenset[str]]:
    if kind not in ASSERTIONS:
        return alone.algorithm(kind)
    return STEPS, DECISIVE_SIGNED if signed else DECISIVE_HOSTED


def _submitted(
    taken: Taken, data: dict[str, Any] | None, kind: Kind, reader: Reader
) -> tuple[Node | None, str]:
    """Return what was handed in, read, and the address of the hosted copy that it names.

    A copy that cannot be read may still name its address: the hosted one counts.
    """
    if data is None:
        return None, ""
    class_name = alone.class_of(kind, data)
    try:
        origin = SUBMITTED if taken.token is None else SIGNED
        node = reader.read(data, class_name, origin=origin, raw=taken.raw)
    except QualityBadgeError:
        address = upgrade(data, class_name=class_name).hosted_url
        hosted = kind in ASSERTIONS or kind is Kind.OB2_ENDORSEMENT
        if not address or taken.token is not None or not hosted:
            raise
        return None, address
    return node, node.hosted_id
