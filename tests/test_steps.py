"""Steps: what may start, what never can and why."""

from __future__ import annotations

import pytest
from agendas import may_start, random_agenda

from netmodel import UsageError
from netmodel.decide.states import ANYBODY, PARTS, Need, share
from netmodel.decide.steps import Agenda, Step


@pytest.mark.parametrize("seed", range(60))
def test_what_may_start_is_what_the_words_say(seed: int) -> None:
    agenda, _ = random_agenda(seed, 5)
    for ready in range(1 << len(agenda.steps)):
        for position, step in enumerate(agenda.steps):
            expected = may_start(step, set(agenda.names(ready)), agenda)
            assert agenda.can_start(position, ready) == expected


def test_sums_of_trust_are_exact() -> None:
    """0.1 + 0.1 + 0.1 is 0.30000000000000004 and 0.8 - 0.5 is 0.30000000000000004: neither may matter."""
    steps = [Step("a", builds_trust=0.1), Step("b", builds_trust=0.1), Step("c", needs_trust=0.3)]
    assert Agenda.of(steps, trust=0.1).can_start(2, 0b11)
    assert not Agenda.of(steps, trust=0.09).can_start(2, 0b11)


def test_trust_is_at_most_one() -> None:
    steps = [Step("a", builds_trust=0.9), Step("b", builds_trust=0.9), Step("c", needs_trust=1)]
    assert Agenda.of(steps).names(Agenda.of(steps).openable) == ("a", "b", "c")
    agenda = Agenda.of(steps)
    assert agenda.level(agenda.state(ANYBODY, ""), 0b11) == PARTS


def reasons(*steps: Step, **options: object) -> dict[str, tuple[str, object]]:
    """What is blocked: reason and what is missing, by id."""
    return {row.channel: (row.reason, row.missing) for row in Agenda.of(steps, **options).blocked()}  # type: ignore[arg-type]


def test_a_lack_of_trust_is_told_with_the_amount() -> None:
    """KNOWN-ANSWERS, system 5: without the seminar the expert meeting needs .30 and at most .15 can be reached."""
    found = reasons(Step("hockey", builds_trust=0.05), Step("expert", needs_trust=0.3, builds_trust=0.3))
    assert found == {"expert": ("expert needs 0.30, at most 0.15 can be reached", 0.15)}


def test_what_is_missing_is_named() -> None:
    found = reasons(
        Step("a", requires=("x",)),
        Step("b", requires=("a", "y")),
        Step("c", requires_any=("x", "a")),
        Step("d", requires=("there",), requires_any=("there", "x")),
        Step("e", requires_any=("x",), needs_trust=0.5),
        there={"there"},
        offered={"x", "a", "b", "c", "d", "e"},
    )
    assert found == {
        "a": ("a needs x, which is not chosen", ("x",)),
        "b": ("b needs a, which cannot be opened; needs y, which is not on offer", ("a", "y")),
        "c": ("c needs one of x, a, each of which cannot be opened", ("x", "a")),
        "e": ("e needs one of x, each of which is not chosen; needs 0.50, at most 0.10 can be reached", ("x",)),
    }


def test_steps_that_wait_for_each_other_say_so() -> None:
    found = reasons(Step("a", requires=("b",)), Step("b", requires=("c",)), Step("c", requires=("a",)), Step("d"))
    assert found["a"] == ("a needs b, which waits for it in turn", ("b",))
    assert set(found) == {"a", "b", "c"}


def test_what_is_off_or_excluded_by_what_is_open_never_starts() -> None:
    found = reasons(Step("a", off="is off the agenda"), Step("b", excludes=("open",)), there={"open"})
    assert found == {
        "a": ("a is off the agenda", None),
        "b": ("b cannot be open beside open, which is open", None),
    }


def test_two_that_exclude_each_other_are_refused_whichever_says_so() -> None:
    with pytest.raises(UsageError, match="'a' and 'b' exclude each other"):
        Agenda.of([Step("a"), Step("b", excludes=("a",))]).refuse_rivals()


def test_one_id_twice_and_a_negative_lead_time_are_refused() -> None:
    with pytest.raises(UsageError, match="'a' is named twice"):
        Agenda.of([Step("a"), Step("a", 2)])
    with pytest.raises(UsageError, match="no lead time"):
        Agenda.of([Step("a", -1)])


@pytest.mark.parametrize(("amount", "text"), [(0.3, "0.30"), (0.1 + 0.2, "0.30"), (0.125, "0.125"), (1, "1.00")])
def test_a_share_keeps_the_digits_that_it_has(amount: float, text: str) -> None:
    assert share(amount) == text


AB, AC = ("A", "B"), ("A", "C")


def test_steps_on_an_issue_build_in_full_on_it_and_a_share_on_others_between_those_who_meet() -> None:
    steps = [
        Step("ice", builds_trust=0.2, issues=("arctic",), pairs=(AB,)),
        Step("visit", builds_trust=0.1, pairs=(AB, AC)),
        Step("own", builds_trust=0.5, pairs=()),
    ]
    agenda = Agenda.of(steps, trust=0.1, spill_over=0.5)
    levels = {
        (pair, issue): agenda.level(agenda.state(pair, issue), 0b111) / PARTS
        for pair in (AB, AC)
        for issue in ("arctic", "trade", "")
    }
    assert levels == {
        (AB, "arctic"): 0.4, (AB, "trade"): 0.3, (AB, ""): 0.3,
        (AC, "arctic"): 0.2, (AC, "trade"): 0.2, (AC, ""): 0.2,
    }  # fmt: skip
    assert len({agenda.state(pair, issue) for pair, issue in levels}) == 3, "those that rise alike are one"
    one = Agenda.of(steps[1:], trust=0.1, spill_over=0.5)
    assert one.state(AB, "arctic") == one.state(AC, "") and not one.apart


def test_one_need_of_several_is_enough_between_all_of_its_pairs() -> None:
    talks = Step("talks", needs=(Need(0.3, "ice", (AB, AC)), Need(0.2, "trade", (AB,))), pairs=())
    steps = [
        talks,
        Step("x", builds_trust=0.1, issues=("trade",), pairs=(AB,)),
        Step("y", builds_trust=0.2, pairs=(AC,)),
    ]
    agenda = Agenda.of(steps, trust=0.1, spill_over=0)
    ready = [agenda.names(s) for s in (0, 0b010, 0b100, 0b110) if agenda.can_start(0, s)]
    assert ready == [("x",), ("x", "y")]
    bar, level = agenda.nearest(0, 0)
    assert (bar.need.issue, level) == ("trade", PARTS // 10) and agenda.needs[0] == PARTS // 5
    alone = Agenda.of([talks], trust=0.1)
    assert alone.blocked()[0].reason == "talks needs 0.20 between A and B, at most 0.10 can be reached"


def test_a_step_is_no_harder_where_any_trust_for_the_other_is_enough_for_it() -> None:
    one = Step("one", needs=(Need(0.2, "ice", (AB,)), Need(0.5, "trade", (AB,))))
    more = Step("two", needs=(Need(0.3, "ice", (AB, AC)),))
    ice = Step("x", builds_trust=0.1, issues=("ice",), pairs=(AB,))
    agenda = Agenda.of([one, more, ice], spill_over=0)
    assert agenda.no_harder(0, 1) and not agenda.no_harder(1, 0)


def test_required_is_transitive() -> None:
    agenda = Agenda.of([Step("a"), Step("b", requires=("a",)), Step("c", requires=("b",)), Step("d")])
    assert agenda.names(agenda.required(2)) == ("a", "b")
