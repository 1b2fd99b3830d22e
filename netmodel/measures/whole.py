"""Measures of the whole network that need its tables: reach and what is reported beside it."""

from __future__ import annotations

from netmodel.engine import spectral
from netmodel.engine.kernel import Reach
from netmodel.engine.worlds import Worlds
from netmodel.measures import register
from netmodel.network import Network

NO_CONVERSATION = (
    "without a conversation that weighs: two stakeholders on different sides, with influence and an issue"
)


@register(
    level="network",
    better="higher",
    source="netmodel",
    range="0..1",
    takes="network",
    reads="strength",
    cost="O(n m log n) an issue",
    convention="Directed: the mean of both ways. Open channels are hubs; arrival is multiplied by permeability.",
    undefined=NO_CONVERSATION,
)
def reach(net: Network, *, by_issue: bool = True) -> float:
    """Mean strength of the best route between counterparts, over conversations by weight.

    A conversation is two stakeholders on different sides and an issue that both deal with; its weight is that of the
    issue times the influence of both. 1 when every pair talks directly and perfectly about everything both care for.

    Parameters
    ----------
    net : Network
    by_issue : bool
        False takes everything as one layer, whatever the issues.

    Returns
    -------
    float
        In [0, 1]; nan where there is no conversation.

    Examples
    --------
    >>> rows = [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}]
    >>> reach(Network.from_tables(rows, [{"source": "gac", "target": "mid", "strength": 0.4}]))
    0.4
    """
    return Reach.of(net, by_issue=by_issue).value


@register(
    level="network",
    better="higher",
    source="Krackhardt 1994, cross-side",
    range="0..1",
    takes="network",
    cost="O(n m log n) an issue",
    convention="Directed: each way counts half. A route of any strength above 0 joins.",
    undefined=NO_CONVERSATION,
)
def connectedness(net: Network, *, by_issue: bool = True) -> float:
    """Share of conversations, by weight, that any route joins."""
    return Reach.of(net, by_issue=by_issue).connectedness


@register(
    level="network",
    better="higher",
    source="two-terminal reliability, Colbourn 1987",
    range="0..1",
    takes="network",
    reads="strength",
    cost="O(2^u m) for u uncertain elements where few, else O(1,000 m)",
    convention="Ties, member edges, hubs and arrivals work independently. Directed: each way counts half.",
    undefined=NO_CONVERSATION,
)
def reliability(net: Network, *, seed: int = 0, by_issue: bool = True) -> float:
    """Expected share of conversations joined when every tie works only with its strength.

    Exact where few elements are uncertain, else the mean over drawn worlds; `netmodel.engine.worlds` has the
    interval. It sees redundancy, which reach does not.
    """
    return Worlds.of(net, seed=seed, by_issue=by_issue).reliability().value


register(
    spectral.disagreement,
    level="network",
    better="higher",
    source="Musco, Musco & Tsourakakis 2018 (not re-read)",
    range="below 0",
    meaning="How far apart the sides stay when opinions settle: 0 is none; it never falls when a tie is added.",
    takes="network",
    reads="strength",
    cost="O(n m), a sparse factorisation",
    convention="Conductance is strength; channels are hubs; directions and issues do not enter.",
    undefined="without two sides, each with influence",
)
