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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netmodel.analysis import Analysis as Analysis
    from netmodel.analysis import analyse as analyse
    from netmodel.decide import Ranking as Ranking
    from netmodel.decide import rank_channels as rank_channels
    from netmodel.errors import (
        InputError as InputError,
    )
    from netmodel.errors import (
        NetmodelError as NetmodelError,
    )
    from netmodel.errors import (
        Problem as Problem,
    )
    from netmodel.errors import (
        UsageError as UsageError,
    )
    from netmodel.measures import MEASURES as MEASURES
    from netmodel.measures import measure as measure
    from netmodel.measures import register as register
    from netmodel.measures.routes import find_routes as find_routes
    from netmodel.network import Network as Network
    from netmodel.network import Study as Study
    from netmodel.readwrite import read as read
    from netmodel.readwrite import write_templates as write_templates
    from netmodel.report import to_html as to_html
    from netmodel.report import to_text as to_text

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
