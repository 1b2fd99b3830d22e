"""What nobody listed: every family against enumeration, MiniRupture, and the karate club."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import exp
from typing import Any

import networkx as nx
import pytest
from networks import mini_rupture, random_network

import netmodel
from netmodel import Network
from netmodel.decide.candidates import rank_gap, suggest_channels
from netmodel.decide.suggestion import Suggestion
from netmodel.engine.kernel import Reach
from netmodel.errors import UsageError
from netmodel.network.derive import SILENT

Rows = list[dict[str, Any]]
TEMPLATE = Network.from_tables([{"id": "x"}, {"id": "y"}], [{"source": "x", "target": "y"}]).ties[0]


def test_mini_rupture_has_all_three() -> None:
    """KNOWN-ANSWERS: restoring either severed tie, and a domestic link into the last open door, join 9 pairs each.

    With GAC-MID the 12 pairs have strength 1, and 3 have now: reach rises by 9/12; a new tie of .5 gives half of it.
    """
    found = suggest_channels(mini_rupture())
    assert [(row.ends, row.gain, row.rank) for row in found.restored] == [
        (("GAC", "MID"), 0.75, 1),
        (("TCS", "MinEcon"), 0.75, 1),
    ]
    assert found.restored[0].already_in == ("GAC--MID--informal",)
    domestic = {row.ends: row for row in found.same_side}
    assert domestic["GAC", "UofT"].gain == 0.375
    assert domestic["GAC", "UofT"].doors == ("UofT",)
    assert domestic["GAC", "UofT"].route == ("GAC", "UofT", "MGIMO")
    assert all(row.pairs_restored == 9 for row in found.restored + found.across + found.same_side)
    assert "UofT still has a way" in domestic["GAC", "UofT"].why


def karate() -> Network:
    """Zachary's club with the ties across its two factions severed."""
    club = nx.karate_club_graph()
    people: Rows = [{"id": f"{n:02}", "side": row["club"], "influence": 1} for n, row in club.nodes.items()]
    ties: Rows = []
    for one, other, row in club.edges(data=True):
        across = club.nodes[one]["club"] != club.nodes[other]["club"]
        status = "severed" if across else "active"
        strength = 1 - exp(-row["weight"] / 3)
        ties.append({"source": f"{one:02}", "target": f"{other:02}", "strength": strength, "status": status})
    return Network.from_tables(people, ties)


def test_the_member_that_zachary_misplaced_is_the_best_bridge() -> None:
    """Zachary 1977; 11 of 78 ties run across, and 8-33, 13-33 and 8-32 are the best to reopen."""
    found = suggest_channels(karate())
    assert found.looked_at["restored"] == 11
    assert [row.ends for row in found.restored[:3]] == [("08", "33"), ("13", "33"), ("08", "32")]


def enumerated(net: Network, strength: float, rank_window: int) -> dict[str, dict[tuple[str, str], float]]:
    """All families from their definitions, each pair by a network with one more tie."""
    now = Reach.of(net).value
    people = net.stakeholder
    found: dict[str, dict[Any, float]] = {"restored": {}, "across": {}, "same_side": {}, "listed": {}}
    here = [tie for tie in net.ties if tie.sign > 0 and {tie.source, tie.target} <= set(people)]
    silent = [tie for tie in here if net.status(tie) in SILENT]

    def gain(**row: Any) -> float:
        return round(Reach.of(replace(net, ties=(*net.ties, replace(TEMPLATE, **row)))).value - now, 10)

    for tie in silent:
        again = replace(tie, status="active", id="again")
        found["restored"][tie.id] = round(Reach.of(replace(net, ties=(*net.ties, again))).value - now, 10)
    groups = [(tie.source, tie.target) for tie in (*net.active_ties, *silent)]
    groups += [tuple(p.stakeholder for p in row.participants) for row in net.open_channels]
    for one, other in combinations(people, 2):
        u, v = people[one], people[other]
        if any({one, other} <= set(group) for group in groups):
            continue
        if u.issues and v.issues and not set(u.issues) & set(v.issues):
            continue
        if u.side == v.side:
            family = "same_side" if u.side and (door(net, one) or door(net, other)) else ""
        else:
            gap = rank_gap(u, v)
            exempt = any(not row.side and not row.rank for row in (u, v))
            family = "across" if exempt or (gap is not None and gap <= rank_window) else ""
        if any({one, other} <= {p.stakeholder for p in row.participants} for row in net.candidates):
            family = family and "listed"
        if family:
            found[family][one, other] = gain(id="new", source=one, target=other, strength=strength)
    return {name: {key: more for key, more in rows.items() if more > 0} for name, rows in found.items()}


