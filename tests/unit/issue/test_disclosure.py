"""Badges shown in parts: what always stays, what comes along, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qualitybadge as qb
from qualitybadge.conformance import conformance_errors
from qualitybadge.errors import InputError, IssueError, ProofError, UnsupportedError
from qualitybadge.issue.disclosure import always_disclosed, disclosed
from qualitybadge.model.document import VC_CONTEXT_1
from qualitybadge.proofs.dataintegrity import sign
from qualitybadge.proofs.sdframe import pointer_of
from support.credentials import DATA_INTEGRITY, OB, badge, badge_1_1
from support.keyring import pair

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = pair("P-256", "academy")
SD = "ecdsa-sd-2023"
ACHIEVEMENT = {
    "id": "https://academy.example/badges/welding",
    "achievementType": "Course",
    "name": "Welding, first course",
    "description": "Joins two plates that stay joined.",
    "criteria": {"narrative": "Weld a seam that holds 5 kN."},
    "creator": {"id": "https://guild.example/", "name": "Guild of Welders"},
    "alignment": [
        {"targetName": name, "targetUrl": f"https://skills.example/{name}", "targetFramework": "Skills"}
        for name in ("Seam", "Joint")
    ],
    "resultDescription": [
        {"id": "urn:r:1", "name": "Grade", "resultType": "LetterGrade", "allowedValue": ["A", "B"]},
        {"id": "urn:r:2", "name": "Hours", "resultType": "RawScore"},
    ],
}
ADA = qb.Recipient.email("ada@example.org", hashed=True)
RESULTS = [{"resultDescription": "urn:r:1", "value": "A"}, {"resultDescription": "urn:r:2", "value": "40"}]
SCHEMA = {"id": "https://academy.example/schema.json", "type": "1EdTechJsonSchemaValidator2019"}


def issuer(key=KEY, **changes):
    return qb.Issuer("Academy of Invention", key, **{"clock": lambda: NOW, **changes})


def issued(proof=SD, mandatory=(), who=None, recipient=ADA, **details):
    details = {
        "results": RESULTS,
        "narrative": "Worked at night.",
        "evidence": [{"name": "Seam"}, {"name": "Photo", "id": "https://academy.example/e/2"}],
        "valid_until": datetime(2030, 1, 1, tzinfo=UTC),
    } | details
    return (who or issuer()).issue(ACHIEVEMENT, recipient, proof=proof, mandatory=mandatory, **details)


BADGE = issued()


def verify(source, **how):
    return qb.verify(source, **{"fetcher": qb.NoNetwork(), "now": NOW, **how})


def places(value, at=()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [pointer_of(at)] + [place for name, item in items for place in places(item, (*at, name))]


def attempt(pointers):
    try:
        return BADGE.disclose(pointers)
    except (InputError, IssueError) as error:
        return error


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(places(BADGE.credential)), max_size=5))
def test_whatever_is_chosen_is_a_valid_badge_or_refused(pointers):
    part = attempt(pointers)
    if isinstance(part, InputError):
        assert part.code == "USAGE"
        assert any("allowedValue/" in pointer for pointer in pointers)
        return
    if isinstance(part, IssueError):
        assert "resultDescription" in part.pointer
        assert any(f"{pointer}/".startswith("/credentialSubject/result/") for pointer in pointers)
        return
    report = verify(part.to_json(), recipient=qb.Recipient.email("ada@example.org"))
    assert report.verdict is qb.Verdict.VALID, qb.render(report)


def test_the_issuer_hands_out_the_whole_badge_and_the_holders_copy():
    assert verify(BADGE.to_json()).verdict is qb.Verdict.VALID
    assert BADGE.document | {"proof": 0} == BADGE.credential | {"proof": 0}
    assert "BASE_PROOF" in {row.problem.code for row in verify(BADGE.to_holder_copy()).checks if row.problem}
    for source in (BADGE.to_holder_copy(), BADGE.to_holder_copy().encode(), BADGE.holder_copy):
        copy = qb.Badge.from_holder_copy(source)
        assert (copy.credential, copy.holder_copy, copy.id) == (BADGE.credential, BADGE.holder_copy, BADGE.id)
        assert copy.document == BADGE.document
    part = BADGE.disclose(["/evidence/0"])
    assert part.to_json() == copy.disclose(["/evidence/0"]).to_json()
    assert (part.holder_copy, part.token) == (None, None)
    assert part.credential == {k: v for k, v in part.document.items() if k != "proof"}
    assert part.credential["evidence"] == [{"type": ["Evidence"], "name": "Seam"}]


def test_a_part_can_be_baked():
    part = BADGE.disclose([])
    image = part.bake(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert verify(image).verdict is qb.Verdict.VALID


def test_other_forms_stand_beside_it():
    made = issued(proof=("vc-jwt", SD, "ecdsa-rdfc-2019"))
    assert [proof["cryptosuite"] for proof in made.document["proof"]] == [SD, "ecdsa-rdfc-2019"]
    made = issued(proof=("ecdsa-jcs-2019", "ecdsa-rdfc-2019", SD))
    assert len(made.document["proof"]) == 3
    assert verify(made.to_json()).verdict is qb.Verdict.VALID
    made = issued(proof=("ecdsa-rdfc-2019", SD, "vc-jwt"))
    assert verify(made.to_json()).form == f"ecdsa-rdfc-2019 + {SD}"
    assert verify(made.to_jwt()).verdict is qb.Verdict.VALID
    assert made.holder_copy["proof"]["cryptosuite"] == SD
    assert verify(made.disclose([]).to_json()).form == SD


def test_what_always_stays():
    least = BADGE.disclose([]).credential
    whole = BADGE.credential
    subject, achievement = whole["credentialSubject"], whole["credentialSubject"]["achievement"]
    assert least == {
        **{n: whole[n] for n in ("@context", "id", "type", "issuer", "name", "validFrom", "validUntil")},
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": subject["identifier"],
            "achievement": {n: achievement[n] for n in ("id", "type", "name", "description", "criteria")},
        },
    }


def test_what_the_issuer_named_stays_too():
    part = issued(mandatory=["/evidence/1", "/credentialSubject/narrative"]).disclose([]).credential
    assert part["credentialSubject"]["narrative"] == "Worked at night."
    assert part["evidence"] == [BADGE.credential["evidence"][1]]


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({}, ()),
        ({"termsOfUse": [{"type": "Terms"}]}, ("/termsOfUse",)),
        ({"credentialStatus": {"id": "https://a.example/s", "type": "X"}}, ("/credentialStatus",)),
        ({"credentialSchema": [SCHEMA], "refreshService": {}, "evidence": []}, ()),
        ({"name": "A name"}, ("/name",)),
        ({"validUntil": None}, None),
        ({"issuer": "did:web:academy.example"}, None),
        ({"issuer": {"id": "did:web:academy.example", "type": ["Profile"]}}, None),
    ],
)
def test_the_pointers_to_what_always_stays(changes, pointers):
    document = badge(**changes)
    found = always_disclosed(document)
    base = ["/credentialSubject/achievement/" + name for name in ("criteria", "description", "name")]
    assert set(base) | {"/validFrom"} <= set(found)
    assert ("/validUntil" in found) == ("validUntil" in document)
    issuer_names = [pointer for pointer in found if pointer.startswith("/issuer")]
    if isinstance(document["issuer"], str):
        assert issuer_names == ["/issuer"]
    else:
        assert ("/issuer/name" in issuer_names) == ("name" in document["issuer"])
        assert "/issuer/id" in issuer_names
    if pointers is not None:
        assert set(found) - set(base) == {
            "/issuer/id",
            "/issuer/name",
            "/validFrom",
            "/validUntil",
            *pointers,
        }
    assert "/credentialSubject/identifier" not in found  # the subject's id says whose it is
    assert always_disclosed(document, ["/evidence"]) == (*found, "/evidence")


def test_other_kinds_of_credential_have_their_own_least():
    old = always_disclosed(badge_1_1())
    assert {"/issuanceDate", "/expirationDate", "/name"} <= set(old)
    endorsement = badge(
        type=["VerifiableCredential", "EndorsementCredential"],
        name="Said",
        credentialSubject={"id": "urn:x", "type": ["EndorsementSubject"], "endorsementComment": "Good."},
    )
    assert "/credentialSubject/id" in always_disclosed(endorsement)
    record = badge(
        type=["VerifiableCredential", "ClrCredential"],
        credentialSubject={"type": ["ClrSubject"], "verifiableCredential": [badge(), badge()]},
    )
    named = [p for p in always_disclosed(record) if p.startswith("/credentialSubject")]
    assert named == ["/credentialSubject/verifiableCredential/0", "/credentialSubject/verifiableCredential/1"]
    assert always_disclosed({"whatever": 1, "name": "n"}) == ("/name",)


@pytest.mark.parametrize(
    ("pointer", "place", "expected"),
    [
        (
            "/credentialSubject/achievement/alignment/1/targetFramework",
            ("achievement", "alignment"),
            [{"type": ["Alignment"], "targetFramework": "Skills", "targetName": "Joint",
              "targetUrl": "https://skills.example/Joint"}],
        ),
        (
            "/credentialSubject/achievement/creator/name",
            ("achievement", "creator"),
            {"id": "https://guild.example/", "type": ["Profile"], "name": "Guild of Welders"},
        ),
        (
            "/credentialSubject/achievement/resultDescription/1/name",
            ("achievement", "resultDescription"),
            [{"id": "urn:r:2", "type": ["ResultDescription"], "name": "Hours", "resultType": "RawScore"}],
        ),
    ],
)  # fmt: skip
def test_what_the_model_requires_of_an_object_comes_along(pointer, place, expected):
    part = BADGE.disclose([pointer]).credential["credentialSubject"]
    for name in place:
        part = part[name]
    assert part == expected


def test_an_identity_is_shown_whole_or_not_at_all():
    recipient = qb.Recipient.did("did:example:ada")
    own = issued(recipient=recipient).credential
    identity = {
        "type": "IdentityObject", "hashed": True, "salt": "s", "identityType": "emailAddress",
        "identityHash": BADGE.credential["credentialSubject"]["identifier"][0]["identityHash"],
    }  # fmt: skip
    own["credentialSubject"]["identifier"] = [identity, {**identity, "salt": "t"}]
    made = issuer().sign(own, proof=SD)
    assert "identifier" not in made.disclose([]).credential["credentialSubject"]
    part = made.disclose(["/credentialSubject/identifier/1/identityHash"])
    assert part.credential["credentialSubject"]["identifier"] == [{**identity, "salt": "t"}]


def test_a_part_that_does_not_conform_is_refused():
    with pytest.raises(IssueError, match="would not conform") as caught:
        BADGE.disclose(["/credentialSubject/result/1"])
    assert caught.value.pointer == "/credentialSubject/result/0/resultDescription"
    part = BADGE.disclose(
        ["/credentialSubject/result/1", "/credentialSubject/achievement/resultDescription/1"]
    )
    assert verify(part.to_json()).verdict is qb.Verdict.VALID


def test_what_does_not_conform_itself_is_taken_apart_all_the_same():
    document = badge()
    del document["credentialSubject"]["achievement"]["description"]
    document["issuer"] = KEY.did
    base = sign(
        document, KEY, suite=SD, verification_method=KEY.did_key_method, created=NOW, mandatory=["/issuer"]
    )
    assert conformance_errors(disclosed(base, ["/validFrom"]))
    foreign = {
        "@context": document["@context"],
        "id": "urn:x",
        "type": ["Profile"],
        "name": "N",
        "url": "https://x.y/",
    }
    base = sign(foreign, KEY, suite=SD, verification_method=KEY.did_key_method, created=NOW)
    assert disclosed(base, ["/name"])["name"] == "N"
    odd = {"@context": document["@context"], "id": "urn:x", "name": "N", "description": "D"}
    base = sign(odd, KEY, suite=SD, verification_method=KEY.did_key_method, created=NOW)
    assert "description" not in disclosed(base, ["/name"])


def test_a_vc_1_1_badge_is_disclosed_too():
    document = badge_1_1(DATA_INTEGRITY)
    document["issuer"] = {"id": KEY.did, "type": ["Profile"], "name": "Academy of Invention"}
    assert document["@context"] == [VC_CONTEXT_1, OB, DATA_INTEGRITY]
    made = issuer().sign(document, proof=SD)
    part = made.disclose([])
    assert verify(part.to_json()).verdict is qb.Verdict.VALID
    assert "expirationDate" in part.credential


def test_contexts_of_the_issuer_go_with_the_badge():
    url = "https://extra.example/v1"
    contexts = {url: {"@context": {"floor": {"@id": "urn:x:floor"}}}}
    made = issued(who=issuer(contexts=contexts), contexts=[url], members={"floor": "third"})
    part = made.disclose(["/floor"])
    assert part.credential["floor"] == "third"
    again = qb.Badge.from_holder_copy(made.to_holder_copy(), contexts=contexts).disclose(["/floor"])
    assert again.to_json() == part.to_json()
    with pytest.raises(UnsupportedError):
        qb.Badge.from_holder_copy(made.to_holder_copy())


def test_only_a_holders_copy_can_be_disclosed_from():
    for made in (issued(proof="ecdsa-rdfc-2019"), BADGE.disclose([""])):
        for call in (lambda made=made: made.disclose([]), made.to_holder_copy):
            with pytest.raises(IssueError, match="no base proof") as caught:
                call()
            assert caught.value.code == "USAGE"
    with pytest.raises(InputError, match="no proof by ecdsa-sd-2023"):
        qb.Badge.from_holder_copy(issued(proof="ecdsa-rdfc-2019").to_json())
    with pytest.raises(ProofError, match="derived proof"):
        qb.Badge.from_holder_copy(BADGE.to_json())
    for text in ("[]", b"7"):
        with pytest.raises(InputError, match="not a JSON object"):
            qb.Badge.from_holder_copy(text)


def test_pointers_are_several_texts():
    for pointers in ("/evidence", b"/evidence"):
        with pytest.raises(TypeError, match="several texts"):
            BADGE.disclose(pointers)
    with pytest.raises(InputError, match="nothing there"):
        BADGE.disclose(["/evidence/7"])
    assert BADGE.disclose(pointer for pointer in ["/evidence"]).credential["evidence"]


@pytest.mark.parametrize("mandatory", ["/evidence", None, [1], {"/evidence": 1}])
def test_mandatory_is_a_list_of_pointers(mandatory):
    with pytest.raises(TypeError, match="list of JSON pointers"):
        issued(mandatory=mandatory)


def test_mandatory_needs_something_to_choose_from():
    with pytest.raises(IssueError, match="only ecdsa-sd-2023") as caught:
        issued(proof="ecdsa-rdfc-2019", mandatory=["/evidence"])
    assert caught.value.code == "USAGE"
    with pytest.raises(IssueError, match="nothing to choose") as caught:
        issued(mandatory=["/evidence", ""])
    assert caught.value.code == "USAGE"
    with pytest.raises(IssueError, match="nothing there") as caught:
        issued(mandatory=["/nothing"])
    assert caught.value.pointer == "/nothing"


def test_the_key_is_p_256():
    with pytest.raises(IssueError, match="P-256") as caught:
        issued(who=issuer(pair("Ed25519", "academy")))
    assert caught.value.code == "ALGORITHM"


def test_the_product_is_verified_before_it_is_handed_out():
    class Liar:
        public_key = KEY.public_key

        def sign(self, message):
            return KEY.sign(b"something else" + message)

    with pytest.raises(IssueError, match="does not verify: proof"):
        issued(who=issuer(Liar()))
    assert json.loads(issued(who=issuer(self_check=False)).to_holder_copy())
