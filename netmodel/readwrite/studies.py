"""A study on disk: the stakeholder list, the tables and `netmodel.toml` beside it."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from netmodel.errors import InputError, Problem, printable, suggest
from netmodel.network import Network, Source, Study
from netmodel.network.assemble import in_order, remaining_faults
from netmodel.readwrite.tables import read_bytes, read_file, read_stream, read_table
from netmodel.schema import TABLES, RawTable

CONFIG = "netmodel.toml"
STREAM = "-"
STREAM_NAME = "standard input"


def read(
    path: str | PathLike[str],
    *,
    tables: Mapping[str, str | PathLike[str]] | None = None,
    allow_unknown: bool = False,
) -> Network:
    """Read a study.

    Parameters
    ----------
    path : path
        A stakeholder list, or a folder that holds ``stakeholders.csv``; ``-`` reads the list from standard input.
        ``ties.csv``, ``channels.csv``, ``participants.csv``, ``levels.csv``, ``issues.csv``, ``vetoes.csv`` and
        ``netmodel.toml`` beside the list are picked up by name.
    tables : mapping, optional
        Files to take instead, by table.
    allow_unknown : bool
        Create ends of ties that are missing from the list instead of refusing them.

    Returns
    -------
    Network
        With `provenance` saying which files were used, which defaults, and what was odd.

    Raises
    ------
    InputError
        With every fault of every file at once; nothing is read then.

    Examples
    --------
    >>> net = read("data/stakeholders.csv")
    >>> len(net.stakeholders), net.sides
    (184, ('Canada', 'Russia'))
    """
    files = find_files(path, tables or {})
    faults: list[Problem] = []
    raw: dict[str, RawTable] = {}
    for name, place in files.items():
        if name == "config":
            continue
        try:
            raw[name] = _read_one(name, place, _shown(place, path))
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
        faults += remaining_faults(raw, lost, study, allow_unknown=allow_unknown)
        raise InputError(in_order(faults, [_shown(place, path) for place in files.values()]))
    net = Network.from_raw(raw, study=study, allow_unknown=allow_unknown)
    return _with_source(net, config) if config else net


def _read_one(name: str, place: Path, file: str) -> RawTable:
    if str(place) == STREAM:
        return read_table(name, read_stream(sys.stdin.buffer, STREAM_NAME), STREAM_NAME)
    return read_file(name, place, file)


def _shown(place: Path, path: str | PathLike[str]) -> str:
    """How messages name a file: the list as the user wrote it, the others beside it."""
    given = Path(path)
    if str(place) == STREAM:
        return STREAM_NAME
    if place == given:
        return str(given)
    folder = given if given.is_dir() else given.parent
    return str(folder / place.name) if place.parent == folder else str(place)


def find_files(path: str | PathLike[str], tables: Mapping[str, str | PathLike[str]]) -> dict[str, Path]:
    """Files of a study by table, `config` among them; raises InputError where there is no list."""
    for name in tables:
        if name not in (*TABLES, "config"):
            expected = f"is not a table; {suggest(name, TABLES)}"
            raise InputError([Problem("D000", str(path), None, "", name, expected)])
    given = Path(path)
    if str(path) == STREAM:
        found = {"stakeholders": given}
        folder = None
    elif given.is_dir():
        folder = given
        found = {"stakeholders": folder / "stakeholders.csv"}
        if not found["stakeholders"].is_file() and "stakeholders" not in tables:
            remedy = f"name the list itself, or start one with: netmodel new {given}"
            raise InputError(
                [Problem("D000", str(given), None, "", "", "the folder holds no stakeholders.csv", remedy)]
            )
    else:
        folder = given.parent
        found = {"stakeholders": given}
    for name in TABLES[1:] if folder else ():
        beside = folder / f"{name}.csv" if folder else given
        if beside.is_file() and beside != given:
            found[name] = beside
    if folder and (folder / CONFIG).is_file():
        found["config"] = folder / CONFIG
    found.update({name: Path(place) for name, place in tables.items()})
    return {name: found[name] for name in (*TABLES, "config") if name in found}


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
    from dataclasses import replace

    provenance = replace(net.provenance, sources=(*net.provenance.sources, source))
    return replace(net, provenance=provenance)
