"""Label schemes: the built-in one says nothing that is not known, and a scheme of one's own cannot contradict itself."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path

import pytest

from qualitybadge.errors import InputError
from qualitybadge.quality.label.scheme import LabelScheme, scheme_names
from qualitybadge.quality.label.schemeparts import Demand, Mark
from qualitybadge.quality.label.tomltext import toml_text
from support import applying

COL = LabelScheme.load("cities-of-learning")


def test_the_scheme_of_the_cities_of_learning_says_what_its_pages_say():
    assert [one.id for one in COL.formal] == ["A1", "A2", "A3", "A4", "A5", "A6"]
    assert [one.id for one in COL.formal if one.explainable] == ["A2"]
    assert [one.id for one in COL.quality] == ["B1", "B2", "B3", "B4"]
    assert [one.id for one in COL.items] == [f"QL-ORG-{number:02}" for number in range(1, 18)]
    assert [one.id for one in COL.items if one.mandatory and one.asked] == [
        f"QL-ORG-{number:02}" for number in range(1, 8)
    ]
    assert (COL.indicator_share, COL.minimum_level, COL.reviewers, COL.local_reviewers) == (0.7, 3, 2, 1)
    assert (COL.committee, COL.decision_days, COL.validity_years) == ((3, 5), 90, 3)
    assert (COL.months_of_use, COL.plan_years, len(COL.conditions)) == (6, 3, 5)
    assert COL.renewal.evaluation == "shortened"
    assert COL.item("QL-ORG-09").demand is Demand.LIKELY


def test_what_is_unknown_of_the_cities_of_learning_is_left_open():
    assert COL.indicators == ()
    assert not COL.indicators_known
    assert COL.samples_least is None
    assert all(training.achievements == () for training in COL.training)
    assert COL.renewal.items == ()
    assert {
        "indicators",
        "scale_highest",
        "samples_least",
        "appeal",
        "fee",
        "follow_up",
        "withdrawal",
    } <= set(COL.unknown)
    proposed = {name for name, figure in COL.figures.items() if figure.origin.mark is Mark.PROPOSAL}
    assert proposed == {"scale_lowest", "scale_highest"}
    assert proposed <= set(COL.unknown)


def test_nobody_may_award_the_label_of_the_cities_of_learning():
    assert COL.authorities == ()
    assert not COL.may_award("did:web:network.example")
    assert not COL.may_award("")
    assert applying.scheme().may_award("did:web:mark.harbour.example")


@pytest.mark.parametrize("scheme", [COL, applying.scheme()], ids=lambda scheme: scheme.name)
def test_every_value_has_a_source(scheme):
    parts = [
        *scheme.steps, *scheme.formal, *scheme.quality, *scheme.items, *scheme.indicators, *scheme.training,
        *scheme.conditions, *scheme.roles, *scheme.figures.values(), scheme.renewal,
    ]  # fmt: skip
    origins = [*scheme.origins.values(), *(part.origin for part in parts)]
    assert all(set(origin.source.split("; ")) <= set(scheme.sources) for origin in origins)
    stated = [origin for origin in origins if origin.mark is Mark.FACT]
    assert all(origin.source != "qualitybadge" for origin in stated)
    assert set(scheme.origins) == {"id", "version", "name", "authorities"}


@pytest.mark.parametrize(
    "scheme",
    [COL, applying.scheme(), LabelScheme.from_dict(tomllib.loads(LabelScheme.template()))],
    ids=lambda scheme: scheme.name,
)
def test_a_scheme_survives_its_toml(scheme, tmp_path):
    again = LabelScheme.from_dict(tomllib.loads(scheme.to_toml()))
    assert again == scheme
    assert again.digest == scheme.digest
    (tmp_path / "scheme.toml").write_text(scheme.to_toml(), encoding="utf-8")
    assert LabelScheme.load(tmp_path / "scheme.toml") == scheme


def test_schemes_are_found_by_name_only():
    assert scheme_names() == ("cities-of-learning",)
    with pytest.raises(InputError, match="no scheme") as caught:
        LabelScheme.load("template")
    assert "cities-of-learning" in caught.value.hint
    with pytest.raises(TypeError):
        LabelScheme.load(b"cities-of-learning")


def table():
    return copy.deepcopy(tomllib.loads(applying.FILE.read_text(encoding="utf-8")))


def _set(path, value):
    def edit(found):
        *way, last = path
        for step in way:
            found = found[step]
        if value is None:
            del found[last]
        else:
            found[last] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "pointer"),
    [
        (_set(["colour"], "red"), "/colour"),
        (_set(["id"], None), "/id"),
        (_set(["figures", "reviewers", "value"], "two"), "/figures/reviewers/value"),
        (_set(["figures", "indicator_share", "value"], 70), "/figures/indicator_share/value"),
        (_set(["figures", "price"], {"value": 1, "source": "rules", "mark": "F"}), "/figures/price"),
        (_set(["formal", 0, "mark"], None), "/formal/0/mark"),
        (_set(["formal", 0, "mark"], "G"), "/formal/0/mark"),
        (_set(["formal", 0, "source"], "hearsay"), "/formal/0/source"),
        (_set(["renewal", "source"], "rules; hearsay"), "/renewal/source"),
        (_set(["formal", 1, "id"], "A1"), "/formal/1/id"),
        (_set(["item", 0, "criteria"], ["Z9"]), "/item/0/criteria"),
        (_set(["indicator", 0, "criterion"], "Z9"), "/indicator/0/criterion"),
        (_set(["training", 0, "item"], "QL-ORG-99"), "/training/0/item"),
        (_set(["renewal", "items"], ["QL-ORG-99"]), "/renewal/items"),
        (_set(["unknown", "reviewers"], "How many."), "/figures/reviewers"),
        (_set(["unknown", "indicators"], "Which."), "/indicator"),
        (_set(["figures", "committee_least", "value"], 9), "/figures/committee_least"),
        (_set(["figures", "local_reviewers", "value"], 3), "/figures/local_reviewers"),
        (_set(["figures", "minimum_level", "value"], 6), "/figures/minimum_level"),
    ],
)
def test_a_scheme_that_breaks_its_form_is_refused_with_the_place(edit, pointer):
    broken = table()
    edit(broken)
    with pytest.raises(InputError) as caught:
        LabelScheme.from_dict(broken)
    assert caught.value.pointer == pointer
    assert caught.value.hint or "stands there twice" in caught.value.message


def test_a_scheme_may_say_little():
    small = {name: value for name, value in table().items() if not isinstance(value, list | dict)}
    kept = table()
    small |= {name: kept[name] for name in ("authorities", "origins", "sources")}
    scheme = LabelScheme.from_dict(small)
    assert scheme.renewal is None
    assert scheme.asked == ()
    assert (scheme.scale, scheme.committee, scheme.indicator_share, scheme.reviewers) == (None,) * 4
    assert (scheme.samples_least, scheme.decision_days) == (None, None)
    assert LabelScheme.from_dict(scheme.to_dict()) == scheme


def test_an_item_that_is_not_there_is_named():
    with pytest.raises(InputError, match="QL-ORG-99"):
        COL.item("QL-ORG-99")


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    (tmp_path / "scheme.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        LabelScheme.load(tmp_path / "scheme.toml")
    assert caught.value.code == "PARSING"


def test_toml_is_written_as_it_is_read():
    data = {
        "text": 'a "b" \\ \n \x7f ü \u2028',
        "number": 3,
        "share": 0.7,
        "yes": True,
        "no": False,
        "list": ["a", "b"],
        "empty": [],
        "a b": {"x": 1, "inner": {"y": [1, 2]}},
        "rows": [{"n": 1, "deep": [{"m": 2}]}, {"n": 2}],
    }
    assert tomllib.loads(toml_text(data)) == data


def test_the_page_about_schemes_shows_the_data():
    page = (applying.FILE.parents[1] / "docs" / "label-scheme.md").read_text(encoding="utf-8")
    for name, figure in COL.figures.items():
        assert (
            f"| `{name}` | {figure.value} | {figure.origin.mark.value} | `{figure.origin.source}` |" in page
        )
    for item in COL.items:
        assert f"| `{item.id}` | {item.statement} | " in page
    for name, said in COL.unknown.items():
        assert f"| `{name}` | {said} |" in page


def test_the_packaged_folder_holds_the_template():
    assert (Path(LabelScheme.load.__globals__["_HERE"]) / "template.toml").is_file()
