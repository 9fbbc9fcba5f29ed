"""`qualitybadge ob2`: what it writes verifies, what it revokes does not, and no key ends up in the open."""

from __future__ import annotations

import json

import pytest

import qualitybadge as qb
from qualitybadge.cli.group import run
from support.images import png
from support.keyring import pair
from support.ob2_issuing import AT, HOME, PROFILE, RSA, TIDE, files, web

ADA = "ada@example.org"


@pytest.fixture
def place(tmp_path):
    for name, value in (("profile", PROFILE), ("class", TIDE), ("details", {"narrative": "With pilots."})):
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    (tmp_path / "key.pem").write_bytes(RSA.to_pem())
    (tmp_path / "art.png").write_bytes(png())
    return tmp_path


def ob2(place, verb, *more, folder="site"):
    fixed = ["--profile", str(place / "profile.json"), "--folder", str(place / folder)]
    return run(["ob2", verb, *map(str, more), *fixed])


def issue(place, *more, **how):
    return ob2(place, "issue", "--badge-class", place / "class.json", "--recipient", ADA, *more, **how)


def verdict(place, source):
    who = qb.Recipient.email(ADA)
    return qb.verify(source, fetcher=web(place / "site"), recipient=who).verdict.name


def test_a_hosted_badge_is_issued_and_revoked(place, capfd):
    assert issue(place, "--hosted-at", AT, "--details", place / "details.json") == 0
    out, err = capfd.readouterr()
    assert out == f"{AT}\n"
    assert "Written: badges/1.json" in err
    assert verdict(place, AT) == "VALID"
    assert ob2(place, "revoke", AT, "--reason", "Awarded in error") == 0
    err = capfd.readouterr().err
    assert f"Let the server answer 410 at {AT}; see hosting.json" in err
    assert verdict(place, AT) == "INVALID"
    assert ob2(place, "revoke", AT) == 0
    assert "stands there already" in capfd.readouterr().err
    assert ob2(place, "revoke", AT, "--reason", "Another") == 0
    err = capfd.readouterr().err
    assert "revoked already, with the reason 'Awarded in error', which stays" in err
    assert "stands there already" not in err


def test_a_second_badge_at_one_address_is_named(place, capfd):
    assert issue(place, "--hosted-at", AT) == 0
    assert issue(place, "--hosted-at", AT) == 64
    err = capfd.readouterr().err
    assert f"another badge stands at {AT} already" in err
    assert "add --force" in err
    assert issue(place, "--hosted-at", AT, "--force") == 0


@pytest.mark.parametrize("given", ["https://ada.example/", "url=https://ada.example/", "telephone=+49123"])
def test_a_recipient_of_another_kind_is_found_again(given, place):
    more = ("--hosted-at", AT, "--recipient", given)  # the last one counts
    assert issue(place, *more) == 0
    written = json.loads((place / "site/badges/1.json").read_bytes())["recipient"]
    assert written["hashed"]
    hosted = ["--hosted", str(place / "site"), "--offline"]
    assert run(["verify", AT, *hosted, "--recipient", given]) == 0
    assert run(["verify", AT, *hosted, "--recipient", "url=https://eve.example/"]) != 0


def test_an_endorsement_that_somebody_hosts_is_named(place, capfd):
    praise = "https://port.example/1.json"
    (place / "details.json").write_text(json.dumps({"endorsement": praise}), encoding="utf-8")
    assert issue(place, "--hosted-at", AT, "--details", place / "details.json") == 0
    assert f"Nobody can determine it before the endorsement stands at {praise}" in capfd.readouterr().err


