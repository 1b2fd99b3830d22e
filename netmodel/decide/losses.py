"""What a portfolio would lose with one of its channels, or if one who takes part declined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netmodel.decide.choice import Channels, Choice
from netmodel.decide.objective import Objective
from netmodel.engine.kernel import Reach
from netmodel.network import Network


@dataclass(frozen=True)
class Contribution:
    """What a portfolio would lose if one of its channels could not be opened.

    `loss` counts those that then lack what they require (`falls`) as lost as well, `alone` the channel itself only.
    """

    channel: str
    loss: float
    alone: float
    falls: tuple[str, ...]


@dataclass(frozen=True)
class Loss:
    """The single channel or relay whose dropping out costs a portfolio most, and what reach remains then.

    A channel takes those with it that require it; a relay is a stakeholder who takes part in none of the channels.
    """

    kind: str
    id: str
    remains: float
    loss: float


def contributions(worth: Objective, choice: Choice, best: Channels) -> tuple[Contribution, ...]:
    """What a set would lose with each of its channels, the largest loss first."""
    whole = worth.value(best)
    rows = []
    for name in sorted(best):
        left = choice.standing(best - {name})
        alone = round(whole - worth.value(best - {name}), 12) + 0.0
        loss = round(whole - worth.value(left), 12) + 0.0
        rows.append(Contribution(name, loss, alone, tuple(sorted(best - left - {name}))))
    return tuple(sorted(rows, key=lambda row: (-row.loss, row.channel)))


def worst_losses(net: Network, plain: Objective, choice: Choice, best: Channels) -> tuple[Loss, ...]:
    """The worst channel and the worst relay to lose, of equals the first by id."""
    if not best:
        return ()
    whole = plain.value(best)
    channels = [(row.loss, row.channel) for row in contributions(plain, choice, best)]
    rows = [("channel", *_most(channels))]
    members = {p.stakeholder for name in best for p in net.channel[name].participants}
    relays = [(whole - _declined(net, best, name), name) for name in sorted(members & set(net.stakeholder))]
    rows += [("relay", *_most(relays))] if relays else []
    return tuple(Loss(kind, name, round(whole - loss, 12) + 0.0, loss) for kind, loss, name in rows)


def _most(rows: Iterable[tuple[float, str]]) -> tuple[float, str]:
    return min(rows, key=lambda row: (-round(row[0], 12), row[1]))


def _declined(net: Network, best: Channels, who: str) -> float:
    """Reach with a set open in none of whose channels a stakeholder takes part."""
    channels = tuple(
        replace(row, participants=tuple(p for p in row.participants if p.stakeholder != who))
        if row.id in best
        else row
        for row in net.channels
    )
    return Reach.of(replace(net, channels=channels).open(*best)).value
