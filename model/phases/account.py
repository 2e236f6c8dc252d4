"""Process 12, account: output, consumption, profits, arms, welfare, and how they moved."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.limits import held
from sovereigns.model.kernels.numerics.sums import over_rows
from sovereigns.model.relations.exchange import cost_of_closing, doors
from sovereigns.model.relations.output import yields
from sovereigns.model.relations.welfare import consumption, measure_welfare
from sovereigns.model.world import Float, World


def account(w: World, p: Parameters) -> None:
    """Close the books of the quarter."""
    before, welfare = w.gdp, w.welfare
    trade, ideas = doors(w, p)
    growth = _base_growth(w, p, ideas) + _gain_of_ai(w, p) - _lost_by_closing(w, p, trade)
    growth -= w.loss - w.loss_past
    w.gdp_growth = np.maximum(growth, -p.most_loss)
    w.loss_past = w.loss.copy()
    w.gdp = held(before * (1 + w.gdp_growth))
    _arm(w, p)
    _firms(w, p)
    w.consumption = consumption(w, p)
    measure_welfare(w, p)
    w.welfare_gain = w.welfare - welfare
    _volatility(w, p)


def _arm(w: World, p: Parameters) -> None:
    """Arms answer threat (Richardson 1960).

    The more the more AI is framed as a weapon and the more those feared have of them.
    """
    urge = (1 + w.frame[:, None]) / 2 + p.arms_reaction * w.arms / p.arms_most
    wanted = np.minimum((w.threat * urge).max(axis=1), 1)
    w.arms += p.arms_speed * (p.arms_most * wanted - w.arms)


def _base_growth(w: World, p: Parameters, ideas: Float) -> Float:
    """(n,) growth without AI: the poorer catch up, in part by the ideas left that come with trade."""
    learned = 1 - p.ideas_of_trade * (1 - ideas)
    growth: Float = p.growth_base / (1 + w.income / p.income_unit) * learned
    return growth


def _gain_of_ai(w: World, p: Parameters) -> Float:
    """(n,) growth from what came into use in the quarter."""
    now = yields(w, p)
    gain: Float = p.growth_of_ai * (now - w.yielded)
    w.yielded = now
    return gain


def _lost_by_closing(w: World, p: Parameters, trade: Float) -> Float:
    """(n,) growth lost as doors shut in the quarter, to trade and data; as they open it comes back."""
    now = cost_of_closing(w, p, trade)
    cost: Float = now - w.parting
    w.parting = now
    return cost


def _firms(w: World, p: Parameters) -> None:
    """Revenue follows people who use the model; profits build means."""
    incomes = over_rows(w.usage, w.population * w.ai_use * w.income)
    revenue = p.revenue_share * incomes * (1 - p.open_discount * w.firm_is_open)
    w.firm_profit = w.firm_profit + revenue - w.firm_lobby
    w.firm_capital = np.maximum(
        w.firm_capital + p.retained * w.firm_profit - p.capital_wear * w.firm_capital, p.least_capital
    )
    _compete(w, p)


def _compete(w: World, p: Parameters) -> None:
    """Firms that earn more on their means than others at home gain compute (replicator)."""
    earned = np.clip(w.firm_profit / w.firm_capital, -1, 1)
    home = w.firm_nation
    mean = w.per_nation(earned * w.firm_size)[home]
    size = w.firm_size * np.maximum(1 + p.size_speed * (earned - mean), 0)
    total = w.per_nation(size)[home]
    w.firm_size = np.where(total > 0, size / np.where(total > 0, total, 1), 0)


def _volatility(w: World, p: Parameters) -> None:
    gap = w.gdp_growth - w.growth_mean
    w.growth_mean = w.growth_mean + p.volatility_memory * gap
    w.growth_square = (1 - p.volatility_memory) * (w.growth_square + p.volatility_memory * gap * gap)
