"""Relations of numbered actors: mirrors make undirected ties, numbers are checked, losses are counted."""

from __future__ import annotations

import pytest

from netmodel.errors import LimitError
from netmodel.readwrite.formats.relations import Arc, RelationRows, plain_network, softened, unlisted
from netmodel.readwrite.reading import Limits, Reading
from netmodel.schema import RawTable


def rows_of(*arcs: tuple[str, str, str], directed: bool | None = None) -> list[list[str]]:
    found = RelationRows(b"", "f", Reading())
    found.relation("", [Arc(*arc, 1) for arc in arcs], directed)
    table = found.finished()["ties"]
    return [
        [
            dict(zip(table.header, row, strict=True)).get(c, "")
            for c in ("source", "target", "weight", "sign", "directed")
        ]
        for row in table.rows
    ]


def test_every_arc_with_its_mirror_makes_undirected_ties() -> None:
    assert rows_of(("a", "b", "1"), ("b", "a", "1.0"), ("a", "a", "2")) == [
        ["a", "b", "1", "", "no"],
        ["a", "a", "2", "", "no"],
    ]


@pytest.mark.parametrize(
    "arcs",
    [
        (("a", "b", "1"), ("b", "a", "2")),
        (("a", "b", "1"), ("b", "a", "")),
        (("a", "b", "1"), ("b", "a", "1"), ("b", "c", "1")),
        (("a", "b", "1"), ("b", "a", "1"), ("a", "b", "1")),
        (("a", "a", "1"),),
    ],
)
def test_one_without_its_mirror_makes_all_directed(arcs: tuple[tuple[str, str, str], ...]) -> None:
    assert [row[-1] for row in rows_of(*arcs)] == ["yes"] * len(arcs)


def test_a_negative_value_is_a_sign() -> None:
    assert rows_of(("a", "b", "-0.5"), directed=False) == [["a", "b", "0.5", "-1", "no"]]


def test_numbers_are_checked_and_a_count_that_only_fills_the_memory_is_stopped() -> None:
    found = RelationRows(b"", "f", Reading(limits=Limits(rows=500_000)))
    assert found.values(["1", "x", "nan"], 4) == ["1", "0", "0"]
    assert [found.whole(text, 4, "n", 9) for text in ("9", "10", "-1", "٣", "9" * 5000)] == [9, 0, 0, 0, 0]
    assert [fault.value[:3] for fault in found.problems] == ["x", "nan", "10", "-1", "٣", "999"]
    for number in (499_999, 500_001):
        with pytest.raises(LimitError, match="max rows"):
            found.limited(number, 5, 1)
    with pytest.raises(LimitError, match="max bytes"):
        RelationRows(b"12345", "f", Reading(limits=Limits(bytes=4)))


def test_the_letters_of_old_files_are_found_out_and_said() -> None:
    content = '*Vertices 1\n1 "Министерство иностранных дел"\n'.encode("cp1251")
    found = RelationRows(content, "f", Reading())
    assert found.lines[1] == '1 "Министерство иностранных дел"'
    assert [notice.code for notice in found.said] == ["D020"]


def test_names_for_those_without_one() -> None:
    assert unlisted(["", "1", ""]) == ["1~2", "1", "3"]
    assert [softened(character) for character in '"\n\0'] == ["'", " ", "\ufffd"]


def test_all_that_is_lost_is_counted() -> None:
    header = ("source", "target", "kind", "status", "status_2013", "status_2021", "until", "sign", "notes")
    rows = [
        ["a", "b", "advice", "active", "severed", "", "", "", "x"],
        ["a", "b", "", "", "active", "dormant", "", "", ""],
        ["a", "c", "", "", "", "", "2014", "", ""],
        ["a", "b", "", "", "", "", "", "-1", "y"],
    ]
    tables = {
        "stakeholders": RawTable(
            "stakeholders", "", ("id", "name", "side"), [["a", "Ann", ""], ["b", "b", "N"]], [2, 3]
        ),
        "ties": RawTable("ties", "", header, rows, [2, 3, 4, 5]),
        "channels": RawTable("channels", "", ("id",), [["c"]], [2]),
    }
    net = plain_network(tables, "IT")
    assert net.ids == ("a", "b")
    assert [tuple(tie) for tie in net.ties] == [
        ("a", "b", "advice", "", False),
        ("a", "b", "informal", "-0.5", False),
    ]
    assert net.lost == (
        "ties: 2 ties that are not active (1 dormant, 1 severed) are left out; IT cannot say so",
        "ties, kind: 1 blank cell written as informal, the default",
        "ties, strength: 1 blank cell of negative sign as 0.5, the default",
        "stakeholders, name: 1 cell; IT has no place for it",
        "stakeholders, side: 1 cell; IT has no place for it",
        "ties, status_2013: 2 cells; IT has no place for it",
        "ties, notes: 2 cells; IT has no place for it",
        "ties, status_2021: 1 cell; IT has no place for it",
        "ties, until: 1 cell; IT has no place for it",
        "channels: 1 row; IT has no place for it",
    )
