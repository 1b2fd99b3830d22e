"""Say it in words: what the numbers of a ranking mean, who carries them, and what is uncertain.

Every sentence is made from figures and rows that stand in the same analysis; where there is none, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from netmodel.decide import RankedChannel, Ranking
from netmodel.network import Network

NEUTRALITY = "netmodel ranks reach, not wisdom: it says what a channel would carry, not whether contact is desirable."
TOP = 3
"""Channels and issues that a sentence names."""


def percent(share: float, digits: int = 1) -> str:
    """A share in per cent, with a no-break space.

    >>> percent(0.1091), percent(-1e-17)
    ('10.9\\xa0%', '0.0\\xa0%')
    """
    return f"{round(100 * share, digits) + 0.0:.{digits}f}\xa0%"


def points(gain: float) -> str:
    """A gain in percentage points, with as many decimals as it takes to be seen.

    >>> points(0.0061), points(0.00002), points(0.0)
    ('+0.61 points', '+0.002 points', '+0 points')
    """
    if gain == 0:
        return "+0 points"
    digits = next((d for d in (2, 3, 4) if abs(round(100 * gain, d)) > 0), 6)
    return f"{100 * gain:+.{digits}f} points"


def listed(names: Sequence[str]) -> str:
    """Names in a row: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def dated(date: str | None) -> str:
    """A date in a sentence.

    >>> dated("2013"), dated("2014-03-17")
    ('in 2013', 'on 2014-03-17')
    """
    return f"{'on' if date and date.count('-') == 2 else 'in'} {date}"


def headline(net: Network, ranking: Ranking) -> str:
    """The answer in one sentence."""
    now, before = ranking.reach["now"], ranking.reach["before"]
    if now is None:
        return f"There is no conversation to rejoin: {why_no_conversation(net)}."
    said = f"{_scenario(net)}each between {listed(ranking.between)} {_is(net)} {percent(now)} {_when(net)}"
    if before is not None:
        said += f", {percent(before)} {dated(net.before_date)}"
    best = [row for row in ranking.informal if row.rank == 1 and row.gain > 0]
    if not best:
        return f"{said}; {_no_channel(net, ranking)}."
    names = listed([row.name for row in best[:TOP]])
    which = f"the informal channel that adds most is {names}"
    if len(best) > 1:
        which = f"{len(best)} informal channels add most, among them {names}"
    return f"{said}; {which} ({points(best[0].gain)}{_of_loss(best[0])})."


def _scenario(net: Network) -> str:
    """What a scenario changes, before the word `reach`."""
    from netmodel.explain.figures import some

    opened = [net.channel[name].name for name in sorted(net.opened)]
    named = {**net.channel, **net.tie, **{row.id: row for row in net.stakeholders}}
    gone = [getattr(named[name], "name", name) for name in sorted(net.removed)]
    changes = [f"with {some(opened)} open"] * bool(opened) + [f"without {some(gone)}"] * bool(gone)
    said = ", ".join(changes)
    return f"{said[0].upper()}{said[1:]}, r" if said else "R"


def _is(net: Network) -> str:
    return "was" if net.date else "is"


def _when(net: Network) -> str:
    return dated(net.date) if net.date else "now"


def why_no_conversation(net: Network) -> str:
    """Why no two stakeholders are to be rejoined, as the end of a sentence."""
    here = net.stakeholder.values()
    if not here:
        return "the list is empty"
    if len(net.sides) < 2:
        return "all stakeholders with a side are on one side" if net.sides else "no stakeholder has a side"
    for side in net.sides:
        if not any(row.side == side for row in here):
            return f"nobody of {side} is left"
        if not any(row.influence for row in here if row.side == side):
            return f"no stakeholder of {side} has any influence"
    return "no two stakeholders on different sides deal with the same issue that weighs anything"


def _no_channel(net: Network, ranking: Ranking) -> str:
    if not ranking.channels:
        return why_no_candidate(net)
    partners = [row for row in ranking.informal if row.only_together_with]
    if partners:
        return f"no informal channel adds anything alone; {partners[0].name} does together with another"
    return "no informal channel adds anything alone"


