"""T3: compete or cooperate under relative gains."""

import numpy as np
import pytest

from sovereigns.experiments.docking.relative_gains import CASE, where_reply_turns
from sovereigns.model.kernels.theory.relative_gains import reply


def critical(**given: float | str) -> float:
    return where_reply_turns(CASE.point({name: str(value) for name, value in given.items()}))[0]


def world_stream(
    compete: bool, k: float, n: int, discount: float, reversion: str, rounds: int = 400
) -> float:
    """Discounted utility of nation 0, played out among n nations, if it competes with nation 1 at once."""
    t, r, p, s = 5.0, 3.0, 1.0, 0.0
    total, betrayed = 0.0, False
    for turn in range(rounds):
        gains = np.full((n, n), r) * (1 - np.eye(n))
        if betrayed and reversion == "global":
            gains = np.full((n, n), p) * (1 - np.eye(n))
        elif betrayed:
            gains[0, 1] = gains[1, 0] = p
        elif compete:
            gains[0, 1], gains[1, 0] = t, s
            betrayed = True
        total += discount**turn * (gains[0].sum() - k * gains[1:].sum() / (n - 1))
    return total


@pytest.mark.parametrize("n", [2, 4])
@pytest.mark.parametrize("k", [0.0, 0.4, 0.9])
def test_betraying_one_nation_pays_below_the_critical_discount_in_a_world_played_out(
    n: int, k: float
) -> None:
    at = critical(weight=k, nations=n, reversion="dyad")
    for discount, cooperates in ((at - 0.02, False), (at + 0.02, True)):
        difference = world_stream(False, k, n, discount, "dyad") - world_stream(True, k, n, discount, "dyad")
        assert (difference > 0) == cooperates
        assert reply(5, 3, 1, 0, k, n - 1, discount, "dyad") == cooperates


def test_two_nations_need_ever_more_patience_as_relative_gains_count() -> None:
    bounds = [critical(weight=k) for k in (0, 0.3, 0.6, 0.9, 0.999)]
    assert bounds[0] == pytest.approx((5 - 3) / (5 - 1))
    assert (np.diff(bounds) > 0).all() and bounds[-1] > 0.995


def test_more_nations_weaken_relative_gains_fully_in_the_dyad_and_in_part_globally() -> None:
    alone = critical(weight=0)
    for reversion in ("dyad", "global"):
        bounds = [critical(weight=0.6, nations=n, reversion=reversion) for n in (2, 3, 10, 1000)]
        assert (np.diff(bounds) < 0).all()
    assert critical(weight=0.6, nations=100_000, reversion="dyad") == pytest.approx(alone, abs=1e-4)
    assert critical(weight=0.6, nations=100_000, reversion="global") > alone + 0.1


def test_pairs_are_answered_at_once_and_an_indifferent_nation_cooperates() -> None:
    threat = np.array([[0.0, 0.9], [0.9, 0.0]])
    np.testing.assert_array_equal(reply(5, 3, 1, 0, threat, 1, 0.6), [[1, 0], [0, 1]])
    assert reply(5.0, 3.0, 1.0, 0.0, 0.0, 1, 0.5) == 1
    with pytest.raises(ValueError, match="dyad, global"):
        reply(5, 3, 1, 0, 0.1, 1, 0.5, "local")
