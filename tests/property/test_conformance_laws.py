"""The models and the exported class table decide the same, and a document read is a document kept."""

from __future__ import annotations

import copy
import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator
from pydantic import ValidationError

from qualitybadge import spec
from qualitybadge.conformance import _object_findings, conformance_errors, structural_errors
from qualitybadge.model.classes import CLASSES
from qualitybadge.model.classtable import class_table
from qualitybadge.model.document import Kind, is_version_1, kind_of
from qualitybadge.model.jsonschema import BASE
from qualitybadge.model.members import members_of
from qualitybadge.model.node import Node
from qualitybadge.model.values import Value
from qualitybadge.model.view import view
from support.badges import BAD_TEXT, GOOD, JUNK, badge, badge_1, conforming, mutant
from support.mutations import classes_of, smallest

PAIRS = [(kind, place) for kind in CLASSES for place in (0, 1)]
QUICK = settings(max_examples=60, deadline=None)
RANDOM = st.randoms(use_true_random=False)


def _conforming(rnd: Random):
    kind, place = rnd.choice(PAIRS)
    return conforming(CLASSES[kind][place], rnd)


def _mutant(rnd: Random):
    return mutant(rnd.choice([badge, badge_1, lambda: _conforming(rnd)])(), rnd)


def _model_accepts(cls: type[Node], data) -> bool:
    try:
        cls.model_validate(data)
    except ValidationError:
        return False
    return True


def _agree(data) -> None:
    kind = kind_of(data)
    if kind not in CLASSES:
        assert [error.code for error in conformance_errors(data)] == ["NOT_A_BADGE"]
        return
    cls = CLASSES[kind][is_version_1(data)]
    errors = conformance_errors(data)
    accepted = _model_accepts(cls, data)
    if kind is Kind.CREDENTIAL:  # never a badge, whatever its envelope is
        assert errors[0].code == "NOT_A_BADGE"
        assert (len(errors) == 1) == accepted
    else:
        assert (errors == ()) == accepted, [str(error) for error in errors]
    structural = {(error.code, error.pointer) for error in structural_errors(data)}
    assert structural <= {(error.code, error.pointer) for error in errors}


def _keeps(data) -> None:
    cls = CLASSES[kind_of(data)][is_version_1(data)]
    before = copy.deepcopy(data)
    read = cls.model_validate(data)
    assert read.to_dict() == data == before
    assert json.dumps(read.to_dict(), sort_keys=True) == json.dumps(data, sort_keys=True)
    assert view(cls, data) == read


def _views(data) -> None:
    kind = kind_of(data)
    if kind in CLASSES:
        kept = view(CLASSES[kind][is_version_1(data)], data).to_dict()
        assert json.dumps(kept, sort_keys=True) == json.dumps(data, sort_keys=True)


@QUICK
@given(RANDOM)
def test_what_conforms_has_no_finding_and_keeps_its_content(rnd):
    data = _conforming(rnd)
    _keeps(data)
    _agree(data)


@QUICK
@given(RANDOM)
def test_models_and_table_agree_on_mutants(rnd):
    _agree(_mutant(rnd))


SCHEMA_OF = {
    Kind.BADGE: "achievement-credential",
    Kind.ENDORSEMENT: "endorsement-credential",
    Kind.PROFILE: "profile",
}


@settings(max_examples=40, deadline=None)
@given(RANDOM)
def test_a_schema_refuses_nothing_that_conforms(rnd):
    kind = rnd.choice(list(SCHEMA_OF))
    data = conforming(CLASSES[kind][rnd.randrange(2)], rnd)
    for document in (data, mutant(data, rnd)):
        if kind_of(document) is kind:
            schema = spec.read_schema(f"{BASE}{SCHEMA_OF[kind]}-compacted.schema.json")
            assert Draft201909Validator(schema).is_valid(document) or conformance_errors(document)
            assert document is not data or Draft201909Validator(schema).is_valid(document)


@QUICK
@given(RANDOM)
def test_a_lenient_view_keeps_everything(rnd):
    _views(_mutant(rnd))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_the_laws_hold_for_thousands_of_documents(seed):
    rnd = Random(seed)  # noqa: S311 - chance for a test
    for _ in range(500):
        data = _conforming(rnd)
        _keeps(data)
        _agree(data)
        for _ in range(3):
            changed = mutant(data, rnd)
            _agree(changed)
            _views(changed)


@pytest.mark.parametrize(
    "cls", classes_of(*(cls for pair in CLASSES.values() for cls in pair)), ids=lambda cls: cls.__name__
)
def test_every_member_with_every_value(cls):
    """Each member of each class takes each sample and all junk: the two judges never differ."""
    shape = class_table().shapes[cls.__name__]
    least = smallest(cls)
    assert _model_accepts(cls, least)
    names = sorted({kind.name for m in members_of(cls) for kind in m.kinds if isinstance(kind, Value)})
    samples = [*JUNK, *(value for name in names for value in [*GOOD[name], *BAD_TEXT.get(name, [])])]
    for member in members_of(cls):
        for value in [*samples, *([sample] for sample in samples)]:
            data = {**least, member.name: value}
            findings = list(_object_findings(shape, data, "", 64))
            assert (not findings) == _model_accepts(cls, data), (member.name, value, findings)
            assert not (findings and _fast(shape, data)), (member.name, value)
        without = {name: value for name, value in least.items() if name != member.name}
        assert (not list(_object_findings(shape, without, "", 64))) == _model_accepts(cls, without)


def _fast(shape, data) -> bool:
    try:
        return bool(shape.accepts(data))
    except TypeError:
        return False
