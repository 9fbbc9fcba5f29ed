"""Open Badges 0.5, 1.0 and 1.1 told apart and read as 2.0, each by the rules of its own version."""

from __future__ import annotations

import copy
import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.errors import InputError
from qualitybadge.model.ob2_upgrade_values import date_of
from qualitybadge.model.ob2_versions import CONTEXT_2, upgrade, version_of

V1 = "https://w3id.org/openbadges/v1"
V0 = "https://w3id.org/openbadges/v0"
HERE = "https://issuer.example/assertions/1"
KEY = "https://issuer.example/key.pem"
SHA256 = "sha256$" + hashlib.sha256(b"ada@example.orgsalt").hexdigest()
SHA1 = "sha1$" + hashlib.sha1(b"ada@example.orgsalt", usedforsecurity=False).hexdigest()
EXTENSION = "https://issuer.example/extension.json"


def without(data: dict, *names: str) -> dict:
    return {name: value for name, value in data.items() if name not in names}


def assertion_1_0(**changes: object) -> dict:
    data = {
        "uid": "abc",
        "recipient": {"type": "email", "hashed": True, "salt": "salt", "identity": SHA256},
        "badge": "https://issuer.example/badge",
        "verify": {"type": "hosted", "url": HERE},
        "issuedOn": "2015-04-30",
    }
    return data | changes


def assertion_1_1(**changes: object) -> dict:
    return {"@context": V1, "type": "Assertion", "id": HERE} | assertion_1_0(**changes)


def issuer_0_5(**changes: object) -> dict:
    data = {
        "origin": "https://issuer.example",
        "name": "Academy",
        "org": "City",
        "contact": "a@issuer.example",
    }
    return data | changes


def assertion_0_5(*, badge: object = None, issuer: object = None, **changes: object) -> dict:
    inner = {
        "version": "0.5.0",
        "name": "Robotics",
        "image": "/badge.png",
        "description": "Built a robot",
        "criteria": "/criteria",
        "issuer": issuer_0_5() if issuer is None else issuer,
    }
    data = {
        "recipient": SHA256,
        "salt": "salt",
        "evidence": "/work",
        "issued_on": "2012-12-28",
        "badge": inner if badge is None else badge,
    }
    return data | changes


def faults(data: dict, **options: str) -> dict[str, str]:
    return {fault.pointer: fault.message for fault in upgrade(data, **options).faults}


class TestVersionOf:
    @pytest.mark.parametrize(
        ("data", "version"),
        [
            ({"@context": CONTEXT_2}, "2.0"),
            ({"@context": [CONTEXT_2, V1]}, "2.0"),
            ({"@context": "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld"}, "2.0"),
            ({"@context": {"name": "http://schema.org/name"}}, "2.0"),
            ({"@context": "https://elsewhere.example/openbadges/v1"}, "2.0"),
            ({"@context": [7]}, "2.0"),
            ({"@context": V1}, "1.1"),
            ({"@context": "http://w3id.org/openbadges/v1/"}, "1.1"),
            ({"@context": [V1, {"x": "y"}]}, "1.1"),
            (assertion_1_0(), "1.0"),
            (assertion_1_0(type="Assertion"), "1.0"),
            (assertion_1_0(**{"@context": None}), "1.0"),
            (assertion_1_0(recipient="ada@example.org"), "1.0"),
            ({"@context": V0} | assertion_1_0(), "1.0"),
            ({"name": "x", "criteria": "y", "issuer": "z"}, "1.0"),
            ({"abc": "a reason"}, "1.0"),
            ({}, "1.0"),
            (assertion_0_5(), "0.5"),
            (assertion_0_5(recipient=None), "0.5"),
            (assertion_0_5(uid="1", verify={}, issuedOn=1), "0.5"),
            ({"@context": V0} | assertion_0_5(), "0.5"),
            ({"recipient": "ada@example.org"}, "0.5"),
        ],
    )
    def test_context_and_members_decide(self, data, version):
        assert version_of(data) == version

    @pytest.mark.parametrize(
        "data",
        [
            {"type": "Assertion", "id": HERE, "verification": {"type": "hosted"}, "recipient": {}},
            {"type": "BadgeClass", "id": HERE},
            {"@type": ["Profile", 7], "id": HERE},
            {"revokedAssertions": []},
            {"claim": {}},
            {"publicKeyPem": ""},
        ],
    )
    def test_j_nocontext_is_no_way_around_the_rules_of_2_0(self, data):
        assert upgrade(data).data is data
        assert version_of(data) == "2.0"


