"""C10, K1, K2: how long a lead lasts, what a margin does for safety, how many years a control buys."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.lags import lag_years
from sovereigns.model.metrics import us_cn_lag_years
from sovereigns.model.phases.incidents import steal
from sovereigns.model.phases.research import research
from sovereigns.model.phases.train import train
from sovereigns.model.relations.domains import advance, domains
from sovereigns.model.relations.weights import best_open, grip
from sovereigns.model.streams import Streams
from sovereigns.model.world import World
from tests.worlds import Stage, at, event, hazard, hold, of, twin

STILL = dict.fromkeys(
    (
        "spread_publication", "spread_imitation", "spread_movers", "spread_distillation", "spread_theft",
        "spread_open_weights", "efficiency_pace", "know_how_pace", "return_flow",
    ),
    0.0,
)  # fmt: skip
"""Nobody finds anything out, nothing spreads."""


def gaps(w: World) -> np.ndarray:
    """(f,) log distance to the most efficient developer."""
    return np.log(w.firm_efficiency.max() / w.firm_efficiency)


def test_c10_limit_where_nothing_spreads_a_lead_lasts(w: World, p: Parameters) -> None:
    world = twin(w)
    research(world, p.replace(STILL))
    np.testing.assert_array_equal(gaps(world), gaps(w))


def test_c10_limit_where_all_spreads_at_once_there_is_no_lead(w: World, p: Parameters) -> None:
    world = twin(w)
    research(world, p.replace(STILL | {"spread_imitation": 1}))
    np.testing.assert_allclose(gaps(world), 0, atol=1e-9)


@pytest.mark.parametrize("channel", ["publication", "imitation", "distillation", "open_weights"])
def test_c10_direction_the_more_spreads_the_smaller_the_lead(channel: str, w: World, p: Parameters) -> None:
    behind = []
    for speed in (0, 0.2, 0.5):
        world = twin(w, firm_is_open=w.firm_efficiency > 0)
        research(world, p.replace(STILL | {f"spread_{channel}": speed}))
        behind.append(float(gaps(world).sum()))
    assert behind[0] > behind[1] > behind[2]


def test_c10_size_the_half_life_of_a_lead_follows_from_the_speed_of_imitation(
    w: World, p: Parameters
) -> None:
    """At 13 % a quarter half of it is gone after five: 0.87^5 = 0.498."""
    world = twin(w)
    for _ in range(5):
        research(world, p.replace(STILL | {"spread_imitation": 0.13}))
    np.testing.assert_allclose(gaps(world), 0.87**5 * gaps(w), rtol=1e-6, atol=1e-12)


def test_c10_limit_in_secret_a_lead_in_a_domain_lasts() -> None:
    before = np.array([[5.0, 3.0]] * len(domains()))
    np.testing.assert_array_equal(advance(before, np.zeros(2), 5, 0), before)


def test_c10_limit_no_domain_runs_past_the_frontier_or_behind_the_general_lead(stage: Stage) -> None:
    """Whoever starts late with a borrowed model is nowhere ahead of those who made it."""
    w = stage.run(8)
    assert (w.domain <= w.capability.max() + 1e-9).all()
    assert (w.domain >= w.capability - 1e-9).all()
    np.testing.assert_allclose(w.domain[0], w.capability, err_msg="language is the general domain")


def test_c10_direction_open_publication_levels_domains() -> None:
    before = np.array([[5.0, 3.0]] * len(domains()))
    behind = [float(np.ptp(advance(before, np.zeros(2), 5, share)[1])) for share in (0, 0.5, 1)]
    assert behind[0] > behind[1] > behind[2]


def test_c10_size_a_domain_that_spreads_faster_is_nearer_level() -> None:
    """Without news of its own a gap in a domain shrinks by its pace of spread times what is published."""
    before = np.array([[5.0, 3.0]] * len(domains()))
    after = advance(before, np.zeros(2), 5, 0.5)
    for row, domain in enumerate(domains()):
        assert after[row, 0] - after[row, 1] == pytest.approx(2 * (1 - domain.spread / 2))
    assert len({domain.spread for domain in domains()}) > 1, "leads differ by domain"


def spied_on(w: World, effort: float) -> World:
    """The same world where China spies on the United States with an effort, and nobody else on anybody."""
    world = twin(w, spying=0, firm_opened=0, firm_is_open=0)
    world.spying[at(w, "CHN"), at(w, "USA")] = effort
    return world


def test_c10_limit_who_does_not_spy_steals_nothing(w: World, p: Parameters) -> None:
    world = spied_on(w, 0)
    steal(world, p.replace({"weight_theft": 1}), Streams(1))
    assert not world.stolen.any() and (world.stolen_base == -1).all()


def test_c10_limit_who_has_no_model_of_a_firm_has_no_weights_to_lose(w: World, p: Parameters) -> None:
    """A nation ahead by its programme alone is spied on in vain, and nobody else is robbed in its place."""
    world = spied_on(w, 0)
    world.spying[at(w, "CHN"), at(w, "DEU")] = 1
    world.capability[at(w, "DEU")] = 2 * w.capability.max()
    world.firm_capability = np.where(of(w, "DEU"), 0, world.firm_capability)
    for step in range(20):
        world.step = step
        steal(world, p.replace({"weight_theft": 1}), Streams(1))
    assert not world.stolen.any() and (world.stolen_base == -1).all()


def test_c10_direction_stolen_weights_are_a_base_to_build_on(w: World, p: Parameters) -> None:
    """The thief then has what the victim's best firm had, less what adapting it loses, and no more."""
    us, cn = at(w, "USA"), at(w, "CHN")
    world = spied_on(w, 1)
    world.stolen[cn] = world.firm_capability[of(w, "USA")].max()
    world.stolen_base[cn] = int(np.where(of(w, "USA"), world.firm_capability, 0).argmax())
    base, row = best_open(world, p)
    assert base[cn] == w.capability[us] and w.firm_nation[row[cn]] == us and not np.delete(base, cn).any()
    told = p.replace({"adaptation_loss": 0.1, "release_step": 0.001})
    plain = spied_on(w, 1)
    for one in (plain, world):
        one.owned[:, cn], one.rented[:] = 1, 0
        one.firm_capability = np.where(of(w, "CHN"), 0, one.firm_capability)
        train(one, told, Streams(1))
    assert world.capability[cn] == pytest.approx(w.capability[us] - 0.1)
    assert plain.capability[cn] < world.capability[cn] < world.capability[us]


