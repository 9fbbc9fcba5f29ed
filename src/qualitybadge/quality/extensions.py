"""The contexts and schemas that a badge's extensions name: which they are, and whether they are sound."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from ..errors import QualityBadgeError
from ..fetcher import Fetcher, obtain, require_text
from ..limits import Limits
from ..spec import context_urls, official_context, read_schema
from ..verify.schemas import OFFICIAL
from ..wire import strictjson
from .subject import Subject, escaped, many, texts
from .written import original_of

_STANDARD = ("https://www.w3.org/", "https://w3id.org/", "https://purl.imsglobal.org/spec/")
_IRI_HOST = re.compile(r"https?://([^/?#:\"\s]+)", re.IGNORECASE)
_GONE = frozenset({404, 410})
_MOST_READ, _MOST_HOSTS, _LONGEST_HOST = 50, 100, 100  # what a stranger's context can make us compare
_MOST_ASKED = 8
_NEAR, _LONG_ENOUGH = 2, 8


class ExtensionFile(NamedTuple):
    """A context or schema that an extension names.

    Attributes:
        pointer: where it is named.
        address: where it lies; "" for a context that stands in the badge itself.
        document: that context, else None.
        is_schema: whether it is a schema.
        known: whether it is shipped.
        official: whether it is no extension's at all but the standard's own.
    """

    pointer: str
    address: str
    document: Mapping[str, Any] | None
    is_schema: bool
    known: bool
    official: bool


class Fault(NamedTuple):
    """What is wrong with such a file: broken, a misspelt host, an id that is taken; or not read at all."""

    kind: Literal["broken", "host", "id", "unread"]
    pointer: str
    value: str


def extensions_of(subject: Subject) -> list[ExtensionFile]:
    """Return every context and schema that a badge names beside the first contexts of the standard."""
    if subject.version == "2.0":
        objects = [one for one in subject.extensions if isinstance(one.value, dict)]
        return [file for one in objects for file in _contexts(one.value.get("@context"), one.at)]
    data, at = subject.badge.data, subject.badge.at
    schemas = data.get("credentialSchema")
    found = _contexts(data.get("@context"), at)
    for index, entry in enumerate(many(schemas)):
        name = entry.get("id") if isinstance(entry, dict) else entry
        if isinstance(name, str):
            place = (
                f"{at}/credentialSchema/{index}" if isinstance(schemas, list) else f"{at}/credentialSchema"
            )
            official = name.partition(":")[2] in OFFICIAL
            found.append(
                ExtensionFile(place, name, None, is_schema=True, known=_is_shipped(name), official=official)
            )
    return found


def _contexts(said: Any, at: str) -> list[ExtensionFile]:
    known, found = context_urls(), []
    for index, entry in enumerate(many(said)):
        place = f"{at}/@context/{index}" if isinstance(said, list) else f"{at}/@context"
        if isinstance(entry, dict):
            row = ExtensionFile(place, "", entry, is_schema=False, known=False, official=False)
            found.append(row)
        elif isinstance(entry, str):
            url = official_context(entry)
            standard = url in known and url.startswith(_STANDARD) and "extension" not in url
            row = ExtensionFile(place, entry, None, is_schema=False, known=url in known, official=standard)
            found.append(row)
    return found


def _is_shipped(name: str) -> bool:
    try:
        read_schema(name)
    except QualityBadgeError:
        return False
    return True


class Placed(NamedTuple):
    """A value and where it stands; `name` is the member that holds it."""

    name: str
    value: Any
    at: str


def places_of_2(subject: Subject) -> tuple[str, ...]:
    """Return where the objects of a badge of 2.0 stand, in the order in which the verifier obtains them."""
    return ("", "/badge", "/badge/issuer") if subject.badge.present else ("", "/issuer")


def originals(subject: Subject) -> list[Placed]:
    """Return the objects of a badge of 2.0 as they were written, before anything was compacted."""
    graph = subject.report.graph if subject.report is not None else ()
    if not graph:
        whole = subject.badge if subject.badge.present else subject.achievement
        return [Placed("", whole.data, whole.at)]
    pairs = zip(graph, places_of_2(subject), strict=False)
    return [
        Placed("", data, at) for one, at in pairs if (data := original_of(one, subject.limits)) is not None
    ]


def extension_objects(subject: Subject) -> Iterator[Placed]:
    """Yield what stands under a name of an extension in a badge of 2.0, and what says that it is one."""
    pending = originals(subject)
    while pending:
        place = pending.pop()
        if isinstance(place.value, list):
            pending += [Placed(place.name, item, f"{place.at}/{i}") for i, item in enumerate(place.value)]
            continue
        if place.name.startswith("extensions:") or _says_so(place.value):
            yield place
        elif isinstance(place.value, dict):
            pending += [
                Placed(name, item, f"{place.at}/{escaped(name)}")
                for name, item in place.value.items()
                if isinstance(item, dict | list) or name.startswith("extensions:")
            ]


def _says_so(value: Any) -> bool:
    return isinstance(value, dict) and "Extension" in texts(value.get("type"))


def extension_faults(files: list[ExtensionFile], fetcher: Fetcher | None, limits: Limits) -> list[Fault]:
    """Return what is wrong with files that are not shipped; asks for each once, if there is a fetcher."""
    faults: list[Fault] = []
    ids: dict[str, str] = {}
    for place, file in enumerate(files[:_MOST_READ]):
        document = file.document
        if document is None:
            read = _obtained(file, fetcher if place < _MOST_ASKED else None, limits)
            if isinstance(read, Fault):
                faults.append(read)
                continue
            document = read
        if file.is_schema:
            own = str(document.get("$id", document.get("id", "")))
            if own and ids.setdefault(own, file.address) != file.address:
                faults.append(Fault("id", file.pointer, own))
        elif host := _misspelt_host(document, file.address):
            faults.append(Fault("host", file.pointer, host))
    if len(files) > _MOST_READ:
        faults.append(Fault("unread", files[_MOST_READ].pointer, files[_MOST_READ].address))
    return faults


def _obtained(file: ExtensionFile, fetcher: Fetcher | None, limits: Limits) -> Mapping[str, Any] | Fault:
    unread = Fault("unread", file.pointer, file.address)
    if fetcher is None:
        return unread
    try:
        answer = obtain(fetcher, file.address, limits=limits)
        if answer.status in _GONE:
            return Fault("broken", file.pointer, file.address)
        body = require_text(answer).body
    except QualityBadgeError:
        return unread
    try:
        document = strictjson.loads(body, limits=limits)
    except QualityBadgeError:
        document = None
    sound = isinstance(document, dict) and (file.is_schema or "@context" in document)
    return document if sound else Fault("broken", file.pointer, file.address)


def _misspelt_host(document: Mapping[str, Any], address: str) -> str:
    """Return a host in a context that differs by a letter or two from the one that is meant, "" for none."""
    hosts = Counter(host.lower() for host in _IRI_HOST.findall(json.dumps(document, default=str)))
    own = _IRI_HOST.match(address)
    usual = hosts.most_common(1)[0][0] if hosts else ""
    meant = usual if own is None else own[1].lower()
    others = [host for host, _count in hosts.most_common(_MOST_HOSTS) if host != meant]
    return next((host for host in others if _near(host, meant)), "")


def _near(one: str, other: str) -> bool:
    """Tell whether two long names are at most two letters apart."""
    if not _LONG_ENOUGH <= len(one) <= _LONGEST_HOST or len(other) < _LONG_ENOUGH:
        return False
    if abs(len(one) - len(other)) > _NEAR:
        return False
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, its in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (letter != its))
    return row[-1] <= _NEAR
