"""Choice: which AI people would use as things stand, what they know of, and what follows from what they use.

Models built on one base are close substitutes: each counts the less the more its fellows are worth (path-size
logit, Ben-Akiva and Bierlaire 1999, with paths weighted by their worth). The choice is discrete (McFadden
1974) over quality, price, culture and language, how widely a product is known, and access by law.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.choice import discount_overlap, logit
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import log, log10, logistic
from sovereigns.model.kernels.numerics.sums import distinct, over_columns
from sovereigns.model.relations.compute import inference_power, pooled_claim
from sovereigns.model.relations.programmes import offers_own, promoted
from sovereigns.model.relations.use import data_kept, lineages, parts, shared_programme, users_of
from sovereigns.model.world import HYPERSCALER, INVESTOR, LAB, SHARE, Bool, Float, Int, World


def choose(w: World, p: Parameters) -> tuple[Float, Float, Float]:
    """Shares of each nation's people that would choose a model.

    Each firm's (n, f), the national programme's (n,), and each body's and bloc's common one (n, b + g).
    """
    share = logit(utilities(w, p), axis=1, scale=p.taste_noise)
    return read_only((share[:, : w.f].copy(), share[:, w.f].copy(), share[:, w.f + 1 :].copy()))


def read_only(parts: tuple[Float, Float, Float]) -> tuple[Float, Float, Float]:
    """The same shares, to which nobody writes."""
    for part in parts:
        part.flags.writeable = False
    return parts


def utilities(w: World, p: Parameters) -> Float:
    """(n, f + 1 + b + g) utility of firms' models, the national programme's and common ones."""
    return market(w, p, np.arange(w.n))(w.firm_appeal)


def market(w: World, p: Parameters, people: Int) -> Callable[[Float], Float]:
    """What people of some nations (k,) choose from, by how much firms' products appeal (f,).

    It gives (k, f + 1 + b + g) utility as `utilities` does: minus infinity where none is offered or lawful.
    Models on one base overlap.
    """
    offered = (w.firm_kind != INVESTOR) & (w.firm_capability > 0)
    quality, reach, draw = p.quality_weight * w.firm_capability, _reach(w, p), _drawing(w, p, people)
    bases, base = distinct(np.where(offered, w.firm_base, w.f), w.f + 1)
    serving = inference_power(w, p)
    others = np.column_stack((_national(w, p, serving), _common(w, p, serving)))[people]

    def of(appeal: Float) -> Float:
        utility = np.empty((len(people), w.f + others.shape[1]))
        utility[:, w.f :] = others
        draw(utility, np.where(offered, quality + appeal + reach, -np.inf))
        if p.taste_noise > 0:
            discount_overlap(utility, base, len(bases), p.taste_noise, p.overlap_weight * p.taste_noise)
        return utility

    return of


def _drawing(w: World, p: Parameters, people: Int) -> Callable[[Float, Float], None]:
    """What writes utility of models to people of some nations (k, f + ...) by what each is worth (f,)."""
    makers, home = distinct(w.firm_nation, w.n)
    kept = data_kept(w, p)
    weights, cloud = (w.control[makers, LAYER[layer]] for layer in ("closed_weights", "cloud"))
    return partial(
        _draw, people=people, home=home, is_open=w.firm_is_open, ruled=_ruled(w, p), taste=w.base_taste,
        welcome=_welcome(w, p, makers, kept), weights=weights, cloud=cloud, kept=kept,
        rents=w.programme_rents, promoted=p.home_promotion * promoted(w), bar_weight=p.bar_weight,
        brand_noise=p.brand_noise,
    )  # fmt: skip


@compiled
def _draw(
    utility: Float,
    worth: Float,
    people: Int,
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
    for row in range(len(people)):
        nation, there = people[row], utility[row]
        here, liked = welcome[nation], taste[nation]
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
    for body, part in enumerate(parts(w)):
        utility[:, body] -= p.threat_weight * over_columns(w.threat, part)
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
