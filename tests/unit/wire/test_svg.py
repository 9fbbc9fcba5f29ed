import xml.etree.ElementTree as ET

import pytest

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import Limits
from qualitybadge.wire.carrier import Carried
from qualitybadge.wire.svg import bake, is_svg, unbake
from support.images import CLR, JSON, JWT, OB2, OB3, SVG, cdata, element, svg

HOSTED = '{"id":"https://issuer.example/1","type":"Assertion"}'
URL = "https://issuer.example/1"
W3C = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
BOM = b"\xef\xbb\xbf"


def refusal(data: bytes, code: str, *, limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        unbake(data, limits=limits or Limits())
    assert caught.value.code == code
    return caught.value.message


def ob2(inside: str = "", *, verify: str | None = None) -> bytes:
    return svg(element(inside, verify=verify, name="assertion", namespace=OB2))


class TestIsSvg:
    @pytest.mark.parametrize(
        "data",
        [
            b"<svg/>",
            b"<svg>",
            b"\n <svg\n>",
            b"<s:svg xmlns:s='x'>",
            BOM + b'<?xml version="1.0"?><svg >',
            b"<?xml version='1.0'?><!-- " + b"x" * 1000 + b" <html> --><?a b?> <svg/>",
            W3C.encode() + b"<svg>",
            b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>",
            b"<!DOCTYPE s:svg><s:svg>",
        ],
    )
    def test_first_tag_or_document_type_decides(self, data):
        assert is_svg(data)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"svg",
            b"{}",
            b"<svgx/>",
            b"<html><svg/></html>",
            b"<!DOCTYPE html><svg>",
            b"<!-- <svg> -->",
            b"<!-- <svg>",
            b"<?xml version='1.0' <svg>",
            b"\x89PNG\r\n\x1a\n<svg>",
            "<svg/>".encode("utf-16"),
            b"<SVG/>",
        ],
    )
    def test_anything_else_is_no_svg(self, data):
        assert not is_svg(data)


