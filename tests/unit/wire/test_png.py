import zlib

import pytest

from qualitybadge.errors import InputError, LimitError
from qualitybadge.limits import Limits
from qualitybadge.wire.carrier import Carried
from qualitybadge.wire.png import bake, is_png, unbake
from support.images import IDAT, IEND, IHDR, JSON, JWT, SIGNATURE, chunk, itxt, png, text, ztxt

OB2 = b"openbadges"
CLR = b"clrcredential"
URL = "https://issuer.example/assertion/1"


def refusal(data: bytes, code: str, *, limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        unbake(data, limits=limits or Limits())
    assert caught.value.code == code
    return caught.value.message


def chunks_of(data: bytes) -> list[bytes]:
    kinds, at = [], len(SIGNATURE)
    while at < len(data):
        kinds.append(data[at + 4 : at + 8])
        at += 12 + int.from_bytes(data[at : at + 4])
    return kinds


class TestIsPng:
    def test_signature_decides(self):
        assert is_png(png())
        assert is_png(SIGNATURE)

    @pytest.mark.parametrize("data", [b"", b"\x89PNG", b"\x89PNG\n\x1a\n", b"\xff\xd8\xff", b"<svg/>"])
    def test_anything_else_is_no_png(self, data):
        assert not is_png(data)


class TestUnbake:
    def test_plain_itxt(self):
        place = "iTXt chunk openbadgecredential at byte 33"
        assert unbake(png(itxt(JSON))) == Carried(JSON, "3.0", place)

    @pytest.mark.parametrize(
        ("keyword", "version"), [(b"openbadgecredential", "3.0"), (OB2, "2.0"), (CLR, "clr-2.0")]
    )
    def test_keyword_decides_the_version(self, keyword, version):
        assert unbake(png(itxt(JWT, keyword))).version == version

    def test_compressed_itxt(self):
        assert unbake(png(itxt(JSON, flag=1))).content == JSON

    def test_language_tag_and_translated_keyword_have_no_meaning(self):
        carried = unbake(png(itxt(JSON, language=b"nl-BE", translated="Öffnung".encode())))
        assert carried.content == JSON

    def test_translated_keyword_alone(self):
        assert unbake(png(itxt(JSON, translated=b"badge"))).content == JSON

    def test_method_is_ignored_where_nothing_is_compressed(self):
        assert unbake(png(itxt(JSON, method=7))).content == JSON

    @pytest.mark.parametrize("at_end", [False, True])
    def test_position_is_free(self, at_end):
        other = chunk(b"pHYs", bytes(9))
        order = [IDAT, other, itxt(JWT)] if at_end else [itxt(JWT), other, IDAT]
        assert unbake(SIGNATURE + IHDR + b"".join(order) + IEND).content == JWT

    def test_legacy_text_holds_a_url(self):
        carried = unbake(png(text(URL.encode())))
        assert carried == Carried(URL, "2.0", "tEXt chunk openbadges at byte 33")

    def test_legacy_text_is_latin_1(self):
        assert unbake(png(text("é".encode("latin-1")))).content == "é"
        assert unbake(png(ztxt("é".encode("latin-1")))).content == "é"

    def test_compressed_legacy_text(self):
        assert unbake(png(ztxt(JWT.encode(), b"openbadgecredential"))).content == JWT

    @pytest.mark.parametrize("legacy", [text(b"legacy"), ztxt(b"legacy")])
    def test_itxt_goes_before_legacy_text_of_the_same_keyword(self, legacy):
        assert unbake(png(legacy, itxt(JWT, OB2))).content == JWT
        assert unbake(png(itxt(JWT, OB2), legacy)).content == JWT

    @pytest.mark.parametrize(
        "keyword", [b"openbadge", b"openbadgesx", b"OpenBadges", b" openbadges", b"Comment"]
    )
    def test_other_keywords_are_not_ours(self, keyword):
        assert "no credential" in refusal(png(itxt(JWT, keyword)), "NO_CREDENTIAL")

    @pytest.mark.parametrize("body", [b"", b"openbadges", b"\0", b"openbadges" * 20])
    def test_text_chunks_without_a_keyword_are_not_ours(self, body):
        refusal(png(chunk(b"tEXt", body)), "NO_CREDENTIAL")

    def test_image_without_text(self):
        refusal(png(), "NO_CREDENTIAL")

    def test_text_must_be_utf_8(self):
        assert "UTF-8" in refusal(png(itxt(b"\xff\xfe")), "MALFORMED_VALUE")

    @pytest.mark.parametrize("empty", [itxt(b""), itxt(b"", flag=1), text(b""), ztxt(b"")])
    def test_empty_text(self, empty):
        assert "empty" in refusal(png(empty), "MALFORMED_VALUE")

    @pytest.mark.parametrize("head", [b"", b"\0", b"\0\0", b"\0\0en", b"\0\0en\0", b"\0\0\0keyword"])
    def test_itxt_without_all_its_fields(self, head):
        data = png(chunk(b"iTXt", b"openbadgecredential\0" + head))
        assert "language tag" in refusal(data, "MALFORMED_VALUE")

    @pytest.mark.parametrize(("flag", "method"), [(2, 0), (255, 0), (1, 1)])
    def test_unknown_compression_of_itxt(self, flag, method):
        assert "compression" in refusal(png(itxt(JWT, flag=flag, method=method)), "MALFORMED_VALUE")

    def test_unknown_compression_of_ztxt(self):
        assert "compression" in refusal(png(ztxt(b"x", method=1)), "MALFORMED_VALUE")
        assert "compression" in refusal(png(chunk(b"zTXt", b"openbadges\0")), "MALFORMED_VALUE")

    def test_text_as_long_as_allowed_and_longer(self):
        limits = Limits(json_bytes=len(JWT))
        assert unbake(png(itxt(JWT)), limits=limits).content == JWT
        assert "json_bytes" in refusal(png(itxt(JWT + "x")), "LIMIT", limits=limits)

    def test_inflated_text_as_long_as_allowed_and_longer(self):
        limits = Limits(inflated_bytes=len(JWT))
        assert unbake(png(itxt(JWT, flag=1)), limits=limits).content == JWT
        assert "inflated_bytes" in refusal(png(itxt(JWT + "x", flag=1)), "LIMIT", limits=limits)

    def test_image_as_large_as_allowed_and_larger(self):
        data = png(itxt())
        assert unbake(data, limits=Limits(input_bytes=len(data))).content == JWT
        assert "input_bytes" in refusal(data, "LIMIT", limits=Limits(input_bytes=len(data) - 1))

    def test_as_many_chunks_as_allowed_and_more(self):
        assert unbake(png(itxt()), limits=Limits(image_chunks=4)).content == JWT
        assert "image_chunks" in refusal(png(itxt()), "LIMIT", limits=Limits(image_chunks=3))

    def test_limit_errors_are_limit_errors(self):
        with pytest.raises(LimitError):
            unbake(png(itxt()), limits=Limits(input_bytes=1))


class TestDamage:
    @pytest.mark.parametrize("data", [b"", b"\x89PNG", b"{}", b"GIF89a"])
    def test_no_png_at_all(self, data):
        assert "begin" in refusal(data, "PARSING")

    @pytest.mark.parametrize(
        "after", [b"", IEND, chunk(b"CgBI", bytes(4)) + IHDR + IEND, chunk(b"IHDR", bytes(12)) + IEND]
    )
    def test_first_chunk_must_be_ihdr(self, after):
        assert "IHDR" in refusal(SIGNATURE + after, "PARSING")

    @pytest.mark.parametrize("length", range(9, 25))
    def test_cut_inside_ihdr(self, length):
        assert "IHDR" in refusal((SIGNATURE + IHDR)[: len(SIGNATURE) + length], "PARSING")

    def test_checksum_of_ihdr(self):
        data = bytearray(png(itxt()))
        data[len(SIGNATURE) + 11] ^= 1
        assert "checksum" in refusal(bytes(data), "PARSING")

    def test_checksum_of_pixels_is_not_looked_at(self):
        assert unbake(SIGNATURE + IHDR + itxt() + chunk(b"IDAT", b"x", crc=0) + IEND).content == JWT

    def test_every_truncation_is_refused(self):
        data = png(itxt())
        for length in range(len(data)):
            refusal(data[:length], "PARSING")

    @pytest.mark.parametrize("kind", [b"\0\0\0\0", b"iT t", b"1234", b"tEX\xe9"])
    def test_chunk_types_are_letters(self, kind):
        assert "letters" in refusal(png(itxt(), chunk(kind)), "PARSING")


class TestBake:
    @pytest.mark.parametrize(("version", "keyword"), [("3.0", b"openbadgecredential"), ("2.0", OB2)])
    def test_one_plain_itxt_right_after_ihdr(self, version, keyword):
        plain = png(chunk(b"pHYs", bytes(9)))
        assert bake(plain, JSON, version=version) == plain[:33] + itxt(JSON, keyword) + plain[33:]

    def test_an_earlier_one_is_replaced_whatever_its_form_and_version(self):
        other = itxt("kept", b"Comment")
        earlier = [text(b"a"), other, ztxt(b"b"), itxt("c", flag=1), itxt("d", CLR), itxt("e")]
        assert bake(png(*earlier), JWT) == bake(png(other), JWT) == png(itxt(), other)

    def test_earlier_one_after_the_pixels(self):
        assert bake(SIGNATURE + IHDR + IDAT + itxt("old") + IEND, JWT) == png(itxt())

    def test_the_image_is_not_changed(self):
        data = png(itxt("old"))
        copy = bytes(data)
        bake(data, JWT)
        assert data == copy

    def test_only_ob_versions_are_written(self):
        for version in ("clr-2.0", "1.0", ""):
            with pytest.raises(InputError, match=r"cannot bake version .*'3\.0' or '2\.0'") as caught:
                bake(png(), JWT, version=version)
            assert caught.value.code == "USAGE"

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            ("", "MALFORMED_VALUE"),
            (" \n", "MALFORMED_VALUE"),
            ('{"a":"\ud800"}', "MALFORMED_VALUE"),
            ("a\0b", "MALFORMED_VALUE"),
            (b"{}", "USAGE"),
            (None, "USAGE"),
        ],
    )
    def test_what_is_no_text_of_a_credential(self, content, code):
        with pytest.raises(InputError) as caught:
            bake(png(), content)
        assert caught.value.code == code

    def test_limits(self):
        plain = png()
        room = len(bake(plain, JWT))
        assert bake(plain, JWT, limits=Limits(input_bytes=room, json_bytes=len(JWT), image_chunks=4))
        for limits in (
            Limits(input_bytes=room - 1),
            Limits(json_bytes=len(JWT) - 1),
            Limits(image_chunks=3),
            Limits(input_bytes=len(plain) - 1),
        ):
            with pytest.raises(LimitError):
                bake(plain, JWT, limits=limits)

    def test_a_damaged_image_is_refused(self):
        with pytest.raises(InputError) as caught:
            bake(png()[:-1], JWT)
        assert caught.value.code == "PARSING"


def test_inflating_stops_at_the_end_of_the_stream():
    packed = zlib.compress(JWT.encode())
    head = b"openbadgecredential\0\1\0\0\0"
    for tail in (packed[:-5], packed + b"x", b"no zlib at all", packed[:2] + b"\xff" * 8):
        message = refusal(png(chunk(b"iTXt", head + tail)), "MALFORMED_VALUE")
        assert "inflat" in message
