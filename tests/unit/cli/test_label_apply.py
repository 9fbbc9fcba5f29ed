"""`qualitybadge label apply|check|scheme`: asked item by item, kept answer by answer, gone on with after a crash."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tomllib
from dataclasses import replace

import pytest

from qualitybadge.cli import label_apply, label_questions
from qualitybadge.cli.group import run
from qualitybadge.cli.hosted import fetcher_if_asked
from qualitybadge.cli.label import LabelCommands
from qualitybadge.cli.label_options import files_in
from qualitybadge.errors import IssueError
from qualitybadge.quality.label.application import Application
from qualitybadge.quality.label.applicationfile import load_application, save_application
from qualitybadge.quality.label.scheme import LabelScheme
from support import applying

SCHEME = str(applying.FILE)
ORGANISATION = [
    "Fjordby Academy", "fjordby", applying.ORGANISATION.id,  # no id that a badge could name is taken
    "no", "norwegian", "nb, en", "did:web:academy.example", "https://academy.example/",
]  # fmt: skip
CRITERIA = ["y", "y"]
ANSWERS = [
    "In the register.", "head", "https://register.example/1", "",  # QL-ORG-01 with role and evidence
    "Since 2025.", "Our harbour master did.", "Yes.", "See the sample.", "See the plan.",
    "",  # QL-ORG-12 is left open
]  # fmt: skip
INDICATORS = ["y", "yes", "y", "n"]
PORTFOLIO = ["2025-10-01", "2026-02-30", "2026-11-01"]  # there is no 30 February
SAMPLES = ["nowhere.json", "tide.json", ""]
TRAINING = ["course.json"]
PLAN = ["head", "Review every badge", "head", "2027-01-01", "2029-12-31", ""]
END = ["y", "y"]
EVERYTHING = [*ORGANISATION, *CRITERIA, *ANSWERS, *INDICATORS, *PORTFOLIO, *SAMPLES, *TRAINING, *PLAN, *END]


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tide.json").write_text(applying.badge(), encoding="utf-8")
    (tmp_path / "course.json").write_text(applying.badge("network", applying.COURSE), encoding="utf-8")
    monkeypatch.setattr(label_questions, "system_clock", lambda: applying.NOW)
    return tmp_path


def apply(monkeypatch, answers, *more, scheme=SCHEME):
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
    return run(["label", "apply", "--scheme", scheme, "--out", "application.json", *more])


def kept(place):
    return load_application(place / "application.json")


def test_everything_is_asked_and_kept(place, monkeypatch, capfd):
    assert apply(monkeypatch, EVERYTHING) == 0
    out, err = capfd.readouterr()
    assert "Complete." in out
    assert "nowhere.json" in err
    assert "'2026-02-30' is no day" in err
    application = kept(place)
    assert application.organisation.country == "NO"
    assert application.organisation.languages == ("nb", "en")
    assert application.answer("QL-ORG-01").evidence[0].url == "https://register.example/1"
    assert application.answer("QL-ORG-02").role == "head"
    assert [one.badge.file for one in application.samples] == ["tide.json"]
    assert application.training[0].training == "harbour-course"
    assert application.submitted == applying.NOW.date()
    assert run(["label", "check", "application.json", "--scheme", SCHEME, "--files", "."]) == 0
    assert "indicators checked: 75% (needed: 70%)" in capfd.readouterr().out


@pytest.mark.parametrize("stop", range(0, len(EVERYTHING), 3))
def test_whenever_the_person_goes_away_it_goes_on_from_there(stop, place, monkeypatch, capfd):
    assert apply(monkeypatch, EVERYTHING[:stop]) == 64
    assert "is kept in application.json" in capfd.readouterr().err
    before = kept(place)
    apply(monkeypatch, [], "--resume")
    assert kept(place) == before  # nothing is lost, and nothing made up
    said = before.to_json()
    shown = [
        answer
        for answer in (ORGANISATION[0], ORGANISATION[2], *ANSWERS)
        if len(answer) > 5 and answer in said
    ]
    assert len(shown) >= min(stop - 11, 4) - 1


def test_what_was_answered_is_not_asked_again(place, monkeypatch, capfd):
    assert apply(monkeypatch, [*ORGANISATION, *CRITERIA, *ANSWERS[:2]]) == 64
    assert kept(place).answer("QL-ORG-01").text == "In the register."
    capfd.readouterr()
    assert apply(monkeypatch, [ANSWERS[2], "", ANSWERS[4], "head", *ANSWERS[5:]]) == 64
    err = capfd.readouterr().err
    assert "Name of the organisation" not in err
    assert "Your answer" in err
    assert "Evidence for QL-ORG-01" in err  # its evidence was still open
    answers = kept(place).answers
    assert [one.text for one in answers] == [ANSWERS[0], *ANSWERS[4:]]


def test_an_exception_in_the_middle_loses_no_answer(place, monkeypatch):
    calls = []

    def break_down(dialogue):
        calls.append(dialogue.application)
        raise RuntimeError("the power fails")

    questions = (*label_questions.QUESTIONS[:3], break_down, *label_questions.QUESTIONS[3:])
    monkeypatch.setattr(label_questions, "QUESTIONS", questions)
    with pytest.raises(RuntimeError):
        apply(monkeypatch, [*ORGANISATION, *CRITERIA, *ANSWERS])
    assert kept(place) == calls[0]
    assert kept(place).answer("QL-ORG-07").text == "See the plan."


def test_a_process_that_is_killed_between_two_answers_loses_none(place):
    command = [sys.executable, "-m", "qualitybadge.cli", "label", "apply", "--scheme", SCHEME]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--out", "application.json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=place,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    process.stdin.write(b"Fjordby Academy\ndid:web:academy.example\n")
    process.stdin.flush()
    seen = b""
    while b"Country" not in seen:  # the third question is asked when two answers are on the disk
        seen += process.stderr.read1(1)
    process.kill()
    process.communicate()
    organisation = kept(place).organisation
    assert (organisation.name, organisation.id) == ("Fjordby Academy", "did:web:academy.example")


def test_a_disk_that_is_full_ends_it_with_what_was_kept(place, monkeypatch, capfd):
    real, calls = save_application, []

    def full(path, application):
        calls.append(application)
        if len(calls) > 3:
            raise IssueError("application.json: No space left on device", code="FILE")
        real(path, application)

    monkeypatch.setattr("qualitybadge.quality.label.applicationfile.save_application", full)
    assert apply(monkeypatch, EVERYTHING) == 64
    assert "No space left" in capfd.readouterr().err
    assert kept(place) == calls[2]


def test_answers_of_the_wrong_form_are_asked_for_again(place, monkeypatch, capfd):
    answers = [
        "Academy",
        "did:web:a.example",
        "Norway",
        "NO",
        "nb",
        "",
        "",
        "maybe",
        "y",
        "n",
        "",
        "",
        "",
        "",
    ]
    apply(monkeypatch, answers)
    assert "Answer y or n" in capfd.readouterr().err
    application = kept(place)
    assert application.organisation.country == "NO"
    assert application.self_assessment.criterion("A1").met is True


def test_what_is_left_open_is_missing(place, monkeypatch, capfd):
    assert apply(monkeypatch, [""] * 60) == 1
    out = capfd.readouterr().out
    assert "Not complete." in out
    assert kept(place) == Application.begin(applying.scheme())


def test_a_criterion_that_is_not_met_is_explained_where_that_is_allowed(place, monkeypatch):
    apply(monkeypatch, [*ORGANISATION, "n", "", "n"])
    assert kept(place).self_assessment.criterion("A1").met is False
    assert kept(place).self_assessment.criterion("A2").met is False
    apply(monkeypatch, ["We registered last week."])  # asked again, for it was left open
    assert kept(place).self_assessment.criterion("A1").explanation == "We registered last week."


def test_evidence_that_cannot_be_read_or_has_no_form_is_refused(place, monkeypatch, capfd):
    (place / "extract.pdf").write_bytes(b"extract")
    answers = ["In the register.", "head", "nowhere.pdf", "https://a b.example", "extract.pdf", ""]
    apply(monkeypatch, [*ORGANISATION, *CRITERIA, *answers])
    err = capfd.readouterr().err
    assert "nowhere.pdf" in err
    assert [one.file for one in kept(place).answer("QL-ORG-01").evidence] == ["extract.pdf"]


def test_badges_and_the_plan_are_gone_on_with(place, monkeypatch):
    complete = applying.complete()
    save_application(place / "application.json", replace(complete, submitted=None, samples=(), training=()))
    left_open = ["", "", ""]  # other ids, the web address, and what is only recommended
    badges = ["tide.json", "", "course.json"]
    measure = ["Train assessors", "head", "2027-01-01", "2027-12-31", ""]
    assert apply(monkeypatch, [*left_open, *badges, *measure, "y"]) == 0
    assert [one.badge.file for one in kept(place).samples] == ["tide.json"]
    assert len(kept(place).plan.measures) == 3
    assert apply(monkeypatch, [""] * 5) == 0  # nothing that is needed is open


@pytest.mark.parametrize("content", ["my thesis", "{}", ""])
def test_another_file_is_never_overwritten(content, place, monkeypatch, capfd):
    (place / "application.json").write_text(content, encoding="utf-8")
    assert apply(monkeypatch, EVERYTHING) == 64
    assert "holds no application" in capfd.readouterr().err
    assert (place / "application.json").read_text(encoding="utf-8") == content


def test_an_application_for_another_scheme_is_never_overwritten(place, monkeypatch, capfd):
    save_application(place / "application.json", applying.complete())
    assert apply(monkeypatch, EVERYTHING, scheme="cities-of-learning") == 64
    assert "is an application for" in capfd.readouterr().err
    assert kept(place) == applying.complete()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--scheme", "nowhere", "--out", "application.json"),
        ("--scheme", "cities-of-learning"),
        ("--scheme", "cities-of-learning", "--out", "nowhere/application.json"),
        ("--scheme", "cities-of-learning", "--out", "application.json", "--resume"),
        ("--scheme", "cities-of-learning", "--template", "--markdown"),
        ("--scheme", "cities-of-learning", "--template", "--resume"),
        (),
    ],
)
def test_wrong_usage_is_64(arguments, place):
    assert run(["label", "apply", *arguments]) == 64


def test_forms_are_printed_or_written(place, capfd):
    assert run(["label", "apply", "--scheme", "cities-of-learning", "--markdown"]) == 0
    assert "# Application: Quality Label for Badge Recognition" in capfd.readouterr().out
    assert run(["label", "apply", "--scheme", SCHEME, "--template", "--out", "application.json"]) == 0
    assert kept(place).scheme == applying.scheme().reference
    assert run(["label", "apply", "--scheme", SCHEME, "--markdown", "--out", "application.json"]) == 64


def test_a_check_names_what_is_missing_in_either_language(place, capfd):
    run(["label", "apply", "--scheme", "cities-of-learning", "--template", "--out", "application.json"])
    assert run(["label", "check", "application.json"]) == 1
    out = capfd.readouterr().out
    assert "Say whether A1 is met" in out
    assert "[/selfAssessment/criteria/0/met]" in out
    assert "For a person to look at:" in out
    assert run(["label", "check", "application.json", "--json", "--language", "lt"]) == 1
    found = json.loads(capfd.readouterr().out)
    assert found["complete"] is False
    assert found["findings"][0]["advice"] == "Įrašykite organizacijos pavadinimą."


def test_a_check_needs_the_scheme_of_the_application(place, capfd):
    save_application(place / "application.json", applying.complete())
    assert run(["label", "check", "application.json"]) == 64
    assert "--scheme FILE" in capfd.readouterr().err
    (place / "thesis.json").write_text("{}", encoding="utf-8")
    assert run(["label", "check", "thesis.json"]) == 64


def test_a_check_looks_at_files_of_the_folder_only(place):
    (place / "inner").mkdir()
    (place / "secret").write_bytes(b"x")
    (place / "inner" / "a").write_bytes(b"a")
    assert files_in(place / "inner", ["a", "../secret", str(place / "secret"), "", ".."]) == {"a": b"a"}
    save_application(place / "application.json", applying.complete())
    assert run(["label", "check", "application.json", "--scheme", SCHEME, "--files", "inner"]) == 1


def test_a_scheme_is_printed(place, capfd):
    assert run(["label", "scheme"]) == 0
    assert capfd.readouterr().out.startswith("cities-of-learning  ")
    assert run(["label", "scheme", "cities-of-learning"]) == 0
    assert LabelScheme.from_dict(tomllib.loads(capfd.readouterr().out)) == LabelScheme.load(
        "cities-of-learning"
    )
    assert run(["label", "scheme", "--template"]) == 0
    assert LabelScheme.from_dict(tomllib.loads(capfd.readouterr().out)).name == "Example Network Mark"
    assert run(["label", "scheme", "nowhere"]) == 64


def test_the_group_lists_its_commands_and_loads_each(capfd):
    assert run(["label", "--help"]) == 0
    out = capfd.readouterr().out
    assert [name for name in LabelCommands.table if f"  {name} " not in out] == []
    for name in ("apply", "check", "scheme"):
        assert run(["label", name, "--help"]) == 0
    assert run(["label", "nonsense"]) == 64


def test_the_network_is_asked_only_when_that_is_wanted():
    dialogue = label_questions.Dialogue(applying.scheme(), applying.complete(), print)
    assert dialogue.fetcher is None
    assert fetcher_if_asked((), fetch=False) is None
    assert type(fetcher_if_asked((), fetch=True)).__name__ == "HttpsFetcher"
    assert label_apply.command.name == "apply"
