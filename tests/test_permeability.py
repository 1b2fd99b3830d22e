"""Insulation: by hand, and against Dijkstra with and without permeability."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import networkx as nx
import pytest
from networks import hub_graph, mini_rupture, random_network, reach_by_dijkstra

from netmodel import Network
from netmodel.engine.kernel import Reach
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.permeability import permeability
from netmodel.policy.systems import SYSTEMS


def known_case(**given: float) -> Network:
    """a -> x -> b of strengths .9 and .8, directed, so that only what arrives at b counts."""
    people = [{"id": "a", "side": "A"}, {"id": "x"}, {"id": "b", "side": "B"}]
    people = [{**row, "permeability": given.get(row["id"], 1)} for row in people]
    ties = [("a", "x", 0.9), ("x", "b", 0.8)]
    return Network.from_tables(
        people, [{"source": u, "target": v, "strength": p, "directed": "yes"} for u, v, p in ties]
    )


def test_the_known_answer_of_a_half_open_end():
    """KNOWN-ANSWERS, policy system 7: strengths .9, .8 and permeability 1, .5 give .36."""
    found = permeability(known_case(b=0.5))
    row = next(row for row in found.targets if row.id == "b")
    assert (row.nominal, row.at_the_door, row.effective, row.loss) == (0.72, 0.72, 0.36, 0.36)
    assert [(door.id, door.brings) for door in row.doors] == [("x", 0.72)] and row.route == ("a", "x", "b")
    assert (found.nominal, found.effective) == pytest.approx((0.36, 0.18))  # nothing comes back from b to a
    relay = permeability(known_case(x=0.5))
    row = next(row for row in relay.targets if row.id == "b")
    assert (row.nominal, row.at_the_door, row.effective) == (0.72, 0.36, 0.36)


def test_permeability_0_cannot_be_reached_even_by_a_direct_tie():
    """KNOWN-ANSWERS, policy system 7."""
    people = [{"id": "a", "side": "A", "permeability": 1}, {"id": "b", "side": "B", "permeability": 0}]
    found = permeability(Network.from_tables(people, [{"source": "a", "target": "b", "strength": 0.9}]))
    first = found.targets[0]
    assert (first.id, first.effective, first.nominal, first.at_the_door) == ("b", 0.0, 0.9, 0.9)
    assert first.route == () and [(door.id, door.brings) for door in first.doors] == [("a", 0.9)]
    assert any("Nothing gets through to b" in sentence for sentence in found.sentences)
    assert found.effective == 0.45


def test_permeability_1_everywhere_equals_the_plain_measures_exactly():
    """KNOWN-ANSWERS, policy system 7."""
    for net in (mini_rupture(), known_case()):
        found = permeability(net)
        assert found.nominal == found.effective == Reach.of(net).value
        assert all(row.loss == 0 and row.doors == () for row in found.targets)
        assert "fully permeable" in found.sentences[0] and len(found.sentences) == 1


def arrivals_by_dijkstra(net: Network, target: str) -> float | None:
    """Mean strength with which the other sides arrive at a stakeholder; None where none has a word for it."""
    row, amount, weight = net.stakeholder[target], 0.0, 0.0
    for issue in net.layers:
        G = hub_graph(net, issue)
        if target not in G or row.side not in net.sides:
            continue
        far = nx.single_source_dijkstra_path_length(G.reverse(), target, weight="far")
        for name in G:
            other = None if isinstance(name, tuple) else net.stakeholder[name]
            if other is not None and other.side in net.sides and other.side != row.side:
                w = net.issue_weight(issue, row.side, other.side) * other.influence
                weight += w
                amount += w * math.exp(-far[name]) if name in far else 0.0
    return amount / weight if weight else None


def with_permeability(net: Network, who: set[str]) -> Network:
    rows = (replace(row, permeability=1.0) if row.id in who else row for row in net.stakeholders)
    return replace(net, stakeholders=tuple(rows))


def compare(seed: int, sides: int) -> None:
    """All three values of everybody and of the whole, for one random study."""
    net = random_network(seed, sides=sides)
    found = permeability(net, count=2)
    whole = with_permeability(net, set(net.stakeholder))
    reach = reach_by_dijkstra(net, issues=net.layers)
    assert found.effective == pytest.approx(reach, abs=1e-9, nan_ok=True)
    assert found.nominal == pytest.approx(reach_by_dijkstra(whole, issues=net.layers), abs=1e-9, nan_ok=True)
    known = {name: value for name in net.stakeholder if (value := arrivals_by_dijkstra(net, name)) is not None}
    assert {row.id: row.effective for row in found.targets} == pytest.approx(known, abs=1e-9), seed
    for row in found.targets:
        assert row.nominal == pytest.approx(arrivals_by_dijkstra(whole, row.id), abs=1e-9), (seed, row.id)
        at_the_door = arrivals_by_dijkstra(with_permeability(net, {row.id}), row.id)
        assert row.at_the_door == pytest.approx(at_the_door, abs=1e-9), (seed, row.id)
        assert row.nominal >= row.at_the_door - 1e-9 >= row.effective - 2e-9
    if found.targets and not math.isnan(found.effective):
        assert found.nominal >= found.at_the_door - 1e-9 >= found.effective - 2e-9
    order = [(-row.loss, row.id) for row in found.targets]
    assert order == sorted(order)
    assert all(row.doors for row in found.targets[:2] if row.loss > 0 and row.at_the_door > 0)


@pytest.mark.parametrize("seed", range(15))
def test_nominal_and_effective_values_are_those_of_dijkstra(seed):
    compare(seed, 2 + seed % 2)


@pytest.mark.laws
def test_nominal_and_effective_values_are_those_of_dijkstra_in_many_more():
    for seed in range(1000, 2000):
        compare(seed, 2 + seed % 2)


def test_what_the_table_leaves_out_is_said():
    people = [{"id": "a", "side": "A"}, {"id": "x"}, {"id": "b", "side": "B"}]
    ties = [{"source": "a", "target": "x", "strength": 1}, {"source": "x", "target": "b", "strength": 1}]
    found = permeability(Network.from_tables(people, ties))
    assert found.lacks.startswith("stakeholders.csv, column permeability") and "\n" not in found.lacks
    assert found.effective == 0.5 and any("nobody's permeability" in sentence for sentence in found.sentences)
    some = permeability(Network.from_tables([people[0], {**people[1], "permeability": 0.2}, people[2]], ties))
    assert some.lacks == "" and (some.given, some.of) == (1, 3)
    assert any("gives the permeability of 1 stakeholder; that of 2 is a default" in said for said in some.sentences)


def test_sentences_say_where_the_loss_is():
    both = permeability(known_case(x=0.5, b=0.5))
    assert (
        both.sentences[0] == "Were everybody fully permeable, reach would be 36.0\xa0%; it is 9.0\xa0%, 75\xa0% less."
    )
    assert both.sentences[1].startswith("Relays on the way take off 18.0 percentage points, those for whom")
    assert "in relays on the way, and nothing" in permeability(known_case(x=0.5)).sentences[1]
    assert "for whom it is meant, and nothing" in permeability(known_case(b=0.5)).sentences[1]
    assert "takes nothing off reach" in permeability(known_case(a=0.5)).sentences[0]


def test_targets_that_are_asked_for_are_shown_alone():
    net = known_case(b=0.5)
    found = permeability(net, targets=["b", "x"])
    header, rows = found.table()
    assert [row[0] for row in rows] == ["b"] and len(header) == len(rows[0])
    assert found.sentences[-1] == "x has no conversation with another side, so that nothing is meant for it."
    assert len(permeability(net).table()[1]) == 2 and json.dumps(found.to_json(), allow_nan=False)
    assert permeability(net, targets=["b"], doors=0).targets[0].doors == ()


def test_nothing_to_measure_gives_no_sentence_and_says_what_is_missing():
    for rows in ([], [{"id": "a"}], [{"id": "a", "side": "A"}]):
        found = permeability(Network.from_tables(rows))
        assert found.sentences == () and found.table()[1] == [] and found.lacks
        assert found.to_json()["effective"] is None
    assert "column side" in permeability(Network.from_tables([])).lacks


def test_names_and_counts_are_checked():
    with pytest.raises(UnknownName, match="stakeholder 'c'"):
        permeability(known_case(), targets=["c"])
    for wrong in ({"count": -1}, {"doors": -1}):
        with pytest.raises(UsageError, match="0 or more"):
            permeability(known_case(), **wrong)


def test_it_is_registered():
    assert SYSTEMS["permeability"].title == "Insulation" and SYSTEMS["permeability"](known_case()).sentences


def test_sides_whose_conversations_have_no_weight_are_said_to_have_none():
    people = [{"id": name, "side": name, "influence": 0, "permeability": 0.5} for name in "ab"]
    found = permeability(Network.from_tables(people, [{"source": "a", "target": "b"}]))
    assert found.lacks == ""
    assert found.sentences == ("No conversation between the sides has any weight, so there is no reach to compare.",)
