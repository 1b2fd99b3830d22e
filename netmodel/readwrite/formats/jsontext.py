"""JSON from strangers: read within limits, every number as it was written, every object with its line.

What `json` lets pass is refused: a name that stands twice in an object, NaN and Infinity, half a character, depth
without end. Numbers stay text, so that an id of 1.0 is not 1, and a whole number of a thousand digits costs nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from netmodel.errors import InputError, LimitError, Problem, printable
from netmodel.readwrite.formats.gathered import Gatherer
from netmodel.readwrite.reading import Reading
from netmodel.schema import TABLES, RawTable, columns

DEPTH = 100
"""Most objects and arrays within one another that are read."""

KEPT = "netmodel"
"""Under this name a JSON format keeps the tables that its own form has no place for."""

NUMERIC = frozenset({"number", "strength", "integer", "level"})
"""Types of columns whose cells are written as numbers."""

_BRACE = re.compile(r'(?:[^"{}\[\]]|"(?:[^"\\]|\\.)*+")*+([{}\[\]])', re.DOTALL)
_NAME = re.compile(r'"((?:[^"\\]|\\.)*+)"\s*+:', re.DOTALL)
_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*+"|(-?Infinity|NaN)', re.DOTALL)
_PARTS = re.compile(r"[;|]")


class Number(str):
    """A number of JSON, as it was written."""

    __slots__ = ()


class Object(dict[str, Any]):
    """An object of JSON, and the line on which it begins."""

    line = 0


class _Constant(ValueError):
    """A constant that is no JSON."""


class _Twice(ValueError):
    """A name that stands twice in an object."""


def parse(content: bytes, file: str, reading: Reading) -> Any:
    """Parse JSON; gives `Object`, list, str, `Number`, bool or None.

    Raises
    ------
    InputError
        X002, with line and column, where it is no JSON.
    LimitError
        Where the file, a text or the depth is over the limit.

    Examples
    --------
    >>> parse(b'{"id": 007}', "a.json", Reading())
    Traceback (most recent call last):
    netmodel.errors.InputError: a.json: 1 problem, nothing was read
      line 1: is not JSON at character 9: a comma or a closing bracket is missing [X002]
          export the file again, or mend that place
    >>> parse(b'{"id": 1.0}', "a.json", Reading())
    {'id': '1.0'}
    """
    if len(content) > reading.limits.bytes:
        raise LimitError(f"{printable(file, 200)}: over the limit of {reading.limits.bytes:,} bytes (max bytes)")
    text = _text(content, file)
    objects: list[Object] = []

    def keep(pairs: list[tuple[str, Any]]) -> Object:
        found = Object(pairs)
        if len(found) < len(pairs):
            raise _Twice
        objects.append(found)
        return found

    try:
        lines = _lines(text, file)
        value = json.loads(
            text, object_pairs_hook=keep, parse_int=Number, parse_float=Number, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        _refuse(text, error.pos, _meaning(error), file)
    except _Constant:
        found = next(match for match in _CONSTANT.finditer(text) if match[1])
        _refuse(text, found.start(1), f"{found[1]} is no number of JSON", file, "leave the value out, or write null")
    except _Twice:
        place, name = _repeat(text)
        _refuse(text, place, f"{json.dumps(name)[:80]} stands twice in one object", file, "name each once")
    except RecursionError:
        raise _too_deep(file) from None
    for each, line in zip(objects, lines, strict=True):
        each.line = line
    return value


def _text(content: bytes, file: str) -> str:
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        expected = f"byte {error.start} is not {encoding.upper()} text"
        raise InputError([fault(file, content[: error.start].count(b"\n") + 1, "", expected)]) from None


def _lines(text: str, file: str) -> list[int]:
    """Lines on which objects begin, in the order in which they end: that in which a parser hands them over."""
    lines: list[int] = []
    open_at: list[int] = []
    line, seen = 1, 0
    while brace := _BRACE.match(text, seen):  # where one fails, so would a search from each place behind it
        line += text.count("\n", seen, brace.end())
        seen = brace.end()
        if brace[1] in "{[":
            open_at.append(line)
            if len(open_at) > DEPTH:
                raise _too_deep(file)
        elif open_at:
            begun = open_at.pop()
            if brace[1] == "}":
                lines.append(begun)
    return lines


def _too_deep(file: str) -> LimitError:
    return LimitError(f"{printable(file, 200)}: over the limit of {DEPTH} objects within one another (max depth)")


def _no_constant(name: str) -> NoReturn:
    raise _Constant(name)


def _meaning(error: json.JSONDecodeError) -> str:
    words = {
        "Expecting ',' delimiter": "a comma or a closing bracket is missing",
        "Expecting value": "a value is missing",
        "Extra data": "there is text after the end",
        "Expecting property name enclosed in double quotes": "a name in double quotes is missing",
        "Unterminated string starting at": "a quote opens that is never closed",
    }
    return words.get(error.msg, error.msg.lower())


def _repeat(text: str) -> tuple[int, str]:
    """Where a name stands the second time in its object, and the name."""
    names: list[set[str]] = [set()]
    for token in re.finditer(r'"(?:[^"\\]|\\.)*+"(\s*+:)?|[{}]', text, re.DOTALL):
        if token[0] == "{":
            names.append(set())
        elif token[0] == "}":
            names.pop()
        elif token[1]:
            name = json.loads(token[0][: -len(token[1])], strict=False)
            if name in names[-1]:
                return token.start(), str(name)
            names[-1].add(name)
    return 0, ""


def _refuse(text: str, place: int, what: str, file: str, remedy: str = "") -> NoReturn:
    line = text.count("\n", 0, place) + 1
    character = place - text.rfind("\n", 0, place)
    expected = f"is not JSON at character {character}: {what}"
    raise InputError(
        [fault(file, line, "", expected, remedy or "export the file again, or mend that place")]
    ) from None


def fault(file: str, line: int | None, column: str, expected: str, remedy: str = "", value: str = "") -> Problem:
    """A file that is damaged or of another form than its format has.

    >>> fault("a.json", 3, "nodes", "is missing").code
    'X002'
    """
    shown = value if len(value) <= 80 else value[:79] + "…"
    return Problem("X002", file, line or None, printable(column), shown, expected, remedy)


# ---- objects to rows -----------------------------------------------------------------------------------------------


def objects_in(value: Any, what: str, file: str, line: int, faults: list[Problem]) -> Iterator[Object]:
    """The objects of a list; anything else in it, or no list at all, is a fault."""
    if not isinstance(value, list):
        faults.append(fault(file, line, what, "is not a list", "write a list of objects: [{...}, {...}]"))
        return
    for item in value:
        if isinstance(item, Object):
            yield item
        else:
            shown = text_of(item)[:80]
            faults.append(fault(file, line, what, "is no object, but stands in a list of objects", value=shown))


def text_of(value: Any) -> str:
    """A value of JSON as the text of a cell; what has no plain form stays JSON.

    >>> text_of(True), text_of(None), text_of(["a", "b"]), text_of({"x": [1, None]})
    ('yes', '', 'a; b', '{"x": [1, null]}')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list) and not any(isinstance(part, (list, dict)) for part in value):
        return "; ".join(text_of(part) for part in value)
    return _json(value)


