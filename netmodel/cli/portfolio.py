"""netmodel portfolio."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import limits as choosing
from netmodel.cli import options as shared
from netmodel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from netmodel.decide.choice import Limits
    from netmodel.decide.portfolio import Portfolio
    from netmodel.network import Network
    from netmodel.report.tables import Table

    Constraint = frozenset[str] | Callable[[frozenset[str]], bool]

TESTS = ("level_window", "both_sides", "unopposed")


@click.command(
    epilog="""\b
Examples:
  netmodel portfolio data
  netmodel portfolio data --budget 100000 --max-risk 0.3
  netmodel portfolio data --target 40% --budget inf
  netmodel portfolio data --clearance --signal ca_gac_dm
  netmodel portfolio data --count 3 --format json"""
)
@shared.study_argument
@choosing.limit_options
@choosing.objective_option
@choosing.must_options
@click.option("--level-window", is_flag=True, help="Only channels whose participants are all senior enough for it.")
@click.option("--both-sides", is_flag=True, help="Only channels in which both sides take part.")
@click.option("--unopposed", is_flag=True, help="Only channels that no veto stands against.")
@choosing.clearance_options
@click.option("--target", metavar="VALUE", help="The cheapest set that is worth 0.14, or wins back 60% of the loss.")
@click.option("--break-even", metavar="ID", help="Also: what would have to be true for this channel to be chosen.")
@click.option("--time-limit", type=click.FloatRange(min=0), default=60.0, show_default=True, metavar="S",
              help="Stop the search after S seconds, with the best set so far and its gap.")  # fmt: skip
@click.option("--greedy", is_flag=True, help="Do not search: take the best of a few quick sets, with its gap.")
@shared.seed_option
@shared.format_option
@shared.reading_options
def portfolio(study: Path, seed: int, style: str, **options: Any) -> None:
    """Choose the channels of STUDY to open together, with a proof of how good the choice is.

    What a channel requires is chosen with it, and what excludes one another is not. Budget and cap on risk are those
    of netmodel.toml where none is given.
    """
    net = shared.read_study(study, options)

    import netmodel
    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.explain.advice import portfolio_words

    wanted = options["target"]
    if wanted is not None and options["break_even"]:
        raise UsageError("--break-even asks about the best set and --target for the cheapest: give one of the two")
    kept = choosing.limits_of(net, options)
    found = netmodel.best_portfolio(
        net,
        **kept,
        objective=options["objective"],
        must_have=options["must"],
        must_not=options["must_not"],
        constraints=_constraints(net, options),
        target=None if wanted is None else choosing.worth_of(net, wanted, options["objective"]),
        time_limit=options["time_limit"],
        method="greedy" if options["greedy"] else "exact",
        seed=seed,
    )
    words = portfolio_words(net, found)
    more = {}
    if options["break_even"] and not math.isnan(found.value_now):
        even = netmodel.break_even(
            net,
            options["break_even"],
            limits=_limits(net, kept, options),
            objective=options["objective"],
            best=found.channels if found.optimal else None,
            seed=seed,
            time_limit=options["time_limit"],
        )
        words.append(even.text)
        more = {"break_even": even.to_json()}
    data = rounded({"schema_version": SCHEMA_VERSION, **found.to_json(), **more, "sentences": words})
    shared.show(style, data, lambda: portfolio_table(net, found), lambda: shared.told(words, _shown(net, found)))


def _constraints(net: Network, options: dict[str, Any]) -> list[Constraint]:
    from netmodel.decide.constraints import of_both_sides, unopposed, within_levels
    from netmodel.policy.clearance import clearance_constraints

    makers = dict(zip(TESTS, (within_levels, of_both_sides, unopposed), strict=True))
    source = choosing.signal_of(net, options)
    cleared = clearance_constraints(net, source) if options["clearance"] else []
    return [*(maker(net) for name, maker in makers.items() if options[name]), *cleared]


def _limits(net: Network, kept: dict[str, Any], options: dict[str, Any]) -> Limits:
    """All limits in one; what a constraint rules out may not be chosen."""
    from netmodel.decide.choice import Limits

    every = {row.id for row in net.candidates}
    rules = _constraints(net, options)
    shut = set(options["must_not"]).union(*(every - rule for rule in rules if isinstance(rule, frozenset)))
    tests = tuple(rule for rule in rules if not isinstance(rule, frozenset))
    return Limits(**kept, must_have=frozenset(options["must"]), must_not=frozenset(shut), tests=tests)


def portfolio_table(net: Network, found: Portfolio) -> Table:
    """The chosen channels, first those that the set would miss most."""
    from netmodel.decide.gain import group_of

    lost = {row.channel: row.loss for row in found.contributions}  # with what requires them
    header = ["id", "name", "group", "loss_without_it", "cost", "risk", "lead_time_months", "requires"]
    rows = [net.channel[name] for name in sorted(found.channels, key=lambda name: (-lost.get(name, 0.0), name))]
    return header, [
        [r.id, r.name, group_of(r), lost.get(r.id), r.cost, r.risk, r.lead_time_months, "; ".join(r.requires)]
        for r in rows
    ]


def _shown(net: Network, found: Portfolio) -> Table | None:
    from netmodel.explain.figures import change, money

    _, rows = portfolio_table(net, found)
    if not rows:
        return None
    header = ["channel", "missed if it failed", f"cost {net.study.currency}".strip(), "risk", "months"]
    return header, [
        [
            name,
            "–" if loss is None else change(found.objective, loss, sign=False),
            money(net, cost).rpartition("\xa0")[2],
            f"{risk:.2f}",
            f"{months:g}",
        ]
        for _, name, _, loss, cost, risk, months, _ in rows
    ]
