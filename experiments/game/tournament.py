"""`sovereigns tournament`: every strategy against every other in the world (after Axelrod 1980).

In a match one nation plays one strategy and the other contestants play another; all else goes by its own.
Each contestant has every seat, and a match is played in the same world under the same seeds as all others, so
that scores differ by what was played. The score is that of the game: welfare, security, autonomy, 0 to 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sovereigns.agents.registry import strategies as known_strategies
from sovereigns.experiments.analysis.compare import paired
from sovereigns.experiments.game.goals import goals
from sovereigns.experiments.limits import QUARTERS, SEED_MAX
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.results.desktop import is_desktops
from sovereigns.experiments.results.store import REMEDY, json_bytes, parquet_bytes, unwritable
from sovereigns.experiments.results.whole import write_whole
from sovereigns.experiments.work.engine import Progress, run_all
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.start.scenarios import unknown_nation

SCORE = 3
"""Row of the score among the goals."""
TABLE, MATCHES = "tournament.json", "matches.parquet"


@dataclass(frozen=True)
class Match:
    """Who plays what, and whose score is taken."""

    nation: str
    strategy: str
    others: str
    """What the other contestants play."""
    seed: int

    def cast(self, nations: Sequence[str]) -> tuple[str, ...]:
        """What each contestant plays."""
        return tuple(self.strategy if nation == self.nation else self.others for nation in nations)


def tournament(
    strategies: Sequence[str],
    nations: Sequence[str],
    runs: int,
    seed: int = 0,
    quarters: int = QUARTERS,
    progress: Progress | None = None,
) -> tuple[list[dict[str, Any]], pd.DataFrame]:
    """Play all matches.

    Args:
        strategies: that meet; all there are if empty.
        nations: ISO3 of the contestants, two or more.
        runs: seeds of each match.
        seed: the first of them.
        quarters: length of a match.
        progress: told (worlds done, worlds in all).

    Returns:
        One object a strategy, the best first: `strategy, score, low, high, cooperation`, mean score with its
        95 % interval over seeds (not a number with one) and mean cooperation toward the other contestants;
        and a table of the matches: `nation, strategy, others, seed, score, cooperation`.

    Raises:
        InputError: a strategy or nation does not exist or stands twice, or there are too few.
    """
    names = _checked(strategies, nations, runs, seed)
    matches = [
        Match(nation, mine, theirs, seed + k)
        for k in range(runs)
        for nation, mine, theirs in product(nations, names, names)
    ]
    worlds = list(dict.fromkeys((match.cast(nations), match.seed) for match in matches))
    jobs = [(tuple(nations), cast, chance, quarters) for cast, chance in worlds]
    ended = dict(zip(worlds, run_all(play, jobs, progress=progress), strict=True))
    reached = [ended[match.cast(nations), match.seed][match.nation] for match in matches]
    table = pd.DataFrame([vars(match) for match in matches]).assign(
        score=[score for score, _ in reached], cooperation=[share for _, share in reached]
    )
    return sorted(
        map(_row, table.groupby("strategy")), key=lambda row: (-row["score"], row["strategy"])
    ), table


def _row(group: tuple[Any, pd.DataFrame]) -> dict[str, Any]:
    name, of = group
    by_seed = of.groupby("seed")["score"].mean().to_numpy(float)
    told = paired(np.zeros(len(by_seed)), by_seed)
    ends = {end: float(told[end]) for end in ("low", "high")}
    return {
        "strategy": name,
        "score": float(told["difference"]),
        **ends,
        "cooperation": float(of["cooperation"].mean()),
    }


def play(
    nations: Sequence[str], cast: Sequence[str], seed: int, quarters: int
) -> dict[str, tuple[float, float]]:
    """One world, which may serve several matches.

    Args:
        nations: the contestants.
        cast: what each of them plays.
        seed: of all chance.
        quarters: length.

    Returns:
        Contestant -> its score at the end, and its mean cooperation toward the others.
    """
    recipe = Recipe(seed=seed, set=(("learning", "off"),), strategies=tuple(zip(nations, cast, strict=True)))
    simulation = recipe.simulation(record=False)
    w = simulation.world
    start, rows = w.welfare.copy(), [w.iso3.index(nation) for nation in nations]
    shared = np.zeros(len(nations))
    for _ in range(quarters):
        simulation.step()
        toward = w.cooperation[np.ix_(rows, rows)]
        shared += (toward.sum(axis=1) - toward.diagonal()) / (len(nations) - 1)
    score = goals(simulation, start)[SCORE, rows]
    return {nation: (float(score[k]), float(shared[k] / quarters)) for k, nation in enumerate(nations)}


def _checked(strategies: Sequence[str], nations: Sequence[str], runs: int, seed: int) -> list[str]:
    there, inputs = list(known_strategies()), load_inputs()
    for name in strategies:
        if name not in there:
            raise unknown("strategy", name, there, "--strategies", "sovereigns strategies")
    for nation in nations:
        if nation not in inputs.nation_names:
            raise unknown_nation(nation, "--nations", inputs)
    for option, given, least in (("--strategies", strategies or there, 1), ("--nations", nations, 2)):
        if len(set(given)) < len(given):
            raise InputError(f"{option} {','.join(given)}: a name stands twice; give it once")
        if len(given) < least:
            raise InputError(f"{option} {','.join(given)}: give {least} or more, with commas between")
    if seed + runs - 1 > SEED_MAX:
        raise InputError(f"--seed {seed}: the last seed would lie above {SEED_MAX}; give a smaller one")
    return list(strategies or there)


def refuse_foreign(folder: Path) -> None:
    """Check that a folder for results is absent, empty, or holds nothing but a tournament.

    Raises:
        InputError: it is not, or cannot be read.
    """
    try:
        there = folder.iterdir() if folder.exists() else ()
        present = sorted(path.name for path in there if not is_desktops(path))
    except OSError as error:
        raise unwritable(folder, error) from error
    if foreign := [name for name in present if name not in (TABLE, MATCHES)]:
        raise InputError(f"--out {folder}: holds '{foreign[0]}', which is no part of a tournament; {REMEDY}")


def write(folder: Path, rows: Iterable[dict[str, Any]], matches: pd.DataFrame) -> None:
    """Write the table of strategies and all matches.

    Raises:
        InputError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / MATCHES, parquet_bytes(matches))
        write_whole(folder / TABLE, json_bytes(list(rows)))
    except OSError as error:
        raise unwritable(folder, error) from error
