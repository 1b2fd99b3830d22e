"""Insulation: what permeability takes off reach, whom it insulates most, and the best doors into them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from netmodel.engine.kernel import Reach, best_routes
from netmodel.engine.layers import Floats, Indices, Layer, build_layers
from netmodel.errors import UnknownName, UsageError
from netmodel.measures import tidy
from netmodel.measures.routes import passages, strongest_route
from netmodel.network import Network
from netmodel.policy.spoilers import layer_without
from netmodel.policy.systems import system
from netmodel.policy.words import called, many, percent, some

COUNT = 10
"""Insulated stakeholders whose doors are looked for unless others are asked for."""

DOORS = 3
"""Doors that are given for each."""


@dataclass(frozen=True)
class Door:
    """The last stakeholder on a way into another, and how much comes through it.

    Attributes
    ----------
    id, name, side : str
        `side` is empty for a third party.
    via : str
        Id of the tie or channel from it.
    brings : float
        Mean strength, up to the permeability of whom it leads to, with which the other sides arrive by this door
        alone.
    """

    id: str
    name: str
    side: str
    via: str
    brings: float


@dataclass(frozen=True)
class Insulated:
    """A stakeholder of a side, and how strongly what the other sides say arrives there.

    Attributes
    ----------
    id, name, side : str
    permeability : float
    assumed : bool
        Whether the table leaves it blank.
    nominal, at_the_door, effective : float
        Mean strength, in [0, 1], over its conversations: were everybody permeable, up to its own permeability, and
        as it is.
    loss : float
        nominal - effective: what insulation takes off.
    doors : tuple of Door
        The best ways in, best first; looked for only where this is asked for.
    route : tuple of str
        The route of the conversation that weighs most on arrival; empty where nothing arrives.
    """

    id: str
    name: str
    side: str
    permeability: float
    assumed: bool
    nominal: float
    at_the_door: float
    effective: float
    loss: float
    doors: tuple[Door, ...] = ()
    route: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Insulation:
    """What permeability does to a network.

    Attributes
    ----------
    nominal, at_the_door, effective : float
        Reach were everybody permeable; with the permeability of those only who relay; as it is. nan where there is no
        conversation.
    targets : tuple of Insulated
        Stakeholders with a conversation, the largest loss first.
    given, of : int
        How many of the stakeholders have a permeability in the table.
    """

    net: Network
    nominal: float
    at_the_door: float
    effective: float
    targets: tuple[Insulated, ...]
    given: int
    of: int
    lacks: str

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(_sentences(self))

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """A row a stakeholder."""
        header = ["id", "name", "side", "permeability", "nominal", "at_the_door", "effective", "loss", "doors", "route"]
        rows = [
            [
                *(tidy(getattr(row, name)) for name in header[:-2]),
                "; ".join(door.id for door in row.doors),
                " > ".join(row.route),
            ]
            for row in self.targets
        ]
        return header, rows

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        names = ("nominal", "at_the_door", "effective", "given", "of")
        plain = {name: getattr(self, name) for name in names}
        found: dict[str, Any] = tidy({**plain, "targets": [asdict(row) for row in self.targets]})
        return found


@system(
    title="Insulation",
    question="How much of reach does permeability take off, who is most insulated, and by which doors are they reached?",
)
def permeability(
    net: Network, *, targets: Collection[str] | None = None, count: int = COUNT, doors: int = DOORS
) -> Insulation:
    """Nominal against effective reach, the most insulated stakeholders, and the best doors into them.

    Permeability multiplies what arrives at a stakeholder, relays and ends alike. Nominal values take it as 1.

    Parameters
    ----------
    net : Network
    targets : collection of str, optional
        Ids of the stakeholders whose doors are wanted; default: the most insulated ones.
    count : int
        How many of these by default.
    doors : int
        Doors for each at most.

    Returns
    -------
    Insulation
        The mean over a stakeholder's conversations is weighted by issue and by the influence of the other end. A door
        is a last stakeholder before it, a direct counterpart too; what comes through each is computed with the ways
        to it that do not pass the target. Equals are ordered by id.

    Raises
    ------
    UnknownName
        For a target that is not there.
    UsageError
        For a count below 0.
    LimitError
        Where best routes do not fit into memory.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "x", "permeability": 1}, {"id": "b", "side": "B", "permeability": 0.5}]
    >>> ties = [{"source": "a", "target": "x", "strength": 0.9, "directed": "yes"},
    ...         {"source": "x", "target": "b", "strength": 0.8, "directed": "yes"}]
    >>> found = permeability(Network.from_tables(people, ties))
    >>> first = found.targets[0]
    >>> first.id, round(first.nominal, 12), round(first.effective, 12), [door.id for door in first.doors]
    ('b', 0.72, 0.36, ['x'])
    """
    if count < 0 or doors < 0:
        raise UsageError("count and doors are numbers of 0 or more")
    for name in sorted(targets or ()):
        if name not in net.stakeholder:
            raise UnknownName("stakeholder", name, net.stakeholder)
    open_net = replace(net, stakeholders=tuple(replace(row, permeability=1.0) for row in net.stakeholders))
    effective, nominal = Reach.of(net), Reach.of(open_net)
    layers = [layer for layer in build_layers(net) if layer.weight]
    arrivals = [_Arrivals.of(layer) for layer in layers]
    rows = _targets(net, arrivals, [_Arrivals.of(layer) for layer in build_layers(open_net) if layer.weight])
    wanted = [row.id for row in rows if row.loss > 0][:count] if targets is None else sorted(set(targets))
    shown = tuple(_with_doors(net, layers, row, doors) if row.id in wanted else row for row in rows)
    given = sum("permeability" not in row.assumed for row in net.stakeholder.values())
    return Insulation(
        net=net,
        nominal=nominal.value,
        at_the_door=_at_the_door(arrivals),
        effective=effective.value,
        targets=shown,
        given=given,
        of=len(net.stakeholder),
        lacks=_lacks(net, given),
    )


# ---- what arrives ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Arrivals:
    """A layer and, by node, weighted sums over the conversations of each: their weight, and what arrives of them.

    `weight`, `door` and `arrives` (n,) are 0 for those without a conversation.
    """

    layer: Layer
    weight: Floats
    door: Floats
    arrives: Floats

    @classmethod
    def of(cls, layer: Layer) -> _Arrivals:
        weight, door, arrives = np.zeros((3, len(layer.nodes)))
        for rows, cols, weights, factor in _directions(layer):
            best = best_routes(layer, rows, np.arange(len(layer.nodes), dtype=np.intp))
            weight[cols] += factor * weights.sum()
            arrives[cols] += factor * (weights @ best[:, cols])
            door[cols] += factor * (weights @ _up_to_the_door(layer, rows, cols, best))
        return cls(layer, weight, door, arrives)
