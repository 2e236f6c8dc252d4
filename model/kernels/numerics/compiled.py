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
from typing import cast

import numba
import numpy as np
from numpy.typing import NDArray

from sovereigns.model.places import ROOT

Float = NDArray[np.float64]

_PACKAGES = ROOT / "model", ROOT / "agents"
_MARK = b"from sovereigns.model.kernels.numerics.compiled import"


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


def each(of_numbers: Callable[..., float], inputs: int = 1) -> Callable[..., None]:
    """A compiled function of one or two numbers over flat arrays: `loop(x, out)` or `loop(x, y, out)`.

    numpy would test for floating-point exceptions after every call; a plain loop does not.
    """
    template = (_each_of_one, _each_of_two)[inputs - 1]
    name = f"each_{of_numbers.__name__}"
    loop = FunctionType(template.__code__, template.__globals__ | {"_of_numbers": of_numbers}, name)
    loop.__qualname__ = name  # numba keeps machine code by this name
    return compiled(loop)


_of_numbers: Callable[..., float] = max
"""Where `each` puts its function."""


def _each_of_one(x: Float, out: Float) -> None:
    for k in range(len(out)):
        out[k] = _of_numbers(x[k])


def _each_of_two(x: Float, y: Float, out: Float) -> None:
    for k in range(len(out)):
        out[k] = _of_numbers(x[k], y[k])
