"""Elementary functions are right to the last bits, and the bits are the same at every SIMD level."""

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.special import ndtri

from sovereigns.model.kernels.numerics import elementary
from sovereigns.model.kernels.numerics.normal import normal_quantile

EDGES = np.array([0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, 5e-324, 1e-310, 1.7e308, -745.0, 709.5, 710.0])
PLAIN = {
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F",
    "NUMBA_CPU_NAME": "generic",
}
DIGEST = """
import hashlib, sys, numpy as np
from sovereigns.model.kernels.numerics import elementary as e
from sovereigns.model.kernels.numerics.normal import normal_quantile
x = np.linspace(-30, 30, int(sys.argv[1]))
y = abs(x) + 1e-3
def digest(parts):
    return hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest()
print(digest([e.exp(x), e.expm1(x), e.log(y), e.log10(y), e.log1p(y), e.power(y, 0.37),
              e.logistic(x), e.sin(x), e.cos(x), e.arcsin(x / 31), normal_quantile(y / 31)]))
print(digest([np.exp(x), np.log(y), np.power(y, 0.37), np.tanh(x), np.sin(x)]))
"""


def worst_ulp(got: np.ndarray, exact: np.ndarray) -> float:
    return float(np.max(np.abs(got - exact) / np.spacing(np.abs(exact.astype(float)))))


def sample(low: float, high: float) -> np.ndarray:
    return np.random.default_rng(1).uniform(low, high, 50_000)


@pytest.mark.parametrize(
    ("name", "x", "ulp"),
    [
        ("exp", sample(-700, 700), 1.0),
        ("exp", sample(-1, 1), 1.0),
        ("expm1", sample(-1e-6, 1e-6), 2.5),
        ("expm1", sample(-30, 30), 2.5),
        ("log", 10 ** sample(-300, 300), 1.0),
        ("log", sample(0.5, 2), 1.0),
        ("log10", 10 ** sample(-300, 300), 1.0),
        ("log10", sample(0.5, 2), 1.0),
        ("log1p", sample(-1e-9, 1e-9), 2.0),
        ("log1p", sample(-0.99, 10), 2.0),
        ("sin", sample(-1e4, 1e4), 1.0),
        ("cos", sample(-1e4, 1e4), 1.0),
        ("arcsin", sample(-1, 1), 1.0),
    ],
)
def test_agrees_with_extended_precision(name: str, x: np.ndarray, ulp: float) -> None:
    exact = getattr(np, name)(x.astype(np.longdouble))
    assert worst_ulp(getattr(elementary, name)(x), exact) <= ulp


def test_power_agrees_with_extended_precision() -> None:
    x, y = 10 ** sample(-9, 9), sample(-9, 9)[::-1]
    exact = np.power(x.astype(np.longdouble), y.astype(np.longdouble))
    assert worst_ulp(elementary.power(x, y), exact) <= 2.0
    assert worst_ulp(elementary.power(x, 0.3), np.power(x.astype(np.longdouble), np.longdouble(0.3))) <= 1.0


def test_logistic_agrees_with_extended_precision() -> None:
    x = sample(-40, 40)
    assert worst_ulp(elementary.logistic(x), 1 / (1 + np.exp(-x.astype(np.longdouble)))) <= 2.5


def test_normal_quantile_agrees_with_another_library() -> None:
    for u in (sample(0, 1), 10 ** sample(-300, -1), 1 - 10 ** sample(-12, -1)):
        np.testing.assert_allclose(normal_quantile(u), ndtri(u), rtol=3e-15)
    assert normal_quantile(0.5) == 0
    np.testing.assert_equal(normal_quantile(np.array([0, 1.0])), [-np.inf, np.inf])


@pytest.mark.parametrize("name", ["exp", "expm1", "log", "log10", "log1p", "arcsin"])
def test_edges_behave_as_in_the_standard(name: str) -> None:
    with np.errstate(all="ignore"):
        expected = getattr(np, name)(EDGES)
    np.testing.assert_allclose(getattr(elementary, name)(EDGES), expected, rtol=1e-15)


def test_power_edges_behave_as_in_the_standard() -> None:
    x, y = np.meshgrid(EDGES[EDGES >= 0], EDGES)
    with np.errstate(all="ignore"):
        expected = np.power(x, y)
    np.testing.assert_allclose(elementary.power(x, y), expected, rtol=1e-15)
    assert np.isnan(elementary.power(-1.0, 0.5))


def test_exact_where_the_result_is_a_whole_number() -> None:
    whole = np.arange(-20.0, 21.0)
    assert elementary.exp(0.0) == 1 and elementary.log(1.0) == 0
    assert elementary.sin(0.0) == 0 and elementary.cos(0.0) == 1 and elementary.logistic(0.0) == 0.5
    np.testing.assert_array_equal(elementary.log10(10.0 ** np.arange(20)), np.arange(20.0))
    np.testing.assert_array_equal(elementary.power(2.0, whole), 2.0**whole)


def test_takes_floats_any_shape_and_views_and_leaves_them_alone() -> None:
    grid = np.random.default_rng(2).uniform(0.1, 3, (193, 193))
    before = grid.copy()
    assert isinstance(elementary.exp(1.0), float)
    assert elementary.log(np.empty((0, 3))).shape == (0, 3)
    for function in (elementary.exp, elementary.log, normal_quantile):
        np.testing.assert_array_equal(function(grid.T[::2]), function(grid).T[::2])
    np.testing.assert_array_equal(
        elementary.power(grid, grid[0]), elementary.power(grid, before[0] + 0 * grid)
    )
    np.testing.assert_array_equal(grid, before)


def digests(environment: dict[str, str], numbers: int = 20001) -> list[str]:
    command = [sys.executable, "-c", DIGEST, str(numbers)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_bits_are_those_of_the_same_functions_in_plain_python() -> None:
    assert digests(os.environ | {"NUMBA_DISABLE_JIT": "1"}, 501)[0] == digests(dict(os.environ), 501)[0]


@pytest.mark.slow
def test_bits_are_the_same_at_every_simd_level() -> None:
    ours, of_numpy = digests(dict(os.environ))
    ours_plain, of_numpy_plain = digests(os.environ | PLAIN)
    assert ours_plain == ours
    if of_numpy_plain == of_numpy:
        pytest.skip("switching SIMD off changes nothing here, not even in numpy's own functions")
