"""Many independent pieces of work, in this process or on any `concurrent.futures.Executor`; the answer is the same.

`run_all` gives results in the order of the items, whoever computed them. A worker that is lost costs time, never a
result, and a run that was broken off goes on where it stopped.
"""

from __future__ import annotations

import math
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from netmodel.engine.kept import Kept
from netmodel.errors import LimitError, printable

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 0.3
"""Seconds that a batch takes at least: handing one over costs milliseconds."""

WORTH = 6
"""Batches that there must be before workers are worth their start; less is done in this process."""

AHEAD = 64
"""Batches that are handed over at a time, unless told otherwise."""

TRIES = 4
"""Times that a batch is handed over before its loss is an error: once, and three times again."""

SILENCE = 10.0
"""Seconds without a result after which an executor is asked whether it still takes work: some lose calls silently."""

PAUSE = 0.1
"""Seconds between two reports of progress in this process."""


def run_all(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    executor: Executor | None = None,
    seconds: float = BATCH,
    ahead: int = AHEAD,
    kept: Kept | None = None,
    progress: Callable[[int, int], None] | None = None,
    notice: Callable[[str], None] | None = None,
) -> list[Result]:
    """Apply a function to every item and give the results in the order of the items.

    The first items are timed here, so that a batch takes `seconds`; what is left is handed over in batches unless
    there is too little of it to be worth that. `work` goes along with each batch. The list is the same for any
    executor and any number of workers, provided that `work` is a function of its item alone: draw from a seed that
    is part of the item.

    Parameters
    ----------
    work : callable
        A function of a module, or a `functools.partial` of one: it and the items must be picklable for processes.
    items : iterable
        One piece of work each; k items.
    executor : concurrent.futures.Executor, optional
        A thread or process pool, or a Dask client's ``get_executor(pure=False)``; only ``submit`` is used. Without
        one, everything is done in this process.
    seconds : float
        What a batch takes at least. With 0 nothing is timed here and every item is a batch: for a few long ones.
    ahead : int
        Batches handed over at a time. More keeps more than about 30 workers busy; fewer spare memory where `work`
        is large.
    kept : Kept, optional
        Where finished results are kept; those that are there already are not computed again. Results must then be
        plain JSON values.
    progress : callable, optional
        Called in this process with the items done and the items there are.
    notice : callable, optional
        Called with a sentence when workers were lost.

    Raises
    ------
    Exception
        What `work` raises, as it raised it, for the first item that fails.
    LimitError
        Where the same batch lost its worker `TRIES` times.
    WriteError
        Where the results cannot be kept.
    TypeError
        Where a result to be kept is not a plain JSON value.

    Notes
    -----
    A batch that comes back with anything but results has lost its worker, whatever kind of executor it was. It is
    handed over again; once the executor takes no more work, the rest is done here. An interrupt cancels what is
    queued, keeps what is done, and is raised again.

    Examples
    --------
    >>> import math
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> run_all(math.sqrt, [9, 4, 1])
    [3.0, 2.0, 1.0]
    >>> with ThreadPoolExecutor(2) as pool:
    ...     run_all(math.sqrt, [9, 4, 1], executor=pool, seconds=0)
    [3.0, 2.0, 1.0]
    """
    run = _Run(work, list(items), kept, progress, notice)
    run.begin()
    if executor is None:
        run.here(run.left())
    else:
        _elsewhere(run, executor, _batch_size(run, seconds), max(1, ahead))
    return [run.results[index] for index in range(len(run.items))]


