"""A real Dask cluster of two worker processes: the same results as one process, also when workers are killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

import netmodel
from netmodel.cli import workers as options
from netmodel.cli.workers import executor_for
from netmodel.engine import workers
from netmodel.engine.kept import Kept
from netmodel.engine.workers import run_all
from netmodel.errors import UnknownName, UsageError


def mixed(factor: float, item: int) -> list[Any]:
    """A few milliseconds of arithmetic in which every bit counts."""
    value = 0.1 + item
    for step in range(20_000):
        value = (value * factor + step / 7) % 1.7
    return [item, value]


def dies_once(flag: Path, item: int) -> int:
    if item == 3 and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def fails_from(limit: int, item: int) -> int:
    if item >= limit:
        raise UnknownName("stakeholder", f"person {item}", ["person 0"])
    return item


ROOT = Path(__file__).parent.parent
WORK = partial(mixed, 1.3)
ITEMS = range(300)


def two_workers() -> LocalCluster:
    """Two worker processes of one thread each, looked after by nannies that start another where one dies."""
    return LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", host="127.0.0.1"
    )


@pytest.fixture(scope="module")
def clusters() -> Iterator[list[LocalCluster]]:
    """The cluster that the tests share, once there is one."""
    started: list[LocalCluster] = []
    yield started
    for one in started:
        one.close()
    assert active_children() == []


@pytest.fixture
def cluster(clusters: list[LocalCluster]) -> LocalCluster:
    """The cluster with both workers up, whatever a test before has done to them.

    On a busy machine a nanny now and then gives up a worker that was killed; there is another cluster then.
    """
    if clusters:
        with suppress(TimeoutError):
            clusters[0].wait_for_workers(2, timeout=20)
            return clusters[0]
        clusters.pop().close()
    clusters.append(two_workers())
    clusters[0].wait_for_workers(2, timeout=60)
    return clusters[0]


@pytest.fixture(scope="module")
def expected() -> str:
    return json.dumps(run_all(WORK, ITEMS))


def pids(cluster: LocalCluster) -> list[int]:
    """Processes of the workers that are up."""
    return [nanny.pid for nanny in cluster.workers.values() if nanny.pid is not None]


def test_a_worker_killed_in_the_middle_costs_nothing_but_time(cluster: LocalCluster, expected: str) -> None:
    victims: list[int] = []
    said: list[str] = []
    batches: list[int] = []

    def kill(done: int, total: int) -> None:
        batches.append(done)
        if not victims and done >= total // 3:
            victims.append(pids(cluster)[0])
            os.kill(victims[0], signal.SIGKILL)

    with executor_for(None, cluster.scheduler_address) as executor:
        results = run_all(WORK, ITEMS, executor=executor, seconds=0.02, progress=kill, notice=said.append)
    assert json.dumps(results) == expected
    assert len(victims) == 1 and victims[0] not in pids(cluster)
    assert len(batches) > 20 and batches == sorted(batches)
    assert said == []  # the scheduler hands the work of a lost worker to another by itself


def test_robustness_of_the_study_is_the_same_on_a_cluster_that_loses_a_worker(cluster: LocalCluster) -> None:
    study = netmodel.read(ROOT / "data")
    asked: dict[str, Any] = {"limits": netmodel.Limits(budget=250_000), "draws": 40, "node_limit": 4}
    alone = json.dumps(netmodel.robustness(study, **asked).to_json())
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if not killed and done >= total // 2:
            killed.append(pids(cluster)[0])
            os.kill(killed[0], signal.SIGKILL)

    with executor_for(None, cluster.scheduler_address) as executor:
        shared = netmodel.robustness(study, **asked, executor=executor, progress=kill)
    assert json.dumps(shared.to_json()) == alone and killed


def test_both_workers_killed(cluster: LocalCluster, expected: str) -> None:
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if not killed and done >= total // 2:
            killed.extend(pids(cluster))
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    with executor_for(None, cluster.scheduler_address) as executor:
        results = run_all(WORK, ITEMS, executor=executor, seconds=0.02, progress=kill)
    assert json.dumps(results) == expected and killed


def test_work_that_the_scheduler_gives_up_is_handed_over_again(cluster: LocalCluster, tmp_path: Path) -> None:
    said: list[str] = []
    cluster.scheduler.allowed_failures, before = 0, cluster.scheduler.allowed_failures
    try:
        with executor_for(None, cluster.scheduler_address) as executor:
            work = partial(dies_once, tmp_path / "flag")
            assert run_all(work, range(9), executor=executor, seconds=0, notice=said.append) == list(range(9))
    finally:
        cluster.scheduler.allowed_failures = before
    assert said == ["A worker was lost (KilledWorker); what it had in hand is done again"]


def test_an_interrupt_leaves_nothing_on_the_cluster(cluster: LocalCluster, tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        if done >= 30:
            raise KeyboardInterrupt

    kept = Kept(tmp_path / "run", "key")
    with pytest.raises(KeyboardInterrupt), executor_for(None, cluster.scheduler_address) as executor:
        run_all(WORK, ITEMS, executor=executor, seconds=0, progress=interrupt, kept=kept)
    deadline = time.monotonic() + 20
    while cluster.scheduler.tasks and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not cluster.scheduler.tasks
    found = kept.read(len(ITEMS))
    assert 30 <= len(found) < 300 and all(mixed(1.3, item) == result for item, result in found.items())


SCHEDULER = """
import time
from distributed import LocalCluster
cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", host="127.0.0.1",
                       dashboard_address="127.0.0.1:0")
