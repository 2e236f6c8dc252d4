"""Loops in machine code (numba: Lam, Pitrou, Seibert 2015), with the bits of the same loop in plain Python.

The compiler may not reorder, fuse or approximate floating-point operations (`fastmath` stays off), so a
compiled function and its `py_func` give the same numbers on every processor; a test compares them.
Machine code is kept between processes, in a folder named by the sources of all compiled functions: numba
alone would not see that a function in another file, which it has built in, has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import numba
import numpy as np

_PACKAGES = Path(__file__).parents[1], Path(__file__).parents[2] / "agents"
_MARK = b"from model.kernels.compiled import"


def _fingerprint() -> str:
    """A word for the sources with compiled functions."""
    digest = hashlib.blake2b(digest_size=8)
    for package in _PACKAGES:
        for source in sorted(package.rglob("*.py")):
            text = source.read_bytes()
            if _MARK in text:
                digest.update(text)
    return digest.hexdigest()


# Where this folder cannot be written, numba takes the user's cache.
numba.config.CACHE_DIR = str(Path(__file__).parent / "__pycache__" / _fingerprint())  # type: ignore[attr-defined]


def compiled[F: Callable[..., object]](function: F) -> F:
    """The function in machine code, for numbers and arrays of numbers; compiled when first called.

    Division by 0 gives an infinity, as in numpy.
    """
    return cast(F, numba.njit(cache=True, error_model="numpy", nogil=True)(function))


def ufunc(of_numbers: Callable[..., float]) -> Callable[..., Any]:
    """A compiled function of numbers as a numpy function of arrays that broadcast.

    With numba switched off (`NUMBA_DISABLE_JIT=1`) it is a loop in plain Python.
    """
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]
        return np.vectorize(of_numbers, otypes=[np.float64])
    plain = of_numbers.py_func  # type: ignore[attr-defined]
    each = FunctionType(plain.__code__, plain.__globals__, plain.__name__)
    each.__qualname__ = f"each_{plain.__name__}"  # numba keeps machine code by this name
    return cast("Callable[..., Any]", numba.vectorize(cache=True)(each))  # type: ignore[no-untyped-call]
