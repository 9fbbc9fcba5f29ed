"""Open Badges 0.5 and the old revocation lists read as 2.0, and what is found on the way, whatever is read."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.errors import InputError
from qualitybadge.model.ob2_versions import CONTEXT_2, upgrade, version_of
from support.older_badges import (
    HERE,
    KEY,
    SHA1,
    SHA256,
    V0,
    V1,
    assertion_0_5,
    assertion_1_0,
    issuer_0_5,
    without,
)


def faults(data: dict, **options: str) -> dict[str, str]:
    return {fault.pointer: fault.message for fault in upgrade(data, **options).faults}


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
                    "id": "https://issuer.example",
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
                {"url": "https://x.example", "id": "https://x.example/a", "@id": "https://x.example/b"},
                {"name": "Academy, City", "email": "a@issuer.example"},
            ),
        ],
    )
    def test_the_issuer_is_one_name(self, changes, expected):
        upgraded = upgrade(assertion_0_5(issuer=issuer_0_5(**changes)))
        issuer = upgraded.data["badge"]["issuer"]
        expected |= {"type": "Issuer", "url": "https://issuer.example", "id": "https://issuer.example"}
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
