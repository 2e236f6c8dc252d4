"""Who does the work: processes on this machine, or a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass

from sovereigns.experiments.work.cores import cores
from sovereigns.experiments.work.pool import PRELOADED, Pool, abandon

Progress = Callable[[int, int], None]
"""Told (jobs done, jobs in all)."""
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
def local(workers: int | None = None, preloaded: Sequence[str] = PRELOADED) -> Iterator[Engine]:
    """Processes on this machine; as many as it has cores for us, if nobody says how many.

    Args:
        workers: how many.
        preloaded: modules that are imported once for all, beside what this process does meanwhile.
    """
    number = workers or cores()
    pool = Pool(number, preloaded)
    try:
        yield Engine(pool, lambda: number)
    except KeyboardInterrupt:
        abandon()
        raise
    finally:
        pool.shutdown(wait=False)


def run_all[T](
    work: Callable[..., T],
    jobs: Iterable[tuple[object, ...]],
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[T]:
    """The results of `work(*job)` for every job, in the order of the jobs.

    Args:
        work: a function of a module, so that a new process can import it.
        jobs: its arguments, job by job.
        workers: processes; as many as there are cores for us, if nobody says how many.
        progress: told after each job.
    """
    with local(workers) as engine:
        futures = [engine.executor.submit(work, *job) for job in jobs]
        for done, _ in enumerate(as_completed(futures), start=1):
            if progress:
                progress(done, len(futures))
        return [future.result() for future in futures]
