"""The signal cascade in sentences: they say only what the study supports."""

from __future__ import annotations

import re

from test_arrival import ladder
from test_cascade import LINE, signal_study

from netmodel import Network
from netmodel.policy.cascade import cascade


def said(net: Network, source: str, **options: object) -> str:
    return " ".join(cascade(net, source, **options).sentences).replace("\xa0", " ")  # type: ignore[arg-type]


def test_who_is_cleared_who_is_not_and_why() -> None:
    text = said(signal_study(*LINE, ("ADM", "FIN", 0.3)), "ADM")
    assert "A signal from ADM (rank 3, window 2 to 3) clears 2 of 6 other officials of Canada" in text
    assert "“Trade Commissioner Service” 80 % and “Export Development Canada” 64 %." in text
    assert "No active line of authority leads from the source to Director." in text
    assert "Above the rank of the source, so not for it to clear: DM and Minister." in text
    assert "Reached, but with less than 50 %: FIN 30 %." in text
    assert "the last of them hears after 10 days" in text
    assert "No further message is needed to clear every official of Canada whom these channels need." in text
    assert "1 stakeholder of Canada needs no clearance: CERBA." in text


def test_further_messages_and_whom_none_clears() -> None:
    channels = [{"id": "talks", "kind": "formal", "participants": "EDC; FIN; Minister"}]
    text = said(signal_study(*LINE, channels=channels), "ADM")
    assert "clearing 2 of 3 officials of Canada whom these channels need takes 1 further message" in text
    assert "to FIN (fewer do not suffice)" in text and "No message of this source clears Minister" in text


def test_a_better_source_is_named() -> None:
    text = said(signal_study(*LINE, ("DM", "ADM", 1)), "FIN")
    assert "clears 0 of 6 other officials" in text
    assert "The best source on the side of Canada is ADM: on average it clears 1.4 of the officials for whom" in text


def test_a_third_party_and_a_sender_without_level() -> None:
    people = [{"id": "oslo", "side": "third", "level": 3}, {"id": "dm", "side": "ca", "level": 2}]
    net = Network.from_tables([*people, {"id": "institute", "side": "ca"}])
    assert "is a third party: its signal clears nobody on either side" in said(net, "oslo")
    assert "institute has no official level (rank 0): it cannot clear officials." in said(net, "institute")
    assert "has nobody to clear" in said(net, "dm")


def test_a_drawn_probability_is_told_with_its_interval() -> None:
    net = ladder(6)
    rows = [{"id": name, "side": "ca", "level": 3} for name in net.stakeholder]
    rows = [row | {"in_office": "yes" if row["id"] in ("s", "a06") else "no"} for row in rows]
    ties = [{"source": t.source, "target": t.target, "kind": t.kind, "strength": t.strength} for t in net.ties]
    text = said(Network.from_tables(rows, ties), "s", threshold=0.1)
    assert re.search(r"clears 1 of 1 other official of ca, .*: a06 (\d\d) % \(\d\d % to \d\d %\)", text)


def test_cascades_that_are_not_open_and_those_that_the_message_does_not_enter() -> None:
    channels = [{"id": "memo", "kind": "internal-cascade", "participants": "DM:1; FIN:1", "quality": 1}]
    net = signal_study(*LINE, channels=channels)
    assert "Not counted, since not open: memo." in said(net, "ADM")
    assert "The message does not enter memo" in said(net, "ADM", opening=["memo"])
    assert "FIN 100 %" in said(net, "DM", opening=["memo"])


def test_names_stay_as_they_are_written() -> None:
    people = [{"id": "a", "name": "</script><b>", "side": "x", "level": 3}, {"id": "b", "side": "x", "level": 4}]
    assert "</script><b>" in said(Network.from_tables(people), "a")
