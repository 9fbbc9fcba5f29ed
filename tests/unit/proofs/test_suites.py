"""The table of suites and how a proof finds its row."""

from __future__ import annotations

import pytest

from qualitybadge.errors import InputError, UnsupportedError
from qualitybadge.keys import KEY_TYPES
from qualitybadge.proofs.suites import HASHES, KNOWN_ELSEWHERE, SUITES, suite_named, suite_of


@pytest.mark.parametrize("row", SUITES.values(), ids=SUITES)
def test_a_row_is_found_by_name_and_by_what_a_proof_says(row):
    said = {"type": row.type} if row.name == row.type else {"type": row.type, "cryptosuite": row.name}
    assert suite_of(said) is suite_named(row.name) is row
    assert set(row.key_types) <= set(HASHES) <= set(KEY_TYPES)


@pytest.mark.parametrize(
    "name", [*sorted(KNOWN_ELSEWHERE), "Ed25519Signature2020", "eddsa-rdfc-2030", "EDDSA-RDFC-2022"]
)
def test_other_cryptosuites_are_unknown_by_name(name):
    with pytest.raises(UnsupportedError, match=name) as caught:
        suite_of({"type": "DataIntegrityProof", "cryptosuite": name}, pointer="/proof/3")
    assert (caught.value.code, caught.value.pointer) == ("CRYPTOSUITE_UNSUPPORTED", "/proof/3")


@pytest.mark.parametrize("name", [*sorted(KNOWN_ELSEWHERE), "eddsa-rdfc-2022", "SomeProofType"])
def test_other_types_are_unknown_by_name(name):
    with pytest.raises(UnsupportedError, match=name):
        suite_of({"type": name, "cryptosuite": "eddsa-rdfc-2022"})


@pytest.mark.parametrize("value", [None, 7, "", ["eddsa-rdfc-2022"], {"@value": "eddsa-rdfc-2022"}])
@pytest.mark.parametrize("name", ["type", "cryptosuite"])
def test_names_are_texts(name, value):
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", name: value}
    with pytest.raises(InputError, match="is no text") as caught:
        suite_of(proof, pointer="/proof")
    assert caught.value.pointer == f"/proof/{name}"


def test_a_missing_name_is_said_to_be_missing():
    with pytest.raises(InputError, match="cryptosuite is missing"):
        suite_of({"type": "DataIntegrityProof"})


def test_no_suite_is_named_by_chance():
    with pytest.raises(UnsupportedError):
        suite_named("eddsa")
