"""C01 to C08, C10, C20 at the walk: members that a signature would not cover, or that say one thing and look like another.

Most attacks leave the quads, and so the signature, untouched: that is shown first, then that the walk refuses.
"""

from __future__ import annotations

import contextlib
import copy
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from qualitybadge import spec
from qualitybadge.errors import InputError, LimitError, QualityBadgeError, UnsupportedError
from qualitybadge.jsonld import PINNED, Contexts, canonicalize, to_quads
from qualitybadge.jsonld.members import Members
from qualitybadge.jsonld.terms import OutsideSubsetError
from support.cost import MEMORY, SECONDS, cpu_seconds, peak_bytes
from support.credentials import OB, VC1, VC2, badge
from support.documents import CHAINS
from support.oracle import unguarded

EX = "https://evil.example/context"
ODRL = "https://www.w3.org/ns/odrl.jsonld"


def canonical(document: dict[str, Any], contexts: Contexts = PINNED) -> str:
    return canonicalize(to_quads(document, contexts=contexts)).decode()


def refusal(document: dict[str, Any], contexts: Contexts = PINNED) -> QualityBadgeError:
    with pytest.raises((InputError, UnsupportedError)) as caught:
        to_quads(document, contexts=contexts)
    return caught.value


def changed(document: dict[str, Any], *path: str, **members: Any) -> dict[str, Any]:
    """Return a copy with other members in one of its nodes; ... takes a member away."""
    result = copy.deepcopy(document)
    node = result
    for step in path:
        node = node[step]
    node.update(members)
    for key in [key for key, value in members.items() if value is ...]:
        del node[key]
    return result


def renamed(document: dict[str, Any], *path: str, **names: str) -> dict[str, Any]:
    """Return a copy in which members of one of its nodes have other names."""
    result = copy.deepcopy(document)
    node = result
    for step in path:
        node = node[step]
    for old, new in names.items():
        node[new] = node.pop(old)
    return result


STATUS = {"id": "https://a.example/status#94567", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
          "statusListIndex": "94567", "statusListCredential": "https://a.example/status"}  # fmt: skip
SIGNED = badge(credentialStatus=STATUS, name="Welding")
ACHIEVEMENT = ("credentialSubject", "achievement")


def test_the_signed_badge_itself_is_fine():
    assert canonical(SIGNED) == unguarded(SIGNED)


