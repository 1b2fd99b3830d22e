"""The veto-proof portfolio: the best channels that nobody stands against, and what that costs in reach."""

from __future__ import annotations

from dataclasses import dataclass

from netmodel.decide.portfolio import Portfolio, best_portfolio
from netmodel.network import Network
from netmodel.policy.opposition import Names, Opposition

NODES = 200
"""Nodes of the search for each of the two portfolios, unless more are asked for."""


@dataclass(frozen=True)
class VetoProof:
    """The best portfolio of channels that nobody stands against, beside the best one of all.

    `reach` and `reach_of_all` are those of the two, each with the most that any such set can have: `upper_bound` and
    `upper_bound_of_all`, equal to it where the set is proven to be best.
    """

    budget: float | None
    max_risk: float | None
    channels: tuple[str, ...]
    cost: float
    reach: float
    upper_bound: float
    channels_of_all: tuple[str, ...]
    cost_of_all: float
    reach_of_all: float
    upper_bound_of_all: float
    opposed: tuple[str, ...]
    optimal: bool


def veto_proof(net: Network, *, strength: float = 0.0, node_limit: int = NODES) -> VetoProof:
    """The best portfolio within the study's budget and risk, with and without the channels that vetoes stand against.

    Parameters
    ----------
    net : Network
    strength : float
        Vetoes no stronger than this do not count.
    node_limit : int
        For each of the two searches; each gives the best set so far with its proven bound.

    Examples
    --------
    >>> people = [{"id": "a1", "side": "A"}, {"id": "b1", "side": "B"}, {"id": "v1"}]
    >>> rows = [{"id": name, "participants": "a1:1; b1:1", "quality": q} for name, q in (("c1", 0.9), ("c2", 0.5))]
    >>> found = veto_proof(Network.from_tables(people, channels=rows, vetoes=[{"actor": "v1", "target": "c1"}]))
    >>> found.channels, found.reach, found.reach_of_all, found.opposed
    (('c2',), 0.5, 0.9, ('c1',))
    """
    return proof_of(Opposition(net, strength), node_limit)


def proof_of(against: Opposition, node_limit: int = NODES) -> VetoProof:
    """As `veto_proof`, for an opposition that was prepared already."""
    net, free = against.net, against.free()

    def best(*allowed: Names) -> Portfolio:
        return best_portfolio(
            net,
            budget=net.study.budget,
            max_risk=net.study.max_risk,
            objective=against.worth,
            constraints=allowed,
            time_limit=None,
            node_limit=node_limit,
            brief=True,
        )

    proof, whole = best(free), best()
    return VetoProof(
        budget=net.study.budget,
        max_risk=net.study.max_risk,
        channels=proof.channels,
        cost=proof.cost,
        reach=proof.value,
        upper_bound=proof.upper_bound,
        channels_of_all=whole.channels,
        cost_of_all=whole.cost,
        reach_of_all=whole.value,
        upper_bound_of_all=whole.upper_bound,
        opposed=tuple(sorted(set(whole.channels) - free)),
        optimal=proof.optimal and whole.optimal,
    )
