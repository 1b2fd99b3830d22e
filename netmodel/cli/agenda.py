"""netmodel agenda."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared
from netmodel.cli.finding import show_finding


@click.command(
    epilog="""\b
Examples:
  netmodel agenda data
  netmodel agenda data --us Russia --trust 0.3
  netmodel agenda data --format csv"""
)
@shared.study_argument
@click.option("--us", metavar="SIDE", help="The first of the two sides. Default: the first of the study.")
@click.option("--them", metavar="SIDE", help="The other side. Default: the first of the study that is left.")
@click.option("--trust", type=click.FloatRange(0, 1), help="Trust there is today. Default: the study's, else 0.1.")
@shared.format_option
@shared.reading_options
def agenda(study: Path, us: str | None, them: str | None, trust: float | None, style: str, **reading: Any) -> None:
    """Match the priorities of two sides of STUDY into one agenda, and say who could carry each issue.

    An issue weighs the square root of both priorities multiplied; of equal ones the calmer comes first. What a red
    line excludes, what only one side cares for, and what has to wait for more trust is listed apart.
    """
    net = shared.read_study(study, reading)

    from netmodel.policy.agenda import agenda as find

    show_finding(style, find(net, us=us, them=them, trust=trust))
