"""Each class of 2.0 in the words of 3.0: what is carried, how it is written, and what is listed."""

from __future__ import annotations

from dataclasses import replace

import pytest

import qualitybadge as qb
from qualitybadge.conformance import conformance_errors
from qualitybadge.issue.convert import upgrade
from qualitybadge.issue.convert_classes import achievement as convert_achievement
from qualitybadge.issue.convert_classes import identified, picture, profile
from qualitybadge.issue.convert_parts import Account, Source, uri
from support.badges_ob2 import MD5, SHA256
from support.world2 import ASSERTION, CLASS, HOME, ISSUER, V2, assertion, badge_class, issuer, verify, web

EXTENSIONS = "https://w3id.org/openbadges/extensions"


def made(*, profile=None, badge=None, **award):
    """Return the upgrade of a badge with these members."""
    documents = web(assertion(**award), badge_class(**(badge or {})), issuer(**(profile or {})))
    report = verify(served=documents)
    assert report.verdict is qb.Verdict.VALID, qb.render(report, "text")
    result = upgrade(report)
    assert conformance_errors(result.credential) == ()
    return result


def lost(result):
    return {loss.pointer for loss in result.losses} - {"/verification"}


def achievement(**badge):
    result = made(badge=badge)
    return result.credential["credentialSubject"]["achievement"], result


def test_the_badge_class_is_an_achievement():
    found, result = achievement(
        criteria=f"{HOME}/criteria",
        image={"id": f"{HOME}/robots.png", "type": "schema:ImageObject", "caption": "A robot"},
        alignment={
            "type": "AlignmentObject",
            "targetName": "Robots",
            "targetUrl": "https://skills.example/robots",
            "targetDescription": "Knows robots.",
            "targetFramework": "Skills",
            "targetCode": "R1",
        },
        tags="robots",
        version=2.5,
        related=[f"{HOME}/older", {"id": f"{HOME}/es", "@language": "es-es", "version": "1"}],
        **{"@language": "ZH-hant-tw"},
    )
    assert found == {
        "id": CLASS,
        "type": ["Achievement"],
        "name": "Robots",
        "description": "Builds a robot that moves.",
        "criteria": {"id": f"{HOME}/criteria"},
        "image": {"id": f"{HOME}/robots.png", "type": "Image", "caption": "A robot"},
        "creator": {
            "id": ISSUER,
            "type": ["Profile"],
            "name": "School",
            "url": HOME,
            "email": "badges@school.example",
        },
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "Robots",
                "targetUrl": "https://skills.example/robots",
                "targetDescription": "Knows robots.",
                "targetFramework": "Skills",
                "targetCode": "R1",
            }
        ],
        "tag": ["robots"],
        "related": [
            {"id": f"{HOME}/older", "type": ["Related"]},
            {"id": f"{HOME}/es", "type": ["Related"], "version": "1", "inLanguage": "es-ES"},
        ],
        "version": "2.5",
        "inLanguage": "zh-Hant-TW",
    }
    assert lost(result) == set()


def test_the_issuer_is_a_profile_and_its_keys_stay_behind():
    result = made(
        profile={
            "type": ["Issuer", "https://schema.org/Organization"],
            "telephone": "+16175551212",
            "description": "Teaches.",
            "image": f"{HOME}/robots.png",
            "version": 1,
            "@language": "en",
            "verification": {"type": "VerificationObject", "allowedOrigins": "school.example"},
        }
    )
    found = result.credential["issuer"]
    assert found["type"] == ["Profile", "https://schema.org/Organization"]
    assert found["phone"] == "+16175551212"
    assert found["description"] == "Teaches."
    assert found["image"] == {"id": f"{HOME}/robots.png", "type": "Image"}
    names = ("version", "@language", "verification")
    assert lost(result) == {f"/badge/issuer/{name}" for name in names}


