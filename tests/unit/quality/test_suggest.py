from __future__ import annotations

import copy
from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.quality.assess import assess
from qualitybadge.quality.rule import RuleOutcome
from support.rule_cases.case import REMOVED, edited

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ACHIEVEMENT = "/credentialSubject/achievement"


def _suggested(version, edit):
    before = edited(version, edit)
    kept = copy.deepcopy(before)
    suggestion = assess(before, now=NOW, draft=True).suggest()
    assert before == kept
    return suggestion


def _at(document, pointer):
    for name in pointer.split("/")[1:]:
        document = document[int(name)] if isinstance(document, list) else document[name.replace("~1", "/")]
    return document


@pytest.mark.parametrize(
    ("edit", "pointer", "value", "rule"),
    [
        ({f"{ACHIEVEMENT}/name": "  Tide Reading "}, f"{ACHIEVEMENT}/name", "Tide Reading", "QL-DSC-01"),
        ({"/issuer/name": "Academy\n"}, "/issuer/name", "Academy", "QL-ISS-02"),
        ({f"{ACHIEVEMENT}/inLanguage": "en_GB"}, f"{ACHIEVEMENT}/inLanguage", "en-GB", "QL-LNG-02"),
        (
            {f"{ACHIEVEMENT}/achievementType": "TideBadge"},
            f"{ACHIEVEMENT}/achievementType",
            "ext:TideBadge",
            "QL-DSC-06",
        ),
        ({f"{ACHIEVEMENT}/tag": "tides"}, f"{ACHIEVEMENT}/tag", ["tides"], "QL-INT-01"),
        ({f"{ACHIEVEMENT}/type": REMOVED}, f"{ACHIEVEMENT}/type", ["Achievement"], "QL-INT-01"),
        (
            {f"{ACHIEVEMENT}/image": "https://academy.example/tide.png"},
            f"{ACHIEVEMENT}/image",
            {"id": "https://academy.example/tide.png", "type": "Image"},
            "QL-IMG-01",
        ),
        (
            {f"{ACHIEVEMENT}/criteria/id": "https://academy.example/c?utm_source=mail&page=2"},
            f"{ACHIEVEMENT}/criteria/id",
            "https://academy.example/c?page=2",
            "QL-PRV-07",
        ),
    ],
)
def test_form_is_mended(edit, pointer, value, rule):
    suggestion = _suggested("3.0", edit)
    assert _at(suggestion.draft, pointer) == value
    assert rule in {mending.rule for mending in suggestion.mended}


def test_a_good_draft_is_left_alone_but_for_what_is_missing():
    suggestion = _suggested("3.0", {})
    assert {mending.rule for mending in suggestion.mended} <= {"QL-INT-01", "QL-INT-02"}
    again = assess(suggestion.draft, now=NOW).suggest()
    assert (again.mended, again.draft) == ((), suggestion.draft)


def test_an_address_of_a_hosted_badge_is_hashed_with_salt():
    entry = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "ada@example.org",
        "identityType": "emailAddress",
    }
    edit = {"/id": "https://academy.example/badges/1", "/credentialSubject/identifier": [entry]}
    found = _suggested("3.0", edit).draft["credentialSubject"]["identifier"][0]
    assert found["hashed"] is True
    assert found["identityHash"].startswith("sha256$")
    assert len(found["salt"]) >= 16
    assert qb.Recipient.email("ada@example.org").to_subject()["identifier"][0]["identityHash"] not in str(
        found
    )


@pytest.mark.parametrize(
    "at", ["urn:uuid:00000000-0000-4000-8000-000000000001", "https://academy.example/b/1"]
)
def test_an_address_is_hashed_wherever_the_badge_may_lie(at):
    entry = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "ada@example.org",
        "identityType": "emailAddress",
    }
    mended = _suggested("3.0", {"/id": at, "/credentialSubject/identifier": [entry]}).draft
    (found,) = mended["credentialSubject"]["identifier"]
    assert found["hashed"] is True
    assert "ada" not in found["identityHash"]
    assert assess(mended, now=NOW).finding("QL-PRV-01").outcome is RuleOutcome.PASS


