"""Cases of the rules about images."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

import qualitybadge as qb
from qualitybadge.wire import image as carrying
from support.images import IDAT, IEND, SIGNATURE, chunk, element, itxt
from support.rule_cases.case import REMOVED, Case, edited
from support.rule_cases.recipient import ISSUED, SIGNED

_PLACES = {"2.0": "/badge/image/id", "3.0": "/credentialSubject/achievement/image/id"}
_URL = "https://academy.example/image"
_JPEG = b"\xff\xd8\xff\xe0 a photograph"


def png(width: int = 300, height: int = 300, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return SIGNATURE + head + b"".join(chunks) + IDAT + IEND


def weighing(size: int) -> bytes:
    """Return a PNG of just so many bytes."""
    return png(300, 300, chunk(b"abCd", bytes(size - len(png(300, 300, chunk(b"abCd"))))))


def svg(inside: str = "", root: str = 'width="200" height="200"', before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {root}>{inside}</svg>'.encode()


def inline(content: bytes, media: str = "") -> str:
    kind = media or ("image/png" if content.startswith(SIGNATURE) else "image/svg+xml")
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _of(version: str, content: bytes, media: str = "") -> dict[str, Any]:
    return {_PLACES[version]: inline(content, media)}


def _at(version: str, address: Any = _URL) -> dict[str, Any]:
    return {_PLACES[version]: address}


def _answers(answer: Any) -> dict[str, Any]:
    return {"fetcher": qb.StaticFetcher({} if answer is None else {_URL: answer})}


def _none(version: str) -> dict[str, Any]:
    return {_PLACES[version].removesuffix("/id"): REMOVED}


def _each(version: str) -> list[Case]:
    """Return the cases that both versions share."""
    at = _PLACES[version]
    image = at.removesuffix("/id")
    heavy = png(300, 300, chunk(b"abCd", bytes(260_000)))
    bigger = [
        Case("QL-IMG-01", version, "pass"),
        Case("QL-IMG-01", version, "pass", {image: _URL}),
        Case("QL-IMG-01", version, "fail", _none(version), image),
        Case("QL-IMG-01", version, "fail", {image: [5]}, image),
        # IMG-02
        Case("QL-IMG-02", version, "pass", _of(version, png())),
        Case("QL-IMG-02", version, "pass", _at(version, f"{_URL}.PNG?size=3")),
        Case("QL-IMG-02", version, "pass", _at(version), given={"files": {_URL: png()}}),
        Case("QL-IMG-02", version, "pass", _at(version), given=_answers(png())),
        Case("QL-IMG-02", version, "partial", _of(version, _JPEG, "image/jpeg"), at, case=""),
        Case("QL-IMG-02", version, "partial", _at(version, f"{_URL}.jpg"), at, case=""),
        Case("QL-IMG-02", version, "partial", _of(version, png(), "image/jpeg"), at, case="declared"),
        Case("QL-IMG-02", version, "fail", _of(version, b"not an image"), at),
        Case("QL-IMG-02", version, "fail", _of(version, png()[:-20]), at),
        Case("QL-IMG-02", version, "fail", _at(version, "data:image/png;base64,%%%"), at),
        Case("QL-IMG-02", version, "fail", _at(version, "data:image/png,\ud800"), at),
        Case("QL-IMG-02", version, "fail", _at(version, "image.gif"), at),
        Case("QL-IMG-02", version, "not-checked", _at(version), at),
        Case("QL-IMG-02", version, "not-checked", _at(version), at, _answers(None)),
        Case("QL-IMG-02", version, "not-applicable", _none(version)),
        # IMG-03
        Case("QL-IMG-03", version, "pass", _of(version, png())),
        Case("QL-IMG-03", version, "pass", _of(version, svg(root='viewBox="0,0 10 10" width="100%"'))),
        Case("QL-IMG-03", version, "partial", _of(version, png(300, 200)), at, case=""),
        Case("QL-IMG-03", version, "partial", _of(version, heavy), at, case="heavy"),
        Case("QL-IMG-03", version, "partial", _of(version, png(16, 16)), at, case="pixels"),
        Case("QL-IMG-03", version, "partial", _of(version, png(3000, 3000)), at, case="pixels"),
        Case("QL-IMG-03", version, "partial", _of(version, svg(root="")), at, case="unstated"),
        Case(
            "QL-IMG-03", version, "partial", _of(version, svg(root='viewBox="0 0 a b"')), at, case="unstated"
        ),
        *[
            Case("QL-IMG-03", version, "partial", _of(version, one), at, case="far")
            for one in (png(600, 200), png(600, 300), svg(root='width="9mm" height="0mm"'))
        ],
        Case("QL-IMG-03", version, "partial", _of(version, png(599, 300)), at, case=""),
        # the limits, at their edges
        *[
            Case("QL-IMG-03", version, "pass", _of(version, one))
            for one in (
                png(90, 90),
                png(2000, 2000),
                png(300, 297),
                weighing(250_000),
                svg(root='width="9" height="9"'),
            )
        ],
        Case("QL-IMG-03", version, "partial", _of(version, png(300, 296)), at, case=""),
        Case("QL-IMG-03", version, "partial", _of(version, png(89, 89)), at, case="pixels"),
        Case("QL-IMG-03", version, "partial", _of(version, png(2001, 2001)), at, case="pixels"),
        Case("QL-IMG-03", version, "partial", _of(version, weighing(250_001)), at, case="heavy"),
        Case("QL-IMG-03", version, "not-checked", _at(version), at),
        Case("QL-IMG-03", version, "not-checked", _of(version, _JPEG), at),
        Case("QL-IMG-03", version, "not-applicable", _none(version)),
        # IMG-04
        Case("QL-IMG-04", version, "pass"),
        Case(
            "QL-IMG-04",
            version,
            "partial",
            {f"{image}/caption": "tide reading for small HARBOURS"},
            f"{image}/caption",
        ),
        Case("QL-IMG-04", version, "fail", {f"{image}/caption": ["x"]}, f"{image}/caption"),
        Case("QL-IMG-04", version, "fail", {image: _URL}, f"{image}/caption"),
        Case("QL-IMG-04", version, "not-applicable", _none(version)),
        # IMG-05
        Case("QL-IMG-05", version, "pass"),
        Case("QL-IMG-05", version, "pass", _at(version)),
        Case("QL-IMG-05", version, "pass", _at(version), given=_answers(png())),
        Case("QL-IMG-05", version, "partial", _at(version, "http://academy.example/image.png"), at),
        Case("QL-IMG-05", version, "fail", _at(version, "images/1.png"), at),
        Case(
            "QL-IMG-05", version, "fail", _at(version, "images/1.png"), at, {"files": {"images/1.png": png()}}
        ),
        Case("QL-IMG-05", version, "fail", _at(version, "data:nothing"), at),
        Case("QL-IMG-05", version, "fail", _at(version), at, _answers(qb.Response(404))),
        Case("QL-IMG-05", version, "not-checked", _at(version), at, _answers(None)),
        Case("QL-IMG-05", version, "not-applicable", _none(version)),
    ]
    return [*bigger, *_safe(version), *_baked(version)]


def _safe(version: str) -> list[Case]:
    at = _PLACES[version]
    face = "<style>@font-face{font-family:a;src:url(https://fonts.example/a.woff)}</style>"
    issuer = "/issuer" if version == "3.0" else "/badge/issuer"
    return [
        Case("QL-IMG-06", version, "pass"),
        Case(
            "QL-IMG-06",
            version,
            "pass",
            {**_at(version), f"{issuer}/image/id": inline(svg())},
            given=_answers(svg()),
        ),
        Case("QL-IMG-06", version, "partial", _of(version, svg(face)), at),
        Case("QL-IMG-06", version, "fail", _of(version, svg("<script>alert(1)</script>")), at, case=""),
        Case(
            "QL-IMG-06",
            version,
            "fail",
            _of(version, svg('<image href="https://a.example/x"/>')),
            at,
            case="external",
        ),
        Case(
            "QL-IMG-06",
            version,
            "fail",
            _of(version, svg("&a;", before='<!DOCTYPE svg [<!ENTITY a "b">]>')),
            at,
            case="dtd",
        ),
        Case("QL-IMG-06", version, "fail", _of(version, svg("<g>")), at, case="unreadable"),
        Case(
            "QL-IMG-06",
            version,
            "fail",
            {**_of(version, png()), f"{issuer}/image/id": inline(svg('<g onload="x"/>'))},
            f"{issuer}/image/id",
            case="",
        ),
        Case("QL-IMG-06", version, "not-checked", _at(version), at, case=""),
        Case("QL-IMG-06", version, "not-checked", _at(version, f"{_URL}.svg"), at, case=""),
        Case("QL-IMG-06", version, "not-checked", _of(version, svg("<g/>" * 100_001)), at, case="large"),
        Case("QL-IMG-06", version, "not-applicable", {**_of(version, png()), f"{issuer}/image": REMOVED}),
        Case("QL-IMG-06", version, "not-applicable", {**_none(version), f"{issuer}/image": REMOVED}),
    ]


def _token(**claims: Any) -> str:
    parts = ({"alg": "EdDSA"}, claims, {})
    return ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts
    )


def _baked(version: str) -> list[Case]:
    at = _PLACES[version]
    mine = edited(version, ISSUED[version])
    document = json.dumps(mine)
    other = json.dumps({**mine, "id": "https://academy.example/other"})
    changed = json.dumps({**mine, "recipient" if version == "2.0" else "credentialSubject": {"id": "urn:x"}})
    own = "/image" if version == "2.0" else "/credentialSubject/image"
    issued = ISSUED[version]

    def image(content: str) -> dict[str, Any]:
        return {**issued, own: inline(carrying.bake(png(), content, version=version))}

    linked = {**issued, own: _URL}
    whole = edited(version, linked)

    def at_home(content: str) -> dict[str, Any]:
        return {"files": {_URL: carrying.bake(png(), content, version=version)}}

    twice = png(300, 300, itxt("a.b.c"), itxt("d.e.f"))
    empty = png(300, 300, itxt(""))
    many = png(300, 300, chunk(b"abCd") * 20_001)
    baked = carrying.bake(svg(), document, version=version)
    return [
        Case("QL-IMG-07", version, "not-applicable"),
        Case("QL-IMG-07", version, "not-applicable", {**issued, own: inline(_JPEG)}),
        Case("QL-IMG-07", version, "pass", item=lambda: baked),
        Case("QL-IMG-07", version, "pass", linked, given=at_home(json.dumps(whole))),
        Case("QL-IMG-07", version, "pass", linked, given=at_home(_token(vc=whole, jti=whole["id"]))),
        Case(
            "QL-IMG-07",
            version,
            "fail",
            {**issued, **_of(version, carrying.bake(svg(), other, version=version))},
            at,
        ),
        Case("QL-IMG-07", version, "fail", image(other), own, case=""),
        Case("QL-IMG-07", version, "fail", image(changed), own, case=""),
        Case("QL-IMG-07", version, "fail", image("eyJ.eyJ.x"), own, case=""),
        Case(
            "QL-IMG-07",
            version,
            "fail",
            {**issued, own: inline(png(300, 300, itxt("e30.WzFd.eHg")))},
            own,
            case="",
        ),
        Case("QL-IMG-07", version, "fail", {**issued, own: inline(twice)}, own, case="double"),
        Case("QL-IMG-07", version, "fail", {**issued, own: inline(empty)}, own, case="unreadable"),
        Case(
            "QL-IMG-07",
            version,
            "fail",
            {**issued, own: inline(svg(element("{}{}", verify=None)))},
            own,
            case="",
        ),
        Case("QL-IMG-07", version, "not-checked", {**issued, own: inline(many)}, own),
    ]


_AT_3 = "/credentialSubject/achievement"
_OWN_URL = {"/id": "https://academy.example/a/1", "/verification": {"type": "hosted"}}

CASES: list[Case] = [
    *_each("2.0"),
    *_each("3.0"),
    Case(
        "QL-IMG-07",
        "2.0",
        "pass",
        {**_OWN_URL, "/image": inline(carrying.bake(png(), _OWN_URL["/id"], version="2.0"))},
    ),
    Case(
        "QL-IMG-07",
        "2.0",
        "fail",
        {**SIGNED, "/image": inline(carrying.bake(png(), _URL, version="2.0"))},
        "/image",
    ),
    Case("QL-IMG-08", "2.0", "pass"),
    Case(
        "QL-IMG-08",
        "2.0",
        "fail",
        {"/badge/extensions:Accessibility": REMOVED},
        "/badge/extensions:Accessibility/accessibilityFeature",
        case="",
    ),
    Case(
        "QL-IMG-08",
        "2.0",
        "fail",
        {"/badge/extensions:Accessibility/accessibilityFeature": "nice colours"},
        "/badge/extensions:Accessibility/accessibilityFeature",
        case="unlisted",
    ),
    Case(
        "QL-IMG-08",
        "3.0",
        "pass",
        {f"{_AT_3}/accessibilityFeature": "captions", f"{_AT_3}/accessibilityAPI": "ARIA"},
    ),
    Case("QL-IMG-08", "3.0", "fail", {}, f"{_AT_3}/accessibilityFeature", case=""),
    Case(
        "QL-IMG-08",
        "3.0",
        "fail",
        {f"{_AT_3}/accessibilityHazard": "loud"},
        f"{_AT_3}/accessibilityHazard",
        case="unlisted",
    ),
]
