"""Whether the caller recognises the issuer: anchors, registries, signed lists; never part of the verdict."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import qualitybadge as qb
from qualitybadge.outcome import Check
from qualitybadge.verify.truststore import (
    RECOGNIZED_ENTITIES_DRAFT,
    Anchor,
    IssuerRegistry,
    RecognizedEntities,
    TrustStore,
)
from support.credentials import NOW, badge
from support.keyring import pair
from support.world import (
    ACADEMY,
    ATTACKER,
    COMPATIBLE,
    KEY,
    STRICT,
    changed,
    codes,
    proved,
    rows,
    token,
    verify,
    web,
)

REGISTRY = IssuerRegistry("https://registry.example/registry.json", "Registry of Inventions")
COMMISSION = pair("Ed25519", "commission")
LIST = RecognizedEntities(
    "https://commission.example/list.json", COMMISSION.did, RECOGNIZED_ENTITIES_DRAFT, "Commission"
)


def ask(store: TrustStore | None, source=None, policy=STRICT, **documents):
    return verify(proved() if source is None else source, policy, served=web() | documents, trust=store)


def row(report: qb.Report) -> Check:
    (only,) = rows(report, "trust")
    return only


def entities(*subjects, key=COMMISSION, **members):
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "type": ["VerifiableCredential", "RecognizedEntityCredential"],
        "issuer": COMMISSION.did,
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2030-01-01T00:00:00Z",
        "credentialSubject": list(subjects),
    } | members
    return proved(document, key, verification_method=key.did_key_method)


def entity(**members):
    return {"id": ACADEMY, "type": "RecognizedEntity", "name": "Academy"} | members


def to_issue(**members):
    return entity(recognizedTo={"type": "RecognizedAction", "action": "issue"} | members)


def test_without_a_store_nothing_is_said():
    report = ask(None)
    assert row(report).outcome is qb.Outcome.SKIPPED
    assert report.trust is qb.Trust.DOMAIN


@pytest.mark.parametrize("source", [proved(), token()], ids=["proof", "token"])
def test_an_anchored_issuer(source):
    report = ask(TrustStore([ACADEMY]), source)
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.ANCHORED)
    assert row(report).outcome is qb.Outcome.PASSED


def test_an_issuer_who_is_not_anchored_is_as_authentic_as_before():
    report = ask(TrustStore(["did:web:other.example"]))
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.DOMAIN)
    assert row(report).problem.code == "ISSUER_NOT_RECOGNISED"
    assert not row(report).required


def test_a_forged_badge_of_an_anchored_issuer_is_invalid_and_not_anchored():
    report = ask(TrustStore([ACADEMY]), changed(proved(), "name", "Forged"))
    assert (report.verdict, report.trust) == (qb.Verdict.INVALID, qb.Trust.NONE)
    assert row(report).outcome is qb.Outcome.SKIPPED


def test_a_pinned_key():
    named = Anchor(ACADEMY, "The Academy", keys=(KEY.public_key,))
    assert "The Academy" in row(ask(TrustStore([named]))).message
    other = Anchor(ACADEMY, keys=(ATTACKER.public_key,))
    report = ask(TrustStore([other]))
    assert row(report).outcome is qb.Outcome.FAILED
    assert report.trust is qb.Trust.DOMAIN


@pytest.mark.parametrize(
    ("start", "end", "anchored"), [(-1, 1, True), (1, None, False), (None, -1, False), (None, None, True)]
)
def test_the_window_of_an_anchor_is_about_when_the_badge_was_issued(start, end, anchored):
    issued = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
    window = [None if days is None else issued + timedelta(days=days) for days in (start, end)]
    report = ask(TrustStore([Anchor(ACADEMY, valid_from=window[0], valid_until=window[1])]))
    assert (report.trust is qb.Trust.ANCHORED) is anchored


def test_a_key_that_only_the_badge_names_is_never_anchored_unless_it_is_pinned():
    https = "https://academy.example/issuers/1"
    fragment = f"{https}#{KEY.public_key.to_multikey()}"
    document = proved(
        badge(issuer={"id": https, "type": ["Profile"], "name": "Academy"}), verification_method=fragment
    )
    loose = TrustStore([https], registries=[REGISTRY])
    listed = {REGISTRY.url: {"registry": {https: {"name": "A"}}}}
    report = ask(loose, document, COMPATIBLE, **listed)
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.NONE)
    assert {r.outcome for r in rows(report, "trust")} == {qb.Outcome.FAILED}
    pinned = TrustStore([Anchor(https, keys=(KEY.public_key,))])
    assert ask(pinned, document, COMPATIBLE).trust is qb.Trust.ANCHORED


@pytest.mark.parametrize("start", [5, "soon"])
def test_a_badge_with_a_start_that_is_no_date_is_in_no_window(start):
    odd = changed(badge(), "validFrom", start)
    claims = odd | {
        "iss": ACADEMY,
        "jti": odd["id"],
        "exp": 1863163800,
        "sub": odd["credentialSubject"]["id"],
    }
    report = ask(TrustStore([ACADEMY]), token(claims), COMPATIBLE)
    assert row(report).outcome is qb.Outcome.FAILED
    assert report.verdict is qb.Verdict.INVALID


@pytest.mark.parametrize("member", ["registry", "entries"])
def test_a_registry_that_lists_the_issuer(member):
    report = ask(
        TrustStore(registries=[REGISTRY]),
        **{REGISTRY.url: {"meta": {}, member: {ACADEMY: {"name": "Academy"}}}},
    )
    assert report.trust is qb.Trust.ANCHORED
    assert "Registry of Inventions" in row(report).message
    assert "Academy" in row(report).message


def test_a_registry_that_does_not_list_the_issuer():
    report = ask(TrustStore(registries=[REGISTRY]), **{REGISTRY.url: {"registry": {"did:web:x.example": {}}}})
    assert report.trust is qb.Trust.DOMAIN
    assert codes(report) == {"ISSUER_NOT_RECOGNISED"}


@pytest.mark.parametrize("answer", [None, b"<html>", {"registry": []}, [], b"{"])
def test_a_registry_that_cannot_be_read_says_nothing(answer):
    served = {} if answer is None else {REGISTRY.url: answer}
    report = ask(TrustStore(registries=[REGISTRY]), **served)
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.DOMAIN)
    assert row(report).outcome is qb.Outcome.UNKNOWN
    assert codes(report) == {"TRUST_NOT_CHECKED"}


def test_a_registry_is_asked_once_while_its_answer_is_fresh():
    fetcher = qb.StaticFetcher(web() | {REGISTRY.url: {"registry": {ACADEMY: "no object"}}})
    store = TrustStore(registries=[REGISTRY])
    moments = [NOW, NOW + timedelta(minutes=1), NOW + timedelta(minutes=9)]
    for moment in moments:
        report = qb.verify(proved(), fetcher=fetcher, now=moment, trust=store)
        assert report.trust is qb.Trust.ANCHORED
    assert fetcher.calls.count(REGISTRY.url) == 2


def test_what_is_remembered_is_bounded():
    store = TrustStore()
    for number in range(200):
        store.remembered.put(f"https://r.example/{number}", NOW, {})
    assert len(store.remembered._answers) <= 64


@pytest.mark.parametrize(
    ("subject", "outcome"),
    [
        (entity(), qb.Outcome.PASSED),
        (to_issue(), qb.Outcome.PASSED),
        (to_issue(validFrom="2026-01-01T00:00:00Z", validUntil="2029-01-01T00:00:00Z"), qb.Outcome.PASSED),
        (to_issue(validUntil="2026-01-02T00:00:00Z"), qb.Outcome.FAILED),
        (to_issue(validFrom="2029-01-01T00:00:00Z"), qb.Outcome.FAILED),
        (entity(recognizedTo=[{"type": "RecognizedAction", "action": "verify"}]), qb.Outcome.FAILED),
        (
            to_issue(outputValidation={"id": "https://commission.example/s.json", "type": "JsonSchema"}),
            qb.Outcome.UNKNOWN,
        ),
        (entity(id="did:web:other.example"), qb.Outcome.FAILED),
    ],
)
def test_a_list_of_recognised_entities(subject, outcome):
    report = ask(TrustStore(recognized_entities=[LIST]), **{LIST.url: entities(subject)})
    assert report.verdict is qb.Verdict.VALID
    assert row(report).outcome is outcome, row(report).message
    assert (report.trust is qb.Trust.ANCHORED) is (outcome is qb.Outcome.PASSED)


@pytest.mark.parametrize(
    "answer",
    [
        changed(entities(entity()), "validUntil", "2031-01-01T00:00:00Z"),
        entities(entity(), validUntil="2026-02-01T00:00:00Z"),
        entities(entity(), type=["VerifiableCredential"]),
        entities(entity(), issuer=ATTACKER.did, key=ATTACKER),
        badge(),
    ],
    ids=["altered", "expired", "of another type", "of somebody else", "unsigned"],
)
def test_a_list_that_does_not_hold_recognises_nobody(answer):
    report = ask(TrustStore(recognized_entities=[LIST]), **{LIST.url: answer})
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.DOMAIN)
    assert row(report).outcome is qb.Outcome.UNKNOWN, row(report).message


def test_what_is_no_list_is_not_examined_as_one():
    costly = {"type": ["VerifiableCredential", "OpenBadgeCredential"], "x": [{"type": 1}] * 30_000}
    report = ask(TrustStore(recognized_entities=[LIST]), **{LIST.url: costly})
    assert "an Open Badges 3.0 badge, not a list of recognised entities" in row(report).message


def test_a_list_is_verified_once_while_it_is_fresh():
    fetcher = qb.StaticFetcher(web() | {LIST.url: entities(entity())})
    store = TrustStore(recognized_entities=[LIST])
    for _ in range(2):
        assert qb.verify(proved(), fetcher=fetcher, now=NOW, trust=store).trust is qb.Trust.ANCHORED
    assert fetcher.calls.count(LIST.url) == 1


def test_every_source_has_its_row():
    store = TrustStore([ACADEMY], registries=[REGISTRY], recognized_entities=[LIST])
    assert [r.outcome.value for r in rows(ask(store), "trust")] == ["passed", "unknown", "unknown"]


def test_a_verifier_wants_a_store():
    with pytest.raises(TypeError, match="TrustStore"):
        qb.Verifier(trust=[ACADEMY])


def inline_list(*subjects):
    """Return a list as a token of a key that only the token itself names."""
    data = {name: value for name, value in entities(*subjects).items() if name != "proof"}
    issuer = "https://commission.example/issuer"
    payload = data | {"issuer": issuer, "id": LIST.url}
    return token(
        payload, ATTACKER, {"alg": "EdDSA", "jwk": ATTACKER.public_key.to_jwk(), "typ": "JWT"}
    ), issuer


def test_a_list_that_nobody_vouches_for_recognises_nobody_and_is_not_remembered():
    forged, issuer = inline_list(entity())
    listed = RecognizedEntities(LIST.url, issuer, RECOGNIZED_ENTITIES_DRAFT)
    store = TrustStore(recognized_entities=[listed])
    served = {LIST.url: forged.encode()}
    for policy in (COMPATIBLE, STRICT, COMPATIBLE):
        report = ask(store, policy=policy, **served)
        assert report.trust is qb.Trust.DOMAIN
        assert row(report).outcome is qb.Outcome.UNKNOWN
    assert "nobody vouches" in row(ask(store, policy=COMPATIBLE, **served)).message


def test_what_one_policy_accepted_is_asked_again_under_another():
    fetcher = qb.StaticFetcher(web() | {REGISTRY.url: {"registry": {ACADEMY: {}}}})
    store = TrustStore(registries=[REGISTRY])
    for policy in (STRICT, COMPATIBLE, STRICT):
        qb.verify(proved(), policy=policy, fetcher=fetcher, now=NOW, trust=store)
    assert fetcher.calls.count(REGISTRY.url) == 2


def test_two_sources_at_one_address_do_not_answer_for_each_other():
    registry = IssuerRegistry(LIST.url)
    store = TrustStore(registries=[registry], recognized_entities=[LIST])
    report = ask(store, **{LIST.url: {"registry": {ACADEMY: {}}}})
    assert [r.outcome.value for r in rows(report, "trust")] == ["passed", "unknown"]
    other = RecognizedEntities(LIST.url, ATTACKER.did, RECOGNIZED_ENTITIES_DRAFT)
    both = TrustStore(recognized_entities=[LIST, other])
    report = ask(both, **{LIST.url: entities(entity())})
    assert [r.outcome.value for r in rows(report, "trust")] == ["passed", "unknown"]


def test_a_list_that_may_have_been_revoked_recognises_nobody():
    status = {"id": "https://commission.example/status/1#3", "type": "BitstringStatusListEntry"}
    report = ask(
        TrustStore(recognized_entities=[LIST]), **{LIST.url: entities(entity(), credentialStatus=status)}
    )
    assert row(report).outcome is qb.Outcome.UNKNOWN


def test_a_list_as_a_token_repeats_nothing_in_claims():
    data = {name: value for name, value in entities(entity()).items() if name != "proof"}
    listed = token(data, COMMISSION, {"alg": "EdDSA", "kid": COMMISSION.did_key_method, "typ": "vc+jwt"})
    report = ask(TrustStore(recognized_entities=[LIST]), **{LIST.url: listed.encode()})
    assert row(report).outcome is qb.Outcome.PASSED, row(report).message
    assert report.trust is qb.Trust.ANCHORED


@pytest.mark.parametrize("name", ["registries", "recognized_entities"])
def test_a_source_that_is_a_bare_address_is_refused_at_once(name):
    with pytest.raises(qb.errors.InputError, match="made with"):
        TrustStore(**{name: ["https://registry.example/registry.json"]})


def test_a_fault_of_ours_in_recognising_decides_nothing(monkeypatch):
    from qualitybadge.verify import recognition

    def broken(*_):
        raise KeyError

    monkeypatch.setattr(recognition, "_anchored", broken)
    report = ask(TrustStore([ACADEMY]))
    assert report.verdict is qb.Verdict.VALID
    assert row(report).problem.code == "INTERNAL"
