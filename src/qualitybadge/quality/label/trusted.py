"""Whose labels a caller trusts, and under which terms. Holds no list of its own and asks nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ...errors import InputError
from ...keys import PublicKey
from ...outcome import Check
from ...urls import shown
from ...verify.checks import failed, passed
from .facts import LabelFacts

TRUSTED, TERMS = "trusted", "terms"


@dataclass(frozen=True, slots=True)
class TrustedLabelIssuer:
    """An authority whose labels the caller trusts.

    Attributes:
        issuer: id of the authority, compared letter by letter: a DID or an https URL.
        scheme: IRI of the scheme; None: every scheme of this authority.
        scheme_versions: versions of the scheme that count; empty: all.
        versions: versions of the rule set that count; empty: all.
        withdrawn: versions of the rule set that count no longer.
        keys: the only keys accepted; empty: whichever key the authority publishes.
        max_age: how long ago the label may have been awarded at most; None: however long.

    Raises:
        InputError: it names nobody, or a term has another form (USAGE).
    """

    issuer: str
    scheme: str | None = None
    scheme_versions: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    keys: tuple[PublicKey, ...] = ()
    max_age: timedelta | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.issuer, str) or ":" not in self.issuer:
            raise InputError(
                f"{self.issuer!r:.100} names no authority", code="USAGE", hint="give a DID or an https URL"
            )
        if self.scheme is not None and (not isinstance(self.scheme, str) or ":" not in self.scheme):
            raise InputError("the scheme is named by its IRI", code="USAGE")
        self._require_terms()

    def _require_terms(self) -> None:
        for name in ("scheme_versions", "versions", "withdrawn"):
            value = getattr(self, name)
            if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
                raise InputError(f"{name} must be a tuple of texts", code="USAGE")
        if not isinstance(self.keys, tuple) or not all(isinstance(key, PublicKey) for key in self.keys):
            raise InputError("the keys must be a tuple of public keys", code="USAGE")
        if not isinstance(self.max_age, timedelta | None):
            raise InputError("max_age must be a timedelta", code="USAGE")


def trusted_from(given: Iterable[TrustedLabelIssuer | str]) -> tuple[TrustedLabelIssuer, ...]:
    """Return whom the caller trusts; an id alone is trusted without further terms.

    Raises:
        InputError: an entry names nobody (USAGE).
        TypeError: it is one text instead of several.
    """
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise TypeError("trusted must be several authorities, such as ['did:web:label.example']")
    return tuple(one if isinstance(one, TrustedLabelIssuer) else TrustedLabelIssuer(one) for one in given)


def trust_rows(
    facts: LabelFacts,
    trusted: tuple[TrustedLabelIssuer, ...],
    keys: tuple[PublicKey, ...],
    *,
    start: datetime | None,
    now: datetime,
) -> tuple[Check, Check]:
    """Return whether the caller trusts authority and scheme, and whether the label keeps the caller's terms.

    Args:
        facts: what the label says.
        trusted: whom the caller trusts.
        keys: the keys that signed the label.
        start: when the label was awarded; None where it does not say.
        now: the moment of verification.
    """
    known = [one for one in trusted if one.issuer == facts.authority]
    named = [one for one in known if one.scheme in (None, facts.scheme)]
    if not named:
        what = "its scheme, " + shown(facts.scheme) if known else "its authority, " + shown(facts.authority)
        message = f"{what}, is not among those that you named as trusted"
        pointer = "/credentialSubject/labelScheme/id" if known else "/issuer"
        row = failed(TRUSTED, "LABEL_UNTRUSTED", message, pointer=pointer)
        return row, failed(TERMS, "LABEL_UNTRUSTED", "nobody whom you trust awarded it", pointer="/issuer")
    row = passed(TRUSTED, f"you trust {shown(facts.authority)} for the scheme {shown(facts.scheme)}")
    broken = [_broken(one, facts, keys, start, now) for one in named]
    if None in broken:
        return row, passed(TERMS, "within the terms under which you trust the authority")
    return row, broken[0] or row


def _broken(
    one: TrustedLabelIssuer,
    facts: LabelFacts,
    keys: tuple[PublicKey, ...],
    start: datetime | None,
    now: datetime,
) -> Check | None:
    """Return the row of the first term that a label does not keep; None where it keeps all."""
    if one.keys and not set(one.keys).intersection(keys):
        return failed(TERMS, "LABEL_UNTRUSTED", "it is signed with another key than those you accept")
    if one.scheme_versions and facts.scheme_version not in one.scheme_versions:
        message = f"version {facts.scheme_version!r:.40} of the scheme is not among those you accept"
        return failed(TERMS, "LABEL_RULE_SET", message, pointer="/credentialSubject/labelScheme/version")
    place = "/credentialSubject/catalogue/version"
    if one.versions and facts.catalogue_version not in one.versions:
        message = f"version {facts.catalogue_version!r:.40} of the rule set is not among those you accept"
        return failed(TERMS, "LABEL_RULE_SET", message, pointer=place)
    if facts.catalogue_version in one.withdrawn:
        message = f"version {facts.catalogue_version!r:.40} of the rule set was withdrawn"
        return failed(TERMS, "LABEL_RULE_SET", message, pointer=place)
    return _too_old(one, start, now)


def _too_old(one: TrustedLabelIssuer, start: datetime | None, now: datetime) -> Check | None:
    if one.max_age is None or (start is not None and now - start <= one.max_age):
        return None
    return failed(TERMS, "LABEL_PERIOD", "it is older than you accept", pointer="/validFrom")
