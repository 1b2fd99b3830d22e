"""What the picture of the page is drawn from: nodes, edges and options for vis-network, as pyvis prepares them.

Only here is pyvis imported, inside the function. Its vis-network draws the nodes and answers to the mouse and the
keys; the ties are drawn by the page's own script, which knows more kinds of line (see `page/picture_lines.js`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from netmodel.report.aggregate import aggregate
from netmodel.report.force import spread
from netmodel.report.layout import Layout, arrange, importance, leading_channels, step_channels

LARGEST_PICTURE = 5_000
STYLES_OF_PICTURE = ("plain", "conflict-map")
# Symbols of vis-network, each with the factor that makes it look as large as a disc.
SYMBOLS = {"square": 0.85, "dot": 0.95, "star": 1.05, "triangle": 0.9, "triangleDown": 0.9, "hexagon": 0.95}
OPTIONS: Mapping[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "dragNodes": False, "zoomView": False, "multiselect": False},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "labelHighlightBold": False},
}
DASHES: Mapping[str, bool | list[float]] = {
    "active": False,
    "dormant": [1.5, 3.5],
    "severed": [6, 4],
    "proposed": [10, 3],
    "opposed": [2.5, 2.5],
}


def picture(data: Mapping[str, Any], *, style: str = "plain") -> dict[str, Any]:
    """Nodes, edges and options for vis-network, with the bands and rows behind them and a second set of positions.

    Nodes are called by their place in the lists (``s0`` the first stakeholder, ``c0`` the first channel, ``t0`` the
    first tie), so that no id, however odd, is a name in the drawing. Colours are left to the page's style.

    Parameters
    ----------
    data : mapping
        An analysis as `Analysis.to_json()` gives it. Above 5,000 stakeholders its groups are drawn: see `aggregate`.
    style : str
        ``plain``, or ``conflict-map``: size for power, double line for alliance, dotted for informal, zigzag for
        opposition. The page can change it.

    Raises
    ------
    ValueError
        For another style, an id that stands twice, or a tie that joins nobody.
    """
    if style not in STYLES_OF_PICTURE:
        raise ValueError(f"style {style!r} is none of {', '.join(STYLES_OF_PICTURE)}")
    drawing, whole = new_drawing(), len(data["stakeholders"]) <= LARGEST_PICTURE
    layout = arrange(data) if whole else None
    if layout is None:
        scene = aggregate(data)
        _add_groups(drawing, scene)
    else:
        scene = {"force": _second(spread(data, layout), data)}
        _add_everything(drawing, data, layout)
    drawing.set_options(json.dumps(OPTIONS))
    return {
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "options": drawing.options,
        "dashes": DASHES,
        "style": style,
        "bands": [{**vars(band)} for band in layout.bands] if layout else scene.pop("bands"),
        "ranks": [{"rank": rank, "y": y} for rank, y in layout.ranks] if layout else [],
        **{name: part for name, part in scene.items() if name not in {"nodes", "edges"}},
    }


def new_drawing() -> Any:
    """Return a pyvis network that keeps parallel ties, finds ids in a set, and refuses to lose anything."""
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    class Drawing(Network):  # type: ignore[misc]
        """pyvis without its losses: its own `add_edge` is quadratic and drops the second tie of a pair."""

        def __init__(self) -> None:
            super().__init__(cdn_resources="in_line")
            self.seen: set[str] = set()

        def add_node(self, n_id: str, label: str, shape: str, **options: Any) -> None:
            if n_id in self.seen:
                raise ValueError(f"node {n_id!r} stands twice")
            self.seen.add(n_id)
            self.nodes.append(Node(n_id, shape, str(label), **options).options)

        def add_edge(self, source: str, to: str, *, directed: bool = False, **options: Any) -> None:
            if not {source, to} <= self.seen:
                raise ValueError(f"edge {options.get('id')!r} joins {source!r} and {to!r}, which are not both there")
            self.edges.append(Edge(source, to, directed, **options).options)

    return Drawing()


def _add_everything(drawing: Any, data: Mapping[str, Any], layout: Layout) -> None:
    stakeholders = {row["id"]: f"s{i}" for i, row in enumerate(data["stakeholders"])}
    _add_stakeholders(drawing, data, layout)
    _add_channels(drawing, data, layout)
    _add_ties(drawing, data, stakeholders)
    _add_members(drawing, data["channels"], stakeholders)


def _add_groups(drawing: Any, scene: Mapping[str, Any]) -> None:
    for node in scene["nodes"]:
        drawing.add_node(node["id"], node["label"], node["shape"], **_besides(node, "id", "label", "shape"))
    for edge in scene["edges"]:
        drawing.add_edge(edge["from"], edge["to"], **_besides(edge, "from", "to"))


def _besides(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _second(layout: Layout, data: Mapping[str, Any]) -> list[list[float]]:
    """Positions of the second view in the order of the nodes."""
    people = [layout.stakeholders[row["id"]] for row in data["stakeholders"]]
    return [list(point) for point in [*people, *(layout.channels[row["id"]] for row in data["channels"])]]


def _add_stakeholders(drawing: Any, data: Mapping[str, Any], layout: Layout) -> None:
    sides = {band.side: band.index for band in layout.bands}
    known: set[str] = set()
    for i, row in enumerate(data["stakeholders"]):
        if row["id"] in known:
            raise ValueError(f"stakeholder {row['id']!r} stands twice")
        known.add(row["id"])
        x, y = layout.stakeholders[row["id"]]
        symbol = symbol_of(data, row)
        influence, ties = importance(row)
        drawing.add_node(
            f"s{i}",
            row["name"],
            symbol,
            x=round(x, 3),
            y=round(y, 3),
            size=round(SYMBOLS[symbol] * (11 + 1.8 * min(influence, 5.0) ** 0.5), 3),
            role=f"side-{sides[row['side']]}" if row["side"] else "third",
            weight=[influence, ties],
        )


def symbol_of(data: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """The symbol of a stakeholder's kind; a disc where the kind is not known."""
    symbol = (data["kinds"]["stakeholders"].get(row["kind"]) or {}).get("symbol")
    return symbol if symbol in SYMBOLS else "dot"


