"""From a plan to its shards: hand them to an executor, keep what comes back, survive what dies.

A run that raises is a row of its shard. A shard that kills its worker is tried again; then its runs are tried
one by one, and those that kill their worker alone are convicted: rows with that error. The others are kept.
Where a worker dies without any run, nobody is convicted: the sweep stops and says so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field

from sovereigns.experiments.sweeps.plan import Plan
from sovereigns.experiments.sweeps.shard import Parcel, Task, convict, merge, perform, ready
from sovereigns.experiments.work.engine import AHEAD, Engine
from sovereigns.model.errors import InputError

Keep = Callable[[int, Parcel], None]
PATIENCE = 1.0
"""Seconds after which the number of workers is looked up anew."""


@dataclass(eq=False)
class Retrial:
    """A shard whose runs are tried one by one."""

    number: int
    task: Task
    parcels: list[Parcel | None]


@dataclass(eq=False)
class Job:
    """What one future does: a whole shard, or one run of a trial."""

    number: int
    task: Task
    deaths: int = 0
    trial: Retrial | None = None
    place: int = 0
    """Of the run in its trial."""


@dataclass
class Runner:
    """Does the shards of a plan."""

    plan: Plan
    engine: Engine
    keep: Keep
    """Told (shard, parcel) as shards are finished, in any order."""
    again: deque[Job] = field(default_factory=deque)
    pending: dict[Future[Parcel], Job] = field(default_factory=dict)

    def run(self, shards: Iterable[int]) -> None:
        """Do some shards.

        Raises:
            InputError: a worker has other code, or all are lost.
            OSError: `keep` cannot write.
        """
        todo = iter(shards)
        while True:
            self._hand_out(todo)
            if not self.pending:
                return
            done, _ = wait(self.pending, PATIENCE, FIRST_COMPLETED)
            for future in done:
                self._take(future, self.pending.pop(future))

    def _hand_out(self, todo: Iterable[int]) -> None:
        while len(self.pending) < AHEAD * max(self.engine.workers(), 1):
            job = self.again.popleft() if self.again else self._next(todo)
            if job is None:
                return
            self.pending[self.engine.executor.submit(perform, job.task)] = job

    def _next(self, todo: Iterable[int]) -> Job | None:
        number = next(iter(todo), None)
        return None if number is None else Job(number, self.plan.task(number))

    def _take(self, future: Future[Parcel], job: Job) -> None:
        try:
            parcel = future.result()
        except self.engine.died:
            job.deaths += 1
            if job.deaths < self.engine.tries:
                self.again.append(job)
            elif job.trial:
                self._refuse_a_place_without_workers()
                self._settle(job.trial, job.place, convict(job.task))
            else:
                self._try_alone(job)
        except (CancelledError, OSError) as error:
            raise InputError(
                f"the workers are lost ({error or 'cancelled'}); what is finished stays, call again to go on"
            ) from error
        else:
            if job.trial:
                self._settle(job.trial, job.place, parcel)
            else:
                self.keep(job.number, parcel)

    def _refuse_a_place_without_workers(self) -> None:
        """Before a run is convicted: a worker without any run must be able to start."""
        for left in reversed(range(self.engine.tries)):
            try:
                self.engine.executor.submit(ready).result()
            except self.engine.died as error:
                if not left:
                    raise InputError(
                        f"no worker can start here ({error}); what is finished stays. Free memory or mend "
                        "the installation, and call again to go on"
                    ) from error
            else:
                return

    def _try_alone(self, job: Job) -> None:
        tasks = job.task.alone()
        trial = Retrial(job.number, job.task, [None] * len(tasks))
        self.again.extend(Job(job.number, task, 0, trial, place) for place, task in enumerate(tasks))

    def _settle(self, trial: Retrial, place: int, parcel: Parcel) -> None:
        trial.parcels[place] = parcel
        known = [one for one in trial.parcels if one is not None]
        if len(known) == len(trial.parcels):
            self.keep(trial.number, merge(trial.task, known))
