"""Extensions follow the schemas that their contexts name; foreign schemas are asked for only once it stands."""

from __future__ import annotations

import dataclasses
import json

import pytest

import qualitybadge as qb
from qualitybadge import spec
from qualitybadge.limits import DEFAULT_LIMITS
from support.signed2 import KEY, key, signed, token
from support.world2 import (
    ASSERTION,
    CLASS,
    HOME,
    ISSUER,
    NOW,
    V2,
    assertion,
    badge_class,
    codes,
    issuer,
    rows,
    verify,
    web,
)

PASSED, FAILED, UNKNOWN, SKIPPED = (qb.Outcome[name] for name in ("PASSED", "FAILED", "UNKNOWN", "SKIPPED"))
OFFICIAL = "https://w3id.org/openbadges/extensions/"
TABLE = spec.read_table("extensions/official")
OWN, OWN_SCHEMA = "https://guild.example/context.json", "https://guild.example/schema.json"
OWN_CONTEXT = {
    "@context": {"guild": "https://guild.example/terms#", "level": "guild:level"},
    "obi:validation": {
        "obi:validatesType": "https://guild.example/terms#Level",
        "obi:validationSchema": OWN_SCHEMA,
    },
}
NUMBER = {"type": "object", "properties": {"level": {"type": "number"}}, "required": ["level"]}


def extension(folder="exampleExtension", kind="ExampleExtension", **members):
    return {
        "@context": f"{OFFICIAL}{folder}/context.json",
        "type": ["Extension", f"extensions:{kind}"],
    } | members


EXAMPLE = extension(exampleProperty="a text")
LEVEL = {"@context": OWN, "type": ["Extension", "https://guild.example/terms#Level"], "level": 3}


def ask(carried, *, holder=assertion, contexts=None, served=None, **how):
    """Return the report of a badge one of whose objects carries an extension."""
    documents = [holder(**{"extensions:x": carried})]
    verifier = qb.Verifier(
        how.pop("policy", qb.Policy()),
        fetcher=how.pop("fetcher", None) or qb.StaticFetcher(web(*documents, **(served or {}))),
        contexts=contexts or {},
        clock=lambda: NOW,
    )
    return verifier.verify(ASSERTION)


def row(report):
    (only,) = rows(report, "schema")
    return only


def test_without_an_extension_there_is_nothing_to_check():
    found = row(verify())
    assert (found.outcome, found.required) == (SKIPPED, False)


@pytest.mark.parametrize("holder", [assertion, badge_class, issuer])
def test_an_extension_anywhere_in_the_badge_follows_its_schema(holder):
    report = ask(EXAMPLE, holder=holder)
    assert report.verdict is qb.Verdict.VALID
    assert (row(report).outcome, row(report).pointer) == (PASSED, "/extensions:x")


@pytest.mark.parametrize("holder", [assertion, badge_class, issuer])
@pytest.mark.parametrize("members", [{}, {"exampleProperty": 1337}], ids=["x_missing", "x_bad"])
def test_x_bad_and_x_missing_an_extension_that_does_not_follow_its_schema(holder, members):
    report = ask(extension(**members), holder=holder)
    assert report.verdict is qb.Verdict.INVALID
    found = row(report)
    assert found.problem.code == "SCHEMA_MISMATCH"
    assert found.pointer.startswith("/extensions:x")
    assert found.spec == "OB 2.0 §Extension Validation"


def test_no_official_schema_is_asked_for():
    fetcher = qb.StaticFetcher(web(assertion(**{"extensions:x": EXAMPLE})))
    ask(EXAMPLE, fetcher=fetcher)
    assert {url.split("/")[2] for url in fetcher.calls} == {"school.example"}


def test_x_unknown_a_type_without_a_schema_is_reported_and_decides_nothing():
    report = ask(extension(kind="SomethingElse", exampleProperty="x"))
    assert report.verdict is qb.Verdict.VALID
    assert (row(report).outcome, row(report).required) == (SKIPPED, False)
    assert "SomethingElse" in row(report).message
    bare = ask({"@context": f"{OFFICIAL}exampleExtension/context.json", "type": "Extension"})
    assert "no other type" in row(bare).message


def test_x_noctx_an_extension_whose_context_is_not_known_leaves_the_badge_undecided():
    report = ask({**EXAMPLE, "@context": "https://nobody.example/context.json"})
    assert report.verdict is qb.Verdict.INDETERMINATE
    assert "CONTEXT_UNKNOWN" in codes(report)


