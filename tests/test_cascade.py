"""The signal cascade: the known answers of system 1, its laws, and what a study may lack."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from networks import random_network
from test_arrival import Rows, every_world, random_study, uncertain

from netmodel import Network, Study
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.authority import officials
from netmodel.policy.cascade import Cascade, cascade

LINE = [("ADM", "TCS", 0.8), ("TCS", "EDC", 0.8)]
LEVELS = {"Minister": 1, "DM": 2, "ADM": 3, "Director": 4, "TCS": 4, "EDC": 3, "FIN": 3}
NAMES = {"EDC": "Export Development Canada", "TCS": "Trade Commissioner Service"}


def signal_study(*ties: tuple[str, str, float], side: str = "Canada", **more: Any) -> Network:
    """KNOWN-ANSWERS.md, policy system 1, with a channel of each official and one of a company."""
    people: Rows = [
        {"id": name, "name": NAMES.get(name, name), "side": side, "level": level, "kind": "ministry"}
        for name, level in LEVELS.items()
    ]
    people += [
        {"id": "MID", "side": "Russia", "level": 3, "kind": "ministry"},
        {"id": "CERBA", "side": side, "kind": "business-association"},
    ]
    rows = [{"source": a, "target": b, "kind": "hierarchical", "strength": p, "delay_days": 5} for a, b, p in ties]
    channels = [
        {"id": "credit", "name": "Export credit", "kind": "export-credit", "participants": "EDC; CERBA; MID"},
        {
            "id": "trade",
            "name": "Trade service",
            "kind": "trade-service",
            "participants": "TCS; MID",
            "issues": "trade",
        },
        {"id": "seminar", "name": "Seminar", "kind": "academic", "participants": "CERBA; MID"},
    ]
    return Network.from_tables(people, rows, channels=more.pop("channels", channels), **more)


def chance(found: Cascade, name: str) -> float:
    return next(row.probability for row in found.actors if row.id == name)


def states(found: Cascade) -> dict[str, str]:
    return {row.id: row.state for row in found.channels}


def test_two_ties_of_eight_tenths_clear_with_sixty_four_per_cent() -> None:
    """KNOWN-ANSWERS.md, policy system 1."""
    found = cascade(signal_study(*LINE), "ADM")
    assert chance(found, "EDC") == pytest.approx(0.64, abs=1e-12) and found.cleared == {"ADM", "TCS", "EDC"}
    row = next(row for row in found.actors if row.id == "EDC")
    assert row.route == ("ADM", "TCS", "EDC") and row.delay_days == 10 and row.exact and row.low == row.high
    assert states(found) == {"credit": "cleared", "trade": "cleared"}


def test_a_second_line_adds_to_the_first() -> None:
    """KNOWN-ANSWERS.md, policy system 1: 1 - (1 - .64)(1 - .8 * .5)."""
    found = cascade(signal_study(*LINE, ("ADM", "FIN", 0.8), ("FIN", "EDC", 0.5)), "ADM")
    assert chance(found, "EDC") == pytest.approx(0.784, abs=1e-12)


def test_without_the_last_tie_every_channel_that_needs_it_is_blocked_by_name() -> None:
    """KNOWN-ANSWERS.md, policy system 1."""
    found = cascade(signal_study(LINE[0]), "ADM")
    assert chance(found, "EDC") == 0 and found.cleared == {"ADM", "TCS"}
    gate = next(row for row in found.channels if row.id == "credit")
    assert (gate.state, gate.missing, gate.probability) == ("blocked", ("EDC",), 0)
    assert "Blocked: “Export credit” (by “Export Development Canada”)." in found.sentences


def test_a_minister_is_premature() -> None:
    """KNOWN-ANSWERS.md, policy system 1."""
    found = cascade(signal_study(*LINE, ("Minister", "ADM", 0.9)), "Minister")
    assert found.signals[0].verdict == "premature" and not found.cleared
    assert chance(found, "ADM") == pytest.approx(0.9), "what it would reach is still told"
    assert "premature" in found.sentences[0] and states(found) == {"credit": "blocked", "trade": "blocked"}


def test_a_director_cannot_clear_deputy_ministers() -> None:
    """KNOWN-ANSWERS.md, policy system 1; the tie that says otherwise carries nothing."""
    net = signal_study(*LINE, ("Director", "DM", 0.9), ("Director", "TCS", 0.9))
    found = cascade(net, "Director")
    why = {row.id: row.why for row in found.actors}
    assert found.signals[0].verdict == "too junior" and not found.cleared
    assert chance(found, "DM") == 0 and why["DM"] == "more senior than the source"
    assert "DM" in found.sentences[0]
    wide = cascade(net, "Director", rank_window=(2, 5))
    assert "DM" not in wide.cleared and "TCS" in wide.cleared


def test_a_source_without_official_level_clears_nobody() -> None:
    found = cascade(signal_study(*LINE), "CERBA")
    assert found.signals[0].verdict == "no official level" and not found.cleared


def test_who_never_stopped_needs_no_clearance_and_waits_for_nobody() -> None:
    found = cascade(signal_study(*LINE), "ADM")
    assert found.unneeded == ("CERBA",) and "seminar" not in states(found)
    assert next(row for row in found.channels if row.id == "credit").needs == ("EDC",)


def test_the_scope_rides_with_the_message() -> None:
    issues = [{"issue": "trade"}, {"issue": "arctic"}, {"issue": "sanctions", "red_line": "yes"}]
    net = signal_study(*LINE, issues=issues)
    assert states(cascade(net, "ADM", scope=["arctic"])) == {"credit": "cleared", "trade": "outside the scope"}
    assert states(cascade(net, "ADM", scope=["trade", "sanctions"])) == {"credit": "cleared", "trade": "cleared"}
    assert cascade(net, "ADM").outside == ("sanctions",)
    channels = [{"id": "lifting", "kind": "formal", "participants": "ADM; MID", "issues": "sanctions"}]
    assert states(cascade(signal_study(issues=issues, channels=channels), "ADM")) == {"lifting": "outside the scope"}


def test_officials_of_the_other_side_need_their_own_signal() -> None:
    net = signal_study(*LINE)
    found = cascade(net, "ADM")
    assert all(row.others == ("MID",) for row in found.channels)
    both = cascade(net, ["ADM", "MID"])
    assert all(not row.others and "MID" in row.needs for row in both.channels) and "MID" in both.cleared
    assert states(cascade(net, "MID")) == {"credit": "cleared", "trade": "cleared"}


def test_a_channel_waits_for_all_its_officials_together() -> None:
    channels = [{"id": "talks", "kind": "formal", "participants": "TCS; EDC; MID"}]
    found = cascade(signal_study(*LINE, channels=channels), "ADM")
    assert found.channels[0].probability == pytest.approx(0.64)
    fork = cascade(signal_study(LINE[0], ("ADM", "EDC", 0.5), channels=channels), "ADM")
    assert fork.channels[0].probability == pytest.approx(0.4)


def test_the_threshold_decides_who_is_cleared() -> None:
    net = signal_study(*LINE)
    assert "EDC" in cascade(net, "ADM", threshold=0.64).cleared
    assert "EDC" not in cascade(net, "ADM", threshold=0.65).cleared
    for threshold in (0, 1.1):
        with pytest.raises(UsageError, match="threshold"):
            cascade(net, "ADM", threshold=threshold)


def test_the_default_is_the_signal_of_the_study_else_the_best_source() -> None:
    net = signal_study(*LINE)
    assert [row.id for row in cascade(net).signals] == ["ADM"] == [row.id for row in cascade(net).best]
    named = replace(net, study=Study(signal="DM"))
    found = cascade(named)
    assert found.signals[0].id == "DM" and found.signals[0].chosen == "study" and found.best[0].id == "ADM"
    lost = cascade(replace(net, study=Study(signal="PM")))
    assert lost.lacks == "netmodel.toml, signal: PM is not the id of a stakeholder" and lost.signals[0].id == "ADM"


def test_a_study_that_lacks_something_is_told_what() -> None:
    assert cascade(Network.from_tables([])).lacks == "stakeholders.csv, column side: who is on which side"
    bare = cascade(Network.from_tables([{"id": "a", "side": "x"}, {"id": "b", "side": "y"}]))
    assert bare.lacks == "stakeholders.csv, column level: an official of x with a rank from 2 to 3"
    assert not bare.signals and not bare.cleared and bare.messages is None
    lines = cascade(signal_study(), "ADM").lacks
    assert lines == "ties.csv: active ties of kind hierarchical, from superior to subordinate, on the side of Canada"
    ties = [{"source": "ADM", "target": "TCS", "kind": "hierarchical", "strength": 0.8}]
    people = [{"id": name, "side": "Canada", "level": 3} for name in ("ADM", "TCS")]
    assert "delay_days" in cascade(Network.from_tables(people, ties), "ADM").lacks
    assert cascade(signal_study(*LINE), "ADM").lacks == ""


def test_names_that_are_not_known_are_refused() -> None:
    net = signal_study(*LINE)
    with pytest.raises(UsageError, match="did you mean"):
        cascade(net, "AMD")
    with pytest.raises(UnknownName):
        cascade(net, "ADM", scope=["trad"])
    with pytest.raises(UnknownName):
        cascade(net, "ADM", channels=["credits"])


def test_plain_values_and_both_tables() -> None:
    found = cascade(signal_study(*LINE), "ADM")
    data = found.to_json()
    assert data["cleared"] == ["ADM", "EDC", "TCS"] and data["messages"]["recipients"] == []
    assert data["signals"][0]["verdict"] == "within the window" and data["window"] == [2, 3]
    header, rows = found.table()
    assert header[0] == "id" and rows[0][:3] == ["ADM", "ADM", "source"] and rows[2][4] == "ADM > TCS > EDC"
    header, rows = replace(found, shown="channels").table()
    assert [row[0] for row in rows] == ["credit", "trade"] and header[-1] == "others"


def test_shuffled_rows_and_another_name_of_the_side_change_nothing_else() -> None:
    ties = [*LINE, ("ADM", "FIN", 0.8), ("FIN", "EDC", 0.5)]
    plain = cascade(signal_study(*ties), "ADM").to_json()
    random.Random(1).shuffle(ties)
    assert cascade(signal_study(*ties), "ADM").to_json() == plain
    other = cascade(signal_study(*ties, side="Zembla"), "ADM").to_json()
    assert str(other).replace("Zembla", "Canada") == str(plain)


def test_any_small_study_has_an_answer_and_opening_a_cascade_takes_no_clearance_away() -> None:
    for seed in range(40):
        net = random_network(seed)
        found = cascade(net)
        assert found.lacks or found.sentences
        net = random_study(seed, gates=2)
        names = [row.id for row in net.stakeholders if row.rank in (2, 3) and row.side == "ca"]
        shut = net.without(*(row.id for row in net.channels if row.kind == "internal-cascade"))
        for name in names:
            assert cascade(shut, name).cleared <= cascade(net, name).cleared


def compare(seed: int) -> bool:
    """Everybody's chance in a random study against all its worlds; False where these would be too many."""
    net = random_study(seed, gates=2)
    senders = [row.id for row in net.stakeholders if row.side == "ca" and row.rank]
    if not senders or uncertain(net) > 11:
        return False
    source = random.Random(seed).choice(senders)
    found = cascade(net, source, rank_window=(1, 5))
    worlds = every_world(net, net.stakeholder[source].rank, [source])
    assert {row.id for row in found.actors} == {n for n in officials(net) if net.stakeholder[n].side == "ca"} | {
        source
    }
    for row in found.actors:
        wanted = sum(p for reached, p in worlds.items() if row.id in reached)
        assert row.probability == pytest.approx(wanted, abs=1e-9) and bool(row.route) == (row.probability > 0), seed
        assert (row.id in found.cleared) == (wanted >= 0.5 - 1e-12)
    for gate in found.channels:
        wanted = sum(p for reached, p in worlds.items() if reached.issuperset(gate.needs))
        assert gate.probability == pytest.approx(wanted, abs=1e-9)
        assert gate.missing == tuple(name for name in gate.needs if name not in found.cleared)
    return True


def test_the_cascade_equals_every_world() -> None:
    assert sum(compare(seed) for seed in range(40)) > 20


@pytest.mark.laws
def test_the_cascade_equals_every_world_of_many_studies() -> None:
    assert sum(compare(seed) for seed in range(3000, 4000)) > 300
