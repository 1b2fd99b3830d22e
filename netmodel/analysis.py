"""The whole flow: analyse() measures, ranks and explains; Analysis holds all it found, as plain values."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field
from importlib import import_module, metadata
from pathlib import PurePath
from typing import Any

from netmodel import __version__, explain
from netmodel.decide import Ranking, rank_channels
from netmodel.decide.credit import joined_pairs
from netmodel.decide.recommend import DRAWS, Progress, Recommendation, recommend
from netmodel.engine.fast import engine_name
from netmodel.engine.kernel import Reach
from netmodel.engine.spectral import disagreement
from netmodel.engine.worlds import Estimate, Worlds
from netmodel.errors import Problem
from netmodel.explain.model import model_of
from netmodel.explain.recommendation import Words, recommendation_words
from netmodel.measures import MEASURES, Measurement, measure, tidy
from netmodel.measures.sides import cross_side_efficiency
from netmodel.network import Channel, Network, Stakeholder, Tie
from netmodel.policy.systems import SYSTEMS, Finding, findings
from netmodel.schema import kinds

SCHEMA_VERSION = "1.0"
PACKAGES = ("networkx", "numpy", "scipy")


@dataclass(frozen=True, repr=False)
class Analysis:
    """Everything that was found about a network; `to_json` is all that any report reads.

    Attributes
    ----------
    net : Network
    ranking : Ranking
        Channels, with reach now and before.
    measured : Measurement
        Measures of stakeholders.
    beside : dict
        What is reported beside reach, each with ``now`` and ``before``.
    answer : dict
        The headline, the sentences and the line on neutrality.
    options : dict
        What was asked.
    recommendation : Recommendation, optional
        The front, the portfolio, its order and how sure all that is; None where nothing can be chosen, or where it
        was not asked for.
    words : dict
        The recommendation in sentences, by what they are about.
    findings : dict
        What each policy system found, by name; empty where they were not asked.
    """

    net: Network
    ranking: Ranking
    measured: Measurement
    beside: dict[str, Any]
    answer: dict[str, Any]
    options: dict[str, Any]
    recommendation: Recommendation | None = None
    words: Words = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Analysis of {self.net!r}>"

    def _repr_html_(self) -> str:
        """How a notebook shows the analysis: its page, in a sandboxed frame.

        The frame is the report's, which stands above this room: nothing of it is imported here, it is asked for by
        name, as the public names of netmodel are, when a notebook wants to see the analysis.
        """
        frame: str = import_module("netmodel.report.notebook").to_frame(self.to_json())
        return frame

    def to_json(self) -> dict[str, Any]:
        """Everything as plain values: no clock, no user, no path; numbers rounded to 12 decimals."""
        net, notes = self.net, bool(self.options["notes"])
        values = {
            "schema_version": SCHEMA_VERSION,
            "tool": _tool(len(net.stakeholder)),
            "inputs": [{**asdict(source), "file": PurePath(source.file).name} for source in net.provenance.sources],
            "options": self.options,
            "study": _study(net),
            "answer": self.answer,
            "reach": self.ranking.reach,
            "beside": self.beside,
            "channels": [
                {
                    **ranked.to_json(),
                    **_channel(net, net.channel[ranked.id]),
                    **_row(net.channel[ranked.id], notes),
                    "why": explain.why(net, self.ranking, ranked),
                }
                for ranked in self.ranking.channels
            ],
            "recommendation": self._recommendation(),
            "systems": {name: _finding(name, finding) for name, finding in self.findings.items()},
            "open_channels": [
                {**_channel(net, row), **_row(row, notes), "name": row.name} for row in net.open_channels
            ],
            "stakeholders": [
                {**_stakeholder(row), **_row(row, notes), "measures": self._measures_of(row.id)}
                for row in net.stakeholder.values()
            ],
            "ties": [{**_tie(net, row), **_row(row, notes)} for row in _ties_here(net)],
            "measures": {name: MEASURES[name].to_json() for name in self.measured.stakeholders},
            "kinds": _kinds(),
            "assumptions": [{**asdict(item), "text": item.text} for item in net.provenance.assumptions],
            "warnings": _problems(net.provenance.warnings),
            "notices": [*self.ranking.notices, *_texts(net.provenance.notices)],
            "model": model_of(net, before=self.ranking.reach["before"]),
        }
        return {name: rounded(value) for name, value in values.items()}

    def _recommendation(self) -> dict[str, Any] | None:
        found = self.recommendation
        if found is None:
            return None
        return {
            "limits": found.limits,
            "portfolio": found.portfolio.to_json(),
            "sequence": found.sequence.to_json(),
            "robustness": found.robustness.to_json() if found.robustness else None,
            "sensitivity": [row.to_json() for row in found.sensitivity],
            "front": found.front.to_json(),
            "interactions": [asdict(pair) for pair in found.interactions.pairs],
            "words": self.words,
        }

    def _measures_of(self, stakeholder: str) -> dict[str, Any]:
        return {name: values.get(stakeholder) for name, values in self.measured.stakeholders.items()}


def analyse(
    net: Network,
    *,
    budget: float | None = None,
    max_risk: float | None = None,
    draws: int = DRAWS,
    decide: bool = True,
    systems: bool = True,
    seed: int = 0,
    notes: bool = False,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Run the whole flow on a network: measure, rank channels, choose and order them, explain.

    Parameters
    ----------
    net : Network
    budget, max_risk : float, optional
        What the portfolio keeps to; by default what netmodel.toml says, else the knee of the front.
    draws : int
        Plausible versions that say how sure the portfolio is; 0 leaves that out.
    decide : bool
        False leaves out the portfolio with all that belongs to it: the ranking and the measures alone.
    systems : bool
        False leaves out the policy systems (clearance, parity, agenda, vetoes, allies and the rest).
    seed : int
        For everything that is drawn; same seed, same answer.
    notes : bool
        Put free-text notes into the result; they are left out otherwise.
    executor : concurrent.futures.Executor, optional
        Who draws the versions; the answer is the same.
    progress : callable, optional
        Given what is being done, and how much of how much is.

    Returns
    -------
    Analysis

    Examples
    --------
    >>> people = [{"id": "gac", "side": "Canada"}, {"id": "mid", "side": "Russia"}]
    >>> tie = {"source": "gac", "target": "mid", "strength": 0.4, "status_2013": "active", "status_2021": "severed"}
    >>> analyse(Network.from_tables(people, [tie])).answer["headline"].replace("\\xa0", " ")
    'Reach between Canada and Russia is 0.0 % now, 40.0 % in 2013; the informal channel that adds most is gac – mid
    (informal) (+40.00 points, 100 % of what was lost).'
    """
    views = [view for view in (net, net.before) if view is not None]
    states = [Reach.of(view) for view in views]
    worlds = [Worlds.of(view, seed=seed) for view in views]
    ranking = rank_channels(
        net, seed=seed, state=states[0], earlier=states[1] if len(states) > 1 else None, worlds=worlds[0]
    )
    chosen = None
    if decide:
        chosen = recommend(
            net,
            budget=budget,
            max_risk=max_risk,
            draws=draws,
            seed=seed,
            state=states[0],
            executor=executor,
            progress=progress,
        )
    words = recommendation_words(net, chosen) if chosen else {}
    measured = measure(net, _shown())
    reliability = worlds[0].reliability() if ranking.reach["now"] is not None else None
    beside = {
        name: dict(zip(("now", "before"), [*values, None], strict=False))
        for name, values in _beside(views, states, worlds).items()
    }
    beside["pairs_joined"]["all"] = _pairs(net)
    doors = measured.stakeholders.get("cross_side_betweenness", {})
    answer = {
        "headline": explain.headline(net, ranking),
        "sentences": explain.situation(net, ranking, doors),
        "recommendation": words["portfolio"][:1] if chosen else [],
        "uncertainty": explain.uncertainty(net, reliability),
        "neutrality": explain.NEUTRALITY,
    }
    options = {
        "at": net.date,
        "before": net.before_date,
        "between": list(net.sides),
        "opened": sorted(net.opened),
        "removed": sorted(net.removed),
        "budget": chosen.portfolio.limits.get("budget") if chosen else budget,
        "max_risk": chosen.portfolio.limits.get("max_risk") if chosen else max_risk,
        "draws": draws if chosen else 0,
        "seed": seed,
        "notes": notes,
    }
    found = findings(net) if systems else {}
    return Analysis(net, ranking, measured, beside, answer, options, chosen, words, found)


