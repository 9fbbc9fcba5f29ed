"""The status step: each purpose, each form, what it asks for, and how long it remembers."""

from __future__ import annotations

import base64
import gzip
from dataclasses import replace
from datetime import timedelta

import pytest

import qualitybadge as qb
from qualitybadge.proofs import dataintegrity
from qualitybadge.status.bitstring import Bitstring
from qualitybadge.verify.verifier import Verifier
from support import credentials
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

PASSED, FAILED, UNKNOWN = qb.Outcome.PASSED, qb.Outcome.FAILED, qb.Outcome.UNKNOWN
VALID, INVALID, INDETERMINATE = qb.Verdict.VALID, qb.Verdict.INVALID, qb.Verdict.INDETERMINATE
OLD_CONTEXT = "https://w3id.org/vc-revocation-list-2020/v1"
COMPATIBLE = qb.Policy.compatible()


def purposed(purpose, bits=SET, **changes):
    return verify(
        badge(entry(statusPurpose=purpose, **changes)), web(signed_list(bits, {"statusPurpose": purpose}))
    )


def table(size):
    return [{"status": hex(value), "message": f"meaning {value}"} for value in range(1 << size)]


def test_no_entry_is_nothing_to_ask():
    fetcher = web()
    report = verify(badge(), fetcher)
    assert (row(report).outcome, row(report).required, fetcher.calls) == (qb.Outcome.SKIPPED, False, ())


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        ("revocation", "not revoked"),
        ("suspension", "not suspended"),
        ("refresh", "no newer version"),
        ("message", "message about the credential: unset"),
        ("probation", "'probation' is not set"),
    ],
)
def test_a_clear_entry_of_any_purpose_is_fine(purpose, words):
    report = purposed(purpose, CLEAR)
    assert report.verdict is VALID
    assert row(report).outcome is PASSED
    assert words in row(report).message
    assert row(report).required is (purpose in ("revocation", "suspension"))


@pytest.mark.parametrize(
    ("purpose", "verdict", "outcome", "expected_code", "words"),
    [
        ("revocation", INVALID, FAILED, "REVOKED", "revoked the credential"),
        ("suspension", INVALID, FAILED, "SUSPENDED", "for the time being"),
        ("refresh", VALID, PASSED, "", "announced a newer version"),
        ("message", VALID, PASSED, "", "message about the credential: set"),
        ("probation", INDETERMINATE, UNKNOWN, "UNSUPPORTED", "'probation' is set"),
    ],
)
def test_a_set_entry_means_what_its_purpose_says(purpose, verdict, outcome, expected_code, words):
    report = purposed(purpose)
    check = row(report)
    assert (report.verdict, check.outcome, code(check)) == (verdict, outcome, expected_code)
    assert words in check.message
    assert check.pointer.startswith("/credentialStatus")


def test_messages_are_shown_for_every_value_with_their_explanation():
    bits = Bitstring.zeros(131_072, 2).replaced({5: 3})
    body = signed_list(bits, {"statusPurpose": "message"})
    for index, value in ((5, 3), (6, 0)):
        status = entry(
            statusPurpose="message", statusListIndex=str(index), statusSize=2, statusMessage=table(2),
            statusReference="https://academy.example/meanings",
        )  # fmt: skip
        report = verify(badge(status), web(body))
        assert report.verdict is VALID
        assert row(report).message.endswith(
            f"'meaning {value}' (explained at https://academy.example/meanings)"
        )
        assert not row(report).required


def test_a_message_of_a_stranger_is_quoted_and_bounded():
    rows_ = table(1)
    rows_[1]["message"] = "\u202e\n" + "x" * 5000
    check = row(purposed("revocation", statusMessage=rows_))
    assert "\\u202e\\nxxx" in check.message
    assert len(check.message) < 400
    assert check.message.endswith("…")


def test_a_wide_revocation_entry_is_revoked_by_any_value():
    bits = Bitstring.zeros(131_072, 2).replaced({5: 2})
    status = entry(statusListIndex="5", statusSize=2, statusMessage=table(2))
    check = row(verify(badge(status), web(signed_list(bits))))
    assert (check.outcome, code(check)) == (FAILED, "REVOKED")
    assert "'meaning 2'" in check.message


