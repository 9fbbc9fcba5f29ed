"""A profile, class, key, list or endorsement given by itself is checked as itself and shows no credential."""

from __future__ import annotations

import pytest

import qualitybadge as qb
from qualitybadge.model.document import Kind
from support.images import png
from support.keyring import pair
from support.signed2 import KEY, LIST, OTHER_KEY, key
from support.world2 import CLASS, HOME, IMAGE, ISSUER, V2, badge_class, codes, issuer, rows, verify, web

VALID, INVALID, INDETERMINATE = (qb.Verdict[name] for name in ("VALID", "INVALID", "INDETERMINATE"))
PRAISE = f"{HOME}/praise"


def revoked(**changes):
    return {"@context": V2, "type": "RevocationList", "id": LIST, "revokedAssertions": []} | changes


def endorsement(**changes):
    whole = {
        "@context": V2,
        "type": "Endorsement",
        "id": PRAISE,
        "claim": {"id": CLASS, "endorsementComment": "Good"},
        "issuer": ISSUER,
        "issuedOn": "2020-02-01T00:00:00Z",
        "verification": {"type": "HostedBadge"},
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


DOCUMENTS = {
    Kind.OB2_ISSUER: issuer(),
    Kind.OB2_BADGE_CLASS: badge_class(),
    Kind.OB2_KEY: key(),
    Kind.OB2_REVOCATION_LIST: revoked(),
    Kind.OB2_ENDORSEMENT: endorsement(),
}


def whole_web(*documents, **served):
    return web(issuer(publicKey=KEY), key(), revoked(), endorsement(), *documents, **served)


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.name)
def test_z_issuer_and_z_key_each_is_valid_alone_and_is_no_credential(kind):
    document = DOCUMENTS[kind]
    report = verify(document["id"], whole_web())
    assert (report.verdict, report.kind, report.credential) == (VALID, kind, None), qb.render(report, "text")
    assert report.trust is qb.Trust.DOMAIN
    assert report.form == "hosted"
    assert report.document.data["id"] == document["id"]


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.name)
def test_handed_in_it_is_judged_as_it_is_and_nobody_vouches_for_it(kind):
    fetcher = qb.StaticFetcher(whole_web())
    report = verify(DOCUMENTS[kind], fetcher=fetcher)
    assert (report.verdict, report.kind, report.credential) == (VALID, kind, None), qb.render(report, "text")
    if kind is not Kind.OB2_ENDORSEMENT:  # which is hosted, as a badge is
        assert report.trust is qb.Trust.NONE
        assert DOCUMENTS[kind]["id"] not in fetcher.calls


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.name)
def test_what_does_not_conform_is_invalid(kind):
    wrong = {
        Kind.OB2_ISSUER: issuer(email="nobody"),
        Kind.OB2_BADGE_CLASS: badge_class(name=None),
        Kind.OB2_KEY: key(owner="the school"),
        Kind.OB2_REVOCATION_LIST: revoked(revokedAssertions=["nothing"]),
        Kind.OB2_ENDORSEMENT: endorsement(claim="good"),
    }[kind]
    assert verify(wrong["id"], whole_web(wrong)).verdict is INVALID
    assert verify(wrong, whole_web(wrong)).verdict is INVALID


def test_who_calls_itself_an_issuer_must_be_able_to_issue():
    anybody = issuer(type="Profile", email=None, url=None)
    assert verify(ISSUER, web(anybody)).verdict is VALID
    for kind in ("Issuer", ["Issuer", "Profile"]):
        report = verify(ISSUER, web({**anybody, "type": kind}))
        assert report.verdict is INVALID
        assert {row.pointer for row in rows(report, "conformance")} == {"/email", "/url"}


def test_what_a_profile_links_is_named_as_not_asked_for():
    fetcher = qb.StaticFetcher(web(issuer(publicKey=KEY, revocationList=LIST)))
    (row,) = rows(verify(ISSUER, fetcher=fetcher), "linked")
    assert row.outcome is qb.Outcome.SKIPPED
    assert "publicKey, revocationList" in row.message
    assert list(fetcher.calls) == [ISSUER]


