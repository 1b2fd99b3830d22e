"""Who sends a signal: verdicts, defaults, and the best sender against all of them."""

from __future__ import annotations

from typing import Any

import pytest
from test_arrival import random_study

from netmodel import Network, Study
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.arrival import Arrival
from netmodel.policy.authority import gated, lines_of, of_side, officials
from netmodel.policy.signals import best_source, cascades, setting_of, signals_of

LEVELS = {"minister": 1, "dm": 2, "adm": 3, "dg": 4, "institute": 0}


def people(side: str = "ca") -> list[dict[str, Any]]:
    return [{"id": name, "side": side, "level": level} for name, level in LEVELS.items()]


def ask(net: Network, source: Any = None, **options: Any) -> list[tuple[str, str, str]]:
    found = signals_of(setting_of(net, **options), source)
    return [(row.id, row.verdict, row.chosen) for row in found]


def test_the_verdict_follows_the_rank() -> None:
    net = Network.from_tables([*people(), {"id": "oslo", "side": "third", "level": 3}])
    verdicts = {name: ask(net, name)[0][1] for name in [*LEVELS, "oslo"]}
    assert verdicts == {
        "minister": "premature",
        "dm": "within the window",
        "adm": "within the window",
        "dg": "too junior",
        "institute": "no official level",
        "oslo": "no side",
    }
    assert ask(net, "dg", rank_window=(4, 5)) == [("dg", "within the window", "given")]


def test_the_rank_of_a_title_counts_and_not_its_level() -> None:
    row = {"id": "dm", "side": "ru", "level": 2, "title": "Deputy Minister"}
    levels = [{"side": "ru", "title": "Deputy Minister", "rank": 3}]
    assert ask(Network.from_tables([row], levels=levels), "dm", rank_window=(3, 3))[0][1] == "within the window"


def test_the_study_names_the_sender_and_the_window() -> None:
    net = Network.from_tables(people(), study=Study(signal="dg", rank_window=(4, 4)))
    assert ask(net) == [("dg", "within the window", "study")]
    assert ask(net, "adm") == [("adm", "premature", "given")]


def test_a_sender_who_is_not_there_gives_way_to_the_best_one() -> None:
    net = Network.from_tables(people(), study=Study(signal="nobody"))
    assert ask(net) == [("adm", "within the window", "best")]
    assert ask(Network.from_tables([])) == [] == ask(Network.from_tables([{"id": "a", "side": "x", "level": 1}]))


def test_one_sender_for_each_of_several_sides() -> None:
    net = Network.from_tables([*people(), {"id": "mid", "side": "ru", "level": 3}])
    assert [row[0] for row in ask(net, ["dm", "mid"])] == ["dm", "mid"]
    with pytest.raises(UsageError, match="a side sends one signal"):
        ask(net, ["dm", "adm"])
    with pytest.raises(UsageError, match="stakeholder 'dmm' is not known"):
        ask(net, "dmm")


def test_options_out_of_range_are_refused() -> None:
    net = Network.from_tables(people())
    for window in ((3, 2), (0, 3), (2, 6)):
        with pytest.raises(UsageError, match="two ranks from 1 to 5"):
            setting_of(net, rank_window=window)
    with pytest.raises(UsageError, match="draws"):
        setting_of(net, draws=0)
    with pytest.raises(UnknownName, match="internal-cascade"):
        setting_of(net, opening=["memo"])


def expected(net: Network, side: str) -> dict[str, tuple[float, float]]:
    """What every possible sender clears on average, without any short cut: officials, channels."""
    found = {}
    wanted = [of_side(net, row, side, officials(net)) for row in gated(net)]
    wanted = [names for names in wanted if names]
    whom = {name for names in wanted for name in names} or {
        n for n in officials(net) if net.stakeholder[n].side == side
    }
    for name in officials(net):
        row = net.stakeholder[name]
        if row.side == side and 2 <= row.rank <= 3:
            arrival = Arrival(lines_of(net, side=side, rank=row.rank))
            each = sum(arrival.at([name], one).value for one in whom)
            found[name] = each, sum(arrival.at_all([name], names).value for names in wanted)
    return found


def test_the_best_sender_is_the_best_of_all() -> None:
    compared = 0
    for seed in range(60):
        net = random_study(seed, gates=seed % 3)
        every = expected(net, "ca")
        best = best_source(net, "ca")
        if best is None:
            assert not every
            continue
        top = min(every, key=lambda name: (*(-round(part, 9) for part in every[name]), name))
        assert (best.id, best.of) == (top, len(every)), seed
        assert (best.officials, best.channels) == pytest.approx(every[top], abs=1e-8)
        compared += 1
    assert compared > 30


def test_by_reach_a_channel_weighs_what_it_restores() -> None:
    """Both senders clear one official with .9; only the channel of one joins the sides."""
    rows = [{"id": name, "side": "ca", "level": level} for name, level in (("a", 3), ("b", 3), ("x", 4), ("y", 4))]
    rows.append({"id": "mid", "side": "ru", "kind": "company"})
    ties = [{"source": s, "target": t, "kind": "hierarchical", "strength": 0.9} for s, t in (("a", "x"), ("b", "y"))]
    channels = [
        {"id": "inside", "kind": "formal", "participants": "x"},
        {"id": "talks", "kind": "formal", "participants": "y; mid"},
    ]
    net = Network.from_tables(rows, ties, channels=channels)
    plain, weighed = best_source(net, "ca"), best_source(net, "ca", by_reach=True)
    assert plain is not None and weighed is not None and (plain.id, weighed.id) == ("a", "b")
    assert plain.channels == pytest.approx(0.9) and 0 < weighed.channels < 0.9


def test_cascades_that_could_be_opened() -> None:
    rows = [{"id": "memo", "kind": "internal-cascade", "participants": "dm"}, {"id": "talks", "participants": "dm"}]
    net = Network.from_tables(people(), channels=rows)
    assert cascades(net) == ("memo",) and cascades(net.open("memo")) == ()
