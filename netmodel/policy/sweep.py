"""Where an answer turns on a parameter: a policy function asked again at every point of a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import Any

from netmodel.errors import LimitError, UsageError, quote
from netmodel.network import Network
from netmodel.policy.words import listed, many, some

POINTS = 1_000
"""Points of a grid at most."""

CHANGES = 5
"""Changes that are told in words."""

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Point:
    """A value of each parameter, the answer there, and its number: equal answers have the same, the first is 1."""

    values: Values
    answer: str
    number: int


@dataclass(frozen=True)
class Change:
    """Two neighbouring values of a parameter, all others equal, between which the answer changes."""

    parameter: str
    low: Any
    high: Any
    beside: dict[str, Any]
    before: str
    after: str


@dataclass(frozen=True)
class Sweep:
    """The answers of a function over a grid.

    Attributes
    ----------
    parameters : tuple of str
    points : tuple of Point
        In the order of the grid, the last parameter changing fastest.
    changes : tuple of Change
        In the order of the grid, the first parameter first.
    lacks : str
        What the study would have to say for a better answer at the first point.
    """

    parameters: tuple[str, ...]
    points: tuple[Point, ...]
    changes: tuple[Change, ...]
    lacks: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """The different answers, in order of appearance."""
        return tuple(dict.fromkeys(point.answer for point in self.points))

    @property
    def sentences(self) -> tuple[str, ...]:
        """Where the answer changes, in words."""
        grid = f"{many(len(self.points), 'point')} of {listed(self.parameters)}"
        if len(self.answers) < 2:
            return (f"The answer is the same at {'the one point' if len(self.points) == 1 else f'all {grid}'}.",)
        head = f"There are {len(self.answers)} different answers at {grid}."
        firm = [name for name in self.parameters if not any(change.parameter == name for change in self.changes)]
        same = (f"It never turns on {listed(firm)}.",) if firm else ()
        return (head, *map(_said, self.changes[:CHANGES]), *_left(len(self.changes) - CHANGES), *same)

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """A row for each point."""
        rows = [[*map(_cell, point.values), point.number, point.answer] for point in self.points]
        return [*self.parameters, "answer", "says"], rows

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        points = [
            {"values": dict(zip(self.parameters, map(_plain, point.values), strict=True)), "answer": point.number}
            for point in self.points
        ]
        changes = [
            {
                "parameter": row.parameter,
                "low": _plain(row.low),
                "high": _plain(row.high),
                "beside": {name: _plain(value) for name, value in row.beside.items()},
                "before": row.before,
                "after": row.after,
            }
            for row in self.changes
        ]
        return {
            "parameters": list(self.parameters),
            "answers": list(self.answers),
            "points": points,
            "changes": changes,
        }


def sweep(
    net: Network,
    function: Callable[..., Any],
    grid: Mapping[str, Sequence[Any]],
    *,
    answer: Callable[[Any], str] | None = None,
    **options: Any,
) -> Sweep:
    """Ask a function of a network at every point of a grid of parameters, and say where its answer changes.

    Parameters
    ----------
    net : Network
    function : callable
        A policy system, or any function of a network.
    grid : mapping
        Values of each parameter, in the order in which they are to be compared. ``caps.virtual`` is the entry
        ``virtual`` of the parameter ``caps``.
    answer : callable, optional
        What is compared, as text; default the `answer` of what the function gives, else its first sentence, else
        all of it.
    **options
        Other arguments of the function, the same at every point.

    Returns
    -------
    Sweep

    Raises
    ------
    UsageError
        Where the grid is empty, and where a parameter stands both in the grid and among the options.
    LimitError
        Where the grid has more than 1,000 points.

    Notes
    -----
    Deterministic: as many calls as there are points, in order; a seed is an option like any other.

    Examples
    --------
    >>> net = Network.from_tables([{"id": "gac"}])
    >>> sweep(net, lambda net, trust: str(trust >= 0.7), {"trust": [0.1, 0.9]}).sentences[1]
    'Between trust 0.1 and 0.9 the answer changes from “False” to “True”.'
    """
    names = tuple(grid)
    _check(grid, options)
    points: dict[Values, str] = {}
    lacks: list[str] = []
    for values in product(*(_once(grid[name]) for name in names)):
        found = function(net, **_arguments(names, values, options))
        points[tuple(map(_key, values))] = (answer or _answer)(found)
        lacks.append(str(getattr(found, "lacks", "")))
    numbers = {said: number for number, said in enumerate(dict.fromkeys(points.values()), start=1)}
    rows = tuple(Point(values, said, numbers[said]) for values, said in points.items())
    return Sweep(names, rows, tuple(_changes(names, grid, points)), lacks[0])


def _check(grid: Mapping[str, Sequence[Any]], options: Mapping[str, Any]) -> None:
    count = prod(len(values) for values in grid.values())
    if not grid or not count:
        raise UsageError("a grid wants at least one parameter, and a value of each")
    if count > POINTS:
        raise LimitError(f"the grid has {count:,} points, more than {POINTS:,}: take fewer values")
    for name in grid:
        given = options.get(name.partition(".")[0])
        taken = name.partition(".")[2] in given if isinstance(given, Mapping) else given is not None
        if "." not in name and taken:
            raise UsageError(f"{quote(name)} is swept, so it cannot be fixed as well")


def _once(values: Sequence[Any]) -> list[Any]:
    found: dict[Any, Any] = {}
    for value in values:
        found.setdefault(_key(value), value)
    return list(found.values())


def _key(value: Any) -> Any:
    """A value that can be looked up."""
    return tuple(map(_key, value)) if isinstance(value, list | tuple) else value


def _arguments(names: Sequence[str], values: Values, options: Mapping[str, Any]) -> dict[str, Any]:
    """Options with the values of a point put in; ``caps.virtual`` goes into the mapping ``caps``."""
    found = dict(options)
    for name, value in zip(names, values, strict=True):
        whole, _, part = name.partition(".")
        found[whole] = {**(found.get(whole) or {}), part: value} if part else value
    return found


def _answer(found: Any) -> str:
    said = getattr(found, "answer", None)
    if isinstance(said, str):
        return said
    words = getattr(found, "sentences", None)
    return str(found) if words is None else str(next(iter(words), ""))


def _changes(
    names: Sequence[str], grid: Mapping[str, Sequence[Any]], points: Mapping[Values, str]
) -> Iterator[Change]:
    for place, name in enumerate(names):
        keys = [_key(value) for value in _once(grid[name])]
        following = dict(pairwise(keys))
        for values, before in points.items():
            if values[place] not in following:
                continue
            after = points[*values[:place], following[values[place]], *values[place + 1 :]]
            if after != before:
                beside = {other: value for other, value in zip(names, values, strict=True) if other != name}
                yield Change(name, values[place], following[values[place]], beside, before, after)


def _said(change: Change) -> str:
    where = f" (at {listed([f'{name} {_cell(value)}' for name, value in change.beside.items()])})"
    between = f"Between {change.parameter} {_cell(change.low)} and {_cell(change.high)}"
    before, after = _difference(change.before, change.after)
    return f"{between}{where if change.beside else ''} the answer changes from {before} to {after}."


def _difference(before: str, after: str) -> tuple[str, str]:
    """The parts of two answers that differ, of those that semicolons divide."""
    one, other = before.split("; "), after.split("; ")
    gone = [part for part in one if part not in other]
    new = [part for part in other if part not in one]
    if not gone or not new:
        gone, new = one, other
    return f"“{some(gone)}”", f"“{some(new)}”"


def _left(more: int) -> Iterator[str]:
    if more > 0:
        yield f"Further changes: {more}. The table shows the answer at every point."


def _cell(value: Any) -> Any:
    return " to ".join(map(str, value)) if isinstance(value, tuple) else value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
