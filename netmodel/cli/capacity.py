"""netmodel capacity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared


@click.command(
    epilog="""\b
Examples:
  netmodel capacity data
  netmodel capacity data --side Russia
  netmodel capacity data --steps 3 --format csv --quiet > experts.csv"""
)
@shared.study_argument
@click.option("--side", metavar="SIDE", help="Whose experts.  [default: the first side]")
@click.option(
    "--steps",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Ties within which a decision maker is near.",
)
@shared.format_option
@shared.reading_options
def capacity(study: Path, side: str | None, steps: int, style: str, **reading: Any) -> None:
    """Count the experts of a side of STUDY on each issue, their institutions, and those near a decision maker."""
    net = shared.read_study(study, reading)

    from netmodel.cli.finding import show_finding
    from netmodel.policy.capacity import capacity as found

    show_finding(style, found(net, side=side, steps=steps))
