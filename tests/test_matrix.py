"""Square matrices: who is tied to whom, by hand, in both directions, and what is no matrix."""

from __future__ import annotations

from pathlib import Path

import pytest
from networks import mini_rupture, random_network

from netmodel import InputError, Network, read
from netmodel.readwrite.formats.matrix import as_ties, is_square, write
from netmodel.readwrite.formats.matrix import read as read_matrix
from netmodel.readwrite.plain import tables_of
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable


def ties(text: str) -> list[list[str]]:
    return read_matrix(text.encode(), "m.csv", Reading())["ties"].rows


def test_a_symmetric_matrix_is_undirected() -> None:
    tables = read_matrix(b",a,b,c\na,0,0.5,0\nb,0.50,0,1\nc,0,1,0\n", "m.csv", Reading())
    assert tables["stakeholders"].rows == [["a"], ["b"], ["c"]]
    assert tables["ties"].rows == [["a", "b", "0.5", "no"], ["b", "c", "1", "no"]]
    assert tables["ties"].lines == [2, 3]
    assert tables["ties"].notices[-1].expected.endswith("a square matrix: symmetric, its ties are undirected")


def test_any_other_matrix_goes_from_row_to_column() -> None:
    assert ties(",a,b\na,,0.5\nb,0.25,\n") == [["a", "b", "0.5", "yes"], ["b", "a", "0.25", "yes"]]
    assert ties(",a,b\na,0,1\nb,0,0\n") == [["a", "b", "1", "yes"]]


@pytest.mark.parametrize("text", [",a,b\na,,0.5\nb,,\n", ",a,b\na,,\nb,0.5,\n"])
def test_half_a_matrix_is_undirected(text: str) -> None:
    assert ties(text) == [["a", "b", "0.5", "no"]]


def test_a_matrix_of_which_much_is_blank_is_no_half() -> None:
    assert ties(",a,b,c\na,,0.5,\nb,,,0.5\nc,,,\n") == [["a", "b", "0.5", "yes"], ["b", "c", "0.5", "yes"]]


def test_rows_in_another_order_than_columns() -> None:
    assert ties("who,b,a\na,0.5,0\nb,0,0.5\n") == [["a", "b", "0.5", "no"]]


def test_the_diagonal_says_something_only_where_it_differs() -> None:
    tables = read_matrix(b",a,b\na,1,0.5\nb,0.5,1\n", "m.csv", Reading())
    assert tables["ties"].rows == [["a", "b", "0.5", "no"]]
    assert "its diagonal is '1' throughout and is passed over" in tables["ties"].notices[-1].expected
    assert ties(",a,b\na,1,0.5\nb,0.5,0\n") == [["a", "a", "1", "no"], ["a", "b", "0.5", "no"]]


def test_names_that_differ_or_stand_twice_are_refused_with_all_of_them() -> None:
    with pytest.raises(InputError) as caught:
        read_matrix(b",a,b\na,0,1\nc,1,0\n", "m.csv", Reading())
    assert [(fault.code, fault.value) for fault in caught.value.problems] == [("X003", "b"), ("X003", "c")]
    twice = RawTable("ties", "m.csv", ("", "a", "a"), [["a", "0", "1"], ["a", "1", "0"]], [2, 3])
    with pytest.raises(InputError, match="names a column twice"):
        as_ties(twice)
    assert not is_square(RawTable("ties", "t.csv", ("source", "target"), [["a", "b"]], [2]))


def test_a_strength_above_1_asks_for_its_scale(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(",a,b\na,0,3\nb,3,0\n")
    with pytest.raises(InputError, match=r"'3' is outside 0\.\.1"):
        read(path)
    assert read(path, scale=(0, 5)).ties[0].strength == 0.6


def test_a_matrix_as_list_and_as_ties(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(";a;b\na;0;0,5\nb;0,5;0\n")
    assert [(tie.source, tie.target, tie.strength) for tie in read(tmp_path / "m.csv").ties] == [("a", "b", 0.5)]
    (tmp_path / "stakeholders.csv").write_text("id,name\n1,a\n2,b\n")
    (tmp_path / "ties.csv").write_text(",a,b\na,0,0.5\nb,0.5,0\n")
    assert [(tie.source, tie.target) for tie in read(tmp_path).ties] == [("1", "2")]


def test_what_is_written_and_what_is_lost() -> None:
    written = write(tables_of(mini_rupture()))
    assert written.content.decode().splitlines()[:3] == [
        ",GAC,MGIMO,MID,MinEcon,PCO,TCS,UofT",
        "GAC,0,0,0,0,1,1,0",
        "MGIMO,0,0,1,0,0,0,1",
    ]
    assert written.lost == (
        "stakeholders: the columns side, influence",
        "ties: the columns status_2013, status_2014",
        "2 ties not active now",
    )


@pytest.mark.parametrize("seed", range(12))
def test_strengths_come_back(seed: int) -> None:
    """Every pair keeps the strength of its strongest active tie, in its direction."""
    net = random_network(seed)
    again = Network.from_raw(read_matrix(write(tables_of(net)).content, "m.csv", Reading()))

    def strongest(net: Network) -> dict[tuple[str, str], float]:
        found: dict[tuple[str, str], float] = {}
        for tie in net.active_ties:
            for pair in [(tie.source, tie.target), *([] if tie.directed else [(tie.target, tie.source)])]:
                found[pair] = max(found.get(pair, 0), tie.strength)
        return found

    assert strongest(again) == strongest(net)
    assert [row.id for row in again.stakeholders] == [row.id for row in net.stakeholders]
