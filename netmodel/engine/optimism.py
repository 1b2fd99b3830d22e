"""Optimism: what free channels can add to a layer at most, each with the ways that it has where all of them are open.

All arrays have a leading axis of K worlds; they hold strengths, or truth values where worlds are drawn (see
`netmodel.engine.condensed.State`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

LEVELS = 2
"""Levels that a bound is tried with beside 0."""

SMALL = 1 << 13
"""Up to so many cells it takes longer to look whether a channel can be passed through than to try."""


def outer(into: Any, out: Any, *, buffer: Any = None) -> Any:
    """Every way in times every way out: (..., m) and (..., n) to (..., m, n), in `buffer` where one is given.

    numpy walks a product of two broadcast arrays row by row at great cost; this form takes half the time, with the
    same numbers to the last bit.

    >>> outer(np.array([[0.5, 1.0]]), np.array([[0.2, 0.4]])).tolist()
    [[[0.1, 0.2], [0.2, 0.4]]]
    """
    return np.einsum("...m,...n->...mn", into, out, out=buffer)


def positive(ways: Any, now: Any, *, buffer: Any = None) -> Any:
    """The positive part of the difference, in `buffer` where one is given; of truth values, what is new.

    >>> positive(np.array([0.5, 0.2]), np.array([0.25, 0.4])).tolist()
    [0.25, 0.0]
    """
    if ways.dtype == bool:
        return np.greater(ways, now, out=buffer)
    more = np.subtract(ways, now, out=buffer)
    return np.maximum(more, 0.0, out=more)


def all_open(best: Any, names: int, free: list[int]) -> tuple[Any, Any]:
    """Best ways into and out of each free channel where all of them may be passed through.

    Parameters
    ----------
    best : array (K, names + rows, names + columns)
        Best ways between channels, rows and columns; see `netmodel.engine.condensed.State`.
    names : int
        How many channels there are.
    free : list of int
        Those that may be passed through.

    Returns
    -------
    (array, array)
        Into each free channel from each row, (K, free, rows); out of it to each column, (K, free, columns).

    Examples
    --------
    >>> best = np.zeros((1, 3, 3))
    >>> best[0, 2, 0], best[0, 0, 1], best[0, 1, 2] = 0.5, 0.5, 0.8
    >>> into, out = all_open(best, 2, [0, 1])
    >>> into.tolist(), out.tolist()
    ([[[0.5], [0.25]]], [[[0.4], [0.8]]])
    """
    count = len(free)
    into = best[:, [*free, *range(names, best.shape[1])]][:, :, free].transpose(0, 2, 1).copy()
    out = best[:, free, names:]
    arriving, leaving = np.empty_like(into), np.empty_like(out)
    for place in range(count):
        before, after = into[:, place, :count], into[:, :, place]
        if best.size < SMALL or after.any():
            np.maximum(into, outer(after, into[:, place], buffer=arriving), out=into)
        if best.size < SMALL or before.any():
            np.maximum(out, outer(before, out[:, place], buffer=leaving), out=out)
    return into[:, :, count:], out


def levels(excess: Any, weights: Any, chances: Any, worlds: Any) -> tuple[float, Any]:
    """What all channels together do to some conversations, and what a sum over any of them is at most.

    A set does to a conversation what its best channel does: at most any level, and the sum of what its channels do
    beyond that level. The first level is 0, the others are the second, third and so on largest of what channels do.

    Parameters
    ----------
    excess : array (K, channels, conversations)
        What each channel does to each conversation.
    weights : array (conversations,)
    chances : array (K, channels)
        Chance of each world times the chance that a channel opens in it.
    worlds : array (K,)
        Chance of each world.

    Returns
    -------
    (float, array (1 + LEVELS, 1 + channels))
        Expected sum of the largest; for each level the expected sum of it, and of what each channel does beyond it.

    Examples
    --------
    >>> one = np.ones(1)
    >>> most, sums = levels(np.array([[[3.0], [2.0], [0.5]]]), one, np.ones((1, 3)), one)
    >>> most, sums.tolist()
    (3.0, [[0.0, 3.0, 2.0, 0.5], [2.0, 1.0, 0.0, 0.0], [0.5, 2.5, 1.5, 0.0]])
    """
    tops = _largest(excess)
    sums = np.zeros((LEVELS + 1, excess.shape[1] + 1))
    sums[0, 1:] = (chances * (excess @ weights)).sum(axis=0)
    beyond = np.empty_like(excess)
    for level in range(1, LEVELS + 1):
        sums[level, 0] = worlds @ (tops[level] @ weights)
        more = positive(excess, tops[level][:, None], buffer=beyond)
        sums[level, 1:] = (chances * (more @ weights)).sum(axis=0)
    return float(worlds @ (tops[0] @ weights)), sums


def _largest(excess: Any) -> list[Any]:
    """The largest, second largest and so on of what channels do to each conversation: (K, conversations) each."""
    tops = [np.zeros_like(excess[:, 0]) for _ in range(LEVELS + 1)]
    for channel in range(excess.shape[1]):
        here = excess[:, channel]
        for level, top in enumerate(tops):
            tops[level], here = np.maximum(top, here), np.minimum(top, here)
    return tops
