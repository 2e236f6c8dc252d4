"""Keyed random numbers: the same (seed, process, step, entity) always gives the same number.

No number depends on how many others were drawn, in which order, or by which processes, so two worlds that
differ in a policy differ by that policy only (common random numbers). A process is one decision under one
name: use the same name twice in a step for the same entity and you get the same number twice.

The generator is Philox4x64-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2,
3", SC '11), a pure function of a key and a counter. The counter is (entity, lane, step, process); a lane is a
run of columns.
"""

from __future__ import annotations

import functools
import hashlib

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.errors import InputError
from sovereigns.model.kernels.numerics import elementary, philox
from sovereigns.model.kernels.numerics.normal import normal_quantile

Float = NDArray[np.float64]
Int = NDArray[np.int64]

MATRIX_WORDS = 32
"""Words of one row and lane of a matrix; each holds two numbers."""
MANY = 512
"""Above this mean a Poisson number is read off the normal quantile with its first correction for skewness."""


@functools.cache
def process_word(process: str) -> int:
    """The word of 32 bits that stands for a process in the counter: a hash of its name."""
    return int.from_bytes(hashlib.blake2b(process.encode(), digest_size=4).digest(), "little")


class Streams:
    """All random numbers of one run."""

    def __init__(self, seed: int) -> None:
        """Key the streams.

        Args:
            seed: from 0 to 2**63 - 1.

        Raises:
            InputError: the seed is out of range.
        """
        if not 0 <= seed < 2**63:
            raise InputError(f"seed {seed} is out of range; give a whole number from 0 to {2**63 - 1}")
        self.seed = seed

    def uniform(self, process: str, step: int, entity: Int | int, count: int = 1) -> Float:
        """Uniform numbers in the open interval (0, 1), with 52 random bits.

        Up to four numbers an entity cost as much as one.

        Args:
            process: what is decided.
            step: quarter of the run, from 0.
            entity: (n,) rows, or one row.
            count: numbers per entity.

        Returns:
            (n, count), or (n,) when count is 1.
        """
        rows = np.array(entity, dtype=np.int64, ndmin=1, copy=None)
        numbers = np.empty((len(rows), count))
        philox.uniform(*self.place(process, step), rows, numbers)
        return numbers[:, 0] if count == 1 else numbers

    def matrix(self, process: str, step: int, n: int, m: int) -> Float:
        """Uniform numbers in (0, 1) keyed by row and column, with 32 random bits; cheaper than `uniform`.

        Args:
            process: what is decided.
            step: quarter of the run, from 0.
            n: rows, each an entity.
            m: columns.

        Returns:
            (n, m)
        """
        numbers = np.empty((n, m))
        philox.fill(*self.place(process, step), MATRIX_WORDS, numbers)
        return numbers

    def pairs_below(self, process: str, step: int, chance: Float) -> Int:
        """Which pairs, the row beyond the column, have a number of `matrix` below their chance.

        Args:
            process: what is decided.
            step: quarter of the run, from 0.
            chance: (n, n), of which what is below the diagonal counts.

        Returns:
            (k, 2) row and column, in order.
        """
        return philox.pairs_below(*self.place(process, step), MATRIX_WORDS, chance)

    def normal(self, process: str, step: int, entity: Int | int, count: int = 1) -> Float:
        """Standard normal numbers; arguments and shape as in `uniform`."""
        return normal_quantile(self.uniform(process, step, entity, count))

    def poisson(self, mean: Float | float, process: str, step: int, entity: Int | int) -> Float:
        """Poisson counts by inversion.

        Args:
            mean: (n,) or one mean, not negative.
            process: what is decided.
            step: quarter of the run, from 0.
            entity: (n,) rows.

        Returns:
            (n,) whole numbers as floats.
        """
        uniform = self.uniform(process, step, entity)
        rate = np.broadcast_to(np.asarray(mean, dtype=np.float64), uniform.shape)
        few = _inverted(uniform, np.minimum(rate, MANY))
        return np.where(rate > MANY, _rounded(uniform, rate), few) if (rate > MANY).any() else few

    def place(self, process: str, step: int) -> philox.Place:
        """Where the numbers of a process in a step are: what `philox.begin` begins from."""
        return self.seed, step, process_word(process)


def _inverted(uniform: Float, mean: Float) -> Float:
    """The smallest count whose cumulative probability reaches the uniform number."""
    chance = elementary.exp(-mean)
    total = chance.copy()
    count = np.zeros(uniform.shape)
    turn = 0
    while (open_ := (uniform > total) & ((total + chance > total) | (mean > turn))).any():
        turn += 1
        count += open_
        chance *= mean / turn
        total += chance
    return count


def _rounded(uniform: Float, mean: Float) -> Float:
    """Cornish-Fisher to first order: large counts are normal but for a little skewness."""
    z = normal_quantile(uniform)
    return np.maximum(np.floor(mean + np.sqrt(mean) * z + (z * z - 1) / 6 + 0.5), 0.0)
