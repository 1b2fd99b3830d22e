"""What a brief recommends, in order, with what the tables state and no more; and whose signal it would wait for."""

from __future__ import annotations

from typing import Any

import netmodel
from netmodel import Network, Study
from netmodel.explain.brief_channels import recommended, signal
from netmodel.explain.brief_words import Material

PEOPLE = [{"id": name, "side": name[0].upper(), "influence": 1} for name in ("a1", "a2", "b1")]


def channel(name: str, people: str = "a1:1; b1:1", quality: float = 0.6, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": name.title(), "participants": people, "quality": quality, **more}


def material(
    rows: Any = (), *, people: Any = PEOPLE, study: Study | None = None, ties: Any = (), **asked: Any
) -> Material:
    net = Network.from_tables(people, ties, study=study, **({"channels": rows} if rows else {}))
    return Material(netmodel.analyse(net, **{"draws": 0, **asked}))


def told(section: Any) -> list[str]:
    return [] if section is None else [one.text.replace("\xa0", " ") for one in section.sentences]


def table(found: Material) -> list[dict[str, str]]:
    part = next(part for part in recommended(found).parts if part.form == "table")
    return [
        dict(zip(part.header, (one.text, *(c.replace("\xa0", " ") for c in one.cells)), strict=True))
        for one in part.sentences
    ]


def test_one_step_with_all_that_the_tables_state():
    """Two pairs of weight 1, one of them joined at .6: 30 %."""
    row = channel(
        "talks", cost=20000, risk=0.1, lead_time_months=2, issues="trade; arctic; health", min_level=3, max_level=4
    )
    found = material([row], study=Study(currency="CAD"))
    assert told(recommended(found)) == [
        "One step would raise reach in this model from 0 % to 30 %; no other set would bring more.",
        "“Talks” (2 months; CAD 20,000; risk 0.10; 30 points of reach): carried by a1 and b1; "
        "assistant deputy minister to director-general; on trade, arctic and health.",
    ]
    assert recommended(found).sentences[1].rows == ("channels:1 talks",)


def test_what_no_table_states_is_not_told():
    found = told(recommended(material([channel("talks")])))
    assert found[1:] == ["“Talks” (30 points of reach): carried by a1 and b1."]


def test_several_steps_stand_in_a_table_in_the_order_of_the_plan():
    rows = [
        channel("quick", quality=0.3, lead_time_months=1, cost=5, issues="trade"),
        channel("slow", "a2:1; b1:1", 0.9, lead_time_months=6, cost=7, risk=0.5, requires="quick"),
    ]
    found = material(rows, study=Study(budget=12))
    assert told(recommended(found))[:3] == [
        "Within a budget of 12, these 2 steps together would raise reach in this model from 0 % to 60 %; no other "
        "set within that would bring more.",
        "In all, by the study's own estimates: cost 12.",
        "One team, on one step at a time, would need 7 months; a step waits until what it requires is in place and "
        "trust is enough.",
    ]
    first, second = table(found)
    assert first == {"Step": "1. “Quick”", "Carried or led by": "a1 and b1", "Issues": "trade", "Months": "0 to 1",
                     "Cost": "5", "Risk": "", "Adds alone, in points": "15", "Needed before": "2"}  # fmt: skip
    assert second["Months"] == "1 to 7" and second["Risk"] == "0.50" and second["Adds alone, in points"] == "45"
    steps = found.analysis.recommendation.sequence.channels
    assert [one.rows[0].split(" ")[1] for one in recommended(found).parts[1].sentences] == list(steps)


def test_columns_of_which_nothing_is_known_are_left_out():
    rows = [channel("one", issues="trade"), channel("two", "a2:1; b1:1", issues="trade")]
    found = material(rows, study=Study(budget=2))
    assert list(table(found)[0]) == ["Step", "Carried or led by", "Issues", "Adds alone, in points"]


def test_where_no_cost_is_stated_a_budget_is_told_as_a_number_of_channels():
    rows = [channel("one"), channel("two", "a2:1; b1:1")]
    found = told(recommended(material(rows, study=Study(budget=1))))
    assert found[0] == (
        "With 1 channel at most, one step would raise reach in this model from 0 % to 30 %; no other set within that "
        "would bring more."
    )
    assert not any("cost" in text or "budget" in text for text in found)


def test_enabling_steps_are_told_by_what_they_come_before():
    people = [*PEOPLE, {"id": "boss", "side": "A", "influence": 1, "level": 2}]
    rows = [
        channel("signal", "boss:1; a1:1", kind="official-signal", cost=1),
        channel("talks", requires="signal", cost=1),
    ]
    first, second = table(material(rows, people=people, study=Study(budget=2)))
    assert first["Needed before"] == "2" and first["Adds alone, in points"] == "" and second["Needed before"] == ""
    assert first["Carried or led by"] == "boss and a1"


def test_steps_that_no_plan_can_open_are_told_with_the_reason():
    rows = [channel("talks", issues="war", cost=3)]
    net = Network.from_tables(PEOPLE, channels=rows, issues=[{"issue": "war", "sensitivity": 0.8}])
    found = told(recommended(Material(netmodel.analyse(net, draws=0))))
    assert (
        found[-1].startswith("Talks cannot be opened: trust would have to be 0.7 higher") and "“Talks”" in found[-2]
    )


def test_the_next_best_set_is_told_with_what_it_lacks():
    rows = [channel("good", quality=0.6, cost=5), channel("nearly", quality=0.59, cost=5)]
    found = told(recommended(material(rows, study=Study(budget=5))))
    assert found[-1] == "“Nearly” in place of “Good” would bring 0.50 points less."


def test_a_search_that_was_stopped_claims_nothing():
    found = material([channel("talks", cost=3)])
    portfolio = found.analysis.recommendation.portfolio
    from dataclasses import replace

    other = replace(found.analysis.recommendation, portfolio=replace(portfolio, optimal=False, gap=0.02))
    stopped = Material(replace(found.analysis, recommendation=other))
    assert told(recommended(stopped))[0].endswith(
        "the search was stopped, and another set might bring up to 2.00 points more."
    )


def test_nothing_to_open_is_said_with_the_reason():
    assert told(recommended(material())) == [
        "No channel can be recommended: no candidate channel is named, and no tie is dormant or severed: list what "
        "could be opened in channels.csv."
    ]
    poor = told(recommended(material([channel("talks", cost=9)], budget=1)))
    assert poor == [
        "Nothing is opened: no set of channels within a budget of 1 adds anything, and reach stays at 0.0 %."
    ]


def test_what_was_not_asked_for_is_not_recommended():
    assert recommended(material([channel("talks")], decide=False)) is None
    assert recommended(material(people=[{"id": "x"}])) is None


def test_recovery_is_told_where_something_was_lost():
    """.8 over one of two pairs then (40 %); talks at .6 bring 30 % back: three quarters."""
    lost = [{"source": "a1", "target": "b1", "strength": 0.8, "status_2013": "active", "status_2021": "severed"}]
    assert "winning back 75 % of what was lost;" in told(recommended(material([channel("talks")], ties=lost)))[0]
    more = told(recommended(material([channel("talks", quality=0.9)], ties=lost)))[0]
    assert "winning back more than was lost;" in more


def test_who_carries_is_told_of_either_side():
    people = [*PEOPLE, {"id": "b2", "side": "B", "influence": 1}, {"id": "x"}]
    row = channel("forum", "a1:1; a2:0.2; b1:1; b2:0.1; x:1")
    said = told(recommended(material([row], people=people)))[1]
    assert "mostly by a1 and b1" in said


# ---- whose signal -------------------------------------------------------------------------------------------------

OFFICIALS = [
    {"id": "dm", "side": "A", "level": 2, "kind": "ministry", "influence": 1},
    {"id": "adm", "side": "A", "level": 3, "kind": "ministry", "influence": 1},
    {"id": "desk", "side": "A", "level": 4, "kind": "ministry", "influence": 1},
    {"id": "mid", "side": "B", "level": 3, "kind": "ministry", "influence": 1},
]
LINES = [
    {"source": "dm", "target": "adm", "kind": "hierarchical", "strength": 0.9},
    {"source": "dm", "target": "desk", "kind": "hierarchical", "strength": 0.9},
]


def official(study: Study | None, *, participants: str = "desk:1; mid:1") -> Material:
    rows = [channel("talks", participants, kind="formal-consultation", cost=2)]
    return material(rows, people=OFFICIALS, ties=LINES, study=study)


def test_who_would_signal_whom_it_reaches_and_what_still_waits():
    found = signal(official(Study(signal="adm", sides=("A", "B"), ministers=False)))
    assert told(found) == [
        "The study names adm to signal that nothing stands in the way: assistant deputy minister, a level that it "
        "takes as right for that.",
        "Down its lines of authority the message would reach 0 of 2 other officials of A at even odds or better; one "
        "from dm would reach more.",
        "Clearance would still be missing in “Talks” for desk.",
        "What B would have to clear is not judged here.",
        "The study would leave ministers out of it.",
    ]
    assert found.sentences[0].rows == ("stakeholders:2 adm", "netmodel.toml, signal", "netmodel.toml, rank_window")


def test_where_the_study_names_nobody_the_best_heard_is_told():
    found = told(signal(official(None)))
    assert found[0].startswith(
        "Best heard on its side would be a signal of dm that nothing stands in the way: deputy minister"
    )
    assert not any("missing" in text for text in found)


def test_a_sender_too_senior_or_too_junior_is_told_as_such():
    junior = told(signal(official(Study(signal="desk", sides=("A", "B")))))
    assert junior[0] == (
        "The study names desk to signal that nothing stands in the way: director-general, too junior for a signal "
        "(deputy minister to assistant deputy minister would be right)."
    )
    senior = told(signal(official(Study(signal="dm", rank_window=(3, 4), sides=("A", "B")))))
    assert "deputy minister, premature for a signal (assistant deputy minister to director-general" in senior[0]


def test_where_nothing_waits_for_clearance_nothing_is_said_of_signals():
    assert signal(material([channel("talks")])) is None
    assert signal(material([channel("talks")], systems=False)) is None
    assert signal(material()) is None


def test_the_internal_cascades_that_are_recommended_count_as_open():
    rows = [
        channel("passed", "adm:1; desk:1", 1.0, kind="internal-cascade", cost=1),
        channel("talks", "desk:1; mid:1", kind="formal-consultation", cost=1, requires="passed"),
    ]
    found = material(rows, people=OFFICIALS, ties=LINES, study=Study(signal="adm", sides=("A", "B"), budget=2))
    text = told(signal(found))
    assert not any("missing" in one for one in text)
    closed = material(
        [rows[1] | {"requires": ""}], people=OFFICIALS, ties=LINES, study=Study(signal="adm", sides=("A", "B"))
    )
    assert any("missing" in one for one in told(signal(closed)))
