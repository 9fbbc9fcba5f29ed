"""What is published verifies, what is revoked does not, however the server is set; nothing of others is lost."""

from __future__ import annotations

import hashlib
import json
import os
import sys

import pytest

import qualitybadge as qb
from qualitybadge.errors import IssueError
from qualitybadge.issue import folder as disk
from qualitybadge.issue.keyhistory import KeyHistory
from qualitybadge.issue.ob2_badge import Ob2Badge
from support.keyring import pair
from support.ob2_issuing import ADA, AT, HOME, NOW, PROFILE, RSA, TIDE, files, issuer, verify, web

LIST, KEY = "issuer-revoked.json", issuer().key_document["id"].removeprefix(f"{HOME}/")
URN = "urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e"
VALID, INVALID = qb.Verdict.VALID, qb.Verdict.INVALID


def hosted(number=1, who=None, **how):
    return (who or issuer()).issue(
        how.pop("badge_class", TIDE), ADA, hosted_at=f"{HOME}/badges/{number}.json", **how
    )


def signed(who=None, **how):
    return (who or issuer()).issue(TIDE, ADA, signed=True, **how)


def read(path):
    return json.loads(path.read_bytes())


def listed(folder):
    return {file["file"]: file for file in read(folder / "hosting.json")["files"]}


def codes(report):
    return {row.problem.code for row in report.checks if row.problem is not None}


# --- publishing


def test_a_hosted_badge_verifies_by_its_address(tmp_path):
    badge = hosted(who=issuer(None))
    done = issuer(None).publish(tmp_path, badge)
    assert done.written == ("issuer", "classes/tide.json", "badges/1.json")
    assert [(file.url, file.media_type) for file in done.files][-1] == (AT, "application/ld+json")
    report = verify(AT, tmp_path, recipient=qb.Recipient.email("ada@example.org"))
    assert (report.verdict, report.trust) == (VALID, qb.Trust.DOMAIN)
    assert verify(badge.to_json(), tmp_path).verdict is VALID
    assert set(files(tmp_path)) == {*done.written, "hosting.json"}
    assert "publicKey" not in read(tmp_path / "issuer")


def test_assertions_are_not_listed_and_the_rest_is(tmp_path):
    issuer().publish(tmp_path, [hosted(1), hosted(2), signed()])
    there = listed(tmp_path)
    assert set(there) == {KEY, LIST, "issuer", "classes/tide.json"}
    for path, file in there.items():
        assert (file["openBadges"], file["issuer"]) == ("2.0", PROFILE["id"])
        assert file["sha256"] == [hashlib.sha256((tmp_path / path).read_bytes()).hexdigest()]
        assert "status" not in file


def test_a_signed_badge_verifies_once_key_and_list_are_published(tmp_path):
    badge = signed()
    issuer().publish(tmp_path)  # an RSA key is published before the first badge
    assert set(files(tmp_path)) == {KEY, LIST, "issuer", "hosting.json"}
    issuer().publish(tmp_path, badge)
    assert verify(badge.to_jws(), tmp_path).verdict is VALID


def test_what_links_is_written_after_what_it_links(tmp_path):
    done = issuer().publish(tmp_path, [hosted(), signed()])
    assert done.written == (KEY, LIST, "issuer", "classes/tide.json", "badges/1.json")


def test_publishing_again_changes_nothing(tmp_path):
    both = [hosted(), signed()]
    issuer().publish(tmp_path, both)
    before = {path: (tmp_path / path).stat().st_mtime_ns for path in files(tmp_path)}
    assert issuer().publish(tmp_path, both).written == ()
    assert {path: (tmp_path / path).stat().st_mtime_ns for path in files(tmp_path)} == before


def test_a_class_that_changed_is_written_anew(tmp_path):
    issuer().publish(tmp_path, hosted(1))
    done = issuer().publish(tmp_path, hosted(2, badge_class=TIDE | {"name": "Tides"}))
    assert done.written == ("classes/tide.json", "badges/2.json")
    assert verify(AT, tmp_path).verdict is VALID


def test_another_key_leaves_old_badges_valid(tmp_path):
    old, new = issuer(), issuer(pair("RSA", "ob2 second"))
    first, second = signed(old), signed(new)
    old.publish(tmp_path, first)
    new.publish(tmp_path, second)
    assert len(read(tmp_path / "issuer")["publicKey"]) == 2
    for who in (issuer(None), new):
        who.publish(tmp_path)
        assert verify(first.to_jws(), tmp_path).verdict is VALID
        assert verify(second.to_jws(), tmp_path).verdict is VALID
    done = new.publish(tmp_path, forget_keys=True)
    assert done.removed == (KEY,)
    assert not (tmp_path / KEY).exists()
    assert verify(first.to_jws(), tmp_path).verdict is not VALID
    assert verify(second.to_jws(), tmp_path).verdict is VALID


