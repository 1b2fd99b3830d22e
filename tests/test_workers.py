"""Sharing work: the same list whoever does it, lost workers, errors, interrupts, and the options of commands."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner

from netmodel.cli.workers import Pool, executor_for, progress_bar, resume_option, workers_options
from netmodel.engine import workers
from netmodel.engine.kept import Kept
from netmodel.engine.workers import run_all
from netmodel.errors import LimitError, MissingExtra, UnknownName, UsageError

HERE = Path(__file__).parent


def mixed(factor: float, item: int) -> list[Any]:
    """Something of which every bit shows where it was computed differently."""
    value = 0.1 + item
    for step in range(200):
        value = (value * factor + step / 7) % 1.7
    return [item, value]


def fails_from(limit: int, item: int) -> int:
    if item >= limit:
        raise UnknownName("stakeholder", f"person {item}", ["person 0"])
    return item


def fails_elsewhere(home: int, item: int) -> int:
    if os.getpid() != home and item == 3:
        raise MemoryError
    return item


def dies_once(flag: Path, item: int) -> list[Any]:
    if item == 5 and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mixed(1.3, item)


def always_dies(home: int, item: int) -> int:
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def slowly(item: int) -> int:
    time.sleep(0.02)
    return item


WORK = partial(mixed, 1.3)
ITEMS = range(40)
EXPECTED = [mixed(1.3, item) for item in ITEMS]


class Scripted(Executor):
    """Does a call at once, or answers as the script says; remembers the length of each batch."""

    def __init__(self, answer: Callable[[int], BaseException | str | None] = lambda call: None) -> None:
        self.answer = answer
        self.batches: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        answer = self.answer(len(self.batches))
        self.batches.append(len(args[1]))
        future: Future[Any] = Future()
        if answer == "refuse":
            raise BrokenExecutor("closed")
        if isinstance(answer, BaseException):
            future.set_exception(answer)
        elif answer is None:
            future.set_result(fn(*args, **kwargs))
        return future  # "silence" is never answered


# the list


def test_the_same_bytes_for_threads_and_processes_and_any_number_of_them() -> None:
    expected = json.dumps(EXPECTED)
    assert json.dumps(run_all(WORK, ITEMS)) == expected
    pools = [*map(ThreadPoolExecutor, (1, 2, 4)), ProcessPoolExecutor(1, get_context("spawn")), Pool(2), Pool(4)]
    for pool in pools:
        with pool:
            assert json.dumps(run_all(WORK, ITEMS, executor=pool, seconds=0, ahead=5)) == expected


@pytest.mark.parametrize("executor", [None, Scripted()])
def test_no_item_and_one_item(executor: Executor | None) -> None:
    assert run_all(WORK, [], executor=executor, seconds=0) == []
    assert run_all(WORK, iter([7]), executor=executor, seconds=0) == [mixed(1.3, 7)]


@pytest.fixture
def tick(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], int]:
    """Work that takes a tenth of a second by the clock of the module, and a first call that takes ten of them."""
    now = [0.0]

    def work(item: int) -> int:
        now[0] += 1.0 if item == 0 else 0.1
        return item

    monkeypatch.setattr(workers, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    return work


def test_batches_take_the_time_asked_for(tick: Callable[[int], int]) -> None:
    executor = Scripted()
    run_all(tick, range(1, 41), executor=executor, seconds=0.29)
    assert executor.batches == [3] * 12 + [1]  # three were timed here


def test_a_first_call_that_warms_up_does_not_set_the_size(tick: Callable[[int], int]) -> None:
    executor = Scripted()
    run_all(tick, range(60), executor=executor, seconds=1.29)
    assert executor.batches == []  # 56 items of .1 s are left: fewer than six batches of 1.3 s
    run_all(tick, range(100), executor=executor, seconds=1.29)
    assert executor.batches == [13] * 7 + [5]


def test_what_is_too_little_to_share_is_done_here(tick: Callable[[int], int]) -> None:
    executor = Scripted()
    assert run_all(tick, range(1, 16), executor=executor) == list(range(1, 16))
    assert executor.batches == []


def test_progress_counts_up_to_the_end() -> None:
    for executor in (None, Scripted()):
        seen: list[tuple[int, int]] = []
        run_all(WORK, ITEMS, executor=executor, seconds=0, progress=lambda *counts, seen=seen: seen.append(counts))
        assert seen[0] == (0, 40) and seen[-1] == (40, 40) and seen == sorted(seen)


def test_so_many_batches_are_handed_over_at_a_time() -> None:
    class Counting(ThreadPoolExecutor):
        most = 0

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            futures.append(super().submit(fn, *args, **kwargs))
            self.most = max(self.most, sum(not future.done() for future in futures))
            return futures[-1]

    futures: list[Future[Any]] = []
    with Counting(2) as pool:
        assert run_all(slowly, ITEMS, executor=pool, seconds=0, ahead=5) == list(ITEMS)
        assert 3 <= pool.most <= 5


# errors


@pytest.mark.parametrize("kind", ["here", "threads", "processes"])
def test_an_error_is_raised_as_it_was_by_the_first_item_that_fails(kind: str) -> None:
    pools = {
        "here": lambda: None,
        "threads": lambda: ThreadPoolExecutor(4),
        "processes": lambda: ProcessPoolExecutor(2, get_context("spawn")),
    }
    pool = pools[kind]()
    with pytest.raises(UnknownName) as caught:  # an error that cannot be pickled
        run_all(partial(fails_from, 7), ITEMS, executor=pool, seconds=0)
    assert str(caught.value) == "stakeholder 'person 7' is not known; did you mean 'person 0'?"
    assert caught.value.name == "person 7"
    if pool is not None:
        pool.shutdown()


def test_an_item_that_fails_in_a_worker_alone_is_done_here() -> None:
    with Pool(2) as pool:
        assert run_all(partial(fails_elsewhere, os.getpid()), range(9), executor=pool, seconds=0) == list(range(9))


def test_a_lost_batch_is_handed_over_again() -> None:
    said: list[str] = []
    lost = {0: OSError("gone"), 1: OSError("gone"), 2: OSError("gone"), 17: MemoryError()}
    executor = Scripted(lost.get)
    assert run_all(WORK, ITEMS, executor=executor, seconds=0, ahead=1, notice=said.append) == EXPECTED
    assert len(executor.batches) == 40 + 4
    assert said == [
        "A worker was lost (OSError); what it had in hand is done again",
        "A worker was lost (MemoryError); what it had in hand is done again",
    ]


def test_a_batch_that_is_lost_four_times_is_an_error() -> None:
    executor = Scripted(lambda call: OSError("worker\x1b[31m gone") if 3 <= call < 7 else None)
    with pytest.raises(LimitError, match=r"lost 4 times over the same batch \(OSError: worker\\x1b\[31m gone\)"):
        run_all(WORK, ITEMS, executor=executor, seconds=0, ahead=1)
    assert len(executor.batches) == 7


@pytest.mark.parametrize("call", [0, 1, 39])
def test_an_executor_that_takes_no_more_work_leaves_the_rest_here(call: int) -> None:
    said: list[str] = []
    executor = Scripted(lambda now: "refuse" if now >= call else None)
    assert run_all(WORK, ITEMS, executor=executor, seconds=0, ahead=1, notice=said.append) == EXPECTED
    assert len(executor.batches) == call + 1
    assert said == ["The workers take no more work (BrokenExecutor: closed); the rest is done in this process"]


def test_calls_that_are_never_answered_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "SILENCE", 0.05)
    executor = Scripted(lambda call: "silence" if call == 3 else "refuse" if call >= 40 else None)
    assert run_all(WORK, ITEMS, executor=executor, seconds=0) == EXPECTED
    assert executor.batches == [1] * 40 + [0]


def test_a_killed_process_costs_nothing_but_time(tmp_path: Path) -> None:
    said: list[str] = []
    again = "A worker was lost (BrokenProcessPool); what it had in hand is done again"
    with Pool(2) as pool:
        work = partial(dies_once, tmp_path / "pool")
        assert run_all(work, ITEMS, executor=pool, seconds=0, notice=said.append) == EXPECTED
    assert said == [again]
    with ProcessPoolExecutor(2, get_context("spawn")) as plain:
        work = partial(dies_once, tmp_path / "plain")
        assert run_all(work, ITEMS, executor=plain, seconds=0, notice=said.append) == EXPECTED
    assert said[1] == again and said[2].startswith("The workers take no more work (BrokenProcessPool")


def test_work_that_kills_every_worker_ends() -> None:
    with Pool(1) as pool, pytest.raises(LimitError, match="BrokenProcessPool"):
        run_all(partial(always_dies, os.getpid()), range(3), executor=pool, seconds=0)


# keeping and going on


def test_a_run_that_was_interrupted_goes_on(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "run", "key")
    done: list[int] = []

    def work(item: int) -> list[Any]:
        done.append(item)
        if done.count(25) == 1 and item == 25:
            raise KeyboardInterrupt
        return mixed(1.3, item)

    with pytest.raises(KeyboardInterrupt):
        run_all(work, ITEMS, kept=kept)
    assert sorted(kept.read(40)) == list(range(25))
    assert run_all(work, ITEMS, kept=kept) == EXPECTED
    assert done == [*range(26), *range(25, 40)]
    assert run_all(WORK, ITEMS, kept=kept, executor=Scripted(lambda call: OSError())) == EXPECTED


def test_an_interrupt_keeps_what_workers_have_done_and_takes_back_the_rest(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "run", "key")
    ran: list[int] = []

    def work(item: int) -> int:
        ran.append(item)
        return slowly(item)

    def interrupt(done: int, total: int) -> None:
        if done >= 5:
            raise KeyboardInterrupt

    with ThreadPoolExecutor(2) as pool, pytest.raises(KeyboardInterrupt):
        run_all(work, range(60), executor=pool, seconds=0, kept=kept, progress=interrupt)
    assert 5 <= len(kept.read(60)) <= len(ran) < 30
    already = set(kept.read(60))
    ran.clear()
    assert run_all(work, range(60), kept=kept) == list(range(60))
    assert set(ran) == set(range(60)) - already


def test_an_error_keeps_what_is_done(tmp_path: Path) -> None:
    for name, executor in (("here", None), ("there", Scripted())):
        kept = Kept(tmp_path / name, "key")
        with pytest.raises(UnknownName):
            run_all(partial(fails_from, 7), ITEMS, executor=executor, seconds=0, kept=kept)
        assert sorted(kept.read(40)) == list(range(7))


INTERRUPTED = """
import sys, test_workers
from pathlib import Path
from netmodel.cli.workers import executor_for
from netmodel.engine.kept import Kept
from netmodel.engine.workers import run_all

