"""Hooks of a page: follow a future while it is computed elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import solara

from sovereigns.experiments.app.served import served, workers
from sovereigns.experiments.app.trajectory import pack, play, world_lines
from sovereigns.experiments.app.workers import Job, Work, WorkerLostError
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError

SEEDS = 16
BATCH = 4
"""seeds after which a band is shown anew"""


@dataclass(frozen=True)
class Watch:
    """What is known so far of something that is being computed."""

    payload: bytes = b""
    """The newest message for the browser; that of the thing before until there is one."""
    complete: bool = False
    message: str = ""
    """Why it failed, if it did."""
    again: Callable[[], None] = field(default=lambda: None, compare=False)
    """Has it tried again."""


def use_watch(
    begin: Callable[[Watch, Callable[[Watch], None]], Callable[[], None] | None], what: Hashable
) -> Watch:
    """Follow something as long as the page asks for it; it is begun anew when something else is asked for.

    Args:
        begin: gets what is known so far and a way to say what is known now; gives a way to end it.
        what: that is asked for.
    """
    watch, set_watch = solara.use_state(Watch())
    tries, set_tries = solara.use_state(0)
    solara.use_effect(lambda: begin(watch, set_watch), [what, tries])
    return replace(watch, again=lambda: set_tries(tries + 1))


def failed(error: Exception, payload: bytes = b"") -> Watch:
    """What is known of something that failed: why, in a person's words.

    Args:
        error: that it failed with.
        payload: what there is of it.
    """
    told = str(error)
    if not isinstance(error, InputError | WorkerLostError):
        told = f"this is our fault ({type(error).__name__}: {error})"
    return Watch(payload, False, told)


def use_run(future: Recipe | None) -> Watch:
    """The run of a future: its first quarters early, then all of it.

    A change of the future cancels the run before, and so does the end of the session.

    Args:
        future: what to run; None for nothing.
    """
    return use_work("run", play, future)


def use_work(shelf: str, work: Work, what: Hashable | None) -> Watch:
    """Follow a generator function in a worker; its last part is kept on the server's shelf for all sessions.

    Args:
        shelf: name of this kind of result.
        work: a generator function of a module that takes `what` and yields bytes.
        what: its argument; None for nothing.
    """

    def follow(watch: Watch, set_watch: Callable[[Watch], None]) -> Callable[[], None] | None:
        if what is None:
            set_watch(Watch())
            return None
        kept = served.shelf.get((shelf, what))
        if kept is not None:
            set_watch(Watch(kept, True))
            return None
        set_watch(replace(watch, complete=False, message=""))
        job = workers().start(work, what, urgent=True)
        threading.Thread(target=_listen, args=(job, (shelf, what), set_watch), daemon=True).start()
        return job.cancel

    return use_watch(follow, (shelf, what))


def prepare(future: Recipe) -> None:
    """Run a future ahead of anybody who asks for it.

    Args:
        future: what the first page will show.
    """
    job = workers().start(play, future, urgent=True)
    threading.Thread(target=_listen, args=(job, ("run", future), lambda watch: None), daemon=True).start()


def use_ensemble(future: Recipe | None, seeds: int = SEEDS) -> Watch:
    """World metrics of a future under several seeds: array `worlds` (seeds, quarters, metrics).

    Args:
        future: what to run, from its own seed on; None for nothing.
        seeds: how many.
    """

    def follow(_: Watch, set_watch: Callable[[Watch], None]) -> Callable[[], None] | None:
        set_watch(Watch())
        if future is None:
            return None
        kept = served.shelf.get(("ensemble", seeds, future))
        if kept is not None:
            set_watch(Watch(kept, True))
            return None
        jobs = [workers().start(world_lines, future.by_chance(i)) for i in range(seeds)]
        threading.Thread(target=_gather, args=(jobs, future, set_watch), daemon=True).start()
        return partial(cancel, jobs)

    return use_watch(follow, (future, seeds))


def _listen(job: Job, key: tuple[str, Hashable], set_watch: Callable[[Watch], None]) -> None:
    payload = b""
    try:
        for payload in job:
            if not job.cancelled:
                set_watch(Watch(payload))
    except Exception as error:
        if not job.cancelled:
            set_watch(failed(error, payload))
        return
    if not job.cancelled:
        served.shelf.put(key, payload)
        set_watch(Watch(payload, True))


def _gather(jobs: list[Job], future: Recipe, set_watch: Callable[[Watch], None]) -> None:
    worlds = []
    try:
        for job in jobs:
            worlds += list(job)
            if job.cancelled:
                return None
            if len(worlds) % BATCH == 0 or len(worlds) == len(jobs):
                payload = pack({"query": future.query(), "seeds": len(jobs)}, {"worlds": np.stack(worlds)})
                set_watch(Watch(payload, len(worlds) == len(jobs)))
    except Exception as error:
        return give_up(jobs, set_watch, failed(error))
    return served.shelf.put(("ensemble", len(jobs), future), payload)


def give_up(jobs: list[Job], set_watch: Callable[[Watch], None], reason: Watch) -> None:
    """One of several jobs failed: say why, if anybody still wants to know, and end the others.

    Args:
        jobs: all of them.
        set_watch: says what is known.
        reason: what is known.
    """
    if not any(job.cancelled for job in jobs):
        cancel(jobs)
        set_watch(reason)


def cancel(jobs: list[Job]) -> None:
    """Nobody wants them any more."""
    for job in jobs:
        job.cancel()
