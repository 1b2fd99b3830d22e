"""A front and interactions in words."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import Network, interactions, pareto
from netmodel.explain.tradeoffs import front_words, interaction_words

PEOPLE = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "x"}]
HUBS = {"participants": "a:1; b:1"}


def net_of(*rows: dict[str, Any]) -> Network:
    return Network.from_tables(PEOPLE, channels=[{**HUBS, **row} for row in rows])


def told(words: list[str]) -> list[str]:
    return [text.replace("\xa0", " ") for text in words]


def test_the_knee_the_ends_and_what_risk_buys() -> None:
    """0, 30, 60 and 70 % for 0, 1, 2 and 8: the second point stands farthest above the chord."""
    rows = [(0.3, 1, 0.1), (0.6, 2, 0.2), (0.7, 8, 0.5)]
    net = net_of(*({"id": f"c{k}", "quality": q, "cost": c, "risk": r} for k, (q, c, r) in enumerate(rows)))
    said = told(front_words(net, pareto(net)))
    assert said == [
        "The knee of the budgets looked at: c1 (cost 2, highest risk 0.20) brings reach from 0.0 % to 60.0 %. Beyond "
        "it money buys less than on average over all of them.",
        "The smallest budget looked at with which anything is gained, 1: c0 (cost 1, highest risk 0.10) brings reach "
        "from 0.0 % to 30.0 %.",
        "The largest gain within the budgets looked at: c2 (cost 8, highest risk 0.50) brings reach from 0.0 % to "
        "70.0 %.",
        "With the largest of the budgets and no channel riskier than 0.10 reach can be 30.0 %; with risks up to "
        "0.50, 70.0 %.",
        "Looked at: 8 budgets from 1 to 11 and 3 caps on risk from 0.10 to 0.50; between them other sets may be "
        "best.",
    ]


def test_a_grid_is_told_as_a_grid() -> None:
    """At 3 nothing is affordable but a set of 30 %, at 9 one of 70 %: half of it might be had for less than 9."""
    net = net_of(
        *({"id": f"c{k}", "quality": q, "cost": c} for k, (q, c) in enumerate([(0.3, 1), (0.6, 4), (0.7, 8)]))
    )
    said = told(front_words(net, pareto(net, budgets=[3, 9], risk_caps=[1])))
    assert said == [
        "The knee of the budgets looked at: c0 (cost 1, highest risk 0.00) brings reach from 0.0 % to 30.0 %. Beyond "
        "it money buys less than on average over all of them.",
        "The smallest budget looked at with which half of the largest gain is had, 9: c2 (cost 8, highest risk 0.00) "
        "brings reach from 0.0 % to 70.0 %.",
        "Looked at: 2 budgets from 3 to 9 and one cap on risk of 1.00; between them other sets may be best.",
    ]
    said = told(front_words(net, pareto(net, budgets=[float("inf")], risk_caps=[1])))
    assert said[-1] == "Looked at: one budget of any amount and one cap on risk of 1.00."


def test_what_the_grid_leaves_out_is_not_denied() -> None:
    """A channel of 60 % that costs 5 is beyond budgets of 1 and 2."""
    net = net_of({"id": "talks", "quality": 0.6, "cost": 5})
    assert front_words(net, pareto(net, budgets=[1, 2], risk_caps=[0.2])) == [
        "Within the budgets and caps looked at no set of channels adds anything to reach.",
        "Looked at: 2 budgets from 1 to 2 and one cap on risk of 0.20; between them other sets may be best.",
    ]
    kept = front_words(net, pareto(net, budgets=[1, 2], must_have=["talks"]))
    assert kept[0] == "Within the budgets and caps looked at no set of channels keeps all that is asked for."
    assert front_words(net, pareto(net, budgets=[], risk_caps=[]))[1] == "Looked at: nothing."


def test_a_front_that_is_not_proven_says_by_how_much() -> None:
    people = [{"id": f"{side}{k}", "side": side.upper()} for side in "ab" for k in range(4)]
    rows = [
        {"id": f"c{k}", "participants": f"a{k % 4}:1; b{k // 2}:1", "quality": 0.5 + 0.05 * k, "cost": 1 + k % 3}
        for k in range(8)
    ]
    net = Network.from_tables(people, channels=rows)
    front = pareto(net, budgets=[3, 5], node_limit=1)
    said = front_words(net, front)
    assert front.optimal or any("not proven best" in text for text in said)


@pytest.mark.parametrize(
    ("net", "said"),
    [
        (Network.from_tables(PEOPLE), "There is nothing to choose from: "),
        (Network.from_tables(PEOPLE[:1]), "There is no conversation to rejoin: "),
        (net_of({"id": "c", "participants": "a"}), "Within the budgets and caps looked at no set "),
    ],
)
def test_a_front_without_gain(net: Network, said: str) -> None:
    assert front_words(net, pareto(net))[0].startswith(said)


def test_either_or_only_together_complements_and_overlap() -> None:
    """hub and twin stand in for each other; near and far make a route of .81 only together."""
    rows = [{"id": "hub", "quality": 0.3}, {"id": "twin", "quality": 0.3}]
    net = net_of(*rows)
    assert told(interaction_words(net, interactions(net))) == [
        "hub is either-or with twin: together they add +30.00 points, the latter alone +30.00 points."
    ]
    pair = [{"id": "near", "participants": "a:1; x:1", "quality": 1}, {"id": "far", "participants": "x:1; b:1"}]
    people = [*PEOPLE[:2], {"id": "x", "permeability": 1}]
    net = Network.from_tables(people, channels=[pair[0], {**pair[1], "quality": 0.8}])
    assert told(interaction_words(net, interactions(net))) == ["far and near count only together: +80.00 points."]


def test_more_pairs_of_a_kind_are_counted() -> None:
    net = net_of(*({"id": f"c{k}", "quality": 0.5} for k in range(4)))
    said = interaction_words(net, interactions(net))
    assert len(said) == 4 and said[-1] == "And 3 more pairs of that kind (either-or)."


@pytest.mark.parametrize(
    ("net", "said"),
    [
        (Network.from_tables(PEOPLE), "There is nothing to compare: no candidate channel is named"),
        (net_of({"id": "c"}), "There is nothing to compare: c is the only channel."),
        (net_of({"id": "c", "participants": "a"}, {"id": "d", "participants": "b"}), "No two channels touch"),
    ],
)
def test_nothing_to_compare(net: Network, said: str) -> None:
    assert interaction_words(net, interactions(net))[0].startswith(said)


def test_no_conversation_to_compare_for() -> None:
    net = Network.from_tables(PEOPLE[:1])
    said = interaction_words(net, interactions(net), now=float("nan"))
    assert said == ["There is no conversation to rejoin: all stakeholders with a side are on one side."]


def test_one_channel_that_is_asked_about_is_not_the_only_one() -> None:
    net = net_of({"id": "c"}, {"id": "d"}, {"id": "e", "participants": "a"})
    said = interaction_words(net, interactions(net, channels=["c"]))
    assert said == ["There is nothing to compare: only one channel is asked about, c."]
    assert interaction_words(net, interactions(net, channels=[]))[0].endswith("no channel is asked about.")
    said = interaction_words(net, interactions(net, channels=["c", "e"]))
    assert said[0].startswith("No two of the channels asked about touch each other")
