"""Wrong usage is named where it begins: TypeError for the wrong type, IssueError for the wrong content."""

from __future__ import annotations

import enum
import json
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest

import qualitybadge as qb
from qualitybadge.errors import IssueError, UnsupportedError
from qualitybadge.issue.draft import OB_CONTEXT, VC_CONTEXT, Details
from qualitybadge.issue.usage import PROOFS
from support import images
from support.credentials import badge
from support.keyring import pair
from support.world import KEY

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ACHIEVEMENT = {
    "id": "https://academy.example/badges/welding",
    "name": "Welding",
    "description": "Joins two plates.",
    "criteria": {"narrative": "Weld a seam."},
}
ADA = qb.Recipient.did("did:example:ada")


def issuer(key=KEY, **changes):
    return qb.Issuer("Academy", key, **{"clock": lambda: NOW, **changes})


@pytest.mark.parametrize("recipient", ["a@b.example", None, {"id": "did:example:ada"}, qb.Recipient])
def test_a_recipient_is_a_recipient(recipient):
    for call in (issuer().issue, issuer().draft):
        with pytest.raises(TypeError, match=r"recipient must be a Recipient, such as Recipient\.email"):
            call(ACHIEVEMENT, recipient)


@pytest.mark.parametrize("value", ["Tide", None, json.dumps(ACHIEVEMENT), b"{}", [ACHIEVEMENT], dict])
def test_an_achievement_and_a_credential_are_objects(value):
    with pytest.raises(TypeError, match="achievement must be a mapping or a model"):
        issuer().issue(value, ADA)
    with pytest.raises(TypeError, match="credential must be a mapping or a model"):
        issuer().sign(value)
    if isinstance(value, str):
        with pytest.raises(TypeError, match=r"json\.loads"):
            issuer().sign(value)


@pytest.mark.parametrize("profile", [None, 5, [], b"Academy"])
def test_a_profile_is_a_name_or_an_object(profile):
    with pytest.raises(TypeError, match="profile must be a mapping or a model"):
        qb.Issuer(profile, KEY)


def test_a_name_is_not_empty():
    for name in ("", "  "):
        with pytest.raises(IssueError, match="name is empty"):
            qb.Issuer(name, KEY)


def test_a_profile_without_an_id_gets_the_keys():
    assert qb.Issuer({"id": None, "name": "Academy"}, KEY).id == issuer().id == KEY.did


class Signer:
    """A signer whose parts can be anything."""

    def __init__(self, public_key, answer=None):
        self.public_key, self.answer = public_key, answer

    def sign(self, message):
        return self.answer(message)


def test_a_key_is_a_signer():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    for text in (KEY.to_pem(), KEY.to_pem().decode()):
        with pytest.raises(TypeError, match=r"KeyPair\.from_pem"):
            qb.Issuer("X", text)
    foreign = Ed25519PrivateKey.generate()
    for key in (foreign, Signer(foreign.public_key()), Signer(lambda: KEY.public_key), KEY.public_key, None):
        with pytest.raises(TypeError, match=r"property public_key \(a qualitybadge PublicKey\)") as caught:
            qb.Issuer("X", key)
        assert "sign(bytes) -> bytes" in str(caught.value)
    with pytest.raises(TypeError, match="the class KeyPair"):
        qb.Issuer("X", qb.KeyPair)


async def _later(_message):
    return b""


@pytest.mark.parametrize("proof", ["eddsa-rdfc-2022", "vc-jwt"])
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda _message: None, "returned None instead of bytes"),
        (_later, "returned a coroutine instead of bytes"),
        (lambda _message: "c2ln", "returned a value of type str instead of bytes"),
    ],
)
def test_a_signer_answers_bytes(answer, words, proof):
    with pytest.raises(IssueError, match=words):
        issuer(Signer(KEY.public_key, answer)).issue(ACHIEVEMENT, ADA, proof=proof)
    made = issuer(Signer(KEY.public_key, lambda message: bytearray(KEY.sign(message))))
    assert qb.verify(made.issue(ACHIEVEMENT, ADA, proof=proof).credential).verdict is not None


