"""The fewest further messages: by hand, and against the enumeration of every set of recipients."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

import numpy as np
import pytest
from test_arrival import Rows, random_study, uncertain, worlds

from netmodel import Network
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.authority import is_senior, officials
from netmodel.policy.influence import Messages, fewest_messages

ALL_RANKS = (1, 5)


def fewest_by_enumeration(
    net: Network, source: str, needed: tuple[str, ...], threshold: float, goal: int
) -> tuple[int, int]:
    """How many of the needed can be cleared at all, and the fewest messages that clear `goal`, or all these."""
    here = {row.id: row for row in net.stakeholder.values() if row.side == "ca"}
    rank = here[source].rank
    names = sorted(here)
    place = {name: n for n, name in enumerate(names)}
    weights, masks = [], []
    for weight, reach in worlds(net, rank):
        weights.append(weight)
        masks.append([sum(1 << place[one] for one in reach([name])) for name in names])
    chances, table = np.array(weights), np.array(masks, dtype=np.int64)
    open_to = [name for name in names if name != source and not is_senior(here[name].rank, rank)]

    def cleared(sent: tuple[str, ...]) -> int:
        reached = np.bitwise_or.reduce(table[:, [place[one] for one in (source, *sent)]], axis=1)
        return sum(chances @ ((reached >> place[name]) & 1) >= threshold - 1e-12 for name in needed)

    most = cleared(tuple(open_to))
    for count in range(len(open_to) + 1):
        if any(cleared(sent) >= min(goal, most) for sent in itertools.combinations(open_to, count)):
            return most, count
    raise AssertionError


def compare(seed: int) -> bool:
    """The answer for one random study against enumeration; False where it would take too long."""
    net = random_study(seed, ties=12, gates=2)
    rng = random.Random(seed)
    senders = [row.id for row in net.stakeholders if row.side == "ca" and row.rank]
    if uncertain(net) > 9 or not senders:
        return False
    source, threshold, share = rng.choice(senders), rng.choice([0.3, 0.5, 0.7, 1]), rng.choice([1, 1, 0.5])
    found = fewest_messages(net, source, threshold=threshold, share=share, rank_window=ALL_RANKS)
    assert found is not None and found.wanted == math.ceil(share * len(found.needed))
    most, count = fewest_by_enumeration(net, source, found.needed, threshold, found.wanted)
    assert found.optimal and found.exact_chances and len(found.recipients) == count, seed
    assert found.feasible == (most >= found.wanted) and len(found.cleared) >= min(most, found.wanted)
    assert len(found.needed) - len(found.beyond) == most
    named = {p.stakeholder for c in net.channels if c.kind == "formal" for p in c.participants}
    assert set(found.needed) == {n for n in named & officials(net) if net.stakeholder[n].side == "ca"}
    return True


def test_fewest_messages_equal_enumeration() -> None:
    assert sum(compare(seed) for seed in range(45)) > 20


@pytest.mark.laws
def test_fewest_messages_equal_enumeration_on_three_hundred_studies() -> None:
    assert sum(compare(seed) for seed in range(1000, 1700)) > 300


def study(*ties: tuple[str, str, float], needed: str, **levels: int) -> Network:
    names = sorted({name for tie in ties for name in tie[:2]})
    people = [{"id": name, "side": "ca", "level": levels.get(name, 3)} for name in names]
    rows: Rows = [{"source": a, "target": b, "kind": "hierarchical", "strength": p} for a, b, p in ties]
    return Network.from_tables(people, rows, channels=[{"id": "talks", "kind": "formal", "participants": needed}])


def ask(net: Network, source: str = "adm", **options: Any) -> Messages:
    found = fewest_messages(net, source, **options)
    assert found is not None
    return found


def test_a_message_to_a_common_superior_serves_two() -> None:
    """By hand: dg reaches a and b with .6 each, the source with .24; one message to dg clears both."""
    net = study(("adm", "dg", 0.4), ("dg", "a", 0.6), ("dg", "b", 0.6), needed="a; b")
    assert ask(net).recipients == ("dg",)
    assert ask(net, threshold=0.2).recipients == ()
    assert ask(net, threshold=0.7).recipients == ("a", "b")
    assert len(ask(net, threshold=0.7, share=0.5).recipients) == 1


def test_two_messages_may_be_needed_where_neither_is_enough() -> None:
    """By hand: each superior reaches the target with .4, both with .64; one to the target is fewer."""
    net = study(("x", "target", 0.4), ("y", "target", 0.4), ("adm", "x", 0.01), needed="target", target=2)
    assert ask(net, threshold=0.5).beyond == ("target",), "more senior than the source, so no tie leads to it"
    net = study(("x", "target", 0.4), ("y", "target", 0.4), ("adm", "x", 0.01), needed="target")
    assert ask(net, threshold=0.5).recipients == ("target",)


def test_who_is_senior_cannot_be_sent_the_message() -> None:
    net = study(("adm", "a", 0.9), ("minister", "adm", 0.9), needed="a; minister", minister=1)
    found = ask(net)
    assert found.beyond == ("minister",) and not found.feasible and found.recipients == () and found.cleared == ("a",)
    assert ask(net, share=0.5).feasible


def test_a_sender_outside_the_window_clears_nobody_with_any_message() -> None:
    net = study(("adm", "a", 0.9), ("minister", "adm", 0.9), needed="a", minister=1)
    found = ask(net, "minister")
    assert found.beyond == found.needed == ("a",) and not found.feasible and found.recipients == ()


def test_the_search_that_is_stopped_says_how_far_it_may_be_off() -> None:
    rng = random.Random(7)
    ties = [(f"b{k}", f"o{n:02}", 0.4) for n in range(14) for k in sorted(rng.sample(range(7), 3))]
    net = study(*ties, needed="; ".join(f"o{n:02}" for n in range(14)), adm=3)
    full = ask(net, "b0")
    short = ask(net, "b0", node_limit=0)
    assert full.optimal and full.nodes > 1 and short.nodes == 0 and short.gap >= 0
    assert short.lower_bound <= len(full.recipients) <= len(short.recipients)


def test_channels_may_be_named_and_are_checked() -> None:
    net = study(("adm", "a", 0.2), ("adm", "b", 0.2), needed="a")
    assert ask(net, channels=["talks"]).needed == ("a",) and ask(net, channels=[]).needed == ()
    with pytest.raises(UnknownName, match="did you mean 'talks'"):
        ask(net, channels=["talk"])
    with pytest.raises(UsageError, match="share"):
        ask(net, share=1.5)
    with pytest.raises(UsageError, match="threshold"):
        ask(net, threshold=0)


def test_nobody_to_send_it_gives_nothing() -> None:
    assert fewest_messages(Network.from_tables([])) is None
    assert fewest_messages(Network.from_tables([{"id": "a", "side": "ca", "level": 1}])) is None
