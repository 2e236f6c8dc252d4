"""How far the model goes: time and memory as researchers, firms, quarters and runs grow."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import log
from pathlib import Path
from statistics import linear_regression
from typing import Any

from sovereigns.experiments.limits import QUARTERS
from sovereigns.experiments.speed.bench import cpu, timed
from sovereigns.experiments.sweeps.plan import load_plan
from sovereigns.experiments.work.engine import local
from sovereigns.model.standard import FIRMS, RESEARCHERS, SCENARIO

SIZES: Mapping[str, Sequence[int]] = {
    "researchers": (10_000, 100_000, 1_000_000),
    "firms": (500, 1_500, 5_000),
    "quarters": (40, 100, 400),
    "runs": (2, 4, 8, 16),
}
LARGEST = (5_000, 1_000_000)
"""Firms and researchers of the world whose memory is measured."""
STEPS = 4


def growth(
    sizes: Mapping[str, Sequence[int]] = SIZES, largest: tuple[int, int] = LARGEST, quarters: int = QUARTERS
) -> dict[str, Any]:
    """Time what grows, each in a warm process of its own.

    Args:
        sizes: `researchers`, `firms`, `quarters`, `runs` -> numbers of them, two at least.
        largest: firms and researchers of the world whose memory is measured.
        quarters: of the runs whose number grows.

    Returns:
        seconds: what grows -> how many -> seconds: of the processor, of a quarter (researchers, firms) or of
        a run (quarters); on the clock, of a sweep with one worker that keeps the end (runs);
        exponents: what grows -> slope of the logarithm of time over that of the number: 1 is in proportion;
        peak_memory_mb: of a process that plays the largest world, all it has imported with it; null where the
        system does not tell.
    """
    measures: dict[str, Callable[[int], float]] = {
        "researchers": lambda size: _alone(quarter, FIRMS, size),
        "firms": lambda size: _alone(quarter, size, RESEARCHERS),
        "quarters": lambda size: _alone(whole, size),
        "runs": lambda size: sweep(size, quarters),
    }
    seconds = {name: {str(size): measures[name](size) for size in sizes[name]} for name in sizes}
    return {
        "seconds": seconds,
        "exponents": {name: exponent(taken) for name, taken in seconds.items()},
        "peak_memory_mb": _alone(peak, *largest),
    }


def exponent(taken: Mapping[str, float]) -> float:
    """Slope of the logarithm of seconds over that of the number, by least squares."""
    numbers, seconds = ([log(float(x)) for x in side] for side in zip(*taken.items(), strict=True))
    return linear_regression(numbers, seconds).slope


def quarter(firms: int, researchers: int) -> float:
    """Seconds of the processor that a quarter takes: the best of some, the first apart."""
    from sovereigns.model.simulation import Simulation

    simulation = Simulation(firms=firms, researchers=researchers, record=False).run(1)
    return min(cpu(simulation.step) for _ in range(STEPS))


def whole(quarters: int) -> float:
    """Seconds of the processor that a standard run of so many quarters takes, all of it recorded."""
    from sovereigns.model.simulation import Simulation

    Simulation().run(1)
    return cpu(lambda: Simulation().run(quarters))


def sweep(runs: int, quarters: int) -> float:
    """Seconds that so many runs take one warm worker."""
    text = f'scenarios = ["{SCENARIO}"]\nreplications = {{}}\nquarters = {quarters}\n'
    with tempfile.TemporaryDirectory() as folder, local(1) as engine:
        for replications in (1, runs):
            path = Path(folder) / "bench.toml"
            path.write_text(f'name = "bench"\n{text.format(replications)}', encoding="utf-8")
            taken, _ = timed(load_plan(str(path)), engine, Path(folder))
    return taken


def peak(firms: int, researchers: int) -> float | None:
    """Most memory of this process in MB once it has played two quarters of a world."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return None
    from sovereigns.model.simulation import Simulation

    Simulation(firms=firms, researchers=researchers, record=False).run(2)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used * (1 if sys.platform == "darwin" else 1024) / 2**20


def _alone(measure: Any, *given: int) -> Any:
    """What a measure gives in a process of its own."""
    with local(1) as engine:
        return engine.executor.submit(partial(measure, *given)).result()
