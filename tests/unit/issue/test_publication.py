"""A published folder verifies, old badges too; a compromised key's do not; nothing foreign or half is written."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError, IssueError
from qualitybadge.issue import folder as disk
from qualitybadge.issue.artefacts import jwk_url
from qualitybadge.issue.keyhistory import KeyHistory
from qualitybadge.issue.publication import plan
from qualitybadge.keys import KeyPair
from support.hosted import ACHIEVEMENT, ADA, NOW, answers, verdicts
from support.keyring import TYPES, pair

DID = "did:web:academy.example"
SITE = "https://academy.example"
ISSUER = f"{SITE}/issuer"
KEY = f"{DID}#key-1"
ONE, TWO, THREE = (pair("Ed25519", name) for name in ("one", "two", "three"))
PROFILE = {"id": DID, "name": "Academy of Invention"}
DID_FILE, KEY_SET = ".well-known/did.json", ".well-known/jwks.json"

# An issuer's id and the names of its first key: in its document, or at an address of its own.
PLACES = [
    (DID, f"{DID}#key-1"),
    (f"{DID}:sea", f"{DID}:sea#key-1"),
    (DID, f"{SITE}/keys/1"),
    (ISSUER, f"{ISSUER}#key-1"),
    (ISSUER, f"{ISSUER}/keys/1"),
    (f"{SITE}/issuers/1/", f"{SITE}/issuers/1/#key-1"),
    (SITE, f"{SITE}#key-1"),
]


def issuer(key=ONE, method=KEY, identity=DID, **how):
    return qb.Issuer(PROFILE | {"id": identity}, key, method=method, clock=lambda: NOW, **how)


def history(*keys, method=KEY, **how):
    kept = KeyHistory.start(method, keys[0] if keys else ONE, **how)
    for key in keys[1:]:
        kept = kept.rotate(key, at=NOW)
    return kept


def publish(folder, kept=None, profile=PROFILE, **how):
    return plan(profile, kept or history(), folder, **how).write()


def read(path):
    return json.loads(path.read_bytes())


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("jwk_kid", [False, True])
@pytest.mark.parametrize(("identity", "method"), PLACES)
def test_old_badges_outlive_a_rotation_and_fall_with_their_key(identity, method, jwk_kid, tmp_path):
    both = ("eddsa-rdfc-2022", "vc-jwt")
    kept = history(method=method, controller=identity)
    first = issuer(ONE, method, identity, jwk_kid=jwk_kid)
    old = first.issue(ACHIEVEMENT, ADA, proof=both)
    first.publish(tmp_path, kept)
    assert verdicts(tmp_path, old) == ["VALID"] * 2

    kept = kept.rotate(TWO, at=NOW)
    second = issuer(TWO, kept.active[0].method, identity, jwk_kid=jwk_kid)
    new = second.issue(ACHIEVEMENT, ADA, proof=both)
    second.publish(tmp_path, kept)
    assert verdicts(tmp_path, old, new) == ["VALID"] * 4

    kept = kept.compromise(method, since=datetime(2025, 1, 1, tzinfo=UTC))
    second.publish(tmp_path, kept)
    assert verdicts(tmp_path, old, new) == ["INVALID"] * 2 + ["VALID"] * 2

    kept = kept.compromise(kept.active[0].method, since=NOW)
    plan(PROFILE | {"id": identity}, kept, tmp_path).write()
    assert verdicts(tmp_path, old, new) == ["INVALID"] * 4


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_key_can_be_published_and_compromised(kind, tmp_path):
    key = pair(kind, "one")
    made = issuer(key).issue(ACHIEVEMENT, ADA, proof="vc-jwt")
    publish(tmp_path, history(key))
    assert verdicts(tmp_path, made) == ["VALID"]
    publish(tmp_path, history(key).compromise(KEY, since=NOW))
    assert verdicts(tmp_path, made) == ["INVALID"]


def test_b07_a_key_inside_the_token_counts_while_it_is_published(tmp_path):
    from support.world import claims_of, token

    header = {"alg": "EdDSA", "jwk": ONE.to_jwk(), "typ": "JWT"}
    unsigned = issuer().draft(ACHIEVEMENT, ADA)
    payload = claims_of(unsigned) | {"nbf": int(NOW.timestamp())}
    del payload["exp"]
    carried = token(payload, ONE, header)
    for identity, method in ((DID, KEY), (ISSUER, f"{ISSUER}#key-1")):
        folder = tmp_path / identity.replace("/", "_")
        profile = PROFILE | {"id": identity}
        made = (
            carried
            if identity == DID
            else token(payload | {"iss": ISSUER, "issuer": payload["issuer"] | {"id": ISSUER}}, ONE, header)
        )
        kept = history(method=method)
        publish(folder, kept, profile)
        web = answers(folder)
        assert qb.verify(made, fetcher=qb.StaticFetcher(web), now=NOW).verdict is qb.Verdict.VALID
        publish(folder, kept.compromise(method, since=NOW), profile)
        web = answers(folder)
        assert qb.verify(made, fetcher=qb.StaticFetcher(web), now=NOW).verdict is qb.Verdict.INVALID


def test_the_folder_and_its_list(tmp_path):
    home = tmp_path / "a" / "site"
    done = issuer().publish(home)
    assert {file.path for file in done.files} == {DID_FILE, KEY_SET, "profile.json", "keys/key-1.json"}
    assert set(done.written) == {file.path for file in done.files}
    assert (done.folder, done.removed) == (home, ())
    listed = read(home / "hosting.json")
    assert listed["origin"] == SITE
    assert [entry["file"] for entry in listed["files"]] == sorted(file.path for file in done.files)
    for entry in listed["files"]:
        assert entry["sha256"] == [hashlib.sha256((home / entry["file"]).read_bytes()).hexdigest()]
    entry = next(entry for entry in listed["files"] if entry["file"] == DID_FILE)
    assert (entry["url"], entry["mediaType"], entry["issuer"]) == (
        f"{SITE}/.well-known/did.json",
        "application/did+json",
        DID,
    )
    assert set(content(home)) == {file.path for file in done.files} | {"hosting.json"}


def test_publishing_again_writes_nothing(tmp_path):
    publish(tmp_path)
    before = content(tmp_path)
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert publish(tmp_path).written == ()
    assert content(tmp_path) == before
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == stamps


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_web_server_of_another_user_can_read_the_files(tmp_path):
    publish(tmp_path)
    (tmp_path / "made").write_bytes(b"")
    usual = stat.S_IMODE((tmp_path / "made").stat().st_mode)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*") if path.is_file()} == {usual}


def test_a_plan_changes_nothing(tmp_path):
    plan(PROFILE, history(), tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


def test_an_issuer_that_is_its_key_has_nothing_to_publish(tmp_path):
    with pytest.raises(IssueError, match="nothing to publish"):
        qb.Issuer("Academy", ONE).publish(tmp_path)
    with pytest.raises(IssueError, match="is retired in the history"):
        issuer(ONE).publish(tmp_path, history(ONE, TWO))
    assert list(tmp_path.iterdir()) == []


# what must not happen


@pytest.mark.parametrize("path", [DID_FILE, KEY_SET, "profile.json", "keys/key-1.json"])
def test_a_foreign_file_is_not_overwritten_unasked(path, tmp_path):
    foreign = tmp_path / path
    foreign.parent.mkdir(parents=True, exist_ok=True)
    foreign.write_text('"mine"', encoding="utf-8")
    with pytest.raises(IssueError, match=f"{path} stands there already"):
        publish(tmp_path)
    assert set(content(tmp_path)) == {path}
    assert path in publish(tmp_path, overwrite=True).written
    assert read(foreign) != "mine"


def test_a_key_set_that_cannot_be_read_is_never_replaced(tmp_path):
    login = json.dumps({"keys": [TWO.to_jwk() | {"kid": "login"}]})
    (tmp_path / ".well-known").mkdir()
    for damaged in ("", login[:-1], login.replace("}]", "},]")):
        (tmp_path / KEY_SET).write_text(damaged, encoding="utf-8")
        for forget_keys in (False, True):
            with pytest.raises(IssueError, match="keys of others in it would be lost") as caught:
                publish(tmp_path, overwrite=True, forget_keys=forget_keys)
            assert caught.value.code == "FILE"
            assert "move it away by hand" in caught.value.hint
        assert content(tmp_path) == {KEY_SET: damaged.encode()}


def test_a_did_document_that_cannot_be_read_may_hold_keys(tmp_path):
    publish(tmp_path)
    (tmp_path / DID_FILE).write_bytes((tmp_path / DID_FILE).read_bytes()[:-3])
    with pytest.raises(IssueError, match=f"which keys of {DID} stand there cannot be read"):
        publish(tmp_path, history(TWO, method=f"{DID}#key-2"), overwrite=True)
    publish(tmp_path, overwrite=True, forget_keys=True)
    assert read(tmp_path / DID_FILE)["id"] == DID


def test_a_file_that_was_changed_since_is_not_overwritten_unasked(tmp_path):
    publish(tmp_path)
    (tmp_path / "profile.json").write_text("{}", encoding="utf-8")
    with pytest.raises(IssueError, match="changed by somebody else"):
        publish(tmp_path)
    publish(tmp_path, overwrite=True)
    assert read(tmp_path / "profile.json")["id"] == DID


def test_other_files_of_the_site_stay(tmp_path):
    (tmp_path / "index.html").write_text("<p>mine</p>", encoding="utf-8")
    publish(tmp_path)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<p>mine</p>"


@pytest.mark.parametrize("text", ["[]", "{}", '{"files": [], "origin": "https://other.example"}'])
def test_a_list_that_is_not_ours_is_not_overwritten_unasked(text, tmp_path):
    (tmp_path / "hosting.json").write_text(text, encoding="utf-8")
    with pytest.raises(IssueError, match=r"hosting\.json is no list") as caught:
        publish(tmp_path)
    assert caught.value.code == "FILE"
    publish(tmp_path, overwrite=True)
    assert read(tmp_path / "hosting.json")["origin"] == SITE


def test_a_list_of_files_that_cannot_be_read_is_never_replaced(tmp_path):
    publish(tmp_path)
    whole = read(tmp_path / "hosting.json")
    damaged = [
        "",
        "{",
        json.dumps(whole)[:-1],
        json.dumps(whole | {"files": [whole["files"][0] | {"status": 404}]}),
    ]
    for text in damaged:
        (tmp_path / "hosting.json").write_text(text, encoding="utf-8")
        for overwrite in (False, True):
            with pytest.raises(IssueError) as caught:
                publish(tmp_path, overwrite=overwrite)
            assert caught.value.code == "FILE"
            assert "move it away by hand" in caught.value.hint
        assert (tmp_path / "hosting.json").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "change",
    [
        {"file": "../../out"},
        {"file": "/etc/x"},
        {"file": "a//b"},
        {"url": 5},
        {"sha256": "x"},
        {"sha256": [5]},
        None,
    ],
)
def test_d07_a_list_that_leads_out_of_the_folder_is_refused(change, tmp_path):
    publish(tmp_path)
    listed = read(tmp_path / "hosting.json")
    listed["files"][0] = None if change is None else listed["files"][0] | change
    (tmp_path / "hosting.json").write_text(json.dumps(listed), encoding="utf-8")
    with pytest.raises(IssueError, match=r"hosting\.json is no list"):
        publish(tmp_path, forget_keys=True)


def test_a_key_that_old_badges_need_is_not_dropped_unasked(tmp_path):
    old = issuer().issue(ACHIEVEMENT, ADA)
    publish(tmp_path, history(ONE, TWO))
    with pytest.raises(IssueError, match=rf"lose or regain their key: the key {KEY} stands there") as caught:
        publish(tmp_path, history(TWO, method=f"{DID}#key-2"))
    assert "keys/key-1.json would answer no longer" in caught.value.message
    assert verdicts(tmp_path, old) == ["VALID"]
    done = publish(tmp_path, history(TWO, method=f"{DID}#key-2"), forget_keys=True)
    assert done.removed == ("keys/key-1.json",)
    assert not (tmp_path / "keys" / "key-1.json").exists()
    assert KEY not in json.dumps(read(tmp_path / "hosting.json"))
    assert verdicts(tmp_path, old) == ["INVALID"]


def test_a_key_is_not_renamed_unasked(tmp_path):
    publish(tmp_path)
    with pytest.raises(IssueError, match=r"is named .*key-9 in the history"):
        publish(tmp_path, history(method=f"{DID}#key-9"))


def test_a_name_is_not_given_to_another_key_unasked(tmp_path):
    publish(tmp_path)
    with pytest.raises(IssueError, match="stands there and not in the history"):
        publish(tmp_path, history(TWO))


def test_a_compromised_key_is_not_trusted_again_unasked(tmp_path):
    kept = history(ONE, TWO)
    publish(tmp_path, kept.compromise(KEY, since=NOW))
    with pytest.raises(IssueError, match="would be trusted again"):
        publish(tmp_path, kept)
    publish(tmp_path, kept, forget_keys=True)


def test_keys_of_a_document_that_others_wrote_are_not_dropped(tmp_path):
    entries = [
        {"id": "#key-1", "type": "JsonWebKey2020", "controller": DID, "publicKeyJwk": ONE.to_jwk()},
        {
            "id": f"{DID}#agree",
            "type": "X25519KeyAgreementKey2020",
            "controller": DID,
            "publicKeyMultibase": "z6LS",
        },
        "not an entry",
    ]
    (tmp_path / ".well-known").mkdir()
    document = {"id": DID, "verificationMethod": entries}
    (tmp_path / DID_FILE).write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(IssueError, match=f"the key {DID}#agree stands there") as caught:
        publish(tmp_path, overwrite=True)
    assert "key-1" not in caught.value.message
    document["verificationMethod"] = entries[:1]
    (tmp_path / DID_FILE).write_text(json.dumps(document), encoding="utf-8")
    publish(tmp_path, overwrite=True)


def test_the_issuers_of_one_host_share_the_key_set(tmp_path):
    publish(tmp_path)
    sea = f"{DID}:sea"
    other = history(TWO, method=f"{sea}#key-1")
    publish(tmp_path, other, PROFILE | {"id": sea})
    publish(tmp_path, history(ONE, THREE))
    assert {(jwk["iss"], jwk["kid"]) for jwk in read(tmp_path / KEY_SET)["keys"]} == {
        (DID, KEY),
        (DID, f"{DID}#key-2"),
        (sea, f"{sea}#key-1"),
    }
    assert len(read(tmp_path / "hosting.json")["files"]) == 8
    assert publish(tmp_path, other, PROFILE | {"id": sea}).written == (
        KEY_SET,
    )  # the same keys, its own last
    made = [issuer().issue(ACHIEVEMENT, ADA), issuer(TWO, f"{sea}#key-1", sea).issue(ACHIEVEMENT, ADA)]
    assert verdicts(tmp_path, *made) == ["VALID", "VALID"]


def test_the_key_set_of_a_login_server_keeps_its_keys(tmp_path):
    login = TWO.to_jwk() | {"kid": "login"}
    nameless = ONE.to_jwk() | {"kid": "one of ours, without a name"}
    stranger = THREE.to_jwk() | {"iss": DID, "kid": "gone"}
    (tmp_path / ".well-known").mkdir()
    (tmp_path / KEY_SET).write_text(json.dumps({"keys": [login, nameless, 5]}), encoding="utf-8")
    publish(tmp_path, overwrite=True)
    assert [jwk["kid"] for jwk in read(tmp_path / KEY_SET)["keys"]] == ["login", KEY]
    (tmp_path / KEY_SET).write_text(json.dumps({"keys": [stranger, {"iss": DID}]}), encoding="utf-8")
    with pytest.raises(IssueError, match="the key gone stands in the key set"):
        publish(tmp_path, overwrite=True)
    (tmp_path / KEY_SET).write_text(
        json.dumps({"keys": [ONE.to_jwk() | {"iss": DID}, {"kty": "?"}]}), encoding="utf-8"
    )
    publish(tmp_path, overwrite=True)


def test_b11_no_name_stands_twice_in_the_key_set(tmp_path):
    mistaken = {"keys": [TWO.to_jwk() | {"kid": KEY}]}
    (tmp_path / ".well-known").mkdir()
    (tmp_path / KEY_SET).write_text(json.dumps(mistaken), encoding="utf-8")
    with pytest.raises(IssueError, match=f"the key {KEY} stands in the key set"):
        publish(tmp_path, overwrite=True)
    publish(tmp_path, overwrite=True, forget_keys=True)
    assert [jwk["x"] for jwk in read(tmp_path / KEY_SET)["keys"]] == [ONE.to_jwk()["x"]]


def test_a_key_that_two_issuers_share_stays_for_the_other_one(tmp_path):
    shared = ONE.to_jwk() | {"kid": "https://academy.example/other#k", "iss": "https://academy.example/other"}
    (tmp_path / ".well-known").mkdir()
    (tmp_path / KEY_SET).write_text(json.dumps({"keys": [shared]}), encoding="utf-8")
    publish(tmp_path, overwrite=True)
    assert read(tmp_path / KEY_SET)["keys"][0] == shared


def test_one_folder_is_one_host(tmp_path):
    publish(tmp_path)
    other = "did:web:other.example"
    with pytest.raises(IssueError, match="it is for the host"):
        publish(tmp_path, history(TWO, method=f"{other}#k"), PROFILE | {"id": other})


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        (PROFILE | {"name": 5}, "CONFORMANCE"),
        (PROFILE | {"type": "Organisation"}, "CONFORMANCE"),
        (PROFILE | {"id": "did:web:other.example"}, "CONTROLLER_MISMATCH"),
        (PROFILE | {"description": ONE.to_pem().decode()}, "PRIVATE_KEY_EXPOSED"),
        (PROFILE | {"publicKeyJwk": ONE.to_jwk(private=True)}, "PRIVATE_KEY_EXPOSED"),
        (PROFILE | {"keys": [{"privateKeyMultibase": "z"}]}, "PRIVATE_KEY_EXPOSED"),
    ],
)
def test_b08_a_profile_that_nobody_should_see_is_not_published(profile, code, tmp_path):
    with pytest.raises(IssueError) as caught:
        publish(tmp_path, profile=profile)
    assert caught.value.code == code
    assert ONE.to_jwk(private=True)["d"] not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_b08_a_key_set_with_a_private_key_is_not_published_again(tmp_path):
    (tmp_path / ".well-known").mkdir()
    private = TWO.to_jwk(private=True) | {"kid": "login"}
    (tmp_path / KEY_SET).write_text(json.dumps({"keys": [private]}), encoding="utf-8")
    with pytest.raises(IssueError) as caught:
        publish(tmp_path, overwrite=True, forget_keys=True)
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"


@pytest.mark.parametrize("kind", TYPES)
def test_no_file_holds_a_secret(kind, tmp_path):
    secret = KeyPair.generate("P-256") if kind == "P-256" else pair(kind, "secret")
    issuer(secret).publish(tmp_path, history(secret))
    body = secret.to_pem().decode().splitlines()[1:-1]
    hidden = [value for name, value in secret.to_jwk(private=True).items() if name in ("d", "p", "q", "qi")]
    written = b"".join(content(tmp_path).values()).decode()
    assert [text for text in (*hidden, *body) if text in written] == []
    assert '"d"' not in written


def test_a_profile_is_a_mapping_a_model_or_has_no_id_yet(tmp_path):
    publish(tmp_path, profile={"name": "Academy of Invention"})
    assert read(tmp_path / "profile.json")["id"] == DID
    with pytest.raises(TypeError, match="profile must be"):
        publish(tmp_path, profile="Academy")
    with pytest.raises(InputError, match="no NaN"):
        publish(tmp_path, profile=PROFILE | {"more": float("nan")})


# where files stand


@pytest.mark.parametrize(
    ("identity", "path"),
    [
        (SITE, "index.json"),
        (f"{SITE}/", "index.json"),
        (ISSUER, "issuer"),
        (f"{ISSUER}.json", "issuer.json"),
        (f"{SITE}/a/b/", "a/b/index.json"),
        (f"{SITE}/m%C3%BChle%20am%20bach", "mühle am bach"),
        ("https://Academy.Example/issuer", "issuer"),
    ],
)
def test_where_the_issuers_document_stands(identity, path, tmp_path):
    made = issuer(ONE, f"{identity}#key-1", identity)
    done = made.publish(tmp_path)
    assert done.files[0].path == path
    assert (tmp_path / path).is_file()
    assert verdicts(tmp_path, made.issue(ACHIEVEMENT, ADA)) == ["VALID"]


def test_an_address_that_is_a_folder_too_is_answered_by_its_index(tmp_path):
    assert issuer(ONE, f"{ISSUER}/keys/1", ISSUER).publish(tmp_path).files[0].path == "issuer/index.json"
    (tmp_path / "b" / "issuer").mkdir(parents=True)
    done = issuer(ONE, f"{ISSUER}#key-1", ISSUER).publish(tmp_path / "b")
    assert done.files[0].path == "issuer/index.json"


@pytest.mark.parametrize(
    "identity",
    [
        f"{SITE}/issuer?id=5",
        f"{SITE}/a//b",
        f"{SITE}/a%2Fb",
        f"{SITE}/a%5cb",
        f"{SITE}/a%00",
        f"{SITE}/a:b",
        f"{SITE}/%FF",
    ],
)
def test_d07_an_address_that_no_file_can_answer_is_refused(identity, tmp_path):
    with pytest.raises(IssueError, match="no file can answer"):
        issuer(ONE, f"{identity}#key-1", identity).publish(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_names_that_a_file_system_takes_for_one_are_refused(tmp_path):
    kept = history(method=f"{DID}#Key").add(TWO, at=NOW, method=f"{DID}#key")
    with pytest.raises(IssueError, match="would share the file"):
        publish(tmp_path, kept)
    identity = f"{SITE}/hosting.json"
    with pytest.raises(IssueError, match="would share the file"):
        issuer(ONE, f"{identity}#key-1", identity).publish(tmp_path)


# what can go wrong on the disk


def test_whatever_stops_the_work_leaves_whole_files_that_the_next_call_completes(tmp_path, monkeypatch):
    old = issuer().issue(ACHIEVEMENT, ADA)
    real = Path.replace
    for stop in range(6):
        home = tmp_path / str(stop)
        publish(home)
        done = []

        def fail(self, target, done=done, stop=stop):
            if len(done) == stop:
                raise OSError(28, "No space left on device")
            done.append(target)
            return real(self, target)

        monkeypatch.setattr(Path, "replace", fail)
        if stop < 5:  # the list, three files, the list again
            with pytest.raises(IssueError, match="No space left") as caught:
                publish(home, history(ONE, TWO))
            assert caught.value.code == "FILE"
        else:
            publish(home, history(ONE, TWO))
        monkeypatch.setattr(Path, "replace", real)
        assert [path for path in content(home) if "/." in f"/{path}".replace("/.well-known", "")] == []
        for path in home.rglob("*.json"):
            assert read(path)
        assert verdicts(home, old) == ["VALID"]
        publish(home, history(ONE, TWO, THREE))  # another change than the one that was stopped
        assert verdicts(home, old) == ["VALID"]
        assert len(read(home / DID_FILE)["assertionMethod"]) == 3


def test_a_disk_that_is_full_before_anything_has_its_name_changes_nothing(tmp_path, monkeypatch):
    publish(tmp_path)
    before = content(tmp_path)

    def fail(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(IssueError, match="No space left"):
        publish(tmp_path, history(ONE, TWO))
    assert content(tmp_path) == before


def test_a_link_stays_a_link(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home = tmp_path / "site"
    home.mkdir()
    (home / ".well-known").symlink_to(elsewhere, target_is_directory=True)
    (home / "profile.json").symlink_to(elsewhere / "p.json")
    publish(home)
    assert (home / "profile.json").is_symlink()
    assert read(elsewhere / "did.json")["id"] == read(elsewhere / "p.json")["id"] == DID


def test_what_is_no_folder_or_no_file_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(IssueError) as caught:
        publish(tmp_path / "file")
    assert caught.value.code == "FILE"
    (tmp_path / "site" / ".well-known" / "did.json").mkdir(parents=True)
    done = publish(tmp_path / "site")
    assert done.files[0].path == ".well-known/did.json/index.json"
    (tmp_path / "b" / "hosting.json").mkdir(parents=True)
    with pytest.raises(IssueError, match="no ordinary file"):
        publish(tmp_path / "b")
    with pytest.raises(IssueError, match="null"):
        publish(tmp_path / "\0")


def test_an_endless_file_is_not_read(tmp_path):
    (tmp_path / "profile.json").write_bytes(b" " * (2 * 1024 * 1024 + 1))
    with pytest.raises(IssueError) as caught:
        publish(tmp_path)
    assert caught.value.code == "LIMIT"


def test_a_system_that_opens_no_folder_is_served_too(tmp_path, monkeypatch):
    real = os.open

    def windows(path, flags, *mode):
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *mode)

    monkeypatch.setattr(os, "open", windows)
    disk.write_all({tmp_path / "a": b"1"})
    assert (tmp_path / "a").read_bytes() == b"1"


def test_a_file_that_cannot_be_removed_is_named(tmp_path):
    with pytest.raises(IssueError) as caught:
        disk.remove(tmp_path)
    assert caught.value.code == "FILE"


def test_the_jwk_of_a_forgotten_key_is_no_longer_served(tmp_path):
    publish(tmp_path)
    publish(tmp_path, history(TWO, method=f"{DID}#key-2"), forget_keys=True)
    assert jwk_url(KEY, DID) not in answers(tmp_path)
