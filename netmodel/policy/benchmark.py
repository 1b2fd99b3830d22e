"""Benchmark against allies: what they keep open with the other side, cell by cell, and we do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, NamedTuple

from netmodel.errors import UnknownName, UsageError
from netmodel.network import Channel, Network, Stakeholder, Tie
from netmodel.network.derive import SILENT
from netmodel.network.status import can_carry
from netmodel.policy import benchmark_words
from netmodel.policy.pairing import two_sides
from netmodel.policy.systems import system
from netmodel.policy.track import sent_rank


class Cell(NamedTuple):
    """A kind of contact: at which level of the country itself, on which issue, in which way.

    `level` is the rank of the country's own end, 0 without an official level; `issue` is empty where the ends have
    none in common, or where the study names none; `kind` is that of the tie or channel.
    """

    level: int
    issue: str
    kind: str


Cells = dict[str, frozenset[Cell]]
"""What each country has open, by its name."""


@dataclass(frozen=True)
class Profile:
    """What a country has open with the other side; `before` is None where no earlier date is known.

    `share` is its part of the cells that anybody compared has open.
    """

    country: str
    is_ally: bool
    stakeholders: int
    now: frozenset[Cell]
    before: frozenset[Cell] | None
    share: float | None

    @property
    def kept(self) -> frozenset[Cell]:
        """Open before and now."""
        return self.now & (self.before or frozenset())

    @property
    def cut(self) -> frozenset[Cell]:
        """Open before and not now."""
        return (self.before or frozenset()) - self.now

    @property
    def opened(self) -> frozenset[Cell]:
        """Open now and not before."""
        return self.now - self.before if self.before is not None else frozenset()


@dataclass(frozen=True)
class CellRow:
    """A cell that an ally has open.

    Attributes
    ----------
    allies : tuple of str
        Those who have it open, in the order of the study.
    share : float
        Their share of the allies.
    ours, gap : bool
        Whether we have it open; whether we have not and at least so many allies do.
    cut_by : tuple of str
        Who had it open before and has not now, we among them.
    ties : tuple of str
        Our dormant or severed ties in this very cell: each would close it.
    channels : tuple of str
        Candidates that join us with the other side at this level on this issue. Those of the same kind would close
        it and stand first; the others serve it in another way, those with one of ours whose tie fell silent before
        the rest.
    """

    cell: Cell
    allies: tuple[str, ...]
    share: float
    ours: bool
    gap: bool
    cut_by: tuple[str, ...]
    ties: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Benchmark:
    """What `benchmark` found.

    `score` and `by_ally` are shares of what the allies (or one of them) have open that we have open too, each cell of
    each ally counting once: 1 is a level playing field, None where they have nothing open.
    """

    us: str
    them: str
    allies: tuple[str, ...]
    at_least: int
    date: str | None
    before: str | None
    profiles: tuple[Profile, ...]
    cells: tuple[CellRow, ...]
    score: float | None
    by_ally: dict[str, float | None]
    lacks: str
    sentences: tuple[str, ...]

    @property
    def gaps(self) -> tuple[CellRow, ...]:
        """What at least so many allies keep open and we do not."""
        return tuple(row for row in self.cells if row.gap)

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Each cell that an ally has open; gaps first, then by the share of allies. Remedies: ties, then channels."""
        header = ["level", "issue", "kind", "share", "ours", "allies", "cut_by", "remedies"]
        said = {(True, False): "yes", (False, False): "no", (False, True): "gap"}
        return header, [
            [
                *row.cell,
                row.share,
                said[row.ours, row.gap],
                *("; ".join(ids) for ids in (row.allies, row.cut_by, (*row.ties, *row.channels))),
            ]
            for row in self.cells
        ]

    def to_json(self) -> dict[str, Any]:
        """Give profiles, cells and score as plain values."""
        return {
            "us": self.us,
            "them": self.them,
            "allies": list(self.allies),
            "at_least": self.at_least,
            "date": self.date,
            "before": self.before,
            "profiles": [_profile_json(row) for row in self.profiles],
            "cells": [
                {
                    **row.cell._asdict(),
                    "share": row.share,
                    "ours": row.ours,
                    "gap": row.gap,
                    "allies": list(row.allies),
                    "cut_by": list(row.cut_by),
                    "ties": list(row.ties),
                    "channels": list(row.channels),
                }
                for row in self.cells
            ],
            "score": self.score,
            "by_ally": dict(self.by_ally),
            "lacks": self.lacks,
            "sentences": list(self.sentences),
        }


