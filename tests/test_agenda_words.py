"""The joint agenda in words: only what its numbers support."""

from __future__ import annotations

from typing import Any

from netmodel import Network, Study
from netmodel.policy.agenda import agenda

PEOPLE: list[dict[str, Any]] = [
    {"id": "a", "side": "A", "name": "Foreign Ministry", "level": 1},
    {"id": "e", "side": "A", "name": "Institute", "expertise": "top"},
    {"id": "b", "side": "B", "issues": "top"},
]


def issue(name: str, ours: int | str, theirs: int | str, **more: Any) -> dict[str, Any]:
    return {"issue": name, "priority_A": ours, "priority_B": theirs, **more}


def words(*issues: dict[str, Any], **options: Any) -> tuple[str, ...]:
    return agenda(Network.from_tables(PEOPLE, issues=issues, **options)).sentences


def test_what_both_want_what_one_wants_and_what_is_excluded() -> None:
    said = words(
        issue("top", 5, 4, sensitivity=0.1),
        issue("hot", 4, 2, sensitivity=0.7),
        issue("vague", 2, 4),
        issue("own", 3, 0),
        issue("theirs", 0, 3),
        issue("red", 5, 5, red_line="yes"),
    )
    assert said[:7] == (
        "Of 6 issues A and B both care for 3, most by the square root of the two priorities multiplied: top (4.47), "
        "hot (2.83) and vague (2.83).",
        "At trust 0.10 these of them are calm enough to start with: top.",
        "Later, once there is more trust: hot (0.60 missing).",
        "How sensitive it is, is not stated of vague.",
        "Excluded by a red line, whatever the priorities: red.",
        "Only A is known to care for own.",
        "Only B is known to care for theirs.",
    )


def test_who_could_carry_an_issue_by_which_channels_and_how_far_it_reaches_today() -> None:
    channels = [{"id": "z", "name": "A round table", "participants": "e; b"}, {"id": "c", "participants": "a; b"}]
    said = words(issue("top", 5, 5), channels=channels, study=Study(ministers=False))
    assert said[2:] == (
        "On top: for A Institute and “Foreign Ministry” (with expertise: Institute); for B b; channels: c and "
        "“A round table” (0 open, 2 on offer); reach on it today is 0.0\xa0%.",
        "Those of ministerial rank are named last, since the study would not pair ministers.",
    )


def test_nobody_and_no_channel_are_said() -> None:
    said = words(issue("top", 5, 5), issue("bare", 4, 4))
    assert any(
        line.startswith("On bare: for A ") and "nobody of B deals with it; no channel" in line for line in said
    )
    assert "Nobody listed of B deals with bare." in said
    assert "No channel brings together those on both sides who deal with top." in said


def test_where_nothing_is_matched_only_that_is_said() -> None:
    assert words(issue("top", "", ""))[0] == "The priorities of A and B are not stated, so no issue can be matched."
    assert words(issue("top", 5, 0))[0] == "Of 1 issue none is known to be cared for by both A and B."
