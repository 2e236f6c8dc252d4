"""How fast worlds and sweeps are on this machine."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sovereigns.experiments.limits import QUARTERS
from sovereigns.experiments.sweeps.folder import SweepFolder
from sovereigns.experiments.sweeps.plan import Plan, load_plan
from sovereigns.experiments.sweeps.runner import Runner
from sovereigns.experiments.sweeps.shard import Parcel
from sovereigns.experiments.work.cores import cores
from sovereigns.experiments.work.engine import Engine, local
from sovereigns.model.standard import SCENARIO

if TYPE_CHECKING:
    from sovereigns.model.simulation import Simulation
    from sovereigns.model.world import World

PLAN = f"""name = "bench"
scenarios = ["{SCENARIO}"]
replications = 8
quarters = {QUARTERS}
"""
BEST_OF = 5
SIZES = (2_000, 100_000)
"""Researchers that are timed as columns and as plain Mesa."""
LARGE = 1_000_000
"""Researchers that are timed as columns only."""
ROUNDS = 4
MOST_WORKERS = 2


def world_speed(
    rounds: int = BEST_OF, quarters: int = QUARTERS, sizes: Sequence[int] = SIZES, large: int = LARGE
) -> dict[str, Any]:
    """Time the standard world, its researchers against plain Mesa, and a first call of `sovereigns run`.

    Args:
        rounds: how often each thing is timed; the best counts.
        quarters: of each run.
        sizes: numbers of researchers.
        large: a number of them that plain Mesa is not timed at: its time is that of the last size, in
            proportion.

    Returns:
        seconds_per_standard_run: of the processor, to build the world and run it in a warm process;
        seconds_per_quarter: number of researchers -> of the processor, of a quarter of all processes;
        ratio_to_mesa: number of researchers -> time of process 6 as Mesa objects over that as columns;
        ratio_of_quarter_to_mesa: the same of all processes of a quarter that touch researchers (6 and 7);
        extrapolated: numbers of researchers of which plain Mesa's time is in proportion;
        floor_fraction: of process 6 as columns, at the largest number, the part that drawing its random
        numbers and passing once over its columns takes;
        bytes_per_researcher: of their columns in the world;
        first_run_seconds: on the clock, of the command in a process of its own.
    """
    from sovereigns.model.simulation import Simulation

    Simulation().run(1)
    standard = min(cpu(partial(_standard_run, seed, quarters)) for seed in range(rounds))
    quarter, ratio, of_quarter = {}, {}, {}
    for size in (*sizes, large):
        one = Simulation(researchers=size, record=False).run(1)
        columns = _columns(one, rounds)
        if size != large:
            plain = [seconds / size for seconds in _plain(one, rounds)]
        ratio[str(size)], of_quarter[str(size)] = (
            size * each / taken for each, taken in zip(plain, columns, strict=True)
        )
        quarter[str(size)] = min(cpu(one.step) for _ in range(rounds))
    return {
        "seconds_per_standard_run": standard,
        "seconds_per_quarter": quarter,
        "ratio_to_mesa": ratio,
        "ratio_of_quarter_to_mesa": of_quarter,
        "extrapolated": [large],
        "floor_fraction": _floor(one, rounds),
        "bytes_per_researcher": _bytes(one.world),
        "first_run_seconds": _first_run(quarters),
    }


def _standard_run(seed: int, quarters: int) -> None:
    from sovereigns.model.simulation import Simulation

    Simulation(seed=seed).run(quarters)


def cpu(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _columns(simulation: Simulation, rounds: int) -> tuple[float, float]:
    """Seconds of process 6, and of 6 and 7, for the researchers as columns.

    The best of some rounds, on fresh copies, of which the first, for which machine code may be made, does not
    count.
    """
    from sovereigns.model.phases.move import move
    from sovereigns.model.phases.research import talent_at_work

    p, moves, counts = simulation.parameters, [], []
    for _ in range(rounds + 1):
        w = deepcopy(simulation.world)
        moves.append(cpu(partial(move, w, p, simulation.draw)))
        counts.append(cpu(partial(talent_at_work, w, p)))
    return min(moves[1:]), min(moves[1:]) + min(counts[1:])


def _plain(simulation: Simulation, rounds: int) -> tuple[float, float]:
    """The same as plain Mesa objects."""
    from sovereigns.experiments.speed.researchers import Researchers

    plain = Researchers(simulation.world, simulation.parameters, simulation.draw)
    moves = min(cpu(plain.step) for _ in range(rounds))
    return moves, moves + min(cpu(plain.skill_at_work) for _ in range(rounds))


def _floor(simulation: Simulation, rounds: int) -> float:
    """Time to draw what researchers draw and to copy their columns once, over that of their quarter."""
    w, draw = simulation.world, simulation.draw
    rows = np.arange(len(w.skill))

    def least() -> None:
        draw.uniform("researcher", w.step, rows, count=4)
        for values in _of_researchers(w):
            values.copy()

    return min(cpu(least) for _ in range(rounds)) / _columns(simulation, rounds)[0]


def _of_researchers(w: World) -> list[NDArray[Any]]:
    return [getattr(w, column.name) for column in w.columns() if column.metadata["shape"] == "r"]


def _bytes(w: World) -> float:
    """Bytes of the world's columns for each researcher."""
    return sum(values.nbytes for values in _of_researchers(w)) / len(w.skill)


