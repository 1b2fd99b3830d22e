"""Overlap of channels: shared participants counted pair by pair, and what makes a platform redundant."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest
from networks import random_network

from netmodel import Network, UsageError
from netmodel.measures.overlap import Overlap, Redundancy, redundant_channels, s_overlap


def study(*channels: dict[str, Any]) -> Network:
    rows = [{**row, "participants": "; ".join(row["participants"])} for row in channels]
    return Network.from_tables([{"id": name} for name in "abcdef"], channels=rows)


def people_of(net: Network) -> dict[str, set[str]]:
    rows = [row for row in (*net.open_channels, *net.candidates) if not row.restores]
    return {
        row.id: {
            p.stakeholder for p in row.participants if p.stakeholder in net.stakeholder and p.uptake + p.uptake_out
        }
        for row in rows
    }


def agree(seed: int) -> None:
    net = random_network(seed)
    people = people_of(net)
    for s in (1, 2, 3):
        found = {(pair.one, pair.other): pair for pair in s_overlap(net, s=s)}
        wanted = {
            (one, other): people[one] & people[other]
            for one, other in combinations(sorted(people), 2)
            if len(people[one] & people[other]) >= s
        }
        assert {ends: set(pair.shared) for ends, pair in found.items()} == wanted
        for (one, other), pair in found.items():
            assert pair.jaccard == pytest.approx(pair.count / len(people[one] | people[other]))
            assert pair.containment == pytest.approx(pair.count / min(len(people[one]), len(people[other])))
    redundant = {(row.channel, row.beside) for row in redundant_channels(net)}
    redundant |= {(row.beside, row.channel) for row in redundant_channels(net) if row.mutual}
    all_issues = {issue for issue in net.layers if issue}
    for one in people:
        for other in set(people) - {one}:
            mine, theirs = (set(net.channel[name].issues) or {*all_issues, "any"} for name in (one, other))
            within = bool(people[one]) and people[one] <= people[other] and mine <= theirs
            assert ((one, other) in redundant) is within


@pytest.mark.parametrize("seed", range(60))
def test_pair_by_pair(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
@pytest.mark.parametrize("block", range(10))
def test_pair_by_pair_on_many_networks(block: int) -> None:
    for seed in range(1000 + 100 * block, 1100 + 100 * block):
        agree(seed)


def test_two_overlapping_platforms_by_hand() -> None:
    net = study(
        {"id": "council", "participants": "abcd", "status": "open"},
        {"id": "seminar", "participants": "cde"},
        {"id": "forum", "participants": "ef"},
    )
    first, second = s_overlap(net)
    assert first == Overlap("council", "seminar", ("c", "d"), 2 / 5, 2 / 3) and first.count == 2
    assert (second.one, second.other, second.shared) == ("forum", "seminar", ("e",))
    assert s_overlap(net, s=2) == (first,) and s_overlap(net, s=3) == ()
    assert json.loads(json.dumps(first.to_json())) == {
        "one": "council",
        "other": "seminar",
        "shared": ["c", "d"],
        "count": 2,
        "jaccard": 0.4,
        "containment": round(2 / 3, 12),
    }


def test_redundant_platforms() -> None:
    net = study(
        {"id": "wide", "participants": "abcd", "issues": "arctic; trade", "status": "open"},
        {"id": "narrow", "participants": "ab", "issues": "trade"},
        {"id": "other_issue", "participants": "ab", "issues": "space"},
        {"id": "every_issue", "participants": "ab"},
        {"id": "twin", "participants": "abcd", "issues": "trade; arctic"},
        {"id": "empty", "participants": ""},
    )
    found = {(row.channel, row.beside): row for row in redundant_channels(net)}
    assert {pair for pair, row in found.items() if row.mutual} == {("twin", "wide")}
    assert {pair for pair, row in found.items() if not row.mutual} == {
        ("narrow", "wide"),
        ("narrow", "twin"),
        ("narrow", "every_issue"),
        ("other_issue", "every_issue"),
    }
    row = found["narrow", "wide"]
    assert row == Redundancy("narrow", "wide", False, ("a", "b"), ("trade",))
    assert json.loads(json.dumps(row.to_json())) == {
        "channel": "narrow",
        "beside": "wide",
        "mutual": False,
        "participants": ["a", "b"],
        "issues": ["trade"],
    }


def test_a_tie_that_could_be_restored_is_no_platform() -> None:
    people = [{"id": "a"}, {"id": "b"}]
    tie = {"source": "a", "target": "b", "status_2013": "active", "status_2021": "severed"}
    net = Network.from_tables(people, [tie, {**tie, "kind": "trade"}])
    assert len(net.candidates) == 2 and s_overlap(net) == () == redundant_channels(net)


def test_at_least_one() -> None:
    with pytest.raises(UsageError, match="1 or more, not 0"):
        s_overlap(study(), s=0)
    assert s_overlap(study()) == () == redundant_channels(study())
