"""Expert capacity: for each issue, who knows it, in how many institutions, and how near to those who decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from netmodel.errors import UnknownName, UsageError
from netmodel.network import Channel, Network, Stakeholder
from netmodel.network.rows import deals_with
from netmodel.policy.systems import system
from netmodel.policy.track import decides
from netmodel.policy.words import called, many, some

GAP, LOW_DIVERSITY, UNUSED, SERVED = "gap", "low diversity", "capacity unused", "served"
"""Nobody knows it; all who do are of one institution; none of them is near a decision maker; none of these."""

VERDICTS = (GAP, LOW_DIVERSITY, UNUSED, SERVED)

KINDS = ("think-tank", "university")
"""Kinds that count as experts where the study states nobody's expertise."""

STEPS = 2
"""Ties or open channels, one after the other, within which an expert is near a decision maker."""

AUTHORITY = "hierarchical"


@dataclass(frozen=True)
class IssueCapacity:
    """What one side has on an issue.

    Attributes
    ----------
    verdict : str
        One of `VERDICTS`, the first that holds.
    experts : tuple of str
        Ids.
    institutions : int
        Groups of experts that have no body and no superior in common.
    near : tuple of str
        Experts within the steps of a decision maker.
    unstated : tuple of str
        Universities and think tanks that name the issue and whose expertise is not stated; empty where kinds count.
    red_line : bool
        The issue is off the agenda.
    """

    issue: str
    verdict: str
    experts: tuple[str, ...]
    institutions: int
    near: tuple[str, ...]
    unstated: tuple[str, ...]
    red_line: bool