# --- C01 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attack", "pointer"),
    [
        (changed(SIGNED, level="Master"), "/level"),
        (changed(SIGNED, *ACHIEVEMENT, level="Master"), "/credentialSubject/achievement/level"),
        (
            changed(SIGNED, "credentialSubject", achievementType="Degree"),
            "/credentialSubject/achievementType",
        ),
        (changed(SIGNED, level={"type": "Achievement", "name": "Master"}), "/level"),
        (changed(SIGNED, Name="Welding"), "/Name"),
        (changed(SIGNED, **{"\u200bname": "Master"}), "/\u200bname"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_c01_undefined_members(attack: dict[str, Any], pointer: str):
    assert unguarded(attack) == canonical(SIGNED)
    error = refusal(attack)
    assert (error.code, error.pointer) == ("DATA_LOSS", pointer)


@pytest.mark.parametrize("value", [None, [], [None], {"@value": None}], ids=repr)
def test_c01_values_that_no_quad_holds(value: Any):
    attack = changed(SIGNED, description=value)
    assert unguarded(attack) == canonical(SIGNED)
    assert refusal(attack).code == "DATA_LOSS"


def test_c01_a_graph_that_says_nothing():
    signed = changed(SIGNED, proof={"type": "DataIntegrityProof", "cryptosuite": "x"})
    one = changed(SIGNED, proof=[signed["proof"], {"id": "urn:proof:1"}])
    other = changed(SIGNED, proof=[signed["proof"], "urn:proof:2"])
    assert unguarded(one) == unguarded(other)
    assert refusal(one).pointer == refusal(other).pointer == "/proof/1"


def test_c01_a_term_outside_its_scope():
    moved = changed(SIGNED, statusListIndex="94567")
    assert unguarded(moved) == canonical(SIGNED)
    assert refusal(moved).pointer == "/statusListIndex"


# --- C02 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Diploma", "diploma", "./Diploma", "Diploma ", "", "#Diploma", "@Diploma"])
def test_c02_undefined_types(name: str):
    attack = changed(SIGNED, type=["VerifiableCredential", "OpenBadgeCredential", name])
    error = refusal(attack)
    assert (error.code, error.pointer) == ("DATA_LOSS", "/type/2")


@pytest.mark.parametrize("value", [None, [], 3, [None], {}, [["Achievement"]]], ids=repr)
def test_c02_types_that_are_none(value: Any):
    assert refusal(changed(SIGNED, *ACHIEVEMENT, type=value)).pointer.startswith(
        "/credentialSubject/achievement/type"
    )


def test_c02_a_status_type_in_disguise():
    revocation = {"type": "1EdTechRevocationList", "id": "https://a.example/revoked"}
    signed = badge(**{"@context": [VC2, OB, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
                      "credentialStatus": revocation})  # fmt: skip
    iri = (
        canonical(signed)
        .split("revoked> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <")[1]
        .split(">")[0]
    )
    attack = changed(signed, "credentialStatus", type=iri)
    assert unguarded(attack) == canonical(signed)
    assert refusal(attack).pointer == "/credentialStatus/type"


# --- C03 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["", "relative", "/path", "//host/path", "?query", "#fragment", "https://a.example/a b", "urn:a\tb",
              "urn:a\n", " urn:a", "urn:<a>", "urn:{a}", 'urn:"a"', "urn:a|b", "urn:a\\b", "urn:a^b", "urn:`a`",
              "urn:\u00a0", "urn:\u2028", "urn:\x7f", "urn:\ud800", "1urn:a", "ur n:a", ":a", "@id", "_x:y"],
    ids=ascii,
)  # fmt: skip
def test_c03_ids_that_are_no_iris(value: str):
    for attack in (
        changed(SIGNED, id=value),
        changed(SIGNED, *ACHIEVEMENT, id=value),
        changed(SIGNED, issuer=value),
    ):
        assert refusal(attack).code == "MALFORMED_VALUE"
    assert refusal(changed(SIGNED, evidence=[{"id": value}])).pointer == "/evidence/0/id"


@pytest.mark.parametrize(
    "value", ["a:", "urn:x", "HTTPS://A.example/%20?q#f", "did:web:a.example%3A1", "https://ü.example/学"]
)
def test_c03_what_is_an_iri_passes(value: str):
    assert f"<{value}>" in canonical(changed(SIGNED, id=value))


# --- C04 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "iri"),
    [
        ("validUntil", "https://www.w3.org/2018/credentials#validUntil"),
        ("credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus"),
    ],
)
def test_c04_members_under_their_iri(term: str, iri: str):
    value = SIGNED[term]
    typed = (
        {"@value": value, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
        if isinstance(value, str)
        else value
    )
    attack = changed(SIGNED, **{term: ..., iri: typed})
    assert unguarded(attack) == canonical(SIGNED)
    assert refusal(attack).code == "MALFORMED_VALUE"


def test_c04_members_under_a_compact_iri():
    contexts = Contexts({EX: {"@context": {"cred": "https://www.w3.org/2018/credentials#"}}})
    signed = changed(SIGNED, **{"@context": [VC2, OB, EX]})
    attack = renamed(signed, credentialStatus="cred:credentialStatus")
    assert unguarded(attack, contexts) == canonical(signed, contexts)
    assert refusal(attack, contexts).pointer == "/cred:credentialStatus"


def test_c04_ids_as_compact_iris():
    contexts = Contexts({EX: {"@context": {"did": "https://evil.example/"}}})
    attack = changed(SIGNED, **{"@context": [VC2, OB, EX]})
    assert "<https://evil.example/web:academy.example>" in unguarded(attack, contexts)
    assert refusal(attack, contexts).pointer == "/issuer/id"


def test_c04_keywords_under_their_own_names():
    for path, names in [
        ((), {"id": "@id"}),
        (("credentialSubject",), {"id": "@id"}),
        (("credentialStatus",), {"type": "@type"}),
    ]:
        attack = renamed(SIGNED, *path, **names)
        assert unguarded(attack) == canonical(SIGNED)
        assert refusal(attack).pointer.startswith("/".join(("", *path, "")))


def test_c04_classes_in_place_of_properties():
    attack = renamed(SIGNED, *ACHIEVEMENT, criteria="Criteria")
    assert unguarded(attack) == canonical(SIGNED)
    assert refusal(attack).pointer == "/credentialSubject/achievement/Criteria"


@pytest.mark.parametrize("chain", CHAINS, ids=str)
def test_c04_no_property_of_the_pinned_contexts_has_two_names(chain: tuple[str, ...]):
    root = PINNED.active(chain)
    scopes = [root]
    for name, term in root.terms.items():
        if term.scoped and term.scoped[0] is not None:
            scopes.append(root.of_types([name]) if name[:1].isupper() else root.of_nested(name))
    for scope in scopes:
        members, named = Members(scope), {}
        for key in scope.terms:
            try:
                predicate = members[key].predicate
            except (InputError, OutsideSubsetError):
                continue
            if predicate != "<>":
                assert named.setdefault(predicate, key) == key


_OF_2 = ("openbadges/", "openbadgespec.org", "/ob/v2p1/", "/ob-assessment/")


def test_c04_a_further_context_renames_no_member():
    """A context appended to a signed list either changes the quads or leaves every member its one name.

    Nobody reads what only contexts of Open Badges 2.0 name in a document that such a list is part of.
    """
    by_iri: dict[str, set[str]] = {}
    read: set[str] = set()
    for url in spec.context_urls():
        for iri, name in _named(url):
            by_iri.setdefault(iri, set()).add(name)
            if not any(part in url for part in _OF_2):
                read.add(iri)
    several = {frozenset(names) for iri, names in by_iri.items() if len(names) > 1 and iri in read}
    assert several == {
        frozenset(("expires", "expiration")),  # see the next test
        frozenset(("tag", "tags")),  # the draft of 2022 and its successor, never in one list
    }


def _named(url):
    """Yield IRI and name of each member that a context defines."""
    root = PINNED.active((url,))
    for name, term in root.terms.items():
        scope = root.of_types([name]) if name[:1].isupper() and term.scoped else None
        for key, meaning in (scope or root).terms.items():
            whole = meaning.iri and not (meaning.outside or meaning.prefix or meaning.iri.startswith("@"))
            if key[:1].islower() and whole:
                yield meaning.iri, key


def test_c04_the_end_of_a_proof_cannot_hide_behind_another_name():
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "expires": "2026-01-01T00:00:00Z",
    }
    signed = {"@context": [VC2, OB, "https://w3id.org/security/v1"], **proof}
    attack = renamed(signed, expires="expiration")
    assert unguarded(attack) == unguarded(signed) == canonical(signed)
    assert refusal(attack).pointer == "/expiration"


