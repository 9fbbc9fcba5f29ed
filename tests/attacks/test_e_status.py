"""Family E and B21: a status list is believed only as far as it is the issuer's, whole, current and about this."""

from __future__ import annotations

import base64
import gzip
import json

import pytest

import qualitybadge as qb
from qualitybadge.proofs import dataintegrity, jws
from qualitybadge.status.bitstring import Bitstring
from qualitybadge.verify.truststore import Anchor
from support import credentials
from support.cost import MEMORY, SECONDS, cpu_seconds, peak_bytes
from support.statuses import (
    CLEAR,
    INDEX,
    KEY,
    NOW,
    SET,
    STRANGER,
    URL,
    answer,
    badge,
    code,
    did,
    entry,
    listing,
    row,
    rows,
    signed_list,
    token,
    verify,
    web,
)

FAILED, UNKNOWN, PASSED = qb.Outcome.FAILED, qb.Outcome.UNKNOWN, qb.Outcome.PASSED
INVALID, VALID, INDETERMINATE = qb.Verdict.INVALID, qb.Verdict.VALID, qb.Verdict.INDETERMINATE
EVERY_POLICY = pytest.mark.parametrize(
    "policy", [qb.Policy(), qb.Policy.compatible()], ids=["strict", "compatible"]
)


def packed(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(data).decode().rstrip("=")


def refused(source, body, expected_code, policy=None, *, message=""):
    report = verify(source, web(body), policy)
    assert report.verdict is INVALID, qb.render(report, "text")
    found = [check for check in rows(report) if check.outcome is FAILED and code(check) == expected_code]
    assert found, qb.render(report, "text")
    assert message in found[0].message, found[0].message
    return found[0]


def test_the_honest_badge_is_valid_and_the_revoked_one_is_not():
    assert verify(badge(entry()), web(signed_list())).verdict is VALID
    refused(badge(entry()), signed_list(SET), "REVOKED")


@EVERY_POLICY
def test_e01_a_list_that_inflates_without_end_is_never_a_clear_one(policy):
    bomb = signed_list(packed(gzip.compress(bytes(5 * 1024 * 1024), mtime=0)))
    report = verify(badge(entry()), web(bomb), policy)
    assert report.verdict is INDETERMINATE  # a larger list than we read is no fault of the badge
    assert (row(report).outcome, code(row(report))) == (UNKNOWN, "LIMIT")


@EVERY_POLICY
@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(CLEAR.data, mtime=0) + gzip.compress(SET.data, mtime=0),
        gzip.compress(CLEAR.data, mtime=0) + b"\0",
    ],
    ids=["several members", "trailing data"],
)
def test_e01_a_list_that_goes_on_after_its_end(content, policy):
    refused(badge(entry()), signed_list(packed(content)), "LIMIT", policy)


@EVERY_POLICY
@pytest.mark.parametrize(
    "index",
    ["abc", "-1", "1e3", "131072", "9" * 18, "9" * 5000, "", " 7", "٣", "0x10", 7, 7.0, True, None, ["7"]],
)
def test_e02_an_index_that_is_none_of_the_list(index, policy):
    check = refused(badge(entry(statusListIndex=index)), signed_list(SET.replaced({0: 1})), "RANGE", policy)
    assert check.pointer == "/credentialStatus/statusListIndex"


def test_e03_a_short_list_is_unknown_and_its_set_bit_still_counts():
    short = Bitstring.zeros(100_000)
    report = verify(badge(entry()), web(signed_list(short)))
    assert report.verdict is INDETERMINATE
    assert (row(report).outcome, code(row(report))) == (UNKNOWN, "STATUS_LIST_LENGTH_ERROR")
    assert report.relaxations == ("allow_short_status_lists",)
    accepted = verify(badge(entry()), web(signed_list(short)), qb.Policy(allow_short_status_lists=True))
    assert accepted.verdict is VALID
    refused(badge(entry()), signed_list(short.replaced({INDEX: 1})), "REVOKED")


