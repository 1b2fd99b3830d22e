"""netmodel vetoes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared
from netmodel.cli.finding import show_finding
from netmodel.errors import UnknownName, UsageError, quote


@click.command(
    epilog="""\b
Examples:
  netmodel vetoes data
  netmodel vetoes data --strength 0.5 --show actors
  netmodel vetoes data --for ch_prov_ab,ch_prov_mb
  netmodel vetoes data --cost ca_ucc=3 --show steps --format csv"""
)
@shared.study_argument
@click.option(
    "--strength",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Vetoes no stronger than this do not count.",
)
@click.option("--for", "wanted", metavar="A,B", help="Channels to free. Default: all that vetoes stand against.")
@click.option("--cost", "costs", multiple=True, metavar="ID=N", help="What it costs to win an actor over; default 1.")
@click.option(
    "--most",
    type=click.IntRange(min=0),
    default=4,
    show_default=True,
    help="Actors to win over up to which the best sets are compared.",
)
@click.option(
    "--spoilers",
    "count",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="Structural spoilers to name.",
)
@click.option(
    "--portfolio/--no-portfolio",
    default=True,
    show_default=True,
    help="Compare the best portfolio with the best one that is veto-proof.",
)
@click.option(
    "--show",
    type=click.Choice(["channels", "actors", "steps", "issues", "spoilers"]),
    default="channels",
    show_default=True,
    help="What the table lists.",
)
@shared.format_option
@shared.reading_options
def vetoes(study: Path, style: str, **options: Any) -> None:
    """Say which channels of STUDY are opposed, by whom, at what cost in reach, and whom it would take to win over.

    Beside it: without whom most reach would be lost, vetoes or not.
    """
    net = shared.read_study(study, options)

    from netmodel.policy.vetoes import vetoes as ask

    found = ask(
        net,
        strength=options["strength"],
        channels=shared.words("--for", options["wanted"]),
        costs=_costs([*options["costs"]], list(net.stakeholder)),
        most=options["most"],
        count=options["count"],
        portfolio=options["portfolio"],
    )
    show_finding(style, replace(found, shown=options["show"]))


def _costs(given: Sequence[str], known: Sequence[str]) -> dict[str, float]:
    found = {}
    for text in given:
        name, _, amount = text.rpartition("=")
        try:
            found[name] = float(amount)
        except ValueError:
            raise UsageError(f"--cost {quote(text)}: write the id of an actor and a number, ca_ucc=3") from None
        if name not in known:
            raise UnknownName("stakeholder", name, known)
    return found
