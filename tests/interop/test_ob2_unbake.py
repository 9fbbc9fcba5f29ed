"""The images of Open Badges 2.0 and before: each gives up a document, a token or an address, or is refused for its own reason."""

from __future__ import annotations

import base64
import json
from collections import Counter

import pytest

from qualitybadge.errors import InputError
from qualitybadge.fetcher import NoNetwork
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.model.document import Kind, kind_of
from qualitybadge.model.ob2_versions import upgrade
from qualitybadge.verify.intake import take

# What is in the file: the version of the badge and the address it names, or the code of the refusal.
IMAGES = {
    "k_png_json": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_png_jws": ("token", ""),
    "k_png_utf8": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_png_late": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_png_lang": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_png_text_url": ("address", "https://issuer.example.org/assertion/1"),
    "k_png_text_json": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_png_ztxt": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_png_ob3": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_png_decoy": "NO_CREDENTIAL",
    "k_png_empty": "MALFORMED_VALUE",
    "k_png_json_empty": "NOT_A_BADGE",
    "k_png_crc": "PARSING",
    "k_png_trunc": "PARSING",
    "k_png_bomb": "LIMIT",
    "k_svg_full": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_svg_jws": ("token", ""),
    "k_svg_escaped_noverify": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_svg_long": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_svg_bom": ("2.0", "https://issuer.example.org/assertion/1"),
    "k_svg_wrongns": "NO_CREDENTIAL",
    "k_svg_bomb": "MALFORMED_VALUE",
    "k_svg_broken": "PARSING",
    "k_svg_differ": "MALFORMED_VALUE",
    "k_txt": "PARSING",
    "plain": "NO_CREDENTIAL",
    "baked_example": ("1.0", "https://example.org/assertion.json"),
    "unbaked_example": "NO_CREDENTIAL",
    "baked_heart": ("1.0", "http://example.org/badgeinstance1"),
    "public_domain_heart": "NO_CREDENTIAL",
    "demobadge": (
        "0.5",
        "http://young-basin-5816.herokuapp.com/public/assertions/459248023d916dd4a84c420cf8ad3f978648bb19",
    ),
    "invalid-metadata": (
        "address",
        "https://openbadgefactory.com/v1/assertion/f7f5bc76de4cc1e96eeed3f367ac1f49f943631e.json",
    ),
}
REFUSED = frozenset(name for name, outcome in IMAGES.items() if isinstance(outcome, str))


def what_is_in(content: bytes) -> tuple[str, str] | str:
    """Take the bytes as the verifier does, without any network."""
    try:
        taken = take(content, fetcher=NoNetwork(), limits=DEFAULT_LIMITS)
    except InputError as error:
        return error.code
    if taken.token is not None:
        return "token", taken.hosted
    if taken.data is None:
        return "address", taken.hosted
    if kind_of(taken.data) is Kind.UNKNOWN:
        return "NOT_A_BADGE"
    upgraded = upgrade(taken.data)
    return upgraded.version, upgraded.hosted_url or taken.hosted


def cases_of(vectors) -> list[dict]:
    lines = (vectors / "ob2/cases.jsonl").read_text().splitlines()
    return [case for case in map(json.loads, lines) if case["input"]["kind"] == "file"]


def test_every_image_on_disk(vectors, record_property):
    files = sorted(path for path in (vectors / "ob2/images").rglob("*.*") if path.is_file())
    for path in files:
        assert what_is_in(path.read_bytes()) == IMAGES[path.stem], path.name
    forms = Counter(path.suffix for path in files)
    assert forms == {".png": 20, ".svg": 12, ".txt": 1}
    record_property("cases", len(files))


def test_every_case_that_is_a_file_is_unbaked_or_refused_as_it_says(vectors, record_property):
    cases = cases_of(vectors)
    for case in cases:
        found = what_is_in(base64.b64decode(case["input"]["base64"]))
        expect = case["expect"]
        assert found == IMAGES.get(case["id"], found), case["id"]
        if expect["valid"]:
            assert isinstance(found, tuple), case["id"]
            assert found[1] or found[0] == "token", case["id"]
        if expect.get("security"):
            assert case["id"] in REFUSED
        if case["id"].startswith("k_") and expect["valid"] is False:
            assert isinstance(found, str), case["id"]
    assert {case["id"] for case in cases} >= {name for name in IMAGES if name.startswith("k_")}
    record_property("cases", len(cases))


def test_a_file_behind_an_address_is_read_like_the_file(vectors, record_property):
    from qualitybadge.fetcher import Response, StaticFetcher

    url = "https://issuer.example/baked"
    cases = [case for case in cases_of(vectors) if case["expect"]["valid"]]
    for case in cases:
        content = base64.b64decode(case["input"]["base64"])
        fetcher = StaticFetcher({url: Response(body=content)})
        alone = take(content, fetcher=NoNetwork(), limits=DEFAULT_LIMITS)
        behind = take(url, fetcher=fetcher, limits=DEFAULT_LIMITS)
        assert (behind.raw, behind.data, behind.hosted) == (alone.raw, alone.data, alone.hosted)
        assert (behind.url, behind.carrier) == (url, case["input"]["name"].rpartition(".")[2])
    record_property("cases", len(cases))


def test_upgraded_cases_of_older_versions_conform_to_2_0(vectors, record_property):
    from qualitybadge.conformance_ob2 import class_errors

    count = 0
    for case in map(json.loads, (vectors / "ob2/cases.jsonl").read_text().splitlines()):
        if not case["id"].startswith("o_"):
            continue
        faulty = []
        for url, answer in case["http"].items():
            data = answer.get("json")
            if not data:
                continue
            name = {"badge": "BadgeClass", "issuer": "Issuer"}.get(url.rpartition("/")[2], "Assertion")
            upgraded = upgrade(data, url=url, class_name=name)
            assert upgraded.version in {case["expect"]["version"], "1.1"}
            faulty += upgraded.findings(class_errors(upgraded.data, name))
        # The last is only wrong in its signature; the others without a verdict are so by the rules of 2.0 alone.
        bad = case["expect"]["valid"] is False and case["id"] != "o_11s_bad"
        assert [fault.pointer for fault in faulty] == (["/issuedOn"] if bad else []), case["id"]
        count += 1
    assert count
    record_property("cases", count)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_refused_is_refused_by_name(vectors, name):
    path = next(path for path in (vectors / "ob2/images").rglob(f"{name}.*"))
    assert isinstance(what_is_in(path.read_bytes()), str)
