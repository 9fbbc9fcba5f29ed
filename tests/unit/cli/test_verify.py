"""`qualitybadge verify`: sources, formats, verdicts as exit codes."""

from __future__ import annotations

import io
import json
import os
import sys
import threading

import pytest

import qualitybadge as qb
from qualitybadge.cli import verify as verify_module
from qualitybadge.cli.group import run
from qualitybadge.limits import DEFAULT_LIMITS
from support import images
from support.credentials import badge
from support.keyring import pair
from support.world import changed, proved

ADA = pair("Ed25519", "ada")
# Nothing expires and the key is the identity: the system's clock and no network decide the same.
SIGNED = proved(
    badge(issuer={"id": ADA.did, "type": ["Profile"], "name": "Ada"}, validUntil=None),
    ADA,
    verification_method=ADA.did_key_method,
)
TEXT = json.dumps(SIGNED)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "badge.json"
    path.write_text(TEXT, encoding="utf-8")
    return path


def write(folder, content):
    path = folder / "other.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(path)


def test_the_verdict_is_the_exit_code(file, tmp_path, capfd):
    assert run(["verify", str(file)]) == 0
    assert capfd.readouterr().out.startswith("VALID")
    assert run(["verify", write(tmp_path, changed(SIGNED, "name", "Forged"))]) == 1
    assert capfd.readouterr().out.startswith("INVALID")
    assert run(["verify", "--offline", write(tmp_path, proved())]) == 2
    out, err = capfd.readouterr()
    assert out.startswith("INDETERMINATE")
    assert err == ""


@pytest.mark.parametrize(
    ("form", "start"),
    [("text", "VALID"), ("table", "╭"), ("markdown", "# VALID"), ("html", "<!doctype html>"), ("json", "{")],
)
def test_formats(form, start, file, capfd):
    assert run(["verify", "--format", form, str(file)]) == 0
    out, err = capfd.readouterr()
    assert out.startswith(start)
    assert out.endswith("\n")
    assert err == ""
    assert "\x1b" not in out


def test_json_is_a_shorthand(file, capfd):
    assert run(["verify", "--json", str(file)]) == 0
    first = json.loads(capfd.readouterr().out)
    assert first["verdict"] == "valid"
    assert first["credential"] == SIGNED
    assert run(["verify", "--json", "--format", "json", str(file)]) == 0
    assert json.loads(capfd.readouterr().out)["verdict"] == "valid"
    assert run(["verify", "--json", "--format", "html", str(file)]) == 64
    assert "contradict" in capfd.readouterr().err


