"""Lists as ministries keep them: French, Russian or English names, in old and new encodings, however delimited."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ENCODINGS = {
    "French": ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman"),
    "Russian": ("utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"),
    "English": ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman"),
}
"""Five encodings a script; `OLD` are those that have to be told by their letters."""

OLD = ("cp1252", "mac-roman", "cp1251", "koi8-r")
DELIMITERS = (",", ";", "\t", "|")
SIZES = (3, 4, 5, 8, 20, 60, 200)
HEADERS = (
    ("id", "name", "side", "kind", "influence", "notes"),
    ("ID", "Name", "Side", "Kind", "Influence", "Notes"),
    ("id", "name", "side", "influence"),
    ("name", "side", "kind", "notes"),
)

WORDS = {
    "French": (
        "Ministère, Direction générale, Secrétariat, Comité, Délégation, Conseil, Société, Académie, Chambre, "
        "Bureau, École, Fédération, Agence, Université, Mission, Réseau",
        "des Affaires étrangères, de la Défense, du Québec, des pêches, de l’énergie, à Moscou, du Nord, d’Orléans, "
        "de la forêt boréale, des télécommunications, du Trésor, de la Santé, de Montréal, de l'Arctique, de Forêts, "
        "des relations économiques extérieures, du développement, des œuvres",
        "Québec, Canada, tiers pays (à préciser), Fédération",
    ),
    "Russian": (
        "Министерство, Комитет, Департамент, Управление, Совет, Общество, Академия, Палата, МИД, Фонд, Агентство, "
        "Центр, Институт, ФГБУ, Посольство, Администрация",
        "иностранных дел, обороны, России, по делам Севера, энергетики, и торговли, сельского хозяйства, Арктики, "
        "внешних связей, Ямала, экономического развития, Мурманской области, народов Севера, науки, промышленности, "
        "объединённых наций, по рыболовству, США и Канады",
        "Россия, Канада, третья сторона, Север",
    ),
    "English": (
        "Ministry, Office, Council, Department, Agency, Institute, University, Chamber, Board, Fund",
        "of Foreign Affairs, of Defence, for the North, of Energy, of Trade, of Fisheries, of Québec, of Health, "
        "of Indigenous Peoples, of Arctic Research, of Montréal, of Agriculture, of Finance",
        "Canada, Russia, North, South",
    ),
}
"""What bodies are called, what they deal with, and their sides, with commas between."""


@dataclass(frozen=True)
class Ministry:
    """A generated list: what it says, and how it is written."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    script: str
    encoding: str
    delimiter: str
    content: bytes

    @property
    def title(self) -> str:
        """How a failure names it."""
        return f"{self.script}, {self.encoding}, {self.delimiter!r}, {len(self.rows)} rows"


def lists(count: int, seed: int) -> Iterator[Ministry]:
    """Lists of every script, encoding, delimiter and size in turn, with other words each."""
    rng = random.Random(seed)
    for number in range(count):
        script = list(WORDS)[number % 3]
        encoding = ENCODINGS[script][number // 3 % 5]
        delimiter = DELIMITERS[number // 15 % 4]
        yield ministry(script, encoding, delimiter, SIZES[number // 60 % len(SIZES)], rng)


def ministry(script: str, encoding: str, delimiter: str, size: int, rng: random.Random) -> Ministry:
    """One list."""
    header = rng.choice(HEADERS)
    decimal = "." if delimiter == "," or rng.random() < 0.4 else ","
    rows = tuple(tuple(_cell(name.lower(), n, script, decimal, rng) for name in header) for n in range(size))
    end = rng.choice(("\n", "\r\n"))
    everything = rng.random() < 0.2
    text = "".join(_record(cells, delimiter, end, everything) for cells in (header, *rows))
    return Ministry(header, rows, script, encoding, delimiter, text.encode(encoding))


def _cell(column: str, number: int, script: str, decimal: str, rng: random.Random) -> str:
    bodies, fields, sides = (words.split(", ") for words in WORDS[script])
    if column == "id":
        return f"{rng.choice('abc')}{number:03d}"
    if column == "influence":
        return f"{rng.randrange(10)}{decimal}{rng.randrange(10)}"
    if column == "side":
        return rng.choice(sides)
    if column == "kind":
        return rng.choice(("ministry", "agency", "", "university"))
    if column == "notes":
        return rng.choice(("", "see 2014; 2015", "b, c", 'the "old" one', rng.choice(fields), "first\nsecond"))
    return f"{rng.choice(bodies)} {rng.choice(fields)} {number}"


def _record(cells: Sequence[str], delimiter: str, end: str, everything: bool) -> str:
    special = (delimiter, '"', "\n", "\r")
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    plain = [not everything and not any(mark in cell for mark in special) for cell in cells]
    return delimiter.join(cell if bare else safe for cell, safe, bare in zip(cells, quoted, plain, strict=True)) + end