def test_e03_wide_entries_count_as_entries_and_not_as_bits():
    bits = Bitstring.zeros(131_072)  # half as many entries of two bits
    wide = entry(statusSize=2, statusListIndex="7", statusMessage=_table(4))
    report = verify(badge(wide), web(signed_list(bits)))
    assert code(row(report)) == "STATUS_LIST_LENGTH_ERROR"
    assert "65536 entries" in row(report).message


def _table(rows_: int) -> list[dict[str, str]]:
    return [{"status": hex(value), "message": f"meaning {value}"} for value in range(rows_)]


@EVERY_POLICY
@pytest.mark.parametrize("purpose", ["suspension", ["suspension", "message"], "Revocation"])
def test_e04_a_list_for_another_purpose(purpose, policy):
    body = signed_list(SET, {"statusPurpose": purpose})
    refused(badge(entry()), body, "STATUS_VERIFICATION_ERROR", policy, message="not for 'revocation'")


def test_e04_a_list_of_several_purposes_serves_each():
    body = signed_list(SET, {"statusPurpose": ["suspension", "revocation"]})
    refused(badge(entry()), body, "REVOKED")
    refused(badge(entry(statusPurpose="suspension")), body, "SUSPENDED")


@EVERY_POLICY
@pytest.mark.parametrize("size", [0, -1, 33, 10**9, "2", 1.5, True, None])
def test_e04_an_impossible_size(size, policy):
    status = entry() | {"statusSize": size, "statusMessage": _table(2)}
    refused(badge(status), signed_list(), "RANGE", policy)


@EVERY_POLICY
@pytest.mark.parametrize(
    "table",
    [
        None,
        _table(3),
        _table(5),
        [*_table(3), {"status": "0x0", "message": "again"}],
        [*_table(3), {"status": "3", "message": "no hex"}],
        [*_table(3), {"status": "0x3"}],
        [*_table(3), {"status": 3, "message": "a number"}],
        [*_table(3), "0x3"],
        {"0x0": "a"},
    ],
)
def test_e04_a_table_of_messages_that_does_not_fit(table, policy):
    status = entry(statusSize=2, statusMessage=table)
    check = refused(badge(status), signed_list(), "STATUS_VERIFICATION_ERROR", policy)
    assert check.pointer.startswith("/credentialStatus/statusMessage")


@EVERY_POLICY
@pytest.mark.parametrize(
    "body",
    [
        listing(),
        token(listing(), STRANGER),
        signed_list()[:-8] + "AAAAAAAA",
        signed_list(validUntil="2026-02-28T00:00:00Z"),
        signed_list(validFrom="2026-03-02T00:00:00Z"),
        token(listing(validFrom=None), nbf=1799999999),
        token(listing(), exp=1767225600),
    ],
    ids=["unsigned", "not its issuer's key", "badly signed", "expired", "not yet valid", "nbf", "exp"],
)
def test_e05_a_list_that_does_not_stand(body, policy):
    refused(badge(entry()), body, "STATUS_VERIFICATION_ERROR", policy)


def test_e05_a_list_of_another_issuer():
    foreign = signed_list(issuer=did(STRANGER), key=STRANGER)
    check = refused(badge(entry()), foreign, "STATUS_VERIFICATION_ERROR", message="another issuer")
    assert check.relaxation == "allow_foreign_status_lists"
    accepted = verify(badge(entry()), web(foreign), qb.Policy(allow_foreign_status_lists=True))
    assert (accepted.verdict, accepted.trust) == (VALID, qb.Trust.NONE)
    assert "which the policy accepts" in rows(accepted)[0].message
    assert rows(accepted)[1].message.endswith("no more than in that list: none")
    set_bit = signed_list(SET, issuer=did(STRANGER), key=STRANGER)
    refused(badge(entry()), set_bit, "REVOKED", qb.Policy.compatible())


