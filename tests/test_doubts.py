"""How sure an answer is, in words: every count is one of the result."""

from __future__ import annotations

from typing import Any

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
    assert any(text.startswith("Of its channels lunch is the worst to lose in 100 of 100 versions") for text in said)


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
