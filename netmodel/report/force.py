"""The second view of the picture: who is near whom in the network, sides and ranks aside.

Stress majorisation: every two should stand as far apart as the number of steps between them says. It starts from
the first view, so that the first side stays left and nothing is left to chance. In large networks each one keeps
its distance to its neighbours and to a few pivots only.

Sources: Gansner, Koren & North (2004), Graph drawing by stress majorization, *Graph Drawing*, 239-250; Ortmann,
Klimenta & Brandes (2017), A sparse stress model, *Journal of Graph Algorithms and Applications* 21(5), 791-821.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from netmodel.report.layout import Layout, Point, leading_channels, own_positions, step_channels

Places = NDArray[np.float64]

ALL_PAIRS_UP_TO, PIVOTS, ROUNDS = 400, 40, 80
STEP, APART, SPREADING = 120.0, 46.0, 120


def spread(data: Mapping[str, Any], start: Layout) -> Layout:
    """Place stakeholders and channels by who is near whom.

    Parameters
    ----------
    data : mapping
        An analysis as `Analysis.to_json()` gives it, of which ``stakeholders``, ``ties``, ``channels`` and the
        recommended set are read. Active, positive ties draw together, and so do the channels of the recommended set.
    start : Layout
        The first view, as `arrange` gives it.

    Returns
    -------
    Layout
        Positions by id in the units of the first view, without bands and ranks. A stakeholder with ``x`` and ``y``
        of its own stands where they say.

    Notes
    -----
    O(rounds * n * min(n, 40)) above 400 stakeholders, O(rounds * n^2) below. Deterministic.

    Examples
    --------
    >>> from netmodel.report.layout import arrange
    >>> who = [{"id": key, "side": side, "rank": 1} for key, side in [("gac", "CA"), ("mid", "RU"), ("un", "")]]
    >>> ties = [{"source": "gac", "target": "un", "status": "active", "sign": 1}]
    >>> study = {"study": {"sides": ["CA", "RU"]}, "stakeholders": who, "ties": ties, "channels": []}
    >>> where = spread(study, arrange(study)).stakeholders
    >>> near = [abs(where["un"][0] - where[key][0]) for key in ("gac", "mid")]
    >>> near[0] < near[1]
    True
    """
    people = [row["id"] for row in data["stakeholders"]]
    leading = [row["id"] for row in (*leading_channels(data), *step_channels(data))]
    if len(people) < 2:
        return Layout(start.stakeholders, start.channels, (), ())
    first = np.array([*(start.stakeholders[key] for key in people), *(start.channels[key] for key in leading)])
    places = _majorised(_joined(data, people, leading), _centred(first) / STEP)
    places = _apart(_framed(places * STEP))
    return _layout(data, people, leading, places)


def _joined(data: Mapping[str, Any], people: Sequence[str], leading: Sequence[str]) -> csr_array:
    """Who is one step from whom: active positive ties, and leading channels with their participants."""
    at = {key: i for i, key in enumerate(people)}
    hub = {key: len(people) + i for i, key in enumerate(leading)}
    pairs = [
        (at[tie["source"]], at[tie["target"]])
        for tie in data["ties"]
        if tie["status"] == "active" and tie["sign"] > 0
    ]
    members = {row["id"]: row["participants"] for row in data["channels"] if row["id"] in hub}
    pairs += [(hub[key], at[member["id"]]) for key in leading for member in members[key]]
    ends = np.array(sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})).reshape(-1, 2)
    n = len(people) + len(leading)
    return csr_array(coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n)))


def _majorised(joined: csr_array, places: Places) -> Places:
    """Lower the stress: each one moves half the way to where, on average, the others would have it."""
    pivots, steps = _pivots(joined, places)
    weights = np.divide(1.0, steps**2, out=np.zeros_like(steps), where=steps > 0)
    ends = np.array(joined.nonzero()) if len(pivots) < len(places) else np.zeros((2, 0), dtype=int)
    total = weights.sum(axis=1)
    np.add.at(total, ends[0], 1.0)
    np.add.at(total, ends[1], 1.0)
    pull = weights * steps
    for _ in range(ROUNDS):
        others = places[pivots]
        length = np.hypot(*(places[:, axis, None] - others[None, :, axis] for axis in (0, 1)))
        share = pull / np.maximum(length, 1e-9)
        wished = weights @ others + share.sum(axis=1)[:, None] * places - share @ others
        _add_neighbours(wished, places, ends)
        places = 0.5 * places + 0.5 * wished / total[:, None]
    return places


def _add_neighbours(wished: Places, places: Places, ends: NDArray[np.int64]) -> None:
    """What the ends of each tie wish for each other: to stand one step apart."""
    away = places[ends[0]] - places[ends[1]]
    step = away / np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-9)[:, None]
    np.add.at(wished, ends[0], places[ends[1]] + step)
    np.add.at(wished, ends[1], places[ends[0]] - step)


def _pivots(joined: csr_array, places: Places) -> tuple[NDArray[np.int64], Places]:
    """Those to whom all keep their distance, and the steps to each of them; each new pivot is farthest from the rest.

    Those whom no route joins stand around the others: farther apart than most, nearer than the farthest.
    """
    n = len(places)
    if n <= ALL_PAIRS_UP_TO:
        return np.arange(n), _finite(dijkstra(joined, directed=False, unweighted=True))
    pivots, columns = [int(np.argmin(places[:, 0]))], []
    nearest = np.full(n, np.inf)
    while True:
        steps = dijkstra(joined, directed=False, unweighted=True, indices=pivots[-1])
        columns.append(steps)
        nearest = np.minimum(nearest, steps)
        if len(pivots) == PIVOTS:
            return np.array(pivots), _finite(np.array(columns).T)
        pivots.append(int(np.argmax(np.where(np.isinf(nearest), n, nearest))))


def _finite(steps: Places) -> Places:
    known = steps[np.isfinite(steps)]
    usual = known.mean() if known.size else 0.0
    return np.where(np.isinf(steps), 1.0 + 1.2 * usual, steps)


def _centred(places: Places) -> Places:
    centred: Places = places - places.mean(axis=0)
    return centred


def _framed(places: Places) -> Places:
    """Turned so that the longest way lies across, as that of the picture's frame does, the first side still left."""
    centred = _centred(places)
    turn = 0.5 * np.arctan2(2 * (centred[:, 0] @ centred[:, 1]), (centred[:, 0] ** 2 - centred[:, 1] ** 2).sum())
    cosine, sine = np.cos(turn), np.sin(turn)
    turned: Places = centred @ np.array([[cosine, -sine], [sine, cosine]])
    turned *= np.where((turned[:, 0] * centred[:, 0]).sum() < 0, -1.0, 1.0)
    return turned


