"""Records and the lines they start on, against the module `csv` itself; quotes that let rows disappear."""

from __future__ import annotations

import csv
import io
import random

import pytest

from netmodel.errors import LimitError
from netmodel.readwrite.grid import Grid, lines_of, odd_quotes, split
from netmodel.readwrite.reading import Limits


@pytest.mark.parametrize("seed", range(40))
def test_records_are_those_of_csv_and_lines_those_of_the_text(seed: int) -> None:
    rng = random.Random(seed)
    rows = [["".join(rng.choice('a,;"\n\ré ') for _ in range(rng.randrange(6))) for _ in range(3)] for _ in range(8)]
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL if seed % 2 else csv.QUOTE_MINIMAL, lineterminator="\n").writerows(rows)
    text = stream.getvalue()
    grid = split(text, ",", "x.csv")
    assert grid.rows == list(csv.reader(io.StringIO(text, newline=""), strict=True))
    physical = list(lines_of(text))
    starts = [*grid.lines, len(physical) + 1]
    for row, begin, end in zip(grid.rows, starts, starts[1:], strict=False):
        (again,) = csv.reader(physical[begin - 1 : end - 1], strict=True)
        assert again == row


def test_each_line_end_counts_as_one_line() -> None:
    assert split("a\rb\r\nc\n\nd", ",", "x").lines == range(1, 6)
    assert split('"a\rb\r\nc"\nd', ",", "x").lines == [1, 4]


def test_a_broken_record_ends_the_grid_at_its_line() -> None:
    grid = split('a,b\nc,"d\n', ",", "x")
    assert (grid.rows, grid.lines, grid.broken) == ([["a", "b"]], [1], 2)


def test_rows_and_cells_have_limits_with_names() -> None:
    assert len(split("a\n" * 4, ",", "x", limits=Limits(rows=3)).rows) == 4
    with pytest.raises(LimitError, match="max rows"):
        split("a\n" * 5, ",", "x", limits=Limits(rows=3))
    with pytest.raises(LimitError, match="line 2 is over the limit of 3 characters in a cell"):
        split("abc\nabcd\n", ",", "x", limits=Limits(cell=3))


@pytest.mark.parametrize(
    ("text", "faults", "warnings"),
    [
        ('id,name\na,"The ""Rome"" office"\n', 0, 0),
        ('id,name\na,"""Rome"""\n', 0, 0),
        ('id,name\na,AO "Rome"\n', 0, 0),
        ('id,name\na,"5"" gauge"\n', 0, 0),
        ('id,name\na,5" gauge\n', 0, 1),
        ('id,name\na, "Rome"\n', 1, 0),
        ('id,name,side\na,"A,x\nb,B",y\n', 1, 0),
        ('id,name,side\na,"1, Main St\nOttawa",y\n', 0, 0),
        ('id,name,side\na,"one\n\ntwo",y\n', 0, 0),
    ],
)
def test_quotes_that_csv_lets_pass(text: str, faults: int, warnings: int) -> None:
    grid = split(text, ",", "x")
    found = odd_quotes(text, grid, ",", grid.rows[0], "x")
    assert tuple(map(len, found)) == (faults, warnings)
    assert all(problem.code == "D005" and problem.line == 2 and problem.remedy for part in found for problem in part)


def test_a_text_without_quotes_has_none_that_are_odd() -> None:
    assert odd_quotes("id\n", Grid([["id"]], [1]), ",", ["id"], "x") == ([], [])
