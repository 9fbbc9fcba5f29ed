from __future__ import annotations

from typing import Any

import qualitybadge as qb
from qualitybadge.proofs import vcjwt
from qualitybadge.quality.label.report import LabelState
from support.rule_cases.case import REMOVED, Case, edited
from support.rule_cases.verified import (
    CITY,
    CLASSES,
    ENDORSEMENT,
    ISSUERS,
    LABEL,
    changed,
    city_web,
    endorsement_2,
    endorsement_3,
    hosted_2,
    label,
    verified_3,
)
from support.world import KEY

ACHIEVEMENT = "/credentialSubject/achievement"
CLASS_3, CLASS_2 = CLASSES["3.0"], CLASSES["2.0"]
DRAFT_3, DRAFT_2 = endorsement_3(CLASS_3, signed=False), endorsement_2(CLASS_2)
OF_3, OF_2 = f"{ACHIEVEMENT}/endorsement", "/badge/endorsement"
SUBJECT = DRAFT_3["credentialSubject"]
OWN_3 = changed(DRAFT_3, issuer={"id": ISSUERS["3.0"], "type": ["Profile"]})
LABELLED_3 = endorsement_3(
    ISSUERS["3.0"],
    signed=False,
    type=["VerifiableCredential", "EndorsementCredential", "QualityLabelCredential"],
)
REFERENCE = {"id": LABEL, "type": ["QualityLabelReference"], "scheme": "https://label.example/scheme"}
OF_LABEL = {"3.0": "/issuer/qualityLabel", "2.0": "/badge/issuer/extensions:qualityMetadata/qualityLabel"}
OLDER = {"start": "2026-11-10T00:00:00Z"}


def claim_3(**changes: Any) -> dict[str, Any]:
    """Return an endorsement draft of 3.0 with members of its subject replaced."""
    return changed(DRAFT_3, credentialSubject=changed(SUBJECT, **changes))


def claim_2(**changes: Any) -> dict[str, Any]:
    return endorsement_2(CLASS_2, claim=changed(DRAFT_2["claim"], **changes))


def with_3(endorsement: Any) -> dict[str, Any]:
    return {OF_3: [endorsement]}


def with_2(endorsement: Any) -> dict[str, Any]:
    return {OF_2: endorsement}


def token_of(document: dict[str, Any]) -> str:
    return vcjwt.sign(document, CITY, kid=CITY.did_key_method)


def own_word_3() -> qb.Report:
    return verified_3(with_3(endorsement_3(CLASS_3, KEY)))


def endorsed_2(**changes: Any) -> qb.Report:
    one = endorsement_2(CLASS_2, **changes)
    return hosted_2(with_2(ENDORSEMENT), served=city_web(one))


def own_word_2() -> qb.Report:
    own = endorsement_2(CLASS_2, issuer=ISSUERS["2.0"], id="https://academy.example/ob2/endorsement.json")
    return hosted_2(with_2(own["id"]), served={own["id"]: own})


def claimed(version: str, value: Any = REFERENCE) -> dict[str, Any]:
    kinds = {"/issuer/type": ["Profile", "QualityProfile"]} if version == "3.0" else {}
    return {**kinds, OF_LABEL[version]: value}


def report_of(version: str, edit: dict[str, Any]) -> qb.Report:
    return verified_3(edit) if version == "3.0" else hosted_2(edit)


def labels(version: str, *states: LabelState, **how: Any) -> dict[str, Any]:
    return {"labels": [label(version, state, **how) for state in states]}


def vouched(version: str, **how: Any) -> dict[str, Any]:
    """A label that verified, whose period does not fit the badge."""
    proved = (
        verified_3()
    )  # what stands for the report of the label: all that is asked is whether it was proved
    return labels(version, LabelState.UNVERIFIABLE, report=proved, **how)


