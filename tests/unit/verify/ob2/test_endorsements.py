"""Endorsements: what is linked must be there and be one; whether it is good is a question of its own."""

from __future__ import annotations

import dataclasses

import pytest

import qualitybadge as qb
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.model.document import Kind
from qualitybadge.verify.truststore import TrustStore
from support.world2 import (
    ASSERTION,
    CLASS,
    HOME,
    ISSUER,
    STRICT,
    V2,
    assertion,
    badge_class,
    codes,
    issuer,
    rows,
    verify,
    web,
)

VALID, INVALID, INDETERMINATE = (qb.Verdict[name] for name in ("VALID", "INVALID", "INDETERMINATE"))
CITY = "https://city.example"
PRAISE, MAYOR = f"{CITY}/praise", f"{CITY}/mayor"
DEMANDING = qb.Policy(require_endorsements_valid=True)


def praise(**changes):
    whole = {
        "@context": V2,
        "type": "Endorsement",
        "id": PRAISE,
        "claim": {"id": CLASS, "endorsementComment": "We hire them."},
        "issuer": MAYOR,
        "issuedOn": "2020-02-01T00:00:00Z",
        "verification": {"type": "HostedBadge"},
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def mayor(**changes):
    return issuer(id=MAYOR, name="City", url=CITY, email="mayor@city.example", **changes)


def ask(*documents, linked=PRAISE, policy=STRICT, holder=badge_class, trust=None, **served):
    """Return the report of a badge one of whose objects links an endorsement."""
    whole = web(mayor(), praise(), holder(endorsement=linked), *documents, **served)
    return verify(served=whole, policy=policy, **({"trust": trust} if trust else {}))


def row(report):
    (only,) = rows(report, "endorsements")
    return only


def test_without_one_there_is_nothing_to_verify():
    assert row(verify()).outcome is qb.Outcome.SKIPPED


def test_n_ok_an_endorsement_has_a_report_of_its_own():
    report = ask()
    assert report.verdict is VALID
    assert (row(report).outcome, row(report).required, row(report).pointer) == (
        qb.Outcome.PASSED,
        False,
        "/endorsement",
    )
    (inner,) = report.endorsements
    assert (inner.verdict, inner.kind, inner.trust) == (VALID, Kind.OB2_ENDORSEMENT, qb.Trust.DOMAIN)
    assert inner.credential.claim.id == CLASS
    assert (inner.pointer, inner.form) == ("/endorsement", "hosted")


@pytest.mark.parametrize(
    ("holder", "entity"), [(assertion, ASSERTION), (badge_class, CLASS), (issuer, ISSUER)]
)
def test_assertion_class_and_issuer_may_be_endorsed(holder, entity):
    good = ask(praise(claim={"id": entity}), holder=holder)
    assert (good.verdict, good.endorsements[0].verdict) == (VALID, VALID)
    other = ask(praise(claim={"id": HOME}), holder=holder)
    assert (other.verdict, other.endorsements[0].verdict) == (VALID, INVALID)
    assert "ENDORSEMENT_SUBJECT" in codes(other.endorsements[0])


def test_several_embedded_and_linked():
    second = praise(id=f"{CITY}/second")
    report = ask(second, linked=[PRAISE, {n: v for n, v in second.items() if n != "@context"}])
    assert [inner.verdict for inner in report.endorsements] == [VALID, VALID]
    assert [inner.pointer for inner in report.endorsements] == ["/endorsement/0", "/endorsement/1"]
    assert len(rows(report, "endorsements")) == 2


def test_an_embedded_copy_counts_for_nothing_but_its_address():
    copy = {n: v for n, v in praise(claim={"id": HOME}).items() if n != "@context"}
    report = ask(linked=copy)
    assert report.endorsements[0].document.data["claim"]["id"] == CLASS
    nameless = {n: v for n, v in copy.items() if n != "id"}
    assert ask(linked=nameless).verdict is INVALID


@pytest.mark.parametrize(
    "wrong",
    [
        badge_class(id=PRAISE),
        praise(issuer=None),
        praise(verification=None),
        praise(claim=None),
        praise(issuedOn="2020-02-01"),
        praise(verification={"type": "SignedBadge"}),
        ["no object"],
    ],
    ids=["n_type", "n_noissuer", "n_nover", "claim", "date", "unsigned", "list"],
)
def test_n_type_what_is_linked_and_is_no_endorsement_is_a_fault_of_the_badge(wrong):
    report = ask(**{PRAISE: wrong})
    assert (report.verdict, row(report).outcome, row(report).required) == (INVALID, qb.Outcome.FAILED, True)
    assert report.endorsements[0].verdict is INVALID


@pytest.mark.parametrize("answer", [None, qb.Response(status=404), qb.Response(status=503)])
@pytest.mark.parametrize("address", [PRAISE, MAYOR])
def test_an_endorsement_or_endorser_that_is_not_there_leaves_the_badge_undecided(answer, address):
    report = ask(**{address: answer})
    assert (report.verdict, row(report).outcome) == (INDETERMINATE, qb.Outcome.UNKNOWN)
    assert row(report).problem.code == "FETCH"


BAD = {
    "n_revoked": ({PRAISE: qb.Response(status=410)}, "REVOKED"),
    "revoked": ({PRAISE: praise(revoked=True, revocationReason="a mistake")}, "REVOKED"),
    "revoked alone": (
        {PRAISE: {"@context": V2, "type": "Endorsement", "id": PRAISE, "issuer": MAYOR, "revoked": True}},
        "REVOKED",
    ),
    "scope": ({PRAISE: praise(issuer=ISSUER)}, "HOSTED_SCOPE"),
    "early": ({PRAISE: praise(issuedOn="2030-01-01T00:00:00Z")}, "NOT_YET_VALID"),
    "subject": ({PRAISE: praise(claim={"id": HOME})}, "ENDORSEMENT_SUBJECT"),
}


@pytest.mark.parametrize(("served", "code"), BAD.values(), ids=BAD)
def test_an_endorsement_that_is_not_good_is_shown_so_and_decides_only_where_the_policy_says(served, code):
    report = ask(**served)
    assert (report.verdict, row(report).outcome, row(report).required) == (VALID, qb.Outcome.FAILED, False)
    (inner,) = report.endorsements
    assert inner.verdict is INVALID
    assert code in codes(inner)
    assert ask(policy=DEMANDING, **served).verdict is INVALID


def test_f08_an_endorsement_on_a_look_alike_host_is_not_the_endorsers():
    address = "https://city.example.evil.example/praise"
    report = ask(praise(id=address), linked=address)
    assert "HOSTED_SCOPE" in codes(report.endorsements[0])


def test_f09_who_endorses_itself_is_marked():
    own = f"{HOME}/praise"
    report = ask(praise(id=own, issuer=ISSUER), linked=own)
    assert row(report).problem.code == "SELF_ENDORSEMENT"
    assert "issuer of what it endorses" in row(report).message
    assert "SELF_ENDORSEMENT" in {r.problem.code for r in report.endorsements[0].checks if r.problem}
    revoked = ask(praise(id=own, issuer=ISSUER, claim={"id": HOME}), linked=own)
    assert row(revoked).problem.code == "ENDORSEMENT"
    assert rows(ask().endorsements[0], "endorser") == []


def test_f09_an_endorser_endorsed_by_itself_is_marked():
    # The endorsement is endorsed, and its own issuer speaks for it again.
    again, own = f"{CITY}/again", f"{HOME}/praise"
    report = ask(praise(endorsement=again), praise(id=again, claim={"id": PRAISE}))
    (outer,) = report.endorsements
    (inner,) = outer.endorsements
    assert (outer.verdict, inner.verdict) == (VALID, VALID)
    assert "issuer of what it endorses" in rows(inner, "endorser")[0].message
    profile = ask(praise(id=own, issuer=ISSUER, claim={"id": ISSUER}), linked=own, holder=issuer)
    assert "issuer profile that it endorses" in row(profile).message


def test_endorsements_of_endorsements_end():
    report = ask(praise(endorsement=[PRAISE, PRAISE]))
    assert report.verdict is VALID
    depth, inner = 0, report
    while inner.endorsements:
        depth, inner = depth + 1, inner.endorsements[0]
    assert depth == DEFAULT_LIMITS.nesting
    few = qb.Policy(limits=dataclasses.replace(DEFAULT_LIMITS, nested=2))
    report = ask(linked=[PRAISE] * 5, policy=few)
    assert [r.outcome.name for r in rows(report, "endorsements")] == ["PASSED", "PASSED", "UNKNOWN"]
    assert report.verdict is VALID
    assert "3 not verified" in rows(report, "endorsements")[-1].message
    strict = dataclasses.replace(few, require_endorsements_valid=True)
    assert ask(linked=[PRAISE] * 5, policy=strict).verdict is INDETERMINATE


def test_what_our_limits_leave_unread_is_no_fault_of_the_badge():
    few = qb.Policy(limits=dataclasses.replace(DEFAULT_LIMITS, fetches=4))
    report = ask(policy=few)
    assert report.verdict is VALID
    assert (row(report).outcome, row(report).required) == (qb.Outcome.UNKNOWN, False)


def test_d_no_endorsement_is_asked_for_while_nobody_vouches_for_the_badge():
    profile = issuer(verification={"allowedOrigins": "other.example"})
    fetcher = qb.StaticFetcher(web(profile, badge_class(endorsement=PRAISE), praise()))
    report = verify(fetcher=fetcher)
    assert (row(report).outcome, report.endorsements) == (qb.Outcome.SKIPPED, ())
    assert PRAISE not in fetcher.calls


def test_an_endorsement_over_http_needs_the_policy_that_says_so():
    address = PRAISE.replace("https", "http")
    given = praise(id=address)
    assert ask(given, linked=address).relaxations == ("allow_http_hosted",)
    report = ask(given, linked=address, policy=qb.Policy(allow_http_hosted=True))
    assert (report.verdict, report.trust, report.endorsements[0].trust) == (
        VALID,
        qb.Trust.DOMAIN,
        qb.Trust.NONE,
    )


def test_what_is_no_link_is_left_to_conformance():
    report = ask(linked=[5, PRAISE])
    assert report.verdict is INVALID
    assert len(report.endorsements) == 1


def test_whether_the_endorser_is_recognised_is_said_in_its_report():
    report = ask(trust=TrustStore([MAYOR]))
    assert (report.trust, report.endorsements[0].trust) == (qb.Trust.DOMAIN, qb.Trust.ANCHORED)


def test_an_embedded_endorser_is_named_too():
    inner = {n: v for n, v in mayor().items() if n != "@context"}
    assert MAYOR in row(ask(praise(issuer=inner))).message


def test_extensions_of_an_endorsement_are_judged_in_its_report():
    wrong = {
        "@context": "https://w3id.org/openbadges/extensions/exampleExtension/context.json",
        "type": ["Extension", "extensions:ExampleExtension"],
    }
    report = ask(praise(**{"extensions:x": wrong}))
    assert (report.verdict, report.endorsements[0].verdict) == (VALID, INVALID)
    assert "SCHEMA_MISMATCH" in codes(report.endorsements[0])


def test_d05_all_endorsements_together_are_as_much_work_as_one_document_may_be():
    many = [praise(id=f"{CITY}/{place}", tags=["x"] * 30_000) for place in range(6)]
    report = ask(*many, linked=[one["id"] for one in many])
    found = [r.outcome.name for r in rows(report, "endorsements")]
    assert (report.verdict, found) == (VALID, ["PASSED"] * 3 + ["UNKNOWN"] * 3)
    assert rows(report, "endorsements")[-1].problem.code == "ENDORSEMENT"
    assert "values together" in rows(report, "endorsements")[-1].message
