"""The pages of a report: each says the same, in its own form."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

import qualitybadge as qb
from qualitybadge.model.document import Document
from qualitybadge.report import enclosed
from qualitybadge.report.console import print_report
from qualitybadge.report.facts import MOST, TRUST_WORDS, facts_of
from qualitybadge.report.headline import headline, reason
from support.credentials import badge
from support.keyring import pair
from support.pages import words_of
from support.presentations import HOLDER, ask, credential, presentation, shown
from support.speakers import BADGE_ID, did, endorses, record
from support.world import KEY, changed, claims_of, proved, token, verify

SIGNED = proved()
STATUS = {
    "id": "https://academy.example/status/1#4",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "4",
    "statusListCredential": "https://academy.example/status/1",
}
ENDORSED_CITY = {
    "id": did(),
    "type": ["Profile"],
    "name": "City of Seams",
    "endorsement": [endorses(did(), pair("Ed25519", "state"), id="urn:x:inner")],
}
LOOSE = token(
    changed(claims_of(badge()), "sub", ...),
    header={"alg": "EdDSA", "kid": "did:web:academy.example#key-1", "typ": "vc+jwt"},
)
REPORTS = {
    "valid": verify(SIGNED),
    "relaxable": verify(LOOSE),
    "relaxed": verify(LOOSE, qb.Policy.compatible()),
    "invalid": verify(changed(SIGNED, "name", "Forged")),
    "open": verify(proved(badge(credentialStatus=STATUS, endorsementJwt=["e30.e30.c2ln"])), served={}),
    "unreadable": verify(b"%PDF-1.7"),
    "endorsed": verify(
        proved(
            badge(
                endorsement=[
                    endorses(BADGE_ID, issuer=ENDORSED_CITY),
                    endorses("urn:x:other"),
                    endorses(BADGE_ID, KEY),
                ]
            )
        )
    ),
    "record": verify(proved(record(SIGNED, proved(badge(id="urn:x:2", validUntil="2026-02-01T00:00:00Z"))))),
    "profile": verify({"id": "https://academy.example", "type": ["Profile"], "name": "Academy"}),
}
EACH = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


def drawn(report: qb.Report, width: int = 200) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_report(report, console)
    return console.file.getvalue()


def plain(report: qb.Report, form: str) -> str:
    """The words of a page without its markup."""
    if form == "console":
        return drawn(report, 400)  # no line is folded
    return words_of(report, form)


@EACH
@pytest.mark.parametrize("form", ["text", "markdown", "html", "html-fragment", "console"])
def test_every_page_says_everything(report, form):
    words = plain(report, form)
    assert report.verdict.name in words
    assert headline(report)[1:] in words
    assert reason(report) in words
    assert ("eason: " in words) == any(reason(one) for one in (report, *inner(report)))
    assert report.trust.value in words
    assert TRUST_WORDS[report.trust] in words
    assert report.kind.value in words
    for check in report.checks:
        assert check.id in words
        assert check.message in words
        assert check.pointer in words
        assert check.problem is None or check.advice in words
    assert all(value in words for _, value in facts_of(report))
    assert ("VALID if you accept" in words) == bool(report.relaxations)
    assert ("does not decide" in words) == any(
        not c.required and c.outcome is not qb.Outcome.SKIPPED for c in report.checks
    )


def inner(report: qb.Report) -> list[qb.Report]:
    """All documents inside a document, however deep."""
    found = [*report.endorsements, *report.members]
    return found + [deeper for one in found for deeper in inner(one)]


@EACH
@pytest.mark.parametrize("form", ["text", "markdown", "html", "html-fragment", "console"])
def test_every_page_shows_what_is_inside_with_its_own_verdict(report, form):
    words = plain(report, form)
    for title, reports in (
        ("Endorsements", report.endorsements),
        ("Credentials in this record", report.members),
    ):
        assert (title in words) == bool(reports) or title == "Endorsements"
    after = words[words.rfind("Endorsements") :] if report.endorsements else words
    for one in inner(report):
        assert f"{enclosed.SIGNS[one.verdict]} {one.verdict.name}" in words.replace("**", "")
        assert one.kind.value in after
        assert one.pointer in words
        assert reason(one) in words
        assert f"{one.trust.value} ({TRUST_WORDS[one.trust]})" in words


@pytest.mark.parametrize("form", ["text", "markdown", "html", "html-fragment", "console"])
def test_an_endorsement_is_shown_with_its_endorser_and_only_counting_praise(form):
    words = plain(REPORTS["endorsed"], form)
    assert "City of Seams" in words
    assert (
        words.count("We hire who holds it.") == 3
    )  # two that count, one of the endorser itself; the last is INVALID
    assert "signed with the issuer's key: nobody else speaks here" in words
    assert "not authentic" not in words


@pytest.mark.parametrize("form", ["text", "markdown", "html", "html-fragment", "console"])
def test_no_more_than_a_screenful_of_them_is_shown(form):
    report = REPORTS["record"]
    several = replace(report, members=report.members[:1] * (enclosed.MOST + 7))
    words = plain(several, form)
    assert "and 7 more" in words
    assert words.count("/credentialSubject/verifiableCredential/0") <= enclosed.MOST + 1


@pytest.mark.parametrize("form", ["text", "markdown", "html", "console"])
def test_what_stands_nowhere_has_no_place(form):
    report = REPORTS["record"]
    lone = replace(report, checks=report.checks[:1], members=(replace(report.members[0], pointer=""),))
    assert " at " not in plain(lone, form).split("Credentials in this record")[1].split("What was checked")[0]


def test_the_title_says_what_the_credentials_stand_in():
    report = REPORTS["record"]
    other = replace(report, kind=qb.Kind.PRESENTATION)
    assert enclosed.groups_of(other)[0].title == "Credentials in this presentation"
    assert enclosed.groups_of(replace(report, kind=qb.Kind.BADGE))[0].title == "Credentials inside"


def test_text_is_the_default_and_an_unknown_format_is_refused():
    report = REPORTS["valid"]
    assert qb.render(report) == qb.render(report, "text")
    with pytest.raises(ValueError, match="html-fragment"):
        qb.render(report, "pdf")


def test_json_escapes_what_steers_and_leaves_what_people_write():
    calm, hidden = (
        verify(proved(badge(name="Zoë 徽章"))),
        verify(token(claims_of(badge(name="\u202e\x9b\U000e0041")))),
    )
    assert qb.render(calm, "json") == calm.to_json()
    assert '"name": "\\u202e\\u009b\\udb40\\udc41"' in qb.render(hidden, "json")
    assert json.loads(qb.render(hidden, "json")) == hidden.to_dict()


def test_facts_are_shown_only_where_a_proof_passed():
    assert facts_of(REPORTS["invalid"]) == []
    assert facts_of(REPORTS["unreadable"]) == []
    assert dict(facts_of(REPORTS["valid"])) == {
        "Badge": "Welding, first course",
        "Description": "Joins two plates that stay joined.",
        "Criteria": "Weld a seam that holds 5 kN, seen by an examiner.",
        "Issuer": "Academy of Invention",
        "Issuer's id": "did:web:academy.example",
        "Recipient": "did:example:ada",
        "Valid from": "2026-01-15T09:30:00Z",
        "Valid until": "2029-01-15T09:30:00Z",
        "Credential id": "urn:uuid:6d1a1f2e-0c3f-4a57-9a0c-0a9f0e9b1c11",
        "Secured as": "eddsa-rdfc-2022",
    }


def test_facts_of_other_shapes():
    document = badge(
        issuer="did:web:academy.example",
        name="A name of its own",
        evidence=[
            {"id": "https://academy.example/1", "type": ["Evidence"]},
            {"type": ["Evidence"], "name": "No address", "narrative": "Seen by an examiner."},
            {"type": ["Evidence"], "id": "https://academy.example/2", "name": "Photograph"},
        ],
    )
    document["credentialSubject"] = {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$" + "0f" * 32,
                "identityType": "emailAddress",
            },
            {"type": "IdentityObject", "hashed": False, "identityHash": "4711", "identityType": "sourcedId"},
        ],
        "achievement": {
            **document["credentialSubject"]["achievement"],
            "criteria": {"id": "https://academy.example/c"},
        },
    }
    rows = facts_of(verify(proved(document), qb.Policy.compatible()))
    facts = dict(rows)
    assert facts["Issuer's id"] == "did:web:academy.example"
    assert "Issuer" not in facts
    assert facts["Recipient"] == "emailAddress (hashed), 4711"
    assert [value for label, value in rows if label == "Evidence"] == [
        "https://academy.example/1",
        "No address: Seen by an examiner.",
        "Photograph (https://academy.example/2)",
    ]
    assert facts["Criteria"] == "https://academy.example/c"


def detailed(**subject) -> dict:
    """A badge with what an employer looks for."""
    document = badge()
    document["credentialSubject"]["achievement"] |= {
        "creditsAvailable": 3,
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "Arc welding",
                "targetUrl": "https://skills.example/arc",
                "targetFramework": "Metal skills",
                "targetCode": "M-7",
            }
        ],
        "resultDescription": [
            {
                "id": "urn:x:seam",
                "type": ["ResultDescription"],
                "name": "Strength of the seam",
                "resultType": "RawScore",
                "valueMax": "10",
            },
            {
                "id": "urn:x:skill",
                "type": ["ResultDescription"],
                "name": "Skill",
                "resultType": "RubricCriterionLevel",
                "rubricCriterionLevel": [
                    {"id": "urn:x:skill:2", "type": ["RubricCriterionLevel"], "name": "Skilled"}
                ],
            },
        ],
    }
    document["credentialSubject"] |= {
        "narrative": "Welded three seams.",
        "creditsEarned": 2.5,
        "result": [
            {"type": ["Result"], "resultDescription": "urn:x:seam", "value": "8"},
            {"type": ["Result"], "resultDescription": "urn:x:skill", "achievedLevel": "urn:x:skill:2"},
            {"type": ["Result"], "status": "Completed"},
        ],
        **subject,
    }
    return document


def test_facts_show_how_well_it_was_achieved():
    report = verify(proved(detailed()))
    assert report.verdict is qb.Verdict.VALID
    assert [fact for fact in facts_of(report) if fact[0] in DETAILS] == [
        ("Narrative", "Welded three seams."),
        ("Result", "Strength of the seam: 8 of 10"),
        ("Result", "Skill: Skilled"),
        ("Result", "Completed"),
        ("Credits earned", "2.5"),
        ("Credits available", "3"),
        ("Aligned with", "Arc welding (Metal skills, M-7)"),
    ]


DETAILS = ("Narrative", "Result", "Credits earned", "Credits available", "Aligned with")


def test_a_list_is_shown_up_to_a_bound():
    results = [{"type": ["Result"], "value": str(number)} for number in range(MOST + 2)]
    shown = [
        value for label, value in facts_of(verify(proved(detailed(result=results)))) if label == "Result"
    ]
    assert shown == [*(str(number) for number in range(MOST)), "and 2 more"]


def test_details_of_odd_shape_are_left_out():
    subject = {
        "narrative": ["x"],
        "creditsEarned": True,
        "result": [7, {"value": {}, "resultDescription": ["urn:x"], "achievedLevel": 3, "status": None}],
        "achievement": {
            "name": "Odd",
            "creditsAvailable": "many",
            "alignment": [{"targetUrl": "https://skills.example/arc"}, {"targetName": []}, "x"],
            "resultDescription": [{"id": ["urn:x"]}, None],
        },
    }
    document = Document({"credentialSubject": subject, "evidence": [{"id": [], "name": "E"}, 5]}, b"{}")
    assert facts_of(replace(REPORTS["valid"], document=document)) == [
        ("Badge", "Odd"),
        ("Credits available", "many"),
        ("Aligned with", "https://skills.example/arc"),
        ("Evidence", "E"),
        ("Secured as", "eddsa-rdfc-2022"),
    ]


def test_facts_of_a_document_of_odd_shape_are_left_out():
    document = proved(badge())
    report = verify(document)
    odd = replace(report, document=Document({"credentialSubject": 7, "issuer": [1], "evidence": "x"}, b"{}"))
    assert dict(facts_of(odd)) == {"Secured as": "eddsa-rdfc-2022"}


def test_what_could_not_be_read_is_not_called_json():
    assert REPORTS["unreadable"].kind.value == "nothing that could be read as a badge"


def test_a_notebook_shows_the_fragment():
    report = REPORTS["valid"]
    fragment = report._repr_html_()
    assert fragment == qb.render(report, "html-fragment")
    assert "<html" not in fragment
    assert "<body" not in fragment
    assert fragment in qb.render(report, "html").replace(" qb-page", "")


def test_every_rule_of_the_fragment_stays_inside_it():
    style = re.search(r"<style>(.*?)</style>", REPORTS["valid"]._repr_html_(), re.DOTALL).group(1)
    assert [line for line in style.split("}") if "{" in line and ".qb-report" not in line] == []


def test_the_page_asks_for_nothing():
    page = qb.render(REPORTS["relaxable"], "html")
    assert not re.search(r"(?i)\b(href|src|srcset|action|url\(|@import|on\w+)\s*[=(]", page)
    assert "default-src 'none'" in page


@EACH
@pytest.mark.parametrize("width", [24, 40, 79, 80, 120])
def test_the_table_fits_the_terminal(report, width):
    assert max(len(line) for line in drawn(report, width).splitlines()) <= width


def test_a_narrow_terminal_loses_no_word():
    did = "did:web:academy.example#key-1"
    assert did in re.sub(r"\s", "", drawn(REPORTS["valid"], 24))


def test_the_table_goes_to_standard_output_unless_told_otherwise(capfd):
    print_report(REPORTS["valid"])
    assert "VALID" in capfd.readouterr().out


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_has_contrast():
    page = qb.render(REPORTS["valid"], "html")
    light, dark = (
        dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", block))
        for block in (page.split("color-scheme:light;")[1], page.split("color-scheme:dark;")[1].split("}")[0])
    )
    pairs = [(ink, paper) for ink in ("ink", "soft", "good", "bad", "open") for paper in ("paper",)]
    pairs += [(tone, f"{tone}-paper") for tone in ("good", "bad", "open")]
    pairs += [("ink", f"{tone}-paper") for tone in ("good", "bad", "open")] + [("soft", "open-paper")]
    for colours in (light, dark):
        for one, other in pairs:
            low, high = sorted((_luminance(colours[one]), _luminance(colours[other])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (one, other)  # WCAG 2.2, 1.4.3


@pytest.mark.parametrize("holder", [HOLDER.did, {"id": HOLDER.did, "name": "Ada"}])
def test_a_presentation_names_its_holder_and_itself(holder):
    data = shown(presentation(credential()))
    report = ask(data)
    document = Document(data | {"holder": holder}, b"")
    words = dict(facts_of(replace(report, document=document, proved=True)))
    assert words["Holder"] == HOLDER.did
    assert words["Presentation id"] == data["id"]
    assert "Credential id" not in words


@pytest.mark.parametrize("form", ["text", "markdown", "html", "console"])
def test_advice_that_adds_nothing_is_not_shown(form):
    report = REPORTS["open"]
    row = next(row for row in report.checks if row.problem is not None)
    quiet = replace(report, checks=(replace(row, advice="see the message"),))
    words = plain(quiet, form)
    assert (row.problem.code in words) == (form != "markdown")
    assert "see the message" not in words
