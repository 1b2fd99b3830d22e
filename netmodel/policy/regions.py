"""Provinces and regions: which pairs have most in common, as an assignment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from netmodel.engine.layers import Floats
from netmodel.errors import UsageError, printable
from netmodel.network import Network, Stakeholder, Tie
from netmodel.policy.assignment import Assignment, Link, assign
from netmodel.policy.pairing import amount, how, of_side, pins_of, refuse_weights, two_sides, unpaired, worth
from netmodel.policy.systems import system
from netmodel.policy.words import called, listed, many, some
from netmodel.schema.convert import period_end

KINDS = ("province", "region")
"""The kinds of stakeholder that are paired."""

LINK = "province-region"
"""The kind of channel that joins a province with a region."""

PAST = frozenset({"active", "dormant", "severed"})
"""States of a tie that is there or was there."""


@dataclass(frozen=True)
class Likeness:
    """What makes two regions alike: the score is the sum of each part, in [0, 1], times its weight.

    These are judgements, not findings: that what two regions make and sell counts most, and that a link which they
    have or had is the next best reason to try. They add up to 1. A part that is not known at an end earns nothing and
    is said to be missing.

    Attributes
    ----------
    sectors : float
        Branches that both have, as a share of those that either has (Jaccard).
    arctic : float
        1 where both lie in the Arctic, or neither.
    climate : float
        1 where the words for their climate are the same, whatever the case.
    twinning : float
        1 where the study has a tie between them, active, dormant or severed, or an open channel of kind
        province-region in which both take part.
    """

    sectors: float = 0.4
    arctic: float = 0.2
    climate: float = 0.15
    twinning: float = 0.25


PARTS = ("sectors", "arctic", "climate", "twinning")
"""The parts of a score."""

ATTRIBUTES = ("sectors", "arctic", "climate")
"""Columns that the score needs."""

DEFAULTS = Likeness()


@dataclass(frozen=True)
class RegionPair:
    """A pair: the score, its parts (None where it is missing at an end), and what they rest on.

    `shared` are the sectors of both, `links` the ids of the ties (and channels) that join or joined them.
    """

    us: str
    them: str
    score: float
    parts: dict[str, float | None]
    shared: tuple[str, ...]
    links: tuple[str, ...]
    pinned: bool
    obvious: bool

    @property
    def how(self) -> str:
        """Why it is made: ``pinned``, ``obvious`` (the best score first gives it too), or ``for the sum`` of all."""
        return how(self.pinned, self.obvious)

    @property
    def missing(self) -> tuple[str, ...]:
        """Parts that the study does not know."""
        return tuple(name for name in PARTS if self.parts[name] is None)


@dataclass(frozen=True)
class Regions:
    """What `pair_regions` found.

    `links` counts the ties between the regions compared that are active, by picture: ``before`` (None where no date
    before the rupture is known) and ``now``; `left_out` are pairs with a link, now or before, that are not paired;
    `blank` are those without an attribute, by column.
    """

    us: str
    them: str
    weights: Likeness
    pairs: tuple[RegionPair, ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    links: dict[str, int | None]
    left_out: tuple[Link, ...]
    blank: dict[str, tuple[str, ...]]
    assignment: Assignment
    lacks: str
    sentences: tuple[str, ...]

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Each pair, the best first."""
        header = ["us", "them", "score", *PARTS, "how", "shared", "links"]
        return header, [
            [
                p.us,
                p.them,
                p.score,
                *(p.parts[name] for name in PARTS),
                p.how,
                "; ".join(p.shared),
                "; ".join(p.links),
            ]
            for p in self.pairs
        ]

    def to_json(self) -> dict[str, Any]:
        """Give pairs, those who stay alone, and what other choices cost, as plain values."""
        return {
            "us": self.us,
            "them": self.them,
            "weights": asdict(self.weights),
            "pairs": [{**asdict(p), "shared": list(p.shared), "links": list(p.links)} for p in self.pairs],
            "alone": {side: list(ids) for side, ids in zip((self.us, self.them), self.alone, strict=True) if side},
            "links": dict(self.links),
            "left_out": [list(pair) for pair in self.left_out],
            "blank": {column: list(ids) for column, ids in self.blank.items()},
            **self.assignment.to_json(),
            "lacks": self.lacks,
            "sentences": list(self.sentences),
        }


