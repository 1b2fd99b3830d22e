"""How sure a ranking and a portfolio are: the same questions asked of many plausible versions of the network.

In each version every tie is there or not, every value is a little off, and every channel opens or fails to, as the
confidence of its row allows (`netmodel.engine.draws`). What comes out is counted over the versions [1]_, each figure
with its sampling error.

References
----------
.. [1] Lahdelma, R., Salminen, P. (2001). SMAA-2: stochastic multicriteria acceptability analysis for group decision
   making. *Operations Research* 49(3), 444-454. Portfolios: Liesiö, J., Mild, P., Salo, A. (2008). Robust portfolio
   modeling with incomplete cost information and project interdependencies. *European Journal of Operational
   Research* 190(3), 679-695.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from functools import partial
from math import ceil, floor, sqrt
from typing import Any

import numpy as np

from netmodel.decide.choice import Limits, open_ids, options_of
from netmodel.decide.gain import group_of
from netmodel.decide.versions import Case, Found, look, recommended, rounded, version_of
from netmodel.engine.draws import Ensemble
from netmodel.engine.kept import Kept
from netmodel.engine.layers import Floats
from netmodel.engine.workers import run_all
from netmodel.errors import UsageError
from netmodel.network import Network
from netmodel.schema.certainty import UNSTATED

CORE, EXTERIOR = 0.9, 0.1
"""A channel in at least, or at most, this share of the best sets is core, or exterior; else borderline."""


@dataclass(frozen=True)
class Sureness:
    """How sure the place of one channel is.

    Attributes
    ----------
    group, rank :
        Its group, and its rank in it as the tables say.
    acceptability : tuple of float
        Share of versions in which it has rank 1, 2, ... of its group.
    gain : dict
        What it adds alone: ``mean``, ``p05`` and ``p95`` over the versions.
    inclusion : float or None
        Share of versions in which it belongs to the best set; None where only ranks were asked for.
    class_ : str or None
        ``core``, ``borderline`` or ``exterior``.
    """

    id: str
    group: str
    rank: int
    acceptability: tuple[float, ...]
    gain: dict[str, float]
    inclusion: float | None
    class_: str | None

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        values = asdict(self)
        return {
            name.rstrip("_"): list(value) if isinstance(value, tuple) else value for name, value in values.items()
        }


@dataclass(frozen=True)
class Robustness:
    """How sure a ranking and a portfolio are; see `robustness`.

    Attributes
    ----------
    draws, seed : int
    portfolio : tuple of str
        The recommended set.
    channels : tuple of Sureness
        Informal ones first, then formal ones, then enabling steps; by present rank.
    regret : dict
        What the recommended set lacks of the best affordable one, in reach: ``mean``, ``p95``, and ``mean_at_most``,
        the mean that no better search could exceed. Where the costs drawn break a limit, it is what is left of the
        set without the channels least worth their cost. None where only ranks were asked for, as all that follows.
    affordable : float
        Share of versions in which the recommended set keeps the limits at the costs drawn.
    worst_loss : dict
        The channel of the recommended set whose failure costs most: ``channel``, the one that it is most often, in
        which ``share`` of versions, the ``shares`` of all (a version in which the set gains nothing counts for none),
        and what ``remains`` of the set's gain on average, where there is any.
    reach : dict
        ``now`` and ``with`` the recommended set: ``mean``, ``p05`` and ``p95``.
    beats : dict
        ``ids``, and ``shares``: in which share of versions the channel of the row adds more alone than that of the
        column.
    proven : int
        Versions in which the best set was proven to be the best.
    errors : dict
        Standard errors of shares and means, and 95 % intervals (by order statistics) of percentiles, under the same
        names. ``unseen`` is the chance that what happened in no version may still have (95 %).
    assumptions : tuple of str
        What was taken for granted, with counts.
    """

    draws: int
    seed: int
    portfolio: tuple[str, ...]
    channels: tuple[Sureness, ...]
    regret: dict[str, float] | None
    affordable: float | None
    worst_loss: dict[str, Any] | None
    reach: dict[str, dict[str, float]]
    beats: dict[str, Any]
    proven: int | None
    errors: dict[str, Any]
    assumptions: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values, rounded to 12 decimals."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values["channels"] = [channel.to_json() for channel in self.channels]
        plain: dict[str, Any] = rounded(values)
        return plain


def robustness(
    net: Network,
    *,
    portfolio: Collection[str] | None = None,
    limits: Limits | None = None,
    draws: int = 200,
    seed: int = 0,
    ranks_only: bool = False,
    node_limit: int | None = None,
    executor: Executor | None = None,
    kept: Kept | None = None,
    progress: Callable[[int, int], None] | None = None,
    notice: Callable[[str], None] | None = None,
) -> Robustness:
    """Ask the same questions of many plausible versions of a network.

    Parameters
    ----------
    net : Network
    portfolio : collection of str, optional
        The recommended set; without one it is the best under the limits as the tables say.
    limits : Limits, optional
        What every set has to keep, in each version at the costs drawn there.
    draws : int
        Versions; the sampling errors fall with the root of it.
    seed : int
        Version k is drawn from (seed, k), whoever draws it.
    ranks_only : bool
        Leave the portfolio out.
    node_limit : int, optional
        Nodes that the search in each version may take (see `proven`); without it every search goes to its end.
    executor, kept, progress, notice : optional
        Who does the work, where finished versions are kept, and what is told meanwhile: see
        `netmodel.engine.workers.run_all`. The answer is the same, to the byte.

    Returns
    -------
    Robustness
        In words and figures; a channel that fails in a version adds nothing there, though others that require it may
        still follow.

    Raises
    ------
    UnknownName
        Where the portfolio names no candidate.
    UsageError
        Where there is nothing to draw or no conversation to rejoin, or the limits cannot be kept.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> talks = {"participants": "a:1; b:1", "quality": 0.6, "confidence": "low"}
    >>> rows = [talks | {"id": "lunch"}, talks | {"id": "talks", "quality": 0.5}]
    >>> net = Network.from_tables(people, channels=rows)
    >>> result = robustness(net, limits=Limits(count=1), draws=50)
    >>> [(channel.id, channel.acceptability, channel.inclusion, channel.class_) for channel in result.channels]
    [('lunch', (0.7, 0.3), 0.7, 'borderline'), ('talks', (0.3, 0.7), 0.3, 'borderline')]
    """
    if draws < 1:
        raise UsageError(f"draws {draws!r} is not a number of versions: give 1 or more")
    ensemble = Ensemble.of(net)
    if not ensemble.weight:
        raise UsageError("there is no conversation to rejoin, so that nothing can be ranked")
    case = Case(ensemble, tuple(options_of(net)), limits or Limits(), open_ids(net), None, seed, node_limit)
    if not ranks_only:
        case = replace(case, portfolio=recommended(case, portfolio))
    given = look(replace(case, portfolio=None), ensemble.given)
    found = run_all(
        partial(version_of, case), range(draws), executor=executor, kept=kept, progress=progress, notice=notice
    )
    return _summary(net, case, given, found)


# ---- counted over the versions ----------------------------------------------------------------------------------


def _summary(net: Network, case: Case, given: Found, found: Sequence[Found]) -> Robustness:
    ids = sorted(row.id for row in case.options)
    gains = np.array([one["gains"] for one in found]).reshape(len(found), len(ids))
    draws, chosen = len(found), [set(one["best"]) for one in found if one.get("best") is not None]
    channels = _sureness(net, ids, gains, given["gains"], None if case.portfolio is None else chosen)
    errors: dict[str, Any] = {
        "acceptability": {row.id: [_share_error(share, draws) for share in row.acceptability] for row in channels},
        "gain": {row.id: _mean_error(gains[:, ids.index(row.id)]) for row in channels},
        "unseen": min(1.0, 3 / draws),
    }
    reach = {"now": [one["now"] for one in found]}
    of_set: dict[str, Any] = {"regret": None, "affordable": None, "worst_loss": None, "proven": None}
    if case.portfolio is not None:
        reach["with"] = [one["with"] for one in found]
        errors["inclusion"] = {row.id: _share_error(row.inclusion or 0.0, len(chosen)) for row in channels}
        of_set, more = _of_portfolio(found)
        errors |= more
    errors["reach"] = {name: _spread_errors(values) for name, values in reach.items()}
    return Robustness(
        draws=draws,
        seed=case.seed,
        portfolio=tuple(sorted(case.portfolio or ())),
        channels=channels,
        reach={name: _spread(values) for name, values in reach.items()},
        beats={"ids": ids, "shares": [(gains[:, [one]] > gains).mean(axis=0).tolist() for one in range(len(ids))]},
        errors=rounded(errors),
        assumptions=_assumptions(net),
        **of_set,
    )


def _sureness(
    net: Network, ids: Sequence[str], gains: Floats, given: Sequence[float], chosen: Sequence[set[str]] | None
) -> tuple[Sureness, ...]:
    """A row for each channel: ranks are counted within its group, and equals share one."""
    groups = {row.id: group_of(row) for row in net.candidates}
    rows = []
    for group in ("informal", "formal", "enabling"):
        places = [place for place, name in enumerate(ids) if groups[name] == group]
        values, present = gains[:, places], np.array(given)[places]
        for column, place in enumerate(places):
            ranks = (values > values[:, [column]]).sum(axis=1)
            share = None if chosen is None else sum(ids[place] in one for one in chosen) / max(1, len(chosen))
            rows.append(
                Sureness(
                    id=ids[place],
                    group=group,
                    rank=int((present > present[column]).sum()) + 1,
                    acceptability=tuple((np.bincount(ranks, minlength=len(places)) / len(values)).tolist()),
                    gain=_spread(values[:, column].tolist()),
                    inclusion=share,
                    class_=None if share is None else _class(share),
                )
            )
    order = {"informal": 0, "formal": 1, "enabling": 2}
    return tuple(sorted(rows, key=lambda row: (order[row.group], row.rank, row.id)))


def _class(share: float) -> str:
    return "core" if share >= CORE else "exterior" if share <= EXTERIOR else "borderline"


def _of_portfolio(found: Sequence[Found]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Regret, affordability and worst losses of the recommended set, with their errors."""
    draws = len(found)
    told = [one for one in found if one["best"] is not None]
    regrets = [max(0.0, one["value"] - one["paid"]) for one in told]
    most = [max(0.0, one["upper"] - one["paid"]) for one in told]
    affordable = sum(one["affordable"] for one in found) / draws
    lost = [one for one in found if one["worst"] is not None]
    counts = Counter(one["worst"] for one in lost)
    remains = [one["remains"] for one in lost]
    worst, share = None, 0.0
    if lost:
        name = min(counts, key=lambda one: (-counts[one], one))
        share = counts[name] / draws
        shares = {one: counts[one] / draws for one in sorted(counts)}
        left = round(float(np.mean(remains)), 12) + 0.0
        worst = {"channel": name, "share": share, "shares": shares, "remains": left}
    regret = _spread(regrets)
    values = {
        "regret": {"mean": regret["mean"], "p95": regret["p95"], "mean_at_most": _spread(most)["mean"]},
        "affordable": affordable,
        "worst_loss": worst,
        "proven": sum(one["proven"] for one in found),
    }
    spread = _spread_errors(regrets)
    errors = {
        "regret": {"mean": spread["mean"], "p95": spread["p95"], "mean_at_most": _mean_error(most)},
        "affordable": _share_error(affordable, draws),
        "worst_loss": {"share": _share_error(share, draws), "remains": _mean_error(remains)} if lost else None,
    }
    return values, errors


