"""What a list alone implies: ties from its columns, and candidate channels from ties that fell silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from netmodel.network.actors import add_unknown
from netmodel.network.channels import UPTAKE
from netmodel.network.records import Findings, Record, unknown_stakeholder
from netmodel.network.rows import Channel, Participant, Stakeholder, Tie
from netmodel.network.status import can_carry, latest_column, status_at
from netmodel.network.ties import warn_of_loop
from netmodel.schema import kinds, modalities

DERIVED = (("derived", "yes"),)
"""Mark of a row that stands in no file of its own."""

SILENT = frozenset({"dormant", "severed"})
"""States of a tie that can be restored."""


def derive_from_list(
    actors: dict[str, Stakeholder], findings: Findings, *, allow_unknown: bool = False
) -> tuple[list[Tie], list[Channel]]:
    """Ties from `contacts` and `reports_to`, and an open channel for each body that members share."""
    ties: dict[tuple[str, str, str], Tie] = {}
    bodies: dict[str, list[str]] = {}
    for actor in sorted(actors.values(), key=lambda actor: actor.id):
        record = Record("stakeholders", actor.file, actor.line, {}, {})
        for name, strength, kind, column in _named(actor):
            if name not in actors and not allow_unknown:
                unknown_stakeholder(record, column, name, actors, findings)
                continue
            if name not in actors:
                add_unknown(record, column, name, actors, findings)
            if name == actor.id:
                warn_of_loop(record, column, name, findings)
            _add_tie(ties, _tie(actor, name, strength, kind))
        for body in actor.memberships:
            bodies.setdefault(body, []).append(actor.id)
    _count(ties.values(), findings)
    shared = {body: sorted(members) for body, members in bodies.items() if len(members) > 1}
    return list(ties.values()), [_body(body, members, actors, findings) for body, members in shared.items()]


def _named(actor: Stakeholder) -> Iterator[tuple[str, float | None, str, str]]:
    """Whom a stakeholder names: id, strength, kind of tie, and in which column."""
    return chain(
        ((name, strength, "contact", "contacts") for name, strength in actor.contacts),
        ((name, None, "hierarchical", "reports_to") for name in actor.reports_to),
    )


def _add_tie(ties: dict[tuple[str, str, str], Tie], tie: Tie) -> None:
    """Keep one tie where two name each other: a strength that is stated counts, and of two the greater."""
    first, second = sorted((tie.source, tie.target))
    key = (first, second, tie.kind)
    if key not in ties or _word(tie) > _word(ties[key]):
        ties[key] = tie


def _word(tie: Tie) -> tuple[bool, float, str]:
    return not tie.assumed, tie.strength, tie.id


def _count(ties: Iterable[Tie], findings: Findings) -> None:
    for tie in ties:
        column = "reports_to" if tie.kind == "hierarchical" else "contacts"
        findings.defaults["ties", "source", f"derived from {column} of the list"] += 1
        if tie.assumed:
            findings.defaults["ties", "strength", ".5"] += 1


def _tie(actor: Stakeholder, name: str, strength: float | None, kind: str) -> Tie:
    source, target = (name, actor.id) if kind == "hierarchical" else sorted((actor.id, name))
    return Tie(
        id=f"{source}--{target}--{kind}", source=source, target=target, kind=kind,
        formality=kinds("ties")[kind].formality, status="active", statuses=(), since="", until="",
        strength=0.5 if strength is None else strength, sign=1, directed=False, delay_days=None, issues=(),
        modality="", evidence="", file=actor.file, line=actor.line, citation=actor.citation,
        confidence=actor.confidence, assumed=("strength",) if strength is None else (), extra=DERIVED,
    )  # fmt: skip


def _body(body: str, members: list[str], actors: Mapping[str, Stakeholder], findings: Findings) -> Channel:
    findings.defaults["channels", "id", "derived from memberships of the list"] += 1
    findings.defaults["channels", "participants", "uptake .8"] += len(members)
    return _derived_channel(
        f"membership:{body}",
        body,
        "membership",
        "informal",
        tuple(Participant(name, UPTAKE, UPTAKE) for name in members),
        modalities()["hybrid"].quality * kinds("channels")["membership"].quality,
        "open",
        origin=actors[members[0]],
    )


def channels_from_ties(ties: list[Tie], now: str | None, findings: Findings) -> list[Channel]:
    """A channel for every tie that fell silent at some date, worth what the tie was worth.

    Which of them are candidates is for the network to say, since that depends on its date.
    """
    latest = latest_column(ties)
    channels = []
    for tie in ties:
        if not (tie.statuses or tie.since or tie.until or tie.status in SILENT):
            continue
        today = status_at(tie, now, now, latest)
        words = {today, tie.status, *(word for _, word in tie.statuses), "severed" if tie.until else ""}
        if not can_carry(tie) or not words & SILENT:
            continue
        if today in SILENT:
            findings.defaults["channels", "id", "derived from a dormant or severed tie"] += 1
            findings.defaults["channels", "cost", "1, so that a budget counts channels"] += 1
            findings.defaults["channels", "risk", "0"] += 1
        out = 0.0 if tie.directed else 1.0
        people = (Participant(tie.source, 1.0, out), Participant(tie.target, out, 1.0))
        name = f"{tie.source} – {tie.target} ({tie.kind})"
        channels.append(
            _derived_channel(
                tie.id,
                name,
                tie.kind,
                tie.formality,
                people,
                tie.strength,
                "candidate",
                origin=tie,
                issues=tie.issues,
                restores=tie.id,
            )
        )
    return channels


def _derived_channel(
    id: str,
    name: str,
    kind: str,
    formality: str,
    people: tuple[Participant, ...],
    quality: float,
    status: str,
    *,
    origin: Stakeholder | Tie,
    issues: tuple[str, ...] = (),
    restores: str = "",
) -> Channel:
    known = kinds("channels").get(kind)
    return Channel(
        id=id,
        name=name,
        kind=kind,
        formality=formality,
        participants=tuple(sorted(people, key=lambda person: person.stakeholder)),
        convener="",
        quality=quality,
        success=1.0,
        modality="hybrid",
        frequency=1.0,
        depth=modalities()["hybrid"].depth,
        cost=1.0,
        risk=0.0,
        lead_time_months=0.0,
        min_level=None,
        max_level=None,
        issues=issues,
        requires=(),
        requires_any=(),
        excludes=(),
        needs_clearance=known.official if known else formality == "formal",
        needs_trust=0.0,
        builds_trust=modalities()["hybrid"].builds_trust,
        status=status,
        since="",
        until="",
        restores=restores,
        file=origin.file,
        line=origin.line,
        citation=origin.citation,
        confidence=origin.confidence,
        assumed=("cost", "modality", "risk"),
        extra=DERIVED,
    )
