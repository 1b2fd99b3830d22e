"""The joint agenda: what both sides care for, what only one does, what is excluded, and who could carry each."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from math import isnan
from typing import Any

from netmodel.engine.kernel import Reach
from netmodel.errors import printable
from netmodel.network import Network
from netmodel.network.rows import Stakeholder, deals_with
from netmodel.policy import agenda_words
from netmodel.policy.gates import Gate, calm, gate, joins, pair_of, trust_between
from netmodel.policy.systems import system
from netmodel.policy.words import many

JOINT, OURS, THEIRS, UNSTATED, NEITHER, EXCLUDED = (
    "joint",
    "only us",
    "only them",
    "not stated",
    "neither",
    "excluded",
)
"""Standing of an issue: who cares for it, or that it is excluded by a red line."""

STANDINGS = (JOINT, OURS, THEIRS, UNSTATED, NEITHER, EXCLUDED)

CARRIERS = 10
"""Carriers of an issue that are listed of each side."""

CELLS = 1 << 24
"""Reach is computed where stakeholders squared, times issues, are no more."""


@dataclass(frozen=True)
class Carrier:
    """A stakeholder that deals with an issue.

    `names` says whether its list has the issue (one without a list deals with every issue), `expert` whether the
    issue is among its expertise, `degree` how much so, where that is stated.
    """

    id: str
    influence: float
    rank: int
    names: bool
    expert: bool
    degree: float | None


@dataclass(frozen=True)
class Bench:
    """Who on one side deals with an issue: how many, the first ten of them, and the ids of all experts among them.

    Those who name the issue come before those who deal with everything; then, where the study would not pair
    ministers, those of rank 1 come last; then the more influential, then the more senior come first.
    """

    side: str
    number: int
    carriers: tuple[Carrier, ...]
    experts: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One issue.

    Attributes
    ----------
    standing : str
        ``joint``, ``only us``, ``only them``, ``not stated``, ``neither`` or ``excluded``.
    rank : int or None
        Place on the joint agenda; issues of equal weight and sensitivity share one (1, 2, 2, 4).
    weight : float or None
        sqrt(priority of us * priority of them), in [0, 5]; 0 on a red line; None where a priority is not stated.
    ours, theirs : float or None
        Priorities, in [0, 5], as stated.
    gate : Gate
        Open now, later with what is missing, off the agenda, or not stated.
    us, them : Bench
    open_channels, candidate_channels : tuple of str
        Channels on the issue in which people of both sides who deal with it meet, or could, by id.
    reach : float or None
        Reach on this issue today, in [0, 1]; None where there is no conversation or the study is too large.
    """

    issue: str
    standing: str
    rank: int | None
    weight: float | None
    ours: float | None
    theirs: float | None
    gate: Gate
    us: Bench
    them: Bench
    open_channels: tuple[str, ...]
    candidate_channels: tuple[str, ...]
    reach: float | None


@dataclass(frozen=True, eq=False)
class AgendaMatch:
    """The agenda of two sides.

    Attributes
    ----------
    items : tuple of Item
        The joint agenda in order of rank, then what only we and only they care for, what is not stated, what neither
        cares for, and what is excluded.
    trust : float
        Trust there is, in [0, 1].
    ministers : bool
        Whether ministers may be paired, as the study says; else those of rank 1 come last among the carriers.
    """

    net: Network = field(repr=False)
    us: str
    them: str
    items: tuple[Item, ...]
    trust: float
    ministers: bool
    lacks: str

    def of(self, standing: str) -> tuple[Item, ...]:
        """Items of one standing, in order."""
        return tuple(item for item in self.items if item.standing == standing)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(agenda_words.sentences(self))

    @property
    def answer(self) -> str:
        """The answer in a line: every issue in order, with its standing and its gate."""
        return "; ".join(f"{item.issue} {item.standing} {item.gate.state}" for item in self.items)

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """A row for each issue: its gate where it is joint, else its standing; the first carrier of each side."""
        header = ["rank", "issue", "state", "weight", "needs", "missing", "reach", "channels", "carriers"]
        return header, [
            [
                item.rank, item.issue, item.gate.state if item.standing == JOINT else item.standing,
                None if item.weight is None else round(item.weight, 2), item.gate.sensitivity, item.gate.missing,
                item.reach, len(item.open_channels) + len(item.candidate_channels),
                f"{_first(item.us)} / {_first(item.them)}",
            ]
            for item in self.items
        ]  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "us": self.us,
            "them": self.them,
            "trust": self.trust,
            "ministers": self.ministers,
            "issues": [_lists(asdict(item)) for item in self.items],
        }


def _first(bench: Bench) -> str:
    return bench.carriers[0].id if bench.carriers else "nobody"


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _lists(part) for name, part in value.items()}
    return [_lists(part) for part in value] if isinstance(value, tuple | list) else value


