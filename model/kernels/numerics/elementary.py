"""Elementary functions whose bits do not depend on the processor.

numpy's own exp, log, power, sin and the like choose code by SIMD level and differ in the last bit. These
use only + - * /, sqrt, exact steps on the bits of a number, and comparisons, in one fixed order. Errors stay
below about one unit in the last place; two or three for log1p, expm1 and logistic, and
|y| of them for power(x, y) beyond |y| = 4.

Each takes a float (and gives one) or a float64 array of any shape (and gives a new one). The forms `exp_of`,
`log_of` and so on take one number: compiled loops call them.

Sources: exp, log, log10, sin, cos and arcsin follow FDLIBM (Sun Microsystems 1993) as kept by musl.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Protocol, overload

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.compiled import compiled, each

Float = NDArray[np.float64]

ROUND = 1.5 * 2.0**52
"""Adding this rounds a small number to an integer and leaves that integer in the lowest bits."""
ROUND_BITS = np.float64(ROUND).view(np.int64)
MANTISSA = 52
BIAS = 1023
LN2_HIGH, LN2_LOW = float.fromhex("0x1.62e42feep-1"), float.fromhex("0x1.a39ef35793c76p-33")
INVERSE_LN2 = float.fromhex("0x1.71547652b82fep+0")
HIGH_WORD = np.int64(-(2**32))
TINY = 2.0**-1022
LOG_OF_SHIFT = -54 * (LN2_HIGH + LN2_LOW)
"""Of 2 to the power -54, by which numbers below TINY are shifted up."""

VANISHES = -750.0
"""From here down the exponential is 0."""

EXP = (
    1.66666666666666019037e-01,
    -2.77777777770155933842e-03,
    6.61375632143793436117e-05,
    -1.65339022054652515390e-06,
    4.13813679705723846039e-08,
)
LOG = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)
LOG_SHIFT = np.int64((0x3FF00000 - 0x3FE6A09E) << 32)
LOG_FLOOR = np.int64(0x3FE6A09E << 32)
LOG_MASK = np.int64((0x000FFFFF << 32) | 0xFFFFFFFF)
INVERSE_LN10_HIGH, INVERSE_LN10_LOW = 4.34294481878168880939e-01, 2.50829467116452752298e-11
LOG10_2_HIGH, LOG10_2_LOW = 3.01029995663611771306e-01, 3.69423907715893078616e-13
LOG10_OF_SHIFT = -54 * (LOG10_2_HIGH + LOG10_2_LOW)
SIN = (
    -1.66666666666666324348e-01,
    8.33333333332248946124e-03,
    -1.98412698298579493134e-04,
    2.75573137070700676789e-06,
    -2.50507602534068634195e-08,
    1.58969099521155010221e-10,
)
SIN_FIRST, SIN_REST = SIN[0], SIN[1:]
COS = (
    4.16666666666666019037e-02,
    -1.38888888888741095749e-03,
    2.48015872894767294178e-05,
    -2.75573143513906633035e-07,
    2.08757232129817482790e-09,
    -1.13596475577881948265e-11,
)
HALF_PI = (1.57079632673412561417e00, 6.07710050630396597660e-11, 2.02226624879595063154e-21)
INVERSE_HALF_PI = 6.36619772367581382433e-01
ARCSIN_TOP = (
    1.66666666666666657415e-01,
    -3.25565818622400915405e-01,
    2.01212532134862925881e-01,
    -4.00555345006794114027e-02,
    7.91534994289814532176e-04,
    3.47933107596021167570e-05,
)
ARCSIN_BOTTOM = (
    1.0,
    -2.40339491173441421878e00,
    2.02094576023350569471e00,
    -6.88283971605453293030e-01,
    7.70381505559019352791e-02,
)
QUARTER_PI_HIGH, HALF_PI_LOW = float.fromhex("0x1.921fb54442d18p-1"), float.fromhex("0x1.1a62633145c07p-54")


class Elementwise(Protocol):
    """A function of one number or of every element of an array."""

    @overload
    def __call__(self, x: float) -> float: ...

    @overload
    def __call__(self, x: Float) -> Float: ...


def elementwise(of_number: Callable[[float], float]) -> Elementwise:
    """A compiled function of one number as a function of a number or of every element of an array."""
    loop = each(of_number)

    @functools.wraps(of_number)
    def function(x: float | Float) -> float | Float:
        if isinstance(x, float):
            return of_number(x)
        out = np.empty(x.shape)
        loop(x.reshape(-1), out.reshape(-1))
        return out

    return function  # type: ignore[return-value]


@compiled
def bits_of(x: float) -> np.int64:
    """The 64 bits of a number as an integer."""
    return np.float64(x).view(np.int64)


@compiled
def from_bits(bits: np.int64) -> float:
    """The number that 64 bits stand for."""
    return np.int64(bits).view(np.float64)


@compiled
def polynomial(x: float, coefficients: tuple[float, ...]) -> float:
    """Horner's rule; the coefficient of the power 0 comes first."""
    value = x * coefficients[-1]
    for power in range(len(coefficients) - 2, 0, -1):
        value = (value + coefficients[power]) * x
    return value + coefficients[0]


