"""Designs: which points of the factors' space a plan visits.

Latin hypercube: McKay, Beckman, Conover (1979). Sobol' sequence: Sobol' (1967), scrambled after Owen (1998).
Saltelli and others (2010): points for Sobol' indices. Morris (1991): elementary effects along trajectories.
Rank correlation: Iman and Conover (1982).
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sovereigns.experiments.sweeps.factors import Factor
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.parameters import Value, rows
from sovereigns.model.facts.tables import load_text
from sovereigns.model.kernels.numerics.elementary import sin
from sovereigns.model.kernels.numerics.normal import normal_quantile

Float = NDArray[np.float64]
KINDS = ("factorial", "latin-hypercube", "sobol", "saltelli", "morris")
BALANCED = ("sobol", "saltelli")
"""Kinds whose balance asks for a power of two."""
CORRELATED = ("latin-hypercube", "sobol")
"""Kinds that keep rank correlations."""
LEVELS = 4
CORRELATIONS = "correlations.csv"


@dataclass(frozen=True)
class Design:
    """How points are chosen."""

    kind: str = "factorial"
    samples: int = 1
    """Points of latin-hypercube and sobol, base points of saltelli, trajectories of morris."""
    levels: int = LEVELS
    """Of morris: steps of the grid of each factor; even."""

    def size(self, factors: Sequence[Factor]) -> int:
        """How many points it has."""
        k = len(factors)
        if not k:
            return 1
        if self.kind == "factorial":
            return math.prod(len(factor.ends) for factor in factors)
        return self.samples * {"saltelli": k + 2, "morris": k + 1}.get(self.kind, 1)

    def points(self, factors: Sequence[Factor], seed: int) -> list[tuple[Value, ...]]:
        """The points in order, each a value of every factor.

        Args:
            factors: what varies.
            seed: of the draw; a factorial needs none.
        """
        if not factors:
            return [()]
        if self.kind == "factorial":
            grid = np.indices([len(factor.ends) for factor in factors]).reshape(len(factors), -1)
            columns = [[f.ends[i] for i in where] for f, where in zip(factors, grid, strict=True)]
        else:
            shares = self._shares(factors, seed)
            columns = [factor.at(share) for factor, share in zip(factors, shares.T, strict=True)]
        return list(zip(*columns, strict=True))

    def _shares(self, factors: Sequence[Factor], seed: int) -> Float:
        """(points, factors) in [0, 1]."""
        if self.kind in CORRELATED:
            from scipy.stats import qmc

            sampler = qmc.Sobol if self.kind == "sobol" else qmc.LatinHypercube
            with warnings.catch_warnings(action="ignore", category=UserWarning):
                shares = sampler(len(factors), rng=np.random.default_rng(seed)).random(self.samples)
            return correlate(shares, factors)
        return self._analysed(len(factors), np.random.default_rng(seed))

    def _analysed(self, k: int, generator: np.random.Generator) -> Float:
        from SALib.sample import morris, sobol

        problem = {"num_vars": k, "names": [str(i) for i in range(k)], "bounds": [[0, 1]] * k}
        if self.kind == "morris":
            return np.asarray(morris.sample(problem, self.samples, self.levels, seed=generator))
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            return np.asarray(sobol.sample(problem, self.samples, calc_second_order=False, seed=generator))


def correlate(shares: Float, factors: Sequence[Factor]) -> Float:
    """Reorder the columns of a sample so that their ranks correlate as `correlations.csv` says.

    Args:
        shares: (n, k) a sample of independent columns.
        factors: k of them; those with levels stay as they are.

    Returns:
        (n, k) the same numbers in every column.
    """
    known = correlations()
    picked = [i for i, factor in enumerate(factors) if not factor.levels]
    names = [factors[i].name for i in picked]
    target = np.array([[known.get((a, b), float(a == b)) for b in names] for a in names])
    n = len(shares)
    if n <= 1 or (target == np.eye(len(names))).all():
        return shares
    ranks = shares[:, picked].argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") + 1
    scores = normal_quantile(ranks / (n + 1))
    scores = scores - scores.mean(axis=0)
    own = np.array([[(a * b).sum() for b in scores.T] for a in scores.T]) / (scores * scores).sum(axis=0)[0]
    enough = n > len(names) + 1
    mixed = _mix(scores, cholesky(own) if enough else np.eye(len(names)), cholesky(target))
    moved = shares.copy()
    for column, score in zip(picked, mixed.T, strict=True):
        moved[np.argsort(score, kind="stable"), column] = np.sort(shares[:, column])
    return moved


def _mix(scores: Float, own: Float, target: Float) -> Float:
    """Scores freed of the correlation that they have (its Cholesky factor) and given another."""
    free = np.zeros_like(scores)
    for i in range(len(own)):
        free[:, i] = (scores[:, i] - (free[:, :i] * own[i, :i]).sum(axis=1)) / own[i, i]
    return np.stack([(free[:, : i + 1] * target[i, : i + 1]).sum(axis=1) for i in range(len(own))], axis=1)


def cholesky(matrix: Float) -> Float:
    """(k, k) lower triangular L with L L' the matrix, by ordered sums.

    Raises:
        ValueError: the matrix is not positive definite.
    """
    low = np.zeros_like(matrix)
    for i in range(len(matrix)):
        for j in range(i + 1):
            rest = matrix[i, j] - (low[i, :j] * low[j, :j]).sum()
            if i == j and not rest > 0:
                raise ValueError("the matrix is not positive definite")
            low[i, j] = np.sqrt(rest) if i == j else rest / low[j, j]
    return low


@cache
def correlations() -> dict[tuple[str, str], float]:
    """Pairs of parameters, either way round -> correlation of their normal scores.

    The table holds rank correlations; of normal scores that is 2 sin(pi rho / 6).

    Raises:
        InputError: the table names what does not exist, a pair twice, a number outside (-1, 1), or the
            whole is not positive definite.
    """
    known = [row.name for row in rows() if not row.choices]
    found: dict[tuple[str, str], float] = {}
    for a, b, rho, _ in load_text(CORRELATIONS.removesuffix(".csv")).itertuples(index=False):
        place = f"{CORRELATIONS}, {a}, {b}"
        for name in (a, b):
            if name not in known:
                raise unknown("parameter", name, known, place, "sovereigns parameters")
        if a == b or (a, b) in found:
            raise InputError(f"{place}: the pair stands twice or is no pair; keep one row of two parameters")
        if not -1 < float(rho) < 1:
            raise InputError(f"{place}: rho {rho} is out of range; give a number between -1 and 1")
        found[a, b] = found[b, a] = 2 * float(sin(np.array([math.pi * float(rho) / 6]))[0])
    names = sorted({name for pair in found for name in pair})
    try:
        cholesky(np.array([[found.get((a, b), float(a == b)) for b in names] for a in names]))
    except ValueError as error:
        raise InputError(f"{CORRELATIONS}: {error}; bring some rho nearer to 0") from None
    return found
