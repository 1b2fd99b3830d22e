"""Two-mode measures against distances and routes counted by hand, and against the most that two modes allow."""

from __future__ import annotations

from itertools import chain, combinations, permutations, product
from typing import Any

import networkx as nx
import pytest
from networks import random_network
from sided import hops

from netmodel import Network, measure
from netmodel.errors import UnknownName
from netmodel.measures import twomode
from netmodel.measures.twomode import (
    channel_centrality,
    members,
    newman_projection,
    two_mode_betweenness,
    two_mode_closeness,
    two_mode_degree,
    two_mode_graph,
)


def meeting(rows: dict[str, str], people: str = "") -> Network:
    """A network of open channels with these participants, each a letter."""
    names = sorted({*people, *"".join(rows.values())})
    channels = [{"id": c, "participants": "; ".join(who), "status": "open"} for c, who in rows.items()]
    return Network.from_tables([{"id": name} for name in names], channels=channels)


def davis() -> Network:
    """Southern women (Davis, Gardner & Gardner 1941): 18 women, 14 events."""
    B = nx.davis_southern_women_graph()
    women = B.graph["top"]
    ids = {name: name.replace(" ", "_").lower() for name in women}
    rows = [
        {"id": event, "participants": "; ".join(ids[name] for name in B[event]), "status": "open"}
        for event in B.graph["bottom"]
    ]
    return Network.from_tables([{"id": ids[name], "name": name} for name in women], channels=rows)


def incidence(net: Network, *, candidates: bool) -> dict[str, list[str]]:
    """Who takes part in what, straight from the rows."""
    rows = [*net.open_channels, *(net.candidates if candidates else ())]
    return {
        row.id: [
            person.stakeholder
            for person in row.participants
            if person.stakeholder in net.stakeholder and max(person.uptake, person.uptake_out) > 0
        ]
        for row in rows
    }


def by_hand(net: Network, *, candidates: bool) -> dict[str, dict[Any, float]]:
    """The three centralities of both modes, from distances and listed routes."""
    rows = incidence(net, candidates=candidates)
    B = nx.Graph([((0, who), (1, what)) for what, people in rows.items() for who in people])
    B.add_nodes_from((0, who) for who in net.stakeholder)
    B.add_nodes_from((1, what) for what in rows)
    far, modes = hops(B), {0: len(net.stakeholder), 1: len(rows)}
    found: dict[str, dict[Any, float]] = {"degree": {}, "closeness": {}, "betweenness": {}}
    for node in B:
        other = modes[1 - node[0]]
        found["degree"][node] = len(B[node]) / other if other else 0.0
        piece = [v for v in far[node] if v != node]
        least = sum(1 if v[0] != node[0] else 2 for v in piece)
        spread = sum(far[node][v] for v in piece)
        found["closeness"][node] = least / spread * len(piece) / (len(B) - 1) if piece else 0.0
        found["betweenness"][node] = sum(share(B, far, s, t, node) for s, t in combinations(set(B) - {node}, 2))
    for mode in (0, 1):
        most = twomode._most_between(modes[mode], modes[1 - mode])
        for node in B:
            if node[0] == mode:
                found["betweenness"][node] = found["betweenness"][node] / most if most else 0.0
    return found


def routes(B: nx.Graph[Any], far: dict[Any, dict[Any, int]], s: Any, t: Any) -> int:
    """Number of shortest routes."""
    if s == t:
        return 1
    return sum(routes(B, far, v, t) for v in B[s] if far[v].get(t, 99) == far[s].get(t, -1) - 1)


def share(B: nx.Graph[Any], far: dict[Any, dict[Any, int]], s: Any, t: Any, node: Any) -> float:
    if t not in far[s] or node not in far[s] or far[s][node] + far[node][t] != far[s][t]:
        return 0.0
    return routes(B, far, s, node) * routes(B, far, node, t) / routes(B, far, s, t)


def agree(seed: int) -> None:
    net = random_network(seed)
    for candidates in (False, True):
        wanted = by_hand(net, candidates=candidates)
        for name, function in (
            ("degree", two_mode_degree),
            ("closeness", two_mode_closeness),
            ("betweenness", two_mode_betweenness),
        ):
            people = {node[1]: value for node, value in wanted[name].items() if node[0] == 0}
            channels = {node[1]: value for node, value in wanted[name].items() if node[0] == 1}
            assert function(net, candidates=candidates) == pytest.approx(people, abs=1e-9)
            assert channel_centrality(net, name, candidates=candidates) == pytest.approx(channels, abs=1e-9)
            assert all(-1e-12 <= value <= 1 + 1e-12 for value in wanted[name].values())
        rows, G = incidence(net, candidates=candidates), newman_projection(net, candidates=candidates)
        for one, other in combinations(net.stakeholder, 2):
            wanted_meeting = sum(1 / (len(who) - 1) for who in rows.values() if one in who and other in who)
            assert G.get_edge_data(one, other, {"meeting": 0})["meeting"] == pytest.approx(wanted_meeting, abs=1e-9)
        for name in net.stakeholder:
            meets = sum(name in who and len(who) > 1 for who in rows.values())
            assert G.degree(name, weight="meeting") == pytest.approx(meets)


