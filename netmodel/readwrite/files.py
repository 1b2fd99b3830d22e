"""Writing: whole or not at all, never over an input, never over what netmodel did not write."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from netmodel.errors import WriteError, printable

RECORD = "analysis.json"
"""The file that lists its sister files with their sha256; what bears such a record may be replaced."""

STAGING = ".netmodel-staging"
KNOWN = "known.json"
"""In the staging folder: what netmodel has written here, for the run after one that was killed."""


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write one file: a temporary file beside it, flushed to disk, then put in its place.

    Raises
    ------
    WriteError
        Where the file is there already and `force` is not set, or the disk refuses.
    """
    try:
        if path.exists() and not force:
            raise WriteError(f"{_shown(path)} is there already; nothing was written (--force replaces it)")
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, content)
    except OSError as error:
        raise _refused(path, error) from None


def write_report(
    folder: Path, files: Mapping[str, bytes], record: Mapping[str, Any], *, force: bool, inputs: Iterable[Path]
) -> list[Path]:
    """Write the files of a report and their record, all or none.

    Everything is staged in a folder of its own first, then put in place, the record last. A run that is killed
    leaves every file whole, and the next run knows what it left as its own.

    Parameters
    ----------
    folder : Path
        Where to; made if need be.
    files : mapping of str to bytes
        Content by file name.
    record : mapping
        What ``analysis.json`` says; the names and sha256 of `files` are added to it.
    force : bool
        Replace files of other origin too; an input is never replaced.
    inputs : iterable of Path
        Files that were read.
    """
    contents = {**files, RECORD: seal(record, files)}
    try:
        known = _known(folder)
        _check_targets([folder / name for name in contents], known, force=force, inputs=list(inputs))
        new = [path for path in (folder, *folder.parents) if not path.exists()]
        left = bool(_left(folder / STAGING / KNOWN))
        try:
            _stage(folder / STAGING, contents, known)
        except OSError:
            _clear(folder / STAGING, contents if left else (*contents, KNOWN), new)
            raise
        for name in contents:
            (folder / STAGING / name).replace(folder / name)
        shutil.rmtree(folder / STAGING, ignore_errors=True)
    except OSError as error:
        raise _refused(folder, error) from None
    return [folder / name for name in contents]


def _check_targets(targets: Iterable[Path], known: set[str], *, force: bool, inputs: list[Path]) -> None:
    """Refuse to replace an input, a folder, and what netmodel has not written."""
    for target in targets:
        if any(path.exists() and target.exists() and target.samefile(path) for path in inputs):
            raise WriteError(f"{_shown(target)} was read as an input; it is never overwritten (-o DIR)")
        if any(path.exists() and path.resolve().parent == target.resolve().parent for path in inputs):
            raise WriteError(
                f"{_shown(target.parent)} is the folder of the study: a channels.csv there would be read as a table "
                "of it, and an input is never overwritten (-o DIR writes elsewhere)"
            )
        if not target.exists():
            continue
        if target.is_dir():
            raise WriteError(f"{_shown(target)} is a folder; nothing was written (-o DIR writes elsewhere)")
        if not force and _digest(target.read_bytes()) not in known:
            raise WriteError(
                f"{_shown(target)} was not written by netmodel, or was changed since; nothing was written "
                "(--force replaces it, -o DIR writes elsewhere)"
            )


def _stage(staging: Path, contents: Mapping[str, bytes], known: set[str]) -> None:
    """Write all files into a folder of their own, and before them what may be replaced later."""
    staging.mkdir(parents=True, exist_ok=True)
    known = known | {_digest(content) for content in contents.values()}
    _put(staging / KNOWN, json.dumps(sorted(known)).encode())
    for name, content in contents.items():
        _write(staging / name, content)


def _clear(staging: Path, names: Iterable[str], new: Iterable[Path]) -> None:
    """Take away what was staged, and the folders that were made for it where they are empty."""
    for path in (staging / name for name in names):
        with suppress(OSError):
            path.unlink()
    for path in (staging, *new):
        with suppress(OSError):
            path.rmdir()


def seal(record: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The record as JSON, with the sha256 of its sister files and of itself (less that line)."""
    listed = {name: _digest(content) for name, content in sorted(files.items())}
    body = {**record, "files": listed}
    return _json({**body, "sha256_of_the_rest": _digest(_json(body))})


def _json(body: Mapping[str, Any]) -> bytes:
    return (json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _known(folder: Path) -> set[str]:
    """Digests of what netmodel has written into a folder: those of its record, and those of a run cut short."""
    return _vouched(folder / RECORD) | _left(folder / STAGING / KNOWN)


def _vouched(path: Path) -> set[str]:
    """Digests that an intact record vouches for, its own included."""
    try:
        content = path.read_bytes()
        body = json.loads(content)
        claimed = body.pop("sha256_of_the_rest")
        if claimed != _digest(_json(body)):
            return set()
        return {_digest(content), *(str(digest) for digest in body["files"].values())}
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return set()


def _left(path: Path) -> set[str]:
    try:
        return {str(digest) for digest in json.loads(path.read_bytes())}
    except (OSError, ValueError, TypeError, RecursionError):
        return set()


def _put(path: Path, content: bytes) -> None:
    """Write beside the file, then put it in its place."""
    beside = path.with_name(f".{path.name}.netmodel-tmp")
    try:
        _write(beside, content)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _shown(path: Path) -> str:
    return printable(str(path), 200)


def _refused(path: Path, error: OSError) -> WriteError:
    reason = error.strerror or type(error).__name__
    return WriteError(f"{_shown(path)} cannot be written: {reason.lower()}")
