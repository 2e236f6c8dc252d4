"""Process 9, adopt: people choose among models; sovereign programmes train, adapt or give up (C13, C14, K3).

Models built on one base are close substitutes: each counts the less the more its fellows are worth (path-size
logit, Ben-Akiva and Bierlaire 1999, with paths weighted by their worth). The choice is discrete (McFadden
1974) over quality, price, culture and language, how widely a product is known, and access by law. A national
programme trains its own model, adapts open weights, shares its bloc's or rents a service
(`relations.programmes`); a model of its own fits the culture, but must be served with the nation's own or
rented compute.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.choice import discount_overlap, habit, logit
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import log, log10, logistic
from sovereigns.model.kernels.numerics.limits import toward
from sovereigns.model.kernels.numerics.sums import distinct, over_columns
from sovereigns.model.relations.compute import (
    inference_power,
    pooled_claim,
    programme_claim,
    run_flop,
    training_power,
)
from sovereigns.model.relations.programmes import offers_own, promoted, worth_of_ways
from sovereigns.model.relations.use import could_use, data_kept, lineages, shared_programme, users_of
from sovereigns.model.relations.weights import base_for
from sovereigns.model.streams import Streams
from sovereigns.model.world import (
    HYPERSCALER,
    INVESTOR,
    LAB,
    RENT,
    SHARE,
    TRAIN,
    Bool,
    Float,
    Int,
    World,
)


def adopt(w: World, p: Parameters, draw: Streams) -> None:
    """Advance programmes, then let people choose; habit holds as long as a model is to be had."""
    _run_programmes(w, p, draw)
    utility = offers(w, p)(w.firm_appeal)
    past = w.usage, w.programme_usage, w.common_usage
    used = _settled(utility, *past, _spread(w, p), 1 - p.switch_rate, p.taste_noise)
    w.usage, w.programme_usage, w.common_usage = _read_only(used)
    become_known(w, p, p.known_speed)
    w.firm_appeal *= 1 - p.appeal_fade
    consequences(w, p)


def _spread(w: World, p: Parameters) -> Float:
    """Use of AI at all spreads up to those who could.

    Some begin of themselves, some by those who do (Bass 1969); where fewer could than do, they leave as fast.

    Returns:
        (n,) share of those who use it now that did before: the others choose for the first time.
    """
    before = w.ai_use
    could = could_use(w, p)
    done = w.ai_use / np.maximum(could, p.least_share)
    pace = p.use_innovation + p.use_imitation * np.minimum(done, 1)
    w.ai_use = toward(before, before + pace * (could - before), could)
    return np.minimum(before / np.maximum(w.ai_use, p.least_share), 1)


def choose(w: World, p: Parameters) -> tuple[Float, Float, Float]:
    """Shares of each nation's people that would choose a model.

    Each firm's (n, f), the national programme's (n,), and each body's and bloc's common one (n, b + g).
    """
    share = logit(offers(w, p)(w.firm_appeal), axis=1, scale=p.taste_noise)
    return _read_only((share[:, : w.f].copy(), share[:, w.f].copy(), share[:, w.f + 1 :].copy()))


def _read_only(parts: tuple[Float, Float, Float]) -> tuple[Float, Float, Float]:
    for part in parts:
        part.flags.writeable = False
    return parts


@compiled
def _settled(
    utility: Float, usage: Float, programme: Float, common: Float, old: Float, keep: float, noise: float
) -> tuple[Float, Float, Float]:
    """Shares of firms' models (n, f), the programme's (n,) and common ones (n, b + g) after a quarter.

    Of users, a part (n,) used AI before.
    """
    n, f = usage.shape
    options, commons = utility.shape[1], common.shape[1]
    share, weight = np.empty(options), np.empty(options)
    used, of_programme, of_common = np.empty(usage.shape), np.empty(n), np.empty(common.shape)
    for nation in range(n):
        before, after, part = usage[nation], used[nation], old[nation]
        for firm in range(f):
            share[firm] = before[firm] * part
        share[f] = programme[nation] * part
        for k in range(commons):
            share[f + 1 + k] = common[nation, k] * part
        habit(utility[nation], share, keep, noise, weight)
        for firm in range(f):
            after[firm] = share[firm]
        of_programme[nation] = share[f]
        for k in range(commons):
            of_common[nation, k] = share[f + 1 + k]
    return used, of_programme, of_common


def offers(w: World, p: Parameters) -> Callable[[Float], Float]:
    """What there is to choose from: a function of the appeal (f,) of firms' models.

    It gives the (n, f + 1 + b + g) utility of firms' models, the national programme's and common ones.
    """
    serving = inference_power(w, p)
    national, common, market = _national(w, p, serving), _common(w, p, serving), _market(w, p)

    def utility(appeal: Float) -> Float:
        told = np.empty((w.n, w.f + 1 + common.shape[1]))
        market(appeal, told)
        told[:, w.f], told[:, w.f + 1 :] = national, common
        return told

    return utility


def _run_programmes(w: World, p: Parameters, draw: Streams) -> None:
    """Maturity grows with money against the cost of adaptation.

    A mature programme trains, adapts, shares or rents, and weighs that anew now and then.
    """
    money = w.sovereign * p.sovereign_most * w.gdp
    able = money / (money + p.adaptation_cost) * w.state_capacity
    w.programme += p.programme_speed * (able - w.programme)
    power = training_power(w, p) * (1 - w.inference_share) * run_flop(w, p)
    flop = power * programme_claim(w, p) * p.programme_run_share
    work = np.maximum(flop, p.flop_floor) / p.flop_floor
    run, clever, skilled = log10(np.stack([work, w.efficiency, w.know_how]))
    trained = run + clever + p.know_how_weight * skilled
    open_capability, open_row = base_for(w, p, np.arange(w.n), w.programme_base)
    adapted = np.where(open_row >= 0, open_capability - p.adaptation_loss * (1 - w.programme), 0)
    luck = p.rebuild_noise * draw.uniform("programme", w.step, np.arange(w.n))
    due = ((luck < p.rebuild_rate) | (w.programme_way < 0)) & (w.programme > p.programme_start)
    _choose_way(w, p, due, trained, adapted, open_row)
    for bloc in range(len(w.inputs.blocs)):
        _share(w, bloc, p.leaving_cost / max(p.quality_weight, p.least_share))
    repeats = (w.programme_base >= 0) | (w.capability < w.frontier[-1])
    w.duplication = money * repeats * (w.programme_way < SHARE)


def _choose_way(w: World, p: Parameters, due: Bool, trained: Float, adapted: Float, base: Int) -> None:
    """Programmes that are due choose how to go on, and build what they have chosen where it is better.

    Who shares or rents keeps the weights that it has, but offers them no more.

    Args:
        w: the world.
        p: parameters.
        due: (n,) who chooses.
        trained, adapted, base: as `worth_of_ways`.
    """
    worth, whose = worth_of_ways(w, p, trained, adapted, base)
    way = worth.argmax(axis=0)
    w.programme_way = np.where(due, way, w.programme_way)
    w.programme_rents = np.where(due, np.where(way == RENT, whose, -1), w.programme_rents)
    fresh = np.where(way == TRAIN, trained, adapted)
    better = due & (way < SHARE) & (fresh > w.programme_capability)
    w.programme_base = np.where(better, np.where(way == TRAIN, -1, base), w.programme_base)
    w.programme_capability = np.where(better, fresh, w.programme_capability)


def _share(w: World, bloc: int, leaving: float) -> None:
    """A bloc shares the best programme that a member offers as its own.

    It leaves one for another that is better by more than leaving costs, or once it is offered no more.
    """
    of_members = np.where((w.bloc == bloc) & offers_own(w), w.programme_capability, -np.inf)
    best, now = int(of_members.argmax()), int(w.bloc_programme[bloc])
    if np.isneginf(of_members[best]):
        w.bloc_programme[bloc] = -1
    elif now < 0 or of_members[best] > of_members[now] + leaving:
        w.bloc_programme[bloc] = best


def _market(w: World, p: Parameters) -> Callable[[Float, Float], None]:
    """Write to the first of (n, f + ...) columns, by appeal (f,), the utility of each firm's model.

    To people of each nation; minus infinity where none is offered or lawful. Models on one base overlap.
    """
    offered = (w.firm_kind != INVESTOR) & (w.firm_capability > 0)
    quality, reach = p.quality_weight * w.firm_capability, _reach(w, p)
    makers, home = distinct(w.firm_nation, w.n)
    kept = data_kept(w, p)
    law = [w.control[makers, LAYER[layer]] for layer in ("closed_weights", "cloud")]
    bases, base = distinct(np.where(offered, w.firm_base, w.f), w.f + 1)
    market = (
        home, w.firm_is_open, _ruled(w, p), w.base_taste, _welcome(w, p, makers, kept), *law, kept,
        w.programme_rents, p.home_promotion * promoted(w), p.bar_weight, p.brand_noise,
    )  # fmt: skip

    def write(appeal: Float, utility: Float) -> None:
        _draw(utility, np.where(offered, quality + appeal + reach, -np.inf), *market)
        if p.taste_noise > 0:
            discount_overlap(utility, base, len(bases), p.taste_noise, p.overlap_weight * p.taste_noise)

    return write


@compiled
def _draw(
    utility: Float,
    worth: Float,
    home: Int,
    is_open: Bool,
    ruled: Float,
    taste: Float,
    welcome: Float,
    weights: Float,
    cloud: Float,
    kept: Float,
    rents: Int,
    promoted: Float,
    bar_weight: float,
    brand_noise: float,
) -> None:
    """Write worth of a model at home and abroad: its welcome, taste, promotion, and bars on closed ones.

    A service is barred by rules of its maker (k, n) on cloud; rules on weights bar it as far as data are kept
    (n,) at home, since it must then run there.
    """
    for nation in range(len(kept)):
        here, there, liked = welcome[nation], utility[nation], taste[nation]
        for firm in range(len(worth)):
            maker = home[firm]
            shut = weights[maker, nation] * ruled[firm] * kept[nation]
            barred = 0.0 if is_open[firm] else max(shut, cloud[maker, nation])
            value = worth[firm] - bar_weight * barred + here[maker, 1 * is_open[firm]]
            value += brand_noise * liked[firm]
            there[firm] = value if barred < 1 else -np.inf
        if rents[nation] >= 0:
            there[rents[nation]] += promoted[nation]


def _welcome(w: World, p: Parameters, makers: Int, kept: Float) -> Float:
    """(n, k, 2) utility of a model's origin (k,) to people of the row nation: closed models, open ones.

    Culture, price, fences, distrust; data kept whole shut closed models of others out. Who keeps data at
    home meets fences abroad, where those who let data go answer in part. No fence and no distrust stand at
    home.
    """
    price = p.price_weight / w.income
    fence = p.localisation_fence * kept
    return _received(
        makers, w.culture_distance, w.threat, kept, fence, price, culture_weight=p.culture_weight,
        threat_weight=p.threat_weight, fence_for_open=1 - p.open_exemption, answered=p.localisation_answer,
    )  # fmt: skip


@compiled
def _received(
    makers: Int,
    distance: Float,
    threat: Float,
    kept: Float,
    fence: Float,
    price: Float,
    culture_weight: float,
    threat_weight: float,
    fence_for_open: float,
    answered: float,
) -> Float:
    n = len(fence)
    welcome = np.empty((n, len(makers), 2))
    for nation in range(n):
        for k in range(len(makers)):
            maker = makers[k]
            value = -culture_weight * distance[nation, maker]
            if maker == nation:
                welcome[nation, k] = value - price[nation], value
                continue
            value -= threat_weight * threat[nation, maker]
            met = max(fence[nation], answered * fence[maker])
            closed = value - met - price[nation]
            welcome[nation, k, 0] = -np.inf if kept[nation] >= 1 else closed
            welcome[nation, k, 1] = value - met * fence_for_open
    return welcome


def _ruled(w: World, p: Parameters) -> Float:
    """(f,) chance that a rule on closed weights covers a firm's model: its threshold is vague (C2)."""
    above = log10(np.maximum(w.firm_run, p.flop_floor) / p.weight_rule_flop)
    return logistic(above / p.weight_rule_vagueness)


