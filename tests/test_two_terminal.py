"""Two-terminal reliability: published values, all worlds enumerated, and the engine's own worlds."""

from __future__ import annotations

import random
from itertools import product

import pytest
from walks import Walk, every_walk, random_ends, random_multigraph

from netmodel import Network, UsageError
from netmodel.engine.worlds import Worlds
from netmodel.measures import two_terminal
from netmodel.measures.two_terminal import two_terminal_reliability


def needed(net: Network, item: Walk) -> dict[tuple[str, ...], float]:
    """Every element that must work for a route, and how likely it does."""
    found: dict[tuple[str, ...], float] = {}
    for one, name, other in zip(item.people, item.via, item.people[1:], strict=False):
        found["at", other] = net.stakeholder[other].permeability
        if name in net.tie:
            found["tie", name] = net.tie[name].strength
            continue
        channel = net.channel[name]
        members = {person.stakeholder: person for person in channel.participants}
        found["hub", name] = channel.quality
        found["in", name, one] = members[one].uptake
        same = members[other].uptake == members[other].uptake_out
        found["in" if same else "out", name, other] = members[other].uptake_out
    return found


def all_worlds(net: Network, ends: tuple[list[str], list[str]]) -> float | None:
    """The chance by looking at every world; None where there are too many."""
    routes = [needed(net, item) for item in every_walk(net, *ends)]
    chances = {name: p for route in routes for name, p in route.items() if p < 1}
    if len(chances) > 12:
        return None
    total = 0.0
    for flags in product((True, False), repeat=len(chances)):
        works = dict(zip(chances, flags, strict=True))
        if any(all(works.get(name, True) for name in route) for route in routes):
            weight = 1.0
            for name, chance in chances.items():
                weight *= chance if works[name] else 1 - chance
            total += weight
    return total


def holds_for(seed: int) -> bool:
    net, rng = random_multigraph(seed, most=5, ties=6), random.Random(seed)
    ends = random_ends(net, rng)
    wanted = all_worlds(net, ends)
    if wanted is None:
        return False
    found = two_terminal_reliability(net, *ends)
    assert found.exact and found.value == pytest.approx(wanted, abs=1e-9)
    assert found.low == found.high == found.value
    return True


def test_factoring_equals_all_worlds() -> None:
    assert sum(holds_for(seed) for seed in range(60)) > 40


@pytest.mark.laws
def test_factoring_equals_all_worlds_at_full_volume() -> None:
    assert sum(holds_for(seed) for seed in range(60, 1600)) > 1000


@pytest.mark.parametrize("seed", range(12))
def test_the_engine_finds_the_same_between_one_on_each_side(seed: int) -> None:
    """`Worlds` counts both directions of a conversation, half each."""
    net = random_multigraph(seed, most=5, ties=5)
    names = sorted(net.stakeholder)
    sides = {names[0]: "A", names[1]: "B"}
    people = [
        {"id": row.id, "side": sides.get(row.id, "third"), "permeability": row.permeability, "influence": 1}
        for row in net.stakeholders
    ]
    ties = [
        {"id": t.id, "source": t.source, "target": t.target, "strength": t.strength, "directed": t.directed}
        for t in net.ties
    ]
    pair = Network.from_tables(people, [{**row, "directed": "yes" if row["directed"] else "no"} for row in ties])
    worlds = Worlds.of(pair, by_issue=False).reliability()
    both = [two_terminal_reliability(pair, *names[:2]).value, two_terminal_reliability(pair, *names[1::-1]).value]
    assert worlds.exact and worlds.value == pytest.approx(sum(both) / 2, abs=1e-9)


def bridge(p: float) -> Network:
    ties = [{"source": u, "target": v, "strength": p} for u, v in ("ax", "ay", "xy", "xb", "yb")]
    return Network.from_tables([{"id": name, "permeability": 1} for name in "abxy"], ties)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_the_bridge(p: float) -> None:
    """Wheatstone bridge (textbook, KNOWN-ANSWERS): 2p^2 + 2p^3 - 5p^4 + 2p^5; p = .9 gives .97848."""
    wanted = 2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5
    assert two_terminal_reliability(bridge(p), "a", "b").value == pytest.approx(wanted, abs=1e-12)


def test_a_drawn_answer_says_so_and_holds_the_true_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_terminal, "CASES", 3)
    found = two_terminal_reliability(bridge(0.9), "a", "b", seed=1)
    assert not found.exact and found.worlds == 10_000 and found.low < 0.97848 < found.high
    assert found == two_terminal_reliability(bridge(0.9), "a", "b", seed=1)
    assert found != two_terminal_reliability(bridge(0.9), "a", "b", seed=2)
    few = two_terminal_reliability(bridge(0.9), "a", "b", worlds=7)
    assert few.worlds == 7 and 0 <= few.low < few.high <= 1


@pytest.mark.parametrize("seed", range(8))
def test_drawn_worlds_agree_with_exact_ones_on_directed_networks_with_channels(seed: int) -> None:
    net = random_multigraph(seed)
    ends = random_ends(net, random.Random(seed))
    exact = two_terminal_reliability(net, *ends)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(two_terminal, "EXACT", -1)
        drawn = two_terminal_reliability(net, *ends)
    assert exact.exact and not drawn.exact
    assert drawn.value == pytest.approx(exact.value, abs=0.025)  # five standard errors


def test_certain_and_impossible() -> None:
    assert two_terminal_reliability(bridge(1), "a", "b").value == 1
    alone = two_terminal_reliability(Network.from_tables([{"id": "a"}, {"id": "b"}]), "a", "b")
    assert alone.exact and alone.value == 0
    with pytest.raises(UsageError, match="at least one"):
        two_terminal_reliability(bridge(1), "a", "b", worlds=0)