def test_a_badge_of_3_0_and_a_class_are_not_revoked_here(place, capfd):
    newer = qb.Issuer("Academy", pair()).issue(
        {
            "id": "https://academy.example/a",
            "type": ["Achievement"],
            "name": "A",
            "description": "B",
            "criteria": {"narrative": "C"},
        },
        qb.Recipient.did("did:example:ada"),
    )
    (place / "b3.json").write_text(newer.to_json(), encoding="utf-8")
    assert ob2(place, "revoke", place / "b3.json") == 64
    err = capfd.readouterr().err
    assert "is a badge of 3.0" in err
    assert "see qualitybadge status revoke" in err
    document = {"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", **TIDE}
    (place / "class.json").write_text(json.dumps(document), encoding="utf-8")
    assert ob2(place, "revoke", place / "class.json", "--force") == 64
    assert "name the file of a badge" in capfd.readouterr().err


def test_a_damaged_profile_is_answered_with_a_command(place, capfd):
    (place / "site").mkdir()
    (place / "site/issuer").write_text("{", encoding="utf-8")
    assert issue(place, "--hosted-at", AT) == 64
    assert "qualitybadge ob2 publish --forget-keys" in capfd.readouterr().err
    assert ob2(place, "publish", "--forget-keys", "--force") == 0
    assert issue(place, "--hosted-at", AT) == 0


def test_the_key_is_looked_at_before_the_image(place, capfd):
    (place / "key.pem").write_bytes(pair("Ed25519").to_pem())
    out = ("--key", place / "key.pem", "--out", place / "x.svg")
    assert issue(place, *out) == 1
    assert "the key signs EdDSA and not RS256" in capfd.readouterr().err
    assert issue(place, *out, "--algorithm", "FOO") == 64
    assert "RS256" in capfd.readouterr().err


def test_a_profile_that_cannot_be_is_wrong_usage(place, capfd):
    (place / "profile.json").write_text('{"name": "Academy"}', encoding="utf-8")
    assert issue(place, "--hosted-at", AT) == 64
    err = capfd.readouterr().err
    assert "--profile: the Profile has no id" in err
    assert "https address where it will be hosted" in err


def test_a_hosted_badge_is_verified_from_its_folder(place, capfd, monkeypatch):
    monkeypatch.chdir(place)
    pictured = TIDE | {"image": f"{HOME}/art/tide.png"}
    (place / "class.json").write_text(json.dumps(pictured), encoding="utf-8")
    out = place / "badge.png"
    assert issue(place, "--hosted-at", AT, "--image", place / "art.png", "--out", out) == 0
    forms = [AT, "site/badges/1.json", "badge.png"]
    hosted = ["--hosted", "site", "--offline", "--recipient", ADA]
    capfd.readouterr()
    assert [run(["verify", form, *hosted]) for form in forms] == [2, 2, 2]
    assert "put it into the folder under its path" in capfd.readouterr().out
    (place / "site" / "art").mkdir()
    (place / "site" / "art" / "tide.png").write_bytes(png())
    assert [run(["verify", form, *hosted]) for form in forms] == [0, 0, 0]
    assert ob2(place, "revoke", AT) == 0
    assert [run(["verify", form, *hosted]) for form in forms] == [1, 1, 1]
    (place / "site" / "badges" / "1.json").unlink()  # what the list says is enough
    assert run(["verify", AT, *hosted]) == 1


def test_a_signed_badge_is_baked_and_revoked_by_its_file(place, capfd):
    out = place / "badge.png"
    assert issue(place, "--key", place / "key.pem", "--image", place / "art.png", "--out", out) == 0
    assert capfd.readouterr().out.startswith("urn:uuid:")
    assert verdict(place, out) == "VALID"
    assert ob2(place, "revoke", out) == 0
    assert "Written: issuer-revoked.json" in capfd.readouterr().err
    assert verdict(place, out) == "INVALID"


def test_a_badge_is_revoked_by_its_json_or_its_urn(place, capfd):
    assert issue(place, "--hosted-at", AT, "--out", place / "badge.json") == 0
    assert issue(place, "--key", place / "key.pem", "--out", place / "badge.jws") == 0
    urn = capfd.readouterr().out.split()[-1]
    assert ob2(place, "revoke", place / "badge.json") == 0
    assert ob2(place, "revoke", urn) == 0
    assert verdict(place, place / "badge.json") == verdict(place, place / "badge.jws") == "INVALID"


