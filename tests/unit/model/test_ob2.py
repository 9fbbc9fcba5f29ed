from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from qualitybadge.errors import InputError
from qualitybadge.model.document import Document
from qualitybadge.model.ob2 import VIEWS, Assertion, BadgeClass, Endorsement, Issuer, Profile, RevocationList
from qualitybadge.model.view import view, view_of
from support.badges_ob2 import (
    HOME,
    assertion,
    badge_class,
    changed,
    endorsement,
    full,
    issuer,
    key,
    revocation_list,
)

CONTEXT = "https://w3id.org/openbadges/v2"
DOCUMENTS = {
    "Assertion": full,
    "BadgeClass": badge_class,
    "Issuer": issuer,
    "Profile": issuer,
    "CryptographicKey": key,
    "RevocationList": revocation_list,
    "Endorsement": endorsement,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_conforms_is_read_whole_and_kept_whole(name):
    data = DOCUMENTS[name]() | {"schema:comment": {"x": [1]}}
    before = copy.deepcopy(data)
    strict = VIEWS[name].from_dict(data)
    assert strict.to_dict() == data == before
    assert view(VIEWS[name], data) == strict
    assert strict.model_extra == {"schema:comment": {"x": [1]}}


def test_members_are_typed():
    seen = Assertion.from_dict(full())
    assert seen.recipient.hashed is True
    assert seen.expires == datetime(2030, 1, 1, tzinfo=UTC)
    assert seen.type == ("Assertion",)
    assert [type(entry).__name__ for entry in seen.evidence] == ["str", "Evidence"]
    assert seen.badge.tags == ("robot", "school")
    assert isinstance(seen.badge.issuer, Issuer)
    assert seen.badge.language == "en-US"
    assert seen.badge.alignment[0].target_code == "R1"
    assert seen.badge.issuer.public_key[1].public_key_pem.startswith("-----BEGIN")
    assert seen.badge.issuer.verification.allowed_origins == ("a.example",)
    assert seen.badge.issuer.revocation_list.revoked_assertions[2].uid == "abc123"
    assert seen.badge.endorsement[1].claim.endorsement_comment == "*Good*"
    assert seen.badge.related[0].version == "1"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-01-01T00:00Z", datetime(2020, 1, 1, tzinfo=UTC)),
        (
            "20200101T000000,5+0130",
            datetime(2020, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC) - timedelta(minutes=90),
        ),
        ("2020-01-01T00:00:00-08", datetime(2020, 1, 1, 8, tzinfo=UTC)),
    ],
)
def test_dates_are_aware_and_keep_their_text(text, moment):
    seen = Assertion.from_dict(assertion() | {"issuedOn": text})
    assert seen.issued_on == moment
    assert seen.issued_on.utcoffset() == timedelta(0)
    assert seen.to_dict()["issuedOn"] == text
    assert pickle.loads(pickle.dumps(seen)).to_dict()["issuedOn"] == text  # noqa: S301 - our own bytes


def test_a_date_from_python_becomes_text():
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    assert (
        Assertion.from_dict(assertion() | {"issuedOn": moment}).to_dict()["issuedOn"]
        == "2020-01-01T00:00:00Z"
    )


def test_views_are_frozen():
    with pytest.raises(ValidationError):
        Issuer.from_dict(issuer()).name = "Other"


@pytest.mark.parametrize(
    ("cls", "data", "pointer"),
    [
        (Issuer, changed(issuer(), "email", value=...), "/email"),
        (BadgeClass, changed(badge_class(), "criteria", value={}), "/criteria"),
        (Assertion, changed(assertion(), "badge", value="badge"), "/badge"),
        (Assertion, changed(assertion(), "recipient", value=...), ""),
        (Endorsement, changed(endorsement(), "claim", value="text"), "/claim"),
        (
            RevocationList,
            changed(revocation_list(), "revokedAssertions", 1, value={}),
            "/revokedAssertions/1",
        ),
    ],
)
def test_the_first_fault_is_named_with_its_place(cls, data, pointer):
    with pytest.raises(InputError) as caught:
        cls.from_dict(data)
    assert caught.value.pointer == pointer


def test_a_recipient_needs_no_name():
    assert Profile.from_dict({"id": "urn:x:1", "type": "Profile"}).name is None


def test_what_is_revoked_may_be_stripped():
    seen = Assertion.from_dict({"id": f"{HOME}/assertions/1", "revoked": True})
    assert (seen.revoked, seen.badge, seen.type) == (True, None, ())
    assert Endorsement.from_dict({"id": "urn:x:1", "issuer": "urn:x:2", "revoked": True}).claim is None


def test_a_lenient_view_keeps_what_does_not_conform():
    data = assertion() | {"issuedOn": "yesterday", "expires": 5}
    seen = view(Assertion, data)
    assert (seen.issued_on, seen.expires) == (None, None)
    assert seen.to_dict() == data


@pytest.mark.parametrize(("make", "cls"), [(assertion, Assertion), (endorsement, Endorsement)])
def test_view_of_knows_the_credentials_of_2_0(make, cls):
    data = {"@context": CONTEXT, **make()}
    seen = view_of(Document(data, b""))
    assert type(seen) is cls
    assert seen.to_dict() == data


@pytest.mark.parametrize("make", [badge_class, issuer, key, revocation_list])
def test_what_is_no_credential_has_no_view(make):
    with pytest.raises(InputError) as caught:
        view_of(Document({"@context": CONTEXT, **make()}, b""))
    assert caught.value.code == "NOT_A_BADGE"
