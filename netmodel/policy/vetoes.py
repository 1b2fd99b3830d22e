"""Vetoes and spoilers: what opposition keeps shut, at what cost in reach, and whom it would take to win over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from netmodel.measures import tidy
from netmodel.network import Channel, Network, Veto
from netmodel.network.rows import deals_with
from netmodel.policy import vetoes_words
from netmodel.policy.opposition import Names, Opposition, Settlement, Step, settlement, steps_of
from netmodel.policy.spoilers import COUNT, Spoiler, spoilers
from netmodel.policy.systems import system
from netmodel.policy.veto_proof import NODES, VetoProof, proof_of

STEPS = 4
"""Actors to win over up to which the best sets are compared, unless more are asked for."""


@dataclass(frozen=True)
class Objection:
    """One veto that stands.

    `what` says what the target is: ``channel``, ``issue`` or ``stakeholder``. `tie` is the status today of the
    hostile tie between the two where one is listed, such as ``active`` or ``severed``; else empty.
    """

    actor: str
    target: str
    what: str
    strength: float
    mitigable: bool | None
    tie: str


@dataclass(frozen=True)
class Opponent:
    """Who objects.

    Attributes
    ----------
    id, name, side : str
        The side is empty for a third party.
    mitigable : str
        ``yes``, ``no``, ``partly`` or ``not said``.
    blocks : tuple of str
        Candidate channels that it stands against by itself.
    cost : float
        Reach that its opposition alone keeps from the candidates; nan where there is no conversation.
    frees : tuple of str
        Channels that can be opened once it alone is won over.
    gain : float
        Reach that these add with everything open that can be.
    meets : tuple of str
        Open and candidate channels in which it takes part itself.
    """

    id: str
    name: str
    side: str
    mitigable: str
    blocks: tuple[str, ...]
    cost: float
    frees: tuple[str, ...]
    gain: float
    meets: tuple[str, ...]


@dataclass(frozen=True)
class Blocked:
    """A candidate channel that vetoes stand against, or that waits for one of these.

    Attributes
    ----------
    id, name : str
    state : str
        ``opposed``, or ``waits`` where nobody objects to the channel but to what it requires.
    actors : tuple of str
        Who stands against it, by id.
    inside : tuple of str
        Those of them who would take part in it themselves.
    settled_by : tuple of str
        The fewest actors to win over so that it can be opened; empty where that is not enough.
    can_be_freed : bool
    adds : float
        Reach that it would add, with what it requires, to everything that can be opened now; nan where there is no
        conversation.
    """

    id: str
    name: str
    state: str
    actors: tuple[str, ...]
    inside: tuple[str, ...]
    settled_by: tuple[str, ...]
    can_be_freed: bool
    adds: float


@dataclass(frozen=True)
class VetoedIssue:
    """An issue that is vetoed, or, where it is on no red line, none of whose candidate channels is free.

    `channels` are the candidates that deal with it, `free` those of them that can be opened.
    """

    issue: str
    actors: tuple[str, ...]
    channels: tuple[str, ...]
    free: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Vetoes:
    """What vetoes do to a network.

    Attributes
    ----------
    objections : tuple of Objection
        The vetoes that count, by actor and target.
    actors : tuple of Opponent
        Who objects: the largest `cost` first.
    blocked : tuple of Blocked
        The channels that cannot be opened: the one that would add most first.
    issues : tuple of VetoedIssue
    reach : dict
        ``now``, ``open`` (every candidate channel open that can be, exclusions left aside), ``unopposed`` (the same
        without the blocked ones) and ``cost`` (the difference).
    steps : tuple of Step
        For each number of actors the best ones to win over.
    settlement : Settlement
        The cheapest set of actors to win over for the wanted channels.
    spoilers : tuple of Spoiler
        Without whom most reach would be lost today, vetoes left aside.
    portfolio : VetoProof or None
        Where it was asked for.
    """

    net: Network
    strength: float
    objections: tuple[Objection, ...]
    actors: tuple[Opponent, ...]
    blocked: tuple[Blocked, ...]
    issues: tuple[VetoedIssue, ...]
    reach: dict[str, float]
    steps: tuple[Step, ...]
    settlement: Settlement
    spoilers: tuple[Spoiler, ...]
    portfolio: VetoProof | None
    lacks: str
    shown: str = "channels"

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(vetoes_words.sentences(self))

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """A row a blocked channel, or an actor, a step, an issue or a spoiler: as `shown` says."""
        headers = {
            "channels": (self.blocked, "id name state actors settled_by adds"),
            "actors": (self.actors, "id name side mitigable blocks cost gain"),
            "steps": (self.steps, "count actors channels reach upper_bound exact"),
            "issues": (self.issues, "issue actors channels free"),
            "spoilers": (self.spoilers, "id name side lost own relayed remains"),
        }
        rows, names = headers[self.shown]
        return names.split(), [[_cell(getattr(row, name)) for name in names.split()] for row in rows]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        several = ("objections", "actors", "blocked", "issues", "steps", "spoilers")
        found: dict[str, Any] = tidy(
            {
                "strength": self.strength,
                "reach": self.reach,
                **{name: [tidy(asdict(row)) for row in getattr(self, name)] for name in several},
                "settlement": asdict(self.settlement),
                "portfolio": None if self.portfolio is None else asdict(self.portfolio),
            }
        )
        return found


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, tuple) else tidy(value)


@system(
    title="Vetoes and spoilers",
    question="Which channels are opposed, by whom, at what cost in reach, and whom would it take to win over?",
)
def vetoes(
    net: Network,
    *,
    strength: float = 0.0,
    channels: Collection[str] | None = None,
    costs: Mapping[str, float] | None = None,
    most: int | None = STEPS,
    count: int = COUNT,
    portfolio: bool = False,
    node_limit: int = NODES,
) -> Vetoes:
    """What opposition keeps shut, at what cost in reach, and whom it would take to win over.

    A veto stands against a channel that it names, a channel in which a stakeholder that it names takes part, and a
    channel all of whose issues are vetoed (`netmodel.decide.constraints.unopposed`), whatever its strength. Whoever
    is won over withdraws the vetoes that are not said to be beyond mitigation. Third parties object as anybody does.

    Parameters
    ----------
    net : Network
    strength : float
        Vetoes no stronger than this do not count.
    channels, costs
        For `settlement`: the channels that are wanted, and what it costs to win each actor over; see
        `netmodel.policy.opposition.settle`.
    most : int, optional
        Actors that `steps` goes to; None: as far as another one frees anything.
    count : int
        Structural spoilers that are named at most.
    portfolio : bool
        Also compare the best portfolio within the study's budget and risk with the best one that is veto-proof.
    node_limit : int
        For each of these two searches.

    Returns
    -------
    Vetoes

    Raises
    ------
    UnknownName
        For a channel that is no candidate.
    UsageError
        For a cost that is negative or no number, and a count below 0.

    Examples
    --------
    >>> people = [{"id": "a1", "side": "A"}, {"id": "b1", "side": "B"}, {"id": "v1"}, {"id": "v2"}]
    >>> rows = [{"id": name, "participants": "a1:1; b1:1", "quality": q} for name, q in (("c1", 0.9), ("c2", 0.5))]
    >>> said = [{"actor": "v1", "target": "c1"}, {"actor": "v2", "target": "c2"}]
    >>> found = vetoes(Network.from_tables(people, channels=rows, vetoes=said))
    >>> [(row.id, row.actors, row.adds) for row in found.blocked]
    [('c1', ('v1',), 0.9), ('c2', ('v2',), 0.5)]
    >>> found.reach["cost"], found.settlement.actors
    (0.9, ('v1', 'v2'))
    """
    against = Opposition(net, strength)
    actors = sorted((_opponent(against, name) for name in against.actors), key=_by_cost)
    blocked = sorted(_blocked(against, actors), key=lambda row: (-round(_zero(row.adds), 12), row.id))
    whole, now = against.reach(against.usable(against.candidates)), against.reach(frozenset())
    unopposed = against.reach(against.openable())
    return Vetoes(
        net=net,
        strength=strength,
        objections=tuple(sorted((_objection(net, row) for row in against.rows), key=_by_target)),
        actors=tuple(actors),
        blocked=tuple(blocked),
        issues=_issues(against),
        reach={"now": now, "open": whole, "unopposed": unopposed, "cost": round(whole - unopposed, 12) + 0.0},
        steps=steps_of(against, most),
        settlement=settlement(against, channels, costs),
        spoilers=spoilers(net, count=count),
        portfolio=proof_of(against, node_limit) if portfolio else None,
        lacks=_lacks(against),
    )


def _zero(value: float) -> float:
    return value if value == value else 0.0


def _by_cost(row: Opponent) -> tuple[float, int, str]:
    return -round(_zero(row.cost), 12), -len(row.blocks), row.id


def _by_target(row: Objection) -> tuple[str, str, float]:
    return row.actor, row.target, -row.strength


def _objection(net: Network, row: Veto) -> Objection:
    tables: dict[str, Collection[str | None]] = {
        "channel": net.channel,
        "stakeholder": net.stakeholder,
        "issue": net.layers,
    }
    what = [name for name, known in tables.items() if row.target in known]
    ends = {row.actor, row.target}
    words = sorted({net.status(tie) for tie in net.ties if tie.sign < 0 and {tie.source, tie.target} == ends})
    tie = "active" if "active" in words else ", ".join(words)
    return Objection(row.actor, row.target, ", ".join(what), row.strength, row.mitigable, tie)


def _opponent(against: Opposition, name: str) -> Opponent:
    net, own = against.net, [row for row in against.rows if row.actor == name]
    said = {row.mitigable for row in own}
    word = {True: "yes", False: "no", None: "not said"}[own[0].mitigable] if len(said) == 1 else "partly"
    free, start = against.under(own), against.openable()
    frees = against.openable([name]) - start
    whole = against.reach(against.usable(against.candidates))
    meets = [row.id for row in (*net.open_channels, *net.candidates) if name in _members(row)]
    return Opponent(
        id=name,
        name=net.stakeholder[name].name,
        side=net.stakeholder[name].side,
        mitigable=word,
        blocks=tuple(sorted(against.candidates - free)),
        cost=round(whole - against.reach(against.usable(free)), 12) + 0.0,
        frees=tuple(sorted(frees)),
        gain=round(against.reach(start | frees) - against.reach(start), 12) + 0.0,
        meets=tuple(sorted(meets)),
    )


def _members(row: Channel) -> Names:
    return frozenset(person.stakeholder for person in row.participants)


def _blocked(against: Opposition, actors: Collection[Opponent]) -> list[Blocked]:
    """Channels that cannot be opened because of vetoes."""
    free, start = against.free(), against.openable()
    shut = (against.candidates - free) | (against.usable(against.candidates) - start)
    found = []
    for row in against.net.candidates:
        if row.id not in shut:
            continue
        opposed = row.id not in free
        objecting = _objecting(against, row, actors) if opposed else ()
        settled = settlement(against, [row.id])
        more = start | (against.choice.close({row.id}) or frozenset())
        found.append(
            Blocked(
                id=row.id,
                name=row.name,
                state="opposed" if opposed else "waits",
                actors=objecting,
                inside=tuple(sorted(set(objecting) & _members(row))),
                settled_by=settled.actors if settled.channels else (),
                can_be_freed=bool(settled.channels),
                adds=round(against.reach(more) - against.reach(start), 12) + 0.0,
            )
        )
    return found


def _objecting(against: Opposition, row: Channel, actors: Collection[Opponent]) -> tuple[str, ...]:
    """Who stands against a channel: each by itself, or together with others, by vetoing one of its issues."""
    alone = {actor.id for actor in actors if row.id in actor.blocks}
    rest = [veto for veto in against.rows if veto.actor not in alone]
    joint = {veto.actor for veto in rest if veto.target in row.issues} if row.id not in against.under(rest) else set()
    return tuple(sorted(alone | joint))


def _issues(against: Opposition) -> tuple[VetoedIssue, ...]:
    """Issues that are vetoed, and issues not on a red line whose candidates are all shut by vetoes."""
    net, opened = against.net, against.openable()
    possible = against.usable(against.candidates)
    off_agenda = {row.issue for row in net.issues if row.red_line}
    found = []
    for issue in net.layers:
        if issue is None:
            continue
        actors = tuple(sorted({row.actor for row in against.rows if row.target == issue}))
        serving = [row.id for row in net.candidates if deals_with(row.issues, issue)]
        free = tuple(sorted(opened & set(serving)))
        offered = possible & set(serving) and issue not in off_agenda
        if actors or (offered and not free):
            found.append(VetoedIssue(issue, actors, tuple(sorted(serving)), free))
    return tuple(found)


def _lacks(against: Opposition) -> str:
    """What the study would have to say, in a line."""
    if not against.net.vetoes:
        return "vetoes.csv: who objects to which channel, issue or stakeholder, and how strongly"
    open_questions = sum(row.mitigable is None for row in against.rows)
    if open_questions:
        said = f"whether {open_questions} of {len(against.rows)} objections can be won over or briefed"
        return f"vetoes.csv, column mitigable: {said}; they count as if they could"
    return ""
