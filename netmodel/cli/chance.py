"""Whether measures of the network are more than chance: the part of `netmodel measure` that draws null models."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from netmodel.cli import options as shared
from netmodel.errors import UsageError

if TYPE_CHECKING:
    from netmodel.measures.nulls import NullTest
    from netmodel.network import Network
    from netmodel.report.tables import Table

Command = TypeVar("Command", bound=Callable[..., Any])


def chance_options(function: Command) -> Command:
    """What chance is, and how often it is drawn."""
    options = [
        click.option("--against", type=click.Choice(["labels", "rewire", "qap"]),
                     help="Compare measures of the network with chance: sides dealt out anew, ties rewired, or the "
                     "whole network moved."),
        click.option("--draws", type=click.IntRange(min=1), default=199, show_default=True, metavar="N",
                     help="Draws of --against."),
        shared.seed_option,
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def show_chance(net: Network, names: Iterable[str], style: str, *, against: str, draws: int, seed: int) -> None:
    """Print measures of the network beside what chance gives."""
    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.measures.nulls import MODELS, null_test

    tests = [null_test(net, name, model=against, draws=draws, seed=seed) for name in _testable(names)]
    words = [found.sentence() for found in tests]
    many = f"{draws} {MODELS[against]} (seed {seed}); p is two-sided, each measure looked at alone."
    data = rounded({"schema_version": SCHEMA_VERSION, "tests": [found.to_json() for found in tests]})
    shared.show(
        style,
        data,
        lambda: _table(tests),
        lambda: shared.told(words if len(tests) == 1 else [many], None if len(tests) == 1 else _shown(tests)),
    )


def _testable(names: Iterable[str]) -> list[str]:
    """Measures of the network that need its graph alone; those that are shown where none is named."""
    from netmodel.measures import MEASURES

    wanted = list(dict.fromkeys(names))
    able = [name for name in MEASURES if MEASURES[name].level == "network" and MEASURES[name].takes == "graph"]
    for name in wanted:
        MEASURES[name]
        if name not in able:
            raise UsageError(f"--against is for measures of the network that read its ties alone, not {name}")
    return wanted or [name for name in able if MEASURES[name].shown]


def _shown(tests: list[NullTest]) -> Table:
    rows = [[t.statistic, *(_figure(x) for x in (t.observed, t.mean, t.sd, t.p))] for t in tests]
    return ["measure", "here", "by chance", "sd", "p"], rows


def _figure(value: float) -> str:
    """A figure with three digits; a dash where there is no value."""
    return "–" if value != value else f"{value:.3g}"


def _table(tests: list[NullTest]) -> Table:
    header = ["measure", "observed", "mean", "sd", "z", "p", "draws", "model", "by", "seed", "alternative"]
    rows = [found.to_json() for found in tests]
    return header, [[row["statistic"], *(row[name] for name in header[1:])] for row in rows]
