"""Follow two futures over paired seeds while they are computed elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from itertools import batched

import numpy as np
from numpy.typing import NDArray

from sovereigns.experiments.analysis.compare import paired
from sovereigns.experiments.app.served import served, workers
from sovereigns.experiments.app.trajectory import pack, world_lines
from sovereigns.experiments.app.watch import Watch, cancel, failed, give_up, use_watch
from sovereigns.experiments.app.workers import Job
from sovereigns.experiments.limits import SEED_MAX
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError

PARTS = ("a", "b", "difference", "low", "high")
"""of what `paired` gives, in the order of the message's table"""
TOO_FAR = "the last of {} seeds would lie above {}; take a smaller seed of chance on the page Steer"
Lines = list[NDArray[np.float32]]


def use_pair(a: Recipe, b: Recipe, seeds: int) -> Watch:
    """Both under the same seeds, pair by pair.

    Arrays of the message: `a`, `b` (seeds so far, quarters, metrics) and `table` (PARTS, quarters, metrics).

    Args:
        a: one future.
        b: the other.
        seeds: how many, from their own seed on.
    """

    def follow(_: Watch, set_watch: Callable[[Watch], None]) -> Callable[[], None] | None:
        key = ("pair", a, b, seeds)
        kept = served.shelf.get(key)
        if kept is not None:
            set_watch(Watch(kept, True))
            return None
        if a.seed + seeds - 1 > SEED_MAX:
            set_watch(failed(InputError(TOO_FAR.format(seeds, SEED_MAX))))
            return None
        set_watch(Watch(message_of(a, b, seeds, ([], []))))
        futures = [side.by_chance(i) for i in range(seeds) for side in (a, b)]
        jobs = [workers().start(world_lines, future) for future in futures]
        threading.Thread(target=_gather, args=(jobs, key, set_watch), daemon=True).start()
        return partial(cancel, jobs)

    return use_watch(follow, (a, b, seeds))


def message_of(a: Recipe, b: Recipe, seeds: int, lines: tuple[Lines, Lines]) -> bytes:
    """What is known so far, packed.

    Args:
        a: one future.
        b: the other.
        seeds: how many there will be.
        lines: of each, world metrics (quarters, metrics) a seed that has ended.
    """
    header = {"queries": [a.query(), b.query()], "seeds": seeds, "done": len(lines[0])}
    if not lines[0]:
        return pack(header, {})
    first, second = (np.stack(side) for side in lines)
    parts = paired(first.astype(float), second.astype(float))
    table = np.stack([parts[name] for name in PARTS]).astype(np.float32)
    return pack(header, {"a": first, "b": second, "table": table})


def _gather(
    jobs: list[Job], key: tuple[str, Recipe, Recipe, int], set_watch: Callable[[Watch], None]
) -> None:
    _, a, b, seeds = key
    lines: tuple[Lines, Lines] = ([], [])
    payload = b""
    try:
        for pair in batched(jobs, 2, strict=True):
            for side, job in zip(lines, pair, strict=True):
                side += list(job)
                if job.cancelled:
                    return None
            payload = message_of(a, b, seeds, lines)
            set_watch(Watch(payload, len(lines[0]) == seeds))
    except Exception as error:
        return give_up(jobs, set_watch, failed(error, payload))
    return served.shelf.put(key, payload)
