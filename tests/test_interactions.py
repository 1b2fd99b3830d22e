"""How channels work together."""

from __future__ import annotations

import pytest
from decisions import decision_network
from test_portfolio import series

from netmodel import UsageError
from netmodel.decide.interactions import interactions
from netmodel.decide.objective import reach_objective


def test_two_in_series_count_only_together():
    found = interactions(series())
    assert [(p.one, p.other, p.kind) for p in found.pairs] == [("c1", "c2", "only together")]
    assert found.pairs[0].complementarity == pytest.approx(0.54675)
    assert found.pairs[0].together == pytest.approx(0.54675)
    assert found.matrix == ((0.0, found.pairs[0].complementarity), (found.pairs[0].complementarity, 0.0))


@pytest.mark.parametrize("seed", range(20))
def test_complementarity_is_what_both_add_less_what_each_adds(seed: int):
    net = decision_network(seed, channels=6, doubt=False)
    worth = reach_objective(net)
    found = interactions(net)
    none = worth.value(frozenset())
    if none != none:
        return
    for a, one in enumerate(found.channels):
        for b, other in enumerate(found.channels):
            if a != b:
                both = worth.value(frozenset({one, other}))
                expected = both - worth.value(frozenset({one})) - worth.value(frozenset({other})) + none
                assert found.matrix[a][b] == pytest.approx(expected, abs=1e-11)


def test_one_that_does_the_same_as_another_is_either_or():
    net = series().open("c1")
    twin = decision_network(0, channels=0)
    assert interactions(twin).pairs == ()
    assert interactions(net, channels=["c2"]).channels == ("c2",)
    with pytest.raises(UsageError, match="candidate channel 'c1'"):
        interactions(net, channels=["c1"])
