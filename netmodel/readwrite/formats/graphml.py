"""GraphML: nodes, edges and typed attributes, as Gephi, igraph, NetworkX and yEd write them too.

Written: stakeholders and channels as nodes, ties and participants as edges, every column as a key with its type;
levels, issues and vetoes as data of the graph, in JSON, where they are not very long. All of it is read again as it
was. Read: any one graph; nested graphs and hyperedges are refused; ports and what cannot be text are left out, which
is said. The label and place that yEd keeps in its drawing become name, x and y; an edge that yEd draws without
arrows is undirected. The format: http://graphml.graphdrawing.org/specification.html.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netmodel.errors import InputError
from netmodel.readwrite.formats import Format, Written, register
from netmodel.readwrite.formats.gathered import counted, yes_or_no
from netmodel.readwrite.formats.graphrows import MARK, GraphRows
from netmodel.readwrite.formats.graphview import TABLE, View, cell_text, cleaned, graph_view
from netmodel.readwrite.formats.xml import ILLEGAL, Element, elements, escaped, looks_like
from netmodel.readwrite.reading import Reading
from netmodel.schema import TABLES, RawTable

TYPES = {
    "boolean": "boolean",
    "int": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "string": "text",
}
GRAPH_DATA = 100_000
"""Longest table that is kept as data of the graph, in characters."""

_WRITTEN = {"boolean": "boolean", "integer": "long", "number": "double", "text": "string"}


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    kind: str
    domain: str
    default: str | None
    drawing: bool


class _Graph(GraphRows):
    """A GraphML file in the making of tables."""

    def __init__(self, file: str, reading: Reading) -> None:
        super().__init__(file, reading.limits)
        self.keys: dict[str, _Key] = {}
        self.defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self.graphs = self.unarrowed = 0
        self.directed = False
        self.kept: dict[str, str] = {}
        self.kept_line = 1

    def take(self, element: Element) -> None:
        """One element of the file."""
        if element.tag == "key":
            self.key(element)
        elif element.tag == "graph":
            self.graph(element)
        elif element.tag == "node":
            self.vertex(element)
        elif element.tag == "edge":
            self.tie(element)
        elif element.tag == "data":
            self.graph_data(element)
        elif element.tag == "hyperedge":
            remedy = "write each one as a channel in channels.csv, or the file as HIF"
            self.fault("X003", element.line, "hyperedge", "", "is not read from GraphML", remedy)
        elif element.tag != "graphml":
            self.left_out[f"<{element.tag}>"] += 1

    def key(self, element: Element) -> None:
        found = element.attributes
        key, domain = found.get("id", ""), found.get("for", "all")
        kind = TYPES.get(found.get("attr.type", "string"))
        if kind is None:
            remedy = f"write one of {', '.join(TYPES)}"
            self.fault("X002", element.line, "attr.type", found["attr.type"], "is not a type of GraphML", remedy)
        if not key or key in self.keys:
            expected = "is the id of another key too" if key else "is missing: a key without an id"
            self.fault("X002", element.line, "id", key, expected, "give every key an id of its own")
        default = next((child.text for child in element.children if child.tag == "default"), None)
        drawing = "attr.name" not in found and "yfiles.type" in found
        name = found.get("attr.name", key)
        self.keys[key] = _Key(name, kind or "text", domain, default, drawing)
        for place, names in (("node", self.node_names), ("edge", self.edge_names)):
            if domain in (place, "all") and not drawing:
                names[MARK + key] = name
                if default:
                    self.defaults[place][MARK + key] = self.typed(kind or "text", default, element.line, name)

    def graph(self, element: Element) -> None:
        self.graphs += 1
        if self.graphs > 1:
            expected = "is a second graph; one network is read from a file"
            self.fault("X003", element.line, "graph", element.attributes.get("id", ""), expected, "split the file")
        word = element.attributes.get("edgedefault", "")
        if word not in ("directed", "undirected"):
            expected = "is not directed or undirected" if word else "is missing from <graph>"
            self.fault("X002", element.line, "edgedefault", word, expected, 'write edgedefault="undirected"')
        self.directed = word == "directed"

    def vertex(self, element: Element) -> None:
        node = element.attributes.get("id")
        if node is None:
            self.fault("X002", element.line, "id", "", "a node has no id", "give every node an id")
            return
        cells = self.attributes(element, "node")
        self.node(node, cells, element.line)

    def tie(self, element: Element) -> None:
        found = element.attributes
        missing = [end for end in ("source", "target") if end not in found]
        for end in missing:
            self.fault("X002", element.line, end, "", f"an edge has no {end}", "give every edge both ends")
        if missing:
            return
        for port in ("sourceport", "targetport"):
            self.left_out[port] += port in found
        cells = self.attributes(element, "edge")
        arrow = self.direction(element, cells)
        if arrow:
            cells["directed"] = arrow
        if found.get("id"):
            cells["id"] = found["id"]
        self.edge(found["source"], found["target"], cells, element.line)

    def direction(self, element: Element, cells: dict[str, str]) -> str:
        word = element.attributes.get("directed", "")
        if word and word not in ("true", "false", "1", "0"):
            self.fault("X002", element.line, "directed", word, "is not true or false", "mend it")
        if cells.pop("\0arrows", "") == "none" and not word:
            self.unarrowed += 1
            return "no"
        return yes_or_no(word) if word else "yes" if self.directed else ""

    def attributes(self, element: Element, place: str) -> dict[str, str]:
        """Data of a node or an edge, by column."""
        cells = dict(self.defaults[place])
        seen = set()
        for child in element.children:
            if child.tag == "data":
                key = child.attributes.get("key", "")
                if key in seen:
                    self.fault("X002", child.line, key, "", f"stands twice in one {place}", "keep one of the two")
                seen.add(key)
                self.datum(child, key, place, cells)
            elif child.tag == "graph":
                remedy = "take the groups apart in the program that wrote the file, and export it again"
                self.fault("X003", child.line, "graph", "", "is nested in a node, which is not read", remedy)
            else:
                self.left_out[f"<{child.tag}>"] += 1
        return {name: cell for name, cell in cells.items() if cell}

    def datum(self, element: Element, key: str, place: str, cells: dict[str, str]) -> None:
        known = self.keys.get(key)
        if known is None or known.domain not in (place, "all"):
            expected = "is no key of the file" if known is None else f"is a key for {known.domain}, not for {place}"
            self.fault("X002", element.line, "key", key, expected, "declare it with <key> before the graph")
        elif known.drawing:
            self.drawing(element, place, cells)
        elif element.children:
            self.left_out[f"data of {known.name} that is not text"] += 1
        else:
            cells[MARK + key] = self.typed(known.kind, element.text, element.line, known.name)

    def drawing(self, element: Element, place: str, cells: dict[str, str]) -> None:
        """What yEd draws: label and place of a node, label and arrows of an edge."""
        label = element.first("NodeLabel" if place == "node" else "EdgeLabel")
        if label is not None and label.text.strip():
            cells["\0label"] = label.text.strip()
        spot, arrows = element.first("Geometry"), element.first("Arrows")
        if place == "node" and spot is not None:
            for axis in ("x", "y"):
                cells[f"\0{axis}"] = self.typed("number", spot.attributes.get(axis, ""), spot.line, axis)
        if arrows is not None and {arrows.attributes.get(end, "") for end in ("source", "target")} == {"none"}:
            cells["\0arrows"] = "none"

    def graph_data(self, element: Element) -> None:
        known = self.keys.get(element.attributes.get("key", ""))
        if known is not None and known.name.startswith("netmodel_") and known.domain == "graph":
            self.kept[known.name.removeprefix("netmodel_")] = element.text
            self.kept_line = element.line
        else:
            self.left_out["data of the graph"] += 1

    def finished(self, content: bytes) -> dict[str, RawTable]:
        """All tables, or every fault."""
        if not self.graphs:
            self.fault("X002", None, "", "", "holds no <graph>", "export the file again")
        self.node_names |= {f"\0{axis}": axis for axis in ("x", "y")}
        self.node_names["\0label"] = "label" if "name" in self.node_names.values() else "name"
        self.edge_names["\0label"] = "label"
        if self.unarrowed:
            self.notice(f"{counted(self.unarrowed, 'edge')} drawn without arrows: read as undirected")
        marked = self.kept.pop("tables", "stakeholders; ties").split("; ")
        unknown = [name for name in [*marked, *self.kept] if name not in TABLES]
        for name in unknown:
            self.fault("X002", self.kept_line, "netmodel_tables", name, "is not a table of netmodel")
        others = {} if unknown else {name: self.table_from(name, text) for name, text in self.kept.items()}
        if self.problems:
            raise InputError(self.problems)
        tables = self.tables(content, [name for name in marked if name])
        return tables | {name: table for name, table in others.items() if table is not None}

    def table_from(self, name: str, text: str) -> RawTable | None:
        """A table that is kept as data of the graph."""
        try:
            header, *rows = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            header, rows = None, []
        texts = isinstance(header, list) and all(isinstance(row, list) for row in rows)
        if not texts or not all(isinstance(cell, str) for row in [header, *rows] for cell in row):
            self.fault("X002", self.kept_line, f"netmodel_{name}", "", "is not a table in JSON", "export it again")
            return None
        if any(len(row) != len(header) for row in rows):
            self.fault(
                "X002", self.kept_line, f"netmodel_{name}", "", "has rows of another length", "export it again"
            )
            return None
        return RawTable(name, self.file, tuple(header), rows, [self.kept_line] * len(rows))


def read(content: bytes, file: str, reading: Reading) -> dict[str, RawTable]:
    """Read a GraphML file; every fault of it is raised at once.

    >>> text = b'<graphml><graph edgedefault="directed"><node id="a"/><edge source="a" target="a"/></graph></graphml>'
    >>> read(text, "a.graphml", Reading())["ties"].rows
    [['a', 'a', 'yes']]
    """
    graph = _Graph(file, reading)
    try:
        for element in elements(content, file, reading, root="graphml", containers={"graphml", "graph"}):
            graph.take(element)
    except InputError as error:
        raise InputError([*graph.problems, *error.problems]) from None
    return graph.finished(content)


# ---- writing -------------------------------------------------------------------------------------------------------


def write(tables: Mapping[str, RawTable]) -> Written:
    """Write tables as GraphML; what is lost is listed.

    >>> people = RawTable("stakeholders", "", ("id", "level"), [["a", "3"]], [2])
    >>> print(write({"stakeholders": people, "ties": RawTable("ties", "", (), [], [])}).content.decode().strip())
    <?xml version="1.0" encoding="UTF-8"?>
    <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
    <key id="node0" for="node" attr.name="level" attr.type="long"/>
    <graph edgedefault="undirected">
    <node id="a"><data key="node0">3</data></node>
    </graph>
    </graphml>
    """
    clean, lost = cleaned(tables, ILLEGAL, lambda found: "\ufffd", "XML")
    view = graph_view(clean)
    kept, long = _kept(view)
    lines = [*_head(view, kept), *_nodes(view), *_edges(view), "</graph>", "</graphml>", ""]
    return Written("\n".join(lines).encode("utf-8"), (*lost, *view.lost, *long))


def _kept(view: View) -> tuple[dict[str, str], list[str]]:
    """Data of the graph by name, and what is too long for that."""
    kept, lost = {}, []
    if view.marked:
        kept["tables"] = "; ".join(view.present)
    for name, table in sorted(view.other.items()):
        text = json.dumps([list(table.header), *table.rows], ensure_ascii=False, separators=(",", ":"))
        if len(text) <= GRAPH_DATA:
            kept[name] = text
        else:
            lost.append(f"{name}: {counted(len(table.rows), 'row')}, too long for the data of a graph")
    return kept, lost


def _head(view: View, kept: Mapping[str, str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for place, columns in (("node", view.node_columns), ("edge", view.edge_columns)):
        for number, (name, kind) in enumerate(_columns(view, columns).items()):
            attributes = f'attr.name="{escaped(name)}" attr.type="{_WRITTEN[kind]}"'
            yield f'<key id="{place}{number}" for="{place}" {attributes}/>'
    for name in kept:
        yield f'<key id="{name}" for="graph" attr.name="netmodel_{name}" attr.type="string"/>'
    yield '<graph edgedefault="undirected">'
    for name, text in kept.items():
        yield f'<data key="{name}">{escaped(text)}</data>'


def _columns(view: View, columns: Mapping[str, str]) -> dict[str, str]:
    return {TABLE: "text", **columns} if view.marked else dict(columns)


def _nodes(view: View) -> Iterator[str]:
    keys = _Keys("node", view, view.node_columns)
    for node in view.nodes:
        data = keys.data(node.table, node.cells)
        start = f'<node id="{escaped(node.id)}"'
        yield f"{start}>{data}</node>" if data else f"{start}/>"


def _edges(view: View) -> Iterator[str]:
    keys = _Keys("edge", view, view.edge_columns)
    for edge in view.edges:
        data = keys.data(edge.table, edge.cells)
        named = f' id="{escaped(edge.id)}"' if edge.id else ""
        directed = f' directed="{"true" if edge.directed == "yes" else "false"}"' if edge.directed else ""
        start = f'<edge{named} source="{escaped(edge.source)}" target="{escaped(edge.target)}"{directed}'
        yield f"{start}>{data}</edge>" if data else f"{start}/>"


class _Keys:
    """Keys of nodes or of edges, by column."""

    def __init__(self, place: str, view: View, columns: Mapping[str, str]) -> None:
        self.kinds = _columns(view, columns)
        self.ids = {name: f"{place}{number}" for number, name in enumerate(self.kinds)}
        self.marked = view.marked

    def data(self, table: str, cells: Mapping[str, str]) -> str:
        marked = {TABLE: table, **cells} if self.marked else cells
        return "".join(
            f'<data key="{self.ids[name]}">{escaped(cell_text(self.kinds[name], cell))}</data>'
            for name, cell in marked.items()
        )


register(
    Format(
        "graphml",
        "GraphML: Gephi, igraph, NetworkX, yEd; holds every table",
        (".graphml",),
        lambda content: looks_like(content, "graphml"),
        read,
        write,
    )
)
