"""Amounts of trust."""

from __future__ import annotations

import pytest

from netmodel.decide.states import ANYBODY, PARTS, Need, parts, share


@pytest.mark.parametrize(("amount", "text"), [(0.3, "0.30"), (0.1 + 0.2, "0.30"), (0.125, "0.125"), (1, "1.00")])
def test_a_share_keeps_the_digits_that_it_has(amount: float, text: str) -> None:
    assert share(amount) == text


def test_parts_take_the_rounding_out_of_sums() -> None:
    assert 0.1 + 0.2 != 0.3 and parts(0.1) + parts(0.2) == parts(0.3) == 3 * PARTS // 10


def test_a_need_is_general_and_between_anybody_unless_it_says_otherwise() -> None:
    assert Need(0.3) == Need(0.3, "", (ANYBODY,), False)
