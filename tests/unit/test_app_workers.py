"""Workers of the app: parts come as they are made, urgent work passes, the unwanted ends, the dead go."""

import os
import time
from collections.abc import Iterator

import pytest

from sovereigns.experiments.app.workers import WorkerLostError, Workers
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


def test_a_module_to_preload_that_is_gone_is_told() -> None:
    """Python itself says nothing of it: workers would only start late."""
    for gone in ("sovereigns.experiments.app.nowhere", "sovereigns.nowhere.warm"):
        with pytest.raises(ModuleNotFoundError, match=gone):
            processes(["sovereigns.experiments.app.warm", gone])