def _add_channels(drawing: Any, data: Mapping[str, Any], layout: Layout) -> None:
    parts = {row["id"]: ("leading", 24.0) for row in leading_channels(data)}
    parts |= {row["id"]: ("step", 17.0) for row in step_channels(data)}
    for i, row in enumerate(data["channels"]):
        x, y = layout.channels[row["id"]]
        role, size = parts.get(row["id"], (row["group"], 9.0))
        drawing.add_node(f"c{i}", row["name"], "diamond", x=round(x, 3), y=round(y, 3), size=size, role=role)


def _add_members(drawing: Any, channels: Sequence[Mapping[str, Any]], stakeholders: Mapping[str, str]) -> None:
    """Join each channel to its participants; the page shows those of the channels that are open or chosen."""
    for i, row in enumerate(channels):
        for j, member in enumerate(row["participants"]):
            drawing.add_edge(stakeholders[member["id"]], f"c{i}", id=f"m{i}-{j}", role="member", width=1.3)


def _add_ties(drawing: Any, data: Mapping[str, Any], stakeholders: Mapping[str, str]) -> None:
    """Every tie that is, was or may be drawn; the later ones of a pair are bent, away from the first."""
    side = {row["id"]: row["side"] for row in data["stakeholders"]}
    bundles: dict[tuple[str, str], int] = {}
    for i, row in enumerate(data["ties"]):
        role, before = (role_of(row, row[name]) for name in ("status", "status_before"))
        if role is None and before is None:
            continue
        low, high = sorted((row["source"], row["target"]))
        repeat = bundles[low, high] = bundles.get((low, high), -1) + 1
        sides = side[row["source"]], side[row["target"]]
        drawing.add_edge(
            stakeholders[row["source"]],
            stakeholders[row["target"]],
            id=f"t{i}",
            role=role,
            before=before,
            across="third" if "" in sides else "within" if sides[0] == sides[1] else "cross",
            directed=bool(row["directed"]),
            width=round(0.6 + 1.6 * (row["strength"] or 0.0), 3),
            smooth=_curve(repeat),
        )


def role_of(tie: Mapping[str, Any], status: str | None) -> str | None:
    """How a tie of this status is drawn; None where it is not."""
    role = "opposed" if tie["sign"] < 0 and status == "active" else status
    return role if role in DASHES else None


def _curve(repeat: int) -> dict[str, Any] | bool:
    """Bend the second and later ties of a pair away from the first, by turns to either hand."""
    if repeat == 0:
        return False
    hand = "curvedCW" if repeat % 2 else "curvedCCW"
    return {"enabled": True, "type": hand, "roundness": round(0.08 + 0.08 * (repeat // 2), 3)}
