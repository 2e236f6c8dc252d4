"""C12, C18, C20, K4: who joins and leaves, what a body covers, how cheats are found, what pooling yields."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sovereigns.agents.contract import LEVERS, Order
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.bargain import net_gain, perceived, promise, stakes
from sovereigns.model.institutions.cern_for_ai import CernForAI
from sovereigns.model.institutions.contract import TERMS, admits
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.metrics import coalition_coverage
from sovereigns.model.phases.adopt import adopt
from sovereigns.model.phases.govern import govern
from sovereigns.model.phases.observe import observe
from sovereigns.model.phases.trade import trade
from sovereigns.model.relations.choice import utilities
from sovereigns.model.relations.compute import pooled_claim, programme_claim
from sovereigns.model.relations.harm import accidents, exposure, foresee
from sovereigns.model.relations.use import used_by_base, without_bodies
from sovereigns.model.streams import Streams
from sovereigns.model.world import World
from tests.worlds import Levers, at, found, hazard, hold, twin

DRAW = Streams(1)
NAMES = [body.name for body in institutions()]
COALITION, CERN, NETWORK = (NAMES.index(n) for n in ("safety-coalition", "cern-for-ai", "monitoring-network"))
OFFERED = {"outsider_sanction": 1, "membership_cost": 0, "secretariat_cost": 0, "rival_price": 0}
"""A coalition that is worth joining to everybody: a duty shuts nearly all trade with outsiders."""


def governed(w: World, p: Parameters, edit: Callable[[Levers], None], **columns: object) -> World:
    """The world after a quarter of governance in which nations hold what they do, but for an edit.

    The coalition is under a text with a sanction on outsiders that no cheat is looked for.
    """
    world = twin(w, **columns)
    world.terms[:] = 0
    world.terms[COALITION] = [p.coalition_threshold, 0, 0, 0, p.outsider_sanction, 0]
    held = Order.hold(observe(world, p, DRAW))
    levers = {name: np.array(getattr(held, name), dtype=float) for name in LEVERS}
    edit(levers)
    govern(world, p, DRAW, Order(who=held.who, **levers))
    return world


def signed(but: tuple[int, ...] = ()) -> Callable[[Levers], None]:
    """All but some sign what is on the table, or enter."""

    def edit(levers: Levers) -> None:
        levers["join"][:] = 1
        levers["join"][list(but)] = 0

    return edit


def concluded(w: World, p: Parameters, but: tuple[int, ...] = (), **columns: object) -> World:
    """The world after the last quarter of talks on a coalition, which all but some sign."""
    world = twin(w, **columns)
    world.table[COALITION] = ~np.isin(np.arange(w.n), but) & ~world.law_excludes[COALITION]
    world.talked[COALITION] = p.talks_quarters
    return governed(world, p.replace({"talks_failure": 0}), signed(but))


def weights(w: World) -> np.ndarray:
    """(n,) shares of the world's effective compute."""
    effective = w.usable * w.efficiency
    return np.asarray(effective / effective.sum())


def test_c12_limit_where_exclusion_weighs_nothing_it_changes_no_will(w: World, p: Parameters) -> None:
    p = p.replace(OFFERED | {"exclusion_weight": 0})
    hurt = twin(w, exclusion=0.8)
    for row, body in enumerate(institutions()):
        np.testing.assert_array_equal(perceived(w, p, body, row), perceived(hurt, p, body, row))


def shut_out(w: World, iso3: str) -> np.ndarray:
    """(b, n) law that keeps one nation out of the coalition."""
    law = np.zeros((len(NAMES), w.n), dtype=bool)
    law[COALITION, at(w, iso3)] = True
    return law


def test_c12_direction_who_is_shut_out_of_one_body_leaves_another(w: World, p: Parameters) -> None:
    """China, outside the coalition by law, gives up a network that it would else stay in."""
    told = {"exclusion_weight": 1, "exclusion_memory": 1, "monitoring_fear": 0, "membership_cost": 1e-3}
    p = p.replace(OFFERED | told)
    inside = np.zeros((len(NAMES), w.n), dtype=bool)
    inside[[NETWORK, COALITION]] = True
    cn, kept = at(w, "CHN"), []
    for law in (np.zeros_like(inside), shut_out(w, "CHN")):
        world = governed(w, p, hold, member=inside & ~law, law_excludes=law)
        kept.append(bool(governed(world, p, hold).member[NETWORK, cn]))
    assert kept == [True, False]


