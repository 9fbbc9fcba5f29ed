"""Selective disclosure under attack: a holder may leave out what is optional, and can do nothing else."""

from __future__ import annotations

import copy
import json
from functools import cache

import pytest

import qualitybadge as qb
from qualitybadge.jsonld import to_quads
from qualitybadge.jsonld.canon import canonical_map
from qualitybadge.proofs.dataintegrity import SecuredDocument, sign
from qualitybadge.proofs.sdvalues import DerivedProof, HolderProof
from qualitybadge.proofs.selective import SUITE, derive, labelled_statements, signed_data
from qualitybadge.wire import multibase
from support.cost import SECONDS, cpu_seconds
from support.credentials import NOW, badge
from support.keyring import pair
from support.world import COMPATIBLE, POLICIES, STRICT, changed, codes, rows

ISSUER, ATTACKER = pair("P-256", "academy"), pair("P-256", "attacker")
EVERY_POLICY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
MANDATORY = ("/issuer", "/validFrom", "/validUntil", "/credentialSubject/achievement/criteria")
RESULTS = "/credentialSubject/result"


def document(*values, **changes):
    own = badge(**changes)
    own["issuer"] = {"id": ISSUER.did, "type": ["Profile"], "name": "Academy of Invention"}
    subject = own["credentialSubject"]
    subject["result"] = [{"type": ["Result"], "value": value} for value in values or ("A", "F")]
    return own


def based(own=None, *, key=ISSUER, mandatory=MANDATORY):
    return sign(
        own or document(),
        key,
        suite=SUITE,
        verification_method=key.did_key_method,
        created=NOW,
        mandatory=mandatory,
    )


@cache
def _shown(*pointers):
    return derive(based(), pointers)


def shown(*pointers):
    """Return a disclosure of everything that a badge needs, and of what is asked for."""
    return copy.deepcopy(_shown("/credentialSubject/achievement", "/credentialSubject/id", *pointers))


def verify(source, policy=STRICT, **how):
    return qb.verify(source, policy=policy, **{"fetcher": qb.NoNetwork(), "now": NOW, **how})


def refused(source, policy=STRICT, *expected):
    report = verify(source, policy)
    assert report.verdict is qb.Verdict.INVALID, qb.render(report)
    assert not expected or codes(report) & set(expected), codes(report)
    return report


def parts(own):
    return DerivedProof.read(own["proof"]["proofValue"])


def with_parts(own, **changes):
    value = parts(own)._replace(**changes).write()
    return changed(own, "proof/proofValue", value)


@EVERY_POLICY
@pytest.mark.parametrize("pointers", [(), (RESULTS,), (f"{RESULTS}/0",), ("",)])
def test_a_disclosure_is_valid_and_says_that_it_may_be_one(pointers, policy):
    report = verify(shown(*pointers), policy)
    assert report.verdict is qb.Verdict.VALID, qb.render(report)
    assert (report.form, report.trust) == (SUITE, qb.Trust.SELF_ASSERTED)
    assert "left out" in rows(report, "proof")[0].message


@EVERY_POLICY
def test_a_base_proof_is_for_the_holder_alone(policy):
    report = refused(based(), policy, "BASE_PROOF")
    assert rows(report, "proof")[0].pointer == "/proof/proofValue"
    assert "disclose" in rows(report, "proof")[0].advice


@EVERY_POLICY
@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("credentialSubject/result/0/value", "A+"),
        ("credentialSubject/id", "did:example:eve"),
        ("validUntil", "2039-01-15T09:30:00Z"),
        ("validUntil", ...),
        ("issuer/name", "Academy of Intervention"),
        ("issuer/name", ...),
        ("name", "added"),
        ("credentialSubject/achievement/criteria/narrative", "Be there."),
        ("credentialSubject/achievement/criteria", {"id": "https://academy.example/other"}),
        ("credentialSubject/result/0/type", ["Result", "https://academy.example/types#Best"]),
        ("proof/created", "2026-02-01T12:00:00Z"),
        ("proof/domain", "a.example"),
        ("proof/expires", "2039-01-15T09:30:00Z"),
    ],
)
def test_whatever_is_changed_added_or_taken_from_what_is_mandatory_is_refused(place, value, policy):
    refused(changed(shown(RESULTS), place, value), policy)


