"""Promise 3 for badges of 2.0: whatever one badge links costs less than a second and 64 MiB altogether."""

from __future__ import annotations

import json
from typing import Any

import pytest

import qualitybadge as qb
from qualitybadge.jsonld import PINNED
from qualitybadge.limits import DEFAULT_LIMITS
from qualitybadge.verify.ob2.known import KnownNodes
from qualitybadge.verify.ob2.nodes import Reader
from support.cost import MEMORY, SECONDS, at_most, cpu_seconds, peak_bytes
from support.world2 import (
    ASSERTION,
    CLASS,
    ISSUER,
    NOW,
    STRICT,
    V2,
    assertion,
    badge_class,
    codes,
    issuer,
    verify,
    web,
)

pytestmark = pytest.mark.slow

EVIL = "https://evil.example"
ENDORSEMENTS = [f"{EVIL}/endorsements/{number}" for number in range(14)]
Z = {"z": "urn:x:z"}
SECURITY = "https://w3id.org/security/v3-unstable"


def _chain(depth: int, end: Any = "x") -> Any:
    for _ in range(depth):
        end = {"z": end}
    return end


def _chains(count: int, depth: int) -> dict[str, Any]:
    return {"@context": [V2, Z], "z": [_chain(depth, str(number)) for number in range(count)]}


def _scoped(terms: int, values: int) -> dict[str, Any]:
    """A type that brings a context of its own wherever it stands."""
    inner = {f"t{number}": f"urn:t{number}" for number in range(terms)}
    return {
        "@context": [V2, Z, {"T": {"@id": "urn:T", "@context": inner}}],
        "z": [{"@type": "T", "t0": "x"} for _ in range(values)],
    }


def _further(**scope: Any) -> dict[str, Any]:
    """A type whose context would bring large ones in by their address, for each value anew."""
    return {
        "@context": [V2, {"T": {"@id": "urn:T", "@context": scope["context"]}, "a": "urn:a"}],
        "a": [{"@type": "T"}] * 30,
    }


def _typed(count: int) -> dict[str, Any]:
    """Values of a type to which a pinned context gives a context of its own."""
    return {
        "@context": [V2, SECURITY, {"a": "urn:a"}],
        "a": [{"@type": "Ed25519VerificationKey2018", "b": 1}] * count,
    }


def _extensions(count: int) -> dict[str, Any]:
    context = "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json"
    one = {"@context": context, "type": ["Extension", "extensions:ApplyLink"], "url": "https://a.example/"}
    return {"@context": V2, "extensions:applyLink": [one] * count}


def _plain(count: int) -> dict[str, Any]:
    nested = {"schema:x": {"schema:x": {"schema:x": {"schema:x": {"schema:x": "x"}}}}}
    return {"@context": V2, "schema:x": [nested] * count}


def _misfits(count: int) -> dict[str, Any]:
    return {"@context": V2, "alignment": [{"targetName": 1, "targetUrl": 2}] * count, "tags": [5] * count}


HEAVY = {
    "chains": (_chains(12, 40), {}),
    "chains, one too large": (_chains(450, 40), {}),
    "chains, and what needs no full rules": (_chains(28, 40), _plain(900)),
    "flat": ({"@context": [V2, Z], "z": ["x"] * 1_000}, {}),
    "objects": ({"@context": [V2, Z], "z": [{"urn:x:y": number} for number in range(400)]}, {}),
    "members": ({"@context": [V2, Z], **{f"urn:{number}:{'a' * 200}": 1 for number in range(500)}}, {}),
    "scoped contexts": (_scoped(250, 9), _plain(900)),
    "many scoped contexts": (_scoped(10, 180), _plain(900)),
    "further contexts": (_further(context=[SECURITY] * 40), _plain(900)),
    "imported contexts": (_further(context={"@version": 1.1, "@import": SECURITY}), {}),
    "types of a pinned context": (_typed(1_000), _plain(900)),
    "extensions": (_extensions(40), {}),
    "many extensions": (_extensions(300), _extensions(30)),
    "plain": (_plain(900), _plain(900)),
    "misfits": (_misfits(1_500), _misfits(1_500)),
}
"""What the assertion, its class and its issuer hold, and what each of its endorsements holds."""


def _bytes(document: dict[str, Any], heavy: dict[str, Any]) -> bytes:
    return json.dumps({**document, **heavy}, separators=(",", ":")).encode()


def _endorsement(address: str) -> dict[str, Any]:
    return {
        "type": "Endorsement",
        "id": address,
        "claim": {"id": ASSERTION, "endorsementComment": "x"},
        "issuer": ISSUER,
        "issuedOn": "2020-01-01T00:00:00Z",
        "verification": {"type": "HostedBadge"},
    }


def _everywhere(heavy: dict[str, Any], in_endorsements: dict[str, Any]) -> dict[str, Any]:
    served = web()
    served[ASSERTION] = _bytes(assertion(endorsement=ENDORSEMENTS), heavy)
    served[CLASS] = _bytes(badge_class(), heavy)
    served[ISSUER] = _bytes(issuer(), heavy)
    others = in_endorsements or heavy
    return served | {address: _bytes(_endorsement(address), others) for address in ENDORSEMENTS}


@pytest.mark.parametrize("name", HEAVY)
def test_objects_of_one_badge_together_cost_no_more_than_one(name):
    served = _everywhere(*HEAVY[name])
    verify(served=web())  # what is loaded once is no cost of the badge
    with at_most():
        assert cpu_seconds(lambda: verify(served=served)) < SECONDS
        assert peak_bytes(lambda: verify(served=served)) < MEMORY
    handed_in = served[ASSERTION].decode()
    assert cpu_seconds(lambda: verify(handed_in, served)) < SECONDS


