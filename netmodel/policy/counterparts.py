"""Counterparts: who on one side is the best match for whom on the other, as an assignment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from netmodel.engine.layers import Floats
from netmodel.errors import UsageError, printable
from netmodel.network import Network, Stakeholder
from netmodel.network.rows import deals_with
from netmodel.policy.assignment import Assignment, Link, assign
from netmodel.policy.pairing import (
    amount,
    how,
    of_side,
    pins_of,
    refuse_weights,
    routes_between,
    two_sides,
    unpaired,
    worth,
)
from netmodel.policy.parity import rank_gap
from netmodel.policy.systems import system
from netmodel.policy.words import called, listed, many, percent, some

MINISTER = 1
"""The rank of a minister."""

ONE_KIND = {"region": "province"}
"""Kinds that count as another one: a province and a region are the same kind of body under two names."""

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Weights:
    """What makes a counterpart: the score is the sum of each part, in [0, 1], times its weight.

    These are judgements, not findings: that a counterpart is first of all somebody of equal rank, then somebody who
    deals with the same issues; that a route which exists helps; and that the same kind of body matters least. They
    add up to 1, so that a score of 1 is a perfect match.

    Attributes
    ----------
    rank : float
        1 at equal rank, falling evenly to 0 at a gap of `widest_gap`; 1 also where neither has an official level, 0
        where only one has.
    agenda : float
        Weight of the issues that both deal with, as a share of those that either does (weighted Jaccard); an issue
        weighs what it weighs between the two sides, so that one on a red line counts for nothing.
    kind : float
        1 where both are of one kind.
    route : float
        Strength of the best route between the two that is open now, the mean of both directions, whatever its issue.
    widest_gap : int
        The gap of rank at which rank earns nothing.
    least : float
        A pair that scores less than this is not made.
    """

    rank: float = 0.4
    agenda: float = 0.3
    kind: float = 0.1
    route: float = 0.2
    widest_gap: int = 3
    least: float = 0.0

    def total(self, parts: Mapping[str, float]) -> float:
        """The score of a pair from its parts."""
        return float(sum(getattr(self, name) * parts[name] for name in PARTS))


PARTS = ("rank", "agenda", "kind", "route")
"""The parts of a score."""

DEFAULTS = Weights()


@dataclass(frozen=True)
class Counterpart:
    """A pair: the score, its parts, and what they rest on.

    `gap` is None unless both have an official level; `shared` are the issues of both that are not on a red line, the
    weightiest first (empty where neither side of the pair names any); `obvious` says whether taking the best score
    first makes the pair too.
    """

    us: str
    them: str
    score: float
    parts: dict[str, float]
    gap: int | None
    shared: tuple[str, ...]
    pinned: bool
    obvious: bool
    why: str

    @property
    def how(self) -> str:
        """Why it is made: ``pinned``, ``obvious`` (the best score first gives it too), or ``for the sum`` of all."""
        return how(self.pinned, self.obvious)

    @property
    def route(self) -> float:
        """Strength of the best route between the two."""
        return self.parts["route"]


@dataclass(frozen=True)
class Counterparts:
    """What `match_counterparts` found.

    `alone` are those compared who got nobody, `refused` those whom the study does not pair, being ministers; both by
    side.
    """

    us: str
    them: str
    weights: Weights
    pairs: tuple[Counterpart, ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    refused: tuple[tuple[str, ...], tuple[str, ...]]
    assignment: Assignment
    lacks: str
    sentences: tuple[str, ...]

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Each pair, the best first."""
        header = ["us", "them", "score", *PARTS, "gap", "how", "shared"]
        return header, [
            [p.us, p.them, p.score, *(p.parts[name] for name in PARTS), p.gap, p.how, "; ".join(p.shared)]
            for p in self.pairs
        ]

    def to_json(self) -> dict[str, Any]:
        """Give pairs, those who stay alone, and what other choices cost, as plain values."""
        names = (self.us, self.them)
        return {
            "us": self.us,
            "them": self.them,
            "weights": asdict(self.weights),
            "pairs": [{**asdict(pair), "shared": list(pair.shared)} for pair in self.pairs],
            "alone": {side: list(ids) for side, ids in zip(names, self.alone, strict=True) if side},
            "refused": {side: list(ids) for side, ids in zip(names, self.refused, strict=True) if side},
            **self.assignment.to_json(),
            "lacks": self.lacks,
            "sentences": list(self.sentences),
        }