def test_the_assertion_is_a_credential():
    result = made(
        image={"id": f"{HOME}/robots.png", "author": ISSUER},
        evidence=[
            "https://work.example/1",
            {
                "id": "https://work.example/2",
                "type": ["Evidence", "https://schema.org/Movie"],
                "name": "Film",
                "narrative": "I filmed it.",
                "description": "A robot moves.",
                "genre": "Film",
                "audience": "Everybody",
            },
        ],
        narrative="First built, then filmed.",
        uid="a1",
        version="1",
        revoked=False,
        **{"@language": "en"},
    )
    credential = result.credential
    assert credential["image"] == {"id": f"{HOME}/robots.png", "type": "Image"}
    assert credential["credentialSubject"]["narrative"] == "First built, then filmed."
    assert credential["evidence"][1:] == [
        {"id": "https://work.example/1", "type": ["Evidence"]},
        {
            "id": "https://work.example/2",
            "type": ["Evidence", "https://schema.org/Movie"],
            "narrative": "I filmed it.",
            "name": "Film",
            "description": "A robot moves.",
            "genre": "Film",
            "audience": "Everybody",
        },
    ]
    assert lost(result) == {"/image/author", "/uid", "/version", "/revoked", "/@language"}


@pytest.mark.parametrize(
    ("identity", "expected", "noted"),
    [
        (
            {"type": "email", "hashed": True, "identity": SHA256, "salt": "sea"},
            {"hashed": True, "identityHash": SHA256, "identityType": "emailAddress", "salt": "sea"},
            [],
        ),
        (
            {"type": "email", "hashed": True, "identity": MD5},
            {"hashed": True, "identityHash": MD5, "identityType": "emailAddress"},
            ["/recipient/identity"],
        ),
        (
            {"type": "telephone", "hashed": False, "identity": "+16175551212"},
            {"hashed": False, "identityHash": "+16175551212", "identityType": "ext:telephone"},
            ["/recipient/type"],
        ),
        (
            {"type": "url", "hashed": True, "identity": SHA256},
            {"hashed": True, "identityHash": SHA256, "identityType": "ext:url"},
            ["/recipient/type"],
        ),
        (
            {"type": "schema:duns", "hashed": False, "identity": "150483782"},
            {"hashed": False, "identityHash": "150483782", "identityType": "ext:schema-duns"},
            ["/recipient/type"],
        ),
    ],
)
def test_an_identity_stays_as_it_is(identity, expected, noted):
    result = made(recipient=identity)
    assert result.credential["credentialSubject"]["identifier"] == [{"type": "IdentityObject", **expected}]
    assert [note.pointer for note in result.notes] == noted


def test_a_plain_address_is_the_subjects_id():
    address = "https://people.example/ada"
    result = made(recipient={"type": "url", "hashed": False, "identity": address, "salt": "sea"})
    assert result.credential["credentialSubject"]["id"] == address
    assert lost(result) == {"/recipient/salt"}
    without_salt = made(recipient={"type": "id", "hashed": False, "identity": address})
    assert without_salt.credential["credentialSubject"]["id"] == address


def test_what_no_uri_may_hold_is_written_in_percent_encoding():
    account = Account()
    picture = "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>"
    written = "data:image/svg+xml;utf8,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E"
    assert uri(picture, "/image", account) == written
    assert uri(HOME, "/url", account) == HOME
    assert uri("nowhere", "/url", account) is None
    assert uri({"id": HOME}, "/url/0", account) is None
    assert [note.pointer for note in account.notes] == ["/image"]
    assert [loss.pointer for loss in account.losses] == ["/url", "/url/0"]


def test_a_language_that_3_0_cannot_write_is_listed():
    found, result = achievement(**{"@language": "de-CH-1996"})
    assert "inLanguage" not in found
    assert lost(result) == {"/badge/@language"}


def _extension(kind, *, folder, kinds=(), **members):
    context = f"{EXTENSIONS}/{folder}/context.json"
    return {"@context": context, "type": ["Extension", f"extensions:{kind}", *kinds], **members}


def test_a_link_to_apply_is_the_page_of_the_achievement():
    link = _extension("ApplyLink", folder="applyLinkExtension", url=f"{HOME}/apply")
    found, result = achievement(**{"extensions:applyLink": link})
    assert found["url"] == f"{HOME}/apply"
    assert lost(result) == set()


