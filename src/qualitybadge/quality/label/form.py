"""The form of an application as JSON; `report.label_form` writes the one in Markdown. Reads none back."""

from __future__ import annotations

from dataclasses import replace

from .application import Application
from .applicationparts import Measure, Plan
from .paper import Evidence
from .scheme import LabelScheme
from .selfassessment import Answer


def template(scheme: LabelScheme) -> str:
    """Return an empty application as JSON text, with a row for everything that the scheme asks.

    It is filled in by hand or by a program; `Application.from_json` reads it. Rows that stay empty are found
    by the check, and may be taken out where the scheme does not demand them.
    """
    empty = Application.begin(scheme)
    answers = tuple(
        Answer(one.item, evidence=(Evidence(),) if scheme.item(one.item).mandatory else ())
        for one in empty.answers
    )
    said = replace(empty.self_assessment, answers=answers)
    return replace(empty, self_assessment=said, plan=Plan(measures=(Measure(),))).to_json()
