"""Before, now and why: which ties were lost, what each cost, what is left, and who still talks; worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from networks import mini_rupture, random_network

import netmodel
from netmodel import Network, Study
from netmodel.explain.brief_situation import LOSSES, situation, still_talking
from netmodel.explain.brief_words import Material
from netmodel.policy.comparison import compare

PEOPLE = [{"id": name, "side": name[0].upper(), "influence": 1} for name in ("a1", "a2", "b1")]
PEOPLE += [{"id": "x", "permeability": 1}]
REACH = "This share is called reach below, and one per cent of direct contact a point."
CHAIN = "the best chain of introductions between a stakeholder of A and one of B"
DIRECT = "of the strength of direct, trusted contact"
DATED = Study(before="2013", now="2021")


def tie(source: str, target: str, strength: float, now: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "target": target, "strength": strength, "kind": "formal-dialogue",
            "status_2013": "active", "status_2021": now, **more}  # fmt: skip


def material(*ties: dict[str, Any], study: Study | None = DATED, people: Any = PEOPLE) -> Material:
    return Material(netmodel.analyse(Network.from_tables(people, ties, study=study), decide=False, systems=False))


def told(section: Any) -> list[str]:
    return [] if section is None else [one.text.replace("\xa0", " ") for one in section.sentences]


def test_a_tie_that_ended_and_what_it_cost_worked_by_hand():
    """Two pairs: a1-b1 .8 direct then, .9 * .5 = .45 through x now; a2 reaches nobody: reach .4, then .225."""
    found = material(
        tie("a1", "b1", 0.8, "severed", until="2014"), tie("a1", "x", 0.9, "active"), tie("x", "b1", 0.5, "active")
    )
    assert told(situation(found)) == [
        "A program, netmodel, wrote this brief from tables of 4 stakeholders and 3 ties (contacts on record).",
        f"In 2013 {CHAIN} carried on average 40 % {DIRECT}; "
        "in 2021 it carries about 22 %, so that about 44 % is lost.",
        REACH,
        "The only tie between the sides in 2013 is no longer active.",
        "Chains have become weaker rather than fewer.",
        "This loss costs most:",
        "a1 with b1 (severed in 2014, 17.5 points): the best route left carries 45 %, through 1 other.",
    ]
    assert told(still_talking(found))[0] == "No tie between the sides is listed as active."


def test_what_the_study_says_of_a_loss_stands_in_its_own_words_cut_to_a_line():
    row = tie("a1", "b1", 0.8, "severed", evidence=" Talks were halted. ")
    assert told(situation(material(row)))[-1] == "a1 with b1 (severed by 2021, 40 points): “Talks were halted.”"
    long = told(situation(material(row | {"evidence": "word " * 100})))[-1]
    assert long.endswith("word …”") and len(long) < 200


def test_all_is_lost():
    found = told(situation(material(tie("a1", "b1", 0.8, "severed"))))
    assert found[1] == f"In 2013 {CHAIN} carried on average 40 % {DIRECT}; in 2021 no chain is left."
    assert found[4] == "Chains join none of 2 possible pairs across the sides (1 in 2013)."
    assert found[-1] == "a1 with b1 (severed by 2021, 40 points): no route is left."


def test_nothing_is_lost():
    found = told(situation(material(tie("a1", "b1", 0.8, "active"))))
    assert found[1] == f"In 2013 {CHAIN} carried on average 40 % {DIRECT}; in 2021 it carries as much."
    assert found[3] == "The only tie between the sides in 2013 is still active."
    assert len(found) == 5


def test_more_than_there_was():
    row = tie("a1", "b1", 0.8, "active") | {"status_2013": "none"}
    found = told(situation(material(row, tie("a2", "b1", 0.4, "active"))))
    assert found[1] == (
        f"In 2013 {CHAIN} carried on average 20 % {DIRECT}; in 2021 it carries 60 %, and nothing is lost."
    )


def test_without_an_earlier_date_nothing_is_said_of_it():
    row = {"source": "a1", "target": "b1", "strength": 0.8}
    assert told(situation(material(row, study=None)))[1:] == [
        f"Now {CHAIN} carries on average 40 % {DIRECT}.",
        REACH,
        "Chains join 1 of 2 possible pairs across the sides.",
    ]


def test_three_sides_are_all_named():
    people = [*PEOPLE, {"id": "c1", "side": "C", "influence": 1}]
    row = {"source": "a1", "target": "b1", "strength": 0.8}
    assert (
        "between stakeholders of different sides (A, B and C) carries"
        in told(situation(material(row, study=None, people=people)))[1]
    )


def test_no_chain_then_and_now():
    row = {"source": "a1", "target": "a2", "strength": 0.8, "status_2013": "active", "status_2021": "severed"}
    assert told(situation(material(row)))[1:] == [
        "No chain of introductions joins A and B in 2021, and none did in 2013.",
        "No tie between the sides was active in 2013.",
    ]


@pytest.mark.parametrize(
    ("ties", "said"),
    [
        ([("a1", "active"), ("a2", "severed")], "1 is no longer active."),
        ([("a1", "severed"), ("a2", "severed")], "none is left."),
        ([("a1", "active"), ("a2", "active")], "none has ended."),
    ],
)  # fmt: skip
def test_ties_between_the_sides_are_counted(ties, said):
    lead = "Of 2 ties between the sides in 2013"
    assert f"{lead}, {said}" in told(situation(material(*(tie(name, "b1", 0.8, now) for name, now in ties))))


def test_new_ties_are_counted():
    row = tie("a1", "b1", 0.8, "active") | {"status_2013": "none"}
    said = "No tie between the sides was active in 2013; 1 tie has begun."
    assert said in told(situation(material(row)))
    both = told(situation(material(row, tie("a2", "b1", 0.5, "active"))))
    assert any(text.endswith("is still active; 1 new one has begun.") for text in both)


def test_the_issues_of_the_loss_are_those_of_the_analysis():
    people = [{**row, "issues": "trade; arctic"} for row in PEOPLE[:3]]
    rows = [tie("a1", "b1", 0.8, "severed", issues="trade"), tie("a1", "b1", 0.8, "active", issues="arctic")]
    found = told(situation(material(*rows, people=people)))
    assert "Most was lost on trade (100 %); nothing is left on trade." in found
    assert "one of B, on an issue that both deal with, carried" in found[1]


def test_no_conversation():
    found = material(people=[{"id": "x"}])
    assert told(situation(found)) == ["There is no conversation to rejoin: no stakeholder has a side."]
    assert still_talking(found) is None


def test_many_losses_are_told_by_the_costliest_in_the_order_of_compare():
    people = [{"id": f"{side}{n}", "side": side, "influence": 1} for side in "AB" for n in range(6)]
    rows = [tie(f"A{n}", f"B{n}", 0.3 + n / 10, "severed") for n in range(6)]
    found = material(*rows, people=people)
    listed = situation(found).parts[-1].sentences
    before = compare(found.net.before, found.net, draws=0, measures=[])
    assert len(listed) == LOSSES
    assert [one.rows[0].split(" ")[1] for one in listed] == [row.row.id for row in before.ties[:LOSSES]]
    assert told(situation(found))[-LOSSES - 1] == "These two losses, each counted alone, cost most:"


def test_a_kind_that_nobody_stated_is_not_told():
    row = {"source": "a1", "target": "b1", "strength": 0.8, "status_2013": "active", "status_2021": "severed"}
    assert told(situation(material(row)))[-1] == "a1 with b1 (severed by 2021, 40 points): no route is left."


def test_a_tie_whose_end_is_gone_is_told_without_a_route():
    net = Network.from_tables(PEOPLE, [tie("a1", "b1", 0.8, "active"), tie("a2", "b1", 0.5, "active")], study=DATED)
    found = Material(netmodel.analyse(net.without("a1"), decide=False, systems=False))
    assert any("one end is no longer there" in text for text in told(situation(found)))


# ---- who still talks ----------------------------------------------------------------------------------------------


def test_the_only_contact_is_named_with_what_hangs_on_it():
    assert told(still_talking(material(tie("a1", "b1", 0.8, "active")))) == [
        "One tie between the sides is listed as active, that of a1 and b1 (formal dialogue).",
        "Without it 40 points of reach would go.",
        "The shortest route across the sides touches a1 for 50 % of possible pairs.",
    ]


def test_contacts_are_told_by_what_would_go_with_each():
    """a1-b1 .8 and a2-b1 .5, b1 alone on its side: without a1-b1 .4 of reach goes, without a2-b1 .25."""
    found = told(
        still_talking(material(tie("a1", "b1", 0.8, "active"), tie("a2", "b1", 0.5, "active", kind="sport")))
    )
    assert found[:2] == [
        "2 ties between the sides are listed as active: formal dialogue (1) and sport (1).",
        "Most hangs on that of a1 and b1, worth 40 points of reach.",
    ]


def test_a_contact_on_which_nothing_hangs_is_only_counted():
    """Two parallel ties of equal strength stand in for each other."""
    rows = [tie("a1", "b1", 0.8, "active", id=name) for name in ("t1", "t2")]
    found = told(still_talking(material(*rows)))
    assert found[0].startswith("2 ties") and not any("hang" in text for text in found)


@pytest.mark.parametrize("seed", range(6))
def test_what_would_go_with_a_contact_is_what_goes_when_it_is_taken_away(seed):
    net = random_network(seed)
    found = Material(netmodel.analyse(net, decide=False, systems=False))
    whole = found.analysis.ranking.reach["now"]
    part = still_talking(found)
    hangs = [one for one in part.sentences if "worth" in one.text or "Without it" in one.text] if part else []
    assert len(hangs) <= 1
    for one in hangs:
        name = next((row for row in one.rows if row.startswith("ties")), part.sentences[0].rows[0]).partition(" ")[2]
        less = netmodel.analyse(net.without(name), decide=False, systems=False).ranking.reach["now"]
        shown = f"{100 * (whole - less):.1f}"
        assert one.text.rpartition(" points")[0].split(" ")[-1] in (shown, shown.removesuffix(".0"), "0.1")


def test_those_who_hold_most_routes_are_named():
    found = told(still_talking(material(tie("a1", "x", 0.9, "active"), tie("x", "b1", 0.5, "active"))))
    assert found == [
        "No tie between the sides is listed as active.",
        "The shortest route across the sides touches a1 for 50 % of possible pairs.",
    ]


def test_mini_rupture_names_both_severed_ties():
    found = Material(netmodel.analyse(mini_rupture(), decide=False, systems=False))
    assert [one.rows[0] for one in situation(found).parts[-1].sentences] == [
        "ties:3 GAC--MID--informal",
        "ties:5 TCS--MinEcon--informal",
    ]
