"""The property rules of 2.0, one test a case; the letters before the underscore name the family of cases."""

from __future__ import annotations

import copy
import subprocess
import sys
from dataclasses import replace

import pytest

from qualitybadge.conformance_ob2 import class_errors
from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.model.ob2_classes import class_table_2
from qualitybadge.problems import PROBLEMS
from support.badges_ob2 import (
    HOME,
    MD5,
    PNG,
    SHA256,
    assertion,
    badge_class,
    changed,
    endorsement,
    full,
    issuer,
    key,
    recipient,
    revocation_list,
)

MAKERS = {
    "Assertion": assertion,
    "BadgeClass": badge_class,
    "Issuer": issuer,
    "Endorsement": endorsement,
    "RevocationList": revocation_list,
    "CryptographicKey": key,
}
SVG = "data:image/svg+xml;base64,PHN2Zy8+"
GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
ALIGNMENT = {"targetName": "Robots", "targetUrl": "https://framework.example/robots", "targetCode": "R1"}

# Case id -> class, path, value; `...` takes the member away.
VALID = {
    "r_single_list": ("BadgeClass", ("name",), ["Robotics"]),
    "d_z": ("Assertion", ("issuedOn",), "2020-01-01T00:00:00Z"),
    "d_off": ("Assertion", ("issuedOn",), "2020-01-01T00:00:00+02:00"),
    "d_frac": ("Assertion", ("issuedOn",), "2020-01-01T00:00:00.123456Z"),
    "d_nosec": ("Assertion", ("issuedOn",), "2020-01-01T00:00Z"),
    "d_offbasic": ("Assertion", ("issuedOn",), "2020-01-01T00:00:00+0200"),
    "i_plain": ("Assertion", ("recipient",), recipient()),
    "i_hashed": (
        "Assertion",
        ("recipient",),
        recipient() | {"hashed": True, "identity": SHA256, "salt": "s"},
    ),
    "i_unsalted": ("Assertion", ("recipient",), recipient() | {"hashed": True, "identity": SHA256}),
    "i_md5": ("Assertion", ("recipient",), recipient() | {"hashed": True, "identity": MD5}),
    "i_upper": (
        "Assertion",
        ("recipient",),
        recipient() | {"hashed": True, "identity": f"sha256${'AB' * 32}"},
    ),
    "i_url": (
        "Assertion",
        ("recipient",),
        {"type": "url", "hashed": False, "identity": "https://ada.example"},
    ),
    "i_typeiri": ("Assertion", ("recipient",), {"type": "schema:duns", "hashed": False, "identity": "12"}),
    "g_url": ("BadgeClass", ("image",), f"{HOME}/image"),
    "g_datasvg": ("BadgeClass", ("image",), SVG),
    "g_datapng": ("BadgeClass", ("image",), PNG),
    "g_obj": ("BadgeClass", ("image",), {"id": PNG, "type": "schema:ImageObject", "caption": "A robot"}),
    "g_aimg": ("Assertion", ("image",), f"{HOME}/assertions/1.png"),
    "g_adata": ("Assertion", ("image",), PNG),
    "c_url": ("BadgeClass", ("criteria",), f"{HOME}/criteria"),
    "c_obj": ("BadgeClass", ("criteria",), {"type": "Criteria", "id": f"{HOME}/criteria", "narrative": "x"}),
    "c_narrative": ("BadgeClass", ("criteria",), {"narrative": "Build a robot."}),
    "e_url": ("Assertion", ("evidence",), f"{HOME}/work"),
    "e_many": (
        "Assertion",
        ("evidence",),
        [f"{HOME}/work", {"narrative": "x"}, {"id": "urn:x:1", "genre": "y"}],
    ),
    "l_ok": ("BadgeClass", ("alignment",), [ALIGNMENT, ALIGNMENT | {"targetDescription": "x"}]),
    "l_one": ("BadgeClass", ("alignment",), ALIGNMENT),
    "t_one": ("BadgeClass", ("tags",), "robot"),
    "t_many": ("BadgeClass", ("tags",), ["robot", "school"]),
    "p_profile": ("Issuer", ("type",), "Profile"),
    "p_types": ("Issuer", ("type",), ["Issuer", "https://schema.org/Organization"]),
    "p_img": ("Issuer", ("image",), PNG),
    "p_urn": ("Issuer", ("id",), "urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72"),
    "p_tel": ("Issuer", ("telephone",), "+16175551212"),
    "p_telplain": ("Issuer", ("telephone",), "(617) 555-1212"),
    "s_twokeys": ("Issuer", ("publicKey",), [f"{HOME}/key1", f"{HOME}/key2"]),
    "s_nocreator": ("Assertion", ("verification",), {"type": "SignedBadge"}),
    "v_swmulti": ("Issuer", ("verification",), {"startsWith": [f"{HOME}/a/", f"{HOME}/b/"]}),
    "v_origins": ("Issuer", ("verification",), {"type": "VerificationObject", "allowedOrigins": "a.example"}),
    "v_property": ("Issuer", ("verification",), {"verificationProperty": "id"}),
    "j_lang": ("BadgeClass", ("@language",), "en-us"),
    "j_vertext": ("BadgeClass", ("version",), "1.0"),
    "j_vernumber": ("BadgeClass", ("version",), 2),
    "j_related": ("BadgeClass", ("related",), [{"id": f"{HOME}/badge-es", "@language": "es"}]),
    "j_relurl": ("BadgeClass", ("related",), f"{HOME}/badge-es"),
    "j_unmapped": ("BadgeClass", ("schema:comment",), {"any": "thing"}),
    "n_ok": ("BadgeClass", ("endorsement",), f"{HOME}/endorsements/1"),
    "n_embedded": ("BadgeClass", ("endorsement",), [endorsement()]),
    "n_revoked": ("BadgeClass", ("endorsement",), {"id": "urn:x:1", "issuer": "urn:x:2", "revoked": True}),
    "n_claim": ("Endorsement", ("claim",), {"id": HOME, "email": "a@b.example", "endorsementComment": "x"}),
    "s033_one_entry": ("RevocationList", ("revokedAssertions",), f"{HOME}/assertions/1"),
    "s033_one_object": ("RevocationList", ("revokedAssertions",), {"id": f"{HOME}/assertions/1"}),
    "s033_uid": ("RevocationList", ("revokedAssertions",), [{"uid": "abc"}]),
    "s033_none": ("RevocationList", ("revokedAssertions",), []),
    "s_key_untyped": ("CryptographicKey", ("type",), ...),
}
# Case id -> class, path, value, where the finding is ("" for the place itself).
INVALID = {
    "r_a_recipient": ("Assertion", ("recipient",), ..., ""),
    "r_a_badge": ("Assertion", ("badge",), ..., ""),
    "r_a_verification": ("Assertion", ("verification",), ..., ""),
    "r_a_issuedOn": ("Assertion", ("issuedOn",), ..., ""),
    "r_a_id": ("Assertion", ("id",), ..., ""),
    "r_a_type": ("Assertion", ("type",), ..., ""),
    "r_a_wrongtype": ("Assertion", ("type",), "BadgeClass", ""),
    "r_a_empty": ("Assertion", ("badge",), [], ""),
    "r_b_id": ("BadgeClass", ("id",), ..., ""),
    "r_b_type": ("BadgeClass", ("type",), ..., ""),
    "r_b_name": ("BadgeClass", ("name",), ..., ""),
    "r_b_description": ("BadgeClass", ("description",), ..., ""),
    "r_b_image": ("BadgeClass", ("image",), ..., ""),
    "r_b_criteria": ("BadgeClass", ("criteria",), ..., ""),
    "r_b_issuer": ("BadgeClass", ("issuer",), ..., ""),
    "r_b_empty": ("BadgeClass", ("name",), [], ""),
    "r_p_id": ("Issuer", ("id",), ..., ""),
    "r_p_type": ("Issuer", ("type",), ..., ""),
    "r_p_name": ("Issuer", ("name",), ..., ""),
    "r_p_url": ("Issuer", ("url",), ..., ""),
    "r_p_email": ("Issuer", ("email",), ..., ""),
    "r_i_type": ("Assertion", ("recipient", "type"), ..., ""),
    "r_i_identity": ("Assertion", ("recipient", "identity"), ..., ""),
    "r_i_hashed": ("Assertion", ("recipient", "hashed"), ..., ""),
    "r_name_number": ("BadgeClass", ("name",), 5, ""),
    "r_name_null": ("BadgeClass", ("name",), None, ""),
    "r_two_names": ("BadgeClass", ("name",), ["a", "b"], ""),
    "r_two_criteria": ("BadgeClass", ("criteria",), [f"{HOME}/a", f"{HOME}/b"], ""),
    "r_two_badges": ("Assertion", ("badge",), [f"{HOME}/a", f"{HOME}/b"], ""),
    "r_two_recipients": ("Assertion", ("recipient",), [recipient(), recipient()], ""),
    "r_markdown": ("Assertion", ("narrative",), {"text": "x"}, ""),
    "d_notz": ("Assertion", ("issuedOn",), "2020-01-01T00:00:00", ""),
    "d_date": ("Assertion", ("issuedOn",), "2020-01-01", ""),
    "d_unix": ("Assertion", ("issuedOn",), 1577836800, ""),
    "d_unixtext": ("Assertion", ("issuedOn",), "1577836800", ""),
    "d_word": ("Assertion", ("issuedOn",), "yesterday", ""),
    "d_h25": ("Assertion", ("issuedOn",), "2020-01-01T25:00:00Z", ""),
    "d_expnotz": ("Assertion", ("expires",), "2030-01-01T00:00:00", ""),
    "d_expbefore": ("Assertion", ("expires",), "2019-01-01T00:00:00Z", ""),
    "i_sha1": (
        "Assertion",
        ("recipient",),
        recipient() | {"hashed": True, "identity": "sha1$" + "0f" * 20},
        "/identity",
    ),
    "i_plainhash": ("Assertion", ("recipient", "identity"), SHA256, ""),
    "i_hashplain": ("Assertion", ("recipient", "hashed"), True, "/../identity"),
    "i_hashedstr": ("Assertion", ("recipient", "hashed"), "true", ""),
    "i_shorthash": (
        "Assertion",
        ("recipient",),
        recipient() | {"hashed": True, "identity": "sha256$0f"},
        "/identity",
    ),
    "i_badtype": ("Assertion", ("recipient", "type"), "sloths", ""),
    "i_twotypes": ("Assertion", ("recipient", "type"), ["email", "url"], ""),
    "i_bademail": ("Assertion", ("recipient", "identity"), "ada", ""),
    "i_text": ("Assertion", ("recipient",), "ada@academy.example", ""),
    "g_gif": ("BadgeClass", ("image",), GIF, ""),
    "g_jpeg": ("BadgeClass", ("image",), "data:image/jpeg;base64,AA==", ""),
    "g_objgif": ("BadgeClass", ("image",), {"id": GIF}, "/id"),
    "g_objnoid": ("BadgeClass", ("image",), {"caption": "A robot"}, "/id"),
    "g_list": ("BadgeClass", ("image",), [f"{HOME}/a.png", f"{HOME}/b.png"], ""),
    "c_text": ("BadgeClass", ("criteria",), "free text here", ""),
    "c_blank": ("BadgeClass", ("criteria",), {"type": "Criteria"}, ""),
    "c_number": ("BadgeClass", ("criteria",), {"narrative": 5}, "/narrative"),
    "e_badname": ("Assertion", ("evidence",), [{"name": 5}], "/0/name"),
    "e_text": ("Assertion", ("evidence",), "I did it", ""),
    "e_script": ("Assertion", ("evidence",), "javascript:alert(1)", ""),
    "l_badurl": ("BadgeClass", ("alignment",), ALIGNMENT | {"targetUrl": "nowhere"}, "/targetUrl"),
    "l_noname": ("BadgeClass", ("alignment",), {"targetUrl": HOME}, "/targetName"),
    "l_nourl": ("BadgeClass", ("alignment",), [{"targetName": "x"}], "/0/targetUrl"),
    "l_desc": ("BadgeClass", ("alignment",), [ALIGNMENT | {"targetDescription": 5}], "/0/targetDescription"),
    "l_code": ("BadgeClass", ("alignment",), [ALIGNMENT | {"targetCode": 5}], "/0/targetCode"),
    "l_url": ("BadgeClass", ("alignment",), "https://framework.example/robots", ""),
    "t_bad": ("BadgeClass", ("tags",), ["robot", 5], "/1"),
    "p_unkntype": ("Issuer", ("type",), ["Issuer", "Unmapped"], "/1"),
    "p_wrongtype": ("Issuer", ("type",), "BadgeClass", ""),
    "p_badurl": ("Issuer", ("url",), "not a url", ""),
    "p_bademail": ("Issuer", ("email",), "not an email", ""),
    "p_badtel": ("Issuer", ("telephone",), "call me", ""),
    "p_badimg": ("Issuer", ("image",), GIF, ""),
    "p_twoemails": ("Issuer", ("email",), ["a@b.example", "c@d.example"], ""),
    "v_unknown": ("Assertion", ("verification",), {"type": "BlockchainBadge"}, "/type"),
    "v_otheriri": ("Assertion", ("verification",), {"type": "https://x.example/Other"}, "/type"),
    "v_notype": ("Assertion", ("verification",), {"creator": f"{HOME}/key"}, "/type"),
    "v_text": ("Assertion", ("verification",), "hosted", ""),
    "v_origurl": ("Issuer", ("verification",), {"allowedOrigins": [HOME]}, "/allowedOrigins/0"),
    "v_origport": ("Issuer", ("verification",), {"allowedOrigins": "a.example:8443"}, "/allowedOrigins"),
    "v_swtext": ("Issuer", ("verification",), {"startsWith": "academy"}, "/startsWith"),
    "v_badproperty": (
        "Issuer",
        ("verification",),
        {"verificationProperty": "sloths"},
        "/verificationProperty",
    ),
    "j_badlang": ("BadgeClass", ("@language",), "english_please!", ""),
    "j_verobj": ("BadgeClass", ("version",), {"major": 1}, ""),
    "j_relbad": ("BadgeClass", ("related",), "free text", ""),
    "j_relnoid": ("BadgeClass", ("related",), {"@language": "es"}, "/id"),
    "n_noissuer": ("Endorsement", ("issuer",), ..., ""),
    "n_nover": ("Endorsement", ("verification",), ..., ""),
    "n_noclaim": ("Endorsement", ("claim",), ..., ""),
    "n_nodate": ("Endorsement", ("issuedOn",), ..., ""),
    "n_claimnoid": ("Endorsement", ("claim",), {"endorsementComment": "x"}, "/id"),
    "n_comment": ("Endorsement", ("claim",), {"id": HOME, "endorsementComment": 5}, "/endorsementComment"),
    "n_type": ("BadgeClass", ("endorsement",), badge_class(), "/type"),
    "s035_wrongtype": ("RevocationList", ("type",), "Assertion", ""),
    "s035_notype": ("RevocationList", ("type",), ..., ""),
    "s035_nolist": ("RevocationList", ("revokedAssertions",), ..., ""),
    "e10_text": ("RevocationList", ("revokedAssertions",), ["abc123"], "/0"),
    "e10_reason": ("RevocationList", ("revokedAssertions",), [{"revocationReason": "x"}], "/0"),
    "e10_revokedtext": (
        "RevocationList",
        ("revokedAssertions",),
        {"id": HOME, "revoked": "false"},
        "/revoked",
    ),
    "h012_revokedtext": ("Assertion", ("revoked",), "true", ""),
    "s_key_pem": ("CryptographicKey", ("publicKeyPem",), {"pem": "x"}, ""),
    "s_key_owner": ("CryptographicKey", ("owner",), "the academy", ""),
}


