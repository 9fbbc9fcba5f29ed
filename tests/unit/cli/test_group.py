"""The commands as a whole: exit codes, complaints, pipes. Processes of their own where only they show it."""

from __future__ import annotations

import io
import os
import runpy
import subprocess
import sys

import click
import pytest

import qualitybadge
from qualitybadge import cli, errors
from qualitybadge.cli import group as group_module
from qualitybadge.cli import terminal
from qualitybadge.cli.group import run


def process(*arguments: str, code: str = "", **how) -> subprocess.CompletedProcess[bytes]:
    program = ["-c", code] if code else ["-m", "qualitybadge.cli"]
    command = [sys.executable, *program, *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **how)  # noqa: S603


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["-h"], 0),
        (["--version"], 0),
        (["verify", "--help"], 0),
        (["keys", "--help"], 0),
        (["keys", "new", "-h"], 0),
        (["explain", "REVOKED"], 0),
        ([], 64),
        (["keys"], 64),
        (["bogus"], 64),
        (["--bogus"], 64),
        (["verify"], 64),
        (["verify", "a", "b"], 64),
        (["verify", "--bogus", "x"], 64),
        (["keys", "bogus"], 64),
        (["issue"], 64),
        (["bake", "a.png"], 64),
        (["keys", "new", "--type", "DSA", "--out", "x"], 64),
        (["explain", "NO_SUCH_CODE"], 64),
    ],
)
def test_exit_codes_of_usage(arguments, code, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == code
    out, err = capfd.readouterr()
    assert bool(out) == (code == 0)
    assert bool(err) == (code == 64)
    assert list(tmp_path.iterdir()) == []


def test_help_names_every_command_and_exit_code(capfd):
    run(["--help"])
    page = capfd.readouterr().out
    for name in group_module._COMMANDS:
        assert f"\n  {name}" in page
        assert run([name, "--help"]) == 0
    assert "70 internal error" in page
    run(["--version"])
    assert qualitybadge.__version__ in capfd.readouterr().out


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.InputError("wrong"), 1),
        (errors.UnsupportedError("unknown"), 2),
        (errors.QualityBadgeError("the installation is damaged"), 70),
        (click.exceptions.Abort(), 64),
        (KeyboardInterrupt(), 64),
        (EOFError(), 64),
        (FileNotFoundError(2, "No such file", "x.png"), 64),
        (OSError("no reason given"), 64),
        (BrokenPipeError(32, "Broken pipe"), 0),
    ],
)
def test_exit_codes_of_what_goes_wrong(error, code, monkeypatch, capfd):
    def fail(_arguments: object) -> None:
        raise error

    for name in ("stdout", "stderr"):  # click replaces them where a pipe broke
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(group_module.group, "invoke", fail)
    assert run(["explain"]) == code
    assert "Traceback" not in capfd.readouterr().err


def test_a_complaint_says_what_where_and_what_next(capfd):
    terminal.complain(errors.InputError("no name", code="CONFORMANCE", pointer="/name", hint="add one"))
    assert capfd.readouterr().err == "Error: no name at /name [CONFORMANCE]\nHint: add one\n"
    terminal.complain(errors.InputError("bad", code="REVOKED"))
    assert "Hint: do not accept it" in capfd.readouterr().err


def test_no_answer_no_code_is_zero(monkeypatch):
    monkeypatch.setattr(group_module.group, "invoke", lambda _context: None)
    assert run(["explain"]) == 0


def test_a_process_exits_with_the_code():
    done = process("verify", "no-such-file.json")
    assert (done.returncode, done.stdout) == (64, b"")
    assert b"there is no file" in done.stderr
    done = process("verify", "-", input=b"junk")
    assert done.returncode == 1
    assert done.stdout.startswith(b"INVALID")


BROKEN = "import sys\nimport qualitybadge.cli.group as m\ndef run(a):\n    raise {}\nm.run = run\nfrom qualitybadge.cli import main\nmain()"


def test_an_unexpected_exception_is_70_without_a_traceback():
    done = process(code=BROKEN.format("ValueError('the secret is 42')"))
    assert done.returncode == 70
    assert b"Internal error: ValueError in run, line 4" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"secret" not in done.stderr


def test_the_details_of_an_unexpected_exception_are_there_for_who_asks():
    command = [sys.executable, "-X", "dev", "-W", "ignore", "-c", BROKEN.format("ValueError('details')")]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
    assert done.returncode == 70
    assert b"Traceback" in done.stderr
    assert b"details" in done.stderr


def test_an_interrupt_outside_a_command_is_no_verdict():
    done = process(code=BROKEN.format("KeyboardInterrupt"))
    assert done.returncode == 64
    assert done.stderr == b""


class _Ended(BaseException):
    pass


