"""Each of the twelve processes has an effect, a limit case that comes out exactly, and a direction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sovereigns.model.phases.move import place_utility
from sovereigns.model.phases.observe import observe
from sovereigns.model.relations.output import yields
from sovereigns.model.relations.war import war_chances
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import COVERT, DOMESTIC, LEADING, LEGACY, World
from tests.worlds import few_nations

NATIONS = ("USA", "CHN", "FRA", "IND", "NLD", "JPN", "KEN")
Play = Callable[..., World]


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    """A small world after some quarters, each set of arguments played once."""
    nations = few_nations(tmp_path_factory.mktemp("few"), *NATIONS)
    played: dict[tuple[object, ...], World] = {}

    def run(
        scenario: str = "diffusion-rule-2025", quarters: int = 8, hedges: str = "", **settings: object
    ) -> World:
        key = (scenario, quarters, hedges, *sorted(settings.items()))
        if key not in played:
            fixed = {hedges: "hedge"} if hedges else {}
            world = Simulation(
                scenario, 2, nations=nations, firms=60, researchers=300, strategies=fixed, set=settings
            )
            played[key] = world.run(quarters).world
        return played[key]

    return run


def of(w: World, column: str, iso3: str) -> float:
    return float(getattr(w, column)[..., w.iso3.index(iso3)].sum())


def test_1_observe_without_noise_beliefs_are_true_and_with_it_they_are_not(tmp_path: Path) -> None:
    nations = few_nations(tmp_path, *NATIONS)
    errors = []
    for noise in (0.0, 0.5):
        s = Simulation(seed=1, nations=nations, firms=60, researchers=60, set={"belief_noise": noise})
        seen = observe(s.world, s.parameters, s.draw).capability
        errors.append(np.abs(seen - s.world.capability).max())
        assert np.allclose(np.diagonal(seen), s.world.capability)
    assert errors[0] == 0 < errors[1] < 0.5


def test_2_narrate_a_shut_channel_says_nothing_and_an_open_one_raises_threat(play: Play) -> None:
    silent, loud = play(narrative_channel=0), play(narrative_gain=1.5, receptivity_start=0.9)
    assert (silent.narrative == 0).all()
    assert loud.narrative.max() > 0
    usa, chn = loud.iso3.index("USA"), loud.iso3.index("CHN")
    assert loud.threat[usa, chn] > silent.threat[usa, chn] + 0.02


def test_2_narrate_without_any_cause_there_is_no_threat(play: Play) -> None:
    causes = dict.fromkeys(("threat_base", "threat_gain", "threat_control", "threat_loss"), 0)
    assert (play(**causes).threat == 0).all()


def test_3_decide_threat_turns_cooperation_into_competition(play: Play) -> None:
    calm = play("no-controls", learning="off", threat_base=0, threat_gain=0, threat_control=0, threat_loss=0)
    tense = play("zero-sum-spiral", learning="off")
    usa, chn = calm.iso3.index("USA"), calm.iso3.index("CHN")
    assert calm.cooperation[usa, chn] > 0.9
    assert tense.cooperation[usa, chn] < 0.1


def test_3_decide_safe_practice_wins_where_unsafe_play_is_always_found_and_ruinous(play: Play) -> None:
    start = play(quarters=1, unsafe_start=0.5).firm_unsafe.mean()
    ruinous = play(quarters=12, unsafe_start=0.5, race_disaster=1, found_out=1, imitation_rate=1)
    paying = play(quarters=12, unsafe_start=0.5, race_disaster=0, race_speed=3, imitation_rate=1)
    assert ruinous.firm_unsafe.mean() < start < paying.firm_unsafe.mean()


def test_4_regulate_where_nothing_is_ruled_nothing_is_denied_and_nobody_pays(play: Play) -> None:
    w = play("no-controls")
    assert (w.control == 0).all()
    assert (w.legal_value == 1).all()
    assert (w.compliance == 0).all()
    assert play("full-decoupling", 12).compliance.sum() > 0


def test_4_regulate_tighter_rules_deny_more(play: Play) -> None:
    free, ruled = play("no-controls"), play("diffusion-rule-2025")
    assert of(ruled, "legal_train", "CHN") < 0.6 < of(free, "legal_train", "CHN")
    assert of(ruled, "legal_train", "FRA") == pytest.approx(1, abs=0.05)


def test_5_trade_controls_cost_the_target_compute_and_smuggling_returns_some(play: Play) -> None:
    free, ruled = play("no-controls"), play("diffusion-rule-2025")
    assert of(ruled, "owned", "CHN") < 0.7 * of(free, "owned", "CHN")
    shut, sealed = play("full-decoupling", 12), play("full-decoupling", 12, smuggling_share=0)
    assert sealed.owned[COVERT].sum() == 0 < shut.owned[COVERT].sum()


def test_5_trade_self_reliance_grows_under_controls(play: Play) -> None:
    free, ruled = play("no-controls"), play("diffusion-rule-2025")
    assert of(ruled, "rally", "CHN") > of(free, "rally", "CHN") == 0
    assert of(ruled, "fab_capacity", "CHN") > of(free, "fab_capacity", "CHN")
    chn = ruled.iso3.index("CHN")
    assert (
        ruled.owned[DOMESTIC, chn] / ruled.owned[:, chn].sum()
        > free.owned[DOMESTIC, chn] / free.owned[:, chn].sum()
    )


def test_5_trade_chips_age_into_legacy(play: Play) -> None:
    short, long = play(life_frontier=4), play(life_frontier=16)
    share = [w.owned[LEGACY].sum() / (w.owned[LEGACY].sum() + w.owned[LEADING].sum()) for w in (short, long)]
    assert share[0] > 1.2 * share[1]


def test_6_move_nobody_moves_who_is_never_asked_and_shut_doors_repel(play: Play) -> None:
    still = play(move_rate=0, career_hazard=0)
    first = play(quarters=1, move_rate=0, career_hazard=0)
    assert (still.residence == first.residence).all()
    w = play("no-controls")
    chn, usa = w.iso3.index("CHN"), w.iso3.index("USA")
    here, origin = np.array([chn]), np.array([chn])
    p = Simulation(firms=0, researchers=0).parameters
    barred = play("full-decoupling", 12)
    chill = [
        place_utility(world, p, here, origin, p.move_cost)[0, usa]
        - place_utility(world, p, here, origin, p.move_cost)[0, chn]
        for world in (w, barred)
    ]
    assert chill[1] < chill[0] - 0.1


def test_7_research_without_pace_nothing_grows_and_scarce_compute_turns_to_efficiency(play: Play) -> None:
    idle = {"efficiency_pace": 0, "know_how_pace": 0, "return_flow": 0}
    idle |= dict.fromkeys(
        ("spread_publication", "spread_imitation", "spread_distillation", "spread_theft"), 0
    )
    idle |= {"spread_open_weights": 0, "spread_movers": 0, "cern_sharing": 0}
    w = play(**idle)
    assert w.firm_efficiency.max() == pytest.approx(1)
    rich, poor = (play(ces_elasticity=0.5, research_unit=unit) for unit in (1e4, 1e6))
    works = (rich.firm_size > 0) & (rich.firm_split > 0)
    assert poor.firm_split[works].mean() > rich.firm_split[works].mean() + 0.05


def test_8_train_more_compute_a_larger_run(play: Play) -> None:
    small, large = (play(run_share=share, run_share_2025=share) for share in (0.05, 0.25))
    assert large.training_flop.max() > 2 * small.training_flop.max()


def test_8_train_nothing_open_nothing_adapted(tmp_path: Path) -> None:
    """Weights once open stay so: where none are at the start, opened or stolen, none are used."""
    shut = dict.fromkeys(("close_of_lead", "close_of_threat", "close_of_rules"), 1)
    told = shut | {"release_noise": 0, "practice_review": 0, "weight_theft": 0}
    adapted = []
    for keeps in (0, 1):
        nations = few_nations(tmp_path, *NATIONS)
        s = Simulation("diffusion-rule-2025", 2, nations=nations, firms=60, researchers=300, set=told)
        s.world.firm_opened *= keeps
        s.world.firm_is_open &= keeps > 0
        s.world.firm_base[:], s.world.programme_base[:] = np.arange(s.world.f), -1
        w = s.run(4).world
        assert w.released > 0 and (w.released_open > 0) == bool(keeps)
        adapted.append((w.firm_base != np.arange(w.f)).sum() + (w.programme_base >= 0).sum())
    assert adapted[0] == 0 < adapted[1]


def test_9_adopt_closed_data_turn_people_to_models_of_their_own(play: Play) -> None:
    opened, closed = play("no-controls"), play("sovereign-193")
    assert closed.programme_usage.sum() > opened.programme_usage.sum() + 0.5


def test_9_adopt_everybody_uses_at_most_one(play: Play) -> None:
    w = play()
    used = w.usage.sum(axis=1) + w.programme_usage + w.common_usage.sum(axis=1)
    assert (used <= 1 + 1e-9).all()
    assert used.min() > 0.9


def test_10_incidents_no_hazard_no_harm_and_standards_lower_it(play: Play) -> None:
    none = play(hazard_base=0, conflict_base=0)
    assert (none.incidents == 0).all()
    assert (none.expected_loss == 0).all()
    lax, strict = (play(standard_start=standard, conflict_base=0) for standard in (0, 1))
    assert strict.expected_loss.sum() < 0.9 * lax.expected_loss.sum()


def test_10_incidents_allies_and_those_at_ease_do_not_fight(play: Play) -> None:
    s = Simulation(firms=0, researchers=0)
    w = play()
    assert (np.diagonal(war_chances(w, s.parameters)) == 0).all()
    assert (
        play("no-controls", threat_base=0, threat_gain=0, threat_control=0, threat_loss=0).conflict_risk.max()
        == 0
    )


@pytest.mark.parametrize("detection", [0.0, 1.0])
def test_11_govern_covert_programmes_are_found_only_by_inspection(play: Play, detection: float) -> None:
    """All take part in a laboratory that is worth much, and one that competes with others in it cheats."""
    easy = {"cern_fear": 0, "power_share": 1, "cern_benefit": 1, "talks_failure": 0, "initiative": 1}
    w = play("diffusion-rule-2025", 24, hedges="USA", detection=detection, inspection=1, cern_due=0.1, **easy)
    assert (w.sanctioned.max() > 0) == (detection > 0)


def test_11_govern_a_body_that_is_not_offered_has_no_members(play: Play) -> None:
    off = dict.fromkeys(("cern_offer", "coalition_offer", "monitoring_offer", "treaty_offer"), 0.0)
    keen = {"initiative": 1, "talks_failure": 0, "outsider_sanction": 0.03}
    assert not play("no-controls", 12, **keen, **off).member.any()
    assert play("no-controls", 12, **keen).member.any()


def test_12_account_ai_adds_output_and_loss_takes_it(play: Play) -> None:
    plain, gaining = play(growth_of_ai=0), play(growth_of_ai=0.03)
    assert gaining.gdp.sum() > 1.01 * plain.gdp.sum()
    assert play(severity=0.05).gdp.sum() < play(severity=0.0002).gdp.sum()


def test_12_account_returns_diminish_only_in_their_variant() -> None:
    s = Simulation(firms=0, researchers=0)
    w, p, standing = s.world, s.parameters, np.array([1.0, 10.0])
    w.standing, w.ai_use, w.false_alarms = standing, np.ones(2), np.zeros(2)
    assert (yields(w, p) == standing).all()
    less = yields(w, p.replace({"growth_returns": "diminishing"}))
    assert (less < standing).all() and less[1] / less[0] < 10
