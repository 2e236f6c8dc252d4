"""The table of presets in README.md: how each ends, over a few seeds."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sovereigns.experiments.documents import marks
from sovereigns.experiments.readable import amount
from sovereigns.experiments.work.engine import run_all
from sovereigns.model.metrics import METRICS, metrics_of
from sovereigns.model.simulation import Simulation
from sovereigns.model.start.presets import scenario_names

SHOWN = metrics_of("presets")
SEEDS = range(5)


def ends(name: str, seed: int, quarters: int) -> dict[str, float]:
    """The final metrics of one run."""
    final: dict[str, float] = Simulation(name, seed).run(quarters).recorder.world[-1]
    return {metric: float(final[metric]) for metric in SHOWN}


def table(quarters: int = 40, workers: int | None = None) -> str:
    """A Markdown table: a row a preset; of each final metric the median over the seeds and their range."""
    names = scenario_names()
    jobs = [(name, seed, quarters) for name in names for seed in SEEDS]
    ended = run_all(ends, jobs, workers)
    lines = [
        "| preset | " + " | ".join(f"{METRICS[name].title}, {METRICS[name].unit}" for name in SHOWN) + " |",
        "|---" * (len(SHOWN) + 1) + "|",
    ]
    for row, name in enumerate(names):
        runs = ended[row * len(SEEDS) : (row + 1) * len(SEEDS)]
        cells = [_cell([run[metric] for run in runs], METRICS[metric].unit) for metric in SHOWN]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(values: list[float], unit: str) -> str:
    """Median, with the range where it can be told from it."""
    middle, low, high = (amount(value, unit) for value in (np.median(values), min(values), max(values)))
    return middle if low == high else f"{middle} ({low} to {high})"


def write(readme: Path, by: str) -> None:
    """Run all presets and put the table between its marks.

    Args:
        readme: README.md.
        by: digest of what makes it.
    """
    marks.write(readme, "presets", table(), by)
