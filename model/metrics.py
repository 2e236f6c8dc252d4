"""World -> numbers: every metric of a run with its unit, its kind and what it is a share of. Reads only.

`METRICS` are the columns of world.parquet after `quarter`, in their order; `NATION_COLUMNS` those of
nations.parquet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sovereigns.model.facts.documented import documented
from sovereigns.model.institutions.shares import weight
from sovereigns.model.kernels.numerics.elementary import exp, log10
from sovereigns.model.kernels.numerics.sums import mean_of_others, over_rows
from sovereigns.model.kernels.theory.hill import hill_number
from sovereigns.model.kernels.theory.inequality import gini
from sovereigns.model.relations import use
from sovereigns.model.relations.domains import domains
from sovereigns.model.world import DOMESTIC, Float, World

Measure = Callable[[World], float]
USA, CHINA = "USA", "CHN"


@dataclass(frozen=True)
class Metric:
    """One number about the world."""

    name: str
    unit: str
    kind: str
    """stock, flow, share or index"""
    denominator: str
    """what it is a share or mean of; blank where it is neither"""
    meaning: str
    measure: Measure


METRICS: dict[str, Metric] = {}


def _metric(unit: str, kind: str, denominator: str = "") -> Callable[[Measure], Measure]:
    def register(measure: Measure) -> Measure:
        name = measure.__name__
        meaning = " ".join(documented(measure).split())
        METRICS[name] = Metric(name, unit, kind, denominator, meaning, measure)
        return measure

    return register


def sovereign(w: World) -> Float:
    """(n,) 1 where one model trained or adapted under the nation's control serves enough of its people."""
    firms = w.best_of_nation(w.used_at_home, np.ones(w.f, dtype=bool))
    return (np.maximum(firms, w.programme_usage) >= w.sovereign_threshold).astype(float)


@_metric("nations", "stock")
def sovereign_ais(w: World) -> float:
    """Nations with at least one AI trained or adapted under their control that serves enough of their
    people."""
    return float(sovereign(w).sum())


@_metric("nations", "stock")
def superintelligent_sovereign_ais(w: World) -> float:
    """Nations with a sovereign AI that is itself above the superintelligence threshold."""
    serves = w.used_at_home >= w.sovereign_threshold
    firms = w.best_of_nation(w.firm_capability, serves)
    programme = np.where(w.programme_usage >= w.sovereign_threshold, w.programme_capability, 0)
    return float((np.maximum(firms, programme) >= w.superintelligence).sum())


@_metric("lineages", "index", "AI users of the world")
def effective_ais(w: World) -> float:
    """Effective number of AIs: Hill number of order 1 of usage shares by the base model's lineage."""
    return float(hill_number(lineage_shares(w), 1.0))


@_metric("nations", "stock")
def lead_changes(w: World) -> float:
    """How often since the start a nation's leading lineage, by base model, has changed."""
    return w.lead_changes


@_metric("share", "share", "people of the world")
def ai_use(w: World) -> float:
    """People (of 15 to 64) who use generative AI at all."""
    return _by_people(w.ai_use, w)


@_metric("share", "share", "people of the world")
def own_model_share(w: World) -> float:
    """People who use a model developed or adapted in their own nation."""
    return _by_people(use.own_model_share(w), w)


@_metric("years", "index")
def us_cn_lag_years(w: World) -> float:
    """China's lag in capability: how long ago the United States had what China has now; negative when
    China leads, null where either has no model."""
    return _us_cn_lag(w.capability_record, w.iso3)


@_metric("years", "index")
def us_cn_lag_years_video(w: World) -> float:
    """China's lag in video and image models, measured as the lag in capability."""
    row = [d.name for d in domains()].index("video")
    return _us_cn_lag([c[row] for c in w.domain_record], w.iso3)


@_metric("years", "index")
def cn_training_lag_years(w: World) -> float:
    """How long ago the world's largest training run was as large as China's largest is now, in physical FLOP;
    null where China trains none."""
    cn = w.row(CHINA)
    if cn is None or w.training_flop[cn] <= 0:
        return float("nan")
    run = float(log10(max(float(w.training_flop[cn]), 1.0)))
    return lag_years(w.frontier_run, run)


@_metric("OOM above 1e20 effective FLOP", "stock")
def world_capability(w: World) -> float:
    """Capability at the world's frontier: effective training compute of the best model (physical compute
    times algorithmic efficiency and know-how), orders of magnitude."""
    return float(w.capability.max())


@_metric("physical FLOP", "stock")
def largest_training_flop(w: World) -> float:
    """The world's largest training run to date, as chips do the work: methods count in capability alone."""
    return float(w.training_flop.max())


