"""The issuer: drafts, signs and verifies its own product before it hands it out. Opens no connection."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from ..conformance import conformance_errors
from ..errors import IssueError, QualityBadgeError
from ..fetcher import Response, StaticFetcher
from ..jsonld import PINNED, Contexts, to_quads, vocabulary_errors
from ..keys import Signer
from ..limits import DEFAULT_LIMITS
from ..model.identity import Recipient
from ..outcome import Outcome, Verdict
from ..proofs import dataintegrity, vcjwt
from ..verify.verifier import Clock, Verifier, system_clock
from ..wire import timestamps
from .artefacts import trust_artefacts
from .badge import Badge
from .disclosure import always_disclosed, with_whole
from .draft import Details, build, complete, plain
from .endorsement import EndorsementDetails, Part, endorsed, misplaced
from .endorsement import build as build_endorsement
from .keyhistory import KeyHistory
from .signingkey import first_history, kid_of, own_method, require_active, served
from .usage import (
    JWT,
    SELECTIVE,
    CheckedSigner,
    chosen_proofs,
    objections_of,
    refusal,
    require_object,
    require_pointers,
    require_profile,
    require_recipient,
    require_signer,
)

if TYPE_CHECKING:
    from ..verify.result import Report
    from .ob2 import Ob2Issuer
    from .ob2_badge import Ob2Badge
    from .ob2_draft import Ob2Details
    from .publication import Publication

Gate = Callable[[dict[str, Any]], Iterable[str] | None]
"""Looks at a finished draft and returns its objections; none lets the badge be signed."""

# What a fresh badge cannot show yet, or what only somebody else can answer, does not block issuing.
_NOT_OURS = frozenset({"status", "schema", "validity", "refresh", "recipient", "endorsements", "nested"})


@dataclass(frozen=True)
class Issuer:
    """Somebody who signs badges with one key.

    Attributes:
        profile: the issuer's Profile: a model, a mapping, or just a name (then the key is the identity).
        key: a `KeyPair`, or any `Signer` whose private key lives in an HSM or KMS.
        method: URL of the verification method, such as ``did:web:academy.example#key-1``. Without it the
            key names itself (did:key, or did:jwk for RSA).
        gate: looks at every draft before it is signed; its objections refuse the badge.
        contexts: further JSON-LD contexts by URL, for extensions.
        clock: returns the current time, aware.
        jwk_kid: let tokens name the address of the key's JWK, as OB 3.0 §8.2.1 wants it, instead of `method`:
            verifiers that resolve no DID find it there.
        self_check: verify every product with the strict policy before it is handed out.

    Raises:
        IssueError: the name is empty, or the profile does not control the key.
        TypeError: an argument is of a type that cannot do; the message says what to pass.
    """

    profile: Any
    key: Signer
    method: str | None = field(default=None, kw_only=True)
    gate: Gate | None = field(default=None, kw_only=True)
    contexts: Mapping[str, dict[str, Any]] = field(default_factory=dict, kw_only=True)
    clock: Clock = field(default=system_clock, kw_only=True)
    self_check: bool = field(default=True, kw_only=True)
    jwk_kid: bool = field(default=False, kw_only=True)

    _document: dict[str, Any] = field(init=False, repr=False, compare=False)
    _method: str = field(init=False, repr=False, compare=False)
    _kid: str = field(init=False, repr=False, compare=False)
    _compiled: Contexts = field(init=False, repr=False, compare=False)
    _history: KeyHistory | None = field(init=False, repr=False, compare=False)
    _artefacts: dict[str, Response] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require_profile(self.profile)
        require_signer(self.key)
        if self.gate is not None and not callable(self.gate):
            raise TypeError(f"gate must be a function of the draft, not {type(self.gate).__name__}")
        if not isinstance(self.method, str | None):
            raise TypeError(f"method must be the URL of a key as text, not {type(self.method).__name__}")
        method = self.method or own_method(self.key.public_key)
        document = {"name": self.profile} if isinstance(self.profile, str) else plain(self.profile)
        identity = document.pop("id", None) or method.partition("#")[0]
        document = complete({"id": identity, **document}, "issuer")
        history = first_history(identity, method, self.key.public_key, named=self.method is not None)
        object.__setattr__(self, "_method", method)
        object.__setattr__(self, "_kid", kid_of(history, method) if self.jwk_kid else method)
        object.__setattr__(self, "_document", document)
        object.__setattr__(self, "_compiled", Contexts(self.contexts) if self.contexts else PINNED)
        object.__setattr__(self, "_history", history)
        object.__setattr__(self, "_artefacts", served(document, history))

    @property
    def id(self) -> str:
        """The issuer's id as it stands in its badges."""
        value: str = self._document["id"]
        return value

    @property
    def verification_method(self) -> str:
        """URL of the key that signs."""
        return self._method

    def trust_artefacts(self, history: KeyHistory | None = None) -> dict[str, dict[str, Any]]:
        """Return the documents to publish, by address; {} where the key names itself.

        Args:
            history: every key that the issuer ever signed with; without it the one key that signs now.

        Raises:
            IssueError: the key that signs is not an active one of the history.
        """
        kept = self._keys(history)
        if kept is None:
            return {}
        return {url: plain(document) for url, document, _ in trust_artefacts(self._document, kept)}

    def publish(
        self,
        folder: str | os.PathLike[str],
        history: KeyHistory | None = None,
        *,
        overwrite: bool = False,
        forget_keys: bool = False,
    ) -> Publication:
        """Write the documents into a folder that any web server can host, and return what was written.

        Args:
            folder: the root of the issuer's host; what else stands in it stays as it is.
            history: every key that the issuer ever signed with; without it the one key that signs now.
            overwrite: replace files that others made, or that were changed since they were published.
            forget_keys: publish although badges lose their key by it, or regain a compromised one.

        Raises:
            IssueError: there is nothing to publish, the key that signs is not an active one of the
                history, or see `qualitybadge.issue.publication.plan`.
        """
        kept = self._keys(history)
        if kept is None:
            raise IssueError(
                "there is nothing to publish: the key is the issuer's own name",
                code="USAGE",
                hint="use a did:web or an https id and method=…#key-1 for an issuer known by a domain",
            )
        from .publication import plan

        asked = plan(self._document, kept, folder, overwrite=overwrite, forget_keys=forget_keys)
        return asked.write()

    def _keys(self, history: KeyHistory | None) -> KeyHistory | None:
        if history is None:
            return self._history
        return require_active(history, self._method, self.key.public_key)

    def draft(self, achievement: Any, recipient: Recipient, **details: Unpack[Details]) -> dict[str, Any]:
        """Return the unsigned credential that `issue` would sign, for a look or a change before `sign`.

        Raises:
            IssueError: a detail is unknown or cannot be written.
            TypeError: the achievement is no mapping or model, or the recipient no `Recipient`.
        """
        require_object(achievement, "achievement", "pass what the badge is for")
        require_recipient(recipient)
        return build(self._document, achievement, recipient, details, now=_whole_second(self.clock()))

    def issue(
        self,
        achievement: Any,
        recipient: Recipient,
        *,
        proof: str | tuple[str, ...] | None = None,
        mandatory: Sequence[str] = (),
        **details: Unpack[Details],
    ) -> Badge:
        """Award an achievement to a recipient and sign it (OB 3.0 §8, VC-DI §4.1).

        Args:
            achievement: an Achievement: a model or a mapping.
            recipient: who it is for.
            proof: a cryptosuite such as ``eddsa-rdfc-2022``, ``vc-jwt``, or a tuple of different ones for
                both forms at once; None takes what fits the key.
            mandatory: with ``ecdsa-sd-2023``, JSON pointers to what no holder may leave out, beyond what
                always stays (see `qualitybadge.issue.disclosure.always_disclosed`).
            details: see `Details`.

        Raises:
            IssueError: the draft does not conform, would lose data, is refused by the gate, does not
                verify, or carries an INVALID endorsement. The message lists every fault with its place.
            TypeError: an argument is of a type that cannot do; the message says what to pass.
        """
        return self.sign(self.draft(achievement, recipient, **details), proof=proof, mandatory=mandatory)

    def endorse(
        self,
        target: Any,
        comment: str,
        *,
        of: Part | None = None,
        proof: str | tuple[str, ...] | None = None,
        **details: Unpack[EndorsementDetails],
    ) -> Badge:
        """Speak for a badge, an achievement or an issuer, and sign it (OB 3.0 §B, EndorsementCredential).

        Args:
            target: a `Badge`, a `Report` that is VALID, a credential, Achievement or Profile as a mapping or
                model, or the id of one as text.
            comment: what is said, in Markdown.
            of: ``credential``, ``achievement`` or ``issuer`` of a badge; None: the target itself.
            proof: as for `issue`.
            details: see `EndorsementDetails`.

        Raises:
            IssueError: the report is not VALID, what is endorsed has no id, or as for `issue`.
            TypeError: as for `issue`.
        """
        now = _whole_second(self.clock())
        return self.sign(
            build_endorsement(self._document, endorsed(target, of), comment, details, now=now), proof=proof
        )

    def ob2(self, profile: Any = None) -> Ob2Issuer:
        """Return this issuer as one of Open Badges 2.0: same key, gate, contexts and clock.

        Args:
            profile: its Profile of 2.0; without it its own, which then needs an https id, url and email.
                Where badges of 3.0 are issued under an https id too, 2.0 needs an address of its own.

        Raises:
            IssueError: the Profile has no https address.
            TypeError: it is no mapping or model.
        """
        from .ob2 import Ob2Issuer

        return Ob2Issuer.of(self, profile)

    def issue_ob2(
        self,
        badge_class: Any,
        recipient: Recipient,
        *,
        hosted_at: str | None = None,
        signed: bool = False,
        **details: Unpack[Ob2Details],
    ) -> Ob2Badge:
        """Award a badge of Open Badges 2.0; see `qualitybadge.issue.ob2.Ob2Issuer.issue`.

        Args:
            badge_class: a BadgeClass of 2.0: a mapping or a model.
            recipient: who it is for, by one identity.
            hosted_at: the https address at which the assertion will be hosted.
            signed: sign it with the issuer's key instead: RSA, unless `algorithm` says otherwise.
            details: see `qualitybadge.issue.ob2_draft.Ob2Details`.

        Raises:
            IssueError, TypeError: as there, and as `ob2`.
        """
        return self.ob2().issue(badge_class, recipient, hosted_at=hosted_at, signed=signed, **details)

    def sign(
        self,
        credential: Mapping[str, Any],
        *,
        proof: str | tuple[str, ...] | None = None,
        mandatory: Sequence[str] = (),
    ) -> Badge:
        """Sign a finished credential, such as one from `draft` or from an own template.

        Raises:
            IssueError, TypeError: as for `issue`.
        """
        require_object(credential, "credential", "pass a credential, such as one from draft()")
        suites = chosen_proofs(proof, self.key.public_key.type)
        require_pointers(mandatory, suites)
        signer = CheckedSigner(self.key)
        data: dict[str, Any] = plain(credential)
        self._refuse_faults(data, walk=JWT in suites)
        document, token, base = None, None, None
        for suite in suites:
            try:
                if suite == JWT:
                    token = vcjwt.sign(data, signer, kid=self._kid)
                elif suite == SELECTIVE:
                    base = self._prove(data, signer, suite, mandatory=always_disclosed(data, mandatory))
                    document = with_whole(document or data, base, contexts=self._compiled)
                else:
                    document = self._prove(document or data, signer, suite)
            except QualityBadgeError as error:
                raise refusal(self._vocabulary_faults(data) or [error]) from error
        badge = Badge(data, document, token, base, self.contexts)
        if self.self_check:
            self._verify_own(badge)
        return badge

    def _prove(
        self, data: dict[str, Any], signer: Signer, suite: str, *, mandatory: Sequence[str] = ()
    ) -> dict[str, Any]:
        return dataintegrity.sign(
            data,
            signer,
            suite=suite,
            verification_method=self._method,
            created=_whole_second(self.clock()),
            contexts=self._compiled,
            mandatory=mandatory,
        )

    def _refuse_faults(self, data: dict[str, Any], *, walk: bool) -> None:
        """Refuse what does not conform, what would lose its meaning and what the gate objects to.

        A Data Integrity proof walks the document itself, so it is walked here only where none is made, or
        to name all faults at once.
        """
        faults: list[QualityBadgeError] = [*conformance_errors(data, limits=DEFAULT_LIMITS), *misplaced(data)]
        issuer = data.get("issuer")
        if (issuer.get("id") if isinstance(issuer, dict) else issuer) != self.id:
            faults.append(
                IssueError(f"the credential names another issuer than {self.id}", pointer="/issuer")
            )
        if faults or walk:
            faults += self._vocabulary_faults(data)
        if not faults and self.gate is not None:
            objections = objections_of(self.gate(plain(data)))  # a copy: what was checked is what is signed
            faults += [IssueError(f"the gate objects: {objection}") for objection in objections]
        if faults:
            raise refusal(faults)

    def _vocabulary_faults(self, data: dict[str, Any]) -> list[QualityBadgeError]:
        """Return every member that a proof would not cover; the slow listing is made only if there is one."""
        try:
            to_quads(data, contexts=self._compiled)
        except QualityBadgeError:
            return list(vocabulary_errors(data, contexts=self._compiled))
        return []

    def _verify_own(self, badge: Badge) -> None:
        start = badge.credential.get("validFrom") or badge.credential.get("issuanceDate")
        now = self.clock()
        moment = max(now, timestamps.parse(start)) if isinstance(start, str) else now
        verifier = Verifier(
            fetcher=StaticFetcher(self._artefacts), clock=lambda: moment, contexts=self.contexts
        )
        forms = [form for form in (badge.document, badge.token) if form is not None]
        for form in forms:
            report = verifier.verify(form)
            rows = [row for row in report.checks if row.required and row.id not in _NOT_OURS]
            wrong = next((row for row in rows if row.outcome is not Outcome.PASSED), None)
            if wrong is not None:
                raise IssueError(
                    f"the signed badge does not verify: {wrong.id}: {wrong.message}", pointer=wrong.pointer
                )
            for endorsement in report.endorsements:
                _require_not_invalid(endorsement)


def _require_not_invalid(endorsement: Report) -> None:
    """Refuse praise that no verifier would count; what needs the network is the verifier's to ask."""
    if endorsement.verdict is Verdict.INVALID:
        raise IssueError(
            f"an attached endorsement is no use to anybody: {endorsement.summary}",
            code="ENDORSEMENT",
            pointer=endorsement.pointer,
            hint="leave it out, or ask the endorser for a valid one",
        )


def _whole_second(moment: datetime) -> datetime:
    # A NumericDate of a token has whole seconds; the credential must not say more than the token can.
    return moment.replace(microsecond=0)
