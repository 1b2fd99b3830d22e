"""Tables as GEXF 1.3; what each column becomes stands in `netmodel.readwrite.formats.gexf`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netmodel.readwrite.formats import Written
from netmodel.readwrite.formats.gathered import counted
from netmodel.readwrite.formats.graphview import TABLE, Cells, View, cell_text, cleaned, graph_view
from netmodel.readwrite.formats.xml import ILLEGAL, escaped
from netmodel.schema import RawTable
from netmodel.schema.convert import is_date, period_end, period_start

_WRITTEN = {"boolean": "boolean", "integer": "long", "number": "double", "text": "string"}


def write(tables: Mapping[str, RawTable]) -> Written:
    """Write tables as GEXF 1.3; what is lost is listed.

    >>> people = RawTable("stakeholders", "", ("id", "name"), [["a", "Ann"]], [2])
    >>> written = write({"stakeholders": people, "issues": RawTable("issues", "", ("issue",), [["ice"]], [2])})
    >>> written.lost
    ('issues: 1 row; GEXF has no place for it',)
    """
    clean, lost = cleaned(tables, ILLEGAL, lambda found: "\ufffd", "XML")
    view = graph_view(clean)
    lost += [*view.lost, *_no_place(view)]
    nodes, edges = _Attributes("node", view), _Attributes("edge", view)
    timed = nodes.timed or edges.timed
    mode = ' mode="dynamic" timeformat="date" timerepresentation="interval"' if timed else ' mode="static"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
        f'<graph defaultedgetype="undirected"{mode}>',
        *nodes.declared(),
        *edges.declared(),
        "<nodes>",
        *nodes.nodes(),
        "</nodes>",
        "<edges>",
        *edges.edges(),
        "</edges>",
        "</graph>",
        "</gexf>",
        "",
    ]
    return Written("\n".join(lines).encode("utf-8"), tuple(lost))


def _no_place(view: View) -> Iterator[str]:
    for name, table in sorted(view.other.items()):
        yield f"{name}: {counted(len(table.rows), 'row')}; GEXF has no place for it"


class _Attributes:
    """Attributes of the nodes or of the edges, and how each row is written."""

    def __init__(self, place: str, view: View) -> None:
        self.place, self.view = place, view
        columns = view.node_columns if place == "node" else view.edge_columns
        rows = [node.cells for node in view.nodes] if place == "node" else [edge.cells for edge in view.edges]
        numbers = ("integer", "number")
        self.placed = place == "node" and all(columns.get(axis) in numbers for axis in ("x", "y"))
        self.placed = self.placed and all(("x" in cells) == ("y" in cells) for cells in rows)
        self.weighed = place == "edge" and columns.get("strength") in numbers
        self.own = {"name", *(("x", "y") if self.placed else ())} if place == "node" else {"kind"}
        marked = {TABLE: "text"} if view.marked else {}
        self.kinds = marked | {name: kind for name, kind in columns.items() if name not in self.own}
        self.ids = {name: str(number) for number, name in enumerate(self.kinds)}
        self.timed = any(_spell(cells) for cells in rows)

    def declared(self) -> Iterator[str]:
        """The attributes, with their types; the table's name lists the tables that are there."""
        if not self.kinds:
            return
        yield f'<attributes class="{self.place}" mode="static">'
        for name, kind in self.kinds.items():
            start = f'<attribute id="{self.ids[name]}" title="{escaped(name)}" type="{_WRITTEN[kind]}"'
            tables = ("stakeholders", "channels") if self.place == "node" else ("ties", "participants")
            present = "|".join(table for table in tables if table in self.view.present)
            yield f"{start}><options>{present}</options></attribute>" if name == TABLE else f"{start}/>"
        yield "</attributes>"

    def nodes(self) -> Iterator[str]:
        """The nodes, a line each."""
        for node in self.view.nodes:
            label = f' label="{escaped(node.cells["name"])}"' if "name" in node.cells else ""
            place = ""
            if self.placed and "x" in node.cells:
                place = f'<viz:position x="{node.cells["x"]}" y="{node.cells["y"]}" z="0"/>'
            yield _whole("node", f'id="{escaped(node.id)}"{label}', self.inner(node.table, node.cells) + place)

    def edges(self) -> Iterator[str]:
        """The edges, a line each."""
        for edge in self.view.edges:
            parts = [f'id="{escaped(edge.id)}"'] if edge.id else []
            parts.append(f'source="{escaped(edge.source)}" target="{escaped(edge.target)}"')
            if edge.directed:
                parts.append(f'type="{"directed" if edge.directed == "yes" else "undirected"}"')
            if self.weighed and "strength" in edge.cells:
                parts.append(f'weight="{edge.cells["strength"]}"')
            if "kind" in edge.cells:
                parts.append(f'kind="{escaped(edge.cells["kind"])}"')
            yield _whole("edge", " ".join(parts), self.inner(edge.table, edge.cells))

    def inner(self, table: str, cells: Cells) -> str:
        """Values of the attributes, and the spell."""
        marked = {TABLE: table, **cells} if self.view.marked else cells
        values = "".join(
            f'<attvalue for="{self.ids[name]}" value="{escaped(cell_text(self.kinds[name], cell))}"/>'
            for name, cell in marked.items()
            if name not in self.own
        )
        return (f"<attvalues>{values}</attvalues>" if values else "") + _spell(cells)


def _whole(tag: str, attributes: str, inner: str) -> str:
    return f"<{tag} {attributes}>{inner}</{tag}>" if inner else f"<{tag} {attributes}/>"


def _spell(cells: Cells) -> str:
    """`since` and `until` as a spell in whole days; nothing where they are no dates or the wrong way round."""
    since, until = cells.get("since", ""), cells.get("until", "")
    start = period_start(since) if is_date(since) else ""
    end = period_end(until) if is_date(until) else ""
    if not (start or end) or (start and end and start > end):
        return ""
    bounds = " ".join(f'{name}="{day}"' for name, day in (("start", start), ("end", end)) if day)
    return f"<spells><spell {bounds}/></spells>"