def test_2_0_is_mended_in_its_own_words():
    suggestion = _suggested(
        "2.0",
        {
            "/@context": REMOVED,
            "/type": REMOVED,
            "/badge/tags": "tides",
            "/badge/@language": REMOVED,
            "/badge/inLanguage": "da_DK",
            "/recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        },
    )
    draft = suggestion.draft
    assert draft["@context"] == "https://w3id.org/openbadges/v2"
    assert draft["type"] == "Assertion"
    assert draft["badge"]["tags"] == ["tides"]
    assert draft["badge"]["@language"] == "da-DK"
    assert "inLanguage" not in draft["badge"]
    assert draft["recipient"]["identity"].startswith("sha256$")
    assert draft["recipient"]["hashed"] is True


def test_evidence_in_the_wrong_place_is_moved_and_contexts_are_put_in_order():
    edit = {"/evidence": REMOVED, "/credentialSubject/evidence": {"id": "https://academy.example/e"}}
    suggestion = _suggested("3.0", edit)
    assert suggestion.draft["evidence"] == [{"type": ["Evidence"], "id": "https://academy.example/e"}]
    contexts = edited("3.0", {})["@context"]
    mended = _suggested("3.0", {"/@context": list(reversed(contexts))}).draft["@context"]
    assert mended[:2] == contexts[:2]
    assert set(contexts) <= set(mended)


def test_the_older_data_model_keeps_its_contexts():
    contexts = [
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://www.w3.org/2018/credentials/v1",
    ]
    assert _suggested("3.0", {"/@context": contexts}).draft["@context"] == contexts


def test_what_only_a_person_knows_is_asked():
    suggestion = _suggested("3.0", {f"{ACHIEVEMENT}/description": REMOVED, "/issuer/email": REMOVED})
    asked = {one.rule.id for one in suggestion.questions}
    assert {"QL-DSC-02", "QL-ISS-04"} <= asked
    assert RuleOutcome.NOT_CHECKED not in {one.outcome for one in suggestion.questions}
    data = suggestion.to_dict()
    assert {"rule", "level", "pointer", "question"} == set(data["questions"][0])
    assert data["draft"] == suggestion.draft


def test_a_signed_badge_becomes_a_draft_to_sign_anew():
    issuer = qb.Issuer("Academy", qb.KeyPair.generate("Ed25519"))
    achievement = {
        "id": "urn:x:1",
        "type": ["Achievement"],
        "name": "Tides",
        "description": "d",
        "criteria": {"narrative": "n"},
    }
    badge = issuer.issue(achievement, qb.Recipient.did("did:example:ada"))
    suggestion = assess(badge).suggest()
    assert "proof" not in suggestion.draft
    assert suggestion.draft["id"] != badge.id
    assert suggestion.draft["awardedDate"] == badge.credential["validFrom"]
    assert issuer.sign(suggestion.draft).id == suggestion.draft["id"]


def test_an_achievement_by_itself_is_mended():
    suggestion = assess({"type": "Achievement", "name": " Tides ", "criteria": {}}, now=NOW).suggest()
    assert suggestion.draft["name"] == "Tides"
    assert suggestion.draft["type"] == ["Achievement"]


@pytest.mark.parametrize("junk", [None, 7, "x", [], [[]], {"a": {"b": []}}, True])
@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_members_of_any_kind_are_survived(version, junk):
    document = edited(version, {})
    for name in document:
        if name not in ("type", "@context", "badge", "credentialSubject"):
            assess({**document, name: junk}, now=NOW, draft=True).suggest()
    inner = ("badge",) if version == "2.0" else ("credentialSubject", "achievement")
    place = "".join(f"/{name}" for name in inner)
    for name in _at(document, place):
        assess(edited(version, {f"{place}/{name}": junk}), now=NOW, draft=True).suggest()


def test_a_type_that_is_no_text_is_refused_in_words_when_issued():
    issuer = qb.Issuer("Academy", qb.KeyPair.generate("Ed25519"))
    achievement = {
        "id": "urn:x:1",
        "type": {"a": 1},
        "name": "Tides",
        "description": "d",
        "criteria": {"narrative": "n"},
    }
    with pytest.raises(qb.errors.IssueError, match="type"):
        issuer.issue(achievement, qb.Recipient.did("did:example:ada"))


def _deep(levels: int) -> dict:
    value: dict = {"x": "end"}
    for _ in range(levels):
        value = {"x": value}
    return value


def _cyclic() -> dict:
    document = edited("3.0", {})
    document["credentialSubject"]["achievement"]["related"] = [document]
    return document


def _crowded() -> dict:
    many = [[[1] * 1_000] * 1_000] * 1_000  # a thousand million values in no memory
    return edited("3.0", {}) | {"x": many}


@pytest.mark.parametrize(
    "make",
    [
        lambda: edited("3.0", {}) | {"x": _deep(5_000)},
        lambda: edited("2.0", {}) | {"x": _deep(5_000)},
        lambda: edited("3.0", {f"{ACHIEVEMENT}/x": _deep(70)}),
        _cyclic,
        _crowded,
    ],
)
def test_a_draft_that_no_json_could_be_is_refused_in_words(make):
    with pytest.raises(qb.errors.LimitError, match=r"nests deeper|more than"):
        assess(make(), now=NOW)


@pytest.mark.parametrize("value", [{1: 2}, [{None: 2}], {"a": {("x",): 1}}])
def test_a_draft_with_a_name_that_is_no_text_is_refused(value):
    with pytest.raises(qb.errors.InputError, match="no text"):
        assess(edited("3.0", {f"{ACHIEVEMENT}/tag": value}), now=NOW)


@pytest.mark.parametrize("value", [{1, 2}, b"x", NOW.replace(tzinfo=None), object()])
def test_a_value_that_json_does_not_have_is_refused_when_it_would_be_written(value):
    found = assess(edited("3.0", {}) | {"x": value}, now=NOW)
    with pytest.raises(qb.errors.IssueError):
        found.suggest()


def test_a_draft_as_deep_as_a_badge_may_be_is_mended():
    document = edited("3.0", {f"{ACHIEVEMENT}/x": _deep(58)})
    assert assess(document, now=NOW).suggest().draft["credentialSubject"]["achievement"]["x"]


TYPES = {
    "/type": ["VerifiableCredential", "OpenBadgeCredential"],
    "/credentialSubject/type": ["AchievementSubject"],
    f"{ACHIEVEMENT}/type": ["Achievement"],
    "/issuer/type": ["Profile"],
}


@pytest.mark.parametrize("place", TYPES)
def test_a_type_that_is_missing_is_added(place):
    suggestion = _suggested("3.0", {place: REMOVED})
    assert _at(suggestion.draft, place) == TYPES[place]
    assert place in {mending.pointer for mending in suggestion.mended} | {""}
    assert suggestion.assessment.finding("QL-INT-01").outcome is RuleOutcome.PASS


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (["OpenBadgeCredential"], ["VerifiableCredential", "OpenBadgeCredential"]),
        ("OpenBadgeCredential", ["VerifiableCredential", "OpenBadgeCredential"]),
        (["AchievementCredential", "x:Own"], ["VerifiableCredential", "AchievementCredential", "x:Own"]),
        (["VerifiableCredential"], ["OpenBadgeCredential", "VerifiableCredential"]),
        ([], ["VerifiableCredential", "OpenBadgeCredential"]),
        (None, ["VerifiableCredential", "OpenBadgeCredential"]),
    ],
)
def test_the_types_of_a_credential_are_completed(said, wanted):
    suggestion = _suggested("3.0", {"/type": said})
    assert suggestion.draft["type"] == wanted
    assert suggestion.assessment.finding("QL-INT-01").outcome is RuleOutcome.PASS
    assert suggestion.assessment.readiness is qb.quality.Readiness.READY


