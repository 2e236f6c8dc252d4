"""All registered hypotheses by id: what the register in force asks, and how it is tested.

`registered/` holds one file a register, named by the day on which it was laid down, before its runs; the
newest is in force, the older ones are kept. Each row says why it is another than its forerunner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sovereigns.experiments.claims.article import ARTICLE
from sovereigns.experiments.claims.cooperation import COOPERATION
from sovereigns.experiments.claims.counter import COUNTER
from sovereigns.experiments.claims.hypothesis import Hypothesis, Part, Tested
from sovereigns.experiments.claims.measures import Measure
from sovereigns.model.errors import unknown
from sovereigns.model.facts.shipped import shipped

REGISTERS = sorted(Path(__file__).with_name("registered").glob("*.csv"))
"""Oldest first."""
TESTED: Mapping[str, Tested] = ARTICLE | COOPERATION | COUNTER


def register(path: Path = REGISTERS[-1]) -> list[dict[str, str]]:
    """The rows of a register, one a part.

    Args:
        path: its file; the one in force without it.
    """
    return shipped(path)


def _part(row: Mapping[str, str]) -> Part:
    name = row["claim"] + row["part"]
    if name not in TESTED:
        raise ValueError(
            f"claim {name} is registered and has no test: write it in article, cooperation or counter"
        )
    how = TESTED[name]
    return Part(
        row["part"],
        row["states"],
        how.contrast,
        how.measures,
        row["direction"],  # type: ignore[arg-type]
        float(row["size"]),
        row["why"],
        float(row["seeds"]) if row["seeds"] else None,
    )


def _hypotheses() -> dict[str, Hypothesis]:
    found: dict[str, Hypothesis] = {}
    for row in register():
        name, before = row["claim"], found.get(row["claim"])
        part = _part(row)
        if before and part.id in [other.id for other in before.parts]:
            raise ValueError(f"claim {name}{part.id} is registered twice: keep one row")
        parts = (*(before.parts if before else ()), part)
        found[name] = Hypothesis(name, row["title"], parts, row["note"])
    return found


HYPOTHESES = _hypotheses()


def chosen(ids: Iterable[str]) -> list[Hypothesis]:
    """The hypotheses named, in the order of the registry; all without a name.

    Raises:
        InputError: an id that is not registered.
    """
    wanted = [name.upper() for name in ids]
    for name in wanted:
        if name not in HYPOTHESES:
            raise unknown("claim", name, HYPOTHESES, remedy="docs/claims.md")
    return [h for h in HYPOTHESES.values() if not wanted or h.id in wanted]


def needed(hypotheses: Iterable[Hypothesis]) -> dict[str, list[Measure]]:
    """Arm -> what is measured in it, each arm and measure once."""
    found: dict[str, dict[str, Measure]] = {}
    for hypothesis in hypotheses:
        for part in hypothesis.parts:
            for arm in part.contrast.arms:
                found.setdefault(arm, {}).update({measure.name: measure for measure in part.measures})
    return {arm: list(measures.values()) for arm, measures in found.items()}
