"""Which strategy each nation plays: the command line, then the scenario, then the documented rule."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sovereigns.agents.registry import default_strategies, strategy
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.scenario import Scenario
from sovereigns.model.world import Bool, World


def named(iso3: tuple[str, ...], scenario: Scenario, given: Mapping[str, str]) -> Bool:
    """(n,) nations whose strategy is not theirs to change: the scenario or the caller says it.

    Args:
        iso3: of the nations.
        scenario: a default names all.
        given: strategies by ISO3 or for "all", as in `assign`.
    """
    if "all" in given or scenario.strategies.get("default"):
        return np.ones(len(iso3), dtype=bool)
    return np.isin(iso3, [*scenario.strategies, *given])


def assign(w: World, p: Parameters, scenario: Scenario, given: Mapping[str, str]) -> dict[str, str]:
    """ISO3 -> name of its strategy, in the order of the nations.

    Args:
        w: World(0).
        p: parameters: the thresholds of the rule.
        scenario: `[strategies]`, with `default` for all that it does not name.
        given: strategies by ISO3 or for "all", which go before the scenario's; of nations that are not in
            this world they are dropped.

    Raises:
        InputError: a strategy that does not exist.
    """
    for name in given.values():
        strategy(name)
    ruled = default_strategies(
        w.gdp / w.gdp.sum(),
        w.usable * w.efficiency,
        w.alliance,
        w.bloc,
        w.state_capacity,
        w.localisation,
        powers=p.powers,
        ally_threshold=p.ally_threshold,
        large_threshold=p.large_threshold,
        able_threshold=p.able_threshold,
        closed_threshold=p.closed_threshold,
    )
    chosen = dict(zip(w.iso3, ruled, strict=True))
    default = scenario.strategies.get("default")
    if default:
        chosen = dict.fromkeys(w.iso3, default)
    chosen |= {iso3: name for iso3, name in scenario.strategies.items() if iso3 in chosen}
    if "all" in given:
        chosen = dict.fromkeys(w.iso3, given["all"])
    return chosen | {iso3: name for iso3, name in given.items() if iso3 in chosen}
