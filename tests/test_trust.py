"""The table of caps on trust."""

from __future__ import annotations

import pytest

from netmodel.errors import UsageError
from netmodel.schema import modalities
from netmodel.schema.trust import spill_over_of, trust_caps, trust_parameters


def test_every_way_of_meeting_has_a_cap_and_says_why() -> None:
    found = trust_caps()
    assert set(found) == set(modalities())
    assert all(0 < row.cap < 1 and row.meaning.endswith("a judgement") for row in found.values())


def test_the_caps_of_the_known_answers() -> None:
    """KNOWN-ANSWERS, system 14: virtual .4, in-person .9; hybrid and written lie where their names say."""
    found = {name: row.cap for name, row in trust_caps().items()}
    assert (found["virtual"], found["in-person"]) == (0.4, 0.9)
    assert found["written"] < found["virtual"] < found["hybrid"] < found["in-person"]


def test_every_parameter_is_a_share_and_says_that_it_is_a_judgement() -> None:
    found = trust_parameters()
    assert [*found] == [*(f"caps.{name}" for name in trust_caps()), "spill_over"]
    assert all(0 <= row.value <= 1 and row.meaning.endswith("a judgement") for row in found.values())


def test_half_spills_over_unless_another_share_is_given() -> None:
    assert (spill_over_of(), spill_over_of(0), spill_over_of(1)) == (0.5, 0.0, 1.0)
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(UsageError, match=r"spill-over .* is outside 0\.\.1"):
            spill_over_of(wrong)
