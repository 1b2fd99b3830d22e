"""Measures: functions of a plain NetworkX graph, registered with their source and meaning.

A function that is registered comes back unchanged. A package that names a module in the entry-point group
``netmodel.measures`` has its measures in every table, in ``netmodel measures`` and in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from netmodel.errors import UsageError
from netmodel.network import Network
from netmodel.registry import Registry

if TYPE_CHECKING:
    import pandas as pd

Function = TypeVar("Function", bound=Callable[..., Any])
Level = Literal["stakeholder", "tie", "network"]


@dataclass(frozen=True)
class Measure:
    """A registered measure: what it computes, and everything a reader needs to trust it.

    `takes` is ``"graph"`` for a function of ``net.graph``, ``"network"`` for one that needs the tables as well.
    `reads` is the edge attribute read, `cost` the work in n and m, `convention` which of several customs is followed,
    `undefined` where it has no value. `local` says that what stands apart from a stakeholder's piece of the network
    does not change its value. `shown` says that reports show it unasked. `raw` are options that give the unnormalised
    value, empty where there is only one.
    """

    name: str
    function: Callable[..., Any]
    level: Level
    better: str
    source: str
    range: str
    meaning: str
    takes: Literal["graph", "network"]
    options: Mapping[str, Any]
    reads: str = ""
    cost: str = ""
    convention: str = ""
    undefined: str = ""
    local: bool = False
    shown: bool = True
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name as people read it."""
        return self.name.replace("_", " ")

    def __call__(self, net: Network, *, raw: bool = False) -> Any:
        """Compute the measure on a network; what a function of somebody else's raises is said with its name."""
        options = {**self.options, **(self.raw if raw else {})}
        try:
            return self.function(net.graph if self.takes == "graph" else net, **options)
        except Exception as error:
            if self.function.__module__.startswith("netmodel."):
                raise
            raise UsageError(f"measure {self.name} failed: {type(error).__name__}: {error}") from error

    def to_json(self) -> dict[str, str]:
        """Describe the measure as plain values."""
        return {name: str(getattr(self, name)) for name in DESCRIPTION}


DESCRIPTION = (
    "label",
    "level",
    "source",
    "range",
    "better",
    "meaning",
    "reads",
    "convention",
    "undefined",
    "cost",
)
"""What is said of a measure wherever measures are listed."""

MEASURES: Registry[Measure] = Registry("measure", "netmodel.measures")
"""All measures by name, those of installed packages included."""


@overload
def register(function: Function, **description: Any) -> Function: ...
@overload
def register(function: None = None, **description: Any) -> Callable[[Function], Function]: ...
def register(
    function: Function | None = None,
    *,
    name: str = "",
    level: Level = "stakeholder",
    better: str = "",
    source: str = "",
    range: str = "",
    meaning: str = "",
    takes: Literal["graph", "network"] = "graph",
    reads: str = "",
    cost: str = "",
    convention: str = "",
    undefined: str = "",
    local: bool = False,
    shown: bool = True,
    raw: Mapping[str, Any] | None = None,
    **options: Any,
) -> Function | Callable[[Function], Function]:
    """Register a measure; the function comes back unchanged.

    Parameters
    ----------
    function : callable
        Takes a graph (or, with ``takes="network"``, a Network); gives a dict by node for the level
        ``stakeholder``, by edge for ``tie``, a number (or a dict of numbers) for ``network``. A value is a number, a
        mark (yes or no), a group, or counts by role.
    name : str
        Name in tables; default: the function's own.
    level : {"stakeholder", "tie", "network"}
        What it gives a value for.
    better, source, range, meaning : str
        What is better (``higher``, ``lower`` or nothing), the paper, the range, and one line on what it says;
        where `meaning` is missing, the first line of the docstring serves.
    reads, cost, convention, undefined : str
        The edge attribute read, the work in n and m, the custom followed where packages differ, and where there is
        no value (nan).
    local : bool
        A stakeholder's value stays what it is when another network is put beside its own.
    shown : bool
        Reports show it unasked; `measure` and ``netmodel measure`` compute it either way.
    raw : mapping, optional
        Options that give the unnormalised value.
    **options
        Passed to the function each time, such as ``weight="strength"``.

    Examples
    --------
    >>> @register(level="stakeholder", better="higher", source="own")
    ... def ties_held(G):
    ...     "Number of ties."
    ...     return dict(G.degree())
    >>> measure(Network.from_tables([{"id": "gac"}]), ["ties_held"]).stakeholders
    {'ties_held': {'gac': 0}}
    >>> MEASURES.remove("ties_held")
    """
    about: dict[str, Any] = {
        "level": level,
        "better": better,
        "source": source,
        "range": range,
        "takes": takes,
        "reads": reads,
        "cost": cost,
        "convention": convention,
        "undefined": undefined,
        "local": local,
        "shown": shown,
        "raw": raw or {},
    }
    if function is None:
        return lambda later: register(later, name=name, meaning=meaning, **about, **options)
    called = name or function.__name__
    said = meaning or (function.__doc__ or "").strip().partition("\n")[0]
    MEASURES.add(called, Measure(called, function, meaning=said, options=options, **about))
    return function


