"""What pairing two sides takes besides the assignment: who is compared, who is held to whom, and the words for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite

import numpy as np

from netmodel.engine.kernel import best_routes
from netmodel.engine.layers import Floats, Indices, build_layers
from netmodel.errors import UnknownName, UsageError, printable
from netmodel.network import Network, Stakeholder
from netmodel.policy.assignment import STEP, Assignment, Link


def two_sides(net: Network, us: str | None = None, them: str | None = None) -> tuple[str, str]:
    """The two sides that are compared: those given, else the first ones; empty words where there are none.

    Raises UnknownName for a side that nobody is on and UsageError for one side twice.

    >>> two_sides(Network.from_tables([{"id": "a", "side": "ca"}, {"id": "b", "side": "ru"}]), them="ca")
    ('ru', 'ca')
    """
    for side in (us, them):
        if side is not None and side not in net.sides:
            raise UnknownName("side", side, net.sides)
    if us is not None and us == them:
        raise UsageError(f"two different sides are compared, not {us!r} with itself")
    one = us if us is not None else next((side for side in net.sides if side != them), "")
    other = them if them is not None else next((side for side in net.sides if side != one), "")
    return one, other


def of_side(net: Network, side: str) -> list[Stakeholder]:
    """The stakeholders of a side, by id; none for the empty word."""
    return [row for row in net.stakeholder.values() if side and row.side == side]


def pins_of(net: Network, sides: tuple[str, str], pins: Iterable[Link]) -> list[Link]:
    """Pins by id, the first side first.

    Raises UsageError for a name that nobody or several have, and for a pair that is not of the two sides.
    """
    found = []
    for pin in pins:
        one, other = (net.stakeholder[net.find(name)] for name in pin)
        if (one.side, other.side) not in (sides, sides[::-1]):
            raise UsageError(f"pin {printable(one.id)} {printable(other.id)}: they are not of the two sides compared")
        found.append((one.id, other.id) if one.side == sides[0] else (other.id, one.id))
    return sorted(set(found))


def unpaired(names: Sequence[Sequence[str]], assignment: Assignment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rows and columns that got nobody, in order."""
    taken = [{pair[end] for pair in assignment.pairs} for end in (0, 1)]
    one, other = (tuple(sorted(set(some) - gone)) for some, gone in zip(names, taken, strict=True))
    return one, other


def refuse_weights(weights: Mapping[str, float]) -> None:
    """Raise UsageError for a weight below 0 or not finite."""
    for name, value in weights.items():
        if not (isfinite(value) and value >= 0):
            raise UsageError(f"weight {name}={value}: give a number of 0 or more")


def routes_between(
    net: Network, sides: tuple[str, str], rows: Sequence[Stakeholder], columns: Sequence[Stakeholder]
) -> Floats:
    """Strength of the best route between each of r rows and c columns that is open, whatever its issue; (r, c).

    The mean of both directions, 0 where there is none.
    """
    if not (rows and columns):
        return np.zeros((len(rows), len(columns)))
    layer = build_layers(net.between(*sides), by_issue=False)[0]
    index = {name: place for place, name in enumerate(layer.nodes)}
    ends: list[Indices] = [np.array([index[row.id] for row in some], dtype=np.intp) for some in (rows, columns)]
    both: Floats = (best_routes(layer, *ends) + best_routes(layer, *ends[::-1]).T) / 2
    return both


def how(pinned: bool, obvious: bool) -> str:
    """Why a pair is made: ``pinned``, ``obvious`` (the best score first gives it too), or ``for the sum`` of all.

    >>> how(False, True), how(False, False)
    ('obvious', 'for the sum')
    """
    return "pinned" if pinned else "obvious" if obvious else "for the sum"


def amount(value: float) -> str:
    """A score or a cost, with two decimals where it has any.

    >>> amount(4.0), amount(0.254)
    ('4', '0.25')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def worth(found: Assignment, called: Callable[[str], str]) -> list[str]:
    """What the pairing is worth beside the obvious one, and what each pin costs, in words.

    >>> from netmodel.policy.assignment import assign
    >>> worth(assign("ab", "xy", [[3, 2], [2, 0.5]], pins=[("a", "x")]), str)[1]
    'a is held to x: the pin costs 0.5.'
    """
    kept = " that keeps the pins" if found.pins else ""
    sums = f"Their scores add up to {amount(found.total)}, and no other pairing{kept} has more"
    if found.regret > STEP:
        less = amount(round(found.total, 2) - round(found.obvious_total, 2))  # as the two sums are shown
        less = f"{less} less" if less != "0" else "a little less"
        beside = f"taking the best score first gives {amount(found.obvious_total)}, {less}"
    else:
        beside = "taking the best score first gives as much"
    other = "" if found.unique else "; another pairing is worth the same, and the first by id is shown"
    said = [f"{sums}; {beside}{other}."] if found.pairs else []
    for pin in found.pins:
        cost = f"the pin costs {amount(pin.cost)}" if pin.cost > STEP else "the pin costs nothing"
        said.append(f"{called(pin.row)} is held to {called(pin.column)}: {cost}.")
    together = found.total_without_pins - found.total
    if len(found.pins) > 1 and together > STEP:
        said.append(f"The {len(found.pins)} pins cost {amount(together)} together.")
    return said
