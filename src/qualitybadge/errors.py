"""The exceptions of qualitybadge; each says what is wrong, where, why and what to do next.

They do not print, exit or know a report: the verifier turns them into checks. Which check outcome
an exception becomes is written on its class (`undetermined`).

    QualityBadgeError
    ├── InputError              the input breaks a rule                     -> FAILED
    │   ├── LimitError          the input is larger or deeper than allowed  -> FAILED
    │   ├── InvalidKeyError     a key is weak, malformed or mismatched      -> FAILED
    │   └── ProofError          a proof does not verify                     -> FAILED
    ├── UndeterminedError       it could not be determined                  -> UNKNOWN
    │   ├── UnsupportedError    a suite, context, DID method … we do not know
    │   └── FetchError          a resource could not be obtained
    │       └── UnsafeTargetError   a URL or address that must not be contacted
    ├── IssueError              the issuer refuses to sign
    └── VerdictError            `Report.raise_for_verdict()` on anything but VALID
"""

from __future__ import annotations

from typing import ClassVar


class QualityBadgeError(Exception):
    """Base of every exception that leaves this library.

    Args:
        message: what is wrong, for a person.
        code: key of the problem table (`qualitybadge.problems`), stable.
        pointer: JSON pointer (RFC 6901) to the place in the document, "" for the whole.
        hint: what to do next; empty where the problem table's advice says it all.
        spec: short tag of the clause, such as ``OB 3.0 §8.2.4``; empty for the table's default.
    """

    undetermined: ClassVar[bool] = False
    default_code: ClassVar[str] = "INTERNAL"

    def __init__(
        self, message: str, *, code: str = "", pointer: str = "", hint: str = "", spec: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.pointer = pointer
        self.hint = hint
        self.spec = spec

    def __str__(self) -> str:
        where = f" at {self.pointer}" if self.pointer else ""
        todo = f" ({self.hint})" if self.hint else ""
        return f"{self.message}{where} [{self.code}]{todo}"


class InputError(QualityBadgeError):
    """The input breaks a rule of its format or specification."""

    default_code = "MALFORMED_VALUE"


class LimitError(InputError):
    """The input is larger, deeper or more expensive than the limits allow."""

    default_code = "LIMIT"


class InvalidKeyError(InputError):
    """A key is weak, malformed, mismatched or carries what it must not."""

    default_code = "KEY_REFUSED"


class ProofError(InputError):
    """A signature or proof does not verify."""

    default_code = "PROOF_VERIFICATION"


class UndeterminedError(QualityBadgeError):
    """The answer could not be determined; never a synonym for invalid."""

    undetermined = True
    default_code = "UNDETERMINED"


class UnsupportedError(UndeterminedError):
    """A suite, context, DID method or format that this library does not know."""

    default_code = "UNSUPPORTED"


class FetchError(UndeterminedError):
    """A resource could not be obtained."""

    default_code = "FETCH"


class UnsafeTargetError(FetchError):
    """A URL or address that must not be contacted (SSRF guard)."""

    default_code = "UNSAFE_TARGET"


class IssueError(QualityBadgeError):
    """The issuer refuses to sign or hand out a credential."""

    default_code = "ISSUE_REFUSED"


class VerdictError(QualityBadgeError):
    """A report that had to be VALID is not; raised by `Report.raise_for_verdict()`."""

    default_code = "NOT_VALID"