def _profile_json(row: Profile) -> dict[str, Any]:
    sets = {"now": row.now, "kept": row.kept, "cut": row.cut, "opened": row.opened}
    cells: dict[str, Any] = {name: [list(cell) for cell in sorted(found)] for name, found in sets.items()}
    if row.before is None:
        cells |= dict.fromkeys(("kept", "cut", "opened"))
    return {
        "country": row.country,
        "is_ally": row.is_ally,
        "stakeholders": row.stakeholders,
        "share": row.share,
        **cells,
    }


@system(title="Benchmark against allies", question="What do allies keep open with the other side that we do not?")
def benchmark(
    net: Network,
    *,
    us: str | None = None,
    them: str | None = None,
    allies: Iterable[str] | None = None,
    at_least: int | None = None,
) -> Benchmark:
    """Compare what we have open with the other side to what allies have, by level, issue and kind of contact.

    Presence counts, not rows: a cell is open where an active tie, or an open channel in which both take part, is in
    it. A tie or channel is about the issues that it names, else about those that its ends have in common; its level
    is the rank of the country's own end (in a channel, of each of its participants). Only direct contacts count, not
    those through a body to which both belong.

    Parameters
    ----------
    net : Network
    us, them : str, optional
        The sides; default: the first two.
    allies : iterable of str, optional
        Parties, of stakeholders on neither side; default: those that the study names.
    at_least : int, optional
        A gap is what so many allies keep open and we do not; default: more than half of the allies that are there.

    Raises
    ------
    UnknownName
        For a side that nobody is on, or an ally given that is no party.
    UsageError
        For one side twice, or a number that is not from 1 to the number of allies.

    Notes
    -----
    That an ally has nothing in a cell says that the study lists nothing. O(m + c) besides the cells.

    Examples
    --------
    >>> people = [{"id": name, "side": side, "party": party, "issues": "trade"}
    ...           for name, side, party in [("edc", "ca", ""), ("exiar", "ru", ""), ("hermes", "", "DE"),
    ...                                     ("bpi", "", "FR"), ("exim", "", "US")]]
    >>> ties = [{"source": "hermes", "target": "exiar", "kind": "funding"},
    ...         {"source": "bpi", "target": "exiar", "kind": "funding"},
    ...         {"source": "edc", "target": "exiar", "kind": "funding", "status": "severed"}]
    >>> found = benchmark(Network.from_tables(people, ties), allies=["DE", "FR", "US"])
    >>> [(row.cell, round(row.share, 3), row.ties) for row in found.gaps], found.score
    ([(Cell(level=0, issue='trade', kind='funding'), 0.667, ('edc--exiar--funding',))], 0.0)
    """
    sides = two_sides(net, us, them)
    parties = sorted({row.party for row in net.stakeholder.values() if row.side not in sides and row.party})
    for name in allies or ():
        if name not in parties:
            raise UnknownName("party of a stakeholder on neither side", name, parties)
    named = tuple(dict.fromkeys(net.study.allies if allies is None else allies))
    chosen = tuple(name for name in named if name in parties) if all(sides) else ()
    wanted = len(chosen) // 2 + 1 if at_least is None else at_least
    if at_least is not None and not 1 <= at_least <= max(len(chosen), 1):
        raise UsageError(f"at least {at_least} of {len(chosen)} allies is no number from 1 to {max(len(chosen), 1)}")
    who = _owners(net, sides, chosen)
    now = _open_cells(net, who, sides[1], (sides[0], *chosen))
    before = None if net.before is None else _open_cells(net.before, who, sides[1], (sides[0], *chosen))
    found = Benchmark(
        us=sides[0],
        them=sides[1],
        allies=chosen,
        at_least=wanted,
        date=net.now_date,
        before=None if net.before is None else net.before_date,
        profiles=_profiles(who, now, before, chosen) if all(sides) else (),
        cells=_cells(net, who, sides, now, before, chosen, wanted),
        score=_level([now[name] for name in chosen], now.get(sides[0], frozenset())),
        by_ally={name: _level([now[name]], now[sides[0]]) for name in chosen},
        lacks="",
        sentences=(),
    )
    found = replace(found, lacks=benchmark_words.lacking(found, named))
    return replace(found, sentences=tuple(benchmark_words.told(net, found)))


def _owners(net: Network, sides: tuple[str, str], allies: Sequence[str]) -> dict[str, str]:
    """Which country each stakeholder belongs to: us, an ally, or the other side; nobody else."""
    here = [row for row in net.stakeholder.values() if row.side or row.party]
    mine = {row.id: row.side for row in here if row.side and row.side in sides}
    return mine | {row.id: row.party for row in here if row.side not in sides and row.party in allies}


# ---- cells ------------------------------------------------------------------------------------------------------


def _open_cells(net: Network, who: Mapping[str, str], them: str, countries: Iterable[str]) -> Cells:
    found: dict[str, set[Cell]] = {name: set() for name in countries}
    rows: tuple[Tie | Channel, ...] = (*net.active_ties, *net.open_channels)
    for row in rows:
        for country, cell in _cells_of(net, row, who, them):
            found[country].add(cell)
    return {name: frozenset(cells) for name, cells in found.items()}


