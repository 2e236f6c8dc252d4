"""What a strategy hands back, part by part: shares where shares belong, words that can be told to anybody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sovereigns.agents.faults import kind_of
from sovereigns.agents.sayings import Explained, amiss
from sovereigns.model.kernels.numerics.compiled import compiled

Shape = tuple[int, ...]


class OrderError(ValueError):
    """A strategy gave an order, or a posture, that breaks the contract.

    Args:
        text: lever, value and what is allowed.
        row: position of the nation among those that decide, where one alone is at fault.
    """

    def __init__(self, text: str, row: int | None = None) -> None:
        super().__init__(text)
        self.row = row


def check_shares(name: str, shares: object, shape: Shape) -> None:
    """Check a lever, or anything else that is an array of shares.

    Args:
        name: of the lever.
        shares: what was given.
        shape: that it must have.

    Raises:
        OrderError: it has the wrong shape, is not finite, or leaves [0, 1].
    """
    if not isinstance(shares, np.ndarray) or shares.dtype.kind not in "fiub":
        what = f"an array of {shares.dtype}" if isinstance(shares, np.ndarray) else kind_of(shares)
        raise OrderError(f"{name} is {what}, not an array of numbers of shape {shape}")
    if shares.shape != shape:
        raise OrderError(f"{name} has shape {shares.shape}, not {shape}")
    if not _are_shares(np.ascontiguousarray(shares, dtype=np.float64).ravel()):
        row = np.argwhere(~(np.isfinite(shares) & (shares >= 0) & (shares <= 1)))[0].tolist()
        raise OrderError(f"{name}{row} is {shares[tuple(row)]!s}; it must be a share from 0 to 1", row[0])


def check_who(who: object, asked: NDArray[np.int64]) -> None:
    """Check that a decision is about the nations that were asked.

    Args:
        who: rows of the nations that it is about.
        asked: (m,) rows of those that were asked.

    Raises:
        OrderError: they are others.
    """
    if who is not asked and not (isinstance(who, np.ndarray) and np.array_equal(who, asked)):
        raise OrderError("who is not the briefing's; pass briefing.who on as it is")


def check_sentences(name: str, sentences: object, m: int, filled: bool) -> None:
    """Check the causes of a posture, or the reasons of an order.

    Those that explain each move are only counted here (`asking` reads them).

    Args:
        name: of what was given.
        sentences: what was given.
        m: how many nations decide.
        filled: whether each nation must have one that is not blank; else none at all are none given.

    Raises:
        OrderError: it is no list of one sentence a nation, or one cannot be told.
    """
    if not filled and isinstance(sentences, tuple | list) and not sentences:
        return
    if isinstance(sentences, str) or not isinstance(sentences, Sequence):
        raise OrderError(f"{name} is {kind_of(sentences)}, not a list of one sentence a nation")
    if len(sentences) != m:
        raise OrderError(f"{name} has {len(sentences)} sentences for {m} nations; give one each")
    if isinstance(sentences, Explained):
        return
    last: object = sentences
    for row, sentence in enumerate(sentences):
        if sentence is not last and (fault := amiss(sentence, filled)):
            raise OrderError(f"{name}[{row}] {fault}", row)
        last = sentence


@compiled
def _are_shares(numbers: NDArray[np.float64]) -> bool:
    """Whether all lie in [0, 1]; what is not a number does not."""
    outside = False
    for k in range(len(numbers)):
        outside |= not (0 <= numbers[k] <= 1)
    return not outside