def test_c12_direction_a_regime_without_a_power_covers_less_and_prevents_less(
    w: World, p: Parameters
) -> None:
    p = p.replace(OFFERED | {"coalition_threshold": 0.1})
    covered, risk = [], []
    for law in (twin(w).law_excludes, shut_out(w, "CHN")):
        world = concluded(w, p, law_excludes=law)
        covered.append(coalition_coverage(world))
        risk.append(float(hazard(world, p).sum()))
    assert covered[0] == pytest.approx(1) and covered[1] < 1
    assert risk[0] < risk[1]


def test_c12_size_exclusion_takes_its_weight_and_fades_by_its_memory(w: World, p: Parameters) -> None:
    p = p.replace(OFFERED)
    members = np.zeros((len(NAMES), w.n), dtype=bool)
    members[COALITION] = ~shut_out(w, "CHN")[COALITION]
    hurt = governed(w, p, hold, member=members, law_excludes=shut_out(w, "CHN"))
    cn = at(w, "CHN")
    assert hurt.exclusion[COALITION, cn] == 1
    body, terms = institutions()[COALITION], hurt.terms[COALITION]
    gain = [perceived(world, p, body, COALITION)[0][cn] for world in (twin(hurt, exclusion=0), hurt)]
    unhurt, _ = stakes(twin(hurt, exclusion=0), p, body, COALITION, terms)
    assert (gain[0] - gain[1]) * w.gdp[cn] == pytest.approx(p.exclusion_weight * promise(unhurt)[cn])
    later = twin(hurt, law_excludes=False)
    for _ in range(3):
        later = governed(later, p, hold)
    assert later.exclusion[COALITION, cn] == pytest.approx(p.exclusion_memory**3)


def test_c12_size_the_hurt_turn_down_what_leaves_them_less_than_their_part(w: World, p: Parameters) -> None:
    """Of what a network brings China its dues leave a tenth or three tenths; a fifth is what it asks for."""
    p, body, cn = p.replace(OFFERED | {"monitoring_fear": 0}), institutions()[NETWORK], at(w, "CHN")
    whole, terms, joins = np.ones(w.n, dtype=bool), np.zeros(len(TERMS)), []
    brought = promise(stakes(w, p, body, NETWORK, terms)[0])[cn] / w.gdp[cn]
    for left in (0.1, 0.3):
        terms[TERMS.index("dues")] = (1 - left) * brought
        for memory in (0, 1):
            at_stake, _ = stakes(twin(w, exclusion=memory), p, body, NETWORK, terms)
            joins.append(bool(net_gain(whole, at_stake)[cn] > 0))
    assert joins == [True, False, True, True]


def test_c12_limit_a_body_that_shut_a_nation_out_takes_it_in_once_its_law_allows(
    w: World, p: Parameters
) -> None:
    """It is no breach to have been shut out: the body bars nobody for it, however well it is remembered."""
    p, cn = p.replace(OFFERED | {"exclusion_weight": 0, "exclusion_bar": 0.1}), at(w, "CHN")
    members = np.zeros((len(NAMES), w.n), dtype=bool)
    members[COALITION] = ~shut_out(w, "CHN")[COALITION]
    shut = governed(w, p, signed(), member=members, law_excludes=shut_out(w, "CHN"))
    assert not shut.member[COALITION, cn] and shut.exclusion[COALITION, cn] == 1
    free = twin(shut, law_excludes=False)
    assert admits(institutions()[COALITION], free, p, COALITION)[cn]
    assert governed(free, p, signed(), threat=0).member[COALITION, cn]


def test_c18_limit_what_may_not_be_proposed_has_no_members(w: World, p: Parameters) -> None:
    world = concluded(w, p.replace({"coalition_offer": 0}))
    assert not world.member[COALITION].any() and not world.pledged_standard.any()


def test_c18_limit_without_inspection_no_cheat_is_found(w: World, p: Parameters) -> None:
    p = p.replace(OFFERED | {"coalition_threshold": 0})
    world = governed(w, p, signed(), cheating=1, member=True)
    assert not found(world, COALITION).any() and world.member[COALITION].all()


def levelled(w: World) -> World:
    """The same world where both powers hold as much effective compute."""
    world = twin(w, rented=0, leased=0)
    us, cn = at(w, "USA"), at(w, "CHN")
    world.owned[:, cn] = world.owned[:, us] * world.efficiency[us] / world.efficiency[cn]
    return world


def prevented(w: World, p: Parameters, but: tuple[str, ...]) -> float:
    """Hazard of the world that a coalition without some nations prevents."""
    world = concluded(w, p, tuple(at(w, iso3) for iso3 in but))
    return float(hazard(w, p).sum() - hazard(world, p).sum())


