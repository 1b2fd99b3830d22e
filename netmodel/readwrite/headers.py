"""Header dialects: the columns of other tools, and of French lists, under the names that netmodel gives them.

What is decided here stands in the table's notices, a line each; ``--map COLUMN=field`` decides otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from netmodel.errors import InputError, Problem, UsageError, printable, quote, suggest
from netmodel.readwrite.columns import DIRECTIONS, UNNAMED, tidied, without_echoes
from netmodel.readwrite.reading import Reading
from netmodel.schema import TABLES, RawTable, columns, find_column
from netmodel.schema.aliases import aliases, header_key, known_column

ENDS = ("source", "target")
REMEDY = "say which it is: --map COLUMN=field"


@dataclass(frozen=True, slots=True)
class _Name:
    """What a header is taken to be: `field` is empty where it stays as it is; `rank` tells how sure that is."""

    written: str
    field: str = ""
    rank: int = 3


MAPPED, OWN, ALIAS = 0, 1, 2


def adopt(table: RawTable, reading: Reading) -> RawTable:
    """Give a table the column names of netmodel, and its cells the form that these columns want.

    Parameters
    ----------
    table : RawTable
        As it was read, whatever the format.
    reading : Reading
        `columns` wins over every alias.

    Returns
    -------
    RawTable
        With a notice for each column that was read under another name. A column that cannot be told stays as it is
        and is kept as an attribute.

    Raises
    ------
    InputError
        Where two columns would be the same one, or a column holds two sorts of things.

    Examples
    --------
    >>> table = RawTable("ties", "edges.csv", ("From", "To", "Type"), [["a", "b", "trade"]], [2])
    >>> found = adopt(table, Reading())
    >>> found.header, [notice.column for notice in found.notices]
    (('source', 'target', 'kind'), ['From', 'To', 'Type'])
    """
    wished = _ends(table, [_named(table, index, reading) for index in range(len(table.header))])
    names = _without_rivals(table, wished)
    header = tuple(name.field or name.written for name in names)
    notices = [_note(table, name) for name in names if name.field and name.field != name.written]
    found = replace(table, header=header, notices=(*table.notices, *notices))
    losers = [i for i, (wish, name) in enumerate(zip(wished, names, strict=True)) if wish.field and not name.field]
    return tidied(without_echoes(found, {i: wished[i].field for i in losers}))


def check_mapping(reading: Reading, tables: Sequence[RawTable]) -> None:
    """Refuse a ``--map`` whose column stands in no table, or whose field is no column of netmodel."""
    written = {header_key(name) for table in tables for name in table.header}
    fields = sorted({name for table in TABLES for name in columns(table)})
    for name, field in reading.columns.items():
        if not any(find_column(table, field) for table in TABLES):
            raise UsageError(f"--map {printable(name)}={printable(field)}: {_no_field(field, fields)}")
        if header_key(name) not in written:
            shown = sorted({cell.strip() for table in tables for cell in table.header if cell.strip()})
            raise UsageError(f"--map {printable(name)}={printable(field)}: no such column; {suggest(name, shown)}")


def _no_field(field: str, fields: list[str]) -> str:
    return f"{quote(field)} is no column of netmodel; {suggest(field, fields)}"


def _named(table: RawTable, index: int, reading: Reading) -> _Name:
    written = table.header[index]
    key = header_key(written)
    mapped = next((field for name, field in reading.columns.items() if header_key(name) == key), "")
    if key and mapped and find_column(table.name, mapped):
        return _Name(written, mapped, MAPPED)
    own = known_column(table.name, written)
    if own:
        return _Name(written, own, OWN)
    alias = aliases(table.name).get(key, "")
    if not alias or UNNAMED.match(written.strip()):
        return _Name(written)
    return _Name(written, _by_values(table, index, alias), ALIAS)


def _by_values(table: RawTable, index: int, alias: str) -> str:
    """`Type` of ties is their direction in Gephi and their kind in Kumu: what stands in it decides."""
    if table.name != "ties" or alias not in ("kind", "directed"):
        return alias
    found = {cells[index].strip().casefold() for cells in table.rows} - {""}
    if not found:
        return alias
    known = found & set(DIRECTIONS)
    if not known:
        return "kind"
    if known == found:
        return "directed"
    problems = [
        _fault(table, index, line, cells[index], f"is no direction, as {quote(sorted(known)[0])} elsewhere is")
        for line, cells in zip(table.lines, table.rows, strict=True)
        if cells[index].strip() and cells[index].strip().casefold() not in known
    ]
    raise InputError(problems)


def _fault(table: RawTable, index: int, line: int | None, value: str, expected: str) -> Problem:
    column = table.header[index].strip()
    remedy = f"give directions and kinds a column each, or say: --map {printable(column)}=kind"
    return Problem("D016", table.file, line, printable(column), value.strip()[:80], expected, remedy)


def _ends(table: RawTable, names: list[_Name]) -> list[_Name]:
    """`source` beside From and To is a citation; `A` is a target only beside `De`."""
    if table.name != "ties":
        return names
    other = any(name.field == "source" and name.rank == ALIAS for name in names)
    target = any(name.field == "target" and name.rank in (MAPPED, OWN) for name in names)
    if other and not target:
        names = _changed(names, lambda name: name.field == "source" and name.rank == OWN, "citation")
    de = any(header_key(name.written) == "de" for name in names)
    if not de:
        names = _changed(names, lambda name: header_key(name.written) == "a" and name.rank == ALIAS, "")
    paired = all(any(name.field == end for name in names) for end in ENDS)
    return names if paired else _changed(names, lambda name: name.field in ENDS and name.rank == ALIAS, "")


def _changed(names: list[_Name], chosen: Callable[[_Name], bool], field: str) -> list[_Name]:
    return [_Name(name.written, field, ALIAS if field else 3) if chosen(name) else name for name in names]


def _without_rivals(table: RawTable, names: list[_Name]) -> list[_Name]:
    """Leave each field to one column: the surest; two that are equally sure are refused, all at once."""
    problems, kept = [], []
    for index, name in enumerate(names):
        rivals = [other for other in names if name.field and other.field == name.field and other is not name]
        if any(rival.rank < name.rank for rival in rivals):
            kept.append(_Name(name.written))
            continue
        equal = [rival for rival in rivals if rival.rank == name.rank]
        if equal and name.rank == OWN:
            kept.append(_Name(name.written))  # one column twice: the check of the header says so (D007)
            continue
        if equal and names.index(equal[0]) < index:
            expected = f"may be {name.field}, and so may {quote(equal[0].written.strip())}"
            place = (table.file, table.header_line, printable(name.written.strip()))
            remedy = f"say which: --map {printable(name.written.strip())}={name.field}"
            problems.append(Problem("D015", *place, "", expected, remedy))
        kept.append(name)
    if problems:
        raise InputError(problems)
    return kept


def _note(table: RawTable, name: _Name) -> Problem:
    said = f"the column is read as {quote(name.field)}"
    return Problem("D009", table.file, table.header_line, printable(name.written), "", said)