class TestVersion2:
    def test_stays_as_it_is(self):
        data = {"@context": CONTEXT_2, "id": HERE, "issuedOn": "2015-04-30"}
        upgraded = upgrade(data, url="https://other.example/", class_name="Assertion")
        assert upgraded.data is data
        assert (upgraded.version, upgraded.notes, upgraded.faults) == ("2.0", (), ())
        assert upgraded.hosted_url == HERE
        assert upgraded.original_pointer("/issuedOn") == "/issuedOn"

    @pytest.mark.parametrize("own", [None, 7, "urn:uuid:1", "javascript://x"])
    def test_without_an_address(self, own):
        assert upgrade({"@context": CONTEXT_2, "id": own}).hosted_url == ""

    @pytest.mark.parametrize("data", [None, [], "x", 7, [assertion_1_0()]])
    def test_what_is_no_object(self, data):
        with pytest.raises(InputError) as caught:
            upgrade(data)
        assert caught.value.code == "NOT_A_BADGE"


class TestVersion10:
    def test_hosted_assertion(self):
        upgraded = upgrade(assertion_1_0(), class_name="Assertion")
        assert upgraded.data == {
            "@context": CONTEXT_2,
            "type": "Assertion",
            "id": HERE,
            "uid": "abc",
            "recipient": {"type": "email", "hashed": True, "salt": "salt", "identity": SHA256},
            "badge": "https://issuer.example/badge",
            "verification": {"type": "HostedBadge"},
            "issuedOn": "2015-04-30T00:00:00Z",
        }
        assert (upgraded.version, upgraded.faults, upgraded.hosted_url) == ("1.0", (), HERE)
        assert (upgraded.key_url, dict(upgraded.excused)) == ("", {})
        assert [note.pointer for note in upgraded.notes] == ["", "", "/issuedOn"]

    def test_o_10json_the_address_it_names_is_its_id_wherever_it_was_served(self):
        upgraded = upgrade(assertion_1_0(), url="https://evil.example/1")
        assert upgraded.data["id"] == upgraded.hosted_url == HERE

    def test_without_an_address_of_its_own_it_is_where_it_was_served(self):
        data = assertion_1_0(verify={"type": "hosted"})
        assert upgrade(data, url=HERE).data["id"] == HERE
        assert "names the hosted badge" in faults(data, url=HERE)["/verify/url"]

    def test_badge_class_and_issuer_are_named_by_their_place(self):
        url = "https://issuer.example/badge"
        data = {"name": "Robotics", "criteria": "https://x.example", "issuer": "https://issuer.example/"}
        upgraded = upgrade(data, url=url, class_name="BadgeClass")
        assert upgraded.data == {"@context": CONTEXT_2, "type": "BadgeClass", "id": url, **data}
        data = {
            "name": "Academy",
            "url": "https://issuer.example",
            "email": "a@issuer.example",
            "image": None,
        }
        upgraded = upgrade(data, url=url, class_name="Profile")
        assert upgraded.data == {"@context": CONTEXT_2, "type": "Issuer", "id": url, **without(data, "image")}
        assert upgrade(data, url=url, class_name="Issuer").data == upgraded.data
        assert upgrade(data).data["id"] == "_:issuer"

    @pytest.mark.parametrize(
        ("data", "class_type"),
        [
            (assertion_1_0(), "Assertion"),
            ({"criteria": "https://x.example"}, "BadgeClass"),
            ({"url": "https://x.example", "name": "A"}, "Issuer"),
            ({"name": "A"}, None),
        ],
    )
    def test_without_an_expectation_the_members_tell_the_class(self, data, class_type):
        assert upgrade(data).data.get("type") == class_type

    def test_the_documents_own_type_goes_before_what_is_expected(self):
        data = assertion_1_0(type="Assertion")
        assert upgrade(data, class_name="BadgeClass").data["verification"] == {"type": "HostedBadge"}

    def test_o_11_noemail_an_issuer_needs_no_email_before_2_0(self):
        upgraded = upgrade({"name": "A", "url": "https://x.example"}, class_name="Profile")
        assert list(upgraded.excused) == ["/email"]
        assert upgraded.findings([InputError("missing", pointer="/email")]) == ()

    def test_embedded_objects_without_an_id_are_blank(self):
        issuer = {"name": "A", "url": "https://x.example"}
        upgraded = upgrade(assertion_1_0(badge={"name": "R", "issuer": issuer, "alignment": None}))
        badge = upgraded.data["badge"]
        assert badge == {
            "name": "R",
            "type": "BadgeClass",
            "id": "_:badge",
            "issuer": {**issuer, "type": "Issuer", "id": "_:issuer"},
        }
        assert list(upgraded.excused) == ["/badge/issuer/email"]