@dataclass(frozen=True)
class Measurement:
    """Values by measure: of stakeholders by id, of the network, and of ties by their two ends."""

    stakeholders: dict[str, dict[str, Any]]
    network: dict[str, Any]
    ties: dict[str, dict[tuple[str, str], Any]] = field(default_factory=dict)

    def frame(self) -> pd.DataFrame:
        """One row a stakeholder, one column a measure."""
        import pandas as pd

        frame = pd.DataFrame(self.stakeholders)
        frame.index.name = "id"
        return frame

    def to_json(self) -> dict[str, Any]:
        """Plain values; nan becomes null."""
        ids = list(dict.fromkeys(node for values in self.stakeholders.values() for node in values))
        rows = [
            {"id": node, **{name: values.get(node) for name, values in self.stakeholders.items()}} for node in ids
        ]
        ends = list(dict.fromkeys(pair for values in self.ties.values() for pair in values))
        ties = [
            {"source": one, "target": other, **{name: values.get((one, other)) for name, values in self.ties.items()}}
            for one, other in ends
        ]
        return {"stakeholders": rows, "network": dict(self.network), **({"ties": ties} if self.ties else {})}


def measure(net: Network, names: Iterable[str] | None = None, *, raw: bool = False) -> Measurement:
    """Compute measures by name; all that reports show where no name is given.

    Parameters
    ----------
    net : Network
    names : iterable of str, optional
        Registered names; `MEASURES` has them all.
    raw : bool
        Unnormalised values where a measure has both.

    Raises
    ------
    UnknownName
        With the nearest registered name.

    Examples
    --------
    >>> import networkx as nx
    >>> net = Network.from_graph(nx.florentine_families_graph())
    >>> round(measure(net, ["betweenness"]).stakeholders["betweenness"]["Medici"], 3)
    0.522
    """
    wanted = [name for name in MEASURES if MEASURES[name].shown] if names is None else names
    found: dict[str, dict[str, Any]] = {"stakeholder": {}, "tie": {}, "network": {}}
    for item in (MEASURES[name] for name in dict.fromkeys(wanted)):
        values = item(net, raw=raw)
        if item.level != "network":
            values = {key: tidy(value) for key, value in values.items()}
        found[item.level][item.name] = values if item.level != "network" else tidy(values)
    return Measurement(found["stakeholder"], found["network"], found["tie"])


def tidy(value: Any) -> Any:
    """A value as it is put out: rounded to 12 decimals; None for what is no finite number.

    >>> tidy(0.1 + 0.2), tidy(float("nan")), tidy(3)
    (0.3, None, 3)
    """
    if isinstance(value, bool | int | str) or value is None:
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, Mapping):
        return {str(key): tidy(part) for key, part in value.items()}
    if isinstance(value, float):
        return round(value, 12) + 0.0 if isfinite(value) else None
    return value


BUILT_IN = (
    "centrality",
    "between",
    "prestige",
    "sides",
    "cross",
    "holes",
    "structure",
    "bridging",
    "brokerage",
    "communities",
    "twomode",
    "cohesion",
    "centralisation",
    "division",
    "polarisation",
    "spectra",
    "balance",
    "whole",
)
"""Modules whose measures register themselves, in the order in which measures are listed."""

for module in BUILT_IN:
    import_module(f"netmodel.measures.{module}")
