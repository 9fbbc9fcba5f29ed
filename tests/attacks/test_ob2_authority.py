"""Whose word a badge of 2.0 is, and what follows from it: redirects, paths, types and who may issue again."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge import compat
from qualitybadge.errors import IssueError
from support.keyring import pair
from support.signed2 import EVIL, KEY, V1, key, revoking, school, signed, token
from support.world2 import (
    ASSERTION,
    CLASS,
    COMPATIBLE,
    HOME,
    ISSUER,
    NOW,
    V2,
    assertion,
    badge_class,
    issuer,
    redirect,
    rows,
    verify,
    web,
)

VALID, INVALID, INDETERMINATE = qb.Verdict.VALID, qb.Verdict.INVALID, qb.Verdict.INDETERMINATE
THEIRS = {name: f"{EVIL}/{name}" for name in ("a", "c", "i", "k")}
EVE = pair("RSA", "eve")
DID = "did:web:school.example"
RULES = {"type": "VerificationObject", "startsWith": f"{HOME}/assertions/"}


def remarks(report):
    """Return the codes of what passed and is worth a remark."""
    return {row.problem.code for row in report.checks if row.problem and row.outcome is qb.Outcome.PASSED}


def itself(identity=ISSUER):
    return qb.Issuer(
        {"id": identity, "name": "School"}, pair("Ed25519", "ada"), method=f"{identity}#k", self_check=False
    )


def through_the_door():
    """Return an assertion and class that an open redirect of the school serves in its name, and its web."""
    a, c = (f"{HOME}/go?to={THEIRS[name]}" for name in "ac")
    objects = {
        THEIRS["a"]: assertion(id=a, badge=c),
        THEIRS["c"]: badge_class(id=c, name="A forged doctorate"),
    }
    return a, web(**{a: redirect(THEIRS["a"]), c: redirect(THEIRS["c"])}, **objects)


class TestNoAddressNobody:
    @pytest.mark.parametrize("ident", [DID, "urn:x:school", f" {ISSUER}", "%68ttps://school.example/issuer"])
    @pytest.mark.parametrize("context", [V1, [V1, {"verification": None}], None])
    @pytest.mark.parametrize("kind", [["Assertion", "Issuer"], ["Issuer", "Assertion"]])
    def test_f08_a_profile_that_calls_itself_an_assertion_too(self, ident, context, kind):
        profile = {
            "@context": context,
            "type": kind,
            "id": ident,
            "name": "School",
            "url": HOME,
            "email": "b@school.example",
            "verify": {"type": "hosted", "url": THEIRS["i"]},
            "uid": "1",
            "publicKey": THEIRS["k"],
        }
        profile = {name: value for name, value in profile.items() if value is not None}
        served = web(
            badge_class(id=THEIRS["c"], issuer=THEIRS["i"]),
            key(EVE, id=THEIRS["k"], owner=THEIRS["i"]),
            **{THEIRS["i"]: profile},
        )
        made = token(signed(badge=THEIRS["c"], verification={"type": "SignedBadge"}), EVE)
        report = verify(made, served, trust=qb.TrustStore([DID, ISSUER]))
        assert report.verdict is INVALID
        assert report.trust is not qb.Trust.ANCHORED

    @pytest.mark.parametrize("ident", [DID, "urn:x:school"])
    def test_f08_a_profile_alone_that_has_no_address(self, ident):
        report = verify(THEIRS["i"], web(**{THEIRS["i"]: issuer(id=ident)}))
        assert report.trust is qb.Trust.NONE

    @pytest.mark.parametrize("ident", ["urn:x", "_:x"])
    def test_f08_a_key_without_address_is_linked_by_nobody(self, ident):
        served = school(served={THEIRS["k"]: key(EVE, id=ident)}, publicKey=[KEY, ident])
        report = verify(THEIRS["k"], served)
        assert report.verdict is INVALID
        assert report.trust is qb.Trust.NONE

    def test_f08_what_is_shown_of_an_object_is_what_it_was_judged_as(self):
        """Types are words; the class that calls itself an issuer is shown as the class."""
        served = web(
            badge_class(type=["BadgeClass", "Issuer"], url=EVIL, email="x@evil.example"),
            issuer(type=["Issuer", "BadgeClass"], description="d", criteria=EVIL),
        )
        text = qb.render(verify(served=served))
        assert "Robots" in text
        assert ISSUER in text
        (line,) = [line.split() for line in text.splitlines() if "Issuer's id" in line]
        assert line[-1] == ISSUER

    def test_f08_the_endorser_is_the_one_that_was_verified(self):
        """An open redirect of a known endorser leads to somebody else's profile, who is named."""
        door = f"https://trusted.example/go?to={THEIRS['i']}"
        endorsement = {
            "@context": V2,
            "type": "Endorsement",
            "id": THEIRS["a"],
            "claim": {"id": ASSERTION, "endorsementComment": "great"},
            "issuer": door,
            "issuedOn": "2020-01-01T00:00:00Z",
            "verification": {"type": "HostedBadge"},
        }
        served = web(
            assertion(endorsement=THEIRS["a"]),
            endorsement,
            issuer(id=THEIRS["i"], name="Trusted"),
            **{door: redirect(THEIRS["i"])},
        )
        report = verify(served=served)
        (row,) = [row for row in rows(report, "endorsements") if row.outcome is qb.Outcome.PASSED]
        assert f"by {THEIRS['i']}" in row.message
        assert "trusted.example" not in row.message
        (proof,) = [
            item
            for item in qb.upgrade(report, issuer=itself()).credential["evidence"]
            if item.get("genre") == "Endorsement"
        ]
        assert proof["description"].startswith(f"Trusted ({THEIRS['i']}) endorsed")


