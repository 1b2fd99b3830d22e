"""netmodel sequence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import limits as choosing
from netmodel.cli import options as shared

if TYPE_CHECKING:
    from netmodel.decide.sequence import Plan
    from netmodel.network import Network
    from netmodel.report.tables import Table


@click.command(
    epilog="""\b
Examples:
  netmodel sequence data
  netmodel sequence data --channels ch_ac_wg,ch_arctic_host,ch_signal,ch_agenda --teams 2
  netmodel sequence data --target ch_seminar
  netmodel sequence data --channels ch_consult,ch_seminar --clearance --signal ca_gac_dm
  netmodel sequence data --horizon 36 --format json"""
)
@shared.study_argument
@click.option("--channels", metavar="A,B", help="What to open.  [default: the best portfolio under these limits]")
@click.option("--target", metavar="ID", help="Instead: the shortest way to this channel alone.")
@click.option("--horizon", type=click.FloatRange(min=0), default=24.0, show_default=True, metavar="MONTHS",
              help="Months over which reach is averaged.")  # fmt: skip
@click.option("--teams", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
              help="Channels that can be worked on at a time.")  # fmt: skip
@click.option("--trust", type=click.FloatRange(0, 1), help="Trust there is today. Default: the study's, else 0.1.")
@click.option("--spill-over", type=click.FloatRange(0, 1), metavar="SHARE",
              help="Share of the trust built on one issue that holds on every other. Default: 0.5.")  # fmt: skip
@click.option("--no-gates", is_flag=True, help="Sensitive issues need not wait until trust is there.")
@choosing.limit_options
@choosing.clearance_options
@shared.seed_option
@shared.format_option
@shared.reading_options_beside_channels
def sequence(study: Path, channels: str | None, target: str | None, seed: int, style: str, **options: Any) -> None:
    """Put channels of STUDY in order: what to open first, what later, and why not earlier.

    The order makes reach over the horizon as large as can be, given lead times, what each channel requires, and the
    trust that it needs, on one of its issues, between those who meet in it. What cannot be opened is named, with
    what is missing.
    """
    net = shared.read_study(study, options)

    import netmodel
    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.engine.kernel import Reach
    from netmodel.explain.plans import plan_words
    from netmodel.policy.clearance import clearance_constraints

    chosen = shared.words("--channels", channels)
    state = Reach.of(net)
    if chosen is None and target is None:
        kept = choosing.limits_of(net, options)
        source = choosing.signal_of(net, options)
        rules = clearance_constraints(net, source) if options["clearance"] else []
        best = netmodel.best_portfolio(net, **kept, constraints=rules, state=state, seed=seed, brief=True)
        chosen = list(best.channels)
    else:
        open_to = choosing.cleared_alone(net, options, chosen)
        chosen = None if chosen is None else [name for name in chosen if name not in open_to.removed]
        net = open_to
    plan = netmodel.best_sequence(
        net,
        chosen,
        horizon=options["horizon"],
        teams=options["teams"],
        trust=options["trust"],
        spill_over=options["spill_over"],
        gates=not options["no_gates"],
        target=target,
    )
    words = plan_words(net, plan, now=state.value)
    data = rounded({"schema_version": SCHEMA_VERSION, **plan.to_json(), "sentences": words})
    shared.show(style, data, lambda: _table(net, plan), lambda: shared.told(words, _shown(net, plan)))


def _table(net: Network, plan: Plan) -> Table:
    header = ["channel", "name", "start_month", "ready_month", "reach_after",
              "trust_on", "trust_before", "trust_after"]  # fmt: skip
    rows = [
        [s.channel, net.channel[s.channel].name, *(getattr(s, name) for name in header[2:]),
         "; ".join(s.unlocked_by), s.why_not_earlier]
        for s in plan.steps
    ]  # fmt: skip
    return [*header, "unlocked_by", "why_not_earlier"], rows


def _shown(net: Network, plan: Plan) -> Table | None:
    from netmodel.explain import percent
    from netmodel.explain.plans import month, why_not_earlier

    if not plan.steps:
        return None
    return ["#", "channel", "months", "reach after", "why not earlier"], [
        [
            number,
            net.channel[step.channel].name,
            f"{month(step.start_month)}–{month(step.ready_month)}",
            percent(step.reach_after),
            why_not_earlier(net, plan, step) or "–",
        ]
        for number, step in enumerate(plan.steps, start=1)
    ]
