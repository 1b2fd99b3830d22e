"""Virtual against in-person: the trust that a year of meetings can build, and for which issue that will do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netmodel.decide.states import PARTS, parts
from netmodel.errors import UnknownName, UsageError
from netmodel.network import Network
from netmodel.policy.gates import joins
from netmodel.schema.trust import trust_caps

REMOTE = ("virtual", "written")
"""Ways of meeting for which nobody travels, the closer one first."""


@dataclass(frozen=True)
class Way:
    """The channel of one modality that builds most trust in a year, of those on offer for an issue.

    `year` is frequency * depth; `reached` the trust there would be after a year of it, from the trust there is and
    not above `cap`.
    """

    modality: str
    channel: str
    frequency: float
    depth: float
    year: float
    cap: float
    reached: float


def caps_of(caps: Mapping[str, float] | None = None) -> dict[str, float]:
    """Trust that each modality can build at most: the table's, with these put over it.

    Raises
    ------
    UnknownName, UsageError
        For a modality that there is not, and for a cap outside 0..1.

    Examples
    --------
    >>> caps_of({"virtual": 0.5})
    {'in-person': 0.9, 'hybrid': 0.7, 'virtual': 0.5, 'written': 0.2}
    """
    found = {name: row.cap for name, row in trust_caps().items()}
    for name, cap in (caps or {}).items():
        if name not in found:
            raise UnknownName("modality", name, found)
        if not 0 <= cap <= 1:
            raise UsageError(f"cap {cap!r} of {name} is outside 0..1")
        found[name] = float(cap)
    return found


def trust_a_year(
    frequency: float,
    depth: float,
    *,
    modality: str,
    sensitivity: float = 1.0,
    caps: Mapping[str, float] | None = None,
) -> float:
    """Trust that a year of meetings builds: frequency * depth, not above the cap, nor above what the issue needs.

    Parameters
    ----------
    frequency : float
        Meetings a year.
    depth : float
        How far one meeting goes, in [0, 1].
    modality : str
        in-person, hybrid, virtual or written.
    sensitivity : float
        Trust that the issue needs, in [0, 1]: more than that is of no use to it.
    caps : mapping, optional
        Caps to put over those of `netmodel/schema/trust.csv`.

    Returns
    -------
    float
        In [0, 1]. It will do for the issue where it equals the sensitivity.

    Examples
    --------
    >>> trust_a_year(12, 0.1, modality="virtual"), trust_a_year(2, 0.5, modality="in-person")
    (0.4, 0.9)
    >>> trust_a_year(12, 0.1, modality="virtual", sensitivity=0.3)
    0.3
    """
    limits = caps_of(caps)
    if modality not in limits:
        raise UnknownName("modality", modality, limits)
    return float(min(round(frequency * depth, 12), limits[modality], sensitivity))


def lifted(trust: int, amount: int, cap: int) -> int:
    """Trust once a channel has added its amount, in parts of 10**-12: not above the cap, and never less than before.

    >>> lifted(100, 200, 900), lifted(100, 500, 400), lifted(500, 100, 400)
    (300, 400, 500)
    """
    if trust >= cap:
        return trust
    return trust + amount if trust + amount < cap else cap


def ways(
    net: Network, issue: str | None, us: str, them: str, *, trust: float, caps: Mapping[str, float]
) -> tuple[Way, ...]:
    """The best channel of each modality between two sides on an issue, open or on offer; the lowest cap first.

    Of channels that are as good the first by id is named.
    """
    best: dict[str, Way] = {}
    rows = sorted((*net.open_channels, *net.candidates), key=lambda row: row.id)
    for row in rows:
        if not joins(net, row, us, them, issue):
            continue
        year, cap = round(row.frequency * row.depth, 12), caps[row.modality]
        reached = lifted(parts(trust), parts(year), parts(cap)) / PARTS
        way = Way(row.modality, row.id, row.frequency, row.depth, year, cap, reached)
        known = best.get(row.modality)
        if known is None or (way.reached, way.year) > (known.reached, known.year):
            best[row.modality] = way
    return tuple(sorted(best.values(), key=lambda way: (way.cap, way.modality)))


def enough(found: Sequence[Way], sensitivity: float) -> tuple[str, ...]:
    """Modalities that bring trust to a sensitivity within a year."""
    return tuple(way.modality for way in found if parts(way.reached) >= parts(sensitivity))


def verdict(found: Sequence[Way], sensitivity: float, *, trust: float, caps: Mapping[str, float]) -> str:
    """How people would have to meet before an issue can be talked about, in a few words.

    ``any`` where trust is there; ``virtual will do``; ``in-person only``, with ``on offer`` where a virtual channel
    might do and there is none; ``none on offer`` where no single channel builds enough in a year; ``no channel``.

    Examples
    --------
    >>> caps = caps_of()
    >>> screen = Way("virtual", "webinar", 12, 0.1, 1.2, 0.4, 0.4)
    >>> room = Way("in-person", "seminar", 2, 0.5, 1.0, 0.9, 0.9)
    >>> [verdict([screen, room], needed, trust=0.1, caps=caps) for needed in (0.1, 0.3, 0.6, 0.95)]
    ['any', 'virtual will do', 'in-person only', 'none on offer']
    """
    if parts(trust) >= parts(sensitivity):
        return "any"
    if not found:
        return "no channel"
    will_do = enough(found, sensitivity)
    for name in REMOTE:
        if name in will_do:
            return f"{name} will do"
    if not will_do:
        return "none on offer"
    shown = f"{' or '.join(will_do)} only"
    offered = {way.modality for way in found}
    if caps["virtual"] >= sensitivity and "virtual" not in offered:
        return f"{shown} on offer"
    return shown
