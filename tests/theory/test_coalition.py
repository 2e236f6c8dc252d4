"""T4: who joins and who leaves an agreement that nobody enforces."""

import itertools

import numpy as np
import pytest

from sovereigns.experiments.docking.barrett import CASE, let_nations_decide
from sovereigns.model.kernels.theory.coalition import coalition_payoffs, stays


def size(**given: float | str) -> float:
    return let_nations_decide(CASE.point({name: str(value) for name, value in given.items()}))[0]


def test_members_provide_what_is_best_for_all_members_together() -> None:
    n, k, b, c = 7, 4, 2.0, 3.0
    member, outsider = coalition_payoffs(k, n, b, c)
    efforts = np.linspace(0, 6, 60_001)
    alone = efforts[(b * efforts - c * efforts**2 / 2).argmax()]
    together = efforts[(k * b * efforts - c * efforts**2 / 2).argmax()]
    good = b * (k * together + (n - k) * alone)
    assert member == pytest.approx(good - c * together**2 / 2, abs=1e-3)
    assert outsider == pytest.approx(good - c * alone**2 / 2, abs=1e-3)


@pytest.mark.parametrize("k", range(1, 9))
def test_gain_from_staying_is_the_published_one(k: int) -> None:
    b, c = 2.0, 3.0
    gain = coalition_payoffs(k, 9, b, c)[0] - coalition_payoffs(k - 1, 9, b, c)[1]
    assert gain == pytest.approx(-(b * b / c) * (k - 1) * (k - 3) / 2)


@pytest.mark.parametrize("n", [3, 4, 10, 193])
def test_three_nations_hold_together_whatever_the_number(n: int) -> None:
    assert size(nations=n) == 3


def test_linkage_enlarges_the_coalition_up_to_all() -> None:
    for form in ("fixed", "fellow", "pool"):
        sizes = [size(nations=50, linkage=w, form=form) for w in (0, 1, 4, 12, 1000, 1e6)]
        assert (np.diff(sizes) >= 0).all() and sizes[0] == 3 and sizes[-1] == 50
    assert size(nations=50, linkage=4) == 5 and size(nations=50, linkage=3.99) == 4
    assert size(nations=50, linkage=0.5, form="fellow") == 4
    assert size(nations=50, linkage=6, form="pool") == 4 and size(nations=50, linkage=5.99, form="pool") == 3


def test_no_subset_of_joiners_does_better_by_waiting() -> None:
    """Whatever the coalition of a world of five, deciding one by one ends at three."""
    for start in itertools.product([False, True], repeat=5):
        member = np.array(start)
        for _ in range(6):
            for nation in range(5):
                others = member.sum() - member[nation]
                inside, outside = coalition_payoffs(others + 1, 5)[0], coalition_payoffs(others, 5)[1]
                member[nation] = stays(inside, outside, 1e-9)
        assert member.sum() == 3


def test_an_indifferent_nation_takes_part() -> None:
    np.testing.assert_array_equal(
        stays(np.array([1.0, 1.0, 0.9]), np.array([1.0, 1 + 1e-12, 1.0]), 1e-9), [1, 1, 0]
    )
    with pytest.raises(ValueError, match="fixed, fellow, pool"):
        coalition_payoffs(2, 5, form="club")