class TestVersion11:
    def test_hosted_assertion(self):
        data = assertion_1_1(**{"@context": [V1, EXTENSION, {"x": "https://x.example#"}]})
        upgraded = upgrade(data, url=HERE)
        assert upgraded.data["@context"] == [CONTEXT_2, EXTENSION, {"x": "https://x.example#"}]
        assert (upgraded.version, upgraded.faults, upgraded.hosted_url) == ("1.1", (), HERE)
        assert upgraded.data["id"] == HERE

    def test_o_11_issuerorg(self):
        data = {"@context": V1, "id": HERE, "name": "A", "email": "a@x.example"}
        assert upgrade(data | {"type": "IssuerOrg"}).data["type"] == "Issuer"
        assert upgrade(data | {"type": ["IssuerOrg", "x:y"]}).data["type"] == ["Issuer", "x:y"]
        assert upgrade(data | {"type": "Issuer"}).data["type"] == "Issuer"
        assert (
            "type" not in upgrade(data, class_name="Profile").data
        )  # 1.1 asks for one: the rules of 2.0 say so

    def test_o_11_align(self):
        entry = {"name": "S", "url": "https://skills.example/1", "targetCode": "1"}
        upgraded = upgrade({"@context": V1, "type": "BadgeClass", "id": HERE, "alignment": entry})
        assert upgraded.data["alignment"] == {
            "targetName": "S",
            "targetUrl": "https://skills.example/1",
            "targetCode": "1",
        }
        assert upgraded.original_pointer("/alignment/targetUrl") == "/alignment/url"
        assert upgraded.original_pointer("/alignment/targetCode") == "/alignment/targetCode"

    def test_alignments_of_a_list_each_in_its_own_words(self):
        entries = [
            {"name": "S", "description": "d"},
            {"targetName": "T", "name": "an other name"},
            "https://skills.example/1",
            {},
        ]
        upgraded = upgrade({"@context": V1, "type": "BadgeClass", "id": HERE, "alignment": entries})
        assert upgraded.data["alignment"] == [
            {"targetName": "S", "targetDescription": "d"},
            {"targetName": "T", "name": "an other name"},
            "https://skills.example/1",
            {},
        ]
        assert [note.pointer for note in upgraded.notes] == ["/@context", "/alignment/0"]
        assert upgraded.original_pointer("/alignment/1/targetName") == "/alignment/1/targetName"
        assert upgraded.original_pointer("/alignment/3/targetUrl") == "/alignment/3/url"

    @pytest.mark.parametrize("url", ["http://issuer.example/assertions/1", HERE])
    def test_id_and_address_may_differ_in_http_and_https(self, url):
        upgraded = upgrade(assertion_1_1(verify={"type": "hosted", "url": url}))
        assert (upgraded.faults, upgraded.hosted_url) == ((), HERE)

    def test_f08_an_id_of_one_place_and_an_address_of_another(self):
        data = assertion_1_1(id="https://university.example/1")
        assert "another address than the id" in faults(data, url=HERE)["/verify/url"]
        assert upgrade(data, url=HERE).hosted_url == "https://university.example/1"

    def test_documents_in_circulation_name_it_verification(self):
        data = without(assertion_1_1(verification={"type": "hosted"}), "verify", "uid")
        upgraded = upgrade(data)
        assert (upgraded.faults, upgraded.hosted_url) == ((), HERE)
        assert upgraded.data["verification"] == {"type": "HostedBadge"}
        assert upgraded.original_pointer("/verification/type") == "/verification/type"

    def test_a_key_document_only_gets_the_new_context(self):
        data = {"@context": V1, "type": "CryptographicKey", "id": HERE, "publicKeyPem": "x"}
        assert upgrade(data).data == data | {"@context": CONTEXT_2}


