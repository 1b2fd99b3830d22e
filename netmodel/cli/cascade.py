"""netmodel cascade."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared
from netmodel.cli.finding import show_finding


@click.command(
    epilog="""\b
Examples:
  netmodel cascade data
  netmodel cascade data ca_gac_dm --open all
  netmodel cascade data ca_gac_dm --scope trade,arctic --show channels
  netmodel cascade data ca_gac_dm ru_mfa_dm --format csv"""
)
@shared.study_argument
@click.argument("source", nargs=-1)
@click.option("--scope", metavar="A,B", help="Issues that the message covers. Default: all but those on a red line.")
@click.option(
    "--rank-window",
    nargs=2,
    type=click.IntRange(1, 5),
    metavar="SENIOR JUNIOR",
    help="Ranks from which a signal is neither premature nor too junior. Default: the study's, else 2 3.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(min=0, min_open=True, max=1),
    default=0.5,
    show_default=True,
    help="Probability from which an official counts as cleared.",
)
@click.option("--open", "opened", metavar="A,B", help="Count on these candidate internal cascades; all: every one.")
@click.option("--for", "wanted", metavar="A,B", help="Fewest further messages for these channels. Default: all.")
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    default=1.0,
    show_default=True,
    help="Share of their officials that these messages have to clear.",
)
@click.option("--by-reach", is_flag=True, help="Compare senders by the reach of the channels that they clear.")
@click.option(
    "--show",
    type=click.Choice(["actors", "channels"]),
    default="actors",
    show_default=True,
    help="What the table lists.",
)
@click.option(
    "--draws",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    help="Worlds to draw where probabilities cannot be exact.",
)
@shared.seed_option
@shared.format_option
@shared.reading_options
def cascade(study: Path, source: tuple[str, ...], style: str, **options: Any) -> None:  # fmt: skip
    """Follow a signal of SOURCE down the lines of authority of STUDY: who is cleared, and which channels still wait.

    SOURCE is an id or a name, or one for each of several sides; default: the signal of netmodel.toml, else the best
    source of the first side.
    """
    net = shared.read_study(study, options)

    from netmodel.policy.cascade import cascade as follow
    from netmodel.policy.signals import cascades

    opened = shared.words("--open", options["opened"])
    found = follow(
        net,
        source or None,
        scope=shared.words("--scope", options["scope"]),
        rank_window=options["rank_window"],
        threshold=options["threshold"],
        opening=cascades(net) if opened == ["all"] else opened or (),
        channels=shared.words("--for", options["wanted"]),
        share=options["share"],
        by_reach=options["by_reach"],
        draws=options["draws"],
        seed=options["seed"],
    )
    show_finding(style, replace(found, shown=options["show"]))
