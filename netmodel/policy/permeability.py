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
from netmodel.network import Network
from netmodel.policy.doors import COUNT as DOORS
from netmodel.policy.doors import Door, directions, entrances_of, ways_into
from netmodel.policy.systems import system
from netmodel.policy.words import TOP, called, percent, some

COUNT = 10
"""Insulated stakeholders whose doors are looked for unless others are asked for."""


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
    asked : tuple of str
        Ids of those that were asked for; empty where nobody was.
    """

    net: Network
    nominal: float
    at_the_door: float
    effective: float
    targets: tuple[Insulated, ...]
    given: int
    of: int
    asked: tuple[str, ...]
    lacks: str

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(_sentences(self))

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """A row a stakeholder: those asked for, else everybody who has a conversation."""
        header = ["id", "name", "side", "permeability", "nominal", "effective", "loss", "doors"]
        rows = [row for row in self.targets if row.id in self.asked or not self.asked]
        values = ([tidy(getattr(row, name)) for name in header[:-1]] for row in rows)
        doors = ("; ".join(door.id for door in row.doors) for row in rows)
        return header, [[*cells, last] for cells, last in zip(values, doors, strict=True)]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        names = ("nominal", "at_the_door", "effective", "given", "of")
        plain = {name: getattr(self, name) for name in names}
        found: dict[str, Any] = tidy({**plain, "targets": [asdict(row) for row in self.targets]})
        return found


@system(
    title="Insulation",
    question="How much reach does permeability take off, who is most insulated, and by which doors are they reached?",
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
    >>> people = [{"id": "a", "side": "A"}, {"id": "x", "permeability": 1}]
    >>> people += [{"id": "b", "side": "B", "permeability": 0.5}]
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
    layers = build_layers(net)
    arrivals = [_Arrivals.of(layer) for layer in layers]
    rows = _targets(net, arrivals, [_Arrivals.of(layer) for layer in build_layers(open_net)])
    wanted = {row.id for row in rows[:count] if row.loss > 0} if targets is None else set(targets)
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
        asked=tuple(sorted(set(targets or ()))),
        lacks=_lacks(net, given),
    )


# ---- what arrives ------------------------------------------------------------------------------------------------


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
        for said in directions(layer):
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
        for other, _, strength in entrances_of(layer, int(cols[place])):
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


def _with_doors(net: Network, layers: Collection[Layer], row: Insulated, most: int) -> Insulated:
    doors, route = ways_into(net, layers, row.id)
    return replace(row, doors=doors[:most], route=route)


# ---- in words ------------------------------------------------------------------------------------------------------


def _lacks(net: Network, given: int) -> str:
    if len(net.sides) < 2:
        return "stakeholders.csv, column side: two sides"
    if not given:
        rule = "third parties count as 0.5, everybody else as 1"
        return f"stakeholders.csv, column permeability: no value is given; {rule}"
    return ""


def _sentences(found: Insulation) -> Iterator[str]:
    nominal, effective = found.nominal, found.effective
    if effective != effective:
        if len(found.net.sides) > 1:
            yield "No conversation between the sides has any weight, so there is no reach to compare."
        return
    if all(row.permeability == 1 for row in found.net.stakeholder.values()):
        yield f"Everybody is fully permeable: nominal and effective reach are the same, {percent(effective, 1)}."
        return
    if round(nominal - effective, 12) == 0:
        yield f"Permeability takes nothing off reach, {percent(effective, 1)}."
        yield from _defaults(found)
        return
    said = f"Were everybody fully permeable, reach would be {percent(nominal, 1)}"
    yield f"{said}; it is {percent(effective, 1)}, {percent(1 - effective / nominal)} less."
    yield _split(found)
    yield from _defaults(found)
    yield from _who(found)


def _split(found: Insulation) -> str:
    relays = round(found.nominal - found.at_the_door, 12)
    ends = round(found.at_the_door - found.effective, 12)
    if not ends:
        return "All of that is lost in relays on the way, and nothing at those for whom it is meant."
    if not relays:
        return "All of that is lost at those for whom it is meant, and nothing in relays on the way."
    return f"Relays on the way take off {_points(relays)}, those for whom it is meant {_points(ends)}."


def _defaults(found: Insulation) -> Iterator[str]:
    if not found.given:
        yield "The table gives nobody's permeability: all of this is the default of 0.5 for third parties."
    elif found.given < found.of:
        given = "1 stakeholder" if found.given == 1 else f"{found.given} stakeholders"
        yield f"The table gives the permeability of {given}; that of {found.of - found.given} is a default."


def _points(amount: float) -> str:
    return f"{abs(100 * amount):.1f} percentage points"


def _who(found: Insulation) -> Iterator[str]:
    net = found.net
    rows = [row for row in found.targets if (row.id in found.asked if found.asked else row.loss > 0)]
    shown = [
        f"{called(net, row.id)} ({percent(row.effective, 1)} instead of {percent(row.nominal, 1)})" for row in rows
    ]
    if shown and found.asked:
        yield f"The mean strength with which the other sides arrive: at {some(shown)}."
    elif shown:
        yield f"The mean strength with which the other sides arrive suffers most at {some(shown)}."
    for row in [row for row in found.targets if row.doors][:TOP]:
        doors = [
            f"{called(net, one.id)} ({one.side or 'third party'}, {percent(one.brings, 1)})" for one in row.doors
        ]
        yield f"Best doors into {called(net, row.id)}, with what each brings by itself: {some(doors)}."
    closed = [called(net, row.id) for row in rows if not row.permeability]
    if closed:
        yield f"Nothing gets through to {some(closed)}, whatever the route: permeability 0."
    known = {row.id for row in found.targets}
    for name in found.asked:
        if name not in known:
            yield f"{called(net, name)} has no conversation with another side, so that nothing is meant for it."
