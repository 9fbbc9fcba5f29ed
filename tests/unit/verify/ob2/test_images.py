"""Images are there and are PNG or SVG by their bytes; whatever their names and headers say."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

import qualitybadge as qb
from support.images import SVG, png
from support.world2 import HOME, IMAGE, assertion, badge_class, codes, issuer, rows, verify, web

PASSED, FAILED, UNKNOWN, SKIPPED = (qb.Outcome[name] for name in ("PASSED", "FAILED", "UNKNOWN", "SKIPPED"))
DRAWING = f"{SVG}</svg>".encode()
JPEG, GIF = b"\xff\xd8\xff\xe0\0\x10JFIF", b"GIF89a\1\0\1\0"
LOGO = f"{HOME}/logo"


def inline(body, kind="image/png"):
    return f"data:{kind};base64,{base64.b64encode(body).decode()}"


def images(report):
    return [row for row in rows(report, "resources") if row.pointer.startswith("/image")]


def test_the_image_of_the_class_is_looked_at():
    (row,) = images(verify())
    assert (row.outcome, row.pointer) == (PASSED, "/image")
    assert "badge class is a PNG" in row.message


@pytest.mark.parametrize("body", [png(), DRAWING, b"\xef\xbb\xbf" + DRAWING])
@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", ""])
def test_g_aimg_what_counts_are_the_bytes(body, kind):
    headers = {"Content-Type": kind} if kind else {}
    report = verify(served=web(assertion(image=LOGO), **{LOGO: qb.Response(headers=headers, body=body)}))
    assert report.verdict is qb.Verdict.VALID
    assert [row.outcome for row in images(report)] == [PASSED, PASSED]


@pytest.mark.parametrize(
    "body", [JPEG, GIF, b"", b"{}", b"\x89PNG"], ids=["g_jpeg", "g_gif", "none", "json", "part"]
)
@pytest.mark.parametrize("holder", [assertion, badge_class, issuer])
def test_what_is_neither_png_nor_svg_is_refused(body, holder):
    answer = qb.Response(headers={"Content-Type": "image/png"}, body=body)
    report = verify(served=web(holder(image=LOGO), **{LOGO: answer}))
    assert report.verdict is qb.Verdict.INVALID
    assert "IMAGE" in codes(report)


@pytest.mark.parametrize(
    "answer", [None, qb.Response(status=404), qb.Response(body=b"<!doctype html><html>")]
)
@pytest.mark.parametrize("holder", [assertion, badge_class, issuer])
def test_g_404_an_image_that_is_not_there_leaves_the_badge_undecided(answer, holder):
    report = verify(served=web(holder(image=LOGO), **{LOGO: answer}))
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert [row.outcome for row in images(report)].count(UNKNOWN) == 1


def test_an_image_with_a_caption_is_an_image():
    report = verify(served=web(badge_class(image={"id": IMAGE, "caption": "A robot"})))
    assert report.verdict is qb.Verdict.VALID
    assert images(report)[0].pointer == "/image/id"


@pytest.mark.parametrize(
    "address",
    [
        inline(png()),
        inline(DRAWING, "image/svg+xml"),
        "data:image/svg+xml;utf8," + quote(DRAWING),
        inline(png()).replace("data:image/png", "DATA:image/PNG"),
    ],
    ids=["png", "g_datasvg", "text", "case"],
)
def test_an_image_inside_the_document(address):
    fetcher = qb.StaticFetcher(web(badge_class(image=address)))
    report = verify(fetcher=fetcher)
    assert report.verdict is qb.Verdict.VALID, qb.render(report, "text")
    assert IMAGE not in fetcher.calls


@pytest.mark.parametrize(
    "address",
    [
        inline(GIF, "image/gif"),
        inline(GIF),
        inline(DRAWING),
        inline(png(), "image/svg+xml"),
        "data:image/png;base64,iVBORw0KGgo=$",
        "data:image/png",
    ],
    ids=["g_gif", "gif", "svg as png", "png as svg", "no base64", "no comma"],
)
def test_an_image_inside_the_document_that_is_none(address):
    assert verify(served=web(badge_class(image=address))).verdict is qb.Verdict.INVALID


@pytest.mark.parametrize(
    "value", [[IMAGE, LOGO], 5, "urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72", {"caption": "x"}]
)
def test_g_list_what_is_no_address_is_left_to_conformance(value):
    report = verify(served=web(badge_class(image=value)))
    assert report.verdict is qb.Verdict.INVALID
    (row,) = images(report)
    assert (row.outcome, row.required) == (SKIPPED, True)


def test_there_may_be_no_image():
    report = verify(issuer(), web())
    assert [row.outcome for row in rows(report, "resources")] == [SKIPPED]


def test_d_no_image_is_asked_for_while_nobody_vouches_for_the_badge():
    profile = issuer(verification={"type": "VerificationObject", "allowedOrigins": "other.example"})
    fetcher = qb.StaticFetcher(web(profile))
    report = verify(fetcher=fetcher)
    assert (images(report)[0].outcome, images(report)[0].required) == (SKIPPED, True)
    assert IMAGE not in fetcher.calls


def test_an_image_over_http_needs_the_policy_that_says_so():
    address = "http://school.example/robots.png"
    served = web(badge_class(image=address), **{address: png()})
    assert verify(served=served).relaxations == ("allow_http_hosted",)
    assert verify(served=served, policy=qb.Policy(allow_http_hosted=True)).verdict is qb.Verdict.VALID


def test_before_2_0_the_image_that_an_issuer_names_need_not_be_there():
    profile = issuer(**{"@context": "https://w3id.org/openbadges/v1", "image": LOGO})
    report = verify(profile["id"], web(profile))
    assert report.verdict is qb.Verdict.VALID
    assert (images(report)[0].outcome, images(report)[0].required) == (UNKNOWN, False)
    bad = verify(profile["id"], web(profile, **{LOGO: JPEG}))
    assert bad.verdict is qb.Verdict.INVALID


def test_one_image_is_asked_for_once():
    fetcher = qb.StaticFetcher(web(assertion(image=IMAGE)))
    assert verify(fetcher=fetcher).verdict is qb.Verdict.VALID
    assert fetcher.calls.count(IMAGE) == 1


@pytest.mark.parametrize("linked", [f"{HOME}/work.html", [{"id": f"{HOME}/work.html", "name": "The robot"}]])
def test_linked_evidence_is_named_as_not_asked_for(linked):
    fetcher = qb.StaticFetcher(web(assertion(evidence=linked)))
    report = verify(fetcher=fetcher)
    (row,) = [row for row in rows(report, "resources") if row.pointer == "/evidence"]
    assert (row.outcome, row.required) == (SKIPPED, False)
    assert f"{HOME}/work.html" not in fetcher.calls


def test_told_evidence_needs_no_row():
    report = verify(served=web(assertion(evidence={"narrative": "It moved."})))
    assert [row.pointer for row in rows(report, "resources")] == ["/image"]


def test_a_badge_that_was_not_obtained_has_no_images():
    report = verify(assertion(), web(**{assertion()["id"]: None}))
    assert (report.verdict, images(report)) == (qb.Verdict.INDETERMINATE, [])
