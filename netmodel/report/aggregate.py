"""A network too large to draw one by one: its groups by side and kind, what joins them, and who stands between.

Each group can be opened in the page: it lists its most important members, and what joins those to the other groups.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from netmodel.report.layout import importance, leading_channels, side_order, step_channels

KINDS_OF_A_SIDE = 10
MEMBERS, RELAYS = 60, 10
ACROSS, DOWN = 420.0, 110.0
RELAY_MEASURES = ("cross_side_betweenness", "cross_side_brokerage", "betweenness")

Row = Mapping[str, Any]
Group = tuple[str, str]


def aggregate(data: Mapping[str, Any]) -> dict[str, Any]:
    """Groups of stakeholders by side and kind, as nodes and edges with positions.

    Parameters
    ----------
    data : mapping
        An analysis as `Analysis.to_json()` gives it.

    Returns
    -------
    dict
        ``nodes`` (groups ``g0`` ..., the leading channels ``c..`` and the top relays ``s..``), ``edges`` (with the
        number of ties by status in ``counts``), ``bands``, ``groups`` (side, kind, number of members, of ties
        inside, and the places in the list of the most important members), and ``limit``, how many of these.

    Notes
    -----
    O(n log n + m). Of a side the ten largest kinds have a group each, the others one together.

    Examples
    --------
    >>> who = [{"id": f"s{i}", "name": "", "side": "CA", "kind": "ngo"} for i in range(3)]
    >>> found = aggregate({"study": {}, "stakeholders": who, "ties": [], "channels": []})
    >>> [(group["side"], group["kind"], group["count"]) for group in found["groups"]]
    [('CA', 'ngo', 3)]
    """
    groups = _groups(data)
    of = {i: n for n, (_, members) in enumerate(groups) for i in members}
    relays = _relays(data)
    columns = _columns(data, groups)
    nodes, bands = _nodes(data, groups, relays, columns)
    edges, inside = _ties_between(data, of, [side for (side, _), _ in groups])
    listed = [
        {
            "side": side,
            "kind": kind,
            "count": len(members),
            "inside": inside[n],
            "members": members[:MEMBERS],
        }
        for n, ((side, kind), members) in enumerate(groups)
    ]
    return {
        "nodes": nodes,
        "edges": [*edges, *_members_of_channels(data, of), *_relay_lines(data, relays, of)],
        "bands": bands,
        "groups": listed,
        "limit": MEMBERS,
    }


def _groups(data: Mapping[str, Any]) -> list[tuple[Group, list[int]]]:
    """Side and kind with the places of their members: sides in order, large kinds and important members first."""
    stakeholders: Sequence[Row] = data["stakeholders"]
    counts = Counter((row["side"], row["kind"]) for row in stakeholders)
    own: set[Group] = set()
    for side in {side for side, _ in counts}:
        kinds = sorted((-count, group) for group, count in counts.items() if group[0] == side)
        own |= {group for _, group in kinds[:KINDS_OF_A_SIDE]}
    members: dict[Group, list[int]] = defaultdict(list)
    order = sorted(range(len(stakeholders)), key=lambda i: (*(-p for p in importance(stakeholders[i])), i))
    for i in order:
        group = (stakeholders[i]["side"], stakeholders[i]["kind"])
        members[group if group in own else (group[0], "")].append(i)
    sides = {side: place for place, side in enumerate([*side_order(data), ""])}
    return sorted(members.items(), key=lambda item: (sides[item[0][0]], item[0][1] == "", -len(item[1]), item[0]))


def _relays(data: Mapping[str, Any]) -> list[int]:
    """Those whom most routes across sides pass, by the first measure of them that is there; else none."""
    stakeholders: Sequence[Row] = data["stakeholders"]
    for name in RELAY_MEASURES:
        values = [(row.get("measures") or {}).get(name) for row in stakeholders]
        found = [(-value, i) for i, value in enumerate(values) if isinstance(value, int | float) and value > 0]
        if found:
            return sorted(i for _, i in sorted(found)[:RELAYS])
    return []


def _columns(data: Mapping[str, Any], groups: Sequence[tuple[Group, list[int]]]) -> dict[str, float]:
    """Where each side stands from left to right, the third parties and channels in the middle."""
    order = side_order(data)
    before, after = order[0::2][::-1], order[1::2]
    third = any(side == "" for (side, _), _ in groups)
    names = [*before, *([""] if third else []), "relays", "hubs", *after]
    return {name: ACROSS * place for place, name in enumerate(names)}


def _nodes(
    data: Mapping[str, Any],
    groups: Sequence[tuple[Group, list[int]]],
    relays: Sequence[int],
    columns: Mapping[str, float],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    order, most = side_order(data), max((len(members) for _, members in groups), default=1)
    lines = Counter(side for (side, _), _ in groups)
    height = max([*lines.values(), len(relays), len(leading_channels(data)) + len(step_channels(data)), 3]) * DOWN
    seen: Counter[str] = Counter()
    nodes = []
    for n, ((side, kind), members) in enumerate(groups):
        y = (seen[side] + 0.5) * height / lines[side]
        seen[side] += 1
        node = {"id": f"g{n}", "label": kind, "shape": "dot", "x": columns[side], "y": round(y, 3)}
        size = round(14 + 30 * (len(members) / most) ** 0.5, 3)
        role = f"side-{order.index(side)}" if side else "third"
        nodes.append(node | {"size": size, "role": role, "weight": [len(members), 0]})
    nodes += _between(data, relays, columns, height)
    edge = {"left": -0.32 * ACROSS, "right": 0.32 * ACROSS, "top": -0.6 * DOWN, "bottom": height}
    bands = [
        {"side": side, "index": order.index(side), "top": edge["top"], "bottom": edge["bottom"]}
        | {"left": columns[side] + edge["left"], "right": columns[side] + edge["right"]}
        for side in sorted(order, key=columns.__getitem__)
    ]
    return nodes, bands


def _between(
    data: Mapping[str, Any], relays: Sequence[int], columns: Mapping[str, float], height: float
) -> list[dict[str, Any]]:
    """Top relays and leading channels, each in a column of their own."""
    order, found = side_order(data), []
    for place, i in enumerate(relays):
        row = data["stakeholders"][i]
        spot = {"x": columns["relays"], "y": round((place + 0.5) * height / len(relays), 3)}
        role = f"side-{order.index(row['side'])}" if row["side"] else "third"
        about = {"role": role, "weight": list(importance(row)), "size": 15.0}
        found.append({"id": f"s{i}", "label": row["name"], "shape": "square"} | spot | about)
    steps = {row["id"] for row in step_channels(data)}
    chosen = {row["id"] for row in leading_channels(data)} | steps
    shown = [(i, row) for i, row in enumerate(data["channels"]) if row["id"] in chosen]
    for place, (i, row) in enumerate(shown):
        spot = {"x": columns["hubs"], "y": round((place + 0.5) * height / len(shown), 3)}
        about = {"role": "step" if row["id"] in steps else "leading", "size": 22.0}
        found.append({"id": f"c{i}", "label": row["name"], "shape": "diamond"} | spot | about)
    return found


def _ties_between(
    data: Mapping[str, Any], of: Mapping[int, int], side: Sequence[str]
) -> tuple[list[dict[str, Any]], Counter[int]]:
    """Between each two groups the number of ties by status, and the number of ties inside each group."""
    at = {row["id"]: i for i, row in enumerate(data["stakeholders"])}
    counts: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    inside: Counter[int] = Counter()
    for tie in data["ties"]:
        low, high = sorted((of[at[tie["source"]]], of[at[tie["target"]]]))
        role = "opposed" if tie["sign"] < 0 and tie["status"] == "active" else str(tie["status"])
        if low == high:
            inside[low] += 1
        else:
            counts[low, high][role] += 1
    most = max((found[_shown(found)] for found in counts.values()), default=1)
    edges = [
        {"id": f"a{n}", "from": f"g{low}", "to": f"g{high}", "role": _shown(found), "before": None}
        | {"counts": dict(sorted(found.items())), "across": _across(side[low], side[high])}
        | {"width": round(0.8 + 5 * (found[_shown(found)] / most) ** 0.5, 3)}
        for n, ((low, high), found) in enumerate(sorted(counts.items()))
    ]
    return edges, inside


def _across(one: str, other: str) -> str:
    return "third" if "" in (one, other) else "within" if one == other else "cross"


def _shown(found: Mapping[str, int]) -> str:
    """What the line between two groups shows: their active ties where there are any, else the commonest."""
    return "active" if found.get("active") else min(found, key=lambda role: (-found[role], role))


def _members_of_channels(data: Mapping[str, Any], of: Mapping[int, int]) -> list[dict[str, Any]]:
    """From each leading channel a line to every group of which somebody takes part."""
    at = {row["id"]: i for i, row in enumerate(data["stakeholders"])}
    chosen = {row["id"] for row in (*leading_channels(data), *step_channels(data))}
    edges = []
    for i, row in enumerate(data["channels"]):
        if row["id"] not in chosen:
            continue
        parts = Counter(of[at[member["id"]]] for member in row["participants"] if member["id"] in at)
        for n, count in sorted(parts.items()):
            line = {"id": f"m{i}-g{n}", "from": f"g{n}", "to": f"c{i}", "role": "member", "count": count}
            edges.append(line | {"width": round(1.0 + count**0.5, 3)})
    return edges


def _relay_lines(data: Mapping[str, Any], relays: Sequence[int], of: Mapping[int, int]) -> list[dict[str, Any]]:
    """From each top relay a line to every group with which it has active ties."""
    at = {row["id"]: i for i, row in enumerate(data["stakeholders"])}
    counts: dict[tuple[int, int], int] = Counter()
    shown = set(relays)
    for tie in data["ties"]:
        if tie["status"] != "active" or tie["sign"] < 0:
            continue
        ends = at[tie["source"]], at[tie["target"]]
        for one, other in (ends, ends[::-1]):
            if one in shown:
                counts[one, of[other]] += 1
    return [
        {"id": f"r{i}-g{n}", "from": f"s{i}", "to": f"g{n}", "role": "relay", "counts": {"active": count}}
        | {"width": round(0.6 + 0.5 * count**0.5, 3)}
        for (i, n), count in sorted(counts.items())
    ]