class TestSigned:
    def test_the_key_that_the_assertion_names_is_kept_for_the_verifier_and_linked_by_nobody(self):
        data = assertion_1_1(verify={"type": "signed", "url": KEY, "x": 1, "y": None})
        upgraded = upgrade(data)
        assert (upgraded.key_url, upgraded.hosted_url, upgraded.faults) == (KEY, "", ())
        assert upgraded.data["verification"] == {"type": "SignedBadge", "x": 1}
        assert KEY not in json.dumps(upgraded.data)
        assert upgraded.original_pointer("/verification/type") == "/verify/type"

    def test_of_1_0_it_has_a_uid_and_no_id(self):
        data = assertion_1_0(verify={"type": "signed", "url": KEY})
        upgraded = upgrade(data, url=HERE)
        assert (upgraded.data["id"], upgraded.data["uid"]) == ("_:assertion", "abc")

    @pytest.mark.parametrize("url", ["javascript:x", 7, ["https://x.example"], "https://", "https://a b", ""])
    def test_an_address_that_is_none(self, url):
        data = assertion_1_1(verify={"type": "signed", "url": url})
        assert "no http or https" in faults(data)["/verify/url"]
        assert upgrade(data).key_url == ""

    @pytest.mark.parametrize("verify", [{"type": "signed"}, {"type": "signed", "url": None}])
    def test_without_an_address_of_the_key(self, verify):
        assert "names the key" in faults(assertion_1_1(verify=verify))["/verify/url"]


class TestVerify:
    @pytest.mark.parametrize("verify", ["hosted", [], 7, False])
    def test_no_object(self, verify):
        upgraded = upgrade(assertion_1_1(verify=verify))
        assert upgraded.data["verification"] == verify
        assert [fault.pointer for fault in upgraded.faults] == ["/verify"]
        assert upgraded.hosted_url == ""

    @pytest.mark.parametrize("kind", [None, "", "Hosted", "SIGNED", ["hosted"], {}, 7])
    def test_of_no_known_type(self, kind):
        assert list(faults(assertion_1_1(verify={"type": kind, "url": HERE}))) == ["/verify/type"]

    def test_absent_is_left_to_the_rules_of_2_0(self):
        upgraded = upgrade(without(assertion_1_1(), "verify"))
        assert "verification" not in upgraded.data
        assert upgraded.faults == ()

    def test_two_of_them(self):
        data = assertion_1_1(verification={"type": "signed"})
        assert list(faults(data)) == ["/verification"]

    @pytest.mark.parametrize("kind", ["HostedBadge", "hosted"])
    def test_the_names_of_2_0_are_understood(self, kind):
        assert upgrade(assertion_1_1(verify={"type": kind})).data["verification"] == {"type": "HostedBadge"}

    def test_neither_uid_nor_id(self):
        data = without(assertion_1_0(), "uid")
        assert list(faults(data)) == ["/uid"]
        assert faults(data | {"id": HERE}) == {}

    @pytest.mark.parametrize("own", ["urn:uuid:1", 7])
    def test_an_id_that_is_no_address(self, own):
        upgraded = upgrade(assertion_1_1(id=own))
        assert (upgraded.data["id"], upgraded.hosted_url) == (own, HERE)


