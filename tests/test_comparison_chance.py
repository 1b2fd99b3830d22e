"""Random losses: every draw recomputed one by one, exact p values by enumeration, and what is kept fixed."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from networks import mini_rupture, reach_by_dijkstra
from ruptures import random_rupture

import netmodel.policy.comparison_chance as chance
from netmodel import Network, UsageError
from netmodel.engine.layers import build_layers
from netmodel.policy.comparison_pictures import changes, picture, restored


def whole_of(seed: int) -> tuple[Network, tuple[chance.Tie, ...]]:
    before, after = random_rupture(seed)
    lost = changes(before, after).lost
    return restored(picture(after), lost), lost


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("closed", [512, 0])
def test_draws_in_batches_equal_reach_without_those_ties(
    seed: int, closed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By elimination and, with a low limit, by Dijkstra: both as the definition says."""
    monkeypatch.setattr(chance, "CLOSED", closed)
    whole, lost = whole_of(seed)
    layers = [layer for layer in build_layers(whole) if layer.weight]
    if not layers:
        return
    ties = whole.active_ties
    gone = chance._drawn(ties, {tie.id for tie in lost}, "kind", 4, seed)
    weight = sum(layer.weight for layer in layers)
    found = sum(chance._amounts(layer, ties, gone) for layer in layers) / weight
    for row, value in zip(gone, found, strict=True):
        left = {tie.id for tie, out in zip(ties, row, strict=True) if out}
        less = replace(whole, ties=tuple(replace(t, status="none") if t.id in left else t for t in whole.ties))
        assert value == pytest.approx(reach_by_dijkstra(less), abs=1e-9)


def test_every_draw_loses_as_many_of_each_kind() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "c", "side": "B"}]
    pairs = [("a", "b"), ("a", "c"), ("b", "c")]
    ties = [{"source": s, "target": t, "kind": kind} for s, t in pairs for kind in ("talks", "post")]
    net = Network.from_tables(people, ties)
    lost = {tie.id for tie in net.ties if tie.kind == "talks"} - {"b--c--talks"}
    talks = np.array([tie.kind == "talks" for tie in net.active_ties])
    kinds = chance._drawn(net.active_ties, lost, "kind", 50, 1)[2:]
    assert set(kinds[:, talks].sum(axis=1)) == {2} and not kinds[:, ~talks].any()
    free = chance._drawn(net.active_ties, lost, "any", 50, 1)[2:]
    assert set(free.sum(axis=1)) == {2} and free[:, ~talks].any()


def test_p_is_near_that_of_all_possible_losses() -> None:
    """MiniRupture: of the 21 ways to lose two of seven ties, count those that cost at least .75 of reach."""
    net = mini_rupture().at("2013")
    worse = 0
    for pair in combinations([tie.id for tie in net.ties], 2):
        worse += reach_by_dijkstra(net.without(*pair)) <= 0.25
    lost = [net.tie["GAC--MID--informal"], net.tie["TCS--MinEcon--informal"]]
    found = chance.chance_of_fall(picture(net), lost, draws=4999)
    assert found is not None and found.fall == 0.75 and found.lost == 2
    assert found.p == pytest.approx(worse / 21, abs=0.015)
    assert 0 <= found.low <= found.mean_fall <= found.high <= 1


def test_the_same_seed_gives_the_same_draws_and_p_is_never_zero() -> None:
    whole, lost = whole_of(3)
    one, two = (chance.chance_of_fall(whole, lost, draws=19, seed=5) for _ in range(2))
    assert one is not None and one == two and 1 / 20 <= one.p <= 1
    other = chance.chance_of_fall(whole, lost, draws=19, seed=6)
    assert other is not None and other.mean_fall != one.mean_fall


def test_large_networks_have_fewer_draws_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, lost = whole_of(3)
    monkeypatch.setattr(chance, "WORK", 1)
    found = chance.chance_of_fall(whole, lost, draws=99)
    assert found is not None and found.draws == 1


def test_nothing_lost_or_drawn_is_no_test_and_odd_questions_are_refused() -> None:
    net = picture(mini_rupture().at("2013"))
    assert chance.chance_of_fall(net, []) is None and chance.chance_of_fall(net, net.ties[:1], draws=0) is None
    assert chance.chance_of_fall(Network.from_tables([{"id": "a"}]), net.ties[:1]) is None
    with pytest.raises(UsageError, match="not known"):
        chance.chance_of_fall(net, net.ties, null="sides")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="0 or more"):
        chance.chance_of_fall(net, net.ties, draws=-1)
