import contextlib
from random import Random

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualitybadge.errors import UndeterminedError, UnsupportedError
from qualitybadge.jsonschemas import schema_errors
from qualitybadge.jsonschemas.keywords import KEYWORDS
from qualitybadge.limits import DEFAULT_LIMITS, Limits

ALL = (4, 6, 7, 2019, 2020)
SINCE_6, SINCE_7, SINCE_2019 = ALL[1:], ALL[2:], ALL[3:]
ADDRESS = "https://schemas.example/badge.json"


def fits(schema, value, draft=2019, **how):
    return not schema_errors(schema, value, draft=draft, **how)


@pytest.mark.parametrize(
    ("schema", "good", "bad", "drafts"),
    [
        ({}, [1, None, {}], [], ALL),
        (True, [1], [], ALL),
        (False, [], [1], ALL),
        ({"type": "integer"}, [1, -3], [1.5, "1", True], ALL),
        ({"type": "integer"}, [1.0], [], SINCE_6),
        ({"type": "integer"}, [], [1.0], (4,)),
        ({"type": ["string", "null"]}, ["", None], [0, []], ALL),
        ({"type": "number"}, [1, 1.5], [True, "1"], ALL),
        ({"type": "boolean"}, [True], [1], ALL),
        ({"type": "object"}, [{}], [[]], ALL),
        ({"type": "array"}, [[]], [{}], ALL),
        ({"enum": [1, "a", [True], {"b": None}]}, [1, 1.0, "a", [True], {"b": None}], [True, [1], {}], ALL),
        ({"const": {"a": [0]}}, [{"a": [0.0]}], [{"a": [False]}, {}], SINCE_6),
        ({"const": 1}, [2], [], (4,)),
        ({"multipleOf": 0.1}, [0.3, 7, "x", True], [0.35], ALL),
        ({"multipleOf": 5e-324}, [1e308], [], ALL),
        ({"minimum": 2}, [2, 2.5, "a", True], [1.9], ALL),
        ({"maximum": 2}, [2], [2.1], ALL),
        ({"minimum": 2, "exclusiveMinimum": True}, [3], [2], (4,)),
        ({"maximum": 2, "exclusiveMaximum": True}, [1], [2, 3], (4,)),
        ({"maximum": 2, "exclusiveMaximum": False}, [2], [3], (4,)),
        ({"exclusiveMinimum": 2}, [3], [2], SINCE_6),
        ({"exclusiveMaximum": 2}, [1], [2], SINCE_6),
        ({"minLength": 2, "maxLength": 3.0}, ["ab", "😀😀😀", 1], ["a", "abcd"], ALL),
        ({"pattern": "^a"}, ["ab", 1], ["b"], ALL),
        ({"items": {"type": "string"}}, [["a"], [], {}], [["a", 1]], ALL),
        ({"items": [{"type": "string"}, {}]}, [["a", 1, 2], []], [[1]], (4, 6, 7, 2019)),
        ({"items": [{}], "additionalItems": False}, [[1], []], [[1, 2]], (4, 6, 7, 2019)),
        ({"additionalItems": False}, [[1]], [], ALL),
        ({"prefixItems": [{"type": "string"}], "items": {"type": "null"}}, [["a", None]], [["a", 1]], (2020,)),
        ({"contains": {"const": 1}}, [[0, 1], "x"], [[], [0]], SINCE_6),
        ({"contains": {"const": 1}, "minContains": 2, "maxContains": 3}, [[1, 1]], [[1], [1] * 4], SINCE_2019),
        ({"contains": {"const": 1}, "minContains": 0}, [[], [0]], [], SINCE_2019),
        ({"contains": {"const": 1}, "minContains": 2}, [[1]], [], (6, 7)),
        ({"minItems": 1, "maxItems": 2}, [[1], "x"], [[], [1, 2, 3]], ALL),
        ({"uniqueItems": True}, [[1, True, "1"], []], [[1, 1.0], [{"a": 1}, {"a": 1}]], ALL),
        ({"uniqueItems": False}, [[1, 1]], [], ALL),
        ({"required": ["a"]}, [{"a": 1}, []], [{}], ALL),
        ({"properties": {"a": {"type": "string"}}}, [{"a": ""}, {}, 1], [{"a": 1}], ALL),
        ({"patternProperties": {"^x-": {"type": "string"}}}, [{"x-a": "", "b": 1}], [{"x-a": 1}], ALL),
        ({"properties": {"a": {}}, "patternProperties": {"^x": {}}, "additionalProperties": False},
         [{"a": 1, "x": 1}], [{"b": 1}], ALL),
        ({"additionalProperties": {"type": "string"}}, [{"a": ""}], [{"a": 1}], ALL),
        ({"propertyNames": {"maxLength": 2}}, [{"ab": 1}], [{"abc": 1}], SINCE_6),
        ({"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}, [{"a": 1, "b": 1}, {}], [{"a": 1}, {"c": 1}],
         (4, 6, 7)),
        ({"dependentRequired": {"a": ["b"]}}, [{"a": 1, "b": 1}, {}], [{"a": 1}], SINCE_2019),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, [{"a": 1, "b": 1}, {}], [{"a": 1}], SINCE_2019),
        ({"minProperties": 1, "maxProperties": 2}, [{"a": 1}], [{}, {"a": 1, "b": 1, "c": 1}], ALL),
        ({"allOf": [{"minimum": 1}, {"maximum": 2}]}, [1, 2], [0, 3], ALL),
        ({"anyOf": [{"type": "string"}, {"minimum": 2}]}, ["a", 2], [1], ALL),
        ({"oneOf": [{"minimum": 1}, {"maximum": 2}]}, [0, 3], [1], ALL),
        ({"oneOf": [{"type": "null"}]}, [None], [1], ALL),
        ({"not": {"type": "string"}}, [1], [""], ALL),
        ({"if": {"minimum": 5}, "then": {"multipleOf": 5}, "else": {"const": 1}}, [1, 10], [2, 6], SINCE_7),
        ({"if": {"minimum": 5}}, [1, 10], [], SINCE_7),
        ({"if": {"minimum": 5}, "then": False}, [9], [], (4, 6)),
        ({"$defs": {"a": {"type": "string"}}, "items": {"$ref": "#/$defs/a"}}, [["a"]], [[1]], ALL),
        ({"definitions": {"a/b~c d": {"type": "string"}}, "$ref": "#/definitions/a~1b~0c%20d"}, ["a"], [1], ALL),
        ({"allOf": [{"type": "string"}], "items": {"$ref": "#/allOf/0"}}, ["a"], [1], ALL),
        ({"properties": {"a": {"$ref": "#"}}, "maxProperties": 1}, [{"a": {"a": {}}}], [{"a": {"a": 1, "b": 1}}], ALL),
        ({"$defs": {"s": {"$anchor": "s", "type": "string"}}, "items": {"$ref": "#s"}}, [["a"]], [[1]], SINCE_2019),
        ({"definitions": {"s": {"$id": "#s", "type": "string"}}, "items": {"$ref": "#s"}}, [["a"]], [[1]], (6, 7)),
        ({"definitions": {"s": {"id": "#s", "type": "string"}}, "items": {"$ref": "#s"}}, [["a"]], [[1]], (4,)),
        ({"allOf": [{"$anchor": "n", "maxItems": 0}], "not": {"not": {"$ref": "#n"}}}, [[]], [[1]], SINCE_2019),
        ({"$id": "https://x.example/s#", "items": {"$ref": "https://x.example/s#/$defs/n"}, "$defs": {"n": False}},
         [[]], [[1]], SINCE_6),
        ({"items": {"$ref": f"{ADDRESS}#/$defs/n"}, "$defs": {"n": False}}, [[]], [[1]], ALL),
        ({"$ref": "#/$defs/a", "maximum": 1, "$defs": {"a": {}}}, [1], [2], SINCE_2019),
        ({"$ref": "#/definitions/a", "maximum": 1, "definitions": {"a": {}}}, [2], [], (4, 6, 7)),
        ({"format": "email", "contentEncoding": "base64", "x-own": [], "title": 1}, ["no"], [], ALL),
    ],
)  # fmt: skip
def test_keywords_ask_what_their_draft_says(schema, good, bad, drafts):
    for draft in drafts:
        assert [value for value in good if not fits(schema, value, draft, address=ADDRESS)] == [], draft
        assert [value for value in bad if fits(schema, value, draft, address=ADDRESS)] == [], draft


