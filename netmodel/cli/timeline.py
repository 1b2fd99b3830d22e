"""netmodel timeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared

if TYPE_CHECKING:
    from netmodel.report.tables import Table

FIGURES = ("active_ties", "undated", "open_channels", "reach", "connectedness", "efficiency", "pairs_joined")


@click.command(
    epilog="""\b
Examples:
  netmodel timeline data
  netmodel timeline data --dates 2013,2014,2016,2021
  netmodel timeline data --format json --quiet > timeline.json"""
)
@shared.study_argument
@click.option("--dates", metavar="A,B", help="Only these dates.  [default: whenever anything changed]")
@shared.format_option
@shared.reading_options
def timeline(study: Path, dates: str | None, style: str, **reading: Any) -> None:
    """Follow STUDY through time: at each date, what carried messages and how far it reached.

    A date is that of the evidence. What changed between two dated statuses may have done so at any time between
    them; a tie of which nothing is known yet counts as its first later status says (column undated).
    """
    net = shared.read_study(study, reading)

    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.policy.timeline import timeline as followed

    found = followed(net, dates=shared.words("--dates", dates))
    data = rounded({"schema_version": SCHEMA_VERSION, **found.to_json()})
    shared.show(style, data, lambda: _table(data), lambda: _text(data))


def _table(data: dict[str, Any]) -> Table:
    """One row a date, with the ids of what changed."""
    rows = [
        [row["date"] or "now", *(row[name] for name in FIGURES), *("; ".join(_ids(row, on)) for on in (True, False))]
        for row in data["moments"]
    ]
    return ["date", *FIGURES, "began", "ended"], rows


def _ids(row: dict[str, Any], on: bool) -> list[str]:
    """Ids of what began to carry, or of what ceased to."""
    carries = ("active", "open")
    return [
        change["id"]
        for change in row["changes"]
        if (change["after"] in carries) == on and (change["before"] in carries) != on
    ]


def _text(data: dict[str, Any]) -> str:
    from netmodel.report.terminal import bullet, table_text

    width, colour = shared.screen()
    header = [
        "date",
        "ties",
        "undated",
        "channels",
        "reach %",
        "connected %",
        "efficiency",
        "pairs",
        "began",
        "ended",
    ]
    rows = []
    for row in data["moments"]:
        shares = ["–" if row[name] is None else f"{100 * row[name]:.1f}" for name in ("reach", "connectedness")]
        hops = "–" if row["efficiency"] is None else f"{row['efficiency']:.3f}"
        counts = [row["active_ties"], row["undated"], row["open_channels"]]
        changed = [len(_ids(row, True)), len(_ids(row, False))]
        rows.append([row["date"] or "now", *counts, *shares, hops, row["pairs_joined"], *changed])
    notes = ["a date is that of the evidence: what changed since the row above may have done so at any time between"]
    if any(row["undated"] for row in data["moments"]):
        notes.append("undated ties count as their first later status says: nothing says when they began")
    table = table_text((header, rows), width=width, colour=colour).strip("\n")
    return "\n".join([table, "", *(bullet(note, width) for note in notes)]) + "\n"