@EVERY_POLICY
@pytest.mark.parametrize(
    "served",
    [
        None,
        qb.Response(404),
        qb.Response(410),
        qb.Response(503),
        answer("<!doctype html><p>Log in"),
        answer("x", "image/png"),
        qb.Response(302, {"Location": "https://elsewhere.example/status/3"}),
    ],
    ids=["no connection", "404", "410", "503", "web page", "image", "other origin"],
)
def test_e06_a_list_that_cannot_be_obtained_is_never_a_clear_one(served, policy):
    report = verify(badge(entry()), web(served), policy)
    assert report.verdict is INDETERMINATE
    assert (row(report).outcome, code(row(report))) == (UNKNOWN, "STATUS_RETRIEVAL_ERROR")


@pytest.mark.parametrize(
    "url", ["http://academy.example/status/3", "https://127.0.0.1/3", "did:web:academy.example"]
)
def test_e06_an_address_that_must_not_be_asked(url):
    fetcher = web(signed_list())
    report = verify(badge(entry(statusListCredential=url)), fetcher)
    assert (report.verdict, fetcher.calls) == (INDETERMINATE, ())
    assert code(row(report)) == "STATUS_RETRIEVAL_ERROR"


def test_e06_a_list_whose_key_cannot_be_obtained_is_unknown():
    body = listing(issuer="did:web:academy.example")
    signed = token(body).split(".")
    head = base64.urlsafe_b64encode(b'{"alg":"EdDSA","kid":"did:web:academy.example#1"}').decode().rstrip("=")
    report = verify(badge(entry()), web(".".join([head, *signed[1:]])))
    assert report.verdict is INDETERMINATE
    assert {check.outcome for check in rows(report)} == {UNKNOWN}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_e07_the_worst_of_several_entries_decides(order):
    entries = [entry(), entry(statusPurpose="suspension", statusListIndex="3")]
    body = signed_list(CLEAR.replaced({3: 1}), {"statusPurpose": ["revocation", "suspension"]})
    fetcher = web(body)
    report = verify(badge(*[entries[place] for place in order]), fetcher, qb.Policy.compatible())
    assert report.verdict is INVALID
    assert sorted(check.outcome.value for check in rows(report)) == ["failed", "passed"]
    assert fetcher.calls == (URL,)


def test_e07_an_unreadable_entry_hides_no_other():
    entries = ["no entry", entry(type="Unheard"), entry()]
    report = verify(badge(*entries), web(signed_list(SET)), qb.Policy.compatible())
    assert [(check.outcome, check.pointer) for check in rows(report)] == [
        (FAILED, "/credentialStatus/0"),
        (UNKNOWN, "/credentialStatus/1/type"),
        (FAILED, "/credentialStatus/2"),
    ]


def test_e07_a_thousand_entries_are_not_followed():
    others = [entry(statusListCredential=f"{URL}/{number}") for number in range(1000)]
    fetcher = web()
    report = verify(badge(*others), fetcher, qb.Policy.compatible())
    assert report.verdict is INVALID
    assert len(fetcher.calls) <= qb.Limits().status_entries
    assert code(rows(report)[-1]) == "LIMIT"


def test_e08_a_list_of_another_address():
    body = signed_list(id="https://academy.example/status/4")
    check = refused(badge(entry()), body, "STATUS_VERIFICATION_ERROR", message="says that its address is")
    assert check.relaxation == "allow_foreign_status_lists"


def test_e08_a_list_without_an_id_may_have_been_moved_here():
    strict = verify(badge(entry()), web(signed_list(id=None)))
    assert (strict.verdict, row(strict).outcome) == (INDETERMINATE, UNKNOWN)
    assert strict.relaxations == ("allow_foreign_status_lists",)
    accepted = verify(badge(entry()), web(signed_list(id=None)), qb.Policy(allow_foreign_status_lists=True))
    assert (accepted.verdict, accepted.trust) == (VALID, qb.Trust.NONE)
    found = refused(badge(entry()), signed_list(SET, id=None), "REVOKED")
    assert found.message == "the issuer revoked the credential"


