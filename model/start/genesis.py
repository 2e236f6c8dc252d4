"""World(0): from facts, parameters, scenario and seed to the state of the first quarter."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import Any

import numpy as np

from sovereigns.agents.registry import strategies
from sovereigns.model.facts.inputs import Inputs, load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.contract import TERMS
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.kernels.numerics.elementary import log, log1p, power
from sovereigns.model.kernels.numerics.geography import great_circle
from sovereigns.model.kernels.theory.opinion import Network, strongest_ties
from sovereigns.model.law.law import Law
from sovereigns.model.law.statutes import adopted
from sovereigns.model.relations.exchange import trade_weight
from sovereigns.model.start.enmity import grounds
from sovereigns.model.start.population import Firms, Researchers, drawn
from sovereigns.model.start.ties import alliance
from sovereigns.model.streams import Streams
from sovereigns.model.world import BN, DOMESTIC, LEADING, LEGACY, REFERENCE_QUARTER, Float, World

REMEMBERED = 4
"""Grounds kept for further runs."""


def create(
    inputs: Inputs, p: Parameters, law: Law, draw: Streams, quarter: int, firms: int, researchers: int
) -> World:
    """The world before its first step.

    Args:
        inputs: facts.
        p: parameters.
        law: dated rules and locks.
        draw: keyed streams.
        quarter: start, quarters since 2022Q1.
        firms: number of firms, real ones first, then generated ones.
        researchers: number of researchers.
    """
    ground = _ground(inputs, p, law, quarter, firms, researchers)
    own: dict[str, Any] = {name: v if name in _GIVEN else copy(v) for name, v in ground.items()}
    own |= drawn(p, draw, researchers)
    own["base_taste"] = _tastes(draw, len(inputs.nations), len(own["firm_name"]))
    own["base_taste"].flags.writeable = False
    return World(
        inputs=inputs,
        law=law,
        iso3=tuple(inputs.nations["iso3"]),
        bodies=tuple(body.name for body in institutions()),
        quarter=quarter,
        step=0,
        **own,
    )


@lru_cache(maxsize=REMEMBERED)
def _ground(
    inputs: Inputs, p: Parameters, law: Law, quarter: int, firms: int, researchers: int
) -> dict[str, Any]:
    """Columns that no chance has a part in: runs that differ by seed only start from copies of them."""
    people = Firms(inputs, p, quarter, firms)
    columns = _societies(inputs, p) | _chips(inputs, p, quarter) | _posture(inputs, p, law, quarter)
    columns |= _books(inputs) | _bodies(inputs)
    columns |= people.columns() | Researchers(inputs, people, researchers).columns()
    for value in columns.values():
        for part in value if isinstance(value, Network) else (value,):
            if isinstance(part, np.ndarray):
                part.flags.writeable = False
    return columns


def _tastes(draw: Streams, n: int, f: int) -> Float:
    """(n, f) mean 0, standard deviation 1, Gumbel: what a nation sees in a developer beside what all see."""
    u = draw.matrix("base taste", 0, n, f)
    return (-log(-log(u)) - _GUMBEL_MEAN) / _GUMBEL_SPREAD


def late(quarter: int) -> bool:
    """Whether a start is the one of 2025Q1 rather than of 2022Q1: which facts apply."""
    return quarter >= REFERENCE_QUARTER


def fact(inputs: Inputs, name: str) -> Float:
    """(n,) a column of the table of nations."""
    return inputs.nations[name].to_numpy(dtype=float)


def _unit(score: Float, p: Parameters) -> Float:
    """Governance scores, standard deviations around 0, scaled to 0 to 1."""
    return np.clip(1 / 2 + score / p.governance_span, 0, 1)


def _societies(inputs: Inputs, p: Parameters) -> dict[str, object]:
    population = fact(inputs, "population")
    online = fact(inputs, "internet_share")
    ideal = fact(inputs, "ideal_point")
    reach = log1p(population * online)
    iso3 = tuple(inputs.nations["iso3"])
    bloc = np.array([inputs.blocs.index(b) if b else -1 for b in inputs.nations["bloc"]], dtype=np.int64)
    distance = great_circle(fact(inputs, "lon"), fact(inputs, "lat")) / 1000
    tied = alliance(inputs, p)
    apart = np.abs(ideal[:, None] - ideal[None, :])
    heard = tied + p.like_mind_weight / (1 + apart)
    return {
        "population": population,
        "gdp": fact(inputs, "gdp") / 4,
        "gdp_growth": np.zeros(len(iso3)),
        "state_capacity": _unit(fact(inputs, "government_effectiveness"), p),
        "freedom": _unit((fact(inputs, "regulatory_quality") + fact(inputs, "political_stability")) / 2, p),
        "income": fact(inputs, "gdp_pc_ppp") / 1000,
        "energy": np.minimum(fact(inputs, "electricity_kwh_pc") / p.energy_full, 1),
        "data": reach / (reach.mean() or 1),
        "online": online,
        "bloc": bloc,
        "distance": distance,
        "trade_weight": trade_weight(distance, p),
        "ideal_distance": apart,
        "alliance": tied,
        "network": strongest_ties(heard, int(p.social_ties)),
        "culture_distance": _culture(inputs, p),
    } | grounds(inputs, p, distance, apart, tied)


def _culture(inputs: Inputs, p: Parameters) -> Float:
    """(n, n) distance: another nation, another language, another cultural zone, at most 1; 0 at home."""
    language = inputs.nations["language"].to_numpy(str)
    culture = inputs.nations["culture"].to_numpy(str)
    far = np.full((len(language), len(language)), p.nation_distance)
    far += p.language_distance * (language[:, None] != language[None, :])
    far += p.zone_distance * (culture[:, None] != culture[None, :])
    np.fill_diagonal(far, 0)
    return np.minimum(far, 1)


def _chips(inputs: Inputs, p: Parameters, quarter: int) -> dict[str, object]:
    now = late(quarter)
    n = len(inputs.nations)
    stock = p.compute_stock_2025 if now else p.compute_stock_2022
    supply = p.chip_supply_2025 if now else p.chip_supply_2022
    share = _compute_shares(inputs, p, now)
    capacity = _fab_capacity(inputs, p, now)
    owned = _by_kind(stock * share, capacity, p)
    gdp = fact(inputs, "gdp") / 4
    price = p.chip_price_start
    part = float(share.sum())
    year = "" if now else "_2022"
    names = ("stockpile", "rented", "leased", "hosted", "prepaid", "postponed", "scarcity", "delivered")
    columns: dict[str, object] = {name: np.zeros(n) for name in names}
    columns |= _free_trade(n)
    columns |= _power(inputs, p, quarter, owned.sum(axis=0), supply * share)
    return columns | {
        "owned": owned,
        "inference": owned.copy(),
        "intensity": supply * share * price / BN / gdp,
        "investment_mood": np.ones(n),
        "compute_part": part,
        "chip_supply": float(supply * part),
        "chip_power": float(p.chip_power_2025 if now else p.chip_power_2022),
        "chip_best": float(p.chip_power_2025 if now else p.chip_power_2022),
        "chip_price": float(price),
        "price_trend": 1.0,
        "blockade": 0.0,
        "produced": 0.0,
        "retired": 0.0,
        "smuggled_total": 0.0,
        "vigilance": float(p.vigilance_2025 if now else 0),
        "chip_design": fact(inputs, f"chip_design{year}"),
        "equipment": fact(inputs, f"chip_making{year}"),
        "own_equipment": fact(inputs, f"chip_equipment{year}"),
        "software": np.where(capacity > 0, p.software_start, p.software_newcomer),
        "fab_capacity": capacity,
        "memory_stock": np.zeros(n),
        "memory_skill": fact(inputs, f"chip_making{year}"),
        "materials": fact(inputs, "materials_share"),
        "rally": np.zeros(n),
        "run_share": np.full(n, p.run_share_2025 if now else p.run_share_2022),
        "inference_share": float(p.inference_share_2025),
    }


def _power(inputs: Inputs, p: Parameters, quarter: int, chips: Float, bought: Float) -> dict[str, object]:
    """Power for the chips that stand and those of the next quarter.

    What building there is goes on at the pace at which they were bought, as far as grids allow.
    """
    grid = fact(inputs, "electricity_kwh_pc") * fact(inputs, "population") / _HOURS
    chip_draw = p.chip_draw * power(1 - p.chip_draw_fall / 4, quarter - REFERENCE_QUARTER)
    draw, more = chips * chip_draw / BN, bought * chip_draw / BN
    return {
        "grid": grid,
        "chip_draw": float(chip_draw),
        "power_draw": draw,
        "power": draw + more,
        "power_building": p.power_quarters * np.minimum(more, p.power_growth_most / 4 * grid),
    }


def _free_trade(n: int) -> dict[str, Float]:
    """What law lets through and what it costs, before the first quarter has looked at it."""
    ones = ("legal_train", "legal_infer", "legal_value")
    zeros = ("cap_level", "anticipation", "uncertainty", "complexity", "compliance")
    doors = {name: np.ones(n) for name in ones} | {"import_cap": np.full(n, np.inf)}
    return doors | {name: np.zeros(n) for name in zeros}


def _by_kind(total: Float, capacity: Float, p: Parameters) -> Float:
    """(k, n) H100e: some quarters of domestic output, and of the rest a part that is legacy."""
    owned = np.zeros((4, len(total)))
    owned[DOMESTIC] = np.minimum(capacity * p.domestic_quarters, total / 2)
    rest = total - owned[DOMESTIC]
    owned[LEGACY] = p.legacy_start * rest
    owned[LEADING] = rest - owned[LEGACY]
    return owned


def _compute_shares(inputs: Inputs, p: Parameters, now: bool) -> Float:
    """(n,) shares of the real world's AI compute.

    Clusters on record, and what economies with AI firms own beside them. A nation has the same part in
    whatever table it stands.
    """
    column = "compute_2025q1" if now else "compute_2022q1"
    world = load_inputs()
    seen = fact(inputs, column) / fact(world, column).sum()
    unseen = _unseen(inputs) / _unseen(world).sum()
    return (seen + p.unseen_compute * unseen) / (1 + p.unseen_compute)


def _unseen(inputs: Inputs) -> Float:
    """(n,) what compute beside the clusters on record follows: the on-line economy and money in AI firms."""
    return np.sqrt(fact(inputs, "gdp") * fact(inputs, "internet_share") * fact(inputs, "ai_funding_musd"))


def _fab_capacity(inputs: Inputs, p: Parameters, now: bool) -> Float:
    """(n,) H100e a quarter: AI chips made at home.

    In nations whose vendors the catalogue knows and that do not export.
    """
    total = _chip_skill(load_inputs(), now).sum()
    whole = p.fab_capacity_2025 if now else p.fab_capacity_2022
    return whole * _chip_skill(inputs, now) / total


def _chip_skill(inputs: Inputs, now: bool) -> Float:
    """(n,) skill in design times skill in making, of nations whose AI chips stay at home."""
    year = "" if now else "_2022"
    skill = fact(inputs, f"chip_design{year}") * fact(inputs, f"chip_making{year}")
    vendors = set(inputs.chips["vendor_iso3"]) - set(exporters(inputs))
    return skill * inputs.nations["iso3"].isin(vendors).to_numpy()


def exporters(inputs: Inputs) -> tuple[str, ...]:
    """ISO3 of the vendors that supply the world: the nation with most chips of the catalogue."""
    return (str(inputs.chips["vendor_iso3"].mode().iloc[0]),)


def _posture(inputs: Inputs, p: Parameters, law: Law, quarter: int) -> dict[str, object]:
    n = len(inputs.nations)
    capacity = _unit(fact(inputs, "government_effectiveness"), p)
    dated = law.levels(quarter - 1)
    held = adopted(inputs, p, quarter) | (dated.max(axis=2) > p.rule_seen)
    return {
        "control": dated.copy(),
        "dated": dated,
        "adopted": held,
        "agenda": held,
        "cooperation": np.ones((n, n)),
        "betrayals": np.zeros((n, n)),
        "spying": np.zeros((n, n)),
        "retaliation": np.zeros((n, n)),
        "subsidy": np.zeros(n),
        "sovereign": np.zeros(n),
        "localisation": np.clip(
            p.localisation_scale * fact(inputs, "data_restriction"), p.localisation_floor, 1
        ),
        "visa": p.visa_start * np.ones(n),
        "joint": p.joint_start * np.ones(n),
        "regulation": p.regulation_start * capacity,
        "safety_standard": p.standard_start * capacity,
        "open_weights": p.open_start * np.ones(n),
        "threat": np.zeros((n, n)),
        "fear": np.zeros((n, n), dtype=np.int64),
        "alarm": np.zeros((n, n)),
        "tie": np.zeros((n, n)),
        "trust": np.full((n, n), p.trust_start),
        "named": np.zeros((n, n)),
        "frame": np.full(n, p.military_frame),
        "narrative": np.zeros(n),
        "receptivity": np.full(n, p.receptivity_start),
        "turned": np.zeros(n, dtype=bool),
        "attraction": np.zeros((len(strategies()), n)),
        "likeness": np.zeros((n, n)),
    }


def _books(inputs: Inputs) -> dict[str, object]:
    n = len(inputs.nations)
    names = (
        "capability", "programme", "programme_capability", "programme_usage", "misfit",
        "joint_work", "standing", "yielded", "parting", "ai_use", "monitoring", "false_alarms",
        "incidents", "misuse_incidents", "incidents_expected", "misuse_expected", "loss",
        "loss_past", "expected_loss", "conflict_risk", "arms", "pooled", "duties", "transfer", "arrived",
        "sabotage", "war_loss", "stolen", "pledged_standard", "pledged_regulation", "duplication",
        "consumption", "welfare", "welfare_gain", "growth_mean", "growth_square", "talent",
        "training_flop", "notable",
    )  # fmt: skip
    zeros: dict[str, object] = {name: np.zeros(n) for name in names}
    return zeros | {
        "capability_past": np.zeros((5, n)),
        "efficiency": np.ones(n),
        "know_how": np.ones(n),
        "programme_base": np.full(n, -1),
        "programme_way": np.full(n, -1),
        "programme_rents": np.full(n, -1),
        "lead": np.full(n, -1),
        "bloc_programme": np.full(len(inputs.blocs), -1),
        "lead_changes": 0.0,
        "stolen_base": np.full(n, -1),
        "civilian_work": np.ones(n),
        "conflict_chance": np.zeros((n, n)),
        "peace": np.ones((n, n)),
        "war": np.zeros((n, n)),
        "misuse_early": np.zeros(n),
        "builders": 1.0,
        "conflicts": 0.0,
        "war_blockade": 0.0,
        "vendor_revenue": 0.0,
        "ai_use_2025": 0.0,
        "use_ease": np.ones(n),
        "domain": np.zeros((0, n)),
        "released": 0.0,
        "released_open": 0.0,
        "frontier": [],
        "opened": [],
        "frontier_run": [],
    }


def _bodies(inputs: Inputs) -> dict[str, object]:
    b, n = len(institutions()), len(inputs.nations)
    return {
        "member": np.zeros((b, n), dtype=bool),
        "detected": np.zeros((b, n), dtype=bool),
        "cheating": np.zeros((b, n)),
        "exclusion": np.zeros((b, n)),
        "sanctioned": np.zeros((b, n)),
        "dues": np.zeros((b, n)),
        "law_excludes": np.zeros((b, n), dtype=bool),
        "common_capability": np.zeros(b),
        "shared_capability": np.zeros(b + len(inputs.blocs)),
        "common_usage": np.zeros((n, b + len(inputs.blocs))),
        "notice": np.zeros((b, n)),
        "table": np.zeros((b, n), dtype=bool),
        "initiative": np.zeros((b, n), dtype=bool),
        "talked": np.zeros(b),
        "terms": np.zeros((b, len(TERMS))),
        "harmed": np.zeros((2, n, n)),
        "talks": np.zeros((n, n)),
        "dialogue": np.zeros((n, n), dtype=bool),
        "lifted": np.zeros((n, n)),
    }


_GUMBEL_MEAN, _GUMBEL_SPREAD = 0.5772156649015329, 1.2825498301618641
_HOURS = 8766
"""Hours in a year."""
_GIVEN = (
    "distance",
    "trade_weight",
    "ideal_distance",
    "alliance",
    "culture_distance",
    "rivalry",
    "border",
    "nearness",
    "hostility",
    "friends_rivals",
)
"""Columns that never change, which worlds share."""
