"""T5: research goes where the scarce factor makes it pay."""

import numpy as np
import pytest

from sovereigns.model.kernels.theory.directed_change import ces, efficiency_share

SHARES = np.linspace(1e-4, 1 - 1e-4, 200_001)


@pytest.mark.parametrize("elasticity", [0.2, 0.5, 0.999999, 1.0, 1.3, 4.0])
@pytest.mark.parametrize(
    ("weight", "returns", "compute", "talent"), [(0.3, 0.5, 2.0, 1.0), (0.6, 0.9, 0.2, 3.0)]
)
def test_no_other_split_gives_more_output(
    elasticity: float, weight: float, returns: float, compute: float, talent: float
) -> None:
    output = ces(SHARES**returns, compute, (1 - SHARES) ** returns, talent, weight, elasticity)
    share = float(efficiency_share(weight, elasticity, returns, compute, talent))
    chosen = ces(share**returns, compute, (1 - share) ** returns, talent, weight, elasticity)
    assert chosen >= output.max() * (1 - 1e-9)
    assert share == pytest.approx(SHARES[output.argmax()], abs=2e-3)


def test_scarcer_compute_draws_research_to_efficiency_only_if_factors_are_complements() -> None:
    scarcity = np.array([0.01, 0.1, 1.0, 10.0])
    for elasticity, direction in ((0.5, -1), (1.0, 0), (2.0, 1)):
        change = np.diff(efficiency_share(0.4, elasticity, 0.5, scarcity, 1.0))
        np.testing.assert_array_equal(np.sign(np.round(change, 9)), direction)


def test_output_is_continuous_at_unit_elasticity_and_scales_with_the_factors() -> None:
    at_one = ces(2.0, 3.0, 1.5, 7.0, 0.3, 1.0)
    assert at_one == pytest.approx(6.0**0.3 * 10.5**0.7)
    for step in (1e-3, 1e-7, 1e-12):
        assert ces(2.0, 3.0, 1.5, 7.0, 0.3, 1 + step) == pytest.approx(at_one, rel=step + 1e-13)
    assert ces(2.0, 6.0, 1.5, 14.0, 0.3, 0.4) == pytest.approx(2 * ces(2.0, 3.0, 1.5, 7.0, 0.3, 0.4))
    r = -1.5
    assert ces(2.0, 3.0, 1.5, 7.0, 0.3, 0.4) == pytest.approx((0.3 * 6**r + 0.7 * 10.5**r) ** (1 / r))


def test_firms_split_all_at_once_and_a_firm_without_compute_goes_to_a_corner() -> None:
    compute = np.array([0.0, 1e-9, 1.0, 1e9])
    share = efficiency_share(0.5, 0.5, 0.5, compute, 1.0)
    assert share.shape == (4,) and share[0] > 1 - 1e-9 and share[2] == pytest.approx(0.5)
    assert efficiency_share(0.5, 2.0, 0.5, compute, 1.0)[0] < 1e-9
    np.testing.assert_allclose(efficiency_share(0.5, 1.0, 0.5, compute, 1.0), 0.5)


def test_returns_too_large_for_a_split_are_refused() -> None:
    with pytest.raises(ValueError, match="below 1"):
        efficiency_share(0.5, 4.0, 1.5, 1.0, 1.0)
