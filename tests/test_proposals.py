"""Suggestions in words."""

from __future__ import annotations

from netmodel import Network, suggest_channels
from netmodel.explain.proposals import FAMILIES, suggestion_words

PEOPLE = [{"id": name, "side": name[0].upper()} for name in ("a1", "a2", "b1")]
TIES = [{"source": "a1", "target": "b1", "strength": 0.8}]


def test_the_best_of_all_is_first_then_the_best_of_each_kind() -> None:
    """a2 with b1 would add .25: half of the strength of a conversation of two; through a1 it would add .2."""
    net = Network.from_tables(PEOPLE, TIES)
    said = suggestion_words(net, suggest_channels(net), now=0.4)
    assert said[0] == "The passage that nobody listed and that would add most: a2 and b1, +25.00 points of reach."
    assert said[1].startswith(f"{FAMILIES['across']}: a2 and b1 (+25.00 points of reach). No tie between them")
    assert said[2].startswith(f"{FAMILIES['same_side']}: a1 and a2 (+20.00 points of reach). ")
    assert said[3] == "Compared: 0 silent ties, 1 absent pair across the sides and 1 of one side."


def test_what_a_channel_would_restore_already_is_nobodys_discovery() -> None:
    people = [PEOPLE[0], PEOPLE[2]]
    net = Network.from_tables(people, [{**TIES[0], "status": "severed"}])
    said = suggestion_words(net, suggest_channels(net), now=0.0)
    assert said[0] == "No passage that nobody listed would add anything."
    assert said[1].startswith("Ties to restore: a1 and b1 (")


def test_no_conversation() -> None:
    net = Network.from_tables(PEOPLE[:2])
    said = suggestion_words(net, suggest_channels(net), now=None)
    assert said == ["There is no conversation to rejoin: all stakeholders with a side are on one side."]
