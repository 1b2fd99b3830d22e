"""The files of a report: the page, the record, the ranking and the measures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from netmodel.analysis import Analysis
from netmodel.explain.brief import brief
from netmodel.readwrite import csv_text, write_report
from netmodel.report.brief import to_markdown
from netmodel.report.html import to_html
from netmodel.report.tables import channel_table, stakeholder_table

LARGEST_BRIEF = 500
"""Stakeholders up to which the page carries the brief: it weighs every tie between the sides, which takes time."""


def write(
    analysis: Analysis,
    folder: Path,
    *,
    force: bool = False,
    inputs: Iterable[Path] = (),
    style: str = "plain",
    language: str = "en",
) -> list[Path]:
    """Write ``report.html``, ``channels.csv``, ``stakeholders.csv`` and ``analysis.json`` into a folder, all or none.

    Parameters
    ----------
    analysis : Analysis
    folder : Path
        Made if need be. Files that an earlier run wrote there are replaced; others only with `force`.
    inputs : iterable of Path
        Files that were read; they are never replaced.
    style : str
        How the picture of the page is drawn at first: ``plain`` or ``conflict-map``.
    language : str
        In which the page opens: ``en`` or ``fr``.

    Returns
    -------
    list of Path
        The files written, ``analysis.json`` last.

    Raises
    ------
    WriteError
        Where a file there is not netmodel's own, or the disk refuses; nothing is changed then.
    """
    data = analysis.to_json()
    files = {
        "report.html": to_html(data, style=style, language=language, brief=_brief(analysis)).encode("utf-8"),
        "channels.csv": csv_text(*channel_table(data["channels"])).encode("utf-8"),
        "stakeholders.csv": csv_text(*stakeholder_table(data["stakeholders"])).encode("utf-8"),
    }
    return write_report(folder, files, data, force=force, inputs=inputs)


def _brief(analysis: Analysis) -> str:
    """The brief as Markdown; none without a recommendation, or where it would take too long."""
    wanted = analysis.recommendation is not None and len(analysis.net.stakeholders) <= LARGEST_BRIEF
    return to_markdown(brief(analysis)) if wanted else ""
