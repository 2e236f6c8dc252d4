"""Compute, power, the frontier, whose AI people use, and the price of parting."""

from __future__ import annotations

import copy
from collections.abc import Callable

import numpy as np

from sovereigns.experiments.patterns.pattern import Finished, Pattern, Runs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.account import account
from sovereigns.model.world import Float, World

GROWTH, FRONTIER, USE = "growth", "frontier", "use"
HISTORY = "as-it-happened"
TO_2026, TO_2030, TO_2035 = 4, 20, 40
"""Quarters from 2025Q1."""
PARTED_FOR = 60
"""Quarters from 2025 to 2040."""
SHOCK_LASTS = 3
"""Quarters, its own counted, in which builders and people follow a release shock."""


def _median(measure: Callable[[Finished], float], quarters: int) -> Callable[[Runs], float]:
    return lambda runs: float(np.median([measure(run) for run in runs.of(HISTORY, quarters)]))


def _last(metric: str) -> Callable[[Finished], float]:
    return lambda run: float(run.metrics[metric].iloc[-1])


def _chinas_part(run: Finished) -> float:
    owned = run.world.owned.sum(axis=0)
    return float(owned[run.world.iso3.index("CHN")] / owned.sum())


def _germany(run: Finished) -> float:
    owned = run.world.owned.sum(axis=0)
    return float(owned[run.world.iso3.index("DEU")] / owned[run.world.iso3.index("CHN")])


def _changes(run: Finished) -> np.ndarray:
    """Nations that change their leading lineage, by quarter."""
    changes: np.ndarray = run.metrics["lead_changes"].diff().iloc[1:].to_numpy()
    return changes


def quiet(run: Finished) -> float:
    """The most of them in a quarter that no release shock of the events explains; if there is none, nan."""
    quarters = run.metrics["quarter"].iloc[1:].tolist()
    shocks = [
        quarters.index(q) for q in run.events["quarter"][run.events["kind"] == "opening"] if q in quarters
    ]
    calm = [not any(0 <= k - shock < SHOCK_LASTS for shock in shocks) for k in range(len(quarters))]
    changes = _changes(run)[calm]
    return float(changes.max()) if len(changes) else float("nan")


def parted(world: World, p: Parameters, quarters: int = PARTED_FOR) -> Float:
    """(n,) part of output lost where two blocs, by votes, shut all doors on each other, all else alike.

    Args:
        world: where it begins; left as it is.
        p: parameters.
        quarters: how long.
    """
    east = world.inputs.nations["ideal_point"].to_numpy(float) < 0
    apart = (east[:, None] != east[None, :]).astype(float)
    output = []
    for shut in (0.0, 1.0):
        w = copy.deepcopy(world)
        w.control = np.repeat((shut * apart)[:, None, :], w.control.shape[1], axis=1)
        w.parting, w.loss, w.loss_past = np.zeros(w.n), np.zeros(w.n), np.zeros(w.n)
        for _ in range(quarters):
            account(w, p)
        output.append(w.gdp)
    lost: Float = 1 - output[1] / output[0]
    return lost


def _parting(runs: Runs, **told: float) -> tuple[float, float]:
    """What the world loses, and the mean nation of the poorest third."""
    world = runs.of("no-controls", 0)[0].world
    lost = parted(world, Parameters.defaults().replace({"trade_of_controls": 1.0} | told))
    poorest = np.argsort(world.income, kind="stable")[: world.n // 3]
    return float((lost * world.gdp).sum() / world.gdp.sum()), float(lost[poorest].mean())


def _poorest_against_world(runs: Runs) -> float:
    whole, poorest = _parting(runs)
    return poorest / whole


def _without_ideas(runs: Runs) -> float:
    return _parting(runs, ideas_of_trade=0)[0] / _parting(runs)[0]


def _in_most(
    name: str, low: float, high: float, source: str, measure: Callable[[Finished], float], quarters: int
) -> tuple[Pattern, Pattern]:
    """A range for the median run, and how many runs must lie in it."""
    return (
        Pattern(name, FRONTIER, low, high, source, _median(measure, quarters)),
        Pattern(
            f"{name}: share of seeds in that range", FRONTIER, 0.8, 1, "by definition: no lucky seed",
            lambda runs: float(np.mean([low <= measure(run) <= high for run in runs.of(HISTORY, quarters)])),
        ),
    )  # fmt: skip


PATTERNS = (
    Pattern(
        "output of the world lost by 2040 where two blocs part wholly", GROWTH, 0.03, 0.08,
        "GoesBekkers2022: about 5 %", lambda runs: _parting(runs)[0],
        "ideas_of_trade stands in the middle of its range; at its ends the loss is 4 and 9 %",
    ),
    Pattern(
        "the poorest third's loss against the world's", GROWTH, 1, 2.4,
        "GoesBekkers2022: up to 12 % of the poorest, 5 % of all", _poorest_against_world,
        "Till it was seen that its source allows no more, the range went to 4. The poorest live most on "
        "trade with both blocs, and lose the ideas that ride on it.",
    ),
    Pattern(
        "that loss without ideas against the whole", GROWTH, 0, 0.5,
        "GoesBekkers2022: much less", _without_ideas,
    ),
    *_in_most(
        "largest training run to 2030Q1, physical FLOP", 1e28, 1e30,
        "Sevilla2024: 2e29 feasible; epoch_trends", _last("largest_training_flop"), TO_2030,
    ),
    *_in_most(
        "electric power of AI in 2030Q1, GW", 50, 250, "Sevilla2024; epoch_chips",
        _last("world_power_gw"), TO_2030,
    ),
    *_in_most(
        "China's part of the world's AI compute in 2026Q1", 0.03, 0.16,
        "epoch_chips, epoch_clusters: 5 % by owners, 15 % by clusters", _chinas_part, TO_2026,
    ),
    *_in_most(
        "China's lag in capability in 2026Q1, years", 0.2, 1.5, "epoch_lag: mean of 7 months",
        _last("us_cn_lag_years"), TO_2026,
    ),
    *_in_most(
        "China's lag in training runs in 2030Q1, years", 0.3, 4, "epoch_trends",
        _last("cn_training_lag_years"), TO_2030,
    ),
    Pattern(
        "Germany's AI compute against China's in 2035Q1", FRONTIER, 0, 1, "epoch_clusters",
        _median(_germany, TO_2035),
    ),
    Pattern(
        "nations that change their leading AI in a median quarter", USE, 0, 10,
        "users and states change slowly", _median(lambda run: float(np.median(_changes(run))), TO_2035),
    ),
    Pattern(
        "the most that do in a quarter without a release shock", USE, 0, 30, "users and states change slowly",
        _median(quiet, TO_2035),
        "A shock is an event `opening`: a closed developer opens the best weights yet; three quarters.",
    ),
)  # fmt: skip
"""Ranges of the design of the model, set before the values were seen."""
