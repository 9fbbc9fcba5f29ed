"""How much text a dataset makes: a long name may stand in thousands of statements; writes none itself."""

from __future__ import annotations

from qualitybadge.errors import LimitError
from qualitybadge.limits import Limits

from .quadset import Quads

SHORT = 128
"""Characters of a name that is not worth counting, if they are ASCII."""
_WIDEST = 4  # bytes that Python takes for a character as soon as one of them is not ASCII


def repeated_size(term: str) -> int:
    """Return the bytes that each repetition of a term takes; 0 for one that is short, as nearly all are."""
    if len(term) <= SHORT and term.isascii():
        return 0
    return len(term) if term.isascii() else _WIDEST * len(term)


def check_size(quads: Quads, limits: Limits) -> None:
    """Refuse a dataset that takes more room than allowed when it is written out.

    Raises:
        LimitError: it takes more than `limits.rdf_bytes`.
    """
    size = sum(map(len, quads.lines))
    for subject, predicate, value, _ in quads.blank:
        size += len(predicate)
        size += len(subject) if type(subject) is str else 0
        size += len(value) if type(value) is str else 0
    if size > limits.rdf_bytes:
        raise too_large()


def too_large() -> LimitError:
    """Return the refusal of a document that says too much."""
    return LimitError(
        "the statements of the document take more room than limits.rdf_bytes",
        hint="shorten the ids that stand in many statements",
    )
