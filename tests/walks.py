"""Small random multigraphs, and every simple route in one by depth-first search, with exact strengths."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from netmodel import Network

Rows = list[dict[str, Any]]
STRENGTHS = ("0.2", "0.25", "0.4", "0.5", "0.5", "0.8", "1")


@dataclass(frozen=True)
class Walk:
    """A simple route: what arrives, whom it passes, by what, and the strength of each passage."""

    strength: Fraction
    people: tuple[str, ...]
    via: tuple[str, ...]
    passages: tuple[Fraction, ...]

    @property
    def key(self) -> tuple[Fraction, int, tuple[str, ...], tuple[str, ...]]:
        """Strongest first, then fewer passages, then ids."""
        return -self.strength, len(self.via), self.people, self.via


def random_multigraph(seed: int, *, most: int = 7, ties: int = 14) -> Network:
    """Few stakeholders with parallel ties and channels; few different strengths, so that many routes are equal."""
    rng = random.Random(seed)
    n = rng.randrange(2, most + 1)
    directed, permeable = rng.random() < 0.4, rng.random() < 0.4
    issues = ["", "", "trade", "arctic", "trade; arctic"] if rng.random() < 0.5 else [""]
    people: Rows = [
        {"id": f"n{k}", "side": rng.choice(["A", "B", "third"]), "kind": rng.choice(["ministry", "university"])}
        | {"level": rng.randrange(6), "issues": rng.choice(issues)}
        | {"permeability": rng.choice(["0", "0.5", "0.8", "1", "1"]) if permeable else 1}
        for k in range(n)
    ]
    rows: Rows = []
    for number in range(rng.randrange(ties + 1)):
        one, other = rng.sample(people, 2)
        row = {"source": one["id"], "target": other["id"], "id": f"t{number:02}", "issues": rng.choice(issues)}
        row |= {"strength": rng.choice(STRENGTHS), "formality": rng.choice(["formal", "informal"])}
        rows.append(row | {"directed": "yes" if directed and rng.random() < 0.5 else "no"})
    channels: Rows = []
    members: Rows = []
    for number in range(rng.randrange(3)):
        channels.append({"id": f"c{number}", "status": "open", "quality": rng.choice(STRENGTHS)})
        channels[-1] |= {"formality": rng.choice(["formal", "informal"]), "issues": rng.choice(issues)}
        for person in rng.sample(people, rng.randrange(2, n + 1)):
            row = {"channel": f"c{number}", "stakeholder": person["id"], "uptake": rng.choice(STRENGTHS)}
            members.append(row | ({"uptake_out": rng.choice(STRENGTHS)} if rng.random() < 0.3 else {}))
    return Network.from_tables(people, rows, channels=channels, participants=members)


def random_ends(net: Network, rng: random.Random) -> tuple[list[str], list[str]]:
    """Two sets that share nobody."""
    names = sorted(net.stakeholder)
    rng.shuffle(names)
    first = rng.choice([1, 1, max(1, len(names) // 2)])
    return names[:first], names[first : first + rng.choice([1, 1, len(names)])]


def every_walk(
    net: Network,
    a: Collection[str],
    b: Collection[str],
    *,
    issue: str | None = None,
    avoid: Collection[str] = (),
    through: Collection[str] = (),
    max_relays: int | None = None,
    levels: tuple[int, int] | None = None,
    formality: str | None = None,
    channels_once: bool = True,
) -> list[Walk]:
    """Every simple route whose relays are at neither end, best first: all are walked, and those that fit kept."""

    def deals(issues: tuple[str, ...]) -> bool:
        return issue is None or not issues or issue in issues

    here = {row.id: Fraction(str(row.permeability)) for row in net.stakeholder.values() if deals(row.issues)}
    steps: dict[str, list[tuple[str, str, Fraction]]] = {name: [] for name in here}
    for one, other, name, passes, formal in _passages(net, deals):
        if one in here and other in here and passes * here[other] > 0 and formality in (None, formal):
            steps[one].append((name, other, passes))
    found: list[Walk] = []

    def walk(so_far: Walk) -> None:
        last = so_far.people[-1]
        if last in b:
            found.append(so_far)
            return
        for name, other, passes in steps[last]:
            twice = channels_once and name in net.channel and name in so_far.via
            if other not in so_far.people and not twice:
                walk(
                    Walk(
                        so_far.strength * passes * here[other],
                        (*so_far.people, other),
                        (*so_far.via, name),
                        (*so_far.passages, passes),
                    )
                )

    for start in sorted(set(a) & here.keys()):
        walk(Walk(Fraction(1), (start,), (), ()))
    ends = {*a, *b}

    def fits(item: Walk) -> bool:
        relays = item.people[1:-1]
        return (
            not ends & set(relays)
            and not {*item.people, *item.via} & set(avoid)
            and set(through) <= set(item.people)
            and (max_relays is None or len(relays) <= max_relays)
            and (levels is None or all(net.stakeholder[name].rank <= levels[1] for name in relays))
        )

    return sorted(filter(fits, found), key=lambda item: item.key)


def _passages(net: Network, deals: Any) -> Iterator[tuple[str, str, str, Fraction, str]]:
    for tie in net.active_ties:
        if deals(tie.issues):
            yield tie.source, tie.target, tie.id, Fraction(str(tie.strength)), tie.formality
            if not tie.directed:
                yield tie.target, tie.source, tie.id, Fraction(str(tie.strength)), tie.formality
    for channel in net.open_channels:
        if deals(channel.issues):
            for one, other in itertools.permutations(channel.participants, 2):
                parts = (one.uptake, channel.quality, other.uptake_out)
                passes = Fraction(str(parts[0])) * Fraction(str(parts[1])) * Fraction(str(parts[2]))
                yield one.stakeholder, other.stakeholder, channel.id, passes, channel.formality


def elements(item: Walk, *, ends: bool) -> frozenset[str]:
    """What a route depends on: relays, ties and channels, and the ends where they count too."""
    return frozenset(item.via) | frozenset(item.people if ends else item.people[1:-1])
