"""How fast the model is on this machine, into docs/performance.md; on a machine that does nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from sovereigns.experiments.documents import marks
from sovereigns.experiments.readable import number
from sovereigns.experiments.report.sweep_style import BLUE
from sovereigns.experiments.report.ticks import few_ticks
from sovereigns.experiments.speed.bench import sweep_speed, world_speed
from sovereigns.experiments.speed.limits import growth

PLOT = "images/limits.png"
WORDS = {
    "seconds_per_standard_run": "a standard run, seconds",
    "seconds_per_quarter": "a quarter with {} researchers, seconds",
    "ratio_to_mesa": "plain Mesa over columns, process 6, {} researchers",
    "ratio_of_quarter_to_mesa": "plain Mesa over columns, processes 6 and 7, {} researchers",
    "floor_fraction": "process 6: share of the floor of draws and one pass",
    "bytes_per_researcher": "bytes of state a researcher",
    "first_run_seconds": "`sovereigns run` in a new process, seconds",
    "runs_per_second": "standard runs a second in a sweep",
    "ratio_to_batch_run": "`mesa.batch_run` over the sweep",
    "parallel_efficiency": "parallel efficiency",
    "runner_overhead": "the runner beside its runs, share",
    "workers": "workers",
    "startup_seconds": "start of a worker, seconds",
    "exponents": "exponent of time in {}",
    "peak_memory_mb": "most memory with 5,000 firms and 1,000,000 researchers, MB",
}
AXES = {
    "researchers": "a quarter, researchers",
    "firms": "a quarter, firms",
    "quarters": "a run, quarters",
    "runs": "a sweep, runs",
}


def table(measured: Mapping[str, Any]) -> str:
    """What was measured, a row a number.

    Args:
        measured: what `bench world`, `sweep` and `limits` give, together.
    """
    rows = [f"| {said} | {number(value)} |" for said, value in _rows(measured)]
    return "\n".join(["| what | |", "|---|---|", *rows])


def _rows(measured: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for name, words in WORDS.items():
        value = measured[name]
        for size, one in value.items() if isinstance(value, dict) else [("", value)]:
            guessed = name.startswith("ratio_") and size.isdigit() and int(size) in measured["extrapolated"]
            if one is not None:
                yield words.format(size) + (" (Mesa in proportion)" if guessed else ""), one


def draw(limits: Mapping[str, Any], file: Path) -> None:
    """Seconds over numbers, both by order of magnitude, a panel for each thing that grows."""
    figure = Figure(figsize=(10, 2.8), layout="constrained")
    for axes, (name, title) in zip(figure.subplots(1, len(AXES)), AXES.items(), strict=True):
        taken = limits["seconds"][name]
        axes.loglog([int(size) for size in taken], list(taken.values()), "o-", color=BLUE)
        axes.set_title(f"{title}\nexponent {limits['exponents'][name]:.2f}", fontsize=9)
        axes.set_ylabel("seconds")
        for which in ("x", "y"):
            few_ticks(axes, which)
    figure.savefig(file, dpi=120)


def write(folder: Path) -> None:
    """Measure, and write into performance.md and images/ of a folder."""
    load = os.getloadavg()[0]
    limits = growth()
    measured = world_speed() | sweep_speed() | limits
    draw(limits, folder / PLOT)
    said = f"{os.cpu_count()} cores; load average {load:.1f} when it began (idle: below 0.5)."
    picture = f"![Seconds as researchers, firms, quarters and runs grow]({PLOT})"
    marks.write(folder / "performance.md", "performance", f"{table(measured)}\n\n{picture}\n\n{said}")