@system(
    name="counterparts",
    title="Counterparts",
    question="Who on one side is the best match for whom on the other side?",
)
def match_counterparts(
    net: Network,
    *,
    us: str | None = None,
    them: str | None = None,
    kinds: Collection[str] = (),
    levels: tuple[int, int] | None = None,
    pins: Iterable[Link] = (),
    ministers: bool | None = None,
    weights: Weights = DEFAULTS,
) -> Counterparts:
    """Pair the stakeholders of two sides, each with one at most, so that the scores add up to the most.

    Whoever has no issue in common has nothing to talk about and is not paired, unless pinned.

    Parameters
    ----------
    net : Network
    us, them : str, optional
        The sides; default: the first two.
    kinds : collection of str
        Compare only these kinds; default: all.
    levels : (int, int), optional
        Compare only these ranks, the senior end first, as (2, 3); default: all, those without an official level too.
    pins : iterable of (str, str)
        Ids or names that must be paired, in either order.
    ministers : bool, optional
        Whether rank 1 may be paired; default: what the study says.
    weights : Weights
        What each part of the score counts.

    Raises
    ------
    UsageError
        For a side given twice, a window that is none, negative weights; for a pin of a minister where the study says
        not by ministers, of somebody who is on neither side or not among those compared.
    UnknownName
        For a side that nobody is on.

    Notes
    -----
    The routes take O(n^3) at most, the assignment O(r^3) for the r stakeholders of the larger side.

    Examples
    --------
    >>> people = [{"id": "adm", "side": "ca", "level": 3, "issues": "arctic; trade"},
    ...           {"id": "dg", "side": "ca", "level": 4, "issues": "arctic"},
    ...           {"id": "dm", "side": "ru", "level": 3, "issues": "arctic; trade"}]
    >>> found = match_counterparts(Network.from_tables(people))
    >>> [(pair.us, pair.them, round(pair.score, 2)) for pair in found.pairs], found.alone
    ([('adm', 'dm', 0.7)], (('dg',), ()))
    """
    sides = two_sides(net, us, them)
    if levels is not None and not 0 <= levels[0] <= levels[1] <= 5:
        raise UsageError(f"levels {levels[0]} {levels[1]}: give two ranks from 0 to 5, the senior one first")
    refuse_weights(asdict(weights))
    allowed = net.study.ministers if ministers is None else ministers
    chosen = [[row for row in of_side(net, side) if _is_wanted(row, kinds, levels)] for side in sides]
    refused = [[row.id for row in rows if row.rank == MINISTER and not allowed] for rows in chosen]
    rows, columns = ([r for r in c if r.id not in out] for c, out in zip(chosen, refused, strict=True))
    held = pins_of(net, sides, pins)
    for name in (name for pin in held for name in pin):
        _refuse_pin(net, name, allowed, {row.id for row in (*rows, *columns)})
    scores = _Scores(net, sides, rows, columns, weights)
    matrix, barred = scores.matrix()
    names = [row.id for row in rows], [row.id for row in columns]
    assignment = assign(*names, matrix, pins=held, forbidden=barred - set(held))
    made = (scores.pair(link, assignment) for link in assignment.pairs)
    pairs = sorted(made, key=lambda pair: (-round(pair.score, 9), sorted((pair.us, pair.them))))
    found = Counterparts(
        us=sides[0],
        them=sides[1],
        weights=weights,
        pairs=tuple(pairs),
        alone=unpaired(names, assignment),
        refused=(tuple(refused[0]), tuple(refused[1])),
        assignment=assignment,
        lacks=_lacks(net, sides, rows, columns),
        sentences=(),
    )
    return replace(found, sentences=tuple(_sentences(net, found)))


