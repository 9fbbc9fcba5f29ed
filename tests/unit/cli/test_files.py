"""Files are read within bounds and written whole or not at all."""

from __future__ import annotations

import os
import stat

import click
import pytest

from qualitybadge.cli import files
from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import DEFAULT_LIMITS


def test_reading_is_bounded(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(DEFAULT_LIMITS.input_bytes)
    assert len(files.read(path)) == DEFAULT_LIMITS.input_bytes
    with path.open("ab") as file:
        file.write(b"\0")
    with pytest.raises(LimitError, match="larger than"):
        files.read(path)


def test_an_object_is_read_strictly_and_the_fault_names_the_file(tmp_path):
    path = tmp_path / "p.json"
    assert files.json_object(b'{"a":1}', path) == {"a": 1}
    for content in (b"[]", b"{", b'{"a":1,"a":2}', b'{"a":"\xff"}', b""):
        with pytest.raises(InputError, match=r"p\.json"):
            files.json_object(content, path)


def test_a_file_is_never_overwritten_unasked(tmp_path):
    path = tmp_path / "x"
    files.write_new(path, b"1", force=False)
    with pytest.raises(click.UsageError, match="--force"):
        files.write_new(path, b"2", force=False)
    assert path.read_bytes() == b"1"
    files.write_new(path, b"2", force=True)
    assert path.read_bytes() == b"2"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_where_no_file_can_stand_is_refused(tmp_path):
    with pytest.raises(click.UsageError, match="make it first"):
        files.require_free(tmp_path / "no" / "x", force=False)
    with pytest.raises(click.UsageError, match="no ordinary file"):
        files.write_new(tmp_path, b"", force=True)
    with pytest.raises(click.UsageError, match="no ordinary file"):
        files.write_new(type(tmp_path)(os.devnull), b"", force=True)


def test_a_link_stays_a_link(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"1")
    link.symlink_to(target)
    files.write_new(link, b"2", force=True)
    assert link.is_symlink()
    assert target.read_bytes() == b"2"


def test_nothing_is_left_behind_when_writing_fails(tmp_path, monkeypatch):
    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "x"
    path.write_bytes(b"old")
    monkeypatch.setattr(type(path), "replace", fail)
    with pytest.raises(OSError, match="No space"):
        files.write_new(path, b"new", force=True)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.parametrize(("mask", "ordinary"), [(0o022, 0o644), (0o077, 0o600), (0o000, 0o666)])
def test_permissions(mask, ordinary, tmp_path):
    before = os.umask(mask)
    try:
        files.write_new(tmp_path / "ordinary", b"", force=False)
        files.write_new(tmp_path / "private", b"", force=False, private=True)
        assert os.umask(mask) == mask  # looking at it changed nothing
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "ordinary").stat().st_mode) == ordinary
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o600
