"""Two-mode lists in CSV: stakeholders by events, committees or boards; each of these becomes an open channel.

An event is a hub that people pass through, and never a clique of all who were there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netmodel.errors import InputError, Problem, printable
from netmodel.readwrite.cells import csv_text
from netmodel.readwrite.formats import Format, Tables, Written, register
from netmodel.readwrite.formats.gathered import counted
from netmodel.readwrite.formats.jsontext import rows_of
from netmodel.readwrite.formats.matrix import telling
from netmodel.readwrite.reading import Reading
from netmodel.readwrite.tables import read_table
from netmodel.schema import RawTable
from netmodel.schema.aliases import aliases, header_key, known_column
from netmodel.schema.convert import split_list

ABSENT = frozenset({"", "0", "-", "–", "."})
PRESENT = frozenset({"1", "x", "X", "✓", "✔"})
"""Cells of somebody who was not there, and of somebody who was; a number between is the share it takes part with."""

EVENTS = frozenset(map(header_key, ("event", "channel", "committee", "board", "meeting", "body", "group", "canal",
                                    "comité", "événement", "réunion", "conseil")))  # fmt: skip
PEOPLE = frozenset(map(header_key, ("stakeholder", "actor", "member", "participant", "person", "organisation",
                                    "organization", "acteur", "membre", "id", "name", "nom")))  # fmt: skip


def is_list(table: RawTable) -> bool:
    """Whether two columns, of which one is of events by its name, tell who was where.

    >>> is_list(RawTable("stakeholders", "", ("Actor", "Committee"), [["gac", "arctic"]], [2]))
    True
    """
    keys = [header_key(name) for name in table.header]
    return len(keys) == 2 and len(EVENTS & set(keys)) == 1 and len(PEOPLE & set(keys)) == 1


def is_grid(table: RawTable) -> bool:
    """Whether it may be an incidence matrix: no column but the first is known, and every cell is a mark or a share.

    >>> is_grid(RawTable("stakeholders", "", ("", "council", "forum"), [["gac", "1", "0"], ["mid", "", "1"]], [2, 3]))
    True
    """
    events = table.header[1:]
    if len(events) < 2 or not table.rows or any(_is_known(table.name, name) for name in events):
        return False
    return all(cell.strip() in ABSENT | PRESENT or _is_share(cell) for row in table.rows for cell in row[1:])


def is_certain(table: RawTable) -> bool:
    """Whether nothing else can be meant: the corner is blank, or names people in a table of who takes part.

    >>> is_certain(RawTable("stakeholders", "", ("", "a", "b"), [], []))
    True
    """
    return not table.header[0].strip() or table.name == "participants"


def _is_known(table: str, name: str) -> bool:
    return not name.strip() or known_column(table, name) is not None or header_key(name) in aliases(table)


def _is_share(cell: str) -> bool:
    text = cell.strip().replace(",", ".")
    try:
        return text.isascii() and 0 <= float(text) <= 1
    except ValueError:
        return False


def as_channels(table: RawTable) -> dict[str, RawTable]:
    """The stakeholders, the channels and the participants of a two-mode table, whichever of its two forms it has.

    Raises
    ------
    InputError
        X003 where a name stands twice, or a cell is neither a mark nor a share.

    Examples
    --------
    >>> table = RawTable("participants", "", ("", "arctic", "trade"), [["gac", "1", ""], ["mid", "1", "1"]], [2, 3])
    >>> found = as_channels(table)
    >>> found["channels"].rows, found["participants"].rows
    ([['arctic', 'open'], ['trade', 'open']], [['arctic', 'gac'], ['arctic', 'mid'], ['trade', 'mid']])
    """
    if is_list(table):
        first = header_key(table.header[0]) in EVENTS
        found = [(row[0 if first else 1].strip(), row[1 if first else 0].strip(), "", line)
                 for row, line in zip(table.rows, table.lines, strict=True)]  # fmt: skip
    else:
        found = _marked(table)
    shares = any(share for *_, share, _ in found)
    rows = [[event, person, *([share] if shares else [])] for event, person, share, _ in found]
    header = ("channel", "stakeholder", *(("uptake",) if shares else ()))
    said = "the table has two modes, stakeholders and events: each event is read as an open channel, a hub"
    notices = (*table.notices, Problem("X005", table.file, table.header_line, "", "", said))
    participants = replace(table, name="participants", header=header, rows=rows, notices=notices,
                           lines=[line for *_, line in found])  # fmt: skip
    people = _once([(row[0].strip(), line) for row, line in zip(table.rows, table.lines, strict=True)]
                   if not is_list(table) else [(person, line) for _, person, _, line in found])  # fmt: skip
    listed = replace(participants, name="stakeholders", header=("id",), rows=[[name] for name in people],
                     lines=list(people.values()), notices=(), warnings=(), blank=0)  # fmt: skip
    channels = channels_of(participants, table.header[1:] if not is_list(table) else ())
    return {"stakeholders": listed, "channels": channels, "participants": participants}


def _once(names: Sequence[tuple[str, int | None]]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for name, line in names:
        found.setdefault(name, line)
    return found


def channels_of(participants: RawTable, named: Sequence[str] = ()) -> RawTable:
    """The open channels that a table of participants names, those without anybody among them where they are `named`.

    >>> table = RawTable("participants", "", ("channel", "stakeholder"), [["b", "x"], ["a", "x"]], [2, 3])
    >>> channels_of(table).rows
    [['b', 'open'], ['a', 'open']]
    """
    at = participants.header.index("channel")
    lines: list[tuple[str, int | None]] = [(name.strip(), participants.header_line) for name in named]
    lines += [(row[at].strip(), line) for row, line in zip(participants.rows, participants.lines, strict=True)]
    found = _once([(name, line) for name, line in lines if name])
    rows = [[name, "open"] for name in found]
    return replace(participants, name="channels", header=("id", "status"), rows=rows, lines=list(found.values()),
                   notices=(), warnings=(), blank=0)  # fmt: skip


def _marked(table: RawTable) -> list[tuple[str, str, str, int | None]]:
    """Event, stakeholder, share and line of every cell in which something stands, event by event."""
    names = [row[0].strip() for row in table.rows]
    faults = [
        Problem("X003", table.file, table.lines[index], "", name[:80], "stands twice in the matrix", "name each once")
        for index, name in enumerate(names)
        if name in names[:index]
    ]
    found = []
    shares = any(cell.strip() not in ABSENT | PRESENT for row in table.rows for cell in row[1:])
    for column, event in enumerate(table.header[1:], 1):
        for row, line in zip(table.rows, table.lines, strict=True):
            cell = row[column].strip()
            if cell in ABSENT:
                continue
            if cell not in PRESENT and not _is_share(cell):
                said = "is neither a mark (1, x) nor a share of 0..1"
                remedy = "write 1 for those who take part, and leave the others blank"
                faults.append(Problem("X003", table.file, line, printable(event), cell[:80], said, remedy))
            found.append((event.strip(), row[0].strip(), ("1" if cell in PRESENT else cell) if shares else "", line))
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.line or 0))
    return found


def read(content: bytes, file: str, reading: Reading) -> Tables:
    """Read a two-mode list or incidence matrix."""
    return as_channels(read_table("participants", content, file, reading=reading))


def write(tables: Tables) -> Written:
    """Write who takes part in which open channel, a row for each stakeholder; what else there is is lost, and listed.

    >>> people = RawTable("stakeholders", "", ("id",), [["a"], ["b"]], [1, 2])
    >>> council = RawTable("channels", "", ("id", "participants", "status"), [["council", "a:0.5; b", "open"]], [1])
    >>> print(write({"stakeholders": people, "channels": council}).content.decode())
    ,council
    a,0.5
    b,0.8
    <BLANKLINE>
    """
    names = [row["id"] for row in rows_of(tables["stakeholders"])]
    channels = rows_of(tables.get("channels"))
    kept = [row["id"] for row in channels if row.get("status") == "open"]
    shares: dict[tuple[str, str], str] = {}
    for row in channels:
        for part in split_list(row.get("participants", "")):
            name, _, uptake = part.rpartition(":")
            shares[name if _is_share(uptake) and name else part, row["id"]] = uptake if name else "0.8"
    long_form = rows_of(tables.get("participants"))
    shares |= {(row["stakeholder"], row["channel"]): row.get("uptake", "0.8") for row in long_form}
    rows = [[name, *(shares.get((name, channel), "") for channel in kept)] for name in names]
    lost = [f"{counted(len(table.rows), 'row')} of {name}" for name, table in tables.items()
            if name not in ("stakeholders", "channels", "participants") and table.rows]  # fmt: skip
    own = {"stakeholders": {"id"}, "channels": {"id", "participants", "status"},
           "participants": {"channel", "stakeholder", "uptake"}}  # fmt: skip
    for name, known in own.items():
        more = telling(tables[name], known) if name in tables else []
        if more:
            lost.append(f"{name}: the columns {', '.join(map(printable, more))}")
    if len(kept) < len(channels):
        lost.append(f"{counted(len(channels) - len(kept), 'channel')} not open now")
    return Written(csv_text(["" if kept else "id", *kept], rows).encode(), tuple(lost))


register(
    Format(
        "twomode", "Two-mode matrix or list in CSV: stakeholders by events", (), lambda content: False, read, write
    )
)
