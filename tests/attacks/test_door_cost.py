"""Promise 3 through the front door: one hostile input costs less than a second and 64 MiB, whatever it is."""

from __future__ import annotations

import json
import struct
import zlib

import pytest

import qualitybadge as qb
from qualitybadge.limits import DEFAULT_LIMITS
from support.cost import MEMORY, SECONDS, cpu_seconds, peak_bytes
from support.credentials import badge
from support.images import chunk, png
from support.world import KEY, claims_of, proved, token, verify

SIGNED = proved()
FULL = DEFAULT_LIMITS.json_bytes - 10_000


def _text(document):
    return json.dumps(document).encode()


def _many_values():
    return _text(SIGNED | {"evidence": [{"type": ["Evidence"], "name": "x"} for _ in range(30_000)]})


def _many_unknown_members():
    return _text(SIGNED | {f"member{number}": "x" for number in range(60_000)})


def _many_findings():
    return _text(badge(evidence=[{"type": 5, "id": 5, "name": 5, "genre": 5} for _ in range(20_000)]))


def _many_proofs():
    return _text(SIGNED | {"proof": [SIGNED["proof"]] * 16})


def _chain_of_proofs():
    ids = [f"urn:uuid:00000000-0000-4000-8000-{number:012}" for number in range(16)]
    proofs = [
        SIGNED["proof"] | {"id": name, "previousProof": [other for other in ids if other != name]}
        for name in ids
    ]
    large = [{"type": ["Evidence"], "name": f"x{number}"} for number in range(2_000)]
    return _text(SIGNED | {"evidence": large, "proof": proofs})


def _look_alikes(depth, width):
    node = {"type": ["Evidence"], "name": "same"}
    document = dict(SIGNED)
    document["evidence"] = [node for _ in range(width)]
    alignment = [{"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example/"}] * width
    subject = json.loads(json.dumps(document["credentialSubject"]))
    subject["achievement"]["alignment"] = alignment
    document["credentialSubject"] = subject
    nested = json.loads(json.dumps(SIGNED["issuer"])) | {"id": "https://x.example/"}
    for _ in range(depth):
        nested = {"id": "https://x.example/", "type": ["Profile"], "parentOrg": nested}
    document["issuer"] = SIGNED["issuer"] | {"parentOrg": nested}
    return _text(document)


def _long_strings():
    return _text(SIGNED | {"name": "\x07" * (FULL // 8)})


def _long_context():
    return _text(SIGNED | {"@context": [*SIGNED["@context"], *["https://x.example/c"] * 50_000]})


def _long_number():
    return _text(SIGNED)[:-1] + b',"name":' + b"9" * FULL + b"}"


def _deep():
    return b'{"a":' * (FULL // 5)


def _large_token():
    return token(claims_of(badge(description="x" * (FULL // 2)))).encode()


def _token_of_dots():
    return b"e30." + b"A" * FULL + b".AA"


def _wide_header():
    return token(header=json.dumps({"alg": "EdDSA", "kid": "x" * 15_000}).encode()).encode()


def _bomb_png():
    bomb = zlib.compress(bytes(200 * 1024 * 1024), 9)
    return png(chunk(b"iTXt", b"openbadgecredential\x00\x01\x00\x00\x00" + bomb))


def _chunks_png():
    return png(*[chunk(b"tEXt", b"a\x00b")] * 200_000)


def _huge_chunk_png():
    whole = png()
    return whole[:33] + struct.pack(">I", 0x7FFFFFFF) + b"iTXt" + bytes(1000)


def _flat_svg():
    body = b"<a/>" * (DEFAULT_LIMITS.svg_bytes // 4 - 100)
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">'
        + body
        + b"</svg>"
    )


def _deep_svg():
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">'
        + b"<g>" * 1_000_000
    )


def _laughing_svg():
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE svg [<!ENTITY l0 "lol">{entities}]><svg xmlns="http://www.w3.org/2000/svg">&l9;</svg>'.encode()


def _wide_base58():
    return _text(SIGNED | {"proof": SIGNED["proof"] | {"proofValue": "z" + "2" * (FULL // 2)}})


def _wide_did_key():
    method = "did:key:z" + "6" * (FULL // 2)
    return _text(SIGNED | {"proof": SIGNED["proof"] | {"verificationMethod": method}})


INPUTS = {
    maker.__name__.strip("_"): maker
    for maker in (
        _many_values,
        _many_unknown_members,
        _many_findings,
        _many_proofs,
        _chain_of_proofs,
        _long_strings,
        _long_context,
        _long_number,
        _deep,
        _large_token,
        _token_of_dots,
        _wide_header,
        _bomb_png,
        _chunks_png,
        _huge_chunk_png,
        _flat_svg,
        _deep_svg,
        _laughing_svg,
        _wide_base58,
        _wide_did_key,
    )
}
HONEST = (_many_proofs, _large_token)  # large, and good
INPUTS |= {"look alikes 8": lambda: _look_alikes(40, 8), "look alikes 500": lambda: _look_alikes(10, 500)}
INPUTS |= {"plain junk": lambda: bytes(range(256)) * 40_000, "too large": lambda: b"{" + b" " * 17_000_000}


@pytest.mark.slow
@pytest.mark.parametrize("policy", [qb.Policy(), qb.Policy.compatible()], ids=["strict", "compatible"])
@pytest.mark.parametrize("maker", INPUTS.values(), ids=INPUTS)
def test_the_worst_inputs_cost_little(maker, policy):
    source = maker()
    reports = []
    verify(SIGNED, policy)  # compiled tables are no cost of this input
    spent = cpu_seconds(lambda: reports.append(verify(source, policy)))
    assert spent < SECONDS
    assert peak_bytes(lambda: reports.append(verify(source, policy))) < MEMORY
    for report in reports:
        assert report.verdict is not qb.Verdict.VALID or maker in HONEST
        assert all(row.problem is None or row.problem.code != "INTERNAL" for row in report.checks)


def test_the_key_of_these_tests_is_good():
    assert verify(SIGNED).verdict is qb.Verdict.VALID
    assert KEY.type == "Ed25519"
