"""Published and closed-form values, row by row, each by the name under which a reader asks for it."""

from __future__ import annotations

from math import exp, isnan
from typing import Any

import networkx as nx
import pytest

from netmodel import MEASURES, Network, compare, measure
from netmodel.decide.candidates import suggest_channels
from netmodel.measures.brokerage import brokerage
from netmodel.measures.cohesion import transitivity
from netmodel.measures.cuts import minimum_cut
from netmodel.measures.disjoint import disjoint_routes
from netmodel.measures.division import ei_index
from netmodel.measures.holes import effective_size
from netmodel.measures.keyplayer import key_players
from netmodel.measures.reliable import all_terminal_reliability
from netmodel.measures.resilience import relay_resilience
from netmodel.measures.spectra import kirchhoff_index
from netmodel.measures.two_terminal import two_terminal_reliability
from netmodel.measures.twomode import newman_projection
from netmodel.network import Study

Rows = list[dict[str, Any]]


def of(G: nx.Graph[Any], name: str, *, raw: bool = False) -> dict[str, float]:
    values: dict[str, float] = measure(Network.from_graph(G), [name], raw=raw).stakeholders[name]
    return values


def tied(ends: str, strength: float = 1.0) -> Network:
    """Ties written ``ax ay``, everybody named in them of permeability 1."""
    people = [{"id": name, "permeability": 1} for name in sorted(set(ends) - {" "})]
    return Network.from_tables(people, [{"source": u, "target": v, "strength": strength} for u, v in ends.split()])


def test_krackhardt_kite() -> None:
    """Krackhardt 1990: the centre by degree is 3, by betweenness 7, by closeness 5 and 6."""
    kite = nx.krackhardt_kite_graph()
    degree, between, close = of(kite, "degree", raw=True), of(kite, "betweenness", raw=True), of(kite, "closeness")
    assert degree["3"] == 6 and all(degree[other] < 6 for other in degree if other != "3")
    wanted = {"7": 14, "5": 8.333, "6": 8.333, "8": 8, "3": 3.667}
    assert {name: round(between[name], 3) for name in wanted} == wanted
    assert max(between, key=between.__getitem__) == "7"
    assert round(close["5"], 3) == round(close["6"], 3) == 0.643
    assert all(close[other] < close["5"] for other in close if other not in "56")


def test_florentine_marriages() -> None:
    """Padgett and Ansell 1993."""
    G = nx.florentine_families_graph()
    wanted = {"Medici": 0.522, "Guadagni": 0.2546, "Albizzi": 0.2125, "Strozzi": 0.1026}
    found = of(G, "betweenness")
    assert {name: found[name] for name in wanted} == pytest.approx(wanted, abs=5e-4)
    assert round(transitivity(G), 5) == 0.19149


def club(*, parted: bool = False, parallel: bool = False) -> Network:
    """Zachary's club: strength 1 - exp(-w/3); parted, with the ties across severed; parallel, w ties for one."""
    G = nx.karate_club_graph()
    people: Rows = [{"id": str(n), "side": row["club"], "influence": 1} for n, row in G.nodes.items()]
    ties: Rows = []
    for one, other, row in G.edges(data=True):
        cut = parted and G.nodes[one]["club"] != G.nodes[other]["club"]
        tie = {"source": str(one), "target": str(other), "strength": 1 - exp(-row["weight"] / 3)}
        tie |= {"status_1970": "active", "status_1972": "severed" if cut else "active"}
        ties += [dict(tie) for _ in range(row["weight"] if parallel else 1)]
    return Network.from_tables(people, ties, study=Study(before="1970", now="1972"))


def test_karate_club_counted() -> None:
    """Zachary 1977: 34 members, 78 ties, 11 across the factions, E-I index -.7179."""
    G, found = club().graph, compare(club(parted=True).at("1970"), club(parted=True), draws=0, measures=[])
    assert (len(G), G.number_of_edges(), len(found.changes.lost)) == (34, 78, 11)
    assert round(ei_index(G), 4) == round(ei_index(nx.karate_club_graph(), by="club"), 4) == -0.7179
    assert found.figures["reach"]["after"] == 0 and found.restored["reach"] == found.figures["reach"]["before"]


def test_karate_club_cut() -> None:
    """Zachary 1977: the smallest cut between the two leaders is 22 and misplaces one member, 8."""
    net, ends = club(parallel=True), ("0", "33")
    cut = minimum_cut(net, *ends, by="ties")
    assert cut.size == len(disjoint_routes(net, *ends, by="ties")) == 22
    there = nx.node_connected_component(net.without(*cut.names).graph, ends[0])
    side = net.stakeholder[ends[0]].side
    assert there ^ {row.id for row in net.stakeholders if row.side == side} == {"8"}


def test_karate_club_reopened() -> None:
    """The member whom Zachary's own model misplaced is the best bridge, in two independent ways of asking."""
    net = club(parted=True)
    best = suggest_channels(net).restored
    assert len(best) == 11
    assert [set(row.ends) for row in best[:3]] == [{"8", "33"}, {"13", "33"}, {"8", "32"}]
    lost = compare(net.at("1970"), net, draws=0, measures=[]).ties
    gains = {item.row.id: item.gain.reach for item in lost if item.gain and isinstance(item.gain.reach, float)}
    assert sorted(gains, key=gains.__getitem__)[:-4:-1] == [
        f"{name}--informal" for name in ("8--33", "13--33", "8--32")
    ]
    assert gains["8--33--informal"] == pytest.approx(best[0].gain, abs=1e-9)