# ---- who is compared --------------------------------------------------------------------------------------------


def _is_wanted(row: Stakeholder, kinds: Collection[str], levels: tuple[int, int] | None) -> bool:
    return (not kinds or row.kind in kinds) and (levels is None or levels[0] <= row.rank <= levels[1])


def _refuse_pin(net: Network, name: str, ministers: bool, compared: Collection[str]) -> None:
    row = net.stakeholder[name]
    if row.rank == MINISTER and not ministers:
        said = f"pin of {printable(row.id)} is refused: it has the rank of a minister"
        raise UsageError(f"{said}, and ministers are not paired here (netmodel.toml or --no-ministers says so)")
    if name not in compared:
        raise UsageError(f"pin of {printable(row.id)} is refused: its kind or rank is not among those compared")


# ---- scores -----------------------------------------------------------------------------------------------------


class _Scores:
    """Scores of all pairs, with what they rest on."""

    def __init__(
        self,
        net: Network,
        sides: tuple[str, str],
        rows: Sequence[Stakeholder],
        columns: Sequence[Stakeholder],
        weights: Weights,
    ) -> None:
        self.net, self.weights, self.rows, self.columns = net, weights, rows, columns
        weight = {issue: net.issue_weight(issue, *sides) for issue in net.layers}
        self.issues = sorted(weight, key=lambda issue: (-weight[issue], issue or ""))
        self.priorities = np.array([weight[issue] for issue in self.issues])
        self.routes = routes_between(net, sides, rows, columns)
        self.parts = self._parts()

    def _parts(self) -> dict[str, Floats]:
        """Each part of the score, (r, c)."""
        r, c = len(self.rows), len(self.columns)
        ranks = [np.array([row.rank for row in some], dtype=int) for some in (self.rows, self.columns)]
        gaps = np.abs(ranks[0][:, None] - ranks[1]) / max(self.weights.widest_gap, 1)
        both = (ranks[0][:, None] > 0) == (ranks[1] > 0)
        deals = [
            np.array([[deals_with(row.issues, issue) for issue in self.issues] for row in some], dtype=bool)
            for some in (self.rows, self.columns)
        ]
        one, other = (part.reshape(-1, len(self.issues)).astype(float) for part in deals)
        shared = (one * self.priorities) @ other.T
        either = (one @ self.priorities)[:, None] + other @ self.priorities - shared
        kinds = [[ONE_KIND.get(row.kind, row.kind) for row in some] for some in (self.rows, self.columns)]
        same = [[kind == that and kind != UNKNOWN for that in kinds[1]] for kind in kinds[0]]
        return {
            "rank": np.where(both, np.maximum(0.0, 1 - gaps), 0.0),
            "agenda": np.divide(shared, either, out=np.zeros((r, c)), where=either > 0),
            "kind": np.array(same, dtype=float).reshape(r, c),
            "route": self.routes,
        }

    def matrix(self) -> tuple[Floats, set[Link]]:
        """The scores, and the pairs that are not made whatever they score."""
        scores: Floats = sum((getattr(self.weights, name) * self.parts[name] for name in PARTS), 0 * self.routes)
        unfit = (self.parts["agenda"] <= 0) | (scores < self.weights.least - 1e-9)
        barred = {(self.rows[at].id, self.columns[to].id) for at, to in zip(*np.nonzero(unfit), strict=True)}
        return scores, barred

    def pair(self, link: Link, assignment: Assignment) -> Counterpart:
        """A pair with its parts, in words too."""
        at = next(place for place, row in enumerate(self.rows) if row.id == link[0])
        to = next(place for place, row in enumerate(self.columns) if row.id == link[1])
        one, other = self.rows[at], self.columns[to]
        parts = {name: float(self.parts[name][at, to]) for name in PARTS}
        shared = tuple(
            issue
            for issue, weight in zip(self.issues, self.priorities, strict=True)
            if issue is not None and weight > 0 and all(deals_with(row.issues, issue) for row in (one, other))
        )
        pinned = link in {(pin.row, pin.column) for pin in assignment.pins}
        obvious, gap = link in assignment.obvious, rank_gap(one, other)
        why = _why(one, other, parts, gap, shared)
        return Counterpart(*link, self.weights.total(parts), parts, gap, shared, pinned, obvious, why)


