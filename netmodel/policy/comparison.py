"""Before and after a rupture: what was lost and gained, what each loss cost, who fell furthest, and was it chance.

The numbers of the earlier picture come back bit for bit when everything that was lost is restored and nothing was
gained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from netmodel.decide.credit import joined_pairs
from netmodel.engine.kernel import EPSILON, Reach
from netmodel.errors import UsageError
from netmodel.measures import MEASURES, measure, tidy
from netmodel.measures.sides import cross_side_efficiency
from netmodel.network import Network, Tie
from netmodel.policy.comparison_chance import NULLS, Chance, chance_of_fall
from netmodel.policy.comparison_hops import Hops
from netmodel.policy.comparison_losses import Worths
from netmodel.policy.comparison_pictures import (
    Carrier,
    Changes,
    changes,
    is_there,
    later_word,
    picture,
    restored,
)
from netmodel.policy.comparison_rows import (
    Attribution,
    Standing,
    channel_row,
    levels_of,
    sides_of,
    stakeholder_row,
    tallied,
    tie_row,
    values_of,
    when,
)

FIGURES = ("reach", "connectedness", "efficiency", "pairs_joined")
"""What is told of either picture. `efficiency` is the cross-side one in hops."""


@dataclass(frozen=True, repr=False)
class Comparison:
    """Everything that differs between two pictures of a network; see `compare`.

    Attributes
    ----------
    before, after : Network
    changes : Changes
        Ties and channels lost, gained and kept.
    figures : dict
        Reach, connectedness, efficiency (cross-side, in hops) and pairs joined, each ``before`` and ``after``.
    restored : dict
        The same figures of the later picture with everything that was lost back in it.
    by_issue : dict
        Reach of each issue, ``before`` and ``after``.
    ties, channels : tuple of Attribution
        What was lost, the costliest first.
    gained : tuple of Attribution
        Ties and channels that were gained, the most valuable first; `loss` is what they are worth now.
    stakeholders : tuple of Standing
        Whose own reach fell furthest first.
    measures : dict
        Measures of the network, each ``before``, ``after`` and ``change``.
    chance : tuple of Chance
        Whether random losses would have cost as much.
    """

    before: Network
    after: Network
    changes: Changes
    figures: dict[str, dict[str, Any]]
    restored: dict[str, Any]
    by_issue: dict[str, dict[str, Any]]
    ties: tuple[Attribution, ...]
    channels: tuple[Attribution, ...]
    gained: tuple[Attribution, ...]
    stakeholders: tuple[Standing, ...]
    measures: dict[str, dict[str, Any]]
    chance: tuple[Chance, ...]

    def __repr__(self) -> str:
        lost, gained = len(self.changes.lost), len(self.changes.gained)
        return f"<Comparison: {lost} ties lost, {gained} gained, {len(self.changes.kept)} kept>"

    def tally(self, key: Callable[[Network, Tie], Any]) -> list[tuple[Any, int, int, int]]:
        """Ties lost, gained and kept by a property of them, in order of the property."""
        lost = Counter(key(self.before, tie) for tie in self.changes.lost)
        gained = Counter(key(self.after, tie) for tie in self.changes.gained)
        kept = Counter(key(self.before, tie) for tie, _ in self.changes.kept)
        return [(item, lost[item], gained[item], kept[item]) for item in sorted({*lost, *gained, *kept})]

    def also_changed(self) -> dict[str, list[str]]:
        """Ids of what is in both pictures but not the same: strengths, participants, weights of stakeholders."""
        ties = [old.id for old, new in self.changes.kept if values_of(old, TIE) != values_of(new, TIE)]
        channels = [
            old.id for old, new in self.changes.kept_channels if values_of(old, CHANNEL) != values_of(new, CHANNEL)
        ]
        here, there = self.before.stakeholder, self.after.stakeholder
        people = [
            name for name in here if name in there and values_of(here[name], PERSON) != values_of(there[name], PERSON)
        ]
        return {"ties": ties, "channels": channels, "stakeholders": people}

    def to_json(self) -> dict[str, Any]:
        """Give the comparison as plain values; numbers that are undefined are None."""
        tallies = {
            "by_kind": tallied("kind", self.tally(lambda net, tie: tie.kind)),
            "by_level": tallied("levels", self.tally(levels_of)),
            "by_sides": tallied("sides", self.tally(sides_of)),
        }
        kept = {"lost": [t.id for t in self.changes.lost], "gained": [t.id for t in self.changes.gained]}
        return {
            "from": when(self.before),
            "to": when(self.after),
            **self.figures,
            "restored": self.restored,
            "reach_by_issue": self.by_issue,
            "ties": {**kept, "kept": len(self.changes.kept), **tallies},
            "loss_by_tie": [tie_row(item) for item in self.ties],
            "gain_by_tie": [tie_row(item, gained=True) for item in self.gained if isinstance(item.row, Tie)],
            "channels": {
                "closed": [channel_row(item) for item in self.channels],
                "opened": [channel_row(item) for item in self.gained if not isinstance(item.row, Tie)],
            },
            "stakeholders": [stakeholder_row(item) for item in self.stakeholders],
            "measures": self.measures,
            "chance": [{**asdict(item), "supposing": NULLS[item.null]} for item in self.chance],
            "also_changed": self.also_changed(),
        }


TIE, CHANNEL = ("strength", "directed", "issues"), ("participants", "quality", "issues")
PERSON = ("side", "issues", "influence", "permeability")


def compare(
    before: Network, after: Network, *, draws: int = 999, seed: int = 0, measures: Iterable[str] | None = None
) -> Comparison:
    """Compare two pictures of a network: two dates of one study, or two studies.

    Parameters
    ----------
    before, after : Network
        Such as ``net.at("2013")`` and ``net.at("2021")``.
    draws : int
        Random losses that the observed one is compared with; 0 leaves that out.
    seed : int
        Same seed, same draws.
    measures : iterable of str, optional
        Measures of the network to take before and after; default: all that reports show.

    Returns
    -------
    Comparison
        Reach and shares are in [0, 1]; what has no value (no conversation, no pair) is nan, in JSON null.

    Raises
    ------
    UnknownName, UsageError
        Where a measure is not known, or is not one of the network.

    Notes
    -----
    The loss of a tie is the value before less the value before without it; its restoration gain is the value after
    with it less the value after. Ties stand in for one another and lean on one another, so neither sums to the whole
    fall. Both come from the best routes that are held anyway: a gain is one pass over them, and for a loss only the
    rows whose best routes use the tie are worked out again.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}]
    >>> tie = {"source": "gac", "target": "mid", "strength": 0.4, "status_2013": "active", "status_2021": "severed"}
    >>> net = Network.from_tables(people, [tie])
    >>> found = compare(net.at("2013"), net.at("2021"), draws=0, measures=[])
    >>> found, found.figures["reach"], found.ties[0].gain
    (<Comparison: 1 ties lost, 0 gained, 0 kept>, {'before': 0.4, 'after': 0.0}, Worth(reach=0.4, pairs=1))
    """
    names = _network_measures(measures)
    found = changes(before, after)
    lost: tuple[Carrier, ...] = (*found.lost, *found.closed)
    new: tuple[Carrier, ...] = (*found.gained, *found.opened)
    earlier, later = picture(before), picture(after)
    back = restored(later, (row for row in lost if is_there(row, after)))
    left = {tie.id for tie in later.active_ties}
    returned = [tie for tie in back.active_ties if tie.id not in left]
    states = Reach.of(before), Reach.of(after)
    sides = Worths.of(earlier, (*lost, *new)), Worths.of(later, (*lost, *new))
    attributed = _attributed(lost, sides, (earlier, later), after)
    gained = _attributed(new, sides[::-1], (later, earlier), before)
    values = measure(before, names).network, measure(after, names).network
    tests = [chance_of_fall(back, returned, null=null, draws=draws, seed=seed) for null in NULLS]
    return Comparison(
        before=before,
        after=after,
        changes=found,
        figures=_beside(_figures(before, states[0]), _figures(after, states[1])),
        restored=_figures(back, Reach.of(back)),
        by_issue=_beside(*(_issues(state) for state in states)) if before.layers != (None,) else {},
        ties=tuple(item for item in attributed if isinstance(item.row, Tie)),
        channels=tuple(item for item in attributed if not isinstance(item.row, Tie)),
        gained=gained,
        stakeholders=_standings(before, after, sides, found, states),
        measures={name: _change(values[0][name], values[1][name]) for name in names},
        chance=tuple(test for test in tests if test is not None),
    )


def _network_measures(names: Iterable[str] | None) -> list[str]:
    if names is None:
        return [name for name in MEASURES if MEASURES[name].shown and MEASURES[name].level == "network"]
    told = list(dict.fromkeys(names))
    for name in told:
        if MEASURES[name].level != "network":
            raise UsageError(f"measure {name} is one of a {MEASURES[name].level}: compare takes those of the network")
    return told


def _figures(net: Network, state: Reach) -> dict[str, Any]:
    order = {name: place for place, name in enumerate(net.stakeholder)}
    values = (
        state.value,
        state.connectedness,
        cross_side_efficiency(net.graph),
        int(joined_pairs(state, order).sum()) // 2,
    )
    return dict(zip(FIGURES, map(tidy, values), strict=True))


def _issues(state: Reach) -> dict[str, Any]:
    means = zip(state.frames, state.means.tolist(), strict=True)
    return {str(frame.layer.issue): tidy(mean) for frame, mean in means}


def _beside(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    names = dict.fromkeys((*before, *after))
    return {name: {"before": before.get(name), "after": after.get(name)} for name in names}


def _attributed(
    rows: Sequence[Carrier], worths: tuple[Worths, Worths], nets: tuple[Network, Network], other: Network
) -> tuple[Attribution, ...]:
    """What each row is worth where it carries and where it does not, the costliest first."""
    hops = [Hops.of(net) for net in nets] if rows else []
    found = []
    for row in rows:
        there = is_there(row, nets[1])
        found.append(
            Attribution(
                row=row,
                status=_word(row, other),
                loss=worths[0].of_absence(row),
                gain=worths[1].of_return(row) if there else None,
                efficiency_loss=hops[0].of_absence(row),
                efficiency_gain=hops[1].of_return(row) if there else None,
            )
        )
    return tuple(sorted(found, key=_costliest))


def _costliest(item: Attribution) -> tuple[float, float, str]:
    loss, gain = (0.0 if x is None or x.reach != x.reach else x.reach for x in (item.loss, item.gain))
    return -round(loss, 12), -round(gain, 12), item.row.id


def _word(row: Carrier, other: Network) -> str:
    if isinstance(row, Tie):
        return later_word(row, other)
    if row.id not in other.channel:
        return "absent"
    return "removed" if row.id in other.removed else other.channel[row.id].status.replace("open", "closed")


def _standings(
    before: Network,
    after: Network,
    sides: tuple[Worths, Worths],
    found: Changes,
    states: tuple[Reach, Reach],
) -> tuple[Standing, ...]:
    earlier, later = (side.own_reach() for side in sides)
    fall = states[0].value - states[1].value
    ends = Counter(name for tie in found.lost for name in (tie.source, tie.target))
    rows = {**after.stakeholder, **before.stakeholder}
    standings = []
    for name in sorted({*earlier, *later}):
        old, new = earlier.get(name), later.get(name)
        parts = [own.part if own else 0.0 for own in (old, new)]
        share = (parts[0] - parts[1]) / fall if fall > EPSILON else None
        standings.append(Standing(name, rows[name].name, rows[name].side, old, new, share, ends[name]))
    return tuple(sorted(standings, key=lambda item: (item.change, item.id)))


def _change(before: Any, after: Any) -> dict[str, Any]:
    """A value before and after, and the difference of what are numbers."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        pairs = {part: _change(before.get(part), after.get(part)) for part in dict.fromkeys((*before, *after))}
        return {key: {part: pairs[part][key] for part in pairs} for key in ("before", "after", "change")}
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (before, after))
    return {"before": before, "after": after, "change": tidy(after - before) if numbers else None}