if __name__ == "__main__":
    tell = lambda done, total: print(done, flush=True)
    try:
        with executor_for(2, None) as pool:
            run_all(test_workers.slowly, range(5000), executor=pool, seconds=0.1, progress=tell, ahead=8,
                    kept=Kept(Path(sys.argv[1]), "key"))
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.parametrize("when", ["starting", "working"])
def test_ctrl_c_ends_all_processes_quietly_and_keeps_what_is_done(tmp_path: Path, when: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED)
    process = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "run")],
        env={**os.environ, "PYTHONPATH": str(HERE)}, start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:  # five items are timed by the script itself, then its workers start
        if int(line) >= (5 if when == "starting" else 40):
            break
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)  # ends when the last process that holds stderr has ended
    assert (process.returncode, errors) == (130, "")
    kept = Kept(tmp_path / "run", "key").read(5000)
    assert len(kept) >= 5 and all(index == value for index, value in kept.items())


# options


def test_workers_use_one_core_and_are_deaf_to_interrupts() -> None:
    before = dict(os.environ)
    with executor_for(2, None) as pool:
        assert pool is not None
        assert pool.submit(os.getenv, "OPENBLAS_NUM_THREADS").result() == "1"
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert dict(os.environ) == before
    assert active_children() == []


def test_an_error_in_the_block_stops_workers_at_once() -> None:
    start = time.monotonic()
    with pytest.raises(ValueError, match="here"), executor_for(2, None) as pool:
        assert pool is not None
        assert pool.submit(int, 1).result() == 1
        pool.submit(time.sleep, 60)
        raise ValueError("here")
    assert active_children() == []
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("workers", [None, 1])
def test_one_worker_is_this_process(workers: int | None) -> None:
    with executor_for(workers, None) as executor:
        assert executor is None


