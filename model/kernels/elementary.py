"""Elementary functions whose bits do not depend on the processor.

numpy's own exp, log, power, sin and the like choose code by SIMD level and differ in the last bit. These
use only + - * /, sqrt, exact steps on the bits of a number, and comparisons, in one fixed order. Errors stay
below about one unit in the last place; two or three for log1p, expm1, tanh and logistic, and
|y| of them for power(x, y) beyond |y| = 4.

Each takes a float (and gives one) or a float64 array of any shape (and gives a new one). Long arrays are
worked off in blocks that stay in the cache.

Sources: exp, log, log10, sin, cos and arcsin follow FDLIBM (Sun Microsystems 1993) as kept by musl; tanh
follows Cephes (Moshier 1989).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Protocol, overload

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Int = NDArray[np.int64]

BLOCK = 16384
REMEMBERED = 1024
"""Results for single numbers that a function keeps."""
ROUND = 1.5 * 2.0**52
"""Adding this rounds a small number to an integer and leaves that integer in the lowest bits."""
ROUND_BITS = np.float64(ROUND).view(np.int64)
MANTISSA = 52
BIAS = 1023
LN2_HIGH, LN2_LOW = float.fromhex("0x1.62e42feep-1"), float.fromhex("0x1.a39ef35793c76p-33")
INVERSE_LN2 = float.fromhex("0x1.71547652b82fep+0")
HIGH_WORD = np.int64(-(2**32))
TINY = 2.0**-1022

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
SIN = (
    -1.66666666666666324348e-01,
    8.33333333332248946124e-03,
    -1.98412698298579493134e-04,
    2.75573137070700676789e-06,
    -2.50507602534068634195e-08,
    1.58969099521155010221e-10,
)
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
TANH_TOP = (-1.61468768441708447952e03, -9.92877231001918586564e01, -9.64399179425052238628e-01)
TANH_BOTTOM = (4.84406305325125486048e03, 2.23548839060100448583e03, 1.12811678491632931402e02, 1.0)
TANH_SMALL = 0.625


class Elementwise(Protocol):
    """A function of one number or of every element of an array."""

    @overload
    def __call__(self, x: float) -> float: ...

    @overload
    def __call__(self, x: Float) -> Float: ...


def elementwise(kernel: Callable[[Float], Float]) -> Elementwise:
    """A kernel of blocks of numbers as a function of one number or of an array.

    One number, often a parameter that is asked for every quarter, is remembered.
    """

    @functools.lru_cache(maxsize=REMEMBERED)
    def of_number(x: float) -> float:
        with np.errstate(all="ignore"):
            return float(kernel(np.array([x]))[0])

    @functools.wraps(kernel)
    def function(x: float | Float) -> float | Float:
        if isinstance(x, float) and x != 0:  # for the cache, 0 and -0 would be one
            return of_number(x)
        source = np.asarray(x, dtype=np.float64)
        flat = source.reshape(-1)
        with np.errstate(all="ignore"):
            if 0 < flat.size <= BLOCK:
                result = kernel(flat)
            else:
                result = np.empty_like(flat)
                for start in range(0, flat.size, BLOCK):
                    result[start : start + BLOCK] = kernel(flat[start : start + BLOCK])
        return result.reshape(source.shape) if source.ndim else float(result[0])

    return function  # type: ignore[return-value]


def polynomial(x: Float, coefficients: Sequence[float]) -> Float:
    """Horner's rule; the coefficient of the power 0 comes first."""
    value = x * coefficients[-1]
    for coefficient in coefficients[-2:0:-1]:
        value += coefficient
        value *= x
    value += coefficients[0]
    return value


def _exp(x: Float, tail: Float | None = None) -> Float:
    """exp(x + tail), where tail is tiny beside x."""
    inside = bool(np.minimum.reduce(x) > -708 and np.maximum.reduce(x) < 709)
    if not inside:
        x = np.clip(x, -800, 800)
    count = x * INVERSE_LN2
    count += ROUND
    bits = count.view(np.int64) - ROUND_BITS
    count -= ROUND
    high = x - count * LN2_HIGH
    count *= LN2_LOW
    if tail is not None:
        count -= tail
    value = _exp_near_zero(high, count)
    if inside:
        bits <<= MANTISSA
        value.view(np.int64)[...] += bits
        return value
    value *= _power_of_two(bits >> 1)
    value *= _power_of_two(bits - (bits >> 1))
    return value


def _power_of_two(exponent: Int) -> Float:
    return (exponent + BIAS << MANTISSA).view(np.float64)