# ---- words ------------------------------------------------------------------------------------------------------


def _why(
    one: Stakeholder, other: Stakeholder, parts: Mapping[str, float], gap: int | None, shared: Sequence[str]
) -> str:
    """What a pair rests on, in a line."""
    if gap is not None:
        ranks = f"both of rank {one.rank}" if not gap else f"rank {one.rank} with rank {other.rank}"
    else:
        ranks = "only one has an official level" if one.rank or other.rank else "neither has an official level"
    issues = (
        f"shared: {some(shared)}" if shared else "no issue shared" if not parts["agenda"] else "all issues shared"
    )
    kinds = (
        [f"both {one.kind}" if one.kind == other.kind else f"{one.kind} and {other.kind}"] if parts["kind"] else []
    )
    route = f"a route of {percent(parts['route'])}" if parts["route"] > 0 else "no route now"
    return "; ".join([ranks, issues, *kinds, route])


def _lacks(
    net: Network, sides: tuple[str, str], rows: Collection[Stakeholder], columns: Collection[Stakeholder]
) -> str:
    if not all(sides):
        return "stakeholders.csv, column side: two sides"
    missing = []
    if not any(row.rank for row in (*rows, *columns)):
        missing.append("level (or title, with its rank in levels.csv)")
    if not any(row.issues for row in (*rows, *columns)):
        missing.append("issues")
    columns_said = f"column{'s' if len(missing) > 1 else ''} {listed(missing)}"
    return (
        f"stakeholders.csv, {columns_said}: nobody who is compared has any" if missing and (rows or columns) else ""
    )


def _sentences(net: Network, found: Counterparts) -> Iterator[str]:
    if not all((found.us, found.them)):
        return
    if found.pairs:
        level, routed = sum(pair.gap == 0 for pair in found.pairs), sum(pair.route > 0 for pair in found.pairs)
        neither = sum(not any(net.stakeholder[name].rank for name in (pair.us, pair.them)) for pair in found.pairs)
        counts = f"{level} of equal rank, {neither} without official levels, {routed} with a route between them now"
        yield f"{many(len(found.pairs), 'pair')} of counterparts of {found.us} and {found.them}: {counts}."
    else:
        yield f"Nobody of {found.us} has a counterpart in {found.them} among those compared."
    for pair in found.pairs[:3]:
        ends = f"{called(net, pair.us)} and {called(net, pair.them)}"
        yield f"{ends}, score {amount(pair.score)}: {pair.why}."
    yield from worth(found.assignment, lambda name: called(net, name))
    out = [name for ids in found.refused for name in ids]
    if out:
        told = some([called(net, name) for name in out])
        yield f"Not by ministers: {many(len(out), 'stakeholder')} of rank 1 left out ({told})."
    alone = [
        f"{len(ids)} of {side}"
        for ids, side in zip(found.alone, (found.us, found.them), strict=True)
        if ids and found.pairs
    ]
    if alone:
        yield f"Without a counterpart: {listed(alone)}."
    if found.pairs:
        parts = listed([f"{name} {amount(getattr(found.weights, name))}" for name in PARTS])
        yield f"The weights of the score are judgements: {parts}."
