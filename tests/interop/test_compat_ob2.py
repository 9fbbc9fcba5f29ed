"""Upgrade and drop-in report over the external vectors: what they say of warnings, errors, version, subject."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

import qualitybadge as qb
from qualitybadge.compat import verify
from qualitybadge.conformance import conformance_errors
from support.ob2_cases import NOW, cases, contexts

ASSERTIONS = (qb.Kind.OB2_ASSERTION, qb.Kind.OB1_ASSERTION)
# Its address does not answer there, and needs not: this context comes with the package.
SHIPPED_ALL_THE_SAME = {"x_noctx"}
# More is looked at here than the expected number of warnings counts: an image that cannot be obtained.
FURTHER_WARNINGS = {"vc_test_upgrade_1_1_issuer_in_full_verify_with_redirect_01"}


def answer(row: dict[str, Any], folder: Path) -> qb.Response:
    headers = dict(row.get("headers") or {}) | {"Content-Type": row.get("content_type") or ""}
    if "json" in row:
        body = json.dumps(row["json"], ensure_ascii=False).encode()
    elif "base64" in row:
        body = base64.b64decode(row["base64"])
    elif "file" in row or "context_file" in row:
        body = (folder / row.get("file", row.get("context_file"))).read_bytes()
    else:
        body = row.get("text", "").encode()
    return qb.Response(status=row.get("status", 200), headers=headers, body=body)


def web(case: dict[str, Any], folder: Path) -> qb.StaticFetcher:
    return qb.StaticFetcher(
        contexts(folder) | {url: answer(row, folder) for url, row in case["http"].items()}
    )


def source(case: dict[str, Any]) -> Any:
    given = case["input"]
    if given["kind"] == "file":
        return base64.b64decode(given["base64"])
    return given["value"] if isinstance(given["value"], str | dict) else json.dumps(given["value"])


def policy(case: dict[str, Any]) -> qb.Policy:
    plain = "http://" in json.dumps(case["input"]) or any(url.startswith("http:") for url in case["http"])
    return qb.Policy.compatible() if plain else qb.Policy()


def test_the_drop_in_report_says_what_the_vectors_expect(vectors, record_property):
    folder, wrong = vectors / "ob2", {}
    for case in cases():
        found = verify(
            source(case),
            case.get("recipient_profile"),
            fetcher=web(case, folder),
            now=NOW,
            policy=policy(case),
        )["report"]
        faults = differences(found, case["expect"], case["id"])
        if faults:
            wrong[case["id"]] = (faults, found)
    record_property("cases", len(cases()))
    assert wrong == {}


def differences(found: dict[str, Any], expected: dict[str, Any], name: str) -> list[str]:
    """Return in which members a report is not as expected."""
    errors = {row["name"] for row in found["messages"] if row["messageLevel"] == "ERROR"}
    same = {
        "valid": expected.get("valid") in (None, found["valid"]) or name in SHIPPED_ALL_THE_SAME,
        "errorCount": (found["errorCount"] == 0) is found["valid"],
        "warnings": expected.get("warnings") in (None, found["warningCount"]) or name in FURTHER_WARNINGS,
        "errors": set(expected.get("errors", errors)) == errors,
        "version": expected.get("version") in (None, found["openBadgesVersion"]),
        "subject": expected.get("subject") in (None, found["validationSubject"]),
        "recipient_match": expected.get("recipient_match") in (None, found["recipientProfile"] is not None),
    }
    return [member for member, agrees in same.items() if not agrees]


def test_every_valid_badge_of_2_0_and_before_upgrades(vectors, record_property):
    folder, upgraded = vectors / "ob2", 0
    for case in cases():
        report = qb.verify(source(case), policy=policy(case), fetcher=web(case, folder), now=NOW)
        if report.verdict is not qb.Verdict.VALID or report.kind not in ASSERTIONS:
            continue
        made = qb.upgrade(report)
        upgraded += 1
        assert conformance_errors(made.credential) == (), case["id"]
        told = {loss.pointer for loss in made.losses}
        assert "/verification" in told, case["id"]
        subject = made.credential["credentialSubject"]
        assert subject["achievement"]["name"] == report.graph[1].data["name"], case["id"]
    record_property("cases", upgraded)
    assert upgraded >= 60


def test_an_upgrade_verifies_when_it_is_signed(vectors, record_property):
    folder, issuer = vectors / "ob2", qb.Issuer("Recogniser", qb.KeyPair.generate(), clock=lambda: NOW)
    wanted = [case for case in cases() if case["expect"].get("valid") is True][::6]
    for case in wanted:
        report = qb.verify(source(case), policy=policy(case), fetcher=web(case, folder), now=NOW)
        if report.kind in ASSERTIONS:
            badge = qb.upgrade(report, issuer=issuer).badge
            assert qb.verify(badge.to_dict(), fetcher=qb.NoNetwork(), now=NOW).verdict is qb.Verdict.VALID
    record_property("cases", len(wanted))


@pytest.mark.parametrize("name", ["i_md5", "x_geo"])
def test_what_reads_differently_is_told(name, vectors):
    case = next(case for case in cases() if case["id"] == name)
    report = qb.verify(source(case), fetcher=web(case, vectors / "ob2"), now=NOW)
    made = qb.upgrade(report)
    if name == "i_md5":
        assert [note.pointer for note in made.notes] == ["/recipient/identity"]
    else:
        assert made.credential["issuer"]["address"]["geo"]["type"] == "GeoCoordinates"
