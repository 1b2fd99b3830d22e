"""A portfolio in words: every figure in a sentence is one of the result."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netmodel import Network, Study, best_portfolio
from netmodel.explain.advice import limits_told, portfolio_words

PEOPLE = [{"id": "a", "name": "Alpha", "side": "A"}, {"id": "b", "name": "Beta", "side": "B"}]
BEFORE = [{"source": "a", "target": "b", "strength": 1, "status_2013": "active", "status_2021": "severed"}]


def study(*rows: dict[str, Any], **more: Any) -> Network:
    """Two who talked perfectly until 2013, and channels between them."""
    channels = [{"participants": "a:1; b:1", "confidence": "high", **row} for row in rows]
    return Network.from_tables(PEOPLE, BEFORE, channels=channels, study=Study(**{"currency": "CAD", **more}))


def words(net: Network, **asked: Any) -> list[str]:
    return [text.replace("\xa0", " ") for text in portfolio_words(net, best_portfolio(net, **asked))]


TALKS = {"id": "talks", "name": "Talks", "quality": 0.6, "cost": 30, "risk": 0.25}
LUNCH = {"id": "lunch", "name": "Lunch", "quality": 0.59, "cost": 20, "risk": 0.1}
SUMMIT = {"id": "summit", "name": "Summit", "quality": 0.9, "cost": 100, "risk": 0.5}


def test_the_answer_what_binds_the_runner_up_and_the_worst_loss() -> None:
    """Before 100 %, now 0: talks give 60 %, 60 % of what was lost; the summit would give 90 %."""
    said = words(study(TALKS, LUNCH, SUMMIT), budget=30, max_risk=0.6)
    assert said == [
        "Open Talks (CAD 30, highest risk 0.25): reach rises from 0.0 % to 60.0 %, 60 % of what was lost since 2013; "
        "proven best.",
        "The budget binds: without it reach could be 90.0 %.",
        "The cap on risk does not bind.",
        "Nearly as good: Lunch instead of Talks (-1.00 points, CAD 10 cheaper, highest risk 0.10).",
        "If Talks failed, reach would be 0.0 %; if Alpha declined, it would be 0.0 %.",
    ]


def test_enabling_steps_stand_apart_and_say_for_whom_they_are_there() -> None:
    signal = {"id": "signal", "name": "A signal", "kind": "official-signal", "participants": "a", "cost": 5}
    said = words(study({**TALKS, "requires": "signal"}, signal))
    assert said[0].startswith("Open Talks, with the enabling step “A signal” (CAD 35, ")
    assert "“A signal” is there because Talks needs it." in said
    assert "Neither a budget nor a cap on risk is given: only requirements and exclusions limit the choice." in said


def test_of_many_channels_those_that_would_be_missed_most_are_named() -> None:
    people = [{"id": f"{side}{k}", "side": side.upper()} for side in "ab" for k in range(8)]
    rows = [{"id": f"c{k}", "participants": f"a{k}:1; b{k}:1", "quality": 0.9 - 0.1 * k} for k in range(8)]
    net = Network.from_tables(people, channels=rows)
    said = portfolio_words(net, best_portfolio(net))[0]
    assert said.startswith("Open c0, c1, c2, c3, c4 and 3 more channels (cost 8, ")
    assert "since" not in said


@pytest.mark.parametrize(
    ("rows", "asked", "said"),
    [
        ([], {}, "There is nothing to choose from: "),
        ([TALKS], {"budget": 0}, "Nothing is opened: no set of channels within a budget of CAD 0 adds anything"),
        ([TALKS], {"count": 0}, "Nothing is opened: no set of channels within 0 channels at most adds anything"),
        ([TALKS], {"constraints": [lambda _: False]}, "No set of channels keeps all that is asked for."),
        ([TALKS], {"target": 0.9}, "No set of channels brings reach to 90.0 %: all channels together bring it to 60"),
        ([TALKS], {"target": 0}, "Nothing need be opened: reach is 0.0 % already"),
        ([TALKS, SUMMIT], {"target": 0.5, "budget": 40}, "The cheapest way to a reach of 50.0 %: open Talks (CAD 30"),
        ([TALKS], {"objective": "expected_reach"}, "Open Talks (CAD 30, highest risk 0.25): expected reach rises"),
    ],
)
def test_what_comes_first(rows: list[dict[str, Any]], asked: dict[str, Any], said: str) -> None:
    net = study(*rows) if rows else Network.from_tables(PEOPLE, study=Study(currency="CAD"))
    assert words(net, **asked)[0].startswith(said)


def test_without_a_budget_to_spend_it_is_said_what_money_would_bring() -> None:
    assert words(study(TALKS), budget=0)[1] == "The budget binds: without it reach could be 60.0 %."


def test_a_set_that_is_not_proven_says_how_far_it_may_be_from_the_best() -> None:
    net = study(TALKS, LUNCH, SUMMIT)
    found = best_portfolio(net, budget=30, method="greedy")
    said = portfolio_words(net, found)[0].replace("\xa0", " ")
    assert found.optimal or ("not proven best: no set can reach more than" in said and "from the best" in said)
    told = [text for text in portfolio_words(net, best_portfolio(net, budget=30, node_limit=1)) if "proven" in text]
    assert told


def test_another_objective_is_named_and_reach_told_beside_it() -> None:
    said = words(study({**TALKS, "success": 0.5}), objective="expected_reach", budget=30)
    assert "expected reach rises from 0.0 % to 30.0 %" in said[0] and "since" not in said[0]
    assert said[1] == "Reach itself rises from 0.0 % to 60.0 %."


def test_no_conversation_is_said_and_nothing_else() -> None:
    net = Network.from_tables([{"id": "a", "side": "A"}])
    assert words(net) == ["There is no conversation to rejoin: all stakeholders with a side are on one side."]


def test_a_channel_that_must_be_there_and_adds_nothing() -> None:
    said = words(study(TALKS, {"id": "idle", "name": "Idle", "participants": "a"}), must_have=["idle"])
    assert "Idle is there because it has to be; it adds nothing." in said


def test_limits_are_told_in_few_words() -> None:
    net = study(TALKS)
    found = best_portfolio(net, budget=30, max_risk=0.5, max_total_risk=1, count=2)
    told = [text.replace("\xa0", " ") for text in limits_told(net, found)]
    assert told == ["a budget of CAD 30", "no risk above 0.50", "risks of 1.00 in all", "2 channels at most"]


def test_who_falls_with_a_channel_is_said_and_a_loss_of_nothing_is_not() -> None:
    """Without the signal the talks cannot be; Alpha and Beta could do without the lunch."""
    signal = {"id": "signal", "name": "A signal", "kind": "official-signal", "participants": "a", "cost": 5}
    net = study({**TALKS, "requires": "signal"}, signal)
    assert words(net)[-1].startswith(
        "If “A signal” failed, and with it Talks, reach would be 0.0 %; if Alpha declined"
    )
    found = best_portfolio(net)
    idle = tuple(replace(row, loss=1e-15) for row in found.worst_single_loss)
    assert not any("declined" in text for text in portfolio_words(net, replace(found, worst_single_loss=idle)))


RULED = [
    ({"must_not": ["talks"]}, "besides what is ruled out (1 channel), only requirements and exclusions"),
    ({"constraints": [{"lunch"}]}, "besides what is ruled out (2 channels), only requirements"),
    ({"constraints": [lambda chosen: not chosen]}, "besides 1 test of whole sets, only requirements"),
    (
        {"must_have": ["idle"], "must_not": ["lunch"]},
        "besides what has to be opened and what is ruled out (1 channel),",
    ),
]


@pytest.mark.parametrize(("asked", "said"), RULED)
def test_what_is_ruled_out_limits_the_choice_as_well(asked: dict[str, Any], said: str) -> None:
    idle = {"id": "idle", "participants": "a"}
    assert any(said in text for text in words(study(TALKS, LUNCH, idle), **asked))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"must_not": ["talks"]}, "Nothing is opened: no allowed set of channels adds anything, and reach stays"),
        ({"constraints": [set()], "budget": 30}, "Nothing is opened: no allowed set of channels within a budget of"),
        ({"must_not": ["talks"], "target": 0.5}, "No allowed set of channels brings reach to 50.0 %: all allowed "
         "channels together bring it to 0.0 % at most."),
    ],
)  # fmt: skip
def test_a_set_that_is_not_allowed_might_add_something(asked: dict[str, Any], said: str) -> None:
    assert words(study(TALKS), **asked)[0].startswith(said)


def test_requirements_that_cannot_be_had_rule_sets_out_too() -> None:
    net = study({**TALKS, "requires": "shut"}, {**LUNCH, "id": "shut", "status": "closed"})
    assert words(net)[0].startswith("Nothing is opened: no allowed set of channels adds anything")


def test_what_is_proven_over_drawn_worlds_says_so() -> None:
    """Of eleven channels that may fail to open a thousand worlds are drawn; of one, all are counted."""
    rows = [{**TALKS, "id": f"c{k:02}", "quality": 0.5 + 0.01 * k, "success": 0.5, "cost": 1} for k in range(11)]
    drawn = words(study(*rows), objective="expected_reach", count=2)[0]
    assert drawn.endswith("; proven best over 1,000 drawn worlds.")
    assert words(study(rows[0]), objective="expected_reach")[0].endswith("; proven best.")
    net = study(*rows)
    cheapest = best_portfolio(net, objective="expected_reach", target=0.3)
    assert "; proven cheapest over 1,000 drawn worlds." in portfolio_words(net, cheapest)[0]
    open_ended = replace(best_portfolio(net, count=2), optimal=False, gap=0.1, worlds=1)
    assert "; not proven best over 1 drawn world: no set can reach" in portfolio_words(net, open_ended)[0]


def test_a_cheapest_set_that_is_not_proven_gives_the_least_that_any_costs() -> None:
    net = study(TALKS, LUNCH)
    found = replace(best_portfolio(net, target=0.5), optimal=False, gap=5.0)
    said = portfolio_words(net, found)[0].replace("\xa0", " ")
    assert said.endswith("; not proven cheapest: any such set costs at least CAD 15.")
