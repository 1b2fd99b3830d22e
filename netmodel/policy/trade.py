"""Trade services and export credit: in which sectors our exporters have what those of the typical ally have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from netmodel.errors import UnknownName
from netmodel.network import Network
from netmodel.network.derive import SILENT
from netmodel.network.status import can_carry
from netmodel.policy.pairing import two_sides
from netmodel.policy.systems import system
from netmodel.policy.words import called, listed, some

ADVICE, CREDIT = "advice", "credit"
"""What the two kinds of service give."""

SERVICES = {"trade-commissioner": ADVICE, "export-credit-agency": CREDIT}
"""Kinds of stakeholder that serve exporters, and what each gives."""

ANY = ""
"""The sector that stands for all together: what is there, whatever it covers."""


@dataclass(frozen=True)
class Service:
    """A trade service or export credit agency of ours or of an ally.

    `active` says that it has an active tie, or an open channel, with the other side; `before` the same of the date
    before the rupture (None where none is known). `sectors` is empty where its coverage is not stated.
    """

    id: str
    country: str
    gives: str
    sectors: tuple[str, ...]
    active: bool
    before: bool | None


@dataclass(frozen=True)
class SectorField:
    """What our exporters in a sector have, beside the typical ally's.

    Attributes
    ----------
    sector : str
        Empty for all together: what is there, whatever it covers.
    ours : tuple of str
        What our active services give: ``advice``, ``credit``.
    typical : tuple of str
        What the active services of more than half of the allies give, of those of which such a service is listed and
        known to cover the sector or not.
    allies : dict
        For advice and for credit, the allies whose active services give it here.
    of : dict
        For each, of how many allies this is known.
    level : bool or None
        Ours contain those of the typical ally; None where it is not known to have any here, so that nothing is
        compared.
    verdict : str
        ``advice and credit``, ``advice but no credit``, ``credit but no advice`` or ``neither``.
    """

    sector: str
    ours: tuple[str, ...]
    typical: tuple[str, ...]
    allies: dict[str, tuple[str, ...]]
    of: dict[str, int]
    level: bool | None

    @property
    def verdict(self) -> str:
        """What our active services give, in words."""
        if len(self.ours) == 1:
            return f"{self.ours[0]} but no {CREDIT if self.ours[0] == ADVICE else ADVICE}"
        return f"{ADVICE} and {CREDIT}" if self.ours else "neither"


@dataclass(frozen=True)
class Reopening:
    """What it would change that one of our idle services is active again.

    `gained` are the sectors in which our exporters would have something more, `levelled` those whose field would
    become level, `whole` says whether that of all together would; `ties` are its silent ties, `channels` the
    candidates that would make it active; `before` is that of the service.
    """

    service: str
    before: bool | None
    gained: tuple[str, ...]
    levelled: tuple[str, ...]
    whole: bool
    ties: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True)
class TradeParity:
    """What `trade_parity` found: the field as a whole first, then sector by sector."""

    us: str
    them: str
    allies: tuple[str, ...]
    before_date: str | None
    services: tuple[Service, ...]
    overall: SectorField
    sectors: tuple[SectorField, ...]
    reopenings: tuple[Reopening, ...]
    lacks: str
    sentences: tuple[str, ...]

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Each sector, after the field as a whole."""
        header = ["sector", "verdict", "typical_ally", "level", "advice_allies", "credit_allies"]
        said = {True: "yes", False: "no", None: "not compared"}
        rows = (self.overall, *self.sectors) if self.services else ()
        return header, [
            [
                row.sector or "all together",
                row.verdict,
                " and ".join(row.typical) or "neither",
                said[row.level],
                *("; ".join(row.allies[gives]) for gives in (ADVICE, CREDIT)),
            ]
            for row in rows
        ]

    def to_json(self) -> dict[str, Any]:
        """Give services, sectors and what reopening would change, as plain values."""
        return {
            "us": self.us,
            "them": self.them,
            "allies": list(self.allies),
            "before": self.before_date,
            "services": [{**asdict(row), "sectors": list(row.sectors)} for row in self.services],
            "overall": _field_json(self.overall),
            "sectors": [_field_json(row) for row in self.sectors],
            "reopenings": [
                {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(row).items()} for row in self.reopenings
            ],
            "lacks": self.lacks,
            "sentences": list(self.sentences),
        }


