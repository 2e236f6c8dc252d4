"""How views spread over a network of nations: two forms, since the literature does not agree on one.

Sources: DeGroot 1974, JASA 69:118, with the anchor of Friedkin and Johnsen 1990, Journal of Mathematical
Sociology 15:193; bounded confidence after Hegselmann and Krause 2002, JASSS 5(3):2, which Deffuant et al.
2000 meet pair by pair.

Each listens to its strongest ties only, so that a step on n nations with n views each costs ties * n * n
and not n * n * n: about 1 ms for 193 nations and 12 ties.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Int = NDArray[np.int64]
Number = Float | float


class Network(NamedTuple):
    """Who listens to whom, and how much."""

    neighbours: Int
    """(n, ties) rows of the nations listened to, strongest first."""
    weights: Float
    """(n, ties) their weights, which sum to 1, or to 0 for a nation that listens to nobody."""


def strongest_ties(weights: Float, ties: int) -> Network:
    """The network of each nation's strongest ties; make it once and keep it while the weights last.

    Args:
        weights: (n, n) how much the row listens to the column, not negative; the diagonal is ignored.
        ties: how many to keep.
    """
    strength = np.where(np.eye(len(weights), dtype=bool), 0.0, weights)
    neighbours = np.argsort(-strength, axis=1, kind="stable")[:, :ties]
    kept = np.take_along_axis(strength, neighbours, axis=1)
    total = kept.sum(axis=1, keepdims=True)
    return Network(neighbours, kept / np.where(total > 0, total, 1.0))


def degroot(opinion: Float, network: Network, susceptibility: Number, anchor: Float | None = None) -> Float:
    """Views after all have listened once: a mix of an anchor and the mean view of those listened to.

    Args:
        opinion: (n,) or (n, k) views of n nations on k matters.
        network: who listens to whom.
        susceptibility: weight of others' views from 0 to 1, a number or (n,).
        anchor: views held to, in the shape of opinion; the present ones if left out.

    Returns:
        New views in the shape of opinion; a nation that listens to nobody keeps to its anchor.
    """
    views = opinion.reshape(len(opinion), -1)
    pull, gap = np.zeros_like(views), np.empty_like(views)
    for neighbour, tie in zip(network.neighbours.T, network.weights.T[:, :, None], strict=True):
        np.take(views, neighbour, axis=0, out=gap, mode="clip")
        gap -= views
        gap *= tie
        pull += gap
    heard = network.weights.sum(axis=1, keepdims=True)
    return _moved(views, pull, heard, susceptibility, anchor).reshape(opinion.shape)


def bounded_confidence(
    opinion: Float,
    network: Network,
    susceptibility: Number,
    confidence: float,
    anchor: Float | None = None,
) -> Float:
    """As `degroot`, but on each matter only views within the confidence of one's own are heard.

    Args:
        opinion: (n,) or (n, k) views of n nations on k matters.
        network: who listens to whom.
        susceptibility: weight of others' views from 0 to 1, a number or (n,).
        confidence: largest difference of views that is still heard, in the unit of opinion.
        anchor: views held to, in the shape of opinion; the present ones if left out.

    Returns:
        New views in the shape of opinion.
    """
    views = opinion.reshape(len(opinion), -1)
    pull, heard = np.zeros_like(views), np.zeros_like(views)
    gap, weight = np.empty_like(views), np.empty_like(views)
    for neighbour, tie in zip(network.neighbours.T, network.weights.T[:, :, None], strict=True):
        np.take(views, neighbour, axis=0, out=gap, mode="clip")
        gap -= views
        np.abs(gap, out=weight)
        np.less_equal(weight, confidence, out=weight)
        weight *= tie
        heard += weight
        gap *= weight
        pull += gap
    return _moved(views, pull, heard, susceptibility, anchor).reshape(opinion.shape)


def _moved(views: Float, pull: Float, heard: Float, susceptibility: Number, anchor: Float | None) -> Float:
    """Views drawn from the anchor toward the mean view heard; `pull` is used up."""
    pull /= np.where(heard > 0, heard, 1.0)
    pull += views
    base = views if anchor is None else anchor.reshape(views.shape)
    share = np.broadcast_to(np.asarray(susceptibility), len(views))[:, None]
    pull -= base
    pull *= np.where(heard > 0, share, 0.0)
    pull += base
    return pull