@pytest.mark.parametrize("purpose", ["message", "refresh"])
@pytest.mark.parametrize("body", [None, listing(), signed_list(SET, {"statusPurpose": "suspension"})])
def test_what_only_informs_never_decides(purpose, body):
    report = verify(badge(entry(statusPurpose=purpose)), web(body))
    assert report.verdict is VALID
    assert row(report).outcome in (FAILED, UNKNOWN)
    assert not row(report).required


@pytest.mark.parametrize(
    "media", ["application/vc+jwt", "application/jwt", "text/plain", "application/octet-stream", ""]
)
def test_tokens_under_every_name_they_are_published_under(media):
    assert verify(badge(entry()), web(answer(signed_list(), media))).verdict is VALID


@pytest.mark.parametrize("media", ["application/vc", "application/json", "application/vc+ld+json"])
@pytest.mark.parametrize("bits", [CLEAR, SET])
def test_lists_with_a_data_integrity_proof(media, bits):
    body = dataintegrity.sign(listing(bits), KEY, verification_method=KEY.did_key_method, created=NOW)
    report = verify(badge(entry()), web(answer(body, media)))
    assert report.verdict is (INVALID if bits is SET else VALID)


def test_the_forms_of_before_2024():
    encoded = base64.b64encode(gzip.compress(SET.data)).decode()
    context = "https://w3id.org/vc/status-list/2021/v1"
    body = signed_list(
        encoded, {"type": "StatusList2021"}, **{"@context": [credentials.VC1, context]},
        type=["VerifiableCredential", "StatusList2021Credential"],
        validFrom=None, issuanceDate="2026-01-01T00:00:00Z",
    )  # fmt: skip
    named = {"@context": [credentials.VC2, credentials.OB, context]}
    older = badge(entry(type="StatusList2021Entry"), **named)
    assert code(row(verify(older, web(body), COMPATIBLE))) == "REVOKED"
    check = row(verify(badge(entry()), web(body), COMPATIBLE))
    assert "it is a StatusList2021Credential, not the BitstringStatusListCredential" in check.message
    assert "it is a Bitstring" in row(verify(older, web(signed_list()), COMPATIBLE)).message


def test_the_form_of_2020_with_its_context_at_hand():
    word = "https://w3id.org/vc-revocation-list-2020#"
    names = ("RevocationList2020Credential", "RevocationList2020", "RevocationList2020Status", "encodedList",
             "revocationListIndex", "revocationListCredential")  # fmt: skip
    contexts = {OLD_CONTEXT: {"@context": {name: word + name for name in names}}}
    status = {
        "id": f"{URL}#5",
        "type": "RevocationList2020Status",
        "revocationListIndex": str(INDEX),
        "revocationListCredential": URL,
    }
    encoded = base64.b64encode(gzip.compress(SET.data)).decode()
    body = signed_list(
        encoded, {"type": "RevocationList2020", "statusPurpose": None}, validFrom=None,
        issuanceDate="2026-01-01T00:00:00Z", **{"@context": [credentials.VC1, OLD_CONTEXT]},
        type=["VerifiableCredential", "RevocationList2020Credential"],
    )  # fmt: skip
    source = badge(status, **{"@context": [credentials.VC2, credentials.OB, OLD_CONTEXT]})
    verifier = Verifier(COMPATIBLE, fetcher=web(body), clock=lambda: NOW, contexts=contexts)
    assert code(row(verifier.verify(source))) == "REVOKED"


# A plain list of revoked ids

