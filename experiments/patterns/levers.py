"""Each lever of the contract and each layer of control, moved alone, moves a metric of its own.

The nation that has most of what the lever moves orders 0, or 1, every quarter, beside all else that its
strategy orders; everybody else plays. What comes of it counts as visible where it is a tenth of what chance
does to the metric, and told from chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from sovereigns.experiments.patterns.chance import MOST, VISIBLE, against_chance, beyond_chance
from sovereigns.experiments.patterns.held import hold
from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.experiments.patterns.watched import SCENARIOS
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.metrics import METRICS, NATION_METRICS
from sovereigns.model.world import World

SECTION = "levers"
FREE = "dated-law-off"
"""Nobody's lever is held by dated law."""
STANDING = str(SCENARIOS / "standing-bodies.toml")
"""The same where a body stands that can be joined and left: none is founded within the time otherwise."""
QUARTERS = 8


@dataclass(frozen=True)
class Lever:
    """A lever, who moves it, and what it must move."""

    name: str
    """Of a lever of the contract or a layer of control."""
    what: str
    """In words."""
    by: str
    """ISO3 of the nation that moves it."""
    toward: str
    """ISO3 of the partner; blank: all partners, all bodies, or nobody in particular."""
    metric: str
    """Of the world; of the nation that `of` names; or a column of the world, summed where `of` is blank."""
    of: str
    sign: int
    """Which way the metric must go as the lever goes from 0 to 1."""
    scenario: str = FREE
    note: str = ""

    @property
    def text(self) -> str:
        """What moves what, in words."""
        title = METRICS[self.metric].title if self._of_world else _title(self.metric)
        whose = f" of {self.of}" if self.of else ""
        return f"{self.what}: {title}{whose}"

    def read(self, w: World) -> float:
        """Its metric."""
        if self._of_world:
            return METRICS[self.metric].measure(w)
        known = NATION_METRICS.get(self.metric)
        values = known.measure(w) if known else getattr(w, self.metric)
        return float(values[w.iso3.index(self.of)] if self.of else values.sum())

    @property
    def _of_world(self) -> bool:
        return not self.of and self.metric in METRICS

    def run(self, seed: int, value: float) -> float:
        """The metric after the time, with the lever at a value."""
        simulation = Recipe(self.scenario, seed=seed).simulation(record=False)
        hold(simulation, self.by, self.name, value, self.toward)
        return self.read(simulation.run(QUARTERS).world)


def _title(name: str) -> str:
    if name in NATION_METRICS:
        return NATION_METRICS[name].title
    return next(str(c.metadata["meaning"]) for c in World.columns() if c.name == name)


def moved(lever: Lever, seed: int) -> tuple[float, float]:
    """The metric of a lever at 0 and at 1."""
    return lever.run(seed, 0.0), lever.run(seed, 1.0)


def effect(pairs: Sequence[tuple[float, float]], sign: int) -> float:
    """Mean effect against the spread between seeds at 0, counted the way that it should go.

    Args:
        pairs: the metric at 0 and at 1, a pair a seed.
        sign: 1 or -1.
    """
    low, high = np.array(pairs).T
    return float(sign * against_chance(high, low))


def _pairs(runs: Runs, place: int) -> list[tuple[float, float]]:
    pairs = runs.once(LEVERS, moved, [(lever, seed) for lever in LEVERS for seed in range(runs.seeds)])
    return pairs[place * runs.seeds : (place + 1) * runs.seeds]


def _measured(runs: Runs, place: int) -> float:
    return effect(_pairs(runs, place), LEVERS[place].sign)


def _told(runs: Runs, place: int) -> bool:
    low, high = np.array(_pairs(runs, place)).T
    return bool(beyond_chance(high, low))


