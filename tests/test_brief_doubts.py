"""What a brief says is uncertain, was assumed, is missing, and rests on which sources."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import netmodel
from netmodel import Network, Study
from netmodel.decide.assumptions import settings
from netmodel.decide.choice import Limits
from netmodel.explain.brief_doubts import CLAUSES, TABLES, clause, limits, uncertain
from netmodel.explain.brief_rows import Part, Section, Sentence, places
from netmodel.explain.brief_words import Material

PEOPLE = [{"id": "a", "side": "A", "influence": 1}, {"id": "b", "side": "B", "influence": 2}, {"id": "x"}]


def channel(name: str, quality: float = 0.6, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": name.title(), "participants": "a:1; b:1", "quality": quality, **more}


def material(rows: Any = (), ties: Any = (), study: Study | None = None, **asked: Any) -> Material:
    net = Network.from_tables(PEOPLE, ties, study=study, **({"channels": rows} if rows else {}))
    return Material(netmodel.analyse(net, **{"draws": 30, **asked}))


def assumed(found: Material) -> Section | None:
    return limits(found, ())


def told(section: Any) -> list[str]:
    return [] if section is None else [one.text.replace("\xa0", " ") for one in section.sentences]


def test_versions_are_told_with_the_spread_that_the_analysis_found():
    found = material([channel("talks", confidence="low")])
    spread = found.analysis.recommendation.robustness.reach["with"]
    low, high = (round(100 * spread[name]) for name in ("p05", "p95"))
    assert told(uncertain(found))[0] == (
        "In nine tenths of 30 plausible versions of the tables, which vary values as far as these are in doubt, "
        f"reach is 0 % now and {low} to {high} % with what is recommended."
    )


def test_that_versions_drop_ties_is_said_where_there_are_any_and_how_often_the_budget_is_kept():
    ties = [{"source": "a", "target": "b", "strength": 0.2, "confidence": "low"}]
    found = material([channel("talks", confidence="low", cost=5)], ties, study=Study(budget=5))
    said = told(uncertain(found))[0]
    kept = round(100 * found.analysis.recommendation.robustness.affordable)
    assert "which drop ties and vary values" in said
    assert said.endswith(f"with what is recommended; that stays within the budget in {kept} % of them.")
    both = material([channel("talks", confidence="low", cost=5)], ties, study=Study(budget=5, max_risk=0.9))
    assert "that stays within its limits in" in told(uncertain(both))[0]


def test_few_versions_are_not_told_in_tenths():
    assert "nine tenths" not in told(uncertain(material([channel("talks", confidence="low")], draws=5)))[0]


def test_where_no_row_says_how_sure_it_is_nothing_is_said_of_versions():
    found = told(uncertain(material([channel("talks")])))
    assert found[0] == "No row says how sure it is, so it cannot be said how sure this answer is."
    assert not any("version" in text for text in found)
    assert not any("confidence" in text for text in told(assumed(material([channel("talks")]))))


def test_in_how_many_versions_a_step_belongs_to_the_best_set():
    rows = [channel("good", 0.6, confidence="high", cost=1), channel("nearly", 0.58, confidence="low", cost=1)]
    found = material(rows, study=Study(budget=1))
    shares = {row.id: round(100 * row.inclusion) for row in found.analysis.recommendation.robustness.channels}
    assert f"“Good” is in the best set in {shares['good']} %." in told(uncertain(found))


def test_steps_of_the_core_are_told_before_the_others():
    rows = [
        channel("sure", 0.9, confidence="high", cost=1),
        channel("maybe", 0.3, confidence="low", cost=1, issues="i"),
    ]
    rows += [{**channel("rival", 0.29, confidence="low", cost=1, issues="i")}]
    found = material(rows, study=Study(budget=2))
    core = [row.id for row in found.analysis.recommendation.robustness.channels if row.class_ == "core"]
    said = [text for text in told(uncertain(found)) if "best set in" in text]
    assert len(said) == 1 and (", the other" in said[0]) == (0 < len(set(core) & found.chosen) < len(found.chosen))


def test_without_draws_nothing_is_said_of_versions_or_of_changes():
    assert told(uncertain(material([channel("talks", confidence="low")], draws=0))) == [
        "No tie is given: what looks like silence here is a lack of data."
    ]


def test_every_assumption_that_can_be_moved_is_told_in_plain_words():
    rows = [channel("one", cost=3), channel("two", issues="i")]
    ties = [{"source": "a", "target": "x", "strength": 0.5, "confidence": "low"}]
    issues = [{"issue": "i", "priority_A": 1, "priority_B": 2}, {"issue": "j", "priority_A": 3, "priority_B": 2}]
    net = Network.from_tables(PEOPLE, ties, channels=rows, issues=issues)
    moved = list(settings(net, Limits(budget=3)))
    assert {row.what for row in moved} == set(CLAUSES)
    change = material([channel("talks")]).analysis.recommendation.sensitivity[0]
    for row in moved:
        said = clause(replace(change, what=row.what, setting=row.setting))
        assert "{" not in said and "uptake" not in said and "x " not in said
    other = replace(change, what="something new", sentence="If it rained, reach now is 5 %")
    assert clause(other) == "it rained"


def test_assumptions_that_change_nothing_are_told_as_that():
    said = told(uncertain(material([channel("talks", confidence="low")])))
    changes = len(material([channel("talks")]).analysis.recommendation.sensitivity)
    assert f"Under none of {changes} changes of a single assumption was a better set found." in said


def test_an_assumption_that_changes_the_answer_is_named():
    rows = [channel("direct", 0.5, cost=1), {"id": "near", "participants": "x:1; b:1", "quality": 0.9, "cost": 1}]
    ties = [{"source": "a", "target": "x", "strength": 0.9, "confidence": "high"}]
    found = material(rows, ties, study=Study(budget=1))
    worst = max(found.analysis.recommendation.sensitivity, key=lambda row: row.regret)
    assert worst.regret > 0 and any(f", above all if {clause(worst)}." in text for text in told(uncertain(found)))


def test_thin_evidence_is_counted():
    ties = [{"source": "a", "target": "b", "strength": 0.5, "confidence": word} for word in ("low", "high")]
    ties[1]["kind"] = "sport"
    assert told(uncertain(material(ties=ties)))[-1] == "1 of 2 active ties rest on evidence of low confidence."


# ---- assumed ------------------------------------------------------------------------------------------------------


def test_defaults_that_bear_on_the_figures_are_counted():
    row = {"id": "talks", "participants": "a; b", "cost": 5}
    found = material([row, {"id": "lunch", "participants": "a; b"}])
    total = sum(row.count for row in found.net.provenance.assumptions)
    assert told(assumed(found))[0] == (
        f"Defaults fill {total} blank cells, among them how fully somebody takes part (4), how much of a message a "
        "stakeholder passes on (3), how well a channel carries (2), how much a stakeholder counts (1) and what a "
        "channel costs (1)."
    )


def test_costs_and_risks_that_nobody_states_bear_on_nothing():
    text = told(assumed(material([channel("talks")])))[0]
    assert "cost" not in text and "risk" not in text
    limited = told(assumed(material([channel("talks", risk=0.1), channel("lunch")], study=Study(max_risk=0.5))))[0]
    assert "the risk of a channel (1)" in limited


@pytest.mark.parametrize(("success", "said"), [(1, True), (0.5, False)])
def test_that_steps_succeed_is_said_where_it_is_taken_for_granted(success, said):
    found = told(assumed(material([channel("talks", success=success)])))
    assert any("the step is taken to succeed" in text for text in found) is said


def test_ties_that_count_as_channels_are_said():
    ties = [{"source": "a", "target": "b", "strength": 0.5, "until": "2014"}]
    assert any(
        "each lost tie counts as one that could be restored" in text for text in told(assumed(material(ties=ties)))
    )
    assert not any("lost tie" in text for text in told(assumed(material([channel("talks")]))))


def test_without_a_conversation_nothing_was_assumed():
    assert assumed(Material(netmodel.analyse(Network.from_tables([{"id": "x"}]), draws=0))) is None


# ---- what is missing ----------------------------------------------------------------------------------------------


def silent(found: Material) -> str:
    return next((text for text in told(limits(found, ())) if text.startswith("The tables hold nothing")), "")


def test_what_the_tables_lack_is_said_in_one_line():
    assert silent(material([channel("talks")])) == (
        "The tables hold nothing on the following, and neither does this brief: costs, risks, lead times, official "
        "levels and clearance, issues, objections, allies, expertise, trade services, provinces and regions."
    )


def test_what_the_tables_hold_is_not_said_to_be_missing():
    rows = [channel("talks", cost=5, risk=0.1, lead_time_months=3, issues="trade")]
    people = [{"id": "a", "side": "A", "level": 3, "kind": "export-credit-agency", "expertise": "trade"},
              {"id": "p", "side": "A", "kind": "province", "sectors": "mining"},
              {"id": "r", "side": "B", "kind": "region", "sectors": "mining"},
              {"id": "b", "side": "B"}, {"id": "x", "party": "X"}]  # fmt: skip
    net = Network.from_tables(
        people, channels=rows, issues=[{"issue": "trade", "sensitivity": 0.1}],
        vetoes=[{"actor": "x", "target": "talks"}], study=Study(sides=("A", "B"), allies=("X",), signal="a"),
    )  # fmt: skip
    found = Material(netmodel.analyse(net, draws=0))
    assert silent(found) == "" and set(TABLES) <= set(found.analysis.findings)


def test_systems_that_were_not_asked_for_are_not_said_to_be_missing():
    assert silent(material([channel("talks", cost=1, risk=0.1, lead_time_months=1)], systems=False)) == ""


# ---- sources ------------------------------------------------------------------------------------------------------


def test_sources_are_counted_over_the_rows_that_the_notes_name():
    people = [
        {"id": "a", "side": "A", "citation": "One ;; Two", "confidence": "high"},
        {"id": "b", "side": "B", "citation": "One", "confidence": "low"},
        {"id": "c", "side": "B"},
        {"id": "d", "side": "B", "citation": "Three"},
    ]
    net = Network.from_tables(people)
    found = Material(netmodel.analyse(net, draws=0))

    def last(rows: Any) -> str:
        part = Part("text", (Sentence("x", places(rows)),))
        return told(limits(found, [Section("S", (part,))]))[-1]

    assert last(net.stakeholders[:3]) == (
        "The notes name 3 rows (1 of high and 1 of low confidence), which rest on 2 sources; one cites none."
    )
    assert last(net.stakeholders[2:3]) == "None of the rows that the notes name cites a source."
    assert not any("notes name" in text for text in told(limits(found, ())))
