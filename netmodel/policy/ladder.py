"""The ladder of confidence: which issues are open now, which come later and by which channels, which never."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from netmodel.decide.choice import open_ids
from netmodel.decide.confidence import channel_step, pairs_met
from netmodel.decide.states import PARTS, Pair, share
from netmodel.errors import UnknownName, UsageError, printable, quote
from netmodel.network import Channel, Network
from netmodel.policy import ladder_words
from netmodel.policy.gates import LATER, NOW, OFF, UNSTATED, Gate, gates, joins, pairs_of, trust_between
from netmodel.policy.modality import Way, caps_of, enough, verdict, ways
from netmodel.policy.rungs import Climb, Rungs, climb
from netmodel.policy.systems import system
from netmodel.policy.words import many
from netmodel.schema.trust import spill_over_of

By = Literal["opening", "year"]
"""What a channel adds to trust: `builds_trust` once it opens, or what a year of its meetings builds."""


ROWS = (LATER, OFF, UNSTATED, NOW)
"""Order of the states in the table: what has to be worked on first."""


@dataclass(frozen=True)
class Rung:
    """One issue between two sides.

    Attributes
    ----------
    state : str
        ``now``, ``later``, ``not stated`` or ``off the agenda``; see `Gate`.
    sensitivity, missing : float or None
        What the issue needs, and how much more that is than the trust there is.
    trust : float
        Trust there is between the two sides on the issue.
    steps : tuple of str
        Channels to open, in order, so that trust on the issue reaches the sensitivity; empty where none is needed
        or none will do.
    trust_after : tuple of float
        Trust after each of them.
    months : float
        Their lead times together.
    proven : bool
        Whether no fewer channels will do.
    reason : str
        Why there is no ladder, where the issue comes later and there is none.
    meeting : str
        How people would have to meet, judged by a year of the channels on offer for the issue; empty where the
        issue is off the agenda or its sensitivity not stated.
    ways : tuple of Way
        The best channel of each modality for the issue.
    ties : int
        Active ties between the two sides that name the issue, or that name none while both ends do.
    most : float
        Trust on the issue with every channel that can be opened, in the best order.
    """

    us: str
    them: str
    issue: str
    state: str
    sensitivity: float | None
    trust: float
    missing: float | None
    steps: tuple[str, ...] = ()
    trust_after: tuple[float, ...] = ()
    months: float = 0.0
    proven: bool = True
    reason: str = ""
    meeting: str = ""
    ways: tuple[Way, ...] = ()
    ties: int = 0
    most: float = 0.0

    @property
    def reachable(self) -> bool:
        """Whether the issue is open, or some ladder leads to it."""
        return self.state == NOW or bool(self.steps)

    @property
    def enough(self) -> tuple[str, ...]:
        """Modalities on offer that bring trust to the sensitivity within a year."""
        return () if self.sensitivity is None else enough(self.ways, self.sensitivity)


@dataclass(frozen=True)
class Approach:
    """The ladder to one channel between two sides: its steps end with it; or the reason why there is none.

    Trust is that on `issue`, with which the channel starts; empty for general confidence.
    """

    us: str
    them: str
    target: str
    steps: tuple[str, ...]
    trust_before: tuple[float, ...]
    trust_after: tuple[float, ...]
    months: float
    proven: bool
    reason: str = ""
    channel: str = ""
    issue: str = ""


@dataclass(frozen=True, eq=False)
class Ladder:
    """What can be talked about now, later and never, and how to get there.

    Attributes
    ----------
    rungs : tuple of Rung
        For each pair of sides every issue, open ones first, then by sensitivity.
    approaches : tuple of Approach
        For each pair of sides the ladder to the channel that was asked for; empty where none was.
    trust : float
        Trust there is, in [0, 1].
    by : str
        ``opening`` or ``year``.
    caps : dict
        Trust that each modality can build at most.
    spill_over : float
        Share of the trust built on one issue that holds on every other.
    """

    net: Network = field(repr=False)
    pairs: tuple[tuple[str, str], ...]
    rungs: tuple[Rung, ...]
    approaches: tuple[Approach, ...]
    trust: float
    by: str
    caps: dict[str, float]
    lacks: str
    spill_over: float

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(ladder_words.sentences(self))

    @property
    def answer(self) -> str:
        """The answer in a line: each issue, its state and the number of steps to it; and the ladder to the target."""
        return "; ".join([*map(self._approach, self.approaches), *map(self._rung, self.rungs)])

    def _rung(self, row: Rung) -> str:
        way = f" in {many(len(row.steps), 'step')}" if row.steps else " by no ladder" if row.state == LATER else ""
        return f"{self._between(row)}{row.issue} {row.state}{way}"

    def _approach(self, row: Approach) -> str:
        return f"{self._between(row)}{row.target} by {' > '.join(row.steps) or 'no ladder'}"

    def _between(self, row: Rung | Approach) -> str:
        return f"{row.us}-{row.them}: " if len(self.pairs) > 1 else ""

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """A row for each issue, later ones first, or for each step to the channel that was asked for."""
        sides = ["us", "them"] if len(self.pairs) > 1 else []
        if self.approaches:
            header = [*sides, "channel", "name", "trust_before", "trust_after"]
            return header, [[*_sides(row, sides), *cells] for row in self.approaches for cells in self._steps(row)]
        header = [*sides, "issue", "state", "needs", "missing", "ladder", "reaches", "meeting"]
        return header, [
            [
                *_sides(row, sides), row.issue, row.state, row.sensitivity, row.missing,
                " > ".join(row.steps) or row.reason, row.trust_after[-1] if row.trust_after else None,
                row.meeting,
            ]
            for row in sorted(self.rungs, key=lambda row: ((row.us, row.them), ROWS.index(row.state)))
        ]  # fmt: skip

    def _steps(self, row: Approach) -> Iterator[list[Any]]:
        for name, before, after in zip(row.steps, row.trust_before, row.trust_after, strict=True):
            yield [name, self.net.channel[name].name, before, after]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "pairs": [list(pair) for pair in self.pairs],
            "trust": self.trust,
            "by": self.by,
            "caps": dict(self.caps),
            "spill_over": self.spill_over,
            "issues": [{**_plain(row), "enough": list(row.enough)} for row in self.rungs],
            "targets": [_plain(row) for row in self.approaches],
        }


def _plain(row: Any) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(row).items()}


def _sides(row: Rung | Approach, wanted: list[str]) -> list[Any]:
    return [getattr(row, name) for name in wanted]


@system(
    title="Ladder of confidence",
    question="Which issues are open now, which come later by which channels, which never?",
)
def ladder(
    net: Network,
    *,
    us: str | None = None,
    them: str | None = None,
    trust: float | None = None,
    by: By = "opening",
    caps: Mapping[str, float] | None = None,
    target: str | None = None,
    spill_over: float | None = None,
) -> Ladder:
    """Say of each issue whether it is open now, and which channels, in which order, bring trust to it later.

    There is a state of trust for each pair of sides and issue. An issue is open between two sides where its state is
    at least its sensitivity. Each candidate channel in which people of both sides meet lifts trust between these by
    what it builds, never above the cap of its modality: on the issues that it names, and by a share of it, the
    spill-over, on every other, since people who meet also come to trust each other; one that names none lifts it on
    all alike. What is open already is part of the trust there is. A channel waits for what it requires, and until
    trust on one of its issues, between all sides that meet in it, is as large as what the channel needs and as that
    issue is sensitive, as in `best_sequence`; one without issues waits for general confidence, the trust on an issue
    that no channel names. A ladder has the fewest channels, then the least total lead time, then leads to most trust.

    Parameters
    ----------
    net : Network
    us, them : str, optional
        Sides; default all pairs of sides.
    trust : float, optional
        Trust there is today, in [0, 1]; default that of the study.
    by : {"opening", "year"}
        What a channel adds: its `builds_trust` once it opens, or a year of its meetings, frequency * depth.
    caps : mapping, optional
        Caps by modality, put over those of `netmodel/schema/trust.csv`.
    target : str, optional
        Id of a candidate channel: also the ladder to it.
    spill_over : float, optional
        Share, in [0, 1], of the trust built on one issue that holds on every other; default that of
        `netmodel/schema/trust.csv`. At 1 trust is one for all issues, at 0 nothing is carried over.

    Returns
    -------
    Ladder

    Raises
    ------
    UsageError
        For trust, a cap or a spill-over outside 0..1, another word for `by`, and a target that is no candidate.
    UnknownName
        For a side, modality or channel that there is not.

    Notes
    -----
    Exact up to 15,000 orders of channels for each ladder; beyond, `proven` is False. The caps, the spill-over, the
    trust there is and the sensitivities are judgements: `sweep` shows where the answer turns on them.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}]
    >>> issues = [{"issue": "terrorism", "sensitivity": 0.1}, {"issue": "cyber", "sensitivity": 0.3},
    ...           {"issue": "sanctions", "red_line": "yes"}]
    >>> seminar = {"id": "seminar", "participants": "gac; mid", "builds_trust": 0.2}
    >>> found = ladder(Network.from_tables(people, channels=[seminar], issues=issues))
    >>> [(row.issue, row.state, row.steps) for row in found.rungs]
    [('terrorism', 'now', ()), ('cyber', 'later', ('seminar',)), ('sanctions', 'off the agenda', ())]
    """
    if by not in ("opening", "year"):
        raise UsageError(f"by {by!r} is neither 'opening' nor 'year'")
    there, limits, spill = trust_between(net, trust), caps_of(caps), spill_over_of(spill_over)
    _check(net, target)
    pairs = pairs_of(net, us, them)
    steps = _steps(net, there, by, limits, spill)
    rungs: list[Rung] = []
    ladders: dict[tuple[int, float], Climb | None] = {}
    for one, other in pairs:
        ties = _ties(net, one, other)
        for row in gates(net, trust=there):
            found = _rung(net, (one, other), row, steps, ladders, limits)
            rungs.append(replace(found, ties=ties[row.issue]))
    approaches = () if target is None else tuple(_approaches(net, pairs, target, steps))
    lacks = _lacks(net, pairs, rungs)
    return Ladder(net, pairs, tuple(rungs), approaches, there, by, limits, lacks, spill)


def _check(net: Network, target: str | None) -> None:
    if target is None:
        return
    if target not in net.channel:
        raise UnknownName("channel", target, net.channel)
    if target not in {row.id for row in net.candidates}:
        state = "open already" if target in open_ids(net) else "not on offer"
        raise UsageError(f"channel {quote(target)} is no candidate: it is {state}")


def _steps(net: Network, trust: float, by: By, caps: Mapping[str, float], spill_over: float) -> Rungs:
    """The candidate channels as steps of a ladder."""
    rows = net.candidates
    limits = {row.id: caps[row.modality] for row in rows}
    names = [row.id for row in rows]
    found = (channel_step(net, row, builds=_built(row, by)) for row in rows)
    return Rungs.capped(found, limits, trust=trust, there=open_ids(net), offered=names, spill_over=spill_over)


def _built(channel: Channel, by: By) -> float:
    return channel.builds_trust if by == "opening" else min(1.0, round(channel.frequency * channel.depth, 12))


def _rung(
    net: Network,
    pair: Pair,
    row: Gate,
    steps: Rungs,
    ladders: dict[tuple[int, float], Climb | None],
    caps: Mapping[str, float],
) -> Rung:
    between = _in_order(net, pair)
    state = steps.state(between, row.issue)
    most = steps.level(state, steps.openable) / PARTS
    if row.sensitivity is None or row.state not in (NOW, LATER):
        return Rung(*pair, row.issue, row.state, row.sensitivity, row.trust, row.missing, most=most)
    found = ways(net, row.issue, *pair, trust=row.trust, caps=caps)
    meeting = verdict(found, row.sensitivity, trust=row.trust, caps=caps)
    key = (state, row.sensitivity)
    if row.state == LATER and key not in ladders:
        ladders[key] = climb(steps, to=row.sensitivity, pair=between, issue=row.issue)
    way = ladders.get(key) if row.state == LATER else None
    way = way or Climb((), (), True, 0.0)
    reason = "" if row.state == NOW or way.steps else _reason(row.sensitivity, most)
    return Rung(
        *pair, row.issue, row.state, row.sensitivity, row.trust, row.missing,
        way.steps, way.trust, way.months, way.proven, reason, meeting, found, most=most,
    )  # fmt: skip


def _in_order(net: Network, pair: Pair) -> Pair:
    """A pair of sides in the order of the network, as steps have it."""
    one, other = sorted(pair, key=net.sides.index)
    return one, other


def _ties(net: Network, us: str, them: str) -> Counter[str]:
    """Active ties between two sides by issue: those that name it, or name none while both ends do."""
    found: Counter[str] = Counter()
    for tie in net.active_ties:
        one, other = net.stakeholder[tie.source], net.stakeholder[tie.target]
        if {one.side, other.side} == {us, them}:
            found.update(tie.issues or set(one.issues) & set(other.issues))
    return found


def _reason(sensitivity: float, most: float) -> str:
    if most >= sensitivity:
        return "no order of the channels that may be opened together was found to reach it"
    return f"needs {share(sensitivity)}, at most {share(most)} can be reached"


def _approaches(net: Network, pairs: Iterable[Pair], target: str, steps: Rungs) -> Iterator[Approach]:
    """The ladder to a channel, for each pair of sides of which people meet in it; for every pair where none do."""
    met = pairs_met(net, net.channel[target])
    told = [pair for pair in pairs if _in_order(net, pair) in met] or list(pairs)
    for pair in told:
        between = _in_order(net, pair)
        yield _approach(pair, target, steps, between if between in met else None)


def _approach(pair: Pair, target: str, steps: Rungs, between: Pair | None) -> Approach:
    way = climb(steps, target=target, pair=between)
    if way is None:
        bars = steps.obstacles(target)
        channel, reason = (bars[0].channel, bars[0].reason) if bars else (target, "")
        reason = (
            reason.removeprefix(f"{printable(channel)} ") or "cannot be reached: channels on the way bar each other"
        )
        return Approach(*pair, target, (), (), (), 0.0, True, reason, channel)
    before = (steps.trust, *way.trust[:-1])
    return Approach(*pair, target, way.steps, before, way.trust, way.months, way.proven, issue=way.issue)


def _lacks(net: Network, pairs: tuple[tuple[str, str], ...], rungs: list[Rung]) -> str:
    if not pairs:
        return "stakeholders, column side: there are no two sides"
    if not net.issues:
        return "issues, columns issue and sensitivity: nothing is said of any issue"
    bare = sorted({row.issue for row in rungs if row.state == UNSTATED})
    if bare:
        return f"issues, column sensitivity: nothing is said of {', '.join(map(printable, bare))}"
    waiting = any(row.state == LATER for row in rungs)
    if waiting and not any(joins(net, row, *pair) for row in net.candidates for pair in pairs):
        return "channels, column participants: no candidate channel joins people of both sides"
    return ""
