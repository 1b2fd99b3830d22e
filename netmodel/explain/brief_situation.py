"""The first half of a brief: what the contact was, what is left, which losses cost most, and who still talks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from netmodel import explain
from netmodel.explain import listed, percent
from netmodel.explain.brief_rows import Section, Sentence, computed, places, section
from netmodel.explain.brief_words import Material, fate, now, roughly, spoken, tenths
from netmodel.explain.figures import many
from netmodel.measures.routes import find_routes
from netmodel.network import Tie
from netmodel.policy.comparison_losses import Worths

LOSSES, CONTACTS = 3, 2
"""Lost ties and surviving ties that a brief tells one by one."""

COMPARED = 500
"""Surviving ties whose worth is worked out at most, the strongest first."""


def situation(material: Material) -> Section | None:
    """What stands now, what it was, and which losses cost most.

    Examples
    --------
    >>> from netmodel import Network, analyse
    >>> net = Network.from_tables([{"id": "gac", "side": "Canada"}, {"id": "mid", "side": "Russia"}])
    >>> print(situation(Material(analyse(net, draws=0))).sentences[0].text)
    No chain of introductions joins Canada and Russia now.
    """
    net, reach = material.net, material.analysis.ranking.reach
    if reach["now"] is None:
        said = f"There is no conversation to rejoin: {explain.why_no_conversation(net)}."
        return section("Situation", ("text", [Sentence(said, (computed("check"),))]))
    told = [*_reach(material), *_ties(material), *_pairs(material), *_issues(material)]
    losses = list(_losses(material))
    return section("Situation", ("text", told), ("text", losses[:1]), ("list", losses[1:]))


# ---- before and now -----------------------------------------------------------------------------------------------


def _reach(material: Material) -> Iterator[Sentence]:
    net, reach = material.net, material.analysis.ranking.reach
    value, before, sides = reach["now"], reach["before"], listed(net.sides)
    rows, then, date = (computed("analyse"),), explain.dated(net.before_date), now(net)
    if not value and not before:
        earlier = "" if before is None else f", and none did {then}"
        yield Sentence(f"No chain of introductions joins {sides} {date}{earlier}.", rows)
        return
    if before is None:
        yield Sentence(f"Reach between {sides} is {roughly(value)} {date}.", rows)
    else:
        less = round(before - value, 12)
        lost = "nothing of it is lost" if less <= 0 else f"{roughly(less / before)} of it is lost" if value else ""
        ends = (
            f"{roughly(before, value)} {then} and is {roughly(value, before)} {date}: {lost or 'all of it is lost'}"
        )
        yield Sentence(f"Reach between {sides} was {ends}.", rows)
    on = ", on issues that both deal with" if net.layers != (None,) else ""
    yield Sentence(
        "Reach is the share of the strength of direct, trusted contact that is left, on average, in the best chain "
        f"of introductions between people of different sides{on}; a point of it is one per cent."
    )


def _ties(material: Material) -> Iterator[Sentence]:
    """How many ties between the sides ended, went on and began."""
    found, net = material.lost, material.net
    if found is None:
        return
    ended = sum(map(material.crosses, found.changes.lost))
    there = ended + sum(material.crosses(tie) for tie, _ in found.changes.kept)
    began = sum(map(material.crosses, found.changes.gained))
    then, date = explain.dated(net.before_date), f" {now(net)}" if net.now_date else ""
    new = f"; {many(began, 'new one')} {'has' if began == 1 else 'have'} begun" if began else ""
    if not there:
        said = f"No tie between the sides (a contact on record) was active {then}{new.replace('new one', 'tie')}."
    elif there == 1:
        only = f"The only tie between the sides (a contact on record) that was active {then}"
        said = f"{only} {'no longer is' if ended else 'still is'}{date}{new}."
    else:
        left = f"{ended} no longer {'is' if ended == 1 else 'are'}{date}"
        left = left if 0 < ended < there else "none is left" if ended else "none has ended"
        said = f"Of {there:,} ties between the sides (contacts on record) that were active {then}, {left}{new}."
    yield Sentence(said, (computed("compare"),))


def _pairs(material: Material) -> Iterator[Sentence]:
    """Pairs of counterparts that some chain joins."""
    pairs, reach = material.analysis.beside["pairs_joined"], material.analysis.ranking.reach
    value, before = pairs["now"], pairs["before"]
    if not value and not before:
        return
    then = "" if before is None else f", {before:,} {explain.dated(material.net.before_date)}"
    weaker = before is not None and value >= before and reach["before"] > reach["now"]
    so = ": chains have become weaker rather than fewer" if weaker else ""
    said = f"Some chain joins {value:,} of the {pairs['all']:,} possible pairs of counterparts{then}{so}."
    if not value:
        said = f"No chain joins any of the {pairs['all']:,} possible pairs of counterparts{then}."
    yield Sentence(said, (computed("analyse"),))


def _issues(material: Material) -> Iterator[Sentence]:
    """On which issues the loss fell."""
    ranking = material.analysis.ranking
    if ranking.reach["before"]:
        for said in explain.situation(material.net, ranking, {})[2:]:
            yield Sentence(said, (computed("analyse"),))


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
    each = "each" if len(rows) > 1 else "it"
    which = "The lost tie" if len(rows) == 1 else f"The {_some(len(cost or back))}"
    if cost:
        said = f"{which} on which most hung, with the points of reach that {each} alone was worth:"
    else:
        said = f"{which} that would bring most back, with the points of reach that {each} alone would bring:"
    yield Sentence(said, (computed("compare"),))
    for row in rows:
        points = row.loss.reach if cost or row.gain is None else row.gain.reach
        if isinstance(row.row, Tie):
            about = [*_kind(row.row), fate(material.net, row.row, row.status), tenths(points)]
            text = f"{material.ends(row.row)}: {', '.join(about)}; {_left(material, row.row)}."
            yield Sentence(text, places([row.row]))


def _some(number: int) -> str:
    return f"{LOSSES} of {number} lost ties" if number > LOSSES else "lost ties"


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


def _kind(tie: Tie) -> list[str]:
    return [] if "kind" in tie.assumed else [spoken(tie.kind)]


# ---- who still talks ----------------------------------------------------------------------------------------------


def still_talking(material: Material) -> Section | None:
    """The contacts between the sides that are left, those on which most hangs, and who holds the routes."""
    if material.analysis.ranking.reach["now"] is None:
        return None
    contacts = list(_contacts(material))
    head, doors = list(_count(material)), list(_doors(material))
    return section("Who still talks", ("text", [*head, *contacts[:1]]), ("list", contacts[1:]), ("text", doors))


def _count(material: Material) -> Iterator[Sentence]:
    ties = [tie for tie in material.net.active_ties if material.crosses(tie)]
    if not ties:
        yield Sentence("No tie between the sides is listed as active.", (computed("check"),))
        return
    kinds = Counter(spoken(tie.kind) for tie in ties if "kind" not in tie.assumed)
    order = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))[:3]
    told = listed([f"{kind} ({count})" for kind, count in order])
    which = f", above all {told}" if len(kinds) > 3 else f": {told}" if kinds else ""
    rows = places(ties) if len(ties) <= CONTACTS else (computed("compare"),)
    if len(ties) == 1:
        which = f"{which}, {material.ends(ties[0])}"
    yield Sentence(f"{many(len(ties), 'tie')} between the sides {_is(ties)} listed as active{which}.", rows)


def _is(ties: list[Tie]) -> str:
    return "is" if len(ties) == 1 else "are"


def _contacts(material: Material) -> Iterator[Sentence]:
    """What the list holds, then the surviving ties on which most reach hangs."""
    net = material.net
    ties = [tie for tie in net.active_ties if material.crosses(tie)]
    ties = sorted(ties, key=lambda tie: (-tie.strength, tie.id))[:COMPARED]
    worths = Worths.of(net, ties)
    rows = [(worths.of_absence(tie).reach, tie) for tie in ties]
    found = sorted((row for row in rows if round(row[0], 12) > 0), key=lambda row: (-round(row[0], 12), row[1].id))
    if not found:
        return
    if len(ties) == 1:
        yield Sentence(f"With it {tenths(found[0][0])} of reach would go.", (computed("brief"),))
        return
    yield Sentence("Most hangs on these, with the points that would go with each alone:", (computed("brief"),))
    for loss, tie in found[:CONTACTS]:
        about = ", ".join([*_kind(tie), tenths(loss)])
        yield Sentence(f"{material.ends(tie)}: {about}.", places([tie]))


def _doors(material: Material) -> Iterator[Sentence]:
    """Who stands on most of the shortest routes."""
    doors = material.analysis.measured.stakeholders.get("cross_side_betweenness", {})
    names = explain.most(doors)
    if names and material.analysis.ranking.reach["now"]:
        told = listed([f"{material.who(name)} for {percent(doors[name], 0)}" for name in names])
        rows = (
            computed("measure", "-m cross_side_betweenness"),
            *places(map(material.net.stakeholder.__getitem__, names)),
        )
        said = f"Of all possible pairs of counterparts, the shortest route runs through or ends at {told}."
        yield Sentence(said, rows)