def _reach(w: World, p: Parameters) -> Float:
    """(f,) utility of products that people know and have at hand."""
    return p.reach_weight * log(np.maximum(w.firm_known, p.least_share))


def become_known(w: World, p: Parameters, speed: float) -> None:
    """Products become known by the people who use them and by the compute that serves them.

    Vendors of chips and universities run none for the public.
    """
    serves = (w.firm_kind == LAB) | (w.firm_kind == HYPERSCALER)
    serving = inference_power(w, p)[w.firm_nation] * w.firm_size * serves
    users = users_of(w) / (float((w.population * w.ai_use).sum()) or 1)
    seen = users + p.known_by_serving * (serving / (serving.sum() + p.one_chip) - users)
    w.firm_known += speed * (seen - w.firm_known)


def _national(w: World, p: Parameters, serving: Float) -> Float:
    """(n,) utility of the national programme's model at home; the state puts it into schools and offices."""
    known = p.reach_weight * log(
        np.maximum(serving * w.programme / (serving.sum() + p.one_chip), p.least_share)
    )
    utility = p.quality_weight * w.programme_capability + p.home_promotion * w.programme + known
    offered = offers_own(w) & (w.programme_capability > 0) & (w.programme > p.programme_start)
    return np.where(offered, utility, -np.inf)


