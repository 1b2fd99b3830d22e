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
        "The knee: c1 (cost 2, highest risk 0.20) brings reach from 0.0 % to 60.0 %. Beyond it money buys less than "
        "on average over the whole front.",
        "The least money: c0 (cost 1, highest risk 0.10) brings reach from 0.0 % to 30.0 %.",
        "The most that can be had: c2 (cost 8, highest risk 0.50) brings reach from 0.0 % to 70.0 %.",
        "With no channel riskier than 0.10 reach can be 30.0 %, whatever it costs; with risks up to 0.50, 70.0 %.",
    ]


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
        (net_of({"id": "c", "participants": "a"}), "No channel adds anything to reach, whatever it may cost."),
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