class TestRecipient:
    def test_a_text_is_of_0_5_only(self):
        data = assertion_1_1(recipient="ada@example.org")
        assert list(faults(data)) == ["/recipient"]
        assert upgrade(data).data["recipient"] == "ada@example.org"

    @pytest.mark.parametrize("identity", [SHA1, SHA1.upper().replace("SHA1", "SHA1"), "sha512$" + "0" * 128])
    def test_f07_hashes_of_old_are_excused_where_they_are_whole(self, identity):
        recipient = {"type": "email", "hashed": True, "identity": identity}
        assert list(upgrade(assertion_1_0(recipient=recipient)).excused) == ["/recipient/identity"]

    @pytest.mark.parametrize(
        "recipient",
        [
            {"type": "email", "hashed": True, "identity": "sha1$00"},
            {"type": "email", "hashed": True, "identity": "sha3$" + "0" * 64},
            {"type": "email", "hashed": True, "identity": SHA256},
            {"type": "email", "hashed": True, "identity": "md5$" + "0" * 32},
            {"type": "email", "hashed": True, "identity": 7},
            {"type": "email", "hashed": True},
            {"type": "email", "hashed": False, "identity": SHA1},
            {"type": "email", "hashed": "true", "identity": SHA1},
            [],
        ],
    )
    def test_f07_anything_else_is_judged_by_2_0(self, recipient):
        upgraded = upgrade(assertion_1_0(recipient=recipient))
        assert upgraded.data["recipient"] == recipient
        assert "/recipient/identity" not in upgraded.excused


GOOD_DATES = {
    "2015-04-30": "2015-04-30T00:00:00Z",
    1430352000: "2015-04-30T00:00:00Z",
    "1430352000": "2015-04-30T00:00:00Z",
    0: "1970-01-01T00:00:00Z",
    9_999_999_999: "2286-11-20T17:46:39Z",
    "2015-04-30T12:00:00Z": "2015-04-30T12:00:00Z",
    "2015-04-30T12:00:00.123456+02:00": "2015-04-30T12:00:00.123456+02:00",
    "2015-04-30T12:00": "2015-04-30T12:00:00Z",
    "2015-04-30T12:00:00": "2015-04-30T12:00:00Z",
    "2015-04-30T12:00:00,5": "2015-04-30T12:00:00.5Z",
    "2013-02-18T18:10+0500": "2013-02-18T18:10:00+05:00",
    "2013-02-18T18:10:00-08": "2013-02-18T18:10:00-08:00",
    "2016-02-29": "2016-02-29T00:00:00Z",
}
BAD_DATES = [
    "2015-04-31", "2015-02-29", "2015-13-01", "0000-01-01", "2015-04-30T25:00", "2015-04-30T12:60Z",
    "2015-04-30T12:00+25:00", "2015-04", "20150430", "30.04.2015", "2015-04-30 12:00", "2015-04-30T12:00:00z",
    "", "soon", "143035200", "14303520000", "٢٠١٥-٠٤-٣٠", -1, 10_000_000_000, 10**30, 1430352000.0, True, None, [], {},
]  # fmt: skip


class TestDates:
    @pytest.mark.parametrize(("written", "moment"), GOOD_DATES.items(), ids=map(str, GOOD_DATES))
    def test_o_11unix_and_every_other_way_to_write_a_date_before_2_0(self, written, moment):
        upgraded = upgrade(assertion_1_0(issuedOn=written, expires=written))
        assert (upgraded.data["issuedOn"], upgraded.data["expires"]) == (moment, moment)
        assert upgraded.faults == ()
        assert ("/expires" in {note.pointer for note in upgraded.notes}) is (written != moment)

    @pytest.mark.parametrize("written", BAD_DATES, ids=str)
    def test_o_10_baddate_and_every_other_date_that_is_none(self, written):
        with pytest.raises(InputError) as caught:
            date_of(written, pointer="/expires", spec="OB 1.0 §DateTime")
        assert caught.value.pointer == "/expires"
        if written is not None:
            upgraded = upgrade(assertion_1_0(expires=written))
            assert upgraded.data["expires"] == written
            assert [fault.pointer for fault in upgraded.faults] == ["/expires"]

    def test_of_two_names_the_later_counts(self):
        upgraded = upgrade(assertion_0_5(issuedOn=1399404880, issued_on="2012-12-28"))
        assert upgraded.data["issuedOn"] == "2014-05-06T19:34:40Z"
        assert upgraded.original_pointer("/issuedOn") == "/issuedOn"