# --- C05 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "context",
    [
        [VC2, OB, {"level": "https://schema.org/educationalLevel"}],
        [VC2, OB, {"unused": None}],
        [VC2, {"@context": OB}, OB],
        [VC2, [OB]],
        [VC2, OB, None],
        {"@context": [VC2, OB]},
    ],
    ids=str,
)
def test_c05_inline_contexts(context: Any):
    error = refusal(changed(SIGNED, **{"@context": context}))
    assert error.code == "MALFORMED_VALUE"
    assert error.pointer.startswith("/@context")


@pytest.mark.parametrize(
    "context", [VC2, [VC2], [], None, {}, {"name": None}, ["https://w3id.org/security/v1"]], ids=str
)
def test_c05_contexts_inside_a_node(context: Any):
    attack = changed(SIGNED, "credentialSubject", **{"@context": context})
    assert refusal(attack).pointer.startswith("/credentialSubject/@context")


def test_c05_a_context_inside_an_endorsement_is_its_own():
    inner = {"@context": [VC2, OB], "id": "urn:uuid:1", "type": ["VerifiableCredential", "EndorsementCredential"],
             "issuer": "did:example:x", "credentialSubject": {"id": "urn:a", "type": "EndorsementSubject",
                                                              "endorsementComment": "x"}}  # fmt: skip
    signed = changed(SIGNED, endorsement=[inner])
    assert canonical(signed) == unguarded(signed)
    untyped = changed(SIGNED, endorsement=[{**inner, "type": "EndorsementCredential"}])
    assert refusal(untyped).pointer == "/endorsement/0/@context"


