from __future__ import annotations

import pytest

from qualitybadge.model.equality import credential_identity, replaces, same_credential, same_id


def _badge(issuer="https://a.example/i", own="urn:uuid:1", start="2026-01-01T00:00:00Z", name="validFrom"):
    return {"issuer": issuer, "id": own, name: start}


@pytest.mark.parametrize(
    "other",
    [
        _badge(),
        _badge(issuer={"id": "https://a.example/i", "name": "A"}),
        _badge(issuer=" https://a.example/%69 "),
        _badge(own="urn:uuid:%31\t"),
        _badge(own="urn:uuid:1%20"),
        _badge(start="1999-01-01T00:00:00Z"),
    ],
)
def test_the_same_credential(other):
    assert same_credential(_badge(), other)
    assert same_credential(other, _badge())


@pytest.mark.parametrize(
    "other",
    [
        _badge(issuer="https://a.example/I"),
        _badge(own="urn:uuid:2"),
        _badge(issuer="urn:uuid:1", own="https://a.example/i"),
        _badge(issuer={"name": "A"}),
        _badge(issuer=None),
        _badge(own=7),
        _badge(own="  "),
        {},
    ],
)
def test_another_credential(other):
    assert not same_credential(_badge(), other)


def test_without_identity_nothing_is_the_same():
    assert credential_identity({"id": "x"}) is None
    assert not same_credential({"id": "x"}, {"id": "x"})
    for blank in ("", "  ", "%20"):
        assert not same_credential(_badge(own=blank), _badge(own=blank))
        assert not same_credential(_badge(issuer=blank), _badge(issuer=blank))


def test_percent_encoded_bytes_need_not_be_text():
    assert same_credential(_badge(own="urn:%ff"), _badge(own="urn:%FF"))
    assert not same_credential(_badge(own="urn:%ff"), _badge(own="urn:%fe"))
    assert not same_credential(_badge(own="urn:\ud800"), _badge(own="urn:?"))


def test_the_later_start_replaces():
    old, new = _badge(), _badge(start="2026-01-01T00:00:01Z")
    assert replaces(new, old)
    assert not replaces(old, new)
    assert not replaces(old, old)
    assert replaces(_badge(start="2026-01-01T01:00:00+00:30"), old)
    assert replaces(new, _badge(name="issuanceDate"))
    assert not replaces(_badge(own="urn:uuid:2", start="2030-01-01T00:00:00Z"), old)


@pytest.mark.parametrize("start", ["soon", None, 7, "2026-01-01T00:00:00"])
def test_a_malformed_start_replaces_nothing(start):
    assert not replaces(_badge(start=start), _badge())
    assert not replaces(_badge(), _badge(start=start))


@pytest.mark.parametrize("other", ["urn:x:a", " urn:x:a\n", "urn:x:%61", "urn%3ax%3aa"])
def test_the_same_id(other):
    assert same_id("urn:x:a", other)
    assert same_id(other, "urn:x:a")


@pytest.mark.parametrize("other", ["urn:x:A", "urn:x:a/", "urn:x:a%00", "", None, 7, ["urn:x:a"]])
def test_another_id(other):
    assert not same_id("urn:x:a", other)
    assert not same_id(other, "urn:x:a")


@pytest.mark.parametrize("nothing", ["", " ", None, 7])
def test_what_is_no_id_equals_none(nothing):
    assert not same_id(nothing, nothing)