@_metric("index", "index", "nations")
def capability_gini(w: World) -> float:
    """Inequality of capability between nations, each counted once."""
    return float(gini(w.capability, np.ones(w.n)))


@_metric("H100e", "stock")
def world_compute_h100e(w: World) -> float:
    """AI chips owned by all nations, in training equivalents of an H100."""
    return float(w.owned.sum())


@_metric("GW", "stock")
def world_power_gw(w: World) -> float:
    """Electric power that AI chips draw in the whole world, servers, cooling and losses included."""
    return float(w.power_draw.sum())


@_metric("H100e", "stock")
def cn_compute_h100e(w: World) -> float:
    """AI compute that China can use: owned and rented less leased."""
    cn = w.row(CHINA)
    return float("nan") if cn is None else float(w.usable[cn])


@_metric("share", "share", "AI chips that China owns, H100e")
def cn_domestic_chip_share(w: World) -> float:
    """Domestic chips among the AI chips that China owns."""
    cn = w.row(CHINA)
    return float("nan") if cn is None else float(domestic_chip_share(w)[cn])


@_metric("H100e", "stock")
def smuggled_h100e(w: World) -> float:
    """Chips smuggled since the start of the run."""
    return w.smuggled_total


@_metric("share", "share", "models released in the quarter")
def open_weight_share(w: World) -> float:
    """Models released with open weights; not a number in a quarter without releases."""
    return w.released_open / w.released if w.released > 0 else float("nan")


@_metric("share", "share", "research talent")
def joint_work_share(w: World) -> float:
    """Research done with partners abroad."""
    talent = w.talent.sum()
    return float((w.joint_work * w.talent).sum() / talent) if talent > 0 else 0.0


@_metric("share", "share", "GDP of the world")
def civilian_joint_work(w: World) -> float:
    """Civilian joint work (health, energy) kept open, nations weighted by GDP."""
    return _by_gdp(w.civilian_work, w)


@_metric("weight", "index", "pairs of nations weighted by both GDPs")
def threat_mean(w: World) -> float:
    """Mean threat perception: the weight on relative gains."""
    return _by_pairs(w.threat, w)


@_metric("level", "index", "pairs of nations weighted by both GDPs")
def control_level_mean(w: World) -> float:
    """Mean level of controls over layers and pairs."""
    return _by_pairs(w.control_mean, w)


@_metric("share", "share", "GDP of the world")
def domestic_regulation_mean(w: World) -> float:
    """Mean strictness of domestic AI regulation, nations weighted by GDP."""
    return _by_gdp(w.regulation_in_force, w)


@_metric("nations", "stock")
def coalition_members(w: World) -> float:
    """Members of the safety coalition."""
    return float(_coalition(w).sum())


@_metric("share", "share", "effective compute of the world")
def coalition_coverage(w: World) -> float:
    """Effective compute that members of the safety coalition hold."""
    return float(weight(w)[_coalition(w)].sum())


@_metric("nations", "stock")
def covert_programmes(w: World) -> float:
    """Members of a body that run a programme which it forbids."""
    return float((w.cheating.max(axis=0) > 0).sum()) if len(w.bodies) else 0.0


@_metric("incidents a quarter", "flow")
def incidents(w: World) -> float:
    """Incidents of the quarter in the whole world."""
    return float(w.incidents.sum())


@_metric("incidents a quarter", "flow")
def misuse_incidents(w: World) -> float:
    """Incidents of the quarter that are misuse by users, in the whole world."""
    return float(w.misuse_incidents.sum())


@_metric("incidents a quarter", "flow")
def accident_incidents(w: World) -> float:
    """Incidents of the quarter that are accidents of those who make models; with misuse, all incidents."""
    return float((w.incidents - w.misuse_incidents).sum())


@_metric("chance a quarter", "flow", "GDP of the world")
def conflict_risk(w: World) -> float:
    """Chance of a conflict, nations weighted by GDP."""
    return _by_gdp(w.conflict_risk, w)


@_metric("share of GDP a quarter", "flow", "GDP of the world")
def expected_loss(w: World) -> float:
    """Expected loss from incidents and conflict."""
    return _by_gdp(w.expected_loss, w)


@_metric("bn USD a quarter", "flow")
def vendor_revenue(w: World) -> float:
    """Revenue of chip vendors: what is paid for chips; they are sold to clusters of nations too where there
    are no firms."""
    return w.vendor_revenue


@_metric("log points", "index", "people of the world")
def welfare(w: World) -> float:
    """Welfare by the chosen welfare function."""
    return w.welfare_world


@_metric("index", "index", "people of the world")
def welfare_gini(w: World) -> float:
    """Inequality of consumption equivalents (the exponential of welfare) between people."""
    return float(gini(exp(w.welfare), w.population))


