"""Options of commands that have much to do: who shares the work, where it is kept, and how far it is."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Command = TypeVar("Command", bound=Callable[..., Any])
Result = TypeVar("Result")

PATIENCE = 5
"""Seconds that a scheduler, and its first worker, are waited for."""

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Environment of a worker process: each has one core to itself."""


def workers_options(function: Command) -> Command:
    """Who shares the work: gives `workers` and `scheduler`."""
    options = [
        click.option("--workers", type=click.IntRange(min=1), metavar="N",
                     help="Share the work among N processes; the answer is the same.  [default: 1, this one]"),
        click.option("--scheduler", metavar="ADDRESS",
                     help="Share it among the workers of a Dask cluster: tcp://host:port."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def resume_option(function: Command) -> Command:
    """Where what is done is kept: gives `resume`."""
    return click.option(
        "--resume",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Keep what is done in FILE; a run that was broken off goes on from there.",
    )(function)


@contextmanager
def executor_for(workers: int | None, scheduler: str | None) -> Iterator[Executor | None]:
    """Give what `--workers` and `--scheduler` ask for: nothing (this process), a process pool, or a cluster.

    Worker processes are started with the first work that is handed over, use one core each, and leave Ctrl-C to
    this process. Where the block ends with an error or an interrupt they are stopped at once.

    Raises
    ------
    UsageError
        Where both are given, or no scheduler with workers of this version answers at the address.
    MissingExtra
        Where a scheduler is given and distributed is not installed.
    """
    from netmodel.errors import UsageError

    if workers is not None and scheduler is not None:
        raise UsageError("--workers and --scheduler exclude each other: a cluster has its own number of workers")
    if scheduler is not None:
        with _cluster(scheduler) as executor:
            yield executor
    elif workers is None or workers == 1:
        yield None
    else:
        pool = Pool(workers)
        try:
            yield pool
        except BaseException:
            pool.stop()
            raise
        pool.shutdown(cancel_futures=True)


@contextmanager
def progress_bar(text: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on stderr, where that is a terminal; gives what is to be called with items done and in all."""
    with stages_bar(quiet=quiet) as bar:
        yield None if bar is None else partial(bar, text)


@contextmanager
def stages_bar(*, quiet: bool = False) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a bar for work of several stages; gives what is to be called with the stage, items done and in all."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda text, done, total: bar.update(task, description=escape(text), completed=done, total=total)


class Pool(Executor):
    """A process pool that starts with its first work, and starts anew when a worker was lost.

    The pool of the standard library takes no more work once one of its processes has died.
    """

    def __init__(self, workers: int) -> None:
        from multiprocessing import active_children

        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._others = {process.pid for process in active_children()}

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Hand over a call. One that is taken back may still be done, and what it gives is dropped."""
        answer: Future[Result] = Future()
        self._start(fn, *args, **kwargs).add_done_callback(partial(_pass_on, answer))
        return answer

    def _start(self, fn: Callable[..., Result], *args: Any, **kwargs: Any) -> Future[Result]:
        from concurrent.futures import BrokenExecutor

        if self._pool is not None:
            try:
                with _quiet_start():
                    return self._pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                self._pool.shutdown(wait=False)
        self._pool = self._new()  # before interrupts are held: what this starts lets them in again
        with _quiet_start():
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes when they have done what they have in hand."""
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def stop(self) -> None:
        """End the processes now."""
        from multiprocessing import active_children

        for process in active_children():
            if process.pid not in self._others:
                process.terminate()
        self.shutdown(cancel_futures=True)

    def _new(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        ignore = (signal.SIGINT, signal.SIG_IGN)
        return ProcessPoolExecutor(self._workers, get_context("spawn"), signal.signal, ignore)


def _pass_on(answer: Future[Result], future: Future[Result]) -> None:
    """Give what a pool's future has become to another: a pool that ends trips over futures of its own taken back."""
    if answer.set_running_or_notify_cancel():
        try:
            answer.set_result(future.result())
        except BaseException as error:
            answer.set_exception(error)


@contextmanager
def _quiet_start() -> Iterator[None]:
    """Processes started meanwhile use one core, and an interrupt waits: it must not hit one that is not yet deaf."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    hold = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hold else set()
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        if hold:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """The executor of an existing Dask cluster."""
    from netmodel.errors import MissingExtra

    try:
        import dask.config
        import distributed
    except ImportError:
        raise MissingExtra("--scheduler needs the extra cluster: pip install 'netmodel[cluster]'") from None
    _ask_scheduler(distributed, address)
    start: Any = distributed.Client
    with (
        _hushed("distributed", "distributed.client", "tornado.application"),
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}),
        start(address, timeout=PATIENCE, set_as_default=False) as client,
    ):
        _check_workers(client, address)
        executor: Executor = client.get_executor(pure=False)
        yield executor


@contextmanager
def _hushed(*names: str) -> Iterator[None]:
    """Loggers stay silent: what they say at length when a connection breaks is said in a notice."""
    import logging

    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _ask_scheduler(distributed: Any, address: str) -> None:
    """Refuse an address where no scheduler answers; a client that cannot connect says so at length and late."""
    import asyncio

    from netmodel.errors import UsageError, printable, quote

    async def answer() -> None:
        scheduler = distributed.rpc(address, connection_args=distributed.Security().get_connection_args("client"))
        try:
            await asyncio.wait_for(scheduler.identity(n_workers=0), PATIENCE)
        finally:
            await scheduler.close_rpc()

    try:
        asyncio.run(answer())
    except Exception as error:  # whatever an address, or who listens there, may bring about
        reason = (
            f"nothing within {PATIENCE} seconds" if isinstance(error, TimeoutError) else printable(str(error), 200)
        )
        raise UsageError(
            f"no Dask scheduler answers at {quote(address)} ({reason}); give the address that it shows when it "
            "starts, tcp://host:port"
        ) from None


def _check_workers(client: Any, address: str) -> None:
    """Refuse a cluster without workers, or with workers of another netmodel, whose numbers may differ."""
    from netmodel import __version__
    from netmodel.errors import UsageError, printable, quote

    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise UsageError(
            f"the scheduler at {quote(address)} has no workers; start some: dask worker {printable(address)}"
        ) from None
    for worker, version in sorted(client.run(_version, on_error="return").items()):
        if version != __version__:
            found = f"netmodel {version}" if isinstance(version, str) else f"no netmodel ({version})"
            raise UsageError(f"the worker {printable(worker)} has {printable(found, 200)}, here it is {__version__}")


def _version() -> str:
    from netmodel import __version__

    return __version__
