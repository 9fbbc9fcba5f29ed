"""Badges of 2.0 are handed out only if they conform, lose nothing and verify; every fault is named at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError, IssueError
from qualitybadge.issue.ob2 import Ob2Issuer
from qualitybadge.proofs import jws
from support.images import png, svg
from support.keyring import pair
from support.ob2_issuing import ADA, AT, HOME, NOW, PROFILE, RSA, TIDE, issuer

V2 = "https://w3id.org/openbadges/v2"
APPLY = {
    "@context": "https://openbadgespec.org/extensions/applyLinkExtension/context.json",
    "type": ["Extension", "extensions:ApplyLink"],
    "url": "https://academy.example/apply",
}


def hosted(badge_class=TIDE, recipient=ADA, *, who=None, at=AT, **details):
    return (who or issuer()).issue(badge_class, recipient, hosted_at=at, **details)


def signed(badge_class=TIDE, recipient=ADA, *, who=None, **details):
    return (who or issuer()).issue(badge_class, recipient, signed=True, **details)


def verified(badge, **how):
    source = badge.to_jws() if badge.signed else badge.id
    return qb.verify(source, fetcher=qb.StaticFetcher(badge.documents), now=NOW, **how)


def refused(*arguments, match=None, **how) -> IssueError:
    with pytest.raises(IssueError, match=match) as caught:
        hosted(*arguments, **how)
    return caught.value


# --- what is written


def test_a_hosted_badge_is_an_assertion_at_its_address():
    badge = hosted()
    assert badge.id == AT
    assert not badge.signed
    assert list(badge.documents) == [PROFILE["id"], TIDE["id"], AT]
    assert json.loads(badge.to_json()) == badge.assertion
    assert badge.assertion["@context"] == V2
    assert badge.assertion["verification"] == {"type": "HostedBadge"}
    assert badge.assertion["badge"] == TIDE["id"]
    assert badge.assertion["issuedOn"] == "2026-03-01T12:00:00Z"
    assert badge.badge_class["issuer"] == PROFILE["id"]
    assert badge.profile == {"@context": V2, "type": "Issuer", **PROFILE}
    report = verified(badge, recipient=qb.Recipient.email("ada@example.org"))
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.DOMAIN)
    with pytest.raises(IssueError, match="no signature"):
        badge.to_jws()


def test_a_signed_badge_names_key_and_list():
    badge = signed()
    key_url = badge.key["id"]
    assert badge.id.startswith("urn:uuid:")
    assert badge.assertion["verification"] == {"type": "SignedBadge", "creator": key_url}
    assert list(badge.documents) == [PROFILE["id"], key_url, f"{HOME}/issuer-revoked.json", TIDE["id"]]
    assert badge.profile["publicKey"] == key_url
    assert badge.profile["revocationList"] == f"{HOME}/issuer-revoked.json"
    assert badge.key["owner"] == PROFILE["id"]
    assert badge.key["publicKeyPem"].startswith("-----BEGIN PUBLIC KEY-----")
    assert badge.revocation_list["revokedAssertions"] == []
    token = jws.parse(badge.to_jws())
    assert token.header == {"alg": "RS256", "kid": key_url}
    assert json.loads(token.payload) == badge.assertion
    assert (verified(badge).verdict, verified(badge).trust) == (qb.Verdict.VALID, qb.Trust.DOMAIN)
    with pytest.raises(IssueError, match="proves nothing"):
        badge.to_json()


def test_a_signed_badge_carries_a_class_that_has_no_address():
    ephemeral = {name: value for name, value in TIDE.items() if name != "id"}
    badge = signed(ephemeral)
    assert badge.assertion["badge"]["id"].startswith("urn:uuid:")
    assert "@context" not in badge.assertion["badge"]
    assert TIDE["id"] not in badge.documents
    assert verified(badge).verdict is qb.Verdict.VALID
    named = signed(TIDE | {"id": "urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72"})
    assert named.assertion["badge"]["id"] == "urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72"


def test_a_signed_badge_carries_its_class_where_asked():
    badge = signed(embed=True)
    assert badge.assertion["badge"]["name"] == TIDE["name"]
    assert TIDE["id"] in badge.documents
    assert verified(badge).verdict is qb.Verdict.VALID


def test_every_detail_stands_where_it_belongs():
    badge = hosted(
        issued_on=NOW - timedelta(days=1, microseconds=5),
        expires=NOW + timedelta(days=365),
        evidence=[{"narrative": "A log book."}, "https://academy.example/evidence/1"],
        narrative="With the pilots.",
        image={"id": TIDE["image"], "caption": "A tide table"},
        endorsements="https://port.example/endorsements/1.json",
        members={"version": "1", "related": {"id": f"{HOME}/badges/0.json"}},
    )
    assert {name: badge.assertion[name] for name in ("issuedOn", "expires", "narrative", "version")} == {
        "issuedOn": "2026-02-28T11:59:59Z",
        "expires": "2027-03-01T12:00:00Z",
        "narrative": "With the pilots.",
        "version": "1",
    }
    assert badge.assertion["endorsement"] == "https://port.example/endorsements/1.json"
    assert len(badge.assertion["evidence"]) == 2
    assert badge.assertion["image"]["caption"] == "A tide table"


def test_a_whole_class_and_extensions_pass_through():
    full = TIDE | {
        "@language": "en",
        "version": "2",
        "tags": ["tide", "harbour"],
        "alignment": {"targetName": "Navigation", "targetUrl": "https://skills.example/navigation"},
        "issuer": PROFILE | {"type": "Issuer"},
        "criteria": "https://academy.example/tide",
        "image": "https://academy.example/tide.png",
        "extensions:applyLink": APPLY,
        "related": None,
        "endorsement": [],
    }
    badge = hosted(full)
    assert badge.badge_class["extensions:applyLink"] == APPLY
    assert badge.badge_class["issuer"] == PROFILE["id"]
    assert not {"related", "endorsement"} & set(badge.badge_class)
    web = qb.StaticFetcher(badge.documents | {"https://academy.example/tide.png": png()})
    assert qb.verify(badge.id, fetcher=web, now=NOW).verdict is qb.Verdict.VALID


def test_own_terms_need_a_context_that_defines_them():
    url = "https://academy.example/harbour.json"
    context = {"@context": {"harbour": "https://academy.example/terms#harbour"}}
    fault = refused(match="'harbour' is defined by no context", members={"harbour": "north"})
    assert (fault.code, fault.pointer) == ("DATA_LOSS", "/harbour")
    who = issuer(contexts={url: context})
    badge = hosted(who=who, members={"harbour": "north"}, contexts=[url, V2])
    assert badge.assertion["@context"] == [V2, url]
    in_class = hosted(TIDE | {"@context": [V2, url], "harbour": "north"}, who=who)
    assert in_class.badge_class["@context"] == [V2, url]
    carried = signed(TIDE | {"@context": [V2, url], "harbour": "north"}, who=who, embed=True)
    assert carried.assertion["badge"]["@context"] == [V2, url]
    unknown = refused(contexts=["https://nobody.example/context.json"])
    assert unknown.code == "CONTEXT_UNKNOWN"


@pytest.mark.parametrize(
    ("who", "identity"),
    [
        (qb.Recipient.email("ada@example.org"), {"type": "email", "identity": "ada@example.org"}),
        (
            qb.Recipient.identifier("https://ada.example/", type="url"),
            {"type": "url", "identity": "https://ada.example/"},
        ),
        (qb.Recipient.identifier("+49123", type="telephone"), {"type": "telephone", "identity": "+49123"}),
        (qb.Recipient.did("did:example:ada"), {"type": "id", "identity": "did:example:ada"}),
    ],
)
def test_each_kind_of_recipient(who, identity):
    badge = hosted(TIDE, who)
    assert badge.assertion["recipient"] == identity | {"hashed": False}
    assert verified(badge, recipient=who).verdict is qb.Verdict.VALID
    secret = qb.Recipient(who.identities, hashed=True, salt="brine")
    hidden = hosted(TIDE, secret)
    assert hidden.assertion["recipient"]["salt"] == "brine"
    assert identity["identity"] not in hidden.to_json()
    assert verified(hidden, recipient=who).verdict is qb.Verdict.VALID


def test_f07_salts_are_fresh():
    one, other = hosted(), hosted()
    assert one.assertion["recipient"]["salt"] != other.assertion["recipient"]["salt"]
    assert one.assertion["recipient"]["identity"] != other.assertion["recipient"]["identity"]


def test_nothing_that_was_handed_in_is_changed():
    given, profile = json.loads(json.dumps(TIDE)), dict(PROFILE)
    hosted(given, who=issuer(profile=profile))
    assert (given, profile) == (TIDE, PROFILE)


# --- baking


@pytest.mark.parametrize("image", [png(), svg()])
def test_a_baked_badge_carries_assertion_or_token(image, tmp_path):
    one, other = hosted(), signed()
    carried = qb.unbake(one.bake(image))
    assert (carried.version, carried.content) == ("2.0", one.to_json())
    assert qb.unbake(other.bake(image)).content == other.to_jws()
    for badge in (one, other):
        path = tmp_path / "badge"
        path.write_bytes(badge.bake(image))
        report = qb.verify(path, fetcher=qb.StaticFetcher(badge.documents), now=NOW)
        assert report.verdict is qb.Verdict.VALID
    if image == svg():
        assert f'verify="{AT}"><![CDATA['.encode() in one.bake(image)


# --- what is refused


def test_every_fault_is_named_with_its_place():
    fault = refused(
        TIDE | {"name": 5, "descripton": "typo"},
        who=issuer(profile={"id": PROFILE["id"], "name": "Academy", "url": HOME}),
        expires=NOW - timedelta(days=1),
    )
    for said in (
        "the assertion: expires: expires lies before issuedOn at /expires",
        "at /badge/name",
        "'descripton' is defined by no context, so nobody would see it at /badge/descripton",
        "at /badge/issuer/email",
    ):
        assert said in fault.message


def test_lost_members_are_found_in_depth():
    fault = refused(
        TIDE | {"alignment": [{"targetName": "t", "targetUrl": "https://t.example/", "a/b": 1}]},
    )
    assert (fault.code, fault.pointer) == ("DATA_LOSS", "/badge/alignment/a~1b")
    two = [{"narrative": "x"}, {"narrative": "y", "lost": {"deep": 1}}]
    assert refused(evidence=two).pointer == "/evidence/1/lost"


@pytest.mark.parametrize(
    ("how", "code", "match"),
    [
        ({"at": None}, "USAGE", "either hosted or signed"),
        ({"signed": True}, "USAGE", "either hosted or signed"),
        ({"embed": True}, "USAGE", "embed is for signed badges only"),
        ({"id": "urn:uuid:1"}, "USAGE", "id is for signed"),
        ({"algorithm": "RS256"}, "USAGE", "algorithm is for signed"),
        ({"at": "http://academy.example/1"}, "ISSUE_REFUSED", "uses http"),
        ({"at": f"{AT}#x"}, "ISSUE_REFUSED", "fragment"),
        ({"at": 5}, "ISSUE_REFUSED", "no address"),
        ({"at": "https://elsewhere.example/1.json"}, "HOSTED_SCOPE", "scope"),
        ({"colour": "red"}, "USAGE", "unknown detail 'colour'"),
        ({"expires": NOW.date()}, "ISSUE_REFUSED", "expires is a day"),
        ({"issued_on": datetime(2026, 1, 1)}, "ISSUE_REFUSED", "no time zone"),  # noqa: DTZ001
        ({"members": {"recipient": {}}}, "ISSUE_REFUSED", "members cannot set recipient"),
        ({"evidence": {1, 2}}, "ISSUE_REFUSED", "of type set"),
    ],
)
def test_wrong_input_is_refused(how, code, match):
    assert refused(match=match, **how).code == code


@pytest.mark.parametrize(
    ("change", "pointer", "match"),
    [
        ({"id": None}, "/badge/id", "no address"),
        ({"id": "urn:uuid:1"}, "/badge/id", "not an absolute https URL"),
        ({"issuer": "https://other.example/"}, "/badge/issuer", "another issuer"),
        ({"issuer": {"id": "https://other.example/"}}, "/badge/issuer", "another issuer"),
        ({"image": "data:image/gif;base64,AA=="}, "/badge/image", "PNG or SVG"),
        ({"type": "nothing"}, "/badge/type", None),
    ],
)
def test_a_class_that_nobody_would_accept_is_refused(change, pointer, match):
    assert refused(TIDE | change, match=match).pointer == pointer


def test_arguments_of_no_possible_type_are_refused():
    with pytest.raises(TypeError, match="badge_class must be a mapping"):
        hosted("Tide")
    with pytest.raises(TypeError, match=r"such as Recipient\.email\(…, hashed=True\), not str"):
        hosted(TIDE, "ada@example.org")
    with pytest.raises(TypeError, match="profile must be a mapping"):
        Ob2Issuer("Academy")
    with pytest.raises(TypeError, match="key must be a KeyPair"):
        Ob2Issuer(PROFILE, b"secret")


@pytest.mark.parametrize("profile", [PROFILE | {"id": None}, {"name": "Academy"}])
def test_a_profile_without_an_id_gets_a_hint(profile):
    with pytest.raises(IssueError, match="the Profile has no id") as caught:
        issuer(profile=profile)
    assert "https address where it will be hosted" in caught.value.hint


@pytest.mark.parametrize(
    ("badge_class", "at", "pointer", "match"),
    [
        (TIDE, PROFILE["id"], "/id", "this address is the Profile's"),
        (TIDE, TIDE["id"], "/id", "this address is the badge class's"),
        (TIDE | {"id": PROFILE["id"]}, AT, "/badge/id", "this address is the Profile's"),
    ],
)
def test_one_address_is_of_one_document(badge_class, at, pointer, match):
    fault = refused(badge_class, at=at, match=match)
    assert (fault.code, fault.pointer) == ("USAGE", pointer)
    assert fault.hint.endswith("one of its own")


def test_several_faults_of_the_details_are_all_named():
    fault = refused(valid_until=NOW, colour="red", expires=NOW.date(), contexts="one", members=[])
    assert fault.message == (
        "unknown detail 'colour'; unknown detail 'valid_until'; expires is a day, and it must be a moment; "
        "contexts must be a list of URLs; members must be a mapping of names to values"
    )
    assert "do you mean expires?" in fault.hint
    assert "pass an aware datetime" in fault.hint
    for said, meant in (("valid_until", "expires"), ("valid_from", "issued_on"), ("naratives", "narrative")):
        assert refused(**{said: NOW}).hint == f"do you mean {meant}?"


def test_an_extension_that_breaks_its_schema_is_named_where_it_stands():
    wrong = APPLY | {"url": 5}
    for badge_class, members, place in (
        (TIDE | {"extensions:applyLink": wrong}, {}, "/badge/extensions:applyLink"),
        (TIDE, {"extensions:applyLink": wrong}, "/extensions:applyLink"),
    ):
        fault = refused(badge_class, members=members)
        assert fault.pointer.startswith(place)
        assert "correct the extension" in fault.hint
    profile = PROFILE | {"extensions:applyLink": wrong}
    fault = refused(who=issuer(profile=profile))
    assert fault.pointer.startswith("/badge/issuer/extensions:applyLink")


def test_a_badge_names_the_endorsements_that_others_host():
    one, other = f"{HOME}/endorsements/1.json", "https://port.example/2.json"
    carried = {"type": "Endorsement", "id": other, "claim": {"id": TIDE["id"]}, "issuer": PROFILE["id"]}
    carried |= {"issuedOn": "2026-01-01T00:00:00Z", "verification": {"type": "HostedBadge"}}
    badge = hosted(TIDE | {"endorsement": [one, carried]}, endorsements=one)
    assert badge.endorsements == (one, other)
    assert verified(badge).verdict is qb.Verdict.INDETERMINATE
    assert hosted().endorsements == ()


def test_the_repr_of_a_badge_says_nothing_of_a_person():
    assert repr(hosted()) == f"<Ob2Badge 'Tide Reading' {AT} hosted>"
    badge = signed()
    assert repr(badge) == f"<Ob2Badge 'Tide Reading' {badge.id} signed>"


def test_an_unknown_algorithm_is_answered_with_the_known_ones():
    with pytest.raises(IssueError, match="no algorithm 'FOO'") as caught:
        signed(algorithm="FOO")
    assert caught.value.hint.startswith("one of RS256, ES256, ES384, EdDSA")


@pytest.mark.parametrize("identity", [None, "did:web:academy.example", "https://192.0.2.1/issuer"])
def test_an_issuer_of_2_0_has_an_https_address(identity):
    with pytest.raises(IssueError) as caught:
        issuer(profile=PROFILE | {"id": identity})
    assert caught.value.pointer == "/badge/issuer/id"
    assert "https://academy.example" in caught.value.hint


def test_a_recipient_with_several_identities_is_refused():
    several = qb.Recipient.from_profile({"email": ["a@a.example", "b@b.example"]})
    assert refused(TIDE, several, match="names one identity").pointer == "/recipient"
    with pytest.raises(InputError, match="names one identity"):
        several.to_identity_object()


def test_an_identity_type_that_2_0_does_not_know_is_refused():
    unknown = qb.Recipient.identifier("1842", type="systemId")
    assert refused(TIDE, unknown).pointer == "/recipient/type"


# --- keys


def test_only_rsa_signs_unasked():
    for kind, algorithm in (("Ed25519", "EdDSA"), ("P-256", "ES256"), ("P-384", "ES384")):
        who = issuer(pair(kind, "ob2"))
        with pytest.raises(IssueError, match=f"signs {algorithm} and not RS256") as caught:
            signed(who=who)
        assert caught.value.code == "ALGORITHM"
        assert f"algorithm='{algorithm}'" in caught.value.hint
        badge = signed(who=who, algorithm=algorithm)
        assert verified(badge).verdict is qb.Verdict.VALID
    with pytest.raises(IssueError, match="no key to sign with"):
        signed(who=issuer(None))
    assert hosted(who=issuer(None)).profile == issuer(None).document


def test_keys_and_lists_have_addresses_beside_the_profile():
    thumbprint = RSA.public_key.thumbprint()[:16]
    for identity, stem in (
        (f"{HOME}/issuer", f"{HOME}/issuer-"),
        (f"{HOME}/issuer.json", f"{HOME}/issuer-"),
        (f"{HOME}/issuers/1/", f"{HOME}/issuers/1/"),
        (HOME, f"{HOME}/"),
    ):
        who = issuer(profile=PROFILE | {"id": identity})
        assert who.key_document["id"] == f"{stem}keys/{thumbprint}.json"
        assert who.revocation_list == f"{stem}revoked.json"
    own = issuer(
        profile=PROFILE | {"revocationList": f"{HOME}/list", "publicKey": f"{HOME}/old"}, key_at=f"{HOME}/new"
    )
    assert own.key_document["id"] == f"{HOME}/new"
    assert own.revocation_list == f"{HOME}/list"
    with pytest.raises(IssueError, match="fragment"):
        issuer(key_at=f"{HOME}/issuer#key")
    with pytest.raises(IssueError, match="uses http"):
        issuer(profile=PROFILE | {"revocationList": "http://academy.example/list"})


def test_keys_that_the_profile_names_already_stay():
    other = pair("RSA", "other")
    older = issuer(other)
    profile = PROFILE | {"publicKey": [older.key_document["id"], issuer().key_document["id"]]}
    badge = signed(who=issuer(profile=profile))
    assert badge.profile["publicKey"] == profile["publicKey"]


def test_a_signer_that_fails_is_no_badge():
    class Broken:
        public_key = RSA.public_key

        def sign(self, message):
            return None

    class Forged:
        public_key = RSA.public_key

        def sign(self, message):
            return b"\0" * 256

    with pytest.raises(IssueError, match="returned None instead of bytes"):
        signed(who=issuer(Broken()))
    with pytest.raises(IssueError, match="does not verify") as caught:
        signed(who=issuer(Forged()))
    assert caught.value.code == "PROOF_VERIFICATION"
    assert signed(who=issuer(Forged(), self_check=False)).token


# --- the self-check


def test_a_hosted_badge_outside_the_scope_is_refused_unless_the_profile_names_it():
    at = "https://badges.academy.example/1.json"
    assert "startsWith, allowedOrigins" in refused(at=at).hint
    profile = PROFILE | {"verification": {"allowedOrigins": ["badges.academy.example"]}}
    assert hosted(who=issuer(profile=profile), at=at).id == at
    unchecked = issuer(self_check=False)
    assert hosted(who=unchecked, at=at).id == at


def test_a_badge_that_begins_later_or_ended_can_be_issued():
    assert hosted(issued_on=NOW + timedelta(days=30)).id
    assert hosted(issued_on=datetime(2020, 1, 1, tzinfo=UTC), expires=datetime(2021, 1, 1, tzinfo=UTC)).id


def test_a_picture_that_is_none_is_refused():
    with pytest.raises(IssueError, match="does not verify: resources"):
        hosted(TIDE | {"image": "data:image/png;base64,R0lGODlhAQABAAAAACw="})


def test_a_gate_sees_the_whole_badge():
    seen = []

    def gate(draft):
        seen.append(draft)
        return [] if draft["badge"].get("alignment") else ["no alignment", "no skill"]

    fault = refused(who=issuer(gate=gate))
    assert fault.message == "the gate objects: no alignment; the gate objects: no skill"
    assert seen[0]["badge"]["issuer"]["email"] == PROFILE["email"]
    aligned = TIDE | {"alignment": {"targetName": "t", "targetUrl": "https://t.example/"}}
    assert hosted(aligned, who=issuer(gate=gate)).id == AT
    seen.clear()
    refused(TIDE | {"name": 5}, who=issuer(gate=gate))
    assert seen == []


# --- through the issuer of 3.0


def test_one_issuer_issues_both_versions():
    key = pair("RSA", "ob2")
    who = qb.Issuer(PROFILE, key, method=f"{PROFILE['id']}#key-1", clock=lambda: NOW)
    assert verified(who.issue_ob2(TIDE, ADA, hosted_at=AT)).verdict is qb.Verdict.VALID
    assert verified(who.issue_ob2(TIDE, ADA, signed=True)).verdict is qb.Verdict.VALID
    nameless = {name: value for name, value in PROFILE.items() if name != "id"}
    unnamed = qb.Issuer(nameless, key, method=f"{PROFILE['id']}#key-1", clock=lambda: NOW)
    assert unnamed.issue_ob2(TIDE, ADA, hosted_at=AT).profile["id"] == PROFILE["id"]


def test_a_did_issuer_gives_its_profile_of_2_0():
    who = qb.Issuer("Academy", pair("RSA", "ob2"), clock=lambda: NOW)
    with pytest.raises(IssueError, match="is its Profile's https address, and not did:jwk:eyJ") as caught:
        who.issue_ob2(TIDE, ADA, hosted_at=AT)
    assert caught.value.pointer == "/badge/issuer/id"
    assert "use issuer.ob2(profile)" in caught.value.hint
    assert len(caught.value.message) < 200
    both = who.ob2(PROFILE)
    assert both.issue(TIDE, ADA, hosted_at=AT).id == AT
    assert both.issuer is who
    assert issuer().issuer is None
    short = qb.Issuer("Academy", pair())
    with pytest.raises(IssueError, match=f"not {short.id} at"):
        short.issue_ob2(TIDE, ADA, hosted_at=AT)


@pytest.mark.parametrize("how", [{"hosted_at": AT}, {"signed": True}])
def test_what_is_for_2_0_is_not_asked_of_3_0(how):
    who = qb.Issuer("Academy", pair())
    with pytest.raises(IssueError, match="unknown detail") as caught:
        who.issue(TIDE, ADA, **how)
    hint = "that is for Open Badges 2.0: use issue_ob2(…) or issuer.ob2(profile).issue(…)"
    assert caught.value.hint == hint