@EVERY_POLICY
@pytest.mark.parametrize("own", [entry(), entry(statusListCredential="https://academy.example/status/4")])
def test_e08_a_list_with_a_status_of_its_own_such_as_itself(own, policy):
    fetcher = web(signed_list(credentialStatus=own))
    report = verify(badge(entry()), fetcher, policy)
    assert report.verdict is INVALID
    assert "status entry of its own" in row(report).message
    assert fetcher.calls == (URL,)


@EVERY_POLICY
@pytest.mark.parametrize(
    "kind", ["OddStatus2031", ["BitstringStatusListEntry", "StatusList2021Entry"], None, 5]
)
def test_e09_an_unknown_type_of_status_is_never_fine(kind, policy):
    fetcher = web(signed_list())
    report = verify(badge(entry(type=kind)), fetcher, policy)
    assert fetcher.calls == ()
    assert row(report).outcome is UNKNOWN
    assert row(report).required
    assert report.verdict is not VALID


def test_nothing_is_asked_for_a_badge_that_nobody_signed():
    fetcher = web(signed_list())
    forged = badge(entry())[:-8] + "AAAAAAAA"
    report = verify(forged, fetcher)
    assert fetcher.calls == ()
    assert row(report).outcome is qb.Outcome.SKIPPED
    assert row(report).required


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
@EVERY_POLICY
def test_b21_a_status_list_token_is_no_badge(typ, policy):
    report = verify(token(listing(), typ=typ, iss=did(), jti=URL, nbf=1767225600), web(), policy)
    assert report.verdict is INVALID
    assert "NOT_A_BADGE" in {code(check) for check in report.checks}


@EVERY_POLICY
def test_b21_a_badge_is_no_status_list(policy):
    refused(
        badge(entry()),
        badge(),
        "STATUS_VERIFICATION_ERROR",
        policy,
        message="there is an Open Badges 3.0 badge, not a status list credential",
    )


@EVERY_POLICY
def test_b21_a_badge_with_the_body_of_a_list_is_no_status_list(policy):
    both = listing(type=["VerifiableCredential", "OpenBadgeCredential", "BitstringStatusListCredential"])
    refused(badge(entry()), token(both), "STATUS_VERIFICATION_ERROR", policy)


def test_only_the_whole_list_is_asked_for():
    fetcher = web(signed_list())
    for number in range(3):
        assert verify(badge(entry(statusListIndex=str(number))), fetcher, now=NOW).verdict is VALID
    assert set(fetcher.calls) == {URL}


# What a report promises: the relaxations it names make the badge VALID


def _academy_badge(form):
    """Return a badge of an academy known by its web address alone, whose key only the badge itself names."""
    document = credentials.badge(issuer={"id": ACADEMY, "type": ["Profile"], "name": "A"})
    document["credentialStatus"] = entry()
    claims = {"iss": ACADEMY, "nbf": 1768469400, "exp": 1863163800, "sub": "did:example:ada"}
    return _self_named(document, form, "JWT", jti=document["id"], **claims)


def _self_named(document, form, typ="vc+jwt", **claims):
    if form == "fragment":
        method = f"{ACADEMY}#{KEY.public_key.to_multikey()}"
        return dataintegrity.sign(document, KEY, verification_method=method, created=NOW)
    payload = json.dumps({**document, **claims}).encode()
    return jws.sign(payload, KEY, header={"jwk": KEY.public_key.to_jwk(), "typ": typ})


ACADEMY = "https://academy.example/issuer"
SHORT = Bitstring.zeros(100_000)
PROMISES = {
    "clear": ((), {}, ()),
    "short": ((SHORT,), {}, ("allow_short_status_lists",)),
    "other id": ((), {"id": "https://academy.example/other"}, ("allow_foreign_status_lists",)),
    "no id": ((SHORT,), {"id": None}, ("allow_foreign_status_lists", "allow_short_status_lists")),
    "set": ((SET,), {}, None),
    "set, other id": ((SET,), {"id": "https://academy.example/other"}, None),
    "expired": ((), {"validUntil": "2026-02-01T00:00:00Z"}, None),
    "wrong purpose": ((CLEAR, {"statusPurpose": "suspension"}), {}, None),
    "a bomb": ((packed(gzip.compress(bytes(5 * 1024 * 1024), mtime=0)),), {}, None),
    "damaged": (("uAAAA",), {}, None),
}


