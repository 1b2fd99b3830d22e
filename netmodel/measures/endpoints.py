"""The ends of routes: a stakeholder, several, or all whom a selector such as ``kind:ministry side:Russia`` means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from netmodel.errors import UnknownName, UsageError, printable, quote, suggest
from netmodel.network import Network
from netmodel.network.rows import Stakeholder

Who = str | Iterable[str]
"""An id, a selector, or several of both."""

KEYS = ("id", "side", "party", "kind", "level", "issue")
_KEY = re.compile(rf"(?:^|(?<=\s))({'|'.join(KEYS)}):")


@dataclass(frozen=True, slots=True)
class Ends:
    """Where routes begin and where they end: two sets of stakeholders that share nobody."""

    a: frozenset[str]
    b: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Everybody at either end."""
        return self.a | self.b


def is_selector(text: str) -> bool:
    """Whether a text is written as a selector, ``key:value``.

    >>> is_selector("side:Canada"), is_selector("ca_gac")
    (True, False)
    """
    return bool(_KEY.match(text.strip()))


def stakeholders_of(net: Network, who: Who) -> tuple[str, ...]:
    """Ids of the stakeholders that are meant, in order.

    Parameters
    ----------
    net : Network
    who : str or iterable of str
        An id; or a selector of ``key:value`` parts with spaces between them, where key is ``id``, ``side`` (``third``
        for third parties), ``party``, ``kind``, ``level`` (the rank, on the common scale) or ``issue`` (that they
        deal with). Parts with the same key are alternatives, parts with different keys must all hold, and case does
        not matter; or several of these, and everybody whom any of them means.

    Raises
    ------
    UnknownName
        For an id or a value that nobody has, with the nearest one.
    UsageError
        Where nobody is meant.

    Examples
    --------
    >>> rows = [{"id": "gac", "side": "ca", "kind": "ministry"}, {"id": "mid", "side": "ru", "kind": "ministry"}]
    >>> net = Network.from_tables([*rows, {"id": "edc", "side": "ca", "kind": "agency"}])
    >>> stakeholders_of(net, "side:ca"), stakeholders_of(net, "kind:ministry side:ca"), stakeholders_of(net, "mid")
    (('edc', 'gac'), ('gac',), ('mid',))
    """
    asked = [who] if isinstance(who, str) else list(who)
    found = sorted({name for part in asked for name in _meant(net, part)})
    if not found:
        raise UsageError("nobody is named at one end: give an id or a selector such as side:Canada")
    return tuple(found)


def _meant(net: Network, text: str) -> list[str]:
    if text in net.stakeholder:
        return [text]
    if not is_selector(text):
        raise UnknownName("stakeholder", text, net.stakeholder)
    wanted: dict[str, set[str]] = {}
    parts = _KEY.split(text.strip())[1:]
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        wanted.setdefault(key, set()).add(_known_value(net, key, value.strip()))
    rows = net.stakeholder.values()
    found = [row.id for row in rows if all(wanted[key] & _values(row, key) for key in wanted)]
    if not found:
        raise UsageError(f"nobody is {printable(text, 200)}")
    return found


def _known_value(net: Network, key: str, value: str) -> str:
    known = {name for row in net.stakeholder.values() for name in _shown(row, key)}
    if value.casefold() not in {name.casefold() for name in known}:
        raise UsageError(f"nobody has the {key} {quote(value)}; {suggest(value, known)}")
    return value.casefold()


def _values(row: Stakeholder, key: str) -> set[str]:
    return {value.casefold() for value in _shown(row, key)}


def _shown(row: Stakeholder, key: str) -> tuple[str, ...]:
    """What a stakeholder has of a key; whoever names no issue deals with any, and so does not tell them apart."""
    if key == "issue":
        return row.issues
    if key == "level":
        return (str(row.rank),)
    return (str(getattr(row, key)) or "third",) if key == "side" else (str(getattr(row, key)),)


def two_ends(net: Network, a: Who, b: Who) -> Ends:
    """Both ends, checked to share nobody.

    Raises
    ------
    UsageError
        Where a stakeholder is unknown, or at both ends.

    Examples
    --------
    >>> net = Network.from_tables([{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}])
    >>> two_ends(net, "gac", "side:ru")
    Ends(a=frozenset({'gac'}), b=frozenset({'mid'}))
    """
    ends = Ends(frozenset(stakeholders_of(net, a)), frozenset(stakeholders_of(net, b)))
    shared = sorted(ends.a & ends.b)
    if shared:
        raise UsageError(f"{quote(shared[0])} is both ends: a route needs two stakeholders")
    return ends
