import base64

import pytest

import qualitybadge as qb
from qualitybadge import spec
from qualitybadge.errors import UnsupportedError
from qualitybadge.limits import Limits
from support.credentials import OB, VC2, badge_1_1
from support.steps import CONTENT, extended, multihash, only_row, report_of, sri, with_calls
from support.world import claims_of, rows, token, verify

FAILED, PASSED, UNKNOWN, SKIPPED = (qb.Outcome[n] for n in ("FAILED", "PASSED", "UNKNOWN", "SKIPPED"))
DATA = "data:text/plain;base64," + base64.b64encode(CONTENT).decode()
AWAY = "https://academy.example/evidence.pdf"


def related(*entries, **more):
    """Report on a token, which may say what no term is defined for."""
    return with_calls(token(claims_of({**extended(), "relatedResource": list(entries), **more})), {})


def rows_of(*entries):
    report, calls = related(*entries)
    assert calls == []
    return rows(report, "resources")


def hexadecimal(url):
    return bytes.fromhex(min(spec.context_published(url)))


def test_a_badge_without_digests_has_no_row():
    assert rows(report_of(extended()), "resources") == []
    assert rows(report_of(extended(description="\u201cdigest\u201d")), "resources") == []


@pytest.mark.parametrize(
    "address",
    [
        DATA,
        "data:,A%20seam%20that%20holds.",
        "DATA:text/plain;BASE64," + DATA.partition(",")[2],
        "data:,A seam that holds.",
    ],
)
def test_data_is_compared(address):
    (row,) = rows_of({"id": address, "digestSRI": sri("sha256")})
    assert (row.outcome, row.required) == (PASSED, True)
    (row,) = rows_of({"id": address, "digestMultibase": multihash(0x13, "sha512", content=b"other")})
    assert (row.outcome, row.required, row.problem.code) == (FAILED, True, "DIGEST_MISMATCH")
    assert row.pointer == "/relatedResource/0/digestMultibase"


@pytest.mark.parametrize("address", ["data:text/plain;base64", "data:;base64,====", "data:;base64,a b"])
def test_malformed_data_fails(address):
    (row,) = rows_of({"id": address, "digestSRI": sri("sha256")})
    assert (row.outcome, row.problem.code, row.pointer) == (
        FAILED,
        "MALFORMED_VALUE",
        "/relatedResource/0/id",
    )


def test_every_digest_of_an_object_is_compared():
    both = {
        "id": DATA,
        "digestSRI": sri("sha256"),
        "digestMultibase": multihash(0x12, "sha256", content=b"x"),
    }
    assert [row.outcome for row in rows_of(both)] == [PASSED, FAILED]
    both["digestSRI"] = "md5-abc"
    assert [(row.outcome, row.required) for row in rows_of(both)] == [(UNKNOWN, False), (FAILED, True)]
    both["digestSRI"] = "sha256-abc"
    assert [row.outcome for row in rows_of(both)] == [FAILED, FAILED]


def test_a_pinned_context_is_decided_offline():
    digest = base64.b64encode(hexadecimal(VC2)).decode()
    report = report_of(extended(relatedResource=[{"id": VC2, "digestSRI": f"sha256-{digest}"}]))
    assert only_row(report, "resources").outcome is PASSED
    assert report.verdict is qb.Verdict.VALID
    report = report_of(extended(relatedResource=[{"id": OB, "digestSRI": f"sha256-{digest}"}]))
    assert only_row(report, "resources").outcome is FAILED
    assert report.verdict is qb.Verdict.INVALID
    (row,) = rows_of({"id": VC2, "digestSRI": sri("sha384")})
    assert (row.outcome, row.required) == (SKIPPED, False)


def test_published_hashes_are_those_of_the_address():
    assert len(spec.context_published(OB)) > 1
    with pytest.raises(UnsupportedError):
        spec.context_published("https://unknown.example/")


def test_what_is_not_at_hand_is_named_and_not_fetched():
    report, calls = related({"id": AWAY, "digestSRI": sri("sha256")})
    row = only_row(report, "resources")
    assert (row.outcome, row.required, calls) == (SKIPPED, False, [])
    assert "not compared with anything" in row.message
    assert report.verdict is qb.Verdict.VALID
    assert row in report.unchecked


def test_digests_anywhere_in_the_credential_are_compared():
    evidence = {"id": DATA, "type": ["Evidence"], "digestMultibase": multihash(0x12, "sha256", content=b"x")}
    row = only_row(report_of(extended(evidence=[evidence])), "resources")
    assert (row.outcome, row.pointer) == (FAILED, "/evidence/0/digestMultibase")
    evidence["digestMultibase"] = multihash(0x12, "sha256")
    assert only_row(report_of(extended(evidence=[evidence])), "resources").outcome is PASSED
    nowhere = {"type": ["Evidence"], "digestSRI": sri("sha256")}
    row = only_row(report_of(extended(evidence=[nowhere])), "resources")
    assert (row.outcome, row.message.startswith("the content of the object")) == (SKIPPED, True)


def test_what_has_a_check_of_its_own_is_left_to_it():
    wrong = {"id": DATA, "type": "X", "digestSRI": sri("sha256", b"other")}
    more = {name: [wrong] for name in ("endorsement", "proof", "credentialSchema", "endorsementJwt")}
    assert [row.outcome for row in rows(related(**more)[0], "resources")] == []


@pytest.mark.parametrize(
    ("entries", "pointers"),
    [
        ([{"digestSRI": sri("sha256")}], ["/relatedResource/0"]),
        (["text", 7], ["/relatedResource/0", "/relatedResource/1"]),
        ([{"id": AWAY}], ["/relatedResource/0"]),
        ([{"id": AWAY, "digestSRI": sri("sha256")}] * 2, ["/relatedResource/1"]),
    ],
)
def test_each_related_resource_has_an_id_of_its_own_and_a_digest(entries, pointers):
    faults = [row for row in rows_of(*entries) if row.outcome is FAILED]
    assert [row.pointer for row in faults] == pointers
    assert {(row.required, row.problem.code) for row in faults} == {(True, "MALFORMED_VALUE")}


def test_one_related_resource_may_stand_alone():
    report, _ = with_calls(token(claims_of(extended() | {"relatedResource": {"id": AWAY}})), {})
    assert only_row(report, "resources").pointer == "/relatedResource"


def test_version_1_1_knows_no_list_of_related_resources():
    older = badge_1_1(relatedResource=["whatever"])
    report, _ = with_calls(token(claims_of(badge_1_1()) | {"vc": older}), {})
    assert rows(report, "resources") == []


def test_a_flood_of_digests_is_cut_off():
    policy = qb.Policy(limits=Limits(findings=5))
    given = [{"id": f"{AWAY}#{place}", "digestSRI": sri("sha256")} for place in range(50)]
    found = rows(report_of(extended(relatedResource=given), policy=policy), "resources")
    assert len(found) == 6
    assert (found[-1].problem.code, found[-1].required) == ("LIMIT", True)


def test_a_long_list_of_faults_is_cut_short():
    policy = qb.Policy(limits=Limits(findings=2))
    report = verify(
        token(claims_of({**extended(), "relatedResource": [{}, {}, {}, {"digestSRI": "x"}]})), policy
    )
    found = rows(report, "resources")
    assert [row.problem.code for row in found] == ["MALFORMED_VALUE", "MALFORMED_VALUE", "LIMIT"]
    assert found[-1].pointer == "/relatedResource"