@compiled
def _exp(x: float, tail: float) -> float:
    """exp(x + tail), where tail is tiny beside x."""
    x = min(max(x, VANISHES), 800.0)
    shifted = x * INVERSE_LN2 + ROUND
    count = shifted - ROUND
    value = _exp_near_zero(x - count * LN2_HIGH, count * LN2_LOW - tail)
    twos = bits_of(shifted) - ROUND_BITS
    half = twos >> 1
    value = 0.0 if x <= VANISHES else value
    return value * _power_of_two(half) * _power_of_two(twos - half)


@compiled
def _power_of_two(exponent: np.int64) -> float:
    return from_bits((exponent + BIAS) << MANTISSA)


@compiled
def _exp_near_zero(high: float, low: float) -> float:
    """exp(high - low) for |high - low| up to half of log 2, by FDLIBM's rational form."""
    r = high - low
    square = r * r
    c = r - polynomial(square, EXP) * square
    return ((r * c) / (2.0 - c) - low) + high + 1.0


@compiled
def exp_of(x: float) -> float:
    """e to the power x; 0 at minus infinity, infinity beyond 709.78."""
    return _exp(x, 0.0)


@compiled
def expm1_of(x: float) -> float:
    """e to the power x, less 1, precise near 0 (Kahan's correction of the rounded exponential)."""
    grown = exp_of(x)
    gain = grown - 1.0
    if grown == 1.0:
        return x
    if gain == -1.0 or grown == np.inf:
        return gain
    return gain * (x / log_of(grown))


@compiled
def _log_parts(x: float) -> tuple[float, float, float, float]:
    """The binary exponent k, f, f * f / 2 and the rest such that log x = k log 2 + f - f * f / 2 + rest.

    x is positive, normal and finite.
    """
    bits = bits_of(x) + LOG_SHIFT
    exponent = from_bits((bits >> MANTISSA) - BIAS + ROUND_BITS) - ROUND
    f = from_bits((bits & LOG_MASK) + LOG_FLOOR) - 1.0
    s = f / (f + 2.0)
    square = s * s
    half = f * f * 0.5
    return exponent, f, half, (polynomial(square, LOG) * square + half) * s


@compiled
def _or_unusual(logarithm: float, x: float) -> float:
    """The logarithm of x, which may be 0, negative, infinite or no number, where that of others is known."""
    beyond = np.inf if x > 0 else np.nan
    unusual = -np.inf if x == 0 else beyond
    return logarithm if x > 0 and x < np.inf else unusual


@compiled
def log_of(x: float) -> float:
    """Natural logarithm; minus infinity at 0, not a number below."""
    tiny = x < TINY
    exponent, f, half, rest = _log_parts(x * 2.0**54 if tiny else x)
    logarithm = exponent * LN2_HIGH - (half - (rest + exponent * LN2_LOW) - f)
    return _or_unusual(logarithm + (LOG_OF_SHIFT if tiny else 0.0), x)


@compiled
def log10_of(x: float) -> float:
    """Logarithm to base 10; minus infinity at 0, not a number below."""
    tiny = x < TINY
    exponent, f, half, rest = _log_parts(x * 2.0**54 if tiny else x)
    high = _high_part(f - half)
    low = f - high - half + rest
    main = high * INVERSE_LN10_HIGH
    shift = exponent * LOG10_2_HIGH
    remainder = exponent * LOG10_2_LOW + (low + high) * INVERSE_LN10_LOW + low * INVERSE_LN10_HIGH
    total = shift + main
    logarithm = remainder + ((shift - total) + main) + total
    return _or_unusual(logarithm + (LOG10_OF_SHIFT if tiny else 0.0), x)


@compiled
def log1p_of(x: float) -> float:
    """Logarithm of 1 + x, precise near 0; minus infinity at -1, not a number below."""
    grown = 1.0 + x
    usual = grown > 0 and grown < np.inf
    return log_of(grown) + ((x - (grown - 1.0)) / grown if usual else 0.0)


@compiled
def power_of(x: float, y: float) -> float:
    """x to the power y for x >= 0; not a number for x < 0."""
    if y == 0 or x == 1:
        return 1.0
    if x < 0 or np.isnan(x) or np.isnan(y):
        return np.nan
    if x == 0 or np.isinf(x) or np.isinf(y):
        return np.inf if (x > 1) == (y > 0) else 0.0
    if x >= TINY:
        high, low = _log_pair(x)
    else:
        high, low = _log_pair(x * 2.0**54)
        high, low = high - 54 * LN2_HIGH, low - 54 * LN2_LOW
    return _power_of_log(high, low, y)


