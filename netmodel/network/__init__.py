"""Network: the validated tables of a study, and the plain NetworkX graphs made from them."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from math import sqrt
from typing import TYPE_CHECKING, Any

from netmodel.errors import UnknownName, UsageError, printable, quote, suggest
from netmodel.network.assemble import assemble
from netmodel.network.derive import SILENT
from netmodel.network.notebook import summary_html
from netmodel.network.rows import (
    Assumption,
    Channel,
    Issue,
    Participant,
    Provenance,
    Rank,
    Source,
    Stakeholder,
    Tie,
    Veto,
)
from netmodel.network.status import can_carry, is_open, latest_column, status_at
from netmodel.network.study import Study
from netmodel.network.tabular import graph_of, raw_table, raw_tables_of_graph
from netmodel.schema import TABLES, RawTable
from netmodel.schema.convert import is_date, period_end, period_start

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Network:
    """A study: who is who, who talks to whom, and what could be opened; and a scenario of it.

    Rows are in canonical order (by id), so that nothing depends on the order in files. A scenario is a new
    Network over the same rows: `at` sets the date, `open` opens channels, `without` takes people or channels
    away.

    Attributes
    ----------
    stakeholders, ties, channels, issues, ranks, vetoes : tuple of rows
        Validated rows, see `netmodel.network.rows`.
    study : Study
        Title, sides, dates and currency.
    provenance : Provenance
        Files read, defaults used, warnings.
    date : str or None
        The day, month or year of the picture; None is now.
    opened, removed : frozenset of str
        What the scenario opens and takes away, by id.

    Examples
    --------
    >>> net = Network.from_tables(
    ...     [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}],
    ...     [{"source": "gac", "target": "mid", "strength": 0.4, "status_2013": "active", "status_2021": "severed"}],
    ... )
    >>> net.graph.number_of_edges(), net.at("2013").graph.number_of_edges()
    (0, 1)
    >>> [channel.id for channel in net.candidates]
    ['gac--mid--informal']
    >>> net.open("gac--mid--informal").graph.edges["gac", "mid"]["strength"]
    0.4
    """

    stakeholders: tuple[Stakeholder, ...]
    ties: tuple[Tie, ...] = ()
    channels: tuple[Channel, ...] = ()
    issues: tuple[Issue, ...] = ()
    ranks: tuple[Rank, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    study: Study = field(default_factory=Study)
    provenance: Provenance = field(default_factory=Provenance)
    date: str | None = None
    opened: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    pair: tuple[str, str] | None = None

    def __repr__(self) -> str:
        counts = f"{len(self.stakeholder)} stakeholders, {len(self.ties)} ties, {len(self.channels)} channels"
        when = f" in {self.now_date}" if self.now_date else ""
        return f"<Network: {counts}; {' and '.join(self.sides) or 'no side'}{when}>"

    def _repr_html_(self) -> str:
        """How a notebook shows the network: a small table."""
        return summary_html(self)

    # ---- made from tables and graphs -------------------------------------------------------------------------------

    @classmethod
    def from_raw(
        cls, tables: Mapping[str, RawTable], *, study: Study | None = None, allow_unknown: bool = False
    ) -> Network:
        """Validate tables of text cells; raises InputError with every fault at once."""
        return cls(**assemble(tables, study or Study(), allow_unknown=allow_unknown))

    @classmethod
    def from_tables(
        cls,
        stakeholders: pd.DataFrame | Iterable[Mapping[str, object]],
        ties: pd.DataFrame | Iterable[Mapping[str, object]] | None = None,
        *,
        study: Study | None = None,
        allow_unknown: bool = False,
        **tables: pd.DataFrame | Iterable[Mapping[str, object]],
    ) -> Network:
        """Make a network from DataFrames, or from lists of dicts, with the columns of the CSV tables.

        Parameters
        ----------
        stakeholders, ties : DataFrame or iterable of mappings
            One row each; missing values are blank cells.
        **tables
            ``channels``, ``participants``, ``levels``, ``issues``, ``vetoes``.

        Raises
        ------
        InputError
            With every fault of every table; `line` counts rows from 1.
        """
        given = {"stakeholders": stakeholders, "ties": ties, **tables}
        for name in given:
            if name not in TABLES:
                raise UnknownName("table", name, TABLES)
        raw = {name: raw_table(name, rows) for name, rows in given.items() if rows is not None}
        return cls.from_raw(raw, study=study, allow_unknown=allow_unknown)

    @classmethod
    def from_graph(cls, G: nx.Graph[Any], *, study: Study | None = None) -> Network:
        """Make a network from a plain NetworkX graph whose attributes bear the names of the columns.

        Every edge becomes an active tie unless it says otherwise; a directed graph gives directed ties.

        Examples
        --------
        >>> import networkx as nx
        >>> G = nx.path_graph(["gac", "mid"])
        >>> nx.set_node_attributes(G, {"gac": "ca", "mid": "ru"}, "side")
        >>> Network.from_graph(G).sides
        ('ca', 'ru')
        """
        return cls.from_raw(raw_tables_of_graph(G), study=study)

    # ---- scenarios -------------------------------------------------------------------------------------------------

    def at(self, date: str | None) -> Network:
        """The same network as it was at a date: a day, the end of a month or the end of a year."""
        if date is not None and not is_date(date):
            raise UsageError(f"date {date!r} is not a date: write 2014, 2014-03 or 2014-03-18")
        return replace(self, date=date)

    def measured_from(self, date: str) -> Network:
        """The same network with another date before the rupture."""
        if not is_date(date):
            raise UsageError(f"date {date!r} is not a date: write 2014, 2014-03 or 2014-03-18")
        if self.now_date and period_end(date) >= period_end(self.now_date):
            raise UsageError(f"--before {date} is not before {self.now_date}, the date of the picture")
        return replace(self, study=self.study.model_copy(update={"before": date}))

    def open(self, *channels: str) -> Network:
        """The same network with these channels open."""
        for name in channels:
            if name not in self.channel:
                raise UnknownName("channel", name, self.channel)
        return replace(self, opened=self.opened | set(channels), removed=self.removed - set(channels))

    def without(self, *names: str) -> Network:
        """The same network without these stakeholders, channels or ties."""
        known = {*self.stakeholder, *self.channel, *self.tie}
        for name in names:
            if name not in known:
                raise UnknownName("stakeholder, channel or tie", name, known)
        return replace(self, removed=self.removed | set(names), opened=self.opened - set(names))

    def between(self, one: str, other: str) -> Network:
        """The same network with conversations between these two sides only; everybody may still relay."""
        for side in (one, other):
            if side not in self._all_sides:
                raise UnknownName("side", side, self._all_sides)
        if one == other:
            raise UsageError(f"--between wants two different sides, not {one!r} twice")
        return replace(self, pair=(one, other))

    @cached_property
    def before(self) -> Network | None:
        """The network before the rupture, whole and without what a scenario opened; None where no date is known."""
        date = self.before_date
        return None if date is None else replace(self.at(date), opened=frozenset(), removed=frozenset())

    @cached_property
    def before_date(self) -> str | None:
        """The date of `before`: the study's, else the earliest status column, else the eve of the first end."""
        columns = {when for tie in self.ties for when, _ in tie.statuses}
        rows: tuple[Tie | Channel, ...] = (*self.ties, *self.channels)
        ends = [period_start(row.until) for row in rows if row.until]
        date = self.study.before or min(columns, key=period_end, default=None) or (_eve(min(ends)) if ends else None)
        now = self.now_date
        if now is None and not self.study.before and not any(tie.status for tie in self.ties):
            now = self._latest
        return date if date and (now is None or period_end(date) < period_end(now)) else None

    @cached_property
    def _latest(self) -> str | None:
        return latest_column(self.ties)

    @property
    def now_date(self) -> str | None:
        """The date of this picture: the scenario's, else the study's `now`, else None for now."""
        return self.date or self.study.now

    # ---- rows by id ------------------------------------------------------------------------------------------------

    @cached_property
    def stakeholder(self) -> dict[str, Stakeholder]:
        """Stakeholders that are there in this scenario, by id."""
        return {row.id: row for row in self.stakeholders if row.id not in self.removed}

    @cached_property
    def tie(self) -> dict[str, Tie]:
        """All ties by id, whatever their status."""
        return {row.id: row for row in self.ties}

    @cached_property
    def channel(self) -> dict[str, Channel]:
        """All channels by id, whatever their status."""
        return {row.id: row for row in self.channels}

    def find(self, name: str) -> str:
        """Id of the stakeholder that a user means: an id, else the only name or alias that matches.

        >>> Network.from_tables([{"id": "gac", "name": "Global Affairs"}]).find("global affairs")
        'gac'
        """
        if name in self.stakeholder:
            return name
        wanted = name.casefold()
        matches = [
            row.id
            for row in self.stakeholder.values()
            if wanted in (row.id.casefold(), row.name.casefold(), *(alias.casefold() for alias in row.aliases))
        ]
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise UsageError(f"{quote(name)} may be any of {', '.join(map(printable, matches))}: give the id")
        holding = [
            f"{printable(row.id)} ({printable(row.name)})"
            for row in self.stakeholder.values()
            if wanted in row.name.casefold()
        ]
        near = suggest(name, [*self.stakeholder, *(row.name for row in self.stakeholder.values())])
        hint = f"its words stand in: {'; '.join(holding[:4])}" if holding else near
        raise UsageError(f"stakeholder {quote(name)} is not known; {hint}")

    def status(self, tie: Tie) -> str:
        """State of a tie at the date of this network."""
        return status_at(tie, self.now_date, self.study.now, self._latest)

    @cached_property
    def active_ties(self) -> tuple[Tie, ...]:
        """Ties that carry messages here: active, positive, both ends present."""
        here = self.stakeholder
        return tuple(
            tie
            for tie in self.ties
            if tie.source in here
            and tie.target in here
            and tie.id not in self.removed
            and can_carry(tie)
            and self.status(tie) == "active"
        )

    @cached_property
    def open_channels(self) -> tuple[Channel, ...]:
        """Channels that carry messages here: open at the date, or opened by the scenario."""
        return tuple(
            channel
            for channel in self.channels
            if channel.id not in self.removed and (channel.id in self.opened or is_open(channel, self.now_date))
        )

    @cached_property
    def candidates(self) -> tuple[Channel, ...]:
        """Channels that could still be opened."""
        gone = self.opened | self.removed
        offered = (row for row in self.channels if row.status == "candidate" and row.id not in gone)
        return tuple(row for row in offered if not row.restores or self.status(self.tie[row.restores]) in SILENT)

    # ---- sides and issues ------------------------------------------------------------------------------------------

    @cached_property
    def _all_sides(self) -> tuple[str, ...]:
        present = {row.side for row in self.stakeholders if row.side}
        ordered = [side for side in self.study.sides if side in present]
        return (*ordered, *sorted(present - set(ordered)))

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides whose conversations count, in the study's order; third parties are on none."""
        return self.pair or self._all_sides

    @cached_property
    def layers(self) -> tuple[str | None, ...]:
        """Issues, one layer each; a single None where no issue is named anywhere."""
        rows: tuple[Stakeholder | Tie | Channel, ...] = (*self.stakeholders, *self.ties, *self.channels)
        named = {issue for row in rows for issue in row.issues} | {row.issue for row in self.issues}
        return tuple(sorted(named)) or (None,)

    def issue_weight(self, issue: str | None, one: str, other: str) -> float:
        """Weight of an issue between two sides: sqrt of the product of priorities, 0 on a red line, else 1."""
        row = next((row for row in self.issues if row.issue == issue), None)
        if row is None:
            return 1.0
        if row.red_line:
            return 0.0
        priorities = dict(row.priorities)
        if one not in priorities or other not in priorities:
            return 1.0
        return sqrt(priorities[one] * priorities[other])

    # ---- faces -----------------------------------------------------------------------------------------------------

    @cached_property
    def graph(self) -> nx.Graph[str]:
        """Plain frozen NetworkX graph of stakeholders and the ties that carry messages.

        An ``nx.DiGraph`` where any tie is directed. Edges have `strength` in (0, 1] and `distance` =
        -log(strength); the strongest of parallel ties stands for a pair. An open channel appears as edges between
        its members, of strength uptake * quality * uptake, tagged with ``channel``.
        """
        return graph_of(self)

    def frame(self, table: str = "stakeholders") -> pd.DataFrame:
        """One table as a DataFrame, a row each; lists are tuples."""
        import pandas as pd

        tables = ("stakeholders", "ties", "channels", "issues", "levels", "vetoes")
        if table not in tables:
            raise UnknownName("table", table, tables)
        rows = self.ranks if table == "levels" else getattr(self, table)
        return pd.DataFrame([asdict(row) for row in rows])

    @cached_property
    def digest(self) -> str:
        """Fingerprint (sha256) of what the tables say; row order, files and lines do not change it."""
        content: dict[str, Any] = {
            name: [_content(row) for row in getattr(self, name)]
            for name in ("stakeholders", "ties", "channels", "issues", "ranks", "vetoes")
        }
        content["scenario"] = [self.date, sorted(self.opened), sorted(self.removed), self.pair]
        content["study"] = self.study.model_dump(mode="json")
        text = json.dumps(content, sort_keys=True, ensure_ascii=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def _content(row: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name not in ("file", "line")}


def _eve(day: str) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


__all__ = [
    "Assumption",
    "Channel",
    "Issue",
    "Network",
    "Participant",
    "Provenance",
    "Rank",
    "Source",
    "Stakeholder",
    "Study",
    "Tie",
    "Veto",
    "status_at",
]