@pytest.mark.parametrize(
    ("schema", "good", "bad", "drafts"),
    [
        ({"properties": {"a": {}}, "unevaluatedProperties": False}, [{"a": 1}], [{"b": 1}], SINCE_2019),
        ({"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": {"type": "null"}},
         [{"a": 1, "b": None}], [{"b": 1}], SINCE_2019),
        ({"allOf": [{"additionalProperties": True}], "unevaluatedProperties": False}, [{"a": 1}], [], SINCE_2019),
        ({"allOf": [{"unevaluatedProperties": True}], "unevaluatedProperties": False}, [{"a": 1}], [], SINCE_2019),
        ({"patternProperties": {"^x": {}}, "unevaluatedProperties": False}, [{"x": 1}], [{"y": 1}], SINCE_2019),
        ({"anyOf": [{"required": ["a"], "properties": {"a": {}}}, True], "unevaluatedProperties": False},
         [{"a": 1}, {}], [{"b": 1}], SINCE_2019),
        ({"oneOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": {}}, "required": ["b"]}],
          "unevaluatedProperties": False}, [{"a": 1}], [{"c": 1}], SINCE_2019),
        ({"$ref": "#/$defs/r", "$defs": {"r": {"properties": {"a": {}}}}, "unevaluatedProperties": False},
         [{"a": 1}], [{"b": 1}], SINCE_2019),
        ({"dependentSchemas": {"a": {"properties": {"a": {}, "b": {}}}, "z": True}, "unevaluatedProperties": False},
         [{"a": 1, "b": 1}], [{"b": 1}], SINCE_2019),
        ({"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"properties": {"b": {}}},
          "else": {"properties": {"c": {}}}, "unevaluatedProperties": False},
         [{"a": 1, "b": 1}, {"c": 1}], [{"a": 1, "c": 1}, {"b": 1}], SINCE_2019),
        ({"if": {"properties": {"a": {}}}, "unevaluatedProperties": False}, [{"a": 1}], [{"b": 1}], SINCE_2019),
        ({"unevaluatedProperties": False}, [{}, [], 1], [{"a": 1}], SINCE_2019),
        ({"items": [{}], "unevaluatedItems": False}, [[1], []], [[1, 2]], (2019,)),
        ({"items": [{}], "additionalItems": True, "unevaluatedItems": False}, [[1, 2]], [], (2019,)),
        ({"items": {}, "unevaluatedItems": False}, [[1, 2]], [], SINCE_2019),
        ({"additionalItems": True, "unevaluatedItems": False}, [[]], [[1]], SINCE_2019),
        ({"prefixItems": [{}], "unevaluatedItems": {"type": "null"}}, [[1, None]], [[1, 2]], (2020,)),
        ({"contains": {"const": 1}, "unevaluatedItems": False}, [[1, 1]], [[1, 2]], (2020,)),
        ({"contains": {"const": 1}, "unevaluatedItems": False}, [], [[1]], (2019,)),
        ({"allOf": [{"unevaluatedItems": True}], "unevaluatedItems": False}, [[1]], [], SINCE_2019),
        ({"allOf": [{"items": {}}], "dependentSchemas": {"a": {}}, "unevaluatedItems": False}, [[1]], [], SINCE_2019),
    ],
)  # fmt: skip
def test_unevaluated_keywords_see_what_the_others_have_judged(schema, good, bad, drafts):
    for draft in drafts:
        assert [value for value in good if not fits(schema, value, draft)] == [], draft
        assert [value for value in bad if fits(schema, value, draft)] == [], draft


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "text"}, 1), ({"type": [1]}, 1), ({"enum": 1}, 1), ({"multipleOf": 0}, 1), ({"minimum": "1"}, 1),
        ({"minLength": -1}, ""), ({"minLength": 1.5}, ""), ({"minLength": True}, ""), ({"pattern": 1}, ""),
        ({"pattern": "("}, ""), ({"items": 1}, [1]), ({"items": ["x"]}, [1]), ({"required": "a"}, {}),
        ({"required": [1]}, {}), ({"properties": []}, {}), ({"properties": {"a": 1}}, {"a": 1}),
        ({"patternProperties": {"(": {}}}, {"a": 1}), ({"patternProperties": 1}, {}), ({"allOf": []}, 1),
        ({"allOf": {}}, 1), ({"allOf": [1]}, 1), ({"not": 1}, 1), ({"uniqueItems": 1}, []), ({"$ref": 1}, 1),
        ({"$ref": "#/nowhere"}, 1), ({"$ref": "#nowhere"}, 1), ({"$ref": "#/allOf/1", "allOf": [{}]}, 1),
        ({"$ref": "#/allOf/x", "allOf": [{}]}, 1), ({"$ref": "#/title/x", "title": "t"}, 1),
        ({"$ref": "#/title", "title": "no schema"}, 1), ({"dependentRequired": {"a": 1}}, {}),
        ({"additionalProperties": False, "properties": 1}, {"a": 1}), ([], 1), (1, 1), (None, 1),
    ],
)  # fmt: skip
def test_a_malformed_schema_is_undetermined_and_no_fault_of_the_document(schema, value):
    with pytest.raises(UndeterminedError) as caught:
        schema_errors(schema, value, draft=2019)
    assert caught.value.code == "MALFORMED_VALUE"
    assert "malformed" in caught.value.message


