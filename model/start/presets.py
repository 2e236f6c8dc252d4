"""Where a scenario lies that is named: among the presets, or in a user's own file."""

from __future__ import annotations

from pathlib import Path

from sovereigns.model.errors import unknown
from sovereigns.model.places import DATA

FOLDER = DATA / "scenarios"


def scenario_names() -> list[str]:
    """Names of the presets, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def find_scenario(name: str) -> tuple[Path, str]:
    """The file of a scenario, and how messages call it.

    Args:
        name: of a preset, or path of a TOML file, which need not be there.

    Raises:
        InputError: it is neither.
    """
    if name in scenario_names():
        return FOLDER / f"{name}.toml", f"scenario {name}"
    path = Path(name)
    if name and (path.suffix == ".toml" or path.exists()):
        return path, name
    remedy = "give a path that ends in .toml for your own file, or a preset: sovereigns scenarios"
    own = (file.as_posix() for file in path.parent.glob("*.toml"))
    raise unknown("scenario", name, (*scenario_names(), *own), remedy=remedy)
