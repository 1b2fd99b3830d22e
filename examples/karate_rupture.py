"""Zachary's karate club after its split: which of the ties across the two factions is best to reopen?

Zachary (1977) watched a club fall apart and called every member's faction rightly but one: member 8, whom his minimum
cut put on the other side. Here the 11 ties across are severed, and each is worth what it alone brings back. The tie
through that very member comes first: who stands between the factions is the best bridge. Two ties at once are found
by exact search. Source: Zachary, W. W. (1977). An information flow model for conflict and fission in small groups.
*Journal of Anthropological Research* 33, 452-473; a strength of 1 - exp(-w/3) for w shared contexts is our choice.

Run with ``python examples/karate_rupture.py``.
"""

from __future__ import annotations

from math import exp
from typing import Any

import networkx as nx

import netmodel
from netmodel.decide.candidates import suggest_channels
from netmodel.decide.choice import Choice, Limits, options_of
from netmodel.decide.objective import reach_objective
from netmodel.decide.search import search


def ruptured_club() -> netmodel.Network:
    """The club with its factions as sides, everybody of equal influence, and the ties across severed."""
    club = nx.karate_club_graph()
    faction = nx.get_node_attributes(club, "club")
    people: list[dict[str, Any]] = [{"id": str(n), "side": side, "influence": 1} for n, side in faction.items()]
    ties: list[dict[str, Any]] = [
        {
            "source": str(one),
            "target": str(other),
            "strength": 1 - exp(-row["weight"] / 3),
            "status_1972": "active" if faction[one] == faction[other] else "severed",
        }
        for one, other, row in club.edges(data=True)
    ]
    return netmodel.Network.from_tables(people, ties)


def main() -> None:
    """Print the severed ties by what each would bring back, and the best two together."""
    net = ruptured_club()
    for row in suggest_channels(net).restored:
        print(f"{row.rank:2}. {row.ends[0]}-{row.ends[1]}: reach rises from 0 to {row.gain:.4f}")
    best = search(reach_objective(net), Choice.of(options_of(net), Limits(count=2)))
    names = " and ".join(net.channel[name].name for name in sorted(best.best or ()))
    print(f"the best two together: {names}, {best.value:.4f}, {'proven' if best.optimal else 'not proven'}")


if __name__ == "__main__":
    main()