@pytest.mark.parametrize(
    ("answer", "words"),
    [(False, "returned False"), (5, "of type int"), (b"no", "of type bytes"), (_later(b""), "a coroutine")],
)
def test_a_gate_returns_objections(answer, words):
    with pytest.raises(TypeError, match="a gate returns the objections, an empty list for none") as caught:
        issuer(gate=lambda _draft: answer).issue(ACHIEVEMENT, ADA)
    assert words in str(caught.value)


def test_a_gate_may_say_nothing_or_one_text():
    for nothing in (None, [], ()):
        assert issuer(gate=lambda _draft, nothing=nothing: nothing).issue(ACHIEVEMENT, ADA)
    for one in ("no skill", ["no skill"], iter(["no skill"])):
        with pytest.raises(IssueError, match="the gate objects: no skill") as caught:
            issuer(gate=lambda _draft, one=one: one).issue(ACHIEVEMENT, ADA)
        assert caught.value.message == "the gate objects: no skill"
    with pytest.raises(TypeError, match="gate must be a function"):
        issuer(gate=["no skill"])


def test_a_method_is_text():
    with pytest.raises(TypeError, match="method must be the URL"):
        issuer(method=5)


@pytest.mark.parametrize("proof", ["jwt", "", "eddsa-2022", "bbs-2023", ("vc-jwt", "none")])
def test_an_unknown_proof_is_refused_with_the_list(proof):
    with pytest.raises(IssueError) as caught:
        issuer().issue(ACHIEVEMENT, ADA, proof=proof)
    assert caught.value.code == "USAGE"
    supported = caught.value.message.partition("supported are ")[2].split(", ")
    assert supported == list(PROOFS)
    assert "vc-jwt" in supported
    assert "eddsa-2022" not in supported


def test_no_proof_at_all_and_one_twice_are_refused():
    for empty in ((), []):
        with pytest.raises(IssueError, match="unsigned"):
            issuer().issue(ACHIEVEMENT, ADA, proof=empty)
    with pytest.raises(IssueError, match="vc-jwt is asked for twice"):
        issuer().issue(ACHIEVEMENT, ADA, proof=("vc-jwt", "eddsa-rdfc-2022", "vc-jwt"))
    for wrong in (5, (None,), {"vc-jwt"}):
        with pytest.raises(TypeError, match="proof must be a text or a tuple of texts"):
            issuer().issue(ACHIEVEMENT, ADA, proof=wrong)
    made = issuer().issue(ACHIEVEMENT, ADA, proof=["vc-jwt", "eddsa-rdfc-2022"])
    assert made.token
    assert made.document


@pytest.mark.parametrize("name", ["valid_from", "valid_until", "awarded_date"])
def test_a_moment_is_no_day(name):
    with pytest.raises(IssueError, match=f"{name} is a day") as caught:
        issuer().issue(ACHIEVEMENT, ADA, **{name: date(2026, 3, 1)})
    assert "pass an aware datetime" in caught.value.hint
    assert issuer().issue(ACHIEVEMENT, ADA, **{name: NOW})


def test_an_activity_may_be_dated_by_days():
    assert issuer().issue(ACHIEVEMENT, ADA, activity_start_date=date(2026, 2, 1))


def test_contexts_and_members_have_their_forms():
    for contexts in ("https://x.example/c", [5], {"a": "b"}):
        with pytest.raises(IssueError, match="contexts must be a list of URLs"):
            issuer().draft(ACHIEVEMENT, ADA, contexts=contexts)
    for members in ([("a", 1)], "ab", None):
        with pytest.raises(IssueError, match="members must be a mapping"):
            issuer().draft(ACHIEVEMENT, ADA, members=members)


def test_types_in_a_list_bring_the_extensions_too():
    schema = {"id": "https://x.example/s", "type": ["1EdTechJsonSchemaValidator2019"]}
    draft = issuer().draft(ACHIEVEMENT, ADA, credential_schema=[schema])
    assert draft["@context"][:2] == [VC_CONTEXT, OB_CONTEXT]
    assert draft["@context"][2].endswith("extensions.json")
    assert len(issuer().draft(ACHIEVEMENT, ADA, credential_schema={"type": [{}]})["@context"]) == 2