class TestVersion05:
    def test_all_of_it(self):
        upgraded = upgrade(assertion_0_5(), url=HERE)
        assert upgraded.data == {
            "@context": CONTEXT_2,
            "type": "Assertion",
            "id": HERE,
            "recipient": {"type": "email", "hashed": True, "identity": SHA256, "salt": "salt"},
            "evidence": "https://issuer.example/work",
            "issuedOn": "2012-12-28T00:00:00Z",
            "verification": {"type": "HostedBadge"},
            "badge": {
                "type": "BadgeClass",
                "id": "_:badge",
                "version": "0.5.0",
                "name": "Robotics",
                "image": "https://issuer.example/badge.png",
                "description": "Built a robot",
                "criteria": "https://issuer.example/criteria",
                "issuer": {
                    "type": "Issuer",
                    "id": "_:issuer",
                    "name": "Academy, City",
                    "url": "https://issuer.example",
                    "email": "a@issuer.example",
                    "verification": {
                        "type": "VerificationObject",
                        "startsWith": "https://issuer.example/",
                        "allowedOrigins": "issuer.example",
                    },
                },
            },
        }
        assert (upgraded.version, upgraded.faults, upgraded.hosted_url) == ("0.5", (), "")
        for here, there in {
            "/recipient/identity": "/recipient",
            "/recipient/salt": "/salt",
            "/issuedOn": "/issued_on",
            "/badge/issuer/url": "/badge/issuer/origin",
            "/badge/issuer/email": "/badge/issuer/contact",
            "/badge/issuer/name": "/badge/issuer/name",
            "/badge/image": "/badge/image",
            "": "",
        }.items():
            assert upgraded.original_pointer(here) == there

    def test_o_05_rev_a_plain_address(self):
        upgraded = upgrade(without(assertion_0_5(recipient="ada@example.org"), "salt"), url=HERE)
        expected = {"type": "email", "hashed": False, "identity": "ada@example.org"}
        assert upgraded.data["recipient"] == expected
        assert "ada" not in repr(upgraded.notes)

    @pytest.mark.parametrize(
        ("text", "hashed"),
        [(SHA1, True), ("a$b@example.org", False), ("sha9$00", False), ("sha256$00", True)],
    )
    def test_f07_only_a_known_algorithm_makes_a_hash(self, text, hashed):
        upgraded = upgrade(assertion_0_5(recipient=text))
        assert upgraded.data["recipient"]["hashed"] is hashed
        assert ("/recipient/identity" in upgraded.excused) is (text == SHA1)

    def test_no_date_of_issue_is_needed(self):
        upgraded = upgrade(without(assertion_0_5(), "issued_on"))
        assert "/issuedOn" in upgraded.excused
        assert "/issuedOn" not in upgrade(without(assertion_1_0(), "issuedOn")).excused

    def test_not_knowing_its_place_it_is_blank_and_no_fault(self):
        upgraded = upgrade(assertion_0_5())
        assert (upgraded.data["id"], upgraded.faults, upgraded.hosted_url) == ("_:assertion", (), "")

    def test_with_members_of_1_0_as_they_circulate(self):
        data = assertion_0_5(uid="1", verify={"type": "hosted", "url": HERE}, issuedOn=1399404880)
        upgraded = upgrade(data)
        assert upgraded.data["id"] == upgraded.hosted_url == HERE
        assert upgraded.faults == ()
        assert faults(assertion_0_5(verify={"type": "hosted"})) == {}

    @pytest.mark.parametrize(
        ("origin", "url", "scope"),
        [
            ("HTTPS://Issuer.Example:8443/", HERE, "https://issuer.example:8443/"),
            ("http://issuer.example/badges", HERE, "http://issuer.example/"),
            ("issuer.example", HERE, "https://issuer.example/"),
        ],
    )
    def test_o_05_rel_paths_start_at_the_origin(self, origin, url, scope):
        upgraded = upgrade(assertion_0_5(issuer=issuer_0_5(origin=origin)), url=url)
        badge = upgraded.data["badge"]
        assert upgraded.faults == ()
        assert badge["issuer"]["verification"]["startsWith"] == scope
        assert badge["issuer"]["verification"]["allowedOrigins"] == "issuer.example"
        assert (badge["image"], badge["issuer"]["url"]) == (f"{scope}badge.png", scope[:-1])

    @pytest.mark.parametrize(
        ("origin", "url"),
        [
            ("university.example", HERE),
            ("issuer.example", None),
            ("not a host", "https://x.example"),
            ("https://ada@issuer.example", HERE),
            ("https://issuer.example@evil.example", HERE),
            ("https://issuer.example\\@evil.example", HERE),
            ("ftp://issuer.example", HERE),
            ("", HERE),
            (7, HERE),
            (["https://issuer.example"], HERE),
        ],
    )
    def test_f08_an_origin_that_is_none_limits_nothing_and_is_a_fault(self, origin, url):
        upgraded = upgrade(assertion_0_5(issuer=issuer_0_5(origin=origin)), url=url)
        assert [fault.pointer for fault in upgraded.faults] == ["/badge/issuer/origin"]
        assert "verification" not in upgraded.data["badge"]["issuer"]
        assert upgraded.data["badge"]["image"] == "/badge.png"

    def test_f08_a_scope_that_the_badge_gives_itself_is_not_taken_over(self):
        verification = {"startsWith": "https://university.example/"}
        upgraded = upgrade(assertion_0_5(issuer=issuer_0_5(verification=verification)))
        assert upgraded.data["badge"]["issuer"]["verification"]["startsWith"] == "https://issuer.example/"

    @pytest.mark.parametrize("image", ["https://x.example/a.png", "//x.example/a.png", "a.png", 7])
    def test_only_a_path_from_the_root_is_resolved(self, image):
        upgraded = upgrade(assertion_0_5(badge={"image": image, "issuer": issuer_0_5()}))
        assert upgraded.data["badge"]["image"] == image

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"org": None, "contact": None}, {"name": "Academy"}),
            ({"org": "Academy"}, {"name": "Academy", "email": "a@issuer.example"}),
            ({"org": 7}, {"name": "Academy", "email": "a@issuer.example"}),
            ({"name": 7}, {"name": 7, "email": "a@issuer.example"}),
            ({"email": "b@x.example"}, {"name": "Academy, City", "email": "b@x.example"}),
            (
                {"url": "https://x.example"},
                {"url": "https://x.example", "name": "Academy, City", "email": "a@issuer.example"},
            ),
        ],
    )
    def test_the_issuer_is_one_name(self, changes, expected):
        upgraded = upgrade(assertion_0_5(issuer=issuer_0_5(**changes)))
        issuer = upgraded.data["badge"]["issuer"]
        expected = {"url": "https://issuer.example", "type": "Issuer", "id": "_:issuer"} | expected
        assert without(issuer, "verification") == expected
        assert ("/badge/issuer/email" in upgraded.excused) is ("email" not in expected)

    def test_an_issuer_without_an_origin(self):
        assert "names no origin" in faults(assertion_0_5(issuer={"name": "A"}))["/badge/issuer/origin"]

    @pytest.mark.parametrize("badge", [7, [], "", {"issuer": 7}, {}])
    def test_what_is_embedded_may_be_anything(self, badge):
        upgraded = upgrade({"recipient": "ada@example.org", "badge": badge}, url=HERE)
        assert isinstance(upgraded.data, dict)