def test_shapes_that_only_some_drafts_have():
    assert not fits({"dependencies": {"a": ["b"]}}, {"a": 1}, draft=7)
    with pytest.raises(UndeterminedError, match="object of schemas"):
        schema_errors({"dependencies": {"a": 1}}, {}, draft=7)
    with pytest.raises(UndeterminedError, match="became prefixItems"):
        schema_errors({"items": [{}]}, [1], draft=2020)


@pytest.mark.parametrize(
    ("schema", "word"),
    [
        ({"$ref": "https://other.example/s.json"}, "another document"),
        ({"$ref": "other.json#/a"}, "another document"),
        ({"$ref": "http://json-schema.org/draft-07/schema#"}, "another document"),
        ({"$dynamicRef": "#a"}, "dynamic"),
        ({"allOf": [{"$dynamicRef": "#a"}]}, "dynamic"),
        ({"allOf": [{"$id": "inner.json"}]}, "address of its own"),
        ({"allOf": [{"$id": 7}]}, "address of its own"),
        ({"pattern": "(?=a)"}, "look-around"),
        ({"$schema": "https://json-schema.org/draft-03/schema#"}, "unknown draft"),
        ({"$schema": "gopher://json-schema.org/draft-07/schema#"}, "unknown draft"),
        ({"$schema": 7}, "unknown draft"),
    ],
)
def test_what_is_not_supported_is_undetermined_and_says_so(schema, word):
    with pytest.raises(UnsupportedError, match=word):
        schema_errors(schema, "a", draft=2020)


