"""netmodel benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared


@click.command(
    epilog="""\b
Examples:
  netmodel benchmark data
  netmodel benchmark data --at-least 3
  netmodel benchmark data --ally Germany --ally France --format csv --quiet > gaps.csv"""
)
@shared.study_argument
@click.option(
    "--ally",
    "allies",
    multiple=True,
    metavar="PARTY",
    help="Compare with this party; repeatable.  [default: as the study says]",
)
@click.option(
    "--at-least",
    type=click.IntRange(min=1),
    metavar="N",
    help="A gap is what so many allies keep open.  [default: more than half]",
)
@shared.format_option
@shared.reading_options
def benchmark(study: Path, allies: tuple[str, ...], at_least: int | None, style: str, **reading: Any) -> None:
    """Compare what the first side of STUDY has open with the second to what allies have.

    Contacts are compared by level, issue and kind: what is kept open, what was cut, which gaps there are, and which
    tie or channel would close them. Only direct contacts count.
    """
    net = shared.read_study(study, reading)

    from netmodel.cli.finding import show_finding
    from netmodel.policy.benchmark import benchmark as found

    show_finding(style, found(net, allies=allies or None, at_least=at_least))