@dataclass(frozen=True)
class Capacity:
    """What `capacity` found; `source` is ``expertise`` (the column) or ``kind`` (universities and think tanks)."""

    side: str
    source: str
    steps: int
    issues: tuple[IssueCapacity, ...]
    power: tuple[str, ...]
    lacks: str
    sentences: tuple[str, ...]

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Each issue with its counts; the worst verdicts first."""
        header = ["issue", "verdict", "experts", "institutions", "near", "off_agenda", "who"]
        return header, [
            [
                r.issue,
                r.verdict,
                len(r.experts),
                r.institutions,
                len(r.near),
                "yes" if r.red_line else "",
                "; ".join(r.experts),
            ]
            for r in self.issues
        ]

    def to_json(self) -> dict[str, Any]:
        """Give the issues as plain values."""
        return {
            "side": self.side,
            "source": self.source,
            "steps": self.steps,
            "issues": [
                {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(r).items()} for r in self.issues
            ],
            "decision_makers": list(self.power),
            "lacks": self.lacks,
            "sentences": list(self.sentences),
        }


@system(title="Expert capacity", question="On which issues does a side lack experts, or a way from them to power?")
def capacity(net: Network, *, side: str | None = None, steps: int = STEPS) -> Capacity:
    """Count, for each issue, the experts of a side, their institutions, and those near a decision maker.

    Experts on an issue are those whose `expertise` names it; where nobody on the side has any expertise stated,
    universities and think tanks that deal with the issue stand in. Two experts are of one institution where they
    share a membership or a superior (`reports_to`, or an active hierarchical tie), directly or through others. A
    decision maker is in office, of rank 1 to 3, on the same side, and deals with the issue.

    Parameters
    ----------
    net : Network
    side : str, optional
        Default: the first side.
    steps : int
        1 or more: a tie is a step, and a passage through an open channel is one. Steps go from the expert, along what
        carries the issue, through people who deal with it and are not on another side.

    Raises
    ------
    UnknownName, UsageError
        For a side that nobody is on, and for steps below 1.

    Notes
    -----
    O(i * (n + m)) for i issues.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca", "kind": "ministry", "level": 1},
    ...           {"id": "uoft", "side": "ca", "expertise": "arctic"},
    ...           {"id": "ubc", "side": "ca", "expertise": "arctic; trade"}]
    >>> found = capacity(Network.from_tables(people, [{"source": "uoft", "target": "gac"}]))
    >>> [(row.issue, row.verdict) for row in found.issues]
    [('trade', 'low diversity'), ('arctic', 'served')]
    """
    if side is not None and side not in net.sides:
        raise UnknownName("side", side, net.sides)
    if steps < 1:
        raise UsageError(f"{steps} steps: give 1 or more")
    ours = side or next(iter(net.sides), "")
    people = [row for row in net.stakeholder.values() if ours and row.side == ours]
    stated = any(row.expertise for row in people)
    ways = _Ways(net, frozenset(other for other in net.sides if other != ours))
    named = {issue for issue in net.layers if issue is not None}
    issues = sorted(named | {issue for row in people for issue, _ in row.expertise}) if people else []
    rows = [_on(net, issue, people, stated, ways, steps) for issue in issues]
    found = Capacity(
        side=ours,
        source="expertise" if stated else "kind",
        steps=steps,
        issues=tuple(sorted(rows, key=lambda row: (row.red_line, VERDICTS.index(row.verdict), row.issue))),
        power=tuple(row.id for row in people if decides(row)),
        lacks="",
        sentences=(),
    )
    found = replace(found, lacks=_lacks(found, people))
    return replace(found, sentences=tuple(_sentences(net, found, people)))


def _on(
    net: Network, issue: str, people: Sequence[Stakeholder], stated: bool, ways: _Ways, steps: int
) -> IssueCapacity:
    by_kind = [row for row in people if row.kind in KINDS and deals_with(row.issues, issue)]
    experts = [row for row in people if issue in dict(row.expertise)] if stated else by_kind
    power = [row.id for row in people if decides(row) and deals_with(row.issues, issue)]
    reached = ways.near(power, issue, steps)
    near = tuple(row.id for row in experts if row.id in reached)
    institutions = len(set(_institutions(experts, ways.superiors).values()))
    unstated = tuple(row.id for row in by_kind if row.issues and not row.expertise) if stated else ()
    red = any(row.issue == issue and row.red_line for row in net.issues)
    verdict = GAP if not experts else LOW_DIVERSITY if institutions < 2 else SERVED if near else UNUSED
    return IssueCapacity(issue, verdict, tuple(r.id for r in experts), institutions, near, unstated, red)


def _institutions(experts: Iterable[Stakeholder], superiors: Mapping[str, Collection[str]]) -> dict[str, str]:
    """The institution of each expert, named by one of its bodies: those who share any are one."""
    head: dict[str, str] = {}

    def top(name: str) -> str:
        while head.setdefault(name, name) != name:
            name = head[name]
        return name

    rows = list(experts)
    for row in rows:
        above = {f"id:{name}" for name in (*row.reports_to, *superiors.get(row.id, ()))}
        for body in sorted({*(f"body:{name}" for name in row.memberships), *above}):
            head[top(body)] = top(f"id:{row.id}")
    return {row.id: top(f"id:{row.id}") for row in rows}


# ---- steps ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Ways:
    """Ties and open channels by whom they lead to, to be walked back from decision makers."""

    net: Network
    others: frozenset[str]

    @cached_property
    def inward(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """Who leads to each stakeholder along a tie, and which issues the tie carries."""
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for tie in self.net.active_ties:
            found.setdefault(tie.target, []).append((tie.source, tie.issues))
            if not tie.directed:
                found.setdefault(tie.source, []).append((tie.target, tie.issues))
        return found

    @cached_property
    def bodies(self) -> dict[str, list[Channel]]:
        """Open channels from which each stakeholder takes something home."""
        found: dict[str, list[Channel]] = {}
        for channel in self.net.open_channels:
            for person in channel.participants if channel.quality > 0 else ():
                if person.uptake_out > 0:
                    found.setdefault(person.stakeholder, []).append(channel)
        return found

    @cached_property
    def superiors(self) -> dict[str, list[str]]:
        """Who stands above each stakeholder along active ties of authority."""
        found: dict[str, list[str]] = {}
        for tie in self.net.active_ties:
            if tie.kind == AUTHORITY:
                found.setdefault(tie.target, []).append(tie.source)
        return found

    def near(self, power: Iterable[str], issue: str, steps: int) -> set[str]:
        """Those from whom a decision maker is within so many steps, themselves included."""
        reached = frontier = set(power)
        for _ in range(steps):
            new = {name for at in frontier for name in self._before(at, issue)} - reached
            reached = reached | new
            frontier = {name for name in new if self._relays(name, issue)}
        return reached

    def _before(self, name: str, issue: str) -> Iterator[str]:
        yield from (tail for tail, carries in self.inward.get(name, ()) if deals_with(carries, issue))
        for channel in self.bodies.get(name, ()):
            if deals_with(channel.issues, issue):
                yield from (p.stakeholder for p in channel.participants if p.uptake > 0)

    def _relays(self, name: str, issue: str) -> bool:
        row = self.net.stakeholder.get(name)
        return row is not None and row.side not in self.others and deals_with(row.issues, issue)


# ---- words ------------------------------------------------------------------------------------------------------


def _lacks(found: Capacity, people: Collection[Stakeholder]) -> str:
    if not people:
        return "stakeholders.csv, column side: a side"
    told = []
    if not found.issues:
        told.append("stakeholders.csv, column issues (or issues.csv): what is talked about")
    if not found.power:
        who = f"a decision maker (rank 1 to 3, in office) of {found.side}"
        told.append(f"stakeholders.csv, columns level and in_office: {who}")
    if found.source == "kind":
        told.append(f"stakeholders.csv, column expertise of {found.side}: which issues each knows")
    return "; ".join(told)


def _sentences(net: Network, found: Capacity, people: Sequence[Stakeholder]) -> Iterator[str]:
    rows = [row for row in found.issues if not row.red_line]
    if not rows:
        return
    counts = {verdict: [row for row in rows if row.verdict == verdict] for verdict in VERDICTS}
    served = len(counts[SERVED])
    verb = "is" if served == 1 else "are"
    yield (
        f"Of {many(len(rows), 'issue')}, {served} {verb} served on the side of {found.side}: experts in two "
        f"institutions or more, one of them within {many(found.steps, 'step')} of a decision maker."
    )
    near = f"none within {many(found.steps, 'step')}"
    if counts[GAP]:
        yield f"No expert ({GAP}): {some([row.issue for row in counts[GAP]], 8)}."
    if counts[LOW_DIVERSITY]:
        told = [f"{row.issue}{'' if row.near else f' ({near})'}" for row in counts[LOW_DIVERSITY]]
        yield f"One expert, or experts of one institution only ({LOW_DIVERSITY}): {some(told, 8)}."
    if counts[UNUSED]:
        told = [f"{row.issue} ({many(len(row.experts), 'expert')})" for row in counts[UNUSED]]
        yield f"Experts, but {near} of a decision maker ({UNUSED}): {some(told, 8)}."
    yield from _sourced(net, found, people, counts[GAP])


def _sourced(
    net: Network, found: Capacity, people: Sequence[Stakeholder], gaps: Iterable[IssueCapacity]
) -> Iterator[str]:
    """What the counts rest on, and who might be an expert that the study does not state."""
    if found.source == "kind":
        yield (
            f"Nobody's expertise is stated for {found.side}: its universities and think tanks count as experts on "
            "the issues that they deal with."
        )
        return
    coded = sum(bool(row.expertise) for row in people)
    yield (
        f"Experts are those whose expertise is stated, {coded} of {len(people)} on this side; of the others nothing "
        "is known."
    )
    maybe = sorted({name for row in gaps for name in row.unstated})
    if maybe:
        names = some([called(net, name) for name in maybe])
        yield f"Universities and think tanks that deal with an issue of a gap, without stated expertise: {names}."