def _field_json(row: SectorField) -> dict[str, Any]:
    return {
        "sector": row.sector,
        "ours": list(row.ours),
        "typical": list(row.typical),
        "allies": {gives: list(names) for gives, names in row.allies.items()},
        "of": dict(row.of),
        "level": row.level,
        "verdict": row.verdict,
    }


@system(
    name="trade",
    title="Trade services and export credit",
    question="In which sectors do our exporters have what those of allies have?",
)
def trade_parity(
    net: Network, *, us: str | None = None, them: str | None = None, allies: Iterable[str] | None = None
) -> TradeParity:
    """Compare our active trade services and export credit, sector by sector, with those of the typical ally.

    A service is active where it has an active tie, or an open channel, with somebody on the other side. It covers the
    sectors that it names; where it names none its coverage is not known, and it counts for the whole only.

    Parameters
    ----------
    net : Network
    us, them : str, optional
        The sides; default: the first two.
    allies : iterable of str, optional
        Parties, of stakeholders on neither side; default: those that the study names. The typical ally gives what
        more than half of those give of which such a service is listed.

    Raises
    ------
    UnknownName, UsageError
        For a side that nobody is on or that is given twice, or an ally given that is no party.

    Notes
    -----
    O(m) for the ties of the services, and the product of sectors and services.

    Examples
    --------
    >>> people = [
    ...     {"id": "tcs", "side": "ca", "kind": "trade-commissioner", "sectors": "farming; ships"},
    ...     {"id": "edc", "side": "ca", "kind": "export-credit-agency", "sectors": "farming"},
    ...     {"id": "hermes", "party": "DE", "kind": "export-credit-agency", "sectors": "farming; ships"},
    ...     {"id": "buyer", "side": "ru"}]
    >>> ties = [{"source": name, "target": "buyer"} for name in ("tcs", "hermes")]
    >>> ties.append({"source": "edc", "target": "buyer", "status": "severed"})
    >>> found = trade_parity(Network.from_tables(people, ties), allies=["DE"])
    >>> [(row.sector, row.verdict, row.level) for row in found.sectors]
    [('farming', 'advice but no credit', False), ('ships', 'advice but no credit', False)]
    >>> [(row.service, row.levelled) for row in found.reopenings]
    [('edc', ('farming',))]
    """
    sides = two_sides(net, us, them)
    parties = sorted({row.party for row in net.stakeholder.values() if row.side not in sides and row.party})
    for name in allies or ():
        if name not in parties:
            raise UnknownName("party of a stakeholder on neither side", name, parties)
    named = tuple(dict.fromkeys(net.study.allies if allies is None else allies))
    chosen = tuple(name for name in named if name in parties)
    services = _services(net, sides, chosen) if all(sides) else ()
    sectors = sorted({sector for row in services for sector in row.sectors})
    found = TradeParity(
        us=sides[0],
        them=sides[1],
        allies=chosen,
        before_date=None if net.before is None else net.before_date,
        services=services,
        overall=_field(services, ANY, sides[0], chosen),
        sectors=tuple(_field(services, sector, sides[0], chosen) for sector in sectors),
        reopenings=tuple(_reopenings(net, services, sectors, sides, chosen)),
        lacks="",
        sentences=(),
    )
    found = replace(found, lacks=_lacks(net, found, named))
    return replace(found, sentences=tuple(_sentences(net, found)))


# ---- services and sectors ---------------------------------------------------------------------------------------


