"""Verify whatever secures the document: every proof of a proof set, or the one token around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..errors import QualityBadgeError
from ..outcome import Check, Outcome, Trust, check_from_error
from ..proofs import jws
from ..proofs.dataintegrity import Proof
from .checks import Examination, Rows, failed, passed, skipped, unknown
from .methods import FoundKey, key_of_proof, key_of_token

PROOF = "proof"


def proof_rows(exam: Examination) -> Rows:
    """Return the ``key`` and ``proof`` rows of the token and of every embedded proof (OB 3.0 §8.1 step 2).

    A token around a credential with proofs of its own is one more proof of the set: all of them count.
    """
    around = [_token_rows(exam)] if exam.token is not None else []
    if "proof" not in exam.data and around:
        return around[0]
    try:
        proofs = exam.secured.proofs
    except QualityBadgeError as error:
        return [*(row for rows in around for row in rows), check_from_error(PROOF, error)]
    if not proofs:
        return [
            failed(PROOF, "PROOF_MISSING", "the credential is not signed: it has no proof and is no token")
        ]
    return _of_a_set(exam, around + [_proof_rows(exam, proof) for proof in proofs])


def _of_a_set(exam: Examination, proofs: list[Rows]) -> Rows:
    """Return the rows of a proof set, as far as the policy lets each of them decide (VC-DI §2.1.1)."""
    if len(proofs) == 1:
        return proofs[0]
    good = [_all_passed(rows) for rows in proofs]
    if any(good) and exam.policy.any_valid_proof:
        if not all(good):
            exam.trust[:] = [Trust.NONE]
        return _joined(proofs, good, _undecisive)
    # One would suffice if the policy said so: whatever stands beside it needs no other relaxation.
    acceptable = [_acceptable(rows) for rows in proofs]
    return _joined(proofs, acceptable if any(acceptable) else [True] * len(proofs), _beside)


def _joined(proofs: list[Rows], kept: list[bool], change: Callable[[Check], Check]) -> Rows:
    """Return the rows of all proofs, those of proofs not kept changed."""
    pairs = zip(proofs, kept, strict=True)
    return [row if keep else change(row) for rows, keep in pairs for row in rows]


def _undecisive(row: Check) -> Check:
    return replace(row, required=False)


def _acceptable(rows: Rows) -> bool:
    """Whether a proof passed, or would under relaxations that its rows name."""
    return all(row.outcome is Outcome.PASSED or row.relaxation for row in rows)


def _all_passed(rows: Rows) -> bool:
    return all(row.outcome is Outcome.PASSED for row in rows)


def _beside(row: Check) -> Check:
    """Mark a row that would not matter if one good proof sufficed."""
    return row if row.outcome is Outcome.PASSED else replace(row, relaxation="any_valid_proof")


def _proof_rows(exam: Examination, proof: Proof) -> Rows:
    exam.forms.append(proof.form if proof.suite is not None else "unknown suite")
    try:
        proof.require_supported()
    except QualityBadgeError as error:
        return [check_from_error(PROOF, error)]
    found = key_of_proof(exam, proof.verification_method, proof.pointer + "/verificationMethod")
    if found.key is None:
        return [found.row, _without_key(found, proof.pointer)]
    if found.key.jose_algorithm not in exam.policy.algorithms:
        return [found.row, _not_allowed(found, proof.pointer)]
    unprepared = _unprepared(exam, proof.pointer)
    if unprepared is not None:
        return [found.row, unprepared]
    try:
        exam.secured.verify(
            proof,
            found.key,
            at=exam.now,
            purpose=exam.policy.proof_purpose,
            domain=exam.policy.domain,
            challenge=exam.policy.challenge,
        )
    except QualityBadgeError as error:
        return [found.row, _not_verified(exam, found, error, proof.pointer)]
    return [found.row, _verified(exam, found, proof)]


def _verified(exam: Examination, found: FoundKey, proof: Proof) -> Check:
    draft = proof.is_draft and not exam.policy.allow_draft_suites
    if found.outcome is not Outcome.PASSED:
        row = _right_with_wrong_key(found, proof.pointer)
        # The key's row names its own relaxation; this one has to name the suite's as well.
        return replace(row, relaxation="allow_draft_suites") if draft and row.relaxation else row
    if draft:
        return unknown(
            PROOF,
            "DRAFT_SUITE",
            f"the signature verifies, but {proof.form} is a draft suite that this policy does not decide",
            pointer=proof.pointer,
            relaxation="allow_draft_suites",
        )
    _accept(exam, found)
    said = f"{proof.form} proof by {proof.verification_method}"
    if proof.suite is not None and proof.suite.transform == "sd":  # what was left out leaves no trace
        said += "; whatever its issuer made optional may have been left out"
    return passed(PROOF, said, spec="VC-DI §4.2")


def _accept(exam: Examination, found: FoundKey) -> None:
    """Remember whose word a proof is that passed."""
    exam.trust.append(found.trust)
    exam.keys.extend([found.key] if found.key is not None else [])


def _token_rows(exam: Examination) -> Rows:
    token = exam.jws
    if token is None:  # pragma: no cover - an examination with claims always has its token
        return ()
    algorithm = token.header.get("alg")
    known = isinstance(algorithm, str) and algorithm in jws.ALGORITHMS
    exam.forms.append(f"VC-JWT {algorithm}" if known else "VC-JWT")
    header = _header_row(exam, token)
    if header is not None and not header.relaxation:
        return [header]
    found = key_of_token(exam, token.header)
    rows = [*_unanswered(exam), found.row, _signature_row(exam, token, found)]
    return rows if header is None else [header, *rows]


def _unanswered(exam: Examination) -> Rows:
    """Return a row for each demand of the policy that a token has no member to answer."""
    demands = (
        ("INVALID_DOMAIN", "domain", exam.policy.domain),
        ("INVALID_CHALLENGE", "challenge", exam.policy.challenge),
    )
    return [
        failed(PROOF, code, f"the policy demands a {name}, which a VC-JWT cannot be bound to")
        for code, name, demanded in demands
        if demanded is not None
    ]


def _header_row(exam: Examination, token: jws.CompactJws) -> Check | None:
    """Return the row of a header that breaks a rule, None for a good one."""
    try:
        jws.check_header(token, allow_types=("JWT", "vc+jwt") if exam.policy.allow_vc_jwt_type else ("JWT",))
    except QualityBadgeError as error:
        only_its_type = token.header.get("typ") == "vc+jwt" and _header_fits(token)
        return check_from_error(PROOF, error, relaxation="allow_vc_jwt_type" if only_its_type else "")
    return None


def _signature_row(exam: Examination, token: jws.CompactJws, found: FoundKey) -> Check:
    if found.key is None:
        return _without_key(found, "")
    if found.key.jose_algorithm not in exam.policy.algorithms:
        return _not_allowed(found, "/alg")
    try:
        jws.verify(token, found.key)
    except QualityBadgeError as error:
        return _not_verified(exam, found, error, "")
    if found.outcome is not Outcome.PASSED:
        return _right_with_wrong_key(found, "")
    _accept(exam, found)
    return passed(PROOF, f"{token.header['alg']} signature over the token", spec="OB 3.0 §8.2.4")


def _header_fits(token: jws.CompactJws) -> bool:
    """Whether the type is the header's only fault."""
    try:
        jws.check_header(token, allow_types=("JWT", "vc+jwt"))
    except QualityBadgeError:
        return False
    return True


