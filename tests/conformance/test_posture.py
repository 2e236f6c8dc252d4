"""What posture means lever by lever, whoever takes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovereigns.agents.contract import LAYER, LAYERS, Briefing, Order
from sovereigns.agents.fears import FEARS
from sovereigns.agents.grounds import DOORS, FRONTIER, GROUNDS, SUPPLY, Ground
from tests.conformance.briefings import RESPONSES, random_briefing
from tests.worlds import act

N = 6
OTHERS = ~np.eye(N, dtype=bool)
seeds = st.integers(0, 10**6)


def world(seed: int = 0, **changes: Any) -> Briefing:
    """Six nations without blocs, and two bodies; a number fills the whole array of its field.

    Unless told, each holds all of every supply, needs all of it, buys nothing, lifts nothing, lists nobody.
    """
    plain = random_briefing(seed, N, N, 2, bloc=np.full(N, -1), agenda=np.ones((N, len(LAYERS)), dtype=bool))
    changes = {"supply": 1.0, "need": 1.0, "demand": 0.0, "lifted": 0.0, "dated": 0.0} | changes
    filled = {
        name: np.full_like(getattr(plain, name), value) if isinstance(value, float | bool) else value
        for name, value in changes.items()
    }
    return replace(plain, **filled)


EAGER = 1 / (1 + RESPONSES.control_effort)
"""Who holds all against who lacks all and buys nothing."""


def posture(briefing: Briefing, share: float, **how: Any) -> Order:
    return act(briefing, np.full((N, N), share), "for a test", **how)


@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_who_cooperates_with_all_uses_no_lever_against_anyone(seed: int) -> None:
    order = posture(world(seed), 1)
    for name in ("control", "spy", "retaliate", "cheat"):
        assert not getattr(order, name).any(), name


@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_competing_without_threat_or_controls_received_controls_nothing(seed: int) -> None:
    order = posture(world(seed, threat=0.0, received=0.0), 0)
    assert not order.control.any()
    assert not order.retaliate.any()


@given(seed=seeds, share=st.floats(0, 1))
@settings(max_examples=25, deadline=None)
def test_more_competition_never_lowers_a_lever_against_others(seed: int, share: float) -> None:
    briefing = world(seed)
    less, more = posture(briefing, share), posture(briefing, 0)
    for name in ("control", "spy", "retaliate"):
        assert (getattr(more, name) >= getattr(less, name)).all(), name
    for name in ("visa", "joint"):
        assert (getattr(more, name) <= getattr(less, name)).all(), name


def test_half_a_competitor_uses_half_the_levers() -> None:
    briefing = world(threat=0.2, received=0.6)
    half, whole = posture(briefing, 0.5), posture(briefing, 0)
    np.testing.assert_allclose(half.retaliate, whole.retaliate / 2)
    np.testing.assert_allclose(half.spy, whole.spy / 2)
    doors = LAYER["talent"]
    np.testing.assert_allclose(half.control[:, doors], whole.control[:, doors] / 2)


def test_controls_are_answered_by_controls_without_any_threat() -> None:
    received = np.zeros((N, N))
    received[0, 1] = 0.4
    control = posture(world(threat=0.0, received=received), 0).control[:, LAYER["entity_licence"]]
    assert control[0, 1] == pytest.approx(RESPONSES.control_slope * 0.4 * EAGER)
    assert control.sum() == control[0, 1]


@given(seed=seeds, step=st.floats(0, 0.5))
@settings(max_examples=25, deadline=None)
def test_more_threat_never_lowers_controls_toward_a_competitor(seed: int, step: float) -> None:
    briefing = world(seed)
    more = replace(briefing, threat=np.minimum(briefing.threat + step, 0.95))
    assert (posture(more, 0).control >= posture(briefing, 0).control).all()


def test_every_layer_but_materials_has_its_place() -> None:
    assert sorted((*FRONTIER, *SUPPLY, *DOORS)) == sorted(set(range(len(LAYERS))) - {LAYER["materials"]})
    assert not posture(world(), 0).control[:, LAYER["materials"]].any(), (
        "materials are withheld by `retaliate`"
    )


def test_only_who_is_near_or_ahead_in_ai_withholds_the_frontier() -> None:
    capability = np.tile([6.0, 6.0, 5.0, 4.0, 3.0, 1.0], (N, 1))
    control = posture(world(capability=capability, threat=0.4, received=0.0), 0).control
    chips = control[:, LAYER["chips"], 0]
    assert chips[1] == pytest.approx(RESPONSES.control_slope * 0.4 * EAGER), "as capable: all of it"
    assert chips[2] == pytest.approx(chips[1] * (1 - 1 / RESPONSES.withhold_reach)), "behind: in part"
    assert (chips[3:] == 0).all(), "out of reach: none"
    assert (control[1:, LAYER["equipment"], 0] == chips[1]).all(), "the lagging make equipment too"


def test_doors_are_shut_less_eagerly_than_goods() -> None:
    control = posture(world(threat=0.4, received=0.0), 0).control
    talent, licence = control[:, LAYER["talent"]][OTHERS], control[:, LAYER["entity_licence"]][OTHERS]
    assert (talent < licence).all()


def of_layer(briefing: Briefing, layer: str) -> np.ndarray:
    return posture(briefing, 0).control[:, LAYER[layer]]


@pytest.mark.parametrize("ground", [ground for ground in GROUNDS if ground.market])
def test_a_layer_is_shut_by_who_holds_it_against_who_needs_it(ground: Ground) -> None:
    """Nothing is withheld that one does not have or the other does not need; the good customer less."""
    row = LAYER[ground.layer]
    held, need, bought = np.zeros((len(LAYERS), N)), np.zeros((len(LAYERS), N)), np.zeros(N)
    held[row, :2], need[row, 1:5], bought[4] = (0.6, 0.2), (0.5, 0.5, 1, 1), 0.5
    told = world(threat=0.3, received=0.0, supply=held, need=need, demand=bought, capability=5.0)
    wish = 0.3 * (RESPONSES.door_slope if ground.door else RESPONSES.control_slope)
    shut, effort = of_layer(told, ground.layer), RESPONSES.control_effort
    assert shut[0, 2] == pytest.approx(wish * 0.3 / (0.3 + effort))
    assert shut[1, 3] == pytest.approx(wish * 0.2 / (0.2 + effort))
    assert shut[0, 4] == pytest.approx(wish * 0.6 / (0.6 + 0.5 + effort)) and shut[0, 4] < shut[0, 3]
    assert not shut[2:].any() and not shut[:, 5].any()
    others = [LAYER[g.layer] for g in GROUNDS if g.market and g is not ground]
    assert not posture(told, 0).control[:, others].any(), "each for itself"


@pytest.mark.parametrize("layer", [ground.layer for ground in GROUNDS])
def test_a_kind_of_control_that_is_not_on_the_agenda_is_not_ordered(layer: str) -> None:
    told = world(threat=0.9, received=0.0, capability=5.0)
    without = told.agenda.copy()
    without[1, LAYER[layer]] = False
    ordered, less = (posture(replace(told, agenda=agenda), 0).control for agenda in (told.agenda, without))
    expected = ordered.copy()
    expected[1, LAYER[layer]] = 0
    assert ordered[1, LAYER[layer]].any() and (less == expected).all()


def test_guardrails_hang_on_subsidies_that_are_paid() -> None:
    told = world(threat=0.4, received=0.0)
    paid = np.linspace(0, 1, N)
    levers = told.levers | {"subsidy": paid}
    shut = of_layer(replace(told, levers=levers), "subsidy")
    wish = RESPONSES.door_slope * 0.4
    np.testing.assert_allclose(shut, np.where(OTHERS, wish * paid[:, None], 0), atol=1e-12)


def test_the_lagging_have_no_reason_to_keep_people_out() -> None:
    capability = np.tile([6.0, 6.0, 5.0, 4.0, 3.0, 1.0], (N, 1))
    told = world(capability=capability, threat=0.4, received=0.0)
    people, civilian = of_layer(told, "talent"), of_layer(told, "civilian_research")
    assert people[0, 1] == civilian[0, 1] > people[2, 0] > people[3, 0] == 0 < civilian[3, 0]


def test_within_a_bloc_no_trade_lever_is_used() -> None:
    bloc = np.array([0, 0, 0, 1, -1, -1])
    order = posture(world(bloc=bloc, threat=0.9, received=0.9), 0)
    same = (bloc[:, None] == bloc) & (bloc >= 0) | ~OTHERS
    against = order.control.max(axis=1) + order.retaliate
    assert (against[same] == 0).all()
    assert (against[~same] > 0).all()


def test_spying_aims_at_competitors_that_lead_and_needs_an_able_state() -> None:
    capability = np.tile([6.0, 5.0, 5.0, 5.0, 5.0, 4.0], (N, 1))
    able = np.array([1.0, 1.0, 0.5, 0.0, 1.0, 1.0])
    spy = posture(world(capability=capability, state_capacity=able), 0).spy
    assert (spy[0] == 0).all(), "the leader has nobody to spy on"
    assert spy[1, 0] > 0
    assert spy[1, 2:].max() == 0
    assert spy[2, 0] == pytest.approx(spy[1, 0] / 2)
    assert spy[3, 0] == 0
    assert spy[5, 0] == pytest.approx(2 * spy[5, 1])


def test_materials_are_withheld_once_controls_received_exceed_the_threshold() -> None:
    at, above, full = (
        posture(world(received=level), 0).retaliate[OTHERS]
        for level in (RESPONSES.retaliation_threshold, 0.5, 1.0)
    )
    assert (at == 0).all()
    assert (above > 0).all()
    assert (full == 1).all()


def listed(share: float, bought: float, **told: Any) -> np.ndarray:
    """(n,) memory that nation 0 asks for: it fears 1; its law lists 1 and 2 on one level, 3 on another.

    Of what 1 and 2 buy together 1 buys a part.
    """
    threat, dated = np.zeros((N, N)), np.zeros((N, len(LAYERS), N))
    threat[0, 1] = 0.6
    dated[0, LAYER["memory"], 1:4] = 0.3, 0.3, 0.1
    demand = np.array([0.0, bought, 1 - bought, 0.0, 0.0, 0.0])
    briefing = world(threat=threat, received=0.0, dated=dated, demand=demand, **told)
    weights = replace(RESPONSES, list_share=share, market_weight=0.0)
    return posture(replace(briefing, responses=weights), 0).control[0, LAYER["memory"]]


def test_whom_a_rule_lists_is_held_near_those_who_buy_most_of_all_on_its_list() -> None:
    """As far as the share says; others are left alone, and at no share each goes by its own."""
    alone = listed(0, 0.8)
    assert alone[1] > 0.3 and not alone[2:].any()
    for share in (0.5, 1.0):
        for bought in (0.0, 1e-9, 0.01, 0.8, 1.0):
            asked = listed(share, bought)
            assert asked[2] == pytest.approx(share * bought * alone[1])
            assert asked[1] == alone[1] and not asked[3:].any()


def test_a_list_leaves_out_fellow_members_and_what_is_agreed_is_lifted_of_it() -> None:
    plain, lifted = listed(1, 0.8), np.zeros((N, N))
    assert listed(1, 0.8, bloc=np.array([0, -1, 0, -1, -1, -1]))[2] == 0
    lifted[0, 1] = 0.5
    agreed = listed(1, 0.8, lifted=lifted)
    assert agreed[1] == pytest.approx(plain[1] / 2) and agreed[2] == plain[2]


def test_a_partner_with_a_large_market_is_controlled_the_less_the_more_its_market_weighs() -> None:
    demand = np.array([0.0, 0.6, 0.0, 0.0, 0.0])

    def level(weight: float, partner: int) -> float:
        told = replace(
            world(threat=0.4, received=0.0, demand=demand),
            responses=replace(RESPONSES, market_weight=weight),
        )
        return float(posture(told, 0).control[0, LAYER["memory"], partner])

    assert level(0, 1) == level(0, 2), "a market that does not weigh is none"
    assert level(0, 1) > level(0.5, 1) > level(1, 1) > 0
    assert level(1, 2) == level(0, 2)


@given(seed=seeds, part=st.floats(0, 1))
@settings(max_examples=25, deadline=None)
def test_what_a_nation_has_agreed_to_lift_is_left_away_from_what_it_would_order(
    seed: int, part: float
) -> None:
    plain, agreed = (posture(world(seed, lifted=lifted), 0) for lifted in (0.0, part))
    for name in ("control", "retaliate"):
        np.testing.assert_allclose(getattr(agreed, name), (1 - part) * getattr(plain, name))
    np.testing.assert_array_equal(agreed.spy, plain.spy)


@given(seed=seeds, step=st.floats(0, 1))
@settings(max_examples=25, deadline=None)
def test_controls_received_rally_self_reliance(seed: int, step: float) -> None:
    briefing = world(seed)
    pressed = replace(briefing, received=np.minimum(briefing.received + step, 1))
    assert (posture(pressed, 1).subsidy >= posture(briefing, 1).subsidy).all()


@pytest.mark.parametrize(
    ("lever", "cause", "sign"),
    [
        ("subsidy", "self_reliance_gain", 1),
        ("sovereign", "sovereign_gain", 1),
        ("sovereign", "cultural_misfit", 1),
        ("regulation", "narrative", -1),
        ("regulation", "expected_loss", 1),
        ("safety_standard", "narrative", -1),
        ("safety_standard", "expected_loss", 1),
    ],
)
def test_own_levers_follow_their_causes(lever: str, cause: str, sign: int) -> None:
    calm = world(received=0.0, narrative=0.0, expected_loss=0.0, self_reliance_gain=0.0, sovereign_gain=0.0)
    raised = replace(calm, **{cause: getattr(calm, cause) + 0.01})
    change = getattr(posture(raised, 0.5), lever) - getattr(posture(calm, 0.5), lever)
    assert (sign * change > 0).all()


def test_without_voices_and_harm_ai_rules_stay_as_they_are() -> None:
    briefing = world(narrative=0.0, expected_loss=0.0)
    order = posture(briefing, 0.5)
    np.testing.assert_array_equal(order.regulation, briefing.levers["regulation"])
    np.testing.assert_array_equal(order.safety_standard, briefing.levers["safety_standard"])


def test_data_close_under_alarm_or_the_will_to_stand_alone_and_open_when_voices_calm() -> None:
    briefing = world(narrative=0.0, threat=0.0, received=0.0)
    now = briefing.levers["localisation"]
    np.testing.assert_array_equal(posture(briefing, 0).localisation, now)
    alone = posture(briefing, 1, sovereignty=1).localisation
    np.testing.assert_array_equal(alone, np.maximum(now, RESPONSES.localisation_slope))
    assert (posture(replace(briefing, threat=np.full((N, N), 0.9)), 0).localisation >= 0.9 / 2).all()
    assert (posture(replace(briefing, narrative=np.full(N, -0.5)), 0).localisation < now).all()


def test_who_trails_backs_open_weights_and_who_leads_does_not() -> None:
    capability = np.tile([6.0, 6.0, 5.0, 4.0, 3.0, 0.0], (N, 1))
    backing = posture(world(capability=capability), 1).open_weights
    np.testing.assert_allclose(backing, np.minimum(RESPONSES.open_slope * (6 - capability[0]), 1))


def test_doors_open_to_the_trusted_by_their_weight_in_the_world() -> None:
    """Visas by the size of their economies, joint work by the talent that they bring."""
    gdp = np.array([1.0, 3.0, 1.0, 0.0, 0.0, 0.0])
    supply = np.tile([0.2, 0.2, 0.6, 0, 0, 0], (len(LAYERS), 1))
    briefing = world(gdp=gdp, trust=0.5, supply=supply)
    cooperate = np.ones((N, N))
    assert act(briefing, cooperate, "").visa == pytest.approx(0.5)
    cooperate[:, 1] = 0
    order = act(briefing, cooperate, "")
    assert order.visa[0] == pytest.approx(0.5 * 1 / 4)
    assert order.joint[0] == pytest.approx(0.5 * 0.6 / 0.8)
    assert order.visa[1] == pytest.approx(0.5)


BODY = {
    "membership": np.array([[False, True, True, False, False, False], [False] * N]),
    "member": np.array([[False, False], [True, False], [True, False], *[[False, False]] * 3]),
    "eligible": True,
}


def test_nations_join_what_pays_and_leave_where_rivals_prevail() -> None:
    for gain, join in ((0.5, 1), (0.0, 1), (-0.5, 0)):
        order = posture(world(**BODY, inside_gain=gain), 1)
        np.testing.assert_array_equal(order.join[:, 0], [join, 0, 0, join, join, join])
        assert not order.leave.any()
    order = posture(world(**BODY, inside_gain=0.5), 0)
    np.testing.assert_array_equal(order.leave[:, 0], [0, 1, 1, 0, 0, 0])
    assert not order.join.any()


def test_nobody_signs_what_is_not_on_the_table() -> None:
    for tabled in (False, True):
        order = posture(world(**BODY, inside_gain=0.5, tabled=np.array([[False] * N, [tabled] * N])), 1)
        assert (order.join[:, 1] == tabled).all()


def test_nobody_asks_where_it_is_not_admitted() -> None:
    assert not posture(world(**(BODY | {"eligible": False}), inside_gain=1.0), 1).join.any()


def test_nobody_joins_its_rivals() -> None:
    cooperate = np.ones((N, N))
    cooperate[0, 1:3] = 0
    cooperate[3, 1] = 0
    cooperate[4, 3:] = 0
    join = act(world(**BODY, inside_gain=1.0), cooperate, "").join[:, 0]
    np.testing.assert_array_equal(join, [0, 0, 0, 1, 1, 1])


def test_a_body_that_is_not_there_is_proposed_the_likelier_the_larger_the_economy() -> None:
    briefing = world(**BODY, inside_gain=1.0)
    propose = posture(briefing, 1).propose
    share = briefing.gdp / briefing.gdp.sum()
    np.testing.assert_allclose(propose[:, 1], briefing.responses.initiative * share)
    assert not propose[:, 0].any(), "it stands already"
    tabled = world(**BODY, inside_gain=1.0, tabled=np.array([[False] * N, [True] * N]))
    assert not posture(tabled, 1).propose.any(), "it is talked about already"
    assert not posture(world(**BODY, inside_gain=-1.0), 1).propose.any()
    assert not posture(world(**BODY, inside_gain=1.0), 0).propose.any()


def test_members_cheat_only_on_rivals_and_only_where_it_pays() -> None:
    briefing = world(**BODY, cheat_gain=1.0)
    cheat = posture(briefing, 0).cheat
    np.testing.assert_array_equal(cheat[:, 0], [0, 1, 1, 0, 0, 0])
    assert not cheat[:, 1].any()
    assert not posture(replace(briefing, cheat_gain=np.zeros((N, 2))), 0).cheat.any()


def test_the_reason_names_the_main_competitor_and_the_lever_that_moves_most() -> None:
    threat, received, cooperate = np.zeros((N, N)), np.zeros((N, N)), np.ones((N, N))
    threat[0, 3:5], received[0, 2], cooperate[0, 3:] = (0.62, 0.3), 0.41, 0
    still = ("trust", "narrative", "expected_loss", "sovereign_gain", "cultural_misfit", "self_reliance_gain")
    levers = {name: np.zeros(N) for name in world().levers}
    rivalry_and_border = np.full((N, N), FEARS.index("rivalry") * len(FEARS) + FEARS.index("border"))
    told = world(
        capability=5.0,
        threat=threat,
        received=received,
        levers=levers,
        fear=rivalry_and_border,
        **dict.fromkeys(still, 0.0),
    )
    assert act(told, cooperate, "that one cooperated {how}, {:.0%}", np.full((N, N), 0.25)).reason[:2] == (
        "competes with N003: that one cooperated little, 25%; fears it most: rivalry and border; "
        "more data localisation: shuts its data in for fear of N003",
        "works with all; own levers held",
    )
    assert (
        posture(told, 1).reason[0]
        == "works with all; more chip subsidy: as much as the controls of N002 rally it to"
    )
    strict = replace(told, levers=levers | {"regulation": np.ones(N)}, narrative=np.full(N, 0.9))
    assert (
        posture(strict, 1).reason[0]
        == "works with all; less domestic AI regulation: voices that want to win undo it"
    )
