"""Break-even: by hand, against a scan over costs, qualities and chances, and the laws it rests on."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

import netmodel
from netmodel import Network
from netmodel.decide.breakeven import TOLERANCE, break_even
from netmodel.decide.choice import Choice, Limits, open_ids, options_of
from netmodel.decide.objective import OBJECTIVES
from netmodel.decide.search import search
from netmodel.errors import UnknownName, UsageError

Rows = list[dict[str, Any]]
PEOPLE: Rows = [
    {"id": "a1", "side": "A", "influence": 1},
    {"id": "a2", "side": "A", "influence": 1},
    {"id": "b1", "side": "B", "influence": 1},
    {"id": "b2", "side": "B", "influence": 1},
]


def rows_of(*rows: tuple[str, str, float, float]) -> Rows:
    return [{"id": n, "participants": p, "quality": q, "cost": c} for n, p, q, c in rows]


TWO = rows_of(("seminar", "a1:1; b1:1", 0.6, 60), ("hockey", "a1:1; b1:1", 0.5, 40))


def study(rows: Rows) -> Network:
    return Network.from_tables(PEOPLE, channels=rows)


def changed(net: Network, channel: str, **values: float) -> Network:
    rows = (replace(row, **values) if row.id == channel else row for row in net.channels)  # type: ignore[arg-type]
    return replace(net, channels=tuple(rows))


def is_best(net: Network, channel: str, limits: Limits, objective: str = "reach") -> bool:
    """Whether the one best set holds the channel, by the search as anybody would use it."""
    choice = Choice.of(options_of(net), limits, open_ids(net))
    best = search(OBJECTIVES[objective](net, seed=0), choice).best
    return best is not None and channel in best


def test_the_smaller_budget_lets_the_seminar_in_for_fifty() -> None:
    found = break_even(study(TWO), "seminar", limits=Limits(budget=50))
    assert (found.inside, found.cost, found.quality, found.barred) == (False, 50, None, "")
    assert found.text == "seminar enters the best set at a cost of at most 50 (now 60); no quality would do."
    assert (found.best, found.best_with, found.value_without) == (("hockey",), (), 0.125)


def test_the_weaker_of_two_twins_has_to_be_as_good() -> None:
    """Equal worth goes to the cheaper one, so hockey needs the quality of the seminar and no more."""
    found = break_even(study(TWO), "hockey", limits=Limits(budget=60))
    assert found.quality == pytest.approx(0.6, abs=TOLERANCE) and found.quality >= 0.6
    assert found.cost is None
    assert "a quality of at least about 0.6 (now 0.5)" in found.text


def test_what_is_in_says_how_far_it_may_fall() -> None:
    found = break_even(study(TWO), "seminar", limits=Limits(budget=70))
    assert found.inside and found.cost == 70
    assert found.quality == pytest.approx(0.5, abs=TOLERANCE)
    assert found.text == (
        "seminar stays in the best set up to a cost of 70 (now 60) and down to a quality of about 0.5 (now 0.6)."
    )


def test_the_price_of_a_twin_is_that_of_the_other() -> None:
    twins = rows_of(("one", "a1:1; b1:1", 0.6, 60), ("two", "a1:1; b1:1", 0.6, 40))
    found = break_even(study(twins), "one", limits=Limits(budget=100))
    assert (found.inside, found.cost) == (False, 40)


def test_not_even_free_and_perfect() -> None:
    """Between two of one side that no route crosses, nothing is gained."""
    rows = rows_of(("home", "a1:1; a2:1", 0.5, 1), ("talks", "a1:1; b1:1", 0.9, 1))
    alone = break_even(study(rows[:1]), "home", limits=Limits(budget=9))
    assert alone.text == "home would not enter the best set, not even free and perfect."
    assert not alone.free_and_perfect
    both = break_even(study(rows), "home", limits=Limits(budget=9))
    assert both.inside and both.quality == pytest.approx(0, abs=TOLERANCE)


def test_only_both_together() -> None:
    """For 10 the rest must be dropped, and at .3 it adds less than the rest even for nothing: no room for two."""
    rows = rows_of(("weak", "a1:1; b1:1", 0.3, 20), ("strong", "a1:1; b1:1", 0.6, 10))
    found = break_even(study(rows), "weak", limits=Limits(budget=10))
    assert (found.cost, found.quality, found.free_and_perfect) == (None, None, True)
    assert found.text.startswith("weak enters the best set free and perfect; being free would not do")


def test_what_it_requires_is_paid_too() -> None:
    rows = TWO + rows_of(("signal", "a1:1; a2:1", 0.1, 15))
    rows[0] = {**rows[0], "requires": "signal"}
    assert break_even(study(rows), "seminar", limits=Limits(budget=80)).cost == 65


@pytest.mark.parametrize(
    ("cells", "limits", "why"),
    [
        ({"requires": "gone"}, Limits(), "it needs gone, not on offer"),
        ({"requires_any": "gone"}, Limits(), "it needs one of gone, not on offer"),
        ({"risk": 0.5}, Limits(max_risk=0.25), "its risk of 0.5 is above the 0.25 that is allowed"),
        ({"excludes": "there"}, Limits(), "it cannot be open beside there, which is open"),
        ({"requires": "hockey"}, Limits(count=1), "with what it requires it does not keep the limits"),
    ],
)
def test_what_bars_it_is_said(cells: dict[str, Any], limits: Limits, why: str) -> None:
    rows = [{**TWO[0], **cells}, TWO[1], {"id": "gone", "status": "closed"}]
    rows.append({"id": "there", "status": "open", "participants": "a1; a2"})
    found = break_even(study(rows), "seminar", limits=limits)
    assert why in found.barred and (found.cost, found.quality) == (None, None)
    assert found.text.startswith("seminar cannot be in any set: ")


def test_success_counts_where_it_is_asked_for() -> None:
    rows = [{**TWO[0], "success": 0.5}, {**TWO[1], "success": 0.9}]
    found = break_even(study(rows), "seminar", limits=Limits(count=1), objective="expected_reach")
    assert found.success == pytest.approx(0.45 / 0.6, abs=2 * TOLERANCE)
    assert found.quality == pytest.approx(0.9, abs=2 * TOLERANCE)
    assert found.counts == ("quality", "success")
    assert "with a success of at least about 0.75 (now 0.5)" in found.text


def test_what_is_known_is_not_sought_again() -> None:
    net, limits = study(TWO), Limits(budget=60)
    for channel in ("seminar", "hockey"):
        assert break_even(net, channel, limits=limits, best=["seminar"]) == break_even(net, channel, limits=limits)


@pytest.mark.parametrize(
    "limits", [Limits(must_have=frozenset({"seminar"})), Limits(must_not=frozenset({"seminar"}))]
)
def test_nothing_to_break_even_where_it_is_decided(limits: Limits) -> None:
    with pytest.raises(UsageError, match="there is nothing to break even"):
        break_even(study(TWO), "seminar", limits=limits)


def test_names_are_checked() -> None:
    with pytest.raises(UnknownName):
        break_even(study(TWO), "seminars", limits=Limits())
    with pytest.raises(UnknownName):
        break_even(study(TWO), "seminar", limits=Limits(), objective="wealth")
    with pytest.raises(UsageError, match="no conversation"):
        break_even(Network.from_tables([{"id": "a"}], channels=[{"id": "c"}]), "c", limits=Limits())


# ---- against a scan ---------------------------------------------------------------------------------------------


def random_study(seed: int) -> tuple[Network, Limits]:
    rng = random.Random(seed)
    people: Rows = [{"id": f"{s}{k}", "side": s, "influence": rng.choice([1, 2])} for s in "AB" for k in range(3)]
    names = [row["id"] for row in people]
    ties: Rows = [
        {"source": f"{s}{k}", "target": f"{s}{k + 1}", "strength": round(rng.uniform(0.3, 1), 2)}
        for s in "AB"
        for k in range(2)
    ]
    rows: Rows = []
    for number in range(6):
        members = "; ".join(f"{name}:1" for name in rng.sample(names, 2))
        row = {"id": f"c{number}", "participants": members, "quality": rng.randrange(1, 10) / 10}
        row |= {"cost": rng.randrange(1, 9), "risk": rng.randrange(4) / 10, "success": rng.choice([0.5, 0.8, 1])}
        if number and rng.random() < 0.25:
            row[rng.choice(["requires", "excludes", "requires_any"])] = f"c{rng.randrange(number)}"
        rows.append(row)
    limits = Limits(budget=rng.randrange(4, 16), max_total_risk=0.5 if rng.random() < 0.3 else None)
    return Network.from_tables(people, ties, channels=rows), limits


def check_against_a_scan(seed: int) -> None:
    net, limits = random_study(seed)
    channel = f"c{seed % 6}"
    objective = ("reach", "expected_reach")[seed % 2]
    found = break_even(net, channel, limits=limits, objective=objective)
    assert found.proven and found.inside == is_best(net, channel, limits, objective)
    for cost in [k / 2 for k in range(2 * int(limits.budget or 0) + 2)]:
        if found.cost is None or abs(cost - found.cost) > 1e-6:
            inside = is_best(changed(net, channel, cost=cost), channel, limits, objective)
            assert inside == (found.cost is not None and cost < found.cost), cost
    for way in ("quality", "success")[: 1 + seed % 2]:
        least = getattr(found, way)
        points = {k / 8 for k in range(9)} | ({least, least - 2 * TOLERANCE} if least else set())
        for point in (p for p in sorted(points) if 0 <= p <= 1):
            inside = is_best(changed(net, channel, **{way: point}), channel, limits, objective)
            assert inside == (least is not None and point >= least), (way, point)


@pytest.mark.parametrize("seed", range(24))
def test_it_parts_in_from_out(seed: int) -> None:
    check_against_a_scan(seed)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(24, 300))
def test_it_parts_in_from_out_at_length(seed: int) -> None:
    check_against_a_scan(seed)


def test_the_study_as_a_whole() -> None:
    net = netmodel.read("data")
    limits = Limits(budget=300_000, max_risk=0.3)
    found = break_even(net, "ch_aec", limits=limits)
    assert found.proven and not found.inside
    assert found.cost is not None and found.quality is not None and found.quality > found.quality_now
    assert f"at a cost of at most CAD {found.cost:,.0f} (now 30,000) or with a quality" in found.text
    assert found.to_json()["text"] == found.text
