"""Distances on the globe."""

import numpy as np
import pytest

from sovereigns.model.kernels.numerics.geography import EARTH_RADIUS_KM, great_circle


def test_known_distances() -> None:
    lon = np.array([-77.04, 116.40, 0.0, 180.0, 0.0, 0.0])
    lat = np.array([38.90, 39.90, 0.0, 0.0, 90.0, -90.0])
    km = great_circle(lon, lat)
    assert km[0, 1] == pytest.approx(11_150, rel=0.005)
    assert km[2, 3] == pytest.approx(np.pi * EARTH_RADIUS_KM)
    assert km[4, 5] == pytest.approx(np.pi * EARTH_RADIUS_KM)
    assert km[2, 4] == pytest.approx(np.pi * EARTH_RADIUS_KM / 2)


def test_distance_is_a_metric() -> None:
    rng = np.random.default_rng(1)
    km = great_circle(rng.uniform(-180, 180, 40), rng.uniform(-90, 90, 40))
    np.testing.assert_array_equal(km, km.T)
    np.testing.assert_array_equal(np.diag(km), 0)
    assert (km[:, :, None] <= km[:, None, :] + km.T[None, :, :] + 1e-6).all()
