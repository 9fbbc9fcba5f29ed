"""A08: texts as long as a document may be cost time in proportion to their length, whatever reads them."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.model import ob2_upgrade_values, ob2_values, values
from qualitybadge.model.ob2_versions import upgrade
from support.cost import SECONDS, cpu_seconds
from support.world2 import ASSERTION, assertion, text, verify, web

LONG = 100_000
V1 = "https://w3id.org/openbadges/v1"
HEADS = (
    "",
    "https://",
    "https://a",
    "http://a@",
    "data:",
    "data:image/png",
    "urn:uuid:",
    "en",
    "a@",
    "+1",
    "sha1$",
    "(",
)
UNITS = ("a", "1", "-aa", "-a-aa", "a.", ";a=", ";a", " ", "@", "/", "%", "a:", "x1", "é")
TAILS = ("", " ", "\n", "\u202e", "!")
FORMS = {
    **{f"ob2 {name}": value.fault for name, value in ob2_values.PRIMITIVES.items()},
    "ob2 PICTURE": ob2_values.PICTURE.fault,
    "ob2 PHONE": ob2_values.PHONE.fault,
    "URI": values.URI.fault,
    "older address": ob2_upgrade_values.is_web_address,
    "older hash": ob2_upgrade_values.only_older_hash,
    "older origin": lambda value: ob2_upgrade_values.origin_of(value, value),
}


@pytest.mark.parametrize("name", FORMS)
def test_a08_no_form_of_a_value_takes_long_to_tell(name):
    judge = FORMS[name]
    for head in HEADS:
        for tail in TAILS:
            texts = [head + unit * (LONG // len(unit) // 10) + tail for unit in UNITS]
            assert cpu_seconds(lambda texts=texts: [judge(one) for one in texts]) < SECONDS / 4, (name, head)


@pytest.mark.parametrize("tail", [" ", "\n", "\\"])
@pytest.mark.parametrize(
    "long",
    [
        lambda url: assertion(id=url),
        lambda url: assertion(badge=url),
        lambda url: assertion(evidence=url),
        lambda url: {
            "@context": V1,
            "type": "Assertion",
            "uid": "1",
            "id": url,
            "verify": {"type": "hosted", "url": url},
        },
        lambda url: {"uid": "1", "recipient": {}, "badge": url, "verify": {"type": "signed", "url": url}},
    ],
)
def test_a08_a_long_address_costs_no_time(long, tail):
    document = long("https://" + "a" * LONG + tail)
    served = web(**{ASSERTION: document})
    for source in (text(document), ASSERTION):
        assert cpu_seconds(lambda source=source: verify(source, served)) < SECONDS
        assert verify(source, served).verdict is not qb.Verdict.VALID


def test_a08_a_long_uid_in_a_list_costs_no_time():
    named = {f"https://{'a' * LONG}{number} ": "lost" for number in range(10)}
    lost = {"@context": V1, "id": "https://" + "a" * LONG + " "} | named
    assert cpu_seconds(lambda: upgrade(lost, class_name="RevocationList")) < SECONDS


def test_an_address_is_no_longer_than_one_may_be():
    most = "https://a.example/".ljust(4096, "a")
    assert ob2_upgrade_values.is_web_address(most)
    assert not ob2_upgrade_values.is_web_address(most + "a")
    assert not ob2_upgrade_values.is_web_address("https:///a")
    assert not ob2_upgrade_values.is_web_address("https://a b")
