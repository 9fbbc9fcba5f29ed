"""Refuse wrong usage of the issuer where it begins, saying what to pass instead; judges no credential.

A TypeError names an argument of a type that can never do, as any Python function would; what has the
right type and the wrong content is an IssueError.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..errors import IssueError, QualityBadgeError
from ..keys import PublicKey, Signer
from ..model.identity import Recipient
from ..proofs.suites import SUITES

JWT = "vc-jwt"
SELECTIVE = "ecdsa-sd-2023"
PROOFS = (*(row.name for row in SUITES.values() if not row.draft), JWT)
"""What `proof` may name: every suite that signs, and the token."""

_SUITE_OF_KEY = {
    "Ed25519": "eddsa-rdfc-2022",
    "P-256": "ecdsa-rdfc-2019",
    "P-384": "ecdsa-rdfc-2019",
    "RSA": JWT,
}
_SIGNER = "a Signer has a property public_key (a qualitybadge PublicKey) and sign(bytes) -> bytes"
# Points in time; the dates of an activity may be plain days.
_MOMENTS = ("valid_from", "valid_until", "awarded_date", "issued_on", "expires")
# What the other version of Open Badges calls it.
_CALLED = {
    "valid_until": "expires",
    "valid_from": "issued_on",
    "awarded_date": "issued_on",
    "expires": "valid_until",
    "issued_on": "valid_from",
}
_WAYS_OF_2_0 = ("hosted_at", "signed")


@dataclass(frozen=True, slots=True)
class CheckedSigner:
    """A signer whose answers are bytes, or an error that says what they were instead."""

    signer: Signer

    @property
    def public_key(self) -> PublicKey:
        """The signer's public key."""
        return self.signer.public_key

    def sign(self, message: bytes) -> bytes:
        """Return the signer's answer.

        Raises:
            IssueError: it is not bytes.
        """
        answer: object = self.signer.sign(message)
        if isinstance(answer, bytes | bytearray | memoryview):
            return bytes(answer)
        raise IssueError(
            f"the signer's sign() returned {_described(answer)} instead of bytes",
            hint="sign(message) returns the signature as bytes, and is no coroutine function",
        )


def require_signer(key: object) -> None:
    """Refuse what is no signer.

    Raises:
        TypeError: it is bytes or text, has no `sign`, or a `public_key` that is no `PublicKey`.
    """
    if isinstance(key, str | bytes | bytearray | memoryview):
        raise TypeError(
            f"key must be a KeyPair or another Signer, not {type(key).__name__}: pass KeyPair.from_pem(…)"
        )
    if not callable(getattr(key, "sign", None)) or not isinstance(
        getattr(key, "public_key", None), PublicKey
    ):
        raise TypeError(f"key must be a KeyPair or another Signer, not {_named(key)}: {_SIGNER}")


def require_profile(profile: object) -> None:
    """Refuse what cannot be an issuer's Profile or name.

    Raises:
        IssueError: the name is empty.
        TypeError: it is no text, mapping or model.
    """
    if isinstance(profile, str):
        if not profile.strip():
            raise IssueError(
                "the issuer's name is empty", pointer="/issuer/name", hint="pass the issuer's name"
            )
        return
    require_object(profile, "profile", "pass a name, a mapping or a model of a Profile")


def require_object(value: object, name: str, todo: str) -> None:
    """Refuse an argument that is neither a mapping nor a model.

    Raises:
        TypeError: it is something else, such as JSON text.
    """
    model = callable(getattr(value, "to_dict", None)) and not isinstance(value, type)
    if not model and not isinstance(value, Mapping):
        also = "; read JSON text with json.loads first" if isinstance(value, str | bytes) else ""
        raise TypeError(f"{name} must be a mapping or a model, not {_named(value)}: {todo}{also}")


