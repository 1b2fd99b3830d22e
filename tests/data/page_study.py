"""MiniRupture as a study of its own, analysed: with its model, so that the page can try scenarios."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from netmodel import Network, Study, analyse

Json = dict[str, Any]

WHO = [
    ("PCO", "Privy Council Office", "CA", "ministry", 2),
    ("GAC", "Global Affairs Canada", "CA", "ministry", 1),
    ("TCS", "Trade Commissioner Service", "CA", "trade-commissioner", 4),
    ("UofT", "University of Toronto", "CA", "university", 5),
    ("MID", "Ministry of Foreign Affairs", "RU", "ministry", 1),
    ("MinEcon", "Ministry of Economic Development", "RU", "ministry", 2),
    ("MGIMO", "MGIMO University", "RU", "university", 5),
]
TIES = ["PCO-GAC", "GAC-TCS", "GAC-MID", "MID-MinEcon", "TCS-MinEcon", "UofT-MGIMO", "MID-MGIMO"]
CHANNELS = [
    ("talks", "Expert talks on trade", "expert-consultation", "GAC; MID", 40_000, 0.2, 4, ""),
    ("table", "Round table of companies", "business", "TCS; MinEcon", 90_000, 0.1, 6, ""),
    ("seminar", "Domestic seminar", "academic", "GAC; UofT", 15_000, 0.05, 2, ""),
    ("dialogue", "Deputy ministers' dialogue", "formal-consultation", "PCO; MID", 60_000, 0.3, 4.5, "signal"),
    ("signal", "Senior signal", "official-signal", "PCO; GAC", 10_000, 0.15, 1, ""),
]


@cache
def _analysed() -> Json:
    who = [dict(zip(("id", "name", "side", "kind", "level"), row, strict=True)) for row in WHO]
    ties = []
    for pair in TIES:
        source, target = pair.split("-")
        now = "severed" if pair in ("GAC-MID", "TCS-MinEcon") else "active"
        strength = 0.8 if pair != "UofT-MGIMO" else 0.5
        row = {"source": source, "target": target, "strength": strength, "confidence": "medium"}
        ties.append({**row, "status_2013": "active", "status_2014": now})
    names = ("id", "name", "kind", "participants", "cost", "risk", "lead_time_months", "requires")
    channels = [dict(zip(names, row, strict=True)) for row in CHANNELS]
    study = Study(
        title="A small rupture: Canada and Russia",
        before="2013",
        now="2014",
        currency="CAD",
        budget=120_000,
        signal="PCO",
    )
    net = Network.from_tables(who, ties, study=study, channels=channels)
    return analyse(net, draws=100).to_json()


def analysed() -> Json:
    """A copy of its own each time."""
    return copy.deepcopy(_analysed())
