"""Relations between numbered or labelled actors: what Pajek, UCINET and VNA files hold, to tables and back.

These formats know arcs with one value and a relation's name. A relation in which every arc has its mirror with the
same value is read as undirected ties, any other as directed ones; a negative value is a tie of sign -1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from netmodel.errors import InputError, LimitError, printable
from netmodel.readwrite.decoding import decode
from netmodel.readwrite.formats.gathered import counted, yes_or_no
from netmodel.readwrite.formats.graphrows import GraphRows
from netmodel.readwrite.formats.graphview import Cells, rows_of
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable
from netmodel.schema.convert import period_end

MOST_UNLISTED = 100_000
"""Actors that a file may count without listing them."""

BAD = re.compile('["\r\n\0]')
"""Characters that a quoted label cannot hold in any of these formats."""

_NUMBER = re.compile(r"[-+]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})([eE][-+]?\d{1,3})?\Z", re.ASCII)
_ACTIVE = ("", "active")
_MAIN = ("stakeholders", "ties")
_HELD = ("kind", "strength", "directed", "sign", "status")


class Arc(NamedTuple):
    """One arc: its ends as ids, its value as text (blank: none is given), its line, and other cells of it."""

    source: str
    target: str
    value: str
    line: int
    cells: Mapping[str, str] = {}


class RelationRows(GraphRows):
    """A file of relations in the making of tables."""

    def __init__(self, content: bytes, file: str, reading: Reading) -> None:
        super().__init__(file, reading.limits)
        limits = reading.limits
        if len(content) > limits.bytes:
            raise LimitError(f"{printable(file, 200)}: over the limit of {limits.bytes:,} bytes (max bytes)")
        found = decode(content, file, reading.encoding)
        self.said += found.notices
        self.warned = found.warnings
        self.content = content
        self.lines = re.split(r"\r\n|\r|\n", found.text)
        self.negative: Counter[str] = Counter()

    def values(self, texts: Sequence[str], line: int) -> list[str]:
        """Values as text, each a number; a fault is noted for one that is not, and it counts as none."""
        if any(not _NUMBER.match(text) for text in texts):
            for text in texts:
                if not _NUMBER.match(text):
                    self.fault("X002", line, "", text, "is not a number", "write a number, such as 1")
            return ["0" if not _NUMBER.match(text) else text for text in texts]
        return list(texts)

    def whole(self, text: str, line: int, what: str, most: int) -> int:
        """A whole number from 1 to the most; 0 and a fault for anything else."""
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        if not 1 <= number <= most:
            self.fault("X002", line, what, text, f"is not a whole number from 1 to {most:,}", "check the numbers")
            return 0
        return number

    def limited(self, number: int, listed: int, line: int | None) -> None:
        """Stop at more actors than are read, or at a count that only fills the memory."""
        where = f"{printable(self.file, 200)}: line {line}"
        if number > self.limits.rows:
            raise LimitError(f"{where}: over the limit of {self.limits.rows:,} rows of stakeholders (max rows)")
        if number - listed > MOST_UNLISTED:
            raise LimitError(f"{where}: counts over {MOST_UNLISTED:,} actors that it does not list (max rows)")

    def square(
        self, rows: Iterable[tuple[Sequence[str], int]], ids: Sequence[str], across: Sequence[str]
    ) -> list[Arc]:
        """Arcs of a matrix: an arc for every value but 0."""
        found = []
        for own, (texts, line) in zip(ids, rows, strict=False):
            for other, text in zip(across, self.values(texts, line), strict=False):
                if float(text) != 0:
                    found.append(Arc(own, other, text, line))
        return found

    def relation(self, kind: str, arcs: Sequence[Arc], directed: bool | None = None) -> None:
        """Add the ties of one relation; `directed` None: told by whether every arc has its mirror."""
        if directed is None:
            mutual = _mirrored(arcs)
            directed = not mutual
            if mutual:
                once = [arc for number, arc in enumerate(arcs) if number in mutual]
                named = f"relation {printable(kind)}" if kind else "the relation"
                words = f"{named} is the same both ways: read as {counted(len(once), 'undirected tie')}"
                self.notice(words)
                arcs = once
        for arc in arcs:
            sign = arc.value.startswith("-") and float(arc.value) < 0
            cells = {"source": arc.source, "target": arc.target}
            if kind:
                cells["kind"] = kind
            if arc.value:
                cells["weight"] = arc.value[1:] if sign else arc.value
            if sign:
                cells["sign"] = "-1"
                self.negative[kind] += 1
            cells["directed"] = "yes" if directed else "no"
            self.gatherer("ties").add({**cells, **arc.cells}, arc.line)

    def two_modes(self, events: Sequence[tuple[str, int | None]], arcs: Iterable[Arc]) -> None:
        """Add events as open channels, and who takes part in them."""
        for event, line in events:
            self.gatherer("channels").add({"id": event, "status": "open"}, line)
        self.gatherer("participants")
        known = {event for event, _ in events}
        for arc in arcs:
            source, target = (arc.target, arc.source) if arc.target in known else (arc.source, arc.target)
            if source not in known or target in known:
                self.fault("X002", arc.line, "", source, "is a line within one mode of a two-mode file", "mend it")
            weight = {"weight": arc.value} if arc.value and float(arc.value) != 1 else {}
            cells = {"channel": source, "stakeholder": target, **weight, **arc.cells}
            self.gatherer("participants").add(cells, arc.line)
        self.notice(f"two modes: {counted(len(events), 'event')} read as open channels, with those who take part")

    def finished(self, present: Iterable[str] = ("stakeholders", "ties")) -> dict[str, RawTable]:
        """All tables, or every fault."""
        if self.problems:
            raise InputError(self.problems)
        if self.negative:
            total = sum(self.negative.values())
            self.notice(f"{counted(total, 'negative value')}: read as sign -1, with the strength of the number")
        tables = self.tables(self.content, present)
        if self.warned:
            tables["stakeholders"] = replace(tables["stakeholders"], warnings=tuple(self.warned))
        return tables


def _mirrored(arcs: Sequence[Arc]) -> set[int]:
    """The first arc of every pair, by number, where each arc has its mirror; nothing where one has none."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for number, arc in enumerate(arcs):
        if (arc.source, arc.target) in seen or arc.cells:
            return set()
        seen[arc.source, arc.target] = (number, arc.value)
    if all(source == target for source, target in seen):
        return set()
    nothing = (-1, "")
    pairs = [
        (number, seen.get((target, source), nothing), value) for (source, target), (number, value) in seen.items()
    ]
    if any(mirror[0] < 0 or not _equal(mirror[1], value) for _, mirror, value in pairs):
        return set()
    return {min(number, mirror[0]) for number, mirror, _ in pairs}


