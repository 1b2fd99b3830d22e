"""Candidates that nobody listed: ties to restore, pairs at level parity, and domestic links into surviving doors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import numpy as np

from netmodel.decide.credit import credit, joined_pairs
from netmodel.decide.suggestion import Evidence, Suggestion, Suggestions
from netmodel.engine.kernel import Reach, arcs_of
from netmodel.engine.pairs import Flags, Pair, Passages
from netmodel.errors import UsageError
from netmodel.measures.routes import add_channel, passages, strongest_route
from netmodel.network import Channel, Network, Stakeholder, Tie
from netmodel.network.derive import SILENT
from netmodel.network.status import can_carry
from netmodel.schema import columns

EXPERT = 5
"""The rank with which those without a rank are at parity."""


def suggest_channels(
    net: Network, *, count: int = 20, rank_window: int = 1, strength: float | None = None, by_issue: bool = True
) -> Suggestions:
    """Suggest passages that no list holds, those that would add most to reach first.

    Parameters
    ----------
    net : Network
        As it stands: everything is scored on top of what is open, alone.
    count : int
        Suggestions a family at most; those that add nothing are left out.
    rank_window : int
        Pairs across sides are at parity up to this difference of rank. A stakeholder without a rank (0) is at parity
        with experts (5) and its like alone; a third party without one is with anybody.
    strength : float, optional
        Of a tie that there never was; default: that of the schema, .5. What is restored has the strength it had.
    by_issue : bool
        False puts everything into one layer, whatever the issues.

    Returns
    -------
    Suggestions
        `restored`: dormant and severed ties, also those that stand among the candidates already (`already_in`).
        `across`: pairs of different sides, or with a third party as a relay, at level parity. `same_side`: pairs of
        one side of whom one still has a way to another side of two passages at most. Both kinds of pairs share an
        issue, have no tie, silent or not, and meet in no open channel. Equal gains share a rank (1, 2, 2, 4).

    Raises
    ------
    UsageError
        For a strength outside (0, 1], and a count or rank window below 0.
    LimitError
        Where there are too many stakeholders to compare all pairs.

    Notes
    -----
    The best of all absent pairs are exact: see `netmodel.engine.pairs`.

    Examples
    --------
    >>> people = [{"id": name, "side": name[0].upper()} for name in ("a1", "a2", "b1")]
    >>> ties = [{"source": "a1", "target": "b1", "strength": 0.8}]
    >>> found = suggest_channels(Network.from_tables(people, ties))
    >>> [(row.ends, row.gain) for row in found.across + found.same_side]
    [(('a2', 'b1'), 0.25), (('a1', 'a2'), 0.2)]
    """
    if count < 0 or rank_window < 0:
        raise UsageError("count and rank_window are numbers of 0 or more")
    given = float(columns("ties")["strength"].default) if strength is None else strength
    whole = Passages.of(net, strength=given, by_issue=by_issue)
    finder = _Finder(net, whole, rank_window)
    masks = finder.masks()
    silent = finder.silent
    found = _leading(net, [finder.restoring(tie) for tie in silent], count, by_issue)
    for family, mask in masks.items():
        found += [finder.joining(pair, family, given) for pair in whole.best(mask, count=count)]
    rows = _scored(net, found, by_issue)
    looked_at = {family: int(np.triu(mask | mask.T, 1).sum()) for family, mask in masks.items()}
    return Suggestions(
        between=net.sides,
        **{family.replace("-", "_"): _ranked(rows, family) for family in ("restored", *masks)},
        looked_at={"restored": len(silent), **looked_at},
        assumptions=(f"a tie that there never was would have a strength of {given:g}, both ways",),
    )


def rank_gap(one: Stakeholder, other: Stakeholder) -> int | None:
    """Difference of rank; None where one has no rank and the other is no expert.

    >>> net = Network.from_tables([{"id": "dm", "level": 2}, {"id": "adm", "level": 3}, {"id": "university"}])
    >>> rank_gap(net.stakeholder["dm"], net.stakeholder["adm"])
    1
    >>> rank_gap(net.stakeholder["dm"], net.stakeholder["university"]) is None
    True
    """
    if bool(one.rank) != bool(other.rank) and one.rank + other.rank != EXPERT:
        return None
    return abs((one.rank or EXPERT) - (other.rank or EXPERT))


# ---- what is looked at ------------------------------------------------------------------------------------------


class _Finder:
    """What is known of all pairs of stakeholders, as masks in canonical order, and suggestions not yet scored."""

    def __init__(self, net: Network, whole: Passages, rank_window: int) -> None:
        self.net, self.whole, self.rank_window = net, whole, rank_window
        self.people = list(net.stakeholder.values())
        self.place = {row.id: position for position, row in enumerate(self.people)}
        sides = {side: number for number, side in enumerate(net.sides)}
        self.side = np.array([sides.get(row.side, -1) for row in self.people], dtype=int)
        self.doors = self._doors()
        here = [tie for tie in net.ties if {tie.source, tie.target} <= set(self.place) and tie.id not in net.removed]
        self.silent = [tie for tie in here if can_carry(tie) and net.status(tie) in SILENT]
        self.taken = {row.id for row in net.channels}

    def masks(self) -> dict[str, Flags]:
        """Pairs to look at, by family."""
        absent = self._sharing() & ~self._joined(self._links())
        met = self._joined(map(_members, self.net.candidates))
        one_side, third = self.side[:, None] == self.side, self.side < 0
        across = absent & ~one_side & self._parity()
        same = absent & one_side & ~third & (self.doors[:, None] | self.doors)
        return {"across": across & ~met, "same-side": same & ~met, "listed": (across | same) & met}

    def _links(self) -> Iterator[Sequence[str]]:
        """Groups that need no new passage: who has a tie, silent or not, and who meets in an open channel."""
        yield from ((tie.source, tie.target) for tie in (*self.net.active_ties, *self.silent))
        yield from map(_members, self.net.open_channels)

    def _joined(self, groups: Iterable[Sequence[str]]) -> Flags:
        mask = np.zeros((len(self.people), len(self.people)), dtype=bool)
        for group in groups:
            here = [self.place[name] for name in group if name in self.place]
            mask[np.ix_(here, here)] = True
        return mask

    def _sharing(self) -> Flags:
        """Pairs with an issue that both deal with; who names none deals with all."""
        layers = self.net.layers
        deals = [[float(not row.issues or issue in row.issues) for issue in layers] for row in self.people]
        table = np.array(deals, dtype=np.float32).reshape(len(self.people), len(layers))
        shared: Flags = table @ table.T > 0
        return shared

    def _parity(self) -> Flags:
        """Pairs whose `rank_gap` is within the window, or of whom one is a third party without a rank."""
        ranks = np.array([row.rank for row in self.people], dtype=int)
        level, blank = np.where(ranks == 0, EXPERT, ranks), ranks == 0
        unlike = (blank[:, None] & (level != EXPERT)) | (blank & (level != EXPERT)[:, None])
        near = (np.abs(level[:, None] - level) <= self.rank_window) & ~unlike
        exempt = (self.side < 0) & blank
        parity: Flags = near | exempt[:, None] | exempt
        return parity

    def _doors(self) -> Flags:
        """Who has a way of two passages at most to another side, in some layer and in either direction."""
        from scipy.sparse import csr_array

        doors = np.zeros(len(self.people), dtype=bool)
        for part in self.whole.parts:
            size, tails, heads, passes = arcs_of(part.frame.layer)
            works, n = passes > 0, len(part.who)
            arcs = csr_array((np.ones(int(works.sum())), (tails[works], heads[works])), shape=(size, size))
            arcs = arcs + arcs.T
            one = arcs[:n, :n] + arcs[:n, n:] @ arcs[n:, :n]
            own = self.side[part.who][:, None] == np.arange(len(self.net.sides))
            near = one @ own.astype(float)
            doors[part.who] |= (((near + one @ near) > 0) & ~own).any(axis=1)
        return doors

    # ---- as suggestions

    def restoring(self, tie: Tie) -> Suggestion:
        """A tie that fell silent, as it was."""
        found = self._suggestion((tie.source, tie.target), "restored", tie.issues, tie)
        active = [when for when, word in tie.statuses if word == "active"]
        past = f"; it was active in {active[-1]}" if active else ""
        said = f"Their tie ({tie.kind}) is {self.net.status(tie)}{past}."
        return replace(found, why=said + found.why, strength=tie.strength, kind=tie.kind, formality=tie.formality)

    def joining(self, pair: Pair, family: str, strength: float) -> Suggestion:
        """Two stakeholders without a tie."""
        one, other = self.net.stakeholder[pair.one], self.net.stakeholder[pair.other]
        issues = tuple(sorted(set(one.issues) & set(other.issues))) or one.issues or other.issues
        found = self._suggestion((pair.one, pair.other), family, issues, None)
        said = f"No tie between them is listed{_of_issues(issues)}; {_of_ranks(one, other)}."
        if one.side == other.side:
            said = f"No tie between them is listed{_of_issues(issues)}; {self._of_doors(found)}."
        return replace(found, why=said + found.why, strength=strength)

    def _suggestion(self, ends: tuple[str, str], family: str, issues: tuple[str, ...], tie: Tie | None) -> Suggestion:
        people = [self.net.stakeholder[end] for end in ends]
        one, other = people
        within = [row for row in self.net.candidates if set(ends) <= set(_members(row))]
        hostile = [row for row in self.net.ties if row.sign < 0 and {row.source, row.target} == set(ends)]
        said = " A hostile tie stands between them." if hostile else ""
        if tie and any(row.restores == tie.id for row in within):
            said += " It stands among the candidate channels already."
        elif within:
            said += f" They would meet in {_listed([row.name for row in within])}."
        name = self._new_id(tie.id if tie else "--".join(ends))
        return Suggestion(
            id=name,
            family=family,
            rank=0,
            gain=0.0,
            ends=ends,
            names=(one.name, other.name),
            sides=(one.side, other.side),
            ranks=(one.rank, other.rank),
            rank_gap=rank_gap(one, other),
            issues=issues,
            strength=0.0,
            kind="informal",
            formality="informal",
            directed=bool(tie and tie.directed),
            tie=tie.id if tie else "",
            already_in=tuple(row.id for row in within),
            doors=tuple(end for end in ends if self.doors[self.place[end]]),
            why=said,
            evidence=tuple(
                [_evidence("stakeholders", row) for row in people]
                + [_evidence("ties", row) for row in ([tie] if tie else []) + hostile]
            ),
        )

    def _new_id(self, stem: str) -> str:
        name, number = f"suggested:{stem}", 1
        while name in self.taken:
            number += 1
            name = f"suggested:{stem}#{number}"
        self.taken.add(name)
        return name

    def _of_doors(self, found: Suggestion) -> str:
        names = [self.net.stakeholder[end].name for end in found.doors]
        who = "both still have" if len(names) == 2 else f"{names[0]} still has"
        return f"{who} a way of two passages at most to another side"


def _members(channel: Channel) -> list[str]:
    return [person.stakeholder for person in channel.participants]


def _evidence(table: str, row: Stakeholder | Tie | Channel) -> Evidence:
    return Evidence(table, row.id, PurePath(row.file).name, row.line, row.citation, row.confidence)


def _listed(names: Sequence[str], most: int = 4) -> str:
    shown = [*names[:most], f"{len(names) - most} more"] if len(names) > most else list(names)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _of_issues(issues: tuple[str, ...]) -> str:
    return f"; both deal with {_listed(issues)}" if issues else ""


def _of_ranks(one: Stakeholder, other: Stakeholder) -> str:
    ranks = sorted((one.rank, other.rank))
    if rank_gap(one, other) is None:
        return "a third party without a rank is one of them"
    if not any(ranks):
        return "neither has a rank"
    return f"their ranks are {one.rank} and {other.rank}" if all(ranks) else "one is an expert, the other has no rank"


# ---- what they add ----------------------------------------------------------------------------------------------


def _with(net: Network, found: Sequence[Suggestion]) -> Network:
    """The network with suggestions among its candidate channels, as their rows would be read."""
    people = [{"id": name} for name in sorted({end for row in found for end in row.ends})]
    rows = [{name: cell for name, cell in row.row().items() if name != "participants"} for row in found]
    members = [person for row in found for person in row.participants()]
    read = Network.from_tables(people, channels=rows, participants=members) if found else net
    return replace(net, channels=tuple(sorted({*net.channels, *read.channels}, key=lambda row: row.id)))


def _leading(net: Network, found: list[Suggestion], count: int, by_issue: bool) -> list[Suggestion]:
    """Those that gain most, of equals by the id of the tie."""
    gains = Reach.of(_with(net, found), by_issue=by_issue).total_gains([row.id for row in found]).round(12)
    order = sorted((-gain, row.tie, position) for position, (gain, row) in enumerate(zip(gains, found, strict=True)))
    return [found[position] for gain, _, position in order[:count] if gain < 0]


def _scored(net: Network, found: Sequence[Suggestion], by_issue: bool) -> list[Suggestion]:
    """Suggestions with their gains, the pairs they join and their leading routes."""
    more = _with(net, found)
    state = Reach.of(more, by_issue=by_issue)
    gains = state.total_gains([row.id for row in found]).round(12) + 0.0
    order = {name: position for position, name in enumerate(net.stakeholder)}
    joined = joined_pairs(state, order)
    graphs: dict[str | None, Any] = {}
    rows = []
    for row, gain in zip(found, gains.tolist(), strict=True):
        split = credit(state, row.id, joined, order)
        row = replace(
            row, gain=gain, pairs_restored=split.pairs_restored, pairs_strengthened=split.pairs_strengthened
        )
        if split.conversation is not None:
            row = _routed(more, graphs, row, *split.conversation)
        rows.append(row)
    return rows


def _routed(
    net: Network, graphs: dict[str | None, Any], row: Suggestion, source: str, target: str, issue: str | None
) -> Suggestion:
    """A suggestion with the route of the conversation that gains most, and the rows along it as evidence."""
    if issue not in graphs:
        graphs[issue] = passages(net, issue)
    add_channel(graphs[issue], net, net.channel[row.id])
    route = strongest_route(net, graphs[issue], source, target)
    graphs[issue].remove_node(("channel", row.id))
    if route is None:
        return row
    links: list[tuple[str, Tie | Channel]] = [("ties", net.tie[name]) for name in route.via if name in net.tie]
    links += [("channels", net.channel[name]) for name in route.via if name in net.channel and name != row.id]
    evidence = (*row.evidence, *(_evidence(table, link) for table, link in links))
    strength = round(route.strength, 12)
    return replace(row, route=route.stakeholders, via=route.via, route_strength=strength, evidence=evidence)


def _ranked(rows: Iterable[Suggestion], family: str) -> tuple[Suggestion, ...]:
    """A family by gain and ends; equal gains share a rank (1, 2, 2, 4)."""
    ranked: list[Suggestion] = []
    for row in sorted((row for row in rows if row.family == family), key=lambda row: (-row.gain, row.ends, row.tie)):
        tied = bool(ranked) and ranked[-1].gain == row.gain
        ranked.append(replace(row, rank=ranked[-1].rank if tied else len(ranked) + 1))
    return tuple(ranked)
