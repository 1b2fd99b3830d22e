"""Clearance as a constraint: who, which channels, and a portfolio that may open the cascade first."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from test_arrival import Rows, random_study
from test_cascade import LINE, signal_study

from netmodel import Network, best_portfolio
from netmodel.decide.constraints import cleared
from netmodel.policy.clearance import clearance, clearance_constraints, cleared_channels


def study() -> Network:
    """A deputy minister, a province that only a cascade reaches, and a region; by hand."""
    people: Rows = [
        {"id": "dm", "side": "ca", "level": 2, "kind": "ministry"},
        {"id": "dg", "side": "ca", "level": 4, "kind": "ministry"},
        {"id": "ab", "side": "ca", "level": 3, "kind": "province"},
        {"id": "tyumen", "side": "ru", "level": 3, "kind": "region"},
        {"id": "mgimo", "side": "ru", "kind": "university"},
    ]
    ties = [{"source": "dm", "target": "dg", "kind": "hierarchical", "strength": 0.9}]
    rows: Rows = [
        {"id": "memo", "kind": "internal-cascade", "participants": "dm:1; ab:1", "quality": 0.8, "cost": 1},
        {"id": "twinning", "kind": "province-region", "participants": "ab; tyumen", "quality": 0.9, "cost": 1},
        {"id": "desk", "kind": "formal", "participants": "dg; tyumen", "quality": 0.2, "cost": 1},
        {"id": "lecture", "kind": "academic", "participants": "dg; mgimo", "quality": 0.1, "cost": 1},
    ]
    return Network.from_tables(people, ties, channels=rows)


def test_who_is_cleared_and_who_needs_it_not() -> None:
    net = study()
    assert clearance(net, "dm") == {"dm", "dg", "tyumen", "mgimo"}
    assert clearance(net, "dm", strict=True) == {"dm", "dg", "mgimo"}
    assert clearance(net, ["dm", "tyumen"]) == {"dm", "dg", "tyumen", "mgimo"}
    assert clearance(net, "dm", threshold=0.95) == {"dm", "tyumen", "mgimo"}
    assert clearance(net, "dm", opening=["memo"]) == set(net.stakeholder)


def test_channels_that_need_none_or_have_it() -> None:
    net = study()
    assert cleared_channels(net, "dm") == {"memo", "desk", "lecture"}
    assert cleared_channels(net, "dm", strict=True) == {"memo", "lecture"}
    assert cleared_channels(net, "dm", opening=["memo"]) == {"memo", "desk", "lecture", "twinning"}
    assert cleared_channels(net, "dg") == {"memo", "lecture"}, "too junior a signal clears nobody"


def test_without_a_possible_sender_no_official_of_the_first_side_is_cleared() -> None:
    net = study()
    assert clearance(net, rank_window=(1, 1)) == {"tyumen", "mgimo"}
    assert cleared_channels(net, rank_window=(1, 1)) == {"memo", "lecture"}
    assert clearance(Network.from_tables([])) == frozenset() == cleared_channels(Network.from_tables([]))


def test_the_plain_rule_of_decide_is_the_stricter_one() -> None:
    net = study()
    assert cleared(net, clearance(net, "dm")) == {"desk", "lecture"}, "it knows no step that carries the signal"


def test_what_is_outside_the_scope_is_not_cleared() -> None:
    net = signal_study(*LINE)
    assert cleared_channels(net, "ADM") == {"credit", "trade", "seminar"}
    issues = [{"issue": "trade", "red_line": "yes"}]
    assert cleared_channels(signal_study(*LINE, issues=issues), "ADM") == {"credit", "seminar"}


def test_a_portfolio_buys_the_cascade_before_what_it_clears() -> None:
    """By hand: the twinning is worth most, but alone it is not cleared; with one channel the desk is best."""
    net = study()
    free = best_portfolio(net, count=1)
    assert free.channels == ("twinning",)
    kept = clearance_constraints(net, "dm")
    assert best_portfolio(net, count=1, constraints=kept).channels == ("desk",)
    assert best_portfolio(net, count=2, constraints=kept).channels == ("memo", "twinning")
    assert best_portfolio(net, count=1, constraints=[cleared_channels(net, "dm")]).channels == ("desk",)


def test_without_cascades_a_set_is_enough() -> None:
    assert clearance_constraints(signal_study(LINE[0]), "ADM") == [frozenset({"trade", "seminar"})]


def test_the_sender_is_chosen_once_with_every_cascade_open() -> None:
    allowed, test = clearance_constraints(study())
    assert isinstance(allowed, frozenset) and callable(test)
    assert allowed == {"memo", "desk", "lecture", "twinning"}
    assert not test(frozenset({"twinning"})) and test(frozenset({"twinning", "memo"})) and test(frozenset())


@pytest.mark.parametrize("seed", range(12))
def test_the_test_of_a_set_is_the_clearance_of_the_network_with_its_cascades_open(seed: int) -> None:
    net = random_study(seed, gates=2)
    rooms = [row.id for row in net.channels if row.kind == "internal-cascade"]
    rows = [{"id": c.id, "kind": c.kind, "quality": c.quality, "participants": _cell(c)} for c in net.channels]
    people = [
        {"id": r.id, "side": r.side, "level": r.level, "permeability": r.permeability} for r in net.stakeholders
    ]
    ties = [{"source": t.source, "target": t.target, "kind": t.kind, "strength": t.strength} for t in net.ties]
    net = Network.from_tables(people, ties, channels=rows)
    sender = next((row.id for row in net.stakeholders if row.side == "ca" and row.rank), None)
    if sender is None or not rooms:
        return
    _, test = clearance_constraints(net, sender, rank_window=(1, 5))
    assert callable(test)
    names = [row.id for row in net.candidates]
    for count in range(len(names) + 1):
        for chosen in itertools.combinations(names, count):
            opened = net.open(*set(chosen) & set(rooms))
            rest = frozenset(chosen) - set(rooms)
            assert test(frozenset(chosen)) == (rest <= cleared_channels(opened, sender, rank_window=(1, 5)))


def _cell(channel: Any) -> str:
    return "; ".join(f"{p.stakeholder}:{p.uptake}" for p in channel.participants)