def why_no_candidate(net: Network) -> str:
    """Why there is no channel to choose from, as the end of a sentence."""
    silent = [tie for tie in net.ties if net.status(tie) in ("dormant", "severed")]
    if net.channels and not all(channel.restores for channel in net.channels):
        return "no channel is left to open: all are open, closed or left out"
    nothing = "no candidate channel is named, and no tie is dormant or severed"
    hint = "list what could be opened in channels.csv"
    return f"{'no candidate channel is named' if silent else nothing}: {hint}"


def _of_loss(channel: RankedChannel) -> str:
    return "" if channel.recovery is None else f", {percent(channel.recovery, 0)} of what was lost"


def situation(net: Network, ranking: Ranking, doors: Mapping[str, float]) -> list[str]:
    """What stands now, what was lost since, and who still holds the routes."""
    now, before = ranking.reach["now"], ranking.reach["before"]
    if now is None:
        return []
    sides = ranking.between
    whom = f"a stakeholder of {sides[0]} and one of {sides[1]}"
    if len(sides) > 2:
        whom = f"stakeholders of different sides ({listed(sides)})"
    carries = f"carried {dated(net.date)}" if net.date else "carries"
    said = [
        f"The best chain of introductions between {whom}, on an issue both deal with, {carries} on average "
        f"{percent(now)} of the strength of direct trusted contact."
    ]
    if before:
        lost = f"{percent(1 - now / before, 0)} of that is lost" if before > now else "nothing of that is lost"
        then = dated(net.before_date)
        said.append(f"{then.capitalize()} it carried {percent(before)}: {lost if now else 'all of that is lost'}.")
        said += _issues(ranking.reach)
    holders = most(doors)
    if holders and now > 0:
        names = [f"{net.stakeholder[name].name} ({percent(doors[name], 0)})" for name in holders]
        said.append(f"On the shortest routes of most pairs across the sides (share of all pairs): {listed(names)}.")
    return said


def _issues(reach: Mapping[str, Any]) -> list[str]:
    """On which issues the loss fell: first by its share of all that was lost, then by what is left of each."""
    rows = {name: row for name, row in reach["by_issue"].items() if row["weight"] and row["before"] is not None}
    lost = {name: row["weight"] * (row["before"] - row["now"]) for name, row in rows.items()}
    total = sum(amount for amount in lost.values() if amount > 0)
    said = []
    if reach["before"] > reach["now"] and total > 0:
        shares = [f"{name} ({percent(lost[name] / total, 0)})" for name in most(lost)]
        said.append(f"The largest shares of what was lost: {listed(shares)}.")
    gone = sorted(name for name, row in rows.items() if row["before"] > 0 and row["now"] < 0.005 * row["before"])
    if gone:
        said.append(f"Nothing is left on {listed(gone)}.")
    kept = sorted(name for name, row in rows.items() if row["before"] > 0 and row["now"] >= 0.995 * row["before"])
    if kept and said:
        said.append(f"Nothing was lost on {listed(kept)}.")
    return said


def why(net: Network, ranking: Ranking, channel: RankedChannel) -> str:
    """Why a channel stands where it stands."""
    if channel.group == "enabling":
        return _why_enabling(net, ranking, channel)
    if channel.gain == 0:
        return _why_nothing(net, ranking, channel)
    parts = [f"Adds {points(channel.gain)} of reach{_of_loss(channel)}"]
    issues = [name for name, gain in _largest(channel.gain_by_issue, ranking) if gain > 0]
    if issues:
        parts[0] += f", most on {listed(issues[:2])}"
    who = [f"{net.stakeholder[s.id].name} ({percent(s.share, 0)})" for s in channel.carried_by[:2]]
    parts.append(f"carried by {listed(who)}")
    parts.append(_pairs(channel))
    said = "; ".join(parts) + "."
    if channel.blocked_by:
        names = [net.channel[name].name for name in channel.blocked_by]
        return f"{said} It cannot be opened: it needs {listed(names)}, which is not on offer."
    if channel.requirements and channel.gain_with_requirements is not None:
        names = [net.channel[name].name for name in channel.requirements]
        said += f" Needs first: {'; '.join(names)} (together {points(channel.gain_with_requirements)})."
    return said


