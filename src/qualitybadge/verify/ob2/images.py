"""The images of a badge are there, and are PNG or SVG by their bytes; decodes none (OB 2.0 §Image).

A badge class has an image; an assertion and a profile may name one. What is named must be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ...errors import InputError, QualityBadgeError
from ...jsonld.compaction_parts import listed
from ...outcome import Check, check_from_error
from ...urls import is_inline, is_web, shown
from ...wire import png, svg
from ..checks import passed, skipped
from ..resources import content_of
from .nodes import Node
from .reports import ASSERTIONS
from .state import NAMES, Ob2Examination, Rows

RESOURCES = "resources"
_SPEC = "OB 2.0 §Image"
_DECLARED = {"PNG": "data:image/png", "SVG": "data:image/svg+xml"}


def resources(exam: Ob2Examination) -> Rows:
    """Return a row for each image, and one for evidence that is left to people."""
    rows = [row for node in exam.objects for row in _pictured(exam, node)]
    rows.extend(_evidence(exam.subject))
    return rows or (skipped(RESOURCES, "there is no image to look at", spec=_SPEC),)


def _pictured(exam: Ob2Examination, node: Node) -> Iterator[Check]:
    """Yield the row of the image that an object names."""
    if "image" not in node.data:
        return
    value: Any = node.data["image"]
    pointer = "/image/id" if isinstance(value, dict) else "/image"
    address = value.get("id") if isinstance(value, dict) else value
    if isinstance(address, str) and (is_web(address) or is_inline(address)):
        row = _judged(exam, node, address, pointer)
    else:  # that it is malformed is said by conformance, where a rule is broken
        message = "is not looked at, for it has no address"
        row = skipped(RESOURCES, message, required=not _may_lack(node), spec=_SPEC)
    yield replace(row, message=f"the image of the {NAMES[node.class_name]} {row.message}", pointer=pointer)


def _judged(exam: Ob2Examination, node: Node, address: str, pointer: str) -> Check:
    if is_web(address) and exam.kind in ASSERTIONS and not exam.stands:
        message = "is not asked for: what nobody vouches for chooses no addresses"
        return skipped(RESOURCES, message, required=True, spec=_SPEC)
    try:
        form = _form(_content(exam, address, pointer), address, pointer)
    except QualityBadgeError as error:
        return _fault(node, error)
    return passed(RESOURCES, f"is {'an' if form == 'SVG' else 'a'} {form}", spec=_SPEC)


def _fault(node: Node, error: QualityBadgeError) -> Check:
    """Return the row of an image that is none, or that was not obtained."""
    relaxation = "allow_http_hosted" if error.code == "INSECURE_TRANSPORT" else ""
    required = not (_may_lack(node) and error.undetermined)
    row = check_from_error(RESOURCES, error, required=required, relaxation=relaxation)
    return replace(row, message=f"could not be accepted: {row.message}")


def _may_lack(node: Node) -> bool:
    """Tell whether an image need not be there: before 2.0 that of an issuer need not."""
    return node.version != "2.0" and node.class_name not in ("Assertion", "BadgeClass")


def _content(exam: Ob2Examination, address: str, pointer: str) -> bytes:
    """Return the bytes of an image.

    Raises:
        FetchError: it was not obtained.
        InputError: its ``data:`` address is malformed.
    """
    inline = content_of(address, pointer)
    return exam.graph.image(address).body if inline is None else inline


def _form(body: bytes, address: str, pointer: str) -> str:
    """Return ``PNG`` or ``SVG``.

    Raises:
        InputError: it is neither, or not what its ``data:`` address says (IMAGE).
    """
    form = "PNG" if png.is_png(body) else "SVG" if svg.is_svg(body) else ""
    if not form:
        message = f"{shown(address)} is neither PNG nor SVG"
        raise InputError(message, code="IMAGE", pointer=pointer, spec=_SPEC)
    if is_inline(address) and not address.lower().startswith(_DECLARED[form]):
        raise InputError(
            f"{shown(address)} says that it is something else than the {form} that it is",
            code="IMAGE",
            pointer=pointer,
            spec=_SPEC,
        )
    return form


def _evidence(subject: Node | None) -> Rows:
    """Return the row of evidence that lies elsewhere: pages are for people, so nothing is asked for."""
    evidence = listed(subject.data.get("evidence", [])) if subject is not None else []
    linked = [one for one in evidence if isinstance(one, str) or (isinstance(one, dict) and "id" in one)]
    if not linked:
        return ()
    message = f"evidence is for people to look at and was not asked for: {len(linked)} linked"
    return (replace(skipped(RESOURCES, message, spec="OB 2.0 §Evidence"), pointer="/evidence"),)