def _pointer(path, tail):
    if tail.startswith("/.."):
        path, tail = path[:-1], tail[3:]
    return "".join(f"/{step}" for step in path) + tail


@pytest.mark.parametrize("case", VALID)
def test_valid(case):
    class_name, path, value = VALID[case]
    assert class_errors(changed(MAKERS[class_name](), *path, value=value), class_name) == ()


@pytest.mark.parametrize("case", INVALID)
def test_invalid(case):
    class_name, path, value, tail = INVALID[case]
    errors = class_errors(changed(MAKERS[class_name](), *path, value=value), class_name)
    assert _pointer(path, tail) in {error.pointer for error in errors}
    for error in errors:
        assert error.code in PROBLEMS
        assert error.spec.startswith("OB 2.0 §")
        assert type(error) is InputError


@pytest.mark.parametrize("case", [case for case in INVALID if INVALID[case][2] is not ...])
def test_a_list_of_one_is_as_bad_as_what_stands_in_it(case):
    class_name, path, value, _tail = INVALID[case]
    if not isinstance(value, list):
        assert class_errors(changed(MAKERS[class_name](), *path, value=[value]), class_name) != ()


@pytest.mark.parametrize("class_name", MAKERS)
def test_r_single_list_everywhere(class_name):
    """Every value in a list of one, at every depth, changes nothing."""

    def wrapped(value):
        if isinstance(value, dict):
            return {
                name: [wrapped(inner)] if not isinstance(inner, list) else inner
                for name, inner in value.items()
            }
        return value

    assert class_errors(wrapped(MAKERS[class_name]()), class_name) == ()