@EVERY_POLICY
@pytest.mark.parametrize("place", ["extra", "credentialSubject/extra", "credentialSubject/result/0/extra"])
def test_c01_a_member_that_no_context_defines(place, policy):
    refused(changed(shown(RESULTS), place, "anything"), policy, "DATA_LOSS")


def test_a_member_with_a_meaning_of_its_own_is_not_covered():
    own = shown(RESULTS)
    own["credentialSubject"]["result"][0]["achievedLevel"] = "urn:uuid:7f0c4a52-0f0e-4b5d-8a33-3f0d3f1f7a11"
    refused(own, COMPATIBLE, "PROOF_VERIFICATION")


def test_two_results_do_not_become_one():
    own = shown(RESULTS)
    for values in (["A", "F"], ["F", "A"]):
        results = [{"type": ["Result"], "value": values[0], "status": "Completed"}]
        refused(changed(own, "credentialSubject/result", results), COMPATIBLE)
    merged = shown(RESULTS)
    merged["credentialSubject"]["result"] = [{"type": ["Result"], "value": "A"}]
    refused(merged, COMPATIBLE, "PROOF_VERIFICATION")


def test_one_result_does_not_become_two():
    own = shown(f"{RESULTS}/0")
    (result,) = own["credentialSubject"]["result"]
    own["credentialSubject"]["result"] = [result, {"type": ["Result"]}]
    refused(own, COMPATIBLE, "PROOF_VERIFICATION")
    labels = parts(own).labels
    again = with_parts(own, labels={**labels, len(labels): b"x" * 32})
    refused(again, COMPATIBLE, "PROOF_VERIFICATION")
    shared = with_parts(own, labels={**labels, len(labels): labels[0]})
    assert "share a label" in rows(refused(shared, COMPATIBLE), "proof")[0].message


def test_the_labels_of_two_results_cannot_be_exchanged():
    own = shown(RESULTS)
    labels = parts(own).labels
    for one in labels:
        for other in labels:
            if one < other:
                exchanged = {**labels, one: labels[other], other: labels[one]}
                refused(with_parts(own, labels=exchanged), COMPATIBLE, "PROOF_VERIFICATION")
    renamed = {(number + 1): label for number, label in labels.items()}
    for other in (renamed, {}, {**labels, 9: b"x" * 32}):
        refused(with_parts(own, labels=other), COMPATIBLE, "PROOF_VERIFICATION")


def test_what_is_mandatory_stays_mandatory():
    own = shown(RESULTS)
    good = parts(own)
    for mandatory in ((), good.mandatory[1:], (*good.mandatory[1:], 10_000), (*good.mandatory, 1), (2**63,)):
        refused(with_parts(own, mandatory=mandatory), COMPATIBLE, "PROOF_VERIFICATION")
    for signatures in (
        (),
        good.signatures[1:],
        (*good.signatures, good.signatures[0]),
        good.signatures[::-1],
    ):
        refused(with_parts(own, signatures=signatures), COMPATIBLE, "PROOF_VERIFICATION")


def test_statements_of_another_badge_do_not_fit():
    own, other = shown(RESULTS), derive(based(document("A+", "A")), ["/credentialSubject"])
    mixed = changed(own, "credentialSubject/result/0/value", "A+")
    for proof in (other["proof"], {**own["proof"], "proofValue": other["proof"]["proofValue"]}):
        refused({**mixed, "proof": proof}, COMPATIBLE, "PROOF_VERIFICATION")
    good, foreign = parts(mixed), parts(other)
    for changes in (
        {"signatures": foreign.signatures},
        {"public_key": foreign.public_key},
        {"public_key": foreign.public_key, "signatures": foreign.signatures},
        {"signature": foreign.signature, "public_key": foreign.public_key},
    ):
        tried = {"signatures": foreign.signatures[: len(good.signatures)], **changes}
        refused(with_parts(mixed, **tried), COMPATIBLE)


def test_an_ephemeral_key_of_the_attacker_is_not_the_one_that_the_issuer_signed():
    own = changed(shown(RESULTS), "credentialSubject/result/0/value", "A+")
    mine = derive(based(document("A+", "F"), key=ATTACKER), ["/credentialSubject"])
    forged = parts(mine)
    for changes in (
        {"public_key": forged.public_key, "signatures": forged.signatures},
        {"public_key": b"\x80\x24" + ATTACKER.public_key.raw},
        {"signature": ATTACKER.sign(b"anything")},
        {"signature": bytes(64)},
    ):
        refused(with_parts(own, **changes), COMPATIBLE, "PROOF_VERIFICATION")
    refused(mine, COMPATIBLE, "CONTROLLER_MISMATCH")


