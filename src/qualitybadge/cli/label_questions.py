"""The questions of `qualitybadge label apply`, and what becomes of each answer; writes no file itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, QualityBadgeError
from ..quality.label.application import Application
from ..quality.label.applicationparts import Measure
from ..quality.label.applicationrules import shown_elsewhere
from ..quality.label.paper import Evidence, day_of
from ..quality.label.schemeparts import Item
from ..quality.label.selfassessment import Answer
from ..report.inert import inert
from ..verify.verifier import system_clock
from .terminal import complain, note

if TYPE_CHECKING:
    from ..fetcher import Fetcher
    from ..quality.label.scheme import LabelScheme

_LONGEST = 2000
_YES, _NO = ("y", "yes"), ("n", "no")
_WEB = ("https://", "http://")


class Dialogue:
    """What is asked about and what was answered so far.

    Args:
        scheme: what is applied for.
        application: what was answered.
        keep: brings an application to the disk; called after each answer.
        fetcher: how the verifier may ask the network about badges; None: not at all.
        language: of what is said of an answer that cannot be taken.
    """

    def __init__(
        self,
        scheme: LabelScheme,
        application: Application,
        keep: Callable[[Application], None],
        *,
        fetcher: Fetcher | None = None,
        language: str = "en",
    ) -> None:
        self.scheme = scheme
        self.application = application
        self.keep = keep
        self.fetcher = fetcher
        self.language = language
        self.role = ""  # in which the answers are given; asked once

    def take(self, application: Application) -> None:
        """Keep what was answered: on the disk first, so that it is never only here."""
        self.keep(application)
        self.application = application


def ask_everything(dialogue: Dialogue) -> None:
    """Ask whatever is not answered yet, keeping each answer.

    Raises:
        click.Abort: the person went away.
        InputError, IssueError: an answer could not be kept.
    """
    dialogue.keep(dialogue.application)  # a file that cannot be written is noticed before the first answer
    for ask in QUESTIONS:
        ask(dialogue)


def _organisation(dialogue: Dialogue) -> None:
    rows = (
        ("name", "Name of the organisation"),
        ("id", "Id of its issuer profile, as your badges name it"),
        ("country", "Country, as a code of two letters"),
        ("languages", "Languages that it works in, such as: lt en"),
        ("aliases", "Other ids that your badges name for it, if any"),
        ("url", "Web address"),
    )
    for name, question in rows:
        while not getattr(dialogue.application.organisation, name):
            said = _text(question)
            if not said or _accepted(dialogue, _organisation_with(dialogue.application, name, said)):
                break


def _organisation_with(application: Application, name: str, said: str) -> Application:
    value: Any = said
    if name == "country":
        value = said.upper()
    elif name in ("languages", "aliases"):
        value = tuple(said.replace(",", " ").split())
    return application.with_organisation(replace(application.organisation, **{name: value}))


def _accepted(dialogue: Dialogue, application: Application) -> bool:
    """Keep an answer if its form is right, else say what is wrong with it."""
    try:
        Application.from_dict(application.to_dict())
    except InputError as error:
        complain(error)
        return False
    for one in application.check(dialogue.scheme).inconsistent:
        if one.what.startswith("organisation."):
            note(one.advice(dialogue.language))
            return False
    dialogue.take(application)
    return True


def _criteria(dialogue: Dialogue) -> None:
    for one in dialogue.scheme.formal:
        said = dialogue.application.self_assessment.criterion(one.id)
        met = None if said is None else said.met
        if met is None and (met := _yes(f"{one.id} {one.title}")) is not None:
            dialogue.take(dialogue.application.with_criterion(one.id, met=met))
        unexplained = said is None or not said.explanation
        if met is False and one.explainable and unexplained and (why := _text("Why not yet")):
            dialogue.take(dialogue.application.with_criterion(one.id, met=False, explanation=why))


def _items(dialogue: Dialogue) -> None:
    for item in dialogue.scheme.asked:
        answer = dialogue.application.answer(item.id) or Answer(item.id)
        answered = bool(answer.text.strip())
        shown = item.id in shown_elsewhere(dialogue.scheme)
        if not answered:
            answered = _answered(dialogue, item)
        elif shown or not item.mandatory or any(one.given for one in answer.evidence):
            continue
        if answered and not shown:
            _proven(dialogue, item)


def _answered(dialogue: Dialogue, item: Item) -> bool:
    note(f"\n{item.id} ({item.demand.value}): {inert(item.statement, longest=_LONGEST)}")
    text = _text("Your answer")
    if text:
        said = dialogue.application.self_assessment
        answer = said.answer(item.id) or Answer(item.id)
        kept = tuple(one for one in answer.evidence if one.given)
        today, role = system_clock().date(), _role(dialogue)
        answer = replace(answer, text=text, evidence=kept, day=today, role=role)
        dialogue.take(replace(dialogue.application, self_assessment=said.with_answer(answer)))
    return bool(text)


def _proven(dialogue: Dialogue, item: Item) -> None:
    """Ask for evidence until the answer is empty."""
    question = f"Evidence for {item.id} ({item.evidence}): web address or file, empty to go on"
    while given := _text(question):
        said = dialogue.application.self_assessment
        answer = said.answer(item.id) or Answer(item.id)
        try:
            proven = replace(answer, evidence=(*answer.evidence, _evidence(given)))
        except QualityBadgeError as error:
            complain(error)
        else:
            _accepted(dialogue, replace(dialogue.application, self_assessment=said.with_answer(proven)))


def _role(dialogue: Dialogue) -> str:
    if not dialogue.role:
        dialogue.role = _text("In which role do you answer (no name is needed)")
    return dialogue.role


def _evidence(given: str) -> Evidence:
    if given.startswith(_WEB):
        return Evidence(url=given)
    return Evidence.of_file(Path(given))


def _indicators(dialogue: Dialogue) -> None:
    for one in dialogue.scheme.indicators:
        said = dialogue.application.self_assessment.indicator(one.id)
        open_still = said is None or said.checked is None
        if open_still and (checked := _yes(f"{one.id} {one.title}")) is not None:
            dialogue.take(dialogue.application.with_indicator(one.id, checked=checked))


def _portfolio(dialogue: Dialogue) -> None:
    facts = dialogue.application.portfolio
    if facts.first is None and (day := _day("Day of your first badge")) is not None:
        facts = replace(facts, first=day)
        dialogue.take(dialogue.application.with_portfolio(facts))
    if facts.last is None and (day := _day("Day of your latest badge")) is not None:
        dialogue.take(dialogue.application.with_portfolio(replace(facts, last=day)))


def _samples(dialogue: Dialogue) -> None:
    while len(dialogue.application.samples) < (dialogue.scheme.samples_least or 1):
        if not _badge(dialogue, "Sample badge", Application.with_sample):
            return
    while _badge(dialogue, "Another sample badge", Application.with_sample):
        pass


def _training(dialogue: Dialogue) -> None:
    for training in dialogue.scheme.training:
        found = [one for one in dialogue.application.training if one.item == training.item]

        def add(
            application: Application, item: Path, *, answers: str = training.item, **more: Any
        ) -> Application:
            return application.with_training(item, dialogue.scheme, answers=answers, **more)

        if not found:
            _badge(dialogue, f"Badge of the training '{training.title}'", add)


def _badge(dialogue: Dialogue, question: str, add: Callable[..., Application]) -> bool:
    """Ask for the file of a badge until one is taken or the answer is empty; tell which."""
    while given := _text(f"{question}: its file, empty to go on"):
        try:
            dialogue.take(add(dialogue.application, Path(given), fetcher=dialogue.fetcher))
        except QualityBadgeError as error:
            complain(error)
        else:
            return True
    return False


def _plan(dialogue: Dialogue) -> None:
    plan = dialogue.application.plan
    if not plan.owner and (owner := _text("Which role answers for the plan")):
        dialogue.take(dialogue.application.with_plan(owner, *plan.measures))
    while title := _text("A measure of the plan, empty to go on"):
        measure = Measure(title, _text("Who does it (a role)"), _day("From which day"), _day("To which day"))
        plan = dialogue.application.plan
        dialogue.take(dialogue.application.with_plan(plan.owner, *plan.measures, measure))


def _adherence(dialogue: Dialogue) -> None:
    if dialogue.application.adherence.text:
        return
    text = f"We adhere to the values of {inert(dialogue.scheme.name)}."
    if _yes(text):
        today = system_clock().date()
        dialogue.take(dialogue.application.with_adherence(text, day=today, role=_role(dialogue)))


def _hand_in(dialogue: Dialogue) -> None:
    if dialogue.application.submitted is None and _yes("Is the application ready to be handed in"):
        dialogue.take(dialogue.application.with_submitted(system_clock().date()))


def _text(question: str) -> str:
    said: str = click.prompt(inert(question, longest=_LONGEST), default="", show_default=False, err=True)
    return said.strip()


def _yes(question: str) -> bool | None:
    while said := _text(f"{question} [y/n]").lower():
        if said in _YES or said in _NO:
            return said in _YES
        note("Answer y or n, or nothing to leave it open.")
    return None


def _day(question: str) -> date | None:
    while said := _text(f"{question}, such as 2026-03-31"):
        try:
            return day_of(said, "")
        except InputError as error:
            complain(error)
    return None


QUESTIONS: tuple[Callable[[Dialogue], None], ...] = (
    _organisation,
    _criteria,
    _items,
    _indicators,
    _portfolio,
    _samples,
    _training,
    _plan,
    _adherence,
    _hand_in,
)
