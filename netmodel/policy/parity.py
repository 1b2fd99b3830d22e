"""Level parity: which titles and which contacts are of equal rank across the sides, by the rank table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import combinations, product
from typing import Any

from netmodel.network import Channel, Network, Stakeholder, Tie
from netmodel.network.derive import SILENT
from netmodel.policy.systems import system
from netmodel.policy.words import called, listed, many, some

RANKS = (1, 2, 3, 4, 5)
"""From minister to expert; 0 is no official level and has no gap."""

EXISTING = frozenset({"active", "open"})
CANDIDATE = "candidate"

ORDER = ("active", "open", CANDIDATE, "proposed", "dormant", "severed")
"""States of contacts, as the table has them."""


@dataclass(frozen=True)
class SideRanks:
    """How many stakeholders of a side hold each rank; `without` have no official level."""

    side: str
    held: tuple[tuple[int, int], ...]
    without: int

    @property
    def ranks(self) -> frozenset[int]:
        """Ranks that somebody holds."""
        return frozenset(rank for rank, _ in self.held)


@dataclass(frozen=True)
class TitleRank:
    """A title of a side (or a party of it) and its rank on the common scale."""

    side: str
    title: str
    rank: int


@dataclass(frozen=True)
class Moved:
    """A stakeholder whose title has another rank than its own level says."""

    id: str
    side: str
    title: str
    level: int
    rank: int


@dataclass(frozen=True)
class Contact:
    """A tie or a channel between sides.

    `gap` is the smallest difference of rank between participants on different sides, `ends` the first two (by id)
    that have it (those of a tie in any case); `gap_by_level` is the same by the levels as written. None where no two
    sides take part with an official level.
    """

    id: str
    what: str
    kind: str
    status: str
    gap: int | None
    gap_by_level: int | None
    ends: tuple[str, ...]

    @property
    def level(self) -> bool:
        """Whether somebody on one side meets somebody of equal rank on another."""
        return self.gap == 0


@dataclass(frozen=True)
class Parity:
    """What `parity` found; ranks run from 1, minister, to 5, expert.

    `equal` are titles of different sides that have one rank, by rank; `alike` are titles in the same words that have
    different ranks; `unheld` are ranks that somebody holds on some sides and nobody on the side named.
    """

    sides: tuple[SideRanks, ...]
    equal: tuple[tuple[TitleRank, ...], ...]
    alike: tuple[tuple[TitleRank, ...], ...]
    moved: tuple[Moved, ...]
    unheld: tuple[tuple[str, int], ...]
    contacts: tuple[Contact, ...]
    lacks: str
    sentences: tuple[str, ...]

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Each contact with its gap; those that exist come first, and the level ones of these."""
        header = ["status", "gap", "gap_by_level", "one", "other", "what", "kind", "contact"]
        return header, [
            [row.status, row.gap, row.gap_by_level, *(row.ends or ("", "")), row.what, row.kind, row.id]
            for row in self.contacts
        ]

    def to_json(self) -> dict[str, Any]:
        """Give ranks, titles and contacts as plain values."""
        return {
            "sides": [
                {"side": s.side, "held": {str(rank): number for rank, number in s.held}, "without": s.without}
                for s in self.sides
            ],
            "equal": [[asdict(title) for title in row] for row in self.equal],
            "alike": [[asdict(title) for title in row] for row in self.alike],
            "moved": [asdict(row) for row in self.moved],
            "unheld": [{"side": side, "rank": rank} for side, rank in self.unheld],
            "contacts": [{**asdict(row), "ends": list(row.ends), "level": row.level} for row in self.contacts],
            "lacks": self.lacks,
            "sentences": list(self.sentences),
        }


def rank_gap(one: Stakeholder, other: Stakeholder) -> int | None:
    """Difference of rank between two stakeholders; None unless both have an official level.

    >>> people = [{"id": "adm", "side": "ca", "title": "ADM", "level": 3}, {"id": "dm", "side": "ru", "title": "DM",
    ...                                                                      "level": 2}]
    >>> ranks = [{"side": "ca", "title": "ADM", "rank": 3}, {"side": "ru", "title": "DM", "rank": 3}]
    >>> here = Network.from_tables(people, levels=ranks).stakeholder
    >>> rank_gap(here["adm"], here["dm"])
    0
    """
    return abs(one.rank - other.rank) if one.rank and other.rank else None