print(cluster.scheduler_address, flush=True)
time.sleep(120)
"""


def test_the_rest_is_done_here_when_the_scheduler_is_gone(expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "PATIENCE", 2)
    monkeypatch.setattr(workers, "SILENCE", 1)
    said: list[str] = []
    path = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    with subprocess.Popen([sys.executable, "-c", SCHEDULER], stdout=subprocess.PIPE, text=True, env=path) as process:
        assert process.stdout is not None

        def kill(done: int, total: int) -> None:
            if done >= total // 3:
                process.kill()

        try:
            with executor_for(None, process.stdout.readline().strip()) as executor:
                results = run_all(WORK, ITEMS, executor=executor, seconds=0.02, progress=kill, notice=said.append)
        finally:
            process.kill()
    assert json.dumps(results) == expected
    assert said[-1].startswith("The workers take no more work (")


def test_an_error_of_the_work_comes_as_it_is(cluster: LocalCluster) -> None:
    with (
        executor_for(None, cluster.scheduler_address) as executor,
        pytest.raises(UnknownName, match="person 7' is not known; did you mean 'person 0'"),
    ):
        run_all(partial(fails_from, 7), ITEMS, executor=executor, seconds=0)


def test_workers_of_another_version_are_refused(cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    there = netmodel.__version__
    monkeypatch.setattr(netmodel, "__version__", "0.0.1")
    with (
        pytest.raises(UsageError, match=f"has netmodel {there}, here it is 0.0.1"),
        executor_for(None, cluster.scheduler_address),
    ):
        pass


def test_a_scheduler_without_workers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "PATIENCE", 1)
    with (
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", host="127.0.0.1", protocol="tcp") as empty,
        pytest.raises(UsageError, match="has no workers; start some: dask worker tcp://"),
        executor_for(None, empty.scheduler_address),
    ):
        pass


@pytest.mark.parametrize("address", ["", "nobody", "tcp://", "http://127.0.0.1:80", "tls://127.0.0.1:1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no Dask scheduler answers at"), executor_for(None, address):
        pass


@pytest.mark.parametrize("listens", [True, False])
def test_where_no_scheduler_answers_it_is_said_soon(listens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "PATIENCE", 0.5)
    start = time.monotonic()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if listens:
            listener.listen()
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(UsageError, match=r"\(nothing within 0\.5 seconds\)"), executor_for(None, address):
            pass
    assert time.monotonic() - start < 20