@pytest.mark.parametrize(
    ("kind", "algorithm"), [("Ed25519", "EdDSA"), ("P-256", "ES256"), ("P-384", "ES384"), ("RSA", "RS256")]
)
def test_the_issuers_own_key_is_published_whatever_its_type(kind, algorithm, tmp_path):
    who = issuer(pair(kind, "ob2"))
    own, badge = who.key_document["id"], signed(who, algorithm=algorithm)
    assert who.publish(tmp_path).written == (own.removeprefix(f"{HOME}/"), LIST, "issuer")
    assert read(tmp_path / "issuer")["publicKey"] == own
    assert verify(PROFILE["id"], tmp_path).verdict is verify(own, tmp_path).verdict is VALID
    who.publish(tmp_path, [badge, hosted(who=who)])
    for how in ({}, {"forget_keys": True}):
        assert who.publish(tmp_path, **how).written == ()
        assert verify(badge.to_jws(), tmp_path).verdict is verify(AT, tmp_path).verdict is VALID
    without = issuer(None).publish(tmp_path, forget_keys=True)
    assert without.removed == (own.removeprefix(f"{HOME}/"),)
    assert verify(badge.to_jws(), tmp_path).verdict is INVALID
    assert verify(AT, tmp_path).verdict is VALID


def test_the_key_of_an_issuer_of_3_0_stays_when_older_ones_are_forgotten(tmp_path):
    old, new = (
        qb.Issuer("Academy", pair("Ed25519", name), clock=lambda: NOW).ob2(PROFILE) for name in ("a", "b")
    )
    first, second = (signed(who, algorithm="EdDSA") for who in (old, new))
    old.publish(tmp_path, first)
    new.publish(tmp_path, second)
    assert new.publish(tmp_path, [], forget_keys=True).removed == (old.key_document["id"][len(HOME) + 1 :],)
    assert verify(second.to_jws(), tmp_path).verdict is VALID
    assert verify(first.to_jws(), tmp_path).verdict is INVALID


@pytest.mark.parametrize("given", [["x"], "x", b"x", 5, None, {"badge": 1}, "3.0"])
def test_what_is_no_badge_of_2_0_is_not_published(given, tmp_path):
    if given == "3.0":
        achievement = {"type": ["Achievement"], "name": "A", "description": "B", "id": f"{HOME}/a"}
        achievement["criteria"] = {"narrative": "C"}
        given = qb.Issuer("Academy", pair()).issue(achievement, qb.Recipient.did("did:example:ada"))
    with pytest.raises(TypeError, match=r"badges must be of Open Badges 2\.0, as issue\(…\) .* not \w+$"):
        issuer().publish(tmp_path, given)
    assert files(tmp_path) == {}
    issuer().publish(tmp_path, iter([hosted(1), hosted(2)]))
    assert verify(AT, tmp_path).verdict is VALID


def test_a_key_file_that_was_changed_is_not_removed(tmp_path):
    issuer().publish(tmp_path)
    (tmp_path / KEY).write_text("mine", encoding="utf-8")
    second = issuer(pair("RSA", "ob2 second"))
    assert second.publish(tmp_path, forget_keys=True).removed == ()
    assert (tmp_path / KEY).read_text(encoding="utf-8") == "mine"
    (tmp_path / KEY).unlink()
    issuer().publish(tmp_path)
    (tmp_path / KEY).unlink()
    assert second.publish(tmp_path, forget_keys=True).removed == ()


# --- revoking


@pytest.mark.parametrize("by_list", [False, True], ids=["any server", "a server that answers 410"])
def test_a_hosted_badge_is_revoked_by_body_and_by_status(by_list, tmp_path):
    badge, other = hosted(1), hosted(2)
    issuer().publish(tmp_path, [badge, other])
    done = issuer().revoke(tmp_path, badge, reason="Awarded in error")
    assert done.written == ("badges/1.json",)
    assert [file.status for file in done.files] == [410]
    report = verify(AT, tmp_path, by_list=by_list)
    assert report.verdict is INVALID
    assert codes(report) == {"REVOKED"}
    assert verify(badge.to_json(), tmp_path, by_list=by_list).verdict is INVALID
    assert verify(other.id, tmp_path, by_list=by_list).verdict is VALID
    assert listed(tmp_path)["badges/1.json"]["status"] == 410
    assert b"ada" not in (tmp_path / "badges/1.json").read_bytes()
    assert read(tmp_path / "badges/1.json") == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": AT,
        "revoked": True,
        "revocationReason": "Awarded in error",
    }


