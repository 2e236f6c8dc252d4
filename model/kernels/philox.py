"""Philox4x32-10, a counter-based generator of random numbers.

Source: Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3" (SC '11). A block is a
pure function of a key and a counter, so any number can be had at once, in any order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Word = NDArray[np.uint64]

ROUNDS = 10
MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
WEYL = (0x9E3779B9, 0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
BLOCK = 2048


def philox4x32(counter: tuple[Word, Word, Word, Word], key: tuple[int, int]) -> Word:
    """Four random words of 32 bits for each counter.

    Args:
        counter: four arrays of 32-bit words, shapes that broadcast together.
        key: two 32-bit words.

    Returns:
        Words of 32 bits held in uint64, shape (4, *broadcast shape).
    """
    words = np.broadcast_arrays(*counter)
    flat = [word.reshape(-1) for word in words]
    result = np.empty((4, flat[0].size), dtype=np.uint64)
    for start in range(0, flat[0].size, BLOCK):
        block = slice(start, start + BLOCK)
        result[:, block] = _rounds([word[block] for word in flat], key)
    return result.reshape(4, *words[0].shape)


def _rounds(words: list[Word], key: tuple[int, int]) -> list[Word]:
    first, second, third, fourth = words
    for turn in range(ROUNDS):
        keys = [np.uint64((part + turn * step) & 0xFFFFFFFF) for part, step in zip(key, WEYL, strict=True)]
        left, right = first * MULTIPLIERS[0], third * MULTIPLIERS[1]
        first, third = (right >> HALF) ^ second, (left >> HALF) ^ fourth
        first ^= keys[0]
        third ^= keys[1]
        right &= LOW
        left &= LOW
        second, fourth = right, left
    return [first, second, third, fourth]
