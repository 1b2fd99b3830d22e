"""Tables and graphs in and out: DataFrames and dicts to text cells, networks to plain NetworkX graphs."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, SupportsFloat, cast

from netmodel.network.rows import Channel, Stakeholder
from netmodel.schema import RawTable, columns

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from netmodel.network import Network

DISTANCE_FLOOR = 1e-9
"""Smallest `distance` of an edge, since betweenness in NetworkX wants it above zero."""


def cell_text(value: object) -> str:
    """Write a value as the cell of a CSV would hold it.

    >>> cell_text(None), cell_text(0.5), cell_text(3.0), cell_text(["a", "b"]), cell_text(True)
    ('', '0.5', '3', 'a; b', 'yes')
    """
    if _is_missing(value):
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return "; ".join(cell_text(part) for part in value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    number = repr(float(value)) if isinstance(value, float) else str(value)
    return number.removesuffix(".0")


def _is_missing(value: object) -> bool:
    """None, nan of any kind, and what pandas writes for a missing value or date."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return not isinstance(value, str) and isinstance(value, SupportsFloat) and math.isnan(float(value))


def raw_table(name: str, rows: pd.DataFrame | Iterable[Mapping[str, object]]) -> RawTable:
    """A table of text cells from a DataFrame or from dicts; `line` is the number of the row, from 1."""
    records: list[Mapping[str, object]]
    if hasattr(rows, "itertuples"):
        frame = cast("pd.DataFrame", rows)
        header = [str(column) for column in frame.columns]
        records = [dict(zip(header, values, strict=True)) for values in frame.itertuples(index=False, name=None)]
    else:
        records = list(rows)
        header = list(dict.fromkeys(str(column) for record in records for column in record))
    header = header or [column.name for column in columns(name).values() if not column.stem]
    cells = [[cell_text(record.get(column)) for column in header] for record in records]
    return RawTable(name, name, tuple(header), cells, list(range(1, len(cells) + 1)))


def raw_tables_of_graph(G: nx.Graph[Any]) -> dict[str, RawTable]:
    """Tables of text cells from the attributes of a graph; directions of a directed graph are kept."""
    nodes = [{"id": str(node), **_named(data)} for node, data in G.nodes(data=True)]
    edges = []
    for source, target, data in G.edges(data=True):
        ends: dict[str, object] = {"source": str(source), "target": str(target)}
        kept = {key: value for key, value in _named(data).items() if key not in ("distance", "channel", "tie")}
        direction: dict[str, object] = {"directed": "yes"} if G.is_directed() else {}
        edges.append({**direction, **kept, **ends})
    return {"stakeholders": raw_table("stakeholders", nodes), "ties": raw_table("ties", edges)}


def _named(data: Mapping[Any, object]) -> dict[str, object]:
    return {str(key): value for key, value in data.items()}


def graph_of(net: Network) -> nx.Graph[str]:
    """The graph of `Network.graph`."""
    import networkx as nx

    directed = any(tie.directed for tie in net.active_ties) or any(
        person.uptake != person.uptake_out for channel in net.open_channels for person in channel.participants
    )
    G: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    for row in net.stakeholder.values():
        counts = row.side if row.side in net.sides else ""  # under `between`, everybody else only relays
        G.add_node(row.id, **{**_node_attributes(row), "side": counts})
    for tie in net.active_ties:
        attributes = {"tie": tie.id, "kind": tie.kind, "formality": tie.formality}
        _add_edge(G, tie.source, tie.target, tie.strength, attributes)
        if directed and not tie.directed:
            _add_edge(G, tie.target, tie.source, tie.strength, attributes)
    for channel in net.open_channels:
        _add_channel(G, channel, directed)
    nx.freeze(G)
    return G


def _node_attributes(row: Stakeholder) -> dict[str, object]:
    return {
        "name": row.name,
        "side": row.side,
        "party": row.party,
        "kind": row.kind,
        "level": row.level,
        "rank": row.rank,
        "issues": "; ".join(row.issues),
        "influence": row.influence,
        "permeability": row.permeability,
    }


def _add_edge(G: nx.Graph[str], source: str, target: str, strength: float, attributes: Mapping[str, str]) -> None:
    """Add an edge unless a stronger one (or an equal one of lower id) stands for the pair already."""
    if strength <= 0:
        return
    if G.has_edge(source, target) and G.edges[source, target]["strength"] >= strength:
        return
    if G.has_edge(source, target):
        G.remove_edge(source, target)
    G.add_edge(source, target, strength=strength, distance=max(-math.log(strength), DISTANCE_FLOOR), **attributes)


def _add_channel(G: nx.Graph[str], channel: Channel, directed: bool) -> None:
    people = [person for person in channel.participants if person.stakeholder in G]
    attributes = {"channel": channel.id, "kind": channel.kind, "formality": channel.formality}
    for one in people:
        for other in people:
            if one is other or (not directed and one.stakeholder > other.stakeholder):
                continue
            strength = one.uptake * channel.quality * other.uptake_out
            _add_edge(G, one.stakeholder, other.stakeholder, strength, attributes)
