"""`qualitybadge upgrade`: a badge of 2.0 in, a badge or draft of 3.0 out, and what was not carried."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.cli.group import run
from qualitybadge.net.https import HttpsFetcher
from qualitybadge.wire import image as images
from support.images import png
from support.keyring import pair
from support.ob2_issuing import ADA, AT, PROFILE, TIDE
from support.ob2_issuing import issuer as academy
from support.world2 import ASSERTION, ISSUER, assertion, badge_class, text, web

LATER = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def place(tmp_path, monkeypatch):
    served = qb.StaticFetcher(web(assertion(uid="a1", issuedOn="2020-01-01T00:00:00.5Z")))
    monkeypatch.setattr(HttpsFetcher, "get", lambda _self, url, **how: served.get(url, **how))
    (tmp_path / "badge.json").write_text(text(assertion()), encoding="utf-8")
    (tmp_path / "art.png").write_bytes(png())
    (tmp_path / "key.pem").write_bytes(pair().to_pem())
    (tmp_path / "profile.json").write_text('{"name": "Recogniser"}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


SIGNER = ("--key", "key.pem", "--profile", "profile.json")


@pytest.mark.parametrize("source", ["badge.json", ASSERTION])
def test_a_draft_goes_to_standard_output(source, place, capfd):
    assert run(["upgrade", source]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["issuer"]["id"] == ISSUER
    assert "Not carried /uid: 3.0 names a badge by its id alone" in err
    assert "Carried, but /issuedOn: validity is stated in whole seconds" in err


def test_a_draft_is_written_where_asked(place, capfd):
    assert run(["upgrade", "badge.json", "--out", "draft.json", "--compatible"]) == 0
    assert json.loads((place / "draft.json").read_bytes())["id"] == capfd.readouterr().out.strip()
    assert run(["upgrade", "badge.json", "--out", "draft.json"]) == 64
    assert run(["upgrade", "badge.json", "--out", "draft.json", "--force"]) == 0


def test_a_signed_upgrade_verifies(place, capfd):
    assert run(["upgrade", "badge.json", *SIGNER, "--out", "new.json"]) == 0
    assert "without a signature" not in capfd.readouterr().err
    assert run(["verify", "--offline", "--recipient", "ada@example.org", "new.json"]) == 0
    assert run(["upgrade", "badge.json", *SIGNER, "--out", "new.jwt", "--proof", "vc-jwt"]) == 0
    assert run(["verify", "--offline", "new.jwt"]) == 0


def test_a_signed_upgrade_is_baked(place):
    assert run(["upgrade", "badge.json", *SIGNER, "--image", "art.png", "--out", "new.png"]) == 0
    content = images.unbake((place / "new.png").read_bytes())
    assert qb.verify(content.content, fetcher=qb.NoNetwork()).verdict is qb.Verdict.VALID


@pytest.mark.parametrize(("source", "more", "code"), [("badge.json", ["--offline"], 2), ("art.png", [], 1)])
def test_what_is_not_valid_is_not_upgraded(source, more, code, place, capfd):
    assert run(["upgrade", source, *more]) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("Not upgraded. ")


def test_a_badge_of_3_0_is_refused_with_the_reason(place, capfd):
    assert run(["upgrade", "badge.json", *SIGNER, "--out", "new.json"]) == 0
    for more in ([], ["--offline", "--recipient", "eve@example.org"]):  # whatever the verdict
        assert run(["upgrade", "new.json", *more]) == 64
        assert "it is a badge of 3.0 already: nothing to do" in capfd.readouterr().err


def test_an_address_that_answers_410_is_invalid(place, capfd, monkeypatch):
    gone = qb.StaticFetcher({ASSERTION: qb.Response(status=410)})
    monkeypatch.setattr(HttpsFetcher, "get", lambda _self, url, **how: gone.get(url, **how))
    assert run(["upgrade", ASSERTION]) == 1
    assert capfd.readouterr().err.startswith("Not upgraded. ")


def test_a_badge_class_is_answered_with_what_to_upgrade(place, capfd):
    (place / "class.json").write_text(text(badge_class()), encoding="utf-8")
    assert run(["upgrade", "class.json", "--offline"]) == 64
    assert "Hint: upgrade the badges of this class" in capfd.readouterr().err
    (place / "class.json").write_text(json.dumps(TIDE), encoding="utf-8")  # as its author has it
    assert run(["upgrade", "class.json", "--offline"]) == 1
    assert "Hint: name the badge itself" in capfd.readouterr().err


def test_a_badge_is_upgraded_from_the_folder_it_was_published_into(place, capfd):
    who = academy(None)
    badge = who.issue(TIDE, ADA, hosted_at=AT)
    who.publish("site", badge)
    hosted = ("--hosted", "site", "--offline")
    assert run(["upgrade", AT, *hosted, "--recipient", "ada@example.org"]) == 0
    assert json.loads(capfd.readouterr().out)["evidence"][0]["id"] == AT
    assert run(["upgrade", AT, *hosted, "--recipient", "eve@example.org"]) == 1
    assert run(["upgrade", AT, "--offline"]) == 2
    (place / "own.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    capfd.readouterr()
    assert run(["upgrade", AT, *hosted, *SIGNER, "--ob2-profile", "own.json", "--out", "new.json"]) == 0
    assert "Carried, but /badge/issuer/id: the new badge is issued by did:key:" in capfd.readouterr().err
    again = json.loads((place / "new.json").read_bytes())
    assert again["validFrom"] == again["awardedDate"]
    assert "description" not in again
    (place / "own.json").write_text('{"name": "Academy"}', encoding="utf-8")
    assert run(["upgrade", AT, *SIGNER, "--ob2-profile", "own.json", "--out", "newer.json"]) == 64
    assert "--ob2-profile: the Profile has no id" in capfd.readouterr().err


def test_what_was_accepted_is_named_for_the_one_who_would_accept_it(place, capfd):
    at = ASSERTION.replace("https:", "http:")
    assert run(["upgrade", at]) != 0
    assert "--accept allow_http_hosted" in capfd.readouterr().err
    assert run(["upgrade", "badge.json", "--accept", "allow_http_hosted"]) == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--key", "key.pem"], "--key and --profile go together"),
        (["--profile", "profile.json"], "--key and --profile go together"),
        (["--proof", "vc-jwt"], "need a signer"),
        (["--ob2-profile", "profile.json"], "need a signer"),
        (["--method", "did:web:x.example#1"], "need a signer"),
        ([*SIGNER], "say with --out"),
        (["--out", "draft.png"], "no image"),
        (["missing.json"], "unexpected extra argument"),
    ],
)
def test_options_that_cannot_work_together_are_wrong_usage(options, words, place, capfd):
    assert run(["upgrade", "badge.json", *options]) == 64
    assert words in capfd.readouterr().err