class TestUnbake:
    def test_jwt_in_the_verify_attribute(self):
        place = f"credential element of {OB3} at byte {len(SVG)}"
        assert unbake(svg(element())) == Carried(JWT, "3.0", place)

    def test_json_in_the_body(self):
        body = '{"name":"a <b> &amp; c"}'
        assert unbake(svg(element(cdata(body), verify=None))).content == body

    def test_escaped_body_means_the_same(self):
        assert unbake(svg(element("{&quot;a&quot;:&#34;&lt;&#34;}", verify=None))).content == '{"a":"<"}'

    def test_sections_and_text_together_are_one_text(self):
        assert unbake(svg(element(cdata("{") + '"a"' + cdata(":1}"), verify=None))).content == '{"a":1}'

    def test_white_space_around_stands_as_it_is(self):
        assert unbake(svg(element("\n " + cdata("{}") + "\n", verify=None))).content == "\n {}\n"

    def test_white_space_beside_a_verify_attribute_is_layout(self):
        assert unbake(svg(element("\n \t\r\n"))).content == JWT

    @pytest.mark.parametrize(
        ("name", "namespace", "version"),
        [("credential", OB3, "3.0"), ("assertion", OB2, "2.0"), ("credential", CLR, "clr-2.0")],
    )
    def test_namespace_and_name_decide_the_version(self, name, namespace, version):
        assert unbake(svg(element(name=name, namespace=namespace))).version == version

    @pytest.mark.parametrize(
        "data",
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="{OB3}"><x:credential verify="{JWT}"/></svg>',
            f"<svg xmlns:x='{OB3}' ><x:credential\n verify='{JWT}' id='a>b/'></x:credential ></svg>",
            f'<svg><credential xmlns="{OB3}" verify="{JWT}"/></svg>',
            f'<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns="{OB3}"><credential verify="{JWT}"/></s:svg>',
            f'<svg xmlns:a="x" xmlns:b="{OB3}"><g xmlns:b="y" xmlns="{OB3}"/><b:credential verify="{JWT}"/></svg>',
            f'<svg xmlnsx="q"><p:credential xmlns:p="https&#58;//purl.imsglobal&#x2e;org/ob/v3p0" verify="{JWT}"/></svg>',
        ],
    )
    def test_any_way_to_write_the_namespace(self, data):
        assert unbake(data.encode()).content == JWT

    def test_later_children_are_found_too(self):
        inside = "<title>My credential</title><g><g/></g><!-- -->" + element()
        assert unbake(svg(inside)).content == JWT

    def test_prolog(self):
        before = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {"x" * 600} -->\n<?a b?>\n'
        assert unbake(svg(element(), before=before)).content == JWT
        assert unbake(BOM + svg(element(), before=before)).content == JWT

    def test_the_document_type_of_old_editors_declares_nothing(self):
        carried = unbake(svg(element(), before=f'<?xml version="1.0"?>\n<!-- a -->{W3C}\n'))
        assert carried.content == JWT
        assert carried.place.endswith(f"at byte {len(SVG) + len(W3C) + 33}")

    @pytest.mark.parametrize("data", [b"<svg/>", svg(), svg("<g><title>badge</title></g>")])
    def test_none(self, data):
        assert refusal(data, "NO_CREDENTIAL") == "the SVG carries no credential"

    @pytest.mark.parametrize(
        ("inside", "namespace"),
        [
            (element(namespace="http://example.org/other"), "http://example.org/other"),
            (element(namespace=OB2), OB2),
            (element(name="assertion"), OB3),
            (f'<openbadges:credential verify="{JWT}"/>', ""),
            (f'<g xmlns:x="{OB3}"/><x:credential verify="{JWT}"/>', ""),
            (f'<g xmlns:x="{OB3}"><h xmlns:x="q"><x:credential/></h></g>', "q"),
            (f'<g xmlns="{OB3}"><h xmlns=""><credential/></h></g>', ""),
        ],
    )
    def test_named_like_one(self, inside, namespace):
        assert f"namespace {namespace!r}" in refusal(svg(inside), "NO_CREDENTIAL")

    @pytest.mark.parametrize("name", ["Credential", "credentials", "a:b:credential", "assertio"])
    def test_other_names(self, name):
        inside = f'<{name} xmlns="{OB3}" xmlns:a="{OB3}" xmlns:a:b="{OB3}" verify="{JWT}"/>'
        assert refusal(svg(inside), "NO_CREDENTIAL") == "the SVG carries no credential"

    @pytest.mark.parametrize("verify", [None, "", " "])
    @pytest.mark.parametrize("inside", ["", "\n  ", cdata("")])
    def test_empty(self, verify, inside):
        assert "empty" in refusal(svg(element(inside, verify=verify)), "MALFORMED_VALUE")

    def test_text_as_long_as_allowed_and_longer(self):
        limits = Limits(json_bytes=len(JWT))
        assert unbake(svg(element()), limits=limits).content == JWT
        assert "json_bytes" in refusal(svg(element(verify=JWT + "x")), "LIMIT", limits=limits)
        assert unbake(svg(element(cdata(JWT), verify=None)), limits=limits).content == JWT
        assert "json_bytes" in refusal(svg(element(JWT + "x", verify=None)), "LIMIT", limits=limits)

    def test_text_of_the_drawing_is_not_counted(self):
        inside = element() + f"<title>{JWT * 2} credential</title>"
        assert unbake(svg(inside), limits=Limits(json_bytes=len(JWT))).content == JWT

    @pytest.mark.parametrize(
        ("name", "count"),
        [
            ("svg_bytes", len),
            ("svg_tags", lambda d: d.count(b"<")),
            ("svg_attributes", lambda d: d.count(b"=")),
        ],
    )
    def test_sizes_as_large_as_allowed_and_larger(self, name, count):
        data = svg(element())
        assert unbake(data, limits=Limits(**{name: count(data)})).content == JWT
        assert name in refusal(data, "LIMIT", limits=Limits(**{name: count(data) - 1}))


class TestOb2:
    def test_hosted_with_its_address(self):
        assert unbake(ob2(cdata(HOSTED), verify=URL)).content == HOSTED
        assert unbake(ob2(cdata(HOSTED), verify=f" {URL}\n")).content == HOSTED

    def test_hosted_without_its_address(self):
        assert unbake(ob2(cdata(HOSTED))).content == HOSTED

    def test_address_alone(self):
        assert unbake(ob2(verify=URL)) == Carried(
            URL, "2.0", f"assertion element of {OB2} at byte {len(SVG)}"
        )

    def test_address_of_1_0(self):
        older = f'{{"uid":"1","verify":{{"type":"hosted","url":"{URL}"}}}}'
        assert unbake(ob2(cdata(older), verify=URL)).content == older

    @pytest.mark.parametrize("body", ['{"recipient":"a"}', '{"id":1,"verify":[]}', "[]", "no JSON"])
    def test_body_without_an_address_stands(self, body):
        carried = unbake(ob2(cdata(body), verify=f"\n{URL} "))
        assert (carried.content, carried.hosted) == (body, URL)

    @pytest.mark.parametrize("verify", [None, ""])
    def test_no_address_beside_the_body(self, verify):
        if verify is None:
            assert unbake(ob2(cdata(HOSTED), verify=verify)).hosted == ""
        else:
            assert "not the address" in refusal(ob2(cdata(HOSTED), verify=verify), "MALFORMED_VALUE")

    def test_an_id_that_is_no_web_address_is_none_to_fetch(self):
        body = '{"id":"urn:uuid:1"}'
        carried = unbake(ob2(cdata(body), verify="urn:uuid:1"))
        assert (carried.content, carried.hosted) == (body, "")

    @pytest.mark.parametrize("verify", [JWT, "javascript:alert(1)", "file:///a", "data:,x", f"{URL} {URL}"])
    @pytest.mark.parametrize("body", ['{"recipient":"a","badge":{}}', "no JSON"])
    def test_f05_beside_a_body_without_an_address_stands_a_web_address_or_nothing(self, body, verify):
        assert "not the address" in refusal(ob2(cdata(body), verify=verify), "MALFORMED_VALUE")

    def test_f05_another_address_than_that_of_the_body(self):
        data = ob2(cdata(HOSTED), verify="https://other.example/1")
        assert "not the address" in refusal(data, "MALFORMED_VALUE")