def test_c05_an_alias_of_a_keyword():
    signed = changed(SIGNED, **{"@context": [VC2, OB, ODRL]})
    attack = renamed(signed, "credentialSubject", id="uid")
    assert unguarded(attack) == canonical(signed)
    assert refusal(attack).pointer == "/credentialSubject/uid"


def test_c05_a_term_that_means_nothing():
    contexts = Contexts({EX: {"@context": {"remark": None}}})
    attack = changed(SIGNED, **{"@context": [VC2, OB, EX], "remark": "x"})
    assert unguarded(attack, contexts) == canonical(SIGNED)
    assert refusal(attack, contexts).code == "DATA_LOSS"


# --- C06 --------------------------------------------------------------------------------------------------


def test_c06_two_members_swapped_by_a_vocab():
    a, b = "https://a.example/#", "https://b.example/#"
    signed = {"@context": [VC2, {"@vocab": a, "b:x": b + "x"}], "name": "n"}
    assert refusal({**signed, "x": "1"}).pointer == "/@context/1"
    contexts = Contexts({EX: {"@context": {"@vocab": a}}, EX + "2": {"@context": {"@vocab": b}}})
    one = {"@context": [VC2, EX], "from": "Ada", "to": "Bob"}
    assert canonical(one, contexts) != canonical({**one, "@context": [VC2, EX + "2"]}, contexts)
    swapped = {"@context": [VC2, EX + "2"], a + "from": "Ada", a + "to": "Bob"}
    assert unguarded(swapped, contexts) == canonical(one, contexts)
    assert refusal(swapped, contexts).code == "MALFORMED_VALUE"


def test_c06_ids_moved_by_a_base():
    for content in (
        {"@base": "https://a.example/"},
        {"@base": None},
        {"x": {"@id": "urn:x", "@context": {"@base": "urn:"}}},
    ):
        contexts = Contexts({EX: {"@context": content}})
        attack = {"@context": [VC2, EX], "id": "urn:1", "name": "x", **({"x": {}} if "x" in content else {})}
        assert isinstance(refusal(attack, contexts), UnsupportedError)


def test_c06_two_terms_swapped_by_a_context():
    swap = {"name": "https://schema.org/description", "description": "https://schema.org/name"}
    contexts = Contexts({EX: {"@context": swap}})
    signed = {"@context": ["https://w3id.org/security/v1", EX], "name": "x", "description": "y"}
    assert canonical(signed, contexts) != canonical({**signed, "name": "y", "description": "x"}, contexts)
    protected = changed(SIGNED, **{"@context": [VC2, OB, EX]})
    assert "protected term" in refusal(protected, contexts).message


# --- C07 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/context",
        VC2 + "/",
        VC2 + "#",
        VC2.replace("https", "http"),
        VC2.upper(),
        " " + VC2,
        "file:///etc/passwd",
        "data:application/ld+json,{}",
        "context.json",
        "",
    ],
)
def test_c07_an_unknown_context_is_not_fetched(url: str):
    error = refusal(changed(SIGNED, **{"@context": [VC2, OB, url]}))
    assert error.undetermined
    assert (error.code, error.pointer) == ("CONTEXT_UNKNOWN", "/@context/2")
    assert "never fetched" in error.hint


def test_c07_a_pinned_context_with_other_content_is_refused():
    altered = copy.deepcopy(spec.read_context(OB))
    altered["@context"]["Achievement"]["@context"]["level"] = {"@id": "https://evil.example/level"}
    error = refusal(SIGNED, Contexts({OB: altered}))
    assert not error.undetermined
    assert (error.code, error.pointer) == ("CONTEXT_ALTERED", "/@context/1")


def test_c07_a_pinned_context_with_its_own_content_is_welcome():
    assert canonical(SIGNED, Contexts({OB: spec.read_context(OB)})) == canonical(SIGNED)


def test_c07_a_context_that_a_caller_adds_is_read_with_all_rules():
    contexts = Contexts({EX: {"@context": {"level": {"@id": "https://schema.org/educationalLevel"}}}})
    signed = changed(SIGNED, **{"@context": [VC2, OB, EX], "level": "3"})
    assert canonical(signed, contexts) == unguarded(signed, contexts)
    assert refusal(changed(signed, levels="3"), contexts).pointer == "/levels"