@pytest.mark.parametrize("id_", ["did:web:academy.example", "https://academy.example/issuer"])
def test_a_profile_of_a_domain_needs_the_method(id_):
    with pytest.raises(IssueError, match="does not control") as caught:
        qb.Issuer({"id": id_, "name": "Academy"}, KEY)
    assert caught.value.hint.startswith(f"pass method='{id_}#key-1'")
    assert qb.Issuer({"id": id_, "name": "Academy"}, KEY, method=f"{id_}#key-1").id == id_
    with pytest.raises(IssueError) as caught:
        qb.Issuer({"id": id_, "name": "Academy"}, KEY, method="did:web:other.example#key-1")
    assert caught.value.hint.startswith("give the profile the id 'did:web:other.example'")
    with pytest.raises(IssueError) as caught:
        qb.Issuer({"id": "did:example:x", "name": "Academy"}, KEY)
    assert caught.value.hint.startswith("give the profile the id 'did:key:")


GRADED = ACHIEVEMENT | {"resultDescription": {"id": "urn:r:1", "name": "Grade", "resultType": "LetterGrade"}}


def test_a_result_has_a_description_in_its_achievement():
    known, unknown = (
        {"resultDescription": "urn:r:1", "value": "A"},
        {"resultDescription": "urn:r:2", "value": "A"},
    )
    assert issuer().issue(GRADED, ADA, results=[known, {"value": "5"}])
    with pytest.raises(IssueError, match="'urn:r:2' is the id of none of the achievement's") as caught:
        issuer().issue(GRADED, ADA, results=[known, unknown])
    assert caught.value.pointer == "/credentialSubject/result/1/resultDescription"
    with pytest.raises(IssueError, match="/credentialSubject/result/0/resultDescription"):
        issuer().issue(ACHIEVEMENT, ADA, results=known)
    draft = issuer().draft(GRADED, ADA, results=known)
    draft["credentialSubject"]["result"][0]["resultDescription"] = "urn:r:2"
    with pytest.raises(IssueError) as caught:
        issuer().sign(draft | {"issuer": "did:web:other.example"})
    assert "another issuer" in caught.value.message
    assert "urn:r:2" in caught.value.message


def test_a_badge_says_what_can_be_done_with_it(tmp_path):
    art = tmp_path / "art.svg"
    art.write_bytes(images.svg())
    made = issuer().issue(ACHIEVEMENT, ADA)
    assert qb.unbake(made.bake(art)).content == made.to_json()
    with pytest.raises(TypeError, match="pass the image's bytes"):
        made.bake(str(art))
    for form in ("xx", "", b"jwt"):
        with pytest.raises(IssueError, match="form is json or jwt") as caught:
            made.bake(art, form=form)
        assert caught.value.code == "USAGE"
    only = issuer(pair("RSA")).issue(ACHIEVEMENT, ADA)
    with pytest.raises(IssueError, match="signed as a token only") as caught:
        only.to_json()
    assert "an RSA key signs tokens only" in caught.value.hint


def test_a_key_type_is_spelled_exactly():
    for wrong in ("ed25519", "EC", ""):
        with pytest.raises(UnsupportedError, match="Ed25519, P-256, P-384, RSA"):
            qb.KeyPair.generate(wrong)
    for wrong in (None, 5, ["RSA"]):
        with pytest.raises(TypeError, match="key_type must be one of Ed25519, P-256, P-384, RSA"):
            qb.KeyPair.generate(wrong)
    assert qb.KeyPair.generate("P-256").type == "P-256"


def test_every_detail_is_documented_and_exported():
    from pathlib import Path

    from qualitybadge.issue import draft

    source = Path(draft.__file__).read_text(encoding="utf-8").split("class Details")[1].split("\n\n\n")[0]
    lines = source.splitlines()
    for name in Details.__annotations__:
        place = next(i for i, line in enumerate(lines) if line.startswith(f"    {name}: "))
        assert lines[place + 1].startswith('    """'), name


