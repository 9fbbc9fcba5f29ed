"""What stands around a credential: status, endorsements, foreign schemas, many badges of one issuer. One row each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import fixtures
from ops import AROUND, TOKENS, Call, Check, Row, WrongResultError

import qualitybadge as qb
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.verify import ob3, statuses
from qualitybadge.verify.checks import Examination
from qualitybadge.verify.fetching import Allowance
from qualitybadge.verify.lists import VerifiedLists

LIST_URL = "https://example.edu/status/3"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
MANY = 200
_LISTS = {
    "JWT": ("statuslist.EdDSA.jwt", "application/vc+jwt"),
    "Data Integrity": ("statuslist.di.json", "application/vc"),
}


def rows() -> Iterator[Row]:
    """Return every row of this table."""
    goals = {"JWT": 200, "Data Integrity": 800}
    for form in _LISTS:
        yield Row(
            AROUND,
            f"status list of 131,072 entries, {form}, cold",
            lambda f=form: _cold(f),
            ("status list check", "131072 bits, JWT list verified" if form == "JWT" else ""),
            goals[form],
        )
    yield Row(AROUND, "status list of 131,072 entries, known already", _known, goal=5)
    yield Row(AROUND, "VC-JWT EdDSA, rich, with its known status list", lambda: _whole("JWT"))
    yield Row(AROUND, "eddsa-rdfc-2022, basic, without endorsement", lambda: _endorsed(0))
    yield Row(AROUND, "eddsa-rdfc-2022, basic, with one endorsement", lambda: _endorsed(1))
    yield Row(AROUND, "a foreign JSON Schema of 8 KB applied, rich", _foreign_schema)
    yield Row(AROUND, f"one of {MANY} badges of one issuer and list, verify_many", _in_a_batch, times=MANY)
    yield Row(AROUND, f"one of {MANY} badges of one issuer and list, qb.verify alone", _alone, times=MANY)


def _served(form: str) -> qb.StaticFetcher:
    name, media_type = _LISTS[form]
    return qb.StaticFetcher(
        {LIST_URL: qb.Response(headers={"Content-Type": media_type}, body=fixtures.read(name))}
    )


def _examined(form: str) -> tuple[Examination, qb.StaticFetcher]:
    """Return the examination of the rich token as it is when its status is looked at."""
    seen: list[Examination] = []
    fetcher = _served(form)

    def look(exam: Examination) -> tuple[()]:
        seen.append(exam)
        return ()

    steps, ob3.STEPS = ob3.STEPS, (*ob3.STEPS, ("look", look))
    try:
        qb.verify(fixtures.token("EdDSA", "rich"), policy=qb.Policy(**TOKENS), fetcher=fetcher, now=NOW)
    finally:
        ob3.STEPS = steps
    return seen[0], fetcher


def _fine(found: Any) -> str:
    if not found or any(row.outcome is not qb.Outcome.PASSED for row in found):
        raise WrongResultError(f"the status did not pass: {found}")
    return ""


def _cold(form: str) -> tuple[Call, Check]:
    exam, fetcher = _examined(form)

    def call() -> Any:
        fresh = exam._replace(lists=VerifiedLists(), fetcher=Allowance(fetcher, DEFAULT_LIMITS))
        return statuses.status(fresh)

    return call, _fine


def _known() -> tuple[Call, Check]:
    exam, _ = _examined("JWT")
    return lambda: statuses.status(exam), _fine


def _valid(report: Any) -> str:
    if report.verdict is not qb.Verdict.VALID:
        raise WrongResultError(report.summary)
    return ""


def _whole(form: str) -> tuple[Call, Check]:
    verifier = qb.Verifier(qb.Policy(**TOKENS), fetcher=_served(form), clock=lambda: NOW)
    token = fixtures.token("EdDSA", "rich")
    return lambda: verifier.verify(token), _valid


def _endorsed(count: int) -> tuple[Call, Check]:
    university = qb.Issuer("Example University", qb.KeyPair.generate("Ed25519"))
    council = qb.Issuer("Council", qb.KeyPair.generate("Ed25519"))
    credential = fixtures.unsigned("basic")
    credential["issuer"] = {**credential["issuer"], "id": university.id}
    credential["validFrom"] = "2026-01-01T00:00:00Z"
    if count:
        made = council.endorse(
            credential, "We know this course.", valid_from=datetime(2026, 1, 1, tzinfo=UTC)
        )
        credential["endorsement"] = [made.document]
    badge = university.sign(credential)
    verifier = qb.Verifier(fetcher=qb.NoNetwork())
    source = badge.to_json()

    def check(report: Any) -> str:
        if len(report.endorsements) != count or any(
            e.verdict is not qb.Verdict.VALID for e in report.endorsements
        ):
            raise WrongResultError("the endorsement does not stand")
        return _valid(report)

    return lambda: verifier.verify(source), check


def _foreign_schema() -> tuple[Call, Check]:
    from qualitybadge import jsonschemas

    schema = json.loads(fixtures.read("ob_v3p0_profile_schema.json"))
    issuer = fixtures.unsigned("rich")["issuer"]
    call: Callable[[], Any] = lambda: jsonschemas.schema_errors(schema, issuer, draft=2019)  # noqa: E731
    return call, lambda _: ""


def _badges() -> tuple[list[str], qb.StaticFetcher]:
    """Return different badges of one issuer under one status list, and the web that serves the list."""
    from qualitybadge.status.bitstring import Bitstring

    key = qb.KeyPair.generate("Ed25519")
    issuer = qb.Issuer("Example University", key, self_check=False, clock=lambda: NOW)
    listing = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST_URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST_URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": Bitstring.zeros().encode(),
        },
    }
    fetcher = qb.StaticFetcher({LIST_URL: issuer.sign(listing).document})
    template = fixtures.unsigned("basic")
    template["issuer"] = {**template["issuer"], "id": issuer.id}
    tokens = []
    for number in range(MANY):
        entry = {
            "id": f"{LIST_URL}#{number}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(number),
            "statusListCredential": LIST_URL,
        }
        credential = {
            **template,
            "id": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
            "credentialStatus": entry,
        }
        tokens.append(issuer.sign(credential, proof="vc-jwt").to_jwt())
    return tokens, fetcher


def _in_a_batch() -> tuple[Call, Check]:
    tokens, fetcher = _badges()

    def call() -> Any:
        return list(qb.Verifier(fetcher=fetcher, clock=lambda: NOW).verify_many(tokens, workers=1))

    return call, _all_valid


def _alone() -> tuple[Call, Check]:
    tokens, fetcher = _badges()
    return lambda: [qb.verify(token, fetcher=fetcher, now=NOW) for token in tokens], _all_valid


def _all_valid(reports: Any) -> str:
    for report in reports:
        _valid(report)
    return ""
