"""DL: matrices and lists, labels listed or embedded; what is written is read again, and what is lost is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from graph_tables import plain_content, plain_tables
from hypothesis import given, settings

from netmodel.errors import InputError, LimitError
from netmodel.readwrite.formats import FORMATS, ucinet
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable

DATA = Path(__file__).parent / "data" / "formats"


def read(text: str) -> dict[str, RawTable]:
    return ucinet.read(text.encode(), "f.dl", Reading())


def ties(tables: dict[str, RawTable]) -> list[str]:
    return [" ".join(cell for cell in row if cell) for row in tables["ties"].rows]


def ids(tables: dict[str, RawTable]) -> list[str]:
    return [row[0] for row in tables["stakeholders"].rows]


def sample(name: str) -> dict[str, RawTable]:
    return ucinet.read((DATA / name).read_bytes(), name, Reading())


@settings(max_examples=40, deadline=None)
@given(plain_tables(mixed=False))
def test_what_is_written_is_read_again_as_it_was(tables: dict[str, RawTable]) -> None:
    written = ucinet.write(tables)
    again = ucinet.read(written.content, "f", Reading())
    assert plain_content(again, loops_directed=False) == plain_content(tables, loops_directed=False)
    assert all("negative sign" in line for line in written.lost)


def test_parallel_and_mixed_ties_are_listed() -> None:
    header = ("source", "target", "strength", "directed")
    rows = [["a", "b", "0.25", "no"], ["a", "b", "0.5", "yes"], ["b", "a", "0.1", ""]]
    tables = {
        "stakeholders": RawTable("stakeholders", "", ("id",), [["a"], ["b"]], [2, 3]),
        "ties": RawTable("ties", "", header, rows, [2, 3, 4]),
    }
    written = ucinet.write(tables)
    assert written.content.decode().splitlines()[-2:] == ["1 2 0.5", "2 1 0.25"]
    assert written.lost == (
        "ties: 2 ties beside a stronger one of the same two; DL holds one value",
        "ties: 2 undirected ties written as two directed ones each, beside others",
    )


def test_matrices_with_embedded_labels() -> None:
    tables = sample("full.dl")
    assert ids(tables) == ["a", "b", "c d"] and tables["stakeholders"].lines == [9, 10, 11]
    assert ties(tables) == ["a b advice 1 yes", "c d c d advice 1 yes", "a c d old friends 2 no"]
    assert tables["ties"].lines == [9, 11, 13]


def test_lists_of_labels_edges_and_nodes() -> None:
    assert ties(sample("plain.dl")) == ["Barry David 1 no", "Barry Lin 1 no", "David Lin 1 no", "David Pat 1 no"]
    edges = sample("edges.dl")
    assert ids(edges) == ["george", "sally", "joe x", "4"]
    assert ties(edges) == ["george sally 2 yes", "joe x sally yes"]
    nodes = sample("nodes.dl")
    assert ids(nodes) == ["george", "sally", "jim", "billy", "jane"]
    assert ties(nodes) == ["george sally yes", "george jim yes", "jim jane yes"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dl n=3 diagonal=absent\nlabels: a b c\ndata:\n1 0\n0 1\n0 0\n", ["a b 1 yes", "b c 1 yes"]),
        ("dl n=3 format=lowerhalf diagonal=absent\nlabels: a b c\ndata:\n1\n0 1\n", ["b a 1 no", "c b 1 no"]),
        ("dl n=3, format=lowerhalf\ndata:\n0 1 0 0 1 0\n", ["2 1 1 no", "3 2 1 no"]),
        ("dl n=3 format=upperhalf\ndata:\n0 1 0\n0 2\n0\n", ["1 2 1 no", "2 3 2 no"]),
        ("dl n=2 nm=2 format=edgelist1\ndata:\n1 2\n!\n2 1 0.5\n", ["1 2 relation 1 yes", "2 1 relation 2 yes 0.5"]),
        ("dl n=2\nlabels embedded\ndata:\nb a\na 0 1\nb 0 2\n", ["a a 1 yes", "b a 2 yes"]),
        ("dl n=0\ndata:\n", None),
        ("dl n=2 format=edgelist1\ndata:\n1 2 0\n", []),
        ("DL\nN=2\nFORMAT = EL1\nLABELS EMBEDDED\nDATA:\nx y -1\n", ["x y 1 -1 yes"]),
    ],
)
def test_small_files(text: str, found: list[str] | None) -> None:
    if found is None:
        with pytest.raises(InputError, match="n: is missing"):
            read(text)
    else:
        assert ties(read(text)) == found


def test_two_modes() -> None:
    tables = sample("two_modes.dl")
    assert ids(tables) == ["Ann", "Bob"]
    assert tables["channels"].rows == [["Spring meeting", "open"], ["summer", "open"], ["autumn", "open"]]
    assert tables["participants"].rows == [["Spring meeting", "Ann"], ["autumn", "Ann"], ["summer", "Bob"]]
    listed = read("dl nr=2 nc=2 format=edgelist2\nlabels embedded\ndata:\nann x 2\nbob y\n")
    assert listed["participants"].rows == [["x", "ann", "2"], ["y", "bob", ""]]
    with pytest.raises(InputError, match="among the rows and among the columns"):
        read("dl nr=1 nc=2 format=edgelist2\nlabels embedded\ndata:\na a\n")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("n=3\ndata:\n", [("X002", 1, "")]),
        ("dl n=3\n", [("X002", None, "data:")]),
        ("dl n=x y\ndata:\n", [("X002", 1, "n"), ("X002", 1, "")]),
        ("dl n=3 format=edgearray1\ndata:\n", [("X003", 1, "format")]),
        ("dl n=2 diagonal=some\ndata:\n", [("X002", 1, "diagonal")]),
        ("dl n=2\ndata:\n0 1 0\n", [("X002", None, "data:")]),
        ("dl n=2\ndata:\n0 1 0 q 5\n", [("X002", 3, ""), ("X002", 3, "")]),
        ("dl n=1\nlabels: a b\ndata:\n0\n", [("X002", None, "labels")]),
        ("dl n=2\nlabels: a a\ndata:\n0 0 0 0\n", [("X002", None, "labels")]),
        ('dl n=2\nlabels: "a\ndata:\n0 0 0 0\n', [("X002", 2, "")]),
        ("dl n=2 format=edgelist1\ndata:\n1\n1 3\n", [("X002", 3, ""), ("X002", 4, "row")]),
        ("dl n=1 nm=4000 diagonal=absent\ndata:\n", [("X002", None, "nm")]),
        ("dl nm=1\ndata:\n1\n", [("X002", None, "n")]),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(text: str, found: list[tuple[str, int | None, str]]) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert [(fault.code, fault.line, fault.column) for fault in caught.value.problems] == found


def test_a_count_that_nothing_follows_is_stopped() -> None:
    with pytest.raises(LimitError, match="max rows"):
        read("dl n=4000000 format=edgelist1\ndata:\n")


def test_it_is_told_by_its_content() -> None:
    assert FORMATS["dl"].accepts(b"DL n=3") and not FORMATS["dl"].accepts(b"dlx")