WHOLE = {"id": URL, "type": "1EdTechRevocationList"}
OWN = credentials.badge()["id"]
EXTENSIONS = {
    "@context": [credentials.VC2, credentials.OB, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
}


def whole(body, policy=None, **changes):
    return verify(badge(WHOLE, **EXTENSIONS, **changes), web(body), policy)


def test_the_1edtech_list_names_the_credential_or_does_not():
    clear = whole({"revokedCredential": [{"id": "urn:uuid:other"}]})
    assert (clear.verdict, row(clear).outcome) == (VALID, PASSED)
    assert "not signed" in row(clear).message
    listed = row(whole({"id": URL, "issuer": did(), "revokedCredential": [{"id": OWN, "reason": "fraud"}]}))
    assert (listed.outcome, code(listed)) == (FAILED, "REVOKED")
    assert listed.message.endswith("'fraud'")
    assert row(whole({"revokedCredential": [{"id": OWN}]})).message.endswith("revoked the credential")


def test_the_1edtech_list_that_cannot_be_obtained_or_read():
    report = whole(qb.Response(404))
    assert (report.verdict, code(row(report))) == (INDETERMINATE, "STATUS_RETRIEVAL_ERROR")
    assert row(report).pointer == "/credentialStatus/id"
    for body in ({"revoked": []}, {"revokedCredential": ["a:b"]}, "not JSON", signed_list()):
        report = whole(answer(body, "application/json"))
        assert (report.verdict, code(row(report))) == (INDETERMINATE, "STATUS_VERIFICATION_ERROR")
        assert row(report).pointer == "/credentialStatus/id"


def test_the_1edtech_list_that_revokes_nobody_may_be_without_an_array():
    assert whole({"id": URL, "issuer": did()}).verdict is VALID
    assert whole({"error": "nothing here"}).verdict is INDETERMINATE


def test_a_large_1edtech_list_is_read_and_one_beyond_the_limits_is_unknown():
    items = [{"id": f"urn:uuid:{number}", "revoked": True} for number in range(40_000)]
    assert whole({"revokedCredential": items}).verdict is VALID
    assert code(row(whole({"revokedCredential": [*items, {"id": OWN}]}))) == "REVOKED"
    policy = qb.Policy(limits=qb.Limits(json_nodes=10_000))
    report = whole({"revokedCredential": items}, policy)
    assert (report.verdict, code(row(report))) == (INDETERMINATE, "LIMIT")


@pytest.mark.parametrize("changes", [{"id": f"{URL}/4"}, {"issuer": did(STRANGER)}])
def test_the_1edtech_list_of_somebody_else(changes):
    body = {"revokedCredential": [], **changes}
    strict = whole(body)
    assert (strict.verdict, strict.relaxations) == (INVALID, ("allow_foreign_status_lists",))
    accepted = whole(body, qb.Policy(allow_foreign_status_lists=True))
    assert (accepted.verdict, accepted.trust) == (VALID, qb.Trust.NONE)
    assert [check.outcome for check in rows(accepted)] == [PASSED, PASSED]
    listed = whole(body | {"revokedCredential": [{"id": OWN, "reason": "a stranger's words"}]})
    assert rows(listed)[-1].message.endswith("which is not shown to be the issuer's")
    assert code(rows(listed)[-1]) == "REVOKED"


def test_a_badge_without_an_id_can_stand_in_no_list_of_ids():
    document = credentials.badge(issuer=did(), id=None, credentialStatus=WHOLE, **EXTENSIONS)
    signed = dataintegrity.sign(document, KEY, verification_method=KEY.did_key_method, created=NOW)
    report = verify(signed, web({"revokedCredential": []}), COMPATIBLE)
    assert (report.verdict, row(report).outcome, row(report).pointer) == (INDETERMINATE, UNKNOWN, "/id")


# What makes a list credential fail


def test_an_answer_that_is_no_list_credential():
    for body in ({"id": "did:web:a.example", "verificationMethod": []}, {"a": 1}):
        check = row(verify(badge(entry()), web(answer(body, "application/json"))))
        assert (check.outcome, code(check)) == (FAILED, "STATUS_VERIFICATION_ERROR")
        assert "not a status list credential" in check.message
    check = row(verify(badge(entry()), web(answer("{", "application/json"))))
    assert (check.outcome, code(check)) == (FAILED, "STATUS_VERIFICATION_ERROR")


def test_a_list_beyond_a_limit_is_unknown_and_hides_no_fault_beside_it():
    deep = token(listing(evidence=[[[[]]]]))
    policy = qb.Policy(limits=qb.Limits(json_depth=40))
    assert row(verify(badge(entry()), web(deep), policy)).outcome is FAILED
    nested = "[" * 50 + "]" * 50
    check = row(verify(badge(entry()), web(answer('{"a":' + nested + "}", "application/json")), policy))
    assert (check.outcome, code(check)) == (UNKNOWN, "LIMIT")


def test_each_reason_why_a_list_fails_names_its_own_relaxation():
    body = token(listing(type="BitstringStatusListCredential"), STRANGER)
    report = verify(badge(entry()), web(body))
    assert {check.relaxation for check in rows(report)} == {"allow_conformance_findings", ""}
    assert all(check.pointer == "/credentialStatus/statusListCredential" for check in rows(report))


def test_a_malformed_list_says_what_and_which():
    check = row(verify(badge(entry()), web(signed_list("uAAAA"))))
    assert (check.outcome, code(check)) == (FAILED, "MALFORMED_VALUE")
    assert URL in check.message
    assert "gzip" in check.message


def test_a_list_deeper_than_the_limit_of_nesting_is_unknown():
    policy = qb.Policy(limits=qb.Limits(nesting=0))
    check = row(verify(badge(entry()), web(signed_list()), policy))
    assert (check.outcome, code(check)) == (UNKNOWN, "LIMIT")


def test_a_short_list_of_somebody_else_needs_two_relaxations():
    body = signed_list(Bitstring.zeros(100_000), issuer=did(STRANGER), key=STRANGER)
    report = verify(badge(entry()), web(body))
    assert report.relaxations == ("allow_foreign_status_lists", "allow_short_status_lists")
    relaxed = qb.Policy(**dict.fromkeys(report.relaxations, True))
    assert verify(badge(entry()), web(body), relaxed).verdict is VALID


def test_the_claims_of_a_token_say_the_period_where_the_credential_does_not():
    fresh = token(listing(validFrom=None), nbf=1767225600, exp=1798761600)
    assert verify(badge(entry()), web(fresh)).verdict is VALID
    assert verify(badge(entry()), web(token(listing(validFrom=None)))).verdict is VALID


# Remembering


def verifier(fetcher, policy=None):
    moment = {"now": NOW}
    return moment, Verifier(policy or qb.Policy(), fetcher=fetcher, clock=lambda: moment["now"])


def test_a_verified_list_is_asked_for_once_while_fresh():
    fetcher = web(signed_list())
    moment, check = verifier(fetcher)
    for later in (0, 1, 299):
        moment["now"] = NOW + timedelta(seconds=later)
        assert check.verify(badge(entry(statusListIndex=str(later)))).verdict is VALID
    assert fetcher.calls == (URL,)
    moment["now"] = NOW + timedelta(seconds=300)
    assert check.verify(badge(entry())).verdict is VALID
    moment["now"] = NOW - timedelta(days=1)  # a list of tomorrow says nothing about today
    assert check.verify(badge(entry())).verdict is VALID
    assert fetcher.calls == (URL,) * 3


def test_a_remembered_list_still_says_who_is_revoked_and_whose_it_is():
    fetcher = web(signed_list(SET))
    _, check = verifier(fetcher)
    assert check.verify(badge(entry(statusListIndex="1"))).verdict is VALID
    assert code(row(check.verify(badge(entry())))) == "REVOKED"
    assert code(row(check.verify(badge(entry(statusListIndex="131072"))))) == "RANGE"
    assert code(row(check.verify(badge(entry(statusPurpose="suspension"))))) == "STATUS_VERIFICATION_ERROR"
    assert fetcher.calls == (URL,)


def test_a_list_that_did_not_stand_is_not_remembered():
    fetcher = web(listing())
    _, check = verifier(fetcher)
    for _ in range(2):
        assert check.verify(badge(entry())).verdict is INVALID
    assert fetcher.calls == (URL, URL)


def test_a_list_that_may_not_be_kept_is_asked_for_once_in_each_verification():
    fetcher = web(
        answer(
            signed_list(CLEAR, {"statusPurpose": ["revocation", "suspension"]}),
            **{"cache-control": "no-store"},
        )
    )
    _, check = verifier(fetcher, COMPATIBLE)
    for _ in range(2):
        check.verify(badge(entry(), entry(statusPurpose="suspension")))
    assert fetcher.calls == (URL, URL)


def test_many_badges_of_one_list_in_threads_share_it():
    fetcher = web(signed_list(SET))
    _, check = verifier(fetcher)
    sources = [badge(entry(statusListIndex=str(INDEX - number))) for number in range(40)]
    check.verify(sources[1])
    verdicts = [report.verdict for report in check.verify_many(sources, workers=4)]
    assert verdicts == [INVALID] + [VALID] * 39
    assert len(fetcher.calls) <= 2


def test_a_report_is_the_same_whether_the_list_was_remembered_or_not():
    _, check = verifier(web(signed_list()))
    first, second = check.verify(badge(entry())), check.verify(badge(entry()))
    assert replace(first, verified_at=NOW) == replace(second, verified_at=NOW)
