"""The issuer: what it makes verifies everywhere, and what it would not stand by it does not sign."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

import qualitybadge as qb
from qualitybadge.errors import IssueError
from support.credentials import badge
from support.keyring import pair
from support.world import KEY, changed

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
DID = "did:web:academy.example"
METHOD = f"{DID}#key-1"
PROFILE = {"id": DID, "name": "Academy of Invention", "url": "https://academy.example/"}
ACHIEVEMENT = {
    "id": "https://academy.example/badges/welding",
    "achievementType": "Course",
    "name": "Welding, first course",
    "description": "Joins two plates that stay joined.",
    "criteria": {"narrative": "Weld a seam that holds 5 kN, seen by an examiner."},
}
ADA = qb.Recipient.email("ada@example.org", hashed=True)


def issuer(key=KEY, **changes):
    return qb.Issuer(PROFILE, key, **{"method": METHOD, "clock": lambda: NOW, **changes})


def verify(badge_or_text, who=None, **how):
    who = who or issuer()
    fetcher = qb.StaticFetcher(who.trust_artefacts())
    return qb.verify(badge_or_text, fetcher=fetcher, **{"now": NOW, **how})


@pytest.mark.parametrize("key_type", ["Ed25519", "P-256", "P-384", "RSA"])
@pytest.mark.parametrize("where", ["did:web", "https", "own"])
def test_every_key_type_issues_badges_that_verify(key_type, where):
    key = pair(key_type, "academy")
    if where == "own":
        who = qb.Issuer("Academy of Invention", key, clock=lambda: NOW)
    elif where == "https":
        url = "https://academy.example/issuers/1"
        who = qb.Issuer(PROFILE | {"id": url}, key, method=f"{url}#key-1", clock=lambda: NOW)
    else:
        who = issuer(key)
    proof = "vc-jwt" if key_type == "RSA" else None
    for made in (who.issue(ACHIEVEMENT, ADA, proof=proof), who.issue(ACHIEVEMENT, ADA, proof="vc-jwt")):
        text = made.token or made.to_json()
        report = verify(text, who, recipient=qb.Recipient.email("ada@example.org"))
        assert report.verdict is qb.Verdict.VALID, qb.render(report)
        assert report.trust is (qb.Trust.SELF_ASSERTED if where == "own" else qb.Trust.DOMAIN)


@pytest.mark.parametrize(
    "suite",
    ["eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"],
)
def test_every_suite_that_signs(suite):
    who = issuer(pair("P-256", "academy") if suite.startswith("ecdsa") else KEY)
    contexts = ["https://w3id.org/security/suites/ed25519-2020/v1"] if suite.endswith("2020") else []
    made = who.issue(ACHIEVEMENT, ADA, proof=suite, contexts=contexts)
    assert verify(made.document, who).verdict is qb.Verdict.VALID
    assert verify(made.document, who).form == suite


def test_both_forms_in_one_call():
    made = issuer().issue(ACHIEVEMENT, ADA, proof=("eddsa-rdfc-2022", "vc-jwt"))
    document, token = verify(made.to_json()), verify(made.to_jwt())
    assert document.verdict is token.verdict is qb.Verdict.VALID
    assert {k: v for k, v in document.document.data.items() if k != "proof"} == token.document.data
    assert token.document.data == made.credential


def test_the_draft_has_arrays_types_and_no_empty_members():
    draft = issuer().draft(
        ACHIEVEMENT
        | {
            "alignment": {"targetName": "x", "targetUrl": "https://x.example/"},
            "tag": "welding",
            "related": [],
            "image": {"id": "https://academy.example/b.png", "caption": None},
            "resultDescription": {"id": "urn:r:1", "name": "Grade", "resultType": "LetterGrade"},
        },
        ADA,
        evidence={"id": "https://academy.example/e/1"},
        results={"resultDescription": "urn:r:1", "value": "A"},
        narrative="",
        awarded_date=NOW - timedelta(days=3),
        valid_until=datetime(2029, 1, 1, 2, tzinfo=UTC),
        activity_start_date=date(2026, 2, 1),
        credits_earned=2.5,
    )
    subject, achievement = draft["credentialSubject"], draft["credentialSubject"]["achievement"]
    assert achievement["alignment"] == [
        {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example/"}
    ]
    assert achievement["tag"] == ["welding"]
    assert achievement["image"] == {"type": "Image", "id": "https://academy.example/b.png"}
    assert "related" not in achievement
    assert achievement["resultDescription"][0]["type"] == ["ResultDescription"]
    assert subject["result"] == [{"type": ["Result"], "resultDescription": "urn:r:1", "value": "A"}]
    assert draft["evidence"] == [{"type": ["Evidence"], "id": "https://academy.example/e/1"}]
    assert draft["validFrom"] == "2026-03-01T12:00:00Z"
    assert draft["awardedDate"] == "2026-02-26T12:00:00.123Z"
    assert draft["validUntil"] == "2029-01-01T02:00:00Z"
    assert subject["activityStartDate"].startswith("2026-02-01T")
    assert draft["id"].startswith("urn:uuid:")
    assert draft["name"] == "Welding, first course"
    assert issuer().draft(ACHIEVEMENT, ADA)["id"] != draft["id"]
    assert verify(issuer().sign(draft).to_json()).verdict is qb.Verdict.VALID


def test_models_can_be_handed_in_as_well():
    report = verify(issuer().issue(ACHIEVEMENT, ADA).to_json())
    again = issuer().issue(report.credential.credential_subject.achievement, ADA)
    assert (
        again.credential["credentialSubject"]["achievement"]
        == report.document.data["credentialSubject"]["achievement"]
    )


def test_types_of_the_extensions_bring_their_context():
    made = issuer().issue(
        ACHIEVEMENT,
        ADA,
        refresh_service={"id": "https://academy.example/refresh/1", "type": "1EdTechCredentialRefresh"},
    )
    assert made.credential["@context"][-1].endswith("extensions.json")


FAULTS = {
    "no criteria": ({"criteria": None}, {}, "criteria"),
    "unknown type": ({"achievementType": "Wizardry"}, {}, "achievementType"),
    "undefined member": ({"seamLength": 5}, {}, "seamLength"),
    "relative id": ({"id": "badges/1"}, {}, "/credentialSubject/achievement/id"),
    "end before start": ({}, {"valid_until": NOW - timedelta(days=1)}, "validUntil"),
    "unknown detail": ({}, {"colour": "red"}, "unknown detail"),
    "no time zone": ({}, {"valid_until": datetime(2030, 1, 1)}, "time zone"),  # noqa: DTZ001 - that is the fault
    "a name that is no text": ({"tag": [{1: 2}]}, {}, "name is a text"),
    "not JSON": ({}, {"members": {"x": object()}}, "cannot stand in a credential"),
}


@pytest.mark.parametrize(("achievement", "details", "words"), FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("proof", ["eddsa-rdfc-2022", "vc-jwt"])
def test_what_would_not_verify_is_not_signed(achievement, details, words, proof):
    with pytest.raises(IssueError, match=words):
        issuer().issue(ACHIEVEMENT | achievement, ADA, proof=proof, **details)


def test_every_fault_is_named_at_once():
    with pytest.raises(IssueError) as caught:
        issuer().issue(ACHIEVEMENT | {"criteria": None, "achievementType": "Wizardry", "extra": 1}, ADA)
    assert all(word in str(caught.value) for word in ("criteria", "achievementType", "extra"))


def test_a_gate_may_object():
    seen = []

    def gate(draft):
        seen.append(draft)
        return [] if draft["credentialSubject"]["achievement"].get("alignment") else ["no skill is named"]

    who = issuer(gate=gate)
    with pytest.raises(IssueError, match="no skill is named"):
        who.issue(ACHIEVEMENT, ADA)
    who.issue(ACHIEVEMENT | {"alignment": {"targetName": "x", "targetUrl": "https://x.example/"}}, ADA)
    assert len(seen) == 2


def test_the_key_must_be_the_issuers():
    with pytest.raises(IssueError, match="does not control"):
        qb.Issuer(PROFILE | {"id": "did:web:other.example"}, KEY, method=METHOD)
    with pytest.raises(IssueError, match="names no key"):
        qb.Issuer(PROFILE, KEY, method=DID)
    with pytest.raises(IssueError, match="nobody could resolve"):
        qb.Issuer({"name": "x"}, KEY, method="ftp://x.example/#key")
    with pytest.raises(IssueError, match="another issuer"):
        issuer().sign(changed(issuer().draft(ACHIEVEMENT, ADA), "issuer/id", "did:web:other.example"))


def test_a_suite_that_does_not_fit_the_key_is_refused():
    for suite in ("ecdsa-rdfc-2019", "eddsa-2022", "no-such-suite", "bbs-2023"):
        with pytest.raises(IssueError):
            issuer().issue(ACHIEVEMENT, ADA, proof=suite)


class Remote:
    """A signer whose key lives elsewhere."""

    def __init__(self, key, *, lies=False):
        self.key, self.lies = key, lies

    @property
    def public_key(self):
        return self.key.public_key

    def sign(self, message):
        return bytes(64) if self.lies else self.key.sign(message)


def test_a_key_in_a_vault_signs_and_its_lies_are_not_handed_out():
    assert verify(issuer(Remote(KEY)).issue(ACHIEVEMENT, ADA).to_json()).verdict is qb.Verdict.VALID
    for proof in ("eddsa-rdfc-2022", "vc-jwt"):
        with pytest.raises(IssueError):
            issuer(Remote(KEY, lies=True)).issue(ACHIEVEMENT, ADA, proof=proof)


def test_dates_do_not_block_issuing():
    future = issuer().issue(ACHIEVEMENT, ADA, valid_from=NOW + timedelta(days=30))
    assert verify(future.to_json()).verdict is qb.Verdict.INVALID
    assert verify(future.to_json(), now=NOW + timedelta(days=31)).verdict is qb.Verdict.VALID
    past = issuer().issue(
        ACHIEVEMENT, ADA, valid_from=NOW - timedelta(days=30), valid_until=NOW - timedelta(days=1)
    )
    assert "expired" in verify(past.to_json()).summary


def test_without_self_check_the_product_is_the_same():
    drafted = issuer().draft(ACHIEVEMENT, ADA)
    assert issuer(self_check=False).sign(drafted) == issuer().sign(drafted)


def test_nothing_handed_in_is_changed():
    before = json.dumps([PROFILE, ACHIEVEMENT])
    made = issuer().issue(ACHIEVEMENT, ADA)
    made.credential["issuer"]["name"] = "changed"
    assert json.dumps([PROFILE, ACHIEVEMENT]) == before
    assert issuer().issue(ACHIEVEMENT, ADA).credential["issuer"]["name"] == "Academy of Invention"


def test_baking_either_form(tmp_path):
    made = issuer().issue(ACHIEVEMENT, ADA, proof=("eddsa-rdfc-2022", "vc-jwt"))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    assert qb.unbake(made.bake(svg)).content == made.to_json()
    assert qb.unbake(made.bake(svg, form="jwt")).content == made.to_jwt()
    assert qb.unbake(made.bake(made.bake(svg), form="jwt")).content == made.to_jwt()
    only = issuer().issue(ACHIEVEMENT, ADA, proof="vc-jwt")
    assert qb.unbake(only.bake(svg)).content == only.to_jwt()
    with pytest.raises(IssueError, match="no Data Integrity proof"):
        only.bake(svg, form="json")
    with pytest.raises(IssueError, match="no token"):
        issuer().issue(ACHIEVEMENT, ADA).to_jwt()
    with pytest.raises(qb.errors.InputError):
        made.bake(b"GIF89a")


def test_the_documents_to_publish():
    assert "https://academy.example/.well-known/did.json" in issuer().trust_artefacts()
    assert qb.Issuer("Academy", KEY).trust_artefacts() == {}
    path = qb.Issuer(
        PROFILE | {"id": "did:web:academy.example:dept"}, KEY, method="did:web:academy.example:dept#k"
    )
    assert "https://academy.example/dept/did.json" in path.trust_artefacts()
    secret = KEY.to_jwk(private=True)["d"]
    assert secret not in json.dumps(issuer().trust_artefacts())


def test_an_own_template_can_be_signed():
    made = issuer().sign(badge())
    assert verify(made.to_json()).verdict is qb.Verdict.VALID
    assert made.id == badge()["id"]


def test_a_gate_cannot_change_what_is_signed():
    def gate(draft):
        draft["name"] = "changed behind the issuer's back"
        return []

    assert issuer(gate=gate).issue(ACHIEVEMENT, ADA).credential["name"] == "Welding, first course"


def test_dates_are_no_finer_than_a_token_can_say():
    fine = datetime(2026, 1, 1, 12, 0, 0, 999999, tzinfo=UTC)
    made = issuer().issue(
        ACHIEVEMENT, ADA, proof="vc-jwt", valid_from=fine, valid_until=fine + timedelta(days=900)
    )
    assert made.credential["validFrom"] == "2026-01-01T12:00:00Z"
    assert made.credential["validUntil"] == "2028-06-19T12:00:00Z"
    assert verify(made.to_jwt()).verdict is qb.Verdict.VALID


def test_values_that_contain_themselves_or_lie_beyond_time_are_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(IssueError, match="contains itself"):
        issuer().issue(ACHIEVEMENT | {"tag": loop}, ADA)
    beyond = datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(-timedelta(hours=5)))
    with pytest.raises(IssueError, match="beyond the year 9999"):
        issuer().issue(ACHIEVEMENT, ADA, valid_until=beyond)
