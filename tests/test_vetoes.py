"""Vetoes and spoilers as one finding: the known answer, what it says, and what it leaves open."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from networks import Rows, mini_rupture, reach_by_dijkstra
from test_opposition import TALKS, known_case, openable_by_hand, random_case

from netmodel import Network, Study, read
from netmodel.decide.constraints import unopposed
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.systems import SYSTEMS
from netmodel.policy.vetoes import Vetoes, vetoes


def rows_of(found: Vetoes, shown: str) -> list[dict[str, object]]:
    header, rows = replace(found, shown=shown).table()
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_known_answer_as_a_finding():
    """KNOWN-ANSWERS, policy system 6: C1 vetoed by V1 and V2, C2 by V2, C3 by none."""
    found = vetoes(known_case())
    assert {row.id: (row.actors, row.settled_by) for row in found.blocked} == {
        "c1": (("v1", "v2"), ("v1", "v2")),
        "c2": (("v2",), ("v2",)),
    }
    assert found.reach == {"now": 0.0, "open": 0.9, "unopposed": 0.2, "cost": 0.7}
    assert [(row.id, row.cost, row.frees, row.gain) for row in found.actors] == [
        ("v2", 0.7, ("c2",), 0.3),
        ("v1", 0.4, (), 0.0),
    ]
    assert found.settlement.actors == ("v1", "v2") and [step.count for step in found.steps] == [0, 1, 2]
    assert found.sentences[0] == "3 vetoes stand against 2 of 3 candidate channels: c1 and c2."
    assert "opposition costs 70.0 percentage points" in found.sentences[1]
    assert any("third parties" in sentence for sentence in found.sentences)


def test_blocked_channels_are_those_that_are_not_unopposed():
    for seed in range(30):
        net = random_case(seed)
        found = vetoes(net)
        opposed = {row.id for row in found.blocked if row.state == "opposed"}
        assert opposed == {row.id for row in net.candidates} - unopposed(net), seed
        assert all(row.actors for row in found.blocked if row.state == "opposed"), seed
        start = openable_by_hand(net, set(), 0.0)
        whole = openable_by_hand(replace(net, vetoes=()), set(), 0.0)
        assert {row.id for row in found.blocked} == opposed | (whole - start), seed
        reach = {some: reach_by_dijkstra(net.open(*some)) for some in (start, whole)}
        assert found.reach["cost"] == pytest.approx(reach[whole] - reach[start], abs=1e-9), seed
        for row in found.actors:
            alone = replace(net, vetoes=tuple(veto for veto in net.vetoes if veto.actor == row.id))
            kept = reach_by_dijkstra(net.open(*openable_by_hand(alone, set(), 0.0)))
            assert row.cost == pytest.approx(reach[whole] - kept, abs=1e-9), (seed, row.id)
            assert set(row.frees) == openable_by_hand(net, {row.id}, 0.0) - start
        assert json.dumps(found.to_json(), allow_nan=False) and (found.sentences or found.lacks)


def test_each_table_has_its_rows():
    found = vetoes(known_case())
    assert [row["id"] for row in rows_of(found, "channels")] == ["c1", "c2"]
    assert [row["blocks"] for row in rows_of(found, "actors")] == ["c1; c2", "c1"]
    assert [row["actors"] for row in rows_of(found, "steps")] == ["", "v2", "v1; v2"]
    assert rows_of(found, "issues") == rows_of(found, "spoilers") == []


def test_without_vetoes_only_spoilers_are_told_and_one_line_says_what_is_missing():
    found = vetoes(mini_rupture())
    assert found.lacks.startswith("vetoes.csv:") and "\n" not in found.lacks
    assert found.blocked == () and found.actors == () and found.reach["cost"] == 0
    (sentence,) = found.sentences
    assert sentence.startswith("Vetoes aside, most of the reach that there is would go with MGIMO (100\xa0%: 33\xa0%")
    for rows in ([], [{"id": "a"}]):
        empty = vetoes(Network.from_tables(rows), portfolio=True)
        assert empty.sentences == () and empty.lacks and empty.to_json()["reach"]["cost"] is None


def test_what_is_not_said_of_mitigation_is_asked_for():
    said = "whether 3 of 3 objections can be won over or briefed; they count as if they could"
    assert vetoes(known_case()).lacks == f"vetoes.csv, column mitigable: {said}"
    found = vetoes(known_case(v1="yes", v2="no"))
    assert found.lacks == "" and [(row.id, row.mitigable) for row in found.actors] == [("v2", "no"), ("v1", "yes")]
    assert found.settlement.beyond == ("c1", "c2") and not any(row.can_be_freed for row in found.blocked)
    assert any("c1 and c2 would stay shut" in sentence for sentence in found.sentences)


def test_an_issue_that_is_vetoed_and_one_that_vetoes_leave_nothing_for():
    rows = [
        {"id": "c1", "participants": "a1:1; b1:1", "issues": "trade"},
        {"id": "c2", "participants": "a1:1; b1:1; v2:1", "issues": "arctic"},
        {"id": "c3", "participants": "a1:1; b1:1; v2:1", "issues": "sanctions"},
    ]
    issues = [{"issue": "trade"}, {"issue": "arctic"}, {"issue": "sanctions", "red_line": "yes"}]
    said = [{"actor": "v1", "target": "trade"}, {"actor": "v1", "target": "v2"}]
    found = vetoes(Network.from_tables(TALKS, channels=rows, issues=issues, vetoes=said))
    assert [(row.issue, row.actors, row.channels, row.free) for row in found.issues] == [
        ("arctic", (), ("c2",), ()),
        ("trade", ("v1",), ("c1",), ()),
    ]
    assert "To trade itself v1 objects; no candidate channel for it can still be opened." in found.sentences
    assert "Vetoes leave no candidate channel that deals with arctic." in found.sentences


def test_who_vetoes_an_issue_of_several_together_with_others_is_named():
    rows = [{"id": "c1", "participants": "a1; b1", "issues": "trade; arctic"}]
    said = [{"actor": "v1", "target": "trade"}, {"actor": "v2", "target": "arctic"}]
    net = Network.from_tables(TALKS, channels=rows, vetoes=said, issues=[{"issue": "trade"}, {"issue": "arctic"}])
    (row,) = vetoes(net).blocked
    assert row.actors == ("v1", "v2") and row.settled_by == ("v1",)


def test_a_channel_with_an_objector_inside_and_a_hostile_tie_of_the_past_are_pointed_out():
    people: Rows = [*TALKS, {"id": "v3", "side": "A"}]
    rows = [{"id": "briefing", "participants": "a1:1; v3:1"}]
    ties = [{"source": "v3", "target": "a1", "sign": -1, "status_2013": "active", "status_2021": "severed"}]
    net = Network.from_tables(people, ties, channels=rows, vetoes=[{"actor": "v3", "target": "a1"}])
    found = vetoes(net)
    assert found.blocked[0].inside == ("v3",) and found.actors[0].meets == ("briefing",)
    assert (found.objections[0].what, found.objections[0].tie) == ("stakeholder", "severed")
    assert any("although somebody who objects would take part: briefing (v3)" in said for said in found.sentences)
    assert any("not active today: v3 to a1 (severed)" in said for said in found.sentences)


def test_a_channel_that_waits_for_an_opposed_one_is_told_apart():
    rows = [
        {"id": "c1", "participants": "a1:1; b1:1", "quality": 0.2},
        {"id": "c2", "participants": "a1:1; b1:1", "quality": 0.9, "requires": "c1"},
    ]
    found = vetoes(Network.from_tables(TALKS, channels=rows, vetoes=[{"actor": "v1", "target": "c1"}]))
    assert [(row.id, row.state, row.actors, row.settled_by, row.adds) for row in found.blocked] == [
        ("c2", "waits", (), ("v1",), 0.9),
        ("c1", "opposed", ("v1",), ("v1",), 0.2),
    ]
    assert "Nobody objects to c2, but to what has to be open first." in found.sentences


def test_weak_vetoes_can_be_left_out_and_wishes_priced():
    said = [{"actor": "v1", "target": "c1", "strength": 0.2}, {"actor": "v2", "target": "c2", "strength": 0.8}]
    rows = [{"id": name, "participants": "a1; b1"} for name in ("c1", "c2")]
    net = Network.from_tables(TALKS, channels=rows, vetoes=said)
    assert [row.id for row in vetoes(net, strength=0.2).blocked] == ["c2"]
    assert any("those of up to 0.2 are left out" in text for text in vetoes(net, strength=0.2).sentences)
    assert any("whatever its strength (here 0.2 to 0.8)" in text for text in vetoes(net).sentences)
    assert vetoes(net, channels=["c1"]).settlement.actors == ("v1",)
    assert vetoes(net, costs={"v1": 5}).settlement.cost == 6
    none = vetoes(net, strength=0.9)
    assert none.blocked == () and none.lacks == "" and none.sentences[0].startswith("No veto counts")
    with pytest.raises(UnknownName):
        vetoes(net, channels=["c7"])
    with pytest.raises(UsageError):
        vetoes(net, count=-1)


def test_a_veto_against_nothing_on_offer_blocks_nothing():
    net = Network.from_tables(TALKS, vetoes=[{"actor": "v1", "target": "v2"}])
    found = vetoes(net, portfolio=True)
    assert found.sentences[0] == "1 veto is listed, and none stands against any of 0 candidate channels."
    assert math.isclose(found.reach["cost"], 0) and found.settlement.actors == ()


def test_the_study_agrees_with_its_evidence_rows():
    """data/README.md: ten vetoes; those of the Rada and of the severed hostility are judged beyond mitigation."""
    found = vetoes(read("data"))
    assert len(found.objections) == 10 and found.lacks == ""
    assert [row.id for row in found.actors if not row.side] == ["ua_mfa", "ua_emb", "ua_rada"]
    past = [(row.actor, row.target) for row in found.objections if row.tie == "severed"]
    assert past == [("ca_ucc", "ru_mfa")]
    assert found.settlement.beyond == ("ch_hockey", "ch_parl", "ch_relay_no")
    assert found.settlement.actors == ("ca_ucc", "ua_mfa") and found.settlement.optimal


def test_it_is_registered_and_sides_may_change_places():
    assert SYSTEMS["vetoes"].title == "Vetoes and spoilers"
    for net in (known_case(), random_case(5)):
        swapped = {"A": "B", "B": "A"}
        people = tuple(replace(row, side=swapped.get(row.side, row.side)) for row in net.stakeholders)
        other = replace(net, stakeholders=people, study=Study(sides=("B", "A")))
        one, two = (json.loads(json.dumps(vetoes(case).to_json())) for case in (net, other))
        for row in (*two["actors"], *two["spoilers"]):
            row["side"] = swapped.get(row["side"], row["side"])
        assert one["blocked"] == two["blocked"] and one["actors"] == two["actors"] and one["steps"] == two["steps"]
        assert one["reach"] == pytest.approx(two["reach"])