class TestRedirects:
    def test_d03_an_open_redirect_is_said_to_be_one(self):
        address, served = through_the_door()
        report = verify(address, served, trust=qb.TrustStore([ISSUER]))
        assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)
        assert remarks(report) == {"SERVED_ELSEWHERE"}
        text = qb.render(report)
        assert "redirects to another place" in text
        assert "http:" not in text
        answer = compat.verify(address, fetcher=qb.StaticFetcher(served), now=NOW)["report"]
        assert "SERVED_ELSEWHERE" in {message["code"] for message in answer["messages"]}

    def test_d03_the_issuer_does_not_issue_again_what_nobody_vouches_for(self):
        address, served = through_the_door()
        report = verify(address, served)
        with pytest.raises(IssueError, match="redirects to another place") as refused:
            qb.upgrade(report, issuer=itself())
        assert refused.value.code == "NOT_VALID"
        draft = qb.upgrade(report)
        assert "nobody vouches" in draft.notes[0].reason
        other = qb.upgrade(report, issuer=itself("https://other.example/i"))
        assert other.credential["description"].startswith("Vouches for")

    def test_d03_nor_what_came_without_encryption(self):
        plain = ASSERTION.replace("https:", "http:")
        forged = web(
            badge_class(id=THEIRS["c"], name="Forged"), **{plain: assertion(id=plain, badge=THEIRS["c"])}
        )
        report = verify(plain, forged, COMPATIBLE)
        assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)
        with pytest.raises(IssueError, match="without encryption"):
            qb.upgrade(report, issuer=itself())
        answer = compat.verify(plain, fetcher=qb.StaticFetcher(forged), now=NOW)["report"]
        (message,) = answer["messages"]
        assert (answer["valid"], message["messageLevel"]) == (True, "INFO")
        assert "nobody vouches" in message["result"]

    def test_d03_a_redirect_out_of_where_the_badges_begin(self):
        """The same host, and the place where anybody uploads: the address is the issuer's, the word is not."""
        asked = f"{HOME}/assertions/go?to=/uploads/x"
        upload = {asked: redirect("/uploads/x"), f"{HOME}/uploads/x": assertion(id=asked)}
        report = verify(asked, web(issuer(verification=RULES), **upload))
        assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)
        assert remarks(report) == {"SERVED_ELSEWHERE"}
        inside = {asked: redirect("/assertions/2"), f"{HOME}/assertions/2": assertion(id=asked)}
        assert verify(asked, web(issuer(verification=RULES), **inside)).trust is qb.Trust.DOMAIN
        assert verify(asked, web(**upload)).trust is qb.Trust.DOMAIN  # the issuer keeps no part for itself

    @pytest.mark.parametrize("name", ["class", "profile", "key", "list"])
    def test_d03_what_is_given_alone(self, name):
        listing = {"@context": V2, "type": "RevocationList", "issuer": ISSUER, "revokedAssertions": []}
        document = {"class": badge_class(), "profile": issuer(), "key": key(EVE), "list": listing}[name]
        door = f"{HOME}/go?to={EVIL}/{name}"
        served = school(served={door: redirect(f"{EVIL}/{name}"), f"{EVIL}/{name}": {**document, "id": door}})
        report = verify(door, served, trust=qb.TrustStore([ISSUER]))
        assert report.trust is qb.Trust.NONE
        assert report.verdict is not VALID or "SERVED_ELSEWHERE" in remarks(report)

    def test_d03_documents_of_1_0_have_the_address_that_was_asked(self):
        """They name no address of their own, and their hosts moved: still the badge of who was asked."""
        old, new = "https://old.example", "https://www.old.example"
        documents = {
            "a": {
                "uid": "1",
                "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
                "badge": f"{old}/c",
                "verify": {"type": "hosted", "url": f"{old}/a"},
                "issuedOn": "2013-04-30",
            },
            "c": {
                "name": "R",
                "description": "d",
                "image": f"{HOME}/robots.png",
                "criteria": f"{old}/criteria",
                "issuer": f"{old}/i",
            },
            "i": {"name": "School", "url": old},
        }
        moved = {f"{old}/{name}": redirect(f"{new}/{name}") for name in documents}
        served = web(**moved, **{f"{new}/{name}": document for name, document in documents.items()})
        for source in (f"{old}/a", documents["a"]):
            report = verify(source, served)
            assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)
            assert [one.data["id"] for one in report.graph] == [f"{old}/{name}" for name in documents]
        at_home = {f"{old}/{name}": document for name, document in documents.items()}
        assert verify(f"{old}/a", web(**at_home)).trust is qb.Trust.DOMAIN