def require_recipient(recipient: object) -> None:
    """Refuse what is no recipient.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(recipient, Recipient):
        raise TypeError(
            f"recipient must be a Recipient, such as Recipient.email(…, hashed=True), not {_named(recipient)}"
        )


def require_details(details: Mapping[str, Any], known: Iterable[str]) -> None:
    """Refuse details that could not mean what they say.

    Raises:
        IssueError: a name is unknown, a day stands for a moment, or `contexts` or `members` has no such form;
            the message names every fault.
    """
    faults = list(_faults_of_details(details, tuple(known)))
    if faults:
        raise together(faults)


def _faults_of_details(details: Mapping[str, Any], known: Sequence[str]) -> Iterator[IssueError]:
    for name in sorted(set(details) - set(known)):
        yield IssueError(f"unknown detail {name!r}", code="USAGE", hint=_one_of(name, known))
    for name in _MOMENTS:
        value = details.get(name)
        if isinstance(value, date) and not isinstance(value, datetime):
            yield IssueError(
                f"{name} is a day, and it must be a moment",
                hint="pass an aware datetime, such as datetime(2030, 1, 1, tzinfo=UTC)",
            )
    contexts = details.get("contexts", [])
    if not isinstance(contexts, list | tuple) or not all(isinstance(url, str) for url in contexts):
        yield IssueError("contexts must be a list of URLs", hint="pass a list, even of one URL")
    if not isinstance(details.get("members", {}), Mapping):
        yield IssueError("members must be a mapping of names to values", hint="pass a dict")


def together(faults: Sequence[QualityBadgeError]) -> IssueError:
    """Return the one error for several faults of the arguments, with every hint; the first gives the code."""
    first = faults[0]
    if len(faults) == 1:
        return IssueError(first.message, code=first.code, pointer=first.pointer, hint=first.hint)
    hints = dict.fromkeys(fault.hint for fault in faults if fault.hint)
    return IssueError("; ".join(map(_said, faults)), code=first.code, hint="; ".join(hints))


def _one_of(wrong: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    if wrong in _WAYS_OF_2_0:
        return "that is for Open Badges 2.0: use issue_ob2(…) or issuer.ob2(profile).issue(…)"
    called = _CALLED.get(wrong)
    near = [called] if called in known else get_close_matches(wrong, known, n=1)
    return f"do you mean {near[0]}?" if near else f"one of {', '.join(known)}"


def chosen_proofs(proof: object, key_type: str) -> tuple[str, ...]:
    """Return the proofs to make: those asked for, or what fits the key.

    Raises:
        IssueError: none at all, an unknown one, or one twice (USAGE).
        TypeError: the argument is no text and no tuple of texts.
    """
    if proof is None:
        return (_SUITE_OF_KEY[key_type],)
    names = (proof,) if isinstance(proof, str) else proof
    if not isinstance(names, tuple | list) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"proof must be a text or a tuple of texts, each one of {', '.join(PROOFS)}")
    if not names:
        raise IssueError(
            "proof is empty, and an unsigned badge is no badge",
            code="USAGE",
            hint=f"leave it out for what fits the key, or name {', '.join(PROOFS)}",
        )
    for place, name in enumerate(names):
        if name not in PROOFS:
            raise IssueError(
                f"there is no proof named {name[:60]!r} to sign with: supported are {', '.join(PROOFS)}",
                code="USAGE",
                hint=f"pass one of {', '.join(PROOFS)}",
            )
        if name in names[:place]:
            raise IssueError(f"the proof {name} is asked for twice", code="USAGE", hint="name it once")
    return tuple(names)


def require_pointers(mandatory: object, proofs: Iterable[str]) -> None:
    """Refuse pointers to what is mandatory that no proof would heed.

    Raises:
        IssueError: there are some and nothing is disclosed selectively, or everything is mandatory (USAGE).
        TypeError: they are no list of texts.
    """
    if not isinstance(mandatory, list | tuple) or not all(isinstance(text, str) for text in mandatory):
        raise TypeError("mandatory must be a list of JSON pointers, such as ['/evidence']")
    if mandatory and SELECTIVE not in proofs:
        raise IssueError(
            f"mandatory says what no holder may leave out, and only {SELECTIVE} lets them leave out anything",
            code="USAGE",
            hint=f"pass proof={SELECTIVE!r}, or leave mandatory out",
        )
    if "" in mandatory:
        raise IssueError(
            "if everything is mandatory, there is nothing to choose",
            code="USAGE",
            hint="sign with ecdsa-rdfc-2019, which covers the whole badge",
        )


def objections_of(answer: object) -> list[str]:
    """Return what a gate objects to; a single text is one objection.

    Raises:
        TypeError: the answer is no collection of objections.
    """
    if answer is None:
        return []
    if isinstance(answer, str):
        return [answer]
    if isinstance(answer, bytes) or not isinstance(answer, Iterable):
        raise TypeError(
            f"a gate returns the objections, an empty list for none; this one returned {_described(answer)}"
        )
    return [str(objection) for objection in answer]


def _described(answer: object) -> str:
    """Say what came back; a coroutine is closed, for nobody will await it."""
    if inspect.iscoroutine(answer):
        answer.close()
        return "a coroutine"
    return (
        repr(answer)
        if answer is None or isinstance(answer, bool)
        else f"a value of type {type(answer).__name__}"
    )


def _named(value: object) -> str:
    if value is None:
        return "None"
    return f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__


def _said(error: QualityBadgeError) -> str:
    return f"{error.message} at {error.pointer}" if error.pointer else error.message


def refusal(faults: Sequence[QualityBadgeError]) -> IssueError:
    """Return the one error for all faults; a single fault keeps its code, place and advice."""
    todo = "correct the draft and issue again"
    if len(faults) > 1:
        return IssueError("; ".join(map(_said, faults)), hint=todo)
    (fault,) = faults
    return IssueError(
        fault.message, code=fault.code, pointer=fault.pointer, hint=fault.hint or todo, spec=fault.spec
    )
