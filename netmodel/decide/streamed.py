"""Rank the channels of a network too large for its matrix of best routes: gains only, rows streamed in blocks."""

from __future__ import annotations

import math
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import Any

from netmodel.decide.gain import GROUPS, group_of, share_ranks
from netmodel.decide.portfolio import recovery
from netmodel.engine.layers import build_layers
from netmodel.engine.stream import Streamed, stream_gains
from netmodel.network import Network


@dataclass(frozen=True)
class Score:
    """What one channel would add alone; the figures mean what they mean in `rank_channels`."""

    id: str
    name: str
    group: str
    rank: int
    gain: float
    gain_by_issue: dict[str, float]
    recovery: float | None
    cost: float
    risk: float
    lead_time_months: float


@dataclass(frozen=True)
class Scores:
    """All candidate channels in order; `engine` says what computed it, `blocks` how many blocks were streamed."""

    reach: dict[str, float | None]
    connectedness: float | None
    channels: tuple[Score, ...]
    blocks: int
    engine: str

    def to_json(self) -> dict[str, Any]:
        """Give the scores as plain values."""
        return asdict(self)


def score_channels(net: Network, *, executor: Executor | None = None) -> Scores:
    """Score every candidate channel without holding more than a block of rows in memory.

    Parameters
    ----------
    net : Network
        Of any size: 10^5 stakeholders and 200 channels take less than a gigabyte.
    executor : concurrent.futures.Executor, optional
        Who works on the blocks; the answer is the same.

    Returns
    -------
    Scores
        Reach now and before, and what each channel alone would add: the gains of `rank_channels`, without pairs,
        routes, credit and partners.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> rows = [{"id": "talks", "participants": "a:1; b:1", "quality": 0.6}]
    >>> [(row.id, row.rank, row.gain) for row in score_channels(Network.from_tables(people, channels=rows)).channels]
    [('talks', 1, 0.6)]
    """
    ids = [row.id for row in net.candidates]
    layers = build_layers(net)
    found = stream_gains(layers, ids, executor=executor)
    before = None
    if net.before is not None:
        before = _number(stream_gains(build_layers(net.before), [], executor=executor).value)
    now = _number(found.value)
    rows = [
        Score(
            id=channel.id,
            name=channel.name,
            group=group_of(channel),
            rank=0,
            gain=round(float(gain), 12) + 0.0,
            gain_by_issue=_by_issue(layers, found, place),
            recovery=None if now is None else recovery(now, before, now + float(gain)),
            cost=channel.cost,
            risk=channel.risk,
            lead_time_months=channel.lead_time_months,
        )
        for place, (channel, gain) in enumerate(zip(net.candidates, found.total_gains, strict=True))
    ]
    ordered = sorted(rows, key=lambda row: (GROUPS[row.group], -row.gain, row.id))
    reach = {"now": now, "before": before}
    return Scores(reach, _number(found.connectedness), share_ranks(ordered), found.blocks, found.engine)


def _by_issue(layers: Any, found: Streamed, place: int) -> dict[str, float]:
    return {
        layer.issue: round(float(gain / layer.weight), 12) + 0.0 if layer.weight else 0.0
        for layer, gain in zip(layers, found.gains[place], strict=True)
        if layer.issue is not None
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