def test_a_signed_badge_is_revoked_by_the_list(tmp_path):
    badge, other = signed(), signed()
    issuer().publish(tmp_path, [badge, other])
    assert issuer(None).revoke(tmp_path, badge.id, reason="Awarded in error").written == (LIST,)
    report = verify(badge.to_jws(), tmp_path)
    assert report.verdict is INVALID
    assert codes(report) == {"REVOKED"}
    assert "Awarded in error" in str([row.message for row in report.checks])
    assert verify(other.to_jws(), tmp_path).verdict is VALID
    issuer().revoke(tmp_path, other)
    assert read(tmp_path / LIST)["revokedAssertions"] == [
        {"id": badge.id, "revocationReason": "Awarded in error"},
        {"id": other.id},
    ]


def test_a_signed_badge_may_have_an_address_as_its_name(tmp_path):
    badge = signed(id=f"{HOME}/named/1")
    issuer().publish(tmp_path, badge)
    with pytest.raises(IssueError, match="nothing was published"):
        issuer().revoke(tmp_path, badge.id)
    issuer().revoke(tmp_path, badge.id, signed=True)
    assert verify(badge.to_jws(), tmp_path).verdict is INVALID


def test_revoking_twice_keeps_the_first_reason(tmp_path):
    both = [hosted(), signed()]
    issuer().publish(tmp_path, both)
    for badge in both:
        assert issuer().revoke(tmp_path, badge, reason="first").notes == ()
        again = issuer().revoke(tmp_path, badge, reason="second")
        assert again.written == ()
        assert again.notes == ("revoked already, with the reason 'first', which stays",)
        for reason in ("first", ""):
            assert issuer().revoke(tmp_path, badge, reason=reason).notes == ()
    assert read(tmp_path / "badges/1.json")["revocationReason"] == "first"
    assert read(tmp_path / LIST)["revokedAssertions"][0]["revocationReason"] == "first"


def test_an_entry_without_a_reason_gets_none_later(tmp_path):
    issuer().publish(tmp_path, signed())
    path = tmp_path / LIST
    path.write_text(json.dumps(read(path) | {"revokedAssertions": [URN]}), encoding="utf-8")
    again = issuer().revoke(tmp_path, URN, reason="late")
    assert again.notes == ("revoked already, without a reason, which stays",)


def test_another_badge_at_the_same_address_is_named(tmp_path):
    issuer().publish(tmp_path, hosted())
    before = files(tmp_path)
    with pytest.raises(IssueError, match=f"another badge stands at {AT} already") as caught:
        issuer().publish(tmp_path, hosted())
    assert caught.value.code == "FILE"
    assert files(tmp_path) == before
    issuer().publish(tmp_path, hosted(), overwrite=True)


@pytest.mark.parametrize("how", [{}, {"overwrite": True}, {"forget_keys": True}])
def test_e10_what_was_revoked_stays_so(how, tmp_path):
    both = [hosted(), signed()]
    issuer().publish(tmp_path, both)
    for badge in both:
        issuer().revoke(tmp_path, badge)
        for who in (issuer(), issuer(self_check=False)):
            with pytest.raises(IssueError, match="was revoked, and stays so") as caught:
                who.publish(tmp_path, badge, **how)
            assert caught.value.code == "REVOKED"
    issuer().publish(tmp_path, hosted(2), **how)
    issuer().publish(tmp_path, signed(), **how)
    assert verify(AT, tmp_path).verdict is INVALID
    assert verify(both[1].to_jws(), tmp_path).verdict is INVALID
    assert listed(tmp_path)["badges/1.json"]["status"] == 410


def test_a_badge_whose_file_was_deleted_can_still_be_revoked(tmp_path):
    badge = hosted()
    issuer().publish(tmp_path, badge)
    (tmp_path / "badges/1.json").unlink()
    with pytest.raises(IssueError, match="nothing was published at"):
        issuer().revoke(tmp_path, AT)
    issuer().revoke(tmp_path, badge)
    assert codes(verify(AT, tmp_path)) == {"REVOKED"}
    (tmp_path / "badges/1.json").unlink()
    issuer().revoke(tmp_path, AT, overwrite=True)
    assert codes(verify(AT, tmp_path, by_list=True)) == {"REVOKED"}


def test_a_list_is_begun_where_none_was_published(tmp_path):
    badge = signed(issuer(pair("Ed25519", "ob2")), algorithm="EdDSA")
    who = issuer(None)
    who.publish(tmp_path)
    done = who.revoke(tmp_path, badge.id)
    assert done.written == (LIST, "issuer")
    assert read(tmp_path / "issuer")["revocationList"] == f"{HOME}/{LIST}"


