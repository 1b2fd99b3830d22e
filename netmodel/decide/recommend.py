"""All decisions about a network in one go: front, portfolio, interactions, plan, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from netmodel.decide.choice import Limits
from netmodel.decide.interactions import Interactions, interactions
from netmodel.decide.objective import reach_objective
from netmodel.decide.pareto import Front, pareto
from netmodel.decide.portfolio import Portfolio, best_portfolio
from netmodel.decide.robustness import Robustness, robustness
from netmodel.decide.sensitivity import Change, sensitivity
from netmodel.decide.sequence import Plan, best_sequence
from netmodel.engine.kernel import Reach
from netmodel.network import Network

DRAWS = 200
"""Plausible versions that are drawn."""

NODES = 2_000
"""Nodes that the search for the portfolio may take before its gap is told instead."""

VERSION, SETTING = 1, 10
"""Nodes that the search in each version, and under each changed assumption, may take."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Recommendation:
    """What to open, in which order, and how sure that is.

    `limits` says where the limits come from: ``"asked"``, ``"study"`` (netmodel.toml), ``"knee"`` (of the front) or
    ``"none"``. `robustness` is None where nothing is drawn.
    """

    limits: str
    front: Front
    portfolio: Portfolio
    interactions: Interactions
    sequence: Plan
    robustness: Robustness | None
    sensitivity: tuple[Change, ...]


def recommend(
    net: Network,
    *,
    budget: float | None = None,
    max_risk: float | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    state: Reach | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Recommendation | None:
    """Choose channels, order them, and ask how sure that is.

    Parameters
    ----------
    net : Network
    budget, max_risk : float, optional
        What the portfolio keeps to; by default what the study says in netmodel.toml, else the knee of the front.
        inf is no limit.
    draws : int
        Plausible versions to draw; 0 leaves robustness and sensitivity out.
    seed : int
        For what is drawn.
    state : Reach, optional
        Best routes of this network, where they were computed already.
    executor : Executor, optional
        Who draws; the answer is the same.
    progress : callable, optional
        Given what is being done, and how much of how much is.

    Returns
    -------
    Recommendation, or None
        None where there is no conversation to rejoin, or nothing that could be opened.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> rows = [{"id": "talks", "participants": "a:1; b:1", "quality": 0.6, "cost": 3}]
    >>> found = recommend(Network.from_tables(people, channels=rows), draws=10)
    >>> found.limits, found.portfolio.channels, found.sequence.channels
    ('none', ('talks',), ('talks',))
    """
    state = state or Reach.of(net)
    if not net.candidates or math.isnan(state.value):
        return None
    tell = _teller(progress)
    worth = reach_objective(net, state=state)
    front = pareto(net, state=state, progress=tell("The front"))
    origin, limits = _limits(net, front, budget, max_risk)
    portfolio = best_portfolio(
        net,
        budget=limits.budget,
        max_risk=limits.max_risk,
        state=state,
        time_limit=None,
        node_limit=NODES,
    )
    plan = best_sequence(net, portfolio.channels, objective=worth)
    sure: Robustness | None = None
    changes: tuple[Change, ...] = ()
    if draws:
        sure = robustness(
            net,
            portfolio=portfolio.channels,
            limits=limits,
            draws=draws,
            seed=seed,
            node_limit=VERSION,
            executor=executor,
            progress=tell("Plausible versions"),
        )
        moved = sensitivity(
            net, portfolio=portfolio.channels, limits=limits, node_limit=SETTING, progress=tell("Assumptions")
        )
        changes = tuple(moved)
    return Recommendation(origin, front, portfolio, interactions(net, state=state), plan, sure, changes)


def _limits(net: Network, front: Front, budget: float | None, max_risk: float | None) -> tuple[str, Limits]:
    """Limits and where they come from; a limit that is asked for leaves the other to the study."""
    asked = budget is not None or max_risk is not None
    study = net.study
    amount = budget if budget is not None else study.budget
    cap = max_risk if max_risk is not None else study.max_risk
    amount, cap = (None if limit is None or math.isinf(limit) else limit for limit in (amount, cap))
    if asked or amount is not None or cap is not None:
        return "asked" if asked else "study", Limits(budget=amount, max_risk=cap)
    if front.knee is not None:
        return "knee", Limits(budget=front.points[front.knee].cost)
    return "none", Limits()


def _teller(progress: Progress | None) -> Callable[[str], Callable[[int, int], None] | None]:
    def tell(what: str) -> Callable[[int, int], None] | None:
        return None if progress is None else lambda done, total: progress(what, done, total)

    return tell
