"""Small worlds for tests."""

from pathlib import Path

from sovereigns.model.facts.inputs import NATIONS
from sovereigns.model.simulation import Simulation


def few_nations(folder: Path, *iso3: str) -> Path:
    """A table of some of the real nations."""
    lines = NATIONS.read_text(encoding="utf-8").splitlines(keepends=True)
    wanted = ("#", "iso3,", *(f"{code}," for code in iso3))
    path = folder / "few.csv"
    path.write_text("".join(line for line in lines if line.startswith(wanted)), encoding="utf-8")
    return path


def small_run(folder: Path, seed: int = 0, quarters: int = 2) -> Simulation:
    """Four nations with few firms and researchers, run."""
    nations = few_nations(folder, "USA", "CHN", "FRA", "TUV")
    return Simulation(seed=seed, nations=nations, firms=12, researchers=2000).run(quarters)