@pytest.mark.parametrize("class_name", MAKERS)
def test_good_documents_pass_the_fast_test(class_name):
    assert class_table_2().shapes[class_name].accepts(MAKERS[class_name]())


def test_a_badge_with_everything_embedded_passes_the_fast_test():
    data = full()
    before = copy.deepcopy(data)
    assert class_table_2().shapes["Assertion"].accepts(data)
    assert class_errors(data, "Assertion") == ()
    assert class_table_2(embedded=False).shapes["Assertion"].accepts(data)
    assert data == before


@pytest.mark.parametrize("revoked", [True, [True]])
def test_h012_a_revoked_assertion_needs_only_its_id(revoked):
    data = {"id": f"{HOME}/assertions/1", "revoked": revoked, "revocationReason": "Awarded in error"}
    assert class_errors(data, "Assertion") == ()
    assert [error.pointer for error in class_errors({"revoked": revoked}, "Assertion")] == ["/id"]


@pytest.mark.parametrize("revoked", [False, "true", "false"])
def test_e10_only_true_revokes(revoked):
    pointers = [error.pointer for error in class_errors({"id": "urn:x:1", "revoked": revoked}, "Assertion")]
    assert {"/badge", "/recipient", "/issuedOn"} < set(pointers)
    assert ("/revoked" in pointers) == isinstance(revoked, str)


