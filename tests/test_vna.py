"""VNA: nodes and ties with their columns, or relations; what is written is read again, and what is lost is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from graph_tables import PLAIN, tables_of
from hypothesis import given, settings

from netmodel import Network
from netmodel.errors import InputError, LimitError
from netmodel.readwrite.formats import FORMATS, vna
from netmodel.readwrite.formats.gathered import canonical
from netmodel.readwrite.headers import adopt
from netmodel.readwrite.plain import tables_of as all_tables_of
from netmodel.readwrite.reading import Limits, Reading
from netmodel.schema import RawTable

DATA = Path(__file__).parent / "data" / "formats"


def read(text: str) -> dict[str, RawTable]:
    return vna.read(text.encode(), "f.vna", Reading())


def rows(table: RawTable) -> list[dict[str, str]]:
    header, found = canonical(table)
    return [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in found]


@settings(max_examples=25, deadline=None)
@given(tables_of(PLAIN, plain=True))
def test_what_is_written_is_read_again_as_it_was(tables: dict[str, RawTable]) -> None:
    written = vna.write(tables)
    again = vna.read(written.content, "f", Reading())
    assert rows(again["stakeholders"]) == rows(tables["stakeholders"])
    ties = rows(tables["ties"]) if "ties" in tables else []
    assert rows(again["ties"]) == [{"directed": "no", **row} for row in ties]
    assert len(written.lost) == len(set(tables) - {"stakeholders", "ties"})


def test_quotes_and_line_ends_are_replaced_and_listed() -> None:
    people = RawTable("stakeholders", "", ("id", "notes"), [['a"', "one\ntwo"]], [2])
    written = vna.write({"stakeholders": people, "levels": RawTable("levels", "", ("side",), [["x"]], [2])})
    assert '"a\'" "one two"' in written.content.decode()
    assert written.lost == (
        "stakeholders, id: 1 character that VNA cannot hold is replaced",
        "stakeholders, notes: 1 character that VNA cannot hold is replaced",
        "levels: 1 row; VNA has no place for it",
    )


def test_columns_of_numbers_are_relations() -> None:
    tables = vna.read((DATA / "relations.vna").read_bytes(), "f", Reading())
    assert rows(tables["stakeholders"]) == [
        {"id": "joe", "gender": "male", "role": "manager", "age": "32", "x": "1", "y": "2"},
        {"id": "jane doe", "gender": "female", "age": "27"},
    ]
    assert rows(tables["ties"]) == [
        {"source": "joe", "target": "jane doe", "kind": "friends", "weight": "1", "directed": "no"},
        {"source": "jane doe", "target": "joe", "kind": "boss", "weight": "1", "directed": "yes"},
    ]
    assert tables["ties"].lines == [10, 11]


def test_columns_that_netmodel_knows_are_attributes() -> None:
    tables = vna.read((DATA / "attributes.vna").read_bytes(), "f", Reading())
    assert rows(tables["ties"]) == [
        {"source": "a", "target": "b", "kind": "formal-dialogue", "strength": "0.5", "directed": "yes"},
        {"source": "b", "target": "a", "kind": "academic", "strength": "0.25", "directed": "yes"},
    ]


def test_ties_alone_name_their_ends() -> None:
    tables = read("*tie data\nfrom to strength\njoe jane 1\njane joe 1\n")
    assert [row["id"] for row in rows(tables["stakeholders"])] == ["joe", "jane"]
    assert rows(tables["ties"]) == [{"source": "joe", "target": "jane", "weight": "1", "directed": "no"}]
    assert rows(read("*tie data\nfrom to\njoe jane\n")["ties"]) == [
        {"source": "joe", "target": "jane", "directed": "yes"}
    ]


def test_names_that_clash_get_a_number_and_places_may_stand_alone() -> None:
    tables = read(
        '*node properties\nid x\na 3\n*node data\nname id\nb,7\n*tie data\nfrom to source "my kind"\na b c d\n'
    )
    assert rows(tables["stakeholders"]) == [{"id": "b", "id (2)": "7"}, {"id": "a", "x": "3"}]
    assert rows(tables["ties"])[0]["source"] == "a" and rows(tables["ties"])[0]["source (2)"] == "c"


def test_commas_may_part_the_fields() -> None:
    assert rows(read('*node data\nid,side,role\na,,"x, y"\n')["stakeholders"]) == [{"id": "a", "role": "x, y"}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("X002", None, "*node data")]),
        ("a b\n", [("X002", 1, "")]),
        ("*node data\nid\na b\n", [("X002", 3, "")]),
        ('*node data\nid\n"a\n', [("X002", 3, "")]),
        ("*node data\nid id\n", [("X002", 2, "id")]),
        ("*matrix\n", [("X003", 1, "")]),
        ("*tie data\nfrom\na\n", [("X002", 3, "*tie data")]),
        ("*node data\nid\n*node data\nid\n", [("X002", 3, "")]),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(text: str, found: list[tuple[str, int | None, str]]) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert [(fault.code, fault.line, fault.column) for fault in caught.value.problems][: len(found)] == found


def test_limits_hold() -> None:
    for limits in (Limits(columns=2), Limits(rows=1), Limits(cell=1)):
        with pytest.raises(LimitError):
            vna.read(b"*node data\nid x y\nab 2 3\nb 2 3\n", "f", Reading(limits=limits))


def test_it_is_told_by_its_content() -> None:
    assert FORMATS["vna"].accepts(b"*Node data\n") and not FORMATS["vna"].accepts(b"*Vertices")


def test_a_blank_column_that_keeps_another_from_its_name_is_written() -> None:
    net = Network.from_tables([{"id": "a", "label": "x", "source": "y"}, {"id": "b"}])
    written = FORMATS["vna"].write(all_tables_of(net))
    found = FORMATS["vna"].read(written.content, "a.vna", Reading())
    assert Network.from_raw({name: adopt(table, Reading()) for name, table in found.items()}).digest == net.digest
