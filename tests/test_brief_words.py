"""Words and rounded figures of a brief: never more precise than the tables, never nothing for a little."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from networks import mini_rupture

import netmodel
from netmodel import Network, Study
from netmodel.explain.brief_words import (
    LEVELS,
    Material,
    about,
    fate,
    now,
    ranks,
    roughly,
    span,
    spelt,
    states,
    tenths,
    terms,
    whole,
    window,
)


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_levels_are_called_as_the_schema_calls_them():
    text = (files("netmodel.schema") / "influence.csv").read_text(encoding="utf-8")
    rows = {int(row["level"]): row["meaning"] for row in csv.DictReader(text.splitlines())}
    assert {level: meaning for level, meaning in rows.items() if level} == LEVELS


@pytest.mark.parametrize(
    ("share", "beside", "said"),
    [
        (0.0, None, "0 %"),
        (0.004, None, "less than 1 %"),
        (0.005, None, "0 %"),
        (0.109146, None, "11 %"),
        (0.9951, None, "more than 99 %"),
        (1.0, None, "100 %"),
        (1.23, None, "123 %"),
        (0.109, 0.111, "10.9 %"),
        (0.109, 0.109, "11 %"),
        (0.10901, 0.10909, "10.90 %"),
        (-1e-17, None, "0 %"),
    ],
)
def test_a_share_is_told_in_whole_per_cent_unless_that_would_hide_a_difference(share, beside, said):
    if share == 0.005:
        assert plain(whole(share, beside)) in ("0 %", "1 %")  # halves go to the even number
    else:
        assert plain(whole(share, beside)) == said


def test_about_stands_only_where_something_was_rounded():
    assert [plain(roughly(share)) for share in (0.25, 1 / 3, 0.0, 1.0, 0.001)] == [
        "25 %",
        "about 33 %",
        "0 %",
        "100 %",
        "less than 1 %",
    ]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.054, 0.098, "5 to 10 %"),
        (0.1, 0.101, "10 %"),
        (0.001, 0.5, "less than 1 % to 50 %"),
        (0.0, 1.0, "0 to 100 %"),
    ],
)
def test_a_range_of_shares(low, high, said):
    assert plain(span(low, high)) == said


@pytest.mark.parametrize(
    ("gain", "said"),
    [(0.0, "0 points"), (0.0004, "less than 0.1 points"), (0.005355, "0.5 points"), (0.00987, "1.0 points"),
     (0.75, "75 points"), (0.1118, "11.2 points")],
)  # fmt: skip
def test_gains_are_told_to_a_tenth_of_a_point(gain, said):
    assert tenths(gain) == said


@pytest.mark.parametrize(
    ("amount", "said"), [(0, "0"), (20000, "20,000"), (1234, "about 1,200"), (0.5, "0.5"), (987654, "about 990,000")]
)
def test_money_has_two_digits(amount, said):
    assert about(Network.from_tables([]), amount) == said


def test_money_is_in_the_currency_of_the_study():
    assert plain(about(Network.from_tables([], study=Study(currency="CAD")), 1234)) == "about CAD 1,200"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, None, ""),
        (0, 0, "people without rank"),
        (0, 5, "any level"),
        (0, 3, "assistant deputy minister and above, or without rank"),
        (5, 5, "expert"),
        (2, 3, "deputy minister to assistant deputy minister"),
        (None, 4, "director-general or above"),
        (4, None, "director-general or below"),
    ],
)
def test_a_window_of_levels_in_words(low, high, said):
    assert window(low, high) == said


def test_a_stakeholder_is_told_short_bare_in_a_list_and_with_an_article_in_a_sentence():
    people = [{"id": "a", "side": "A", "name": "Embassy of X and Y (Moscow)"}, {"id": "b", "side": "B"}]
    material = Material(netmodel.analyse(Network.from_tables(people), draws=0))
    assert (material.short("a"), material.who("a"), material.the("a")) == (
        "Embassy of X and Y", "“Embassy of X and Y”", "the “Embassy of X and Y”")  # fmt: skip
    assert material.the("b") == material.short("b") == "b" and material.short("nobody") == "nobody"


def test_small_numbers_are_words():
    assert [spelt(number) for number in (0, 1, 2, 12, 13, 1608)] == ["0", "one", "two", "twelve", "13", "1,608"]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(None, None, ""), (0, 0, "none"), (0, 5, "1–5, none"), (0, 3, "1–3, none"), (5, 5, "5"), (2, 3, "2–3"),
     (None, 4, "1–4"), (4, None, "4–5"), (0, 1, "1, none")],
)  # fmt: skip
def test_a_window_of_levels_in_numbers(low, high, said):
    assert ranks(low, high) == said


def test_steps_are_told_by_number_the_only_one_by_name():
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    rows = [{"id": name, "participants": "a:1; b:1", "quality": 0.5, "issues": name} for name in "cd"]
    net = Network.from_tables(people, channels=rows, study=Study(budget=2))
    material = Material(netmodel.analyse(net, draws=0))
    assert set(material.numbers.values()) == {1, 2} and material.steps(["c", "d"]) == "steps 1 and 2"
    one = Material(netmodel.analyse(net.without("d"), draws=0))
    assert one.steps(["c"]) == "“c”" and one.steps(["c", "c"]) == "“c”"


def test_only_what_the_tables_state_is_told_of_a_channel():
    rows = [{"id": "c", "participants": "a", "cost": 5}, {"id": "d", "participants": "a", "risk": 0.2}]
    net = Network.from_tables([{"id": "a"}], channels=rows)
    stated = {
        row.id: {name for name in ("cost", "risk", "lead_time_months") if states(row, name)} for row in net.candidates
    }
    assert stated == {"c": {"cost"}, "d": {"risk"}}
    assert [terms(net, [row]) for row in net.candidates] == ["cost 5", "risk 0.20"] and terms(
        net, net.candidates
    ) == ""
    assert not any(states(row, "cost") for row in mini_rupture().candidates)


def test_when_a_tie_was_lost_is_told_as_far_as_the_study_says():
    ties = [
        {
            "id": "t1",
            "source": "a",
            "target": "b",
            "until": "2014-03-17",
            "status_2021": "severed",
            "status_2013": "active",
        },
        {"id": "t2", "source": "a", "target": "b", "kind": "sport", "status_2013": "active", "status_2021": "none"},
    ]
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    net = Network.from_tables(people, ties, study=Study(before="2013", now="2021"))
    assert [fate(net, tie, net.status(tie)) for tie in net.ties] == ["severed on 2014-03-17", "ended by 2021"]
    undated = Network.from_tables(people, ties[1:])
    assert fate(undated, undated.ties[0], "absent") == "no longer listed some time after 2013"
    assert (now(net), now(undated)) == ("in 2021", "now")


def test_what_computes_the_recommendation_stands_with_its_options():
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    net = Network.from_tables(people, channels=[{"id": "c", "participants": "a:1; b:1", "quality": 0.5, "cost": 2}])
    asked = Material(netmodel.analyse(net, budget=1200000, max_risk=0.5, draws=3, seed=7))
    assert asked.analysed() == (
        "computed: netmodel analyse STUDY --draws 3 --seed 7 --budget 1200000 --max-risk 0.5",
    )
    assert Material(netmodel.analyse(net, draws=0)).analysed() == ("computed: netmodel analyse STUDY",)
