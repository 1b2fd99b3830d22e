"""What a set loses with one of its channels."""

from __future__ import annotations

import pytest
from networks import mini_rupture

from netmodel.decide.losses import contributions, worst_losses
from netmodel.decide.objective import reach_objective


class Toy:
    def value(self, chosen: frozenset[str]) -> float:
        return float(len({"first" if name in "ab" else name for name in chosen}))


def test_two_that_stand_in_for_each_other_lose_nothing_one_at_a_time():
    rows = contributions(Toy(), frozenset("abc"))
    assert [(row.channel, row.loss) for row in rows] == [("c", 1.0), ("a", 0.0), ("b", 0.0)]


def test_the_empty_set_has_nothing_to_lose():
    assert worst_losses(mini_rupture(), reach_objective(mini_rupture()), frozenset()) == ()


def test_the_worst_relay_takes_its_own_conversations_with_it():
    net = mini_rupture()
    chosen = frozenset({"GAC--MID--informal"})
    channel, relay = worst_losses(net, reach_objective(net), chosen)
    assert (channel.kind, channel.id, channel.remains) == ("channel", "GAC--MID--informal", pytest.approx(3 / 12))
    assert relay.kind == "relay"
    assert relay.id == "MID"
    assert relay.remains == pytest.approx(1 / 12), "UofT with MGIMO is all that is left of 12 conversations"