def test_a_revoked_endorsement_needs_its_id_and_issuer():
    assert class_errors({"id": "urn:x:1", "issuer": "urn:x:2", "revoked": True}, "Endorsement") == ()
    assert [e.pointer for e in class_errors({"id": "urn:x:1", "revoked": True}, "Endorsement")] == ["/issuer"]


def test_a_recipient_needs_no_name_and_an_issuer_does():
    data = {"id": "urn:x:1", "type": "Profile"}
    assert class_errors(data, "Profile") == ()
    assert [error.pointer for error in class_errors(data, "Issuer")] == ["/name", "/url", "/email"]


def test_embedded_documents_are_judged_with_the_object_or_left():
    data = changed(full(), "badge", "issuer", "email", value=...)
    data["verification"]["creator"]["publicKeyPem"] = 5
    assert [error.pointer for error in class_errors(data, "Assertion")] == [
        "/badge/issuer/email",
        "/verification/creator/publicKeyPem",
    ]
    assert class_errors(data, "Assertion", embedded=False) == ()
    assert class_errors(data["badge"], "BadgeClass", embedded=False) == ()
    left = class_errors(data["badge"]["issuer"], "Issuer", embedded=False)
    assert [error.pointer for error in left] == ["/email"]


@pytest.mark.parametrize("value", ["free text", 5, None, [f"{HOME}/a", f"{HOME}/b"], True])
def test_what_is_left_to_the_caller_is_a_link_or_an_object(value):
    errors = class_errors(assertion() | {"badge": value}, "Assertion", embedded=False)
    assert [error.pointer for error in errors] == ["/badge"]


