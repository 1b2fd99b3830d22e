"""Writing a network: a folder of CSVs, or a file of any format, and what that cannot hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from netmodel.errors import UsageError, WriteError, printable, quote
from netmodel.network import Network, Study
from netmodel.readwrite.csvout import csv_of, toml_of
from netmodel.readwrite.files import write_whole
from netmodel.readwrite.formats import FORMATS
from netmodel.readwrite.formats.gathered import counted
from netmodel.readwrite.plain import tables_of
from netmodel.readwrite.sources import CSV, STREAM, TEXT
from netmodel.readwrite.studies import CONFIG
from netmodel.schema.aliases import table_of


@dataclass(frozen=True, slots=True)
class Output:
    """What `write` would write: content by path, and what is lost, a line each."""

    files: Mapping[Path, bytes]
    lost: tuple[str, ...] = ()


def write(
    net: Network, path: str | PathLike[str], *, format: str | None = None, force: bool = False, raw: bool = False
) -> tuple[str, ...]:
    """Write a network, so that `read` gives it again but for what the format cannot hold.

    Parameters
    ----------
    net : Network
        Its tables are written, and the settings of the study; a scenario (a date, what is opened or removed) is not.
    path : path
        A folder, made if need be, for CSVs and ``netmodel.toml``; or a file, whose format its name tells.
    format : str, optional
        Name of a format in `netmodel.readwrite.formats.FORMATS`, or ``csv``.
    force : bool
        Replace files that are there already; what the network was read from is never replaced.
    raw : bool
        In CSV, write text that a spreadsheet would run as a formula without the ' that keeps it from that.

    Returns
    -------
    tuple of str
        What the format cannot hold, a line each; empty where everything is kept.

    Raises
    ------
    UnknownName, UsageError
        Where the format is not known, or cannot be told from the name.
    WriteError
        Where a file is there already, was an input, or cannot be written; and where a folder holds other tables that
        would be read as part of the study.
    MissingExtra
        Where a format needs a part that is not installed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from netmodel.readwrite import read
    >>> net = Network.from_tables([{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}])
    >>> with TemporaryDirectory() as folder:
    ...     write(net, f"{folder}/study"), read(f"{folder}/study").digest == net.digest
    ((), True)
    """
    output = prepare(net, path, format=format, raw=raw)
    _check(net, output, Path(path), force=force)
    for place, content in output.files.items():
        write_whole(place, content, force=force)
    return output.lost


def prepare(net: Network, path: str | PathLike[str], *, format: str | None = None, raw: bool = False) -> Output:
    """What `write` would write, without writing it; a path of ``-`` is a stream and needs a format.

    >>> net = Network.from_tables([{"id": "gac"}], study=Study(before="2013"))
    >>> [place.name for place in prepare(net, "study").files], prepare(net, "net.json").lost
    (['stakeholders.csv', 'netmodel.toml'], ('the settings of the study: before (keep netmodel.toml beside it)',))
    """
    given = Path(path)
    tables = tables_of(net)
    lost = _scenario(net)
    form = format or _told_by(given, stream=str(path) == STREAM)
    if form == CSV and given.suffix.lower() not in TEXT and str(path) != STREAM:
        texts = {given / f"{name}.csv": csv_of(table, raw=raw) for name, table in tables.items()}
        settings = toml_of(net.study)
        return Output({**texts, **({given / CONFIG: settings} if settings else {})}, lost)
    lost = (*lost, *_settings(net.study))
    if form == CSV:
        others = [f"{counted(len(table.rows), 'row')} of {name}: a CSV holds one table"
                  for name, table in tables.items() if name != "stakeholders" and table.rows]  # fmt: skip
        return Output({given: csv_of(tables["stakeholders"], raw=raw)}, (*lost, *others))
    chosen = FORMATS[form]
    if chosen.write is None:
        raise UsageError(f"{form} can be read but not written; {known_formats_to_write()}")
    written = chosen.write(tables)
    return Output({given: written.content}, (*lost, *written.lost))


def _told_by(path: Path, *, stream: bool) -> str:
    """Format that a path asks for: the longest end of its name that a format has; no end is a folder of CSVs."""
    if stream:
        raise UsageError(f"a stream has no name to tell its format by: give --to; {known_formats_to_write()}")
    if path.is_dir() or not path.suffix or path.suffix.lower() in TEXT:
        return CSV
    name = path.name.lower()
    ends = [
        (len(end), place == 0, form)
        for form in FORMATS
        for place, end in enumerate(FORMATS[form].suffixes)
        if name.endswith(end) and FORMATS[form].write is not None
    ]
    if not ends:
        readable = any(name.endswith(end) for form in FORMATS for end in FORMATS[form].suffixes)
        said = "is of a format that can be read but not written" if readable else "tells no format that is known"
        raise UsageError(f"{quote(path.name)} {said}; {known_formats_to_write()}")
    return max(ends, key=lambda end: end[:2])[2]


def known_formats_to_write() -> str:
    """The formats that can be written, for a message.

    >>> known_formats_to_write().startswith("formats to write: csv, ")
    True
    """
    return f"formats to write: csv, {', '.join(form for form in FORMATS if FORMATS[form].write is not None)}"


def _scenario(net: Network) -> tuple[str, ...]:
    parts = {"its date": net.date, "what it opens": net.opened, "what it removes": net.removed, "its pair": net.pair}
    named = [name for name, value in parts.items() if value]
    return (f"the scenario: {', '.join(named)}",) if named else ()


def _settings(study: Study) -> tuple[str, ...]:
    usual = Study()
    named = [name for name in Study.model_fields if getattr(study, name) != getattr(usual, name)]
    return (f"the settings of the study: {', '.join(named)} (keep netmodel.toml beside it)",) if named else ()


# ---- what must not be overwritten ----------------------------------------------------------------------------------


def _check(net: Network, output: Output, path: Path, *, force: bool) -> None:
    """Refuse, before anything is written, to replace an input, what is there unless `force`, or to mix studies."""
    read_from = [place for source in net.provenance.sources for place in _places(source.file)]
    try:
        for target in output.files:
            if any(target.exists() and target.samefile(place) for place in read_from):
                raise WriteError(f"{printable(str(target), 200)} was read as an input; it is never overwritten")
            if target.exists() and not force:
                raise WriteError(
                    f"{printable(str(target), 200)} is there already; nothing was written (--force replaces it)"
                )
        if path not in output.files and path.is_dir():
            _check_strangers(path, output)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise WriteError(f"{printable(str(path), 200)} cannot be written: {reason}") from None


def _places(file: str) -> list[Path]:
    """Files that a source may be: its name, less that of a sheet behind it."""
    names = [file, file.rpartition(" (")[0]]
    return [Path(name) for name in names if name and Path(name).exists()]


def _check_strangers(folder: Path, output: Output) -> None:
    """Refuse a folder with tables of another study, which would be read as part of this one."""
    written = {place.stem for place in output.files}
    found = [place for place in sorted(folder.iterdir()) if place.suffix.lower() in TEXT or place.name == CONFIG]
    others = [
        place for place in found if (table_of(place.stem) or "stakeholders") not in written or place.name == CONFIG
    ]
    strangers = [printable(place.name) for place in others if place not in output.files]
    if strangers:
        raise WriteError(
            f"{printable(str(folder), 200)} holds {', '.join(strangers)}, which would be read as part of this study; "
            "nothing was written (choose another folder, or take them away)"
        )