@system(title="Parity of rank", question="Which titles and which contacts are of equal rank across the sides?")
def parity(net: Network) -> Parity:
    """Compare ranks across the sides by the rank table, not by the words of titles.

    A stakeholder may send anybody up to its own rank, so a gap says how far apart the most senior are; it does not
    say who will come. Third parties have no gap.

    Parameters
    ----------
    net : Network
        `levels` gives the rank of each title on its side; where it is silent, the rank is the level as written.

    Returns
    -------
    Parity

    Notes
    -----
    O(n + m) besides the pairs of ranks in each contact, 25 for each pair of sides at most.

    Examples
    --------
    >>> people = [{"id": "adm", "side": "ca", "title": "Assistant Deputy Minister", "level": 3},
    ...           {"id": "dm", "side": "ru", "title": "Deputy Minister", "level": 2}]
    >>> ranks = [{"side": "ca", "title": "Assistant Deputy Minister", "rank": 3},
    ...          {"side": "ru", "title": "Deputy Minister", "rank": 3}]
    >>> found = parity(Network.from_tables(people, [{"source": "adm", "target": "dm"}], levels=ranks))
    >>> found.contacts[0].gap, found.contacts[0].gap_by_level
    (0, 1)
    """
    people = [row for row in net.stakeholder.values() if row.side in net.sides]
    sides = tuple(_held(side, [row for row in people if row.side == side]) for side in net.sides)
    titles = _titles(net, people)
    contacts = tuple(sorted(_contacts(net), key=_place))
    found = Parity(
        sides=sides,
        equal=_equal(titles),
        alike=_alike(titles),
        moved=tuple(Moved(r.id, r.side, r.title, r.level, r.rank) for r in people if r.level != r.rank),
        unheld=_unheld(sides),
        contacts=contacts,
        lacks=_lacks(net, people),
        sentences=(),
    )
    return replace(found, sentences=tuple(_sentences(net, found)))


# ---- ranks and titles -------------------------------------------------------------------------------------------


def _held(side: str, people: Collection[Stakeholder]) -> SideRanks:
    counts = ((rank, sum(row.rank == rank for row in people)) for rank in RANKS)
    return SideRanks(side, tuple(pair for pair in counts if pair[1]), sum(not row.rank for row in people))


def _titles(net: Network, people: Iterable[Stakeholder]) -> list[tuple[str, TitleRank]]:
    """Titles of the rank table that some side uses: the side that they belong to, and the title."""
    owner: dict[str, str] = {row.party.casefold(): row.side for row in people}
    owner |= {side.casefold(): side for side in net.sides}
    rows = ((owner.get(row.side.casefold(), ""), TitleRank(row.side, row.title, row.rank)) for row in net.ranks)
    return sorted(((side, row) for side, row in rows if side), key=lambda pair: (pair[1].side, pair[1].title))


def _equal(titles: Iterable[tuple[str, TitleRank]]) -> tuple[tuple[TitleRank, ...], ...]:
    groups = [[pair for pair in titles if pair[1].rank == rank] for rank in RANKS]
    return tuple(tuple(row for _, row in group) for group in groups if len({side for side, _ in group}) > 1)


def _alike(titles: Iterable[tuple[str, TitleRank]]) -> tuple[tuple[TitleRank, ...], ...]:
    words: dict[str, list[TitleRank]] = {}
    for _, row in titles:
        words.setdefault(row.title.casefold(), []).append(row)
    return tuple(tuple(rows) for _, rows in sorted(words.items()) if len({row.rank for row in rows}) > 1)


def _unheld(sides: Iterable[SideRanks]) -> tuple[tuple[str, int], ...]:
    here = tuple(sides)
    every = sorted({rank for side in here for rank in side.ranks})
    return tuple((side.side, rank) for rank in every for side in here if rank not in side.ranks)


# ---- contacts ---------------------------------------------------------------------------------------------------


def _contacts(net: Network) -> Iterator[Contact]:
    restored = {row.restores for row in net.candidates}
    for tie in net.ties:
        status = net.status(tie)
        if tie.id not in net.removed and tie.id not in restored and status in ORDER:
            yield from _contact(net, tie, "tie", status, (tie.source, tie.target))
    for status, channels in (("open", net.open_channels), (CANDIDATE, net.candidates)):
        for row in channels:
            yield from _contact(net, row, "channel", status, [person.stakeholder for person in row.participants])


def _place(row: Contact) -> tuple[int, int, str]:
    return ORDER.index(row.status), max(RANKS) if row.gap is None else row.gap, row.id


