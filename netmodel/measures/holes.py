"""Structural holes as Burt wrote them: constraint, effective size, efficiency, hierarchy.

All four read the mutual strength of a contact, a[u, v] = strength of u to v plus that of v to u (twice the strength
of an undirected tie), and of it the share p[u, v] = a[u, v] / sum of a[u, .]. Self-loops are left out, parallel ties
are added up, and a tie of strength 0 is no contact. The shares of a contact are those in the whole network, not only
among the contacts of u.
"""

from __future__ import annotations

from math import log
from typing import Any

import networkx as nx
import numpy as np

from netmodel.measures import register

SHARES = "shares of mutual strength in the whole network; contacts only; directions added up"


def _mutual(G: nx.Graph[Any], weight: str | None) -> Any:
    """Sparse n x n matrix of mutual strengths, without loops and without stored zeros."""
    from scipy.sparse import csr_array, diags_array

    if not len(G):
        return csr_array((0, 0))
    one_way = nx.to_scipy_sparse_array(G, weight=weight).astype(float)
    both = csr_array(one_way + one_way.T)
    both = csr_array(both - diags_array(both.diagonal()))
    both.eliminate_zeros()
    return both


def _rows_over(matrix: Any, divisors: Any) -> Any:
    """Every row of a sparse matrix over its divisor; empty rows stay empty."""
    from scipy.sparse import csr_array, diags_array

    return csr_array(diags_array(1 / np.where(divisors > 0, divisors, 1.0)) @ matrix)


def _local(G: nx.Graph[Any], weight: str | None) -> Any:
    """Sparse matrix of c[u, v] = (p[u, v] + sum over q of p[u, q] p[q, v])^2, for the contacts v of u."""
    both = _mutual(G, weight)
    shares = _rows_over(both, both.sum(axis=1))
    return ((shares + shares @ shares) * (both > 0)).power(2).tocsr()


@register(
    better="lower",
    source="Burt 1992",
    range="above 0; may exceed 1",
    reads="strength",
    convention=f"{SHARES}, as in NetworkX and igraph",
    undefined="isolates, who have no contact to be bound by",
    cost="O(sum of squared degrees)",
    local=True,
)
def constraint(G: nx.Graph[Any], *, weight: str | None = "strength") -> dict[Any, float]:
    """How far contacts are invested in one another: high leaves no hole to broker, low leaves many.

    c[u] = sum over contacts v of (p[u, v] + sum over q of p[u, q] p[q, v])^2 [1]_.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges, directed or not.
    weight : str, optional
        Edge attribute of strength; 1 where it is missing, and everywhere with None.

    Returns
    -------
    dict
        By node: 1 with a single contact who knows nobody else, 1/k with k contacts alike who do not know each other;
        nan for an isolate.

    References
    ----------
    .. [1] Burt, R. S. (1992). *Structural Holes: The Social Structure of Competition*, chapter 2. Harvard University
       Press (not re-read).

    Examples
    --------
    >>> constraint(nx.star_graph(4))[0]
    0.25
    >>> {node: round(value, 4) for node, value in constraint(nx.complete_graph(3)).items()}
    {0: 1.125, 1: 1.125, 2: 1.125}
    """
    local = _local(G, weight)
    held = np.diff(local.indptr) > 0
    values = np.where(held, local.sum(axis=1), np.nan)
    return dict(zip(G, values.tolist(), strict=True))


def _sizes(G: nx.Graph[Any], weight: str | None) -> tuple[Any, Any]:
    """Effective sizes and numbers of contacts."""
    both = _mutual(G, weight)
    contacts = np.diff(both.indptr)
    if not both.nnz:
        return np.zeros(len(G)), contacts
    shares = _rows_over(both, both.sum(axis=1))
    ties = _rows_over(both, both.max(axis=1).toarray().ravel())
    redundant = ((shares @ ties.T) * (both > 0)).sum(axis=1)
    return contacts - redundant, contacts


