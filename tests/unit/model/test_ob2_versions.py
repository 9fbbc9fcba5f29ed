"""Open Badges 1.0 and 1.1 told from 0.5 and 2.0 and read as 2.0, by the rules of their own version."""

from __future__ import annotations

import json

import pytest

from qualitybadge.errors import InputError
from qualitybadge.model.ob2_upgrade_values import date_of
from qualitybadge.model.ob2_versions import CONTEXT_2, upgrade, version_of
from support.older_badges import (
    EXTENSION,
    HERE,
    KEY,
    SHA1,
    SHA256,
    V0,
    V1,
    assertion_0_5,
    assertion_1_0,
    assertion_1_1,
    without,
)


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

    @pytest.mark.parametrize("own", ["Assertion", ["x:y", "Assertion"], "x:y"])
    def test_what_is_expected_goes_before_the_documents_own_type(self, own):
        data = assertion_1_1(type=own)
        assert upgrade(data, class_name="Assertion").data["verification"] == {"type": "HostedBadge"}
        other = upgrade(data, class_name="BadgeClass")
        assert "verification" not in other.data
        assert other.hosted_url == ""

    def test_without_an_expectation_the_documents_own_type_counts(self):
        assert upgrade(assertion_1_1(type=["x:y", "Assertion"])).hosted_url

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
