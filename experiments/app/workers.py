"""Processes that compute for all sessions, so that nobody's change ever freezes another's page.

A job is a generator: what it yields is sent as it comes. Between two yields its worker listens: a job that a
person waits for is done at once, inside the one at hand, and a job that nobody wants any more ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from sovereigns.experiments.work.pool import processes

Work = Callable[..., Iterator[Any]]
PRELOADED = ["sovereigns.experiments.app.warm"]
"""What is imported once, in the process that all workers are forked from."""
READY, PART, END, ERROR, LOST = "ready", "part", "end", "error", "lost"
START, CANCEL = "start", "cancel"


ENDED = "was ended from outside, for example for want of memory"


class WorkerLostError(RuntimeError):
    """The process that did a job died, or none could be started."""

    def __init__(self, reason: str) -> None:
        """Say what happened to it."""
        super().__init__(f"the process that computes this {reason}; nothing that you chose is lost")


@dataclass(eq=False)
class Job:
    """What one session waits for; iterate over it for its parts."""

    number: int
    work: Work
    arguments: tuple[object, ...]
    urgent: bool
    owner: Workers
    inbox: SimpleQueue[tuple[str, Any]] = field(default_factory=SimpleQueue)
    cancelled: bool = False

    def __iter__(self) -> Iterator[Any]:
        """Parts as they come.

        Raises:
            Exception: what the work raised.
            WorkerLostError: its process died.
        """
        while True:
            kind, content = self.inbox.get()
            if kind == ERROR:
                raise content
            if kind == END:
                return
            yield content

    def cancel(self) -> None:
        """Nobody wants it any more; ends the iteration."""
        self.owner.cancel(self)


class Lane:
    """One worker process and the thread that hears it."""

    def __init__(self, context: Any, hears: Callable[[Lane, int, str, Any], None]) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.jobs: dict[int, Job] = {}
        self.ready = False
        """whether it has ever answered"""
        self._hears = hears

    def listen(self) -> None:
        """Pass on what it says, and at the end that it is lost."""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            while True:
                self._hears(self, *self.pipe.recv())
        except (EOFError, OSError):
            return
        finally:
            self._hears(self, 0, LOST, None)


class Workers:
    """A fixed number of processes, shared by all sessions."""

    def __init__(self, number: int) -> None:
        """Start them, without waiting: what is asked of them before they are there is done then.

        Args:
            number: of processes.
        """
        self._context = processes(PRELOADED)
        self._lock = threading.RLock()
        self._waiting: deque[Job] = deque()
        self._count = 0
        self._open = True
        self._lanes: list[Lane] = []
        self._number = number
        self._starting = 0
        self._fill()

    def start(self, work: Work, *arguments: object, urgent: bool = False) -> Job:
        """Have a job done.

        Args:
            work: a generator function of a module; None among what it yields is not sent.
            arguments: of the work.
            urgent: a person waits for it: it is begun at once, before and inside jobs that are not.
        """
        with self._lock:
            self._count += 1
            job = Job(self._count, work, arguments, urgent, self)
            self._waiting.append(job)
            self._fill()
            self._feed()
        return job

    def cancel(self, job: Job) -> None:
        """End a job and the iteration over it."""
        with self._lock:
            job.cancelled = True
            if job in self._waiting:
                self._waiting.remove(job)
            for lane in self._lanes:
                if job.number in lane.jobs:
                    _tell(lane, (CANCEL, job.number))
        job.inbox.put((END, None))

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            self._open = False
            for lane in self._lanes:
                lane.process.terminate()

    def _fill(self) -> None:
        """Have the processes that are missing started, by threads that nobody waits for."""
        with self._lock:
            while self._open and len(self._lanes) + self._starting < self._number:
                self._starting += 1
                threading.Thread(target=self._begin, daemon=True).start()

    def _begin(self) -> None:
        try:
            lane = Lane(self._context, self._hear)
        except Exception as error:
            with self._lock:
                self._starting -= 1
                self._give_up(f"could not be started ({error})")
            return
        with self._lock:
            self._starting -= 1
            if self._open:
                self._lanes.append(lane)
                lane.listen()
                self._feed()
            else:
                lane.process.terminate()

    def _give_up(self, reason: str) -> None:
        """Tell those who wait, where no process is left; the next who asks has it tried again."""
        if not self._lanes and not self._starting:
            for job in self._waiting:
                job.inbox.put((ERROR, WorkerLostError(reason)))
            self._waiting.clear()

    def _feed(self) -> None:
        for job in [job for job in self._waiting if job.urgent and self._lanes]:
            self._waiting.remove(job)
            self._send(min(self._lanes, key=_burden), job)
        for lane in self._lanes:
            if self._waiting and not lane.jobs:
                self._send(lane, self._waiting.popleft())

    def _send(self, lane: Lane, job: Job) -> None:
        lane.jobs[job.number] = job
        try:
            _tell(lane, (START, job.number, job.work, job.arguments))
        except Exception as error:  # it cannot be sent to any
            del lane.jobs[job.number]
            job.inbox.put((ERROR, error))

    def _hear(self, lane: Lane, number: int, kind: str, content: Any) -> None:
        with self._lock:
            if kind == READY:
                lane.ready = True
            elif kind == LOST:
                self._drop(lane)
            elif number in lane.jobs:
                job = lane.jobs[number]
                if kind != PART:
                    del lane.jobs[number]
                if not job.cancelled:
                    job.inbox.put((kind, content))
            self._feed()

    def _drop(self, lane: Lane) -> None:
        """Forget a process that died, and have another in its place, unless it never came to answer."""
        reason = ENDED if lane.ready else "could not be started"
        for job in lane.jobs.values():
            job.inbox.put((ERROR, WorkerLostError(reason)))
        lane.jobs.clear()
        if lane in self._lanes:
            self._lanes.remove(lane)
        if lane.ready:
            self._fill()
        else:
            self._give_up(reason)


def _burden(lane: Lane) -> tuple[int, int]:
    return sum(job.urgent for job in lane.jobs.values()), len(lane.jobs)


def _tell(lane: Lane, message: tuple[Any, ...]) -> None:
    try:
        lane.pipe.send(message)
    except OSError:
        return  # it died: its listener fails what it had and replaces it


def serve(pipe: Connection) -> None:
    """In a worker: do what is asked until the other end is closed.

    Args:
        pipe: to the server.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    unwanted: set[int] = set()
    with contextlib.suppress(EOFError, OSError):  # of the pipe alone: what a job raises is its own
        pipe.send((0, READY, None))
        while True:
            _attend(pipe, unwanted)
            if not pipe.poll():
                give_back()


def give_back() -> None:
    """Return to the system what the last jobs needed: glibc would keep it, and a worker grow for hours."""
    with contextlib.suppress(OSError, AttributeError):  # another C library needs and has no such call
        ctypes.CDLL(None).malloc_trim(0)


def _attend(pipe: Connection, unwanted: set[int]) -> None:
    message = pipe.recv()
    if message[0] == CANCEL:
        return unwanted.add(message[1])
    _, number, work, arguments = message
    kind, content = PART, None
    parts = _parts(work, arguments)
    while kind == PART and number not in unwanted:
        kind, content = next(parts)
        if kind != PART or content is not None:
            pipe.send((number, kind, content))
        while pipe.poll():
            _attend(pipe, unwanted)
    if kind == PART:
        pipe.send((number, END, None))
    return unwanted.discard(number)


def _parts(work: Work, arguments: tuple[object, ...]) -> Iterator[tuple[str, Any]]:
    """What a job yields, each as what is sent of it, up to its end or its error."""
    try:
        for part in work(*arguments):
            yield PART, part
    except Exception as error:
        yield ERROR, _portable(error)
    yield END, None


def _portable(error: Exception) -> Exception:
    """The error, or one that says the same, which the other end can read."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
