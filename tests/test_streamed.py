"""Scores of channels without the matrix: the same figures as the ranking."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from networks import mini_rupture, random_network

from netmodel import Network, rank_channels
from netmodel.decide.streamed import score_channels
from netmodel.engine import kernel
from netmodel.errors import LimitError


@pytest.mark.parametrize("seed", range(25))
def test_scores_are_the_gains_and_ranks_of_the_ranking(seed: int):
    net = random_network(seed, sides=2 + seed % 2)
    ranking, scores = rank_channels(net), score_channels(net)
    assert [(row.id, row.group, row.rank) for row in scores.channels] == [
        (row.id, row.group, row.rank) for row in ranking.channels
    ]
    for score, row in zip(scores.channels, ranking.channels, strict=True):
        assert score.gain == pytest.approx(row.gain, abs=1e-12)
        assert score.gain_by_issue == pytest.approx(row.gain_by_issue, abs=1e-12)
        assert score.recovery == pytest.approx(row.recovery, abs=1e-9)
    for name in ("now", "before"):
        assert scores.reach[name] == pytest.approx(ranking.reach[name], abs=1e-12)


def test_the_answer_does_not_depend_on_who_works():
    net = mini_rupture()
    with ThreadPoolExecutor(2) as pool:
        assert score_channels(net, executor=pool).to_json() == score_channels(net).to_json()


def test_nothing_to_score_is_an_answer():
    scores = score_channels(Network.from_tables([{"id": "a", "side": "A"}]))
    assert (scores.channels, scores.reach) == ((), {"now": None, "before": None})


def test_a_network_beyond_memory_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kernel, "CELLS", 10)
    with pytest.raises(LimitError, match="netmodel channels --stream"):
        rank_channels(mini_rupture())
    assert len(score_channels(mini_rupture()).channels) == 2