@system(
    title="Agenda", question="Which issues do both sides care for, and who could carry each, through which channels?"
)
def agenda(
    net: Network, *, us: str | None = None, them: str | None = None, trust: float | None = None
) -> AgendaMatch:
    """Match the priorities of two sides into one agenda, and say who could carry each issue and by which channels.

    An issue weighs the square root of the product of its priorities (0..5), as in reach; of issues that weigh the
    same the calmer comes first. A red line excludes an issue, whatever its priorities. A priority of 0 means that a
    side does not care. Where some priorities of a side are stated, the median stands for those that are not, as in
    reach, and `lacks` says so.

    Parameters
    ----------
    net : Network
    us, them : str, optional
        Sides; default the first two of the study.
    trust : float, optional
        Trust there is today, in [0, 1]; default that of the study. Issues more sensitive than that come later.

    Returns
    -------
    AgendaMatch

    Raises
    ------
    UnknownName, UsageError
        For a side that there is not, the same side twice, and trust outside 0..1.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}]
    >>> rows = [{"issue": "arctic", "priority_ca": 5, "priority_ru": 4},
    ...         {"issue": "trade", "priority_ca": 4, "priority_ru": 2, "sensitivity": 0.7},
    ...         {"issue": "space", "priority_ca": 2, "priority_ru": 4, "sensitivity": 0.2}]
    >>> found = agenda(Network.from_tables(people, issues=rows))
    >>> [(item.issue, round(item.weight, 2)) for item in found.items]
    [('arctic', 4.47), ('space', 2.83), ('trade', 2.83)]
    """
    there = trust_between(net, trust)
    pair = pair_of(net, us, them)
    if pair is None:
        lacks = "stakeholders, column side: there are no two sides"
        return AgendaMatch(net, us or "", them or "", (), there, net.study.ministers, lacks)
    benches = [_People(net, side) for side in pair]
    reach = _reach(net.between(*pair))
    items = [_item(net, pair, issue, there, benches, reach.get(issue)) for issue in net.layers if issue is not None]
    items.sort(key=_order)
    return AgendaMatch(net, *pair, _ranked(items), there, net.study.ministers, _lacks(net, pair, items))


def _order(item: Item) -> tuple[int, float, float, str]:
    cares = max(item.ours or 0.0, item.theirs or 0.0) if item.weight is None or item.weight == 0 else item.weight
    return STANDINGS.index(item.standing), -round(cares, 12), calm(item.gate.sensitivity), item.issue


def _ranked(items: list[Item]) -> tuple[Item, ...]:
    """Give the joint issues their rank."""
    keys = [_order(item)[1:3] for item in items if item.standing == JOINT]
    ranks = [keys.index(key) + 1 for key in keys]
    return tuple(replace(item, rank=rank) for item, rank in zip(items, ranks, strict=False)) + tuple(
        items[len(ranks) :]
    )


def _item(
    net: Network, pair: tuple[str, str], issue: str, trust: float, benches: list[_People], reach: float | None
) -> Item:
    row = next((row for row in net.issues if row.issue == issue), None)
    priorities = {} if row is None else dict(row.priorities)
    ours, theirs = priorities.get(pair[0]), priorities.get(pair[1])
    red = row is not None and row.red_line
    stated = ours is not None and theirs is not None
    return Item(
        issue=issue,
        standing=EXCLUDED if red else _standing(ours, theirs),
        rank=None,
        weight=round(net.issue_weight(issue, *pair), 12) if stated or red else None,
        ours=ours,
        theirs=theirs,
        gate=gate(net, issue, trust=trust),
        us=benches[0].bench(issue),
        them=benches[1].bench(issue),
        open_channels=tuple(sorted(row.id for row in net.open_channels if joins(net, row, *pair, issue))),
        candidate_channels=tuple(sorted(row.id for row in net.candidates if joins(net, row, *pair, issue))),
        reach=reach,
    )


def _standing(ours: float | None, theirs: float | None) -> str:
    if ours and theirs:
        return JOINT
    if ours or theirs:
        return OURS if ours else THEIRS
    return UNSTATED if ours is None or theirs is None else NEITHER


@dataclass(frozen=True, eq=False)
class _People:
    """The stakeholders of a side, the most influential and senior first."""

    net: Network
    side: str

    @cached_property
    def ordered(self) -> list[Stakeholder]:
        """All of them; those of rank 1 last where the study would not pair ministers."""
        last = None if self.net.study.ministers else 1
        here = [row for row in self.net.stakeholder.values() if row.side == self.side]
        return sorted(here, key=lambda row: (row.rank == last, -row.influence, row.rank or 9, row.id))

    def bench(self, issue: str) -> Bench:
        """Those who deal with an issue."""
        found = [row for row in self.ordered if deals_with(row.issues, issue)]
        found.sort(key=lambda row: issue not in row.issues)
        experts = tuple(row.id for row in found if issue in dict(row.expertise))
        return Bench(self.side, len(found), tuple(_carrier(row, issue) for row in found[:CARRIERS]), experts)


def _carrier(row: Stakeholder, issue: str) -> Carrier:
    known = dict(row.expertise)
    return Carrier(row.id, row.influence, row.rank, issue in row.issues, issue in known, known.get(issue))


def _reach(net: Network) -> dict[str, float | None]:
    """Reach on each issue; empty where that would take long."""
    if len(net.stakeholder) ** 2 * len(net.layers) > CELLS:
        return {}
    state = Reach.of(net)
    means = zip(state.frames, state.means.tolist(), strict=True)
    return {str(frame.layer.issue): None if isnan(mean) else round(mean, 12) + 0.0 for frame, mean in means}


def _lacks(net: Network, pair: tuple[str, str], items: list[Item]) -> str:
    columns = f"priority_{printable(pair[0])} and priority_{printable(pair[1])}"
    if not items:
        return f"issues, columns issue, {columns}: no issue is named anywhere"
    if {item.standing for item in items} - {EXCLUDED} == {UNSTATED}:
        return f"issues, columns {columns}: no priorities are stated"
    wanted = {f"priority_{printable(side)}" for side in pair}
    filled = [row for row in net.provenance.assumptions if row.table == "issues" and row.column in wanted]
    if filled:
        told = "; ".join(f"{row.column} of {many(row.count, 'issue')} is taken as {row.rule}" for row in filled)
        return f"issues, columns {columns}: {told}"
    calmless = sorted(item.issue for item in items if item.standing == JOINT and item.gate.sensitivity is None)
    if calmless:
        return f"issues, column sensitivity: nothing is said of {', '.join(map(printable, calmless))}"
    return ""
