"""C21: what confrontation costs both, and what cooperation makes possible."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.account import account
from sovereigns.model.phases.observe import perceived_payoffs
from sovereigns.model.relations.exchange import spent_abroad
from sovereigns.model.world import World
from tests.worlds import Stage, at, twin

COMPETE, COOPERATE = "always-compete", "always-cooperate"
CELLS = [(one, other) for one in (COMPETE, COOPERATE) for other in (COMPETE, COOPERATE)]
SURE = {"incident_noise": 0.0}
"""Incidents are as they are to be expected: their luck hides what shut doors cost in a year."""


@pytest.fixture(scope="module")
def cells(stage: Stage) -> dict[tuple[str, str], World]:
    """The worlds of the four choices of the United States and China, all else alike, after five quarters."""
    return {
        (us, cn): stage.build(strategies={"USA": us, "CHN": cn}, set=SURE).run(5).world for us, cn in CELLS
    }


def test_c21_limit_where_nobody_is_shut_out_confrontation_costs_no_growth(w: World, p: Parameters) -> None:
    growth = []
    for shuts in (0, 1):
        world = twin(w, control=0, parting=0)
        account(world, p.replace({"trade_of_controls": shuts}))
        growth.append(world.gdp_growth)
    np.testing.assert_array_equal(*growth)


def test_c21_limit_two_who_cooperate_put_no_control_on_each_other(
    cells: dict[tuple[str, str], World],
) -> None:
    w = cells[COOPERATE, COOPERATE]
    us, cn = at(w, "USA"), at(w, "CHN")
    assert not w.control[us, :, cn].any() and not w.control[cn, :, us].any()


@pytest.mark.parametrize("iso3", ["USA", "CHN"])
def test_c21_direction_both_do_worse_in_confrontation_than_in_cooperation(
    iso3: str, cells: dict[tuple[str, str], World]
) -> None:
    war, peace = cells[COMPETE, COMPETE], cells[COOPERATE, COOPERATE]
    row = at(war, iso3)
    us, cn = at(war, "USA"), at(war, "CHN")
    assert war.conflict_chance[us, cn] > 1.5 * peace.conflict_chance[us, cn]
    assert war.gdp[row] < peace.gdp[row]
    assert war.control_mean[row].sum() > peace.control_mean[row].sum()


def test_c21_direction_one_s_confrontation_costs_the_other(cells: dict[tuple[str, str], World]) -> None:
    peace, pressed = cells[COOPERATE, COOPERATE], cells[COMPETE, COOPERATE]
    cn = at(peace, "CHN")
    assert pressed.gdp[cn] < peace.gdp[cn] and pressed.capability[cn] < peace.capability[cn]


def test_c21_direction_the_game_as_seen_is_a_dilemma(w: World, p: Parameters) -> None:
    """T > R > P > S toward everybody: each is tempted, both lose by it."""
    seen = perceived_payoffs(w, p, np.broadcast_to(w.capability, (w.n, w.n)).copy())
    off = ~np.eye(w.n, dtype=bool)
    order = [seen[name][off] for name in ("temptation", "reward", "punishment", "sucker")]
    for better, worse in zip(order, order[1:], strict=False):
        assert (better > worse).all()


def test_c21_direction_fear_of_loss_makes_confrontation_look_worse(w: World, p: Parameters) -> None:
    safe, feared = (
        perceived_payoffs(twin(w, expected_loss=loss, conflict_risk=0), p, np.ones((w.n, w.n)))["punishment"]
        for loss in (0, 0.1)
    )
    assert (feared < safe).all()


def test_c21_size_growth_lost_is_what_shut_doors_were_worth(w: World, p: Parameters) -> None:
    """At a level c between all, c of trade is shut: Arkolakis, Costinot and Rodriguez-Clare (2012), once."""
    free, shut = twin(w, control=0, parting=0), twin(w, control=0, parting=0)
    shut.control[:] = 0.5 * (1 - np.eye(w.n))[:, None, :]
    for world in (free, shut):
        account(world, p.replace({"trade_of_controls": 1, "ideas_of_trade": 0}))
    abroad = spent_abroad(w, p)
    lost = np.log((1 - abroad / 2) / (1 - abroad)) - np.log(1 / (1 - abroad))
    np.testing.assert_allclose(free.gdp_growth - shut.gdp_growth, -lost / p.trade_elasticity)


def test_c21_size_a_unilateral_cooperator_is_paid_the_sucker_s_part_less(w: World, p: Parameters) -> None:
    """P - S is the loss from cooperating alone, by what the other brings."""
    even = np.full((w.n, w.n), 5.0)
    seen = perceived_payoffs(w, p, even)
    brings = 5 / (10 + p.capability_floor)
    np.testing.assert_allclose(
        seen["punishment"] - seen["sucker"], p.payoff_sucker * (p.reward_base + brings)
    )
