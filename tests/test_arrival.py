"""How likely a message is to arrive: worked by hand, and against every world of small networks."""

from __future__ import annotations

import functools
import itertools
import math
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from netmodel import Network
from netmodel.policy.arrival import Arrival
from netmodel.policy.authority import NO_LEVEL, is_senior, lines_of

Rows = list[dict[str, Any]]


def chain(*ties: tuple[str, str, float]) -> Network:
    """People of one side under ties of authority."""
    names = sorted({name for tie in ties for name in tie[:2]})
    people = [{"id": name, "side": "ca"} for name in names]
    rows = [{"source": a, "target": b, "kind": "hierarchical", "strength": p} for a, b, p in ties]
    return Network.from_tables(people, rows)


def chance(net: Network, source: str, target: str, **options: Any) -> float:
    return Arrival(lines_of(net, side="ca", rank=1), **options).at([source], target).value


def random_study(seed: int, *, ties: int = 15, gates: int = 0) -> Network:
    """A small side under random authority, with a cascade or two, and some of everything that should not count."""
    rng = random.Random(seed)
    n = rng.randrange(2, 8)
    people: Rows = [
        {"id": f"n{k}", "side": "ca", "level": rng.randrange(6), "permeability": rng.choice([1, 1, 0.7, 0])}
        for k in range(n)
    ]
    people.append({"id": "foreign", "side": "ru", "level": 4})
    rows: Rows = []
    left = rng.randrange(ties + 1)
    for number in range(left):
        one, other = rng.sample(people, 2) if rng.random() < 0.95 else (people[0], people[0])
        row = {
            "id": f"t{number:02}",
            "source": one["id"],
            "target": other["id"],
            "strength": rng.choice([1, 0.8, 0.3]),
        }
        row["kind"] = "hierarchical" if rng.random() < 0.85 else "informal"
        row["status"] = "active" if rng.random() < 0.9 else "severed"
        rows.append(row)
    channels: Rows = []
    for number in range(rng.randrange(3)):
        members = rng.sample(people, rng.randrange(2, min(5, len(people)) + 1))
        row = {"id": f"c{number}", "kind": "internal-cascade", "quality": rng.choice([1, 0.6]), "status": "open"}
        row |= {"participants": "; ".join(f"{m['id']}:{rng.choice([1, 1, 0.5])}" for m in members)}
        row["min_level"] = rng.choice(["", 2, 3])
        channels.append(row)
    for number in range(gates):
        members = rng.sample(people, rng.randrange(1, len(people) + 1))
        row = {"id": f"g{number}", "kind": "formal", "participants": "; ".join(m["id"] for m in members)}
        channels.append(row)
    return Network.from_tables(people, rows, channels=channels)


def every_world(net: Network, rank: int, seeds: Iterable[str]) -> dict[frozenset[str], float]:
    """Chance of each set of stakeholders reached."""
    found: dict[frozenset[str], float] = {}
    for weight, reach in worlds(net, rank):
        reached = frozenset(reach(seeds))
        found[reached] = found.get(reached, 0.0) + weight
    return found


def worlds(net: Network, rank: int) -> Iterator[tuple[float, Callable[[Iterable[str]], set[str]]]]:
    """Every world of a side, how likely it is and whom a message reaches in it, from the tables alone."""
    here = {row.id: row for row in net.stakeholder.values() if row.side == "ca"}
    ties = [t for t in net.ties if t.kind == "hierarchical" and t.status == "active"]
    ties = [t for t in ties if t.source in here and t.target in here]
    ties = [t for t in ties if not is_senior(here[t.target].rank, rank)]
    rooms = [c for c in net.channels if c.status == "open" and c.kind == "internal-cascade"]
    doubt: dict[Any, float] = {("t", t.id): t.strength for t in ties}
    doubt |= {("p", name): row.permeability for name, row in here.items()}
    doubt |= {("q", c.id): c.quality for c in rooms}
    doubt |= {("u", c.id, p.stakeholder): p.uptake for c in rooms for p in c.participants}
    names = [key for key, p in doubt.items() if 0 < p < 1]

    def standing(name: str, room: Any) -> int:
        return max(here[name].rank, room.min_level or 0) if here[name].rank else NO_LEVEL

    def reach(works: dict[Any, bool], seeds: Iterable[str]) -> set[str]:
        reached = set(seeds)
        while True:
            new = {t.target for t in ties if t.source in reached and works["t", t.id]}
            for room in rooms:
                members = [p.stakeholder for p in room.participants if p.stakeholder in here]
                ready = [m for m in members if works["u", room.id, m]] if works["q", room.id] else []
                heard = [max(standing(m, room), rank or NO_LEVEL) for m in ready if m in reached]
                new |= {m for m in ready if heard and standing(m, room) >= min(heard)}
            new = {name for name in new if works["p", name]} - reached
            if not new:
                return reached
            reached |= new

    for states in itertools.product([True, False], repeat=len(names)):
        works = {key: p > 0 for key, p in doubt.items()} | dict(zip(names, states, strict=True))
        weight = math.prod(doubt[k] if up else 1 - doubt[k] for k, up in zip(names, states, strict=True))
        yield weight, functools.partial(reach, works)


def uncertain(net: Network) -> int:
    rooms = [c for c in net.channels if c.kind == "internal-cascade"]
    parts = [t.strength for t in net.ties] + [r.permeability for r in net.stakeholders]
    parts += [c.quality for c in rooms] + [p.uptake for c in rooms for p in c.participants]
    return sum(0 < part < 1 for part in parts)


