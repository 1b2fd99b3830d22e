"""What a brief recommends, in order, with what the tables state and no more."""

from __future__ import annotations

from typing import Any

import netmodel
from netmodel import Network, Study
from netmodel.explain.brief_channels import recommended
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
        "One step would raise reach in this model to 30 %; no other set would bring more.",
        "“Talks” (2 months; CAD 20,000; risk 0.10; 30 points of reach): carried by a1 and b1; "
        "assistant deputy minister to director-general; on trade, arctic and health.",
    ]
    assert recommended(found).sentences[1].rows == ("channels:1 talks", "computed: netmodel analyse STUDY")


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
        "Within a budget of 12, these two steps together would raise reach in this model to 60 %; no other "
        "set within that would bring more.",
        "Costs, months and risks (from 0 to 1) are the study's own estimates.",
        "One team, taking a step at a time, would need 7 months.",
    ]
    first, second = table(found)
    assert first == {"Step": "1. Quick", "Carried or led mainly by": "a1; b1", "Issues": "trade", "Months": "0–1",
                     "Cost": "5", "Risk": "", "Points alone": "15"}  # fmt: skip
    assert second["Months"] == "1–7" and second["Risk"] == "0.50" and second["Points alone"] == "45"
    steps = found.analysis.recommendation.sequence.channels
    assert [one.rows[0].split(" ")[1] for one in recommended(found).parts[1].sentences] == list(steps)


def test_columns_of_which_nothing_is_known_are_left_out():
    rows = [channel("one", issues="trade"), channel("two", "a2:1; b1:1", issues="trade")]
    found = material(rows, study=Study(budget=2))
    assert list(table(found)[0]) == ["Step", "Carried or led mainly by", "Issues", "Points alone"]


def test_where_no_cost_is_stated_a_budget_is_told_as_a_number_of_channels():
    rows = [channel("one"), channel("two", "a2:1; b1:1")]
    found = told(recommended(material(rows, study=Study(budget=1))))
    assert found[0] == (
        "With 1 channel at most, one step would raise reach in this model to 30 %; no other set within that "
        "would bring more."
    )
    assert not any("cost" in text or "budget" in text for text in found)


def test_enabling_steps_are_led_by_the_most_senior_and_said_to_open_the_way():
    people = [*PEOPLE, {"id": "boss", "side": "A", "influence": 1, "level": 2}]
    rows = [
        channel("signal", "boss:1; a1:1", kind="official-signal", cost=1),
        channel("talks", requires="signal", cost=1),
    ]
    found = material(rows, people=people, study=Study(budget=2))
    first, second = table(found)
    assert first["Points alone"] == "" and second["Points alone"] != ""
    assert first["Carried or led mainly by"] == "boss; a1"
    assert "Step 1 only opens the way for others." in told(recommended(found))


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
    assert found[-1] == "“Nearly” in place of “Good” would bring 0.5 points less."


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
    assert "carried mainly by a1 and b1" in said


def test_costs_are_in_the_header_s_currency_and_told_together_where_they_are_not_the_budget():
    rows = [channel("one", cost=20000), channel("two", "a2:1; b1:1", cost=1234)]
    found = material(rows, study=Study(budget=30000, currency="CAD"))
    assert "They would cost about CAD 21,000 in all." in told(recommended(found))
    assert [row["Cost, CAD"] for row in table(found)] == ["20,000", "about 1,200"]


def test_levels_are_numbers_with_their_words_below():
    rows = [channel("one", min_level=3, max_level=4), channel("two", "a2:1; b1:1")]
    found = material(rows, study=Study(budget=2))
    assert [row["Level"] for row in table(found)] == ["3–4", ""]
    said = "Levels: 1 minister, 2 deputy minister, 3 assistant deputy minister, 4 director-general, 5 expert"
    assert f"{said}." in told(recommended(found))
    rows[1] |= {"min_level": 0, "max_level": 3}
    assert f"{said}; none: no official level." in told(recommended(material(rows, study=Study(budget=2))))


def test_issues_that_must_wait_for_trust_are_counted():
    issues = [{"issue": "trade", "sensitivity": 0.1}, {"issue": "arms-control", "sensitivity": 0.5},
              {"issue": "war", "sensitivity": 0.2, "red_line": "yes"}]  # fmt: skip
    net = Network.from_tables(PEOPLE, channels=[channel("talks", issues="trade")], issues=issues)
    assert (
        "Of 3 issues one is calm enough for the trust there is, and one must wait for more; one (war) is ruled out."
        in told(recommended(Material(netmodel.analyse(net, draws=0))))
    )
    calm = Network.from_tables(PEOPLE, channels=[channel("talks", issues="trade")], issues=issues[:1])
    assert not any("calm" in text for text in told(recommended(Material(netmodel.analyse(calm, draws=0)))))


def test_the_marks_of_a_restored_tie_are_not_lost_from_its_name():
    ties = [{"source": name, "target": "b1", "strength": 0.5, "until": "2014"} for name in ("a1", "a2")]
    people = [{**PEOPLE[0], "name": "Bill and Sons"}, PEOPLE[1], {**PEOPLE[2], "name": "Bob and Sons"}]
    found = table(material(people=people, ties=ties, study=Study(budget=2)))
    assert {row["Step"][3:] for row in found} == {
        "Restoring the tie of “Bill and Sons” and “Bob and Sons”", "Restoring the tie of a2 and “Bob and Sons”"
    }  # fmt: skip
