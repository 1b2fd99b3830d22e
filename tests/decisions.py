"""Small random choices among channels with every kind of limit, and their answer by looking at every set."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, combinations
from typing import Any

from networks import random_network

from netmodel import Network, UsageError
from netmodel.decide.choice import Choice, Limits, open_ids, options_of
from netmodel.network import Channel

Chosen = frozenset[str]


def decision_network(seed: int, *, channels: int | None = None, doubt: bool = True) -> Network:
    """A random study of two or three sides with up to 12 candidates that cost, risk, require and exclude."""
    net = random_network(seed, sides=2 + seed % 2)
    rng = random.Random(f"decision {seed}")
    count = rng.randrange(2, 13) if channels is None else channels
    names = [f"k{number:02}" for number in range(count)]
    people = sorted(net.stakeholder)
    rows = []
    for number, name in enumerate(names):
        model = rng.choice(net.channels)
        members = rng.sample(people, rng.randrange(2, min(5, len(people)) + 1))
        uptake = {person: round(rng.uniform(0.2, 1), 2) for person in members}
        participants = tuple(replace(model.participants[0], stakeholder=p, uptake=u, uptake_out=u)
                             for p, u in sorted(uptake.items()))  # fmt: skip
        earlier = names[:number]
        values: dict[str, Any] = {
            "id": name,
            "name": name,
            "status": "candidate",
            "participants": participants,
            "quality": round(rng.uniform(0.2, 1), 2),
            "cost": float(rng.randrange(0, 6)),
            "risk": round(rng.random(), 1),
            "success": round(rng.uniform(0.3, 1), 2) if doubt and rng.random() < 0.4 else 1.0,
            "requires": tuple(rng.sample(earlier, 1)) if earlier and rng.random() < 0.2 else (),
            "requires_any": tuple(rng.sample(earlier, 2)) if len(earlier) > 1 and rng.random() < 0.2 else (),
            "excludes": tuple(rng.sample(earlier, 1)) if earlier and rng.random() < 0.15 else (),
        }
        rows.append(replace(model, **values))
    kept = tuple(
        replace(row, excludes=tuple(rng.sample(names, 1)) if names and rng.random() < 0.3 else ())
        for row in net.channels
        if row.status == "open"
    )
    return replace(net, channels=tuple(sorted((*kept, *rows), key=lambda row: row.id)))


def random_limits(net: Network, seed: int) -> Limits:
    """Limits of any kind, some of them none."""
    rng = random.Random(f"limits {seed}")
    rows = net.candidates
    total, risk = sum(row.cost for row in rows), sum(row.risk for row in rows)

    def some(value: float) -> float | None:
        return value if rng.random() < 0.5 else None

    free = [row.id for row in rows if not (row.requires or row.requires_any or row.excludes)]
    must = frozenset(rng.sample([row.id for row in rows], 1)) if rows and rng.random() < 0.2 else frozenset()
    return Limits(
        budget=some(round(total * rng.uniform(0.1, 0.9))),
        max_risk=some(rng.choice([0.5, 0.7, 0.9])),
        max_total_risk=some(round(risk * rng.uniform(0.2, 0.9), 1)),
        count=rng.choice([None, None, 1, 2, 3, 5]),
        must_have=must,
        must_not=frozenset(rng.sample(free, 1)) - must if free and rng.random() < 0.2 else frozenset(),
        tests=(_even,) if rng.random() < 0.1 else (),
    )


def _even(chosen: Chosen) -> bool:
    """A test that no bound can see through."""
    return len(chosen) % 2 == 0


def will_do(every: Iterable[Channel], limits: Limits, there: Iterable[str], chosen: Chosen) -> bool:
    """Whether a set keeps everything, written from the meaning of the columns and not from the search."""
    by_id = {row.id: row for row in every}
    picked = [by_id[name] for name in chosen]
    ready = chosen | set(there)
    if limits.budget is not None and sum(row.cost for row in picked) > limits.budget + 1e-9:
        return False
    if limits.max_risk is not None and any(row.risk > limits.max_risk + 1e-9 for row in picked):
        return False
    if limits.max_total_risk is not None and sum(row.risk for row in picked) > limits.max_total_risk + 1e-9:
        return False
    if limits.count is not None and len(picked) > limits.count:
        return False
    shut = {name for row in every if row.id in there for name in row.excludes}
    if shut & chosen:
        return False
    for row in picked:
        if not set(row.requires) <= ready or set(row.excludes) & ready:
            return False
        if row.requires_any and not set(row.requires_any) & ready:
            return False
    if limits.must_not & chosen or not limits.must_have <= chosen:
        return False
    return all(test(chosen) for test in limits.tests)


def every_set(names: Iterable[str]) -> list[Chosen]:
    """All subsets."""
    ids = sorted(names)
    return [frozenset(some) for some in chain.from_iterable(combinations(ids, k) for k in range(len(ids) + 1))]


def choice_of(net: Network, limits: Limits) -> Choice | None:
    """The choice among the candidates; None where what must be chosen cannot be."""
    try:
        return Choice.of(options_of(net), limits, open_ids(net))
    except UsageError:
        return None


def sets_that_will_do(net: Network, limits: Limits) -> list[Chosen]:
    """All sets of candidates that keep the limits."""
    there = [row.id for row in net.open_channels]
    names = [row.id for row in net.candidates]
    return [one for one in every_set(names) if will_do(net.channels, limits, there, one)]
