"""The holder: presents badges to a verifier who asked for them, signed for that audience and occasion.

What is presented stays as its issuer signed it; the holder's proof around it is for ``authentication``.
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Unpack, get_args

from ..did import web
from ..errors import IssueError, QualityBadgeError
from ..fetcher import Fetcher, StaticFetcher
from ..jsonld import PINNED, Contexts
from ..keys import Signer
from ..model.document import VC_CONTEXT_1, VC_CONTEXT_2, is_version_1
from ..model.presentation import PRESENTATION, enveloped
from ..outcome import Outcome, Verdict
from ..proofs import dataintegrity, vpjwt
from ..proofs.suites import SUITES
from ..proofs.vpjwt import Binding
from ..verify.policy import Policy
from ..verify.result import Report
from ..verify.verifier import Clock, Verifier, system_clock
from .holding import Holding, held
from .presentation import Presentation
from .signingkey import own_method
from .usage import JWT, CheckedSigner, chosen_proofs, require_signer

VP_JWT = "vp-jwt"
PROOFS = (*(row.name for row in SUITES.values() if row.transform != "sd" and not row.draft), VP_JWT)
"""What `proof` may name: every suite that signs a whole document, and the token."""

Version = Literal["2.0", "1.1"]

_PURPOSE = "authentication"
_DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
_ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
_DID_CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"]
_CID_CONTEXTS = ["https://www.w3.org/ns/cid/v1"]
_ABOUT_MEMBERS = frozenset({"members", "recipient", "holder"})


@dataclass(frozen=True)
class Holder:
    """Somebody who presents badges with one key.

    Attributes:
        key: a `KeyPair`, or any `Signer` whose private key lives in a wallet, HSM or KMS.
        method: URL of the verification method, such as ``did:web:ada.example#key-1``; its document must list
            it under ``authentication``. Without it the key names itself (did:key, or did:jwk for RSA).
        contexts: further JSON-LD contexts by URL, for extensions in the badges.
        fetcher: who is asked, before a presentation is handed out, for what the badges in it call for, such
            as a revocation; None: nobody, and what only the network can tell is left to the verifier.
        clock: returns the current time, aware.
        self_check: verify every presentation before it is handed out.

    Raises:
        IssueError: nobody could resolve the method.
        InputError: the did:web is malformed.
        TypeError: the key is no signer, or the method no text.
    """

    key: Signer
    method: str | None = field(default=None, kw_only=True)
    contexts: Mapping[str, dict[str, Any]] = field(default_factory=dict, kw_only=True)
    fetcher: Fetcher | None = field(default=None, kw_only=True)
    clock: Clock = field(default=system_clock, kw_only=True)
    self_check: bool = field(default=True, kw_only=True)

    _method: str = field(init=False, repr=False, compare=False)
    _compiled: Contexts = field(init=False, repr=False, compare=False)
    _artefacts: dict[str, dict[str, Any]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require_signer(self.key)
        if not isinstance(self.method, str | None):
            raise TypeError(f"method must be the URL of a key as text, not {type(self.method).__name__}")
        method = self.method or own_method(self.key.public_key)
        object.__setattr__(self, "_method", method)
        object.__setattr__(self, "_compiled", Contexts(self.contexts) if self.contexts else PINNED)
        object.__setattr__(self, "_artefacts", _artefacts(method, self.key))

    @property
    def id(self) -> str:
        """The holder's id as it stands in presentations."""
        return self._method.partition("#")[0]

    @property
    def verification_method(self) -> str:
        """URL of the key that signs."""
        return self._method

    def trust_artefacts(self) -> dict[str, dict[str, Any]]:
        """Return the document to publish, by address; {} where the key names itself."""
        return {url: {**document} for url, document in self._artefacts.items()}

    def present(
        self,
        credentials: Iterable[Any],
        *,
        proof: str | None = None,
        version: Version = "2.0",
        **binding: Unpack[Binding],
    ) -> Presentation:
        """Show credentials to somebody (VC-DM 2.0 §4.13, VC 1.1 §4.10).

        Args:
            credentials: one or several: a `Badge`, the `Report` of a verification, a dict, JSON text or a
                token as text or bytes, or the `pathlib.Path` of a badge file.
            proof: a cryptosuite such as ``eddsa-rdfc-2022``, or ``vp-jwt``; None takes what fits the key.
            version: of the data model: ``2.0``, or ``1.1`` for a verifier that asks for it.
            binding: ``challenge`` and ``domain`` as the verifier demanded them, and ``expires``, an aware
                moment. Without a challenge whoever sees the presentation can show it again.

        Raises:
            IssueError: there is nothing to present, something is no credential or does not verify, or the
                presentation itself could not be made or would not verify.
            TypeError: an argument is of a type that cannot do.
        """
        name = self._proof_name(proof, version)
        _require_binding(binding)
        holdings = [held(source, place) for place, source in enumerate(_several(credentials))]
        if not holdings:
            raise IssueError("there is no credential to present", code="USAGE", hint="pass at least one")
        unsigned = self._unsigned(holdings, name, version)
        now = self.clock().replace(microsecond=0)
        try:
            presentation = self._signed(unsigned, name, now, binding)
        except QualityBadgeError as error:
            raise _refusal(error) from error
        if self.self_check:
            self._verify_own(presentation, now, binding)
        return presentation

    def _proof_name(self, proof: str | None, version: str) -> str:
        if version not in get_args(Version):
            raise IssueError(f"there is no version {version!r}", code="USAGE", hint="pass '2.0' or '1.1'")
        if proof is None:
            (name,) = chosen_proofs(None, self.key.public_key.type)
            return VP_JWT if name == JWT else name
        if proof not in PROOFS:
            raise IssueError(
                f"there is no proof named {proof!r} for presentations",
                code="USAGE",
                hint=f"pass one of {', '.join(PROOFS)}",
            )
        return proof

    def _unsigned(self, holdings: list[Holding], proof: str, version: Version) -> dict[str, Any]:
        contexts = [VC_CONTEXT_2 if version == "2.0" else VC_CONTEXT_1]
        if proof == "Ed25519Signature2020":
            contexts.append(_ED25519_2020)
        elif proof != VP_JWT and version == "1.1":
            contexts.append(_DATA_INTEGRITY)
        return {
            "@context": contexts,
            "id": f"urn:uuid:{uuid.uuid4()}",
            "type": [PRESENTATION],
            "holder": self.id,
            "verifiableCredential": [
                _shown(holding, place, token=proof == VP_JWT, version=version)
                for place, holding in enumerate(holdings)
            ],
        }

    def _signed(self, unsigned: dict[str, Any], proof: str, now: datetime, binding: Binding) -> Presentation:
        signer = CheckedSigner(self.key)
        if proof == VP_JWT:
            token = vpjwt.sign(unsigned, signer, kid=self._method, issued=now, **binding)
            return Presentation(unsigned, token=token)
        document = dataintegrity.sign(
            unsigned,
            signer,
            suite=proof,
            verification_method=self._method,
            created=now,
            contexts=self._compiled,
            purpose=_PURPOSE,
            **binding,
        )
        return Presentation(unsigned, document=document)

    def _verify_own(self, presentation: Presentation, now: datetime, binding: Binding) -> None:
        """Refuse a presentation that would not verify, or a credential that is known not to."""
        policy = Policy(domain=binding.get("domain"), challenge=binding.get("challenge"))
        published = StaticFetcher(self._artefacts, otherwise=self.fetcher)
        verifier = Verifier(policy, fetcher=published, clock=lambda: now, contexts=self.contexts)
        report = verifier.verify(presentation.document or presentation.to_jwt())
        for row in report.checks:
            if row.required and row.id not in _ABOUT_MEMBERS and row.outcome is not Outcome.PASSED:
                raise IssueError(
                    f"the presentation does not verify: {row.id}: {row.message}", pointer=row.pointer
                )
        for place, member in enumerate(report.members):
            _require_not_invalid(member, place)


