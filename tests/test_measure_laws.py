"""Laws that every registered measure obeys, those of installed packages included.

New names, another order of rows and the other name of a side change nothing but names; what stands apart changes
nothing where a measure says so; there is a value everywhere, in the range stated, or the measure says where not.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from netmodel import MEASURES, Network, measure
from netmodel.measures import Measure

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]

NAMES = sorted(MEASURES)
SEEDS = range(4)
MANY = range(4, 304)
READ = {"", "strength", "distance", "sign", "kind", "formality", "channel"}
"""Edge attributes that a measure may read, several joined by a comma."""

ENDS = ("source", "target", "stakeholder", "id")


# ---- studies, and what is done to them ------------------------------------------------------------------------


def study(seed: int) -> Tables:
    """A small study: directed or not, in pieces, with isolates, third parties, severed ties and an open channel.

    So few elements are uncertain that whatever may draw worlds goes through all of them instead.
    """
    rng = random.Random(seed)
    names = [f"n{k}" for k in range(rng.randrange(2, 8))]
    people = [{"id": name, "side": rng.choice(["A", "B", "A", "B", "third"]), "permeability": 1} for name in names]
    for row in people:
        row |= {"level": rng.randrange(6), "influence": rng.choice([1, 2, 5])}
    directed = rng.random() < 0.5
    ties: Rows = []
    for number in range(rng.randrange(0, 9)):
        one, other = rng.sample(names, 2)
        row: dict[str, Any] = {"id": f"t{number}", "source": one, "target": other, "kind": "informal"}
        row |= {"strength": rng.choice([0.25, 0.5, 0.8, 1]), "directed": directed and rng.random() < 0.6}
        row |= {"status": "severed" if rng.random() < 0.2 else "active", "sign": -1 if rng.random() < 0.1 else 1}
        ties.append(row)
    channels = [
        {"id": "c0", "quality": 0.5, "status": "open" if rng.random() < 0.4 else "candidate", "kind": "academic"},
        {"id": "c1", "quality": 0.9, "status": "candidate", "kind": "academic"},
    ]
    members = [
        {"channel": row["id"], "stakeholder": name, "uptake": rng.choice([0.5, 1])}
        for row in channels
        for name in rng.sample(names, rng.randrange(2, min(4, len(names)) + 1))
    ]
    return {"stakeholders": people, "ties": ties, "channels": channels, "participants": members}


def network(tables: Tables) -> Network:
    return Network.from_tables(**tables)


def changed(tables: Tables, column: Iterable[str], new: Mapping[str, str], *, only: Iterable[str] = ()) -> Tables:
    """The tables with other words in some columns."""
    named, wanted = set(column), set(only) or set(tables)

    def row_of(table: str, row: dict[str, Any]) -> dict[str, Any]:
        return {key: new.get(x, x) if table in wanted and key in named else x for key, x in row.items()}

    return {table: [row_of(table, row) for row in rows] for table, rows in tables.items()}


def renamed(tables: Tables, seed: int) -> tuple[Tables, dict[str, str]]:
    names = [row["id"] for row in tables["stakeholders"]]
    fresh = [f"z{k}" for k in range(len(names))]
    random.Random(seed).shuffle(fresh)
    new = dict(zip(names, fresh, strict=True))
    return changed(tables, ENDS, new, only=("stakeholders", "ties", "participants")), new


def shuffled(tables: Tables, seed: int) -> Tables:
    rng = random.Random(seed)
    return {table: rng.sample(rows, len(rows)) for table, rows in tables.items()}


def beside_itself(tables: Tables) -> Tables:
    """The study and a copy of it that nothing joins to it."""
    copy = changed(tables, (*ENDS, "channel"), _Apart())
    return {table: rows + copy[table] for table, rows in tables.items()}


class _Apart(dict[str, str]):
    def get(self, key: Any, default: Any = None) -> Any:
        return f"{key}-copy"


@dataclass(frozen=True)
class Twins:
    """A study, and what it is under other names, in another order, with sides swapped and beside a copy of itself."""

    net: Network
    shuffled: Network
    renamed: Network
    new: Mapping[str, str]
    swapped: Network
    beside: Network


SWAP = {"A": "B", "B": "A"}


@cache
def twins(seed: int) -> Twins:
    tables = study(seed)
    other, new = renamed(tables, seed)
    swapped = network(changed(tables, ["side"], SWAP))
    beside = network(beside_itself(tables))
    return Twins(network(tables), network(shuffled(tables, seed)), network(other), new, swapped, beside)


# ---- what is compared -----------------------------------------------------------------------------------------


def values_of(name: str, net: Network, **options: Any) -> dict[Any, Any]:
    """Values by stakeholder, by tie, or the one of the network under an empty key."""
    found = measure(net, [name], **options)
    level = MEASURES[name].level
    if level == "network":
        return {"": found.network[name]}
    if level == "tie":
        directed = net.graph.is_directed()
        return {pair if directed else frozenset(pair): x for pair, x in found.ties[name].items()}
    return found.stakeholders[name]


def mapped(value: Any, new: Mapping[str, str]) -> Any:
    """The value with new names in it."""
    if isinstance(value, str):
        return new.get(value, value)
    if isinstance(value, tuple | frozenset):
        return type(value)(mapped(part, new) for part in value)
    if isinstance(value, Mapping):
        return {mapped(key, new): mapped(part, new) for key, part in value.items()}
    return value


def same(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping):
        return isinstance(other, Mapping) and set(one) == set(other) and all(same(one[k], other[k]) for k in one)
    if isinstance(one, float | int) and isinstance(other, float | int):
        return one == pytest.approx(other, rel=1e-9, abs=1e-9)
    return bool(one == other)


def check_same(item: Measure, one: dict[Any, Any], other: dict[Any, Any]) -> None:
    if "group" in item.range:  # which group has which number says nothing
        one, other = partition(one), partition(other)
    assert same(one, other), (item.name, one, other)


def partition(values: dict[Any, Any]) -> dict[Any, Any]:
    return {key: frozenset(k for k, x in values.items() if x == value) for key, value in values.items()}


def numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for part in value.values():
            yield from numbers(part)
    else:
        yield value


def check_values(item: Measure, net: Network) -> None:
    """A value for everyone and everything, in range; None only where the measure says when."""
    for raw in (False, True) if item.raw else (False,):
        values = values_of(item.name, net, raw=raw)
        if item.level == "stakeholder":
            assert list(values) == list(net.stakeholder), (item.name, values)
        if item.level == "tie":
            assert all(net.graph.has_edge(*pair) for pair in values)
        for value in numbers(values):
            assert value is not None or item.undefined, (item.name, raw, values)
            if not raw and value is not None:
                assert in_range(item.range, value, net.graph.is_directed()), (item.name, values)


def in_range(text: str, value: Any, directed: bool) -> bool:
    """Whether a value is in a range such as ``0..1, directed 0..2``, ``0 and up``, ``below 0`` or ``yes or no``."""
    if isinstance(value, str):
        return True
    if text.startswith("yes or no"):
        return isinstance(value, bool)
    number = r"(-?[\d.]*\d)"
    bounds = re.match(rf"{number}\.\.{number}(?:, directed {number}\.\.{number})?", text)
    if bounds:
        low, high, directed_low, directed_high = bounds.groups()
        if directed and directed_low is not None:
            low, high = directed_low, directed_high
        return float(low) - 1e-9 <= value <= float(high) + 1e-9
    half = re.match(rf"{number} and up|(?:above|over) {number}|(?:below|up to) {number}", text)
    if half:
        low, above, below = half.groups()
        if below is not None:
            return bool(value <= float(below) + 1e-9)
        return bool(value >= float(low or above) - 1e-9)
    return True


# ---- the laws -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_measure_is_described_in_full(name: str) -> None:
    item = MEASURES[name]
    assert item.source and item.range and item.meaning and item.cost, item
    assert item.better in {"higher", "lower", ""}
    assert item.level in {"stakeholder", "tie", "network"} and item.takes in {"graph", "network"}
    assert {part.strip() for part in item.reads.split(",")} <= READ, item.reads
    assert item.raw is not None and all(isinstance(option, str) for option in item.raw)


def test_ranges_are_understood() -> None:
    assert in_range("0..1, directed 0..2", 1.5, True) and not in_range("0..1, directed 0..2", 1.5, False)
    assert in_range("-1..1", -1.0, False) and not in_range("-1..1", -1.1, False)
    assert in_range("0 and up", 7, False) and not in_range("0 and up", -1, False)
    assert in_range("below 0", -1, False) and not in_range("below 0", 1, False)
    assert in_range("yes or no", True, False) and not in_range("yes or no", 1.0, False)


def tie(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "target": target, **more}


EDGES: dict[str, Rows] = {
    "no tie": [],
    "one tie": [tie("a", "b")],
    "one tie of half strength": [tie("a", "b", strength=0.5)],
    "two pieces": [tie("a", "b"), tie("c", "d")],
    "a triangle": [tie("a", "b"), tie("b", "c"), tie("a", "c")],
    "all severed": [tie("a", "b", status="severed"), tie("b", "c", status="severed")],
    "an enmity alone": [tie("a", "b", sign=-1)],
    "one directed tie": [tie("a", "b", directed="yes")],
    "a directed chain": [tie("a", "b", directed="yes"), tie("b", "c", directed="yes")],
    "a directed cycle": [tie("a", "b", directed="yes"), tie("b", "c", directed="yes"), tie("c", "a", directed="yes")],
    "parallel ties": [tie("a", "b", kind="formal"), tie("a", "b", kind="informal", strength=0.2)],
}


@cache
def edges_of_the_domain() -> list[Network]:
    found = []
    for ties in EDGES.values():
        for nodes in ("", "a", "ab", "abcde"):
            here = [row for row in ties if {row["source"], row["target"]} <= set(nodes)]
            for sides in ("", "A", "AB") if here or not ties else ():
                people = [{"id": n, "side": sides[k % len(sides)] if sides else ""} for k, n in enumerate(nodes)]
                found.append(network({"stakeholders": people, "ties": here}))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_there_is_a_value_at_the_edges_of_the_domain(name: str) -> None:
    """No stakeholder, one, isolates, pieces, cliques, chains, cycles; no side, one, two; with all ties severed."""
    for net in edges_of_the_domain():
        check_values(MEASURES[name], net)


def obey(name: str, seed: int) -> None:
    """All laws on one study."""
    item, these = MEASURES[name], twins(seed)
    check_values(item, these.net)
    values = values_of(name, these.net)
    assert values_of(name, these.shuffled) == values, name
    check_same(item, mapped(values, these.new), values_of(name, these.renamed))
    check_same(item, mapped(values, SWAP), values_of(name, these.swapped))
    if item.local:
        beside = values_of(name, these.beside)
        check_same(item, values, {key: beside[key] for key in values})


@pytest.mark.parametrize("name", NAMES)
def test_names_rows_and_what_stands_apart_change_nothing(name: str) -> None:
    for seed in SEEDS:
        obey(name, seed)


@pytest.mark.laws
@pytest.mark.parametrize("name", NAMES)
def test_names_rows_and_what_stands_apart_change_nothing_on_many_studies(name: str) -> None:
    for seed in MANY:
        obey(name, seed)


def test_the_laws_see_what_breaks_them() -> None:
    """A measure that reads ids, one outside its range, one without a value, one that is not local."""
    from netmodel import register

    wrong = {
        "by_name": (lambda G: {node: float(str(node)[-1] == "0") for node in G}, "0..1", False),
        "out_of_range": (lambda G: dict.fromkeys(G, 2.0), "0..1", False),
        "without_value": (lambda G: dict.fromkeys(G, float("nan")), "0..1", False),
        "counts_all": (lambda G: dict.fromkeys(G, len(G)), "0 and up", True),
    }
    for name, (function, range_, local) in wrong.items():
        register(function, name=name, source="own", range=range_, meaning="wrong", cost="O(n)", local=local)
        try:
            with pytest.raises(AssertionError):
                for seed in SEEDS:
                    obey(name, seed)
        finally:
            MEASURES.remove(name)