@pytest.mark.parametrize("dev", [False, True])
@pytest.mark.parametrize(("kind", "code"), [(ValueError, 70), (KeyboardInterrupt, 64)])
def test_the_last_word(kind, code, dev, monkeypatch, capsys):
    def end(status: int) -> None:
        raise _Ended(status)

    class Flags:
        dev_mode = dev

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(terminal.sys, "flags", Flags)
    with pytest.raises(_Ended) as ended:
        terminal.internal_error(kind, kind("text"), None)
    assert ended.value.args == (code,)
    err = capsys.readouterr().err
    assert ("Internal error: ValueError." in err) == (code == 70)
    assert ("text" in err) == (dev and code == 70)

    def deep() -> None:
        raise kind("text")

    try:
        deep()
    except (ValueError, KeyboardInterrupt) as error:
        with pytest.raises(_Ended):
            terminal.internal_error(kind, error, error.__traceback__)
    assert (".deep, line" in capsys.readouterr().err) == (code == 70)


def test_main_prepares_and_exits(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["qualitybadge", "explain", "REVOKED"])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 0
    assert sys.excepthook is terminal.internal_error
    assert sys.stdout.errors == "backslashreplace"
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    terminal.prepare()  # what is no file of its own stays as it is


def test_without_the_extra_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "click", None)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 64
    assert "qualitybadge[cli]" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("how", [["explain"], ["--help"], ["verify", "--json", "-"], ["verify", "-"]])
def test_a_pipe_that_closes_early_is_no_fault(how):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "qualitybadge.cli", *how]
    done = subprocess.run(  # noqa: S603
        command, stdin=subprocess.DEVNULL, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode == (1 if "verify" in how else 0)


def test_say_keeps_quiet_where_the_pipe_is_closed(monkeypatch, tmp_path):
    with (tmp_path / "out").open("w") as file:
        monkeypatch.setattr(sys, "stdout", file)

        def broken(*_args: object, **_how: object) -> None:
            raise BrokenPipeError

        monkeypatch.setattr(click, "echo", broken)
        terminal.say("x")
        file.write("goes nowhere")
    assert (tmp_path / "out").read_text() == ""


def test_a_closed_standard_output_is_no_fault(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert not terminal.is_terminal()
    terminal.say("x")
    assert run(["explain"]) == 0


def test_output_into_a_pipe_is_utf_8_whatever_the_locale():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = process("verify", "-", input='{"ü"'.encode(), env=environment)
    assert done.returncode == 1
    assert "✗" in done.stdout.decode("utf-8")


def test_a_terminal_gets_text(monkeypatch, capsys):
    monkeypatch.setattr(terminal, "is_terminal", lambda: True)
    terminal.say("✓\n")
    assert capsys.readouterr().out == "✓\n"


def test_explain(capfd):
    assert run(["explain"]) == 0
    page = capfd.readouterr().out
    assert all(code in page for code in ("PARSING", "REVOKED", "INTERNAL"))
    for name in ("PARSING", "parsing", "PARSING_ERROR", "https://www.w3.org/TR/vc-data-model#PARSING_ERROR"):
        assert run(["explain", name]) == 0
        page = capfd.readouterr().out
        assert page.startswith("PARSING: ")
        assert "What to do: " in page
        assert "Clause:     VC-DM 2.0 §7" in page
    assert run(["explain", "BASE_PROOF"]) == 0
    assert "a part: qualitybadge disclose." in capfd.readouterr().out
    assert run(["explain", "FILE"]) == 0
    assert "Clause" not in capfd.readouterr().out
    assert run(["explain", "revokd"]) == 64
    assert "do you mean REVOKED?" in capfd.readouterr().err
    assert run(["explain", "zzz"]) == 64
    assert "lists them" in capfd.readouterr().err


def test_every_command_loads_only_what_it_needs():
    code = "import sys; from qualitybadge.cli.group import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    heavy = {"rich", "jinja2", "requests", "pydantic", "pyld", "tempfile", "secrets", "cryptography"}
    for arguments in (["explain"], ["verify", "-"], ["verify", "--json", "-"]):
        loaded = set(process(*arguments, code=code, input=b"{}").stderr.decode().split())
        assert loaded & heavy == set(), arguments


def test_python_m_is_the_command(monkeypatch, capfd):
    monkeypatch.setattr(sys, "argv", ["qualitybadge", "--version"])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("qualitybadge.cli", run_name="__main__")
    assert stop.value.code == 0
    assert capfd.readouterr().out.startswith("qualitybadge")
    assert process("--version").stdout.startswith(b"qualitybadge")


def test_the_group_lists_and_finds_its_commands():
    context = click.Context(group_module.group)
    names = group_module.group.list_commands(context)
    assert names == sorted(names)
    assert all(isinstance(group_module.group.get_command(context, name), click.Command) for name in names)
    assert group_module.group.get_command(context, "main") is None
