"""Spectral quantities: the polarisation-disagreement of two sides on the network, hubs included."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from netmodel.network import Network


def disagreement(net: Network) -> float:
    """How far apart the two sides stay when opinions settle: -s^T (I + L)^-1 s, from -1/|A| - 1/|B| up to 0.

    L is the Laplacian of the network with conductance = strength, s the influence of one side minus that of the
    other, each summing to 1. It is defined when the sides are cut, and never falls when a tie is added. A channel is
    a hub: the star of its member edges (conductance uptake * quality), eliminated. Issues and directions do not
    enter. With more than two sides, the mean over pairs of sides; nan with fewer,
    or where a side has no influence.

    References
    ----------
    .. [1] Musco, C., Musco, C., Tsourakakis, C. E. (2018). Minimizing polarization and disagreement in social
       networks. *WWW 2018*. (Cited for the measure; not re-read.)

    Examples
    --------
    >>> from netmodel.network import Network
    >>> net = Network.from_tables([{"id": "a", "side": "A"}, {"id": "b", "side": "B"}])
    >>> disagreement(net)
    -2.0
    """
    from scipy.sparse import csc_array, identity
    from scipy.sparse.linalg import splu

    actors = list(net.stakeholder.values())
    index = {row.id: position for position, row in enumerate(actors)}
    tails, heads, conductances = [], [], []
    for tie in net.active_ties:
        tails.append(index[tie.source])
        heads.append(index[tie.target])
        conductances.append(tie.strength)
    for channel in net.open_channels:
        people = [person for person in channel.participants if person.stakeholder in index]
        parts = [channel.quality * person.uptake for person in people]
        total = sum(parts)
        for (one, p), (other, q) in combinations(zip(people, parts, strict=True), 2):
            if p * q > 0:
                tails.append(index[one.stakeholder])
                heads.append(index[other.stakeholder])
                conductances.append(p * q / total)
    n = len(actors)
    laplacian = csc_array((n, n))
    if tails:
        u, v, g = np.array(tails), np.array(heads), np.array(conductances)
        rows, cols = np.concatenate([u, v, u, v]), np.concatenate([v, u, u, v])
        laplacian = csc_array((np.concatenate([-g, -g, g, g]), (rows, cols)), shape=(n, n))
    values = []
    solve = splu((identity(n, format="csc") + laplacian).tocsc()).solve if n else None
    for one_side, other_side in combinations(net.sides, 2):
        s = np.zeros(n)
        for side, sign in ((one_side, 1.0), (other_side, -1.0)):
            weights = np.array([row.influence if row.side == side else 0.0 for row in actors])
            s += sign * weights / weights.sum() if weights.any() else np.nan
        if solve is not None:
            values.append(-float(s @ solve(s)))
    return float(np.mean(values)) if values else float("nan")
