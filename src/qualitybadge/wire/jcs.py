"""JCS, the canonical bytes of a JSON value (RFC 8785); it does not parse and knows no proof."""

from __future__ import annotations

from qualitybadge.errors import LimitError
from qualitybadge.limits import DEFAULT_LIMITS, Limits

from . import strictjson


def canonicalize(value: object, *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Write the one form of a value that every implementation hashes alike.

    Raises:
        LimitError: more nesting or values than the limits allow.
        InputError: MALFORMED_VALUE for what I-JSON cannot carry (RFC 7493), with the pointer to it.
    """
    from rfc8785 import dumps  # only the JCS suites and key thumbprints need it

    # What has passed this leaves the canonicaliser nothing to object to but an exhausted stack.
    plain = strictjson.from_python(value, limits=limits)
    try:
        return dumps(plain)
    except RecursionError:
        raise LimitError("the nesting is deeper than the call stack allows") from None