def _equal(one: str, other: str) -> bool:
    return one == other or (bool(one) and bool(other) and float(one) == float(other))


def softened(character: str) -> str:
    """What stands in the place of a character that a label cannot hold."""
    return {'"': "'", "\0": "\ufffd"}.get(character, " ")


def unlisted(names: Sequence[str]) -> list[str]:
    """Names, with its number for each that is blank; nothing is named twice but what was.

    >>> unlisted(["a", "", "2"])
    ['a', '2~2', '2']
    """
    taken = {name for name in names if name}
    found = []
    for number, name in enumerate(names, 1):
        free, again = name or str(number), 1
        while not name and free in taken:
            again += 1
            free = f"{number}~{again}"
        taken.add(free)
        found.append(free)
    return found


# ---- writing -------------------------------------------------------------------------------------------------------


class PlainTie(NamedTuple):
    """A tie as these formats hold it; the value is blank or a number, below 0 for a sign of -1."""

    source: str
    target: str
    kind: str
    value: str
    directed: bool


@dataclass(frozen=True)
class PlainNetwork:
    """Actors and the ties that are active now, and what is lost beside them."""

    actors: tuple[Cells, ...]
    ids: tuple[str, ...]
    ties: tuple[PlainTie, ...]
    lost: tuple[str, ...]