def test_the_place_of_an_issuer_is_its_address():
    place = _extension(
        "GeoCoordinates",
        folder="geoCoordinatesExtension",
        kinds=["schema:Place"],
        name="School",
        description="By the river",
        geo={"latitude": 41.1, "longitude": -81.5},
    )
    result = made(profile={"schema:location": place})
    assert result.credential["issuer"]["address"] == {
        "type": ["Address"],
        "name": "School",
        "description": "By the river",
        "geo": {"type": "GeoCoordinates", "latitude": 41.1, "longitude": -81.5},
    }
    assert lost(result) == set()


def test_an_extension_without_a_successor_is_listed_with_its_name():
    licence = _extension(
        "LicenseExtension", folder="licenseExtension", kinds=["cc:License"], id="CC-BY", name="CC BY 4.0"
    )
    unknown = {"@context": {"mood": "https://moods.example/mood"}, "type": ["Extension"], "mood": "good"}
    found, result = achievement(**{"schema:license": licence})
    assert "license" not in found
    reasons = {loss.pointer: loss.reason for loss in result.losses}
    assert "LicenseExtension" in reasons["/badge/schema:license"]
    report = verify(served=web(assertion(**{"@context": V2})))
    data = report.document.data | {
        "extensions:mood": [unknown | {"type": "Extension"}, {"type": "Extension"}]
    }
    result = upgrade(replace(report, graph=(replace(report.document, data=data), *report.graph[1:])))
    reasons = {loss.pointer: loss.reason for loss in result.losses}
    assert "the extension unknown: it is none of the official ones" in reasons["/extensions:mood/0"]
    assert {"/extensions:mood/0", "/extensions:mood/1"} <= lost(result)
    assert report.document.data["id"] == ASSERTION


@pytest.mark.parametrize(
    ("geo", "lost_there"),
    [
        ({"schema:latitude": 1.0}, {""}),
        ("north", {""}),
        ({"schema:latitude": 1, "schema:longitude": 2, "x": 3}, {"/x"}),
    ],
)
def test_a_place_without_two_numbers_is_listed(geo, lost_there):
    place = {"type": ["Extension", "extensions:GeoCoordinates"], "schema:geo": geo}
    account = Account()
    found = profile(Source({"schema:location": place}, "", account), ISSUER)
    assert ("address" in found) == ("" not in lost_there)
    assert {loss.pointer.removeprefix("/schema:location/schema:geo") for loss in account.losses} == lost_there


def test_a_link_to_apply_that_is_no_address_is_listed():
    link = {"type": ["Extension", "extensions:ApplyLink"], "extensions:applyLink": "nowhere"}
    account = Account()
    found = convert_achievement(Source({"apply": link}, "", account), CLASS, {})
    assert "url" not in found
    assert [loss.pointer for loss in account.losses] == ["/apply/extensions:applyLink"]


def test_a_caption_is_not_lost_with_its_image():
    account = Account()
    image = {"id": "nowhere", "caption": "A robot"}
    assert picture(Source({"image": [image, f"{HOME}/2.png"]}, "", account), "image") is None
    assert [loss.pointer for loss in account.losses] == ["/image/0/id", "/image/0/caption", "/image/1"]


def test_related_and_aligned_need_an_address():
    account = Account()
    badge = {"related": [{"version": "1"}, "nowhere"], "alignment": ["x"], "tags": ["a", 7], "version": True}
    found = convert_achievement(Source(badge, "", account), CLASS, {})
    assert (found["related"], found["alignment"], found["tag"]) == ([], [], ["a"])
    places = [loss.pointer for loss in account.losses]
    assert places == ["/alignment/0", "/tags/1", "/related/0", "/related/1", "/version"]


def test_an_identity_says_whether_it_is_hashed():
    account = Account()
    claim = {"type": "email", "hashed": "yes", "identity": "ada@example.org"}
    assert identified(Source(claim, "/recipient", account)) == {}
    assert [loss.pointer for loss in account.losses] == ["/recipient/hashed"]
    assert (
        identified(Source({"hashed": False, "identity": "7"}, "/recipient", account))["identifier"][0][
            "identityType"
        ]
        == "ext:identity"
    )