def test_c18_direction_with_both_powers_it_is_worth_more_than_its_parts(w: World, p: Parameters) -> None:
    """Neither half reaches the coverage from which it binds."""
    p, world = p.replace(OFFERED | {"coalition_threshold": 0.8}), levelled(w)
    halves = [prevented(world, p, (power,)) for power in ("USA", "CHN")]
    assert prevented(world, p, ()) > sum(halves) == 0


def test_c18_direction_cheats_undo_it(w: World, p: Parameters) -> None:
    p = p.replace(OFFERED)
    honest = concluded(w, p)

    def cheat(levers: Levers) -> None:
        levers["cheat"][:] = 1

    false = governed(honest, p, cheat)
    kept = governed(honest, p, hold)
    assert (hazard(false, p) > hazard(kept, p)).any() and (hazard(false, p) >= hazard(kept, p)).all()
    np.testing.assert_allclose(false.standard_in_force, w.safety_standard)


def test_c18_size_members_hold_the_standard_that_is_best_for_all_of_them(w: World, p: Parameters) -> None:
    """Each its own, times what it spares all members over what it spares itself, up to what is asked."""
    world = concluded(w, p.replace(OFFERED))
    worth = w.harmed.sum(axis=0) * w.gdp[:, None]
    best = w.safety_standard * worth.sum(axis=0) / np.diagonal(worth)
    held = np.maximum(np.minimum(best, p.coalition_standard), w.safety_standard)
    np.testing.assert_allclose(world.standard_in_force, held)
    assert (held > w.safety_standard).all() and len(set(held)) > 2
    left = hazard(world, p) / hazard(w, p)
    np.testing.assert_allclose(
        left, (1 - p.standard_effect * held) / (1 - p.standard_effect * w.standard_in_force)
    )


def test_c18_size_inspection_finds_as_often_as_it_says(w: World, p: Parameters) -> None:
    """Chance detection x inspection, within four standard errors; the found are out, and remember it."""
    p = p.replace(OFFERED | {"detection": 0.5})
    share, rounds = [], 30
    for step in range(rounds):
        world = twin(w, member=True, cheating=1, step=step)
        world.terms[COALITION, TERMS.index("inspection")] = 0.5
        held = Order.hold(observe(world, p, DRAW))
        govern(world, p, DRAW, held)
        out = found(world, COALITION)
        share.append(out.mean())
        assert (
            not world.member[COALITION, out].any() and (world.sanctioned[COALITION, out] == p.sanction).all()
        )
    error = np.sqrt(0.25 * 0.75 / (rounds * w.n))
    assert np.mean(share) == pytest.approx(0.25, abs=4 * error)


def test_c18_direction_somebody_gains_by_cheating_at_the_values_of_the_table(w: World, p: Parameters) -> None:
    world = concluded(w, p.replace(OFFERED | {"outsider_sanction": 0, "indifference": 1}))
    world.terms[COALITION, TERMS.index("inspection")] = p.inspection
    assert (perceived(world, p, institutions()[COALITION], COALITION)[1] > 0).any()


def pooled(w: World, p: Parameters, members: np.ndarray, due: float) -> World:
    """The world after one quarter of a CERN for AI of some nations."""
    world = twin(w)
    world.member[CERN] = members
    world.dues[CERN] = due * members
    CernForAI().serve(world, p, CERN, np.zeros(w.n))
    return world


def test_c20_limit_without_dues_there_is_no_common_model(w: World, p: Parameters) -> None:
    world = pooled(w, p, np.ones(w.n, dtype=bool), 0)
    assert world.common_capability[CERN] == 0
    assert not pooled_claim(world, p).any()


def crash(w: World, p: Parameters, budget: float) -> World:
    """The world where every nation runs a mature crash programme of its own at that share of GDP."""
    world = twin(w, sovereign=1, programme=1)
    adopt(world, p.replace({"sovereign_most": budget, "adaptation_cost": 1e-5, "rebuild_rate": 1}), DRAW)
    return world


def test_c20_direction_at_equal_budget_the_pool_trains_a_better_model_and_spreads_it(
    w: World, p: Parameters
) -> None:
    cern = pooled(w, p, np.ones(w.n, dtype=bool), 0.001)
    manhattan = crash(w, p, 0.001)
    alone = np.where(manhattan.programme_base < 0, manhattan.programme_capability, 0)
    assert cern.common_capability[CERN] > alone.max() > 0
    assert np.ptp(manhattan.programme_capability) > 0, "one is for all, the others differ"


