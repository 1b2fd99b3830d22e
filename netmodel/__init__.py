"""netmodel: stakeholder network modelling.

Which informal channels would best rebuild communication between sides that stopped talking, through whom, and how
sure is that? Read a study, and ask:

>>> import netmodel
>>> net = netmodel.read("data/stakeholders.csv")
>>> ranking = netmodel.rank_channels(net)
>>> ranking.informal[0].name
'Going to Arctic forums in Russia (SPIEF; Arctic: Present and Future)'

Names are loaded when they are first used, so that ``import netmodel`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Analysis": "netmodel.analysis",
    "InputError": "netmodel.errors",
    "MEASURES": "netmodel.measures",
    "Network": "netmodel.network",
    "NetmodelError": "netmodel.errors",
    "Problem": "netmodel.errors",
    "Ranking": "netmodel.decide",
    "Study": "netmodel.network",
    "UsageError": "netmodel.errors",
    "analyse": "netmodel.analysis",
    "find_routes": "netmodel.measures.routes",
    "measure": "netmodel.measures",
    "rank_channels": "netmodel.decide",
    "read": "netmodel.readwrite",
    "register": "netmodel.measures",
    "to_html": "netmodel.report",
    "to_text": "netmodel.report",
    "write_templates": "netmodel.readwrite",
}

__all__ = [*_HOMES, "__version__"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'netmodel' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
