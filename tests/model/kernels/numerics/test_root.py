"""Roots of falling functions."""

import numpy as np

from sovereigns.model.kernels.numerics.root import falling_root


def test_finds_roots_of_curved_functions_all_at_once() -> None:
    target = np.array([1e-6, 0.03, 0.5, 0.97, 1 - 1e-6])
    for curve in (lambda x: x, lambda x: x**5, lambda x: x**0.1, lambda x: np.tanh(40 * (x - 0.5))):
        found = falling_root(lambda x, curve=curve: curve(target) - curve(x), 0.0, 1.0, (5,))
        residual = np.abs(curve(found) - curve(target))
        assert (np.minimum(np.abs(found - target), residual) < 1e-9).all()


def test_answers_a_corner_where_the_gain_never_changes_sign() -> None:
    level = np.array([-3.0, 0.5, 3.0])
    np.testing.assert_allclose(falling_root(lambda x: level - x, 0.0, 1.0, (3,)), [0, 0.5, 1])
