"""All registered hypotheses by id."""

from __future__ import annotations

from collections.abc import Iterable

from sovereigns.experiments.claims.article import ARTICLE
from sovereigns.experiments.claims.cooperation import COOPERATION
from sovereigns.experiments.claims.counter import COUNTER
from sovereigns.experiments.claims.hypothesis import Hypothesis
from sovereigns.experiments.claims.measures import Measure
from sovereigns.model.errors import unknown

HYPOTHESES: dict[str, Hypothesis] = {h.id: h for h in (*ARTICLE, *COOPERATION, *COUNTER)}


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
