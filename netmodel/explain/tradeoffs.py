"""A front and the interactions of channels in words: what money and risk buy, and which channels go together."""

from __future__ import annotations

import math

from netmodel.decide.interactions import Interactions, Pair
from netmodel.decide.pareto import Front, Point
from netmodel.explain import TOP, counted, percent, why_no_candidate, why_no_conversation
from netmodel.explain.figures import called, change, cost, named, names, some, worth
from netmodel.network import Network


def front_words(net: Network, front: Front) -> list[str]:
    """Say where the front bends, and what little money, all the money, and little risk would buy.

    Examples
    --------
    >>> from netmodel.decide.pareto import pareto
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> rows = [{"id": f"c{k}", "participants": "a:1; b:1", "quality": q, "cost": c}
    ...         for k, (q, c) in enumerate([(0.3, 1), (0.6, 2), (0.7, 8)])]
    >>> net = Network.from_tables(people, channels=rows)
    >>> front_words(net, pareto(net))[0].replace("\\xa0", " ")
    'The knee: c1 (cost 2, highest risk 0.00) brings reach from 0.0 % to 60.0 %. Beyond it money buys less than on
    average over the whole front.'
    """
    if math.isnan(front.value_now):
        return [f"There is no conversation to rejoin: {why_no_conversation(net)}."]
    if not net.candidates:
        return [f"There is nothing to choose from: {why_no_candidate(net)}."]
    gaining = [point for point in front.points if round(point.gain, 12) > 0]
    if not gaining:
        return [f"No channel adds anything to {called(front.objective)}, whatever it may cost."]
    return [*_knee(net, front), *_ends(net, front, gaining), *_by_risk(net, front), *_unproven(front)]


def _knee(net: Network, front: Front) -> list[str]:
    if front.knee is None:
        return []
    said = f"The knee: {_told(net, front, front.points[front.knee])}."
    return [f"{said} Beyond it money buys less than on average over the whole front."]


def _told(net: Network, front: Front, point: Point) -> str:
    """A point of the front: what is opened, for what, and what it brings."""
    who = some(names(net, point.channels)) if len(point.channels) <= TOP + 1 else f"{len(point.channels)} channels"
    before, after = front.value_now, point.value
    rise = f"from {worth(front.objective, before, beside=after)} to {worth(front.objective, after, beside=before)}"
    won = f", {percent(point.recovery, 0)} of what was lost since {net.before_date}" if point.recovery else ""
    paid = f"({cost(net, point.cost)}, highest risk {point.max_risk:.2f})"
    verb = "brings" if len(point.channels) == 1 else "bring"
    return f"{who} {paid} {verb} {called(front.objective)} {rise}{won}"


def _ends(net: Network, front: Front, gaining: list[Point]) -> list[str]:
    """The cheapest point, the cheapest that has half of the largest gain, and the largest gain."""
    most = max(gaining, key=lambda point: (round(point.value, 12), -point.cost))
    half = next(point for point in gaining if point.gain >= most.gain / 2)
    knee = None if front.knee is None else front.points[front.knee]
    rows = {"The least money": gaining[0], "Half of all that can be gained": half, "The most that can be had": most}
    told: list[Point] = [knee] if knee else []
    said = []
    for title, point in rows.items():
        if point not in told:
            said.append(f"{title}: {_told(net, front, point)}.")
            told.append(point)
    return said


def _by_risk(net: Network, front: Front) -> list[str]:
    """What can be had without risky channels."""
    rows = [point for point in front.risk_curve if round(point.gain, 12) > 0]
    if len(rows) < 2 or rows[0].value >= rows[-1].value:
        return []
    top = worth(front.objective, rows[-1].value, beside=rows[0].value)
    first = worth(front.objective, rows[0].value, beside=rows[-1].value)
    what = called(front.objective)
    return [
        f"With no channel riskier than {rows[0].risk_cap:.2f} {what} can be {first}, whatever it costs; with risks "
        f"up to {rows[-1].max_risk:.2f}, {top}."
    ]


def _unproven(front: Front) -> list[str]:
    open_points = [point for point in front.points if not point.optimal]
    if not open_points:
        return [] if front.optimal else ["Not every point of the grid is proven best."]
    gap = max(point.upper_bound - point.value for point in open_points)
    away = change(front.objective, gap, sign=False)
    which = f"{counted(len(open_points), 'point')} of {len(front.points)}"
    verb = "is" if len(open_points) == 1 else "are"
    return [f"{which} {verb} not proven best, and at most {away} from the best."]


# ---- interactions -----------------------------------------------------------------------------------------------


def interaction_words(net: Network, found: Interactions, *, now: float | None = None) -> list[str]:
    """Say which channels are either-or, which count only together, and which help or hinder each other most.

    Parameters
    ----------
    net : Network
    found : Interactions
    now : float, optional
        Worth of what is open today; nan where there is no conversation to rejoin.

    Examples
    --------
    >>> from netmodel.decide.interactions import interactions
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "x"}]
    >>> rows = [{"id": "near", "participants": "a:1; x:1", "quality": 1},
    ...         {"id": "far", "participants": "x:1; b:1", "quality": 1}]
    >>> net = Network.from_tables(people, channels=rows)
    >>> interaction_words(net, interactions(net))
    ['far and near count only together: +50.00 points.']
    """
    if now is not None and math.isnan(now):
        return [f"There is no conversation to rejoin: {why_no_conversation(net)}."]
    if not found.channels:
        return [f"There is nothing to compare: {why_no_candidate(net)}."]
    if len(found.channels) == 1:
        return [f"There is nothing to compare: {named(net, found.channels[0])} is the only channel."]
    if not found.pairs:
        return ["No two channels touch each other: each adds the same beside any other."]
    gains = dict(zip(found.channels, found.gains, strict=True))
    said = []
    for kind in ("either-or", "only together", "complements", "overlap"):
        rows = [pair for pair in found.pairs if pair.kind == kind]
        said += [_pair(net, found.objective, gains, pair) for pair in rows[:TOP]]
        if len(rows) > TOP:
            said.append(f"And {counted(len(rows) - TOP, 'more pair')} of that kind ({kind}).")
    return said


def _pair(net: Network, objective: str, gains: dict[str, float], pair: Pair) -> str:
    lesser, greater = sorted((pair.one, pair.other), key=lambda name: (round(gains[name], 12), name))
    one, other = named(net, lesser), named(net, greater)
    both, extra = change(objective, pair.together), change(objective, abs(pair.complementarity), sign=False)
    if pair.kind == "either-or":
        alone = change(objective, gains[greater])
        return f"{one} is either-or with {other}: together they add {both}, the latter alone {alone}."
    if pair.kind == "only together":
        return f"{one} and {other} count only together: {both}."
    if pair.kind == "complements":
        return f"{one} and {other} help each other: together they add {both}, {extra} more than one by one."
    return f"{one} and {other} overlap: together they add {both}, {extra} less than one by one."
