"""The ranking: gains split exactly, ranks are shared by equals, requirements are opened, groups stand apart."""

from __future__ import annotations

import random
from dataclasses import replace
from math import isnan
from typing import Any

import pytest
from networks import mini_rupture, random_network

from netmodel import Network, rank_channels
from netmodel.decide.credit import credit, gains_of, joined_pairs
from netmodel.engine.kernel import Reach
from netmodel.measures.whole import reach

Rows = list[dict[str, Any]]


@pytest.mark.parametrize("seed", range(80))
def test_a_gain_splits_exactly(seed: int) -> None:
    net = random_network(seed, sides=2 + seed % 2)
    state = Reach.of(net)
    order = {name: position for position, name in enumerate(net.stakeholder)}
    joined = joined_pairs(state, order)
    total = float(state.weights.sum()) or 1.0
    for channel in rank_channels(net, state=state).channels:
        amount = sum(float(gain.weighted.sum()) for gain in gains_of(state, channel.id)) / total
        assert amount == pytest.approx(channel.gain, abs=1e-9)
        shares = credit(state, channel.id, joined, order)
        for split in (shares.carried_by, shares.gains_to):
            if channel.gain > 1e-9:
                assert sum(part.share for part in split) == pytest.approx(1, abs=1e-9)
        if channel.gain > 1e-9 and not isnan(state.value):
            assert channel.gain == pytest.approx(reach(net.open(channel.id)) - reach(net), abs=1e-9)
            assert channel.pairs_restored + channel.pairs_strengthened > 0
            assert channel.id in channel.via
            assert channel.route_strength is not None and 0 < channel.route_strength <= 1


@pytest.mark.parametrize("seed", range(30))
def test_pairs_are_counted_as_by_hand(seed: int) -> None:
    """Restored: no route in any layer that weighs before, one after; once a pair, whatever the direction."""
    net = random_network(seed)
    state = Reach.of(net)
    order = {name: position for position, name in enumerate(net.stakeholder)}
    before = joined_pairs(state, order)
    for channel in rank_channels(net, state=state).channels:
        after = joined_pairs(state.open(channel.id), order)
        assert channel.pairs_restored <= int((after & ~before).sum()) // 2
        tiny = int((after & ~before).sum()) // 2 - channel.pairs_restored
        assert tiny == 0 or channel.gain < 1e-6


def test_equal_gains_share_a_rank() -> None:
    people: Rows = [{"id": name, "side": name[0].upper()} for name in ("a1", "a2", "a3", "b1", "b2", "b3")]
    channels = [
        {"id": f"c{k}", "kind": "academic", "participants": f"a{k % 3 + 1}; b{k % 3 + 1}", "quality": quality}
        for k, quality in enumerate((0.9, 0.5, 0.5, 0.1))
    ]
    ranking = rank_channels(Network.from_tables(people, channels=channels))
    assert [(row.id, row.rank) for row in ranking.channels] == [("c0", 1), ("c1", 2), ("c2", 2), ("c3", 4)]


def test_groups_stand_apart_and_are_ranked_apart() -> None:
    people: Rows = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    kinds = ("formal-consultation", "official-signal", "academic", "unheard-of")
    channels = [{"id": kind, "kind": kind, "participants": "a; b"} for kind in kinds]
    ranking = rank_channels(Network.from_tables(people, channels=channels))
    assert [(row.id, row.group) for row in ranking.channels] == [
        ("academic", "informal"),
        ("unheard-of", "informal"),
        ("formal-consultation", "formal"),
        ("official-signal", "enabling"),
    ]
    assert {row.rank for row in ranking.channels} == {1}


