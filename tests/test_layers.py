"""Layers: who and what carries an issue, which pairs of sides count, and when directions matter."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import Network
from netmodel.engine.layers import build_layers

PEOPLE: list[dict[str, Any]] = [
    {"id": "a", "side": "A", "issues": "x", "influence": 2},
    {"id": "b", "side": "B", "influence": 3},
    {"id": "c", "side": "C", "issues": "x; y", "influence": 1},
    {"id": "t", "issues": "y"},
]


def test_a_layer_holds_the_carriers_of_its_issue_only() -> None:
    ties = [{"source": "a", "target": "b", "issues": "x"}, {"source": "b", "target": "c", "issues": "y"}]
    channels = [{"id": "k", "participants": "a; b; t", "issues": "y"}]
    x, y = build_layers(Network.from_tables(PEOPLE, ties, channels=channels))
    assert (x.issue, x.nodes, x.arc_ties, sorted(x.hubs)) == ("x", ("a", "b", "c"), ("a--b--informal",) * 2, [])
    assert (y.issue, y.nodes, len(y.hubs["k"].members)) == ("y", ("b", "c", "t"), 2)
    assert x.weight == 2 * 3 + 2 * 1 + 3 * 1 and y.weight == 3


def test_without_issues_there_is_one_layer() -> None:
    people = [{"id": name, "side": name} for name in "AB"]
    (layer,) = build_layers(Network.from_tables(people))
    assert layer.issue is None and len(build_layers(Network.from_tables(PEOPLE), by_issue=False)) == 1


def test_a_layer_without_a_conversation_is_left_out() -> None:
    people = [{"id": "a", "side": "A", "issues": "x"}, {"id": "b", "side": "B", "issues": "y"}]
    assert build_layers(Network.from_tables(people)) == ()


@pytest.mark.parametrize(
    ("changes", "tie", "hub", "symmetric"),
    [
        ({}, {}, "a; b", True),
        ({"permeability": 0.5}, {}, "a; b", False),
        ({}, {"directed": "yes"}, "a; b", False),
    ],
)
def test_directions_matter_where_something_is_directed(
    changes: dict[str, Any], tie: dict[str, Any], hub: str, symmetric: bool
) -> None:
    people = [{"id": "a", "side": "A", **changes}, {"id": "b", "side": "B"}, {"id": "t"}]
    ties = [{"source": "a", "target": "t", **tie}]
    (layer,) = build_layers(Network.from_tables(people, ties, channels=[{"id": "k", "participants": hub}]))
    assert layer.symmetric is symmetric
    assert len(layer.pairs) == (1 if symmetric else 2)
    assert layer.weight == 1


def test_uptake_out_makes_directions_matter() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    members = [
        {"channel": "k", "stakeholder": "a", "uptake": 1, "uptake_out": 0},
        {"channel": "k", "stakeholder": "b"},
    ]
    (layer,) = build_layers(Network.from_tables(people, channels=[{"id": "k"}], participants=members))
    assert not layer.symmetric
