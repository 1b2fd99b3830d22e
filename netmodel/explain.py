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

    >>> percent(0.1091)
    '10.9\\xa0%'
    """
    return f"{100 * share:.{digits}f}\xa0%"


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


def headline(net: Network, ranking: Ranking) -> str:
    """The answer in one sentence."""
    now, before = ranking.reach["now"], ranking.reach["before"]
    if now is None:
        return f"There is no conversation to rejoin: {_why_none(net)}."
    where = f"between {listed(ranking.between)}"
    said = f"Reach {where} {_is(net)} {percent(now)} {_when(net)}"
    if before is not None:
        said += f", {percent(before)} in {net.before_date}"
    best = ranking.informal[0] if ranking.informal else None
    if best is None or best.gain == 0:
        return f"{said}; {_no_channel(ranking)}."
    return f"{said}; the informal channel that adds most is {best.name} ({points(best.gain)}{_of_loss(best)})."


def _is(net: Network) -> str:
    return "was" if net.date else "is"


def _when(net: Network) -> str:
    return f"in {net.date}" if net.date else "now"


def _why_none(net: Network) -> str:
    if not net.stakeholder:
        return "the list is empty"
    if len(net.sides) < 2:
        return "all stakeholders with a side are on one side" if net.sides else "no stakeholder has a side"
    if not any(row.influence for row in net.stakeholder.values()):
        return "no stakeholder has any influence"
    return "no two stakeholders on different sides deal with the same issue off the red lines"


def _no_channel(ranking: Ranking) -> str:
    if not ranking.channels:
        nothing = "no candidate channel is named, and no tie is dormant or severed"
        return f"{nothing}: list what could be opened in channels.csv"
    if ranking.informal:
        partners = [channel for channel in ranking.informal if channel.only_together_with]
        if partners:
            first = partners[0]
            return f"no informal channel adds anything alone; {first.name} does together with another"
    return "no informal channel adds anything alone"


def _of_loss(channel: RankedChannel) -> str:
    return "" if channel.recovery is None else f", {percent(channel.recovery, 0)} of what was lost"


def situation(net: Network, ranking: Ranking, doors: Sequence[str]) -> list[str]:
    """What stands now, what was lost since, and who still holds the routes."""
    now, before = ranking.reach["now"], ranking.reach["before"]
    if now is None:
        return []
    sides = ranking.between
    whom = f"a stakeholder of {sides[0]} and one of {sides[1]}"
    if len(sides) > 2:
        whom = f"stakeholders of different sides ({listed(sides)})"
    said = [
        f"The best chain of introductions between {whom}, on an issue both deal with, carries on average "
        f"{percent(now)} of the strength of direct trusted contact."
    ]
    if net.date:
        said[0] = said[0].replace("with, carries on", f"with, carried in {net.date} on")
    if before is not None:
        change = f"{percent(1 - now / before, 0)} less" if before > now else "no less"
        if before > 0:
            said.append(f"In {net.before_date} it carried {percent(before)}: what is left is {change}.")
        said += _issues(ranking.reach)
    if doors:
        names = [net.stakeholder[name].name for name in doors]
        said.append(f"Most of the shortest routes that are left pass through {listed(names)}.")
    return said


def _issues(reach: Mapping[str, Any]) -> list[str]:
    """On which issues the loss fell: first by its share of all that was lost, then by what is left of each."""
    rows = {name: row for name, row in reach["by_issue"].items() if row["weight"] and row["before"] is not None}
    lost = {name: row["weight"] * (row["before"] - row["now"]) for name, row in rows.items()}
    total = sum(amount for amount in lost.values() if amount > 0)
    said = []
    if reach["before"] > reach["now"] and total > 0:
        shares = [f"{name} ({percent(lost[name] / total, 0)})" for name in most(lost)]
        said.append(f"Of what was lost, most was on {listed(shares)}.")
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
        if channel.only_together_with:
            names = [net.channel[name].name for name in channel.only_together_with[:TOP]]
            return f"Alone it adds nothing; it counts only together with {' or '.join(names)}."
        return (
            "It adds nothing to the routes that are there: its members are joined as well without it, or not at all."
        )
    parts = [f"Adds {points(channel.gain)} of reach{_of_loss(channel)}"]
    issues = [name for name, gain in _largest(channel.gain_by_issue, ranking) if gain > 0]
    if issues:
        parts[0] += f", most on {listed(issues[:2])}"
    who = [f"{net.stakeholder[s.id].name} ({percent(s.share, 0)})" for s in channel.carried_by[:2]]
    parts.append(f"carried by {listed(who)}")
    parts.append(_pairs(channel))
    said = "; ".join(parts) + "."
    if channel.requirements:
        names = [net.channel[name].name for name in channel.requirements]
        said += f" Needs first: {'; '.join(names)} (together {points(channel.gain_with_requirements)})."
    return said


def _largest(by_issue: Mapping[str, float], ranking: Ranking) -> list[tuple[str, float]]:
    weights = ranking.reach["by_issue"]
    amounts = {issue: gain * (weights[issue]["weight"] or 0) for issue, gain in by_issue.items()}
    return sorted(amounts.items(), key=lambda item: (-round(item[1], 12), item[0]))


def _pairs(channel: RankedChannel) -> str:
    counts = []
    if channel.pairs_restored:
        counts.append(f"joins {_count(channel.pairs_restored, 'pair')} that had no route")
    if channel.pairs_strengthened:
        counts.append(f"strengthens {_count(channel.pairs_strengthened, 'pair')}")
    return listed(counts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _why_enabling(net: Network, ranking: Ranking, channel: RankedChannel) -> str:
    names = [net.channel[name].name for name in channel.unlocks]
    said = f"Unlocks {_count(len(names), 'channel')}: {'; '.join(names)}." if names else "Unlocks no listed channel."
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
    low = sum(word == "low" for word in words)
    if low:
        said.append(f"{low} of {len(words)} active ties rest on evidence of low confidence.")
    assumed = sum(item.count for item in net.provenance.assumptions)
    if assumed:
        said.append(f"{assumed:,} cells were blank and took a default; netmodel check names each rule.")
    warnings = len(net.provenance.warnings)
    if warnings:
        said.append(f"{_count(warnings, 'warning')} about the tables: netmodel check lists them.")
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
