"""The drop-in report: its shape, its inputs, its options; one verdict, seen from another side."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest

import qualitybadge as qb
from qualitybadge import compat
from qualitybadge.compat.messages import Message, messages_of
from qualitybadge.fetcher import Response
from qualitybadge.issue.convert import upgrade
from qualitybadge.keys import KeyPair
from qualitybadge.wire import image as images
from support.images import png, svg
from support.signed2 import URN, revoking, school, signed, token
from support.world2 import (
    ASSERTION,
    CLASS,
    HOME,
    IMAGE,
    ISSUER,
    NOW,
    STRICT,
    V2,
    assertion,
    badge_class,
    issuer,
    text,
    web,
)
from support.world2 import verify as report_of

ALIAS = f"{HOME}/alias"


def ask(source=ASSERTION, profile=None, served=None, **options):
    fetcher = options.pop("fetcher", None) or qb.StaticFetcher(web() if served is None else served)
    return compat.verify(source, profile, fetcher=fetcher, now=NOW, **options)


def names(answer, level="ERROR"):
    return [row["name"] for row in answer["report"]["messages"] if row["messageLevel"] == level]


def test_the_answer_has_the_shape_that_platforms_read():
    answer = ask()
    assert set(answer) == {"graph", "input", "report"}
    assert answer["input"] == {"value": ASSERTION, "input_type": "url"}
    assert answer["report"] == {
        "valid": True,
        "errorCount": 0,
        "warningCount": 0,
        "messages": [],
        "validationSubject": ASSERTION,
        "openBadgesVersion": "2.0",
        "recipientProfile": None,
    }
    assert [node["id"] for node in answer["graph"]] == [ASSERTION, CLASS, ISSUER]
    assert json.loads(json.dumps(answer)) == answer


def test_objects_in_the_graph_name_each_other_by_id():
    embedded = token(signed(badge=badge_class()))
    graph = ask(embedded, served=school())["graph"]
    assert graph[0]["badge"] == CLASS
    assert graph[1]["issuer"] == ISSUER
    graph[0]["badge"] = "changed"
    assert ask(embedded, served=school())["graph"][0]["badge"] == CLASS


def test_extensions_in_the_graph_are_compacted_into_the_context_of_2_0_alone():
    context = "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json"
    link = {"@context": context, "type": ["Extension", "extensions:ApplyLink"], "url": HOME}
    served = web(badge_class(**{"extensions:applyLink": link}))
    answer = ask(served=served, include_original_json=True)
    assert answer["report"]["valid"] is True
    found = answer["graph"][1]["extensions:applyLink"]
    assert found == {"type": link["type"], "extensions:applyLink": HOME}
    written = json.loads(answer["input"]["original_json"][CLASS])
    assert written["extensions:applyLink"] == link


@pytest.mark.parametrize(
    "source",
    [
        f"  {ASSERTION}\n",
        text(assertion()),
        assertion(),
        text(assertion()).encode(),
        memoryview(text(assertion()).encode()),
        io.BytesIO(text(assertion()).encode()),
        io.StringIO(text(assertion())),
        io.BytesIO(images.bake(png(), text(assertion()), version="2.0")),
        images.bake(svg(), text(assertion()), version="2.0"),
        io.BytesIO(images.bake(png(), ASSERTION, version="2.0")),
        json.dumps(ASSERTION),
    ],
    ids=lambda source: type(source).__name__,
)
def test_whatever_names_the_hosted_copy_is_an_address(source):
    answer = ask(source)
    assert answer["report"]["valid"] is True
    assert answer["input"] == {"value": ASSERTION, "input_type": "url"}
    assert answer["report"]["validationSubject"] == ASSERTION


def test_a_file_is_read_from_its_beginning(tmp_path):
    place = tmp_path / "badge.png"
    place.write_bytes(images.bake(png(), text(assertion()), version="2.0"))
    with place.open("rb") as file:
        file.read()
        assert ask(file)["report"]["valid"] is True
    assert ask(place)["report"]["valid"] is True
    stream = io.BytesIO(text(assertion()).encode())
    stream.seekable = lambda: False
    assert ask(stream)["report"]["valid"] is True


def test_an_address_of_an_image_is_the_badge_in_it():
    baked = Response(headers={"Content-Type": "image/png"}, body=images.bake(png(), ASSERTION, version="2.0"))
    answer = ask(f"{HOME}/baked.png", served=web(**{f"{HOME}/baked.png": baked}))
    assert answer["input"] == {"value": ASSERTION, "input_type": "url"}
    assert answer["report"]["valid"] is True
    assert answer["report"]["warningCount"] == 0


def test_a_signed_badge_is_a_token():
    made = token(signed())
    answer = ask(made, served=school(), include_original_json=True)
    assert answer["input"]["input_type"] == "jws"
    assert answer["input"]["value"] == made
    assert answer["report"]["validationSubject"] == URN
    assert json.loads(answer["input"]["original_json"][URN]) == signed()


def test_documents_as_they_were_served_are_given_on_request():
    documents = ask(include_original_json=True)["input"]["original_json"]
    assert documents.keys() == {ASSERTION, CLASS, ISSUER}
    assert json.loads(documents[ISSUER]) == issuer()
    assert "original_json" not in ask()["input"]


@pytest.mark.parametrize(
    ("source", "kind", "value"),
    [
        ("", None, ""),
        ("hello", None, "hello"),
        ("badge.png", None, "badge.png"),
        (b"\x89PNG\r\n\x1a\n", "file", None),
        (None, "file", None),
        (7, "file", None),
        (io.BytesIO(b"nothing"), "file", None),
        ({"id": "urn:x"}, "json", '{"id":"urn:x"}'),
        ("ftp://school.example/1", "url", "ftp://school.example/1"),
    ],
)
def test_what_carries_no_badge_is_a_report_all_the_same(source, kind, value):
    answer = ask(source)
    assert answer["report"]["valid"] is False
    assert answer["report"]["errorCount"] >= 1
    assert answer["graph"] == []
    assert answer["input"] == {"value": value, "input_type": kind}
    assert answer["report"]["openBadgesVersion"] is None
    assert answer["report"]["validationSubject"] in (None, value)


class Odd:
    """A file that reads what no file does."""

    name = 3

    def __init__(self, content):
        self.content = content

    def read(self, size):
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


@pytest.mark.parametrize("content", [7, OSError("gone"), ValueError("closed")])
def test_a_file_that_cannot_be_read_is_a_report(content):
    answer = ask(Odd(content))
    assert answer["report"]["valid"] is False
    assert answer["input"] == {"value": None, "input_type": "file"}
    assert answer["report"]["messages"][0]["code"] == "FILE"


def test_a_path_that_is_not_there_is_a_report(tmp_path):
    missing = tmp_path / "badge.png"
    answer = ask(missing)
    assert answer["input"] == {"value": str(missing), "input_type": "file"}
    assert names(answer) == ["DETECT_INPUT_TYPE"]


def test_images_without_a_badge_say_so():
    assert names(ask(io.BytesIO(png()))) == ["PROCESS_BAKED_RESOURCE"]


@pytest.mark.parametrize(
    ("served", "task", "code", "node", "path"),
    [
        (web(**{ASSERTION: None}), "FETCH_HTTP_NODE", "FETCH", None, None),
        (web(**{CLASS: None}), "FETCH_HTTP_NODE", "FETCH", ASSERTION, []),
        (
            web(badge_class(name=None)),
            "VALIDATE_PROPERTY",
            "CONFORMANCE",
            CLASS,
            ["name"],
        ),
        (web(issuer(type="Person")), "JSONLD_COMPACT_DATA", "MALFORMED_VALUE", ISSUER, ["type"]),
        (
            web(assertion(expires="2021-01-01T00:00:00Z")),
            "ASSERTION_TIMESTAMP_CHECKS",
            "EXPIRED",
            ASSERTION,
            ["expires"],
        ),
        (
            web(assertion(revoked=True)),
            "VERIFY_HOSTED_ASSERTION_NOT_REVOKED",
            "REVOKED",
            ASSERTION,
            ["revoked"],
        ),
        (
            web(issuer(verification={"type": "VerificationObject", "allowedOrigins": "other.example"})),
            "HOSTED_ID_IN_VERIFICATION_SCOPE",
            "HOSTED_SCOPE",
            ASSERTION,
            ["id"],
        ),
    ],
)
def test_a_row_speaks_under_the_task_with_its_meaning(served, task, code, node, path):
    answer = ask(served=served)
    message = next(row for row in answer["report"]["messages"] if row["name"] == task)
    assert (message["messageLevel"], message["success"], message["code"]) == ("ERROR", False, code)
    assert message["node_id"] == node
    assert message["node_path"] == (None if path is None else [node, *path])
    assert message["prop_name"] == (path[0] if path else None)
    assert message["result"]
    assert answer["report"]["valid"] is False


@pytest.mark.parametrize("source", [ASSERTION, text(assertion())])
@pytest.mark.parametrize(
    "copy", [Response(410), {"@context": V2, "id": ASSERTION, "type": "Assertion", "revoked": True}]
)
def test_a_revoked_badge_is_revoked_and_nothing_else(source, copy):
    answer = ask(source, {"email": "ada@example.org"}, served=web(**{ASSERTION: copy}))
    assert (answer["report"]["errorCount"], answer["report"]["warningCount"]) == (1, 0)
    assert answer["report"]["messages"][0]["code"] == "REVOKED"


def test_what_does_not_follow_from_the_revocation_is_said_beside_it():
    other = text(assertion(narrative="Mine"))
    answer = ask(other, {"email": "eve@example.org"}, served=web(assertion(revoked=True)))
    codes = [row["code"] for row in answer["report"]["messages"]]
    assert codes == ["HOSTED_DIFFERS", "REVOKED", "RECIPIENT_MISMATCH"]


def test_the_signature_and_the_list_of_revoked_have_their_tasks():
    forged = token(signed(), KeyPair.generate("RSA"))
    assert "VERIFY_JWS" in names(ask(forged, served=school()))
    revoked = revoking({"id": URN, "revocationReason": "Mistake"})
    answer = ask(token(signed()), served=revoked)
    assert names(answer) == ["VERIFY_SIGNED_ASSERTION_NOT_REVOKED"]
    assert "Mistake" in answer["report"]["messages"][0]["result"]


def test_an_object_that_declares_another_address_is_a_warning():
    answer = ask(ALIAS, served=web(badge_class(), **{ALIAS: assertion()}))
    assert answer["report"]["valid"] is True
    assert answer["report"]["warningCount"] == 1
    assert answer["report"]["validationSubject"] == ASSERTION
    message = answer["report"]["messages"][0]
    assert (message["name"], message["messageLevel"]) == ("JSONLD_COMPACT_DATA", "WARNING")
    assert ALIAS in message["result"]
    alone = ask(ALIAS, served=web(**{ALIAS: issuer()}))
    assert alone["report"]["warningCount"] == 1


def test_a_difference_from_the_hosted_copy_is_a_warning():
    answer = ask(text(assertion(narrative="Mine")))
    assert answer["report"]["valid"] is True
    assert names(answer, "WARNING") == ["FETCH_HTTP_NODE"]
    assert answer["report"]["messages"][0]["success"] is True


PROFILES = [
    ({"email": "ada@example.org"}, {"email": "ada@example.org"}),
    ({"email": ["old@example.org", "ada@example.org"]}, {"email": "ada@example.org"}),
    (
        {"type": "Profile", "url": "https://x.example", "email": "ada@example.org"},
        {"email": "ada@example.org"},
    ),
]


@pytest.mark.parametrize(("profile", "confirmed"), PROFILES)
def test_the_identity_that_was_confirmed_is_named(profile, confirmed):
    answer = ask(profile=profile)
    assert answer["report"]["recipientProfile"] == confirmed
    assert answer["report"]["valid"] is True


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        ({"email": "eve@example.org"}, "RECIPIENT_MISMATCH"),
        ({"url": "https://ada.example"}, "RECIPIENT_UNKNOWN"),
        ({"name": "Ada"}, "USAGE"),
        ({"email": 7}, "USAGE"),
        ({"email": None, "url": ""}, "USAGE"),
        ("ada@example.org", "USAGE"),
    ],
)
def test_somebody_else_makes_the_badge_not_valid(profile, code):
    answer = ask(profile=profile)
    assert answer["report"]["valid"] is False
    assert answer["report"]["recipientProfile"] is None
    assert names(answer) == ["VERIFY_RECIPIENT_IDENTIFIER"]
    assert answer["report"]["messages"][0]["code"] == code


@pytest.mark.parametrize("empty", [None, "", [], [None, ""]])
def test_an_empty_identity_is_passed_over(empty):
    answer = ask(profile={"email": "ada@example.org", "telephone": empty})
    assert answer["report"]["valid"] is True
    assert answer["report"]["recipientProfile"] == {"email": "ada@example.org"}


@pytest.mark.parametrize(
    "options", [{"policy": "strict"}, {"cache_expire_after": "300"}, {"policy": None}, {"fetcher": 5}]
)
def test_an_option_of_another_type_is_a_type_error(options):
    with pytest.raises(TypeError):
        compat.verify("https://school.example/1", **options)


def test_no_profile_is_not_compared():
    assert ask(profile={})["report"]["valid"] is True
    assert ask(profile=None)["report"]["valid"] is True


def test_a_badge_of_3_0_is_judged_too():
    badge = upgrade(report_of(), issuer=qb.Issuer("Else", KeyPair.generate(), clock=lambda: NOW)).badge
    for source, kind in ((badge.to_json(), "json"), (badge.to_dict(), "json")):
        answer = ask(source, {"email": "ada@example.org"})
        assert answer["report"]["valid"] is True
        assert answer["report"]["openBadgesVersion"] == "3.0"
        assert answer["report"]["recipientProfile"] == {"email": "ada@example.org"}
        assert answer["graph"] == [badge.to_dict()]
        assert answer["input"]["input_type"] == kind
    signed_3 = upgrade(
        report_of(), issuer=qb.Issuer("Else", KeyPair.generate(), clock=lambda: NOW), proof="vc-jwt"
    ).badge
    answer = ask(signed_3.to_jwt(), include_original_json=True)
    assert answer["input"]["input_type"] == "jws"
    assert list(answer["input"]["original_json"].values()) == [signed_3.to_jwt()]


def test_the_policy_is_the_compatible_one_unless_given():
    plain = {
        address.replace("https:", "http:"): json.loads(text(item).replace(HOME, "http://school.example"))
        for address, item in web().items()
        if isinstance(item, dict)
    }
    plain["http://school.example/robots.png"] = web()[IMAGE]
    source = ASSERTION.replace("https:", "http:")
    assert ask(source, served=plain)["report"]["valid"] is True
    strict = ask(source, served=plain, policy=STRICT)
    assert strict["report"]["valid"] is False
    assert strict["report"]["messages"][0]["code"] == "INSECURE_TRANSPORT"


def test_valid_is_the_verdict_and_nothing_else():
    served = [web(), web(**{ISSUER: None}), web(assertion(revoked=True)), web(issuer(email=None))]
    for documents in served:
        report = report_of(served=documents, policy=compat.COMPATIBLE)
        answer = ask(served=documents)
        assert answer["report"]["valid"] is (report.verdict is qb.Verdict.VALID)
        assert (answer["report"]["errorCount"] == 0) is answer["report"]["valid"]


def test_what_is_not_valid_has_an_error_even_where_no_row_says_why():
    from dataclasses import replace

    report = replace(report_of(), verdict=qb.Verdict.INDETERMINATE)
    assert [message.name for message in messages_of(report)] == ["REPORT_MESSAGE"]
    assert Message("X", "INFO", success=True, result="fine").to_dict()["node_path"] is None


def test_unknown_options_are_no_options():
    with pytest.raises(TypeError, match=r"^verify\(\) got an unexpected keyword argument 'cache_for_ever'$"):
        ask(cache_for_ever=True)


class Counting:
    """Stands for the network."""

    def __init__(self):
        self.web = qb.StaticFetcher(web())

    def get(self, url, *, accept, max_bytes):
        return self.web.get(url, accept=accept, max_bytes=max_bytes)


@pytest.fixture
def network(monkeypatch):
    made = Counting()
    monkeypatch.setattr(compat, "GuardedFetcher", lambda _policy: made)
    compat._cache.cache_clear()
    yield made.web
    compat._cache.cache_clear()


def test_what_was_fetched_is_remembered_between_calls(network):
    for backend in ("memory", "sqlite", None):
        assert compat.verify(ASSERTION, now=NOW, cache_backend=backend)["report"]["valid"] is True
    assert len(network.calls) == len(set(network.calls))
    for _ in range(2):
        compat.verify(ASSERTION, now=NOW, use_cache=False)
    assert network.calls.count(ASSERTION) == 3


def test_nothing_is_remembered_longer_than_asked(network):
    for _ in range(2):
        compat.verify(ASSERTION, now=NOW, cache_expire_after=0)
    assert network.calls.count(ASSERTION) == 2
    assert compat._seconds(None) == compat._seconds(99_999) == 3600.0
    assert compat._seconds(timedelta(minutes=2)) == 120.0
    assert compat._seconds(-1) == 0.0


def test_without_options_the_clock_is_the_systems(network):
    assert compat.verify(ASSERTION)["report"]["valid"] is True


def test_an_object_without_an_id_is_not_named_by_one():
    nameless = {name: value for name, value in badge_class().items() if name != "id"}
    answer = ask(served=web(**{CLASS: nameless}))
    assert answer["report"]["valid"] is False
    assert answer["graph"][0]["badge"] == CLASS
    other = {name: value for name, value in issuer().items() if name != "id"}
    assert ask(ISSUER, served=web(**{ISSUER: other}))["report"]["validationSubject"] == ISSUER
