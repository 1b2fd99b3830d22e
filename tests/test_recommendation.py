"""A recommendation in words: where its limits come from, and a line for every result."""

from __future__ import annotations

from netmodel import Network, Study
from netmodel.decide.recommend import recommend
from netmodel.explain.recommendation import recommendation_words

PEOPLE = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
LADDER = [
    {"id": f"c{k}", "participants": "a:1; b:1", "quality": q, "cost": c, "risk": r}
    for k, (q, c, r) in enumerate([(0.1, 1, 0.1), (0.5, 2, 0.3), (0.6, 6, 0.2), (0.7, 10, 0.9)])
]


def told(net: Network, **asked: float) -> str:
    return recommendation_words(net, recommend(net, draws=5, **asked))["limits"][0]


def test_the_limits_say_where_they_come_from():
    net = Network.from_tables(PEOPLE, channels=LADDER)
    toml = Network.from_tables(PEOPLE, channels=LADDER, study=Study(budget=6, currency="CAD"))
    assert told(net, budget=2) == "As asked: a budget of 2."
    assert told(toml) == "As netmodel.toml says: a budget of CAD\xa06."
    assert told(toml, max_risk=0.3) == "As asked: a budget of CAD\xa06 and no channel riskier than 0.30."
    assert told(toml, budget=float("inf")) == (
        "As asked, nothing limits the set but what its channels require and exclude."
    )
    assert told(net) == "No budget is given; a budget of 2 is the knee of the front, beyond which money buys less."


def test_every_result_has_its_words():
    net = Network.from_tables(PEOPLE, channels=LADDER, study=Study(budget=6))
    words = recommendation_words(net, recommend(net, draws=20))
    assert all(words[name] for name in ("portfolio", "sequence", "robustness", "front", "interactions"))
    assert words["portfolio"][0].startswith("Open c2")
    quiet = recommendation_words(net, recommend(net, draws=0))
    assert quiet["robustness"] == []
