"""Experience-weighted attraction against sums done by hand, and its two limits."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.model.kernels.theory.attraction import lasting_experience, updated

PLAYS = np.array([[True], [False]])


def test_a_round_done_by_hand() -> None:
    """Camerer and Ho 1999, equations 2.1 and 2.2.

    From experience 2 it goes to 0.5 2 + 1 = 2. Played: (0.9 2 3 + 4) / 2 = 4.7; forgone:
    (0.9 2 1 + 0.5 6) / 2 = 2.4.
    """
    before, payoff = np.array([[3.0], [1.0]]), np.array([[4.0], [6.0]])
    after = updated(before, payoff, PLAYS, 2.0, memory=0.9, depreciation=0.5, forgone=0.5)
    np.testing.assert_allclose(after, [[4.7], [2.4]], rtol=1e-12)
    assert lasting_experience(0.5) == 2.0


def test_without_forgone_payoffs_it_sums_what_was_got_and_with_all_of_them_it_is_a_mean() -> None:
    attraction, belief = np.zeros((2, 1)), np.zeros((2, 1))
    for _ in range(400):
        attraction = updated(
            attraction, np.array([[1.0], [5.0]]), PLAYS, 1.0, memory=0.9, depreciation=0.0, forgone=0.0
        )
        belief = updated(
            belief, np.array([[1.0], [5.0]]), PLAYS, 10.0, memory=0.9, depreciation=0.9, forgone=1.0
        )
    np.testing.assert_allclose(attraction, [[10.0], [0.0]], rtol=1e-9)
    np.testing.assert_allclose(belief, [[1.0], [5.0]], rtol=1e-9)
    assert lasting_experience(0.9) == pytest.approx(10)