def test_x_orig_and_x_acc_the_documented_types_are_validated():
    good = extension("originalCreatorExtension", "OriginalCreator", url="https://creator.example/")
    assert row(ask(good, holder=badge_class)).outcome is PASSED
    del good["url"]
    assert row(ask(good, holder=badge_class)).outcome is FAILED
    accessible = extension(
        "accessibilityExtension",
        "Accessibility",
        accessibilityAPI="AndroidAccessibility",
        accessibilityControl=["fullKeyboardControl", "fullTouchControl"],
        accessibilityFeature=["alternativeText", "highContrast"],
        url="https://creator.example/",
    )
    assert row(ask(accessible)).outcome is PASSED
    assert row(ask({**accessible, "accessibilityControl": [1]})).outcome is FAILED


def test_x_lic_and_x_geo_are_read_in_the_words_of_their_own_contexts():
    license_ = extension("licenseExtension", "LicenseExtension", id="CC-BY", name="Attribution")
    assert row(ask(license_, holder=badge_class)).outcome is PASSED
    assert row(ask({**license_, "id": "https://licence.example/"}, holder=badge_class)).outcome is FAILED
    place = extension(
        "geoCoordinatesExtension",
        "GeoCoordinates",
        description="A stadium",
        geo={"latitude": 54.91, "longitude": -1.38},
    )
    assert row(ask(place, holder=issuer)).outcome is PASSED
    place["geo"] = {"latitude": "54.91", "longitude": -1.38}
    assert row(ask(place, holder=issuer)).pointer == "/extensions:x/geo/latitude"


def test_a_context_around_the_extension_names_its_schema_too():
    around = [V2, f"{OFFICIAL}exampleExtension/context.json", {"shoe": "https://shoe.example/"}]
    carried = {"type": ["Extension", "extensions:ExampleExtension"], "exampleProperty": 5}
    document = assertion(**{"@context": around, "extensions:x": carried})
    assert row(verify(served=web(document))).outcome is FAILED


def test_extensions_of_what_a_signed_badge_embeds_are_judged_where_they_stand():
    inner = badge_class(**{"@context": None, "extensions:x": EXAMPLE})
    served = web(issuer(publicKey=KEY), key())
    assert row(verify(token(signed(badge=inner)), served)).pointer == "/badge/extensions:x"
    inner["extensions:x"] = extension()
    report = verify(token(signed(badge=inner)), served)
    assert report.verdict is qb.Verdict.INVALID
    assert row(report).outcome is FAILED


def test_extensions_of_a_copy_that_does_not_count_are_not_judged():
    copy = badge_class(**{"@context": None, "extensions:x": extension()})
    report = verify(served=web(assertion(badge=copy)))
    assert row(report).outcome is SKIPPED
    linked = assertion(endorsement={"id": f"{HOME}/praise", "extensions:x": extension()})
    assert row(verify(served=web(linked))).message == "there is no extension"


def test_a_schema_that_a_context_of_the_callers_names_is_asked_for_once_the_badge_stands():
    contexts = {OWN: OWN_CONTEXT}
    good = ask(LEVEL, contexts=contexts, served={OWN_SCHEMA: NUMBER})
    assert (good.verdict, row(good).outcome) == (qb.Verdict.VALID, PASSED)
    bad = ask({**LEVEL, "level": "three"}, contexts=contexts, served={OWN_SCHEMA: NUMBER})
    assert (bad.verdict, row(bad).pointer) == (qb.Verdict.INVALID, "/extensions:x/level")


def test_d_no_schema_is_asked_for_while_nobody_vouches_for_the_badge():
    document = assertion(**{"extensions:x": LEVEL})
    profile = issuer(verification={"type": "VerificationObject", "allowedOrigins": "other.example"})
    fetcher = qb.StaticFetcher(web(document, profile, **{OWN_SCHEMA: NUMBER}))
    report = ask(LEVEL, contexts={OWN: OWN_CONTEXT}, fetcher=fetcher)
    assert report.verdict is qb.Verdict.INVALID
    assert (row(report).outcome, row(report).required) == (SKIPPED, True)
    assert OWN_SCHEMA not in fetcher.calls


