"""Finished results kept in a file, so that a run that was broken off goes on where it stopped."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netmodel.errors import WriteError, printable


@dataclass(frozen=True, slots=True)
class Kept:
    """Finished results in a file of JSON lines.

    A header with `key` comes first, then ``[index, result]`` as results come in, each batch flushed to disk. A line
    torn by a kill is dropped and its result computed again. Numbers come back exactly as they were.

    Parameters
    ----------
    path : Path
        The file; it is begun by the first run, and removed by `remove` once the results are used.
    key : str
        What makes this run this run: a digest of inputs, options, seed and version. A file with another key, or of
        other origin, is refused and left as it is.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> kept = Kept(Path(mkdtemp()) / "run.jsonl", "digest of all that the run depends on")
    >>> kept.read(3)
    {}
    >>> kept.add({0: 0.1, 2: [1, None]})
    >>> kept.read(3)
    {0: 0.1, 2: [1, None]}
    >>> kept.remove()
    """

    path: Path
    key: str

    def read(self, total: int) -> dict[int, Any]:
        """Give the results that are kept of `total` items, by index; begins the file where there is none.

        Raises
        ------
        WriteError
            Where the file belongs to another run or is not one of netmodel's, or the disk refuses.
        """
        try:
            if self.path.exists() and not self.path.is_file():
                raise WriteError(f"{self._shown()} is not a file; results cannot be kept there")
            head = self._head(total)
            if not self.path.exists():
                self._begin(head)
                return {}
            content = self.path.read_bytes()
            self._check(content, head)
            results, good = _read_lines(content, len(head), total)
            if good < len(content):
                os.truncate(self.path, good)
            return results
        except OSError as error:
            raise self._refused(error) from None

    def add(self, results: Mapping[int, Any]) -> None:
        """Keep results by index; they are on the disk when this returns.

        Raises
        ------
        WriteError
            Where the disk refuses.
        TypeError
            Where a result is not a plain JSON value.
        """
        lines = "".join(f"{json.dumps([index, _plain(result)])}\n" for index, result in results.items())
        try:
            with self.path.open("r+b") as file:
                file.seek(0, os.SEEK_END)
                file.write(lines.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise self._refused(error) from None

    def remove(self) -> None:
        """Remove the file, once its results are used."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise self._refused(error) from None

    def _head(self, total: int) -> bytes:
        return (json.dumps({"netmodel": "finished results", "key": self.key, "items": total}) + "\n").encode()

    def _begin(self, head: bytes) -> None:
        beside = self.path.with_name(f".{self.path.name}.netmodel-tmp")
        try:
            beside.write_bytes(head)
            beside.replace(self.path)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise

    def _check(self, content: bytes, head: bytes) -> None:
        if content.startswith(head):
            return
        if content.startswith(head[: head.index(b'"key"')]):
            raise WriteError(
                f"{self._shown()} keeps the results of another run (other inputs, options, seed or version); remove "
                "it, or name another file"
            )
        raise WriteError(f"{self._shown()} was not written by netmodel; nothing was written, name another file")

    def _shown(self) -> str:
        return printable(str(self.path), 200)

    def _refused(self, error: OSError) -> WriteError:
        return WriteError(f"{self._shown()} cannot be kept: {(error.strerror or type(error).__name__).lower()}")


def _read_lines(content: bytes, start: int, total: int) -> tuple[dict[int, Any], int]:
    """Results of the whole lines from `start` on, and where they end."""
    results: dict[int, Any] = {}
    while (end := content.find(b"\n", start)) >= 0:
        try:
            index, result = json.loads(content[start:end])
            known = type(index) is int and 0 <= index < total
        except (ValueError, TypeError, RecursionError):
            known = False
        if not known:
            break
        results[index] = result
        start = end + 1
    return results, start


def _plain(value: Any) -> Any:
    """The value, where JSON gives it back as it is."""
    kind = type(value)
    if kind is list:
        for part in value:
            _plain(part)
    elif kind is dict and all(type(name) is str for name in value):
        for part in value.values():
            _plain(part)
    elif kind not in (str, int, float, bool, type(None)):
        raise TypeError(f"a result to be kept holds {kind.__name__}, which is not a plain JSON value")
    return value