def test_an_own_template_is_still_signed():
    who = qb.Issuer(badge()["issuer"], KEY, method=f"{badge()['issuer']['id']}#key-1", clock=lambda: NOW)
    assert who.sign(badge()).document


class Word(str, enum.Enum):  # noqa: UP042 - one that prints itself by its name
    SEEN = "Seen by two examiners."


class Credits(enum.IntEnum):
    FEW = 3


def test_other_mappings_sequences_and_texts_are_taken_as_json():
    achievement = MappingProxyType(ACHIEVEMENT | {"tag": ("welding", "steel")})
    made = issuer().issue(achievement, ADA, narrative=Word.SEEN, credits_earned=Credits.FEW)
    subject = made.credential["credentialSubject"]
    assert subject["achievement"]["tag"] == ["welding", "steel"]
    assert (type(subject["narrative"]), subject["narrative"]) == (str, "Seen by two examiners.")
    assert (type(subject["creditsEarned"]), subject["creditsEarned"]) == (int, 3)
    assert json.loads(made.to_json())["proof"]["verificationMethod"] == issuer().verification_method


def test_a_badge_shows_its_name_and_no_secret():
    key = pair("P-256", "academy")
    made = issuer(key).issue(ACHIEVEMENT, ADA, narrative="a secret story", proof=("ecdsa-sd-2023", "vc-jwt"))
    assert repr(made) == f"<Badge 'Welding' {made.id} ecdsa-sd-2023, vc-jwt>"
    token = issuer(key).issue(ACHIEVEMENT, ADA, proof="vc-jwt")
    assert repr(token) == f"<Badge 'Welding' {token.id} vc-jwt>"
    both = issuer().issue(ACHIEVEMENT, ADA, proof=("eddsa-rdfc-2022", "eddsa-jcs-2022"))
    assert repr(both).endswith(" eddsa-rdfc-2022, eddsa-jcs-2022>")
    old = qb.Badge({"id": "urn:x:1"}, {"proof": [{"type": "Ed25519Signature2020"}, 5]})
    assert repr(old) == "<Badge None urn:x:1 Ed25519Signature2020>"


def test_wrong_types_say_what_to_pass(tmp_path):
    made = issuer().issue(ACHIEVEMENT, ADA)
    with pytest.raises(TypeError, match=r"source must be JSON text or a mapping, not \w+Path"):
        qb.Badge.from_holder_copy(tmp_path)
    did = "did:web:academy.example"
    who = qb.Issuer({"id": did, "name": "Academy"}, KEY, method=f"{did}#key-1")
    with pytest.raises(TypeError, match="history must be a KeyHistory, not KeyPair"):
        who.publish(tmp_path, KEY)
    with pytest.raises(TypeError, match=r"report must be a Report, .*not Badge: pass what verify"):
        qb.render(made)
    with pytest.raises(TypeError, match=r"use Recipient\.email\(…\)"):
        qb.Recipient("ada@example.org")
    with pytest.raises(TypeError, match="a tuple of Identity"):
        qb.Recipient(("ada@example.org",))


@pytest.mark.parametrize("text", ["foo", "@", "foo@", "@foo", " @foo", "foo@ ", "a@b@c", ""])
def test_an_email_address_has_one_at_with_text_on_either_side(text):
    with pytest.raises(qb.errors.InputError, match="the recipient's email address is none"):
        qb.Recipient.email(text)
    with pytest.raises(qb.errors.InputError, match="is no text"):
        qb.Recipient.email(5)


@pytest.mark.parametrize(
    ("name", "hint"), [("validUntil", "do you mean valid_until?"), ("colour", "one of id, name, ")]
)
def test_a_name_that_is_nearly_right_is_named(name, hint):
    with pytest.raises(IssueError, match=f"unknown detail '{name}'") as caught:
        issuer().issue(ACHIEVEMENT, ADA, **{name: 1})
    assert caught.value.hint.startswith(hint)