def test_requirements_take_the_cheapest_then_the_least_risky_then_the_first() -> None:
    people: Rows = [{"id": "a", "side": "A"}, {"id": "m"}, {"id": "b", "side": "B"}]
    channels: Rows = [
        {"id": "dear", "cost": 9, "participants": "a; m"},
        {"id": "risky", "cost": 1, "risk": 0.9, "participants": "a; m"},
        {"id": "calm", "cost": 1, "risk": 0.1, "participants": "a; m", "requires": "base"},
        {"id": "base", "participants": "a; m"},
        {"id": "wanted", "participants": "m; b", "requires_any": "dear; risky; calm"},
        {"id": "loop1", "requires": "loop2"},
        {"id": "loop2", "requires": "loop1"},
        {"id": "served", "requires_any": "there; dear"},
        {"id": "there", "status": "open", "participants": "m; b"},
    ]
    net = Network.from_tables(people, channels=channels)
    rows = {row.id: row for row in rank_channels(net).channels}
    assert rows["wanted"].requirements == ("base", "calm")
    assert rows["loop1"].requirements == ("loop2",)
    assert rows["served"].requirements == ()
    together = reach(net.open("wanted", "calm", "base")) - reach(net)
    assert rows["wanted"].gain_with_requirements == pytest.approx(together, abs=1e-12)
    assert rows["base"].unlocks == ("calm",)


def test_recovery_is_the_share_of_what_was_lost() -> None:
    net = mini_rupture()
    assert net.before is not None
    lost = reach(net.before) - reach(net)
    for row in rank_channels(net).channels:
        assert row.recovery == pytest.approx(row.gain / lost)
    kept = rank_channels(net.at("2013"))
    assert all(row.recovery is None for row in kept.channels)


def relabelled(net: Network, seed: int) -> tuple[Network, dict[str, str]]:
    """The same network under new ids, with rows shuffled and the two sides swapped."""
    rng = random.Random(seed)
    names = [row.id for row in net.stakeholders]
    fresh = [f"z{k:03}" for k in range(len(names))]
    rng.shuffle(fresh)
    new = dict(zip(names, fresh, strict=True))
    sides = {"S0": "S1", "S1": "S0", "": ""}
    people = tuple(
        sorted((replace(r, id=new[r.id], side=sides[r.side]) for r in net.stakeholders), key=lambda r: r.id)
    )
    ties = tuple(replace(t, source=new[t.source], target=new[t.target]) for t in net.ties)
    channels = tuple(
        replace(
            c,
            participants=tuple(
                sorted(
                    (replace(p, stakeholder=new[p.stakeholder]) for p in c.participants), key=lambda p: p.stakeholder
                )
            ),
        )
        for c in net.channels
    )
    issues = tuple(
        replace(i, priorities=tuple(sorted((sides[side], value) for side, value in i.priorities))) for i in net.issues
    )
    return replace(net, stakeholders=people, ties=ties, channels=channels, issues=issues), new


@pytest.mark.parametrize("seed", range(40))
def test_new_names_and_swapped_sides_change_nothing_but_names(seed: int) -> None:
    net = random_network(seed)
    other, new = relabelled(net, seed)
    one, two = rank_channels(net), rank_channels(other)
    assert one.reach["now"] == pytest.approx(two.reach["now"], abs=1e-12)
    after = {row.id: row for row in two.channels}
    for row in one.channels:
        twin = after[row.id]
        assert row.gain == pytest.approx(twin.gain, abs=1e-12)
        assert (row.pairs_restored, row.pairs_strengthened) == (twin.pairs_restored, twin.pairs_strengthened)
        assert {new[p.id]: p.share for p in row.gains_to} == pytest.approx({p.id: p.share for p in twin.gains_to})


def test_synergy_is_left_out_where_there_are_too_many_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    from netmodel.decide import gain

    monkeypatch.setattr(gain, "PAIR_WORK", 0)
    ranking = rank_channels(mini_rupture())
    assert ranking.notices and all(row.best_partner is None for row in ranking.channels)


@pytest.mark.parametrize("people", [[], [{"id": "a"}], [{"id": "a", "side": "A"}]])
def test_nothing_to_rejoin(people: Rows) -> None:
    ranking = rank_channels(Network.from_tables(people))
    assert ranking.reach["now"] is None and ranking.channels == ()
