"""GraphML: what is written is read again as it was; files of other programs load as they mean, or are refused."""

from __future__ import annotations

import random
import time
from pathlib import Path

import networkx as nx
import pytest
from fuzz.graphs import SLOW, graph_files, mutated, tried
from graph_tables import ANYTHING, said, tables_of
from hypothesis import given, settings

from netmodel.errors import InputError, LimitError
from netmodel.readwrite.formats import FORMATS, graphml
from netmodel.readwrite.formats.gathered import canonical
from netmodel.readwrite.reading import Limits, Reading
from netmodel.schema import RawTable

DATA = Path(__file__).parent / "data" / "formats"
HEAD = (
    '<graphml><key id="k" for="node" attr.name="level" attr.type="int"/><key id="w" for="edge" attr.name="weight"/>'
)


def read(text: str, reading: Reading | None = None) -> dict[str, RawTable]:
    return graphml.read(text.encode("utf-8", "surrogatepass"), "f.graphml", reading or Reading())


def rows(table: RawTable) -> list[dict[str, str]]:
    return [dict(zip(table.header, row, strict=True)) for row in table.rows]


def notices(tables: dict[str, RawTable]) -> list[str]:
    return [notice.expected for table in tables.values() for notice in table.notices]


def faults(text: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(InputError) as caught:
        read(text)
    return [(problem.code, problem.line, problem.column) for problem in caught.value.problems]


@settings(max_examples=30, deadline=None)
@given(tables_of())
def test_what_is_written_is_read_again_as_it_was(tables: dict[str, RawTable]) -> None:
    written = graphml.write(tables)
    assert written.lost == ()
    assert said(graphml.read(written.content, "f", Reading())) == said(tables)
    assert graphml.write(tables) == written


@settings(max_examples=15, deadline=None)
@given(tables_of(ANYTHING))
def test_characters_that_xml_cannot_hold_are_listed(tables: dict[str, RawTable]) -> None:
    written = graphml.write(tables)
    again = said(graphml.read(written.content, "f", Reading()))
    assert again == said(tables) or written.lost
    assert all("characters that XML" in line or "character that XML" in line for line in written.lost)
    assert {name: len(rows) for name, (_, rows) in again.items()} == {n: len(t.rows) for n, t in tables.items()}


def test_types_are_declared_and_the_tables_that_are_no_graph_are_kept() -> None:
    tables = {
        "stakeholders": RawTable("stakeholders", "", ("id", "level", "arctic"), [["a", "3", "yes"]], [2]),
        "vetoes": RawTable("vetoes", "", ("actor", "target"), [["a", "\x01"]], [2]),
    }
    text = graphml.write({**tables, "vetoes": RawTable("vetoes", "", ("actor",), [["a"]], [2])}).content.decode()
    assert 'attr.name="level" attr.type="long"' in text and 'attr.name="arctic" attr.type="boolean"' in text
    assert said(graphml.read(text.encode(), "f", Reading()))["vetoes"] == (("actor",), [("a",)])
    long = RawTable("vetoes", "", ("actor", "notes"), [["a", "x" * 100_001]], [2])
    assert graphml.write({**tables, "vetoes": long}).lost == ("vetoes: 1 row, too long for the data of a graph",)


def test_networkx_reads_what_is_written() -> None:
    tables = {
        "stakeholders": RawTable("stakeholders", "", ("id", "name"), [["a", "Ann"], ["b", ""]], [2, 3]),
        "ties": RawTable("ties", "", ("source", "target", "strength"), [["a", "b", "0.5"]], [2]),
    }
    graph = nx.parse_graphml(graphml.write(tables).content.decode())
    assert dict(graph.nodes(data=True)) == {"a": {"name": "Ann"}, "b": {}}
    assert list(graph.edges(data=True)) == [("a", "b", {"strength": 0.5})]


def test_what_networkx_writes_is_read() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("ж", side="North", level=2, official=True)
    graph.add_edge("ж", "b", weight=2.5)
    graph.add_edge("ж", "b", weight=0.5)
    tables = read("\n".join(nx.generate_graphml(graph)))
    assert rows(tables["stakeholders"])[0] == {"id": "ж", "side": "North", "level": "2", "official": "yes"}
    assert [(row["weight"], row["directed"]) for row in rows(tables["ties"])] == [("2.5", "yes"), ("0.5", "yes")]


def test_a_file_of_networkx_with_shared_keys() -> None:
    tables = graphml.read((DATA / "networkx.graphml").read_bytes(), "f", Reading())
    assert tables["stakeholders"].lines == [7, 10] and tables["ties"].lines == [11, 14, 17]
    assert [row["key"] for row in rows(tables["ties"])] == ["0", "1", "0"]
    assert rows(tables["ties"])[1]["official"] == "yes"


def test_a_file_of_igraph() -> None:
    tables = graphml.read((DATA / "igraph.graphml").read_bytes(), "f", Reading())
    assert rows(tables["stakeholders"]) == [
        {"id": "n0", "name": "Ann", "id (2)": "01", "age": "41.5"},
        {"id": "n1", "name": "Bob", "id (2)": "02", "age": "NaN"},
    ]
    assert rows(tables["ties"]) == [{"source": "n0", "target": "n1", "weight": "2", "directed": "yes"}]


def test_a_file_of_yed() -> None:
    tables = graphml.read((DATA / "yed.graphml").read_bytes(), "f", Reading())
    first, second = rows(tables["stakeholders"])
    assert first == {"id": "n0", "url": "https://example.org/", "name": "Port Authority", "x": "385.5", "y": "-215.0"}
    assert second["name"] == "Harbour Union"
    assert [(row["label"], row["directed"]) for row in rows(tables["ties"])] == [("advises", "yes"), ("", "no")]
    assert notices(tables) == [
        "1 edge drawn without arrows: read as undirected",
        "<port>: 1 left out; netmodel has no use for it",
        "data of the graph: 1 left out; netmodel has no use for it",
    ]


def test_directions_defaults_and_edges_before_their_nodes() -> None:
    text = HEAD.replace('"int"/>', '"int"><default>3</default></key>') + '<graph edgedefault="directed">'
    text += (
        '<edge source="a" target="b" directed="false"/><edge source="b" target="a"/><node id="a"/></graph></graphml>'
    )
    tables = read(text)
    assert rows(tables["stakeholders"]) == [{"id": "a", "level": "3"}]
    assert [row["directed"] for row in rows(tables["ties"])] == ["no", "yes"]


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ('<node/><edge source="a"/>', [("X002", 2, "id"), ("X002", 2, "target")]),
        ('<node id="a"><data key="k">x</data></node>', [("X002", 2, "level")]),
        ('<node id="a"><data key="w">1</data></node>', [("X002", 2, "key")]),
        ('<node id="a"><data key="z">1</data></node>', [("X002", 2, "key")]),
        ('<node id="a"><data key="k">1</data><data key="k">2</data></node>', [("X002", 2, "k")]),
        ('<node id="a"><graph edgedefault="directed"/></node>', [("X003", 2, "graph")]),
        ('<hyperedge><endpoint node="a"/></hyperedge>', [("X003", 2, "hyperedge")]),
        ('<edge source="a" target="b" directed="perhaps"/>', [("X002", 2, "directed")]),
        ('</graph><graph edgedefault="undirected">', [("X003", 2, "graph")]),
        ("<node", [("X002", 2, "character 6")]),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(inner: str, found: list[tuple[str, int, str]]) -> None:
    assert faults(f'{HEAD}<graph edgedefault="undirected">\n{inner}</graph></graphml>')[: len(found)] == found


def test_keys_and_graphs_that_are_wrong() -> None:
    assert faults('<graphml><key id="a" attr.type="date"/><key id="a"/><key/></graphml>') == [
        ("X002", 1, "attr.type"),
        ("X002", 1, "id"),
        ("X002", 1, "id"),
        ("X002", None, ""),
    ]
    assert faults('<graphml><graph edgedefault="both"/></graphml>') == [("X002", 1, "edgedefault")]
    assert faults("<graphml><graph/></graphml>") == [("X002", 1, "edgedefault")]


@pytest.mark.parametrize("kept", ["nothing", "[[1]]", '[["issue"],[]]', '{"a": 1}', "[" * 100_000, '["issue"]', "[]"])
def test_a_table_kept_as_data_that_is_none_is_refused(kept: str) -> None:
    text = '<graphml><key id="i" for="graph" attr.name="netmodel_issues"/><graph edgedefault="directed">'
    assert faults(f'{text}<data key="i">{kept}</data></graph></graphml>') == [("X002", 1, "netmodel_issues")]


def test_limits_hold() -> None:
    text = HEAD + '<graph edgedefault="directed">' + '<node id="aaaa"/>' * 3 + "</graph></graphml>"
    for limits, name in ((Limits(rows=2), "rows"), (Limits(cell=3), "cell"), (Limits(bytes=50), "bytes")):
        with pytest.raises(LimitError, match=f"max {name}"):
            read(text, Reading(limits=limits))


def test_it_is_registered_and_told_by_its_content() -> None:
    assert FORMATS["graphml"].accepts(b"<?xml?><graphml>") and not FORMATS["graphml"].accepts(b"<gexf>")


def test_the_demonstration_goes_out_and_comes_back() -> None:
    from netmodel import read as read_study
    from netmodel.readwrite.plain import tables_of as tables_of_net

    tables = tables_of_net(read_study(Path(__file__).parents[1] / "data"))
    written = graphml.write(tables)
    again = graphml.read(written.content, "f", Reading())
    assert {name: canonical(table) for name, table in again.items()} == said(tables) and not written.lost


def test_mutated_files_of_all_graph_formats_are_read_or_refused() -> None:
    rng, originals = random.Random(1), graph_files()
    found = set()
    for _ in range(300):
        kind, content = rng.choice(originals)
        begun = time.perf_counter()
        found.add(tried(kind, mutated(content, rng)))
        assert time.perf_counter() - begun < SLOW
    assert found >= {"read", "refused"}
