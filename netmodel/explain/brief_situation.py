"""The first half of a brief: what the contact was, what is left, which losses cost most, and who still talks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from netmodel import explain
from netmodel.explain import listed, percent
from netmodel.explain.brief_rows import Section, Sentence, computed, places, section
from netmodel.explain.brief_words import Material, now, spoken, tenths, when, whole
from netmodel.explain.figures import many
from netmodel.measures.routes import Route, find_routes
from netmodel.network import Tie
from netmodel.policy.comparison_losses import Worths
from netmodel.policy.comparison_rows import Attribution

LOSSES, CONTACTS, ROUTES = 5, 5, 3
"""Lost ties, surviving ties and routes in their place that a brief tells of."""

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


def _reach(material: Material) -> Iterator[Sentence]:
    net, reach = material.net, material.analysis.ranking.reach
    value, before, sides = reach["now"], reach["before"], listed(net.sides)
    rows = (computed("analyse"),)
    then = explain.dated(net.before_date)
    if not value:
        was = f", and about {whole(before)} {then}" if before else ""
        yield Sentence(f"No chain of introductions joins {sides} {now(net)}{f': reach is 0{was}' if was else ''}.", rows)
        if not before:
            return
    elif before is None:
        yield Sentence(f"Reach between {sides} is about {whole(value)} {now(net)}.", rows)
    else:
        less = round(before - value, 12)
        lost = f", so that about {whole(less / before)} of it was lost" if less > 0 else ": nothing of it was lost"
        ends = f"about {whole(before, value)} {then} and is about {whole(value, before)} {now(net)}"
        if not less:
            ends = f"about {whole(value)} {then} and is the same {now(net)}"
        yield Sentence(f"Reach between {sides} was {ends}{lost}.", rows)
    yield Sentence(
        "Reach says how much of the strength of direct, trusted contact is left, on average, in the best chain of "
        f"introductions between {_whom(net.sides)}{' on an issue both deal with' if net.layers != (None,) else ''}."
    )


def _whom(sides: tuple[str, ...]) -> str:
    if len(sides) == 2:
        return f"somebody of {sides[0]} and somebody of {sides[1]}"
    return "two people of different sides"


def _ties(material: Material) -> Iterator[Sentence]:
    """How many ties between the sides ended, went on and began."""
    found, net = material.lost, material.net
    if found is None:
        return
    ended = sum(map(material.crosses, found.changes.lost))
    kept = sum(material.crosses(tie) for tie, _ in found.changes.kept)
    began = sum(map(material.crosses, found.changes.gained))
    then, date = explain.dated(net.before_date), now(net)
    new = f"{many(began, 'new one')} {'has' if began == 1 else 'have'} come" if began else ""
    if not ended + kept:
        said = f"No tie between the sides is listed as active {then}{f'; since then {new}' if new else ''}."
    else:
        only = f"{many(ended + kept, 'tie')} between the sides that {_were(ended + kept)} active {then}"
        said = f"Of {only}, {ended} {'is' if ended == 1 else 'are'} no longer active {date}"
        if not ended or not kept:
            said = f"Of {only}, {'none is left' if ended else 'none has ended'}"
        said += f"{f', while {new}' if new else ''}."
    yield Sentence(said, (computed("compare"),))


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _pairs(material: Material) -> Iterator[Sentence]:
    """Pairs of counterparts that some chain joins."""
    pairs = material.analysis.beside["pairs_joined"]
    value, before, every = pairs["now"], pairs["before"], pairs["all"]
    if not every or (before is None and not value):
        return
    then = "" if before is None else f", {before:,} {explain.dated(material.net.before_date)}"
    reach = material.analysis.ranking.reach
    weaker = before is not None and value >= before and reach["before"] > reach["now"]
    so = "; the chains have become weaker rather than fewer" if weaker else ""
    said = f"Some chain joins {value:,} of {every:,} possible pairs of counterparts{then}{so}."
    yield Sentence(said, (computed("analyse"),))


def _issues(material: Material) -> Iterator[Sentence]:
    """On which issues the loss fell."""
    ranking = material.analysis.ranking
    if ranking.reach["before"]:
        for said in explain.situation(material.net, ranking, {})[2:]:
            yield Sentence(said, (computed("analyse"),))


# ---- what was lost ----------------------------------------------------------------------------------------------


def costliest(material: Material) -> list[Attribution]:
    """Lost ties without which the earlier reach would have been lower, the costliest first."""
    found = material.lost
    return [] if found is None else [row for row in found.ties if round(row.loss.reach, 12) > 0]


def _losses(material: Material) -> Iterator[Sentence]:
    """What the list holds, then the costliest lost ties one by one."""
    rows = costliest(material)
    if not rows:
        return
    which = "The tie whose end cost" if len(rows) == 1 else "The ties whose end cost most"
    count = "" if len(rows) <= LOSSES else f" ({LOSSES} of {len(rows)})"
    hung = "the points of reach that hung on it alone" if len(rows) == 1 else "the points of reach that hung on each"
    yield Sentence(f"{which}{count}, with {hung}:", (computed("compare"),))
    for row in rows[:LOSSES]:
        if isinstance(row.row, Tie):
            about = [*_kind(row.row), f"{row.status} {when(material, row.row)}".strip(), tenths(row.loss.reach)]
            yield Sentence(f"{material.ends(row.row)}: {', '.join(about)}.{quoted(row.row)}", places([row.row]))


def _kind(tie: Tie) -> list[str]:
    return [] if "kind" in tie.assumed else [spoken(tie.kind)]


def quoted(tie: Tie) -> str:
    """What the table says of a tie, in its own words."""
    return f" {tie.evidence.strip()}" if tie.evidence.strip() else ""


# ---- who still talks ---------------------------------------------------------------------------------------------


def still_talking(material: Material) -> Section | None:
    """The contacts between the sides that are left, who holds the routes, and what is left in place of the losses."""
    if material.analysis.ranking.reach["now"] is None:
        return None
    head = [*_count(material)]
    contacts = list(_contacts(material))
    tail = [*_doors(material), *_instead(material)]
    return section("Who still talks", ("text", head), ("text", contacts[:1]), ("list", contacts[1:]), ("text", tail))


def _count(material: Material) -> Iterator[Sentence]:
    ties = [tie for tie in material.net.active_ties if material.crosses(tie)]
    if not ties:
        yield Sentence("No tie between the sides is listed as active.", (computed("check"),))
        return
    kinds = Counter(spoken(tie.kind) for tie in ties if "kind" not in tie.assumed)
    order = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))[:3]
    most = f", most of them {listed([f'{kind} ({count})' for kind, count in order])}" if len(kinds) > 3 else ""
    if 0 < len(kinds) <= 3:
        most = f": {listed([f'{kind} ({count})' for kind, count in order])}"
    rows = places(ties) if len(ties) <= LOSSES else (computed("compare"),)
    verb = "is" if len(ties) == 1 else "are"
    yield Sentence(f"{many(len(ties), 'tie')} between the sides {verb} listed as active{most}.", rows)


def _contacts(material: Material) -> Iterator[Sentence]:
    """What the list holds, then the surviving ties on which most reach hangs."""
    net = material.net
    ties = sorted(
        (tie for tie in net.active_ties if material.crosses(tie)), key=lambda tie: (-tie.strength, tie.id)
    )[:COMPARED]
    worths = Worths.of(net, ties)
    rows = [(worths.of_absence(tie).reach, tie) for tie in ties]
    found = sorted((row for row in rows if round(row[0], 12) > 0), key=lambda row: (-round(row[0], 12), row[1].id))
    if not found:
        return
    which = "Most hangs on these, in" if len(found) > 1 else "On it hangs, in"
    yield Sentence(f"{which} points of reach that would go with each alone:", (computed("brief"),))
    for loss, tie in found[:CONTACTS]:
        about = ", ".join([*_kind(tie), tenths(loss)])
        yield Sentence(f"{material.ends(tie)}: {about}.{quoted(tie)}", places([tie]))


def _doors(material: Material) -> Iterator[Sentence]:
    """Who stands on most of the shortest routes."""
    doors = material.analysis.measured.stakeholders.get("cross_side_betweenness", {})
    names = explain.most(doors)
    if names and material.analysis.ranking.reach["now"]:
        told = [f"{material.who(name)} ({percent(doors[name], 0)})" for name in names]
        rows = places(material.net.stakeholder[name] for name in names)
        said = f"Largest shares of the shortest routes between the sides, as an end or in between: {listed(told)}."
        yield Sentence(said, rows)


def _instead(material: Material) -> Iterator[Sentence]:
    """The best routes between those whose tie was among the costliest to lose."""
    net, told, gone, ties = material.net, [], [], []
    for row in costliest(material)[:ROUTES]:
        tie = row.row
        if isinstance(tie, Tie) and {tie.source, tie.target} <= set(net.stakeholder):
            ties.append(tie)
            routes = find_routes(net, tie.source, tie.target, k=1)
            if routes:
                told.append(f"{material.ends(tie)} {_by(material, routes[0])}")
            else:
                gone.append(material.ends(tie))
    if told:
        yield Sentence(f"The best route that is left, and what arrives by it: {'; '.join(told)}.", places(ties))
    if gone:
        yield Sentence(f"No route at all is left between {'; nor between '.join(gone)}.", places(ties))


def _by(material: Material, route: Route) -> str:
    relays = [material.who(name) for name in route.stakeholders[1:-1]]
    if not relays:
        return f"directly, in another way ({whole(route.strength)})"
    through = listed(relays) if len(relays) <= 2 else f"{relays[0]} and {len(relays) - 1} more"
    return f"through {through} ({whole(route.strength)})"
