"""Whose badge it is: nobody speaks as an issuer but from the address that was asked (D03, F08, B22).

Each attack serves from a host of its own what names the school; never VALID with the school as issuer and somebody who vouches for it.
"""

from __future__ import annotations

import pytest

import qualitybadge as qb
from support.keyring import pair
from support.older_badges import assertion_0_5, issuer_0_5
from support.signed2 import EVIL, KEY, LIST, key, revoking, school, signed, token
from support.world2 import (
    ASSERTION,
    CLASS,
    COMPATIBLE,
    HOME,
    IMAGE,
    ISSUER,
    V2,
    assertion,
    badge_class,
    codes,
    issuer,
    redirect,
    verify,
    web,
)

VALID, INVALID, INDETERMINATE = qb.Verdict.VALID, qb.Verdict.INVALID, qb.Verdict.INDETERMINATE
TRUSTED = qb.TrustStore([ISSUER])
ALIAS = [V2, {"id": "urn:x:id", "me": "@id"}]
THEIRS = {name: f"{EVIL}/{name}" for name in ("a", "c", "i", "k", "l")}
EVE = pair("RSA", "eve")


def anothers(served, source=None, **how):
    """Verify with the school anchored; the report must not say that the school issued it."""
    report = verify(source or THEIRS["a"], served, trust=TRUSTED, **how)
    told = {document.data.get("id") for document in report.graph if document.data.get("type") != "BadgeClass"}
    if report.verdict is VALID and report.trust is not qb.Trust.NONE:
        assert ISSUER not in told
    assert report.trust is not qb.Trust.ANCHORED
    return report


class TestNames:
    @pytest.mark.parametrize("member", ["id", "@id", "url"])
    def test_f08_an_issuer_of_0_5_is_known_by_its_origin(self, member):
        profile = issuer_0_5(origin=EVIL, **{member: ISSUER})
        badge = assertion_0_5(issuer=profile)
        badge["badge"]["image"] = IMAGE
        report = anothers(web(**{THEIRS["a"]: badge}))
        assert report.verdict is VALID
        assert [document.data["id"] for document in report.graph][2] == EVIL
        school_itself = qb.Issuer(
            {"id": ISSUER, "name": "School"}, pair("Ed25519", "ada"), method=f"{ISSUER}#k", self_check=False
        )
        made = qb.upgrade(report, issuer=school_itself).credential  # it vouches, and does not issue again
        assert made["description"].startswith("Vouches for the badge")
        assert made["credentialSubject"]["achievement"]["creator"]["id"] == EVIL

    def test_f08_an_alias_of_id_makes_nobody_another_issuer(self):
        scope = {"type": "VerificationObject", "allowedOrigins": ["evil.example"]}
        profile = issuer(**{"@context": ALIAS, "me": ISSUER}, id=THEIRS["i"], verification=scope)
        served = web(
            assertion(id=THEIRS["a"], badge=THEIRS["c"]),
            badge_class(id=THEIRS["c"], issuer=THEIRS["i"]),
            **{THEIRS["i"]: profile},
        )
        assert anothers(served).verdict is INVALID

    def test_b22_an_alias_of_id_lends_no_keys(self):
        profile = issuer(**{"@context": ALIAS, "me": ISSUER}, id=THEIRS["i"], publicKey=THEIRS["k"])
        served = school(
            badge_class(id=THEIRS["c"], issuer=THEIRS["i"]),
            key(EVE, id=THEIRS["k"], owner=ISSUER),
            served={THEIRS["i"]: profile},
        )
        made = signed(badge=THEIRS["c"], verification={"type": "SignedBadge"})
        report = anothers(served, token(made, EVE))
        assert report.verdict is INVALID
        assert "PROOF_VERIFICATION" in codes(report)

    def test_f08_an_alias_of_id_moves_no_assertion(self):
        served = web(
            **{
                THEIRS["a"]: assertion(
                    **{"@context": ALIAS, "me": ASSERTION}, id=THEIRS["a"], narrative="Forged"
                )
            }
        )
        report = verify(THEIRS["a"], served)
        assert report.verdict is VALID  # the school's own copy, which it names
        assert "narrative" not in report.graph[0].data

    def test_f08_what_an_address_does_not_say_of_itself_is_somebody_elses(self):
        listing = {
            "@context": V2,
            "type": "RevocationList",
            "id": THEIRS["l"],
            "issuer": ISSUER,
            "revokedAssertions": [],
        }
        for name, document in (
            ("l", listing),
            ("c", badge_class(id=THEIRS["c"])),
            ("k", key(EVE, id=THEIRS["k"])),
        ):
            report = verify(THEIRS[name], school(document))
            assert report.trust is qb.Trust.NONE, name
            assert "own domain" not in report.summary

    def test_f08_what_an_issuer_links_is_its_own(self):
        served = revoking()
        assert verify(LIST, served).trust is verify(KEY, served).trust is verify(CLASS, served).trust
        assert verify(LIST, served).trust is qb.Trust.DOMAIN