def test_an_entry_made_by_hand_is_kept(tmp_path):
    issuer().publish(tmp_path)
    entries = ["urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e", {"uid": "old", "revoked": True}]
    standing = read(tmp_path / LIST)
    for given in (entries, entries[0]):
        (tmp_path / LIST).write_text(json.dumps(standing | {"revokedAssertions": given}), encoding="utf-8")
        badge = signed()
        issuer().revoke(tmp_path, badge)
        kept = given if isinstance(given, list) else [given]
        assert read(tmp_path / LIST)["revokedAssertions"] == [*kept, {"id": badge.id}]
    issuer().publish(tmp_path, signed())
    assert len(read(tmp_path / LIST)["revokedAssertions"]) == 2


@pytest.mark.parametrize("overwrite", [False, True])
def test_e10_a_list_that_names_no_issuer_keeps_what_it_revokes(overwrite, tmp_path):
    badge, other = signed(), signed()
    issuer().publish(tmp_path, badge)
    issuer().revoke(tmp_path, badge, reason="Awarded in error")
    standing = read(tmp_path / LIST)
    for change in (
        {"issuer": None},
        {"id": None},
        {"id": f"{HOME}/old.json", "issuer": {"id": PROFILE["id"]}},
    ):
        changed = {name: value for name, value in (standing | change).items() if value is not None}
        (tmp_path / LIST).write_text(json.dumps(changed), encoding="utf-8")
        with pytest.raises(IssueError, match="was revoked, and stays so"):
            issuer().publish(tmp_path, badge, overwrite=overwrite)
        if overwrite or "issuer" in changed:
            issuer().publish(tmp_path, other, overwrite=overwrite)
            assert read(tmp_path / LIST) == standing | {"issuer": changed.get("issuer", PROFILE["id"])}
        else:
            with pytest.raises(IssueError, match="made or changed by somebody else"):
                issuer().publish(tmp_path, other)
            assert read(tmp_path / LIST) == changed
    assert verify(badge.to_jws(), tmp_path).verdict is INVALID


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '"mine"', "cut", '{"type": "RevocationList"}'])
def test_e10_a_list_that_cannot_be_read_is_never_replaced(damage, tmp_path):
    badge = signed()
    issuer().publish(tmp_path, badge)
    issuer().revoke(tmp_path, badge)
    text = (tmp_path / LIST).read_text(encoding="utf-8")[:-3] if damage == "cut" else damage
    (tmp_path / LIST).write_text(text, encoding="utf-8")
    before = files(tmp_path)
    for how in ({}, {"overwrite": True}, {"overwrite": True, "forget_keys": True}):
        with pytest.raises(IssueError, match=f"{LIST} stands there already and") as caught:
            issuer().publish(tmp_path, signed(), **how)
        assert caught.value.code == "FILE"
        assert "move it away by hand" in caught.value.hint
    for overwrite in (False, True):
        with pytest.raises(IssueError, match=f"{LIST} stands there already and"):
            issuer().revoke(tmp_path, signed(), overwrite=overwrite)
    assert files(tmp_path) == before


def test_an_entry_that_says_that_it_is_not_revoked_gives_way(tmp_path):
    badge = signed()
    issuer().publish(tmp_path, badge)
    shouted = badge.id.replace("urn:uuid:", "URN:UUID:").upper()
    kept = [{"uid": "old"}, {"id": signed().id, "revoked": False}]
    for name in (badge.id, shouted):
        entry = {"id": name, "revoked": False, "revocationReason": "none", "note": "seen"}
        listed_before = read(tmp_path / LIST) | {
            "@context": ["https://w3id.org/openbadges/v2", {"note": "https://a.example/note"}],
            "revokedAssertions": [*kept, entry],
        }
        (tmp_path / LIST).write_text(json.dumps(listed_before), encoding="utf-8")
        issuer().revoke(tmp_path, badge, reason="Awarded in error")
        assert read(tmp_path / LIST)["revokedAssertions"] == [
            *kept,
            {"id": badge.id, "revoked": True, "revocationReason": "Awarded in error", "note": "seen"},
        ]
        report = verify(badge.to_jws(), tmp_path)
        assert (report.verdict, codes(report)) == (INVALID, {"REVOKED"})
    (tmp_path / LIST).write_text(
        json.dumps(read(tmp_path / LIST) | {"revokedAssertions": [{"id": shouted}]}), encoding="utf-8"
    )
    issuer().revoke(tmp_path, badge)
    assert read(tmp_path / LIST)["revokedAssertions"] == [{"id": shouted}]


def test_a_badge_that_the_list_denies_is_published_only_without_looking(tmp_path):
    badge = signed()
    issuer().publish(tmp_path, badge)
    denied = read(tmp_path / LIST) | {"revokedAssertions": [{"id": badge.id, "revoked": False}]}
    (tmp_path / LIST).write_text(json.dumps(denied), encoding="utf-8")
    with pytest.raises(IssueError, match="does not verify: status"):
        issuer().publish(tmp_path, badge)
    issuer(self_check=False).publish(tmp_path, badge)


