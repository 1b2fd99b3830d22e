"""How a file is to be read: what the user settled beforehand, and the limits that hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Largest file, table and cell that is read; beyond them stands a LimitError that names the limit.

    Attributes
    ----------
    bytes : int
        Of one file; of a packed one (xlsx, ods) also of what it unpacks to.
    rows : int
        Of one table.
    columns : int
        Of one table.
    cell : int
        Characters in one cell.
    """

    bytes: int = 200_000_000
    rows: int = 5_000_000
    columns: int = 1_000
    cell: int = 131_072


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is settled about the files of a study before they are looked at.

    Attributes
    ----------
    encoding : str
        Name of the encoding of text files; empty: found out, and said.
    delimiter : str
        What parts the cells of text files; empty: found out, and said.
    columns : mapping of str to str
        Field of netmodel by name of column as the file writes it (``{"Type": "kind"}``); wins over all aliases.
    scale : pair of float, optional
        Lowest and highest value of the strengths in the file, brought to 0..1; None: they are shares already.
    limits : Limits
    """

    encoding: str = ""
    delimiter: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[float, float] | None = None
    limits: Limits = field(default_factory=Limits)
