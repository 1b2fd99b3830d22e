"""The table of caps on trust."""

from __future__ import annotations

from netmodel.schema import modalities
from netmodel.schema.trust import trust_caps


def test_every_way_of_meeting_has_a_cap_and_says_why() -> None:
    found = trust_caps()
    assert set(found) == set(modalities())
    assert all(0 < row.cap < 1 and row.meaning.endswith("a judgement") for row in found.values())


def test_the_caps_of_the_known_answers() -> None:
    """KNOWN-ANSWERS, system 14: virtual .4, in-person .9; hybrid and written lie where their names say."""
    found = {name: row.cap for name, row in trust_caps().items()}
    assert (found["virtual"], found["in-person"]) == (0.4, 0.9)
    assert found["written"] < found["virtual"] < found["hybrid"] < found["in-person"]
