"""Which strategy each nation plays: the command line, then the scenario, then the documented rule."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sovereigns.agents.registry import strategy
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.scenario import Scenario
from sovereigns.model.world import Bool, Float, Int, World


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


def default_strategies(
    gdp_share: Float,
    capability: Float,
    alliance: Float,
    bloc: Int,
    state_capacity: Float,
    localisation: Float,
    *,
    powers: float,
    ally_threshold: float,
    large_threshold: float,
    able_threshold: float,
    closed_threshold: float,
) -> tuple[str, ...]:
    """The strategy that each nation plays unless told otherwise, from public columns alone.

    The first rule that fits decides; nations that are equal get the same strategy, ties for the last place
    among the powers included.

    1. A power, among the first in AI capability: relative-gains.
    2. A member of a bloc, or an ally of a power: bandwagon.
    3. A large economy without such ties: hedge.
    4. An able state that keeps its data at home: sovereign-builder.
    5. Any other: tit-for-tat.

    UN voting is left out on purpose: most of the South votes close to China without following it.

    Args:
        gdp_share: (n,) share of world GDP.
        capability: (n,) AI capability, or a proxy in any unit.
        alliance: (n, n) strength of alliance, in [0, 1].
        bloc: (n,) row of the bloc, -1 for none.
        state_capacity: (n,) in [0, 1].
        localisation: (n,) data localisation, in [0, 1].
        powers: how many nations count as powers in AI.
        ally_threshold: strength of alliance with a power from which a nation counts as its ally.
        large_threshold: share of world GDP from which an economy counts as large.
        able_threshold: state capacity from which a state counts as able.
        closed_threshold: localisation from which a nation counts as keeping its data at home.
    """
    power = _first(capability, int(powers))
    tied = (bloc >= 0) | (alliance[:, power] >= ally_threshold).any(axis=1)
    able = (state_capacity >= able_threshold) & (localisation >= closed_threshold)
    rules = [
        (power, "relative-gains"),
        (tied, "bandwagon"),
        (gdp_share >= large_threshold, "hedge"),
        (able, "sovereign-builder"),
    ]
    chosen = np.select([fits for fits, _ in rules], [name for _, name in rules], "tit-for-tat")
    return tuple(chosen.tolist())


def _first(values: Float, count: int) -> Bool:
    """(n,) the `count` largest, and all that equal the last of them."""
    places = min(count, len(values))
    least = np.sort(values)[-places] if places > 0 else np.inf
    return values >= least
