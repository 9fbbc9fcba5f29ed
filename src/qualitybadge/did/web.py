"""did:web: from the DID to the address of its document, by the letters of the DID alone; fetches nothing."""

from __future__ import annotations

import re

from ..errors import InputError

_PREFIX = "did:web:"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"({_LABEL}(?:\.{_LABEL})*)(?:%3A([1-9][0-9]{{0,4}}))?")
_MAX_HOST_CHARACTERS = 253
_MAX_PORT = 65535
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+")
_ESCAPE = re.compile(r"%([0-9A-F]{2})")
# Escapes that would let one document have two names, or leave its folder.
_NEVER_ESCAPED = frozenset("/\\%?#:" + "".join(map(chr, range(0x21))) + "\x7f")


def document_url(did: str) -> str:
    """Return the address of the DID's document (did:web, "Read").

    Raises:
        InputError: the DID has upper-case letters in its host, a malformed host or port, dot segments,
            escapes that hide a separator, or more than host, port and path.
    """
    if not did.startswith(_PREFIX):
        raise _malformed("it does not begin with did:web:")
    host, *path = did.removeprefix(_PREFIX).split(":")
    for segment in path:
        _check_segment(segment)
    folder = "/".join(path) if path else ".well-known"
    return f"https://{_authority(host)}/{folder}/did.json"


def _authority(host: str) -> str:
    match = _HOST.fullmatch(host)
    if match is None or len(match[1]) > _MAX_HOST_CHARACTERS:
        raise _malformed("its host is no DNS name in lower case, with a port as %3A443 at most")
    name, port = match.groups()
    if name.rpartition(".")[2].isdigit():
        raise _malformed("its host is an IP address")
    if port is None:
        return name
    if int(port) > _MAX_PORT:
        raise _malformed("its port is out of range")
    return f"{name}:{port}"


def _check_segment(segment: str) -> None:
    if not _SEGMENT.fullmatch(segment):
        raise _malformed("a segment of its path is empty or has a character that does not belong there")
    escaped = {chr(int(code, 16)) for code in _ESCAPE.findall(segment)}
    plain = any(char.isascii() and (char.isalnum() or char in "._-~") for char in escaped)
    if plain or not escaped.isdisjoint(_NEVER_ESCAPED) or segment in {".", ".."}:
        raise _malformed("a segment of its path is a dot segment or hides a character in an escape")


def _malformed(why: str) -> InputError:
    return InputError(f"the did:web is malformed: {why}", code="INVALID_VERIFICATION_METHOD", spec="did:web")