def _beside(views: list[Network], states: list[Reach], worlds: list[Worlds]) -> dict[str, list[Any]]:
    """What is always reported beside reach, for each view of the network."""
    order = {row.id: position for position, row in enumerate(views[0].stakeholders)}
    return {
        "connectedness": [tidy(state.connectedness) for state in states],
        "reliability": [_estimate(drawn.reliability()) for drawn in worlds],
        "disagreement": [tidy(disagreement(view)) for view in views],
        "cross_side_efficiency": [tidy(cross_side_efficiency(view.graph)) for view in views],
        "pairs_joined": [int(joined_pairs(state, order).sum()) // 2 for state in states],
    }


def _finding(name: str, finding: Finding) -> dict[str, Any]:
    """What a policy system found, with its question, its words and its table."""
    header, rows = finding.table()
    about = {"title": SYSTEMS[name].title, "question": SYSTEMS[name].question, "lacks": finding.lacks}
    table = {"header": header, "rows": rows}
    return {**about, "sentences": list(finding.sentences), "table": table, "found": finding.to_json()}


def _shown() -> list[str]:
    """Measures of stakeholders that a report shows."""
    return [name for name in MEASURES if MEASURES[name].shown and MEASURES[name].level == "stakeholder"]


def _estimate(estimate: Estimate) -> dict[str, Any] | None:
    return None if estimate.worlds == 0 else estimate.to_json()


def _pairs(net: Network) -> int:
    sizes = [sum(row.side == side for row in net.stakeholder.values()) for side in net.sides]
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2


def rounded(value: Any) -> Any:
    """Plain values with every number rounded to 12 decimals and nan as None; tuples become lists."""
    if isinstance(value, Mapping):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(part) for part in value]
    return tidy(value)


