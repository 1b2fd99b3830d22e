"""A recommendation in words: what to open, in which order, and how sure that is; each line from one result."""

from __future__ import annotations

from dataclasses import replace

from netmodel.decide.recommend import Recommendation
from netmodel.explain.advice import portfolio_words
from netmodel.explain.doubts import robustness_words, shift_words
from netmodel.explain.figures import money
from netmodel.explain.plans import plan_words
from netmodel.explain.tradeoffs import front_words, interaction_words
from netmodel.network import Network

Words = dict[str, list[str]]


def recommendation_words(net: Network, found: Recommendation) -> Words:
    """Sentences by what they are about: ``limits``, ``portfolio``, ``sequence``, ``robustness`` and so on.

    Examples
    --------
    >>> from netmodel.decide.recommend import recommend
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> rows = [{"id": "talks", "participants": "a:1; b:1", "quality": 0.6, "cost": 3}]
    >>> net = Network.from_tables(people, channels=rows)
    >>> recommendation_words(net, recommend(net, draws=10))["limits"]
    ['No budget is given and the front has no knee, so nothing limits the set.']
    """
    return {
        "limits": [_limits(net, found)],
        "portfolio": portfolio_words(net, found.portfolio),
        "sequence": plan_words(net, found.sequence, now=found.portfolio.reach["now"]),
        "robustness": robustness_words(net, found.robustness) if found.robustness else [],
        "sensitivity": shift_words(net, found.sensitivity),
        "front": front_words(net, found.front),
        "interactions": _interactions(net, found),
    }


def _interactions(net: Network, found: Recommendation) -> list[str]:
    """About pairs of which at least one is chosen."""
    chosen = set(found.portfolio.channels)
    pairs = tuple(pair for pair in found.interactions.pairs if {pair.one, pair.other} & chosen)
    if chosen and not pairs:
        return ["No channel of the set helps or hinders another."]
    return interaction_words(net, replace(found.interactions, pairs=pairs) if chosen else found.interactions)


def _limits(net: Network, found: Recommendation) -> str:
    limits = found.portfolio.limits
    told = []
    if "budget" in limits:
        told.append(f"a budget of {money(net, limits['budget'])}")
    if "max_risk" in limits:
        told.append(f"no channel riskier than {limits['max_risk']:.2f}")
    said = " and ".join(told)
    if found.limits == "asked" and not told:
        return "As asked, nothing limits the set but what its channels require and exclude."
    if found.limits == "asked":
        return f"As asked: {said}."
    if found.limits == "study":
        return f"As netmodel.toml says: {said}."
    if found.limits == "knee":
        return f"No budget is given; {said} is the knee of the front, beyond which money buys less."
    return "No budget is given and the front has no knee, so nothing limits the set."
