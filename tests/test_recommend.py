"""All decisions in one go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from networks import mini_rupture
from test_portfolio import series

from netmodel import Network
from netmodel.decide.portfolio import best_portfolio
from netmodel.decide.recommend import recommend


def test_the_portfolio_the_order_and_the_doubts_are_about_the_same_set():
    found = recommend(series(), budget=4, draws=20)
    assert found.limits == "asked"
    assert found.portfolio.channels == best_portfolio(series(), budget=4).channels == ("c1", "c2")
    assert set(found.sequence.channels) == {"c1", "c2"}
    assert found.robustness.portfolio == ("c1", "c2")
    assert found.sensitivity
    assert found.front.points
    assert found.interactions.pairs[0].kind == "only together"


def test_without_draws_there_are_no_doubts():
    found = recommend(series(), draws=0)
    assert (found.robustness, found.sensitivity) == (None, ())


def test_nothing_to_rejoin_or_to_open_gives_nothing():
    assert recommend(Network.from_tables([{"id": "a", "side": "A"}])) is None
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    assert recommend(Network.from_tables(people, [{"source": "a", "target": "b"}])) is None


def test_who_draws_changes_nothing_and_progress_is_told():
    told = []
    with ThreadPoolExecutor(2) as pool:
        shared = recommend(mini_rupture(), draws=12, executor=pool)
    alone = recommend(mini_rupture(), draws=12, progress=lambda what, done, total: told.append((what, done, total)))
    assert shared.robustness.to_json() == alone.robustness.to_json()
    assert {what for what, _, _ in told} >= {"The front", "Plausible versions", "Assumptions"}
    assert told[-1][1] == told[-1][2]
