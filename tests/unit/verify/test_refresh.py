import json

import pytest

import qualitybadge as qb
from qualitybadge.verify import refresh
from support.credentials import badge_1_1, key
from support.steps import EXTENSIONS, REFRESH, extended, only_row, report_of, with_calls
from support.world import COMPATIBLE, STRICT, changed, claims_of, proved, token

FAILED, PASSED, UNKNOWN, SKIPPED = (qb.Outcome[n] for n in ("FAILED", "PASSED", "UNKNOWN", "SKIPPED"))
SERVICE = {"id": REFRESH, "type": "1EdTechCredentialRefresh"}
ORIGINAL = extended(refreshService=SERVICE)
NEWER = extended(refreshService=SERVICE, validFrom="2026-02-20T09:30:00Z", name="Welding, revised")


def refreshed(answer, document=None, policy=STRICT):
    """Return the report, the row and what was asked for, when the service gives this answer."""
    given = proved(ORIGINAL) if document is None else document
    report, calls = with_calls(given, {} if answer is None else {REFRESH: answer}, policy)
    return report, only_row(report, "refresh"), calls


def assert_original_kept(report, row, word):
    assert (row.outcome, row.required) == (UNKNOWN, False)
    assert word in row.message
    assert row.pointer == "/refreshService"
    assert report.original is None
    assert report.verdict is qb.Verdict.VALID
    assert report.document.data["validFrom"] == "2026-01-15T09:30:00Z"


def test_no_refresh_service_is_skipped():
    assert only_row(report_of(extended()), "refresh").outcome is SKIPPED


def test_the_newer_copy_takes_the_place_of_the_older_one():
    newer = proved(NEWER)
    report, row, calls = refreshed(newer)
    assert (row.outcome, calls) == (PASSED, [REFRESH])  # once: the newer copy's own service is not asked
    assert report.verdict is qb.Verdict.VALID
    assert report.document.data == newer
    assert report.original.document.data["validFrom"] == "2026-01-15T09:30:00Z"
    assert report.original.proved


def test_a_token_may_be_answered_and_be_refreshed():
    newer = token(claims_of(NEWER) | {"nbf": 1771579800})
    report, row, _ = refreshed(newer.encode())
    assert row.outcome is PASSED
    assert report.form == "VC-JWT EdDSA"
    report, row, _ = refreshed(proved(NEWER), token(claims_of(ORIGINAL)))
    assert row.outcome is PASSED
    assert report.original.form == "VC-JWT EdDSA"


def test_version_1_1_is_refreshed_by_its_own_dates():
    older = badge_1_1("https://w3id.org/security/data-integrity/v2", EXTENSIONS, refreshService=SERVICE)
    newer = changed(older, "issuanceDate", "2026-02-01T00:00:00Z")
    report, row, _ = refreshed(proved(newer), proved(older))
    assert row.outcome is PASSED
    assert report.document.data["issuanceDate"] == "2026-02-01T00:00:00Z"
    report, row, _ = refreshed(proved(older), proved(newer))
    assert row.outcome is UNKNOWN


def test_the_same_copy_again_changes_nothing():
    same = proved(ORIGINAL)
    report, row, _ = refreshed(json.dumps(same).encode(), json.dumps(same).encode())
    assert (row.outcome, row.message) == (PASSED, "the issuer has no newer copy")
    assert report.original is None


def test_a_copy_of_the_same_moment_may_be_one_from_before_a_change():
    report, row, _ = refreshed(proved(changed(NEWER, "validFrom", ORIGINAL["validFrom"])))
    assert row.outcome is qb.Outcome.UNKNOWN
    assert "name" not in report.document.data


def test_the_same_copy_in_another_layout_is_no_newer_one():
    same = proved(ORIGINAL)
    report, row, _ = refreshed(json.dumps(same, indent=2).encode(), json.dumps(same).encode())
    assert (row.outcome, report.original) == (PASSED, None)


