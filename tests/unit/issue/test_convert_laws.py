"""The law of conversion: each member of the 2.0 objects stands in the new badge, or is listed; never neither."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import qualitybadge as qb
from qualitybadge.conformance import conformance_errors
from qualitybadge.errors import IssueError
from qualitybadge.issue.convert import upgrade
from qualitybadge.issue.convert_classes import achievement, evidence, identified, picture, profile
from qualitybadge.issue.convert_parts import Account, Source
from qualitybadge.jsonld import to_quads
from qualitybadge.jsonld.compaction import iri
from support import badges_ob2
from support.world2 import HOME, verify

# What a word of 2.0 is called in 3.0; "" where the place alone says it.
WORDS = {
    "AlignmentObject": "Alignment",
    "Assertion": "OpenBadgeCredential",
    "BadgeClass": "Achievement",
    "Criteria": "",
    "Issuer": "Profile",
    "email": "emailAddress",
    "schema:ImageObject": "Image",
    "telephone": "ext:telephone",
    "url": "ext:url",
    "id": "",
}
JUNK = [7, 2.5, True, "", "text", ["a", "b"], {"@value": "x"}, {"id": f"{HOME}/x"}, [{"a": "b"}, 3], {}]
UNLIKELY = ["https://mood.example/mood", "schema:duns", "name", "url", "related", "endorsement", "@language"]


def leaves(data, pointer=""):
    """Yield each simple value with its pointer."""
    if isinstance(data, dict | list):
        steps = data.items() if isinstance(data, dict) else enumerate(data)
        for step, value in steps:
            yield from leaves(value, f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}")
    else:
        yield pointer, data


def unaccounted(data, pointer, result, told, whole):
    """Return the pointers of what is neither in the result nor told of."""
    found = [value for _, value in leaves(result)]
    texts = [str(value).lower() for value in found]
    missing = []
    for at, value in leaves(data, pointer):
        if any(at == place or at.startswith(f"{place}/") for place in told) or "@context" in at:
            continue
        word = (
            WORDS.get(value, iri(value))
            if isinstance(value, str) and at.endswith(("type", "type/0", "type/1"))
            else value
        )
        known = word == "" or value in found or word in found or str(word).lower() in texts
        if not known and not (isinstance(value, str) and value and value in whole):
            missing.append(at)
    return missing


def mutated(data, rnd):
    """Return a copy in which a few members are gone, junk, or new."""
    data = copy.deepcopy(data)
    places = [data]
    for place in places:
        places += [
            item
            for item in (place.values() if isinstance(place, dict) else place)
            if isinstance(item, dict | list)
        ]
    for _ in range(rnd.randrange(4)):
        place = rnd.choice(places)
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if isinstance(place, dict) and rnd.random() < 0.3:
            place[rnd.choice(UNLIKELY)] = rnd.choice(JUNK)
        elif keys and rnd.random() < 0.5:
            place[rnd.choice(keys)] = rnd.choice(JUNK)
        elif isinstance(place, dict) and keys:
            del place[rnd.choice(keys)]
    return data


def parts():
    assertion = badges_ob2.full()
    badge = assertion["badge"]
    return assertion | {"badge": badge["id"]}, badge | {"issuer": badge["issuer"]["id"]}, badge["issuer"]


@pytest.fixture(scope="module")
def report():
    return verify()


@given(st.randoms(use_true_random=False))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
def test_nothing_is_lost_silently(report, rnd):
    assertion, badge, issuer = (mutated(part, rnd) for part in parts())
    assertion["issuedOn"], assertion["expires"] = "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"
    documents = (replace(report.document, data=data) for data in (assertion, badge, issuer))
    try:
        made = upgrade(replace(report, graph=tuple(documents)))
    except IssueError as error:
        refused = error.message.startswith(("this makes no badge of 3.0", "a badge of 3.0 cannot say who"))
        assume(not refused)
        raise
    assert conformance_errors(made.credential) == ()
    to_quads(made.credential)
    told = [entry.pointer for entry in (*made.losses, *made.notes) if entry.pointer]
    told += ["/badge"]  # the badge class that was obtained counts, not what the assertion embeds
    whole = json.dumps(made.credential, ensure_ascii=False)
    missing = unaccounted(assertion, "", made.credential, told, whole)
    told = [place for place in told if place != "/badge"] + ["/badge/issuer"]
    missing += unaccounted(badge, "/badge", made.credential, told, whole)
    told = [place for place in told if place != "/badge/issuer"]
    missing += unaccounted(issuer, "/badge/issuer", made.credential, told, whole)
    assert missing == []


@given(
    st.randoms(use_true_random=False), st.sampled_from(["achievement", "profile", "identified", "evidence"])
)
@settings(max_examples=200, deadline=None)
def test_whatever_stands_there_no_foreign_exception_leaves(rnd, name):
    account = Account()
    data = mutated(rnd.choice(parts()), rnd)
    source = Source(data, "", account)
    if name == "achievement":
        achievement(source, HOME, {})
    elif name == "profile":
        profile(source, HOME)
    elif name == "identified":
        identified(source)
    else:
        evidence(data, "", account)
        picture(Source({"image": data}, "", account), "image")
    assert all(isinstance(entry.reason, str) for entry in (*account.losses, *account.notes))


def test_the_full_badge_is_carried_but_for_what_3_0_has_no_place_for(report):
    documents = tuple(replace(report.document, data=data) for data in parts())
    made = upgrade(replace(report, graph=documents))
    assert {loss.pointer for loss in made.losses} == {
        "/badge/endorsement/0",
        "/badge/endorsement/1",
        "/badge/issuer/image/author",
        "/badge/issuer/publicKey/0",
        "/badge/issuer/publicKey/1",
        "/badge/issuer/revocationList",
        "/badge/issuer/verification",
        "/badge/issuer/version",
        "/uid",
        "/verification",
    }
    assert made.notes == ()
    assert qb.Verdict.VALID is report.verdict
