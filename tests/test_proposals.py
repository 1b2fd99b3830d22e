"""Suggestions in words."""

from __future__ import annotations

from dataclasses import replace

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
    assert said[0] == "All passages told here would come with a channel that is on offer already."
    assert said[1].startswith("Ties to restore: a1 and b1 (")


def test_nothing_to_gain() -> None:
    net = Network.from_tables(PEOPLE[::2], [{**TIES[0], "strength": 1}])
    said = suggestion_words(net, suggest_channels(net), now=1.0)
    assert said[0] == "Of the passages compared none that nobody listed would add anything."


def test_numbers_of_one_sentence_have_one_form() -> None:
    net = Network.from_tables(PEOPLE, TIES)
    counts = {"restored": 0, "across": 2311, "same-side": 2098, "listed": 1344}
    said = suggestion_words(net, replace(suggest_channels(net), looked_at=counts), now=0.4)
    assert said[3] == (
        "Compared: 0 silent ties, 2,311 absent pairs across the sides and 2,098 of one side; 1,344 further pairs "
        "would meet in a listed channel."
    )


def test_no_conversation() -> None:
    net = Network.from_tables(PEOPLE[:2])
    said = suggestion_words(net, suggest_channels(net), now=None)
    assert said == ["There is no conversation to rejoin: all stakeholders with a side are on one side."]
