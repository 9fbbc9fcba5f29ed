"""The key and DID documents that the Open Badges cases serve: each proof's method resolves as the case expects."""

from __future__ import annotations

import base64
import json
from datetime import datetime

from qualitybadge.did import DidResolver, fragment_key
from qualitybadge.errors import QualityBadgeError, UndeterminedError
from qualitybadge.fetcher import Response, StaticFetcher
from qualitybadge.outcome import Trust


def web_of(case, folder):
    """Return the fetcher of a case."""
    answers = {}
    for url, row in (case["http"] or {}).items():
        if "file" in row:
            body = (folder / row["file"]).read_bytes()
        elif "json" in row:
            body = json.dumps(row["json"]).encode()
        else:
            body = row["text"].encode()
        answers[url] = Response(row["status"], {"Content-Type": row["content_type"]}, body)
    return StaticFetcher(answers)


def proofs_of(case, folder):
    """Return issuer and verification method of each proof of a JSON case or of a JWT's kid."""
    raw = (folder / case["file"]).read_bytes()
    if case["kind"] == "jwt":
        header = json.loads(base64.urlsafe_b64decode(raw.split(b".")[0] + b"=="))
        return [(None, header["kid"])] if "kid" in header else []
    document = json.loads(raw)
    issuer = document.get("issuer")
    issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
    proofs = document.get("proof", [])
    proofs = proofs if isinstance(proofs, list) else [proofs]
    return [(issuer, proof.get("verificationMethod")) for proof in proofs]


def cases_of(vectors):
    folder = vectors / "ob3"
    for line in (folder / "cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        if case["kind"] in {"json", "jwt"}:
            yield folder, case


def test_methods_of_passed_proofs_resolve(vectors, record_property):
    """Where the case says that the proof passes, the key is found, or stands in a fragment (compatible)."""
    count = 0
    for folder, case in cases_of(vectors):
        if case["expect"]["checks"].get("proof") != "passed":
            continue
        at = datetime.fromisoformat(case["now"])
        for issuer, url in proofs_of(case, folder):
            try:
                method = DidResolver(web_of(case, folder)).resolve(url, at=at)
            except UndeterminedError:
                assert case["policy"] == "compatible"
                method = fragment_key(url)
                assert method.trust is Trust.NONE
            else:
                kind = Trust.SELF_ASSERTED if url.startswith("did:key:") else Trust.DOMAIN
                assert method.trust is kind
            assert (
                method.controller == issuer
                or issuer.startswith("urn:")
                or "controller-mismatch" in case["tags"]
            )
            count += 1
    assert count > 50
    record_property("cases", count)


def test_any_method_of_any_case_resolves_or_is_refused_by_us(vectors, record_property):
    outcomes = []
    for folder, case in cases_of(vectors):
        proof = case["expect"]["checks"].get("proof") if case["policy"] == "default" else None
        for _, url in proofs_of(case, folder):
            try:
                DidResolver(web_of(case, folder)).resolve(url, at=datetime.fromisoformat(case["now"]))
            except QualityBadgeError as error:
                outcomes.append((proof, error.undetermined))
            else:
                outcomes.append((proof, None))
    assert len(outcomes) > 100
    assert ("unknown", False) not in outcomes
    assert ("passed", False) not in outcomes
    assert ("passed", True) not in outcomes
    record_property("cases", len(outcomes))
