"""World -> numbers: every metric says all of itself once. Reads only.

`METRICS` are the columns of world.parquet after `quarter`, in their order; `NATION_METRICS` those of
nations.parquet. Titles, units and choices of metrics in reports, documents and the app come from here.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sovereigns.model.facts.documented import documented
from sovereigns.model.institutions.shares import weight
from sovereigns.model.kernels.numerics.elementary import exp, log10
from sovereigns.model.kernels.numerics.lags import lag_years
from sovereigns.model.kernels.numerics.sums import mean_of_others, over_rows
from sovereigns.model.kernels.theory.hill import hill_number
from sovereigns.model.kernels.theory.inequality import gini
from sovereigns.model.metric import Measure, Metric, NationMetric
from sovereigns.model.relations import use
from sovereigns.model.relations.compute import domestic_chip_share
from sovereigns.model.relations.domains import domains
from sovereigns.model.world import Float, World

USA, CHINA = "USA", "CHN"

METRICS: dict[str, Metric] = {}


def metrics_of(place: str) -> tuple[str, ...]:
    """Metrics of one of the `PLACES`, in the order of `METRICS`."""
    return tuple(name for name, metric in METRICS.items() if place in metric.shown)


def _metric(
    title: str, unit: str, kind: str, denominator: str = "", *, better: str = "", shown: str = ""
) -> Callable[[Measure], Measure]:
    def register(measure: Measure) -> Measure:
        name = measure.__name__
        if name in METRICS:
            raise ValueError(f"two metrics are called {name}: rename one, in model/metrics.py")
        meaning = " ".join(documented(measure).split())
        places = frozenset(shown.split())
        METRICS[name] = Metric(name, title, unit, kind, denominator, better, places, meaning, measure)
        return measure

    return register


def sovereign(w: World) -> Float:
    """(n,) 1 where one model trained or adapted under the nation's control serves enough of its AI users."""
    firms = w.best_of_nation(w.used_at_home, np.ones(w.f, dtype=bool))
    return (np.maximum(firms, w.programme_usage) >= w.sovereign_threshold).astype(float)


@_metric("Sovereign AIs", "nations", "stock", shown="few headline main outcome game cells presets")
def sovereign_ais(w: World) -> float:
    """Nations with an AI trained or adapted under their control that serves enough of their AI users."""
    return float(sovereign(w).sum())


@_metric("Superintelligent sovereign AIs", "nations", "stock")
def superintelligent_sovereign_ais(w: World) -> float:
    """Nations with a sovereign AI that is itself above the superintelligence threshold."""
    serves = w.used_at_home >= w.sovereign_threshold
    firms = w.best_of_nation(w.firm_capability, serves)
    programme = np.where(w.programme_usage >= w.sovereign_threshold, w.programme_capability, 0)
    return float((np.maximum(firms, programme) >= w.superintelligence).sum())


@_metric(
    "Effective number of AIs",
    "lineages",
    "index",
    "AI users of the world",
    shown="headline main outcome game presets",
)
def effective_ais(w: World) -> float:
    """Effective number of AIs.

    Hill number of order 1 of usage shares by the base model's lineage.
    """
    return float(hill_number(lineage_shares(w), 1.0))


@_metric("Changes of leading AI", "nations", "stock")
def lead_changes(w: World) -> float:
    """How often since the start a nation's leading lineage, by base model, has changed."""
    return w.lead_changes


@_metric("People who use AI", "share", "share", "people of the world", shown="outcome")
def ai_use(w: World) -> float:
    """People (of 15 to 64) who use generative AI at all."""
    return _by_people(w.ai_use, w)


@_metric(
    "People on their nation's AI",
    "share",
    "share",
    "people of the world",
    shown="headline main outcome presets",
)
def own_model_share(w: World) -> float:
    """People who use a model developed or adapted in their own nation."""
    return _by_people(use.own_model_share(w), w)


@_metric("China's lag in capability", "years", "index", shown="few headline main outcome presets")
def us_cn_lag_years(w: World) -> float:
    """China's lag in capability: how long ago the United States had what China has now.

    Negative when China leads, null where either has no model.
    """
    return _us_cn_lag(w.capability_record, w.iso3)