@pytest.mark.parametrize("how", [{}, {"overwrite": True}])
def test_e10_a_revoked_badge_stays_so_whatever_became_of_its_file(how, tmp_path):
    badge = hosted()
    issuer().publish(tmp_path, badge)
    issuer().revoke(tmp_path, badge)
    place = tmp_path / "badges/1.json"
    revoked = json.loads(place.read_bytes())
    for text in (None, "", "{", json.dumps(badge.assertion)):  # hosting.json remembers it
        place.unlink() if text is None else place.write_text(text, encoding="utf-8")
        with pytest.raises(IssueError, match="was revoked, and stays so"):
            issuer().publish(tmp_path, badge, **how)
    (tmp_path / "hosting.json").unlink()
    for change in ({"id": None}, {"revoked": "yes"}, {"id": f"{HOME}/badges/2.json"}):
        place.write_text(json.dumps(revoked | change), encoding="utf-8")
        with pytest.raises(IssueError, match="was revoked, and stays so"):
            issuer().publish(tmp_path, badge, **how)


def test_a_profile_that_cannot_be_read_may_link_keys(tmp_path):
    old, new = issuer(), issuer(pair("RSA", "ob2 second"))
    badge = signed(old)
    old.publish(tmp_path, badge)
    whole = (tmp_path / "issuer").read_bytes()
    (tmp_path / "issuer").write_bytes(whole[:-3])
    for publish in (new.publish, lambda folder, **how: new.revoke(folder, badge, **how)):
        with pytest.raises(IssueError, match="keys that it links would be lost") as caught:
            publish(tmp_path, overwrite=True)
        assert caught.value.code == "FILE"
    assert (tmp_path / "issuer").read_bytes() == whole[:-3]
    nameless = {name: value for name, value in json.loads(whole).items() if name != "id"}
    (tmp_path / "issuer").write_text(json.dumps(nameless), encoding="utf-8")
    new.publish(tmp_path, overwrite=True)
    assert verify(badge.to_jws(), tmp_path).verdict is VALID
    (tmp_path / "issuer").write_bytes(whole[:-3])
    new.publish(tmp_path, overwrite=True, forget_keys=True)
    assert len([read(tmp_path / "issuer")["publicKey"]]) == 1


@pytest.mark.parametrize("kind", ["missing", "empty", "of another issuer", "of other files"])
def test_e10_where_nothing_was_published_nothing_is_revoked(kind, tmp_path):
    site, typo = tmp_path / "site", tmp_path / "typo"
    both = [hosted(), signed()]
    issuer().publish(site, both)
    if kind == "of another issuer":
        issuer(profile=PROFILE | {"id": f"{HOME}/other"}).publish(typo)
    elif kind != "missing":
        typo.mkdir()
    if kind == "of other files":
        (typo / "index.html").write_text("mine", encoding="utf-8")
    before = files(tmp_path)
    for badge in (*both, both[0].id, both[1].id):
        with pytest.raises(IssueError, match=r"published nothing into '.*typo'") as caught:
            issuer().revoke(typo, badge)
        assert caught.value.code == "FILE"
        assert caught.value.hint == f"name the folder into which it was published, the root of {HOME}"
    assert files(tmp_path) == before
    assert typo.exists() is (kind != "missing")
    for badge in both:
        issuer().revoke(site, badge)
    assert verify(AT, site).verdict is verify(both[1].to_jws(), site).verdict is INVALID
    if kind != "of another issuer":
        issuer().revoke(typo, both[1], overwrite=True)
        assert read(typo / LIST)["revokedAssertions"] == [{"id": both[1].id}]


@pytest.mark.parametrize("overwrite", [False, True])
def test_the_folder_of_another_host_is_not_the_place(overwrite, tmp_path):
    issuer().publish(tmp_path, hosted())
    before = files(tmp_path)
    lists = "https://lists.academy.example"
    away = issuer(profile=PROFILE | {"revocationList": f"{lists}/revoked.json"})
    rows = ((issuer(), "https://other.example/b/9.json", "https://other.example"), (away, URN, lists))
    for who, identity, host in rows:
        with pytest.raises(IssueError, match=f"{host} is another host than {HOME}, for which") as caught:
            who.revoke(tmp_path, identity, overwrite=overwrite)
        assert caught.value.code == "FILE"
        assert caught.value.hint == "check the address, or name the folder of that host"
    assert files(tmp_path) == before
    issuer().revoke(tmp_path, AT)
    assert verify(AT, tmp_path).verdict is INVALID


@pytest.mark.parametrize("damage", ["{", "[]", '{"origin": 5, "files": []}'])
def test_a_list_of_files_that_names_no_host_is_not_taken_for_none(damage, tmp_path):
    badge = hosted()
    issuer().publish(tmp_path, badge)
    (tmp_path / "hosting.json").write_text(damage, encoding="utf-8")
    for given in (badge, signed()):
        with pytest.raises(IssueError) as caught:
            issuer().revoke(tmp_path, given)
        assert caught.value.code == "FILE"
    assert (tmp_path / "hosting.json").read_text(encoding="utf-8") == damage


