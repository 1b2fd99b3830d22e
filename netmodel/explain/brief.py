"""The brief of a study: two pages that a desk officer can paste, every paragraph with a note of its rows.

It says what the tables and the analysis support and nothing else: where they are silent on money, risk, clearance,
objections or allies, the brief is silent too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netmodel import explain
from netmodel.explain import listed
from netmodel.explain.brief_channels import recommended
from netmodel.explain.brief_doubts import limits, uncertain
from netmodel.explain.brief_others import allies, objections
from netmodel.explain.brief_rows import Footnote, Part, Section, Sentence, footnotes
from netmodel.explain.brief_signal import signal
from netmodel.explain.brief_situation import situation, still_talking
from netmodel.explain.brief_systems import systems
from netmodel.explain.brief_words import Material

if TYPE_CHECKING:
    from netmodel.analysis import Analysis

PARTS = (situation, still_talking, recommended, signal, objections, uncertain, allies, systems)
"""The sections, in order; each gives None where there is nothing to say."""


@dataclass(frozen=True)
class Brief:
    """A brief of a study.

    Attributes
    ----------
    title : str
    sections : tuple of Section
        Each with parts: running text, a list, or a table.
    footnotes : tuple of Footnote
        What each paragraph, list and table rests on, in order.
    neutrality : str
        The line at the end: what the figures do not say.
    """

    title: str
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    neutrality: str = explain.NEUTRALITY

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in order."""
        return tuple(sentence for part in self.sections for sentence in part.sentences)

    @property
    def words(self) -> int:
        """Words of title, headings and sentences, without the footnotes."""
        texts = [self.title, self.neutrality, *(part.title for part in self.sections)]
        return sum(len(text.split(" ")) for text in texts) + sum(sentence.words for sentence in self.sentences)

    def note(self, part: Part) -> int | None:
        """Number of the note of a paragraph, list or table; None where it rests on no row."""
        return self._numbers.get(part.rows)

    @property
    def _numbers(self) -> dict[tuple[str, ...], int]:
        return {tuple(row.row for row in note.cited): note.number for note in self.footnotes}

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "title": self.title,
            "sections": [
                {
                    "title": part.title,
                    "parts": [
                        {
                            "form": piece.form,
                            "header": list(piece.header),
                            "footnote": self.note(piece),
                            "sentences": [_plain(one) for one in piece.sentences],
                        }
                        for piece in part.parts
                    ],
                }
                for part in self.sections
            ],
            "footnotes": [note.to_json() for note in self.footnotes],
            "neutrality": self.neutrality,
            "words": self.words,
        }


def _plain(sentence: Sentence) -> dict[str, Any]:
    cells = {"cells": list(sentence.cells)} if sentence.cells else {}
    return {"text": sentence.text, **cells, "rows": list(sentence.rows)}


def brief(analysis: Analysis) -> Brief:
    """Write the brief of a study from its analysis.

    Parameters
    ----------
    analysis : Analysis
        Of `netmodel.analyse`. What it left out (the portfolio, the policy systems, plausible versions) is left out
        here too.

    Returns
    -------
    Brief

    Notes
    -----
    Shares are told in whole per cent and money to two digits, since the tables do not support more. It compares the
    study with its earlier date, and works out what each surviving tie between the sides is worth.

    Examples
    --------
    >>> from netmodel import Network, analyse
    >>> people = [{"id": "gac", "side": "Canada"}, {"id": "mid", "side": "Russia"}]
    >>> tie = {"source": "gac", "target": "mid", "strength": 0.4, "status_2013": "active", "status_2021": "severed"}
    >>> found = brief(analyse(Network.from_tables(people, [tie]), draws=0))
    >>> [part.title for part in found.sections][:3]
    ['Situation', 'Who still talks', 'What to open together, in order']
    """
    material = Material(analysis)
    net = material.net
    found = [part for part in (write(material) for write in PARTS) if part is not None]
    last = limits(material, found)
    sections = (*found, *([last] if last else []))
    title = net.study.title or f"Who still talks: {listed(net.sides)}".removesuffix(": ")
    return Brief(title, sections, footnotes(net, [piece for part in sections for piece in part.parts]))
