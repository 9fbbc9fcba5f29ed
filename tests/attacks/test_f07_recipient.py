"""F07: recipient hashes compared by one exact rule: algorithm, salt, letter case, Unicode forms, timing."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from qualitybadge.model import identity
from qualitybadge.model.identity import Recipient, RecipientMatch

ADA = "ada@academy.example"


def _digest(name: str, text: str, salt: str = "") -> str:
    return f"{name}${hashlib.new(name, (text + salt).encode()).hexdigest()}"


def _object(**more):
    return {"type": "IdentityObject", "hashed": True, "identityType": "emailAddress", **more}


def _match(recipient: Recipient, *objects, **members) -> RecipientMatch:
    return recipient.matches({"identifier": list(objects), **members})


def test_f07_the_example_of_the_specification():
    text = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    made = Recipient.email("a@example.com", hashed=True, salt="Kosher").to_subject()["identifier"][0]
    assert made["identityHash"] == text
    match = _match(Recipient.email("a@example.com"), _object(identityHash=text, salt="Kosher"))
    assert match == RecipientMatch(matched=True, comparable=True, pointer="/identifier/0", hash_name="sha256")


def test_f07_a_missing_salt_is_an_empty_one():
    assert _match(Recipient.email(ADA), _object(identityHash=_digest("sha256", ADA))).matched
    assert _match(Recipient.email(ADA), _object(identityHash=_digest("sha256", ADA), salt="")).matched
    assert not _match(Recipient.email(ADA), _object(identityHash=_digest("sha256", ADA, "s"))).matched


def test_f07_the_salt_stands_after_the_identity():
    assert _match(
        Recipient.email(ADA), _object(identityHash=_digest("sha256", ADA, "salt"), salt="salt")
    ).matched
    swapped = _object(identityHash=_digest("sha256", "salt", ADA), salt="salt")
    assert not _match(Recipient.email(ADA), swapped).matched


@pytest.mark.parametrize("salt", [7, None, ["s"], {}])
def test_f07_a_malformed_salt_compares_with_nothing(salt):
    match = _match(Recipient.email(ADA), _object(identityHash=_digest("sha256", ADA), salt=salt))
    assert (match.matched, match.comparable) == (False, False)


def test_f07_md5_matches_with_a_warning():
    match = _match(Recipient.email(ADA), _object(identityHash=_digest("md5", ADA, "s"), salt="s"))
    assert (match.matched, match.weak_hash) == (True, True)


def test_f07_a_strong_match_is_preferred_to_md5():
    weak, strong = _object(identityHash=_digest("md5", ADA)), _object(identityHash=_digest("sha256", ADA))
    match = _match(Recipient.email(ADA), weak, strong)
    assert (match.weak_hash, match.pointer) == (False, "/identifier/1")


@pytest.mark.parametrize(("name", "weak"), [("sha1", True), ("sha512", False), ("SHA1", True)])
def test_f07_hashes_that_only_badges_before_2_0_have(name, weak):
    for text, older, expected in ((ADA, True, True), (ADA, False, False), ("eve@evil.example", True, False)):
        claim = _object(identityHash=_digest(name, text, "s"), salt="s")
        match = Recipient.email(ADA).matches({"identifier": [claim]}, older=older)
        assert (match.matched, match.comparable) == (expected, older)
        assert match.weak_hash == (expected and weak)
        assert match.hash_name == ("" if older and not expected else name.lower() if older else name)


@pytest.mark.parametrize("older", [True, False])
@pytest.mark.parametrize(
    ("text", "name"),
    [("crc32$0a", "crc32"), ("$0a", ""), ("0a", ""), ("x" * 50 + "$0a", "x" * 20), ("plain@a.example", "")],
)
def test_f07_an_unknown_algorithm_is_named_and_never_matches(text, name, older):
    claim = _object(identityHash=text)
    match = Recipient.identifier(f"a{text}", type="emailAddress").matches(
        {"identifier": [claim]}, older=older
    )
    assert (match.matched, match.comparable, match.hash_name) == (False, False, name)
    other = Recipient.did("did:key:z").matches({"identifier": [claim]}, older=older)
    assert other == RecipientMatch(matched=False, comparable=False)


def test_f07_md5_is_never_made():
    made = Recipient.from_profile({"email": ADA}).to_subject()["identifier"][0]
    hashed = Recipient.email(ADA, hashed=True).to_subject()["identifier"][0]
    assert made["identityHash"] == ADA
    assert hashed["identityHash"].startswith("sha256$")


@pytest.mark.parametrize("name", ["sha1", "sha512", "SHA256", "", "sha256 ", "crc32"])
def test_f07_an_unknown_algorithm_compares_with_nothing(name):
    digest = hashlib.sha256(ADA.encode()).hexdigest()
    match = _match(Recipient.email(ADA), _object(identityHash=f"{name}${digest}"))
    assert (match.matched, match.comparable) == (False, False)


@pytest.mark.parametrize(
    "text", ["sha256$", "sha256$zz", _digest("sha256", ADA)[:-1], _digest("sha256", ADA) + "0"]
)
def test_f07_a_malformed_digest_matches_nobody(text):
    match = _match(Recipient.email(ADA), _object(identityHash=text))
    assert (match.matched, match.comparable) == (False, True)


def test_f07_a_hash_without_its_algorithm_compares_with_nothing():
    for text in (hashlib.sha256(ADA.encode()).hexdigest(), "sha256", ADA):
        assert not _match(Recipient.email(ADA), _object(identityHash=text)).comparable


def test_f07_the_hex_digits_have_any_case():
    upper = "sha256$" + _digest("sha256", ADA)[7:].upper()
    assert _match(Recipient.email(ADA), _object(identityHash=upper)).matched


@pytest.mark.parametrize("hashed", [True, False])
@pytest.mark.parametrize(
    ("theirs", "ours", "hint"),
    [
        ("ada@academy.example", "Ada@Academy.example", "letter case"),
        ("zo\u00eb@academy.example", "zoe\u0308@academy.example", "Unicode form"),
        ("ada@academy.example", " ada@academy.example", "surrounding white space"),
        ("ada@academy.example", "eve@academy.example", ""),
    ],
)
def test_f07_an_identity_is_exact_and_a_near_miss_is_named(hashed, theirs, ours, hint):
    text = _digest("sha256", theirs) if hashed else theirs
    match = _match(
        Recipient.identifier(ours, type="emailAddress"), {**_object(identityHash=text), "hashed": hashed}
    )
    assert match == RecipientMatch(matched=False, comparable=True, hint=hint)


def test_f07_a_plain_near_miss_is_named_from_either_side():
    match = _match(Recipient.email(ADA), {**_object(identityHash="ADA@ACADEMY.EXAMPLE"), "hashed": False})
    assert match.hint == "letter case"


def test_f07_a_hash_is_no_identity():
    """Somebody who calls himself by the hash is not its owner, and a plain text is not hashed for comparison."""
    text = _digest("sha256", ADA)
    assert not _match(Recipient.identifier(text, type="emailAddress"), _object(identityHash=text)).matched
    assert not _match(Recipient.email(ADA), {**_object(identityHash=text), "hashed": False}).matched
    assert _match(
        Recipient.identifier(text, type="emailAddress"), {**_object(identityHash=text), "hashed": False}
    ).matched


@pytest.mark.parametrize("hashed", [None, "true", 1, ...])
def test_f07_without_a_usable_flag_the_form_decides(hashed):
    def without(text):
        given = _object(identityHash=text)
        if hashed is ...:
            del given["hashed"]
        else:
            given["hashed"] = hashed
        return given

    assert _match(Recipient.email(ADA), without(_digest("sha256", ADA))).matched
    assert _match(Recipient.email(ADA), without(ADA)).matched
    assert not _match(
        Recipient.identifier(_digest("sha256", ADA), type="emailAddress"), without(_digest("sha256", ADA))
    ).matched


def test_f07_types_must_be_the_same():
    plain = {**_object(identityHash=ADA), "hashed": False}
    assert _match(Recipient.email(ADA), {**plain, "identityType": "email"}).matched
    for other in ("name", "userName", "EmailAddress", "ext:email"):
        assert not _match(Recipient.email(ADA), {**plain, "identityType": other}).comparable
    assert _match(Recipient.identifier("Ada", type="name"), {**plain, "identityType": "name"}).comparable


@pytest.mark.parametrize(
    "entry",
    [
        None,
        "x",
        7,
        [],
        {},
        {"identityType": 7},
        {"identityType": "emailAddress"},
        {"identityType": [], "identityHash": ADA},
    ],
)
def test_f07_malformed_identifiers_name_nobody(entry):
    assert Recipient.email(ADA).matches({"identifier": [entry]}) == RecipientMatch(
        matched=False, comparable=False
    )
    assert Recipient.email(ADA).matches({"identifier": entry}) == RecipientMatch(
        matched=False, comparable=False
    )


def test_f07_a_single_identifier_is_compared_too():
    assert (
        Recipient.email(ADA).matches({"identifier": _object(identityHash=_digest("sha256", ADA))}).pointer
        == "/identifier"
    )


@pytest.mark.parametrize(
    ("recipient", "subject_id", "matched", "comparable"),
    [
        (Recipient.did("did:key:zA"), "did:key:zA", True, True),
        (Recipient.did("did:key:zA"), "did:key:zB", False, True),
        (Recipient.did("did:key:zA"), "did:key:za", False, True),
        (Recipient.did("did:key:zA"), "DID:key:zA", False, True),
        (Recipient.did("DID:key:zA"), "did:key:zA", False, True),
        (Recipient.did("did:key:zA"), "https://ada.example", False, False),
        (Recipient.did("did:key:zA"), "urn:uuid:1", False, False),
        (Recipient.did("did:key:zA"), 7, False, False),
        (Recipient.from_profile({"url": "https://ada.example"}), "https://ada.example", True, True),
        (Recipient.from_profile({"url": "https://ada.example"}), "https://ada.example/", False, True),
        (Recipient.email(ADA), f"mailto:{ADA}", True, True),
        (Recipient.email(ADA), "mailto:eve@academy.example", False, True),
        (Recipient.email(ADA), "did:key:zA", False, False),
        (Recipient.from_profile({"phone": "+431"}), "tel:+431", True, True),
        (Recipient.identifier("did:key:zA", type="accountId"), "did:key:zA", False, False),
    ],
)
def test_f07_the_subjects_id(recipient, subject_id, matched, comparable):
    match = recipient.matches({"id": subject_id})
    assert (match.matched, match.comparable) == (matched, comparable)


def test_f07_one_identity_of_several_is_enough():
    person = Recipient.from_profile({"email": ["ada@home.example", ADA], "id": "did:key:zA"})
    other = {**_object(identityHash="eve@academy.example"), "hashed": False}
    assert (
        _match(person, other, _object(identityHash=_digest("sha256", ADA)), id="did:key:zB").pointer
        == "/identifier/1"
    )


def test_f07_lone_surrogates_equal_only_themselves():
    plain = {**_object(identityHash="\ud800"), "hashed": False}
    assert _match(Recipient.identifier("\ud800", type="emailAddress"), plain).matched
    assert not _match(Recipient.identifier("?", type="emailAddress"), plain).matched


def test_f07_every_comparison_takes_constant_time(monkeypatch):
    compared = []

    def compare(one, two):
        compared.append((one, two))
        return hmac.compare_digest(one, two)

    monkeypatch.setattr(identity, "hmac", type("Hmac", (), {"compare_digest": staticmethod(compare)}))
    objects = [_object(identityHash=_digest("sha256", ADA)), {**_object(identityHash=ADA), "hashed": False}]
    assert _match(Recipient.email(ADA), *objects, id=f"mailto:{ADA}").matched
    assert len(compared) == 3  # no early way out: the number of pairs decides, not which of them match
    assert all(isinstance(part, bytes) for pair in compared for part in pair)
