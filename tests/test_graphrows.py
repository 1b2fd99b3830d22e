"""Nodes and edges to tables: types are checked, ids come back, what is left out is said."""

from __future__ import annotations

import pytest

from netmodel.readwrite.formats.graphrows import MARK, GraphRows
from netmodel.readwrite.reading import Limits


@pytest.mark.parametrize(
    ("kind", "text", "cell"),
    [
        ("boolean", "True", "yes"),
        ("boolean", " 0 ", "no"),
        ("boolean", "", ""),
        ("integer", " -3 ", "-3"),
        ("number", "1.50e-3", "1.50e-3"),
        ("number", "-INF", "-INF"),
        ("number", " ", " "),
        ("text", " 007 ", " 007 "),
    ],
)
def test_an_attribute_that_is_of_its_type_is_taken(kind: str, text: str, cell: str) -> None:
    rows = GraphRows("f", Limits())
    assert rows.typed(kind, text, 1, "c") == cell
    assert not rows.problems


@pytest.mark.parametrize(
    ("kind", "text"), [("boolean", "maybe"), ("integer", "1.0"), ("number", "1_0"), ("number", "x")]
)
def test_an_attribute_that_is_not_is_a_fault_with_its_place(kind: str, text: str) -> None:
    rows = GraphRows("f", Limits())
    rows.typed(kind, text, 7, "c")
    assert [(fault.code, fault.line, fault.column, fault.value) for fault in rows.problems] == [
        ("X002", 7, "c", text)
    ]


def test_marks_say_the_table_and_the_id() -> None:
    rows = GraphRows("f", Limits())
    rows.node_names = {MARK + "t": "netmodel_table", MARK + "i": "netmodel_id"}
    rows.edge_names = {MARK + "t": "netmodel_table"}
    rows.node("a", {}, 1)
    rows.node("a~2", {MARK + "t": "channels", MARK + "i": "a"}, 2)
    rows.edge("a~2", "a", {MARK + "t": "participants"}, 3)
    rows.node("b", {MARK + "t": "elsewhere"}, 4)
    tables = rows.tables(b"")
    assert tables["channels"].rows == [["a"]] and tables["participants"].rows == [["a", "a"]]
    assert tables["ties"].rows == [] and tables["ties"].header == ("source", "target")
    assert [(fault.code, fault.line, fault.value) for fault in rows.problems] == [("X002", 4, "elsewhere")]


def test_ids_that_edges_share_are_keys() -> None:
    rows = GraphRows("f", Limits())
    for key in ("0", "1", "0"):
        rows.edge("a", "b", {"id": key}, 1)
    rows.left_out["ports"] += 2
    tables = rows.tables(b"")
    assert tables["ties"].header == ("source", "target", "key")
    assert [notice.expected for notice in tables["stakeholders"].notices] == [
        "edges share 1 id: they are read as keys, not as names of ties",
        "ports: 2 left out; netmodel has no use for it",
    ]
