"""Pajek: sections, several relations, two modes; what is written is read again, and what is lost is listed."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from graph_tables import plain_content, plain_tables
from hypothesis import given, settings

from netmodel.errors import InputError, LimitError
from netmodel.readwrite.formats import FORMATS, pajek
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable

DATA = Path(__file__).parent / "data" / "formats"


def read(text: str) -> dict[str, RawTable]:
    return pajek.read(text.encode(), "f.net", Reading())


def rows(table: RawTable) -> list[dict[str, str]]:
    return [{name: cell for name, cell in zip(table.header, row, strict=True) if cell} for row in table.rows]


def sample(name: str) -> dict[str, RawTable]:
    return pajek.read((DATA / name).read_bytes(), name, Reading())


@settings(max_examples=40, deadline=None)
@given(plain_tables(mixed=True))
def test_what_is_written_is_read_again_as_it_was(tables: dict[str, RawTable]) -> None:
    written = pajek.write(tables)
    again = pajek.read(written.content, "f", Reading())
    assert plain_content(again) == plain_content(tables)
    assert all("negative sign" in line for line in written.lost)


def test_places_are_written_where_they_are_two_numbers() -> None:
    people = RawTable("stakeholders", "", ("id", "x", "y"), [['a "b"', "1", "-2.5"], ["c", "1", "north"]], [2, 3])
    written = pajek.write({"stakeholders": people})
    assert written.content.decode().splitlines() == ["*Vertices 2", "1 \"a 'b'\" 1 -2.5", '2 "c"']
    assert written.lost == (
        "stakeholders, id: 2 characters that Pajek cannot hold are replaced",
        "stakeholders, x and y: 1 place not two numbers",
    )


def test_two_relations_with_looks_times_and_lists() -> None:
    tables = sample("two_relations.net")
    assert rows(tables["stakeholders"]) == [
        {"id": "Ann Lee", "x": "0.1", "y": "0.2", "z": "0.5"},
        {"id": "Bob", "x": "0.3", "y": "0.4", "z": "0.5", "time": "1-5"},
        {"id": "Çelik", "kind": "ministry"},
        {"id": "4"},
    ]
    friends = {"source": "Ann Lee", "target": "Çelik", "kind": "friendship", "weight": "0.5", "directed": "no"}
    rivals = {"source": "Ann Lee", "kind": "rivalry", "directed": "yes"}
    ends = {"source": "Ann Lee", "target": "Bob", "kind": "advice", "directed": "yes"}
    assert rows(tables["ties"]) == [
        {**ends, "weight": "1", "label": "since school"},
        {**ends, "source": "Bob", "target": "Ann Lee", "weight": "0.5", "sign": "-1"},
        {**friends, "since": "1999", "until": "2003"},
        {**friends, "since": "2010"},
        {**rivals, "target": "Bob"},
        {**rivals, "target": "Çelik"},
        {"source": "Çelik", "target": "4", "kind": "relation 4", "directed": "no"},
    ]
    assert tables["ties"].lines == [8, 9, 11, 11, 13, 13, 15]
    assert [notice.expected for notice in tables["stakeholders"].notices] == [
        "1 negative value: read as sign -1, with the strength of the number",
        "colours, widths and other looks: 3 left out; netmodel has no use for it",
        "shapes: 1 left out; netmodel has no use for it",
    ]


def test_a_matrix_that_is_the_same_both_ways_and_one_that_is_not() -> None:
    assert [tuple(row.values()) for row in rows(sample("matrix.net")["ties"])] == [
        ("a", "b", "same both ways", "1", "no"),
        ("b", "c", "same both ways", "2", "no"),
        ("a", "b", "one way", "1", "yes"),
        ("c", "c", "one way", "1", "yes"),
    ]


def test_two_modes_are_channels_and_those_who_take_part() -> None:
    tables = sample("two_modes.net")
    assert rows(tables["channels"]) == [
        {"id": "Spring meeting", "status": "open"},
        {"id": "Autumn meeting", "status": "open"},
    ]
    assert rows(tables["participants"]) == [
        {"channel": "Spring meeting", "stakeholder": "Ann"},
        {"channel": "Spring meeting", "stakeholder": "Bob", "weight": "2"},
    ]
    matrix = read('*Vertices 3 1\n1 "a"\n2 "x"\n3 "y"\n*Matrix\n0 1\n')
    assert rows(matrix["participants"]) == [{"channel": "y", "stakeholder": "a"}]
    with pytest.raises(InputError, match="within one mode"):
        read("*Vertices 3 2\n*Edges\n1 2\n")


def test_labels_that_stand_twice_are_names() -> None:
    tables = read('*Vertices 2\n1 "Ann"\n2 "Ann"\n*Arcs\n1: 1 2\n')
    assert rows(tables["stakeholders"]) == [{"id": "1", "name": "Ann"}, {"id": "2", "name": "Ann"}]
    assert rows(tables["ties"])[0]["source"] == "1"


def test_networkx_reads_what_is_written_and_the_other_way_round() -> None:
    people = RawTable("stakeholders", "", ("id",), [["Ann Lee"], ["b"]], [2, 3])
    ties = RawTable("ties", "", ("source", "target", "strength"), [["Ann Lee", "b", "0.5"]], [2])
    text = pajek.write({"stakeholders": people, "ties": ties}).content.decode()
    assert list(nx.parse_pajek(text).edges(data="weight")) == [("Ann Lee", "b", 0.5)]
    graph = nx.DiGraph([("p q", "r", {"weight": 2.5})])
    graph.nodes["r"]["kind"] = "ministry"
    tables = read("\n".join(nx.generate_pajek(graph)))
    assert [(row["id"], row.get("kind")) for row in rows(tables["stakeholders"])] == [
        ("p q", None),
        ("r", "ministry"),
    ]
    assert rows(tables["ties"]) == [{"source": "p q", "target": "r", "weight": "2.5", "directed": "yes"}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 2\n", [("X002", 1, "")]),
        ("*Vertices x\n", [("X002", 1, "*Vertices")]),
        ("*Edges\n", [("X002", None, "*Vertices")]),
        ('*Vertices 2\n1 "a\n1 b\n', [("X002", 2, ""), ("X002", 3, "vertex")]),
        ("*Vertices 2\n*Arcs\n1 3\n1 2 heavy\n1\n", [("X002", 3, "vertex"), ("X002", 4, ""), ("X002", 5, "")]),
        ("*Vertices 2\n*Matrix\n0 1\n", [("X002", 3, "*Matrix")]),
        ("*Vertices 2\n*Matrix\n0 1 0\n0 x\n", [("X002", 3, "*Matrix"), ("X002", 4, "")]),
        ("*Vertices 2\n*Events\n", [("X003", 2, "*events")]),
        ("*Vertices 1\n*Vertices 1\n", [("X003", 2, "*Vertices")]),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(text: str, found: list[tuple[str, int | None, str]]) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert [(fault.code, fault.line, fault.column) for fault in caught.value.problems] == found


def test_a_count_that_nothing_follows_is_stopped() -> None:
    with pytest.raises(LimitError, match="max rows"):
        read("*Vertices 4000000\n")


def test_it_is_told_by_its_content() -> None:
    assert FORMATS["pajek"].accepts(b"%\n *vertices 3") and not FORMATS["pajek"].accepts(b"vertices")


def test_a_pair_called_label_is_a_name_and_the_label_of_the_vertex_stays_its_id() -> None:
    text = b"*Vertices 2\n1 a 0.0 0.0 ellipse label Ann name A\n2 b 0 0 ellipse label Bob\n*Edges\n1 2\n"
    table = FORMATS["pajek"].read(text, "a.net", Reading())["stakeholders"]
    cells = [dict(zip(table.header, row, strict=True)) for row in table.rows]
    assert [(row["id"], row["name"]) for row in cells] == [("a", "A"), ("b", "Bob")]
    assert cells[0]["label (2)"] == "Ann"