def _exp_near_zero(high: Float, low: Float) -> Float:
    """exp(high - low) for |high - low| up to half of log 2, by FDLIBM's rational form."""
    r = high - low
    square = r * r
    c = polynomial(square, EXP)
    c *= square
    np.subtract(r, c, out=c)
    r *= c
    np.subtract(2.0, c, out=c)
    r /= c
    r -= low
    r += high
    r += 1.0
    return r


@elementwise
def exp(x: Float) -> Float:
    """e to the power x; 0 at minus infinity, infinity beyond 709.78."""
    return _exp(x)


@elementwise
def expm1(x: Float) -> Float:
    """e to the power x, less 1, precise near 0 (Kahan's correction of the rounded exponential)."""
    grown = _exp(x)
    gain = grown - 1.0
    corrected = gain * (x / log(grown))
    return np.where(
        (grown == 1.0) | (gain == -1.0) | np.isinf(grown), np.where(grown == 1.0, x, gain), corrected
    )


def _log_parts(x: Float) -> tuple[Float, Float, Float, Float]:
    """The binary exponent k, f, f * f / 2 and the rest such that log x = k log 2 + f - f * f / 2 + rest.

    x is positive, normal and finite, or the caller mends the result.
    """
    bits = x.view(np.int64) + LOG_SHIFT
    exponent = ((bits >> MANTISSA) - BIAS).astype(np.float64)
    bits &= LOG_MASK
    bits += LOG_FLOOR
    f = bits.view(np.float64)
    f -= 1.0
    s = f / (f + 2.0)
    square = s * s
    rest = polynomial(square, LOG)
    rest *= square
    half = f * f
    half *= 0.5
    rest += half
    rest *= s
    return exponent, f, half, rest


def _mended(x: Float, kernel: Callable[[Float], Float], of_tiny: float) -> Float:
    """A logarithm of any x from a kernel for normal ones; of_tiny is the logarithm of 2 to the power -54."""
    if np.minimum.reduce(x) >= TINY and np.maximum.reduce(x) < np.inf:
        return kernel(x)
    small = x < TINY
    value = kernel(np.where(small, x * 2.0**54, x))
    value[small] += of_tiny
    value[x == 0] = -np.inf
    value[x == np.inf] = np.inf
    value[~(x >= 0)] = np.nan
    return value


def _log(x: Float) -> Float:
    exponent, f, half, rest = _log_parts(x)
    rest += exponent * LN2_LOW
    half -= rest
    half -= f
    exponent *= LN2_HIGH
    exponent -= half
    return exponent


@elementwise
def log(x: Float) -> Float:
    """Natural logarithm; minus infinity at 0, not a number below."""
    return _mended(x, _log, -54 * (LN2_HIGH + LN2_LOW))


def _log10(x: Float) -> Float:
    exponent, f, half, rest = _log_parts(x)
    high = _high_part(f - half)
    low = f - high
    low -= half
    low += rest
    main = high * INVERSE_LN10_HIGH
    shift = exponent * LOG10_2_HIGH
    remainder = exponent * LOG10_2_LOW + (low + high) * INVERSE_LN10_LOW + low * INVERSE_LN10_HIGH
    total = shift + main
    remainder += (shift - total) + main
    return remainder + total


@elementwise
def log10(x: Float) -> Float:
    """Logarithm to base 10; minus infinity at 0, not a number below."""
    return _mended(x, _log10, -54 * (LOG10_2_HIGH + LOG10_2_LOW))


@elementwise
def log1p(x: Float) -> Float:
    """Logarithm of 1 + x, precise near 0; minus infinity at -1, not a number below."""
    grown = 1.0 + x
    lost = (x - (grown - 1.0)) / grown
    return log(grown) + np.where((grown > 0) & (grown < np.inf), lost, 0.0)


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
    base, exponent = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    shape = np.broadcast_shapes(base.shape, exponent.shape)
    flat = np.broadcast_to(base, shape).reshape(-1)
    flat_exponent = np.broadcast_to(exponent, shape).reshape(-1) if exponent.ndim else exponent
    result = np.empty(flat.shape)
    with np.errstate(all="ignore"):
        for start in range(0, flat.size, BLOCK):
            block = slice(start, start + BLOCK)
            result[block] = _power(flat[block], flat_exponent[block] if exponent.ndim else exponent)
    return result.reshape(shape) if shape else float(result[0])


def _power(x: Float, y: Float) -> Float:
    if x.min() >= TINY and x.max() < np.inf and np.isfinite(y).all():
        return _power_of_log(*_log_pair(x), y)
    small = (x < TINY) & (x > 0)
    high, low = _log_pair(np.where(small, x * 2.0**54, x))
    low -= np.where(small, 54 * LN2_LOW, 0.0)
    high -= np.where(small, 54 * LN2_HIGH, 0.0)
    return _power_limits(x, y, _power_of_log(high, low, y))


