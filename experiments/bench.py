"""How fast worlds and sweeps are on this machine."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from experiments.engine import Engine, cores, local
from experiments.plan import Plan, load_plan
from experiments.runner import Runner
from experiments.shard import Parcel
from experiments.sweep_folder import SweepFolder

PLAN = """name = "bench"
scenarios = ["diffusion-rule-2025", "no-controls"]
replications = 8
quarters = 20
"""
STANDARD_QUARTERS = 40
BEST_OF = 5
ROUNDS = 3
MOST_WORKERS = 2


def world_speed(rounds: int = BEST_OF, quarters: int = STANDARD_QUARTERS) -> dict[str, float]:
    """Time the standard world, and a first call of `sovereigns run` with all that it writes.

    Args:
        rounds: how many standard runs; the best counts.
        quarters: of each run.

    Returns:
        seconds_per_standard_run: of the processor, to build the world and run it in a warm process;
        first_run_seconds: on the clock, of the command in a process of its own.
    """
    from model.simulation import Simulation

    Simulation().run(1)
    taken = []
    for seed in range(rounds):
        started = time.process_time()
        Simulation(seed=seed).run(quarters)
        taken.append(time.process_time() - started)
    return {"seconds_per_standard_run": min(taken), "first_run_seconds": _first_run(quarters)}


def _first_run(quarters: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        call = [sys.executable, "-c", "from experiments.cli import main; main()", "run"]
        started = time.perf_counter()
        subprocess.run(
            [*call, "--quarters", str(quarters), "--out", str(Path(folder) / "run"), "--json"],
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - started


def sweep_speed(text: str = PLAN, rounds: int = ROUNDS) -> dict[str, float | None]:
    """Time the same sweep with one worker and with all, in turns, workers warm; medians of the turns.

    Args:
        text: the plan.
        rounds: how many turns.

    Returns:
        runs_per_second: with all workers; ratio_to_batch_run: None until there is a reference;
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
            cold = _timed(plan, one, Path(folder))[0]
            _timed(plan, every, Path(folder))
            turns = [
                (*_timed(plan, one, Path(folder)), _timed(plan, every, Path(folder))[0])
                for _ in range(rounds)
            ]
    return {
        "runs_per_second": plan.size / median(both for _, _, both in turns),
        "ratio_to_batch_run": None,
        "parallel_efficiency": median(alone / (workers * both) for alone, _, both in turns),
        "runner_overhead": median((alone - runs) / runs for alone, runs, _ in turns),
        "workers": workers,
        "startup_seconds": cold - median(alone for alone, _, _ in turns),
    }


def _timed(plan: Plan, engine: Engine, folder: Path) -> tuple[float, float]:
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
