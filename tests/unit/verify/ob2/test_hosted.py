"""Hosted badges of 2.0: the copy at their address counts, and it must lie in the issuer's scope."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.limits import Limits
from support.world2 import (
    ASSERTION,
    CLASS,
    COMPATIBLE,
    HOME,
    ISSUER,
    NOW,
    STRICT,
    assertion,
    badge_class,
    codes,
    issuer,
    rows,
    text,
    verify,
    web,
)

VALID, INVALID, INDETERMINATE = qb.Verdict.VALID, qb.Verdict.INVALID, qb.Verdict.INDETERMINATE


@pytest.mark.parametrize(
    "source", [ASSERTION, text(assertion()), assertion(), text(ASSERTION), text({"id": ASSERTION})]
)
def test_h001_a_hosted_badge_however_it_is_handed_in(source):
    report = verify(source)
    assert report.verdict is VALID, qb.render(report)
    assert (report.trust, report.kind, report.form) == (qb.Trust.DOMAIN, qb.Kind.OB2_ASSERTION, "hosted")
    assert [document.data["type"] for document in report.graph] == ["Assertion", "BadgeClass", "Issuer"]
    assert report.credential.badge == CLASS
    assert report.to_dict()["graph"][2]["name"] == "School"


def test_h003_what_was_handed_in_only_names_the_address():
    forged = assertion(recipient={"type": "email", "hashed": False, "identity": "eve@example.org"})
    report = verify(text(forged), recipient=qb.Recipient.email("eve@example.org"))
    assert report.verdict is INVALID
    assert codes(report) == {"RECIPIENT_MISMATCH"}
    report = verify(text(forged))
    assert report.verdict is VALID
    assert report.document.data["recipient"]["identity"] == "ada@example.org"
    (row,) = rows(report, "hosted")
    assert row.problem.code == "HOSTED_DIFFERS"
    assert "recipient" in row.message


def test_many_differences_are_named_and_not_listed_without_end():
    other = assertion(**{f"schema:x{number}": "y" for number in range(9)}, narrative="Mine")
    assert "and more" in rows(verify(text(other)), "hosted")[0].message


@pytest.mark.parametrize(
    ("answer", "verdict", "code"),
    [
        (qb.Response(404), INDETERMINATE, "FETCH"),
        (qb.Response(500), INDETERMINATE, "FETCH"),
        (None, INDETERMINATE, "FETCH"),
        (qb.Response(410), INVALID, "REVOKED"),
        (b"<html>no badge</html>", INDETERMINATE, "FETCH"),
        (b"{", INVALID, "PARSING"),
        (b"[]", INVALID, "NOT_A_BADGE"),
        (b"\xef\xbb\xbf" + text(assertion()).encode(), VALID, ""),
    ],
)
def test_h007_what_the_address_answers(answer, verdict, code):
    report = verify(text(assertion()), web(**{ASSERTION: answer}))
    assert report.verdict is verdict, qb.render(report)
    assert codes(report) == ({code} if code else set()) or code in codes(report)


@pytest.mark.parametrize("source", [ASSERTION, text(assertion())])
def test_h011_gone_means_revoked(source):
    report = verify(source, web(**{ASSERTION: qb.Response(410)}))
    assert report.verdict is INVALID
    assert [row.problem.code for row in rows(report, "status")] == ["REVOKED"]


@pytest.mark.parametrize(
    "copy",
    [
        assertion(revoked=True, revocationReason="left <b>early</b>"),
        {"@context": assertion()["@context"], "id": ASSERTION, "type": "Assertion", "revoked": True},
    ],
)
def test_h012_h013_a_copy_that_says_revoked(copy):
    report = verify(served=web(copy))
    assert report.verdict is INVALID
    assert codes(report) == {"REVOKED"}


def test_a_copy_that_says_no_more_than_revoked_need_not_say_whose_it_was():
    copy = {"@context": assertion()["@context"], "id": ASSERTION, "type": "Assertion", "revoked": True}
    report = verify(served=web(copy), recipient=qb.Recipient.email("ada@example.org"))
    assert report.verdict is INVALID
    found = {row.id: row.message for row in rows(report, "scope", "recipient")}
    assert found == dict.fromkeys(("scope", "recipient"), "a revoked badge need not say whose it is")
    elsewhere = verify(served=web(assertion(revoked=True), issuer(id="https://other.example/issuer")))
    assert rows(elsewhere, "scope")[0].outcome is qb.Outcome.PASSED


def test_e10_revoked_is_a_boolean_and_nothing_else():
    report = verify(served=web(assertion(revoked="false")))
    assert report.verdict is INVALID
    assert codes(report) == {"CONFORMANCE"} or "REVOKED" not in codes(report)


def test_h015_h016_another_address_is_followed_once_and_named():
    old, new = f"{HOME}/old", f"{HOME}/new"
    served = web(**{old: assertion(id=new), new: assertion(id=new)})
    report = verify(old, served)
    assert report.verdict is VALID
    assert "declares" in rows(report, "hosted")[0].message
    assert report.document.data["id"] == new
    redirected = web(**{old: qb.Response(302, {"Location": ASSERTION})})
    assert verify(old, redirected).verdict is VALID


def test_addresses_that_lead_on_without_end():
    chain = {f"{HOME}/{n}": assertion(id=f"{HOME}/{n + 1}") for n in range(9)}
    report = verify(f"{HOME}/0", web(**chain))
    assert report.verdict is INDETERMINATE
    assert "REDIRECT" in codes(report)


@pytest.mark.parametrize("identifier", ["urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72", "_:b", ""])
def test_a_hosted_badge_without_an_address(identifier):
    report = verify(text(assertion(id=identifier)))
    assert report.verdict is INVALID
    assert "NOT_HOSTED" in codes(report)


# --- scope


def scoped(address, **rules):
    profile = issuer(verification={"type": "VerificationObject", **rules}) if rules else issuer()
    return verify(address, web(assertion(id=address), profile))


@pytest.mark.parametrize(
    ("case", "address", "rules", "inside"),
    [
        ("same", ASSERTION, {}, True),
        ("v_other", "https://evil.example/a", {}, False),
        ("v_allow", "https://badges.host.example/a", {"allowedOrigins": "badges.host.example"}, True),
        (
            "v_allow_many",
            "https://b.host.example/a",
            {"allowedOrigins": ["a.host.example", "b.host.example"]},
            True,
        ),
        ("v_sub", "https://x.badges.host.example/a", {"allowedOrigins": "badges.host.example"}, False),
        ("v_allow_not_home", ASSERTION, {"allowedOrigins": "badges.host.example"}, False),
        ("v_swmulti", f"{HOME}/b/1", {"startsWith": [f"{HOME}/a/", f"{HOME}/b/"]}, True),
        ("v_swno", f"{HOME}/c/1", {"startsWith": [f"{HOME}/a/"]}, False),
        (
            "v_swevil",
            "https://school.example.evil.example/a",
            {"startsWith": "https://school.example"},
            False,
        ),
        (
            "f08_look_alike",
            "https://school.example.evil.example/a",
            {"allowedOrigins": "school.example"},
            False,
        ),
        ("f08_path", "https://evil.example/school.example/a", {}, False),
        ("case", "https://SCHOOL.example/a", {}, True),
        ("port", "https://school.example:8443/a", {}, False),
        ("sw_of_no_address", f"{HOME}/a", {"startsWith": "school"}, False),
    ],
)
def test_f08_the_scope_of_an_issuer(case, address, rules, inside):
    report = scoped(address, **rules)
    assert (report.verdict is VALID) is inside, qb.render(report)
    if not inside:
        assert report.verdict is INVALID
        assert codes(report) & {"HOSTED_SCOPE", "CONFORMANCE", "MALFORMED_VALUE"}
        assert report.trust is qb.Trust.NONE


def test_an_issuer_without_an_address_has_no_scope():
    report = verify(
        served=web(badge_class(issuer=issuer(id="urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72")))
    )
    assert report.verdict is INVALID
    assert "HOSTED_SCOPE" in codes(report)


def test_0_5_an_issuer_is_known_by_its_origin():
    old = {
        "recipient": "ada@example.org",
        "issued_on": "2013-06-01",
        "badge": {
            "version": "1.0",
            "name": "Robots",
            "image": "/robots.png",
            "description": "Builds a robot.",
            "criteria": "/robots.html",
            "issuer": {"origin": HOME, "name": "School"},
        },
    }
    report = verify(ASSERTION, web(**{ASSERTION: old}))
    assert report.verdict is VALID, qb.render(report)
    assert report.kind is qb.Kind.OB1_ASSERTION
    away = "https://evil.example/a"
    assert verify(away, web(**{away: old})).verdict is INVALID


# --- transport


def test_http_is_asked_only_where_the_policy_says_so_and_vouches_for_nothing():
    plain = ASSERTION.replace("https:", "http:")
    names = {"badge": CLASS.replace("https:", "http:")}
    profile = issuer(id=ISSUER.replace("https:", "http:"))
    served = web(assertion(id=plain, **names), badge_class(id=names["badge"], issuer=profile["id"]), profile)
    report = verify(text(served[plain]), served)
    assert report.verdict is INDETERMINATE
    assert "INSECURE_TRANSPORT" in codes(report)
    fetcher = qb.StaticFetcher(served)
    report = verify(text(served[plain]), fetcher=fetcher, policy=COMPATIBLE)
    assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)


def _over_http():
    """Return a badge whose every address is plain http, and its web."""
    names = {name: f"http:{url[6:]}" for name, url in (("a", ASSERTION), ("c", CLASS), ("i", ISSUER))}
    objects = (
        assertion(id=names["a"], badge=names["c"]),
        badge_class(id=names["c"], issuer=names["i"]),
        issuer(id=names["i"]),
    )
    return objects[0], web(*objects)


@pytest.mark.parametrize("form", [lambda badge: badge["id"], text, lambda badge: text(badge["id"])])
def test_what_one_would_accept_with_http_is_said_before_and_after(form):
    badge, served = _over_http()
    strict = verify(form(badge), served, recipient=qb.Recipient.email("ada@example.org"))
    assert strict.relaxations == ("allow_http_hosted",)
    assert strict.summary.endswith("VALID if you accept: an address without encryption")
    accepting = qb.Policy(**dict.fromkeys(strict.relaxations, True))
    report = verify(form(badge), served, policy=accepting)
    assert report.verdict is VALID
    for name in ("hosted", "linked"):
        assert "without encryption, which the policy accepts" in rows(report, name)[0].message
    assert not [row for row in verify().checks if "encryption" in row.message]


def test_http_alone_is_not_what_stands_in_the_way():
    badge, served = _over_http()
    plain = badge["badge"]
    expired = web(assertion(badge=plain, expires="2021-01-01T00:00:00Z"), served[plain])
    assert verify(served=expired).relaxations == ()
    assert verify(served=web(assertion(badge=plain), served[plain])).relaxations == ("allow_http_hosted",)
    on_the_way = web(**{ASSERTION: qb.Response(302, {"Location": badge["id"]})})
    for source in (ASSERTION, text(assertion())):  # no policy follows https to http
        assert verify(source, on_the_way).relaxations == ()
    unreachable = web(**{CLASS: qb.Response(302, {"Location": plain})})
    assert verify(served=unreachable).relaxations == ()


def test_a_badge_over_https_whose_class_came_over_http_is_vouched_for_by_nobody():
    plain = CLASS.replace("https:", "http:")
    served = web(assertion(badge=plain), badge_class(id=plain))
    assert verify(served=served).verdict is INDETERMINATE
    report = verify(served=served, policy=COMPATIBLE)
    assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)


def test_everything_is_asked_for_once_and_within_limits():
    fetcher = qb.StaticFetcher(web())
    assert verify(fetcher=fetcher).verdict is VALID
    assert len(fetcher.calls) == len(set(fetcher.calls)) == 4  # the image of the class, too
    few = qb.Policy(limits=Limits(fetches=2))
    assert "LIMIT" in codes(verify(policy=few))
    small = qb.Policy(limits=Limits(linked_bytes=300))
    assert "LIMIT" in codes(verify(text(assertion()), policy=small))


def test_a_thousand_badges_of_one_class_read_it_once():
    served = web()
    addresses = [f"{HOME}/assertions/{number}" for number in range(50)]
    served |= {address: assertion(id=address) for address in addresses}
    fetcher = qb.StaticFetcher(served)
    verifier = qb.Verifier(STRICT, fetcher=fetcher, clock=lambda: NOW)
    assert all(report.verdict is VALID for report in verifier.verify_many(addresses, workers=4))
    assert [fetcher.calls.count(address) for address in (CLASS, ISSUER)] == [1, 1]


def test_the_summary_says_who_vouches_for_a_hosted_badge():
    assert "own domain serves it" in verify().summary