@_metric("China's lag in video models", "years", "index")
def us_cn_lag_years_video(w: World) -> float:
    """China's lag in video and image models, measured as the lag in capability."""
    row = [d.name for d in domains()].index("video")
    return _us_cn_lag([c[row] for c in w.domain_record], w.iso3)


@_metric("China's lag in training runs", "years", "index")
def cn_training_lag_years(w: World) -> float:
    """How long ago the world's largest training run was as large as China's largest is now.

    In physical FLOP; null where China trains none.
    """
    cn = w.row(CHINA)
    if cn is None or w.training_flop[cn] <= 0:
        return float("nan")
    run = float(log10(max(float(w.training_flop[cn]), 1.0)))
    return lag_years(w.frontier_run, run)


@_metric("Capability at the frontier", "OOM above 1e20 effective FLOP", "stock", shown="main outcome")
def world_capability(w: World) -> float:
    """Capability at the world's frontier.

    Effective training compute of the best model (physical compute times algorithmic efficiency and know-how),
    orders of magnitude.
    """
    return float(w.capability.max())


@_metric("Largest training run", "physical FLOP", "stock", shown="outcome")
def largest_training_flop(w: World) -> float:
    """The world's largest training run to date, as chips do the work: methods count in capability alone."""
    return float(w.training_flop.max())


@_metric("Inequality of capability", "index", "index", "nations")
def capability_gini(w: World) -> float:
    """Inequality of capability between nations, each counted once."""
    return float(gini(w.capability, np.ones(w.n)))


@_metric("AI compute of the world", "H100e", "stock")
def world_compute_h100e(w: World) -> float:
    """AI chips owned by all nations, in training equivalents of an H100."""
    return float(w.owned.sum())


@_metric("Electric power of AI", "GW", "stock", shown="outcome")
def world_power_gw(w: World) -> float:
    """Electric power that AI chips draw in the whole world, servers, cooling and losses included."""
    return float(w.power_draw.sum())


@_metric("AI compute of China", "H100e", "stock", shown="main")
def cn_compute_h100e(w: World) -> float:
    """AI compute that China can use: owned and rented less leased."""
    cn = w.row(CHINA)
    return float("nan") if cn is None else float(w.usable[cn])


@_metric("Domestic chips in China", "share", "share", "AI chips that China owns, H100e")
def cn_domestic_chip_share(w: World) -> float:
    """Domestic chips among the AI chips that China owns."""
    cn = w.row(CHINA)
    return float("nan") if cn is None else float(domestic_chip_share(w)[cn])


@_metric("Chips smuggled so far", "H100e", "stock")
def smuggled_h100e(w: World) -> float:
    """Chips smuggled since the start of the run."""
    return w.smuggled_total


@_metric("Models with open weights", "share", "share", "models released in the quarter")
def open_weight_share(w: World) -> float:
    """Models released with open weights; not a number in a quarter without releases."""
    return w.released_open / w.released if w.released > 0 else float("nan")


@_metric("Joint research abroad", "share", "share", "research talent", shown="main game")
def joint_work_share(w: World) -> float:
    """Research done with partners abroad."""
    talent = w.talent.sum()
    return float((w.joint_work * w.talent).sum() / talent) if talent > 0 else 0.0


@_metric("Civilian joint research", "share", "share", "GDP of the world")
def civilian_joint_work(w: World) -> float:
    """Civilian joint work (health, energy) kept open, nations weighted by GDP."""
    return _by_gdp(w.civilian_work, w)


@_metric("Threat perception", "weight", "index", "pairs of nations weighted by both GDPs", shown="game")
def threat_mean(w: World) -> float:
    """Mean threat perception: the weight on relative gains."""
    return _by_pairs(w.threat, w)


@_metric("Level of controls", "level", "index", "pairs of nations weighted by both GDPs", shown="main game")
def control_level_mean(w: World) -> float:
    """Mean level of controls over layers and pairs."""
    return _by_pairs(w.control_mean, w)


