"""Other names of tables and columns: those of other tools, and French ones; told apart by their letters alone."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from importlib import resources

from netmodel.schema import TABLES, columns, find_column

_PASSED_OVER = dict.fromkeys(map(ord, " \t\u00a0\u202f_-\u2019'\u200b\ufeff"))


@cache
def header_key(written: str) -> str:
    """What is left of a name without its case, its accents, and spaces, hyphens, underscores and apostrophes.

    >>> header_key("Vertex_1") == header_key("vertex 1"), header_key("Coût"), header_key("jusqu’à")
    (True, 'cout', 'jusqua')
    """
    plain = unicodedata.normalize("NFKD", written).casefold().translate(_PASSED_OVER)
    return "".join(character for character in plain if not unicodedata.combining(character))


@cache
def aliases(table: str) -> dict[str, str]:
    """Column of a table by the key of each other name that it goes by.

    >>> aliases("ties")["from"], aliases("stakeholders")["libelle"]
    ('source', 'name')
    """
    return {header_key(row["alias"]): row["column"] for row in _rows("aliases") if row["table"] == table}


def known_column(table: str, written: str) -> str | None:
    """Column of netmodel that a header names by its own name, whatever its case, spaces and accents.

    >>> known_column("stakeholders", "In Office"), known_column("ties", "Status 2013"), known_column("ties", "From")
    ('in_office', 'status_2013', None)
    """
    name = written.strip()
    if find_column(table, name):
        return name
    tidy = name.casefold().replace(" ", "_")
    found = find_column(table, tidy)
    if found is not None:
        return found.name if not found.stem else found.stem + name[len(found.stem) :]
    return _own_keys(table).get(header_key(name))


@cache
def _own_keys(table: str) -> dict[str, str]:
    return {header_key(name): name for name, column in columns(table).items() if not column.stem}


def table_of(written: str) -> str | None:
    """Table that a file or a sheet of this name holds.

    >>> table_of("Nodes"), table_of("ties"), table_of("Parties prenantes"), table_of("Sheet1")
    ('stakeholders', 'ties', 'stakeholders', None)
    """
    return _table_keys().get(header_key(written))


@cache
def _table_keys() -> dict[str, str]:
    named = {header_key(row["alias"]): row["table"] for row in _rows("files")}
    return {**named, **{name: name for name in TABLES}}


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("netmodel.schema").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