def _label_cases(version: str) -> list[Case]:
    claim, at = claimed(version), OF_LABEL[version]
    bare = claimed(version, {"scheme": "https://label.example/scheme"})
    given = {state: labels(version, state) for state in LabelState}

    def on_report() -> qb.Report:
        return report_of(version, claim)

    def seven(outcome: str, state: LabelState, case: str = "") -> Case:
        return Case("QL-END-07", version, outcome, claim, at, given[state], case=case)

    def eight(outcome: str, given_labels: dict[str, Any], case: str | None = "") -> Case:
        return Case("QL-END-08", version, outcome, {}, at, given_labels, on_report, case)

    return [
        Case("QL-END-07", version, "not-applicable"),
        Case("QL-END-07", version, "fail", bare, at, case=""),
        Case("QL-END-07", version, "not-checked", claim, at),
        Case(
            "QL-END-07",
            version,
            "not-checked",
            claim,
            at,
            labels(version, LabelState.LABELLED, id="urn:x:1"),
        ),
        Case(
            "QL-END-07",
            version,
            "not-checked",
            claim,
            at,
            labels(version, LabelState.LABELLED, subject="did:web:other.example"),
        ),
        Case("QL-END-07", version, "pass", claim, None, given[LabelState.LABELLED]),
        Case("QL-END-07", version, "pass", claim, None, given[LabelState.LAPSED]),
        Case(
            "QL-END-07",
            version,
            "pass",
            claim,
            None,
            labels(version, LabelState.UNVERIFIABLE, LabelState.LABELLED),
        ),
        seven("partial", LabelState.UNTRUSTED),
        seven("fail", LabelState.REVOKED, "ended"),
        seven("fail", LabelState.SUSPENDED, "ended"),
        seven("fail", LabelState.UNVERIFIABLE, "refused"),
        seven("not-checked", LabelState.NOT_CHECKED),
        Case("QL-END-08", version, "not-applicable", claim),
        Case("QL-END-08", version, "not-applicable", item=lambda: report_of(version, {})),
        Case("QL-END-08", version, "pass", item=on_report, given=given[LabelState.LAPSED]),
        Case("QL-END-08", version, "pass", item=on_report, given=vouched(version)),
        eight("not-checked", {}),
        eight("not-checked", given[LabelState.UNVERIFIABLE]),
        eight("partial", vouched(version, **OLDER)),
        eight("fail", vouched(version, start="2020-01-01T00:00:00Z", end="2021-01-01T00:00:00Z")),
        eight("fail", vouched(version, start="soon")),
        eight("fail", labels(version, LabelState.REVOKED, report=verified_3()), "ended"),
    ]


