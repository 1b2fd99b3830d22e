"""netmodel parity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared


@click.command(
    epilog="""\b
Examples:
  netmodel parity data
  netmodel parity data --at 2013 --format csv --quiet > gaps.csv
  netmodel parity data --between Canada Russia --format json"""
)
@shared.study_argument
@shared.format_option
@shared.reading_options
def parity(study: Path, style: str, **reading: Any) -> None:
    """Compare ranks across the sides of STUDY: which titles are equal, which contacts are level.

    Ranks come from the levels table, not from the words of titles; where it says nothing, from the column level.
    """
    net = shared.read_study(study, reading)

    from netmodel.cli.finding import show_finding
    from netmodel.policy.parity import parity as found

    show_finding(style, found(net))
