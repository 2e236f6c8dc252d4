"""Worker processes on this machine, each a pool of its own: when one dies, only its task is in doubt."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent import futures
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from importlib.util import find_spec
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from typing import Any
from weakref import WeakSet

PRELOADED = ("sovereigns.experiments.sweeps.shard", "sovereigns.model.simulation")
"""What is imported once for all workers."""
OURS_ALONE = {signal.SIGINT, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])}
"""Signals that a terminal sends to all its processes, and that this one alone is to hear."""
Call = Callable[[], Any]
LANES: list[ProcessPoolExecutor] = []
"""All lanes ever: one that is freed while it breaks waits for itself for ever (CPython 3.13.0)."""


def processes(preloaded: list[str]) -> Any:
    """How processes are started: out of one that has imported what all need, where the system can do that.

    None of them imports from the folder that we are in, and none hears what a terminal sends to all: they
    leave with us.

    Args:
        preloaded: modules to import once for all.

    Raises:
        ModuleNotFoundError: there is no such module; workers would only start late, and nobody be told.
    """
    if gone := [name for name in preloaded if not _is_there(name)]:
        raise ModuleNotFoundError(f"no module of the project is {' or '.join(gone)}: it cannot be preloaded")
    os.environ["PYTHONSAFEPATH"] = "1"
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(preloaded)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, OURS_ALONE)
    try:
        resource_tracker.ensure_running()  # leaves Ctrl-C free again
        signal.pthread_sigmask(signal.SIG_BLOCK, OURS_ALONE)
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # nor is its package
        return False


def abandon() -> None:
    """End at once the process that workers are started from: one that came now would find nobody to serve."""
    pid = getattr(getattr(forkserver, "_forkserver", None), "_forkserver_pid", None)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class Pool(Executor):
    """Lanes, each one worker process; a lane whose worker died is replaced when it is needed.

    A future whose worker died raises BrokenProcessPool. Workers are on a leash, a pipe that only this process
    can write to: when it is closed, or this process dies in any way, they leave.
    """

    def __init__(self, workers: int, preloaded: Sequence[str] = PRELOADED) -> None:
        """Make the lanes; the processes start with the first tasks.

        Args:
            workers: how many.
            preloaded: modules to import once for all, from now on.
        """
        self._context = processes(list(preloaded))
        self._end, self._leash = self._context.Pipe(duplex=False)
        self._lock = threading.RLock()
        self._waiting: deque[tuple[Future[Any], Call]] = deque()
        self._promised: WeakSet[Future[Any]] = WeakSet()
        self._idle = [self._lane() for _ in range(workers)]
        self._open = True

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a call made by the next free worker."""
        future: Future[T] = Future()
        with self._lock:
            if not self._open:
                raise RuntimeError("the pool is shut down")
            self._promised.add(future)
            self._waiting.append((future, partial(fn, *args, **kwargs)))
        self._feed()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers.

        Args:
            wait: until all that was submitted is done; otherwise they leave at once.
            cancel_futures: drop what no worker has begun.
        """
        with self._lock:
            self._open = False
            dropped = [future for future, _ in self._waiting] if cancel_futures or not wait else []
            for future in dropped:
                future.cancel()
        if wait:
            futures.wait(self._promised)
        self._leash.close()

    def _lane(self) -> ProcessPoolExecutor:
        lane = ProcessPoolExecutor(1, self._context, initializer=hold, initargs=(self._end,))
        LANES.append(lane)
        return lane

    def _feed(self) -> None:
        with self._lock:
            while self._waiting and self._idle:
                future, call = self._waiting.popleft()
                if future.set_running_or_notify_cancel():
                    self._start(self._idle.pop(), future, call)

    def _start(self, lane: ProcessPoolExecutor, future: Future[Any], call: Call) -> None:
        """Hand a call to a free lane.

        What keeps its process from starting is the future's error: raised here, it would be lost in the
        thread of another lane, and the future waited for for ever.
        """
        try:
            try:
                inner = lane.submit(call)
            except BrokenProcessPool:
                lane = self._lane()
                inner = lane.submit(call)
        except Exception as error:
            self._idle.append(self._lane())
            future.set_exception(error)
        else:
            inner.add_done_callback(partial(self._done, lane, future))

    def _done(self, lane: ProcessPoolExecutor, future: Future[Any], inner: Future[Any]) -> None:
        """Make the lane free again, or put a new one in its place.

        A broken lane holds its own lock while it tells us, and cannot be used here.
        """
        error = inner.exception()
        with self._lock:
            self._idle.append(self._lane() if isinstance(error, BrokenProcessPool) else lane)
        if error:
            future.set_exception(error)
        else:
            future.set_result(inner.result())
        self._feed()


def hold(leash: Connection) -> None:
    """In a worker: leave when nobody holds the other end; leave Ctrl-C to the one who does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(leash,), daemon=True).start()


def _leave_with(leash: Connection) -> None:
    leash.poll(None)
    os._exit(1)
