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
    from netmodel.decide.breakeven import BreakEven as BreakEven
    from netmodel.decide.breakeven import break_even as break_even
    from netmodel.decide.candidates import suggest_channels as suggest_channels
    from netmodel.decide.choice import Limits as Limits
    from netmodel.decide.interactions import Interactions as Interactions
    from netmodel.decide.interactions import interactions as interactions
    from netmodel.decide.objective import OBJECTIVES as OBJECTIVES
    from netmodel.decide.pareto import Front as Front
    from netmodel.decide.pareto import pareto as pareto
    from netmodel.decide.portfolio import Portfolio as Portfolio
    from netmodel.decide.portfolio import best_portfolio as best_portfolio
    from netmodel.decide.robustness import Robustness as Robustness
    from netmodel.decide.robustness import robustness as robustness
    from netmodel.decide.sensitivity import sensitivity as sensitivity
    from netmodel.decide.sequence import Plan as Plan
    from netmodel.decide.sequence import best_sequence as best_sequence
    from netmodel.decide.streamed import score_channels as score_channels
    from netmodel.decide.suggestion import Suggestions as Suggestions
    from netmodel.errors import InputError as InputError
    from netmodel.errors import NetmodelError as NetmodelError
    from netmodel.errors import Problem as Problem
    from netmodel.errors import UsageError as UsageError
    from netmodel.explain.brief import brief as brief
    from netmodel.measures import MEASURES as MEASURES
    from netmodel.measures import measure as measure
    from netmodel.measures import register as register
    from netmodel.measures.balance import structural_balance as structural_balance
    from netmodel.measures.brokerage import brokerage as brokerage
    from netmodel.measures.communities import find_communities as find_communities
    from netmodel.measures.cuts import bottlenecks as bottlenecks
    from netmodel.measures.cuts import minimum_cut as minimum_cut
    from netmodel.measures.disjoint import disjoint_routes as disjoint_routes
    from netmodel.measures.keyplayer import key_players as key_players
    from netmodel.measures.nulls import null_test as null_test
    from netmodel.measures.overlap import redundant_channels as redundant_channels
    from netmodel.measures.overlap import s_overlap as s_overlap
    from netmodel.measures.resilience import relay_resilience as relay_resilience
    from netmodel.measures.resilience import widest_route as widest_route
    from netmodel.measures.routes import find_routes as find_routes
    from netmodel.measures.two_terminal import two_terminal_reliability as two_terminal_reliability
    from netmodel.network import Network as Network
    from netmodel.network import Study as Study
    from netmodel.network.revisions import revisions as revisions
    from netmodel.policy.agenda import agenda as agenda
    from netmodel.policy.axes import two_axes as two_axes
    from netmodel.policy.benchmark import benchmark as benchmark
    from netmodel.policy.capacity import capacity as capacity
    from netmodel.policy.cascade import cascade as cascade
    from netmodel.policy.comparison import compare as compare
    from netmodel.policy.counterparts import match_counterparts as match_counterparts
    from netmodel.policy.ladder import ladder as ladder
    from netmodel.policy.parity import parity as parity
    from netmodel.policy.permeability import permeability as permeability
    from netmodel.policy.regions import pair_regions as pair_regions
    from netmodel.policy.sweep import sweep as sweep
    from netmodel.policy.systems import SYSTEMS as SYSTEMS
    from netmodel.policy.systems import findings as findings
    from netmodel.policy.timeline import timeline as timeline
    from netmodel.policy.track import track_quality as track_quality
    from netmodel.policy.trade import trade_parity as trade_parity
    from netmodel.policy.vetoes import vetoes as vetoes
    from netmodel.readwrite import read as read
    from netmodel.readwrite import write_templates as write_templates
    from netmodel.readwrite.export import write as write
    from netmodel.readwrite.scenario import apply_scenario as apply_scenario
    from netmodel.readwrite.scenario import read_scenario as read_scenario
    from netmodel.report import to_html as to_html
    from netmodel.report import to_text as to_text
    from netmodel.report.notebook import to_frame as to_frame
    from netmodel.report.pyvisout import to_pyvis as to_pyvis