def compare(seed: int) -> bool:
    """Chances of one random study against its worlds; False where these would be too many."""
    net = random_study(seed)
    if uncertain(net) > 11:
        return False
    rng = random.Random(seed)
    names = [row.id for row in net.stakeholders if row.side == "ca"]
    seeds = rng.sample(names, rng.choice([1, 1, min(2, len(names))]))
    rank = net.stakeholder[seeds[0]].rank
    found_in = every_world(net, rank, seeds)
    arrival = Arrival(lines_of(net, side="ca", rank=rank))
    for target in names:
        wanted = sum(p for reached, p in found_in.items() if target in reached)
        found = arrival.at(seeds, target)
        assert found.exact and found.value == pytest.approx(wanted, abs=1e-9), (seed, target)
    some = rng.sample(names, rng.randrange(len(names) + 1))
    wanted = sum(p for reached, p in found_in.items() if reached.issuperset(some))
    assert arrival.at_all(seeds, some).value == pytest.approx(wanted, abs=1e-9), (seed, some)
    return True


def test_chances_equal_those_over_every_world() -> None:
    assert sum(compare(seed) for seed in range(60)) > 30


@pytest.mark.laws
def test_chances_equal_those_over_every_world_on_many_studies() -> None:
    assert sum(compare(seed) for seed in range(100, 2000)) > 1000


def test_known_answers_of_the_signal_cascade() -> None:
    """KNOWN-ANSWERS.md, system 1: .8 * .8, then 1 - (1 - .64)(1 - .4)."""
    line = [("ADM", "TCS", 0.8), ("TCS", "EDC", 0.8)]
    assert chance(chain(*line), "ADM", "EDC") == pytest.approx(0.64, abs=1e-12)
    both = chain(*line, ("ADM", "FIN", 0.8), ("FIN", "EDC", 0.5))
    assert chance(both, "ADM", "EDC") == pytest.approx(0.784, abs=1e-12)
    assert chance(chain(line[0], ("FIN", "EDC", 0.5)), "ADM", "EDC") == 0


def test_the_wheatstone_bridge_with_one_way_passages() -> None:
    """Directed bridge s-a, s-b, a-b, a-t, b-t at p: 2p^2 - p^4 without the bridge, plus p^3 (1-p)^2 through it."""
    p = 0.9
    net = chain(("s", "a", p), ("s", "b", p), ("a", "b", p), ("a", "t", p), ("b", "t", p))
    assert chance(net, "s", "t") == pytest.approx(2 * p**2 - p**4 + p**3 * (1 - p) ** 2, abs=1e-12)


def test_a_long_line_of_many_ties_stays_exact() -> None:
    """Forty ties in a row, each doubled by a way round, are 120 uncertain elements and still no sample."""
    ties = [(f"n{k:02}", f"n{k + 1:02}", 0.9) for k in range(40)]
    ties += [tie for k in range(40) for tie in ((f"n{k:02}", f"r{k:02}", 0.5), (f"r{k:02}", f"n{k + 1:02}", 0.5))]
    found = Arrival(lines_of(chain(*ties), side="ca", rank=1)).at(["n00"], "n40")
    assert found.exact and found.value == pytest.approx((1 - 0.1 * 0.75) ** 40, rel=1e-12)


def ladder(steps: int) -> Network:
    """Two lines side by side with cross ties: nothing in it can be merged."""
    ties = [(f"{a}{k:02}", f"{b}{k + 1:02}", 0.6) for k in range(steps) for a in "ab" for b in "ab"]
    return chain(*ties, ("s", "a00", 0.6), ("s", "b00", 0.6))


def test_what_cannot_be_enumerated_is_drawn_and_comes_with_its_interval() -> None:
    net = ladder(6)
    lines = lines_of(net, side="ca", rank=1)
    found = Arrival(lines).at(["s"], "a06")
    assert not found.exact and found.worlds == 10_000 and found.low < found.value < found.high
    rung = {(True, True): 0.36, (True, False): 0.24, (False, True): 0.24, (False, False): 0.16}
    for _ in range(6):
        following = dict.fromkeys(rung, 0.0)
        for (a, b), weight in rung.items():
            miss = 0.4 ** (a + b)
            for x, y in itertools.product([True, False], repeat=2):
                following[x, y] += weight * (miss if not x else 1 - miss) * (miss if not y else 1 - miss)
        rung = following
    assert found.low <= rung[True, True] + rung[True, False] <= found.high
    assert found == Arrival(lines).at(["s"], "a06") != Arrival(lines, seed=1).at(["s"], "a06")


def test_intervals_hold_what_is_true_about_nineteen_times_in_twenty() -> None:
    lines = lines_of(ladder(2), side="ca", rank=1)
    sure, both = Arrival(lines).at(["s"], "b02"), Arrival(lines).at_all(["s"], ["a02", "b02"])
    assert sure.exact and both.exact and both.value < sure.value
    drawn = [Arrival(lines, exact_to=0, draws=500, seed=seed) for seed in range(200)]
    ones, pairs = [row.at(["s"], "b02") for row in drawn], [row.at_all(["s"], ["a02", "b02"]) for row in drawn]
    assert 180 <= sum(row.low <= sure.value <= row.high for row in ones) <= 198
    assert 180 <= sum(row.low <= both.value <= row.high for row in pairs) <= 198


def test_who_is_sent_the_message_has_it_and_nobody_else_without_a_line() -> None:
    arrival = Arrival(lines_of(chain(("a", "b", 0.5), ("c", "b", 0.5)), side="ca", rank=1))
    assert arrival.at(["a"], "a").value == 1 and arrival.at(["a"], "c").value == 0 and arrival.at([], "b").value == 0
    assert arrival.at_all(["a"], []).value == 1
    assert arrival.at(["a", "c"], "b").value == pytest.approx(0.75)
