"""Networks that several tests use: MiniRupture, worked by hand, and seeded random ones; and the oracle for reach."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from typing import Any

import networkx as nx

from netmodel import Network, Study

Rows = list[dict[str, Any]]


def mini_rupture() -> Network:
    """Four Canadian and four Russian stakeholders; two of seven ties were severed in 2014."""
    sides = {"CA": ("PCO", "GAC", "TCS", "UofT"), "RU": ("MID", "MinEcon", "MGIMO")}
    people = [{"id": name, "side": side, "influence": 1} for side, names in sides.items() for name in names]
    pairs = ["PCO-GAC", "GAC-TCS", "GAC-MID", "MID-MinEcon", "TCS-MinEcon", "UofT-MGIMO", "MID-MGIMO"]
    ties: Rows = []
    for pair in pairs:
        source, target = pair.split("-")
        now = "severed" if pair in ("GAC-MID", "TCS-MinEcon") else "active"
        ties.append({"source": source, "target": target, "strength": 1, "status_2013": "active", "status_2014": now})
    return Network.from_tables(people, ties, study=Study(before="2013", now="2014"))


def random_network(seed: int, *, sides: int = 2) -> Network:
    """A small random study: directed or not, ruptured or not, with issues, third parties and permeability."""
    rng = random.Random(seed)
    issues = [[], ["i1"], ["i1", "i2", "i3"]][rng.randrange(3)]
    directed, permeable, ruptured = rng.random() < 0.4, rng.random() < 0.5, rng.random() < 0.4
    n = rng.randrange(4, 13)

    def some() -> str:
        return "; ".join(i for i in issues if rng.random() < 0.6)

    people: Rows = []
    for number in range(n):
        side = f"S{number % sides}" if number < sides or rng.random() < 0.8 else "third"
        row = {"id": f"n{number:02}", "side": side, "issues": some(), "influence": rng.choice([0, 1, 2, 5])}
        row["permeability"] = round(rng.random(), 2) if permeable and rng.random() < 0.6 else 1
        people.append(row)
    ties: Rows = []
    for number in range(rng.randrange(0, 3 * n)):
        one, other = rng.sample(people, 2)
        if ruptured and one["side"] != other["side"]:
            continue
        row = {"source": one["id"], "target": other["id"], "id": f"t{number:02}", "kind": "informal"}
        row |= {"strength": round(rng.uniform(0.05, 1), 2), "issues": some() if rng.random() < 0.3 else ""}
        row["directed"] = "yes" if directed and rng.random() < 0.5 else "no"
        row["status"] = "active" if rng.random() < 0.8 else "severed"
        row["sign"] = "-1" if rng.random() < 0.05 else "1"
        ties.append(row)
    channels: Rows = []
    members: Rows = []
    for number in range(rng.randrange(1, 6)):
        channel = {"id": f"c{number}", "quality": round(rng.uniform(0.1, 1), 2), "issues": some()}
        channel |= {"status": "open" if rng.random() < 0.2 else "candidate", "cost": rng.randrange(5)}
        channels.append(channel)
        for person in rng.sample(people, rng.randrange(2, min(6, n) + 1)):
            row = {"channel": channel["id"], "stakeholder": person["id"], "uptake": round(rng.random(), 2)}
            if rng.random() < 0.2:
                row["uptake_out"] = round(rng.random(), 2)
            members.append(row)
    tables: dict[str, Rows] = {"channels": channels, "participants": members}
    if issues and rng.random() < 0.5:
        priorities = {f"priority_S{k}" for k in range(sides)}
        tables["issues"] = [
            {"issue": i, "red_line": "yes" if rng.random() < 0.1 else "no"}
            | {name: rng.randrange(6) for name in sorted(priorities)}
            for i in issues
        ]
    return Network.from_tables(people, ties, **tables)


def hub_graph(net: Network, issue: str | None) -> nx.DiGraph[Any]:
    """Plain NetworkX graph of one layer, a node for each open channel, `far` = -log of what an arc passes."""
    here = {row.id: row for row in net.stakeholder.values() if issue is None or not row.issues or issue in row.issues}
    G: nx.DiGraph[Any] = nx.DiGraph()
    G.add_nodes_from(here)

    def arc(one: Any, other: Any, passes: float) -> None:
        if passes > 0 and (not G.has_edge(one, other) or G.edges[one, other]["far"] > -math.log(passes)):
            G.add_edge(one, other, far=-math.log(passes))

    for tie in net.active_ties:
        if tie.source in here and tie.target in here and (issue is None or not tie.issues or issue in tie.issues):
            arc(tie.source, tie.target, tie.strength * here[tie.target].permeability)
            if not tie.directed:
                arc(tie.target, tie.source, tie.strength * here[tie.source].permeability)
    for channel in net.open_channels:
        if issue is None or not channel.issues or issue in channel.issues:
            for person in channel.participants:
                if person.stakeholder in here:
                    name = person.stakeholder
                    arc(name, ("hub", channel.id), person.uptake)
                    arc(("hub", channel.id), name, channel.quality * person.uptake_out * here[name].permeability)
    return G


def reach_by_dijkstra(net: Network, issues: Iterable[str | None] | None = None) -> float:
    """Reach recomputed from its definition: one Dijkstra from every stakeholder in every layer."""
    amount = weight = 0.0
    for issue in net.layers if issues is None else issues:
        G = hub_graph(net, issue)
        actors = [net.stakeholder[name] for name in G if not isinstance(name, tuple)]
        for one in actors:
            if one.side not in net.sides:
                continue
            far = nx.single_source_dijkstra_path_length(G, one.id, weight="far")
            for other in actors:
                if other.side in net.sides and other.side != one.side:
                    w = net.issue_weight(issue, one.side, other.side) * one.influence * other.influence
                    weight += w
                    if other.id in far:
                        amount += w * math.exp(-far[other.id])
    return amount / weight if weight else float("nan")
