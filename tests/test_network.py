"""Network: frozen, scenarios are new, the graph is plain, the digest is blind to row order."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import networkx as nx
import pytest
from networks import mini_rupture, random_network

from netmodel import Network, Study, UsageError

Rows = list[dict[str, Any]]
PEOPLE: Rows = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "x"}]


def test_scenarios_leave_the_network_untouched() -> None:
    net = mini_rupture()
    names = [channel.id for channel in net.candidates]
    later = net.open(*names).without("MGIMO")
    assert net.graph.number_of_edges() == 5 and later.graph.number_of_edges() == 4 + 2 - 1
    assert "MGIMO" in net.graph and "MGIMO" not in later.graph
    assert [channel.id for channel in later.candidates] == []
    assert later.open(names[0]).without(names[0]).graph.number_of_edges() == later.graph.number_of_edges() - 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        net.date = "2013"  # type: ignore[misc]
    with pytest.raises(nx.NetworkXError):
        net.graph.add_edge("PCO", "MID")
    net.graph.copy().add_edge("PCO", "MID")


def test_the_graph_is_plain_and_documents_itself() -> None:
    ties = [{"source": "a", "target": "b", "strength": 0.5, "kind": k} for k in ("sport", "academic")]
    ties.append({"source": "a", "target": "b", "strength": 0.2, "kind": "funding"})
    ties.append({"source": "a", "target": "x", "strength": 1, "sign": "-1"})
    net = Network.from_tables(PEOPLE, ties)
    assert type(net.graph) is nx.Graph
    edge = net.graph.edges["a", "b"]
    assert (edge["strength"], edge["tie"]) == (0.5, "a--b--academic")
    assert edge["distance"] == pytest.approx(0.6931, abs=1e-4)
    assert net.graph.number_of_edges() == 1 and len(net.ties) == 4
    assert net.graph.nodes["a"]["side"] == "A" and net.graph.nodes["x"]["side"] == ""


def test_one_directed_tie_makes_the_graph_directed() -> None:
    ties = [{"source": "a", "target": "x", "directed": "yes"}, {"source": "x", "target": "b"}]
    assert sorted(Network.from_tables(PEOPLE, ties).graph.edges) == [("a", "x"), ("b", "x"), ("x", "b")]


def test_an_open_channel_is_edges_between_its_members() -> None:
    channels = [{"id": "c", "participants": "a:0.5; b:0.8; x:1", "quality": 0.5}]
    G = Network.from_tables(PEOPLE, channels=channels).open("c").graph
    assert {(u, v): d["strength"] for u, v, d in G.edges(data=True)} == pytest.approx(
        {("a", "b"): 0.2, ("a", "x"): 0.25, ("b", "x"): 0.4}
    )
    assert {d["channel"] for _, _, d in G.edges(data=True)} == {"c"}


@pytest.mark.parametrize("seed", range(25))
def test_from_graph_gives_the_same_graph_back(seed: int) -> None:
    net = random_network(seed)
    again = Network.from_graph(net.graph)
    assert set(again.graph.edges) == set(net.graph.edges) or not net.graph.is_directed()
    for u, v, data in net.graph.edges(data=True):
        assert again.graph.edges[u, v]["strength"] == pytest.approx(data["strength"])
    for node, data in net.graph.nodes(data=True):
        assert {k: again.graph.nodes[node][k] for k in ("side", "influence", "permeability", "issues")} == {
            k: data[k] for k in ("side", "influence", "permeability", "issues")
        }


def test_the_digest_is_blind_to_row_order_and_sees_every_value() -> None:
    ties: Rows = [{"source": "a", "target": "b", "strength": p} for p in (0.2, 0.4)] + [
        {"source": "b", "target": "x"}
    ]
    digest = Network.from_tables(PEOPLE, ties).digest
    for seed in range(5):
        people, shuffled = [*PEOPLE], [*ties]
        random.Random(seed).shuffle(people)
        random.Random(seed + 1).shuffle(shuffled)
        assert Network.from_tables(people, shuffled).digest == digest
    ties[0]["strength"] = 0.3
    assert Network.from_tables(PEOPLE, ties).digest != digest


def test_dates_before_and_now() -> None:
    ties = [{"source": "a", "target": "b", "status_2013": "active", "status_2021": "severed"}]
    net = Network.from_tables(PEOPLE, ties)
    assert net.before_date == "2013" and net.before is not None
    assert net.at("2013").before is None
    assert net.measured_from("2014").before_date == "2014"
    ended = Network.from_tables(PEOPLE, [{"source": "a", "target": "b", "until": "2014-03-18"}])
    assert ended.before_date == "2014-03-17" and ended.before is not None
    assert len(ended.before.active_ties) == 1 and not ended.active_ties
    assert Network.from_tables(PEOPLE, [{"source": "a", "target": "b"}]).before is None


def test_sides_in_the_order_of_the_study_and_pairs_of_sides() -> None:
    people = [{"id": s.lower(), "side": s} for s in "ABC"]
    net = Network.from_tables(people, study=Study(sides=("C", "A")))
    assert net.sides == ("C", "A", "B")
    assert net.between("B", "C").sides == ("B", "C")
    with pytest.raises(UsageError, match="did you mean"):
        net.between("B", "c ")


def test_find_takes_ids_names_and_aliases_and_refuses_a_guess() -> None:
    people = [
        {"id": "gac", "name": "Global Affairs", "aliases": "AMC; MAECI"},
        {"id": "amc2", "name": "global affairs"},
    ]
    net = Network.from_tables(people)
    assert net.find("gac") == net.find("amc") == "gac"
    with pytest.raises(UsageError, match="any of amc2, gac"):
        net.find("Global affairs")
    with pytest.raises(UsageError, match="did you mean"):
        net.find("gak")


@pytest.mark.parametrize("wrong", ["open", "without", "at", "between"])
def test_unknown_names_are_refused(wrong: str) -> None:
    net = mini_rupture()
    with pytest.raises(UsageError):
        getattr(net, wrong)(*(["nobody", "CA"] if wrong == "between" else ["nobody"]))


def test_frames_for_pandas_users() -> None:
    frame = mini_rupture().frame("ties")
    assert list(frame["source"])[:2] == ["GAC", "GAC"] and len(frame) == 7
    with pytest.raises(UsageError):
        mini_rupture().frame("nothing")


def test_a_stated_date_before_is_kept_beside_a_status_of_today() -> None:
    row = {"source": "a", "target": "b", "status": "severed", "status_2013": "active"}
    net = Network.from_tables(PEOPLE, [row], study=Study(before="2013"))
    assert net.before_date == "2013" and net.before is not None and len(net.before.active_ties) == 1
    assert Network.from_tables(PEOPLE, [row]).before_date == "2013"
    with pytest.raises(UsageError, match="is not before 2021"):
        Network.from_tables(PEOPLE, [row], study=Study(now="2021")).measured_from("2030")


def test_candidates_are_the_ties_that_are_silent_at_the_date() -> None:
    row = {"source": "a", "target": "b", "status_2010": "active", "status_2014": "severed", "status_2021": "active"}
    net = Network.from_tables(PEOPLE, [row])
    assert [channel.id for channel in net.at("2014").candidates] == ["a--b--informal"]
    assert net.candidates == () and net.at("2010").candidates == ()


def test_before_is_whole_whatever_a_scenario_takes_away() -> None:
    before = mini_rupture().without("UofT").before
    assert before is not None and "UofT" in before.graph


def test_between_leaves_everybody_else_as_a_relay() -> None:
    people = [{"id": s.lower(), "side": s} for s in "ABC"]
    ties = [{"source": "a", "target": "c"}, {"source": "c", "target": "b", "status": "severed"}]
    net = Network.from_tables(people, ties).between("A", "B")
    assert net.graph.nodes["c"]["side"] == ""
    from netmodel.measures.sides import cross_side_efficiency

    assert cross_side_efficiency(net.graph) == 0.0


def test_a_network_shows_itself_in_a_line() -> None:
    assert repr(mini_rupture()) == "<Network: 7 stakeholders, 7 ties, 2 channels; CA and RU in 2014>"
