"""netmodel interactions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import limits as choosing
from netmodel.cli import options as shared

if TYPE_CHECKING:
    from netmodel.decide.interactions import Interactions
    from netmodel.network import Network
    from netmodel.report.tables import Table

PAIRS, NAME = 12, 26
"""Pairs that the screen shows, and letters of a name in them: a pair takes one line."""


@click.command(
    epilog="""\b
Examples:
  netmodel interactions data
  netmodel interactions data --channels ch_tcs,ch_edc,ch_hockey
  netmodel interactions data --format csv --quiet > matrix.csv"""
)
@shared.study_argument
@click.option("--channels", metavar="A,B", help="Only these channels.  [default: all candidates]")
@choosing.objective_option
@shared.seed_option
@shared.format_option
@shared.reading_options_beside_channels
def interactions(study: Path, channels: str | None, objective: str, seed: int, style: str, **reading: Any) -> None:
    """Show which channels of STUDY add more in company, and which stand in for one another.

    The number of a pair is what both add together, less what each adds alone. As CSV and JSON the whole matrix comes
    out, as a table and as Markdown the pairs.
    """
    net = shared.read_study(study, reading)

    import netmodel
    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.engine.kernel import Reach
    from netmodel.explain.tradeoffs import interaction_words

    chosen = shared.words("--channels", channels)
    state = Reach.of(net)
    found = netmodel.interactions(net, channels=chosen, objective=objective, seed=seed, state=state)
    words = interaction_words(net, found, now=state.value)
    data = rounded({"schema_version": SCHEMA_VERSION, **found.to_json(), "sentences": words})
    table = _matrix if style == "csv" else _pairs
    shared.show(style, data, lambda: table(found), lambda: shared.told(words, _shown(net, found), _rest(found)))


def _matrix(found: Interactions) -> Table:
    rows = zip(found.channels, found.gains, found.matrix, strict=True)
    return ["channel", "gain", *found.channels], [[name, gain, *row] for name, gain, row in rows]


def _pairs(found: Interactions) -> Table:
    header = ["one", "other", "kind", "complementarity", "together"]
    return header, [[getattr(pair, name) for name in header] for pair in found.pairs]


def _shown(net: Network, found: Interactions) -> Table | None:
    from netmodel.explain.figures import change

    if not found.pairs:
        return None

    def told(amount: float) -> str:
        return change(found.objective, amount).removesuffix(" points")

    return ["channel", "and channel", "are", "together", "beyond one by one"], [
        [_short(net, p.one), _short(net, p.other), p.kind, told(p.together), told(p.complementarity)]
        for p in found.pairs[:PAIRS]
    ]


def _short(net: Network, channel: str) -> str:
    name = net.channel[channel].name
    return name if len(name) <= NAME else f"{name[: NAME - 1]}…"


def _rest(found: Interactions) -> str:
    from netmodel.explain.figures import many

    more = len(found.pairs) - PAIRS
    return f"and {many(more, 'more pair')} (--format json)" if more > 0 else ""