def test_c07_a_context_named_by_a_context_is_not_fetched_either():
    contexts = Contexts({EX: {"@context": ["https://evil.example/inner"]}})
    error = refusal(changed(SIGNED, **{"@context": [VC2, OB, EX]}), contexts)
    assert (error.code, error.pointer) == ("CONTEXT_UNKNOWN", "/@context")


# --- C08 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "context",
    [
        [VC2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"],
        [VC2, "https://purl.imsglobal.org/spec/ob/v3p0/context.json"],
        [VC1, VC2],
        [VC2, VC1],
    ],
    ids=str,
)
def test_c08_contexts_that_define_a_protected_term_in_two_ways(context: list[str]):
    error = refusal({"@context": context, "type": "VerifiableCredential"})
    assert (error.code, error.pointer) == ("MALFORMED_VALUE", "/@context")
    assert "protected term" in error.message


def test_c08_the_order_of_contexts_is_no_way_round():
    contexts = Contexts({EX: {"@context": {"name": "https://evil.example/name"}}})
    for order in itertools.permutations([VC2, OB, EX]):
        if order.index(VC2) < order.index(EX) or order.index(OB) < order.index(EX):
            assert "protected term" in refusal({"@context": list(order), "name": "x"}, contexts).message
        else:
            assert canonical({"@context": list(order), "name": "x"}, contexts)  # protected only from then on


def test_c08_a_type_must_not_redefine_a_protected_term():
    scoped = {"@context": {"validUntil": "urn:v"}}
    contexts = Contexts(
        {EX: {"@context": {"Zevil": {"@id": "urn:z", **scoped}, "Evil": {"@id": "urn:e", **scoped}}}}
    )
    attack = changed(SIGNED, **{"@context": [VC2, OB, EX], "type": ["VerifiableCredential", "Zevil"]})
    assert "protected term" in refusal(attack, contexts).message
    # a type that comes first in the alphabet changes nothing: the credential's own definition comes after it
    first = changed(attack, type=["VerifiableCredential", "Evil"])
    assert "<https://www.w3.org/2018/credentials#validUntil>" in canonical(first, contexts)
    assert "urn:v" not in canonical(first, contexts)


# --- C10 --------------------------------------------------------------------------------------------------