@_metric("share a quarter", "index", "GDP of the world")
def output_volatility(w: World) -> float:
    """Running standard deviation of GDP growth, nations weighted by GDP."""
    return _by_gdp(np.sqrt(w.growth_square), w)


@_metric("bn USD a quarter", "flow")
def compliance_cost(w: World) -> float:
    """Cost of living with export rules, borne by firms."""
    return float(w.compliance.sum())


@_metric("bn USD a quarter", "flow")
def duplication_cost(w: World) -> float:
    """Spending on models that repeat what others offer."""
    return float(w.duplication.sum())


NATION_COLUMNS: dict[str, Callable[[World], np.ndarray]] = {
    "gdp": lambda w: w.gdp.copy(),
    "capability": lambda w: w.capability.copy(),
    "compute_h100e": lambda w: w.usable.copy(),
    "power_gw": lambda w: w.power_draw.copy(),
    "domestic_chip_share": lambda w: domestic_chip_share(w),
    "efficiency": lambda w: w.efficiency.copy(),
    "researchers": lambda w: np.bincount(w.residence, minlength=w.n).astype(float),
    "threat": lambda w: w.threat.max(axis=1),
    "stance": lambda w: 1 - 2 * _mean_toward_others(w.cooperation, w),
    "welfare": lambda w: w.welfare.copy(),
    "model_lineage": lambda w: model_lineage(w),
    "ai_use": lambda w: w.ai_use.copy(),
    "own_model_share": use.own_model_share,
    "sovereign": lambda w: sovereign(w) > 0,
}


def domestic_chip_share(w: World) -> Float:
    """(n,) domestic chips among those that a nation owns."""
    owned = w.owned.sum(axis=0)
    return w.owned[DOMESTIC] / np.where(owned > 0, owned, 1)


def lineage_shares(w: World) -> Float:
    """(f + n + b + g,) AI users of the world by lineage, in the order of `use.lineages`; sums to 1 where
    anybody uses any."""
    shares = over_rows(use.lineages(w), w.population * w.ai_use)
    total = shares.sum()
    return shares / total if total > 0 else shares


def model_lineage(w: World) -> np.ndarray:
    """(n,) name of the developer of the base model under what most of each nation's AI users use, whoever
    runs it; blank where none do."""
    return np.array([name for name, _ in use.lineage_names(w)], dtype=object)[w.lead]


def lag_years(record: list[float], value: float) -> float:
    """How long ago a rising record first had a value, in years; 0 where the value is at or above the newest.

    Args:
        record: one number a quarter, oldest first; before it the first slope of the record goes on.
        value: what the follower has now.
    """
    newest = len(record) - 1
    if newest < 1 or value >= record[newest]:
        return 0.0
    at = int(np.searchsorted(np.maximum.accumulate(record), value, side="left"))
    if at == 0:
        slope = (record[newest] - record[0]) / newest
        return float((newest + (record[0] - value) / slope) / 4) if slope > 0 else newest / 4
    step = record[at] - record[at - 1]
    return float((newest - (at - 1) - (value - record[at - 1]) / step) / 4)


def _us_cn_lag(record: list[Float], iso3: tuple[str, ...]) -> float:
    """China's lag behind the United States in a record of (n,) capabilities; not a number where either is
    missing or has no model."""
    if USA not in iso3 or CHINA not in iso3:
        return float("nan")
    us, cn = iso3.index(USA), iso3.index(CHINA)
    if min(record[-1][us], record[-1][cn]) <= 0:
        return float("nan")
    leader, follower = (cn, us) if record[-1][cn] > record[-1][us] else (us, cn)
    lag = lag_years([c[leader] for c in record], float(record[-1][follower]))
    return -lag if leader == cn else lag


def _by_people(values: Float, w: World) -> float:
    return float((values * w.population).sum() / w.population.sum())


def _by_gdp(values: Float, w: World) -> float:
    return float((values * w.gdp).sum() / w.gdp.sum())


def _by_pairs(values: Float, w: World) -> float:
    others = w.gdp.sum() - w.gdp
    total = (w.gdp * others).sum()
    toward = over_rows(values, w.gdp) - np.diagonal(values) * w.gdp
    return float((w.gdp * toward).sum() / total) if total > 0 else 0.0


def _mean_toward_others(values: Float, w: World) -> Float:
    return mean_of_others(values, w.gdp)


def _coalition(w: World) -> np.ndarray:
    rows = [row for row, name in enumerate(w.bodies) if name == "safety-coalition"]
    return w.member[rows[0]] if rows else np.zeros(w.n, dtype=bool)