def test_what_is_not_read_is_not_known():
    report = verify(served=_everywhere(_chains(20, 40), {}))
    assert report.verdict is qb.Verdict.VALID
    unread = [one for one in report.endorsements if "LIMIT" in codes(one)]
    assert unread
    assert {one.verdict for one in unread} == {qb.Verdict.INDETERMINATE}
    for address, document in ((CLASS, badge_class()), (ISSUER, issuer()), (ASSERTION, assertion())):
        report = verify(served=web(**{address: _bytes(document, _chains(450, 40))}))
        assert report.verdict is qb.Verdict.INDETERMINATE, address
        assert "LIMIT" in codes(report), address


def test_known_objects_cost_what_unknown_ones_do():
    served = _everywhere(
        _chains(8, 40), _chains(20, 40)
    )  # class and issuer are short enough to be remembered
    verifier = qb.Verifier(fetcher=qb.StaticFetcher(served), clock=lambda: NOW)
    first, second = verifier.verify(ASSERTION), verifier.verify(ASSERTION)
    assert any("LIMIT" in codes(one) for one in first.endorsements)
    assert first.to_dict() == second.to_dict()


def test_commas_are_not_all_that_counts():
    deep = {"@context": V2, "schema:x": json.loads('{"schema:x":' * 50 + "1" + "}" * 50)}
    served = web(**{CLASS: _bytes(badge_class(), deep), ISSUER: _bytes(issuer(), deep)})
    few = qb.Policy(limits=qb.Limits(json_nodes=100))  # enough for each of them
    assert "LIMIT" in codes(verify(served=served, policy=few))
    assert verify(served=served).verdict is qb.Verdict.VALID


def test_plain_values_are_paid_too_and_large_lists_of_them_are_read():
    tags = {"@context": V2, "tags": ["x"] * 40_000}
    assert verify(served=web(**{CLASS: _bytes(badge_class(), tags)})).verdict is qb.Verdict.VALID
    served = _everywhere({"@context": V2}, tags)
    report = verify(served=served)
    assert report.verdict is qb.Verdict.VALID
    assert ["LIMIT" in codes(one) for one in report.endorsements[:4]] == [False, False, True, True]


def _large(number: int, form: str) -> bytes:
    heavy = {
        "ids": {"schema:x": [{"id": f"a:{place}"} for place in range(1_000)]},
        "misfits": {"alignment": [{"targetUrl": place} for place in range(700)]},
    }[form]
    return _bytes(badge_class(id=f"{EVIL}/{number}"), heavy)


@pytest.mark.parametrize("form", ["ids", "misfits"])
def test_objects_that_are_remembered_are_bounded_by_their_size(form):
    known, reader = KnownNodes(), Reader(PINNED, DEFAULT_LIMITS)
    read = [_large(number, form) for number in range(60)]

    def remember():
        for number, body in enumerate(read):
            known.read(body, "BadgeClass", asked=f"{EVIL}/{number}", url="", reader=reader)

    with at_most():
        assert peak_bytes(remember) < MEMORY
    assert 0 < len(known) < 60


@pytest.mark.parametrize(
    ("class_name", "body", "kept"),
    [
        ("BadgeClass", badge_class(), 1),
        ("Issuer", issuer(), 1),
        ("Profile", issuer(), 1),
        ("Assertion", assertion(), 0),
        ("RevocationList", {"@context": V2, "type": "RevocationList"}, 0),
        ("BadgeClass", badge_class(description="x" * 16_384), 0),
    ],
)
def test_only_what_badges_have_in_common_is_remembered(class_name, body, kept):
    known = KnownNodes()
    for _ in range(2):
        known.read(
            json.dumps(body).encode(),
            class_name,
            asked=body.get("id", ""),
            url=body.get("id", ""),
            reader=Reader(PINNED, DEFAULT_LIMITS),
        )
    assert len(known) == kept


def _spoil(value: Any) -> None:
    """Change everything in a value that can be changed."""
    if isinstance(value, dict):
        for item in list(value.values()):
            _spoil(item)
        value.clear()
        value["verification"] = {"type": "VerificationObject", "allowedOrigins": ["evil.example"]}
    elif isinstance(value, list):
        for item in value:
            _spoil(item)
        value.clear()


def _parts(report: qb.Report) -> list[Any]:
    own = [report.document, *report.graph]
    return [document.data for document in own if document] + [
        part for one in report.endorsements for part in _parts(one)
    ]


@pytest.mark.parametrize(
    "shown",
    [lambda report: report.to_dict(), _parts, lambda report: report.credential],
)
def test_nothing_that_becomes_of_a_report_changes_a_later_one(shown):
    endorsement = {"@context": V2, **_endorsement(ENDORSEMENTS[0])}
    changed = [
        assertion(endorsement=ENDORSEMENTS[0]),
        badge_class(tags=["a", "b"], alignment=[{"targetName": "x", "targetUrl": "https://a.example/"}]),
        issuer(
            verification={
                "type": "VerificationObject",
                "allowedOrigins": ["school.example"],
                "startsWith": "https://school.example/",
            }
        ),
    ]
    served = web(*changed, **{ENDORSEMENTS[0]: endorsement})
    verifier = qb.Verifier(policy=STRICT, fetcher=qb.StaticFetcher(served), clock=lambda: NOW)
    expected = verifier.verify(ASSERTION).to_dict()
    assert expected["verdict"] == "valid"
    for _ in range(2):
        _spoil(shown(verifier.verify(ASSERTION)))
        assert verifier.verify(ASSERTION).to_dict() == expected