def test_a_class_needs_its_issuer_and_its_image():
    assert verify(CLASS, web(**{ISSUER: None})).verdict is INDETERMINATE
    assert verify(CLASS, web(issuer(email=None))).verdict is INVALID
    assert verify(CLASS, web(**{IMAGE: None})).verdict is INDETERMINATE
    assert verify(badge_class(), web(**{IMAGE: b"GIF89a"})).verdict is INVALID
    assert verify(CLASS, web(badge_class(issuer=5))).verdict is INVALID


def test_a_declared_address_is_followed():
    moved = f"{HOME}/old-address"
    report = verify(moved, web(**{moved: issuer()}))
    assert (report.verdict, report.document.data["id"]) == (VALID, ISSUER)
    gone = qb.Response(status=410)
    report = verify(moved, web(**{moved: issuer(), ISSUER: gone}))
    assert (report.verdict, codes(report)) == (INVALID, {"REVOKED"})
    report = verify(moved, web(**{moved: issuer(), ISSUER: None}))
    assert report.verdict is INDETERMINATE


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.name)
def test_what_lies_at_the_declared_address_counts_and_may_be_nothing(kind):
    moved = f"{HOME}/old-address"
    document = DOCUMENTS[kind]
    report = verify(moved, whole_web(**{moved: document, document["id"]: None}))
    assert report.verdict is INDETERMINATE
    assert report.kind is kind


@pytest.mark.parametrize("how", ["given", "address"])
def test_what_cannot_be_read_is_judged_as_nothing(how):
    unreadable = badge_class(criteria={"@context": 5, "narrative": "x"})
    report = verify(unreadable if how == "given" else CLASS, web(unreadable))
    assert (report.verdict, report.kind) == (INVALID, Kind.UNREADABLE)


def test_over_http_nobody_vouches_for_it():
    address = ISSUER.replace("https", "http")
    served = web(**{address: issuer(id=address)})
    report = verify(address, served, qb.Policy(allow_http_hosted=True))
    assert (report.verdict, report.trust) == (VALID, qb.Trust.NONE)


def test_a_context_that_is_a_whole_context_document():
    wrapped = {"@context": {"@context": V2}}
    assert verify(ISSUER, web(issuer(**wrapped))).verdict is VALID
    assert (
        verify(
            ISSUER, web(issuer(**{"@context": [V2, {"@context": {"shoe": "https://shoe.example/"}}]}))
        ).verdict
        is VALID
    )


@pytest.mark.parametrize(
    ("pem", "code"),
    [
        (None, "KEY_REFUSED"),
        ("no key", "KEY_REFUSED"),
        (pair("RSA", "ada").to_pem().decode(), "PRIVATE_KEY_EXPOSED"),
    ],
)
def test_a_key_must_be_one_and_public(pem, code):
    document = key(publicKeyPem=pem)
    if pem is None:
        document.pop("publicKeyPem", None)
    report = verify(document, whole_web())
    assert report.verdict is INVALID
    assert code in codes(report)
    assert "PRIVATE KEY" not in report.to_json()
    assert "PRIVATE KEY" not in str(report.graph)


def test_b22_a_key_that_its_owner_does_not_link_is_not_the_owners():
    for links in (None, [OTHER_KEY], {"id": OTHER_KEY}):
        report = verify(KEY, web(issuer(publicKey=links), key()))
        assert report.verdict is INVALID
        assert "CONTROLLER_MISMATCH" in codes(report)
    embedded = {"id": KEY, "type": "CryptographicKey", "owner": ISSUER}
    assert verify(KEY, web(issuer(publicKey=[OTHER_KEY, embedded]), key())).verdict is VALID


def test_a_key_may_name_no_owner():
    document = key()
    document.pop("owner")
    report = verify(document, whole_web())
    assert report.verdict is VALID
    assert rows(report, "linked")[0].outcome is qb.Outcome.SKIPPED