def _common(w: World, p: Parameters, serving: Float) -> Float:
    """(n, b + g) utility of what nations share; -inf for those outside.

    Each body's common model, served by the compute time that members pool, and the best programme of each
    bloc, served by its owner.
    """
    serving = np.maximum(serving, 0)
    pooled = (w.member * (serving * pooled_claim(w, p))).sum(axis=1)
    capability, served, offered = (
        [w.common_capability],
        [pooled],
        [w.member & (w.common_capability > 0)[:, None]],
    )
    for bloc in range(len(w.inputs.blocs)):
        inside = (w.bloc == bloc) & (w.programme > p.programme_start)
        owner, _ = shared_programme(w, bloc)
        best = w.programme_capability[owner] * inside[owner] if owner >= 0 else 0.0
        capability.append(np.array([best]))
        served.append(np.array([p.bloc_sharing * (serving * w.programme)[inside].sum()]))
        offered.append(((w.bloc == bloc) & (best > 0) & (p.bloc_sharing > 0))[None, :])
    share = np.concatenate(served) / (serving.sum() + p.one_chip)
    known = p.reach_weight * log(np.maximum(share, p.least_share))
    w.shared_capability = np.concatenate(capability)
    pull = p.common_welcome - p.culture_weight * p.common_misfit
    utility = np.tile(p.quality_weight * w.shared_capability + pull + known, (w.n, 1))
    sharing = np.flatnonzero(w.programme_way == SHARE)
    utility[sharing, len(w.bodies) + w.bloc[sharing]] += p.home_promotion * w.programme[sharing]
    return np.where(np.concatenate(offered).T, utility, -np.inf)


def consequences(w: World, p: Parameters) -> None:
    """What people stand on, and how far it is from their culture."""
    w.standing = over_columns(w.usage, w.firm_capability) + w.programme_usage * w.programme_capability
    w.standing += over_columns(w.common_usage, w.shared_capability)
    far = (w.used_from * w.culture_distance).sum(axis=1)
    w.misfit = far + p.common_misfit * w.common_usage.sum(axis=1)
    shares = lineages(w)
    first = shares.argmax(axis=1)
    lead = np.where(shares[np.arange(w.n), first] > 0, first, -1)
    w.lead_changes += float(((lead != w.lead) & (w.lead >= 0)).sum())
    w.lead = lead