@_metric("Domestic AI regulation", "share", "share", "GDP of the world")
def domestic_regulation_mean(w: World) -> float:
    """Mean strictness of domestic AI regulation, nations weighted by GDP."""
    return _by_gdp(w.regulation_in_force, w)


@_metric("Members of the safety coalition", "nations", "stock", shown="game")
def coalition_members(w: World) -> float:
    """Members of the safety coalition."""
    return float(_coalition(w).sum())


@_metric("Compute inside the coalition", "share", "share", "effective compute of the world")
def coalition_coverage(w: World) -> float:
    """Effective compute that members of the safety coalition hold."""
    return float(weight(w)[_coalition(w)].sum())


@_metric("Covert programmes", "nations", "stock", better="lower")
def covert_programmes(w: World) -> float:
    """Members of a body that run a programme which it forbids."""
    return float((w.cheating.max(axis=0) > 0).sum()) if len(w.bodies) else 0.0


@_metric("Incidents", "incidents a quarter", "flow", better="lower", shown="main outcome")
def incidents(w: World) -> float:
    """Incidents of the quarter in the whole world."""
    return float(w.incidents.sum())


@_metric("Misuse of AI", "incidents a quarter", "flow", better="lower")
def misuse_incidents(w: World) -> float:
    """Incidents of the quarter that are misuse by users, in the whole world."""
    return float(w.misuse_incidents.sum())


@_metric("Accidents of AI", "incidents a quarter", "flow", better="lower")
def accident_incidents(w: World) -> float:
    """Incidents of the quarter that are accidents of those who make models; with misuse, all incidents."""
    return float((w.incidents - w.misuse_incidents).sum())


@_metric(
    "Risk of conflict", "chance a quarter", "flow", "GDP of the world", better="lower", shown="outcome cells"
)
def conflict_risk(w: World) -> float:
    """Chance of a conflict, nations weighted by GDP."""
    return _by_gdp(w.conflict_risk, w)


@_metric("Wars that began", "wars a quarter", "flow", better="lower")
def conflicts(w: World) -> float:
    """Interstate wars of any cause that began in the quarter."""
    return w.conflicts


@_metric(
    "Expected loss",
    "share of GDP a quarter",
    "flow",
    "GDP of the world",
    better="lower",
    shown="few headline main outcome game cells presets",
)
def expected_loss(w: World) -> float:
    """Expected loss from incidents and conflict."""
    return _by_gdp(w.expected_loss, w)


@_metric("Revenue of chip vendors", "bn USD a quarter", "flow", shown="main outcome presets")
def vendor_revenue(w: World) -> float:
    """Revenue of chip vendors: what is paid for chips.

    They are sold to clusters of nations too where there are no firms.
    """
    return w.vendor_revenue


@_metric(
    "Welfare",
    "log points",
    "index",
    "people of the world",
    better="higher",
    shown="few headline main outcome game cells presets",
)
def welfare(w: World) -> float:
    """Welfare by the chosen welfare function."""
    return w.welfare_world


@_metric("Inequality of welfare", "index", "index", "people of the world", better="lower")
def welfare_gini(w: World) -> float:
    """Inequality of consumption equivalents (the exponential of welfare, against the best off)."""
    return float(gini(exp(w.welfare - w.welfare.max()), w.population))


@_metric("Volatility of output", "share a quarter", "index", "GDP of the world", better="lower")
def output_volatility(w: World) -> float:
    """Running standard deviation of GDP growth, nations weighted by GDP."""
    return _by_gdp(np.sqrt(w.growth_square), w)


@_metric("Cost of compliance", "bn USD a quarter", "flow", better="lower")
def compliance_cost(w: World) -> float:
    """Cost of living with export rules, borne by firms."""
    return float(w.compliance.sum())


@_metric("Cost of duplication", "bn USD a quarter", "flow", better="lower")
def duplication_cost(w: World) -> float:
    """Spending on models that repeat what others offer."""
    return float(w.duplication.sum())


