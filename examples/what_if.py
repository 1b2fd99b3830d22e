"""What if: a network of one's own in a few lines, a measure of one's own, and a channel opened.

Run with ``python examples/what_if.py``.
"""

from __future__ import annotations

from typing import Any

import networkx as nx

import netmodel


@netmodel.register(level="stakeholder", better="higher", source="Krackhardt & Stern 1988", range="0 and up")
def external_ties(G: nx.Graph[Any], *, side: str = "side") -> dict[Any, int]:
    """Ties that a stakeholder holds with other sides."""
    return {u: sum(G.nodes[v][side] not in ("", G.nodes[u][side]) for v in G[u]) for u in G}


def main() -> None:
    """Print who holds ties with the other side before and after a seminar, and what the seminar is worth."""
    people: list[dict[str, Any]] = [
        {"id": "ministry", "side": "North", "level": 2},
        {"id": "university", "side": "North"},
        {"id": "institute", "side": "South"},
        {"id": "bureau", "side": "South", "level": 3},
    ]
    ties = [
        {"source": "ministry", "target": "university", "strength": 0.4},
        {"source": "institute", "target": "bureau", "strength": 0.6},
        {
            "source": "ministry",
            "target": "bureau",
            "strength": 0.6,
            "status_2013": "active",
            "status_2021": "severed",
        },
    ]
    channels = [{"id": "seminar", "kind": "academic", "participants": "university; institute", "cost": 60_000}]
    net = netmodel.Network.from_tables(people, ties, channels=channels)
    for label, view in (("now", net), ("with the seminar", net.open("seminar"))):
        values = netmodel.measure(view, ["external_ties", "reach"])
        print(f"{label}: reach {values.network['reach']:.4f}, ties across {values.stakeholders['external_ties']}")
    best = netmodel.rank_channels(net).channels[0]
    share = 100 * (best.recovery or 0)
    print(f"the seminar adds {best.gain:.4f}, {share:.0f} % of what was lost since {net.before_date}")
    print("its leading route:", " -> ".join(best.route))


if __name__ == "__main__":
    main()
