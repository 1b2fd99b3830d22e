"""netmodel channels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import limits as choosing
from netmodel.cli import options as shared
from netmodel.cli.workers import executor_for, workers_options

if TYPE_CHECKING:
    from netmodel.network import Network


@click.command(
    epilog="""\b
Examples:
  netmodel channels data
  netmodel channels data --format json
  netmodel channels data --format csv --quiet > ranking.csv
  netmodel channels data --clearance --signal ca_gac_dm
  netmodel channels data --stream --workers 2"""
)
@shared.study_argument
@shared.seed_option
@shared.format_option
@choosing.clearance_options
@click.option("--stream", is_flag=True, help="Score a network too large for memory: gains only, block by block.")
@workers_options
@shared.reading_options
def channels(
    study: Path, seed: int, style: str, stream: bool, workers: int | None, scheduler: str | None, **reading: Any
) -> None:
    """Rank the candidate channels of STUDY by what each would add to reach.

    Informal channels come first; formal ones, and enabling steps that unlock others, are ranked apart. Where there
    is no channels.csv, every dormant or severed tie is a candidate.
    """
    from netmodel.errors import UsageError

    if not stream and (workers is not None or scheduler is not None):
        raise UsageError("--workers and --scheduler share the blocks of --stream: give it as well")
    whole = shared.read_study(study, reading)
    net = choosing.cleared_alone(whole, reading)
    if stream:
        _stream(net, style, workers, scheduler)
    else:
        _rank(net, whole, style, seed, quiet=reading["quiet"])


def _rank(net: Network, whole: Network, style: str, seed: int, *, quiet: bool) -> None:
    import netmodel
    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.explain import headline
    from netmodel.explain.figures import names, some
    from netmodel.report.tables import channel_table
    from netmodel.report.terminal import ranking_text, wrapped

    ranking = netmodel.rank_channels(net, seed=seed)
    data = rounded({"schema_version": SCHEMA_VERSION, **ranking.to_json()})
    width, colour = shared.screen()
    for notice in () if quiet else ranking.notices:
        shared.say(notice)

    def text() -> str:
        rows = data["channels"]
        table = ranking_text(rows, net.study.currency, width=width, colour=colour)
        left = names(whole, sorted(net.removed - whole.removed))
        said = f" Left out, since not cleared: {some(left)}." if left else ""
        return f"{wrapped(headline(whole, ranking) + said, width)}\n\n{table}"

    shared.show(style, data, lambda: channel_table(data["channels"]), text)


def _stream(net: Network, style: str, workers: int | None, scheduler: str | None) -> None:
    import netmodel
    from netmodel.analysis import SCHEMA_VERSION, rounded

    with executor_for(workers, scheduler) as executor:
        scores = netmodel.score_channels(net, executor=executor)
    data = rounded({"schema_version": SCHEMA_VERSION, **scores.to_json()})
    header = ["group", "rank", "id", "name", "gain", "recovery", "cost", "risk", "lead_time_months"]
    shared.show(style, data, lambda: (header, [[row[name] for name in header] for row in data["channels"]]))