class TestRedirects:
    def test_d03_a_key_is_not_fetched_from_another_host(self):
        served = school(served={KEY: redirect(THEIRS["k"]), THEIRS["k"]: key(EVE)})
        report = anothers(served, token(signed(), EVE))
        assert report.verdict is INDETERMINATE
        assert "REDIRECT" in codes(report)

    def test_d03_a_list_of_revoked_badges_is_not_fetched_from_another_host(self):
        badge = signed()
        empty = {
            "@context": V2,
            "type": "RevocationList",
            "id": LIST,
            "issuer": ISSUER,
            "revokedAssertions": [],
        }
        served = revoking(badge["id"]) | {LIST: redirect(THEIRS["l"]), THEIRS["l"]: empty}
        assert verify(token(badge), revoking(badge["id"])).verdict is INVALID
        assert verify(token(badge), served).verdict is INDETERMINATE

    def test_d03_an_open_redirect_lends_no_keys(self):
        through = f"{HOME}/go?to={THEIRS['i']}"
        served = school(
            badge_class(issuer=through),
            key(EVE, id=THEIRS["k"], owner=through),
            served={through: redirect(THEIRS["i"]), THEIRS["i"]: issuer(id=through, publicKey=THEIRS["k"])},
        )
        made = signed(verification={"type": "SignedBadge"})
        report = anothers(served, token(made, EVE))
        assert report.verdict is INDETERMINATE
        assert "REDIRECT" in codes(report)

    def test_d03_nobody_vouches_for_what_another_host_serves(self):
        """Hosted documents may move to another host, and their address says so; whose word that is, is open."""
        through = f"{HOME}/go?to={THEIRS['a']}"
        served = web(**{through: redirect(THEIRS["a"]), THEIRS["a"]: assertion(id=through)})
        report = anothers(served, through)
        assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)

    def test_d03_a_document_that_names_the_address_where_it_lies_now_is_vouched_for(self):
        old = "https://old.example/1"
        report = verify(old, web(**{old: redirect(ASSERTION)}))
        assert (report.verdict, report.trust) == (VALID, qb.Trust.DOMAIN)

    @pytest.mark.parametrize("what", [ASSERTION, CLASS, ISSUER])
    def test_d03_one_hop_without_encryption_is_enough_to_trust_nobody(self, what):
        plain = what.replace("https:", "http:")
        objects = {ASSERTION: assertion(), CLASS: badge_class(), ISSUER: issuer()}
        named = {ASSERTION: {}, CLASS: {"badge": plain}, ISSUER: {}}[what]
        served = web(assertion(**named), badge_class(**({"issuer": plain} if what == ISSUER else {})))
        served |= {plain: redirect(f"{EVIL}/x"), f"{EVIL}/x": objects[what] | {"id": plain}}
        report = anothers(served, plain if what == ASSERTION else ASSERTION, policy=COMPATIBLE)
        assert report.trust is qb.Trust.NONE
        assert verify(plain if what == ASSERTION else ASSERTION, served).verdict is not VALID

    def test_d03_a_key_linked_without_encryption(self):
        plain = KEY.replace("https:", "http:")
        served = school(
            key(id=plain), publicKey=plain, served={plain: redirect(f"{HOME}/k"), f"{HOME}/k": key(id=plain)}
        )
        report = verify(token(signed(verification={"type": "SignedBadge"})), served, COMPATIBLE)
        assert report.trust is qb.Trust.NONE


def test_an_address_that_moved_to_https_is_read_there():
    plain = ASSERTION.replace("https:", "http:")
    old = {
        "@context": "https://w3id.org/openbadges/v1",
        "type": "Assertion",
        "id": plain,
        "uid": "1",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        "badge": CLASS,
        "verify": {"type": "hosted", "url": ASSERTION},
        "issuedOn": "2015-04-30",
    }
    report = verify(old, web(**{ASSERTION: old}))
    assert (report.verdict, report.trust) == (VALID, qb.Trust.DOMAIN), qb.render(report)


def test_a_token_that_no_key_could_help_makes_nobody_ask():
    for made, header in ((assertion(), None), (signed(), {"alg": "HS256"})):
        fetcher = qb.StaticFetcher(school())
        report = verify(token(made, header=header), fetcher=fetcher)
        assert report.verdict is INVALID
        assert fetcher.calls == ()


def test_an_address_that_says_no_more_than_revoked():
    for said in ({"revoked": True}, {"@context": V2, "id": ASSERTION, "revoked": True, "type": "Assertion"}):
        report = verify(ASSERTION, web(**{ASSERTION: said}))
        assert report.verdict is INVALID
        assert "REVOKED" in codes(report)
