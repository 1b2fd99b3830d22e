"""A study on disk: the stakeholder list, the tables and `netmodel.toml` beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path

from netmodel.errors import InputError, Problem, printable, suggest
from netmodel.network import Network, Source, Study
from netmodel.network.assemble import in_order, remaining_faults
from netmodel.readwrite.columns import scaled
from netmodel.readwrite.decimals import points_in_doubt, with_decimals
from netmodel.readwrite.endpoints import settle
from netmodel.readwrite.headers import adopt, check_mapping
from netmodel.readwrite.reading import Limits, Reading
from netmodel.readwrite.sources import STREAM, TEXT, load, with_channels
from netmodel.readwrite.tables import read_bytes
from netmodel.schema import TABLES, RawTable
from netmodel.schema.aliases import table_of

CONFIG = "netmodel.toml"
STREAM_NAME = "standard input"
WORKBOOKS = (".xlsx", ".ods")


def read(
    path: str | PathLike[str],
    *,
    tables: Mapping[str, str | PathLike[str]] | None = None,
    allow_unknown: bool = False,
    encoding: str = "",
    delimiter: str = "",
    columns: Mapping[str, str] | None = None,
    scale: tuple[float, float] | None = None,
    limits: Limits | None = None,
    form: str | None = None,
) -> Network:
    """Read a study.

    Parameters
    ----------
    path : path
        A stakeholder list; a file of another format that holds a network, see ``netmodel convert --list``; or a
        folder that holds ``stakeholders.csv``, ``nodes.csv`` or the like, or one workbook. ``-`` reads standard
        input. ``ties.csv``, ``channels.csv``, ``participants.csv``, ``levels.csv``, ``issues.csv``, ``vetoes.csv``
        (or ``edges.csv`` and the like) and ``netmodel.toml`` beside it are picked up by name, where the file does not
        hold these tables itself.
    tables : mapping, optional
        Files to take instead, by table.
    allow_unknown : bool
        Create ends of ties that are missing from the list instead of refusing them.
    encoding, delimiter : str
        How the text files are written, such as ``"cp1251"`` and ``";"``; empty: found out, and said in a notice.
    columns : mapping of str to str, optional
        Field by name of column, such as ``{"Type": "kind"}``, where a file calls it otherwise.
    scale : pair of float, optional
        Lowest and highest strength in the files, where they are no shares: ``(0, 5)``.
    limits : Limits, optional
        Largest file, table and cell that is read.
    form : str, optional
        Format of the file at `path`, such as ``"graphml"``; None: told by its name and content.

    Returns
    -------
    Network
        With `provenance` saying which files were used, which defaults, and what was odd.

    Raises
    ------
    InputError
        With every fault of every file at once; nothing is read then.
    LimitError
        Where a file, a table or a cell is over a limit, which it names.
    UsageError
        Where an encoding, a delimiter, a scale or a limit is none.

    Examples
    --------
    >>> net = read("data/stakeholders.csv")
    >>> len(net.stakeholders), net.sides
    (184, ('Canada', 'Russia'))
    """
    reading = Reading(
        encoding=encoding, delimiter=delimiter, columns=columns or {}, scale=scale, limits=limits or Limits()
    )
    files = find_files(path, tables or {})
    raw, faults = _gather(files, path, reading, form, frozenset(tables or ()))
    raw = _tell_unread(raw, files, Path(path))
    try:
        raw = raw if "channels" in files else with_channels(raw)
        raw = settle(raw) if "stakeholders" in raw else raw
    except InputError as error:
        faults += error.problems
    study, config = Study(), None
    if "config" in files:
        try:
            study, config = read_config(files["config"], _shown(files["config"], path))
        except InputError as error:
            faults += error.problems
    if faults:
        lost = [name for name in files if name not in raw and (name != "config" or not config)]
        told = {(fault.file, fault.line, fault.column) for fault in faults if fault.code in ("T009", "T011")}
        more = remaining_faults(raw, lost, study, allow_unknown=allow_unknown)
        faults += [fault for fault in more if (fault.file, fault.line, fault.column) not in told]
        raise InputError(in_order(faults, [_shown(place, path) for place in files.values()]))
    net = Network.from_raw(raw, study=study, allow_unknown=allow_unknown)
    return _with_source(net, config) if config else net


def _gather(
    files: Mapping[str, Path], path: str | PathLike[str], reading: Reading, form: str | None, asked: frozenset[str]
) -> tuple[dict[str, RawTable], list[Problem]]:
    """The tables of all files, in the order of `TABLES`, and the faults of those that cannot be read.

    What the first file holds itself is taken from there, and not from a file beside it that nobody asked for.
    """
    raw: dict[str, RawTable] = {}
    written: list[RawTable] = []
    faults: list[Problem] = []
    for name, place in files.items():
        file = _shown(place, path)
        if name == "config":
            continue
        if name in raw and name not in asked:
            said = f"is passed over: {printable(_shown(files['stakeholders'], path), 200)} holds the {name} itself"
            raw[name] = replace(raw[name], notices=(*raw[name].notices, Problem("X005", file, None, "", "", said)))
            continue
        try:
            found = load(name, place, file, reading, form if name == "stakeholders" else None)
            for table in _wanted(name, found, file):
                written.append(table)
                raw[table.name] = scaled(with_decimals(adopt(table, reading)), reading)
                faults += points_in_doubt(raw[table.name])
        except InputError as error:
            faults += error.problems
    if not faults:  # else a column of a table that was refused might be meant
        check_mapping(reading, written)
    return {name: raw[name] for name in TABLES if name in raw}, faults


def _tell_unread(raw: dict[str, RawTable], files: Mapping[str, Path], given: Path) -> dict[str, RawTable]:
    """With a notice of each file that would hold a table by its name, had not another of a better name."""
    named = {name for name, place in files.items() if place == given or place.parent != _folder(given)}
    for name in [name for name in raw if name in files and name not in named]:
        for place in [place for place in _known(_folder(given), name) if place not in files.values()]:
            said = f"is passed over: {printable(_shown(files[name], given), 200)} holds the {name}"
            unread = Problem("X005", _shown(place, given), None, "", "", said)
            raw[name] = replace(raw[name], notices=(*raw[name].notices, unread))
    return raw


def _wanted(name: str, found: Mapping[str, RawTable], file: str) -> Iterator[RawTable]:
    """Of the tables that a file holds: all, if it is the list; else the one that it was named for."""
    if name not in found:
        held = ", ".join(found)
        raise InputError([Problem("X003", file, None, "", "", f"holds {held}, but no {name}", "name another file")])
    for table in found.values():
        if name == "stakeholders" or table.name == name or (name, table.name) == ("participants", "channels"):
            yield table


def _shown(place: Path, path: str | PathLike[str]) -> str:
    """How messages name a file: the list as the user wrote it, the others beside it."""
    given = Path(path)
    if str(place) == STREAM:
        return STREAM_NAME
    if place == given:
        return str(given)
    folder = _folder(given)
    return str(folder / place.name) if place.parent == folder else str(place)


def _folder(given: Path) -> Path:
    return given if given.is_dir() else given.parent


def find_files(path: str | PathLike[str], tables: Mapping[str, str | PathLike[str]]) -> dict[str, Path]:
    """Files of a study by table, `config` among them; raises InputError where there is no list."""
    for name in tables:
        if name not in (*TABLES, "config"):
            expected = f"is not a table; {suggest(name, TABLES)}"
            raise InputError([Problem("D000", str(path), None, "", name, expected)])
    given = Path(path)
    folder = None if str(path) == STREAM else _folder(given)
    found = {"stakeholders": given}
    if folder == given:
        place = _beside(folder, "stakeholders") or _workbook(folder)
        if place is None and "stakeholders" not in tables:
            remedy = f"name the list itself, or start one with: netmodel new {given}"
            what = "the folder holds no stakeholders.csv, no list of another name that is known, and not one workbook"
            raise InputError([Problem("D000", str(given), None, "", "", what, remedy)])
        found = {"stakeholders": place} if place else {}
    for name in TABLES[1:] if folder else ():
        place = _beside(folder, name) if folder and name not in tables else None
        if place is not None and place != found.get("stakeholders"):
            found[name] = place
    if folder and (folder / CONFIG).is_file():
        found["config"] = folder / CONFIG
    found.update({name: Path(place) for name, place in tables.items()})
    return {name: found[name] for name in (*TABLES, "config") if name in found}


def _beside(folder: Path, table: str) -> Path | None:
    """The file of a folder that holds a table by its name: ``ties.csv``, else the only one of another known name."""
    own = folder / f"{table}.csv"
    if own.is_file() or not folder.is_dir():
        return own if own.is_file() else None
    found = _known(folder, table)
    if len(found) > 1:
        names = " and ".join(printable(place.name) for place in found)
        remedy = f"name one of them with --{table}" if table != "stakeholders" else "name the list itself"
        raise InputError([Problem("D000", str(folder), None, "", "", f"{names} may both hold {table}", remedy)])
    return found[0] if found else None


def _known(folder: Path, table: str) -> list[Path]:
    """Files of a folder that hold a table by their names: ``edges.csv`` and ``links.csv``."""
    places = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        place
        for place in places
        if place.suffix.lower() in TEXT and table_of(place.stem) == table and place.is_file()
    ]


def _workbook(folder: Path) -> Path | None:
    """The workbook of a folder, if there is just one; ``~$`` marks what a spreadsheet keeps of an open one."""
    places = sorted(folder.iterdir()) if folder.is_dir() else []
    found = [place for place in places if place.suffix.lower() in WORKBOOKS and not place.name.startswith("~$")]
    return found[0] if len(found) == 1 and found[0].is_file() else None


def read_config(path: Path, file: str) -> tuple[Study, Source]:
    """Read `netmodel.toml`; unknown keys are refused with the nearest known one."""
    import hashlib

    from pydantic import ValidationError

    content = read_bytes(path, file)
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        remedy = 'write lines such as: before = "2013"'
        reason = "too deep" if isinstance(error, RecursionError) else printable(str(error))
        raise InputError([Problem("S001", file, None, "", "", f"is not TOML: {reason}", remedy)]) from None
    try:
        study = Study.model_validate(values)
    except ValidationError as error:
        raise InputError([_config_fault(dict(fault), file) for fault in error.errors()]) from None
    return study, Source("config", file, hashlib.sha256(content).hexdigest(), len(values), 0)


def _config_fault(fault: Mapping[str, object], file: str) -> Problem:
    place = fault["loc"]
    key = str(place[0]) if isinstance(place, tuple) and place else ""
    if fault["type"] == "extra_forbidden":
        return Problem("S001", file, None, key, "", "is not a key of netmodel.toml", suggest(key, Study.model_fields))
    message = str(fault["msg"]).removeprefix("Value error, ")
    return Problem("S001", file, None, key, str(fault["input"])[:80], "is not what the key wants", message)


def _with_source(net: Network, source: Source) -> Network:
    provenance = replace(net.provenance, sources=(*net.provenance.sources, source))
    return replace(net, provenance=provenance)