@pytest.mark.parametrize("form", ["fragment", "jwk"])
@pytest.mark.parametrize("name", PROMISES)
def test_e05_a_list_with_a_doubtful_key_is_read_before_anything_is_promised(name, form):
    given, changes, needed = PROMISES[name]
    served = web(answer(_self_named(listing(*given, issuer=ACADEMY, **changes), form), ""))
    report = verify(_academy_badge(form), served)
    own = "allow_fragment_keys" if form == "fragment" else "allow_inline_jwk"
    assert report.verdict is not VALID
    assert report.relaxations == (() if needed is None else tuple(sorted((own, *needed))))
    relaxed = qb.Policy(**dict.fromkeys({own, *(needed or ())}, True))
    assert (verify(_academy_badge(form), served, relaxed).verdict is VALID) is (needed is not None)
    if name.startswith("set"):
        check = next(check for check in rows(report) if code(check) == "REVOKED")
        assert check.outcome is FAILED
        assert check.message.endswith("which is not shown to be the issuer's")


def test_e05_a_list_with_a_doubtful_key_is_not_remembered():
    served = web(answer(_self_named(listing(issuer=ACADEMY), "jwk"), ""))
    verifier = qb.Verifier(fetcher=served, clock=lambda: NOW)
    for _ in range(2):
        assert verifier.verify(_academy_badge("jwk")).verdict is INDETERMINATE
    assert served.calls.count(URL) == 2


# What a stranger's list costs, and what of it is passed on


METHOD = "https://academy.example/keys/1"


def _published_badge():
    """Return a badge of the academy with the web that vouches for its key."""
    key = {
        "@context": ["https://w3id.org/security/multikey/v1"],
        "id": METHOD,
        "type": "Multikey",
        "controller": ACADEMY,
        "publicKeyMultibase": KEY.public_key.to_multikey(),
    }
    controller = {"id": ACADEMY, "assertionMethod": [METHOD], "verificationMethod": [key]}
    document = credentials.badge(issuer={"id": ACADEMY, "type": ["Profile"], "name": "A"})
    document["credentialStatus"] = entry()
    return _of_academy(document), {METHOD: key, ACADEMY: controller}


def _of_academy(document):
    return dataintegrity.sign(document, KEY, verification_method=METHOD, created=NOW)


def _by_fragment(issuer):
    method = f"{issuer}#{STRANGER.public_key.to_multikey()}"
    return dataintegrity.sign(listing(issuer=issuer), STRANGER, verification_method=method, created=NOW)


@pytest.mark.parametrize(
    ("body", "trust"),
    [
        (lambda: _of_academy(listing(issuer=ACADEMY)), qb.Trust.DOMAIN),
        (lambda: signed_list(issuer=did(STRANGER), key=STRANGER), qb.Trust.NONE),
        (lambda: _by_fragment("https://someone.example/x"), qb.Trust.NONE),
        (lambda: _of_academy(listing(issuer=ACADEMY, id="https://academy.example/other")), qb.Trust.NONE),
    ],
    ids=["its own", "a stranger's", "a stranger's fragment key", "of another address"],
)
def test_e05_trust_is_no_more_than_in_the_list_that_clears_the_badge(body, trust):
    source, web_of = _published_badge()
    served = web(answer(body(), "application/json"), **web_of)
    anchor = qb.TrustStore([Anchor(ACADEMY, keys=(KEY.public_key,))])
    for given in (None, anchor):
        verifier = qb.Verifier(qb.Policy.compatible(), fetcher=served, clock=lambda: NOW, trust=given)
        for _ in range(2):  # what is remembered costs the same
            report = verifier.verify(source)
            expected = qb.Trust.ANCHORED if given and trust is qb.Trust.DOMAIN else trust
            assert (report.verdict, report.trust) == (VALID, expected)
            lowered = "the trust in the badge is no more" in rows(report)[-1].message
            assert lowered is (trust is qb.Trust.NONE)


