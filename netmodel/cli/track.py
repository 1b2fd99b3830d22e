"""netmodel track."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared


@click.command(
    epilog="""\b
Examples:
  netmodel track data
  netmodel track data --low 0.2 --high 0.8
  netmodel track data --format md --quiet"""
)
@shared.study_argument
@click.option(
    "--low", type=click.FloatRange(0, 1), default=0.1, show_default=True, help="Transfer below this is next to none."
)
@click.option(
    "--high", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Transfer from this on is high."
)
@shared.format_option
@shared.reading_options
def track(study: Path, low: float, high: float, style: str, **reading: Any) -> None:
    """Score each channel of STUDY by transfer to decision makers, autonomy and seniority, and name its track."""
    net = shared.read_study(study, reading)

    from netmodel.cli.finding import show_finding
    from netmodel.policy.track import track_quality

    show_finding(style, track_quality(net, low=low, high=high))
