"""A network as a small table for a notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from netmodel.errors import printable

if TYPE_CHECKING:
    from netmodel.network import Network

SHOWN = 5
"""Warnings, and names of a scenario, that the table shows."""


def summary_html(net: Network) -> str:
    """What a network holds, as a table of HTML: counts, sides, dates, the scenario, warnings and defaults.

    Parameters
    ----------
    net : Network
        n stakeholders, m ties. Every text in it is taken as untrusted: it is escaped and kept apart from the text
        around it, control and direction marks are shown as codes, and long names are cut.

    Returns
    -------
    str
        A table without styles and without scripts.

    Notes
    -----
    O(n + m): the status of every tie is found.

    Examples
    --------
    >>> from netmodel.network import Network
    >>> table = summary_html(Network.from_tables([{"id": "gac", "side": "Canada"}, {"id": "who"}]))
    >>> "<td>2: 1 <bdi>Canada</bdi>, 1 third party</td>" in table
    True
    """
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{said}</td></tr>\n' for name, said in _rows(net))
    return f"<table>\n<caption>{_typed(net.study.title or 'Network')}</caption>\n<tbody>\n{rows}</tbody>\n</table>\n"


def _rows(net: Network) -> Iterator[tuple[str, str]]:
    who = list(net.stakeholder.values())
    count = Counter(row.side for row in who)
    third = count.pop("", 0)
    sides = [*(side for side in net.sides if side in count), *sorted(count.keys() - set(net.sides))]
    parts = [f"{count[side]} {_typed(side)}" for side in sides]
    parts += [f"{third} third {'party' if third == 1 else 'parties'}"] if third else []
    yield "Stakeholders", f"{len(who)}{': ' if parts else ''}{', '.join(parts)}"
    yield "Ties", f"{len(net.ties)}, of which {len(net.active_ties)} carry messages"
    yield "Channels", f"{len(net.channels)}, of which {len(net.open_channels)} open, {len(net.candidates)} candidates"
    yield (
        "Conversations",
        " and ".join(map(_typed, net.sides)) if len(net.sides) > 1 else "none: fewer than 2 sides",
    )
    if net.layers != (None,):
        yield "Issues", str(len(net.layers))
    yield "Date", _typed(net.now_date or "now")
    yield "Before", _typed(net.before_date or "no earlier date is known")
    if net.opened:
        yield "Opened", _named(sorted(net.opened))
    if net.removed:
        yield "Taken away", _named(sorted(net.removed))
    warnings = net.provenance.warnings
    said = [_typed(f"{row.file} {row.sentence().partition(chr(10))[0]}") for row in warnings[:SHOWN]]
    more = [f"and {len(warnings) - SHOWN} more"] if len(warnings) > SHOWN else []
    yield "Warnings", "<br>\n".join([str(len(warnings)), *said, *more])
    defaults = sum(row.count for row in net.provenance.assumptions)
    yield "Cells filled by defaults", str(defaults)


def _named(ids: list[str]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return ", ".join(map(_typed, ids[:SHOWN])) + more


def _typed(text: str) -> str:
    """Text from a file: one line, escaped, cut, and of its own direction."""
    return f"<bdi>{escape(printable(text, 200))}</bdi>"
