"""The one door: what people hold in their hands, and what is said where it is no badge."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.verify.intake import Taken, take, take_part
from support.images import OB2, cdata, element, itxt, png, svg, text, ztxt
from support.world import NOW, STRICT, proved, token, verify, web

SIGNED = proved()
TEXT = json.dumps(SIGNED)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\xff\xa9\xf1\x1a\x00\x00\x00\x00IEND\xaeB`\x82"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'

FORMS = {
    "json text": (TEXT, "json"),
    "json bytes": (TEXT.encode(), "json"),
    "json with white space": (f"\n  {TEXT}\n", "json"),
    "dict": (SIGNED, "json"),
    "bytearray": (bytearray(TEXT.encode()), "json"),
    "jwt text": (token(), "jwt"),
    "jwt bytes with a line end": (token().encode() + b"\r\n", "jwt"),
    "png with json": (qb.bake(PNG, TEXT), "png"),
    "png with jwt": (qb.bake(PNG, token()), "png"),
    "svg with json": (qb.bake(SVG, TEXT), "svg"),
    "svg with jwt": (qb.bake(SVG, token()), "svg"),
}


@pytest.mark.parametrize(("source", "carrier"), FORMS.values(), ids=FORMS)
def test_every_form_through_one_door(source, carrier):
    report = verify(source)
    assert report.verdict is qb.Verdict.VALID
    assert report.carrier == carrier


@pytest.mark.parametrize("name", ["badge.png", "badge", "badge.txt", "badge.exe"])
@pytest.mark.parametrize(("source", "carrier"), FORMS.values(), ids=FORMS)
def test_a_file_is_judged_by_its_content_not_its_suffix(source, carrier, name, tmp_path):
    content = source if isinstance(source, bytes | bytearray) else None
    if content is None:
        content = (json.dumps(source) if isinstance(source, dict) else source).encode()
    path = tmp_path / name
    path.write_bytes(content)
    report = verify(path)
    assert (report.verdict, report.carrier) == (qb.Verdict.VALID, carrier)


def test_an_https_url_is_fetched_and_judged():
    url = "https://academy.example/badges/1"
    assert verify(url, served=web() | {url: SIGNED}).verdict is qb.Verdict.VALID
    assert verify(url, served=web() | {url: qb.Response(body=qb.bake(PNG, TEXT))}).carrier == "png"
    assert verify(url, served=web()).verdict is qb.Verdict.INDETERMINATE
    missing = verify(url, served=web() | {url: qb.Response(status=404)})
    assert missing.verdict is qb.Verdict.INDETERMINATE


def test_plain_http_is_asked_only_by_name_and_then_trusted_by_nobody():
    url = "http://academy.example/badges/1"
    served = web() | {url: SIGNED}
    strict = verify(url, served=served)
    assert strict.verdict is qb.Verdict.INDETERMINATE
    report = verify(url, qb.Policy(allow_http_hosted=True), served=served)
    assert (report.verdict, report.trust) == (qb.Verdict.VALID, qb.Trust.NONE)


@pytest.mark.parametrize("text", ["badge.png", "/etc/passwd.json", "../x.svg", "C:\\badge.jwt", "BADGE.PNG"])
def test_a_text_that_looks_like_a_file_name_is_explained_and_never_opened(text, monkeypatch):
    monkeypatch.setattr(Path, "open", lambda *_a, **_k: pytest.fail("a file was opened"))
    report = verify(text)
    assert report.verdict is qb.Verdict.INVALID
    assert "pathlib.Path" in report.checks[0].advice


@pytest.mark.parametrize(
    "text", ["file:///etc/passwd", "ftp://x.example/", "javascript://x", "https://", "https://127.0.0.1/x"]
)
def test_other_urls_are_not_asked_for(text):
    fetcher = qb.StaticFetcher({})
    report = verify(text, fetcher=fetcher)
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert fetcher.calls == ()


def test_files_that_cannot_be_read_are_undetermined(tmp_path):
    for path in (tmp_path / "missing.json", tmp_path, Path("\x00")):
        report = verify(path)
        assert report.verdict is qb.Verdict.INDETERMINATE
        assert report.checks[0].problem.code == "FILE"
        assert str(tmp_path) not in report.to_json()


NO_BADGE = {
    "empty": (b"", "empty"),
    "white space": (b" \n", "empty"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(100), "JPEG"),
    "gif": (b"GIF89a" + bytes(10), "GIF"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "zip": (b"PK\x03\x04" + bytes(10), "ZIP"),
    "gzip": (b"\x1f\x8b" + bytes(10), "gzip"),
    "html": (b"<!DOCTYPE html><html>", "HTML"),
    "html in capitals": (b"<HTML><body>", "HTML"),
    "two parts": (b"abc.def", "compact token"),
    "prose": (b"hello world, this is no badge", "neither JSON"),
    "random": (bytes(range(128, 256)), "neither JSON"),
    "png without badge": (PNG, "carries no"),
    "svg without badge": (SVG, "carries no"),
}


@pytest.mark.parametrize(("content", "words"), NO_BADGE.values(), ids=NO_BADGE)
def test_what_is_no_badge_is_named(content, words):
    report = verify(content)
    assert report.verdict is qb.Verdict.INVALID
    row = report.checks[0]
    assert words in row.message + (row.problem.title if row.problem else "")
    assert row.advice


@pytest.mark.parametrize("name", ["jpeg", "gif"])
def test_an_image_of_another_format_lost_its_badge(name):
    assert "PNG or SVG, as it was downloaded" in verify(NO_BADGE[name][0]).checks[0].advice
    assert "downloaded" not in verify(b"hello world, this is no badge").checks[0].advice


OTHER_DOCUMENTS = [
    ({"@context": "https://www.w3.org/ns/did/v1", "id": "did:web:x.example"}, "a DID document"),
    ({"keys": []}, "a set of keys"),
    ({"kty": "OKP", "crv": "Ed25519", "x": "AA"}, "a key"),
    ({"$schema": "https://json-schema.org/draft/2020-12/schema"}, "a JSON Schema"),
    ({"hello": "world"}, "a JSON document of no known kind"),
]


@pytest.mark.parametrize(("document", "phrase"), OTHER_DOCUMENTS)
def test_a_document_that_is_no_badge_says_what_it_is(document, phrase):
    report = verify(document)
    assert report.verdict is qb.Verdict.INVALID
    assert phrase in report.summary
    assert report.checks[-1].problem.code == "NOT_A_BADGE"


@pytest.mark.parametrize(
    ("document", "class_name"),
    [
        ({"id": "https://a.example/c", "name": "N", "criteria": {"narrative": "Do it."}}, "BadgeClass"),
        ({"id": "https://a.example/i", "name": "N", "url": "https://a.example/"}, "Profile"),
        ({"id": "https://a.example/i", "name": "N"}, ""),
        ({"id": "https://a.example/c", "criteria": "https://a.example/criteria"}, ""),
        ({"name": "N", "criteria": "https://a.example/criteria", "type": "Thing"}, ""),
    ],
)
def test_what_looks_like_an_object_of_2_0_is_told_what_it_lacks(document, class_name):
    report = verify(document)
    assert report.verdict is qb.Verdict.INVALID
    advice = report.checks[-1].advice
    assert ("it has no @context and type" in advice) is bool(class_name)
    assert f'"type": "{class_name}"' in advice or not class_name
    if class_name:
        added = {"@context": "https://w3id.org/openbadges/v2", "type": class_name}
        assert verify(document | added).kind.is_older


def test_another_standards_credential_is_no_badge_though_its_proof_is_good():
    licence = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:33333333-3333-4333-8333-333333333333",
        "type": ["VerifiableCredential"],
        "issuer": "did:web:academy.example",
        "validFrom": "2026-01-15T09:30:00Z",
        "credentialSubject": {"id": "did:example:ada"},
    }
    report = verify(proved(licence))
    assert report.verdict is qb.Verdict.INVALID
    assert {row.id: row.outcome for row in report.checks}["proof"] is qb.Outcome.PASSED
    assert any(row.problem and row.problem.code == "NOT_A_BADGE" for row in report.checks)


def test_profiles_and_older_badges_are_not_judged_by_the_rules_of_3_0():
    profile = {"id": "https://academy.example/", "type": ["Profile"], "name": "Academy"}
    report = verify({"@context": ["https://www.w3.org/ns/credentials/v2"], **profile})
    assert (report.verdict, report.kind) == (qb.Verdict.INDETERMINATE, qb.Kind.PROFILE)
    assertion = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://x.example/1",
    }
    report = verify(assertion)
    assert (report.verdict, report.kind) == (qb.Verdict.INDETERMINATE, qb.Kind.OB2_ASSERTION)


@pytest.mark.parametrize("source", [None, 5, [SIGNED], object()])
def test_a_value_that_cannot_carry_a_badge_is_a_programming_error(source):
    with pytest.raises(TypeError, match="pass a Path"):
        verify(source)


def test_a_dict_is_copied_and_never_changed():
    before = json.dumps(SIGNED)
    report = verify(SIGNED)
    assert json.dumps(SIGNED) == before
    assert report.document.data is not SIGNED
    assert report.document.data == SIGNED


@pytest.mark.parametrize("value", [{1: 2}, {"a": (1,)}, {"a": float("nan")}, {"a": object()}, {"a": b"x"}])
def test_a_dict_that_is_no_json_is_refused(value):
    assert verify(value).verdict is qb.Verdict.INVALID


def test_input_larger_than_the_limit_is_not_parsed(tmp_path):
    policy = qb.Policy(limits=qb.Limits(input_bytes=100))
    path = tmp_path / "large.json"
    path.write_bytes(TEXT.encode())
    for source in (TEXT, TEXT.encode(), path):
        report = verify(source, policy)
        assert report.verdict is qb.Verdict.INVALID
        assert report.checks[0].problem.code == "LIMIT"


def test_a_lone_surrogate_in_a_text_is_no_unicode():
    assert verify("\ud800").verdict is qb.Verdict.INVALID


def test_the_clock_must_be_aware():
    with pytest.raises(TypeError, match="aware"):
        verify(TEXT, STRICT, now=NOW.replace(tzinfo=None))


def test_a_named_pipe_is_not_waited_for(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    report = verify(pipe)
    assert (report.verdict, report.checks[0].problem.code) == (qb.Verdict.INDETERMINATE, "FILE")


def test_a_memoryview_is_bytes():
    assert verify(memoryview(TEXT.encode())).verdict is qb.Verdict.VALID


HOSTED = "https://issuer.example/assertions/1"
ASSERTION = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": HOSTED, "badge": HOSTED}
OLD = '{"recipient":"ada@example.org","badge":{"name":"Robotics"}}'


def taken_from(source: object, served: dict | None = None) -> Taken:
    return take(source, fetcher=qb.StaticFetcher(served or {}), limits=DEFAULT_LIMITS)


def assertion_element(inside: str = "", *, verify: str | None = None) -> bytes:
    return svg(element(inside, verify=verify, name="assertion", namespace=OB2))


NAMED_IN_AN_IMAGE = {
    "tEXt": png(text(HOSTED.encode())),
    "tEXt with a line end": png(text(f"{HOSTED}\r\n".encode())),
    "zTXt": png(ztxt(HOSTED.encode())),
    "iTXt": png(itxt(HOSTED, b"openbadges")),
    "compressed iTXt": png(itxt(HOSTED, b"openbadges", flag=1, language=b"de", translated=b"Abzeichen")),
    "iTXt before tEXt": png(text(b"https://other.example/"), itxt(HOSTED, b"openbadges")),
    "verify": assertion_element(verify=HOSTED),
    "verify with white space": assertion_element(verify=f" {HOSTED} "),
    "body": assertion_element(cdata(HOSTED)),
}


@pytest.mark.parametrize("image", NAMED_IN_AN_IMAGE.values(), ids=NAMED_IN_AN_IMAGE)
def test_an_image_of_2_0_may_name_its_hosted_badge(image):
    taken = taken_from(image)
    assert (taken.hosted, taken.data, taken.token, taken.version) == (HOSTED, None, None, "2.0")
    assert taken.raw == HOSTED.encode()
    assert taken_from(HOSTED, {HOSTED: qb.Response(body=image)}).hosted == HOSTED


@pytest.mark.parametrize(
    "address", ["https://a.b.example/x", "HTTP://issuer.example/1", "https://a.example/1?x={}"]
)
def test_an_address_with_two_dots_is_no_token(address):
    assert taken_from(png(text(address.encode()))).hosted == address


@pytest.mark.parametrize(
    "named", ["javascript:alert(1)", "file:///etc/passwd", "data:,x", f"{HOSTED} {HOSTED}", "issuer.example"]
)
def test_anything_else_that_an_image_names_is_no_address(named):
    for image in (png(text(named.encode())), assertion_element(verify=named)):
        with pytest.raises(InputError):
            taken_from(image)


def test_an_address_in_an_image_of_3_0_is_no_badge():
    with pytest.raises(InputError):
        taken_from(png(itxt(HOSTED)))


def test_the_address_beside_a_badge_of_0_5_is_kept():
    taken = taken_from(assertion_element(cdata(OLD), verify=HOSTED))
    assert (taken.hosted, taken.data) == (HOSTED, json.loads(OLD))
    assert taken_from(assertion_element(cdata(OLD))).hosted == ""
    assert taken_from(png(itxt(OLD, b"openbadges"))).hosted == ""


def test_a_whole_assertion_in_an_image_is_taken_as_it_is():
    taken = taken_from(png(itxt(json.dumps(ASSERTION), b"openbadges")))
    assert (taken.data, taken.hosted) == (ASSERTION, "")


@pytest.mark.parametrize(
    "named",
    [
        f'"{HOSTED}"',
        f' "{HOSTED}" ',
        f'{{"id":"{HOSTED}"}}',
        {"id": HOSTED},
        {"type": "Assertion", "id": HOSTED},
    ],
)
def test_json_that_only_names_a_hosted_badge(named):
    for source in (named, named.encode() if isinstance(named, str) else named):
        taken = taken_from(source)
        assert (taken.hosted, taken.token, taken.carrier) == (HOSTED, None, "json")
    report = verify(named)
    assert report.verdict is qb.Verdict.INDETERMINATE or isinstance(named, dict) or named.startswith("{")


@pytest.mark.parametrize(
    "document",
    [ASSERTION, {"id": "urn:uuid:1"}, {"id": 7}, {"id": "did:web:issuer.example"}, {}, {"type": "Assertion"}],
)
def test_json_that_says_more_or_names_no_address(document):
    assert taken_from(document).hosted == ""
    assert taken_from(json.dumps(document)).hosted == ""


@pytest.mark.parametrize(
    "body", ['"hello"', '"javascript:x"', '"https://a b"', '""', '"https://x.example', '"a"b']
)
def test_other_json_texts_are_no_badge(body):
    with pytest.raises(InputError):
        taken_from(body.encode())


def test_what_only_names_an_address_is_no_part_of_another_document():
    with pytest.raises(InputError):
        take_part(f'"{HOSTED}"', limits=DEFAULT_LIMITS)
    assert take_part({"id": HOSTED}, limits=DEFAULT_LIMITS).hosted == ""


def test_an_address_that_answers_410_was_withdrawn():
    gone = qb.Response(410, {"Content-Type": "application/json"}, b'{"revoked": true}')
    report = verify(HOSTED, served={HOSTED: gone})
    assert (report.verdict, report.checks[0].problem.code) == (qb.Verdict.INVALID, "REVOKED")
    assert HOSTED in report.checks[0].message
    moved = qb.Response(302, {"Location": "https://issuer.example/2"})
    report = verify(HOSTED, served={HOSTED: moved, "https://issuer.example/2": gone})
    assert report.checks[0].problem.code == "REVOKED"


def test_nothing_is_fetched_for_what_is_only_named():
    fetcher = qb.StaticFetcher({})
    for source in (*NAMED_IN_AN_IMAGE.values(), f'"{HOSTED}"', {"id": HOSTED}):
        take(source, fetcher=fetcher, limits=DEFAULT_LIMITS)
    assert fetcher.calls == ()
