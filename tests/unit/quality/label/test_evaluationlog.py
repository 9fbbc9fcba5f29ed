"""The decision log: append-only, chained, signed; whatever is done to it shows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qualitybadge.errors import InputError, IssueError, UndeterminedError
from qualitybadge.quality.label.evaluationlog import EvaluationLog
from qualitybadge.quality.label.logchain import LogHead, read_entry, signed_entry
from qualitybadge.quality.label.paper import digest_of_data
from qualitybadge.wire import jcs
from support.keyring import pair

KEY, OTHER = pair("Ed25519", "authority"), pair("Ed25519", "attacker")
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
SCHEME = {"id": "https://label.example/scheme", "version": "1"}


class Ticking:
    """A clock that goes on by a minute with each look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def log(tmp_path):
    made = EvaluationLog.begin(
        tmp_path / "log.jsonl",
        KEY,
        authority="did:web:label.example",
        scheme=SCHEME,
        application="zApplication",
        clock=Ticking(),
    )
    made.append(KEY, "review", {"level": 4}, role="reviewer")
    made.append(KEY, "decision", {"outcome": "granted"}, role="committee")
    return made


def code_of(log, **how):
    with pytest.raises(InputError) as caught:
        log.entries(**how)
    return caught.value.code


def rewritten(log, change):
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(b"".join(change(lines)))
    return log


def test_it_remembers_what_was_recorded_in_order(log):
    entries = log.entries()
    assert [entry.kind for entry in entries] == ["opened", "review", "decision"]
    assert [entry.sequence for entry in entries] == [0, 1, 2]
    assert entries[0].body == {
        "authority": "did:web:label.example",
        "scheme": SCHEME,
        "application": "zApplication",
    }
    assert entries[1].previous == entries[0].digest
    assert log.head == LogHead(entries[2].digest, 3)
    assert LogHead.parse(str(log.head)) == log.head
    for text in ("", ":z", "x:z", "3:", "1234567890:z", 3, None):
        with pytest.raises(InputError):
            LogHead.parse(text)
    assert (log.path.stat().st_mode & 0o077) == 0


def test_an_application_has_one_log(log):
    with pytest.raises(IssueError) as caught:
        EvaluationLog.begin(log.path, KEY, authority="a:b", scheme=SCHEME, application="z")
    assert caught.value.code == "FILE"


def test_it_is_read_out_for_an_audit(log):
    said = log.audit()
    assert "decision      by committee  outcome granted" in said
    assert f"3 entries, ending in {log.head.digest}; the chain stands" in said


@pytest.mark.parametrize(
    "name", ["log", "role", "kind", "previous", "key", "digest", "signature", "time", "body", "sequence"]
)
def test_f12_an_altered_entry_is_refused(log, name):
    def change(lines):
        data = json.loads(lines[1])
        data[name] = {"time": "2026-03-01T09:01:30Z", "body": {"level": 5}, "sequence": 7}.get(name, "other")
        return [lines[0], jcs.canonicalize(data) + b"\n", lines[2]]

    assert code_of(rewritten(log, change)) == "LOG_ALTERED"


def test_f12_a_forged_entry_is_refused(log):
    before = log.entries()
    forged = signed_entry(before, OTHER, "decision", {}, role="committee", at=log.clock())
    rewritten(log, lambda lines: [*lines, forged.to_line()])
    assert code_of(log) == "LOG_ALTERED"


def test_f12_a_forger_who_names_the_authoritys_key_is_refused(log):
    before = log.entries()

    class Liar:
        public_key = KEY.public_key

        def sign(self, message):
            return OTHER.sign(message)

    forged = signed_entry(before, Liar(), "decision", {}, role="committee", at=log.clock())
    rewritten(log, lambda lines: [*lines, forged.to_line()])
    assert code_of(log) == "LOG_ALTERED"


def test_f12_a_signature_that_is_no_base64_is_refused(log):
    def change(lines):
        data = json.loads(lines[2]) | {"signature": "!"}
        return [*lines[:2], jcs.canonicalize(data) + b"\n"]

    assert code_of(rewritten(log, change)) == "LOG_ALTERED"


@pytest.mark.parametrize("order", [(0, 2, 1), (1, 0, 2), (0, 2), (1, 2), (0, 1, 1, 2), (0, 0), ()], ids=str)
def test_f12_reordered_replayed_or_missing_entries_are_refused(log, order):
    assert code_of(rewritten(log, lambda lines: [lines[place] for place in order])) == "LOG_ALTERED"


def test_f12_an_entry_of_another_log_is_refused(log, tmp_path):
    other = EvaluationLog.begin(
        tmp_path / "other.jsonl", KEY, authority="a:b", scheme=SCHEME, application="z", clock=Ticking()
    )
    other.append(KEY, "review", {"level": 5}, role="reviewer")
    foreign = other.path.read_bytes().splitlines(keepends=True)[1]
    rewritten(log, lambda lines: [lines[0], foreign, *lines[2:]])
    assert code_of(log) == "LOG_ALTERED"


def test_f12_an_entry_of_another_log_that_was_chained_in_is_refused(log):
    before = log.entries()
    posing = (replace(before[0], log="urn:other"), *before[1:])
    chained = signed_entry(posing, KEY, "note", {}, role="a", at=log.clock())
    rewritten(log, lambda lines: [*lines, chained.to_line()])
    assert code_of(log) == "LOG_ALTERED"


