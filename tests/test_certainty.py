"""What a confidence means: the table, and the lines between its rows."""

from __future__ import annotations

from dataclasses import astuple
from itertools import pairwise

import pytest

from netmodel.schema.certainty import certainties, certainty


def test_words_mean_what_the_table_says():
    assert [certainty(word).exists for word in ("high", "medium", "low")] == [0.95, 0.8, 0.6]
    assert [certainty(word).strength for word in ("high", "medium", "low")] == [0.05, 0.1, 0.2]


def test_a_blank_cell_counts_as_medium():
    assert certainty("") == certainty("medium")


def test_a_share_is_the_chance_and_its_widths_lie_between_the_rows():
    """.875 is half way between medium (.8) and high (.95), so its widths are half way as well."""
    found = certainty("0.875")
    assert found.exists == 0.875
    assert found.strength == pytest.approx(0.075)
    assert found.cost == pytest.approx(0.15)


@pytest.mark.parametrize("word", ["high", "medium", "low"])
def test_a_share_that_a_word_stands_for_means_the_same(word):
    assert astuple(certainty(str(certainty(word).exists))) == pytest.approx(astuple(certainty(word)))


def test_certainty_has_no_width():
    assert astuple(certainty("1")) == (1, 0, 0, 0, 0, 0)


def test_no_confidence_at_all_is_the_widest():
    assert certainty("0") == certainties()["none"]


def test_less_sure_is_wider_and_every_width_gives_a_proper_beta():
    for more, less in pairwise(certainties().values()):
        assert more.exists > less.exists
        assert all(one < other for one, other in zip(astuple(more)[1:], astuple(less)[1:], strict=True))
        assert max(less.strength, less.uptake, less.quality, less.success) < 0.5


def test_what_is_no_confidence_is_refused():
    with pytest.raises(ValueError, match="high, medium, low or a share"):
        certainty("-0.5")