class TestNotReadable:
    @pytest.mark.parametrize("data", [b"", b"{}", b"<html/>", b"<svgx/>", b"GIF89a", b"<!-- <svg/> -->"])
    def test_no_svg(self, data):
        assert "first tag" in refusal(data, "PARSING")

    @pytest.mark.parametrize(
        "data",
        [
            svg(element())[:-1],
            svg(element()) + b"<g/>",
            svg(element() + "<g>"),
            svg(element() + "<g a='1' a='2'/>"),
            svg(element() + "&nbsp;"),
            svg(element() + "\x01"),
            svg(element()).replace(b"<rect", b"<rect \xff"),
            b" " + svg(element(), before='<?xml version="1.0"?>'),
            svg(element(verify="a\x00b")),
            svg(element(cdata("]]>x]]>"), verify=None)),
            svg(element(), before="<!-- -- -->"),
        ],
    )
    def test_not_well_formed(self, data):
        assert "line " in refusal(data, "PARSING")

    @pytest.mark.parametrize("encoding", ["ISO-8859-1", "utf-16", "utf-7", "US-ASCII", "nonsense"])
    def test_other_declared_encodings(self, encoding):
        data = svg(element(), before=f'<?xml version="1.0" encoding="{encoding}"?>')
        assert repr(encoding) in refusal(data, "PARSING")

    @pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "Utf-8"])
    def test_utf_8_in_any_case(self, encoding):
        assert unbake(svg(element(), before=f'<?xml version="1.0" encoding="{encoding}"?>')).content == JWT

    @pytest.mark.parametrize(
        "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
    )
    def test_other_encodings(self, encoding):
        assert "UTF-8" in refusal(svg(element()).decode().encode(encoding), "PARSING")

    def test_root_of_another_namespace(self):
        data = f'<svg xmlns="{OB3}"><credential verify="{JWT}"/></svg>'.encode()
        assert "another namespace" in refusal(data, "PARSING")


