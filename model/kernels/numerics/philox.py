"""Philox4x64-10: four random words of 64 bits as a pure function of a key and a counter.

Source: Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC '11. The words are
those of numpy's generator of this name, which counts on before it draws.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.compiled import compiled

Float = NDArray[np.float64]
Int = NDArray[np.int64]
Key = tuple[np.uint64, np.uint64]
Block = tuple[np.uint64, np.uint64, np.uint64, np.uint64]
Place = tuple[int, int, int]
"""Seed, step and the word of a process."""
ONE_BY_ONE, MATRIX = range(2)
"""Families of draws: of single entities, and of matrices. They have nothing in common."""
FIRST, ONE = np.uint64(0), np.uint64(1)
"""Lane of the first four numbers of an entity, and what the first entity is counted from."""

BLOCK = 4
"""Words of one counter."""
ROUNDS = 10
MULTIPLIERS = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
WEYL = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
HALF = np.uint64(32)
DROPPED = np.uint64(12)
"""Bits of a word beyond the 52 of a uniform number."""
LOW = np.uint64(0xFFFFFFFF)
LEAST = 2.0**-33
"""The lowest of the numbers with 32 random bits."""


@compiled
def _high_product(a: np.uint64, b: np.uint64) -> np.uint64:
    """The upper 64 of the 128 bits of a product."""
    a_low, a_high, b_low, b_high = a & LOW, a >> HALF, b & LOW, b >> HALF
    middle = a_high * b_low + ((a_low * b_low) >> HALF)
    other = a_low * b_high + (middle & LOW)
    return a_high * b_high + (middle >> HALF) + (other >> HALF)


@compiled
def block(key: Key, counter: Block, entity: np.uint64, lane: np.uint64) -> Block:
    """The four words of an entity in a lane, counted on from those of the counter."""
    first, second = MULTIPLIERS
    a, b, c, d = counter[0] + entity, counter[1] + lane, counter[2], counter[3]
    one, other = key[0], key[1]
    for _ in range(ROUNDS):
        high, far = _high_product(first, a), _high_product(second, c)
        a, b, c, d = far ^ b ^ one, second * c, high ^ d ^ other, first * a
        one, other = one + WEYL[0], other + WEYL[1]
    return a, b, c, d


@compiled
def begin(seed: int, step: int, process: int, family: int = ONE_BY_ONE) -> tuple[Key, Block]:
    """Key and counter of entity 0 in lane 0."""
    return (np.uint64(seed), np.uint64(family)), (ONE, FIRST, np.uint64(step), np.uint64(process))


@compiled
def number(word: np.uint64) -> float:
    """A uniform number in (0, 1) from the upper 52 bits of a word."""
    return (np.float64(word >> DROPPED) + 0.5) * 2.0**-52


@compiled
def uniform(seed: int, step: int, process: int, entity: Int, out: Float) -> None:
    """Write uniform numbers in (0, 1) with 52 random bits: four a lane.

    Args:
        seed, step, process: the place of the numbers.
        entity: (k,) added to the counter's first word.
        out: (k, columns)
    """
    key, counter = begin(seed, step, process)
    rows, columns = out.shape
    for row in range(rows):
        for start in range(0, columns, BLOCK):
            four = block(key, counter, np.uint64(entity[row]), np.uint64(start // BLOCK))
            for k in range(min(BLOCK, columns - start)):
                out[row, start + k] = number(four[k])


@compiled
def fill(seed: int, step: int, process: int, wide: int, out: Float) -> None:
    """Write uniform numbers in (0, 1) with 32 random bits: two a word, the upper half first.

    Args:
        seed, step, process: the place of the numbers.
        wide: words of one row in one lane; a row that needs more goes on in the next lane.
        out: (rows, columns)
    """
    key, counter = begin(seed, step, process, MATRIX)
    rows, columns = out.shape
    blocks, each = wide // BLOCK, 2 * BLOCK
    for row in range(rows):
        for start in range(0, columns, each):
            four = _block_at(key, counter, blocks, row, start // each)
            for k in range(min(each, columns - start)):
                out[row, start + k] = _half(four[k // 2], k % 2)


@compiled
def pairs_below(seed: int, step: int, process: int, wide: int, chance: Float) -> Int:
    """(k, 2) row and lower column whose number in `fill` is below a chance (n, n), in order.

    Where no chance is as high as the lowest number, none is drawn.
    """
    key, counter = begin(seed, step, process, MATRIX)
    blocks, each = wide // BLOCK, 2 * BLOCK
    found = np.empty((len(chance) * len(chance), 2), dtype=np.int64)
    count = 0
    for row in range(len(chance)):
        for start in range(0, row, each):
            here = chance[row, start : min(start + each, row)]
            if here.max() <= LEAST:
                continue
            four = _block_at(key, counter, blocks, row, start // each)
            for k in range(len(here)):
                if _half(four[k // 2], k % 2) < here[k]:
                    found[count] = row, start + k
                    count += 1
    return found[:count].copy()


@compiled
def _block_at(key: Key, counter: Block, blocks: int, row: int, turn: int) -> Block:
    """The words of the block in which a row of a matrix goes on for the so manieth time."""
    lane, place = divmod(turn, blocks)
    return block(key, counter, np.uint64(row * blocks + place), np.uint64(lane))


@compiled
def _half(word: np.uint64, low: int) -> float:
    """A uniform number in (0, 1) from the upper or the lower 32 bits of a word."""
    half = word & LOW if low else word >> HALF
    return (np.float64(half) + 0.5) * 2.0**-32