def _services(net: Network, sides: tuple[str, str], allies: Sequence[str]) -> tuple[Service, ...]:
    """Our services, then those of each ally."""
    now, before = _active(net, sides[1]), None if net.before is None else _active(net.before, sides[1])
    order = (sides[0], *allies)
    rows = []
    for row in net.stakeholder.values():
        owner = row.side if row.side in sides else row.party
        if row.kind in SERVICES and owner in order:
            past = None if before is None else row.id in before
            rows.append(Service(row.id, owner, SERVICES[row.kind], row.sectors, row.id in now, past))
    return tuple(sorted(rows, key=lambda row: (order.index(row.country), row.gives, row.id)))


def _active(net: Network, them: str) -> set[str]:
    """Those who have an active tie, or an open channel, with somebody on the other side."""
    theirs = {row.id for row in net.stakeholder.values() if row.side == them}
    found = set()
    for tie in net.active_ties:
        found |= {tie.source} if tie.target in theirs else set()
        found |= {tie.target} if tie.source in theirs else set()
    for channel in net.open_channels:
        people = {person.stakeholder for person in channel.participants}
        found |= people if people & theirs else set()
    return found


def _field(services: Sequence[Service], sector: str, us: str, allies: Sequence[str]) -> SectorField:
    """The field in a sector, from who is active and what is covered."""
    given: dict[str, dict[str, bool]] = {gives: {} for gives in (ADVICE, CREDIT)}
    for country in (us, *allies):
        for gives, known in given.items():
            rows = [row for row in services if row.country == country and row.gives == gives]
            here = [row for row in rows if row.active]
            if sector == ANY or any(sector in row.sectors for row in here):
                covered: bool | None = bool(here)
            else:
                covered = None if any(not row.sectors for row in here) else False
            if rows and covered is not None:
                known[country] = covered
    ours = tuple(gives for gives, known in given.items() if known.pop(us, False))
    having = {gives: tuple(name for name, yes in known.items() if yes) for gives, known in given.items()}
    typical = tuple(gives for gives, names in having.items() if 2 * len(names) > len(given[gives]))
    level = set(typical) <= set(ours) if typical else None
    return SectorField(sector, ours, typical, having, {gives: len(known) for gives, known in given.items()}, level)


def _reopenings(
    net: Network, services: Sequence[Service], sectors: Sequence[str], sides: tuple[str, str], allies: Sequence[str]
) -> Iterator[Reopening]:
    """What each of our idle services would change, and what would make it active."""
    theirs = {row.id for row in net.stakeholder.values() if row.side == sides[1]}
    fields = {sector: _field(services, sector, sides[0], allies) for sector in (ANY, *sectors)}
    for row in services:
        if row.active or row.country != sides[0]:
            continue
        again = [replace(other, active=True) if other.id == row.id else other for other in services]
        after = {sector: _field(again, sector, sides[0], allies) for sector in fields}
        yield Reopening(
            service=row.id,
            before=row.before,
            gained=tuple(sector for sector in sectors if after[sector].ours != fields[sector].ours),
            levelled=tuple(s for s in sectors if after[s].level and fields[s].level is False),
            whole=after[ANY].level is True and fields[ANY].level is False,
            ties=tuple(sorted(_silent(net, row.id, theirs))),
            channels=tuple(sorted(_joining(net, row.id, theirs))),
        )


def _silent(net: Network, service: str, theirs: set[str]) -> Iterator[str]:
    for tie in net.ties:
        ends = {tie.source, tie.target}
        known = can_carry(tie) and tie.id not in net.removed
        if known and service in ends and ends & theirs and net.status(tie) in SILENT:
            yield tie.id


def _joining(net: Network, service: str, theirs: set[str]) -> Iterator[str]:
    for channel in net.candidates:
        people = {person.stakeholder for person in channel.participants}
        if not channel.restores and service in people and people & theirs:
            yield channel.id


# ---- words ------------------------------------------------------------------------------------------------------