def test_e05_a_list_of_the_issuer_with_a_key_that_only_it_names_lowers_trust():
    published = {"keys": [KEY.public_key.to_jwk()]}
    served = web(
        answer(_by_fragment(ACADEMY), "application/json"),
        **{"https://academy.example/.well-known/jwks.json": published},
    )
    report = verify(_academy_badge("jwk"), served, qb.Policy.compatible())
    assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)
    assert row(report).message.endswith("no more than in that list: none")
    only_named = verify(_academy_badge("jwk"), web(answer(_by_fragment(ACADEMY), "")), qb.Policy.compatible())
    assert (only_named.verdict, only_named.trust) == (VALID, qb.Trust.NONE)
    assert "trust in the badge" not in row(only_named).message  # it was none before


@pytest.mark.parametrize(
    ("purpose", "expected_code", "words"),
    [
        ("revocation", "REVOKED", "the credential was revoked, says the status list"),
        ("suspension", "SUSPENDED", "the credential was suspended for the time being, says the status list"),
        ("message", "", "not passed on: what the status list"),
        ("refresh", "", "not passed on: what the status list"),
        ("probation", "UNSUPPORTED", "the status 'probation' is set"),
    ],
)
def test_e05_the_words_of_a_stranger_are_not_the_issuers(purpose, expected_code, words):
    foreign = signed_list(SET, {"statusPurpose": purpose}, issuer=did(STRANGER), key=STRANGER)
    status = entry(statusPurpose=purpose, statusSize=1, statusMessage=_table(2))
    for policy in (qb.Policy(), qb.Policy.compatible()):
        check = rows(verify(badge(status), web(foreign), policy))[-1]
        assert (code(check), check.message.startswith(words)) == (expected_code, True)
        assert "issuer revoked" not in check.message
        assert "meaning" not in check.message


# What it costs


def _entries(number):
    return [entry(statusListCredential=f"{URL}/{place}") for place in range(number)]


def _answers(body, number=16, media="application/json"):
    return qb.StaticFetcher({f"{URL}/{place}": answer(body, media) for place in range(number)})


def _many(kind):
    return {"type": ["VerifiableCredential", kind], "x": [{"type": 1} for _ in range(48_000)]}


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        _many("OpenBadgeCredential") | {"issuer": did()},
        listing(evidence=[{"type": 1} for _ in range(48_000)]),
        listing(evidence=[{"type": 1} for _ in range(600)]),
    ],
    ids=["badges", "lists with too many values", "lists with as many as they may"],
)
def test_costly_answers_to_many_entries(body):
    body = json.dumps(body).encode()
    source = badge(*_entries(16))
    spent = cpu_seconds(lambda: verify(source, _answers(body)))
    assert spent < SECONDS


def test_a_list_with_more_values_than_any_has_is_not_examined():
    body = token(listing(evidence=[{"type": 1} for _ in range(2_000)]))
    check = row(verify(badge(entry()), web(body)))
    assert (check.outcome, code(check)) == (UNKNOWN, "LIMIT")
    assert "more than 2000 values" in check.message


def test_all_lists_of_a_badge_are_bounded_together():
    large = token(listing(Bitstring(bytes(4 * 1024 * 1024))))
    fetcher = _answers(large, 3, "application/vc+jwt")
    report = verify(badge(*_entries(3)), fetcher, qb.Policy(allow_foreign_status_lists=True))
    assert [code(check) for check in rows(report)] == ["", "", "LIMIT", "STATUS_RETRIEVAL_ERROR"]
    assert "limit status_bytes" in rows(report)[-1].message
    peak = peak_bytes(lambda: verify(badge(*_entries(16)), _answers(large, 16, "application/vc+jwt")))
    assert peak < MEMORY
