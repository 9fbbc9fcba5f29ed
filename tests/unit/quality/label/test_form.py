"""Forms and the file of an application: nothing of the scheme is left out, nothing of an application is lost."""

from __future__ import annotations

import os
import stat
import sys

import pytest

from qualitybadge.errors import InputError, IssueError, UndeterminedError
from qualitybadge.quality.label import applicationfile, form
from qualitybadge.quality.label.application import Application
from qualitybadge.quality.label.applicationfile import load_application, require_own, save_application
from qualitybadge.quality.label.scheme import LabelScheme
from qualitybadge.report.label_form import application_form
from support import applying

SCHEME = applying.scheme()
COL = LabelScheme.load("cities-of-learning")


@pytest.mark.parametrize("scheme", [SCHEME, COL], ids=lambda scheme: scheme.name)
def test_the_markdown_form_asks_everything(scheme):
    text = application_form(scheme)
    asked = [*scheme.formal, *scheme.asked, *scheme.indicators]
    assert [one.id for one in asked if one.id not in text] == []
    assert [one.title for one in scheme.training if one.title not in text] == []
    assert [said for said in scheme.unknown.values() if said not in text] == []
    assert "QL-ORG-17" not in text


def test_the_markdown_form_says_what_is_only_proposed_or_inferred():
    text = application_form(COL)
    assert "1 to 5, a scale that is only proposed" in text
    assert "Likely to be asked; inferred" in text
    assert "only proposed" not in application_form(SCHEME)


def test_a_small_scheme_has_a_small_form():
    table = SCHEME.to_dict()
    small = {
        name: table[name] for name in ("schema", "id", "version", "name", "authorities", "origins", "sources")
    }
    small["item"] = table["item"]
    for item in small["item"]:
        item["criteria"] = []
    text = application_form(LabelScheme.from_dict(small))
    assert "## Indicators" not in text
    assert "## Formal criteria" not in text
    assert "## Training badges" not in text
    assert "Level that you claim" not in text
    table = SCHEME.to_dict()
    del table["figures"]["indicator_share"]
    assert "At least 70%" not in application_form(LabelScheme.from_dict(table))


def test_the_form_of_a_strangers_scheme_is_only_text():
    table = SCHEME.to_dict()
    bad = "<script>x</script> [a](javascript:alert(1)) ![b](https://spy.example/b.png)\n# Owned `c` **d** | \u202e"
    table["name"] = bad
    for name in ("item", "formal", "indicator", "training"):
        for row in table[name]:
            row["statement" if name == "item" else "title"] = bad
    lines = application_form(LabelScheme.from_dict(table)).splitlines()
    hit = [line for line in lines if "script" in line]
    assert len(hit) > 4
    for line in hit:
        assert r"\<script\>x\</script\> \[a\](javascript" in line
        assert r"!\[b\](" in line
        assert r"\`c\` \*\*d\*\* \|" in line
        assert "\u202e" not in line
    assert "# Owned" not in [line[:7] for line in lines]


def test_the_template_is_an_application_that_lacks_everything():
    application = Application.from_json(form.template(SCHEME))
    assert [one.item for one in application.answers] == [one.id for one in SCHEME.asked]
    assert len(application.plan.measures) == 1
    assert not application.check(SCHEME, now=applying.NOW).complete


def test_an_application_is_kept_in_a_file(tmp_path):
    file = tmp_path / "application.json"
    save_application(file, applying.complete())
    assert load_application(file) == applying.complete()
    more = applying.complete().with_renewal_of("urn:uuid:1")
    save_application(file, more)
    assert load_application(file) == more
    assert [path.name for path in tmp_path.iterdir()] == ["application.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_file_keeps_its_permissions_and_a_new_one_is_its_owners(tmp_path):
    file = tmp_path / "application.json"
    save_application(file, applying.complete())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o640)
    save_application(file, applying.complete())
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.parametrize("content", [b"", b"{}", b"my thesis", b'{"schema": "https://other.example"}'])
def test_anything_else_is_never_overwritten(tmp_path, content):
    file = tmp_path / "thesis.txt"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        save_application(file, applying.complete())
    assert caught.value.code == "FILE"
    assert file.read_bytes() == content


def test_an_application_for_another_scheme_is_never_overwritten(tmp_path):
    file = tmp_path / "application.json"
    save_application(file, Application.begin(COL))
    before = file.read_bytes()
    with pytest.raises(InputError, match="cities-of-learning"):
        save_application(file, applying.complete())
    assert file.read_bytes() == before
    assert require_own(file, Application.begin(COL)) == Application.begin(COL)


def test_a_folder_that_is_not_there_and_a_folder_for_a_file_are_refused(tmp_path):
    with pytest.raises(IssueError) as caught:
        save_application(tmp_path / "nowhere" / "application.json", applying.complete())
    assert caught.value.code == "FILE"
    with pytest.raises(UndeterminedError):
        save_application(tmp_path, applying.complete())


@pytest.mark.parametrize("place", ["fsync", "replace"])
def test_a_crash_while_saving_leaves_the_old_file_whole(tmp_path, monkeypatch, place):
    file = tmp_path / "application.json"
    save_application(file, Application.begin(SCHEME))
    before = file.read_bytes()

    def crash(*_given):
        raise OSError(28, "No space left on device")

    target = applicationfile.os if place == "fsync" else applicationfile.Path
    monkeypatch.setattr(target, place, crash)
    with pytest.raises(IssueError, match="No space left"):
        save_application(file, applying.complete())
    monkeypatch.undo()
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["application.json"]


def test_a_folder_that_cannot_be_brought_to_the_disk_does_not_stop_it(tmp_path, monkeypatch):
    real = os.open

    def refuse(path, *more, **how):
        if path == tmp_path:
            raise PermissionError(13, "no")
        return real(path, *more, **how)

    monkeypatch.setattr(applicationfile.os, "open", refuse)
    save_application(tmp_path / "application.json", applying.complete())
    assert load_application(tmp_path / "application.json") == applying.complete()
