"""A list alone: ties and bodies from its own columns; and silent ties as candidate channels."""

from __future__ import annotations

import random
from itertools import permutations
from typing import Any

import pytest
from networks import mini_rupture

from netmodel import InputError, Network, Study
from netmodel.engine.kernel import Reach

Rows = list[dict[str, Any]]


def reach(net: Network) -> float:
    """Reach of a network."""
    return Reach.of(net).value


def assumed(net: Network) -> dict[str, int]:
    """Defaults used, by table, column and rule."""
    return {f"{item.table}.{item.column}: {item.rule}": item.count for item in net.provenance.assumptions}


PEOPLE: Rows = [
    {"id": "a", "side": "X", "contacts": "b:0.3; c", "reports_to": "d", "memberships": "Club; Alone"},
    {"id": "b", "side": "Y", "contacts": "a", "memberships": "Club", "citation": "seen"},
    {"id": "c", "side": "Y", "contacts": "a"},
    {"id": "d", "side": "X", "memberships": "Club"},
]


def test_contacts_and_reports_become_ties_and_shared_bodies_open_channels() -> None:
    net = Network.from_tables(PEOPLE)
    ties = {tie.id: (tie.strength, tie.formality, tie.status) for tie in net.ties}
    assert ties == {
        "a--b--contact": (0.3, "informal", "active"),
        "a--c--contact": (0.5, "informal", "active"),
        "d--a--hierarchical": (0.5, "formal", "active"),
    }
    assert all(tie.extra == (("derived", "yes"),) for tie in net.ties)
    (club,) = net.channels
    assert (club.id, club.name, club.status) == ("membership:Club", "Club", "open")
    assert [person.stakeholder for person in club.participants] == ["a", "b", "d"]
    assert club.quality == 0.5 * 0.8
    assert net.open_channels == (club,)


def test_each_default_of_a_derived_tie_is_counted_once() -> None:
    counts = assumed(Network.from_tables(PEOPLE))
    assert counts["ties.source: derived from contacts of the list"] == 2
    assert counts["ties.source: derived from reports_to of the list"] == 1
    assert counts["ties.strength: .5"] == 2
    assert counts["channels.id: derived from memberships of the list"] == 1
    assert counts["channels.participants: uptake .8"] == 3


def test_a_stated_strength_counts_before_a_default_and_the_greater_before_the_less() -> None:
    for one, other, strength in [
        ("b", "a:0.3", 0.3),
        ("b:0.2", "a:0.3", 0.3),
        ("b:0.3", "a:0.2", 0.3),
        ("b", "a", 0.5),
    ]:
        people = [{"id": "a", "contacts": one}, {"id": "b", "contacts": other}]
        assert [tie.strength for tie in Network.from_tables(people).ties] == [strength]


def test_the_order_of_the_list_changes_nothing() -> None:
    digests = {Network.from_tables(list(order)).digest for order in permutations(PEOPLE)}
    assert len(digests) == 1


def test_ties_of_their_own_take_the_place_of_derived_ones() -> None:
    net = Network.from_tables(PEOPLE, [{"source": "a", "target": "d"}])
    assert [tie.id for tie in net.ties] == ["a--d--informal"]
    assert net.channels == ()


def test_somebody_unknown_is_refused_or_added_and_oneself_is_said() -> None:
    people = [{"id": "a", "contacts": "zoe:0.4; a", "reports_to": "boss"}, {"id": "b"}]
    with pytest.raises(InputError) as caught:
        Network.from_tables(people)
    assert [(p.code, p.column, p.value) for p in caught.value.problems] == [
        ("T001", "contacts", "zoe"),
        ("T001", "reports_to", "boss"),
    ]
    net = Network.from_tables(people, allow_unknown=True)
    added = [(row.id, row.kind, row.side) for row in net.stakeholders if row.id not in ("a", "b")]
    assert added == [("boss", "unknown", ""), ("zoe", "unknown", "")]
    assert sorted(p.code for p in net.provenance.warnings if p.code[0] == "T") == ["T001", "T001", "T002"]


def test_a_derived_body_never_takes_the_id_of_a_channel() -> None:
    channels = [{"id": "membership:Club", "participants": "a; c"}]
    net = Network.from_tables(PEOPLE, channels=channels)
    assert [channel.id for channel in net.channels] == ["membership:Club", "membership:Club#2"]


