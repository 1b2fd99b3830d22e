"""How sure an answer is, in words: every count is one of the result."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netmodel import Limits, Network, robustness, sensitivity
from netmodel.explain.doubts import of_hundred, robustness_words, shift_words

PEOPLE = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
TALKS = {"participants": "a:1; b:1", "confidence": "low", "cost": 1, "risk": 0}


def net_of(*rows: dict[str, Any]) -> Network:
    return Network.from_tables(PEOPLE, channels=[{**TALKS, **row} for row in rows])


def test_what_matters_in_how_many_versions() -> None:
    net = net_of({"id": "lunch", "quality": 0.6}, {"id": "talks", "quality": 0.5})
    found = robustness(net, limits=Limits(count=1), draws=50)
    said = robustness_words(net, found)
    by_id = {row.id: row for row in found.channels}
    assert said[0].startswith("In 50 plausible versions of the study reach is 0.0\xa0%")
    share = of_hundred(by_id["lunch"].inclusion or 0)
    assert said[1] == f"Of what is recommended, borderline: lunch matters in {share} plausible versions."
    assert said[2].startswith("Not recommended, but in the best set now and then: talks (in the best set of ")
    assert any(text.startswith("On average the portfolio lacks ") for text in said)
    assert any("these counts are right to" in text for text in said)
    assert said[-1] == "2 of 2 candidate channels open in every version: their success is 1."


def test_a_set_that_is_sure_is_core_and_regrets_nothing() -> None:
    net = net_of({"id": "lunch", "quality": 0.6}, {"id": "talks", "quality": 0.5, "participants": "a"})
    said = robustness_words(net, robustness(net, draws=20))
    assert said[1] == "Of what is recommended, core: lunch matters in 100 of 100 plausible versions."
    assert any(text.startswith("In every version the portfolio is as good as the best set") for text in said)
    assert any(
        text.startswith("Of its channels lunch is the worst to lose by itself in 100 of 100 v") for text in said
    )


def test_ranks_alone_and_no_channels() -> None:
    net = net_of({"id": "lunch", "quality": 0.6}, {"id": "talks", "quality": 0.5})
    said = robustness_words(net, robustness(net, draws=20, ranks_only=True))
    assert said[1].startswith("Alone, lunch adds most of the informal channels in ")
    empty = Network.from_tables(PEOPLE)
    assert robustness_words(empty, robustness(empty, draws=2))[0].startswith("There is nothing to choose from: ")


def test_the_assumption_that_changes_the_answer_is_named() -> None:
    """With costs at 0.7 both channels fit the budget, and the two together join what one cannot."""
    people = [{"id": f"{side}{k}", "side": side.upper()} for side in "ab" for k in range(2)]
    rows = [
        {"id": f"c{k}", "name": f"Talks {k}", "participants": f"a{k}:1; b{k}:1", "quality": 0.9 - 0.1 * k, "cost": 10}
        for k in range(2)
    ]
    net = Network.from_tables(people, channels=rows)
    said = shift_words(net, sensitivity(net, limits=Limits(budget=15)))
    assert any("costs 0.7 times" in text and "“Talks 1” would come in" in text for text in said)
    assert shift_words(net, []) == []


def test_channels_that_add_nothing_are_first_of_nothing() -> None:
    net = net_of({"id": "c", "participants": "a"}, {"id": "d", "participants": "b"})
    found = robustness(net, draws=20)
    assert {row.acceptability[0] for row in found.channels} == {1.0}
    assert not any("Alone" in text for text in robustness_words(net, found))


def test_a_first_rank_that_is_shared_by_those_that_add_nothing_is_not_firm() -> None:
    """Without the tie from x to b the lunch adds nothing, and it is first all the same: none adds more."""
    people = [*PEOPLE, {"id": "x", "permeability": 1}]
    ties = [{"source": "x", "target": "b", "strength": 1, "confidence": "low"}]
    rows = [{**TALKS, "id": "lunch", "participants": "a:1; x:1"}, {**TALKS, "id": "talks", "participants": "a"}]
    net = Network.from_tables(people, ties, channels=rows)
    found = robustness(net, draws=40)
    assert found.channels[0].acceptability[0] == 1 and found.channels[0].gain["p05"] == 0
    said = [text for text in robustness_words(net, found) if text.startswith("Alone")]
    assert said == [
        "Alone, no informal channel adds more than lunch in 100 of 100 versions; in some it adds nothing itself."
    ]


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.895, 89),
        (0.8999, 89),
        (0.9, 90),
        (0.1, 10),
        (0.104, 11),
        (0.105, 11),
        (0.004, 1),
        (0.996, 99),
        (0, 0),
        (1, 100),
    ],
)
def test_rounding_never_crosses_what_makes_a_channel_core_or_exterior(share: float, said: int) -> None:
    assert of_hundred(share, draws=1000) == f"{said} of 100"


def test_a_borderline_channel_is_not_in_ninety_of_a_hundred() -> None:
    net = net_of({"id": "lunch", "quality": 0.6}, {"id": "talks", "quality": 0.5})
    found = robustness(net, limits=Limits(count=1), draws=20)
    rows = tuple(replace(row, inclusion=0.895, class_="borderline") for row in found.channels[:1])
    said = robustness_words(net, replace(found, draws=200, channels=rows))
    assert said[1] == "Of what is recommended, borderline: lunch matters in 89 of 100 plausible versions."


def test_few_versions_are_counted_as_they_are() -> None:
    net = net_of({"id": "lunch", "quality": 0.6}, {"id": "talks", "quality": 0.5})
    said = robustness_words(net, robustness(net, limits=Limits(count=1), draws=1))
    assert said[0].startswith("In 1 plausible version of the study reach is 0.0\xa0%, and ") and "(" not in said[0]
    assert "of 1 " in said[1] and not any("of 100 " in text for text in said)
    assert not any("firm" in text or "95 of 100" in text for text in said)
    several = robustness_words(net, robustness(net, limits=Limits(count=1), draws=4))
    assert several[0].endswith("; in brackets from the smallest to the largest.")


def test_versions_lose_ties_and_gain_none() -> None:
    ties = [{"source": "a", "target": "b", "strength": 0.5, "confidence": "low"}]
    net = Network.from_tables(PEOPLE, ties, channels=[{**TALKS, "id": "lunch"}])
    less = "a version may lack ties and has none added, so reach there tends to lie below that of the study as given."
    assert robustness_words(net, robustness(net, draws=20))[0].endswith(less)
    assert less not in robustness_words(net_of({"id": "c"}), robustness(net_of({"id": "c"}), draws=20))[0]


def test_where_costs_break_the_limits_regret_is_of_what_they_leave() -> None:
    net = net_of({"id": "lunch", "quality": 0.6}, {"id": "talks", "quality": 0.5})
    found = robustness(net, limits=Limits(count=1), draws=50)
    said = robustness_words(net, replace(found, affordable=0.5))
    assert any(text.startswith("On average what the limits leave of the portfolio lacks ") for text in said)
    assert "At the costs that were drawn the portfolio keeps the limits in 50 of 100 versions." in said
