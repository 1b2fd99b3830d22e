"""The first half of a brief: what the contact was, what is left, which losses cost most, and who still talks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from netmodel import explain
from netmodel.explain import listed, percent
from netmodel.explain.brief_names import definite
from netmodel.explain.brief_rows import Section, Sentence, computed, cut, places, section
from netmodel.explain.brief_words import Material, capital, fate, now, roughly, spelt, spoken, tenths
from netmodel.explain.figures import many, some
from netmodel.measures.routes import find_routes
from netmodel.network import Network, Tie
from netmodel.policy.comparison_losses import Worths

LOSSES, DOORS = 2, 1
"""Lost ties that a brief tells one by one, and holders of routes that it names."""

COMPARED = 500
"""Surviving ties whose worth is worked out at most, the strongest first."""

EVIDENCE = 140
"""Characters of the evidence of a lost tie that a brief gives."""

GONE = 3
"""Issues that are named of those on which nothing is left."""


def situation(material: Material) -> Section | None:
    """What stands now, what it was, and which losses cost most.

    Examples
    --------
    >>> from netmodel import Network, analyse
    >>> net = Network.from_tables([{"id": "gac", "side": "Canada"}, {"id": "mid", "side": "Russia"}])
    >>> print(situation(Material(analyse(net, draws=0))).sentences[1].text)
    No chain of introductions joins Canada and Russia now.
    """
    net, reach = material.net, material.analysis.ranking.reach
    if reach["now"] is None:
        said = f"There is no conversation to rejoin: {explain.why_no_conversation(net)}."
        return section("Situation", ("text", [Sentence(said, (computed("check"),))]))
    told = [_read(net), *_reach(material), *_ties(material), *_pairs(material), *_issues(material)]
    losses = list(_losses(material))
    return section("Situation", ("text", [*told, *losses[:1]]), ("list", losses[1:]))


def _read(net: Network) -> Sentence:
    """Who writes, from what, with the two words that everything after it needs."""
    tables = [f"{many(len(net.stakeholders), 'stakeholder')}"]
    if net.ties:
        tables.append(f"{many(len(net.ties), 'tie')} (contacts on record)")
    channels = sum(not row.restores for row in net.candidates)
    if channels:
        tables.append(f"{many(channels, 'channel')} (meetings or platforms) that could be opened")
    said = f"A program, netmodel, wrote this brief from tables of {listed(tables)}."
    return Sentence(said, (computed("check"),))


# ---- before and now -----------------------------------------------------------------------------------------------


def _reach(material: Material) -> Iterator[Sentence]:
    net, reach = material.net, material.analysis.ranking.reach
    value, before = reach["now"], reach["before"]
    rows, then, date = (computed("analyse"),), explain.dated(net.before_date), now(net)
    if not value and not before:
        earlier = "" if before is None else f", and none did {then}"
        yield Sentence(f"No chain of introductions joins {_sides(net)} {date}{earlier}.", rows)
        return
    on = ", on an issue that both deal with," if net.layers != (None,) else ""
    chain = f"he best chain of introductions between {_two(net)}{on}"
    of = "of the strength of direct, trusted contact"
    if before is None:
        said = f"{capital(date)} t{chain} carries on average {roughly(value)} {of}."
    else:
        said = f"{capital(then)} t{chain} carried on average {roughly(before, value)} {of}; "
        said += f"{date} {_left_of(value, before)}."
    yield Sentence(said, rows)
    yield Sentence("This share is called reach below, and one per cent of direct contact a point.")


def _left_of(value: float, before: float) -> str:
    less = round(before - value, 12)
    if not value:
        return "no chain is left"
    if less <= 0:
        return f"it carries {roughly(value, before)}, and nothing is lost" if less else "it carries as much"
    return f"it carries {roughly(value, before)}, so that {roughly(less / before)} is lost"


def _sides(net: Network) -> str:
    return listed([definite(side) for side in net.sides])


def _two(net: Network) -> str:
    if len(net.sides) == 2:
        return f"a stakeholder of {definite(net.sides[0])} and one of {definite(net.sides[1])}"
    return f"stakeholders of different sides ({_sides(net)})"


def _ties(material: Material) -> Iterator[Sentence]:
    """How many ties between the sides ended, went on and began."""
    found, net = material.lost, material.net
    if found is None:
        return
    ended = sum(map(material.crosses, found.changes.lost))
    there = ended + sum(material.crosses(tie) for tie, _ in found.changes.kept)
    began = sum(map(material.crosses, found.changes.gained))
    then = explain.dated(net.before_date)
    new = f"; {many(began, 'new one')} {'has' if began == 1 else 'have'} begun" if began else ""
    if not there:
        said = f"No tie between the sides was active {then}{new.replace('new one', 'tie')}."
    elif there == 1:
        said = f"The only tie between the sides {then} {'is no longer' if ended else 'is still'} active{new}."
    else:
        left = f"{ended} {'is' if ended == 1 else 'are'} no longer active"
        left = left if 0 < ended < there else "none is left" if ended else "none has ended"
        said = f"Of {there:,} ties between the sides {then}, {left}{new}."
    yield Sentence(said, (computed("compare"),))


def _pairs(material: Material) -> Iterator[Sentence]:
    """Pairs across the sides that some chain joins."""
    pairs, reach = material.analysis.beside["pairs_joined"], material.analysis.ranking.reach
    value, before = pairs["now"], pairs["before"]
    if not value and not before:
        return
    then = "" if before is None else f" ({before:,} {explain.dated(material.net.before_date)})"
    said = (
        f"Chains join {f'{value:,}' if value else 'none'} of {pairs['all']:,} possible pairs across the sides{then}."
    )
    if before and value >= before and reach["before"] > reach["now"]:
        said = "Chains have become weaker rather than fewer."
    yield Sentence(said, (computed("analyse"),))


def _issues(material: Material) -> Iterator[Sentence]:
    """On which issues the loss fell: first by its share of all that was lost, then by what is left of each."""
    reach = material.analysis.ranking.reach
    rows = {name: row for name, row in reach["by_issue"].items() if row["weight"] and row["before"]}
    lost = {name: row["weight"] * (row["before"] - row["now"]) for name, row in rows.items()}
    total = sum(amount for amount in lost.values() if amount > 0)
    if not reach["before"] or total <= 0 or reach["before"] <= reach["now"]:
        return
    shares = listed([f"{spoken(name)} ({percent(lost[name] / total, 0)})" for name in explain.most(lost)])
    gone = sorted(name for name, row in rows.items() if row["now"] < 0.005 * row["before"])
    left = f"; nothing is left on {some([spoken(name) for name in gone], GONE)}" if gone else ""
    yield Sentence(f"Most was lost on {shares}{left}.", (computed("analyse"),))


# ---- what was lost ------------------------------------------------------------------------------------------------


def _losses(material: Material) -> Iterator[Sentence]:
    """What the list holds, then lost ties one by one: those that cost most, else those that would bring most back."""
    found = material.lost
    ties = [] if found is None else [row for row in found.ties if isinstance(row.row, Tie)]
    cost = [row for row in ties if round(row.loss.reach, 12) > 0]
    back = [row for row in ties if row.gain is not None and round(row.gain.reach, 12) > 0]
    rows = (cost or back)[:LOSSES]
    if not rows:
        return
    one = len(rows) == 1
    which = "This loss" if one else f"These {spelt(len(rows))} losses, each counted alone,"
    does = f"cost{'s' if one else ''} most" if cost else "would bring most back if undone"
    yield Sentence(f"{which} {does}:", (computed("compare"),))
    for row in rows:
        points = row.loss.reach if cost or row.gain is None else row.gain.reach
        if isinstance(row.row, Tie):
            about = [fate(material.net, row.row, row.status), tenths(points)]
            ends = f"{material.who(row.row.source)} with {material.who(row.row.target)}"
            text = f"{ends} ({', '.join(about)}): {_why(material, row.row)}"
            yield Sentence(text, (*places([row.row]), computed("compare")))


def _why(material: Material, tie: Tie) -> str:
    """What the study says of a lost tie, in its own words; else the best route that is left."""
    evidence = cut(tie.evidence.strip(), EVIDENCE)
    return f"“{evidence}”" if evidence else f"{_left(material, tie)}."


def _left(material: Material, tie: Tie) -> str:
    """The best route that is left between the ends of a lost tie."""
    if not {tie.source, tie.target} <= set(material.net.stakeholder):
        return "one end is no longer there"
    routes = find_routes(material.net, tie.source, tie.target, k=1)
    if not routes:
        return "no route is left"
    relays = len(routes[0].stakeholders) - 2
    by = f"through {many(relays, 'other')}" if relays else "directly in another form"
    return f"the best route left carries {roughly(routes[0].strength)}, {by}"


# ---- who still talks ----------------------------------------------------------------------------------------------


def still_talking(material: Material) -> Section | None:
    """The contacts between the sides that are left, those on which most hangs, and who holds the routes."""
    if material.analysis.ranking.reach["now"] is None:
        return None
    return section("Who still talks", ("text", [*_count(material), *_contacts(material), *_doors(material)]))


def _count(material: Material) -> Iterator[Sentence]:
    ties = [tie for tie in material.net.active_ties if material.crosses(tie)]
    if not ties:
        yield Sentence("No tie between the sides is listed as active.", (computed("check"),))
        return
    kinds = Counter(spoken(tie.kind) for tie in ties if "kind" not in tie.assumed)
    order = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))[:3]
    told = listed([f"{kind} ({count})" for kind, count in order])
    which = f", above all {told}" if len(kinds) > 3 else f": {told}" if kinds else ""
    rows = places(ties) if len(ties) == 1 else (computed("compare"),)
    if len(ties) == 1:
        which = f", that of {material.ends(ties[0])}{''.join(f' ({kind})' for kind in kinds)}"
    is_ = "is" if len(ties) == 1 else "are"
    number = capital(many(len(ties), "tie")) if len(ties) > 1 else "One tie"
    yield Sentence(f"{number} between the sides {is_} listed as active{which}.", rows)


def _contacts(material: Material) -> Iterator[Sentence]:
    """The surviving tie on which most reach hangs."""
    net = material.net
    ties = [tie for tie in net.active_ties if material.crosses(tie)]
    ties = sorted(ties, key=lambda tie: (-tie.strength, tie.id))[:COMPARED]
    worths = Worths.of(net, ties)
    rows = [(worths.of_absence(tie).reach, tie) for tie in ties]
    found = sorted((row for row in rows if round(row[0], 12) > 0), key=lambda row: (-round(row[0], 12), row[1].id))
    if found and len(ties) == 1:
        yield Sentence(f"Without it {tenths(found[0][0])} of reach would go.", (computed("brief"),))
    elif found:
        loss, tie = found[0]
        said = f"Most hangs on that of {material.ends(tie)}, worth {tenths(loss)} of reach."
        yield Sentence(said, (*places([tie]), computed("brief")))


def _doors(material: Material) -> Iterator[Sentence]:
    """Who stands on most of the shortest routes."""
    doors = material.analysis.measured.stakeholders.get("cross_side_betweenness", {})
    names = explain.most(doors, DOORS)
    if names and material.analysis.ranking.reach["now"]:
        told = [f"{material.the(name)} for {percent(doors[name], 0)}" for name in names]
        told[0] += " of possible pairs"
        rows = (
            computed("measure", "-m cross_side_betweenness"),
            *places(map(material.net.stakeholder.__getitem__, names)),
        )
        yield Sentence(f"The shortest route across the sides touches {listed(told)}.", rows)