@register(
    better="higher",
    source="Burt 1992",
    range="0 and up",
    reads="strength",
    convention=f"{SHARES}; an isolate has 0, in NetworkX nan",
    cost="O(sum of squared degrees)",
    local=True,
)
def effective_size(G: nx.Graph[Any], *, weight: str | None = "strength") -> dict[Any, float]:
    """Number of contacts, less what they repeat of each other.

    e[u] = sum over contacts v of (1 - sum over q of p[u, q] m[v, q]), where m[v, q] = a[v, q] / the largest a[v, .]
    [1]_. Without weights and directions that is k - 2t/k for k contacts with t ties among them [2]_.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges, directed or not.
    weight : str, optional
        Edge attribute of strength; 1 where it is missing, and everywhere with None.

    Returns
    -------
    dict
        By node: from 0 for an isolate to the number of contacts where none of them know each other.

    References
    ----------
    .. [1] Burt, R. S. (1992). *Structural Holes: The Social Structure of Competition*, chapter 2. Harvard University
       Press (not re-read).
    .. [2] Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. *Connections* 20(1), 35-38
       (not re-read).

    Examples
    --------
    >>> effective_size(nx.star_graph(4))[0], effective_size(nx.complete_graph(5))[0]
    (4.0, 1.0)
    """
    return dict(zip(G, _sizes(G, weight)[0].tolist(), strict=True))


@register(
    better="higher",
    source="Burt 1992",
    range="0..1",
    reads="strength",
    convention="effective size over the number of contacts, in whichever direction",
    undefined="isolates",
    cost="O(sum of squared degrees)",
    local=True,
    shown=False,
)
def burt_efficiency(G: nx.Graph[Any], *, weight: str | None = "strength") -> dict[Any, float]:
    """Share of contacts that are not redundant: effective size over their number; nan for an isolate.

    References
    ----------
    .. [1] Burt, R. S. (1992). *Structural Holes: The Social Structure of Competition*, chapter 2. Harvard University
       Press (not re-read).

    Examples
    --------
    >>> burt_efficiency(nx.star_graph(4))[0], burt_efficiency(nx.complete_graph(5))[0]
    (1.0, 0.25)
    """
    sizes, contacts = _sizes(G, weight)
    values = np.where(contacts > 0, sizes / np.maximum(contacts, 1), np.nan)
    return dict(zip(G, values.tolist(), strict=True))


@register(
    better="lower",
    source="Burt 1992",
    range="0..1",
    reads="strength",
    convention="the Coleman-Theil index of the constraint by contact; 1 with a single contact",
    undefined="isolates",
    cost="O(sum of squared degrees)",
    local=True,
    shown=False,
)
def hierarchy(G: nx.Graph[Any], *, weight: str | None = "strength") -> dict[Any, float]:
    """How far constraint comes from a single contact: 0 when all k bind alike, 1 when one binds alone.

    h[u] = sum over contacts v of r ln r / (k ln k), where r = c[u, v] / (c[u] / k) is the constraint that comes from
    v against the mean [1]_. With one contact it all comes from there, so the value is 1; nan for an isolate.

    References
    ----------
    .. [1] Burt, R. S. (1992). *Structural Holes: The Social Structure of Competition*, chapter 2. Harvard University
       Press (not re-read).

    Examples
    --------
    >>> hierarchy(nx.star_graph(4))
    {0: 0.0, 1: 1.0, 2: 1.0, 3: 1.0, 4: 1.0}
    """
    local = _local(G, weight)
    rows = (local.data[start:end] for start, end in zip(local.indptr, local.indptr[1:], strict=False))
    return {node: _coleman_theil(row) for node, row in zip(G, rows, strict=True)}


def _coleman_theil(parts: Any) -> float:
    """Concentration of positive parts: 0 where all are equal, 1 where there is one; nan where there is none."""
    if len(parts) < 2:
        return 1.0 if len(parts) else float("nan")
    from scipy.special import xlogy

    ratios = parts * (len(parts) / parts.sum())
    return max(0.0, float(xlogy(ratios, ratios).sum()) / (len(parts) * log(len(parts))))
