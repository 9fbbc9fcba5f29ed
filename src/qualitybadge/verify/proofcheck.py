"""Verify whatever secures the document: every proof of a proof set, or the one token around it."""

from __future__ import annotations

from dataclasses import replace

from ..errors import QualityBadgeError
from ..outcome import Check, Outcome, Trust, check_from_error
from ..proofs import jws
from ..proofs.dataintegrity import Proof
from .checks import Examination, Rows, failed, passed, skipped, unknown
from .methods import FoundKey, key_of_proof, key_of_token

PROOF = "proof"


def proof_rows(exam: Examination) -> Rows:
    """Return the ``key`` and ``proof`` rows of the token or of every embedded proof (OB 3.0 §8.1 step 2)."""
    if exam.token is not None:
        return _token_rows(exam)
    proofs = exam.secured.proofs
    if not proofs:
        return [
            failed(PROOF, "PROOF_MISSING", "the credential is not signed: it has no proof and is no token")
        ]
    if len(proofs) == 1:
        return _proof_rows(exam, proofs[0])
    return _of_a_set(exam, [_proof_rows(exam, proof) for proof in proofs])


def _of_a_set(exam: Examination, proofs: list[Rows]) -> Rows:
    """Return the rows of a proof set, as far as the policy lets each of them decide (VC-DI §2.1.1)."""
    good = [_all_passed(rows) for rows in proofs]
    rows_and_goodness = zip(proofs, good, strict=True)
    if not any(good):
        return [row for rows in proofs for row in rows]
    if not exam.policy.any_valid_proof:
        return [_sufficient(row) for rows in proofs for row in rows]
    if not all(good):
        exam.trust[:] = [Trust.NONE]
    return [
        row if passes else replace(row, required=False) for rows, passes in rows_and_goodness for row in rows
    ]


def _all_passed(rows: Rows) -> bool:
    return all(row.outcome is Outcome.PASSED for row in rows)


def _sufficient(row: Check) -> Check:
    """Mark a row that would not matter if one good proof sufficed."""
    if row.outcome is Outcome.PASSED or row.relaxation:
        return row
    return replace(row, relaxation="any_valid_proof")


def _proof_rows(exam: Examination, proof: Proof) -> Rows:
    exam.forms.append(proof.form)
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
    if found.outcome is not Outcome.PASSED:
        return _right_with_wrong_key(found, proof.pointer)
    if proof.is_draft and not exam.policy.allow_draft_suites:
        return unknown(
            PROOF,
            "DRAFT_SUITE",
            f"the signature verifies, but {proof.form} is a draft suite that this policy does not decide",
            pointer=proof.pointer,
            relaxation="allow_draft_suites",
        )
    exam.trust.append(found.trust)
    return passed(PROOF, f"{proof.form} proof by {proof.verification_method}", spec="VC-DI §4.2")


def _token_rows(exam: Examination) -> Rows:
    token = exam.jws
    if token is None:  # pragma: no cover - an examination with claims always has its token
        return ()
    exam.forms.append(f"VC-JWT {token.header.get('alg')}")
    header = _header_row(exam, token)
    if header is not None and not header.relaxation:
        return [header]
    found = key_of_token(exam, token.header)
    rows = [found.row, _signature_row(exam, token, found)]
    return rows if header is None else [header, *rows]


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
    exam.trust.append(found.trust)
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
    code = found.row.problem.code if found.row.problem else "UNDETERMINED"
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
        message = "the signature verifies with a key that is not the issuer's"
        return failed(PROOF, "CONTROLLER_MISMATCH", message, pointer=pointer, relaxation=relaxation)
    code = found.row.problem.code if found.row.problem else "UNDETERMINED"
    message = "the signature verifies with the key that is claimed, whose origin could not be determined"
    return unknown(PROOF, code, message, pointer=pointer, relaxation=relaxation)
