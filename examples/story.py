"""From a poor badge to a label and its end: assess, mend, apply, review, decide, award, verify, revoke.

Every name is invented, the network too: nobody can award the label of another network. `make demo` runs it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import art

import qualitybadge as qb
from qualitybadge.issue.statuses import StatusLists
from qualitybadge.issue.statusstore import MemoryStatusStore
from qualitybadge.quality import (
    AnswerLevel,
    Application,
    Decision,
    Evaluator,
    Evidence,
    LabelState,
    Measure,
    Metadata,
    Organisation,
    PortfolioFacts,
    QualityAssurance,
    Review,
    Skill,
    Workload,
)
from qualitybadge.quality.metadata.ob3 import write_credential

HERE = Path(__file__).parent
MARK, SCHOOL = "https://mark.harbour.example", "https://school.example"
LIST = f"{MARK}/status/1"
ADA = qb.Recipient.identifier("Ada Example", type="name")
POOR = {
    "id": f"{SCHOOL}/achievements/tides",
    "name": "Tides",
    "description": "A badge about tides.",
    "criteria": {"id": f"{SCHOOL}/tides?utm_source=newsletter"},
    "achievementType": "TideBadge",
    "image": f"{SCHOOL}/tides.png",
}
BETTER = {
    "name": "Tide Reading for Small Harbours",
    "description": (
        "Recognises people who plan moorings for small vessels: they read tide tables, judge wind and "
        "current, and explain their plan to the crew. Earned in six evenings at the harbour of a town."
    ),
    "criteria": {
        "id": f"{SCHOOL}/tides",
        "narrative": "- plan three moorings from the tables\n- carry one of them out on the water\n"
        "- explain each plan to two pilots, who fill in the rubric",
    },
    "achievementType": "MicroCredential",
    "inLanguage": "en",
    "version": "2",
    "image": {"id": art.badge_uri(), "type": "Image", "caption": "A tide gauge at high water"},
}
EVIDENCE = {
    "id": f"{SCHOOL}/evidence/1842",
    "type": ["Evidence"],
    "name": "Three mooring plans",
    "narrative": "Plans for spring tide, neap tide and storm",
}
SAID = Metadata(
    learning_type="non-formal",
    learning_context="Six evenings at the harbour of Fjordby",
    learning_outcomes=("Plans a safe mooring from tide tables",),
    skills=(
        Skill("Navigation in coastal waters", "https://skills.example/nav/3", "Harbour skills", "nav-3"),
    ),
    workload=Workload(hours=28, ects=1),
    assessment_method="observation",
    verified_by="organiser",
    participation_form="onsite",
    prerequisites=("none",),
    quality_assurance=QualityAssurance(
        "Coastal Learning Council", "https://council.example/", "External visit every two years"
    ),
    keywords=("tides", "mooring"),
    validity_policy="no expiry",
    reviewed_on="2026-05-01",
    next_review="2028-05-01",
    privacy_policy=f"{SCHOOL}/privacy",
    country="DK",
)


class Calendar:
    """A clock that stands where it is put, so that a story of two years takes a second."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 12, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now

    def go_to(self, year: int, month: int, day: int) -> date:
        """Put the clock at nine o'clock of a day and return the day."""
        self.now = datetime(year, month, day, 9, tzinfo=UTC)
        return self.now.date()


def tell(out: Path, say: Callable[[str, str], None]) -> bool:
    """Tell the story; return whether everything came as it should."""
    calendar = Calendar()
    school = qb.Issuer(
        {
            "name": "Fjordby Harbour School",
            "url": f"{SCHOOL}/",
            "email": "badges@school.example",
            "description": "An invented school that teaches what people need in a small harbour.",
        },
        qb.KeyPair.generate("Ed25519"),
        method="did:web:school.example#key-1",
        clock=calendar,
    )
    draft = mended_draft(school, calendar, out, say)
    application = applied(school, draft, calendar, out, say)
    web = qb.StaticFetcher(school.trust_artefacts())
    authority, label = awarded(application, web, calendar, out, say)
    return verified_and_revoked(school, draft, authority, label, calendar, out, say)


