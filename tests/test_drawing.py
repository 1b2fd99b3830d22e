"""What the picture is drawn from: pyvis nodes and edges, nothing lost, and the style that was asked for."""

from __future__ import annotations

import pytest
from data.page_sample import generated, mini_rupture, recommended, tie

from netmodel.report.drawing import LARGEST_PICTURE, new_drawing, picture, role_of
from netmodel.report.html import to_html


def test_every_stakeholder_channel_tie_and_member_is_there():
    data = recommended()
    found = picture(data)
    keys = {node["id"] for node in found["nodes"]}
    assert keys == {f"s{i}" for i in range(7)} | {f"c{i}" for i in range(5)}
    edges = {edge["id"]: edge for edge in found["edges"]}
    assert {key for key in edges if key[0] == "t"} == {f"t{i}" for i in range(9)}
    assert sum(key[0] == "m" for key in edges) == sum(len(row["participants"]) for row in data["channels"])
    assert len(found["force"]) == len(found["nodes"])


def test_a_tie_knows_how_it_was_how_it_is_and_whether_it_crosses():
    edges = {edge["id"]: edge for edge in picture(mini_rupture())["edges"]}
    assert (edges["t0"]["before"], edges["t0"]["role"], edges["t0"]["across"]) == ("active", "severed", "cross")
    assert edges["t1"]["across"] == "within"
    assert (edges["t8"]["before"], edges["t8"]["role"]) == ("opposed", "opposed")


def test_a_tie_that_ended_without_a_trace_is_drawn_for_what_it_was_and_one_that_never_was_is_not():
    data = mini_rupture()
    data["ties"] += [
        tie("PCO", "MID", "none", id="ended"),
        tie("PCO", "MGIMO", "none", id="never", status_before="none"),
    ]
    edges = {edge["id"]: edge for edge in picture(data)["edges"]}
    assert (edges["t9"]["role"], edges["t9"]["before"]) == (None, "active")
    assert "t10" not in edges


@pytest.mark.parametrize(
    ("sign", "status", "role"),
    [
        (1, "active", "active"),
        (-1, "active", "opposed"),
        (-1, "severed", "severed"),
        (1, "none", None),
        (1, None, None),
    ],
)
def test_the_part_of_a_tie(sign, status, role):
    assert role_of({"sign": sign}, status) == role


def test_channels_of_the_recommended_set_lead_and_steps_stand_beside_them():
    roles = {node["label"]: node["role"] for node in picture(recommended())["nodes"] if node["id"][0] == "c"}
    assert roles["Expert talks on trade"] == roles["Deputy ministers' dialogue"] == "leading"
    assert roles["Senior signal"] == "step"
    assert roles["Domestic seminar"] == "informal"


def test_without_a_recommendation_the_first_informal_channels_lead():
    roles = [node["role"] for node in picture(mini_rupture())["nodes"] if node["id"][0] == "c"]
    assert roles == ["leading", "leading", "leading", "formal", "enabling"]


def test_above_the_limit_groups_are_drawn():
    found = picture(generated(LARGEST_PICTURE + 1, 6))
    assert found["groups"]
    assert "force" not in found
    assert len(found["nodes"]) < 40


def test_the_style_is_handed_on_and_an_unknown_one_is_an_error():
    assert picture(mini_rupture(), style="conflict-map")["style"] == "conflict-map"
    with pytest.raises(ValueError, match="'kumu' is none of plain, conflict-map"):
        to_html(mini_rupture(), style="kumu")


def test_an_edge_to_nobody_and_a_node_that_stands_twice_are_errors():
    drawing = new_drawing()
    drawing.add_node("s0", "a", "dot")
    with pytest.raises(ValueError, match="stands twice"):
        drawing.add_node("s0", "a", "dot")
    with pytest.raises(ValueError, match="not both there"):
        drawing.add_edge("s0", "s1", id="t0")
