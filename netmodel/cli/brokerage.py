"""netmodel brokerage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.errors import printable

if TYPE_CHECKING:
    from netmodel.measures.brokerage import Broker, Brokerage
    from netmodel.network import Network
    from netmodel.report.tables import Table

SHOWN, NAME, RARE = 15, 34, 0.01
"""Brokers that the screen shows, letters of a name in them, and the p from which a count is marked."""


@click.command(
    epilog="""\b
Examples:
  netmodel brokerage data --draws 99
  netmodel brokerage data --by kind --draws 99 --at 2013
  netmodel brokerage data --by level --draws 0 --format csv --quiet > roles.csv"""
)
@shared.study_argument
@click.option("--by", default="side", show_default=True, metavar="COLUMN",
              help="Groups: side, party, kind, level, or any column of the stakeholders.")  # fmt: skip
@click.option("--draws", type=click.IntRange(min=0), default=999, show_default=True, metavar="N",
              help="Random relabellings behind each p; 0 for none.")  # fmt: skip
@shared.seed_option
@shared.format_option
@shared.reading_options
def brokerage(study: Path, by: str, draws: int, seed: int, style: str, **reading: Any) -> None:
    """Count who stands between whom in STUDY, by Gould and Fernandez' five roles.

    Coordinator: between two of the own group. Itinerant: between two of one other group. Gatekeeper: from outside
    to the own group. Representative: from the own group to outside. Liaison: between two other groups. Stakeholders
    without a value in the column are a group of their own.
    """
    net = shared.read_study(study, reading)

    import netmodel.measures.brokerage as library
    from netmodel.analysis import SCHEMA_VERSION, rounded

    found = library.brokerage(net, by=by, draws=draws, seed=seed)
    words = _words(net, found)
    data = rounded({"schema_version": SCHEMA_VERSION, **found.to_json(), "sentences": words})
    shared.show(style, data, lambda: _table(net, data), lambda: shared.told(words, _shown(net, found), _rest(found)))


def _table(net: Network, data: dict[str, Any]) -> Table:
    """One row a stakeholder: the counts, then expected value, z and p of each."""
    from netmodel.measures.roles import ROLES

    parts = [(role, part) for role in ROLES for part in ("expected", "se", "z", "p")]
    header = ["id", "name", *ROLES, "total", *(f"{role}_{part}" for role, part in parts)]
    rows = [
        [row["id"], net.stakeholder[row["id"]].name, *(row[role] for role in ROLES), row["total"],
         *(row[part][role] for role, part in parts)]
        for row in data["stakeholders"]
    ]  # fmt: skip
    return header, rows


def _brokers(found: Brokerage) -> list[Broker]:
    return sorted((row for row in found.stakeholders if row.total), key=lambda row: (-row.total, row.id))


def _shown(net: Network, found: Brokerage) -> Table | None:
    from netmodel.measures.roles import ROLES

    rows = _brokers(found)[:SHOWN]
    if not rows:
        return None
    return ["stakeholder", *ROLES, "total"], [
        [_short(net.stakeholder[row.id].name), *(_marked(row, role) for role in ROLES), row.total] for row in rows
    ]


def _short(name: str) -> str:
    return name if len(name) <= NAME else f"{name[: NAME - 1]}…"


def _marked(row: Broker, role: str) -> str:
    """A count, with + or - where chance rarely goes so far."""
    rare = row.p[role] <= RARE
    return f"{row.counts[role]}{('+' if row.counts[role] > row.expected[role] else '-') if rare else ''}"


def _rest(found: Brokerage) -> str:
    more = len(_brokers(found)) - SHOWN
    return f"and {more} more (--format csv)" if more > 0 else ""


def _words(net: Network, found: Brokerage) -> list[str]:
    from netmodel.explain.figures import many

    total = sum(row.total for row in found.stakeholders)
    by = printable(found.by)
    if not total:
        return ["Nobody stands between two others who have no tie."]
    first = _brokers(found)[0]
    count = sum(row.total > 0 for row in found.stakeholders)
    name = printable(net.stakeholder[first.id].name)
    times = f"{first.total:,} of {many(total, 'time')}"
    if count == 1:
        words = [f"Only {name} stands between two others without a tie ({many(total, 'time')})."]
    else:
        alone = sum(row.total == first.total for row in found.stakeholders) == 1
        best = f"{name} most often" if alone else f"nobody more often than {name}"
        words = [f"{count:,} stakeholders stand between two others without a tie, {best} ({times})."]
    across = sum(found.totals[role]["count"] for role in ("gatekeeper", "representative", "liaison"))
    chance = sum(found.totals[role]["expected"] for role in ("gatekeeper", "representative", "liaison"))
    words.append(
        f"{across:,.0f} of these {'passes' if across == 1 else 'pass'} from one {by} to another (gatekeeper, "
        f"representative, liaison); dealing the {by} labels out at random gives {chance:,.1f} on average."
    )
    if 2 / (found.draws + 1) <= RARE:
        words.append(
            f"+ and - mark counts far above or below chance (p of {RARE} or less, {found.draws} relabellings, seed "
            f"{found.seed}), each looked at alone: among many counts some are marked by chance."
        )
    elif found.draws:
        words.append(
            f"No count is marked: {many(found.draws, 'relabelling')} cannot give a p of {RARE}; every p stands in "
            "--format csv and json."
        )
    blank = found.groups.get("", 0)
    if blank:
        words.append(f"{blank} without a {by} {'counts' if blank == 1 else 'count'} as one {by} of their own.")
    if not net.graph.is_directed():
        words.append("Ties are undirected and read both ways, so gatekeeper and representative are equal.")
    return words
