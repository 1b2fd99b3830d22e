"""What a channel needs and builds, between whom and on what."""

from __future__ import annotations

from typing import Any

from netmodel import Network
from netmodel.decide.confidence import channel_needs, channel_step, pairs_met
from netmodel.decide.states import Need

PEOPLE = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "x", "side": "third"}]
ISSUES = [
    {"issue": "terrorism", "sensitivity": 0.1},
    {"issue": "cyber", "sensitivity": 0.7},
    {"issue": "sanctions", "sensitivity": 0.05, "red_line": "yes"},
    {"issue": "health"},
]
AB = (("A", "B"),)


def network(*channels: dict[str, Any], people: list[dict[str, Any]] = PEOPLE) -> Network:
    rows = [{"participants": "a; b"} | row for row in channels]
    return Network.from_tables(people, channels=rows, issues=ISSUES)


def needs(net: Network, name: str, **options: bool) -> tuple[Need, ...]:
    return channel_needs(net, net.channel[name], **options)[0]


def test_a_channel_starts_with_any_of_its_issues_that_is_open() -> None:
    """Red lines do not count, enabling kinds have no gate but their own, what a channel needs itself may be more."""
    rows = {
        "two": ({"issues": "cyber; terrorism"}, (Need(0.7, "cyber", AB, True), Need(0.1, "terrorism", AB, True))),
        "red": ({"issues": "cyber; sanctions"}, (Need(0.7, "cyber", AB, True),)),
        "needy": ({"issues": "terrorism", "needs_trust": 0.3}, (Need(0.3, "terrorism", AB),)),
        "signal": ({"issues": "sanctions", "kind": "official-signal"}, (Need(0.0, "sanctions", AB),)),
        "any": ({"needs_trust": 0.2}, (Need(0.2, "", AB),)),
        "unknown": ({"issues": "health; cyber"}, (Need(0.0, "health", AB), Need(0.7, "cyber", AB, True))),
    }
    net = network(*({"id": name, **row} for name, (row, _) in rows.items()))
    assert {name: needs(net, name) for name in rows} == {name: wanted for name, (_, wanted) in rows.items()}
    assert needs(net, "two", gates=False) == (Need(0.0, "cyber", AB), Need(0.0, "terrorism", AB))


def test_a_channel_on_red_lines_alone_is_off() -> None:
    net = network({"id": "off", "issues": "sanctions"})
    said = "is off the agenda: sanctions on a red line"
    assert channel_needs(net, net.channel["off"]) == ((Need(0.0, "", AB),), said)
    assert channel_step(net, net.channel["off"], gates=False).off == said


def test_trust_is_built_between_those_who_meet_and_no_others() -> None:
    people = [*PEOPLE, {"id": "a2", "side": "A"}, {"id": "c", "side": "C"}]
    rows = [
        {"id": "three", "participants": "a; b; c"},
        {"id": "ac", "participants": "c; a; x"},
        {"id": "ours", "participants": "a; a2; x", "needs_trust": 0.3},
        {"id": "third", "participants": "x", "needs_trust": 0.3},
    ]
    net = network(*rows, people=people)
    every = (("A", "B"), ("A", "C"), ("B", "C"))
    met = {row.id: pairs_met(net, row) for row in net.channels}
    assert met == {"three": every, "ac": (("A", "C"),), "ours": (), "third": ()}
    assert needs(net, "three") == (Need(0.0, "", every),), "between all that meet in it"
    assert needs(net, "ours") == tuple(Need(0.3, "", (pair,)) for pair in every[:2]), "with one of the others"
    assert needs(net, "third") == tuple(Need(0.3, "", (pair,)) for pair in every)
    assert channel_step(net, net.channel["ours"]).pairs == ()


def test_a_step_holds_the_least_that_the_channel_needs_and_what_it_is_told_to_build() -> None:
    row = {"id": "talks", "issues": "cyber; terrorism", "builds_trust": 0.2, "lead_time_months": 3}
    net = network(row)
    step = channel_step(net, net.channel["talks"])
    assert (step.needs_trust, step.sensitive, step.builds_trust) == (0.1, "terrorism", 0.2)
    assert (step.issues, step.pairs, step.lead_time_months) == (("cyber", "terrorism"), AB, 3)
    assert channel_step(net, net.channel["talks"], builds=0.5).builds_trust == 0.5


def test_a_study_of_one_side_has_channels_all_the_same() -> None:
    net = Network.from_tables([{"id": "a"}], channels=[{"id": "s", "participants": "a", "needs_trust": 0.2}])
    step = channel_step(net, net.channel["s"])
    assert step.pairs == () and step.needs == (Need(0.2),)