@dataclass(slots=True)
class _Run(Generic[Item, Result]):
    """What is to be done and what is done, by the item's index."""

    work: Callable[[Item], Result]
    items: list[Item]
    kept: Kept | None
    progress: Callable[[int, int], None] | None
    notice: Callable[[str], None] | None
    results: dict[int, Result] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Take over what an earlier run has kept."""
        if self.kept is not None:
            self.results.update(self.kept.read(len(self.items)))
        self.report()

    def left(self) -> list[int]:
        return [index for index in range(len(self.items)) if index not in self.results]

    def record(self, found: Mapping[int, Result]) -> None:
        if found:
            if self.kept is not None:
                self.kept.add(found)
            self.results.update(found)
            self.report()

    def report(self) -> None:
        if self.progress is not None:
            self.progress(len(self.results), len(self.items))

    def say(self, sentence: str) -> None:
        """Give a notice, once."""
        if self.notice is not None and sentence not in self.said:
            self.notice(sentence)
        self.said.add(sentence)

    def here(self, indices: Iterable[int], *, seconds: float = math.inf) -> list[float]:
        """Do items in this process, for so long; gives the time of each. What is done is recorded come what may."""
        found: dict[int, Result] = {}
        times: list[float] = []
        start = reported = time.perf_counter()
        try:
            for index in indices:
                begin = time.perf_counter()
                found[index] = self.work(self.items[index])
                end = time.perf_counter()
                times.append(end - begin)
                if end - reported >= PAUSE:
                    self.record(found)
                    found, reported = {}, end
                if end - start >= seconds:
                    break
        finally:
            self.record(found)
        return times


def _batch_size(run: _Run[Item, Result], seconds: float) -> int:
    """Items of a batch, from the times of the first ones; what is too little to hand over is done here."""
    if seconds <= 0:
        return 1
    times = run.here(run.left(), seconds=seconds)
    left = run.left()
    each = max(statistics.median(times or [0.0]), 1e-9)  # the median, since the first call may have to warm up
    if len(left) * each < WORTH * seconds:
        run.here(left)
    return math.ceil(seconds / each)


def _elsewhere(run: _Run[Item, Result], executor: Executor, size: int, ahead: int) -> None:
    """Hand over what is left; an item that failed, and those before it, are done here, where it raises its error."""
    while left := run.left():
        batches = deque((left[start : start + size], 1) for start in range(0, len(left), size))
        flight = _Flight(run, executor, batches)
        try:
            flight.fly(ahead)
        except BaseException:
            flight.cancel(after=-1)
            run.record(flight.landed())
            raise
        run.here([index for index in run.left() if index <= flight.last])


@dataclass(slots=True)
class _Flight(Generic[Item, Result]):
    """Batches that wait, with the number of the attempt, and those that are handed over."""

    run: _Run[Item, Result]
    executor: Executor
    queue: deque[tuple[list[int], int]]
    flying: dict[Future[tuple[list[Result], bool]], tuple[list[int], int]] = field(default_factory=dict)
    last: int = -1
    """The item up to which all that is left must be done here; -1 while there is none."""

    def fly(self, ahead: int) -> None:
        """Hand over batches, so many at a time, until all are back or one cannot be done by a worker."""
        while self.queue or self.flying:
            while self.queue and len(self.flying) < ahead:
                self.submit(*self.queue.popleft())
            back = wait(self.flying, timeout=SILENCE, return_when=FIRST_COMPLETED).done
            if self.flying and not back:
                self.submit([], 1)  # is anybody there?
            for future in back:
                if future in self.flying:  # not taken back by one that landed before it
                    self.land(future, *self.flying.pop(future))

    def submit(self, batch: list[int], attempt: int) -> None:
        """Hand over a batch; where the executor takes no work, whatever it says to that, nobody is waited for."""
        run = self.run
        try:
            future = self.executor.submit(_do, run.work, [run.items[index] for index in batch], attempt)
        except Exception as error:
            run.say(f"The workers take no more work ({_reason(error)}); the rest is done in this process")
            run.record(self.landed())
            self.last = len(run.items)
            self.queue.clear()
            self.flying.clear()
        else:
            self.flying[future] = (batch, attempt)

    def land(self, future: Future[tuple[list[Result], bool]], batch: list[int], attempt: int) -> None:
        """Record what came back; a lost batch goes to the head of the queue, after a failed item nothing is sent."""
        try:
            found, whole = future.result()
        except Exception as error:
            if self.last < 0:
                self.queue.appendleft((batch, _next(self.run, attempt, error)))
            return
        self.run.record(dict(zip(batch, found, strict=False)))
        if not whole:
            failed = batch[len(found)]
            self.last = failed if self.last < 0 else min(self.last, failed)
            self.queue.clear()
            self.cancel(after=self.last)

    def cancel(self, *, after: int) -> None:
        """Take back what has not begun, of the batches after an item."""
        for future in [future for future, (batch, _) in self.flying.items() if batch[:1] > [after]]:
            if future.cancel():
                del self.flying[future]

    def landed(self) -> dict[int, Result]:
        """Results of batches that are back but were not yet looked at."""
        found: dict[int, Result] = {}
        for future, (batch, _) in self.flying.items():
            if future.done():
                with suppress(Exception):
                    found.update(zip(batch, future.result()[0], strict=False))
        return found


def _do(work: Callable[[Item], Result], items: list[Item], attempt: int) -> tuple[list[Result], bool]:
    """In a worker: the results up to the first item that fails, and whether they are all there.

    An error does not travel, since not every error can: the item is done once more by the process that asked, where
    the error is raised as it is. `attempt` makes a call that is made again another call, for executors that know a
    call by its arguments.
    """
    found: list[Result] = []
    for item in items:
        try:
            found.append(work(item))
        except Exception:
            return found, False
    return found, True


def _next(run: _Run[Item, Result], attempt: int, error: BaseException) -> int:
    """Number of the next attempt at a batch that was lost."""
    if attempt >= TRIES:
        raise LimitError(
            f"workers were lost {attempt} times over the same batch ({_reason(error)}); fewer workers leave more "
            "memory to each, and without any the work is done in one process"
        ) from error
    run.say(f"A worker was lost ({type(error).__name__}); what it had in hand is done again")
    return attempt + 1


def _reason(error: BaseException) -> str:
    return printable(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__, 200)