class TestBake:
    def test_jwt(self):
        written = f'<openbadges:credential xmlns:openbadges="{OB3}" verify="{JWT}"/>'
        assert bake(svg(), JWT) == svg(written)

    def test_json(self):
        written = f'<openbadges:credential xmlns:openbadges="{OB3}"><![CDATA[{{"a":"<&"}}]]></openbadges:credential>'
        assert bake(svg(), '{"a":"<&"}') == svg(written)

    def test_white_space_before_json_does_not_make_it_a_token(self):
        assert b"<![CDATA[ \n{}]]>" in bake(svg(), " \n{}")

    def test_hosted_2_0_has_its_address_beside_it(self):
        written = f'<openbadges:assertion xmlns:openbadges="{OB2}" verify="{URL}"><![CDATA[{HOSTED}]]></openbadges:assertion>'
        assert bake(svg(), HOSTED, version="2.0") == svg(written)
        place = f"assertion element of {OB2} at byte {len(SVG)}"
        assert unbake(svg(written)) == Carried(HOSTED, "2.0", place, hosted=URL)

    @pytest.mark.parametrize("id_", ["urn:uuid:1", "ftp://a", "https://a/\\u0001", "https://a/\\uffff"])
    def test_2_0_without_an_address_that_can_be_written(self, id_):
        content = f'{{"id":"{id_}"}}'
        baked = bake(svg(), content, version="2.0")
        assert b"verify" not in baked
        assert unbake(baked).content == content

    def test_2_0_address_and_token(self):
        for content in (URL + '?a=1&b="2"', JWT):
            assert unbake(bake(svg(), content, version="2.0")).content == content

    @pytest.mark.parametrize(
        "content",
        [
            '{"a":"]]>"}',
            '{"a":"]]]]>>"}',
            "{\r\n}",
            "\r{\r}\r",
            '{"a":1}]]',
            '{"a":"😀\u0085\u2028"}',
            " \n{}\t",
            JSON,
        ],
    )
    def test_body_is_read_back_letter_by_letter(self, content):
        assert unbake(bake(svg(), content)).content == content

    @pytest.mark.parametrize(
        "content", ["a&b", 'a"b', "a'b", "a<b>", "a\tb\nc\rd", " a ", "&lt;", "]]>", "é"]
    )
    def test_attribute_is_read_back_letter_by_letter(self, content):
        assert unbake(bake(svg(), content)).content == content

    def test_another_parser_reads_the_same(self):
        for content in (JWT, JSON, "{\r]]>}"):
            child = ET.fromstring(bake(svg(), content))[0]  # noqa: S314 - our own output
            assert child.tag == f"{{{OB3}}}credential"
            assert (child.text or child.get("verify")) == content

    @pytest.mark.parametrize(
        "root",
        [
            "<svg a=\"/>\" b='>'>",
            '<svg\n  xmlns="http://www.w3.org/2000/svg"\n>',
            '<svg xmlns:openbadges="http://example.org/taken">',
            '<svg xmlns:openbadges="http://openbadges.org">',
            f'<svg xmlns:openbadges="{OB3}" xmlns:ob="x">',
        ],
    )
    def test_the_rest_stays_byte_for_byte(self, root):
        before = f'<?xml version="1.0"?><!-- <svg> -->{W3C}\n'
        plain = svg("<!-- a --><g>&#65;\r\n</g>", before=before, root=root)
        baked = bake(BOM + plain, JWT)
        end = len(BOM) + len(before) + len(root)
        assert baked[:end] + baked[end + len(baked) - len(BOM + plain) :] == BOM + plain
        assert unbake(baked).content == JWT

    @pytest.mark.parametrize(
        "root", ["<svg/>", "<svg a='/' />", "<s:svg xmlns:s='http://www.w3.org/2000/svg'/>"]
    )
    def test_self_closing_root_is_opened(self, root):
        baked = bake(root.encode(), JWT)
        assert baked.startswith(root[:-2].encode() + b"><openbadges:credential ")
        assert baked.endswith(b"/></s:svg>" if ":svg" in root else b"/></svg>")
        assert unbake(baked).content == JWT
        assert bake(baked, JSON) == bake(root.encode(), JSON)

    def test_every_earlier_one_is_replaced(self):
        nested = element(element(verify=None) + "<g/><!-- a --><?b c?>", verify=None)
        drawing = "<g/>{}<g>{}</g><title>credential</title>{}{}"
        earlier = [
            element(cdata("{}")),
            element(name="assertion", namespace=OB2),
            element(namespace=CLR, verify=None) + element(),
            nested,
        ]
        assert bake(svg(drawing.format(*earlier)), JWT) == bake(svg(drawing.format("", "", "", "")), JWT)

    def test_elements_only_named_like_one_are_kept(self):
        plain = svg(element(namespace="http://example.org/other"))
        assert bake(plain, JWT).endswith(plain[len(SVG) :])

    @pytest.mark.parametrize("content", ['{"a":"\uffff"}', '{"a":"\ufffe"}', "a\x01", "a\x0bb"])
    def test_characters_that_xml_has_not(self, content):
        with pytest.raises(InputError, match="XML cannot hold"):
            bake(svg(), content)

    @pytest.mark.parametrize(
        ("content", "code"), [("", "MALFORMED_VALUE"), ("\ud800", "MALFORMED_VALUE"), (b"{}", "USAGE")]
    )
    def test_what_is_no_text_of_a_credential(self, content, code):
        with pytest.raises(InputError) as caught:
            bake(svg(), content)
        assert caught.value.code == code

    def test_only_ob_versions_are_written(self):
        with pytest.raises(InputError) as caught:
            bake(svg(), JWT, version="clr-2.0")
        assert caught.value.code == "USAGE"

    def test_limits_hold_for_the_result(self):
        plain, baked = svg(), bake(svg(), JWT)
        exact = Limits(
            svg_bytes=len(baked),
            svg_tags=baked.count(b"<"),
            svg_attributes=baked.count(b"="),
            json_bytes=len(JWT),
        )
        assert bake(plain, JWT, limits=exact) == baked
        for name in ("svg_bytes", "svg_tags", "svg_attributes", "json_bytes"):
            with pytest.raises(LimitError, match=name):
                bake(plain, JWT, limits=Limits(**{name: getattr(exact, name) - 1}))

    @pytest.mark.parametrize("data", [b"<svg>", b"<html/>", svg("&nbsp;"), svg("<g>")])
    def test_an_image_that_cannot_be_read_is_refused(self, data):
        with pytest.raises(InputError) as caught:
            bake(data, JWT)
        assert caught.value.code == "PARSING"
