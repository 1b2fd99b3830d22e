"""Tables of an analysis, as header and rows: what the CSVs, the Markdown and the terminal are made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from netmodel.errors import printable

Table = tuple[list[str], list[list[Any]]]

_SPECIAL = re.compile(r"[\\`*_\[\]<>|#~$&]")

CHANNEL_COLUMNS = (
    "group",
    "rank",
    "id",
    "name",
    "kind",
    "formality",
    "gain",
    "gain_with_requirements",
    "requirements",
    "recovery",
    "pairs_restored",
    "pairs_strengthened",
    "reliability_gain",
    "cost",
    "risk",
    "lead_time_months",
    "route",
    "weakest_link",
    "carried_by",
    "only_together_with",
    "best_partner",
    "unlocks",
)


def channel_table(channels: Iterable[Mapping[str, Any]]) -> Table:
    """The ranking, every channel a row; lists are written ``a; b``."""
    return list(CHANNEL_COLUMNS), [[_cell(row[column]) for column in CHANNEL_COLUMNS] for row in channels]


def _cell(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(f"{part['id']}:{part['share']:.3g}" if isinstance(part, Mapping) else part for part in value)
    return value


def stakeholder_table(stakeholders: Sequence[Mapping[str, Any]]) -> Table:
    """The stakeholders with their measures; a value with several parts gets a column for each."""
    fixed = ["id", "name", "side", "kind", "level", "influence"]
    measured: list[str] = []
    for row in stakeholders:
        for name, value in row["measures"].items():
            parts = [f"{name}_{part}" for part in value] if isinstance(value, Mapping) else [name]
            measured += [part for part in parts if part not in measured]
    rows = [[*(row[name] for name in fixed), *_values(row["measures"], measured)] for row in stakeholders]
    return fixed + measured, rows


def _values(measures: Mapping[str, Any], columns: Sequence[str]) -> list[Any]:
    flat: dict[str, Any] = {}
    for name, value in measures.items():
        flat.update(
            {f"{name}_{part}": v for part, v in value.items()} if isinstance(value, Mapping) else {name: value}
        )
    return [flat.get(column) for column in columns]


def markdown(table: Table) -> str:
    """A Markdown table; text from files cannot break its cells."""
    header, rows = table
    lines = ["| " + " | ".join(_shown(cell) for cell in header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(_shown(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _shown(cell: Any) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:.6g}" if isinstance(cell, float) else inert(str(cell), 500)


def inert(text: str, longest: int = 2000) -> str:
    r"""Text as Markdown shows it and does not run it.

    >>> print(inert("<b> [link](x) & 1*2"))
    \<b\> \[link\](x) \& 1\*2
    """
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", printable(text, longest))