def _why_nothing(net: Network, ranking: Ranking, channel: RankedChannel) -> str:
    row = net.channel[channel.id]
    people = [net.stakeholder[p.stakeholder] for p in row.participants if p.stakeholder in net.stakeholder]
    if channel.only_together_with:
        names = [net.channel[name].name for name in channel.only_together_with[:TOP]]
        return f"Alone it adds nothing; it counts only together with {' or '.join(names)}."
    if channel.only_in_larger_sets:
        return "Alone it adds nothing, nor with any one other channel; it counts in larger sets."
    if len(people) < 2:
        return "It adds nothing: it has fewer than two participants here."
    weights = {issue: part["weight"] for issue, part in ranking.reach["by_issue"].items()}
    if row.issues and weights and not any(weights.get(issue) for issue in row.issues):
        return "It adds nothing: none of its issues weighs anything here."
    dealing = [p for p in people if not row.issues or not p.issues or set(p.issues) & set(row.issues)]
    if len(dealing) < 2:
        return "It adds nothing: fewer than two of its participants deal with its issues."
    return "It adds nothing: the routes that are there carry at least as much as it would."


def _largest(by_issue: Mapping[str, float], ranking: Ranking) -> list[tuple[str, float]]:
    weights = ranking.reach["by_issue"]
    amounts = {issue: gain * (weights[issue]["weight"] or 0) for issue, gain in by_issue.items()}
    return sorted(amounts.items(), key=lambda item: (-round(item[1], 12), item[0]))


def _pairs(channel: RankedChannel) -> str:
    counts = []
    if channel.pairs_restored:
        counts.append(f"joins {counted(channel.pairs_restored, 'pair')} that had no route")
    if channel.pairs_strengthened:
        counts.append(f"strengthens {counted(channel.pairs_strengthened, 'pair')}")
    return listed(counts)


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "pair"), counted(2, "pair")
    ('1 pair', '2 pairs')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _why_enabling(net: Network, ranking: Ranking, channel: RankedChannel) -> str:
    names = [net.channel[name].name for name in channel.unlocks]
    said = f"Unlocks {counted(len(names), 'channel')}: {'; '.join(names)}." if names else "Unlocks no listed channel."
    if channel.gain:
        own = " on its own side" if channel.same_side_gain else ""
        said += f" By itself it adds {points(channel.gain)}{own}."
    return said


def uncertainty(net: Network, reliability: Any) -> list[str]:
    """What the answer rests on: thin evidence, defaults, warnings, drawn worlds."""
    said = []
    if not net.ties and not net.open_channels:
        said.append("No tie is given: what looks like silence here is a lack of data.")
    words = [tie.confidence for tie in net.active_ties]
    low = sum(word == "low" or (word[:1].isdigit() and float(word) < 0.6) for word in words)
    if low:
        said.append(f"{low} of {len(words)} active ties rest on evidence of low confidence.")
    assumed = sum(item.count for item in net.provenance.assumptions if not item.rule.startswith("derived"))
    if assumed:
        cells = "1 cell was" if assumed == 1 else f"{assumed:,} cells were"
        said.append(f"{cells} blank and took a default; netmodel check names each rule.")
    warnings = len(net.provenance.warnings)
    if warnings:
        said.append(f"{counted(warnings, 'warning')} about the tables: netmodel check lists them.")
    if reliability is not None and not reliability.exact:
        said.append(
            f"If every tie worked only as often as its strength says, {percent(reliability.value)} of conversations "
            f"would be joined (95\xa0% interval {percent(reliability.low)} to {percent(reliability.high)}, "
            f"{reliability.worlds:,} worlds drawn)."
        )
    return said


def most(values: Mapping[str, float], count: int = TOP) -> list[str]:
    """Ids of the largest positive values, of equals the lowest id."""
    ordered: Iterable[tuple[str, float]] = sorted(values.items(), key=lambda item: (-round(item[1], 12), item[0]))
    return [name for name, value in ordered if value > 0][:count]
