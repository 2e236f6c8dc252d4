"""The studies that are shipped, as their files say them: read without anything heavy."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sovereigns.model.errors import unknown
from sovereigns.model.places import EXPERIMENTS

STUDIES = EXPERIMENTS / "studies"


def study_names() -> list[str]:
    """Names of the studies that are shipped, sorted."""
    return sorted(path.stem for path in STUDIES.glob("*.toml"))


def find_plan(name: str) -> Path:
    """The file of a plan.

    Args:
        name: one of `study_names()`, or the path of a TOML file, which need not be there.

    Raises:
        InputError: it is neither.
    """
    if name in study_names():
        return STUDIES / f"{name}.toml"
    path = Path(name)
    if name and (path.suffix == ".toml" or path.exists()):
        return path
    remedy = "give a path that ends in .toml for your own plan, or a study: docs/studies.md"
    raise unknown("plan", name, study_names(), remedy=remedy)


def as_written(name: str) -> dict[str, Any]:
    """The content of a study's plan, unchecked: `load_plan` of `experiments.sweeps.plan` checks it.

    Args:
        name: one of `study_names()`.
    """
    return tomllib.loads((STUDIES / f"{name}.toml").read_text(encoding="utf-8"))
