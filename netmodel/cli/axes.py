"""netmodel axes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared


@click.command(
    epilog="""\b
Examples:
  netmodel axes data
  netmodel axes data --between Canada Russia --format json
  netmodel axes data --format csv --quiet > axes.csv"""
)
@shared.study_argument
@shared.format_option
@shared.reading_options
def axes(study: Path, style: str, **reading: Any) -> None:
    """Place each channel of STUDY by its trust base (how many meet, and how low in rank) and its policy transfer.

    Transfer is the mean strength of the route from a participant to the nearest decision maker of its own side. A
    column cohort of channels says how many people meet; without it participants are counted.
    """
    net = shared.read_study(study, reading)

    from netmodel.cli.finding import show_finding
    from netmodel.policy.axes import two_axes

    show_finding(style, two_axes(net))
