"""Read a status list credential into a value; verifies no proof, fetches nothing, judges no badge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ..errors import InputError, LimitError
from ..limits import DEFAULT_LIMITS, Limits
from ..wire import timestamps
from .bitstring import MINIMUM_ENTRIES, Bitstring

DEFAULT_TTL = timedelta(minutes=5)
"""How long a list may be used that does not say it (Bitstring §2.2, ``ttl``)."""

_SPEC = "Bitstring §2.2"
_LONGEST_TTL = 10**15  # milliseconds, 31,000 years; beyond it is no number of this kind


class ListForm(NamedTuple):
    """One form of status list credential.

    Attributes:
        credential_type: type of the credential.
        subject_type: type of its subject.
        multibase: whether the encoded list has a multibase prefix.
        purpose: what all such lists are for; "" where each says it.
        spec: tag of the clause that describes it.
    """

    credential_type: str
    subject_type: str
    multibase: bool
    purpose: str
    spec: str


BITSTRING = ListForm("BitstringStatusListCredential", "BitstringStatusList", True, "", "Bitstring §2.2")
STATUS_LIST_2021 = ListForm("StatusList2021Credential", "StatusList2021", False, "", "StatusList2021 §4.2")
REVOCATION_LIST_2020 = ListForm(
    "RevocationList2020Credential", "RevocationList2020", False, "revocation", "RevocationList2020 §3.2"
)
FORMS = (BITSTRING, STATUS_LIST_2021, REVOCATION_LIST_2020)


@dataclass(frozen=True, slots=True)
class StatusList:
    """What a status list credential says; nothing here was verified.

    Attributes:
        id: id of the credential, "" where it has none.
        issuer: id of its issuer.
        form: which of the forms it has.
        purposes: what its entries mean: ``revocation``, ``suspension`` …
        bits: the entries, read as one bit each; an entry of a credential says its own width.
        ttl: how long it may be used before it should be asked for again.
        valid_from: from when it holds; None: from ever.
        valid_until: until when it holds; None: for ever.
    """

    id: str
    issuer: str
    form: ListForm
    purposes: tuple[str, ...]
    bits: Bitstring
    ttl: timedelta = DEFAULT_TTL
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def entries(self, size: int = 1) -> Bitstring:
        """Return the bits as entries of `size` bits each.

        Raises:
            InputError: `size` is none of 1 to 32.
        """
        return self.bits if size == 1 else Bitstring(self.bits.data, size)

    def is_short(self, size: int = 1) -> bool:
        """Tell whether it has fewer entries than hide whose status is asked for (Bitstring §3.2)."""
        return len(self.bits.data) * 8 // size < MINIMUM_ENTRIES

    def why_not_in_force(self, now: datetime, skew: timedelta = timedelta()) -> str:
        """Say why the list does not hold at a moment, "" where it does."""
        if self.valid_from is not None and self.valid_from > now + skew:
            return f"it is not valid before {timestamps.render(self.valid_from)}"
        if self.valid_until is not None and self.valid_until < now - skew:
            return f"it expired at {timestamps.render(self.valid_until)}"
        return ""


def read_list(credential: dict[str, Any], *, limits: Limits = DEFAULT_LIMITS) -> StatusList:
    """Read a list credential of any of the forms (Bitstring §2.2, StatusList2021 §4.2).

    Args:
        credential: the parsed credential, as a JSON document or out of a token.
        limits: ceilings; `status_list_bytes` and `status_entries` are used.

    Raises:
        LimitError: the list inflates to more, or has more purposes, than the limits allow.
        InputError: it is no list credential, has a status of its own, or a member that is malformed; with
            the pointer into the credential.
    """
    form = _form_of(credential)
    if "credentialStatus" in credential:
        message = "the status list has a status entry of its own; a list is its own last word"
        raise _broken(message, "/credentialStatus")
    subject = credential.get("credentialSubject")
    if not isinstance(subject, dict) or form.subject_type not in _texts(subject.get("type")):
        raise _broken(f"the subject of the list is no {form.subject_type}", "/credentialSubject")
    try:
        bits = Bitstring.decode(_member(subject, "encodedList"), limits=limits, multibase=form.multibase)
    except InputError as error:
        error.pointer = "/credentialSubject/encodedList"
        raise
    return StatusList(
        id=_own_id(credential),
        issuer=_issuer_id(credential),
        form=form,
        purposes=(form.purpose,) if form.purpose else _purposes(subject, limits.status_entries),
        bits=bits,
        ttl=_ttl(subject),
        valid_from=_moment(credential, max, "validFrom", "issuanceDate"),
        valid_until=_moment(credential, min, "validUntil", "expirationDate"),
    )


def _form_of(credential: dict[str, Any]) -> ListForm:
    types = _texts(credential.get("type"))
    forms = [form for form in FORMS if form.credential_type in types]
    if len(forms) != 1:
        raise _broken("the types name no one form of status list", "/type")
    return forms[0]


def _own_id(credential: dict[str, Any]) -> str:
    value = credential.get("id", "")
    if not isinstance(value, str):
        raise _broken("the id of the list is not a text", "/id")
    return value


def _issuer_id(credential: dict[str, Any]) -> str:
    issuer = credential.get("issuer")
    value = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(value, str) or not value:
        raise _broken("the list names no issuer", "/issuer")
    return value


def _purposes(subject: dict[str, Any], most: int) -> tuple[str, ...]:
    value = subject.get("statusPurpose")
    if isinstance(value, list) and len(value) > most:
        message = f"the list has more purposes than status_entries allows ({most})"
        raise LimitError(message, pointer="/credentialSubject/statusPurpose", spec=_SPEC)
    purposes = _texts(value)
    if not all(purposes) or len(purposes) != (len(value) if isinstance(value, list) else 1) or not purposes:
        raise _broken("the list does not say in words what it is for", "/credentialSubject/statusPurpose")
    return purposes


def _ttl(subject: dict[str, Any]) -> timedelta:
    if "ttl" not in subject:
        return DEFAULT_TTL
    value = subject["ttl"]
    if type(value) is not int or not 0 <= value <= _LONGEST_TTL:
        raise _broken("the time to live is no whole number of milliseconds", "/credentialSubject/ttl")
    return timedelta(milliseconds=value)


def _moment(credential: dict[str, Any], pick: Any, *names: str) -> datetime | None:
    moments = []
    for name in names:
        if name in credential:
            if not isinstance(credential[name], str):
                raise _broken(f"{name} of the list is not a date", f"/{name}")
            moments.append(timestamps.parse(credential[name], pointer=f"/{name}"))
    return pick(moments) if moments else None


def _member(subject: dict[str, Any], name: str) -> Any:
    if name not in subject:
        raise _broken(f"the list has no {name}", f"/credentialSubject/{name}")
    return subject[name]


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple([item for item in value if isinstance(item, str)]) if isinstance(value, list) else ()


def _broken(message: str, pointer: str) -> InputError:
    return InputError(message, code="STATUS_VERIFICATION_ERROR", pointer=pointer, spec=_SPEC)
