"""A plan in words: order, months, why not earlier, what is blocked."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import Network, best_sequence
from netmodel.explain.plans import month, plan_words, why_not_earlier

PEOPLE = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]


def net_of(*rows: dict[str, Any], **more: Any) -> Network:
    channels = [{"participants": "a:1; b:1", "lead_time_months": 2, "quality": 0.5, **row} for row in rows]
    return Network.from_tables(PEOPLE, channels=channels, **more)


def told(net: Network, **asked: Any) -> list[str]:
    return [text.replace("\xa0", " ") for text in plan_words(net, best_sequence(net, **asked), now=0.0)]


SIGNAL = {"id": "signal", "name": "A signal, sent twice", "kind": "official-signal"}
FORUM = {"id": "forum", "name": "Forum", "requires": "signal", "lead_time_months": 4, "quality": 0.8}


def test_the_order_the_months_and_why_not_earlier() -> None:
    """The signal is ready in month 2 with .5, the forum in month 6 with .8: (4 * .5 + 18 * .8) / 24 is 68.3 %."""
    assert told(net_of(SIGNAL, FORUM)) == [
        "Open “A signal, sent twice” (months 0 to 2) first, then Forum (months 2 to 6).",
        "Within 24 months reach rises from 0.0 % to 80.0 %, 68.3 % on average; no other order has a higher average.",
        "Why not earlier: Forum needs “A signal, sent twice”, ready in month 2.",
    ]


def test_names_stand_where_the_ids_were_and_nowhere_else() -> None:
    """An id that is a word of the sentence changes that sentence only where it is the id."""
    net = net_of({"id": "month", "name": "Monthly talks"}, {"id": "on", "name": "Online", "quality": 0.4})
    plan = best_sequence(net)
    assert why_not_earlier(net, plan, plan.steps[1]) == "the team is at work on “Monthly talks” until month 2"


def test_trust_that_has_to_be_built() -> None:
    net = net_of(
        {"id": "hockey", "name": "Hockey", "builds_trust": 0.3, "quality": 0.1},
        {"id": "arms", "name": "Arms", "needs_trust": 0.3, "builds_trust": 0},
    )
    assert "Arms needs trust 0.30, reached 0.40 with Hockey in month 2" in told(net)[2]


def test_where_the_caps_of_the_ladder_would_say_otherwise_is_told() -> None:
    """Two virtual channels add .3 each: .7 without caps; the ladder has .4, its cap for a screen."""
    rows = [{"id": f"web{k}", "name": f"Web{k}", "modality": "virtual", "builds_trust": 0.3} for k in (1, 2)]
    talks = {"id": "arms", "name": "Arms", "needs_trust": 0.5, "builds_trust": 0}
    head = "Trust is added up without caps; with the caps that the ladder of confidence sets on each way of meeting"
    assert f"{head} it would not do for Arms, where 0.50 is needed and 0.40 reached." in told(net_of(*rows, talks))
    calm = told(net_of(*rows, talks | {"needs_trust": 0.4}))
    assert f"{head} it would do for every step as well." in calm
    assert not any("caps" in line for line in told(net_of(rows[0], talks | {"needs_trust": 0.4})))


def test_without_gates_the_caps_are_asked_without_them_too() -> None:
    issues, people = [{"issue": "war", "sensitivity": 0.9}], [{**row, "issues": "war"} for row in PEOPLE]
    rows = [{"id": "c", "participants": "a:1; b:1", "issues": "war"}]
    net = Network.from_tables(people, channels=rows, issues=issues)
    assert not any("caps" in line for line in told(net, gates=False))


def test_what_is_blocked_says_what_is_missing() -> None:
    net = net_of(
        {"id": "talks", "name": "Talks", "builds_trust": 0.1},
        {"id": "arms", "name": "Arms", "needs_trust": 0.5, "builds_trust": 0},
        {"id": "forum", "name": "Forum", "requires": "shut", "builds_trust": 0},
        {"id": "shut", "name": "Old club", "status": "closed"},
    )
    said = told(net)
    missing = "trust would have to be 0.3 higher (needs 0.50, at most 0.20 can be reached)"
    assert f"Arms cannot be opened: {missing}." in said
    assert "Forum cannot be opened: it needs “Old club”, which is not on offer." in said
    alone = told(net, chosen=["forum"])
    assert alone[0] == "None of the chosen channels can be opened." and len(alone) == 2


def test_red_lines_are_off_the_agenda() -> None:
    issues = [{"issue": "war", "red_line": "yes"}, {"issue": "arctic"}]
    people = [{**row, "issues": "war; arctic"} for row in PEOPLE]
    rows = [{"id": "c", "name": "Club", "participants": "a:1; b:1", "issues": "war"}]
    net = Network.from_tables(people, channels=rows, issues=issues)
    assert told(net) == ["None of the chosen channels can be opened.", "Club is off the agenda: war on a red line."]


def test_the_ladder_to_a_target() -> None:
    said = told(net_of(SIGNAL, FORUM, {"id": "other"}), target="forum")
    assert said[0].startswith("The way to Forum takes 2 steps: open “A signal, sent twice” (months 0 to 2) first")
    assert said[0].endswith("proven shortest.")
    net = net_of({"id": "arms", "name": "Arms", "needs_trust": 0.9})
    assert told(net, target="arms")[0] == "There is no way to Arms."


def test_long_plans_name_the_first_and_the_last() -> None:
    said = told(net_of(*({"id": f"c{k}", "quality": 0.1 * k + 0.1} for k in range(8))))[0]
    assert "then 4 more, then" in said


def test_two_teams_are_not_proven_best_and_late_steps_are_said() -> None:
    net = net_of(*({"id": f"c{k}", "lead_time_months": 20, "quality": 0.2 + 0.1 * k} for k in range(3)))
    said = told(net, teams=2)
    assert any("could have at most" in text or "no other order" in text for text in said)
    assert any("ready only after the horizon" in text for text in said)


def test_nothing_to_plan() -> None:
    assert told(Network.from_tables(PEOPLE))[0].startswith("There is nothing to put in order: ")
    assert told(net_of(SIGNAL), chosen=[]) == ["No channel was chosen: nothing is to do."]
    net = Network.from_tables(PEOPLE[:1], channels=[{"id": "c", "participants": "a"}])
    said = plan_words(net, best_sequence(net), now=float("nan"))
    assert said == ["There is no conversation to rejoin: all stakeholders with a side are on one side."]
    assert (month(6.0), month(1.25)) == ("6", "1.25")


def test_names_that_are_ids_of_others_are_put_in_once() -> None:
    """x is called y, y is called z and z is called x: each sentence names the channel that it means."""
    rows = [("x", "y", 1, ""), ("y", "z", 2, "x"), ("z", "x", 3, "x; y")]
    net = net_of(*({"id": i, "name": n, "lead_time_months": m, "requires": r} for i, n, m, r in rows))
    plan = best_sequence(net)
    assert [why_not_earlier(net, plan, step) for step in plan.steps] == [
        "",
        "needs y, ready in month 1",
        "needs z, ready in month 3",
    ]
    net = net_of(
        {"id": "d", "requires": "x; y"}, *({"id": i, "name": n, "status": "closed"} for i, n in ("xy", "yx"))
    )
    assert told(net)[1] == "d cannot be opened: it needs y, which is not on offer; needs x, which is not on offer."


def test_what_cannot_be_open_beside_a_channel_is_named() -> None:
    net = net_of({"id": "c", "excludes": "d"}, {"id": "d", "name": "Old club", "status": "open"})
    assert told(net)[1] == "c cannot be open beside “Old club”, which is open."


RINGS = {
    "c requires d, d requires c": (
        [{"id": "c", "requires": "d"}, {"id": "d", "requires": "c"}],
        "None can be opened first: c and d require each other, and each waits for the other.",
    ),
    "by one of several": (
        [{"id": "c", "requires_any": "d; e"}, {"id": "d", "requires": "c"}, {"id": "e", "status": "closed"}],
        "None can be opened first: c and d require each other, and each waits for the other.",
    ),
    "three": (
        [{"id": "c", "requires": "d"}, {"id": "d", "requires": "e"}, {"id": "e", "requires": "c"}],
        "None can be opened first: c, d and e require one another, and each waits for another.",
    ),
}


@pytest.mark.parametrize("ring", RINGS)
def test_channels_that_wait_for_each_other(ring: str) -> None:
    rows, said = RINGS[ring]
    assert told(net_of(*rows)) == [said]


def test_a_ring_beside_what_can_be_opened_and_what_hangs_on_it() -> None:
    rows = [{"id": "c", "requires": "d"}, {"id": "d", "requires": "c"}, {"id": "e", "requires": "c"}]
    net = net_of(*rows, {"id": "free"})
    said = told(net)
    assert said[0].startswith("Open free")
    assert "c and d require each other, and each waits for the other: none of them can be opened first." in said
    assert "e cannot be opened: it needs c, which cannot be opened." in said
    assert told(net, target="c") == [
        "There is no way to c: c and d require each other, and each waits for the other.",
    ]


def test_a_ring_that_something_else_bars_is_not_called_one() -> None:
    shut = {"id": "shut", "status": "closed"}
    said = told(net_of({"id": "c", "requires": "d; shut"}, {"id": "d", "requires": "c"}, shut))
    assert said[0] == "None of the chosen channels can be opened." and len(said) == 3
    said = told(net_of({"id": "c", "requires": "d", "needs_trust": 0.9}, {"id": "d", "requires": "c"}))
    assert said[0] == "None of the chosen channels can be opened." and "at most 0.10 can be reached" in said[1]


def test_one_late_channel_is_and_several_are() -> None:
    late = [{"id": f"c{k}", "lead_time_months": 20, "quality": 0.2 + 0.1 * k} for k in range(3)]
    assert told(net_of(*late[:2]))[-1] == "1 of 2 channels is ready only after the horizon."
    assert told(net_of(*late))[-1] == "2 of 3 channels are ready only after the horizon."