def mended_draft(school: qb.Issuer, calendar: Calendar, out: Path, say: Any) -> dict[str, Any]:
    """Assess a poor draft, mend what is mechanical, and let a person answer the rest."""
    say("7  Assess and mend", "Is the draft of a badge ready for recognition? What keeps it from being so?")
    poor = qb.assess(school.draft(POOR, ADA), now=calendar())
    print(f"   {poor.summary}\n")
    for finding in poor.to_mend[:4]:
        print(f"   {finding.rule.id} {finding.outcome.value:<8} {finding.pointer}\n      {finding.advice}")
    suggestion = poor.suggest()
    print(f"\n   {len(suggestion.mended)} mendings are mechanical:")
    for mending in suggestion.mended:
        print(f"      {mending.rule} {mending.pointer or '/'}: {mending.what}")
    print(f"   {len(suggestion.questions)} questions are for a person, who answers them:")
    answered = suggestion.draft
    answered["credentialSubject"]["achievement"] |= BETTER
    answered |= {"name": BETTER["name"], "evidence": [EVIDENCE]}
    better = write_credential(answered, SAID).document
    assessment = qb.assess(better, now=calendar())
    print(f"   {assessment.summary}")
    (out / "assessment.html").write_text(qb.render(assessment, "html"), encoding="utf-8")
    print(f"   as a page: {out / 'assessment.html'}")
    return better


def fresh(draft: dict[str, Any], calendar: Calendar, number: int) -> dict[str, Any]:
    """Return the draft as a badge of today with an id of its own."""
    return {
        **draft,
        "id": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        "validFrom": calendar().isoformat().replace("+00:00", "Z"),
    }


def applied(school: qb.Issuer, draft: dict[str, Any], calendar: Calendar, out: Path, say: Any) -> Application:
    """Issue badges for eight months, then apply for the mark of a network."""
    say("8  Apply", "The school issues badges for eight months and applies for the Harbour Network Mark.")
    badges = []
    for month in range(1, 9):
        calendar.go_to(2026, month, 15)
        badges.append(school.sign(fresh(draft, calendar, month)))
    web = qb.StaticFetcher(school.trust_artefacts())
    portfolio = qb.assess_issuer([badge.to_dict() for badge in badges], fetcher=web, now=calendar())
    print(f"   {portfolio.summary}")
    network = qb.Issuer(
        "Harbour Network",
        qb.KeyPair.generate("Ed25519"),
        clock=calendar,
    )
    course = {"id": f"{MARK}/achievements/badge-course", "name": "Harbour badge course"}
    course |= {"description": "How to design badges.", "criteria": {"narrative": "Designed a badge."}}
    training = network.issue(course, qb.Recipient.identifier("Bo Example", type="name"))

    day = calendar.go_to(2026, 9, 1)
    scheme = qb.LabelScheme.load(HERE / "harbour-network.toml")
    organisation = Organisation("Fjordby Harbour School", school.id, country="DK", languages=("da", "en"))
    application = Application.begin(scheme, organisation)
    missing = application.check(scheme, now=calendar())
    print(
        f"   an empty application lacks {len(missing.findings)} things, first: {missing.findings[0].advice()}"
    )
    for item in scheme.items:
        if item.asked:
            evidence = (Evidence(item.evidence or "answer", f"{SCHOOL}/evidence/{item.id}"),)
            application = application.with_answer(
                item.id, f"Yes. {item.statement}", evidence=evidence, level=4, day=day, role="head of badges"
            )
    for criterion in scheme.formal:
        application = application.with_criterion(criterion.id, met=True)
    for indicator in scheme.indicators:
        application = application.with_indicator(indicator.id, checked=True)
    measures = (
        Measure("Review all criteria with two employers", "head of badges", day, date(2027, 12, 31)),
        Measure("Ask every earner what the badge opened", "head of badges", day, date(2029, 12, 31)),
    )
    application = (
        application.with_sample(kept(out / "tides.json", badges[-1]), fetcher=web, now=calendar())
        .with_training(kept(out / "course.json", training), scheme, now=calendar())
        .with_plan("head of badges", *measures)
        .with_portfolio(PortfolioFacts(date(2026, 1, 15), date(2026, 8, 15), len(badges), None))
        .with_adherence("We adhere to the values of the network.", day=day, role="head of school")
        .with_submitted(day)
    )
    check = application.check(scheme, now=calendar())
    print(f"   filled in: complete {check.complete}, {len(check.open_items)} for a person to look at")
    (out / "application.json").write_text(application.to_json(), encoding="utf-8")
    return application


def kept(file: Path, badge: qb.Badge) -> Path:
    """Write a badge to a file and return the file."""
    file.write_text(badge.to_json(), encoding="utf-8")
    return file


