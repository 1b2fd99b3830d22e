"""Insulation: what permeability takes off reach, whom it insulates most, and the best doors into them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from netmodel.engine.kernel import Reach, best_routes
from netmodel.engine.layers import Floats, Indices, Layer, SidePair, build_layers
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
        header = [
            "id",
            "name",
            "side",
            "permeability",
            "nominal",
            "at_the_door",
            "effective",
            "loss",
            "doors",
            "route",
        ]
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


def _directions(layer: Layer) -> Iterator[SidePair]:
    """Conversations of a layer in both directions: what the rows say to the columns."""
    for pair in layer.pairs:
        yield pair
        if layer.symmetric:
            yield SidePair(pair.cols, pair.rows, pair.col_weights, pair.row_weights, pair.issue_weight)


def _entrances(layer: Layer, node: int) -> Iterator[tuple[int, str, float]]:
    """From whom, by which tie or open channel, and how strongly a message comes to a stakeholder's door."""
    for arc in np.flatnonzero(layer.heads == node).tolist():
        yield int(layer.tails[arc]), layer.arc_ties[arc], float(layer.strengths[arc])
    for name in layer.opened:
        hub = layer.hubs[name]
        for place in np.flatnonzero(hub.members == node).tolist():
            for other, into in zip(hub.members.tolist(), hub.into.tolist(), strict=True):
                if other != node:
                    yield other, name, into * hub.quality * float(hub.uptake_out[place])


@dataclass(frozen=True, eq=False)
class _Arrivals:
    """A layer and, by node, sums over its conversations by issue and influence of the other end.

    `weight`, `door` (what comes up to its own permeability) and `arrives` (n,) are 0 where there is no conversation.
    """

    layer: Layer
    influence: Floats
    weight: Floats
    door: Floats
    arrives: Floats

    @classmethod
    def of(cls, layer: Layer) -> _Arrivals:
        influence, weight, door, arrives = np.zeros((4, len(layer.nodes)))
        everybody = np.arange(len(layer.nodes), dtype=np.intp)
        for said in _directions(layer):
            best = best_routes(layer, said.rows, everybody)
            by, cols = said.issue_weight * said.row_weights, said.cols
            influence[cols] = said.col_weights
            weight[cols] += by.sum()
            arrives[cols] += by @ best[:, cols]
            door[cols] += by @ _up_to_the_door(layer, cols, best)
        return cls(layer, influence, weight, door, arrives)


def _up_to_the_door(layer: Layer, cols: Indices, best: Floats) -> Floats:
    """Best routes without the permeability of their ends."""
    permeability = layer.permeability[cols]
    found: Floats = best[:, cols] / np.where(permeability > 0, permeability, 1.0)
    for place in np.flatnonzero(permeability == 0).tolist():
        for other, _, strength in _entrances(layer, int(cols[place])):
            found[:, place] = np.maximum(found[:, place], best[:, other] * strength)
    return found


def _at_the_door(arrivals: Collection[_Arrivals]) -> float:
    """Reach with the permeability of relays only; nan where there is no conversation."""
    weight = sum(float(part.influence @ part.weight) for part in arrivals)
    return sum(float(part.influence @ part.door) for part in arrivals) / weight if weight else float("nan")


def _targets(net: Network, arrivals: list[_Arrivals], nominal: list[_Arrivals]) -> list[Insulated]:
    """Stakeholders with a conversation, the largest loss first, of equals by id."""
    sums: dict[str, Floats] = {}
    for part, whole in zip(arrivals, nominal, strict=True):
        table = np.stack([part.weight, whole.arrives, part.door, part.arrives])
        for place in np.flatnonzero(part.weight).tolist():
            name = part.layer.nodes[place]
            sums[name] = sums.get(name, np.zeros(4)) + table[:, place]
    rows = []
    for name, (weight, *amounts) in sums.items():
        row = net.stakeholder[name]
        most, door, effective = (round(float(amount / weight), 12) for amount in amounts)
        rows.append(
            Insulated(
                id=name,
                name=row.name,
                side=row.side,
                permeability=row.permeability,
                assumed="permeability" in row.assumed,
                nominal=most,
                at_the_door=door,
                effective=effective,
                loss=round(most - effective, 12) + 0.0,
            )
        )
    return sorted(rows, key=lambda row: (-row.loss, row.id))


# ---- the ways in ---------------------------------------------------------------------------------------------------


