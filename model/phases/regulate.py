"""Process 4, regulate: orders become rules.

With lags, dated law, licences, allied consent and a cost of compliance.
"""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import LAYER, LAYERS, Order
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.limits import LARGEST
from sovereigns.model.kernels.numerics.rules import Turn, held_back, held_beyond, turn
from sovereigns.model.kernels.numerics.sums import over_rows
from sovereigns.model.law.law import CAPS, CHIPS
from sovereigns.model.law.menu import Menu
from sovereigns.model.relations.markets import chip_market, withheld
from sovereigns.model.world import FIRM_KINDS, HYPERSCALER, LAB, VENDOR, Bool, Float, World

ANNOUNCED_LAYERS = ("chips", "memory", "equipment", "compute_cap")


def regulate(w: World, p: Parameters, order: Order, menu: Menu) -> None:
    """Put orders and dated law into force and charge firms for living with them."""
    _set_levers(w, p, order)
    change = _set_controls(w, p, order)
    _open_doors(w, p, menu)
    _report_law(w)
    _unsettle(w, p, change)
    _charge(w, p, change)


def _set_levers(w: World, p: Parameters, order: Order) -> None:
    locks = w.law.locks

    def moved(name: str, lever: Float, asked: Float) -> Float:
        return lever if name in locks else lever + p.policy_speed * (asked - lever)

    w.subsidy = moved("subsidy", w.subsidy, order.subsidy)
    w.sovereign = moved("sovereign", w.sovereign, order.sovereign)
    w.localisation = moved("localisation", w.localisation, order.localisation)
    w.visa = moved("visa", w.visa, order.visa)
    w.joint = moved("joint", w.joint, order.joint)
    w.regulation = moved("regulation", w.regulation, order.regulation)
    w.safety_standard = moved("safety_standard", w.safety_standard, order.safety_standard)
    w.open_weights = moved("open_weights", w.open_weights, order.open_weights)
    w.localisation = np.maximum(w.localisation, p.localisation_floor)
    w.subsidy = np.maximum(w.subsidy, w.law.own(w.quarter, "subsidy"))
    if "cooperate" not in locks:
        w.cooperation = order.cooperate.copy()
    if "spy" not in locks:
        w.spying = order.spy.copy()
    if "retaliate" not in locks:
        w.retaliation = order.retaliate * w.materials[:, None]
    for own, value in ((w.cooperation, 1.0), (w.spying, 0.0), (w.retaliation, 0.0)):
        np.fill_diagonal(own, value)
    quarters = w.step + 1
    breached = (w.cooperation.T < 1 / 2).astype(float)
    w.betrayals = w.betrayals + (breached - w.betrayals) / quarters


def _set_controls(w: World, p: Parameters, order: Order) -> Turn:
    """Controls move toward what is ordered; layers that dated law still moves stay with the law."""
    dated = w.law.levels(w.quarter) if w.quarter in w.law.dates or w.step == 0 else w.dated
    settled = w.law.settled(w.quarter)
    both, used, floors = (dated, w.dated), (w.layers_used, order.asked), w.law.floors(w.quarter)
    change = turn(
        w.control, order.control, used, both, settled, floors,
        up=p.rule_tightening, down=p.rule_loosening, seen=p.rule_seen,
    )  # fmt: skip
    dated.flags.writeable = False
    w.dated = dated
    w.put_in_force(change.level, change.survey)
    w.adopted = w.adopted | change.adopts
    return change


def _open_doors(w: World, p: Parameters, menu: Menu) -> None:
    """What the law of the quarter lets through: the best lawful chip and caps.

    Orders ease or tighten them.
    """
    offer = menu.offer(w.quarter)
    market = chip_market(w, p)
    now = withheld(w, "chips", market)
    dated = np.minimum(held_back(w.dated, CHIPS, market), 1)
    ease = np.where(dated > 0, np.minimum(now / np.where(dated > 0, dated, 1), 1), 1)
    stricter = held_beyond(w.control, w.dated, CHIPS, market, p.choice_tolerance)
    least = np.where(now > 0, np.maximum(now, 1 / LARGEST), 1)
    threshold = np.where(stricter > 0, (1 - now) / least, np.inf)
    cut = np.minimum(threshold / offer.top, 1)
    listed = 1 - p.entity_reach * withheld(w, "entity_licence", market)
    w.chip_best = menu.frontier(w.quarter - int(p.volume_lag))
    w.legal_train = _passes(1 - ease * (1 - offer.train), cut, stricter)
    w.legal_infer = _passes(1 - ease * (1 - offer.infer), np.sqrt(cut), stricter)
    w.legal_value = _passes(1 - ease * (1 - offer.value), np.sqrt(cut), stricter) * listed
    caps = withheld(w, "compute_cap", market)
    capped = w.law.caps(w.quarter) / p.cap_quarters
    w.import_cap = np.where((caps > 0) | ~w.once(_capped, "dated"), capped, np.inf)
    numbered = over_rows(w.law.numbered_caps(w.quarter), market)
    w.cap_level = np.clip(caps - numbered, 0, 1)
    w.anticipation = w.law.coming(w.quarter, ANNOUNCED_LAYERS)


def _capped(w: World) -> Bool:
    """(n,) against whom dated law holds caps."""
    return np.asarray(w.dated[:, CAPS, :].max(axis=0) > 0)


def _passes(offered: Float, cut: Float, stricter: Float) -> Float:
    """(n,) what passes: suppliers beyond dated law cut their own part of the market to the threshold."""
    offered = np.minimum(offered, 1)
    return offered - stricter * np.maximum(offered - cut, 0)


def _report_law(w: World) -> None:
    for kind, change in w.law.news(w.quarter):
        by = ";".join(w.iso3[i] for i in change.by)
        on = ";".join(w.iso3[j] for j in change.on) if len(change.on) < w.n - 1 else "all"
        layer = tuple(LAYER)[change.layer]
        w.note("regulate", kind, change.text, by, on, layer, change.level)


def _unsettle(w: World, p: Parameters, change: Turn) -> None:
    """Uncertainty rises with each change that touches a nation's firms, as imposer or target, and fades."""
    felt = change.moved_by + change.moved_on
    for kind, news in w.law.news(w.quarter):
        touched = [*news.by, *news.on]
        felt[touched] += p.uncertainty_of_news * (news.level if kind != "end" else 1)
    w.uncertainty = np.minimum(p.uncertainty_memory * w.uncertainty + felt, 1)


def _charge(w: World, p: Parameters, change: Turn) -> None:
    """Compliance: a fixed part that weighs on small firms, complexity of rules, uncertainty (C3)."""
    w.complexity = (change.held / w.n + change.borne / w.n) / len(LAYERS)
    abroad = _BUSINESS_ABROAD[w.firm_kind]
    share = p.compliance_complexity * w.complexity + p.compliance_uncertainty * w.uncertainty
    bound = w.complexity > 0
    cost = np.where(bound[w.firm_nation], p.compliance_fixed + share[w.firm_nation] * w.firm_capital, 0)
    cost = np.minimum(np.where(abroad, cost, 0), w.firm_capital)
    w.firm_compliance, w.firm_profit = cost, -cost
    w.compliance = w.per_nation(cost)


_BUSINESS_ABROAD = np.isin(np.arange(len(FIRM_KINDS)), (LAB, HYPERSCALER, VENDOR))
"""By kind of firm."""
