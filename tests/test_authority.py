"""Lines of authority: direction, rank, side, scope, date; officials; channels that wait; likeliest routes."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from test_arrival import Rows, random_study

from netmodel import Network
from netmodel.errors import UnknownName
from netmodel.policy.authority import NO_LEVEL, Lines, gated, in_scope, lines_of, of_side, officials, scope_of

PEOPLE: Rows = [
    {"id": "minister", "side": "ca", "level": 1, "kind": "ministry"},
    {"id": "dm", "side": "ca", "level": 2, "kind": "ministry"},
    {"id": "adm", "side": "ca", "level": 3, "kind": "ministry"},
    {"id": "dg", "side": "ca", "level": 4, "kind": "ministry"},
    {"id": "parliament", "side": "ca", "kind": "parliament"},
    {"id": "mid", "side": "ru", "level": 3, "kind": "ministry"},
]


def tie(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "target": target, "kind": "hierarchical", "strength": 0.8} | more


def reached(net: Network, source: str, **options: Any) -> set[str]:
    lines = lines_of(net, side="ca", rank=net.stakeholder[source].rank, **options)
    return {str(node) for node in lines.below([source]) if isinstance(node, str)} - {source}


def test_authority_runs_from_source_to_target_only_and_is_hierarchical_active_and_positive() -> None:
    ties = [
        tie("dm", "adm"),
        tie("adm", "dg", kind="formal"),
        tie("dm", "dg", status="severed"),
        tie("dm", "parliament", sign=-1),
    ]
    net = Network.from_tables(PEOPLE, ties)
    assert reached(net, "dm") == {"adm"} and reached(net, "adm") == set()


def test_a_tie_counts_at_the_date_of_the_network() -> None:
    ties = [tie("dm", "adm", status_2013="active", status_2021="severed")]
    net = Network.from_tables(PEOPLE, ties)
    assert reached(net.at("2013"), "dm") == {"adm"} and reached(net, "dm") == set()


def test_nobody_is_told_by_a_source_that_is_junior_nor_by_another_side() -> None:
    net = Network.from_tables(PEOPLE, [tie("dg", "dm"), tie("dg", "parliament"), tie("dg", "mid"), tie("dm", "adm")])
    assert reached(net, "dg") == {"parliament"}
    assert reached(net, "dm") == {"adm"}


def test_a_loop_of_authority_and_a_tie_to_oneself_do_no_harm() -> None:
    net = Network.from_tables(PEOPLE, [tie("adm", "dg"), tie("dg", "adm"), tie("adm", "adm")])
    assert reached(net, "adm") == {"dg"}


def cascade(participants: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "memo",
        "kind": "internal-cascade",
        "participants": participants,
        "quality": 1,
        "status": "open",
    } | more


def test_a_cascade_passes_a_message_down_and_sideways_but_not_up() -> None:
    net = Network.from_tables(PEOPLE, channels=[cascade("dm:1; adm:1; dg:1; parliament:1; mid:1")])
    assert reached(net, "dm") == {"adm", "dg", "parliament"}
    assert reached(net, "adm") == {"dg", "parliament"} and reached(net, "parliament") == set()


def test_in_a_cascade_a_department_sits_at_the_level_of_those_it_may_send() -> None:
    """`min_level` 2: the ministry may send its deputy minister, whom a deputy minister may tell."""
    free = Network.from_tables(PEOPLE, channels=[cascade("dm:1; minister:1")])
    window = Network.from_tables(PEOPLE, channels=[cascade("dm:1; minister:1", min_level=2)])
    assert reached(free, "dm") == set() and reached(window, "dm") == {"minister"}
    assert reached(window, "adm") == set()


def test_a_candidate_cascade_counts_where_the_scenario_or_the_caller_opens_it() -> None:
    net = Network.from_tables(PEOPLE, channels=[cascade("dm:1; adm:1", status="candidate", lead_time_months=2)])
    assert reached(net, "dm") == set()
    assert reached(net.open("memo"), "dm") == reached(net, "dm", opening=["memo"]) == {"adm"}
    route = lines_of(net, side="ca", rank=2, opening=["memo"]).routes("dm")["adm"]
    assert route.days == pytest.approx(2 * 365.25 / 12) and route.people == ("dm", "adm")
    with pytest.raises(UnknownName, match="internal-cascade channel 'memos' is not known; did you mean 'memo'"):
        lines_of(net, side="ca", opening=["memos"])


def test_what_names_only_other_issues_does_not_carry_the_message() -> None:
    net = Network.from_tables(PEOPLE, [tie("dm", "adm", issues="trade"), tie("dm", "dg")])
    assert reached(net, "dm", scope=frozenset({"arctic"})) == {"dg"}
    assert reached(net, "dm", scope=frozenset({"arctic", "trade"})) == {"adm", "dg"}
    assert in_scope(net.ties[0], None)


def test_a_red_line_is_in_no_scope_and_an_unknown_issue_is_refused() -> None:
    issues = [{"issue": "trade"}, {"issue": "sanctions", "red_line": "yes"}]
    net = Network.from_tables(PEOPLE, issues=issues)
    assert scope_of(net, None) == scope_of(net, ["trade", "sanctions"]) == {"trade"}
    with pytest.raises(UnknownName, match="did you mean 'trade'"):
        scope_of(net, ["trad"])
    assert scope_of(Network.from_tables([]), None) == frozenset()


def test_officials_by_office_then_kind_then_level_or_line() -> None:
    people: Rows = [
        {"id": "mp", "kind": "university", "in_office": "yes"},
        {"id": "retired", "kind": "ministry", "in_office": "no"},
        {"id": "department", "kind": "ministry"},
        {"id": "college", "kind": "university", "level": 3},
        {"id": "ranked", "level": 3},
        {"id": "boss"},
        {"id": "under", "kind": "bureau"},
        {"id": "nobody"},
    ]
    net = Network.from_tables(people, [tie("boss", "under", status="severed")])
    assert officials(net) == {"mp", "department", "ranked", "boss", "under"}


def test_the_steps_of_the_signal_do_not_wait_for_it() -> None:
    kinds = ("internal-cascade", "official-signal", "preparatory", "formal", "sport")
    rows = [{"id": kind, "kind": kind, "participants": "dm; mid"} for kind in kinds]
    rows.append({"id": "told", "kind": "risk-mitigation", "participants": "dm", "needs_clearance": "yes"})
    rows.append({"id": "open", "kind": "formal", "participants": "dm", "status": "open"})
    net = Network.from_tables(PEOPLE, channels=rows)
    assert [row.id for row in gated(net)] == ["formal", "told"]
    assert of_side(net, net.channel["formal"], "ca", officials(net)) == ("dm",)


def test_routes_are_the_likeliest_then_the_fastest_then_the_shortest() -> None:
    ties = [
        tie("dm", "adm", strength=0.5, delay_days=1),
        tie("dm", "dg", strength=1, delay_days=3),
        tie("dg", "adm", strength=0.5, delay_days=3),
        tie("adm", "parliament", strength=1),
    ]
    routes = lines_of(Network.from_tables(PEOPLE, ties), side="ca", rank=2).routes("dm")
    assert (routes["adm"].people, routes["adm"].days) == (("dm", "adm"), 1)
    assert routes["adm"].probability == pytest.approx(0.5)
    assert routes["parliament"].days is None and routes["dm"].people == ("dm",)


def log_graph(lines: Lines) -> nx.DiGraph[Any]:
    import math

    G: nx.DiGraph[Any] = nx.DiGraph()
    for arc in lines.arcs:
        far = -math.log(math.prod(lines.chances[element] for element in arc.elements))
        if not G.has_edge(arc.tail, arc.head) or G.edges[arc.tail, arc.head]["far"] > far:
            G.add_edge(arc.tail, arc.head, far=far)
    return G


def test_routes_are_as_likely_as_networkx_finds_them() -> None:
    import math

    for seed in range(40):
        net = random_study(seed)
        lines = lines_of(net, side="ca", rank=net.stakeholder["n0"].rank)
        G = log_graph(lines)
        G.add_node("n0")
        far = nx.single_source_dijkstra_path_length(G, "n0", weight="far")
        wanted = {node: math.exp(-length) for node, length in far.items() if isinstance(node, str)}
        found = {name: route.probability for name, route in lines.routes("n0").items()}
        assert found == pytest.approx(wanted, abs=1e-9), seed


def test_no_level_stands_below_every_rank() -> None:
    assert NO_LEVEL == 6
