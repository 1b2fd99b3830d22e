"""Before, now and why: which ties were lost, what each cost, what is left, and who still talks; worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from networks import mini_rupture, random_network

import netmodel
from netmodel import Network, Study
from netmodel.explain.brief_situation import CONTACTS, LOSSES, situation, still_talking
from netmodel.explain.brief_words import Material
from netmodel.policy.comparison import compare

PEOPLE = [{"id": name, "side": name[0].upper(), "influence": 1} for name in ("a1", "a2", "b1")]
PEOPLE += [{"id": "x", "permeability": 1}]
REACH = (
    "Reach is the share of the strength of direct, trusted contact that is left, on average, in the best chain of "
    "introductions between people of different sides; a point of it is one per cent."
)
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
        "Reach between A and B was 40 % in 2013 and is about 22 % in 2021: about 44 % of it is lost.",
        REACH,
        "The only tie between the sides (a contact on record) that was active in 2013 no longer is in 2021.",
        "Some chain joins 1 of the 2 possible pairs of counterparts, 1 in 2013: chains have become weaker rather "
        "than fewer.",
        "The lost tie on which most hung, with the points of reach that it alone was worth:",
        "a1 and b1: formal dialogue, severed in 2014, 17.5 points; the best route left carries 45 %, through 1 "
        "other.",
    ]
    assert told(still_talking(found))[0] == "No tie between the sides is listed as active."


def test_all_is_lost():
    found = told(situation(material(tie("a1", "b1", 0.8, "severed"))))
    assert found[0] == "Reach between A and B was 40 % in 2013 and is 0 % in 2021: all of it is lost."
    assert found[3] == "No chain joins any of the 2 possible pairs of counterparts, 1 in 2013."
    assert found[-1] == "a1 and b1: formal dialogue, severed by 2021, 40 points; no route is left."


def test_nothing_is_lost():
    found = told(situation(material(tie("a1", "b1", 0.8, "active"))))
    assert found[0] == "Reach between A and B was 40 % in 2013 and is 40 % in 2021: nothing of it is lost."
    assert (
        found[2] == "The only tie between the sides (a contact on record) that was active in 2013 still is in 2021."
    )
    assert len(found) == 4


def test_without_an_earlier_date_nothing_is_said_of_it():
    row = {"source": "a1", "target": "b1", "strength": 0.8}
    assert told(situation(material(row, study=None))) == [
        "Reach between A and B is 40 % now.",
        REACH,
        "Some chain joins 1 of the 2 possible pairs of counterparts.",
    ]


def test_no_chain_then_and_now():
    row = {"source": "a1", "target": "a2", "strength": 0.8, "status_2013": "active", "status_2021": "severed"}
    assert told(situation(material(row))) == [
        "No chain of introductions joins A and B in 2021, and none did in 2013.",
        "No tie between the sides (a contact on record) was active in 2013.",
    ]


@pytest.mark.parametrize(
    ("ties", "said"),
    [
        ([("a1", "active"), ("a2", "severed")], "1 no longer is in 2021."),
        ([("a1", "severed"), ("a2", "severed")], "none is left."),
        ([("a1", "active"), ("a2", "active")], "none has ended."),
    ],
)  # fmt: skip
def test_ties_between_the_sides_are_counted(ties, said):
    lead = "Of 2 ties between the sides (contacts on record) that were active in 2013"
    assert f"{lead}, {said}" in told(situation(material(*(tie(name, "b1", 0.8, now) for name, now in ties))))


def test_new_ties_are_counted():
    row = tie("a1", "b1", 0.8, "active") | {"status_2013": "none"}
    said = "No tie between the sides (a contact on record) was active in 2013; 1 tie has begun."
    assert said in told(situation(material(row)))
    both = told(situation(material(row, tie("a2", "b1", 0.5, "active"))))
    assert any(text.endswith("still is in 2021; 1 new one has begun.") for text in both)


def test_the_issues_of_the_loss_are_those_of_the_analysis():
    people = [{**row, "issues": "trade; arctic"} for row in PEOPLE[:3]]
    rows = [tie("a1", "b1", 0.8, "severed", issues="trade"), tie("a1", "b1", 0.8, "active", issues="arctic")]
    found = told(situation(material(*rows, people=people)))
    assert "The largest shares of what was lost: trade (100 %)." in found and "Nothing is left on trade." in found
    assert found[1].endswith(
        "people of different sides, on issues that both deal with; a point of it is one per cent."
    )


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
    assert f"The {LOSSES} of 6 lost ties on which most hung" in told(situation(found))[-LOSSES - 1]


def test_a_kind_that_nobody_stated_is_not_told():
    row = {"source": "a1", "target": "b1", "strength": 0.8, "status_2013": "active", "status_2021": "severed"}
    assert told(situation(material(row)))[-1] == "a1 and b1: severed by 2021, 40 points; no route is left."


def test_a_tie_whose_end_is_gone_is_told_without_a_route():
    net = Network.from_tables(PEOPLE, [tie("a1", "b1", 0.8, "active"), tie("a2", "b1", 0.5, "active")], study=DATED)
    found = Material(netmodel.analyse(net.without("a1"), decide=False, systems=False))
    assert any("one end is no longer there" in text for text in told(situation(found)))


# ---- who still talks ----------------------------------------------------------------------------------------------


def test_the_only_contact_is_named_with_what_hangs_on_it():
    assert told(still_talking(material(tie("a1", "b1", 0.8, "active")))) == [
        "1 tie between the sides is listed as active: formal dialogue (1), a1 and b1.",
        "With it 40 points of reach would go.",
        "Of all possible pairs of counterparts, the shortest route runs through or ends at a1 for 50 % and b1 for "
        "50 %.",
    ]


def test_contacts_are_told_by_what_would_go_with_each():
    """a1-b1 .8 and a2-b1 .5, b1 alone on its side: without a1-b1 .4 of reach goes, without a2-b1 .25."""
    found = told(
        still_talking(material(tie("a1", "b1", 0.8, "active"), tie("a2", "b1", 0.5, "active", kind="sport")))
    )
    assert found[:4] == [
        "2 ties between the sides are listed as active: formal dialogue (1) and sport (1).",
        "Most hangs on these, with the points that would go with each alone:",
        "a1 and b1: formal dialogue, 40 points.",
        "a2 and b1: sport, 25 points.",
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
    listed = [one for piece in part.parts if piece.form == "list" for one in piece.sentences] if part else []
    assert len(listed) <= CONTACTS
    for one in listed:
        name = one.rows[0].partition(" ")[2]
        less = netmodel.analyse(net.without(name), decide=False, systems=False).ranking.reach["now"]
        shown = f"{100 * (whole - less):.1f}"
        assert one.text.rpartition(" points")[0].split(" ")[-1] in (shown, shown.removesuffix(".0"), "0.1")


def test_third_parties_who_hold_the_routes_are_named():
    found = told(still_talking(material(tie("a1", "x", 0.9, "active"), tie("x", "b1", 0.5, "active"))))
    assert found == [
        "No tie between the sides is listed as active.",
        "Of all possible pairs of counterparts, the shortest route runs through or ends at a1 for 50 %, b1 for 50 % "
        "and x for 50 %.",
    ]


def test_mini_rupture_names_both_severed_ties():
    found = Material(netmodel.analyse(mini_rupture(), decide=False, systems=False))
    assert [one.rows for one in situation(found).parts[-1].sentences] == [
        ("ties:3 GAC--MID--informal",),
        ("ties:5 TCS--MinEcon--informal",),
    ]
