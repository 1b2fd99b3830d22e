"""netmodel permeability."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared
from netmodel.cli.finding import show_finding


@click.command(
    epilog="""\b
Examples:
  netmodel permeability data
  netmodel permeability data ru_mfa ca_gac --doors 5
  netmodel permeability data --at 2013 --format csv"""
)
@shared.study_argument
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option(
    "--count",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="Most insulated stakeholders whose doors are looked for, where no TARGET is named.",
)
@click.option("--doors", type=click.IntRange(min=0), default=3, show_default=True, help="Doors to give for each.")
@shared.format_option
@shared.reading_options
def permeability(study: Path, targets: tuple[str, ...], count: int, doors: int, style: str, **reading: Any) -> None:
    """Compare nominal with effective reach in STUDY: who is most insulated, and by which doors they are reached.

    TARGET is the id or the name of a stakeholder whose doors are wanted.
    """
    net = shared.read_study(study, reading)

    from netmodel.policy.permeability import permeability as ask

    named = [net.find(name) for name in targets] or None
    show_finding(style, ask(net, targets=named, count=count, doors=doors))