def _contact(net: Network, row: Tie | Channel, what: str, status: str, ends: Collection[str]) -> Iterator[Contact]:
    people = [net.stakeholder[name] for name in sorted(ends) if name in net.stakeholder]
    by_side = {side: [person for person in people if person.side == side] for side in net.sides}
    by_side = {side: members for side, members in by_side.items() if members}
    if len(by_side) > 1:
        gap, pair = _smallest(by_side.values(), "rank")
        pair = pair or (tuple(sorted(ends)) if what == "tie" else ())
        yield Contact(row.id, what, row.kind, status, gap, _smallest(by_side.values(), "level")[0], pair)


def _smallest(groups: Iterable[list[Stakeholder]], by: str) -> tuple[int | None, tuple[str, ...]]:
    """The smallest gap between people of two groups, and the first two who have it."""
    firsts: list[dict[int, str]] = []
    for group in groups:
        first: dict[int, str] = {}
        for person in group:
            first.setdefault(getattr(person, by), person.id)
        first.pop(0, None)
        firsts.append(first)
    pairs = [
        (abs(low - high), tuple(sorted((one[low], other[high]))))
        for one, other in combinations(firsts, 2)
        for low, high in product(one, other)
    ]
    return min(pairs, default=(None, ()))


# ---- words ------------------------------------------------------------------------------------------------------


def _lacks(net: Network, people: Collection[Stakeholder]) -> str:
    if len(net.sides) < 2:
        return "stakeholders.csv, column side: at least two sides"
    if not any(row.rank for row in people):
        return "stakeholders.csv, column level (or title, with its rank in levels.csv): nobody has an official level"
    if not net.ranks:
        return "levels.csv, columns side, title and rank: without it, levels as written are compared"
    return ""


def _sentences(net: Network, found: Parity) -> Iterator[str]:
    if len(found.sides) < 2 or not any(side.held for side in found.sides):
        return
    yield from _told(net, found)
    for group in found.equal:
        sides: dict[str, list[str]] = {}
        for row in group:
            sides.setdefault(row.side, []).append(row.title)
        told = [f"{listed(titles)} ({side})" for side, titles in sides.items()]
        yield f"Of equal rank {group[0].rank}: {'; '.join(told)}."
    for group in found.alike:
        told = [f"{row.rank} in {row.side}" for row in group]
        yield f"“{group[0].title}” is not one rank: {listed(told)}."
    if found.moved:
        told = [f"{called(net, row.id)} (level {row.level}, rank {row.rank})" for row in found.moved]
        yield f"By its title, the rank of {some(told)} is not the level as written."
    for name in (side.side for side in found.sides):
        ranks = [str(rank) for side, rank in found.unheld if side == name]
        if ranks:
            yield f"Nobody of {name} has rank {listed(ranks)}, which somebody on another side has."


def _told(net: Network, found: Parity) -> Iterator[str]:
    """How many contacts are level, by state; and which are farthest apart."""
    states = (
        ("that exist", EXISTING),
        ("that could be opened", {CANDIDATE, "proposed"}),
        ("that are dormant or severed", SILENT),
    )
    between = listed([side.side for side in found.sides])
    for said, words in states:
        rows = [row for row in found.contacts if row.status in words]
        ranked = [row for row in rows if row.gap is not None]
        if not rows:
            continue
        only = sum(row.level and row.gap_by_level != 0 for row in ranked)
        by_table = f" ({only} by the rank table only)" if only else ""
        rest = len(rows) - len(ranked)
        without = f"; {rest} more {'lacks' if rest == 1 else 'lack'} an official level at an end" if rest else ""
        level = sum(row.level for row in ranked)
        yield (
            f"Of {many(len(ranked), 'contact')} between {between} {said} and have a rank at both ends, "
            f"{level} {'is' if level == 1 else 'are'} level{by_table}{without}."
        )
    if not found.contacts:
        yield f"No contact between {between} is listed."
    wide = max((row.gap for row in found.contacts if row.gap and row.status in EXISTING), default=0)
    if wide:
        told = [_ends(net, row) for row in found.contacts if row.gap == wide and row.status in EXISTING]
        yield f"Farthest apart of those that exist, by {many(wide, 'rank')}: {some(told)}."


def _ends(net: Network, row: Contact) -> str:
    if row.what == "channel":
        return called(net, row.id)
    one, other = (f"{called(net, name)} (rank {net.stakeholder[name].rank})" for name in row.ends)
    return f"{one} with {other}"
