"""The baked images of the external vectors: each gives up its credential or is refused for the right reason."""

from __future__ import annotations

import base64
import json
import xml.etree.ElementTree as ET

import pytest

from qualitybadge.errors import InputError
from qualitybadge.wire import jcs, png, strictjson, svg

OB3 = "{https://purl.imsglobal.org/ob/v3p0}credential"

# What the OB 2.0 images are, by file name: an error code, or what their text begins with.
OB2_IMAGES = {
    "k_png_json.png": '{"@context"',
    "k_png_jws.png": "eyJ",
    "k_png_utf8.png": '{"@context"',
    "k_png_late.png": '{"@context"',
    "k_png_lang.png": '{"@context"',
    "k_png_text_url.png": "https://issuer.example.org/assertion/1",
    "k_png_text_json.png": '{"@context"',
    "k_png_ztxt.png": '{"@context"',
    "k_png_decoy.png": "NO_CREDENTIAL",
    "k_png_ob3.png": '{"@context"',
    "k_png_empty.png": "MALFORMED_VALUE",
    "k_png_json_empty.png": "{}",
    "k_png_crc.png": "PARSING",
    "k_png_trunc.png": "PARSING",
    "k_png_bomb.png": "LIMIT",
    "k_svg_full.svg": '{"@context"',
    "k_svg_jws.svg": "eyJ",
    "k_svg_escaped_noverify.svg": '{"@context"',
    "k_svg_wrongns.svg": "NO_CREDENTIAL",
    "k_svg_long.svg": '{"@context"',
    "k_svg_bom.svg": '{"@context"',
    "k_svg_bomb.svg": "MALFORMED_VALUE",
    "k_svg_broken.svg": "PARSING",
    "k_svg_differ.svg": "MALFORMED_VALUE",
    "plain.png": "NO_CREDENTIAL",
    "plain.svg": "NO_CREDENTIAL",
    "baked_example.svg": '\n    \n       {\n         "uid": "abcdef12345"',
    "baked_heart.png": '{"uid":"123"',
    "public_domain_heart.png": "NO_CREDENTIAL",
    "unbaked_example.svg": "NO_CREDENTIAL",
    "demobadge.png": '{"uid":"459248023d916dd4a84c420cf8ad3f978648bb19"',
    "invalid-metadata.png": "https://openbadgefactory.com/v1/assertion/",
}


def unbake(data: bytes):
    return png.unbake(data) if png.is_png(data) else svg.unbake(data)


def bake(data: bytes, content: str, version: str) -> bytes:
    return (png if png.is_png(data) else svg).bake(data, content, version=version)


def what_comes_out(data: bytes) -> str:
    try:
        return unbake(data).content
    except InputError as error:
        return error.code


def test_ob3_images(vectors, record_property):
    cases = [json.loads(line) for line in (vectors / "ob3/cases.jsonl").read_text().splitlines()]
    files = sorted({case["file"] for case in cases if case["kind"] in {"png", "svg"}})
    on_disk = {
        f"files/{f.relative_to(vectors / 'ob3/files')}"
        for e in ("png", "svg")
        for f in (vectors / "ob3/files").rglob(f"*.{e}")
    }
    assert on_disk == set(files)
    for name in files:
        data = (vectors / "ob3" / name).read_bytes()
        carried = unbake(data)
        assert carried.version == "3.0"
        if "-jwt" in name:
            parts = carried.content.split(".")
            assert len(parts) == 3
            credential = strictjson.loads(base64.urlsafe_b64decode(parts[1] + "=="))
        else:
            credential = strictjson.loads(carried.content)
        assert "OpenBadgeCredential" in credential["type"]
        assert bake(data, carried.content, "3.0") != data
        assert unbake(bake(data, carried.content, "3.0")).content == carried.content
    record_property("cases", len(files))


@pytest.mark.parametrize("name", ["simple-json", "simple-json-tampered", "simple-jwt", "simple-jwt-tampered"])
def test_ob3_svg_carries_what_another_parser_sees(vectors, name):
    data = (vectors / f"ob3/files/validator-ob30/{name}.svg").read_bytes()
    child = ET.fromstring(data).find(OB3)  # noqa: S314 - a known file
    assert svg.unbake(data).content == (child.get("verify") or child.text)


def test_ob3_png_and_svg_carry_the_same_credential(vectors):
    folder = vectors / "ob3/files/validator-ob30"
    in_png, in_svg = (
        unbake((folder / f"simple-json.{ending}").read_bytes()).content for ending in ("png", "svg")
    )
    assert strictjson.loads(in_png) == strictjson.loads(in_svg)
    assert in_png != in_svg  # the layout differs, and is kept


def test_ob2_images(vectors, record_property):
    files = sorted(f for e in ("png", "svg") for f in (vectors / "ob2/images").rglob(f"*.{e}"))
    assert {file.name for file in files} == set(OB2_IMAGES)
    for file in files:
        assert what_comes_out(file.read_bytes()).startswith(OB2_IMAGES[file.name]), file.name
    record_property("cases", len(files))


def test_ob2_cases(vectors, record_property):
    count = 0
    for line in (vectors / "ob2/cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        given = case["input"]
        if given["kind"] != "file" or not given["name"].endswith((".png", ".svg")):
            continue
        count += 1
        data = base64.b64decode(given["base64"])
        result = what_comes_out(data)
        expect = case["expect"]
        if expect["valid"]:
            assert result.lstrip().startswith(("{", "eyJ", "https://")), case["id"]
            version = unbake(data).version
            assert unbake(bake(data, result, version)).content == result
        if expect.get("security"):
            assert result in {"LIMIT", "MALFORMED_VALUE"}, case["id"]
    assert count
    record_property("cases", count)


def test_bench_images_take_and_replace_a_badge(vectors, record_property):
    fixtures = vectors / "bench/fixtures"
    token = (fixtures / "ob3_basic.EdDSA.jwt").read_text()
    document = (fixtures / "ob3_rich.eddsa-rdfc-2022.json").read_text()
    images = [fixtures / name for name in ("img1k.png", "img100k.png", "img1m.png", "img.svg")]
    for image in images:
        data = image.read_bytes()
        once = bake(data, token, "3.0")
        again = bake(once, document, "3.0")
        assert unbake(once).content == token
        assert unbake(again).content == document
        assert again == bake(data, document, "3.0")
        assert jcs.canonicalize(strictjson.loads(unbake(again).content)) == jcs.canonicalize(
            strictjson.loads(document)
        )
    record_property("cases", len(images))