def test_the_issuers_own_key_is_still_checked():
    """Even an issuer who signs an ephemeral key of another kind gets no proof out of it."""
    own = shown(RESULTS)
    good = parts(own)
    secured = SecuredDocument(own)
    options = secured.options_hash(secured.proofs[0])
    lines = _lines(own)
    required = [lines[at] for at in good.mandatory]
    for public_key, code in (
        (b"\xed\x01" + good.public_key[2:], "PROOF_VERIFICATION"),
        (b"\x80\x24\x04" + good.public_key[3:], "KEY_REFUSED"),
        (b"\x80\x24\x02" + b"\xff" * 32, "KEY_REFUSED"),
    ):
        signature = ISSUER.sign(signed_data(options, public_key, required))
        refused(with_parts(own, public_key=public_key, signature=signature), COMPATIBLE, code)


def _lines(own):
    quads = to_quads({name: value for name, value in own.items() if name != "proof"})
    labels = {
        node: f"_:{multibase.encode(parts(own).labels[int(name[4:])], 'u')}"
        for node, name in canonical_map(quads).items()
    }
    return labelled_statements(quads, labels)


def test_names_of_blank_nodes_from_outside_confuse_nobody():
    """Ids that look like anybody's internal names are ids like any other, and labels mean nothing."""
    names = ["urn:bnid:_:c14n0", "urn:bnid:c14n1", "urn:bnid:_:u" + "A" * 43]
    own = document("A", "F", "A")
    for result, name in zip(own["credentialSubject"]["result"], names, strict=True):
        result["id"] = name
    base = based(own)
    for pointers in (["/credentialSubject"], [f"{RESULTS}/1", "/credentialSubject/achievement"], [""]):
        part = derive(base, ["/credentialSubject/id", *pointers])
        secured = SecuredDocument(part)
        secured.verify(secured.proofs[0], ISSUER.public_key, at=NOW)
        for result in part["credentialSubject"].get("result", []):
            assert result["id"] in names
            assert result == own["credentialSubject"]["result"][names.index(result["id"])]
    part = derive(base, ["/credentialSubject"])
    labels = [f"_:{multibase.encode(label, 'u')}" for label in parts(part).labels.values()]
    for other in ("urn:bnid:_:c14n9", "_:c14n0", "_:b0", *labels):
        refused(changed(part, "credentialSubject/result/0/id", other), COMPATIBLE)
    blank = shown(f"{RESULTS}/0")
    for name in (*names, "urn:bnid:x"):
        refused(changed(blank, "credentialSubject/result/0/id", name), COMPATIBLE, "PROOF_VERIFICATION")


def test_labels_from_outside_do_not_join_nodes():
    own = document("A", "F")
    own["credentialSubject"]["result"][0]["id"] = "_:c14n1"
    own["credentialSubject"]["result"][1]["id"] = "_:c14n0"
    base = based(own)
    part = derive(base, [f"{RESULTS}/1", "/credentialSubject/achievement"])
    secured = SecuredDocument(part)
    secured.verify(secured.proofs[0], ISSUER.public_key, at=NOW)
    assert [result["value"] for result in part["credentialSubject"]["result"]] == ["F"]


def test_what_is_optional_may_be_left_out_by_anybody_and_nothing_else():
    """A disclosure can be made smaller without the base proof: that is no attack, but what the issuer chose."""
    own = shown(RESULTS)
    lines, good = _lines(own), parts(own)
    optional = [line for at, line in enumerate(lines) if at not in good.mandatory]
    for value in ("A", "F"):
        place = next(at for at, line in enumerate(optional) if f'"{value}"' in line)
        results = [
            r if r["value"] != value else {"type": r["type"]} for r in own["credentialSubject"]["result"]
        ]
        smaller = changed(own, "credentialSubject/result", results)
        at = lines.index(optional[place])
        signatures = good.signatures[:place] + good.signatures[place + 1 :]
        mandatory = tuple(m - (m > at) for m in good.mandatory)
        found = []
        for labels in ({0: 0, 1: 1, 2: 2}, {0: 0, 1: 2, 2: 1}, {0: 1, 1: 0, 2: 2}, {0: 1, 1: 2, 2: 0},
                       {0: 2, 1: 0, 2: 1}, {0: 2, 1: 1, 2: 0}):  # fmt: skip
            named = {number: good.labels[other] for number, other in labels.items()}
            tried = with_parts(smaller, signatures=signatures, mandatory=mandatory, labels=named)
            found.append(verify(tried, COMPATIBLE).verdict)
        assert found.count(qb.Verdict.VALID) == 1
        assert found.count(qb.Verdict.INVALID) == 5


