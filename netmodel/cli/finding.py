"""Shows what a policy system found: the same four formats for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netmodel.cli import options as shared

if TYPE_CHECKING:
    from netmodel.policy.systems import Finding

ROWS = 20
"""Rows of the table on the screen; the other formats have them all."""


def show_finding(style: str, finding: Finding) -> None:
    """Print a finding to stdout as words with a table for people, or as JSON, CSV or Markdown."""
    from netmodel.analysis import SCHEMA_VERSION, rounded

    plain = {"lacks": finding.lacks, "sentences": list(finding.sentences)}
    data = rounded({"schema_version": SCHEMA_VERSION, **finding.to_json(), **plain})
    shared.show(style, data, finding.table, lambda: _text(finding))


def _text(finding: Finding) -> str:
    header, rows = finding.table()
    words = [*finding.sentences, *([f"Missing: {finding.lacks}"] if finding.lacks else [])]
    left = len(rows) - ROWS
    rest = f"and {left} more rows: --format csv has them all" if left > 1 else ""
    shown = rows[:ROWS] if rest else rows
    return shared.told(words or ["Nothing was found."], (header, shown) if rows else None, rest)