def test_recursive_references_of_draft_2019_are_not_supported():
    with pytest.raises(UnsupportedError, match="dynamic"):
        schema_errors({"$recursiveRef": "#"}, 1, draft=2019)


def test_the_schema_names_its_draft_or_the_caller_does_or_nobody_can_tell():
    draft_4 = {"$schema": "http://json-schema.org/draft-04/schema#", "const": 1}
    draft_7 = {"$schema": "https://json-schema.org/draft-07/schema", "const": 1}
    assert fits(draft_4, 2, draft=2020)
    assert not fits(draft_7, 2, draft=4)
    for schema in ({"const": 1}, True):
        with pytest.raises(UnsupportedError, match="names no draft"):
            schema_errors(schema, 2)


def test_a_finding_says_where_in_the_document_and_where_in_the_schema():
    schema = {"$ref": "#/$defs/x", "$defs": {"x": {"properties": {"a/b": {"items": {"type": "string"}}}}}}
    (error,) = schema_errors(schema, {"a/b": ["", 3]}, draft=2020)
    assert error.pointer == "/a~1b/1"
    assert error.code == "SCHEMA_MISMATCH"
    assert error.message == ("expected string, found integer (schema at /$defs/x/properties/a~1b/items/type)")
    (error,) = schema_errors({"required": ["q"]}, {}, draft=2020)
    assert error.pointer == "/q"
    (error,) = schema_errors(False, {}, draft=2020)
    assert "its root" in error.message


def test_pointers_stay_short_enough_to_be_shown():
    long = "x" * 5000
    (error,) = schema_errors(
        {"properties": {long: {"properties": {"a": False}}}}, {long: {"a": 1}}, draft=2020
    )
    assert error.pointer == ""
    assert len(error.message) < 400


def test_findings_are_listed_up_to_the_limit():
    errors = schema_errors({"items": False}, list(range(99)), draft=2020, limits=Limits(findings=3))
    assert len(errors) == 4
    assert errors[-1].message == "further findings are not listed"
    assert len(schema_errors({"items": False}, [1, 2, 3], draft=2020, limits=Limits(findings=3))) == 3


