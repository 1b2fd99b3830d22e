"""Who is meant at an end of a route: ids, selectors, and both together."""

from __future__ import annotations

import pytest

from netmodel import Network, UsageError
from netmodel.measures.endpoints import is_selector, stakeholders_of, two_ends


@pytest.fixture
def net() -> Network:
    rows = [
        {"id": "gac", "side": "North", "kind": "ministry", "level": 1, "issues": "trade"},
        {"id": "edc", "side": "North", "kind": "export credit", "level": 2},
        {"id": "mid", "side": "South", "kind": "ministry", "level": 1},
        {"id": "forum", "kind": "academic"},
        {"id": "side:odd", "side": "South", "kind": "academic"},
    ]
    return Network.from_tables(rows)


@pytest.mark.parametrize(
    ("who", "meant"),
    [
        ("gac", ("gac",)),
        ("side:North", ("edc", "gac")),
        ("SIDE:north".lower(), ("edc", "gac")),
        ("side:third", ("forum",)),
        ("kind:ministry", ("gac", "mid")),
        ("kind:ministry side:South", ("mid",)),
        ("kind:export credit", ("edc",)),
        ("side:North kind:export credit level:2", ("edc",)),
        ("kind:ministry kind:academic side:South", ("mid", "side:odd")),
        ("level:1", ("gac", "mid")),
        ("issue:trade", ("gac",)),
        ("id:gac id:mid", ("gac", "mid")),
        ("side:odd", ("side:odd",)),
        (["gac", "kind:academic"], ("forum", "gac", "side:odd")),
        (("mid", "mid"), ("mid",)),
    ],
)
def test_who_is_meant(net: Network, who: str | list[str], meant: tuple[str, ...]) -> None:
    assert stakeholders_of(net, who) == meant


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("gak", "stakeholder 'gak' is not known; did you mean 'gac'"),
        ("side:Nort", "nobody has the side 'Nort'; did you mean 'North'"),
        ("kind:ministry level:2", "nobody is kind:ministry level:2"),
        ("side:", "nobody has the side ''"),
        ([], "nobody is named"),
        ("colour:red", "is not known"),
    ],
)
def test_nobody_meant_is_explained(net: Network, who: str | list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        stakeholders_of(net, who)


def test_ends_share_nobody(net: Network) -> None:
    assert two_ends(net, "side:North", "mid").all == {"gac", "edc", "mid"}
    with pytest.raises(UsageError, match="'gac' is both ends"):
        two_ends(net, "side:North", "kind:ministry")


def test_what_is_written_as_a_selector() -> None:
    assert is_selector(" side:x") and is_selector("kind:") and not is_selector("a side:x") and not is_selector("x:y")