def test_another_key_signs_where_asked_and_older_ones_can_be_forgotten(place, capfd):
    (place / "key.pem").write_bytes(pair("Ed25519").to_pem())
    out = place / "badge.jws"
    assert issue(place, "--key", place / "key.pem", "--out", out) == 1
    assert "add --algorithm EdDSA" in capfd.readouterr().err
    assert issue(place, "--key", place / "key.pem", "--algorithm", "EdDSA", "--out", out) == 0
    assert verdict(place, out) == "VALID"
    (place / "rsa.pem").write_bytes(RSA.to_pem())
    assert ob2(place, "publish", "--key", place / "rsa.pem") == 0
    assert verdict(place, out) == "VALID"
    capfd.readouterr()
    assert ob2(place, "publish", "--key", place / "rsa.pem", "--forget-keys") == 0
    assert "Removed: issuer-keys/" in capfd.readouterr().err
    assert verdict(place, out) != "VALID"
    assert ob2(place, "publish") == 0


@pytest.mark.parametrize(("kind", "algorithm"), [("Ed25519", "EdDSA"), ("P-256", "ES256"), ("RSA", "RS256")])
def test_a_key_is_published_whatever_its_type(kind, algorithm, place, capfd):
    (place / "key.pem").write_bytes(pair(kind, "ob2").to_pem())
    assert ob2(place, "publish", "--key", place / "key.pem") == 0
    assert "Written: issuer-keys/" in capfd.readouterr().err
    (key,) = (place / "site/issuer-keys").iterdir()
    profile = json.loads((place / "site/issuer").read_bytes())
    assert profile["publicKey"] == f"{HOME}/issuer-keys/{key.name}"
    assert run(["verify", profile["publicKey"], "--hosted", str(place / "site"), "--offline"]) == 0
    out = place / "badge.jws"
    more = ("--key", place / "key.pem", "--algorithm", algorithm, "--out", out)
    assert issue(place, *more) == 0
    assert ob2(place, "publish", "--key", place / "key.pem", "--forget-keys") == 0
    assert verdict(place, out) == "VALID"
    assert ob2(place, "publish", "--forget-keys") == 0
    assert verdict(place, out) == "INVALID"


def test_a_folder_by_another_name_is_not_where_a_badge_is_revoked(place, capfd):
    out = place / "badge.png"
    assert issue(place, "--key", place / "key.pem", "--image", place / "art.png", "--out", out) == 0
    assert issue(place, "--hosted-at", AT) == 0
    for badge in (out, AT):
        assert ob2(place, "revoke", badge, folder="typo") == 64
        err = capfd.readouterr().err
        assert "published nothing into" in err
        assert "[FILE]" in err
        assert f"name the folder into which it was published, the root of {HOME}" in err
    assert not (place / "typo").exists()
    assert verdict(place, out) == verdict(place, AT) == "VALID"
    assert ob2(place, "revoke", "https://other.example/b/9.json") == 64
    assert f"https://other.example is another host than {HOME}" in capfd.readouterr().err
    assert ob2(place, "revoke", "urn:uuid:aaaa") == 64
    assert "write the whole id, such as urn:uuid:" in capfd.readouterr().err
    assert ob2(place, "revoke", out) == ob2(place, "revoke", AT) == 0
    assert verdict(place, out) == verdict(place, AT) == "INVALID"


def test_dates_in_details_are_texts(place):
    details = {"issued_on": "2026-01-15T09:00:00Z", "expires": "2099-01-01T00:00:00Z"}
    (place / "details.json").write_text(json.dumps(details), encoding="utf-8")
    assert issue(place, "--hosted-at", AT, "--details", place / "details.json") == 0
    written = json.loads((place / "site/badges/1.json").read_bytes())
    assert (written["issuedOn"], written["expires"]) == tuple(details.values())