@pytest.mark.parametrize("seed", range(40))
def test_counted_by_hand(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
@pytest.mark.parametrize("block", range(10))
def test_counted_by_hand_on_many_networks(block: int) -> None:
    for seed in range(1000 + 100 * block, 1100 + 100 * block):
        agree(seed)


@pytest.mark.parametrize(("own", "other"), [(n, m) for n, m in product(range(1, 5), repeat=2) if n * m <= 9])
def test_the_most_betweenness_is_reached_and_never_passed(own: int, other: int) -> None:
    """Borgatti & Everett 1997, checked on every two-mode network of these sizes."""
    pairs = list(product(range(own), range(own, own + other)))
    highest = 0.0
    for edges in chain.from_iterable(combinations(pairs, size) for size in range(len(pairs) + 1)):
        B = nx.empty_graph(own + other)
        B.add_edges_from(edges)
        highest = max(highest, nx.betweenness_centrality(B, normalized=False)[0])
    assert twomode._most_between(own, other) == pytest.approx(highest)


def test_networkx_agrees_on_connected_networks() -> None:
    net = davis()
    B = two_mode_graph(net)
    assert nx.is_connected(B) and nx.bipartite.is_bipartite(B)
    women = {node for node, data in B.nodes(data=True) if data["bipartite"] == 0}
    for name in ("degree", "closeness", "betweenness"):
        theirs = getattr(nx.bipartite, f"{name}_centrality")(B, women)
        ours = measure(net, [f"two_mode_{name}"]).stakeholders[f"two_mode_{name}"]
        assert ours == pytest.approx({node[1]: theirs[node] for node in women}, abs=1e-9)
        channels = {node[1]: value for node, value in theirs.items() if node not in women}
        assert channel_centrality(net, name) == pytest.approx(channels, abs=1e-9)
    assert channel_centrality(net)["E8"] == pytest.approx(14 / 18)  # the best attended event


def test_newman_projection() -> None:
    """Path 0..4 plus (1, 5), nodes 0, 2, 4, 5: the example of the NetworkX documentation."""
    net = meeting({"1": "025", "3": "24"})
    found = {frozenset(pair): value for *pair, value in newman_projection(net).edges(data="meeting")}
    wanted = {("0", "2"): 0.5, ("0", "5"): 0.5, ("2", "4"): 1.0, ("2", "5"): 0.5}
    assert found == {frozenset(pair): value for pair, value in wanted.items()}


def test_nothing_exceeds_one_in_pieces() -> None:
    """A circle of two in a network of many: NetworkX gives 23/14 for the closeness of each."""
    net = meeting({"c": "a", **{f"x{k}": "" for k in range(4)}}, people="abcdefghij")
    B = two_mode_graph(net)
    theirs = nx.bipartite.closeness_centrality(B, [node for node in B if node[0] == "stakeholder"])
    assert theirs["stakeholder", "a"] == pytest.approx(23 / 14)
    assert two_mode_closeness(net)["a"] == pytest.approx(1 / 14)


def test_who_takes_part() -> None:
    people = [{"id": name} for name in "abc"]
    channel = {"id": "a", "participants": "a; b:0; c", "status": "open"}
    net = Network.from_tables(people, channels=[channel, {"id": "later", "participants": "a; b"}])
    assert members(net, net.channel["a"]) == ("a", "c")
    assert members(net.without("c"), net.channel["a"]) == ("a",)
    assert two_mode_degree(net) == {"a": 1.0, "b": 0.0, "c": 1.0}
    assert two_mode_degree(net, candidates=True) == two_mode_degree(net.open("later"))
    assert channel_centrality(net) == {"a": 2 / 3, "later": 2 / 3}
    assert channel_centrality(net, candidates=False) == {"a": 2 / 3}


@pytest.mark.parametrize("name", sorted(twomode.CENTRALITIES))
def test_no_channel_nobody_and_names(name: str) -> None:
    alone = Network.from_tables([{"id": "a"}, {"id": "b"}])
    assert measure(alone, [f"two_mode_{name}"]).stakeholders[f"two_mode_{name}"] == {"a": 0.0, "b": 0.0}
    assert channel_centrality(alone, name) == {}
    nobody = Network.from_tables([], channels=[{"id": "c", "status": "open"}])
    assert channel_centrality(nobody, name) == {"c": 0.0}
    with pytest.raises(UnknownName, match=f"did you mean '{name}'"):
        channel_centrality(alone, name + "s")


def test_names_do_not_matter() -> None:
    rows = {"x": "abc", "y": "cd", "z": "de"}
    plain = two_mode_betweenness(meeting(rows))
    for order in list(permutations("abcde"))[::17]:
        new = dict(zip("abcde", order, strict=True))
        twins = two_mode_betweenness(meeting({c: "".join(new[n] for n in who) for c, who in rows.items()}))
        assert {new[name]: value for name, value in plain.items()} == pytest.approx(twins)


@pytest.mark.parametrize("seed", range(12))
def test_shared_channels_and_jaccard_are_those_of_the_sets(seed: int) -> None:
    net = random_network(seed)
    takes: dict[str, set[str]] = {who: set() for who in net.stakeholder}
    for channel in (*net.open_channels, *net.candidates):
        for person in channel.participants:
            if person.stakeholder in takes:
                takes[person.stakeholder].add(channel.id)
    G = newman_projection(net, candidates=True)
    for one, other in combinations(sorted(takes), 2):
        both, either = takes[one] & takes[other], takes[one] | takes[other]
        if not both:
            assert not G.has_edge(one, other)
            continue
        assert G.edges[one, other]["shared"] == len(both)
        assert G.edges[one, other]["jaccard"] == pytest.approx(len(both) / len(either), abs=1e-12)
