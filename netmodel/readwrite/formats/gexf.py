"""GEXF 1.3, as Gephi reads and writes it; 1.1 and 1.2 are read too.

Written: stakeholders and channels as nodes, ties and participants as edges, names as labels, kinds of ties as kinds
of edges, strengths also as weights, x and y as positions, `since` and `until` also as spells in whole days, every
other column as an attribute with its type. All of it is read again as it was; levels, issues and vetoes have no
place and are listed as lost. Read: spells and intervals become `since` and `until`; a tie with several spells becomes
as many ties; times that are no dates are kept as attributes. Colours, sizes and shapes are left out, nested nodes are
refused, both with a word. The format: https://gexf.net/schema.html.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from netmodel.errors import InputError
from netmodel.readwrite.formats import Format, register
from netmodel.readwrite.formats.gathered import counted
from netmodel.readwrite.formats.gexfout import write
from netmodel.readwrite.formats.graphrows import MARK, GraphRows
from netmodel.readwrite.formats.graphview import TABLE
from netmodel.readwrite.formats.xml import Element, elements, looks_like
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable
from netmodel.schema.convert import is_date, period_end, period_start

TYPES = dict.fromkeys(("integer", "long", "short", "byte", "biginteger"), "integer")
TYPES |= dict.fromkeys(("double", "float", "bigdecimal"), "number") | {"boolean": "boolean"}
TYPES |= dict.fromkeys(("string", "anyuri", "char", "character", "date", "datetime", "time"), "text")

Span = tuple[str, str]
"""Beginning and end of a spell as the file writes them; blank where it is open."""

_TIMES = ("start", "end", "startopen", "endopen", "intervals")
_INTERVAL_TITLES = ("time interval", "interval", "timeset")
_INTERVAL = re.compile(r'[\[(]\s*"?([^,;\[\]()"]*?)"?\s*,\s*"?([^,;\[\]()"]*?)"?\s*(?:,[^\])]*)?[\])]')
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:?\d\d)?\Z", re.ASCII)
_YEAR = re.compile(r"([12]\d{3})\.0+\Z", re.ASCII)
_ENDLESS = {"", "infinity", "-infinity", "+infinity", "inf", "-inf", "nan", "-∞", "+∞", "∞"}
_VIZ = ("color", "size", "shape", "thickness")


def intervals(text: str) -> list[Span]:
    """Spells of a ``Time Interval`` of Gephi, as they are written; none where the text is not one.

    >>> intervals("<[2010.0, 2012.0); [2015.0, Infinity]>")
    [('2010.0', '2012.0'), ('2015.0', '')]
    """
    if not (text.lstrip().startswith("<") and text.rstrip().endswith(">")):
        return []
    return [(_bound(start), _bound(end)) for start, end in _INTERVAL.findall(text)]


def _bound(text: str) -> str:
    return "" if text.strip().casefold() in _ENDLESS else text.strip()


def as_date(text: str) -> str | None:
    """A time of GEXF as an ISO date; None where it is no date.

    >>> as_date("2013.0"), as_date("2013-05-01T00:00:00Z"), as_date("2013-05"), as_date("17.5")
    ('2013', '2013-05-01', '2013-05', None)
    """
    moment, year = _MOMENT.match(text), _YEAR.match(text)
    text = moment[1] if moment else year[1] if year else text
    return text if is_date(text) else None


class _Graph(GraphRows):
    """A GEXF file in the making of tables."""

    def __init__(self, file: str, reading: Reading) -> None:
        super().__init__(file, reading.limits)
        self.kinds: dict[str, str] = {}
        self.defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self.present: dict[str, list[str]] = {"node": ["stakeholders"], "edge": ["ties"]}
        self.graphs = self.split = self.undated = self.changing = 0
        self.directed = ""

    def take(self, element: Element) -> None:
        """One element of the file."""
        if element.tag == "attributes":
            self.declare(element)
        elif element.tag == "graph":
            self.graph(element)
        elif element.tag == "node":
            self.vertex(element)
        elif element.tag == "edge":
            self.tie(element)
        elif element.tag not in ("gexf", "nodes", "edges"):
            self.left_out[f"<{element.tag}>"] += 1

    def graph(self, element: Element) -> None:
        self.graphs += 1
        if self.graphs > 1:
            self.fault("X003", element.line, "graph", "", "is a second graph; one is read from a file", "split it")
        self.directed = self.direction(element, "defaultedgetype")

    def direction(self, element: Element, name: str) -> str:
        word = element.attributes.get(name, "")
        if word not in ("", "directed", "undirected", "mutual"):
            expected = "is not directed, undirected or mutual"
            self.fault("X002", element.line, name, word, expected, "write one of them")
        return {"directed": "yes", "": ""}.get(word, "no")

    def declare(self, element: Element) -> None:
        place = element.attributes.get("class", "")
        if place not in self.present:
            self.fault("X002", element.line, "class", place, "is not node or edge", "write one of them")
            return
        for child in element.children:
            if child.tag == "attribute":
                self.attribute(child, place)

    def attribute(self, element: Element, place: str) -> None:
        names = self.node_names if place == "node" else self.edge_names
        found = element.attributes
        key, word = found.get("id", ""), found.get("type", "string").casefold()
        name = found.get("title", "") or key
        kind = "text" if word.startswith("list") else TYPES.get(word)
        if kind is None:
            expected = "is not a type of GEXF"
            self.fault("X002", element.line, "type", found["type"], expected, "write string, double or boolean")
        if not key or MARK + key in names:
            expected = "is the id of another attribute too" if key else "is missing: an attribute without an id"
            self.fault("X002", element.line, "id", key, expected, "give every attribute an id of its own")
            return
        names[MARK + key] = name
        self.kinds[place + key] = kind or "text"
        for child in element.children:
            if child.tag == "default" and child.text:
                self.defaults[place][MARK + key] = self.typed(kind or "text", child.text, child.line, name)
            if child.tag == "options" and name == TABLE:
                self.present[place] = [word for word in child.text.split("|") if word]

    def vertex(self, element: Element) -> None:
        node = element.attributes.get("id")
        if node is None:
            self.fault("X002", element.line, "id", "", "a node has no id", "give every node an id")
            return
        cells = self.cells(element, "node", ("id", "label"))
        spans = self.spans(element, cells, self.node_names)
        if len(spans) > 1:
            cells["\0spells"] = "; ".join(f"{start}..{end}" for start, end in spans)
        elif spans:
            self.times(spans[0], cells, self.node_names)
        self.node(node, cells, element.line)

    def tie(self, element: Element) -> None:
        found = element.attributes
        missing = [end for end in ("source", "target") if end not in found]
        for end in missing:
            self.fault("X002", element.line, end, "", f"an edge has no {end}", "give every edge both ends")
        if missing:
            return
        cells = self.cells(element, "edge", ("id", "source", "target", "type", "weight", "label", "kind"))
        self.weight(found.get("weight", ""), cells, element.line)
        if found.get("kind"):
            cells["\0kind"] = found["kind"]
        directed = self.direction(element, "type") or ("yes" if self.directed == "yes" else "")
        spans = self.spans(element, cells, self.edge_names)
        self.split += max(len(spans) - 1, 0)
        for number, span in enumerate(spans or [("", "")], 1):
            row = dict(cells)
            self.times(span, row, self.edge_names)
            if directed:
                row["directed"] = directed
            if found.get("id"):
                row["id"] = found["id"] if number == 1 else f"{found['id']}#{number}"
            self.edge(found["source"], found["target"], row, element.line)

    def weight(self, text: str, cells: dict[str, str], line: int) -> None:
        """The weight of an edge, where no attribute says the same."""
        text = self.typed("number", text, line, "weight")
        said = {cell for key, cell in cells.items() if self.edge_names.get(key) in ("strength", "weight")}
        if text and text not in said:
            cells["\0weight"] = text

    def cells(self, element: Element, place: str, known: tuple[str, ...]) -> dict[str, str]:
        """Attributes of a node or an edge, by column."""
        cells = dict(self.defaults[place])
        for child in element.children:
            if child.tag == "attvalues":
                self.values(child, place, cells)
            elif child.tag == "position":
                for axis in ("x", "y", "z"):
                    cells[f"\0{axis}"] = self.typed("number", child.attributes.get(axis, ""), child.line, axis)
            elif child.tag in ("nodes", "edges", "parents"):
                expected = "stands inside a node: a hierarchy of nodes is not read"
                self.fault("X003", child.line, child.tag, "", expected, "flatten the graph, and export it again")
            elif child.tag != "spells":
                self.left_out[f"viz:{child.tag}" if child.tag in _VIZ else f"<{child.tag}>"] += 1
        names = self.node_names if place == "node" else self.edge_names
        for name, text in element.attributes.items():
            if name not in known and name not in _TIMES:
                names[f"\0\0{name}"] = name
                cells[f"\0\0{name}"] = text
        if "label" in element.attributes:
            cells["\0label"] = element.attributes["label"]
        if not cells.get("\0z", "0").strip("-0."):
            cells.pop("\0z", None)
        return {name: cell for name, cell in cells.items() if cell}

    def values(self, element: Element, place: str, cells: dict[str, str]) -> None:
        names = self.node_names if place == "node" else self.edge_names
        found: dict[str, list[tuple[str, Element]]] = {}
        for child in element.children:
            key = child.attributes.get("for", child.attributes.get("id", ""))
            if MARK + key not in names:
                remedy = f'declare it in <attributes class="{place}">'
                self.fault("X002", child.line, "for", key, f"is no attribute of the {place}s of the file", remedy)
                continue
            text = child.attributes.get("value", child.text)
            text = self.typed(self.kinds[place + key], text, child.line, names[MARK + key])
            found.setdefault(MARK + key, []).append((text, child))
        for column, values in found.items():
            cells[column] = values[0][0]
            if len({text for text, _ in values}) > 1:
                cells[column] = "; ".join(f"{text} [{_when(child)}]" for text, child in values)
                self.changing += 1

    def spans(self, element: Element, cells: dict[str, str], names: Mapping[str, str]) -> list[Span]:
        """Spells of a node or an edge, whichever way the file says them."""
        found = [
            (_bound(spell.attributes.get("start", "")), _bound(spell.attributes.get("end", "")))
            for child in element.children
            if child.tag == "spells"
            for spell in child.children
        ]
        said = element.attributes
        found += intervals(said.get("intervals", ""))
        start, end = (_bound(said.get(name, said.get(f"{name}open", ""))) for name in ("start", "end"))
        if not found and (start or end):
            found = [(start, end)]
        for key in [key for key in cells if names.get(key, "").casefold() in _INTERVAL_TITLES]:
            timed = intervals(cells[key])
            if timed and (not found or found == timed):
                found = timed
                del cells[key]
        return [span for span in found if any(span)]

    def times(self, span: Span, cells: dict[str, str], names: Mapping[str, str]) -> None:
        """Put a spell into `since` and `until`, where no attribute says the same."""
        own = {names.get(key, ""): cell for key, cell in cells.items()}
        for column, other, text, day in zip(
            ("since", "until"), ("start", "end"), span, (period_start, period_end), strict=True
        ):
            date = as_date(text)
            said = own.get(column, "")
            if date and not (is_date(said) and day(said) == day(date)):
                cells[f"\0{column}"] = date
            elif text and not date:
                self.undated += 1
                cells[f"\0{other}"] = text

    def finished(self, content: bytes) -> dict[str, RawTable]:
        """All tables, or every fault."""
        if not self.graphs:
            self.fault("X002", None, "", "", "holds no <graph>", "export the file again")
        present = [*self.present["node"], *self.present["edge"]]
        for name in present:
            if name not in ("stakeholders", "channels", "ties", "participants"):
                self.fault("X002", None, TABLE, name, "is not a table that GEXF holds", "mend the options of it")
        if self.problems:
            raise InputError(self.problems)
        for names in (self.node_names, self.edge_names):
            named = "label" if names is self.edge_names or "name" in names.values() else "name"
            columns = ("x", "y", "z", "spells", "start", "end", "since", "until", "kind", "weight")
            names |= {f"\0{column}": column for column in columns} | {"\0label": named}
        if self.split:
            self.notice(f"{counted(self.split, 'tie')} added: each spell of an edge is read as a tie of its own")
        if self.undated:
            self.notice(f"{counted(self.undated, 'time')} not in dates: kept as attributes start and end")
        if self.changing:
            self.notice(f"{counted(self.changing, 'value')} changing over time: kept as text, each with its times")
        return self.tables(content, present)


def _when(element: Element) -> str:
    return f"{element.attributes.get('start', '')}, {element.attributes.get('end', '')}"


def read(content: bytes, file: str, reading: Reading) -> dict[str, RawTable]:
    """Read a GEXF file; every fault of it is raised at once.

    >>> text = b'<gexf><graph><nodes><node id="a" label="Ann"/></nodes></graph></gexf>'
    >>> read(text, "a.gexf", Reading())["stakeholders"].rows
    [['a', 'Ann']]
    """
    graph = _Graph(file, reading)
    try:
        for element in elements(content, file, reading, root="gexf", containers={"gexf", "graph", "nodes", "edges"}):
            graph.take(element)
    except InputError as error:
        raise InputError([*graph.problems, *error.problems]) from None
    return graph.finished(content)


register(
    Format(
        "gexf",
        "GEXF 1.3: Gephi; holds stakeholders, ties, channels and participants",
        (".gexf",),
        lambda content: looks_like(content, "gexf"),
        read,
        write,
    )
)
