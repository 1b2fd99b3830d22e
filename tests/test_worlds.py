"""Reliability: exact against drawn, components against closures, against enumeration by hand."""

from __future__ import annotations

from itertools import product
from math import isnan
from typing import Any

import networkx as nx
import pytest
from networks import mini_rupture, random_network

from netmodel import Network
from netmodel.engine import worlds as engine
from netmodel.engine.worlds import Worlds, _Closures

Rows = list[dict[str, Any]]


def undirected(seed: int) -> Network:
    """A small random network whose worlds can all be looked at, with one channel."""
    import random

    rng = random.Random(seed)
    people: Rows = [{"id": f"n{k}", "side": "AB"[k % 2] if k < 4 else "third", "influence": rng.randrange(1, 5)}
                    for k in range(6)]  # fmt: skip
    for row in people[4:]:
        row["permeability"] = rng.choice([0.5, 1])
    ties: Rows = []
    for number in range(6):
        one, other = rng.sample(people, 2)
        ties.append(
            {"id": f"t{number}", "source": one["id"], "target": other["id"], "strength": rng.choice([0.3, 0.7, 1])}
        )
    members = rng.sample(people, 3)
    hub = [{"id": "c", "quality": 0.6, "participants": "; ".join(f"{m['id']}:0.5" for m in members)}]
    return Network.from_tables(people, ties, channels=hub)


def reliability_by_hand(net: Network) -> float:
    """Look at every world: ties up or down, hubs, member edges, arrivals; count who can reach whom."""
    elements: list[tuple[str, float]] = [(f"tie {t.id}", t.strength) for t in net.active_ties]
    elements += [(f"at {s.id}", s.permeability) for s in net.stakeholder.values()]
    for channel in net.open_channels:
        elements.append((f"hub {channel.id}", channel.quality))
        elements += [(f"in {channel.id} {p.stakeholder}", p.uptake) for p in channel.participants]
    uncertain = [(name, p) for name, p in elements if 0 < p < 1]
    certain = {name for name, p in elements if p == 1}
    total = 0.0
    for flags in product([True, False], repeat=len(uncertain)):
        chance, up = 1.0, set(certain)
        for (name, p), flag in zip(uncertain, flags, strict=True):
            chance *= p if flag else 1 - p
            if flag:
                up.add(name)
        total += chance * joined_share(net, up)
    return total


def joined_share(net: Network, up: set[str]) -> float:
    G: nx.DiGraph[Any] = nx.DiGraph()
    G.add_nodes_from(net.stakeholder)
    for tie in net.active_ties:
        if f"tie {tie.id}" in up:
            G.add_edges_from([(tie.source, tie.target), (tie.target, tie.source)])
    for channel in net.open_channels:
        for person in channel.participants:
            if {f"hub {channel.id}", f"in {channel.id} {person.stakeholder}"} <= up:
                G.add_edges_from([(person.stakeholder, channel), (channel, person.stakeholder)])
    joined = weight = 0.0
    for one in net.stakeholder.values():
        heard = [v for v in G if v == one.id or not isinstance(v, str) or f"at {v}" in up]
        reached = nx.descendants(G.subgraph(heard), one.id)
        for other in net.stakeholder.values():
            if one.side and other.side and one.side != other.side:
                weight += one.influence * other.influence
                joined += one.influence * other.influence * (other.id in reached)
    return joined / weight


@pytest.mark.parametrize("seed", range(12))
def test_exact_equals_every_world_looked_at(seed: int) -> None:
    net = undirected(seed)
    drawn = Worlds.of(net)
    estimate = drawn.reliability()
    assert estimate.exact
    now = reliability_by_hand(net)
    assert estimate.value == pytest.approx(now, abs=1e-12)
    gain = drawn.gain("c")
    assert gain.exact
    assert now + gain.value == pytest.approx(reliability_by_hand(net.open("c")), abs=1e-12)
    assert Worlds.of(net.open("c")).reliability().value == pytest.approx(now + gain.value, abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_drawn_worlds_agree_with_all_worlds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    net = undirected(seed)
    exact = Worlds.of(net)
    monkeypatch.setattr(engine, "EXACT", -5)
    drawn = Worlds.of(net, worlds=20_000)
    if not drawn.states:
        return
    estimate = drawn.reliability()
    assert not estimate.exact and estimate.low <= estimate.value <= estimate.high
    assert estimate.value == pytest.approx(exact.reliability().value, abs=0.02)
    assert drawn.gain("c").value == pytest.approx(exact.gain("c").value, abs=0.02)


@pytest.mark.parametrize("seed", range(12))
def test_components_and_closures_say_the_same(seed: int) -> None:
    drawn = Worlds.of(undirected(seed))
    for part in drawn.parts:
        slow = _Closures(part.layer, drawn)
        assert slow.joined() == pytest.approx(part.joined())


@pytest.mark.parametrize("seed", range(40))
def test_reliability_of_any_network_is_a_share_and_grows_with_channels(seed: int) -> None:
    net = random_network(seed)
    drawn = Worlds.of(net, worlds=50)
    estimate = drawn.reliability()
    if isnan(estimate.value):
        assert all(drawn.gain(channel.id).value == 0 for channel in net.candidates)
        return
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    for channel in net.candidates:
        assert drawn.gain(channel.id).value >= 0


def test_same_seed_same_worlds_and_a_later_tie_does_not_change_earlier_draws() -> None:
    net = random_network(3)
    one, again = Worlds.of(net, seed=7), Worlds.of(net, seed=7)
    assert one.reliability() == again.reliability()
    assert engine._draw(("tie", "x"), 0.5, 100, 1).tolist() == engine._draw(("tie", "x"), 0.5, 100, 1).tolist()
    assert engine._draw(("tie", "x"), 0.5, 100, 1).tolist() != engine._draw(("tie", "x"), 0.5, 100, 2).tolist()


def test_reliability_sees_the_redundancy_that_reach_does_not() -> None:
    """Two parallel routes of .5 * .5: reach .25, reliability 1 - .75^2."""
    from netmodel.measures.whole import reach

    people: Rows = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, *({"id": x, "permeability": 1} for x in "xy")]
    ties = [{"source": s, "target": t, "strength": 0.5} for s, t in ("ax", "xb", "ay", "yb")]
    net = Network.from_tables(people, ties)
    assert reach(net) == pytest.approx(0.25)
    assert Worlds.of(net).reliability().value == pytest.approx(1 - 0.75**2)


def test_mini_rupture_is_certain() -> None:
    estimate = Worlds.of(mini_rupture()).reliability()
    assert estimate.exact and estimate.value == pytest.approx(3 / 12)
