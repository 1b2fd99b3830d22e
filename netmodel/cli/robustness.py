"""netmodel robustness."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import limits as choosing
from netmodel.cli import options as shared
from netmodel.cli.workers import executor_for, progress_bar, resume_option, workers_options

if TYPE_CHECKING:
    from netmodel.decide.choice import Limits
    from netmodel.decide.robustness import Robustness
    from netmodel.engine.kept import Kept
    from netmodel.network import Network
    from netmodel.report.tables import Table


@click.command(
    epilog="""\b
Examples:
  netmodel robustness data --draws 10
  netmodel robustness data --draws 10 --budget 100000 --channels ch_ac_wg,ch_arctic_host
  netmodel robustness data --draws 5 --format json --quiet > sure.json"""
)
@shared.study_argument
@click.option("--draws", type=click.IntRange(min=1), default=200, show_default=True, metavar="N",
              help="Plausible versions to draw.")  # fmt: skip
@click.option("--channels", metavar="A,B", help="The portfolio to judge.  [default: the best under the limits]")
@choosing.limit_options
@choosing.must_options
@workers_options
@resume_option
@shared.seed_option
@shared.format_option
@shared.reading_options_beside_channels
def robustness(study: Path, draws: int, channels: str | None, seed: int, style: str, **options: Any) -> None:
    """Ask the same questions of many plausible versions of STUDY: how sure are the ranking and the portfolio?

    In each version ties are there or not, and strengths, costs and success are a little off, as the confidence of
    their rows allows. Beside that one assumption at a time is moved, to see which of them changes the answer.
    """
    net = shared.read_study(study, options)

    import netmodel
    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.decide.choice import Limits
    from netmodel.engine.kernel import Reach
    from netmodel.explain import why_no_conversation
    from netmodel.explain.doubts import robustness_words, shift_words

    chosen = shared.words("--channels", channels)
    if math.isnan(Reach.of(net).value):
        sentences = [f"There is no conversation to rejoin: {why_no_conversation(net)}."]
        empty = {"draws": 0, "channels": [], "regret": None, "errors": {}, "sentences": sentences}
        shared.show(style, {"schema_version": SCHEMA_VERSION, **empty}, lambda: (HEADER, []),
                    lambda: shared.told(sentences, None))  # fmt: skip
        return
    limits = Limits(
        **choosing.limits_of(net, options),
        must_have=frozenset(options["must"]),
        must_not=frozenset(options["must_not"]),
    )
    kept = _kept(net, options["resume"], draws, seed, limits, chosen)
    with (
        executor_for(options["workers"], options["scheduler"]) as executor,
        progress_bar("Plausible versions", quiet=options["quiet"]) as progress,
    ):
        found = netmodel.robustness(
            net,
            portfolio=chosen,
            limits=limits,
            draws=draws,
            seed=seed,
            executor=executor,
            kept=kept,
            progress=progress,
            notice=None if options["quiet"] else shared.say,
        )
    shifts = netmodel.sensitivity(net, portfolio=found.portfolio, limits=limits) if found.channels else []
    sentences = robustness_words(net, found) + shift_words(net, shifts)
    told = {"sensitivity": [row.to_json() for row in shifts], "sentences": sentences}
    data = rounded({"schema_version": SCHEMA_VERSION, **found.to_json(), **told})
    shared.show(style, data, lambda: _table(net, found), lambda: shared.told(sentences, _shown(net, found)))
    if kept is not None:
        kept.remove()


def _kept(
    net: Network, path: Path | None, draws: int, seed: int, limits: Limits, chosen: list[str] | None
) -> Kept | None:
    """Where finished versions are kept, under a digest of all that they depend on."""
    if path is None:
        return None
    from netmodel import __version__
    from netmodel.engine.kept import Kept

    asked = {**limits.named(), "must_have": sorted(limits.must_have), "must_not": sorted(limits.must_not)}
    portfolio = None if chosen is None else sorted(set(chosen))
    return Kept(path, f"robustness {__version__} {net.digest} {draws} {seed} {sorted(asked.items())} {portfolio}")


HEADER = ["id", "name", "group", "rank", "first", "gain_mean", "gain_p05", "gain_p95", "inclusion", "class", "chosen"]


def _table(net: Network, found: Robustness) -> Table:
    return HEADER, [
        [r.id, net.channel[r.id].name, r.group, r.rank, r.acceptability[0], r.gain["mean"], r.gain["p05"],
         r.gain["p95"], r.inclusion, r.class_, "yes" if r.id in found.portfolio else "no"]
        for r in found.channels
    ]  # fmt: skip


def _shown(net: Network, found: Robustness) -> Table | None:
    from netmodel.explain import percent, points

    rows = [row for row in found.channels if row.class_ != "exterior" or row.id in found.portfolio]
    if not rows:
        return None
    rows.sort(key=lambda row: (-(row.inclusion or 0), row.id))
    return ["channel", "portfolio", "in the best set", "class", "adds alone", "first of its group"], [
        [
            net.channel[row.id].name,
            "yes" if row.id in found.portfolio else "–",
            percent(row.inclusion or 0, 0),
            row.class_,
            points(row.gain["mean"]).removesuffix(" points"),
            percent(row.acceptability[0], 0),
        ]
        for row in rows
    ]
