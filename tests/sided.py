"""Random graphs for measures: both directions or one, weighted or not, in pieces, with isolates, sides and loops."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx


def sided_graph(seed: int, *, multi: bool = False, most: int = 10) -> nx.Graph[Any]:
    """A seeded graph whose nodes have a side (or none) and whose edges have a strength, or not."""
    rng = random.Random(seed)
    directed, weighted = bool(seed & 1), bool(seed & 2)
    kinds: tuple[Any, Any] = (nx.MultiGraph, nx.MultiDiGraph) if multi else (nx.Graph, nx.DiGraph)
    G: nx.Graph[Any] = kinds[directed]()
    n = rng.randrange(1, most + 1)
    sides = ("A", "B", "C")[: rng.randrange(1, 4)]
    for number in range(n):
        G.add_node(f"n{number}", side=rng.choice((*sides, "")) if rng.random() < 0.9 else sides[0])
    names = list(G)
    rng.shuffle(names)
    alone = rng.randrange(0, 3)
    pieces = [names[alone::2], names[alone + 1 :: 2]] if rng.random() < 0.4 else [names[alone:]]
    for piece in pieces:
        for _ in range(rng.randrange(0, 3 * len(piece) + 1) if piece else 0):
            u, v = rng.choice(piece), rng.choice(piece)
            if u != v or rng.random() < 0.3:
                G.add_edge(u, v, **({"strength": round(rng.uniform(0.05, 1), 2)} if weighted else {}))
    return G


def hops(G: nx.Graph[Any]) -> dict[Any, dict[Any, int]]:
    """Distances by Floyd and Warshall, apart from what NetworkX's searches do."""
    far: dict[Any, dict[Any, float]] = {u: {v: 0.0 if u == v else float("inf") for v in G} for u in G}
    for u, v in G.edges():
        for one, other in ((u, v),) if G.is_directed() else ((u, v), (v, u)):
            far[one][other] = min(far[one][other], 1)
    for k in G:
        for u in G:
            for v in G:
                far[u][v] = min(far[u][v], far[u][k] + far[k][v])
    return {u: {v: int(steps) for v, steps in row.items() if steps < float("inf")} for u, row in far.items()}