def test_what_was_found_before_the_schema_turned_out_unusable_is_found():
    for last in ({"$ref": "https://other.example/"}, {"allOf": []}, {"$ref": "#/allOf/1"}):
        errors = schema_errors({"allOf": [{"type": "string"}, last]}, 1, draft=2020)
        assert [error.pointer for error in errors] == [""]


def test_a_stack_that_is_nearly_full_is_a_limit(monkeypatch):
    def full(*_arguments):
        raise RecursionError

    monkeypatch.setattr("qualitybadge.jsonschemas.evaluation.Run.target", full)
    with pytest.raises(UndeterminedError) as caught:
        schema_errors({"$ref": "#"}, 1, draft=2020)
    assert caught.value.code == "LIMIT"
    assert len(schema_errors({"type": "string", "$ref": "#"}, 1, draft=2020)) == 1


def test_steps_are_counted():
    few = Limits(schema_steps=50)
    with pytest.raises(UndeterminedError, match="schema_steps"):
        schema_errors({"items": {"type": "integer"}}, list(range(100)), draft=2020, limits=few)
    assert fits({"items": {"type": "integer"}}, list(range(5)), 2020, limits=few)
    assert DEFAULT_LIMITS.schema_steps > 100_000


def _random_schema(draw, depth=2):
    inner = lambda: _random_schema(draw, depth - 1) if depth else draw.choice([True, {}, {"type": "integer"}])  # noqa: E731
    makers = {
        "type": lambda: draw.choice(["integer", "string", "object", ["array", "null"]]),
        "enum": lambda: draw.choices([1, 1.0, "a", None, [], {"a": 1}, True], k=2),
        "const": lambda: draw.choice([0, False, "a", [1]]),
        "minimum": lambda: draw.randint(0, 2),
        "multipleOf": lambda: draw.choice([2, 0.5]),
        "maxLength": lambda: draw.randint(0, 2),
        "pattern": lambda: draw.choice(["^a", "b$", "[ab]{2}"]),
        "items": inner,
        "contains": inner,
        "uniqueItems": lambda: True,
        "maxItems": lambda: draw.randint(0, 2),
        "required": lambda: draw.sample(["a", "b", "c"], k=draw.randint(0, 2)),
        "properties": lambda: {name: inner() for name in draw.sample(["a", "b"], k=1)},
        "patternProperties": lambda: {"^a": inner()},
        "additionalProperties": inner,
        "propertyNames": lambda: {"pattern": "^[ab]$"},
        "minProperties": lambda: 1,
        "dependentRequired": lambda: {"a": ["b"]},
        "dependentSchemas": lambda: {"a": inner()},
        "allOf": lambda: [inner(), inner()],
        "anyOf": lambda: [inner(), inner()],
        "oneOf": lambda: [inner(), inner()],
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
    }
    return {name: makers[name]() for name in draw.sample(sorted(makers), k=draw.randint(0, 3))}


_VALUES = [0, 1, 1.5, True, None, "", "a", "ab", [], [1], [1, True, "a"], [[], {}], {}, {"a": 1}, {"b": [1]},
           {"a": {"a": "a"}, "b": None, "c": 2}]  # fmt: skip


@pytest.mark.parametrize(("draft", "name"), [(2019, "Draft201909Validator"), (2020, "Draft202012Validator")])
def test_verdicts_agree_with_another_implementation(draft, name):
    draw = Random(draft)  # noqa: S311 - a fixed choice of schemas
    for _ in range(150):
        schema = _random_schema(draw)
        other = getattr(jsonschema, name)(schema)
        assert [fits(schema, value, draft) for value in _VALUES] == [other.is_valid(v) for v in _VALUES], (
            schema
        )


_JSON = st.recursive(
    st.sampled_from([None, True, False, 0, -1, 1.5, 1e300, "", "a", "(", "#", "#/not", "#a", "string"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*sorted(KEYWORDS), "a", "$id", "id", "$anchor"]), inner, max_size=3),
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(schema=_JSON, value=_JSON, draft=st.sampled_from(ALL))
def test_any_schema_is_applied_or_undetermined(schema, value, draft):
    """Promise 2: no foreign exception, whatever stands where a schema is expected."""
    errors = ()
    with contextlib.suppress(UndeterminedError):
        errors = schema_errors(schema, value, draft=draft)
    assert {error.code for error in errors} <= {"SCHEMA_MISMATCH"}
