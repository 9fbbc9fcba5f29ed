"""Names of members: how long they may be and how they stand in a pointer; reads no JSON.

A name stands in the pointer of everything inside it. A long one over many small values would be written out
once for each of them, by whoever names places.
"""

from __future__ import annotations

from qualitybadge.errors import LimitError

_LONGEST_STEP = 64


def refuse_long(value: object, raw: bytes, length: int) -> None:
    """Refuse a JSON text in which a name has more characters than this.

    Args:
        value: what the text says.
        raw: the text, which often tells at once that it holds no string of that length.
        length: the characters that a name may have.

    Raises:
        LimitError: a name is longer.
    """
    pending = [value] if _may_hold_long_text(raw, length) else []
    while pending:
        inner = pending.pop()
        if type(inner) is dict:
            longest = max(inner, key=len, default="")
            if len(longest) > length:
                raise too_long(longest, length)
            pending.extend(inner.values())
        elif type(inner) is list:
            pending.extend(inner)


def _may_hold_long_text(raw: bytes, length: int) -> bool:
    """Tell whether more bytes than this stand anywhere without a quote: only then may a string be as long."""
    if b"\\" in raw:
        raw = raw.replace(b"\\\\", b"..").replace(b'\\"', b"..")
    at, last = raw.find(b'"'), len(raw) - length
    while 0 <= at < last:
        quote = raw.rfind(b'"', at + 1, at + length + 2)
        if quote < 0:
            return True
        at = quote
    return False


def too_long(name: str, length: int) -> LimitError:
    """Return the refusal of a name with more characters than this."""
    return LimitError(f"the name of a member has more than {length} characters", pointer=step(name))


def step(name: str | int) -> str:
    """Return one step of a JSON pointer (RFC 6901 §3); a hostile name is cut short and made printable."""
    if isinstance(name, int):
        return f"/{name}"
    if len(name) > _LONGEST_STEP:
        name = name[:_LONGEST_STEP] + "…"
    name = name.encode("utf-8", "replace").decode()
    return "/" + name.replace("~", "~0").replace("/", "~1")
