"""The distance and the greatest flow between two, against NetworkX."""

from __future__ import annotations

import math
import random

import networkx as nx
import numpy as np
import pytest
from test_arrays import random_graph

from netmodel.engine.arrays import Arrays
from netmodel.engine.pair_routes import max_flow, pair_distance
from netmodel.errors import UsageError


def agree(seed: int) -> None:
    G = random_graph(seed)
    nodes = list(G)
    rng = random.Random(seed)
    lengths, capacities = Arrays.of(G, weight="distance"), Arrays.of(G)
    source, target = rng.randrange(len(nodes)), rng.randrange(len(nodes))
    far = nx.single_source_dijkstra_path_length(G, nodes[source], weight="distance").get(nodes[target], math.inf)
    for compiled in (False, True):
        assert pair_distance(lengths, source, target, compiled=compiled) == pytest.approx(far, abs=1e-9)
    if source != target:
        wanted = nx.maximum_flow_value(G, nodes[source], nodes[target], capacity="strength")
        assert max_flow(capacities, source, target) == pytest.approx(wanted, abs=1e-9)
        odd = Arrays(capacities.nodes, capacities.indptr, capacities.indices, capacities.values / 3, G.is_directed())
        assert max_flow(odd, source, target) == pytest.approx(wanted / 3, abs=1e-9)


@pytest.mark.parametrize("seed", range(60))
def test_distance_and_flow_are_those_of_networkx(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
def test_distance_and_flow_are_those_of_networkx_on_many_graphs() -> None:
    for seed in range(60, 1260):
        agree(seed)


def test_a_flow_is_never_larger_than_a_tie_of_several() -> None:
    """Three parallel ties of .2, .5 and .3: the best stands for the pair, .5; the sum would be 1."""
    G = nx.MultiGraph([("a", "b", {"strength": strength}) for strength in (0.2, 0.5, 0.3)])
    assert max_flow(Arrays.of(G), 0, 1) == 0.5


def test_capacities_far_apart() -> None:
    """A capacity that no integer of 32 bits holds at this scale is cut to what can flow at all."""
    G = nx.DiGraph([("a", "b", {"strength": 1e-7}), ("b", "c", {"strength": 1e9}), ("c", "d", {"strength": 3e-8})])
    assert max_flow(Arrays.of(G), 0, 3) == pytest.approx(3e-8, rel=1e-12)


def test_a_flow_wants_two_ends_and_may_be_nothing() -> None:
    arrays = Arrays.of(nx.empty_graph(2))
    assert max_flow(arrays, 0, 1) == 0.0
    assert pair_distance(arrays, 0, 1) == np.inf and pair_distance(arrays, 1, 1) == 0.0
    with pytest.raises(UsageError, match="two different ends"):
        max_flow(arrays, 1, 1)