def test_an_authentic_copy_that_has_expired_is_the_answer():
    ended = changed(NEWER, "validUntil", "2026-02-25T00:00:00Z")
    report, row, _ = refreshed(proved(ended))
    assert row.outcome is PASSED
    assert report.verdict is qb.Verdict.INVALID
    assert only_row(report, "validity").problem.code == "EXPIRED"
    assert report.original.proved


def test_an_authentic_copy_whose_status_is_open_is_the_answer():
    status = {"id": "https://academy.example/s#1", "type": "1EdTechRevocationList"}
    report, row, _ = refreshed(proved(NEWER | {"credentialStatus": status}))
    assert row.outcome is PASSED
    assert report.verdict is qb.Verdict.INDETERMINATE


def test_ids_are_compared_after_decoding():
    own = ORIGINAL["id"]
    _report, row, _ = refreshed(proved(changed(NEWER, "id", own.replace("6d1a", "%36d1a"))))
    assert row.outcome is PASSED


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (None, "no connection"),
        (qb.Response(404), "404"),
        (qb.Response(410), "410"),
        (b"{", "could not be read"),
        (b"[]", "could not be read"),
        ({}, "another credential"),
        (NEWER, "not signed"),
        (proved(changed(NEWER, "name", ...), key=key(name="mallory")), "does not hold by itself"),
        (proved(changed(NEWER, "credentialSubject/achievement/name", ...)), "does not hold by itself"),
        (proved(changed(NEWER, "validFrom", "2025-01-01T00:00:00Z")), "not newer"),
        (proved(changed(NEWER, "validFrom", "2026-04-01T00:00:00Z")), "not valid yet"),
        (proved(changed(NEWER, "type", ["VerifiableCredential"])), "another credential"),
    ],
)
def test_what_fails_keeps_the_original_and_says_why(answer, word):
    report, row, _ = refreshed(answer)
    assert_original_kept(report, row, word)


def test_without_a_date_nobody_knows_which_is_newer():
    report, row, _ = refreshed(proved(changed(NEWER, "validFrom", ...)), policy=COMPATIBLE)
    assert_original_kept(report, row, "no date")
    assert refresh._start({"validFrom": "soon"}) is None
    assert refresh._start({"validFrom": 7}) is None


@pytest.mark.parametrize(
    "service",
    [
        SERVICE | {"type": "ManualRefreshService2018"}, SERVICE | {"type": ["1EdTechCredentialRefresh"]},
        {"type": "1EdTechCredentialRefresh"}, [], "text", 7,
    ],
)  # fmt: skip
def test_other_services_are_named_and_not_asked(service):
    _report, row, calls = refreshed(proved(NEWER), token(claims_of(ORIGINAL | {"refreshService": service})))
    assert (row.outcome, row.required, row.problem.code, calls) == (UNKNOWN, False, "UNSUPPORTED", [])


def test_one_of_several_services_is_asked():
    services = [SERVICE | {"type": "ManualRefreshService2018"}, SERVICE, SERVICE | {"id": f"{REFRESH}/b"}]
    _, _row, calls = refreshed(proved(NEWER), token(claims_of(ORIGINAL | {"refreshService": services})))
    assert calls == [REFRESH]


def test_nothing_is_asked_before_the_signature_stands():
    report, row, calls = refreshed(
        proved(NEWER), changed(proved(ORIGINAL), "validUntil", "2040-01-01T00:00:00Z")
    )
    assert (row.outcome, row.required, calls) == (SKIPPED, False, [])
    assert report.verdict is qb.Verdict.INVALID


def test_a_copy_that_is_vouched_for_less_takes_no_place():
    """A lenient policy takes one good proof of two, and trusts it less; the original has good ones only."""
    newer = proved(NEWER)
    newer["proof"] = [newer["proof"], proved(NEWER, key=key(name="mallory"))["proof"]]
    report, row, _ = refreshed(newer, policy=COMPATIBLE)
    assert_original_kept(report, row, "vouched for less")
    assert report.trust is qb.Trust.DOMAIN
    report, _calls = with_calls(newer, {}, COMPATIBLE)
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.NONE)