@pytest.mark.parametrize("n", [2, 3, 5, 10])
def test_kirchhoff_index(n: int) -> None:
    """Lukovits et al. 1999: complete graph n-1, cycle (n^3-n)/12, path (n^3-n)/6, star (n-1)^2."""
    forms = {nx.complete_graph(n): n - 1, nx.path_graph(n): (n**3 - n) / 6, nx.star_graph(n - 1): (n - 1) ** 2}
    forms |= {nx.cycle_graph(n): (n**3 - n) / 12} if n > 2 else {}
    for G, wanted in forms.items():
        nx.set_edge_attributes(G, 1, "strength")
        assert kirchhoff_index(G) == pytest.approx(wanted, rel=1e-9)
        assert measure(Network.from_graph(G), ["kirchhoff_index"]).network["kirchhoff_index"] == pytest.approx(wanted)


@pytest.mark.parametrize("p", [0.05, 0.5, 0.9, 1.0])
def test_wheatstone_bridge(p: float) -> None:
    """Textbook: 2p^2 + 2p^3 - 5p^4 + 2p^5; .97848 at p = .9."""
    net = tied("ax ay xy xb yb", p)
    wanted = 2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5
    found = two_terminal_reliability(net, "a", "b")
    assert found.exact and found.value == pytest.approx(wanted, abs=1e-12)
    assert relay_resilience(net, "a", "b").reliability.value == found.value
    assert p != 0.9 or round(found.value, 5) == 0.97848


@pytest.mark.parametrize("p", [0.05, 0.5, 0.9, 1.0])
def test_complete_graph_of_four(p: float) -> None:
    """Colbourn 1987: 16p^3 - 33p^4 + 24p^5 - 6p^6; .59375 at p = .5."""
    found = all_terminal_reliability(tied("ab ac ad bc bd cd", p).graph)
    assert found == pytest.approx(16 * p**3 - 33 * p**4 + 24 * p**5 - 6 * p**6, abs=1e-12)
    assert p != 0.5 or found == pytest.approx(0.59375, abs=1e-12)


def test_newman_projection() -> None:
    """Newman 2001; the example of the NetworkX documentation: path 0..4 plus (1, 5), nodes 0, 2, 4, 5."""
    people: Rows = [{"id": name} for name in "0245"]
    channels: Rows = [{"id": "1", "status": "open", "participants": "0; 2; 5"}]
    net = Network.from_tables(people, channels=[*channels, {"id": "3", "status": "open", "participants": "2; 4"}])
    found = {frozenset(pair): value for *pair, value in newman_projection(net).edges(data="meeting")}
    wanted = {("0", "2"): 0.5, ("0", "5"): 0.5, ("2", "4"): 1.0, ("2", "5"): 0.5}
    assert found == {frozenset(pair): value for pair, value in wanted.items()}


def test_gould_fernandez() -> None:
    """Counted by hand: rows 0110, 0011, 0001, 1000, groups 1, 1, 2, 2, open two-paths only, roles by structure."""
    people: Rows = [{"id": name, "side": side} for name, side in zip("ABCD", "1122", strict=True)]
    rows = zip("ABCD", ("0110", "0011", "0001", "1000"), strict=True)
    arcs = [(u, v) for u, row in rows for v, cell in zip("ABCD", row, strict=True) if cell == "1"]
    net = Network.from_tables(people, [{"source": u, "target": v, "directed": "yes"} for u, v in arcs])
    found = {row.id: {role: n for role, n in row.counts.items() if n} for row in brokerage(net, draws=0).stakeholders}
    wanted = {
        "A": {"itinerant": 1, "gatekeeper": 1},
        "B": {"representative": 1},
        "C": {"gatekeeper": 1},
        "D": {"itinerant": 1, "representative": 1},
    }
    assert found == wanted
    by_name = measure(net, ["brokerage"]).stakeholders["brokerage"]
    assert {name: {role: n for role, n in row.items() if n and role != "total"} for name, row in by_name.items()} == (
        wanted
    )


@pytest.mark.parametrize(
    ("size", "goal", "members", "value"),
    [
        (3, "fragment", {"0", "32", "33"}, 0.5699),
        (2, "fragment", {"0", "1"}, 0.4234),
        (2, "reach", {"0", "33"}, 0.9559),
    ],
)
def test_key_players_of_the_karate_club(size: int, goal: str, members: set[str], value: float) -> None:
    """Borgatti 2006 for the measures: Neg over the nodes that remain, Pos counts members at distance 1, over n."""
    found = key_players(club(), size=size, goal=goal)
    assert (set(found.set), round(found.value, 4), found.optimal) == (members, value, True)


def test_effective_size_where_networkx_is_wrong() -> None:
    """NetworkX 3.6.1 without `nodes` is wrong on weighted and on directed graphs; with `nodes` it is right."""
    weighted = nx.Graph()
    weighted.add_weighted_edges_from([("u", "v", 0.9), ("u", "w", 0.2), ("v", "w", 0.5), ("w", "x", 0.7)], "strength")
    arcs = nx.DiGraph([("u", "v"), ("v", "w"), ("w", "u"), ("u", "x"), ("x", "w")])
    for G, weight in ((weighted, "strength"), (arcs, None)):
        theirs = nx.effective_size(G, nodes=list(G), weight=weight)
        assert effective_size(G, weight=weight) == pytest.approx(theirs, abs=1e-9)


def test_customs_on_which_packages_disagree() -> None:
    """Closeness of an isolate, undirected pairs counted once, and the word on each."""
    G = nx.path_graph(3)
    G.add_node(3)
    assert of(G, "closeness")["3"] == 0 and of(G, "betweenness", raw=True)["1"] == 1
    assert isnan(nx.constraint(G)[3]) and of(G, "constraint")["3"] is None
    assert "isolate" in MEASURES["closeness"].meaning and "count once" in MEASURES["betweenness"].convention
    assert "both directions" in MEASURES["brokerage"].convention