def test_workers_and_scheduler_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="exclude each other"), executor_for(2, "tcp://127.0.0.1:8786"):
        pass


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"pip install 'netmodel\[cluster\]'"), executor_for(None, "tcp://h:1"):
        pass


def test_the_options_of_a_command() -> None:
    @click.command()
    @workers_options
    @resume_option
    def command(workers: int | None, scheduler: str | None, resume: Path | None) -> None:
        click.echo(f"{workers} {scheduler} {resume}")

    run = CliRunner().invoke
    assert run(command, []).output == "None None None\n"
    assert run(command, ["--workers", "3", "--resume", "a"]).output == "3 None a\n"
    assert run(command, ["--scheduler", "tcp://h:1"]).output == "None tcp://h:1 None\n"
    assert run(command, ["--workers", "0"]).exit_code == 2
    assert "[default: 1, this one]" in run(command, ["--help"]).output


def test_the_bar_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar("Drawing [worlds]") as bar:
        assert bar is not None
        bar(3, 40)
        bar(40, 40)
    assert "Drawing [worlds]" in sys.stderr.getvalue() and "40/40" in sys.stderr.getvalue()
    with progress_bar("Drawing", quiet=True) as bar:
        assert bar is None
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress_bar("Drawing") as bar:
        assert bar is None


def test_importing_the_options_loads_nothing_heavy() -> None:
    program = "import sys, netmodel.cli.workers; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert not loaded & {"numpy", "rich", "distributed", "dask", "asyncio", "multiprocessing", "networkx"}
