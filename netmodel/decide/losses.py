"""What a portfolio would lose with one of its channels, or with one who takes part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netmodel.decide.choice import Channels
from netmodel.decide.objective import Objective
from netmodel.engine.kernel import Reach
from netmodel.network import Network


@dataclass(frozen=True)
class Contribution:
    """What a portfolio would lose if one of its channels failed, alone; those that need it stay open."""

    channel: str
    loss: float


@dataclass(frozen=True)
class Loss:
    """The single channel or relay whose dropping out costs a portfolio most, and what reach remains then."""

    kind: str
    id: str
    remains: float
    loss: float


def contributions(worth: Objective, best: Channels) -> tuple[Contribution, ...]:
    """What a set would lose with each of its channels, the largest loss first."""
    whole = worth.value(best)
    rows = [Contribution(name, round(whole - worth.value(best - {name}), 12) + 0.0) for name in sorted(best)]
    return tuple(sorted(rows, key=lambda row: (-row.loss, row.channel)))


def worst_losses(net: Network, plain: Objective, best: Channels) -> tuple[Loss, ...]:
    """The worst channel and the worst relay to lose, of equals the first by id."""
    if not best:
        return ()
    whole = plain.value(best)
    channels = [(whole - plain.value(best - {name}), name) for name in sorted(best)]
    rows = [("channel", *_most(channels))]
    opened = net.open(*best)
    people = {p.stakeholder for row in opened.open_channels for p in row.participants} & set(net.stakeholder)
    weight = float(Reach.of(net).weights.sum())
    relays = [(whole - _amount(opened.without(name)) / weight, name) for name in sorted(people)]
    rows += [("relay", *_most(relays))] if relays else []
    return tuple(Loss(kind, name, whole - loss, loss) for kind, loss, name in rows)


def _most(rows: Iterable[tuple[float, str]]) -> tuple[float, str]:
    return min(rows, key=lambda row: (-round(row[0], 12), row[1]))


def _amount(net: Network) -> float:
    """Sum over the conversations, not divided: what is said with somebody who is gone is lost as well."""
    return float(Reach.of(net).by_layer.sum())