class TestRevocationList:
    def test_reasons_by_uid_or_id(self):
        data = {"abc": "cheating", "a/b~c": "", "https://issuer.example/1": "x", "urn:uuid:1": None}
        upgraded = upgrade(data, url="https://issuer.example/revoked", class_name="RevocationList")
        assert upgraded.data == {
            "@context": CONTEXT_2,
            "type": "RevocationList",
            "id": "https://issuer.example/revoked",
            "revokedAssertions": [
                {"uid": "abc", "revocationReason": "cheating"},
                {"uid": "a/b~c", "revocationReason": ""},
                {
                    "uid": HERE.replace("assertions/", ""),
                    "id": "https://issuer.example/1",
                    "revocationReason": "x",
                },
                {"uid": "urn:uuid:1", "id": "urn:uuid:1"},
            ],
        }
        assert upgraded.faults == ()
        assert upgraded.original_pointer("/revokedAssertions/1/uid") == "/a~1b~0c/uid"

    def test_none_revoked(self):
        upgraded = upgrade({}, class_name="RevocationList")
        assert (upgraded.data["revokedAssertions"], upgraded.data["id"]) == ([], "_:revocations")

    def test_e10_whatever_stands_as_the_reason_the_badge_is_revoked(self):
        upgraded = upgrade({"abc": 404, "id": "x", "type": []}, class_name="RevocationList")
        assert [entry["uid"] for entry in upgraded.data["revokedAssertions"]] == ["abc", "id", "type"]
        assert [fault.pointer for fault in upgraded.faults] == ["/abc", "/type"]

    def test_of_1_1_has_a_context_and_names_itself(self):
        data = {"@context": V1, "id": HERE, "type": "RevocationList", "abc": "x"}
        upgraded = upgrade(data)
        assert upgraded.data["id"] == HERE
        assert upgraded.data["revokedAssertions"] == [{"uid": "abc", "revocationReason": "x"}]

    def test_a_list_in_the_words_of_2_0_is_left_to_its_rules(self):
        data = {"@context": V1, "type": "RevocationList", "revokedAssertions": ["x"]}
        assert upgrade(data).data == data | {"@context": CONTEXT_2}


