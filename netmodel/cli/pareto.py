"""netmodel pareto."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import limits as choosing
from netmodel.cli import options as shared
from netmodel.cli.workers import progress_bar

if TYPE_CHECKING:
    from netmodel.decide.pareto import Front
    from netmodel.network import Network
    from netmodel.report.tables import Table


@click.command(
    epilog="""\b
Examples:
  netmodel pareto data --budgets 50000,250000 --risk-caps 0.3,1
  netmodel pareto data --budgets 100000 --format csv --quiet > front.csv"""
)
@shared.study_argument
@click.option("--budgets", metavar="X,Y", help="Budgets of the grid.  [default: eight, from one channel to all]")
@click.option("--risk-caps", metavar="R,S", help="Caps on the risk of a channel.  [default: up to four of theirs]")
@choosing.objective_option
@choosing.must_options
@shared.seed_option
@shared.format_option
@shared.reading_options
def pareto(study: Path, seed: int, style: str, **options: Any) -> None:
    """Trade gain against cost and risk: the best sets of channels of STUDY for every budget and cap on risk.

    No other set is better in gain, cost and highest risk at once. The knee is where money begins to buy less.
    """
    net = shared.read_study(study, options)

    import netmodel
    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.explain.tradeoffs import front_words

    with progress_bar("Points of the front", quiet=options["quiet"]) as progress:
        front = netmodel.pareto(
            net,
            budgets=shared.numbers("--budgets", options["budgets"]),
            risk_caps=shared.numbers("--risk-caps", options["risk_caps"]),
            objective=options["objective"],
            must_have=options["must"],
            must_not=options["must_not"],
            seed=seed,
            progress=progress,
        )
    words = front_words(net, front)
    data = rounded({"schema_version": SCHEMA_VERSION, **front.to_json(), "sentences": words})
    shared.show(style, data, lambda: _table(front), lambda: shared.told(words, _shown(net, front)))


def _table(front: Front) -> Table:
    header = ["channels", "value", "gain", "recovery", "cost", "max_risk", "total_risk", "upper_bound", "optimal"]
    names = [*header[1:], "knee"]
    rows = [["; ".join(point.channels), *(getattr(point, name) for name in names)] for point in front.points]
    return [*header, "knee"], rows


def _shown(net: Network, front: Front) -> Table | None:
    from netmodel.explain import percent
    from netmodel.explain.figures import change, money, worth

    if not front.points:
        return None
    value = front.objective.replace("_", " ")
    header = ["channels", f"cost {net.study.currency}".strip(), "highest risk", value, "gain", "recovery", "proof"]
    return header, [
        [
            len(point.channels),
            money(net, point.cost).rpartition("\xa0")[2],
            f"{point.max_risk:.2f}",
            worth(front.objective, point.value),
            change(front.objective, point.gain).removesuffix(" points"),
            "–" if point.recovery is None else percent(point.recovery, 0),
            ("best" if point.optimal else "not proven") + (", the knee" if point.knee else ""),
        ]
        for point in front.points
    ]
