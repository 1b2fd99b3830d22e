"""Measures: functions of a plain NetworkX graph, registered with their source and meaning.

A function that is registered comes back unchanged. A package that names a module in the entry-point group
``netmodel.measures`` has its measures in every table, in ``netmodel measures`` and in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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

    @property
    def label(self) -> str:
        """Name as people read it."""
        return self.name.replace("_", " ")

    def __call__(self, net: Network) -> Any:
        """Compute the measure on a network; what a function of somebody else's raises is said with its name."""
        try:
            return self.function(net.graph if self.takes == "graph" else net, **self.options)
        except Exception as error:
            if self.function.__module__.startswith("netmodel."):
                raise
            raise UsageError(f"measure {self.name} failed: {type(error).__name__}: {error}") from error

    def to_json(self) -> dict[str, str]:
        """Describe the measure as plain values."""
        names = ("label", "level", "source", "range", "better", "meaning")
        return {name: str(getattr(self, name)) for name in names}


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
    **options: Any,
) -> Function | Callable[[Function], Function]:
    """Register a measure; the function comes back unchanged.

    Parameters
    ----------
    function : callable
        Takes a graph (or, with ``takes="network"``, a Network); gives a dict by node for the level
        ``stakeholder``, a number for ``network``.
    name : str
        Name in tables; default: the function's own.
    level : {"stakeholder", "tie", "network"}
        What it gives a value for.
    better, source, range, meaning : str
        What is better (``higher``, ``lower`` or nothing), the paper, the range, and one line on what it says;
        where `meaning` is missing, the first line of the docstring serves.
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
    if function is None:
        return lambda later: register(
            later,
            name=name,
            level=level,
            better=better,
            source=source,
            range=range,
            meaning=meaning,
            takes=takes,
            **options,
        )
    called = name or function.__name__
    said = meaning or (function.__doc__ or "").strip().partition("\n")[0]
    MEASURES.add(called, Measure(called, function, level, better, source, range, said, takes, options))
    return function


@dataclass(frozen=True)
class Measurement:
    """Values by measure: of stakeholders by id, and of the network."""

    stakeholders: dict[str, dict[str, Any]]
    network: dict[str, Any]

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
        return {"stakeholders": rows, "network": dict(self.network)}


def measure(net: Network, names: Iterable[str] | None = None) -> Measurement:
    """Compute measures by name; all of those for stakeholders and the network where no name is given.

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
    chosen = [MEASURES[name] for name in (MEASURES if names is None else names)]
    for item in chosen:
        if item.level == "tie" and names is not None:
            raise UsageError(f"{item.name} is a measure of ties, not of stakeholders or the network")
    by_node = {
        item.name: {node: tidy(value) for node, value in item(net).items()}
        for item in chosen
        if item.level == "stakeholder"
    }
    return Measurement(by_node, {item.name: tidy(item(net)) for item in chosen if item.level == "network"})


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


# The measures that come with netmodel register themselves.
from netmodel.measures import centrality, sides, whole  # noqa: E402, F401
