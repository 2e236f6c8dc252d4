"""Distances on the globe."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics import elementary

Float = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the WGS 84 ellipsoid (Moritz 2000, Journal of Geodesy 74:128)."""


def great_circle(lon: Float, lat: Float) -> Float:
    """Distances along the globe by the haversine formula (Sinnott 1984, Sky and Telescope 68:158).

    Args:
        lon: (n,) degrees east.
        lat: (n,) degrees north.

    Returns:
        (n, n) km, symmetric, 0 on the diagonal.
    """
    east, north = lon * (math.pi / 180), lat * (math.pi / 180)
    level = elementary.cos(north)
    across = elementary.sin((east[:, None] - east) / 2)
    up = elementary.sin((north[:, None] - north) / 2)
    chord = up * up + (level[:, None] * level) * (across * across)
    return 2 * EARTH_RADIUS_KM * elementary.arcsin(np.sqrt(np.minimum(chord, 1.0)))