@pytest.mark.parametrize(
    "answer",
    [
        None,
        qb.Response(status=404),
        b"no JSON",
        ["no schema"],
        {"$schema": "https://unknown.example/"},
        {"type": 5},
        qb.Response(headers={"Content-Type": "image/png"}, body=b"{}"),
        b'{"x": "' + b"y" * 600_000 + b'"}',
    ],
)
def test_a_schema_that_cannot_be_had_or_applied_leaves_the_badge_undecided(answer):
    report = ask(LEVEL, contexts={OWN: OWN_CONTEXT}, served={OWN_SCHEMA: answer})
    assert (report.verdict, row(report).outcome) == (qb.Verdict.INDETERMINATE, UNKNOWN)
    assert row(report).pointer == "/extensions:x"


def test_a_schema_over_http_is_asked_for_under_the_policy_that_says_so():
    insecure = json.loads(json.dumps(OWN_CONTEXT).replace(OWN_SCHEMA, "http://guild.example/schema.json"))
    served = {"http://guild.example/schema.json": NUMBER}
    report = ask(LEVEL, contexts={OWN: insecure}, served=served)
    assert report.relaxations == ("allow_http_hosted",)
    policy = qb.Policy(allow_http_hosted=True)
    assert ask(LEVEL, contexts={OWN: insecure}, served=served, policy=policy).verdict is qb.Verdict.VALID


@pytest.mark.parametrize(
    "said",
    [
        {"validatesType": "guild:Level"},
        "https://guild.example/schema.json",
        {"validatesType": 5, "validationSchema": OWN_SCHEMA},
        {"validatesType": "https://guild.example/terms#Other", "validationSchema": OWN_SCHEMA},
        [],
    ],
)
def test_a_context_that_names_no_schema_for_the_type(said):
    context = {"@context": OWN_CONTEXT["@context"], "validation": said}
    assert row(ask(LEVEL, contexts={OWN: context})).outcome is SKIPPED


def test_a_context_of_the_callers_may_name_an_official_schema_which_is_not_asked_for():
    address = next(r for r in TABLE if r["type"].endswith("#ExampleExtension"))["published"]["schema"]
    context = {
        "@context": {"exampleProperty": "http://schema.org/text"},
        "validation": [{"validatesType": "extensions:ExampleExtension", "validationSchema": address}],
    }
    carried = {**extension(), "@context": OWN}
    assert row(ask(carried, contexts={OWN: context})).outcome is FAILED
    assert row(ask({**carried, "exampleProperty": "x"}, contexts={OWN: context})).outcome is PASSED


def test_an_extension_that_cannot_be_compacted_is_at_fault_itself(monkeypatch):
    from qualitybadge.errors import InputError, UnsupportedError
    from qualitybadge.jsonld.compaction_parts import Extension

    def refuse(error):
        def data(self, budget):
            raise error

        monkeypatch.setattr(Extension, "data", data)

    refuse(InputError("no JSON-LD"))
    assert row(ask(EXAMPLE)).outcome is FAILED
    refuse(UnsupportedError("not known"))
    assert row(ask(EXAMPLE)).outcome is UNKNOWN


def test_the_number_of_extensions_and_their_size_are_bounded():
    few = dataclasses.replace(DEFAULT_LIMITS, findings=2)
    document = assertion(**{"extensions:x": [EXAMPLE] * 4})
    report = verify(served=web(document), policy=qb.Policy(limits=few))
    assert [r.outcome for r in rows(report, "schema")] == [PASSED, PASSED, UNKNOWN]
    assert report.verdict is qb.Verdict.INDETERMINATE
    large = extension(exampleProperty=["x"] * 11_000)
    assert row(ask(large)).problem.code == "LIMIT"


def test_every_pinned_extension_context_has_a_row_in_the_table():
    assert {url for r in TABLE for url in r["contexts"]} == {
        url
        for url in spec.context_urls()
        if "/openbadges/extensions/" in url
        or "openbadgespec.org/extensions/" in url
        or any(part in url for part in ("/ob-accred/", "/ob-assessment/", "/ob-exdesc/"))
    }
    for r in TABLE:
        assert spec.read_schema(r["schema"])["$id"] == r["schema"]
        assert set(r["published"]) == {"validatesType", "schema", "sha256"}
    assert sorted(r["type"].partition("#")[2] for r in TABLE if "repaired" in r) == [
        "Accessibility",
        "OriginalCreator",
    ]


def test_an_extension_of_a_class_given_alone():
    report = verify(CLASS, web(badge_class(**{"extensions:x": extension()})))
    assert (report.verdict, row(report).outcome) == (qb.Verdict.INVALID, FAILED)
    assert ISSUER in {document.data["id"] for document in report.graph}
