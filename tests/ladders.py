"""Small studies with several sides and issues, and every plan there is of their channels: what ladders must equal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, permutations
from typing import Any

from netmodel import Network, Study

CAPS = {"in-person": 0.9, "hybrid": 0.7, "virtual": 0.4, "written": 0.2}
ISSUES = ["i1", "i2", "i3"]

Key = tuple[frozenset[str], str]
"""Two sides and an issue; "" is what no channel names."""


def random_tables(seed: int, *, sides: int = 2, channels: int = 5) -> dict[str, Any]:
    """Rows of a study, the trust there is, and the share that spills over."""
    rng = random.Random(seed)
    names = [f"c{k}" for k in range(rng.randrange(1, channels + 1))]
    people = [{"id": f"{side}{k}", "side": side} for side in "ABC"[:sides] for k in (1, 2)]

    def row(name: str) -> dict[str, Any]:
        who = rng.sample([person["id"] for person in people], rng.choice([2, 2, 3]))
        return {
            "id": name,
            "participants": "; ".join(who if rng.random() < 0.4 else ["A1", "B1"]),
            "needs_trust": rng.choice([0, 0, 0, 0.2, 0.3]),
            "builds_trust": rng.choice([0.05, 0.1, 0.2, 0.3]),
            "lead_time_months": rng.randrange(4),
            "requires": "; ".join(other for other in names if other != name and rng.random() < 0.1),
            "excludes": "; ".join(other for other in names if other != name and rng.random() < 0.05),
            "issues": "; ".join(issue for issue in ISSUES if rng.random() < 0.4),
            "kind": rng.choice(["academic", "formal", "official-signal"]),
            "modality": rng.choice(list(CAPS)),
        }

    issues = [
        {
            "issue": issue,
            "sensitivity": rng.choice([0, 0.2, 0.25, 0.4]),
            "red_line": rng.choice(["no"] * 4 + ["yes"]),
        }
        for issue in ISSUES
    ]
    return {
        "people": people,
        "channels": [row(name) for name in names],
        "issues": issues,
        "trust": rng.choice([0, 0.1, 0.15]),
        "spill_over": rng.choice([0, 0.25, 0.5, 1]),
    }


def network_of(tables: dict[str, Any]) -> Network:
    """The study of such rows."""
    sides = tuple(dict.fromkeys(row["side"] for row in tables["people"]))
    study = Study(sides=sides, trust=tables["trust"])
    return Network.from_tables(tables["people"], channels=tables["channels"], issues=tables["issues"], study=study)


class Oracle:
    """What the rows mean, in floats and from the words alone."""

    def __init__(self, tables: dict[str, Any], *, caps: dict[str, float] = CAPS) -> None:
        self.rows = {row["id"]: row for row in tables["channels"]}
        self.side = {row["id"]: row["side"] for row in tables["people"]}
        self.sides = sorted(set(self.side.values()))
        self.issues = {row["issue"]: row for row in tables["issues"]}
        self.trust, self.spill, self.caps = tables["trust"], tables["spill_over"], caps
        self.pairs = [frozenset(pair) for pair in combinations(self.sides, 2)]

    def words(self, name: str, column: str) -> list[str]:
        """The ids in a cell."""
        return [word for word in self.rows[name][column].split("; ") if word]

    def met(self, name: str) -> list[frozenset[str]]:
        """Pairs of sides that meet."""
        here = {self.side[who] for who in self.words(name, "participants")}
        return [pair for pair in self.pairs if pair <= here]

    def start(self) -> dict[Key, float]:
        """The trust of today."""
        return {(pair, issue): self.trust for pair in self.pairs for issue in [*ISSUES, ""]}

    def after(self, name: str, levels: dict[Key, float]) -> dict[Key, float]:
        """Trust once a channel is open."""
        named, builds, cap = self.words(name, "issues"), self.rows[name]["builds_trust"], self.cap(name)
        found = dict(levels)
        for pair in self.met(name):
            for issue in [*ISSUES, ""]:
                amount = builds if not named or issue in named else builds * self.spill
                found[pair, issue] = max(levels[pair, issue], min(cap, levels[pair, issue] + amount))
        return found

    def cap(self, name: str) -> float:
        """Trust above which a channel adds nothing."""
        return self.caps[self.rows[name]["modality"]]

    def able(self, name: str, ready: set[str], levels: dict[Key, float]) -> bool:
        """Whether a channel may be opened now."""
        row, named = self.rows[name], self.words(name, "issues")
        if not set(self.words(name, "requires")) <= ready:
            return False
        if any(name in self.words(other, "excludes") or other in self.words(name, "excludes") for other in ready):
            return False
        gated = row["kind"] != "official-signal"
        free = [issue for issue in named if not gated or self.issues[issue]["red_line"] == "no"]
        if named and not free:
            return False
        met = self.met(name)
        near = [p for p in self.pairs if p & {self.side[who] for who in self.words(name, "participants")}]
        groups = [met] if met else [[pair] for pair in near]
        return any(
            min(levels[pair, issue] for pair in group) >= max(row["needs_trust"], self.asks(issue, gated)) - 1e-9
            for issue in free or [""]
            for group in groups
        )

    def asks(self, issue: str, gated: bool) -> float:
        """The sensitivity that a channel on an issue waits for."""
        return float(self.issues[issue]["sensitivity"]) if issue and gated else 0.0

    def plans(self) -> Iterator[tuple[tuple[str, ...], dict[Key, float], dict[Key, float]]]:
        """Every order of channels that can be taken, with all trust before the last and after it."""
        for length in range(len(self.rows) + 1):
            for order in permutations(self.rows, length):
                levels, ready, before = self.start(), set[str](), self.start()
                for name in order:
                    if not self.able(name, ready, levels):
                        break
                    before, levels = levels, self.after(name, levels)
                    ready.add(name)
                else:
                    yield order, before, levels

    def months(self, order: tuple[str, ...]) -> float:
        """Lead times together."""
        return float(sum(self.rows[name]["lead_time_months"] for name in order))
