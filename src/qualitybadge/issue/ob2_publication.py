"""Publish badges of 2.0 in a folder that any web server can host, or list them as revoked; issues none.

Hosted assertions are as many as badges, so ``hosting.json`` names only those that must answer 410: such a
file says itself whose it is. Everything else is listed there with its hash, as for 3.0.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import IssueError
from ..fetcher import Response, StaticFetcher
from ..jsonld.compaction_parts import listed
from ..limits import DEFAULT_LIMITS
from ..model.equality import same_id
from . import folder as disk
from . import ob2_draft as drafts
from .artefacts import LINKED_DATA_TYPE
from .hosting import GONE, HostedFile, json_text, paths_of, published
from .ob2_badge import Ob2Badge
from .ob2_check import answers, document_faults, require_verified, unfit
from .ob2_revocations import (
    ENTRIES,
    entry_of,
    is_listed,
    kept_reason,
    owners_of,
    standing_list,
    stays_revoked,
    with_entry,
)
from .ob2_standing import VERSION, json_of, parsed, require_host, require_published
from .publication import (
    Draft,
    Publication,
    hash_of,
    publication_of,
    refuse_foreign,
    refuse_secrets,
)

if TYPE_CHECKING:
    from .ob2 import Ob2Issuer

Documents = dict[str, dict[str, Any]]


class _Needed(NamedTuple):
    """What badges link, and hosted ones themselves, by address."""

    keys: Documents
    classes: Documents
    assertions: Documents


class Site:
    """One folder as one issuer sees it; only the `Publication` that it returns changes anything.

    Args:
        issuer: the issuer.
        folder: the folder, there or not yet.
        host: the host that it is the root of, with or without ``https://``; None where all documents are of
            one host.
        overwrite: whether files of others may be replaced.
    """

    def __init__(
        self, issuer: Ob2Issuer, folder: str | os.PathLike[str], host: str | None, *, overwrite: bool
    ) -> None:
        self._issuer = issuer
        self._home = Path(folder)
        self._host = host
        self._overwrite = overwrite

    def publish(self, badges: Sequence[Ob2Badge], *, forget_keys: bool = False) -> Publication:
        """Return what to write so that the badges verify.

        Raises:
            IssueError: see `Ob2Issuer.publish`.
        """
        issuer, needed = self._issuer, self._needed(badges)
        origin = self._origin([issuer.id, *needed.keys, *needed.classes, *needed.assertions])
        before = self._before(origin, forget_keys=forget_keys)
        profile = self._profile(needed, before, forget_keys=forget_keys)
        revoked = self._list(profile.get("revocationList"), origin)
        _refuse_revoked(badges, revoked)
        publication = self._planned(origin, profile, before, revoked, needed)
        if issuer.self_check:
            documents = {**needed.keys, **revoked, issuer.id: profile, **needed.classes, **needed.assertions}
            web = StaticFetcher(self._older_keys(profile, origin) | answers(documents))
            for badge in badges:
                require_verified(badge, web, contexts=issuer.contexts, now=issuer.clock())
        return publication

    def list_revoked(self, identity: str, reason: str) -> Publication:
        """Return what to write so that a signed badge is revoked.

        Raises:
            IssueError: see `Ob2Issuer.revoke`.
        """
        origin = self._origin([self._issuer.revocation_list])
        require_host(self._home, origin)
        before = self._before(origin)
        needed = self._needed([])
        profile = self._profile(needed, before, revoking=True)
        entry = {"id": identity} | ({"revocationReason": reason} if reason else {})
        standing = self._list(profile["revocationList"], origin)
        said = entry_of(identity, (one for document in standing.values() for one in document[ENTRIES]))
        revoked = self._list(profile["revocationList"], origin, entry)
        if not self._overwrite:
            require_published(self._home, origin, self._issuer.id)
        publication = self._planned(origin, profile, before, revoked, needed)
        return publication if said is None else replace(publication, notes=kept_reason(said, reason))

    def _needed(self, badges: Sequence[Ob2Badge]) -> _Needed:
        """Return what the badges need besides Profile and revocation list.

        Raises:
            IssueError: a badge is another issuer's, or two badges need different documents at one address.
        """
        needed = _Needed({}, {}, {})
        _add(needed.keys, self._issuer.key_document)
        for badge in badges:
            if badge.profile["id"] != self._issuer.id:
                raise IssueError(f"{badge.id} is a badge of another issuer", hint="publish it as that issuer")
            _add(needed.keys, badge.key)
            _add(needed.classes, badge.badge_class)
            _add(needed.assertions, None if badge.signed else badge.assertion)
        return needed

    def _origin(self, urls: Iterable[str]) -> str:
        """Return the origin of the host that the folder is the root of.

        Raises:
            IssueError: the documents are of several hosts and nobody said which is meant, or it is none.
        """
        if self._host is not None:
            host = self._host if "://" in self._host else f"https://{self._host}"
            return drafts.origin_of(drafts.require_address(host, ""))
        origins = sorted(set(map(drafts.origin_of, urls)))
        if len(origins) == 1:
            return origins[0]
        raise IssueError(
            f"the documents are of several hosts: {', '.join(origins)}",
            code="USAGE",
            hint=f"publish once for each, into a folder of its own, with host={origins[0]!r} …",
        )

    def _profile(
        self, needed: _Needed, before: dict[str, Any], *, forget_keys: bool = False, revoking: bool = False
    ) -> dict[str, Any]:
        """Return the Profile with every key and the list that badges of then and now rely on.

        Raises:
            IssueError: the list would stand elsewhere than old badges have it.
        """
        given = self._issuer.document
        kept = [] if forget_keys else _keys_of(before)
        old = before.get("revocationList")
        signs = revoking or needed.keys or kept or old is not None or "revocationList" in given
        url = self._issuer.revocation_list if signs else ""
        if isinstance(old, str) and old != url and not forget_keys:
            raise IssueError(
                f"the revocation list would move from {old[:200]}: what it lists would be valid again",
                hint="give the profile revocationList with that address",
            )
        return drafts.with_signing(given, [*needed.keys, *kept], url)

    def _list(self, url: Any, origin: str, entry: Mapping[str, Any] | None = None) -> Documents:
        """Return the list as it stands in the folder or a first one, with one more entry; {} for none.

        Raises:
            IssueError: what stands there is another issuer's list, or none that can be read (FILE).
        """
        if not isinstance(url, str):
            return {}
        there, path = self._read(url, origin)
        standing = standing_list(there, path, self._issuer.id)
        entries = listed(standing.get(ENTRIES, []))
        if entry is not None:
            entries = with_entry(entries, entry)
        empty = drafts.revocation_list(url, self._issuer.id, [])
        return {url: empty | standing | {"id": url, ENTRIES: entries}}

    def _planned(
        self,
        origin: str,
        profile: dict[str, Any],
        before: dict[str, Any],
        revoked: Documents,
        needed: _Needed,
    ) -> Publication:
        """Return what to write: what is linked before what links it."""
        self._require_fit(profile, revoked)
        documents = {**needed.keys, **revoked, profile["id"]: profile, **needed.classes, **needed.assertions}
        here = {url: document for url, document in documents.items() if drafts.origin_of(url) == origin}
        paths = paths_of(here, self._home)
        drafted = [
            self._draft(url, path, json_text(document), listed=url not in needed.assertions)
            for (url, document), path in zip(here.items(), paths, strict=True)
        ]
        known_there = published(self._home, origin, overwrite=self._overwrite)
        self._refuse_harm(drafted, revoked, known_there)
        left = [file for path, file in known_there.items() if path not in paths]
        forgotten = [key for key in _keys_of(before) if key not in _keys_of(profile)]
        stale = [file for file in left if file.url in forgotten and self._is_unchanged(file)]
        return publication_of(self._home, origin, drafted, left, stale)

    def _refuse_harm(
        self, drafted: Sequence[Draft], revoked: Documents, known_there: Mapping[str, HostedFile]
    ) -> None:
        """Refuse to bring a revoked badge back, and to replace files of others.

        Raises:
            IssueError: it would happen.
        """
        for draft in (draft for draft in drafted if not draft.listed):
            before = known_there.get(draft.file.path)
            gone = before is not None and before.status == GONE
            if gone or _speaks_of_revocation(draft.there):
                raise stays_revoked(draft.file.url)
            if not self._overwrite and _is_another_badge(draft):
                raise IssueError(
                    f"another badge stands at {draft.file.url[:200]} already",
                    code="FILE",
                    hint="give this one its own address; to replace that one, publish with overwrite=True",
                )
        if not self._overwrite:
            refuse_foreign([draft for draft in drafted if not self._is_own_list(draft, revoked)], known_there)

    def _require_fit(self, profile: dict[str, Any], revoked: Documents) -> None:
        """Refuse a Profile or list that others would refuse, and whatever must not be public.

        Raises:
            IssueError: it is so.
        """
        faults = document_faults(profile, "Issuer", self._issuer.compiled)
        for document in revoked.values():
            faults += document_faults(document, "RevocationList", self._issuer.compiled)
        if faults:
            raise unfit(faults)
        refuse_secrets(profile)

    def _draft(self, url: str, path: str, content: bytes, *, listed: bool = True) -> Draft:
        there = disk.read_if_there(self._home / path, DEFAULT_LIMITS.json_bytes)
        file = HostedFile(url, path, LINKED_DATA_TYPE, self._issuer.id, (hash_of(content),), VERSION)
        return Draft(file, content, there, listed=listed)

    def _read(self, url: str, origin: str) -> tuple[bytes | None, str]:
        """Return what stands at an address, None for nothing or on another host, and the name of the file."""
        if drafts.origin_of(url) != origin:
            return None, ""
        (path,) = paths_of([url], self._home)
        return disk.read_if_there(self._home / path, DEFAULT_LIMITS.json_bytes), path

    def _before(self, origin: str, *, forget_keys: bool = False) -> dict[str, Any]:
        """Return the Profile that stands in the folder, {} for none or another document.

        Raises:
            IssueError: which keys and list it links cannot be read (FILE).
        """
        there, path = self._read(self._issuer.id, origin)
        found = json_of(there or b"{}")
        if found is None and not forget_keys:
            raise IssueError(
                f"the file {path} stands there already and cannot be read: keys that it links would be lost",
                code="FILE",
                hint="mend it or move it away by hand, or publish with forget_keys=True",
            )
        ours = isinstance(found, dict) and found.get("id", self._issuer.id) == self._issuer.id
        return found if ours else {}

    def _standing(self, url: str, origin: str) -> dict[str, Any]:
        """Return the document of an address that stands in the folder, {} for none or something else."""
        return parsed(self._read(url, origin)[0], url)

    def _is_own_list(self, draft: Draft, revoked: Documents) -> bool:
        """Whether it is this issuer's list, by whomever it was changed: everything in it is kept."""
        if draft.file.url not in revoked or draft.there is None:
            return False
        owners = owners_of(standing_list(draft.there, draft.file.path, self._issuer.id))
        return any(same_id(owner, self._issuer.id) for owner in owners)

    def _is_unchanged(self, file: HostedFile) -> bool:
        there = disk.read_if_there(self._home / file.path, DEFAULT_LIMITS.json_bytes)
        return there is not None and hash_of(there) in file.hashes

    def _older_keys(self, profile: dict[str, Any], origin: str) -> dict[str, Response]:
        """Return the answers of the keys that stand in the folder."""
        found = {key: self._standing(key, origin) for key in _keys_of(profile) if isinstance(key, str)}
        return answers({url: document for url, document in found.items() if document})


def _add(documents: Documents, document: dict[str, Any] | None) -> None:
    """Add a document where it has an address.

    Raises:
        IssueError: another one stands there.
    """
    if document is None or not drafts.is_web(document["id"]):
        return
    url = document["id"]
    if documents.setdefault(url, document) != document:
        raise IssueError(
            f"two badges need different documents at {url}", hint="give one of them another address"
        )


def _refuse_revoked(badges: Sequence[Ob2Badge], revoked: Documents) -> None:
    for badge in badges:
        lists = (document[ENTRIES] for document in revoked.values())
        if badge.signed and any(is_listed(badge.id, entries) for entries in lists):
            raise stays_revoked(badge.id)


def _is_another_badge(draft: Draft) -> bool:
    found = parsed(draft.there, draft.file.url)
    return draft.replaces and "Assertion" in listed(found.get("type"))


def _keys_of(profile: Mapping[str, Any]) -> list[Any]:
    return listed(profile.get("publicKey", []))


def _speaks_of_revocation(there: bytes | None) -> bool:
    """Tell whether what stands there, by whomever it was changed, may be a revoked badge."""
    found = json_of(there or b"{}")
    return isinstance(found, dict) and found.get("revoked") not in (None, False)