@compiled
def _power_of_log(high: float, low: float, y: float) -> float:
    """exp(y * (high + low)), where high has so few bits that its product with the high part of y is exact."""
    y_high = _high_part(y)
    return _exp(high * y_high, min(max(low * y + (y - y_high) * high, -1.0), 1.0))


@compiled
def _log_pair(x: float) -> tuple[float, float]:
    """log x as the sum of a high part of 21 bits and a low part."""
    exponent, f, half, rest = _log_parts(x)
    rest += exponent * LN2_LOW
    main = exponent * LN2_HIGH
    high = _high_part(f - half + rest + main)
    return high, main - high + f - half + rest


@compiled
def _high_part(x: float) -> float:
    """x cut to its first 21 bits."""
    return from_bits(bits_of(x) & HIGH_WORD)


@compiled
def logistic_of(x: float) -> float:
    """1 / (1 + exp(-x))."""
    return 1.0 / (exp_of(-x) + 1.0)


@compiled
def _quadrant(x: float) -> tuple[np.int64, float, float]:
    """The nearest multiple of pi / 2 (mod 4) and what is left, as a high and a low part."""
    shifted = x * INVERSE_HALF_PI + ROUND
    count = shifted - ROUND
    first, second, third = HALF_PI
    rough = x - count * first
    middle = rough - count * second
    lost = (rough - middle) - count * second
    rest = lost - count * third
    high = middle + rest
    return bits_of(shifted) & 3, high, (middle - high) + rest


@compiled
def _sine(x: float, low: float) -> float:
    square = x * x
    cube = square * x
    rest = polynomial(square, SIN_REST)
    return x - ((square * (0.5 * low - cube * rest) - low) - cube * SIN_FIRST)


@compiled
def _cosine(x: float, low: float) -> float:
    square = x * x
    rest = square * polynomial(square, COS)
    half = 0.5 * square
    main = 1.0 - half
    return main + (((1.0 - main) - half) + (square * rest - x * low))


@compiled
def sin_of(x: float) -> float:
    """Sine of an angle in radians, up to about a hundred thousand turns."""
    quadrant, high, low = _quadrant(x)
    value = _cosine(high, low) if quadrant & 1 else _sine(high, low)
    return -value if quadrant & 2 else value


@compiled
def cos_of(x: float) -> float:
    """Cosine of an angle in radians, up to about a hundred thousand turns."""
    quadrant, high, low = _quadrant(x)
    value = _sine(high, low) if quadrant & 1 else _cosine(high, low)
    return -value if (quadrant + 1) & 2 else value


@compiled
def _arcsin_ratio(square: float) -> float:
    return square * polynomial(square, ARCSIN_TOP) / polynomial(square, ARCSIN_BOTTOM)


@compiled
def arcsin_of(x: float) -> float:
    """Angle in radians, from -pi / 2 to pi / 2, whose sine is x; not a number beyond -1 and 1."""
    size = abs(x)
    if size < 0.5:
        return math.copysign(size + size * _arcsin_ratio(size * size), x)
    z = (1.0 - size) * 0.5
    root = np.sqrt(z)
    high = _high_part(root)
    low = (z - high * high) / (root + high) if root > 0 else z - high * high
    far = 2.0 * root * _arcsin_ratio(z) - (HALF_PI_LOW - 2.0 * low) - (QUARTER_PI_HIGH - 2.0 * high)
    return math.copysign(QUARTER_PI_HIGH - far, x)


exp = elementwise(exp_of)
expm1 = elementwise(expm1_of)
log = elementwise(log_of)
log10 = elementwise(log10_of)
log1p = elementwise(log1p_of)
logistic = elementwise(logistic_of)
sin = elementwise(sin_of)
cos = elementwise(cos_of)
arcsin = elementwise(arcsin_of)
_power = each(power_of, inputs=2)


@overload
def power(x: float, y: float) -> float: ...


@overload
def power(x: Float, y: Float | float) -> Float: ...


@overload
def power(x: float, y: Float) -> Float: ...


def power(x: Float | float, y: Float | float) -> Float | float:
    """x to the power y for x >= 0; not a number for x < 0.

    Args:
        x: any shape.
        y: any shape that broadcasts with x.
    """
    if isinstance(x, float) and isinstance(y, float):
        return power_of(x, y)
    shape = np.broadcast_shapes(np.shape(x), np.shape(y))
    bases, exponents, out = np.empty(shape), np.empty(shape), np.empty(shape)
    bases[...], exponents[...] = x, y
    _power(bases.reshape(-1), exponents.reshape(-1), out.reshape(-1))
    return out
