"""The studies that are shipped, as their files say them: read without anything heavy."""

from __future__ import annotations

import tomllib
from typing import Any

from sovereigns.model.places import EXPERIMENTS

STUDIES = EXPERIMENTS / "studies"


def study_names() -> list[str]:
    """Names of the studies that are shipped, sorted."""
    return sorted(path.stem for path in STUDIES.glob("*.toml"))


def as_written(name: str) -> dict[str, Any]:
    """The content of a study's plan, unchecked: `load_plan` of `experiments.sweeps.plan` checks it.

    Args:
        name: one of `study_names()`.
    """
    return tomllib.loads((STUDIES / f"{name}.toml").read_text(encoding="utf-8"))
