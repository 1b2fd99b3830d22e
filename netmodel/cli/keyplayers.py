"""netmodel keyplayers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.errors import printable

if TYPE_CHECKING:
    from netmodel.measures.keyplayer import KeyPlayers
    from netmodel.network import Network
    from netmodel.report.tables import Table

LISTED = 5
"""Alternatives that `key_players` lists."""


@click.command(
    epilog="""\b
Examples:
  netmodel keyplayers data --size 2
  netmodel keyplayers data --size 3 --goal reach
  netmodel keyplayers data --size 3 --goal reach --measure steps --steps 1 --format json"""
)
@shared.study_argument
@click.option("--size", type=click.IntRange(min=1), default=3, show_default=True, metavar="K",
              help="Members of the set.")  # fmt: skip
@click.option("--goal", type=click.Choice(["fragment", "reach"]), default="fragment", show_default=True,
              help="Whose loss breaks the network most, or who together reach most of it.")  # fmt: skip
@click.option("--measure", type=click.Choice(["components", "distance", "steps"]),
              help="fragment: components or distance; reach: distance or steps.  [default: the first]")  # fmt: skip
@click.option("--steps", type=click.IntRange(min=1), default=2, show_default=True, metavar="M",
              help="How near is reached, for --measure steps.")  # fmt: skip
@click.option("--limit", type=click.IntRange(min=0), metavar="N",
              help="Sets that the exact search may cost; 0 for greedy.  [default: some seconds]")  # fmt: skip
@shared.format_option
@shared.reading_options
def keyplayers(study: Path, size: int, goal: str, measure: str | None, steps: int, limit: int | None, style: str,
               **reading: Any) -> None:  # fmt: skip
    """Find the set of K stakeholders of STUDY that matters most together, with a proof or a proven gap.

    Borgatti's key players: goal fragment is KPP-Neg, reach is KPP-Pos. The best set need not be the K most
    central. Directions count, strengths do not.
    """
    net = shared.read_study(study, reading)

    import netmodel.measures.keyplayer as library
    from netmodel.analysis import SCHEMA_VERSION, rounded

    found = library.key_players(net, size=size, goal=goal, measure=measure, steps=steps, limit=limit)
    words = _words(net, found, steps)
    data = rounded({"schema_version": SCHEMA_VERSION, **found.to_json(), "sentences": words})
    shared.show(style, data, lambda: _table(net, found), lambda: shared.told(words, _shown(net, found)))


def _table(net: Network, found: KeyPlayers) -> Table:
    header = ["id", "name", "side", "kind", "alone", "set_without", "set_value", "upper_bound", "optimal"]
    return header, [
        [row.id, row.name, row.side, row.kind, found.alone[row.id], found.without[row.id], found.value,
         found.upper_bound, "yes" if found.optimal else "no"]
        for row in (net.stakeholder[name] for name in found.set)
    ]  # fmt: skip


def _shown(net: Network, found: KeyPlayers) -> Table:
    from netmodel.explain import percent

    header = ["stakeholder", "side", "kind", "alone", "the others without"]
    return header, [
        [row.name, row.side, row.kind, percent(found.alone[row.id]), percent(found.without[row.id])]
        for row in (net.stakeholder[name] for name in found.set)
    ]


def _words(net: Network, found: KeyPlayers, steps: int) -> list[str]:
    from netmodel.explain import percent

    who = _named(net, found.set)
    value = percent(found.value)
    if found.goal == "fragment" and found.measure == "components":
        said = f"Without {who}, no route joins {value} of the pairs of the others; with everybody it is {{now}}."
    elif found.goal == "fragment":
        said = f"Without {who}, the distance-weighted fragmentation of the others is {value}; with everybody {{now}}."
    elif found.measure == "steps":
        near = "a tie" if steps == 1 else f"at most {steps} steps"
        said = f"{value} of all stakeholders are {who}, or reached from there by {near}."
    else:
        whole = "100\xa0% would be a tie with everybody"
        said = f"From {who}, the mean inverse distance to all stakeholders is {value} ({whole})."
    words = [said.format(now=percent(found.now)) if found.goal == "fragment" else said]
    if found.optimal:
        words.append("Proven best: no set of this size is worth more.")
    else:
        words.append(
            f"Not proven best: no set of this size is worth more than {percent(found.upper_bound)}, a gap of "
            f"{100 * found.gap:.1f} points."
        )
    equal = [members for members, other in found.alternatives if abs(other - found.value) <= 1e-9]
    if equal:
        apart = ", and one member apart" if len(found.set) > 1 else ""
        first = f" (the first {LISTED})" if len(equal) == LISTED else ""
        words.append(f"As good{apart}{first}: {'; '.join(_named(net, members) for members in equal)}.")
    return words


def _named(net: Network, members: tuple[str, ...]) -> str:
    names = [printable(net.stakeholder[name].name) for name in members]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