@system(
    name="regions", title="Provinces and regions", question="Which provinces and regions have the most in common?"
)
def pair_regions(
    net: Network,
    *,
    us: str | None = None,
    them: str | None = None,
    kinds: Collection[str] = KINDS,
    pins: Iterable[Link] = (),
    weights: Likeness = DEFAULTS,
) -> Regions:
    """Pair the provinces of one side with the regions of the other, each with one at most, by what they share.

    Parameters
    ----------
    net : Network
    us, them : str, optional
        The sides; default: the first two.
    kinds : collection of str
        The kinds of stakeholder that are paired, on either side.
    pins : iterable of (str, str)
        Ids or names that must be paired, in either order.
    weights : Likeness
        What each part of the score counts.

    Raises
    ------
    UsageError
        For a side given twice, negative weights, or a pin that is not of two regions compared.
    UnknownName
        For a side that nobody is on.

    Notes
    -----
    O(r^3) for the r regions of the larger side, and one pass over the ties.

    Examples
    --------
    >>> people = [{"id": "yukon", "side": "ca", "kind": "province", "sectors": "mining", "arctic": "yes"},
    ...           {"id": "alberta", "side": "ca", "kind": "province", "sectors": "energy", "arctic": "no"},
    ...           {"id": "sakha", "side": "ru", "kind": "region", "sectors": "mining; energy", "arctic": "yes"}]
    >>> found = pair_regions(Network.from_tables(people))
    >>> [(pair.us, pair.them, pair.score, pair.missing) for pair in found.pairs], found.alone
    ([('yukon', 'sakha', 0.4, ('climate',))], (('alberta',), ()))
    """
    sides = two_sides(net, us, them)
    refuse_weights(asdict(weights))
    rows, columns = ([row for row in of_side(net, side) if row.kind in kinds] for side in sides)
    links = _links(net, rows, columns)
    parts = _parts(rows, columns, links)
    scores = sum((getattr(weights, name) * np.nan_to_num(parts[name]) for name in PARTS), 0.0)
    names = [row.id for row in rows], [row.id for row in columns]
    assignment = assign(*names, scores, pins=_pinned(net, sides, pins, {*names[0], *names[1]}))
    made = _pairs(rows, columns, parts, links, assignment)
    found = Regions(
        us=sides[0],
        them=sides[1],
        weights=weights,
        pairs=tuple(sorted(made, key=lambda pair: (-round(pair.score, 9), sorted((pair.us, pair.them))))),
        alone=unpaired(names, assignment),
        links=_active(net, {*names[0]}, {*names[1]}),
        left_out=tuple(sorted(set(links) - set(assignment.pairs))),
        blank=_blank((*rows, *columns)),
        assignment=assignment,
        lacks="",
        sentences=(),
    )
    found = replace(found, lacks=_lacks(net, found, rows, columns, kinds))
    return replace(found, sentences=tuple(_sentences(net, found)))


def _pinned(net: Network, sides: tuple[str, str], pins: Iterable[Link], compared: Collection[str]) -> list[Link]:
    held = pins_of(net, sides, pins)
    for pin in held:
        for name in pin:
            if name not in compared:
                raise UsageError(f"pin of {printable(name)} is refused: its kind is not among those compared")
    return held


# ---- likeness ---------------------------------------------------------------------------------------------------


def _parts(
    rows: Sequence[Stakeholder], columns: Sequence[Stakeholder], links: dict[Link, list[str]]
) -> dict[str, Floats]:
    """Each part of the score, (r, c); nan where an end does not know it."""
    shape = len(rows), len(columns)
    parts = {name: np.full(shape, np.nan) for name in PARTS}
    for at, one in enumerate(rows):
        for to, other in enumerate(columns):
            parts["twinning"][at, to] = (one.id, other.id) in links
            if one.sectors and other.sectors:
                both, either = set(one.sectors) & set(other.sectors), set(one.sectors) | set(other.sectors)
                parts["sectors"][at, to] = len(both) / len(either)
            if one.arctic is not None and other.arctic is not None:
                parts["arctic"][at, to] = one.arctic == other.arctic
            if one.climate and other.climate:
                parts["climate"][at, to] = one.climate.casefold() == other.climate.casefold()
    return parts


def _pairs(
    rows: Sequence[Stakeholder],
    columns: Sequence[Stakeholder],
    parts: dict[str, Floats],
    links: dict[Link, list[str]],
    assignment: Assignment,
) -> Iterator[RegionPair]:
    place = {row.id: at for row_set in (rows, columns) for at, row in enumerate(row_set)}
    pinned, obvious = {(pin.row, pin.column) for pin in assignment.pins}, set(assignment.obvious)
    for pair, score in zip(assignment.pairs, assignment.scores, strict=True):
        at, to = place[pair[0]], place[pair[1]]
        values = {name: float(parts[name][at, to]) for name in PARTS}
        known = {name: None if np.isnan(value) else value for name, value in values.items()}
        shared = tuple(sector for sector in sorted(rows[at].sectors) if sector in columns[to].sectors)
        yield RegionPair(*pair, score, known, shared, tuple(links.get(pair, ())), pair in pinned, pair in obvious)


def _links(net: Network, rows: Iterable[Stakeholder], columns: Iterable[Stakeholder]) -> dict[Link, list[str]]:
    """Ties that join or joined a row and a column, and open channels of that kind, by pair; ids in order."""
    ours, theirs = {row.id for row in rows}, {row.id for row in columns}
    links: dict[Link, list[str]] = {}
    for tie in net.ties:
        if _has_been(net, tie):
            for pair in _facing(tie, ours, theirs):
                links.setdefault(pair, []).append(tie.id)
    for channel in net.open_channels:
        if channel.kind == LINK:
            members = sorted(person.stakeholder for person in channel.participants)
            for pair in ((one, other) for one in members if one in ours for other in members if other in theirs):
                links.setdefault(pair, []).append(channel.id)
    return links


