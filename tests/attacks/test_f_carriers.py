"""Family F, images: bombs, lies, polyglots, several credentials, DTDs, entities and misplaced elements."""

from __future__ import annotations

import struct
import zlib

import pytest

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import DEFAULT_LIMITS, Limits
from qualitybadge.wire import png, svg
from support import images
from support.cost import MEMORY, SECONDS, cpu_seconds, peak_bytes
from support.images import CLR, IDAT, IEND, IHDR, JWT, OB2, OB3, SIGNATURE, SVG, cdata, element

MIB = 1024 * 1024
XINCLUDE = "http://www.w3.org/2001/XInclude"
W3C = 'PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'


def refused(code: str, call, *args, **options) -> InputError:
    with pytest.raises(InputError) as caught:
        call(*args, **options)
    assert caught.value.code == code
    return caught.value


def cheaply_refused(code: str, call, *args, **options) -> None:
    """Refused, and within what one hostile input may cost."""

    def run() -> None:
        refused(code, call, *args, **options)

    assert cpu_seconds(run) < SECONDS
    assert peak_bytes(run) < MEMORY


class TestF01DamagedPng:
    @pytest.mark.parametrize("keyword", [b"openbadgecredential", b"openbadges"])
    def test_f01_inflate_bombs(self, keyword):
        bomb = bytes(64 * MIB)
        for chunk in (images.itxt(bomb, keyword, flag=1), images.ztxt(bomb, keyword)):
            assert len(chunk) < 100_000
            cheaply_refused("LIMIT", png.unbake, images.png(chunk))

    def test_f01_bomb_is_not_inflated_to_be_replaced(self):
        data = images.png(images.itxt(bytes(64 * MIB), flag=1))
        assert png.bake(data, JWT) == images.png(images.itxt(JWT))

    def test_f01_bomb_of_another_keyword_is_left_alone(self):
        data = images.png(images.ztxt(bytes(64 * MIB), b"Comment"), images.itxt(JWT))
        assert png.unbake(data).content == JWT

    def test_f01_largest_text_chunk(self):
        room = DEFAULT_LIMITS.input_bytes - len(images.png()) - 100
        for chunk in (
            images.itxt(b"x" * room),
            images.text(b"x" * room),
            images.itxt(b"x" * room, language=b"e"),
            images.chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(b"x" * (room - 10_000), 0)),
        ):
            data = images.png(chunk)
            cheaply_refused("LIMIT", png.unbake, data)
            once = len(data) + MIB  # copied for its checksum, and no more
            assert peak_bytes(lambda data=data: refused("LIMIT", png.unbake, data)) < once

    def test_f01_length_longer_than_the_file(self):
        for length in (len(JWT) + 1000, 2**31 - 1, 2**31, 2**32 - 1):
            lie = images.chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + JWT.encode(), length=length)
            refused("PARSING", png.unbake, images.png(lie))
            pixels = images.chunk(b"IDAT", b"x", length=length)
            refused("PARSING", png.unbake, SIGNATURE + IHDR + images.itxt() + pixels + IEND)

    def test_f01_length_shorter_than_the_chunk(self):
        for length in range(len(JWT) + 24):
            lie = images.chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + JWT.encode(), length=length)
            refused("PARSING", png.unbake, images.png(lie))

    @pytest.mark.parametrize(
        "kind", [images.itxt(), images.text(b"a"), images.ztxt(b"a"), images.itxt("a", b"Comment")]
    )
    def test_f01_bad_checksum_of_a_text_chunk(self, kind):
        for at in (9, len(kind) - 5, len(kind) - 1):
            broken = kind[:at] + bytes([kind[at] ^ 0x20]) + kind[at + 1 :]
            error = refused("PARSING", png.unbake, images.png(broken, images.itxt()))
            assert "checksum" in error.message

    def test_f01_no_iend(self):
        refused("PARSING", png.unbake, SIGNATURE + IHDR + images.itxt() + IDAT)
        refused("PARSING", png.unbake, SIGNATURE + IHDR + images.itxt())

    @pytest.mark.parametrize("tail", [b"\0", b"PK\x03\x04", b"<script>", images.png(images.itxt("other"))])
    def test_f01_bytes_after_the_end(self, tail):
        data = images.png(images.itxt())
        for call in (png.unbake, lambda image: png.bake(image, JWT)):
            assert "after the end" in refused("PARSING", call, data + tail).message

    def test_f01_bytes_inside_the_end_chunk(self):
        data = SIGNATURE + IHDR + images.itxt() + IDAT + images.chunk(b"IEND", b"PK\x03\x04")
        refused("PARSING", png.unbake, data)

    def test_f01_endless_chunks(self):
        data = SIGNATURE + IHDR + images.chunk(b"tEXt") * ((16 * MIB) // 12 - 10) + IEND
        cheaply_refused("LIMIT", png.unbake, data)
        cheaply_refused("LIMIT", png.bake, data, JWT)


class TestF02SeveralCredentials:
    @pytest.mark.parametrize("second", [JWT, "another"])
    @pytest.mark.parametrize("flag", [0, 1])
    def test_f02_two_itxt_of_one_keyword(self, second, flag):
        data = images.png(images.itxt(JWT), images.itxt(second, flag=flag))
        assert "2 credentials" in refused("AMBIGUOUS_CREDENTIAL", png.unbake, data).message

    @pytest.mark.parametrize(
        "other",
        [
            images.itxt(JWT, b"openbadges"),
            images.itxt(JWT, b"clrcredential"),
            images.text(b"https://issuer.example/1"),
            images.ztxt(JWT.encode()),
        ],
    )
    def test_f02_two_kinds_in_a_png(self, other):
        for order in ((images.itxt(), other), (other, images.itxt())):
            refused("AMBIGUOUS_CREDENTIAL", png.unbake, images.png(*order))

    def test_f02_two_legacy_chunks(self):
        for pair in ([images.text(b"a")] * 2, [images.text(b"a"), images.ztxt(b"a")]):
            refused("AMBIGUOUS_CREDENTIAL", png.unbake, images.png(*pair))

    def test_f02_itxt_goes_before_any_number_of_legacy_ones(self):
        old = images.text(b"old", b"openbadgecredential")
        assert png.unbake(images.png(old, images.itxt(JWT), old)).content == JWT

    def test_f02_many_chunks(self):
        data = images.png(*[images.itxt("a")] * 19_000)
        cheaply_refused("AMBIGUOUS_CREDENTIAL", png.unbake, data)
        assert png.bake(data, JWT) == images.png(images.itxt(JWT))

    @pytest.mark.parametrize(
        "second",
        [
            element(),
            element(cdata("{}"), verify=None),
            element(name="assertion", namespace=OB2),
            element(namespace=CLR),
            f"<g>{element()}</g>",
        ],
    )
    def test_f02_two_elements(self, second):
        for inside in (element() + second, second + element()):
            refused("AMBIGUOUS_CREDENTIAL", svg.unbake, images.svg(inside))

    def test_f02_many_elements(self):
        data = images.svg(f'<a:credential xmlns:a="{OB3}"/>' * 90_000)
        cheaply_refused("AMBIGUOUS_CREDENTIAL", svg.unbake, data)
        cheaply_refused("AMBIGUOUS_CREDENTIAL", svg.bake, data, JWT)
        assert svg.bake(images.svg(element() * 16), JWT) == svg.bake(images.svg(), JWT)


class TestF03HugePixels:
    def test_f03_size_in_ihdr_does_not_matter(self):
        huge = images.chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 16, 6, 0, 0, 0))
        data = SIGNATURE + huge + images.itxt() + images.chunk(b"IDAT", zlib.compress(bytes(MIB))) + IEND
        assert png.unbake(data).content == JWT
        assert peak_bytes(lambda: png.bake(data, JWT)) < MIB