LEVERS: tuple[Lever, ...] = (
    Lever("chips", "chips, the United States to China", "USA", "CHN", "cn_training_lag_years", "", 1),
    Lever("memory", "memory, Korea to China", "KOR", "CHN", "cn_domestic_chip_share", "", -1),
    Lever("equipment", "equipment, the Netherlands to China", "NLD", "CHN", "equipment", "CHN", -1,
          note="A state of the world, not a metric: in China's own chips it is at the edge of what can be "
          "seen within two years (0.11), since fabs learn slowly and one supplier withholds its share."),
    Lever("compute_cap", "caps, the United States on China", "USA", "CHN", "compute_h100e", "CHN", -1),
    Lever("cluster", "clusters, the United States to the Emirates", "USA", "ARE", "hosted", "ARE", -1),
    Lever("cloud", "cloud, the United States to China", "USA", "CHN", "us_cn_lag_years", "", 1),
    Lever("closed_weights", "closed models, the United States to India", "USA", "IND", "own_model_share",
          "IND", 1),
    Lever("entity_licence", "licences, the United States to China", "USA", "CHN", "vendor_revenue", "", -1),
    Lever("materials", "materials, China to the United States", "CHN", "USA", "world_compute_h100e", "", -1),
    Lever("talent", "people from China, the United States", "USA", "CHN", "researchers", "USA", -1),
    Lever("investment", "investment, the United States in China", "USA", "CHN", "compute_h100e", "CHN", -1),
    Lever("subsidy layer", "guardrails of subsidies, the United States against China", "USA", "CHN",
          "cn_domestic_chip_share", "", -1,
          note="It moves the share the other way: who is ruled out rallies to chips of its own, and the "
          "money that the rule keeps out is the same that a rule on investment keeps out."),
    Lever("civilian_research", "civilian research, the United States with China", "USA", "CHN",
          "civilian_joint_work", "", -1),
    Lever("subsidy", "chip subsidies, the United States", "USA", "", "domestic_chip_share", "USA", 1,
          note="In the standard world dated law holds a floor under it."),
    Lever("sovereign", "a national AI programme, France", "FRA", "", "own_model_share", "FRA", 1),
    Lever("localisation", "data at home, China", "CHN", "", "own_model_share", "CHN", 1),
    Lever("visa", "visas, the United States", "USA", "", "researchers", "USA", 1),
    Lever("joint", "joint research, the United States", "USA", "", "joint_work_share", "", 1),
    Lever("regulation", "AI law, the United States", "USA", "", "world_capability", "", -1),
    Lever("safety_standard", "a safety standard, the United States", "USA", "", "expected_loss", "", -1),
    Lever("open_weights", "backing of open weights, the United States", "USA", "", "open_weight_share", "",
          1),
    Lever("cooperate", "cooperation with all, the United States", "USA", "", "conflict_risk", "", -1,
          note="By threat perception, its metric till controls came to multiply threat, it comes to 0.067: "
          "those whom the United States control and do not quarrel with are hardly alarmed by it."),
    Lever("spy", "spying, China on the United States", "CHN", "USA", "us_cn_lag_years", "", -1),
    Lever("retaliate", "materials in retaliation, China to the United States", "CHN", "USA", "threat",
          "USA", 1),
    Lever("join", "joining a monitoring network, the United States", "USA", "", "misuse_expected", "", -1,
          STANDING, "Europe and its friends have founded the network at the start, here and in the next two. "
          "Cases of misuse are few, and their luck hid what moves them: by cases, until "
          "the number to be expected took their place, joining came to 0.095, leaving to 0.05, proposing "
          "to 0.095."),
    Lever("leave", "leaving a monitoring network, the United States", "USA", "", "misuse_expected", "", 1,
          STANDING),
    Lever("cheat", "a covert programme in it, the United States", "USA", "", "expected_loss", "", 1,
          STANDING),
    Lever("propose", "proposing bodies, the United States", "USA", "", "misuse_expected", "", -1),
)  # fmt: skip
"""Who has most.

Vendors, cloud, models, talent and money stand in the United States, memory in Korea, equipment in the
Netherlands (with the United States), minerals in China.
"""

PATTERNS = tuple(
    Pattern(
        f"lever: {lever.text}",
        SECTION,
        VISIBLE,
        MOST,
        "what nobody can tell from its absence is no lever: effect against the spread between seeds",
        partial(_measured, place=place),
        lever.note,
        partial(_told, place=place),
    )
    for place, lever in enumerate(LEVERS)
)