def _without_key(found: FoundKey, pointer: str) -> Check:
    if found.outcome is Outcome.FAILED:
        return failed(
            PROOF, "PROOF_VERIFICATION", "no acceptable key, so the signature proves nothing", pointer=pointer
        )
    code = found.row.code or "UNDETERMINED"
    return unknown(
        PROOF, code, "the key could not be obtained, so the signature could not be checked", pointer=pointer
    )


def _not_allowed(found: FoundKey, pointer: str) -> Check:
    name = found.key.jose_algorithm if found.key else ""
    return failed(PROOF, "ALGORITHM", f"the policy does not allow {name}", pointer=pointer)


def _not_verified(exam: Examination, found: FoundKey, error: QualityBadgeError, pointer: str) -> Check:
    row = check_from_error(PROOF, error)
    if found.outcome is Outcome.UNKNOWN and row.outcome is Outcome.FAILED:
        if not exam.policy.allow_fragment_keys:  # a fragment is a name: what it spells out says nothing
            return _without_key(found, pointer)
        row = replace(row, message=f"even with the key that the proof itself names: {row.message}")
    return row if row.pointer else replace(row, pointer=pointer)


def _unprepared(exam: Examination, pointer: str) -> Check | None:
    """Return the row of a proof whose document cannot be read as what a signature would cover, else None."""
    try:
        exam.secured.check_vocabulary()  # done once, whoever asks first
    except QualityBadgeError as error:
        message = "not checked: the vocabulary check says why the document cannot be prepared for it"
        if error.undetermined:
            return unknown(PROOF, error.code, message, pointer=pointer)
        return skipped(PROOF, message, required=True)
    return None


def _right_with_wrong_key(found: FoundKey, pointer: str) -> Check:
    relaxation = found.row.relaxation
    if found.outcome is Outcome.FAILED:
        code = found.row.code or "CONTROLLER_MISMATCH"
        message = "the signature verifies with a key that is not accepted: see the check of the key"
        return failed(PROOF, code, message, pointer=pointer, relaxation=relaxation)
    code = found.row.code or "UNDETERMINED"
    message = "the signature verifies with the key that is claimed, whose origin could not be determined"
    return unknown(PROOF, code, message, pointer=pointer, relaxation=relaxation)
