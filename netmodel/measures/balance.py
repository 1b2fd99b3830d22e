"""Structural balance of signed ties: balanced triangles, frustration, and whose change of sign helps most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import Any

import networkx as nx

from netmodel.measures import register, tidy
from netmodel.measures.frustration import Frustration, after_change, blocks, frustration, signed, solve
from netmodel.network import Network


@dataclass(frozen=True)
class TieChange:
    """What a change of sign of one tie does.

    Attributes
    ----------
    source, target : node
    sign : int
        The sign that it has now, 1 or -1.
    triangles : int
        Triangles that the tie is part of.
    share_change : float
        Change of the share of balanced triangles; nan where there is no triangle.
    frustration_change : int or None
        Change of the frustration index, -1, 0 or 1; None where it is not known.
    """

    source: Any
    target: Any
    sign: int
    triangles: int
    share_change: float
    frustration_change: int | None

    @property
    def helps(self) -> bool:
        """Whether frustration falls, or stays while more triangles are balanced."""
        change = self.frustration_change
        return change is not None and (change < 0 or (change == 0 and self.share_change > 0))

    def to_json(self) -> dict[str, Any]:
        """Plain values; what is not known is null."""
        ends = {"source": str(self.source), "target": str(self.target)}
        return {**ends, **{name: tidy(getattr(self, name)) for name in NUMBERS}}


NUMBERS = ("sign", "triangles", "share_change", "frustration_change")


@dataclass(frozen=True)
class Balance:
    """How balanced a signed network is.

    Attributes
    ----------
    positive, negative : int
        Signed ties, one a pair.
    triangles, balanced : int
        Triangles, and those of them with an even number of negative ties.
    frustration : Frustration
        The fewest ties to change, with the two camps, and a bound where it is not proven.
    changes : tuple of TieChange
        Every tie, the most helpful change of sign first: by frustration, then by balanced triangles, then by id.
    """

    positive: int
    negative: int
    triangles: int
    balanced: int
    frustration: Frustration
    changes: tuple[TieChange, ...]

    @property
    def share(self) -> float:
        """Share of triangles that are balanced; nan without a triangle."""
        return self.balanced / self.triangles if self.triangles else nan

    @property
    def helps_most(self) -> TieChange | None:
        """The tie whose change of sign helps most; None where none helps."""
        return self.changes[0] if self.changes and self.changes[0].helps else None

    def to_json(self) -> dict[str, Any]:
        """Plain values; nan becomes null."""
        found = self.frustration
        return {
            "positive": self.positive,
            "negative": self.negative,
            "triangles": self.triangles,
            "balanced": self.balanced,
            "share": tidy(self.share),
            "frustration": found.value,
            "lower_bound": found.lower_bound,
            "exact": found.exact,
            "camps": [[str(node) for node in camp] for camp in found.camps],
            "frustrated": [{"source": str(u), "target": str(v)} for u, v in found.ties],
            "changes": [change.to_json() for change in self.changes],
        }


def structural_balance(G: nx.Graph[Any], *, sign: str = "sign") -> Balance:
    """How balanced the signed ties are, and what a change of each sign would do.

    Parameters
    ----------
    G : nx.Graph
        Any NetworkX graph, such as `signed_graph` of a study; direction is ignored. The strongest of parallel or
        opposite ties stands for the pair, and of equally strong ones the negative.
    sign : str
        Edge attribute, 1 or -1; a tie without it is positive.

    Raises
    ------
    UsageError
        For any other sign.

    References
    ----------
    .. [1] Heider, F. (1946). Attitudes and cognitive organization. *Journal of Psychology* 21, 107-112. (Not
       re-read.)
    .. [2] Cartwright, D., Harary, F. (1956). Structural balance: a generalization of Heider's theory. *Psychological
       Review* 63, 277-293. (Not re-read.)

    Examples
    --------
    >>> G = nx.complete_graph(["gac", "mid", "un"])
    >>> G.edges["gac", "mid"]["sign"] = -1
    >>> found = structural_balance(G)
    >>> found.share, found.frustration.value, found.helps_most.source, found.helps_most.target
    (0.0, 1, 'gac', 'mid')
    """
    H = signed(G, sign=sign)
    found = frustration(H)
    held, even = Counter[frozenset[Any]](), Counter[frozenset[Any]]()
    triangles = balanced = 0
    for nodes, product in _triangles(H):
        triangles += 1
        balanced += product > 0
        for pair in _pairs(*nodes):
            held[pair] += 1
            even[pair] += product > 0
    after = _frustration_changes(H, found)
    changes = []
    for u, v, data in H.edges(data=True):
        value, pair = data["sign"], frozenset((u, v))
        share = (held[pair] - 2 * even[pair]) / triangles if triangles else nan
        changes.append(TieChange(u, v, value, held[pair], share, after.get(pair)))
    negative = sum(change.sign < 0 for change in changes)
    return Balance(
        H.number_of_edges() - negative, negative, triangles, balanced, found, tuple(sorted(changes, key=_order))
    )


def _order(change: TieChange) -> tuple[Any, ...]:
    known = change.frustration_change
    share = -round(change.share_change, 12) if change.triangles else 0.0
    return (2 if known is None else known, share, str(change.source), str(change.target))


def _triangles(H: nx.Graph[Any]) -> Iterator[tuple[tuple[Any, Any, Any], int]]:
    """Each triangle once, with the product of its signs."""
    rank = {node: number for number, node in enumerate(sorted(H, key=H.degree))}  # few ties first, for speed
    later = {u: {v: data["sign"] for v, data in H[u].items() if rank[v] > rank[u]} for u in H}
    for u in H:
        for v, first in later[u].items():
            for w, second in later[v].items():
                if w in later[u]:
                    yield (u, v, w), first * second * later[u][w]


def _pairs(u: Any, v: Any, w: Any) -> tuple[frozenset[Any], ...]:
    return frozenset((u, v)), frozenset((v, w)), frozenset((u, w))


def _frustration_changes(H: nx.Graph[Any], found: Frustration) -> dict[frozenset[Any], int | None]:
    """Change of the frustration index by tie; 0 for a tie on no cycle, None where it is not known."""
    nodes = list(H)
    chosen = {frozenset(pair) for pair in found.ties}
    changes: dict[frozenset[Any], int | None] = {frozenset((u, v)): 0 for u, v in H.edges()}
    for block in blocks(H):
        pairs = [frozenset((nodes[u], nodes[v])) for u, v, _ in block]
        now = [tie for tie, pair in zip(block, pairs, strict=True) if pair in chosen]
        proven = found.exact or solve(block)[1] == len(now)
        changes.update(zip(pairs, after_change(block, now) if proven else [None] * len(block), strict=True))
    return changes


def signed_graph(net: Network) -> nx.Graph[str]:
    """The signed ties of a study that are active at its date: one a pair, with `sign`.

    Open channels have no sign and do not enter. The strongest of parallel or opposite ties stands for the pair, and
    of equally strong ones the negative.

    Examples
    --------
    >>> ties = [{"source": "a", "target": "b", "sign": "-1"}, {"source": "a", "target": "b", "strength": 0.1}]
    >>> list(signed_graph(Network.from_tables([{"id": "a"}, {"id": "b"}], ties)).edges(data="sign"))
    [('a', 'b', -1)]
    """
    G: nx.MultiGraph[str] = nx.MultiGraph()
    G.add_nodes_from(net.stakeholder)
    for tie in net.ties:
        here = tie.source in G and tie.target in G and tie.id not in net.removed
        if here and net.status(tie) == "active":
            G.add_edge(tie.source, tie.target, sign=tie.sign, strength=tie.strength)
    return signed(G)


SIGNED = (
    "Active ties; open channels have no sign. Direction is ignored; of the ties of a pair the strongest counts, of "
    "equally strong ones the negative."
)


@register(
    level="network",
    better="higher",
    source="Cartwright & Harary 1956 (not re-read)",
    range="0..1",
    meaning="Share of triangles of signed ties in which friends of friends, and enemies of enemies, are friends.",
    takes="network",
    reads="sign",
    cost="O(m^1.5)",
    convention=f"{SIGNED} Three negative ties are not balanced.",
    undefined="no triangle",
)
def balanced_triangles(net: Network) -> float:
    """Share of triangles of signed ties that have an even number of negative ones; nan without a triangle.

    Examples
    --------
    >>> rows = [("a", "b", -1), ("b", "c", -1), ("a", "c", 1)]
    >>> ties = [{"source": source, "target": target, "sign": sign} for source, target, sign in rows]
    >>> balanced_triangles(Network.from_tables([{"id": name} for name in "abc"], ties))
    1.0
    """
    products = [product for _, product in _triangles(signed_graph(net))]
    return sum(product > 0 for product in products) / len(products) if products else nan


@register(
    level="network",
    better="lower",
    source="Harary 1959 (line index of balance; not re-read)",
    range="0 and up",
    meaning="Fewest ties whose sign must change before the network falls into two camps, friends within and enemies "
    "across.",
    takes="network",
    reads="sign",
    cost="exponential in the worst case; cut at a stated size",
    convention=f"{SIGNED} A number of ties, not a share.",
    undefined="not proven within the limits; `structural_balance` then has the best found and the bound",
    shown=False,
)
def frustration_index(net: Network) -> float:
    """Fewest ties whose sign must change before the network is balanced; nan where the proof is out of reach.

    Examples
    --------
    >>> frustration_index(Network.from_tables([{"id": "a"}]))
    0.0
    """
    found = frustration(signed_graph(net))
    return float(found.value) if found.exact else nan
