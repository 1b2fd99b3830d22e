"""Assumptions of a study, each moved down and up: every class of judgement that it holds, and the passage factor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from netmodel.decide.choice import Limits
from netmodel.network import Channel, Network, Participant
from netmodel.schema.certainty import certainties, certainty

LESS, MORE = 0.7, 1.3
"""Factors by which a class of values is made lower and higher."""

PASSAGES = (0.95, 0.9, 0.8, 0.7)
"""What is left of a message at each passage, apart from the strength of the tie or channel."""

THIRD = (0.25, 0.75, 1.0)
"""Permeabilities that third parties are given."""


@dataclass(frozen=True)
class Setting:
    """One assumption moved: the network that says so, and what each passage keeps.

    Attributes
    ----------
    what, setting, clause : str
        The assumption, what it is set to, and both as the beginning of a sentence.
    cells, assumed : int
        Values that are moved, and how many of them were filled by a default.
    """

    what: str
    setting: str
    clause: str
    cells: int
    assumed: int
    net: Network
    delta: float = 1.0


def is_doubtful(confidence: str) -> bool:
    """Whether a row is of low confidence, or of a share that is no higher.

    >>> is_doubtful("low"), is_doubtful("0.7")
    (True, False)
    """
    return certainty(confidence).exists <= certainties()["low"].exists


def settings(net: Network, limits: Limits) -> Iterator[Setting]:
    """Every class of judgement that a study holds, moved down and up, and the passage factor.

    Costs are moved only where there is a budget.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> net = Network.from_tables(people, [{"source": "a", "target": "b", "strength": 0.4}])
    >>> [(row.what, row.setting) for row in settings(net, Limits())][:3]
    [('strength of ties', 'x 0.7'), ('strength of ties', 'x 1.3'), ('each passage', 'x 0.95')]
    """
    yield from _strengths(net)
    yield from _uptakes(net)
    yield from _qualities(net)
    yield from _stakeholders(net)
    yield from _priorities(net)
    if limits.budget is not None:
        yield from _costs(net)
    less = tuple(tie.id for tie in net.active_ties if is_doubtful(tie.confidence))
    if less:
        clause = f"Without the {len(less)} active ties of low confidence"
        yield Setting("ties of low confidence", "taken away", clause, len(less), 0, net.without(*less))
    for share in PASSAGES:
        clause = f"If each passage along a tie or through a channel keeps {share:g} of what it would"
        yield Setting("each passage", f"x {share:g}", clause, 0, 0, net, share)


def _strengths(net: Network) -> Iterator[Setting]:
    active = {tie.id for tie in net.active_ties}
    assumed = {tie.id for tie in net.active_ties if "strength" in tie.assumed}
    whose = ("strength of every active tie", "strength of active ties that no table states")
    for what, clause, setting, factor, ids in _scaled("strength of ties", whose, active, assumed):
        ties = tuple(
            replace(tie, strength=min(1.0, tie.strength * factor)) if tie.id in ids else tie for tie in net.ties
        )
        yield Setting(what, setting, clause, len(ids), len(ids & assumed), replace(net, ties=ties))


def _scaled(
    what: str, whose: tuple[str, str], every: set[str], assumed: set[str]
) -> Iterator[tuple[str, str, str, float, set[str]]]:
    """What is scaled, in words, by how much, and whose: of every row, then of those alone that were assumed."""
    groups = [(what, whose[0], every)]
    if assumed and assumed != every:
        groups.append((f"{what}, where it is assumed", whose[1], assumed))
    for name, told, ids in groups:
        for factor in (LESS, MORE) if ids else ():
            yield name, f"If the {told} is {factor:g} times what it is", f"x {factor:g}", factor, ids


def _uptakes(net: Network) -> Iterator[Setting]:
    cells = sum(len(row.participants) for row in _in_play(net))
    assumed = sum(row.count for row in net.provenance.assumptions if "uptake" in f"{row.column} {row.rule}")
    for factor in (LESS, MORE) if cells else ():
        channels = tuple(
            replace(row, participants=tuple(_taking(person, factor) for person in row.participants))
            for row in net.channels
        )
        clause = f"If everybody's uptake is {factor:g} times what it is"
        yield Setting("uptake", f"x {factor:g}", clause, cells, min(assumed, cells), replace(net, channels=channels))


def _taking(person: Participant, factor: float) -> Participant:
    into, out = (min(1.0, uptake * factor) for uptake in (person.uptake, person.uptake_out))
    return replace(person, uptake=into, uptake_out=out)


def _qualities(net: Network) -> Iterator[Setting]:
    every = {row.id for row in _in_play(net)}
    assumed = {row.id for row in _in_play(net) if "quality" in row.assumed}
    whose = ("quality of every channel", "quality of channels that no table states")
    for what, clause, setting, factor, ids in _scaled("quality of channels", whose, every, assumed):
        channels = tuple(
            replace(row, quality=min(1.0, row.quality * factor)) if row.id in ids else row for row in net.channels
        )
        yield Setting(what, setting, clause, len(ids), len(ids & assumed), replace(net, channels=channels))


def _stakeholders(net: Network) -> Iterator[Setting]:
    third = [row for row in net.stakeholder.values() if not row.side]
    assumed = sum("permeability" in row.assumed for row in third)
    for share in THIRD if third else ():
        people = tuple(replace(row, permeability=share) if not row.side else row for row in net.stakeholders)
        clause = f"If third parties pass on {share:g} of what reaches them"
        what = "permeability of third parties"
        yield Setting(what, f"{share:g}", clause, len(third), assumed, replace(net, stakeholders=people))
    ours = [row for row in net.stakeholder.values() if row.side in net.sides]
    if len({row.influence for row in ours}) > 1:
        people = tuple(replace(row, influence=1.0) for row in net.stakeholders)
        assumed = sum("influence" in row.assumed for row in ours)
        clause = "If everybody on a side counts the same"
        yield Setting("influence", "all equal", clause, len(ours), assumed, replace(net, stakeholders=people))


def _priorities(net: Network) -> Iterator[Setting]:
    stated = [row for row in net.issues if row.priorities]
    if len({row.priorities for row in stated}) > 1 or (stated and len(stated) < len(net.layers)):
        issues = tuple(replace(row, priorities=()) for row in net.issues)
        clause = "If every issue weighs the same"
        yield Setting("priorities of issues", "all equal", clause, len(stated), 0, replace(net, issues=issues))


def _costs(net: Network) -> Iterator[Setting]:
    assumed = sum("cost" in row.assumed for row in net.candidates)
    for factor in (LESS, MORE) if net.candidates else ():
        channels = tuple(replace(row, cost=row.cost * factor) for row in net.channels)
        clause = f"If every channel costs {factor:g} times what it does, under the same budget"
        yield Setting("cost", f"x {factor:g}", clause, len(net.candidates), assumed, replace(net, channels=channels))


def _in_play(net: Network) -> tuple[Channel, ...]:
    """Channels that are open or on offer."""
    return (*net.open_channels, *net.candidates)