class TestPlaces:
    @pytest.mark.parametrize(
        "trick",
        [
            "..%2fuploads%2fx",
            "%2e%2e%2fuploads/x",
            "..%5cuploads/x",
            "..;/uploads/x",
            "..%3b/uploads/x",
            "%252e%252e/uploads/x",
            "x%2f..%2fuploads",
            "x/..;a=b",
        ],
    )
    def test_d04_a_way_out_of_where_the_badges_begin(self, trick):
        address = f"{HOME}/assertions/{trick}"
        fetcher = qb.StaticFetcher(web(issuer(verification=RULES), assertion(id=address)))
        assert verify(address, fetcher=fetcher).verdict is not VALID
        assert fetcher.calls == ()

    @pytest.mark.parametrize("name", ["..x", "x..", "...", "a.b", ".well-known", "x%2fy", "a;b"])
    def test_d04_other_dots_are_no_way_out(self, name):
        address = f"{HOME}/assertions/{name}"
        report = verify(address, web(issuer(verification=RULES), assertion(id=address)))
        assert report.verdict is VALID

    @pytest.mark.parametrize(
        ("allowed", "port", "home", "verdict"),
        [
            ("cdn.example", "", HOME, VALID),
            ("cdn.example", ":8443", HOME, INVALID),
            ("other.example", "", HOME, INVALID),
            ("cdn.example", ":8443", f"{HOME}:8443", VALID),
        ],
    )
    def test_d04_a_host_is_allowed_at_its_usual_port(self, allowed, port, home, verdict):
        address, profile = f"https://cdn.example{port}/1", f"{home}/issuer"
        rules = {"type": "VerificationObject", "allowedOrigins": allowed}
        served = web(
            assertion(id=address), badge_class(issuer=profile), issuer(id=profile, verification=rules)
        )
        assert verify(address, served).verdict is verdict


class TestCarried:
    @pytest.mark.parametrize("named", ["https://127.0.0.1/issuer", "https://x/../i", "http:", ISSUER + "é"])
    def test_d04_a_class_carried_by_a_badge_names_an_issuer_that_cannot_be_asked(self, named):
        made = signed(badge=badge_class(issuer=named), verification={"type": "SignedBadge"})
        report = verify(token(made), school())
        assert report.graph[1].data["issuer"] == ISSUER  # the hosted copy of the class counts
        assert verify(token(made), school(served={CLASS: None})).verdict is INDETERMINATE


class TestWhose:
    @pytest.mark.parametrize("given", [issuer(), badge_class(), key()], ids=["profile", "class", "key"])
    def test_f07_what_is_awarded_to_nobody_is_not_the_recipients(self, given):
        ada = qb.Recipient.email("ada@example.org")
        assert verify(given, school()).verdict is VALID
        report = verify(given, school(), recipient=ada)
        assert report.verdict is INDETERMINATE
        (row,) = rows(report, "recipient")
        assert (row.outcome, row.required) == (qb.Outcome.SKIPPED, True)
        assert "awarded to nobody" in row.message

    @pytest.mark.parametrize("kind", [["Issuer", "Assertion"], ["BadgeClass", "Assertion"]])
    def test_f07_nor_what_calls_itself_an_assertion_too(self, kind):
        given = {**issuer(id=THEIRS["a"]), **assertion(id=THEIRS["a"]), "type": kind}
        mallory = qb.Recipient.email("mallory@example.org")
        assert verify(given, web(), recipient=mallory).verdict is not VALID

    @pytest.mark.parametrize(
        ("named", "revoked"),
        [
            ("https://SCHOOL.example/x/1", "https://school.example/x/1"),
            ("https://school.example/x/%31", "https://school.example/x/1"),
            ("https://school.example/x/1", "https://school.example:443/x/%31"),
        ],
    )
    def test_e10_a_name_written_otherwise_is_revoked_too(self, named, revoked):
        made = token(signed(id=named))
        assert verify(made, revoking("https://school.example/x/2")).verdict is VALID
        report = verify(made, revoking(revoked))
        assert report.verdict is INVALID
        assert "REVOKED" in {row.problem.code for row in rows(report, "status")}