def _facing(tie: Tie, ours: Collection[str], theirs: Collection[str]) -> Iterator[Link]:
    for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
        if one in ours and other in theirs:
            yield one, other


def _has_been(net: Network, tie: Tie) -> bool:
    """Whether a tie is there in this picture, or was there before."""
    if tie.id in net.removed or tie.sign < 0:
        return False
    now = period_end(net.now_date) if net.now_date else None
    past = (word for when, word in tie.statuses if now is None or period_end(when) <= now)
    return net.status(tie) in PAST or any(word in PAST for word in past)


def _active(net: Network, ours: Collection[str], theirs: Collection[str]) -> dict[str, int | None]:
    """Ties between the two that carry messages, before the rupture and now."""

    def count(picture: Network) -> int:
        return sum(any(True for _ in _facing(tie, ours, theirs)) for tie in picture.active_ties)

    return {"before": None if net.before is None else count(net.before), "now": count(net)}


def _blank(people: Iterable[Stakeholder]) -> dict[str, tuple[str, ...]]:
    """Who has no value in a column, by column; columns that all fill are left out."""
    here = tuple(people)
    blank = {
        name: tuple(sorted(row.id for row in here if getattr(row, name) in ((), None, ""))) for name in ATTRIBUTES
    }
    return {name: ids for name, ids in blank.items() if ids}


# ---- words ------------------------------------------------------------------------------------------------------


def _lacks(
    net: Network,
    found: Regions,
    rows: Collection[Stakeholder],
    columns: Collection[Stakeholder],
    kinds: Collection[str],
) -> str:
    if not (found.us and found.them):
        return "stakeholders.csv, column side: two sides"
    empty = [side for side, here in ((found.us, rows), (found.them, columns)) if not here]
    if empty:
        return f"stakeholders.csv, column kind: {' or '.join(kinds)} on the side of {listed(empty)}"
    people = len(rows) + len(columns)
    told = []
    for column, ids in found.blank.items():
        whose = "all" if len(ids) == people else some([called(net, name) for name in ids])
        told.append(f"{column} of {whose}")
    return f"stakeholders.csv, column{'s' if len(told) > 1 else ''} {'; '.join(told)}" if told else ""


def _sentences(net: Network, found: Regions) -> Iterator[str]:
    if not (found.pairs or any(found.alone)):
        return
    if found.pairs:
        linked = sum(bool(pair.links) for pair in found.pairs)
        yield (
            f"{many(len(found.pairs), 'pair')} of {found.us} and {found.them}, "
            f"{linked} of them with a link that is or was there."
        )
    else:
        yield f"No region of {found.us} shares anything known with one of {found.them}."
    for pair in found.pairs[:3]:
        yield f"{called(net, pair.us)} and {called(net, pair.them)}, score {amount(pair.score)}: {_why(net, pair)}."
    yield from worth(found.assignment, lambda name: called(net, name))
    yield from _history(found)
    alone = [f"{some([called(net, name) for name in ids])} ({side})"
             for ids, side in zip(found.alone, (found.us, found.them), strict=True) if ids]  # fmt: skip
    if alone and found.pairs:
        yield f"Without a partner: {listed(alone)}."
    if found.pairs:
        parts = listed([f"{name} {amount(getattr(found.weights, name))}" for name in PARTS])
        yield f"The weights of the score are judgements: {parts}."


def _why(net: Network, pair: RegionPair) -> str:
    """What a pair rests on, in a line."""
    row = net.stakeholder[pair.us]
    told = [f"shared: {some(pair.shared)}"] if pair.shared else []
    told += ["both in the Arctic" if row.arctic else "neither in the Arctic"] if pair.parts["arctic"] else []
    told += [f"climate: {row.climate.casefold()}"] if pair.parts["climate"] else []
    told += ["linked now or before"] if pair.links else []
    told += [f"not known: {listed(pair.missing)}"] if pair.missing else []
    return "; ".join(told) or "nothing shared"


def _history(found: Regions) -> Iterator[str]:
    """Links that were active before and are now, and those that the pairing leaves out."""
    before, now = found.links["before"], found.links["now"]
    listed_now = f"{now or 'none'} {'is' if (now or 0) < 2 else 'are'} listed as active now"
    if before is not None:
        yield f"Of links between them, {before} {'was' if before == 1 else 'were'} active before; {listed_now}."
    else:
        yield f"Of links between them, {listed_now}."
    if found.left_out:
        verb = "is" if len(found.left_out) == 1 else "are"
        pairs = many(len(found.left_out), "other pair")
        yield f"{pairs} with a link now or before {verb} left out: each has one partner."
