"""Rows of a comparison: levels and sides of a tie, and what has no value."""

from __future__ import annotations

from netmodel import Network, Study
from netmodel.policy.comparison_losses import OwnReach
from netmodel.policy.comparison_rows import Standing, levels_of, sides_of, stakeholder_row, tallied, when


def test_levels_and_sides_of_a_tie_do_not_depend_on_its_direction() -> None:
    people = [{"id": "a", "side": "B", "level": 3}, {"id": "b", "side": "A", "level": 1}, {"id": "c"}]
    ties = [{"source": "a", "target": "b"}, {"source": "c", "target": "a"}]
    net = Network.from_tables(people, ties, study=Study(sides=("B", "A")))
    assert [levels_of(net, tie) for tie in net.ties] == [(1, 3), (0, 3)]
    assert [sides_of(net, tie) for tie in net.ties] == [("B", "A"), ("B", "third")]


def test_who_is_not_there_or_has_no_conversation_counts_as_nothing_in_the_change() -> None:
    own = OwnReach(0.4, 0.1, 3)
    assert Standing("a", "A", "s", own, None, None, 0).change == -0.4
    assert Standing("a", "A", "s", OwnReach(float("nan"), 0.0, 0), own, None, 0).change == 0.4
    row = stakeholder_row(Standing("a", "A", "s", OwnReach(float("nan"), 0.0, 0), None, 0.25, 2))
    assert (row["reach_before"], row["reach_after"], row["share_of_loss"], row["ties_lost"]) == (None, None, 0.25, 2)


def test_tallies_and_dates() -> None:
    assert tallied("sides", [(("a", "b"), 1, 2, 3)]) == [{"sides": ["a", "b"], "lost": 1, "gained": 2, "kept": 3}]
    net = Network.from_tables([{"id": "a"}], study=Study(title="T"))
    assert when(net.at("2013")) == {"date": "2013", "title": "T", "files": ["stakeholders"], "active_ties": 0}
