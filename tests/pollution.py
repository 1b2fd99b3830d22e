"""Clean tables spoiled on purpose: each function gives the spoiled bytes, and what they still say.

`truth` is the table that the bytes hold, or None where they hold no single one, so that only a refusal is right. A
file is wrong in silence where it is read, the cells are not those of the truth, and no warning says so.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

Cells = list[list[str]]


@dataclass(frozen=True)
class Spoiled:
    """A table on its way to bytes, and what was done to it.

    `records` are the header and the rows; `before` and `instead` are lines of text by the record that they stand
    before or in place of.
    """

    name: str
    records: Cells
    delimiter: str = ","
    end: str = "\n"
    encoding: str = "utf-8"
    quoting: str = "needed"
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    before: tuple[tuple[int, str], ...] = ()
    instead: tuple[tuple[int, str], ...] = ()
    readable: bool = True
    done: tuple[str, ...] = ()
    last_end: bool = True

    @property
    def text(self) -> str:
        """The file as text."""
        before, instead = dict(self.before), dict(self.instead)
        lines = [*self.above]
        for number, cells in enumerate(self.records):
            if number in before:
                lines.append(before[number])
            lines.append(instead.get(number, self.written(cells)))
        lines += self.below
        return self.end.join(lines) + (self.end if self.last_end else "")

    def written(self, cells: Sequence[str]) -> str:
        """A record as a line."""
        special = (self.delimiter, '"', "\n", "\r")
        always = self.quoting == "all"
        quoted = ('"' + c.replace('"', '""') + '"' if always or any(s in c for s in special) else c for c in cells)
        return self.delimiter.join(quoted)

    @property
    def content(self) -> bytes:
        """The file as bytes."""
        return self.text.encode(self.encoding, "replace")

    @property
    def truth(self) -> Cells | None:
        """Header and rows that a reader must find; None where it must refuse."""
        return self.records if self.readable else None


Pollution = Callable[[Spoiled, random.Random], Spoiled]
NAMES = (
    *("Global Affairs Canada", "Ministère des Affaires étrangères", "МИД России", "Oslo, the ministry", "A; B"),
    *('The "Rome" office', "Université d’Orléans", "Комитет Совета Федерации", "first\nsecond", "0,5", "a|b"),
    "Total",
    *("=1+1", " leading", "Québec", "Tromsø", "Министерство энергетики", "North", "007", "Ministry of Fisheries"),
)


def clean(rng: random.Random) -> Spoiled:
    """A list of stakeholders or of ties that is in order."""
    size = rng.choice((1, 2, 3, 5, 12))
    if rng.random() < 0.7:
        header = ["id", "name", "side", "kind", "notes"][: rng.choice((3, 4, 5, 5))]
        rows = [[f"s{n}", *(rng.choice(NAMES) for _ in header[1:])] for n in range(size)]
        return Spoiled("stakeholders", [header, *rows])
    header = ["source", "target", "kind", "strength"]
    rows = [[f"s{n}", f"s{n + 1}", "trade", f"0.{n % 9 + 1}"] for n in range(size)]
    return Spoiled("ties", [header, *rows])


def _row(table: Spoiled, rng: random.Random) -> int:
    """Number of a row whose line nothing else has changed yet."""
    taken = {number for number, _ in table.instead}
    free = [number for number in range(1, len(table.records)) if number not in taken]
    return rng.choice(free) if free else 0


def _instead(table: Spoiled, number: int, line: str, done: str, *, readable: bool = False) -> Spoiled:
    if not number:
        return table
    both = table.readable and readable
    return replace(table, instead=(*table.instead, (number, line)), readable=both, done=(*table.done, done))


# ---- forms that say the same ---------------------------------------------------------------------------------------


def delimiter(table: Spoiled, rng: random.Random) -> Spoiled:
    """Other delimiters."""
    mark = rng.choice((";", "\t", "|"))
    if table.instead or table.before:
        return table
    return replace(table, delimiter=mark, done=(*table.done, f"delimiter {mark!r}"))


def line_ends(table: Spoiled, rng: random.Random) -> Spoiled:
    """Other line ends, or none at the end of the file."""
    end = rng.choice(("\r\n", "\r", "\n", "\r\r\n"))
    return replace(table, end=end, last_end=rng.random() < 0.5, done=(*table.done, f"line ends {end!r}"))


def quote_all(table: Spoiled, rng: random.Random) -> Spoiled:
    """Every cell in quotes."""
    return replace(table, quoting="all", done=(*table.done, "all quoted")) if not table.instead else table


def encoding(table: Spoiled, rng: random.Random) -> Spoiled:
    """Another encoding, of those that can write the table."""
    wanted = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1251", "koi8-r", "mac-roman"]
    able = [name for name in wanted if _can_write(table.text, name)]
    name = rng.choice(able) if able else table.encoding
    return replace(table, encoding=name, done=(*table.done, f"encoding {name}"))


def _can_write(text: str, name: str) -> bool:
    try:
        text.encode(name)
    except UnicodeEncodeError:
        return False
    return True


def blank_lines(table: Spoiled, rng: random.Random) -> Spoiled:
    """Blank lines above, below and between."""
    blanks = rng.choice((("",), ("", ""), ("   ",), (table.delimiter * (len(table.records[0]) - 1),)))
    at = rng.randrange(len(table.records))
    if any(number == at for number, _ in table.before):
        return replace(table, below=(*table.below, *blanks), done=(*table.done, "blank lines below"))
    done = (*table.done, f"blank line before record {at}")
    return replace(table, before=(*table.before, (at, blanks[0])), done=done)


def hint(table: Spoiled, rng: random.Random) -> Spoiled:
    """A line such as ``sep=;`` above all."""
    if table.above:
        return table
    return replace(table, above=(f"sep={table.delimiter}",), done=(*table.done, "sep= line"))


def preamble(table: Spoiled, rng: random.Random) -> Spoiled:
    """Title lines above the header, padded to the width of the table or not."""
    pad = table.delimiter * (len(table.records[0]) - 1) if rng.random() < 0.4 else ""
    titles = rng.sample(("List of stakeholders 2021", "Ministère des pêches", "Confidential", "Updated in 2021"), 2)
    lines = [f"{title}{pad}" for title in titles[: rng.choice((1, 2))]] + ([""] if rng.random() < 0.5 else [])
    return replace(table, above=(*table.above, *lines), done=(*table.done, f"preamble {lines!r}"))


def repeated_header(table: Spoiled, rng: random.Random) -> Spoiled:
    """The header once more among the rows, as where two exports were joined."""
    at = rng.randrange(1, len(table.records))
    if any(number == at for number, _ in table.before):
        return table
    line = table.written(table.records[0])
    return replace(table, before=(*table.before, (at, line)), done=(*table.done, f"header again before record {at}"))


def trailing_delimiters(table: Spoiled, rng: random.Random) -> Spoiled:
    """Every line ends in delimiters."""
    if table.instead:
        return table
    more = table.delimiter * rng.choice((1, 3))
    lines = tuple((number, table.written(cells) + more) for number, cells in enumerate(table.records))
    if rng.random() < 0.4:
        lines = lines[1:]
    return replace(table, instead=lines, done=(*table.done, f"trailing {more!r}"))


# ---- forms that say something else ---------------------------------------------------------------------------------


def lost_delimiter(table: Spoiled, rng: random.Random) -> Spoiled:
    """A row that lost a delimiter."""
    number = _row(table, rng)
    cells = [cell.replace(table.delimiter, " ") for cell in table.records[number]]
    line = table.written([f"{cells[0]} {cells[1]}", *cells[2:]])
    return _instead(table, number, line, "lost delimiter")


def extra_delimiter(table: Spoiled, rng: random.Random) -> Spoiled:
    """A row with a delimiter in a cell that is not quoted."""
    number = _row(table, rng)
    cells = [cell.replace('"', "").replace("\n", " ") for cell in table.records[number]]
    cells[1] = f"Canada{table.delimiter} the ministry"
    return _instead(table, number, table.delimiter.join(cells), "extra delimiter")


def short_row(table: Spoiled, rng: random.Random) -> Spoiled:
    """A row cut short."""
    number = _row(table, rng)
    line = table.written(table.records[number][: rng.randrange(1, len(table.records[0]))])
    return _instead(table, number, line, "short row") if line.strip() else table


def open_quote(table: Spoiled, rng: random.Random) -> Spoiled:
    """A cell whose quote is opened and not closed."""
    number = _row(table, rng)
    cells = [cell.replace('"', "").replace("\n", " ").replace(table.delimiter, " ") for cell in table.records[number]]
    cells[1] = f'"{cells[1].strip()}'
    return _instead(table, number, table.delimiter.join(cells), "open quote")


def two_open_quotes(table: Spoiled, rng: random.Random) -> Spoiled:
    """A quote opened in one row and closed in a later one: the rows between would be one cell."""
    if len(table.records) < 4:
        return table
    clear = str.maketrans({'"': "", "\n": " ", table.delimiter: " "})
    plain = [[cell.translate(clear).strip() for cell in row] for row in table.records]
    first, last = 1, rng.randrange(2, len(plain))
    column = rng.randrange(1, len(plain[0]))
    plain[first][column] = f'"{plain[first][column]}'
    plain[last][column] = f'{plain[last][column]}"'
    lines = tuple((n, table.delimiter.join(plain[n])) for n in range(1, len(plain)))
    return replace(table, instead=lines, readable=False, done=(*table.done, f"quote over rows {first} to {last}"))


def stray_quote(table: Spoiled, rng: random.Random) -> Spoiled:
    """A quote that pairs with none at the end of a cell."""
    number = _row(table, rng)
    cells = [cell.replace('"', "").replace("\n", " ").replace(table.delimiter, " ") for cell in table.records[number]]
    cells[1] = f'{cells[1].strip()}"'
    return _instead(table, number, table.delimiter.join(cells), "stray quote")


def backslashes(table: Spoiled, rng: random.Random) -> Spoiled:
    """A quote inside a quoted cell, escaped with a backslash."""
    number = _row(table, rng)
    cells = [table.written([cell]) for cell in table.records[number]]
    cells[1] = '"The \\"Rome\\" office"'
    return _instead(table, number, table.delimiter.join(cells), "backslashes")


def space_before_quote(table: Spoiled, rng: random.Random) -> Spoiled:
    """A blank between a delimiter and a quote."""
    number = _row(table, rng)
    cells = [table.written([cell]) for cell in table.records[number]]
    cells[1] = ' "Rome"'
    return _instead(table, number, table.delimiter.join(cells), "space before a quote")


def footer(table: Spoiled, rng: random.Random) -> Spoiled:
    """A total or a source below the rows, padded to the width of the table or not."""
    text = rng.choice(("Total", "Source: Ministry of Foreign Affairs", "Итого", "Note: as of 2021", "Sources : MAE"))
    pad = table.delimiter * (len(table.records[0]) - 1) if rng.random() < 0.5 else ""
    done = (*table.done, f"footer {text + pad!r}")
    return replace(table, below=(*table.below, text + pad), readable=False, done=done)


def second_table(table: Spoiled, rng: random.Random) -> Spoiled:
    """Another table below the first, after a blank line or not, padded to the same width or not."""
    other = rng.choice(
        (
            [["source", "target", "kind"], ["s0", "s1", "trade"], ["s1", "s2", "trade"]],
            [["Channel", "Stakeholder", "Role"], ["c", "s0", "guest"]],
            [["Legend", "Meaning"], ["x", "closed"], ["y", "open"]],
            [["id", "name", "kind", "cost"], ["c1", "Seminar", "seminar", "3"], ["c2", "Talks", "talks", "4"]],
        )
    )
    width = len(table.records[0])
    known = other[0][0] != "Legend"
    if known and rng.random() < 0.5:
        other = [[*cells, *[""] * (width - len(cells))] for cells in other]
    gap = ("",) if rng.random() < 0.7 else ()
    lines = tuple(table.delimiter.join(cells) for cells in other)
    done = (*table.done, f"second table {other[0]}")
    return replace(table, below=(*table.below, *gap, *lines), readable=False, done=done)


def nul(table: Spoiled, rng: random.Random) -> Spoiled:
    """A NUL in a cell; it is kept in the cell, and validation refuses it."""
    number = _row(table, rng)
    if not number:
        return table
    records = [list(cells) for cells in table.records]
    records[number][1] += "\0B"
    return replace(table, records=records, readable=False, done=(*table.done, "NUL"))


SAME: tuple[Pollution, ...] = (
    *(delimiter, line_ends, quote_all, blank_lines, hint, preamble, repeated_header, trailing_delimiters),
)
"""What changes the form alone; in this order where several are done."""

OTHER: tuple[Pollution, ...] = (
    *(lost_delimiter, extra_delimiter, short_row, open_quote, two_open_quotes, stray_quote, backslashes),
    *(space_before_quote, footer, second_table, nul),
)
"""What leaves no single table to be read."""


def mixed(table: Spoiled, rng: random.Random) -> bytes | None:
    """A file with half its letters in UTF-8 and half in an old encoding; None where it has too few to mix."""
    lines = table.text.split("\n")
    old = rng.choice(("cp1252", "cp1251"))
    able = [n for n, line in enumerate(lines) if not line.isascii() and _can_write(line, old)]
    rest = [n for n, line in enumerate(lines) if not line.isascii() and n not in able[:1]]
    if not able or not rest:
        return None
    return b"\n".join(line.encode(old if n == able[0] else "utf-8") for n, line in enumerate(lines))


def files(count: int, seed: int) -> Iterator[tuple[Spoiled, bytes]]:
    """Spoiled tables: each pollution alone in turn, then several at once, in an encoding of some sort."""
    rng = random.Random(seed)
    alone = [*SAME, *OTHER, encoding]
    number = 0
    while number < count:
        table = clean(rng)
        if number % 3 == 0:
            table = alone[number // 3 % len(alone)](table, rng)
        else:
            for pollution in SAME:
                table = pollution(table, rng) if rng.random() < 0.35 else table
            if number % 3 == 2:
                for pollution in rng.sample(OTHER, rng.choice((1, 1, 2))):
                    table = pollution(table, rng)
            table = encoding(table, rng) if rng.random() < 0.5 else table
        if number % 23 == 22:
            content = mixed(replace(table, encoding="utf-8"), rng)
            if content is not None:
                number += 1
                yield replace(table, readable=False, done=(*table.done, "two encodings")), content
            continue
        number += 1
        yield table, table.content
