"""The registry of policy systems: what each asks of a study, and what every answer can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from netmodel.errors import UsageError
from netmodel.network import Network
from netmodel.registry import Registry

Function = TypeVar("Function", bound=Callable[..., Any])


class Finding(Protocol):
    """What a policy system found: plain values, sentences, and one table."""

    @property
    def lacks(self) -> str:
        """What the study would have to say for a (better) answer, in one line; empty where nothing is missing."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words, the most important first; empty only where something is missing."""

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Header and rows of the table that a paper or a spreadsheet takes."""

    def to_json(self) -> dict[str, Any]:
        """Plain values."""


@dataclass(frozen=True)
class System:
    """A policy system: its name, its function of a network, and the question that it answers."""

    name: str
    title: str
    question: str
    function: Callable[..., Finding]

    def __call__(self, net: Network, **options: Any) -> Finding:
        """Ask the question of a network; what a function of somebody else's raises is said with its name."""
        try:
            return self.function(net, **options)
        except Exception as error:
            if self.function.__module__.startswith("netmodel."):
                raise
            raise UsageError(f"policy system {self.name} failed: {type(error).__name__}: {error}") from error


SYSTEMS: Registry[System] = Registry("policy system", "netmodel.systems")
"""All policy systems by name, those of installed packages included."""


def system(*, title: str, question: str, name: str = "") -> Callable[[Function], Function]:
    """Register a function of a network that gives a `Finding`; it comes back unchanged.

    Parameters
    ----------
    title : str
        The heading in reports.
    question : str
        What it answers, in one line.
    name : str
        Default: the name of the function.
    """

    def add(function: Function) -> Function:
        called = name or function.__name__
        SYSTEMS.add(called, System(called, title, question, function))
        return function

    return add


def findings(net: Network, names: Iterable[str] | None = None) -> dict[str, Finding]:
    """What each policy system finds, by name: all of them where none is named.

    Examples
    --------
    >>> net = Network.from_tables([{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}])
    >>> all(finding.lacks or finding.sentences for finding in findings(net).values())
    True
    """
    return {name: SYSTEMS[name](net) for name in (SYSTEMS if names is None else names)}
