"""Laws of Open Badges 2.0: tables and views decide the same, a list of one changes nothing, content is kept."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from qualitybadge.conformance_ob2 import class_errors
from qualitybadge.errors import InputError
from qualitybadge.model.ob2 import VIEWS
from qualitybadge.model.ob2_classes import class_table_2
from qualitybadge.model.view import view
from qualitybadge.wire import timestamps
from support.badges_ob2 import BAD, GOOD, assertion, badge_class, endorsement, full, issuer, recipient

QUICK = settings(max_examples=120, deadline=None)
SAMPLES = [value for values in (*GOOD.values(), *BAD.values()) for value in values]
JUNK = [None, 5, 2.5, {}, {"id": "urn:x:1"}, {"x": []}, [], True, "https://a.example"]
VALUES = st.one_of(st.sampled_from(SAMPLES), st.sampled_from(JUNK), st.text(max_size=12))


def _places(value, path=()):
    """Yield the path of every member and every item of a document."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from _places(inner, (*path, step))


LEAST = {
    "AlignmentObject": {"targetName": "x", "targetUrl": "https://a.example"},
    "Assertion": assertion(),
    "BadgeClass": badge_class(),
    "Claim": {"id": "urn:x:1"},
    "Criteria": {"narrative": "x"},
    "Endorsement": endorsement(),
    "IdentityObject": recipient(),
    "Image": {"id": "https://a.example"},
    "Issuer": issuer(),
    "Profile": {"id": "urn:x:1", "type": "Profile"},
    "Related": {"id": "urn:x:1"},
    "RevocationList": {"type": "RevocationList", "revokedAssertions": []},
    "RevokedAssertion": {"uid": "x"},
    "VerificationObject": {"type": "HostedBadge"},
}
PLACES = list(_places(full()))
ALONE = [path for path in PLACES if isinstance(path[-1], str)]


def _parent(data, path):
    for step in path[:-1]:
        data = data[step]
    return data


@st.composite
def _mutants(draw):
    """A full badge with one member replaced or taken away."""
    data = copy.deepcopy(full())
    path = draw(st.sampled_from(PLACES))
    if draw(st.booleans()):
        _parent(data, path)[path[-1]] = draw(VALUES)
    else:
        del _parent(data, path)[path[-1]]
    return data


def _accepted_by_view(data, name="Assertion") -> bool:
    try:
        VIEWS[name].model_validate(data)
    except ValidationError:
        return False
    return True


def _fast(data, name="Assertion") -> bool:
    try:
        return bool(class_table_2().shapes[name].accepts(data))
    except TypeError:
        return False


@QUICK
@given(_mutants())
def test_tables_and_views_decide_the_same(data):
    before = copy.deepcopy(data)
    errors = class_errors(data, "Assertion")
    assert data == before
    assert not (errors and _fast(data))
    if not any(_is_alone_in_a_list(value) for value in _values(data)):  # compaction leaves none of those
        assert (errors == ()) == _accepted_by_view(data), [str(error) for error in errors]


@pytest.mark.parametrize("name", VIEWS)
def test_every_member_with_every_value(name):
    """Each member of each class takes a sample of every type and all junk: the three judges never differ."""
    shape = class_table_2().shapes[name]
    least = LEAST.get(name, {})
    assert class_errors(least, name) == ()
    samples = [*JUNK, *(values[0] for values in (*GOOD.values(), *BAD.values()) if values)]
    for member in shape.members:
        for value in samples:
            data = {**least, member: value}
            errors = class_errors(data, name)
            assert _fast(data, name) <= (errors == ()), (member, value)
            listed = class_errors({**least, member: [value]}, name)
            if isinstance(value, list) or value is None:
                continue
            assert (errors == ()) == (listed == ()), (member, value)
            assert (errors == ()) == _accepted_by_view(data, name), (member, value)


def _values(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield item
        yield from _values(item)


def _is_alone_in_a_list(value) -> bool:
    return isinstance(value, list) and len(value) < 2


@QUICK
@given(_mutants())
def test_a_lenient_view_keeps_everything(data):
    assert view(VIEWS["Assertion"], data).to_dict() == data


@QUICK
@given(st.sampled_from(ALONE), VALUES.filter(lambda value: not isinstance(value, list) and value is not None))
def test_a_list_of_one_is_as_good_as_what_stands_in_it(path, value):
    alone, listed = copy.deepcopy(full()), copy.deepcopy(full())
    _parent(alone, path)[path[-1]] = value
    _parent(listed, path)[path[-1]] = [value]
    assert (class_errors(alone, "Assertion") == ()) == (class_errors(listed, "Assertion") == ())


@QUICK
@given(
    st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30)),  # noqa: DTZ001 - the zone is drawn apart
    st.integers(-13 * 60, 13 * 60),
)
def test_every_notation_of_a_moment_means_the_moment(moment, minutes):
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    texts = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S,0%:z", "%Y%m%dT%H%M%S%z", "%Y-%m-%dT%H:%M:%S.000%:z"]
    for text in texts:
        zone = moment.strftime("%z")
        written = moment.strftime(text.replace("%:z", f"{zone[:3]}:{zone[3:]}"))
        assert timestamps.parse_iso(written) == moment.astimezone(UTC), written


@QUICK
@given(st.text(alphabet="0123456789-+:.,TZtz ", max_size=30))
def test_what_is_no_date_is_refused_cleanly(text):
    try:
        assert timestamps.parse_iso(text).tzinfo is UTC
    except InputError:
        assert not timestamps.is_datetime(text) or text[-1] != "Z"