def _power_of_log(high: Float, low: Float, y: Float) -> Float:
    """exp(y * (high + low)), where high has so few bits that its product with the high part of y is exact."""
    y_high = _high_part(y)
    low *= y
    low += (y - y_high) * high
    high *= y_high
    return _exp(high, np.clip(low, -1.0, 1.0, out=low))


def _power_limits(x: Float, y: Float, value: Float) -> Float:
    growing = np.where(x > 1, y, -y)
    edge = (x == 0) | np.isinf(x) | np.isinf(y)
    value = np.where(edge, np.where(growing > 0, np.inf, 0.0), value)
    value = np.where((x < 0) | np.isnan(x) | np.isnan(y), np.nan, value)
    return np.where((y == 0) | (x == 1), 1.0, value)


def _log_pair(x: Float) -> tuple[Float, Float]:
    """log x as the sum of a high part of 21 bits and a low part."""
    exponent, f, half, rest = _log_parts(x)
    rest += exponent * LN2_LOW
    exponent *= LN2_HIGH
    high = f - half
    high += rest
    high += exponent
    high = _high_part(high)
    exponent -= high
    exponent += f
    exponent -= half
    exponent += rest
    return high, exponent


def _high_part(x: Float) -> Float:
    """x cut to its first 21 bits."""
    return (x.view(np.int64) & HIGH_WORD).view(np.float64)


@elementwise
def tanh(x: Float) -> Float:
    """Hyperbolic tangent."""
    size = np.abs(x)
    far = _exp(size + size)
    far += 1.0
    np.divide(-2.0, far, out=far)
    far += 1.0
    near = np.minimum(size, TANH_SMALL)
    square = near * near
    near = near + near * (square * polynomial(square, TANH_TOP) / polynomial(square, TANH_BOTTOM))
    return np.copysign(np.where(size < TANH_SMALL, near, far), x)


@elementwise
def logistic(x: Float) -> Float:
    """1 / (1 + exp(-x))."""
    value = _exp(-x)
    value += 1.0
    return np.divide(1.0, value, out=value)


def _quadrant(x: Float) -> tuple[Int, Float, Float]:
    """The nearest multiple of pi / 2 (mod 4) and what is left, as a high and a low part."""
    count = x * INVERSE_HALF_PI
    count += ROUND
    quadrant = count.view(np.int64) & 3
    count -= ROUND
    first, second, third = HALF_PI
    rough = x - count * first
    middle = rough - count * second
    lost = (rough - middle) - count * second
    rest = lost - count * third
    high = middle + rest
    return quadrant, high, (middle - high) + rest


def _sine(x: Float, low: Float) -> Float:
    square = x * x
    cube = square * x
    rest = polynomial(square, SIN[1:])
    return x - ((square * (0.5 * low - cube * rest) - low) - cube * SIN[0])


def _cosine(x: Float, low: Float) -> Float:
    square = x * x
    rest = square * polynomial(square, COS)
    half = 0.5 * square
    main = 1.0 - half
    return main + (((1.0 - main) - half) + (square * rest - x * low))


@elementwise
def sin(x: Float) -> Float:
    """Sine of an angle in radians, up to about a hundred thousand turns."""
    quadrant, high, low = _quadrant(x)
    value = np.where(quadrant & 1, _cosine(high, low), _sine(high, low))
    return np.where(quadrant & 2, -value, value)


@elementwise
def cos(x: Float) -> Float:
    """Cosine of an angle in radians, up to about a hundred thousand turns."""
    quadrant, high, low = _quadrant(x)
    value = np.where(quadrant & 1, _sine(high, low), _cosine(high, low))
    return np.where((quadrant + 1) & 2, -value, value)


def _arcsin_ratio(square: Float) -> Float:
    return square * polynomial(square, ARCSIN_TOP) / polynomial(square, ARCSIN_BOTTOM)


@elementwise
def arcsin(x: Float) -> Float:
    """Angle in radians, from -pi / 2 to pi / 2, whose sine is x; not a number beyond -1 and 1."""
    size = np.abs(x)
    near = size + size * _arcsin_ratio(size * size)
    z = (1.0 - size) * 0.5
    root = np.sqrt(z)
    high = _high_part(root)
    low = (z - high * high) / np.where(root > 0, root + high, 1.0)
    ratio = _arcsin_ratio(z)
    far = QUARTER_PI_HIGH - (2.0 * root * ratio - (HALF_PI_LOW - 2.0 * low) - (QUARTER_PI_HIGH - 2.0 * high))
    return np.copysign(np.where(size < 0.5, near, far), x)