def _spread(values: Sequence[float]) -> dict[str, float]:
    """Mean, and the values that 5 % and 95 % of the versions do not exceed."""
    ordered = sorted(values)
    if not ordered:
        return {"mean": 0.0, "p05": 0.0, "p95": 0.0}
    low, high = (ordered[ceil(len(ordered) * share) - 1] for share in (0.05, 0.95))
    return {"mean": float(np.mean(ordered)), "p05": low, "p95": high}


def _spread_errors(values: Sequence[float]) -> dict[str, Any]:
    """Standard error of the mean, and between which order statistics the percentiles lie (95 %)."""
    return {
        "mean": _mean_error(values),
        "p05": _between(sorted(values), 0.05),
        "p95": _between(sorted(values), 0.95),
    }


def _between(ordered: Sequence[float], share: float) -> list[float]:
    """95 % interval of a percentile, by the normal approximation of the binomial law of its rank."""
    n = len(ordered)
    room = 1.96 * sqrt(n * share * (1 - share))
    low, high = floor(n * share - room), ceil(n * share + room)
    return [ordered[max(low, 1) - 1], ordered[min(high, n) - 1]] if n else []


def _share_error(share: float, draws: int) -> float:
    return sqrt(share * (1 - share) / draws) if draws else 0.0


def _mean_error(values: Sequence[float] | Floats) -> float:
    return float(np.std(values, ddof=1) / sqrt(len(values))) if len(values) > 1 else 0.0


def _assumptions(net: Network) -> tuple[str, ...]:
    """What was taken for granted about confidence and success, in words."""
    channels = (*net.open_channels, *net.candidates)
    blank = [(sum(not row.confidence for row in rows), len(rows), what)
             for rows, what in ((net.active_ties, "active ties"), (channels, "channels"))]  # fmt: skip
    said = [
        f"{count} of {total} {what} {'states' if count == 1 else 'state'} no confidence: it is taken as {UNSTATED}"
        for count, total, what in blank
        if count
    ]
    sure = sum(row.success == 1 for row in net.candidates)
    if sure:
        said.append(f"{sure} of {len(net.candidates)} candidate channels open in every version: their success is 1")
    return tuple(said)