def _first_run(quarters: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        call = [sys.executable, "-P", "-c", "from sovereigns.experiments.cli.main import main; main()", "run"]
        started = time.perf_counter()
        subprocess.run(
            [*call, "--quarters", str(quarters), "--out", str(Path(folder) / "run"), "--json"],
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - started


def sweep_speed(text: str = PLAN, rounds: int = ROUNDS) -> dict[str, float]:
    """Time the same sweep with one worker and with all, in turns, workers warm.

    Of each the best turn, which other work on the machine has disturbed least.

    Args:
        text: the plan.
        rounds: how many turns.

    Returns:
        runs_per_second: with all workers; the plan's own runs are standard ones of which the end is kept;
        ratio_to_batch_run: the time that `mesa.batch_run` takes for the same runs with as many processes,
        their start with it, over that with all workers;
        parallel_efficiency: time of one worker over workers x time of all;
        runner_overhead: time of one worker beside its runs, over that of its runs;
        workers; startup_seconds: until a new worker has done its first sweep, less a warm one's.
    """
    workers = min(cores(), MOST_WORKERS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.toml"
        path.write_text(text, encoding="utf-8")
        plan = load_plan(str(path))
        with local(1) as one, local(workers) as every:
            cold = timed(plan, one, Path(folder))[0]
            timed(plan, every, Path(folder))
            turns = [
                (*timed(plan, one, Path(folder)), timed(plan, every, Path(folder))[0]) for _ in range(rounds)
            ]
    one_worker, together = (min(turn[k] for turn in turns) for k in (0, 2))
    return {
        "runs_per_second": plan.size / together,
        "ratio_to_batch_run": _batch_run(plan, workers) / together,
        "parallel_efficiency": one_worker / (workers * together),
        "runner_overhead": median((alone - runs) / runs for alone, runs, _ in turns),
        "workers": workers,
        "startup_seconds": cold - one_worker,
    }


def _batch_run(plan: Plan, workers: int) -> float:
    """Seconds that Mesa's own runner takes for the runs of a plan without factors."""
    import mesa

    from sovereigns.model.simulation import Simulation

    started = time.perf_counter()
    mesa.batch_run(
        Simulation,
        {"scenario": [name for name, _, _ in plan.scenarios], "record": False},
        number_processes=workers,
        max_steps=plan.quarters,
        rng=list(range(plan.seed, plan.seed + plan.replications)),
        display_progress=False,
    )
    return time.perf_counter() - started


def timed(plan: Plan, engine: Engine, folder: Path) -> tuple[float, float]:
    """Seconds that a sweep took, and those that its runs took."""
    parcels = []
    with tempfile.TemporaryDirectory(dir=folder) as inner:
        started = time.perf_counter()
        with SweepFolder.claim(Path(inner) / "sweep", plan, "bench") as there:

            def keep(number: int, parcel: Parcel) -> None:
                there.keep(number, parcel)
                parcels.append(parcel.seconds)

            Runner(plan, engine, keep).run(range(plan.shards))
        return time.perf_counter() - started, sum(parcels)