def test_another_issuers_badge_is_not_revoked_by_handing_it_over(tmp_path):
    other = issuer(profile=PROFILE | {"id": f"{HOME}/other"})
    badges = [hosted(who=other), signed(other)]
    for badge in badges:
        for overwrite in (False, True):
            with pytest.raises(IssueError, match="badge of another issuer") as caught:
                issuer().revoke(tmp_path, badge, overwrite=overwrite)
            assert caught.value.code == "USAGE"
    assert files(tmp_path) == {}


def test_wrong_usage_of_revoke_is_refused(tmp_path):
    with pytest.raises(TypeError, match="badge must be an Ob2Badge"):
        issuer().revoke(tmp_path, 5)
    with pytest.raises(TypeError, match="reason must be a text"):
        issuer().revoke(tmp_path, AT, reason=None)
    with pytest.raises(IssueError, match="uses http"):
        issuer().revoke(tmp_path, "http://academy.example/1")
    assert files(tmp_path) == {}


@pytest.mark.parametrize("given", ["token", "json", "no id", "", "urn:uuid:aaaa", "urn:"])
def test_a_text_that_is_no_id_is_answered_with_what_is_one(given, tmp_path):
    badge = signed()
    issuer().publish(tmp_path, badge)
    before = files(tmp_path)
    text = {"token": badge.to_jws(), "json": json.dumps(badge.assertion)}.get(given, given)
    with pytest.raises(IssueError, match="is no id of a badge") as caught:
        issuer().revoke(tmp_path, text)
    todo = "write the whole id" if given.startswith("urn:") else "pass the Ob2Badge or its id"
    assert caught.value.hint.startswith(f"{todo}, such as urn:uuid:")
    assert (caught.value.code, caught.value.pointer) == ("USAGE", "")
    assert len(caught.value.message) < 80
    assert files(tmp_path) == before
    issuer().revoke(tmp_path, badge.id)
    assert verify(badge.to_jws(), tmp_path).verdict is INVALID


# --- what belongs to others


FOREIGN = [
    b"mine",
    b"[]",
    json.dumps({"id": AT, "type": "BadgeClass"}).encode(),
    b'{"id": "https://a.example"}',
]


@pytest.mark.parametrize("content", FOREIGN)
def test_a_foreign_file_is_neither_replaced_nor_revoked_unasked(content, tmp_path):
    (tmp_path / "badges").mkdir()
    (tmp_path / "badges/1.json").write_bytes(content)
    with pytest.raises(IssueError, match="made or changed by somebody else"):
        issuer().publish(tmp_path, hosted())
    with pytest.raises(IssueError, match="no badge of this issuer"):
        issuer().revoke(tmp_path, AT)
    assert files(tmp_path) == {"badges/1.json": content}
    issuer().publish(tmp_path, hosted(), overwrite=True)
    assert verify(AT, tmp_path).verdict is VALID


@pytest.mark.parametrize(
    "path", ["issuer", LIST, KEY, "classes/tide.json"], ids=["issuer", "list", "key", "class"]
)
def test_no_document_of_others_is_replaced_unasked(path, tmp_path):
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("mine", encoding="utf-8")
    with pytest.raises(IssueError, match=f"{path} stands there already"):
        issuer().publish(tmp_path, [hosted(), signed()])
    assert files(tmp_path) == {path: b"mine"}


def test_another_issuers_badge_is_neither_published_nor_revoked(tmp_path):
    other = issuer(profile=PROFILE | {"id": f"{HOME}/other"})
    badge = hosted(who=other, badge_class=TIDE | {"id": f"{HOME}/classes/other.json"})
    other.publish(tmp_path, badge)
    before = files(tmp_path)
    with pytest.raises(IssueError, match="badge of another issuer"):
        issuer().publish(tmp_path, badge)
    with pytest.raises(IssueError, match="no badge of this issuer"):
        issuer().revoke(tmp_path, AT)
    assert files(tmp_path) == before
    issuer().publish(tmp_path, hosted(2))
    assert verify(AT, tmp_path).verdict is VALID
    other.revoke(tmp_path, badge)
    assert verify(AT, tmp_path).verdict is INVALID
    assert verify(f"{HOME}/badges/2.json", tmp_path).verdict is VALID


