"""Write an issuer's trust artefacts into a folder that any web server can host; makes no document itself.

`plan` looks at the folder and refuses what would harm; only `Publication.write` changes anything. The
file ``hosting.json`` says what stands where and under which media type. It keeps the hash of each file,
by which our own files are told from foreign ones.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ..conformance import conformance_errors
from ..errors import IssueError
from ..keys.table import PRIVATE_MEMBERS
from ..limits import DEFAULT_LIMITS
from ..model.document import Kind, kind_of
from ..webfolder import HOSTING
from . import folder as disk
from .artefacts import KEY_SET_TYPE, Artefact, trust_artefacts
from .draft import complete, plain
from .hosting import NEWEST, HostedFile, json_text, list_text, paths_of, published
from .keyhistory import KeyHistory, origin_of
from .losses import losses_of, others_keys


@dataclass(frozen=True, slots=True)
class Publication:
    """What to write so that others can verify the issuer's badges; nothing is written before `write`.

    Attributes:
        folder: the folder to host.
        files: every file that was asked for; ``hosting.json`` is not among them.
        written: the paths whose content changes; empty where all of it stands there already.
        removed: the paths of files that are the issuer's no longer.
        notes: what whoever asked for it should know besides.
    """

    folder: Path
    files: tuple[HostedFile, ...]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    _contents: Mapping[str, bytes] = field(repr=False, compare=False)
    _lists: tuple[bytes, bytes] = field(repr=False, compare=False)
    notes: tuple[str, ...] = field(default=(), kw_only=True)

    def write(self) -> Publication:
        """Write the folder and return what was written.

        Each file appears whole or not at all. A crash in between leaves old and new files side by side,
        each valid; to publish again completes it. Only one may publish into a folder at a time.

        Raises:
            IssueError: a file cannot be written (FILE).
        """
        during, finished = self._lists
        there = disk.read_if_there(self.folder / HOSTING, DEFAULT_LIMITS.json_bytes)
        if there == finished and not self.written and not self.removed:
            return self
        new = {self.folder / path: self._contents[path] for path in self.written}
        disk.write_all({self.folder / HOSTING: during, **new})
        for path in self.removed:
            disk.remove(self.folder / path)
        disk.write_all({self.folder / HOSTING: finished})
        return self


class Draft(NamedTuple):
    """A file to be, and what stands in its place.

    Attributes:
        file: how it will be listed.
        content: what will stand there.
        there: what stands there now; None for nothing.
        harm: what replacing it would take from old badges.
        listed: whether ``hosting.json`` names it: files as many as badges would make it too long.
    """

    file: HostedFile
    content: bytes
    there: bytes | None
    harm: Sequence[str] = ()
    listed: bool = True

    @property
    def replaces(self) -> bool:
        """Whether something else stands there."""
        return self.there is not None and self.there != self.content


def plan(
    profile: Any,
    history: KeyHistory,
    folder: str | os.PathLike[str],
    *,
    overwrite: bool = False,
    forget_keys: bool = False,
) -> Publication:
    """Return what to write into the folder, which is the root of the issuer's host.

    Args:
        profile: the issuer's Profile, a mapping or a model; without an id it gets that of the history.
        history: the issuer's keys.
        folder: a folder that is there or not yet; whatever else stands in it stays as it is.
        overwrite: replace files that others made, or that were changed since they were published.
        forget_keys: publish although a key that stands there is missing from the history or renamed in
            it, so that its badges verify no longer, or was compromised and would be trusted again.

    Raises:
        IssueError: the profile does not conform or holds a private key, an address cannot be a file, or
            one of the two refusals above; or a key set or list of files that cannot be read stands there.
        InputError: the profile cannot be written as JSON.
    """
    home = Path(folder)
    origin = origin_of(history.controller)
    artefacts = trust_artefacts(_profile(profile, history.controller), history)
    _require_fit(artefacts)
    known = published(home, origin, overwrite=overwrite)
    paths = paths_of([artefact.url for artefact in artefacts], home)
    drafts = [_draft(artefact, path, home, history) for artefact, path in zip(artefacts, paths, strict=True)]
    left = [file for path, file in known.items() if path not in paths]
    stale = [file for file in left if file.owner == (history.controller, NEWEST) and not file.is_credential]
    if not overwrite:
        refuse_foreign(drafts, known)
    if not forget_keys:
        _refuse_harm(drafts, stale)
    return publication_of(home, origin, drafts, left, stale)


def _profile(profile: Any, controller: str) -> dict[str, Any]:
    """Return the Profile as it stands in badges."""
    given: dict[str, Any] = plain(profile)
    if not isinstance(given, dict):
        raise TypeError(f"profile must be a mapping or a model, not {type(profile).__name__}")
    identity = given.get("id") or controller
    completed: dict[str, Any] = complete({**given, "id": identity}, "issuer")
    return completed


def _require_fit(artefacts: Sequence[Artefact]) -> None:
    """Refuse a Profile that others would refuse, and whatever must not be public."""
    profiles = [found.document for found in artefacts if kind_of(found.document) is Kind.PROFILE]
    if not profiles:
        raise IssueError("the profile is none: its type is not Profile", code="CONFORMANCE", pointer="/type")
    faults = conformance_errors(profiles[0], limits=DEFAULT_LIMITS)
    if faults:
        said = "; ".join(f"{fault.message} at {fault.pointer}" for fault in faults)
        raise IssueError(
            f"the profile does not conform: {said}", code="CONFORMANCE", hint="correct the profile"
        )
    for artefact in artefacts:
        refuse_secrets(artefact.document)


def refuse_secrets(value: Any) -> None:
    """Refuse a private key wherever it hides: what is published cannot be taken back.

    Raises:
        IssueError: there is one (PRIVATE_KEY_EXPOSED).
    """
    if isinstance(value, list):
        for item in value:
            refuse_secrets(item)
    elif isinstance(value, dict):
        _refuse_secret_members(value)
        for item in value.values():
            refuse_secrets(item)
    elif isinstance(value, str) and "PRIVATE KEY-----" in value:
        raise _exposed()


def _refuse_secret_members(value: dict[str, Any]) -> None:
    jwk = "kty" in value and any(name in value for name in PRIVATE_MEMBERS)
    if jwk or any(name.startswith(("privateKey", "secretKey")) for name in value):
        raise _exposed()


def _exposed() -> IssueError:
    return IssueError(
        "a private key would be published, and nothing was written",
        code="PRIVATE_KEY_EXPOSED",
        hint="take it out of the profile or the key set that stands in the folder",
    )


def _draft(artefact: Artefact, path: str, home: Path, history: KeyHistory) -> Draft:
    there = disk.read_if_there(home / path, DEFAULT_LIMITS.json_bytes)
    document, issuer = artefact.document, history.controller
    if artefact.media_type == KEY_SET_TYPE:
        issuer = ""
        others = [] if there is None else others_keys(there, history)
        document = {"keys": [*others, *document["keys"]]}
        refuse_secrets(document)
    content = json_text(document)
    file = HostedFile(artefact.url, path, artefact.media_type, issuer, (hash_of(content),))
    controlling = "verificationMethod" in document
    harm = [] if there is None else losses_of(there, history, controlling=controlling)
    return Draft(file, content, there, harm)


def refuse_foreign(drafts: Sequence[Draft], known: Mapping[str, HostedFile]) -> None:
    """Refuse to replace what somebody else made, or changed since it was published.

    Raises:
        IssueError: such a file stands there (FILE).
    """
    for draft in drafts:
        before = known.get(draft.file.path)
        ours = () if before is None or before.owner != draft.file.owner else before.hashes
        if draft.replaces and hash_of(draft.there or b"") not in ours:
            raise IssueError(
                f"the file {draft.file.path} stands there already, made or changed by somebody else",
                code="FILE",
                hint="look at it, then publish with overwrite=True to replace it",
            )


def _refuse_harm(drafts: Sequence[Draft], stale: Sequence[HostedFile]) -> None:
    harm = [sentence for draft in drafts for sentence in draft.harm]
    harm += [f"{file.url} would answer no longer" for file in stale]
    if harm:
        raise IssueError(
            "old badges would lose or regain their key: " + "; ".join(dict.fromkeys(harm)),
            hint="publish the whole history of keys, or allow the loss with forget_keys=True",
        )


def publication_of(
    home: Path,
    origin: str,
    drafts: Sequence[Draft],
    left: Sequence[HostedFile],
    stale: Sequence[HostedFile],
) -> Publication:
    """Return what is to be done so that the drafts stand in the folder.

    Args:
        home: the folder.
        origin: of the host that the folder is the root of.
        drafts: the files to be, in the order in which they appear.
        left: what was listed before and is none of them.
        stale: those of them to remove.
    """
    finished = [draft.file for draft in drafts if draft.listed]
    others = [file for file in left if file not in stale]
    return Publication(
        folder=home,
        files=tuple(draft.file for draft in drafts),
        written=tuple(draft.file.path for draft in drafts if draft.content != draft.there),
        removed=tuple(file.path for file in stale),
        _contents={draft.file.path: draft.content for draft in drafts},
        _lists=(
            list_text(origin, [*left, *(_in_between(draft) for draft in drafts if draft.listed)]),
            list_text(origin, [*others, *finished]),
        ),
    )


def _in_between(draft: Draft) -> HostedFile:
    """Return the entry that knows the file before and after it is replaced."""
    if not draft.replaces:
        return draft.file
    return draft.file._replace(hashes=(*draft.file.hashes, hash_of(draft.there or b"")))


def hash_of(content: bytes) -> str:
    """Return the SHA-256 of a file in hex, as ``hosting.json`` has it."""
    return hashlib.sha256(content).hexdigest()