__version__ = "0.1.0"

_HOMES = {
    "Analysis": "netmodel.analysis",
    "BreakEven": "netmodel.decide.breakeven",
    "Front": "netmodel.decide.pareto",
    "InputError": "netmodel.errors",
    "Interactions": "netmodel.decide.interactions",
    "Limits": "netmodel.decide.choice",
    "MEASURES": "netmodel.measures",
    "NetmodelError": "netmodel.errors",
    "Network": "netmodel.network",
    "OBJECTIVES": "netmodel.decide.objective",
    "Plan": "netmodel.decide.sequence",
    "Portfolio": "netmodel.decide.portfolio",
    "Problem": "netmodel.errors",
    "Ranking": "netmodel.decide",
    "Robustness": "netmodel.decide.robustness",
    "SYSTEMS": "netmodel.policy.systems",
    "Study": "netmodel.network",
    "Suggestions": "netmodel.decide.suggestion",
    "UsageError": "netmodel.errors",
    "agenda": "netmodel.policy.agenda",
    "analyse": "netmodel.analysis",
    "apply_scenario": "netmodel.readwrite.scenario",
    "benchmark": "netmodel.policy.benchmark",
    "best_portfolio": "netmodel.decide.portfolio",
    "best_sequence": "netmodel.decide.sequence",
    "bottlenecks": "netmodel.measures.cuts",
    "break_even": "netmodel.decide.breakeven",
    "brief": "netmodel.explain.brief",
    "brokerage": "netmodel.measures.brokerage",
    "capacity": "netmodel.policy.capacity",
    "cascade": "netmodel.policy.cascade",
    "compare": "netmodel.policy.comparison",
    "disjoint_routes": "netmodel.measures.disjoint",
    "find_communities": "netmodel.measures.communities",
    "find_routes": "netmodel.measures.routes",
    "findings": "netmodel.policy.systems",
    "interactions": "netmodel.decide.interactions",
    "key_players": "netmodel.measures.keyplayer",
    "ladder": "netmodel.policy.ladder",
    "match_counterparts": "netmodel.policy.counterparts",
    "measure": "netmodel.measures",
    "minimum_cut": "netmodel.measures.cuts",
    "null_test": "netmodel.measures.nulls",
    "pair_regions": "netmodel.policy.regions",
    "pareto": "netmodel.decide.pareto",
    "parity": "netmodel.policy.parity",
    "permeability": "netmodel.policy.permeability",
    "rank_channels": "netmodel.decide",
    "read": "netmodel.readwrite",
    "read_scenario": "netmodel.readwrite.scenario",
    "redundant_channels": "netmodel.measures.overlap",
    "register": "netmodel.measures",
    "relay_resilience": "netmodel.measures.resilience",
    "revisions": "netmodel.network.revisions",
    "robustness": "netmodel.decide.robustness",
    "s_overlap": "netmodel.measures.overlap",
    "score_channels": "netmodel.decide.streamed",
    "sensitivity": "netmodel.decide.sensitivity",
    "structural_balance": "netmodel.measures.balance",
    "suggest_channels": "netmodel.decide.candidates",
    "sweep": "netmodel.policy.sweep",
    "timeline": "netmodel.policy.timeline",
    "to_frame": "netmodel.report.notebook",
    "to_html": "netmodel.report",
    "to_pyvis": "netmodel.report.pyvisout",
    "to_text": "netmodel.report",
    "track_quality": "netmodel.policy.track",
    "trade_parity": "netmodel.policy.trade",
    "two_axes": "netmodel.policy.axes",
    "two_terminal_reliability": "netmodel.measures.two_terminal",
    "vetoes": "netmodel.policy.vetoes",
    "widest_route": "netmodel.measures.resilience",
    "write": "netmodel.readwrite.export",
    "write_templates": "netmodel.readwrite",
}

__all__ = [*_HOMES, "__version__"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'netmodel' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
