"""The rows of a study after validation: plain frozen values that remember the line they came from."""

from __future__ import annotations

from dataclasses import dataclass

from netmodel.errors import Problem


def deals_with(issues: tuple[str, ...], issue: str | None) -> bool:
    """Whether a row carries an issue: it names it, or names none; None stands for all issues together."""
    return issue is None or not issues or issue in issues


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row carries: its place in the files, its evidence, and which cells were filled by a default.

    `extra` holds the columns that netmodel does not know, as text.
    """

    file: str = ""
    line: int | None = None
    citation: str = ""
    confidence: str = ""
    notes: str = ""
    assumed: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholder(Row):
    """One row of `stakeholders`; `side` is empty for a third party, `rank` is the level on the common scale."""

    id: str
    name: str
    side: str
    party: str
    kind: str
    title: str
    level: int
    rank: int
    issues: tuple[str, ...]
    influence: float
    permeability: float
    stance: float | None
    in_office: bool | None
    expertise: tuple[tuple[str, float | None], ...]
    aliases: tuple[str, ...]
    reports_to: tuple[str, ...]
    memberships: tuple[str, ...]
    contacts: tuple[tuple[str, float | None], ...]
    sectors: tuple[str, ...]
    arctic: bool | None
    climate: str
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(Row):
    """One row of `ties`. `status` is the undated word, `statuses` the dated ones, earliest first."""

    id: str
    source: str
    target: str
    kind: str
    formality: str
    status: str
    statuses: tuple[tuple[str, str], ...]
    since: str
    until: str
    strength: float
    sign: int
    directed: bool
    delay_days: float | None
    issues: tuple[str, ...]
    modality: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Participant:
    """Who would take part in a channel: the share it brings in, and the share it takes home."""

    stakeholder: str
    uptake: float
    uptake_out: float
    role: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Row):
    """One row of `channels`, or a tie that could be restored (`restores` is then its id)."""

    id: str
    name: str
    kind: str
    formality: str
    participants: tuple[Participant, ...]
    convener: str
    quality: float
    success: float
    modality: str
    frequency: float
    depth: float
    cost: float
    risk: float
    lead_time_months: float
    min_level: int | None
    max_level: int | None
    issues: tuple[str, ...]
    requires: tuple[str, ...]
    requires_any: tuple[str, ...]
    excludes: tuple[str, ...]
    needs_clearance: bool
    needs_trust: float
    builds_trust: float
    status: str
    since: str
    until: str
    restores: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Row):
    """One row of `issues`; `priorities` by side."""

    issue: str
    sensitivity: float | None
    priorities: tuple[tuple[str, float], ...]
    red_line: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank(Row):
    """One row of `levels`: what a title of one side is worth on the common scale."""

    side: str
    title: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto(Row):
    """One row of `vetoes`: who objects to a channel, an issue or a stakeholder."""

    actor: str
    target: str
    strength: float
    mitigable: bool | None


@dataclass(frozen=True, slots=True)
class Assumption:
    """A default that was used, and for how many cells."""

    table: str
    column: str
    rule: str
    count: int

    @property
    def text(self) -> str:
        """Say it in a line."""
        rows = "1 row" if self.count == 1 else f"{self.count} rows"
        return f"{self.table}.{self.column} of {rows}: {self.rule}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: rows found are rows kept plus rows blank, or the file is refused."""

    table: str
    file: str
    sha256: str
    kept: int
    blank: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a network came from and what was taken for granted on the way."""

    sources: tuple[Source, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
