"""Suggested passages in words: who should talk that no list has, and what was compared to find them."""

from __future__ import annotations

from netmodel.decide.suggestion import Suggestion, Suggestions
from netmodel.explain import points, why_no_conversation
from netmodel.explain.figures import many
from netmodel.network import Network

FAMILIES = {
    "restored": "Ties to restore",
    "across": "New passages between the sides, at level parity",
    "same_side": "Links on one side, to somebody who still has a way across",
}
"""Families of suggestions as titles."""


def suggestion_words(net: Network, found: Suggestions, *, now: float | None) -> list[str]:
    """Say what was compared, and what of it would add most.

    Parameters
    ----------
    net : Network
    found : Suggestions
    now : float, optional
        Reach today; None or nan where there is no conversation to rejoin.

    Examples
    --------
    >>> from netmodel.decide.candidates import suggest_channels
    >>> people = [{"id": name, "side": name[0].upper()} for name in ("a1", "a2", "b1")]
    >>> net = Network.from_tables(people, [{"source": "a1", "target": "b1", "strength": 0.8}])
    >>> suggestion_words(net, suggest_channels(net), now=0.4)[0]
    'The passage that nobody listed and that would add most: a2 and b1, +25.00 points of reach.'
    """
    if now is None or now != now:
        return [f"There is no conversation to rejoin: {why_no_conversation(net)}."]
    groups = [getattr(found, family) for family in FAMILIES]
    best = [row for rows in groups for row in rows if not row.already_in]
    compared = _compared(found)
    first = min(best, key=lambda row: (-row.gain, row.ends), default=None)
    said = ["Of the passages compared none that nobody listed would add anything."]
    if any(groups):
        said = ["All passages told here would come with a channel that is on offer already."]
    if first is not None:
        said = [f"The passage that nobody listed and that would add most: {_ends(first)}, {_gain(first)}."]
    said += [f"{title}: {_told(rows[0])}" for title, rows in zip(FAMILIES.values(), groups, strict=True) if rows]
    return [*said, compared, *(f"Taken for granted: {text}." for text in found.assumptions)]


def _ends(row: Suggestion) -> str:
    return f"{row.names[0]} {'to' if row.directed else 'and'} {row.names[1]}"


def _gain(row: Suggestion) -> str:
    return f"{points(round(row.gain, 12))} of reach"


def _told(row: Suggestion) -> str:
    return f"{_ends(row)} ({_gain(row)}). {row.why}"


def _compared(found: Suggestions) -> str:
    silent, across, same = (found.looked_at.get(name, 0) for name in ("restored", "across", "same-side"))
    pairs = f"{many(across, 'absent pair')} across the sides and {same:,} of one side"
    said = f"Compared: {many(silent, 'silent tie')}, {pairs}"
    there = found.looked_at.get("listed", 0)
    more = f"; {many(there, 'further pair')} would meet in a listed channel" if there else ""
    return f"{said}{more}."
