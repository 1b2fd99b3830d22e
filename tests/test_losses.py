"""What a set loses with one of its channels."""

from __future__ import annotations

import pytest
from networks import mini_rupture

from netmodel import Network
from netmodel.decide.choice import Choice, Option, options_of
from netmodel.decide.losses import contributions, worst_losses
from netmodel.decide.objective import reach_objective


class Toy:
    def value(self, chosen: frozenset[str]) -> float:
        return float(len({"first" if name in "ab" else name for name in chosen}))


def test_two_that_stand_in_for_each_other_lose_nothing_one_at_a_time():
    rows = contributions(Toy(), Choice.of([Option(name) for name in "abc"]), frozenset("abc"))
    assert [(row.channel, row.loss) for row in rows] == [("c", 1.0), ("a", 0.0), ("b", 0.0)]


def test_what_requires_a_channel_falls_with_it():
    choice = Choice.of([Option("a"), Option("b", requires_any=("a", "d")), Option("c", requires=("b",))])
    rows = {row.channel: row for row in contributions(Toy(), choice, frozenset("abc"))}
    assert (rows["a"].loss, rows["a"].alone, rows["a"].falls) == (2.0, 0.0, ("b", "c"))
    assert (rows["c"].loss, rows["c"].falls) == (1.0, ())


def test_the_empty_set_has_nothing_to_lose():
    net = mini_rupture()
    assert worst_losses(net, reach_objective(net), Choice.of(options_of(net)), frozenset()) == ()


def test_who_declines_takes_part_in_no_channel_and_keeps_everything_else():
    net = mini_rupture()
    chosen = frozenset({"GAC--MID--informal"})
    channel, relay = worst_losses(net, reach_objective(net), Choice.of(options_of(net)), chosen)
    assert (channel.kind, channel.id, channel.remains) == ("channel", "GAC--MID--informal", pytest.approx(3 / 12))
    assert (relay.kind, relay.id, relay.remains) == ("relay", "GAC", pytest.approx(3 / 12))


def test_nobody_who_declines_brings_reach_below_what_it_is_now():
    """Ties a1-b1 .9 and a1-a2 .9, a channel of a1 and b2: should a1 decline, all is as it was."""
    people = [{"id": name, "side": name[0].upper(), "influence": 1} for name in ("a1", "a2", "b1", "b2")]
    ties = [{"source": "a1", "target": other, "strength": 0.9} for other in ("b1", "a2")]
    net = Network.from_tables(people, ties, channels=[{"id": "c", "participants": "a1:1; b2:1", "quality": 0.2}])
    worth = reach_objective(net)
    relay = worst_losses(net, worth, Choice.of(options_of(net)), frozenset({"c"}))[1]
    assert relay.id == "a1"
    assert relay.remains == pytest.approx(worth.value(frozenset()))