# Silent ties


def test_restoring_both_severed_ties_of_mini_rupture_gives_2013_back_bit_for_bit() -> None:
    net = mini_rupture()
    assert [channel.id for channel in net.candidates] == ["GAC--MID--informal", "TCS--MinEcon--informal"]
    before, opened = net.at("2013"), net.open(*net.channel)
    assert reach(net) < reach(before)
    assert reach(opened) == reach(before)
    assert set(opened.graph.edges) == set(before.graph.edges)
    for channel in net.candidates:
        assert reach(net) < reach(net.open(channel.id)) <= reach(before)


@pytest.mark.parametrize("word", ["dormant", "severed"])
@pytest.mark.parametrize("directed", ["yes", "no"])
def test_a_silent_tie_is_worth_what_it_was_worth_in_each_direction(word: str, directed: str) -> None:
    people: Rows = [
        {"id": "z", "side": "X", "permeability": 0.9},
        {"id": "m", "permeability": 0.7},
        {"id": "a", "side": "Y", "permeability": 0.6},
    ]
    ties: Rows = [
        {"source": "z", "target": "m", "strength": 0.31, "directed": directed},
        {"source": "m", "target": "a", "strength": 0.77, "directed": directed},
    ]
    dated: Rows = [{**tie, "status_2013": "active", "status_2021": word} for tie in ties]
    net = Network.from_tables(people, dated, study=Study(before="2013", now="2021"))
    assert reach(net) == 0
    assert reach(net.open(*net.channel)) == reach(net.at("2013")) == reach(Network.from_tables(people, ties)) > 0
    assert [channel.restores for channel in net.channels] == [channel.id for channel in net.channels]


@pytest.mark.parametrize("seed", range(20))
def test_whatever_fell_silent_restoring_it_all_gives_the_earlier_reach_back(seed: int) -> None:
    rng = random.Random(seed)
    people: Rows = [
        {
            "id": f"n{n}",
            "side": rng.choice(["X", "Y", "third"]) if n > 1 else "XY"[n],
            "issues": rng.choice(["", "i", "i; j"]),
        }
        | ({"permeability": round(rng.random(), 3)} if rng.random() < 0.4 else {})
        for n in range(9)
    ]
    ties: Rows = []
    for _ in range(16):
        one, other = rng.sample(people, 2)
        now = rng.choice(["active", "severed", "dormant"])
        tie = {"source": one["id"], "target": other["id"], "strength": round(rng.uniform(0.1, 1), 3)}
        dated = {"status_2013": "active", "status_2021": now, "directed": rng.choice(["no", "no", "yes"])}
        ties.append({**tie, **dated, "issues": rng.choice(["", "", "i", "j"])})
    net = Network.from_tables(people, ties, study=Study(now="2021"))
    before, opened = net.at("2013"), net.open(*net.channel)
    assert len(net.candidates) == sum(tie["status_2021"] != "active" for tie in ties)
    assert abs(reach(opened) - reach(before)) < 1e-15


def test_only_what_once_carried_is_offered() -> None:
    words = {"active": "1", "dormant": "1", "severed": "1", "none": "1", "proposed": "1"}
    rows = [{"source": "a", "target": "b", "kind": word, "status": word} for word in words]
    rows.append({"source": "a", "target": "b", "kind": "negative", "status": "severed", "sign": "-1"})
    rows.append({"source": "a", "target": "a", "kind": "loop", "status": "severed"})
    net = Network.from_tables([{"id": "a"}, {"id": "b"}], rows)
    assert [channel.id for channel in net.candidates] == ["a--b--dormant", "a--b--severed"]
    assert assumed(net)["channels.id: derived from a dormant or severed tie"] == 2
    assert assumed(net)["channels.cost: 1, so that a budget counts channels"] == 2


def test_a_table_of_channels_takes_the_place_of_silent_ties() -> None:
    rows = [{"source": "a", "target": "b", "status": "severed"}]
    net = Network.from_tables([{"id": "a"}, {"id": "b"}], rows, channels=[{"id": "c", "participants": "a; b"}])
    assert [channel.id for channel in net.channels] == ["c"]
