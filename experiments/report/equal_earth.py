"""Equal Earth, a projection that keeps areas (Savric, Patterson, Jenny 2019).

International Journal of Geographical Information Science 33:454.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]

EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)


def project(longitude: Float, latitude: Float) -> tuple[Float, Float]:
    """Equal Earth coordinates of points in degrees, in Earth radii."""
    a1, a2, a3, a4 = EQUAL_EARTH
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    slope = a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)
    x = 2 / np.sqrt(3) * np.radians(longitude) * np.cos(theta) / slope
    return x, theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