def test_findings_say_what_to_do():
    data = changed(assertion(), "recipient", "identity", value=SHA256)
    (error,) = class_errors(data, "Assertion")
    assert str(error) == (
        "identity: hashed is false, but the identity is a hash at /recipient/identity [CONFORMANCE]"
        " (set hashed to true)"
    )
    assert error.spec == "OB 2.0 §IdentityObject"


def test_several_values_where_one_belongs_are_counted():
    (error,) = class_errors(changed(badge_class(), "name", value=["a", "b", "c"]), "BadgeClass")
    assert error.message == "name: expected at most 1 value, found 3"
    assert error.spec == "OB 2.0 §BadgeClass"


@pytest.mark.parametrize("node", [None, [], "x", 5, [assertion()]])
def test_what_is_no_object_is_of_no_class(node):
    (error,) = class_errors(node, "Assertion")
    assert (error.code, error.pointer) == ("CONFORMANCE", "")


def test_there_is_no_other_class():
    with pytest.raises(InputError) as caught:
        class_errors({}, "AchievementCredential")
    assert caught.value.code == "NOT_A_BADGE"


def test_findings_are_limited():
    data = badge_class() | {"tags": list(range(1000))}
    errors = class_errors(data, "BadgeClass", limits=replace(DEFAULT_LIMITS, findings=5))
    assert len(errors) == 6
    assert errors[-1].message == "995 more findings are not listed"


def test_nesting_is_limited():
    data: dict = issuer()
    for _ in range(3000):
        data = {"id": "urn:x:1", "type": "CryptographicKey", "owner": issuer() | {"publicKey": data}}
    (error,) = class_errors(data, "CryptographicKey")
    assert isinstance(error, LimitError)


def test_no_pydantic_and_no_pyld_is_imported():
    code = (
        "import sys; from qualitybadge.conformance_ob2 import class_errors; class_errors({}, 'Assertion');"
        "print({'pydantic', 'pyld', 'requests', 'cryptography'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert result.stdout.strip() == "set()"
