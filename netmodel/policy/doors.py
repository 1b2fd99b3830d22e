"""Doors: by whom, and how strongly, what the other sides say comes to a stakeholder."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from netmodel.engine.kernel import best_routes
from netmodel.engine.layers import Floats, Indices, Layer, SidePair, build_layers
from netmodel.errors import UnknownName, UsageError
from netmodel.measures.routes import passages, strongest_route
from netmodel.network import Network
from netmodel.policy.spoilers import layer_without

COUNT = 3
"""Doors that are given unless more are asked for."""

Conversation = tuple[float, str, str | None]


@dataclass(frozen=True)
class Door:
    """The last stakeholder on a way into another, and how much comes by it.

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


def doors_into(net: Network, name: str, *, count: int = COUNT) -> tuple[Door, ...]:
    """The best doors into a stakeholder: the last ones before it, a direct counterpart too.

    Parameters
    ----------
    net : Network
    name : str
        Id of the stakeholder.
    count : int
        How many at most.

    Returns
    -------
    tuple of Door
        The one that brings most first, of equals by id; each stakeholder once, by its best tie or channel. What comes
        by a door is the mean over the conversations of the target, weighted by issue and by the influence of the
        other end, of the strength of the best route to the door that does not pass the target.

    Raises
    ------
    UnknownName
        For a stakeholder that is not there.
    UsageError
        For a count below 0.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "x", "permeability": 1}]
    >>> people += [{"id": "b", "side": "B", "permeability": 0}]
    >>> ties = [{"source": "a", "target": "x", "strength": 0.9}, {"source": "x", "target": "b", "strength": 0.8},
    ...         {"source": "a", "target": "b", "strength": 0.5}]
    >>> [(door.id, round(door.brings, 12)) for door in doors_into(Network.from_tables(people, ties), "b")]
    [('x', 0.72), ('a', 0.5)]
    """
    if name not in net.stakeholder:
        raise UnknownName("stakeholder", name, net.stakeholder)
    if count < 0:
        raise UsageError("count is a number of 0 or more")
    return ways_into(net, build_layers(net), name)[0][:count]


def ways_into(net: Network, layers: Collection[Layer], name: str) -> tuple[tuple[Door, ...], tuple[str, ...]]:
    """All doors into a stakeholder, and the route of the conversation that weighs most on arrival.

    The route is empty where nothing arrives.
    """
    weight = 0.0
    brings: dict[tuple[str, str], float] = {}
    leading: Conversation = (0.0, "", None)
    for layer in (layer for layer in layers if name in layer.nodes):
        node = layer.nodes.index(name)
        entrances = list(entrances_of(layer, node))
        for said in directions(layer):
            if node in said.cols:
                weight += said.issue_weight * float(said.row_weights.sum())
                if entrances:
                    amounts = _through(layer, node, said, entrances)
                    _add(brings, layer, entrances, amounts.sum(axis=0))
                    leading = min(leading, _leading(layer, said.rows, amounts.max(axis=1)), key=_by_amount)
    doors = [_door(net, *key, amount / weight) for key, amount in brings.items() if amount > 0]
    return _each_once(doors), _route(net, name, leading)


def _through(layer: Layer, node: int, said: SidePair, entrances: Collection[tuple[int, str, float]]) -> Floats:
    """What every source brings through every entrance: sources x entrances."""
    others = np.array([other for other, _, _ in entrances], dtype=np.intp)
    strengths = np.array([strength for _, _, strength in entrances])
    best = best_routes(layer_without(layer, node), said.rows, others)
    found: Floats = said.issue_weight * said.row_weights[:, None] * best * strengths
    return found


def _add(
    brings: dict[tuple[str, str], float],
    layer: Layer,
    entrances: Collection[tuple[int, str, float]],
    amounts: Floats,
) -> None:
    for (other, via, _), amount in zip(entrances, amounts.tolist(), strict=True):
        key = layer.nodes[other], via
        brings[key] = brings.get(key, 0.0) + amount


def _leading(layer: Layer, rows: Indices, amounts: Floats) -> Conversation:
    """The conversation of a layer that weighs most on arrival."""
    found = zip(amounts.tolist(), (layer.nodes[place] for place in rows.tolist()), strict=True)
    return min(((amount, source, layer.issue) for amount, source in found), key=_by_amount)


def _by_amount(one: Conversation) -> tuple[float, str, str]:
    return -round(one[0], 12), one[1], one[2] or ""


def _route(net: Network, name: str, leading: Conversation) -> tuple[str, ...]:
    amount, source, issue = leading
    if not amount or not net.stakeholder[name].permeability:
        return ()
    route = strongest_route(net, passages(net, issue), source, name)
    return route.stakeholders if route else ()


def _door(net: Network, name: str, via: str, brings: float) -> Door:
    row = net.stakeholder[name]
    return Door(name, row.name, row.side, via, round(brings, 12))


def _each_once(doors: Collection[Door]) -> tuple[Door, ...]:
    """The best doors first, each stakeholder once."""
    found: dict[str, Door] = {}
    for door in sorted(doors, key=lambda door: (-door.brings, door.id, door.via)):
        found.setdefault(door.id, door)
    return tuple(found.values())


# ---- of a layer ----------------------------------------------------------------------------------------------------


def directions(layer: Layer) -> Iterator[SidePair]:
    """Conversations of a layer in both directions: what the rows say to the columns."""
    for pair in layer.pairs:
        yield pair
        if layer.symmetric:
            yield SidePair(pair.cols, pair.rows, pair.col_weights, pair.row_weights, pair.issue_weight)


def entrances_of(layer: Layer, node: int) -> Iterator[tuple[int, str, float]]:
    """From whom, by which tie or open channel, and how strongly a message comes to a stakeholder's door."""
    for arc in np.flatnonzero(layer.heads == node).tolist():
        yield int(layer.tails[arc]), layer.arc_ties[arc], float(layer.strengths[arc])
    for name in layer.opened:
        hub = layer.hubs[name]
        for place in np.flatnonzero(hub.members == node).tolist():
            for other, into in zip(hub.members.tolist(), hub.into.tolist(), strict=True):
                if other != node:
                    yield other, name, into * hub.quality * float(hub.uptake_out[place])