def test_c20_direction_the_more_members_pool_the_better_the_common_model(w: World, p: Parameters) -> None:
    first = np.arange(w.n) == at(w, "USA")
    both = first | (np.arange(w.n) == at(w, "CHN"))
    reached = [
        pooled(w, p, who, 0.001).common_capability[CERN] for who in (first, both, np.ones(w.n, dtype=bool))
    ]
    assert reached[0] < reached[1] < reached[2]


def promised(w: World, p: Parameters) -> np.ndarray:
    """(n,) what one member with all of the world's AI adds to each, as a share of GDP, without fear of it."""
    free = p.replace({"cern_fear": 0, "network_return": 0})
    return CernForAI().interest(w, free, CERN).aside.sum(axis=1) / w.gdp


def test_c20_limit_who_has_the_best_of_those_it_trusts_gains_nothing_by_a_common_model(
    w: World, p: Parameters
) -> None:
    best = twin(w, standing=w.capability.max(), threat=0)
    np.testing.assert_allclose(promised(best, p), 0, atol=1e-12)


def test_c20_direction_who_fears_the_makers_of_what_its_people_use_gains_more(
    w: World, p: Parameters
) -> None:
    threat = w.threat.copy()
    kenya, us = at(w, "KEN"), at(w, "USA")
    threat[kenya, us] = 0.9
    calm, afraid = twin(w, threat=0), twin(w, threat=threat)
    assert used_by_base(w)[kenya, us] > 0.1
    assert promised(afraid, p)[kenya] > promised(twin(w), p)[kenya] > promised(calm, p)[kenya]


def test_c20_size_a_step_behind_what_is_best_is_worth_what_the_parameter_says(
    w: World, p: Parameters
) -> None:
    behind = twin(w, standing=w.capability.max() - 1, threat=0)
    np.testing.assert_allclose(promised(behind, p), p.cern_benefit)


def test_c20_what_a_member_would_have_outside_does_not_hang_on_what_it_has_inside(
    w: World, p: Parameters
) -> None:
    """People who use the common model would choose among the rest as the others do."""
    world = twin(w, common_usage=0)
    used, capability = without_bodies(world, p)
    moved = shared(world, p, 0)
    moved.usage, moved.programme_usage = world.usage * 0.2, world.programme_usage * 0.2
    moved.common_usage[:, CERN] = 0.8
    moved.shared_capability = np.full_like(world.shared_capability, 3.0)
    moved.standing = 0.2 * world.standing + 0.8 * 3.0
    told, left = without_bodies(moved, p)
    np.testing.assert_allclose(told, used)
    np.testing.assert_allclose(left, capability)


def test_c20_a_common_model_is_distrusted_as_its_members_are(w: World, p: Parameters) -> None:
    """By the mean threat of its members, by GDP as dues are; whose AI it is goes by the same parts."""
    kenya, us = at(w, "KEN"), at(w, "USA")
    trusted = twin(shared(w, p), threat=0)
    feared = twin(trusted)
    feared.threat[kenya, us] = 0.5
    for world in (trusted, feared):
        world.shared_capability = np.full_like(w.shared_capability, 5.0)
    calm, afraid = (utilities(world, p)[kenya, w.f + 1 + CERN] for world in (trusted, feared))
    part = w.gdp[us] / w.gdp.sum()
    assert calm - afraid == pytest.approx(p.threat_weight * 0.5 * part)
    everyone = twin(feared, usage=0, programme_usage=0)
    assert used_by_base(everyone)[kenya, us] == pytest.approx(part)
    np.testing.assert_allclose(used_by_base(everyone).sum(axis=1), 1)


def test_c20_size_equal_budgets_claim_equal_compute(w: World, p: Parameters) -> None:
    p = p.replace({"sovereign_most": 0.002})
    national, common = twin(w, sovereign=1), twin(w, pooled=0.002)
    np.testing.assert_allclose(programme_claim(national, p), pooled_claim(common, p))


def test_c20_size_equal_budgets_buy_equal_chips(w: World, p: Parameters) -> None:
    """Money for a common laboratory buys as much compute as money for a national one."""
    p = p.replace({"sovereign_most": 0.002})
    none, national, common = twin(w), twin(w, sovereign=1), twin(w, pooled=0.002)
    for world in (none, national, common):
        trade(world, p)
    np.testing.assert_array_equal(national.produced, common.produced)
    assert common.produced > none.produced