def test_types_of_ones_own_stay_beside_those_that_are_asked_for():
    suggestion = _suggested("3.0", {f"{ACHIEVEMENT}/type": "x:Course", "/issuer/type": ["x:School"]})
    assert _at(suggestion.draft, f"{ACHIEVEMENT}/type") == ["Achievement", "x:Course"]
    assert suggestion.draft["issuer"]["type"] == ["Profile", "x:School"]


@pytest.mark.parametrize(
    "edit",
    [
        {"/type": ["VerifiableCredential", "UniversityDegreeCredential"]},
        {"/type": ["VerifiableCredential"], ACHIEVEMENT: REMOVED},
        {"/type": REMOVED, "/credentialSubject": []},
    ],
)
def test_what_is_no_badge_does_not_become_one_for_want_of_a_type(edit):
    with pytest.raises(qb.errors.InputError, match="no quality to assess"):
        assess(edited("3.0", edit), now=NOW)


def test_an_achievement_without_a_type_becomes_one_of_3_0():
    suggestion = assess({"name": " Tides ", "criteria": {"narrative": "n"}}, now=NOW).suggest()
    assert suggestion.draft["type"] == ["Achievement"]
    assert suggestion.draft["name"] == "Tides"


@pytest.mark.parametrize(
    "edit",
    [
        {"/credentialSubject": []},
        {"/credentialSubject": [[]]},
        {"/credentialSubject": {"achievement": []}},
        {"/credentialSubject/achievement": [{"name": " Tides "}]},
        {"/issuer": [{"name": " x "}]},
        {"/credentialSubject": ({"achievement": ({"name": " Tides "},)},)},
    ],
)
def test_lists_for_objects_are_survived(edit):
    suggestion = _suggested("3.0", edit)
    if "Tides" in str(edit):
        award = suggestion.draft["credentialSubject"]
        award = award[0] if isinstance(award, list) else award
        assert award["achievement"][0]["name"] == "Tides"


def test_an_id_that_is_none_is_left_to_a_person():
    assert _suggested("3.0", {"/id": 7}).draft["id"] == 7
    assert _suggested("3.0", {"/id": REMOVED}).draft["id"].startswith("urn:uuid:")
