"""netmodel regions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared
from netmodel.cli.match import pairing_options, weighed


@click.command(
    epilog="""\b
Examples:
  netmodel regions data
  netmodel regions data --pin ca_qc ru_moscow
  netmodel regions data --weight twinning=0 --format csv --quiet > regions.csv"""
)
@shared.study_argument
@pairing_options
@shared.format_option
@shared.reading_options
def regions(
    study: Path,
    kinds: tuple[str, ...],
    pins: tuple[tuple[str, str], ...],
    given: tuple[str, ...],
    style: str,
    **reading: Any,
) -> None:
    """Pair the provinces of the first side of STUDY with the regions of the second, by what they share.

    A pair scores by sectors, Arctic or not, climate, and the links it has or had; the weights are judgements. What is
    not known of one of the two earns nothing.
    """
    net = shared.read_study(study, reading)

    from netmodel.cli.finding import show_finding
    from netmodel.policy.regions import DEFAULTS, KINDS, pair_regions

    show_finding(style, pair_regions(net, kinds=kinds or KINDS, pins=pins, weights=weighed(DEFAULTS, given)))
