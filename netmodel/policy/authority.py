"""Lines of authority: who can tell whom to proceed, and through what.

A message goes along active ties of kind `hierarchical`, from `source` (the superior) to `target` (the subordinate)
whatever `directed` says, and through channels of kind `internal-cascade`. It stays on the side that it comes from,
and nobody is told to proceed by somebody junior.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise

from netmodel.engine.worlds import Element
from netmodel.errors import UnknownName
from netmodel.network import Channel, Network, Stakeholder, Tie
from netmodel.schema import kinds

CASCADE = "internal-cascade"
"""The kind of channel that passes a message down one's own side."""

NO_LEVEL = 6
"""Where rank 0, no official level, stands in a channel: below everybody."""

MONTH_DAYS = 365.25 / 12

Node = str | tuple[str, int]
"""A stakeholder, or a channel at a rank."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A passage: it works when all its elements do. `days` is None where nobody says how long it takes."""

    tail: Node
    head: Node
    elements: tuple[Element, ...]
    days: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Route:
    """The likeliest way from a source to somebody: whom it passes, how likely, and in how many days."""

    people: tuple[str, ...]
    probability: float
    days: float | None


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of authority of one side, as a source of one rank can use them.

    Attributes
    ----------
    people : tuple of str
        Stakeholders of the side, in order of id.
    rank : int
        Rank of the source, 1 to 5; 0 where it has none.
    arcs : tuple of Arc
    chances : dict
        Chance of each element, in (0, 1]: a tie works with its strength, a channel with its quality, a member of it
        with its uptake, arrival at a stakeholder with its permeability.
    """

    people: tuple[str, ...]
    rank: int
    arcs: tuple[Arc, ...]
    chances: dict[Element, float]

    @cached_property
    def outward(self) -> dict[Node, list[Arc]]:
        """Arcs by the node that they leave."""
        return _grouped(self.arcs, lambda arc: arc.tail)

    @cached_property
    def inward(self) -> dict[Node, list[Arc]]:
        """Arcs by the node that they lead to."""
        return _grouped(self.arcs, lambda arc: arc.head)

    def below(self, seeds: Iterable[Node], *, within: Collection[Node] | None = None) -> set[Node]:
        """All nodes that a message from these may reach, themselves included; by way of some nodes only."""

        def step(node: Node) -> list[Node]:
            return [arc.head for arc in self.outward.get(node, ()) if within is None or arc.head in within]

        return _walk(seeds, step)

    def above(self, targets: Iterable[Node]) -> set[Node]:
        """All nodes from which a message may reach one of these, themselves included."""
        return _walk(targets, lambda node: [arc.tail for arc in self.inward.get(node, ())])

    def routes(self, source: str) -> dict[str, Route]:
        """The likeliest route from a source to everybody whom it reaches, itself included.

        Of equally likely routes (12 decimals of the logarithm) the fastest, then the one with fewest people, then the
        first by ids; a route on which some passage has no known delay has none, and comes after those that have one.
        """
        found: dict[Node, Route] = {}
        heap: list[tuple[float, float, int, tuple[str, ...], str, Node]] = []
        heappush(heap, (0.0, 0.0, 1, (source,), "", source))
        while heap:
            far, days, _, people, _, node = heappop(heap)
            if node in found:
                continue
            found[node] = Route(people, math.exp(-far), None if math.isinf(days) else days)
            for arc in self.outward.get(node, ()):
                path = (*people, arc.head) if isinstance(arc.head, str) else people
                later = math.inf if arc.days is None else days + arc.days
                passes = math.prod(self.chances[element] for element in arc.elements)
                further = round(far - math.log(passes), 12) + 0.0
                heappush(heap, (further, later, len(path), path, str(arc.head), arc.head))
        return {node: route for node, route in found.items() if isinstance(node, str)}


def _grouped(arcs: Iterable[Arc], key: Callable[[Arc], Node]) -> dict[Node, list[Arc]]:
    found: dict[Node, list[Arc]] = {}
    for arc in arcs:
        found.setdefault(key(arc), []).append(arc)
    return found


def _walk(start: Iterable[Node], step: Callable[[Node], Iterable[Node]]) -> set[Node]:
    found: set[Node] = set()
    waiting = list(start)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += step(node)
    return found


def lines_of(
    net: Network, *, side: str, rank: int = 0, scope: frozenset[str] | None = None, opening: Collection[str] = ()
) -> Lines:
    """The lines of authority of a side, at the date of the network, for a source of this rank.

    Parameters
    ----------
    net : Network
    side : str
    rank : int
        Rank of the source: ties to stakeholders that are more senior carry nothing. In an internal cascade a member
        stands at its own rank, or at `min_level` where that is more junior (it may send anyone up to its own rank),
        and passes the message to members of the same standing or below; nobody speaks with more authority than the
        source.
    scope : frozenset of str, optional
        Issues of the message: a tie or channel that names issues carries it if one of them is in the scope.
    opening : collection of str
        Internal cascades that count as open besides those that are.

    Raises
    ------
    UnknownName
        For an id in `opening` that is no internal-cascade channel.
    """
    cascades = {row.id: row for row in net.channels if row.kind == CASCADE and row.id not in net.removed}
    for name in opening:
        if name not in cascades:
            raise UnknownName("internal-cascade channel", name, cascades)
    people = {row.id: row for row in net.stakeholder.values() if row.side == side}
    chances: dict[Element, float] = {}
    arcs: list[Arc] = []
    for arc, used in (*_ties(net, people, rank, scope), *_cascades(net, people, rank, scope, cascades, opening)):
        if all(used.values()):
            arcs.append(arc)
            chances |= used
    return Lines(tuple(people), rank, tuple(arcs), chances)


Passage = tuple[Arc, dict[Element, float]]


def _ties(net: Network, people: dict[str, Stakeholder], rank: int, scope: frozenset[str] | None) -> Iterator[Passage]:
    for tie in authority_ties(net):
        if tie.source not in people or tie.target not in people or not in_scope(tie, scope):
            continue
        head = people[tie.target]
        if tie.source != tie.target and not is_senior(head.rank, rank):
            used: dict[Element, float] = {("tie", tie.id): tie.strength, ("at", head.id): head.permeability}
            yield Arc(tie.source, head.id, tuple(used), tie.delay_days), used


def _cascades(
    net: Network,
    people: dict[str, Stakeholder],
    rank: int,
    scope: frozenset[str] | None,
    cascades: dict[str, Channel],
    opening: Collection[str],
) -> Iterator[Passage]:
    ready = {row.id for row in net.open_channels}
    for row in cascades.values():
        if (row.id in ready or row.id in opening) and in_scope(row, scope):
            days = row.lead_time_months * MONTH_DAYS if row.id in opening or row.id in net.opened else 0.0
            yield from _cascade(row, people, rank, days)


def _cascade(row: Channel, people: dict[str, Stakeholder], rank: int, days: float) -> Iterator[Passage]:
    """A hub at each standing of its members: a message enters at the standing of who brings it, and only sinks."""
    members = [(people[p.stakeholder], p) for p in row.participants if p.stakeholder in people]
    standing = {actor.id: _standing(actor.rank, row.min_level) for actor, _ in members}
    entry = {name: max(at, rank or NO_LEVEL) for name, at in standing.items()}
    for actor, person in members:
        name = actor.id
        into: dict[Element, float] = {("in", row.id, name): person.uptake, ("hub", row.id): row.quality}
        yield Arc(name, (row.id, entry[name]), tuple(into), days), into
        way = "in" if person.uptake == person.uptake_out else "out"
        out: dict[Element, float] = {(way, row.id, name): person.uptake_out, ("at", name): actor.permeability}
        yield Arc((row.id, standing[name]), name, tuple(out)), out
    places = sorted({*standing.values(), *entry.values()})
    for high, low in pairwise(places):
        yield Arc((row.id, high), (row.id, low), ()), {}


def _standing(rank: int, min_level: int | None) -> int:
    return max(rank, min_level or 0) if rank else NO_LEVEL


def authority_ties(net: Network) -> list[Tie]:
    """Ties of authority that hold here: active, positive, of kind `hierarchical`, from superior to subordinate."""
    return [tie for tie in net.active_ties if tie.kind == "hierarchical"]


def is_senior(rank: int, source: int) -> bool:
    """Whether a rank is above that of a source; rank 0, no official level, is above nobody.

    >>> is_senior(2, 4), is_senior(4, 2), is_senior(0, 2), is_senior(1, 0)
    (True, False, False, True)
    """
    return 0 < rank < (source or NO_LEVEL)


def in_scope(row: Tie | Channel, scope: frozenset[str] | None) -> bool:
    """Whether a row carries some issue of the scope, or names no issue; None is every issue."""
    return scope is None or not row.issues or bool(scope.intersection(row.issues))


def scope_of(net: Network, issues: Collection[str] | None) -> frozenset[str]:
    """The issues that a message covers: those given, else all of the study; never one on a red line.

    Raises
    ------
    UnknownName
        For an issue that no table names.

    Examples
    --------
    >>> net = Network.from_tables([], issues=[{"issue": "trade"}, {"issue": "sanctions", "red_line": "yes"}])
    >>> sorted(scope_of(net, None)), sorted(scope_of(net, ["sanctions"]))
    (['trade'], [])
    """
    known = [issue for issue in net.layers if issue is not None]
    for issue in issues or ():
        if issue not in known:
            raise UnknownName("issue", issue, known)
    return frozenset(known if issues is None else issues) - red_lines(net)


def red_lines(net: Network) -> frozenset[str]:
    """Issues that are off the agenda."""
    return frozenset(row.issue for row in net.issues if row.red_line)


def officials(net: Network) -> frozenset[str]:
    """Stakeholders that need a signal from above before they take part in what needs clearance, by id.

    Who holds office (`in_office`) does and who says not to does not. Where that is not said, the kind decides; of a
    stakeholder of no known kind, whether it has an official level or stands in a tie of authority of whatever status.

    Examples
    --------
    >>> people = [{"id": "gac", "kind": "ministry"}, {"id": "mgimo", "kind": "university"}, {"id": "edc", "level": 3}]
    >>> sorted(officials(Network.from_tables(people)))
    ['edc', 'gac']
    """
    known = kinds("stakeholders")
    under = {end for tie in net.ties if tie.kind == "hierarchical" for end in (tie.source, tie.target)}

    def is_official(row: Stakeholder) -> bool:
        if row.in_office is not None:
            return row.in_office
        if row.kind in known and row.kind != "unknown":
            return known[row.kind].official
        return row.rank > 0 or row.id in under

    return frozenset(row.id for row in net.stakeholder.values() if is_official(row))


def gated(net: Network) -> tuple[Channel, ...]:
    """Candidate channels that wait for a signal: those that need clearance, but for the steps of the signal itself.

    An internal cascade or an official signal carries the message and does not wait for it; neither does another step
    that enables (see kinds.csv), unless its row says in so many words that it needs clearance.
    """
    return tuple(row for row in net.candidates if row.needs_clearance and not _is_step(row))


def _is_step(row: Channel) -> bool:
    known = kinds("channels").get(row.kind)
    if known is None or known.role != "enables":
        return False
    return row.kind in (CASCADE, "official-signal") or "needs_clearance" in row.assumed


def of_side(net: Network, channel: Channel, side: str, among: Collection[str]) -> tuple[str, ...]:
    """Participants of a channel that are on a side and among these stakeholders, in order of id."""
    here = net.stakeholder
    names = {person.stakeholder for person in channel.participants if person.stakeholder in here}
    return tuple(sorted(name for name in names if here[name].side == side and name in among))