def test_f12_an_entry_dated_back_is_refused(log):
    before = log.entries()
    early = signed_entry(before[:1], KEY, "note", {}, role="a", at=START + timedelta(minutes=1))
    object.__setattr__(early, "time", START)
    backdated = json.loads(early.to_line())
    backdated["digest"] = digest_of_data(
        {k: v for k, v in backdated.items() if k not in ("digest", "signature")}
    )
    rewritten(log, lambda lines: [lines[0], jcs.canonicalize(backdated) + b"\n"])
    assert code_of(log) == "LOG_ALTERED"


def test_f12_a_truncated_log_shows_against_its_head(log):
    head = log.head
    rewritten(log, lambda lines: lines[:2])
    assert [entry.kind for entry in log.entries()] == [
        "opened",
        "review",
    ]  # nothing in it says that it is short
    assert code_of(log, head=head) == "LOG_ALTERED"


def test_f12_another_log_shows_against_the_head(log):
    assert code_of(log, head=LogHead("zOther", 3)) == "LOG_ALTERED"
    assert code_of(log, head=LogHead(log.head.digest, 0)) == "LOG_ALTERED"


def test_a_log_that_does_not_begin_with_its_opening_is_refused(log):
    first = signed_entry((), KEY, "note", {}, role="a", at=START)
    log.path.write_bytes(first.to_line())
    assert code_of(log) == "LOG_ALTERED"


@pytest.mark.parametrize("line", [b"{}\n", b"[]\n", b"no JSON\n", b'{"a":1}\n', b"\xff\n"])
def test_lines_that_are_no_entries_are_refused(line):
    with pytest.raises(InputError) as caught:
        read_entry(line, 4)
    assert (caught.value.code, caught.value.pointer) == ("LOG_ALTERED", "/4")


def test_a_line_in_another_notation_is_refused(log):
    rewritten(log, lambda lines: [lines[0].replace(b'":"', b'": "', 1), *lines[1:]])
    assert code_of(log) == "LOG_ALTERED"


def test_a_torn_last_line_is_told_and_lost_nowhere(log):
    whole = log.path.read_bytes()
    log.path.write_bytes(whole + b'{"body":{"outc')
    assert code_of(log) == "LOG_TORN"
    with pytest.raises(InputError):
        log.append(KEY, "note", {}, role="a")
    beside = log.recover()
    assert beside is not None
    assert beside.read_bytes() == b'{"body":{"outc'
    assert log.path.read_bytes() == whole
    assert log.recover() is None
    log.append(KEY, "note", {}, role="authority")
    assert len(log.entries()) == 4


def test_a_tear_after_a_false_entry_is_not_mended(log):
    rewritten(log, lambda lines: [*lines[1:], b"{"])
    with pytest.raises(InputError):
        log.recover()


def test_only_the_authoritys_keys_append(log):
    with pytest.raises(IssueError) as caught:
        log.append(OTHER, "note", {}, role="a")
    assert caught.value.code == "KEY_REFUSED"


def test_a_new_key_goes_on_with_the_log(log):
    both = EvaluationLog(log.path, (KEY.public_key, OTHER.public_key), clock=log.clock)
    both.append(OTHER, "note", {"reason": "key replaced"}, role="authority")
    assert "reason key replaced" in both.audit()
    assert code_of(log) == "LOG_ALTERED"  # whoever does not know the new key


def test_what_cannot_be_an_entry_is_refused(log):
    for kind, role in (("gossip", "a"), ("note", " ")):
        with pytest.raises(InputError):
            log.append(KEY, kind, {}, role=role)
    with pytest.raises(IssueError):
        log.append(KEY, "opened", {}, role="a")
    with pytest.raises(InputError):
        log.append(KEY, "note", {"when": START}, role="a")
    log.clock.now = START - timedelta(days=1)
    with pytest.raises(InputError) as caught:
        log.append(KEY, "note", {}, role="a")
    assert caught.value.code == "RANGE"


def test_nothing_slips_in_between(log):
    head = log.head
    log.append(KEY, "note", {}, role="a")
    with pytest.raises(IssueError):
        log.append_after(head, KEY, "award", {}, role="authority")
    assert log.append_after(log.head, KEY, "award", {"label": "urn:x"}, role="authority").sequence == 4


def test_a_log_that_is_not_there_is_told(tmp_path):
    log = EvaluationLog(tmp_path / "none.jsonl", (KEY.public_key,))
    with pytest.raises(UndeterminedError):
        log.entries()
    with pytest.raises(IssueError):
        log.append(KEY, "note", {}, role="a")
    with pytest.raises(IssueError):
        EvaluationLog.begin(tmp_path / "a" / "b", KEY, authority="a:b", scheme=SCHEME, application="z")
    (tmp_path / "folder").mkdir()
    with pytest.raises(IssueError):
        EvaluationLog(tmp_path / "folder", (KEY.public_key,)).append(KEY, "note", {}, role="a")


def test_a_log_beyond_the_limits_is_refused(log, monkeypatch):
    monkeypatch.setattr(
        "qualitybadge.quality.label.evaluationlog.DEFAULT_LIMITS",
        log_limits := type("L", (), {"input_bytes": 10})(),
    )
    assert log_limits.input_bytes == 10
    assert code_of(log) == "LIMIT"


@pytest.mark.parametrize("arguments", [("log.jsonl", ()), (None, ()), ("path", "no keys")])
def test_wrong_types_are_named(arguments, tmp_path):
    path, keys = arguments
    with pytest.raises(TypeError):
        EvaluationLog(tmp_path / "x" if path == "path" else path, keys)
