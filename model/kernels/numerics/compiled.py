"""Loops in machine code (numba: Lam, Pitrou, Seibert 2015), with the bits of the same loop in plain Python.

The compiler may not reorder, fuse or approximate floating-point operations (`fastmath` stays off), so a
compiled function and its `py_func` give the same numbers on every processor; a test compares them.
Machine code is kept between processes: see `kept_code`.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import cast

import numba
import numpy as np
from numba.core.dispatcher import Dispatcher
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.kept_code import KeptCode

Float = NDArray[np.float64]


def compiled[F: Callable[..., object]](function: F) -> F:
    """The function in machine code, for numbers and arrays of numbers; compiled when first called.

    Division by 0 gives an infinity, as in numpy.
    """
    machine = numba.njit(error_model="numpy", nogil=True)(function)
    if isinstance(machine, Dispatcher):  # not where NUMBA_DISABLE_JIT is set
        machine._cache = KeptCode(machine)  # type: ignore[attr-defined]
    return cast(F, machine)


def each(of_numbers: Callable[..., float], inputs: int = 1) -> Callable[..., None]:
    """A compiled function of one or two numbers over flat arrays: `loop(x, out)` or `loop(x, y, out)`.

    numpy would test for floating-point exceptions after every call; a plain loop does not.
    """
    template = (_each_of_one, _each_of_two)[inputs - 1]
    name = f"each_{of_numbers.__name__}"
    loop = FunctionType(template.__code__, template.__globals__ | {"_of_numbers": of_numbers}, name)
    loop.__qualname__ = name  # machine code is kept by this name
    return compiled(loop)


_of_numbers: Callable[..., float] = max
"""Where `each` puts its function."""


def _each_of_one(x: Float, out: Float) -> None:
    for k in range(len(out)):
        out[k] = _of_numbers(x[k])


def _each_of_two(x: Float, y: Float, out: Float) -> None:
    for k in range(len(out)):
        out[k] = _of_numbers(x[k], y[k])
