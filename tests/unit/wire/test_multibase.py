"""Base64url, base58btc, multibase: round trips, known values and every second spelling refused."""

from __future__ import annotations

import base64

import pytest

from qualitybadge.errors import InputError, LimitError
from qualitybadge.wire import multibase

B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def refusal(function, *arguments, **options) -> InputError:
    with pytest.raises(InputError) as caught:
        function(*arguments, **options)
    return caught.value


class TestBase64url:
    @pytest.mark.parametrize("size", range(70))
    def test_agrees_with_the_standard_library(self, size):
        data = bytes((size * 37 + n * 91) % 256 for n in range(size))
        text = base64.urlsafe_b64encode(data).rstrip(b"=").decode()
        assert multibase.b64url_encode(data) == text
        assert multibase.b64url_decode(text) == data
        assert multibase.b64url_decode(text.encode()) == data

    @pytest.mark.parametrize("text", ["QQ==", "QUI=", "QUJD=", "QUJDRA==", "=", "Q=Q=", "=QUJD"])
    def test_padding_is_refused(self, text):
        assert refusal(multibase.b64url_decode, text).message == "base64url must not be padded"

    @pytest.mark.parametrize("place", range(5))
    def test_foreign_letters_are_refused_wherever_they_stand(self, place):
        for letter in map(chr, range(256)):
            if letter in B64 + "=":
                continue
            text = "QUJD"[:place] + letter + "QUJD"[place:]
            # As many as four, so that a reader who skips them finds a well-formed rest.
            for filler in ("", "Q", "QU", "QUI", letter, letter * 2, letter * 3):
                error = refusal(multibase.b64url_decode, text + filler)
                assert error.message == f"character {place} is no base64url letter"
            assert isinstance(refusal(multibase.b64url_decode, text.encode("latin-1")), InputError)

    @pytest.mark.parametrize("text", ["QUJD\u0661", "QUJ\uff21", "\ud800QUJ", "QUJDQU\u00e9I"])
    def test_letters_beyond_latin_are_refused(self, text):
        assert "no base64url letter" in refusal(multibase.b64url_decode, text).message

    def test_every_last_letter_with_stray_bits_is_refused(self):
        for head, step in (("Q", 16), ("QU", 4)):
            for value, letter in enumerate(B64):
                text = "QUJD" + head + letter
                if value % step == 0:
                    assert multibase.b64url_encode(multibase.b64url_decode(text)) == text
                else:
                    assert "stray bits" in refusal(multibase.b64url_decode, text).message

    @pytest.mark.parametrize("text", ["Q", "QUJDQ", "A"])
    def test_impossible_lengths_are_refused(self, text):
        assert refusal(multibase.b64url_decode, text).message == f"no base64url text has {len(text)} letters"

    @pytest.mark.parametrize("value", [None, 5, ["QQ"], bytearray(b"QQ")])
    def test_only_text_is_decoded(self, value):
        assert type(value).__name__ in refusal(multibase.b64url_decode, value).message

    def test_the_clause_is_named(self):
        error = refusal(multibase.b64url_decode, "a+b/")
        assert (error.code, error.spec) == ("MALFORMED_VALUE", "RFC 7515 §2")


class TestBase58:
    @pytest.mark.parametrize(
        ("data", "text"),
        [
            (b"", ""),
            (b"\0", "1"),
            (b"\0\0\1", "112"),
            (b"\x39", "z"),
            (b"\x3a", "21"),
            (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
            (b"The quick brown fox jumps over the lazy dog.",
             "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"),
            (b"\x00\x00\x28\x7f\xb4\xcd", "11233QC4"),
        ],
    )  # fmt: skip
    def test_known_values(self, data, text):
        assert multibase.base58btc_encode(data) == text
        assert multibase.base58btc_decode(text) == data

    @pytest.mark.parametrize("size", range(70))
    def test_round_trips_at_every_size(self, size):
        for first in (0, 1, 255):
            data = bytes([first] * (size // 3)) + bytes((n * 91) % 256 for n in range(size - size // 3))
            assert multibase.base58btc_decode(multibase.base58btc_encode(data)) == data

    @pytest.mark.parametrize("place", range(4))
    def test_foreign_letters_are_refused_wherever_they_stand(self, place):
        for letter in map(chr, range(300)):
            if letter in B58:
                continue
            error = refusal(multibase.base58btc_decode, "2NE"[:place] + letter + "2NE"[place:])
            assert error.message == f"character {place} is no base58btc letter"

    @pytest.mark.parametrize("text", ["\ud800", "\uff12", "1\U0001f600"])
    def test_letters_beyond_latin_are_refused(self, text):
        assert "no base58btc letter" in refusal(multibase.base58btc_decode, text).message

    @pytest.mark.parametrize("size", [0, 1, 2, 32, 64, 1024])
    def test_the_bound_is_exact(self, size):
        for byte in (0, 1, 255):
            data = bytes([byte]) * size
            text = multibase.base58btc_encode(data)
            assert multibase.base58btc_decode(text, max_bytes=size) == data
            if size:
                error = refusal(multibase.base58btc_decode, text, max_bytes=size - 1)
                assert isinstance(error, LimitError)
                assert str(size - 1) in error.message

    @pytest.mark.parametrize("letter", ["1", "z", "\n", "é"])
    def test_a_long_text_costs_nothing(self, letter):
        assert isinstance(refusal(multibase.base58btc_decode, letter * 5_000_000), LimitError)

    @pytest.mark.parametrize("value", [None, 5, b"2NE"])
    def test_only_text_is_decoded(self, value):
        assert type(value).__name__ in refusal(multibase.base58btc_decode, value).message


class TestMultibase:
    def test_both_bases(self):
        for data in (b"", b"\0", b"\xed\x01" + bytes(range(32))):
            for prefix in "zu":
                text = multibase.encode(data, prefix)
                assert text[0] == prefix
                assert multibase.decode(text) == data

    def test_base58btc_is_the_default(self):
        assert multibase.encode(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"

    @pytest.mark.parametrize("text", ["", "Z2NE", "f00", "mQUJD", "UQUI=", " zz", "2NE", "\ud800"])
    def test_other_prefixes_are_refused(self, text):
        error = refusal(multibase.decode, text)
        assert (error.code, error.spec) == ("MALFORMED_VALUE", "CID §2.4")

    @pytest.mark.parametrize("prefix", ["", "f", "m", "U", "zu"])
    def test_other_prefixes_are_not_written(self, prefix):
        assert isinstance(refusal(multibase.encode, b"a", prefix), InputError)

    @pytest.mark.parametrize("text", ["uQQ==", "uQR", "z0", "z l", "zé"])
    def test_the_rules_of_the_base_hold(self, text):
        assert refusal(multibase.decode, text).code == "MALFORMED_VALUE"

    def test_the_bound_is_handed_on(self):
        text = multibase.encode(bytes(40))
        assert multibase.decode(text, max_bytes=40) == bytes(40)
        assert isinstance(refusal(multibase.decode, text, max_bytes=39), LimitError)

    @pytest.mark.parametrize("value", [None, 5, b"z2NE", ["z"]])
    def test_only_text_is_decoded(self, value):
        assert type(value).__name__ in refusal(multibase.decode, value).message