@pytest.mark.parametrize("said", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019", "eddsa-rdfc-2022", "bbs-2023"])
def test_c17_a_proof_under_the_name_of_another_suite(said):
    report = verify(changed(shown(RESULTS), "proof/cryptosuite", said))
    assert report.verdict is not qb.Verdict.VALID
    whole = sign(
        document(), ISSUER, suite="ecdsa-rdfc-2019", verification_method=ISSUER.did_key_method, created=NOW
    )
    refused(changed(whole, "proof/cryptosuite", SUITE), COMPATIBLE, "PROOF_VERIFICATION")


@pytest.mark.parametrize("key_type", ["Ed25519", "P-384"])
def test_c17_a_key_of_another_type(key_type):
    own = changed(shown(RESULTS), "proof/verificationMethod", pair(key_type, "academy").did_key_method)
    refused(own, COMPATIBLE, "ALGORITHM")


@EVERY_POLICY
@pytest.mark.parametrize("change", ["z", "u", "=", " ", "AA", "base58"])
def test_c16_another_spelling_of_the_proof_value(change, policy):
    own = shown(RESULTS)
    value = own["proof"]["proofValue"]
    other = {
        "z": "z" + value[1:],
        "u": "U" + value[1:],
        "base58": "z" + multibase.base58btc_encode(multibase.b64url_decode(value[1:])),
    }.get(change, value + change)
    refused(changed(own, "proof/proofValue", other), policy, "PROOF_VERIFICATION")


def test_c12_a_good_proof_beside_does_not_heal_a_bad_disclosure():
    own = document()
    good = sign(own, ISSUER, suite="ecdsa-rdfc-2019", verification_method=ISSUER.did_key_method, created=NOW)
    bad = changed(shown(RESULTS), "proof/created", "2026-02-01T12:00:00Z")["proof"]
    assert (
        verify({**own, "proof": [good["proof"], derive(based(own), [""])["proof"]]}).verdict
        is qb.Verdict.VALID
    )
    refused({**own, "proof": [good["proof"], bad]}, STRICT, "PROOF_VERIFICATION")
    refused({**own, "proof": [good["proof"], based(own)["proof"]]}, STRICT, "BASE_PROOF")


def test_c13_another_purpose_and_c15_another_time():
    refused(changed(shown(), "proof/proofPurpose", "authentication"), COMPATIBLE, "PROOF_PURPOSE")
    refused(changed(shown(), "proof/created", "2027-01-01T00:00:00Z"), COMPATIBLE, "PROOF_EXPIRED")


def test_many_statements_are_a_limit_before_a_signature_is_verified():
    own = shown(RESULTS)
    signatures = parts(own).signatures[:1] * 20_000
    value = with_parts(own, signatures=signatures)
    text = json.dumps(value).encode()
    assert cpu_seconds(lambda: refused(text, COMPATIBLE, "LIMIT")) < SECONDS


def test_the_most_that_an_honest_key_can_make_us_verify_is_bounded():
    """Every signature is right: the attacker is the issuer, and wants our time."""
    own = document(*(f"v{number}" for number in range(1_328)))
    text = json.dumps(derive(based(own, mandatory=()), [""]))
    assert len(parts(json.loads(text)).signatures) == 3_999
    found = []
    assert cpu_seconds(lambda: found.append(verify(text))) < SECONDS
    assert found[0].verdict is qb.Verdict.VALID


def test_sixteen_proofs_over_a_large_document_are_bounded():
    own = document(*(f"v{number}" for number in range(7_000)))
    own["proof"] = [{**shown()["proof"], "id": f"urn:p:{number}"} for number in range(16)]
    text = json.dumps(own).encode()
    assert cpu_seconds(lambda: refused(text, COMPATIBLE, "LIMIT")) < SECONDS


def test_the_key_of_the_labels_stays_with_the_holder():
    base = based()
    secret = HolderProof.read(base["proof"]["proofValue"]).hmac_key
    for pointers in ([], [RESULTS], [""]):
        value = derive(base, pointers)["proof"]["proofValue"]
        assert secret not in multibase.b64url_decode(value[1:])
