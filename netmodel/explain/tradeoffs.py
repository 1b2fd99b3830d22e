"""A front and the interactions of channels in words: what money and risk buy, and which channels go together."""

from __future__ import annotations

import math

from netmodel.decide.interactions import Interactions, Pair
from netmodel.decide.pareto import Front, Point
from netmodel.explain import TOP, counted, percent, why_no_candidate, why_no_conversation
from netmodel.explain.figures import called, change, cost, many, money, named, names, some, worth
from netmodel.network import Network


def front_words(net: Network, front: Front) -> list[str]:
    """Say where the front bends, and what the budgets and caps on risk that were looked at would buy.

    Examples
    --------
    >>> from netmodel.decide.pareto import pareto
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> rows = [{"id": f"c{k}", "participants": "a:1; b:1", "quality": q, "cost": c}
    ...         for k, (q, c) in enumerate([(0.3, 1), (0.6, 2), (0.7, 8)])]
    >>> net = Network.from_tables(people, channels=rows)
    >>> front_words(net, pareto(net))[0].replace("\\xa0", " ")
    'The knee of the budgets looked at: c1 (cost 2, highest risk 0.00) brings reach from 0.0 % to 60.0 %. Beyond it
    money buys less than on average over all of them.'
    """
    if math.isnan(front.value_now):
        return [f"There is no conversation to rejoin: {why_no_conversation(net)}."]
    if not net.candidates:
        return [f"There is nothing to choose from: {why_no_candidate(net)}."]
    if not any(round(point.gain, 12) > 0 for point in front.points):
        said = f"adds anything to {called(front.objective)}" if front.points else "keeps all that is asked for"
        found = said if front.optimal else f"that {said} was found"
        return [f"Within the budgets and caps looked at no set of channels {found}.", _grid(net, front)]
    return [*_knee(net, front), *_ends(net, front), *_by_risk(net, front), *_unproven(front), _grid(net, front)]


def _grid(net: Network, front: Front) -> str:
    """What was looked at, so that the other sentences can be read as of it."""
    budgets, caps = [_amount(net, one) for one in front.budgets], [f"{one:.2f}" for one in front.risk_caps]
    told = [
        f"{len(row):,} {several} from {row[0]} to {row[-1]}" if len(row) > 1 else f"one {one} of {row[0]}"
        for row, one, several in ((budgets, "budget", "budgets"), (caps, "cap on risk", "caps on risk"))
        if row
    ]
    between = "; between them other sets may be best" if len(budgets) > 1 or len(caps) > 1 else ""
    return f"Looked at: {' and '.join(told) or 'nothing'}{between}."


def _amount(net: Network, budget: float) -> str:
    return money(net, budget) if math.isfinite(budget) else "any amount"


def _knee(net: Network, front: Front) -> list[str]:
    if front.knee is None:
        return []
    said = f"The knee of the budgets looked at: {_told(net, front, front.points[front.knee])}."
    return [f"{said} Beyond it money buys less than on average over all of them."]


def _told(net: Network, front: Front, point: Point) -> str:
    """A point of the front: what is opened, for what, and what it brings."""
    who = some(names(net, point.channels)) if len(point.channels) <= TOP + 1 else f"{len(point.channels)} channels"
    before, after = front.value_now, point.value
    rise = f"from {worth(front.objective, before, beside=after)} to {worth(front.objective, after, beside=before)}"
    won = f", {percent(point.recovery, 0)} of what was lost since {net.before_date}" if point.recovery else ""
    paid = f"({cost(net, point.cost)}, highest risk {point.max_risk:.2f})"
    verb = "brings" if len(point.channels) == 1 else "bring"
    return f"{who} {paid} {verb} {called(front.objective)} {rise}{won}"


def _ends(net: Network, front: Front) -> list[str]:
    """The smallest budget that gains anything, the smallest with half of the largest gain, and the largest gain."""
    gaining = [point for point in front.curve if round(point.gain, 12) > 0]
    most = max((round(point.gain, 12) for point in gaining), default=0.0)
    least = {
        "The smallest budget looked at with which anything is gained": 0.0,
        "The smallest budget looked at with which half of the largest gain is had": most / 2,
        "The largest gain within the budgets looked at": most,
    }
    told = set() if front.knee is None else {front.points[front.knee].channels}
    said = []
    for title, gain in least.items():
        point = next((point for point in gaining if round(point.gain, 12) >= gain), None)
        if point is not None and point.channels not in told:
            told.add(point.channels)
            amount = "" if gain == most else f", {_amount(net, point.budget)}"
            said.append(f"{title}{amount}: {_told(net, front, point)}.")
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
        f"With the largest of the budgets and no channel riskier than {rows[0].risk_cap:.2f} {what} can be {first}; "
        f"with risks up to {rows[-1].max_risk:.2f}, {top}."
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
    if not net.candidates:
        return [f"There is nothing to compare: {why_no_candidate(net)}."]
    if len(found.channels) < 2:
        return [f"There is nothing to compare: {_too_few(net, found)}."]
    if not found.pairs:
        which = "channels" if len(found.channels) == len(net.candidates) else "of the channels asked about"
        return [f"No two {which} touch each other: each adds the same beside any other."]
    gains = dict(zip(found.channels, found.gains, strict=True))
    said = []
    for kind in ("either-or", "only together", "complements", "overlap"):
        rows = [pair for pair in found.pairs if pair.kind == kind]
        said += [_pair(net, found.objective, gains, pair) for pair in rows[:TOP]]
        if len(rows) > TOP:
            said.append(f"And {many(len(rows) - TOP, 'more pair')} of that kind ({kind}).")
    return said


def _too_few(net: Network, found: Interactions) -> str:
    """Why no two channels can be compared, as the end of a sentence."""
    if not found.channels:
        return "no channel is asked about"
    name = named(net, found.channels[0])
    return f"{name} is the only channel" if len(net.candidates) == 1 else f"only one channel is asked about, {name}"


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
