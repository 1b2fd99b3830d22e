"""The one way in which anything is extended: a dict with an entry-point group and an error that helps."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata
from typing import Generic, TypeVar

from netmodel.errors import UnknownName, UsageError

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things of one kind, those of installed packages included.

    A package that names a module in the entry-point group has that module imported before the first look-up;
    the module registers what it has.

    Parameters
    ----------
    what : str
        The singular noun used in messages, such as ``"measure"``.
    group : str, optional
        The entry-point group, such as ``"netmodel.measures"``.

    Examples
    --------
    >>> greetings = Registry[str]("greeting")
    >>> greetings.add("hello", "Hello!")
    >>> greetings["helo"]
    Traceback (most recent call last):
    netmodel.errors.UnknownName: greeting 'helo' is not known; did you mean 'hello'?
    """

    def __init__(self, what: str, group: str | None = None) -> None:
        self.what, self.group = what, group
        self._items: dict[str, T] = {}
        self._loaded = group is None

    def add(self, name: str, item: T) -> None:
        """Register an item; a name may be taken only once."""
        if name in self._items:
            raise UsageError(f"{self.what} {name!r} is registered already; choose another name")
        self._items[name] = item

    def remove(self, name: str) -> None:
        """Take a registered item out again."""
        self[name]
        del self._items[name]

    def _load(self) -> None:
        if self._loaded or self.group is None:
            return
        self._loaded = True
        for point in sorted(metadata.entry_points(group=self.group), key=lambda point: point.name):
            point.load()

    def __getitem__(self, name: str) -> T:
        self._load()
        try:
            return self._items[name]
        except KeyError:
            raise UnknownName(self.what, name, self._items) from None

    def __contains__(self, name: object) -> bool:
        self._load()
        return name in self._items

    def __iter__(self) -> Iterator[str]:
        self._load()
        return iter(self._items)

    def __len__(self) -> int:
        self._load()
        return len(self._items)
