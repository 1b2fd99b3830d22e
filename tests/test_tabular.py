"""DataFrames and graphs in: what a cell becomes, and that nothing of pandas' types leaks."""

from __future__ import annotations

import datetime

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from netmodel import InputError, Network
from netmodel.network.tabular import cell_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (np.float32("nan"), ""),
        (pd.Timestamp("2014-03-18"), "2014-03-18"),
        (np.float64(0.25), "0.25"),
        (np.int64(3), "3"),
        (2.0, "2"),
        (np.bool_(True), "yes"),
        (("a", "b"), "a; b"),
        ("007", "007"),
        (datetime.date(2014, 3, 18), "2014-03-18"),
        (1e-07, "1e-07"),
    ],
)
def test_cells(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_frame_equals_a_list_of_dicts() -> None:
    people = [{"id": "a", "side": "A", "level": 3}, {"id": "b", "side": "B", "level": None}]
    ties = [{"source": "a", "target": "b", "strength": 0.5}]
    assert (
        Network.from_tables(pd.DataFrame(people), pd.DataFrame(ties)).digest
        == Network.from_tables(people, ties).digest
    )


def test_a_given_but_empty_table_is_no_missing_one() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    ties = [{"source": "a", "target": "b", "status": "severed"}]
    assert len(Network.from_tables(people, ties).channels) == 1
    assert len(Network.from_tables(people, ties, channels=[]).channels) == 0


def test_a_graph_with_wrong_attributes_is_refused_like_a_file() -> None:
    G = nx.Graph()
    G.add_edge("a", "b", strength=7)
    with pytest.raises(InputError, match="strength is a share"):
        Network.from_graph(G)


def test_a_directed_multigraph_keeps_directions_and_parallels() -> None:
    G: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    G.add_edge(1, 2, kind="sport", strength=0.2)
    G.add_edge(1, 2, kind="academic", strength=0.4)
    net = Network.from_graph(G)
    assert {(tie.kind, tie.directed) for tie in net.ties} == {("sport", True), ("academic", True)}
    assert list(net.graph.edges) == [("1", "2")]
