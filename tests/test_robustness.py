"""How sure an answer is: certain data, a coin toss worked by hand, and the same bytes whoever does the work."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context

import pytest
from networks import mini_rupture, random_network

from netmodel import Network
from netmodel.decide import rank_channels
from netmodel.decide.choice import Limits
from netmodel.decide.robustness import robustness
from netmodel.engine.kept import Kept
from netmodel.engine.workers import run_all
from netmodel.errors import UnknownName, UsageError


def toss(**more: object) -> Network:
    """Two channels between the same two people: a bold one that opens in 7 of 10 worlds, and a safe one."""
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    sure = {"participants": "a:1; b:1", "confidence": "1"}
    rows = [sure | {"id": "bold", "quality": 0.9, "success": 0.7}, sure | {"id": "safe", "quality": 0.5}]
    return Network.from_tables(people, channels=[row | more for row in rows])


def certain(net: Network) -> Network:
    """The same network with nothing in doubt."""
    ties = tuple(replace(row, confidence="1") for row in net.ties)
    return replace(net, ties=ties, channels=tuple(replace(row, confidence="1") for row in net.channels))


def test_a_toss_by_hand():
    """Each share is .7 or .3 within four standard errors of 1,000 draws (.0145).

    The bold channel is recommended (.9 against .5). Where it fails, in 3 of 10 worlds, .5 is regretted: .15 on
    average, and .5 at the 95th percentile.
    """
    found = robustness(toss(), limits=Limits(count=1), draws=1000)
    rows = {row.id: row for row in found.channels}
    assert found.portfolio == ("bold",)
    assert [row.rank for row in found.channels] == [1, 2]
    for name, first in (("bold", 0.7), ("safe", 0.3)):
        assert rows[name].acceptability == pytest.approx((first, 1 - first), abs=0.058)
        assert rows[name].inclusion == pytest.approx(rows[name].acceptability[0])
        assert rows[name].class_ == "borderline"
        assert found.errors["inclusion"][name] == pytest.approx(0.0145, abs=0.001)
    missed = 1 - rows["bold"].acceptability[0]
    assert found.regret == {
        "mean": pytest.approx(0.5 * missed),
        "p95": 0.5,
        "mean_at_most": pytest.approx(0.5 * missed),
    }
    assert found.errors["regret"]["mean"] == pytest.approx(0.5 * 0.0145, abs=0.001)
    assert found.errors["regret"]["p95"] == [0.5, 0.5]
    opens = pytest.approx(1 - missed)  # where it fails there is nothing to lose
    assert found.worst_loss == {"channel": "bold", "share": opens, "shares": {"bold": opens}, "remains": 0.0}
    assert found.beats["ids"] == ["bold", "safe"]
    assert found.beats["shares"] == [[0.0, pytest.approx(1 - missed)], [pytest.approx(missed), 0.0]]
    assert found.reach["now"] == {"mean": 0.0, "p05": 0.0, "p95": 0.0}
    assert found.reach["with"]["mean"] == pytest.approx(0.9 * (1 - missed))
    assert (found.reach["with"]["p05"], found.reach["with"]["p95"]) == (0.0, 0.9)
    assert (found.affordable, found.proven) == (1.0, 1000)


def test_equals_share_a_rank():
    found = robustness(toss(quality=0.5, success=1), draws=10)
    assert [row.rank for row in found.channels] == [1, 1]
    assert [row.acceptability for row in found.channels] == [(1.0, 0.0)] * 2
    assert found.beats["shares"] == [[0.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize("seed", range(8))
def test_what_is_certain_is_the_same_in_every_version(seed):
    net = certain(random_network(seed))
    try:
        found = robustness(net, limits=Limits(budget=4), draws=7)
    except UsageError:
        return
    ranks = {row.id: row.rank for row in rank_channels(net).channels}
    assert [(row.id, row.rank) for row in found.channels] == list(ranks.items())
    for row in found.channels:
        assert row.acceptability[ranks[row.id] - 1] == 1
        assert row.inclusion == (1 if row.id in found.portfolio else 0)
        assert row.class_ == ("core" if row.id in found.portfolio else "exterior")
    assert found.regret == {"mean": 0, "p95": 0, "mean_at_most": 0}
    assert found.affordable == 1
    assert found.proven == 7


def test_costs_that_are_drawn_break_the_budget_now_and_then():
    """The bold channel costs the whole budget: a gamma of mean 1 and deviation .4 exceeds its mean in 45 of 100."""
    found = robustness(toss(confidence="low", success=1), portfolio=["bold"], limits=Limits(budget=1), draws=400)
    assert 0.45 < found.affordable < 0.65
    rows = {row.id: row for row in found.channels}
    assert rows["bold"].inclusion < found.affordable
    assert found.errors["affordable"] == pytest.approx(0.025, abs=0.001)


def test_ranks_alone():
    found = robustness(toss(), draws=20, ranks_only=True)
    assert found.portfolio == ()
    assert {row.inclusion for row in found.channels} == {None}
    assert found.regret is found.affordable is found.worst_loss is found.proven is None
    assert "inclusion" not in found.errors
    assert set(found.reach) == {"now"}
    whole = robustness(toss(), draws=20)
    assert [row.acceptability for row in found.channels] == [row.acceptability for row in whole.channels]


def test_the_contract_of_the_json():
    found = robustness(toss(), draws=20).to_json()
    assert {"draws", "channels", "regret", "errors"} <= set(found)
    assert set(found["channels"][0]) >= {"id", "acceptability", "inclusion", "class"}
    assert set(found["regret"]) >= {"mean", "p95"}
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_what_was_taken_for_granted_is_counted():
    found = robustness(mini_rupture(), draws=3)
    assert found.assumptions == (
        "5 of 5 active ties state no confidence: it is taken as medium",
        "2 of 2 channels state no confidence: it is taken as medium",
        "2 of 2 candidate channels open in every version: their success is 1",
    )


def test_nothing_to_choose_from():
    net = Network.from_tables([{"id": "a", "side": "A"}, {"id": "b", "side": "B"}])
    found = robustness(net, draws=3).to_json()
    assert found["channels"] == []
    assert found["portfolio"] == []
    assert found["regret"]["mean"] == 0


def test_questions_that_cannot_be_answered_are_refused():
    with pytest.raises(UsageError, match="draws"):
        robustness(toss(), draws=0)
    with pytest.raises(UsageError, match="no conversation"):
        robustness(Network.from_tables([{"id": "a", "side": "A"}]))
    with pytest.raises(UnknownName):
        robustness(toss(), portfolio=["bald"])
    with pytest.raises(UsageError, match="must be chosen"):
        robustness(toss(), limits=Limits(count=0, must_have=frozenset({"bold"})), portfolio=["bold"])


# ---- who does the work ------------------------------------------------------------------------------------------


def said(net: Network, **options: object) -> bytes:
    return json.dumps(robustness(net, limits=Limits(budget=4), draws=12, **options).to_json()).encode()


def test_the_same_bytes_whoever_does_the_work(monkeypatch):
    net = random_network(3)
    alone = said(net)
    monkeypatch.setattr(sys.modules[robustness.__module__], "run_all", partial(run_all, seconds=0))
    with ThreadPoolExecutor(3) as threads:
        assert said(net, executor=threads) == alone
    for workers in (1, 2):
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
            assert said(net, executor=processes) == alone


def test_another_seed_is_another_draw():
    net = random_network(3)
    assert said(net, seed=1) != said(net)


def test_a_run_goes_on_where_it_stopped(tmp_path):
    net = random_network(3)
    alone = said(net)
    kept = Kept(tmp_path / "run.jsonl", "key")

    def stop(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        said(net, kept=kept, progress=stop)
    assert said(net, kept=kept) == alone
    seen: list[int] = []
    assert said(net, kept=kept, progress=lambda done, total: seen.append(done)) == alone
    assert seen == [12]
