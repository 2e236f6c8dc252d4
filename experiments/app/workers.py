"""Processes that compute for all sessions, so that nobody's change ever freezes another's page.

A job is a generator: what it yields is sent as it comes. Between two yields its worker listens: a job that a
person waits for is done at once, inside the one at hand, and a job that nobody wants any more ends.
"""

from __future__ import annotations

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
PART, END, ERROR = "part", "end", "error"
START, CANCEL = "start", "cancel"


class WorkerLostError(RuntimeError):
    """The process that did a job died."""


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
        self._hears = hears
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                number, kind, content = self.pipe.recv()
            except (EOFError, OSError):
                return self._hears(self, -1, ERROR, WorkerLostError("the process that computed this died"))
            self._hears(self, number, kind, content)


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
        threading.Thread(target=self._begin, args=(number,), daemon=True).start()

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

    def _begin(self, number: int) -> None:
        for _ in range(number):
            lane = Lane(self._context, self._hear)
            with self._lock:
                if not self._open:
                    return lane.process.terminate()
                self._lanes.append(lane)
                self._feed()
        return None

    def _feed(self) -> None:
        for job in [job for job in self._waiting if job.urgent and self._lanes]:
            self._waiting.remove(job)
            self._send(min(self._lanes, key=_burden), job)
        for lane in self._lanes:
            if self._waiting and not lane.jobs:
                self._send(lane, self._waiting.popleft())

    def _send(self, lane: Lane, job: Job) -> None:
        lane.jobs[job.number] = job
        _tell(lane, (START, job.number, job.work, job.arguments))

    def _hear(self, lane: Lane, number: int, kind: str, content: Any) -> None:
        with self._lock:
            if number < 0:
                self._replace(lane, content)
            elif number in lane.jobs:
                job = lane.jobs[number]
                if kind != PART:
                    del lane.jobs[number]
                if not job.cancelled:
                    job.inbox.put((kind, content))
            self._feed()

    def _replace(self, lane: Lane, reason: WorkerLostError) -> None:
        for job in lane.jobs.values():
            job.inbox.put((ERROR, reason))
        lane.jobs.clear()
        if self._open:
            self._lanes[self._lanes.index(lane)] = Lane(self._context, self._hear)


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
    try:
        while True:
            _attend(pipe, unwanted)
    except (EOFError, OSError):
        return


def _attend(pipe: Connection, unwanted: set[int]) -> None:
    message = pipe.recv()
    if message[0] == CANCEL:
        return unwanted.add(message[1])
    _, number, work, arguments = message
    try:
        for part in work(*arguments):
            if part is not None:
                pipe.send((number, PART, part))
            while pipe.poll():
                _attend(pipe, unwanted)
            if number in unwanted:
                break
        pipe.send((number, END, None))
    except (EOFError, OSError):
        raise
    except Exception as error:
        pipe.send((number, ERROR, error))
    return unwanted.discard(number)