def _tool(stakeholders: int) -> dict[str, Any]:
    packages = {name: metadata.version(name) for name in PACKAGES}
    return {
        "name": "netmodel",
        "version": __version__,
        "python": platform.python_version(),
        "packages": packages,
        "engine": engine_name(stakeholders),
    }


def _study(net: Network) -> dict[str, Any]:
    study = net.study
    counts = {
        "stakeholders": len(net.stakeholder),
        "ties": len(_ties_here(net)),
        "active_ties": len(net.active_ties),
        "channels": len(net.candidates) + len(net.open_channels),
    }
    return {
        "title": study.title or f"Who still talks: {explain.listed(net.sides)}",
        "description": study.description,
        "sides": list(net.sides),
        "between": list(net.sides),
        "now": net.now_date,
        "before": net.before_date,
        "currency": study.currency,
        "counts": counts,
    }


def _row(row: Stakeholder | Tie | Channel, notes: bool) -> dict[str, Any]:
    """Evidence of a row and where it stands; notes only where they were asked for."""
    values = {
        "citation": row.citation,
        "confidence": row.confidence,
        "assumed": list(row.assumed),
        "file": PurePath(row.file).name,
        "line": row.line,
        "extra": dict(row.extra),
    }
    return {**values, "notes": row.notes} if notes else values


def _stakeholder(row: Stakeholder) -> dict[str, Any]:
    names = ("id", "name", "side", "party", "kind", "title", "level", "rank", "issues", "influence", "permeability")
    return {name: getattr(row, name) for name in (*names, "aliases", "x", "y")}


def _tie(net: Network, row: Tie) -> dict[str, Any]:
    names = ("id", "source", "target", "kind", "formality", "sign", "strength", "directed", "issues")
    dated = {"status": net.status(row), "status_before": net.before.status(row) if net.before else None}
    return {**{name: getattr(row, name) for name in (*names, "since", "until", "evidence")}, **dated}


def _ties_here(net: Network) -> list[Tie]:
    """Ties of any status whose ends are there."""
    here = net.stakeholder
    return [t for t in net.ties if t.source in here and t.target in here and t.id not in net.removed]


def _channel(net: Network, row: Channel) -> dict[str, Any]:
    here = [person for person in row.participants if person.stakeholder in net.stakeholder]
    people = [{"id": p.stakeholder, "uptake": p.uptake, "uptake_out": p.uptake_out} for p in here]
    values = {
        name: getattr(row, name) for name in ("id", "quality", "modality", "issues", "requires", "requires_any")
    }
    return {**values, "participants": people}


def _kinds() -> dict[str, Any]:
    return {
        table: {
            name: {"symbol": kind.symbol, "formality": kind.formality, "role": kind.role, "meaning": kind.meaning}
            for name, kind in kinds(table).items()
        }
        for table in ("stakeholders", "ties", "channels")
    }


def _problems(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    """Warnings in an order that does not depend on the order of rows."""
    plain = [{**problem.to_json(), "file": PurePath(problem.file).name} for problem in problems]
    return sorted(plain, key=lambda item: [str(item[name]) for name in ("file", "code", "column", "value")])


def _texts(problems: tuple[Problem, ...]) -> list[str]:
    return [
        f"{item['file']}: {' '.join(str(item[name]) for name in ('column', 'value', 'expected') if item[name])}"
        for item in _problems(problems)
    ]
