"""What a report of Open Badges 2.0 tells a person: who serves or signed the badge, and what it says."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.report.facts import MOST, facts_of, trust_words
from qualitybadge.report.headline import headline
from support.signed2 import school, token
from support.world2 import (
    ASSERTION,
    CLASS,
    COMPATIBLE,
    HOME,
    ISSUER,
    STRICT,
    assertion,
    badge_class,
    issuer,
    text,
    verify,
    web,
)

PLAIN = "http://school.example/assertions/1"
PLAINLY = {PLAIN: assertion(id=PLAIN), "http://school.example/c": badge_class(id="http://school.example/c")}
HOSTED = verify()
CASES = {
    "hosted": (
        HOSTED,
        "authentic: this is what the issuer's own site serves",
        "the issuer's own domain serves it",
    ),
    "expired": (
        verify(served=web(assertion(expires="2021-01-01T00:00:00Z"))),
        "authentic, but expired",
        "the issuer's own domain serves it",
    ),
    "revoked at its address": (
        verify(served=web({"@context": "https://w3id.org/openbadges/v2", "id": ASSERTION, "revoked": True})),
        "revoked: its own address says so",
        "nobody vouches for it",
    ),
    "withdrawn": (
        verify(served=web(**{ASSERTION: qb.Response(410)})),
        "revoked: its own address says so",
        "nobody vouches for the key",
    ),
    "revoked, and there": (
        verify(served=web(assertion(revoked=True))),
        "authentic, but revoked by its issuer",
        "the issuer's own domain serves it",
    ),
    "out of scope": (
        verify(served=web(badge_class(issuer="https://other.example/issuer"),
                          issuer(id="https://other.example/issuer", url="https://other.example"))),
        "not authentic, or not what the specification asks for: do not accept it",
        "nobody vouches for it",
    ),
    "a class by itself": (
        verify(CLASS),
        "as the specification asks; by itself it vouches for no badge",
        "the issuer's own domain serves it",
    ),
    "a profile handed in": (
        verify(issuer()),
        "as the specification asks; by itself it vouches for no badge",
        "nobody vouches for it",
    ),
    "not obtained": (
        verify(fetcher=qb.NoNetwork()),
        "could not be determined: neither accepted nor refused",
        "nobody vouches for the key",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("report", "words", "trust"), CASES.values(), ids=CASES)
def test_the_headline_and_the_trust_say_who_serves_it(report, words, trust):
    assert (headline(report), trust_words(report)) == (words, trust)


def test_a_signed_one_is_known_by_its_key():
    report = verify(token(), school())
    assert headline(report) == "authentic: signed by the issuer's key and unaltered"
    assert trust_words(report) == "the issuer's own domain published the key"
    assert dict(facts_of(report))["Secured as"] == "JWS RS256"


def test_one_served_without_encryption_is_called_so():
    served = web() | {PLAIN: assertion(id=PLAIN, badge=badge_class(id=f"{HOME}/classes/robots"))}
    report = verify(PLAIN, served, COMPATIBLE)
    assert report.verdict is qb.Verdict.VALID
    assert report.trust is qb.Trust.NONE
    assert headline(report).startswith("this is what its address leads to, over plain http")
    assert "nobody vouches for it" in report.summary


def test_the_facts_are_those_of_the_three_objects():
    alignment = [{"targetName": f"Skill {number}", "targetUrl": HOME} for number in range(MOST + 2)]
    report = verify(
        served=web(
            assertion(
                narrative="She led.", evidence=[f"{HOME}/film", {"narrative": "A log"}, {"genre": "none"}]
            ),
            badge_class(alignment=alignment, criteria=f"{HOME}/criteria"),
        )
    )
    facts = facts_of(report)
    found = dict(facts)
    assert found["Badge"] == "Robots"
    assert found["Issuer"] == "School"
    assert found["Issuer's id"] == ISSUER
    assert found["Recipient"] == "ada@example.org"
    assert found["Narrative"] == "She led."
    assert found["Criteria"] == f"{HOME}/criteria"
    assert found["Badge id"] == ASSERTION
    assert [text for label, text in facts if label == "Evidence"] == [f"{HOME}/film", "A log"]
    aligned = [text for label, text in facts if label == "Aligned with"]
    assert aligned == [f"Skill {number}" for number in range(MOST)] + ["and 2 more"]
    assert found["Secured as"] == "hosted"
    assert "Valid until" not in found


def test_a_hashed_recipient_is_not_shown():
    hashed = {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$" + "0f" * 32}
    assert dict(facts_of(verify(served=web(assertion(recipient=hashed)))))["Recipient"] == "email (hashed)"


def test_nothing_is_told_of_what_nobody_vouches_for():
    assert facts_of(CASES["out of scope"][0]) == [] == facts_of(CASES["a profile handed in"][0])


def test_texts_of_a_badge_are_made_inert():
    report = verify(served=web(badge_class(name="<b>x</b>\x1b[31m\u202e")))
    assert "\x1b" not in dict(facts_of(report))["Badge"]
    assert "<b>" not in qb.render(report, "html")


def test_a_copy_handed_in_that_differs_is_said_at_the_top_and_has_a_mark_of_its_own():
    said = "what was handed in differs from the hosted copy (narrative, recipient): only the copy counts"
    forged = assertion(
        recipient={"type": "email", "hashed": False, "identity": "eve@x.example"}, narrative="A"
    )
    for policy, source, served in (
        (STRICT, forged, web()),
        (COMPATIBLE, forged | {"id": PLAIN}, PLAINLY | web()),
    ):
        report = verify(text(source), served, policy=policy)
        assert report.verdict is qb.Verdict.VALID
        assert report.summary.endswith(f"; {said}")
        assert headline(report).endswith(f"; {said}")
        row = next(
            line
            for line in qb.render(report, "text").splitlines()
            if "only the copy" not in line and "hosted " in line
        )
        assert row.startswith("  ! hosted ")
        assert "<span>!</span> hosted" in qb.render(report, "html")
        assert "\n| ! | hosted |" in qb.render(report, "markdown")
    assert "differs" not in verify().summary + headline(verify())


def test_names_in_the_difference_are_harmless_in_every_format():
    name = "schema:<b>[x](y)\u202e"
    report = verify(text(assertion(**{name: "x"})))
    assert "schema:<b>" in headline(report)
    for page, harmful in (("html", "<b>"), ("markdown", "<b>"), ("markdown", "[x](y)")):
        assert harmful not in qb.render(report, page)
    assert "\u202e" not in qb.render(report, "text")


def test_a_report_in_a_debugger_is_one_short_line():
    report = verify()
    assert repr(report) == f"<Report {report.summary}>"
    assert len(repr(verify(text({"id": ASSERTION + "x" * 999})))) < 320
