"""`qualitybadge label …` from the first review to the holders, and `verify --label`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

import qualitybadge as qb
from qualitybadge.cli.group import run
from qualitybadge.issue.keyhistory import KeyHistory
from qualitybadge.issue.statuses import StatusLists
from qualitybadge.issue.statusfile import SqliteStatusStore
from qualitybadge.quality.label.review import Decision, Review
from qualitybadge.verify.truststore import RECOGNIZED_ENTITIES_DRAFT
from support.labels import (
    APPLICATION,
    AUTHORITY,
    COMMITTEE,
    LABEL_KEY,
    LIST,
    METHOD,
    SCHEME,
    academy,
    awarded_badge,
    review,
)

TODAY = datetime.now(UTC).date()
CHANGED = ("--reason", "a complaint", "--log")


class Desk:
    """A folder with everything that the authority and the applicant have."""

    def __init__(self, folder, purpose="revocation"):
        self.folder, self.www = folder, folder / "www"
        self.write("application.json", APPLICATION.to_json())
        self.write("scheme.toml", SCHEME.to_toml())
        self.write("key.pem", LABEL_KEY.to_pem())
        self.write("profile.json", json.dumps({"id": AUTHORITY, "name": "Label Network"}))
        self.lists = StatusLists(SqliteStatusStore(folder / "status.db"))
        self.lists.create(LIST, purpose)
        self.issuer = qb.Issuer({"id": AUTHORITY, "name": "Label Network"}, LABEL_KEY, method=METHOD)
        self.issuer.publish(self.www)
        self.publish()

    def publish(self):
        self.lists.publish_into(self.www, LIST, self.issuer, overwrite=True)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def __getitem__(self, name):
        return str(self.folder / name)

    @property
    def authority(self):
        return ["--key", self["key.pem"], "--profile", self["profile.json"], "--method", METHOD]

    @property
    def scheme(self):
        return ["--scheme", self["scheme.toml"]]

    @property
    def reviews(self):
        return ["--review", self["review1.json"], "--review", self["review2.json"]]

    def label(self, *arguments):
        return run(["label", *map(str, arguments)])

    def reviewed(self):
        for number in (1, 2):
            self.write(f"review{number}.json", review(number).to_json())
            code = self.label(
                "review", self["application.json"], *self.scheme, "--review", self[f"review{number}.json"],
                "--log", self["log.jsonl"], *self.authority,
            )  # fmt: skip
            assert code == 0

    def decided(self, outcome="granted", day=None):
        code = self.label(
            "decide",
            self["application.json"],
            *self.scheme,
            *self.reviews,
            "--template",
            self["form.json"],
            "--force",
        )
        assert code == 0
        form = Decision.from_json((self.folder / "form.json").read_bytes())
        assert form.outcome == "not-yet-issued"
        data = form.to_dict() | {
            "outcome": outcome,
            "reasons": ["All conditions are met."],
            "committee": [one.to_dict() for one in COMMITTEE],
            "date": str(day or TODAY),
        }
        self.write("decision.json", json.dumps(data))
        return self.label(
            "decide", self["application.json"], *self.scheme, *self.reviews, "--decision", self["decision.json"],
            "--log", self["log.jsonl"], *self.authority,
        )  # fmt: skip

    def award(self, *more, command=("award",)):
        return self.label(
            *command, self["application.json"], *self.scheme, *self.reviews, "--decision", self["decision.json"],
            "--log", self["log.jsonl"], *self.authority, "--store", self["status.db"], "--list", LIST,
            "--out", self["label.json"], *more,
        )  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    made.reviewed()
    return made


@pytest.fixture
def awarded(desk):
    assert desk.decided() == 0
    assert desk.award("--certificate", desk["certificate.json"]) == 0
    academy_now = qb.Issuer(
        {"id": "did:web:academy.example", "name": "Academy"},
        academy().key,
        method="did:web:academy.example#key-1",
    )
    academy_now.publish(desk.folder / "academy")
    later = datetime.now(UTC) + timedelta(seconds=1)
    desk.write(
        "badge.json",
        awarded_badge(academy_now, valid_from=later - timedelta(seconds=1), awarded_date=later).to_json(),
    )
    return desk


def beside(desk, *more, command="verify", first=None):
    hosted = ["--hosted", str(desk.www), "--hosted", str(desk.folder / "academy"), "--offline"]
    return run([*command.split(), first or desk["badge.json"], *hosted, *more])


def test_from_the_review_to_a_verified_label(awarded, capfd):
    desk = awarded
    capfd.readouterr()
    code = beside(desk, "--label", desk["label.json"], "--trust-label", AUTHORITY, "--format", "text")
    out, _ = capfd.readouterr()
    assert (code, "VALID" in out, "✓ labelled" in out) == (0, True, True)
    code = beside(
        desk, "--label", desk["label.json"], "--trust-label", f"{AUTHORITY}=https://other.example/", "--json"
    )
    both = json.loads(capfd.readouterr().out)
    assert (code, both["report"]["verdict"], both["label"]["state"]) == (1, "valid", "untrusted-label-issuer")
    assert beside(desk, "--label", desk["label.json"]) == 1
    assert "No label counts without --trust-label" in capfd.readouterr().err
    assert beside(desk, "--trust-label", AUTHORITY, "--format", "markdown") == 2
    assert "none" in capfd.readouterr().out
    assert beside(desk, "--trust-label", AUTHORITY, "--format", "html") == 64
    assert beside(desk, "--trust-label", "nobody") == 64
    certificate = json.loads((desk.folder / "certificate.json").read_bytes())
    assert certificate["credentialSubject"]["achievement"]["achievementType"] == "QualityAssuranceCredential"


@pytest.mark.parametrize("page", ["text", "markdown", "html", "json"])
def test_label_verify_in_every_form(awarded, page, capfd):
    more = ["--badge", awarded["badge.json"], "--trust-label", AUTHORITY, "--format", page]
    assert beside(awarded, *more, command="label verify", first=awarded["label.json"]) == 0
    assert "labelled" in capfd.readouterr().out


def test_a_revoked_label_is_seen(awarded, capfd):
    desk = awarded
    code = desk.label(
        "revoke",
        desk["label.json"],
        *desk.scheme,
        *desk.authority,
        "--store",
        desk["status.db"],
        *CHANGED,
        desk["log.jsonl"],
    )
    assert code == 0
    assert "revoked for good" in capfd.readouterr().out
    desk.publish()
    assert beside(desk, "--label", desk["label.json"], "--trust-label", AUTHORITY) == 1
    assert "revoked" in capfd.readouterr().out
    options = [*desk.scheme, *desk.authority, "--store", desk["status.db"], "--list", LIST]
    assert desk.label("holders", desk["label.json"], *options) == 0
    assert json.loads(capfd.readouterr().out)["holders"][0]["state"] == "revoked"


def test_a_suspended_label_and_the_end_of_it(tmp_path, capfd):
    desk = Desk(tmp_path, "suspension")
    desk.reviewed()
    desk.decided()
    desk.award()
    options = [*desk.scheme, *desk.authority, "--store", desk["status.db"]]
    assert desk.label("suspend", desk["label.json"], *options) == 0
    assert "suspension: 1" in capfd.readouterr().out
    assert desk.label("suspend", desk["label.json"], *options, "--end") == 0
    assert "suspension: 0" in capfd.readouterr().out


def test_the_holders_in_a_draft_of_the_w3c(awarded, capfd):
    desk = awarded
    options = [*desk.scheme, *desk.authority, "--store", desk["status.db"], "--list", LIST]
    draft = ["--recognized-entities", RECOGNIZED_ENTITIES_DRAFT]
    capfd.readouterr()
    url = "https://label.example/holders.json"
    assert desk.label("holders", desk["label.json"], *options, *draft, "--url", url) == 0
    assert json.loads(capfd.readouterr().out)["type"][1] == "RecognizedEntityCredential"
    assert desk.label("holders", desk["label.json"], *options, *draft) == 64


def test_the_public_key_is_enough_for_a_plain_list_of_holders(awarded, capfd):
    desk = awarded
    public = qb.KeyPair.from_pem((desk.folder / "key.pem").read_bytes()).public_key
    desk.write("public.jwk", json.dumps(public.to_jwk()))
    (desk.folder / "key.pem").unlink()
    options = ["--key", desk["public.jwk"], *desk.authority[2:], *desk.scheme]
    options += ["--store", desk["status.db"], "--list", LIST]
    capfd.readouterr()
    assert desk.label("holders", desk["label.json"], *options) == 0
    assert json.loads(capfd.readouterr().out)["holders"][0]["state"] == "holds"
    draft = ["--recognized-entities", RECOGNIZED_ENTITIES_DRAFT, "--url", "https://label.example/h.json"]
    assert desk.label("holders", desk["label.json"], *options, *draft) == 64
    label = json.loads((desk.folder / "label.json").read_bytes())
    label["credentialSubject"]["id"] = "did:web:mill.example"
    desk.write("forged.json", json.dumps(label))
    assert desk.label("holders", desk["forged.json"], *options) not in (0, 70)
    assert "proof of the authority" in capfd.readouterr().err


def test_a_decision_that_is_not_to_grant_says_what_to_improve(desk, capfd):
    low = review(2).to_dict()
    low["levels"][0]["level"] = 1
    desk.write("review2.json", json.dumps(low))
    capfd.readouterr()
    assert desk.label("decide", desk["application.json"], *desk.scheme, *desk.reviews) == 1
    out = capfd.readouterr().out
    assert "improve" in out
    assert "M-1" in out


def test_an_incomplete_decision_is_not_recorded(desk, capfd):
    before = (desk.folder / "log.jsonl").read_bytes()
    assert desk.decided(day=date(2025, 1, 1)) == 1
    assert "Not recorded" in capfd.readouterr().err
    assert (desk.folder / "log.jsonl").read_bytes() == before


def test_what_is_missing_is_asked_for(desk, capfd):
    application = desk["application.json"]
    assert desk.label("review", application, *desk.scheme) == 64
    assert desk.label("review", application, *desk.scheme, "--review", desk["review1.json"]) == 64
    desk.decided()
    more = ["--decision", desk["decision.json"], "--log", desk["log.jsonl"]]
    assert desk.label("decide", application, *desk.scheme, *desk.reviews, *more) == 64
    capfd.readouterr()


def test_a_form_for_a_review(desk):
    assert desk.label("review", desk["application.json"], *desk.scheme, "--template", desk["form.json"]) == 0
    form = Review.from_json((desk.folder / "form.json").read_bytes())
    assert (form.application, form.day, form.independent) == (APPLICATION.digest, None, False)


def test_a_review_of_another_application_or_by_nobodys_authority_is_refused(desk):
    other = review(1).to_dict() | {"application": "zOther"}
    desk.write("review1.json", json.dumps(other))
    options = ["--review", desk["review1.json"], "--log", desk["log.jsonl"], *desk.authority]
    assert desk.label("review", desk["application.json"], *desk.scheme, *options) == 64
    desk.write("scheme.toml", SCHEME.to_toml().replace(AUTHORITY, "did:web:other.example"))
    desk.write("review1.json", review(1).to_json())
    assert desk.label("review", desk["application.json"], *desk.scheme, *options) == 1


def test_a_label_is_renewed_only_for_its_holder_and_by_name(awarded):
    desk = awarded
    assert desk.award("--force", command=("renew", desk["label.json"])) == 64


def test_what_could_not_be_obtained_is_not_checked(awarded, capfd):
    desk = awarded
    trusted = ["--trust-label", AUTHORITY, "--offline"]
    badge = ["--badge", desk["badge.json"]]
    assert desk.label("verify", desk["label.json"], *badge, *trusted) == 2  # no key of either
    hosted = ["--hosted", desk.folder / "academy"]
    assert desk.label("verify", desk["label.json"], *badge, *trusted, *hosted) == 2  # none of the label
    assert desk.label("verify", "https://label.example/1.json", *badge, *trusted, *hosted) == 2
    gone = ["--badge", "https://academy.example/1.json"]
    assert desk.label("verify", desk["label.json"], *gone, *trusted, *hosted) == 2  # nor the badge itself
    beside_it = ["--label", "https://label.example/1.json", *trusted, *hosted]
    assert run(["verify", desk["badge.json"], *map(str, beside_it)]) == 2
    assert "not-checked" in capfd.readouterr().out


def test_a_label_that_was_lost_on_its_way_is_written_again(awarded, capfd):
    desk = awarded
    label = (desk.folder / "label.json").read_bytes()
    (desk.folder / "label.json").unlink()
    capfd.readouterr()
    assert desk.award() == 64
    assert "add --again" in capfd.readouterr().err
    assert desk.award("--again") == 0
    assert (desk.folder / "label.json").read_bytes() == label


def test_a_change_of_keys_is_told_by_the_history(awarded, capfd):
    desk = awarded
    new, now = qb.KeyPair.generate(), datetime.now(UTC)
    history = KeyHistory.start(METHOD, LABEL_KEY, at=now - timedelta(days=9)).rotate(new, at=now)
    desk.write("key.pem", new.to_pem())
    desk.write("history.json", history.to_json())
    authority = [*desk.authority[:-1], history.keys[1].method]
    options = [*desk.scheme, *authority, "--store", desk["status.db"], "--log", desk["log.jsonl"]]
    assert desk.label("revoke", desk["label.json"], *options) == 1
    assert "history of keys" in capfd.readouterr().err
    assert desk.label("revoke", desk["label.json"], *options, "--history", desk["history.json"]) == 0
    desk.write("history.json", "{}")
    assert desk.label("revoke", desk["label.json"], *options, "--history", desk["history.json"]) == 64


def test_a_label_that_is_a_token_is_revoked_and_listed(desk, capfd):
    desk.decided()
    assert desk.award("--proof", "vc-jwt") == 0
    assert (desk.folder / "label.json").read_bytes().startswith(b"ey")
    options = [*desk.scheme, *desk.authority, "--store", desk["status.db"]]
    assert desk.label("revoke", desk["label.json"], *options) == 0
    desk.write("label.json", "ey.no.token")
    capfd.readouterr()
    assert desk.label("revoke", desk["label.json"], *options) == 64
    assert "label.json" in capfd.readouterr().err


def test_a_review_is_recorded_once(desk, capfd):
    again = ["--review", desk["review1.json"], "--log", desk["log.jsonl"], *desk.authority]
    capfd.readouterr()
    assert desk.label("review", desk["application.json"], *desk.scheme, *again) == 64
    assert "recorded already" in capfd.readouterr().err


def test_the_badges_of_an_application_are_looked_at_before_it_is_decided(tmp_path, capfd):
    desk = Desk(tmp_path)
    now = datetime.now(UTC)
    academy_now = qb.Issuer(
        {"id": "did:web:academy.example", "name": "Academy"},
        academy().key,
        method="did:web:academy.example#key-1",
    )
    academy_now.publish(desk.folder / "academy")
    sample = desk.write("sample.json", awarded_badge(academy_now, valid_from=now).to_json())
    fetcher = qb.StaticFetcher.from_folder(desk.folder / "academy")
    of = replace(APPLICATION, submitted=None).with_sample(sample, fetcher=fetcher, now=now)
    of = of.with_submitted(APPLICATION.submitted)
    desk.write("application.json", of.to_json())
    for number in (1, 2):
        desk.write(f"review{number}.json", review(number, of).to_json())
    asked = ["decide", desk["application.json"], *desk.scheme, *desk.reviews]
    capfd.readouterr()
    assert desk.label(*asked) == 1
    assert "only the applicant says what they are: check their files: sample.json" in capfd.readouterr().out
    assert desk.label(*asked, "--files", desk.folder) == 1
    assert "could not be determined whether it is authentic" in capfd.readouterr().out
    assert desk.label(*asked, "--files", desk.folder, "--hosted", desk.folder / "academy") == 0
    check = ["check", desk["application.json"], *desk.scheme, "--files", desk.folder]
    assert desk.label(*check, "--hosted", desk.folder / "academy") == 0
