"""From a Network to arrays: one layer an issue, with its stakeholders, ties, channels and conversations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from netmodel.network import Channel, Network
from netmodel.network.rows import deals_with

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Hub:
    """A channel in a layer: its members there, what each brings in, and what each takes home.

    `out` is uptake times permeability, so that a passage u -> hub -> v is worth ``into[u] * quality * out[v]``.
    """

    members: Indices
    into: Floats
    uptake_out: Floats
    out: Floats
    quality: float


@dataclass(frozen=True, eq=False)
class SidePair:
    """Conversations between two sides in a layer: who, with which weight, times the weight of the issue."""

    rows: Indices
    cols: Indices
    row_weights: Floats
    col_weights: Floats
    issue_weight: float

    @property
    def weight(self) -> float:
        """Sum of the weights of these conversations."""
        return float(self.issue_weight * self.row_weights.sum() * self.col_weights.sum())


@dataclass(frozen=True, eq=False)
class Layer:
    """Everything that carries one issue.

    Arcs run both ways for an undirected tie; parallel ties stay apart. `symmetric` says that a route between two
    sides is worth the same in both directions, so that every pair of sides needs to be looked at only once: nothing
    is directed, and everybody on a side is as permeable as everybody else.
    """

    issue: str | None
    nodes: tuple[str, ...]
    permeability: Floats
    tails: Indices
    heads: Indices
    strengths: Floats
    arc_ties: tuple[str, ...]
    hubs: dict[str, Hub]
    opened: tuple[str, ...]
    pairs: tuple[SidePair, ...]
    symmetric: bool

    @property
    def weight(self) -> float:
        """Sum of the weights of all conversations; a conversation counts once, whatever its direction."""
        total = sum(pair.weight for pair in self.pairs)
        return total if self.symmetric else total / 2


def build_layers(net: Network, *, by_issue: bool = True) -> tuple[Layer, ...]:
    """Arrays of every layer that holds a conversation.

    Parameters
    ----------
    net : Network
    by_issue : bool
        False puts everything into one layer, whatever the issues.

    Returns
    -------
    tuple of Layer
        In the order of the issues; layers without a conversation are left out.
    """
    issues = net.layers if by_issue else (None,)
    layers = (_build(net, issue) for issue in issues)
    return tuple(layer for layer in layers if layer.pairs)


def _build(net: Network, issue: str | None) -> Layer:
    actors = [row for row in net.stakeholder.values() if deals_with(row.issues, issue)]
    index = {row.id: position for position, row in enumerate(actors)}
    permeability = np.array([row.permeability for row in actors], dtype=float)
    ties = [
        tie
        for tie in net.active_ties
        if tie.source in index and tie.target in index and deals_with(tie.issues, issue)
    ]
    back = [tie for tie in ties if not tie.directed]
    tails = [index[tie.source] for tie in ties] + [index[tie.target] for tie in back]
    heads = [index[tie.target] for tie in ties] + [index[tie.source] for tie in back]
    both = ties + back
    channels = [c for c in (*net.open_channels, *net.candidates) if deals_with(c.issues, issue)]
    hubs = {channel.id: _hub(channel, index, permeability) for channel in channels}
    sides = {side: [row for row in actors if row.side == side] for side in net.sides}
    arrivals = {row.permeability for members in sides.values() for row in members}
    symmetric = (
        len(back) == len(ties)
        and len(arrivals) < 2
        and all(np.array_equal(hub.into, hub.uptake_out) for hub in hubs.values())
    )
    pairs = [
        SidePair(
            rows=np.array([index[row.id] for row in sides[one]], dtype=np.intp),
            cols=np.array([index[row.id] for row in sides[other]], dtype=np.intp),
            row_weights=np.array([row.influence for row in sides[one]], dtype=float),
            col_weights=np.array([row.influence for row in sides[other]], dtype=float),
            issue_weight=net.issue_weight(issue, one, other),
        )
        for one, other in _ordered(net.sides, symmetric)
        if sides[one] and sides[other]
    ]
    return Layer(
        issue=issue,
        nodes=tuple(index),
        permeability=permeability,
        tails=np.array(tails, dtype=np.intp),
        heads=np.array(heads, dtype=np.intp),
        strengths=np.array([tie.strength for tie in both], dtype=float),
        arc_ties=tuple(tie.id for tie in both),
        hubs=hubs,
        opened=tuple(channel.id for channel in net.open_channels if channel.id in hubs),
        pairs=tuple(pairs),
        symmetric=symmetric,
    )


def _ordered(sides: tuple[str, ...], symmetric: bool) -> Iterable[tuple[str, str]]:
    pairs = list(combinations(sides, 2))
    return pairs if symmetric else pairs + [(other, one) for one, other in pairs]


def _hub(channel: Channel, index: dict[str, int], permeability: Floats) -> Hub:
    people = [person for person in channel.participants if person.stakeholder in index]
    members = np.array([index[person.stakeholder] for person in people], dtype=np.intp)
    uptake_out = np.array([person.uptake_out for person in people], dtype=float)
    return Hub(
        members=members,
        into=np.array([person.uptake for person in people], dtype=float),
        uptake_out=uptake_out,
        out=uptake_out * permeability[members],
        quality=channel.quality,
    )