def awarded(
    application: Application, web: qb.StaticFetcher, calendar: Calendar, out: Path, say: Any
) -> tuple[qb.LabelAuthority, Any]:
    """Review twice, decide, award."""
    say(
        "9  Review, decide, award",
        "Two reviewers, a committee of three, an award that only the network can make.",
    )
    scheme = qb.LabelScheme.load(HERE / "harbour-network.toml")
    statuses = StatusLists(MemoryStatusStore(), clock=calendar)
    statuses.create(LIST)
    mark = qb.Issuer(
        {"name": "Harbour Network", "url": MARK},
        qb.KeyPair.generate("Ed25519"),
        method="did:web:mark.harbour.example#key-1",
        clock=calendar,
    )
    authority = qb.LabelAuthority(mark, scheme=scheme, statuses=statuses, status_list=LIST)
    path = out / "evaluation.jsonl"
    path.unlink(missing_ok=True)
    log = authority.open_log(path, application)
    reviews = []
    people = (Evaluator("reviewer-1", country="DK", languages=("da",)), Evaluator("reviewer-2", country="IE"))
    for number, person in enumerate(people):
        day = calendar.go_to(2026, 9, 20 + number)
        review = Review(
            application.digest,
            scheme.reference,
            person,
            day,
            independent=True,
            levels=tuple(AnswerLevel(answer.item, 4 - number) for answer in application.answers),
            criteria=tuple(one.id for one in scheme.formal),
            indicators=tuple(one.id for one in scheme.indicators[: 4 - number]),
            comment="Good badges, a plan with dates.",
        )
        authority.record_review(log, review)
        reviews.append(review)
        print(f"   {person.id} of {person.country}: lowest level {4 - number}, {4 - number} of 4 indicators")
    committee = tuple(Evaluator(f"member-{number}", "committee") for number in (1, 2, 3))
    decision = Decision(
        application.digest,
        scheme.reference,
        tuple(review.digest for review in reviews),
        "granted",
        ("Each answer reaches level 3, three of four indicators hold.",),
        committee,
        calendar.go_to(2026, 10, 15),
        indicator_share=0.75,
        minimum_level=3,
    )
    files = {name: (out / name).read_bytes() for name in application.files}
    check = application.check(scheme, now=calendar(), files=files, fetcher=web)
    print(f"   the network looked at {len(check.badges)} badges itself, from their files")
    authority.decide(log, application, reviews, decision, check=check)
    label = authority.award(application, reviews, decision, log=log)
    (out / "label.json").write_text(label.to_json(), encoding="utf-8")
    print(f"   awarded {label.id}, valid until {label.credential['validUntil']}")
    print(f"   the log {path} has {len(log.entries())} entries, each signed over the one before")
    return authority, label


def verified_and_revoked(  # noqa: PLR0913, PLR0917 - the cast of the story
    school: qb.Issuer,
    draft: dict[str, Any],
    authority: qb.LabelAuthority,
    label: Any,
    calendar: Calendar,
    out: Path,
    say: Any,
) -> bool:
    """A stranger verifies badge and label; the label is revoked, and the stranger sees it."""
    say("10 Verify badge and label", "A stranger trusts the network, and asks: real? and recognised by whom?")
    calendar.go_to(2026, 11, 10)
    badge = school.sign(fresh(draft, calendar, 1110))
    (out / "tides.png").write_bytes(badge.bake(art.badge_png()))
    mark = authority.issuer
    web = {**school.trust_artefacts(), **mark.trust_artefacts()}
    good = stranger(out, web | served(authority), calendar, LabelState.LABELLED)
    fetcher = qb.StaticFetcher(web | served(authority))
    report = qb.verify(badge, fetcher=fetcher, now=calendar())
    alone = qb.verify_label(label, report, fetcher=fetcher, now=calendar())
    print(f"   whoever trusts nobody sees {alone.state.value}")

    say("11 Revoke", "The network revokes the label; the badge stays what it is.")
    calendar.go_to(2027, 2, 1)
    authority.revoke(label, reason="Badges were issued without assessment")
    ended = stranger(out, web | served(authority), calendar, LabelState.REVOKED)
    return good and ended and alone.state is LabelState.UNTRUSTED


def served(authority: qb.LabelAuthority) -> dict[str, Any]:
    """Return the network's status list as its web server serves it."""
    return {LIST: authority.statuses.publish(LIST, authority.issuer).to_dict()}


def stranger(out: Path, web: dict[str, Any], calendar: Calendar, expected: LabelState) -> bool:
    """Verify the badge and the label as somebody who only has the files; tell whether it is as expected."""
    fetcher = qb.StaticFetcher(web)
    report = qb.verify(out / "tides.png", fetcher=fetcher, now=calendar())
    found = qb.verify_label(
        out / "label.json", report, ["did:web:mark.harbour.example"], fetcher=fetcher, now=calendar()
    )
    print(f"   badge  {report.summary}\n   label  {found.summary}")
    return report.verdict is qb.Verdict.VALID and found.state is expected
