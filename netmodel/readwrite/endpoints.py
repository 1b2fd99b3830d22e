"""Who a row means: ids, names or aliases as the ends of ties, several targets in a cell, one name for two actors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from netmodel.errors import InputError, Problem, printable, quote
from netmodel.schema import RawTable
from netmodel.schema.convert import split_list

REFERENCES = {"ties": ("source", "target"), "participants": ("stakeholder",), "vetoes": ("actor",)}
"""Columns that name a stakeholder, by table."""


@dataclass(frozen=True, slots=True)
class _People:
    """Lines of the list by id; ids by name and by alias, each name in single spaces."""

    lines: dict[str, int | None]
    names: dict[str, list[str]]
    aliases: dict[str, list[str]]


def settle(tables: Mapping[str, RawTable]) -> dict[str, RawTable]:
    """Write ids where ties, participants and vetoes name stakeholders otherwise.

    Where every reference of a table is an id, nothing changes. Else names are taken, else aliases that only one
    stakeholder has; a table that mixes them is refused with its rows. A target of several stakeholders,
    ``gac | mid``, becomes a tie each. Two stakeholders without ids that share a name but not a kind get the kind
    behind the name.

    Parameters
    ----------
    tables : mapping of str to RawTable
        With netmodel's column names, ``stakeholders`` among them.

    Raises
    ------
    InputError
        Where references are mixed (T009) or mean several stakeholders (T011), with all rows at once.

    Examples
    --------
    >>> people = RawTable("stakeholders", "nodes.csv", ("id", "name"), [["1", "Oslo"], ["2", "Rome"]], [2, 3])
    >>> ties = RawTable("ties", "edges.csv", ("source", "target"), [["Oslo", "Rome"]], [2])
    >>> settle({"stakeholders": people, "ties": ties})["ties"].rows
    [['1', '2']]
    """
    found = dict(tables)
    if not {"id", "name"} & set(found["stakeholders"].header):
        return found
    found["stakeholders"] = _told_apart(found["stakeholders"])
    people = _people(found["stakeholders"])
    if "ties" in found:
        found["ties"] = _one_target_each(found["ties"], people)
    problems: list[Problem] = []
    for name in REFERENCES:
        if name in found:
            found[name] = _by_id(found[name], people, problems)
    if problems:
        raise InputError(problems)
    return found


def _told_apart(table: RawTable) -> RawTable:
    """Give ids to a list without them in which one name stands with several kinds."""
    if "id" in table.header or "kind" not in table.header:
        return table
    name, kind = table.header.index("name"), table.header.index("kind")
    kinds: dict[str, list[str]] = {}
    for row in table.rows:
        kinds.setdefault(_tidy(row[name]), []).append(row[kind].strip())
    twice = {key for key, found in kinds.items() if key and len(found) > 1 and len(set(found)) == len(found)}
    if not twice:
        return table
    rows = [
        [f"{_tidy(row[name])} ({row[kind].strip()})" if _tidy(row[name]) in twice else row[name].strip(), *row]
        for row in table.rows
    ]
    shown = ", ".join(printable(key) for key in sorted(twice)[:5])
    said = f"{len(twice)} {'name stands' if len(twice) == 1 else 'names stand'} with several kinds ({shown}): "
    said += "each is a stakeholder of its own, with the kind behind the name as its id"
    notice = Problem("D009", table.file, table.header_line, "name", "", said)
    return replace(table, header=("id", *table.header), rows=rows, notices=(*table.notices, notice))


def _people(table: RawTable) -> _People:
    key = "id" if "id" in table.header else "name"
    at = {name: table.header.index(name) for name in ("name", "aliases") if name in table.header}
    people = _People({}, {}, {})
    for row, line in zip(table.rows, table.lines, strict=True):
        who = row[table.header.index(key)].strip()
        people.lines.setdefault(who, line)
        if "name" in at:
            people.names.setdefault(_tidy(row[at["name"]]), []).append(who)
        for alias in split_list(row[at["aliases"]]) if "aliases" in at else ():
            people.aliases.setdefault(_tidy(alias), []).append(who)
    people.names.pop("", None)
    return people


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _one_target_each(ties: RawTable, people: _People) -> RawTable:
    """A row for each of several targets in one cell; a cell that is itself a name, or names nobody, stays whole."""
    if "target" not in ties.header:
        return ties
    at = ties.header.index("target")
    if not any("|" in row[at] or ";" in row[at] for row in ties.rows):
        return ties
    rows, lines, cells = [], [], 0
    for row, line in zip(ties.rows, ties.lines, strict=True):
        parts = () if _knows(people, row[at]) else split_list(row[at])
        several = len(parts) > 1 and any(_knows(people, part) for part in parts)
        cells += several
        for part in parts if several else (row[at],):
            rows.append([*row[:at], part, *row[at + 1 :]])
            lines.append(line)
    if len(rows) == len(ties.rows):
        return ties
    what = "1 cell names" if cells == 1 else f"{cells} cells name"
    said = f"{what} several targets: a tie each, {len(rows)} ties of {len(ties.rows)} rows"
    notice = Problem("D009", ties.file, ties.header_line, "target", "", said)
    return replace(ties, rows=rows, lines=lines, notices=(*ties.notices, notice))


def _knows(people: _People, text: str) -> bool:
    return text.strip() in people.lines or _tidy(text) in people.names or _tidy(text) in people.aliases


def _by_id(table: RawTable, people: _People, problems: list[Problem]) -> RawTable:
    at = [table.header.index(name) for name in REFERENCES[table.name] if name in table.header]
    ends = {cell for index in at for cell in {row[index].strip() for row in table.rows}} - {""}
    strangers = ends - people.lines.keys()
    for what, known in (("name", people.names), ("alias", people.aliases)) if strangers else ():
        hits = {end for end in strangers if _tidy(end) in known}
        if not hits:
            continue
        odd = _odd(ends, hits, what, known, people)
        faults = [*_mixed(table, at, odd, people), *_ambiguous(table, at, ends - odd.keys(), what, known, people)]
        if faults:
            problems += faults
            return table
        return _mapped(table, at, {end: known[_tidy(end)][0] for end in ends if _tidy(end) in known}, what)
    return table


def _odd(
    ends: Iterable[str], hits: set[str], what: str, known: Mapping[str, list[str]], people: _People
) -> dict[str, str]:
    """The ends that are told in another way than the fewer of the table, and how: none where all are of one sort."""
    ids = {end for end in ends if end in people.lines and _tidy(end) not in known}
    nicknames = {
        end
        for end in ends
        if what == "name" and _tidy(end) not in known and end not in ids and _tidy(end) in people.aliases
    }
    if ids:
        return dict.fromkeys(hits | nicknames, "ids")
    return dict.fromkeys(nicknames, "names")


def _mixed(table: RawTable, at: list[int], odd: Mapping[str, str], people: _People) -> list[Problem]:
    return [
        _fault("T009", table, index, line, _mix(row[index].strip(), odd, people))
        for row, line in zip(table.rows, table.lines, strict=True)
        for index in at
        if row[index].strip() in odd
    ]


def _mix(end: str, odd: Mapping[str, str], people: _People) -> tuple[str, str, str]:
    is_name = _tidy(end) in people.names
    meant = sorted(set(people.names.get(_tidy(end), []) or people.aliases.get(_tidy(end), [])))
    what = "a name" if is_name else "an alias"
    remedy = f"write {quote(meant[0])}: ids throughout, or names throughout"
    return end, f"is {what}, and other rows give {odd[end]}", remedy


def _ambiguous(
    table: RawTable, at: list[int], ends: set[str], what: str, known: Mapping[str, list[str]], people: _People
) -> list[Problem]:
    several = {end for end in ends if len(set(known.get(_tidy(end), ()))) > 1}
    if not several:
        return []
    return [
        _fault("T011", table, index, line, _several(row[index].strip(), what, known, people))
        for row, line in zip(table.rows, table.lines, strict=True)
        for index in at
        if row[index].strip() in several
    ]


def _several(end: str, what: str, known: Mapping[str, list[str]], people: _People) -> tuple[str, str, str]:
    ids = sorted(set(known[_tidy(end)]))
    places = " and ".join(str(people.lines[one]) for one in ids[:3])
    remedy = f"write which is meant: {', '.join(quote(one) for one in ids[:3])}"
    return end, f"is the {what} of lines {places} of the list", remedy


def _fault(code: str, table: RawTable, index: int, line: int | None, said: tuple[str, str, str]) -> Problem:
    value, expected, remedy = said
    return Problem(code, table.file, line, printable(table.header[index]), value[:80], expected, remedy)


def _mapped(table: RawTable, at: list[int], ids: Mapping[str, str], what: str) -> RawTable:
    rows = []
    for row in table.rows:
        cells = list(row)
        for index in at:
            cells[index] = ids.get(row[index].strip(), row[index])
        rows.append(cells)
    columns = " and ".join(table.header[index] for index in at)
    plural = "names" if what == "name" else "aliases"
    said = f"{'hold' if len(at) > 1 else 'holds'} {plural}: each is read as the id of the stakeholder so called"
    notice = Problem("D009", table.file, table.header_line, columns, "", said)
    return replace(table, rows=rows, notices=(*table.notices, notice))