def test_a_terminal_gets_the_table_and_colour_unless_unwanted(file, capfd, monkeypatch):
    monkeypatch.setattr(verify_module, "is_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert run(["verify", str(file)]) == 0
    out = capfd.readouterr().out
    assert "╭" in out
    assert "\x1b[1;32mVALID" in out
    monkeypatch.setenv("NO_COLOR", "1")
    assert run(["verify", str(file)]) == 0
    out = capfd.readouterr().out
    assert "VALID" in out
    assert "\x1b[1;32m" not in out
    assert "32m" not in out


def test_what_would_make_it_valid_is_said_once(tmp_path, capfd):
    loose = proved(
        changed(
            badge(issuer={"id": ADA.did, "type": ["Profile"], "name": "Ada"}, validUntil=None),
            "credentialSubject/id",
            ...,
        ),
        ADA,
        verification_method=ADA.did_key_method,
    )
    source = write(tmp_path, loose)
    assert run(["verify", source]) == 1
    out, err = capfd.readouterr()
    assert "VALID if you accept" in out
    assert "  --accept allow_conformance_findings\n" in out
    assert "Policy(" not in out
    assert "To accept this: --accept allow_conformance_findings" in err
    assert "--compatible" in err
    assert run(["verify", "--format", "table", source]) == 1
    out = capfd.readouterr().out
    assert "--accept allow_conformance_findings" in out
    assert "Policy(" not in out
    assert run(["verify", "--accept", "allow_conformance_findings", source]) == 0
    assert run(["verify", "--accept", "allow_missing_sub", source]) == 1
    assert run(["verify", "--accept", "everything", source]) == 64
    capfd.readouterr()
    assert run(["verify", "--json", source]) == 1
    assert capfd.readouterr().err == ""
    assert run(["verify", "--compatible", source]) == 0
    assert capfd.readouterr().err == ""


class Input(io.TextIOWrapper):
    def __init__(self, content: bytes, *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def test_standard_input(monkeypatch, capfd):
    monkeypatch.setattr(sys, "stdin", Input(TEXT.encode()))
    assert run(["verify", "-"]) == 0
    assert capfd.readouterr().err == ""
    monkeypatch.setattr(sys, "stdin", Input(qb.bake(images.png(), TEXT), terminal=True))
    assert run(["verify", "-"]) == 0
    assert "Ctrl-D" in capfd.readouterr().err
    monkeypatch.setattr(sys, "stdin", Input(b""))
    assert run(["verify", "-"]) == 1
    assert "the input is empty" in capfd.readouterr().out
    monkeypatch.setattr(sys, "stdin", Input(b"\xff\xfe{\x00}\x00"))
    assert run(["verify", "-"]) == 1
    assert "UTF-16" in capfd.readouterr().out
    monkeypatch.setattr(sys, "stdin", None)
    assert run(["verify", "-"]) == 64
    assert "closed" in capfd.readouterr().err


def test_standard_input_is_bounded(monkeypatch, capfd):
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.taken += size
            return b"{" * size

    class Source:
        buffer = Endless()

        def isatty(self) -> bool:
            return False

    monkeypatch.setattr(sys, "stdin", Source())
    assert run(["verify", "-"]) == 1
    assert "limit input_bytes" in capfd.readouterr().out
    assert Source.buffer.taken == DEFAULT_LIMITS.input_bytes + 1


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("missing.json", "check the path"),
        (".", "is a directory"),
        (TEXT, "pipe it in"),
        ("eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJlc2lnbmF0dXJl", "pipe it in"),
        ("academy.example/badge.png", "https://academy.example/badge.png"),
        ("", "check the path"),
        ("a\0b", "check the path"),
        ("x" * 5000, "check the path"),
    ],
)
def test_a_source_that_is_none_is_wrong_usage(source, words, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["verify", source]) == 64
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_read_once(tmp_path, capfd):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(TEXT,))
    writer.start()
    assert run(["verify", str(pipe)]) == 0
    writer.join()


def test_bad_utf_8_gets_a_clear_answer(tmp_path, capfd):
    assert run(["verify", write(tmp_path, b'{"name": "\xff"}')]) == 1
    assert "UTF-8" in capfd.readouterr().out


def test_an_address_is_asked_through_the_guarded_fetcher(monkeypatch, capfd):
    asked = []

    class Web:
        def __init__(self, **_how: object) -> None:
            pass

        def get(self, url: str, **_how: object) -> qb.Response:
            asked.append(url)
            return qb.Response(200, {"content-type": "application/json"}, TEXT.encode())

    monkeypatch.setattr("qualitybadge.net.https.HttpsFetcher", Web)
    assert run(["verify", "https://academy.example/badge.json"]) == 0
    assert asked == ["https://academy.example/badge.json"]
    assert run(["verify", "http://academy.example/badge.json"]) != 0
    assert run(["verify", "--offline", "https://academy.example/badge.json"]) == 2
    assert run(["verify", "file:///etc/passwd"]) != 0
    assert asked == ["https://academy.example/badge.json"]


def test_whose_badge_it_must_be(file, capfd):
    assert run(["verify", "--recipient", "did:example:ada", str(file)]) == 0
    assert run(["verify", "--recipient", "did:example:eve", str(file)]) == 1
    assert run(["verify", "--recipient", "eve@example.org", str(file)]) == 2


def test_an_empty_recipient_is_not_anybody(file, capfd):
    for text in ("", " ", "ada", "emailAddress="):
        assert run(["verify", "--recipient", text, str(file)]) == 64
    assert capfd.readouterr().out == ""