def door(net: Network, name: str) -> bool:
    """Whether two passages lead to another side, by walking them in each layer."""

    def next_to(who: str, issue: str | None) -> set[str]:
        def carries(row: Any) -> bool:
            return issue is None or not row.issues or issue in row.issues

        near = set()
        for tie in net.active_ties:
            if carries(tie) and who in (tie.source, tie.target):
                near |= {tie.source, tie.target}
        for row in net.open_channels:
            shares = {p.stakeholder: p for p in row.participants}
            if carries(row) and row.quality and who in shares:
                near |= set(shares)
        return {other for other in near if other in net.stakeholder and carries(net.stakeholder[other])}

    own = net.stakeholder[name].side
    for issue in net.layers:
        if issue is not None and net.stakeholder[name].issues and issue not in net.stakeholder[name].issues:
            continue
        ends = set()
        for near in next_to(name, issue):
            ends |= {near} | next_to(near, issue)
        if any(net.stakeholder[end].side not in ("", own) for end in ends):
            return True
    return False


def families(net: Network, **options: Any) -> dict[str, dict[Any, Suggestion]]:
    found = suggest_channels(net, **options)
    return {
        name: {row.tie or row.ends: row for row in getattr(found, name)}
        for name in ("restored", "across", "same_side", "listed")
    }


@pytest.mark.parametrize("seed", range(40))
def test_families_equal_enumeration(seed: int) -> None:
    net = random_network(seed, sides=2 + seed % 2)
    if not Reach.of(net).weights.sum():
        return
    wanted = enumerated(net, 0.4, 1)
    found = families(net, count=1000, strength=0.4)
    for name, rows in wanted.items():
        assert {key: row.gain for key, row in found[name].items()} == pytest.approx(rows, abs=1e-9), name
    short = suggest_channels(net, count=2, strength=0.4)
    for name in wanted:
        assert [row.gain for row in getattr(short, name)] == sorted(
            (r.gain for r in found[name].values()), reverse=True
        )[:2]


def test_equal_gains_share_a_rank() -> None:
    people: Rows = [{"id": name, "side": name[0], "influence": 1} for name in ("a1", "a2", "b1", "b2")]
    ties: Rows = [{"source": "b1", "target": "b2", "strength": 0.5}]
    rows = suggest_channels(Network.from_tables(people, ties)).across
    assert [row.rank for row in rows] == [1, 1, 1, 1]
    assert [row.ends for row in rows] == [("a1", "b1"), ("a1", "b2"), ("a2", "b1"), ("a2", "b2")]
    people[3]["influence"] = 2
    rows = suggest_channels(Network.from_tables(people, ties)).across
    assert [(row.ends, row.rank) for row in rows][1:] == [(("a2", "b2"), 1), (("a1", "b1"), 3), (("a2", "b1"), 3)]


@pytest.mark.parametrize(
    ("levels", "window", "gap"), [((1, 2), 1, 1), ((1, 3), 1, 2), ((0, 5), 0, 0), ((0, 0), 0, 0), ((0, 4), 5, None)]
)
def test_parity(levels: tuple[int, int], window: int, gap: int | None) -> None:
    people: Rows = [{"id": name, "side": name, "level": level} for name, level in zip("ab", levels, strict=True)]
    net = Network.from_tables(people)
    assert rank_gap(*net.stakeholders) == gap
    rows = suggest_channels(net, rank_window=window).across
    assert len(rows) == (gap is not None and gap <= window)
    wide = suggest_channels(net, rank_window=5).across
    assert len(wide) == (gap is not None)