def _require_not_invalid(report: Report, place: int) -> None:
    """Refuse what no verifier would accept; what needs the network is the verifier's to ask.

    Raises:
        IssueError: it is INVALID, and no relaxation would change that.
    """
    if report.verdict is Verdict.INVALID and not report.relaxations:
        raise IssueError(
            f"credential {place + 1} is no use to anybody: {report.summary}",
            pointer=report.pointer,
            hint="leave it out, or ask its issuer for a valid one",
        )


def _several(credentials: object) -> Iterable[Any]:
    single = isinstance(credentials, str | bytes | bytearray | memoryview | Mapping)
    if single or not isinstance(credentials, Iterable):
        raise TypeError("credentials must be several, such as a list, even of one badge")
    return credentials


def _require_binding(binding: Binding) -> None:
    unknown = set(binding) - set(Binding.__annotations__)
    if unknown:
        raise TypeError(f"there is nothing named {min(unknown)!r} that a presentation is bound to")
    for name in ("challenge", "domain"):
        value: object = binding.get(name, "x")
        if not isinstance(value, str) or not value:
            raise TypeError(f"{name} must be a text that is not empty, as the verifier gave it")
    expires: object = binding.get("expires")
    if "expires" in binding and (not isinstance(expires, datetime) or expires.tzinfo is None):
        raise TypeError("expires must be an aware datetime")