def _lacks(net: Network, found: TradeParity, named: Sequence[str]) -> str:
    if not (found.us and found.them):
        return "stakeholders.csv, column side: two sides"
    ours = [row for row in found.services if row.country == found.us]
    told = []
    if not ours:
        told.append(f"stakeholders.csv, column kind: {' or '.join(SERVICES)} on the side of {found.us}")
    if not named:
        told.append("netmodel.toml, key allies: the parties that serve as a yardstick")
    elif len(ours) == len(found.services):
        told.append(f"stakeholders.csv, column kind: {' or '.join(SERVICES)} of an ally")
    blank = [called(net, row.id) for row in found.services if not row.sectors]
    if blank:
        told.append(f"stakeholders.csv, column sectors of {some(blank)}: what each covers")
    return "; ".join(told)


def _sentences(net: Network, found: TradeParity) -> Iterator[str]:
    if not found.services:
        return
    if any(row.country == found.us for row in found.services):
        yield _whole(found)
    for gives, noun in ((CREDIT, "Export credit"), (ADVICE, "Trade service")):
        yield from _countries(found, gives, noun)
    unequal = [row.sector for row in found.sectors if row.level is False]
    equal = [row.sector for row in found.sectors if row.level]
    ours = {sector for row in found.services if row.country == found.us for sector in row.sectors}
    alone = [row.sector for row in found.sectors if row.level is None and row.sector in ours]
    if unequal:
        yield f"Not level with the typical ally in {some(unequal)}."
    if equal:
        yield f"Level with the typical ally in {some(equal)}."
    if alone and found.allies:
        yield f"Not compared, since the typical ally is not known to cover it: {some(alone)}."
    half = [row.sector for row in found.sectors if row.ours == (ADVICE,)]
    if half:
        yield f"Advice but no credit in {some(half)}."
    for row in found.reopenings:
        yield _reopened(net, row)


def _whole(found: TradeParity) -> str:
    """What there is, whatever it covers, and whether that is level."""
    row = found.overall
    beside = {
        True: "as much as the typical ally",
        False: f"the typical ally has {' and '.join(row.typical)}",
        None: "no typical ally to compare with",
    }[row.level]
    have = row.verdict if row.ours else f"neither {ADVICE} nor {CREDIT} from a service that is active"
    return f"For trade with {found.them}, exporters of {found.us} have {have}; {beside}."


def _countries(found: TradeParity, gives: str, noun: str) -> Iterator[str]:
    """Which countries keep a service, and which had one and do not now."""
    rows = [row for row in found.services if row.gives == gives]
    order = list(dict.fromkeys(row.country for row in rows))
    active = {name: any(r.active for r in rows if r.country == name) for name in order}
    past = {name: any(r.before for r in rows if r.country == name) for name in order}
    kept = [name for name in order if active[name]]
    left = [name for name in order if past[name] and not active[name]]
    idle = [name for name in order if not (past[name] or active[name])]
    parts = [f"active: {listed(kept)}"] if kept else []
    parts += [f"active in {found.before_date} and not now: {listed(left)}"] if left else []
    parts += [f"not active: {listed(idle)}"] if idle else []
    if parts:
        yield f"{noun}, of those listed: {'; '.join(parts)}."


def _reopened(net: Network, row: Reopening) -> str:
    gained = f"serve exporters in {some(row.gained)}" if row.gained else "serve no sector more that is stated"
    level = f" and make the field level in {some(row.levelled)}" if row.levelled else " and make no sector level"
    whole = ", though level as a whole" if row.whole and not row.levelled else ""
    states = " or ".join(sorted({net.status(tie) for tie in net.ties if tie.id in row.ties}))
    ways = [f"renewing its {states} tie{'s' if len(row.ties) > 1 else ''}"] if row.ties else []
    ways += [f"{some([called(net, name) for name in row.channels])}"] if row.channels else []
    how = ("active again" if row.before else "once active") + (f" (by {' or '.join(ways)})" if ways else "")
    return f"{called(net, row.service)}, {how}, would {gained}{level}{whole}."
