"""What a 2.0 badge links or embeds: badge class and issuer, obtained before anything is judged."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.wire.image import bake
from support import signed2
from support.images import svg
from support.world2 import (
    CLASS,
    HOME,
    ISSUER,
    V2,
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


@pytest.mark.parametrize("address", [CLASS, ISSUER])
@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (None, INDETERMINATE),
        (qb.Response(404), INDETERMINATE),
        (qb.Response(500, {}, text(issuer()).encode()), INDETERMINATE),
        (b"<html></html>", INDETERMINATE),
        (b'{"@context":', INVALID),
        (qb.Response(410), INVALID),
    ],
)
def test_h019_h020_h022_what_a_badge_requires_must_be_there(address, answer, verdict):
    report = verify(served=web(**{address: answer}))
    assert report.verdict is verdict, qb.render(report)
    assert any(row.outcome is not qb.Outcome.PASSED for row in rows(report, "linked"))


def test_h006_an_embedded_class_of_a_hosted_badge_is_asked_for_all_the_same():
    embedded = assertion(badge=badge_class(name="Mine"))
    report = verify(served=web(embedded))
    assert report.verdict is VALID
    assert report.graph[1].data["name"] == "Robots"
    lacking = badge_class(name=None)
    assert verify(served=web(embedded, lacking)).verdict is INVALID


def test_h025_a_class_that_is_an_issuer():
    report = verify(served=web(assertion(badge=ISSUER)))
    assert report.verdict is INVALID


@pytest.mark.parametrize("value", [None, 5, ["a", "b"], "no address", {"type": "BadgeClass", "name": "x"}])
def test_a_badge_that_names_no_class(value):
    report = verify(served=web(assertion(badge=value)))
    assert report.verdict is INVALID, qb.render(report)


def test_an_unreachable_badge_leaves_everything_else_open():
    report = verify(text(assertion()), {})
    assert report.verdict is INDETERMINATE
    assert {row.outcome for row in rows(report, "linked", "vocabulary", "conformance", "scope")} == {
        qb.Outcome.SKIPPED
    }


def test_every_object_is_named_in_its_findings():
    served = web(badge_class(description=None), issuer(email="no address", url="school"))
    report = verify(served=served)
    messages = [row.message for row in rows(report, "conformance", "vocabulary")]
    assert any(message.startswith("badge class: description") for message in messages), messages
    assert any(message.startswith("issuer profile: email") for message in messages)


def test_a_context_that_is_not_known_is_undetermined():
    report = verify(served=web(assertion(**{"@context": [V2, "https://unknown.example/context"]})))
    assert report.verdict is INDETERMINATE
    assert "CONTEXT_UNKNOWN" in codes(report)


def test_an_inline_context_is_legal_and_what_it_does_not_map_is_dropped():
    own = [V2, {"room": f"{HOME}/terms#room"}]
    report = verify(served=web(assertion(**{"@context": own, "room": "12", "unmapped": 1})))
    assert report.verdict is VALID
    assert "unmapped" not in report.document.data
    redefined = [V2, {"issuedOn": f"{HOME}/terms#other"}]
    assert verify(served=web(assertion(**{"@context": redefined}))).verdict is INVALID


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"issuedOn": "2100-01-01T00:00:00Z"}, "NOT_YET_VALID"),
        ({"expires": "2021-01-01T00:00:00Z"}, "EXPIRED"),
        ({"issuedOn": "yesterday"}, "MALFORMED_VALUE"),
        ({"issuedOn": None}, "MALFORMED_VALUE"),
        ({"issuedOn": 1577836800}, "MALFORMED_VALUE"),
        ({"expires": True}, "MALFORMED_VALUE"),
    ],
)
def test_the_period_of_a_badge(changes, code):
    report = verify(served=web(assertion(**changes)))
    assert report.verdict is INVALID
    assert code in {row.problem.code for row in rows(report, "validity")}


def test_a_clock_that_is_off_can_be_tolerated_by_name():
    served = web(assertion(expires="2026-03-01T11:59:30Z"))
    assert verify(served=served).verdict is INVALID
    assert verify(served=served, policy=qb.Policy(clock_skew_seconds=60)).verdict is VALID


MD5 = "md5$" + __import__("hashlib").md5(b"ada@example.org", usedforsecurity=False).hexdigest()
SHA = "sha256$" + __import__("hashlib").sha256(b"ada@example.orgsalt").hexdigest()


@pytest.mark.parametrize(
    ("recipient", "code"),
    [
        ({"type": "email", "hashed": False, "identity": "ada@example.org"}, None),
        ({"type": "email", "hashed": True, "identity": SHA, "salt": "salt"}, None),
        (
            {
                "type": "email",
                "hashed": True,
                "identity": SHA.upper().replace("SHA256", "sha256"),
                "salt": "salt",
            },
            None,
        ),
        ({"type": "email", "hashed": True, "identity": MD5}, None),
        ({"type": "email", "hashed": True, "identity": SHA}, "RECIPIENT_MISMATCH"),
        ({"type": "email", "hashed": False, "identity": "ADA@example.org"}, "RECIPIENT_MISMATCH"),
        ({"type": "url", "hashed": False, "identity": "https://ada.example"}, "RECIPIENT_UNKNOWN"),
    ],
)
def test_f07_the_recipient(recipient, code):
    report = verify(
        served=web(assertion(recipient=recipient)), recipient=qb.Recipient.email("ada@example.org")
    )
    (row,) = rows(report, "recipient")
    assert (row.outcome is qb.Outcome.PASSED) is (code is None), row.message
    if recipient["identity"] == MD5:
        assert row.problem.code == "RECIPIENT_WEAK_HASH"
    if code:
        assert row.problem.code == code


def test_no_row_of_2_0_cites_3_0():
    eve = qb.Recipient.email("eve@example.org")
    expired = web(assertion(expires="2021-01-01T00:00:00Z", recipient="ada"))
    baked = bake(svg(), text(assertion()), version="2.0")
    reports = [verify(), verify(served=expired, recipient=eve), verify(recipient=eve), verify(baked)]
    cited = {row.id: row.spec for report in reports for row in report.checks}
    assert [spec for spec in cited.values() if "3.0" in spec] == []
    assert rows(reports[0], "syntax")[0].spec == "OB 2.0 §Data Model"
    assert rows(reports[2], "recipient")[0].spec == "OB 2.0 §IdentityObject"
    assert rows(reports[3], "syntax")[0].spec == "OB 2.0 §Baking"


def test_a_recipient_that_is_no_object_or_was_not_obtained():
    ada = qb.Recipient.email("ada@example.org")
    assert "RECIPIENT_UNKNOWN" in codes(verify(served=web(assertion(recipient="ada")), recipient=ada))
    report = verify(text(assertion()), {}, recipient=ada)
    (row,) = rows(report, "recipient")
    assert (row.outcome, row.required) == (qb.Outcome.SKIPPED, True)
    assert row.message == "the badge was not obtained, so there is nothing to compare with"
    assert report.verdict is INDETERMINATE


@pytest.mark.parametrize(
    ("place", "verdict"),
    [
        (CLASS, VALID),
        ("urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72", VALID),
        ("https://famous.example/classes/doctor", INDETERMINATE),
        ("https://famous.example:99999/x", INDETERMINATE),
    ],
)
def test_a_signed_badge_carries_no_class_of_somebody_elses_host(place, verdict):
    source = signed2.token(signed2.signed(badge=badge_class(id=place)))
    report = verify(source, signed2.school())
    assert report.verdict is verdict, qb.render(report)


def test_a_class_that_was_withdrawn_does_not_mean_that_the_badge_was_revoked():
    report = verify(served=web(**{CLASS: qb.Response(410)}))
    assert report.verdict is INVALID
    assert "REVOKED" not in codes(report)


FAMOUS = "did:web:famous.example"


def test_a_profile_that_calls_itself_by_no_address_of_its_own_speaks_for_nobody():
    """What is served at one address cannot be somebody whom only a name elsewhere could prove."""
    rules = {"type": "VerificationObject", "allowedOrigins": "school.example"}
    place = f"{HOME}/tenants/evil"
    profile = issuer(id=FAMOUS, verification=rules, publicKey=signed2.KEY)
    served = web(badge_class(issuer=place), **{place: profile})
    report = verify(served=served)
    assert report.verdict is INVALID, qb.render(report)
    assert report.trust is qb.Trust.NONE
    embedded = web(badge_class(issuer=profile))
    assert verify(served=embedded).verdict is INVALID
    signed = signed2.token(signed2.signed(badge=badge_class(issuer=place)))
    key = signed2.key(owner=FAMOUS)
    report = verify(signed, served | {signed2.KEY: key})
    assert report.verdict is not VALID, qb.render(report)
    assert report.trust is qb.Trust.NONE
