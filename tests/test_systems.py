"""The policy systems together: each answers any study, in plain values, the same for the same study."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isclose, isfinite
from typing import Any, TypeVar

import pytest
from networks import mini_rupture, random_network

from netmodel import Network, Study, UsageError
from netmodel.errors import UnknownName
from netmodel.policy.systems import SYSTEMS, Finding, System, findings, system

T = TypeVar("T")
Rows = list[dict[str, Any]]

TWO: Rows = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
OFFICIALS: Rows = [
    {"id": name, "side": "A", "kind": "ministry", "level": level} for name, level in (("m", 1), ("d", 3))
]
EDGES: dict[str, Network] = {
    "nobody": Network.from_tables([]),
    "one": Network.from_tables([{"id": "a", "side": "A"}]),
    "third parties only": Network.from_tables([{"id": "x"}, {"id": "y"}], [{"source": "x", "target": "y"}]),
    "one side": Network.from_tables(OFFICIALS, [{"source": "m", "target": "d", "kind": "hierarchical"}]),
    "two sides, no tie": Network.from_tables(TWO),
    "all severed": Network.from_tables(TWO, [{"source": "a", "target": "b", "status": "severed"}]),
    "three sides": Network.from_tables(
        [*TWO, {"id": "c", "side": "C"}], [{"source": "a", "target": "b"}, {"source": "c", "target": "b"}]
    ),
    "no weight": Network.from_tables(
        [{**row, "influence": 0, "permeability": 0.5} for row in TWO], [{"source": "a", "target": "b"}]
    ),
    "all on a red line": Network.from_tables(
        [{**row, "issues": "i"} for row in TWO], issues=[{"issue": "i", "red_line": "yes"}]
    ),
    "allies and signal that are not there": Network.from_tables(TWO, study=Study(allies=("XX",), before="2013")),
    "MiniRupture": mini_rupture(),
}


def plain(value: Any) -> Iterator[Any]:
    """What is in plain values that JSON does not know: other types, keys that are no text, nan."""
    if isinstance(value, dict):
        yield from (key for key in value if not isinstance(key, str))
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from plain(part)
    elif not (value is None or isinstance(value, str | int | float)) or (
        isinstance(value, float) and not isfinite(value)
    ):
        yield value


def answer(found: Finding) -> dict[str, Any]:
    """All that a finding says, after a look at its form."""
    header, rows = found.table()
    assert found.lacks or found.sentences, "an empty answer says what is missing"
    assert "\n" not in found.lacks and all(line.strip() and "\n" not in line for line in found.sentences)
    assert not any(
        word.strip("“”.,;:()%") in ("nan", "None", "inf") for line in found.sentences for word in line.split()
    )
    assert all(len(row) == len(header) for row in rows) and len(set(header)) == len(header)
    data = found.to_json()
    assert list(plain([data, rows])) == []
    said = {"lacks": found.lacks, "sentences": list(found.sentences), "header": header, "rows": rows, "data": data}
    loaded: dict[str, Any] = json.loads(json.dumps(said, allow_nan=False))
    return loaded


def answers(net: Network) -> dict[str, dict[str, Any]]:
    return {name: answer(found) for name, found in findings(net).items()}


def shuffled(net: Network, seed: int) -> Network:
    """The same study with the rows of its tables in another order."""
    rng = random.Random(seed)

    def mixed(rows: Iterable[T]) -> tuple[T, ...]:
        here = tuple(rows)
        return tuple(rng.sample(here, len(here)))

    channels = tuple(replace(row, participants=mixed(row.participants)) for row in mixed(net.channels))
    return replace(net, stakeholders=mixed(net.stakeholders), ties=mixed(net.ties), channels=channels)


def same(one: Any, other: Any) -> bool:
    """Equal, numbers to the accuracy of sums in another order."""
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


# ---- any study --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EDGES)
def test_every_system_answers_at_the_edges(name: str) -> None:
    found = answers(EDGES[name])
    assert list(found) == list(SYSTEMS) and len(found) >= 13


@pytest.mark.parametrize("name", ["nobody", "third parties only"])
def test_without_sides_each_system_says_in_a_line_what_it_needs(name: str) -> None:
    for system_name, found in findings(EDGES[name]).items():
        assert found.lacks and found.sentences == () and found.table()[1] == [], system_name


def agree(seeds: Iterable[int]) -> None:
    for seed in seeds:
        net = random_network(seed, sides=1 + seed % 3)
        assert same(answers(shuffled(net, seed)), answers(net)), seed


@pytest.mark.parametrize("start", range(0, 30, 10))
def test_any_study_has_an_answer_that_the_order_of_rows_does_not_change(start: int) -> None:
    agree(range(start, start + 10))


@pytest.mark.laws
def test_any_of_many_studies_has_such_an_answer() -> None:
    agree(range(1000, 2000))


@pytest.mark.parametrize("seed", range(8))
def test_other_ids_in_the_same_order_change_nothing_but_the_ids(seed: int) -> None:
    net = random_network(seed)

    def told(net: Network) -> str:
        return json.dumps(answers(net), sort_keys=True)

    def new(name: str) -> str:
        return name.replace("n", "zz") if name in net.stakeholder else name

    people = tuple(replace(row, id=new(row.id), name=new(row.name)) for row in net.stakeholders)
    ties = tuple(replace(row, source=new(row.source), target=new(row.target)) for row in net.ties)
    channels = tuple(
        replace(row, participants=tuple(replace(one, stakeholder=new(one.stakeholder)) for one in row.participants))
        for row in net.channels
    )
    other = replace(net, stakeholders=people, ties=ties, channels=channels)
    before = told(net)
    for name in sorted(net.stakeholder):
        before = before.replace(name, new(name))
    assert told(other) == before


# ---- the registry -----------------------------------------------------------------------------------------------


def test_systems_are_asked_by_name_and_one_that_is_not_known_is_refused() -> None:
    net = EDGES["two sides, no tie"]
    assert list(findings(net, ["parity", "agenda"])) == ["parity", "agenda"]
    with pytest.raises(UnknownName, match="did you mean 'cascade'"):
        findings(net, ["cascad"])
    assert all(SYSTEMS[name].title and SYSTEMS[name].question.endswith("?") for name in SYSTEMS)


def test_a_fault_of_somebody_elses_system_is_said_with_its_name_and_ours_is_not_hidden() -> None:
    @dataclass
    class Broken:
        module: str

        def __call__(self, net: Network) -> Finding:
            raise ZeroDivisionError("by nought")

    for module, error in (("elsewhere", UsageError), ("netmodel.policy.broken", ZeroDivisionError)):
        broken = Broken(module)
        broken.__module__ = module
        with pytest.raises(error, match="by nought"):
            System("broken", "Broken", "Why?", broken)(EDGES["one"])


def test_a_system_keeps_its_function_and_a_name_is_taken_once() -> None:
    def agenda(net: Network) -> Finding:
        raise NotImplementedError

    with pytest.raises(UsageError):
        system(title="Another", question="Which?")(agenda)
