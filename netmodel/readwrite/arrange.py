"""Which records are the header, rows, or neither: titles above, the header again, a second table, a footer.

What is neither is passed over only where it cannot be a row, and is quoted in a notice; all else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from netmodel.errors import Problem
from netmodel.readwrite.delimiter import HEADERS, known_columns
from netmodel.readwrite.grid import Grid
from netmodel.readwrite.reading import DELIMITERS
from netmodel.schema import TABLES, columns
from netmodel.schema.aliases import aliases, header_key

TITLES = 12
"""Most lines above a header that are taken for titles."""

_FOOTER = re.compile(
    r"(grand |sub-?|sous-)?totals?|total général|sources?\s*:.*|notes?\s*:.*|remarques?\s*:.*|итого|всего"
    r"|источник\w*\s*:.*|примечани[ея]\s*:.*",
    re.IGNORECASE | re.DOTALL,
)
_FIGURES = re.compile(r"[-+\d\s.,%()\u00a0\u202f]*")


@dataclass
class Layout:
    """A table: header, rows, the line of each, and what was met on the way."""

    header: tuple[str, ...] = ()
    header_line: int = 1
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    blank: int = 0
    notices: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def lay_out(
    name: str, grid: Grid, delimiter: str, file: str, columns: Mapping[str, str] | None = None, *, hint: int = 0
) -> Layout:
    """Tell header, rows and the rest of a table apart.

    Parameters
    ----------
    name : str
        Table it holds.
    grid : Grid
        All its records; the first `hint` of them are no part of it.
    delimiter : str
        How messages say what is too many or too few.
    file : str
        How messages name it.
    columns : mapping, optional
        Names of columns that the user explained.

    Returns
    -------
    Layout
        With D004 for each ragged row, D017 for a second table, D018 for what stands above the header, D019 for a
        header that is repeated, D022 for a footer.

    Examples
    --------
    >>> grid = Grid([["List of 2021"], [], ["id", "name"], ["qc", "Québec"]], [1, 2, 3, 4])
    >>> found = lay_out("stakeholders", grid, ",", "list.csv")
    >>> found.header, found.rows, found.blank, [notice.code for notice in found.notices]
    (('id', 'name'), [['qc', 'Québec']], 1, ['D018'])
    """
    rows, lines = grid.rows[hint:], list(grid.lines[hint:])
    filled = list(map(str.strip, map("".join, rows)))
    blanks = {lines[n] for n, text in enumerate(filled) if not text}
    if blanks:
        lines = [line for line, text in zip(lines, filled, strict=True) if text]
        rows = [row for row, text in zip(rows, filled, strict=True) if text]
    found = Layout(blank=len(blanks))
    if not rows:
        return found
    first = _header(name, rows, columns, found, lines, file)
    found.header, found.header_line = tuple(rows[first]), lines[first]
    found.rows, found.lines = rows[first + 1 :], lines[first + 1 :]
    _trim(found, file)
    _odd_rows(found, blanks, delimiter, file)
    _footers(found, file)
    return found


def _header(
    name: str,
    rows: Sequence[list[str]],
    columns: Mapping[str, str] | None,
    found: Layout,
    lines: Sequence[int],
    file: str,
) -> int:
    """Number of the record that is the header: the first, or the first that is known below mere titles."""
    counts = [known_columns(name, row, columns) for row in rows[:HEADERS]]
    best = counts.index(max(counts))
    if best == 0 or counts[best] < 2 or counts[0] * 2 > counts[best]:
        return _unknown_header(rows, counts, found, lines, file)
    above = rows[:best]
    titles = [row for row in above if _amount(row) == 1]
    if best > TITLES or len(titles) < len(above) - 1 or any(_amount(row) >= _amount(rows[best]) for row in above):
        expected = f"stands above the header in line {lines[best]}, and is more than a title"
        remedy = f"delete what stands above line {lines[best]}"
        found.problems += [
            Problem("D018", file, line, "", _shown(row), expected, remedy)
            for row, line in zip(above, lines, strict=False)
        ]
    else:
        said = f"stands above the header in line {lines[best]} and is passed over"
        found.notices += [
            Problem("D018", file, line, "", _shown(row), said) for row, line in zip(above, lines, strict=False)
        ]
    return best


def _unknown_header(
    rows: Sequence[list[str]], counts: Sequence[int], found: Layout, lines: Sequence[int], file: str
) -> int:
    """The first record; a title above columns that nobody knows is refused by its line, and not row by row."""
    widths = {len(row) for row in rows[1:]}
    if counts[0] == 0 and len(rows) > 2 and len(widths) == 1 and _amount(rows[0]) < len(rows[1]) - 1:
        expected = f"stands where the header should, but is no header of the {len(rows[1])} columns below"
        remedy = "delete it, if it is a title; else name every column in it"
        found.problems.append(Problem("D018", file, lines[0], "", _shown(rows[0]), expected, remedy))
        return 1
    return 0


def _trim(found: Layout, file: str) -> None:
    """Leave out empty columns at the end where the header alone, or every row, has them."""
    widths = set(map(len, found.rows))
    here = len(found.header)
    if len(widths) != 1 or here in widths:
        return
    width = widths.pop()
    if width < here and not any(cell.strip() for cell in found.header[width:]):
        found.header = found.header[:width]
    elif width > here and not any(cell.strip() for row in found.rows for cell in row[here:]):
        found.rows = [row[:here] for row in found.rows]
    else:
        return
    more = abs(here - width)
    what = "column at the end has" if more == 1 else "columns at the end have"
    said = f"{more} {what} neither name nor cells and {'is' if more == 1 else 'are'} passed over"
    found.notices.append(Problem("D003", file, found.header_line, "", "", said))


# ---- rows that are none --------------------------------------------------------------------------------------------


def _odd_rows(found: Layout, blanks: set[int], delimiter: str, file: str) -> None:
    """Refuse ragged rows and second tables, pass over the header where it is repeated."""
    width = len(found.header)
    keys = [header_key(cell.strip("\ufeff")) for cell in found.header]
    ragged = [n for n, size in enumerate(map(len, found.rows)) if size != width]
    repeats: set[int] = set()
    for index in _suspects(found, blanks, ragged):
        row = found.rows[index]
        if len(row) == width and [header_key(cell.strip("\ufeff")) for cell in row] == keys:
            repeats.add(index)
        elif _is_header(row):
            found.problems.append(_second_table(found, index, file))
            ragged = [n for n in ragged if n < index]
            break
    found.problems += _ragged(found, ragged, blanks, delimiter, file)
    if repeats:
        said = f"repeats the header of line {found.header_line} and is passed over"
        lines = [found.lines[n] for n in sorted(repeats)]
        found.notices += [Problem("D019", file, line, "", "", said) for line in lines]
        found.lines = [line for n, line in enumerate(found.lines) if n not in repeats]
        found.rows = [row for n, row in enumerate(found.rows) if n not in repeats]


def _suspects(found: Layout, blanks: set[int], ragged: Sequence[int]) -> list[int]:
    """Rows that may be a header: they begin with the name of a column, follow a blank line, or are ragged."""
    names = _names() | {found.header[0], found.header[0].strip(), f"\ufeff{found.header[0]}"}
    # in clean tables this is the only look at each row
    firsts = map(itemgetter(0), found.rows)
    named = [n for n, cell in enumerate(firsts) if cell in names]
    after = [n for n, line in enumerate(found.lines) if line - 1 in blanks] if blanks else []
    return sorted({*named, *after, *ragged[:1_000]})


def _names() -> frozenset[str]:
    """Names of columns of any table, as they are often written."""
    plain = {name for table in TABLES for name in (*columns(table), *aliases(table)) if "<" not in name}
    return frozenset(form for name in plain for form in (name, name.capitalize(), name.upper(), f"\ufeff{name}"))


def _is_header(row: Sequence[str]) -> bool:
    """Whether nearly all that stands in a row names columns of one table."""
    amount = _amount(row)
    return amount > 1 and any(known_columns(table, row) * 5 >= amount * 4 for table in TABLES)


def _second_table(found: Layout, index: int, file: str) -> Problem:
    line = found.lines[index]
    expected = f"is the header of a second table; the first one has its header in line {found.header_line}"
    return Problem("D017", file, line, "", _shown(found.rows[index]), expected, "give each table a file of its own")


def _ragged(found: Layout, ragged: Sequence[int], blanks: set[int], delimiter: str, file: str) -> list[Problem]:
    """A fault for each ragged row; one for all where they are a table of another width below a blank line."""
    if not ragged:
        return []
    sizes = {len(found.rows[n]) for n in ragged}
    first = ragged[0]
    run = list(ragged) == list(range(first, len(found.rows))) and len(ragged) > 1
    if run and first > 0 and len(sizes) == 1 and min(sizes) > 1 and found.lines[first] - 1 in blanks:
        return [_second_table(found, first, file)]
    wanted = len(found.header)
    mark = DELIMITERS.get(delimiter, "delimiters").removesuffix("s")
    cell = "a bar" if mark == "bar" else f"a {mark}"
    remedy = f"{cell} too many or too few; a cell with {cell} in it needs quotes"
    alone = f"{remedy}; a title, a note or a total is no row: delete it"
    return [
        Problem("D004", file, found.lines[n], "", "", _widths(len(found.rows[n]), wanted),
                alone if _amount(found.rows[n]) == 1 else remedy)
        for n in ragged
    ]  # fmt: skip


def _widths(found: int, wanted: int) -> str:
    return f"has {found} field{'s' if found != 1 else ''}, the header has {wanted}"


def _footers(found: Layout, file: str) -> None:
    """Refuse totals and sources at the end of the rows, which would be stakeholders or ties."""
    if len(found.header) < 2:
        return
    for row, line in zip(found.rows[-5:], found.lines[-5:], strict=True):
        text, *rest = [cell.strip() for cell in row if cell.strip()]
        if len(row) == len(found.header) and _FOOTER.fullmatch(text) and all(map(_FIGURES.fullmatch, rest)):
            expected = "is a footer, not a row"
            remedy = "delete the line; if it is a row, fill in more than its name"
            found.problems.append(Problem("D022", file, line, "", _shown(row), expected, remedy))


def _amount(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _shown(row: Sequence[str]) -> str:
    return " | ".join(cell.strip() for cell in row if cell.strip())[:80]