class TestFindings:
    def test_errors_of_2_0_point_into_the_original_and_repeat_no_fault(self):
        upgraded = upgrade(assertion_0_5(issued_on="2015-04-31", recipient=SHA1), url=HERE)
        errors = [
            InputError("no date", pointer="/issuedOn", code="CONFORMANCE"),
            InputError("no email", pointer="/badge/issuer/email", code="CONFORMANCE", hint="h", spec="s"),
            InputError("no hash", pointer="/recipient/identity"),
            InputError("no name", pointer="/badge/name"),
        ]
        found = upgraded.findings(errors)
        assert [(error.pointer, error.message) for error in found] == [
            ("/issued_on", "no such day in the calendar"),
            ("/badge/issuer/contact", "no email"),
            ("/badge/name", "no name"),
        ]
        assert (found[1].code, found[1].hint, found[1].spec) == ("CONFORMANCE", "h", "s")
        assert errors[1].pointer == "/badge/issuer/email"
        assert found[2] is errors[3]

    def test_faults_are_of_the_older_version(self):
        fault = upgrade(assertion_0_5(expires="soon")).faults[0]
        assert (fault.code, fault.spec) == ("MALFORMED_VALUE", "OB 0.5 §DateTime")


WORDS = (
    "@context @id id type uid recipient salt badge verify verification issuedOn issued_on expires issuer"
    " origin org contact name url email alignment image criteria evidence identity hashed"
)
NAMES = st.sampled_from(WORDS.split())
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8),
    st.sampled_from([V1, V0, CONTEXT_2, HERE, KEY, SHA1, SHA256, "hosted", "signed", "IssuerOrg", "/x", "2015-04-30"]),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(NAMES, VALUES, max_size=8),
    st.sampled_from([None, HERE]),
    st.sampled_from([None, "Assertion", "BadgeClass", "Issuer", "RevocationList", "CryptographicKey", "x"]),
)
def test_any_object_becomes_one_of_2_0_and_stays_as_it_was(data, url, class_name):
    before = copy.deepcopy(data)
    upgraded = upgrade(data, url=url, class_name=class_name)
    assert data == before
    assert version_of(upgraded.data) == "2.0"
    assert upgrade(upgraded.data).data is upgraded.data
    assert json.dumps(upgraded.data)
    assert all(isinstance(fault, InputError) for fault in upgraded.findings(upgraded.faults))
