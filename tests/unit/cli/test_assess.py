"""`qualitybadge assess` and `assess-issuer`: files in, pages out, readiness as exit code."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

import qualitybadge as qb
from qualitybadge.cli import assess_issuer as issuer_module
from qualitybadge.cli.group import run
from support.rule_cases.case import edited

GOOD, POOR = edited("3.0", {}), edited("2.0", {"/badge/name": ""})
# Signed, and whose key it is cannot be told without the network.
SIGNED = (
    qb.Issuer(GOOD["issuer"], qb.KeyPair.generate("Ed25519"), method="did:web:academy.example#key-1")
    .sign(GOOD)
    .document
)
AT = ["--at", "2026-11-20T00:00:00Z"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, item in (("good", GOOD), ("poor", POOR)):
        (tmp_path / f"{name}.json").write_text(json.dumps(item), encoding="utf-8")
    (tmp_path / "open.json").write_text(json.dumps(SIGNED), encoding="utf-8")
    (tmp_path / "junk.json").write_text("[]")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def assess(*words: str) -> int:
    return run(["assess", *AT, *words])


def test_readiness_is_the_exit_code(folder, capfd):
    assert assess("good.json") == 0
    assert capfd.readouterr().out.startswith("Ready for recognition")
    assert assess("poor.json") == 1
    assert capfd.readouterr().out.startswith("Not ready for recognition")
    assert assess("open.json") == 2
    assert capfd.readouterr().out.startswith("Readiness for recognition not determined")
    assert assess("junk.json") == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert "cannot be assessed" in err


def test_of_several_files_the_worst_counts(folder, capfd):
    assert assess("good.json", "open.json") == 2
    out, _ = capfd.readouterr()
    assert out.startswith("good.json\n\nReady")
    assert "\nopen.json\n\nReadiness" in out
    assert assess("open.json", "junk.json", "good.json") == 1
    out, err = capfd.readouterr()
    assert "junk.json:" in err
    assert "junk.json" not in out


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("text", "Ready"),
        ("table", "╭"),
        ("markdown", "# Ready"),
        ("html", "<!doctype html>"),
        ("json", "{"),
        ("sarif", "{"),
    ],
)
def test_formats(form, start, folder, capfd):
    assert assess("good.json", "--format", form) == 0
    out = capfd.readouterr().out
    assert out.startswith(start)
    assert out.endswith("\n")


def test_formats_of_several_files(folder, capfd):
    for form in ("json", "sarif", "html", "table", "markdown"):
        assert assess("good.json", "poor.json", "--format", form) == 1
    rows = json.loads(_page(capfd, "json"))
    assert [row["file"] for row in rows] == ["good.json", "poor.json"]
    assert rows[1]["assessment"]["readiness"] == "not-ready"
    runs = json.loads(_page(capfd, "sarif"))["runs"]
    assert len(runs) == 1
    assert _page(capfd, "html").count("<article") == 2
    table = _page(capfd, "table")
    assert "good.json" in table
    assert "poor.json" in table
    assert "**poor\\.json**" in _page(capfd, "markdown")


def _page(capfd, form: str) -> str:
    capfd.readouterr()
    assess("good.json", "poor.json", "--format", form)
    return capfd.readouterr().out


def test_fail_under_is_a_gate_on_the_recommended_share(folder, capfd):
    share = qb.assess(GOOD).figures.recommended_percent
    assert assess("good.json", "--fail-under", "70") == 0
    assert assess("good.json", "--fail-under", str(share)) == 0
    assert assess("good.json", "--fail-under", "100") == 1
    assert assess("poor.json", "--fail-under", "0") == 1
    assert assess("open.json", "--fail-under", "0") == 2
    assert assess("good.json", "--fail-under", "101") == 64


def test_a_profile_by_name_and_by_file(folder, capfd):
    (folder / "mine.toml").write_text(
        'name = "mine"\ntitle = "Mine"\nsource = "ours"\n[levels]\nQL-END-01 = "essential"\n'
    )
    assert assess("good.json", "--profile", "mine.toml", "--format", "json") == 1
    assert json.loads(capfd.readouterr().out)["profile"] == "mine"
    assert assess("good.json", "--profile", "skill") in (0, 1, 2)
    assert "profile skill" in capfd.readouterr().out
    assert assess("good.json", "--profile", "none") == 64
    assert "for your own name its TOML file" in capfd.readouterr().err
    assert assess("good.json", "--profile", "gone.toml") == 64


def test_a_rule_set_of_ones_own(folder, capfd):
    (folder / "rules.toml").write_text(
        'id = "https://academy.example/rules"\nversion = "4"\nname = "House rules"\nbased_on = "badge-1"\n'
    )
    assert assess("good.json", "--rule-set", "rules.toml") == 0
    assert "House rules 4" in capfd.readouterr().out
    assert assess("--rules", "--rule-set", "rules.toml") == 0
    assert capfd.readouterr().out.startswith("House rules 4")
    assert assess("good.json", "--rule-set", "good.json") == 64


def test_the_rules_are_listed(folder, capfd):
    assert assess("--rules", "--language", "lt") == 0
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == 111
    assert lines[1] == "QL-ISS-01  Išdavėjas aprašytas ir turi nuolatinį identifikatorių (būtina)"


def test_language(folder, capfd):
    assert assess("good.json", "--language", "lt") == 0
    assert capfd.readouterr().out.startswith("Parengtas pripažinti")
    assert assess("good.json", "--language", "xx") == 64
    assert "known: en, lt" in capfd.readouterr().err


def test_a_page_is_written_beside_the_answer(folder, capfd):
    assert assess("good.json", "poor.json", "--html", "out.html") == 1
    page = (folder / "out.html").read_text(encoding="utf-8")
    assert page.count("<article") == 2
    assert assess("good.json", "--html", "out.html") == 64
    assert "--force" in capfd.readouterr().err
    assert assess("good.json", "--html", "out.html", "--force") == 0
    assert assess("junk.json", "--html", "none.html") == 1
    assert not (folder / "none.html").exists()


def test_standard_input(folder, capfd, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode())))
    assert assess("-", "--format", "sarif") == 0
    (one,) = json.loads(capfd.readouterr().out)["runs"]
    assert all("physicalLocation" not in place for row in one["results"] for place in row["locations"])


def test_wrong_usage(folder, capfd):
    assert assess() == 64
    assert "--rules to list" in capfd.readouterr().err
    assert assess("https://academy.example/1") == 64
    assert "--fetch" in capfd.readouterr().err
    assert assess("good.json", "--fetch", "--offline") == 64
    assert "contradict" in capfd.readouterr().err
    assert assess("gone.json") == 64
    assert run(["assess", "good.json", "--at", "today"]) == 64


def test_the_network_is_asked_only_when_told_so(folder, capfd, monkeypatch):
    asked = []

    def get(_self, url, **_how):
        asked.append(url)
        raise qb.errors.FetchError("nothing answers")

    monkeypatch.setattr(qb.HttpsFetcher, "get", get)
    assert assess("good.json", "--offline") == 0
    assert asked == []
    assert assess("good.json", "--fetch") in (0, 1, 2)
    assert asked
    capfd.readouterr()
    assert assess("https://academy.example/1", "--fetch") == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "could not be assessed: nothing answers" in err
    assert assess("good.json", "https://academy.example/1", "--fetch") == 2
    assert assess("junk.json", "https://academy.example/1", "--fetch") == 1


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_answers_without_a_badge(folder, capfd, monkeypatch, status):
    monkeypatch.setattr(qb.HttpsFetcher, "get", lambda _self, _url, **_how: qb.Response(status=status))
    assert assess("https://academy.example/1", "--fetch") == (1 if status == 410 else 2)


BOTH = re.compile(r"fetcher\W+(in Python|komand)[^.]*--fetch|Python kalboje\W+fetcher[^.]*--fetch")
PYTHON = re.compile(r"(?i)\bfetcher\b|\bPolicy\(|\bProfile\b or|\b\w+\(…?\)|\bqb\.")


def test_no_advice_at_the_command_line_speaks_of_python_alone(folder, capfd):
    (folder / "linked.json").write_text(
        json.dumps(edited("2.0", {"/badge": "https://academy.example/class"}))
    )
    for name in ("good", "poor", "open", "linked", "junk"):
        for form in ("text", "table", "markdown", "html", "json", "sarif"):
            for language in ("en", "lt"):
                assess(f"{name}.json", "--format", form, "--language", language)
                out, err = capfd.readouterr()
                said = BOTH.sub("", (out + err).replace("\\", ""))
                assert not PYTHON.search(said), PYTHON.search(said)


def test_a_published_folder_stands_for_the_web(folder, capfd, monkeypatch):
    def get(_self, url, **_how):
        raise qb.errors.FetchError("nothing answers")

    monkeypatch.setattr(qb.HttpsFetcher, "get", get)
    (folder / "web").mkdir()
    (folder / "web" / "hosting.json").write_text("{}")
    assert assess("good.json", "--hosted", "web") == 64
    issuer = qb.Issuer(
        {"id": "did:web:academy.example", "name": "Academy", "type": ["Profile"]},
        qb.KeyPair.generate("Ed25519"),
        method="did:web:academy.example#key-1",
    )
    issuer.publish(folder / "published")
    for more in ([], ["--fetch"]):
        assert assess("good.json", "--hosted", "published", *more) in (0, 1, 2)
    assert "hosting" not in capfd.readouterr().out


def test_the_badges_of_an_issuer(folder, capfd):
    assert run(["assess-issuer", ".", *AT, "--claimed", "1", "--format", "json"]) == 0
    data = json.loads(capfd.readouterr().out)
    assert (data["badges"]["assessed"], data["badges"]["drafts"]) == (3, 2)
    assert data["claimed"]["count"] == 1
    assert data["unreadable"]["named"][0]["name"] == "junk.json"
    for form, start in (
        ("text", "Badges of"),
        ("table", "╭"),
        ("markdown", "# Badges"),
        ("html", "<!doctype"),
    ):
        assert run(["assess-issuer", ".", *AT, "--format", form, "--language", "en"]) == 0
        assert capfd.readouterr().out.startswith(start)
    assert run(["assess-issuer", ".", "--html", "out.html"]) == 0
    assert (folder / "out.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run(["assess-issuer", "gone"]) == 64
    assert run(["assess-issuer", ".", "--revoked", "99"]) == 64


def test_a_person_sees_how_far_it_is(folder, monkeypatch, capfd):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    assert run(["assess-issuer", ".", *AT]) == 0
    assert seen.getvalue()
    monkeypatch.setattr(sys, "stderr", None)
    with issuer_module._progress(folder) as progress:
        assert progress is None
