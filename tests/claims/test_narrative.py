"""C8, C9: what voices and the military frame add to the facts, and what they close."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.agents.registry import strategies
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.account import account
from sovereigns.model.phases.happen import happen
from sovereigns.model.phases.narrate import narrate
from sovereigns.model.phases.observe import observe
from sovereigns.model.relations.threat import felt, threat_odds
from sovereigns.model.relations.ties import civilian_work
from sovereigns.model.relations.welfare import measure_welfare
from sovereigns.model.scenario import Intervention
from sovereigns.model.streams import Streams
from sovereigns.model.world import HYPERSCALER, LAB, World
from tests.worlds import Stage, at, causes, of, twin, under

DRAW = Streams(1)


def heard(w: World, p: Parameters, voice: float, **told: object) -> World:
    """The world after a quarter in which every firm says the same, loudly, and no voice changes."""
    world = twin(w, firm_voice=voice, firm_stance=voice)
    loud = {"voice_speed": 0, "lobby_share": 0.05, "threat_speed": 1, "social_weight": 0}
    narrate(world, p.replace(loud | told), DRAW)
    return world


def test_c8_limit_through_a_shut_channel_nobody_is_heard(w: World, p: Parameters) -> None:
    win, calm = (heard(w, p, voice, narrative_channel=0) for voice in (1, -1))
    assert not win.narrative.any()
    np.testing.assert_array_equal(win.threat, calm.threat)


def test_c8_direction_voices_to_win_raise_threat_and_cooperative_ones_lower_it(
    w: World, p: Parameters
) -> None:
    calm, silent, win = (heard(w, p, voice) for voice in (-1, 0, 1))
    us, cn = at(w, "USA"), at(w, "CHN")
    assert calm.narrative[us] < silent.narrative[us] == 0 < win.narrative[us]
    assert calm.threat[us, cn] < silent.threat[us, cn] < win.threat[us, cn]


def test_c8_size_voices_multiply_the_odds_of_those_they_name(w: World, p: Parameters) -> None:
    told = {"narrative_gain": 0.8, "threat_most": 0.999, "frame_threat": 0}
    world = heard(w, p, 1, **told)
    odds, _ = threat_odds(w, p.replace(told))
    louder = 1 + 0.8 * world.narrative[:, None] * world.named
    np.testing.assert_allclose(world.threat, felt(odds * louder, p.replace(told)))


def test_c8_size_where_all_say_the_same_the_silent_floor_is_what_opposes_them(
    w: World, p: Parameters
) -> None:
    """win / (floor + win): the ear times the logs of what was paid."""
    world = heard(w, p, 1, voice_floor=2)
    paid = np.log1p(world.firm_lobby / p.lobby_unit)
    win = w.receptivity * np.array([paid[w.firm_nation == row].sum() for row in range(w.n)])
    np.testing.assert_allclose(world.narrative, win / (2 + win))


def test_c8_direction_a_change_of_government_changes_whose_voice_carries(w: World, p: Parameters) -> None:
    """With as many for winning as for calm, the ear of the day decides."""
    us, narratives = at(w, "USA"), []
    for ear in (0.1, 0.5, 0.9):
        world = twin(w)
        event = Intervention(quarter=w.quarter, by=("USA",), action="government", value=ear)
        happen(world, p, DRAW, [event])
        world.firm_voice = np.where(np.arange(w.f) % 2, 1.0, -1.0)
        world.firm_stance = world.firm_voice.copy()
        narrate(world, p.replace({"voice_speed": 0}), DRAW)
        narratives.append(float(world.narrative[us]))
    assert narratives[0] < narratives[1] < narratives[2]
    assert narratives[0] < 0 < narratives[2]


def test_c8_a_dated_government_is_a_change_of_government_as_it_comes_and_as_it_goes(
    w: World, p: Parameters
) -> None:
    """It looks at strategies as any new one; whom the one after it hears is drawn as for any."""
    us, never = at(w, "USA"), p.replace({"turnover_noise": 0, "turnover_spread": 0, "turnover_of_gain": 0})
    for quarter, until, heard in ((w.quarter, None, 0.9), (w.quarter - 4, w.quarter, p.receptivity_start)):
        world = twin(w, receptivity=0.7)
        event = Intervention(quarter=quarter, by=("USA",), action="government", value=0.9, until=until)
        happen(world, never, DRAW, [event])
        assert np.flatnonzero(world.turned).tolist() == [us]
        assert world.receptivity[us] == pytest.approx(heard)
        assert [(e.process, e.kind, e.actor) for e in world.events] == [
            ("govern", "government" if until is None else "election", "USA")
        ]


def test_dated_law_is_told_once_and_strikes_nobody(w: World, p: Parameters) -> None:
    """`regulate` tells of it; only shocks and governments happen."""
    world = twin(w)
    law = Intervention(quarter=w.quarter, by=("USA",), on=("CHN",), layer="chips", action="impose", value=1.0)
    happen(world, p.replace({"turnover_noise": 0}), DRAW, [law])
    assert not world.events


def test_c8_direction_who_gains_from_threat_speaks_for_it_and_who_bears_rules_against(
    w: World, p: Parameters
) -> None:
    """Shielded and regulated laboratories speak for winning; firms under uncertain rules for calm."""
    quiet = twin(w, firm_voice=0, firm_stance=0, regulation=0, uncertainty=0)
    shielded = under(quiet, "chips", "USA", "CHN")
    regulated, burdened = twin(quiet, regulation=1), twin(quiet, uncertainty=1)
    for world in (quiet, shielded, regulated, burdened):
        narrate(world, p, DRAW)
    labs, clouds = of(w, "USA", LAB), of(w, "USA", HYPERSCALER)
    assert not quiet.firm_voice.any() and not quiet.firm_lobby.any()
    assert (shielded.firm_voice[labs] > 0).all() and not shielded.firm_voice[clouds].any()
    assert (regulated.firm_voice[labs] > 0).all()
    assert (burdened.firm_voice[clouds] < 0).all()
    assert shielded.firm_lobby[labs].sum() > 0, "voice is paid for"


def test_c8_direction_threat_talk_undoes_ai_rules_at_home(w: World, p: Parameters) -> None:
    rules = []
    for narrative in (-0.5, 0, 0.5):
        world = twin(w, narrative=narrative, regulation=0.5, expected_loss=0)
        briefing = observe(world, p, DRAW)
        order = strategies()["tit-for-tat"].decide(briefing, lambda _: np.zeros(w.n))
        rules.append(float(order.regulation[at(w, "USA")]))
    assert rules[0] > rules[1] == 0.5 > rules[2]
    assert rules[2] == pytest.approx(0.5 * (1 - p.race_slope * 0.5))


def test_c8_direction_narrative_alone_escalates(stage: Stage) -> None:
    """The same facts, with and without the channel: stance and controls are harder with it."""
    text = 'assumes = "Voices have the ear."\n' + "\n".join(
        ["[[events]]", 'quarter = "2025Q1"', 'by = "USA"', 'action = "government"', "value = 1.0", ""]
    )
    ear = stage.scenario("ear", text)
    silent, loud = (
        stage.run(6, None, ear, narrative_channel=channel, narrative_gain=1.5, lobby_share=0.05)
        for channel in (0, 1)
    )
    us = at(silent, "USA")
    assert loud.threat[us].sum() > silent.threat[us].sum()
    assert loud.control[us].sum() > silent.control[us].sum()


def framed(w: World, p: Parameters, frame: float, threat: float = 0.5) -> World:
    """The world after arming and work under a frame, at the same threat everywhere."""
    world = twin(w, threat=threat * (1 - np.eye(w.n)), arms=0, frame=frame)
    told = p.replace({"arms_speed": 1})
    world.civilian_work = civilian_work(world, told)
    account(world, told)
    return world


def test_c9_limit_where_nobody_is_feared_no_frame_arms_or_closes_anything(w: World, p: Parameters) -> None:
    world = framed(w, p, frame=1, threat=0)
    assert not world.arms.any()
    np.testing.assert_array_equal(world.civilian_work, 1)


def test_c9_limit_without_a_frame_only_rules_close_civilian_work(w: World, p: Parameters) -> None:
    np.testing.assert_array_equal(framed(w, p, frame=0, threat=0.9).civilian_work, 1)
    ruled = under(w, "civilian_research", "USA", "all")
    open_part = civilian_work(twin(ruled, frame=0), p)
    assert open_part[at(w, "USA")] == 0 < open_part[at(w, "CHN")] < 1


def test_c9_direction_the_stronger_the_frame_the_more_arms_and_the_less_civilian_work(
    w: World, p: Parameters
) -> None:
    worlds = [framed(w, p, frame) for frame in (0, 0.5, 1)]
    arms = [float(world.arms.sum()) for world in worlds]
    work = [float(world.civilian_work.mean()) for world in worlds]
    assert arms[0] < arms[1] < arms[2]
    assert work[0] > work[1] > work[2]


def test_c9_direction_the_frame_hardens_controls(stage: Stage) -> None:
    plain, framed_ = (stage.run(4, military_frame=frame) for frame in (0, 1))
    us, cn = at(plain, "USA"), at(plain, "CHN")
    assert framed_.threat[us, cn] > plain.threat[us, cn]
    assert framed_.control[us, :, cn].mean() > plain.control[us, :, cn].mean()


def test_c9_size_the_frame_multiplies_threat_from_ai_and_its_gains(w: World, p: Parameters) -> None:
    p = p.replace({"frame_threat": 0.6})
    us, cn = at(w, "USA"), at(w, "CHN")
    past = np.tile(w.capability, (len(w.capability_past), 1))
    past[0, cn] += 1
    plain, framed_ = (causes(twin(w, frame=frame, capability_past=past), p, us, cn) for frame in (0, 1))
    grown = {name: framed_[name] / plain[name] for name in plain if plain[name]}
    assert grown.pop("AI") == pytest.approx(1.6)
    assert grown.pop("gains in AI") == pytest.approx(1.6)
    assert set(grown.values()) == {1.0}


def test_c9_size_arms_and_civilian_work_at_full_frame(w: World, p: Parameters) -> None:
    """All that threat asks for is spent at a full frame, half without; civilian work loses spill x threat."""
    world, half = (framed(w, p, frame, threat=0.5) for frame in (1, 0))
    np.testing.assert_allclose(world.arms, p.arms_most * 0.5)
    np.testing.assert_allclose(half.arms, world.arms / 2)
    np.testing.assert_allclose(world.civilian_work, 1 - p.frame_spill * 0.5)


def armed(w: World, p: Parameters, reaction: float, quarters: int) -> np.ndarray:
    """(n,) arms after some quarters of a threat of one half between all, without a frame."""
    world = twin(w, threat=0.5 * (1 - np.eye(w.n)), arms=0, frame=0)
    for _ in range(quarters):
        account(world, p.replace({"arms_reaction": reaction, "arms_speed": 1}))
    return world.arms


def test_c9_direction_arms_answer_arms(w: World, p: Parameters) -> None:
    """A rival that arms makes who fears it arm; who fears nobody stays as it is."""
    us, cn = at(w, "USA"), at(w, "CHN")
    after = []
    for rival in (0.0, 1.0):
        world = twin(w, threat=0, arms=0)
        world.threat[us, cn] = 0.5
        world.arms[cn] = rival * p.arms_most
        account(world, p.replace({"arms_speed": 1}))
        after.append(world.arms)
    assert after[1][us] > after[0][us] > 0
    assert after[0][cn] == after[1][cn] == 0


def test_c9_size_a_race_settles_where_answer_and_grievance_balance(w: World, p: Parameters) -> None:
    """Richardson's fixed point g / (1 - k): grievance g and answer k a quarter of the most each."""
    np.testing.assert_allclose(armed(w, p, 0, 40), p.arms_most / 4)
    np.testing.assert_allclose(armed(w, p, 0.5, 60), p.arms_most * (1 / 4) / (1 - 1 / 4))


def test_c9_size_closed_civilian_work_costs_its_worth(w: World, p: Parameters) -> None:
    welfare = []
    for work in (1.0, 0.25):
        world = twin(w, civilian_work=work)
        measure_welfare(world, p.replace({"civilian_worth": 0.02}))
        welfare.append(world.welfare)
    np.testing.assert_allclose(welfare[0] - welfare[1], 0.02 * 0.75)