def _cells_of(net: Network, row: Tie | Channel, who: Mapping[str, str], them: str) -> Iterator[tuple[str, Cell]]:
    """The cells that a tie or channel is in, with the country of each end that it joins with the other side."""
    ends = (
        [person.stakeholder for person in row.participants] if isinstance(row, Channel) else (row.source, row.target)
    )
    people = [net.stakeholder[name] for name in ends if name in who and name in net.stakeholder]
    theirs = [person for person in people if who[person.id] == them]
    for person in people if theirs else ():
        if who[person.id] != them:
            level = sent_rank(person, row if isinstance(row, Channel) else None)
            for issue in row.issues or _shared(net, person, theirs) or ("",):
                yield who[person.id], Cell(level, issue, row.kind)


def _shared(net: Network, person: Stakeholder, theirs: Iterable[Stakeholder]) -> tuple[str, ...]:
    """Issues that somebody deals with and one of these does; who names none deals with all."""
    every = {issue for issue in net.layers if issue is not None}
    both = set(person.issues) or every
    return tuple(sorted(both & set().union(*(set(row.issues) or every for row in theirs))))


def _profiles(who: Mapping[str, str], now: Cells, before: Cells | None, allies: Sequence[str]) -> tuple[Profile, ...]:
    every = frozenset(chain.from_iterable(now.values()))
    counts = Counter(who.values())
    return tuple(
        Profile(
            country=name,
            is_ally=name in allies,
            stakeholders=counts[name],
            now=cells,
            before=None if before is None else before[name],
            share=len(cells) / len(every) if every else None,
        )
        for name, cells in now.items()
    )


def _level(theirs: Sequence[frozenset[Cell]], ours: frozenset[Cell]) -> float | None:
    """Share of what these have open that we have open too, each counting its own."""
    total = sum(len(cells) for cells in theirs)
    return sum(len(cells & ours) for cells in theirs) / total if total else None


def _cells(
    net: Network,
    who: Mapping[str, str],
    sides: tuple[str, str],
    now: Cells,
    before: Cells | None,
    allies: Sequence[str],
    wanted: int,
) -> tuple[CellRow, ...]:
    """Each cell that an ally has open, and what would close it on our side."""
    ours = now.get(sides[0], frozenset())
    ties, channels = _closers(net, who, sides)
    rows = []
    for cell in sorted(frozenset(chain.from_iterable(now[name] for name in allies))):
        holders = tuple(name for name in allies if cell in now[name])
        missing = cell not in ours
        cut = tuple(name for name in now if before is not None and cell in before[name] - now[name])
        ends = {name for tie in ties.get(cell, ()) for name in (net.tie[tie].source, net.tie[tie].target)}
        again = {name for name in ends if who.get(name) == sides[0]}
        serving = sorted(channels.get(cell[:2], ()), key=lambda name: _nearness(net.channel[name], cell, again))
        rows.append(
            CellRow(
                cell=cell,
                allies=holders,
                share=len(holders) / len(allies),
                ours=not missing,
                gap=missing and len(holders) >= wanted,
                cut_by=cut,
                ties=tuple(sorted(ties.get(cell, ()))) if missing else (),
                channels=tuple(serving) if missing else (),
            )
        )
    return tuple(sorted(rows, key=lambda row: (not row.gap, row.ours, -len(row.allies), row.cell)))


def _nearness(channel: Channel, cell: Cell, again: Collection[str]) -> tuple[bool, bool, str]:
    """What candidates for a cell are ordered by: the same kind, one of those whose tie fell silent, the id."""
    return channel.kind != cell.kind, not any(p.stakeholder in again for p in channel.participants), channel.id


def _closers(
    net: Network, who: Mapping[str, str], sides: tuple[str, str]
) -> tuple[dict[Cell, set[str]], dict[tuple[int, str], set[str]]]:
    """Our silent ties by cell, and candidates by level and issue; a candidate that restores a tie is the tie."""
    ties: dict[Cell, set[str]] = {}
    for tie in net.ties:
        if can_carry(tie) and tie.id not in net.removed and net.status(tie) in SILENT:
            for country, cell in _cells_of(net, tie, who, sides[1]):
                if country == sides[0]:
                    ties.setdefault(cell, set()).add(tie.id)
    channels: dict[tuple[int, str], set[str]] = {}
    for channel in net.candidates:
        for country, cell in _cells_of(net, channel, who, sides[1]) if not channel.restores else ():
            if country == sides[0]:
                channels.setdefault(cell[:2], set()).add(channel.id)
    return ties, channels