def test_another_issuers_list_is_never_taken_over(tmp_path):
    other = issuer(profile=PROFILE | {"id": f"{HOME}/other", "revocationList": f"{HOME}/{LIST}"})
    badge = signed(other)
    other.publish(tmp_path, badge)
    other.revoke(tmp_path, badge)
    before = files(tmp_path)
    for overwrite in (False, True):
        with pytest.raises(IssueError, match=f"is the list of another issuer, {HOME}/other") as caught:
            issuer().publish(tmp_path, overwrite=overwrite)
        assert caught.value.code == "FILE"
        assert "a revocationList of its own" in caught.value.hint
        with pytest.raises(IssueError, match="is the list of another issuer"):
            issuer().revoke(tmp_path, signed(), overwrite=overwrite)
    assert files(tmp_path) == before


def test_both_versions_share_a_folder_but_no_address(tmp_path):
    method = f"{PROFILE['id']}#key-1"
    three = qb.Issuer(PROFILE, RSA, method=method, clock=lambda: NOW)
    three.publish(tmp_path)
    with pytest.raises(IssueError, match="issuer stands there already"):
        issuer().publish(tmp_path, hosted())
    two = three.ob2(PROFILE | {"id": f"{HOME}/ob2/issuer"})
    badge = two.issue(TIDE, ADA, hosted_at=AT)
    two.publish(tmp_path, badge)
    two.revoke(tmp_path, badge)
    before = files(tmp_path)
    assert three.publish(tmp_path, KeyHistory.start(method, RSA)).written == ()
    assert files(tmp_path) == before


def test_a_profile_of_2_0_is_not_replaced_by_one_of_3_0(tmp_path):
    issuer().publish(tmp_path, hosted())
    three = qb.Issuer(PROFILE, RSA, method=f"{PROFILE['id']}#key-1", clock=lambda: NOW)
    with pytest.raises(IssueError, match="issuer stands there already"):
        three.publish(tmp_path)
    three.publish(tmp_path, overwrite=True)
    assert (tmp_path / "classes/tide.json").exists()


@pytest.mark.parametrize("change", [{"status": 404}, {"status": "410"}, {"openBadges": 2}])
def test_a_list_of_files_that_is_not_ours_is_refused(change, tmp_path):
    issuer().publish(tmp_path)
    text = read(tmp_path / "hosting.json")
    text["files"][0] |= change
    (tmp_path / "hosting.json").write_text(json.dumps(text), encoding="utf-8")
    with pytest.raises(IssueError, match="a version or a status that it cannot have"):
        issuer().publish(tmp_path)


# --- hosts


def test_documents_of_two_hosts_need_two_folders(tmp_path):
    there = "https://badges.academy.example"
    profile = PROFILE | {"verification": {"allowedOrigins": ["badges.academy.example"]}}
    who = issuer(None, profile=profile)
    badge = who.issue(TIDE, ADA, hosted_at=f"{there}/1.json")
    with pytest.raises(IssueError, match="several hosts") as caught:
        who.publish(tmp_path, badge)
    assert caught.value.code == "USAGE"
    one, two = tmp_path / "one", tmp_path / "two"
    assert who.publish(one, badge, host="academy.example").written == ("issuer", "classes/tide.json")
    assert who.publish(two, badge, host=there).written == ("1.json",)
    assert listed(two) == {}
    fetcher = qb.StaticFetcher(
        {
            url: answer
            for folder, host in ((one, HOME), (two, there))
            for url, answer in _answers(folder, host)
        }
    )
    assert qb.verify(badge.id, fetcher=fetcher, now=NOW).verdict is VALID
    (two / "1.json").unlink()  # the folder is that host's all the same, and names no badge
    who.revoke(two, badge)
    assert read(two / "1.json")["revoked"] is True
    with pytest.raises(IssueError, match="not asked for"):
        who.publish(two, badge, host="localhost")
    with pytest.raises(IssueError, match="it is for the host"):
        who.publish(two, badge, host="academy.example")


def _answers(folder, host):
    return web(folder, host=host)._answers.items()


def test_a_list_on_another_host_is_published_there(tmp_path):
    profile = PROFILE | {"revocationList": "https://lists.academy.example/revoked.json"}
    who = issuer(profile=profile)
    badge = signed(who)
    one, two = tmp_path / "one", tmp_path / "two"
    who.publish(one, badge, host="academy.example")
    assert who.publish(two, badge, host="lists.academy.example").written == ("revoked.json",)
    assert who.revoke(two, badge).written == ("revoked.json",)


# --- what else is refused


def test_a_list_does_not_move_away_unasked(tmp_path):
    issuer().publish(tmp_path)
    moved = issuer(profile=PROFILE | {"revocationList": f"{HOME}/elsewhere.json"})
    with pytest.raises(IssueError, match="would be valid again"):
        moved.publish(tmp_path)
    moved.publish(tmp_path, forget_keys=True)
    assert read(tmp_path / "issuer")["revocationList"] == f"{HOME}/elsewhere.json"
    assert (tmp_path / LIST).exists()