def test_c10_size_weights_are_stolen_as_often_as_spying_succeeds(w: World, p: Parameters) -> None:
    """Mean of many quarters within four standard errors of the chance."""
    cn, rounds, came = at(w, "CHN"), 300, 0
    chance = 0.9 * grip(spied_on(w, 1), p)[cn, at(w, "USA")]
    assert 0.05 < chance < 0.95
    for step in range(rounds):
        world = twin(spied_on(w, 1), step=step)
        steal(world, p.replace({"weight_theft": 0.9}), Streams(1))
        came += int(world.stolen[cn] > 0)
    assert came / rounds == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / rounds))


def safety_of_leader(
    w: World, p: Parameters, ahead: float, information: str = "public", others: np.ndarray | float = 6.0
) -> World:
    """A quarter of research in which one firm is ahead of 6 by a margin and nothing else asks for care."""
    world = twin(w, firm_unsafe=0, safety_standard=0, firm_safety=0, threat=0)
    world.firm_capability = np.where(np.arange(w.f) == leader(w), 6 + ahead, others)
    world.chip_price = p.chip_price_start
    told = {"race_information": information, "safety_speed": 1, "capability_weight": 0.5}
    research(world, p.replace(told))
    return world


def leader(w: World) -> int:
    """Row of a large American firm."""
    return int(np.where(of(w, "USA"), w.firm_size, -1).argmax())


def test_k1_limit_without_a_margin_none_is_spent_on_safety(w: World, p: Parameters) -> None:
    assert not safety_of_leader(w, p, 0).firm_safety.any()