def _apart(places: Places, least: float = APART) -> Places:
    """Push apart those that would stand on one another, by turns, each half of what is missing."""
    golden = np.pi * (3 - np.sqrt(5))
    for _ in range(SPREADING):
        pairs = cKDTree(places).query_pairs(least * 0.999, output_type="ndarray")
        if not len(pairs):
            return places
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        away = places[pairs[:, 0]] - places[pairs[:, 1]]
        length = np.hypot(away[:, 0], away[:, 1])
        angles = golden * pairs.sum(axis=1)
        around = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        way = np.where((length > 1e-9)[:, None], away / np.maximum(length, 1e-9)[:, None], around)
        push = way * ((least - length) / 2)[:, None]
        places = places.copy()
        np.add.at(places, pairs[:, 0], push)
        np.add.at(places, pairs[:, 1], -push)
    return places


def _layout(data: Mapping[str, Any], people: Sequence[str], leading: Sequence[str], places: Places) -> Layout:
    """Positions by id."""
    rounded: list[Point] = [(round(float(x), 1), round(float(y), 1)) for x, y in places]
    who = dict(zip(people, rounded, strict=False)) | own_positions(data["stakeholders"])
    hubs = dict(zip(leading, rounded[len(people) :], strict=True))
    rest = [row["id"] for row in data["channels"] if row["id"] not in hubs]
    return Layout(who, hubs | _beneath(rest, rounded), (), ())


def _beneath(channels: Sequence[str], places: Sequence[Point]) -> dict[str, Point]:
    """Channels that do not lead stand in close lines under the rest, as wide as it is."""
    left, low = min(x for x, _ in places), max(y for _, y in places) + 2 * APART
    columns = max(1, int((max(x for x, _ in places) - left) / APART))
    return {
        key: (round(left + i % columns * APART, 1), round(low + i // columns * APART, 1))
        for i, key in enumerate(channels)
    }