def test_c18_size_a_covert_programme_escapes_the_pledge_in_proportion_to_its_effort(
    w: World, p: Parameters
) -> None:
    p = p.replace(OFFERED)
    honest = concluded(w, p)

    def cheat(levers: Levers) -> None:
        levers["cheat"][:] = 0.25

    false = governed(honest, p, cheat)
    own = w.safety_standard
    np.testing.assert_allclose(false.standard_in_force - own, 0.75 * (honest.standard_in_force - own))


def test_c20_size_ten_times_the_compute_or_the_best_member_s_efficiency_are_an_order_of_magnitude(
    w: World, p: Parameters
) -> None:
    """What the others know how to do adds nothing to what the best member does."""

    def trains(world: World) -> float:
        return float(pooled(world, p, np.ones(w.n, dtype=bool), 0.001).common_capability[CERN])

    best = w.efficiency == w.efficiency.max()
    once = trains(w)
    assert trains(twin(w, owned=10 * w.owned, rented=10 * w.rented, leased=10 * w.leased)) == pytest.approx(
        once + 1
    )
    assert trains(twin(w, efficiency=w.efficiency * np.where(best, 10, 1))) == pytest.approx(once + 1)
    assert trains(twin(w, efficiency=w.efficiency * np.where(best, 1, 0.1))) == pytest.approx(once)


def test_c20_size_one_team_of_all_talent_knows_by_the_return_to_working_together(
    w: World, p: Parameters
) -> None:
    """A model of as much compute is better by the know-how's weight on one and the return."""
    alone, together = (
        pooled(w, p.replace({"network_return": gain}), np.ones(w.n, dtype=bool), 0.001).common_capability[
            CERN
        ]
        for gain in (0, 1)
    )
    assert together - alone == pytest.approx(p.know_how_weight * np.log10(2))


def shared(w: World, p: Parameters, users: float = 1) -> World:
    """The world where all pool compute in a CERN whose model serves a share of everybody's people."""
    world = pooled(w, p, np.ones(w.n, dtype=bool), 0.001)
    world.common_usage[:, CERN] = users
    return world


def test_c20_limit_where_nothing_is_pooled_nothing_common_fails(w: World, p: Parameters) -> None:
    assert not accidents(w, p)[w.n :].any()
    assert not exposure(w, p)[:, 2 * w.n :].any()


def test_c20_direction_a_common_laboratory_has_accidents_of_its_own_that_care_prevents(
    w: World, p: Parameters
) -> None:
    world = shared(w, p)
    lax, careful = (accidents(twin(world, firm_safety=safety), p)[w.n + CERN] for safety in (0, 1))
    assert 0 < careful < lax


def test_k3_direction_a_common_model_is_a_single_point_of_failure(w: World, p: Parameters) -> None:
    """When it fails, all nations whose people use it are hurt at once, the more the more of them use it."""
    harmed = []
    for users in (0.1, 1):
        _, spread = foresee(shared(w, p, users), p)
        harmed.append(spread[:, 2 * w.n + CERN])
    assert (harmed[0] > 0).all() and (harmed[1] > harmed[0]).all()


def test_c20_size_owners_bear_their_part_and_users_the_rest(w: World, p: Parameters) -> None:
    world = twin(shared(w, p, 0.5), ai_use=1)
    owned = w.gdp / w.gdp.sum()
    expected = owned + (1 - owned) * p.exposure_by_use * 0.5
    np.testing.assert_allclose(exposure(world, p)[:, 2 * w.n + CERN], expected)


def test_k4_limit_a_threshold_that_needs_the_rival_is_not_reached_without_it(w: World, p: Parameters) -> None:
    p = p.replace(OFFERED | {"coalition_threshold": 1})
    assert not concluded(w, p, (at(w, "CHN"),)).member[COALITION].any()


def test_k4_direction_without_the_rival_it_works_for_those_inside_only(w: World, p: Parameters) -> None:
    p, cn = p.replace(OFFERED | {"coalition_threshold": 0.3}), at(w, "CHN")
    world = concluded(w, p, (cn,))
    before, after = hazard(w, p), hazard(world, p)
    inside = np.arange(w.n) != cn
    assert (after < before)[inside].all() and after[cn] == before[cn]


def test_k4_size_it_covers_what_the_rival_does_not_hold(w: World, p: Parameters) -> None:
    p, cn = p.replace(OFFERED | {"coalition_threshold": 0.3}), at(w, "CHN")
    world = concluded(w, p, (cn,))
    assert coalition_coverage(world) == pytest.approx(1 - weights(w)[cn])