def test_k1_direction_a_longer_margin_buys_safety_and_lowers_hazard(w: World, p: Parameters) -> None:
    worlds = [safety_of_leader(w, p, ahead) for ahead in (0, 0.1, 0.2)]
    safety = [float(world.firm_safety[leader(w)]) for world in worlds]
    assert safety[0] < safety[1] < safety[2]
    risk = [float(hazard(world, p)[at(w, "USA")]) for world in worlds]
    assert risk[0] > risk[1] > risk[2]


def test_k1_size_safety_is_the_lead_over_enmity(w: World, p: Parameters) -> None:
    """min(1, lead / e), at the weight of capability (Armstrong, Bostrom and Shulman 2016)."""
    for ahead, expected in ((0.1, 0.05 / p.enmity_base), (3, 1)):
        world = safety_of_leader(w, p, ahead)
        assert world.firm_safety[leader(w)] == pytest.approx(expected)


def test_k1_size_under_private_information_enmity_and_rivals_cut_it(w: World, p: Parameters) -> None:
    """x / (1 + (n - 1) e) at the frontier, x the weight of capability, n those within reach of it."""
    own, cut = w.firm_base == np.arange(w.f), []
    assert own[leader(w)]
    far = own & (np.cumsum(own) % 2 == 0) & (np.arange(w.f) != leader(w))
    for out in (np.zeros(w.f, dtype=bool), far):
        others = np.where(out, 6 - 1.1 * p.race_reach, 6 - 0.9 * p.race_reach)
        world = safety_of_leader(w, p, 0, "private", others)
        rivals = int((own & ~out).sum())
        assert world.firm_safety[leader(w)] == pytest.approx(0.5 / (1 + (rivals - 1) * p.enmity_base))
        cut.append(rivals)
    assert 2 < cut[1] < cut[0], "who is out of reach is no rival"


def test_k1_direction_under_private_information_a_margin_out_of_rivals_reach_buys_safety(
    w: World, p: Parameters
) -> None:
    """It shrinks the race to two teams: x / (1 + e); a margin within their reach buys nothing."""
    margins = (0, p.race_reach / 2, p.race_reach * 1.1)
    level, near, clear = (
        safety_of_leader(w, p, ahead, "private").firm_safety[leader(w)] for ahead in margins
    )
    assert level == near < clear
    assert clear == pytest.approx(0.5 / (1 + p.enmity_base))


def test_k2_limit_who_has_what_the_leader_has_is_no_year_behind(w: World) -> None:
    world = twin(w)
    world.capability_record[-1][at(w, "CHN")] = world.capability_record[-1][at(w, "USA")]
    assert us_cn_lag_years(world) == 0


def test_k2_direction_a_control_lengthens_the_time_until_its_target_has_what_the_leader_has(
    stage: Stage,
) -> None:
    text = event("chips", "USA", "CHN") + event("cloud", "USA", "CHN")
    free, ruled = (
        stage.run(8, hold, scenario, smuggling_share=0) for scenario in (None, stage.scenario("years", text))
    )
    assert us_cn_lag_years(ruled) > us_cn_lag_years(free) + 0.05


def test_k2_size_years_bought_are_the_gap_over_the_pace_of_the_leader() -> None:
    """A leader that gains 1.2 OOM a year had 0.3 OOM less a quarter of a year ago."""
    record = [5 + 0.3 * quarter for quarter in range(9)]
    for gap, years in ((0.3, 0.25), (1.2, 1), (0.6, 0.5)):
        assert lag_years(record, record[-1] - gap) == pytest.approx(years)


def test_k2_size_a_tenth_of_the_chips_is_an_order_of_magnitude(w: World, p: Parameters) -> None:
    """One OOM in reach, which at the leader's pace is 1 / pace years."""
    reached = []
    for part in (1, 0.1):
        world = twin(w, firm_capability=0, firm_is_open=0, firm_opened=0, rented=0, leased=0)
        for chips in (world.owned, world.inference):
            chips[:, at(w, "CHN")] *= part
        train(world, p, Streams(1))
        reached.append(float(world.capability[at(w, "CHN")]))
    assert reached[0] - reached[1] == pytest.approx(1)
