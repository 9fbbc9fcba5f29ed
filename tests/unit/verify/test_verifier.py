"""The verifier: dates, recipients, trust, batches and threads."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

import qualitybadge as qb
from support import statuses
from support.credentials import NOW, badge, badge_1_1
from support.world import (
    ACADEMY,
    KEY,
    STRICT,
    changed,
    claims_of,
    codes,
    proved,
    rows,
    token,
    verify,
    web,
)

SIGNED = proved()
START, END = "2026-01-15T09:30:00Z", "2029-01-15T09:30:00Z"


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2026-01-15T09:29:59+00:00", "NOT_YET_VALID"),
        ("2026-01-15T09:30:00+00:00", None),
        ("2029-01-15T09:30:00+00:00", None),
        ("2029-01-15T09:30:01+00:00", "EXPIRED"),
        ("2029-01-15T11:30:00+02:00", None),
    ],
)
@pytest.mark.parametrize(
    "make", [token, lambda: proved(created=NOW - timedelta(days=400))], ids=["jwt", "di"]
)
def test_the_period_of_validity(moment, code, make):
    from datetime import datetime

    report = verify(make(), now=datetime.fromisoformat(moment))
    assert codes(report) == ({code} if code else set())
    assert report.verdict is (qb.Verdict.INVALID if code else qb.Verdict.VALID)


def test_a_clock_that_is_off_can_be_tolerated_by_name():
    from datetime import datetime

    early = datetime.fromisoformat("2026-01-15T09:29:00+00:00")
    assert verify(token(), now=early).verdict is qb.Verdict.INVALID
    assert verify(token(), qb.Policy(clock_skew_seconds=60), now=early).verdict is qb.Verdict.VALID
    future = proved(created=NOW + timedelta(seconds=30))
    assert verify(future).verdict is qb.Verdict.INVALID
    assert verify(future, qb.Policy(clock_skew_seconds=60)).verdict is qb.Verdict.VALID


@pytest.mark.parametrize(
    "value", ["2026-01-15", "soon", "2026-01-15T09:30:00", 5, True, None, [], "10000-01-01T00:00:00Z"]
)
def test_f10_dates_without_meaning_are_invalid(value):
    for name in ("validFrom", "validUntil"):
        document = changed(badge(), name, value)
        report = verify(document | {"proof": SIGNED["proof"]})
        assert report.verdict is qb.Verdict.INVALID
        assert any(row.outcome is qb.Outcome.FAILED for row in rows(report, "validity", "conformance"))


def test_f10_the_end_before_the_start_is_a_finding():
    report = verify(proved(badge(validFrom=END, validUntil=START)), now=NOW)
    assert report.verdict is qb.Verdict.INVALID


def test_f10_midnight_and_leap_seconds_are_read_exactly():
    document = badge(validUntil="2026-02-28T24:00:00Z")
    assert verify(proved(document, created=NOW - timedelta(days=2)), now=NOW).verdict is qb.Verdict.INVALID
    assert (
        verify(proved(document, created=NOW - timedelta(days=2)), now=NOW - timedelta(hours=12)).verdict
        is qb.Verdict.VALID
    )


def test_vc_1_1_badges_with_a_proof_and_as_a_token():
    di = badge_1_1("https://w3id.org/security/data-integrity/v2")
    assert verify(proved(di)).verdict is qb.Verdict.VALID
    old = badge_1_1("https://w3id.org/security/suites/ed25519-2020/v1")
    assert verify(proved(old, suite="Ed25519Signature2020")).verdict is qb.Verdict.VALID
    claims = {
        name: value
        for name, value in claims_of(badge()).items()
        if name in ("iss", "jti", "nbf", "exp", "sub")
    }
    assert verify(token(claims | {"vc": badge_1_1()})).verdict is qb.Verdict.VALID
    assert verify(token(claims | {"vc": badge()})).verdict is qb.Verdict.INVALID


def test_the_recipient():
    ada, eve = qb.Recipient.did("did:example:ada"), qb.Recipient.did("did:example:eve")
    assert rows(verify(SIGNED, recipient=ada), "recipient")[0].outcome is qb.Outcome.PASSED
    wrong = verify(SIGNED, recipient=eve)
    assert (wrong.verdict, codes(wrong)) == (qb.Verdict.INVALID, {"RECIPIENT_MISMATCH"})
    other_kind = verify(SIGNED, recipient=qb.Recipient.email("ada@example.org"))
    assert (other_kind.verdict, codes(other_kind)) == (qb.Verdict.INDETERMINATE, {"RECIPIENT_UNKNOWN"})


def test_f07_a_recipient_hashed_with_md5_matches_with_a_warning():
    import hashlib

    digest = hashlib.md5(b"ada@example.orgsea").hexdigest()  # noqa: S324 - old badges have it
    identity = {
        "type": "IdentityObject",
        "hashed": True,
        "identityType": "emailAddress",
        "identityHash": f"md5${digest}",
        "salt": "sea",
    }
    document = changed(badge(), "credentialSubject/identifier", [identity])
    row = rows(verify(proved(document), recipient=qb.Recipient.email("ada@example.org")), "recipient")[0]
    assert row.outcome is qb.Outcome.PASSED
    assert row.problem.code == "RECIPIENT_WEAK_HASH"


def test_trust_says_where_the_key_came_from():
    assert verify(SIGNED).trust is qb.Trust.DOMAIN
    own = badge(issuer={"id": KEY.did, "type": ["Profile"]})
    assert verify(proved(own, verification_method=KEY.did_key_method)).trust is qb.Trust.SELF_ASSERTED
    assert verify(badge()).trust is qb.Trust.NONE
    assert verify(changed(SIGNED, "name", "Forged")).trust is qb.Trust.NONE


def test_only_the_issuers_own_document_is_asked_for():
    fetcher = qb.StaticFetcher(web())
    assert verify(SIGNED, fetcher=fetcher).verdict is qb.Verdict.VALID
    assert set(fetcher.calls) == {"https://academy.example/.well-known/did.json"}
    offline = verify(SIGNED, fetcher=qb.NoNetwork())
    assert (offline.verdict, codes(offline)) == (qb.Verdict.INDETERMINATE, {"NO_NETWORK"})


def test_a_fetcher_that_misbehaves_is_undetermined():
    class Broken:
        def get(self, url, *, accept, max_bytes):
            raise RuntimeError("boom")

    report = verify(SIGNED, fetcher=Broken())
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert "boom" not in report.to_json()


def test_a_fault_of_ours_in_one_check_is_undetermined_and_stops_no_other(monkeypatch):
    from qualitybadge.verify import ob3

    def broken(_exam):
        raise KeyError("ours")

    steps = tuple((name, broken if name == "validity" else step) for name, step in ob3.STEPS)
    monkeypatch.setattr(ob3, "STEPS", steps)
    report = verify(SIGNED)
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert rows(report, "validity")[0].problem.code == "INTERNAL"
    assert rows(report, "proof")[0].outcome is qb.Outcome.PASSED


@pytest.mark.parametrize("gone", ["conformance", "vocabulary", "proof", "validity"])
def test_a_check_that_is_absent_never_counts_as_passed(gone, monkeypatch):
    from qualitybadge.verify import ob3

    monkeypatch.setattr(ob3, "STEPS", tuple(step for step in ob3.STEPS if step[0] != gone))
    assert verify(SIGNED).verdict is qb.Verdict.INDETERMINATE


def test_f13_one_hostile_item_in_a_thousand():
    verifier = qb.Verifier(STRICT, fetcher=qb.StaticFetcher(web()), clock=lambda: NOW)
    items = [SIGNED] * 1000
    items[500] = b"[" * 100_000
    items[501] = None
    verdicts = [report.verdict for report in verifier.verify_many(items)]
    assert len(verdicts) == 1000
    assert [place for place, verdict in enumerate(verdicts) if verdict is not qb.Verdict.VALID] == [500, 501]


def test_a_batch_asks_once_and_reads_lazily():
    fetcher = qb.StaticFetcher(web())
    verifier = qb.Verifier(STRICT, fetcher=fetcher, clock=lambda: NOW)
    taken = []

    def items():
        for number in range(10_000):
            taken.append(number)
            yield SIGNED

    reports = verifier.verify_many(items(), workers=2)
    for _ in range(20):
        assert next(reports).verdict is qb.Verdict.VALID
    assert len(taken) < 100
    reports.close()
    assert len(set(fetcher.calls)) == len(fetcher.calls) == 1
    with pytest.raises(ValueError, match="workers"):
        verifier.verify_many([], workers=0)


@pytest.mark.slow
def test_sixteen_threads_share_one_verifier():
    web = statuses.web(statuses.signed_list())
    verifier = qb.Verifier(STRICT, fetcher=web, clock=lambda: statuses.NOW)
    named = badge(issuer={"id": statuses.did(), "type": ["Profile"], "name": "A"})
    document = named | {"credentialStatus": statuses.entry()}
    signed = proved(document, statuses.KEY, verification_method=statuses.KEY.did_key_method)
    sources = [statuses.badge(statuses.entry()), signed]
    expected = [verifier.verify(source) for source in sources]
    assert all(report.verdict is qb.Verdict.VALID for report in expected)
    start = threading.Barrier(16)

    def work(_):
        start.wait()  # of the thousand each, nine hundred are tokens
        return all(
            verifier.verify(sources[number % 10 == 0]) == expected[number % 10 == 0] for number in range(1000)
        )

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(work, range(16)))
    assert web.calls.count(statuses.URL) == 1


def test_a_batch_shares_the_lists_that_it_verified():
    web = statuses.web(statuses.signed_list())
    verifier = qb.Verifier(STRICT, fetcher=web, clock=lambda: statuses.NOW)
    sources = [statuses.badge(statuses.entry(statusListIndex=str(number))) for number in range(20)]
    for _ in range(2):  # and what one batch verified, the next one knows
        verdicts = [report.verdict for report in verifier.verify_many(sources, workers=4)]
        assert verdicts == [qb.Verdict.VALID] * 20
    assert web.calls.count(statuses.URL) == 1


def test_a_verifier_is_frozen():
    verifier = qb.Verifier()
    with pytest.raises(AttributeError):
        verifier.policy = qb.Policy.compatible()
    assert ACADEMY.startswith("did:web:")


def test_the_door_and_the_room_share_their_name():
    import subprocess
    import sys

    for first in ("import qualitybadge.verify.policy", "qualitybadge.Policy", "qualitybadge.verify", "pass"):
        code = f"import qualitybadge\n{first}\nassert qualitybadge.verify('{{}}').verdict.value == 'invalid'"
        subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own text


def test_the_default_fetcher_is_guarded_and_as_lenient_as_its_policy(monkeypatch):
    from qualitybadge.net import https

    made = []
    monkeypatch.setattr(https, "HttpsFetcher", lambda **how: made.append(how) or qb.NoNetwork())
    own = badge(issuer={"id": KEY.did, "type": ["Profile"]})
    qb.Verifier().verify(proved(own, verification_method=KEY.did_key_method))
    assert made == []
    for policy in (qb.Policy(limits=qb.Limits(redirects=1)), qb.Policy.compatible()):
        verifier = qb.Verifier(policy)
        verifier.verify(SIGNED)
        verifier.verify(SIGNED)
    assert [how["allow_http"] for how in made] == [False, True]
    assert made[0]["limits"].redirects == 1


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: qb.Verifier(qb.Policy.compatible), "policy must be a Policy"),
        (lambda: qb.Verifier(qb.NoNetwork()), "policy must be a Policy"),
        (lambda: qb.Verifier(fetcher=qb.NoNetwork), "fetcher must be a Fetcher"),
        (lambda: qb.Verifier(fetcher="https://x.example"), "fetcher must be a Fetcher"),
        (lambda: qb.Verifier(fetcher={}), "StaticFetcher"),
        (lambda: qb.Verifier(fetcher={"https://x.example": b""}), "StaticFetcher"),
        (lambda: qb.Verifier(clock=NOW), "clock must be"),
        (lambda: verify(SIGNED, recipient="ada@example.org"), "recipient must be a Recipient"),
        (lambda: qb.Verifier().verify_many("folder"), "several sources"),
        (lambda: qb.Verifier().verify_many(Path("folder")), "several sources"),
        (lambda: qb.Verifier().verify_many(None), "several sources"),
    ],
)
def test_wrong_usage_is_told_at_once_and_never_becomes_a_verdict(make, words):
    with pytest.raises(TypeError, match=words):
        make()
