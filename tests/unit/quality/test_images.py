"""The images of a badge: where their bytes come from, what they are, and what an SVG may do."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

import qualitybadge as qb
from qualitybadge.limits import Limits
from qualitybadge.quality.images import Picture, credential_in, form_of
from qualitybadge.quality.subjects import Given, subject_of
from qualitybadge.quality.svgsafety import Drawing, examine
from qualitybadge.quality.terms import Terms
from support.images import IHDR, SIGNATURE, itxt, png
from support.rule_cases.case import edited

NOW = datetime(2026, 11, 20, tzinfo=UTC)
URL = "https://academy.example/image"
PLACE = "/credentialSubject/achievement/image/id"
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str = "", root: str = "", before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {root}>{inside}</svg>'.encode()


def subject_for(what, fetcher=None):
    verifier = qb.Verifier(fetcher=fetcher or qb.NoNetwork(), clock=lambda: NOW)
    return subject_of(what, Terms(), NOW, verifier=verifier, fetcher=fetcher)


def picture(address, answers=None, *, proof=False, **given):
    document = edited(
        "3.0", {PLACE: address, **({"/proof": {"type": "DataIntegrityProof"}} if proof else {})}
    )
    fetcher = None if answers is None else qb.StaticFetcher(answers)
    what = Given(document, None, given.get("files", {}), frozenset(), "")
    return subject_for(what, fetcher).picture


@pytest.mark.parametrize(
    "inside",
    [
        '<a href="#top"/>',
        f'<use {XLINK} xlink:href="#tide"/>',
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        '<image href="data:image/svg+xml,x"/>',
        '<rect fill="url(#sea)" style="stroke: url( \'#shore\' )"/>',
        "<style>/* see https://a.example/ */ .a{fill:url(#sea)}</style>",
        "<style>@namespace svg url(http://www.w3.org/2000/svg); .a{fill:red}</style>",
        '<style>@font-face{src:url("data:font/woff2;base64,AA")}</style>',
        "<title>onload script url(https) are words</title>",
        '<metadata><r xmlns:r="urn:x" r:resource="https://a.example/licence" r:onto="x"/></metadata>',
        '<path d="M0 0(1)" id="on"/><?editor onload="x"?>',
        '<g style="font-family: \\41 rial"/>',
    ],
)
def test_a_harmless_drawing_is_safe(inside):
    assert examine(svg(inside)) == Drawing()


@pytest.mark.parametrize(
    "inside",
    [
        "<script/>",
        '<s:script xmlns:s="http://www.w3.org/2000/svg">1</s:script>',
        "<foreignObject/>",
        '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="x"/>',
        '<g onclick="a()"/>',
        '<a href="javascript:a()"/>',
        f'<a {XLINK} xlink:href=" java&#9;script:a()"/>',
        '<a href="data:text/html,x"/>',
        '<use href="data:image/svg+xml,x"/>',
        '<set attributeName="href" to="javascript:a()"/>',
        '<animate attributeName="onload" to="a()"/>',
        '<g style="width: expression(a())"/>',
        "<style>a{-moz-binding: url(#x)}</style>",
        "<style><![CDATA[a{behavior: url(#x)}]]></style>",
        '<g style="b\\65havior: url(#x)"/>',
    ],
)
def test_what_acts_is_found(inside):
    found = examine(svg(inside))
    assert found.active
    assert not found.refused


@pytest.mark.parametrize(
    "inside",
    [
        '<a href="https://a.example/"/>',
        '<image href="//a.example/x.png"/>',
        '<image href="x.png"/>',
        '<rect fill="url(https://a.example/x#y)"/>',
        '<rect fill="u\\72l(https://a.example/x#y)"/>',
        "<style>a{fill:url( 'x.svg#y')}</style>",
        '<style>a{background:image-set("https://a.example/x" 1x)}</style>',
        "<style>a{fill:u/**/rl(x)} b{fill:url(x)}</style>",
        "<?xml-stylesheet href='x.css'?>",
        '<g xml:base="https://a.example/"/>',
    ],
)
def test_what_leads_elsewhere_is_found(inside):
    found = examine(svg(inside))
    assert found.external
    assert not found.active


@pytest.mark.parametrize(
    "style",
    [
        "@import 'x.css';",
        "@import url(https://a.example/x.css)",
        "@\\69mport 'x.css';",
        "@font-face{src:url(https://a.example/x)} a{fill:red}",
        "@font-face{src:url(https://a.example/x",
    ],
)
def test_a_font_or_style_sheet_from_elsewhere_is_found(style):
    found = examine(svg(f"<style>{style}</style>"))
    assert found.font
    assert not found.external


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (svg("&a;", before='<!DOCTYPE svg [<!ENTITY a "b">]>'), "dtd"),
        (svg(before="<!--x--><!DOCTYPE svg SYSTEM 'x'>"), "dtd"),
        (svg("<g>"), "unreadable"),
        (svg(before="<?xml version='1.0' encoding='utf-16'?>"), "unreadable"),
        (b"<html/>", "unreadable"),
        (b"", "unreadable"),
        (svg("&#0;"), "unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused(data, why):
    assert examine(data).refused == why


def test_an_svg_that_declares_its_encoding_is_read():
    assert examine(svg(before="<?xml version='1.0' encoding='UTF-8'?>")) == Drawing()


def test_an_svg_larger_than_the_limits_is_refused():
    assert examine(svg("<g/>" * 10), limits=Limits(svg_tags=5)).refused == "large"


@pytest.mark.parametrize(
    "inside",
    [
        "<style>" + "@font-face{" * 90_000 + "</style>",
        "<style>" + "/*" * 400_000 + "</style>",
        "<style>" + "@import" * 100_000 + "</style>",
        "<style>" + "url(" * 200_000 + "</style>",
        '<g style="' + "url( " * 160_000 + '"/>',
        "<style>" + "\\" * 700_000 + "</style>",
        "<style>" + "expression " * 70_000 + "</style>",
        "<style>" + '" ' * 300_000 + "</style>",
    ],
)
def test_hostile_style_costs_little(inside):
    started = time.process_time()
    examine(svg(inside))
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="200" height="100"', (200, 100)),
        ('width="2.5cm" height="2.5cm"', (2.5, 2.5)),
        ('width="2cm" height="2"', None),
        ('width="100%" height="100%" viewBox="0 0 40 20"', (40, 20)),
        ('viewBox="0,0,40,nan-"', None),
        ('viewBox="0 0 40"', None),
    ],
)
def test_the_size_of_an_svg(root, size):
    assert examine(svg(root=root)).size == size


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (png(), "png"),
        (png()[:-4], "other"),
        (SIGNATURE + IHDR, "other"),
        (svg(), "svg"),
        (b"GIF89a", "raster"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "raster"),
        (b"\0\0\0\x1cftypavif", "raster"),
        (b"", "other"),
        (b"<html>", "other"),
    ],
)
def test_the_form_of_bytes(data, form):
    assert form_of(data) == form


@pytest.mark.parametrize(
    ("address", "form"),
    [(f"{URL}.svg#x", "svg"), (f"{URL}.PNG?x=.gif", "png"), (URL, None), ("x.png", None)],
)
def test_the_form_by_the_ending_of_an_address(address, form):
    assert Picture(address, "").form == form


def test_a_picture_has_a_size_only_where_its_bytes_say_so():
    assert Picture(URL, "").size is None
    assert Picture(URL, "", b"GIF89a").size is None
    assert Picture(URL, "", png()).size == (1, 1)
    assert Picture(URL, "", svg(root='width="3" height="3"')).size == (3, 3)


def test_where_the_bytes_come_from():
    image = png()
    assert picture(URL, files={URL: image}).content == image
    assert picture(URL, {URL: image}).content == image
    assert picture("data:image/png;base64,AAAA").content == b"\0\0\0"
    assert picture("DATA:,%00").content == b"\0"


@pytest.mark.parametrize(
    ("address", "answers", "lack"),
    [
        (5, None, "absent"),
        (" ", None, "absent"),
        ("image.png", {}, "malformed"),
        ("data:image/png;base64,?", None, "malformed"),
        (URL, None, "offline"),
        (URL, {}, "unanswered"),
        (URL, {URL: qb.Response(404)}, "broken"),
        ("http://academy.example/image", {}, "unanswered"),
    ],
)
def test_why_there_are_no_bytes(address, answers, lack):
    found = picture(address, answers)
    assert (found.content, found.lack) == (None, lack)


def test_a_badge_that_does_not_hold_chooses_no_address():
    assert picture(URL, {URL: png()}, proof=True).lack == "offline"


def test_an_image_in_the_badge_that_is_larger_than_any_input_is_not_read():
    subject = subject_for(Given(edited("3.0", {PLACE: "data:," + "x" * 200}), None, {}, frozenset(), ""))
    object.__setattr__(subject, "limits", Limits(input_bytes=50))
    assert subject.picture.lack == "large"


@pytest.mark.parametrize(
    ("content", "limits", "why"),
    [
        (None, Limits(), "none"),
        (b"GIF89a", Limits(), "none"),
        (png(), Limits(), "none"),
        (svg("<g>"), Limits(), "none"),
        (png(itxt("a"), itxt("b")), Limits(), "double"),
        (png(itxt("")), Limits(), "unreadable"),
        (png(itxt("abc")), Limits(json_bytes=2), "large"),
    ],
)
def test_why_an_image_carries_no_credential(content, limits, why):
    assert credential_in(Picture(URL, "", content, limits=limits)) == ("", why)


def test_the_credential_in_an_image():
    assert credential_in(Picture(URL, "", png(itxt("a.b.c")))) == ("a.b.c", "")