def test_details_may_be_written_as_the_assertion_has_them(place):
    details = {"issuedOn": "2026-01-15T09:00:00Z", "narrative": "With pilots."}
    (place / "details.json").write_text(json.dumps(details), encoding="utf-8")
    assert issue(place, "--hosted-at", AT, "--details", place / "details.json") == 0
    written = json.loads((place / "site/badges/1.json").read_bytes())
    assert written["issuedOn"] == details["issuedOn"]


def test_every_fault_of_the_details_is_named(place, capfd):
    details = {"expires": "2030-01-01", "issuedOn": 5, "validUntil": "2030-01-01", "colour": "red"}
    (place / "details.json").write_text(json.dumps(details), encoding="utf-8")
    assert issue(place, "--hosted-at", AT, "--details", place / "details.json") == 64
    err = capfd.readouterr().err
    for said in ("--details: ", "expires: not an existing", "issuedOn: ", "'valid_until'", "'colour'"):
        assert said in err
    for hint in ("such as 2030-01-01T00:00:00Z", "do you mean expires?"):
        assert hint in err
    twice = {"issued_on": "2026-01-15T09:00:00Z", "issuedOn": "2026-01-15T09:00:00Z"}
    (place / "details.json").write_text(json.dumps(twice), encoding="utf-8")
    assert issue(place, "--hosted-at", AT, "--details", place / "details.json") == 64
    assert "says issued_on twice" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "hosted or signed"),
        (["--hosted-at", AT, "--key", "key.pem"], "hosted or signed"),
        (["--key", "key.pem"], "--out says where"),
        (["--hosted-at", AT, "--image", "art.png"], "--out says where"),
        (["--hosted-at", AT, "--out", "profile.json"], "--force"),
        (["--hosted-at", AT, "--image", "art.png", "--out", "new.svg"], "stays in its format"),
        (["--key", "site/key.pem", "--out", "new.jws"], "move it first"),
    ],
)
def test_wrong_usage_writes_nothing(more, said, place, capfd, monkeypatch):
    monkeypatch.chdir(place)
    (place / "site").mkdir()
    (place / "site/key.pem").write_bytes(RSA.to_pem())
    before = files(place)
    assert issue(place, *more) == 64
    assert said in capfd.readouterr().err
    assert files(place) == before


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "FILE"), (b'{"name": 1}', "NOT_A_BADGE"), (b"[]", "USAGE"), (b"a.b", "USAGE")],
)
def test_what_names_no_badge_is_not_revoked(content, code, place, capfd):
    badge = place / "badge.json"
    if content is not None:
        badge.write_bytes(content)
    assert ob2(place, "revoke", badge) == (1 if code == "NOT_A_BADGE" else 64)
    assert f"[{code}]" in capfd.readouterr().err
    assert not (place / "site").exists()


def test_files_of_others_are_replaced_by_force_only(place, capfd):
    (place / "site").mkdir()
    (place / "site/issuer").write_text('"mine"', encoding="utf-8")
    assert issue(place, "--hosted-at", AT) == 64
    assert "somebody else" in capfd.readouterr().err
    assert issue(place, "--hosted-at", AT, "--force") == 0
    assert ob2(place, "revoke", f"{HOME}/badges/2.json") == 64
    assert ob2(place, "revoke", f"{HOME}/badges/2.json", "--force") == 0


def test_e10_a_damaged_list_is_replaced_by_nothing(place, capfd):
    (place / "site").mkdir()
    (place / "site/issuer-revoked.json").write_text("{", encoding="utf-8")
    assert ob2(place, "revoke", "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e", "--force") == 64
    assert "move it away by hand" in capfd.readouterr().err
    assert (place / "site/issuer-revoked.json").read_text(encoding="utf-8") == "{"


def test_the_commands_explain_themselves(capfd):
    for verb in ("issue", "publish", "revoke"):
        assert run(["ob2", verb, "--help"]) == 0
    assert run(["ob2", "--help"]) == 0
    assert "hosted or signed" in capfd.readouterr().out
