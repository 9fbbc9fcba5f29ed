"""C09: the credential or its status described again under another property, the signature intact."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.errors import InputError
from qualitybadge.jsonld import canonicalize, to_quads
from qualitybadge.jsonld.merging import refuse_merged_nodes as refuse
from qualitybadge.jsonld.quadset import Quads
from support.credentials import badge
from support.world import POLICIES, changed, codes, proved, token, verify

STATUS = {
    "id": "https://academy.example/status/1#7",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": "https://academy.example/status/1",
}
RELATED = {"id": "urn:uuid:5c5f3d67-6a4e-4e4c-8a3a-1b8f8f1f1f1f", "type": ["VerifiableCredential"]}


def refuse_merged_nodes(document):
    """Refuse by the rule alone, for documents whose terms the contexts do not even define."""
    everywhere = [f"<urn:x> <urn:y> <{node}> .\n" for node in ids(document)]
    refuse(document, Quads(everywhere * 2))


def ids(value):
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value["id"]] if isinstance(value, dict) and isinstance(value.get("id"), str) else []
    return own + [name for item in items for name in ids(item)]


def hidden(member, value):
    """Return a signed badge and the same signature over a copy whose member was moved out of sight."""
    document = badge() | {member: value}
    document["credentialSubject"] = document["credentialSubject"] | {"source": profile()}
    signed = proved(document)
    moved = {name: part for name, part in signed.items() if name != member}
    moved["credentialSubject"] = signed["credentialSubject"] | {
        "source": profile() | {"endorsement": [{"id": signed["id"], "type": signed["type"], member: value}]}
    }
    return signed, moved


def profile():
    return {"id": "https://academy.example/assessor", "type": ["Profile"], "name": "Assessor"}


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize(
    ("member", "value"), [("validUntil", "2026-02-01T00:00:00Z"), ("credentialStatus", STATUS)]
)
def test_c09_a_member_of_the_credential_moved_out_of_sight(member, value, policy):
    _, moved = hidden(member, value)
    report = verify(moved, policy)
    assert report.verdict is qb.Verdict.INVALID
    assert "DATA_LOSS" in codes(report)


def test_c09_the_statements_really_are_the_same():
    """Without the rule the signature would hold: only the place differs, and what the place is called."""
    whole = badge() | {
        "validUntil": "2026-02-01T00:00:00Z",
        "evidence": [{"id": RELATED["id"], "type": ["Evidence"]}],
    }
    node = {"id": whole["id"], "type": whole["type"], "validUntil": whole["validUntil"]}
    inside = {name: value for name, value in whole.items() if name != "validUntil"}
    quads = canonicalize(to_quads(whole)).decode()
    statement = next(line for line in quads.splitlines() if "validUntil" in line)
    again = canonicalize(to_quads(inside | {"relatedResource": [node]})).decode()
    assert statement in again.splitlines()
    with pytest.raises(InputError):
        refuse_merged_nodes(inside | {"relatedResource": [node]})


def test_c09_a_status_entry_described_again():
    document = badge() | {"credentialStatus": STATUS | {"statusListIndex": "8"}, "evidence": [STATUS]}
    with pytest.raises(InputError) as caught:
        refuse_merged_nodes(document)
    assert caught.value.pointer == "/evidence/0"
    both = badge() | {"credentialStatus": [STATUS, STATUS | {"statusListIndex": "8"}]}
    with pytest.raises(InputError):
        refuse_merged_nodes(both)


@pytest.mark.parametrize(
    "document",
    [
        badge(),
        badge() | {"id": None},
        badge() | {"evidence": [{"id": badge()["id"]}]},
        badge() | {"credentialStatus": [STATUS, dict(STATUS)]},
        badge()
        | {"credentialSchema": {"id": "https://a.example/s", "type": "JsonSchema"}}
        | {"endorsement": [{"credentialSchema": [{"id": "https://a.example/s", "type": "JsonSchema"}]}]},
        badge() | {"refreshService": {"id": badge()["id"], "type": "1EdTechCredentialRefresh"}},
        {"credentialSubject": {"id": 5}, "id": 7},
        {},
    ],
)
def test_what_repeats_without_adding_is_no_fault(document):
    refuse_merged_nodes(document)


@pytest.mark.parametrize("kind", ["EndorsementSubject", ["EndorsementSubject"]])
def test_an_endorsement_of_the_credential_may_name_it(kind):
    subject = {"id": badge()["id"], "type": kind, "endorsementComment": "good"}
    endorsement = {"id": "urn:uuid:1", "type": ["EndorsementCredential"], "credentialSubject": subject}
    refuse_merged_nodes(badge() | {"endorsement": [endorsement]})
    for wrong in (
        subject | {"validUntil": "2026-02-01T00:00:00Z"},
        subject | {"type": ["EndorsementSubject", "VerifiableCredential"]},
    ):
        with pytest.raises(InputError):
            refuse_merged_nodes(badge() | {"endorsement": [endorsement | {"credentialSubject": wrong}]})
    with pytest.raises(InputError):
        refuse_merged_nodes(badge() | {"evidence": [subject]})


def test_a_refresh_service_at_the_address_of_the_credential_says_nothing_more_of_it():
    service = {"id": badge()["id"], "type": "1EdTechCredentialRefresh", "validUntil": "2026-02-01T00:00:00Z"}
    with pytest.raises(InputError):
        refuse_merged_nodes(badge() | {"refreshService": service})


def test_an_enclosed_credential_is_a_graph_of_its_own():
    refuse_merged_nodes(badge() | {"verifiableCredential": [changed(badge(), "name", "another")]})


def test_a_token_signs_bytes_so_nothing_can_move():
    claims = badge()
    report = verify(token())
    assert report.verdict is qb.Verdict.VALID, claims["id"]


def test_an_issuer_does_not_sign_what_it_would_refuse():
    document = badge() | {"evidence": [{"id": badge()["id"], "type": ["Evidence"], "narrative": "twice"}]}
    with pytest.raises(InputError, match="says more of the credential"):
        proved(document)
