"""An invented label scheme, an applicant that meets it, and the authority that awards it, for tests of labels."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import qualitybadge as qb
from qualitybadge.issue.issuer import Issuer
from qualitybadge.issue.statuses import StatusLists
from qualitybadge.issue.statusstore import MemoryStatusStore
from qualitybadge.quality.label.application import Application
from qualitybadge.quality.label.applicationparts import Measure, PortfolioFacts
from qualitybadge.quality.label.authority import LabelAuthority
from qualitybadge.quality.label.evaluation import evaluate
from qualitybadge.quality.label.evaluationlog import EvaluationLog
from qualitybadge.quality.label.paper import Evidence, Organisation, digest_of_bytes
from qualitybadge.quality.label.review import AnswerLevel, Decision, Evaluator, Review
from qualitybadge.quality.label.scheme import LabelScheme
from support.credentials import badge
from support.keyring import pair
from support.world import ACADEMY, ACADEMY_DOCUMENT, KEY, did_document

AUTHORITY = "did:web:label.example"
METHOD = f"{AUTHORITY}#key-1"
LIST = "https://label.example/status/1.json"
LABEL_KEY = pair("Ed25519", "label authority")
DECIDED = date(2026, 1, 9)
AWARDED = datetime(2026, 1, 10, 12, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_TEMPLATE = Path("src/qualitybadge/quality/label/schemes/template.toml")


def scheme(**changes: Any) -> LabelScheme:
    """Return the invented scheme: three items, four indicators, two formal criteria."""
    table = LabelScheme.load(Path(__file__).resolve().parents[2] / _TEMPLATE).to_dict()
    row = {"source": "rules", "mark": "F"}
    table |= {
        "id": "https://label.example/scheme",
        "name": "Harbour Mark",
        "authorities": [AUTHORITY],
        "indicator": [
            {"id": f"I{n}", "title": f"Indicator {n}", "criterion": "B1", **row} for n in range(1, 5)
        ],
        "formal": [
            {"id": f"A{n}", "title": f"Formal {n}", "mandatory": n < 3, "explainable": False, **row}
            for n in range(1, 4)
        ],
        "role": [
            {"id": "committee-coordinator", "title": "Coordinator", "who": "Somebody.", "least": 1, **row}
        ],
    }
    for name in ("samples_least", "months_of_use", "plan_years"):
        del table["figures"][name]  # other tests are about what an application holds
    table["training"] = []
    table["item"] = [
        {**item, "id": f"M-{number}", "evidence": "handbook", "checked_by": ""}
        for number, item in enumerate(table["item"], 1)
    ]
    table["renewal"]["items"] = ["M-2"]
    return LabelScheme.from_dict(table | changes)


SCHEME = scheme()
HANDBOOK = digest_of_bytes(b"the handbook")
ORGANISATION = Organisation(
    name="Academy of Invention",
    id=ACADEMY,
    aliases=("https://academy.example/",),
    country="LT",
    languages=("lt",),
)


def application(**changes: Any) -> Application:
    """Return an application that was handed in."""
    made = Application.begin(SCHEME, ORGANISATION)
    for item in SCHEME.asked:
        seen = (Evidence("Handbook", "https://academy.example/handbook", digest=HANDBOOK),)
        made = made.with_answer(
            item.id, "So we do, and here is how.", evidence=seen, level=4, day=date(2025, 11, 1), role="lead"
        )
    for indicator in SCHEME.indicators:
        made = made.with_indicator(indicator.id, checked=True)
    for criterion in SCHEME.formal:
        made = made.with_criterion(criterion.id, met=True)
    made = made.with_plan(
        "the lead", Measure("Review criteria", "the lead", date(2026, 1, 1), date(2028, 12, 31))
    )
    made = made.with_portfolio(PortfolioFacts(date(2025, 1, 1), date(2025, 10, 1), 40))
    return replace(made.with_submitted(date(2025, 11, 20)), **changes)


APPLICATION = application()


def review(number: int = 1, of: Application = APPLICATION, **changes: Any) -> Review:
    """Return one of two reviews; the first reviewer is of the applicant's country, the second reads its language."""
    near = {"country": "LT"} if number == 1 else {"country": "NL", "languages": ("nl", "lt-LT")}
    made = Review(
        application=of.digest,
        scheme=SCHEME.reference,
        reviewer=Evaluator(f"reviewer {number}", **near),
        day=date(2025, 12, number),
        independent=True,
        levels=tuple(AnswerLevel(item.id, 2 + number, "seen") for item in SCHEME.asked),
        criteria=("A1", "A2"),
        indicators=("I1", "I2", "I3", "I4")[: 5 - number],
    )
    return replace(made, **changes)