CASES: list[Case] = [
    Case("QL-END-01", "3.0", "fail", pointer=f"{ACHIEVEMENT}/endorsement"),
    Case("QL-END-01", "3.0", "partial", with_3(DRAFT_3), f"{OF_3}/0"),
    Case("QL-END-01", "3.0", "pass", item=lambda: verified_3(with_3(endorsement_3(CLASS_3)))),
    Case("QL-END-01", "3.0", "fail", pointer=f"{OF_3}/0", item=own_word_3, case="own-word"),
    Case("QL-END-01", "2.0", "fail", pointer="/badge/endorsement"),
    Case("QL-END-01", "2.0", "partial", with_2(ENDORSEMENT), OF_2),
    Case("QL-END-01", "2.0", "pass", item=endorsed_2),
    Case("QL-END-01", "2.0", "fail", pointer=OF_2, item=own_word_2, case="own-word"),
    Case(
        "QL-END-01",
        "2.0",
        "not-checked",
        {"/badge/issuer": ISSUERS["2.0"]},
        "/badge/issuer",
        case="linked",
    ),
    Case("QL-END-02", "3.0", "not-applicable"),
    Case("QL-END-02", "3.0", "pass", with_3(DRAFT_3)),
    Case("QL-END-02", "3.0", "fail", with_3(claim_3(id="urn:x:1")), f"{OF_3}/0/credentialSubject/id"),
    Case(
        "QL-END-02",
        "3.0",
        "fail",
        with_3(changed(DRAFT_3, credentialSubject=[])),
        f"{OF_3}/0/credentialSubject/id",
    ),
    Case(
        "QL-END-02",
        "3.0",
        "fail",
        {**with_3(DRAFT_3), f"{ACHIEVEMENT}/id": REMOVED},
        f"{OF_3}/0/credentialSubject/id",
        case="no-id",
    ),
    Case("QL-END-02", "3.0", "pass", {"/endorsementJwt": [token_of(DRAFT_3)]}),  # of the badge, about a part
    Case("QL-END-02", "3.0", "pass", {"/endorsement": [DRAFT_3]}),
    Case("QL-END-02", "3.0", "pass", {"/endorsement": [endorsement_3(ISSUERS["3.0"], signed=False)]}),
    Case(
        "QL-END-02",
        "3.0",
        "fail",
        {"/issuer/endorsement": [DRAFT_3]},
        "/issuer/endorsement/0/credentialSubject/id",
    ),
    Case(
        "QL-END-02",
        "3.0",
        "fail",
        {"/endorsementJwt": [token_of(endorsement_3("did:web:other.example", signed=False))]},
        "/endorsementJwt/0",
    ),
    Case("QL-END-02", "2.0", "not-applicable"),
    Case("QL-END-02", "2.0", "pass", with_2([DRAFT_2])),
    Case("QL-END-02", "2.0", "fail", with_2([claim_2(id="urn:x:1")]), f"{OF_2}/0/claim/id"),
    Case(
        "QL-END-02", "2.0", "fail", pointer=OF_2, item=lambda: endorsed_2(claim={"id": "https://x.example/"})
    ),
    Case("QL-END-02", "2.0", "not-checked", with_2(ENDORSEMENT), OF_2, case="linked"),
    Case("QL-END-03", "3.0", "not-applicable"),
    Case("QL-END-03", "3.0", "pass", with_3(DRAFT_3)),
    Case("QL-END-03", "3.0", "fail", with_3(OWN_3), f"{OF_3}/0/issuer"),
    Case("QL-END-03", "3.0", "fail", pointer=f"{OF_3}/0/issuer", item=own_word_3),
    Case("QL-END-03", "3.0", "fail", with_3(changed(DRAFT_3, issuer=3)), f"{OF_3}/0/issuer", case="nobody"),
    Case(
        "QL-END-03",
        "3.0",
        "fail",
        {**with_3(changed(DRAFT_3, issuer="did:web:x.example")), "/issuer/alsoKnownAs": "did:web:x.example"},
        f"{OF_3}/0/issuer",
    ),
    Case(
        "QL-END-03",
        "3.0",
        "partial",
        with_3(changed(DRAFT_3, issuer="https://a.academy.example")),
        f"{OF_3}/0/issuer",
    ),
    Case(
        "QL-END-03",
        "3.0",
        "partial",
        {
            **with_3(changed(DRAFT_3, issuer="did:web:city.example")),
            "/issuer/parentOrg": {"id": "did:web:city.example", "type": ["Profile"]},
        },
        f"{OF_3}/0/issuer",
    ),
    Case(
        "QL-END-03",
        "3.0",
        "pass",
        {
            **with_3(changed(DRAFT_3, issuer="https://badgr.io/public/issuers/city")),
            "/issuer/id": "https://badgr.io/public/issuers/academy",
        },
    ),
    Case("QL-END-03", "3.0", "not-checked", {**with_3(DRAFT_3), "/issuer/id": REMOVED}, "/issuer/id"),
    Case("QL-END-03", "3.0", "not-checked", {**with_3(DRAFT_3), "/issuer": REMOVED}, "/issuer/id"),
    Case(
        "QL-END-03",
        "3.0",
        "not-applicable",
        item=lambda: edited("3.0", with_3(DRAFT_3))["credentialSubject"]["achievement"],
    ),
    Case("QL-END-03", "2.0", "not-applicable"),
    Case("QL-END-03", "2.0", "pass", with_2(DRAFT_2)),
    Case("QL-END-03", "2.0", "fail", with_2(changed(DRAFT_2, issuer=ISSUERS["2.0"])), f"{OF_2}/issuer"),
    Case(
        "QL-END-03",
        "2.0",
        "partial",
        with_2(changed(DRAFT_2, issuer="https://www.academy.example/x")),
        f"{OF_2}/issuer",
    ),
    Case("QL-END-03", "2.0", "not-checked", {**with_2(DRAFT_2), "/badge/issuer/id": 1}, "/badge/issuer/id"),
    Case("QL-END-04", "3.0", "not-applicable"),
    Case("QL-END-04", "3.0", "pass", with_3(DRAFT_3)),
    Case(
        "QL-END-04",
        "3.0",
        "partial",
        with_3(claim_3(endorsementComment="Nice")),
        f"{OF_3}/0/credentialSubject/endorsementComment",
    ),
    Case(
        "QL-END-04",
        "3.0",
        "fail",
        with_3(claim_3(endorsementComment=["?"])),
        f"{OF_3}/0/credentialSubject/endorsementComment",
    ),
    Case("QL-END-04", "2.0", "not-applicable"),
    Case("QL-END-04", "2.0", "pass", item=endorsed_2),
    Case(
        "QL-END-04",
        "2.0",
        "partial",
        with_2(claim_2(endorsementComment="Nice")),
        f"{OF_2}/claim/endorsementComment",
    ),
    Case(
        "QL-END-04",
        "2.0",
        "fail",
        with_2(claim_2(endorsementComment=" ")),
        f"{OF_2}/claim/endorsementComment",
    ),
    *[
        Case(
            "QL-END-04",
            version,
            outcome,
            carried(claimed_so(endorsementComment=comment)),
            None if outcome == "pass" else at,
        )
        for version, carried, claimed_so, at in (
            ("3.0", with_3, claim_3, f"{OF_3}/0/credentialSubject/endorsementComment"),
            ("2.0", with_2, claim_2, f"{OF_2}/claim/endorsementComment"),
        )
        for comment, outcome in (("q" * 20, "pass"), ("q" * 19, "partial"), ("潮汐表を読める人", "pass"))
    ],
    Case("QL-END-05", "3.0", "not-applicable"),
    Case("QL-END-05", "3.0", "not-applicable", {OF_3: []}),
    Case("QL-END-05", "3.0", "pass", with_3(DRAFT_3)),
    Case("QL-END-05", "3.0", "pass", {f"{ACHIEVEMENT}/endorsementJwt": [token_of(DRAFT_3)]}),
    Case(
        "QL-END-05",
        "3.0",
        "pass",
        item=lambda: verified_3({f"{ACHIEVEMENT}/endorsementJwt": [token_of(DRAFT_3)]}),
    ),
    Case("QL-END-05", "3.0", "fail", with_3({"name": "Fjordby", "text": "Great"}), f"{OF_3}/0"),
    Case("QL-END-05", "3.0", "fail", with_3("https://city.example/1"), f"{OF_3}/0"),
    Case("QL-END-05", "3.0", "fail", {"/endorsementJwt": "e.y.J"}, "/endorsementJwt"),
    Case("QL-END-05", "3.0", "fail", {"/endorsementJwt": [5]}, "/endorsementJwt/0"),
    Case(
        "QL-END-05", "3.0", "fail", {"/evidence/0/endorsement": {"by": "Fjordby"}}, "/evidence/0/endorsement"
    ),
    Case("QL-END-05", "2.0", "not-applicable"),
    Case("QL-END-05", "2.0", "pass", with_2(DRAFT_2)),
    Case("QL-END-05", "2.0", "pass", item=endorsed_2),
    Case("QL-END-05", "2.0", "fail", with_2({"type": "Note"}), OF_2),
    Case("QL-END-05", "2.0", "fail", {"/endorsement": [7]}, "/endorsement/0"),
    Case("QL-END-05", "2.0", "fail", with_2("very good"), OF_2),
    Case("QL-END-05", "2.0", "not-checked", with_2(ENDORSEMENT), OF_2, case="linked"),
    Case("QL-END-06", "3.0", "not-applicable"),
    Case("QL-END-06", "3.0", "pass", with_3(DRAFT_3)),
    Case(
        "QL-END-06",
        "3.0",
        "pass",
        {
            **with_3(changed(DRAFT_3, validUntil="2029-01-01T00:00:00Z")),
            "/validUntil": "2029-01-01T00:00:00Z",
        },
    ),
    Case(
        "QL-END-06",
        "3.0",
        "partial",
        {
            **with_3(changed(DRAFT_3, validUntil="2029-01-01T00:00:00Z")),
            "/validUntil": "2029-01-20T00:00:00Z",
        },
        f"{OF_3}/0/validUntil",
    ),
    Case(
        "QL-END-06",
        "3.0",
        "fail",
        {
            **with_3(changed(DRAFT_3, validUntil="2028-01-01T00:00:00Z")),
            "/validUntil": "2029-01-20T00:00:00Z",
        },
        f"{OF_3}/0/validUntil",
        case="",
    ),
    Case(
        "QL-END-06",
        "3.0",
        "fail",
        with_3(changed(DRAFT_3, validUntil="2029-01-01T00:00:00Z")),
        f"{OF_3}/0/validUntil",
        {"draft": False},
        case="no-end",
    ),
    *[
        Case(
            "QL-END-06",
            "3.0",
            outcome,
            {
                **with_3(changed(DRAFT_3, validUntil="2029-01-01T00:00:00Z")),
                "/validUntil": end,
            },
            None if outcome == "pass" else f"{OF_3}/0/validUntil",
        )
        for end, outcome in (
            ("2029-01-01T00:00:00Z", "pass"),
            ("2029-01-01T00:00:01Z", "partial"),
            ("2029-02-01T00:00:00Z", "partial"),
            ("2029-02-01T00:00:01Z", "fail"),
        )
    ],
    Case("QL-END-06", "3.0", "not-applicable", with_3(changed(DRAFT_3, validUntil="2029-01-01T00:00:00Z"))),
    Case("QL-END-06", "3.0", "pass", with_3(changed(DRAFT_3, validUntil="some day")), given={"draft": False}),
    Case("QL-END-06", "2.0", "not-applicable"),
    Case("QL-END-06", "2.0", "pass", with_2(ENDORSEMENT)),
    Case("QL-END-06", "2.0", "pass", with_2(DRAFT_2)),
    Case(
        "QL-END-06",
        "2.0",
        "partial",
        {**with_2(changed(DRAFT_2, expires="2029-01-01T00:00:00Z")), "/expires": "2029-01-20T00:00:00Z"},
        f"{OF_2}/expires",
    ),
    Case(
        "QL-END-06",
        "2.0",
        "fail",
        with_2(claim_2(**{"extensions:QualityLabel": {"validUntil": "2029-01-10T00:00:00Z"}})),
        f"{OF_2}/claim/extensions:QualityLabel/validUntil",
        {"draft": False},
        case="no-end",
    ),
    *_label_cases("3.0"),
    *_label_cases("2.0"),
    Case("QL-END-07", "3.0", "not-checked", {"/issuer/endorsement": [LABELLED_3]}, "/issuer/endorsement/0"),
    *[
        Case("QL-END-07", version, "fail", {OF_LABEL[version]: said}, OF_LABEL[version])
        for version in ("2.0", "3.0")
        for said in ("labelled", {**REFERENCE, "id": "our label"})
    ],
    Case(
        "QL-END-07",
        "2.0",
        "fail",
        {"/badge/issuer/extensions:QualityLabel": ["labelled!"]},
        "/badge/issuer/extensions:QualityLabel/0",
    ),
    Case(
        "QL-END-07",
        "2.0",
        "not-checked",
        {"/badge/issuer/extensions:QualityLabel": {"id": "https://label.example/1"}},
        "/badge/issuer/extensions:QualityLabel",
    ),
    Case("QL-END-09", "3.0", "pass"),
    Case(
        "QL-END-09",
        "3.0",
        "fail",
        {f"{ACHIEVEMENT}/recognisedBy": []},
        f"{ACHIEVEMENT}/recognisedBy",
        case="",
    ),
    Case(
        "QL-END-09",
        "3.0",
        "fail",
        {f"{ACHIEVEMENT}/recognisedBy": ["Fjordby"]},
        f"{ACHIEVEMENT}/recognisedBy",
        case="how",
    ),
    Case("QL-END-09", "2.0", "pass"),
    Case("QL-END-09", "2.0", "pass", item=hosted_2),
    Case(
        "QL-END-09",
        "2.0",
        "fail",
        {"/badge/extensions:qualityMetadata/recognisedBy": 5},
        "/badge/extensions:qualityMetadata/recognisedBy",
    ),
]
