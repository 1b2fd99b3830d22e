"""A scenario on disk: what the page exports, and what is asked of a study again with it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any, NoReturn

from netmodel.errors import InputError, LimitError, Problem, printable, suggest
from netmodel.network import Network
from netmodel.readwrite.tables import read_bytes
from netmodel.schema.convert import is_date

VERSION = 1
"""What `netmodel_scenario` says in a file that is read here."""

MAX_BYTES = 1_000_000
"""Largest scenario that is read."""

_SAVED = "save the scenario again from the page"


@dataclass(frozen=True)
class Scenario:
    """Channels opened, people, channels or ties taken away, a date, and the limits of a portfolio.

    Attributes
    ----------
    opened, removed : tuple of str
        Ids.
    date, before : str or None
        Date of the picture, and the one that recovery is measured against; None as the study has it.
    between : tuple of str or None
        The two sides whose conversations count; None for all.
    budget, max_risk : float or None
        What a portfolio keeps to; None as the study has it.
    study : tuple of (str, str)
        Tables of the study that it was made with, each with the sha256 of its file.
    file : str
        Where it was read, for messages.
    """

    opened: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    date: str | None = None
    before: str | None = None
    between: tuple[str, str] | None = None
    budget: float | None = None
    max_risk: float | None = None
    study: tuple[tuple[str, str], ...] = ()
    file: str = ""


def read_scenario(path: str | PathLike[str]) -> Scenario:
    """Read a scenario that the page has saved, ``{"netmodel_scenario": 1, "opened": [...], ...}``.

    Parameters
    ----------
    path : path
        JSON in UTF-8, of 1 MB at most. Every key but ``netmodel_scenario`` may be left out or null.

    Raises
    ------
    InputError
        With every fault of the file at once: S010 no JSON or no scenario, S011 an unknown key, S012 a value that its
        key does not allow.
    LimitError
        Where the file is larger than is read.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "scenario.json"
    ...     _ = path.write_text('{"netmodel_scenario": 1, "opened": ["seminar"], "date": "2015"}')
    ...     read_scenario(path).opened
    ('seminar',)
    """
    file = str(path)
    values = _object_of(_text(Path(path), file), file)
    faults = [*_unknown_keys(values, file), *_bad_values(values, file)]
    if faults:
        raise InputError(faults)
    between, study = values.get("between"), values.get("study")
    return Scenario(
        opened=tuple(values.get("opened") or ()),
        removed=tuple(values.get("removed") or ()),
        date=values.get("date"),
        before=values.get("before"),
        between=(between[0], between[1]) if between else None,
        budget=values.get("budget"),
        max_risk=values.get("max_risk"),
        study=tuple(sorted(study.items())) if study else (),
        file=file,
    )


def _text(path: Path, file: str) -> str:
    content = read_bytes(path, file)
    if len(content) > MAX_BYTES:
        raise LimitError(f"{printable(file, 200)}: a scenario has {MAX_BYTES:,} bytes at most")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError([Problem("S010", file, None, "", "", "is not text in UTF-8", _SAVED)]) from None


def _object_of(text: str, file: str) -> dict[str, Any]:
    """The object that a text is, its names each once."""
    try:
        values = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
    except RecursionError:
        raise InputError([Problem("S010", file, None, "", "", "is not JSON: too deep", _SAVED)]) from None
    except ValueError as error:
        line = getattr(error, "lineno", None)
        expected = f"is not JSON: {printable(str(error))}"
        raise InputError([Problem("S010", file, line, "", "", expected, _SAVED)]) from None
    version = values.get("netmodel_scenario") if isinstance(values, dict) else None
    if not isinstance(values, dict) or version is None:
        expected = "is no scenario: it lacks netmodel_scenario"
        raise InputError([Problem("S010", file, None, "netmodel_scenario", "", expected, _SAVED)])
    if version != VERSION or isinstance(version, bool):
        expected = f"is not the form of scenario that is read here, {VERSION}"
        raise InputError([Problem("S010", file, None, "netmodel_scenario", _shown(version), expected, _SAVED)])
    return values


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} stands twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


# ---- what each key wants ---------------------------------------------------------------------------------------


def _is_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_pair(value: Any) -> bool:
    return _is_ids(value) and len(value) == 2


def _is_number(value: Any, most: float = math.inf) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most and value < math.inf


def _is_a_date(value: Any) -> bool:
    return isinstance(value, str) and is_date(value)


def _is_tables(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(digest, str) for digest in value.values())


KEYS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "opened": (_is_ids, "is no list of ids of channels"),
    "removed": (_is_ids, "is no list of ids"),
    "date": (_is_a_date, "is not a date: write 2014, 2014-03 or 2014-03-18"),
    "before": (_is_a_date, "is not a date: write 2014, 2014-03 or 2014-03-18"),
    "between": (_is_pair, "is no pair of sides"),
    "budget": (_is_number, "is not a number of 0 or more"),
    "max_risk": (lambda value: _is_number(value, 1.0), "is not a number from 0 to 1"),
    "study": (_is_tables, "does not name tables with their sha256"),
}


def _unknown_keys(values: Mapping[str, Any], file: str) -> list[Problem]:
    strange = [name for name in values if name not in KEYS and name != "netmodel_scenario"]
    said = "is not a key of a scenario"
    return [Problem("S011", file, None, "", name[:80], said, suggest(name, KEYS)) for name in strange]


def _bad_values(values: Mapping[str, Any], file: str) -> list[Problem]:
    return [
        Problem("S012", file, None, name, _shown(values[name]), expected, _SAVED)
        for name, (test, expected) in KEYS.items()
        if values.get(name) is not None and not test(values[name])
    ]


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:80]


# ---- a study in a scenario -------------------------------------------------------------------------------------


def apply_scenario(net: Network, scenario: Scenario) -> Network:
    """The network of a study in a scenario: channels opened, people gone, a date set.

    Where the scenario was made with other files, a warning (S014) says which.

    Raises
    ------
    InputError
        S013: with every id and side that the study does not have, and the nearest one.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}]
    >>> seminar = [{"id": "seminar", "participants": "gac; mid"}]
    >>> net = Network.from_tables(people, channels=seminar)
    >>> [row.id for row in apply_scenario(net, Scenario(opened=("seminar",))).open_channels]
    ['seminar']
    """
    people = {*net.stakeholder, *net.channel, *net.tie}
    faults = [
        *_unknown(scenario, "opened", scenario.opened, "is not an id in channels", net.channel),
        *_unknown(scenario, "removed", scenario.removed, "is no stakeholder, channel or tie", people),
        *_unknown(scenario, "between", scenario.between or (), "is no side", {row.side for row in net.stakeholders}),
    ]
    if faults:
        raise InputError(faults)
    after = net.open(*scenario.opened).without(*scenario.removed)
    if scenario.date is not None:
        after = after.at(scenario.date)
    if scenario.before is not None and scenario.before != net.before_date:
        after = replace(after, study=after.study.model_copy(update={"before": scenario.before}))
    if scenario.between is not None and scenario.between != net.sides:
        after = after.between(*scenario.between)
    provenance = replace(net.provenance, warnings=(*net.provenance.warnings, *_other_files(net, scenario)))
    return replace(after, provenance=provenance)


def _unknown(
    scenario: Scenario, key: str, names: Iterable[str], expected: str, known: Iterable[str]
) -> Iterable[Problem]:
    there = {name for name in known if name}
    for name in names:
        if name not in there:
            yield Problem("S013", scenario.file, None, key, name[:80], expected, suggest(name, there))


def _other_files(net: Network, scenario: Scenario) -> list[Problem]:
    made, read = dict(scenario.study), {source.table: source.sha256 for source in net.provenance.sources}
    other = sorted(table for table in {*made, *read} if made.get(table) != read.get(table)) if made else []
    if not other:
        return []
    expected = f"was made with another study, or another state of it: {printable(', '.join(other), 200)} differ"
    remedy = "numbers may differ from those of the page; make the page anew and save the scenario from it"
    return [Problem("S014", scenario.file, None, "study", "", expected, remedy)]
