"""Whatever a caller of ``openbadges.verify`` hands in, as what the verifier takes; verifies nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputError, QualityBadgeError
from ..fetcher import NoNetwork
from ..limits import Limits
from ..model.ob2_versions import upgrade
from ..verify.intake import Input, Taken, take
from ..verify.result import Report

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://")
_IMAGES = frozenset({"png", "svg"})
_WEB = ("https:", "http:")


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed in.

    Attributes:
        source: what the verifier takes; b"" where there is nothing.
        limits: ceilings for hostile input.
        fault: why nothing can be verified; None where something can.
        name: the name of the file; None where it was none, or has none.
    """

    source: Input
    limits: Limits
    fault: QualityBadgeError | None = None
    name: str | None = None

    @property
    def url(self) -> str:
        """The address that was handed in, "" where it was something else."""
        return self.source if isinstance(self.source, str) and _URL.match(self.source) else ""

    def described(self, report: Report) -> tuple[str | None, str | None]:
        """Return the type of the input, and what of it was verified.

        The type is ``url``, also for JSON that names its hosted copy, which is what counts; ``jws``,
        ``json`` for what names none, ``file`` for a file without a badge, None for anything else.
        """
        if self.url:
            own = report.document.data.get("id") if report.document is not None else None
            baked = report.carrier in _IMAGES and isinstance(own, str) and own.startswith(_WEB)
            return "url", str(own) if baked else self.url
        try:
            taken = take(self.source, fetcher=NoNetwork(), limits=self.limits)
        except QualityBadgeError:
            return self._unread()
        return _described(taken)

    def _unread(self) -> tuple[str | None, str | None]:
        if isinstance(self.source, str):
            return None, self.source
        return "file", self.name


def given(badge_input: Any, limits: Limits) -> Given:
    """Take an address, text, token, dict, open file, path or bytes; anything else is a fault, too."""
    if isinstance(badge_input, str):
        return Given(badge_input.strip(), limits)
    if isinstance(badge_input, Path):
        return Given(badge_input, limits, name=str(badge_input))
    if isinstance(badge_input, bytes | bytearray | memoryview | dict):
        return Given(badge_input, limits)
    if callable(getattr(badge_input, "read", None)):
        return _file(badge_input, limits)
    found = type(badge_input).__name__
    return Given(b"", limits, InputError(f"a value of type {found} carries no badge", code="PARSING"))


def _file(file: Any, limits: Limits) -> Given:
    """Read an open file from its beginning, no further than the limits allow."""
    name = getattr(file, "name", None)
    called = name if isinstance(name, str) else None
    try:
        if callable(getattr(file, "seekable", None)) and file.seekable():
            file.seek(0)
        content = file.read(limits.input_bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: closed, or a text file of another encoding
        fault = InputError(f"the file could not be read: {type(error).__name__}", code="FILE")
        return Given(b"", limits, fault, called)
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    if not isinstance(content, bytes):
        fault = InputError("what was read from the file are no bytes", code="FILE")
        return Given(b"", limits, fault, called)
    return Given(content, limits, name=called)


def _described(taken: Taken) -> tuple[str, str]:
    text = taken.raw.decode("utf-8")
    if taken.token is not None:
        return "jws", text
    address = taken.hosted or _hosted(taken.data)
    return ("url", address) if address else ("json", text)


def _hosted(data: dict[str, Any] | None) -> str:
    """Return the address that a document of 2.0 or before calls its own."""
    if data is None or "credentialSubject" in data:
        return ""
    return upgrade(data).hosted_url
