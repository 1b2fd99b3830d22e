"""The second view: near in the network is near in the picture, by no chance, and nobody stands on anybody."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from data.page_sample import Json, generated, mini_rupture, recommended, tie

from netmodel.report.force import APART, spread
from netmodel.report.layout import arrange


def seen(data: Json) -> dict[str, tuple[float, float]]:
    return dict(spread(data, arrange(data)).stakeholders)


def chain(length: int) -> Json:
    """Stakeholders in a row, each joined to the next."""
    data = generated(length, 0)
    who = [row["id"] for row in data["stakeholders"]]
    data["ties"] = [tie(a, b, id=f"t{i}") for i, (a, b) in enumerate(itertools.pairwise(who))]
    return data


@pytest.mark.parametrize("length", [5, 12])
def test_a_chain_lies_stretched_and_distance_in_the_picture_grows_with_the_steps_between(length: int):
    where = list(seen(chain(length)).values())
    away = [math.dist(where[0], spot) for spot in where]
    assert away == sorted(away)


def test_stress_falls_below_that_of_the_bands_it_starts_from():
    data = generated(60, 8)
    start = arrange(data)
    assert stress(data, spread(data, start).stakeholders) < 0.6 * stress(data, start.stakeholders)


def stress(data: Json, where: dict[str, tuple[float, float]]) -> float:
    """Kruskal's stress over the ties alone, at the scale that fits best: independent of the code."""
    ties = [t for t in data["ties"] if t["status"] == "active"]
    lengths = np.array([math.dist(where[t["source"]], where[t["target"]]) for t in ties])
    scale = lengths.sum() / (lengths**2).sum()
    return float(((scale * lengths - 1) ** 2).sum() / len(ties))


@pytest.mark.parametrize("n", [2, 60, 184, 700])
def test_nobody_stands_on_anybody_and_everybody_is_placed(n: int):
    data = generated(n, 10)
    found = spread(data, arrange(data))
    spots = [*found.stakeholders.values()]
    assert set(found.stakeholders) == {row["id"] for row in data["stakeholders"]}
    assert set(found.channels) == {row["id"] for row in data["channels"]}
    nearest = min(math.dist(a, b) for a, b in itertools.combinations(spots, 2))
    assert nearest > APART / 3


def test_the_order_of_ties_and_a_second_run_change_nothing():
    data = generated(60, 8)
    turned = {**data, "ties": data["ties"][::-1]}
    assert seen(data) == seen(data) == seen(turned)


def test_the_first_side_stays_left():
    where = seen(recommended())
    sides = {row["id"]: row["side"] for row in recommended()["stakeholders"]}
    middle = {s: np.mean([x for key, (x, _) in where.items() if sides[key] == s]) for s in ("CA", "RU")}
    assert middle["CA"] < middle["RU"]


def test_those_whom_nobody_joins_stand_outside_but_not_far_out():
    data = generated(60, 0)
    alone = {row["id"] for row in data["stakeholders"][:6]}
    data["ties"] = [t for t in data["ties"] if not {t["source"], t["target"]} & alone]
    where = seen(data)
    away = {key: math.hypot(*spot) for key, spot in where.items()}
    joined = sorted(value for key, value in away.items() if key not in alone)
    assert min(away[key] for key in alone) > joined[len(joined) // 4]
    assert max(away.values()) < 3 * joined[len(joined) // 2]


def test_positions_of_ones_own_are_honoured_and_one_stakeholder_is_lawful():
    data = mini_rupture()
    data["stakeholders"][0].update(x=-500, y=12.5)
    assert seen(data)["GAC"] == (-500.0, 12.5)
    assert set(seen(generated(1, 0))) == {"s00000"}


def test_without_any_tie_everybody_still_has_a_place_of_their_own():
    data = {**generated(30, 0), "ties": []}
    spots = list(seen(data).values())
    assert len(set(spots)) == 30