def test_an_owner_who_cannot_be_asked_leaves_it_undecided():
    assert verify(KEY, web(key(), **{ISSUER: None})).verdict is INDETERMINATE


def test_e10_a_list_and_its_issuer():
    forms = [
        "urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72",
        {"id": f"{HOME}/1", "revoked": True},
        {"uid": "7"},
    ]
    assert verify(LIST, whole_web(revoked(revokedAssertions=forms, issuer=ISSUER))).verdict is VALID
    assert verify(LIST, whole_web(revoked(issuer=f"{HOME}/lost"))).verdict is INDETERMINATE
    assert verify(LIST, whole_web(revoked(revokedAssertions=None))).verdict is INVALID
    wrong = [{"id": f"{HOME}/1", "revoked": "false"}]
    assert verify(LIST, whole_web(revoked(revokedAssertions=wrong))).verdict is INVALID


@pytest.mark.parametrize("member", ["issuer", "verification", "claim", "issuedOn"])
def test_n_noissuer_and_n_nover_an_endorsement_without_what_it_needs(member):
    assert verify(PRAISE, whole_web(endorsement(**{member: None}))).verdict is INVALID


def test_an_endorsement_alone_is_verified_as_a_badge_is():
    elsewhere = endorsement(id="https://school.example.evil.example/praise")
    report = verify(elsewhere["id"], whole_web(elsewhere))
    assert "HOSTED_SCOPE" in codes(report)
    assert "REVOKED" in codes(verify(PRAISE, whole_web(endorsement(revoked=True))))
    assert "NOT_YET_VALID" in codes(verify(PRAISE, whole_web(endorsement(issuedOn="2030-01-01T00:00:00Z"))))
    assert "NOT_HOSTED" in codes(verify(endorsement(id="urn:uuid:9d278beb-36cf-4bc8-888d-674ff9843d72")))
    report = verify(endorsement(claim={"id": HOME}), whole_web())
    assert (report.verdict, report.document.data["claim"]["id"]) == (VALID, CLASS)
    assert "HOSTED_DIFFERS" in {row.problem.code for row in report.checks if row.problem}


def test_an_older_issuer_is_judged_by_its_own_rules():
    old = {"name": "School", "url": HOME, "image": IMAGE}
    report = verify(f"{HOME}/old", web(**{f"{HOME}/old": old, IMAGE: png()}))
    assert (report.kind, report.verdict) == (Kind.OB1_ISSUER, VALID), qb.render(report, "text")


def test_a_private_key_that_somebody_published_is_never_repeated():
    secret = {"id": KEY, "type": "CryptographicKey", "publicKeyPem": pair("RSA", "ada").to_pem().decode()}
    report = verify(served=web(issuer(publicKey=[secret, OTHER_KEY], description="caf\u00e9 \\u")))
    assert "PRIVATE" not in report.to_json()
    assert "not shown" in report.to_json()
    assert report.graph[2].data["name"] == "School"
    assert b"PRIVATE" not in report.graph[2].raw
    plain = verify(served=web(issuer(name="PRIVATE school")))
    assert plain.graph[2].raw


def test_a_class_without_a_known_issuer_may_be_endorsed():
    served = whole_web(badge_class(endorsement=PRAISE), **{ISSUER: None})
    report = verify(CLASS, served)
    assert (report.verdict, len(report.endorsements)) == (INDETERMINATE, 1)
    city = "https://city.example/mayor"
    praise = endorsement(id="https://city.example/praise", issuer=city)
    served = web(badge_class(endorsement=praise["id"]), praise, issuer(id=city), **{ISSUER: None})
    report = verify(CLASS, served)
    assert (report.verdict, report.endorsements[0].verdict) == (INDETERMINATE, VALID)


def test_an_endorsement_without_an_issuer_is_called_one():
    report = verify(PRAISE, whole_web(endorsement(issuer=None)))
    assert report.verdict is INVALID
    row = next(row for row in report.checks if row.id == "linked")
    assert row.message == "the endorsement names no issuer profile"
