"""Two pictures of a network side by side: what carries messages in each, and which rows are the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from netmodel.network import Channel, Network, Tie
from netmodel.network.derive import channels_from_ties
from netmodel.network.records import Findings

Carrier = Tie | Channel
"""What carries messages: a tie or a channel."""

TWIN = "\0"
"""What the id of a twin begins with: no id of a file can hold it."""


def carriers(net: Network) -> tuple[Carrier, ...]:
    """Ties and channels that carry messages in a network."""
    return (*net.active_ties, *net.open_channels)


@dataclass(frozen=True)
class Changes:
    """What carries messages in one picture, in the other, or in both; each by id.

    `kept` and `kept_channels` hold the row of either picture.
    """

    lost: tuple[Tie, ...]
    gained: tuple[Tie, ...]
    kept: tuple[tuple[Tie, Tie], ...]
    closed: tuple[Channel, ...]
    opened: tuple[Channel, ...]
    kept_channels: tuple[tuple[Channel, Channel], ...]


def changes(before: Network, after: Network) -> Changes:
    """Which ties and channels carry messages before, after, or both.

    A tie is the same where id and ends are, else (its id has no row in the other) where ends and kind are; a channel
    where its id is.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}]
    >>> tie = {"source": "gac", "target": "mid", "status_2013": "active", "status_2021": "severed"}
    >>> net = Network.from_tables(people, [tie])
    >>> [tie.id for tie in changes(net.at("2013"), net.at("2021")).lost]
    ['gac--mid--informal']
    """
    same = _matched(before, after)
    met = {after_tie.id for after_tie in same.values()}
    earlier = {row.id: row for row in before.open_channels}
    later = {row.id: row for row in after.open_channels}
    return Changes(
        lost=tuple(tie for tie in before.active_ties if tie.id not in same),
        gained=tuple(tie for tie in after.active_ties if tie.id not in met),
        kept=tuple((tie, same[tie.id]) for tie in before.active_ties if tie.id in same),
        closed=tuple(row for name, row in earlier.items() if name not in later),
        opened=tuple(row for name, row in later.items() if name not in earlier),
        kept_channels=tuple((row, later[name]) for name, row in earlier.items() if name in later),
    )


def _ends(tie: Tie) -> tuple[str, str]:
    one, other = (tie.source, tie.target) if tie.directed else sorted((tie.source, tie.target))
    return one, other


def _matched(before: Network, after: Network) -> dict[str, Tie]:
    """The later row of each earlier active tie that is still active, by the earlier id."""
    named = {tie.id: tie for tie in after.active_ties}
    same = {tie.id: named[tie.id] for tie in before.active_ties if tie.id in named and _holds(after, tie)}
    free: dict[tuple[tuple[str, str], str], list[Tie]] = defaultdict(list)
    for tie in after.active_ties:
        if not _holds(before, tie):
            free[_ends(tie), tie.kind].append(tie)
    for tie in before.active_ties:
        left = free[_ends(tie), tie.kind] if not _holds(after, tie) else []
        if left:
            same[tie.id] = left.pop(0)
    return same


def _holds(net: Network, tie: Tie) -> bool:
    """Whether a network has a row of the same id and ends, whatever its status."""
    return tie.id in net.tie and _ends(net.tie[tie.id]) == _ends(tie)


def later_word(tie: Tie, after: Network) -> str:
    """The status of a lost tie in the later picture; ``absent`` where it has no row there."""
    row = after.tie[tie.id] if _holds(after, tie) else None
    if row is None:
        row = next((r for r in after.ties if r.kind == tie.kind and _ends(r) == _ends(tie)), None)
    if row is None:
        return "absent"
    if row.id in after.removed or not {row.source, row.target} <= set(after.stakeholder):
        return "removed"
    return after.status(row)


# ---- pictures ---------------------------------------------------------------------------------------------------


def picture(net: Network) -> Network:
    """The same network without dates: what carries messages now always does, and there is no candidate.

    Its layers, conversations and reach are those of `net`.
    """
    active = {tie.id for tie in net.active_ties}
    opened = {row.id for row in net.open_channels}
    ties = tuple(_fixed(tie, "active" if tie.id in active else "none") for tie in net.ties)
    channels = tuple(_settled(row, "open" if row.id in opened else "closed") for row in net.channels)
    study = net.study.model_copy(update={"before": None, "now": None})
    gone = net.removed & {row.id for row in net.stakeholders}
    return replace(net, ties=ties, channels=channels, study=study, date=None, opened=frozenset(), removed=gone)


def _fixed(tie: Tie, word: str) -> Tie:
    return replace(tie, status=word, statuses=(), since="", until="")


def _settled(channel: Channel, word: str) -> Channel:
    return replace(channel, status=word, since="", until="", restores="")


def restored(net: Network, rows: Iterable[Carrier]) -> Network:
    """A picture in which these ties are active and these channels open as well, under their own ids if free."""
    ties = {tie.id: tie for tie in net.ties}
    channels = {row.id: row for row in net.channels}
    carrying = {row.id for row in carriers(net)}
    for row in _fitted(rows, net):
        name = f"{TWIN}{row.id}" if row.id in carrying else row.id
        if isinstance(row, Tie):
            ties[name] = replace(_fixed(row, "active"), id=name)
        else:
            channels[name] = replace(_settled(row, "open"), id=name)
    return replace(
        net,
        ties=tuple(ties[name] for name in sorted(ties)),
        channels=tuple(channels[name] for name in sorted(channels)),
    )


def twin_id(row: Carrier) -> str:
    """The id of the twin of a tie or a channel."""
    return f"{TWIN}{TWIN.join((row.id, *_ends(row)))}" if isinstance(row, Tie) else f"{TWIN}{row.id}"


def with_twins(net: Network, rows: Iterable[Carrier]) -> Network:
    """A picture in which each of these ties and channels could be opened, as a candidate that carries as much."""
    twins = [_twin(row) for row in _fitted(rows, net)]
    return replace(net, channels=(*net.channels, *sorted(twins, key=lambda row: row.id)))


def _twin(row: Carrier) -> Channel:
    if isinstance(row, Tie):
        return replace(
            channels_from_ties([_fixed(row, "severed")], None, Findings())[0], id=twin_id(row), restores=""
        )
    return replace(_settled(row, "candidate"), id=twin_id(row))


def _fitted(rows: Iterable[Carrier], net: Network) -> Iterator[Carrier]:
    """The rows with those of their issues that are layers of a network, so that it keeps its layers."""
    for row in rows:
        issues = tuple(issue for issue in row.issues if issue in net.layers)
        if issues or not row.issues or net.layers == (None,):
            yield replace(row, issues=issues)


def is_there(row: Carrier, net: Network) -> bool:
    """Whether a tie has both its ends, or a channel two of its members, in a network."""
    here = net.stakeholder
    if isinstance(row, Tie):
        return row.source in here and row.target in here
    return sum(person.stakeholder in here for person in row.participants) > 1
