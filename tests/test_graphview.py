"""Tables as one graph: every row is there once, ids stay apart, types are what all cells are."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from netmodel.readwrite.formats.graphview import cell_text, cleaned, free_name, graph_view, rows_of
from netmodel.schema import RawTable


def table(name: str, header: str, *rows: str) -> RawTable:
    return RawTable(name, "", tuple(header.split()), [row.split(",") for row in rows], [None] * len(rows))


def test_a_channel_with_the_id_of_a_stakeholder_stands_under_another_and_says_its_own() -> None:
    view = graph_view(
        {
            "stakeholders": table("stakeholders", "id", "a", "a~2"),
            "channels": table("channels", "id", "a"),
            "participants": table("participants", "channel stakeholder", "a,a"),
            "ties": table("ties", "source target", "a,a"),
        }
    )
    assert [(node.id, node.table, node.cells) for node in view.nodes] == [
        ("a", "stakeholders", {}),
        ("a~2", "stakeholders", {}),
        ("a~3", "channels", {"netmodel_id": "a"}),
    ]
    assert [edge[:3] for edge in view.edges] == [("a", "a", "ties"), ("a~3", "a", "participants")]
    assert view.marked


def test_without_an_id_the_name_serves() -> None:
    view = graph_view({"stakeholders": table("stakeholders", "name side", "Ann,North")})
    assert view.nodes[0].id == "Ann" and view.nodes[0].cells == {"name": "Ann", "side": "North"}


@pytest.mark.parametrize(
    ("column", "cells", "kind"),
    [
        ("level", "1 2", "integer"),
        ("level", "1 minister", "text"),
        ("influence", "1 2.50", "number"),
        ("influence", "1 nan", "text"),
        ("arctic", "yes 0", "boolean"),
        ("arctic", "yes perhaps", "text"),
        ("name", "1 2", "text"),
        ("mine", "1 2", "integer"),
        ("mine", "1 007", "text"),
        ("mine", "1 1e5", "number"),
        ("mine", "yes no", "text"),
        ("mine", "123456789012345678901", "text"),
    ],
)
def test_a_column_has_the_type_that_all_its_cells_have(column: str, cells: str, kind: str) -> None:
    rows = [f"{number},{cell}" for number, cell in enumerate(cells.split())]
    view = graph_view({"stakeholders": table("stakeholders", f"id {column}", *rows)})
    assert view.node_columns == {column: kind}


def test_a_direction_that_is_neither_is_listed() -> None:
    view = graph_view({"ties": table("ties", "source target directed", "a,b,perhaps", "a,b,oui")})
    assert [edge.directed for edge in view.edges] == ["", "yes"]
    assert view.lost == ["ties, directed: 1 cell neither yes nor no"]


def test_what_a_format_cannot_hold_is_replaced_everywhere_alike_and_counted() -> None:
    tables = {
        "stakeholders": table("stakeholders", "id no#te", "a!,x!", "a?,y"),
        "ties": table("ties", "source target", "a!,a?", "a?,a!"),
    }
    clean, lost = cleaned(tables, re.compile("[!?#]"), lambda found: "_", "IT")
    assert clean["stakeholders"].rows == [["a_", "x_"], ["a_~2", "y"]]
    assert clean["ties"].rows == [["a_", "a_~2"], ["a_~2", "a_"]]
    assert clean["stakeholders"].header == ("id", "no_te")
    assert lost == [
        "stakeholders, id: 2 characters that IT cannot hold are replaced",
        "stakeholders, no#te: 1 character that IT cannot hold is replaced",
        "stakeholders, header: 1 character that IT cannot hold is replaced",
        "ties, source: 2 characters that IT cannot hold are replaced",
        "ties, target: 2 characters that IT cannot hold are replaced",
    ]


def test_small_parts() -> None:
    assert list(rows_of(None)) == []
    assert free_name("b", {"a"}) == "b"
    assert cell_text("boolean", "1") == "true" and cell_text("text", "1") == "1"


def test_an_attribute_that_will_be_read_as_a_blank_column_is_listed() -> None:
    people = RawTable("stakeholders", "", ("id", "name", "label", "type"), [["a", "", "x", "y"]], [2])
    assert graph_view({"stakeholders": people}).lost == [
        "stakeholders, label: read again as name, which is blank",
    ]
    assert not graph_view({"stakeholders": replace(people, rows=[["a", "Ann", "x", "y"]])}).lost
