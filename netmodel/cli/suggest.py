"""netmodel suggest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared

if TYPE_CHECKING:
    from netmodel.decide.suggestion import Suggestion, Suggestions
    from netmodel.report.tables import Table


@click.command(
    epilog="""\b
Examples:
  netmodel suggest data --count 5
  netmodel suggest data --count 10 --rank-window 0
  netmodel suggest data --format csv --quiet > ideas.csv"""
)
@shared.study_argument
@click.option("--count", type=click.IntRange(min=1), default=10, show_default=True, metavar="N",
              help="Suggestions of each kind at most.")  # fmt: skip
@click.option("--rank-window", type=click.IntRange(min=0), default=1, show_default=True, metavar="N",
              help="Difference of rank up to which two are at parity.")  # fmt: skip
@click.option("--strength", type=click.FloatRange(0, 1, min_open=True), metavar="S",
              help="Strength of a tie that there never was.  [default: that of the tables]")  # fmt: skip
@shared.format_option
@shared.reading_options
def suggest(study: Path, count: int, rank_window: int, strength: float | None, style: str, **reading: Any) -> None:
    """Suggest passages that no list of STUDY has, those that would add most to reach first.

    Three kinds: ties that fell silent, pairs of different sides that share an issue at level parity, and pairs of one
    side of whom one still has a way across.
    """
    net = shared.read_study(study, reading)

    import netmodel
    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.engine.kernel import Reach
    from netmodel.explain.proposals import FAMILIES, suggestion_words

    found = netmodel.suggest_channels(net, count=count, rank_window=rank_window, strength=strength)
    sentences = suggestion_words(net, found, now=Reach.of(net).value)
    data = rounded({"schema_version": SCHEMA_VERSION, **found.to_json(), "sentences": sentences})

    def text() -> str:
        parts = [shared.told(sentences, None)]
        for family, title in FAMILIES.items():
            rows: tuple[Suggestion, ...] = getattr(found, family)
            if rows:
                parts.append(_titled(title, rows))
        return "\n".join(parts)

    shared.show(style, data, lambda: _table(found), text)


def _table(found: Suggestions) -> Table:
    header = ["family", "rank", "gain", "id", "one", "other", "names", "sides", "issues", "tie", "already_in", "why"]
    rows = (*found.restored, *found.across, *found.same_side)
    return header, [
        [r.family, r.rank, r.gain, r.id, *r.ends, *map("; ".join, (r.names, r.sides, r.issues)), r.tie,
         "; ".join(r.already_in), r.why]
        for r in rows
    ]  # fmt: skip


def _titled(title: str, rows: tuple[Suggestion, ...]) -> str:
    from netmodel.explain import points
    from netmodel.report.terminal import table_text

    width, colour = shared.screen()
    cells = [
        [row.rank, row.names[0], row.names[1], points(row.gain).removesuffix(" points"), "; ".join(row.issues) or "–"]
        for row in rows
    ]
    header = ["#", "stakeholder", "to" if any(row.directed for row in rows) else "and", "gain", "issues"]
    return f"{title}\n{table_text((header, cells), width=width, colour=colour).rstrip()}\n"
