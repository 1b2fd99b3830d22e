"""Groups for networks too large to draw: everybody is in one, every tie is counted once, nobody stands on anybody."""

from __future__ import annotations

import itertools
import math

import pytest
from data.page_sample import Json, generated, recommended, stakeholder

from netmodel.report.aggregate import KINDS_OF_A_SIDE, MEMBERS, RELAYS, aggregate


@pytest.fixture(scope="module")
def large() -> Json:
    data = generated(1_000, 20)
    for i, row in enumerate(data["stakeholders"]):
        row["measures"]["betweenness"] = float(i % 97)
    return data


def test_everybody_is_in_one_group_and_every_tie_is_counted_once(large):
    found = aggregate(large)
    assert sum(group["count"] for group in found["groups"]) == len(large["stakeholders"])
    inside = sum(group["inside"] for group in found["groups"])
    between = sum(sum(edge["counts"].values()) for edge in found["edges"] if edge["id"].startswith("a"))
    assert inside + between == len(large["ties"])


def test_counts_between_two_groups_are_those_of_the_list(large):
    found = aggregate(large)
    side = {row["id"]: (row["side"], row["kind"]) for row in large["stakeholders"]}
    for edge in (edge for edge in found["edges"] if edge["id"].startswith("a")):
        ends = {
            (group["side"], group["kind"]) for group in (found["groups"][int(edge[e][1:])] for e in ("from", "to"))
        }
        wanted = [tie for tie in large["ties"] if {side[tie["source"]], side[tie["target"]]} == ends]
        assert sum(edge["counts"].values()) == len(wanted)
        assert edge["counts"].get("active", 0) == sum(tie["status"] == "active" for tie in wanted)


def test_members_are_the_most_important_first_and_no_more_than_fit(large):
    for group in aggregate(large)["groups"]:
        rows = [large["stakeholders"][i] for i in group["members"]]
        assert all((row["side"], row["kind"]) == (group["side"], group["kind"]) for row in rows)
        assert [row["influence"] for row in rows] == sorted((row["influence"] for row in rows), reverse=True)
        assert len(rows) == min(group["count"], MEMBERS)


def test_many_kinds_of_a_side_share_a_last_group():
    kinds = [f"kind {i:02}" for i in range(40)]
    who = [stakeholder(f"{k}-{j}", "CA", k, 0) for i, k in enumerate(kinds) for j in range(1 + (i < 5))]
    groups = aggregate({**recommended(), "stakeholders": who, "ties": [], "channels": []})["groups"]
    assert len(groups) == KINDS_OF_A_SIDE + 1
    assert [group["kind"] for group in groups[:5]] == kinds[:5]
    assert (groups[-1]["kind"], groups[-1]["count"]) == ("", len(who) - sum(g["count"] for g in groups[:-1]))


def test_top_relays_and_leading_channels_stand_between_the_sides(large):
    found = aggregate(large)
    where = {node["id"]: (node["x"], node["y"]) for node in found["nodes"]}
    relays = [large["stakeholders"][int(key[1:])]["measures"]["betweenness"] for key in where if key[0] == "s"]
    assert relays == [96.0] * RELAYS
    assert {key for key in where if key[0] == "c"} == {"c0", "c1", "c2"}
    left, right = found["bands"]
    assert all(left["right"] < x < right["left"] for key, (x, _) in where.items() if key[0] in "sc")
    assert min(math.dist(a, b) for a, b in itertools.combinations(where.values(), 2)) > 40


def test_lines_join_what_is_there_and_the_order_of_ties_does_not_matter(large):
    found = aggregate(large)
    there = {node["id"] for node in found["nodes"]}
    assert all({edge["from"], edge["to"]} <= there for edge in found["edges"])
    assert len({edge["id"] for edge in found["edges"]}) == len(found["edges"])
    assert aggregate({**large, "ties": large["ties"][::-1]}) == found


def test_a_recommended_set_with_its_steps_is_shown():
    found = aggregate(recommended())
    assert {node["role"] for node in found["nodes"] if node["id"][0] == "c"} == {"leading", "step"}