def plain_network(tables: Mapping[str, RawTable], holder: str, held: Iterable[str] = ()) -> PlainNetwork:
    """Reduce tables to actors and active ties.

    Parameters
    ----------
    tables : mapping of str to RawTable
    holder : str
        How the lines of what is lost name the format.
    held : iterable of str
        Columns of stakeholders that the format holds beside the id.

    Examples
    --------
    >>> people = RawTable("stakeholders", "", ("id",), [["a"], ["b"]], [2, 3])
    >>> ties = RawTable("ties", "", ("source", "target", "status"), [["a", "b", "severed"]], [2])
    >>> plain_network({"stakeholders": people, "ties": ties}, "Pajek").lost
    ('ties: 1 tie that is not active (1 severed) is left out; Pajek cannot say so',)
    """
    actors = tuple(rows_of(tables.get("stakeholders")))
    ids = [(cells.get("id") or cells.get("name", "")).strip() for cells in actors]
    ties, lost = _active_ties(tables.get("ties"), holder)
    known = set(ids)
    ids += sorted({end for tie in ties for end in tie[:2]} - known)
    named = [
        {name: cell for name, cell in cells.items() if name != "name" or cell.strip() != own}
        for cells, own in zip(actors, ids, strict=False)
    ]
    homeless = [
        *_columns_lost("stakeholders", named, {"id", *held}),
        *_columns_lost("ties", rows_of(tables.get("ties")), {"source", "target", *_HELD}),
        *(f"{name}: {counted(len(table.rows), 'row')}" for name, table in tables.items() if name not in _MAIN),
    ]
    lost += [f"{words}; {holder} has no place for it" for words in homeless]
    return PlainNetwork(actors, tuple(ids), tuple(ties), tuple(lost))


def _active_ties(table: RawTable | None, holder: str) -> tuple[list[PlainTie], list[str]]:
    ties, rows = [], list(rows_of(table))
    away: Counter[str] = Counter()
    lost = []
    some_kind = any("kind" in cells for cells in rows)
    blank_kinds = blank_strengths = 0
    for cells in rows:
        status = _status(cells)
        if status not in _ACTIVE:
            away[status] += 1
            continue
        value = cells.get("strength", "").strip()
        if cells.get("sign", "").strip().startswith("-"):
            blank_strengths += not value
            value = f"-{value or '0.5'}"
        blank_kinds += some_kind and "kind" not in cells
        kind = cells.get("kind", "informal" if some_kind else "").strip()
        directed = yes_or_no(cells.get("directed", "")) == "yes"
        ties.append(PlainTie(cells.get("source", "").strip(), cells.get("target", "").strip(), kind, value, directed))
    if away:
        number = sum(away.values())
        parts = ", ".join(f"{count:,} {printable(status)}" for status, count in sorted(away.items()))
        verb = ("tie that is", "is") if number == 1 else ("ties that are", "are")
        lost.append(f"ties: {number:,} {verb[0]} not active ({parts}) {verb[1]} left out; {holder} cannot say so")
    if blank_kinds:
        lost.append(f"ties, kind: {counted(blank_kinds, 'blank cell')} written as informal, the default")
    if blank_strengths:
        lost.append(f"ties, strength: {counted(blank_strengths, 'blank cell')} of negative sign as 0.5, the default")
    return ties, lost


def _status(cells: Cells) -> str:
    """The state of a tie now: its status, else the word of the latest dated column, else whether it has ended."""
    if "status" in cells:
        return cells["status"].strip().casefold()
    dated = [name for name in cells if re.match(r"status_\d{4}(-\d\d){0,2}\Z", name)]
    if dated:
        return cells[max(dated, key=lambda name: period_end(name.removeprefix("status_")))].strip().casefold()
    return "severed" if "until" in cells else "active"


def _columns_lost(table: str, rows: Iterable[Cells], held: Iterable[str]) -> list[str]:
    filled = Counter(name for cells in rows for name in cells)
    kept = set(held)
    return [
        f"{table}, {printable(name)}: {counted(number, 'cell')}"
        for name, number in filled.items()
        if name not in kept
    ]
