"""Which assumption changes the answer: two channels between which a passage factor, a price or a relay decides."""

from __future__ import annotations

import json

import pytest

from netmodel import Network
from netmodel.decide.choice import Limits
from netmodel.decide.sensitivity import doubtful_ties, sensitivity
from netmodel.errors import UnknownName, UsageError


def roads() -> Network:
    """From a to b over three relays and a good meeting, or straight through a poor one.

    The long way passes three ties and a channel, .9 ** 3 * .9 = .6561; the short one a channel alone, .55.
    """
    people = [
        {"id": name, "side": side} for name, side in (("a", "A"), ("b", "B"), ("r1", ""), ("r2", ""), ("r3", ""))
    ]
    people = [row | {"permeability": 1} for row in people]
    pairs = [("a", "r1"), ("r1", "r2"), ("r2", "r3")]
    ties = [{"id": f"{s}-{t}", "source": s, "target": t, "strength": 0.9, "confidence": "low"} for s, t in pairs]
    rows = [
        {"id": "long", "participants": "r3:1; b:1", "quality": 0.9, "cost": 2},
        {"id": "short", "participants": "a:1; b:1", "quality": 0.55, "cost": 2},
    ]
    return Network.from_tables(people, ties, channels=rows)


def rows_of(what: str, **options):
    found = sensitivity(roads(), limits=Limits(budget=2), **options)
    return {row.setting: row for row in found if row.what == what}


def test_a_passage_factor_trades_the_long_strong_route_for_the_short_weak_one():
    """At .95 the long way keeps .6561 * .95 ** 4 = .534, the short one .55 * .95 = .523; at .9 .430 and .495."""
    rows = rows_of("each passage")
    assert rows["x 0.95"].best == ("long",)
    assert (rows["x 0.95"].overlap, rows["x 0.95"].regret) == (1, 0)
    lower = rows["x 0.9"]
    assert (lower.best, lower.enters, lower.leaves, lower.overlap) == (("short",), ("short",), ("long",), 0)
    assert lower.value == pytest.approx(0.495)
    assert lower.regret == pytest.approx(0.495 - 0.6561 * 0.9**4)
    assert (lower.top, lower.top_changes) == (("short",), ("short",))
    assert lower.sentence == (
        "If each passage along a tie or through a channel keeps 0.9 of what it would, reach now is 0.0\xa0%, as it "
        "is; short would enter and long would leave: the recommended set lacks 6.5 points of reach; short would lead "
        "the ranking"
    )


def test_what_changes_the_answer_most_comes_first():
    """Dearer, the set of .6561 must be given up; without the doubtful ties it is worth nothing and .55 is regretted.

    Next are relays that pass on a quarter: .6561 / 64 is left.
    """
    found = sensitivity(roads(), limits=Limits(budget=2))
    assert [(row.what, row.setting) for row in found[:3]] == [
        ("cost", "x 1.3"),
        ("ties of low confidence", "taken away"),
        ("permeability of third parties", "0.25"),
    ]
    assert found[1].regret == pytest.approx(0.55)
    assert found[2].regret == pytest.approx(0.55 - 0.6561 / 64)
    changes = [round(row.regret + row.excess, 12) for row in found]
    assert changes == sorted(changes, reverse=True)


def test_a_dearer_set_no_longer_keeps_the_limits():
    rows = rows_of("cost")
    assert rows["x 0.7"].keeps
    dear = rows["x 1.3"]
    assert (dear.best, dear.keeps, dear.regret) == ((), False, 0)
    assert dear.excess == pytest.approx(0.6561)
    assert "long would leave: the recommended set does not keep the limits there" in dear.sentence


def test_what_must_be_had_and_cannot_be_paid_is_said():
    limits = Limits(budget=2, must_have=frozenset({"long"}))
    dear = [row for row in sensitivity(roads(), limits=limits) if row.setting == "x 1.3" and row.what == "cost"]
    assert dear[0].sentence.endswith("as it is; what must be chosen cannot be paid")
    assert dear[0].best == ()


def test_any_set_can_be_asked_about():
    rows = rows_of("each passage", portfolio=["short"])
    assert rows["x 0.9"].regret == 0
    assert rows["x 0.95"].regret == pytest.approx(0.6561 * 0.95**4 - 0.55 * 0.95)


def test_progress_is_told_and_the_rows_are_plain():
    seen = []
    found = sensitivity(roads(), limits=Limits(budget=2), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done + 1, len(found)) for done in range(len(found))]
    values = [row.to_json() for row in found]
    assert json.loads(json.dumps(values, allow_nan=False)) == values


def test_questions_that_cannot_be_answered_are_refused():
    with pytest.raises(UnknownName):
        sensitivity(roads(), portfolio=["bald"])
    with pytest.raises(UsageError, match="no conversation"):
        sensitivity(Network.from_tables([{"id": "a", "side": "A"}]))


def test_doubtful_ties_by_what_is_lost_without_them():
    """Each of the three ties carries all .6561 of the long way."""
    found = doubtful_ties(roads(), portfolio=["long"])
    assert [(row.tie, row.loss) for row in found] == [(name, 0.6561) for name in ("a-r1", "r1-r2", "r2-r3")]
    assert found[0].value == 0
    assert found[0].sentence == "Without the tie a-r1, of low confidence, 65.6 points of reach would be lost"
    assert [row.tie for row in doubtful_ties(roads(), portfolio=["long"], most=1)] == ["a-r1"]
    assert found[0].to_json()["loss"] == 0.6561


def test_beside_a_second_road_less_is_lost():
    found = doubtful_ties(roads(), portfolio=["long", "short"])
    assert [row.loss for row in found] == pytest.approx([0.1061] * 3)


def test_ties_that_carry_nothing_are_left_out():
    assert doubtful_ties(roads(), portfolio=["short"]) == []
    assert doubtful_ties(Network.from_tables([{"id": "a"}]), portfolio=()) == []
