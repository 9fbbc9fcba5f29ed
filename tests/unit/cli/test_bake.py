"""`qualitybadge bake` and `unbake`: round trips, and what is refused."""

from __future__ import annotations

import json

import pytest

import qualitybadge as qb
from qualitybadge.cli import unbake as unbake_module
from qualitybadge.cli.group import run
from qualitybadge.wire import png
from support import images
from support.credentials import badge
from support.ob2_issuing import TIDE
from support.world import proved, token

ASSERTION = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://a.example/1"}


@pytest.fixture
def place(tmp_path):
    (tmp_path / "art.png").write_bytes(images.png())
    (tmp_path / "art.svg").write_bytes(images.svg())
    return tmp_path


def bake(place, image, content, *more):
    credential = place / "credential"
    credential.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run(["bake", str(place / image), str(credential), "--out", str(place / f"out-{image}"), *more])


@pytest.mark.parametrize("image", ["art.png", "art.svg"])
@pytest.mark.parametrize("content", [json.dumps(proved(), ensure_ascii=False), token()], ids=["json", "jwt"])
def test_round_trip(image, content, place, capfd):
    assert bake(place, image, f"\r\n{content}\n") == 0
    assert "an Open Badges 3.0 badge baked into" in capfd.readouterr().err
    baked = place / f"out-{image}"
    assert run(["unbake", str(baked)]) == 0
    assert capfd.readouterr().out == content + "\n"
    assert run(["unbake", str(baked), "--out", str(place / "back")]) == 0
    assert (place / "back").read_text(encoding="utf-8") == content
    assert run(["unbake", str(baked), "--out", str(place / "back")]) == 64
    assert run(["unbake", str(baked), "--out", str(place / "back"), "--force"]) == 0


@pytest.mark.parametrize(
    ("content", "version"),
    [
        (json.dumps(proved()), "3.0"),
        (json.dumps(ASSERTION), "2.0"),
        (token(), "3.0"),
        (token(ASSERTION), "2.0"),
        (token({"iss": "x", "vc": badge()}), "3.0"),
    ],
    ids=["3.0", "2.0", "3.0 token", "2.0 token", "vc claim"],
)
@pytest.mark.parametrize("image", ["art.png", "art.svg"])
def test_the_version_decides_the_place(image, content, version, place):
    assert bake(place, image, content) == 0
    assert qb.unbake((place / f"out-{image}").read_bytes()).version == version


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "neither a JSON object nor a compact token"),
        (b"hello", "neither a JSON object nor a compact token"),
        (b"{", "neither a JSON object nor a compact token"),
        (b"[1]", "neither a JSON object nor a compact token"),
        (b"a.b", "neither a JSON object nor a compact token"),
        (b"e30.e30.", "neither a JSON object nor a compact token"),
        (token(b"[]").encode(), "not a badge"),
        (token(b"junk").encode(), "neither a JSON object nor a compact token"),
        (b"{}", "not a badge"),
        (json.dumps(TIDE | {"type": "BadgeClass", "@context": ASSERTION["@context"]}).encode(), "only that"),
        (json.dumps(ASSERTION | {"type": "Issuer"}).encode(), "issuer profile, not a badge"),
        (b'{"name": "\xff"}', "no UTF-8 text"),
        (images.png(), "no UTF-8 text"),
    ],
)
def test_what_is_no_credential_is_refused(content, words, place, capfd):
    assert bake(place, "art.png", content) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err
    assert not (place / "out-art.png").exists()


def test_what_is_no_image_is_refused(place, capfd):
    (place / "art.gif").write_bytes(b"GIF89a")
    assert bake(place, "art.gif", token()) == 1
    assert "neither PNG nor SVG" in capfd.readouterr().err
    assert not (place / "out-art.gif").exists()
    assert run(["unbake", str(place / "art.gif")]) == 1
    assert run(["unbake", str(place / "art.png"), "--out", str(place / "x")]) == 1
    assert "carries no credential" in capfd.readouterr().err
    assert not (place / "x").exists()


def test_an_image_is_not_overwritten_unasked(place):
    (place / "out-art.png").write_bytes(b"mine")
    assert bake(place, "art.png", token()) == 64
    assert (place / "out-art.png").read_bytes() == b"mine"
    assert bake(place, "art.png", token(), "--force") == 0


def test_an_earlier_credential_is_replaced(place, capfd):
    assert bake(place, "art.png", token()) == 0
    (place / "art.png").write_bytes((place / "out-art.png").read_bytes())
    assert bake(place, "art.png", json.dumps(badge()), "--force") == 0
    run(["unbake", str(place / "out-art.png")])
    assert json.loads(capfd.readouterr().out) == badge()


def test_a_missing_file_and_a_directory_are_wrong_usage(place, capfd):
    missing, art = str(place / "missing"), str(place / "art.png")
    for arguments in (
        ["bake", missing, art, "--out", "x"],
        ["bake", art, missing, "--out", "x"],
        ["bake", art, str(place), "--out", "x"],
        ["unbake", missing],
        ["unbake", str(place)],
    ):
        assert run(arguments) == 64
        assert capfd.readouterr().out == ""


def test_f06_a_terminal_shows_what_is_baked_without_obeying_it(place, capfd, monkeypatch):
    (place / "evil.png").write_bytes(png.bake(images.png(), '{"a":\n"\x1b[2J\u202e"}'))
    assert run(["unbake", str(place / "evil.png")]) == 0
    assert capfd.readouterr().out == '{"a":\n"\x1b[2J\u202e"}\n'
    monkeypatch.setattr(unbake_module, "is_terminal", lambda: True)
    assert run(["unbake", str(place / "evil.png")]) == 0
    assert capfd.readouterr().out == '{"a":\n"\\u{1b}[2J\\u{202e}"}\n'


def test_an_image_keeps_its_format(place, capfd):
    credential = place / "credential"
    credential.write_text(token(), encoding="utf-8")
    for image, out in (("art.png", "out.svg"), ("art.svg", "out.png"), ("art.png", "out.json")):
        assert run(["bake", str(place / image), str(credential), "--out", str(place / out)]) == 64
        assert "stays in its format" in capfd.readouterr().err
        assert not (place / out).exists()
    for image, out in (("art.png", "out.PNG"), ("art.svg", "out")):
        assert run(["bake", str(place / image), str(credential), "--out", str(place / out)]) == 0


def test_a_credential_beyond_the_limits_is_refused_as_such(place, capfd):
    assert bake(place, "art.png", "[" * 5000 + token()) == 1
    assert bake(place, "art.png", '{"a":' * 5000) == 1
    assert "[LIMIT]" in capfd.readouterr().err
