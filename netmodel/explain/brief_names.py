"""Names in the running text of a brief: short where that is clear, and with an article where English wants one."""

from __future__ import annotations

import re
from collections import Counter

BRACKET = re.compile(r"\s*\([^()]*\)\s*$")

MARKS = re.compile(r"[,;:]| and ")
"""What makes a name hard to read in a row of names, so that it is put in quotes."""

HEADS = (
    "Association|Bank|Centre|Center|Chamber|City|Conference|Consulates?|Council|Department|Embassy|Federation|"
    "Foundation|Government|Group|House|Institute|Minister|Ministry|Office|Port|Presidency|President|Republic|Senate|"
    "State Duma|Trade Mission|University"
)
TAILS = (
    "Agency|Association|Board|Branch|Bureau|Commission|Committee|Congress|Council|Department|Dialogue|Federation|"
    "Forum|Foundation|Government|Group|Ministry|Mission|Office|Official|Organi[sz]ation|Partnership|Police|Service|"
    "Society|Union"
)
BEGINS = re.compile(
    rf"(?:(?:Deputy|First|Prime|Vice|Permanent|Federal|National)[ -])*(?:{HEADS})\b.* (?:of|for|in)\b"
)
ENDS = re.compile(rf"(?!(?:An?|Her|His|Its|My|Our|The|Their|Your)\b)[A-Z].* (?:{TAILS})$", re.IGNORECASE)
SHORT = frozenset({"EU", "G7", "UK", "UN", "US", "USA", "UAE", "USSR"})
"""Parties that take an article; so do those that begin with one of these words."""
UNITED = re.compile(r"(?:European Union|United|Netherlands|Philippines)\b")


def shortened(names: dict[str, str]) -> dict[str, str]:
    """Names without the brackets at their end, and of two with a slash between the first, if that is still unique.

    >>> shortened({"a": "Ministry (Minister)", "b": "Ministry (Trade)", "c": "Institute (Moscow)"})
    {'a': 'Ministry (Minister)', 'b': 'Ministry (Trade)', 'c': 'Institute'}
    """
    bare = {name: BRACKET.sub("", said).partition(" / ")[0] or said for name, said in names.items()}
    counts = Counter(said.casefold() for said in bare.values())
    return {name: said if counts[said.casefold()] == 1 else names[name] for name, said in bare.items()}


def quoted(name: str) -> str:
    """A name in quotes where it would be hard to read among others.

    >>> quoted("Trade and Industry"), quoted("Trade")
    ('“Trade and Industry”', 'Trade')
    """
    return f"“{name}”" if MARKS.search(name) else name


def definite(name: str) -> str:
    """A name as it stands in a sentence: with `the` where its words are those of an office or a body.

    Names that follow no such pattern, among them those in other languages, stay as they are.

    >>> definite("Embassy of Canada in Moscow"), definite("Arctic Council"), definite("Global Affairs Canada")
    ('the Embassy of Canada in Moscow', 'the Arctic Council', 'Global Affairs Canada')
    >>> definite("US"), definite("Ministère des Affaires étrangères")
    ('the US', 'Ministère des Affaires étrangères')
    """
    bare = BRACKET.sub("", name)
    wants = bare in SHORT or UNITED.match(bare) or BEGINS.match(bare) or ENDS.match(bare)
    return f"the {quoted(name)}" if wants else quoted(name)
