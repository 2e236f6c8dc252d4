"""Keyed random numbers: the same (seed, process, step, entity) always gives the same number.

No number depends on how many others were drawn, in which order, or by which processes, so two worlds that
differ in a policy differ by that policy only (common random numbers). A process is one decision under one
name: use the same name twice in a step for the same entity and you get the same number twice.
"""

from __future__ import annotations

import functools
import hashlib

import numpy as np
from numpy.typing import NDArray

from model.errors import InputError
from model.kernels import elementary
from model.kernels.philox import LOW, Word, philox4x32

Float = NDArray[np.float64]
Int = NDArray[np.int64]

HALF = np.uint64(32)
MATRIX_BLOCKS = np.uint64(2**31)
"""Matrices take the upper half of the draw blocks, so that they share no number with other draws."""
MANY = 512
"""Above this mean a Poisson number is read off the normal quantile with its first correction for skewness."""


@functools.cache
def process_word(process: str) -> int:
    """The 32-bit word that stands for a process in the counter: a hash of its name."""
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
        self.key = (seed & 0xFFFFFFFF, seed >> 32)

    def uniform(self, process: str, step: int, entity: Int | int, count: int = 1) -> Float:
        """Uniform numbers in the open interval (0, 1), with 52 random bits.

        Args:
            process: what is decided.
            step: quarter of the run, from 0.
            entity: (n,) rows from 0 to 2**32 - 1, or one row.
            count: numbers per entity.

        Returns:
            (n, count), or (n,) when count is 1.
        """
        block = np.arange((count + 1) // 2, dtype=np.uint64)
        words = self._words(process, step, entity, block)
        fine = (words[0::2] << HALF | words[1::2]) >> np.uint64(12)
        numbers = (fine.astype(np.float64) + 0.5) * 2.0**-52
        table = np.moveaxis(numbers, 0, -1).reshape(words.shape[1], 2 * len(block))[:, :count]
        return table[:, 0] if count == 1 else table

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
        block = np.arange((m + 3) // 4, dtype=np.uint64) | MATRIX_BLOCKS
        words = self._words(process, step, np.arange(n), block)
        numbers = (words.astype(np.float64) + 0.5) * 2.0**-32
        return np.moveaxis(numbers, 0, -1).reshape(n, -1)[:, :m]

    def normal(self, process: str, step: int, entity: Int | int, count: int = 1) -> Float:
        """Standard normal numbers; arguments and shape as in `uniform`."""
        return elementary.normal_quantile(self.uniform(process, step, entity, count))

    def gumbel(self, process: str, step: int, entity: Int | int, count: int = 1) -> Float:
        """Standard Gumbel numbers, the taste shocks of a logit choice; as in `uniform`."""
        return -elementary.log(-elementary.log(self.uniform(process, step, entity, count)))

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

    def _words(self, process: str, step: int, entity: Int | int, block: Word) -> Word:
        """Random words, shape (4, n, blocks)."""
        rows = np.atleast_1d(np.asarray(entity, dtype=np.int64)).astype(np.uint64) & LOW
        when, what = np.uint64(step), np.uint64(process_word(process))
        return philox4x32((rows[:, None], np.asarray(when), np.asarray(what), block), self.key)


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
    z = elementary.normal_quantile(uniform)
    return np.maximum(np.floor(mean + np.sqrt(mean) * z + (z * z - 1) / 6 + 0.5), 0.0)
