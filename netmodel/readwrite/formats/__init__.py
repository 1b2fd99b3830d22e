"""Formats of whole networks, each a registered pair of functions: bytes to tables of text cells, and back.

A format knows nothing of networks: it hands over `RawTable`s as a folder of CSVs would, and takes such tables when it
writes. A package that names a module in the entry-point group ``netmodel.formats`` has its formats in `read`, in
``netmodel convert`` and in every message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from netmodel.readwrite.reading import Reading
from netmodel.registry import Registry
from netmodel.schema import RawTable

Tables = Mapping[str, RawTable]
"""Tables of text cells by name, as in `netmodel.schema.TABLES`."""


@dataclass(frozen=True, slots=True)
class Written:
    """A network as the content of a file, and what the format could not hold, a line each."""

    content: bytes
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One format of files that hold a network.

    Attributes
    ----------
    name : str
        What the user calls it, such as ``"graphml"``.
    title : str
        One line for the list of formats.
    suffixes : tuple of str
        Ends of file names, with the dot and in small letters.
    accepts : callable
        Given the content, whether it looks like this format; asked in the order of registration among the formats
        that share a suffix.
    read : callable, optional
        ``read(content, file, reading)`` gives the tables; raises InputError with every fault, or LimitError.
    write : callable, optional
        ``write(tables)`` gives a `Written`.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    accepts: Callable[[bytes], bool]
    read: Callable[[bytes, str, Reading], Tables] | None = None
    write: Callable[[Tables], Written] | None = None


FORMATS = Registry[Format]("format", "netmodel.formats")
"""Every format, by name."""

BUILT_IN: tuple[str, ...] = (
    "kumu",
    "cytoscape",
    "hif",
    "nodelink",
    "workbook",
    "graphml",
    "gexf",
    "pajek",
    "ucinet",
    "vna",
)
"""Modules of this folder that register a format when they are imported."""


def register(found: Format) -> Format:
    """Register a format under its name.

    >>> plain = Format("names", "A name a line", (".names",), lambda content: True)
    >>> register(plain) is FORMATS["names"]
    True
    >>> FORMATS.remove("names")
    """
    FORMATS.add(found.name, found)
    return found


for _module in BUILT_IN:
    import_module(f"{__name__}.{_module}")
