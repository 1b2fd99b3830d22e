"""The registry of measures: a function comes back unchanged and is as good as a built-in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest
from networks import mini_rupture

from netmodel import MEASURES, analyse, measure, register, to_html


@pytest.fixture
def ties_held() -> Iterator[Any]:
    def ties_held(G: nx.Graph[Any], *, by: str = "side") -> dict[Any, dict[str, int]]:
        """Ties held, by side."""
        return {u: {s: sum(G.nodes[v][by] == s for v in G[u]) for s in ("CA", "RU")} for u in G}

    yield register(ties_held, level="stakeholder", better="higher", source="own", range="0 and up")
    MEASURES.remove("ties_held")


def test_a_registered_function_is_unchanged_and_in_every_table(ties_held: Any) -> None:
    G = nx.Graph([("a", "b")])
    nx.set_node_attributes(G, {"a": "CA", "b": "RU"}, "side")
    assert ties_held(G)["a"] == {"CA": 0, "RU": 1}
    data = analyse(mini_rupture()).to_json()
    assert data["measures"]["ties_held"]["meaning"] == "Ties held, by side."
    gac = next(row for row in data["stakeholders"] if row["id"] == "GAC")
    assert gac["measures"]["ties_held"] == {"CA": 2, "RU": 0}
    assert "ties held" in to_html(data)


def test_counts_by_role_get_a_column_each(ties_held: Any) -> None:
    from netmodel.report.tables import stakeholder_table

    header, rows = stakeholder_table(analyse(mini_rupture()).to_json()["stakeholders"])
    assert {"ties_held_CA", "ties_held_RU"} <= set(header)
    assert all(len(row) == len(header) for row in rows)


def test_options_are_passed_each_time() -> None:
    register(nx.degree_centrality, name="other_degree", source="x")
    register(nx.closeness_centrality, name="far", distance="distance", source="x")
    try:
        assert measure(mini_rupture(), ["other_degree", "far"]).stakeholders["far"]["GAC"] > 0
    finally:
        MEASURES.remove("other_degree")
        MEASURES.remove("far")


def test_a_measure_of_ties_has_a_row_for_every_pair() -> None:
    register(nx.edge_betweenness_centrality, name="of_ties", level="tie", source="Girvan & Newman 2002")
    try:
        found = measure(mini_rupture(), ["of_ties", "degree"]).to_json()
        assert {"source": "GAC", "target": "TCS"}.items() <= found["ties"][0].items()
        assert [set(row) for row in found["ties"]] == [{"source", "target", "of_ties"}] * 5
        assert set(found["stakeholders"][0]) == {"id", "degree"}
    finally:
        MEASURES.remove("of_ties")


def test_what_is_not_shown_is_computed_when_asked_for_and_raw_values_are_given_where_there_are_any() -> None:
    register(nx.degree_centrality, name="quiet", source="x", shown=False)
    register(_count, name="ties_counted", source="x", share=True, raw={"share": False})
    try:
        net = mini_rupture()
        assert "quiet" not in measure(net).stakeholders
        assert measure(net, ["quiet"]).stakeholders["quiet"]["GAC"] == round(2 / 6, 12)
        assert measure(net, ["ties_counted"]).stakeholders["ties_counted"]["GAC"] == round(2 / 6, 12)
        assert measure(net, ["ties_counted"], raw=True).stakeholders["ties_counted"]["GAC"] == 2
    finally:
        MEASURES.remove("quiet")
        MEASURES.remove("ties_counted")


def _count(G: nx.Graph[Any], *, share: bool) -> dict[Any, float]:
    return {node: ties / (len(G) - 1 if share else 1) for node, ties in G.degree()}


def test_a_frame_for_pandas_users() -> None:
    frame = measure(mini_rupture(), ["degree", "cross_side_betweenness"]).frame()
    assert list(frame.columns) == ["degree", "cross_side_betweenness"] and frame.index.name == "id"
