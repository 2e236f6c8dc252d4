"""Workers of the app: parts come as they are made, urgent work passes, the unwanted ends, the dead go."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import psutil
import pytest

from sovereigns.experiments.app.workers import Lane, WorkerLostError, Workers
from sovereigns.experiments.work.pool import processes


def count(to: int) -> Iterator[int | None]:
    for i in range(to):
        yield None
        yield i


def slow(pause: float) -> Iterator[str | None]:
    while True:
        time.sleep(pause)
        yield "still here"


def broken() -> Iterator[int]:
    yield 1
    raise ValueError("no such world")


def deadly() -> Iterator[int]:
    yield 1
    os._exit(3)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(1)
    yield made
    made.close()


def test_parts_come_in_order(workers: Workers) -> None:
    assert list(workers.start(count, 3)) == [0, 1, 2]


def test_what_is_asked_before_they_are_there_is_done_then() -> None:
    made = Workers(1)
    jobs = [made.start(count, 1), made.start(count, 2, urgent=True)]
    assert [list(job) for job in jobs] == [[0], [0, 1]]
    made.close()


def test_urgent_work_passes_and_what_is_cancelled_ends(workers: Workers) -> None:
    long = workers.start(slow, 0.01)
    assert next(iter(long)) == "still here"
    waiting = workers.start(count, 1)
    assert list(workers.start(count, 2, urgent=True)) == [0, 1]
    long.cancel()
    assert set(long) <= {"still here"}
    assert list(waiting) == [0]


def test_an_error_reaches_who_waits(workers: Workers) -> None:
    with pytest.raises(ValueError, match="no such world"):
        list(workers.start(broken))
    assert list(workers.start(count, 1)) == [0]


def test_a_dead_worker_is_replaced(workers: Workers) -> None:
    with pytest.raises(WorkerLostError):
        list(workers.start(deadly))
    assert list(workers.start(count, 2)) == [0, 1]


class OddError(Exception):
    """Pickled, it cannot be read again."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def odd() -> Iterator[int]:
    yield 1
    raise OddError("no such", " world")


def lacking() -> Iterator[int]:
    yield 1
    raise FileNotFoundError("no such file")


def killed() -> Iterator[int]:
    yield os.getpid()
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_job_raises_is_its_own_and_ends_no_process(workers: Workers) -> None:
    (pid,) = workers.start(whoami)
    for work, words in ((odd, "no such world"), (lacking, "no such file")):
        with pytest.raises(Exception, match=words) as told:
            list(workers.start(work))
        assert not isinstance(told.value, WorkerLostError)
    assert list(workers.start(whoami)) == [pid]


def whoami() -> Iterator[int]:
    yield os.getpid()


def test_what_cannot_be_sent_is_told_and_leaves_the_worker_free(workers: Workers) -> None:
    with pytest.raises(Exception, match="pickle"):
        list(workers.start(count, threading.Lock()))
    assert list(workers.start(count, 1)) == [0]


def test_where_no_process_can_be_started_who_waits_is_told_and_may_try_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(*_: object) -> None:
        raise OSError("no process to be had")

    begun = Lane.__init__
    monkeypatch.setattr(Lane, "__init__", none)
    made = Workers(2)
    with pytest.raises(WorkerLostError, match="no process to be had"):
        list(made.start(count, 1))
    monkeypatch.setattr(Lane, "__init__", begun)
    assert list(made.start(count, 1)) == [0]
    monkeypatch.setattr(Lane, "__init__", none)
    with pytest.raises(WorkerLostError):
        list(made.start(killed, urgent=True))
    made.close()


PINS: list[object] = []


def gorge() -> Iterator[int]:
    """Much memory in pieces, freed but for a few small ones: the C library keeps what lies between those."""
    held = []
    for _ in range(3000):
        held.append(np.ones(12_000))
        PINS.append(np.ones(300))
    yield len(held)


def resident() -> Iterator[int]:
    yield psutil.Process().memory_info().rss


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what is given back is glibc's")
def test_what_a_job_needed_is_given_back(workers: Workers) -> None:
    (before,) = workers.start(resident)
    for _ in range(3):
        list(workers.start(gorge))
    time.sleep(0.3)
    (after,) = workers.start(resident)
    assert after - before < 50e6


def test_a_module_to_preload_that_is_gone_is_told() -> None:
    """Python itself says nothing of it: workers would only start late."""
    for gone in ("sovereigns.experiments.app.nowhere", "sovereigns.nowhere.warm"):
        with pytest.raises(ModuleNotFoundError, match=gone):
            processes(["sovereigns.experiments.app.warm", gone])
