"""C16, C17, K2: which models those who mean harm can get hold of, and for how long no defence meets them."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.lags import quarters_known
from sovereigns.model.phases.train import train
from sovereigns.model.relations.danger import by_capability, guard, in_hand
from sovereigns.model.relations.harm import foresee
from sovereigns.model.streams import Streams
from sovereigns.model.world import World
from tests.worlds import at, misuse, twin


def level(w: World, **columns: object) -> World:
    """The world with the same compute for each person on line and the same know-how everywhere, no fence."""
    owned = np.zeros_like(w.owned)
    owned[0] = 1000 * w.population * w.online
    even = {"owned": owned, "rented": 0, "leased": 0, "know_how": 1, "localisation": 0}
    return twin(w, **(even | columns))


def since(w: World, capability: float, quarters: int) -> list[float]:
    """Open weights of a capability that came out in the first of the last few quarters, and none before."""
    return [0.0] * (len(w.opened) - quarters) + [capability] * quarters


def guarded(w: World, p: Parameters) -> np.ndarray:
    """(n,) danger of what people use."""
    return by_capability(w.standing, p) * (1 - p.safety_effect * guard(w))


def test_limit_without_open_weights_only_what_people_use_is_misused(w: World, p: Parameters) -> None:
    shut = twin(w, opened=0)
    np.testing.assert_allclose(in_hand(shut, p)[0], guarded(shut, p))
    np.testing.assert_array_equal(misuse(shut, p), misuse(shut, p.replace({"open_half_life": 1})))


def test_limit_spread_at_once_puts_the_better_of_open_weights_and_models_in_use_in_every_hand(
    w: World, p: Parameters
) -> None:
    """Then misuse is one number for all the world, but where people use better models."""
    world = level(w, standing=np.linspace(4, 9, w.n), opened=since(w, 7, 1))
    danger = in_hand(world, p.replace({"open_half_life": 0.01}))[0]
    better = np.maximum(guarded(world, p), by_capability(7.0, p))
    np.testing.assert_allclose(danger, better, rtol=1e-9)
    assert np.isclose(danger, danger[0]).sum() > 1 and danger[-1] > danger[0]


def test_limit_without_compute_open_weights_reach_nobody(w: World, p: Parameters) -> None:
    world = level(w, owned=0, opened=9)
    np.testing.assert_allclose(in_hand(world, p)[0], guarded(world, p))


def test_direction_open_weights_are_misused_the_more_the_longer_they_are_out(w: World, p: Parameters) -> None:
    seen = [misuse(twin(w, opened=since(w, 9, quarters)), p) for quarters in (0, 1, 4, 12)]
    assert all((later > before).all() for before, later in zip(seen, seen[1:], strict=False))


@pytest.mark.parametrize(("column", "less", "more"), [("owned", 0.2, 1), ("know_how", 0.5, 1)])
def test_direction_the_more_compute_and_know_how_at_hand_the_more_misuse(
    column: str, less: float, more: float, w: World, p: Parameters
) -> None:
    """So that what a control keeps from a nation's compute keeps open weights from its people for longer."""
    us, ke = at(w, "USA"), at(w, "KEN")
    few, many = (level(w, standing=6, firm_safety=0, opened=since(w, 9, 2)) for _ in range(2))
    for world, part in ((few, less), (many, more)):
        getattr(world, column)[..., ke] *= part
        foresee(world, p)
    assert in_hand(few, p)[0, ke] < in_hand(many, p)[0, ke] == pytest.approx(in_hand(many, p)[0, us])
    assert few.misuse_early[ke] < many.misuse_early[ke]


def test_limit_no_law_on_data_keeps_misusers_from_weights_that_are_out(w: World, p: Parameters) -> None:
    free, fenced = (level(w, localisation=closed, opened=since(w, 9, 4)) for closed in (0, 1))
    np.testing.assert_array_equal(in_hand(fenced, p)[0], in_hand(free, p)[0])


def test_direction_care_of_makers_matters_where_open_weights_are_out_of_reach(
    w: World, p: Parameters
) -> None:
    def saved(opened: object) -> np.ndarray:
        lax, careful = (level(w, firm_safety=care, standing=6, opened=opened) for care in (0, 1))
        return 1 - misuse(careful, p) / misuse(lax, p)

    shut, young, old = (saved(since(w, 7, quarters)) for quarters in (0, 1, 8))
    assert (shut > young).all() and (young > old).all() and (old > 0).all()


def test_size_who_has_open_weights_uses_them_and_the_others_what_people_use(w: World, p: Parameters) -> None:
    """At the world's mean compute and the best know-how the pace is sqrt(1/2) of the fastest.

    At a half-life of sqrt(1/2) quarters half of those left get them in each. Out for one quarter and a half
    on the mean, they are within reach of 1 - 2^-1.5 = 0.646 of all.
    """
    world = level(w, standing=5, opened=since(w, 7, 2))
    p = p.replace({"open_half_life": np.sqrt(1 / 2)})
    have = 0.6464466
    used = np.exp(p.hazard_growth * (5 - p.frontier_2025))
    free = np.exp(p.hazard_growth * (7 - p.frontier_2025))
    rest = (1 - have) * used * (1 - p.safety_effect * guard(world))
    danger, harm, _ = in_hand(world, p)
    np.testing.assert_allclose(danger, have * free + rest, rtol=1e-6)
    np.testing.assert_allclose(harm, have * free**2 + rest * used, rtol=1e-6)


def test_size_half_of_what_the_frontier_could_do_a_year_ago_is_met_by_defences(
    w: World, p: Parameters
) -> None:
    """And three quarters of what it could do two years ago; nothing of what is new."""
    p = p.replace({"defence_lag": 4})
    for years, left in ((0, 1.0), (1, 0.5), (2, 0.25)):
        world = twin(w, standing=w.frontier[-1 - 4 * years], opened=0)
        foresee(world, p)
        np.testing.assert_allclose(world.misuse_early, left * misuse(world, p))


def test_size_defences_begin_when_the_frontier_first_had_it_though_it_stands_still() -> None:
    record = [1.0, 2.0, 4.0, 4.0, 4.0]
    known = quarters_known(record, np.array([0.0, 1.0, 3.0, 4.0, 5.0]))
    np.testing.assert_array_equal(known, [4, 4, 2.5, 2, 0])
    np.testing.assert_array_equal(quarters_known([3.0], np.array([2.0, 3.0, 4.0])), [0, 0, 0])


def test_the_record_of_open_weights_goes_on_with_that_of_the_frontier(w: World, p: Parameters) -> None:
    world = twin(w)
    assert len(world.opened) == len(world.frontier) and world.opened == sorted(world.opened)
    train(world, p, Streams(1))
    assert len(world.opened) == len(world.frontier)
    assert world.opened[-1] == world.firm_opened.max() >= w.opened[-1] > 0
