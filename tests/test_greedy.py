"""Quick sets: traps they fall into, and those they do not."""

from __future__ import annotations

from netmodel.decide.choice import Choice, Limits, Option
from netmodel.decide.greedy import quick_sets, swapped, trimmed


class Toy:
    def __init__(self, worth: dict[frozenset[str], float]) -> None:
        self.worth = worth

    def value(self, chosen: frozenset[str]) -> float:
        return max((v for some, v in self.worth.items() if some <= chosen), default=0.0)


SERIES = Toy({frozenset({"near", "far"}): 5.0, frozenset({"side"}): 1.0})


def test_channels_in_series_are_seen_in_pairs():
    choice = Choice.of([Option(name) for name in ("near", "far", "side")], Limits(count=2))
    assert quick_sets(SERIES, choice)[0] == {"near", "far"}


def test_a_bundle_brings_what_it_needs_the_cheapest_way():
    rows = [Option("talks", 1, requires_any=("dear", "cheap")), Option("dear", 9), Option("cheap", 2)]
    assert quick_sets(Toy({frozenset({"talks"}): 1.0}), Choice.of(rows)) == [frozenset({"talks", "cheap"})]


def test_what_adds_nothing_is_trimmed_the_costliest_first():
    worth = Toy({frozenset({"a"}): 1.0, frozenset({"b"}): 1.0})
    assert trimmed(worth, Choice.of([Option("a", 3), Option("b", 2)]), frozenset({"a", "b"})) == {"b"}


def test_a_swap_leaves_a_choice_that_was_only_locally_good():
    worth = Toy({frozenset({"a"}): 2.0, frozenset({"b"}): 3.0})
    choice = Choice.of([Option("a"), Option("b")], Limits(count=1))
    assert swapped(worth, choice, frozenset({"a"})) == {"b"}


def test_without_options_there_is_the_empty_set():
    assert quick_sets(SERIES, Choice.of([])) == [frozenset()]