def _shown(holding: Holding, place: int, *, token: bool, version: Version) -> dict[str, Any] | str:
    """Return a credential in the form that fits the presentation around it.

    Around tokens goes a token (VC-JOSE-COSE §3.1.2), around documents a document, as far as both exist.

    Raises:
        IssueError: a document of VC 1.1 has no place for it: it is a token only, or of VC 2.0.
    """
    if holding.document is not None and not (token and holding.token is not None):
        if version == "1.1" and not token and not is_version_1(holding.document):
            raise IssueError(
                f"credential {place + 1} is of VC 2.0, which a document of VC 1.1 has no place for",
                pointer=f"/verifiableCredential/{place}",
                hint=f"present it with version='2.0' or proof='{VP_JWT}'",
            )
        return copy.deepcopy(holding.document)
    text = holding.token or ""
    if version == "2.0":
        return enveloped(text)
    if token:
        return text
    raise IssueError(
        f"credential {place + 1} is a token, which a document of VC 1.1 has no place for",
        pointer=f"/verifiableCredential/{place}",
        hint=f"present it with proof='{VP_JWT}' or version='2.0'",
    )


def _refusal(error: QualityBadgeError) -> IssueError:
    return IssueError(
        f"the presentation cannot be signed: {error.message}",
        code=error.code,
        pointer=error.pointer,
        hint=error.hint,
        spec=error.spec,
    )


def _artefacts(method: str, key: Signer) -> dict[str, dict[str, Any]]:
    """Return address -> controller document that authorises the key to authenticate (CID §2.3.2).

    Raises:
        IssueError: the method names no key of a document, or is of a kind that nobody could resolve.
        InputError: the did:web is malformed.
    """
    controller, _, fragment = method.partition("#")
    if controller.startswith(("did:key:", "did:jwk:")):
        return {}
    if not fragment or not controller.startswith(("did:web:", "https://")):
        raise IssueError(
            f"nobody could resolve the verification method {method!r}",
            code="INVALID_VERIFICATION_METHOD",
            hint="use did:web or an https URL with a fragment such as #key-1, or leave it out",
        )
    did = controller.startswith("did:web:")
    entry = {
        "id": method,
        "type": "JsonWebKey",
        "controller": controller,
        "publicKeyJwk": key.public_key.to_jwk(),
    }
    document: dict[str, Any] = {
        "@context": list(_DID_CONTEXTS if did else _CID_CONTEXTS),
        "id": controller,
        "verificationMethod": [entry],
        _PURPOSE: [method],
    }
    return {web.document_url(controller) if did else controller: document}