def lineage_shares(w: World) -> Float:
    """(f + n + b + g,) AI users of the world by lineage, in the order of `use.lineages`.

    Sums to 1 where anybody uses any.
    """
    shares = over_rows(use.lineages(w), w.population * w.ai_use)
    total = shares.sum()
    return shares / total if total > 0 else shares


def model_lineage(w: World) -> np.ndarray:
    """(n,) developer of the base model under what most AI users of a nation use, whoever runs it.

    Blank where none do.
    """
    return np.array([name for name, _ in use.lineage_names(w)], dtype=object)[w.lead]


def _us_cn_lag(record: list[Float], iso3: tuple[str, ...]) -> float:
    """China's lag behind the United States in a record of (n,) capabilities.

    Not a number where either is missing or has no model.
    """
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


def _coalition(w: World) -> np.ndarray:
    rows = [row for row, name in enumerate(w.bodies) if name == "safety-coalition"]
    return w.member[rows[0]] if rows else np.zeros(w.n, dtype=bool)


UNITS: dict[str, str] = {name: metric.unit for name, metric in METRICS.items()}

NATION_METRICS: dict[str, NationMetric] = {
    "gdp": NationMetric(
        "GDP", "bn USD a quarter", "flow", "", "log",
        "gross domestic product", lambda w: w.gdp.copy(),
    ),
    "capability": NationMetric(
        "Capability", "OOM above 1e20 effective FLOP", "stock", "", "linear",
        "best model that the nation commands", lambda w: w.capability.copy(),
    ),
    "compute_h100e": NationMetric(
        "AI compute that can be used", "H100e", "stock", "", "log",
        "AI compute owned and rented less leased", lambda w: w.usable.copy(),
    ),
    "power_gw": NationMetric(
        "Electric power of AI", "GW", "stock", "", "log",
        "electric power that the nation's AI chips draw", lambda w: w.power_draw.copy(),
    ),
    "domestic_chip_share": NationMetric(
        "Domestic chips", "share of chips owned", "share", "AI chips owned, H100e", "share",
        "domestic chips", domestic_chip_share,
    ),
    "efficiency": NationMetric(
        "Algorithmic efficiency", "multiple of the 2025Q1 frontier", "index", "frontier of 2025Q1", "log",
        "algorithmic efficiency of the best developer", lambda w: w.efficiency.copy(),
    ),
    "researchers": NationMetric(
        "Researchers", "researchers of the model", "stock", "", "log",
        "researchers of the sample who live in the nation",
        lambda w: w.headcount.astype(float),
    ),
    "threat": NationMetric(
        "Threat perceived from the most feared nation", "weight", "index", "", "linear",
        "largest threat perceived from any one nation", lambda w: w.threat.max(axis=1),
    ),
    "stance": NationMetric(
        "Stance: compete (1) or cooperate (-1)", "index", "index", "GDP of the others", "linear",
        "1 competes with all, -1 cooperates with all",
        lambda w: 1 - 2 * mean_of_others(w.cooperation, w.gdp),
    ),
    "welfare": NationMetric(
        "Welfare", "log points", "index", "", "linear",
        "welfare of the mean person", lambda w: w.welfare.copy(),
    ),
    "model_lineage": NationMetric(
        "Whose AI people use", "name", "", "", "",
        "developer of the base model that most people use", model_lineage,
    ),
    "ai_use": NationMetric(
        "People who use AI", "share of people", "share", "people of the nation", "share",
        "people of 15 to 64 who use AI at all", lambda w: w.ai_use.copy(),
    ),
    "own_model_share": NationMetric(
        "People on their own nation's AI", "share of people", "share", "people of the nation", "share",
        "people who use a model made or adapted at home", use.own_model_share,
    ),
    "sovereign": NationMetric(
        "Sovereign AI", "1 yes, 0 no", "", "", "share",
        "one such model serves enough of its AI users to be sovereign", lambda w: sovereign(w) > 0,
    ),
}  # fmt: skip
"""Columns of nations.parquet after `quarter` and `iso3`, in their order."""
