"""C3, C10, C15: who leads the growth of spending, how chips and runs get larger, which models are noticed."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.trade import trade
from sovereigns.model.phases.train import train
from sovereigns.model.relations.notability import credited, notable
from sovereigns.model.streams import Streams
from sovereigns.model.world import HYPERSCALER, World
from tests.worlds import at, of, twin, under

DRAW = Streams(1)


def grown(w: World, p: Parameters, lead: float) -> np.ndarray:
    """(n,) bn USD by which planned spending grows in a quarter."""
    world = twin(w, power=1e6)
    trade(world, p.replace({"hyperscaler_lead": lead}))
    return (world.intensity - w.intensity) * w.gdp


def test_c15_limit_where_hyperscalers_lead_nothing_it_is_no_matter_whose_they_are(
    w: World, p: Parameters
) -> None:
    elsewhere = twin(w, firm_capital=w.firm_capital[::-1])
    np.testing.assert_array_equal(grown(elsewhere, p, 0), grown(w, p, 0))
    assert (grown(elsewhere, p, 0.5) != grown(w, p, 0.5)).any()
    assert (grown(w, p, 0) <= p.intensity_growth * w.intensity * w.gdp).all()


def test_c15_direction_the_more_hyperscalers_lead_the_more_spending_grows_at_their_homes(
    w: World, p: Parameters
) -> None:
    growth = [grown(w, p, lead) for lead in (0, 0.5, 1)]
    us, kenya = at(w, "USA"), at(w, "KEN")
    assert growth[0][us] < growth[1][us] < growth[2][us]
    assert growth[0][kenya] > max(growth[1][kenya], growth[2][kenya]) and growth[2][kenya] == 0


def test_c15_size_the_growth_that_they_lead_is_shared_by_their_means(w: World, p: Parameters) -> None:
    """Where all are far from what they can carry."""
    young = twin(w, intensity=w.intensity / 1e4)
    means = w.per_nation(w.firm_capital, w.firm_kind == HYPERSCALER)
    growth = grown(young, p, 1)
    np.testing.assert_allclose(growth / growth.sum(), means / means.sum(), rtol=0.01, atol=1e-9)


def renewed(w: World, p: Parameters, speed: float, mean: float) -> World:
    """A quarter of trade when the mean chip shipped has some part of the power of the best."""
    world = twin(w)
    world.chip_power, world.chip_best = mean, 1.0
    trade(world, p.replace({"generation_speed": speed}))
    return world


def test_c10_limit_where_the_best_chip_is_the_mean_one_output_grows_by_number_alone(
    w: World, p: Parameters
) -> None:
    """However fast generations come, and by no more than what plants can add."""
    still, quick = renewed(w, p, 0, 1).chip_supply, renewed(w, p, 0.5, 1).chip_supply
    assert still == pytest.approx(quick)
    assert w.chip_supply < still < w.chip_supply * (1 + p.supply_growth)


def test_c10_direction_a_better_generation_raises_output(w: World, p: Parameters) -> None:
    p = p.replace({"supply_ceiling": 1e10})
    supply = [renewed(w, p, 0.5, mean).chip_supply for mean in (1, 0.6, 0.3)]
    assert supply[0] < supply[1] < supply[2]


def test_c10_size_the_mean_chip_closes_in_on_the_best_as_technologies_replace_each_other(
    w: World, p: Parameters
) -> None:
    """Fisher and Pry 1971: growth in proportion to what is left."""
    assert renewed(w, p, 0.5, 0.4).chip_power == pytest.approx(0.4 * (1 + 0.5 * 0.6))


def larger(w: World, p: Parameters, speed: float) -> np.ndarray:
    """(n,) share of a firm's compute in its largest run, a quarter after it was a tenth."""
    world = twin(w, run_share=0.1)
    train(world, p.replace({"run_share_speed": speed, "run_share": 0.5}), DRAW)
    return world.run_share


def test_c10_limit_without_haste_runs_stay_a_share_of_compute(w: World, p: Parameters) -> None:
    np.testing.assert_array_equal(larger(w, p, 0), 0.1)


def test_c10_direction_and_size_runs_grow_as_the_means_of_hyperscalers_allow(w: World, p: Parameters) -> None:
    means = w.per_nation(w.firm_capital, w.firm_kind == HYPERSCALER)
    after = larger(w, p, 0.25)
    np.testing.assert_allclose(after, 0.1 + 0.25 * means / means.max() * (0.5 - 0.1))
    assert after[at(w, "USA")] > after[at(w, "KEN")] == 0.1


def noticed(w: World, p: Parameters, reach: np.ndarray, **told: float) -> np.ndarray:
    """(f,) developers with a notable model when luck has no part."""
    return notable(w, p.replace({"notable_noise": 0} | told), DRAW, np.ones(w.f, dtype=bool), reach)


def test_c10_limit_who_trains_far_below_the_best_is_not_noticed(w: World, p: Parameters) -> None:
    reach = np.where(np.arange(w.f) == 0, 10.0, 0.0)
    plain = {"notable_record": 0, "notable_distance": 0, "notable_reach": 1}
    assert noticed(w, p, reach, **plain).tolist() == [True] + [False] * (w.f - 1)


def test_c10_direction_a_record_draws_attention_and_distance_takes_it(w: World, p: Parameters) -> None:
    level, chinese = np.full(w.f, 5.0), of(w, "CHN")
    known = twin(w, firm_noted=chinese)
    assert chinese.any() and not chinese.all()
    few = {"notable_reach": 0.5}
    assert noticed(known, p, level, notable_record=5, notable_distance=0, **few)[chinese].all()
    assert not noticed(known, p, level, notable_record=5, notable_distance=0, **few)[~chinese].any()
    near = twin(w, culture_distance=w.culture_distance)
    near.culture_distance[at(w, "CHN")] = 1
    assert not noticed(near, p, level, notable_record=0, notable_distance=5, **few)[chinese].any()


@pytest.mark.parametrize("most", [1, 5, 20])
def test_c10_size_attention_is_scarce(most: int, w: World, p: Parameters) -> None:
    reach = np.linspace(5, 6, w.f)
    found = noticed(w, p, reach, notable_record=0, notable_distance=0, notable_most=most)
    assert found.sum() == most and found[-most:].all()


def test_c10_size_joint_models_count_for_both_and_never_across_a_shut_door(w: World) -> None:
    found = of(w, "USA")
    home = (np.arange(w.n) == at(w, "USA")).astype(float)
    alone, joint = (credited(twin(w, joint_work=share), DRAW, found) for share in (0 * home, home))
    assert alone.sum() == alone[at(w, "USA")] == found.sum()
    assert joint.sum() == 2 * found.sum() and joint[at(w, "USA")] == found.sum()
    shut = under(twin(w, joint_work=1), "civilian_research", "USA", "all")
    np.testing.assert_array_equal(credited(shut, DRAW, found), alone)
