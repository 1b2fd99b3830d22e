"""netmodel channels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared


@click.command(
    epilog="""\b
Examples:
  netmodel channels data
  netmodel channels data --format json
  netmodel channels data --format csv --quiet > ranking.csv"""
)
@shared.study_argument
@shared.seed_option
@shared.format_option
@shared.reading_options
def channels(study: Path, seed: int, style: str, **reading: Any) -> None:
    """Rank the candidate channels of STUDY by what each would add to reach.

    Informal channels come first; formal ones, and enabling steps that unlock others, are ranked apart. Where there
    is no channels.csv, every dormant or severed tie is a candidate.
    """
    net = shared.read_study(study, reading)

    import netmodel
    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.explain import headline
    from netmodel.report.tables import channel_table
    from netmodel.report.terminal import ranking_text, wrapped

    ranking = netmodel.rank_channels(net, seed=seed)
    data = rounded({"schema_version": SCHEMA_VERSION, **ranking.to_json()})
    width, colour = shared.screen()
    for notice in () if reading["quiet"] else ranking.notices:
        shared.say(notice)

    def text() -> str:
        rows = data["channels"]
        table = ranking_text(rows, net.study.currency, width=width, colour=colour)
        return f"{wrapped(headline(net, ranking), width)}\n\n{table}"

    shared.show(style, data, lambda: channel_table(data["channels"]), text)
