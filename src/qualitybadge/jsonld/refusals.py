"""How the room says no: what carries nothing into a quad, and where in the document; decides nothing."""

from __future__ import annotations

from qualitybadge.errors import InputError, QualityBadgeError

_LONGEST = 80


def quoted(value: object) -> str:
    """Return a value of the document for a message: printable, and cut where it is long."""
    if not isinstance(value, str):
        return f"a value of type {type(value).__name__}"
    return repr(value) if len(value) <= _LONGEST else f"{value[:_LONGEST]!r}..."


def inside(key: object, error: QualityBadgeError) -> QualityBadgeError:
    """Return the error with its pointer prolonged by the member or index around it (RFC 6901)."""
    step = str(key).replace("~", "~0").replace("/", "~1")
    error.pointer = f"/{step}{error.pointer}"
    return error


def lost(message: str) -> InputError:
    """Return the error for what no quad, and so no proof, would cover."""
    return InputError(message, code="DATA_LOSS")