def _with_doors(net: Network, layers: Collection[Layer], row: Insulated, most: int) -> Insulated:
    """A target with its best doors and the route of its leading conversation."""
    weight, leading = 0.0, (0.0, "", None)
    brings: dict[tuple[str, str], float] = {}
    for layer in layers:
        node = layer.nodes.index(row.id) if row.id in layer.nodes else -1
        entrances = list(_entrances(layer, node))
        without = layer_without(layer, node)
        for said in _directions(layer):
            if node not in said.cols:
                continue
            by = said.issue_weight * said.row_weights
            weight += float(by.sum())
            if not entrances:
                continue
            others = np.array([other for other, _, _ in entrances], dtype=np.intp)
            strengths = np.array([strength for _, _, strength in entrances])
            through = by[:, None] * best_routes(without, said.rows, others) * strengths
            for (other, via, _), amount in zip(entrances, through.sum(axis=0).tolist(), strict=True):
                key = layer.nodes[other], via
                brings[key] = brings.get(key, 0.0) + amount
            leading = min(leading, _leading(layer, said.rows, through.max(axis=1)), key=_by_amount)
    doors = [_door(net, *key, amount / weight) for key, amount in brings.items() if amount > 0]
    amount, source, issue = leading
    route = strongest_route(net, passages(net, issue), source, row.id) if amount and row.permeability else None
    return replace(row, doors=_best(doors, most), route=route.stakeholders if route else ())


Conversation = tuple[float, str, str | None]


def _leading(layer: Layer, rows: Indices, amounts: Floats) -> Conversation:
    """The conversation of a layer that weighs most on arrival."""
    found = zip(amounts.tolist(), (layer.nodes[place] for place in rows.tolist()), strict=True)
    return min(((amount, source, layer.issue) for amount, source in found), key=_by_amount)


def _by_amount(one: Conversation) -> tuple[float, str, str]:
    return -round(one[0], 12), one[1], one[2] or ""


def _door(net: Network, name: str, via: str, brings: float) -> Door:
    row = net.stakeholder[name]
    return Door(name, row.name, row.side, via, round(brings, 12))


def _best(doors: Collection[Door], most: int) -> tuple[Door, ...]:
    """The best doors, each stakeholder once."""
    found: dict[str, Door] = {}
    for door in sorted(doors, key=lambda door: (-door.brings, door.id, door.via)):
        found.setdefault(door.id, door)
    return tuple(list(found.values())[:most])


# ---- in words ------------------------------------------------------------------------------------------------------


def _lacks(net: Network, given: int) -> str:
    if not net.sides:
        return "stakeholders.csv, column side: who is on which side"
    if not given:
        rule = "third parties count as 0.5, everybody else as 1"
        return f"stakeholders.csv, column permeability: no value is given; {rule}"
    return ""


def _sentences(found: Insulation) -> Iterator[str]:
    if found.effective != found.effective:
        return
    nominal, effective = found.nominal, found.effective
    values = {row.permeability for row in found.net.stakeholder.values()}
    if values == {1.0}:
        yield f"Everybody is fully permeable: nominal and effective reach are the same, {percent(effective, 1)}."
        return
    share = f" ({percent(1 - effective / nominal)} less)" if nominal > 0 else ""
    yield f"Nominal reach, were everybody fully permeable, is {percent(nominal, 1)}; effective reach {percent(effective, 1)}{share}."
    if nominal > effective:
        yield _split(found)
    yield from _who(found)
    if found.given < found.of:
        count = f"{found.given} of {many(found.of, 'stakeholder')}"
        yield f"The table gives a permeability for {count}; the others are assumed."


def _split(found: Insulation) -> str:
    relays, ends = found.nominal - found.at_the_door, found.at_the_door - found.effective
    parts = f"{_points(relays)} in relays on the way, {_points(ends)} at those for whom it is meant"
    return f"Of that loss of {_points(found.nominal - found.effective)}, {parts}."


def _points(amount: float) -> str:
    return f"{abs(100 * amount):.1f} percentage points"


def _who(found: Insulation) -> Iterator[str]:
    net, rows = found.net, [row for row in found.targets if row.loss > 0]
    if not rows:
        yield "Nobody who takes part in a conversation loses anything by it."
        return
    shown = [
        f"{called(net, row.id)} ({percent(row.effective, 1)} instead of {percent(row.nominal, 1)})"
        for row in rows[:3]
    ]
    yield f"Most insulated, by the mean strength of what arrives: {some(shown)}."
    for row in [row for row in found.targets if row.doors][:3]:
        doors = [
            f"{called(net, door.id)} ({door.side or 'third party'}, {percent(door.brings, 1)})" for door in row.doors
        ]
        yield f"Best doors into {called(net, row.id)}, with what each brings by itself: {some(doors)}."
    closed = [called(net, row.id) for row in rows if not row.permeability]
    if closed:
        yield f"Nothing gets through to {some(closed)}, whatever the route: permeability 0."
