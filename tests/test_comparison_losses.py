"""What single ties and channels are worth: pairs against brute force, large layers, and parts that sum."""

from __future__ import annotations

import networkx as nx
import pytest
from networks import hub_graph
from ruptures import less, random_rupture

import netmodel.engine.kernel as kernel
from netmodel import Network
from netmodel.engine.kernel import Reach
from netmodel.policy.comparison_losses import Worths
from netmodel.policy.comparison_pictures import carriers, picture


def pairs_by_search(net: Network) -> int:
    """Pairs of stakeholders on different sides with a route, either way, in a layer whose conversations weigh."""
    joined = set()
    for issue in net.layers:
        G = hub_graph(net, issue)
        people = [net.stakeholder[name] for name in G if not isinstance(name, tuple)]
        weights = [
            net.issue_weight(issue, one.side, other.side) * one.influence * other.influence
            for one in people for other in people
            if one.side in net.sides and other.side in net.sides and one.side != other.side
        ]  # fmt: skip
        if not any(weights):
            continue
        for one in people:
            for name in nx.descendants(G, one.id):
                other = None if isinstance(name, tuple) else net.stakeholder[name]
                if other and other.side != one.side and {one.side, other.side} <= set(net.sides):
                    joined.add(frozenset((one.id, other.id)))
    return len(joined)


@pytest.mark.parametrize("seed", range(12))
def test_pairs_that_only_one_tie_joins(seed: int) -> None:
    net = random_rupture(seed)[0]
    worths = Worths.of(picture(net), carriers(net))
    assert worths.pairs == pairs_by_search(net)
    for row in carriers(net):
        assert worths.of_absence(row).pairs == pairs_by_search(net) - pairs_by_search(less(net, row.id))


@pytest.mark.parametrize("seed", range(8))
def test_layers_that_are_searched_give_the_same_losses_as_closed_ones(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dijkstra from the rows concerned only, where a layer is too large to close."""
    net = random_rupture(seed)[0]
    closed = Worths.of(picture(net), carriers(net))
    monkeypatch.setattr(kernel, "DENSE", 0)
    searched = Worths.of(picture(net), carriers(net))
    for row in carriers(net):
        one, other = closed.of_absence(row), searched.of_absence(row)
        assert one.reach == pytest.approx(other.reach, abs=1e-12, nan_ok=True) and one.pairs == other.pairs


@pytest.mark.parametrize("seed", range(12))
def test_parts_sum_to_reach(seed: int) -> None:
    net = random_rupture(seed)[0]
    own = Worths.of(picture(net), ()).own_reach()
    total = sum(part.part for part in own.values())
    assert total == pytest.approx(Reach.of(net).value, abs=1e-12, nan_ok=True)
    assert set(own) == {row.id for row in net.stakeholder.values() if row.side in net.sides}


def test_a_tie_with_a_stronger_way_round_is_worth_nothing() -> None:
    people = [{"id": "a", "side": "A", "influence": 1}, {"id": "b", "side": "B", "influence": 1}]
    ties = [{"source": "a", "target": "b", "strength": s, "id": f"t{s}"} for s in (0.3, 0.8)]
    net = Network.from_tables(people, ties)
    worths = Worths.of(net, net.ties)
    assert [worths.of_absence(tie).reach for tie in net.ties] == [0.0, 0.5]
