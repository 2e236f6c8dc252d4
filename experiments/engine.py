"""Who does the work: processes on this machine, or a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from dataclasses import dataclass

from experiments.pool import Pool

AHEAD = 2
"""Tasks handed out for each worker, so that none waits for the next."""


@dataclass(frozen=True)
class Engine:
    """An executor with what a sweep must know of it."""

    executor: Executor
    workers: Callable[[], int]
    """How many there are now."""
    died: tuple[type[BaseException], ...] = (BrokenExecutor,)
    """What a future raises when a task killed its worker."""
    tries: int = 2
    """Deaths that convict."""


@contextmanager
def local(workers: int | None = None) -> Iterator[Engine]:
    """Processes on this machine; as many as it has cores for us, if nobody says how many."""
    number = workers or cores()
    pool = Pool(number)
    try:
        yield Engine(pool, lambda: number)
    finally:
        pool.shutdown(wait=False)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
