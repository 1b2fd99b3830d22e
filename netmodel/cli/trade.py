"""netmodel trade."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared


@click.command(
    epilog="""\b
Examples:
  netmodel trade data
  netmodel trade data --at 2013
  netmodel trade data --ally Germany --format json"""
)
@shared.study_argument
@click.option(
    "--ally",
    "allies",
    multiple=True,
    metavar="PARTY",
    help="Compare with this party; repeatable.  [default: as the study says]",
)
@shared.format_option
@shared.reading_options
def trade(study: Path, allies: tuple[str, ...], style: str, **reading: Any) -> None:
    """Compare the trade services and export credit of the first side of STUDY with those of allies, by sector.

    A service is active where it has an active tie or an open channel with the second side; the typical ally has what
    more than half of those have of which such a service is listed.
    """
    net = shared.read_study(study, reading)

    from netmodel.cli.finding import show_finding
    from netmodel.policy.trade import trade_parity

    show_finding(style, trade_parity(net, allies=allies or None))
