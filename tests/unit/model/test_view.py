from __future__ import annotations

import pytest

from qualitybadge.errors import InputError, LimitError
from qualitybadge.model.document import Document
from qualitybadge.model.ob3 import Achievement, AchievementCredential, AchievementCredentialV1, Image, Profile
from qualitybadge.model.vc import VerifiableCredentialV2
from qualitybadge.model.view import view, view_of
from support.badges import badge, badge_1


def _document(data):
    return Document(data, b"")


@pytest.mark.parametrize(
    ("make", "cls"), [(badge, AchievementCredential), (badge_1, AchievementCredentialV1)]
)
def test_what_conforms_is_read_as_the_model_reads_it(make, cls):
    seen = view_of(_document(make()))
    assert type(seen) is cls
    assert seen == cls.model_validate(make())


def test_other_credentials_have_the_plain_envelope():
    data = {**badge(), "type": ["VerifiableCredential"]}
    seen = view_of(_document(data))
    assert type(seen) is VerifiableCredentialV2
    assert seen.to_dict() == data


@pytest.mark.parametrize("data", [{"type": "Profile"}, {"kty": "OKP"}, {}])
def test_what_is_no_credential_has_no_view(data):
    with pytest.raises(InputError) as caught:
        view_of(_document(data))
    assert caught.value.code == "NOT_A_BADGE"


def test_what_is_missing_is_none():
    seen = view(AchievementCredential, {"type": ["OpenBadgeCredential"]})
    assert seen.issuer is None
    assert seen.credential_subject is None
    assert seen.evidence == ()
    assert seen.to_dict() == {"type": ["OpenBadgeCredential"]}


def test_what_is_malformed_is_none_and_kept():
    data = {
        "id": "urn:x:1",
        "type": "Achievement",
        "image": "https://x.example/i.png",
        "achievementType": "Program",
    }
    seen = view(Achievement, data)
    assert seen.image is None
    assert seen.achievement_type is None
    assert seen.model_extra == {"image": "https://x.example/i.png", "achievementType": "Program"}
    assert seen.to_dict() == data


def test_nested_objects_are_seen_however_malformed():
    seen = view(
        Achievement, {"criteria": {"narrative": 7, "id": "urn:x:1"}, "creator": {"parentOrg": {"name": "P"}}}
    )
    assert seen.criteria.id == "urn:x:1"
    assert seen.criteria.narrative is None
    assert seen.creator.parent_org.name == "P"


def test_a_single_value_is_read_as_one():
    data = {"alignment": {"targetName": "T"}, "tag": "one"}
    seen = view(Achievement, data)
    assert seen.alignment[0].target_name == "T"
    assert seen.tag == ("one",)
    assert seen.to_dict() == data


def test_a_list_with_one_bad_item_is_kept_whole():
    seen = view(Achievement, {"tag": ["a", 7], "alignment": [{}, "x"]})
    assert seen.tag == seen.alignment == ()
    assert seen.to_dict() == {"tag": ["a", 7], "alignment": [{}, "x"]}


def test_closed_classes_keep_what_they_do_not_know():
    data = {"id": "urn:x:1", "type": "Image", "alt": "x"}
    assert view(Image, data).to_dict() == data


def test_unknown_members_are_copies():
    data = {"x-note": {"a": [1]}}
    view(Profile, data).model_extra["x-note"]["a"].append(2)
    assert data == {"x-note": {"a": [1]}}


def test_an_endorsement_is_seen_by_its_own_version():
    one = {"@context": ["https://www.w3.org/2018/credentials/v1"], "issuanceDate": "2026-01-01T00:00:00Z"}
    seen = view(Profile, {"endorsement": [one, {"validFrom": "2026-01-01T00:00:00Z"}]})
    assert [type(item).__name__ for item in seen.endorsement] == [
        "EndorsementCredentialV1",
        "EndorsementCredential",
    ]
    assert seen.endorsement[0].valid_from == seen.endorsement[1].valid_from


def test_what_is_too_deep_to_be_parsed_is_refused():
    deep: list = []
    inner = deep
    for _ in range(5000):
        inner.append([])
        inner = inner[0]
    with pytest.raises(LimitError):
        view(Profile, {"x-note": deep})
