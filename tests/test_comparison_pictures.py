"""Pictures: what carries, what is the same, and that a picture without dates is worth what the network is."""

from __future__ import annotations

import pytest
from networks import mini_rupture
from ruptures import random_rupture

from netmodel import Network
from netmodel.engine.kernel import Reach
from netmodel.measures.sides import cross_side_efficiency
from netmodel.policy.comparison_pictures import (
    carriers,
    changes,
    is_there,
    later_word,
    picture,
    restored,
    twin_id,
    with_twins,
)


@pytest.mark.parametrize("seed", range(15))
def test_a_picture_is_worth_what_the_network_is(seed: int) -> None:
    for net in random_rupture(seed):
        drawn = picture(net)
        assert Reach.of(drawn).value == pytest.approx(Reach.of(net).value, abs=1e-15, nan_ok=True)
        assert not drawn.candidates and drawn.layers == net.layers
        assert [row.id for row in carriers(drawn)] == [row.id for row in carriers(net)]


def test_a_picture_does_not_change_with_the_date() -> None:
    net = mini_rupture()
    assert {len(picture(net.at("2013")).at(date).active_ties) for date in ("1990", "2013", "2030", None)} == {7}


def test_twins_add_nothing_until_they_are_opened() -> None:
    net = mini_rupture()
    lost = changes(net.at("2013"), net.at("2014")).lost
    later = with_twins(picture(net.at("2014")), lost)
    state = Reach.of(later)
    assert state.value == 0.25 and {row.id for row in later.candidates} == {twin_id(tie) for tie in lost}
    assert state.open(twin_id(lost[0])).value == 1.0
    assert len(restored(picture(net.at("2014")), lost).active_ties) == 7


def test_parallel_ties_are_matched_one_by_one() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    tie = {"source": "a", "target": "b", "kind": "talks"}
    one = Network.from_tables(people, [{**tie, "id": "p"}, {**tie, "id": "q"}])
    two = Network.from_tables(people, [{**tie, "id": "r"}])
    found = changes(one, two)
    assert [(old.id, new.id) for old, new in found.kept] == [("p", "r")] and [tie.id for tie in found.lost] == ["q"]


def test_a_directed_tie_the_other_way_is_another_one() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    one = Network.from_tables(people, [{"source": "a", "target": "b", "directed": "yes"}])
    two = Network.from_tables(people, [{"source": "b", "target": "a", "directed": "yes"}])
    assert [len(part) for part in (changes(one, two).lost, changes(one, two).gained)] == [1, 1]


def test_the_later_word() -> None:
    net = mini_rupture()
    tie = net.tie["GAC--MID--informal"]
    assert later_word(tie, net.at("2014")) == "severed"
    assert later_word(tie, net.at("2013").without("GAC")) == "removed" == later_word(tie, net.without(tie.id))
    assert later_word(tie, Network.from_tables([{"id": "GAC"}])) == "absent"
    assert is_there(tie, net) and not is_there(tie, net.without("MID"))


def test_everything_restored_is_the_earlier_picture_to_the_last_bit() -> None:
    net = mini_rupture()
    before, after = net.at("2013"), net.at("2014")
    back = restored(picture(after), changes(before, after).lost)
    assert Reach.of(back).value == Reach.of(before).value
    assert cross_side_efficiency(back.graph) == cross_side_efficiency(before.graph)
