"""Process 5, trade chips: supply by the foundry node, demand under the law, and what goes round it.

A nation splits its budget between lawful foreign chips, domestic chips, rented cloud and smuggled chips by
their worth per dollar (discrete choice). The price clears the foundry's output. Every chip is accounted for:
what nations own changes by deliveries and by retirement only.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.events import Choice
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.choice import logit
from sovereigns.model.kernels.numerics.elementary import exp, log, log1p
from sovereigns.model.kernels.numerics.limits import held, toward
from sovereigns.model.relations.markets import (
    chip_market,
    cloud_market,
    equipment_market,
    gdp_share,
    memory_market,
    withheld,
)
from sovereigns.model.world import (
    BN,
    COVERT,
    DOMESTIC,
    HYPERSCALER,
    LEADING,
    LEGACY,
    VENDOR,
    Float,
    Int,
    World,
)

LAWFUL, HOME, CLOUD, SMUGGLED = range(4)


def trade(w: World, p: Parameters) -> None:
    """Build domestic capacity, retire old chips, find power for new ones, buy them, rent the rest."""
    shut, lacked = withheld(w, "investment", gdp_share(w)), withheld_materials(w)
    _build_fabs(w, p, shut, lacked)
    _retire(w, p)
    cloud = cloud_market(w)
    _build_power(w, p, cloud)
    budget = _budgets(w, p, cloud, shut)
    levies = levied(w, p)
    tastes, unruled = _tastes(w, p, cloud, levies)
    shares = _routes(w, p, tastes)
    made = _buy_domestic(w, p, budget * shares[HOME])
    lawful = _hasten(w, p, budget * shares[LAWFUL])
    room = np.minimum(w.import_cap, np.maximum(powered(w) - made, 0))
    supply = _made_at_foundry(w, p, lacked)
    bought, smuggled = _clear(w, p, lawful, budget * shares[SMUGGLED], room, supply, levies)
    _deliver(w, p, bought, smuggled, made)
    _learn_to_enforce(w, p, smuggled)
    _feel_scarcity(w, budget, bought, smuggled, made, unruled[LAWFUL])
    _rent(w, p, cloud, budget * shares[CLOUD])
    _account_vendors(w, p, bought + smuggled, made)


def _build_fabs(w: World, p: Parameters, shut: Float, lacked: Float) -> None:
    """Self-reliance: money buys capacity as far as equipment can be had (C4).

    Skill and software mature with use.

    Args:
        w: the world.
        p: parameters.
        shut: (n,) share of foreign money withheld; of the budget that is a part, as of all spending on AI.
        lacked: (n,) share of critical minerals withheld.
    """
    received = w.control_mean.max(axis=0)
    w.rally += p.rally_speed * (p.rally_gain * received - w.rally)
    access = 1 - withheld(w, "equipment", equipment_market(w))
    reach = np.maximum(w.own_equipment, access)
    barred = np.maximum(shut, withheld(w, "subsidy", gdp_share(w)))
    effort = (w.subsidy * p.subsidy_most + p.rally_budget * w.rally) * w.gdp * (1 - p.foreign_money * barred)
    invested = effort / (effort + p.fab_cost)
    w.equipment += p.learning_speed * invested * np.maximum(reach - w.equipment, 0)
    w.equipment -= p.equipment_decay * np.maximum(w.equipment - reach, 0)
    w.own_equipment += p.learning_speed * p.own_equipment_share * invested * (1 - w.own_equipment)
    w.memory_skill += (
        p.learning_speed * invested * (w.equipment - w.memory_skill) * (w.equipment > w.memory_skill)
    )
    w.chip_design += p.learning_speed * invested * (1 - w.chip_design)
    skilled = w.chip_design * w.equipment
    improved = p.chip_performance_growth / 4 * w.chip_design - p.fab_depreciation
    w.fab_capacity += (
        effort * p.capacity_per_bn * w.chip_power * skilled * (1 - lacked) + w.fab_capacity * improved
    )
    use = w.owned[DOMESTIC] / (w.owned.sum(axis=0) + p.one_chip)
    w.software += p.software_speed * np.sqrt(use) * (1 - w.software)


def withheld_materials(w: World) -> Float:
    """(n,) share of critical minerals withheld from each nation, by law or in retaliation."""
    return np.minimum(withheld(w, "materials", w.materials) + w.retaliation.sum(axis=0), 1)


def _retire(w: World, p: Parameters) -> None:
    """Leading chips age into legacy, for a quarter at least; legacy chips end.

    Domestic and covert chips wear at the rate of both.
    """
    ageing = 1 / min(p.life_frontier, p.life_mean - 1)
    ending = 1 / max(p.life_mean - p.life_frontier, 1)
    wear = 1 / p.life_mean
    w.retired = 0.0
    before = w.owned.sum(axis=0)
    for stock in (w.owned, w.inference):
        aged = stock[LEADING] * ageing
        ended = stock[LEGACY] * ending
        worn = stock[[DOMESTIC, COVERT]] * wear
        stock[LEADING] -= aged
        stock[LEGACY] += aged - ended
        stock[[DOMESTIC, COVERT]] -= worn
        if stock is w.owned:
            w.retired = float(ended.sum() + worn.sum())
    w.power_draw *= w.owned.sum(axis=0) / np.where(before > 0, before, 1)


def _build_power(w: World, p: Parameters, cloud: Float) -> None:
    """Power for AI is built ahead of chips.

    What the spending that a nation tends to would draw by then is begun, as much as the grid takes on in a
    quarter, and stands ready after the time that plants and lines take.
    """
    w.chip_draw *= 1 - p.chip_draw_fall / 4
    bought = affordable(w, p, cloud) * w.gdp * BN / w.chip_price
    ahead = p.power_quarters * bought * w.chip_draw / _KW
    lacking = w.power_draw + ahead - w.power - w.power_building
    ready = w.power_building / p.power_quarters
    w.power += ready
    w.power_building += np.clip(lacking, 0, p.power_growth_most / 4 * w.grid) - ready


def powered(w: World) -> Float:
    """(n,) H100e that can be switched on beside those that run."""
    room: Float = np.maximum(w.power - w.power_draw, 0) * _KW / w.chip_draw
    return room


def _budgets(w: World, p: Parameters, cloud: Float, shut: Float) -> Float:
    """(n,) bn USD to spend: intensity grows to a ceiling, and spending waits under uncertainty.

    It waits as far as its chips come from abroad, and what waited is spent as the rules clear. Of private
    money a part comes from abroad, as far as rules on investment let it.
    """
    ceiling = spending_ceiling(w, p, cloud)
    room = 1 - w.intensity / ceiling
    step = p.intensity_growth * np.maximum(room, -1) * _planned_by(w, p, cloud) / w.gdp
    w.intensity = toward(w.intensity, w.intensity + step, ceiling)
    public = (w.sovereign * p.sovereign_most + w.pooled) * p.programme_compute_share
    wait = p.option_value * w.uncertainty * (1 - chip_market(w, p))
    private = w.intensity * (1 - p.foreign_money * shut)
    planned = (private + public) * w.gdp * w.investment_mood
    resumed = p.resume_speed * (1 - wait) * w.postponed
    w.postponed += wait * planned - resumed
    return (1 - wait) * planned + resumed


def spending_ceiling(w: World, p: Parameters, market: Float) -> Float:
    """(n,) share of GDP that spending tends to.

    What a nation can afford, but no more than there is power to switch on.
    """
    usable = powered(w) * w.chip_price / BN / w.gdp
    return np.maximum(np.minimum(affordable(w, p, market), usable), p.least_share)


def affordable(w: World, p: Parameters, market: Float) -> Float:
    """(n,) share of GDP that an able, electrified nation can carry for AI compute.

    In part by its economy, in part by its hyperscalers' share of the cloud market against its economy's of
    the world's.
    """
    able = np.maximum(w.state_capacity * w.energy, p.least_share)
    led = p.hyperscaler_lead * market.sum()
    weight = 1 - led + p.hyperscaler_lead * market * w.gdp.sum() / w.gdp
    return able * np.minimum(p.intensity_ceiling * weight, max(p.intensity_most, p.intensity_ceiling))


def _planned_by(w: World, p: Parameters, market: Float) -> Float:
    """(n,) bn USD of spending that growth starts from.

    A part of the world's stands where the hyperscalers that pay for it are at home, by their means
    (investment follows cash flow, Fazzari et al. 1988); the rest stands where it was.
    """
    spent = w.intensity * w.gdp
    led = p.hyperscaler_lead * market.sum()
    return (1 - led) * spent + p.hyperscaler_lead * market * spent.sum()


def _hasten(w: World, p: Parameters, money: Float) -> Float:
    """(n,) bn USD for foreign chips when they are bought before announced rules and missing afterwards."""
    ahead = p.stockpile_urge * w.anticipation * money
    repaid = np.minimum(p.repay_speed * w.prepaid, money / 2)
    w.prepaid += ahead - repaid
    return money + ahead - repaid


def _routes(w: World, p: Parameters, tastes: Float) -> Float:
    """(4, n) shares of the budget: lawful, domestic, cloud, smuggled."""
    smuggled = _smuggling(w, p)
    shares = tastes * (1 - smuggled)
    shares[SMUGGLED] = smuggled
    return shares


def _tastes(w: World, p: Parameters, cloud: Float, levies: Float) -> Float:
    """(2, 4, n) shares of what is not smuggled, under the rules on chips and without them."""
    open_cloud = 1 - withheld(w, "cloud", cloud)
    able = (w.fab_capacity > p.one_chip) & (w.chip_design > 0)
    home = w.chip_design * w.software * (1 + w.rally)
    value = np.stack([w.legal_value, np.ones(w.n)])
    utility = np.full((2, 4, w.n), -np.inf)
    utility[:, LAWFUL] = _log_or_never(value * (1 - levies.sum(axis=0)))
    utility[:, HOME] = np.where(able, _log_or_never(home) - log(p.domestic_cost), -np.inf)
    utility[:, CLOUD] = _log_or_never(open_cloud) - log(p.cloud_cost)
    return logit(utility, axis=1, scale=p.route_noise)


def levied(w: World, p: Parameters) -> Float:
    """(n, n) duty in what each nation (column) pays each supplier's nation for foreign chips, a share.

    Taken by dated law, and from those whom the supplier controls.
    """
    rate = w.law.duties(w.quarter)
    if p.tariff_share > 0:
        rate = np.maximum(rate, p.tariff_share * (w.control_mean > 0))
    return chip_market(w, p)[:, None] * rate if rate.any() else rate


def _smuggling(w: World, p: Parameters) -> Float:
    """(n,) share of the budget that goes to smugglers, of those who train and those who serve.

    Buyers differ in what being caught would cost them (exponential, with enforcement at its mean), and those
    smuggle to whom the better chip is worth more; enforcement that has learned finds more of what they buy.
    """
    risk = p.smuggling_risk * (1 + (chip_market(w, p) * w.state_capacity).sum())
    worth = np.minimum(np.stack([w.legal_train, w.legal_infer]) / _relative_price(w, p), 1)
    gain = -log(np.maximum(worth, p.least_value)) - log(1 + p.smuggling_premium)
    dares = 1 - exp(-np.maximum(gain, 0) / max(risk, p.least_share))
    of_train, of_serve = p.smuggling_share / (1 + w.vigilance) * (1 - worth) * dares
    return of_train + w.inference_share * (of_serve - of_train)


def _learn_to_enforce(w: World, p: Parameters, smuggled: Float) -> None:
    """Enforcement answers what is smuggled.

    The more chips a year, the more agents, tips and checks there come to be (Becker 1968), with the delay of
    a bureaucracy.
    """
    chips = 4 * float(smuggled.sum()) / w.chip_power
    w.vigilance += p.vigilance_speed * (p.vigilance_gain * log1p(chips / p.vigilance_unit) - w.vigilance)


def _log_or_never(value: Float) -> Float:
    return np.where(value > 0, log(np.where(value > 0, value, 1)), -np.inf)


def _buy_domestic(w: World, p: Parameters, money: Float) -> Float:
    """(n,) H100e of domestic chips made: by money, capacity, and memory that can be had."""
    price = w.chip_price * p.domestic_cost / BN
    memory = w.memory_skill + (1 - w.memory_skill) * (1 - withheld(w, "memory", memory_market(w)))
    ordered = np.minimum(money / price, w.fab_capacity)
    with_memory = np.minimum(np.minimum(ordered, powered(w)), w.fab_capacity * memory + w.memory_stock)
    short = np.maximum(with_memory - w.fab_capacity * memory, 0)
    hoard = p.memory_hoard * w.fab_capacity * (w.anticipation > 0)
    w.memory_stock = np.maximum(w.memory_stock + (hoard - short), 0)
    return with_memory


def _made_at_foundry(w: World, p: Parameters, lacked: Float) -> float:
    """H100e that the foundry makes.

    Output grows with the number of chips, up to what the foundry can make, and as the mean chip comes up to
    the best on sale. It lacks the critical minerals that are withheld from the nations whose vendors it works
    for (n,), by market share: the target's answer to chip controls.
    """
    floor = p.chip_price_floor * w.price_trend
    margin = max(1 - floor / w.chip_price, 0)
    renewal = p.generation_speed * max(1 - w.chip_power / w.chip_best, 0)
    w.chip_power *= 1 + renewal
    ceiling = p.supply_ceiling * w.compute_part * w.chip_power
    growth = (p.supply_growth * margin + renewal) * (1 - w.chip_supply / max(ceiling, p.one_chip))
    w.chip_supply = float(toward(w.chip_supply, w.chip_supply * (1 + growth), ceiling))
    short = float((chip_market(w, p) * lacked).sum())
    return w.chip_supply * (1 - w.blockade) * (1 - p.materials_need * short)


def _clear(
    w: World, p: Parameters, lawful: Float, covert: Float, most: Float, supply: float, levies: Float
) -> tuple[Float, Float]:
    """Clear the foundry's output at one price, never below the vendors' floor.

    Args:
        w: the world.
        p: parameters.
        lawful: (n,) bn USD for chips that the law lets through.
        covert: (n,) bn USD for smuggled chips.
        most: (n,) H100e of lawful chips that caps let in and power can run.
        supply: H100e that the foundry makes.
        levies: (n, n) as `levied`.

    Returns:
        (n,) what was paid lawfully and (n,) for smuggled chips, in chips of the best on sale at that price.
    """
    left = np.maximum(1 - levies.sum(axis=0), p.least_share)
    lawful = lawful * (1 - w.cap_level) * left * BN
    covert = covert * BN / (1 + p.smuggling_premium)
    floor = p.chip_price_floor * w.price_trend
    price, relative = floor, _relative_price(w, p)
    cap = most / np.maximum(w.legal_train, p.least_value) * relative
    for _ in range(_PRICE_ROUNDS):
        capped = np.minimum(lawful, cap * price)
        price = max(floor, float((capped / relative).sum() + covert.sum()) / max(supply, p.one_chip))
    w.chip_price = price
    w.price_trend = float(held(w.price_trend * (1 - p.price_fall)))
    w.duties = (levies * (capped / left / BN)).sum(axis=1)
    return capped / price, covert / price


def _relative_price(w: World, p: Parameters) -> Float:
    """(n,) price of the best lawful chip against the best on sale, as in the menu: the root of its power."""
    return np.sqrt(np.maximum(w.legal_train, p.least_value))


def _deliver(w: World, p: Parameters, bought: Float, smuggled: Float, made: Float) -> None:
    """Put chips into the columns; what was bought ahead waits in the stockpile until it can be installed."""
    chips = bought / _relative_price(w, p)
    train, infer = chips * w.legal_train, chips * w.legal_infer
    held = train * np.minimum(p.stockpile_hold * w.anticipation, 1)
    released = w.stockpile * p.install_speed
    w.stockpile += held - released
    w.owned[LEADING] += train - held + released
    w.inference[LEADING] += infer * (1 - held / np.maximum(train, p.one_chip)) + released
    w.owned[COVERT] += smuggled
    w.inference[COVERT] += smuggled
    w.owned[DOMESTIC] += made
    w.inference[DOMESTIC] += made * p.domestic_inference
    w.delivered += train
    w.power_draw += (train - held + released + smuggled + made) * w.chip_draw / _KW
    w.smuggled_total += float(smuggled.sum())
    w.produced = float(train.sum() + smuggled.sum() + made.sum())


def _feel_scarcity(
    w: World, budget: Float, bought: Float, smuggled: Float, made: Float, unruled: Float
) -> None:
    """Scarcity: the part of what a budget would buy in an open market that stays unmet.

    Law, caps and substitutes leave it unmet.
    """
    wanted = budget * BN / w.chip_price
    unmet = wanted * unruled - bought * w.legal_value - smuggled - made
    w.scarcity = np.clip(unmet / np.maximum(wanted, 1), 0, 1)


def _rent(w: World, p: Parameters, market: Float, money: Float) -> None:
    """Hyperscalers rent out compute abroad.

    A part of what stands at home and all that they have built there; each pair trades as far as no cloud rule
    forbids it.
    """
    owned = w.owned.sum(axis=0)
    offered = np.minimum(p.lease_share * owned + w.per_nation(w.firm_abroad), owned) * (market > 0)
    rent = w.chip_price * p.rent_share
    asked = money * BN / rent
    sellers = np.flatnonzero(market)
    reach = market[sellers, None] * (1 - w.control[sellers, _CLOUD])
    reach[np.arange(len(sellers)), sellers] = 0
    total = reach.sum(axis=0)
    ask = reach / np.where(total > 0, total, 1) * asked
    load = ask.sum(axis=1)
    ready = offered[sellers]
    fill = np.where(load > ready, ready / np.where(load > 0, load, 1), 1)
    sold = ask * fill[:, None]
    flow, w.leased = np.zeros((w.n, w.n)), np.zeros(w.n)
    flow[sellers], w.leased[sellers] = sold, sold.sum(axis=1)
    w.rented = sold.sum(axis=0)
    _build_abroad(w, p, flow)


def _build_abroad(w: World, p: Parameters, flow: Float) -> None:
    """Hyperscalers move chips of their fleet to where their nation rents out most (C3).

    As far as energy, trust and the law on chips and clusters allow; what they order waits for licences the
    longer the more rules their nation lives with; what they have built abroad can be rented there and earns.
    """
    giants = np.flatnonzero(w.firm_kind == HYPERSCALER)
    if not len(giants):
        return
    homes = w.firm_nation[giants]
    welcome = (1 - w.control[homes, _CLUSTER]) * (1 - w.threat[homes])
    attraction = flow[homes] * welcome * (w.energy * w.legal_value)
    total = attraction.sum(axis=1)
    goes = total > 0
    fleet = w.firm_size[giants] * w.owned.sum(axis=0)[homes]
    room = np.maximum(fleet - w.firm_abroad[giants] - w.firm_awaiting[giants], 0)
    means = p.build_abroad_share * w.firm_capital[giants] / w.chip_price * BN
    builds = np.minimum(means * goes * (1 - p.option_value * w.uncertainty[homes]), room)
    ready = (w.firm_awaiting[giants] + builds) / (1 + p.licence_delay * w.complexity[homes]) * goes
    w.firm_awaiting[giants] = np.maximum(w.firm_awaiting[giants] + (builds - ready), 0)
    lasts = 1 - 1 / p.life_mean
    w.tell(_say_building, giants, attraction, builds, room)
    spread = attraction * (ready / np.where(goes, total, 1))[:, None]
    w.hosted = w.hosted * lasts + spread.sum(axis=0)
    w.firm_abroad[giants] = w.firm_abroad[giants] * lasts + ready
    w.firm_profit += p.abroad_margin * p.rent_share * w.chip_price / BN * w.firm_abroad


def _say_building(w: World, giants: Int, attraction: Float, builds: Float, room: Float) -> Iterator[Choice]:
    """Why hyperscalers order what they order abroad, and where most of it is to stand."""
    ordered, left, host = np.zeros(w.f), np.zeros(w.f), np.zeros(w.f, dtype=np.int64)
    ordered[giants], left[giants], host[giants] = builds, room - builds, attraction.argmax(axis=1)
    goes = np.isin(np.arange(w.f), giants[attraction.any(axis=1)])
    why = {
        "no nation that rents from its own lets it build": ~goes,
        "all chips that it can spare go abroad, most to {}": (left <= 0) & (ordered > 0),
        "has no chips to spare": ordered <= 0,
        "rules that keep changing make it wait; most of what it builds goes to {}": (
            w.uncertainty[w.firm_nation] > 0
        ),
        "its means allow that much; most goes to {}, which rents, welcomes and powers chips": goes,
    }
    there = np.isin(np.arange(w.f), giants) & (w.firm_size > 0)
    yield Choice.of("building abroad", there, ordered, why, [w.iso3[k] for k in host])


def _account_vendors(w: World, p: Parameters, sold: Float, made: Float) -> None:
    """Vendors share the world's purchases and keep their margin.

    Of leading chips by their nations' part of the market, of domestic chips at home.
    """
    world = float(sold.sum()) * w.chip_price / BN
    at_home = made * w.chip_price * p.domestic_cost / BN
    w.vendor_revenue = world + float(at_home.sum())
    size = np.where(w.firm_kind == VENDOR, w.firm_size, 0)
    leading = size * chip_market(w, p)[w.firm_nation]
    peers = w.per_nation(size)[w.firm_nation]
    earned = world * leading / max(float(leading.sum()), p.least_share)
    earned += at_home[w.firm_nation] * size / np.where(peers > 0, peers, 1)
    w.firm_profit += p.vendor_margin * earned


_PRICE_ROUNDS = 8
"""Each brings the price nearer to where demand meets supply: after four 2 % are left, after eight none."""
_KW = 1e6
"""Kilowatts in a gigawatt."""
_CLOUD, _CLUSTER = LAYER["cloud"], LAYER["cluster"]
