"""The form of language tags, ESCO addresses and levels of the EQF."""

from __future__ import annotations

import pytest

from qualitybadge.quality.metadata.identifiers import (
    is_country_code,
    is_digcomp,
    is_eqf_level,
    is_esco,
    is_esco_group,
    is_isced_f,
    is_lifecomp,
    language_tag_state,
)

UUID = "0a3b4cb4-8d3c-4a9e-9a3b-6a5b6f1e2d3c"


@pytest.mark.parametrize(
    "tag",
    [
        "en",
        "lt-LT",
        "de-1996",
        "zh-Hant-TW",
        "sr-Latn",
        "x-harbour",
        "en-x-a-a",
        "i-default",
        "en-a-bbb-b-ccc",
    ],
)
def test_a_tag_in_the_form_of_bcp_47_is_valid(tag):
    assert language_tag_state(tag) == "valid"


@pytest.mark.parametrize("tag", ["iw", "ji-Hebr", "mo-MD", "i-klingon", "zh-min-nan", "en-GB-oed", "no-bok"])
def test_what_was_replaced_is_deprecated(tag):
    assert language_tag_state(tag) == "deprecated"


@pytest.mark.parametrize(
    "tag",
    [
        "",
        " ",
        "e",
        "en_US",
        "English",
        "lietuvių",
        "de-1996-1996",
        "sl-rozaj-rozaj",
        "en-a-bbb-a-ccc",
        "12",
        "en-",
        "en\n",
    ],
)
def test_anything_else_is_invalid(tag):
    assert language_tag_state(tag) == "invalid"


def test_an_esco_address_has_a_kind_and_a_uuid():
    for scheme in ("http", "https"):
        for kind in ("skill", "occupation"):
            assert is_esco(f"{scheme}://data.europa.eu/esco/{kind}/{UUID}")
    for wrong in (
        f"http://data.europa.eu/esco/isco/{UUID}",
        "http://data.europa.eu/esco/skill/7",
        f"http://data.europa.eu.example/esco/skill/{UUID}",
        f"http://data.europa.eu/esco/skill/{UUID}/x",
        f"esco/skill/{UUID}",
        "",
    ):
        assert not is_esco(wrong)


@pytest.mark.parametrize("level", ["1", "8", " 4 ", "EQF 4", "EQF level 5", "eqf-6", "level 3"])
def test_a_level_of_the_eqf_is_1_to_8(level):
    assert is_eqf_level(level)


@pytest.mark.parametrize("level", ["", "0", "9", "12", "4.5", "advanced", "EQF", "4-5"])
def test_other_levels_are_not_of_the_eqf(level):
    assert not is_eqf_level(level)


@pytest.mark.parametrize(
    ("tells", "right", "wrong"),
    [
        (is_isced_f, ("04", "041", "0412"), ("4", "04123", "04.1", "", "٠٤", "04\n")),
        (is_digcomp, ("1", "2.3", "5.4"), ("0", "6.1", "2.0", "2.10", "2,3", "DigComp 2.3", "2.3\n")),
        (is_lifecomp, ("P1", "S3", "L2", "P1.1"), ("p1", "P0", "P", "A1", "P1.", "1P", "P1\n")),
        (
            is_esco_group,
            tuple(f"http://data.europa.eu/esco/{one}" for one in ("skill/S1.2.3", "isco/C2", "isced-f/03")),
            tuple(
                f"http://data.europa.eu/esco/{one}"
                for one in ("skill/", "skill/s1", "isco/2", "isced-f/", "x/S1")
            ),
        ),
        (
            is_country_code,
            ("LT", "DK", "QA", "XK", "ZW", "AD"),
            ("XX", "AA", "QM", "QZ", "XA", "ZZ", "lt", "LTU", "L", "", "Lietuva", "ĄŽ", "LT\n"),
        ),
    ],
)
def test_the_form_of_a_code(tells, right, wrong):
    assert all(tells(code) for code in right)
    assert not any(tells(code) for code in wrong)
