"""What goes into an image comes out again, whatever it is; and whatever comes in, no foreign error comes out."""

from __future__ import annotations

import contextlib
import json
import xml.etree.ElementTree as ET

from hypothesis import example, given
from hypothesis import strategies as st

from qualitybadge.errors import InputError
from qualitybadge.limits import Limits
from qualitybadge.wire import png, svg
from support import images
from support.images import CLR, JWT, OB2, OB3, cdata, chunk, element

SMALL = Limits(input_bytes=4096, json_bytes=256, inflated_bytes=256, image_chunks=8, svg_bytes=4096)

base64url = st.text("ABCXYZabcxyz0189-_", min_size=1, max_size=60)
tokens = st.builds(".".join, st.tuples(base64url, base64url, base64url))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
layouts = st.sampled_from([None, 2, "\t"])
json_texts = st.builds(
    lambda value, indent, ascii_only, end: json.dumps(value, indent=indent, ensure_ascii=ascii_only).replace(
        "\n", end
    ),
    st.dictionaries(st.text(), values)
    | st.fixed_dictionaries({"id": st.text() | st.just("https://a.example/1")}),
    layouts,
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
).filter(lambda text: not any("\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" for c in text))
credentials = tokens | json_texts
versions = st.sampled_from(["3.0", "2.0"])

chunks = st.builds(
    chunk, st.sampled_from([b"pHYs", b"tEXt", b"iTXt", b"zTXt", b"IDAT", b"abCd"]), st.binary(max_size=40)
)
pngs = st.lists(chunks, max_size=5).map(lambda found: images.png(*found))

drawings = st.lists(
    st.sampled_from(
        [
            "<g/>",
            "<g a='>'><title>credential</title></g>",
            "<!-- <svg> -->",
            "<?a b?>",
            "\r\n",
            "&#65;é",
            cdata("<g>"),
        ]
    ),
    max_size=5,
).map("".join)
prologs = st.sampled_from(
    [
        "",
        "\ufeff",
        "<?xml version='1.0' encoding='UTF-8'?>\n<!-- a -->",
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    ]
)
roots = st.sampled_from(
    [
        ("<svg>", "</svg>"),
        ("<svg\txmlns=\"http://www.w3.org/2000/svg\" a='/>' >", "</svg >"),
        (f'<svg xmlns:openbadges="{OB2}" xmlns:credential="{OB3}">', "</svg>"),
        (f'<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns="{OB3}">', "</s:svg>"),
    ]
)
svgs = st.builds(
    lambda prolog, root, inside: (prolog + root[0], (inside + root[1])), prologs, roots, drawings
)


@given(pngs, credentials, versions)
def test_png_gives_back_the_same_text(image, content, version):
    carried = png.unbake(png.bake(image, content, version=version))
    assert (carried.content, carried.version) == (content, version)


@given(pngs, credentials, versions, credentials, versions)
def test_png_baked_again_is_as_baked_once(image, old, old_version, new, version):
    assert png.bake(png.bake(image, old, version=old_version), new, version=version) == png.bake(
        image, new, version=version
    )


@given(pngs, credentials)
def test_png_keeps_every_other_byte(image, content):
    baked = png.bake(image, content)
    added = len(baked) - len(image)
    assert baked[:33] + baked[33 + added :] == image


@given(svgs, credentials, versions)
@example(("<svg>", "</svg>"), '{"a":"]]>"}', "3.0")
@example(("<svg>", "</svg>"), '{\r"a":"\r\n]]\r>"}', "2.0")
def test_svg_gives_back_the_same_text(parts, content, version):
    baked = svg.bake("".join(parts).encode(), content, version=version)
    carried = svg.unbake(baked)
    assert (carried.content, carried.version) == (content, version)


@given(svgs, credentials, versions, credentials, versions)
def test_svg_baked_again_is_as_baked_once(parts, old, old_version, new, version):
    image = "".join(parts).encode()
    assert svg.bake(svg.bake(image, old, version=old_version), new, version=version) == svg.bake(
        image, new, version=version
    )