CONSTRUCTS: dict[str, Callable[[], dict[str, Any]]] = {
    "array in array": lambda: changed(SIGNED, name=[["Welding"]]),
    "array in list": lambda: changed(SIGNED, *ACHIEVEMENT, resultDescription=[{"type": "ResultDescription",
                                     "allowedValue": [["a"], "b"]}]),
    "@graph": lambda: {"@context": SIGNED["@context"], "@graph": [changed(SIGNED, **{"@context": ...})]},
    "@graph in a node": lambda: changed(SIGNED, "credentialSubject", **{"@graph": [{"id": "urn:x", "name": "y"}]}),
    "@included": lambda: changed(SIGNED, **{"@included": [{"id": "urn:x", "name": "y"}]}),
    "@reverse": lambda: changed(SIGNED, **{"@reverse": {"name": {"id": "urn:x"}}}),
    "@index": lambda: changed(SIGNED, "credentialSubject", **{"@index": "x"}),
    "@index of a value": lambda: changed(SIGNED, name={"@value": "Welding", "@index": "x"}),
    "@direction": lambda: changed(SIGNED, name={"@value": "Welding", "@direction": "rtl"}),
    "@list": lambda: changed(SIGNED, name={"@list": ["Welding"]}),
    "@set": lambda: changed(SIGNED, name={"@set": ["Welding"]}),
    "@nest": lambda: changed(SIGNED, **{"@nest": {"name": "x"}}),
    "@base": lambda: changed(SIGNED, **{"@base": "https://a.example/"}),
    "@vocab": lambda: changed(SIGNED, **{"@vocab": "https://a.example/"}),
    "@unknown": lambda: changed(SIGNED, **{"@unknown": "x"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_c10_constructs_outside_the_closed_subset(name: str):
    assert refusal(CONSTRUCTS[name]()).code in {"MALFORMED_VALUE", "DATA_LOSS"}


def test_c10_folded_forms_leave_the_signature_intact():
    for name in ("array in array", "@set"):
        assert unguarded(CONSTRUCTS[name]()) == canonical(SIGNED)


# --- C20 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag", ["", "-", "en_GB", "e n", "en-", "abcdefghi", "en\n", "é", "en> <urn:x", None, 3], ids=repr
)
def test_c20_bad_language_tags(tag: Any):
    assert refusal(changed(SIGNED, name={"@value": "Welding", "@language": tag})).pointer == "/name"


@pytest.mark.parametrize(
    "number", [2**53, -(2**53), 10**30, float("inf"), float("-inf"), float("nan"), 0.30000000000000004, 1000000000000000.5],
    ids=repr,
)  # fmt: skip
def test_c20_numbers_that_are_not_kept(number: float):
    assert (
        refusal(changed(SIGNED, "credentialSubject", creditsEarned=number)).pointer
        == "/credentialSubject/creditsEarned"
    )


def test_c20_two_numbers_never_share_a_literal():
    signed = changed(SIGNED, "credentialSubject", creditsEarned=0.3)
    attack = changed(SIGNED, "credentialSubject", creditsEarned=0.30000000000000004)
    assert unguarded(attack) == canonical(signed)
    assert refusal(attack).code == "DATA_LOSS"


# --- work -------------------------------------------------------------------------------------------------


OB1 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"  # protects nothing, so all its types go together
DRAFT = "https://w3c-ccg.github.io/vc-ed/plugfest-1-2022/jff-vc-edu-plugfest-1-context.json"


def types(count: int) -> list[list[str]]:
    known = [name for name, term in PINNED.active((OB1,)).terms.items() if name[:1].isupper() and term.scoped]
    return [list(names) for size in (4, 3, 2) for names in itertools.combinations(known, size)][:count]


def embedded(count: int) -> list[dict[str, Any]]:
    urls = [OB1, OB1.replace("-3.0.1", ""), ODRL, DRAFT]
    chains = [list(chain) for size in range(1, 5) for chain in itertools.permutations(urls, size)][:count]
    return [{"@context": [VC1, *chain], "type": "VerifiableCredential"} for chain in chains]


HOSTILE: dict[str, Callable[[], dict[str, Any]]] = {
    "combinations of types": lambda: {"@context": [VC1, OB1], "type": "VerifiableCredential",
                                      "evidence": [{"type": names} for names in types(15_000)]},
    "invented types": lambda: badge(evidence=[{"type": f"urn:{number}"} for number in range(30_000)]),
    "one node with many types": lambda: badge(type=["VerifiableCredential", *(f"urn:{n}" for n in range(30_000))]),
    "embedded contexts": lambda: {"@context": [VC1, OB1], "type": "VerifiableCredential", "evidence": embedded(64) * 40},
    "contexts": lambda: badge(**{"@context": [VC2, OB] * 20_000}),
    "undefined names": lambda: badge(**{f"undefined{number}": "x" for number in range(60_000)}),
    "made-up names": lambda: badge(**{"@context": [VC2, OB, "https://www.w3.org/ns/credentials/examples/v2"],
                                      **{f"made{number}": "x" for number in range(60_000)}}),
    "ids": lambda: badge(evidence=[{"id": f"urn:{number}", "name": "x"} for number in range(30_000)]),
    "labels": lambda: badge(evidence=[{"id": f"_:{number}"} for number in range(60_000)]),
    "text": lambda: badge(name='"\\\x07é' * 500_000),
    "an id": lambda: badge(id="urn:" + "a" * 2_000_000),
    "a bad id": lambda: badge(id="urn:" + "a" * 2_000_000 + " "),
    "a bad language": lambda: badge(name={"@value": "x", "@language": "a-" * 500_000}),
    "depth": lambda: badge(evidence=deep(60)),
}  # fmt: skip


def deep(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = {"name": "x"}
    for _ in range(depth):
        node = {"evidence": [node], "type": "VerifiableCredential"}
    return node


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_is_bounded(name: str):
    document, contexts = HOSTILE[name](), Contexts()

    def walk() -> None:
        with contextlib.suppress(InputError, UnsupportedError):
            to_quads(document, contexts=contexts)

    assert cpu_seconds(walk) < SECONDS
    assert peak_bytes(walk) < MEMORY


def test_combinations_and_embedded_contexts_end_at_a_limit():
    for name in ("combinations of types", "invented types", "embedded contexts", "contexts"):
        with pytest.raises(LimitError):
            to_quads(HOSTILE[name]())
