"""Limits as they are typed: what holds where none is given, and what a target means."""

from __future__ import annotations

import math

import pytest
from networks import mini_rupture

from netmodel import Network, Study, UsageError
from netmodel.cli.limits import limits_of, worth_of

NONE = {"budget": None, "max_risk": None, "max_total_risk": None, "count": None}


def test_the_study_speaks_where_nothing_is_asked_and_inf_lifts_it():
    net = Network.from_tables([{"id": "a"}], study=Study(budget=5, max_risk=0.3))
    assert limits_of(net, NONE) == NONE | {"budget": 5, "max_risk": 0.3}
    assert limits_of(net, NONE | {"budget": math.inf, "count": 2}) == NONE | {"max_risk": 0.3, "count": 2}


def test_a_target_is_a_worth_or_a_share_of_the_loss():
    """MiniRupture fell from 1 to .25: 60 % of the loss won back is .25 + .6 * .75."""
    assert worth_of(mini_rupture(), "0.14", "reach") == 0.14
    assert worth_of(mini_rupture(), "60 %", "reach") == pytest.approx(0.7)


@pytest.mark.parametrize("text", ["much", "-0.1", "nan", "inf", "1.4", "%"])
def test_what_is_no_target_is_refused_with_an_example(text: str):
    with pytest.raises(UsageError, match=r"write 0\.14, or 60% of what was lost"):
        worth_of(mini_rupture(), text, "reach")


def test_a_share_of_a_loss_needs_a_loss():
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    with pytest.raises(UsageError, match="no earlier date"):
        worth_of(Network.from_tables(people), "60%", "reach")
    tie = {"source": "a", "target": "b", "status_2013": "none", "status_2021": "active"}
    with pytest.raises(UsageError, match="nothing was lost since 2013"):
        worth_of(Network.from_tables(people, [tie]), "60%", "reach")