def _json(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    return str(value) if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)


def cells_of(found: Mapping[str, Any], table: str, file: str, faults: list[Problem], line: int = 0) -> dict[str, str]:
    """The cells of one object; a part of a list that no cell can say is a fault."""
    cells = {}
    known = columns(table)
    for name, value in found.items():
        column = known.get(name)
        if isinstance(value, list) and column is not None and column.type in ("list", "weights"):
            for part in value:
                if isinstance(part, str) and _PARTS.search(part):
                    remedy = "a list in a table is parted by ; or |, so that none of its parts may hold one"
                    at = line or getattr(found, "line", 0)
                    faults.append(fault(file, at, name, "holds a ; or a | within one part", remedy, part))
        cells[name] = text_of(value)
    return cells


# ---- rows to objects -----------------------------------------------------------------------------------------------


def value_of(table: str, column: str, cell: str) -> Any:
    """A cell as a value of JSON: a number where the column holds numbers and the number is the same text again.

    >>> value_of("ties", "strength", "0.5"), value_of("ties", "strength", "0.50"), value_of("ties", "note", "7")
    (0.5, '0.50', '7')
    """
    known = columns(table).get(column)
    if known is None or known.type not in NUMERIC:
        return cell
    for kind in (int, float):
        try:
            if json.dumps(kind(cell), allow_nan=False) == cell:
                return kind(cell)
        except ValueError:
            continue
    return cell


def rows_of(table: RawTable | None) -> list[dict[str, str]]:
    """Rows of a table by column, blank cells left out; a column that is blank throughout is named in the first row.

    >>> rows_of(RawTable("ties", "", ("source", "notes"), [["a", ""], ["b", ""]], [1, 2]))
    [{'source': 'a', 'notes': ''}, {'source': 'b'}]
    """
    if table is None:
        return []
    rows = [dict(zip(table.header, cells, strict=True)) for cells in table.rows]
    found = [{column: cell for column, cell in row.items() if cell} for row in rows]
    used = {column for row in found for column in row}
    return [{**found[0], **{c: "" for c in table.header if c not in used}}, *found[1:]] if found else []


def kept_tables(tables: Mapping[str, RawTable], *names: str) -> dict[str, Any]:
    """Tables that a format has no place for, as rows by column under one name; nothing where there are none."""
    found = {name: rows_of(tables[name]) for name in names if name in tables}
    return {KEPT: found} if found else {}


def take_kept(value: Any, file: str, reading: Reading, faults: list[Problem]) -> dict[str, RawTable]:
    """The tables that `kept_tables` kept; nothing where there are none."""
    found: dict[str, RawTable] = {}
    for name, rows in value.items() if isinstance(value, Object) else ():
        if name in TABLES:
            gathered = Gatherer(name, file, reading.limits)
            for row in objects_in(rows, name, file, value.line, faults):
                gathered.add(cells_of(row, name, file, faults), row.line)
            found[name] = gathered.table(required=required(name))
        else:
            faults.append(fault(file, value.line, name, "is not a table of netmodel"))
    return found


def required(table: str) -> list[str]:
    """Names of the columns that a table must have."""
    return [column.name for column in columns(table).values() if column.required]


def passed_over(found: Mapping[str, Any], known: Collection[str], file: str, line: int) -> list[Problem]:
    """Notices of the parts of a file that no table can hold."""
    said = "has no place in a network and is passed over"
    return [Problem("X005", file, line or None, printable(name), "", said) for name in found if name not in known]


def finish(
    tables: Mapping[str, RawTable], content: bytes, faults: Sequence[Problem], notices: Sequence[Problem] = ()
) -> dict[str, RawTable]:
    """The tables of a file with its fingerprint, the notices with the first; or every fault of it at once."""
    if faults:
        raise InputError(faults)
    sha256 = hashlib.sha256(content).hexdigest()
    found = {name: replace(table, sha256=sha256) for name, table in tables.items()}
    first = next(iter(found))
    return {**found, first: replace(found[first], notices=(*found[first].notices, *notices))}


def to_bytes(value: Any) -> bytes:
    """JSON as it is written: UTF-8, a line for every name, nothing that is no JSON."""
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