def reviews(of: Application = APPLICATION) -> tuple[Review, Review]:
    """Return the two reviews."""
    return review(1, of), review(2, of)


COMMITTEE = (
    Evaluator("member 1", "committee-coordinator", AUTHORITY, "NL"),
    Evaluator("member 2", "committee"),
    Evaluator("member 3", "committee"),
)


def decision(
    of: Application = APPLICATION, given: tuple[Review, ...] | None = None, **changes: Any
) -> Decision:
    """Return the decision to grant, with the figures that the reviews come to."""
    given = reviews(of) if given is None else given
    figures = evaluate(SCHEME, of, given).figures
    made = Decision(
        application=of.digest,
        scheme=SCHEME.reference,
        reviews=tuple(one.digest for one in given),
        outcome="granted",
        reasons=("Every condition is met.",),
        committee=COMMITTEE,
        day=DECIDED,
        indicator_share=figures.indicator_share,
        minimum_level=figures.minimum_level,
    )
    return replace(made, **changes)


def issuer(**changes: Any) -> Issuer:
    """Return the authority as an issuer."""
    profile = {"id": AUTHORITY, "name": "Label Network"}
    return Issuer(profile, LABEL_KEY, **{"method": METHOD, "clock": lambda: AWARDED} | changes)


class Network:
    """The authority with its lists, one application's log, and the web that it publishes."""

    def __init__(self, folder: Path, *, purpose: str = "revocation", **changes: Any) -> None:
        self.folder = folder
        self.statuses = StatusLists(MemoryStatusStore(), clock=lambda: AWARDED)
        self.statuses.create(LIST, purpose)
        self.issuer = issuer(**changes)
        self.answers: dict[str, Any] = {}
        self.authority = LabelAuthority(self.issuer, scheme=SCHEME, statuses=self.statuses, status_list=LIST)

    def decided(
        self, of: Application = APPLICATION, name: str = "log.jsonl", **changes: Any
    ) -> EvaluationLog:
        """Return the log of an application that was reviewed and decided."""
        log = self.authority.open_log(self.folder / name, of)
        for one in reviews(of):
            self.authority.record_review(log, one)
        self.authority.decide(log, of, reviews(of), decision(of, **changes))
        return log

    def label(self, **terms: Any) -> qb.Badge:
        """Return a label that was awarded."""
        log = self.decided()
        return self.authority.award(APPLICATION, reviews(), decision(), log=log, **terms)

    def web(self, **documents: Any) -> dict[str, Any]:
        """Return what the authority and the academy publish."""
        listed = self.statuses.publish(LIST, self.issuer)
        return {
            ACADEMY_DOCUMENT: did_document(),
            LIST: listed.to_dict(),
            **self.issuer.trust_artefacts(),
            **documents,
        }

    def verified(self, badge: Any, **served: Any) -> qb.Report:
        """Return the report of a badge, for somebody who can reach both."""
        return qb.verify(badge, fetcher=qb.StaticFetcher(self.answers | served), now=NOW)

    def fetcher(self, **documents: Any) -> qb.StaticFetcher:
        """Return who answers for them."""
        return qb.StaticFetcher(self.web() | documents)


def academy(**changes: Any) -> Issuer:
    """Return the labelled issuer."""
    profile = {"id": ACADEMY, "name": "Academy of Invention"} | changes
    return Issuer(profile, KEY, method=f"{ACADEMY}#key-1", clock=lambda: datetime(2026, 2, 1, tzinfo=UTC))


def awarded_badge(by: Issuer | None = None, **details: Any) -> qb.Badge:
    """Return a badge of the academy, awarded on 1 February 2026."""
    achievement = badge()["credentialSubject"]["achievement"]
    return (by or academy()).issue(achievement, qb.Recipient.did("did:example:ada"), **details)


class Stage(Network):
    """A network whose label was given, what it publishes, and a badge of the holder beside the label.

    Attributes:
        given: the label.
        answers: what the network and the holder publish, by address.
        badge: a badge of the holder.
        report: what `verify` says of it.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.given = self.label()
        self.answers = self.web()
        self.badge = awarded_badge()
        self.report = self.verified(self.badge)
