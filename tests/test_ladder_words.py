"""The ladder of confidence in words: only what its numbers support."""

from __future__ import annotations

from typing import Any

from netmodel import Network
from netmodel.policy.ladder import ladder

PEOPLE = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]


def words(channels: list[dict[str, Any]], issues: list[dict[str, Any]], **options: Any) -> tuple[str, ...]:
    rows = [{"participants": "a; b", "modality": "in-person"} | row for row in channels]
    return ladder(Network.from_tables(PEOPLE, channels=rows, issues=issues), **options).sentences


def issue(name: str, sensitivity: float | str, **more: Any) -> dict[str, Any]:
    return {"issue": name, "sensitivity": sensitivity, **more}


def test_now_later_off_the_agenda_and_what_is_not_stated_are_counted() -> None:
    rows = [issue("calm", 0), issue("hot", 0.7), issue("open", ""), issue("red", 1, red_line="yes")]
    assert words([{"id": "talks", "builds_trust": 0.2}], rows)[:2] == (
        "At trust 0.10 between A and B, of 4 issues, 1 is open now (calm); 1 is for later; off the agenda, on a red "
        "line: red; of 1 the sensitivity is not stated.",
        "For hot 0.60 of trust is missing, and no ladder leads there: needs 0.70, at most 0.30 can be reached.",
    )


def test_a_ladder_is_told_by_the_names_of_its_channels_with_its_months() -> None:
    rungs = [
        {"id": "one", "name": "A seminar", "builds_trust": 0.2, "lead_time_months": 1},
        {"id": "two", "name": "Experts", "needs_trust": 0.3, "builds_trust": 0.4, "lead_time_months": 2},
    ]
    said = words(rungs, [issue("hot", 0.7)], target="two")
    assert (
        said[0] == "The shortest way to Experts: “A seminar”, then Experts; trust rises from 0.10 to 0.30 before it."
    )
    assert said[2] == (
        "For hot 0.60 of trust is missing: “A seminar”, then Experts would bring it to 0.70, 3 months of work."
    )
    (said, *_) = words(rungs[1:], [], target="two")
    assert said == "There is no way to Experts: Experts needs 0.30, at most 0.10 can be reached."
    (said, *_) = words(rungs[:1], [], target="one")
    assert said == "Nothing has to come before “A seminar”: it can start at once."


def test_of_many_ladders_the_first_and_the_last_are_told_and_the_rest_named() -> None:
    rows = [issue(f"i{k}", k / 10) for k in range(2, 8)]
    said = words([{"id": "talks", "builds_trust": 0.8}], rows)
    assert [line.split()[1] for line in said if line.startswith("For i")] == ["i2", "i3", "i4", "i7"]
    assert "Between these lie i5 and i6: their ladders stand in the table." in said


def test_a_screen_will_do_or_people_must_meet() -> None:
    virtual = {"id": "calls", "modality": "virtual", "frequency": 12, "depth": 0.1, "builds_trust": 0.1}
    visits = {"id": "visits", "frequency": 2, "depth": 0.5, "builds_trust": 0.5}
    said = words([virtual, visits], [issue("soft", 0.3), issue("hard", 0.6)])
    assert "A year of virtual or written meetings could build the trust for soft." in said
    assert "People have to meet in person, wholly or in part, before hard." in said
    assert words([visits], [issue("soft", 0.3)])[2] == (
        "Virtual meetings might do for soft, but no such channel that would is on offer."
    )


def test_contact_that_is_there_already_is_pointed_out_and_what_trust_rests_on_comes_last() -> None:
    net = Network.from_tables(
        [{**row, "issues": "hot"} for row in PEOPLE],
        [{"source": "a", "target": "b"}],
        channels=[{"id": "talks", "participants": "a; b", "modality": "in-person", "builds_trust": 0.5}],
        issues=[issue("hot", 0.5)],
    )
    said = ladder(net).sentences
    head = "For later, though active ties join people of both sides who deal with it (how many, in brackets)"
    assert f"{head}: hot (1)." in said
    assert said[-1] == (
        "Trust is counted for each two sides and each issue. A channel in which they meet adds its builds_trust once "
        "it opens, on the issues that it names, on all if it names none, and 0.50 of that on every other, up to a "
        "cap. Caps and that share are judgements: written 0.20, virtual 0.40, hybrid 0.70 and in-person 0.90."
    )
    said = ladder(net, by="year", spill_over=0.25).sentences[-1]
    assert "adds a year of its meetings (frequency x depth), on the issues" in said and "and 0.25 of that" in said


def test_issues_that_miss_as_much_but_have_ladders_of_their_own_are_told_apart() -> None:
    rungs = [
        {"id": name, "issues": name, "kind": "official-signal", "builds_trust": 0.2} for name in ("ice", "trade")
    ]
    said = words(rungs, [issue(name, 0.3) for name in ("ice", "space", "trade")])
    assert sorted(said[1:4]) == [
        "For ice 0.20 of trust is missing: ice would bring it to 0.30.",
        "For space 0.20 of trust is missing: ice, then trade would bring it to 0.30.",
        "For trade 0.20 of trust is missing: trade would bring it to 0.30.",
    ]
