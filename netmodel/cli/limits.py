"""Options of commands that choose channels: what a set may cost and risk, what it is worth, what it must hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from netmodel.cli import options as shared
from netmodel.errors import UsageError, printable, quote

if TYPE_CHECKING:
    from netmodel.network import Network

Command = TypeVar("Command", bound=Callable[..., Any])


def limit_options(function: Command) -> Command:
    """What a set of channels has to keep; a budget and a cap on risk of the study hold where none is given."""
    options = [
        click.option("--budget", type=click.FloatRange(min=0), metavar="X",
                     help="Spend at most this much; inf is no limit.  [default: budget in netmodel.toml]"),
        click.option("--max-risk", type=click.FloatRange(min=0), metavar="R",
                     help="No channel riskier than this; inf is no limit.  [default: max_risk in netmodel.toml]"),
        click.option("--max-total-risk", type=click.FloatRange(min=0), metavar="T", help="Risks of all in sum."),
        click.option("--count", type=click.IntRange(min=0), metavar="K", help="Open at most so many channels."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def must_options(function: Command) -> Command:
    """Which channels a set has to hold, and which it may not."""
    options = [
        click.option("--must", multiple=True, metavar="ID", help="This channel has to be opened; may be repeated."),
        click.option("--must-not", multiple=True, metavar="ID", help="This one may not; may be repeated."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def objective_option(function: Command) -> Command:
    """What a set is worth."""
    return click.option(
        "--objective",
        default="reach",
        show_default=True,
        metavar="NAME",
        help="What counts: reach, expected_reach, reliability, or one that a package adds.",
    )(function)


def clearance_options(function: Command) -> Command:
    """Whether officials have to be cleared by a signal, and whose."""
    options = [
        click.option("--clearance", is_flag=True, help="Only channels whose officials a senior signal has cleared."),
        click.option(
            "--signal", metavar="ID", help="Who gives it.  [default: signal in netmodel.toml, else the best]"
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def signal_of(net: Network, options: Mapping[str, Any]) -> str | None:
    """The id of who gives the signal, where one is named; raises UsageError where nobody asks for clearance."""
    if options["signal"] is None:
        return None
    if not options["clearance"]:
        raise UsageError("--signal says whose signal counts for --clearance: give that as well")
    return net.find(options["signal"])


def cleared_alone(net: Network, options: Mapping[str, Any], chosen: Collection[str] | None = None) -> Network:
    """The network without the candidate channels that wait for clearance, said on stderr; itself where not asked.

    Of channels that are `chosen`, an internal cascade among them counts as open for the others.
    """
    from netmodel.policy.clearance import cleared_channels
    from netmodel.policy.signals import cascades

    source = signal_of(net, options)
    if not options["clearance"]:
        return net
    opening = sorted(set(chosen or ()) & set(cascades(net)))
    allowed = cleared_channels(net, source, opening=opening)
    asked = {row.id for row in net.candidates} if chosen is None else set(chosen)
    waiting = sorted(row.id for row in net.candidates if row.id not in allowed)
    said = [name for name in waiting if name in asked]
    if said and not options["quiet"]:
        shared.say(f"Left out, since not cleared: {', '.join(map(printable, said))}")
    return net.without(*waiting)


def limits_of(net: Network, options: Mapping[str, Any]) -> dict[str, Any]:
    """The four limits that are asked for, or that the study names; inf is none."""
    given = {name: options[name] for name in ("budget", "max_risk", "max_total_risk", "count")}
    for name in ("budget", "max_risk"):
        if given[name] is None:
            given[name] = getattr(net.study, name)
    return {name: None if amount is None or math.isinf(amount) else amount for name, amount in given.items()}


def worth_of(net: Network, text: str, objective: str) -> float:
    """What a target means: ``0.14`` is worth so much, ``60%`` wins back so much of what was lost.

    Raises
    ------
    UsageError
        For anything else, and for a share of a loss where nothing was lost.
    """
    from netmodel.decide.objective import OBJECTIVES
    from netmodel.explain.figures import SHARES

    bare = text.replace("\xa0", " ").strip()
    try:
        value = float(bare.removesuffix("%"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise UsageError(f"--target {quote(text)} is no worth: write 0.14, or 60% of what was lost")
    if not bare.endswith("%"):
        if value > 1 and objective in SHARES:
            raise UsageError(f"--target {quote(text)} is outside 0..1: write 0.14, or 60% of what was lost")
        return value
    if net.before is None:
        raise UsageError("there is no earlier date to measure a loss from: give --before DATE, or a target like 0.14")
    now, before = (OBJECTIVES[objective](view).value(frozenset()) for view in (net, net.before))
    if not math.isnan(now) and not before > now:
        raise UsageError(f"nothing was lost since {net.before_date}: give a target like 0.14")
    return now + value / 100 * (before - now)
