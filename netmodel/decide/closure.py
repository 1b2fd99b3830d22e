"""What has to be open before a channel can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from netmodel.network import Channel


def requirements(channel: Channel, channels: Mapping[str, Channel], there: Collection[str]) -> tuple[str, ...]:
    """Channels that have to be opened before this one, in order of id.

    All of `requires`, and theirs; then, where none of a `requires_any` is open or needed anyway, the cheapest of
    them, then the least risky, then by id, with all that it requires in turn.

    Parameters
    ----------
    channel : Channel
    channels : mapping
        All channels by id.
    there : collection of str
        Channels that are open already.

    Examples
    --------
    >>> from netmodel.network import Network
    >>> rows = [{"id": "signal", "cost": 2}, {"id": "talks", "cost": 1}]
    >>> rows.append({"id": "forum", "requires_any": "signal; talks"})
    >>> net = Network.from_tables([{"id": "a"}], channels=rows)
    >>> requirements(net.channel["forum"], net.channel, set())
    ('talks',)
    """
    settled = {channel.id, *there}
    needed = _all_required([channel], channels, settled)
    while True:
        rows = [channel, *(channels[name] for name in sorted(needed))]
        waiting = [row for row in rows if row.requires_any and not set(row.requires_any) & (settled | needed)]
        if not waiting:
            return tuple(sorted(needed))
        options = (channels[name] for name in waiting[0].requires_any)
        chosen = min(options, key=lambda option: (option.status == "closed", option.cost, option.risk, option.id))
        needed |= {chosen.id} | _all_required([chosen], channels, settled | needed)


def _all_required(rows: Iterable[Channel], channels: Mapping[str, Channel], settled: Collection[str]) -> set[str]:
    """Everything in the `requires` of some channels, and in theirs, that is not settled."""
    needed: set[str] = set()
    waiting = list(rows)
    while waiting:
        for name in waiting.pop().requires:
            if name not in needed and name not in settled:
                needed.add(name)
                waiting.append(channels[name])
    return needed
