"""Writing: whole or not at all, never over an input, never over what netmodel did not write."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from netmodel.errors import WriteError, printable

RECORD = "analysis.json"
"""The file that lists its sister files with their sha256; what bears such a record may be replaced."""

STAGING = ".netmodel-staging"


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write one file: a temporary file beside it, flushed to disk, then put in its place.

    Raises
    ------
    WriteError
        Where the file is there already and `force` is not set, or the disk refuses.
    """
    if path.exists() and not force:
        raise WriteError(f"{printable(str(path), 200)} is there already; nothing was written (--force replaces it)")
    beside = path.with_name(f".{path.name}.netmodel-tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(beside, content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise _refused(path, error) from None


def write_report(
    folder: Path, files: Mapping[str, bytes], record: Mapping[str, Any], *, force: bool, inputs: Iterable[Path]
) -> list[Path]:
    """Write the files of a report and their record, all or none.

    Everything is staged in a folder of its own first; the record goes in last, so that a run that is killed leaves
    either a complete old report or files that the next run knows as its own.

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
    sealed = seal(record, files)
    contents = {**files, RECORD: sealed}
    staging = folder / STAGING
    known = _known(folder) | _known(staging)
    read = {path.resolve() for path in inputs if path.exists()}
    for name in contents:
        target = folder / name
        if target.resolve() in read:
            raise WriteError(f"{printable(str(target), 200)} was read as an input; it is never overwritten (-o DIR)")
        if target.exists() and not force and not _is_ours(target, known):
            raise WriteError(
                f"{printable(str(target), 200)} was not written by netmodel, or was changed since; nothing was "
                "written (--force replaces it, -o DIR writes elsewhere)"
            )
    try:
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        for name, content in contents.items():
            _write(staging / name, content)
        for name in contents:
            (staging / name).replace(folder / name)
        staging.rmdir()
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise _refused(folder, error) from None
    return [folder / name for name in contents]


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
    """Digests that an intact record in a folder vouches for, its own included."""
    try:
        content = (folder / RECORD).read_bytes()
        body = json.loads(content)
        claimed = body.pop("sha256_of_the_rest")
        if claimed != _digest(_json(body)):
            return set()
        return {_digest(content), *(str(digest) for digest in body["files"].values())}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return set()


def _is_ours(path: Path, known: set[str]) -> bool:
    try:
        return _digest(path.read_bytes()) in known
    except OSError:
        return False


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _refused(path: Path, error: OSError) -> WriteError:
    reason = error.strerror or type(error).__name__
    return WriteError(f"{printable(str(path), 200)} cannot be written: {reason.lower()}")