@given(svgs, credentials)
def test_svg_keeps_every_other_byte(parts, content):
    start, end = (part.encode() for part in parts)
    baked = svg.bake(start + end, content)
    assert baked.startswith(start)
    assert baked.endswith(end)
    written = baked[len(start) : len(baked) - len(end)]
    assert written.startswith(b"<openbadges:credential ")
    ET.fromstring(written)  # noqa: S314 - our own output: exactly one element


@given(svgs.filter(lambda parts: "DOCTYPE" not in parts[0]), credentials, versions)
def test_another_parser_reads_the_same_text(parts, content, version):
    namespace, name = (OB3, "credential") if version == "3.0" else (OB2, "assertion")
    root = ET.fromstring(svg.bake("".join(parts).encode(), content, version=version))  # noqa: S314 - our own output
    first = root[0]
    assert first.tag == f"{{{namespace}}}{name}"
    assert (first.text or first.get("verify")) == content


def outcome(read, data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert read(data, limits=SMALL).content


mangled = st.tuples(
    st.binary(max_size=40), st.sampled_from([b"", images.SIGNATURE, images.SIGNATURE + images.IHDR])
).map(lambda pair: pair[1] + pair[0])
fields = st.binary(max_size=40).map(lambda data: b"openbadgecredential\0" + data)
text_chunks = st.builds(chunk, st.sampled_from([b"iTXt", b"zTXt", b"tEXt"]), fields)


@given(mangled | st.lists(text_chunks, max_size=3).map(lambda found: images.png(*found)))
def test_png_only_ever_raises_our_errors(data):
    outcome(png.unbake, data)


@given(st.data())
def test_png_with_one_changed_byte(data):
    image = bytearray(images.png(images.itxt(JWT), chunk(b"pHYs", bytes(9))))
    image[data.draw(st.integers(0, len(image) - 1))] = data.draw(st.integers(0, 255))
    outcome(png.unbake, bytes(image))


pieces = st.sampled_from(
    [
        "<svg>", "</svg>", "<svg", ">", "/>", "<g>", "</g>", " ", "\n", "\ufeff", "<?xml version='1.0'?>", "<!DOCTYPE svg>",
        "<!DOCTYPE svg [", "]>", "<!ENTITY a 'b'>", "&a;", "&#0;", "&#xD800;", "<![CDATA[", "]]>", "<!--", "-->", "{}", "\0",
        f"<credential xmlns='{OB3}'", f" xmlns='{OB2}'", f" xmlns:ob='{CLR}'", "<ob:credential", "</ob:credential>",
        "</credential>", " verify='a'", " verify=''", "<assertion", "</assertion>", "xmlns:=''", element(), element("{}"),
    ]
)  # fmt: skip


@given(st.lists(pieces, max_size=12).map("".join) | st.text(max_size=40))
def test_svg_only_ever_raises_our_errors(text):
    for data in (text.encode(errors="replace"), f"<svg>{text}</svg>".encode(errors="replace")):
        svg.is_svg(data)
        outcome(svg.unbake, data)


@given(st.binary(max_size=60))
def test_svg_of_any_bytes(data):
    outcome(svg.unbake, data)
    outcome(svg.unbake, b"<svg>" + data + element().encode() + b"</svg>")


@given(st.data())
def test_svg_with_one_changed_byte(data):
    image = bytearray(images.svg(element(cdata("{}"), verify=None)))
    image[data.draw(st.integers(0, len(image) - 1))] = data.draw(st.integers(0, 255))
    outcome(svg.unbake, bytes(image))


@given(st.lists(pieces, max_size=8).map("".join))
def test_what_can_be_baked_can_be_unbaked(text):
    data = f"<svg>{text}</svg>".encode(errors="replace")
    try:
        baked = svg.bake(data, JWT)
    except InputError:
        return
    assert svg.unbake(baked).content == JWT