def test_ranks_are_those_of_levels() -> None:
    """A Canadian Assistant Deputy Minister and a Russian Deputy Minister are of equal rank by `levels`."""
    people: Rows = [
        {"id": "adm", "side": "CA", "title": "Assistant Deputy Minister", "level": 3},
        {"id": "dm", "side": "RU", "title": "Deputy Minister", "level": 2},
    ]
    levels: Rows = [{"side": "RU", "title": "Deputy Minister", "rank": 3}]
    row = suggest_channels(Network.from_tables(people, levels=levels), rank_window=0).across[0]
    assert (row.ranks, row.rank_gap) == ((3, 3), 0)
    assert "their ranks are 3 and 3" in row.why


def test_a_third_party_without_a_rank_may_be_an_end() -> None:
    people: Rows = [
        {"id": "minister", "side": "CA", "level": 1, "influence": 1},
        {"id": "council", "side": "third", "permeability": 1},
        {"id": "mid", "side": "RU", "level": 4, "influence": 1},
    ]
    net = Network.from_tables(people, [{"source": "council", "target": "mid", "strength": 1}])
    (row,) = suggest_channels(net).across
    assert row.ends == ("council", "minister") and row.gain == 0.5 and row.rank_gap is None
    assert row.route == ("minister", "council", "mid")
    assert [item.table for item in row.evidence] == ["stakeholders", "stakeholders", "ties"]


def test_a_pair_that_meets_in_a_candidate_is_listed() -> None:
    people: Rows = [{"id": name, "side": name[0]} for name in ("a1", "a2", "b1")]
    channels: Rows = [{"id": "seminar", "participants": "a1; b1"}]
    found = suggest_channels(Network.from_tables(people, channels=channels))
    assert [row.ends for row in found.across] == [("a2", "b1")]
    assert [(row.ends, row.already_in) for row in found.listed] == [(("a1", "b1"), ("seminar",))]
    assert "They would meet in seminar." in found.listed[0].why


def test_a_hostile_tie_is_said() -> None:
    people: Rows = [{"id": name, "side": name} for name in "ab"]
    net = Network.from_tables(people, [{"source": "a", "target": "b", "sign": "-1"}])
    (row,) = suggest_channels(net).across
    assert "A hostile tie stands between them." in row.why
    assert row.evidence[-1].id == "a--b--informal"


def test_the_study_as_a_whole() -> None:
    net = netmodel.read("data")
    found = suggest_channels(net, count=5)
    assert [len(getattr(found, name)) for name in ("restored", "across", "same_side", "listed")] == [5, 5, 5, 5]
    assert found.assumptions == ("a tie that there never was would have a strength of 0.5, both ways",)
    everything = [*found.restored, *found.across, *found.same_side, *found.listed]
    for row in everything:
        assert row.route and row.id in row.via
        assert all(item.line for item in row.evidence if item.file)
    assert all(row.rank_gap is None or row.rank_gap < 2 for row in found.across)
    assert suggest_channels(net, count=5) == found


def test_a_scenario_is_scored_as_it_stands() -> None:
    net = mini_rupture()
    opened = suggest_channels(net.open("GAC--MID--informal"))
    assert [row.gain for row in opened.restored] == []
    gone = suggest_channels(net.without("UofT"))
    assert all("UofT" not in row.ends for row in gone.restored + gone.across + gone.same_side)
    assert suggest_channels(net.without("GAC--MID--informal")).restored[0].tie == "TCS--MinEcon--informal"


@pytest.mark.parametrize("wrong", [{"count": -1}, {"rank_window": -1}, {"strength": 0.0}])
def test_options_are_checked(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        suggest_channels(mini_rupture(), **wrong)