class TestF04DangerousXml:
    @pytest.mark.parametrize(
        "doctype",
        [
            "svg",
            "svg []",
            "svg SYSTEM 'http://evil.example/x.dtd'",
            "svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://evil.example/x.dtd'",
            "svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org.evil.example/x.dtd'",
            "svg PUBLIC '-//EVIL//DTD SVG 1.1//EN' 'http://www.w3.org/x.dtd'",
            "html " + W3C,
            f"svg {W3C} [<!ENTITY a 'b'>]",
            f"svg {W3C} []",
            "svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]",
            "svg [<!ENTITY % x SYSTEM 'http://evil.example/x.dtd'> %x;]",
            "svg [<!ATTLIST svg xmlns CDATA 'http://example.org/other'>]",
        ],
    )
    def test_f04_document_types(self, doctype):
        data = images.svg(element(), before=f"<?xml version='1.0'?><!-- a --><!DOCTYPE {doctype}>")
        assert "DTD" in refused("MALFORMED_VALUE", svg.unbake, data).message
        refused("MALFORMED_VALUE", svg.bake, data, JWT)

    def test_f04_document_type_where_none_may_stand(self):
        for data in (images.svg("<!DOCTYPE svg>" + element()), images.svg(element()) + b"<!DOCTYPE svg>"):
            refused("PARSING", svg.unbake, data)
        twice = images.svg(element(), before=f"<!DOCTYPE svg {W3C}>" * 2)
        refused("PARSING", svg.unbake, twice)

    @pytest.mark.parametrize("where", ["verify", "body", "drawing"])
    def test_f04_undefined_entities_are_errors_even_with_a_document_type(self, where):
        inside = {
            "verify": element(verify="a&x;b"),
            "body": element("{&x;}", verify=None),
            "drawing": element() + "&x;",
        }[where]
        for before in ("", f"<!DOCTYPE svg {W3C}>"):
            refused("PARSING", svg.unbake, images.svg(inside, before=before))

    def test_f04_billion_laughs(self):
        entities = '<!ENTITY e0 "ha">' + "".join(
            f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20)
        )
        data = images.svg(element("&e19;", verify=None), before=f"<!DOCTYPE svg [{entities}]>")
        cheaply_refused("MALFORMED_VALUE", svg.unbake, data)
        cheaply_refused("MALFORMED_VALUE", svg.bake, data, JWT)

    @pytest.mark.parametrize("at", ["root", "deep", "behind"])
    @pytest.mark.parametrize("namespace", [XINCLUDE, XINCLUDE.replace(":", "&#58;").replace("X", "&#x58;")])
    def test_f04_xinclude(self, at, namespace):
        include = f'<i:include xmlns:i="{namespace}" href="file:///etc/passwd" parse="text"/>'
        inside = {
            "root": include + element(),
            "deep": f"<g>{include}</g>{element()}",
            "behind": element() + include,
        }[at]
        for call in (svg.unbake, lambda data: svg.bake(data, JWT)):
            error = refused("MALFORMED_VALUE", call, images.svg(inside))
            assert "XInclude" in error.message

    def test_f04_xinclude_inside_the_credential(self):
        data = images.svg(element(f'<include xmlns="{XINCLUDE}" href="file:///etc/passwd"/>', verify=None))
        refused("MALFORMED_VALUE", svg.unbake, data)

    def test_f04_an_element_only_named_include(self):
        assert svg.unbake(images.svg(element() + "<include/><i:include xmlns:i='x'/>")).content == JWT

    def test_f04_deep_nesting(self):
        deepest = DEFAULT_LIMITS.svg_tags - 10
        for depth, tag, code in (
            (1_000_000, "<g>", "LIMIT"),
            (deepest, "<g>", "PARSING"),
            (deepest, "<g></g><g>", "LIMIT"),
            (deepest, f'<g xmlns:a="{OB3}">', "LIMIT"),
        ):
            data = (SVG + tag * depth).encode() + b"<credential>"
            cheaply_refused(code, svg.unbake, data)
            cheaply_refused(code, svg.bake, data, JWT)

    def test_f04_one_long_namespace_and_many_prefixed_attributes(self):
        attributes = " ".join(f'p:a{n}=""' for n in range(100_000))
        data = f'<svg xmlns:p="{"u" * 4 * MIB}" {attributes}><credential xmlns="{OB3}"/></svg>'.encode()
        cheaply_refused("MALFORMED_VALUE", svg.unbake, data)

    @pytest.mark.parametrize("form", ['a{}=""', 'xmlns:a{}="u"'])
    @pytest.mark.parametrize("count", [149_990, 600_000])
    def test_f04_many_attributes(self, form, count):
        attributes = " ".join(form.format(n) for n in range(count))
        data = f"<svg {attributes}><credential/></svg>".encode()
        code = "NO_CREDENTIAL" if form.startswith("a") and count < DEFAULT_LIMITS.svg_attributes else "LIMIT"
        cheaply_refused(code, svg.unbake, data)

    def test_f04_everything_at_once(self):
        attributes = " ".join(f'a{n}=""' for n in range(149_000))
        deep = "".join(f"<a{n}>" for n in range(99_990))
        rest = DEFAULT_LIMITS.svg_bytes - len(attributes) - len(deep) - 200
        data = f"<!DOCTYPE svg {W3C}><svg {attributes}>{deep}{'x' * rest}<credential>".encode()
        cheaply_refused("PARSING", svg.unbake, data)

    @pytest.mark.parametrize("piece", ["\n", "&#9;", "\n" * 80 + "<![CDATA[x]]>", "😀"])
    def test_f04_endless_body(self, piece):
        body = piece * (7 * MIB // len(piece.encode()))
        data = images.svg(element(body, verify=None))
        limits = Limits(json_bytes=MIB)
        cheaply_refused("LIMIT", svg.unbake, data, limits=limits)

    @pytest.mark.parametrize(
        "data",
        [
            b"<!--" * 2 * MIB,
            b"<!---->" * MIB,
            b"<?a?>" * MIB,
            b" " * 8 * MIB,
            b"<!-- -->" * 90_000 + b"<svg><credential/></svg>",
            b"<svg a='" + b"'" * 8_000_000,
            b"<svg " + b"=" * 8_000_000,
            b"<" + b"a" * 8_000_000 + b":svg>",
            b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG " + b"a" * 8_000_000,
        ],
    )
    def test_f04_prologs_and_tags_without_end(self, data):
        def run() -> None:
            svg.is_svg(data)
            with pytest.raises(InputError):
                svg.unbake(data)

        assert cpu_seconds(run) < SECONDS
        assert peak_bytes(run) < MEMORY


class TestF05MisplacedElements:
    def test_f05_attribute_and_body(self):
        for verify in (JWT, "", "https://issuer.example/1", "{}"):
            for namespace in (OB3, CLR):
                data = images.svg(element(cdata("{}"), verify=verify, namespace=namespace))
                error = refused("MALFORMED_VALUE", svg.unbake, data)
                assert "attribute and a body" in error.message

    @pytest.mark.parametrize("verify", ["https://evil.example/1", JWT, "", "1"])
    def test_f05_ob2_attribute_that_is_not_the_address_in_the_body(self, verify):
        body = cdata('{"id":"https://issuer.example/1","verify":{"url":"https://issuer.example/2"}}')
        data = images.svg(element(body, verify=verify, name="assertion", namespace=OB2))
        assert "address" in refused("MALFORMED_VALUE", svg.unbake, data).message

    def test_f05_ob2_signature_beside_a_body_without_address(self):
        data = images.svg(element(cdata("{}"), verify=JWT, name="assertion", namespace=OB2))
        refused("MALFORMED_VALUE", svg.unbake, data)

    @pytest.mark.parametrize(
        "namespace",
        [
            "https://purl.imsglobal.org/ob/v3p0/",
            "http://purl.imsglobal.org/ob/v3p0",
            "https://PURL.imsglobal.org/ob/v3p0",
            " https://purl.imsglobal.org/ob/v3p0",
            OB2,
            "",
        ],
    )
    def test_f05_wrong_namespace(self, namespace):
        data = (
            images.svg(element(namespace=namespace))
            if namespace
            else images.svg(f"<credential verify='{JWT}'/>")
        )
        refused("NO_CREDENTIAL", svg.unbake, data)

    def test_f05_prefixed_attribute_is_another_attribute(self):
        data = images.svg(f'<o:credential xmlns:o="{OB3}" o:verify="{JWT}"/>')
        assert "empty" in refused("MALFORMED_VALUE", svg.unbake, data).message

    @pytest.mark.parametrize("inside", ["<g/>", "<a>b</a>", "<!-- a -->", "<?a b?>", element()])
    @pytest.mark.parametrize("verify", [None, JWT])
    def test_f05_markup_inside(self, inside, verify):
        for body in (inside, cdata("{") + inside + cdata("}")) if verify is None else (inside,):
            data = images.svg(element(body, verify=verify))
            assert "in it" in refused("MALFORMED_VALUE", svg.unbake, data).message

    @pytest.mark.parametrize("parent", ["g", "metadata", "svg", "defs"])
    def test_f05_below_another_element(self, parent):
        data = images.svg(f"<{parent}>{element()}</{parent}>")
        assert "direct child" in refused("MALFORMED_VALUE", svg.unbake, data).message

    def test_f05_root_is_the_credential(self):
        refused("PARSING", svg.unbake, element().encode())

    def test_f05_limits_are_the_callers(self):
        with pytest.raises(LimitError):
            svg.unbake(images.svg(element()), limits=Limits(svg_bytes=10))