def test_a_profile_that_nobody_would_accept_is_not_published(tmp_path):
    with pytest.raises(IssueError, match="email") as caught:
        issuer(profile=PROFILE | {"email": "nobody"}).publish(tmp_path)
    assert "draft" not in caught.value.hint
    with pytest.raises(IssueError, match="'colour' is defined by no context") as caught:
        issuer(profile=PROFILE | {"email": "nobody", "colour": "red"}).publish(tmp_path)
    assert "draft" not in caught.value.hint
    with pytest.raises(IssueError) as caught:
        issuer(profile=PROFILE | {"description": RSA.to_pem().decode()}).publish(tmp_path)
    assert caught.value.code == "PRIVATE_KEY_EXPOSED"
    embedded = issuer(
        profile=PROFILE | {"revocationList": {"type": "RevocationList", "revokedAssertions": []}}
    )
    embedded.publish(tmp_path)
    assert read(tmp_path / "issuer")["revocationList"] == f"{HOME}/{LIST}"


def test_two_documents_do_not_share_an_address(tmp_path):
    with pytest.raises(IssueError, match="two badges need different documents"):
        issuer().publish(tmp_path, [hosted(1), hosted(1, narrative="another")])
    with pytest.raises(IssueError, match="two badges need different documents"):
        issuer().publish(tmp_path, [hosted(1), hosted(2, badge_class=TIDE | {"name": "Tides"})])
    assert files(tmp_path) == {}


def test_what_would_not_verify_is_not_published(tmp_path):
    made = hosted()
    forged = Ob2Badge(made.assertion | {"issuedOn": "yesterday"}, made.badge_class, made.profile)
    with pytest.raises(IssueError, match="does not verify"):
        issuer().publish(tmp_path, forged)
    other = signed(issuer(pair("RSA", "ob2 second")))
    forged = Ob2Badge(
        other.assertion,
        other.badge_class,
        other.profile,
        token=signed().token,
        key=other.key,
        revocation_list=other.revocation_list,
    )
    with pytest.raises(IssueError, match="does not verify"):
        issuer(None).publish(tmp_path, forged)
    assert files(tmp_path) == {}
    issuer(self_check=False).publish(tmp_path, forged)


def test_the_address_of_the_list_of_files_is_no_badges(tmp_path):
    for at in (f"{HOME}/hosting.json", f"{HOME}/Hosting.JSON"):
        badge = issuer().issue(TIDE, ADA, hosted_at=at)
        with pytest.raises(IssueError, match=f"{at} would share the file hosting") as caught:
            issuer().publish(tmp_path, badge)
        assert caught.value.hint == "give it another address"
    both = [
        issuer().issue(TIDE, ADA, hosted_at=f"{HOME}/badges/{name}.json", narrative=name)
        for name in ("ada", "Ada")
    ]
    with pytest.raises(IssueError, match="two documents would share the file") as caught:
        issuer().publish(tmp_path, both)
    assert caught.value.hint == "give one of them another address"
    assert files(tmp_path) == {}
    below = issuer().issue(TIDE, ADA, hosted_at=f"{HOME}/badges/hosting.json")
    issuer().publish(tmp_path, below)
    assert verify(below.id, tmp_path).verdict is VALID


def test_an_address_that_no_file_answers_is_refused(tmp_path):
    badge = issuer().issue(TIDE, ADA, hosted_at=f"{HOME}/badge?id=1")
    with pytest.raises(IssueError, match="it has a query"):
        issuer().publish(tmp_path, badge)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_an_issue_error(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(IssueError) as caught:
            issuer().publish(tmp_path, hosted())
    finally:
        tmp_path.chmod(0o700)
    assert caught.value.code == "FILE"


def test_a_crash_leaves_whole_files_and_the_next_call_completes(tmp_path, monkeypatch):
    issuer().publish(tmp_path, hosted(1))
    calls = []

    def crashing(path):
        calls.append(path)
        raise KeyboardInterrupt

    monkeypatch.setattr(disk, "_settle", crashing)
    with pytest.raises(KeyboardInterrupt):
        issuer().revoke(tmp_path, AT)
    monkeypatch.undo()
    assert calls
    assert verify(AT, tmp_path).verdict is INVALID
    assert issuer().revoke(tmp_path, AT).written == ()
    assert not [path for path in files(tmp_path) if path.split("/")[-1].startswith(".")]
    assert listed(tmp_path)["badges/1.json"]["status"] == 410


def test_an_address_that_is_a_folder_too_is_answered_by_its_index(tmp_path):
    badge = issuer().issue(TIDE, ADA, hosted_at=f"{HOME}/badges/1/")
    issuer().publish(tmp_path, badge)
    assert (tmp_path / "badges/1/index.json").exists()
    issuer().revoke(tmp_path, badge)
    assert read(tmp_path / "badges/1/index.json")["revoked"] is True
