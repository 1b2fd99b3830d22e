"""From a raw table to typed records: header, cells and their faults, the same for every table."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from netmodel.errors import Problem, printable, quote, suggest
from netmodel.network.rows import Assumption
from netmodel.schema import Column, RawTable, columns, find_column, kinds
from netmodel.schema.convert import CellFault, convert, is_date

Field = tuple[str, Column | None]
"""A column of a table: its name, and what the schema says of it, if it is known."""

REMEMBERED = 50_000
"""Different cells of a column whose values are kept while a table is read: most cells stand in many rows."""

EFFORT = 100_000
"""Short names that are compared to find the nearest ones, in one reading; a second's work, for long ones a few."""

_PARTS = re.compile(r"[;|]")
_TWINS = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455\u0501\u04bb"
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7",
    "abekmhopctyxijsdhabezhikmnoptyx",
)
"""Cyrillic and Greek letters, and the Latin ones that look like them in small or in capitals."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


@dataclass
class Findings:
    """What reading has met so far: faults, warnings, notices and defaults used."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    defaults: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    unknown_kinds: set[tuple[str, str]] = field(default_factory=set)
    effort: int = EFFORT

    def nearest(self, name: str, known: Collection[str]) -> str:
        """Say which known name is nearest; not sought for a long name, nor for the thousandth one.

        To compare two names takes time with the square of their length, and counts as so much effort.
        """
        effort = len(known) * max(1, (len(name) // 6) ** 2)
        if effort > self.effort or len(name) > 200:
            return f"write one of the {len(known):,} names that are known"
        self.effort -= effort
        return suggest(name, known)

    def assumptions(self) -> tuple[Assumption, ...]:
        """Give the defaults used, in a fixed order."""
        return tuple(Assumption(*key, count) for key, count in sorted(self.defaults.items()))


@dataclass(slots=True)
class Record:
    """One row: values by column (absent where blank), unknown columns as text, and where it stands."""

    table: str
    file: str
    line: int | None
    values: dict[str, Any]
    extra: dict[str, str]
    assumed: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def get(self, column: str, otherwise: Any) -> Any:
        """Value of a cell, or what stands for a blank one; not counted as an assumption."""
        return self.values.get(column, otherwise)

    def assume(self, findings: Findings, column: str, value: Any, rule: str) -> Any:
        """Value of a cell, or a default that is counted and printed."""
        if column in self.values:
            return self.values[column]
        findings.defaults[self.table, column, rule] += 1
        self.assumed.append(column)
        return value

    def problem(self, code: str, column: str, value: str, expected: str, remedy: str = "") -> Problem:
        """State a fault of this row."""
        shown = value if len(value) <= 80 else value[:79] + "…"
        return Problem(code, self.file, self.line, printable(column), shown, expected, remedy)


def read_records(table: RawTable, findings: Findings) -> list[Record]:
    """Convert all cells of a table by the schema, gathering every fault."""
    return list(each_record(table, open_table(table, findings), findings))


def open_table(table: RawTable, findings: Findings) -> list[Field]:
    """Judge the header of a table and pass on what reading the file has met; gives the fields."""
    findings.notices += table.notices
    findings.warnings += table.warnings
    fields = _header(table, findings)
    if table.blank:
        lines = "1 blank line was" if table.blank == 1 else f"{table.blank} blank lines were"
        findings.notices.append(Problem("D003", table.file, None, "", "", f"{lines} passed over"))
    return fields


def each_record(table: RawTable, fields: list[Field], findings: Findings) -> Iterator[Record]:
    """Convert the rows of a table one at a time, stating every fault."""
    memories: list[dict[str, Any]] = [{} for _ in fields]
    required = [name for name, column in fields if column is not None and column.required]
    for cells, line in zip(table.rows, table.lines, strict=True):
        record = Record(table.name, table.file, line, {}, {})
        for (name, column), known, cell in zip(fields, memories, cells, strict=True):
            value = known.get(cell, known)
            if value is known:
                value = _value(record, name, column, cell, findings)
                if name in record.broken:
                    continue
                if len(known) < REMEMBERED:
                    known[cell] = value
            if value is not None and column:
                record.values[name] = value
            elif value and name:
                record.extra[name] = value
        for name in required:
            if name not in record.values and name not in record.broken:
                findings.problems.append(record.problem("D011", name, "", "is empty", f"give every row a {name}"))
        yield record


def _value(record: Record, name: str, column: Column | None, cell: str, findings: Findings) -> Any:
    """What a cell says; a fault is stated, and the column counts as broken in this row."""
    try:
        return cell_value(column, cell)
    except CellFault as fault:
        found = record.problem(fault.code, name, cell.strip(), fault.expected, fault.remedy)
        findings.problems.append(found)
        record.broken.add(name)
        return None


def cell_value(column: Column | None, cell: str) -> Any:
    """What a cell says in a column of the schema, or in one that netmodel does not know; raises CellFault."""
    _check_text(cell)
    return convert(column, cell) if column else cell.strip() and cell


def _check_text(cell: str) -> None:
    """Refuse what no file of text can hold."""
    if "\0" in cell:
        raise CellFault("D006", "holds a NUL character", "the file is damaged or no text file: export it again")
    if not cell.isascii() and any("\ud800" <= character <= "\udfff" for character in cell):
        raise CellFault("D006", "holds half a character (a lone surrogate)", "write the character whole")


def name_column(table: RawTable, written: str) -> Field:
    """Name of a column as netmodel knows it, whatever its case and spaces, and its schema."""
    name = written.strip()
    tidy = name.casefold().replace(" ", "_")
    column = find_column(table.name, name) or find_column(table.name, tidy)
    if column is not None:
        name = column.name if not column.stem else column.stem + name[len(column.stem) :]
    return name, column


def _header(table: RawTable, findings: Findings) -> list[Field]:
    fields = [name_column(table, written) for written in table.header]
    seen: set[str] = set()
    for index, (written, (name, column)) in enumerate(zip(table.header, fields, strict=True)):
        if not name:
            _unnamed(table, index, findings)
            continue
        _check_name(table, written, name, column, name in seen, findings)
        seen.add(name)
    _unknown_columns(table, fields, findings)
    for name in (column.name for column in columns(table.name).values() if column.required):
        if name not in seen:
            note = _header_note(table, name, f"the column {name!r} is missing", f"add a column {name}", "D008")
            findings.problems.append(note)
    return fields


def _check_name(
    table: RawTable, written: str, name: str, column: Column | None, repeated: bool, findings: Findings
) -> None:
    """One name of the header: text, dated where it must be, there once."""
    faults = []
    try:
        _check_text(name)
    except CellFault as fault:
        faults.append((fault.code, fault.expected, fault.remedy))
    if column is not None and column.stem == "status_" and not is_date(name[len("status_") :]):
        faults.append(("T007", "names no date", "write status_2013 or status_2021-06"))
    if repeated:
        faults.append(("D007", "stands twice in the header", "every column stands once"))
    findings.problems += [_header_note(table, written, expected, remedy, code) for code, expected, remedy in faults]
    if name != written:
        findings.notices.append(_header_note(table, written, f"the column is read as {quote(name)}"))


def _unnamed(table: RawTable, index: int, findings: Findings) -> None:
    """Pass over a column without a name where nothing stands in it; else say so."""
    filled = next((n for n, cells in enumerate(table.rows) if cells[index].strip()), None)
    if filled is None:
        return
    expected = f"column {index + 1} has no name, but line {table.lines[filled]} has something in it"
    findings.problems.append(_header_note(table, "", expected, "name the column, or empty it", "D014"))


def _unknown_columns(table: RawTable, fields: list[Field], findings: Findings) -> None:
    present = {name for name, _ in fields}
    kept = []
    for name, column in fields:
        if column is None and name:
            near = suggest(name[:200], set(columns(table.name)) - present, cutoff=0.75)
            if near.startswith("did you mean"):
                expected = "is not a column of netmodel; it is kept as an attribute"
                findings.notices.append(_header_note(table, name, expected, near))
            else:
                kept.append(name)
    if kept:
        expected = "kept as attributes; netmodel has no such columns"
        findings.notices.append(_header_note(table, "; ".join(kept), expected))


def _header_note(table: RawTable, column: str, expected: str, remedy: str = "", code: str = "D009") -> Problem:
    return Problem(code, table.file, table.header_line, printable(column), "", expected, remedy)


def refuse_repeats(records: list[Record], column: str, findings: Findings) -> None:
    """Refuse a name that stands twice, or twice but for spaces nobody can see; say where only case differs.

    A no-break space is as good as a space, and two are as good as one; ``ab`` and ``a b`` are two names.
    """
    by_spaces: dict[str, Record] = {}
    by_look: dict[str, Record] = {}
    for record in records:
        name = record.values.get(column)
        if name is None:
            continue
        first = by_spaces.setdefault(" ".join(name.translate(_INVISIBLE).split()), record)
        if first is not record:
            same = first.values[column] == name
            words = f"is already the {column} of line {first.line}"
            expected = words if same else f"looks like the {column} of line {first.line}"
            remedy = f"every {column} stands once: rename one of the two"
            findings.problems.append(record.problem("D010", column, name, expected, remedy))
            continue
        other = by_look.setdefault(look_alike_key(name), record)
        if other is not record:
            other_name = other.values[column]
            case_only = other_name.casefold() == name.casefold()
            difference = "case" if case_only else "characters that look alike"
            expected = f"differs from line {other.line} only in {difference}"
            kept = findings.notices if case_only else findings.warnings
            kept.append(
                record.problem(
                    "D012" if case_only else "D013",
                    column,
                    name,
                    expected,
                    "both are kept; rename one if they are the same",
                )
            )


def look_alike_key(text: str) -> str:
    """Key under which names that look the same are the same: no case, no accents, single spaces, one alphabet.

    Cyrillic and Greek letters whose small or large form looks like a Latin one count as that one.

    >>> look_alike_key("Qu\u0065\u0301bec ") == look_alike_key("QU\u00c9BEC") == look_alike_key("Quebec")
    True
    >>> look_alike_key("\u0420\u0410\u041e") == look_alike_key("PAO")
    True
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    folded = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold()
    bare = (letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))
    return " ".join("".join(bare).translate(_TWINS).split())


def is_whole(record: Record, *columns: str) -> bool:
    """Whether all these cells are there."""
    return all(column in record.values for column in columns)


def common(record: Record) -> dict[str, Any]:
    """Fields that every row has."""
    values = record.values
    return {
        "file": record.file,
        "line": record.line,
        "citation": values.get("citation", ""),
        "confidence": values.get("confidence", ""),
        "notes": values.get("notes", ""),
        "assumed": _in_order(tuple(record.assumed)),
        "extra": tuple(sorted(record.extra.items())) if record.extra else (),
    }


@lru_cache(maxsize=4096)
def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, sorted; the same tuple for all rows that share them."""
    return tuple(sorted(names))


def known_kind(record: Record, table: str, default: str, findings: Findings) -> str:
    """Kind of a row; one that is not known is kept, and said once."""
    if "kind" not in record.values:
        return str(record.assume(findings, "kind", default, default))
    kind = str(record.values["kind"]).strip()
    known = kinds(table)
    if kind not in known and (table, kind) not in findings.unknown_kinds:
        findings.unknown_kinds.add((table, kind))
        near = findings.nearest(kind, known)
        said = record.problem(
            "K001",
            "kind",
            kind,
            f"is not a known kind of {table}; it is kept",
            near if near.startswith("did you mean") else "",
        )
        findings.notices.append(said)
    return kind


def _several_ends(name: str, column: str, actors: Collection[str]) -> str:
    """What to do about an end that names several stakeholders, one of whom is known; nothing where it does not."""
    parts = [part.strip() for part in _PARTS.split(name) if part.strip()]
    strange = [part for part in parts if part not in actors]
    if len(parts) < 2 or len(strange) == len(parts):
        return ""
    if column == "source" and not strange:
        return "a row has one source: write a row for each"
    shown = ", ".join(quote(part) for part in strange[:3])
    more = f" and {len(strange) - 3} more" if len(strange) > 3 else ""
    return f"of the {len(parts)} that are named, {shown}{more} {'are' if len(strange) > 1 else 'is'} not in the list"


def unknown_stakeholder(
    record: Record, column: str, name: str, actors: Collection[str], findings: Findings, code: str = "T001"
) -> None:
    """Refuse a reference to somebody who is not in the list."""
    expected = "is not an id in stakeholders"
    near = findings.nearest(name, actors)
    remedy = f"{near} Else add it to the list" if near.endswith("?") else f"{near}; else add it to the list"
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 1 and all(part in actors for part in parts):
        remedy = f"part them by a semicolon: {'; '.join(parts)}"
    elif column in ("source", "target"):
        remedy = _several_ends(name, column, actors) or f"{remedy} (--allow-unknown adds it without a side)"
    findings.problems.append(record.problem(code, column, name, expected, remedy))
